/*
 * Units of a slip, as the readers of references by style look at them.
 */
#ifndef OPIS_ARCHIVE_UNITS_H
#define OPIS_ARCHIVE_UNITS_H

#include <string.h>

#include "extract/archive.h"
#include "letters.h"
#include "text/fold.h"

static inline uint32_t unit_length(const opis_slip *slip, uint32_t unit) {
    return slip->units[unit].end - slip->units[unit].start;
}

static inline uint8_t class_at(const opis_slip *slip, uint32_t unit) {
    return unit < slip->count ? slip->units[unit].class_ : OPIS_BREAK;
}

static inline int has_digits(const opis_slip *slip, uint32_t unit) {
    uint8_t class_ = class_at(slip, unit);
    return class_ == OPIS_NUMBER || class_ == OPIS_MIXED;
}

static inline int glued(const opis_slip *slip, uint32_t unit) {
    return unit < slip->count && slip->units[unit].gap == OPIS_GAP_NONE;
}

/* The first unit that begins at a byte or behind it. */
static inline uint32_t unit_at(const opis_slip *slip, uint32_t byte) {
    uint32_t unit = 0;
    while (unit < slip->count && slip->units[unit].start < byte) unit++;
    return unit;
}

/* The code of a mark, 0 for any other unit. */
static inline uint32_t mark_at(const opis_slip *slip, uint32_t unit) {
    uint32_t code = 0;
    if (class_at(slip, unit) != OPIS_PUNCTUATION) return 0;
    opis_fold_decode(slip->bytes + slip->units[unit].start, unit_length(slip, unit), &code);
    return code;
}

static inline uint32_t letters_of(const opis_slip *slip, uint32_t unit) {
    uint32_t count = 0;
    for (uint32_t i = slip->units[unit].start; i < slip->units[unit].end; i++)
        count += ((unsigned char)slip->bytes[i] & 0xC0) != 0x80;
    return count;
}

static inline int begins_with_capital(const opis_slip *slip, uint32_t unit) {
    uint32_t code = 0;
    if (unit >= slip->count) return 0;
    opis_fold_decode(slip->bytes + slip->units[unit].start, unit_length(slip, unit), &code);
    return opis_fold_is_capital(code);
}

static inline int all_capitals(const opis_slip *slip, uint32_t unit) {
    for (uint32_t i = slip->units[unit].start; i < slip->units[unit].end;) {
        uint32_t code;
        i += (uint32_t)opis_fold_decode(slip->bytes + i, slip->units[unit].end - i, &code);
        if (!opis_fold_is_capital(code)) return 0;
    }
    return 1;
}

static inline int is_roman(const opis_slip *slip, uint32_t unit) {
    if (class_at(slip, unit) != OPIS_WORD) return 0;
    for (uint32_t i = slip->units[unit].start; i < slip->units[unit].end; i++)
        if (!is_any_of(slip->bytes[i], "IVXLCDM")) return 0;
    return 1;
}

static inline int is_year(const opis_slip *slip, uint32_t unit) {
    if (class_at(slip, unit) != OPIS_NUMBER || unit_length(slip, unit) != 4) return 0;
    const char *digits = slip->bytes + slip->units[unit].start;
    return digits[0] == '1' ? digits[1] >= '3' : digits[0] == '2' && digits[1] == '0';
}

static inline int is_cyrillic(uint32_t code) {
    return code >= 0x0400 && code <= 0x04FF;
}

/* Whether letters of a label or name stand in a text in look-alikes of another script: "Oп." with a Latin O. */
static inline int mixes_scripts(const char *bytes, uint32_t start, uint32_t end, const char *name) {
    uint32_t code;
    int other = 0;
    opis_fold_decode(name, strlen(name), &code);
    int cyrillic = is_cyrillic(code);
    while (start < end) {
        start += (uint32_t)opis_fold_decode(bytes + start, end - start, &code);
        int letter = opis_fold_is_capital(code) || opis_fold_capital(code) != code;
        other |= letter && is_cyrillic(code) != cyrillic;
    }
    return other;
}

#endif
