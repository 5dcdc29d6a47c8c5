/*
 * The archival references of a text, read by `reader`, which the test makes and frees.
 */
#ifndef OPIS_TEST_ARCHIVES_H
#define OPIS_TEST_ARCHIVES_H

#include "check.h"

#include "opis.h"

static opis_reader *reader;
static opis_book *book; /* the last that was read; the test frees it */

/* Valid until the next call. */
static const opis_archive *read_archives(const char *text, size_t *count) {
    opis_error error = {OPIS_OK, 0, ""};
    opis_book_free(book);
    book = opis_read(reader, text, strlen(text), &error);
    if (!book) {
        printf("    error: %s\n", error.message);
        return *count = 0, NULL;
    }
    opis_rows rows = opis_book_rows(book, OPIS_ARCHIVE);
    *count = rows.count;
    return rows.rows;
}

#endif
