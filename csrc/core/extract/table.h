/*
 * Table: what the parts of the table extractor hand to one another.
 *
 * table_find finds the numbered tables and settles their numbers, table_piece cuts their lines into words and figures,
 * table_layout makes a grid of those printed row by row, table_columns of those printed column by column, table_head
 * reads the heads of columns, table_settle reads the cells and asks the arithmetic solver, table_witness hears what
 * the prose says of them, and table joins all this to records.
 */
#ifndef OPIS_EXTRACT_TABLE_H
#define OPIS_EXTRACT_TABLE_H

#include "book.h"
#include "mend/figure.h"
#include "mend/sums.h"

#define OPIS_MOST_COLUMNS 64
/* Lines are counted from 0 here. */

typedef struct opis_table_heading {
    uint32_t line;
    uint32_t title_start, title_end; /* bytes: the title's part of the heading's own line */
    uint32_t body_line;              /* first line after the title */
    uint32_t limit;                  /* the table ends before this line: that of the next heading */
    int32_t number;                  /* settled by order */
    uint8_t clean;                   /* the number reads as it is */
    float margin;                    /* of the order solver */
} opis_table_heading;

typedef struct opis_table_headings {
    opis_table_heading *items; /* owned */
    size_t count;
} opis_table_headings;

/** \brief Find the numbered tables.  Release with opis_table_headings_release(). */
opis_status opis_table_headings_find(opis_table_headings *headings, const opis_book *book, opis_error *error);
void opis_table_headings_release(opis_table_headings *headings);

/* ---- Pieces: what blanks part ---------------------------------------------------------------------------- */

typedef enum opis_piece_kind {
    OPIS_PIECE_WORD,
    OPIS_PIECE_FIGURE,  /* has digits, and else only what digits are taken for */
    OPIS_PIECE_PERHAPS, /* no digit, and only what digits are taken for: "III", "lo" */
    OPIS_PIECE_DASH     /* a mark for a blank cell */
} opis_piece_kind;

typedef struct opis_piece {
    uint32_t start, end; /* bytes, with its marks */
    uint8_t kind;        /* an opis_piece_kind */
    uint8_t bracketed;   /* in parentheses */
    uint8_t percent;     /* has the sign */
    uint8_t apart;       /* two blanks or more before it */
} opis_piece;

typedef struct opis_piece_line {
    uint32_t line;
    uint32_t first, count; /* pieces; none for an empty line */
    uint8_t apart;         /* two blanks or more at its end */
} opis_piece_line;

typedef struct opis_table_body {
    const opis_book *book;
    opis_piece *pieces; /* owned */
    size_t piece_count, piece_capacity;
    opis_piece_line *lines; /* from the first after the title to the last of the grid; owned */
    size_t line_count, line_capacity;
    uint32_t end_line; /* the table's last: of its source or footnote */
} opis_table_body;

/** \brief Cut a table's lines into pieces, and find where it ends.  Release with opis_table_body_release(). */
opis_status opis_table_body_read(opis_table_body *body, const opis_book *book, const opis_table_heading *heading,
                                 opis_error *error);
void opis_table_body_release(opis_table_body *body);
/** \brief How many pieces of a line, from its last, are figures; of them all, `*sure` have digits. */
uint32_t opis_trailing_figures(const opis_table_body *body, const opis_piece_line *line, uint32_t *sure);
/** \brief Whether a line holds a figure and nothing else. */
int opis_is_lone_figure(const opis_table_body *body, const opis_piece_line *line);
/** \brief Whether a piece reads as a year; `*year` is the cheapest. */
int opis_reads_as_year(const opis_book *book, uint32_t start, uint32_t end, int32_t *year);

/* ---- The grid as printed --------------------------------------------------------------------------------- */

typedef enum opis_print_state {
    OPIS_PRINTED,
    OPIS_PRINTED_BLANK, /* a dash, or nothing */
    OPIS_PRINT_LOST     /* promised, and not in the scan */
} opis_print_state;

typedef struct opis_table_cell {
    uint32_t start, end; /* bytes; equal where nothing is printed */
    uint8_t state;       /* an opis_print_state */
    uint8_t doubtful;    /* it may stand in another place of its row or column */
} opis_table_cell;

/* A row or column that has fewer figures than places: which place is empty is not printed. */
typedef struct opis_short_line {
    uint32_t index;
    uint32_t places; /* from the first on, among which the figures stand */
    uint8_t is_column;
    uint8_t shown; /* a gap in the text shows the place */
} opis_short_line;

typedef struct opis_sketch {
    char *texts; /* titles and labels, end to end; owned */
    size_t texts_length, texts_capacity;
    uint32_t row_count, column_count;
    uint8_t of_shares;     /* the title says that the figures are percentages */
    opis_text *row_labels; /* in `texts`; owned */
    size_t row_capacity;
    opis_table_cell *label_spans; /* where each row's label is printed; owned */
    size_t span_capacity;
    opis_text columns[OPIS_MOST_COLUMNS]; /* labels */
    uint8_t percent[OPIS_MOST_COLUMNS];   /* the column is of percentages */
    opis_table_cell *cells;               /* row by row; owned */
    size_t cell_capacity;
    opis_short_line *shorts; /* owned */
    size_t short_count, short_capacity;
    int32_t *years; /* of rows, settled by order; 0: none; owned, or NULL */
} opis_sketch;

