/*
 * Tokens: the core's own token array, shown to numpy as it lies in memory.
 */
#include "types.h"

typedef struct tokens_object {
    PyObject_HEAD book_object *book;
} tokens_object;

static const char *const class_names[] = {
    [OPIS_WORD] = "word",   [OPIS_NUMBER] = "number", [OPIS_MIXED] = "mixed", [OPIS_PUNCTUATION] = "punctuation",
    [OPIS_BREAK] = "break", [OPIS_BLANK] = "blank",
};
static const Py_ssize_t class_count = sizeof class_names / sizeof *class_names;

const char *tokens_class_name(opis_token_class number) {
    return (Py_ssize_t)number < class_count ? class_names[number] : NULL;
}

PyObject *tokens_classes(void) {
    PyObject *names = PyTuple_New(class_count);
    for (Py_ssize_t i = 0; names && i < class_count; i++) {
        PyObject *name = PyUnicode_FromString(class_names[i]);
        if (!name) Py_CLEAR(names);
        if (name) PyTuple_SET_ITEM(names, i, name);
    }
    return names;
}

PyArray_Descr *tokens_dtype(void) {
    _Static_assert(sizeof(opis_token) == 8, "the dtype below describes opis_token without padding");
    PyArray_Descr *dtype = NULL;
    PyObject *fields = Py_BuildValue("[(ss)(ss)(ss)(ss)]", "start", "u4", "length", "u2", "class", "u1", "shape", "u1");
    if (fields && !PyArray_DescrConverter(fields, &dtype)) dtype = NULL;
    Py_XDECREF(fields);
    return dtype;
}

/* ---- Tokens without a book ----------------------------------------------------------------------------- */

static const char capsule_name[] = "opis.tokens";

static void free_capsule(PyObject *capsule) {
    opis_tokens_free(PyCapsule_GetPointer(capsule, capsule_name));
}

/* Takes the tokens. */
static PyObject *array_owning(const core_state *state, opis_token *tokens, size_t count) {
    PyObject *capsule = PyCapsule_New(tokens, capsule_name, free_capsule);
    if (!capsule) {
        opis_tokens_free(tokens);
        return NULL;
    }
    PyObject *array = array_over(tokens, count, state->token_dtype, capsule);
    Py_DECREF(capsule);
    return array;
}

PyObject *tokens_of_bytes(const core_state *state, const Py_buffer *bytes, PyObject *path) {
    opis_token *tokens = NULL;
    size_t count = 0;
    opis_error error;
    opis_status status;
    Py_BEGIN_ALLOW_THREADS;
    status = opis_tokenize(bytes->buf, (size_t)bytes->len, &tokens, &count, &error);
    Py_END_ALLOW_THREADS;
    if (status != OPIS_OK) return raise_error(state, &error, path);
    return tokens ? array_owning(state, tokens, count) : array_over(NULL, 0, state->token_dtype, Py_None);
}

/* ---- Tokens of a book ---------------------------------------------------------------------------------- */

PyObject *tokens_new(const core_state *state, book_object *book) {
    PyTypeObject *type = state->tokens_type;
    tokens_object *self = (tokens_object *)type->tp_alloc(type, 0);
    if (self) self->book = (book_object *)Py_NewRef(book);
    return (PyObject *)self;
}

static void tokens_dealloc(tokens_object *self) {
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF(self->book);
    type->tp_free(self);
    Py_DECREF(type);
}

static Py_ssize_t tokens_length(tokens_object *self) {
    size_t count;
    opis_book_tokens(self->book->book, &count);
    return (Py_ssize_t)count;
}

static PyObject *tokens_item(tokens_object *self, Py_ssize_t index) {
    size_t count;
    const opis_token *tokens = opis_book_tokens(self->book->book, &count);
    if (index < 0 || (size_t)index >= count) {
        PyErr_Format(PyExc_IndexError, "no token %zd among %zu", index, count);
        return NULL;
    }
    opis_token token = tokens[index];
    uint32_t end = token.start + token.length;
    return Py_BuildValue("{s:s, s:I, s:I, s:N, s:s, s:O, s:O, s:O}", "kind", "token", "start", token.start, "end", end,
                         "raw", book_raw(self->book, token.start, end), "class", class_names[token.class_],
                         "upper_first", token.shape & OPIS_UPPER_FIRST ? Py_True : Py_False, "upper_all",
                         token.shape & OPIS_UPPER_ALL ? Py_True : Py_False, "beyond_ascii",
                         token.shape & OPIS_BEYOND_ASCII ? Py_True : Py_False);
}

PyDoc_STRVAR(tokens_to_numpy_doc, "to_numpy($self, /)\n--\n\n"
                                  "A read-only structured array over the core's own tokens:\n"
                                  "start u4, length u2, class u1, shape u1.");

static PyObject *tokens_to_numpy(tokens_object *self, PyObject *Py_UNUSED(none)) {
    size_t count;
    const opis_token *tokens = opis_book_tokens(self->book->book, &count);
    return array_over(tokens, count, core_state_of(Py_TYPE(self))->token_dtype, (PyObject *)self->book);
}

/* ---- Arrow --------------------------------------------------------------------------------------------- */

static PyObject *tokens_arrow_schema(tokens_object *Py_UNUSED(self), PyObject *Py_UNUSED(none)) {
    return arrow_schema_of_tokens();
}

static PyObject *tokens_arrow_array(tokens_object *self, PyObject *rows) {
    return arrow_array_of_tokens(self->book, rows);
}

static PyObject *tokens_arrow_stream(tokens_object *self, PyObject *rows) {
    return arrow_stream_of_tokens(self->book, rows);
}

/* ---- The type ------------------------------------------------------------------------------------------ */

static PyObject *tokens_kind(tokens_object *Py_UNUSED(self), void *Py_UNUSED(closure)) {
    return PyUnicode_FromString("token");
}

static PyObject *tokens_fields(tokens_object *Py_UNUSED(self), void *Py_UNUSED(closure)) {
    return Py_BuildValue("(ssssssss)", "kind", "start", "end", "raw", "class", "upper_first", "upper_all",
                         "beyond_ascii");
}

static PyMethodDef tokens_methods[] = {
    {"to_numpy", (PyCFunction)tokens_to_numpy, METH_NOARGS, tokens_to_numpy_doc},
    {"arrow_schema", (PyCFunction)tokens_arrow_schema, METH_NOARGS, arrow_schema_doc},
    {"arrow_array", (PyCFunction)tokens_arrow_array, METH_O, arrow_array_doc},
    {"arrow_stream", (PyCFunction)tokens_arrow_stream, METH_O, arrow_stream_doc},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef tokens_properties[] = {
    {"kind", (getter)tokens_kind, NULL, "Always \"token\".", NULL},
    {"fields", (getter)tokens_fields, NULL, "The keys of a token's dict, in order.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot tokens_slots[] = {
    {Py_tp_doc, (void *)"The tokens of a book: a sequence of dicts, or one array."},
    {Py_tp_dealloc, tokens_dealloc},
    {Py_tp_methods, tokens_methods},
    {Py_tp_getset, tokens_properties},
    {Py_sq_length, tokens_length},
    {Py_sq_item, tokens_item},
    {0, NULL},
};

PyType_Spec tokens_spec = {
    .name = "opis._core.Tokens",
    .basicsize = sizeof(tokens_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = tokens_slots,
};
