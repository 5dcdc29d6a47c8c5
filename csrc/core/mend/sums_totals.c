/*
 * Sums that lines may keep: margins, blocks with their totals, groups under two-level heads, a total of totals, sums of
 * any two, and shares that make a hundred.
 */
#include <math.h>
#include <string.h>

#include "memory.h"
#include "mend/sums_find.h"

/* Two blocks with their totals, or more, may tile so many positions. */
#define FEWEST_TILED 6

/* The logarithm of the ways to make a block of the positions that others leave. */
#define SORT_OF_GAP 0.0

/* Running sums make the first look at a family cheap: most fail on lines that are quiet throughout. */
static void run_sums(sums_finder *finder, int axis) {
    const sums_work *work = finder->work;
    size_t stride = finder->position_count + 1u;
    for (uint32_t line = 0; line < sums_lines_along(work, axis); line++) {
        int64_t *sums = finder->sums + line * stride;
        uint32_t *unquiet = finder->unquiet + line * stride;
        sums[0] = 0;
        unquiet[0] = 0;
        for (uint32_t i = 0; i < finder->position_count; i++) {
            uint32_t at = sums_cell_at(work, axis, line, finder->positions[i]);
            sums[i + 1] = sums[i] + (work->cells[at].count ? sums_options(work, at)->value : 0);
            unquiet[i + 1] = unquiet[i] + !finder->looks[at];
        }
    }
}

/* Whether some quiet line keeps the sum of positions `first` up to `end`, and not too many break it. */
static int may_be_sum(const sums_finder *finder, int axis, uint32_t whole, uint32_t first, uint32_t end,
                      int is_canonical) {
    size_t stride = finder->position_count + 1u;
    uint32_t holds = 0, breaks = 0, open = 0;
    for (uint32_t line = 0; line < sums_lines_along(finder->work, axis) && breaks <= 3 + 2 * holds; line++) {
        const int64_t *sums = finder->sums + line * stride;
        const uint32_t *unquiet = finder->unquiet + line * stride;
        if (unquiet[end] > unquiet[first] || unquiet[whole + 1] > unquiet[whole])
            open++;
        else if (sums[end] - sums[first] == sums[whole + 1] - sums[whole])
            holds += sums[end] != sums[first];
        else
            breaks++;
    }
    if (holds == 0 && (breaks > 0 || !is_canonical)) return 0;
    return breaks <= 3 + 2 * holds && holds + open >= SUMS_FEWEST_LINES;
}

/* A block is a run with its total before or behind it. */
static void note_block(sums_finder *finder, int axis, uint32_t whole, uint32_t first, uint32_t end) {
    if (end - first + 1 == finder->position_count || (whole != end && whole + 1 != first)) return;
    finder->in_block[axis][finder->positions[whole]] = SUMS_BLOCK_TOTAL;
    for (uint32_t i = first; i < end; i++) finder->in_block[axis][finder->positions[i]] = SUMS_BLOCK_PART;
}

static opis_status try_run(sums_finder *finder, int axis, uint32_t whole, uint32_t first, uint32_t end, double sort) {
    int is_believed;
    sums_family family = {.kind = OPIS_SUM,
                          .axis = axis,
                          .whole = finder->positions[whole],
                          .parts = finder->positions + first,
                          .part_count = end - first,
                          .fixed_line = OPIS_NO_CELL};
    opis_status status = sums_try(finder, family, sort, &is_believed);
    if (!status && is_believed) {
        finder->is_total[axis][family.whole] = 1;
        finder->ends_block[axis][finder->positions[end - 1]] = 1;
        note_block(finder, axis, whole, first, end);
    }
    return status;
}

/* A margin: the first or last position is the sum of all others. */
static opis_status try_margins(sums_finder *finder, int axis) {
    uint32_t count = finder->position_count;
    if (count < 3) return OPIS_OK;
    opis_status status = try_run(finder, axis, count - 1, 0, count - 1, 1);
    return status ? status : try_run(finder, axis, 0, 1, count, 1);
}

static int is_total(const sums_finder *finder, int axis, uint32_t position) {
    return position < finder->position_count && finder->is_total[axis][finder->positions[position]];
}

/* Whether a block stands where one would look for it: at the table's edge, or next to a block that is known. */
static int opens_block(const sums_finder *finder, int axis, uint32_t whole, uint32_t first, uint32_t end) {
    uint32_t count = finder->position_count;
    if (whole == end) return first == 0 || is_total(finder, axis, first - 1) || is_total(finder, axis, end + 1);
    return whole == 0 || end == count || end + 1 == count || is_total(finder, axis, end) ||
           finder->ends_block[axis][finder->positions[whole - 1]];
}

