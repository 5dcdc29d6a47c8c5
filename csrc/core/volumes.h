/*
 * Volumes: a text that holds several is read volume by volume, and their records are joined.
 */
#ifndef OPIS_VOLUMES_H
#define OPIS_VOLUMES_H

#include "book.h"

/** \brief Read the volumes of a book that are known; its records are theirs, one volume behind the other. */
opis_status opis_volumes_read(opis_book *book, opis_error *error);

/* What was found of the whole text need not be found again of a volume. */
opis_status opis_volume_take_source(opis_book *volume, opis_error *error);
opis_status opis_volume_take_tokens(opis_book *volume, opis_error *error);

#endif
