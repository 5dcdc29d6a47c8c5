#include "extract/printed.h"

#include <string.h>

#include "extract/back.h"
#include "memory.h"

#define SAMPLE 3
#define SHORTEST_WORD 2
#define YEAR_DIGITS 4
#define MEMORY_BITS 13

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

/* Most words of a text are few and short, and come early: where they stand in the vocabulary is remembered. */
typedef struct remembered {
    uint64_t word; /* its bytes; 0: nothing is remembered */
    uint32_t row;
} remembered;

static uint64_t bytes_of(const opis_book *book, const opis_token *token) {
    uint64_t bytes = 0;
    memcpy(&bytes, book->source.bytes + token->start, token->length);
    return bytes;
}

static opis_status count_word(opis_book *book, const opis_token *token, remembered *memory, opis_error *error) {
    opis_vocabulary *words = &book->words;
    if (token->length > sizeof memory->word) return opis_vocabulary_add(words, token->start, token->length, error);
    uint64_t word = bytes_of(book, token);
    remembered *at = &memory[(word * 0x9E3779B97F4A7C15u) >> (64 - MEMORY_BITS)];
    if (at->word == word) {
        words->words[at->row].count++;
        return OPIS_OK;
    }
    size_t known = words->count;
    opis_status status = opis_vocabulary_add(words, token->start, token->length, error);
    if (!at->word && words->count > known) *at = (remembered){word, (uint32_t)known};
    return status;
}

static opis_status count_words(opis_book *book, uint32_t index, remembered *memory, opis_error *error) {
    opis_status status = OPIS_OK;
    const opis_token *tokens = book->tokens, *end = tokens + book->token_count;
    int turn = 0;
    for (const opis_token *token = tokens; token < end && status == OPIS_OK; token++) {
        int sampled = turn == 0;
        turn = sampled ? SAMPLE - 1 : turn - 1;
        if (token->class_ == OPIS_NUMBER && token->length == YEAR_DIGITS)
            status = count_word(book, token, memory, error);
        if (token->class_ != OPIS_WORD || token->length < SHORTEST_WORD) continue;
        if (!sampled && !(token->shape & OPIS_UPPER_FIRST) && (uint32_t)(token - tokens) < index) continue;
        if (!is_half(book, token)) status = count_word(book, token, memory, error);
    }
    return status == OPIS_OK ? opis_vocabulary_sort(&book->words, error) : status;
}

const opis_vocabulary *opis_printed_words(opis_book *book, opis_error *error) {
    opis_section index = opis_back_matter_find(book).index;
    if (book->words.bytes) return &book->words;
    opis_vocabulary_make(&book->words, book->source.bytes);
    uint32_t first = index.end > index.first ? book->layout.lines[index.first].first_token : UINT32_MAX;
    remembered *memory = NULL;
    size_t capacity = 0;
    opis_status status = opis_reserve(&memory, &capacity, (size_t)1 << MEMORY_BITS, sizeof *memory, error);
    if (status == OPIS_OK) {
        memset(memory, 0, sizeof *memory << MEMORY_BITS);
        status = count_words(book, first, memory, error);
    }
    opis_resize(memory, 0);
    return status == OPIS_OK ? &book->words : NULL;
}
