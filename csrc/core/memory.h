/*
 * Memory: the one place where the core allocates.
 *
 * Growing arrays check every size sum; a test build replaces opis_resize() to make the n-th allocation fail.
 */
#ifndef OPIS_MEMORY_H
#define OPIS_MEMORY_H

#include <string.h>

#include "opis.h"

/** \brief realloc() under another name; size 0 frees and gives NULL. */
void *opis_resize(void *memory, size_t size);

/** \brief Fill `error` and return its status, so that callers can `return opis_fail(...)`. */
opis_status opis_fail(opis_error *error, opis_status status, uint64_t byte, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 4, 5)))
#endif
    ;

/** \brief What opis_reserve() does where there is no room yet, or none is needed. */
opis_status opis_reserve_more(void *items, size_t *capacity, size_t needed, size_t item_size, opis_error *error);

/**
 * \brief Make room for `needed` items in a growing array: `*items` has room for `*capacity` of `item_size` bytes.
 *
 * Leaves the array as it was on failure.  Growth is by half at the least, so that appending stays linear.
 */
static inline opis_status opis_reserve(void *items, size_t *capacity, size_t needed, size_t item_size,
                                       opis_error *error) {
    /* Where none is needed there may be no array yet: that is seen to with what is rare. */
    return needed - 1 < *capacity ? OPIS_OK : opis_reserve_more(items, capacity, needed, item_size, error);
}

/** \brief Ask for what is read soon: where reading leaps from line to line, the processor cannot foresee where to. */
static inline void opis_soon(const void *memory) {
    __builtin_prefetch(memory);
}

/** \brief Whether the first byte of a number in memory is its lowest. */
static inline int opis_is_little_endian(void) {
    const uint16_t one = 1;
    return *(const unsigned char *)&one;
}

/** \brief Eight bytes as a number, the first of them lowest. */
static inline uint64_t opis_eight_bytes(const void *from) {
    uint64_t bytes;
    memcpy(&bytes, from, sizeof bytes);
    return opis_is_little_endian() ? bytes : __builtin_bswap64(bytes);
}

#endif
