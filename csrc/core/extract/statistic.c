/*
 * Statistics: counted and measured quantities of the running text and of lists.
 */
#include <math.h>
#include <string.h>

#include "extract/date.h"
#include "extract/extract.h"
#include "extract/quantity.h"
#include "letters.h"
#include "memory.h"

/* "12 of whom" counts what was counted so many bytes before. */
#define SAME_SENTENCE 240
/* How far from a quantity its year may stand. */
#define YEAR_TOKENS 14
/* In a list a line is a label and its number; so many lines in a row make a list. */
#define LIST_LINES 2
#define LIST_WIDTH 72
#define LABEL_WIDTH 40
/* A word that a hyphen parts is one of the last of its line's. */
#define LAST_TOKENS 5
/* So many are not of what was counted before. */
#define LARGEST_CONTINUED 1e6
#define LONGEST_ABBREVIATION 3 /* "No. 5", "vol. 2" */
#define LIST_DIGITS 3
#define GROUP_DIGITS 3
#define LONGEST_DAMAGED 3
#define LEAST_GLANCED 3
#define SHORTEST_SCALE 7 /* of the words that a damaged numeral stands before */
#define PERCENT_REACH 4  /* tokens before "percent" */
#define YEAR_DIGITS 4
#define AHEAD 8 /* places of a word that the next one asked for is ahead */

/* What a word may be to a quantity: the damaged ones are told by what stands behind them. */
typedef enum opening { OPENS_NOTHING, OPENS, OPENS_DAMAGED } opening;

typedef struct counter {
    opis_book *book;
    opis_error *error;
    int32_t note; /* row of the note that the current line stands in, or OPIS_UNKNOWN */
    size_t next_note;
    size_t passed[OPIS_KIND_COUNT]; /* rows of other kinds that end before the current place */
    char last_unit[OPIS_PHRASE_LENGTH];
    size_t last_unit_length;
    uint8_t last_measured; /* percents, money: a bare number does not go on from them */
    uint32_t last_end;     /* byte */
    opis_anchors openings; /* owned */
    uint32_t next_opening; /* the first at or after the last place that was asked for */
} counter;

/* Whether a byte lies within a record that is something else: a date, a citation, a pointer. */
static int is_taken(counter *c, uint32_t byte) {
    static const opis_kind kinds[] = {OPIS_ARCHIVE, OPIS_DATE, OPIS_PERIODICAL, OPIS_WORK, OPIS_CROSSREF, OPIS_CELL};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        opis_kind kind = kinds[i];
        const char *rows = OPIS_ROWS(c->book, kind);
        size_t size = opis_records_row_size(kind), count = OPIS_ROW_COUNT(c->book, kind);
        while (c->passed[kind] < count &&
               ((const opis_record *)(const void *)(rows + c->passed[kind] * size))->end <= byte)
            c->passed[kind]++;
        if (c->passed[kind] < count &&
            ((const opis_record *)(const void *)(rows + c->passed[kind] * size))->start <= byte)
            return 1;
    }
    return 0;
}

static uint16_t uses_of(const opis_book *book, uint32_t i, char word[OPIS_PHRASE_LENGTH], size_t *length) {
    *length = 0;
    if (book->tokens[i].class_ != OPIS_WORD || book->tokens[i].length >= OPIS_PHRASE_LENGTH) return 0;
    opis_word_lower(book, i, word, length);
    const opis_quantity_word *known = opis_quantity_word_find(book->reader->quantity_words, word, *length);
    return known ? known->uses : 0;
}

/* Whether a hyphen stands for a dash: a word of some length is before it ("sugar-60 kopecks"), not "A-7" or "1933-36".
 */
static int is_dash(const opis_book *book, uint32_t hyphen) {
    const opis_token *word = hyphen > 0 ? &book->tokens[hyphen - 1] : NULL;
    return word && ((word->class_ == OPIS_WORD && word->length >= 3) || book->source.bytes[word->start] == ']');
}

