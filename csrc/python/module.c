/*
 * Module: what opis._core offers, its state, and the two things that every type needs: errors and arrays.
 *
 * numpy serves one interpreter of a process, and none with a lock of its own; nor does this module.
 */
#define OPIS_IMPORTS_NUMPY
#include "types.h"

core_state *core_state_of(PyTypeObject *type) {
    return PyModule_GetState(PyType_GetModuleByDef(type, &core_module));
}

PyObject *raise_error(const core_state *state, const opis_error *error, PyObject *path) {
    if (error->status == OPIS_OUT_OF_MEMORY) return PyErr_NoMemory();
    PyObject *class = error->status == OPIS_NOT_TEXT     ? state->read_error
                      : error->status == OPIS_OVER_LIMIT ? state->limit_error
                      : error->status == OPIS_BAD_STYLE  ? state->style_error
                                                         : state->error;
    PyObject *byte = error->byte == OPIS_NO_BYTE ? Py_NewRef(Py_None) : PyLong_FromUnsignedLongLong(error->byte);
    /* A message is cut to its room, perhaps in the middle of a letter. */
    PyObject *message = PyUnicode_DecodeUTF8(error->message, (Py_ssize_t)strlen(error->message), "replace");
    PyObject *exception = byte && message ? PyObject_CallFunction(class, "OOO", message, path, byte) : NULL;
    Py_XDECREF(message);
    Py_XDECREF(byte);
    if (exception) PyErr_SetObject(class, exception);
    Py_XDECREF(exception);
    return NULL;
}

PyObject *array_over(const void *rows, size_t count, PyArray_Descr *dtype, PyObject *owner) {
    static const int64_t nothing = 0; /* numpy would take NULL for a request to allocate */
    npy_intp shape = (npy_intp)count;
    Py_INCREF(dtype);
    PyObject *array = PyArray_NewFromDescr(&PyArray_Type, dtype, 1, &shape, NULL, (void *)(rows ? rows : &nothing),
                                           NPY_ARRAY_CARRAY_RO, NULL);
    if (!array) return NULL;
    if (PyArray_SetBaseObject((PyArrayObject *)array, Py_NewRef(owner)) < 0) {
        Py_DECREF(array);
        return NULL;
    }
    return array;
}

PyDoc_STRVAR(tokenize_doc,
             "tokenize($module, source, path=None, /)\n--\n\n"
             "The tokens of UTF-8 text, bytes or another buffer: a read-only structured array that owns them.");

static PyObject *tokenize(PyObject *module, PyObject *args) {
    Py_buffer bytes;
    PyObject *path = Py_None;
    if (!PyArg_ParseTuple(args, "y*|O:tokenize", &bytes, &path)) return NULL;
    PyObject *tokens = tokens_of_bytes(PyModule_GetState(module), &bytes, path);
    PyBuffer_Release(&bytes);
    return tokens;
}

PyDoc_STRVAR(mend_doc, "mend($module, rows, columns, texts, relations, limits=None, /)\n--\n\n"
                       "The figures of a table, given row by row as a tuple of str or None, mended by its arithmetic.\n"
                       "A relation is a tuple (kind, whole or None, parts); cells are counted row by row.");

PyDoc_STRVAR(compile_styles_doc, "compile_styles($module, styles, archives, profile=None, /)\n--\n\n"
                                 "Archival styles and a profile as tuples, compiled: what Book takes as `styles`.");

PyDoc_STRVAR(encode_doc, "encode($module, text, /)\n--\n\n"
                         "A str as UTF-8, as str.encode() gives it.");

