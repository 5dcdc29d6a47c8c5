/*
 * The grid of a table that is printed row by row: a label, then its figures.  How many columns there are, most rows
 * agree on; a row with more figures has some that a blank broke, one with fewer has cells that are blank or lost.
 */
#include <string.h>

#include "extract/table.h"
#include "memory.h"

/* Pieces of one broken figure. */
#define MOST_PIECES 3
#define YEAR_DIGITS 4
#define JOIN_COST 1.0f
#define JOIN_UNLIKELY 8.0f
#define JOIN_NEVER 100.0f
#define LABEL_COST 3.0f
#define MISMATCH_COST 4.0f
#define NEVER 1e9f
/* A label that wraps: the pieces of one. */
#define LABEL_PIECES 48

typedef struct row_layout {
    opis_sketch *sketch;
    const opis_table_body *body;
    const opis_book *book;
    uint32_t columns;
    uint8_t bracketed[OPIS_MOST_COLUMNS]; /* the figures of a column stand in parentheses or have a percent sign */
    size_t first_row;                     /* the first line that is a row; those before it are the head */
    uint32_t label[LABEL_PIECES];         /* words that wait for the figures of their row */
    size_t label_count;
} row_layout;

static int is_row(const opis_table_body *body, const opis_piece_line *line) {
    uint32_t sure, figures = opis_trailing_figures(body, line, &sure);
    return sure > 0 && (figures < line->count || figures > 1);
}

/* Figures of a row, its label aside. */
static uint32_t figure_count(const opis_table_body *body, const opis_piece_line *line) {
    uint32_t sure, figures = opis_trailing_figures(body, line, &sure);
    return figures < line->count ? figures : figures - 1;
}

static int has_words(const opis_table_body *body, const opis_piece_line *line) {
    uint32_t sure;
    return opis_trailing_figures(body, line, &sure) < line->count;
}

/* Years or numbers alone above the first row with a word are part of the head, if most rows have words. */
static size_t find_first_row(const opis_table_body *body) {
    size_t words = 0, figures = 0, first = body->line_count, first_word = body->line_count;
    for (size_t i = 0; i < body->line_count; i++) {
        if (!is_row(body, &body->lines[i])) continue;
        if (first == body->line_count) first = i;
        if (!has_words(body, &body->lines[i])) {
            figures++;
            continue;
        }
        if (first_word == body->line_count) first_word = i;
        words++;
    }
    return words > figures ? first_word : first;
}

/* The number of columns that most rows have; of two as common, the larger. */
static uint32_t count_columns(const opis_table_body *body, size_t first_row) {
    uint32_t counts[OPIS_MOST_COLUMNS + 1] = {0}, best = 0;
    for (size_t i = first_row; i < body->line_count; i++) {
        if (!is_row(body, &body->lines[i])) continue;
        uint32_t count = figure_count(body, &body->lines[i]);
        if (count <= OPIS_MOST_COLUMNS) counts[count]++;
    }
    for (uint32_t i = 1; i <= OPIS_MOST_COLUMNS; i++)
        if (counts[i] > 0 && counts[i] >= counts[best]) best = i;
    return best;
}

static void find_brackets(row_layout *r) {
    uint32_t rows = 0, marked[OPIS_MOST_COLUMNS] = {0}, percent[OPIS_MOST_COLUMNS] = {0};
    for (size_t i = r->first_row; i < r->body->line_count; i++) {
        const opis_piece_line *line = &r->body->lines[i];
        if (!is_row(r->body, line) || figure_count(r->body, line) != r->columns) continue;
        const opis_piece *pieces = r->body->pieces + line->first + line->count - r->columns;
        rows++;
        for (uint32_t c = 0; c < r->columns; c++) {
            marked[c] += pieces[c].bracketed;
            percent[c] += pieces[c].percent;
        }
    }
    for (uint32_t c = 0; c < r->columns; c++) {
        r->bracketed[c] = marked[c] * 2 > rows;
        r->sketch->percent[c] = percent[c] * 2 > rows;
    }
}

/* ---- Broken figures -------------------------------------------------------------------------------------- */

