/*
 * Back matter: where the sketches, the list of documents and the index of a book stand.
 *
 * A section is known by its title or, where the scan lost that, by the shape of its leaves.
 */
#ifndef OPIS_BACK_H
#define OPIS_BACK_H

#include "book.h"

/** \brief The sections of the back matter; looked for once, and kept in the book. */
opis_back_matter opis_back_matter_find(opis_book *book);

/** \brief Whether a leaf looks like a page of an index: narrow lines with many short numbers. */
int opis_is_index_leaf(const opis_book *book, const opis_leaf *leaf);
/** \brief The first half of that; `*line_count` lines are not empty. */
int opis_is_narrow_leaf(const opis_book *book, const opis_leaf *leaf, uint32_t *line_count);
/** \brief The second half: whether so many lines have enough short numbers among their tokens. */
int opis_has_locators(const opis_token *tokens, size_t count, uint32_t line_count);

/** \brief Whether a line of the back matter is text of its section, not a title, running head or folio. */
int opis_is_section_text(const opis_book *book, uint32_t line);

#endif
