/*
 * Digits: numbers as they are printed.  A format costs far more than its figures, and records have thousands of them.
 */
#ifndef OPIS_DIGITS_H
#define OPIS_DIGITS_H

#include <stddef.h>
#include <stdint.h>

#define OPIS_MOST_DIGITS 10

/** \brief Print a number with no fewer than so many figures, noughts before it; gives how many.  No NUL ends them. */
static inline size_t put_digits(char out[OPIS_MOST_DIGITS], uint32_t number, size_t least) {
    char reversed[OPIS_MOST_DIGITS];
    size_t count = 0;
    for (; number || count < least; number /= 10) reversed[count++] = (char)('0' + number % 10);
    for (size_t i = 0; i < count; i++) out[i] = reversed[count - 1 - i];
    return count;
}

#endif
