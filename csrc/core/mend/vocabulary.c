#include "mend/vocabulary.h"

#include <math.h>
#include <string.h>

#include "memory.h"

#define FIRST_SLOTS 1024
/* A word is mended to one that differs from it in so many bytes in the middle at the most. */
#define LONGEST_DIFFERENCE 6
#define SHORT_WORD 3
/* So many distances are measured for each end of a word at the most: time stays linear in a book of look-alikes. */
#define MOST_MEASURED 32

void opis_vocabulary_make(opis_vocabulary *vocabulary, const char *bytes) {
    memset(vocabulary, 0, sizeof *vocabulary);
    vocabulary->bytes = bytes;
}

void opis_vocabulary_release(opis_vocabulary *vocabulary) {
    opis_resize(vocabulary->words, 0);
    opis_resize(vocabulary->slots, 0);
    opis_resize(vocabulary->rows[0], 0);
    opis_resize(vocabulary->rows[1], 0);
    memset(vocabulary, 0, sizeof *vocabulary);
}

static uint32_t hash_of(const char *word, size_t length) {
    uint32_t key = 2166136261u;
    for (size_t i = 0; i < length; i++) key = (key ^ (unsigned char)word[i]) * 16777619u;
    return key ^ key >> 15;
}

/* The slot of a word, or the empty one where it belongs.  There is always an empty one. */
static uint32_t *find_slot(const opis_vocabulary *v, const char *word, size_t length) {
    size_t at = hash_of(word, length) & (v->slot_count - 1);
    for (; v->slots[at]; at = (at + 1) & (v->slot_count - 1)) {
        const opis_word *held = &v->words[v->slots[at] - 1];
        if (held->length == length && memcmp(v->bytes + held->start, word, length) == 0) break;
    }
    return &v->slots[at];
}

static opis_status grow(opis_vocabulary *v, opis_error *error) {
    size_t wanted = v->slot_count ? v->slot_count * 2 : FIRST_SLOTS, capacity = 0;
    uint32_t *slots = NULL;
    opis_status status = opis_reserve(&slots, &capacity, wanted, sizeof *slots, error);
    if (status != OPIS_OK) return status;
    memset(slots, 0, wanted * sizeof *slots);
    opis_resize(v->slots, 0);
    v->slots = slots;
    v->slot_count = wanted;
    for (size_t i = 0; i < v->count; i++)
        *find_slot(v, v->bytes + v->words[i].start, v->words[i].length) = (uint32_t)i + 1;
    return OPIS_OK;
}

opis_status opis_vocabulary_add(opis_vocabulary *v, uint32_t start, uint32_t length, uint32_t count,
                                opis_error *error) {
    opis_status status = OPIS_OK;
    if (v->count >= v->slot_count / 2) status = grow(v, error);
    if (status != OPIS_OK) return status;
    uint32_t *slot = find_slot(v, v->bytes + start, length);
    if (*slot) {
        v->words[*slot - 1].count += count;
        return OPIS_OK;
    }
    status = opis_reserve(&v->words, &v->capacity, v->count + 1, sizeof *v->words, error);
    if (status != OPIS_OK) return status;
    v->words[v->count++] = (opis_word){start, length, count, 0};
    *slot = (uint32_t)v->count;
    return OPIS_OK;
}

/* Short words have too few bytes to share two of them: one must do. */
static size_t bucket_of(const char *word, size_t length, int last) {
    const unsigned char *end = (const unsigned char *)word + length - 1;
    const unsigned char *at = last ? end : (const unsigned char *)word;
    unsigned second = length <= SHORT_WORD ? 0 : last ? at[-1] : at[1];
    return (at[0] * 33u ^ second) & (OPIS_VOCABULARY_BUCKETS - 1);
}

