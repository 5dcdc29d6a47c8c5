/*
 * Mend: a grid of printed cells into the arithmetic solver, and what it settled out of it.
 */
#include <math.h>

#include "types.h"

static const char *const relation_names[] = {
    [OPIS_SUM] = "sum",
    [OPIS_PERCENT] = "percent",
    [OPIS_DIFFERENCE] = "difference",
    [OPIS_HUNDRED] = "hundred",
};
static const int relation_kinds = sizeof relation_names / sizeof *relation_names;

/* What the caller gave, as the core wants it; the texts belong to `cells`. */
typedef struct mend_request {
    PyObject *cells; /* owned: a tuple or list of str or None */
    opis_printed *printed;
    opis_relation *given;
    uint32_t *parts;
    given_limits limits;
    Py_ssize_t given_count, part_count;
} mend_request;

static void request_release(mend_request *request) {
    Py_CLEAR(request->cells);
    PyMem_Free(request->printed);
    PyMem_Free(request->given);
    PyMem_Free(request->parts);
}

static int take_cells(mend_request *request, PyObject *cells, Py_ssize_t wanted) {
    request->cells = PySequence_Fast(cells, "texts must be a sequence of str or None");
    if (!request->cells) return -1;
    Py_ssize_t count = PySequence_Fast_GET_SIZE(request->cells);
    if (count != wanted) {
        PyErr_Format(PyExc_ValueError, "%zd cells make no grid of %zd", count, wanted);
        return -1;
    }
    request->printed = PyMem_Calloc((size_t)count + 1, sizeof *request->printed);
    if (!request->printed) return PyErr_NoMemory(), -1;
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *cell = PySequence_Fast_GET_ITEM(request->cells, i);
        Py_ssize_t length = 0;
        if (cell == Py_None) continue;
        request->printed[i].text = PyUnicode_AsUTF8AndSize(cell, &length);
        if (!request->printed[i].text) return -1;
        request->printed[i].length = (size_t)length;
    }
    return 0;
}

static int kind_of(const char *name) {
    for (int kind = 0; kind < relation_kinds; kind++)
        if (strcmp(relation_names[kind], name) == 0) return kind;
    PyErr_Format(PyExc_ValueError, "no kind of relation is called %s", name);
    return -1;
}

static int take_parts(mend_request *request, opis_relation *relation, PyObject *parts) {
    PyObject *fast = PySequence_Fast(parts, "the parts of a relation must be a sequence of cells");
    if (!fast) return -1;
    Py_ssize_t count = PySequence_Fast_GET_SIZE(fast);
    size_t needed = (size_t)(request->part_count + count + 1);
    uint32_t *grown = PyMem_Realloc(request->parts, needed * sizeof *grown);
    if (grown) request->parts = grown;
    if (!grown) PyErr_NoMemory();
    relation->first_part = (uint32_t)request->part_count;
    relation->part_count = (uint32_t)count;
    for (Py_ssize_t i = 0; i < count && !PyErr_Occurred(); i++) {
        size_t part = PyLong_AsSize_t(PySequence_Fast_GET_ITEM(fast, i));
        request->parts[request->part_count++] = part < UINT32_MAX ? (uint32_t)part : UINT32_MAX;
    }
    Py_DECREF(fast);
    return PyErr_Occurred() ? -1 : 0;
}

/* A relation is (kind, whole or None, parts). */
static int take_relation(mend_request *request, PyObject *item) {
    const char *name;
    PyObject *whole, *parts;
    if (!PyTuple_Check(item)) {
        PyErr_SetString(PyExc_TypeError, "a relation is a tuple: kind, whole or None, parts");
        return -1;
    }
    if (!PyArg_ParseTuple(item, "sOO:relation", &name, &whole, &parts)) return -1;
    int kind = kind_of(name);
    if (kind < 0) return -1;
    opis_relation *relation = &request->given[request->given_count++];
    *relation = (opis_relation){.kind = (opis_relation_kind)kind, .whole = OPIS_NO_CELL};
    if (whole != Py_None) {
        size_t cell = PyLong_AsSize_t(whole);
        if (PyErr_Occurred()) return -1;
        relation->whole = cell < OPIS_NO_CELL ? (uint32_t)cell : OPIS_NO_CELL;
    }
    return take_parts(request, relation, parts);
}

static int take_relations(mend_request *request, PyObject *relations) {
    PyObject *fast = PySequence_Fast(relations, "relations must be a sequence");
    if (!fast) return -1;
    Py_ssize_t count = PySequence_Fast_GET_SIZE(fast);
    request->given = PyMem_Calloc((size_t)count + 1, sizeof *request->given);
    int result = request->given ? 0 : (PyErr_NoMemory(), -1);
    for (Py_ssize_t i = 0; i < count && result == 0; i++)
        result = take_relation(request, PySequence_Fast_GET_ITEM(fast, i));
    Py_DECREF(fast);
    return result;
}

/* ---- What comes back ----------------------------------------------------------------------------------- */

static double real_of(opis_value value, int is_there) {
    return is_there ? (double)value.units / pow(10, value.decimals) : NAN;
}

static PyObject *new_array(int type, npy_intp count) {
    return PyArray_SimpleNew(1, &count, type);
}

