/*
 * Which relations does the table keep?
 *
 * A family says the same of every line: "in each row the last column is the sum of the others".  It is believed only if
 * the lines whose cells read well keep it, and if chance could not have made them: each line that keeps it gives
 * evidence, the logarithm of how many values its whole might as well have had; the sum must outweigh the number of
 * families that were tried, with a wide margin.
 */
#include <math.h>
#include <string.h>

#include "memory.h"
#include "mend/sums_find.h"

/* Evidence that a family must have over the logarithm of the families of its sort: one in some thousands by chance. */
#define EVIDENCE_WANTED 8.0
/* With so much, one in twenty by chance, a line that fails it as a misread cell would make it is suspect. */
#define EVIDENCE_OF_SUSPICION 3.0
/* A family is given up when so many lines fail it beyond twice those that keep it. */
#define MOST_FAILS 3
/* Evidence that one line can give: beyond this, numbers are not so random. */
#define MOST_EVIDENCE 9.0
#define PERCENT_CLASS 16

typedef struct verdict {
    uint32_t holds, fails;
    uint32_t explained, breaks; /* of those that fail */
    uint32_t sound;             /* of those that hold, they need no cell to be misread */
    double evidence;
} verdict;

uint8_t sums_class_of(const sums_work *work, int axis, uint32_t line) {
    return (uint8_t)(work->classes[axis][line] + (work->percents[axis][line] ? PERCENT_CLASS : 0));
}

/* ---- One line of a family ------------------------------------------------------------------------------ */

