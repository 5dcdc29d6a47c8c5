#include "mend/sequence.h"

#include "memory.h"

#include <math.h>

/*
 * A state is the number counted last (0 before the first member).  What leaving items out costs is kept aside as a
 * running sum, so that passing over an item changes no state: the table holds costs less that sum.  Ascending from L to
 * v costs gap * (v - L - 1), which parts into a share of L and a share of v; with the shares folded in, the best way
 * into v is a minimum over the states below it, and the best way on from L a minimum over the members above it.
 *
 * Both minima live in one tree over the values.  Its third column, `across`, joins them: the least cost of a step
 * from any state behind to any member ahead, which is what the order costs without the item between.
 */

enum { GAP_KINDS = OPIS_GAP_KINDS };

/* What loops over the kinds of gap is compiled for each number of them: most orders have one or two. */
#define ALWAYS_INLINE static inline __attribute__((always_inline))

typedef struct order_node {
    double reach[GAP_KINDS];  /* least cost of a state here, less its share of the gap */
    double onward[GAP_KINDS]; /* least cost from a member here to the end, with its share of the gap */
    double across;
    uint16_t leaf[GAP_KINDS]; /* where `reach` comes from */
} order_node;                 /* of 64 bytes: nodes are looked up by the thousand */

typedef struct order_state { /* of one value */
    double cost;             /* less the sum of drops so far */
    double repeat;           /* least cost from a member ahead that repeats this value to the end */
    uint32_t member;         /* the candidate that counted it, or NO_MEMBER */
} order_state;

typedef struct order_member {            /* one for each candidate */
    uint32_t leaf;                       /* of its value; NO_LEAF: it is passed over */
    double reach;                        /* from the start to here */
    double rest;                         /* from here to the end, its own cost left out */
    double hidden_onward, hidden_repeat; /* what the table held of its value before this member came into sight */
    uint32_t from;                       /* the member before it, or NO_MEMBER */
    uint8_t restarts, repeats;
} order_member;

#define NO_MEMBER UINT32_MAX
#define NO_LEAF 0 /* that of the state before the first member */

typedef struct order {
    const opis_sequence *sequence;
    uint32_t *leaf_of; /* by value; 0 is the state before the first member */
    int32_t largest;
    uint32_t leaf_count; /* a power of two */
    int gap_kinds;       /* up to the last that an item has: no member ahead asks for the others */
    order_node *nodes;   /* the root is 1; leaves start at leaf_count; 0 is empty for ever */
    uint32_t *touched;   /* nodes of one level that changed, ascending, and what hangs on them has not */
    size_t touched_count;
    order_state *states; /* by leaf */
    order_member *members;
    double *dropped;   /* [i]: cost of leaving out all items before i */
    double *any_after; /* [i]: least cost of ending or counting anew, before item i and from any state */
    double *second;    /* [i]: the least total but one of solutions that differ in item i */
    double least;      /* over all states */
    uint32_t least_member;
} order;

static double lesser(double a, double b) {
    return b < a ? b : a;
}

static int usable(const opis_candidate *candidate) {
    return candidate->value >= 1 && candidate->value <= OPIS_LARGEST_ORDINAL && isfinite(candidate->cost);
}

/* ---- The tree ---- */

/* Join what remains to be paid in both halves of a node, of which no state has changed; gives whether that changes. */
ALWAYS_INLINE int join_ahead(order_node *node, const order_node *lower, const order_node *upper, int gap_kinds) {
    double across = lesser(lower->across, upper->across);
    int changed = 0;
    for (int gap = 0; gap < gap_kinds; gap++) {
        double onward = lesser(lower->onward[gap], upper->onward[gap]);
        across = lesser(across, lower->reach[gap] + upper->onward[gap]);
        changed |= onward != node->onward[gap];
        node->onward[gap] = onward;
    }
    changed |= across != node->across;
    node->across = across;
    return changed;
}

/* Join the states in both halves of a node, of which no member ahead has changed; gives whether that changes. */
ALWAYS_INLINE int join_behind(order_node *node, const order_node *lower, const order_node *upper, int gap_kinds) {
    double across = lesser(lower->across, upper->across);
    int changed = 0;
    for (int gap = 0; gap < gap_kinds; gap++) {
        const order_node *nearer = upper->reach[gap] < lower->reach[gap] ? upper : lower;
        across = lesser(across, lower->reach[gap] + upper->onward[gap]);
        changed |= (nearer->reach[gap] != node->reach[gap]) | (nearer->leaf[gap] != node->leaf[gap]);
        node->reach[gap] = nearer->reach[gap];
        node->leaf[gap] = nearer->leaf[gap];
    }
    changed |= across != node->across;
    node->across = across;
    return changed;
}