/* Where blocks are to tile the positions, none may overlap another. */
static int is_free(const sums_finder *finder, int axis, uint32_t whole, uint32_t first, uint32_t end) {
    const uint8_t *in_block = finder->in_block[axis];
    if (!finder->tiles) return 1;
    if (whole != end && whole + 1 != first) return 0;
    for (uint32_t i = first; i < end; i++)
        if (in_block[finder->positions[i]]) return 0;
    return !in_block[finder->positions[whole]];
}

/* Blocks: a run of positions whose sum stands before it, behind it, or in a margin. */
static opis_status try_blocks(sums_finder *finder, int axis) {
    uint32_t count = finder->position_count;
    for (uint32_t first = 0; first < count; first++)
        for (uint32_t end = first + 2; end <= count; end++) {
            const uint32_t wholes[4] = {end, first - 1, count - 1, 0};
            finder->work->work += sums_lines_along(finder->work, axis);
            for (int i = 0; i < 4; i++) {
                uint32_t whole = wholes[i];
                if (whole >= count || (whole >= first && whole < end)) continue;
                if (i > 1 && (whole == wholes[0] || whole == wholes[1])) continue;
                int is_canonical = i < 2 && opens_block(finder, axis, whole, first, end);
                if (!is_free(finder, axis, whole, first, end)) continue;
                if (!may_be_sum(finder, axis, whole, first, end, is_canonical)) continue;
                opis_status status = try_run(finder, axis, whole, first, end, (is_canonical ? 1 : 2) * log(count) + 1);
                if (status) return status;
            }
        }
    return OPIS_OK;
}

/* Positions that lie between blocks, or between a block and the edge, may well be one more. */
static opis_status try_gaps(sums_finder *finder, int axis) {
    const uint8_t *in_block = finder->in_block[axis];
    uint32_t count = finder->position_count, first = 0;
    opis_status status = OPIS_OK;
    while (first < count && !status) {
        uint32_t end = first;
        while (end < count && !in_block[finder->positions[end]]) end++;
        uint32_t edge = end == count && end > first; /* a grand total stands last */
        if (end - first != count)
            for (uint32_t less = 0; less <= edge && first + less + 3 <= end && !status; less++) {
                status = try_run(finder, axis, end - less - 1, first, end - less - 1, SORT_OF_GAP);
                if (!status) status = try_run(finder, axis, first, first + 1, end - less, SORT_OF_GAP);
            }
        first = end + 1;
    }
    return status;
}

/* Whether two blocks or more fill all positions; a grand total may stand last. */
static int are_filled(const sums_finder *finder, int axis) {
    uint32_t totals = 0;
    for (uint32_t i = 0; i < finder->position_count; i++) {
        uint8_t place = finder->in_block[axis][finder->positions[i]];
        if (!place && i + 1 < finder->position_count) return 0;
        totals += place == SUMS_BLOCK_TOTAL;
    }
    return totals >= 2;
}

/* Blocks that are too weak to be believed one by one are, if together they fill the table without overlap. */
static opis_status try_tiling(sums_finder *finder, int axis) {
    sums_work *work = finder->work;
    const size_t relations = work->relation_count, parts = work->part_count, found = finder->found;
    const uint32_t shapes = finder->shape_count;
    if (finder->suspects || finder->position_count < FEWEST_TILED || are_filled(finder, axis)) return OPIS_OK;
    finder->tiles = 1;
    opis_status status = try_blocks(finder, axis);
    if (!status) status = try_gaps(finder, axis);
    finder->tiles = 0;
    if (status || are_filled(finder, axis)) return status;
    work->relation_count = relations;
    work->part_count = parts;
    finder->found = found;
    finder->shape_count = shapes;
    return OPIS_OK;
}

static opis_status try_chosen(sums_finder *finder, int axis, uint32_t whole, uint32_t chosen, double sort,
                              int *is_believed) {
    sums_family family = {.kind = OPIS_SUM,
                          .axis = axis,
                          .whole = finder->positions[whole],
                          .parts = finder->chosen,
                          .part_count = chosen,
                          .fixed_line = OPIS_NO_CELL};
    return sums_try(finder, family, sort, is_believed);
}

/* Two-level headings: groups of equal width, and the last or first group holds the sums of the others. */
static opis_status try_groups(sums_finder *finder, int axis) {
    uint32_t count = finder->position_count;
    for (uint32_t width = 2; 3 * width <= count; width++) {
        uint32_t groups = count / width;
        if (count % width) continue;
        for (uint32_t in_group = 0; in_group < width; in_group++)
            for (int last = 0; last < 2; last++) {
                uint32_t chosen = 0, whole = last ? count - width + in_group : in_group;
                int is_believed;
                for (uint32_t group = 0; group < groups; group++)
                    if (group * width + in_group != whole)
                        finder->chosen[chosen++] = finder->positions[group * width + in_group];
                opis_status status = try_chosen(finder, axis, whole, chosen, 1 + log(2.0 * count), &is_believed);
                if (status) return status;
            }
    }
    return OPIS_OK;
}

