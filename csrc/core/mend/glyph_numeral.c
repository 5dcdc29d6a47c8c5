/*
 * Readings of a damaged numeral: a beam of the cheapest is carried along the text.  A book prints the same few thousand
 * numerals over and over, so what was read is remembered.
 */
#include <string.h>

#include "letters.h"
#include "memory.h"
#include "mend/glyph_table.h"

/* A numeral that is spread over more bytes than this is none. */
#define LONGEST_NUMERAL 24
/* Printed numerals do not begin with a nought. */
#define LEADING_NOUGHT_COST 3.0f
/* So many texts are remembered. */
#define REMEMBERED 4096

/* The cheapest readings of the text up to one position.  A reading is its value and its number of digits. */
typedef struct partial {
    uint32_t value;
    uint32_t length;
    float cost;
} partial;

typedef struct beam {
    partial partials[OPIS_NUMERAL_READINGS]; /* cheapest first */
    size_t count;
} beam;

static inline int same_reading(const partial *a, const partial *b) {
    return a->value == b->value && a->length == b->length;
}

/* Keep a partial reading if it is among the cheapest; of two that read alike, the cheaper. */
static inline void keep_partial(beam *at, partial candidate) {
    size_t rank = 0, last;
    while (rank < at->count && at->partials[rank].cost <= candidate.cost)
        if (same_reading(&at->partials[rank++], &candidate)) return;
    for (last = rank; last < at->count && !same_reading(&at->partials[last], &candidate);) last++;
    if (last == at->count) {
        if (rank == OPIS_NUMERAL_READINGS) return;
        if (at->count == OPIS_NUMERAL_READINGS)
            last--;
        else
            at->count++;
    }
    for (; last > rank; last--) at->partials[last] = at->partials[last - 1];
    at->partials[rank] = candidate;
}

static const uint32_t tens[LONGEST_PRINTED + 1] = {1, 10, 100};

/* Extend every reading of `from` by digits and hand it to `to`; both are sorted, so the first too dear ends it. */
static void extend_beam(const beam *from, beam *to, uint32_t digits, size_t length, float cost) {
    for (size_t i = 0; i < from->count; i++) {
        const partial *shorter = &from->partials[i];
        partial longer = {shorter->value * tens[length] + digits, shorter->length + (uint32_t)length,
                          shorter->cost + cost};
        if (to->count == OPIS_NUMERAL_READINGS && to->partials[to->count - 1].cost <= longer.cost) return;
        if (longer.length <= OPIS_NUMERAL_DIGITS) keep_partial(to, longer);
    }
}

static void step_numeral(const glyph_table *table, const char *seen, size_t length, size_t at, beam *beams) {
    unsigned char byte = (unsigned char)seen[at];
    if (is_digit(seen[at])) extend_beam(&beams[at], &beams[at + 1], (uint32_t)(seen[at] - '0'), 1, 0);
    if (byte == ' ' || byte == '\t') extend_beam(&beams[at], &beams[at + 1], 0, 0, BLANK_COST);
    for (uint32_t i = table->first_digit[byte]; i < table->first_digit[byte + 1]; i++) {
        const digit_confusion *c = &table->digits[i];
        if (at + c->seen_length <= length && same_bytes(c->seen, seen + at, c->seen_length))
            extend_beam(&beams[at], &beams[at + c->seen_length], c->value, c->digits, c->cost);
    }
}

static opis_numeral finish_numeral(const partial *whole) {
    opis_numeral numeral = {(int32_t)whole->value, whole->cost, {0}};
    uint32_t value = whole->value;
    for (size_t i = whole->length; i > 0; i--, value /= 10) numeral.digits[i - 1] = (char)('0' + value % 10);
    return numeral;
}

static int has_leading_nought(const partial *whole) {
    uint32_t least = 1;
    for (uint32_t i = 1; i < whole->length; i++) least *= 10;
    return whole->length > 1 && whole->value < least;
}

