/*
 * Volumes: where one volume of an edition ends in a text and the next one begins.
 *
 * A volume closes with its index.  What stands behind one is another volume where something is counted anew there:
 * documents, folios, chapters, or where the line comes again that opened the volume.  Only whoever reads them apart
 * finds the back matter of each, and numbers the pages and notes of each from its own beginning.
 */
#ifndef OPIS_VOLUME_H
#define OPIS_VOLUME_H

#include "book.h"

/** \brief Find the lines with which the second volume and those behind it begin, from the layout alone. */
opis_status opis_volumes_find(opis_book *book, opis_error *error);

#endif
