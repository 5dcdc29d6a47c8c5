/*
 * Cells of the arithmetic solver: their readings as options, weighed by what stands around them.
 */
#include <math.h>
#include <string.h>

#include "memory.h"
#include "mend/sums_work.h"

/* A figure without decimals among figures that have them: the point is lost, or the figure is round. */
#define NO_DECIMALS_HERE 0.9f
/* A figure with decimals among figures that have none. */
#define DECIMALS_HERE 7.0f
/* What the scan asks for a point that it lost. */
#define POINT_LOST 1.0f
/* Decimals are the custom of a row or column when most of so many figures have as many. */
#define FEWEST_FOR_CUSTOM 3
/* A column of no more figures than this looks at the rest of the table where it has no custom of its own. */
#define SHORT_COLUMN 4
/* What the figures of a clean cell cost that are misread, beside the confusion itself, at a share of damaged glyphs
 * that is usual; and by how much that changes where fewer or more are damaged. */
#define CUSTOMARY_MISREAD 2.5
#define LEAST_MISREAD -0.5f
#define MOST_MISREAD 1.5f
#define PRIOR_DAMAGE 0.05
#define PRIOR_GLYPHS 40
#define NO_CUSTOM 255
#define MOST_DECIMALS_COUNTED 8
/* The class of rows whose figures are what their columns hold. */
#define AS_COLUMNS 254
/* Bits that tell a new option at sight: many for each of the options that a cell has. */
#define SEEN_WORDS 16

static const int64_t powers[] = {1, 10, 100, 1000, 10000};

static uint32_t line_count(const opis_grid *grid, int axis) {
    return axis ? grid->column_count : grid->row_count;
}

/* One room holds what is known of each cell and of each line, the largest items first. */
static opis_status open_room(sums_work *work) {
    size_t lines = (size_t)line_count(work->grid, 0) + line_count(work->grid, 1);
    size_t bytes = work->cell_count * (sizeof *work->cells + sizeof *work->marks) + 3 * lines + 1;
    opis_status status = opis_reserve(&work->room, &work->room_capacity, bytes, 1, work->error);
    if (status) return status;
    memset(work->room, 0, bytes);
    work->cells = work->room;
    work->marks = (uint32_t *)(work->cells + work->cell_count);
    uint8_t *next = (uint8_t *)(work->marks + work->cell_count);
    uint8_t **lists[] = {work->customs, work->classes, work->percents};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        lists[i][0] = next;
        lists[i][1] = next + line_count(work->grid, 0);
        next += lines;
    }
    return OPIS_OK;
}

void sums_release(sums_work *work) {
    opis_resize(work->room, 0);
    opis_resize(work->options, 0);
    opis_resize(work->read, 0);
    opis_resize(work->relations, 0);
    opis_resize(work->parts, 0);
    opis_resize(work->links, 0);
    sums_map_release(&work->loose);
    sums_map_release(&work->spare);
    sums_map_release(&work->quiet);
    opis_resize(work->finder_room, 0);
    opis_resize(work->pairs, 0);
    opis_resize(work->weighing, 0);
    opis_resize(work->solution.cells, 0);
    opis_resize(work->solution.relations, 0);
}

/* ---- Decimals that are the custom of a row or column --------------------------------------------------- */

static uint32_t cell_on(const opis_grid *grid, int axis, uint32_t line, uint32_t at) {
    return axis ? at * grid->column_count + line : line * grid->column_count + at;
}

typedef struct tally {
    uint32_t counts[MOST_DECIMALS_COUNTED], all;
} tally;

static void count_decimals(const opis_grid *grid, uint32_t at, tally *tally) {
    const opis_grid_cell *cell = &grid->cells[at];
    if (cell->state != OPIS_CELL_PRINTED || cell->reading_count == 0) return;
    uint8_t decimals = grid->readings[cell->first_reading].value.decimals;
    if (decimals >= MOST_DECIMALS_COUNTED) return;
    tally->counts[decimals]++;
    tally->all++;
}

static uint8_t custom_in(const tally *tally) {
    uint8_t most = 1;
    for (uint8_t decimals = 2; decimals < MOST_DECIMALS_COUNTED; decimals++)
        if (tally->counts[decimals] > tally->counts[most]) most = decimals;
    if (tally->all < FEWEST_FOR_CUSTOM) return NO_CUSTOM;
    if (2 * tally->counts[most] < tally->all) most = 0;
    /* Points are lost and not gained: fewer figures with decimals make a custom than without. */
    return (most ? 2 : 4) * tally->counts[most] >= (most ? 1 : 3) * tally->all ? most : NO_CUSTOM;
}

