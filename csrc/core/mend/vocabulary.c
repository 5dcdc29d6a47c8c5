#include "mend/vocabulary.h"

#include <math.h>
#include <string.h>

#include "memory.h"

#define FIRST_SLOTS 1024
/* A word is mended to one that differs from it in so many bytes in the middle at the most. */
#define LONGEST_DIFFERENCE 6
#define SHORT_WORD 3
#define LENGTH_APART 2 /* bytes that it is longer or shorter */
/* So many distances are measured for each end of a word at the most: time stays linear in a book of look-alikes. */
#define MOST_MEASURED 32
/* Words of a bucket are told apart so many at a time, by lengths up to one that is too long for any. */
#define BLOCK 64
/* Words of so many bytes differ little only where they have more than two in common at their ends. */
#define LONG_WORD (LONGEST_DIFFERENCE + 3)
/* So many bytes of a word tell most of a bucket from another: see opis_word_order. */
#define BYTES_OF_WORD 4
/* Times the bytes 0 or 1 of a word, this has the first of them in the lowest bit of its uppermost byte, and so on. */
#define FIRST_BITS (opis_is_little_endian() ? 0x0102040810204080u : 0x8040201008040201u)
/* A power is not quite what its logarithm says. */
#define NEARLY 0.999f
#define LONGEST_TOLD (OPIS_LONGEST_WORD + LENGTH_APART + 1)

void opis_vocabulary_make(opis_vocabulary *vocabulary, const char *bytes) {
    memset(vocabulary, 0, sizeof *vocabulary);
    vocabulary->bytes = bytes;
}

void opis_vocabulary_release(opis_vocabulary *vocabulary) {
    opis_resize(vocabulary->words, 0);
    opis_resize(vocabulary->slots, 0);
    for (int last = 0; last < 2; last++) {
        opis_resize(vocabulary->orders[last].rows, 0);
        opis_resize(vocabulary->orders[last].lengths, 0);
    }
    memset(vocabulary, 0, sizeof *vocabulary);
}

/* Whether a word is held: its ends tell, but for the longest. */
static inline int is_held(const opis_vocabulary *v, const opis_word *held, const char *word, size_t length,
                          word_ends ends) {
    if (held->length != length || held->ends.first != ends.first || held->ends.last != ends.last) return 0;
    return length <= 2 * WORD_END || memcmp(v->bytes + held->start, word, length) == 0;
}

/* The slot of a word, or the empty one where it belongs.  There is always an empty one. */
static uint32_t *find_slot(const opis_vocabulary *v, const char *word, size_t length, word_ends ends) {
    size_t at = (size_t)word_key_of(ends, length) & (v->slot_count - 1);
    while (v->slots[at] && !is_held(v, &v->words[v->slots[at] - 1], word, length, ends))
        at = (at + 1) & (v->slot_count - 1);
    return &v->slots[at];
}

/* Hold the word of a row that is known to be in no slot yet: none is compared. */
static void hold_new(opis_vocabulary *v, uint32_t row) {
    const opis_word *word = &v->words[row];
    size_t at = (size_t)word_key_of(word->ends, word->length) & (v->slot_count - 1);
    while (v->slots[at]) at = (at + 1) & (v->slot_count - 1);
    v->slots[at] = row + 1;
}

static opis_status make_slots(opis_vocabulary *v, size_t wanted, opis_error *error) {
    size_t capacity = 0;
    uint32_t *slots = NULL;
    opis_status status = opis_reserve(&slots, &capacity, wanted, sizeof *slots, error);
    if (status != OPIS_OK) return status;
    memset(slots, 0, wanted * sizeof *slots);
    opis_resize(v->slots, 0);
    v->slots = slots;
    v->slot_count = wanted;
    for (size_t i = 0; i < v->count; i++) hold_new(v, (uint32_t)i);
    return OPIS_OK;
}

opis_status opis_vocabulary_expect(opis_vocabulary *v, size_t words, opis_error *error) {
    size_t wanted = FIRST_SLOTS;
    while (wanted / 2 <= words) wanted *= 2;
    opis_status status = opis_reserve(&v->words, &v->capacity, words, sizeof *v->words, error);
    return status == OPIS_OK ? make_slots(v, wanted, error) : status;
}