void opis_sketch_release(opis_sketch *sketch);
opis_status opis_sketch_text(opis_sketch *sketch, const char *bytes, size_t length, opis_text *text, opis_error *error);
/** \brief Add a row whose cells are all lost; `span` is where its label stands. */
opis_status opis_sketch_add_row(opis_sketch *sketch, opis_text label, opis_table_cell span, opis_error *error);
opis_status opis_sketch_add_short(opis_sketch *sketch, opis_short_line line, opis_error *error);

/** \brief Where a figure of one or more pieces stands, its brackets left out. */
opis_table_cell opis_table_span(const opis_book *book, const opis_piece *first, const opis_piece *last);

/** \brief Lay out a body; leaves the sketch without rows where there is no grid. */
opis_status opis_table_lay_out(opis_sketch *sketch, const opis_table_body *body, opis_error *error);
opis_status opis_table_lay_out_columns(opis_sketch *sketch, const opis_table_body *body, opis_error *error);
/** \brief Where row labels are years, settle them by order. */
opis_status opis_table_settle_years(opis_sketch *sketch, const opis_book *book, opis_error *error);

/* ---- What the cells say ---------------------------------------------------------------------------------- */

typedef struct opis_verdict {
    opis_value value;
    uint8_t has_value;
    uint8_t status;     /* an opis_certainty */
    uint8_t disputed;   /* the prose shows that it or another cell is misread, and not which */
    opis_text evidence; /* in the sketch's texts; none where its length is OPIS_NULL_TEXT */
    uint32_t first_reading, reading_count;
} opis_verdict;

/* Relations that the table states in words; owned. */
typedef struct opis_given {
    opis_relation *relations;
    size_t relation_count, relation_capacity;
    opis_relation *conflicts; /* stated, and not kept by figures that all are well read */
    size_t conflict_count, conflict_capacity;
    uint32_t *parts;
    size_t part_count, part_capacity;
} opis_given;

typedef struct opis_settlement {
    opis_verdict *cells; /* row by row; owned */
    opis_cell_reading *readings;
    size_t reading_count, reading_capacity;
    opis_solution solution;        /* of the room that it was settled in */
    opis_given stated;             /* owned */
    opis_table_witness *witnesses; /* owned */
    size_t witness_count, witness_capacity;
} opis_settlement;

/**
 * \brief What labels, heads and title state, as far as well-read lines keep it.
 *
 * `source` names the cell whose readings each of `cells` has; NULL: its own.  Relations of doubtful cells are left out
 * unless `doubtful` is set.  `given` is of zeros, or was stated before, which is forgotten; release it with
 * opis_given_release(), whatever the status.
 */
opis_status opis_table_state(opis_given *given, const opis_settlement *read, const opis_sketch *sketch,
                             const opis_book *book, const opis_table_cell *cells, const uint32_t *source, int doubtful,
                             opis_error *error);
void opis_given_release(opis_given *given);
/** \brief Whether a column is of totals, by its own label; and whether two stand under one head, or both under none. */
int opis_table_is_total(const opis_sketch *sketch, const opis_book *book, uint32_t column);
int opis_table_same_span(const opis_sketch *sketch, uint32_t a, uint32_t b);

/**
 * \brief Read the cells, place those of short lines, and solve in a room, which must not be used otherwise while the
 * settlement is.  Release with opis_settlement_release().
 */
opis_status opis_table_settle(opis_settlement *settlement, opis_sketch *sketch, const opis_book *book,
                              opis_sums_room *room, opis_error *error);
void opis_settlement_release(opis_settlement *settlement);

/** \brief Keep the relations and witnesses of the table that was added last with the book. */
opis_status opis_table_keep_relations(opis_book *book, const opis_settlement *settlement, opis_error *error);

/** \brief Hear what the prose near a table, on lines [first_line, end_line], says of its cells. */
opis_status opis_table_hear(opis_settlement *settlement, opis_sketch *sketch, const opis_book *book,
                            uint32_t first_line, uint32_t end_line, opis_error *error);

/* Heads of columns: the lines above the first row. */
typedef struct opis_head {
    const opis_piece_line *lines;
    size_t count;
} opis_head;

/** \brief Give the columns their labels; `bracketed` says which print their figures in parentheses. */
opis_status opis_table_read_head(opis_sketch *sketch, const opis_table_body *body, opis_head head,
                                 const uint8_t *bracketed, opis_error *error);
/** \brief The labels of so many blocks that stand side by side; empty where they cannot be told apart. */
opis_status opis_table_read_blocks(opis_sketch *sketch, const opis_table_body *body, opis_head head, uint32_t blocks,
                                   opis_text *labels, opis_error *error);
/** \brief The words of some pieces joined: hyphens mended. */
opis_status opis_table_join(opis_sketch *sketch, const opis_table_body *body, const uint32_t *pieces, size_t count,
                            opis_text *text, opis_error *error);

#endif
