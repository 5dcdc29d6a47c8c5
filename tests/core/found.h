/*
 * What a test found in a book, put together as one text to compare: "Ozerov; Voice!; Panin?".
 */
#ifndef OPIS_TEST_FOUND_H
#define OPIS_TEST_FOUND_H

#include <stdarg.h>
#include <stdio.h>

#include "opis.h"

static char found_text[4096];
static size_t found_length;

static inline void found_begin(void) {
    found_length = 0;
    found_text[0] = '\0';
}

/* Add to the text as printf() does; what no longer fits is cut off. */
#if defined(__GNUC__)
__attribute__((format(printf, 1, 2)))
#endif
static inline void
found_add(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(found_text + found_length, sizeof found_text - found_length, format, arguments);
    va_end(arguments);
    if (length > 0) found_length += (size_t)length;
    if (found_length >= sizeof found_text) found_length = sizeof found_text - 1;
}

/* What parts it from what was found before, if anything was. */
static inline void found_part(const char *mark) {
    if (found_length) found_add("%s", mark);
}

/* A text of the book behind a mark; nothing for none. */
static inline void found_add_text(const char *mark, const opis_book *book, opis_text text) {
    const char *bytes = opis_book_text(book, text);
    if (bytes) found_add("%s%.*s", mark, (int)text.length, bytes);
}

/* Texts of the book, each behind a mark. */
static inline void found_add_texts(const char *mark, const opis_book *book, opis_list list) {
    const opis_text *texts = opis_book_texts(book, list);
    for (uint32_t i = 0; i < list.count; i++) found_add_text(mark, book, texts[i]);
}

/* The same with commas between them. */
static inline void found_add_list(const opis_book *book, opis_list list) {
    const opis_text *texts = opis_book_texts(book, list);
    for (uint32_t i = 0; i < list.count; i++) found_add_text(i ? "," : "", book, texts[i]);
}

/* "" for clean, "!" for repaired, "?" for anything less sure. */
static inline const char *found_mark(uint8_t status) {
    return status == OPIS_CLEAN ? "" : status == OPIS_REPAIRED ? "!" : "?";
}

/* What was found, without the marks of found_mark(). */
static inline const char *found_without_marks(void) {
    size_t length = 0;
    for (const char *c = found_text; *c; c++)
        if (*c != '!' && *c != '?') found_text[length++] = *c;
    found_text[length] = '\0';
    return found_text;
}

#endif
