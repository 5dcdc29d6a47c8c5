/*
 * What the prose around a table says of its cells.  A figure that equals a cell, or the cells of some years together,
 * confirms them, or proves the one reading that agrees; percentages confirm the ratio of two columns, once two of them
 * do; a lost cell is filled only where a sentence names its row and column.
 */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "extract/table_prose.h"
#include "memory.h"

/* Lines before and behind a table that may speak of it, in its own chapter. */
#define LINES_BEFORE 160
#define LINES_BEHIND 320
#define SMALLEST_WITNESS 1000
/* Rounder figures are estimates. */
#define ROUND 1000
/* Cells that a figure may be the sum of while their readings are tried. */
#define MOST_TRIED 3
#define READING_LIMIT 9.0f
/* A reading this much dearer doubts a figure that reads well. */
#define DOUBTS_A_FIGURE 5.0f
#define SHORTEST_NAME 4
/* Sums of two lost cells whose parts are looked for in the whole book, and the lines around a figure that are read. */
#define MOST_PAIRS 8
#define LINES_AROUND 4
#define TOKENS_AROUND 80
#define NEVER 1e9f
#define GROUP 3
#define MOST_DIGITS 12

/* The sum that the prose gives for two lost cells of a column. */
typedef struct lost_pair {
    uint32_t rows[2], column;
    int64_t sum;
} lost_pair;

typedef struct hearing {
    opis_settlement *settlement;
    opis_sketch *sketch;
    const opis_book *book;
    const opis_prose_figure *figure;
    uint32_t rows[64], row_count; /* that the figure's years name */
    lost_pair pairs[MOST_PAIRS];
    uint32_t pair_count;
} hearing;

static uint32_t cell_of(const hearing *h, uint32_t row, uint32_t column) {
    return row * h->sketch->column_count + column;
}

static int whole_value(const opis_verdict *cell, int64_t *value) {
    *value = cell->value.units;
    return cell->has_value && cell->value.decimals == 0;
}

