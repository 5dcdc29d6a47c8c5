/*
 * Corrections: tuples of kind, row, field and value, handed to the core.
 */
#include "types.h"

#include <math.h>

static int set_printed(opis_printed *printed, PyObject *text) {
    Py_ssize_t length;
    printed->text = PyUnicode_AsUTF8AndSize(text, &length);
    printed->length = (size_t)length;
    return printed->text ? 0 : -1;
}

/* The texts of a list, which stay the property of its items; `*texts` is the caller's to free. */
static int set_texts(opis_correction *correction, opis_printed **texts, PyObject *list) {
    Py_ssize_t count = PyList_GET_SIZE(list);
    *texts = PyMem_Calloc(count ? (size_t)count : 1, sizeof **texts);
    if (!*texts) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; i < count; i++)
        if (set_printed(&(*texts)[i], PyList_GET_ITEM(list, i)) < 0) return -1;
    correction->texts = *texts;
    correction->text_count = (size_t)count;
    return 0;
}

static int apply(const core_state *state, opis_book *book, opis_correction correction, PyObject *value) {
    opis_printed one, *texts = NULL;
    int result = 0;
    correction.number = NAN;
    if (PyUnicode_Check(value)) {
        result = set_printed(&one, value);
        correction.texts = &one;
        correction.text_count = 1;
    } else if (PyList_Check(value)) {
        result = set_texts(&correction, &texts, value);
    } else if (value != Py_None) {
        correction.number = PyFloat_AsDouble(value);
        result = PyErr_Occurred() ? -1 : 0;
    }
    opis_error error;
    if (result == 0 && opis_book_correct(book, &correction, &error) != OPIS_OK) {
        raise_error(state, &error, Py_None);
        result = -1;
    }
    PyMem_Free(texts);
    return result;
}

int correct_book(const core_state *state, opis_book *book, PyObject *corrections) {
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(corrections); i++) {
        PyObject *kind, *value;
        Py_ssize_t row;
        opis_correction correction = {0};
        PyObject *item = PyTuple_GET_ITEM(corrections, i);
        if (!PyTuple_Check(item)) {
            PyErr_Format(PyExc_TypeError, "a correction must be a tuple, not %s", Py_TYPE(item)->tp_name);
            return -1;
        }
        if (!PyArg_ParseTuple(item, "OnsO:correction", &kind, &row, &correction.field, &value)) return -1;
        correction.kind = kind_named(kind);
        correction.row = (size_t)row;
        if (correction.kind == OPIS_KIND_COUNT || apply(state, book, correction, value) < 0) return -1;
    }
    return 0;
}
