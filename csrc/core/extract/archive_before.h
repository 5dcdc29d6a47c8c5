/*
 * What a reference that begins with a label may have before it: the acronym of an archive that no list has, and a
 * number that needs no label.
 */
#ifndef OPIS_ARCHIVE_BEFORE_H
#define OPIS_ARCHIVE_BEFORE_H

#include "extract/archive_styled.h"

/** \brief Whether a word is mostly capitals, as an acronym that no list has. */
int opis_before_is_acronym(const opis_book *book, size_t at);
/** \brief Take the acronym right before a label, a word of its place passed over: "ЦДІАК України, ф. 204". */
void opis_before_take_acronym(const opis_styled_finder *f, size_t label, opis_styled *found);
/** \brief Take a number without a label before the first one: "K-11, ap. 1, b. 546". */
void opis_before_take_number(const opis_styled_finder *f, const opis_style_parser *p, size_t label, opis_styled *found);

#endif
