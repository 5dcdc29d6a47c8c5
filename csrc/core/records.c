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
    LINK(opis_document, source),
};

static const opis_field note_fields[] = {
    RECORD_FIELDS,
    FIELD(opis_note, number, OPIS_TEXT),
    FIELD(opis_note, end_line, OPIS_INT32),
    NULLABLE(opis_note, marker, OPIS_INT64),
};

static const opis_field archive_fields[] = {
    RECORD_FIELDS,
    NULLABLE(opis_archive, archive, OPIS_TEXT),
    NULLABLE(opis_archive, fond, OPIS_TEXT),
    NULLABLE(opis_archive, opis, OPIS_TEXT),
    NULLABLE(opis_archive, delo, OPIS_TEXT),
    FIELD(opis_archive, listy, OPIS_TEXTS),
    FIELD(opis_archive, ibid, OPIS_FLAG),
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

static const struct {
    const char *name;
    const opis_field *fields;
    size_t field_count, row_size;
} kinds[OPIS_KIND_COUNT] = {
    [OPIS_PAGE] = {"page", page_fields, sizeof page_fields / sizeof *page_fields, sizeof(opis_page)},
    [OPIS_DOCUMENT] = {"document", document_fields, sizeof document_fields / sizeof *document_fields,
                       sizeof(opis_document)},
    [OPIS_NOTE] = {"note", note_fields, sizeof note_fields / sizeof *note_fields, sizeof(opis_note)},
    [OPIS_ARCHIVE] = {"archive", archive_fields, sizeof archive_fields / sizeof *archive_fields, sizeof(opis_archive)},
    [OPIS_TABLE] = {"table", table_fields, sizeof table_fields / sizeof *table_fields, sizeof(opis_table)},
    [OPIS_CELL] = {"cell", cell_fields, sizeof cell_fields / sizeof *cell_fields, sizeof(opis_cell)},
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
    static const char *const names[] = {"clean", "repaired", "likely", "missing", "conflict"};
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

static void set_unknown(char *row, const opis_field *field) {
    void *at = row + field->offset;
    if (field->type == OPIS_INT32) *(int32_t *)at = OPIS_UNKNOWN;
    if (field->type == OPIS_INT64) *(int64_t *)at = OPIS_UNKNOWN;
    if (field->type == OPIS_REAL) *(double *)at = (double)NAN;
    if (field->type == OPIS_TEXT) *(opis_text *)at = (opis_text){0, OPIS_NULL_TEXT};
}

void *opis_records_add(opis_records *records, opis_kind kind, opis_error *error) {
    opis_row_vector *vector = &records->kinds[kind];
    size_t size = kinds[kind].row_size;
    if (opis_reserve(&vector->rows, &vector->capacity, vector->count + 1, size, error) != OPIS_OK) return NULL;
    char *row = (char *)vector->rows + size * vector->count++;
    memset(row, 0, size);
    for (size_t i = 0; i < kinds[kind].field_count; i++)
        if (kinds[kind].fields[i].nullable) set_unknown(row, &kinds[kind].fields[i]);
    return row;
}

opis_status opis_records_text(opis_records *records, const char *bytes, size_t length, opis_text *text,
                              opis_error *error) {
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
