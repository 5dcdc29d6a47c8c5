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

static int may_be_percent(const sums_finder *finder, const sums_family *family) {
    const sums_work *work = finder->work;
    uint32_t holds = 0, breaks = 0;
    for (uint32_t line = 0; line < sums_lines_along(work, family->axis) && breaks <= SUMS_MOST_AT_FIRST + holds;
         line++) {
        uint32_t cells[3] = {sums_cell_at(work, family->axis, line, family->whole),
                             sums_cell_at(work, family->axis, line, family->parts[0]),
                             sums_cell_at(work, family->axis,
                                          family->fixed_line == OPIS_NO_CELL ? line : family->fixed_line,
                                          family->parts[1])};
        if (line == family->fixed_line) continue;
        if (!(finder->looks[cells[0]] & finder->looks[cells[1]] & finder->looks[cells[2]] & SUMS_LOOKS_QUIET)) continue;
        const sums_option *percent = sums_options(work, cells[0]);
        int keeps = sums_is_percent(percent->value, percent->decimals, sums_options(work, cells[1])->value,
                                    sums_options(work, cells[2])->value, family->truncates);
        holds += keeps;
        breaks += !keeps;
    }
    return holds >= SUMS_FEWEST_LINES && breaks <= holds;
}

/* Rounded or cut off: whichever more lines keep. */
static opis_status try_percent(sums_finder *finder, sums_family *family, double sort, int *is_believed) {
    *is_believed = 0;
    for (int truncates = 0; truncates < 2 && !*is_believed; truncates++) {
        family->truncates = (uint8_t)truncates;
        if (!may_be_percent(finder, family)) continue;
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
