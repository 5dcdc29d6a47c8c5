#include <string.h>

#include "extract/date.h"
#include "letters.h"

/* Tokens before and behind a month that are looked at; each may be cut into three pieces. */
#define TOKENS_BEFORE 7
#define TOKENS_BEHIND 10
#define PIECES ((TOKENS_BEFORE + TOKENS_BEHIND + 1) * 3)
#define MOST_BREAKS 3

#define FIRST_PRINTED_YEAR 1500
#define LAST_PRINTED_YEAR 2050
#define YEAR_DIGITS 4
/* A damaged year dearer than this is none. */
#define DEAREST_YEAR 8.0f
#define SURE_YEAR 4.0f
#define DEAREST_DAY 4.5f
#define SURE_DAY 2.0f
#define LONGEST_MARK 3

enum gap { GLUED, ON_LINE, NEXT_LINE };

typedef struct piece {
    uint32_t start, end, token;
    uint8_t class_, gap; /* what stands before it */
} piece;

typedef struct window {
    const opis_book *book;
    const opis_calendar *calendar;
    const char *bytes;
    int near;
    piece pieces[PIECES];
    int count;
    int before, behind; /* pieces next to the month: -1 and `count` where there are none */
} window;

int opis_date_word_in(const opis_words *words, const char *word, size_t length) {
    for (size_t i = 0; i < words->count; i++) {
        const char *item = words->items[i];
        size_t at = 0;
        while (at < length && item[at] && (word[at] | 0x20) == (item[at] | 0x20)) at++;
        if (at == length && !item[at]) return 1;
    }
    return 0;
}

int opis_date_is_dash(const char *mark, size_t length) {
    /* Beyond ASCII: U+2010 to U+2015. */
    return (length == 1 && *mark == '-') ||
           (length == 3 && memcmp(mark, "\xE2\x80", 2) == 0 && (unsigned char)mark[2] - 0x90u < 6);
}

static int all_digits(const window *w, uint32_t from, uint32_t to) {
    for (; from < to; from++)
        if (!is_digit(w->bytes[from])) return 0;
    return 1;
}

static void add_piece(window *w, uint32_t start, uint32_t end, uint32_t token, uint8_t class_, uint8_t gap) {
    if (start >= end || w->count >= PIECES) return;
    if (class_ == OPIS_MIXED && all_digits(w, start, end)) class_ = OPIS_NUMBER;
    w->pieces[w->count++] = (piece){start, end, token, class_, gap};
}

/* Cut a run of digits and letters where a word is glued to a number: "1937Plenum". */
static void add_token(window *w, size_t token, uint32_t start, uint32_t end, uint8_t gap) {
    uint32_t from = start, to, run = start;
    uint8_t class_ = w->book->tokens[token].class_;
    if (class_ != OPIS_MIXED) {
        add_piece(w, start, end, (uint32_t)token, class_, gap);
        return;
    }
    from = start + 2;
    if (end - start > 2 && end - start <= 4 && all_digits(w, from, end) &&
        opis_date_word_in(&w->book->style->no_numerals, w->bytes + start, 2)) { /* "on11" */
        add_piece(w, start, from, (uint32_t)token, OPIS_WORD, gap);
        add_piece(w, from, end, (uint32_t)token, OPIS_NUMBER, GLUED);
        return;
    }
    for (to = start; to < end; to++) {
        run = is_digit(w->bytes[to]) ? to + 1 : run;
        if (to + 1 - run == 3) break;
    }
    from = to < end ? run : end;
    for (to = from; to < end && !is_digit(w->bytes[to]);) to++;
    add_piece(w, start, from, (uint32_t)token, class_, gap);
    add_piece(w, from, to, (uint32_t)token, OPIS_WORD, from > start ? GLUED : gap);
    add_piece(w, to, end, (uint32_t)token, class_, GLUED);
}

