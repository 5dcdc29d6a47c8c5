/*
 * Arrow capsules: how the Arrow structures travel through Python, as the PyCapsule interface has it.
 */
#include "types.h"

#include "arrow.h"

#include <errno.h>

/* ---- Frames: the columns of a kind, and those of tokens ------------------------------------------------- */

static column_type type_of_field(const opis_field *field) {
    switch (field->type) {
    case OPIS_INT32:
        return COLUMN_INT32;
    case OPIS_INT64:
        return COLUMN_INT64;
    case OPIS_REAL:
        return COLUMN_REAL;
    case OPIS_FLAG:
        return COLUMN_FLAG;
    case OPIS_CERTAINTY:
        return COLUMN_NAMES;
    case OPIS_TEXT:
        return COLUMN_TEXT;
    case OPIS_TEXTS:
    case OPIS_PAIRS: /* name and value in turn */
        return COLUMN_TEXTS;
    case OPIS_INTEGERS:
        return COLUMN_INTEGERS;
    }
    Py_UNREACHABLE();
}

static void add_column(arrow_frame *frame, const opis_field *field) {
    arrow_column *column = &frame->columns[frame->column_count++];
    *column = (arrow_column){
        .name = field->name, .type = type_of_field(field), .offset = field->offset, .nullable = field->nullable};
    for (int i = OPIS_CLEAN; field->type == OPIS_CERTAINTY && i <= OPIS_CORRECTED; i++)
        column->names[i] = opis_certainty_name(i);
    column->ordered = field->type == OPIS_CERTAINTY;
}

/* The contract puts the raw source before the status. */
static int frame_of_kind(arrow_frame *frame, opis_kind kind) {
    size_t count;
    const opis_field *fields = opis_kind_fields(kind, &count);
    *frame = (arrow_frame){.kind = opis_kind_name(kind)};
    if (count >= MOST_COLUMNS) {
        PyErr_Format(PyExc_SystemError, "a %s has %zu fields, and Arrow is given %d", frame->kind, count, MOST_COLUMNS);
        return -1;
    }
    for (size_t i = 0; i < count; i++) {
        if (fields[i].type == OPIS_CERTAINTY)
            frame->columns[frame->column_count++] = (arrow_column){.name = "raw", .type = COLUMN_RAW};
        add_column(frame, &fields[i]);
    }
    return 0;
}

static void frame_of_tokens(arrow_frame *frame) {
    *frame = (arrow_frame){
        .kind = "token",
        .columns = {{.name = "start", .type = COLUMN_UINT32, .offset = offsetof(opis_token, start)},
                    {.name = "length", .type = COLUMN_UINT16, .offset = offsetof(opis_token, length)},
                    {.name = "class", .type = COLUMN_NAMES, .offset = offsetof(opis_token, class_)},
                    {.name = "shape", .type = COLUMN_UINT8, .offset = offsetof(opis_token, shape)}},
        .column_count = 4,
    };
    for (int i = OPIS_WORD; i <= OPIS_BLANK; i++) frame->columns[2].names[i] = tokens_class_name(i);
}

/* ---- Capsules ------------------------------------------------------------------------------------------- */

static const char schema_name[] = "arrow_schema", array_name[] = "arrow_array", stream_name[] = "arrow_array_stream";

static void free_schema(PyObject *capsule) {
    struct ArrowSchema *schema = PyCapsule_GetPointer(capsule, schema_name);
    if (schema->release) schema->release(schema);
    PyMem_RawFree(schema);
}

static void free_array(PyObject *capsule) {
    struct ArrowArray *array = PyCapsule_GetPointer(capsule, array_name);
    if (array->release) array->release(array);
    PyMem_RawFree(array);
}

static void free_stream(PyObject *capsule) {
    struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, stream_name);
    if (stream->release) stream->release(stream);
    PyMem_RawFree(stream);
}

static int raise_result(arrow_result result) {
    if (result == ARROW_NO_MEMORY) PyErr_NoMemory();
    if (result == ARROW_TOO_MANY_ITEMS)
        PyErr_SetString(PyExc_OverflowError,
                        "the lists of a column hold more than 2147483647 items: hand the records over in parts");
    return result == ARROW_DONE ? 0 : -1;
}

static PyObject *schema_capsule(const arrow_frame *frame) {
    struct ArrowSchema *schema = PyMem_RawCalloc(1, sizeof *schema);
    if (!schema) return PyErr_NoMemory();
    PyObject *capsule =
        raise_result(arrow_schema_of(frame, schema)) < 0 ? NULL : PyCapsule_New(schema, schema_name, free_schema);
    if (capsule) return capsule;
    if (schema->release) schema->release(schema);
    PyMem_RawFree(schema);
    return NULL;
}

static int build_array(const arrow_frame *frame, const arrow_rows *rows, struct ArrowArray *array) {
    arrow_result result;
    Py_BEGIN_ALLOW_THREADS;
    result = arrow_array_of(frame, rows, array);
    Py_END_ALLOW_THREADS;
    return raise_result(result);
}

static PyObject *array_capsule(const arrow_frame *frame, const arrow_rows *rows) {
    struct ArrowArray *array = PyMem_RawCalloc(1, sizeof *array);
    if (!array) return PyErr_NoMemory();
    PyObject *capsule = build_array(frame, rows, array) < 0 ? NULL : PyCapsule_New(array, array_name, free_array);
    if (capsule) return capsule;
    if (array->release) array->release(array);
    PyMem_RawFree(array);
    return NULL;
}

/* ---- A stream of one array ------------------------------------------------------------------------------ */

typedef struct stream_content {
    arrow_frame frame;
    struct ArrowArray array; /* released once it is handed over */
} stream_content;

