/*
 * What the prose around a table says of its cells.  A figure that equals a cell, or the cells of some years together,
 * confirms them, or proves the one reading that agrees; percentages confirm the ratio of two columns, once two of them
 * do; a lost cell is filled only where a sentence names its row and column.
 */
#include <math.h>

#include "extract/table_hear.h"
#include "memory.h"

/* Lines before and behind a table that may speak of it, in its own chapter. */
#define LINES_BEFORE 160
#define LINES_BEHIND 320
#define SMALLEST_WITNESS 1000
/* Rounder figures are estimates. */
#define ROUND 1000

static int whole_value(const opis_verdict *cell, int64_t *value) {
    *value = cell->value.units;
    return cell->has_value && cell->value.decimals == 0;
}

opis_status opis_hearing_testify(opis_hearing *h, uint32_t cell, opis_testimony testimony, opis_error *error) {
    opis_settlement *settlement = h->settlement;
    opis_status status = opis_reserve(&settlement->witnesses, &settlement->witness_capacity,
                                      settlement->witness_count + 1, sizeof *settlement->witnesses, error);
    if (status != OPIS_OK) return status;
    settlement->witnesses[settlement->witness_count++] = (opis_table_witness){
        .cell = cell,
        .start = h->figure->start,
        .line = (int32_t)opis_source_line(&h->book->source, h->figure->start) + 1,
        .value = (double)h->figure->value,
        .percent = h->figure->percent,
        .testimony = (uint8_t)testimony,
    };
    return OPIS_OK;
}

opis_status opis_hearing_note(opis_hearing *h, uint32_t cell, opis_testimony testimony, const char *what,
                              const opis_year_span *years, opis_error *error) {
    opis_phrase phrase = {.length = 0};
    const opis_prose_figure *figure = h->figure;
    opis_status status = opis_hearing_testify(h, cell, testimony, error);
    if (status != OPIS_OK) return status;
    opis_phrase_add(&phrase, what);
    opis_phrase_add_value(&phrase, (opis_value){figure->value, 0});
    opis_phrase_add(&phrase, figure->percent ? " percent" : "");
    if (years) {
        opis_phrase_add(&phrase, " for ");
        opis_phrase_add_integer(&phrase, years->first);
        if (years->last != years->first) opis_phrase_add(&phrase, "-");
        if (years->last != years->first) opis_phrase_add_integer(&phrase, years->last);
    }
    opis_phrase_add(&phrase, " (line ");
    opis_phrase_add_integer(&phrase, (int64_t)opis_source_line(&h->book->source, figure->start) + 1);
    opis_phrase_add(&phrase, ")");
    return opis_table_note(h->sketch, &h->settlement->cells[cell], &phrase, error);
}

/* The rows of some years; 0 where the table does not have the last, or too many. */
static int find_rows(opis_hearing *h, const opis_year_span *years) {
    int last = 0;
    int32_t earliest = INT32_MAX;
    h->row_count = 0;
    if (!years->first || !h->sketch->years) return 0;
    for (uint32_t row = 0; row < h->sketch->row_count; row++) {
        int32_t year = h->sketch->years[row];
        if (year && year < earliest) earliest = year;
        if (year < years->first || year > years->last) continue;
        if (h->row_count == 64) return 0;
        h->rows[h->row_count++] = row;
        last |= year == years->last;
    }
    return last && years->first + 1 >= earliest;
}

/* ---- Single cells ---------------------------------------------------------------------------------------- */

