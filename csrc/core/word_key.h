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

static inline uint64_t word_key(const char *word, size_t length) {
    uint64_t head = 0, tail = 0;
    if (length >= sizeof head) {
        memcpy(&head, word, sizeof head);
        memcpy(&tail, word + length - sizeof tail, sizeof tail);
    } else if (length >= sizeof(uint32_t)) {
        memcpy(&head, word, sizeof(uint32_t));
        memcpy(&tail, word + length - sizeof(uint32_t), sizeof(uint32_t));
    } else {
        for (size_t i = 0; i < length; i++) head = head << 8 | (unsigned char)word[i];
    }
    uint64_t key = (head ^ (tail << 29 | tail >> 35) * 0x9E3779B97F4A7C15u) * 0xBF58476D1CE4E5B9u ^ length;
    return key ^ key >> 32;
}

#endif
