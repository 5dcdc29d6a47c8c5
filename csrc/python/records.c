/*
 * Records: the rows of one kind, each as the dict that JSONL prints, or all as one array.
 */
#include "types.h"

#include <math.h>

/* Whole numbers are exact in a double up to here. */
#define LARGEST_WHOLE 9007199254740992.0

typedef struct records_object {
    PyObject_HEAD book_object *book;
    opis_kind kind;
} records_object;

PyObject *records_new(const core_state *state, book_object *book, opis_kind kind) {
    PyTypeObject *type = state->records_type;
    records_object *self = (records_object *)type->tp_alloc(type, 0);
    if (!self) return NULL;
    self->book = (book_object *)Py_NewRef(book);
    self->kind = kind;
    return (PyObject *)self;
}

static void records_dealloc(records_object *self) {
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF(self->book);
    type->tp_free(self);
    Py_DECREF(type);
}

/* ---- Values -------------------------------------------------------------------------------------------- */

static PyObject *value_of_text(const opis_book *book, opis_text text) {
    const char *bytes = opis_book_text(book, text);
    return bytes ? PyUnicode_DecodeUTF8(bytes, text.length, "replace") : Py_NewRef(Py_None);
}

static PyObject *value_of_integer(const opis_field *field, int64_t value) {
    return field->nullable && value == OPIS_UNKNOWN ? Py_NewRef(Py_None) : PyLong_FromLongLong(value);
}

static PyObject *value_of_list(const opis_book *book, const opis_field *field, opis_list list) {
    PyObject *items = PyList_New(list.count);
    for (uint32_t i = 0; items && i < list.count; i++) {
        PyObject *item = field->type == OPIS_TEXTS ? value_of_text(book, opis_book_texts(book, list)[i])
                                                   : PyLong_FromLong(opis_book_integers(book, list)[i]);
        if (!item) Py_CLEAR(items);
        if (item) PyList_SET_ITEM(items, i, item);
    }
    return items;
}

/* Names and values in turn, as a dict. */
static PyObject *value_of_pairs(const opis_book *book, opis_list list) {
    PyObject *pairs = PyDict_New();
    const opis_text *texts = opis_book_texts(book, list);
    for (uint32_t i = 0; pairs && i + 1 < list.count; i += 2) {
        PyObject *name = value_of_text(book, texts[i]), *value = name ? value_of_text(book, texts[i + 1]) : NULL;
        if (!value || PyDict_SetItem(pairs, name, value) < 0) Py_CLEAR(pairs);
        Py_XDECREF(name);
        Py_XDECREF(value);
    }
    return pairs;
}

/* The number of the enclosing document: an int, or text where it has a suffix. */
static PyObject *value_of_document(const opis_book *book, int32_t row) {
    opis_rows documents = opis_book_rows(book, OPIS_DOCUMENT);
    if (row < 0 || (size_t)row >= documents.count) Py_RETURN_NONE;
    const opis_document *document = (const opis_document *)documents.rows + row;
    if (document->number == OPIS_UNKNOWN) Py_RETURN_NONE;
    if (document->suffix.length == 0 || document->suffix.length == OPIS_NULL_TEXT)
        return PyLong_FromLong(document->number);
    PyObject *suffix = value_of_text(book, document->suffix);
    PyObject *number = suffix ? PyUnicode_FromFormat("%d%U", document->number, suffix) : NULL;
    Py_XDECREF(suffix);
    return number;
}

static int is_enclosing_document(const opis_field *field) {
    return field->type == OPIS_INT32 && field->offset == offsetof(opis_record, document);
}

/* Counts are whole numbers, and print as such. */
static PyObject *value_of_real(double value) {
    if (isnan(value)) Py_RETURN_NONE;
    return value == floor(value) && fabs(value) < LARGEST_WHOLE ? PyLong_FromDouble(value) : PyFloat_FromDouble(value);
}

static PyObject *value_of(const opis_book *book, const opis_field *field, const char *row) {
    const void *value = row + field->offset;
    if (is_enclosing_document(field)) return value_of_document(book, *(const int32_t *)value);
    switch (field->type) {
    case OPIS_INT32:
        return value_of_integer(field, *(const int32_t *)value);
    case OPIS_INT64:
        return value_of_integer(field, *(const int64_t *)value);
    case OPIS_REAL:
        return value_of_real(*(const double *)value);
    case OPIS_FLAG:
        return PyBool_FromLong(*(const uint8_t *)value);
    case OPIS_CERTAINTY:
        return PyUnicode_FromString(opis_certainty_name(*(const uint8_t *)value));
    case OPIS_TEXT:
        return value_of_text(book, *(const opis_text *)value);
    case OPIS_PAIRS:
        return value_of_pairs(book, *(const opis_list *)value);
    case OPIS_TEXTS:
    case OPIS_INTEGERS:
        return value_of_list(book, field, *(const opis_list *)value);
    }
    Py_UNREACHABLE();
}

/* ---- One record as a dict ------------------------------------------------------------------------------ */

