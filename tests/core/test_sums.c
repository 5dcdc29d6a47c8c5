#include "check.h"

#include "allocator.h"
#include "random.h"

#include "mend/sums.h"

#define MOST_CELLS 64
#define MOST_GIVEN 16
#define READINGS_OF_A_CELL 4

/* A grid under construction: cells are added row by row. */
typedef struct table {
    opis_grid_cell cells[MOST_CELLS];
    opis_cell_reading readings[MOST_CELLS * READINGS_OF_A_CELL];
    opis_grid grid;
    uint32_t cell_count;
    opis_relation given[MOST_GIVEN];
    uint32_t parts[MOST_CELLS * 4];
    size_t given_count, part_count;
    opis_solution solution;
    opis_error error;
} table;

static void open_table(table *made, uint32_t columns) {
    memset(made, 0, sizeof *made);
    made->grid = (opis_grid){0, columns, made->cells, made->readings, 0, 0};
}

static void add_reading(table *made, int64_t units, int decimals, float cost) {
    made->readings[made->grid.reading_count++] = (opis_cell_reading){{units, (uint8_t)decimals}, cost};
    made->cells[made->cell_count - 1].reading_count++;
}

static void add_cell(table *made, opis_cell_state state) {
    made->cells[made->cell_count++] =
        (opis_grid_cell){.state = state, .first_reading = (uint32_t)made->grid.reading_count};
    made->grid.row_count = (made->cell_count + made->grid.column_count - 1) / made->grid.column_count;
}

/* A cell that reads well. */
static void add_figure(table *made, int64_t units, int decimals) {
    add_cell(made, OPIS_CELL_PRINTED);
    add_reading(made, units, decimals, 0);
}

/* A damaged cell: two readings. */
static void add_damaged(table *made, int64_t cheaper, int64_t dearer) {
    add_cell(made, OPIS_CELL_PRINTED);
    add_reading(made, cheaper, 0, 0.4f);
    add_reading(made, dearer, 0, 1.4f);
}

/* A cell that reads well, and might be misread. */
static void add_misread(table *made, int64_t seen, int64_t printed) {
    add_cell(made, OPIS_CELL_PRINTED);
    add_reading(made, seen, 0, 0);
    add_reading(made, printed, 0, 6.9f);
}

static void add_figures(table *made, const int64_t *units, size_t count) {
    for (size_t i = 0; i < count; i++) add_figure(made, units[i], 0);
}

static void give(table *made, opis_relation_kind kind, uint32_t whole, const uint32_t *parts, size_t count) {
    made->given[made->given_count++] = (opis_relation){
        .kind = kind, .whole = whole, .first_part = (uint32_t)made->part_count, .part_count = (uint32_t)count};
    memcpy(made->parts + made->part_count, parts, count * sizeof *parts);
    made->part_count += count;
}

/* In which every table is solved once more: what another has left there must change nothing. */
static opis_sums_room *room;

static int same_cell(const opis_settled *a, const opis_settled *b) {
    return a->status == b->status && a->has_value == b->has_value && a->value.units == b->value.units &&
           a->value.decimals == b->value.decimals && a->reading == b->reading && a->relation == b->relation &&
           a->has_other == b->has_other && a->other.units == b->other.units;
}

static void solve(table *made) {
    opis_solution again;
    CHECK_OK(opis_sums_solve(&made->grid, made->given, made->given_count, made->parts, made->part_count,
                             &made->solution, &made->error),
             made->error);
    CHECK_OK(opis_sums_solve_in(room, &made->grid, made->given, made->given_count, made->parts, made->part_count,
                                &again, &made->error),
             made->error);
    CHECK_EQUAL_INT(again.relation_count, made->solution.relation_count);
    for (uint32_t at = 0; at < made->cell_count; at++) CHECK(same_cell(&again.cells[at], &made->solution.cells[at]));
}

