/*
 * The walk through two words, each cell of it so much of the one read as so much of the other: see glyph_distance.c.
 */
#include <math.h>

#include "mend/glyph_table.h"

/* Costs by how much of `seen` is used up; three rows roll, for no confusion prints more than two characters. */
#define DISTANCE_ROWS (LONGEST_PRINTED + 1)

/* The cells of a row within the limit are few, and stand together: those from `first` up to `end` are kept. */
typedef struct distance_row {
    size_t first, end;
    float costs[OPIS_LONGEST_WORD + 1];
} distance_row;

typedef struct distance_walk {
    const glyph_table *table;
    const char *seen, *printed;
    size_t seen_length, printed_length;
    float limit;
    distance_row rows[DISTANCE_ROWS];
} distance_walk;

/* Where one word has ended, anything may happen to what the other goes on with. */
static inline glyph_meeting meet_at(const distance_walk *walk, size_t i, size_t j) {
    if (i >= walk->printed_length || j >= walk->seen_length) return ANYTHING;
    return glyph_meet(walk->table->heads, walk->seen[j], walk->printed[i]);
}

/* Note what the cell at `seen_at` of a row costs. */
static inline void reach(const distance_walk *walk, distance_row *row, size_t seen_at, float cost) {
    if (cost > walk->limit) return;
    if (row->first == row->end) row->first = row->end = seen_at;
    while (row->first > seen_at) row->costs[--row->first] = INFINITY;
    while (row->end <= seen_at) row->costs[row->end++] = INFINITY;
    if (cost < row->costs[seen_at]) row->costs[seen_at] = cost;
}

static inline void try_confusion(const distance_walk *walk, distance_row *rows[DISTANCE_ROWS], const confusion *c,
                                 size_t i, size_t j, float cost) {
    if (i + c->printed_length <= walk->printed_length && j + c->seen_length <= walk->seen_length &&
        same_bytes(c->printed, walk->printed + i, c->printed_length) &&
        same_bytes(c->seen, walk->seen + j, c->seen_length))
        reach(walk, rows[c->printed_length], j + c->seen_length, cost + c->cost);
}

/* `rows`: that of `i`, and those of one and two characters more. */
static void confuse(const distance_walk *walk, distance_row *rows[DISTANCE_ROWS], size_t slot, size_t i, size_t j,
                    float cost) {
    const glyph_table *table = walk->table;
    unsigned char next = i < walk->printed_length ? (unsigned char)walk->printed[i] : 0;
    const confusion *c = table->confusions + table->first[slot], *end = table->confusions + table->first[slot + 1];
    size_t place = print_place(next);
    for (; c < end && c->printed_length == 0; c++) try_confusion(walk, rows, c, i, j, cost);
    c = table->confusions + table->first_printed[slot][place];
    for (end = table->confusions + table->first_printed[slot][place + 1]; c < end; c++)
        try_confusion(walk, rows, c, i, j, cost);
}

/* A cell from which nothing but a second strange glyph leads on is not worth the first. */
static inline void miss(const distance_walk *walk, distance_row *row, size_t i, size_t j, float cost) {
    if (cost + OPIS_STRANGE_GLYPH <= walk->limit || meet_at(walk, i, j) != STRANGE) reach(walk, row, j, cost);
}

static inline void step_distance(const distance_walk *walk, distance_row *rows[DISTANCE_ROWS], size_t i, size_t j,
                                 float cost) {
    int printed_left = i < walk->printed_length, seen_left = j < walk->seen_length;
    float strange = cost + OPIS_STRANGE_GLYPH;
    int matches = printed_left && seen_left && walk->printed[i] == walk->seen[j];
    if (matches) reach(walk, rows[1], j + 1, cost);
    if (strange <= walk->limit) {
        if (printed_left && seen_left && !matches) miss(walk, rows[1], i + 1, j + 1, strange);
        if (printed_left) miss(walk, rows[1], i + 1, j, strange);
        if (seen_left) miss(walk, rows[0], i, j + 1, strange);
    }
    if (meet_at(walk, i, j) != ANYTHING) return;
    unsigned char next = printed_left ? (unsigned char)walk->printed[i] : 0;
    if (next == ' ') reach(walk, rows[1], j, cost + BLANK_COST);
    if (has_bit(walk->table->meets[NO_BYTE_SEEN], next)) confuse(walk, rows, NO_BYTE_SEEN, i, j, cost);
    if (!seen_left) return;
    unsigned char seen = (unsigned char)walk->seen[j];
    if (seen == ' ') reach(walk, rows[0], j + 1, cost + BLANK_COST);
    if (has_bit(walk->table->meets[seen], next)) confuse(walk, rows, seen, i, j, cost);
}

static inline int is_empty(const distance_row *row) {
    return row->first == row->end;
}

static float walk_through(distance_walk *walk) {
    distance_row *rows[DISTANCE_ROWS] = {&walk->rows[0], &walk->rows[1], &walk->rows[2]};
    for (size_t row = 0; row < DISTANCE_ROWS; row++) rows[row]->first = rows[row]->end = 0;
    reach(walk, rows[0], 0, 0);
    for (size_t i = 0;; i++) {
        distance_row *row = rows[0];
        for (size_t j = row->first; j < row->end; j++)
            if (row->costs[j] <= walk->limit) step_distance(walk, rows, i, j, row->costs[j]);
        if (i == walk->printed_length) return row->end > walk->seen_length ? row->costs[walk->seen_length] : INFINITY;
        if (is_empty(rows[1]) && is_empty(rows[2])) return INFINITY;
        row->first = row->end = 0;
        rows[0] = rows[1];
        rows[1] = rows[2];
        rows[2] = row;
    }
}

float glyph_walk(const glyph_table *table, const char *seen, size_t seen_length, const char *printed,
                 size_t printed_length, float limit) {
    distance_walk walk;
    walk.table = table;
    walk.seen = seen;
    walk.printed = printed;
    walk.seen_length = seen_length;
    walk.printed_length = printed_length;
    walk.limit = limit;
    return walk_through(&walk);
}
