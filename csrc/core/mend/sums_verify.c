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
static int is_open(const sums_work *work, uint32_t at) {
    const sums_cell *cell = &work->cells[at];
    for (uint32_t i = 0; i < cell->link_count; i++) {
        const sums_relation *relation = &work->relations[work->links[cell->first_link + i]];
        if (is_broken(work, relation) || !are_others_sure(work, relation, at)) return 1;
    }
    return 0;
}

static void unsettle(sums_work *work, uint32_t at, const sums_odds *odds) {
    sums_cell *cell = &work->cells[at];
    cell->settled = 0;
    cell->has_rival = odds->rival != OPIS_NO_CELL;
    if (cell->has_rival) cell->rival = work->read[cell->first_read + odds->rival];
}

/* What was repaired is doubted, too, where its worlds are too many to be listed. */
static void verify_repaired(sums_work *work, uint32_t at) {
    if (stands_in_broken(work, at) && !is_supported(work, at)) work->cells[at].settled = 0;
    sums_odds odds = sums_weigh_worlds(work, at, work->certain + BEYOND_CERTAINTY);
    if (odds.margin < work->certain || odds.is_spent) unsettle(work, at, &odds);
}

static void verify_clean(sums_work *work, uint32_t at) {
    sums_cell *cell = &work->cells[at];
    if (!is_open(work, at)) return;
    sums_odds odds = sums_weigh_worlds(work, at, work->certain + BEYOND_CERTAINTY);
    if (odds.margin >= work->certain && !(odds.is_spent && stands_in_broken(work, at))) return;
    unsettle(work, at, &odds);
    if (cell->doubt < SUMS_EVIDENCE) cell->doubt = SUMS_EVIDENCE;
}

void sums_verify(sums_work *work) {
    for (int is_clean = 0; is_clean < 2; is_clean++)
        for (uint32_t at = 0; at < work->cell_count && work->work <= work->work_allowed; at++) {
            const sums_cell *cell = &work->cells[at];
            if (cell->state != OPIS_CELL_PRINTED || !cell->count) continue;
            int as_printed = cell->clean && sums_options(work, at)->reading == 0;
            if (!is_clean && !as_printed && cell->settled) verify_repaired(work, at);
            if (is_clean && as_printed) verify_clean(work, at);
        }
}