static void add_before(window *w, size_t first, uint32_t month_start) {
    const opis_token *tokens = w->book->tokens;
    size_t found[TOKENS_BEFORE], count = 0;
    int breaks = 0;
    for (size_t i = first; i-- > 0 && count < TOKENS_BEFORE && breaks <= MOST_BREAKS;) {
        breaks = tokens[i].class_ == OPIS_BREAK ? breaks + 1 : tokens[i].class_ == OPIS_BLANK ? breaks : 0;
        if (tokens[i].class_ != OPIS_BREAK && tokens[i].class_ != OPIS_BLANK) found[count++] = i;
    }
    uint32_t end = UINT32_MAX;
    while (count > 0) {
        const opis_token *token = &tokens[found[--count]];
        uint8_t gap = end == token->start ? GLUED : ON_LINE;
        for (size_t i = found[count]; i > 0 && tokens[i - 1].class_ >= OPIS_BREAK; i--)
            if (tokens[i - 1].class_ == OPIS_BREAK) gap = NEXT_LINE;
        end = token->start + token->length;
        add_token(w, found[count], token->start, end, gap);
    }
    if (tokens[first].start < month_start) add_token(w, first, tokens[first].start, month_start, ON_LINE);
    w->before = w->count - 1;
}

static void add_behind(window *w, size_t last, uint32_t month_end) {
    const opis_token *tokens = w->book->tokens;
    uint32_t end = tokens[last].start + tokens[last].length;
    int breaks = 0, count = 0;
    w->behind = w->count;
    if (end > month_end) add_token(w, last, month_end, end, GLUED);
    for (size_t i = last + 1; i < w->book->token_count && count < TOKENS_BEHIND && breaks <= MOST_BREAKS; i++) {
        if (tokens[i].class_ == OPIS_BREAK) breaks++;
        if (tokens[i].class_ == OPIS_BREAK || tokens[i].class_ == OPIS_BLANK) continue;
        uint8_t gap = breaks ? NEXT_LINE : tokens[i].start == end ? GLUED : ON_LINE;
        end = tokens[i].start + tokens[i].length;
        breaks = 0;
        count++;
        add_token(w, i, tokens[i].start, end, gap);
    }
}

static const piece *piece_at(const window *w, int at) {
    return at >= 0 && at < w->count ? &w->pieces[at] : NULL;
}

/* A piece before the month; those behind it are no neighbours of theirs. */
static const piece *piece_before(const window *w, int at) {
    return at <= w->before ? piece_at(w, at) : NULL;
}

static int is_mark(const window *w, const piece *p, char mark) {
    return p && p->class_ == OPIS_PUNCTUATION && w->bytes[p->start] == mark;
}

static int is_word(const window *w, const piece *p, const opis_words *words) {
    return p && p->class_ == OPIS_WORD && opis_date_word_in(words, w->bytes + p->start, p->end - p->start);
}

static int is_dash(const window *w, const piece *p) {
    return p && p->class_ == OPIS_PUNCTUATION && opis_date_is_dash(w->bytes + p->start, p->end - p->start);
}

static void doubt(opis_dated *date, uint8_t status) {
    if (status > date->status) date->status = status;
}

/* ---- Days ---------------------------------------------------------------------------------------------- */

/* Digits of "1st", "22nd", or 0. */
static uint32_t ordinal_digits(const window *w, const piece *p) {
    static const char endings[][3] = {"st", "nd", "rd", "th"};
    uint32_t length = p->end - p->start;
    if (p->class_ != OPIS_MIXED || length < 3 || length > 4 || !all_digits(w, p->start, p->end - 2)) return 0;
    for (int i = 0; i < 4; i++)
        if (memcmp(w->bytes + p->end - 2, endings[i], 2) == 0) return length - 2;
    return 0;
}

/* The day that a piece reads as, or 0. */
static int read_day(const window *w, const piece *p, int damaged, uint8_t *status) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    uint32_t length = p ? p->end - p->start : 0, digits = p ? ordinal_digits(w, p) : 0;
    int day = 0;
    *status = OPIS_CLEAN;
    if (length == 0 || p->class_ > OPIS_MIXED) return 0;
    if (p->class_ == OPIS_NUMBER && length <= 2) digits = length;
    for (uint32_t i = 0; i < digits; i++) day = day * 10 + (w->bytes[p->start + i] - '0');
    if (digits && day <= 31) return day;
    if (digits || !damaged || length > 2 || is_word(w, p, &w->book->style->no_numerals)) return 0;
    size_t count = opis_glyphs_numerals(w->calendar->glyphs, w->bytes + p->start, length, readings);
    float cost = 0;
    for (size_t i = 0; i < count && readings[i].cost <= DEAREST_DAY; i++) {
        if (readings[i].value < 1 || readings[i].value > 31 || readings[i].value == day) continue;
        if (day && readings[i].cost < cost + SURE_DAY) *status = OPIS_LIKELY;
        if (day) break;
        day = readings[i].value;
        cost = readings[i].cost;
        *status = OPIS_REPAIRED;
    }
    return day;
}

