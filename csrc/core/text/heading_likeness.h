/*
 * How much a line that begins like a heading looks like one: it stands apart, a title follows, a genre is named.
 */
#ifndef OPIS_HEADING_LIKENESS_H
#define OPIS_HEADING_LIKENESS_H

#include "text/genre.h"
#include "text/heading.h"

/* The likeness from which on a line is taken for a heading whatever its number. */
#define OPIS_LIKELY_HEADING 2.0f

/** \brief Log odds that a line heads a document, its number unread. */
float opis_heading_likeness(const opis_furniture *furniture, const opis_genre_words *genres,
                            const opis_heading_form *form, uint32_t line, const opis_heading_line *heading);

#endif
