#include "join.h"

#include <string.h>

#include "memory.h"

#define COUNT(items) (sizeof(items) / sizeof *(items))

/* What is added to whatever a volume counts from its own beginning. */
typedef struct shift {
    int64_t bytes;
    int32_t lines;
    int32_t rows[OPIS_KIND_COUNT];
    uint32_t texts, text_items, integer_items;
} shift;

typedef struct place {
    opis_kind kind;
    size_t offset;
} place;

/* A field that holds rows of a kind: a number, or a list of them. */
typedef struct row_link {
    size_t offset;
    opis_kind kind, target;
} row_link;

static const place line_numbers[] = {
    {OPIS_DOCUMENT, offsetof(opis_document, source_line)},
    {OPIS_DOCUMENT, offsetof(opis_document, end_line)},
    {OPIS_NOTE, offsetof(opis_note, end_line)},
    {OPIS_TABLE, offsetof(opis_table, end_line)},
    {OPIS_SPEAKER, offsetof(opis_speaker, end_line)},
    {OPIS_BIOGRAPHY, offsetof(opis_biography, end_line)},
};

static const row_link links[] = {
    {offsetof(opis_document, source), OPIS_DOCUMENT, OPIS_ARCHIVE},
    {offsetof(opis_note, marked_in), OPIS_NOTE, OPIS_DOCUMENT},
    {offsetof(opis_archive, note), OPIS_ARCHIVE, OPIS_NOTE},
    {offsetof(opis_cell, table_row), OPIS_CELL, OPIS_TABLE},
    {offsetof(opis_periodical, refers_to), OPIS_PERIODICAL, OPIS_PERIODICAL},
    {offsetof(opis_periodical, note), OPIS_PERIODICAL, OPIS_NOTE},
    {offsetof(opis_work, refers_to), OPIS_WORK, OPIS_WORK},
    {offsetof(opis_work, note), OPIS_WORK, OPIS_NOTE},
    {offsetof(opis_speaker, biography), OPIS_SPEAKER, OPIS_BIOGRAPHY},
    {offsetof(opis_career, biography), OPIS_CAREER, OPIS_BIOGRAPHY},
    {offsetof(opis_document_index, refers_to), OPIS_DOCUMENT_INDEX, OPIS_DOCUMENT},
    {offsetof(opis_index_entry, biography), OPIS_INDEX_ENTRY, OPIS_BIOGRAPHY},
};

/* ---- Rows ----------------------------------------------------------------------------------------------- */

/* One field of some rows: where it stands in the first of them, and how far it is to the next. */
typedef struct column {
    char *first;
    size_t count, row_size;
} column;

static void shift_numbers(column of, size_t offset, int32_t by) {
    for (size_t i = 0; i < of.count; i++) {
        int32_t *number = (void *)(of.first + i * of.row_size + offset);
        if (*number != OPIS_UNKNOWN) *number += by;
    }
}

static void shift_offsets(column of, size_t offset, int64_t by) {
    for (size_t i = 0; i < of.count; i++) {
        int64_t *number = (void *)(of.first + i * of.row_size + offset);
        if (*number != OPIS_UNKNOWN) *number += by;
    }
}

static void shift_texts(column of, size_t offset, uint32_t by) {
    for (size_t i = 0; i < of.count; i++) {
        opis_text *text = (void *)(of.first + i * of.row_size + offset);
        if (text->length != OPIS_NULL_TEXT) text->start += by;
    }
}

static void shift_lists(column of, size_t offset, uint32_t by) {
    for (size_t i = 0; i < of.count; i++) {
        opis_list *list = (void *)(of.first + i * of.row_size + offset);
        if (list->count) list->first += by;
    }
}

/* Integers are moved with the rows that list them: lines of documents, rows of pages. */
static void shift_integers(column of, size_t offset, int32_t *items, int32_t by) {
    for (size_t i = 0; i < of.count; i++) {
        const opis_list *list = (void *)(of.first + i * of.row_size + offset);
        for (uint32_t k = 0; k < list->count; k++) items[list->first + k] += by;
    }
}

static void shift_field(column of, const opis_field *field, const shift *by) {
    if (field->type == OPIS_INT64) shift_offsets(of, field->offset, by->bytes);
    if (field->type == OPIS_TEXT) shift_texts(of, field->offset, by->texts);
    if (field->type == OPIS_TEXTS || field->type == OPIS_PAIRS) shift_lists(of, field->offset, by->text_items);
    if (field->type == OPIS_INTEGERS) shift_lists(of, field->offset, by->integer_items);
}

