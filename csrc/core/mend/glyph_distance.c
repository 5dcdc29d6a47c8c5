/*
 * The distance of two words: what it costs to read the one as the other.
 *
 * Most pairs of words part soon, and most limits leave no room for a strange glyph, or for one.  So the ends of two
 * words are looked at first: what matches there, and can do nothing else, is left out, and what follows mostly are two
 * bytes that nothing but a strange glyph explains, which tells.  The few pairs that are left are walked through.
 */
#include <math.h>

#include "mend/glyph_table.h"

/* A sum of shares may come out above the cost that it is a share of, by so much. */
#define ROUNDING 0.01f

/* ---- The ends of two words ----------------------------------------------------------------------------- */

typedef struct word_pair {
    const char *seen, *printed;
    size_t seen_length, printed_length, shorter;
} word_pair;

/* What may happen to the bytes that stand so far from the beginnings, and from the ends; where a word has ended, any.
 */
static inline glyph_meeting meet_first(const glyph_table *table, const word_pair *words, size_t at) {
    if (at >= words->shorter) return ANYTHING;
    return glyph_meet(table->heads, words->seen[at], words->printed[at]);
}

static inline glyph_meeting meet_last(const glyph_table *table, const word_pair *words, size_t at) {
    if (at >= words->shorter) return ANYTHING;
    return glyph_meet(table->tails, words->seen[words->seen_length - 1 - at],
                      words->printed[words->printed_length - 1 - at]);
}

static inline void leave_out(word_pair *words, size_t first, size_t last) {
    words->seen += first;
    words->printed += first;
    words->seen_length -= first + last;
    words->printed_length -= first + last;
    words->shorter -= first + last;
}

/* Where no glyph may be strange, what matches at the ends is left out; whether what is left may still be alike. */
static inline int trim(const glyph_table *table, word_pair *words) {
    size_t first = 0, last = 0;
    while (meet_first(table, words, first) == MATCH) first++;
    if (meet_first(table, words, first) == STRANGE) return 0;
    leave_out(words, first, 0);
    while (meet_last(table, words, last) == MATCH) last++;
    if (meet_last(table, words, last) == STRANGE) return 0;
    leave_out(words, 0, last);
    return 1;
}

/* Where one glyph may be strange: whether no more than that stands between what matches at both ends, if that is all.
 */
static inline int may_be_one_strange(const glyph_table *table, const word_pair *words) {
    size_t first = 0, last = 0;
    while (meet_first(table, words, first) == MATCH) first++;
    if (meet_first(table, words, first) != STRANGE) return 1;
    while (meet_last(table, words, last) == MATCH) last++;
    if (meet_last(table, words, last) != STRANGE) return 1;
    return first + 1 + last >= words->printed_length && first + 1 + last >= words->seen_length;
}

float opis_glyphs_distance(const opis_glyphs *glyphs, const char *seen, size_t seen_length, const char *printed,
                           size_t printed_length, float limit) {
    if (seen_length == printed_length && same_bytes(seen, printed, seen_length)) return 0;
    if (seen_length > OPIS_LONGEST_WORD || printed_length > OPIS_LONGEST_WORD || !(limit >= 0)) return INFINITY;
    size_t shorter = seen_length < printed_length ? seen_length : printed_length;
    if (shorter == 0 && OPIS_STRANGE_GLYPH * (float)(seen_length + printed_length) > limit + ROUNDING) return INFINITY;
    word_pair words = {seen, printed, seen_length, printed_length, shorter};
    if (limit < OPIS_STRANGE_GLYPH && !trim(glyphs->table, &words)) return INFINITY;
    if (limit >= OPIS_STRANGE_GLYPH && limit < 2 * OPIS_STRANGE_GLYPH && !may_be_one_strange(glyphs->table, &words))
        return INFINITY;
    return glyph_walk(glyphs->table, words.seen, words.seen_length, words.printed, words.printed_length, limit);
}

int opis_glyphs_part(const opis_glyphs *glyphs, word_ends seen, word_ends printed) {
    return glyph_meet(glyphs->table->heads, (char)seen.first, (char)printed.first) == STRANGE ||
           glyph_meet(glyphs->table->tails, (char)(seen.last >> 56), (char)(printed.last >> 56)) == STRANGE;
}

/* ---- At a glance --------------------------------------------------------------------------------------- */

opis_byte_set opis_byte_set_of(const char *word, size_t length) {
    opis_byte_set set = 0;
    unsigned char all = 0;
    for (size_t i = 0; i < length; i++) {
        set |= byte_set((unsigned char)word[i]);
        all |= (unsigned char)word[i];
    }
    return all >= 0x80 ? OPIS_ANY_BYTES : set;
}

/*
 * Whether the bytes of a set cost more than a limit, each taken once, where the other word has not the same: each is
 * strange or part of a confusion, and where the other has none that is confused with it, it is strange.
 */
static int places_cost_more(const glyph_need *places, opis_byte_set set, opis_byte_set other, float limit) {
    float cost = 0;
    for (opis_byte_set missed = set & ~other; missed; missed &= missed - 1) {
        const glyph_need *need = &places[__builtin_ctzll(missed)];
        cost += need->bytes & other ? need->share : OPIS_STRANGE_GLYPH;
        if (cost > limit + ROUNDING) return 1;
    }
    return 0;
}

int opis_glyphs_apart(const opis_glyphs *glyphs, opis_byte_set seen, opis_byte_set printed, float limit) {
    if (seen == OPIS_ANY_BYTES || printed == OPIS_ANY_BYTES) return 0;
    return places_cost_more(glyphs->table->seen_places, seen, printed, limit) ||
           places_cost_more(glyphs->table->printed_places, printed, seen, limit);
}
