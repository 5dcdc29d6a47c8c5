/*
 * What a relation costs: the least that its other cells must have gone wrong by, if one of them has a given value.
 *
 * Cells are loose or quiet.  The sums that loose cells can make are all listed, with their least costs; of the quiet
 * cells one at most misreads, because two would cost more than to say that the relation is broken.  So two small
 * maps, probed against each other, give exact minima up to that bound.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mend/sums_map.h"

/* The bound on costs falls by this much at a time until the sums of the loose cells have room ... */
#define BOUND_STEP 1.0f
/* ... but below this they say nothing that could prove a value. */
#define LOWEST_BOUND 3.0f
#define BOUND_OF_FIT 3.0f
/* A way that costs so much more than another adds nothing to its chances. */
#define EITHER_MATTERS 6.0f

static float lesser(float a, float b) {
    return b < a ? b : a;
}

/* ---- Costs --------------------------------------------------------------------------------------------- */

/* What one of two costs, if either may be what happened: chances add up. */
static float either(float a, float b) {
    float least = lesser(a, b), apart = fabsf(a - b);
    if (!(apart < EITHER_MATTERS)) return least;
    return least - log1pf(expf(-apart));
}

/* The same of ways that exclude each other. */
static int map_join(sums_map *map, int64_t sum, float cost) {
    sums_entry *entry = &map->entries[sums_map_place(map, sum)];
    if (entry->stamp != map->stamp) return sums_map_add(map, sum, cost);
    entry->cost = either(entry->cost, cost);
    return 1;
}

static float map_cost(const sums_map *map, int64_t sum) {
    const sums_entry *entry = &map->entries[sums_map_place(map, sum)];
    return entry->stamp == map->stamp ? entry->cost : INFINITY;
}

/* ---- Sums: a line of cells with signs ------------------------------------------------------------------ */

typedef struct sums_rest_of {
    int64_t base;    /* of the quiet cells as they read, with their signs */
    float ceiling;   /* no world costs more: the relation may be broken, or a cell be what no reading tells */
    float misread;   /* how likely it is that one of the quiet cells is misread; of use for a lost cell alone */
    uint32_t loose;  /* cells that are not quiet */
    uint8_t is_void; /* anything fits */
} sums_rest_of;

/* With these signs the members of a relation add up to its target. */
static int sign_of(const sums_relation *relation, uint32_t i) {
    if (i == relation->part_count) return -1;
    return relation->kind == OPIS_DIFFERENCE && i == 1 ? -1 : 1;
}

static int64_t target_of(const sums_relation *relation) {
    return relation->kind == OPIS_HUNDRED ? 100 * SUMS_ONE : 0;
}

/* Spread the sums so far over the options of one more loose cell. */
static int spread(sums_work *work, const sums_cell *cell, int sign, float bound) {
    sums_map *from = &work->loose, *to = &work->spare;
    sums_map_clear(to);
    for (uint32_t i = 0; i < from->count; i++) {
        const sums_entry *entry = &from->entries[from->filled[i]];
        for (uint32_t k = 0; k < cell->count; k++) {
            const sums_option *option = &work->options[cell->first + k];
            if (entry->cost + option->cost >= bound) break;
            if (!sums_map_add(to, entry->sum + sign * option->value, entry->cost + option->cost)) return 0;
            work->work++;
        }
    }
    sums_map swapped = work->loose;
    work->loose = work->spare;
    work->spare = swapped;
    return 1;
}

static int spread_all(sums_work *work, const sums_relation *relation, uint32_t but, float bound) {
    sums_map_clear(&work->loose);
    sums_map_add(&work->loose, 0, 0);
    for (uint32_t i = 0; i < sums_size(relation); i++) {
        uint32_t at = sums_member(work, relation, i);
        const sums_cell *cell = &work->cells[at];
        if (at == but || cell->state == OPIS_CELL_BLANK || sums_is_quiet(work, at)) continue;
        if (!spread(work, cell, sign_of(relation, i), bound)) return 0;
    }
    return 1;
}

static int sign_of_cell(const sums_work *work, const sums_relation *relation, uint32_t cell) {
    for (uint32_t i = 0; i < sums_size(relation); i++)
        if (sums_member(work, relation, i) == cell) return sign_of(relation, i);
    return 0;
}

/* The other relations of a quiet cell: those that stand say the same of all its misreadings. */
typedef struct sums_others {
    uint8_t any_stands, any_off;
} sums_others;

