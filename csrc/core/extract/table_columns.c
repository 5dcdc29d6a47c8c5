/*
 * The grid of a table that the scan read column by column: the labels of the rows first, then each column's figures,
 * one a line.  Heads stand above all columns together, or each above its own; the last heads may have lost their
 * figures.  How many rows there are, the counts of the pieces tell; a column that has fewer figures than rows is short,
 * and where its gap is stays open unless an empty line shows it.
 */
#include <string.h>

#include "extract/table.h"
#include "letters.h"
#include "memory.h"

#define YEARS_OF_TEN 6
/* A run of figures that lacks more than this of whole columns is no grid. */
#define MOST_LOST 8
#define NO_BLANK_COST 1.5f
#define BLOCK_GAIN 0.1f
#define NEVER 1e9f
#define LABEL_PIECES 48
#define SHORT_PIECE 2
#define MOST_RUNS 256

typedef enum run_kind { RUN_WORDS, RUN_FIGURES, RUN_ROWS } run_kind;

typedef struct run { /* neighbouring lines of a kind, empty lines between them counted in */
    run_kind kind;
    size_t first, end; /* lines of the body; both ends are not empty */
    uint32_t count;    /* lines that are not empty */
} run;

typedef struct column_layout {
    opis_sketch *sketch;
    const opis_table_body *body;
    run runs[MOST_RUNS];
    size_t run_count;
    size_t label_first, label_end; /* lines of the row labels */
    size_t head_end;               /* lines before this one are heads of all columns */
    size_t first_figures;          /* the first run behind the labels that may hold a column */
    uint32_t rows;
    float cost;
    opis_text span; /* the head that stands over several columns */
} column_layout;

static const opis_piece_line *line_at(const column_layout *c, size_t line) {
    return &c->body->lines[line];
}

/* A figure that a blank broke: two pieces, one of them short. */
static int is_broken_figure(const opis_table_body *body, const opis_piece_line *line) {
    const opis_piece *pieces = body->pieces + line->first;
    if (line->count != 2 || pieces[0].kind != OPIS_PIECE_FIGURE || pieces[1].kind != OPIS_PIECE_FIGURE) return 0;
    return pieces[0].end - pieces[0].start <= SHORT_PIECE || pieces[1].end - pieces[1].start <= SHORT_PIECE;
}

static run_kind kind_of(const opis_table_body *body, const opis_piece_line *line, run_kind before) {
    uint32_t sure, figures = opis_trailing_figures(body, line, &sure);
    if (line->count == 1) {
        uint8_t kind = body->pieces[line->first].kind;
        int follows = before == RUN_FIGURES && kind != OPIS_PIECE_WORD;
        return kind == OPIS_PIECE_FIGURE || follows ? RUN_FIGURES : RUN_WORDS;
    }
    if (before == RUN_FIGURES && is_broken_figure(body, line)) return RUN_FIGURES;
    return sure > 1 && figures == line->count - (figures < line->count) ? RUN_ROWS : RUN_WORDS;
}

static void find_runs(column_layout *c) {
    for (size_t i = 0; i < c->body->line_count; i++) {
        if (line_at(c, i)->count == 0) continue;
        run *last = c->run_count ? &c->runs[c->run_count - 1] : NULL;
        run_kind kind = kind_of(c->body, line_at(c, i), last ? last->kind : RUN_WORDS);
        if (last && last->kind == kind) {
            last->end = i + 1;
            last->count++;
        } else if (c->run_count < MOST_RUNS) {
            c->runs[c->run_count++] = (run){kind, i, i + 1, 1};
        }
    }
}

/* ---- How many rows --------------------------------------------------------------------------------------- */

