/*
 * Book: one source that was read, and the owner of all that the arrays show.
 */
#include "types.h"

#define ARRAY_BYTES ((uint64_t)1 << 30) /* of one kind, unless the caller sets a limit of its own */

const frame *book_frame(book_object *self, opis_kind kind) {
    frame built;
    if (self->frames[kind].rows) return &self->frames[kind];
    if (frame_build(&built, self, kind) < 0) return NULL;
    /* Making a dtype runs Python code, so another thread may have built the same frame meanwhile: the first one stays,
       for arrays may already show it. */
    if (self->frames[kind].rows)
        frame_release(&built);
    else
        self->frames[kind] = built;
    return &self->frames[kind];
}

opis_kind kind_named(PyObject *name) {
    if (!PyUnicode_Check(name)) {
        PyErr_Format(PyExc_TypeError, "kind must be str, not %s", Py_TYPE(name)->tp_name);
        return OPIS_KIND_COUNT;
    }
    for (int kind = 0; kind < OPIS_KIND_COUNT; kind++)
        if (PyUnicode_CompareWithASCIIString(name, opis_kind_name(kind)) == 0) return kind;
    PyErr_SetObject(PyExc_KeyError, name);
    return OPIS_KIND_COUNT;
}

PyObject *book_raw(const book_object *self, int64_t start, int64_t end) {
    if (start < 0 || end > self->buffer.len || start >= end) return PyUnicode_FromString("");
    return PyUnicode_DecodeUTF8((const char *)self->buffer.buf + start, (Py_ssize_t)(end - start), "replace");
}

/* ---- Making and freeing -------------------------------------------------------------------------------- */

/* A converter for PyArg_Parse: a tuple of names, or None for all, as a set of kinds. */
static int kinds_of(PyObject *names, void *kinds) {
    *(uint32_t *)kinds = names == Py_None ? OPIS_ALL_KINDS : 0;
    if (names == Py_None) return 1;
    if (!PyTuple_Check(names)) {
        PyErr_Format(PyExc_TypeError, "kinds must be a tuple or None, not %s", Py_TYPE(names)->tp_name);
        return 0;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(names); i++) {
        opis_kind kind = kind_named(PyTuple_GET_ITEM(names, i));
        if (kind == OPIS_KIND_COUNT) return 0;
        *(uint32_t *)kinds |= OPIS_SET_OF(kind);
    }
    return 1;
}

int limits_of(PyObject *given, void *result) {
    given_limits *limits = result;
    unsigned long long source, text, array;
    unsigned int cells, steps, bytes, read_steps;
    if (given == Py_None) return 1;
    if (!PyTuple_Check(given)) {
        PyErr_Format(PyExc_TypeError, "limits must be a tuple or None, not %s", Py_TYPE(given)->tp_name);
        return 0;
    }
    if (!PyArg_ParseTuple(given, "KKIKIII:limits", &source, &text, &cells, &array, &steps, &bytes, &read_steps))
        return 0;
    limits->core = (opis_limits){source, text, cells, steps, bytes, read_steps};
    limits->array_bytes = array;
    return 1;
}

/* Take hold of the bytes to read; 0, or -1 with an exception set. */
static int hold_bytes(book_object *self, PyObject *source) {
    /* The very object, unless of a subclass, which might hold anything. */
    self->given = PyBytes_Check(source) ? PyBytes_FromObject(source) : Py_NewRef(source);
    if (!self->given || PyObject_GetBuffer(self->given, &self->buffer, PyBUF_SIMPLE) < 0) return -1;
    if (PyBytes_CheckExact(self->given)) self->source = Py_NewRef(self->given);
    return 0;
}

static PyObject *book_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    static char *names[] = {"source", "path", "kinds", "corrections", "limits", "styles", "tokens", NULL};
    PyObject *source, *path = Py_None, *corrections = NULL;
    uint32_t kinds = OPIS_ALL_KINDS;
    int tokens = 1;
    given_limits limits = {{0}, ARRAY_BYTES};
    const opis_reader *reader = NULL; /* that the styles are compiled into, if any */
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "O|OO&O!O&O&p:Book", names, &source, &path, kinds_of, &kinds,
                                     &PyTuple_Type, &corrections, limits_of, &limits, reader_of_styles, &reader,
                                     &tokens))
        return NULL;
    book_object *self = (book_object *)type->tp_alloc(type, 0);
    if (!self) return NULL;
    if (hold_bytes(self, source) < 0) {
        Py_DECREF(self);
        return NULL;
    }
    self->path = Py_NewRef(PyUnicode_CheckExact(path) ? path : Py_None);
    self->array_bytes = limits.array_bytes;
    const core_state *state = core_state_of(type);
    const char *bytes = self->buffer.buf;
    size_t length = (size_t)self->buffer.len;
    opis_options options = {kinds, limits.core, !tokens};
    opis_error error;
    Py_BEGIN_ALLOW_THREADS;
    self->book = opis_read_with(reader ? reader : state->reader, bytes, length, &options, &error);
    Py_END_ALLOW_THREADS;
    if (!self->book) raise_error(state, &error, path);
    if (self->book && (!corrections || correct_book(state, self->book, corrections) == 0)) return (PyObject *)self;
    Py_DECREF(self);
    return NULL;
}

