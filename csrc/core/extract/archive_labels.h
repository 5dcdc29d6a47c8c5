/*
 * Labels of a style and the values behind them: where one stands on a slip, and how far it goes.
 */
#ifndef OPIS_ARCHIVE_LABELS_H
#define OPIS_ARCHIVE_LABELS_H

#include "extract/archive_parts.h"

#define OPIS_SHORT_WORD 4 /* letters of a prefix, of an abbreviation */

/* What units remember that was seen of them for one style, and is so for all. */
enum {
    OPIS_LOOKED_FOR_SIGN = 1,  /* it was asked whether the word ... */
    OPIS_IS_SIGN = 2,          /* ... means that a number follows */
    OPIS_LOOKED_FOR_TITLE = 4, /* it was asked whether the unit ... */
    OPIS_ENDS_TITLE = 8,       /* ... ends a title that began before it, whatever the style ... */
    OPIS_IN_TITLES = 16        /* ... and has a capital or a figure, as one unit of a title must */
};

typedef struct opis_level_label {
    const opis_styled *read; /* what was read before it, or NULL */
    uint32_t end;            /* one past its last unit; 0: none */
    uint8_t level;
    const char *text;
} opis_level_label;

/** \brief Whether a level may follow those that were read: a lower one, or one that may stand anywhere. */
int opis_level_may_follow(const opis_style_parser *p, const opis_styled *found, uint8_t level);
/** \brief The longest label of the style at a unit, behind what was read, whatever follows it. */
opis_level_label opis_level_label_behind(const opis_style_parser *p, uint32_t unit, const opis_styled *read);
/**
 * \brief The label that a damaged word with a number behind it may be: "bust a 12", "B0x 7"; `end` is the number's
 * unit.
 */
opis_level_label opis_level_damaged_label(const opis_style_parser *p, uint32_t unit, const opis_styled *read);
/** \brief One past the longest label of the style at a unit, whatever stands around it; 0 where there is none. */
uint32_t opis_level_label_at(const opis_style_parser *p, uint32_t unit, uint8_t *level, const char **text);
/** \brief Pass "№", "No.", "Nr." before a number; the unit itself where there is none. */
uint32_t opis_level_pass_sign(const opis_style_parser *p, uint32_t unit);
/** \brief Pass what may stand between the label of a level and its value. */
uint32_t opis_level_pass_label(const opis_style_parser *p, uint32_t unit, uint8_t level);
/** \brief One past a number with whatever is joined to it, or 0. */
uint32_t opis_level_number(const opis_slip *slip, uint32_t unit);
/** \brief The unit of the value of a level whose label ends before a unit, or 0 where none follows. */
uint32_t opis_level_value_behind(const opis_style_parser *p, uint32_t end, uint8_t level);
/** \brief One past the value of a level that holds no folios, or 0. */
uint32_t opis_level_value_read(const opis_style_parser *p, uint32_t unit, const opis_citation_level *level);

#endif
