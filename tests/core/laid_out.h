/*
 * A text laid out: lines, leaves and the roles of lines, without a book around them.
 */
#ifndef OPIS_TEST_LAID_OUT_H
#define OPIS_TEST_LAID_OUT_H

#include "check.h"

#include "text/layout.h"
#include "text/tokens.h"

static opis_glyphs *glyphs; /* made by main() */
static opis_source source;
static opis_token *tokens;
static size_t token_count;
static opis_layout layout;

/* 0, with the error told, where the text is not laid out; release() comes after. */
static inline int lay_out(const char *text) {
    opis_error error = {OPIS_OK, 0, ""};
    opis_status status = opis_source_open(&source, text, strlen(text), &error);
    if (status == OPIS_OK) status = opis_tokens_find(text, source.length, &tokens, &token_count, &error);
    if (status == OPIS_OK)
        status = opis_layout_find(&layout, &source, tokens, token_count, opis_style_default(), glyphs, &error);
    CHECK_OK(status, error);
    return status == OPIS_OK;
}

static inline void release(void) {
    opis_layout_release(&layout);
    opis_tokens_free(tokens);
    opis_source_close(&source);
}

#define FIVE_LINES                                                                                                     \
    "the barges lay at the upper pier until\n"                                                                         \
    "the ice went out late that year, and\n"                                                                           \
    "the wardens counted them twice a day\n"                                                                           \
    "for the insurers and for the board,\n"                                                                            \
    "which believed in neither of the two\n"

#endif