static PyMethodDef module_methods[] = {
    {"compile_styles", compile_styles, METH_VARARGS, compile_styles_doc},
    {"encode", encode_text, METH_O, encode_doc},
    {"mend", mend_texts, METH_VARARGS, mend_doc},
    {"tokenize", tokenize, METH_VARARGS, tokenize_doc},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject *add_type(PyObject *module, PyType_Spec *spec) {
    PyTypeObject *type = (PyTypeObject *)PyType_FromModuleAndSpec(module, spec, NULL);
    if (type && PyModule_AddType(module, type) < 0) Py_CLEAR(type);
    return type;
}

static int add_types(PyObject *module, core_state *state) {
    state->book_type = add_type(module, &book_spec);
    state->records_type = state->book_type ? add_type(module, &records_spec) : NULL;
    state->tokens_type = state->records_type ? add_type(module, &tokens_spec) : NULL;
    return state->tokens_type ? 0 : -1;
}

static int find_errors(core_state *state) {
    PyObject *errors = PyImport_ImportModule("opis.errors");
    if (!errors) return -1;
    state->error = PyObject_GetAttrString(errors, "Error");
    state->read_error = state->error ? PyObject_GetAttrString(errors, "ReadError") : NULL;
    state->limit_error = state->read_error ? PyObject_GetAttrString(errors, "LimitError") : NULL;
    state->style_error = state->limit_error ? PyObject_GetAttrString(errors, "StyleError") : NULL;
    Py_DECREF(errors);
    return state->style_error ? 0 : -1;
}

static PyObject *kind_names(void) {
    PyObject *names = PyTuple_New(OPIS_KIND_COUNT);
    for (int kind = 0; names && kind < OPIS_KIND_COUNT; kind++) {
        PyObject *name = PyUnicode_FromString(opis_kind_name(kind));
        if (!name) Py_CLEAR(names);
        if (name) PyTuple_SET_ITEM(names, kind, name);
    }
    return names;
}

/* Add a value that was just made, and give it up; -1 if it is NULL. */
static int add_value(PyObject *module, const char *name, PyObject *value) {
    int result = PyModule_AddObjectRef(module, name, value);
    Py_XDECREF(value);
    return result;
}

static int add_values(PyObject *module) {
    if (add_value(module, "KINDS", kind_names()) < 0) return -1;
    if (add_value(module, "TOKEN_CLASSES", tokens_classes()) < 0) return -1;
    return add_value(module, "__version__", PyUnicode_FromString(opis_version()));
}

static int module_exec(PyObject *module) {
    core_state *state = PyModule_GetState(module);
    import_array1(-1);
    if (find_errors(state) < 0 || add_types(module, state) < 0 || add_values(module) < 0) return -1;
    state->token_dtype = tokens_dtype();
    if (!state->token_dtype) return -1;
    opis_error error;
    state->reader = opis_reader_new(&error);
    if (!state->reader) raise_error(state, &error, Py_None);
    return state->reader ? 0 : -1;
}

static int module_traverse(PyObject *module, visitproc visit, void *arg) {
    core_state *state = PyModule_GetState(module);
    Py_VISIT(state->book_type);
    Py_VISIT(state->records_type);
    Py_VISIT(state->tokens_type);
    Py_VISIT(state->token_dtype);
    Py_VISIT(state->error);
    Py_VISIT(state->read_error);
    Py_VISIT(state->limit_error);
    Py_VISIT(state->style_error);
    return 0;
}

static int module_clear(PyObject *module) {
    core_state *state = PyModule_GetState(module);
    Py_CLEAR(state->book_type);
    Py_CLEAR(state->records_type);
    Py_CLEAR(state->tokens_type);
    Py_CLEAR(state->token_dtype);
    Py_CLEAR(state->error);
    Py_CLEAR(state->read_error);
    Py_CLEAR(state->limit_error);
    Py_CLEAR(state->style_error);
    return 0;
}

static void module_free(void *module) {
    core_state *state = PyModule_GetState(module);
    module_clear(module);
    opis_reader_free(state->reader);
    state->reader = NULL;
}

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, module_exec},
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED},
#endif
    {0, NULL},
};

struct PyModuleDef core_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "opis._core",
    .m_doc = "The C core of opis: books, and their records and tokens as numpy arrays.",
    .m_size = sizeof(core_state),
    .m_methods = module_methods,
    .m_slots = module_slots,
    .m_traverse = module_traverse,
    .m_clear = module_clear,
    .m_free = module_free,
};

PyMODINIT_FUNC PyInit__core(void) {
    return PyModuleDef_Init(&core_module);
}
