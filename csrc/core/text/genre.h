/*
 * Genre: what kind of document a title names: a report, a telegram, a decree.
 */
#ifndef OPIS_GENRE_H
#define OPIS_GENRE_H

#include "style.h"

/** \brief The genre whose word stands first in a text, or NULL. */
const char *opis_genre_of(const opis_style *style, const char *text, size_t length);

#endif
