/*
 * Figures that a scan may have taken for letters, in the values of references that are read as they are printed.
 */
#ifndef OPIS_ARCHIVE_ALIKE_H
#define OPIS_ARCHIVE_ALIKE_H

#include "book.h"

/** \brief Whether a letter of a value may be a figure: one between figures, or a capital that touches one: "1О5", "З5".
 */
int opis_archive_looks_damaged(const opis_book *book, uint32_t start, uint32_t end);

#endif