/* How badly the runs of figures from `first` on are whole columns of so many rows. */
static float rows_cost(const column_layout *c, size_t first, uint32_t rows) {
    float cost = 0;
    for (size_t i = first; i < c->run_count; i++) {
        const run *at = &c->runs[i];
        if (at->kind != RUN_FIGURES) continue;
        uint32_t columns = (at->count + rows / 2) / rows, block = 0;
        if (columns == 0) columns = 1;
        uint32_t whole = columns * rows;
        cost += (float)(whole > at->count ? whole - at->count : at->count - whole);
        for (size_t line = at->first; line <= at->end; line++) {
            if (line < at->end && line_at(c, line)->count) {
                block++;
                continue;
            }
            if (block == rows) cost -= BLOCK_GAIN;
            block = 0;
        }
    }
    return cost;
}

static void weigh(column_layout *c, size_t label_first, size_t label_end, size_t head_end, size_t figures,
                  uint32_t rows) {
    float cost = rows ? rows_cost(c, figures, rows) : NEVER;
    if (cost >= c->cost) return;
    c->cost = cost;
    c->label_first = label_first;
    c->label_end = label_end;
    c->head_end = head_end;
    c->first_figures = figures;
    c->rows = rows;
}

static int is_of_years(const column_layout *c, const run *at) {
    uint32_t years = 0;
    int32_t year;
    for (size_t i = at->first; i < at->end; i++) {
        const opis_piece_line *line = line_at(c, i);
        if (line->count == 0) continue;
        const opis_piece *piece = &c->body->pieces[line->first];
        uint32_t end = piece[line->count - 1].end;
        years += end - piece->start <= 6 && opis_reads_as_year(c->body->book, piece->start, end, &year);
    }
    return years * 10 >= at->count * YEARS_OF_TEN;
}

/* Labels are years, alone or with the words that follow them; or the words before the figures, from an empty line. */
static void find_labels(column_layout *c) {
    size_t first = 0;
    c->cost = NEVER;
    while (first < c->run_count && c->runs[first].kind != RUN_FIGURES) first++;
    if (first == c->run_count) return;
    const run *at = &c->runs[first];
    if (first + 1 < c->run_count && is_of_years(c, at)) {
        const run *next = &c->runs[first + 1];
        weigh(c, at->first, at->end, at->first, first + 1, at->count);
        if (next->kind == RUN_WORDS && first + 2 < c->run_count)
            weigh(c, at->first, next->end, at->first, first + 2, at->count + next->count);
        return;
    }
    if (first == 0) return;
    const run *words = &c->runs[first - 1];
    uint32_t rows = 0;
    for (size_t line = words->end; line > words->first; line--) {
        rows += line_at(c, line - 1)->count > 0;
        int begins = line - 1 == words->first || line_at(c, line - 2)->count == 0;
        if (line_at(c, line - 1)->count && begins) weigh(c, line - 1, words->end, line - 1, first, rows);
    }
}

/* ---- Rows and columns ------------------------------------------------------------------------------------ */

static opis_status join_line(column_layout *c, const opis_piece_line *line, uint32_t count, opis_text *text,
                             opis_error *error) {
    uint32_t pieces[LABEL_PIECES];
    if (count > LABEL_PIECES) count = LABEL_PIECES;
    for (uint32_t i = 0; i < count; i++) pieces[i] = line->first + i;
    return opis_table_join(c->sketch, c->body, pieces, count, text, error);
}

static opis_status add_labelled_row(column_layout *c, const opis_piece_line *line, uint32_t pieces, opis_error *error) {
    const opis_piece *first = &c->body->pieces[line->first];
    opis_text label;
    opis_table_cell span = {first->start, first[pieces - 1].end, OPIS_PRINTED, 0};
    opis_status status = join_line(c, line, pieces, &label, error);
    return status == OPIS_OK ? opis_sketch_add_row(c->sketch, label, span, error) : status;
}

static uint32_t columns_of(const column_layout *c, const run *at) {
    uint32_t columns = (at->count + c->rows / 2) / c->rows;
    if (columns * c->rows < at->count) columns++;
    return columns ? columns : 1;
}

/*
 * Where the columns of a run end: `ends[k]` figures stand before the end of column k.  Whole columns have `rows`; as
 * many as the run lacks are missing somewhere, and ends fall on empty lines where they can.
 */
