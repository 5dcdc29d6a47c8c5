/*
 * A damaged dateline: what stands there is known to be day, month and year, so that glyphs which would be no date in
 * running text are read as one: "London, lz April 1924", "1 7 августа 1927 г.", "22 февраля 193 0".
 */
#include <stdio.h>
#include <string.h>

#include "extract/document.h"
#include "letters.h"

#define MOST_PIECES 12
#define LONGEST_PIECE 40
#define YEAR_GLYPHS 4
/* What a mended date costs: it is the best reading, and unproved. */
#define MENDED 1.0f

/* A run without blanks, the mark behind it left out. */
typedef struct piece {
    uint32_t start, end;
} piece;

typedef struct dateline {
    const opis_book *book;
    const opis_calendar *calendar;
    const char *text;
    piece items[MOST_PIECES];
    size_t count;
} dateline;

/* Cut at blanks, and where letters meet figures: a scan loses the blank of "den12." */
static int cut(dateline *d, size_t length) {
    for (uint32_t i = 0; i < length;) {
        while (i < length && d->text[i] == ' ') i++;
        uint32_t start = i;
        while (i < length && d->text[i] != ' ' && !(i > start + 2 && is_digit(d->text[i]) && is_letter(d->text[i - 1])))
            i++;
        uint32_t end = i;
        while (end > start && strchr(".,", d->text[end - 1])) end--;
        if (end == start) continue;
        if (d->count == MOST_PIECES) return 0;
        d->items[d->count++] = (piece){start, end};
    }
    return d->count >= 2;
}

static uint32_t length_of(const piece *item) {
    return item->end - item->start;
}

/* The day that one or two glyphs read as, or 0. */
static int day_of(const dateline *d, const char *glyphs, size_t length) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    if (length == 0 || length > 2) return 0;
    size_t count = opis_glyphs_numerals(d->book->glyphs, glyphs, length, readings);
    for (size_t i = 0; i < count; i++)
        if (readings[i].value >= 1 && readings[i].value <= 31) return readings[i].value;
    return 0;
}

/* The day before piece `at`; `*start` is where it begins. */
static int day_before(const dateline *d, size_t at, uint32_t *start) {
    const piece *last = &d->items[at - 1];
    int day = day_of(d, d->text + last->start, length_of(last));
    *start = last->start;
    if (at < 2 || length_of(last) != 1 || length_of(last - 1) != 1) return day;
    char glyphs[2] = {d->text[last[-1].start], d->text[last->start]};
    int torn = day_of(d, glyphs, 2);
    if (torn < 10) return day;
    *start = last[-1].start;
    return torn;
}

/* The four glyphs of a year behind piece `at`, torn or not; `*end` is one past them. */
static int year_behind(const dateline *d, size_t at, char glyphs[YEAR_GLYPHS], uint32_t *end) {
    int found = 0, digits = 0;
    for (size_t i = at + 1; i < d->count && found < YEAR_GLYPHS; i++)
        for (uint32_t j = d->items[i].start; j < d->items[i].end && found < YEAR_GLYPHS; j++) {
            if ((unsigned char)d->text[j] >= 0x80) return 0;
            glyphs[found++] = d->text[j];
            digits += is_digit(d->text[j]);
            *end = j + 1;
        }
    return found == YEAR_GLYPHS && digits >= 2;
}

/* Read a piece as the month of a date whose day and year stand beside it. */
static int read_at(const dateline *d, size_t at, int near, opis_date *date) {
    char year[YEAR_GLYPHS], whole[LONGEST_PIECE + 32];
    const piece *month = &d->items[at];
    uint32_t start = 0, end = 0;
    size_t length = length_of(month);
    if (length < 3 || length > LONGEST_PIECE || !year_behind(d, at, year, &end)) return 0;
    int day = day_before(d, at, &start);
    if (!day) return 0;
    for (int pointed = 0; pointed < 2; pointed++) {
        int made = snprintf(whole, sizeof whole, pointed ? "den %d. %.*s %.4s" : "%d %.*s %.4s", day, (int)length,
                            d->text + month->start, year);
        if (made < 0 || (size_t)made >= sizeof whole) return 0;
        if (!opis_calendar_find(d->calendar, whole, (size_t)made, 1, near, date) || date->to.day != day) continue;
        date->start = start;
        date->end = end;
        date->cost += MENDED;
        date->day_cost += MENDED;
        return 1;
    }
    return 0;
}

int opis_dateline_mend(const opis_book *book, const opis_calendar *calendar, uint32_t line, int near, opis_date *date) {
    const opis_line *at = &book->layout.lines[line];
    dateline d = {.book = book, .calendar = calendar, .text = book->source.bytes + at->start};
    if (!cut(&d, at->end - at->start)) return 0;
    for (size_t i = 1; i < d.count; i++)
        if (read_at(&d, i, near, date)) return 1;
    return 0;
}
