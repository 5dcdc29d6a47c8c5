/*
 * A hash table gives each token the row of its word; the row tells the token where the word stood last, and the two
 * are linked.  One pass along the tokens is all.
 */
#include "text/concordance.h"

#include <string.h>

#include "memory.h"

#define SPREAD 0x9E3779B97F4A7C15u
/* A text of so many tokens has one new word among them, more or less. */
#define TOKENS_PER_WORD 12
#define LEAST_BITS 8
/* A word of so few bytes is its own key; the keys of longer ones have the last bit, which no text has there. */
#define LONGEST_KEPT 7
#define IS_LONG ((uint64_t)1 << 63)

typedef struct word_slot {
    uint64_t key; /* 0: empty */
    size_t row;
} word_slot;

typedef struct maker {
    opis_concordance *concordance;
    const char *bytes;
    size_t length;
    word_slot *slots; /* open addressing; owned */
    size_t last_slot; /* a power of two, less 1 */
    size_t shift;     /* the bits of a hash that are too many */
} maker;

static inline int is_little_endian(void) {
    const uint16_t one = 1;
    return *(const unsigned char *)&one;
}

/* Up to eight bytes; most are taken at once, and what is behind them is cut off. */
static inline uint64_t load(const maker *m, size_t start, size_t length) {
    uint64_t bytes = 0;
    if (!is_little_endian() || start + sizeof bytes > m->length) {
        memcpy(&bytes, m->bytes + start, length < sizeof bytes ? length : sizeof bytes);
        return bytes;
    }
    memcpy(&bytes, m->bytes + start, sizeof bytes);
    return length < sizeof bytes ? bytes & ~(UINT64_MAX << 8 * length) : bytes;
}

static uint64_t long_key(const maker *m, size_t start, size_t length) {
    uint64_t key = length;
    for (size_t i = 0; i < length; i += sizeof key) {
        key = (key ^ key >> 29) * SPREAD;
        key ^= load(m, start + i, length - i);
    }
    return key | IS_LONG;
}

static inline uint64_t key_of(const maker *m, const opis_token *word) {
    return word->length > LONGEST_KEPT ? long_key(m, word->start, word->length) : load(m, word->start, word->length);
}

static inline size_t slot_of(const maker *m, uint64_t key) {
    return (size_t)((key ^ key >> 32) * SPREAD >> m->shift);
}

static inline int is_same(const maker *m, const word_slot *slot, uint64_t key, const opis_token *word) {
    if (slot->key != key) return 0;
    if (!(key & IS_LONG)) return 1;
    const opis_token *held = &m->concordance->words[slot->row].token;
    return held->length == word->length && memcmp(m->bytes + held->start, m->bytes + word->start, held->length) == 0;
}

/* The slot of a word, or the empty one where it belongs.  There is always an empty one. */
static inline word_slot *find_slot(const maker *m, uint64_t key, const opis_token *word) {
    size_t at = slot_of(m, key);
    while (!is_same(m, &m->slots[at], key, word) && m->slots[at].key) at = (at + 1) & m->last_slot;
    return &m->slots[at];
}

static opis_status make_slots(maker *m, size_t shift, opis_error *error) {
    maker larger = *m;
    size_t capacity = 0, wanted = (size_t)1 << (64 - shift);
    larger.slots = NULL;
    larger.last_slot = wanted - 1;
    larger.shift = shift;
    opis_status status = opis_reserve(&larger.slots, &capacity, wanted, sizeof *larger.slots, error);
    if (status != OPIS_OK) return status;
    memset(larger.slots, 0, wanted * sizeof *larger.slots);
    for (size_t i = 0; m->slots && i <= m->last_slot; i++) {
        if (!m->slots[i].key) continue;
        size_t at = slot_of(&larger, m->slots[i].key);
        while (larger.slots[at].key) at = (at + 1) & larger.last_slot;
        larger.slots[at] = m->slots[i];
    }
    opis_resize(m->slots, 0);
    *m = larger;
    return OPIS_OK;
}

