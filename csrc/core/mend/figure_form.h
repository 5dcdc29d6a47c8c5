/*
 * What is read of a figure so far: its digits, and where among them commas and points stand.
 */
#ifndef OPIS_FIGURE_FORM_H
#define OPIS_FIGURE_FORM_H

#include <stdint.h>

#include "mend/glyph.h"

typedef enum part { BEFORE, INSIDE, BEHIND } part;

/* Fields of a form, a byte each: it is changed and compared as one number, which needs no memory. */
typedef enum field {
    DIGITS = 0,
    GROUP = 8,     /* digits since the last comma, or since the start */
    DECIMALS = 16, /* digits behind the point */
    HAS_COMMAS = 24,
    HAS_POINT = 32,
    IS_NEGATIVE = 40,
    PART = 48 /* of the figure */
} field;

typedef struct partial {
    float cost;
    int64_t units;
    uint64_t form;
} partial;

static inline uint32_t field_of(const partial *reading, field field) {
    return reading->form >> field & 0xFF;
}

static inline void set_field(partial *reading, field field, uint64_t value) {
    reading->form = (reading->form & ~((uint64_t)0xFF << field)) | value << field;
}

static inline void add_to_field(partial *reading, field field, uint64_t value) {
    reading->form += value << field;
}

static const uint32_t tens[OPIS_NUMERAL_DIGITS + 1] = {1,      10,      100,      1000,      10000,
                                                       100000, 1000000, 10000000, 100000000, 1000000000};

/* Ten to the power of so many digits. */
static inline int64_t power_of_ten(uint32_t digits) {
    int64_t power = 1;
    while (digits >= OPIS_NUMERAL_DIGITS) {
        power *= tens[OPIS_NUMERAL_DIGITS];
        digits -= OPIS_NUMERAL_DIGITS;
    }
    return power * tens[digits];
}

/* Commas that the scan lost if so many digits follow: a digit after a full group of three asks for one. */
static inline uint32_t commas_lost(const partial *reading, uint32_t digits) {
    int grouped = field_of(reading, HAS_COMMAS) && !field_of(reading, HAS_POINT);
    return grouped ? (field_of(reading, GROUP) + digits - 1u) / 3 : 0;
}

/* Whether the last comma, if one is there, has three digits behind it. */
static inline int is_grouped(const partial *reading) {
    return !field_of(reading, HAS_COMMAS) || field_of(reading, GROUP) == 3;
}

static inline int add_comma(partial *reading) {
    if (field_of(reading, PART) != INSIDE || field_of(reading, HAS_POINT) || field_of(reading, GROUP) > 3 ||
        !is_grouped(reading))
        return 0;
    set_field(reading, HAS_COMMAS, 1);
    set_field(reading, GROUP, 0);
    return 1;
}

static inline int add_point(partial *reading) {
    if (field_of(reading, PART) != INSIDE || field_of(reading, HAS_POINT) || !is_grouped(reading)) return 0;
    set_field(reading, HAS_POINT, 1);
    return 1;
}

static inline int open_figure(partial *reading) {
    return field_of(reading, PART) == BEFORE;
}

static inline int negate(partial *reading) {
    if (field_of(reading, PART) != BEFORE || field_of(reading, IS_NEGATIVE)) return 0;
    set_field(reading, IS_NEGATIVE, 1);
    return 1;
}

static inline int is_whole(const partial *reading) {
    return field_of(reading, DIGITS) > 0 && is_grouped(reading) &&
           (!field_of(reading, HAS_POINT) || field_of(reading, DECIMALS));
}

static inline int close_figure(partial *reading) {
    if (!is_whole(reading)) return 0;
    set_field(reading, PART, BEHIND);
    return 1;
}

typedef enum mark_kind { COMMA, POINT, NOTHING, OPENING, SIGN, CLOSING } mark_kind;

/* 0 where the mark cannot stand behind the reading. */
static inline int add_mark(partial *reading, mark_kind mark) {
    switch (mark) {
    case COMMA:
        return add_comma(reading);
    case POINT:
        return add_point(reading);
    case OPENING:
        return open_figure(reading);
    case SIGN:
        return negate(reading);
    case CLOSING:
        return close_figure(reading);
    case NOTHING:
        break;
    }
    return 1;
}

#endif
