/*
 * Tokens: the tokenizer.  Runs of letters and digits, single marks of punctuation, line breaks, runs of blanks.
 */
#ifndef OPIS_TOKENS_H
#define OPIS_TOKENS_H

#include "opis.h"

/** \brief Tokenize text that is known to be valid UTF-8.  The caller owns `*tokens` (opis_tokens_free()). */
opis_status opis_tokens_find(const char *bytes, uint32_t length, opis_token **tokens, size_t *count, opis_error *error);

#endif
