/*
 * Numbers that look random and are the same in every run.
 */
#ifndef OPIS_TEST_RANDOM_H
#define OPIS_TEST_RANDOM_H

#include <stdint.h>

static uint32_t random_state = 1;

static inline uint32_t random_next(void) {
    return random_state = random_state * 1664525u + 1013904223u;
}

static inline uint32_t random_below(uint32_t limit) {
    return (random_next() >> 8) % limit;
}

#endif
