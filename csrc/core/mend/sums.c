/*
 * Finding and search by turns: what is proved makes more lines readable, and those may show more relations.
 */
#include "mend/sums.h"

#include <math.h>
#include <string.h>

#include "memory.h"
#include "mend/sums_work.h"

#define MOST_TURNS 5
/* Steps for each cell, and for the whole: time is linear in the cells, whatever they read. */
#define STEPS_FOR_A_CELL 100000
#define STEPS_FOR_ALL 10000000

static const int64_t powers[] = {10000, 1000, 100, 10, 1};

/* ---- What the caller gives ----------------------------------------------------------------------------- */

static int is_sound(const opis_grid *grid, const opis_relation *given, const uint32_t *parts, size_t part_count) {
    uint32_t cells = grid->row_count * grid->column_count, printed = 0;
    int wants_whole = given->kind != OPIS_HUNDRED;
    if (given->first_part > part_count || given->part_count > part_count - given->first_part) return 0;
    if (given->part_count < 1 || given->part_count > cells) return 0;
    if ((given->kind == OPIS_PERCENT || given->kind == OPIS_DIFFERENCE) && given->part_count != 2) return 0;
    if (wants_whole && given->whole >= cells) return 0;
    for (uint32_t i = 0; i < given->part_count; i++) {
        uint32_t part = parts[given->first_part + i];
        if (part >= cells || (wants_whole && part == given->whole)) return 0;
        printed += grid->cells[part].state != OPIS_CELL_BLANK;
        for (uint32_t k = 0; k < i; k++)
            if (parts[given->first_part + k] == part) return 0;
    }
    return printed > 0 || (wants_whole && grid->cells[given->whole].state != OPIS_CELL_BLANK);
}

static opis_status add_given(sums_work *work, const opis_relation *given, const uint32_t *parts) {
    opis_status status = opis_reserve(&work->parts, &work->part_capacity, work->part_count + given->part_count,
                                      sizeof *work->parts, work->error);
    if (!status)
        status = opis_reserve(&work->relations, &work->relation_capacity, work->relation_count + 1,
                              sizeof *work->relations, work->error);
    if (status) return status;
    sums_relation *relation = &work->relations[work->relation_count++];
    *relation = (sums_relation){.kind = given->kind,
                                .whole = given->kind == OPIS_HUNDRED ? OPIS_NO_CELL : given->whole,
                                .first_part = (uint32_t)work->part_count,
                                .part_count = given->part_count,
                                .broken = SUMS_GIVEN_BROKEN,
                                .truncates = given->truncates,
                                .given = 1};
    memcpy(work->parts + work->part_count, parts + given->first_part, given->part_count * sizeof *parts);
    work->part_count += given->part_count;
    if (given->kind == OPIS_HUNDRED) {
        uint8_t finest = 0;
        for (uint32_t i = 0; i < given->part_count; i++) {
            const sums_cell *cell = &work->cells[parts[given->first_part + i]];
            if (cell->count && work->options[cell->first].decimals > finest)
                finest = work->options[cell->first].decimals;
        }
        relation->tolerance = powers[finest] * (given->part_count / 2);
    }
    return OPIS_OK;
}

/* ---- What the caller gets ------------------------------------------------------------------------------ */

static opis_value value_of(const sums_option *option) {
    return (opis_value){option->value / powers[option->decimals], option->decimals};
}

static void note_value(opis_settled *settled, const sums_option *option) {
    settled->value = value_of(option);
    settled->reading = option->reading;
    settled->has_value = 1;
}

/* A cell as it reads, with no word from any relation. */
static void settle_as_read(const opis_grid *grid, uint32_t at, opis_settled *settled) {
    const opis_grid_cell *cell = &grid->cells[at];
    *settled = (opis_settled){.reading = -1, .relation = -1};
    settled->status = cell->state == OPIS_CELL_BLANK  ? OPIS_CLEAN
                      : cell->state == OPIS_CELL_LOST ? OPIS_MISSING
                                                      : OPIS_LIKELY;
    if (cell->state != OPIS_CELL_PRINTED || !cell->reading_count) return;
    const opis_cell_reading *readings = grid->readings + cell->first_reading;
    settled->value = readings[0].value;
    settled->reading = 0;
    settled->has_value = 1;
    if (readings[0].cost == 0) settled->status = OPIS_CLEAN;
}