/* Write the parts of the relation that a family states for a line behind those in use; 0 where it states none. */
static int state_relation(sums_work *work, const sums_family *family, uint32_t line, sums_relation *relation,
                          uint32_t *parts) {
    uint32_t blank = 0;
    *relation = (sums_relation){.kind = family->kind,
                                .whole = OPIS_NO_CELL,
                                .first_part = (uint32_t)work->part_count,
                                .part_count = family->part_count,
                                .broken = SUMS_BROKEN,
                                .truncates = family->truncates};
    if (family->whole != OPIS_NO_CELL) relation->whole = sums_cell_at(work, family->axis, line, family->whole);
    if (relation->whole != OPIS_NO_CELL && work->cells[relation->whole].state == OPIS_CELL_BLANK) return 0;
    for (uint32_t i = 0; i < family->part_count; i++) {
        uint32_t of = family->fixed_line != OPIS_NO_CELL && i == 1 ? family->fixed_line : line;
        parts[i] = sums_cell_at(work, family->axis, of, family->parts[i]);
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
static opis_status judge_line(sums_work *work, const sums_family *family, uint32_t line, int ask, verdict *verdict) {
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
    verdict->sound += evidence > 1 && fit.cost == 0 && fit.ways <= 1;
    return OPIS_OK;
}

/* The line that a family is tried on first, and the one behind a line; as many as there are lines behind the last. */
static uint32_t first_line(const sums_finder *finder, const sums_family *family) {
    return finder->leaders[family->axis][family->leader];
}

static uint32_t next_line(const sums_finder *finder, const sums_family *family, uint32_t line) {
    return finder->following[family->axis][line];
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
static opis_status believe(sums_finder *finder, const sums_family *family, int for_all) {
    sums_work *work = finder->work;
    uint32_t lines = sums_lines_along(work, family->axis);
    for (uint32_t line = first_line(finder, family); line < lines; line = next_line(finder, family, line)) {
        sums_relation relation;
        verdict verdict = {0};
        if (line == family->fixed_line) continue;
        opis_status status = judge_line(work, family, line, 1, &verdict);
        if (status) return status;
        if (finder->suspects ? !verdict.explained : !for_all && !verdict.holds && !verdict.explained) continue;
        status = opis_reserve(&work->parts, &work->part_capacity, work->part_count + family->part_count,
                              sizeof *work->parts, work->error);
        if (!status)
            status = opis_reserve(&work->relations, &work->relation_capacity, work->relation_count + 1,
                                  sizeof *work->relations, work->error);
        if (status) return status;
        uint32_t *parts = work->parts + work->part_count;
        if (!state_relation(work, family, line, &relation, parts) || is_known(work, &relation, parts)) continue;
        if (!for_all && !verdict.holds) relation.broken = SUMS_DOUBTFUL_BROKEN;
        relation.suspected = (uint8_t)finder->suspects;
        work->part_count += family->part_count;
        work->relations[work->relation_count++] = relation;
        finder->found++;
    }
    return OPIS_OK;
}

/* All others make the first or the last: where a table has margins, every line has one. */
static int is_margin(const sums_finder *finder, const sums_family *family) {
    return family->kind == OPIS_SUM && family->part_count + 1 == finder->position_count;
}

static int is_uniform(const sums_finder *finder, const sums_family *family, const verdict *verdict) {
    if (is_margin(finder, family)) return verdict->fails <= verdict->holds;
    return family->kind == OPIS_HUNDRED || 2 * verdict->fails <= verdict->holds;
}

/* Judge all lines of a family, unless so many fail that it cannot be believed. */
static opis_status judge(const sums_finder *finder, const sums_family *family, int ask, verdict *made) {
    sums_work *work = finder->work;
    uint32_t lines = sums_lines_along(work, family->axis);
    *made = (verdict){0};
    for (uint32_t line = first_line(finder, family); line < lines; line = next_line(finder, family, line)) {
        if (line == family->fixed_line) continue;
        opis_status status = judge_line(work, family, line, ask, made);
        if (status) return status;
        if (made->fails > MOST_FAILS + 2 * made->holds) break;
    }
    return OPIS_OK;
}

/* One line is enough for a margin, if it adds up in print: there are few of them, and a long sum is no chance. */
static uint32_t fewest_lines(const sums_finder *finder, const sums_family *family) {
    return is_margin(finder, family) ? 1 : SUMS_FEWEST_LINES;
}

/* What is seen of a sum in one line without weighing its readings. */
typedef enum sight { SEES_NOTHING, SEES_HOLDING, SEES_BROKEN, SEES_DOUBT } sight;

static sight sight_of_line(const sums_finder *finder, const sums_family *family, uint32_t line) {
    uint32_t columns = finder->work->grid->column_count, blank = 0;
    size_t first = family->axis ? line : (size_t)line * columns, step = family->axis ? columns : 1;
    const int64_t *values = finder->values + first;
    const uint8_t *looks = finder->looks + first;
    size_t whole = family->whole * step;
    if (looks[whole] & SUMS_LOOKS_BLANK) return SEES_NOTHING;
    int64_t sum = -values[whole];
    int is_open = !looks[whole];
    for (uint32_t i = 0; i < family->part_count; i++) {
        size_t part = family->parts[i] * step;
        sum += values[part];
        blank += looks[part] / SUMS_LOOKS_BLANK;
        is_open |= !looks[part];
    }
    if (2 * blank > family->part_count) return SEES_NOTHING;
    return is_open ? SEES_DOUBT : sum == 0 ? SEES_HOLDING : SEES_BROKEN;
}

/* Whether a sum may be believed for all that is seen at once: most may not, which the first lines tell. */
static int may_be_believed(const sums_finder *finder, const sums_family *family) {
    uint32_t may_hold = 0, breaks = 0, fewest = fewest_lines(finder, family);
    uint32_t lines = sums_lines_along(finder->work, family->axis), left = finder->sizes[family->axis][family->leader];
    if (family->kind != OPIS_SUM) return 1;
    for (uint32_t line = first_line(finder, family); line < lines; line = next_line(finder, family, line), left--) {
        if (may_hold + left < fewest || breaks > 2 * (may_hold + left)) return 0;
        sight seen = sight_of_line(finder, family, line);
        may_hold += seen == SEES_HOLDING || seen == SEES_DOUBT;
        breaks += seen == SEES_BROKEN;
    }
    return may_hold >= fewest && breaks <= 2 * may_hold;
}

/* Lines fail a relation that they keep in print where they are damaged; of a margin more lines may. */
static int is_kept_enough(const sums_finder *finder, const sums_family *family, const verdict *verdict) {
    uint32_t most = is_margin(finder, family) ? verdict->holds : verdict->holds / 4;
    if (finder->suspects) return verdict->breaks <= verdict->holds;
    return verdict->breaks <= most && verdict->explained <= verdict->holds;
}

static sums_shape shape_of(const sums_family *family) {
    int64_t first = family->parts[0], second = family->part_count > 1 ? family->parts[1] : first;
    sums_shape shape = {family->kind,   family->axis,       (int64_t)family->whole - first,
                        second - first, family->part_count, family->fixed_line};
    if (family->kind == OPIS_PERCENT) shape.step = second; /* what all shares are shares of */
    return shape;
}

/* Whether a family of the same shape is believed of other positions: then it is no new guess. */
static int is_echo(const sums_finder *finder, const sums_family *family) {
    sums_shape shape = shape_of(family);
    for (uint32_t i = 0; i < finder->shape_count; i++) {
        const sums_shape *known = &finder->shapes[i];
        if (known->kind == shape.kind && known->axis == shape.axis && known->offset == shape.offset &&
            known->step == shape.step && known->part_count == shape.part_count && known->fixed_line == shape.fixed_line)
            return 1;
    }
    return 0;
}

static void note_shape(sums_finder *finder, const sums_family *family) {
    if (family->whole == OPIS_NO_CELL || finder->shape_count == SUMS_MOST_SHAPES || is_echo(finder, family)) return;
    finder->shapes[finder->shape_count++] = shape_of(family);
}

/* Whether a family has the least evidence that is of use: suspects are made of no less. */
static int is_suspicious(const sums_finder *finder, const sums_family *family, const verdict *verdict, double sort) {
    uint32_t fewest = family->kind == OPIS_HUNDRED ? 1 : fewest_lines(finder, family);
    return verdict->holds >= fewest && verdict->fails <= 2 * verdict->holds &&
           verdict->evidence >= sort + EVIDENCE_OF_SUSPICION;
}

static int is_likely_enough(sums_finder *finder, const sums_family *family, const verdict *verdict, double sort) {
    double wanted = finder->tiles ? EVIDENCE_OF_SUSPICION : EVIDENCE_WANTED;
    if (is_echo(finder, family)) sort = 0;
    if (!is_suspicious(finder, family, verdict, sort)) return 0;
    finder->is_likely = 1;
    if (finder->suspects) return 1;
    if (verdict->holds < SUMS_FEWEST_LINES && verdict->sound < fewest_lines(finder, family)) return 0;
    return verdict->holds >= fewest_lines(finder, family) && verdict->evidence >= sort + wanted;
}

static opis_status try_family(sums_finder *finder, const sums_family *family, double sort, int *is_believed) {
    verdict verdict;
    *is_believed = 0;
    if (!may_be_believed(finder, family)) return OPIS_OK;
    opis_status status = judge(finder, family, 0, &verdict);
    if (status || !is_likely_enough(finder, family, &verdict, sort)) return status;
    if (verdict.fails) status = judge(finder, family, 1, &verdict);
    *is_believed = !status && is_kept_enough(finder, family, &verdict);
    if (!*is_believed) return status;
    note_shape(finder, family);
    return believe(finder, family, is_uniform(finder, family, &verdict));
}

opis_status sums_try(sums_finder *finder, sums_family family, double sort, int *is_believed) {
    const sums_work *work = finder->work;
    *is_believed = 0;
    if (work->work > work->work_allowed) return OPIS_OK;
    for (uint32_t i = 0; i < finder->leader_count[family.axis]; i++) {
        int believed;
        family.leader = i;
        opis_status status = try_family(finder, &family, sort, &believed);
        if (status) return status;
        *is_believed |= believed;
    }
    return OPIS_OK;
}
