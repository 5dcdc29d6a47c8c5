/*
 * Arrow columns: rows of the core copied into the buffers that Arrow lays out.
 */
#include "arrow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- Memory: whatever was handed over is released piece by piece, in any order -------------------------- */

static void release_schema(struct ArrowSchema *schema) {
    for (int64_t i = 0; i < schema->n_children; i++) {
        if (schema->children[i]->release) schema->children[i]->release(schema->children[i]);
        free(schema->children[i]);
    }
    free(schema->children);
    if (schema->dictionary && schema->dictionary->release) schema->dictionary->release(schema->dictionary);
    free(schema->dictionary);
    free(schema->private_data);
    schema->release = NULL;
}

static void release_array(struct ArrowArray *array) {
    for (int64_t i = 0; i < array->n_children; i++) {
        if (array->children[i]->release) array->children[i]->release(array->children[i]);
        free(array->children[i]);
    }
    free(array->children);
    if (array->dictionary && array->dictionary->release) array->dictionary->release(array->dictionary);
    free(array->dictionary);
    for (int64_t i = 0; i < array->n_buffers; i++) free((void *)array->buffers[i]);
    free(array->buffers);
    array->release = NULL;
}

static void start_schema(struct ArrowSchema *schema, const char *format, const char *name, int64_t flags) {
    *schema = (struct ArrowSchema){.format = format, .name = name, .flags = flags, .release = release_schema};
}

static arrow_result add_schema_children(struct ArrowSchema *schema, int64_t count) {
    schema->children = calloc((size_t)count, sizeof *schema->children);
    if (!schema->children) return ARROW_NO_MEMORY;
    for (; schema->n_children < count; schema->n_children++) {
        schema->children[schema->n_children] = calloc(1, sizeof **schema->children);
        if (!schema->children[schema->n_children]) return ARROW_NO_MEMORY;
    }
    return ARROW_DONE;
}

static arrow_result start_array(struct ArrowArray *array, size_t length, int64_t buffer_count) {
    *array = (struct ArrowArray){.length = (int64_t)length, .release = release_array};
    array->buffers = calloc((size_t)buffer_count, sizeof *array->buffers);
    if (!array->buffers) return ARROW_NO_MEMORY;
    array->n_buffers = buffer_count;
    return ARROW_DONE;
}

static arrow_result add_array_children(struct ArrowArray *array, int64_t count) {
    array->children = calloc((size_t)count, sizeof *array->children);
    if (!array->children) return ARROW_NO_MEMORY;
    for (; array->n_children < count; array->n_children++) {
        array->children[array->n_children] = calloc(1, sizeof **array->children);
        if (!array->children[array->n_children]) return ARROW_NO_MEMORY;
    }
    return ARROW_DONE;
}

/* A zeroed buffer of an array; never NULL for size 0, which some consumers take amiss. */
static void *add_buffer(struct ArrowArray *array, int place, size_t count, size_t size) {
    void *buffer = calloc(count ? count : 1, size);
    array->buffers[place] = buffer;
    return buffer;
}

/* ---- Types ---------------------------------------------------------------------------------------------- */

static const char *format_of(column_type type) {
    static const char *const formats[] = {
        [COLUMN_INT32] = "i",  [COLUMN_INT64] = "l", [COLUMN_UINT8] = "C",  [COLUMN_UINT16] = "S",
        [COLUMN_UINT32] = "I", [COLUMN_REAL] = "g",  [COLUMN_FLAG] = "b",   [COLUMN_NAMES] = "c",
        [COLUMN_RAW] = "U",    [COLUMN_TEXT] = "U",  [COLUMN_TEXTS] = "+l", [COLUMN_INTEGERS] = "+l",
    };
    return formats[type];
}

