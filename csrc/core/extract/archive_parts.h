/*
 * A reference read by its style: a name, then levels, each a label with its value, or a shelfmark as a whole.
 */
#ifndef OPIS_ARCHIVE_PARTS_H
#define OPIS_ARCHIVE_PARTS_H

#include "extract/archive.h"
#include "extract/archive_styles.h"

#define OPIS_MOST_PARTS 20
#define OPIS_STYLED_FOLIOS 24

typedef struct opis_part {
    uint32_t start, end; /* bytes */
    uint8_t level;
    uint8_t gloss; /* the name of what the level numbers, not its number */
    uint8_t list;  /* several numbers under one label */
} opis_part;

typedef struct opis_styled {
    uint16_t style;
    uint32_t start, end;
    int32_t repository; /* or OPIS_UNLISTED_ARCHIVE: the text from name_start; OPIS_NO_ARCHIVE */
    uint32_t name_start, name_end;
    uint8_t kept;    /* the name is given as printed */
    uint8_t ibid;    /* it begins with "ibid" */
    uint8_t guessed; /* something in it has neither label nor list */
    uint8_t mended;  /* letters of a label or name stand there in look-alikes of another script */
    uint8_t strong;  /* parts with a label, or of a shelfmark */
    uint8_t shape;   /* of its shelfmark, among those of the style, from 1 on; 0: it has none */
    uint32_t levels; /* that have a value, one bit each */
    uint8_t part_count, folio_count;
    opis_part parts[OPIS_MOST_PARTS];
    char folios[OPIS_STYLED_FOLIOS][OPIS_FOLIO_LENGTH + 1];
} opis_styled;

typedef struct opis_style_parser {
    const opis_archive_styles *styles;
    opis_scratch *scratch;
    opis_slip *slip; /* its units remember what their words mean */
    uint16_t style;
    const opis_glyphs *glyphs; /* by which a damaged label is told; NULL: none is looked for */
} opis_style_parser;

/** \brief What the word of a unit means in all styles; looked up once. */
const opis_term *opis_parts_terms(const opis_style_parser *p, uint32_t unit, uint32_t *count);

/* A hyphen, a dash or a minus sign. */
static inline int opis_is_dash(uint32_t code) {
    return code == '-' || (code >= 0x2010 && code <= 0x2015) || code == 0x2212;
}

/** \brief Read the levels that follow from a unit on, into a reference that may have a name already.  1 if any. */
int opis_parts_read(const opis_style_parser *p, uint32_t unit, opis_styled *found);
/** \brief Whether the levels that were read make a reference without an archive's name. */
int opis_parts_stand_alone(const opis_style_parser *p, const opis_styled *found);
/** \brief One past the units of a label of the style with a value behind it, or 0; `level` says whose. */
uint32_t opis_parts_label(const opis_style_parser *p, uint32_t unit, uint8_t *level);
/** \brief Match the shelfmarks of the style at a unit; those that stand alone only, or all.  1 if one does. */
int opis_parts_signature(const opis_style_parser *p, uint32_t unit, int alone, opis_styled *found);

/** \brief Put a part before all others of a reference, which has room for it. */
void opis_parts_begin_with(opis_styled *found, uint32_t start, uint32_t end, uint8_t level);

#endif
