/*
 * Figures of the running text, with the years that their sentence speaks of: what the prose witnesses of a table.
 */
#ifndef OPIS_EXTRACT_TABLE_PROSE_H
#define OPIS_EXTRACT_TABLE_PROSE_H

#include "extract/table_words.h"

typedef struct opis_year_span {
    int32_t first, last; /* equal for one year; 0: none */
} opis_year_span;

typedef struct opis_prose_figure {
    int64_t value;
    uint8_t percent;
    uint8_t near; /* the years behind it follow within a few words */
    uint32_t start;
    opis_year_span before, after;          /* the nearest of its sentence */
    uint32_t sentence_first, sentence_end; /* tokens */
} opis_prose_figure;

typedef struct opis_prose {
    opis_prose_figure *figures; /* owned */
    size_t count, capacity;
} opis_prose;

/**
 * \brief Read lines [first, end), but not those of the table, [table_first, table_end].
 *
 * What `prose` held goes, its room stays; all zero before its first use, it is released after its last.
 */
opis_status opis_prose_read(opis_prose *prose, const opis_book *book, uint32_t first, uint32_t end,
                            uint32_t table_first, uint32_t table_end, opis_error *error);
void opis_prose_release(opis_prose *prose);

#endif