static int is_other(const sums_relation *other, const sums_relation *relation, uint32_t weighed) {
    return other != relation && other->weighed != weighed;
}

static sums_others others_of(const sums_work *work, const sums_relation *relation, uint32_t at, uint32_t weighed) {
    const sums_cell *cell = &work->cells[at];
    sums_others others = {0, 0};
    for (uint32_t i = 0; i < cell->link_count; i++) {
        const sums_relation *other = &work->relations[work->links[cell->first_link + i]];
        if (!is_other(other, relation, weighed)) continue;
        others.any_stands |= other->stands;
        others.any_off |= other->off != 0;
    }
    return others;
}

/*
 * What the other relations of a quiet cell say of its misreading by `change`: where one stands, it would be broken;
 * where one is off by as much, it would be mended, and whoever denies the misreading must find another.
 */
static float say_of_others(const sums_work *work, const sums_relation *relation, uint32_t at, sums_others others,
                           int64_t change, uint32_t weighed) {
    const sums_cell *cell = &work->cells[at];
    float said = 0;
    if (!others.any_off) return others.any_stands ? SUMS_QUIET : 0;
    for (uint32_t i = 0; i < cell->link_count; i++) {
        const sums_relation *other = &work->relations[work->links[cell->first_link + i]];
        if (!is_other(other, relation, weighed)) continue;
        if (other->stands && said <= 0) said += SUMS_QUIET;
        if (other->off && sign_of_cell(work, other, at) * change == other->off) said -= SUMS_QUIET;
    }
    return said;
}

/* What one quiet cell changes if it misreads. */
static void add_deviations(sums_work *work, const sums_relation *relation, uint32_t i, uint32_t but,
                           sums_rest_of *rest) {
    uint32_t at = sums_member(work, relation, i);
    const sums_cell *cell = &work->cells[at];
    const sums_option *options = work->options + cell->first;
    const sums_others others = others_of(work, relation, at, but);
    int is_lost = but != OPIS_NO_CELL && work->cells[but].state == OPIS_CELL_LOST;
    for (uint32_t k = 1; k < cell->count && options[k].cost - SUMS_QUIET < rest->ceiling; k++) {
        int64_t change = options[k].value - options[0].value;
        float cost = options[k].cost + say_of_others(work, relation, at, others, change, but);
        if (cost < 0) cost = 0;
        if (cost >= rest->ceiling) continue;
        if (is_lost) rest->misread += expf(-cost);
        if (!map_join(&work->quiet, sign_of(relation, i) * change, cost)) rest->ceiling = lesser(rest->ceiling, cost);
    }
}

static void add_all_deviations(sums_work *work, const sums_relation *relation, uint32_t but, sums_rest_of *rest) {
    sums_map_clear(&work->quiet);
    sums_map_add(&work->quiet, 0, 0);
    for (uint32_t i = 0; i < sums_size(relation); i++) {
        uint32_t at = sums_member(work, relation, i);
        if (at == but || work->cells[at].state == OPIS_CELL_BLANK || !sums_is_quiet(work, at)) continue;
        add_deviations(work, relation, i, but, rest);
    }
}

/* The quiet cells as they read; no sums are listed yet. */
static sums_rest_of base_of_rest(const sums_work *work, const sums_relation *relation, uint32_t but) {
    sums_rest_of rest = {.ceiling = relation->broken};
    for (uint32_t i = 0; i < sums_size(relation); i++) {
        uint32_t at = sums_member(work, relation, i);
        const sums_cell *cell = &work->cells[at];
        if (at == but || cell->state == OPIS_CELL_BLANK) continue;
        rest.is_void |= cell->state == OPIS_CELL_LOST && !cell->settled;
        rest.ceiling = lesser(rest.ceiling, cell->beyond);
        if (sums_is_quiet(work, at))
            rest.base += sign_of(relation, i) * sums_options(work, at)->value;
        else
            rest.loose++;
    }
    return rest;
}

static sums_rest_of open_rest(sums_work *work, const sums_relation *relation, uint32_t but) {
    sums_rest_of rest = base_of_rest(work, relation, but);
    if (rest.is_void) return rest;
    add_all_deviations(work, relation, but, &rest);
    while (!spread_all(work, relation, but, rest.ceiling) && !rest.is_void) {
        rest.ceiling -= BOUND_STEP;
        rest.is_void = rest.ceiling < LOWEST_BOUND;
    }
    return rest;
}

