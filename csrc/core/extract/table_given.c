/*
 * Relations that a table states in words: a row or column labelled as a total, a title that says its figures are
 * shares, a head that says "% of col. A".  Words may lie, and heads may be read wrongly: what they state is taken as
 * true only if well-read lines of the table keep it, too.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "extract/table.h"
#include "memory.h"
#include "letters.h"

#define DECIMALS 4
#define ONE 10000 /* units of DECIMALS decimals */
#define FEWEST_SHARES 3
/* A label damaged more than this is not a word for a total. */
#define WORD_LIMIT 2.5f
/* A sum smaller than this may come about by chance. */
#define SMALLEST_SUM (100 * (int64_t)ONE)
#define SIGN_WORDS "% of"
#define LONG_WORD 5
/* A well-read figure is taken for a misread one at no more than this. */
#define MISREAD_COST 8.0f
/* Shares that miss a hundred by more are none. */
#define SHARES_MISS 60

typedef struct stating {
    opis_given *out;
    const opis_sketch *sketch;
    const opis_settlement *read;
    const opis_table_cell *cells;
    const uint32_t *source; /* the cell whose readings each cell has; NULL: its own */
    const opis_book *book;
    int doubtful; /* relations of doubtful cells are stated, too */
    uint32_t holds, breaks;
} stating;

void opis_given_release(opis_given *given) {
    opis_resize(given->relations, 0);
    opis_resize(given->conflicts, 0);
    opis_resize(given->parts, 0);
    memset(given, 0, sizeof *given);
}

/* The value of a cell that reads as it is, in units of four decimals; 0: it does not. */
static int clean_value(const stating *s, uint32_t cell, int64_t *value) {
    const opis_verdict *read = &s->read->cells[s->source ? s->source[cell] : cell];
    if (s->cells[cell].state != OPIS_PRINTED || read->reading_count == 0) return 0;
    const opis_cell_reading *first = &s->read->readings[read->first_reading];
    if (first->cost > 0 || first->value.decimals > DECIMALS) return 0;
    *value = first->value.units;
    if (*value > INT64_MAX / ONE / OPIS_LARGEST_GRID || *value < -(INT64_MAX / ONE / OPIS_LARGEST_GRID)) return 0;
    for (int i = first->value.decimals; i < DECIMALS; i++) *value *= 10;
    return 1;
}

static int is_stated(const stating *s, uint32_t cell) {
    return s->cells[cell].state != OPIS_PRINTED_BLANK && (s->doubtful || !s->cells[cell].doubtful);
}

static opis_status add_part(stating *s, uint32_t cell, opis_error *error) {
    opis_given *out = s->out;
    opis_status status = opis_reserve(&out->parts, &out->part_capacity, out->part_count + 1, sizeof *out->parts, error);
    if (status == OPIS_OK) out->parts[out->part_count++] = cell;
    return status;
}

static opis_status add_relation(stating *s, opis_relation_kind kind, uint32_t whole, size_t first_part,
                                opis_error *error) {
    opis_given *out = s->out;
    opis_status status =
        opis_reserve(&out->relations, &out->relation_capacity, out->relation_count + 1, sizeof *out->relations, error);
    if (status == OPIS_OK)
        out->relations[out->relation_count++] = (opis_relation){.kind = kind,
                                                                .whole = whole,
                                                                .first_part = (uint32_t)first_part,
                                                                .part_count = (uint32_t)(out->part_count - first_part),
                                                                .given = 1};
    return status;
}

/* What the table states and its well-read figures do not keep. */
static opis_status add_conflict(stating *s, opis_relation_kind kind, uint32_t whole, size_t first_part,
                                opis_error *error) {
    opis_given *out = s->out;
    opis_status status =
        opis_reserve(&out->conflicts, &out->conflict_capacity, out->conflict_count + 1, sizeof *out->conflicts, error);
    if (status == OPIS_OK)
        out->conflicts[out->conflict_count++] = (opis_relation){.kind = kind,
                                                                .whole = whole,
                                                                .first_part = (uint32_t)first_part,
                                                                .part_count = (uint32_t)(out->part_count - first_part),
                                                                .given = 1};
    return status;
}

