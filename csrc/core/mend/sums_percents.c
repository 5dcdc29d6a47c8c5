/*
 * Percentages: each line's figure at one position is the share that another has in a third, of its own line or of a
 * line of totals.
 */
#include <math.h>

#include "mend/sums_find.h"

/* Lines that are quiet at a position: a bit for each of the first.  Where there are more, nothing is passed over. */
typedef struct quiet_lines {
    uint64_t of[SUMS_MOST_FOR_TRIPLES];
    uint64_t shares; /* at the position that is tried for percentages, those whose figure may be one */
    int are_all;
} quiet_lines;

static void see_quiet_lines(const sums_finder *finder, int axis, quiet_lines *quiet) {
    uint32_t lines = sums_lines_along(finder->work, axis), positions = sums_lines_along(finder->work, !axis);
    quiet->are_all = lines <= 64;
    for (uint32_t at = 0; at < positions; at++) {
        quiet->of[at] = 0;
        for (uint32_t line = 0; line < lines && line < 64; line++)
            quiet->of[at] |= (uint64_t)sums_looks(finder, sums_cell_at(finder->work, axis, line, at), SUMS_LOOKS_QUIET)
                             << line;
    }
}

static void see_shares(const sums_finder *finder, int axis, uint32_t whole, quiet_lines *quiet) {
    uint32_t lines = sums_lines_along(finder->work, axis);
    quiet->shares = quiet->of[whole];
    for (uint32_t line = 0; line < lines && line < 64; line++) {
        if (!(quiet->of[whole] >> line & 1)) continue;
        int64_t value = sums_options(finder->work, sums_cell_at(finder->work, axis, line, whole))->value;
        if (value < 0 || value > SUMS_LARGEST_PERCENT) quiet->shares &= ~((uint64_t)1 << line);
    }
}

/* Whether enough lines may show the percentages, and are quiet at two positions more. */
static int may_speak(const quiet_lines *quiet, uint32_t part, uint32_t of) {
    uint64_t lines = quiet->shares & quiet->of[part] & quiet->of[of];
    return !quiet->are_all || (lines & (lines - 1)) != 0; /* SUMS_FEWEST_LINES are two */
}

/* What a first look gives, if shares are rounded, or if they are cut off; it ends where more lines break them. */
typedef struct first_look {
    uint32_t holds, breaks;
    int is_over;
} first_look;

static void look_at_line(first_look *look, int keeps) {
    if (look->is_over) return;
    look->holds += keeps;
    look->breaks += !keeps;
    look->is_over = look->breaks > SUMS_MOST_AT_FIRST + look->holds;
}

static int is_promising(const first_look *look) {
    return look->holds >= SUMS_FEWEST_LINES && look->breaks <= look->holds;
}

static void look_at_percent(const sums_finder *finder, const sums_family *family, first_look looks[2]) {
    const sums_work *work = finder->work;
    const uint32_t lines = sums_lines_along(work, family->axis);
    looks[0] = looks[1] = (first_look){.holds = 0};
    for (uint32_t line = 0; line < lines && !(looks[0].is_over && looks[1].is_over); line++) {
        uint32_t of = family->fixed_line == OPIS_NO_CELL ? line : family->fixed_line;
        uint32_t cells[3] = {sums_cell_at(work, family->axis, line, family->whole),
                             sums_cell_at(work, family->axis, line, family->parts[0]),
                             sums_cell_at(work, family->axis, of, family->parts[1])};
        if (line == family->fixed_line) continue;
        if (!(finder->looks[cells[0]] & finder->looks[cells[1]] & finder->looks[cells[2]] & SUMS_LOOKS_QUIET)) continue;
        const sums_option *percent = sums_options(work, cells[0]);
        unsigned kept = sums_percent_roundings(percent->value, percent->decimals, finder->values[cells[1]],
                                               finder->values[cells[2]]);
        for (int truncates = 0; truncates < 2; truncates++) look_at_line(&looks[truncates], kept >> truncates & 1);
    }
}

/* Rounded or cut off: whichever more lines keep. */
static opis_status try_percent(sums_finder *finder, sums_family *family, double sort, int *is_believed) {
    first_look looks[2];
    *is_believed = 0;
    look_at_percent(finder, family, looks);
    for (int truncates = 0; truncates < 2 && !*is_believed; truncates++) {
        family->truncates = (uint8_t)truncates;
        if (!is_promising(&looks[truncates])) continue;
        opis_status status = sums_try(finder, *family, sort + truncates, is_believed);
        if (status) return status;
    }
    if (!*is_believed) return OPIS_OK;
    finder->work->percents[!family->axis][family->whole] = 1;
    sums_look_at_lines(finder, !family->axis);
    return OPIS_OK;
}

static opis_status try_percents_of(sums_finder *finder, int axis, uint32_t whole, const quiet_lines *quiet) {
    const uint32_t count = sums_lines_along(finder->work, !axis), lines = sums_lines_along(finder->work, axis);
    double sort = 3 * log(count);
    for (uint32_t part = 0; part < count; part++) {
        if (part == whole || !may_speak(quiet, part, part)) continue;
        for (uint32_t of = 0; of < count; of++) {
            const uint32_t parts[2] = {part, of}, fixed[3] = {OPIS_NO_CELL, lines - 1, 0};
            if (of == whole || (part != of && !may_speak(quiet, part, of))) continue;
            for (int i = part == of ? 1 : 0; i < (part == of ? 3 : 1); i++) {
                int is_believed;
                sums_family family = {.kind = OPIS_PERCENT,
                                      .axis = axis,
                                      .whole = whole,
                                      .parts = parts,
                                      .part_count = 2,
                                      .fixed_line = fixed[i]};
                opis_status status = try_percent(finder, &family, sort, &is_believed);
                if (status || is_believed) return status;
            }
        }
    }
    return OPIS_OK;
}

opis_status sums_find_percents(sums_finder *finder, int axis) {
    uint32_t count = sums_lines_along(finder->work, !axis);
    quiet_lines quiet;
    if (count > SUMS_MOST_FOR_TRIPLES) return OPIS_OK;
    see_quiet_lines(finder, axis, &quiet);
    for (uint32_t whole = 0; whole < count; whole++) {
        see_shares(finder, axis, whole, &quiet);
        if (!may_speak(&quiet, whole, whole)) continue;
        opis_status status = try_percents_of(finder, axis, whole, &quiet);
        if (status) return status;
    }
    return OPIS_OK;
}
