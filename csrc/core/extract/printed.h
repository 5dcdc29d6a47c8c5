/*
 * Printed: the words that a book prints, counted once for all who mend words of its back matter.
 */
#ifndef OPIS_PRINTED_H
#define OPIS_PRINTED_H

#include "book.h"

/**
 * \brief All names and years of the book, all words of its index, and a sample of the others; no halves of words cut by
 * a line's end.
 *
 * Counted when first asked for, kept in the book while it is read; NULL where there is no memory.
 */
const opis_vocabulary *opis_printed_words(opis_book *book, opis_error *error);

#endif