/* The kind of what a pointer points at: that which its target names. */
static opis_kind kind_of_target(const opis_book *book, const opis_crossref *pointer) {
    static const opis_kind kinds[] = {OPIS_DOCUMENT, OPIS_TABLE, OPIS_PAGE, OPIS_NOTE};
    const char *target = opis_book_text(book, pointer->target);
    for (size_t i = 0; target && i < COUNT(kinds); i++) {
        const char *name = opis_kind_name(kinds[i]);
        if (strlen(name) == pointer->target.length && memcmp(name, target, pointer->target.length) == 0)
            return kinds[i];
    }
    return OPIS_KIND_COUNT;
}

static void shift_pointers(const opis_book *book, column of, const shift *by) {
    for (size_t i = 0; i < of.count; i++) {
        opis_crossref *pointer = (void *)(of.first + i * of.row_size);
        opis_kind target = kind_of_target(book, pointer);
        if (target != OPIS_KIND_COUNT && pointer->refers_to != OPIS_UNKNOWN) pointer->refers_to += by->rows[target];
    }
}

static void shift_rows(opis_book *book, opis_kind kind, column of, const shift *by) {
    int32_t *integers = book->records.integer_items;
    size_t field_count;
    const opis_field *fields = opis_kind_fields(kind, &field_count);
    for (size_t i = 0; i < field_count; i++) shift_field(of, &fields[i], by);
    shift_numbers(of, offsetof(opis_record, line), by->lines);
    shift_numbers(of, offsetof(opis_record, document), by->rows[OPIS_DOCUMENT]);
    for (size_t i = 0; i < COUNT(line_numbers); i++)
        if (line_numbers[i].kind == kind) shift_numbers(of, line_numbers[i].offset, by->lines);
    for (size_t i = 0; i < COUNT(links); i++)
        if (links[i].kind == kind) shift_numbers(of, links[i].offset, by->rows[links[i].target]);
    if (kind == OPIS_DOCUMENT) shift_integers(of, offsetof(opis_document, continued), integers, by->lines);
    if (kind == OPIS_INDEX_ENTRY)
        shift_integers(of, offsetof(opis_index_entry, page_rows), integers, by->rows[OPIS_PAGE]);
    if (kind == OPIS_CROSSREF) shift_pointers(book, of, by);
}

static opis_status join_rows(opis_book *book, const opis_book *volume, opis_kind kind, const shift *by,
                             opis_error *error) {
    opis_row_vector *to = &book->records.kinds[kind];
    const opis_row_vector *from = &volume->records.kinds[kind];
    size_t size = opis_records_row_size(kind);
    opis_status status = opis_reserve(&to->rows, &to->capacity, to->count + from->count, size, error);
    if (status != OPIS_OK || from->count == 0) return status;
    column joined = {(char *)to->rows + to->count * size, from->count, size};
    memcpy(joined.first, from->rows, from->count * size);
    to->count += from->count;
    shift_rows(book, kind, joined, by);
    return OPIS_OK;
}

/* ---- Texts and lists ------------------------------------------------------------------------------------ */

static opis_status join_texts(opis_records *to, const opis_records *from, opis_error *error) {
    size_t length = to->texts_length + from->texts_length;
    if (length >= OPIS_NULL_TEXT)
        return opis_fail(error, OPIS_OVER_LIMIT, OPIS_NO_BYTE, "the texts of the records pass four gigabytes");
    opis_status status = opis_reserve(&to->texts, &to->texts_capacity, length + 1, sizeof *to->texts, error);
    if (status == OPIS_OK && from->texts_length) memcpy(to->texts + to->texts_length, from->texts, from->texts_length);
    if (status == OPIS_OK) to->texts_length = length;
    return status;
}