static void book_dealloc(book_object *self) {
    PyTypeObject *type = Py_TYPE(self);
    for (int kind = 0; kind < OPIS_KIND_COUNT; kind++) frame_release(&self->frames[kind]);
    opis_book_free(self->book);
    PyBuffer_Release(&self->buffer);
    Py_XDECREF(self->source);
    Py_XDECREF(self->given);
    Py_XDECREF(self->path);
    type->tp_free(self);
    Py_DECREF(type);
}

/* ---- What a book holds --------------------------------------------------------------------------------- */

PyDoc_STRVAR(book_records_doc, "records($self, kind, /)\n--\n\nThe records of a kind, such as \"note\".");

static PyObject *book_records(book_object *self, PyObject *name) {
    opis_kind kind = kind_named(name);
    return kind == OPIS_KIND_COUNT ? NULL : records_new(core_state_of(Py_TYPE(self)), self, kind);
}

static PyObject *book_kinds(book_object *self, void *Py_UNUSED(closure)) {
    PyObject *names = PyList_New(0);
    for (int kind = 0; names && kind < OPIS_KIND_COUNT; kind++) {
        if (!(opis_book_kinds(self->book) & OPIS_SET_OF(kind))) continue;
        PyObject *name = PyUnicode_FromString(opis_kind_name(kind));
        if (!name || PyList_Append(names, name) < 0) Py_CLEAR(names);
        Py_XDECREF(name);
    }
    PyObject *tuple = names ? PyList_AsTuple(names) : NULL;
    Py_XDECREF(names);
    return tuple;
}

/* The pairs (offset in the text, offset in the source), bytes both, as an array of two columns. */
static PyObject *array_of_runs(const opis_reading *reading) {
    npy_intp shape[2] = {(npy_intp)reading->run_count, 2};
    PyObject *array = PyArray_SimpleNew(2, shape, NPY_UINT32);
    if (array && reading->run_count)
        memcpy(PyArray_DATA((PyArrayObject *)array), reading->runs, reading->run_count * 2 * sizeof(uint32_t));
    return array;
}

PyDoc_STRVAR(book_reading_doc, "reading($self, first, last, /)\n--\n\n"
                               "The reading text of lines first to last, and its map back to the source:\n"
                               "an (n, 2) array of byte offsets in the text and in the source.");

static PyObject *book_reading(book_object *self, PyObject *args) {
    int first, last;
    if (!PyArg_ParseTuple(args, "ii:reading", &first, &last)) return NULL;
    if (first < 1 || last < first) return PyErr_Format(PyExc_ValueError, "no lines run from %d to %d", first, last);
    opis_reading reading;
    opis_error error;
    opis_status status;
    Py_BEGIN_ALLOW_THREADS;
    status = opis_book_reading(self->book, (uint32_t)first, (uint32_t)last, &reading, &error);
    Py_END_ALLOW_THREADS;
    if (status != OPIS_OK) return raise_error(core_state_of(Py_TYPE(self)), &error, Py_None);
    PyObject *text = PyUnicode_DecodeUTF8(reading.text, (Py_ssize_t)reading.length, NULL);
    PyObject *runs = text ? array_of_runs(&reading) : NULL;
    opis_reading_free(&reading);
    if (runs) return Py_BuildValue("(NN)", text, runs);
    Py_XDECREF(text);
    return NULL;
}

PyDoc_STRVAR(book_relations_doc, "relations($self, table_row, /)\n--\n\n"
                                 "The relations that the figures of a table keep or break: a list of dicts.");

static PyObject *book_relations(book_object *self, PyObject *row) {
    size_t table_row = PyLong_AsSize_t(row), count;
    const uint32_t *parts;
    if (PyErr_Occurred()) return NULL;
    const opis_relation *relations = opis_book_relations(self->book, table_row, &count, &parts);
    return relation_dicts(relations, count, parts);
}

