/*
 * What the prose says of lost cells: a sentence that names their years and column fills one, or gives the sum of some,
 * whose parts the book may have elsewhere.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "extract/table_hear.h"

/* The lines around a figure that are read, and the tokens that must have its years. */
#define LINES_AROUND 4
#define TOKENS_AROUND 80
/* A volume has fewer tokens: what is further from a table is of another. */
#define VOLUME_TOKENS ((size_t)1 << 19)
#define NEVER 1e9f
#define GROUP 3
#define MOST_DIGITS 12
#define YEAR_ROOM 12

/* A figure for years whose cells are lost: one cell is filled by it, several are told their sum. */
opis_status opis_hear_of_lost(opis_hearing *h, const opis_year_span *years, opis_error *error) {
    opis_status status = OPIS_OK;
    for (uint32_t c = 0; c < h->sketch->column_count && status == OPIS_OK; c++) {
        int lost = 1;
        for (uint32_t i = 0; i < h->row_count; i++)
            lost &= h->sketch->cells[opis_hearing_cell(h, h->rows[i], c)].state == OPIS_PRINT_LOST &&
                    !h->settlement->cells[opis_hearing_cell(h, h->rows[i], c)].has_value;
        if (!lost || !opis_hearing_names(h, c)) continue;
        if (h->row_count == 2 && h->pair_count < OPIS_MOST_LOST_PAIRS)
            h->pairs[h->pair_count++] = (opis_lost_pair){{h->rows[0], h->rows[1]}, c, h->figure->value};
        for (uint32_t i = 0; i < h->row_count && status == OPIS_OK; i++) {
            opis_verdict *cell = &h->settlement->cells[opis_hearing_cell(h, h->rows[i], c)];
            int one = h->row_count == 1;
            if (one) {
                cell->value = (opis_value){h->figure->value, 0};
                cell->has_value = 1;
                cell->status = OPIS_LIKELY;
            }
            status =
                opis_hearing_note(h, opis_hearing_cell(h, h->rows[i], c), OPIS_FILLS,
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
static float cost_of_reading(const opis_hearing *h, uint32_t start, int64_t value) {
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

static int is_of_year(const opis_hearing *h, const opis_prose_figure *figure, uint32_t row) {
    int32_t year = h->sketch->years[row];
    return (figure->before.first == year && figure->before.last == year) ||
           (!figure->before.first && figure->near && figure->after.first == year && figure->after.last == year);
}

/* Two figures of one sentence, each behind its year, that make the sum: the first reads as it is. */
static int find_parts(const opis_hearing *h, const opis_lost_pair *pair, const opis_prose *prose, uint32_t start,
                      opis_prose_figure parts[2]) {
    const opis_prose_figure *first = NULL;
    for (size_t i = 0; i < prose->count && !first; i++)
        if (prose->figures[i].start == start) first = &prose->figures[i];
    for (size_t i = 0; i < prose->count && first; i++) {
        const opis_prose_figure *other = &prose->figures[i];
        if (other == first || other->sentence_first != first->sentence_first) continue;
        for (int one = 0; one < 2; one++) {
            if (!is_of_year(h, first, pair->rows[one]) || !is_of_year(h, other, pair->rows[!one])) continue;
            if (cost_of_reading(h, other->start, pair->sum - first->value) > OPIS_DOUBTS_A_FIGURE) continue;
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

/* The next token, from one on, that is the first group of a figure below the sum; `end`: there is none before it. */
static size_t next_grouped(const opis_book *book, size_t token, size_t end, int64_t sum) {
    const opis_token *tokens = book->tokens;
    const char *bytes = book->source.bytes;
    for (; token < end && token + 2 < book->token_count; token++) {
        if (tokens[token].class_ != OPIS_NUMBER || tokens[token].length > GROUP) continue;
        if (bytes[tokens[token + 1].start] != ',' || tokens[token + 2].class_ != OPIS_NUMBER) continue;
        int64_t value = grouped_figure(bytes + tokens[token].start);
        if (value > 0 && value < sum) return token;
    }
    return end;
}

static int32_t year_at(const opis_book *book, const opis_token *token) {
    const char *text = book->source.bytes + token->start;
    int32_t year = 0;
    if (token->class_ != OPIS_NUMBER || token->length != 4) return 0;
    for (int k = 0; k < 4; k++) year = year * 10 + (text[k] - '0');
    return year;
}

/* Whether the years of both cells stand near a token: most figures of a book need no second look. */
static int has_years(const opis_hearing *h, const opis_lost_pair *pair, size_t token) {
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

static opis_status look_at(opis_hearing *h, const opis_lost_pair *pair, uint32_t start, opis_prose_figure parts[2],
                           int *found, opis_error *error) {
    uint32_t line = (uint32_t)opis_source_line(&h->book->source, start);
    uint32_t first = line > LINES_AROUND ? line - LINES_AROUND : 0, end = line + LINES_AROUND + 1;
    if (end > h->book->layout.line_count) end = h->book->layout.line_count;
    opis_status status = OPIS_OK;
    if (h->prose_around != line + 1) /* no line is the table's */
        status = opis_prose_read(&h->prose, h->book, first, end, end, end, error);
    h->prose_around = line + 1;
    if (status == OPIS_OK) *found = find_parts(h, pair, &h->prose, start, parts);
    return status;
}

/* The figures among some tokens; `*differ`: they speak against what was found before. */
static opis_status hear_tokens(opis_hearing *h, const opis_lost_pair *pair, size_t first, size_t end,
                               opis_prose_figure parts[2], int *differ, opis_error *error) {
    opis_prose_figure others[2];
    opis_status status = OPIS_OK;
    for (size_t token = next_grouped(h->book, first, end, pair->sum); token < end && status == OPIS_OK && !*differ;
         token = next_grouped(h->book, token + 1, end, pair->sum)) {
        int found = 0;
        if (!has_years(h, pair, token)) continue;
        status = look_at(h, pair, h->book->tokens[token].start, others, &found, error);
        if (status != OPIS_OK || !found) continue;
        *differ = parts[0].value && parts[0].value != others[0].value;
        if (!parts[0].value) memcpy(parts, others, sizeof others);
    }
    return status;
}

/* The first place of a year, of those that ascend, that is no further before the table than a volume is long. */
static uint32_t first_place(const opis_hearing *h, const opis_printed_word *year) {
    const uint32_t *places = opis_places(&h->book->concordance, year);
    uint32_t low = 0, high = year->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (places[middle] + VOLUME_TOKENS < h->first_token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const opis_printed_word *find_year(const opis_hearing *h, uint32_t row) {
    char year[YEAR_ROOM];
    snprintf(year, sizeof year, "%04d", (int)h->sketch->years[row]);
    return opis_concordance_find(&h->book->concordance, h->book->source.bytes, year);
}

/*
 * The figures around each place of the first year, wherever the volume prints it.  A figure has both years around it
 * only if these are no further apart than twice what is around it: most places need not be looked at.
 */
static opis_status hear_prose(opis_hearing *h, const opis_lost_pair *pair, opis_prose_figure parts[2], int *differ,
                              opis_error *error) {
    const opis_printed_word *word = find_year(h, pair->rows[0]), *other = find_year(h, pair->rows[1]);
    if (!word || !other) return OPIS_OK;
    const uint32_t *places = opis_places(&h->book->concordance, word);
    const uint32_t *others = opis_places(&h->book->concordance, other), *last = others + other->count;
    opis_status status = OPIS_OK;
    size_t heard = 0;
    for (uint32_t i = first_place(h, word); i < word->count && status == OPIS_OK && !*differ; i++) {
        const size_t at = places[i];
        if (at >= h->first_token + VOLUME_TOKENS) break;
        size_t first = at + 1 > heard + TOKENS_AROUND ? at + 1 - TOKENS_AROUND : heard;
        heard = at + TOKENS_AROUND + 1;
        while (others < last && *others + (size_t)2 * TOKENS_AROUND < at) others++;
        if (others == last || *others > at + (size_t)2 * TOKENS_AROUND) continue;
        status = hear_tokens(h, pair, first, heard, parts, differ, error);
    }
    return status;
}

/*
 * The prose near a table gives the sum of two lost cells; far away it may have the two, each with its year.  That they
 * make the sum to the last digit proves them, and a damaged one of them too; two pairs that do prove nothing.
 */
static opis_status hear_pair(opis_hearing *h, const opis_lost_pair *pair, opis_error *error) {
    opis_prose_figure parts[2] = {{.value = 0}};
    int differ = 0;
    opis_status status = hear_prose(h, pair, parts, &differ, error);
    if (differ) return status;
    for (uint32_t i = 0; i < 2 && parts[0].value && status == OPIS_OK; i++) {
        uint32_t at = opis_hearing_cell(h, pair->rows[i], pair->column);
        int32_t year = h->sketch->years[pair->rows[i]];
        opis_year_span years = {year, year};
        h->settlement->cells[at].value = (opis_value){parts[i].value, 0};
        h->settlement->cells[at].has_value = 1;
        h->settlement->cells[at].status = OPIS_REPAIRED;
        h->figure = &parts[i];
        status = opis_hearing_note(h, at, OPIS_FILLS, "the prose has its parts, each with its year: ", &years, error);
    }
    h->figure = NULL;
    return status;
}

opis_status opis_hear_pairs(opis_hearing *h, opis_error *error) {
    opis_status status = OPIS_OK;
    for (uint32_t i = 0; i < h->pair_count && status == OPIS_OK; i++) status = hear_pair(h, &h->pairs[i], error);
    return status;
}
