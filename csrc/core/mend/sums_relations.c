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

static opis_status finder_open(sums_finder *finder) {
    const sums_work *work = finder->work;
    uint32_t rows = work->grid->row_count, columns = work->grid->column_count;
    size_t longest = rows > columns ? rows : columns, capacity = 0;
    opis_status status = opis_reserve(&finder->positions, &capacity, longest, sizeof *finder->positions, work->error);
    capacity = 0;
    if (!status) status = opis_reserve(&finder->quiet, &capacity, work->cell_count, 1, work->error);
    for (uint32_t at = 0; at < work->cell_count && !status; at++) finder->quiet[at] = (uint8_t)sums_is_quiet(work, at);
    capacity = 0;
    if (!status) status = opis_reserve(&finder->chosen, &capacity, longest, sizeof *finder->chosen, work->error);
    size_t sums = (size_t)rows * columns + longest;
    capacity = 0;
    if (!status) status = opis_reserve(&finder->sums, &capacity, sums, sizeof *finder->sums, work->error);
    capacity = 0;
    if (!status) status = opis_reserve(&finder->unquiet, &capacity, sums, sizeof *finder->unquiet, work->error);
    for (int axis = 0; axis < 2 && !status; axis++) {
        capacity = 0;
        status = opis_reserve(&finder->is_total[axis], &capacity, longest, 1, work->error);
        capacity = 0;
        if (!status) status = opis_reserve(&finder->ends_block[axis], &capacity, longest, 1, work->error);
        if (status) break;
        memset(finder->is_total[axis], 0, longest);
        memset(finder->ends_block[axis], 0, longest);
    }
    return status;
}

static void finder_release(sums_finder *finder) {
    opis_resize(finder->quiet, 0);
    opis_resize(finder->positions, 0);
    opis_resize(finder->chosen, 0);
    opis_resize(finder->sums, 0);
    opis_resize(finder->unquiet, 0);
    for (int axis = 0; axis < 2; axis++) {
        opis_resize(finder->is_total[axis], 0);
        opis_resize(finder->ends_block[axis], 0);
    }
}

opis_status sums_find(sums_work *work, size_t *found) {
    sums_finder finder = {.work = work};
    opis_status status = finder_open(&finder);
    for (int axis = 0; axis < 2 && !status; axis++) status = sums_find_percents(&finder, axis);
    for (int axis = 0; axis < 2 && !status; axis++) status = find_by_class(&finder, axis);
    finder_release(&finder);
    *found = finder.found;
    return status;
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
