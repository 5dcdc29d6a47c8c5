/*
 * Sums: the arithmetic solver.
 *
 * A printed table keeps relations: totals are sums of rows and columns, percentages follow from counts, columns of
 * percentages add to 100.  The scan offers several readings for a damaged cell, each at a cost.  The solver finds the
 * relations that enough well-read cells support, and then, by exact search within bounds, the readings of least cost
 * that satisfy them; a reading is proved only if no other satisfies them too.
 *
 * Values are exact: integers scaled by ten to the number of decimals; a reading of more than four decimals, or beyond a
 * hundred thousand million, takes part in nothing.  The types of relations and of what is settled stand in opis.h, for
 * opis_mend() gives them to any caller.  Nothing here knows of pages or styles.
 *
 * What a cell gets:
 *   clean      it reads as it is, and no relation that it stands in speaks against it
 *   repaired   damaged, misread or lost, and one value alone keeps its relations at a cost near the least
 *   likely     damaged, and no relation touches it or several values are left: the best, with the second as `other`;
 *              or well read, in a relation that is broken and that another of its cells may be to blame for;
 *              or well read, where another reading would keep a relation that too few lines show to be believed, or
 *              give it the decimals that all other figures of its column have
 *   missing    lost, and not determined
 *   conflict   well read, and it breaks a relation whose other cells are all sure: kept as printed
 */
#ifndef OPIS_SUMS_H
#define OPIS_SUMS_H

#include "opis.h"

/* Of one cell.  Where so many are given, a value that is not among them costs no less than the last. */
#define OPIS_FIGURE_READINGS 64

typedef struct opis_cell_reading {
    opis_value value;
    float cost; /* 0 where every glyph reads as it is */
} opis_cell_reading;

typedef enum opis_cell_state {
    OPIS_CELL_PRINTED, /* has readings */
    OPIS_CELL_BLANK,   /* printed empty: takes part in nothing */
    OPIS_CELL_LOST     /* promised by the layout, lost by the scan: any value that sums determine */
} opis_cell_state;

typedef struct opis_grid_cell {
    opis_cell_state state;
    uint32_t first_reading, reading_count; /* cheapest first; a printed cell with none is past reading */
    uint8_t percent;                       /* a percent sign stands behind it */
} opis_grid_cell;

typedef struct opis_grid {
    uint32_t row_count, column_count;
    const opis_grid_cell *cells; /* row by row */
    const opis_cell_reading *readings;
    size_t reading_count;
    uint32_t most_cells; /* that are solved: 0 stands for OPIS_LARGEST_GRID, the most */
} opis_grid;

/**
 * \brief Find the relations of a grid and settle its cells.
 *
 * `given` relations of the caller (with their `parts`) are taken as true; one that names a cell twice, none that
 * the grid has, or blank ones alone, is left out.  The caller owns the solution; release it with
 * opis_solution_release().  On failure it is empty.  Fails only when memory is out, or the grid has 2^32 cells.
 */
opis_status opis_sums_solve(const opis_grid *grid, const opis_relation *given, size_t given_count,
                            const uint32_t *parts, size_t part_count, opis_solution *solution, opis_error *error);

/* Room for one solve after the other, for one thread: only the first of them allocate. */
typedef struct opis_sums_room opis_sums_room;

/** \brief NULL when memory is out. */
opis_sums_room *opis_sums_room_new(opis_error *error);
void opis_sums_room_free(opis_sums_room *room);

/** \brief The same in a room, which keeps the solution: it stands until the next solve there.  It is not released. */
opis_status opis_sums_solve_in(opis_sums_room *room, const opis_grid *grid, const opis_relation *given,
                               size_t given_count, const uint32_t *parts, size_t part_count, opis_solution *solution,
                               opis_error *error);

#endif