static void tell_cell(const sums_work *work, uint32_t at, opis_settled *settled) {
    const sums_cell *cell = &work->cells[at];
    const sums_option *option = cell->count ? sums_options(work, at) : NULL;
    settle_as_read(work->grid, at, settled);
    if (work->grid->cells[at].state == OPIS_CELL_BLANK || !option) return;
    int as_printed = cell->clean && option->reading == 0 && value_of(option).units == settled->value.units;
    note_value(settled, option);
    settled->relation = cell->relation;
    if (cell->settled)
        settled->status = as_printed ? OPIS_CLEAN : OPIS_REPAIRED;
    else
        settled->status = cell->clean && cell->doubt == 0 ? OPIS_CLEAN : OPIS_LIKELY;
    if (cell->settled || !cell->has_rival) return;
    settled->other = value_of(&cell->rival);
    settled->has_other = 1;
}

/* The one cell of a broken relation that the others leave to blame; OPIS_NO_CELL where there are more. */
static uint32_t culprit_of(const sums_work *work, const sums_relation *relation, const opis_settled *cells) {
    uint32_t culprit = OPIS_NO_CELL;
    for (uint32_t i = 0; i < sums_size(relation); i++) {
        uint32_t at = sums_member(work, relation, i);
        int is_sure = cells[at].status == OPIS_CLEAN || cells[at].status == OPIS_REPAIRED;
        if (is_sure) continue;
        if (culprit != OPIS_NO_CELL) return OPIS_NO_CELL;
        culprit = at;
    }
    return culprit == OPIS_NO_CELL && relation->whole != OPIS_NO_CELL ? relation->whole : culprit;
}

/* Where all but one cell of a broken relation are sure, and that one reads well, the book contradicts itself. */
static void tell_conflicts(const sums_work *work, opis_solution *solution) {
    for (size_t i = 0; i < work->relation_count; i++) {
        const sums_relation *relation = &work->relations[i];
        if (relation->suspected || sums_holds(work, relation) || isnan(sums_residual(work, relation))) continue;
        uint32_t culprit = culprit_of(work, relation, solution->cells);
        if (culprit == OPIS_NO_CELL || !work->cells[culprit].clean) continue;
        if (solution->cells[culprit].status == OPIS_LIKELY && work->cells[culprit].has_rival &&
            work->cells[culprit].rival.reading >= 0)
            continue; /* perhaps it is the scan that contradicts the book */
        opis_settled *settled = &solution->cells[culprit];
        settled->status = OPIS_CONFLICT;
        settled->relation = (int32_t)i;
        settled->value = work->grid->readings[work->grid->cells[culprit].first_reading].value;
        settled->reading = 0;
    }
}

static opis_status tell_relations(sums_work *work, opis_solution *solution) {
    opis_status status = opis_reserve(&solution->relations, &work->told_capacity, work->relation_count + 1,
                                      sizeof *solution->relations, work->error);
    if (status) return status;
    for (size_t i = 0; i < work->relation_count; i++) {
        const sums_relation *relation = &work->relations[i];
        solution->relations[i] = (opis_relation){.kind = relation->kind,
                                                 .whole = relation->whole,
                                                 .first_part = relation->first_part,
                                                 .part_count = relation->part_count,
                                                 .truncates = relation->truncates,
                                                 .given = relation->given,
                                                 .holds = (uint8_t)sums_holds(work, relation),
                                                 .residual = sums_residual(work, relation)};
    }
    solution->relation_count = work->relation_count;
    solution->parts = work->parts;
    solution->part_count = work->part_count;
    return OPIS_OK;
}

/* ---- The whole ----------------------------------------------------------------------------------------- */

