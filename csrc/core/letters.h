/*
 * Letters: what a byte of ASCII is, whatever the locale.
 */
#ifndef OPIS_LETTERS_H
#define OPIS_LETTERS_H

static inline int is_digit(char c) {
    return c >= '0' && c <= '9';
}

static inline int is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

static inline int is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

#endif
