/*
 * Vocabulary: the words that a text prints, with how often, and which of them a damaged word looks like.
 */
#ifndef OPIS_VOCABULARY_H
#define OPIS_VOCABULARY_H

#include "mend/glyph.h"
#include "word_key.h"

typedef struct opis_word {
    uint32_t start, length, count;
    float frequency; /* ln of the count, once the vocabulary is sorted */
    word_ends ends;
    opis_byte_set bytes; /* once it is sorted */
} opis_word;

/* What mending a word may cost, as a rule. */
#define OPIS_DEAREST_MENDING 7.0f
/* Words are looked up by their first two and by their last two bytes; a damaged one is compared with so many. */
#define OPIS_MOST_COUNTED 255
#define OPIS_VOCABULARY_BUCKETS 1024
#define OPIS_VOCABULARY_REACH 512

/* All words by one of their ends; lengths and counts tell most of them from the word that is looked up. */
typedef struct opis_word_order {
    uint32_t *rows;   /* owned */
    uint8_t *lengths; /* OPIS_LONGEST_WORD + 3 where they are more; owned */
    uint8_t *counts;  /* OPIS_MOST_COUNTED where they are more; of the room of the lengths, like all that follow */
    uint8_t *thirds, *farthest; /* the third byte from this end, and the last */
    uint32_t starts[OPIS_VOCABULARY_BUCKETS + 1];
} opis_word_order;

typedef struct opis_vocabulary {
    const char *bytes; /* borrowed */
    opis_word *words;  /* in the order of their first occurrence; owned */
    size_t count, capacity;
    uint32_t *slots; /* open addressing: row + 1, or 0; owned */
    size_t slot_count;
    opis_word_order orders[2]; /* by their first and by their last two bytes */
} opis_vocabulary;

/** \brief Begin with no words.  Release with opis_vocabulary_release(). */
void opis_vocabulary_make(opis_vocabulary *vocabulary, const char *bytes);
void opis_vocabulary_release(opis_vocabulary *vocabulary);

/** \brief Make room for so many words at once, while there are none; more may come. */
opis_status opis_vocabulary_expect(opis_vocabulary *vocabulary, size_t words, opis_error *error);

/** \brief Count `count` occurrences of the word at [start, start + length) of the bytes. */
opis_status opis_vocabulary_add(opis_vocabulary *vocabulary, uint32_t start, uint32_t length, uint32_t count,
                                opis_error *error);
/** \brief The same for a word that is known to be new, and within the room that opis_vocabulary_expect() made. */
void opis_vocabulary_add_new(opis_vocabulary *vocabulary, uint32_t start, uint32_t length, uint32_t count);
/** \brief Make ready for opis_vocabulary_mend(), once all words are counted. */
opis_status opis_vocabulary_sort(opis_vocabulary *vocabulary, opis_error *error);

#define OPIS_NO_WORD UINT32_MAX
/** \brief The row of a word, or OPIS_NO_WORD. */
uint32_t opis_vocabulary_row(const opis_vocabulary *vocabulary, const char *word, size_t length);
/** \brief How often a word occurs. */
uint32_t opis_vocabulary_count(const opis_vocabulary *vocabulary, const char *word, size_t length);

/**
 * \brief The commoner word that a damaged one most likely stands for, or NULL where it stands for itself.
 *
 * `worth` is what speaks for damage from the start: the higher, the sooner a word is mended; what costs more than
 * `dearest` is none, nor is what occurs less often than `fewest`.
 */
const opis_word *opis_vocabulary_mend(const opis_vocabulary *vocabulary, const opis_glyphs *glyphs, const char *word,
                                      size_t length, float worth, float dearest, uint32_t fewest);

#endif
