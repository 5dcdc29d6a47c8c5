#include <string.h>

#include "extract/index.h"
#include "memory.h"

#define LONGEST_LOCATOR 16
#define DEAREST_LOCATOR 9.0f
#define LONGEST_RANGE 120
#define LONG_RANGE_COST 0.03f

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

int opis_locator_same(const opis_locator_reading *a, const opis_locator_reading *b) {
    return a->from == b->from && a->behind == b->behind && a->sort == b->sort && a->behind_digits == b->behind_digits;
}

/* Whether a reading that costs so much is not kept any more. */
static int is_too_dear(const reader *r, float cost) {
    return cost > DEAREST_LOCATOR ||
           (r->count == OPIS_LOCATOR_READINGS && r->readings[OPIS_LOCATOR_READINGS - 1].cost <= cost);
}

/*
 * Room for a reading among the cheapest, where no other one reads alike, behind those that cost no more; NULL where it
 * is too dear.
 */
static opis_locator_reading *rank(reader *r, float cost) {
    if (is_too_dear(r, cost)) return NULL;
    size_t at = r->count == OPIS_LOCATOR_READINGS ? r->count - 1 : r->count++;
    for (; at > 0 && r->readings[at - 1].cost > cost; at--) r->readings[at] = r->readings[at - 1];
    return &r->readings[at];
}

