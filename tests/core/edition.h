/*
 * A little edition for the tests of the core: printed line by line, then read as a whole.
 *
 *     edition_begin();
 *     edition_print("Document %d\n", 1);
 *     opis_book *book = edition_read();
 */
#ifndef OPIS_TEST_EDITION_H
#define OPIS_TEST_EDITION_H

#include "check.h"

#include <stdarg.h>

#include "opis.h"

static char edition_text[1 << 20];
static size_t edition_length;
static opis_reader *edition_reader;

static inline void edition_begin(void) {
    edition_length = 0;
    edition_text[0] = '\0';
}

#if defined(__GNUC__)
__attribute__((format(printf, 1, 2)))
#endif
static inline void
edition_print(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(edition_text + edition_length, sizeof edition_text - edition_length, format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= sizeof edition_text - edition_length) abort();
    edition_length += (size_t)length;
}

/* Full lines of commentary that break off in the middle of a sentence, in a measure of about 64. */
static inline void edition_prose(int lines) {
    static const char *const full[] = {
        "the barges lay at the upper pier all winter, and the wardens\n",
        "counted them twice a day, once for the board and once for the\n",
        "insurers, who had never seen the river and believed in neither\n",
        "of the two numbers; the ice went out late, and with it the last\n",
    };
    for (int i = 0; i < lines; i++) edition_print("%s", full[i % 4]);
}

/* Full lines of a document, in a wider measure of about 80. */
static inline void edition_body(int lines) {
    static const char *const full[] = {
        "we ask the office for one barge and for eight men who can row, because the sacks\n",
        "that we were promised lie in the warehouse of the railway, where nobody will sign\n",
        "for them, and because the river will fall before the month is out, as it does in\n",
        "every year, so that even an empty boat must then be drawn over the upper shallows\n",
    };
    for (int i = 0; i < lines; i++) edition_print("%s", full[i % 4]);
}

/* NULL, with the error told, where the text is not read. */
static inline opis_book *edition_read(void) {
    opis_error error = {OPIS_OK, 0, ""};
    if (!edition_reader) edition_reader = opis_reader_new(&error);
    opis_book *book = edition_reader ? opis_read(edition_reader, edition_text, edition_length, &error) : NULL;
    if (!CHECK(book != NULL)) printf("    error: %s\n", error.message);
    return book;
}

static inline void edition_end(void) {
    opis_reader_free(edition_reader);
    edition_reader = NULL;
}

static inline size_t edition_count(const opis_book *book, opis_kind kind) {
    return opis_book_rows(book, kind).count;
}

static inline const opis_page *edition_page(const opis_book *book, size_t row) {
    return (const opis_page *)opis_book_rows(book, OPIS_PAGE).rows + row;
}

static inline const opis_document *edition_document(const opis_book *book, size_t row) {
    return (const opis_document *)opis_book_rows(book, OPIS_DOCUMENT).rows + row;
}

/* The line, counted from 1, on which a phrase first stands. */
static inline int edition_line_of(const char *phrase) {
    const char *at = strstr(edition_text, phrase);
    int line = 1;
    if (!CHECK(at != NULL)) return 0;
    for (const char *c = edition_text; c < at; c++) line += *c == '\n';
    return line;
}

static inline int edition_is_sure(const opis_record *record) {
    return record->status == OPIS_CLEAN || record->status == OPIS_REPAIRED;
}

#define CHECK_BOOK_TEXT(book, text, expected)                                                                          \
    CHECK_EQUAL_BYTES(opis_book_text(book, text), (text).length == OPIS_NULL_TEXT ? 0 : (text).length, expected)

#endif
