/*
 * The margins: what the best solution costs that differs in an item, be it that it leaves the item out.
 *
 * A step over the item leads from a state behind it to a member ahead.  Both stand in one tree over the values, and its
 * third column, `across`, joins them: the least cost of any such step, and of what lies before and behind it.  Only
 * members come in that a solution of some use goes through, which are few beside the candidates.
 */
#include <math.h>

#include "mend/sequence_work.h"

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
        double reach = lesser(lower->reach[gap], upper->reach[gap]);
        across = lesser(across, lower->reach[gap] + upper->onward[gap]);
        changed |= reach != node->reach[gap];
        node->reach[gap] = reach;
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

/* While no state is reached, `across` is infinite everywhere, and one column is all that a member ahead can change. */
static void onward_changed(order *order, uint32_t leaf, int gap) {
    order_node *nodes = order->nodes;
    for (uint32_t at = (order->leaf_count + leaf) / 2; at > 0; at /= 2) {
        double onward = lesser(nodes[2 * at].onward[gap], nodes[2 * at + 1].onward[gap]);
        if (onward == nodes[at].onward[gap]) break;
        nodes[at].onward[gap] = onward;
    }
}

static void empty_tree(order *order) {
    order_node empty = {.across = INFINITY};
    for (int gap = 0; gap < GAP_KINDS; gap++) empty.reach[gap] = empty.onward[gap] = INFINITY;
    for (uint32_t at = 0; at < 2 * order->leaf_count; at++) order->nodes[at] = empty;
    for (uint32_t leaf = 0; leaf < order->leaf_count; leaf++)
        order->states[leaf] = (order_state){.cost = INFINITY, .repeat = INFINITY, .member = NO_MEMBER};
    order->touched_count = 0;
    order->least = INFINITY;
}

static int is_of_use(const order_member *member) {
    return member->reach < INFINITY;
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

static void show_all(order *order) {
    const opis_sequence *sequence = order->sequence;
    for (size_t i = sequence->item_count; i-- > 0;) {
        const opis_sequence_item *item = &sequence->items[i];
        for (size_t at = item->first_candidate, end = at + item->candidate_count; at < end; at++)
            if (is_of_use(&order->members[at])) show_member(order, item, order->dropped[i], at);
    }
}

ALWAYS_INLINE void enter_state(order *order, uint32_t leaf, int32_t value, double cost, int gap_kinds) {
    order_state *state = &order->states[leaf];
    if (cost >= state->cost) return;
    state->cost = cost;
    for (int gap = 0; gap < gap_kinds; gap++)
        order->nodes[order->leaf_count + leaf].reach[gap] = cost - (double)order->sequence->gap[gap] * value;
    touch_leaf(order, leaf);
    order->least = lesser(order->least, cost);
}

/* Of the least totals for each value of an item, the second; its absence counts as a value. */
static double second_best(const order *order, size_t i) {
    const opis_sequence_item *item = &order->sequence->items[i];
    double best = lesser(order->nodes[1].across, order->least + order->any_after[i + 1]), second = INFINITY;
    int32_t best_value = 0;
    for (size_t at = item->first_candidate, end = at + item->candidate_count; at < end; at++) {
        const opis_candidate *candidate = &order->sequence->candidates[at];
        if (!is_of_use(&order->members[at])) continue;
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

/* Walk over the items: their members go from what is ahead to the states behind, and between the two stands the item.
 */
ALWAYS_INLINE void walk(order *order, int gap_kinds) {
    const opis_sequence *sequence = order->sequence;
    enter_state(order, 0, 0, 0, gap_kinds);
    settle_touched(order, 0, gap_kinds);
    for (size_t i = 0; i < sequence->item_count; i++) {
        const opis_sequence_item *item = &sequence->items[i];
        size_t first = item->first_candidate, end = first + item->candidate_count;
        for (size_t at = end; at-- > first;)
            if (is_of_use(&order->members[at])) hide_member(order, item, at);
        settle_touched(order, 1, gap_kinds);
        order->second[i] = second_best(order, i);
        for (size_t at = first; at < end; at++) {
            const order_member *member = &order->members[at];
            if (is_of_use(member))
                enter_state(order, member->leaf, sequence->candidates[at].value, member->reach - order->dropped[i + 1],
                            gap_kinds);
        }
        settle_touched(order, 0, gap_kinds);
    }
}

void opis_order_find_second(order *order) {
    empty_tree(order);
    show_all(order);
    switch (order->gap_kinds) {
    case 1:
        walk(order, 1);
        break;
    case 2:
        walk(order, 2);
        break;
    default:
        walk(order, GAP_KINDS);
    }
}