opis_status opis_vocabulary_add(opis_vocabulary *v, uint32_t start, uint32_t length, uint32_t count,
                                opis_error *error) {
    opis_status status = OPIS_OK;
    if (v->count >= v->slot_count / 2) status = make_slots(v, v->slot_count ? v->slot_count * 2 : FIRST_SLOTS, error);
    if (status != OPIS_OK) return status;
    word_ends ends = word_ends_of(v->bytes + start, length);
    uint32_t *slot = find_slot(v, v->bytes + start, length, ends);
    if (*slot) {
        v->words[*slot - 1].count += count;
        return OPIS_OK;
    }
    status = opis_reserve(&v->words, &v->capacity, v->count + 1, sizeof *v->words, error);
    if (status != OPIS_OK) return status;
    v->words[v->count++] = (opis_word){.start = start, .length = length, .count = count, .ends = ends};
    *slot = (uint32_t)v->count;
    return OPIS_OK;
}

void opis_vocabulary_add_new(opis_vocabulary *v, uint32_t start, uint32_t length, uint32_t count) {
    word_ends ends = word_ends_of(v->bytes + start, length);
    v->words[v->count++] = (opis_word){.start = start, .length = length, .count = count, .ends = ends};
    hold_new(v, (uint32_t)v->count - 1);
}

/* The bytes of an end of a word, from without inwards. */
static inline uint64_t end_of(word_ends ends, int last) {
    return last ? __builtin_bswap64(ends.last) : ends.first;
}

/* Short words have too few bytes to share two of them: one must do. */
static inline size_t bucket_of(word_ends ends, size_t length, int last) {
    uint64_t end = end_of(ends, last), second = length <= SHORT_WORD ? 0 : end >> 8 & 0xFF;
    return ((end & 0xFF) * 33 ^ second) & (OPIS_VOCABULARY_BUCKETS - 1);
}

/* Counted from the end that words are sorted by: the third byte, and the last. */
static inline uint8_t third_byte(word_ends ends, int last) {
    return (uint8_t)(end_of(ends, last) >> 16);
}

static inline uint8_t farthest_byte(word_ends ends, int last) {
    return (uint8_t)end_of(ends, !last);
}

static opis_status sort_by(opis_vocabulary *v, int last, opis_error *error) {
    size_t capacity = 0, length_capacity = 0;
    opis_word_order *order = &v->orders[last];
    uint32_t *starts = order->starts, next[OPIS_VOCABULARY_BUCKETS + 1];
    opis_status status = opis_reserve(&order->rows, &capacity, v->count + 1, sizeof *order->rows, error);
    size_t room = v->count + BLOCK;
    if (status == OPIS_OK) status = opis_reserve(&order->lengths, &length_capacity, BYTES_OF_WORD * room, 1, error);
    if (status != OPIS_OK) return status;
    order->counts = order->lengths + room;
    order->thirds = order->counts + room;
    order->farthest = order->thirds + room;
    for (size_t i = 1; i <= BYTES_OF_WORD; i++) memset(order->lengths + i * room - BLOCK, 0, BLOCK);
    memset(starts, 0, sizeof order->starts);
    for (size_t i = 0; i < v->count; i++) starts[bucket_of(v->words[i].ends, v->words[i].length, last) + 1]++;
    for (size_t b = 0; b < OPIS_VOCABULARY_BUCKETS; b++) starts[b + 1] += starts[b];
    memcpy(next, starts, sizeof next);
    for (size_t i = 0; i < v->count; i++) {
        const opis_word *word = &v->words[i];
        uint32_t at = next[bucket_of(word->ends, word->length, last)]++;
        order->rows[at] = (uint32_t)i;
        order->lengths[at] = (uint8_t)(word->length < LONGEST_TOLD ? word->length : LONGEST_TOLD);
        order->counts[at] = (uint8_t)(word->count < OPIS_MOST_COUNTED ? word->count : OPIS_MOST_COUNTED);
        order->thirds[at] = third_byte(word->ends, last);
        order->farthest[at] = farthest_byte(word->ends, last);
    }
    return OPIS_OK;
}

opis_status opis_vocabulary_sort(opis_vocabulary *v, opis_error *error) {
    for (size_t i = 0; i < v->count; i++) {
        opis_word *word = &v->words[i];
        word->frequency = logf((float)word->count);
        word->bytes = opis_byte_set_of(v->bytes + word->start, word->length);
    }
    opis_status status = sort_by(v, 0, error);
    return status == OPIS_OK ? sort_by(v, 1, error) : status;
}

