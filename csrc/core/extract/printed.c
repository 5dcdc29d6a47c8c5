#include "extract/printed.h"

#include <string.h>

#include "extract/back.h"
#include "memory.h"

#define SAMPLE 3
#define SHORTEST_WORD 2
#define YEAR_DIGITS 4

/* What is counted of the words of a book, and where each of them is counted first. */
typedef struct counter {
    opis_book *book;
    size_t index;        /* the first token of the index */
    opis_anchors halves; /* of words that a line's end cuts */
    opis_anchors firsts; /* places at which a word is counted first */
    uint32_t *rows;      /* of the concordance: of the word at each of them; owned */
    uint32_t *counts;    /* of each row; owned */
    size_t word_count;
    opis_error *error;
} counter;

/* A hyphen at a line's end makes halves of the word before and of the word that opens the next line. */
static opis_status find_halves(counter *c) {
    const opis_book *book = c->book;
    const opis_token *tokens = book->tokens;
    const opis_printed_word *hyphen = opis_concordance_find(&book->concordance, book->source.bytes, "-");
    opis_status status = opis_anchors_make(&c->halves, &book->concordance, c->error);
    for (uint32_t at = hyphen ? hyphen->first : OPIS_NO_PLACE; at != OPIS_NO_PLACE && status == OPIS_OK;
         at = book->concordance.next[at]) {
        size_t next = (size_t)at + 1;
        if (at == 0 || next == book->token_count || tokens[next].class_ != OPIS_BREAK) continue;
        while (next < book->token_count && tokens[next].class_ >= OPIS_BREAK) next++;
        opis_anchors_put(&c->halves, at - 1);
        if (next < book->token_count) opis_anchors_put(&c->halves, next);
    }
    return status;
}

static int is_counted(const counter *c, const opis_token *word, size_t place) {
    if (word->class_ == OPIS_NUMBER) return 1;
    if (!(word->shape & OPIS_UPPER_FIRST) && place % SAMPLE && place < c->index) return 0;
    return !opis_anchors_has(&c->halves, place);
}

static void count_word(counter *c, uint32_t row) {
    const opis_printed_word *word = &c->book->concordance.words[row];
    uint32_t count = 0, first = 0;
    for (uint32_t at = word->first; at != OPIS_NO_PLACE; at = c->book->concordance.next[at]) {
        if (!is_counted(c, &word->token, at)) continue;
        if (count++ == 0) first = at;
    }
    if (!count) return;
    opis_anchors_put(&c->firsts, first);
    c->rows[first] = row;
    c->counts[row] = count;
    c->word_count++;
}

static opis_status count_words(counter *c) {
    const opis_concordance *printed = &c->book->concordance;
    for (uint32_t row = 0; row < printed->count; row++) {
        const opis_token *word = &printed->words[row].token;
        int is_year = word->class_ == OPIS_NUMBER && word->length == YEAR_DIGITS;
        if (is_year || (word->class_ == OPIS_WORD && word->length >= SHORTEST_WORD)) count_word(c, row);
    }
    opis_status status = opis_vocabulary_expect(&c->book->words, c->word_count, c->error);
    for (size_t at = opis_anchors_next(&c->firsts, 0); at < c->book->token_count && status == OPIS_OK;
         at = opis_anchors_next(&c->firsts, at + 1)) {
        const opis_token *word = &c->book->tokens[at];
        status = opis_vocabulary_add(&c->book->words, word->start, word->length, c->counts[c->rows[at]], c->error);
    }
    return status == OPIS_OK ? opis_vocabulary_sort(&c->book->words, c->error) : status;
}

const opis_vocabulary *opis_printed_words(opis_book *book, opis_error *error) {
    opis_section index = opis_back_matter_find(book).index;
    if (book->words.bytes) return &book->words;
    opis_vocabulary_make(&book->words, book->source.bytes);
    counter c = {.book = book, .index = SIZE_MAX, .error = error};
    size_t capacity = 0, count_capacity = 0;
    if (index.end > index.first) c.index = book->layout.lines[index.first].first_token;
    opis_status status = opis_reserve(&c.rows, &capacity, book->token_count, sizeof *c.rows, error);
    if (status == OPIS_OK)
        status = opis_reserve(&c.counts, &count_capacity, book->concordance.count, sizeof *c.counts, error);
    if (status == OPIS_OK) status = opis_anchors_make(&c.firsts, &book->concordance, error);
    if (status == OPIS_OK) status = find_halves(&c);
    if (status == OPIS_OK) status = count_words(&c);
    opis_resize(c.rows, 0);
    opis_resize(c.counts, 0);
    opis_anchors_release(&c.firsts);
    opis_anchors_release(&c.halves);
    return status == OPIS_OK ? &book->words : NULL;
}
