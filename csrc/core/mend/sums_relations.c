/*
 * All sorts of relations are looked for, one after the other; and which relations a cell stands in.
 */
#include <string.h>

#include "memory.h"
#include "mend/sums_find.h"

/* Positions of one class after the other. */
static opis_status find_by_class(sums_finder *finder, int axis) {
    const sums_work *work = finder->work;
    uint32_t count = sums_lines_along(work, !axis);
    for (uint32_t leader = 0; leader < count; leader++) {
        uint8_t class = sums_class_of(work, !axis, leader);
        finder->position_count = 0;
        for (uint32_t i = 0; i < count; i++)
            if (sums_class_of(work, !axis, i) == class) {
                if (i < leader) break;
                finder->positions[finder->position_count++] = i;
            }
        if (finder->position_count < 2) continue;
        opis_status status = sums_find_totals(finder, axis);
        if (status) return status;
    }
    return OPIS_OK;
}

/* One room holds all that a finder writes down, the largest items first. */
static opis_status finder_open(sums_finder *finder) {
    const sums_work *work = finder->work;
    size_t rows = work->grid->row_count, columns = work->grid->column_count, capacity = 0;
    size_t longest = rows > columns ? rows : columns, sums = rows * columns + longest;
    size_t numbers = sums * sizeof *finder->sums + (sums + 2 * longest) * sizeof *finder->unquiet;
    opis_status status =
        opis_reserve(&finder->room, &capacity, numbers + work->cell_count + 6 * longest + 1, 1, work->error);
    if (status) return status;
    finder->sums = finder->room;
    finder->unquiet = (uint32_t *)(finder->sums + sums);
    finder->positions = finder->unquiet + sums;
    finder->chosen = finder->positions + longest;
    finder->quiet = (uint8_t *)(finder->chosen + longest);
    for (uint32_t at = 0; at < work->cell_count; at++) finder->quiet[at] = (uint8_t)sums_is_quiet(work, at);
    finder->is_total[0] = finder->quiet + work->cell_count;
    finder->is_total[1] = finder->is_total[0] + longest;
    finder->ends_block[0] = finder->is_total[1] + longest;
    finder->ends_block[1] = finder->ends_block[0] + longest;
    finder->in_block[0] = finder->ends_block[1] + longest;
    finder->in_block[1] = finder->in_block[0] + longest;
    memset(finder->is_total[0], 0, 6 * longest);
    return OPIS_OK;
}

static opis_status find_all(sums_finder *finder) {
    opis_status status = finder_open(finder);
    for (int axis = 0; axis < 2 && !status; axis++) status = sums_find_percents(finder, axis);
    for (int axis = 0; axis < 2 && !status; axis++) status = find_by_class(finder, axis);
    opis_resize(finder->room, 0);
    return status;
}

opis_status sums_find(sums_work *work, size_t *found) {
    sums_finder finder = {.work = work};
    opis_status status = find_all(&finder);
    *found = finder.found;
    return status;
}

opis_status sums_suspect(sums_work *work) {
    sums_finder finder = {.work = work, .suspects = 1};
    return find_all(&finder);
}

opis_status sums_link(sums_work *work) {
    size_t links = 0;
    for (size_t i = 0; i < work->relation_count; i++) links += sums_size(&work->relations[i]);
    opis_status status = opis_reserve(&work->links, &work->link_capacity, links + 1, sizeof *work->links, work->error);
    if (status) return status;
    for (uint32_t at = 0; at < work->cell_count; at++) work->cells[at].link_count = 0;
    for (size_t i = 0; i < work->relation_count; i++)
        for (uint32_t k = 0; k < sums_size(&work->relations[i]); k++)
            work->cells[sums_member(work, &work->relations[i], k)].link_count++;
    uint32_t first = 0;
    for (uint32_t at = 0; at < work->cell_count; at++) {
        work->cells[at].first_link = first;
        first += work->cells[at].link_count;
        work->cells[at].link_count = 0;
        work->cells[at].changed = 1;
    }
    for (size_t i = 0; i < work->relation_count; i++)
        for (uint32_t k = 0; k < sums_size(&work->relations[i]); k++) {
            sums_cell *cell = &work->cells[sums_member(work, &work->relations[i], k)];
            work->links[cell->first_link + cell->link_count++] = (uint32_t)i;
        }
    return OPIS_OK;
}