static uint8_t custom_of(const sums_work *work, int axis, uint32_t line) {
    tally tally = {{0}, 0};
    for (uint32_t at = 0; at < line_count(work->grid, !axis); at++)
        count_decimals(work->grid, cell_on(work->grid, axis, line, at), &tally);
    return custom_in(&tally);
}

static uint8_t custom_of_all(const sums_work *work) {
    tally tally = {{0}, 0};
    for (uint32_t at = 0; at < work->cell_count; at++) count_decimals(work->grid, at, &tally);
    return custom_in(&tally);
}

/* Whether most figures of a row have the decimals that are the custom of their columns. */
static int is_as_columns(const sums_work *work, uint32_t row, const uint8_t *columns) {
    const opis_grid *grid = work->grid;
    uint32_t alike = 0, all = 0;
    for (uint32_t column = 0; column < grid->column_count; column++) {
        const opis_grid_cell *cell = &grid->cells[cell_on(grid, 0, row, column)];
        if (cell->state != OPIS_CELL_PRINTED || cell->reading_count == 0) continue;
        alike += grid->readings[cell->first_reading].value.decimals == columns[column];
        all++;
    }
    return 2 * alike >= all;
}

static int is_of_percents(const sums_work *work, int axis, uint32_t line) {
    uint32_t percents = 0, all = 0;
    for (uint32_t at = 0; at < line_count(work->grid, !axis); at++) {
        const opis_grid_cell *cell = &work->grid->cells[cell_on(work->grid, axis, line, at)];
        percents += cell->state == OPIS_CELL_PRINTED && cell->percent;
        all += cell->state == OPIS_CELL_PRINTED;
    }
    /* In a row, columns of percentages may well be more than half. */
    return axis ? 2 * percents > all : 4 * percents > 3 * all;
}

/* Columns are of a class by their decimals; rows, unless they are what the columns hold, too. */
static void classify(sums_work *work) {
    uint8_t of_all = custom_of_all(work);
    for (uint32_t column = 0; column < work->grid->column_count; column++) {
        uint8_t custom = custom_of(work, 1, column);
        work->customs[1][column] = work->classes[1][column] =
            custom == NO_CUSTOM && work->grid->row_count <= SHORT_COLUMN ? of_all : custom;
        work->percents[1][column] = (uint8_t)is_of_percents(work, 1, column);
    }
    for (uint32_t row = 0; row < work->grid->row_count; row++) {
        work->customs[0][row] = custom_of(work, 0, row);
        work->percents[0][row] = (uint8_t)is_of_percents(work, 0, row);
        work->classes[0][row] = is_as_columns(work, row, work->customs[1]) ? AS_COLUMNS : work->customs[0][row];
    }
}

/* The decimals that are the custom where a cell stands; NO_CUSTOM where there is none. */
static uint8_t custom_at(const sums_work *work, uint32_t cell) {
    uint32_t row = cell / work->grid->column_count;
    uint8_t column = work->customs[1][cell % work->grid->column_count];
    return work->classes[0][row] != AS_COLUMNS || column == NO_CUSTOM ? work->customs[0][row] : column;
}

uint8_t sums_decimals_wanted(const sums_work *work, uint32_t cell, uint8_t decimals) {
    uint8_t custom = custom_at(work, cell);
    if (custom == NO_CUSTOM || work->cells[cell].clean || custom > SUMS_DECIMALS) return decimals;
    return custom > decimals ? custom : decimals;
}

/* What the figures around a cell, with their custom, say against a reading of it. */
static float unaccustomed(uint8_t custom, uint8_t decimals) {
    if (decimals == custom || custom == NO_CUSTOM) return 0;
    return custom > 0 && decimals == 0 ? NO_DECIMALS_HERE : DECIMALS_HERE;
}

/* ---- Options ------------------------------------------------------------------------------------------- */

static int scale(opis_value value, int64_t *scaled) {
    static const int64_t most[] = {SUMS_LARGEST_VALUE / 10000, SUMS_LARGEST_VALUE / 1000, SUMS_LARGEST_VALUE / 100,
                                   SUMS_LARGEST_VALUE / 10, SUMS_LARGEST_VALUE};
    if (value.decimals > SUMS_DECIMALS) return 0;
    if (value.units > most[value.decimals] || value.units < -most[value.decimals]) return 0;
    *scaled = value.units * powers[SUMS_DECIMALS - value.decimals];
    return 1;
}

/* There must be room for it. */
static void add_option(sums_work *work, opis_value value, float cost, int32_t reading) {
    sums_option option = {.cost = cost, .reading = reading, .decimals = value.decimals};
    if (scale(value, &option.value)) work->options[work->option_count++] = option;
}

