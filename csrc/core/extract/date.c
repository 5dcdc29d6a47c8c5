/*
 * Date: every calendar date of the book, from the words that name its months.
 *
 * A month is found by its first letter and length, at little cost, and its neighbours are cut into pieces: days before
 * it, or behind it in American order, and the year.  Months that a dash or "to" joins are one range; those that "and"
 * joins share a year.
 */
#include "extract/date.h"

#include <string.h>

#include "extract/dating.h"
#include "extract/extract.h"
#include "memory.h"

/* Between two words of a date the scan may set a line's end and an empty line. */
#define MOST_BREAKS 3
#define LONGEST_MONTH 10
#define SHORTEST_GLUED 4
/* A day with what is glued to it, and a word that joins two days, have so many bytes at the most. */
#define LONGEST_DAY 24
#define LONGEST_JOINT 8
#define MOST_SHARING 32
#define AHEAD 8 /* hyphens that the next one asked for is ahead */
/* What a document dates without a year lies in the months behind it, or a little ahead. */
#define MONTHS_BACK 10
#define MONTHS_AHEAD 3

enum link { APART, RANGE, LIST };

typedef struct finder {
    opis_book *book;
    const opis_calendar *calendar;
    const opis_month_gate *month_gate; /* of other languages */
    opis_month_names names;
    opis_dated waiting[MOST_SHARING]; /* dates whose year a later one may give, or that may open a range */
    size_t waiting_count;
    size_t next_token;                                    /* those before it belong to a date */
    int32_t next_document, document_year, document_month; /* 0: outside of a document, or unknown */
    int64_t document_end;
    int last_year;         /* of the last date with a year, in the same document */
    opis_anchors openings; /* where a date is looked for; owned */
    opis_anchors others;   /* of them, the words that are months of another language; owned */
} finder;

static int is_numeral_token(const opis_token *token) {
    return token->class_ == OPIS_NUMBER || token->class_ == OPIS_MIXED;
}

/* The next token that says something, at most MOST_BREAKS line ends away, or the count of tokens. */
static size_t next_token(const opis_book *book, size_t i) {
    int breaks = 0;
    for (i++; i < book->token_count && breaks <= MOST_BREAKS; i++) {
        if (book->tokens[i].class_ == OPIS_BREAK)
            breaks++;
        else if (book->tokens[i].class_ != OPIS_BLANK)
            return i;
    }
    return book->token_count;
}

/* Whether a number stands beside a token, so that it is worth while to ask whether it is a damaged month. */
static int beside_number(const opis_book *book, size_t i, size_t last) {
    size_t next = next_token(book, last);
    return (i > 0 && is_numeral_token(&book->tokens[i - 1])) ||
           (next < book->token_count && is_numeral_token(&book->tokens[next]));
}

/*
 * Read letters as a month: as they are, in capitals, or damaged where `damaged` is set.  One that no confusion of
 * glyphs explains is doubtful: it counts between a day and a year alone.
 */
static int read_month(const finder *f, const char *letters, size_t length, int damaged, opis_dated *date) {
    char folded[LONGEST_MONTH];
    float cost = 0;
    if (length < 3 || length > LONGEST_MONTH || (!damaged && !opis_months_like(&f->names, letters))) return 0;
    date->to.month = (int8_t)opis_month_exact(&f->names, letters, length);
    if (date->to.month) return 1;
    for (size_t i = 0; i < length; i++)
        folded[i] = i > 0 && letters[i] >= 'A' && letters[i] <= 'Z' ? (char)(letters[i] + 32) : letters[i];
    date->to.month = (int8_t)opis_month_exact(&f->names, folded, length);
    if (date->to.month || !damaged) return date->to.month != 0;
    int resembling = opis_month_resembling(&f->names, folded, length);
    if (!resembling) return 0;
    date->to.month = (int8_t)opis_calendar_month(f->calendar, folded, length, &cost);
    date->month_doubtful = !date->to.month;
    date->month_damaged = 1;
    date->status = date->to.month && cost <= OPIS_SURE_MONTH ? OPIS_REPAIRED : OPIS_LIKELY;
    if (!date->to.month)
        date->to.month = (int8_t)(length > 3 ? resembling : opis_month_short(&f->names, f->book->glyphs, folded));
    return date->to.month != 0;
}

