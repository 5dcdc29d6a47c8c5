/*
 * Pattern: PCRE2, compiled once with JIT, matched within limits.
 *
 * A pattern is immutable and shared between threads; a scratch belongs to one read.
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

/** \brief Compile; NULL on failure with the pattern and the place in the message.  UTF and extended syntax are on. */
opis_pattern *opis_pattern_new(const char *pattern, opis_error *error);
void opis_pattern_free(opis_pattern *pattern);

/** \brief The bytes that a match may begin with, one bit each: all of them where PCRE2 cannot tell. */
void opis_pattern_first(const opis_pattern *pattern, uint8_t bytes[32]);

opis_scratch *opis_scratch_new(opis_error *error);
void opis_scratch_free(opis_scratch *scratch);

/**
 * \brief Match at `at`, or anywhere up to `end` when `anchored` is 0.
 *
 * 1 for a match, 0 for none; a match that passes the limits (steps, depth, heap) counts as none.
 */
int opis_pattern_match(const opis_pattern *pattern, opis_scratch *scratch, const char *bytes, uint32_t end, uint32_t at,
                       int anchored, opis_match *match);

#endif