static void check_cell(const table *made, uint32_t at, opis_certainty status, int64_t units) {
    const opis_settled *cell = &made->solution.cells[at];
    if (!CHECK(cell->status == status) || !CHECK(cell->value.units == units))
        printf("    cell %u: status %d, value %lld\n", at, cell->status, (long long)cell->value.units);
}

/* ---- Families ------------------------------------------------------------------------------------------ */

static void test_margins_are_found_and_prove_cells(void) {
    table t;
    open_table(&t, 4);
    add_figures(&t, (const int64_t[]){312, 45, 961, 1318}, 4);
    add_figure(&t, 87, 0);
    add_damaged(&t, 211, 271);
    add_figures(&t, (const int64_t[]){530, 888, 406, 733, 94, 1233}, 6);
    add_figures(&t, (const int64_t[]){805, 1049, 1585, 3439}, 4);
    solve(&t);
    check_cell(&t, 5, OPIS_REPAIRED, 271);
    CHECK(t.solution.cells[5].relation >= 0);
    for (uint32_t at = 0; at < 16; at++)
        if (at != 5) CHECK_EQUAL_INT(t.solution.cells[at].status, OPIS_CLEAN);
    CHECK_EQUAL_INT(t.solution.relation_count, 8);
    for (size_t i = 0; i < t.solution.relation_count; i++) CHECK(t.solution.relations[i].holds);
    opis_solution_release(&t.solution);
}

static void test_no_relation_no_proof(void) {
    table t;
    open_table(&t, 3);
    add_figures(&t, (const int64_t[]){312, 45, 961, 87}, 4);
    add_damaged(&t, 211, 271);
    add_figures(&t, (const int64_t[]){530, 406, 733, 94, 11, 5, 208}, 7);
    solve(&t);
    check_cell(&t, 4, OPIS_LIKELY, 211);
    check_cell(&t, 0, OPIS_CLEAN, 312);
    CHECK_EQUAL_INT(t.solution.relation_count, 0);
    opis_solution_release(&t.solution);
}

/* One row where a sum holds by chance is no family. */
static void test_chance_sums_are_not_believed(void) {
    table t;
    open_table(&t, 3);
    add_figures(&t, (const int64_t[]){3, 4, 7, 12, 5, 9, 8, 1, 9, 7, 7, 2}, 12);
    add_figure(&t, 6, 0);
    add_damaged(&t, 1, 2);
    add_figure(&t, 8, 0);
    solve(&t);
    CHECK_EQUAL_INT(t.solution.relation_count, 0);
    check_cell(&t, 13, OPIS_LIKELY, 1);
    opis_solution_release(&t.solution);
}

static void test_percentages_are_found_rounded_or_cut_off(void) {
    static const int64_t counts[][2] = {{398, 35}, {2031, 112}, {1620, 63}, {5275, 188}, {9446, 324}, {733, 611}};
    for (int truncates = 0; truncates < 2; truncates++) {
        table t;
        open_table(&t, 3);
        for (size_t row = 0; row < 6; row++) {
            double percent = 1000.0 * (double)counts[row][1] / (double)counts[row][0];
            add_figure(&t, counts[row][0], 0);
            add_figure(&t, counts[row][1], 0);
            add_figure(&t, truncates ? (int64_t)percent : (int64_t)(percent + 0.5), 1);
        }
        solve(&t);
        CHECK_EQUAL_INT(t.solution.relation_count, 6);
        for (size_t i = 0; i < t.solution.relation_count; i++) {
            CHECK_EQUAL_INT(t.solution.relations[i].kind, OPIS_PERCENT);
            CHECK_EQUAL_INT(t.solution.relations[i].truncates, truncates);
        }
        opis_solution_release(&t.solution);
    }
}

static void test_columns_that_make_a_hundred(void) {
    static const int64_t shares[][3] = {{412, 105, 388}, {301, 377, 94}, {187, 218, 215}, {100, 299, 303}};
    table t;
    open_table(&t, 3);
    for (size_t row = 0; row < 4; row++)
        for (size_t column = 0; column < 3; column++) add_figure(&t, shares[row][column], 1);
    solve(&t);
    CHECK_EQUAL_INT(t.solution.relation_count, 3);
    for (size_t i = 0; i < t.solution.relation_count; i++) {
        CHECK_EQUAL_INT(t.solution.relations[i].kind, OPIS_HUNDRED);
        CHECK(t.solution.relations[i].holds);
    }
    opis_solution_release(&t.solution);
}

