/*
 * Dates in a text, read by `reader`, which the test makes and frees.
 */
#ifndef OPIS_TEST_DATES_H
#define OPIS_TEST_DATES_H

#include "check.h"
#include "found.h"

#include "opis.h"

static opis_reader *reader;

/* The dates of a text with a mark for the status of each: "1937-07-17 --08-01? 1931-06!". */
static const char *dates_in(const char *text) {
    opis_error error;
    opis_book *book = opis_read(reader, text, strlen(text), &error);
    if (!book) return "no book";
    opis_rows rows = opis_book_rows(book, OPIS_DATE);
    const opis_calendar_date *dates = rows.rows;
    found_begin();
    for (size_t i = 0; i < rows.count; i++) {
        found_part(" ");
        found_add_text("", book, dates[i].date);
        found_add("%s", found_mark(dates[i].record.status));
    }
    opis_book_free(book);
    return found_text;
}

#endif