/* Whether a hyphen parts a word at a line's end. */
static int is_parted(const finder *f, size_t i) {
    const opis_token *tokens = f->book->tokens;
    return i + 3 < f->book->token_count && tokens[i + 2].class_ == OPIS_BREAK &&
           f->book->source.bytes[tokens[i + 1].start] == '-';
}

/* A month that a hyphen parts at a line's end: "Novem-", "ber". */
static int read_parted(const finder *f, size_t i, size_t *last, opis_dated *date) {
    const opis_token *tokens = f->book->tokens;
    const char *bytes = f->book->source.bytes;
    char letters[LONGEST_MONTH];
    if (!is_parted(f, i)) return 0;
    size_t second = next_token(f->book, i + 1);
    if (second >= f->book->token_count || tokens[second].class_ == OPIS_PUNCTUATION) return 0;
    const opis_token *rest = &tokens[second];
    size_t head = tokens[i].length, tail = 0;
    while (tail < rest->length && bytes[rest->start + tail] >= 'a' && bytes[rest->start + tail] <= 'z') tail++;
    if (tail == 0 || head + tail > sizeof letters) return 0;
    memcpy(letters, bytes + tokens[i].start, head);
    memcpy(letters + head, bytes + rest->start, tail);
    if (!read_month(f, letters, head + tail, beside_number(f->book, i, second), date)) return 0;
    date->month_end = rest->start + (uint32_t)tail;
    *last = second;
    return 1;
}

/* A month that has lost a blank: "theFebruary", "6June", "April1934", "INJUNE". */
static int read_glued(const finder *f, size_t i, opis_dated *date) {
    const opis_token *token = &f->book->tokens[i];
    const char *text = f->book->source.bytes + token->start;
    size_t from = 0, to;
    if (token->shape & OPIS_UPPER_ALL) {
        from = 2;
        if (!opis_date_word_in(&f->book->style->no_numerals, text, from)) return 0;
    }
    for (from += token->class_ == OPIS_WORD && from == 0; from < token->length; from++)
        if (text[from] >= 'A' && text[from] <= 'Z' && f->names.by_letter[(unsigned char)text[from]]) break;
    for (to = from; to < token->length && (text[to] < '0' || text[to] > '9');) to++;
    if (!read_month(f, text + from, to - from, token->class_ == OPIS_MIXED, date)) return 0;
    date->month_start = token->start + (uint32_t)from;
    date->month_end = token->start + (uint32_t)to;
    return 1;
}

/* Whether a month stands at a token, and on which token it ends. */
static int find_month(const finder *f, size_t i, size_t *last, opis_dated *date) {
    const opis_token *token = &f->book->tokens[i];
    const char *text = f->book->source.bytes + token->start;
    memset(date, 0, sizeof *date);
    *last = i;
    date->month_start = token->start;
    date->month_end = token->start + token->length;
    if (token->class_ == OPIS_MIXED || token->length > LONGEST_MONTH) return read_glued(f, i, date);
    if (!(token->shape & OPIS_UPPER_FIRST))
        return read_glued(f, i, date) ||
               (i > 0 && is_numeral_token(token - 1) && read_month(f, text, token->length, 1, date));
    if (f->names.by_letter[(unsigned char)text[0]]) {
        if (token->length < LONGEST_MONTH && read_parted(f, i, last, date)) return 1;
        if (read_month(f, text, token->length, 0, date)) return 1;
    }
    if (!beside_number(f->book, i, i)) return 0;
    return read_month(f, text, token->length, 1, date) || (token->length > 4 && read_glued(f, i, date));
}

/* ---- From dates to records ----------------------------------------------------------------------------- */