/* Rounding lets four shares miss a hundred by two units, and hardly ever does. */
static void test_a_share_that_hardly_fits_is_in_doubt(void) {
    static const int64_t shares[][3] = {{412, 105, 388}, {301, 377, 94}, {187, 218, 215}, {100, 299, 303}};
    for (int64_t miss = 1; miss <= 2; miss++) {
        table t;
        open_table(&t, 3);
        for (size_t row = 0; row < 4; row++)
            for (size_t column = 0; column < 3; column++) {
                int is_misread = row == 2 && column == 1;
                add_figure(&t, shares[row][column] + (is_misread ? 1 + miss : 0), 1);
                if (is_misread) add_reading(&t, shares[row][column], 1, 6.9f);
            }
        solve(&t);
        CHECK_EQUAL_INT(t.solution.cells[7].status, miss == 2 ? OPIS_LIKELY : OPIS_CLEAN);
        CHECK_EQUAL_INT(t.solution.cells[4].status, OPIS_CLEAN);
        opis_solution_release(&t.solution);
    }
}

/* Two columns of three make a hundred: too little to prove, enough to doubt a share that would make it in the third. */
static void test_a_relation_too_weak_to_prove_casts_doubt(void) {
    static const int64_t shares[][3] = {{712, 105, 688}, {101, 677, 94}, {137, 118, 115}, {50, 100, 103}};
    table t;
    open_table(&t, 3);
    for (size_t row = 0; row < 4; row++)
        for (size_t column = 0; column < 3; column++) {
            int is_misread = row == 2 && column == 2;
            add_figure(&t, shares[row][column] + (is_misread ? 60 : 0), 1);
            if (is_misread) add_reading(&t, shares[row][column], 1, 6.9f);
        }
    solve(&t);
    check_cell(&t, 8, OPIS_LIKELY, 175);
    CHECK(t.solution.cells[8].has_other && t.solution.cells[8].other.units == 115);
    CHECK_EQUAL_INT(t.solution.cells[2].status, OPIS_CLEAN);
    CHECK_EQUAL_INT(t.solution.cells[7].status, OPIS_CLEAN);
    opis_solution_release(&t.solution);
}

/* All others have two decimals. */
static void test_a_lone_figure_without_decimals_may_have_lost_its_point(void) {
    for (int lone = 0; lone < 2; lone++) {
        table t;
        open_table(&t, 1);
        for (size_t row = 0; row < 6; row++) add_figure(&t, 413 + 137 * (int64_t)row, 2);
        add_figure(&t, 651, 0);
        add_figure(&t, lone ? 722 : 7, lone ? 2 : 0);
        solve(&t);
        check_cell(&t, 6, lone ? OPIS_LIKELY : OPIS_CLEAN, 651);
        if (lone) CHECK(t.solution.cells[6].other.units == 651 && t.solution.cells[6].other.decimals == 2);
        opis_solution_release(&t.solution);
    }
}

/* A long sum that one column shows in print holds in the other, too. */
static void test_one_long_sum_is_enough_for_a_margin(void) {
    table t;
    open_table(&t, 2);
    add_figures(&t, (const int64_t[]){3121, 45, 9613, 1318, 8714}, 5);
    add_damaged(&t, 211, 271);
    add_figures(&t, (const int64_t[]){5303, 888, 4061, 733, 30812, 3255}, 6);
    solve(&t);
    check_cell(&t, 5, OPIS_REPAIRED, 271);
    opis_solution_release(&t.solution);
}

