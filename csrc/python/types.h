/*
 * The types of the extension module opis._core, and the few helpers that they share.
 *
 * A Book owns what the core read; Records and Tokens are thin windows on it; the numpy arrays that they give are
 * read-only views whose base is the Book.  Nothing here parses.  No object of these types can be part of a reference
 * cycle (a Book refers to dtypes, bytes and buffers alone), so none takes part in garbage collection; the module does.
 */
#ifndef OPIS_PYTHON_TYPES_H
#define OPIS_PYTHON_TYPES_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_23_API_VERSION
#define PY_ARRAY_UNIQUE_SYMBOL opis_numpy_api
#ifndef OPIS_IMPORTS_NUMPY
#define NO_IMPORT_ARRAY
#endif
#include <numpy/arrayobject.h>

#include "opis.h"

/* ---- Module -------------------------------------------------------------------------------------------- */

typedef struct core_state {
    opis_reader *reader; /* made once, shared by every book that is read */
    PyTypeObject *book_type, *records_type, *tokens_type;
    PyArray_Descr *token_dtype;
    PyObject *error, *read_error, *limit_error, *style_error; /* exception classes of opis.errors */
} core_state;

extern struct PyModuleDef core_module;

/** \brief The state of the module that made a type; never NULL for the types of this module. */
core_state *core_state_of(PyTypeObject *type);

/** \brief Set the Python exception that an error of the core stands for; gives NULL, to be returned. */
PyObject *raise_error(const core_state *state, const opis_error *error, PyObject *path);

/** \brief A read-only array over rows that `owner` keeps alive. */
PyObject *array_over(const void *rows, size_t count, PyArray_Descr *dtype, PyObject *owner);

/* ---- Frame: the records of one kind as numpy sees them ------------------------------------------------- */

typedef struct frame {
    char *rows;           /* owned; NULL until built */
    PyArray_Descr *dtype; /* owned */
} frame;

struct book_object;

/** \brief Build the frame of a kind; 0, or -1 with an exception set.  Release it with frame_release(). */
int frame_build(frame *built, const struct book_object *book, opis_kind kind);
void frame_release(frame *released);

/* ---- Limits -------------------------------------------------------------------------------------------- */

typedef struct given_limits {
    opis_limits core;
    uint64_t array_bytes; /* of an array of records */
} given_limits;

/**
 * \brief A converter for PyArg_Parse: a given_limits from (source_bytes, text_bytes, table_cells, array_bytes,
 * match_steps, match_bytes, read_steps); None leaves it as it is.
 */
int limits_of(PyObject *given, void *result);

/* ---- Kinds --------------------------------------------------------------------------------------------- */

/** \brief The kind of a name; OPIS_KIND_COUNT with a KeyError set if there is none. */
opis_kind kind_named(PyObject *name);

/* ---- Book ---------------------------------------------------------------------------------------------- */

typedef struct book_object {
    PyObject_HEAD PyObject *given; /* bytes, or whatever else has a buffer */
    Py_buffer buffer;              /* its bytes, borrowed by the core: held, so that they stay where they are */
    PyObject *source;              /* bytes: `given`, or a copy once it is asked for */
    PyObject *path;                /* str or None: what errors call it */
    uint64_t array_bytes;          /* the most that a frame may take */
    opis_book *book;
    frame frames[OPIS_KIND_COUNT]; /* each built when it is first asked for */
} book_object;

extern PyType_Spec book_spec;

/** \brief The frame of a kind, built on first use and kept in the book; NULL with an exception set. */
const frame *book_frame(book_object *self, opis_kind kind);
/** \brief The source between two byte offsets as str. */
PyObject *book_raw(const book_object *self, int64_t start, int64_t end);

/* ---- Corrections --------------------------------------------------------------------------------------- */

/** \brief Apply (kind, row, field, value) tuples to a book that nobody shares yet; 0, or -1 with an exception set. */
int correct_book(const core_state *state, opis_book *book, PyObject *corrections);

/* ---- Records ------------------------------------------------------------------------------------------- */

extern PyType_Spec records_spec;
PyObject *records_new(const core_state *state, book_object *book, opis_kind kind);

/* ---- Arrow: capsules of the PyCapsule interface; `rows` are the row numbers to hand over, or None for all ---- */

extern const char arrow_schema_doc[], arrow_array_doc[], arrow_stream_doc[];
PyObject *arrow_schema_of_records(opis_kind kind);
PyObject *arrow_array_of_records(const book_object *book, opis_kind kind, PyObject *rows);
PyObject *arrow_stream_of_records(const book_object *book, opis_kind kind, PyObject *rows);
PyObject *arrow_schema_of_tokens(void);
PyObject *arrow_array_of_tokens(const book_object *book, PyObject *rows);
PyObject *arrow_stream_of_tokens(const book_object *book, PyObject *rows);

/* ---- Texts --------------------------------------------------------------------------------------------- */

/** \brief encode(text): the module's function; a str as the bytes of UTF-8. */
PyObject *encode_text(PyObject *module, PyObject *text);

/* ---- Styles -------------------------------------------------------------------------------------------- */

/** \brief compile_styles(styles, archives): the module's function; a capsule that keeps all it was given. */
PyObject *compile_styles(PyObject *module, PyObject *args);
/** \brief A converter of arguments: the reader of such a capsule. */
int reader_of_styles(PyObject *capsule, void *reader);

/* ---- Mend ---------------------------------------------------------------------------------------------- */

/** \brief mend(rows, columns, texts, relations): the module's function. */
PyObject *mend_texts(PyObject *module, PyObject *args);
/** \brief Relations as a list of dicts. */
PyObject *relation_dicts(const opis_relation *relations, size_t count, const uint32_t *parts);

/* ---- Tokens -------------------------------------------------------------------------------------------- */

extern PyType_Spec tokens_spec;
PyObject *tokens_new(const core_state *state, book_object *book);
/** \brief The structured dtype of opis_token; NULL with an exception set. */
PyArray_Descr *tokens_dtype(void);
/** \brief The names of the token classes, a tuple of str in the order of opis_token_class. */
PyObject *tokens_classes(void);
/** \brief The name of one; NULL past the last. */
const char *tokens_class_name(opis_token_class number);
/** \brief The tokens of some UTF-8 bytes, an array that owns them. */
PyObject *tokens_of_bytes(const core_state *state, const Py_buffer *bytes, PyObject *path);

#endif