/* Keep the figure as a witness of a cell. */
static opis_status testify(hearing *h, uint32_t cell, opis_testimony testimony, opis_error *error) {
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

/* Keep the witness, and say in the cell's evidence what it says. */
static opis_status note(hearing *h, uint32_t cell, opis_testimony testimony, const char *what,
                        const opis_year_span *years, opis_error *error) {
    opis_phrase phrase = {.length = 0};
    const opis_prose_figure *figure = h->figure;
    opis_status status = testify(h, cell, testimony, error);
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
static int find_rows(hearing *h, const opis_year_span *years) {
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

/* ---- Sums of some years ---------------------------------------------------------------------------------- */

typedef struct combination {
    float cost, second;
    uint32_t readings[MOST_TRIED], seconds[MOST_TRIED];
} combination;

/* All ways to read a column's cells so that they make the figure: the cheapest and the next. */
static void combine(const hearing *h, uint32_t column, uint32_t depth, int64_t rest, float cost, uint32_t *chosen,
                    combination *best) {
    if (depth == h->row_count) {
        if (rest != 0) return;
        if (cost < best->cost) {
            best->second = best->cost;
            memcpy(best->seconds, best->readings, sizeof best->readings);
            best->cost = cost;
            memcpy(best->readings, chosen, sizeof best->readings);
        } else if (cost < best->second) {
            best->second = cost;
            memcpy(best->seconds, chosen, sizeof best->seconds);
        }
        return;
    }
    const opis_verdict *cell = &h->settlement->cells[cell_of(h, h->rows[depth], column)];
    float most = READING_LIMIT;
    /* A cell alone may be a figure by chance: only what is damaged in it is read anew. */
    if (h->row_count == 1) most = h->settlement->readings[cell->first_reading].cost + DOUBTS_A_FIGURE;
    if (h->row_count == 1 && cell->status != OPIS_LIKELY) most = 0;
    for (uint32_t i = 0; i < cell->reading_count; i++) {
        const opis_cell_reading *reading = &h->settlement->readings[cell->first_reading + i];
        if (cost + reading->cost > most) break;
        if (reading->value.decimals) continue;
        chosen[depth] = i;
        combine(h, column, depth + 1, rest - reading->value.units, cost + reading->cost, chosen, best);
    }
}

/* Whether a way reads only damaged figures anew: one that doubts a figure that reads well might doubt another. */
static int doubts_none(const hearing *h, uint32_t column, const combination *best) {
    float least = 0;
    for (uint32_t i = 0; i < h->row_count; i++)
        least += h->settlement->readings[h->settlement->cells[cell_of(h, h->rows[i], column)].first_reading].cost;
    return best->cost < least + DOUBTS_A_FIGURE;
}

/* One of the cells is misread; where another way was found, what it makes of this one. */
static opis_status note_dispute(hearing *h, opis_verdict *cell, const combination *best, uint32_t which,
                                opis_error *error) {
    opis_phrase phrase = {.length = 0};
    opis_phrase_add(&phrase, "one of its figures is misread, and which is open");
    if (best->second < NEVER && best->readings[which] != best->seconds[which]) {
        opis_phrase_add(&phrase, ": perhaps ");
        opis_phrase_add_value(&phrase, h->settlement->readings[cell->first_reading + best->seconds[which]].value);
    }
    return opis_table_note(h->sketch, cell, &phrase, error);
}

/* The readings that make the figure; one way alone proves them, of several none. */
static opis_status take_combination(hearing *h, uint32_t column, const combination *best, const opis_year_span *years,
                                    opis_error *error) {
    opis_status status = OPIS_OK;
    int alone = doubts_none(h, column, best) && best->second >= best->cost + DOUBTS_A_FIGURE;
    for (uint32_t i = 0; i < h->row_count && status == OPIS_OK; i++) {
        opis_verdict *cell = &h->settlement->cells[cell_of(h, h->rows[i], column)];
        const opis_cell_reading *reading = &h->settlement->readings[cell->first_reading + best->readings[i]];
        int damaged = h->settlement->readings[cell->first_reading].cost > 0;
        if (reading->cost > 0 || !alone) cell->status = alone && damaged ? OPIS_REPAIRED : OPIS_LIKELY;
        cell->disputed = (uint8_t)!alone;
        cell->value = reading->value;
        opis_testimony testimony = best->readings[i] || cell->status == OPIS_REPAIRED ? OPIS_REPAIRS : OPIS_CONFIRMS;
        status = note(h, cell_of(h, h->rows[i], column), testimony, "the sum that the prose gives: ", years, error);
        if (status == OPIS_OK && !alone) status = note_dispute(h, cell, best, i, error);
    }
    return status;
}

/* The one column whose cells of these years make the figure, in some reading; UINT32_MAX: none, or several. */
static uint32_t find_column(const hearing *h, combination *found) {
    uint32_t column = UINT32_MAX;
    for (uint32_t c = 0; c < h->sketch->column_count; c++) {
        combination best = {.cost = NEVER, .second = NEVER};
        uint32_t chosen[MOST_TRIED] = {0};
        int printed = 1;
        for (uint32_t i = 0; i < h->row_count; i++) {
            uint32_t cell = cell_of(h, h->rows[i], c);
            printed &= h->sketch->cells[cell].state == OPIS_PRINTED && !h->sketch->cells[cell].doubtful;
        }
        if (!printed) continue;
        combine(h, c, 0, h->figure->value, 0, chosen, &best);
        if (best.cost >= NEVER) continue;
        if (column != UINT32_MAX) return UINT32_MAX;
        column = c;
        *found = best;
    }
    return column;
}

/* ---- Lost cells ------------------------------------------------------------------------------------------ */

static int sentence_has(const hearing *h, const char *word, size_t length) {
    const opis_prose_figure *figure = h->figure;
    for (uint32_t i = figure->sentence_first; i < figure->sentence_end; i++) {
        const opis_token *token = &h->book->tokens[i];
        const char *text = h->book->source.bytes + token->start;
        size_t same = 0;
        if (token->class_ != OPIS_WORD || token->length != length) continue;
        while (same < length && tolower((unsigned char)text[same]) == tolower((unsigned char)word[same])) same++;
        if (same == length) return 1;
    }
    return 0;
}

/* A column's own name: its label behind the head that spans it. */
static const char *own_name(const hearing *h, uint32_t column, size_t *length) {
    opis_text label = h->sketch->columns[column];
    const char *text = label.length ? h->sketch->texts + label.start : "";
    *length = label.length;
    for (size_t i = 0; i + 1 < label.length; i++)
        if (text[i] == ':' && text[i + 1] == ' ') *length = label.length - i - 2;
    return text + label.length - *length;
}

/* Whether the sentence has every word of a column's name, and no other column has that name. */
static int is_named(const hearing *h, uint32_t column) {
    size_t length, other, words = 0;
    const char *name = own_name(h, column, &length);
    for (uint32_t c = 0; c < h->sketch->column_count; c++) {
        const char *text = own_name(h, c, &other);
        if (c != column && other == length && memcmp(text, name, length) == 0) return 0;
    }
    for (size_t start = 0, end; start < length; start = end + 1) {
        for (end = start; end < length && isalpha((unsigned char)name[end]); end++) continue;
        if (end - start < SHORTEST_NAME) continue;
        if (!sentence_has(h, name + start, end - start)) return 0;
        words++;
    }
    return words > 0;
}

/* A figure for years whose cells are lost: one cell is filled by it, several are told their sum. */
static opis_status hear_of_lost(hearing *h, const opis_year_span *years, opis_error *error) {
    opis_status status = OPIS_OK;
    for (uint32_t c = 0; c < h->sketch->column_count && status == OPIS_OK; c++) {
        int lost = 1;
        for (uint32_t i = 0; i < h->row_count; i++)
            lost &= h->sketch->cells[cell_of(h, h->rows[i], c)].state == OPIS_PRINT_LOST &&
                    !h->settlement->cells[cell_of(h, h->rows[i], c)].has_value;
        if (!lost || !is_named(h, c)) continue;
        if (h->row_count == 2 && h->pair_count < MOST_PAIRS)
            h->pairs[h->pair_count++] = (lost_pair){{h->rows[0], h->rows[1]}, c, h->figure->value};
        for (uint32_t i = 0; i < h->row_count && status == OPIS_OK; i++) {
            opis_verdict *cell = &h->settlement->cells[cell_of(h, h->rows[i], c)];
            int one = h->row_count == 1;
            if (one) {
                cell->value = (opis_value){h->figure->value, 0};
                cell->has_value = 1;
                cell->status = OPIS_LIKELY;
            }
            status = note(h, cell_of(h, h->rows[i], c), OPIS_FILLS,
                          one ? "lost; the prose states " : "lost; the prose gives the sum ", years, error);
        }
    }
    return status;
}

/* ---- Two figures far from the table ----------------------------------------------------------------------- */

/* Whether half of a figure stands where print would have it: most others need not be read. */
static int looks_like(const char *text, size_t length, int64_t value) {
    opis_phrase printed = {.length = 0};
    size_t same = 0;
    opis_phrase_add_value(&printed, (opis_value){value, 0});
    for (size_t i = 0; i < length && i < printed.length; i++) same += text[i] == printed.text[i];
    return 2 * same >= printed.length && length < printed.length + 3;
}

/* What a damaged figure of the prose costs if it reads so; up to the next blank, without what closes a clause. */
static float cost_of_reading(const hearing *h, uint32_t start, int64_t value) {
    opis_cell_reading readings[OPIS_FIGURE_READINGS];
    const char *text = h->book->source.bytes + start;
    size_t rest = h->book->source.length - start, length = 0;
    while (length < rest && length < OPIS_LONGEST_FIGURE && !isspace((unsigned char)text[length])) length++;
    while (length > 1 && strchr(".,;:)", text[length - 1])) length--;
    if (!looks_like(text, length, value)) return NEVER;
    size_t count = opis_figure_read(h->book->glyphs, text, length, readings, OPIS_FIGURE_READINGS);
    for (size_t i = 0; i < count; i++)
        if (readings[i].value.units == value && readings[i].value.decimals == 0) return readings[i].cost;
    return NEVER;
}

static int is_of_year(const hearing *h, const opis_prose_figure *figure, uint32_t row) {
    int32_t year = h->sketch->years[row];
    return (figure->before.first == year && figure->before.last == year) ||
           (!figure->before.first && figure->near && figure->after.first == year && figure->after.last == year);
}

/* Two figures of one sentence, each behind its year, that make the sum: the first reads as it is. */
static int find_parts(const hearing *h, const lost_pair *pair, const opis_prose *prose, uint32_t start,
                      opis_prose_figure parts[2]) {
    const opis_prose_figure *first = NULL;
    for (size_t i = 0; i < prose->count && !first; i++)
        if (prose->figures[i].start == start) first = &prose->figures[i];
    for (size_t i = 0; i < prose->count && first; i++) {
        const opis_prose_figure *other = &prose->figures[i];
        if (other == first || other->sentence_first != first->sentence_first) continue;
        for (int one = 0; one < 2; one++) {
            if (!is_of_year(h, first, pair->rows[one]) || !is_of_year(h, other, pair->rows[!one])) continue;
            if (cost_of_reading(h, other->start, pair->sum - first->value) > DOUBTS_A_FIGURE) continue;
            parts[one] = *first;
            parts[!one] = *other;
            parts[!one].value = pair->sum - first->value;
            return 1;
        }
    }
    return 0;
}

/* A figure with its groups of thousands at a token that opens one; 0: it is longer than any. */
static int64_t grouped_figure(const char *at) {
    int64_t value = 0;
    for (uint32_t digits = 0; digits < MOST_DIGITS; at++) {
        if (*at == ',') continue;
        if (*at < '0' || *at > '9') return value;
        value = value * 10 + (*at - '0');
        digits++;
    }
    return 0;
}

/* The next token, from one on, that is the first group of a figure below the sum; the end: there is none. */
static size_t next_grouped(const opis_book *book, size_t token, int64_t sum) {
    const opis_token *tokens = book->tokens;
    const char *bytes = book->source.bytes;
    size_t end = book->token_count > 2 ? book->token_count - 2 : 0;
    for (; token < end; token++) {
        if (tokens[token].class_ != OPIS_NUMBER || tokens[token].length > GROUP) continue;
        if (bytes[tokens[token + 1].start] != ',' || tokens[token + 2].class_ != OPIS_NUMBER) continue;
        int64_t value = grouped_figure(bytes + tokens[token].start);
        if (value > 0 && value < sum) return token;
    }
    return book->token_count;
}

static int32_t year_at(const opis_book *book, const opis_token *token) {
    const char *text = book->source.bytes + token->start;
    int32_t year = 0;
    if (token->class_ != OPIS_NUMBER || token->length != 4) return 0;
    for (int k = 0; k < 4; k++) year = year * 10 + (text[k] - '0');
    return year;
}

/* Whether the years of both cells stand near a token: most figures of a book need no second look. */
static int has_years(const hearing *h, const lost_pair *pair, size_t token) {
    const int32_t one = h->sketch->years[pair->rows[0]], other = h->sketch->years[pair->rows[1]];
    size_t first = token > TOKENS_AROUND ? token - TOKENS_AROUND : 0, end = token + TOKENS_AROUND;
    int seen = 0;
    if (end > h->book->token_count) end = h->book->token_count;
    for (size_t i = first; i < end && seen != 3; i++) {
        int32_t year = year_at(h->book, &h->book->tokens[i]);
        seen |= (year == one) | (year == other) << 1;
    }
    return seen == 3;
}

static opis_status look_at(hearing *h, const lost_pair *pair, uint32_t start, opis_prose_figure parts[2], int *found,
                           opis_error *error) {
    opis_prose prose;
    uint32_t line = (uint32_t)opis_source_line(&h->book->source, start);
    uint32_t first = line > LINES_AROUND ? line - LINES_AROUND : 0, end = line + LINES_AROUND + 1;
    if (end > h->book->layout.line_count) end = h->book->layout.line_count;
    opis_status status = opis_prose_read(&prose, h->book, first, end, end, end, error); /* no line is the table's */
    if (status != OPIS_OK) return status;
    *found = find_parts(h, pair, &prose, start, parts);
    opis_prose_release(&prose);
    return OPIS_OK;
}

/*
 * The prose near a table gives the sum of two lost cells; far away it may have the two, each with its year.  That they
 * make the sum to the last digit proves them, and a damaged one of them too; two pairs that do prove nothing.
 */
static opis_status hear_pair(hearing *h, const lost_pair *pair, opis_error *error) {
    opis_prose_figure parts[2] = {{.value = 0}}, others[2];
    opis_status status = OPIS_OK;
    for (size_t token = next_grouped(h->book, 0, pair->sum); token < h->book->token_count && status == OPIS_OK;
         token = next_grouped(h->book, token + 1, pair->sum)) {
        int found = 0;
        if (!has_years(h, pair, token)) continue;
        status = look_at(h, pair, h->book->tokens[token].start, others, &found, error);
        if (status != OPIS_OK || !found) continue;
        if (parts[0].value && parts[0].value != others[0].value) return OPIS_OK;
        if (!parts[0].value) memcpy(parts, others, sizeof parts);
    }
    for (uint32_t i = 0; i < 2 && parts[0].value && status == OPIS_OK; i++) {
        uint32_t at = cell_of(h, pair->rows[i], pair->column);
        int32_t year = h->sketch->years[pair->rows[i]];
        opis_year_span years = {year, year};
        h->settlement->cells[at].value = (opis_value){parts[i].value, 0};
        h->settlement->cells[at].has_value = 1;
        h->settlement->cells[at].status = OPIS_REPAIRED;
        h->figure = &parts[i];
        status = note(h, at, OPIS_FILLS, "the prose has its parts, each with its year: ", &years, error);
    }
    h->figure = NULL;
    return status;
}

/* ---- Single cells ---------------------------------------------------------------------------------------- */

/* A figure that is a cell's own, or one reading of one damaged cell. */
static opis_status hear_of_cell(hearing *h, opis_error *error) {
    uint32_t count = h->sketch->row_count * h->sketch->column_count, found = UINT32_MAX;
    const opis_cell_reading *match = NULL;
    int several = 0;
    for (uint32_t i = 0; i < count; i++) {
        opis_verdict *cell = &h->settlement->cells[i];
        int64_t value;
        if (h->sketch->cells[i].state != OPIS_PRINTED) continue;
        if (whole_value(cell, &value) && value == h->figure->value && cell->status != OPIS_LIKELY)
            return note(h, i, OPIS_CONFIRMS, "the prose has it too: ", NULL, error);
        for (uint32_t k = 0; k < cell->reading_count && cell->status == OPIS_LIKELY; k++) {
            const opis_cell_reading *reading = &h->settlement->readings[cell->first_reading + k];
            const opis_cell_reading *first = &h->settlement->readings[cell->first_reading];
            if (reading->value.decimals || reading->value.units != h->figure->value) continue;
            if (reading->cost > first->cost + DOUBTS_A_FIGURE) break;
            several |= found != UINT32_MAX && found != i;
            found = i;
            match = reading;
        }
    }
    if (found == UINT32_MAX || several) return OPIS_OK;
    h->settlement->cells[found].value = match->value;
    h->settlement->cells[found].has_value = 1;
    if (!h->sketch->cells[found].doubtful) h->settlement->cells[found].status = OPIS_REPAIRED;
    return note(h, found, OPIS_REPAIRS, "the prose has it: ", NULL, error);
}

static opis_status hear_figure(hearing *h, opis_error *error) {
    const opis_prose_figure *figure = h->figure;
    const opis_year_span spans[2] = {figure->near ? figure->after : figure->before,
                                     figure->near ? figure->before : figure->after};
    combination best;
    if (figure->value < SMALLEST_WITNESS || figure->value % ROUND == 0) return OPIS_OK;
    for (int i = 0; i < 2; i++) {
        if (!find_rows(h, &spans[i])) continue;
        uint32_t column = h->row_count <= MOST_TRIED ? find_column(h, &best) : UINT32_MAX;
        if (column != UINT32_MAX) return take_combination(h, column, &best, &spans[i], error);
        if (figure->near && i == 0) return hear_of_lost(h, &spans[i], error);
    }
    return hear_of_cell(h, error);
}

/* ---- Ratios ---------------------------------------------------------------------------------------------- */

/* The sum of a column over the rows, with one cell read otherwise where `other` is given; 0: not all are there. */
static int sum_of(const hearing *h, uint32_t column, uint32_t cell, const opis_cell_reading *other, double *sum) {
    *sum = 0;
    for (uint32_t i = 0; i < h->row_count; i++) {
        uint32_t at = cell_of(h, h->rows[i], column);
        const opis_verdict *verdict = &h->settlement->cells[at];
        if (h->sketch->cells[at].doubtful || !verdict->has_value || h->sketch->percent[column]) return 0;
        opis_value value = other && at == cell ? other->value : verdict->value;
        *sum += (double)value.units / pow(10, value.decimals);
    }
    return 1;
}

static int ratio_holds(const hearing *h, uint32_t part, uint32_t whole, uint32_t cell, const opis_cell_reading *other) {
    double one, all;
    if (!sum_of(h, part, cell, other, &one) || !sum_of(h, whole, cell, other, &all) || all <= 0) return 0;
    return fabs(100 * one / all - (double)h->figure->value) <= 0.5;
}

static int hear_percent_rows(hearing *h) {
    const opis_prose_figure *figure = h->figure;
    return figure->percent && figure->value < 100 &&
           find_rows(h, figure->before.first ? &figure->before : &figure->after);
}

/* A damaged cell that keeps the ratio in one reading only, figures that read well not doubted. */
static opis_status prove_by_ratio(hearing *h, uint32_t part, uint32_t whole, uint32_t column, opis_error *error) {
    const opis_year_span *years = h->figure->before.first ? &h->figure->before : &h->figure->after;
    opis_status status = OPIS_OK;
    for (uint32_t i = 0; i < h->row_count && status == OPIS_OK; i++) {
        uint32_t at = cell_of(h, h->rows[i], column);
        opis_verdict *cell = &h->settlement->cells[at];
        const opis_cell_reading *readings = &h->settlement->readings[cell->first_reading];
        int proved = cell->status == OPIS_LIKELY && !cell->disputed && cell->reading_count > 1;
        for (uint32_t k = 0; k < cell->reading_count && proved; k++) {
            if (readings[k].cost > readings[0].cost + DOUBTS_A_FIGURE) break;
            int own =
                readings[k].value.units == cell->value.units && readings[k].value.decimals == cell->value.decimals;
            proved = own == ratio_holds(h, part, whole, at, &readings[k]);
        }
        if (!proved) {
            status = testify(h, at, OPIS_CONFIRMS, error);
            continue;
        }
        cell->status = OPIS_REPAIRED;
        status = note(h, at, OPIS_REPAIRS, "one reading alone gives what the prose says: ", years, error);
    }
    return status;
}

/* The two columns whose ratio at least two percentages of the prose give, more than any others. */
static int find_ratio(hearing *h, const opis_prose *prose, uint32_t *part, uint32_t *whole) {
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

static opis_status hear_ratios(hearing *h, const opis_prose *prose, opis_error *error) {
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
    hearing h = {.settlement = settlement, .sketch = sketch, .book = book};
    opis_prose prose;
    uint32_t first, end;
    if (sketch->row_count * sketch->column_count > book->limits.table_cells) return OPIS_OK;
    find_lines(book, first_line, end_line, &first, &end);
    opis_status status = opis_prose_read(&prose, book, first, end, first_line, end_line, error);
    if (status != OPIS_OK) return status;
    for (size_t i = 0; i < prose.count && status == OPIS_OK; i++) {
        h.figure = &prose.figures[i];
        if (!h.figure->percent) status = hear_figure(&h, error);
    }
    if (status == OPIS_OK) status = hear_ratios(&h, &prose, error);
    opis_prose_release(&prose);
    for (uint32_t i = 0; i < h.pair_count && status == OPIS_OK; i++) status = hear_pair(&h, &h.pairs[i], error);
    return status;
}
