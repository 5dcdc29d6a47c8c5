/*
 * The year of a date: its figures, damaged or not; its century, where two figures stand for four.
 */
#include <string.h>

#include "extract/dating.h"
#include "letters.h"
#include "text/fold.h"

#define FIRST_YEAR 1500
#define LAST_YEAR 2050
#define YEAR_DIGITS 4
#define LONGEST_MARK 2
#define SURE_YEAR 4.0f
#define DEAREST_YEAR 8.0f
#define DEAREST_SHAPE 1.0f /* of a letter beyond ASCII that stands for a figure */
#define NEAR_YEARS 30      /* the context proves a century within so many */
#define CENTURY_SHARE 10   /* all but one of so many years of a book lie in a century that it proves */
#define LEAST_YEARS 5

static uint32_t code_at(const opis_dating_text *t, uint32_t at, uint32_t *size) {
    uint32_t code;
    *size = (uint32_t)opis_fold_decode(t->bytes + at, t->length - at, &code);
    return code;
}

/* A letter beyond ASCII as the figure that it looks like; 0: none. */
static char figure_of(const opis_dating_text *t, uint32_t at, uint32_t size) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    size_t count = opis_glyphs_numerals(t->calendar->glyphs, t->bytes + at, size, readings);
    return count && readings[0].cost <= DEAREST_SHAPE && !readings[0].digits[1] ? readings[0].digits[0] : 0;
}

/* Four glyphs, letters beyond ASCII as figures; gives one past them, or 0. */
static uint32_t take_glyphs(const opis_dating_text *t, uint32_t at, char glyphs[YEAR_DIGITS], int *digits,
                            int *mended) {
    *digits = *mended = 0;
    for (int i = 0; i < YEAR_DIGITS; i++) {
        uint32_t size;
        if (at >= t->length) return 0;
        uint32_t code = code_at(t, at, &size);
        glyphs[i] = code < 0x80 ? (char)code : figure_of(t, at, size);
        if (!glyphs[i] || glyphs[i] == ' ' || glyphs[i] == '\n') return 0;
        *mended += code >= 0x80;
        *digits += is_digit(t->bytes[at]) != 0;
        at += size;
    }
    return at;
}

static int is_printed_year(int year) {
    return year >= FIRST_YEAR && year <= LAST_YEAR;
}

static int value_of(const char *digits, int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (!is_digit(digits[i])) return 0;
        value = value * 10 + (digits[i] - '0');
    }
    return value;
}

int opis_dating_may_be_year(const opis_dating_text *t, uint32_t at) {
    char glyphs[YEAR_DIGITS];
    int digits, mended;
    return take_glyphs(t, at, glyphs, &digits, &mended) && digits >= 2 && strchr("12Il|", glyphs[0]);
}

uint32_t opis_dating_year(const opis_dating_text *t, uint32_t at, opis_day day, int *year, uint8_t *status) {
    char glyphs[YEAR_DIGITS];
    int digits, mended;
    uint32_t end = take_glyphs(t, at, glyphs, &digits, &mended), marks = 0;
    opis_year read;
    if (!end || digits < 2) return 0;
    while (end + marks < t->length && is_digit(t->bytes[end + marks])) marks++;
    int whole = value_of(glyphs, YEAR_DIGITS);
    if (whole) {
        if (!is_printed_year(whole) || marks > LONGEST_MARK) return 0;
        int known = opis_calendar_year_count(t->calendar, whole) > 0;
        if (marks && !known) return 0;
        *year = whole;
        if (mended || marks) *status = mended && !known ? OPIS_LIKELY : OPIS_REPAIRED;
        return end;
    }
    if (marks || !opis_calendar_year(t->calendar, glyphs, 0, t->near, day, &read) || read.cost > DEAREST_YEAR) return 0;
    *year = read.year;
    *status = read.margin >= SURE_YEAR ? OPIS_REPAIRED : OPIS_LIKELY;
    return end;
}

/* How many years of the book lie in a century. */
static uint32_t years_in_century(const opis_calendar *calendar, int century) {
    uint32_t count = 0;
    for (int year = century; year < century + 100; year++) count += opis_calendar_year_count(calendar, year);
    return count;
}

/* The text proves a century: it prints the year in full, no other that ends so, and lies in that time itself. */
static int proved_year(const opis_dating_text *t, int rest) {
    int found = 0;
    for (int century = FIRST_YEAR; century <= LAST_YEAR; century += 100) {
        if (!opis_calendar_year_count(t->calendar, century + rest)) continue;
        if (found) return 0;
        found = century + rest;
    }
    if (!found) return 0;
    if (t->near) return found - t->near <= NEAR_YEARS && t->near - found <= NEAR_YEARS ? found : 0;
    uint32_t total = t->calendar->year_total;
    return total >= LEAST_YEARS && (total - years_in_century(t->calendar, found - rest)) * CENTURY_SHARE <= total
               ? found
               : 0;
}

uint32_t opis_dating_short_year(const opis_dating_text *t, uint32_t at, int *year) {
    if (at + 2 > t->length || !is_digit(t->bytes[at]) || !is_digit(t->bytes[at + 1])) return 0;
    uint32_t end = at + 2;
    if (end < t->length && (is_digit(t->bytes[end]) || is_ascii_letter(t->bytes[end]))) return 0;
    *year = proved_year(t, value_of(t->bytes + at, 2));
    return end;
}
