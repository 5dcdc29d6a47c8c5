/*
 * Genre: what kind of document a title names: a report, a telegram, a decree.
 */
#ifndef OPIS_GENRE_H
#define OPIS_GENRE_H

#include <stdint.h>

#include "style.h"

/* The words of all genres, and how they begin and how long they are: few words of a text do and are as one of them. */
typedef struct opis_genre_words {
    const opis_style *style;
    uint64_t beginnings[4]; /* the first two bytes, a bit each */
    uint64_t lengths[32];   /* by the first letter, a bit each; longer ones are never asked for */
} opis_genre_words;

opis_genre_words opis_genre_words_of(const opis_style *style);

/** \brief The genre whose word stands first in a text, or NULL. */
const char *opis_genre_of(const opis_genre_words *words, const char *text, size_t length);

#endif