/* Note that a leaf has changed.  The candidates of an item are mostly neighbours, and share what lies above them. */
static void touch_leaf(order *order, uint32_t leaf) {
    const order_state *state = &order->states[leaf];
    uint32_t at = order->leaf_count + leaf;
    size_t rank = order->touched_count++;
    order->nodes[at].across = state->cost + state->repeat;
    for (; rank > 0 && order->touched[rank - 1] > at; rank--) order->touched[rank] = order->touched[rank - 1];
    order->touched[rank] = at;
}

/*
 * Carry what changed in the leaves up the tree, level by level, as far as it makes a difference: what is ahead, or the
 * states behind, but never both at once.
 */
ALWAYS_INLINE void settle_touched(order *order, int ahead, int gap_kinds) {
    order_node *nodes = order->nodes;
    while (order->touched_count > 0 && order->touched[0] > 1) {
        size_t changed = 0;
        uint32_t done = 0;
        for (size_t i = 0; i < order->touched_count; i++) {
            uint32_t at = order->touched[i] / 2;
            if (at == done) continue;
            done = at;
            const order_node *lower = &nodes[2 * at], *upper = lower + 1;
            order->touched[changed] = at;
            changed += (size_t)(ahead ? join_ahead(&nodes[at], lower, upper, gap_kinds)
                                      : join_behind(&nodes[at], lower, upper, gap_kinds));
        }
        order->touched_count = changed;
    }
    order->touched_count = 0;
}

ALWAYS_INLINE void settle_ahead(order *order, int gap_kinds) {
    settle_touched(order, 1, gap_kinds);
}

ALWAYS_INLINE void settle_behind(order *order, int gap_kinds) {
    settle_touched(order, 0, gap_kinds);
}

/* While no state is reached, `across` is infinite everywhere, and one column is all that a member ahead can change. */
static void onward_changed(order *order, uint32_t leaf, int gap) {
    order_node *nodes = order->nodes;
    for (uint32_t at = (order->leaf_count + leaf) / 2; at > 0; at /= 2) {
        double onward = lesser(nodes[2 * at].onward[gap], nodes[2 * at + 1].onward[gap]);
        if (onward == nodes[at].onward[gap]) break;
        nodes[at].onward[gap] = onward;
    }
}

/* Of a node's sibling the one on the side that is asked for, or the empty node: no branch, for none could be foreseen.
 */
static inline const order_node *sibling_below(const order *order, uint32_t at) {
    return &order->nodes[(at - 1) & (0 - (at & 1))];
}

static inline const order_node *sibling_above(const order *order, uint32_t at) {
    return &order->nodes[(at + 1) & ((at & 1) - 1)];
}

/* The least `reach` of the states below a leaf; `*from` tells which. */
static double least_below(const order *order, uint32_t leaf, int gap, uint32_t *from) {
    const order_node *nearest = order->nodes;
    for (uint32_t at = order->leaf_count + leaf; at > 1; at /= 2) {
        const order_node *lower = sibling_below(order, at);
        nearest = lower->reach[gap] < nearest->reach[gap] ? lower : nearest;
    }
    if (nearest->reach[gap] < INFINITY) *from = nearest->leaf[gap];
    return nearest->reach[gap];
}

/* ---- Room ---- */

static opis_status new_array(void *array, size_t count, size_t item_size, opis_error *error) {
    size_t capacity = 0;
    return opis_reserve(array, &capacity, count, item_size, error);
}

static void order_release(order *order) {
    order->leaf_of = opis_resize(order->leaf_of, 0);
    order->nodes = opis_resize(order->nodes, 0);
    order->touched = opis_resize(order->touched, 0);
    order->states = opis_resize(order->states, 0);
    order->members = opis_resize(order->members, 0);
    order->dropped = opis_resize(order->dropped, 0);
    order->any_after = opis_resize(order->any_after, 0);
    order->second = opis_resize(order->second, 0);
}