/* Two blocks with their totals before them, each too weak alone, and the grand total fill a table of two columns. */
static void test_blocks_that_fill_a_table_support_each_other(void) {
    table t;
    open_table(&t, 2);
    add_figures(&t, (const int64_t[]){97, 131, 61, 84}, 4);
    add_damaged(&t, 30, 36);
    add_figures(&t, (const int64_t[]){47, 155, 89, 72, 23, 83, 66, 252, 220}, 9);
    solve(&t);
    check_cell(&t, 4, OPIS_REPAIRED, 36);
    opis_solution_release(&t.solution);
}

/* ---- What single cells get ----------------------------------------------------------------------------- */

static void test_a_misreading_that_two_relations_unmask(void) {
    table t;
    open_table(&t, 4);
    add_figures(&t, (const int64_t[]){312, 45, 961, 1318}, 4);
    add_figure(&t, 87, 0);
    add_misread(&t, 211, 271);
    add_figures(&t, (const int64_t[]){530, 888, 406, 733, 94, 1233, 805, 1049, 1585, 3439}, 10);
    solve(&t);
    check_cell(&t, 5, OPIS_REPAIRED, 271);
    opis_solution_release(&t.solution);
}

/* Where one relation alone is broken, any of its cells may be to blame. */
static void test_one_broken_relation_blames_nobody(void) {
    static const int64_t rows[][3] = {{312, 45, 357}, {87, 271, 358}, {406, 733, 1139}, {95, 18, 113}};
    table t;
    open_table(&t, 3);
    for (size_t row = 0; row < 4; row++) add_figures(&t, rows[row], 3);
    add_misread(&t, 520, 620);
    add_misread(&t, 114, 214);
    add_misread(&t, 734, 634);
    solve(&t);
    for (uint32_t at = 12; at < 15; at++) CHECK_EQUAL_INT(t.solution.cells[at].status, OPIS_LIKELY);
    check_cell(&t, 12, OPIS_LIKELY, 520);
    CHECK_EQUAL_INT(t.solution.cells[0].status, OPIS_CLEAN);
    opis_solution_release(&t.solution);
}

/* A percentage that no reading reconciles with counts that other relations vouch for. */
static void test_a_contradiction_in_print(void) {
    static const int64_t counts[][2] = {{398, 35}, {2031, 112}, {1620, 63}, {5275, 188}, {9446, 324}};
    table t;
    int64_t sums[2] = {0, 0};
    open_table(&t, 3);
    for (size_t row = 0; row < 6; row++) {
        const int64_t *pair = row < 5 ? counts[row] : sums;
        add_figure(&t, pair[0], 0);
        add_figure(&t, pair[1], 0);
        add_figure(&t, row == 2 ? 962 : (int64_t)(1000.0 * (double)pair[1] / (double)pair[0] + 0.5), 1);
        for (int i = 0; i < 2 && row < 5; i++) sums[i] += counts[row][i];
    }
    solve(&t);
    check_cell(&t, 8, OPIS_CONFLICT, 962);
    CHECK_EQUAL_INT(t.solution.cells[6].status, OPIS_CLEAN);
    CHECK(t.solution.cells[8].relation >= 0 && !t.solution.relations[t.solution.cells[8].relation].holds);
    opis_solution_release(&t.solution);
}

static void test_lost_cells(void) {
    table t;
    open_table(&t, 4);
    add_figures(&t, (const int64_t[]){312, 45, 961, 1318, 87}, 5);
    add_cell(&t, OPIS_CELL_LOST);
    add_figures(&t, (const int64_t[]){530, 888, 406, 733, 94, 1233, 805, 1049, 1585, 3439}, 10);
    solve(&t);
    check_cell(&t, 5, OPIS_REPAIRED, 271);
    CHECK_EQUAL_INT(t.solution.cells[5].reading, -1);
    opis_solution_release(&t.solution);
    open_table(&t, 2);
    add_figures(&t, (const int64_t[]){312, 45, 961}, 3);
    add_cell(&t, OPIS_CELL_LOST);
    solve(&t);
    CHECK_EQUAL_INT(t.solution.cells[3].status, OPIS_MISSING);
    CHECK_EQUAL_INT(t.solution.cells[3].has_value, 0);
    opis_solution_release(&t.solution);
}