/* The cost at which loose and quiet cells together make a sum, in all the ways that they can. */
static float cost_of_sum(sums_work *work, int64_t sum, float limit) {
    const sums_map *walked = &work->loose, *probed = &work->quiet;
    float cost = limit;
    if (walked->count > probed->count) {
        walked = &work->quiet;
        probed = &work->loose;
    }
    work->work += walked->count;
    for (uint32_t i = 0; i < walked->count; i++) {
        const sums_entry *entry = &walked->entries[walked->filled[i]];
        if (entry->cost >= cost + EITHER_MATTERS) continue;
        const sums_entry *met = &probed->entries[sums_map_place(probed, sum - entry->sum)];
        if (met->stamp == probed->stamp) cost = either(cost, entry->cost + met->cost);
    }
    return cost > 0 ? cost : 0;
}

/* Rounding lets a hundred be missed by some units of the last decimal; sums are met exactly. */
static float cost_within(sums_work *work, const sums_relation *relation, int64_t sum, int64_t unit, float limit) {
    int64_t steps = unit > 0 ? relation->tolerance / unit : 0;
    for (int64_t step = -steps; step <= steps && limit > 0; step++) limit = cost_of_sum(work, sum + step * unit, limit);
    return limit;
}

static const int64_t units[] = {10000, 1000, 100, 10, 1};

static int64_t finest_unit(const sums_work *work, const sums_relation *relation) {
    uint8_t finest = 0;
    for (uint32_t i = 0; i < relation->part_count; i++) {
        const sums_cell *cell = &work->cells[work->parts[relation->first_part + i]];
        if (cell->count && sums_options(work, work->parts[relation->first_part + i])->decimals > finest)
            finest = work->options[cell->first].decimals;
    }
    return units[finest];
}

static float rest_of_sum(sums_work *work, const sums_relation *relation, uint32_t cell, const int64_t *values,
                         uint32_t count, float *costs) {
    sums_rest_of rest = open_rest(work, relation, cell);
    int sign = sign_of_cell(work, relation, cell);
    int64_t unit = finest_unit(work, relation);
    for (uint32_t i = 0; i < count; i++)
        costs[i] = rest.is_void ? 0
                                : cost_within(work, relation, target_of(relation) - rest.base - sign * values[i], unit,
                                              rest.ceiling);
    if (rest.is_void || relation->tolerance || work->loose.count > SUMS_MOST_IMPLIED) return 0;
    /* A lost cell has no print of its own to speak against what the others make of it: any of them may be misread. */
    return rest.misread > 0 ? lesser(rest.ceiling, -logf(rest.misread)) : rest.ceiling;
}

/* ---- Percentages --------------------------------------------------------------------------------------- */

/* Part and whole without the noughts that both have behind the point; 0 where the products would not fit. */
static int shorten(int64_t *part, int64_t *whole) {
    int64_t by = SUMS_ONE;
    while (*part % by || *whole % by) by /= 10;
    *part /= by;
    *whole /= by;
    return *whole > 0 && *part >= 0 && *whole <= SUMS_LARGEST_VALUE / SUMS_ONE &&
           *part <= SUMS_LARGEST_VALUE / SUMS_ONE;
}

unsigned sums_percent_roundings(int64_t percent, unsigned decimals, int64_t part, int64_t whole) {
    if (percent < 0 || percent > SUMS_LARGEST_PERCENT || decimals > SUMS_DECIMALS || whole <= 0) return 0;
    /* Most miss by far, which needs no exact figures: with a hundredth to spare, whatever agrees is let through. */
    double off = 100 * (double)part / (double)whole - (double)percent / SUMS_ONE;
    if (!(fabs(off) * SUMS_ONE <= 1.01 * (double)units[decimals]) || !shorten(&part, &whole)) return 0;
    if (part > INT64_MAX / (100 * SUMS_ONE) || (percent && whole > INT64_MAX / 4 / percent)) return 0;
    int64_t over = part * 100 * SUMS_ONE - percent * whole, unit = units[decimals] * whole;
    return (unsigned)(over <= unit / 2 && -over <= unit / 2) | (unsigned)(over >= 0 && over < unit) << 1;
}

/* The three cells of a percentage in the order percent, part, whole, with one of them fixed. */
static int percent_fits(const sums_work *work, const sums_relation *relation, const int64_t values[3],
                        uint8_t decimals) {
    decimals = sums_decimals_wanted(work, relation->whole, decimals);
    return sums_percent_roundings(values[0], decimals, values[1], values[2]) >> relation->truncates & 1;
}

