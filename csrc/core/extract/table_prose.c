#include "extract/table_prose.h"

#include <string.h>

#include "memory.h"

#define MOST_SPANS 32
#define MOST_FIGURES 32
#define LONGEST_SENTENCE 240
#define NEAR_TOKENS 6
#define GROUP 3
#define MOST_DIGITS 12
#define FIRST_YEAR 1000
#define LAST_YEAR 2100
#define PERCENT "percent"

typedef struct reader {
    opis_prose *prose;
    const opis_book *book;
    const opis_token *tokens;
    uint32_t at, end; /* tokens */
    uint32_t first;   /* of the sentence */
    struct {
        opis_year_span years;
        uint32_t first, end;
    } spans[MOST_SPANS];
    size_t span_count;
    struct {
        int64_t value;
        uint32_t first, end;
        uint8_t percent;
    } figures[MOST_FIGURES];
    size_t figure_count;
} reader;

static const char *text_of(const reader *r, uint32_t token) {
    return r->book->source.bytes + r->tokens[token].start;
}

static int is_mark(const reader *r, uint32_t token, char mark) {
    return token < r->end && r->tokens[token].class_ == OPIS_PUNCTUATION && *text_of(r, token) == mark;
}

static int touches(const reader *r, uint32_t token) {
    return token < r->end && r->tokens[token - 1].start + r->tokens[token - 1].length == r->tokens[token].start;
}

static int is_among(const reader *r, uint32_t token, const opis_words *words) {
    return opis_words_have(words, text_of(r, token), r->tokens[token].length);
}

static uint32_t skip_breaks(const reader *r, uint32_t token) {
    while (token < r->end && r->tokens[token].class_ >= OPIS_BREAK) token++;
    return token;
}

/* A number with its groups of thousands; the token behind it. */
static uint32_t read_number(const reader *r, uint32_t token, int64_t *value, size_t *digits) {
    *value = 0;
    *digits = 0;
    for (uint32_t at = token;; at += 2) {
        for (size_t i = 0; i < r->tokens[at].length && *digits < MOST_DIGITS; i++, ++*digits)
            *value = *value * 10 + (text_of(r, at)[i] - '0');
        if (!is_mark(r, at + 1, ',') || !touches(r, at + 1) || !touches(r, at + 2)) return at + 1;
        if (r->tokens[at + 2].class_ != OPIS_NUMBER || r->tokens[at + 2].length != GROUP) return at + 1;
    }
}

static int is_year(int64_t value, size_t digits) {
    return digits == 4 && value >= FIRST_YEAR && value <= LAST_YEAR;
}

/* The years from one that was read: "1937-38", "1920 through 1929"; the token behind them. */
static uint32_t read_span(const reader *r, uint32_t behind, opis_year_span *span) {
    uint32_t mark = skip_breaks(r, behind);
    if (mark >= r->end) return behind;
    int dash = is_mark(r, mark, '-'), word = r->tokens[mark].class_ == OPIS_WORD;
    if (!dash && !(word && is_among(r, mark, &r->book->style->range_words))) return behind;
    uint32_t last = skip_breaks(r, mark + 1);
    int64_t value;
    size_t digits;
    if (last >= r->end || r->tokens[last].class_ != OPIS_NUMBER) return behind;
    uint32_t end = read_number(r, last, &value, &digits);
    if (dash && digits == 2) value += span->first / 100 * 100;
    if ((digits != 4 && !(dash && digits == 2)) || value <= span->first || value > LAST_YEAR) return behind;
    span->last = (int32_t)value;
    return end;
}

static int says_percent(const reader *r, uint32_t token) {
    token = skip_breaks(r, token);
    for (size_t i = 0; i < r->book->style->unit_count && token < r->end; i++)
        if (strcmp(r->book->style->units[i].name, PERCENT) == 0)
            return is_among(r, token, &r->book->style->units[i].words);
    return 0;
}

