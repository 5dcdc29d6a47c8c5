/*
 * Where numbered tables begin: a line that opens with the style's word for a table, a number, a point and a title.
 * The sentences that point at a table ("as Table 3 shows", "given in / Table 4.") have no point or no title.
 */
#include <math.h>
#include <string.h>

#include "extract/table.h"
#include "memory.h"
#include "mend/sequence.h"

/* A damaged word for a table costs at most this. */
#define WORD_LIMIT 3.0f
#define LONGEST_NUMBER 5 /* bytes, blanks between its digits counted */
#define MOST_DIGITS 2    /* of a number that is glued to the word */
#define LONGEST_TITLE_LINES 4
/* A title that fills its line goes on in the next. */
#define FULL_TITLE 56
#define DROP_COST 8.0f
#define GAP_COST 1.5f
#define REPEAT_COST 4.0f

typedef struct finding {
    const opis_book *book;
    opis_table_headings *headings;
    size_t heading_capacity;
    opis_candidate *candidates;
    size_t candidate_count, candidate_capacity;
    opis_sequence_item *items;
    size_t item_capacity;
} finding;

/* Where the number begins behind the word for a table; 0: the line does not open with one. */
static uint32_t number_start(const opis_book *book, const opis_token *tokens) {
    const char *seen = book->source.bytes + tokens[0].start;
    size_t seen_length = tokens[0].length;
    if (tokens[0].class_ > OPIS_MIXED || !(tokens[0].shape & OPIS_UPPER_FIRST)) return 0;
    for (size_t i = 0; i < book->style->tables.count; i++) {
        const char *word = book->style->tables.items[i];
        size_t length = strlen(word);
        if (seen[0] != word[0] || seen_length + 1 < length) continue;
        if (seen_length > length && seen_length <= length + MOST_DIGITS && memcmp(seen, word, length) == 0)
            return tokens[0].start + (uint32_t)length;
        if (seen_length <= length + 1 &&
            opis_glyphs_distance(book->glyphs, seen, seen_length, word, length, WORD_LIMIT) <= WORD_LIMIT)
            return tokens[1].start;
    }
    return 0;
}

/* The token that ends the number: its point.  0: there is none. */
static uint32_t find_point(const opis_book *book, const opis_token *tokens, uint32_t count, uint32_t number) {
    for (uint32_t i = 1; i < count && i <= LONGEST_NUMBER; i++) {
        const char *at = book->source.bytes + tokens[i].start;
        if (tokens[i].start > number + LONGEST_NUMBER) return 0;
        if (tokens[i].start > number && tokens[i].class_ == OPIS_PUNCTUATION && (*at == '.' || *at == ':')) return i;
    }
    return 0;
}

static opis_status add_numbers(finding *f, const opis_numeral *readings, size_t count, opis_error *error) {
    opis_status status =
        opis_reserve(&f->candidates, &f->candidate_capacity, f->candidate_count + count, sizeof *f->candidates, error);
    if (status != OPIS_OK) return status;
    for (size_t i = 0; i < count; i++)
        f->candidates[f->candidate_count++] = (opis_candidate){readings[i].value, readings[i].cost};
    return OPIS_OK;
}

static uint32_t title_end(const opis_book *book, uint32_t line) {
    const opis_line *lines = book->layout.lines;
    uint32_t end = line + 1;
    while (end < book->layout.line_count && end < line + LONGEST_TITLE_LINES && lines[end - 1].width >= FULL_TITLE &&
           lines[end].role == OPIS_LINE_TEXT && !lines[end].indented)
        end++;
    return end;
}

