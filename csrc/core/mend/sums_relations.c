/*
 * Which relations does the table keep?
 *
 * A family says the same of every line: "in each row the last column is the sum of the others".  It is believed only if
 * the lines whose cells read well keep it, and if chance could not have made them: each line that keeps it gives
 * evidence, the logarithm of how many values its whole might as well have had; the sum must outweigh the number of
 * families that were tried, with a wide margin.  Lines go along an axis: rows (0) or columns (1).
 */
#include <math.h>
#include <string.h>

#include "memory.h"
#include "mend/sums_work.h"

/* Evidence that a family must have over the logarithm of the families of its sort: one in some thousands by chance. */
#define EVIDENCE_WANTED 8.0
#define FEWEST_LINES 2
/* A family is given up when so many lines fail it beyond twice those that keep it. */
#define MOST_FAILS 3
/* Evidence that one line can give: beyond this, numbers are not so random. */
#define MOST_EVIDENCE 9.0
/* Percentages of percentages are looked for among no more lines than this. */
#define MOST_FOR_TRIPLES 48
#define PERCENT_CLASS 16

typedef struct family {
    opis_relation_kind kind;
    int axis;              /* of the lines that keep it */
    uint32_t whole;        /* position in the line, or OPIS_NO_CELL */
    const uint32_t *parts; /* positions */
    uint32_t part_count;
    uint32_t fixed_line; /* the line that the second part of a percentage stands in, or OPIS_NO_CELL: its own */
    uint8_t line_class, truncates;
    uint32_t slack; /* units of the last decimal by which a hundred may be missed */
} family;

typedef struct verdict {
    uint32_t holds, fails;
    uint32_t explained, breaks; /* of those that fail */
    uint32_t exact;             /* hundreds met exactly */
    double evidence;
} verdict;

typedef struct finder {
    sums_work *work;
    size_t found;
    uint8_t *quiet;      /* cells: 1 where all options but the first are dear; owned */
    uint32_t *positions; /* of one class, along the axis that is searched; owned */
    uint32_t position_count;
    uint32_t *chosen;                       /* parts of the family that is tried; owned */
    int64_t *sums;                          /* for each line, running sums along `positions`; owned */
    uint32_t *unquiet;                      /* the same: running counts of cells that are not quiet; owned */
    uint8_t *ends_block[2];                 /* positions that a block with its total before it ends with; owned */
    uint8_t *is_total[2];                   /* positions that are wholes of a family already; owned */
    uint64_t quiet_lines[MOST_FOR_TRIPLES]; /* of each position, among the first lines: a bit for each that is quiet */
} finder;

static uint32_t lines_along(const sums_work *work, int axis) {
    return axis ? work->grid->column_count : work->grid->row_count;
}

static uint32_t cell_at(const sums_work *work, int axis, uint32_t line, uint32_t position) {
    return axis ? position * work->grid->column_count + line : line * work->grid->column_count + position;
}

static uint8_t class_of(const sums_work *work, int axis, uint32_t line) {
    return (uint8_t)(work->classes[axis][line] + (work->percents[axis][line] ? PERCENT_CLASS : 0));
}

/* ---- One line of a family ------------------------------------------------------------------------------ */

/* Write the parts of the relation that a family states for a line behind those in use; 0 where it states none. */
static int state_relation(sums_work *work, const family *family, uint32_t line, sums_relation *relation,
                          uint32_t *parts) {
    uint32_t blank = 0;
    *relation = (sums_relation){.kind = family->kind,
                                .whole = OPIS_NO_CELL,
                                .first_part = (uint32_t)work->part_count,
                                .part_count = family->part_count,
                                .broken = SUMS_BROKEN,
                                .truncates = family->truncates};
    if (family->whole != OPIS_NO_CELL) relation->whole = cell_at(work, family->axis, line, family->whole);
    if (relation->whole != OPIS_NO_CELL && work->cells[relation->whole].state == OPIS_CELL_BLANK) return 0;
    for (uint32_t i = 0; i < family->part_count; i++) {
        uint32_t of = family->fixed_line != OPIS_NO_CELL && i == 1 ? family->fixed_line : line;
        parts[i] = cell_at(work, family->axis, of, family->parts[i]);
        blank += work->cells[parts[i]].state == OPIS_CELL_BLANK;
        if (family->slack && work->cells[parts[i]].count) {
            int64_t unit = SUMS_ONE;
            for (uint8_t d = 0; d < sums_options(work, parts[i])->decimals; d++) unit /= 10;
            if (!relation->tolerance || family->slack * unit < relation->tolerance)
                relation->tolerance = family->slack * unit;
        }
    }
    return family->kind == OPIS_PERCENT ? blank == 0 : 2 * blank <= family->part_count;
}