static void percent_members(const sums_work *work, const sums_relation *relation, uint32_t members[3]) {
    members[0] = relation->whole;
    members[1] = work->parts[relation->first_part];
    members[2] = work->parts[relation->first_part + 1];
}

/* The options of one cell of a percentage with what they cost; quiet cells are vouched for by other relations. */
typedef struct sums_side {
    const sums_option *options;
    float costs[OPIS_FIGURE_READINGS];
    uint32_t places[OPIS_FIGURE_READINGS];
    uint32_t count;
} sums_side;

static void price_side(const sums_work *work, const sums_relation *relation, uint32_t at, uint32_t weighed, float limit,
                       sums_side *side) {
    const sums_cell *cell = &work->cells[at];
    int is_quiet = weighed != OPIS_NO_CELL && sums_is_quiet(work, at);
    const sums_others others = is_quiet ? others_of(work, relation, at, weighed) : (sums_others){0, 0};
    side->options = work->options + cell->first;
    side->count = 0;
    for (uint32_t k = 0; k < cell->count && k < OPIS_FIGURE_READINGS; k++) {
        float cost = side->options[k].cost;
        if (k > 0 && is_quiet)
            cost += say_of_others(work, relation, at, others, side->options[k].value - side->options[0].value, weighed);
        if (cost >= limit) continue;
        side->places[side->count] = k;
        side->costs[side->count++] = cost < 0 ? 0 : cost;
    }
}

/* The least that two cells of a percentage cost, if the one between `fixed` has a value. */
static float pair_cost(sums_work *work, const sums_relation *relation, const sums_side sides[2], int fixed,
                       int64_t value, uint8_t decimals, float limit) {
    int first = fixed == 0 ? 1 : 0, second = fixed == 2 ? 1 : 2;
    int64_t values[3];
    values[fixed] = value;
    for (uint32_t i = 0; i < sides[0].count; i++) {
        const sums_option *of_first = &sides[0].options[sides[0].places[i]];
        if (sides[0].costs[i] >= limit) continue;
        values[first] = of_first->value;
        for (uint32_t k = 0; k < sides[1].count; k++) {
            if (sides[0].costs[i] + sides[1].costs[k] >= limit) continue;
            values[second] = sides[1].options[sides[1].places[k]].value;
            work->work++;
            if (percent_fits(work, relation, values, fixed == 0 ? decimals : of_first->decimals))
                limit = sides[0].costs[i] + sides[1].costs[k];
        }
    }
    return limit;
}

/* Price the two cells beside the fixed one; 0 where one of them may be anything. */
static int price_sides(const sums_work *work, const sums_relation *relation, int fixed, uint32_t weighed,
                       float *ceiling, sums_side sides[2]) {
    uint32_t members[3];
    int side = 0;
    percent_members(work, relation, members);
    for (int i = 0; i < 3; i++) {
        if (i == fixed) continue;
        if (!work->cells[members[i]].count) return 0;
        *ceiling = lesser(*ceiling, work->cells[members[i]].beyond);
        price_side(work, relation, members[i], weighed, *ceiling, &sides[side++]);
    }
    return 1;
}

static void rest_of_percent(sums_work *work, const sums_relation *relation, uint32_t cell, const int64_t *values,
                            const uint8_t *decimals, uint32_t count, float *costs) {
    uint32_t members[3];
    sums_side sides[2];
    float ceiling = relation->broken;
    percent_members(work, relation, members);
    int fixed = cell == members[0] ? 0 : cell == members[1] ? 1 : 2;
    int speaks = price_sides(work, relation, fixed, cell, &ceiling, sides);
    for (uint32_t i = 0; i < count; i++)
        costs[i] = speaks ? pair_cost(work, relation, sides, fixed, values[i], decimals[i], ceiling) : 0;
}

float sums_rest(sums_work *work, const sums_relation *relation, uint32_t cell, const int64_t *values,
                const uint8_t *decimals, uint32_t count, float *costs) {
    if (relation->kind != OPIS_PERCENT) return rest_of_sum(work, relation, cell, values, count, costs);
    rest_of_percent(work, relation, cell, values, decimals, count, costs);
    return 0;
}

