/*
 * A hash table gives each token the row of its word, and a second pass deals the tokens out to the words: the places of
 * a word stand together, for whoever walks along them would wait for memory at each place otherwise.
 *
 * Most tokens are short words that are known already, and stand in the slot where they are sought first.  They are
 * looked up a block at a time, without a branch that hangs on one, for none could be foreseen; what remains, long
 * words, new ones and those of other slots, is seen to one by one.
 */
#include "text/concordance.h"

#include <string.h>

#include "memory.h"

#define SPREAD 0x9E3779B97F4A7C15u
/* A text of so many tokens has one new word among them, more or less. */
#define TOKENS_PER_WORD 12
#define LEAST_BITS 8
/* Tokens that are looked up at once. */
#define BLOCK 128
/*
 * Keys.  A word of up to eight bytes is its own key.  Those of longer ones, and of the few of eight bytes with the last
 * bit already, have that bit: their texts must be compared.  The key of what is no word is 0.
 */
#define IS_LONG ((uint64_t)1 << 63)
#define EIGHT sizeof(uint64_t)
#define LONGEST_PAIR (2 * EIGHT)

typedef struct opis_word_slot {
    uint64_t key;        /* 0: empty */
    uint32_t row, count; /* the row of the word and one more */
} word_slot;

typedef struct maker {
    opis_concordance *concordance;
    const char *bytes;
    size_t length;
    uint32_t *row_of; /* of each token, and one more; 0 where it has none; owned */
    word_slot *slots; /* open addressing; the first stays empty, and is that of key 0; owned */
    size_t last_slot; /* a power of two, less 1 */
    size_t shift;     /* the bits of a hash that are too many */
} maker;

/* Both ends tell most long words; of the longest, what is between takes part. */
static uint64_t long_key(const char *word, size_t length) {
    uint64_t rest = opis_eight_bytes(word + length - EIGHT);
    for (size_t i = EIGHT; i + EIGHT < length; i += EIGHT)
        rest = (rest ^ rest >> 29 ^ opis_eight_bytes(word + i)) * SPREAD;
    return (opis_eight_bytes(word) ^ rest * SPREAD) | IS_LONG;
}

static uint64_t key_of(const char *word, size_t length) {
    char padded[EIGHT] = {0};
    if (length > EIGHT) return long_key(word, length);
    memcpy(padded, word, length);
    return opis_eight_bytes(padded);
}

#define ALL UINT64_MAX

/* The same for a word of up to sixteen bytes with eight to be read from its start on, and up to its end. */
static inline uint64_t pair_key(const char *word, size_t length) {
    static const uint64_t firsts[LONGEST_PAIR + 1] = {
        0,   0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFFu, 0xFFFFFFFFFFu, 0xFFFFFFFFFFFFu, 0xFFFFFFFFFFFFFFu, ALL, ALL, ALL, ALL,
        ALL, ALL,  ALL,    ALL,      ALL};
    static const uint64_t lasts[LONGEST_PAIR + 1] = {[EIGHT + 1] = ALL, ALL, ALL, ALL, ALL, ALL, ALL, ALL};
    uint64_t first = opis_eight_bytes(word) & firsts[length];
    uint64_t last = opis_eight_bytes(word + length - EIGHT) & lasts[length];
    return (first ^ last * SPREAD) | (lasts[length] & IS_LONG);
}

static inline size_t slot_of(uint64_t key, size_t shift) {
    return (size_t)(key * SPREAD >> shift);
}

/* Where a word is sought first, and then: any slot but that of key 0. */
static inline size_t first_slot(uint64_t key, size_t shift) {
    size_t at = slot_of(key, shift);
    return at ? at : 1;
}

static inline size_t next_slot(size_t at, size_t last) {
    return at < last ? at + 1 : 1;
}

/* Whether a word is printed as another, both of eight bytes and more; few have more than sixteen. */
static inline int is_long_word(const opis_printed_word *held, const char *bytes, const char *word, size_t length) {
    const char *same = bytes + held->token.start;
    if (held->token.length != length || opis_eight_bytes(same) != opis_eight_bytes(word)) return 0;
    if (length > LONGEST_PAIR) return memcmp(same, word, length) == 0;
    return opis_eight_bytes(same + length - EIGHT) == opis_eight_bytes(word + length - EIGHT);
}

/* Whether a slot holds the word of a key that it has. */
static inline int holds(const maker *m, const word_slot *slot, const opis_token *word) {
    if (!(slot->key & IS_LONG)) return 1;
    const opis_printed_word *held = &m->concordance->words[slot->row - 1];
    return is_long_word(held, m->bytes, m->bytes + word->start, word->length);
}