static double magnitude(const sums_work *work, uint32_t cell) {
    if (cell == OPIS_NO_CELL) return 0;
    const sums_cell *of = &work->cells[cell];
    return of->count ? fabs((double)work->options[of->first].value) : 0;
}

static double unit_of(const sums_work *work, uint32_t cell) {
    const sums_cell *of = &work->cells[cell];
    return of->count ? pow(10, SUMS_DECIMALS - work->options[of->first].decimals) : SUMS_ONE;
}

/*
 * How many values might have stood where the relation holds?  A sum says as much as its parts but the largest add to
 * it: that 5 = 5 + 0 + 0 says nothing.
 */
static double evidence_of(const sums_work *work, const sums_relation *relation) {
    double largest = 0, sum = 0, unit = SUMS_ONE, values;
    for (uint32_t i = 0; i < relation->part_count; i++) {
        uint32_t part = work->parts[relation->first_part + i];
        double size = magnitude(work, part);
        sum += size;
        if (size > largest) largest = size;
        if (work->cells[part].count && unit_of(work, part) < unit) unit = unit_of(work, part);
    }
    if (relation->kind == OPIS_PERCENT) {
        double percent = magnitude(work, relation->whole);
        if (percent == 0 || percent == 100 * SUMS_ONE) return 0;
        return log(1 + percent / unit_of(work, relation->whole));
    }
    values = 1 + 2 * (sum - largest) / unit;
    if (relation->kind == OPIS_HUNDRED)
        values = (1 + (sum - largest) / unit) / (1 + 2 * (double)relation->tolerance / unit);
    return values > 1 ? log(values) : 0;
}

/* What one line says; why it fails is told only where it is asked, for that takes longer. */
static opis_status judge_line(sums_work *work, const family *family, uint32_t line, int ask, verdict *verdict) {
    sums_relation relation;
    opis_status status = opis_reserve(&work->parts, &work->part_capacity, work->part_count + family->part_count,
                                      sizeof *work->parts, work->error);
    if (status) return status;
    if (!state_relation(work, family, line, &relation, work->parts + work->part_count)) return OPIS_OK;
    work->work += relation.part_count;
    sums_fit fit = sums_fit_of(work, &relation);
    if (fit.loose) return OPIS_OK;
    if (isinf(fit.cost)) {
        int explained = ask && sums_is_explained(work, &relation);
        verdict->fails++;
        verdict->explained += explained;
        verdict->breaks += ask && !explained;
        return OPIS_OK;
    }
    double evidence = evidence_of(work, &relation) - log(fit.ways > 1 ? fit.ways : 1) - fit.cost;
    verdict->evidence += evidence < MOST_EVIDENCE ? evidence : MOST_EVIDENCE;
    verdict->holds += evidence > 1;
    verdict->exact += sums_residual(work, &relation) == 0;
    return OPIS_OK;
}

static int is_line_of(const sums_work *work, const family *family, uint32_t line) {
    return line != family->fixed_line && class_of(work, family->axis, line) == family->line_class;
}

static int is_known(const sums_work *work, const sums_relation *relation, const uint32_t *parts) {
    for (size_t i = 0; i < work->relation_count; i++) {
        const sums_relation *known = &work->relations[i];
        if (known->whole == relation->whole && known->kind == relation->kind &&
            known->part_count == relation->part_count &&
            memcmp(work->parts + known->first_part, parts, relation->part_count * sizeof *parts) == 0)
            return 1;
    }
    return 0;
}

