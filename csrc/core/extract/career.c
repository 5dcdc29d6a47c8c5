#include <math.h>
#include <string.h>

#include "digits.h"
#include "extract/biography.h"
#include "letters.h"

/* A year may be torn by blanks: bytes that hold it at the most. */
#define LONGEST_YEAR 7
#define YEAR_DIGITS 4
#define FIRST_YEAR 1800
#define LAST_YEAR 2040
#define DEAREST_YEAR 4.0f
#define MONTH_COST 0.8f
#define MONTH_DIGITS 2
#define DECADE 10

/* A date within a career: the year, and the month where it is named. */
typedef struct moment {
    int year, month;
    float cost;
} moment;

typedef struct dated_entry {
    size_t start, post, end; /* bytes of the joined text */
    moment from, to;
} dated_entry;

static size_t skip_blanks(const opis_joined *text, size_t at) {
    while (at < text->length && text->text[at] == ' ') at++;
    return at;
}

static size_t word_end(const opis_joined *text, size_t at) {
    while (at < text->length && is_letter(text->text[at])) at++;
    return at;
}

static int is_one_of(const opis_joined *text, size_t start, size_t end, opis_words words) {
    return opis_words_have(&words, text->text + start, end - start);
}

/* Four clean digits at `at`, or 0. */
static int clean_year(const opis_joined *text, size_t at) {
    int year = 0;
    if (at + YEAR_DIGITS > text->length) return 0;
    for (size_t i = at; i < at + YEAR_DIGITS; i++) {
        if (!is_digit(text->text[i])) return 0;
        year = year * 10 + (text->text[i] - '0');
    }
    return year >= FIRST_YEAR && year <= LAST_YEAR ? year : 0;
}

/* A year at `at`, in as few bytes as hold one; gives where it ends, or `at`. */
static size_t read_year(const opis_book *book, const opis_joined *text, size_t at, moment *when) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    size_t best = at;
    when->cost = 0;
    when->year = clean_year(text, at);
    if (when->year) return at + YEAR_DIGITS;
    when->cost = DEAREST_YEAR;
    for (size_t length = YEAR_DIGITS; length <= LONGEST_YEAR && at + length <= text->length; length++) {
        char last = text->text[at + length - 1];
        if (last == ' ' || last == ',' || last == '.' || last == ';') continue;
        size_t count = opis_glyphs_numerals(book->glyphs, text->text + at, length, readings);
        for (size_t i = 0; i < count; i++) {
            if (readings[i].value < FIRST_YEAR || readings[i].value > LAST_YEAR || readings[i].cost >= when->cost)
                continue;
            when->year = readings[i].value;
            when->cost = readings[i].cost;
            best = at + length;
        }
    }
    return best;
}

static int month_of(const opis_book *book, const opis_joined *text, size_t start, size_t end) {
    for (int month = 0; month < 12; month++)
        for (size_t i = 0; i < book->style->months[month].count; i++) {
            const char *name = book->style->months[month].items[i];
            size_t printed = strlen(name);
            if (printed + 1 >= end - start && printed <= end - start + 1 && printed > 2 &&
                isfinite(opis_glyphs_distance(book->glyphs, text->text + start, end - start, name, printed,
                                              MONTH_COST * (float)printed)))
                return month + 1;
        }
    return 0;
}

/* "1929", "March 1929"; gives where it ends, or `at`. */
static size_t read_moment(const opis_book *book, const opis_joined *text, size_t at, moment *when) {
    size_t word = word_end(text, at), year_at = at, end;
    memset(when, 0, sizeof *when);
    if (word > at + 2) {
        when->month = month_of(book, text, at, word);
        if (!when->month) return at;
        year_at = skip_blanks(text, word);
    }
    end = read_year(book, text, year_at, when);
    return end > year_at ? end : at;
}

/* "the" in "During the 1930s". */
static size_t skip_article(const opis_joined *text, size_t at) {
    return at + 4 < text->length && memcmp(text->text + at, "the ", 4) == 0 ? at + 4 : at;
}

