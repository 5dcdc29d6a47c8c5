/*
 * Frame: the rows of one kind in one buffer of fixed-width columns, as a structured numpy dtype describes it.
 *
 * Numbers and flags keep their types; texts become numpy text (UCS-4) as wide as the longest of the column; the items
 * of a list are joined with "; ", a name and its value with "=".
 */
#include "types.h"

static const char item_separator[] = "; ", pair_separator[] = "=";

typedef struct column {
    const opis_field *field;
    size_t width; /* characters, of a text column; else 0 */
    size_t offset;
} column;

/* Characters of well-formed UTF-8, put at `out` unless it is NULL. */
static size_t put_text(const char *bytes, size_t length, Py_UCS4 *out) {
    size_t count = 0;
    for (size_t i = 0; i < length; count++) {
        unsigned char lead = (unsigned char)bytes[i++];
        Py_UCS4 character = lead < 0x80 ? lead : lead < 0xE0 ? lead & 0x1F : lead < 0xF0 ? lead & 0x0F : lead & 0x07;
        while (i < length && ((unsigned char)bytes[i] & 0xC0) == 0x80)
            character = character << 6 | ((unsigned char)bytes[i++] & 0x3F);
        if (out) out[count] = character;
    }
    return count;
}

static size_t put_string(const char *string, Py_UCS4 *out) {
    return put_text(string, strlen(string), out);
}

static size_t put_book_text(const opis_book *book, opis_text text, Py_UCS4 *out) {
    return text.length == OPIS_NULL_TEXT ? 0 : put_text(opis_book_text(book, text), text.length, out);
}

static size_t put_list(const opis_book *book, const opis_field *field, opis_list list, Py_UCS4 *out) {
    size_t count = 0;
    for (uint32_t i = 0; i < list.count; i++) {
        const char *separator = field->type == OPIS_PAIRS && i % 2 ? pair_separator : item_separator;
        if (i) count += put_string(separator, out ? out + count : NULL);
        Py_UCS4 *at = out ? out + count : NULL;
        if (field->type != OPIS_INTEGERS) {
            count += put_book_text(book, opis_book_texts(book, list)[i], at);
        } else {
            char digits[16];
            PyOS_snprintf(digits, sizeof digits, "%ld", (long)opis_book_integers(book, list)[i]);
            count += put_string(digits, at);
        }
    }
    return count;
}

/* The characters of a field that is shown as text; 0 for numbers and flags. */
static size_t put_value(const opis_book *book, const opis_field *field, const char *row, Py_UCS4 *out) {
    const void *value = row + field->offset;
    switch (field->type) {
    case OPIS_CERTAINTY:
        return put_string(opis_certainty_name(*(const uint8_t *)value), out);
    case OPIS_TEXT:
        return put_book_text(book, *(const opis_text *)value, out);
    case OPIS_TEXTS:
    case OPIS_PAIRS:
    case OPIS_INTEGERS:
        return put_list(book, field, *(const opis_list *)value, out);
    case OPIS_INT32:
    case OPIS_INT64:
    case OPIS_REAL:
    case OPIS_FLAG:
        return 0;
    }
    Py_UNREACHABLE();
}

static size_t longest_value(const opis_book *book, const opis_field *field, opis_rows rows) {
    size_t longest = 1; /* numpy has no text of width 0 */
    for (size_t i = 0; i < rows.count; i++) {
        size_t count = put_value(book, field, (const char *)rows.rows + i * rows.row_size, NULL);
        if (count > longest) longest = count;
    }
    return longest;
}

/* Sets the width of a text column.  status is always wide enough for any name. */
static void measure_column(column *measured, const opis_book *book, opis_rows rows) {
    opis_field_type type = measured->field->type;
    if (type == OPIS_CERTAINTY) measured->width = strlen("corrected");
    if (type == OPIS_TEXT || type == OPIS_TEXTS || type == OPIS_PAIRS || type == OPIS_INTEGERS)
        measured->width = longest_value(book, measured->field, rows);
}

static size_t number_size(opis_field_type type) {
    return type == OPIS_INT64   ? sizeof(int64_t)
           : type == OPIS_REAL  ? sizeof(double)
           : type == OPIS_INT32 ? sizeof(int32_t)
                                : sizeof(uint8_t);
}