static void enter_documents(finder *f, uint32_t byte) {
    const opis_document *documents = OPIS_ROWS(f->book, OPIS_DOCUMENT);
    int32_t count = (int32_t)OPIS_ROW_COUNT(f->book, OPIS_DOCUMENT);
    if (f->document_year && byte >= f->document_end) f->document_year = 0;
    while (f->next_document < count && documents[f->next_document].record.start <= byte) {
        const opis_document *at = &documents[f->next_document++];
        const char *date = opis_book_text(f->book, at->date);
        f->document_end = at->record.end;
        f->document_year = f->document_month = f->last_year = 0;
        if (byte >= at->record.end || !date || at->date.length < 4) continue;
        for (int i = 0; i < 4; i++) f->document_year = f->document_year * 10 + (date[i] - '0');
        if (at->date.length >= 7 && date[4] == '-') f->document_month = (date[5] - '0') * 10 + date[6] - '0';
    }
}

/*
 * The year that the context gives to a month: that of the document, or one beside it where its text looks back over
 * the turn of the year or a little ahead; outside of documents the last one printed.
 */
static int context_year(const finder *f, int month) {
    if (!f->document_year) return f->last_year;
    if (!f->document_month) return f->document_year;
    int ahead = month - f->document_month;
    return f->document_year + (ahead <= -MONTHS_BACK ? 1 : ahead > MONTHS_AHEAD ? -1 : 0);
}

static char *write_digits(char *out, int value, int digits) {
    for (int i = digits; i-- > 0; value /= 10) out[i] = (char)('0' + value % 10);
    return out + digits;
}

/* At most ten bytes: "1931-05-03", "1931-05", "--05-03". */
static char *write_day(opis_day day, char *out) {
    if (day.year)
        out = write_digits(out, day.year, 4);
    else
        *out++ = '-';
    *out++ = '-';
    out = write_digits(out, day.month, 2);
    if (day.year && !day.day) return out;
    *out++ = '-';
    return write_digits(out, day.day, 2);
}

static size_t write_span(opis_day from, opis_day to, char out[OPIS_DATE_TEXT]) {
    char *end = write_day(from, out);
    if (from.year == to.year && from.month == to.month && from.day == to.day) return (size_t)(end - out);
    *end++ = '/';
    return (size_t)(write_day(to, end) - out);
}

static int days_in(opis_day day) {
    static const int8_t days[12] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[day.month - 1];
}

static opis_status add_date(finder *f, const opis_dated *date, opis_error *error) {
    opis_records *records = &f->book->records;
    opis_day from = date->from, to = date->to;
    char iso[OPIS_DATE_TEXT];
    opis_calendar_date *row = opis_records_add(records, OPIS_DATE, error);
    if (!row) return error->status;
    row->record.start = date->start;
    row->record.end = date->end;
    row->record.line = (int32_t)opis_source_line(&f->book->source, date->start) + 1;
    row->record.status = from.day > days_in(from) || to.day > days_in(to) ? OPIS_LIKELY : date->status;
    opis_status status = opis_records_text(records, iso, write_span(from, to, iso), &row->date, error);
    int year = context_year(f, to.month);
    if (status != OPIS_OK || (!to.year && !year)) return status;
    if (!to.year) {
        to.year = (int16_t)year;
        from.year = (int16_t)(from.month > to.month ? year - 1 : year);
    }
    return opis_records_text(records, iso, write_span(from, to, iso), &row->resolved, error);
}

/* Two days before one month are two dates: "19 and 20 February 1937". */
static opis_status add_dates(finder *f, const opis_dated *date, opis_error *error) {
    if (!date->other_day) return add_date(f, date, error);
    opis_dated first = *date;
    first.from.day = first.to.day = date->other_day;
    first.start = date->other_start;
    first.end = date->other_end;
    opis_status status = add_date(f, &first, error);
    return status == OPIS_OK ? add_date(f, date, error) : status;
}

static opis_status settle_waiting(finder *f, opis_error *error) {
    opis_status status = OPIS_OK;
    for (size_t i = 0; i < f->waiting_count && status == OPIS_OK; i++) {
        opis_dated *date = &f->waiting[i];
        if (!date->to.year && !date->to.day) continue;
        if (date->to.year) f->last_year = date->to.year;
        status = add_dates(f, date, error);
    }
    f->waiting_count = 0;
    return status;
}

