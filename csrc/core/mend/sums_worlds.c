/*
 * Worlds: what else might the cells of a table be?
 *
 * One world stands when all is settled: every cell has a value.  Another is told from it by the cells that read
 * otherwise there.  It costs what those readings cost more, and what the relations cost that it breaks; it saves what
 * those cost that it mends.  All worlds are listed in which a cell is not what it was found to be, and which cost less
 * than a bound: a relation that such a change breaks stays broken, or another of its cells makes up for the change, and
 * breaks or mends further relations in its turn.  The chances of all of them together are weighed against the chance
 * of those in which the cell stays as it is.
 */
#include <math.h>

#include "mend/sums_work.h"

/* Cells that read otherwise in one world: worlds with few of them are listed first, and with more while they are not
 * too many. */
#define FEWEST_CHANGES 2
#define MOST_CHANGES 4
/* Relations that they stand in; one that finds no room is passed over, which makes a world cheaper than it is. */
#define MOST_TOUCHED 24
/* Steps for one cell. */
#define STEPS_FOR_WORLDS 60000

typedef struct change {
    uint32_t cell;
    sums_option before;
    float before_cost;
} change;

typedef struct touched {
    uint32_t relation;
    int64_t off;      /* what its cells add up to too much; of use for sums */
    uint8_t held;     /* in the world that stands */
    uint8_t is_paid;  /* it may stay broken */
    uint32_t partial; /* the last member that changed while the relation was still broken, and one more */
} touched;

typedef struct explorer {
    sums_work *work;
    float bound, own; /* `own`: what the readings that changed cost more */
    change changes[MOST_CHANGES];
    uint32_t change_count, most_changes;
    touched touched[MOST_TOUCHED];
    uint32_t touched_count;
    int is_found; /* the cell that is weighed reads as it was found to */
    double mass;  /* chances of the worlds, over that of the one that stands */
    float least;
    uint64_t steps;
} explorer;

/* ---- One world ----------------------------------------------------------------------------------------- */

static int is_complete(const sums_work *work, const sums_relation *relation) {
    for (uint32_t i = 0; i < sums_size(relation); i++) {
        const sums_cell *cell = &work->cells[sums_member(work, relation, i)];
        if ((cell->state != OPIS_CELL_BLANK || relation->kind == OPIS_PERCENT) && !cell->count) return 0;
    }
    return 1;
}

static int sign_in(const sums_work *work, const sums_relation *relation, uint32_t cell) {
    if (cell == relation->whole) return -1;
    return relation->kind == OPIS_DIFFERENCE && work->parts[relation->first_part + 1] == cell ? -1 : 1;
}

static int holds_now(const explorer *explorer, const touched *touched) {
    const sums_relation *relation = &explorer->work->relations[touched->relation];
    if (relation->kind == OPIS_PERCENT) return sums_holds(explorer->work, relation);
    return touched->off <= relation->tolerance && -touched->off <= relation->tolerance;
}

static int is_changed(const explorer *explorer, uint32_t cell) {
    for (uint32_t i = 0; i < explorer->change_count; i++)
        if (explorer->changes[i].cell == cell) return 1;
    return 0;
}

/* Note the relations that a cell stands in. */
static void touch(explorer *explorer, uint32_t at) {
    const sums_work *work = explorer->work;
    const sums_cell *cell = &work->cells[at];
    for (uint32_t i = 0; i < cell->link_count && explorer->touched_count < MOST_TOUCHED; i++) {
        uint32_t index = work->links[cell->first_link + i], k = 0;
        const sums_relation *relation = &work->relations[index];
        while (k < explorer->touched_count && explorer->touched[k].relation != index) k++;
        if (k < explorer->touched_count || !is_complete(work, relation)) continue;
        touched *touched = &explorer->touched[explorer->touched_count++];
        *touched = (struct touched){.relation = index};
        if (relation->kind != OPIS_PERCENT) {
            uint32_t last = sums_size(relation) - 1;
            touched->off =
                -sign_in(work, relation, sums_member(work, relation, last)) * sums_wanted(work, relation, last);
        }
        touched->held = (uint8_t)holds_now(explorer, touched);
    }
}

