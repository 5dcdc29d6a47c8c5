/*
 * A hash table gives each token the row of its word, and a second pass deals the tokens out to the words: the places of
 * a word stand together, for whoever walks along them would wait for memory at each place otherwise.
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

#define NO_ROW UINT32_MAX /* of an empty slot, one less than none */

typedef struct word_slot {
    uint64_t key;        /* 0: empty */
    uint32_t row, count; /* the row of the word and one more */
} word_slot;

typedef struct maker {
    opis_concordance *concordance;
    const char *bytes;
    size_t length;
    uint32_t *row_of; /* of each token, and one more; 0 where it has none; owned */
    word_slot *slots; /* open addressing; owned */
    size_t last_slot; /* a power of two, less 1 */
    size_t shift;     /* the bits of a hash that are too many */
} maker;

static inline uint64_t eight_bytes(const char *from) {
    uint64_t bytes;
    memcpy(&bytes, from, sizeof bytes);
    return bytes;
}

/* A word of fewer than eight bytes.  Where `padded` eight may be read, and what is too much is cut off. */
static inline uint64_t short_key(const char *word, size_t length, int padded) {
    static const uint64_t kept[] = {0,           0xFF,          0xFFFF,          0xFFFFFF,
                                    0xFFFFFFFFu, 0xFFFFFFFFFFu, 0xFFFFFFFFFFFFu, 0xFFFFFFFFFFFFFFu};
    uint64_t bytes = 0;
    if (opis_is_little_endian() && padded) return eight_bytes(word) & kept[length];
    memcpy(&bytes, word, length);
    return bytes;
}

/* Both ends tell most long words; of the longest, what is between takes part. */
static inline uint64_t long_key(const char *word, size_t length) {
    uint64_t key = (eight_bytes(word) ^ length) * SPREAD;
    for (size_t i = sizeof key; i + sizeof key < length; i += sizeof key)
        key = (key ^ key >> 29 ^ eight_bytes(word + i)) * SPREAD;
    key ^= key >> 29 ^ eight_bytes(word + length - sizeof key);
    return key | IS_LONG;
}

static inline size_t slot_of(uint64_t key, size_t shift) {
    return (size_t)(key * SPREAD >> shift);
}

static inline int is_word(const opis_printed_word *held, const char *bytes, const char *word, size_t length) {
    return held->token.length == length && memcmp(bytes + held->token.start, word, length) == 0;
}

/* The same for two words of eight bytes and more, few of them of more than sixteen. */
static inline int is_long_word(const opis_printed_word *held, const char *bytes, const char *word, size_t length) {
    const char *same = bytes + held->token.start;
    if (held->token.length != length || eight_bytes(same) != eight_bytes(word)) return 0;
    if (length > 2 * sizeof(uint64_t)) return memcmp(same, word, length) == 0;
    size_t last = length - sizeof(uint64_t);
    return eight_bytes(same + last) == eight_bytes(word + last);
}

/* The slot of a short word, or the empty one where it belongs.  There is always an empty one. */
static inline word_slot *find_short(const maker *m, uint64_t key) {
    size_t at = slot_of(key, m->shift);
    while (m->slots[at].key != key && m->slots[at].key) at = (at + 1) & m->last_slot;
    return &m->slots[at];
}