static void part_run(const column_layout *c, const run *at, uint32_t columns, const uint8_t *blank_after,
                     uint32_t ends[OPIS_MOST_COLUMNS]) {
    float best[OPIS_MOST_COLUMNS + 1][MOST_LOST + 1];
    uint8_t from[OPIS_MOST_COLUMNS + 1][MOST_LOST + 1];
    uint32_t lost = columns * c->rows - at->count;
    for (uint32_t d = 0; d <= lost; d++) best[0][d] = d ? NEVER : 0;
    for (uint32_t k = 1; k <= columns; k++)
        for (uint32_t d = 0; d <= lost; d++) {
            best[k][d] = NEVER;
            for (uint32_t before = 0; before <= d; before++) {
                if (best[k - 1][before] >= NEVER || k * c->rows < d + 1 || d - before >= c->rows) continue;
                uint32_t end = k * c->rows - d;
                if (end > at->count) continue;
                float cost = best[k - 1][before] + (end == at->count || blank_after[end - 1] ? 0 : NO_BLANK_COST) +
                             (before < d ? 1.0f : 0);
                if (cost >= best[k][d]) continue;
                best[k][d] = cost;
                from[k][d] = (uint8_t)before;
            }
        }
    for (uint32_t k = columns, d = lost; k > 0; d = from[k][d], k--) ends[k - 1] = k * c->rows - d;
}

static void put(column_layout *c, uint32_t row, uint32_t column, size_t line, int doubtful) {
    const opis_piece *piece = &c->body->pieces[line_at(c, line)->first];
    const opis_piece *last = piece + line_at(c, line)->count - 1;
    opis_table_cell *cell = &c->sketch->cells[(size_t)row * c->sketch->column_count + column];
    *cell = opis_table_span(c->body->book, piece, last);
    cell->doubtful = (uint8_t)doubtful;
}

/* One column from its figures; a short one has its gaps where empty lines are, if there are as many. */
static opis_status fill_column(column_layout *c, uint32_t column, const size_t *lines, const uint8_t *blank_after,
                               uint32_t count, opis_error *error) {
    uint32_t lost = c->rows - count, blanks = 0, row = 0, percents = 0;
    for (uint32_t i = 0; i + 1 < count; i++) blanks += blank_after[i];
    int shown = blanks == lost;
    for (uint32_t i = 0; i < count; i++) {
        put(c, row++, column, lines[i], lost && !shown);
        percents += c->body->pieces[line_at(c, lines[i])->first].percent;
        if (lost && shown && i + 1 < count && blank_after[i]) row++;
    }
    c->sketch->percent[column] = percents * 2 > count;
    return lost ? opis_sketch_add_short(c->sketch, (opis_short_line){column, c->rows, 1, (uint8_t)shown}, error)
                : OPIS_OK;
}

/* The columns of one run of figures, from `column` on. */
static opis_status fill_run(column_layout *c, const run *at, uint32_t column, opis_error *error) {
    uint32_t columns = columns_of(c, at), ends[OPIS_MOST_COLUMNS], count = 0;
    size_t *lines = NULL, line_capacity = 0, blank_capacity = 0;
    uint8_t *blanks = NULL;
    opis_status status = opis_reserve(&lines, &line_capacity, at->count, sizeof *lines, error);
    if (status == OPIS_OK) status = opis_reserve(&blanks, &blank_capacity, at->count, 1, error);
    for (size_t line = at->first; line < at->end && status == OPIS_OK; line++) {
        if (line_at(c, line)->count == 0) {
            blanks[count - 1] = 1;
            continue;
        }
        blanks[count] = 0;
        lines[count++] = line;
    }
    if (status == OPIS_OK) part_run(c, at, columns, blanks, ends);
    for (uint32_t k = 0, start = 0; k < columns && status == OPIS_OK; start = ends[k++])
        status = fill_column(c, column + k, lines + start, blanks + start, ends[k] - start, error);
    opis_resize(lines, 0);
    opis_resize(blanks, 0);
    return status;
}