/* Whether a round number in words is none: "several thousand"; "a thousand" is one. */
static int is_vague(const opis_book *book, const opis_quantity *q) {
    char word[OPIS_PHRASE_LENGTH];
    size_t length;
    if (!q->in_words || q->first_token == 0) return 0;
    uses_of(book, q->first_token, word, &length);
    const opis_quantity_word *first = opis_quantity_word_find(book->reader->quantity_words, word, length);
    if (!first || (first->value < 100 && memcmp(word, "dozen", 5) != 0)) return 0;
    uint32_t last = opis_token_before(book, q->first_token);
    if (first->value >= 100 && book->tokens[last].class_ != OPIS_WORD) return 1; /* what it multiplies is lost */
    return (opis_token_uses(book, last) & OPIS_IS_VAGUE) != 0;
}

/* "3.5" at the beginning of a line is no item of a list. */
static int is_decimal(const opis_book *book, uint32_t i) {
    const opis_token *token = &book->tokens[i];
    return i + 2 < book->token_count && token[1].start == token->start + token->length &&
           book->source.bytes[token[1].start] == '.' && token[2].start == token[1].start + 1 &&
           token[2].class_ == OPIS_NUMBER && token[2].length <= 2;
}

/* Whether a comma parts the groups of one number; behind a year it does not: "in 1935,110 pilots". */
static int goes_on(const opis_book *book, uint32_t comma) {
    const opis_token *group = book->tokens + comma - (comma > 0);
    if (comma < 2 || group->start + group->length != book->tokens[comma].start) return 0;
    if (book->source.bytes[group[-1].start] == '-' && group[-1].start + 1 == group->start) return 0; /* "1937-38,92" */
    if (group->class_ == OPIS_WORD) return opis_quantity_looks_like_figures(book, group);
    return group->class_ == OPIS_MIXED || (group->class_ == OPIS_NUMBER && group->length <= 3);
}

/* "193 5": the last figures of a year that the scan tore. */
static int ends_torn_year(const opis_book *book, uint32_t i) {
    const opis_token *token = &book->tokens[i], *head = token - 1;
    if (i == 0 || token->class_ != OPIS_NUMBER || head->class_ != OPIS_NUMBER || head->length < 2 ||
        head->length + token->length != YEAR_DIGITS || head->start + head->length + 1 != token->start)
        return 0;
    const char *century = book->source.bytes + head->start;
    return century[0] == '1' && century[1] >= '7';
}

/* Whether what stands before a number makes it a name, a place in a list or a piece of something longer. */
static int names_something(const opis_book *book, uint32_t i, uint32_t line) {
    const opis_token *token = &book->tokens[i];
    if (book->layout.lines[line].first_token == i && i + 1 < book->token_count &&
        is_any_of(book->source.bytes[book->tokens[i + 1].start], ").]") && !is_decimal(book, i))
        return 1;
    uint32_t last = opis_token_before(book, i);
    if (last == i) return 0;
    if (ends_torn_year(book, i)) return 1;
    const opis_token *previous = &book->tokens[last];
    char mark = previous->class_ == OPIS_PUNCTUATION ? book->source.bytes[previous->start] : 0;
    int touches = previous->start + previous->length == token->start;
    if (touches && mark == '-') return !is_dash(book, last);
    if (mark == '#' || (touches && is_any_of(mark, "/.:'")) || (touches && !mark)) return 1;
    if (mark == ',' && touches && goes_on(book, last)) return 1;
    if (mark == '.') last = opis_token_before(book, last);
    if (mark == '.' && book->tokens[last].length > LONGEST_ABBREVIATION) return 0;
    return (opis_token_uses(book, last) & OPIS_IS_NAMING) != 0;
}

