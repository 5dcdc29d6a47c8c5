/*
 * The extractors, one a file, each from tokens, layout and the records of those before it to records of its kind.
 * book.c lists in which order they run, and what each makes and reads.
 */
#ifndef OPIS_EXTRACT_H
#define OPIS_EXTRACT_H

#include "book.h"

opis_status opis_extract_pages(opis_book *book, opis_error *error);
opis_status opis_extract_notes(opis_book *book, opis_error *error);
opis_status opis_extract_archives(opis_book *book, opis_error *error);
opis_status opis_extract_periodicals(opis_book *book, opis_error *error);
opis_status opis_extract_works(opis_book *book, opis_error *error);
opis_status opis_extract_tables(opis_book *book, opis_error *error);
opis_status opis_extract_documents(opis_book *book, opis_error *error);
opis_status opis_extract_dates(opis_book *book, opis_error *error);
opis_status opis_extract_biographies(opis_book *book, opis_error *error);
opis_status opis_extract_document_index(opis_book *book, opis_error *error);
opis_status opis_extract_statistics(opis_book *book, opis_error *error);
opis_status opis_extract_speakers(opis_book *book, opis_error *error);
opis_status opis_extract_crossrefs(opis_book *book, opis_error *error);
opis_status opis_extract_index(opis_book *book, opis_error *error);
opis_status opis_link_records(opis_book *book, opis_error *error); /* reads all that was read */

struct opis_archive_patterns *opis_archive_patterns_new(const opis_style *style, struct opis_archive_openers *openers,
                                                        opis_error *error);
void opis_archive_patterns_free(struct opis_archive_patterns *patterns);

#endif