/* The same for a long one. */
static inline word_slot *find_long(const maker *m, uint64_t key, const char *word, size_t length) {
    for (size_t at = slot_of(key, m->shift);; at = (at + 1) & m->last_slot) {
        word_slot *slot = &m->slots[at];
        if (slot->key == 0) return slot;
        if (slot->key == key && is_long_word(&m->concordance->words[slot->row - 1], m->bytes, word, length))
            return slot;
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
        size_t at = slot_of(m->slots[i].key, shift);
        while (larger.slots[at].key) at = (at + 1) & larger.last_slot;
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

/* A word that has no row yet, and the slot where it belongs. */
typedef struct new_word {
    size_t token;
    uint64_t key;
    word_slot *slot;
} new_word;

/* The rows of the tokens from `first` on, up to the first word that has none; `padded`: see short_key(). */
static inline new_word find_known(const maker *m, const opis_token *tokens, size_t first, size_t end, int padded) {
    const char *bytes = m->bytes;
    word_slot *slots = m->slots;
    uint32_t *row_of = m->row_of;
    size_t shift = m->shift;
    for (size_t i = first; i < end; i++) {
        row_of[i] = 0;
        if (tokens[i].class_ >= OPIS_BREAK) continue;
        const char *word = bytes + tokens[i].start;
        size_t length = tokens[i].length;
        uint64_t key;
        word_slot *slot;
        if (length > LONGEST_KEPT) {
            key = long_key(word, length);
            slot = find_long(m, key, word, length);
        } else {
            key = short_key(word, length, padded);
            slot = &slots[slot_of(key, shift)];
            if (slot->key != key) slot = find_short(m, key);
        }
        if (!slot->row) return (new_word){i, key, slot};
        row_of[i] = slot->row;
        slot->count++;
    }
    return (new_word){end, 0, NULL};
}

static inline opis_status find_rows(maker *m, const opis_token *tokens, size_t first, size_t end, int padded,
                                    opis_error *error) {
    for (;;) {
        new_word found = find_known(m, tokens, first, end, padded);
        if (!found.slot) return OPIS_OK;
        opis_status status = add_word(m, found.slot, found.key, &tokens[found.token], error);
        if (status != OPIS_OK) return status;
        m->row_of[found.token] = (uint32_t)m->concordance->count;
        first = found.token + 1;
    }
}

static opis_status find_all_rows(maker *m, const opis_token *tokens, size_t token_count, opis_error *error) {
    size_t whole = token_count;
    while (whole > 0 && tokens[whole - 1].start + tokens[whole - 1].length + sizeof(uint64_t) > m->length) whole--;
    opis_status status = find_rows(m, tokens, 0, whole, 1, error);
    return status == OPIS_OK ? find_rows(m, tokens, whole, token_count, 0, error) : status;
}

/* Give back the room for words that did not come: the concordance lives as long as most of a read. */
static void fit_words(opis_concordance *c) {
    opis_printed_word *fitting = c->count ? opis_resize(c->words, c->count * sizeof *fitting) : NULL;
    if (!fitting) return;
    c->words = fitting;
    c->capacity = c->count;
}

/* How often each word stands goes to the words; of the slots their rows are kept, to look words up. */
static opis_status keep_rows(const maker *m, opis_error *error) {
    opis_concordance *c = m->concordance;
    size_t capacity = 0;
    opis_status status = opis_reserve(&c->rows, &capacity, m->last_slot + 1, sizeof *c->rows, error);
    if (status != OPIS_OK) return status;
    c->last_slot = m->last_slot;
    c->shift = m->shift;
    for (size_t i = 0; i <= m->last_slot; i++) {
        uint32_t row = c->rows[i] = m->slots[i].row - 1;
        if (row != NO_ROW) c->words[row].count = m->slots[i].count;
    }
    return OPIS_OK;
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
    opis_status status = find_firsts(m->concordance, &next, error);
    uint32_t *places = m->concordance->places, none = status == OPIS_OK ? next[0] : 0;
    for (size_t i = 0; i < token_count && status == OPIS_OK; i++) {
        places[next[m->row_of[i]]++] = (uint32_t)i;
        next[0] = none;
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
    if (status == OPIS_OK) status = keep_rows(&m, error);
    opis_resize(m.slots, 0);
    if (status == OPIS_OK) status = find_places(&m, token_count, error);
    opis_resize(m.row_of, 0);
    if (status != OPIS_OK) opis_concordance_release(concordance);
    return status;
}

void opis_concordance_release(opis_concordance *concordance) {
    opis_resize(concordance->words, 0);
    opis_resize(concordance->places, 0);
    opis_resize(concordance->rows, 0);
    memset(concordance, 0, sizeof *concordance);
}

const opis_printed_word *opis_concordance_find(const opis_concordance *concordance, const char *bytes,
                                               const char *text) {
    return opis_concordance_word(concordance, bytes, text, strlen(text));
}

const opis_printed_word *opis_concordance_word(const opis_concordance *concordance, const char *bytes, const char *text,
                                               size_t length) {
    if (!concordance->rows || length == 0) return NULL;
    uint64_t key = length > LONGEST_KEPT ? long_key(text, length) : short_key(text, length, 0);
    size_t at = slot_of(key, concordance->shift);
    for (; concordance->rows[at] != NO_ROW; at = (at + 1) & concordance->last_slot)
        if (is_word(&concordance->words[concordance->rows[at]], bytes, text, length))
            return &concordance->words[concordance->rows[at]];
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
    const uint32_t *places = opis_places(concordance, word);
    for (uint32_t i = 0; i < word->count; i++) opis_anchors_put(anchors, places[i]);
}
