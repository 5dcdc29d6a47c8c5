/*
 * Records: the row vectors that every extractor fills, and the pools their texts and lists live in.
 */
#ifndef OPIS_RECORDS_H
#define OPIS_RECORDS_H

#include "opis.h"

typedef struct opis_row_vector {
    void *rows;
    size_t count, capacity;
} opis_row_vector;

typedef union opis_any_row {
    opis_page page;
    opis_document document;
    opis_note note;
    opis_archive archive;
    opis_table table;
    opis_cell cell;
    opis_periodical periodical;
    opis_work work;
    opis_crossref crossref;
    opis_speaker speaker;
    opis_statistic statistic;
    opis_calendar_date date;
    opis_biography biography;
    opis_career career;
    opis_document_index document_index;
    opis_index_entry index_entry;
} opis_any_row;

typedef struct opis_records {
    opis_row_vector kinds[OPIS_KIND_COUNT];
    opis_any_row blanks[OPIS_KIND_COUNT]; /* what a row begins as: made with the first of its kind */
    char *texts;                          /* every text of the book, end to end */
    size_t texts_length, texts_capacity;
    uint64_t longest_text; /* 0: no limit */
    opis_text *text_items; /* what lists of texts point at */
    size_t text_item_count, text_item_capacity;
    int32_t *integer_items;
    size_t integer_item_count, integer_item_capacity;
} opis_records;

void opis_records_release(opis_records *records);

/** \brief Give back the room that was kept for more. */
void opis_records_fit(opis_records *records);

/** \brief Size of a kind's row in bytes. */
size_t opis_records_row_size(opis_kind kind);

/** \brief A new row, zeroed, with every nullable field unknown; NULL when memory is out.  Valid until the next one. */
void *opis_records_add(opis_records *records, opis_kind kind, opis_error *error);

/** \brief Copy bytes into the pool.  `text` is set on success. */
opis_status opis_records_text(opis_records *records, const char *bytes, size_t length, opis_text *text,
                              opis_error *error);
/** \brief Append to a list: its items must be added one after another, with no other list of the type between. */
opis_status opis_records_append_text(opis_records *records, opis_list *list, const char *bytes, size_t length,
                                     opis_error *error);
opis_status opis_records_append_integer(opis_records *records, opis_list *list, int32_t value, opis_error *error);

#endif
