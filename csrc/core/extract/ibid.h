/*
 * Ibid: a note that says no more than that it repeats the reference before it, "Ibid., 45-46".
 */
#ifndef OPIS_IBID_H
#define OPIS_IBID_H

#include "extract/citation.h"

typedef struct opis_ibid {
    size_t start, end; /* in the text of the note */
    opis_listy pages;  /* count 0: none are given */
} opis_ibid;

/** \brief Read a note that begins with "Ibid."; 0 where it does not, or where no pages but something else follows. */
int opis_ibid_read(const opis_book *book, const opis_joined *text, opis_ibid *ibid);

/** \brief Whether "Ibid." in a note means the reference that ends at byte `end` of note `before`: nothing follows it.
 */
int opis_ibid_follows(const opis_book *book, int32_t note, int32_t before, int64_t end);

#endif
