/*
 * Glyph: which printed shapes a scan takes for which, with a cost for each confusion (about -ln of its frequency).
 *
 * One model, built from the style's confusions, serves two uses: readings of a damaged numeral, and the distance from
 * a damaged word to a word of a vocabulary.
 */
#ifndef OPIS_GLYPH_H
#define OPIS_GLYPH_H

#include "style.h"
#include "word_key.h"

typedef struct opis_glyphs opis_glyphs;

/** \brief Compile the confusions of a style.  NULL on failure; the caller owns the result; immutable once made. */
opis_glyphs *opis_glyphs_new(const opis_style *style, opis_error *error);
/**
 * \brief The same confusions with a memory of the numerals that were read, for one thread and one book.
 *
 * `shared` must outlive it.  NULL on failure; the caller owns the result.
 */
opis_glyphs *opis_glyphs_remembering(const opis_glyphs *shared, opis_error *error);
void opis_glyphs_free(opis_glyphs *glyphs);

#define OPIS_NUMERAL_DIGITS 9
#define OPIS_NUMERAL_READINGS 12

typedef struct opis_numeral {
    int32_t value;
    float cost; /* 0 where every glyph reads as it is */
    char digits[OPIS_NUMERAL_DIGITS + 1];
} opis_numeral;

/**
 * \brief The readings of a damaged numeral, cheapest first, at most OPIS_NUMERAL_READINGS.
 *
 * Blanks inside are passed over at a small cost.  Gives 0 where the text cannot be a numeral of up to nine digits.
 */
size_t opis_glyphs_numerals(const opis_glyphs *glyphs, const char *seen, size_t length,
                            opis_numeral readings[OPIS_NUMERAL_READINGS]);

/**
 * \brief What it costs to read `seen` as `printed`, case kept; more than `limit` is given as INFINITY.
 *
 * Confusions cost what the table says; any other change, loss or gain of a character costs OPIS_STRANGE_GLYPH.  A word
 * is read as nothing, or nothing as a word, only where the limit has room for that much for each of its bytes.
 */
#define OPIS_STRANGE_GLYPH 6.0f
#define OPIS_LONGEST_WORD 64 /* bytes; a longer word is far from every other */
float opis_glyphs_distance(const opis_glyphs *glyphs, const char *seen, size_t seen_length, const char *printed,
                           size_t printed_length, float limit);

/** \brief Whether two words, none of them empty, begin or end with bytes that nothing but a strange glyph explains. */
int opis_glyphs_part(const opis_glyphs *glyphs, word_ends seen, word_ends printed);

/* The bytes of a word as a set of 64, in which a few share a place. */
typedef uint64_t opis_byte_set;
#define OPIS_ANY_BYTES UINT64_MAX /* of a word with bytes beyond ASCII */
opis_byte_set opis_byte_set_of(const char *word, size_t length);
/**
 * \brief Whether it costs more than a limit to read one word as another, as far as the bytes of both tell.
 *
 * It is quick, and 1 for most words that are no more alike; where it is 0, opis_glyphs_distance() tells.
 */
int opis_glyphs_apart(const opis_glyphs *glyphs, opis_byte_set seen, opis_byte_set printed, float limit);

#endif