/* Keep a reading if it is among the cheapest; of two that read alike, the cheaper. */
static void keep(reader *r, const opis_locator_reading *candidate) {
    size_t at = 0, last;
    if (is_too_dear(r, candidate->cost)) return;
    while (at < r->count && r->readings[at].cost <= candidate->cost)
        if (opis_locator_same(&r->readings[at++], candidate)) return;
    for (last = at; last < r->count && !opis_locator_same(&r->readings[last], candidate);) last++;
    if (last == r->count) {
        if (r->count == OPIS_LOCATOR_READINGS)
            last--;
        else
            r->count++;
    }
    for (; last > at; last--) r->readings[last] = r->readings[last - 1];
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

/* No numeral reads twice alike, and pages have no noughts before them. */
static void read_page(reader *r, const char *text, size_t length) {
    opis_numeral pages[OPIS_NUMERAL_READINGS];
    size_t count = numerals(r, text, length, pages);
    for (size_t i = 0; i < count; i++) {
        opis_locator_reading *made = is_page(r, &pages[i]) ? rank(r, pages[i].cost) : NULL;
        if (!made) continue;
        *made = (opis_locator_reading){
            .from = pages[i].value, .to = pages[i].value, .cost = pages[i].cost, .sort = OPIS_LOCATES_PAGE};
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
        for (size_t j = 0; is_page(r, &from[i]) && j < tos && !is_too_dear(r, from[i].cost + to[j].cost); j++) {
            if (to[j].value <= 0) continue;
            int32_t first = from[i].value, last = range_end(first, to[j].value);
            if (last <= first || last > r->largest_page || last - first > LONGEST_RANGE) continue;
            float cost = from[i].cost + to[j].cost;
            if (cost > 0) cost += LONG_RANGE_COST * (float)(last - first);
            opis_locator_reading *made = rank(r, cost);
            if (!made) continue;
            *made = (opis_locator_reading){.from = first,
                                           .to = last,
                                           .behind = to[j].value,
                                           .cost = cost,
                                           .behind_digits = (uint8_t)strlen(to[j].digits),
                                           .sort = OPIS_LOCATES_RANGE};
        }
}

static void read_note(reader *r, const char *text, size_t sign, size_t sign_length, float cost, size_t length) {
    opis_numeral pages[OPIS_NUMERAL_READINGS], notes[OPIS_NUMERAL_READINGS];
    size_t page_count = is_too_dear(r, cost) ? 0 : numerals(r, text, sign, pages);
    if (page_count == 0) return;
    size_t note_count = numerals(r, text + sign + sign_length, length - sign - sign_length, notes);
    for (size_t i = 0; i < page_count; i++)
        for (size_t j = 0; j < note_count && !is_too_dear(r, pages[i].cost + notes[j].cost + cost); j++) {
            if (!is_page(r, &pages[i]) || notes[j].value <= 0 || notes[j].value > OPIS_LARGEST_LOCATOR_NOTE ||
                notes[j].digits[0] == '0')
                continue;
            opis_locator_reading made = {.from = pages[i].value,
                                         .to = pages[i].value,
                                         .behind = notes[j].value,
                                         .cost = pages[i].cost + notes[j].cost + cost,
                                         .sort = OPIS_LOCATES_NOTE};
            keep(r, &made);
        }
}

static void read_notes(reader *r, const char *text, size_t length) {
    for (size_t at = 1; at + 1 < length; at++)
        for (size_t i = 0; i < sizeof note_signs / sizeof *note_signs; i++) {
            if (text[at] != *note_signs[i].seen) continue;
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

/* ---- What was read last ---------------------------------------------------------------------------------- */

#define CACHE_SLOTS 4096
#define CACHE_READINGS 12288 /* an index beyond them begins anew */

struct opis_locator_cache {
    struct cached {
        char text[LONGEST_LOCATOR];
        uint32_t kept;         /* see opis_locator_recalled */
        uint16_t first;        /* of its readings */
        uint8_t length, count; /* no length: nothing is kept */
    } slots[CACHE_SLOTS];
    opis_locator_reading readings[CACHE_READINGS];
    size_t used;
};

static void forget_all(opis_locator_cache *cache) {
    for (size_t i = 0; i < CACHE_SLOTS; i++) cache->slots[i].length = 0;
    cache->used = 0;
}

opis_locator_cache *opis_locator_cache_new(opis_error *error) {
    opis_locator_cache *cache = opis_resize(NULL, sizeof *cache);
    if (!cache) {
        opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory for the locators of an index");
        return NULL;
    }
    forget_all(cache);
    return cache;
}

opis_locator_recalled opis_locator_recall(opis_locator_cache *cache, const opis_glyphs *glyphs, const char *text,
                                          size_t length, int32_t largest_page) {
    uint32_t key = 2166136261u;
    if (length == 0 || length > LONGEST_LOCATOR) return (opis_locator_recalled){NULL, 0, NULL};
    for (size_t i = 0; i < length; i++) key = (key ^ (unsigned char)text[i]) * 16777619u;
    struct cached *at = &cache->slots[(key ^ key >> 15) & (CACHE_SLOTS - 1)];
    if (at->length != length || memcmp(at->text, text, length) != 0) {
        if (cache->used + OPIS_LOCATOR_READINGS > CACHE_READINGS) forget_all(cache);
        memcpy(at->text, text, length);
        at->length = (uint8_t)length;
        at->kept = 0;
        at->first = (uint16_t)cache->used;
        at->count = (uint8_t)opis_locator_read(glyphs, text, length, largest_page, cache->readings + cache->used);
        cache->used += at->count;
    }
    return (opis_locator_recalled){cache->readings + at->first, at->count, at->count ? &at->kept : NULL};
}

/* A number in so many digits at least; gives its length. */
static size_t put_number(char *out, int32_t number, size_t least) {
    char digits[10];
    size_t count = 0, length = 0;
    for (; number > 0 || count < least; number /= 10) digits[count++] = (char)('0' + number % 10);
    while (count > 0) out[length++] = digits[--count];
    return length;
}

size_t opis_locator_print(const opis_locator_reading *reading, char text[OPIS_LOCATOR_TEXT]) {
    size_t length = put_number(text, reading->from, 1);
    if (reading->sort == OPIS_LOCATES_PAGE) return length;
    int is_range = reading->sort == OPIS_LOCATES_RANGE;
    text[length++] = is_range ? '-' : 'n';
    return length + put_number(text + length, reading->behind, is_range ? reading->behind_digits : 1);
}