static arrow_result schema_of_column(const arrow_column *column, struct ArrowSchema *schema) {
    start_schema(schema, format_of(column->type), column->name, column->nullable ? ARROW_FLAG_NULLABLE : 0);
    if (column->type == COLUMN_NAMES) {
        schema->dictionary = calloc(1, sizeof *schema->dictionary);
        if (!schema->dictionary) return ARROW_NO_MEMORY;
        start_schema(schema->dictionary, "U", "", 0);
        if (column->ordered) schema->flags |= ARROW_FLAG_DICTIONARY_ORDERED;
    }
    if (column->type != COLUMN_TEXTS && column->type != COLUMN_INTEGERS) return ARROW_DONE;
    arrow_result result = add_schema_children(schema, 1);
    if (result == ARROW_DONE) start_schema(schema->children[0], column->type == COLUMN_TEXTS ? "U" : "i", "item", 0);
    return result;
}

/* Arrow's form of one key with its value: their number and lengths as int32 before the bytes. */
static char *pack_metadata(const char *key, const char *value) {
    const int32_t one = 1, key_length = (int32_t)strlen(key), value_length = (int32_t)strlen(value);
    char *packed = malloc(3 * sizeof one + (size_t)key_length + (size_t)value_length), *at = packed;
    if (!packed) return NULL;
    memcpy(at, &one, sizeof one), at += sizeof one;
    memcpy(at, &key_length, sizeof key_length), at += sizeof key_length;
    memcpy(at, key, (size_t)key_length), at += key_length;
    memcpy(at, &value_length, sizeof value_length), at += sizeof value_length;
    memcpy(at, value, (size_t)value_length);
    return packed;
}

arrow_result arrow_schema_of(const arrow_frame *frame, struct ArrowSchema *schema) {
    start_schema(schema, "+s", "", 0);
    schema->private_data = pack_metadata("opis.kind", frame->kind);
    schema->metadata = schema->private_data;
    arrow_result result = schema->metadata ? ARROW_DONE : ARROW_NO_MEMORY;
    if (result == ARROW_DONE) result = add_schema_children(schema, (int64_t)frame->column_count);
    for (size_t i = 0; result == ARROW_DONE && i < frame->column_count; i++)
        result = schema_of_column(&frame->columns[i], schema->children[i]);
    if (result != ARROW_DONE) release_schema(schema);
    return result;
}

/* ---- Numbers -------------------------------------------------------------------------------------------- */

static const char *row_at(const arrow_rows *rows, size_t i) {
    return rows->rows + (rows->chosen ? (size_t)rows->chosen[i] : i) * rows->row_size;
}

static size_t number_size(column_type type) {
    switch (type) {
    case COLUMN_INT64:
    case COLUMN_REAL:
        return sizeof(int64_t);
    case COLUMN_INT32:
    case COLUMN_UINT32:
        return sizeof(int32_t);
    case COLUMN_UINT16:
        return sizeof(uint16_t);
    default:
        return sizeof(uint8_t);
    }
}

static int is_known_number(const arrow_column *column, const void *value) {
    switch (column->type) {
    case COLUMN_INT32:
        return *(const int32_t *)value != OPIS_UNKNOWN;
    case COLUMN_INT64:
        return *(const int64_t *)value != OPIS_UNKNOWN;
    case COLUMN_REAL:
        return !isnan(*(const double *)value);
    default:
        return 1;
    }
}

static void set_bit(uint8_t *bits, size_t i) {
    bits[i / 8] |= (uint8_t)(1U << i % 8);
}

/* A validity bitmap for a column that may hold nulls; NULL for any other, or when memory is out. */
static uint8_t *add_validity(struct ArrowArray *array, const arrow_column *column) {
    return column->nullable ? add_buffer(array, 0, (size_t)array->length / 8 + 1, 1) : NULL;
}

static arrow_result fill_numbers(const arrow_column *column, const arrow_rows *rows, struct ArrowArray *array) {
    size_t size = number_size(column->type);
    arrow_result result = start_array(array, rows->count, 2);
    if (result != ARROW_DONE) return result;
    uint8_t *valid = add_validity(array, column);
    char *numbers = add_buffer(array, 1, rows->count, size);
    if (!numbers || (column->nullable && !valid)) return ARROW_NO_MEMORY;
    for (size_t i = 0; i < rows->count; i++) {
        const char *value = row_at(rows, i) + column->offset;
        int known = !valid || is_known_number(column, value);
        if (valid && known) set_bit(valid, i);
        if (known)
            memcpy(numbers + i * size, value, size);
        else
            array->null_count++;
    }
    return ARROW_DONE;
}

