/*
 * A state is the number counted last (0 before the first member).  What leaving items out costs is kept aside as a
 * running sum, so that passing over an item changes no state: the table holds costs less that sum.  Ascending from L to
 * v costs gap * (v - L - 1), which parts into a share of L and a share of v; with the shares folded in, the best way
 * into v is a minimum over the states below it, and the best way on from L a minimum over the members above it.
 *
 * From the end to the start every candidate learns what remains to be paid behind it, and so what the best solution
 * costs.  From the start to the end most are then passed over: the best solution and those within the margin that is
 * asked for go through none that costs more with what remains.  What is left gives the margins: see sequence_margin.
 */
#include <float.h>
#include <math.h>
#include <string.h>

#include "memory.h"
#include "mend/sequence_work.h"

/* Costs are summed in different orders: what is within this of the bound, and the rounding, may be within the bound. */
#define SLACK 0.001

static int usable(const opis_candidate *candidate) {
    return candidate->value >= 1 && candidate->value <= OPIS_LARGEST_ORDINAL && isfinite(candidate->cost);
}

/* ---- Room ---- */

static void order_release(order *order) {
    order->leaf_of = opis_resize(order->leaf_of, 0);
    order->room = opis_resize(order->room, 0);
    order->trees = opis_resize(order->trees, 0);
}

typedef struct part {
    size_t count, item_size;
} part;

/* One allocation for several arrays, those with the strictest alignment first; NULL if it cannot be had. */
static void *new_room(const part *parts, size_t count, opis_error *error) {
    size_t size = 0, capacity = 0;
    char *room = NULL;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].count > (SIZE_MAX - size) / parts[i].item_size) {
            opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory: %zu items of %zu bytes", parts[i].count,
                      parts[i].item_size);
            return NULL;
        }
        size += parts[i].count * parts[i].item_size;
    }
    return opis_reserve(&room, &capacity, size, 1, error) == OPIS_OK ? room : NULL;
}

static void *take(char **room, part taken) {
    void *array = *room;
    *room += taken.count * taken.item_size;
    return array;
}

/* Only values that occur have a leaf, so that a few large numbers cost no more than a few small ones. */
static opis_status find_leaves(order *order, opis_error *error) {
    const opis_sequence *sequence = order->sequence;
    size_t capacity = 0;
    for (size_t at = 0; at < sequence->candidate_count; at++) {
        int32_t value = usable(&sequence->candidates[at]) ? sequence->candidates[at].value : 0;
        order->members[at].leaf = (uint32_t)value;
        if (value > order->largest) order->largest = value;
    }
    size_t values = (size_t)order->largest + 1;
    opis_status status = opis_reserve(&order->leaf_of, &capacity, values, sizeof *order->leaf_of, error);
    if (status) return status;
    memset(order->leaf_of, 0, values * sizeof *order->leaf_of);
    for (size_t at = 0; at < sequence->candidate_count; at++) order->leaf_of[order->members[at].leaf] = 1;
    uint32_t leaves = 1;
    order->leaf_of[0] = NO_LEAF;
    for (int32_t value = 1; value <= order->largest; value++)
        if (order->leaf_of[value]) order->leaf_of[value] = leaves++;
    for (order->leaf_count = 1; order->leaf_count < leaves;) order->leaf_count *= 2;
    for (size_t at = 0; at < sequence->candidate_count; at++)
        order->members[at].leaf = order->leaf_of[order->members[at].leaf];
    return OPIS_OK;
}

/* Sum up what leaving items out costs, and find how many kinds of gap and candidates of one item there are. */
static void sum_up(order *order, size_t *most_candidates) {
    const opis_sequence *sequence = order->sequence;
    order->gap_kinds = 1;
    order->dropped[0] = 0;
    for (size_t i = 0; i < sequence->item_count; i++) {
        const opis_sequence_item *item = &sequence->items[i];
        order->dropped[i + 1] = order->dropped[i] + lesser(item->drop, OPIS_DEAREST_DROP);
        if (item->gap >= order->gap_kinds) order->gap_kinds = item->gap + 1;
        if (item->candidate_count > *most_candidates) *most_candidates = item->candidate_count;
    }
}