/* What two margins make of a lost cell is no proof where it would be below nought and no figure else is. */
static void test_no_count_is_below_nought(void) {
    for (int goes_below = 0; goes_below < 2; goes_below++) {
        table t;
        open_table(&t, 4);
        add_figures(&t, (const int64_t[]){goes_below ? -312 : 312, 45, 961, goes_below ? 694 : 1318, 87}, 5);
        add_cell(&t, OPIS_CELL_LOST);
        add_figures(&t, (const int64_t[]){530, 600, 406, 733, 94, 1233}, 6);
        add_figures(&t, (const int64_t[]){goes_below ? 181 : 805, 761, 1585, goes_below ? 2527 : 3151}, 4);
        solve(&t);
        check_cell(&t, 5, goes_below ? OPIS_REPAIRED : OPIS_MISSING, goes_below ? -17 : 0);
        opis_solution_release(&t.solution);
    }
}

/* A first row of noughts: that the others alone add up, too, is no relation of a column where it is not nought. */
static void test_a_sum_that_a_longer_one_denies(void) {
    table t;
    open_table(&t, 5);
    add_figures(
        &t, (const int64_t[]){0, 0, 0, 0, 7, 45, 312, 961, 131, 22, 87, 271, 530, 888, 41, 406, 733, 94, 123, 19}, 20);
    add_figures(&t, (const int64_t[]){538, 1316, 1585, 1142}, 4);
    add_misread(&t, 89, 82);
    solve(&t);
    for (uint32_t at = 0; at < 25; at++) CHECK_EQUAL_INT(t.solution.cells[at].status, OPIS_CLEAN);
    for (size_t i = 0; i < t.solution.relation_count; i++) CHECK(t.solution.relations[i].holds);
    opis_solution_release(&t.solution);
}

static void test_blank_cells_count_as_nothing(void) {
    table t;
    open_table(&t, 3);
    add_figures(&t, (const int64_t[]){312, 45, 357, 87, 271, 358, 406}, 7);
    add_cell(&t, OPIS_CELL_BLANK);
    add_figures(&t, (const int64_t[]){406, 805, 316, 1121}, 4);
    solve(&t);
    CHECK_EQUAL_INT(t.solution.cells[7].status, OPIS_CLEAN);
    CHECK_EQUAL_INT(t.solution.cells[7].has_value, 0);
    CHECK(t.solution.relation_count >= 5);
    opis_solution_release(&t.solution);
}

/* ---- Relations of the caller --------------------------------------------------------------------------- */

static void test_given_relations(void) {
    table t;
    open_table(&t, 3);
    add_figure(&t, 312, 0);
    add_damaged(&t, 45, 95);
    add_figure(&t, 407, 0);
    give(&t, OPIS_SUM, 2, (const uint32_t[]){0, 1}, 2);
    solve(&t);
    check_cell(&t, 1, OPIS_REPAIRED, 95);
    CHECK(t.solution.relations[0].given && t.solution.relations[0].holds);
    opis_solution_release(&t.solution);
    t.given_count = t.part_count = 0;
    give(&t, OPIS_DIFFERENCE, 1, (const uint32_t[]){2, 0}, 2);
    solve(&t);
    check_cell(&t, 1, OPIS_REPAIRED, 95);
    opis_solution_release(&t.solution);
}

static void test_unsound_relations_are_left_out(void) {
    table t;
    open_table(&t, 3);
    add_figures(&t, (const int64_t[]){1, 2, 3}, 3);
    give(&t, OPIS_SUM, 7, (const uint32_t[]){0, 1}, 2);
    give(&t, OPIS_SUM, 2, (const uint32_t[]){0, 9}, 2);
    give(&t, OPIS_SUM, 2, (const uint32_t[]){2, 1}, 2);
    give(&t, OPIS_SUM, 2, (const uint32_t[]){1, 1}, 2);
    give(&t, OPIS_PERCENT, 2, (const uint32_t[]){0}, 1);
    give(&t, OPIS_SUM, 2, (const uint32_t[]){0}, 0);
    t.given[t.given_count++] = (opis_relation){.kind = OPIS_SUM, .whole = 2, .first_part = 5, .part_count = UINT32_MAX};
    solve(&t);
    CHECK_EQUAL_INT(t.solution.relation_count, 0);
    opis_solution_release(&t.solution);
}