/* "about", "more than": where the phrase begins if such words open it. */
static int is_approximate(const opis_book *book, uint32_t i, uint32_t *start) {
    char second[OPIS_PHRASE_LENGTH], first[OPIS_PHRASE_LENGTH];
    size_t second_length, first_length;
    uint32_t last = opis_token_before(book, i);
    if (last == i) return 0;
    if (uses_of(book, last, second, &second_length) & OPIS_IS_APPROXIMATE) {
        *start = book->tokens[last].start;
        return 1;
    }
    uint32_t one_more = opis_token_before(book, last);
    if (one_more == last || !second_length) return 0;
    uses_of(book, one_more, first, &first_length);
    if (!opis_quantity_pair(book->style, first, first_length, second, second_length)) return 0;
    *start = book->tokens[one_more].start;
    return 1;
}

/* Whether a mark ends a sentence: a point behind a short word may belong to it. */
static int ends_sentence(const opis_book *book, uint32_t at) {
    const opis_token *token = &book->tokens[at];
    char mark = book->source.bytes[token->start];
    if (token->class_ != OPIS_PUNCTUATION || !is_any_of(mark, ".?!")) return 0;
    return mark != '.' || at == 0 || token[-1].class_ != OPIS_WORD || token[-1].length > LONGEST_ABBREVIATION;
}

/* The year that the sentence names: the nearest number of four digits behind "in". */
static int32_t year_near(const opis_book *book, uint32_t first, uint32_t end) {
    int open[] = {1, 1};
    for (uint32_t step = 0; step < YEAR_TOKENS; step++) {
        uint32_t places[] = {end + step, first >= step + 1 ? first - step : UINT32_MAX};
        for (int i = 0; i < 2; i++) {
            uint32_t at = places[i];
            if (at >= book->token_count || at == 0 || (i == 1 && step == 0)) continue;
            open[i] &= !ends_sentence(book, at);
            if (!open[i]) continue;
            const opis_token *token = &book->tokens[at], *previous = token - 1;
            const char *digits = book->source.bytes + token->start;
            if (token->class_ != OPIS_NUMBER || token->length != 4 || digits[0] != '1' || previous->length != 2 ||
                (book->source.bytes[previous->start] | 0x20) != 'i')
                continue;
            return (digits[0] - '0') * 1000 + (digits[1] - '0') * 100 + (digits[2] - '0') * 10 + digits[3] - '0';
        }
    }
    return OPIS_UNKNOWN;
}

typedef struct finding {
    uint32_t line, start, end;
    double value, value_to;
    const char *unit;
    size_t unit_length;
    uint32_t about_start, about_end;
    int32_t year;
    uint8_t approximate, status;
    uint8_t measured; /* its unit is a measure, not what is counted */
} finding;

static opis_status add(counter *c, const finding *found) {
    opis_records *records = &c->book->records;
    opis_statistic *row = opis_records_add(records, OPIS_STATISTIC, c->error);
    if (!row) return c->error->status;
    row->record.start = found->start;
    row->record.end = found->end;
    row->record.line = (int32_t)found->line + 1;
    row->record.status = found->status;
    row->value = found->value;
    row->value_to = found->value_to;
    row->approx = found->approximate;
    row->year = found->year;
    memcpy(c->last_unit, found->unit, found->unit_length);
    c->last_unit_length = found->unit_length;
    c->last_measured = found->measured;
    c->last_end = found->end;
    opis_status status = opis_records_text(records, found->unit, found->unit_length, &row->unit, c->error);
    if (status == OPIS_OK)
        status = opis_records_text(records, c->book->source.bytes + found->about_start,
                                   found->about_end - found->about_start, &row->about, c->error);
    return status;
}