/* ---- Heads that stand over their own columns -------------------------------------------------------------- */

static int has_letters(const column_layout *c, const opis_piece_line *line) {
    for (uint32_t i = 0; i < line->count; i++) {
        const opis_piece *piece = &c->body->pieces[line->first + i];
        for (uint32_t at = piece->start; at < piece->end; at++)
            if (is_ascii_letter(c->body->book->source.bytes[at])) return 1;
    }
    return 0;
}

/* Words of a line that begin with a capital: heads that stand side by side. */
static uint32_t capitals(const column_layout *c, const opis_piece_line *line) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < line->count; i++) {
        char first = c->body->book->source.bytes[c->body->pieces[line->first + i].start];
        count += first >= 'A' && first <= 'Z';
    }
    return count;
}

static opis_status set_label(column_layout *c, uint32_t column, opis_text label, int under_span, opis_error *error) {
    opis_sketch *sketch = c->sketch;
    opis_text text = label, part;
    opis_status status = OPIS_OK;
    if (under_span && c->span.length) {
        size_t needed = sketch->texts_length + (size_t)c->span.length + label.length + 8;
        status = opis_reserve(&sketch->texts, &sketch->texts_capacity, needed, 1, error);
        if (status == OPIS_OK)
            status = opis_sketch_text(sketch, sketch->texts + c->span.start, c->span.length, &text, error);
        if (status == OPIS_OK) status = opis_sketch_text(sketch, ": ", 2, &part, error);
        if (status == OPIS_OK)
            status = opis_sketch_text(sketch, sketch->texts + label.start, label.length, &part, error);
        text.length = c->span.length + 2 + label.length;
    }
    sketch->columns[column] = text;
    return status;
}

static opis_status join_run(column_layout *c, size_t first, size_t end, opis_text *text, opis_error *error) {
    uint32_t pieces[LABEL_PIECES];
    size_t count = 0;
    for (size_t line = first; line < end; line++)
        for (uint32_t i = 0; i < line_at(c, line)->count && count < LABEL_PIECES; i++)
            pieces[count++] = line_at(c, line)->first + i;
    return opis_table_join(c->sketch, c->body, pieces, count, text, error);
}

/* The head of all columns, above the labels of rows: its last line is of the labels, those before it span columns. */
static opis_status read_first_span(column_layout *c, opis_error *error) {
    size_t end = c->head_end;
    while (end > 0 && line_at(c, end - 1)->count == 0) end--;
    if (end > 0) end--;
    while (end > 0 && line_at(c, end - 1)->count == 0) end--;
    return end ? join_run(c, 0, end, &c->span, error) : OPIS_OK;
}

/* One block of the words behind the last figures: lines [first, end) without an empty one between them. */
typedef struct lost_heads {
    size_t first, end;
    uint32_t columns;
} lost_heads;

/* The next block of words in a run, or 0. */
static int next_block(const column_layout *c, const run *at, size_t *line, lost_heads *block) {
    while (*line < at->end && !has_letters(c, line_at(c, *line))) ++*line;
    block->first = *line;
    while (*line < at->end && has_letters(c, line_at(c, *line))) ++*line;
    block->end = *line;
    if (block->first == block->end) return 0;
    block->columns = capitals(c, line_at(c, block->end - 1));
    if (block->columns == 0) block->columns = 1;
    return 1;
}

/* Whether another column has this label. */
static int is_taken(const column_layout *c, const opis_text *labels, uint32_t count, uint32_t which) {
    const char *texts = c->sketch->texts;
    for (uint32_t i = 0; i < count; i++)
        if (i != which && labels[i].length == labels[which].length &&
            memcmp(texts + labels[i].start, texts + labels[which].start, labels[i].length) == 0)
            return 1;
    return 0;
}

/*
 * Heads whose figures the scan lost.  A block of one head before a block of several spans them; `figures` are those of
 * a row printed across behind the last block.
 */
