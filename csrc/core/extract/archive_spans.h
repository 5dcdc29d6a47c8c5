/*
 * Spans: what the words of a text show to be references, made into references: likely ones, never sure.
 */
#ifndef OPIS_ARCHIVE_SPANS_H
#define OPIS_ARCHIVE_SPANS_H

#include "extract/archive_styled.h"
#include "extract/archive_words.h"

/** \brief Add the references that words alone show, in their places between those of a catalog. */
opis_status opis_spans_add(opis_catalog *catalog, const opis_book *book, const opis_words_opening *opening,
                           opis_styled_finder *finder, opis_error *error);

#endif
