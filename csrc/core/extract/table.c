/*
 * Tables and their cells as records.
 */
#include "extract/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "extract/extract.h"
#include "letters.h"

#define LONGEST_TITLE 600
#define SURE_MARGIN 3.0f
#define YEAR_DIGITS 4
#define SHORT_YEAR 2
#define DEAREST_YEAR 9.0f

/* "193 5": a blank within a run of digits that is a year without it. */
static int breaks_year(const char *text, size_t length, size_t at) {
    size_t before = 0, after = 0;
    while (before < at && is_digit(text[at - 1 - before])) before++;
    while (at + 1 + after < length && is_digit(text[at + 1 + after])) after++;
    return before && after && before + after == YEAR_DIGITS;
}

/*
 * "1q+1-39": years of the title that are those of the first and the last row.  The last reads as it is, and the first
 * may be read as the row's.
 */
static void mend_years(const opis_book *book, const opis_sketch *sketch, char *text, size_t length) {
    if (!sketch->years || sketch->row_count < 2) return;
    int32_t first = sketch->years[0], last = sketch->years[sketch->row_count - 1];
    for (size_t at = YEAR_DIGITS; at + SHORT_YEAR < length && first > 0; at++) {
        char *year = text + at - YEAR_DIGITS;
        if (text[at] != '-' || (at > YEAR_DIGITS && year[-1] != ' ')) continue;
        int32_t seen = 0;
        size_t digits = 0;
        while (at + 1 + digits < length && is_digit(text[at + 1 + digits]) && digits < YEAR_DIGITS)
            seen = seen * 10 + (text[at + 1 + digits++] - '0');
        if (seen != last && (digits != SHORT_YEAR || seen != last % 100)) continue;
        float cost = opis_figure_cost(book->glyphs, year, YEAR_DIGITS, first);
        if (cost == 0 || cost > DEAREST_YEAR) continue;
        for (int i = YEAR_DIGITS; i > 0; first /= 10) year[--i] = (char)('0' + first % 10);
    }
}

/* The title's lines joined, hyphens and broken years mended. */
static opis_status add_title(opis_book *book, const opis_table_heading *heading, const opis_sketch *sketch,
                             opis_text *title, opis_error *error) {
    char text[LONGEST_TITLE];
    size_t length = 0;
    const char *bytes = book->source.bytes;
    for (uint32_t line = heading->line; line < heading->body_line; line++) {
        uint32_t start = line == heading->line ? heading->title_start : book->layout.lines[line].start;
        uint32_t end = book->layout.lines[line].end;
        if (length && length < sizeof text && text[length - 1] != '-') text[length++] = ' ';
        for (uint32_t at = start; at < end && length < sizeof text; at++)
            if (bytes[at] != ' ' || !breaks_year(bytes + start, end - start, at - start)) text[length++] = bytes[at];
    }
    while (length == sizeof text && length && ((unsigned char)text[length - 1] & 0x80)) length--;
    if (length && text[length - 1] == '.') length--;
    mend_years(book, sketch, text, length);
    return opis_records_text(&book->records, text, length, title, error);
}

static opis_certainty certainty(const opis_table_heading *heading, const opis_sketch *sketch) {
    if (sketch->row_count == 0 || heading->margin < SURE_MARGIN) return OPIS_LIKELY;
    return heading->clean ? OPIS_CLEAN : OPIS_REPAIRED;
}

static opis_status add_table(opis_book *book, const opis_table_heading *heading, const opis_sketch *sketch,
                             uint32_t end_line, opis_error *error) {
    opis_text title;
    opis_status status = add_title(book, heading, sketch, &title, error);
    opis_table *row = status == OPIS_OK ? opis_records_add(&book->records, OPIS_TABLE, error) : NULL;
    if (!row) return error->status;
    row->record.start = book->layout.lines[heading->line].start;
    row->record.end = book->layout.lines[end_line].end;
    row->record.line = (int32_t)heading->line + 1;
    row->record.status = (uint8_t)certainty(heading, sketch);
    row->number = heading->number;
    row->title = title;
    row->end_line = (int32_t)end_line + 1;
    row->row_count = (int32_t)sketch->row_count;
    row->column_count = (int32_t)sketch->column_count;
    return OPIS_OK;
}

static double real_value(opis_value value) {
    return (double)value.units / pow(10, value.decimals);
}

/* Labels of rows and columns are kept once and shared by the cells. */
typedef struct shared_labels {
    opis_text row, columns[OPIS_MOST_COLUMNS];
} shared_labels;

static opis_status keep_text(opis_book *book, const opis_sketch *sketch, opis_text text, opis_text *kept,
                             opis_error *error) {
    return opis_records_text(&book->records, text.length ? sketch->texts + text.start : "", text.length, kept, error);
}

