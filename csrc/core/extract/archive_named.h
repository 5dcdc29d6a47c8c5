/*
 * Names of archives in text: those that a list has, those spelled out around a telling word, the acronyms behind them.
 */
#ifndef OPIS_ARCHIVE_NAMED_H
#define OPIS_ARCHIVE_NAMED_H

#include "extract/archive_styled.h"

/** \brief Whether a byte before `end` belongs to a word. */
int opis_named_is_word_byte(const char *bytes, uint32_t at, uint32_t end);
/** \brief Whether the first word of a name has more than one capital. */
int opis_named_is_acronym(const char *name);
/** \brief Find an archive's name of the list that begins at a token.  1 if there is one. */
int opis_named_listed(const opis_styled_finder *f, size_t at, uint32_t stop, opis_styled *found);
/** \brief Whether a token begins with a capital. */
int opis_named_has_capital(const opis_book *book, size_t at);
/** \brief The style whose names spelled out hold the word of a token, or OPIS_NO_STYLE. */
uint16_t opis_named_institution(const opis_styled_finder *f, size_t at);
/** \brief The first word of the name that a telling word belongs to; SIZE_MAX where it has no capital. */
size_t opis_named_first(const opis_book *book, size_t at);
/** \brief The unit after a name spelled out: at a mark, or at the first label. */
uint32_t opis_named_end(const opis_style_parser *p, uint32_t unit);
/** \brief Pass the acronym that a name may have behind it, and take it; the unit itself where there is none. */
uint32_t opis_named_acronym(const opis_slip *slip, uint32_t unit, opis_styled *found);

#endif
