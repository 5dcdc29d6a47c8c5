/*
 * Glances: what each token of a text looks like, as a hash of 16 bits.
 *
 * Several look through all of a text for a few of its words: what may begin a reference, the names of the index, the
 * words of the titles.  Whoever does marks the glances of what is looked for, and passes over all tokens but those with
 * a mark.  Equal words have equal glances, and capitals behind the first letter change none; other words may share one.
 */
#ifndef OPIS_GLANCE_H
#define OPIS_GLANCE_H

#include "opis.h"

typedef uint16_t opis_glance;

enum { OPIS_GLANCES = 1 << 16 };

/** \brief The glance of a word of one byte or more. */
opis_glance opis_glance_of(const char *word, size_t length);

/** \brief The glances of all tokens of a text.  The caller owns them and frees them with opis_resize(). */
opis_status opis_glances_make(opis_glance **glances, const char *bytes, size_t length, const opis_token *tokens,
                              size_t token_count, opis_error *error);

#endif
