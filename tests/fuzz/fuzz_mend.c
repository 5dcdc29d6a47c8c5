/*
 * Any bytes as a table of one's own, for the arithmetic solver.
 *
 * The first byte is the number of columns, the second that of relations that the caller gives; each of these takes a
 * byte for its kind, one for its whole, one for the number of its parts and one for each part, all of them right or
 * wrong.  The rest is cells: a bar or a line break ends one, and a cell that is "~" alone was lost.
 */
#include "fuzz.h"

#define MOST_COLUMNS 24
#define MOST_GIVEN 8
#define MOST_PARTS 16
#define NOWHERE 255 /* a whole or part that is in no table */

typedef struct table {
    opis_relation given[MOST_GIVEN];
    uint32_t parts[MOST_GIVEN * MOST_PARTS];
    size_t given_count, part_count;
    opis_printed *cells;
    uint32_t rows, columns;
} table;

typedef struct input {
    const uint8_t *at, *end;
} input;

static uint8_t next_byte(input *input) {
    return input->at < input->end ? *input->at++ : 0;
}

static uint32_t next_cell(input *input) {
    uint8_t byte = next_byte(input);
    return byte == NOWHERE ? OPIS_NO_CELL : byte;
}

static void take_relations(table *table, input *input) {
    table->given_count = next_byte(input) % (MOST_GIVEN + 1);
    for (size_t i = 0; i < table->given_count; i++) {
        opis_relation *relation = &table->given[i];
        relation->kind = (opis_relation_kind)(next_byte(input) % (OPIS_HUNDRED + 1));
        relation->whole = next_cell(input);
        relation->first_part = (uint32_t)table->part_count;
        relation->part_count = next_byte(input) % (MOST_PARTS + 1);
        for (uint32_t p = 0; p < relation->part_count; p++) table->parts[table->part_count++] = next_cell(input);
    }
}

/* The last row is filled up with cells that were lost. */
static void take_cells(table *table, const input *input) {
    size_t ends = 1, count = 0;
    for (const uint8_t *c = input->at; c < input->end; c++) ends += *c == '|' || *c == '\n';
    table->rows = (uint32_t)((ends + table->columns - 1) / table->columns);
    table->cells = calloc((size_t)table->rows * table->columns, sizeof *table->cells);
    if (!table->cells) return;
    for (const uint8_t *c = input->at, *begun = c; c <= input->end; c++) {
        if (c < input->end && *c != '|' && *c != '\n') continue;
        opis_printed *cell = &table->cells[count++];
        *cell = (opis_printed){(const char *)begun, (size_t)(c - begun)};
        if (cell->length == 1 && *begun == '~') *cell = (opis_printed){NULL, 0};
        begun = c + 1;
    }
}

static void look_at(const opis_solution *solution, size_t cells) {
    for (size_t i = 0; i < cells; i++) {
        PROMISED(solution->cells[i].status <= OPIS_CONFLICT);
        PROMISED(solution->cells[i].relation < (int64_t)solution->relation_count);
        PROMISED(solution->cells[i].has_value || solution->cells[i].status == OPIS_MISSING ||
                 solution->cells[i].status == OPIS_CLEAN || solution->cells[i].status == OPIS_LIKELY);
    }
    for (size_t i = 0; i < solution->relation_count; i++) {
        const opis_relation *relation = &solution->relations[i];
        PROMISED(relation->whole == OPIS_NO_CELL || relation->whole < cells);
        PROMISED((size_t)relation->first_part + relation->part_count <= solution->part_count);
        for (uint32_t p = 0; p < relation->part_count; p++) PROMISED(solution->parts[relation->first_part + p] < cells);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    input input = {data, data + size};
    table table = {.columns = 1u + next_byte(&input) % MOST_COLUMNS};
    opis_solution solution;
    opis_error error = {OPIS_OK, 0, ""};
    take_relations(&table, &input);
    take_cells(&table, &input);
    if (!table.cells) return 0;
    opis_status status = opis_mend(fuzz_reader(), table.cells, table.rows, table.columns, table.given,
                                   table.given_count, table.parts, table.part_count, &solution, &error);
    PROMISED(status == OPIS_OK);
    look_at(&solution, (size_t)table.rows * table.columns);
    opis_solution_release(&solution);
    free(table.cells);
    return 0;
}