static void shift(explorer *explorer, uint32_t cell, int64_t by) {
    const sums_work *work = explorer->work;
    const sums_cell *changed = &work->cells[cell];
    for (uint32_t k = 0; k < explorer->touched_count; k++) {
        const sums_relation *relation = &work->relations[explorer->touched[k].relation];
        if (relation->kind == OPIS_PERCENT) continue;
        for (uint32_t i = 0; i < changed->link_count; i++)
            if (work->links[changed->first_link + i] == explorer->touched[k].relation)
                explorer->touched[k].off += sign_in(work, relation, cell) * by;
    }
}

static void apply(explorer *explorer, uint32_t at, int64_t value, uint8_t decimals, float cost) {
    sums_option *option = &explorer->work->options[explorer->work->cells[at].first];
    touch(explorer, at);
    explorer->changes[explorer->change_count++] = (change){at, *option, explorer->own};
    shift(explorer, at, value - option->value);
    explorer->own += cost;
    option->value = value;
    option->decimals = decimals;
}

/* Relations that were touched for this change's sake are let go by the caller. */
static void take_back(explorer *explorer) {
    const change *last = &explorer->changes[--explorer->change_count];
    sums_option *option = &explorer->work->options[explorer->work->cells[last->cell].first];
    shift(explorer, last->cell, last->before.value - option->value);
    explorer->own = last->before_cost;
    *option = last->before;
}

/* What the world costs at least if one more of the relations that are broken still is mended. */
static float floor_of(const explorer *explorer) {
    float cost = explorer->own, hoped = 0;
    for (uint32_t k = 0; k < explorer->touched_count; k++) {
        const touched *touched = &explorer->touched[k];
        float broken = explorer->work->relations[touched->relation].broken;
        if (touched->is_paid)
            cost += touched->held ? broken : 0;
        else if (!touched->held && holds_now(explorer, touched))
            cost -= broken;
        else if (!touched->held && broken > hoped)
            hoped = broken;
    }
    return cost - hoped;
}

/* ---- All worlds ---------------------------------------------------------------------------------------- */

static void explore(explorer *explorer);

static void explore_change(explorer *explorer, uint32_t at, const sums_option *reading, float cost) {
    uint32_t touched_before = explorer->touched_count;
    apply(explorer, at, reading->value, reading->decimals, cost);
    explore(explorer);
    take_back(explorer);
    explorer->touched_count = touched_before;
}

float sums_reading_cost(const sums_work *work, uint32_t at) {
    const sums_cell *cell = &work->cells[at];
    const sums_option *readings = work->read + cell->first_read;
    int64_t value = sums_options(work, at)->value;
    if (cell->state == OPIS_CELL_LOST) return 0;
    for (uint32_t i = 0; i < cell->read_count; i++)
        if (readings[i].value == value) return readings[i].cost;
    return cell->beyond;
}

/* Whether a percentage holds with a cell's new value. */
static int is_percent_with(sums_work *work, const sums_relation *relation, uint32_t at, const sums_option *reading) {
    sums_option *option = &work->options[work->cells[at].first], before = *option;
    option->value = reading->value;
    option->decimals = reading->decimals;
    int holds = sums_holds(work, relation);
    *option = before;
    return holds;
}

/* Let one more cell of a broken relation read otherwise. */
static void explore_member(explorer *explorer, uint32_t k, uint32_t member) {
    sums_work *work = explorer->work;
    const sums_relation *relation = &work->relations[explorer->touched[k].relation];
    const uint32_t at = sums_member(work, relation, member);
    const sums_cell *cell = &work->cells[at];
    if (cell->state == OPIS_CELL_BLANK || is_changed(explorer, at)) return;
    const sums_option *readings = work->read + cell->first_read;
    const float room = explorer->bound - floor_of(explorer), own = sums_reading_cost(work, at);
    const int64_t value = sums_options(work, at)->value;
    const int is_loose = !cell->clean && explorer->change_count + 1 < explorer->most_changes;
    const int64_t off = explorer->touched[k].off, sign = sign_in(work, relation, at);
    for (uint32_t i = 0; i < cell->read_count && readings[i].cost - own < room; i++) {
        explorer->steps++;
        if (readings[i].value == value) continue;
        int64_t left = off + sign * (readings[i].value - value);
        int makes_up = relation->kind == OPIS_PERCENT ? is_percent_with(work, relation, at, &readings[i])
                                                      : left <= relation->tolerance && -left <= relation->tolerance;
        if (!makes_up && (!is_loose || readings[i].cost - own >= SUMS_QUIET || member < explorer->touched[k].partial))
            continue;
        if (makes_up && !cell->clean && member < explorer->touched[k].partial) continue;
        uint32_t before = explorer->touched[k].partial;
        if (!makes_up) explorer->touched[k].partial = member + 1;
        explore_change(explorer, at, &readings[i], readings[i].cost - own);
        explorer->touched[k].partial = before;
    }
}

