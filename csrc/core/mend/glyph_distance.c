/*
 * The distance of two words: what it costs to read the one as the other.
 */
#include <math.h>
#include <string.h>

#include "mend/glyph_table.h"

/* Costs by how much of `seen` is used up; three rows roll, for no confusion prints more than two characters. */
#define DISTANCE_ROWS (LONGEST_PRINTED + 1)

/* The cells of a row within the limit are few, and stand together: those from `first` up to `end` are kept. */
typedef struct distance_row {
    size_t first, end;
    float costs[OPIS_LONGEST_WORD + 1];
} distance_row;

typedef struct distance_walk {
    const char *seen, *printed;
    size_t seen_length, printed_length;
    float limit;
    distance_row rows[DISTANCE_ROWS];
} distance_walk;

/* Note what the cell at `seen_at` of a row costs, which is no more than the limit. */
static inline void reach(distance_row *row, size_t seen_at, float cost) {
    if (row->first == row->end) row->first = row->end = seen_at;
    while (row->first > seen_at) row->costs[--row->first] = INFINITY;
    while (row->end <= seen_at) row->costs[row->end++] = INFINITY;
    if (cost < row->costs[seen_at]) row->costs[seen_at] = cost;
}

static inline void reach_within(const distance_walk *walk, distance_row *row, size_t seen_at, float cost) {
    if (cost <= walk->limit) reach(row, seen_at, cost);
}

/* `rows`: that of `i`, and those of one and two characters more. */
static inline void confuse(const distance_walk *walk, distance_row *rows[DISTANCE_ROWS], const glyph_table *table,
                           size_t slot, size_t i, size_t j, float cost) {
    unsigned char next = i < walk->printed_length ? (unsigned char)walk->printed[i] : 0;
    if (!(table->meets[slot][next / 8] >> next % 8 & 1)) return;
    uint32_t end = next < 0x80 ? table->beyond[slot] : table->first[slot + 1];
    for (uint32_t k = table->first[slot]; k < end; k++) {
        const confusion *c = &table->confusions[k];
        if (c->printed_length && (unsigned char)c->printed[0] != next) continue;
        if (i + c->printed_length <= walk->printed_length && j + c->seen_length <= walk->seen_length &&
            same_bytes(c->printed, walk->printed + i, c->printed_length) &&
            same_bytes(c->seen, walk->seen + j, c->seen_length))
            reach_within(walk, rows[c->printed_length], j + c->seen_length, cost + c->cost);
    }
}

static inline void step_distance(const distance_walk *walk, distance_row *rows[DISTANCE_ROWS], const glyph_table *table,
                                 size_t i, size_t j, float cost) {
    int printed_left = i < walk->printed_length, seen_left = j < walk->seen_length;
    float strange = cost + OPIS_STRANGE_GLYPH;
    if (printed_left && seen_left) {
        if (walk->printed[i] == walk->seen[j])
            reach(rows[1], j + 1, cost);
        else
            reach_within(walk, rows[1], j + 1, strange);
    }
    if (printed_left) {
        reach_within(walk, rows[1], j, walk->printed[i] == ' ' ? cost + BLANK_COST : strange);
        confuse(walk, rows, table, NO_BYTE_SEEN, i, j, cost);
    }
    if (seen_left) {
        reach_within(walk, rows[0], j + 1, walk->seen[j] == ' ' ? cost + BLANK_COST : strange);
        confuse(walk, rows, table, (unsigned char)walk->seen[j], i, j, cost);
    }
}

/* The bytes of a word as a set; `*all` has the bits of all of them. */
static uint64_t set_of(const char *word, size_t length, unsigned char *all) {
    uint64_t set = 0;
    for (size_t i = 0; i < length; i++) {
        set |= byte_set((unsigned char)word[i]);
        *all |= (unsigned char)word[i];
    }
    return set;
}

/* A sum of shares may come out above the cost that it is a share of, by so much. */
#define ROUNDING 0.01f

/*
 * Whether reading one word as another costs more than a limit, whatever stands where.  Every byte is matched, strange,
 * or part of a confusion; where the other word has no such byte it is not matched, and where it has none that is
 * confused with it, it is strange.
 */
static int costs_more(const glyph_need *needs, const char *word, size_t length, uint64_t other, float limit) {
    float cost = 0;
    for (size_t i = 0; i < length; i++) {
        if (other & byte_set((unsigned char)word[i])) continue;
        const glyph_need *need = &needs[(unsigned char)word[i]];
        cost += need->bytes & other ? need->share : OPIS_STRANGE_GLYPH;
        if (cost > limit + ROUNDING) return 1;
    }
    return 0;
}

opis_byte_set opis_byte_set_of(const char *word, size_t length) {
    unsigned char all = 0;
    opis_byte_set set = set_of(word, length, &all);
    return all >= 0x80 ? OPIS_ANY_BYTES : set;
}

/* What the bytes of a set cost at the least, each taken once, where the other word has not the same: see costs_more. */
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

/* Most words are told from one another by the one look at what is seen. */
static int out_of_reach(const glyph_table *table, const distance_walk *walk) {
    unsigned char all = 0;
    uint64_t seen = set_of(walk->seen, walk->seen_length, &all);
    uint64_t printed = set_of(walk->printed, walk->printed_length, &all);
    const struct glyph_needs *needs = all >= 0x80 ? &table->any : &table->ascii;
    return costs_more(needs->seen, walk->seen, walk->seen_length, printed, walk->limit) ||
           costs_more(needs->printed, walk->printed, walk->printed_length, seen, walk->limit);
}

static float walk_through(distance_walk *walk, const glyph_table *table) {
    distance_row *rows[DISTANCE_ROWS];
    for (size_t row = 0; row < DISTANCE_ROWS; row++) {
        rows[row] = &walk->rows[row];
        rows[row]->first = rows[row]->end = 0;
    }
    if (walk->limit >= 0) reach(rows[0], 0, 0);
    for (size_t i = 0, missed = 0;; i++) {
        distance_row *row = rows[0];
        missed = row->first == row->end ? missed + 1 : 0;
        if (missed == DISTANCE_ROWS) return INFINITY;
        for (size_t j = row->first; j < row->end; j++)
            if (row->costs[j] <= walk->limit) step_distance(walk, rows, table, i, j, row->costs[j]);
        if (i == walk->printed_length) return row->end > walk->seen_length ? row->costs[walk->seen_length] : INFINITY;
        row->first = row->end = 0;
        rows[0] = rows[1];
        rows[1] = rows[2];
        rows[2] = row;
    }
}

float opis_glyphs_distance(const opis_glyphs *glyphs, const char *seen, size_t seen_length, const char *printed,
                           size_t printed_length, float limit) {
    if (seen_length == printed_length && memcmp(seen, printed, seen_length) == 0) return 0;
    if (seen_length > OPIS_LONGEST_WORD || printed_length > OPIS_LONGEST_WORD) return INFINITY;
    distance_walk walk;
    walk.seen = seen;
    walk.printed = printed;
    walk.seen_length = seen_length;
    walk.printed_length = printed_length;
    walk.limit = limit;
    return out_of_reach(glyphs->table, &walk) ? INFINITY : walk_through(&walk, glyphs->table);
}