/* An entry that opens with one of the words at `at`, up to where its post begins. */
static int read_opening(const opis_book *book, const opis_joined *text, size_t at, dated_entry *entry) {
    size_t word = word_end(text, at);
    int beginning = is_one_of(text, at, word, book->style->career_beginnings);
    int end = is_one_of(text, at, word, book->style->career_ends);
    memset(entry, 0, sizeof *entry);
    if (!beginning && !end && !is_one_of(text, at, word, book->style->career_words)) return 0;
    entry->start = at;
    at = skip_article(text, skip_blanks(text, word));
    size_t behind = read_moment(book, text, at, end ? &entry->to : &entry->from);
    if (behind == at) return 0;
    at = skip_blanks(text, behind);
    word = word_end(text, at);
    if (beginning && is_one_of(text, at, word, book->style->career_ranges)) {
        at = skip_blanks(text, word);
        behind = read_moment(book, text, at, &entry->to);
        if (behind == at) return 0;
    } else if (!beginning && !end) {
        entry->to = entry->from;
    }
    if (behind < text->length && text->text[behind] == 's') {
        if (entry->from.year && entry->from.year == entry->to.year) entry->to.year += DECADE - 1;
        behind++;
    }
    while (behind < text->length &&
           (text->text[behind] == ',' || text->text[behind] == ' ' || text->text[behind] == '.'))
        behind++;
    entry->post = behind;
    return 1;
}

/* Whether a sentence ends with the point at `at`: a capital follows that is no initial's and no abbreviation's. */
static int ends_sentence(const opis_joined *text, size_t at) {
    size_t next = skip_blanks(text, at + 1);
    if (next >= text->length) return 1;
    int capital = text->text[next] >= 'A' && text->text[next] <= 'Z';
    return capital && at > 1 && is_letter(text->text[at - 2]) && text->text[at - 1] != ' ';
}

static size_t sentence_end(const opis_joined *text, size_t at) {
    for (const char *point; at < text->length; at++) {
        point = memchr(text->text + at, '.', text->length - at);
        at = point ? (size_t)(point - text->text) : text->length;
        if (!point || ends_sentence(text, at)) return at;
    }
    return text->length;
}

static opis_status add_moment(opis_book *book, const moment *when, opis_text *out, opis_error *error) {
    char text[2 * OPIS_MOST_DIGITS + 1];
    if (!when->year) return OPIS_OK;
    size_t length = put_digits(text, (uint32_t)when->year, YEAR_DIGITS);
    if (when->month) {
        text[length++] = '-';
        length += put_digits(text + length, (uint32_t)when->month, MONTH_DIGITS);
    }
    return opis_records_text(&book->records, text, length, out, error);
}

static opis_status add_career(opis_book *book, const opis_joined *text, const dated_entry *entry, int32_t biography,
                              opis_error *error) {
    opis_career *row = opis_records_add(&book->records, OPIS_CAREER, error);
    if (!row) return error->status;
    row->biography = biography;
    row->record.start = text->at[entry->start];
    row->record.end = (int64_t)text->at[entry->end - 1] + 1;
    row->record.line = (int32_t)opis_source_line(&book->source, (uint32_t)row->record.start) + 1;
    row->record.status = entry->from.cost + entry->to.cost > 0 ? OPIS_LIKELY : OPIS_CLEAN;
    opis_status status = add_moment(book, &entry->from, &row->from, error);
    if (status == OPIS_OK) status = add_moment(book, &entry->to, &row->to, error);
    if (status == OPIS_OK)
        status =
            opis_records_text(&book->records, text->text + entry->post, entry->end - entry->post, &row->post, error);
    return status;
}

opis_status opis_careers_read(opis_book *book, const opis_joined *text, int32_t biography, opis_error *error) {
    opis_status status = OPIS_OK;
    for (size_t at = 0; at < text->length && status == OPIS_OK;) {
        dated_entry entry;
        while (at < text->length && !is_letter(text->text[at])) at++;
        if (at >= text->length) break;
        size_t end = sentence_end(text, at);
        if (read_opening(book, text, at, &entry) && entry.post < end) {
            entry.end = end;
            status = add_career(book, text, &entry, biography, error);
        }
        at = end + 1;
    }
    return status;
}
