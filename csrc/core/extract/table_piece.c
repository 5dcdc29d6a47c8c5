/*
 * The lines of a table, cut at their blanks, and where the table ends: with its line of sources and the notes that
 * follow without a gap, or before the prose goes on.
 */
#include <string.h>

#include "extract/table.h"
#include "memory.h"
#include "letters.h"

/* A line of prose: so wide, so many words, no figures at its end. */
#define PROSE_WIDTH 42
#define PROSE_WORDS 6
/* Lines above the first row; more are no head. */
#define LONGEST_HEAD 16
#define LONGEST_SOURCE 12
#define LONGEST_PERHAPS 4
#define FIRST_YEAR 1000
#define LAST_YEAR 2100
#define YEAR_LIMIT 6.0f
#define YEAR_DIGITS 4
/* Digits between the commas of a figure. */
#define GROUP 3
#define SHORTEST_WORD 3
/* So that the cells of any grid can be counted in 32 bits. */
#define MOST_LINES 4000000
/* Empty lines in a row; more end a table. */
#define WIDEST_GAP 8

static int may_be_figure(char c) {
    return c && strchr("lIioOQDzZrSsBbgqjJtTxnyYuGA|!'\",.:;~+>=*`^&$-", c) != NULL;
}

/* Letters that an all-letter figure is made of: fewer, so that short words stay words. */
static int may_be_digit(char c) {
    return c && strchr("lIioOzZrSsgqjx|!'\"", c) != NULL;
}

static int is_mark(char c) {
    return strchr("([{)]}%<>", c) != NULL && c;
}

/* What a piece is, its brackets and sign aside. */
static opis_piece_kind kind_of(const char *at, size_t length) {
    size_t digits = 0, others = 0, letters = 0, dashes = 0, weak = 0;
    for (size_t i = 0; i < length; i++) {
        int letter = (at[i] >= 'a' && at[i] <= 'z') || (at[i] >= 'A' && at[i] <= 'Z');
        digits += is_digit(at[i]);
        letters += letter;
        others += !is_digit(at[i]) && !(may_be_figure(at[i]) && (at[i] != '-' || i == 0));
        dashes += at[i] == '-' || at[i] == '.' || at[i] == '_';
        weak += may_be_digit(at[i]);
    }
    if (length && dashes == length) return OPIS_PIECE_DASH;
    if (digits && others == 0 && letters <= digits + 1) return OPIS_PIECE_FIGURE;
    if (length && digits == 0 && length <= LONGEST_PERHAPS && weak == length) return OPIS_PIECE_PERHAPS;
    return OPIS_PIECE_WORD;
}

static opis_piece make_piece(const char *bytes, uint32_t start, uint32_t end) {
    opis_piece piece = {.start = start, .end = end};
    uint32_t first = start, last = end;
    piece.bracketed = bytes[start] == '(' || bytes[end - 1] == ')';
    while (first < last && is_mark(bytes[first])) first++;
    while (last > first && is_mark(bytes[last - 1])) last--;
    for (uint32_t at = start; at < end; at++) piece.percent |= bytes[at] == '%';
    if (last > first && last < end && memcmp(bytes + first, "\xE2\x80", 2) == 0)
        piece.kind = OPIS_PIECE_DASH;
    else
        piece.kind = (uint8_t)kind_of(bytes + first, last - first);
    return piece;
}

/* ---- Pieces that lost the blank between them ------------------------------------------------------------- */

static uint32_t digits_from(const char *bytes, uint32_t at, uint32_t end) {
    uint32_t count = 0;
    while (at + count < end && is_digit(bytes[at + count])) count++;
    return count;
}

/* "46,84647,134": a group of thousands with more than three digits. */
static uint32_t glued_groups(const char *bytes, uint32_t start, uint32_t end) {
    uint32_t at = start;
    while (at < end && (is_digit(bytes[at]) || bytes[at] == ',')) at++;
    if (at < end && !strchr("(%", bytes[at])) return end;
    for (at = start + digits_from(bytes, start, end); at + 1 < end && bytes[at] == ',';) {
        uint32_t digits = digits_from(bytes, at + 1, end);
        if (digits > GROUP && digits <= 2 * GROUP) return at + 1 + GROUP;
        if (digits != GROUP) return end;
        at += 1 + digits;
    }
    return end;
}

