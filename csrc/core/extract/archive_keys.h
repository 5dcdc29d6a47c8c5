/*
 * Keys: what is seen of a word in a text - its folded form, its shape, what stands before it - as the learned weights
 * of holdings know it.
 */
#ifndef OPIS_ARCHIVE_KEYS_H
#define OPIS_ARCHIVE_KEYS_H

#include "book.h"

#define OPIS_WORD_SHAPES 34
#define OPIS_WORD_JOINTS 28

/* A word of the text: a run of letters and digits, without apostrophes. */
typedef struct opis_seen_word {
    uint32_t start, end; /* bytes */
    uint8_t shape, joint;
} opis_seen_word;

/* The keys of all shapes and joints, looked up once. */
typedef struct opis_key_reader {
    const opis_holdings *holdings;
    const char *bytes;
    const opis_holding_key *shapes[OPIS_WORD_SHAPES], *joints[OPIS_WORD_JOINTS]; /* NULL: no weight */
    uint64_t hashes[OPIS_WORD_SHAPES];                                           /* of the shapes */
} opis_key_reader;

/* The most keys that one word has. */
#define OPIS_WORD_KEYS 6

void opis_keys_begin(opis_key_reader *reader, const opis_holdings *holdings, const char *bytes);
/** \brief The key of a folded word, or NULL. */
const opis_holding_key *opis_keys_word(const opis_holdings *holdings, const char *bytes, size_t length);
/** \brief The keys of a word, the one before it known or NULL; gives their number. */
size_t opis_keys_of(const opis_key_reader *reader, const opis_seen_word *word, const opis_seen_word *before,
                    const opis_holding_key *keys[OPIS_WORD_KEYS]);

/** \brief What a run of letters and digits looks like. */
uint8_t opis_word_shape(const char *bytes, uint32_t start, uint32_t end);
/** \brief What stands between two words. */
uint8_t opis_word_joint(const char *bytes, uint32_t start, uint32_t end);

#endif