/* What a number counts where no noun follows it: what its sentence names, what was counted before, or persons. */
static int count_alone(const counter *c, const opis_quantity *q, opis_counted *counted) {
    const opis_book *book = c->book;
    const char *person = book->style->person_unit.items[0];
    uint32_t start = book->tokens[q->first_token].start;
    opis_alone alone = {.in_note = c->note != OPIS_UNKNOWN};
    alone.continues = c->last_unit_length > 0 && !c->last_measured && start < c->last_end + SAME_SENTENCE;
    if (!(counted->of_them && alone.continues) && !opis_quantity_counts_alone(book, q, alone)) return 0;
    opis_counted named;
    if (opis_quantity_label(&named, book, q) || opis_quantity_number_of(&named, book, q)) {
        *counted = named;
    } else {
        int same = alone.continues && !(q->scaled && q->value >= LARGEST_CONTINUED);
        counted->unit_length = same ? c->last_unit_length : strlen(person);
        memcpy(counted->unit, same ? c->last_unit : person, counted->unit_length);
        counted->about_start = counted->about_end = 0;
    }
    counted->uses = 0;
    counted->end_token = q->end_token;
    return 1;
}

/* Small numbers in words count persons and measures; of other things they are turns of phrase. */
static int is_turn_of_phrase(const opis_book *book, const opis_quantity *q, const opis_counted *counted) {
    if (!q->in_words || q->value > 3 || (counted->indirect ? q->value_to > 3 : !isnan(q->value_to))) return 0;
    if (q->value == 1 && (counted->uses & OPIS_IS_PERSON)) return 1;
    return (opis_token_uses(book, q->first_token) & OPIS_IS_SMALL) &&
           !(counted->uses & (OPIS_IS_PERSON | OPIS_IS_UNIT));
}

/* Notes are full of years, pages and titles that only look like counts. */
static int is_bibliographic(const counter *c, const opis_quantity *q, const opis_counted *counted) {
    const opis_note *notes = OPIS_ROWS(c->book, OPIS_NOTE);
    if (c->note == OPIS_UNKNOWN) return 0;
    const opis_token *first = &c->book->tokens[q->first_token];
    if (first->start <= (uint32_t)notes[c->note].record.start) return 1;
    int capital = c->book->tokens[counted->end_token - 1].shape & OPIS_UPPER_FIRST;
    int sign = c->book->tokens[counted->end_token - 1].class_ == OPIS_PUNCTUATION;
    return sign || (capital && q->in_words);
}

/* Whether a word is a unit, or one with its blank lost: "oneruble". */
static int ends_with_unit(const opis_style *style, const char *word, size_t length) {
    for (size_t i = 0; i < style->unit_count; i++)
        for (size_t j = 0; j < style->units[i].words.count; j++) {
            size_t unit = strlen(style->units[i].words.items[j]);
            if (unit <= length && memcmp(word + length - unit, style->units[i].words.items[j], unit) == 0) return 1;
        }
    return 0;
}

/* Whether a number may be a part of what stands before it: "one-half of one percent", "one ruble, 50 kopecks". */
static int may_be_part(const opis_book *book, const opis_quantity *q) {
    char word[OPIS_PHRASE_LENGTH];
    size_t length;
    uint32_t last = opis_token_before(book, q->first_token);
    const opis_token *previous = &book->tokens[last];
    const char *text = book->source.bytes + previous->start;
    if (previous->class_ == OPIS_WORD && opis_date_word_in(&book->style->range_words, text, previous->length)) return 1;
    if (previous->class_ == OPIS_WORD && previous->length <= 2 && /* "1,070 ro 1,177" */
        book->tokens[opis_token_before(book, last)].class_ == OPIS_NUMBER)
        return 1;
    if (*text != ',') return q->in_words && previous->length == 2 && memcmp(text, "of", 2) == 0;
    if (previous->start + 1 == book->tokens[q->first_token].start && book->tokens[q->first_token].length == 3) return 1;
    const opis_token *unit = &book->tokens[opis_token_before(book, last)];
    if (unit->class_ != OPIS_WORD) return 1;
    uses_of(book, opis_token_before(book, last), word, &length);
    return ends_with_unit(book->style, word, length);
}

/* Whether a number reads as it is, and what it counts is known. */
static int is_sure(const opis_book *book, const opis_quantity *q, const opis_counted *counted) {
    if (q->damaged || q->fraction || counted->mended || counted->indirect || may_be_part(book, q)) return 0;
    return (counted->uses & OPIS_IS_UNIT) || ((counted->uses & OPIS_IS_PERSON) && q->value > 3);
}

