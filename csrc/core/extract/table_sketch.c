/*
 * The sketch of a table: a grid that grows row by row, and the texts of its labels.
 */
#include <math.h>
#include <string.h>

#include "extract/table.h"
#include "letters.h"
#include "memory.h"
#include "mend/sequence.h"

/* A footnote's mark glued to a label is one figure behind so many letters. */
#define MARKED_LABEL 4
/* A word that the book prints so often is none by chance. */
#define FEWEST_PRINTED 3
#define LONGEST_WORD 40
#define FIRST_YEAR 1000
#define LAST_YEAR 2100
/* Years may stand ten apart. */
#define WIDEST_STEP 10
#define YEAR_DROP 12.0f
#define YEAR_GAP 0.4f
#define YEARS_OF_TEN 6

void opis_sketch_release(opis_sketch *sketch) {
    opis_resize(sketch->texts, 0);
    opis_resize(sketch->row_labels, 0);
    opis_resize(sketch->label_spans, 0);
    opis_resize(sketch->cells, 0);
    opis_resize(sketch->shorts, 0);
    opis_resize(sketch->years, 0);
    memset(sketch, 0, sizeof *sketch);
}

opis_status opis_sketch_text(opis_sketch *sketch, const char *bytes, size_t length, opis_text *text,
                             opis_error *error) {
    opis_status status =
        opis_reserve(&sketch->texts, &sketch->texts_capacity, sketch->texts_length + length + 1, 1, error);
    if (status != OPIS_OK) return status;
    if (length) memcpy(sketch->texts + sketch->texts_length, bytes, length);
    *text = (opis_text){(uint32_t)sketch->texts_length, (uint32_t)length};
    sketch->texts_length += length;
    return OPIS_OK;
}

opis_status opis_sketch_add_row(opis_sketch *sketch, opis_text label, opis_table_cell span, opis_error *error) {
    size_t rows = sketch->row_count, columns = sketch->column_count;
    opis_status status =
        opis_reserve(&sketch->row_labels, &sketch->row_capacity, rows + 1, sizeof *sketch->row_labels, error);
    if (status == OPIS_OK)
        status =
            opis_reserve(&sketch->label_spans, &sketch->span_capacity, rows + 1, sizeof *sketch->label_spans, error);
    if (status == OPIS_OK)
        status =
            opis_reserve(&sketch->cells, &sketch->cell_capacity, (rows + 1) * columns, sizeof *sketch->cells, error);
    if (status != OPIS_OK) return status;
    sketch->row_labels[rows] = label;
    sketch->label_spans[rows] = span;
    for (size_t i = 0; i < columns; i++)
        sketch->cells[rows * columns + i] = (opis_table_cell){span.end, span.end, OPIS_PRINT_LOST, 0};
    sketch->row_count++;
    return OPIS_OK;
}

opis_status opis_sketch_add_short(opis_sketch *sketch, opis_short_line line, opis_error *error) {
    opis_status status =
        opis_reserve(&sketch->shorts, &sketch->short_capacity, sketch->short_count + 1, sizeof *sketch->shorts, error);
    if (status == OPIS_OK) sketch->shorts[sketch->short_count++] = line;
    return status;
}

/* ---- Labels ---------------------------------------------------------------------------------------------- */

/* Whether the book prints a word elsewhere, more than by chance. */
static int is_printed(const opis_book *book, const char *word, size_t length) {
    char text[LONGEST_WORD + 1];
    if (length > LONGEST_WORD) return 0;
    memcpy(text, word, length);
    text[length] = '\0';
    const opis_printed_word *found = opis_concordance_find(&book->concordance, book->source.bytes, text);
    return found && found->count >= FEWEST_PRINTED;
}

/* "memoL": a capital that is read for a figure ends a word that the book has without it. */
static int has_misread_mark(const opis_book *book, const char *word, size_t length) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    const char *last = &word[length - 1];
    return is_upper(*last) && is_lower(last[-1]) && opis_glyphs_numerals(book->glyphs, last, 1, readings) > 0 &&
           is_printed(book, word, length - 1);
}

/* A word of a label without the mark of a footnote. */
static size_t unmarked(const opis_book *book, const char *word, size_t length) {
    if (length <= MARKED_LABEL) return length;
    int is_marked = is_digit(word[length - 1]) && is_ascii_letter(word[length - 2]);
    return is_marked || has_misread_mark(book, word, length) ? length - 1 : length;
}

