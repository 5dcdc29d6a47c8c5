/*
 * Glyph table: the confusions of a style as the files of glyph share them.
 *
 * They are sorted by the first byte of what is seen and indexed by it, so that a walk along a damaged text meets only
 * the confusions that can begin where it stands.  Readings and distances are both such walks: states are pushed forward
 * from each position, and a position is done before the next is looked at.
 */
#ifndef OPIS_GLYPH_TABLE_H
#define OPIS_GLYPH_TABLE_H

#include "mend/glyph.h"

#define LONGEST_PRINTED 2
#define LONGEST_SEEN 3
#define FIRST_BYTES 256
#define NO_BYTE_SEEN FIRST_BYTES /* confusions of shapes that the scan lost */

#define BLANK_COST 0.6f
#define BYTE_SET 64
#define PRINT_PLACES 32 /* small letters share theirs with capitals */

typedef struct confusion {
    char printed[LONGEST_PRINTED], seen[LONGEST_SEEN];
    uint8_t printed_length, seen_length;
    float cost;
} confusion;

/* A shape that stands for digits, or for nothing at all: a digit itself, a blank, or a confusion. */
typedef struct digit_shape {
    char behind[LONGEST_SEEN - 1]; /* its first byte */
    uint8_t digits, value;
    float cost;
} digit_shape;

/* What the byte of one word needs of the other word, lest it cost OPIS_STRANGE_GLYPH. */
typedef struct glyph_need {
    uint64_t bytes; /* a set: one of these must be there */
    float share;    /* the least that the byte adds to the cost, where it is not there itself */
} glyph_need;

typedef struct glyph_table {
    confusion
        *confusions; /* sorted by the first byte seen, then by the place of the first printed; without one first */
    size_t count;
    uint32_t first[FIRST_BYTES + 2];                           /* confusions of byte b: first[b] up to first[b + 1] */
    uint32_t first_printed[FIRST_BYTES + 1][PRINT_PLACES + 1]; /* and of those, by the place of what they print */
    digit_shape *digits; /* sorted by the first byte seen, then by how many are seen, then as in the style */
    uint32_t first_digit[FIRST_BYTES * LONGEST_SEEN + 1]; /* of byte b, n bytes seen: see first_digit_of() */
    uint8_t meets[FIRST_BYTES + 1][FIRST_BYTES / 8];      /* bit p of byte b: a confusion prints p first, or nothing */
    /* Bit p of byte b: words that begin, or end, with these may do so with a confusion, a lost shape or a blank. */
    uint8_t heads[FIRST_BYTES][FIRST_BYTES / 8], tails[FIRST_BYTES][FIRST_BYTES / 8];
    glyph_need seen_places[BYTE_SET], printed_places[BYTE_SET]; /* the least that bytes of a place in sets need */
} glyph_table;

struct opis_glyphs {
    glyph_table *table;
    struct numeral_memory *memory; /* NULL: none; owned */
    uint8_t owns_table;
};

/** \brief Room to remember readings in, for one thread.  NULL when memory is out. */
struct numeral_memory *numeral_memory_new(opis_error *error);
void numeral_memory_free(struct numeral_memory *memory);

/* Where the shapes of so many bytes begin of which this is the first; they end where the next ones begin. */
static inline size_t first_digit_of(unsigned char byte, size_t seen_length) {
    return (size_t)byte * LONGEST_SEEN + seen_length - 1;
}

/* memcmp() for two or three bytes, which a call would cost more than. */
static inline int same_bytes(const char *a, const char *b, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (a[i] != b[i]) return 0;
    return 1;
}

/* Bytes in sets of 64: two that share a place are taken for one another, which makes a need easier to meet. */
static inline uint64_t byte_set(unsigned char byte) {
    return (uint64_t)1 << byte % BYTE_SET;
}

static inline size_t print_place(unsigned char printed) {
    return printed % PRINT_PLACES;
}

static inline int has_bit(const uint8_t *bits, unsigned char at) {
    return bits[at / 8] >> at % 8 & 1;
}

/* What can happen to a byte that is seen and one that is printed, where both begin or both end what is left. */
typedef enum glyph_meeting { MATCH, STRANGE, ANYTHING } glyph_meeting;

/* `pairs`: the heads or the tails of a table. */
static inline glyph_meeting glyph_meet(const uint8_t pairs[FIRST_BYTES][FIRST_BYTES / 8], char seen, char printed) {
    if (has_bit(pairs[(unsigned char)seen], (unsigned char)printed)) return ANYTHING;
    return seen == printed ? MATCH : STRANGE;
}

/** \brief The distance of two words no longer than OPIS_LONGEST_WORD, cell by cell. */
float glyph_walk(const glyph_table *table, const char *seen, size_t seen_length, const char *printed,
                 size_t printed_length, float limit);

#endif