uint32_t opis_vocabulary_row(const opis_vocabulary *v, const char *word, size_t length) {
    uint32_t slot = v->slot_count ? *find_slot(v, word, length, word_ends_of(word, length)) : 0;
    return slot ? slot - 1 : OPIS_NO_WORD;
}

uint32_t opis_vocabulary_count(const opis_vocabulary *v, const char *word, size_t length) {
    uint32_t row = opis_vocabulary_row(v, word, length);
    return row == OPIS_NO_WORD ? 0 : v->words[row].count;
}

/* The word looked up, and the best of those that it may stand for. */
typedef struct search {
    const opis_vocabulary *vocabulary;
    const opis_glyphs *glyphs;
    const char *word;
    size_t length;
    word_ends ends;
    opis_byte_set bytes;
    float worth, dearest;
    uint32_t fewest;
    const opis_word *own, *best; /* own: itself, or NULL where the list has it not */
    float best_gain;
    uint8_t fewest_that_gain;
} search;

/* A word that occurs less often gains nothing over what is gained already. */
static uint8_t fewest_that_gain(const search *s) {
    float count = (float)s->fewest, even = expf(s->best_gain - s->worth) * NEARLY;
    if (even > count) count = even;
    return (uint8_t)(count < OPIS_MOST_COUNTED ? count : OPIS_MOST_COUNTED);
}

/* How many of so many bytes a word has in common with the one looked up at its beginning, and at its end. */
static inline size_t same_first(const search *s, const opis_word *known, size_t most) {
    uint64_t differ = s->ends.first ^ known->ends.first;
    size_t same = differ ? (size_t)__builtin_ctzll(differ) / 8 : WORD_END;
    const char *printed = s->vocabulary->bytes + known->start;
    while (same >= WORD_END && same < most && s->word[same] == printed[same]) same++;
    return same < most ? same : most;
}

static inline size_t same_last(const search *s, const opis_word *known, size_t most) {
    uint64_t differ = s->ends.last ^ known->ends.last;
    size_t same = differ ? (size_t)__builtin_clzll(differ) / 8 : WORD_END;
    const char *end = s->word + s->length, *printed = s->vocabulary->bytes + known->start + known->length;
    while (same >= WORD_END && same < most && end[-1 - (ptrdiff_t)same] == printed[-1 - (ptrdiff_t)same]) same++;
    return same < most ? same : most;
}

/* Whether two words differ in so few bytes that one may stand for the other: they have the others in common at their
 * ends. */
static inline int differ_little(const search *s, const opis_word *known) {
    size_t longer = s->length > known->length ? s->length : known->length;
    if (longer <= LONGEST_DIFFERENCE) return 1;
    size_t wanted = longer - LONGEST_DIFFERENCE;
    return same_first(s, known, wanted) + same_last(s, known, wanted) >= wanted;
}

/* What it costs to read the word as another, from the last byte on that both begin with: a confusion may span it. */
static float cost_of(const search *s, const opis_word *known, float limit) {
    const char *printed = s->vocabulary->bytes + known->start;
    size_t same = same_first(s, known, s->length < known->length ? s->length : known->length);
    if (same > 0) same--;
    return opis_glyphs_distance(s->glyphs, s->word + same, s->length - same, printed + same, known->length - same,
                                limit);
}

/* Weigh a word, found by its first bytes or its last; whether it differs little enough to be measured. */
static inline int weigh(search *s, const opis_word *known, float most) {
    float limit = most < s->dearest ? most : s->dearest;
    if (known->count < s->fewest || !differ_little(s, known)) return 0;
    if (known == s->own) return 1;
    if (limit < OPIS_STRANGE_GLYPH && opis_glyphs_part(s->glyphs, s->ends, known->ends)) return 1;
    if (opis_glyphs_apart(s->glyphs, s->bytes, known->bytes, limit)) return 1;
    float cost = cost_of(s, known, limit);
    if (cost > 0 && isfinite(cost) && cost < most) {
        s->best = known;
        s->best_gain += most - cost;
        s->fewest_that_gain = fewest_that_gain(s);
    }
    return 1;
}

