/*
 * What do the relations prove?
 *
 * For one cell, each of its values is weighed against all others: the value's own cost, and what each relation that
 * the cell stands in must then pay, which is found exactly.  Relations that share further cells could pay for one
 * misreading twice; of such relations only the dearest counts for the rival values, while the value to be proved pays
 * for all of them.  So the margin by which a value wins is never told too large.  What is proved is fixed, what is
 * ruled out is struck off, and both may prove more, until nothing changes.
 */
#include <math.h>

#include "memory.h"
#include "mend/sums_work.h"

#define MOST_VALUES (OPIS_FIGURE_READINGS + 32)
#define MOST_LINKS 24
#define MOST_ROUNDS 64
/* What looks clean is held to be misread only if that many relations say so, and by a wider margin. */
#define WITNESSES_OF_MISREADING 2
#define PROOF_OF_MISREADING 8.0f

typedef struct weighing {
    uint32_t cell;
    int64_t values[MOST_VALUES];
    uint8_t decimals[MOST_VALUES];
    float own[MOST_VALUES]; /* what the value itself costs */
    uint32_t count;
    uint32_t listed; /* the first of the values are the options */
    uint32_t links[MOST_LINKS];
    uint32_t link_count;
    uint32_t bundle[MOST_LINKS]; /* the first link that shares cells with this one */
    float costs[MOST_LINKS][MOST_VALUES];
    float elsewhere[MOST_LINKS]; /* what the relation costs if the cell is something else */
} weighing;

static void add_value(weighing *weighing, int64_t value, uint8_t decimals, float own) {
    for (uint32_t i = 0; i < weighing->count; i++)
        if (weighing->values[i] == value && (weighing->decimals[i] == decimals || i >= weighing->listed)) return;
    if (weighing->count == MOST_VALUES) return;
    weighing->values[weighing->count] = value;
    weighing->decimals[weighing->count] = decimals;
    weighing->own[weighing->count++] = own;
}

/* The options of the cell, and what its relations would have it be. */
static void gather_values(sums_work *work, weighing *weighing) {
    const sums_cell *cell = &work->cells[weighing->cell];
    const sums_option *options = work->options + cell->first;
    weighing->count = weighing->listed = 0;
    for (uint32_t i = 0; i < cell->count && i < OPIS_FIGURE_READINGS; i++)
        add_value(weighing, options[i].value, options[i].decimals, options[i].cost);
    weighing->listed = weighing->count;
    for (uint32_t k = 0; k < weighing->link_count; k++) {
        int64_t implied[SUMS_MOST_IMPLIED];
        uint32_t count =
            sums_implied(work, &work->relations[weighing->links[k]], weighing->cell, implied, SUMS_MOST_IMPLIED);
        for (uint32_t i = 0; i < count; i++)
            add_value(weighing, implied[i], cell->count ? options[0].decimals : 0, cell->beyond);
    }
}

/* Relations that share a cell beside this one stand and fall together. */
static void bundle_links(sums_work *work, weighing *weighing) {
    for (uint32_t k = 0; k < weighing->link_count; k++) {
        const sums_relation *relation = &work->relations[weighing->links[k]];
        work->mark++;
        for (uint32_t i = 0; i < sums_size(relation); i++)
            if (!work->cells[sums_member(work, relation, i)].settled)
                work->marks[sums_member(work, relation, i)] = work->mark;
        work->marks[weighing->cell] = 0;
        weighing->bundle[k] = k;
        for (uint32_t j = 0; j < k && weighing->bundle[k] == k; j++) {
            const sums_relation *earlier = &work->relations[weighing->links[j]];
            for (uint32_t i = 0; i < sums_size(earlier); i++)
                if (work->marks[sums_member(work, earlier, i)] == work->mark) weighing->bundle[k] = weighing->bundle[j];
        }
    }
}

static void gather_links(sums_work *work, weighing *weighing) {
    const sums_cell *cell = &work->cells[weighing->cell];
    weighing->link_count = cell->link_count < MOST_LINKS ? cell->link_count : MOST_LINKS;
    for (uint32_t k = 0; k < weighing->link_count; k++) {
        weighing->links[k] = work->links[cell->first_link + k];
        work->relations[weighing->links[k]].weighed = weighing->cell;
    }
}

static float paid_by_all(const weighing *weighing, uint32_t value) {
    float paid = 0;
    for (uint32_t k = 0; k < weighing->link_count; k++) paid += weighing->costs[k][value];
    return paid;
}

