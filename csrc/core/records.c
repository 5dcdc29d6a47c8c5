#include "records.h"

#include <math.h>
#include <string.h>

#include "memory.h"

#define FIELD(row, name, type)                                                                                         \
    { #name, type, offsetof(row, name), 0, 0 }
#define NULLABLE(row, name, type)                                                                                      \
    { #name, type, offsetof(row, name), 1, 0 }
#define LINK(row, name)                                                                                                \
    { #name, OPIS_INT32, offsetof(row, name), 1, 1 }

#define LINKS(row, name)                                                                                               \
    { #name, OPIS_INTEGERS, offsetof(row, name), 0, 1 }

#define RECORD_FIELDS                                                                                                  \
    {"start", OPIS_INT64, offsetof(opis_record, start), 0, 0}, {"end", OPIS_INT64, offsetof(opis_record, end), 0, 0},  \
        {"line", OPIS_INT32, offsetof(opis_record, line), 0, 0},                                                       \
        {"page", OPIS_INT32, offsetof(opis_record, page), 1, 0},                                                       \
        {"document", OPIS_INT32, offsetof(opis_record, document), 1, 0}, {                                             \
        "status", OPIS_CERTAINTY, offsetof(opis_record, status), 0, 0                                                  \
    }

static const opis_field page_fields[] = {
    RECORD_FIELDS,
    NULLABLE(opis_page, number, OPIS_INT32),
    FIELD(opis_page, roman, OPIS_FLAG),
    FIELD(opis_page, head, OPIS_FLAG),
};

static const opis_field document_fields[] = {
    RECORD_FIELDS,
    NULLABLE(opis_document, number, OPIS_INT32),
    FIELD(opis_document, suffix, OPIS_TEXT),
    FIELD(opis_document, title, OPIS_TEXT),
    NULLABLE(opis_document, date, OPIS_TEXT),
    NULLABLE(opis_document, date_raw, OPIS_TEXT),
    FIELD(opis_document, genre, OPIS_TEXT),
    NULLABLE(opis_document, source_line, OPIS_INT32),
    FIELD(opis_document, end_line, OPIS_INT32),
    FIELD(opis_document, continued, OPIS_INTEGERS),
    FIELD(opis_document, title_status, OPIS_TEXT),
    LINK(opis_document, source),
};

static const opis_field note_fields[] = {
    RECORD_FIELDS,
    FIELD(opis_note, number, OPIS_TEXT),
    FIELD(opis_note, end_line, OPIS_INT32),
    NULLABLE(opis_note, marker, OPIS_INT64),
    LINK(opis_note, marked_in),
};

static const opis_field archive_fields[] = {
    RECORD_FIELDS,
    NULLABLE(opis_archive, archive, OPIS_TEXT),
    NULLABLE(opis_archive, fond, OPIS_TEXT),
    NULLABLE(opis_archive, opis, OPIS_TEXT),
    NULLABLE(opis_archive, delo, OPIS_TEXT),
    FIELD(opis_archive, listy, OPIS_TEXTS),
    FIELD(opis_archive, ibid, OPIS_FLAG),
    FIELD(opis_archive, parts, OPIS_PAIRS),
    NULLABLE(opis_archive, id, OPIS_TEXT),
    LINK(opis_archive, note),
};

static const opis_field table_fields[] = {
    RECORD_FIELDS,
    NULLABLE(opis_table, number, OPIS_INT32),
    FIELD(opis_table, title, OPIS_TEXT),
    FIELD(opis_table, end_line, OPIS_INT32),
    LINK(opis_table, row_count),
    LINK(opis_table, column_count),
};

static const opis_field cell_fields[] = {
    RECORD_FIELDS,
    NULLABLE(opis_cell, table, OPIS_INT32),
    FIELD(opis_cell, row, OPIS_TEXT),
    FIELD(opis_cell, col, OPIS_TEXT),
    NULLABLE(opis_cell, value, OPIS_REAL),
    NULLABLE(opis_cell, evidence, OPIS_TEXT),
    LINK(opis_cell, table_row),
    LINK(opis_cell, row_index),
    LINK(opis_cell, column_index),
};

static const opis_field periodical_fields[] = {
    RECORD_FIELDS,
    FIELD(opis_periodical, title, OPIS_TEXT),
    NULLABLE(opis_periodical, date, OPIS_TEXT),
    NULLABLE(opis_periodical, issue, OPIS_TEXT),
    NULLABLE(opis_periodical, year, OPIS_INT32),
    FIELD(opis_periodical, pages, OPIS_TEXTS),
    LINK(opis_periodical, refers_to),
    LINK(opis_periodical, note),
};

static const opis_field work_fields[] = {
    RECORD_FIELDS,
    FIELD(opis_work, authors, OPIS_TEXTS),
    FIELD(opis_work, title, OPIS_TEXT),
    NULLABLE(opis_work, year, OPIS_INT32),
    FIELD(opis_work, pages, OPIS_TEXTS),
    FIELD(opis_work, title_status, OPIS_TEXT),
    LINK(opis_work, refers_to),
    LINK(opis_work, note),
};

static const opis_field crossref_fields[] = {
    RECORD_FIELDS,
    FIELD(opis_crossref, target, OPIS_TEXT),
    FIELD(opis_crossref, numbers, OPIS_TEXTS),
    LINK(opis_crossref, refers_to),
};

static const opis_field speaker_fields[] = {
    RECORD_FIELDS,
    FIELD(opis_speaker, name, OPIS_TEXT),
    FIELD(opis_speaker, end_line, OPIS_INT32),
    LINK(opis_speaker, biography),
};

static const opis_field statistic_fields[] = {
    RECORD_FIELDS,
    NULLABLE(opis_statistic, value, OPIS_REAL),
    NULLABLE(opis_statistic, value_to, OPIS_REAL),
    FIELD(opis_statistic, unit, OPIS_TEXT),
    FIELD(opis_statistic, approx, OPIS_FLAG),
    NULLABLE(opis_statistic, year, OPIS_INT32),
    FIELD(opis_statistic, about, OPIS_TEXT),
};

static const opis_field date_fields[] = {
    RECORD_FIELDS,
    FIELD(opis_calendar_date, date, OPIS_TEXT),
    NULLABLE(opis_calendar_date, resolved, OPIS_TEXT),
};

static const opis_field biography_fields[] = {
    RECORD_FIELDS,
    FIELD(opis_biography, name, OPIS_TEXT),
    NULLABLE(opis_biography, alias, OPIS_TEXT),
    NULLABLE(opis_biography, born, OPIS_INT32),
    NULLABLE(opis_biography, died, OPIS_INT32),
    FIELD(opis_biography, repressed, OPIS_FLAG),
    FIELD(opis_biography, end_line, OPIS_INT32),
};

static const opis_field career_fields[] = {
    RECORD_FIELDS,
    LINK(opis_career, biography),
    NULLABLE(opis_career, from, OPIS_TEXT),
    NULLABLE(opis_career, to, OPIS_TEXT),
    FIELD(opis_career, post, OPIS_TEXT),
};

static const opis_field document_index_fields[] = {
    RECORD_FIELDS,
    FIELD(opis_document_index, number, OPIS_TEXT),
    FIELD(opis_document_index, title, OPIS_TEXT),
    NULLABLE(opis_document_index, date, OPIS_TEXT),
    LINK(opis_document_index, refers_to),
};

static const opis_field index_entry_fields[] = {
    RECORD_FIELDS,
    FIELD(opis_index_entry, head, OPIS_TEXT),
    NULLABLE(opis_index_entry, sub, OPIS_TEXT),
    FIELD(opis_index_entry, locators, OPIS_TEXTS),
    FIELD(opis_index_entry, see, OPIS_TEXTS),
    LINKS(opis_index_entry, page_rows),
    LINK(opis_index_entry, biography),
};

#define KIND(kind, name, fields, row) [OPIS_##kind] = {name, fields, sizeof(fields) / sizeof *(fields), sizeof(row)}

static const struct {
    const char *name;
    const opis_field *fields;
    size_t field_count, row_size;
} kinds[OPIS_KIND_COUNT] = {
    KIND(PAGE, "page", page_fields, opis_page),
    KIND(DOCUMENT, "document", document_fields, opis_document),
    KIND(NOTE, "note", note_fields, opis_note),
    KIND(ARCHIVE, "archive", archive_fields, opis_archive),
    KIND(TABLE, "table", table_fields, opis_table),
    KIND(CELL, "cell", cell_fields, opis_cell),
    KIND(PERIODICAL, "periodical", periodical_fields, opis_periodical),
    KIND(WORK, "work", work_fields, opis_work),
    KIND(CROSSREF, "crossref", crossref_fields, opis_crossref),
    KIND(SPEAKER, "speaker", speaker_fields, opis_speaker),
    KIND(STATISTIC, "statistic", statistic_fields, opis_statistic),
    KIND(DATE, "date", date_fields, opis_calendar_date),
    KIND(BIOGRAPHY, "biography", biography_fields, opis_biography),
    KIND(CAREER, "career", career_fields, opis_career),
    KIND(DOCUMENT_INDEX, "document_index", document_index_fields, opis_document_index),
    KIND(INDEX_ENTRY, "index_entry", index_entry_fields, opis_index_entry),
};

const char *opis_kind_name(opis_kind kind) {
    return (unsigned)kind < OPIS_KIND_COUNT ? kinds[kind].name : NULL;
}

const opis_field *opis_kind_fields(opis_kind kind, size_t *count) {
    if ((unsigned)kind >= OPIS_KIND_COUNT) return NULL;
    *count = kinds[kind].field_count;
    return kinds[kind].fields;
}

const char *opis_certainty_name(opis_certainty certainty) {
    static const char *const names[] = {"clean", "repaired", "likely", "missing", "conflict", "corrected"};
    return (unsigned)certainty < sizeof names / sizeof *names ? names[certainty] : NULL;
}

size_t opis_records_row_size(opis_kind kind) {
    return kinds[kind].row_size;
}

void opis_records_release(opis_records *records) {
    for (int kind = 0; kind < OPIS_KIND_COUNT; kind++) opis_resize(records->kinds[kind].rows, 0);
    opis_resize(records->texts, 0);
    opis_resize(records->text_items, 0);
    opis_resize(records->integer_items, 0);
    memset(records, 0, sizeof *records);
}

/* Where a smaller piece cannot be had, the larger one stays. */
static void fit(void *items, size_t *capacity, size_t count, size_t item_size) {
    void **slot = items;
    if (count == *capacity) return;
    void *fitting = opis_resize(*slot, count * item_size);
    if (!fitting && count) return;
    *slot = fitting;
    *capacity = count;
}

void opis_records_fit(opis_records *records) {
    for (int kind = 0; kind < OPIS_KIND_COUNT; kind++) {
        opis_row_vector *vector = &records->kinds[kind];
        fit(&vector->rows, &vector->capacity, vector->count, kinds[kind].row_size);
    }
    fit(&records->texts, &records->texts_capacity, records->texts_length, sizeof *records->texts);
    fit(&records->text_items, &records->text_item_capacity, records->text_item_count, sizeof *records->text_items);
    fit(&records->integer_items, &records->integer_item_capacity, records->integer_item_count,
        sizeof *records->integer_items);
}

static void set_unknown(char *row, const opis_field *field) {
    void *at = row + field->offset;
    if (field->type == OPIS_INT32) *(int32_t *)at = OPIS_UNKNOWN;
    if (field->type == OPIS_INT64) *(int64_t *)at = OPIS_UNKNOWN;
    if (field->type == OPIS_REAL) *(double *)at = (double)NAN;
    if (field->type == OPIS_TEXT) *(opis_text *)at = (opis_text){0, OPIS_NULL_TEXT};
}

/* A row, zeroed, with every nullable field unknown. */
static void make_blank(char *row, opis_kind kind) {
    memset(row, 0, kinds[kind].row_size);
    for (size_t i = 0; i < kinds[kind].field_count; i++)
        if (kinds[kind].fields[i].nullable) set_unknown(row, &kinds[kind].fields[i]);
}

void *opis_records_add(opis_records *records, opis_kind kind, opis_error *error) {
    opis_row_vector *vector = &records->kinds[kind];
    size_t size = kinds[kind].row_size;
    if (opis_reserve(&vector->rows, &vector->capacity, vector->count + 1, size, error) != OPIS_OK) return NULL;
    if (vector->count == 0) make_blank((char *)&records->blanks[kind], kind);
    char *row = (char *)vector->rows + size * vector->count++;
    return memcpy(row, &records->blanks[kind], size);
}

opis_status opis_records_text(opis_records *records, const char *bytes, size_t length, opis_text *text,
                              opis_error *error) {
    if (records->longest_text && length > records->longest_text)
        return opis_fail(error, OPIS_OVER_LIMIT, OPIS_NO_BYTE,
                         "a text of %zu bytes passes the limit text_bytes of %llu; raise the limit, or take this "
                         "out of the source: \"%.40s ...\"",
                         length, (unsigned long long)records->longest_text, bytes);
    if (length >= OPIS_NULL_TEXT - records->texts_length)
        return opis_fail(error, OPIS_OVER_LIMIT, OPIS_NO_BYTE, "the texts of the records pass four gigabytes");
    opis_status status = opis_reserve(&records->texts, &records->texts_capacity, records->texts_length + length + 1,
                                      sizeof *records->texts, error);
    if (status != OPIS_OK) return status;
    if (length) memcpy(records->texts + records->texts_length, bytes, length);
    *text = (opis_text){(uint32_t)records->texts_length, (uint32_t)length};
    records->texts_length += length;
    return OPIS_OK;
}

opis_status opis_records_append_text(opis_records *records, opis_list *list, const char *bytes, size_t length,
                                     opis_error *error) {
    opis_status status = opis_reserve(&records->text_items, &records->text_item_capacity, records->text_item_count + 1,
                                      sizeof *records->text_items, error);
    if (status == OPIS_OK)
        status = opis_records_text(records, bytes, length, &records->text_items[records->text_item_count], error);
    if (status != OPIS_OK) return status;
    if (list->count == 0) list->first = (uint32_t)records->text_item_count;
    records->text_item_count++;
    list->count++;
    return OPIS_OK;
}

opis_status opis_records_append_integer(opis_records *records, opis_list *list, int32_t value, opis_error *error) {
    opis_status status = opis_reserve(&records->integer_items, &records->integer_item_capacity,
                                      records->integer_item_count + 1, sizeof *records->integer_items, error);
    if (status != OPIS_OK) return status;
    if (list->count == 0) list->first = (uint32_t)records->integer_item_count;
    records->integer_items[records->integer_item_count++] = value;
    list->count++;
    return OPIS_OK;
}
