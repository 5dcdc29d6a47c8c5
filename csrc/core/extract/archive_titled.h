/*
 * Titles that end with a word for what they name, before the first label: "Simon Papers, Box 14".
 */
#ifndef OPIS_ARCHIVE_TITLED_H
#define OPIS_ARCHIVE_TITLED_H

#include "extract/archive_styled.h"

/** \brief Take the title right before a label into the reference that begins with it. */
void opis_titled_before(const opis_styled_finder *f, const opis_style_parser *p, size_t label, opis_styled *found);

#endif
