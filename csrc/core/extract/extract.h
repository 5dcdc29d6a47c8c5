/*
 * The extractors, one a file, each from tokens, layout and the records of those before it to records of its kind.
 * The order in which they run stands in book.c.
 */
#ifndef OPIS_EXTRACT_H
#define OPIS_EXTRACT_H

#include "book.h"

opis_status opis_extract_pages(opis_book *book, opis_error *error);          /* reads: layout */
opis_status opis_extract_notes(opis_book *book, opis_error *error);          /* reads: layout */
opis_status opis_extract_archives(opis_book *book, opis_error *error);       /* reads: layout, notes */
opis_status opis_extract_tables(opis_book *book, opis_error *error);         /* reads: layout */
opis_status opis_extract_documents(opis_book *book, opis_error *error);      /* reads: layout, notes, archives */
opis_status opis_extract_biographies(opis_book *book, opis_error *error);    /* reads: layout; fills careers too */
opis_status opis_extract_document_index(opis_book *book, opis_error *error); /* reads: layout, documents */
opis_status opis_extract_index(opis_book *book, opis_error *error);          /* reads: layout, pages, biographies */
opis_status opis_extract_dates(opis_book *book, opis_error *error);          /* reads: documents */
opis_status opis_extract_statistics(opis_book *book, opis_error *error);     /* reads: layout and what is no count */
opis_status opis_extract_speakers(opis_book *book, opis_error *error);       /* reads: documents, notes, biographies */
opis_status opis_extract_periodicals(opis_book *book, opis_error *error);    /* reads: layout, notes */
opis_status opis_extract_crossrefs(opis_book *book, opis_error *error); /* reads: pages, notes, documents, tables */
opis_status opis_extract_index(opis_book *book, opis_error *error);     /* reads: layout, pages */
opis_status opis_extract_works(opis_book *book, opis_error *error);     /* reads: notes, archives, periodicals */
opis_status opis_link_records(opis_book *book, opis_error *error);      /* page, document, source, note of every row */

struct opis_archive_patterns *opis_archive_patterns_new(const opis_style *style, const opis_glyphs *glyphs,
                                                        opis_error *error);
void opis_archive_patterns_free(struct opis_archive_patterns *patterns);

#endif