/* Of each bundle, the dearest. */
static float paid_at_least(const weighing *weighing, uint32_t value) {
    float paid = 0;
    for (uint32_t k = 0; k < weighing->link_count; k++) {
        float dearest = 0;
        if (weighing->bundle[k] != k) continue;
        for (uint32_t j = k; j < weighing->link_count; j++)
            if (weighing->bundle[j] == k && weighing->costs[j][value] > dearest) dearest = weighing->costs[j][value];
        paid += dearest;
    }
    return paid;
}

typedef struct outcome {
    uint32_t best, second; /* values; `second` is MOST_VALUES where there is none */
    float margin;          /* the least over all rivals */
    float evidence;        /* the same, of what relations say against those that might be right without them */
    int32_t relation;      /* that tells the two apart most */
} outcome;

static outcome decide(const sums_work *work, const weighing *weighing) {
    outcome outcome = {.second = MOST_VALUES, .margin = INFINITY, .evidence = INFINITY, .relation = -1};
    const sums_cell *cell = &work->cells[weighing->cell];
    float best = INFINITY, best_paid, second = INFINITY, elsewhere = cell->beyond, widest = 0;
    for (uint32_t i = 0; i < weighing->count; i++) {
        float total = weighing->own[i] + paid_by_all(weighing, i);
        if (total < best) {
            best = total;
            outcome.best = i;
        }
    }
    best_paid = best - weighing->own[outcome.best];
    for (uint32_t i = 0; i < weighing->count; i++) {
        float paid = paid_at_least(weighing, i), total = weighing->own[i] + paid;
        if (i == outcome.best) continue;
        if (total < second) {
            second = total;
            outcome.second = i;
        }
        if (total - best < outcome.margin) outcome.margin = total - best;
        if (paid - best_paid > widest) widest = paid - best_paid;
        if (weighing->own[i] - weighing->own[outcome.best] < work->proof && paid - best_paid < outcome.evidence)
            outcome.evidence = paid - best_paid;
    }
    for (uint32_t k = 0; k < weighing->link_count; k++)
        if (weighing->bundle[k] == k) elsewhere += weighing->elsewhere[k];
    if (elsewhere - best < outcome.margin) outcome.margin = elsewhere - best;
    if (isinf(outcome.evidence) && weighing->count > 1) outcome.evidence = widest;
    widest = 0;
    for (uint32_t k = 0; k < weighing->link_count && weighing->count; k++) {
        float rival = outcome.second < MOST_VALUES ? weighing->costs[k][outcome.second] : weighing->elsewhere[k];
        float apart = rival - weighing->costs[k][outcome.best];
        if (apart <= widest) continue;
        widest = apart;
        outcome.relation = (int32_t)weighing->links[k];
    }
    return outcome;
}

static void weigh(sums_work *work, weighing *weighing) {
    gather_links(work, weighing);
    gather_values(work, weighing);
    bundle_links(work, weighing);
    for (uint32_t k = 0; k < weighing->link_count; k++)
        weighing->elsewhere[k] = sums_rest(work, &work->relations[weighing->links[k]], weighing->cell, weighing->values,
                                           weighing->decimals, weighing->count, weighing->costs[k]);
}

/* Strike off what costs so much more than the best that nothing elsewhere could pay for it. */
static void strike_hopeless(sums_work *work, const weighing *weighing, const outcome *outcome) {
    sums_cell *cell = &work->cells[weighing->cell];
    float best = weighing->own[outcome->best] + paid_by_all(weighing, outcome->best);
    if (outcome->best >= weighing->listed) return;
    for (uint32_t i = 0; i < weighing->listed; i++)
        if (weighing->own[i] + paid_at_least(weighing, i) >= best + SUMS_PRUNED)
            work->options[cell->first + i].cost = INFINITY;
    sums_strike(work, weighing->cell);
}

static void note_rival(sums_work *work, const weighing *weighing, const outcome *outcome) {
    sums_cell *cell = &work->cells[weighing->cell];
    uint32_t rival = outcome->best ? outcome->best : outcome->second;
    cell->has_rival = rival < MOST_VALUES && outcome->margin < work->proof;
    if (cell->has_rival)
        cell->rival =
            (sums_option){.value = weighing->values[rival],
                          .decimals = weighing->decimals[rival],
                          .reading = rival < weighing->listed ? work->options[cell->first + rival].reading : -1};
}

