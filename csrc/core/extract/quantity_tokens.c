/*
 * The tokens around a number: from one to the next within a sentence, and what their words are good for.
 */
#include <string.h>

#include "extract/quantity.h"

#define LONGEST_SMALL_WORD 8 /* "and", "between" */

uint32_t opis_token_before(const opis_book *book, uint32_t token) {
    uint32_t at = token;
    while (at > 0 && token - at < 8) {
        at--;
        if (book->tokens[at].class_ != OPIS_BREAK && book->tokens[at].class_ != OPIS_BLANK) return at;
    }
    return token;
}

uint32_t opis_token_behind(const opis_book *book, uint32_t from) {
    uint32_t breaks = 0, i = from;
    while (i < book->token_count && breaks < 3 &&
           (book->tokens[i].class_ == OPIS_BREAK || book->tokens[i].class_ == OPIS_BLANK))
        breaks += book->tokens[i++].class_ == OPIS_BREAK;
    int small =
        i < book->token_count && book->tokens[i].class_ == OPIS_WORD && !(book->tokens[i].shape & OPIS_UPPER_FIRST);
    return breaks > 1 && !small ? from : i;
}

int opis_token_is(const opis_book *book, uint32_t token, const char *word) {
    size_t length = strlen(word);
    return token < book->token_count && book->tokens[token].class_ == OPIS_WORD &&
           book->tokens[token].length == length &&
           memcmp(book->source.bytes + book->tokens[token].start, word, length) == 0;
}

static size_t put_lower(const opis_book *book, const opis_token *token, char *out, size_t room) {
    size_t length = token->length < room ? token->length : room;
    for (size_t i = 0; i < length; i++) {
        char c = book->source.bytes[token->start + i];
        out[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return length;
}

uint32_t opis_word_lower(const opis_book *book, uint32_t i, char out[OPIS_PHRASE_LENGTH], size_t *length) {
    *length = put_lower(book, &book->tokens[i], out, OPIS_PHRASE_LENGTH);
    uint32_t next = i + 1;
    if (opis_token_mark(book, next) != '-' || !opis_token_touches(book, next)) return next;
    uint32_t after = opis_token_behind(book, next + 1);
    const opis_token *rest = opis_token_at(book, after);
    if (after == next + 1 || !rest || rest->class_ != OPIS_WORD || (rest->shape & OPIS_UPPER_FIRST)) return next;
    *length += put_lower(book, rest, out + *length, OPIS_PHRASE_LENGTH - *length);
    return after + 1;
}

const opis_quantity_word *opis_quantity_word_at(const opis_book *book, uint32_t i, uint32_t *next) {
    const opis_token *token = opis_token_at(book, i);
    char lower[OPIS_PHRASE_LENGTH];
    if (!token || token->class_ != OPIS_WORD || token->length >= OPIS_PHRASE_LENGTH) return NULL;
    const char *word = book->source.bytes + token->start;
    size_t length = token->length;
    *next = i + 1;
    if (token->start + length < book->source.length && word[length] == '-') {
        *next = opis_word_lower(book, i, lower, &length);
        word = lower;
    }
    return opis_quantity_word_find(book->reader->quantity_words, word, length);
}

uint16_t opis_token_uses(const opis_book *book, uint32_t token) {
    uint32_t next;
    const opis_quantity_word *known = opis_quantity_word_at(book, token, &next);
    return known ? known->uses : 0;
}

int opis_token_is_one_of(const opis_book *book, opis_words list, uint32_t i) {
    char lower[OPIS_PHRASE_LENGTH];
    const opis_token *token = opis_token_at(book, i);
    if (!token || token->class_ != OPIS_WORD || token->length > LONGEST_SMALL_WORD) return 0;
    size_t length = put_lower(book, token, lower, sizeof lower);
    return opis_words_have(&list, lower, length);
}