static int is_one_of(const opis_book *book, const opis_token *token, const opis_words *words) {
    return token->class_ == OPIS_WORD && opis_date_word_in(words, book->source.bytes + token->start, token->length);
}

/* What joins two dates: the tokens between them. */
static enum link link_between(const opis_book *book, const opis_dated *before, const opis_dated *after) {
    enum link link = APART;
    size_t i = next_token(book, before->last_token);
    for (int words = 0; i < after->first_token && words < 2; i = next_token(book, i), words++) {
        const opis_token *token = &book->tokens[i];
        const char *text = book->source.bytes + token->start;
        int comma = token->class_ == OPIS_PUNCTUATION && (*text == ',' || *text == '&');
        if (is_one_of(book, token, &book->style->list_words) || (comma && words == 0))
            link = LIST;
        else if (words == 0 && (is_one_of(book, token, &book->style->range_words) ||
                                (token->class_ == OPIS_PUNCTUATION && opis_date_is_dash(text, token->length))))
            link = RANGE;
        else
            return APART;
    }
    return i == after->first_token ? link : APART;
}

static int precedes(opis_day a, opis_day b) {
    if (a.year != b.year) return a.year < b.year;
    if (a.month != b.month) return a.month < b.month;
    return !a.day || !b.day || a.day < b.day;
}

/* Make the last waiting date and this one a range, if they can be one. */
static int join_range(finder *f, const opis_dated *date) {
    opis_dated *first = &f->waiting[f->waiting_count - 1];
    opis_day from = first->from, to = date->to;
    int one_day = first->from.day == first->to.day && first->from.month == first->to.month && !first->other_day;
    if (!one_day || date->other_day || (!from.day != !to.day) || (!from.year && !to.year && !to.day)) return 0;
    if (!to.year) to.year = from.year;
    if (!from.year) from.year = (int16_t)(to.year && from.month > to.month ? to.year - 1 : to.year);
    if (!precedes(from, to) && to.year) return 0;
    first->from = from;
    first->to = to;
    first->end = date->end;
    first->last_token = date->last_token;
    if (date->status > first->status) first->status = date->status;
    return 1;
}

/* Give a year to the dates before this one that share it: "29 March and 1 April 1937". */
static void share_year(finder *f, const opis_dated *date) {
    for (size_t i = 0; i < f->waiting_count; i++) {
        opis_dated *at = &f->waiting[i];
        if (at->to.year || (!at->to.day && date->to.day)) continue;
        at->from.year = at->to.year = date->from.year;
        if (date->status > at->status) at->status = date->status;
    }
}

static opis_status take_date(finder *f, const opis_dated *date, opis_error *error) {
    opis_status status = OPIS_OK;
    enum link link = APART;
    if (f->waiting_count) link = link_between(f->book, &f->waiting[f->waiting_count - 1], date);
    if (link == RANGE && join_range(f, date)) return OPIS_OK;
    if (link == LIST && !f->waiting[f->waiting_count - 1].to.year && f->waiting_count < MOST_SHARING) {
        if (date->to.year) share_year(f, date);
    } else {
        status = settle_waiting(f, error);
    }
    enter_documents(f, date->start);
    f->waiting[f->waiting_count++] = *date;
    return status;
}

/* Read the date whose month stands at a token, if one does. */
static opis_status try_token(finder *f, size_t i, opis_error *error) {
    opis_dated date;
    size_t last;
    if (i < f->next_token || !find_month(f, i, &last, &date)) return OPIS_OK;
    enter_documents(f, date.month_start);
    if (!opis_date_complete(f->book, f->calendar, i, last, f->document_year, &date)) return OPIS_OK;
    f->next_token = date.last_token + 1;
    return take_date(f, &date, error);
}

/* ---- Dates in other languages --------------------------------------------------------------------------- */