/* The relations of a family that is believed: for every line of its class, unless too many lines go their own way. */
static opis_status believe(finder *finder, const family *family, int for_all) {
    sums_work *work = finder->work;
    for (uint32_t line = 0; line < lines_along(work, family->axis); line++) {
        sums_relation relation;
        verdict verdict = {0};
        if (!is_line_of(work, family, line)) continue;
        opis_status status = judge_line(work, family, line, 1, &verdict);
        if (status) return status;
        if (!for_all && !verdict.holds && !verdict.explained) continue;
        status = opis_reserve(&work->parts, &work->part_capacity, work->part_count + family->part_count,
                              sizeof *work->parts, work->error);
        if (!status)
            status = opis_reserve(&work->relations, &work->relation_capacity, work->relation_count + 1,
                                  sizeof *work->relations, work->error);
        if (status) return status;
        uint32_t *parts = work->parts + work->part_count;
        if (!state_relation(work, family, line, &relation, parts) || is_known(work, &relation, parts)) continue;
        if (!for_all && !verdict.holds) relation.broken = SUMS_DOUBTFUL_BROKEN;
        work->part_count += family->part_count;
        work->relations[work->relation_count++] = relation;
        finder->found++;
    }
    return OPIS_OK;
}

/* All others make the first or the last: where a table has margins, every line has one. */
static int is_margin(const finder *finder, const family *family) {
    return family->kind == OPIS_SUM && family->part_count + 1 == finder->position_count;
}

static int is_uniform(const finder *finder, const family *family, const verdict *verdict) {
    if (is_margin(finder, family)) return verdict->fails <= verdict->holds;
    return family->kind == OPIS_HUNDRED || 2 * verdict->fails <= verdict->holds;
}

/* Judge all lines of a family, unless so many fail that it cannot be believed. */
static opis_status judge(sums_work *work, const family *family, int ask, verdict *made) {
    *made = (verdict){0};
    for (uint32_t line = 0; line < lines_along(work, family->axis); line++) {
        if (!is_line_of(work, family, line)) continue;
        opis_status status = judge_line(work, family, line, ask, made);
        if (status) return status;
        if (made->fails > MOST_FAILS + 2 * made->holds) break;
    }
    return OPIS_OK;
}

/* Lines fail a relation that they keep in print where they are damaged; of a margin more lines may. */
static int is_kept_enough(const finder *finder, const family *family, const verdict *verdict) {
    uint32_t most = is_margin(finder, family) ? verdict->holds : verdict->holds / 4;
    return verdict->breaks <= most && verdict->explained <= verdict->holds;
}

/* `sort` is the logarithm of the number of families of this sort. */
static opis_status try_family(finder *finder, const family *family, double sort, int *is_believed) {
    sums_work *work = finder->work;
    verdict verdict;
    *is_believed = 0;
    opis_status status = judge(work, family, 0, &verdict);
    int may_be = verdict.holds >= FEWEST_LINES && verdict.fails <= 2 * verdict.holds &&
                 verdict.evidence >= sort + EVIDENCE_WANTED;
    if (!status && may_be && verdict.fails) status = judge(work, family, 1, &verdict);
    if (status || !may_be) return status;
    *is_believed = is_kept_enough(finder, family, &verdict);
    return *is_believed ? believe(finder, family, is_uniform(finder, family, &verdict)) : OPIS_OK;
}

/* The same for each class of lines. */
static opis_status try_classes(finder *finder, family family, double sort, int *is_believed) {
    const sums_work *work = finder->work;
    uint32_t lines = lines_along(work, family.axis);
    *is_believed = 0;
    if (work->work > work->work_allowed) return OPIS_OK;
    for (uint32_t line = 0; line < lines; line++) {
        uint32_t before = 0;
        int believed;
        family.line_class = class_of(work, family.axis, line);
        while (before < line && class_of(work, family.axis, before) != family.line_class) before++;
        if (before < line) continue;
        opis_status status = try_family(finder, &family, sort, &believed);
        if (status) return status;
        *is_believed |= believed;
    }
    return OPIS_OK;
}

/* ---- Sums of a run of positions ------------------------------------------------------------------------ */

