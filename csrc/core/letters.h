/*
 * Letters: what a byte is, whatever the locale.
 */
#ifndef OPIS_LETTERS_H
#define OPIS_LETTERS_H

#include <string.h>

static inline int is_digit(char c) {
    return c >= '0' && c <= '9';
}

static inline int is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

static inline int is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

static inline int is_ascii_letter(char c) {
    return is_upper(c) || is_lower(c);
}

/* A letter of ASCII, or a byte of a character beyond it: in the words of a book that is a letter too. */
static inline int is_letter(char c) {
    return is_ascii_letter(c) || (unsigned char)c >= 0x80;
}

/* Whether a byte is one of some marks, sixteen at most, that stand in quotes: the compiler makes one test of them. */
static inline int is_any_of(char c, const char *marks) {
    int is = 0;
    for (size_t i = 0; i < strlen(marks); i++) is |= c == marks[i];
    return is;
}

/* Blanks and the ends of lines. */
static inline int is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

#endif