/* A figure that is a cell's own, or one reading of one damaged cell. */
static opis_status hear_of_cell(opis_hearing *h, opis_error *error) {
    uint32_t count = h->sketch->row_count * h->sketch->column_count, found = UINT32_MAX;
    const opis_cell_reading *match = NULL;
    int several = 0;
    for (uint32_t i = 0; i < count; i++) {
        opis_verdict *cell = &h->settlement->cells[i];
        int64_t value;
        if (h->sketch->cells[i].state != OPIS_PRINTED) continue;
        if (whole_value(cell, &value) && value == h->figure->value && cell->status != OPIS_LIKELY)
            return opis_hearing_note(h, i, OPIS_CONFIRMS, "the prose has it too: ", NULL, error);
        for (uint32_t k = 0; k < cell->reading_count && cell->status == OPIS_LIKELY; k++) {
            const opis_cell_reading *reading = &h->settlement->readings[cell->first_reading + k];
            const opis_cell_reading *first = &h->settlement->readings[cell->first_reading];
            if (reading->value.decimals || reading->value.units != h->figure->value) continue;
            if (reading->cost > first->cost + OPIS_DOUBTS_A_FIGURE) break;
            several |= found != UINT32_MAX && found != i;
            found = i;
            match = reading;
        }
    }
    if (several) return OPIS_OK;
    if (found == UINT32_MAX) return opis_hear_otherwise(h, error);
    h->settlement->cells[found].value = match->value;
    h->settlement->cells[found].has_value = 1;
    if (!h->sketch->cells[found].doubtful) h->settlement->cells[found].status = OPIS_REPAIRED;
    return opis_hearing_note(h, found, OPIS_REPAIRS, "the prose has it: ", NULL, error);
}

static opis_status hear_figure(opis_hearing *h, opis_error *error) {
    const opis_prose_figure *figure = h->figure;
    const opis_year_span spans[2] = {figure->near ? figure->after : figure->before,
                                     figure->near ? figure->before : figure->after};
    if (figure->value < SMALLEST_WITNESS || figure->value % ROUND == 0) return OPIS_OK;
    for (int i = 0; i < 2; i++) {
        if (!find_rows(h, &spans[i])) continue;
        int taken = 0;
        opis_status status = opis_hear_of_sum(h, &spans[i], &taken, error);
        if (status != OPIS_OK || taken) return status;
        if (figure->near && i == 0) return opis_hear_of_lost(h, &spans[i], error);
    }
    return hear_of_cell(h, error);
}

/* ---- Ratios ---------------------------------------------------------------------------------------------- */

/* The sum of a column over the rows, with one cell read otherwise where `other` is given; 0: not all are there. */
static int sum_of(const opis_hearing *h, uint32_t column, uint32_t cell, const opis_cell_reading *other, double *sum) {
    *sum = 0;
    for (uint32_t i = 0; i < h->row_count; i++) {
        uint32_t at = opis_hearing_cell(h, h->rows[i], column);
        const opis_verdict *verdict = &h->settlement->cells[at];
        if (h->sketch->cells[at].doubtful || !verdict->has_value || h->sketch->percent[column]) return 0;
        opis_value value = other && at == cell ? other->value : verdict->value;
        *sum += (double)value.units / pow(10, value.decimals);
    }
    return 1;
}

static int ratio_holds(const opis_hearing *h, uint32_t part, uint32_t whole, uint32_t cell,
                       const opis_cell_reading *other) {
    double one, all;
    if (!sum_of(h, part, cell, other, &one) || !sum_of(h, whole, cell, other, &all) || all <= 0) return 0;
    return fabs(100 * one / all - (double)h->figure->value) <= 0.5;
}

static int hear_percent_rows(opis_hearing *h) {
    const opis_prose_figure *figure = h->figure;
    return figure->percent && figure->value < 100 &&
           find_rows(h, figure->before.first ? &figure->before : &figure->after);
}

/* A damaged cell that keeps the ratio in one reading only, figures that read well not doubted. */
static opis_status prove_by_ratio(opis_hearing *h, uint32_t part, uint32_t whole, uint32_t column, opis_error *error) {
    const opis_year_span *years = h->figure->before.first ? &h->figure->before : &h->figure->after;
    opis_status status = OPIS_OK;
    for (uint32_t i = 0; i < h->row_count && status == OPIS_OK; i++) {
        uint32_t at = opis_hearing_cell(h, h->rows[i], column);
        opis_verdict *cell = &h->settlement->cells[at];
        const opis_cell_reading *readings = &h->settlement->readings[cell->first_reading];
        int proved = cell->status == OPIS_LIKELY && !cell->disputed && cell->reading_count > 1;
        for (uint32_t k = 0; k < cell->reading_count && proved; k++) {
            if (readings[k].cost > readings[0].cost + OPIS_DOUBTS_A_FIGURE) break;
            int own =
                readings[k].value.units == cell->value.units && readings[k].value.decimals == cell->value.decimals;
            proved = own == ratio_holds(h, part, whole, at, &readings[k]);
        }
        if (!proved) {
            status = opis_hearing_testify(h, at, OPIS_CONFIRMS, error);
            continue;
        }
        cell->status = OPIS_REPAIRED;
        status = opis_hearing_note(h, at, OPIS_REPAIRS, "one reading alone gives what the prose says: ", years, error);
    }
    return status;
}

