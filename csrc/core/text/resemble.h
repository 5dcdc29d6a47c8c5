/*
 * Resemble: whether a piece of the text may be one of the style's words, damaged.
 */
#ifndef OPIS_RESEMBLE_H
#define OPIS_RESEMBLE_H

#include "mend/glyph.h"

/* No damage makes a word longer or shorter by more bytes. */
#define OPIS_RESEMBLES_WITHIN 3

static inline int opis_may_resemble(size_t length, size_t printed) {
    return length + OPIS_RESEMBLES_WITHIN >= printed && printed + OPIS_RESEMBLES_WITHIN >= length;
}

/** \brief Whether what is seen may be the word, at a cost of at most `per_letter` for each of its bytes. */
int opis_resembles(const opis_glyphs *glyphs, const char *seen, size_t length, const char *word, size_t printed,
                   float per_letter);
int opis_resembles_any(const opis_glyphs *glyphs, const char *seen, size_t length, opis_words words, float per_letter);
/** \brief Copy without blanks, for scans set blanks between letters; gives the length, at most `room`. */
size_t opis_collapse(const char *from, const char *to, char *out, size_t room);

#endif
