/*
 * Source: the bytes as they came, checked, with a table of their lines.
 */
#ifndef OPIS_SOURCE_H
#define OPIS_SOURCE_H

#include "opis.h"

typedef struct opis_source {
    const char *bytes; /* borrowed */
    uint32_t length;
    uint32_t *line_starts; /* line_count + 1 entries; the last is `length`; owned */
    uint32_t line_count;
    uint32_t *line_marks;         /* the line of each 1024th byte, and behind them the last; owned */
    uint32_t *continuation_marks; /* UTF-8 continuation bytes before each 4096th byte, NULL when all is ASCII; owned */
} opis_source;

/** \brief Check that the bytes are text (UTF-8, no NUL) and not too many; `*ascii`: whether all are ASCII. */
opis_status opis_source_check(const char *bytes, size_t length, int *ascii, opis_error *error);
/** \brief Check that the bytes are text, as opis_source_check() does, and find their lines.  Release with
 * opis_source_close(). */
opis_status opis_source_open(opis_source *source, const char *bytes, size_t length, opis_error *error);
/** \brief The lines [first, end) of a source as one of their own, which need not be checked again. */
opis_status opis_source_part(opis_source *part, const opis_source *whole, uint32_t first, uint32_t end,
                             opis_error *error);
void opis_source_close(opis_source *source);

/** \brief The line, counted from 0, that a byte offset lies in. */
uint32_t opis_source_line(const opis_source *source, uint32_t byte);
/** \brief Bytes between two offsets that go on a character. */
uint32_t opis_source_continuations(const opis_source *source, uint32_t start, uint32_t end);
/** \brief Characters between two byte offsets. */
static inline uint32_t opis_source_width(const opis_source *source, uint32_t start, uint32_t end) {
    return end - start - (source->continuation_marks ? opis_source_continuations(source, start, end) : 0);
}
/** \brief Characters before a byte offset. */
uint32_t opis_source_characters(const opis_source *source, uint32_t byte);

#endif
