#include "extract/archive_words.h"

#include <string.h>

#include "extract/archive_keys.h"
#include "extract/archive_openers.h"
#include "extract/archive_styled.h"
#include "memory.h"
#include "text/fold.h"

#define NEAR 60    /* tokens between two words that open a text together */
#define LABEL 12   /* tokens between such a word and a label with its number */
#define NUMBER 3   /* tokens between a label and its number */
#define WIDTH 4000 /* tokens that are read on either side of what opens */
#define CHUNK 4096 /* words that are read at once */
#define OVERLAP 64 /* words that are read again with the next chunk, for what follows a word tells too */

typedef struct chain {
    const opis_book *book;
    const opis_holdings *holdings;
    opis_key_reader keys;
    opis_seen_word words[CHUNK];
    int32_t scores[CHUNK][OPIS_WORD_STATES]; /* by the keys; then of the best way to each state */
    uint8_t before[CHUNK][OPIS_WORD_STATES]; /* the state before, on that way */
    uint8_t within[CHUNK];                   /* the word stands in a reference: 2 where one begins */
    uint32_t tokens[CHUNK];                  /* that the words belong to */
    size_t count;
} chain;

/* ---- The words of a chunk ------------------------------------------------------------------------------ */

/* The end of the run that begins at a byte: at an apostrophe, or with the token. */
static uint32_t run_end(const char *bytes, uint32_t at, uint32_t end) {
    while (at < end && bytes[at] != '\'' && !(end - at >= 3 && memcmp(bytes + at, "\xE2\x80\x99", 3) == 0)) at++;
    return at;
}

static void add_word(chain *c, size_t token, uint32_t start, uint32_t end, uint32_t last) {
    const char *bytes = c->book->source.bytes;
    c->tokens[c->count] = (uint32_t)token;
    c->words[c->count++] =
        (opis_seen_word){start, end, opis_word_shape(bytes, start, end), opis_word_joint(bytes, last, start)};
}

/* Lay out the words from one token to another, as many as there is room for. */
static void fill(chain *c, size_t from, size_t to) {
    const opis_book *book = c->book;
    uint32_t last = from ? book->tokens[from - 1].start + book->tokens[from - 1].length : 0;
    c->count = 0;
    for (size_t i = from; i < to; i++) {
        const opis_token *token = &book->tokens[i];
        uint32_t end = token->start + token->length;
        if (token->class_ > OPIS_MIXED) continue;
        for (uint32_t at = token->start, stop; at < end; at = stop) {
            stop = run_end(book->source.bytes, at, end);
            if (stop == at) {
                stop += book->source.bytes[at] == '\'' ? 1 : 3;
                continue;
            }
            if (c->count == CHUNK) return;
            add_word(c, i, at, stop, last);
            last = stop;
        }
    }
}

/* ---- The best way through them ------------------------------------------------------------------------- */

/* Add what a key of the word at a place says of those around it. */
static void add_key(chain *c, size_t at, const opis_holding_key *key) {
    if (!key) return;
    for (uint32_t i = key->first; i < key->first + key->count; i++) {
        const opis_holding_weight *weight = &c->holdings->weights[i];
        size_t word = at + OPIS_WORD_REACH - weight->offset; /* wraps before the first */
        if (word < c->count) c->scores[word][weight->state] += weight->weight;
    }
}

static void score(chain *c) {
    const opis_holding_key *keys[OPIS_WORD_KEYS];
    memset(c->scores, 0, c->count * sizeof *c->scores);
    for (size_t at = 0; at < c->count; at++) {
        size_t count = opis_keys_of(&c->keys, &c->words[at], at ? &c->words[at - 1] : NULL, keys);
        for (size_t i = 0; i < count; i++) add_key(c, at, keys[i]);
    }
}

/* Viterbi: the best way to each state of each word. */
static void pass_forward(chain *c) {
    for (size_t at = 1; at < c->count; at++)
        for (int state = 0; state < OPIS_WORD_STATES; state++) {
            int32_t best = INT32_MIN;
            for (int from = 0; from < OPIS_WORD_STATES; from++) {
                int32_t way = c->scores[at - 1][from] + c->holdings->steps[from][state];
                if (way <= best) continue;
                best = way;
                c->before[at][state] = (uint8_t)from;
            }
            c->scores[at][state] += best;
        }
}

static void pass_back(chain *c) {
    uint8_t state = 0;
    for (int other = 1; other < OPIS_WORD_STATES; other++)
        if (c->scores[c->count - 1][other] > c->scores[c->count - 1][state]) state = (uint8_t)other;
    for (size_t at = c->count; at-- > 0; state = c->before[at][state])
        c->within[at] = (uint8_t)(state == 0 ? 2 : state < OPIS_REFERENCE_STATES);
}

/* ---- Spans --------------------------------------------------------------------------------------------- */

/* The words up to here are settled: what comes later no longer changes them, and no reference is cut. */
static size_t settled(const chain *c, int last) {
    size_t cut = c->count > OVERLAP && !last ? c->count - OVERLAP : c->count;
    if (cut == c->count) return cut;
    while (cut > 0 && c->within[cut] == 1) cut--;
    return cut > 0 ? cut : c->count;
}