/* The day that two damaged glyphs read as, a blank between them: "Z I August". */
static int torn_damaged_day(const window *w, const piece *first, const piece *last) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    const char glyphs[2] = {w->bytes[first->start], w->bytes[last->start]};
    if (!strchr("IlirzZ", glyphs[0])) return 0;
    size_t count = opis_glyphs_numerals(w->calendar->glyphs, glyphs, 2, readings);
    for (size_t i = 0; i < count && readings[i].cost <= DEAREST_DAY; i++)
        if (readings[i].value >= 10 && readings[i].value <= 31) return readings[i].value;
    return 0;
}

/* A blank that the scan set between the two digits of a day; `at` is the second, which reads as `day`. */
static int torn_day(const window *w, int at, int day, uint8_t *status) {
    const piece *last = piece_at(w, at), *first = piece_at(w, at - 1);
    if (!first || last->gap != ON_LINE) return 0;
    if (last->end - last->start != 1 || first->end - first->start != 1) return 0;
    *status = OPIS_REPAIRED;
    if (first->class_ == OPIS_WORD) {
        *status = OPIS_LIKELY;
        return first->gap == GLUED ? 0 : torn_damaged_day(w, first, last);
    }
    if (last->class_ != OPIS_NUMBER || first->class_ != OPIS_NUMBER) return 0;
    int whole = (w->bytes[first->start] - '0') * 10 + day;
    return whole >= 10 && whole <= 31 ? whole : 0;
}

static void set_start(opis_dated *date, const piece *p) {
    date->start = p->start;
    date->first_token = p->token;
}

/* The first day of a range, or of two: "14-16 March", "19 and 20 February". */
static void take_first_day(const window *w, int at, opis_dated *date) {
    const piece *joint = piece_before(w, at), *first = piece_before(w, at - 1);
    uint8_t status;
    if (!joint || !first) return;
    int listed = is_word(w, joint, &w->book->style->list_words);
    int dash = is_dash(w, joint);
    if (!listed && !dash && !is_word(w, joint, &w->book->style->range_words)) return;
    int day = read_day(w, first, dash && first->gap != GLUED, &status);
    if (!day || day >= date->to.day) return;
    if (listed && !is_word(w, piece_before(w, at - 2), &w->book->style->between)) {
        date->other_day = (int8_t)day;
        date->other_start = first->start;
        date->other_end = first->end;
        return;
    }
    date->from.day = (int8_t)day;
    doubt(date, status);
    set_start(date, first);
}

/* "4 [?I December": a question mark between brackets, the second taken for a letter or a figure. */
static int closes_doubt(const window *w, int at) {
    const piece *bracket = piece_before(w, at);
    return bracket && bracket->end - bracket->start == 1 && strchr("Il1", w->bytes[bracket->start]) &&
           is_mark(w, piece_before(w, at - 1), '?') && is_mark(w, piece_before(w, at - 2), '[');
}

static void take_days_before(const window *w, opis_dated *date) {
    int at = w->before;
    const piece *last = piece_before(w, at);
    uint8_t status;
    if (last && last->class_ == OPIS_WORD && last->end - last->start == 2 &&
        memcmp(w->bytes + last->start, "of", 2) == 0 && at > 0 && ordinal_digits(w, &w->pieces[at - 1]))
        last = piece_before(w, --at);
    if (closes_doubt(w, at)) last = piece_before(w, at -= 3);
    const piece *next = piece_at(w, w->behind);
    int joined = next && (is_word(w, next, &w->book->style->list_words) || is_dash(w, next));
    int alone = last && last->end - last->start == 1 && strchr("zZ", w->bytes[last->start]) != NULL;
    int day = read_day(w, last, date->to.year || joined || alone || (last && last->class_ == OPIS_MIXED), &status);
    if (!day) return;
    uint8_t torn;
    int whole = torn_day(w, at, day, &torn);
    if (whole) {
        day = whole;
        status = torn;
        at--;
    }
    date->from.day = date->to.day = (int8_t)day;
    doubt(date, status);
    set_start(date, &w->pieces[at]);
    take_first_day(w, at - 1, date);
}

