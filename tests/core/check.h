/*
 * Checks for the unit tests of the core: one small C program for each source file, built and run by test_core.py.
 *
 *     #include "check.h"
 *     #include "text/tokens.h"
 *     static void test_one_word(void) {
 *         CHECK(1 + 1 == 2);
 *         CHECK_EQUAL_INT(token_count, 1);
 *         CHECK_EQUAL_TEXT(name, "fond");
 *     }
 *     int main(void) {
 *         CHECK_RUN(test_one_word);
 *         return check_report();
 *     }
 *
 * A check that fails says where and what, and the test goes on; check_report() gives the exit status.  CHECK_OR_STOP
 * leaves the running test function, for what later lines stand on.  A program may define opis_resize() itself, to
 * make the n-th allocation fail: its own then takes the place of the core's.  OPIS_SAMPLE is the path of the sample.
 */
#ifndef OPIS_CHECK_H
#define OPIS_CHECK_H

#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int check_failures = 0; /* in the test that runs */
static int check_failed_tests = 0;
static int check_tests = 0;

/* The condition may hold commas: CHECK(same(a, b)). */
#define CHECK(...) check_true((__VA_ARGS__) ? 1 : 0, #__VA_ARGS__, __FILE__, __LINE__)
#define CHECK_OR_STOP(...)                                                                                             \
    do {                                                                                                               \
        if (!CHECK(__VA_ARGS__)) return;                                                                               \
    } while (0)
#define CHECK_EQUAL_INT(got, expected)                                                                                 \
    check_equal_int((long long)(got), (long long)(expected), #got, __FILE__, __LINE__)
/* Within a thousandth. */
#define CHECK_EQUAL_REAL(got, expected) check_equal_real((got), (expected), #got, __FILE__, __LINE__)
/* Two NUL-terminated texts; NULL equals NULL alone. */
#define CHECK_EQUAL_TEXT(got, expected) check_equal_text((got), (expected), #got, __FILE__, __LINE__)
/* Bytes without a NUL at the end against a NUL-terminated text. */
#define CHECK_EQUAL_BYTES(got, length, expected)                                                                       \
    check_equal_bytes((got), (size_t)(length), (expected), #got, __FILE__, __LINE__)
/* An opis_status that must be OPIS_OK; tells the error's message else. */
#define CHECK_OK(status, error)                                                                                        \
    do {                                                                                                               \
        if (!check_true((status) == 0, #status, __FILE__, __LINE__)) printf("    error: %s\n", (error).message);       \
    } while (0)

#define CHECK_RUN(test) check_run(test, #test)

static inline int check_true(int holds, const char *what, const char *file, int line) {
    if (holds) return 1;
    check_failures++;
    printf("%s:%d: does not hold: %s\n", file, line, what);
    return 0;
}

static inline int check_equal_int(long long got, long long expected, const char *what, const char *file, int line) {
    if (got == expected) return 1;
    check_failures++;
    printf("%s:%d: %s is %lld, expected %lld\n", file, line, what, got, expected);
    return 0;
}

static inline int check_equal_real(double got, double expected, const char *what, const char *file, int line) {
    if ((isinf(got) && isinf(expected) && (got > 0) == (expected > 0)) || fabs(got - expected) <= 0.001) return 1;
    check_failures++;
    printf("%s:%d: %s is %g, expected %g\n", file, line, what, got, expected);
    return 0;
}

static inline int check_equal_bytes(const char *got, size_t length, const char *expected, const char *what,
                                    const char *file, int line) {
    if (got && expected && length == strlen(expected) && memcmp(got, expected, length) == 0) return 1;
    if (!got && !expected) return 1;
    check_failures++;
    printf("%s:%d: %s is ", file, line, what);
    if (got)
        printf("\"%.*s\"", (int)length, got);
    else
        printf("NULL");
    if (expected)
        printf(", expected \"%s\"\n", expected);
    else
        printf(", expected NULL\n");
    return 0;
}

static inline int check_equal_text(const char *got, const char *expected, const char *what, const char *file,
                                   int line) {
    return check_equal_bytes(got, got ? strlen(got) : 0, expected, what, file, line);
}

static inline void check_run(void (*test)(void), const char *name) {
    check_tests++;
    check_failures = 0;
    test();
    if (check_failures) check_failed_tests++;
    printf("%s %s\n", check_failures ? "FAILED" : "ok", name);
    fflush(stdout);
}

/* The last line of main(): `return check_report();` */
static inline int check_report(void) {
    printf("%d of %d tests passed\n", check_tests - check_failed_tests, check_tests);
    return check_failed_tests ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
