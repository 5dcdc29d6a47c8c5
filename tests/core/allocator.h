/*
 * An allocator that fails on demand, in the place of the core's: after so many requests, or never.
 *
 *     allocations_left = 3;
 *     status = opis_something(...);
 *     allocations_left = -1;
 */
#ifndef OPIS_TEST_ALLOCATOR_H
#define OPIS_TEST_ALLOCATOR_H

#include <stdlib.h>

#include "memory.h"

static long allocations_left = -1; /* -1: no limit */

void *opis_resize(void *memory, size_t size) {
    if (size == 0) {
        free(memory);
        return NULL;
    }
    if (allocations_left == 0) return NULL;
    if (allocations_left > 0) allocations_left--;
    return realloc(memory, size);
}

#endif