/* ---- Against brute force ------------------------------------------------------------------------------- */

static int keeps_all(const table *t, const uint32_t *choice) {
    for (size_t r = 0; r < t->given_count; r++) {
        const opis_relation *relation = &t->given[r];
        int64_t sum = 0;
        for (uint32_t i = 0; i < relation->part_count; i++) {
            uint32_t part = t->parts[relation->first_part + i];
            sum += t->readings[t->cells[part].first_reading + choice[part]].value.units;
        }
        uint32_t whole = relation->whole;
        if (sum != t->readings[t->cells[whole].first_reading + choice[whole]].value.units) return 0;
    }
    return 1;
}

/* The least cost of an assignment that keeps all relations, for each reading of each cell. */
static void brute_force(const table *t, float least[MOST_CELLS][READINGS_OF_A_CELL]) {
    uint32_t choice[MOST_CELLS] = {0}, at;
    for (uint32_t i = 0; i < t->cell_count; i++)
        for (int k = 0; k < READINGS_OF_A_CELL; k++) least[i][k] = INFINITY;
    do {
        float cost = 0;
        for (uint32_t i = 0; i < t->cell_count; i++) cost += t->readings[t->cells[i].first_reading + choice[i]].cost;
        if (keeps_all(t, choice))
            for (uint32_t i = 0; i < t->cell_count; i++)
                if (cost < least[i][choice[i]]) least[i][choice[i]] = cost;
        for (at = 0; at < t->cell_count && ++choice[at] == t->cells[at].reading_count; at++) choice[at] = 0;
    } while (at < t->cell_count);
}

/* A 3 by 3 grid with margins; some cells damaged, their true value among the readings. */
static void random_margins(table *t) {
    int64_t values[9];
    open_table(t, 3);
    for (int i = 0; i < 9; i++) values[i] = random_below(random_below(2) ? 30 : 900);
    values[2] = values[0] + values[1];
    values[5] = values[3] + values[4];
    for (int column = 0; column < 3; column++) values[6 + column] = values[column] + values[3 + column];
    for (int i = 0; i < 9; i++) {
        uint32_t damaged = random_below(3) == 0, right = random_below(3);
        add_cell(t, OPIS_CELL_PRINTED);
        for (uint32_t k = 0; k < (damaged ? 3 : 1); k++) {
            int64_t units = values[i];
            if (damaged && k != right) units += (int64_t)(1 + random_below(3)) * (random_below(2) ? 10 : -1);
            add_reading(t, units, 0, damaged ? 0.25f + (float)k * 0.5f : 0);
        }
    }
    for (uint32_t row = 0; row < 3; row++) give(t, OPIS_SUM, 3 * row + 2, (const uint32_t[]){3 * row, 3 * row + 1}, 2);
    for (uint32_t column = 0; column < 3; column++)
        give(t, OPIS_SUM, 6 + column, (const uint32_t[]){column, 3 + column}, 2);
}

static void test_what_is_repaired_is_the_one_solution(void) {
    int repaired = 0, unique = 0;
    for (int turn = 0; turn < 3000; turn++) {
        table t;
        float least[MOST_CELLS][READINGS_OF_A_CELL];
        random_margins(&t);
        solve(&t);
        brute_force(&t, least);
        for (uint32_t i = 0; i < t.cell_count; i++) {
            const opis_settled *cell = &t.solution.cells[i];
            const opis_cell_reading *readings = t.readings + t.cells[i].first_reading;
            int others = 0, kept = 0;
            for (uint32_t k = 0; k < t.cells[i].reading_count; k++) {
                if (isinf(least[i][k])) continue;
                if (readings[k].value.units == cell->value.units)
                    kept = 1;
                else
                    others++;
            }
            unique += t.cells[i].reading_count > 1 && others == 0;
            if (cell->status != OPIS_REPAIRED) continue;
            repaired++;
            CHECK(kept && others == 0);
        }
        opis_solution_release(&t.solution);
    }
    /* Most of what is unique is found. */
    CHECK(repaired * 10 > unique * 8);
    printf("    %d of %d unique values proved\n", repaired, unique);
}

