/*
 * Is what was proved still proved when all is settled?
 *
 * A proof weighs each relation by itself: it takes for granted that whatever a relation needs of its other cells, those
 * can give.  Where a relation of a repaired cell does not hold in the end, they could not.  Then whole worlds are
 * compared: the one that was found, and those in which the cell reads otherwise and other cells make up for it, every
 * relation of theirs counted.  If one of those is not much dearer, the value is likely and no more.  The same becomes
 * of one that a relation speaks against, and for which none speaks whose other cells are sure.
 */

#include "mend/sums_work.h"

/* So many cells may make up for one that reads otherwise. */
#define MOST_OTHERS 3

/* A cell that was changed to see what comes of it. */
typedef struct change {
    uint32_t cell;
    sums_option before;
} change;

static const sums_option *read_options(const sums_work *work, uint32_t at) {
    return work->read + work->cells[at].first_read;
}

static int is_complete(const sums_work *work, const sums_relation *relation) {
    for (uint32_t i = 0; i < sums_size(relation); i++) {
        const sums_cell *cell = &work->cells[sums_member(work, relation, i)];
        if ((cell->state != OPIS_CELL_BLANK || relation->kind == OPIS_PERCENT) && !cell->count) return 0;
    }
    return 1;
}

static int is_broken(const sums_work *work, const sums_relation *relation) {
    return is_complete(work, relation) && !sums_holds(work, relation);
}

static float broken_cost(const sums_work *work, uint32_t at) {
    const sums_cell *cell = &work->cells[at];
    float cost = 0;
    for (uint32_t i = 0; i < cell->link_count; i++) {
        const sums_relation *relation = &work->relations[work->links[cell->first_link + i]];
        if (is_broken(work, relation)) cost += relation->broken;
    }
    return cost;
}

/* The cheapest reading with a value; NULL where there is none. */
static const sums_option *find_reading(const sums_work *work, uint32_t at, int64_t value) {
    const sums_option *options = read_options(work, at);
    for (uint32_t i = 0; i < work->cells[at].read_count; i++)
        if (options[i].value == value) return &options[i];
    return NULL;
}

static float reading_cost(const sums_work *work, uint32_t at, int64_t value) {
    const sums_option *reading = find_reading(work, at, value);
    if (work->cells[at].state == OPIS_CELL_LOST) return 0;
    return reading ? reading->cost : work->cells[at].beyond;
}

/* Give a cell another value; what that costs in all. */
static float alter(sums_work *work, uint32_t at, int64_t value, uint8_t decimals, change *made) {
    sums_option *option = &work->options[work->cells[at].first];
    float cost = -broken_cost(work, at) - reading_cost(work, at, option->value);
    *made = (change){at, *option};
    option->value = value;
    option->decimals = decimals;
    return cost + broken_cost(work, at) + reading_cost(work, at, value);
}

static void take_back(sums_work *work, const change *made) {
    work->options[work->cells[made->cell].first] = made->before;
}

/* Let the one other cell of a broken sum that does so at the least cost make up for it; what is gained, below 0. */
static float make_up(sums_work *work, const sums_relation *relation, uint32_t cell, change *made) {
    float least = 0;
    uint32_t best = OPIS_NO_CELL;
    int64_t best_value = 0;
    for (uint32_t i = 0; i < sums_size(relation); i++) {
        uint32_t at = sums_member(work, relation, i);
        const sums_cell *other = &work->cells[at];
        if (at == cell || other->state == OPIS_CELL_BLANK) continue;
        const sums_option *option = sums_options(work, at);
        int64_t value = option->value + sums_wanted(work, relation, i);
        work->work += other->read_count;
        if (other->state != OPIS_CELL_LOST && !find_reading(work, at, value)) continue;
        float cost = alter(work, at, value, option->decimals, made);
        take_back(work, made);
        if (cost >= least) continue;
        least = cost;
        best = at;
        best_value = value;
    }
    if (best == OPIS_NO_CELL) return 0;
    return alter(work, best, best_value, sums_options(work, best)->decimals, made);
}

/* What the cheapest world that could be found costs more than the one that stands, if a cell reads so. */
static float cost_of_world(sums_work *work, uint32_t at, int64_t value, uint8_t decimals) {
    change changes[1 + MOST_OTHERS];
    const sums_cell *cell = &work->cells[at];
    uint32_t count = 1;
    float cost = alter(work, at, value, decimals, &changes[0]);
    for (uint32_t i = 0; i < cell->link_count && count <= MOST_OTHERS; i++) {
        const sums_relation *relation = &work->relations[work->links[cell->first_link + i]];
        if (relation->kind == OPIS_PERCENT || relation->tolerance || !is_broken(work, relation)) continue;
        float gained = make_up(work, relation, at, &changes[count]);
        if (gained >= 0) continue;
        cost += gained;
        count++;
    }
    while (count > 0) take_back(work, &changes[--count]);
    return cost;
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

static void verify_cell(sums_work *work, uint32_t at) {
    sums_cell *cell = &work->cells[at];
    const sums_option *readings = read_options(work, at), *found = sums_options(work, at);
    float broken = broken_cost(work, at);
    if (broken <= 0) return;
    if (!is_supported(work, at)) cell->settled = 0;
    float own = reading_cost(work, at, found->value);
    float cost = cost_of_world(work, at, found->value, found->decimals);
    for (uint32_t i = 0; i < cell->read_count && readings[i].cost - own - broken < cost + work->proof; i++) {
        if (readings[i].value == found->value) continue;
        if (cost_of_world(work, at, readings[i].value, readings[i].decimals) >= cost + work->proof) continue;
        cell->settled = 0;
        cell->has_rival = 1;
        cell->rival = readings[i];
        return;
    }
}

void sums_verify(sums_work *work) {
    for (uint32_t at = 0; at < work->cell_count; at++) {
        const sums_cell *cell = &work->cells[at];
        if (!cell->settled || cell->state != OPIS_CELL_PRINTED || work->work > work->work_allowed) continue;
        if (!cell->clean || sums_options(work, at)->reading != 0) verify_cell(work, at);
    }
}
