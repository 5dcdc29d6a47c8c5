/*
 * One table is solved several times, and often in the same way twice: when its blanks are settled, and again in the
 * end.  So the puzzle that was solved last is kept, and one that is the same in every cell and in all that is given has
 * its solution already.  What is too large to be solved is not kept.
 */
#include "extract/table_solve.h"

#include <string.h>

#include "memory.h"

static opis_grid_cell cell_of(const opis_puzzler *puzzler, const opis_setting *setting, uint32_t at) {
    const opis_table_cell *printed = &setting->cells[at];
    const opis_verdict *read = &puzzler->read->cells[setting->source ? setting->source[at] : at];
    opis_cell_state state = printed->state == OPIS_PRINTED         ? OPIS_CELL_PRINTED
                            : printed->state == OPIS_PRINTED_BLANK ? OPIS_CELL_BLANK
                                                                   : setting->empty;
    if (state == OPIS_CELL_PRINTED && read->reading_count == 0) state = OPIS_CELL_LOST;
    const char *text = puzzler->book->source.bytes + printed->start;
    return (opis_grid_cell){.state = state,
                            .first_reading = read->first_reading,
                            .reading_count = state == OPIS_CELL_PRINTED ? read->reading_count : 0,
                            .percent = (uint8_t)opis_figure_is_percent(text, printed->end - printed->start)};
}

static int same_cells(const opis_grid_cell *one, const opis_grid_cell *other, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        if (one[i].state != other[i].state || one[i].first_reading != other[i].first_reading ||
            one[i].reading_count != other[i].reading_count || one[i].percent != other[i].percent)
            return 0;
    return 1;
}

static int same_relations(const opis_given *one, const opis_given *other) {
    if (one->relation_count != other->relation_count || one->part_count != other->part_count) return 0;
    for (size_t i = 0; i < one->relation_count; i++) {
        const opis_relation *a = &one->relations[i], *b = &other->relations[i];
        if (a->kind != b->kind || a->whole != b->whole || a->first_part != b->first_part ||
            a->part_count != b->part_count || a->truncates != b->truncates)
            return 0;
    }
    return one->part_count == 0 || memcmp(one->parts, other->parts, one->part_count * sizeof *one->parts) == 0;
}

static opis_status pose(opis_puzzler *puzzler, const opis_setting *setting, uint32_t cells, opis_error *error) {
    opis_puzzle *puzzle = &puzzler->now;
    opis_status status = opis_reserve(&puzzle->cells, &puzzle->capacity, cells, sizeof *puzzle->cells, error);
    if (status != OPIS_OK) return status;
    for (uint32_t i = 0; i < cells; i++) puzzle->cells[i] = cell_of(puzzler, setting, i);
    return opis_table_state(&puzzle->given, puzzler->read, puzzler->sketch, puzzler->book, setting->cells,
                            setting->source, setting->doubtful, error);
}

opis_status opis_puzzle_solve(opis_puzzler *puzzler, const opis_setting *setting, opis_solution *solution,
                              opis_error *error) {
    const opis_sketch *sketch = puzzler->sketch;
    const uint32_t cells = sketch->row_count * sketch->column_count;
    opis_status status = pose(puzzler, setting, cells, error);
    if (status != OPIS_OK) return status;
    const opis_puzzle puzzle = puzzler->now;
    int is_solved = puzzler->has_before && same_cells(puzzle.cells, puzzler->before.cells, cells) &&
                    same_relations(&puzzle.given, &puzzler->before.given);
    if (!is_solved) {
        opis_grid grid = {sketch->row_count,       sketch->column_count,         puzzle.cells,
                          puzzler->read->readings, puzzler->read->reading_count, puzzler->book->limits.table_cells};
        const opis_given *given = &puzzle.given;
        status = opis_sums_solve_in(puzzler->room, &grid, given->relations, given->relation_count, given->parts,
                                    given->part_count, &puzzler->solution, error);
        puzzler->has_before = status == OPIS_OK && cells <= puzzler->book->limits.table_cells;
    }
    if (!is_solved && puzzler->has_before) {
        puzzler->now = puzzler->before;
        puzzler->before = puzzle;
    }
    *solution = puzzler->solution;
    return status;
}

void opis_puzzler_release(opis_puzzler *puzzler) {
    opis_resize(puzzler->now.cells, 0);
    opis_resize(puzzler->before.cells, 0);
    opis_given_release(&puzzler->now.given);
    opis_given_release(&puzzler->before.given);
}
