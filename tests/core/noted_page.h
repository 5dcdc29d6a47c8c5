/*
 * A page of an introduction with one note at its foot, for what stands in notes.
 */
#ifndef OPIS_TEST_NOTED_PAGE_H
#define OPIS_TEST_NOTED_PAGE_H

#include "check.h"

#include "opis.h"

static opis_reader *reader; /* made by main() */

/* NULL, with the error told, where the text is not read. */
static inline opis_book *read_note(const char *note) {
    static char text[8192];
    opis_error error;
    size_t used =
        (size_t)snprintf(text, sizeof text, "Introduction\n\n\n\nThe first page tells of the flood,1 of the\n");
    for (int i = 0; i < 24; i++)
        used += (size_t)snprintf(text + used, sizeof text - used,
                                 "barges lay at the upper pier all winter and the wardens counted\n");
    used +=
        (size_t)snprintf(text + used, sizeof text - used, "them twice a day, once for the board and\n\n1. %s\n", note);
    opis_book *book = opis_read(reader, text, used, &error);
    if (!book) printf("    error: %s\n", error.message);
    return book;
}

/* The program defines found(book): every record of a kind as one line. */
#define CHECK_FOUND(note, expected)                                                                                    \
    do {                                                                                                               \
        opis_book *book = read_note(note);                                                                             \
        CHECK_OR_STOP(book != NULL);                                                                                   \
        CHECK_EQUAL_TEXT(found(book), expected);                                                                       \
        opis_book_free(book);                                                                                          \
    } while (0)

#endif