static opis_status keep(opis_spans *spans, uint32_t start, uint32_t end, opis_error *error) {
    opis_status status = opis_reserve(&spans->items, &spans->capacity, spans->count + 1, sizeof *spans->items, error);
    if (status == OPIS_OK) spans->items[spans->count++] = (opis_span){start, end};
    return status;
}

void opis_spans_release(opis_spans *spans) {
    opis_resize(spans->items, 0);
    *spans = (opis_spans){NULL, 0, 0};
}

static opis_status keep_spans(const chain *c, size_t cut, opis_spans *spans, opis_error *error) {
    opis_status status = OPIS_OK;
    for (size_t at = 0, end; at < cut && status == OPIS_OK; at = end) {
        end = at + 1;
        if (!c->within[at]) continue;
        while (end < cut && c->within[end] == 1) end++;
        status = keep(spans, c->words[at].start, c->words[end - 1].end, error);
    }
    return status;
}

/* Read the words of the tokens of a stretch. */
static opis_status read_stretch(chain *c, size_t from, size_t to, opis_spans *spans, opis_error *error) {
    opis_status status = OPIS_OK;
    while (from < to && status == OPIS_OK) {
        size_t first = from;
        fill(c, from, to);
        if (c->count == 0) break;
        score(c);
        pass_forward(c);
        pass_back(c);
        size_t cut = settled(c, c->count < CHUNK);
        status = keep_spans(c, cut, spans, error);
        from = cut < c->count && c->tokens[cut] > first ? c->tokens[cut] : c->tokens[c->count - 1] + 1;
    }
    return status;
}

/* ---- Where a text is looked at ------------------------------------------------------------------------- */

/* Whether a label of the style stands with its number near a token. */
static int label_near(const opis_book *book, uint16_t style, size_t at) {
    size_t from = at > LABEL ? at - LABEL : 0;
    for (size_t i = from; i < book->token_count && i <= at + LABEL; i++) {
        size_t count;
        if (i == at || book->tokens[i].class_ != OPIS_WORD || !opis_openers_number_follows(book, i, NUMBER)) continue;
        uint64_t hash =
            opis_fold_hash(OPIS_FOLD_START, book->source.bytes + book->tokens[i].start, book->tokens[i].length);
        const opis_term *terms = opis_archive_terms(book->reader->archive_styles, hash, &count);
        for (size_t k = 0; k < count; k++)
            if (terms[k].kind == OPIS_TERM_LABEL && terms[k].style == style) return 1;
    }
    return 0;
}

/* A stretch of tokens that is open, and the words that open it. */
typedef struct stretch {
    size_t from, to;
    size_t next; /* of the words that open, the first behind it */
    const opis_holding_key *last;
    size_t last_at;
} stretch;

/* Take a word that opens; gives whether the text around it is open. */
static int opens(const opis_book *book, stretch *s, const opis_holding_key *key, size_t at, uint16_t style) {
    int recent = s->last && at - s->last_at <= NEAR;
    int open = (recent && s->last != key) || label_near(book, style, at);
    if (!recent) s->last = key;
    s->last_at = at;
    return open;
}

/* The place of the style that reads what was found, or OPIS_NO_STYLE. */
uint16_t opis_words_style(const opis_book *book) {
    const opis_archive_styles *styles = book->reader->archive_styles;
    for (size_t i = 0; i < styles->style_count; i++)
        if (strcmp(styles->styles[i].name, book->style->holdings->style) == 0) return (uint16_t)i;
    return OPIS_NO_STYLE;
}

/* The next stretch that is open.  0 where there is none. */
static int next_stretch(const opis_book *book, const opis_words_opening *opening, uint16_t style, stretch *s) {
    int any = 0;
    for (; s->next < opening->count; s->next++) {
        size_t at = opening->tokens[s->next];
        const opis_token *word = &book->tokens[at];
        if (any && at > s->to + WIDTH) break;
        const opis_holding_key *key =
            opis_keys_word(book->style->holdings, book->source.bytes + word->start, word->length);
        if (!opens(book, s, key, at, style)) continue;
        if (!any) s->from = at > WIDTH + s->to ? at - WIDTH : s->to;
        s->to = at + WIDTH < book->token_count ? at + WIDTH : book->token_count;
        any = 1;
    }
    return any;
}

static uint32_t token_end(const opis_book *book, size_t count) {
    return count ? book->tokens[count - 1].start + book->tokens[count - 1].length : 0;
}

opis_status opis_words_find(const opis_book *book, const opis_words_opening *opening, opis_spans *found,
                            opis_spans *read, opis_error *error) {
    uint16_t style = opis_words_style(book);
    stretch s = {0, 0, 0, NULL, 0};
    if (style == OPIS_NO_STYLE || !next_stretch(book, opening, style, &s)) return OPIS_OK;
    chain *c = opis_resize(NULL, sizeof *c);
    if (!c) return opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory for the words of holdings");
    c->book = book;
    c->holdings = book->style->holdings;
    opis_keys_begin(&c->keys, c->holdings, book->source.bytes);
    opis_status status = OPIS_OK;
    do {
        status = keep(read, token_end(book, s.from), token_end(book, s.to), error);
        if (status == OPIS_OK) status = read_stretch(c, s.from, s.to, found, error);
    } while (status == OPIS_OK && next_stretch(book, opening, style, &s));
    opis_resize(c, 0);
    return status;
}