/* What is kept of each candidate and each item. */
static opis_status open_members(order *order, opis_error *error) {
    const opis_sequence *sequence = order->sequence;
    part parts[] = {{sequence->candidate_count, sizeof *order->members},
                    {sequence->item_count + 1, sizeof *order->dropped},
                    {sequence->item_count + 1, sizeof *order->any_after},
                    {sequence->item_count + 1, sizeof *order->second}};
    char *next = order->room = new_room(parts, sizeof parts / sizeof *parts, error);
    if (!next) return OPIS_OUT_OF_MEMORY;
    order->members = take(&next, parts[0]);
    order->dropped = take(&next, parts[1]);
    order->any_after = take(&next, parts[2]);
    order->second = take(&next, parts[3]);
    return OPIS_OK;
}

/* What is kept of each value; no item has more than so many candidates. */
static opis_status open_values(order *order, size_t most_candidates, opis_error *error) {
    size_t leaves = order->leaf_count;
    part parts[] = {{leaves, sizeof *order->states},
                    {leaves, sizeof *order->blocks},
                    {2 * leaves, sizeof *order->nodes},
                    {most_candidates + 1, sizeof *order->touched}};
    char *next = order->trees = new_room(parts, sizeof parts / sizeof *parts, error);
    if (!next) return OPIS_OUT_OF_MEMORY;
    order->states = take(&next, parts[0]);
    order->blocks = take(&next, parts[1]);
    order->nodes = take(&next, parts[2]);
    order->touched = take(&next, parts[3]);
    order_block empty = {.leaf = {0}};
    for (int gap = 0; gap < GAP_KINDS; gap++) empty.onward[gap] = empty.reach[gap] = INFINITY;
    for (size_t leaf = 0; leaf < leaves; leaf++) {
        order->states[leaf] = (order_state){.cost = INFINITY, .repeat = INFINITY, .member = NO_MEMBER};
        order->blocks[leaf] = empty;
    }
    return OPIS_OK;
}

static opis_status order_open(order *order, const opis_sequence *sequence, opis_error *error) {
    size_t most_candidates = 0;
    order->sequence = sequence;
    opis_status status = open_members(order, error);
    if (status) return status;
    sum_up(order, &most_candidates);
    status = find_leaves(order, error);
    return status ? status : open_values(order, most_candidates, error);
}

/* ---- Blocks of values: the onward costs are asked from above, the reaches from below ---- */

/* A member ahead is there for all values below its own. */
static void add_onward(order *order, uint32_t leaf, int gap, double onward) {
    for (uint32_t at = order->leaf_count - leaf; at < order->leaf_count; at += at & (0 - at)) {
        if (order->blocks[at].onward[gap] <= onward) break;
        order->blocks[at].onward[gap] = onward;
    }
}

/* A state is there for all values above its own; of states that cost the same the lowest is kept. */
static void add_reach(order *order, uint32_t leaf, int gap, double reach) {
    for (uint32_t at = leaf + 1; at < order->leaf_count; at += at & (0 - at)) {
        order_block *block = &order->blocks[at];
        if (block->reach[gap] < reach || (block->reach[gap] == reach && block->leaf[gap] <= leaf)) break;
        block->reach[gap] = reach;
        block->leaf[gap] = (uint16_t)leaf;
    }
}

/* The least `reach` of the states below a leaf; `*from` tells which. */
static double least_below(const order *order, uint32_t leaf, int gap, uint32_t *from) {
    double least = INFINITY;
    for (uint32_t at = leaf; at > 0; at &= at - 1) {
        const order_block *block = &order->blocks[at];
        if (block->reach[gap] >= least) continue;
        least = block->reach[gap];
        *from = block->leaf[gap];
    }
    return least;
}

/* ---- From the end to the start: what remains to be paid after each member ---- */

