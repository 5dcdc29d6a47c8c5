/*
 * Concordance: the words that a text prints, each with all the places where it stands.
 *
 * A book prints some ten thousand words, numbers and marks over and over.  Whoever looks for some of them asks each
 * word once, and anchors the tokens of those that will do: the others need not be looked at.
 */
#ifndef OPIS_CONCORDANCE_H
#define OPIS_CONCORDANCE_H

#include "opis.h"

typedef struct opis_printed_word {
    opis_token token;      /* where it stands first */
    uint32_t first, count; /* its places: see opis_places() */
} opis_printed_word;

typedef struct opis_concordance {
    opis_printed_word *words; /* in the order of their first occurrence; owned */
    size_t count, capacity;
    uint32_t *places; /* tokens: those of a word stand together and ascend; owned */
    size_t token_count;
    struct opis_word_slot *slots; /* the words by their keys; owned */
    size_t last_slot, shift;      /* a power of two, less 1; the bits of a hash that are too many */
} opis_concordance;

/** \brief Find the places of all tokens but breaks and blanks.  Release with opis_concordance_release(). */
opis_status opis_concordance_make(opis_concordance *concordance, const char *bytes, size_t length,
                                  const opis_token *tokens, size_t token_count, opis_error *error);
void opis_concordance_release(opis_concordance *concordance);

/** \brief The tokens at which a word stands, `word->count` of them. */
static inline const uint32_t *opis_places(const opis_concordance *concordance, const opis_printed_word *word) {
    return concordance->places + word->first;
}

/** \brief The word that so many bytes are, or NULL where it is not printed. */
const opis_printed_word *opis_concordance_word(const opis_concordance *concordance, const char *bytes, const char *word,
                                               size_t length);
/** \brief The word that a NUL-terminated text is, or NULL where it is not printed. */
const opis_printed_word *opis_concordance_find(const opis_concordance *concordance, const char *bytes,
                                               const char *text);

/* ---- Anchors ------------------------------------------------------------------------------------------- */

#define OPIS_ANCHORS_A_WORD 64

/* A set of tokens, a bit for each. */
typedef struct opis_anchors {
    uint64_t *bits; /* owned */
    size_t token_count;
} opis_anchors;

/** \brief No tokens yet.  Release with opis_anchors_release(). */
opis_status opis_anchors_make(opis_anchors *anchors, const opis_concordance *concordance, opis_error *error);
void opis_anchors_release(opis_anchors *anchors);

static inline void opis_anchors_put(opis_anchors *anchors, size_t token) {
    anchors->bits[token / OPIS_ANCHORS_A_WORD] |= (uint64_t)1 << token % OPIS_ANCHORS_A_WORD;
}

static inline int opis_anchors_has(const opis_anchors *anchors, size_t token) {
    return anchors->bits[token / OPIS_ANCHORS_A_WORD] >> token % OPIS_ANCHORS_A_WORD & 1;
}

/** \brief Add all places of a word. */
void opis_anchors_add(opis_anchors *anchors, const opis_concordance *concordance, const opis_printed_word *word);
/** \brief The first token of the set from `token` on, or `token_count` where there is none. */
static inline size_t opis_anchors_next(const opis_anchors *anchors, size_t token) {
    if (token >= anchors->token_count) return anchors->token_count;
    size_t at = token / OPIS_ANCHORS_A_WORD, end = anchors->token_count / OPIS_ANCHORS_A_WORD + 1;
    uint64_t set = anchors->bits[at] >> token % OPIS_ANCHORS_A_WORD;
    if (set) return token + (size_t)__builtin_ctzll(set);
    while (++at < end)
        if (anchors->bits[at]) return at * OPIS_ANCHORS_A_WORD + (size_t)__builtin_ctzll(anchors->bits[at]);
    return anchors->token_count;
}

#endif