/* "1924275": a year that opens the line, and figures. */
static uint32_t glued_year(const opis_book *book, uint32_t start, uint32_t end) {
    const char *bytes = book->source.bytes;
    int32_t year;
    if (end - start <= YEAR_DIGITS || digits_from(bytes, start, end) < YEAR_DIGITS) return end;
    if (!opis_reads_as_year(book, start, start + YEAR_DIGITS, &year)) return end;
    int figure = kind_of(bytes + start + YEAR_DIGITS, end - start - YEAR_DIGITS) == OPIS_PIECE_FIGURE;
    return figure && is_digit(bytes[start + YEAR_DIGITS]) ? start + YEAR_DIGITS : end;
}

/* "receipt2.6": a word, and figures that are more than a footnote's mark. */
static uint32_t glued_word(const char *bytes, uint32_t start, uint32_t end) {
    uint32_t at = start, digits = 0;
    while (at < end && ((bytes[at] >= 'a' && bytes[at] <= 'z') || (bytes[at] >= 'A' && bytes[at] <= 'Z'))) at++;
    for (uint32_t i = at; i < end; i++) {
        if (!is_digit(bytes[i]) && bytes[i] != ',' && bytes[i] != '.') return end;
        digits += is_digit(bytes[i]);
    }
    return at - start >= SHORTEST_WORD && digits > 1 ? at : end;
}

/* Where the first of several pieces ends; `end` where there is but one. */
static uint32_t first_end(const opis_book *book, uint32_t start, uint32_t end, int opens_line) {
    uint32_t at = glued_groups(book->source.bytes, start, end);
    if (at == end) at = glued_word(book->source.bytes, start, end);
    if (at == end && opens_line) at = glued_year(book, start, end);
    return at;
}

static opis_status read_line(opis_table_body *body, uint32_t line, opis_error *error) {
    const opis_source *source = &body->book->source;
    const char *bytes = source->bytes;
    opis_piece_line row = {.line = line, .first = (uint32_t)body->piece_count};
    uint32_t at = body->book->layout.lines[line].start, end = body->book->layout.lines[line].end, blanks = 0;
    while (at < end) {
        for (blanks = 0; at < end && (bytes[at] == ' ' || bytes[at] == '\t'); at++) blanks++;
        uint32_t start = at;
        while (at < end && bytes[at] != ' ' && bytes[at] != '\t') at++;
        if (start == at) break;
        at = first_end(body->book, start, at, body->piece_count == row.first);
        opis_status status =
            opis_reserve(&body->pieces, &body->piece_capacity, body->piece_count + 1, sizeof *body->pieces, error);
        if (status != OPIS_OK) return status;
        body->pieces[body->piece_count] = make_piece(bytes, start, at);
        body->pieces[body->piece_count++].apart = blanks > 1;
    }
    row.count = (uint32_t)body->piece_count - row.first;
    row.apart = end + 1 < source->line_starts[line + 1] && bytes[end] == ' ' && bytes[end + 1] == ' ';
    opis_status status =
        opis_reserve(&body->lines, &body->line_capacity, body->line_count + 1, sizeof *body->lines, error);
    if (status == OPIS_OK) body->lines[body->line_count++] = row;
    return status;
}

uint32_t opis_trailing_figures(const opis_table_body *body, const opis_piece_line *line, uint32_t *sure) {
    *sure = 0;
    if (!line->count) return 0;
    const opis_piece *pieces = body->pieces + line->first;
    uint32_t at = line->count;
    while (at > 0 && pieces[at - 1].kind != OPIS_PIECE_WORD) at--;
    while (at < line->count && pieces[at].kind == OPIS_PIECE_PERHAPS) at++;
    for (uint32_t i = at; i < line->count; i++) *sure += pieces[i].kind == OPIS_PIECE_FIGURE;
    return line->count - at;
}

int opis_is_lone_figure(const opis_table_body *body, const opis_piece_line *line) {
    return line->count == 1 && body->pieces[line->first].kind == OPIS_PIECE_FIGURE;
}