/* What it costs to take neighbouring pieces for one figure that blanks broke. */
static float join_cost(const opis_book *book, const opis_piece *pieces, uint32_t count) {
    float cost = 0;
    for (uint32_t i = 0; i + 1 < count; i++) {
        const opis_piece *left = &pieces[i], *right = &pieces[i + 1];
        uint32_t length = right->end - right->start, before = left->end - left->start;
        char last = book->source.bytes[left->end - 1], first = book->source.bytes[right->start];
        int closed = strchr(")%]", last) || strchr("([", first);
        int torn = length == 1 || before == 1 || last == ',' || last == '.' || first == ',' || first == '.' ||
                   first == '%' || first == ')';
        cost += closed && first != '%' && first != ')' ? JOIN_NEVER : 0;
        cost += torn && right->start - left->end == 1 ? JOIN_COST : torn ? JOIN_COST * 2 : JOIN_UNLIKELY;
    }
    return cost;
}

static float cell_cost(const row_layout *r, const opis_piece *pieces, uint32_t count, uint32_t column) {
    int marked = 0;
    for (uint32_t i = 0; i < count; i++) marked |= pieces[i].bracketed || pieces[i].percent;
    int expected = r->bracketed[column] || r->sketch->percent[column];
    return join_cost(r->book, pieces, count) + (marked == expected ? 0 : MISMATCH_COST);
}

/* How a row with too many figures is parted: `ends[c]` is one past the last piece of column c, `*first` its first. */
typedef struct parting {
    uint32_t first, ends[OPIS_MOST_COLUMNS];
    float cost;
} parting;

#define MOST_ROW_PIECES (OPIS_MOST_COLUMNS * 2)

static parting part_row(const row_layout *r, const opis_piece *pieces, uint32_t count) {
    float best[OPIS_MOST_COLUMNS + 1][MOST_ROW_PIECES + 1];
    uint8_t taken[OPIS_MOST_COLUMNS + 1][MOST_ROW_PIECES + 1];
    parting made = {0, {0}, NEVER};
    for (uint32_t i = 0; i <= count; i++) best[0][i] = LABEL_COST * (float)i;
    for (uint32_t c = 0; c < r->columns; c++)
        for (uint32_t end = 0; end <= count; end++) {
            best[c + 1][end] = NEVER;
            for (uint32_t n = 1; n <= MOST_PIECES && n <= end; n++) {
                float cost = best[c][end - n];
                if (cost < NEVER) cost += cell_cost(r, pieces + end - n, n, c);
                if (cost >= best[c + 1][end]) continue;
                best[c + 1][end] = cost;
                taken[c + 1][end] = (uint8_t)n;
            }
        }
    made.cost = best[r->columns][count];
    if (made.cost >= NEVER) return made;
    uint32_t end = count;
    for (uint32_t c = r->columns; c > 0; c--) {
        made.ends[c - 1] = end;
        end -= taken[c][end];
    }
    made.first = end;
    return made;
}

/* ---- Rows ------------------------------------------------------------------------------------------------ */

opis_table_cell opis_table_span(const opis_book *book, const opis_piece *first, const opis_piece *last) {
    opis_table_cell cell = {first->start, last->end, OPIS_PRINTED, 0};
    const char *bytes = book->source.bytes;
    if (first->kind == OPIS_PIECE_DASH && first == last) cell.state = OPIS_PRINTED_BLANK;
    while (cell.start + 1 < cell.end && strchr("([{", bytes[cell.start])) cell.start++;
    while (cell.end > cell.start + 1 && strchr(")]}", bytes[cell.end - 1])) cell.end--;
    return cell;
}

static opis_table_cell *row_cells(opis_sketch *sketch) {
    return sketch->cells + (size_t)(sketch->row_count - 1) * sketch->column_count;
}

/* Whether a gap in the text shows each empty place; `empty[c]` is set for those. */
static int shown_places(const row_layout *r, const opis_piece_line *line, const opis_piece *figures, uint32_t count,
                        uint8_t empty[OPIS_MOST_COLUMNS]) {
    uint32_t column = 0, gaps = 0;
    memset(empty, 0, OPIS_MOST_COLUMNS);
    for (uint32_t i = 0; i < count; i++, column++) {
        if (!figures[i].apart) continue;
        gaps++;
        if (column < r->columns) empty[column++] = 1;
    }
    if (line->apart) {
        gaps++;
        if (column < r->columns) empty[column] = 1;
    }
    return gaps == r->columns - count;
}