/* The slot of a word, or the empty one where it belongs.  There is always an empty one. */
static word_slot *find_slot(const maker *m, uint64_t key, const opis_token *word) {
    for (size_t at = first_slot(key, m->shift);; at = next_slot(at, m->last_slot)) {
        word_slot *slot = &m->slots[at];
        if (slot->key == 0 || (slot->key == key && holds(m, slot, word))) return slot;
    }
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
        size_t at = first_slot(m->slots[i].key, shift);
        while (larger.slots[at].key) at = next_slot(at, larger.last_slot);
        larger.slots[at] = m->slots[i];
    }
    opis_resize(m->slots, 0);
    *m = larger;
    return OPIS_OK;
}

static opis_status add_word(maker *m, word_slot *slot, uint64_t key, const opis_token *token, opis_error *error) {
    opis_concordance *c = m->concordance;
    opis_status status = opis_reserve(&c->words, &c->capacity, c->count + 1, sizeof *c->words, error);
    if (status != OPIS_OK) return status;
    c->words[c->count++] = (opis_printed_word){*token, 0, 1};
    *slot = (word_slot){key, (uint32_t)c->count, 1};
    return c->count > m->last_slot / 4 * 3 ? make_slots(m, m->shift - 1, error) : OPIS_OK;
}

/* Some tokens that follow one another, and those of them that are seen to one by one. */
typedef struct block {
    const opis_token *tokens;
    uint32_t *rows; /* of the tokens, as in row_of */
    size_t count, left_count;
    uint64_t keys[BLOCK]; /* of those that are left */
    uint8_t left[BLOCK];  /* their places among the tokens */
} block;

/*
 * The rows of what is no word and of those words that are where they are sought first and told by their keys; all
 * others are left.  Of tokens up to `longest` eight bytes may be read from the start on, and up to the end.
 */
static inline void find_known(const maker *m, block *b, size_t longest) {
    const char *bytes = m->bytes;
    word_slot *slots = m->slots;
    size_t shift = m->shift, left_count = 0;
    for (size_t i = 0; i < b->count; i++) {
        const opis_token *token = &b->tokens[i];
        uint64_t key, is_word = token->class_ < OPIS_BREAK;
        if (token->length <= longest)
            key = pair_key(bytes + token->start, token->length & (0 - is_word));
        else
            key = is_word ? key_of(bytes + token->start, token->length) : 0;
        word_slot *slot = &slots[slot_of(key, shift)];
        size_t left = (slot->key != key) | key >> 63;
        b->rows[i] = slot->row;
        slot->count += !left;
        b->keys[left_count] = key;
        b->left[left_count] = (uint8_t)i;
        left_count += left;
    }
    b->left_count = left_count;
}

/* The rows of the words that are left, in their order: new ones get the next. */
static opis_status find_left(maker *m, block *b, opis_error *error) {
    for (size_t i = 0; i < b->left_count; i++) {
        size_t at = b->left[i];
        word_slot *slot = find_slot(m, b->keys[i], &b->tokens[at]);
        uint32_t row = slot->row ? slot->row : (uint32_t)m->concordance->count + 1;
        opis_status status = OPIS_OK;
        if (slot->row)
            slot->count++;
        else
            status = add_word(m, slot, b->keys[i], &b->tokens[at], error);
        if (status != OPIS_OK) return status;
        b->rows[at] = row;
    }
    return OPIS_OK;
}

static inline opis_status find_rows(maker *m, const opis_token *tokens, size_t first, size_t end, size_t longest,
                                    opis_error *error) {
    opis_status status = OPIS_OK;
    block b = {.count = 0};
    for (size_t i = first; i < end && status == OPIS_OK; i += b.count) {
        b.tokens = tokens + i;
        b.rows = m->row_of + i;
        b.count = end - i < BLOCK ? end - i : BLOCK;
        find_known(m, &b, longest);
        status = find_left(m, &b, error);
    }
    return status;
}

static opis_status find_all_rows(maker *m, const opis_token *tokens, size_t token_count, opis_error *error) {
    size_t first = 0, end = token_count;
    while (end > 0 && tokens[end - 1].start + EIGHT > m->length) end--;
    while (first < end && tokens[first].start < EIGHT) first++;
    opis_status status = find_rows(m, tokens, 0, first, 0, error);
    if (status == OPIS_OK) status = find_rows(m, tokens, first, end, LONGEST_PAIR, error);
    return status == OPIS_OK ? find_rows(m, tokens, end, token_count, 0, error) : status;
}