ALWAYS_INLINE double rest_after(const order *order, size_t next_item, uint32_t leaf, int32_t value, int gap_kinds) {
    double rest = lesser(order->any_after[next_item], order->states[leaf].repeat), least[GAP_KINDS];
    for (int gap = 0; gap < gap_kinds; gap++) least[gap] = INFINITY;
    for (uint32_t at = order->leaf_count - leaf - 1; at > 0; at &= at - 1)
        for (int gap = 0; gap < gap_kinds; gap++) least[gap] = lesser(least[gap], order->blocks[at].onward[gap]);
    for (int gap = 0; gap < gap_kinds; gap++)
        rest = lesser(rest, least[gap] - (double)order->sequence->gap[gap] * value);
    return rest - order->dropped[next_item];
}

static void show_member(order *order, const opis_sequence_item *item, double dropped, size_t at) {
    const opis_candidate *candidate = &order->sequence->candidates[at];
    const order_member *member = &order->members[at];
    order_state *state = &order->states[member->leaf];
    double onward = candidate->cost + member->rest + dropped;
    double passed_over = (double)order->sequence->gap[item->gap] * (candidate->value - 1);
    state->repeat = lesser(state->repeat, onward + item->repeat);
    add_onward(order, member->leaf, item->gap, onward + passed_over);
}

ALWAYS_INLINE void look_back(order *order, int gap_kinds) {
    const opis_sequence *sequence = order->sequence;
    order->any_after[sequence->item_count] = order->dropped[sequence->item_count];
    for (size_t i = sequence->item_count; i-- > 0;) {
        const opis_sequence_item *item = &sequence->items[i];
        size_t first = item->first_candidate, end = first + item->candidate_count;
        double anew = order->any_after[i + 1];
        for (size_t at = first; at < end; at++) {
            const opis_candidate *candidate = &sequence->candidates[at];
            order_member *member = &order->members[at];
            if (member->leaf == NO_LEAF) continue;
            member->rest = rest_after(order, i + 1, member->leaf, candidate->value, gap_kinds);
            double passed_over = (double)sequence->gap[item->gap] * (candidate->value - 1);
            anew = lesser(anew, candidate->cost + member->rest + order->dropped[i] + item->restart + passed_over);
        }
        order->any_after[i] = anew;
        for (size_t at = first; at < end; at++)
            if (order->members[at].leaf != NO_LEAF) show_member(order, item, order->dropped[i], at);
    }
    order->best = rest_after(order, 0, 0, 0, gap_kinds);
}

/*
 * What a solution may cost that is still of use.  Rounding grows with the number of sums and with what is summed: on
 * such a solution no more than its total and all that can be saved on the way.
 */
static double find_bound(const order *order, float proof) {
    const opis_sequence *sequence = order->sequence;
    double summed = fabs(order->best) + proof;
    for (int gap = 0; gap < GAP_KINDS; gap++) {
        if (!(sequence->gap[gap] >= 0)) return INFINITY;
        summed += (double)sequence->gap[gap] * OPIS_LARGEST_ORDINAL;
    }
    for (size_t i = 0; i < sequence->item_count; i++) {
        const opis_sequence_item *item = &sequence->items[i];
        double saved = lesser(0, lesser(item->repeat, item->restart));
        summed += fabs(order->dropped[i + 1] - order->dropped[i]) - saved;
    }
    for (size_t at = 0; at < sequence->candidate_count; at++)
        if (order->members[at].leaf != NO_LEAF) summed -= lesser(0, sequence->candidates[at].cost);
    return order->best + proof + SLACK + 16 * DBL_EPSILON * (double)(sequence->item_count + 1) * summed;
}

/* ---- From the start to the end: the best way to each member ---- */

static void reach_member(order *order, const opis_sequence_item *item, double dropped, size_t at) {
    const opis_candidate *candidate = &order->sequence->candidates[at];
    order_member *member = &order->members[at];
    uint32_t leaf = member->leaf, below = 0;
    double gap = order->sequence->gap[item->gap], passed_over = gap * (candidate->value - 1);
    double best = least_below(order, leaf, item->gap, &below) + passed_over;
    member->from = order->states[below].member;
    member->restarts = member->repeats = 0;
    if (order->states[leaf].cost + item->repeat < best) {
        best = order->states[leaf].cost + item->repeat;
        member->from = order->states[leaf].member;
        member->repeats = 1;
    }
    if (order->least + item->restart + passed_over < best) {
        best = order->least + item->restart + passed_over;
        member->from = order->least_member;
        member->repeats = 0;
        member->restarts = 1;
    }
    best += candidate->cost + dropped;
    member->reach = best + member->rest <= order->bound ? best : INFINITY;
}

