#include "check.h"

#include "allocator.h"
#include "random.h"

#include "mend/sequence.h"

#define MOST_ITEMS 8
#define MOST_CANDIDATES 4

typedef struct instance {
    opis_sequence sequence;
    opis_sequence_item items[MOST_ITEMS];
    opis_candidate candidates[MOST_ITEMS * MOST_CANDIDATES];
} instance;

/* Quarters are exact in binary, so that sums can be compared closely. */
static float random_cost(uint32_t quarters) {
    return (float)random_below(quarters) / 4;
}

static void random_instance(instance *made) {
    size_t items = 1 + random_below(MOST_ITEMS - 2), candidates = 0;
    for (size_t i = 0; i < items; i++) {
        opis_sequence_item *item = &made->items[i];
        *item = (opis_sequence_item){.first_candidate = (uint32_t)candidates,
                                     .candidate_count = random_below(MOST_CANDIDATES),
                                     .drop = random_cost(30),
                                     .repeat = random_below(2) ? INFINITY : random_cost(12),
                                     .restart = random_below(2) ? INFINITY : random_cost(24),
                                     .gap = (uint8_t)random_below(OPIS_GAP_KINDS)};
        for (uint32_t k = 0; k < item->candidate_count; k++)
            made->candidates[candidates++] =
                (opis_candidate){.value = (int32_t)random_below(8), .cost = random_cost(20) - 1};
    }
    made->sequence = (opis_sequence){.items = made->items,
                                     .item_count = items,
                                     .candidates = made->candidates,
                                     .candidate_count = candidates,
                                     .gap = {random_cost(10), random_cost(10), random_cost(10)}};
}

/* What one step costs: the cheapest of ascending, repeating and counting anew; `ways` leaves out some of them. */
static double step_cost(const instance *given, const opis_sequence_item *item, const opis_candidate *candidate,
                        int32_t last, int ways) {
    double gap = given->sequence.gap[item->gap], best = INFINITY;
    if (candidate->value < 1) return INFINITY;
    if ((ways & 1) && candidate->value > last) best = gap * (candidate->value - last - 1);
    if ((ways & 2) && candidate->value == last) best = fmin(best, item->repeat);
    if ((ways & 4)) best = fmin(best, item->restart + gap * (candidate->value - 1));
    return best + candidate->cost;
}

/* The least total where item `fixed` has the value `value` (0: is left out); no item is fixed when it is SIZE_MAX. */
static double brute_force(const instance *given, size_t i, int32_t last, size_t fixed, int32_t value) {
    if (i == given->sequence.item_count) return 0;
    const opis_sequence_item *item = &given->items[i];
    double best = INFINITY;
    if (i != fixed || value == 0) best = item->drop + brute_force(given, i + 1, last, fixed, value);
    for (uint32_t k = 0; k < item->candidate_count; k++) {
        const opis_candidate *candidate = &given->candidates[item->first_candidate + k];
        if (i == fixed && candidate->value != value) continue;
        double step = step_cost(given, item, candidate, last, 7);
        if (isinf(step)) continue;
        best = fmin(best, step + brute_force(given, i + 1, candidate->value, fixed, value));
    }
    return best;
}

static double cost_of_choices(const instance *given, const opis_sequence_choice *choices) {
    double cost = 0;
    int32_t last = 0;
    for (size_t i = 0; i < given->sequence.item_count; i++) {
        const opis_sequence_item *item = &given->items[i];
        if (choices[i].candidate < 0) {
            cost += item->drop;
            continue;
        }
        const opis_candidate *candidate = &given->candidates[choices[i].candidate];
        cost += step_cost(given, item, candidate, last, choices[i].restarts ? 4 : choices[i].repeats ? 2 : 1);
        last = candidate->value;
    }
    return cost;
}

static double best_with_another_value(const instance *given, size_t i, int32_t chosen) {
    double best = INFINITY;
    for (int32_t value = 0; value < 8; value++)
        if (value != chosen) best = fmin(best, brute_force(given, 0, 0, i, value));
    return best;
}

static void test_against_brute_force(void) {
    instance given;
    opis_sequence_choice choices[MOST_ITEMS];
    opis_error error;
    random_state = 7;
    for (int round = 0; round < 3000; round++) {
        random_instance(&given);
        CHECK_OK(opis_sequence_solve(&given.sequence, choices, &error), error);
        double best = brute_force(&given, 0, 0, SIZE_MAX, 0);
        CHECK_EQUAL_REAL(cost_of_choices(&given, choices), best);
        for (size_t i = 0; i < given.sequence.item_count; i++) {
            int32_t chosen = choices[i].candidate < 0 ? 0 : given.candidates[choices[i].candidate].value;
            double margin = best_with_another_value(&given, i, chosen) - best;
            /* Nothing but leaving it out, and that is what was chosen: the solver has no other solution either. */
            if (isinf(margin))
                CHECK(isinf(choices[i].margin));
            else
                CHECK_EQUAL_REAL(choices[i].margin, margin);
        }
        if (check_failures) return;
    }
}