uint32_t sums_implied(sums_work *work, const sums_relation *relation, uint32_t cell, int64_t *values,
                      uint32_t capacity) {
    uint32_t count = 0;
    if (relation->kind == OPIS_PERCENT || relation->tolerance) return 0;
    sums_rest_of rest = open_rest(work, relation, cell);
    int sign = sign_of_cell(work, relation, cell);
    if (rest.is_void) return 0;
    int64_t left = target_of(relation) - rest.base;
    for (uint32_t i = 0; i < work->loose.count && count < capacity; i++)
        values[count++] = sign * (left - work->loose.entries[work->loose.filled[i]].sum);
    return count;
}

/* ---- How well a relation fits as it reads -------------------------------------------------------------- */

/* Where all cells are quiet, the sum alone tells. */
static float cost_of_quiet_sum(const sums_relation *relation, int64_t sum, int64_t unit) {
    return sum % unit == 0 && llabs(sum) <= relation->tolerance / unit * unit ? 0 : INFINITY;
}

/* Where one cell is loose, its options need no map: those few are counted that cost no more than the one that fits. */
static sums_fit fit_of_loose(sums_work *work, const sums_relation *relation, int64_t sum, int64_t unit) {
    sums_fit fit = {.cost = INFINITY, .ways = 0};
    uint32_t i = 0;
    while (work->cells[sums_member(work, relation, i)].state == OPIS_CELL_BLANK ||
           sums_is_quiet(work, sums_member(work, relation, i)))
        i++;
    const sums_cell *cell = &work->cells[sums_member(work, relation, i)];
    const sums_option *options = work->options + cell->first;
    for (uint32_t k = 0; k < cell->count && options[k].cost < BOUND_OF_FIT; k++) {
        fit.cost =
            lesser(fit.cost,
                   options[k].cost + cost_of_quiet_sum(relation, sum - sign_of(relation, i) * options[k].value, unit));
        work->work++;
    }
    for (uint32_t k = 0; k < cell->count && options[k].cost < BOUND_OF_FIT && isfinite(fit.cost); k++) {
        uint32_t twin = 0;
        while (options[twin].value != options[k].value) twin++;
        fit.ways += options[k].cost <= fit.cost && twin == k;
    }
    return fit;
}

static sums_fit fit_of_sum(sums_work *work, const sums_relation *relation) {
    sums_fit fit = {.cost = INFINITY, .ways = 1};
    sums_rest_of rest = base_of_rest(work, relation, OPIS_NO_CELL);
    int64_t sum = target_of(relation) - rest.base, unit = finest_unit(work, relation);
    if (!rest.is_void && !rest.loose) {
        fit.cost = cost_of_quiet_sum(relation, sum, unit);
        return fit;
    }
    if (!rest.is_void && rest.loose == 1) return fit_of_loose(work, relation, sum, unit);
    fit.loose = rest.is_void || !spread_all(work, relation, OPIS_NO_CELL, BOUND_OF_FIT);
    if (fit.loose) return fit;
    int64_t steps = relation->tolerance / unit;
    for (int64_t step = -steps; step <= steps; step++)
        fit.cost = lesser(fit.cost, map_cost(&work->loose, sum + step * unit));
    fit.ways = 0;
    for (uint32_t i = 0; i < work->loose.count; i++)
        fit.ways += work->loose.entries[work->loose.filled[i]].cost <= fit.cost;
    return fit;
}

/* The least that the three cells of a percentage cost if it holds, up to that of breaking it. */
static float cost_of_percent(sums_work *work, const sums_relation *relation, int *is_loose) {
    uint32_t members[3];
    sums_side sides[2];
    float ceiling = SUMS_BROKEN, least = INFINITY;
    percent_members(work, relation, members);
    const sums_cell *percent = &work->cells[members[0]];
    *is_loose = !percent->count || !price_sides(work, relation, 0, OPIS_NO_CELL, &ceiling, sides);
    if (*is_loose) return least;
    for (uint32_t i = 0; i < percent->count && work->options[percent->first + i].cost < SUMS_BROKEN; i++) {
        const sums_option *option = &work->options[percent->first + i];
        float cost = option->cost +
                     pair_cost(work, relation, sides, 0, option->value, option->decimals, SUMS_BROKEN - option->cost);
        least = lesser(least, cost);
    }
    return least;
}