/*
 * Note a world whose relations are all settled.  That a clean cell were misread alone, and no relation the better for
 * it, is no more than what print always risks.
 */
static void note_world(explorer *explorer) {
    const sums_cell *root = &explorer->work->cells[explorer->changes[0].cell];
    float cost = explorer->own;
    int matters = explorer->change_count > 1 || !root->clean || explorer->is_found;
    for (uint32_t k = 0; k < explorer->touched_count; k++) {
        const touched *touched = &explorer->touched[k];
        int holds = holds_now(explorer, touched);
        if (touched->is_paid && holds) return; /* it is listed elsewhere */
        cost += (float)((int)touched->held - holds) * explorer->work->relations[touched->relation].broken;
        matters |= holds && !touched->held;
    }
    if (cost >= explorer->bound || !matters) return;
    explorer->mass += exp(-(double)cost);
    if (cost < explorer->least) explorer->least = cost;
}

/* Take up the first relation that is broken and not yet paid for. */
static void explore(explorer *explorer) {
    uint32_t k = 0;
    if (floor_of(explorer) >= explorer->bound || explorer->steps > STEPS_FOR_WORLDS) return;
    while (k < explorer->touched_count && (explorer->touched[k].is_paid || holds_now(explorer, &explorer->touched[k])))
        k++;
    if (k == explorer->touched_count) {
        note_world(explorer);
        return;
    }
    explorer->touched[k].is_paid = 1;
    explore(explorer);
    explorer->touched[k].is_paid = 0;
    if (explorer->change_count == explorer->most_changes) return;
    const sums_relation *relation = &explorer->work->relations[explorer->touched[k].relation];
    for (uint32_t i = 0; i < sums_size(relation); i++) explore_member(explorer, k, i);
}

/* Worlds in which so many cells at most read otherwise; 0 where they are too many to be listed. */
static int weigh_within(sums_work *work, uint32_t at, float bound, uint32_t most_changes, sums_odds *odds) {
    const sums_cell *cell = &work->cells[at];
    const sums_option *readings = work->read + cell->first_read, found = *sums_options(work, at);
    const float own = sums_reading_cost(work, at);
    explorer explorer = {.work = work, .bound = bound, .most_changes = most_changes, .least = INFINITY};
    float least = INFINITY;
    uint32_t rival = OPIS_NO_CELL;
    explorer.is_found = 1;
    explore_change(&explorer, at, &found, 0);
    explorer.is_found = 0;
    double same = explorer.mass > 1 ? explorer.mass : 1;
    explorer.mass = 0;
    for (uint32_t i = 0; i < cell->read_count; i++) {
        explorer.least = INFINITY;
        if (readings[i].value != found.value) explore_change(&explorer, at, &readings[i], readings[i].cost - own);
        if (explorer.least >= least) continue;
        least = explorer.least;
        rival = i;
    }
    work->work += explorer.steps;
    if (explorer.steps > STEPS_FOR_WORLDS) return 0;
    odds->margin = (float)(log(same) - log(explorer.mass));
    odds->rival = rival;
    return 1;
}

sums_odds sums_weigh_worlds(sums_work *work, uint32_t at, float bound) {
    sums_odds odds = {.margin = INFINITY, .rival = OPIS_NO_CELL};
    uint32_t most = FEWEST_CHANGES;
    while (most <= MOST_CHANGES && weigh_within(work, at, bound, most, &odds)) most++;
    odds.is_spent = most == FEWEST_CHANGES;
    return odds;
}