static void take_number(reader *r) {
    int64_t value;
    size_t digits;
    uint32_t first = r->at;
    r->at = read_number(r, first, &value, &digits);
    if (is_year(value, digits) && r->at == first + 1) {
        opis_year_span span = {(int32_t)value, (int32_t)value};
        r->at = read_span(r, r->at, &span);
        if (r->span_count == MOST_SPANS) return;
        r->spans[r->span_count].years = span;
        r->spans[r->span_count].first = first;
        r->spans[r->span_count++].end = r->at;
        return;
    }
    /* Decimals are of other things. */
    if (is_mark(r, r->at, '.') && touches(r, r->at) && touches(r, r->at + 1) &&
        r->tokens[r->at + 1].class_ == OPIS_NUMBER) {
        r->at += 2;
        return;
    }
    if (r->figure_count == MOST_FIGURES || digits >= MOST_DIGITS) return;
    r->figures[r->figure_count].value = value;
    r->figures[r->figure_count].first = first;
    r->figures[r->figure_count].percent = (uint8_t)says_percent(r, r->at);
    r->figures[r->figure_count++].end = r->at;
}

static opis_status end_sentence(reader *r, opis_error *error) {
    opis_prose *prose = r->prose;
    opis_status status = opis_reserve(&prose->figures, &prose->capacity, prose->count + r->figure_count + 1,
                                      sizeof *prose->figures, error);
    for (size_t i = 0; i < r->figure_count && status == OPIS_OK; i++) {
        opis_prose_figure figure = {.value = r->figures[i].value,
                                    .percent = r->figures[i].percent,
                                    .start = r->tokens[r->figures[i].first].start,
                                    .sentence_first = r->first,
                                    .sentence_end = r->at};
        for (size_t k = 0; k < r->span_count; k++) {
            if (r->spans[k].end <= r->figures[i].first) figure.before = r->spans[k].years;
            if (r->spans[k].first < r->figures[i].end || figure.after.first) continue;
            figure.after = r->spans[k].years;
            figure.near = r->spans[k].first <= r->figures[i].end + NEAR_TOKENS;
        }
        prose->figures[prose->count++] = figure;
    }
    r->first = r->at;
    r->figure_count = r->span_count = 0;
    return status;
}

static int ends_sentence(const reader *r) {
    if (r->at - r->first > LONGEST_SENTENCE) return 1;
    if (!is_mark(r, r->at, '.')) return 0;
    uint32_t next = skip_breaks(r, r->at + 1);
    if (is_mark(r, next, ')')) next = skip_breaks(r, next + 1);
    return next < r->end && (r->tokens[next].shape & OPIS_UPPER_FIRST) && r->tokens[r->at - 1].length > 1;
}

opis_status opis_prose_read(opis_prose *prose, const opis_book *book, uint32_t first, uint32_t end,
                            uint32_t table_first, uint32_t table_end, opis_error *error) {
    const opis_line *lines = book->layout.lines;
    opis_status status = OPIS_OK;
    prose->count = 0;
    for (int part = 0; part < 2 && status == OPIS_OK; part++) {
        uint32_t from = part ? table_end + 1 : first, to = part ? end : table_first;
        if (from >= to) continue;
        reader r = {.prose = prose, .book = book, .tokens = book->tokens};
        r.at = r.first = lines[from].first_token;
        r.end = lines[to].first_token;
        while (r.at < r.end && status == OPIS_OK) {
            if (r.tokens[r.at].class_ == OPIS_NUMBER) {
                take_number(&r);
                continue;
            }
            int ends = r.at > r.first && ends_sentence(&r);
            r.at++;
            if (ends) status = end_sentence(&r, error);
        }
        if (status == OPIS_OK) status = end_sentence(&r, error);
    }
    return status;
}

void opis_prose_release(opis_prose *prose) {
    opis_resize(prose->figures, 0);
    memset(prose, 0, sizeof *prose);
}