static opis_status take_dating(finder *f, size_t i, const opis_dating *found, opis_error *error) {
    const opis_token *tokens = f->book->tokens;
    opis_dated date = {.from = found->from,
                       .to = found->to,
                       .start = found->start,
                       .end = found->end,
                       .other_day = found->other_day,
                       .other_start = found->other_start,
                       .other_end = found->other_end,
                       .status = found->status};
    while (i < f->book->token_count && tokens[i].start < found->end) i++;
    f->next_token = i;
    opis_status status = settle_waiting(f, error);
    if (date.to.year) f->last_year = date.to.year;
    return status == OPIS_OK ? add_dates(f, &date, error) : status;
}

/* Read the date in another language that begins at a token, with its day or with the name of its month. */
static opis_status try_dating(finder *f, size_t i, int day, opis_error *error) {
    const opis_book *book = f->book;
    opis_dating found;
    if (i < f->next_token) return OPIS_OK;
    enter_documents(f, book->tokens[i].start);
    const opis_dating_text text = {f->calendar, book->reader->months, book->source.bytes, book->source.length,
                                   f->document_year};
    uint32_t at = book->tokens[i].start;
    if (!(day ? opis_dating_from_day(&text, at, &found) : opis_dating_from_month(&text, at, &found))) return OPIS_OK;
    return take_dating(f, i, &found, error);
}

/* Whether a line's end may part a word. */
static int may_go_on(const opis_book *book, const opis_token *token) {
    uint32_t end = token->start + token->length;
    return end < book->source.length && book->source.bytes[end] == '-';
}

/* Whether a word is a month of another language alone; one that a line's end parts is looked at. */
static int is_other_month(const finder *f, const opis_token *token) {
    const char *word = f->book->source.bytes + token->start;
    if (opis_month_exact(&f->names, word, token->length)) return 0;
    return may_go_on(f->book, token) || opis_months_find(f->book->reader->months, word, token->length);
}

static inline int may_be_month(const finder *f, const opis_token *token) {
    return token->class_ == OPIS_WORD &&
           opis_month_may_be(f->month_gate, f->book->source.bytes + token->start, token->length);
}

/* Whether a word may be a month of another language, or stand between two days. */
static int may_follow_day(const finder *f, size_t i) {
    const opis_token *token = &f->book->tokens[i], *after = token + 1;
    int before_number = i + 1 < f->book->token_count && is_numeral_token(after);
    if (before_number && after->length <= 3 && token->length <= LONGEST_JOINT) return 1;
    if (may_be_month(f, token)) return is_other_month(f, token) || (before_number && after->length >= 4);
    return before_number && after->length >= 4 && token->length > 2 &&
           !opis_month_exact(&f->names, f->book->source.bytes + token->start, token->length);
}

/* Whether what stands behind the mark that follows a number may be a month, or another day. */
static int may_be_parted(const finder *f, size_t i) {
    const opis_token *mark = &f->book->tokens[i], *next = mark + 1;
    const char *bytes = f->book->source.bytes;
    if (i + 1 >= f->book->token_count) return 0;
    int glued = next->start == mark->start + mark->length;
    if (is_numeral_token(next)) {
        if (bytes[mark->start] == '.') return glued && next->length == 2;
        return next->length > 2 ||
               (i + 2 < f->book->token_count && (next[1].class_ == OPIS_PUNCTUATION || may_follow_day(f, i + 2)));
    }
    if (next->class_ != OPIS_WORD) return 0;
    if (glued && (strchr("IVX", bytes[next->start]) || next->shape & OPIS_BEYOND_ASCII)) return 1;
    return (bytes[mark->start] == '.' || (unsigned char)bytes[mark->start] >= 0x80) && may_follow_day(f, i + 1);
}