static PyObject *reals(const opis_solution *solution, npy_intp count, int others) {
    PyObject *array = new_array(NPY_DOUBLE, count);
    double *out = array ? PyArray_DATA((PyArrayObject *)array) : NULL;
    for (npy_intp i = 0; out && i < count; i++) {
        const opis_settled *cell = &solution->cells[i];
        out[i] = others ? real_of(cell->other, cell->has_other) : real_of(cell->value, cell->has_value);
    }
    return array;
}

static PyObject *proofs(const opis_solution *solution, npy_intp count) {
    PyObject *array = new_array(NPY_INT32, count);
    int32_t *out = array ? PyArray_DATA((PyArrayObject *)array) : NULL;
    for (npy_intp i = 0; out && i < count; i++) out[i] = solution->cells[i].relation;
    return array;
}

static PyObject *statuses(const opis_solution *solution, Py_ssize_t count) {
    PyObject *list = PyList_New(count);
    for (Py_ssize_t i = 0; list && i < count; i++) {
        PyObject *name = PyUnicode_FromString(opis_certainty_name(solution->cells[i].status));
        if (!name) Py_CLEAR(list);
        if (name) PyList_SET_ITEM(list, i, name);
    }
    return list;
}

static PyObject *relation_dict(const opis_relation *relation, const uint32_t *all_parts) {
    PyObject *parts = PyTuple_New((Py_ssize_t)relation->part_count);
    for (uint32_t i = 0; parts && i < relation->part_count; i++) {
        PyObject *part = PyLong_FromUnsignedLong(all_parts[relation->first_part + i]);
        if (!part) Py_CLEAR(parts);
        if (part) PyTuple_SET_ITEM(parts, (Py_ssize_t)i, part);
    }
    PyObject *whole = relation->whole == OPIS_NO_CELL ? Py_NewRef(Py_None) : PyLong_FromUnsignedLong(relation->whole);
    PyObject *made = NULL;
    if (parts && whole)
        made = Py_BuildValue("{s:s, s:O, s:O, s:O, s:d, s:O, s:O}", "kind", relation_names[relation->kind], "whole",
                             whole, "parts", parts, "holds", relation->holds ? Py_True : Py_False, "residual",
                             relation->residual, "given", relation->given ? Py_True : Py_False, "truncates",
                             relation->truncates ? Py_True : Py_False);
    Py_XDECREF(parts);
    Py_XDECREF(whole);
    return made;
}

PyObject *relation_dicts(const opis_relation *relations, size_t count, const uint32_t *parts) {
    PyObject *list = PyList_New((Py_ssize_t)count);
    for (size_t i = 0; list && i < count; i++) {
        PyObject *relation = relation_dict(&relations[i], parts);
        if (!relation) Py_CLEAR(list);
        if (relation) PyList_SET_ITEM(list, (Py_ssize_t)i, relation);
    }
    return list;
}

/* Takes the value; -1 if there is none. */
static int put(PyObject *dict, const char *key, PyObject *value) {
    int result = value ? PyDict_SetItemString(dict, key, value) : -1;
    Py_XDECREF(value);
    return result;
}

static PyObject *mended_dict(const opis_solution *solution, Py_ssize_t count) {
    PyObject *dict = PyDict_New();
    if (dict && put(dict, "values", reals(solution, count, 0)) == 0 &&
        put(dict, "others", reals(solution, count, 1)) == 0 && put(dict, "proofs", proofs(solution, count)) == 0 &&
        put(dict, "status", statuses(solution, count)) == 0 &&
        put(dict, "relations", relation_dicts(solution->relations, solution->relation_count, solution->parts)) == 0 &&
        put(dict, "bounded", PyBool_FromLong(solution->bounded)) == 0)
        return dict;
    Py_XDECREF(dict);
    return NULL;
}

static PyObject *solve_request(const core_state *state, const mend_request *request, Py_ssize_t rows,
                               Py_ssize_t columns) {
    opis_solution solution;
    opis_error error;
    opis_status status;
    Py_BEGIN_ALLOW_THREADS;
    status = opis_mend_within(state->reader, request->printed, (uint32_t)rows, (uint32_t)columns, request->given,
                              (size_t)request->given_count, request->parts, (size_t)request->part_count,
                              &request->limits.core, &solution, &error);
    Py_END_ALLOW_THREADS;
    if (status != OPIS_OK) return raise_error(state, &error, Py_None);
    PyObject *mended = mended_dict(&solution, rows * columns);
    opis_solution_release(&solution);
    return mended;
}

PyObject *mend_texts(PyObject *module, PyObject *args) {
    mend_request request = {0};
    PyObject *texts, *relations, *result = NULL;
    Py_ssize_t rows, columns;
    if (!PyArg_ParseTuple(args, "nnOO|O&:mend", &rows, &columns, &texts, &relations, limits_of, &request.limits))
        return NULL;
    if (rows < 0 || columns < 0 || rows > INT32_MAX || columns > INT32_MAX / (rows ? rows : 1)) {
        PyErr_SetString(PyExc_ValueError, "rows and columns must be counts");
        return NULL;
    }
    if (take_cells(&request, texts, rows * columns) == 0 && take_relations(&request, relations) == 0)
        result = solve_request(PyModule_GetState(module), &request, rows, columns);
    request_release(&request);
    return result;
}
