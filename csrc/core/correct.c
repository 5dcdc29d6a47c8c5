/*
 * Corrections: values that somebody gives who knows better, put into the records of a book that was just read.
 */
#include "opis.h"

#include <math.h>
#include <string.h>

#include "book.h"
#include "extract/archive_record.h"
#include "memory.h"

#define LONGEST_IDENTITY 64

static const opis_field *field_named(opis_kind kind, const char *name) {
    size_t count;
    const opis_field *fields = opis_kind_fields(kind, &count);
    for (size_t i = 0; fields && i < count; i++)
        if (strcmp(fields[i].name, name) == 0) return &fields[i];
    return NULL;
}

/* Where a record stands and what it points at follow from the source; a correction is about what is read there. */
static int is_correctable(const opis_field *field) {
    return field && !field->link && strcmp(field->name, "id") != 0 && field->offset >= sizeof(opis_record) &&
           field->type != OPIS_INTEGERS && field->type != OPIS_PAIRS && field->type != OPIS_INT64;
}

static opis_status refuse(const opis_correction *correction, const char *reason, opis_error *error) {
    const char *kind = opis_kind_name(correction->kind);
    return opis_fail(error, OPIS_BAD_CORRECTION, OPIS_NO_BYTE, "%s %zu, field %s: %s", kind ? kind : "no kind",
                     correction->row, correction->field, reason);
}

static opis_status put_text(opis_records *records, const opis_correction *correction, const opis_field *field,
                            opis_text *at, opis_error *error) {
    if (correction->text_count > 1) return refuse(correction, "it takes one text", error);
    if (correction->text_count == 1)
        return opis_records_text(records, correction->texts->text, correction->texts->length, at, error);
    *at = (opis_text){0, field->nullable ? OPIS_NULL_TEXT : 0};
    return OPIS_OK;
}

static opis_status put_texts(opis_records *records, const opis_correction *correction, opis_list *at,
                             opis_error *error) {
    opis_list list = {0, 0};
    opis_status status = OPIS_OK;
    for (size_t i = 0; i < correction->text_count && status == OPIS_OK; i++)
        status =
            opis_records_append_text(records, &list, correction->texts[i].text, correction->texts[i].length, error);
    if (status == OPIS_OK) *at = list;
    return status;
}

static opis_status put_number(const opis_correction *correction, const opis_field *field, void *at, opis_error *error) {
    double number = correction->number;
    if (isnan(number) && !field->nullable) return refuse(correction, "it always has a value", error);
    if (field->type == OPIS_REAL) {
        *(double *)at = number;
        return OPIS_OK;
    }
    if (isnan(number)) number = OPIS_UNKNOWN;
    if (number != floor(number)) return refuse(correction, "it takes a whole number", error);
    double largest = field->type == OPIS_FLAG ? 1 : INT32_MAX;
    if (number > largest || number < (field->type == OPIS_FLAG ? 0 : OPIS_UNKNOWN))
        return refuse(correction, "the number is out of range", error);
    if (field->type == OPIS_FLAG)
        *(uint8_t *)at = number != 0;
    else
        *(int32_t *)at = (int32_t)number;
    return OPIS_OK;
}

/* The archive that an id begins with: of the row itself, or of another that names the same archive. */
static opis_text archive_of_id(const opis_book *book, size_t row, int renamed) {
    const opis_archive *archives = OPIS_ROWS(book, OPIS_ARCHIVE);
    opis_text name = archives[row].archive;
    if (!renamed) return archives[row].id;
    for (size_t i = 0; i < OPIS_ROW_COUNT(book, OPIS_ARCHIVE); i++) {
        opis_text other = archives[i].archive;
        if (i != row && name.length != OPIS_NULL_TEXT && other.length == name.length &&
            archives[i].id.length != OPIS_NULL_TEXT &&
            memcmp(opis_book_text(book, other), opis_book_text(book, name), name.length) == 0)
            return archives[i].id;
    }
    return (opis_text){0, OPIS_NULL_TEXT};
}

/* What is said of a file changed, and with it the id that equal sources share. */
static opis_status identify_again(opis_book *book, size_t row, int renamed, opis_error *error) {
    char identity[LONGEST_IDENTITY + 1] = "";
    opis_text id = archive_of_id(book, row, renamed);
    if (id.length != OPIS_NULL_TEXT) {
        const char *bytes = opis_book_text(book, id), *slash = memchr(bytes, '/', id.length);
        size_t length = slash ? (size_t)(slash - bytes) : id.length;
        if (length <= LONGEST_IDENTITY) memcpy(identity, bytes, length);
    }
    ((opis_archive *)OPIS_ROWS(book, OPIS_ARCHIVE))[row].id = (opis_text){0, OPIS_NULL_TEXT};
    return opis_archive_identify(book, row, identity[0] ? identity : NULL, error);
}

opis_status opis_book_correct(opis_book *book, const opis_correction *correction, opis_error *error) {
    const opis_field *field = field_named(correction->kind, correction->field);
    if (!is_correctable(field)) return refuse(correction, "there is nothing of this name to correct", error);
    opis_rows rows = opis_book_rows(book, correction->kind);
    if (correction->row >= rows.count) return refuse(correction, "there is no such row", error);
    char *row = (char *)book->records.kinds[correction->kind].rows + correction->row * rows.row_size;
    void *at = row + field->offset;
    opis_status status = field->type == OPIS_TEXT    ? put_text(&book->records, correction, field, at, error)
                         : field->type == OPIS_TEXTS ? put_texts(&book->records, correction, at, error)
                                                     : put_number(correction, field, at, error);
    if (status == OPIS_OK && correction->kind == OPIS_ARCHIVE)
        status = identify_again(book, correction->row, strcmp(field->name, "archive") == 0, error);
    if (status == OPIS_OK) ((opis_record *)(void *)row)->status = OPIS_CORRECTED;
    return status;
}
