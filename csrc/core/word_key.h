/*
 * Word key: a number for a word, made of both its ends and its length.
 *
 * It is cheap, and words that differ between their ends alone are few.
 */
#ifndef OPIS_WORD_KEY_H
#define OPIS_WORD_KEY_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "memory.h"

/*
 * The ends of a word: its first eight bytes, the first of them lowest, and its last eight, the last of them highest.  A
 * shorter word has noughts above its first ones and below its last ones.
 */
typedef struct word_ends {
    uint64_t first, last;
} word_ends;

#define WORD_END sizeof(uint64_t)

static inline uint64_t four_bytes_of(const char *word) {
    uint32_t bytes;
    memcpy(&bytes, word, sizeof bytes);
    return opis_is_little_endian() ? bytes : __builtin_bswap32(bytes);
}

static inline word_ends word_ends_of(const char *word, size_t length) {
    uint64_t whole = 0;
    if (length == 0) return (word_ends){0, 0};
    if (length >= WORD_END) return (word_ends){opis_eight_bytes(word), opis_eight_bytes(word + length - WORD_END)};
    if (length >= WORD_END / 2)
        whole = four_bytes_of(word) | four_bytes_of(word + length - WORD_END / 2) << 8 * (length - WORD_END / 2);
    else
        for (size_t i = 0; i < length; i++) whole |= (uint64_t)(unsigned char)word[i] << 8 * i;
    return (word_ends){whole, whole << 8 * (WORD_END - length)};
}

static inline uint64_t word_key_of(word_ends ends, size_t length) {
    uint64_t last = (ends.last << 29 | ends.last >> 35) * 0x9E3779B97F4A7C15u;
    uint64_t key = (ends.first ^ last) * 0xBF58476D1CE4E5B9u ^ length;
    return key ^ key >> 32;
}

static inline uint64_t word_key(const char *word, size_t length) {
    return word_key_of(word_ends_of(word, length), length);
}

#endif
