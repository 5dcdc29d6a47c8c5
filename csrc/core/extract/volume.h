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

/** \brief Find the lines with which the second volume and those behind it begin, where each has the title of the first.
 *
 * From the lines of the layout alone: most texts of several volumes need not be laid out as a whole.
 */
opis_status opis_volumes_find_titled(opis_book *book, opis_error *error);
/** \brief The same by all that is counted anew, from the layout. */
opis_status opis_volumes_find_counted(opis_book *book, opis_error *error);

#endif