static opis_status join_items(opis_records *to, const opis_records *from, const shift *by, opis_error *error) {
    size_t texts = to->text_item_count + from->text_item_count;
    size_t integers = to->integer_item_count + from->integer_item_count;
    opis_status status = opis_reserve(&to->text_items, &to->text_item_capacity, texts, sizeof *to->text_items, error);
    if (status == OPIS_OK)
        status =
            opis_reserve(&to->integer_items, &to->integer_item_capacity, integers, sizeof *to->integer_items, error);
    if (status != OPIS_OK) return status;
    for (size_t i = 0; i < from->text_item_count; i++) {
        opis_text item = from->text_items[i];
        to->text_items[to->text_item_count++] = (opis_text){item.start + by->texts, item.length};
    }
    if (from->integer_item_count)
        memcpy(to->integer_items + to->integer_item_count, from->integer_items,
               from->integer_item_count * sizeof *to->integer_items);
    to->integer_item_count = integers;
    return OPIS_OK;
}

/* ---- Relations of tables, and the layout ---------------------------------------------------------------- */

static opis_status reserve_relations(opis_relation_store *to, const opis_relation_store *from, opis_error *error) {
    opis_status status =
        opis_reserve(&to->relations, &to->capacity, to->count + from->count, sizeof *to->relations, error);
    if (status == OPIS_OK)
        status =
            opis_reserve(&to->parts, &to->part_capacity, to->part_count + from->part_count, sizeof *to->parts, error);
    if (status == OPIS_OK)
        status = opis_reserve(&to->witnesses, &to->witness_capacity, to->witness_count + from->witness_count,
                              sizeof *to->witnesses, error);
    if (status == OPIS_OK)
        status = opis_reserve(&to->ends, &to->end_capacity, to->end_count + from->end_count, sizeof *to->ends, error);
    return status;
}

static opis_status join_relations(opis_relation_store *to, const opis_relation_store *from, const shift *by,
                                  opis_error *error) {
    opis_status status = reserve_relations(to, from, error);
    if (status != OPIS_OK) return status;
    struct opis_relation_ends before = {to->count, to->witness_count};
    for (size_t i = 0; i < from->end_count; i++) {
        struct opis_relation_ends end = from->ends[i];
        to->ends[to->end_count++] =
            (struct opis_relation_ends){before.relations + end.relations, before.witnesses + end.witnesses};
    }
    for (size_t i = 0; i < from->count; i++) {
        to->relations[to->count] = from->relations[i];
        to->relations[to->count++].first_part += (uint32_t)to->part_count;
    }
    for (size_t i = 0; i < from->witness_count; i++) {
        opis_table_witness *witness = &to->witnesses[to->witness_count++];
        *witness = from->witnesses[i];
        witness->start += (uint32_t)by->bytes;
        witness->line += by->lines;
    }
    for (size_t i = 0; i < from->part_count; i++) to->parts[to->part_count++] = from->parts[i];
    return OPIS_OK;
}

/* The reading text asks for the roles of lines and the titles of headings. */
static opis_status join_layout(opis_layout *to, const opis_layout *from, const shift *by, opis_error *error) {
    size_t count = (size_t)to->title_count + from->title_count;
    for (uint32_t i = 0; i < from->line_count; i++) to->lines[(uint32_t)by->lines + i].role = from->lines[i].role;
    if (from->title_count == 0) return OPIS_OK;
    opis_status status = opis_reserve(&to->titles, &to->title_capacity, count, sizeof *to->titles, error);
    for (uint32_t i = 0; i < from->title_count && status == OPIS_OK; i++)
        to->titles[to->title_count++] = (opis_heading_title){from->titles[i].line + (uint32_t)by->lines,
                                                             from->titles[i].byte + (uint32_t)by->bytes};
    return status;
}

opis_status opis_book_join(opis_book *book, const opis_book *volume, uint32_t line, opis_error *error) {
    opis_records *records = &book->records;
    shift by = {.bytes = book->source.line_starts[line],
                .lines = (int32_t)line,
                .texts = (uint32_t)records->texts_length,
                .text_items = (uint32_t)records->text_item_count,
                .integer_items = (uint32_t)records->integer_item_count};
    for (int kind = 0; kind < OPIS_KIND_COUNT; kind++) by.rows[kind] = (int32_t)records->kinds[kind].count;
    opis_status status = join_texts(records, &volume->records, error);
    if (status == OPIS_OK) status = join_items(records, &volume->records, &by, error);
    for (int kind = 0; kind < OPIS_KIND_COUNT && status == OPIS_OK; kind++)
        status = join_rows(book, volume, (opis_kind)kind, &by, error);
    if (status == OPIS_OK) status = join_relations(&book->relations, &volume->relations, &by, error);
    return status == OPIS_OK ? join_layout(&book->layout, &volume->layout, &by, error) : status;
}
