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
    size_t index;                /* the first token of the index */
    opis_anchors whole, sample;  /* tokens that are no halves of words; and those of them that are in the sample */
    opis_anchors firsts;         /* places at which a word is counted first */
    uint32_t *first_of, *counts; /* of each row of the concordance: where it is counted first, and how often; owned */
    size_t word_count;
    opis_error *error;
} counter;

static int is_sampled(const opis_token *word) {
    return !(word->shape & OPIS_UPPER_FIRST);
}

/* Every third token before the index, and all behind.  Blocks of 64 begin with the first, second or third of three. */
static void draw_sample(counter *c) {
    static const uint64_t thirds[SAMPLE] = {0x9249249249249249u, 0x4924924924924924u, 0x2492492492492492u};
    size_t blocks = c->book->token_count / OPIS_ANCHORS_A_WORD + 1, first = c->index / OPIS_ANCHORS_A_WORD;
    memset(c->whole.bits, 0xFF, blocks * sizeof *c->whole.bits);
    for (size_t i = 0; i < blocks; i++) c->sample.bits[i] = thirds[i % SAMPLE];
    if (first >= blocks) return;
    c->sample.bits[first] |= UINT64_MAX << c->index % OPIS_ANCHORS_A_WORD;
    for (size_t i = first + 1; i < blocks; i++) c->sample.bits[i] = UINT64_MAX;
}

static void leave_out(counter *c, size_t place) {
    uint64_t others = ~((uint64_t)1 << place % OPIS_ANCHORS_A_WORD);
    c->whole.bits[place / OPIS_ANCHORS_A_WORD] &= others;
    c->sample.bits[place / OPIS_ANCHORS_A_WORD] &= others;
}

/* A hyphen at a line's end makes halves of the word before and of the word that opens the next line. */
static void leave_out_halves(counter *c) {
    const opis_book *book = c->book;
    const opis_token *tokens = book->tokens;
    const opis_printed_word *hyphen = opis_concordance_find(&book->concordance, book->source.bytes, "-");
    for (uint32_t i = 0; hyphen && i < hyphen->count; i++) {
        size_t at = opis_places(&book->concordance, hyphen)[i], next = at + 1;
        if (at == 0 || next == book->token_count || tokens[next].class_ != OPIS_BREAK) continue;
        while (next < book->token_count && tokens[next].class_ >= OPIS_BREAK) next++;
        leave_out(c, at - 1);
        if (next < book->token_count) leave_out(c, next);
    }
}

/* No branch hangs on a place: whether the next one counts cannot be foretold. */
static void count_word(counter *c, uint32_t row) {
    const opis_printed_word *word = &c->book->concordance.words[row];
    const opis_anchors *counted = is_sampled(&word->token) ? &c->sample : &c->whole;
    const uint32_t *places = opis_places(&c->book->concordance, word);
    uint32_t count = 0;
    for (uint32_t i = 0; i < word->count; i++) count += (uint32_t)opis_anchors_has(counted, places[i]);
    c->counts[row] = count;
    if (!count) return;
    while (!opis_anchors_has(counted, *places)) places++;
    opis_anchors_put(&c->firsts, *places);
    c->first_of[row] = *places;
    c->word_count++;
}

static void count_year(counter *c, uint32_t row) {
    const opis_printed_word *year = &c->book->concordance.words[row];
    c->counts[row] = year->count;
    c->first_of[row] = *opis_places(&c->book->concordance, year);
    opis_anchors_put(&c->firsts, c->first_of[row]);
    c->word_count++;
}

static void count_rows(counter *c) {
    const opis_concordance *printed = &c->book->concordance;
    for (uint32_t row = 0; row < printed->count; row++) {
        const opis_token *word = &printed->words[row].token;
        if (word->class_ == OPIS_WORD && word->length >= SHORTEST_WORD)
            count_word(c, row);
        else if (word->class_ == OPIS_NUMBER && word->length == YEAR_DIGITS)
            count_year(c, row);
        else
            c->counts[row] = 0;
    }
}

/* The rows that are counted in the order of their first places: the rank of a place is the places set before it. */
static opis_status order_rows(const counter *c, uint32_t **ordered) {
    size_t blocks = c->book->token_count / OPIS_ANCHORS_A_WORD + 1, capacity = 0, order_capacity = 0;
    uint32_t *ranks = NULL, rank = 0;
    opis_status status = opis_reserve(&ranks, &capacity, blocks, sizeof *ranks, c->error);
    if (status == OPIS_OK)
        status = opis_reserve(ordered, &order_capacity, c->word_count + 1, sizeof **ordered, c->error);
    for (size_t i = 0; i < blocks && status == OPIS_OK; i++) {
        ranks[i] = rank;
        rank += (uint32_t)__builtin_popcountll(c->firsts.bits[i]);
    }
    for (uint32_t row = 0; row < c->book->concordance.count && status == OPIS_OK; row++) {
        if (!c->counts[row]) continue;
        size_t block = c->first_of[row] / OPIS_ANCHORS_A_WORD, place = c->first_of[row] % OPIS_ANCHORS_A_WORD;
        uint64_t before = c->firsts.bits[block] & (((uint64_t)1 << place) - 1);
        (*ordered)[ranks[block] + (uint32_t)__builtin_popcountll(before)] = row;
    }
    opis_resize(ranks, 0);
    return status;
}

/* No two rows of a concordance are one word. */
static opis_status count_words(counter *c) {
    count_rows(c);
    uint32_t *ordered = NULL;
    opis_status status = order_rows(c, &ordered);
    if (status == OPIS_OK) status = opis_vocabulary_expect(&c->book->words, c->word_count, c->error);
    for (size_t i = 0; i < c->word_count && status == OPIS_OK; i++) {
        const opis_token *word = &c->book->concordance.words[ordered[i]].token;
        opis_vocabulary_add_new(&c->book->words, word->start, word->length, c->counts[ordered[i]]);
    }
    opis_resize(ordered, 0);
    return status == OPIS_OK ? opis_vocabulary_sort(&c->book->words, c->error) : status;
}

const opis_vocabulary *opis_printed_words(opis_book *book, opis_error *error) {
    opis_section index = opis_back_matter_find(book).index;
    if (book->words.bytes) return &book->words;
    opis_vocabulary_make(&book->words, book->source.bytes);
    counter c = {.book = book, .index = SIZE_MAX, .error = error};
    size_t capacity = 0, count_capacity = 0;
    if (index.end > index.first) c.index = book->layout.lines[index.first].first_token;
    size_t rows = book->concordance.count;
    opis_status status = opis_reserve(&c.first_of, &capacity, rows + 1, sizeof *c.first_of, error);
    if (status == OPIS_OK) status = opis_reserve(&c.counts, &count_capacity, rows + 1, sizeof *c.counts, error);
    if (status == OPIS_OK) status = opis_anchors_make(&c.whole, &book->concordance, error);
    if (status == OPIS_OK) status = opis_anchors_make(&c.sample, &book->concordance, error);
    if (status == OPIS_OK) status = opis_anchors_make(&c.firsts, &book->concordance, error);
    if (status == OPIS_OK) draw_sample(&c);
    if (status == OPIS_OK) leave_out_halves(&c);
    if (status == OPIS_OK) status = count_words(&c);
    opis_resize(c.first_of, 0);
    opis_resize(c.counts, 0);
    opis_anchors_release(&c.firsts);
    opis_anchors_release(&c.whole);
    opis_anchors_release(&c.sample);
    return status == OPIS_OK ? &book->words : NULL;
}