int opis_reads_as_year(const opis_book *book, uint32_t start, uint32_t end, int32_t *year) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    size_t count = opis_glyphs_numerals(book->glyphs, book->source.bytes + start, end - start, readings);
    for (size_t i = 0; i < count; i++) {
        if (readings[i].value < FIRST_YEAR || readings[i].value > LAST_YEAR || readings[i].cost > YEAR_LIMIT) continue;
        *year = readings[i].value;
        return 1;
    }
    return 0;
}

/* ---- Where it ends --------------------------------------------------------------------------------------- */

static int opens_source(const opis_table_body *body, uint32_t line) {
    const opis_book *book = body->book;
    uint32_t count;
    const opis_token *tokens = opis_line_tokens(&book->layout, book->tokens, line, &count);
    if (count < 3 || tokens[0].class_ > OPIS_MIXED || tokens[1].class_ != OPIS_PUNCTUATION) return 0;
    if (!strchr(":;.", book->source.bytes[tokens[1].start])) return 0;
    for (size_t i = 0; i < book->style->table_sources.count; i++) {
        const char *word = book->style->table_sources.items[i];
        if (opis_glyphs_distance(book->glyphs, book->source.bytes + tokens[0].start, tokens[0].length, word,
                                 strlen(word), OPIS_STRANGE_GLYPH / 2) <= OPIS_STRANGE_GLYPH / 2)
            return 1;
    }
    return 0;
}

static int is_prose(const opis_table_body *body, const opis_piece_line *line) {
    uint32_t sure, figures = opis_trailing_figures(body, line, &sure);
    return figures == 0 && body->book->layout.lines[line->line].width >= PROSE_WIDTH && line->count >= PROSE_WORDS;
}

/* The lines of sources and notes: up to an empty line. */
static uint32_t source_end(const opis_table_body *body, uint32_t line, uint32_t limit) {
    const opis_line *lines = body->book->layout.lines;
    uint32_t last = line;
    while (last + 1 < limit && last < line + LONGEST_SOURCE && lines[last + 1].role == OPIS_LINE_TEXT &&
           !lines[last + 1].indented)
        last++;
    return last;
}

static int ends_table(const opis_line *line) {
    return line->role == OPIS_LINE_HEADING || line->role == OPIS_LINE_CHAPTER || line->role == OPIS_LINE_BACK;
}

static void drop_last_line(opis_table_body *body) {
    body->piece_count = body->lines[--body->line_count].first;
}

/* A body without sources ends with its last figures; words and gaps behind them are not its own. */
static void trim_body(opis_table_body *body) {
    while (body->line_count > 0) {
        uint32_t sure;
        opis_trailing_figures(body, &body->lines[body->line_count - 1], &sure);
        if (sure) break;
        drop_last_line(body);
    }
    if (body->line_count) body->end_line = body->lines[body->line_count - 1].line;
}

opis_status opis_table_body_read(opis_table_body *body, const opis_book *book, const opis_table_heading *heading,
                                 opis_error *error) {
    uint32_t figures = 0, words = 0, gap = 0, line;
    memset(body, 0, sizeof *body);
    body->book = book;
    body->end_line = heading->body_line - 1;
    for (line = heading->body_line; line < heading->limit; line++) {
        const opis_line *at = &book->layout.lines[line];
        if (ends_table(at) || gap > WIDEST_GAP || body->line_count == MOST_LINES || (!figures && words > LONGEST_HEAD))
            break;
        if (at->role != OPIS_LINE_EMPTY && opens_source(body, line)) {
            body->end_line = source_end(body, line, heading->limit);
            return OPIS_OK;
        }
        opis_status status = read_line(body, line, error);
        if (status != OPIS_OK) {
            opis_table_body_release(body);
            return status;
        }
        const opis_piece_line *read = &body->lines[body->line_count - 1];
        uint32_t sure;
        gap = read->count ? 0 : gap + 1;
        opis_trailing_figures(body, read, &sure);
        if (figures && is_prose(body, read)) break;
        figures += sure > 0;
        words += read->count > 0 && sure == 0;
    }
    trim_body(body);
    return OPIS_OK;
}

void opis_table_body_release(opis_table_body *body) {
    opis_resize(body->pieces, 0);
    opis_resize(body->lines, 0);
    memset(body, 0, sizeof *body);
}
