/*
 * Sums of any two positions, wherever they stand.  Those that several lines show are listed first, for a look at every
 * three positions would take far longer; and blanks, which add up to blanks, are no reason for a look.
 */
#include <math.h>
#include <string.h>

#include "memory.h"
#include "mend/sums_find.h"

/* Lines are told apart up to here; where there are more, nothing is passed over for what they leave open. */
#define MOST_LINES 64

typedef struct pair_sums {
    /* For each two positions, those that their sum stands at: in some line, in several, and in some line that says more
     * than that blank is blank. */
    uint64_t once[SUMS_MOST_FOR_TRIPLES][SUMS_MOST_FOR_TRIPLES], again[SUMS_MOST_FOR_TRIPLES][SUMS_MOST_FOR_TRIPLES];
    uint64_t seen[SUMS_MOST_FOR_TRIPLES][SUMS_MOST_FOR_TRIPLES];
    /* For each position, lines that are blank there, and that may hold anything. */
    uint64_t blank[SUMS_MOST_FOR_TRIPLES], open[SUMS_MOST_FOR_TRIPLES];
    uint64_t classes[MOST_LINES]; /* lines of each class */
} pair_sums;

#define PLACES 128 /* a power of two, more than twice as many as positions */
#define PLACE_BITS 7

/* The values of a line, each with the positions that it stands at: open addressing. */
typedef struct line_values {
    int64_t values[PLACES];
    uint64_t positions[PLACES]; /* none: the place is free */
} line_values;

static uint64_t *find_value(line_values *line, int64_t value) {
    uint32_t at = (uint32_t)(((uint64_t)value * UINT64_C(0x9E3779B97F4A7C15)) >> (64 - PLACE_BITS));
    while (line->positions[at] && line->values[at] != value) at = (at + 1) % PLACES;
    line->values[at] = value;
    return &line->positions[at];
}

static int is_quiet_at(const uint32_t *unquiet, uint32_t at) {
    return unquiet[at + 1] == unquiet[at];
}

/* ---- What the lines show ------------------------------------------------------------------------------- */

static uint64_t blank_positions(const sums_finder *finder, int axis, uint32_t line) {
    uint64_t blank = 0;
    for (uint32_t i = 0; i < finder->position_count; i++) {
        uint32_t at = sums_cell_at(finder->work, axis, line, finder->positions[i]);
        blank |= (uint64_t)sums_looks(finder, at, SUMS_LOOKS_BLANK) << i;
    }
    return blank;
}

static void add_line(pair_sums *pairs, const int64_t *sums, const uint32_t *unquiet, uint32_t count, uint64_t blank) {
    line_values line;
    memset(line.positions, 0, sizeof line.positions);
    for (uint32_t i = 0; i < count; i++)
        if (is_quiet_at(unquiet, i)) *find_value(&line, sums[i + 1] - sums[i]) |= (uint64_t)1 << i;
    for (uint32_t a = 0; a < count; a++) {
        if (!is_quiet_at(unquiet, a)) continue;
        for (uint32_t b = a + 1; b < count; b++) {
            if (!is_quiet_at(unquiet, b)) continue;
            uint64_t stand = *find_value(&line, sums[a + 1] - sums[a] + sums[b + 1] - sums[b]);
            pairs->again[a][b] |= pairs->once[a][b] & stand;
            pairs->once[a][b] |= stand;
            if (!(blank >> a & blank >> b & 1)) pairs->seen[a][b] |= stand & ~blank;
        }
    }
}

static void add_lines(const sums_finder *finder, int axis, pair_sums *pairs) {
    size_t stride = finder->position_count + 1u;
    for (uint32_t a = 0; a < finder->position_count; a++) {
        memset(pairs->once[a], finder->blank_lines > 0 ? UINT8_MAX : 0, sizeof pairs->once[a]);
        memset(pairs->again[a], finder->blank_lines > 1 ? UINT8_MAX : 0, sizeof pairs->again[a]);
        memset(pairs->seen[a], 0, sizeof pairs->seen[a]);
    }
    for (uint32_t i = 0; i < finder->telling_count; i++)
        add_line(pairs, finder->sums + i * stride, finder->unquiet + i * stride, finder->position_count,
                 blank_positions(finder, axis, finder->telling[i]));
}