static opis_status read_lost_heads(column_layout *c, const run *at, uint32_t figures, uint32_t *column,
                                   opis_error *error) {
    opis_text labels[OPIS_MOST_COLUMNS];
    uint32_t first = *column, own[OPIS_MOST_COLUMNS];
    lost_heads block, next;
    size_t line = at->first;
    opis_status status = OPIS_OK;
    int more = next_block(c, at, &line, &block), spanned = 0;
    while (more && status == OPIS_OK) {
        int last = !next_block(c, at, &line, &next);
        if (last && figures > 0) block.columns = figures;
        if (block.columns == 1 && !last) {
            status = join_run(c, block.first, block.end, &c->span, error);
            spanned = 1;
        } else if (*column + block.columns <= OPIS_MOST_COLUMNS) {
            opis_head head = {&c->body->lines[block.first], block.end - block.first};
            status = opis_table_read_blocks(c->sketch, c->body, head, block.columns, labels + *column, error);
            for (uint32_t k = 0; k < block.columns; k++) own[*column + k] = (uint32_t)spanned;
            if (spanned)
                for (uint32_t k = *column; k < *column + block.columns && status == OPIS_OK; k++)
                    status = set_label(c, k, labels[k], 1, error);
            *column += block.columns;
        }
        block = next;
        more = !last;
    }
    opis_text last_span = c->span;
    status = status == OPIS_OK ? read_first_span(c, error) : status;
    for (uint32_t k = first; k < *column && status == OPIS_OK; k++)
        if (!own[k])
            status = set_label(c, k, labels[k], is_taken(c, labels + first, *column - first, k - first), error);
    c->span = last_span;
    return status;
}

/* ---- The whole ------------------------------------------------------------------------------------------- */

/* Figures of a row printed across behind the columns; 0: there is none. */
static uint32_t across(const column_layout *c, const run *at) {
    uint32_t sure, figures;
    if (at->kind != RUN_ROWS) return 0;
    figures = opis_trailing_figures(c->body, line_at(c, at->first), &sure);
    return figures == line_at(c, at->first)->count ? figures - 1 : figures;
}

static uint32_t printed_columns(const column_layout *c, size_t *runs, size_t *last) {
    uint32_t columns = 0;
    *runs = 0;
    for (size_t i = c->first_figures; i < c->run_count; i++) {
        if (c->runs[i].kind != RUN_FIGURES) continue;
        columns += columns_of(c, &c->runs[i]);
        *last = i;
        ++*runs;
    }
    return columns;
}

/* Columns that the words behind the last figures promise. */
static uint32_t promised_columns(const column_layout *c, size_t last, uint32_t *figures) {
    uint32_t columns = 0;
    *figures = 0;
    if (last + 1 >= c->run_count || c->runs[last + 1].kind != RUN_WORDS) return 0;
    const run *words = &c->runs[last + 1];
    if (last + 2 < c->run_count) *figures = across(c, &c->runs[last + 2]);
    lost_heads block, next;
    size_t line = words->first;
    int more = next_block(c, words, &line, &block);
    while (more) {
        int ends = !next_block(c, words, &line, &next);
        if (ends && *figures)
            columns += *figures;
        else if (block.columns > 1 || ends)
            columns += block.columns;
        block = next;
        more = !ends;
    }
    return columns;
}

static opis_status add_rows(column_layout *c, opis_error *error) {
    opis_status status = OPIS_OK;
    for (size_t line = c->label_first; line < c->label_end && status == OPIS_OK; line++)
        if (line_at(c, line)->count) status = add_labelled_row(c, line_at(c, line), line_at(c, line)->count, error);
    return status;
}

