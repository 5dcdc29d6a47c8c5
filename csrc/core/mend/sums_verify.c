/*
 * Is what was proved still proved when all is settled?
 *
 * A proof weighs each relation by itself: it takes for granted that whatever a relation needs of its other cells, those
 * can give, and that no two of them go wrong together.  So whole worlds are weighed in the end.  Where those in which a
 * cell reads otherwise are not together far less likely than those in which it stands, its value is likely and no
 * more.  The same becomes of one that a relation speaks against, and for which none speaks whose other cells are sure;
 * and of one that reads well, but stands in a relation that is broken, or has a cell that may yet be something else.
 */
#include <math.h>

#include "mend/sums_work.h"

/* Worlds that cost so much more than would decide add too little to be listed. */
#define BEYOND_CERTAINTY 2.5f

static int is_broken(const sums_work *work, const sums_relation *relation) {
    return !isnan(sums_residual(work, relation)) && !sums_holds(work, relation);
}

static int stands_in_broken(const sums_work *work, uint32_t at) {
    const sums_cell *cell = &work->cells[at];
    for (uint32_t i = 0; i < cell->link_count; i++)
        if (is_broken(work, &work->relations[work->links[cell->first_link + i]])) return 1;
    return 0;
}

static int are_others_sure(const sums_work *work, const sums_relation *relation, uint32_t but) {
    for (uint32_t i = 0; i < sums_size(relation); i++) {
        uint32_t at = sums_member(work, relation, i);
        const sums_cell *cell = &work->cells[at];
        if (at == but || cell->state == OPIS_CELL_BLANK || cell->settled) continue;
        if (!cell->clean || cell->doubt > 0) return 0;
    }
    return 1;
}

/* Whether a relation of sure cells holds with a cell as it is. */
static int is_supported(const sums_work *work, uint32_t at) {
    const sums_cell *cell = &work->cells[at];
    for (uint32_t i = 0; i < cell->link_count; i++) {
        const sums_relation *relation = &work->relations[work->links[cell->first_link + i]];
        if (!relation->tolerance && sums_holds(work, relation) && are_others_sure(work, relation, at)) return 1;
    }
    return 0;
}

/* Whether a relation of a cell is broken, or has another cell that may yet be something else. */
static int is_open(sums_work *work, uint32_t at) {
    const sums_cell *cell = &work->cells[at];
    for (uint32_t i = 0; i < cell->link_count; i++) {
        const sums_relation *relation = &work->relations[work->links[cell->first_link + i]];
        work->work += sums_size(relation);
        if (is_broken(work, relation) || !are_others_sure(work, relation, at)) return 1;
    }
    return 0;
}

static int reads_as_printed(const sums_work *work, uint32_t at) {
    return work->cells[at].clean && sums_options(work, at)->reading == 0;
}

/* ---- What is taken back --------------------------------------------------------------------------------- */

static void unsettle(sums_work *work, uint32_t at) {
    sums_cell *cell = &work->cells[at];
    cell->settled = 0;
    cell->has_rival = cell->odds.rival != OPIS_NO_CELL;
    if (cell->has_rival) cell->rival = work->read[cell->first_read + cell->odds.rival];
}

/* The odds of a cell do not change with what is taken back of others. */
static const sums_odds *odds_of(sums_work *work, uint32_t at) {
    sums_cell *cell = &work->cells[at];
    if (!cell->is_weighed) cell->odds = sums_weigh_worlds(work, at, work->certain + BEYOND_CERTAINTY);
    cell->is_weighed = 1;
    return &cell->odds;
}

/* What was repaired is doubted, too, where its worlds are too many to be listed.  1: it is taken back. */
static int verify_repaired(sums_work *work, uint32_t at) {
    const sums_odds *odds = odds_of(work, at);
    int is_left_alone = stands_in_broken(work, at) && !is_supported(work, at);
    if (odds->margin >= work->certain && !odds->is_spent && !is_left_alone) return 0;
    unsettle(work, at);
    return 1;
}

static int verify_clean(sums_work *work, uint32_t at) {
    sums_cell *cell = &work->cells[at];
    if ((!cell->settled && cell->doubt > 0) || !is_open(work, at)) return 0;
    const sums_odds *odds = odds_of(work, at);
    if (odds->margin >= work->certain && !(odds->is_spent && stands_in_broken(work, at))) return 0;
    unsettle(work, at);
    if (cell->doubt < SUMS_EVIDENCE) cell->doubt = SUMS_EVIDENCE;
    return 1;
}

static int verify_all(sums_work *work, int is_clean) {
    int changed = 0;
    for (uint32_t at = 0; at < work->cell_count && work->work <= work->work_allowed; at++) {
        const sums_cell *cell = &work->cells[at];
        if (cell->state != OPIS_CELL_PRINTED || !cell->count) continue;
        int as_printed = reads_as_printed(work, at);
        if (!is_clean && !as_printed && cell->settled) changed |= verify_repaired(work, at);
        if (is_clean && as_printed) changed |= verify_clean(work, at);
    }
    return changed;
}

/* Where the steps do not suffice to verify all, nothing that was repaired is sure. */
static void give_up(sums_work *work) {
    for (uint32_t at = 0; at < work->cell_count; at++)
        if (work->cells[at].count && !reads_as_printed(work, at)) work->cells[at].settled = 0;
}

/* What was taken for granted of a cell that is taken back holds no longer: all is verified until nothing changes. */
void sums_verify(sums_work *work) {
    int changed = 1;
    while (changed && work->work <= work->work_allowed) {
        changed = verify_all(work, 0);
        changed |= verify_all(work, 1);
    }
    if (work->work > work->work_allowed) give_up(work);
}