static PyObject *witness_dict(const opis_table_witness *witness) {
    static const char *const verdicts[] = {
        [OPIS_CONFIRMS] = "confirms",
        [OPIS_REPAIRS] = "repairs",
        [OPIS_FILLS] = "fills",
        [OPIS_CONTRADICTS] = "contradicts",
    };
    return Py_BuildValue("{s:I, s:I, s:i, s:d, s:O, s:s}", "cell", witness->cell, "start", witness->start, "line",
                         witness->line, "value", witness->value, "percent", witness->percent ? Py_True : Py_False,
                         "verdict", verdicts[witness->testimony]);
}

PyDoc_STRVAR(book_witnesses_doc, "witnesses($self, table_row, /)\n--\n\n"
                                 "What the prose says of the cells of a table: a list of dicts, one for each cell.");

static PyObject *book_witnesses(book_object *self, PyObject *row) {
    size_t table_row = PyLong_AsSize_t(row), count;
    if (PyErr_Occurred()) return NULL;
    const opis_table_witness *witnesses = opis_book_witnesses(self->book, table_row, &count);
    PyObject *list = PyList_New((Py_ssize_t)count);
    for (size_t i = 0; list && i < count; i++) {
        PyObject *witness = witness_dict(&witnesses[i]);
        if (!witness) Py_CLEAR(list);
        if (witness) PyList_SET_ITEM(list, (Py_ssize_t)i, witness);
    }
    return list;
}

PyDoc_STRVAR(book_characters_doc, "characters($self, offsets, /)\n--\n\n"
                                  "The character offsets of byte offsets, an array of the same shape; -1 stays -1.");

static PyObject *book_characters(book_object *self, PyObject *offsets) {
    PyArrayObject *bytes = (PyArrayObject *)PyArray_FROM_OTF(offsets, NPY_INT64, NPY_ARRAY_IN_ARRAY);
    if (!bytes) return NULL;
    PyArrayObject *result = (PyArrayObject *)PyArray_NewLikeArray(bytes, NPY_CORDER, NULL, 0);
    if (result) {
        const int64_t *in = PyArray_DATA(bytes);
        int64_t *out = PyArray_DATA(result);
        npy_intp count = PyArray_SIZE(bytes);
        Py_BEGIN_ALLOW_THREADS;
        for (npy_intp i = 0; i < count; i++)
            out[i] = in[i] < 0 ? OPIS_UNKNOWN : (int64_t)opis_book_characters(self->book, (uint64_t)in[i]);
        Py_END_ALLOW_THREADS;
    }
    Py_DECREF(bytes);
    return (PyObject *)result;
}

static PyObject *book_source(book_object *self, void *Py_UNUSED(closure)) {
    if (!self->source) self->source = PyBytes_FromStringAndSize(self->buffer.buf, self->buffer.len);
    return Py_XNewRef(self->source);
}

static PyObject *book_buffer(book_object *self, void *Py_UNUSED(closure)) {
    return PyMemoryView_FromObject(self->given);
}

static PyObject *book_tokens(book_object *self, void *Py_UNUSED(closure)) {
    return tokens_new(core_state_of(Py_TYPE(self)), self);
}

/* ---- The type ------------------------------------------------------------------------------------------ */

static PyMethodDef book_methods[] = {
    {"records", (PyCFunction)book_records, METH_O, book_records_doc},
    {"reading", (PyCFunction)book_reading, METH_VARARGS, book_reading_doc},
    {"relations", (PyCFunction)book_relations, METH_O, book_relations_doc},
    {"witnesses", (PyCFunction)book_witnesses, METH_O, book_witnesses_doc},
    {"characters", (PyCFunction)book_characters, METH_O, book_characters_doc},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef book_properties[] = {
    {"source", (getter)book_source, NULL, "The bytes that were read; of what is not bytes, a copy.", NULL},
    {"buffer", (getter)book_buffer, NULL, "A memoryview of what was read.", NULL},
    {"kinds", (getter)book_kinds, NULL, "The kinds that were read: those asked for, and what they rest on.", NULL},
    {"tokens", (getter)book_tokens, NULL, "The tokens of the source; none where they were not kept.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyDoc_STRVAR(book_doc,
             "Book(source, path=None, kinds=None, corrections=(), limits=None, styles=..., tokens=True)\n--\n\n"
             "A source that was read: bytes, or a buffer that does not change.  The path is named in errors;\n"
             "None stands for all kinds.\n"
             "Corrections are tuples of kind, row, field and value: None, a number, a str or a list of str.");

static PyType_Slot book_slots[] = {
    {Py_tp_doc, (void *)book_doc}, {Py_tp_new, book_new},           {Py_tp_dealloc, book_dealloc},
    {Py_tp_methods, book_methods}, {Py_tp_getset, book_properties}, {0, NULL},
};

PyType_Spec book_spec = {
    .name = "opis._core.Book",
    .basicsize = sizeof(book_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = book_slots,
};