static void see_lines(const sums_finder *finder, int axis, pair_sums *pairs) {
    uint32_t lines = sums_lines_along(finder->work, axis);
    if (lines > MOST_LINES) return;
    for (uint32_t i = 0; i < finder->position_count; i++) {
        pairs->blank[i] = pairs->open[i] = 0;
        for (uint32_t line = 0; line < lines; line++) {
            uint32_t at = sums_cell_at(finder->work, axis, line, finder->positions[i]);
            pairs->blank[i] |= (uint64_t)sums_looks(finder, at, SUMS_LOOKS_BLANK) << line;
            pairs->open[i] |= (uint64_t)!finder->looks[at] << line;
        }
    }
    for (uint32_t k = 0; k < finder->leader_count[axis]; k++) {
        pairs->classes[k] = 0;
        for (uint32_t line = finder->leaders[axis][k]; line < lines; line = finder->following[axis][line])
            pairs->classes[k] |= (uint64_t)1 << line;
    }
}

/* ---- Which sums are looked at -------------------------------------------------------------------------- */

/* Whether a sum that no line shows may be believed: of some class, enough lines leave it open, and not too many break
 * it.  That is what is asked of any family at first sight, and here it is asked of all lines at a stroke. */
static int is_left_open(const sums_finder *finder, int axis, const pair_sums *pairs, uint32_t whole, uint32_t a,
                        uint32_t b) {
    int fewest = finder->position_count == 3 ? 1 : SUMS_FEWEST_LINES; /* of three, it is a margin */
    if (sums_lines_along(finder->work, axis) > MOST_LINES) return 1;
    uint64_t told = ~(pairs->blank[whole] | (pairs->blank[a] & pairs->blank[b]));
    uint64_t open = (pairs->open[whole] | pairs->open[a] | pairs->open[b]) & told;
    if (__builtin_popcountll(open) < fewest) return 0;
    for (uint32_t k = 0; k < finder->leader_count[axis]; k++) {
        int left = __builtin_popcountll(open & pairs->classes[k]);
        if (left >= fewest && __builtin_popcountll(told & ~open & pairs->classes[k]) <= 2 * left) return 1;
    }
    return 0;
}

/* Whether lines that are quiet at three positions speak for a sum rather than against it. */
static int may_be_pair(const sums_finder *finder, int axis, uint32_t whole, uint32_t a, uint32_t b) {
    uint32_t holds = 0, breaks = 0, lines = sums_lines_along(finder->work, axis);
    const uint32_t *positions = finder->positions;
    for (uint32_t line = 0; line < lines && breaks <= SUMS_MOST_AT_FIRST + holds; line++) {
        uint32_t first = sums_cell_at(finder->work, axis, line, positions[a]);
        uint32_t second = sums_cell_at(finder->work, axis, line, positions[b]);
        uint32_t sum = sums_cell_at(finder->work, axis, line, positions[whole]);
        if (!finder->looks[first] || !finder->looks[second] || !finder->looks[sum]) continue;
        int keeps = finder->values[first] + finder->values[second] == finder->values[sum];
        holds += keeps;
        breaks += !keeps;
    }
    return holds >= SUMS_FEWEST_LINES && breaks <= holds;
}

static int is_candidate(const sums_finder *finder, int axis, const pair_sums *pairs, uint32_t whole, uint32_t a,
                        uint32_t b) {
    if (!(pairs->again[a][b] >> whole & 1) || a == whole || b == whole) return 0;
    if (!(pairs->seen[a][b] >> whole & 1) && !is_left_open(finder, axis, pairs, whole, a, b)) return 0;
    return may_be_pair(finder, axis, whole, a, b);
}

static opis_status try_pair(sums_finder *finder, int axis, uint32_t whole, uint32_t a, uint32_t b) {
    int is_believed;
    finder->chosen[0] = finder->positions[a];
    finder->chosen[1] = finder->positions[b];
    sums_family family = {.kind = OPIS_SUM,
                          .axis = axis,
                          .whole = finder->positions[whole],
                          .parts = finder->chosen,
                          .part_count = 2,
                          .fixed_line = OPIS_NO_CELL};
    return sums_try(finder, family, 3 * log(finder->position_count), &is_believed);
}

opis_status sums_find_pairs(sums_finder *finder, int axis) {
    uint32_t count = finder->position_count;
    sums_work *work = finder->work;
    opis_status status = OPIS_OK;
    if (count > SUMS_MOST_FOR_TRIPLES) return OPIS_OK;
    if (!work->pairs) work->pairs = opis_resize(NULL, sizeof *work->pairs);
    if (!work->pairs) return opis_fail(work->error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory: sums");
    add_lines(finder, axis, work->pairs);
    see_lines(finder, axis, work->pairs);
    for (uint32_t whole = 0; whole < count; whole++)
        for (uint32_t a = 0; a < count; a++)
            for (uint32_t b = a + 1; b < count && !status; b++)
                if (is_candidate(finder, axis, work->pairs, whole, a, b)) status = try_pair(finder, axis, whole, a, b);
    return status;
}