/* Only values that occur have a leaf, so that a few large numbers cost no more than a few small ones. */
static opis_status find_leaves(order *order, opis_error *error) {
    const opis_sequence *sequence = order->sequence;
    for (size_t i = 0; i < sequence->candidate_count; i++)
        if (usable(&sequence->candidates[i]) && sequence->candidates[i].value > order->largest)
            order->largest = sequence->candidates[i].value;
    opis_status status = new_array(&order->leaf_of, (size_t)order->largest + 1, sizeof *order->leaf_of, error);
    if (status) return status;
    for (int32_t value = 0; value <= order->largest; value++) order->leaf_of[value] = 0;
    for (size_t i = 0; i < sequence->candidate_count; i++)
        if (usable(&sequence->candidates[i])) order->leaf_of[sequence->candidates[i].value] = 1;
    uint32_t leaves = 1;
    for (int32_t value = 1; value <= order->largest; value++)
        if (order->leaf_of[value]) order->leaf_of[value] = leaves++;
    for (order->leaf_count = 1; order->leaf_count < leaves;) order->leaf_count *= 2;
    return OPIS_OK;
}

static int gap_kinds_of(const opis_sequence *sequence) {
    int kinds = 1;
    for (size_t i = 0; i < sequence->item_count; i++)
        if (sequence->items[i].gap >= kinds) kinds = sequence->items[i].gap + 1;
    return kinds;
}

static size_t most_candidates(const opis_sequence *sequence) {
    size_t most = 0;
    for (size_t i = 0; i < sequence->item_count; i++)
        if (sequence->items[i].candidate_count > most) most = sequence->items[i].candidate_count;
    return most;
}

static opis_status order_open(order *order, const opis_sequence *sequence, opis_error *error) {
    order->sequence = sequence;
    order->gap_kinds = gap_kinds_of(sequence);
    opis_status status = find_leaves(order, error);
    if (!status) status = new_array(&order->nodes, 2 * (size_t)order->leaf_count, sizeof *order->nodes, error);
    if (!status) status = new_array(&order->states, order->leaf_count, sizeof *order->states, error);
    if (!status) status = new_array(&order->touched, most_candidates(sequence) + 1, sizeof *order->touched, error);
    if (!status) status = new_array(&order->members, sequence->candidate_count, sizeof *order->members, error);
    if (!status) status = new_array(&order->dropped, sequence->item_count + 1, sizeof *order->dropped, error);
    if (!status) status = new_array(&order->any_after, sequence->item_count + 1, sizeof *order->any_after, error);
    if (!status) status = new_array(&order->second, sequence->item_count, sizeof *order->second, error);
    if (status) return status;
    for (uint32_t leaf = 0; leaf < order->leaf_count; leaf++)
        order->states[leaf] = (order_state){.cost = INFINITY, .repeat = INFINITY, .member = NO_MEMBER};
    order_node empty = {.across = INFINITY};
    for (int gap = 0; gap < GAP_KINDS; gap++) empty.reach[gap] = empty.onward[gap] = INFINITY;
    for (uint32_t at = 0; at < 2 * order->leaf_count; at++) order->nodes[at] = empty;
    for (size_t at = 0; at < sequence->candidate_count; at++)
        order->members[at].leaf =
            usable(&sequence->candidates[at]) ? order->leaf_of[sequence->candidates[at].value] : NO_LEAF;
    order->dropped[0] = 0;
    for (size_t i = 0; i < sequence->item_count; i++)
        order->dropped[i + 1] = order->dropped[i] + lesser(sequence->items[i].drop, OPIS_DEAREST_DROP);
    return OPIS_OK;
}

/* ---- From the end to the start: what remains to be paid after each member ---- */

ALWAYS_INLINE double rest_after(const order *order, size_t next_item, uint32_t leaf, int32_t value, int gap_kinds) {
    double rest = lesser(order->any_after[next_item], order->states[leaf].repeat), least[GAP_KINDS];
    for (int gap = 0; gap < gap_kinds; gap++) least[gap] = INFINITY;
    for (uint32_t at = order->leaf_count + leaf; at > 1; at /= 2)
        for (int gap = 0; gap < gap_kinds; gap++)
            least[gap] = lesser(least[gap], sibling_above(order, at)->onward[gap]);
    for (int gap = 0; gap < gap_kinds; gap++)
        rest = lesser(rest, least[gap] - (double)order->sequence->gap[gap] * value);
    return rest - order->dropped[next_item];
}

static void show_member(order *order, const opis_sequence_item *item, double dropped, size_t at) {
    const opis_candidate *candidate = &order->sequence->candidates[at];
    order_member *member = &order->members[at];
    uint32_t leaf = member->leaf;
    order_node *node = &order->nodes[order->leaf_count + leaf];
    order_state *state = &order->states[leaf];
    double onward = candidate->cost + member->rest + dropped;
    double passed_over = (double)order->sequence->gap[item->gap] * (candidate->value - 1);
    member->hidden_onward = node->onward[item->gap];
    member->hidden_repeat = state->repeat;
    node->onward[item->gap] = lesser(node->onward[item->gap], onward + passed_over);
    state->repeat = lesser(state->repeat, onward + item->repeat);
    onward_changed(order, leaf, item->gap);
}