static opis_status add_word(maker *m, word_slot *slot, uint64_t key, const opis_token *token, size_t place,
                            opis_error *error) {
    opis_concordance *c = m->concordance;
    opis_status status = opis_reserve(&c->words, &c->capacity, c->count + 1, sizeof *c->words, error);
    if (status != OPIS_OK) return status;
    *slot = (word_slot){key, c->count};
    c->words[c->count++] = (opis_printed_word){*token, (uint32_t)place, (uint32_t)place, 1};
    return c->count > m->last_slot / 4 * 3 ? make_slots(m, m->shift - 1, error) : OPIS_OK;
}

static opis_status link_places(maker *m, const opis_token *tokens, size_t token_count, opis_error *error) {
    opis_concordance *c = m->concordance;
    for (size_t i = 0; i < token_count; i++) {
        c->next[i] = OPIS_NO_PLACE;
        if (tokens[i].class_ >= OPIS_BREAK) continue;
        uint64_t key = key_of(m, &tokens[i]);
        word_slot *slot = find_slot(m, key, &tokens[i]);
        if (!slot->key) {
            opis_status status = add_word(m, slot, key, &tokens[i], i, error);
            if (status != OPIS_OK) return status;
            continue;
        }
        opis_printed_word *word = &c->words[slot->row];
        c->next[word->last] = (uint32_t)i;
        word->last = (uint32_t)i;
        word->count++;
    }
    return OPIS_OK;
}

opis_status opis_concordance_make(opis_concordance *concordance, const char *bytes, size_t length,
                                  const opis_token *tokens, size_t token_count, opis_error *error) {
    maker m = {.concordance = concordance, .bytes = bytes, .length = length};
    size_t capacity = 0, bits = LEAST_BITS;
    memset(concordance, 0, sizeof *concordance);
    concordance->token_count = token_count;
    opis_status status = opis_reserve(&concordance->next, &capacity, token_count + 1, sizeof *concordance->next, error);
    while ((size_t)1 << bits < token_count / TOKENS_PER_WORD) bits++;
    if (status == OPIS_OK) status = make_slots(&m, 64 - bits, error);
    if (status == OPIS_OK) status = link_places(&m, tokens, token_count, error);
    opis_resize(m.slots, 0);
    if (status != OPIS_OK) opis_concordance_release(concordance);
    return status;
}

void opis_concordance_release(opis_concordance *concordance) {
    opis_resize(concordance->words, 0);
    opis_resize(concordance->next, 0);
    memset(concordance, 0, sizeof *concordance);
}

const opis_printed_word *opis_concordance_find(const opis_concordance *concordance, const char *bytes,
                                               const char *text) {
    size_t length = strlen(text);
    for (size_t row = 0; row < concordance->count; row++) {
        const opis_token *word = &concordance->words[row].token;
        if (word->length == length && memcmp(bytes + word->start, text, length) == 0) return &concordance->words[row];
    }
    return NULL;
}

/* ---- Anchors ------------------------------------------------------------------------------------------- */

opis_status opis_anchors_make(opis_anchors *anchors, const opis_concordance *concordance, opis_error *error) {
    size_t capacity = 0, words = concordance->token_count / OPIS_ANCHORS_A_WORD + 1;
    *anchors = (opis_anchors){NULL, concordance->token_count};
    opis_status status = opis_reserve(&anchors->bits, &capacity, words, sizeof *anchors->bits, error);
    if (status == OPIS_OK) memset(anchors->bits, 0, words * sizeof *anchors->bits);
    return status;
}

void opis_anchors_release(opis_anchors *anchors) {
    opis_resize(anchors->bits, 0);
    anchors->bits = NULL;
}

void opis_anchors_add(opis_anchors *anchors, const opis_concordance *concordance, const opis_printed_word *word) {
    for (uint32_t at = word->first; at != OPIS_NO_PLACE; at = concordance->next[at]) opis_anchors_put(anchors, at);
}

size_t opis_anchors_next(const opis_anchors *anchors, size_t token) {
    if (token >= anchors->token_count) return anchors->token_count;
    size_t at = token / OPIS_ANCHORS_A_WORD, end = anchors->token_count / OPIS_ANCHORS_A_WORD + 1;
    uint64_t set = anchors->bits[at] >> token % OPIS_ANCHORS_A_WORD;
    if (set) return token + (size_t)__builtin_ctzll(set);
    while (++at < end)
        if (anchors->bits[at]) return at * OPIS_ANCHORS_A_WORD + (size_t)__builtin_ctzll(anchors->bits[at]);
    return anchors->token_count;
}