/* The bytes of a block, each of them 0 or 1, as bits. */
static inline uint64_t bits_of(const uint8_t bytes[BLOCK]) {
    uint64_t set = 0, eight;
    for (size_t i = 0; i < BLOCK; i += sizeof eight) {
        memcpy(&eight, bytes + i, sizeof eight);
        set |= (eight * FIRST_BITS >> 56) << i;
    }
    return set;
}

/* Which of a block of words are about as long as one, and occur as often as is wanted: a bit for each. */
static inline uint64_t about_as_long(const uint8_t lengths[BLOCK], const uint8_t counts[BLOCK], size_t length,
                                     uint8_t fewest) {
    uint8_t fits[BLOCK], shortest = (uint8_t)(length > LENGTH_APART ? length - LENGTH_APART : 0);
    uint8_t apart = (uint8_t)(length + LENGTH_APART - shortest);
    for (size_t i = 0; i < BLOCK; i++)
        fits[i] = (uint8_t)((uint8_t)(lengths[i] - shortest) <= apart) & (uint8_t)(counts[i] >= fewest);
    return bits_of(fits);
}

/*
 * Those of a set that have the third byte or the farthest in common with a long word.  The others have two bytes in
 * common at the one end and none at the other: they differ in too many.
 */
static inline uint64_t begin_or_end_alike(const uint8_t thirds[BLOCK], const uint8_t farthest[BLOCK], uint8_t third,
                                          uint8_t far) {
    uint8_t alike[BLOCK];
    for (size_t i = 0; i < BLOCK; i++) alike[i] = (uint8_t)(thirds[i] == third) | (uint8_t)(farthest[i] == far);
    return bits_of(alike);
}

static inline const opis_word *first_of(const opis_vocabulary *v, const uint32_t *rows, uint64_t set) {
    return &v->words[rows[__builtin_ctzll(set)]];
}

/* Send for all words of a set before any is looked at: they lie anywhere in the vocabulary. */
static inline void send_for(const opis_vocabulary *v, const uint32_t *rows, uint64_t set) {
    for (; set; set &= set - 1) opis_soon(first_of(v, rows, set));
}

/* Weigh the words of a bucket that are about as long. */
static void weigh_bucket(search *s, int last) {
    const opis_vocabulary *v = s->vocabulary;
    const opis_word_order *order = &v->orders[last];
    size_t bucket = bucket_of(s->ends, s->length, last);
    uint32_t at = order->starts[bucket], end = order->starts[bucket + 1];
    uint8_t third = third_byte(s->ends, last), far = farthest_byte(s->ends, last);
    if (end - at > OPIS_VOCABULARY_REACH) end = at + OPIS_VOCABULARY_REACH;
    for (int measured = 0; at < end; at += BLOCK) {
        uint64_t fits = about_as_long(order->lengths + at, order->counts + at, s->length, s->fewest_that_gain);
        if (end - at < BLOCK) fits &= ((uint64_t)1 << (end - at)) - 1;
        if (fits && s->length >= LONG_WORD)
            fits &= begin_or_end_alike(order->thirds + at, order->farthest + at, third, far);
        send_for(v, order->rows + at, fits);
        for (; fits; fits &= fits - 1) {
            const opis_word *known = first_of(v, order->rows + at, fits);
            float most = known->frequency + s->worth - s->best_gain;
            if (most <= 0) continue;
            measured += weigh(s, known, most);
            if (measured == MOST_MEASURED) return;
        }
    }
}

const opis_word *opis_vocabulary_mend(const opis_vocabulary *v, const opis_glyphs *glyphs, const char *word,
                                      size_t length, float worth, float dearest, uint32_t fewest) {
    uint32_t row = opis_vocabulary_row(v, word, length);
    search s = {.vocabulary = v, .glyphs = glyphs, .word = word, .length = length, .worth = worth, .dearest = dearest};
    if (length == 0 || length > OPIS_LONGEST_WORD || !v->orders[0].rows) return NULL;
    s.ends = word_ends_of(word, length);
    s.bytes = opis_byte_set_of(word, length);
    s.fewest = fewest;
    s.own = row == OPIS_NO_WORD ? NULL : &v->words[row];
    s.best_gain = s.own ? 1.5f * logf(1 + (float)s.own->count) : 0;
    s.fewest_that_gain = fewest_that_gain(&s);
    weigh_bucket(&s, 0);
    weigh_bucket(&s, 1);
    return s.best;
}