/* ---- Years --------------------------------------------------------------------------------------------- */

static int is_printed_year(int year) {
    return year >= FIRST_PRINTED_YEAR && year <= LAST_PRINTED_YEAR;
}

static int four_digits(const char *digits) {
    return (digits[0] - '0') * 1000 + (digits[1] - '0') * 100 + (digits[2] - '0') * 10 + digits[3] - '0';
}

static void set_year(opis_dated *date, int year, uint32_t end, const piece *p, uint8_t status) {
    date->to.year = (int16_t)year;
    date->end = end;
    date->last_token = p->token;
    doubt(date, status);
}

/* Four digits as they are, perhaps with the mark of a note behind them. */
static int take_plain_year(const window *w, const piece *p, opis_dated *date) {
    uint32_t length = p->end - p->start;
    if (length < YEAR_DIGITS || length > YEAR_DIGITS + LONGEST_MARK || !all_digits(w, p->start, p->start + YEAR_DIGITS))
        return 0;
    int year = four_digits(w->bytes + p->start);
    if (!is_printed_year(year)) return 0;
    if (length > YEAR_DIGITS && !opis_calendar_year_count(w->calendar, year)) return 0;
    set_year(date, year, p->start + YEAR_DIGITS, p, length > YEAR_DIGITS ? OPIS_REPAIRED : OPIS_CLEAN);
    return 1;
}

typedef struct glyphs {
    char bytes[YEAR_DIGITS];
    int count, digits, spaced, last; /* the last piece */
    uint32_t end;
} glyphs;

/* Whether a piece may hold glyphs of a year of which `count` are found. */
static int may_hold_year(const window *w, const piece *p, int count) {
    uint32_t length = p->end - p->start;
    if (p->gap == NEXT_LINE && count) return 0;
    if (p->class_ == OPIS_PUNCTUATION) return count && w->bytes[p->start] == '~';
    if (p->class_ == OPIS_WORD) return count ? length == 1 || p->gap == GLUED : length == 1 || length == YEAR_DIGITS;
    return (int)length <= YEAR_DIGITS - count + LONGEST_MARK;
}

static int gather_glyphs(const window *w, int at, glyphs *out) {
    out->count = out->digits = out->spaced = 0;
    for (const piece *p = piece_at(w, at); p && out->count < YEAR_DIGITS; p = piece_at(w, ++at)) {
        if (!may_hold_year(w, p, out->count)) return 0;
        out->spaced |= out->count && p->gap != GLUED;
        out->last = at;
        for (out->end = p->start; out->end < p->end && out->count < YEAR_DIGITS; out->end++) {
            out->bytes[out->count++] = w->bytes[out->end];
            out->digits += is_digit(w->bytes[out->end]) != 0;
        }
    }
    return out->count == YEAR_DIGITS && strchr("1Iilrt|", out->bytes[0]) && out->digits >= 1;
}

/* The year of four glyphs whose last three are clean: what stands before them is a 1. */
static int clean_tail(const glyphs *found) {
    char digits[YEAR_DIGITS] = {'1', found->bytes[1], found->bytes[2], found->bytes[3]};
    for (int i = 1; i < YEAR_DIGITS; i++)
        if (!is_digit(digits[i])) return 0;
    return four_digits(digits);
}

/* A year that is torn apart or whose glyphs are damaged. */
static int take_damaged_year(const window *w, int at, opis_dated *date) {
    glyphs found;
    opis_year year;
    if (!gather_glyphs(w, at, &found)) return 0;
    const piece *last = &w->pieces[found.last];
    int whole = clean_tail(&found);
    if (whole && (!is_printed_year(whole) || !opis_calendar_year_count(w->calendar, whole))) return 0;
    if (whole && found.digits == YEAR_DIGITS && !found.spaced) return 0;
    if (whole) {
        set_year(date, whole, found.end, last, OPIS_REPAIRED);
        return 1;
    }
    if (!opis_calendar_year(w->calendar, found.bytes, found.spaced, w->near, date->to, &year)) return 0;
    if (year.cost > DEAREST_YEAR) return 0;
    set_year(date, year.year, found.end, last, year.margin >= SURE_YEAR ? OPIS_REPAIRED : OPIS_LIKELY);
    return 1;
}