/* ---- Bounds -------------------------------------------------------------------------------------------- */

static void test_a_large_grid_stays_as_it_reads(void) {
    size_t count = 100000 * 3;
    opis_grid_cell *cells = malloc(count * sizeof *cells);
    opis_cell_reading readings[2] = {{{7, 0}, 0}, {{9, 0}, 0.5f}};
    opis_solution solution;
    opis_error error;
    CHECK_OR_STOP(cells != NULL);
    for (size_t i = 0; i < count; i++)
        cells[i] = (opis_grid_cell){.state = OPIS_CELL_PRINTED, .first_reading = i % 5 == 0, .reading_count = 1};
    opis_grid grid = {100000, 3, cells, readings, 2, 0};
    CHECK_OK(opis_sums_solve(&grid, NULL, 0, NULL, 0, &solution, &error), error);
    CHECK(solution.bounded);
    CHECK_EQUAL_INT(solution.cells[0].status, OPIS_LIKELY);
    CHECK_EQUAL_INT(solution.cells[1].status, OPIS_CLEAN);
    opis_solution_release(&solution);
    free(cells);
}

static void test_values_at_the_edges_of_integers(void) {
    static const int64_t edges[] = {INT64_MAX, INT64_MIN, INT64_MAX - 1, 100000000000, -100000000000, 0, 1, -1};
    table t;
    open_table(&t, 4);
    for (int i = 0; i < 32; i++) {
        add_cell(&t, OPIS_CELL_PRINTED);
        for (int k = 0; k < 3; k++) add_reading(&t, edges[(i * 3 + k) % 8], (i + k) % 7, (float)k);
    }
    give(&t, OPIS_PERCENT, 0, (const uint32_t[]){1, 2}, 2);
    give(&t, OPIS_SUM, 5, (const uint32_t[]){6, 7, 8, 9}, 4);
    give(&t, OPIS_HUNDRED, OPIS_NO_CELL, (const uint32_t[]){10, 11, 12}, 3);
    solve(&t);
    opis_solution_release(&t.solution);
}

/* Nothing but noise, every cell with readings close to each other: time stays bounded. */
static void test_noise_takes_bounded_time(void) {
    enum { ROWS = 40, COLUMNS = 40, EACH = 24 };
    opis_grid_cell *cells = malloc(sizeof *cells * ROWS * COLUMNS);
    opis_cell_reading *readings = malloc(sizeof *readings * ROWS * COLUMNS * EACH);
    opis_solution solution;
    opis_error error;
    CHECK_OR_STOP(cells && readings);
    for (uint32_t i = 0; i < ROWS * COLUMNS; i++) {
        cells[i] = (opis_grid_cell){.state = OPIS_CELL_PRINTED, .first_reading = i * EACH, .reading_count = EACH};
        for (uint32_t k = 0; k < EACH; k++)
            readings[i * EACH + k] = (opis_cell_reading){{random_below(40), 0}, (float)k * 0.1f};
    }
    opis_grid grid = {ROWS, COLUMNS, cells, readings, (size_t)ROWS * COLUMNS * EACH, 0};
    CHECK_OK(opis_sums_solve(&grid, NULL, 0, NULL, 0, &solution, &error), error);
    opis_solution_release(&solution);
    for (uint32_t i = 0; i < ROWS * COLUMNS * EACH; i++) readings[i].value.units = 0;
    CHECK_OK(opis_sums_solve(&grid, NULL, 0, NULL, 0, &solution, &error), error);
    opis_solution_release(&solution);
    free(cells);
    free(readings);
}