static opis_status fill_columns(column_layout *c, int own_heads, opis_error *error) {
    uint32_t column = 0;
    opis_status status = own_heads ? read_first_span(c, error) : OPIS_OK;
    for (size_t i = c->first_figures; i < c->run_count && status == OPIS_OK; i++) {
        const run *at = &c->runs[i];
        if (at->kind != RUN_FIGURES) continue;
        uint32_t columns = columns_of(c, at);
        if (own_heads && c->runs[i - 1].kind == RUN_WORDS) {
            opis_text label;
            status = join_run(c, c->runs[i - 1].first, c->runs[i - 1].end, &label, error);
            for (uint32_t k = 0; k < columns && status == OPIS_OK; k++)
                status = set_label(c, column + k, label, 1, error);
        }
        if (status == OPIS_OK) status = fill_run(c, at, column, error);
        column += columns;
    }
    return status;
}

/* Rows printed across, behind the columns: their figures are of the last columns. */
static opis_status add_rows_across(column_layout *c, size_t from, uint32_t figures, opis_error *error) {
    opis_status status = OPIS_OK;
    for (size_t i = from; i < c->run_count; i++) {
        if (c->runs[i].kind != RUN_ROWS) continue;
        for (size_t line = c->runs[i].first; line < c->runs[i].end && status == OPIS_OK; line++) {
            const opis_piece_line *at = line_at(c, line);
            if (at->count <= figures) continue;
            status = add_labelled_row(c, at, at->count - figures, error);
            if (status != OPIS_OK) return status;
            opis_table_cell *cells = c->sketch->cells + (size_t)(c->sketch->row_count - 1) * c->sketch->column_count;
            const opis_piece *pieces = c->body->pieces + at->first + at->count - figures;
            for (uint32_t k = 0; k < figures; k++)
                cells[c->sketch->column_count - figures + k] = opis_table_span(c->body->book, &pieces[k], &pieces[k]);
        }
    }
    return status;
}

static opis_status lay_out(column_layout *c, opis_error *error) {
    size_t runs = 0, last = 0;
    uint32_t figures = 0, printed = printed_columns(c, &runs, &last);
    int own_heads = runs > 1;
    uint32_t promised = own_heads ? promised_columns(c, last, &figures) : 0;
    if (runs == 0 || printed + promised > OPIS_MOST_COLUMNS) return OPIS_OK;
    c->sketch->column_count = printed + promised;
    for (uint32_t k = 0; k < c->sketch->column_count; k++) c->sketch->columns[k] = (opis_text){0, 0};
    opis_status status = add_rows(c, error);
    if (status == OPIS_OK) status = fill_columns(c, own_heads, error);
    if (status == OPIS_OK && promised) {
        uint32_t column = printed;
        status = read_lost_heads(c, &c->runs[last + 1], figures, &column, error);
        if (status == OPIS_OK && figures) status = add_rows_across(c, last + 2, figures, error);
    }
    if (status == OPIS_OK && !own_heads) {
        uint8_t bracketed[OPIS_MOST_COLUMNS] = {0};
        opis_head head = {c->body->lines, c->head_end};
        status = opis_table_read_head(c->sketch, c->body, head, bracketed, error);
    }
    return status == OPIS_OK ? opis_table_settle_years(c->sketch, c->body->book, error) : status;
}

/* Runs that lack too much are no columns of this grid. */
static int fits(const column_layout *c) {
    for (size_t i = c->first_figures; i < c->run_count; i++) {
        const run *at = &c->runs[i];
        if (at->kind == RUN_FIGURES && columns_of(c, at) * c->rows - at->count > MOST_LOST) return 0;
        if (at->kind == RUN_FIGURES && columns_of(c, at) > OPIS_MOST_COLUMNS) return 0;
    }
    return 1;
}

opis_status opis_table_lay_out_columns(opis_sketch *sketch, const opis_table_body *body, opis_error *error) {
    column_layout *c = opis_resize(NULL, sizeof *c);
    if (!c) return opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory: a table");
    memset(c, 0, sizeof *c);
    c->sketch = sketch;
    c->body = body;
    find_runs(c);
    find_labels(c);
    opis_status status = c->cost < NEVER && fits(c) ? lay_out(c, error) : OPIS_OK;
    opis_resize(c, 0);
    return status;
}
