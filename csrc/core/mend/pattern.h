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

/** \brief The bytes that a match may begin with, one bit each: all of them where PCRE2 cannot tell. */
void opis_pattern_first(const opis_pattern *pattern, uint8_t bytes[32]);

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
 * \brief Match at `at`, or anywhere up to `end` when `anchored` is 0.
 *
 * 1 for a match, 0 for none or no answer.
 */
int opis_pattern_match(const opis_pattern *pattern, opis_scratch *scratch, const char *bytes, uint32_t end, uint32_t at,
                       int anchored, opis_match *match);

#endif