/* Reach those members of an item that may be of use: no way to one is cheaper than the cheapest state. */
static void reach_members(order *order, const opis_sequence_item *item, double dropped) {
    size_t first = item->first_candidate, end = first + item->candidate_count;
    double least = order->least + lesser(0, lesser(item->repeat, item->restart)) + dropped;
    for (size_t at = first; at < end; at++) {
        order_member *member = &order->members[at];
        member->reach = INFINITY;
        if (member->leaf == NO_LEAF || least + order->sequence->candidates[at].cost + member->rest > order->bound)
            continue;
        reach_member(order, item, dropped, at);
    }
}

ALWAYS_INLINE void enter_state(order *order, uint32_t leaf, int32_t value, double cost, uint32_t member,
                               int gap_kinds) {
    order_state *state = &order->states[leaf];
    if (cost >= state->cost) return;
    state->cost = cost;
    state->member = member;
    for (int gap = 0; gap < gap_kinds; gap++)
        add_reach(order, leaf, gap, cost - (double)order->sequence->gap[gap] * value);
    if (cost < order->least) {
        order->least = cost;
        order->least_member = member;
    }
}

ALWAYS_INLINE void look_ahead(order *order, int gap_kinds) {
    const opis_sequence *sequence = order->sequence;
    order->least = INFINITY;
    order->least_member = NO_MEMBER;
    enter_state(order, 0, 0, 0, NO_MEMBER, gap_kinds);
    for (size_t i = 0; i < sequence->item_count; i++) {
        const opis_sequence_item *item = &sequence->items[i];
        size_t first = item->first_candidate, end = first + item->candidate_count;
        reach_members(order, item, order->dropped[i]);
        for (size_t at = first; at < end; at++) {
            const order_member *member = &order->members[at];
            if (member->reach < INFINITY)
                enter_state(order, member->leaf, sequence->candidates[at].value, member->reach - order->dropped[i + 1],
                            (uint32_t)at, gap_kinds);
        }
    }
    order->best = order->least + order->dropped[sequence->item_count];
}

ALWAYS_INLINE void look_both_ways(order *order, float proof, int gap_kinds) {
    look_back(order, gap_kinds);
    order->bound = find_bound(order, proof);
    look_ahead(order, gap_kinds);
}

static void find_best(order *order, float proof) {
    switch (order->gap_kinds) {
    case 1:
        look_both_ways(order, proof, 1);
        break;
    case 2:
        look_both_ways(order, proof, 2);
        break;
    default:
        look_both_ways(order, proof, GAP_KINDS);
    }
}

static void choose(const order *order, uint32_t member, opis_sequence_choice *choices) {
    const opis_sequence *sequence = order->sequence;
    for (size_t i = sequence->item_count; i-- > 0;) {
        const opis_sequence_item *item = &sequence->items[i];
        double margin = order->second[i] - order->best;
        choices[i] = (opis_sequence_choice){.candidate = -1, .margin = margin > 0 ? (float)margin : 0};
        if (member == NO_MEMBER || member < item->first_candidate ||
            member >= item->first_candidate + item->candidate_count)
            continue;
        choices[i].candidate = (int32_t)member;
        choices[i].restarts = order->members[member].restarts;
        choices[i].repeats = order->members[member].repeats;
        member = order->members[member].from;
    }
}

opis_status opis_sequence_prove(const opis_sequence *sequence, float proof, opis_sequence_choice *choices,
                                opis_error *error) {
    order order = {0};
    opis_status status = order_open(&order, sequence, error);
    if (!status) {
        find_best(&order, proof);
        uint32_t last = order.least_member;
        opis_order_find_second(&order);
        choose(&order, last, choices);
    }
    order_release(&order);
    return status;
}

opis_status opis_sequence_solve(const opis_sequence *sequence, opis_sequence_choice *choices, opis_error *error) {
    return opis_sequence_prove(sequence, INFINITY, choices, error);
}