static arrow_result fill_flags(const arrow_column *column, const arrow_rows *rows, struct ArrowArray *array) {
    arrow_result result = start_array(array, rows->count, 2);
    uint8_t *bits = result == ARROW_DONE ? add_buffer(array, 1, rows->count / 8 + 1, 1) : NULL;
    if (!bits) return ARROW_NO_MEMORY;
    for (size_t i = 0; i < rows->count; i++)
        if (*(const uint8_t *)(row_at(rows, i) + column->offset)) set_bit(bits, i);
    return ARROW_DONE;
}

/* ---- Texts ---------------------------------------------------------------------------------------------- */

/* A column of texts while it is written: large_utf8, whose offsets have 64 bits, so that no text is too long. */
typedef struct text_writer {
    int64_t *offsets;
    char *bytes;
    size_t count, length;
} text_writer;

/* Room for `count` texts of `length` bytes together. */
static arrow_result start_texts(text_writer *writer, struct ArrowArray *array, size_t count, size_t length) {
    arrow_result result = start_array(array, count, 3);
    if (result != ARROW_DONE) return result;
    *writer = (text_writer){.offsets = add_buffer(array, 1, count + 1, sizeof(int64_t)),
                            .bytes = add_buffer(array, 2, length, 1)};
    return writer->offsets && writer->bytes ? ARROW_DONE : ARROW_NO_MEMORY;
}

static void write_text(text_writer *writer, const char *bytes, size_t length) {
    if (length) memcpy(writer->bytes + writer->length, bytes, length);
    writer->length += length;
    writer->offsets[++writer->count] = (int64_t)writer->length;
}

typedef struct text_view {
    const char *bytes; /* NULL: there is no text */
    size_t length;
} text_view;

static text_view view_of_text(const arrow_rows *rows, opis_text text) {
    const char *bytes = opis_book_text(rows->book, text);
    return (text_view){bytes, bytes ? text.length : 0};
}

static text_view view_of_column(const arrow_column *column, const arrow_rows *rows, const char *row) {
    if (column->type == COLUMN_TEXT)
        return view_of_text(rows, *(const opis_text *)(const void *)(row + column->offset));
    const opis_record *record = (const void *)row;
    if (record->start < 0 || record->end > rows->source_length || record->start >= record->end)
        return (text_view){"", 0};
    return (text_view){rows->source + record->start, (size_t)(record->end - record->start)};
}

static arrow_result fill_texts(const arrow_column *column, const arrow_rows *rows, struct ArrowArray *array) {
    size_t length = 0;
    for (size_t i = 0; i < rows->count; i++) length += view_of_column(column, rows, row_at(rows, i)).length;
    text_writer writer;
    arrow_result result = start_texts(&writer, array, rows->count, length);
    if (result != ARROW_DONE) return result;
    uint8_t *valid = add_validity(array, column);
    if (column->nullable && !valid) return ARROW_NO_MEMORY;
    for (size_t i = 0; i < rows->count; i++) {
        text_view view = view_of_column(column, rows, row_at(rows, i));
        write_text(&writer, view.bytes, view.length);
        if (valid && view.bytes) set_bit(valid, i);
        if (valid && !view.bytes) array->null_count++;
    }
    return ARROW_DONE;
}

static arrow_result fill_dictionary(const arrow_column *column, struct ArrowArray *array) {
    size_t count = 0, length = 0;
    for (; count < LONGEST_NAMES && column->names[count]; count++) length += strlen(column->names[count]);
    text_writer writer;
    array->dictionary = calloc(1, sizeof *array->dictionary);
    arrow_result result = array->dictionary ? start_texts(&writer, array->dictionary, count, length) : ARROW_NO_MEMORY;
    for (size_t i = 0; result == ARROW_DONE && i < count; i++)
        write_text(&writer, column->names[i], strlen(column->names[i]));
    return result;
}

