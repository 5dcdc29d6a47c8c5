/*
 * Witness: what the back-of-book index says of page numbers.
 *
 * An index tells on which printed pages a name stands; the text tells on which leaves it does.  Where both speak of
 * the same name they number the leaf.  One name proves little and damaged locators prove nothing, but over a leaf's
 * names, weighted by how rare they are, the true number stands out.
 */
#ifndef OPIS_WITNESS_H
#define OPIS_WITNESS_H

#include "book.h"

typedef struct opis_witness {
    uint32_t first_leaf; /* of those that are weighed */
    int32_t lowest;      /* the lowest number weighed for it; one more for each leaf behind it */
    uint32_t window;     /* numbers weighed for each leaf */
    float *scores;       /* window for each leaf from first_leaf: log likelihood of each number; owned */
} opis_witness;

/** \brief Read the index, if the book has one, and weigh each leaf's numbers.  Release with opis_witness_release(). */
opis_status opis_witness_read(opis_witness *witness, const opis_book *book, uint32_t first_leaf, int32_t lowest,
                              uint32_t window, opis_error *error);
void opis_witness_release(opis_witness *witness);

#endif
