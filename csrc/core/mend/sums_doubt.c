/*
 * What is not proved wrong, and yet not sure.
 *
 * Rounding lets n shares miss a hundred by n/2 units of their last decimal at the worst, and commonly by far less.  So
 * where a column misses by more than a little, a share that would make up for it if it were another of its readings is
 * weighed: the chance that it was misread so, against the chance that rounding misses by so much.
 *
 * A figure without decimals in a column whose other figures all have them may well have lost its point.
 *
 * A relation that the table keeps, but in too few lines to be believed, proves nothing; but a cell that breaks it, and
 * would keep it by another of its readings, is not sure.
 */
#include <math.h>

#include "mend/sums_work.h"

/* The variance of the rounding of one figure, in units of its last decimal, is a twelfth. */
#define ROUNDING_SQUARED 12
/* A share is doubted where it was misread with a chance of more than one in some thirty. */
#define SHARE_DOUBTED 4.5f

/* What it costs that rounding misses a hundred by so many ten-thousandths. */
static float cost_of_miss(const sums_relation *relation, int64_t miss) {
    int64_t unit = relation->tolerance / (relation->part_count / 2);
    double units = (double)miss / (double)unit;
    return (float)(units * units * ROUNDING_SQUARED / 2 / relation->part_count);
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

/* The reading of a share that is most likely, if its column would miss by less with it; NULL: none is likely. */
static const sums_option *find_better(const sums_work *work, const sums_relation *relation, uint32_t at, int64_t miss) {
    const sums_cell *cell = &work->cells[at];
    const sums_option *options = work->read + cell->first_read, *better = NULL;
    float least = cost_of_miss(relation, miss) + SHARE_DOUBTED, own = INFINITY;
    int64_t value = sums_options(work, at)->value;
    for (uint32_t i = 0; i < cell->read_count; i++)
        if (options[i].value == value && options[i].cost < own) own = options[i].cost;
    for (uint32_t i = 0; i < cell->read_count; i++) {
        float cost = options[i].cost - own + cost_of_miss(relation, miss + options[i].value - value);
        if (options[i].value == value || cost >= least) continue;
        least = cost;
        better = &options[i];
    }
    return better;
}

static void doubt_cell(sums_cell *cell, const sums_option *better, int32_t relation) {
    cell->settled = 0;
    cell->doubt = SUMS_EVIDENCE;
    cell->relation = relation;
    cell->rival = *better;
    cell->has_rival = 1;
}

static void doubt_shares(sums_work *work, uint32_t index) {
    const sums_relation *relation = &work->relations[index];
    double residual = sums_residual(work, relation);
    if (relation->tolerance == 0 || isnan(residual)) return;
    int64_t miss = llround(residual * SUMS_ONE);
    for (uint32_t i = 0; i < relation->part_count; i++) {
        uint32_t at = work->parts[relation->first_part + i];
        sums_cell *cell = &work->cells[at];
        if (cell->state != OPIS_CELL_PRINTED || is_vouched_for(work, relation, at)) continue;
        const sums_option *better = find_better(work, relation, at, miss);
        if (!better) continue;
        doubt_cell(cell, better, (int32_t)index);
    }
}

/* ---- Relations that are suspected ---------------------------------------------------------------------- */

static int is_kept_with(sums_work *work, const sums_relation *relation, uint32_t at, const sums_option *reading) {
    sums_option *option = &work->options[work->cells[at].first], before = *option;
    *option = *reading;
    int holds = sums_holds(work, relation);
    *option = before;
    return holds;
}

/* Whether a relation that is believed, and holds, would not hold with another reading of a cell. */
static int is_spoken_against(sums_work *work, uint32_t at, const sums_option *reading) {
    const sums_cell *cell = &work->cells[at];
    for (uint32_t i = 0; i < cell->link_count; i++) {
        const sums_relation *other = &work->relations[work->links[cell->first_link + i]];
        if (!other->suspected && sums_holds(work, other) && !is_kept_with(work, other, at, reading)) return 1;
    }
    return 0;
}

/* A cell that is sure, but that would mend a suspected relation by another reading, is not. */
static void doubt_suspect(sums_work *work, uint32_t index, uint32_t at) {
    const sums_relation *relation = &work->relations[index];
    sums_cell *cell = &work->cells[at];
    if (cell->state != OPIS_CELL_PRINTED) return;
    for (uint32_t i = 0; i < cell->read_count; i++) {
        const sums_option *reading = &work->read[cell->first_read + i];
        if (reading->cost >= SUMS_BROKEN) break;
        work->work += sums_size(relation);
        if (!is_kept_with(work, relation, at, reading) || is_spoken_against(work, at, reading)) continue;
        doubt_cell(cell, reading, (int32_t)index);
        return;
    }
}

static void doubt_suspects(sums_work *work, uint32_t index) {
    const sums_relation *relation = &work->relations[index];
    if (isnan(sums_residual(work, relation)) || sums_holds(work, relation)) return;
    for (uint32_t i = 0; i < sums_size(relation) && work->work <= work->work_allowed; i++)
        doubt_suspect(work, index, sums_member(work, relation, i));
}

/* ---- Points that are lost ------------------------------------------------------------------------------ */

static int is_whole_figure(const sums_work *work, uint32_t at) {
    const sums_cell *cell = &work->cells[at];
    return cell->state == OPIS_CELL_PRINTED && cell->clean && sums_options(work, at)->decimals == 0;
}

/* The one figure of a column that has no decimals, all others having them, if no relation speaks for it. */
static void doubt_point(sums_work *work, uint32_t column) {
    const uint8_t decimals = work->customs[1][column];
    uint32_t found = OPIS_NO_CELL;
    if (decimals == 0 || decimals > SUMS_DECIMALS) return;
    for (uint32_t at = column; at < work->cell_count; at += work->grid->column_count) {
        if (!is_whole_figure(work, at)) continue;
        if (found != OPIS_NO_CELL) return;
        found = at;
    }
    if (found == OPIS_NO_CELL || is_vouched_for(work, NULL, found)) return;
    sums_option pointed = *sums_options(work, found);
    for (uint8_t i = 0; i < decimals; i++) pointed.value /= 10;
    pointed.decimals = decimals;
    if (pointed.value) doubt_cell(&work->cells[found], &pointed, work->cells[found].relation);
}

void sums_doubt(sums_work *work) {
    for (uint32_t column = 0; column < work->grid->column_count; column++) doubt_point(work, column);
    for (size_t i = 0; i < work->relation_count; i++)
        if (work->relations[i].suspected) doubt_suspects(work, (uint32_t)i);
    for (size_t i = 0; i < work->relation_count; i++)
        if (work->relations[i].kind == OPIS_HUNDRED) doubt_shares(work, (uint32_t)i);
}