/* Set a value that was just made, and give it up; -1 if it is NULL. */
static int set_value(PyObject *record, const char *name, PyObject *value) {
    int result = value ? PyDict_SetItemString(record, name, value) : -1;
    Py_XDECREF(value);
    return result;
}

/* The contract puts the raw source before the status. */
static int set_field(PyObject *record, const records_object *self, const opis_field *field, const char *row) {
    const opis_record *place = (const void *)row;
    if (field->type == OPIS_CERTAINTY && set_value(record, "raw", book_raw(self->book, place->start, place->end)) < 0)
        return -1;
    return set_value(record, field->name, value_of(self->book->book, field, row));
}

static PyObject *record_of(const records_object *self, const char *row) {
    size_t count;
    const opis_field *fields = opis_kind_fields(self->kind, &count);
    PyObject *record = PyDict_New();
    if (record && set_value(record, "kind", PyUnicode_FromString(opis_kind_name(self->kind))) < 0) Py_CLEAR(record);
    for (size_t i = 0; record && i < count; i++)
        if (!fields[i].link && set_field(record, self, &fields[i], row) < 0) Py_CLEAR(record);
    return record;
}

static Py_ssize_t records_length(records_object *self) {
    return (Py_ssize_t)opis_book_rows(self->book->book, self->kind).count;
}

static PyObject *records_item(records_object *self, Py_ssize_t index) {
    opis_rows rows = opis_book_rows(self->book->book, self->kind);
    if (index >= 0 && (size_t)index < rows.count)
        return record_of(self, (const char *)rows.rows + (size_t)index * rows.row_size);
    PyErr_Format(PyExc_IndexError, "no row %zd among %zu", index, rows.count);
    return NULL;
}

/* ---- All of them --------------------------------------------------------------------------------------- */

PyDoc_STRVAR(records_to_numpy_doc, "to_numpy($self, /)\n--\n\nA read-only structured array, one row a record.");

static PyObject *records_to_numpy(records_object *self, PyObject *Py_UNUSED(none)) {
    const frame *shown = book_frame(self->book, self->kind);
    return shown ? array_over(shown->rows, (size_t)records_length(self), shown->dtype, (PyObject *)self->book) : NULL;
}

static PyObject *records_kind(records_object *self, void *Py_UNUSED(closure)) {
    return PyUnicode_FromString(opis_kind_name(self->kind));
}

static int append_name(PyObject *names, const char *name) {
    PyObject *item = PyUnicode_FromString(name);
    int result = item ? PyList_Append(names, item) : -1;
    Py_XDECREF(item);
    return result;
}

static PyObject *records_fields(records_object *self, void *Py_UNUSED(closure)) {
    size_t count;
    const opis_field *fields = opis_kind_fields(self->kind, &count);
    PyObject *names = PyList_New(0);
    int result = names ? append_name(names, "kind") : -1;
    for (size_t i = 0; result == 0 && i < count; i++) {
        if (fields[i].type == OPIS_CERTAINTY) result = append_name(names, "raw");
        if (result == 0 && !fields[i].link) result = append_name(names, fields[i].name);
    }
    PyObject *fixed = result == 0 ? PyList_AsTuple(names) : NULL;
    Py_XDECREF(names);
    return fixed;
}

/* ---- Arrow --------------------------------------------------------------------------------------------- */

static PyObject *records_arrow_schema(records_object *self, PyObject *Py_UNUSED(none)) {
    return arrow_schema_of_records(self->kind);
}

static PyObject *records_arrow_array(records_object *self, PyObject *rows) {
    return arrow_array_of_records(self->book, self->kind, rows);
}

static PyObject *records_arrow_stream(records_object *self, PyObject *rows) {
    return arrow_stream_of_records(self->book, self->kind, rows);
}

/* ---- The type ------------------------------------------------------------------------------------------ */

static PyMethodDef records_methods[] = {
    {"to_numpy", (PyCFunction)records_to_numpy, METH_NOARGS, records_to_numpy_doc},
    {"arrow_schema", (PyCFunction)records_arrow_schema, METH_NOARGS, arrow_schema_doc},
    {"arrow_array", (PyCFunction)records_arrow_array, METH_O, arrow_array_doc},
    {"arrow_stream", (PyCFunction)records_arrow_stream, METH_O, arrow_stream_doc},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef records_properties[] = {
    {"kind", (getter)records_kind, NULL, "The kind of these records, such as \"note\".", NULL},
    {"fields", (getter)records_fields, NULL, "The keys of a record, in order.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot records_slots[] = {
    {Py_tp_doc, (void *)"The records of one kind: a sequence of dicts, or one array."},
    {Py_tp_dealloc, records_dealloc},
    {Py_tp_methods, records_methods},
    {Py_tp_getset, records_properties},
    {Py_sq_length, records_length},
    {Py_sq_item, records_item},
    {0, NULL},
};

PyType_Spec records_spec = {
    .name = "opis._core.Records",
    .basicsize = sizeof(records_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = records_slots,
};
