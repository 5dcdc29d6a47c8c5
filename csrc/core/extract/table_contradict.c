/*
 * A figure of the prose that the table has otherwise.  The sentence must name one row and one column of the table, and
 * no more; the figure must look like that cell's, and no cell may have it: else it is a figure of something else.
 */
#include "extract/table_hear.h"

/* Digits that may differ: half of them. */
#define ALIKE 2

static int look_alike(int64_t one, int64_t other) {
    uint32_t digits = 0, same = 0;
    for (; one > 0 && other > 0; one /= 10, other /= 10) {
        digits++;
        same += one % 10 == other % 10;
    }
    return one == 0 && other == 0 && ALIKE * same >= digits;
}

/* The one row, or column, that the sentence names; UINT32_MAX: none, or several. */
static uint32_t named(const opis_hearing *h, uint32_t count, int (*names)(const opis_hearing *, uint32_t)) {
    uint32_t found = UINT32_MAX;
    for (uint32_t i = 0; i < count; i++) {
        if (!names(h, i)) continue;
        if (found != UINT32_MAX) return UINT32_MAX;
        found = i;
    }
    return found;
}

/* Whether the table's own arithmetic keeps a cell's value. */
static int is_kept(const opis_solution *solution, uint32_t cell) {
    for (size_t i = 0; i < solution->relation_count; i++) {
        const opis_relation *relation = &solution->relations[i];
        int has_it = relation->whole == cell;
        for (uint32_t k = 0; k < relation->part_count; k++) has_it |= solution->parts[relation->first_part + k] == cell;
        if (has_it && relation->holds) return 1;
    }
    return 0;
}

/* Whether the scan may have made the cell's figure of the one in the prose. */
static int may_be_misread(const opis_hearing *h, uint32_t cell) {
    const opis_verdict *verdict = &h->settlement->cells[cell];
    for (uint32_t i = 0; i < verdict->reading_count; i++) {
        const opis_value *value = &h->settlement->readings[verdict->first_reading + i].value;
        if (value->units == h->figure->value && value->decimals == 0) return 1;
    }
    return 0;
}

opis_status opis_hear_otherwise(opis_hearing *h, opis_error *error) {
    uint32_t row = named(h, h->sketch->row_count, opis_hearing_names_row);
    uint32_t column = row == UINT32_MAX ? row : named(h, h->sketch->column_count, opis_hearing_names);
    if (column == UINT32_MAX) return OPIS_OK;
    uint32_t cell = opis_hearing_cell(h, row, column);
    opis_verdict *verdict = &h->settlement->cells[cell];
    const opis_table_cell *printed = &h->sketch->cells[cell];
    if (printed->state != OPIS_PRINTED || printed->doubtful || verdict->value.decimals) return OPIS_OK;
    if (!verdict->has_value || verdict->value.units == h->figure->value) return OPIS_OK;
    if (!look_alike(verdict->value.units, h->figure->value)) return OPIS_OK;
    if (verdict->status == OPIS_CLEAN && !is_kept(&h->settlement->solution, cell))
        verdict->status = may_be_misread(h, cell) ? OPIS_LIKELY : OPIS_CONFLICT;
    return opis_hearing_note(h, cell, OPIS_CONTRADICTS, "the prose has it otherwise: ", NULL, error);
}