static size_t read_numeral(const glyph_table *table, const char *seen, size_t length, opis_numeral *readings) {
    beam beams[LONGEST_NUMERAL + 1];
    for (size_t i = 0; i <= length; i++) beams[i].count = 0;
    beams[0].partials[0] = (partial){0, 0, 0};
    beams[0].count = 1;
    for (size_t at = 0; at < length; at++)
        if (beams[at].count) step_numeral(table, seen, length, at, beams);
    beam ranked = {.count = 0};
    for (size_t i = 0; i < beams[length].count; i++) {
        partial whole = beams[length].partials[i];
        if (whole.length == 0) continue;
        if (has_leading_nought(&whole)) whole.cost += LEADING_NOUGHT_COST;
        keep_partial(&ranked, whole);
    }
    for (size_t i = 0; i < ranked.count; i++) readings[i] = finish_numeral(&ranked.partials[i]);
    return ranked.count;
}

/* ---- What was read before ------------------------------------------------------------------------------ */

/* A text and its length in 16 bytes; all zero where nothing is remembered. */
typedef struct numeral_key {
    uint64_t words[2];
} numeral_key;

struct numeral_memory {
    numeral_key *keys;
    struct numeral_readings {
        opis_numeral readings[OPIS_NUMERAL_READINGS];
        size_t count;
    } * readings; /* by place of the key */
};

struct numeral_memory *numeral_memory_new(opis_error *error) {
    struct numeral_memory *memory = NULL;
    size_t capacity = 0, key_room = 0, room = 0;
    if (opis_reserve(&memory, &capacity, 1, sizeof *memory, error) != OPIS_OK) return NULL;
    memset(memory, 0, sizeof *memory);
    if (opis_reserve(&memory->keys, &key_room, REMEMBERED, sizeof *memory->keys, error) != OPIS_OK ||
        opis_reserve(&memory->readings, &room, REMEMBERED, sizeof *memory->readings, error) != OPIS_OK) {
        numeral_memory_free(memory);
        return NULL;
    }
    memset(memory->keys, 0, REMEMBERED * sizeof *memory->keys);
    return memory;
}

void numeral_memory_free(struct numeral_memory *memory) {
    if (!memory) return;
    opis_resize(memory->keys, 0);
    opis_resize(memory->readings, 0);
    opis_resize(memory, 0);
}

static numeral_key key_of(const char *seen, size_t length) {
    unsigned char bytes[sizeof(numeral_key)] = {0};
    numeral_key key;
    for (size_t i = 0; i < length; i++) bytes[i] = (unsigned char)seen[i];
    bytes[sizeof bytes - 1] = (unsigned char)length;
    memcpy(&key, bytes, sizeof key);
    return key;
}

/* Of two texts that share a place, the later stays. */
static size_t place_of(numeral_key key) {
    uint64_t mixed = (key.words[0] ^ key.words[1]) * 0x9E3779B97F4A7C15u;
    return (size_t)(mixed >> 40) % REMEMBERED;
}

static size_t read_or_remember(const opis_glyphs *glyphs, const char *seen, size_t length, opis_numeral *readings) {
    numeral_key key = key_of(seen, length), *held = &glyphs->memory->keys[place_of(key)];
    struct numeral_readings *known = &glyphs->memory->readings[place_of(key)];
    if (held->words[0] != key.words[0] || held->words[1] != key.words[1]) {
        known->count = read_numeral(glyphs->table, seen, length, known->readings);
        *held = key;
    }
    memcpy(readings, known->readings, known->count * sizeof *readings);
    return known->count;
}

size_t opis_glyphs_numerals(const opis_glyphs *glyphs, const char *seen, size_t length,
                            opis_numeral readings[OPIS_NUMERAL_READINGS]) {
    if (length == 0 || length > LONGEST_NUMERAL) return 0;
    if (glyphs->memory && length < sizeof(numeral_key)) return read_or_remember(glyphs, seen, length, readings);
    return read_numeral(glyphs->table, seen, length, readings);
}