/* Whether what seems to be counted is the label of the next line, in a list: "Pilots 96", "Stokers 5". */
static int is_next_label(const opis_book *book, const opis_quantity *q, const opis_counted *counted, uint32_t line) {
    const opis_line *at = &book->layout.lines[line];
    return at->width <= LABEL_WIDTH &&
           book->tokens[q->end_token - 1].start + book->tokens[q->end_token - 1].length == at->end &&
           counted->about_start > at->end && is_upper(book->source.bytes[counted->about_start]);
}

static opis_status try_quantity(counter *c, uint32_t i, uint32_t line, uint32_t *next) {
    opis_quantity q;
    opis_counted counted;
    const opis_book *book = c->book;
    uint32_t start = book->tokens[i].start;
    if (names_something(book, i, line) || !opis_quantity_read(&q, book, i)) return OPIS_OK;
    *next = q.end_token;
    int named = opis_counted_read(&counted, book, &q);
    if (named && ((counted.uses & OPIS_IS_UNCOUNTED) || is_next_label(book, &q, &counted, line))) return OPIS_OK;
    if (!named && !count_alone(c, &q, &counted)) return OPIS_OK;
    if (is_turn_of_phrase(book, &q, &counted) || is_vague(book, &q) || is_bibliographic(c, &q, &counted) ||
        is_taken(c, start))
        return OPIS_OK;
    finding found = {.line = line,
                     .start = start,
                     .end = book->tokens[counted.end_token - 1].start + book->tokens[counted.end_token - 1].length,
                     .value = q.value,
                     .value_to = q.value_to,
                     .unit = counted.unit,
                     .unit_length = counted.unit_length,
                     .about_start = counted.about_start,
                     .about_end = counted.about_end,
                     .year = year_near(book, i, counted.end_token),
                     .status = OPIS_LIKELY,
                     .measured = (counted.uses & (OPIS_IS_UNIT | OPIS_IS_PERSON)) == OPIS_IS_UNIT};
    if (is_sure(book, &q, &counted)) found.status = OPIS_CLEAN;
    found.approximate = (uint8_t)is_approximate(book, i, &found.start);
    return add(c, &found);
}

/* ---- Lists --------------------------------------------------------------------------------------------- */

/* Whether the last token of a line may be its number: "48", "I95". */
static int may_close_list(const opis_book *book, const opis_token *token) {
    if (token->class_ == OPIS_NUMBER) return 1;
    return token->class_ == OPIS_MIXED && opis_quantity_looks_like_figures(book, token);
}

/* Back from the last token of a line over the groups of its number, "1,333", and over digits torn apart, "2 1". */
static uint32_t first_of_number(const opis_book *book, const opis_token *tokens, uint32_t last) {
    uint32_t first = last;
    while (first >= 2 && tokens[first - 1].class_ == OPIS_PUNCTUATION &&
           book->source.bytes[tokens[first - 1].start] == ',' && tokens[first].length == 3 &&
           tokens[first - 2].class_ == OPIS_NUMBER)
        first -= 2;
    if (first == last && first >= 1 && tokens[first - 1].class_ == OPIS_NUMBER &&
        tokens[first - 1].start + tokens[first - 1].length + 1 == tokens[first].start &&
        tokens[first - 1].length + tokens[first].length <= LIST_DIGITS)
        first--;
    return first;
}

/* The number that closes a line of a list behind its label ("Pilots dismissed 48"), or 0. */
static uint32_t list_number(const opis_book *book, uint32_t line) {
    uint32_t count;
    const opis_line *at = &book->layout.lines[line];
    if (at->role != OPIS_LINE_TEXT || at->width > LIST_WIDTH || !at->figured) return 0;
    const opis_token *tokens = opis_line_tokens(&book->layout, book->tokens, line, &count);
    if (count < 2 || !may_close_list(book, &tokens[count - 1])) return 0;
    uint32_t first = first_of_number(book, tokens, count - 1);
    if (first == 0 || (tokens[first - 1].class_ != OPIS_WORD && book->source.bytes[tokens[first - 1].start] != ')'))
        return 0;
    if (tokens[first].length == 4 && first == count - 1) return 0;
    return at->first_token + first;
}