static opis_status add_heading(finding *f, uint32_t line, uint32_t start, uint32_t end, uint32_t title,
                               opis_error *error) {
    const opis_book *book = f->book;
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    while (end > start && book->source.bytes[end - 1] == ' ') end--;
    size_t count = opis_glyphs_numerals(book->glyphs, book->source.bytes + start, end - start, readings);
    if (count == 0) return OPIS_OK;
    size_t index = f->headings->count;
    opis_status status =
        opis_reserve(&f->headings->items, &f->heading_capacity, index + 1, sizeof *f->headings->items, error);
    if (status == OPIS_OK) status = opis_reserve(&f->items, &f->item_capacity, index + 1, sizeof *f->items, error);
    uint32_t first = (uint32_t)f->candidate_count;
    if (status == OPIS_OK) status = add_numbers(f, readings, count, error);
    if (status != OPIS_OK) return status;
    f->headings->items[f->headings->count++] = (opis_table_heading){
        .line = line,
        .title_start = title,
        .title_end = book->layout.lines[line].end,
        .body_line = title_end(book, line),
        .limit = book->layout.line_count,
        .number = readings[0].value,
        .clean = readings[0].cost == 0,
    };
    f->items[index] = (opis_sequence_item){first, (uint32_t)count, DROP_COST, REPEAT_COST, INFINITY, 0};
    return OPIS_OK;
}

static opis_status look_at_line(finding *f, uint32_t line, opis_error *error) {
    const opis_book *book = f->book;
    uint32_t count;
    const opis_token *tokens = opis_line_tokens(&book->layout, book->tokens, line, &count);
    uint32_t number = count < 4 ? 0 : number_start(book, tokens);
    uint32_t point = number ? find_point(book, tokens, count, number) : 0;
    if (point == 0) return OPIS_OK;
    uint32_t first = point + 1;
    while (first < count && tokens[first].class_ == OPIS_BLANK) first++;
    if (first == count) return OPIS_OK;
    const opis_token *title = &tokens[first];
    int begins = title->class_ == OPIS_NUMBER || title->class_ == OPIS_PUNCTUATION || (title->shape & OPIS_UPPER_FIRST);
    return begins ? add_heading(f, line, number, tokens[point].start, title->start, error) : OPIS_OK;
}

/* Tables run 1, 2, 3 ... through the book. */
static opis_status settle_numbers(finding *f, opis_error *error) {
    opis_table_headings *headings = f->headings;
    opis_sequence_choice *choices = NULL;
    size_t capacity = 0;
    if (headings->count == 0) return OPIS_OK;
    opis_status status = opis_reserve(&choices, &capacity, headings->count, sizeof *choices, error);
    opis_sequence sequence = {
        f->items, headings->count, f->candidates, f->candidate_count, {GAP_COST, GAP_COST, GAP_COST}};
    if (status == OPIS_OK) status = opis_sequence_solve(&sequence, choices, error);
    for (size_t i = 0; i < headings->count && status == OPIS_OK; i++) {
        opis_table_heading *heading = &headings->items[i];
        if (i + 1 < headings->count) heading->limit = headings->items[i + 1].line;
        if (choices[i].candidate < 0 || !f->candidates) continue;
        const opis_candidate *chosen = &f->candidates[choices[i].candidate];
        heading->number = chosen->value;
        heading->clean = chosen->cost == 0;
        heading->margin = choices[i].margin;
    }
    opis_resize(choices, 0);
    return status;
}

opis_status opis_table_headings_find(opis_table_headings *headings, const opis_book *book, opis_error *error) {
    finding f = {.book = book, .headings = headings};
    opis_status status = OPIS_OK;
    uint8_t opens[UINT8_MAX + 1] = {0};
    memset(headings, 0, sizeof *headings);
    for (size_t i = 0; i < book->style->tables.count; i++) opens[(unsigned char)book->style->tables.items[i][0]] = 1;
    for (uint32_t line = 0; line < book->layout.line_count && status == OPIS_OK; line++) {
        const opis_line *at = &book->layout.lines[line];
        /* The capital alone passes over nearly every line unread. */
        if (opens[(unsigned char)at->first] && at->width > 8 && at->role != OPIS_LINE_EMPTY)
            status = look_at_line(&f, line, error);
    }
    if (status == OPIS_OK) status = settle_numbers(&f, error);
    opis_resize(f.candidates, 0);
    opis_resize(f.items, 0);
    if (status != OPIS_OK) opis_table_headings_release(headings);
    return status;
}

void opis_table_headings_release(opis_table_headings *headings) {
    opis_resize(headings->items, 0);
    memset(headings, 0, sizeof *headings);
}