/* Give back the room for words that did not come: the concordance lives as long as most of a read. */
static void fit_words(opis_concordance *c) {
    opis_printed_word *fitting = c->count ? opis_resize(c->words, c->count * sizeof *fitting) : NULL;
    if (!fitting) return;
    c->words = fitting;
    c->capacity = c->count;
}

/* How often each word stands goes to the words; the slots are kept, to look words up. */
static void keep_slots(const maker *m) {
    opis_concordance *c = m->concordance;
    uint32_t of_none;
    c->slots = m->slots;
    c->last_slot = m->last_slot;
    c->shift = m->shift;
    for (size_t i = 0; i <= m->last_slot; i++) {
        uint32_t row = m->slots[i].row;
        uint32_t *count = row ? &c->words[row - 1].count : &of_none; /* no branch: none could be foreseen */
        *count = m->slots[i].count;
    }
}

/* Where the next place of each word goes, by its row and one more; what has no row goes behind all. */
static opis_status find_firsts(opis_concordance *c, uint32_t **next, opis_error *error) {
    size_t capacity = 0, place_capacity = 0;
    uint32_t places = 0;
    opis_status status = opis_reserve(next, &capacity, c->count + 1, sizeof **next, error);
    if (status != OPIS_OK) return status;
    for (size_t row = 0; row < c->count; row++) {
        (*next)[row + 1] = c->words[row].first = places;
        places += c->words[row].count;
    }
    (*next)[0] = places;
    return opis_reserve(&c->places, &place_capacity, (size_t)places + 1, sizeof *c->places, error);
}

/* Deal the tokens out to their words.  Those that have no row are written one over the other: no branch tells them. */
static opis_status find_places(const maker *m, size_t token_count, opis_error *error) {
    uint32_t *next = NULL;
    const uint32_t *row_of = m->row_of;
    opis_status status = find_firsts(m->concordance, &next, error);
    uint32_t *places = m->concordance->places;
    for (size_t i = 0; i < token_count && status == OPIS_OK; i++) {
        uint32_t row = row_of[i], at = next[row];
        places[at] = (uint32_t)i;
        next[row] = at + (row != 0);
    }
    opis_resize(next, 0);
    return status;
}

opis_status opis_concordance_make(opis_concordance *concordance, const char *bytes, size_t length,
                                  const opis_token *tokens, size_t token_count, opis_error *error) {
    maker m = {.concordance = concordance, .bytes = bytes, .length = length};
    size_t capacity = 0, bits = LEAST_BITS;
    memset(concordance, 0, sizeof *concordance);
    concordance->token_count = token_count;
    opis_status status = opis_reserve(&m.row_of, &capacity, token_count + 1, sizeof *m.row_of, error);
    while ((size_t)1 << bits < token_count / TOKENS_PER_WORD) bits++;
    if (status == OPIS_OK) status = make_slots(&m, 64 - bits, error);
    if (status == OPIS_OK) status = find_all_rows(&m, tokens, token_count, error);
    if (status == OPIS_OK) fit_words(concordance);
    if (m.slots) keep_slots(&m);
    if (status == OPIS_OK) status = find_places(&m, token_count, error);
    opis_resize(m.row_of, 0);
    if (status != OPIS_OK) opis_concordance_release(concordance);
    return status;
}

void opis_concordance_release(opis_concordance *concordance) {
    opis_resize(concordance->words, 0);
    opis_resize(concordance->places, 0);
    opis_resize(concordance->slots, 0);
    memset(concordance, 0, sizeof *concordance);
}

const opis_printed_word *opis_concordance_find(const opis_concordance *concordance, const char *bytes,
                                               const char *text) {
    return opis_concordance_word(concordance, bytes, text, strlen(text));
}

const opis_printed_word *opis_concordance_word(const opis_concordance *concordance, const char *bytes, const char *text,
                                               size_t length) {
    if (!concordance->slots || length == 0) return NULL;
    uint64_t key = key_of(text, length);
    for (size_t at = first_slot(key, concordance->shift);; at = next_slot(at, concordance->last_slot)) {
        const word_slot *slot = &concordance->slots[at];
        if (slot->key == 0) return NULL;
        if (slot->key != key) continue;
        const opis_printed_word *held = &concordance->words[slot->row - 1];
        if (held->token.length == length && (!(key & IS_LONG) || is_long_word(held, bytes, text, length))) return held;
    }
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
    const uint32_t *places = opis_places(concordance, word);
    for (uint32_t i = 0; i < word->count; i++) opis_anchors_put(anchors, places[i]);
}