/* What proves is told apart from what does not, and all else is the same. */
static void test_margins_up_to_a_proof(void) {
    instance given;
    opis_sequence_choice all[MOST_ITEMS], proved[MOST_ITEMS];
    opis_error error;
    size_t beyond = 0, within = 0;
    random_state = 11;
    for (int round = 0; round < 20000 && !check_failures; round++) {
        random_instance(&given);
        float proof = random_cost(16);
        for (size_t i = 0; i < given.sequence.item_count; i++)
            if (random_below(4) == 0) given.items[i].repeat = -random_cost(12);
        CHECK_OK(opis_sequence_solve(&given.sequence, all, &error), error);
        CHECK_OK(opis_sequence_prove(&given.sequence, proof, proved, &error), error);
        for (size_t i = 0; i < given.sequence.item_count; i++) {
            CHECK_EQUAL_INT(proved[i].candidate, all[i].candidate);
            CHECK_EQUAL_INT(proved[i].restarts, all[i].restarts);
            CHECK_EQUAL_INT(proved[i].repeats, all[i].repeats);
            if (all[i].margin < proof)
                CHECK_EQUAL_REAL(proved[i].margin, all[i].margin);
            else
                CHECK(proved[i].margin >= proof);
            within += all[i].margin < proof;
            beyond += proved[i].margin > all[i].margin;
        }
    }
    CHECK(within > 1000 && beyond > 1000);
}

/* One item for each number, with the costs that most tests share. */
static opis_status solve_numbers(const int32_t *numbers, size_t count, float restart, float repeat,
                                 opis_sequence_choice *choices, opis_error *error) {
    opis_sequence_item items[32];
    opis_candidate candidates[32];
    for (size_t i = 0; i < count; i++) {
        candidates[i] = (opis_candidate){.value = numbers[i]};
        items[i] = (opis_sequence_item){(uint32_t)i, 1, 4, repeat, restart, 0};
    }
    opis_sequence sequence = {items, count, candidates, count, {1, 0.25f}};
    return opis_sequence_solve(&sequence, choices, error);
}

static void test_numbers_that_stand_out_are_left_out(void) {
    int32_t numbers[] = {1, 2, 17, 3, 4, 2, 5, 6};
    opis_sequence_choice choices[8];
    opis_error error;
    CHECK_OK(solve_numbers(numbers, 8, INFINITY, INFINITY, choices, &error), error);
    for (int i = 0; i < 8; i++) CHECK_EQUAL_INT(choices[i].candidate, i == 2 || i == 5 ? -1 : i);
}

static void test_numbers_that_are_lost_cost_their_gap(void) {
    int32_t numbers[] = {1, 2, 5, 6, 7};
    opis_sequence_choice choices[5];
    opis_error error;
    CHECK_OK(solve_numbers(numbers, 5, INFINITY, INFINITY, choices, &error), error);
    for (int i = 0; i < 5; i++) CHECK_EQUAL_INT(choices[i].candidate, i);
    CHECK_EQUAL_REAL(choices[4].margin, 4);
}

static void test_counting_anew(void) {
    int32_t numbers[] = {1, 2, 3, 1, 2, 3, 4};
    opis_sequence_choice choices[7];
    opis_error error;
    CHECK_OK(solve_numbers(numbers, 7, 2, INFINITY, choices, &error), error);
    for (int i = 0; i < 7; i++) {
        CHECK_EQUAL_INT(choices[i].candidate, i);
        CHECK_EQUAL_INT(choices[i].restarts, i == 3);
    }
    CHECK_OK(solve_numbers(numbers, 7, INFINITY, INFINITY, choices, &error), error);
    CHECK_EQUAL_INT(choices[6].candidate, 6);
    CHECK_EQUAL_INT(choices[6].restarts, 0);
}

static void test_the_same_number_again(void) {
    int32_t numbers[] = {1, 2, 2, 3};
    opis_sequence_choice choices[4];
    opis_error error;
    CHECK_OK(solve_numbers(numbers, 4, INFINITY, 1, choices, &error), error);
    CHECK_EQUAL_INT(choices[2].repeats + choices[1].repeats, 1);
    CHECK_EQUAL_INT(choices[2].candidate, 2);
    CHECK_EQUAL_REAL(choices[3].margin, 4);
}

static void test_order_picks_the_reading(void) {
    /* "r r" between 20 and 22 is 21; between 10 and 12 it is 11. */
    opis_candidate candidates[] = {{20, 0}, {11, 0.5f}, {21, 1.5f}, {22, 0}, {1, 0}};
    opis_sequence_item items[] = {
        {0, 1, 9, INFINITY, INFINITY, 0}, {1, 2, 9, INFINITY, INFINITY, 0}, {3, 1, 9, INFINITY, INFINITY, 0}};
    opis_sequence sequence = {items, 3, candidates, 5, {0.1f, 0.1f}};
    opis_sequence_choice choices[3];
    opis_error error;
    CHECK_OK(opis_sequence_solve(&sequence, choices, &error), error);
    CHECK_EQUAL_INT(choices[1].candidate, 2);
    candidates[0].value = 10;
    candidates[3].value = 12;
    CHECK_OK(opis_sequence_solve(&sequence, choices, &error), error);
    CHECK_EQUAL_INT(choices[1].candidate, 1);
}

