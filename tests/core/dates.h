/*
 * Dates in a text, read by `reader`, which the test makes and frees.
 */
#ifndef OPIS_TEST_DATES_H
#define OPIS_TEST_DATES_H

#include "check.h"

#include "opis.h"

static opis_reader *reader;

/* The dates of a text with a mark for the status of each: "1937-07-17 --08-01? 1931-06!". */
static const char *dates_in(const char *text) {
    static char found[1024];
    opis_error error;
    opis_book *book = opis_read(reader, text, strlen(text), &error);
    found[0] = '\0';
    if (!book) return "no book";
    opis_rows rows = opis_book_rows(book, OPIS_DATE);
    const opis_calendar_date *dates = rows.rows;
    size_t used = 0;
    for (size_t i = 0; i < rows.count && used < sizeof found - 48; i++) {
        const char *status = dates[i].record.status == OPIS_CLEAN      ? ""
                             : dates[i].record.status == OPIS_REPAIRED ? "!"
                                                                       : "?";
        used += (size_t)snprintf(found + used, sizeof found - used, "%s%.*s%s", used ? " " : "",
                                 (int)dates[i].date.length, opis_book_text(book, dates[i].date), status);
    }
    opis_book_free(book);
    return found;
}

#endif