opis_status opis_table_join(opis_sketch *sketch, const opis_table_body *body, const uint32_t *pieces, size_t count,
                            opis_text *text, opis_error *error) {
    const char *bytes = body->book->source.bytes;
    size_t needed = sketch->texts_length + 1, first = sketch->texts_length;
    for (size_t i = 0; i < count; i++) needed += body->pieces[pieces[i]].end - body->pieces[pieces[i]].start + 1;
    opis_status status = opis_reserve(&sketch->texts, &sketch->texts_capacity, needed, 1, error);
    if (status != OPIS_OK) return status;
    char *out = sketch->texts + first;
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        const opis_piece *piece = &body->pieces[pieces[i]];
        const char *word = bytes + piece->start;
        if (piece->kind == OPIS_PIECE_DASH) continue;
        char last = length ? out[length - 1] : ' ';
        if (last == '-' && *word >= 'a' && *word <= 'z')
            length--;
        else if (length && last != '/' && last != '-')
            out[length++] = ' ';
        size_t kept = unmarked(body->book, word, piece->end - piece->start);
        memcpy(out + length, word, kept);
        length += kept;
    }
    *text = (opis_text){(uint32_t)first, (uint32_t)length};
    sketch->texts_length += length;
    return OPIS_OK;
}

/* ---- Years ----------------------------------------------------------------------------------------------- */

typedef struct years {
    opis_candidate *candidates;
    size_t candidate_count, candidate_capacity;
    opis_sequence_item *items;
    opis_sequence_choice *choices;
    size_t item_capacity, choice_capacity;
    int32_t base; /* the year before the first that may be */
} years;

/* The years that each row's label may be; `*dated` rows have one. */
static opis_status read_years(years *y, const opis_sketch *sketch, const opis_book *book, size_t *dated,
                              opis_error *error) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    opis_status status = OPIS_OK;
    *dated = 0;
    for (size_t row = 0; row < sketch->row_count && status == OPIS_OK; row++) {
        const opis_table_cell *span = &sketch->label_spans[row];
        size_t first = y->candidate_count;
        size_t count =
            opis_glyphs_numerals(book->glyphs, book->source.bytes + span->start, span->end - span->start, readings);
        status = opis_reserve(&y->candidates, &y->candidate_capacity, first + count + 1, sizeof *y->candidates, error);
        for (size_t i = 0; i < count && status == OPIS_OK; i++) {
            if (readings[i].value < FIRST_YEAR || readings[i].value > LAST_YEAR) continue;
            y->candidates[y->candidate_count++] = (opis_candidate){readings[i].value, readings[i].cost};
        }
        y->items[row] = (opis_sequence_item){
            (uint32_t)first, (uint32_t)(y->candidate_count - first), YEAR_DROP, INFINITY, INFINITY, 0};
        *dated += y->candidate_count > first;
    }
    return status;
}

/* Counting begins shortly before the first year that reads as it is. */
static void set_base(years *y, const opis_sketch *sketch) {
    y->base = FIRST_YEAR - 1;
    for (size_t row = 0; row < sketch->row_count; row++) {
        const opis_sequence_item *item = &y->items[row];
        if (item->candidate_count == 0 || y->candidates[item->first_candidate].cost > 0) continue;
        int32_t year = y->candidates[item->first_candidate].value,
                before = WIDEST_STEP * (int32_t)(row < 50 ? row : 50);
        if (year - before - 1 > y->base) y->base = year - before - 1;
        break;
    }
    for (size_t i = 0; i < y->candidate_count; i++) y->candidates[i].value -= y->base;
}

static opis_status take_years(years *y, opis_sketch *sketch, opis_error *error) {
    size_t capacity = 0;
    opis_sequence sequence = {
        y->items, sketch->row_count, y->candidates, y->candidate_count, {YEAR_GAP, YEAR_GAP, YEAR_GAP}};
    set_base(y, sketch);
    opis_status status = opis_sequence_solve(&sequence, y->choices, error);
    if (status == OPIS_OK)
        status = opis_reserve(&sketch->years, &capacity, sketch->row_count, sizeof *sketch->years, error);
    for (size_t row = 0; row < sketch->row_count && status == OPIS_OK; row++) {
        sketch->years[row] = 0;
        if (y->choices[row].candidate < 0) continue;
        char digits[8];
        int32_t year = y->candidates[y->choices[row].candidate].value + y->base;
        sketch->years[row] = year;
        for (int i = 3; i >= 0; i--, year /= 10) digits[i] = (char)('0' + year % 10);
        status = opis_sketch_text(sketch, digits, 4, &sketch->row_labels[row], error);
    }
    return status;
}

opis_status opis_table_settle_years(opis_sketch *sketch, const opis_book *book, opis_error *error) {
    years y = {.candidates = NULL};
    size_t dated = 0, rows = sketch->row_count;
    if (rows == 0) return OPIS_OK;
    opis_status status = opis_reserve(&y.items, &y.item_capacity, rows, sizeof *y.items, error);
    if (status == OPIS_OK) status = opis_reserve(&y.choices, &y.choice_capacity, rows, sizeof *y.choices, error);
    if (status == OPIS_OK) status = read_years(&y, sketch, book, &dated, error);
    if (status == OPIS_OK && dated > 1 && dated * 10 >= rows * YEARS_OF_TEN) status = take_years(&y, sketch, error);
    opis_resize(y.candidates, 0);
    opis_resize(y.items, 0);
    opis_resize(y.choices, 0);
    return status;
}
