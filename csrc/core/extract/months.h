/*
 * Months: the names of months in the languages of a style beside English, found by the hash of their folded form, and
 * months in roman figures.
 */
#ifndef OPIS_MONTHS_H
#define OPIS_MONTHS_H

#include "mend/glyph.h"
#include "style.h"

#define OPIS_MONTH_LIMIT 7.0f /* a word farther from a month is none */
#define OPIS_LONGEST_MONTH 24 /* bytes */

typedef struct opis_month_form {
    uint64_t hash; /* 0: none */
    uint16_t languages;
    uint8_t month;        /* 1 to 12 */
    uint8_t abbreviation; /* counts between a day and a year alone */
    uint8_t doubtful;     /* another word too */
} opis_month_form;

typedef struct opis_months opis_months;

/** \brief NULL on failure.  The caller owns it. */
opis_months *opis_months_new(const opis_style *style, opis_error *error);
void opis_months_free(opis_months *months);

/* Whether a word may be a month, told by its first byte and its length: most words are passed over by this look. */
typedef struct opis_month_gate {
    uint64_t lengths[256];
} opis_month_gate;
const opis_month_gate *opis_months_gate(const opis_months *months);
static inline int opis_month_may_be(const opis_month_gate *gate, const char *word, size_t length) {
    return length < 64 && gate->lengths[(unsigned char)word[0]] >> length & 1;
}

/** \brief The month of a word, in any case and with letters of Cyrillic and Latin that look alike; NULL: none. */
const opis_month_form *opis_months_find(const opis_months *months, const char *word, size_t length);
/** \brief Whether a word is printed as a form of the month: no letter of another alphabet among them. */
int opis_months_prints(const opis_months *months, const opis_month_form *form, const char *word, size_t length);

/* What a word between two days or dates makes of them, in any of the languages. */
typedef enum opis_date_joint { OPIS_NO_JOINT, OPIS_DATE_RANGE, OPIS_DATE_LIST } opis_date_joint;
opis_date_joint opis_months_joint(const opis_months *months, const char *word, size_t length);

/**
 * \brief The month that a damaged word is nearest to; 0: none within OPIS_MONTH_LIMIT.
 *
 * `*margin` is the cost of the next best month less `*cost`; `*languages` are those of the word.
 */
int opis_months_nearest(const opis_months *months, const opis_glyphs *glyphs, const char *word, size_t length,
                        float *cost, float *margin, uint16_t *languages);

/** \brief A month in roman figures, 0: none; `*damaged` says that a figure is seen as another shape. */
int opis_months_roman(const opis_months *months, const char *word, size_t length, int *damaged);

#endif
