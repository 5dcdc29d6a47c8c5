/*
 * Shares that hardly make a hundred.
 *
 * Rounding lets n shares miss a hundred by n/2 units of their last decimal at the worst; three times what it commonly
 * does is seen once in some hundreds of columns.  A share that was misread by a few units is seen more often.  So where
 * a column misses by more, a share that would make up for it if it were another of its readings is not sure.
 */
#include <math.h>
#include <stdlib.h>

#include "mend/sums_work.h"

/* The square of how many times the common error of rounding is too much; that of one figure is a twelfth. */
#define TOO_MUCH_SQUARED 9
#define ROUNDING_SQUARED 12

/* Whether shares that miss a hundred by so many ten-thousandths miss it by more than rounding makes credible. */
static int is_too_far(const sums_relation *relation, int64_t miss) {
    int64_t unit = relation->tolerance / (relation->part_count / 2);
    double units = (double)miss / (double)unit;
    return units * units * ROUNDING_SQUARED > (double)TOO_MUCH_SQUARED * relation->part_count;
}

/* Whether another relation holds that a cell has part in. */
static int is_vouched_for(const sums_work *work, const sums_relation *relation, uint32_t at) {
    const sums_cell *cell = &work->cells[at];
    for (uint32_t i = 0; i < cell->link_count; i++) {
        const sums_relation *other = &work->relations[work->links[cell->first_link + i]];
        if (other != relation && sums_holds(work, other)) return 1;
    }
    return 0;
}

/* The cheapest reading of a share with which its column would not miss by too much; NULL: none. */
static const sums_option *find_better(const sums_work *work, const sums_relation *relation, uint32_t at, int64_t miss) {
    const sums_cell *cell = &work->cells[at];
    const sums_option *options = work->read + cell->first_read;
    for (uint32_t i = 0; i < cell->read_count; i++)
        if (!is_too_far(relation, miss + options[i].value - sums_options(work, at)->value)) return &options[i];
    return NULL;
}

static void doubt_shares(sums_work *work, uint32_t index) {
    const sums_relation *relation = &work->relations[index];
    double residual = sums_residual(work, relation);
    if (relation->tolerance == 0 || isnan(residual)) return;
    int64_t miss = llround(residual * SUMS_ONE);
    if (!is_too_far(relation, miss)) return;
    for (uint32_t i = 0; i < relation->part_count; i++) {
        uint32_t at = work->parts[relation->first_part + i];
        sums_cell *cell = &work->cells[at];
        if (cell->state != OPIS_CELL_PRINTED || is_vouched_for(work, relation, at)) continue;
        const sums_option *better = find_better(work, relation, at, miss);
        if (!better) continue;
        cell->settled = 0;
        cell->doubt = SUMS_EVIDENCE;
        cell->relation = (int32_t)index;
        cell->rival = *better;
        cell->has_rival = 1;
    }
}

void sums_doubt(sums_work *work) {
    for (size_t i = 0; i < work->relation_count; i++)
        if (work->relations[i].kind == OPIS_HUNDRED) doubt_shares(work, (uint32_t)i);
}
