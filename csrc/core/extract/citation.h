/*
 * Citation: what references to print have in common: a note as one line of text, years, lists of pages.
 */
#ifndef OPIS_CITATION_H
#define OPIS_CITATION_H

#include "extract/archive.h"
#include "extract/joined.h"
#include "letters.h"

/* A text that is longer is read no further. */
#define OPIS_CITATION_BYTES 8192

/** \brief The text of lines [first, end), counted from 0, furniture left out, no blank before a point or comma. */
opis_status opis_citation_lines(opis_joined *text, const opis_book *book, uint32_t first, uint32_t end,
                                opis_error *error);
/** \brief Where the words of a note begin, its number passed over. */
size_t opis_citation_words(const opis_joined *text);

static inline char opis_byte_at(const opis_joined *text, size_t at) {
    return at < text->length ? text->text[at] : 0;
}

static inline size_t opis_pass_blanks(const opis_joined *text, size_t at) {
    while (at < text->length && text->text[at] == ' ') at++;
    return at;
}

/** \brief One of the words, in lower case, that stands whole at a place in whatever case: its length, or 0. */
size_t opis_citation_word(const opis_joined *text, size_t at, const opis_words *words);

typedef struct opis_cited_number {
    int32_t value;
    float cost;   /* 0 where every glyph reads as it is */
    float margin; /* cost of the next best reading, less that of the one taken */
} opis_cited_number;

/** \brief The cheapest reading of [start, end) within [least, most]; 0 where there is none. */
int opis_citation_number(const opis_glyphs *glyphs, const opis_joined *text, size_t start, size_t end, int32_t least,
                         int32_t most, opis_cited_number *number);

/** \brief A year of print at a place; gives where it ends, or 0. */
size_t opis_citation_year(const opis_glyphs *glyphs, const opis_joined *text, size_t at, opis_cited_number *year);

/** \brief A list of pages at a place; gives where it ends, or 0. */
size_t opis_citation_pages(const opis_book *book, const opis_joined *text, size_t at, opis_listy *pages);
/** \brief Whether what stands at a place, up to a mark that closes the reference, is too short for words: pages that no
 * one can read. */
int opis_citation_pages_lost(const opis_book *book, const opis_joined *text, size_t at, size_t stop);
/** \brief Whether two lists begin with ranges from the same page to different ones. */
int opis_citation_pages_differ(const opis_listy *a, const opis_listy *b);

#endif
