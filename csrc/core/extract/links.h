/*
 * Links: rows that point at rows, filled when every record is known.
 *
 * links.c knows where records stand; links_people finds the sketch of a name; links_pages the pages of a locator.
 */
#ifndef OPIS_LINKS_H
#define OPIS_LINKS_H

#include "book.h"

/** \brief Link speakers and headwords of the index to the sketches of their names. */
opis_status opis_link_people(opis_book *book, opis_error *error);
/** \brief Link the locators of the index to the pages that they name. */
opis_status opis_link_locators(opis_book *book, opis_error *error);

#endif
