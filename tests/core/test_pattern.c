#include "check.h"

#include <time.h>

#include "mend/pattern.h"

static const opis_limits limits = {.match_steps = OPIS_MATCH_STEPS, .match_bytes = OPIS_MATCH_BYTES};
static opis_scratch *scratch;
static opis_error scratch_error;

static int match_in(const char *pattern, const char *text, uint32_t at, opis_match *match) {
    opis_error error = {OPIS_OK, 0, ""};
    opis_pattern *made = opis_pattern_new(pattern, &error);
    if (!CHECK(made != NULL)) return -1;
    int found = opis_pattern_match(made, scratch, text, (uint32_t)strlen(text), at, match);
    opis_pattern_free(made);
    return found;
}

static void test_groups_are_byte_offsets(void) {
    opis_match match;
    CHECK_EQUAL_INT(match_in("(d\\.) \\s* ([0-9]+) (ob)?", "Д. or d. 15, l. 2", 7, &match), 1);
    CHECK_EQUAL_INT(match.start[0], 7);
    CHECK_EQUAL_INT(match.end[0], 12);
    CHECK_EQUAL_INT(match.start[2], 10);
    CHECK_EQUAL_INT(match.start[3], UINT32_MAX);
    CHECK_EQUAL_INT(match.start[OPIS_PATTERN_GROUPS - 1], UINT32_MAX);
}

static void test_anchored(void) {
    opis_match match;
    CHECK_EQUAL_INT(match_in("b", "ab", 0, &match), 0);
    CHECK_EQUAL_INT(match_in("b", "ab", 1, &match), 1);
}

static void test_end_is_respected(void) {
    opis_error error = {OPIS_OK, 0, ""};
    opis_match match;
    opis_pattern *pattern = opis_pattern_new("a+", &error);
    CHECK_OR_STOP(pattern != NULL);
    CHECK_EQUAL_INT(opis_pattern_match(pattern, scratch, "aaaa", 2, 0, &match), 1);
    CHECK_EQUAL_INT(match.end[0], 2);
    CHECK_EQUAL_INT(opis_pattern_match(pattern, scratch, "aaaa", 2, 2, &match), 0);
    opis_pattern_free(pattern);
}

static void test_more_groups_than_are_told(void) {
    opis_match match;
    const char *pattern = "(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)";
    CHECK_EQUAL_INT(match_in(pattern, "aaaaaaaaaaaaaaaaaa", 0, &match), 1);
    CHECK_EQUAL_INT(match.end[OPIS_PATTERN_GROUPS - 1], 15);
}

static int may_begin(const char *pattern, const char *text) {
    opis_error error = {OPIS_OK, 0, ""};
    uint8_t pairs[OPIS_PAIR_BYTES];
    opis_pattern *made = opis_pattern_new(pattern, &error);
    if (!CHECK(made != NULL)) return -1;
    CHECK_EQUAL_INT(opis_pattern_pairs(made, pairs, &error), OPIS_OK);
    opis_pattern_free(made);
    return (int)opis_pairs_have(pairs, opis_pair(text));
}

static void test_pairs_that_a_match_may_begin_with(void) {
    const char *pattern = "(FO|W[ ]?O)[ /]\\d+ | [фФ]\\.?\\d+ | \\d+[ ]A[PQ]";
    CHECK_EQUAL_INT(may_begin(pattern, "FO 371"), 1);
    CHECK_EQUAL_INT(may_begin(pattern, "W O/32"), 1);
    CHECK_EQUAL_INT(may_begin(pattern, "W.O"), 0);
    CHECK_EQUAL_INT(may_begin(pattern, "Foreign"), 0);
    CHECK_EQUAL_INT(may_begin(pattern, "fO"), 0);
    CHECK_EQUAL_INT(may_begin(pattern, "4 AP"), 1);
    CHECK_EQUAL_INT(may_begin(pattern, "4, 5"), 0);
    CHECK_EQUAL_INT(may_begin(pattern, "ф. 17"), 1);
    /* What it may end with, or looks at on both sides, hides nothing. */
    CHECK_EQUAL_INT(may_begin("A(?![A-Z])", "A."), 1);
    CHECK_EQUAL_INT(may_begin("A(?![A-Z])", "AB"), 0);
    CHECK_EQUAL_INT(may_begin("\\bA\\b", "A."), 1);
    CHECK_EQUAL_INT(may_begin("(?<=B)A", "A."), 1);
    CHECK_EQUAL_INT(may_begin(".*", "AB"), 1);
}

static void test_a_broken_pattern_is_told(void) {
    opis_error error = {OPIS_OK, 0, ""};
    CHECK(opis_pattern_new("d. (", &error) == NULL);
    CHECK_EQUAL_INT(error.status, OPIS_INTERNAL);
    CHECK(strstr(error.message, "d. (") != NULL);
}

/* Match something within limits of its own; `scratch_error` tells why there is no answer. */
static opis_status match_within(const char *pattern, const char *text, opis_limits within, int *found) {
    opis_scratch *usual = scratch;
    opis_match match;
    scratch_error = (opis_error){OPIS_OK, 0, ""};
    scratch = opis_scratch_new(&within, 0, &scratch_error);
    *found = scratch ? match_in(pattern, text, 0, &match) : -1;
    opis_status status = scratch ? opis_scratch_status(scratch) : OPIS_OUT_OF_MEMORY;
    opis_scratch_free(scratch);
    scratch = usual;
    return status;
}

