#include "check.h"

#include <time.h>

#include "mend/pattern.h"

static opis_scratch *scratch;

static int match_in(const char *pattern, const char *text, uint32_t at, int anchored, opis_match *match) {
    opis_error error = {OPIS_OK, 0, ""};
    opis_pattern *made = opis_pattern_new(pattern, &error);
    if (!CHECK(made != NULL)) return -1;
    int found = opis_pattern_match(made, scratch, text, (uint32_t)strlen(text), at, anchored, match);
    opis_pattern_free(made);
    return found;
}

static void test_groups_are_byte_offsets(void) {
    opis_match match;
    CHECK_EQUAL_INT(match_in("(d\\.) \\s* ([0-9]+) (ob)?", "Д. or d. 15, l. 2", 0, 0, &match), 1);
    CHECK_EQUAL_INT(match.start[0], 7);
    CHECK_EQUAL_INT(match.end[0], 12);
    CHECK_EQUAL_INT(match.start[2], 10);
    CHECK_EQUAL_INT(match.start[3], UINT32_MAX);
    CHECK_EQUAL_INT(match.start[OPIS_PATTERN_GROUPS - 1], UINT32_MAX);
}

static void test_anchored(void) {
    opis_match match;
    CHECK_EQUAL_INT(match_in("b", "ab", 0, 1, &match), 0);
    CHECK_EQUAL_INT(match_in("b", "ab", 1, 1, &match), 1);
    CHECK_EQUAL_INT(match_in("b", "ab", 0, 0, &match), 1);
}

static void test_end_is_respected(void) {
    opis_error error = {OPIS_OK, 0, ""};
    opis_match match;
    opis_pattern *pattern = opis_pattern_new("a+", &error);
    CHECK_OR_STOP(pattern != NULL);
    CHECK_EQUAL_INT(opis_pattern_match(pattern, scratch, "aaaa", 2, 0, 1, &match), 1);
    CHECK_EQUAL_INT(match.end[0], 2);
    CHECK_EQUAL_INT(opis_pattern_match(pattern, scratch, "aaaa", 2, 2, 1, &match), 0);
    opis_pattern_free(pattern);
}

static void test_more_groups_than_are_told(void) {
    opis_match match;
    const char *pattern = "(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)";
    CHECK_EQUAL_INT(match_in(pattern, "aaaaaaaaaaaaaaaaaa", 0, 1, &match), 1);
    CHECK_EQUAL_INT(match.end[OPIS_PATTERN_GROUPS - 1], 15);
}

static void test_a_broken_pattern_is_told(void) {
    opis_error error = {OPIS_OK, 0, ""};
    CHECK(opis_pattern_new("d. (", &error) == NULL);
    CHECK_EQUAL_INT(error.status, OPIS_INTERNAL);
    CHECK(strstr(error.message, "d. (") != NULL);
}

static void test_limits_end_a_match(void) {
    static char text[4001];
    memset(text, 'a', sizeof text - 1);
    opis_match match;
    clock_t begin = clock();
    CHECK_EQUAL_INT(match_in("(a+)+(a+)+b", text, 0, 1, &match), 0);
    CHECK((double)(clock() - begin) / CLOCKS_PER_SEC < 2);
}

int main(void) {
    opis_error error = {OPIS_OK, 0, ""};
    scratch = opis_scratch_new(&error);
    if (!scratch) return printf("%s\n", error.message), EXIT_FAILURE;
    CHECK_RUN(test_groups_are_byte_offsets);
    CHECK_RUN(test_anchored);
    CHECK_RUN(test_end_is_respected);
    CHECK_RUN(test_more_groups_than_are_told);
    CHECK_RUN(test_a_broken_pattern_is_told);
    CHECK_RUN(test_limits_end_a_match);
    opis_scratch_free(scratch);
    return check_report();
}