/* Whether a day of another language may stand at a number. */
static int may_be_day(const finder *f, size_t i) {
    const opis_token *token = &f->book->tokens[i], *next = token + 1;
    if (i + 1 >= f->book->token_count || token->length > (token->class_ == OPIS_NUMBER ? 2 : LONGEST_DAY)) return 0;
    char mark = f->book->source.bytes[next->start];
    if (next->class_ == OPIS_PUNCTUATION)
        return (mark == '.' || mark == '/' || mark == '-' || (unsigned char)mark >= 0x80) && may_be_parted(f, i + 1);
    if (next->class_ == OPIS_MIXED) return token->class_ == OPIS_NUMBER;
    if (next->class_ != OPIS_WORD) return next->class_ == OPIS_BREAK || token->class_ == OPIS_MIXED;
    return strchr("IVX", mark) != NULL || may_follow_day(f, i + 1);
}

/* The first of the months that a year stands behind: "июль-август 1937 г." */
static size_t first_month(const finder *f, size_t year) {
    const opis_token *tokens = f->book->tokens;
    const char *bytes = f->book->source.bytes;
    size_t month = year - 1;
    if (month >= 2 && tokens[month - 1].class_ == OPIS_PUNCTUATION && may_be_month(f, &tokens[month - 2]) &&
        opis_date_is_dash(bytes + tokens[month - 1].start, tokens[month - 1].length))
        month -= 2;
    return month;
}

static opis_status try_other_language(finder *f, size_t i, opis_error *error) {
    const opis_token *token = &f->book->tokens[i];
    if (may_be_day(f, i)) return try_dating(f, i, 1, error);
    if (i > 0 && token->length >= 4 && may_be_month(f, token - 1)) return try_dating(f, first_month(f, i), 0, error);
    return OPIS_OK;
}

/* ---- The walk ------------------------------------------------------------------------------------------ */

/* A word in small letters may hold a month that has lost a blank: "theFebruary". */
static int may_be_glued(const opis_token *token) {
    return token->class_ == OPIS_WORD && !(token->shape & OPIS_UPPER_FIRST) && token->length >= SHORTEST_GLUED;
}

/* Words with a capital, which most months are; what stands before a number or a dash is looked at from there. */
static opis_status try_capital(finder *f, size_t i, opis_error *error) {
    const opis_token *token = &f->book->tokens[i];
    const char *bytes = f->book->source.bytes;
    opis_status status = OPIS_OK;
    if (opis_anchors_has(&f->others, i)) status = try_dating(f, i, 0, error);
    if (status != OPIS_OK || i < f->next_token) return status;
    int like = token->length > 2 && opis_months_like(&f->names, bytes + token->start);
    if (!like && !is_parted(f, i) && !beside_number(f->book, i, i)) return OPIS_OK;
    if (i >= 2 && bytes[token[-1].start] == '-' && may_be_glued(token - 2)) status = try_token(f, i - 2, error);
    return status == OPIS_OK ? try_token(f, i, error) : status;
}

static opis_status try_numeral(finder *f, size_t i, opis_error *error) {
    const opis_token *token = &f->book->tokens[i];
    opis_status status = try_other_language(f, i, error);
    if (status != OPIS_OK || i < f->next_token) return status;
    if (i > 0 && may_be_glued(token - 1)) status = try_token(f, i - 1, error);
    if (status != OPIS_OK || token->class_ == OPIS_NUMBER || token->length < SHORTEST_GLUED) return status;
    return try_token(f, i, error);
}

/* Beside numbers it is as often one as not: it is told without a branch. */
static int is_capital_word(const opis_token *token) {
    return (token->class_ == OPIS_WORD) & ((token->shape & OPIS_UPPER_FIRST) != 0) & (token->length >= 2);
}

/* A month of another language with a capital, wherever it stands; see is_other_month(). */
static void open_other(finder *f, const opis_printed_word *word) {
    const opis_book *book = f->book;
    const char *text = book->source.bytes + word->token.start;
    if (!may_be_month(f, &word->token) || opis_month_exact(&f->names, text, word->token.length)) return;
    if (!opis_months_find(book->reader->months, text, word->token.length)) return;
    opis_anchors_add(&f->openings, &book->concordance, word);
    opis_anchors_add(&f->others, &book->concordance, word);
}

/* A word with a capital that is like a month, wherever it stands. */
static void open_word(finder *f, const opis_printed_word *word) {
    if (word->token.length <= 2) return;
    if (opis_months_like(&f->names, f->book->source.bytes + word->token.start))
        opis_anchors_add(&f->openings, &f->book->concordance, word);
    open_other(f, word);
}