/* Fewer figures than columns: at the places that gaps show, else from the left, and which they are stays open. */
static opis_status fill_short_row(row_layout *r, const opis_piece_line *line, const opis_piece *figures, uint32_t count,
                                  opis_error *error) {
    uint8_t empty[OPIS_MOST_COLUMNS];
    int shown = shown_places(r, line, figures, count, empty);
    opis_table_cell *cells = row_cells(r->sketch);
    for (uint32_t c = 0, next = 0; c < r->columns; c++) {
        uint32_t left = r->columns - c, to_come = count - next;
        int marked = next < count && (figures[next].bracketed || figures[next].percent);
        int fits = marked == (r->bracketed[c] || r->sketch->percent[c]);
        int skip = shown ? empty[c] : !fits && left > to_come;
        if (next == count || skip) continue;
        cells[c] = opis_table_span(r->book, &figures[next], &figures[next]);
        next++;
    }
    return opis_sketch_add_short(r->sketch, (opis_short_line){r->sketch->row_count - 1, r->columns, 0, (uint8_t)shown},
                                 error);
}

static void fill_row(row_layout *r, const opis_piece *figures, const parting *parts) {
    opis_table_cell *cells = row_cells(r->sketch);
    for (uint32_t c = 0, start = parts->first; c < r->columns; start = parts->ends[c++])
        cells[c] = opis_table_span(r->book, &figures[start], &figures[parts->ends[c] - 1]);
}

/* A year that a blank broke: the pieces that open a row of figures, together four digits. */
static uint32_t year_pieces(const row_layout *r, const opis_piece *pieces, uint32_t count, uint32_t spare) {
    int32_t year;
    for (uint32_t n = 2; n <= spare + 1 && n < count; n++) {
        uint32_t length = 0;
        for (uint32_t i = 0; i < n; i++) length += pieces[i].end - pieces[i].start;
        if (length == YEAR_DIGITS && opis_reads_as_year(r->book, pieces[0].start, pieces[n - 1].end, &year)) return n;
    }
    return 1;
}

static opis_status start_row(row_layout *r, uint32_t first, uint32_t count, opis_error *error) {
    opis_text label;
    for (uint32_t i = 0; i < count && r->label_count < LABEL_PIECES; i++) r->label[r->label_count++] = first + i;
    opis_table_cell span = {r->body->pieces[first].start, r->body->pieces[first].start, OPIS_PRINTED, 0};
    if (count) span.end = r->body->pieces[first + count - 1].end;
    opis_status status = opis_table_join(r->sketch, r->body, r->label, r->label_count, &label, error);
    r->label_count = 0;
    return status == OPIS_OK ? opis_sketch_add_row(r->sketch, label, span, error) : status;
}

static opis_status add_row(row_layout *r, const opis_piece_line *line, opis_error *error) {
    uint32_t sure, figures = opis_trailing_figures(r->body, line, &sure);
    const opis_piece *pieces = r->body->pieces + line->first;
    parting parts = {0, {0}, NEVER};
    if (figures == line->count) {
        uint32_t spare = figures > r->columns + 1 ? figures - r->columns - 1 : 0;
        figures -= spare ? year_pieces(r, pieces, line->count, spare) : 1;
    }
    uint32_t label = line->count - figures;
    if (figures >= r->columns && figures <= MOST_ROW_PIECES) parts = part_row(r, pieces + label, figures);
    if (parts.cost < NEVER) label += parts.first;
    opis_status status = start_row(r, line->first, label, error);
    if (status != OPIS_OK) return status;
    if (parts.cost < NEVER) {
        for (uint32_t c = 0; c < r->columns; c++) parts.ends[c] -= parts.first;
        parts.first = 0;
        fill_row(r, pieces + label, &parts);
        return OPIS_OK;
    }
    if (figures > r->columns) figures = r->columns;
    return fill_short_row(r, line, pieces + line->count - figures, figures, error);
}

/* ---- Labels that wrap ------------------------------------------------------------------------------------ */

static int is_lower(const row_layout *r, const opis_piece_line *line) {
    char first = r->book->source.bytes[r->body->pieces[line->first].start];
    return first >= 'a' && first <= 'z';
}

