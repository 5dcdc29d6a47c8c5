/*
 * Mending a table of one's own: printed cells to readings, readings to the arithmetic solver.
 */
#include "book.h"
#include "memory.h"
#include "mend/figure.h"
#include "mend/sums.h"

typedef struct mending {
    const opis_glyphs *glyphs;
    opis_limits limits;
    uint32_t column_count;
    opis_grid_cell *cells;       /* owned */
    opis_cell_reading *readings; /* owned */
    size_t cell_capacity, reading_capacity, reading_count;
} mending;

static opis_status check_length(const mending *mending, const opis_printed *printed, uint64_t at, opis_error *error) {
    if (printed->length <= mending->limits.text_bytes) return OPIS_OK;
    uint64_t row = at / mending->column_count + 1, column = at % mending->column_count + 1;
    return opis_fail(error, OPIS_OVER_LIMIT, OPIS_NO_BYTE,
                     "row %lu, column %lu: a cell of %zu bytes passes the limit text_bytes of %llu; split it, or raise "
                     "the limit",
                     (unsigned long)row, (unsigned long)column, printed->length,
                     (unsigned long long)mending->limits.text_bytes);
}

static opis_status read_cell(mending *mending, const opis_printed *printed, opis_grid_cell *cell, opis_error *error) {
    opis_status status = opis_reserve(&mending->readings, &mending->reading_capacity,
                                      mending->reading_count + OPIS_FIGURE_READINGS, sizeof *mending->readings, error);
    if (status) return status;
    *cell = (opis_grid_cell){.state = OPIS_CELL_LOST, .first_reading = (uint32_t)mending->reading_count};
    if (!printed->text) return OPIS_OK;
    cell->state = opis_figure_is_blank(printed->text, printed->length) ? OPIS_CELL_BLANK : OPIS_CELL_PRINTED;
    cell->percent = (uint8_t)opis_figure_is_percent(printed->text, printed->length);
    cell->reading_count = (uint32_t)opis_figure_read(mending->glyphs, printed->text, printed->length,
                                                     mending->readings + mending->reading_count, OPIS_FIGURE_READINGS);
    mending->reading_count += cell->reading_count;
    return OPIS_OK;
}

/* A grid that will not be searched needs no more than the likeliest reading of each cell. */
static opis_status read_cells(mending *mending, const opis_printed *cells, uint64_t count, opis_error *error) {
    opis_status status =
        opis_reserve(&mending->cells, &mending->cell_capacity, (size_t)count, sizeof *mending->cells, error);
    for (uint64_t at = 0; at < count && !status; at++) {
        opis_grid_cell *cell = &mending->cells[at];
        status = check_length(mending, &cells[at], at, error);
        if (!status) status = read_cell(mending, &cells[at], cell, error);
        if (status || count <= mending->limits.table_cells || cell->reading_count < 2) continue;
        cell->reading_count = 1;
        mending->reading_count = cell->first_reading + 1u;
    }
    return status;
}

opis_status opis_mend(const opis_reader *reader, const opis_printed *cells, uint32_t row_count, uint32_t column_count,
                      const opis_relation *given, size_t given_count, const uint32_t *parts, size_t part_count,
                      opis_solution *solution, opis_error *error) {
    return opis_mend_within(reader, cells, row_count, column_count, given, given_count, parts, part_count, NULL,
                            solution, error);
}

opis_status opis_mend_within(const opis_reader *reader, const opis_printed *cells, uint32_t row_count,
                             uint32_t column_count, const opis_relation *given, size_t given_count,
                             const uint32_t *parts, size_t part_count, const opis_limits *limits,
                             opis_solution *solution, opis_error *error) {
    mending mending = {.glyphs = reader->glyphs, .limits = opis_limits_within(limits), .column_count = column_count};
    uint64_t count = (uint64_t)row_count * column_count;
    *solution = (opis_solution){0};
    if (count >= UINT32_MAX) return opis_fail(error, OPIS_OVER_LIMIT, OPIS_NO_BYTE, "a table of more than 2^32 cells");
    opis_status status = read_cells(&mending, cells, count, error);
    if (!status) {
        opis_grid grid = {row_count,        column_count,          mending.cells,
                          mending.readings, mending.reading_count, mending.limits.table_cells};
        status = opis_sums_solve(&grid, given, given_count, parts, part_count, solution, error);
    }
    opis_resize(mending.cells, 0);
    opis_resize(mending.readings, 0);
    return status;
}