/* Whether a colon closes the line so many before. */
static int is_led(const opis_book *book, uint32_t line, uint32_t away) {
    if (line < away) return 0;
    const opis_line *before = &book->layout.lines[line - away];
    return before->end > before->start && book->source.bytes[before->end - 1] == ':';
}

/* Whether the lines around make a list with this one. */
static int in_list(const opis_book *book, uint32_t line) {
    uint32_t lines = 1;
    for (int step = -1; step <= 1; step += 2)
        for (uint32_t i = 1, gaps = 0; i < 4 && gaps < 2; i++) {
            int64_t at = (int64_t)line + step * (int64_t)i;
            if (at < 0 || at >= book->layout.line_count) break;
            gaps += book->layout.lines[at].role == OPIS_LINE_EMPTY;
            lines += list_number(book, (uint32_t)at) != 0;
        }
    return lines >= LIST_LINES + 1 || (lines == LIST_LINES && (is_led(book, line, 1) || is_led(book, line, 2)));
}

static opis_status try_list_line(counter *c, uint32_t line, uint32_t *next) {
    opis_quantity q;
    const opis_book *book = c->book;
    const opis_line *at = &book->layout.lines[line];
    uint32_t number = list_number(book, line);
    *next = book->layout.lines[line + 1].first_token;
    if (is_taken(c, book->tokens[number].start)) return OPIS_OK;
    if (!opis_quantity_read(&q, book, number)) return OPIS_OK;
    const char *person = book->style->person_unit.items[0];
    finding found = {.line = line,
                     .start = at->start,
                     .end = at->end,
                     .value = q.value,
                     .value_to = (double)NAN,
                     .unit = person,
                     .unit_length = strlen(person),
                     .about_start = at->start,
                     .about_end = book->tokens[number].start,
                     .year = OPIS_UNKNOWN,
                     .status = OPIS_LIKELY};
    return add(c, &found);
}

/* ---- The walk ------------------------------------------------------------------------------------------ */

/* A look that is cheap: whether a word is as long as "percent" and begins like it. */
static int is_like_percent(const opis_book *book, const opis_token *word) {
    return word->class_ == OPIS_WORD && word->length == 7 && (book->source.bytes[word->start] | 0x20) == 'p';
}

static int before_percent(const opis_book *book, const opis_token *token) {
    const opis_token *end = book->tokens + book->token_count;
    for (const opis_token *next = token + 1; next < end && next <= token + PERCENT_REACH; next++)
        if (next->class_ == OPIS_WORD) return is_like_percent(book, next);
    return 0;
}

/* A few letters may be a damaged numeral, before a measure, a scale or a group of digits. */
static int may_open_damaged(const opis_book *book, const opis_token *token) {
    const opis_token *next = token + 1, *end = book->tokens + book->token_count;
    uint32_t i = (uint32_t)(token - book->tokens);
    int word = next < end && next->class_ == OPIS_WORD;
    if (word && next->length < SHORTEST_SCALE) return 0;
    if (before_percent(book, token)) return 1;
    if (!word) return opis_quantity_may_be_group(book, i);
    return opis_quantity_may_be_number(book->reader->quantity_words, book->source.bytes + next->start, next->length);
}

/* Whether a hyphen stands behind a word at a line's end. */
static int is_parted(const opis_book *book, const opis_token *token) {
    return token->class_ == OPIS_WORD && token + 2 < book->tokens + book->token_count &&
           token[1].class_ == OPIS_PUNCTUATION && token[2].class_ >= OPIS_BREAK &&
           book->source.bytes[token[1].start] == '-';
}

