/*
 * Arrow: the records of a book as the Arrow C data interface hands them to other libraries.
 *
 * The core keeps rows, Arrow wants columns: every column is copied once, into buffers that belong to what is handed
 * over.  None refers to the book or to Python, so a consumer may release it at any time, in any thread, without the
 * interpreter's lock.
 */
#ifndef OPIS_PYTHON_ARROW_H
#define OPIS_PYTHON_ARROW_H

#include <stddef.h>
#include <stdint.h>

#include "opis.h"

/* ---- The interface, as https://arrow.apache.org/docs/format/CDataInterface.html lays it out ------------------------
 */

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2

struct ArrowSchema {
    const char *format, *name, *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length, null_count, offset, n_buffers, n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

#endif

/* ---- What is handed over -------------------------------------------------------------------------------------------
 */

typedef enum column_type {
    COLUMN_INT32,
    COLUMN_INT64,
    COLUMN_UINT8,
    COLUMN_UINT16,
    COLUMN_UINT32,
    COLUMN_REAL,    /* double; NAN is null */
    COLUMN_FLAG,    /* uint8_t, 0 or 1 */
    COLUMN_NAMES,   /* uint8_t, a number in `names` */
    COLUMN_RAW,     /* the source between start and end */
    COLUMN_TEXT,    /* opis_text */
    COLUMN_TEXTS,   /* opis_list of texts */
    COLUMN_INTEGERS /* opis_list of integers */
} column_type;

#define LONGEST_NAMES 8

typedef struct arrow_column {
    const char *name;
    column_type type;
    size_t offset; /* in a row */
    int nullable;
    const char *names[LONGEST_NAMES]; /* ended by NULL unless full */
    int ordered;                      /* the names ascend, so that they may be compared */
} arrow_column;

#define MOST_COLUMNS 24

typedef struct arrow_frame {
    const char *kind;
    arrow_column columns[MOST_COLUMNS];
    size_t column_count;
} arrow_frame;

/* The rows to hand over; all is borrowed. */
typedef struct arrow_rows {
    const opis_book *book;
    const char *source; /* what the book was read from, `source_length` bytes */
    int64_t source_length;
    const char *rows;
    size_t row_size;
    const intptr_t *chosen; /* row numbers, or NULL for the first `count` rows */
    size_t count;
} arrow_rows;

typedef enum arrow_result {
    ARROW_DONE,
    ARROW_NO_MEMORY,
    ARROW_TOO_MANY_ITEMS /* the lists of a column hold more items than Arrow's list counts */
} arrow_result;

/** \brief The type of a frame, which the caller releases.  On failure it is released already. */
arrow_result arrow_schema_of(const arrow_frame *frame, struct ArrowSchema *schema);
/** \brief The rows as one struct array, which the caller releases.  On failure it is released already. */
arrow_result arrow_array_of(const arrow_frame *frame, const arrow_rows *rows, struct ArrowArray *array);

#endif
