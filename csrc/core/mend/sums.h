/*
 * Sums: the arithmetic solver.
 *
 * A printed table keeps relations: totals are sums of rows and columns, percentages follow from counts, columns of
 * percentages add to 100.  The scan offers several readings for a damaged cell, each at a cost.  The solver finds the
 * relations that enough well-read cells support, and then, by exact search within bounds, the readings of least cost
 * that satisfy them; a reading is proved only if no other satisfies them too.
 *
 * Values are exact: integers scaled by ten to the number of decimals.  Nothing here knows of pages or styles.
 */
#ifndef OPIS_SUMS_H
#define OPIS_SUMS_H

#include "opis.h"

/* Of one cell.  Where so many are given, a value that is not among them costs no less than the last. */
#define OPIS_FIGURE_READINGS 64
#define OPIS_LARGEST_GRID 4096 /* cells that are solved exactly; in a larger grid every cell stays as it reads */

typedef struct opis_value {
    int64_t units;    /* the value times ten to the `decimals` */
    uint8_t decimals; /* digits printed behind the point */
} opis_value;

typedef struct opis_cell_reading {
    opis_value value;
    float cost; /* 0 where every glyph reads as it is */
} opis_cell_reading;

typedef enum opis_cell_state {
    OPIS_CELL_PRINTED, /* has readings */
    OPIS_CELL_BLANK,   /* printed empty: takes part in nothing */
    OPIS_CELL_LOST     /* promised by the layout, lost by the scan: any value, never proved but by `witness` or sums */
} opis_cell_state;

typedef struct opis_grid_cell {
    opis_cell_state state;
    uint32_t first_reading, reading_count; /* cheapest first */
} opis_grid_cell;

typedef struct opis_grid {
    uint32_t row_count, column_count;
    const opis_grid_cell *cells; /* row by row */
    const opis_cell_reading *readings;
    size_t reading_count;
} opis_grid;

typedef enum opis_relation_kind {
    OPIS_SUM,        /* the parts add up to the whole */
    OPIS_PERCENT,    /* whole = 100 * parts[0] / parts[1], rounded or cut off as printed */
    OPIS_DIFFERENCE, /* whole = parts[0] - parts[1] */
    OPIS_HUNDRED     /* the parts add up to 100 within rounding; no whole */
} opis_relation_kind;

#define OPIS_NO_CELL UINT32_MAX

typedef struct opis_relation {
    opis_relation_kind kind;
    uint32_t whole;                  /* a cell, or OPIS_NO_CELL */
    uint32_t first_part, part_count; /* into `parts` of the solution (or of the relations given): cells */
    uint8_t truncates;               /* the table cuts percentages off where others round */
    uint8_t holds;                   /* the settled values keep it */
    uint8_t given;                   /* by the caller, not found */
    double residual;                 /* what the whole is printed over what follows, in the whole's own units */
} opis_relation;

typedef struct opis_settled {
    opis_value value;
    int32_t reading; /* which one, or -1: the value follows from the relations alone, or there is none */
    uint8_t status;  /* an opis_certainty */
    uint8_t has_value;
    int32_t relation; /* the relation that proves or contradicts it, or -1 */
    opis_value other; /* a second possible value, where `has_other` */
    uint8_t has_other;
} opis_settled;

typedef struct opis_solution {
    opis_settled *cells;      /* row by row; owned */
    opis_relation *relations; /* owned */
    size_t relation_count;
    uint32_t *parts; /* owned */
    size_t part_count;
    uint8_t bounded; /* the search came to its bound: what it could not prove is left `likely` */
} opis_solution;

/**
 * \brief Find the relations of a grid and settle its cells.
 *
 * `given` relations of the caller (with their `parts`) are taken as true.  The caller owns the solution; release it
 * with opis_solution_release().  Fails only when memory is out.
 */
opis_status opis_sums_solve(const opis_grid *grid, const opis_relation *given, size_t given_count,
                            const uint32_t *parts, size_t part_count, opis_solution *solution, opis_error *error);
void opis_solution_release(opis_solution *solution);

#endif