static opis_status add_cell(opis_book *book, const opis_sketch *sketch, const opis_verdict *verdict, uint32_t cell,
                            const shared_labels *labels, opis_error *error) {
    const opis_table_cell *printed = &sketch->cells[cell];
    opis_text evidence = {0, OPIS_NULL_TEXT};
    opis_status status = OPIS_OK;
    if (verdict->evidence.length != OPIS_NULL_TEXT)
        status = keep_text(book, sketch, verdict->evidence, &evidence, error);
    opis_cell *row = status == OPIS_OK ? opis_records_add(&book->records, OPIS_CELL, error) : NULL;
    if (!row) return error->status;
    int32_t table = (int32_t)OPIS_ROW_COUNT(book, OPIS_TABLE) - 1;
    row->record.start = printed->start;
    row->record.end = printed->end;
    row->record.line = (int32_t)opis_source_line(&book->source, printed->start) + 1;
    row->record.status = verdict->status;
    row->table = ((const opis_table *)OPIS_ROWS(book, OPIS_TABLE))[table].number;
    row->row = labels->row;
    row->col = labels->columns[cell % sketch->column_count];
    row->value = verdict->has_value ? real_value(verdict->value) : (double)NAN;
    row->evidence = evidence;
    row->table_row = table;
    row->row_index = (int32_t)(cell / sketch->column_count);
    row->column_index = (int32_t)(cell % sketch->column_count);
    return OPIS_OK;
}

/* What print left empty, without so much as a dash, is no cell of the table. */
static int is_nothing(const opis_table_cell *cell) {
    return cell->state == OPIS_PRINTED_BLANK && cell->start == cell->end;
}

static opis_status add_cells(opis_book *book, const opis_sketch *sketch, const opis_settlement *settlement,
                             opis_error *error) {
    shared_labels labels;
    opis_status status = OPIS_OK;
    for (uint32_t c = 0; c < sketch->column_count && status == OPIS_OK; c++)
        status = keep_text(book, sketch, sketch->columns[c], &labels.columns[c], error);
    for (uint32_t cell = 0; cell < sketch->row_count * sketch->column_count && status == OPIS_OK; cell++) {
        if (cell % sketch->column_count == 0)
            status = keep_text(book, sketch, sketch->row_labels[cell / sketch->column_count], &labels.row, error);
        if (is_nothing(&sketch->cells[cell])) continue;
        if (status == OPIS_OK) status = add_cell(book, sketch, &settlement->cells[cell], cell, &labels, error);
    }
    return status;
}

static opis_status settle_table(opis_book *book, const opis_table_heading *heading, opis_sketch *sketch,
                                uint32_t end_line, opis_sums_room *room, opis_error *error) {
    opis_settlement settlement;
    opis_status status = opis_table_settle(&settlement, sketch, book, room, error);
    if (status != OPIS_OK) return status;
    status = opis_table_hear(&settlement, sketch, book, heading->line, end_line, error);
    if (status == OPIS_OK) status = add_table(book, heading, sketch, end_line, error);
    if (status == OPIS_OK) status = add_cells(book, sketch, &settlement, error);
    if (status == OPIS_OK) status = opis_table_keep_relations(book, &settlement, error);
    opis_settlement_release(&settlement);
    return status;
}

static uint8_t says_percent(const opis_book *book, const opis_table_heading *heading) {
    const char *bytes = book->source.bytes + heading->title_start;
    uint32_t end = book->layout.lines[heading->body_line - 1].end;
    return memchr(bytes, '%', end - heading->title_start) != NULL;
}

/* A heading without a grid is a sentence that looks like one. */
static opis_status read_table(opis_book *book, const opis_table_heading *heading, opis_sums_room *room,
                              opis_error *error) {
    opis_table_body body;
    opis_sketch sketch;
    opis_status status = opis_table_body_read(&body, book, heading, error);
    if (status != OPIS_OK) return status;
    status = opis_table_lay_out(&sketch, &body, error);
    sketch.of_shares = says_percent(book, heading);
    if (status == OPIS_OK && sketch.row_count > 0)
        status = settle_table(book, heading, &sketch, body.end_line, room, error);
    opis_sketch_release(&sketch);
    opis_table_body_release(&body);
    return status;
}

static int compare_cells(const void *left, const void *right) {
    const opis_cell *a = left, *b = right;
    if (a->record.start != b->record.start) return a->record.start < b->record.start ? -1 : 1;
    if (a->table_row != b->table_row) return a->table_row < b->table_row ? -1 : 1;
    if (a->row_index != b->row_index) return a->row_index < b->row_index ? -1 : 1;
    return (a->column_index > b->column_index) - (a->column_index < b->column_index);
}

opis_status opis_extract_tables(opis_book *book, opis_error *error) {
    opis_table_headings headings;
    opis_status status = opis_table_headings_find(&headings, book, error);
    opis_sums_room *room = status == OPIS_OK && headings.count ? opis_sums_room_new(error) : NULL;
    if (status == OPIS_OK && headings.count && !room) status = error->status;
    for (size_t i = 0; i < headings.count && status == OPIS_OK; i++)
        status = read_table(book, &headings.items[i], room, error);
    opis_sums_room_free(room);
    opis_table_headings_release(&headings);
    /* A table printed column by column was read by rows: records go in the order of the text. */
    size_t count = OPIS_ROW_COUNT(book, OPIS_CELL);
    if (count > 1) qsort(OPIS_ROWS(book, OPIS_CELL), count, sizeof(opis_cell), compare_cells);
    return status;
}