/* A word with a capital that a hyphen parts at a line's end, or that is glued to a hyphen and may be a month of another
 * language: see is_other_month(). */
static void open_parted(finder *f, size_t i) {
    const opis_book *book = f->book;
    const opis_token *token = &book->tokens[i];
    if (!is_capital_word(token)) return;
    if (is_parted(f, i)) opis_anchors_put(&f->openings, i);
    if (token->length <= 2 || token->start + token->length != token[1].start || !may_be_month(f, token)) return;
    if (opis_month_exact(&f->names, book->source.bytes + token->start, token->length)) return;
    opis_anchors_put(&f->openings, i);
    opis_anchors_put(&f->others, i);
}

/*
 * Numbers, and of the words that begin with a capital those that try_capital() would look at, but for those beside a
 * number: the walk meets these with it.
 */
static opis_status find_openings(finder *f, opis_error *error) {
    const opis_concordance *printed = &f->book->concordance;
    opis_status status = opis_anchors_make(&f->openings, printed, error);
    if (status == OPIS_OK) status = opis_anchors_make(&f->others, printed, error);
    if (status != OPIS_OK) return status;
    for (size_t row = 0; row < printed->count; row++) {
        const opis_printed_word *word = &printed->words[row];
        if (is_numeral_token(&word->token))
            opis_anchors_add(&f->openings, printed, word);
        else if (is_capital_word(&word->token))
            open_word(f, word);
    }
    const opis_printed_word *hyphen = opis_concordance_find(printed, f->book->source.bytes, "-");
    for (uint32_t i = 0; hyphen && i < hyphen->count; i++) {
        const uint32_t *places = opis_places(printed, hyphen);
        if (i + AHEAD < hyphen->count) opis_soon(&f->book->tokens[places[i + AHEAD]]);
        if (places[i] > 0) open_parted(f, places[i] - 1);
    }
    return OPIS_OK;
}

/* The token before a number that says something, line ends passed over, if it is a word with a capital; else itself. */
static size_t capital_before(const opis_book *book, size_t number) {
    size_t at = number;
    for (int breaks = 0; at > 0 && breaks <= MOST_BREAKS;) {
        const opis_token *token = &book->tokens[--at];
        breaks += token->class_ == OPIS_BREAK;
        if (token->class_ < OPIS_BREAK) return is_capital_word(token) ? at : number;
    }
    return number;
}

/* A number, and the words with a capital beside it: nothing that says anything stands between them. */
static opis_status try_number(finder *f, size_t i, opis_error *error) {
    size_t before = capital_before(f->book, i);
    opis_status status = OPIS_OK;
    if (before < i && !opis_anchors_has(&f->openings, before)) status = try_capital(f, before, error);
    if (i + 1 < f->book->token_count && is_capital_word(&f->book->tokens[i + 1])) opis_anchors_put(&f->openings, i + 1);
    return status == OPIS_OK ? try_numeral(f, i, error) : status;
}

static opis_status find_dates(finder *f, opis_error *error) {
    const opis_book *book = f->book;
    opis_status status = find_openings(f, error);
    size_t i = status == OPIS_OK ? opis_anchors_next(&f->openings, 0) : book->token_count;
    for (; i < book->token_count && status == OPIS_OK; i = opis_anchors_next(&f->openings, i + 1))
        status = book->tokens[i].class_ == OPIS_WORD ? try_capital(f, i, error) : try_number(f, i, error);
    opis_anchors_release(&f->openings);
    opis_anchors_release(&f->others);
    return status == OPIS_OK ? settle_waiting(f, error) : status;
}

opis_status opis_extract_dates(opis_book *book, opis_error *error) {
    finder f = {.book = book, .calendar = opis_book_calendar(book, error)};
    if (!f.calendar) return error->status;
    f.month_gate = opis_months_gate(book->reader->months);
    opis_month_names_make(&f.names, book->style);
    return find_dates(&f, error);
}