static void test_limits_end_a_match(void) {
    static char text[4001];
    int found;
    memset(text, 'a', sizeof text - 1);
    clock_t begin = clock();
    CHECK_EQUAL_INT(match_within("(a+)+(a+)+[bc]", text, limits, &found), OPIS_OVER_LIMIT);
    CHECK_EQUAL_INT(found, 0);
    CHECK((double)(clock() - begin) / CLOCKS_PER_SEC < 2);
    CHECK(strstr(scratch_error.message, "match_steps of 20000") && strstr(scratch_error.message, "(a+)+(a+)+[bc]"));
    CHECK_EQUAL_INT(scratch_error.byte, 0);
}

static void test_a_limit_of_ones_own(void) {
    int found;
    const opis_limits low = {.match_steps = 5, .match_bytes = OPIS_MATCH_BYTES};
    CHECK_EQUAL_INT(match_within("(a+)+[bc]", "aaaaaaaaaa", low, &found), OPIS_OVER_LIMIT);
    CHECK_EQUAL_INT(match_within("(a+)+[bc]", "aaaaaaaaaa", limits, &found), OPIS_OK);
    CHECK_EQUAL_INT(found, 0);
}

/* How often a match that takes nearly all its steps can be asked for in a source of some length. */
static int matches_in_all(uint32_t source_length) {
    const opis_limits within = {
        .match_steps = OPIS_MATCH_STEPS, .match_bytes = OPIS_MATCH_BYTES, .read_steps = OPIS_READ_STEPS};
    opis_error error = {OPIS_OK, 0, ""};
    opis_scratch *own = opis_scratch_new(&within, source_length, &error);
    opis_pattern *pattern = opis_pattern_new("(?:.|.){11}[!?]", &error);
    opis_match match;
    int count = 0;
    while (own && pattern && count < 100000 && opis_scratch_status(own) == OPIS_OK)
        count += opis_pattern_match(pattern, own, "11 11 11 11 11 11", 17, 0, &match) == 0;
    CHECK_EQUAL_INT(error.status, OPIS_OVER_LIMIT);
    CHECK(strstr(error.message, "read_steps of 200;") && strstr(error.message, "(?:.|.){11}"));
    opis_pattern_free(pattern);
    opis_scratch_free(own);
    return count;
}

/* Places at which a pattern nearly runs away add up, in proportion to the source. */
static void test_all_matches_together(void) {
    int shortest = matches_in_all(0), longer = matches_in_all(OPIS_LEAST_READ_STEPS / OPIS_READ_STEPS);
    CHECK(shortest > OPIS_LEAST_READ_STEPS / OPIS_MATCH_STEPS / 2 && shortest < 5000);
    CHECK(longer > 2 * shortest - 2 && longer < 2 * shortest + 2);
}

static void test_memory_is_bounded(void) {
    static char text[4001];
    int found;
    memset(text, 'a', sizeof text - 1);
    const opis_limits low = {.match_steps = 1000000, .match_bytes = 65536};
    CHECK_EQUAL_INT(match_within("(*NO_JIT)(?:(a)|b)*", text, low, &found), OPIS_OVER_LIMIT);
    CHECK(strstr(scratch_error.message, "match_bytes of 65536") != NULL);
}

/* What the stack of JIT is too small for is interpreted, within the same memory as elsewhere. */
static void test_with_and_without_jit(void) {
    static char text[3001];
    int with, without;
    memset(text, 'a', sizeof text - 1);
    const opis_limits ample = {.match_steps = 1000000, .match_bytes = 1 << 24};
    CHECK_EQUAL_INT(match_within("(?:(a)|b)*", text, ample, &with), OPIS_OK);
    CHECK_EQUAL_INT(match_within("(*NO_JIT)(?:(a)|b)*", text, ample, &without), OPIS_OK);
    CHECK_EQUAL_INT(with, 1);
    CHECK_EQUAL_INT(without, 1);
}

static void test_a_pattern_that_calls_itself_for_ever(void) {
    int found;
    CHECK_EQUAL_INT(match_within("(?:(?R)|a)+", "aaaa", limits, &found), OPIS_BAD_STYLE);
    CHECK(strstr(scratch_error.message, "(?R)") != NULL);
}

static void test_patterns_that_are_refused(void) {
    static char longest[5001];
    const char *const refused[] = {"\\C", longest, "((((a{1,99}){1,99}){1,99}){1,99})"};
    memset(longest, 'a', sizeof longest - 1);
    for (int i = 0; i < 3; i++) {
        opis_error error = {OPIS_OK, 0, ""};
        CHECK(opis_pattern_new(refused[i], &error) == NULL);
        CHECK(error.message[0] != 0);
    }
}

int main(void) {
    opis_error error = {OPIS_OK, 0, ""};
    scratch = opis_scratch_new(&limits, 0, &error);
    if (!scratch) return printf("%s\n", error.message), EXIT_FAILURE;
    CHECK_RUN(test_groups_are_byte_offsets);
    CHECK_RUN(test_anchored);
    CHECK_RUN(test_end_is_respected);
    CHECK_RUN(test_more_groups_than_are_told);
    CHECK_RUN(test_pairs_that_a_match_may_begin_with);
    CHECK_RUN(test_a_broken_pattern_is_told);
    CHECK_RUN(test_limits_end_a_match);
    CHECK_RUN(test_a_limit_of_ones_own);
    CHECK_RUN(test_all_matches_together);
    CHECK_RUN(test_memory_is_bounded);
    CHECK_RUN(test_with_and_without_jit);
    CHECK_RUN(test_a_pattern_that_calls_itself_for_ever);
    CHECK_RUN(test_patterns_that_are_refused);
    opis_scratch_free(scratch);
    return check_report();
}
