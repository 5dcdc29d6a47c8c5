/*
 * Lexicon: the book as its own dictionary.
 *
 * A bag of keys with weights: words as the book prints them, or tuples (archive, fond, opis, delo) folded into a key.
 * A reading that occurs clean elsewhere in the book is worth more than one that occurs nowhere.
 */
#ifndef OPIS_LEXICON_H
#define OPIS_LEXICON_H

#include "opis.h"

typedef struct opis_lexicon {
    struct opis_lexicon_entry {
        uint64_t key;
        float weight, clean; /* clean: how much of the weight is beyond doubt, where that is told apart */
    } * entries;             /* open addressing, a power of two; owned */
    size_t capacity, count;
} opis_lexicon;

#define OPIS_LEXICON_EMPTY                                                                                             \
    { NULL, 0, 0 }

void opis_lexicon_release(opis_lexicon *lexicon);
opis_status opis_lexicon_add(opis_lexicon *lexicon, uint64_t key, float weight, opis_error *error);
float opis_lexicon_weight(const opis_lexicon *lexicon, uint64_t key);
float opis_lexicon_clean(const opis_lexicon *lexicon, uint64_t key);

/** \brief Make room for so many keys more. */
opis_status opis_lexicon_make_room(opis_lexicon *lexicon, size_t more, opis_error *error);

/** \brief Add to a key that is there, or that there is room for. */
void opis_lexicon_count(opis_lexicon *lexicon, uint64_t key, float weight, float clean);

#define OPIS_LEXICON_START 0xCBF29CE484222325u
#define OPIS_LEXICON_PRIME 0x100000001B3u

/** \brief Fold bytes into a key; chain by giving the key so far, starting from 0. */
uint64_t opis_lexicon_key(uint64_t key, const char *bytes, size_t length);

/** \brief The same of a text that ends with a zero, whose length nobody knows yet. */
static inline uint64_t opis_lexicon_text_key(uint64_t key, const char *text) {
    const char *end = text;
    key ^= OPIS_LEXICON_START;
    for (; *end; end++) key = (key ^ (unsigned char)*end) * OPIS_LEXICON_PRIME;
    return (key ^ (uint64_t)(end - text)) * OPIS_LEXICON_PRIME;
}

#endif
