/*
 * Join: the records of one book behind those of another, as one book has them.
 */
#ifndef OPIS_JOIN_H
#define OPIS_JOIN_H

#include "book.h"

/**
 * \brief Put the records, relations and roles of lines of a volume into the book whose text holds it from `line` on.
 *
 * Offsets, lines and rows become those of the book.  The volume is left as it was.
 */
opis_status opis_book_join(opis_book *book, const opis_book *volume, uint32_t line, opis_error *error);

#endif