/* The two columns whose ratio at least two percentages of the prose give, more than any others. */
static int find_ratio(opis_hearing *h, const opis_prose *prose, uint32_t *part, uint32_t *whole) {
    uint32_t columns = h->sketch->column_count, most = 1;
    int found = 0;
    if (!h->sketch->years || columns > 16) return 0;
    for (uint32_t a = 0; a < columns; a++)
        for (uint32_t b = 0; b < columns; b++) {
            uint32_t held = 0;
            for (size_t i = 0; a != b && i < prose->count; i++) {
                h->figure = &prose->figures[i];
                held += hear_percent_rows(h) && h->row_count > 1 && ratio_holds(h, a, b, UINT32_MAX, NULL);
            }
            if (held == most) found = 0;
            if (held <= most) continue;
            most = held;
            *part = a;
            *whole = b;
            found = 1;
        }
    return found;
}

static opis_status hear_ratios(opis_hearing *h, const opis_prose *prose, opis_error *error) {
    uint32_t part = 0, whole = 0;
    opis_status status = OPIS_OK;
    if (!find_ratio(h, prose, &part, &whole)) return OPIS_OK;
    for (size_t i = 0; i < prose->count && status == OPIS_OK; i++) {
        h->figure = &prose->figures[i];
        if (!hear_percent_rows(h) || h->row_count < 2 || !ratio_holds(h, part, whole, UINT32_MAX, NULL)) continue;
        status = prove_by_ratio(h, part, whole, part, error);
        if (status == OPIS_OK) status = prove_by_ratio(h, part, whole, whole, error);
    }
    return status;
}

/* ---- The prose ------------------------------------------------------------------------------------------- */

/* The lines near the table in its own chapter. */
static void find_lines(const opis_book *book, uint32_t first_line, uint32_t end_line, uint32_t *first, uint32_t *end) {
    const opis_layout *layout = &book->layout;
    *first = first_line;
    *end = end_line + 1;
    while (*first > 0 && first_line - *first < LINES_BEFORE && layout->lines[*first - 1].role != OPIS_LINE_CHAPTER &&
           layout->lines[*first - 1].role != OPIS_LINE_BACK)
        --*first;
    while (*end < layout->line_count && *end - end_line < LINES_BEHIND &&
           layout->lines[*end].role != OPIS_LINE_CHAPTER && layout->lines[*end].role != OPIS_LINE_BACK)
        ++*end;
}

opis_status opis_table_hear(opis_settlement *settlement, opis_sketch *sketch, const opis_book *book,
                            uint32_t first_line, uint32_t end_line, opis_error *error) {
    opis_hearing h = {.settlement = settlement,
                      .sketch = sketch,
                      .book = book,
                      .first_token = book->layout.lines[first_line].first_token};
    uint32_t first, end;
    if (sketch->row_count * sketch->column_count > book->limits.table_cells) return OPIS_OK;
    find_lines(book, first_line, end_line, &first, &end);
    opis_status status = opis_prose_read(&h.prose, book, first, end, first_line, end_line, error);
    for (size_t i = 0; i < h.prose.count && status == OPIS_OK; i++) {
        h.figure = &h.prose.figures[i];
        if (!h.figure->percent) status = hear_figure(&h, error);
    }
    if (status == OPIS_OK) status = hear_ratios(&h, &h.prose, error);
    if (status == OPIS_OK) status = opis_hear_pairs(&h, error);
    opis_prose_release(&h.prose);
    return status;
}
