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
        float weight;
    } * entries; /* open addressing, a power of two; owned */
    size_t capacity, count;
} opis_lexicon;

#define OPIS_LEXICON_EMPTY                                                                                             \
    { NULL, 0, 0 }

void opis_lexicon_release(opis_lexicon *lexicon);
opis_status opis_lexicon_add(opis_lexicon *lexicon, uint64_t key, float weight, opis_error *error);
float opis_lexicon_weight(const opis_lexicon *lexicon, uint64_t key);

/** \brief Fold bytes into a key; chain by giving the key so far, starting from 0. */
uint64_t opis_lexicon_key(uint64_t key, const char *bytes, size_t length);

#endif