/* Take back what was stated since, where too little speaks for it. */
static void take_back(stating *s, size_t relations, size_t parts) {
    s->out->relation_count = relations;
    s->out->part_count = parts;
}

/* ---- Totals ---------------------------------------------------------------------------------------------- */

static int is_total(const opis_sketch *sketch, const opis_book *book, opis_text label) {
    const char *text = label.length ? sketch->texts + label.start : "";
    size_t length = 0;
    while (length < label.length && text[length] != ' ' && text[length] != ':' && text[length] != ',') length++;
    for (size_t i = 0; i < book->style->totals.count && length; i++) {
        const char *word = book->style->totals.items[i];
        if (text[0] == word[0] &&
            opis_glyphs_distance(book->glyphs, text, length, word, strlen(word), WORD_LIMIT) <= WORD_LIMIT)
            return 1;
    }
    return 0;
}

/* How much of a label the head takes that spans several columns: "Arrests: " of "Arrests: Total". */
static uint32_t span_length(const opis_sketch *sketch, uint32_t column) {
    opis_text label = sketch->columns[column];
    const char *text = label.length ? sketch->texts + label.start : "";
    for (uint32_t i = 0; i + 2 < label.length; i++)
        if (i > 1 && text[i] == ':' && text[i + 1] == ' ') return i + 2;
    return 0;
}

int opis_table_is_total(const opis_sketch *sketch, const opis_book *book, uint32_t column) {
    uint32_t span = span_length(sketch, column);
    opis_text label = sketch->columns[column];
    return is_total(sketch, book, (opis_text){label.start + span, label.length - span});
}

int opis_table_same_span(const opis_sketch *sketch, uint32_t a, uint32_t b) {
    uint32_t length = span_length(sketch, a);
    return length == span_length(sketch, b) &&
           memcmp(sketch->texts + sketch->columns[a].start, sketch->texts + sketch->columns[b].start, length) == 0;
}

static int is_percent(const stating *s, uint32_t column) {
    opis_text label = s->sketch->columns[column];
    return s->sketch->percent[column] ||
           (label.length && memchr(s->sketch->texts + label.start, '%', label.length) != NULL);
}

/* One line whose cells before the last make the last: `step` cells apart, `count` with the whole, which is `whole`. */
static opis_status state_sum(stating *s, uint32_t first, uint32_t step, uint32_t count, uint32_t whole,
                             opis_error *error) {
    size_t relations = s->out->relation_count, parts = s->out->part_count;
    int64_t sum = 0, value, total = 0;
    int clean = clean_value(s, whole, &total);
    if (!is_stated(s, whole)) return OPIS_OK;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t cell = first + i * step;
        if (cell == whole || s->cells[cell].state == OPIS_PRINTED_BLANK) continue;
        if (step == 1 && is_percent(s, cell % s->sketch->column_count)) continue;
        opis_status status = add_part(s, cell, error);
        if (status != OPIS_OK) return status;
        if (!is_stated(s, cell)) {
            take_back(s, relations, parts);
            return OPIS_OK;
        }
        clean = clean && clean_value(s, cell, &value);
        if (clean) sum += value;
    }
    if (s->out->part_count < parts + 2) {
        take_back(s, relations, parts);
        return OPIS_OK;
    }
    if (clean && sum == total && total >= SMALLEST_SUM) s->holds++;
    if (clean && sum != total) s->breaks++;
    return add_relation(s, OPIS_SUM, whole, parts, error);
}

/* Relations that no well-read line keeps are not given; those that well-read lines break cast doubt on their cells. */
static opis_status doubt_since(stating *s, size_t first, opis_error *error) {
    opis_status status = OPIS_OK;
    for (size_t i = first; i < s->out->relation_count && status == OPIS_OK; i++) {
        const opis_relation relation = s->out->relations[i];
        int64_t value;
        int clean = clean_value(s, relation.whole, &value);
        for (uint32_t k = 0; k < relation.part_count; k++)
            clean = clean && clean_value(s, s->out->parts[relation.first_part + k], &value);
        if (!clean) continue;
        status = add_conflict(s, relation.kind, relation.whole, relation.first_part, error);
        if (status == OPIS_OK) s->out->conflicts[s->out->conflict_count - 1].part_count = relation.part_count;
    }
    s->out->relation_count = first;
    return status;
}