/* Options of one cell are few: insertion keeps those of equal cost in their order. */
static void sort_options(sums_option *options, uint32_t count) {
    for (uint32_t i = 1; i < count; i++) {
        if (options[i - 1].cost <= options[i].cost) continue;
        sums_option option = options[i];
        uint32_t at = i;
        for (; at > 0 && options[at - 1].cost > option.cost; at--) options[at] = options[at - 1];
        options[at] = option;
    }
}

static void count_from_first(sums_option *options, uint32_t count) {
    float least = count ? options[0].cost : 0;
    for (uint32_t i = 0; i < count; i++) options[i].cost -= least;
}

/* Note an option; whether one like it may have been noted before. */
static int note_option(uint64_t seen[SEEN_WORDS], const sums_option *option) {
    uint64_t hash = ((uint64_t)option->value + option->decimals) * UINT64_C(0x9E3779B97F4A7C15);
    uint64_t *word = &seen[(hash >> 32) % SEEN_WORDS], bit = (uint64_t)1 << (hash >> 58);
    int was = (*word & bit) != 0;
    *word |= bit;
    return was;
}

/* Of readings with one value, the cheapest. */
static uint32_t tidy_options(sums_option *options, uint32_t count) {
    uint64_t seen[SEEN_WORDS] = {0};
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t twin = note_option(seen, &options[i]) ? 0 : kept;
        while (twin < kept &&
               (options[twin].value != options[i].value || options[twin].decimals != options[i].decimals))
            twin++;
        if (twin < kept) continue;
        if (kept < i) options[kept] = options[i];
        kept++;
    }
    return kept;
}

/* As they are, and with the decimals of the column where those are wanting. */
static opis_status add_readings(sums_work *work, uint32_t at) {
    const opis_grid_cell *given = &work->grid->cells[at];
    const uint8_t column = work->customs[1][at % work->grid->column_count], custom = custom_at(work, at);
    size_t most = work->option_count + 2 * (size_t)given->reading_count;
    opis_status status = opis_reserve(&work->options, &work->option_capacity, most, sizeof *work->options, work->error);
    for (uint32_t i = 0; i < given->reading_count && !status; i++) {
        const opis_cell_reading *reading = &work->grid->readings[given->first_reading + i];
        opis_value value = reading->value;
        if (!isfinite(reading->cost)) continue;
        add_option(work, value, reading->cost + unaccustomed(custom, value.decimals), (int32_t)i);
        if (value.decimals || column == 0 || column > SUMS_DECIMALS || unaccustomed(custom, 0) == 0) continue;
        add_option(work, (opis_value){value.units, column}, reading->cost + POINT_LOST, (int32_t)i);
    }
    return status;
}

/* A clean figure that is another misread is the rarer the fewer glyphs are damaged; a small grid tells little. */
static float misread_cost(const opis_grid *grid, uint32_t cell_count) {
    double damaged = PRIOR_DAMAGE * PRIOR_GLYPHS, glyphs = PRIOR_GLYPHS;
    for (uint32_t at = 0; at < cell_count; at++) {
        const opis_grid_cell *cell = &grid->cells[at];
        if (cell->state != OPIS_CELL_PRINTED || !cell->reading_count) continue;
        const opis_cell_reading *reading = &grid->readings[cell->first_reading];
        damaged += reading->cost > 0;
        glyphs++;
        for (int64_t units = reading->value.units / 10; units; units /= 10) glyphs++;
    }
    float cost = (float)log((glyphs - damaged) / damaged) - CUSTOMARY_MISREAD;
    return cost < LEAST_MISREAD ? LEAST_MISREAD : cost > MOST_MISREAD ? MOST_MISREAD : cost;
}

static opis_status open_cell(sums_work *work, uint32_t at) {
    const opis_grid_cell *given = &work->grid->cells[at];
    sums_cell *cell = &work->cells[at];
    *cell = (sums_cell){
        .first = (uint32_t)work->option_count, .state = (uint8_t)given->state, .changed = 1, .relation = -1};
    if (given->state != OPIS_CELL_PRINTED) return OPIS_OK;
    opis_status status = add_readings(work, at);
    if (status) return status;
    cell->count = (uint32_t)(work->option_count - cell->first);
    if (!cell->count) {
        cell->state = OPIS_CELL_LOST; /* printed, and past reading */
        return OPIS_OK;
    }
    sums_option *options = work->options + cell->first;
    sort_options(options, cell->count);
    const opis_cell_reading *readings = work->grid->readings + given->first_reading;
    const opis_cell_reading *last = &readings[given->reading_count - 1];
    cell->clean = options[0].cost == 0 && options[0].reading == 0 && readings[0].cost == 0;
    work->goes_below |= cell->clean && options[0].value < 0;
    if (given->percent && !work->percents[0][at / work->grid->column_count] &&
        !work->percents[1][at % work->grid->column_count])
        cell->clean = 0; /* a sign among figures that have none */
    cell->beyond = SUMS_BROKEN;
    if (given->reading_count >= OPIS_FIGURE_READINGS && last->cost - options[0].cost < cell->beyond)
        cell->beyond = last->cost > options[0].cost ? last->cost - options[0].cost : 0;
    cell->count = tidy_options(options, cell->count);
    for (uint32_t i = 1; i < cell->count && cell->clean; i++) options[i].cost += work->misread;
    count_from_first(options, cell->count);
    work->option_count = cell->first + cell->count;
    cell->first_read = cell->first;
    cell->read_count = cell->count;
    return OPIS_OK;
}