static arrow_result fill_names(const arrow_column *column, const arrow_rows *rows, struct ArrowArray *array) {
    arrow_result result = fill_numbers(column, rows, array);
    return result == ARROW_DONE ? fill_dictionary(column, array) : result;
}

/* ---- Lists ---------------------------------------------------------------------------------------------- */

static opis_list list_at(const arrow_column *column, const arrow_rows *rows, size_t i) {
    return *(const opis_list *)(const void *)(row_at(rows, i) + column->offset);
}

static arrow_result fill_text_items(const arrow_column *column, const arrow_rows *rows, size_t count,
                                    struct ArrowArray *items) {
    size_t length = 0;
    text_writer writer;
    for (size_t i = 0; i < rows->count; i++) {
        opis_list list = list_at(column, rows, i);
        for (uint32_t k = 0; k < list.count; k++)
            length += view_of_text(rows, opis_book_texts(rows->book, list)[k]).length;
    }
    arrow_result result = start_texts(&writer, items, count, length);
    if (result != ARROW_DONE) return result;
    for (size_t i = 0; i < rows->count; i++) {
        opis_list list = list_at(column, rows, i);
        for (uint32_t k = 0; k < list.count; k++) {
            text_view view = view_of_text(rows, opis_book_texts(rows->book, list)[k]);
            write_text(&writer, view.bytes, view.length);
        }
    }
    return ARROW_DONE;
}

static arrow_result fill_integer_items(const arrow_column *column, const arrow_rows *rows, size_t count,
                                       struct ArrowArray *items) {
    arrow_result result = start_array(items, count, 2);
    int32_t *integers = result == ARROW_DONE ? add_buffer(items, 1, count, sizeof *integers) : NULL;
    if (!integers) return ARROW_NO_MEMORY;
    for (size_t i = 0; i < rows->count; i++) {
        opis_list list = list_at(column, rows, i);
        for (uint32_t k = 0; k < list.count; k++) *integers++ = opis_book_integers(rows->book, list)[k];
    }
    return ARROW_DONE;
}

static arrow_result fill_lists(const arrow_column *column, const arrow_rows *rows, struct ArrowArray *array) {
    arrow_result result = start_array(array, rows->count, 2);
    int32_t *offsets = result == ARROW_DONE ? add_buffer(array, 1, rows->count + 1, sizeof *offsets) : NULL;
    if (!offsets) return ARROW_NO_MEMORY;
    size_t count = 0;
    for (size_t i = 0; i < rows->count; i++) {
        count += list_at(column, rows, i).count;
        if (count > INT32_MAX) return ARROW_TOO_MANY_ITEMS;
        offsets[i + 1] = (int32_t)count;
    }
    result = add_array_children(array, 1);
    if (result != ARROW_DONE) return result;
    return column->type == COLUMN_TEXTS ? fill_text_items(column, rows, count, array->children[0])
                                        : fill_integer_items(column, rows, count, array->children[0]);
}

/* ---- All columns ---------------------------------------------------------------------------------------- */

static arrow_result fill_column(const arrow_column *column, const arrow_rows *rows, struct ArrowArray *array) {
    switch (column->type) {
    case COLUMN_FLAG:
        return fill_flags(column, rows, array);
    case COLUMN_NAMES:
        return fill_names(column, rows, array);
    case COLUMN_RAW:
    case COLUMN_TEXT:
        return fill_texts(column, rows, array);
    case COLUMN_TEXTS:
    case COLUMN_INTEGERS:
        return fill_lists(column, rows, array);
    default:
        return fill_numbers(column, rows, array);
    }
}

arrow_result arrow_array_of(const arrow_frame *frame, const arrow_rows *rows, struct ArrowArray *array) {
    arrow_result result = start_array(array, rows->count, 1);
    if (result == ARROW_DONE) result = add_array_children(array, (int64_t)frame->column_count);
    for (size_t i = 0; result == ARROW_DONE && i < frame->column_count; i++)
        result = fill_column(&frame->columns[i], rows, array->children[i]);
    if (result != ARROW_DONE) release_array(array);
    return result;
}
