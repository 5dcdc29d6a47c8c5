#include <stdio.h>
#include <string.h>

#include "extract/index.h"

#define LONGEST_LOCATOR 16
#define DEAREST_LOCATOR 9.0f
#define LONGEST_RANGE 120
#define LONG_RANGE_COST 0.03f
#define BLANK_COST 0.3f
#define SHORTEST_RANGE_END 1

typedef struct note_sign {
    const char *seen; /* what a scan makes of the n between page and note */
    float cost;
} note_sign;

static const note_sign note_signs[] = {{"n", 0},     {"\"", 0.8f}, {"11", 1.6f}, {"rr", 1.6f},
                                       {"ri", 1.6f}, {"u", 1.6f},  {"ii", 1.6f}, {"1I", 1.6f},
                                       {"I1", 1.6f}, {"II", 1.6f}, {"r1", 1.6f}, {"1r", 1.6f}};

typedef struct reader {
    const opis_glyphs *glyphs;
    int32_t largest_page;
    opis_locator_reading *readings; /* cheapest first */
    size_t count;
} reader;

/* Keep a reading if it is among the cheapest; of two that read alike, the cheaper. */
static void keep(reader *r, const opis_locator_reading *candidate) {
    size_t at = 0, last;
    if (candidate->cost > DEAREST_LOCATOR) return;
    while (at < r->count && r->readings[at].cost <= candidate->cost)
        if (strcmp(r->readings[at++].text, candidate->text) == 0) return;
    for (last = at; last < r->count && strcmp(r->readings[last].text, candidate->text) != 0;) last++;
    if (last == r->count) {
        if (r->count == OPIS_LOCATOR_READINGS)
            last--;
        else
            r->count++;
    }
    if (at >= OPIS_LOCATOR_READINGS) return;
    memmove(&r->readings[at + 1], &r->readings[at], (last - at) * sizeof *candidate);
    r->readings[at] = *candidate;
}

static size_t numerals(const reader *r, const char *text, size_t length, opis_numeral out[OPIS_NUMERAL_READINGS]) {
    while (length > 0 && text[0] == ' ') text++, length--;
    while (length > 0 && text[length - 1] == ' ') length--;
    return opis_glyphs_numerals(r->glyphs, text, length, out);
}

static int is_page(const reader *r, const opis_numeral *numeral) {
    return numeral->value > 0 && numeral->value <= r->largest_page && numeral->digits[0] != '0';
}

static void read_page(reader *r, const char *text, size_t length) {
    opis_numeral pages[OPIS_NUMERAL_READINGS];
    size_t count = numerals(r, text, length, pages);
    for (size_t i = 0; i < count; i++) {
        opis_locator_reading made = {pages[i].value, pages[i].value, pages[i].cost, ""};
        if (!is_page(r, &pages[i])) continue;
        snprintf(made.text, sizeof made.text, "%s", pages[i].digits);
        keep(r, &made);
    }
}

/* "428-32" is 428 to 432. */
static int32_t range_end(int32_t from, int32_t to) {
    int32_t power = 10;
    if (to >= from) return to;
    while (power <= to) power *= 10;
    return from - from % power + to;
}

static void read_range(reader *r, const char *text, size_t dash, size_t length) {
    opis_numeral from[OPIS_NUMERAL_READINGS], to[OPIS_NUMERAL_READINGS];
    size_t starts = numerals(r, text, dash, from), tos = numerals(r, text + dash + 1, length - dash - 1, to);
    for (size_t i = 0; i < starts; i++)
        for (size_t j = 0; j < tos; j++) {
            if (!is_page(r, &from[i]) || to[j].value <= 0) continue;
            opis_locator_reading made = {from[i].value, range_end(from[i].value, to[j].value), 0, ""};
            if (made.to <= made.from || made.to > r->largest_page || made.to - made.from > LONGEST_RANGE) continue;
            made.cost = from[i].cost + to[j].cost + LONG_RANGE_COST * (float)(made.to - made.from);
            if (from[i].cost + to[j].cost == 0) made.cost = 0;
            snprintf(made.text, sizeof made.text, "%s-%s", from[i].digits, to[j].digits);
            keep(r, &made);
        }
}

static void read_note(reader *r, const char *text, size_t sign, size_t sign_length, float cost, size_t length) {
    opis_numeral pages[OPIS_NUMERAL_READINGS], notes[OPIS_NUMERAL_READINGS];
    size_t page_count = numerals(r, text, sign, pages);
    size_t note_count = numerals(r, text + sign + sign_length, length - sign - sign_length, notes);
    for (size_t i = 0; i < page_count; i++)
        for (size_t j = 0; j < note_count; j++) {
            if (!is_page(r, &pages[i]) || notes[j].value <= 0 || notes[j].value > OPIS_LARGEST_LOCATOR_NOTE ||
                notes[j].digits[0] == '0')
                continue;
            opis_locator_reading made = {pages[i].value, pages[i].value, pages[i].cost + notes[j].cost + cost, ""};
            snprintf(made.text, sizeof made.text, "%sn%s", pages[i].digits, notes[j].digits);
            keep(r, &made);
        }
}

static void read_notes(reader *r, const char *text, size_t length) {
    for (size_t at = 1; at + 1 < length; at++)
        for (size_t i = 0; i < sizeof note_signs / sizeof *note_signs; i++) {
            size_t sign = strlen(note_signs[i].seen);
            if (at + sign < length && memcmp(text + at, note_signs[i].seen, sign) == 0)
                read_note(r, text, at, sign, note_signs[i].cost, length);
        }
}

size_t opis_locator_read(const opis_glyphs *glyphs, const char *text, size_t length, int32_t largest_page,
                         opis_locator_reading readings[OPIS_LOCATOR_READINGS]) {
    reader r = {glyphs, largest_page, readings, 0};
    while (length > 0 && text[0] == ' ') text++, length--;
    while (length > 0 && text[length - 1] == ' ') length--;
    if (length == 0 || length > LONGEST_LOCATOR) return 0;
    const char *dash = memchr(text + 1, '-', length - 1);
    if (dash) {
        read_range(&r, text, (size_t)(dash - text), length);
        return r.count;
    }
    read_page(&r, text, length);
    read_notes(&r, text, length);
    return r.count;
}