/* The one row, or column, that is labelled a total; UINT32_MAX: none, or several. */
static uint32_t find_total(const stating *s, const opis_text *labels, uint32_t count) {
    uint32_t found = UINT32_MAX;
    for (uint32_t i = 0; i < count; i++) {
        if (!is_total(s->sketch, s->book, labels[i])) continue;
        if (found != UINT32_MAX) return UINT32_MAX;
        found = i;
    }
    return found;
}

static opis_status state_totals(stating *s, int of_columns, opis_error *error) {
    uint32_t rows = s->sketch->row_count, columns = s->sketch->column_count;
    uint32_t total =
        of_columns ? find_total(s, s->sketch->row_labels, rows) : find_total(s, s->sketch->columns, columns);
    size_t relations = s->out->relation_count;
    opis_status status = OPIS_OK;
    s->holds = s->breaks = 0;
    if (total == UINT32_MAX || (!of_columns && is_percent(s, total))) return OPIS_OK;
    for (uint32_t line = 0; line < (of_columns ? columns : rows) && status == OPIS_OK; line++) {
        if (of_columns && is_percent(s, line)) continue;
        status = of_columns ? state_sum(s, line, columns, rows, total * columns + line, error)
                            : state_sum(s, line * columns, 1, columns, line * columns + total, error);
    }
    if (status == OPIS_OK && s->holds == 0) status = doubt_since(s, relations, error);
    return status;
}

/* ---- Shares ---------------------------------------------------------------------------------------------- */

/* Whether a column's shares add up to a hundred within `slack`, or a unit of their last decimal where it is 0; -1: not
 * all are well read. */
static int adds_to_hundred(const stating *s, uint32_t column, uint32_t total, int64_t slack) {
    int64_t sum = 0, value;
    uint32_t count = 0;
    uint8_t decimals = 0;
    for (uint32_t row = 0; row < s->sketch->row_count; row++) {
        uint32_t cell = row * s->sketch->column_count + column;
        if (row == total || s->cells[cell].state != OPIS_PRINTED) continue;
        if (!clean_value(s, cell, &value)) return -1;
        const opis_verdict *read = &s->read->cells[s->source ? s->source[cell] : cell];
        if (s->read->readings[read->first_reading].value.decimals > decimals)
            decimals = s->read->readings[read->first_reading].value.decimals;
        sum += value;
        count++;
    }
    int64_t unit = ONE;
    for (; decimals > 0; decimals--) unit /= 10;
    return count >= FEWEST_SHARES && llabs(sum - 100 * (int64_t)ONE) <= (slack ? slack * ONE : unit);
}

/* The columns of a table of shares: those that make a hundred, and, where one does, those that have no gaps. */
static opis_status state_hundreds(stating *s, opis_error *error) {
    const opis_sketch *sketch = s->sketch;
    uint32_t total = find_total(s, sketch->row_labels, sketch->row_count), held = 0;
    opis_status status = OPIS_OK;
    if (!sketch->of_shares) return OPIS_OK;
    for (uint32_t c = 0; c < sketch->column_count; c++) held += adds_to_hundred(s, c, total, 0) == 1;
    for (uint32_t c = 0; c < sketch->column_count && status == OPIS_OK; c++) {
        size_t relations = s->out->relation_count, parts = s->out->part_count;
        int whole = 1;
        for (uint32_t row = 0; row < sketch->row_count && status == OPIS_OK; row++) {
            uint32_t cell = row * sketch->column_count + c;
            whole &= s->cells[cell].state == OPIS_PRINTED && is_stated(s, cell);
            if (row != total && s->cells[cell].state == OPIS_PRINTED) status = add_part(s, cell, error);
        }
        int states = adds_to_hundred(s, c, total, 0) == 1 || (held && whole);
        int misses = !held && adds_to_hundred(s, c, total, SHARES_MISS) == 1;
        if (status == OPIS_OK && states && s->out->part_count >= parts + FEWEST_SHARES)
            status = add_relation(s, OPIS_HUNDRED, OPIS_NO_CELL, parts, error);
        else if (status == OPIS_OK && misses)
            status = add_conflict(s, OPIS_HUNDRED, OPIS_NO_CELL, parts, error);
        else
            take_back(s, relations, parts);
    }
    return status;
}