/* Whether the two halves of a word that a hyphen parts may be a number's: few are. */
static int may_be_parted_number(const opis_book *book, uint32_t i) {
    const opis_token *head = &book->tokens[i];
    if (!is_parted(book, head)) return 0;
    const opis_token *rest = opis_token_at(book, opis_token_behind(book, i + 2));
    return head->length < LEAST_GLANCED ||
           (rest && opis_quantity_may_be_number(book->reader->quantity_words, book->source.bytes + head->start,
                                                (size_t)head->length + rest->length));
}

/* Whether a word may open a quantity, wherever it stands. */
static opening opening_of(const opis_book *book, const opis_token *token) {
    const char *text = book->source.bytes + token->start;
    if (token->class_ > OPIS_MIXED) return OPENS_NOTHING;
    if (token->class_ == OPIS_NUMBER) return token->length != 4 || *text != '1' ? OPENS : OPENS_NOTHING; /* a year */
    if (token->class_ == OPIS_MIXED) return OPENS;
    if (token->length > 2 && opis_quantity_may_be_number(book->reader->quantity_words, text, token->length))
        return OPENS;
    if (token->length > LONGEST_DAMAGED) return OPENS_NOTHING;
    return token->length < LONGEST_DAMAGED || opis_quantity_looks_like_figures(book, token) ? OPENS_DAMAGED
                                                                                            : OPENS_NOTHING;
}

static int may_open(const opis_book *book, uint32_t token) {
    opening opening = opening_of(book, &book->tokens[token]);
    return opening == OPENS || (opening == OPENS_DAMAGED && may_open_damaged(book, &book->tokens[token]));
}

/* The words before the places of one, with no other between, that may be damaged numerals: see may_open_damaged(). */
static void open_damaged(counter *c, const opis_printed_word *word, uint32_t reach) {
    const uint32_t *places = opis_places(&c->book->concordance, word);
    for (uint32_t i = 0; i < word->count; i++) {
        uint32_t away = 1;
        while (away < reach && away < places[i] && c->book->tokens[places[i] - away].class_ != OPIS_WORD) away++;
        if (away <= places[i] && opening_of(c->book, &c->book->tokens[places[i] - away]) == OPENS_DAMAGED)
            opis_anchors_put(&c->openings, places[i] - away);
    }
}

/* Whether a word may be what follows the first group of a number and its comma: see opis_quantity_may_be_group(). */
static int may_follow_group(const opis_book *book, const opis_token *token) {
    if (token->length != GROUP_DIGITS || token->class_ > OPIS_MIXED) return 0;
    return token->class_ == OPIS_NUMBER || opis_quantity_looks_like_figures(book, token);
}

/* Of the words before a comma, those that may be the damaged first group of a number: sought from the group behind,
 * for commas are many. */
static void open_groups(counter *c, const opis_printed_word *group) {
    const opis_book *book = c->book;
    const uint32_t *places = opis_places(&book->concordance, group);
    for (uint32_t i = 0; i < group->count; i++) {
        uint32_t first = places[i] - 2;
        if (i + AHEAD < group->count) opis_soon(&book->tokens[places[i + AHEAD]]);
        if (places[i] < 2 || book->tokens[first].class_ != OPIS_WORD) continue;
        if (opis_quantity_may_be_group(book, first)) opis_anchors_put(&c->openings, first);
    }
}

static void open_word(counter *c, const opis_printed_word *word) {
    const opis_book *book = c->book;
    const opis_token *token = &word->token;
    const char *text = book->source.bytes + token->start;
    int number = token->length > 2 && opis_quantity_may_be_number(book->reader->quantity_words, text, token->length);
    if (number) opis_anchors_add(&c->openings, &book->concordance, word);
    if (is_like_percent(book, token))
        open_damaged(c, word, PERCENT_REACH);
    else if (number && token->length >= SHORTEST_SCALE)
        open_damaged(c, word, 1);
}

/*
 * Each word that the book prints is looked at once.  The short ones, which stand everywhere and may be damaged
 * numerals, are looked for before the words that such numerals stand before.
 */
