/*
 * Sums that lines may keep: margins, blocks with their totals, groups under two-level heads, a total of totals, and
 * shares that make a hundred.
 */
#include <math.h>
#include <string.h>

#include "memory.h"
#include "mend/sums_find.h"

/* Two blocks with their totals, or more, may tile so many positions. */
#define FEWEST_TILED 6

/* The logarithm of the ways to make a block of the positions that others leave. */
#define SORT_OF_GAP 0.0

/*
 * Running sums make the first look at a family cheap: most fail on lines that are quiet throughout.  A line that is
 * blank at all positions, or open at all, says the same of every family: it is counted, and not looked at again.
 */
static void run_sums(sums_finder *finder, int axis) {
    const sums_work *work = finder->work;
    size_t stride = finder->position_count + 1u;
    finder->telling_count = finder->blank_lines = finder->open_lines = 0;
    for (uint32_t line = 0; line < sums_lines_along(work, axis); line++) {
        int64_t *sums = finder->sums + finder->telling_count * stride;
        uint32_t *unquiet = finder->unquiet + finder->telling_count * stride, blank = 0;
        sums[0] = 0;
        unquiet[0] = 0;
        for (uint32_t i = 0; i < finder->position_count; i++) {
            uint32_t at = sums_cell_at(work, axis, line, finder->positions[i]);
            sums[i + 1] = sums[i] + (work->cells[at].count ? sums_options(work, at)->value : 0);
            unquiet[i + 1] = unquiet[i] + !finder->looks[at];
            blank += sums_looks(finder, at, SUMS_LOOKS_BLANK);
        }
        if (blank == finder->position_count)
            finder->blank_lines++;
        else if (unquiet[finder->position_count] == finder->position_count)
            finder->open_lines++;
        else
            finder->telling[finder->telling_count++] = line;
    }
}

/* Whether some quiet line keeps the sum of positions `first` up to `end`, and not too many break it. */
static int may_be_sum(const sums_finder *finder, uint32_t whole, uint32_t first, uint32_t end, int is_canonical) {
    size_t stride = finder->position_count + 1u;
    uint32_t holds = 0, breaks = 0, open = finder->open_lines;
    for (uint32_t i = 0; i < finder->telling_count && breaks <= 3 + 2 * holds; i++) {
        const int64_t *sums = finder->sums + i * stride;
        const uint32_t *unquiet = finder->unquiet + i * stride;
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
                if (!may_be_sum(finder, whole, first, end, is_canonical)) continue;
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
    const uint64_t steps = work->work;
    const uint32_t shapes = finder->shape_count;
    if (finder->suspects || finder->position_count < FEWEST_TILED || are_filled(finder, axis)) return OPIS_OK;
    finder->tiles = 1;
    opis_status status = try_blocks(finder, axis);
    if (!status) status = try_gaps(finder, axis);
    finder->tiles = 0;
    finder->tiling_steps += work->work - steps;
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
    if (!status) status = sums_find_pairs(finder, axis);
    if (!status) status = try_tiling(finder, axis);
    return status;
}