static void hide_member(order *order, const opis_sequence_item *item, size_t at) {
    const order_member *member = &order->members[at];
    uint32_t leaf = member->leaf;
    order->nodes[order->leaf_count + leaf].onward[item->gap] = member->hidden_onward;
    order->states[leaf].repeat = member->hidden_repeat;
    touch_leaf(order, leaf);
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
}

/* ---- From the start to the end: the best way to each member, and what its item's margin is ---- */

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
    member->reach = best + candidate->cost + dropped;
}

ALWAYS_INLINE void enter_state(order *order, uint32_t leaf, int32_t value, double cost, uint32_t member,
                               int gap_kinds) {
    order_state *state = &order->states[leaf];
    order_node *node = &order->nodes[order->leaf_count + leaf];
    if (cost >= state->cost) return;
    state->cost = cost;
    state->member = member;
    for (int gap = 0; gap < gap_kinds; gap++) {
        node->reach[gap] = cost - (double)order->sequence->gap[gap] * value;
        node->leaf[gap] = (uint16_t)leaf;
    }
    touch_leaf(order, leaf);
    if (cost < order->least) {
        order->least = cost;
        order->least_member = member;
    }
}

/* Of the least totals for each value of an item, the second; its absence counts as a value. */
static double second_best(const order *order, size_t i) {
    const opis_sequence_item *item = &order->sequence->items[i];
    double best = lesser(order->nodes[1].across, order->least + order->any_after[i + 1]), second = INFINITY;
    int32_t best_value = 0;
    for (size_t at = item->first_candidate, end = at + item->candidate_count; at < end; at++) {
        const opis_candidate *candidate = &order->sequence->candidates[at];
        if (order->members[at].leaf == NO_LEAF) continue;
        double total = order->members[at].reach + order->members[at].rest;
        if (total < best) {
            if (candidate->value != best_value) second = best;
            best = total;
            best_value = candidate->value;
        } else if (candidate->value != best_value) {
            second = lesser(second, total);
        }
    }
    return second;
}

ALWAYS_INLINE void look_ahead(order *order, int gap_kinds) {
    const opis_sequence *sequence = order->sequence;
    order->least = INFINITY;
    order->least_member = NO_MEMBER;
    enter_state(order, 0, 0, 0, NO_MEMBER, gap_kinds);
    settle_behind(order, gap_kinds);
    for (size_t i = 0; i < sequence->item_count; i++) {
        const opis_sequence_item *item = &sequence->items[i];
        size_t first = item->first_candidate, end = first + item->candidate_count;
        for (size_t at = end; at-- > first;)
            if (order->members[at].leaf != NO_LEAF) hide_member(order, item, at);
        settle_ahead(order, gap_kinds);
        for (size_t at = first; at < end; at++)
            if (order->members[at].leaf != NO_LEAF) reach_member(order, item, order->dropped[i], at);
        order->second[i] = second_best(order, i);
        for (size_t at = first; at < end; at++) {
            const order_member *member = &order->members[at];
            double cost = member->leaf != NO_LEAF ? member->reach - order->dropped[i + 1] : INFINITY;
            if (cost < INFINITY)
                enter_state(order, member->leaf, sequence->candidates[at].value, cost, (uint32_t)at, gap_kinds);
        }
        settle_behind(order, gap_kinds);
    }
}

static void look_both_ways(order *order) {
    switch (order->gap_kinds) {
    case 1:
        look_back(order, 1), look_ahead(order, 1);
        break;
    case 2:
        look_back(order, 2), look_ahead(order, 2);
        break;
    default:
        look_back(order, GAP_KINDS), look_ahead(order, GAP_KINDS);
    }
}

static void choose(const order *order, opis_sequence_choice *choices) {
    const opis_sequence *sequence = order->sequence;
    uint32_t member = order->least_member;
    double total = order->least + order->dropped[sequence->item_count];
    for (size_t i = sequence->item_count; i-- > 0;) {
        const opis_sequence_item *item = &sequence->items[i];
        double margin = order->second[i] - total;
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

opis_status opis_sequence_solve(const opis_sequence *sequence, opis_sequence_choice *choices, opis_error *error) {
    order order = {0};
    opis_status status = order_open(&order, sequence, error);
    if (!status) {
        look_both_ways(&order);
        choose(&order, choices);
    }
    order_release(&order);
    return status;
}
