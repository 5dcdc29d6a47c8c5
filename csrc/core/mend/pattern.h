/*
 * Pattern: PCRE2, compiled once with JIT, matched within limits.
 *
 * A pattern is immutable and shared between threads; a scratch belongs to one read.  A match that passes a limit has no
 * answer: it counts as none, and the scratch tells of it.
 */
#ifndef OPIS_PATTERN_H
#define OPIS_PATTERN_H

#include "opis.h"

typedef struct opis_pattern opis_pattern;
typedef struct opis_scratch opis_scratch;

#define OPIS_PATTERN_GROUPS 16

typedef struct opis_match {
    uint32_t start[OPIS_PATTERN_GROUPS], end[OPIS_PATTERN_GROUPS]; /* bytes; start == UINT32_MAX: group not set */
} opis_match;

/**
 * \brief Compile; NULL on failure with the pattern and the place in the message.
 *
 * UTF and extended syntax are on.  The text is borrowed, and must outlive the pattern.
 */
opis_pattern *opis_pattern_new(const char *pattern, opis_error *error);
void opis_pattern_free(opis_pattern *pattern);

enum {
    OPIS_BYTE_PAIRS = 1 << 15,
    OPIS_PAIR_BYTES = OPIS_BYTE_PAIRS / 8 /* of a set of pairs of bytes, one bit each */
};

/** \brief The place of two bytes in such a set; a second one beyond ASCII is not told from NUL. */
static inline uint32_t opis_pair(const char *bytes) {
    uint32_t second = (unsigned char)bytes[1];
    return (uint32_t)(unsigned char)bytes[0] | (second < 0x80 ? second << 8 : 0);
}
static inline unsigned opis_pairs_have(const uint8_t *pairs, uint32_t pair) {
    return pairs[pair / 8] >> pair % 8 & 1u;
}
static inline void opis_pairs_add(uint8_t *pairs, uint32_t pair) {
    pairs[pair / 8] |= (uint8_t)(1u << pair % 8);
}

/**
 * \brief Fill a set with the pairs of bytes that a match may begin with: those that none begins with are surely out.
 *
 * Each byte that a match may begin with is paired with NUL, whatever may follow it.
 *
 * It is asked once for each pattern.  Where a match may be of one byte, a pair says nothing of text that ends there.
 */
opis_status opis_pattern_pairs(const opis_pattern *pattern, uint8_t pairs[OPIS_PAIR_BYTES], opis_error *error);

/**
 * \brief NULL on failure.  `match_steps` and `match_bytes` of the limits are set.
 *
 * All matches together may take `read_steps` for each byte of a source of this length, and OPIS_LEAST_READ_STEPS.  The
 * error is borrowed as well: a match that has no answer fills it.
 */
opis_scratch *opis_scratch_new(const opis_limits *limits, uint32_t source_length, opis_error *error);
/** \brief OPIS_OK, or why the first match without an answer had none. */
opis_status opis_scratch_status(const opis_scratch *scratch);
void opis_scratch_free(opis_scratch *scratch);

/**
 * \brief Match what begins at `at` and goes no farther than `end`.
 *
 * 1 for a match, 0 for none or no answer.
 */
int opis_pattern_match(const opis_pattern *pattern, opis_scratch *scratch, const char *bytes, uint32_t end, uint32_t at,
                       opis_match *match);

#endif