static int stream_get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *schema) {
    const stream_content *content = stream->private_data;
    return arrow_schema_of(&content->frame, schema) == ARROW_DONE ? 0 : ENOMEM;
}

static int stream_get_next(struct ArrowArrayStream *stream, struct ArrowArray *array) {
    stream_content *content = stream->private_data;
    *array = content->array;
    content->array.release = NULL;
    return 0;
}

static const char *stream_get_last_error(struct ArrowArrayStream *Py_UNUSED(stream)) {
    return NULL;
}

static void stream_release(struct ArrowArrayStream *stream) {
    stream_content *content = stream->private_data;
    if (content->array.release) content->array.release(&content->array);
    PyMem_RawFree(content);
    stream->release = NULL;
}

static PyObject *stream_capsule(const arrow_frame *frame, const arrow_rows *rows) {
    stream_content *content = PyMem_RawCalloc(1, sizeof *content);
    struct ArrowArrayStream *stream = PyMem_RawCalloc(1, sizeof *stream);
    if (!content || !stream) {
        PyMem_RawFree(content);
        PyMem_RawFree(stream);
        return PyErr_NoMemory();
    }
    content->frame = *frame;
    *stream =
        (struct ArrowArrayStream){stream_get_schema, stream_get_next, stream_get_last_error, stream_release, content};
    PyObject *capsule =
        build_array(frame, rows, &content->array) < 0 ? NULL : PyCapsule_New(stream, stream_name, free_stream);
    if (capsule) return capsule;
    stream->release(stream);
    PyMem_RawFree(stream);
    return NULL;
}

/* ---- What Records and Tokens offer ---------------------------------------------------------------------- */

/* Row numbers as an array that fits them all, or NULL with an exception set. */
static PyArrayObject *row_numbers(PyObject *given, size_t row_count) {
    PyArrayObject *numbers = (PyArrayObject *)PyArray_FROMANY(given, NPY_INTP, 1, 1, NPY_ARRAY_IN_ARRAY);
    const npy_intp *values = numbers ? PyArray_DATA(numbers) : NULL;
    npy_intp count = numbers ? PyArray_SIZE(numbers) : 0;
    for (npy_intp i = 0; i < count; i++)
        if (values[i] < 0 || (size_t)values[i] >= row_count) {
            PyErr_Format(PyExc_IndexError, "no row %zd among %zu", (Py_ssize_t)values[i], row_count);
            Py_CLEAR(numbers);
            break;
        }
    return numbers;
}

typedef PyObject *capsule_maker(const arrow_frame *frame, const arrow_rows *rows);

/* A capsule of the chosen rows; of all where `chosen` is None. */
static PyObject *capsule_of(capsule_maker *make, const arrow_frame *frame, arrow_rows *rows, PyObject *chosen) {
    if (chosen == Py_None) return make(frame, rows);
    PyArrayObject *numbers = row_numbers(chosen, rows->count);
    if (!numbers) return NULL;
    rows->chosen = PyArray_DATA(numbers);
    rows->count = (size_t)PyArray_SIZE(numbers);
    PyObject *capsule = make(frame, rows);
    Py_DECREF(numbers);
    return capsule;
}

static arrow_rows rows_of_book(const book_object *book, opis_rows rows) {
    return (arrow_rows){.book = book->book,
                        .source = book->buffer.buf,
                        .source_length = book->buffer.len,
                        .rows = rows.rows,
                        .row_size = rows.row_size,
                        .count = rows.count};
}

static PyObject *capsule_of_records(capsule_maker *make, const book_object *book, opis_kind kind, PyObject *chosen) {
    arrow_frame frame;
    if (frame_of_kind(&frame, kind) < 0) return NULL;
    arrow_rows rows = rows_of_book(book, opis_book_rows(book->book, kind));
    return capsule_of(make, &frame, &rows, chosen);
}

static PyObject *capsule_of_tokens(capsule_maker *make, const book_object *book, PyObject *chosen) {
    arrow_frame frame;
    size_t count;
    const opis_token *tokens = opis_book_tokens(book->book, &count);
    frame_of_tokens(&frame);
    arrow_rows rows = rows_of_book(book, (opis_rows){tokens, count, sizeof *tokens});
    return capsule_of(make, &frame, &rows, chosen);
}

const char arrow_schema_doc[] = "arrow_schema($self, /)\n--\n\nThe types of the columns: an \"arrow_schema\" capsule.";
const char arrow_array_doc[] = "arrow_array($self, rows, /)\n--\n\n"
                               "The records of these row numbers, or of all for None: an \"arrow_array\" capsule.";
const char arrow_stream_doc[] =
    "arrow_stream($self, rows, /)\n--\n\n"
    "The records of these row numbers, or of all for None: an \"arrow_array_stream\" capsule.";

PyObject *arrow_schema_of_records(opis_kind kind) {
    arrow_frame frame;
    return frame_of_kind(&frame, kind) < 0 ? NULL : schema_capsule(&frame);
}

PyObject *arrow_array_of_records(const book_object *book, opis_kind kind, PyObject *chosen) {
    return capsule_of_records(array_capsule, book, kind, chosen);
}

PyObject *arrow_stream_of_records(const book_object *book, opis_kind kind, PyObject *chosen) {
    return capsule_of_records(stream_capsule, book, kind, chosen);
}

PyObject *arrow_schema_of_tokens(void) {
    arrow_frame frame;
    frame_of_tokens(&frame);
    return schema_capsule(&frame);
}

PyObject *arrow_array_of_tokens(const book_object *book, PyObject *chosen) {
    return capsule_of_tokens(array_capsule, book, chosen);
}

PyObject *arrow_stream_of_tokens(const book_object *book, PyObject *chosen) {
    return capsule_of_tokens(stream_capsule, book, chosen);
}