static void mark_openings(counter *c) {
    const opis_concordance *printed = &c->book->concordance;
    for (size_t row = 0; row < printed->count; row++) {
        const opis_printed_word *word = &printed->words[row];
        if (word->token.class_ == OPIS_WORD)
            open_word(c, word);
        else if (opening_of(c->book, &word->token) == OPENS)
            opis_anchors_add(&c->openings, printed, word);
        if (may_follow_group(c->book, &word->token)) open_groups(c, word);
    }
}

/* The places of all words that may open a quantity, and of those that may with what a hyphen parts from them. */
static opis_status find_openings(counter *c) {
    const opis_concordance *printed = &c->book->concordance;
    opis_status status = opis_anchors_make(&c->openings, printed, c->error);
    if (status != OPIS_OK) return status;
    mark_openings(c);
    const opis_printed_word *hyphen = opis_concordance_find(printed, c->book->source.bytes, "-");
    for (uint32_t i = 0; hyphen && i < hyphen->count; i++) {
        const uint32_t *places = opis_places(printed, hyphen), at = places[i];
        if (i + AHEAD < hyphen->count) opis_soon(&c->book->tokens[places[i + AHEAD]]);
        if (at > 0 && may_be_parted_number(c->book, at - 1)) opis_anchors_put(&c->openings, at - 1);
    }
    return OPIS_OK;
}

static void enter_note(counter *c, uint32_t line) {
    const opis_note *notes = OPIS_ROWS(c->book, OPIS_NOTE);
    while (c->next_note < OPIS_ROW_COUNT(c->book, OPIS_NOTE) && (uint32_t)notes[c->next_note].record.line <= line + 1)
        c->note = (int32_t)c->next_note++;
    if (c->note != OPIS_UNKNOWN && (uint32_t)notes[c->note].end_line < line + 1) c->note = OPIS_UNKNOWN;
}

/* Lines ask in their order: one opening far ahead answers for all lines before it, which need not look for it anew. */
static uint32_t opening_from(counter *c, uint32_t token) {
    if (token > c->next_opening || c->next_opening == 0)
        c->next_opening = (uint32_t)opis_anchors_next(&c->openings, token);
    return c->next_opening;
}

static opis_status walk_line(counter *c, uint32_t line, uint32_t *next) {
    const opis_book *book = c->book;
    uint32_t i = book->layout.lines[line].first_token, end = book->layout.lines[line + 1].first_token;
    opis_status status = OPIS_OK;
    i = opening_from(c, i < *next ? *next : i);
    if (i < end) enter_note(c, line);
    for (; i < end && status == OPIS_OK; i = opening_from(c, i + 1)) {
        if (!may_open(book, i) && (end - i > LAST_TOKENS || !is_parted(book, &book->tokens[i]))) continue;
        *next = i + 1;
        status = try_quantity(c, i, line, next);
        i = *next - 1;
    }
    return status;
}

/* The back matter counts pages and years. */
static uint32_t last_line(const opis_layout *layout) {
    for (uint32_t i = 0; i < layout->chapter_count; i++)
        for (uint32_t line = layout->chapters[i]; line < layout->line_count && line < layout->chapters[i] + 4; line++)
            if (layout->lines[line].role == OPIS_LINE_BACK) return line;
    return layout->line_count;
}

opis_status opis_extract_statistics(opis_book *book, opis_error *error) {
    counter c = {.book = book, .error = error, .note = OPIS_UNKNOWN};
    uint32_t next = 0, end = last_line(&book->layout);
    opis_status status = find_openings(&c);
    for (uint32_t line = 0; line < end && status == OPIS_OK; line++) {
        const opis_line *at = &book->layout.lines[line];
        if (at->role != OPIS_LINE_TEXT) continue;
        int listed = at->figured && list_number(book, line) && in_list(book, line);
        status = listed ? try_list_line(&c, line, &next) : walk_line(&c, line, &next);
    }
    opis_anchors_release(&c.openings);
    return status;
}