/* Words below a row's figures end its label; the label so far is the last text of the sketch or is copied there. */
static opis_status extend_label(row_layout *r, const opis_piece_line *line, opis_error *error) {
    opis_sketch *sketch = r->sketch;
    opis_text *label = &sketch->row_labels[sketch->row_count - 1];
    uint32_t words[LABEL_PIECES];
    size_t count = line->count < LABEL_PIECES ? line->count : LABEL_PIECES, old = label->length;
    opis_text more;
    for (size_t i = 0; i < count; i++) words[i] = line->first + (uint32_t)i;
    opis_status status =
        opis_reserve(&sketch->texts, &sketch->texts_capacity, sketch->texts_length + old + 1, 1, error);
    if (status != OPIS_OK) return status;
    size_t start = sketch->texts_length;
    memcpy(sketch->texts + start, sketch->texts + label->start, old);
    int hyphen = old && sketch->texts[start + old - 1] == '-' && is_lower(r, line);
    if (hyphen)
        old--;
    else if (old)
        sketch->texts[start + old++] = ' ';
    sketch->texts_length = start + old;
    status = opis_table_join(sketch, r->body, words, count, &more, error);
    if (status == OPIS_OK) *label = (opis_text){(uint32_t)start, (uint32_t)old + more.length};
    return status;
}

/*
 * A line of words among the rows: the end of the label before it, if it opens with a small letter or no row follows;
 * the beginning of the next, if that goes on with a small letter.  Else it heads a group of rows.
 */
static opis_status add_words(row_layout *r, size_t at, opis_error *error) {
    const opis_piece_line *line = &r->body->lines[at];
    size_t next = at + 1;
    while (next < r->body->line_count && r->body->lines[next].count == 0) next++;
    if (r->sketch->row_count && (is_lower(r, line) || next == r->body->line_count)) return extend_label(r, line, error);
    if (next == r->body->line_count || !is_lower(r, &r->body->lines[next])) return OPIS_OK;
    r->label_count = 0;
    for (uint32_t i = 0; i < line->count && r->label_count < LABEL_PIECES; i++)
        r->label[r->label_count++] = line->first + i;
    return OPIS_OK;
}

/* "to Feb. 1937" behind a row: the year is of a label that wraps. */
static int wraps_with_year(const row_layout *r, const opis_piece_line *line) {
    uint32_t sure;
    int32_t year;
    if (r->sketch->row_count == 0 || r->columns < 2 || !is_lower(r, line)) return 0;
    if (opis_trailing_figures(r->body, line, &sure) != 1) return 0;
    const opis_piece *last = &r->body->pieces[line->first + line->count - 1];
    return last->end - last->start == YEAR_DIGITS && opis_reads_as_year(r->book, last->start, last->end, &year);
}

static int is_column_by_column(const opis_table_body *body) {
    size_t lone = 0, rows = 0;
    for (size_t i = 0; i < body->line_count; i++) {
        lone += (size_t)opis_is_lone_figure(body, &body->lines[i]);
        rows += (size_t)is_row(body, &body->lines[i]);
    }
    return lone > rows + 1;
}

opis_status opis_table_lay_out(opis_sketch *sketch, const opis_table_body *body, opis_error *error) {
    row_layout r = {.sketch = sketch, .body = body, .book = body->book};
    memset(sketch, 0, sizeof *sketch);
    if (is_column_by_column(body)) return opis_table_lay_out_columns(sketch, body, error);
    r.first_row = find_first_row(body);
    r.columns = count_columns(body, r.first_row);
    if (r.columns == 0) return OPIS_OK;
    sketch->column_count = r.columns;
    find_brackets(&r);
    opis_status status = OPIS_OK;
    for (size_t i = r.first_row; i < body->line_count && status == OPIS_OK; i++) {
        const opis_piece_line *line = &body->lines[i];
        if (line->count == 0) continue;
        int row = is_row(body, line) && !wraps_with_year(&r, line);
        status = row ? add_row(&r, line, error) : add_words(&r, i, error);
    }
    opis_head head = {body->lines, r.first_row};
    if (status == OPIS_OK) status = opis_table_read_head(sketch, body, head, r.bracketed, error);
    if (status == OPIS_OK) status = opis_table_settle_years(sketch, body->book, error);
    return status;
}