static opis_status sort_by(opis_vocabulary *v, int last, opis_error *error) {
    size_t capacity = 0;
    uint32_t *starts = v->starts[last], next[OPIS_VOCABULARY_BUCKETS + 1];
    opis_status status = opis_reserve(&v->rows[last], &capacity, v->count + 1, sizeof **v->rows, error);
    if (status != OPIS_OK) return status;
    memset(starts, 0, sizeof v->starts[last]);
    for (size_t i = 0; i < v->count; i++)
        starts[bucket_of(v->bytes + v->words[i].start, v->words[i].length, last) + 1]++;
    for (size_t b = 0; b < OPIS_VOCABULARY_BUCKETS; b++) starts[b + 1] += starts[b];
    memcpy(next, starts, sizeof next);
    for (size_t i = 0; i < v->count; i++)
        v->rows[last][next[bucket_of(v->bytes + v->words[i].start, v->words[i].length, last)]++] = (uint32_t)i;
    return OPIS_OK;
}

opis_status opis_vocabulary_sort(opis_vocabulary *v, opis_error *error) {
    for (size_t i = 0; i < v->count; i++) v->words[i].frequency = logf((float)v->words[i].count);
    opis_status status = sort_by(v, 0, error);
    return status == OPIS_OK ? sort_by(v, 1, error) : status;
}

uint32_t opis_vocabulary_row(const opis_vocabulary *v, const char *word, size_t length) {
    uint32_t slot = v->slot_count ? *find_slot(v, word, length) : 0;
    return slot ? slot - 1 : OPIS_NO_WORD;
}

uint32_t opis_vocabulary_count(const opis_vocabulary *v, const char *word, size_t length) {
    uint32_t row = opis_vocabulary_row(v, word, length);
    return row == OPIS_NO_WORD ? 0 : v->words[row].count;
}

#define NOT_MEASURED (-1.0f)

/* What it costs to take `seen` for a known word; not measured where the two differ in too many bytes. */
static float mending_cost(const opis_vocabulary *v, const opis_glyphs *glyphs, const char *seen, size_t length,
                          const opis_word *known, float limit) {
    const char *printed = v->bytes + known->start;
    size_t same = 0, end = 0, shorter = length < known->length ? length : known->length;
    while (same < shorter && seen[same] == printed[same]) same++;
    while (end < shorter - same && seen[length - 1 - end] == printed[known->length - 1 - end]) end++;
    if (length - same - end > LONGEST_DIFFERENCE || known->length - same - end > LONGEST_DIFFERENCE)
        return NOT_MEASURED;
    if (same > 0) same--; /* a confusion may span a letter that both have */
    return opis_glyphs_distance(glyphs, seen + same, length - same, printed + same, known->length - same, limit);
}

const opis_word *opis_vocabulary_mend(const opis_vocabulary *v, const opis_glyphs *glyphs, const char *word,
                                      size_t length, float worth, float dearest, uint32_t fewest) {
    const opis_word *best = NULL;
    float count = (float)opis_vocabulary_count(v, word, length), best_gain = 1.5f * logf(1 + count);
    if (length == 0 || length > OPIS_LONGEST_WORD || !v->rows[0]) return NULL;
    for (int last = 0; last < 2; last++) {
        size_t bucket = bucket_of(word, length, last);
        uint32_t from = v->starts[last][bucket], to = v->starts[last][bucket + 1];
        if (to - from > OPIS_VOCABULARY_REACH) to = from + OPIS_VOCABULARY_REACH;
        for (uint32_t i = from, measured = 0; i < to && measured < MOST_MEASURED; i++) {
            const opis_word *known = &v->words[v->rows[last][i]];
            float most = known->frequency + worth - best_gain;
            if (known->length + 2 < length || known->length > length + 2 || known->count < fewest || most <= 0)
                continue;
            float cost = mending_cost(v, glyphs, word, length, known, fminf(most, dearest));
            measured += cost >= 0;
            if (cost <= 0 || !isfinite(cost) || cost >= most) continue;
            best = known;
            best_gain += most - cost;
        }
    }
    return best;
}
