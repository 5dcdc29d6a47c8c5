#include "extract/printed.h"

#include "extract/back.h"

#define SAMPLE 3
#define SHORTEST_WORD 2
#define YEAR_DIGITS 4

static int is_hyphen(const opis_book *book, const opis_token *token) {
    return token->class_ == OPIS_PUNCTUATION && book->source.bytes[token->start] == '-';
}

/* Whether a word is half of one that a line's end cuts. */
static int is_half(const opis_book *book, const opis_token *word) {
    const opis_token *tokens = book->tokens, *end = tokens + book->token_count, *before = word;
    if (end - word > 2 && word[2].class_ == OPIS_BREAK && is_hyphen(book, word + 1)) return 1;
    while (before > tokens && (before[-1].class_ == OPIS_BREAK || before[-1].class_ == OPIS_BLANK)) before--;
    return before < word && before - tokens > 1 && before->class_ == OPIS_BREAK && is_hyphen(book, before - 1);
}

static opis_status count_words(opis_book *book, uint32_t index, opis_error *error) {
    opis_status status = OPIS_OK;
    const opis_token *tokens = book->tokens, *end = tokens + book->token_count;
    int turn = 0;
    for (const opis_token *token = tokens; token < end && status == OPIS_OK; token++) {
        int sampled = turn == 0;
        turn = sampled ? SAMPLE - 1 : turn - 1;
        if (token->class_ == OPIS_NUMBER && token->length == YEAR_DIGITS)
            status = opis_vocabulary_add(&book->words, token->start, token->length, error);
        if (token->class_ != OPIS_WORD || token->length < SHORTEST_WORD) continue;
        if (!sampled && !(token->shape & OPIS_UPPER_FIRST) && (uint32_t)(token - tokens) < index) continue;
        if (!is_half(book, token)) status = opis_vocabulary_add(&book->words, token->start, token->length, error);
    }
    return status == OPIS_OK ? opis_vocabulary_sort(&book->words, error) : status;
}

const opis_vocabulary *opis_printed_words(opis_book *book, opis_error *error) {
    opis_section index = opis_back_matter_find(book).index;
    if (book->words.bytes) return &book->words;
    opis_vocabulary_make(&book->words, book->source.bytes);
    uint32_t first = index.end > index.first ? book->layout.lines[index.first].first_token : UINT32_MAX;
    return count_words(book, first, error) == OPIS_OK ? &book->words : NULL;
}