/* ---- Memory -------------------------------------------------------------------------------------------- */

static void test_every_allocation_may_fail(void) {
    opis_status status = OPIS_OUT_OF_MEMORY;
    for (long allowed = 0; allowed < 400 && status == OPIS_OUT_OF_MEMORY; allowed++) {
        table t;
        random_margins(&t);
        t.given_count = allowed % 2 ? 3 : 0;
        allocations_left = allowed;
        status = opis_sums_solve(&t.grid, t.given, t.given_count, t.parts, t.part_count, &t.solution, &t.error);
        allocations_left = -1;
        CHECK(status == OPIS_OK || (status == OPIS_OUT_OF_MEMORY && t.solution.cells == NULL));
        opis_solution_release(&t.solution);
    }
    CHECK_EQUAL_INT(status, OPIS_OK);
}

static void test_a_room_lasts_when_memory_fails(void) {
    opis_status status = OPIS_OUT_OF_MEMORY;
    opis_error error;
    opis_sums_room *own = opis_sums_room_new(&error);
    CHECK_OR_STOP(own != NULL);
    for (long allowed = 0; allowed < 400 && status == OPIS_OUT_OF_MEMORY; allowed++) {
        table t;
        random_margins(&t);
        allocations_left = allowed;
        status = opis_sums_solve_in(own, &t.grid, NULL, 0, NULL, 0, &t.solution, &t.error);
        allocations_left = -1;
        CHECK((status == OPIS_OK) == (t.solution.cells != NULL));
    }
    CHECK_EQUAL_INT(status, OPIS_OK);
    table t;
    random_margins(&t);
    CHECK_OK(opis_sums_solve_in(own, &t.grid, NULL, 0, NULL, 0, &t.solution, &error), error);
    allocations_left = 0;
    CHECK_OK(opis_sums_solve_in(own, &t.grid, NULL, 0, NULL, 0, &t.solution, &error), error);
    allocations_left = -1;
    opis_sums_room_free(own);
}

int main(void) {
    opis_error error;
    room = opis_sums_room_new(&error);
    if (!room) return 1;
    CHECK_RUN(test_margins_are_found_and_prove_cells);
    CHECK_RUN(test_no_relation_no_proof);
    CHECK_RUN(test_chance_sums_are_not_believed);
    CHECK_RUN(test_percentages_are_found_rounded_or_cut_off);
    CHECK_RUN(test_columns_that_make_a_hundred);
    CHECK_RUN(test_a_share_that_hardly_fits_is_in_doubt);
    CHECK_RUN(test_a_relation_too_weak_to_prove_casts_doubt);
    CHECK_RUN(test_a_lone_figure_without_decimals_may_have_lost_its_point);
    CHECK_RUN(test_one_long_sum_is_enough_for_a_margin);
    CHECK_RUN(test_blocks_that_fill_a_table_support_each_other);
    CHECK_RUN(test_a_misreading_that_two_relations_unmask);
    CHECK_RUN(test_one_broken_relation_blames_nobody);
    CHECK_RUN(test_a_contradiction_in_print);
    CHECK_RUN(test_lost_cells);
    CHECK_RUN(test_no_count_is_below_nought);
    CHECK_RUN(test_a_sum_that_a_longer_one_denies);
    CHECK_RUN(test_blank_cells_count_as_nothing);
    CHECK_RUN(test_given_relations);
    CHECK_RUN(test_unsound_relations_are_left_out);
    CHECK_RUN(test_what_is_repaired_is_the_one_solution);
    CHECK_RUN(test_a_large_grid_stays_as_it_reads);
    CHECK_RUN(test_values_at_the_edges_of_integers);
    CHECK_RUN(test_noise_takes_bounded_time);
    CHECK_RUN(test_every_allocation_may_fail);
    CHECK_RUN(test_a_room_lasts_when_memory_fails);
    opis_sums_room_free(room);
    return check_report();
}