/* No print of its own speaks for a lost cell: its proof is final, and tables of counts go nowhere below nought. */
static int may_be_lost(const sums_work *work, int64_t value, float margin) {
    return margin >= work->certain && (value >= 0 || work->goes_below);
}

/* A damaged or lost cell. */
static opis_status settle_damaged(sums_work *work, weighing *weighing) {
    sums_cell *cell = &work->cells[weighing->cell];
    outcome outcome = decide(work, weighing);
    int proved = outcome.margin >= work->proof && outcome.evidence >= SUMS_EVIDENCE && outcome.relation >= 0;
    note_rival(work, weighing, &outcome);
    cell->relation = outcome.relation;
    if (cell->state == OPIS_CELL_LOST && proved)
        proved = may_be_lost(work, weighing->values[outcome.best], outcome.margin);
    if (proved && cell->state == OPIS_CELL_LOST)
        return sums_settle_lost(work, weighing->cell, weighing->values[outcome.best], outcome.relation);
    if (proved && outcome.best < weighing->listed)
        sums_settle(work, weighing->cell, outcome.best, outcome.relation);
    else if (cell->count)
        strike_hopeless(work, weighing, &outcome);
    return OPIS_OK;
}

/* Independent relations that a value keeps and the text as it stands breaks. */
static uint32_t mended_by(const weighing *weighing, uint32_t value) {
    uint32_t mended = 0;
    for (uint32_t k = 0; k < weighing->link_count; k++)
        mended += weighing->bundle[k] == k && weighing->costs[k][0] - weighing->costs[k][value] >= SUMS_EVIDENCE;
    return mended;
}

/* Whether a relation that the text as it stands keeps would be broken by the next best value. */
static int is_vouched_for(const weighing *weighing, const outcome *outcome) {
    for (uint32_t k = 0; k < weighing->link_count; k++) {
        float rival = outcome->second < MOST_VALUES ? weighing->costs[k][outcome->second] : weighing->elsewhere[k];
        if (weighing->costs[k][0] == 0 && rival >= SUMS_EVIDENCE) return 1;
    }
    return 0;
}

/* A cell that reads well: nothing to do while its relations can hold. */
static void settle_clean(sums_work *work, weighing *weighing) {
    sums_cell *cell = &work->cells[weighing->cell];
    const sums_option *options = work->options + cell->first;
    gather_links(work, weighing);
    cell->doubt = 0;
    for (uint32_t k = 0; k < weighing->link_count; k++) {
        float cost;
        sums_rest(work, &work->relations[weighing->links[k]], weighing->cell, &options->value, &options->decimals, 1,
                  &cost);
        cell->doubt += cost;
    }
    if (cell->doubt == 0) {
        cell->has_rival = 0;
        return;
    }
    weigh(work, weighing);
    outcome outcome = decide(work, weighing);
    note_rival(work, weighing, &outcome);
    cell->relation = outcome.relation;
    if (outcome.best == 0 && !is_vouched_for(weighing, &outcome)) return;
    if (outcome.best > 0 &&
        (mended_by(weighing, outcome.best) < WITNESSES_OF_MISREADING || outcome.margin < PROOF_OF_MISREADING))
        return;
    if (outcome.margin >= work->proof && outcome.best < weighing->listed && outcome.evidence >= SUMS_EVIDENCE)
        sums_settle(work, weighing->cell, outcome.best, outcome.relation);
}

static opis_status search_cell(sums_work *work, weighing *weighing, uint32_t at) {
    sums_cell *cell = &work->cells[at];
    cell->changed = 0;
    if (cell->settled || cell->state == OPIS_CELL_BLANK || cell->link_count == 0) return OPIS_OK;
    weighing->cell = at;
    if (cell->clean) {
        settle_clean(work, weighing);
        return OPIS_OK;
    }
    weigh(work, weighing);
    return settle_damaged(work, weighing);
}

opis_status sums_search(sums_work *work) {
    if (!work->weighing) work->weighing = opis_resize(NULL, sizeof *work->weighing);
    opis_status status = OPIS_OK;
    int changed = 1;
    if (!work->weighing) return opis_fail(work->error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory: sums");
    for (int round = 0; round < MOST_ROUNDS && changed && !status; round++) {
        changed = 0;
        sums_take_stock(work);
        for (uint32_t at = 0; at < work->cell_count && !status; at++) {
            if (!work->cells[at].changed || work->work > work->work_allowed) continue;
            changed = 1;
            status = search_cell(work, work->weighing, at);
        }
    }
    return status;
}