static opis_status keep_as_read(sums_work *work) {
    opis_status status =
        opis_reserve(&work->read, &work->read_capacity, work->option_count + 1, sizeof *work->read, work->error);
    if (!status && work->option_count) memcpy(work->read, work->options, work->option_count * sizeof *work->read);
    return status;
}

/* What a proof wants more where so much is damaged that what looks clean is misread more often, too. */
static float proof_of_ruins(const sums_work *work) {
    uint32_t printed = 0, damaged = 0;
    for (uint32_t at = 0; at < work->cell_count; at++) {
        if (work->grid->cells[at].state != OPIS_CELL_PRINTED) continue;
        printed++;
        damaged += !work->cells[at].clean;
    }
    float beyond = printed ? (float)damaged / (float)printed - 0.25f : 0;
    return beyond > 0 ? SUMS_PROOF_OF_RUINS * beyond : 0;
}

opis_status sums_open(sums_work *work, const opis_grid *grid, opis_error *error) {
    opis_status status;
    work->grid = grid;
    work->cell_count = grid->row_count * grid->column_count;
    work->option_count = work->relation_count = work->part_count = 0;
    work->mark = 0;
    work->work = 0;
    work->error = error;
    if ((status = open_room(work))) return status;
    if ((status = opis_reserve(&work->options, &work->option_capacity, 1, sizeof *work->options, error))) return status;
    classify(work);
    work->misread = misread_cost(grid, work->cell_count);
    for (uint32_t at = 0; at < work->cell_count; at++)
        if ((status = open_cell(work, at))) return status;
    if ((status = keep_as_read(work))) return status;
    work->proof = SUMS_PROOF + proof_of_ruins(work);
    work->certain = SUMS_CERTAIN + proof_of_ruins(work);
    if ((status = sums_map_open(&work->loose, 4096, error))) return status;
    if ((status = sums_map_open(&work->spare, 4096, error))) return status;
    return sums_map_open(&work->quiet, 4096, error);
}

/* ---- Change -------------------------------------------------------------------------------------------- */

static void tell_neighbours(sums_work *work, uint32_t cell) {
    const sums_cell *changed = &work->cells[cell];
    for (uint32_t i = 0; i < changed->link_count; i++) {
        const sums_relation *relation = &work->relations[work->links[changed->first_link + i]];
        for (uint32_t k = 0; k < sums_size(relation); k++) work->cells[sums_member(work, relation, k)].changed = 1;
    }
}

void sums_settle(sums_work *work, uint32_t at, uint32_t option, int32_t relation) {
    sums_cell *cell = &work->cells[at];
    sums_option *options = work->options + cell->first;
    int alters = cell->count > 1;
    options[0] = options[option];
    options[0].cost = 0;
    cell->count = 1;
    cell->beyond = SUMS_BROKEN;
    cell->settled = 1;
    cell->relation = relation;
    if (alters) tell_neighbours(work, at);
    cell->changed = 0;
}

opis_status sums_settle_lost(sums_work *work, uint32_t at, int64_t value, int32_t relation) {
    opis_status status = opis_reserve(&work->options, &work->option_capacity, work->option_count + 1,
                                      sizeof *work->options, work->error);
    if (status) return status;
    uint8_t decimals = 0;
    while (decimals < SUMS_DECIMALS && value % powers[SUMS_DECIMALS - decimals]) decimals++;
    work->cells[at].first = (uint32_t)work->option_count;
    work->cells[at].count = 2;
    work->options[work->option_count++] = (sums_option){.value = value, .reading = -1, .decimals = decimals};
    sums_settle(work, at, 0, relation);
    return OPIS_OK;
}

void sums_strike(sums_work *work, uint32_t at) {
    sums_cell *cell = &work->cells[at];
    sums_option *options = work->options + cell->first;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < cell->count; i++)
        if (isfinite(options[i].cost)) options[kept++] = options[i];
    if (kept == cell->count || kept == 0) return;
    cell->count = kept;
    float least = options[0].cost;
    for (uint32_t i = 0; i < kept; i++) options[i].cost -= least;
    if (cell->beyond > least) cell->beyond -= least;
    tell_neighbours(work, at);
}