static sums_fit fit_of_percent(sums_work *work, const sums_relation *relation) {
    uint32_t members[3];
    int is_loose;
    sums_fit fit = {.cost = cost_of_percent(work, relation, &is_loose), .ways = 1};
    fit.loose = (uint8_t)is_loose;
    if (is_loose) return fit;
    percent_members(work, relation, members);
    for (int i = 0; i < 3; i++) {
        const sums_cell *cell = &work->cells[members[i]];
        uint32_t as_cheap = 1;
        while (as_cheap < cell->count && work->options[cell->first + as_cheap].cost <= fit.cost) as_cheap++;
        fit.ways *= as_cheap;
    }
    if (fit.cost >= BOUND_OF_FIT) fit.cost = INFINITY;
    return fit;
}

int sums_is_explained(sums_work *work, const sums_relation *relation) {
    int is_loose;
    if (relation->kind == OPIS_PERCENT) return cost_of_percent(work, relation, &is_loose) < SUMS_BROKEN;
    sums_rest_of rest = base_of_rest(work, relation, OPIS_NO_CELL);
    if (rest.is_void || !spread_all(work, relation, OPIS_NO_CELL, BOUND_OF_FIT)) return 0;
    add_all_deviations(work, relation, OPIS_NO_CELL, &rest);
    int64_t sum = target_of(relation) - rest.base, unit = finest_unit(work, relation);
    return cost_within(work, relation, sum, unit, SUMS_BROKEN) < SUMS_BROKEN;
}

sums_fit sums_fit_of(sums_work *work, const sums_relation *relation) {
    return relation->kind == OPIS_PERCENT ? fit_of_percent(work, relation) : fit_of_sum(work, relation);
}

double sums_residual(const sums_work *work, const sums_relation *relation) {
    int64_t sum = -target_of(relation);
    for (uint32_t i = 0; i < sums_size(relation); i++) {
        uint32_t at = sums_member(work, relation, i);
        /* What is printed empty adds nothing, but a share of nothing is none. */
        if (work->cells[at].state == OPIS_CELL_BLANK && relation->kind != OPIS_PERCENT) continue;
        if (!work->cells[at].count) return NAN;
        sum += sign_of(relation, i) * sums_options(work, at)->value;
    }
    if (relation->kind != OPIS_PERCENT) return (double)(relation->kind == OPIS_HUNDRED ? sum : -sum) / SUMS_ONE;
    uint32_t members[3];
    percent_members(work, relation, members);
    double percent = (double)sums_options(work, members[0])->value / SUMS_ONE;
    double whole = (double)sums_options(work, members[2])->value;
    return whole == 0 ? NAN : percent - 100 * (double)sums_options(work, members[1])->value / whole;
}

int64_t sums_wanted(const sums_work *work, const sums_relation *relation, uint32_t member) {
    int64_t sum = -target_of(relation);
    for (uint32_t i = 0; i < sums_size(relation); i++) {
        uint32_t at = sums_member(work, relation, i);
        if (work->cells[at].state != OPIS_CELL_BLANK) sum += sign_of(relation, i) * sums_options(work, at)->value;
    }
    return -sign_of(relation, member) * sum;
}

int sums_holds(const sums_work *work, const sums_relation *relation) {
    double residual = sums_residual(work, relation);
    if (isnan(residual)) return 0;
    if (relation->kind != OPIS_PERCENT) return fabs(residual) * SUMS_ONE <= (double)relation->tolerance + 0.5;
    uint32_t members[3];
    int64_t values[3];
    percent_members(work, relation, members);
    for (int i = 0; i < 3; i++) values[i] = sums_options(work, members[i])->value;
    return percent_fits(work, relation, values, sums_options(work, members[0])->decimals);
}

static int all_quiet(const sums_work *work, const sums_relation *relation) {
    for (uint32_t i = 0; i < sums_size(relation); i++) {
        uint32_t at = sums_member(work, relation, i);
        if (work->cells[at].state != OPIS_CELL_BLANK && !sums_is_quiet(work, at)) return 0;
    }
    return 1;
}

void sums_take_stock(sums_work *work) {
    for (size_t i = 0; i < work->relation_count; i++) {
        sums_relation *relation = &work->relations[i];
        relation->weighed = OPIS_NO_CELL;
        relation->stands = 0;
        relation->off = 0;
        if (relation->kind == OPIS_HUNDRED || !all_quiet(work, relation)) continue;
        relation->stands = (uint8_t)sums_holds(work, relation);
        for (uint32_t k = 0; k < sums_size(relation) && !relation->stands && relation->kind != OPIS_PERCENT; k++) {
            uint32_t at = sums_member(work, relation, k);
            if (work->cells[at].count) relation->off -= sign_of(relation, k) * sums_options(work, at)->value;
        }
    }
}