/* ---- "% of col. A" --------------------------------------------------------------------------------------- */

/* The letter that names a column: "A" of "A: files sent"; 0: none. */
static char letter_of(const stating *s, uint32_t column) {
    opis_text label = s->sketch->columns[column];
    const char *text = label.length > 2 ? s->sketch->texts + label.start : "";
    return is_upper(text[0]) && (text[1] == ':' || text[1] == '.') ? text[0] : 0;
}

/* The column that a label's "% of col. A" points at; UINT32_MAX: none. */
static uint32_t base_of(const stating *s, uint32_t column) {
    opis_text label = s->sketch->columns[column];
    const char *text = label.length ? s->sketch->texts + label.start : "";
    size_t at = 0, sign = strlen(SIGN_WORDS);
    while (at + sign < label.length && memcmp(text + at, SIGN_WORDS, sign) != 0) at++;
    for (at += sign; at + 1 < label.length; at++) {
        int alone = text[at] == ' ' && is_upper(text[at + 1]) &&
                    (at + 2 >= label.length || text[at + 2] == ' ' || text[at + 2] == ',' || text[at + 2] == ')');
        for (uint32_t c = 0; alone && c < s->sketch->column_count; c++)
            if (letter_of(s, c) == text[at + 1] && !is_percent(s, c)) return c;
    }
    return UINT32_MAX;
}

/* How many of the longer words of one label stand in another. */
static uint32_t shared_words(const stating *s, opis_text one, opis_text other) {
    const char *text = one.length ? s->sketch->texts + one.start : "";
    uint32_t shared = 0;
    for (size_t start = 0, end; start < one.length; start = end + 1) {
        for (end = start; end < one.length && text[end] != ' ' && text[end] != ','; end++) continue;
        const char *in = other.length ? s->sketch->texts + other.start : "";
        for (size_t at = 0; end - start >= LONG_WORD && at + (end - start) <= other.length; at++)
            if (memcmp(in + at, text + start, end - start) == 0) {
                shared++;
                break;
            }
    }
    return shared;
}

/* The column of the counts whose shares a column gives: the one of the same letter, else of most words in common. */
static uint32_t count_of(const stating *s, uint32_t column, uint32_t base) {
    uint32_t best = UINT32_MAX, most = 0, shared;
    for (uint32_t c = 0; c < s->sketch->column_count; c++) {
        if (is_percent(s, c) || c == base) continue;
        if (letter_of(s, c) && letter_of(s, c) == letter_of(s, column)) return c;
        shared = shared_words(s, s->sketch->columns[column], s->sketch->columns[c]);
        if (shared == most) best = UINT32_MAX;
        if (shared > most) best = c, most = shared;
    }
    return best;
}

/* How many well-read rows keep a percentage that is rounded, and how many one that is cut off. */
static void weigh_percentages(const stating *s, uint32_t column, uint32_t count, uint32_t base, uint32_t kept[2],
                              uint32_t *read) {
    int64_t share, part, all;
    kept[0] = kept[1] = *read = 0;
    for (uint32_t row = 0; row < s->sketch->row_count; row++) {
        uint32_t first = row * s->sketch->column_count;
        if (!clean_value(s, first + column, &share) || !clean_value(s, first + count, &part) ||
            !clean_value(s, first + base, &all) || all <= 0)
            continue;
        const opis_verdict *cell = &s->read->cells[s->source ? s->source[first + column] : first + column];
        double unit = pow(10, -s->read->readings[cell->first_reading].value.decimals);
        double off = 100.0 * (double)part / (double)all - (double)share / ONE;
        kept[0] += fabs(off) <= unit / 2 + 1e-9;
        kept[1] += off >= -1e-9 && off < unit;
        ++*read;
    }
}

