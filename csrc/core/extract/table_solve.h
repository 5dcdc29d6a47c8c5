/*
 * Puzzles: a table's cells, in one way that its figures may stand, as the grid that the arithmetic solver is given.
 */
#ifndef OPIS_EXTRACT_TABLE_SOLVE_H
#define OPIS_EXTRACT_TABLE_SOLVE_H

#include "extract/table.h"

typedef struct opis_puzzle {
    opis_grid_cell *cells; /* owned */
    size_t capacity;
    opis_given given; /* owned */
} opis_puzzle;

typedef struct opis_puzzler {
    const opis_settlement *read;
    const opis_sketch *sketch;
    const opis_book *book;
    opis_sums_room *room;
    opis_puzzle now, before; /* before: the one that was solved last */
    uint8_t has_before;
    opis_solution solution; /* of that; the room's */
} opis_puzzler;

/* How a table's figures may stand. */
typedef struct opis_setting {
    const opis_table_cell *cells;
    const uint32_t *source; /* the cell whose readings each has; NULL: its own */
    opis_cell_state empty;  /* what an empty cell counts as */
    int doubtful;           /* relations of doubtful cells are stated, too */
} opis_setting;

/** \brief Solve; the solution stands until the next is asked for.  All cells were read, and their readings stay. */
opis_status opis_puzzle_solve(opis_puzzler *puzzler, const opis_setting *setting, opis_solution *solution,
                              opis_error *error);
void opis_puzzler_release(opis_puzzler *puzzler);

#endif