/* Running sums make the first look at a family cheap: most fail on lines that are quiet throughout. */
static void run_sums(finder *finder, int axis) {
    const sums_work *work = finder->work;
    size_t stride = finder->position_count + 1u;
    for (uint32_t line = 0; line < lines_along(work, axis); line++) {
        int64_t *sums = finder->sums + line * stride;
        uint32_t *unquiet = finder->unquiet + line * stride;
        sums[0] = 0;
        unquiet[0] = 0;
        for (uint32_t i = 0; i < finder->position_count; i++) {
            uint32_t at = cell_at(work, axis, line, finder->positions[i]);
            int quiet = work->cells[at].state == OPIS_CELL_BLANK || finder->quiet[at];
            sums[i + 1] = sums[i] + (work->cells[at].count ? sums_options(work, at)->value : 0);
            unquiet[i + 1] = unquiet[i] + !quiet;
        }
    }
}

/* Whether some quiet line keeps the sum of positions `first` up to `end`, and not too many break it. */
static int may_be_sum(const finder *finder, int axis, uint32_t whole, uint32_t first, uint32_t end, int is_canonical) {
    size_t stride = finder->position_count + 1u;
    uint32_t holds = 0, breaks = 0, open = 0;
    for (uint32_t line = 0; line < lines_along(finder->work, axis) && breaks <= 3 + 2 * holds; line++) {
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
    return breaks <= 3 + 2 * holds && holds + open >= FEWEST_LINES;
}

static opis_status try_run(finder *finder, int axis, uint32_t whole, uint32_t first, uint32_t end, double sort) {
    int is_believed;
    family family = {.kind = OPIS_SUM,
                     .axis = axis,
                     .whole = finder->positions[whole],
                     .parts = finder->positions + first,
                     .part_count = end - first,
                     .fixed_line = OPIS_NO_CELL};
    opis_status status = try_classes(finder, family, sort, &is_believed);
    if (!status && is_believed) {
        finder->is_total[axis][family.whole] = 1;
        finder->ends_block[axis][finder->positions[end - 1]] = 1;
    }
    return status;
}

/* A margin: the first or last position is the sum of all others. */
static opis_status try_margins(finder *finder, int axis) {
    uint32_t count = finder->position_count;
    if (count < 3) return OPIS_OK;
    opis_status status = try_run(finder, axis, count - 1, 0, count - 1, 1);
    return status ? status : try_run(finder, axis, 0, 1, count, 1);
}

static int is_total(const finder *finder, int axis, uint32_t position) {
    return position < finder->position_count && finder->is_total[axis][finder->positions[position]];
}

/* Whether a block stands where one would look for it: at the table's edge, or next to a block that is known. */
static int opens_block(const finder *finder, int axis, uint32_t whole, uint32_t first, uint32_t end) {
    uint32_t count = finder->position_count;
    if (whole == end) return first == 0 || is_total(finder, axis, first - 1) || is_total(finder, axis, end + 1);
    return whole == 0 || end == count || end + 1 == count || is_total(finder, axis, end) ||
           finder->ends_block[axis][finder->positions[whole - 1]];
}

/* Blocks: a run of positions whose sum stands before it, behind it, or in a margin. */
static opis_status try_blocks(finder *finder, int axis) {
    uint32_t count = finder->position_count;
    for (uint32_t first = 0; first < count; first++)
        for (uint32_t end = first + 2; end <= count; end++) {
            const uint32_t wholes[4] = {end, first - 1, count - 1, 0};
            finder->work->work += lines_along(finder->work, axis);
            for (int i = 0; i < 4; i++) {
                uint32_t whole = wholes[i];
                if (whole >= count || (whole >= first && whole < end)) continue;
                if (i > 1 && (whole == wholes[0] || whole == wholes[1])) continue;
                int is_canonical = i < 2 && opens_block(finder, axis, whole, first, end);
                if (!may_be_sum(finder, axis, whole, first, end, is_canonical)) continue;
                opis_status status = try_run(finder, axis, whole, first, end, (is_canonical ? 1 : 2) * log(count) + 1);
                if (status) return status;
            }
        }
    return OPIS_OK;
}

static opis_status try_chosen(finder *finder, int axis, uint32_t whole, uint32_t chosen, double sort,
                              int *is_believed) {
    family family = {.kind = OPIS_SUM,
                     .axis = axis,
                     .whole = finder->positions[whole],
                     .parts = finder->chosen,
                     .part_count = chosen,
                     .fixed_line = OPIS_NO_CELL};
    return try_classes(finder, family, sort, is_believed);
}

/* Two-level headings: groups of equal width, and the last or first group holds the sums of the others. */
static opis_status try_groups(finder *finder, int axis) {
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
static opis_status try_grand_totals(finder *finder, int axis) {
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

/* See which lines are quiet at the positions of an axis, as far as they are few. */
static void see_quiet_lines(finder *finder, int axis, int with_blanks) {
    uint32_t lines = lines_along(finder->work, axis), positions = lines_along(finder->work, !axis);
    for (uint32_t at = 0; at < positions && at < MOST_FOR_TRIPLES; at++) {
        finder->quiet_lines[at] = 0;
        for (uint32_t line = 0; line < lines && line < 64; line++) {
            uint32_t cell = cell_at(finder->work, axis, line, at);
            int is_blank = with_blanks && finder->work->cells[cell].state == OPIS_CELL_BLANK;
            uint64_t quiet = finder->quiet[cell] || is_blank;
            finder->quiet_lines[at] |= quiet << line;
        }
    }
}

/* Whether enough lines are quiet at three positions to speak for a family. */
static int may_speak(const finder *finder, int axis, uint32_t a, uint32_t b, uint32_t c) {
    if (lines_along(finder->work, axis) > 64 || lines_along(finder->work, !axis) > MOST_FOR_TRIPLES) return 1;
    uint64_t quiet = finder->quiet_lines[a] & finder->quiet_lines[b] & finder->quiet_lines[c];
    return (quiet & (quiet - 1)) != 0; /* FEWEST_LINES are two */
}

/* Sums and differences of any two positions. */
static opis_status try_pairs(finder *finder, int axis) {
    uint32_t count = finder->position_count;
    double sort = 3 * log(count);
    if (count > MOST_FOR_TRIPLES) return OPIS_OK;
    for (uint32_t whole = 0; whole < count; whole++)
        for (uint32_t a = 0; a < count; a++)
            for (uint32_t b = a + 1; b < count; b++) {
                uint32_t holds = 0, breaks = 0;
                int is_believed;
                if (a == whole || b == whole) continue;
                if (!may_speak(finder, axis, finder->positions[a], finder->positions[b], finder->positions[whole]))
                    continue;
                for (uint32_t line = 0; line < lines_along(finder->work, axis) && breaks <= 1 + holds; line++) {
                    const int64_t *sums = finder->sums + line * (size_t)(count + 1);
                    const uint32_t *unquiet = finder->unquiet + line * (size_t)(count + 1);
                    if (unquiet[a + 1] > unquiet[a] || unquiet[b + 1] > unquiet[b] ||
                        unquiet[whole + 1] > unquiet[whole])
                        continue;
                    int keeps = sums[a + 1] - sums[a] + sums[b + 1] - sums[b] == sums[whole + 1] - sums[whole];
                    holds += keeps;
                    breaks += !keeps;
                }
                if (holds < FEWEST_LINES || breaks > holds) continue;
                finder->chosen[0] = finder->positions[a];
                finder->chosen[1] = finder->positions[b];
                opis_status status = try_chosen(finder, axis, whole, 2, sort, &is_believed);
                if (status) return status;
            }
    return OPIS_OK;
}

/* Shares: all positions, or all but a margin that says 100, add up to a hundred as far as rounding lets them. */
static opis_status try_hundreds(finder *finder, int axis) {
    uint32_t count = finder->position_count;
    for (uint32_t first = 0; first < 2; first++)
        for (uint32_t end = count - 1; end <= count; end++) {
            int is_believed;
            if (end < first + 2 || end > count) continue;
            family family = {.kind = OPIS_HUNDRED,
                             .axis = axis,
                             .whole = OPIS_NO_CELL,
                             .parts = finder->positions + first,
                             .part_count = end - first,
                             .fixed_line = OPIS_NO_CELL,
                             .slack = (end - first) / 2};
            opis_status status = try_classes(finder, family, 1.5, &is_believed);
            if (status) return status;
        }
    return OPIS_OK;
}

/* ---- Percentages --------------------------------------------------------------------------------------- */

static int may_be_percent(const finder *finder, const family *family) {
    const sums_work *work = finder->work;
    uint32_t holds = 0, breaks = 0;
    for (uint32_t line = 0; line < lines_along(work, family->axis) && breaks <= 1 + holds; line++) {
        uint32_t cells[3] = {cell_at(work, family->axis, line, family->whole),
                             cell_at(work, family->axis, line, family->parts[0]),
                             cell_at(work, family->axis, family->fixed_line == OPIS_NO_CELL ? line : family->fixed_line,
                                     family->parts[1])};
        if (line == family->fixed_line) continue;
        if (!finder->quiet[cells[0]] || !finder->quiet[cells[1]] || !finder->quiet[cells[2]]) continue;
        const sums_option *percent = sums_options(work, cells[0]);
        int keeps = sums_is_percent(percent->value, percent->decimals, sums_options(work, cells[1])->value,
                                    sums_options(work, cells[2])->value, family->truncates);
        holds += keeps;
        breaks += !keeps;
    }
    return holds >= FEWEST_LINES && breaks <= holds;
}

/* Rounded or cut off: whichever more lines keep. */
static opis_status try_percent(finder *finder, family *family, double sort, int *is_believed) {
    *is_believed = 0;
    for (int truncates = 0; truncates < 2 && !*is_believed; truncates++) {
        family->truncates = (uint8_t)truncates;
        if (!may_be_percent(finder, family)) continue;
        opis_status status = try_classes(finder, *family, sort + truncates, is_believed);
        if (status) return status;
    }
    if (*is_believed) finder->work->percents[!family->axis][family->whole] = 1;
    return OPIS_OK;
}

static opis_status try_percents_of(finder *finder, int axis, uint32_t whole, uint32_t count) {
    const uint32_t other_lines = lines_along(finder->work, axis);
    double sort = 3 * log(count);
    for (uint32_t part = 0; part < count; part++)
        for (uint32_t of = 0; of < count; of++) {
            const uint32_t parts[2] = {part, of}, fixed[3] = {OPIS_NO_CELL, other_lines - 1, 0};
            if (part == whole || of == whole || !may_speak(finder, axis, whole, part, part)) continue;
            if (part != of && !may_speak(finder, axis, whole, part, of)) continue;
            for (int i = part == of ? 1 : 0; i < (part == of ? 3 : 1); i++) {
                int is_believed;
                family family = {.kind = OPIS_PERCENT,
                                 .axis = axis,
                                 .whole = whole,
                                 .parts = parts,
                                 .part_count = 2,
                                 .fixed_line = fixed[i]};
                opis_status status = try_percent(finder, &family, sort, &is_believed);
                if (status || is_believed) return status;
            }
        }
    return OPIS_OK;
}

static opis_status find_percents(finder *finder, int axis) {
    uint32_t count = lines_along(finder->work, !axis);
    if (count > MOST_FOR_TRIPLES) return OPIS_OK;
    see_quiet_lines(finder, axis, 0);
    for (uint32_t whole = 0; whole < count; whole++) {
        opis_status status = try_percents_of(finder, axis, whole, count);
        if (status) return status;
    }
    return OPIS_OK;
}

/* ---- All sorts ----------------------------------------------------------------------------------------- */

static opis_status find_sums(finder *finder, int axis) {
    opis_status status = try_margins(finder, axis);
    if (!status) status = try_hundreds(finder, axis);
    if (finder->position_count < 3) return status;
    run_sums(finder, axis);
    see_quiet_lines(finder, axis, 1);
    if (!status) status = try_groups(finder, axis);
    if (!status) status = try_blocks(finder, axis);
    if (!status) status = try_grand_totals(finder, axis);
    if (!status) status = try_pairs(finder, axis);
    return status;
}

/* Positions of one class after the other. */
static opis_status find_by_class(finder *finder, int axis) {
    const sums_work *work = finder->work;
    uint32_t count = lines_along(work, !axis);
    for (uint32_t leader = 0; leader < count; leader++) {
        uint8_t class = class_of(work, !axis, leader);
        finder->position_count = 0;
        for (uint32_t i = 0; i < count; i++)
            if (class_of(work, !axis, i) == class) {
                if (i < leader) break;
                finder->positions[finder->position_count++] = i;
            }
        if (finder->position_count < 2) continue;
        opis_status status = find_sums(finder, axis);
        if (status) return status;
    }
    return OPIS_OK;
}

static opis_status finder_open(finder *finder) {
    const sums_work *work = finder->work;
    uint32_t rows = work->grid->row_count, columns = work->grid->column_count;
    size_t longest = rows > columns ? rows : columns, capacity = 0;
    opis_status status = opis_reserve(&finder->positions, &capacity, longest, sizeof *finder->positions, work->error);
    capacity = 0;
    if (!status) status = opis_reserve(&finder->quiet, &capacity, work->cell_count, 1, work->error);
    for (uint32_t at = 0; at < work->cell_count && !status; at++) finder->quiet[at] = (uint8_t)sums_is_quiet(work, at);
    capacity = 0;
    if (!status) status = opis_reserve(&finder->chosen, &capacity, longest, sizeof *finder->chosen, work->error);
    size_t sums = (size_t)rows * columns + longest;
    capacity = 0;
    if (!status) status = opis_reserve(&finder->sums, &capacity, sums, sizeof *finder->sums, work->error);
    capacity = 0;
    if (!status) status = opis_reserve(&finder->unquiet, &capacity, sums, sizeof *finder->unquiet, work->error);
    for (int axis = 0; axis < 2 && !status; axis++) {
        capacity = 0;
        status = opis_reserve(&finder->is_total[axis], &capacity, longest, 1, work->error);
        capacity = 0;
        if (!status) status = opis_reserve(&finder->ends_block[axis], &capacity, longest, 1, work->error);
        if (status) break;
        memset(finder->is_total[axis], 0, longest);
        memset(finder->ends_block[axis], 0, longest);
    }
    return status;
}

static void finder_release(finder *finder) {
    opis_resize(finder->quiet, 0);
    opis_resize(finder->positions, 0);
    opis_resize(finder->chosen, 0);
    opis_resize(finder->sums, 0);
    opis_resize(finder->unquiet, 0);
    for (int axis = 0; axis < 2; axis++) {
        opis_resize(finder->is_total[axis], 0);
        opis_resize(finder->ends_block[axis], 0);
    }
}

opis_status sums_find(sums_work *work, size_t *found) {
    finder finder = {.work = work};
    opis_status status = finder_open(&finder);
    for (int axis = 0; axis < 2 && !status; axis++) status = find_percents(&finder, axis);
    for (int axis = 0; axis < 2 && !status; axis++) status = find_by_class(&finder, axis);
    finder_release(&finder);
    *found = finder.found;
    return status;
}

opis_status sums_link(sums_work *work) {
    size_t links = 0;
    for (size_t i = 0; i < work->relation_count; i++) links += sums_size(&work->relations[i]);
    opis_status status = opis_reserve(&work->links, &work->link_capacity, links + 1, sizeof *work->links, work->error);
    if (status) return status;
    for (uint32_t at = 0; at < work->cell_count; at++) work->cells[at].link_count = 0;
    for (size_t i = 0; i < work->relation_count; i++)
        for (uint32_t k = 0; k < sums_size(&work->relations[i]); k++)
            work->cells[sums_member(work, &work->relations[i], k)].link_count++;
    uint32_t first = 0;
    for (uint32_t at = 0; at < work->cell_count; at++) {
        work->cells[at].first_link = first;
        first += work->cells[at].link_count;
        work->cells[at].link_count = 0;
        work->cells[at].changed = 1;
    }
    for (size_t i = 0; i < work->relation_count; i++)
        for (uint32_t k = 0; k < sums_size(&work->relations[i]); k++) {
            sums_cell *cell = &work->cells[sums_member(work, &work->relations[i], k)];
            work->links[cell->first_link + cell->link_count++] = (uint32_t)i;
        }
    return OPIS_OK;
}