/* A grand total: of the totals that are known by now, or of whatever is no total. */
static opis_status try_grand_totals(sums_finder *finder, int axis) {
    uint32_t count = finder->position_count;
    for (uint32_t whole = 0; whole<count; whole += count> 1 ? count - 1 : 1)
        for (int of_totals = 0; of_totals < 2; of_totals++) {
            uint32_t chosen = 0;
            int is_believed;
            for (uint32_t i = 0; i < count; i++)
                if (i != whole && finder->is_total[axis][finder->positions[i]] == of_totals)
                    finder->chosen[chosen++] = finder->positions[i];
            if (chosen < 2 || chosen + 1 == count) continue;
            opis_status status = try_chosen(finder, axis, whole, chosen, 2, &is_believed);
            if (status) return status;
        }
    return OPIS_OK;
}

/* ---- Sums and differences of any two positions --------------------------------------------------------- */

/* For each two positions, those that their sum stands at: in some line, and in several. */
typedef struct pair_sums {
    uint64_t once[SUMS_MOST_FOR_TRIPLES][SUMS_MOST_FOR_TRIPLES], again[SUMS_MOST_FOR_TRIPLES][SUMS_MOST_FOR_TRIPLES];
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

static void add_line(pair_sums *pairs, const int64_t *sums, const uint32_t *unquiet, uint32_t count) {
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
        }
    }
}

static void add_lines(const sums_finder *finder, int axis, pair_sums *pairs) {
    size_t stride = finder->position_count + 1u;
    for (uint32_t a = 0; a < finder->position_count; a++) {
        memset(pairs->once[a], 0, sizeof pairs->once[a]);
        memset(pairs->again[a], 0, sizeof pairs->again[a]);
    }
    for (uint32_t line = 0; line < sums_lines_along(finder->work, axis); line++)
        add_line(pairs, finder->sums + line * stride, finder->unquiet + line * stride, finder->position_count);
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

static opis_status try_listed_pairs(sums_finder *finder, int axis, const pair_sums *pairs) {
    uint32_t count = finder->position_count;
    double sort = 3 * log(count);
    for (uint32_t whole = 0; whole < count; whole++)
        for (uint32_t a = 0; a < count; a++)
            for (uint32_t b = a + 1; b < count; b++) {
                int is_believed;
                if (!(pairs->again[a][b] >> whole & 1) || a == whole || b == whole) continue;
                if (!may_be_pair(finder, axis, whole, a, b)) continue;
                finder->chosen[0] = finder->positions[a];
                finder->chosen[1] = finder->positions[b];
                opis_status status = try_chosen(finder, axis, whole, 2, sort, &is_believed);
                if (status) return status;
            }
    return OPIS_OK;
}

/* Sums that several lines show are listed first: a look at every three positions would take far longer. */
static opis_status try_pairs(sums_finder *finder, int axis) {
    if (finder->position_count > SUMS_MOST_FOR_TRIPLES) return OPIS_OK;
    sums_work *work = finder->work;
    if (!work->pairs) work->pairs = opis_resize(NULL, sizeof *work->pairs);
    if (!work->pairs) return opis_fail(work->error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory: sums");
    add_lines(finder, axis, work->pairs);
    return try_listed_pairs(finder, axis, work->pairs);
}

/* Shares: all positions, or all but a margin that says 100, add up to a hundred as far as rounding lets them. */
static opis_status try_hundreds(sums_finder *finder, int axis) {
    uint32_t count = finder->position_count;
    for (uint32_t first = 0; first < 2; first++)
        for (uint32_t end = count - 1; end <= count; end++) {
            int is_believed;
            if (end < first + 2 || end > count) continue;
            sums_family family = {.kind = OPIS_HUNDRED,
                                  .axis = axis,
                                  .whole = OPIS_NO_CELL,
                                  .parts = finder->positions + first,
                                  .part_count = end - first,
                                  .fixed_line = OPIS_NO_CELL,
                                  .slack = (end - first) / 2};
            opis_status status = sums_try(finder, family, 1.5, &is_believed);
            if (status) return status;
        }
    return OPIS_OK;
}

opis_status sums_find_totals(sums_finder *finder, int axis) {
    opis_status status = try_margins(finder, axis);
    if (!status) status = try_hundreds(finder, axis);
    if (finder->position_count < 3) return status;
    run_sums(finder, axis);
    if (!status) status = try_groups(finder, axis);
    if (!status) status = try_blocks(finder, axis);
    if (!status) status = try_gaps(finder, axis);
    if (!status) status = try_grand_totals(finder, axis);
    if (!status) status = try_pairs(finder, axis);
    if (!status) status = try_tiling(finder, axis);
    return status;
}
