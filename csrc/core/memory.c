#include "memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* What an array has room for when it first grows, in bytes, and how it grows up to which size. */
#define FIRST_BYTES 8192
#define SMALL_BYTES 65536
#define SMALL_GROWTH 4

void *opis_resize(void *memory, size_t size) {
    if (size == 0) {
        free(memory);
        return NULL;
    }
    return realloc(memory, size);
}

opis_status opis_fail(opis_error *error, opis_status status, uint64_t byte, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    error->status = status;
    error->byte = byte;
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    return status;
}

/* Small arrays grow fast, for most of them stay small; large ones by half, so that little of a large one is idle. */
static size_t grown_capacity(size_t capacity, size_t item_size) {
    size_t first = FIRST_BYTES / item_size;
    if (capacity < SMALL_BYTES / item_size) return capacity * SMALL_GROWTH + (capacity < first ? first : 0);
    return capacity + capacity / 2;
}

opis_status opis_reserve_more(void *items, size_t *capacity, size_t needed, size_t item_size, opis_error *error) {
    /* `items` is the address of a typed pointer; memcpy-free access needs only that all pointers look alike. */
    void **slot = items;
    if (needed <= *capacity) return OPIS_OK;
    size_t grown = grown_capacity(*capacity, item_size);
    if (grown < needed) grown = needed;
    if (grown > SIZE_MAX / item_size)
        return opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory: %zu items of %zu bytes", grown,
                         item_size);
    void *moved = opis_resize(*slot, grown * item_size);
    if (!moved)
        return opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory: %zu bytes could not be had",
                         grown * item_size);
    *slot = moved;
    *capacity = grown;
    return OPIS_OK;
}