/* Whether a share follows from its count and base, for some reading of the cell `which` among the three. */
static int may_hold(const stating *s, const uint32_t cells[3], int which, int truncates) {
    const opis_verdict *read = &s->read->cells[s->source ? s->source[cells[which]] : cells[which]];
    double values[3];
    int64_t value;
    uint8_t decimals = 0;
    for (int i = 0; i < 3; i++) {
        const opis_verdict *cell = &s->read->cells[s->source ? s->source[cells[i]] : cells[i]];
        if (!clean_value(s, cells[i], &value)) return 1;
        values[i] = (double)value / ONE;
        if (i == 0) decimals = s->read->readings[cell->first_reading].value.decimals;
    }
    double unit = pow(10, -decimals);
    for (uint32_t i = 0; i < read->reading_count; i++) {
        const opis_cell_reading *reading = &s->read->readings[read->first_reading + i];
        if (reading->cost > MISREAD_COST) break;
        values[which] = (double)reading->value.units / pow(10, reading->value.decimals);
        double off = values[2] > 0 ? 100 * values[1] / values[2] - values[0] : INFINITY;
        if (truncates ? off >= -1e-9 && off < unit : fabs(off) <= unit / 2 + 1e-9) return 1;
    }
    return 0;
}

/* Well-read figures of a row that no misreading of one of them reconciles: the book contradicts itself. */
static int contradicts(const stating *s, uint32_t share, uint32_t count, uint32_t base, int truncates) {
    const uint32_t cells[3] = {share, count, base};
    for (int which = 0; which < 3; which++)
        if (may_hold(s, cells, which, truncates)) return 0;
    return 1;
}

static opis_status state_percentages(stating *s, opis_error *error) {
    opis_status status = OPIS_OK;
    for (uint32_t c = 0; c < s->sketch->column_count; c++) {
        uint32_t base = base_of(s, c), count = base == UINT32_MAX ? base : count_of(s, c, base), kept[2], read;
        if (count == UINT32_MAX) continue;
        weigh_percentages(s, c, count, base, kept, &read);
        int truncates = kept[1] > kept[0];
        if (kept[truncates] == 0 || kept[truncates] * 2 < read) continue;
        for (uint32_t row = 0; row < s->sketch->row_count && status == OPIS_OK; row++) {
            uint32_t first = row * s->sketch->column_count;
            size_t parts = s->out->part_count;
            if (!is_stated(s, first + c) || !is_stated(s, first + count) || !is_stated(s, first + base)) continue;
            int conflict = contradicts(s, first + c, first + count, first + base, truncates);
            status = add_part(s, first + count, error);
            if (status == OPIS_OK) status = add_part(s, first + base, error);
            if (status == OPIS_OK && conflict) status = add_conflict(s, OPIS_PERCENT, first + c, parts, error);
            if (status != OPIS_OK || conflict) continue;
            status = add_relation(s, OPIS_PERCENT, first + c, parts, error);
            if (status == OPIS_OK) s->out->relations[s->out->relation_count - 1].truncates = (uint8_t)truncates;
        }
        if (status != OPIS_OK) return status;
    }
    return OPIS_OK;
}

opis_status opis_table_state(opis_given *given, const opis_settlement *read, const opis_sketch *sketch,
                             const opis_book *book, const opis_table_cell *cells, const uint32_t *source, int doubtful,
                             opis_error *error) {
    stating s = {.out = given,
                 .sketch = sketch,
                 .read = read,
                 .cells = cells,
                 .source = source,
                 .book = book,
                 .doubtful = doubtful};
    given->relation_count = given->conflict_count = given->part_count = 0;
    if (sketch->row_count * sketch->column_count > book->limits.table_cells) return OPIS_OK;
    opis_status status = state_totals(&s, 1, error);
    if (status == OPIS_OK) status = state_totals(&s, 0, error);
    if (status == OPIS_OK) status = state_hundreds(&s, error);
    if (status == OPIS_OK) status = state_percentages(&s, error);
    return status;
}