static int take_year_at(const window *w, int at, opis_dated *date) {
    const piece *p = piece_at(w, at);
    return p && (take_plain_year(w, p, date) || take_damaged_year(w, at, date));
}

/* The year behind a month, over points, a comma or "of". */
static void take_year(const window *w, opis_dated *date) {
    int at = w->behind, points = 0;
    while (points < 4 && is_mark(w, piece_at(w, at), '.')) {
        at++;
        points++;
    }
    const piece *p = piece_at(w, at);
    if (points == 0 && p && p->class_ == OPIS_PUNCTUATION && strchr("'`\"", w->bytes[p->start])) p = piece_at(w, ++at);
    if (is_mark(w, p, ',') ||
        (p && p->class_ == OPIS_WORD && p->end - p->start == 2 && memcmp(w->bytes + p->start, "of", 2) == 0))
        at++;
    take_year_at(w, at, date);
}

/* American order: "June 4, 1992", "June 4". */
static void take_days_behind(const window *w, opis_dated *date) {
    int at = w->behind + is_mark(w, piece_at(w, w->behind), '.');
    uint8_t status;
    const piece *year = is_mark(w, piece_at(w, at + 1), ',') ? piece_at(w, at + 2) : NULL;
    int dated = year && year->class_ == OPIS_NUMBER && year->end - year->start == YEAR_DIGITS;
    int day = read_day(w, piece_at(w, at), dated, &status), first = 0;
    if (!day) return;
    doubt(date, status);
    uint8_t torn;
    int whole = piece_at(w, at + 1) && read_day(w, piece_at(w, at + 1), 0, &status)
                    ? torn_day(w, at + 1, w->bytes[w->pieces[at + 1].start] - '0', &torn)
                    : 0;
    if (whole) {
        day = whole;
        at++;
    }
    if (is_dash(w, piece_at(w, at + 1))) {
        first = day;
        day = read_day(w, piece_at(w, at + 2), 0, &status);
        if (day <= first) return;
        at += 2;
    }
    date->to.day = (int8_t)day;
    date->from.day = (int8_t)(first ? first : day);
    date->end = w->pieces[at].end;
    date->last_token = w->pieces[at].token;
    if (whole) doubt(date, OPIS_REPAIRED);
    take_year_at(w, at + 1 + is_mark(w, piece_at(w, at + 1), ','), date);
}

/* ---- The whole ----------------------------------------------------------------------------------------- */

/* A day without a year whose next glyphs may be a year that the scan has spoilt. */
static int spoilt_year_follows(const window *w, const opis_dated *date) {
    for (int at = w->behind; at < w->count; at++) {
        const piece *p = &w->pieces[at];
        if (p->start < date->end || p->class_ == OPIS_PUNCTUATION) continue;
        return p->class_ == OPIS_MIXED || (p->class_ == OPIS_NUMBER && p->end - p->start >= 3) ||
               (p->class_ == OPIS_WORD && p->end - p->start == 1 && !is_word(w, p, &w->book->style->no_numerals));
    }
    return 0;
}

int opis_date_complete(const opis_book *book, const opis_calendar *calendar, size_t first, size_t last, int near,
                       opis_dated *date) {
    window w = {.book = book, .calendar = calendar, .bytes = book->source.bytes, .near = near};
    date->start = date->month_start;
    date->end = date->month_end;
    date->first_token = first;
    date->last_token = last;
    add_before(&w, first, date->month_start);
    add_behind(&w, last, date->month_end);
    take_year(&w, date);
    take_days_before(&w, date);
    if (!date->to.day && !date->to.year) take_days_behind(&w, date);
    date->from.month = date->to.month;
    date->from.year = date->to.year;
    if (!date->to.year && date->to.day && spoilt_year_follows(&w, date)) doubt(date, OPIS_LIKELY);
    if (date->month_doubtful) return date->to.year && date->to.day;
    return date->to.year || (!date->month_damaged && (date->to.day || date->month_end - date->month_start > 3));
}