static void test_what_is_never_left_out_is_where_nothing_else_is_possible(void) {
    opis_candidate candidates[] = {{5, 0}, {3, 0}};
    opis_sequence_item items[] = {{0, 1, INFINITY, INFINITY, INFINITY, 0},
                                  {1, 1, INFINITY, INFINITY, INFINITY, 0},
                                  {2, 0, INFINITY, INFINITY, INFINITY, 0}};
    opis_sequence sequence = {items, 3, candidates, 2, {0, 0}};
    opis_sequence_choice choices[3];
    opis_error error;
    CHECK_OK(opis_sequence_solve(&sequence, choices, &error), error);
    CHECK_EQUAL_INT((choices[0].candidate < 0) + (choices[1].candidate < 0), 1);
    CHECK_EQUAL_INT(choices[2].candidate, -1);
}

static void test_unusable_candidates_and_no_items(void) {
    opis_candidate candidates[] = {{0, 0}, {OPIS_LARGEST_ORDINAL + 1, 0}, {-3, 0}, {2, NAN}, {OPIS_LARGEST_ORDINAL, 1}};
    opis_sequence_item item = {0, 5, 9, INFINITY, INFINITY, 1};
    opis_sequence sequence = {&item, 1, candidates, 5, {0, 0}};
    opis_sequence_choice choice;
    opis_error error;
    CHECK_OK(opis_sequence_solve(&sequence, &choice, &error), error);
    CHECK_EQUAL_INT(choice.candidate, 4);
    CHECK_EQUAL_REAL(choice.margin, 8);
    opis_sequence nothing = {NULL, 0, NULL, 0, {1, 1}};
    CHECK_OK(opis_sequence_solve(&nothing, NULL, &error), error);
}

/* A million items that all compete for one number, and a million that all fit. */
static void test_a_million_items(void) {
    const size_t count = 1000000;
    opis_sequence_item *items = malloc(count * sizeof *items);
    opis_candidate *candidates = malloc(count * sizeof *candidates);
    opis_sequence_choice *choices = malloc(count * sizeof *choices);
    opis_error error;
    CHECK(items && candidates && choices);
    for (size_t i = 0; i < count && !check_failures; i++) {
        candidates[i] = (opis_candidate){1, 0};
        items[i] = (opis_sequence_item){(uint32_t)i, 1, 3, INFINITY, INFINITY, 0};
    }
    opis_sequence sequence = {items, count, candidates, count, {1, 1}};
    if (!check_failures) {
        CHECK_OK(opis_sequence_solve(&sequence, choices, &error), error);
        size_t kept = 0;
        for (size_t i = 0; i < count; i++) kept += choices[i].candidate >= 0;
        CHECK_EQUAL_INT(kept, 1);
        CHECK_EQUAL_REAL(choices[count / 2].margin, 0);
        for (size_t i = 0; i < count; i++) candidates[i].value = (int32_t)(i % OPIS_LARGEST_ORDINAL) + 1;
        for (size_t i = 0; i < count; i++) items[i].restart = 1.5f;
        CHECK_OK(opis_sequence_solve(&sequence, choices, &error), error);
        for (kept = 0; kept < count && choices[kept].candidate >= 0;) kept++;
        CHECK_EQUAL_INT(kept, count);
        CHECK_EQUAL_REAL(choices[count / 2].margin, 4);
    }
    free(items);
    free(candidates);
    free(choices);
}

static void test_out_of_memory(void) {
    int32_t numbers[] = {1, 2, 3};
    opis_sequence_choice choices[3];
    opis_error error;
    for (int limit = 0;; limit++) {
        allocations_left = limit;
        opis_status status = solve_numbers(numbers, 3, INFINITY, INFINITY, choices, &error);
        allocations_left = -1;
        if (status == OPIS_OK) {
            CHECK(limit >= 3);
            return;
        }
        CHECK_EQUAL_INT(status, OPIS_OUT_OF_MEMORY);
        CHECK_OR_STOP(limit < 100);
    }
}

int main(void) {
    CHECK_RUN(test_against_brute_force);
    CHECK_RUN(test_margins_up_to_a_proof);
    CHECK_RUN(test_numbers_that_stand_out_are_left_out);
    CHECK_RUN(test_numbers_that_are_lost_cost_their_gap);
    CHECK_RUN(test_counting_anew);
    CHECK_RUN(test_the_same_number_again);
    CHECK_RUN(test_order_picks_the_reading);
    CHECK_RUN(test_what_is_never_left_out_is_where_nothing_else_is_possible);
    CHECK_RUN(test_unusable_candidates_and_no_items);
    CHECK_RUN(test_a_million_items);
    CHECK_RUN(test_out_of_memory);
    return check_report();
}