/* Every row is as wide as the longest text of each column: one long text among many rows makes a huge array. */
static int check_size(const column *columns, size_t count, const book_object *book, opis_kind kind, size_t rows) {
    const column *widest = &columns[0];
    uint64_t row = 0; /* each text is shorter than 2^32 characters, and columns are few: no sum overflows */
    for (size_t i = 0; i < count; i++) {
        row += columns[i].width ? columns[i].width * sizeof(Py_UCS4) : number_size(columns[i].field->type);
        if (columns[i].width > widest->width) widest = &columns[i];
    }
    if (rows == 0 || row <= book->array_bytes / rows) return 0;
    opis_error error = {.status = OPIS_OVER_LIMIT, .byte = OPIS_NO_BYTE};
    PyOS_snprintf(error.message, sizeof error.message,
                  "an array of %zu %s records, with %zu characters for %s in each, passes the limit array_bytes of "
                  "%llu; take the records one by one, or raise the limit",
                  rows, opis_kind_name(kind), widest->width, widest->field->name,
                  (unsigned long long)book->array_bytes);
    raise_error(core_state_of(Py_TYPE(book)), &error, book->path);
    return -1;
}

/* The numpy format of a column. */
static PyObject *column_format(const column *described) {
    switch (described->field->type) {
    case OPIS_INT32:
        return PyUnicode_FromString("i4");
    case OPIS_INT64:
        return PyUnicode_FromString("i8");
    case OPIS_REAL:
        return PyUnicode_FromString("f8");
    case OPIS_FLAG:
        return PyUnicode_FromString("?");
    case OPIS_CERTAINTY:
    case OPIS_TEXT:
    case OPIS_TEXTS:
    case OPIS_PAIRS:
    case OPIS_INTEGERS:
        return PyUnicode_FromFormat("U%zu", described->width);
    }
    Py_UNREACHABLE();
}

/* The (name, format) pairs that make the dtype. */
static PyObject *describe_columns(const column *columns, size_t count) {
    PyObject *pairs = PyList_New((Py_ssize_t)count);
    for (size_t i = 0; pairs && i < count; i++) {
        PyObject *format = column_format(&columns[i]);
        PyObject *pair = format ? Py_BuildValue("(sN)", columns[i].field->name, format) : NULL;
        if (!pair) Py_CLEAR(pairs);
        if (pair) PyList_SET_ITEM(pairs, (Py_ssize_t)i, pair);
    }
    return pairs;
}

/* Where numpy placed each column in a row. */
static int find_offsets(column *columns, size_t count, PyArray_Descr *dtype) {
    for (size_t i = 0; i < count; i++) {
        PyObject *placed = PyMapping_GetItemString(PyDataType_FIELDS(dtype), columns[i].field->name);
        if (!placed) return -1;
        columns[i].offset = PyLong_AsSize_t(PyTuple_GET_ITEM(placed, 1));
        Py_DECREF(placed);
        if (PyErr_Occurred()) return -1;
    }
    return 0;
}

static PyArray_Descr *make_dtype(column *columns, size_t count) {
    PyArray_Descr *dtype = NULL;
    PyObject *pairs = describe_columns(columns, count);
    if (pairs && !PyArray_DescrAlignConverter(pairs, &dtype)) dtype = NULL;
    Py_XDECREF(pairs);
    if (dtype && find_offsets(columns, count, dtype) < 0) Py_CLEAR(dtype);
    return dtype;
}

static void fill_row(char *out, const column *columns, size_t count, const opis_book *book, const char *row) {
    for (size_t i = 0; i < count; i++) {
        const opis_field *field = columns[i].field;
        char *at = out + columns[i].offset;
        if (columns[i].width)
            put_value(book, field, row, (Py_UCS4 *)(void *)at);
        else
            memcpy(at, row + field->offset, number_size(field->type));
    }
}

static int fill_frame(frame *built, const column *columns, size_t count, const opis_book *book, opis_rows rows) {
    size_t size = (size_t)PyDataType_ELSIZE(built->dtype);
    built->rows = PyMem_RawCalloc(rows.count ? rows.count : 1, size);
    if (!built->rows) {
        PyErr_NoMemory();
        return -1;
    }
    for (size_t i = 0; i < rows.count; i++)
        fill_row(built->rows + i * size, columns, count, book, (const char *)rows.rows + i * rows.row_size);
    return 0;
}

int frame_build(frame *built, const book_object *owner, opis_kind kind) {
    size_t count;
    const opis_book *book = owner->book;
    const opis_field *fields = opis_kind_fields(kind, &count);
    opis_rows rows = opis_book_rows(book, kind);
    column *columns = PyMem_Calloc(count, sizeof *columns);
    if (!columns) {
        PyErr_NoMemory();
        return -1;
    }
    for (size_t i = 0; i < count; i++) {
        columns[i].field = &fields[i];
        measure_column(&columns[i], book, rows);
    }
    int fits = check_size(columns, count, owner, kind, rows.count) == 0;
    *built = (frame){NULL, fits ? make_dtype(columns, count) : NULL};
    int result = built->dtype ? fill_frame(built, columns, count, book, rows) : -1;
    PyMem_Free(columns);
    if (result < 0) frame_release(built);
    return result;
}

void frame_release(frame *released) {
    PyMem_RawFree(released->rows);
    released->rows = NULL;
    Py_CLEAR(released->dtype);
}