static opis_status find_and_search(sums_work *work) {
    size_t found = 1;
    opis_status status = OPIS_OK;
    for (int turn = 0; turn < MOST_TURNS && found && !status; turn++) {
        status = sums_find(work, &found);
        if (!status && (found || turn == 0)) status = sums_link(work);
        if (!status && found) status = sums_drop_denied(work);
        if (!status && (found || turn == 0)) status = sums_search(work);
    }
    if (!status) status = sums_drop_denied(work);
    if (!status) sums_verify(work);
    if (!status) status = sums_suspect(work);
    if (!status) status = sums_link(work);
    if (!status) status = sums_drop_denied(work);
    if (!status) sums_doubt(work);
    return status;
}

static opis_status solve(sums_work *work, const opis_relation *given, size_t given_count, const uint32_t *parts,
                         size_t part_count, opis_solution *solution) {
    opis_status status = OPIS_OK;
    work->work_allowed = STEPS_FOR_ALL + (uint64_t)work->cell_count * STEPS_FOR_A_CELL;
    for (size_t i = 0; i < given_count && !status; i++)
        if (is_sound(work->grid, &given[i], parts, part_count)) status = add_given(work, &given[i], parts);
    if (!status) status = find_and_search(work);
    if (status) return status;
    for (uint32_t at = 0; at < work->cell_count; at++) tell_cell(work, at, &solution->cells[at]);
    tell_conflicts(work, solution);
    solution->bounded = work->work > work->work_allowed;
    return tell_relations(work, solution);
}

/* The solution goes into the room, and names there what it borrows. */
static opis_status solve_in(sums_work *work, const opis_grid *grid, const opis_relation *given, size_t given_count,
                            const uint32_t *parts, size_t part_count, opis_error *error) {
    uint64_t cells = (uint64_t)grid->row_count * grid->column_count;
    opis_solution *solution = &work->solution;
    *solution = (opis_solution){.cells = solution->cells, .relations = solution->relations};
    if (cells == 0) return OPIS_OK;
    if (cells > UINT32_MAX - 1)
        return opis_fail(error, OPIS_OVER_LIMIT, OPIS_NO_BYTE, "a grid of more than 2^32 cells");
    opis_status status = opis_reserve(&solution->cells, &work->settled_capacity, cells, sizeof *solution->cells, error);
    if (status) return status;
    if (cells > OPIS_LARGEST_GRID || (grid->most_cells && cells > grid->most_cells)) {
        for (uint32_t at = 0; at < cells; at++) settle_as_read(grid, at, &solution->cells[at]);
        solution->bounded = 1;
        return OPIS_OK;
    }
    status = sums_open(work, grid, error);
    return status ? status : solve(work, given, given_count, parts, part_count, solution);
}

opis_sums_room *opis_sums_room_new(opis_error *error) {
    sums_work *work = opis_resize(NULL, sizeof *work);
    if (work) memset(work, 0, sizeof *work);
    if (!work) opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory: sums");
    return work;
}

void opis_sums_room_free(opis_sums_room *room) {
    if (!room) return;
    sums_release(room);
    opis_resize(room, 0);
}

opis_status opis_sums_solve_in(opis_sums_room *room, const opis_grid *grid, const opis_relation *given,
                               size_t given_count, const uint32_t *parts, size_t part_count, opis_solution *solution,
                               opis_error *error) {
    *solution = (opis_solution){0};
    opis_status status = solve_in(room, grid, given, given_count, parts, part_count, error);
    if (!status) *solution = room->solution;
    return status;
}

opis_status opis_sums_solve(const opis_grid *grid, const opis_relation *given, size_t given_count,
                            const uint32_t *parts, size_t part_count, opis_solution *solution, opis_error *error) {
    sums_work work;
    memset(&work, 0, sizeof work);
    opis_status status = opis_sums_solve_in(&work, grid, given, given_count, parts, part_count, solution, error);
    if (!status) {
        if (solution->parts) work.parts = NULL;
        work.solution = (opis_solution){0};
    }
    sums_release(&work);
    return status;
}

void opis_solution_release(opis_solution *solution) {
    opis_resize(solution->cells, 0);
    opis_resize(solution->relations, 0);
    opis_resize(solution->parts, 0);
    *solution = (opis_solution){0};
}
