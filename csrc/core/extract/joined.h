/*
 * Joined: lines of an entry as one text, hyphens mended, each of its bytes known in the source.
 */
#ifndef OPIS_JOINED_H
#define OPIS_JOINED_H

#include "book.h"

typedef struct opis_joined {
    char *text;   /* NUL-terminated once anything is added; owned */
    uint32_t *at; /* for each byte, its offset in the source; owned */
    size_t length, text_capacity, at_capacity;
} opis_joined;

void opis_joined_release(opis_joined *joined);

/**
 * \brief Add source bytes [start, end), runs of blanks as one.
 *
 * Behind a hyphen that a small letter follows the hyphen goes; behind any other, nothing is put between; else a blank.
 */
opis_status opis_joined_add(opis_joined *joined, const opis_book *book, uint32_t start, uint32_t end,
                            opis_error *error);

#endif
