#include "extract/calendar.h"
#include "letters.h"

#include <math.h>
#include <string.h>

#include "book.h"
#include "digits.h"
#include "extract/dating.h"
#include "memory.h"

/* Words of a date are near one another; text before or beyond is of no concern. */
#define MOST_WORDS 96
/* Cost of a glyph that the confusion model cannot take for a digit, and of a month that needs it. */
#define LOST_DIGIT 4.0f
#define TORN_DAY 0.7f
#define TORN_YEAR 0.7f
#define MONTH_LIMIT 7.0f
#define MENDED 1.0f /* cost of a date in another language that was damaged, and is proved */
#define SHORT_MONTH_LIMIT 1.0f
/* Worth of a year or a day that the book prints clean elsewhere. */
#define KNOWN_YEAR 1.5f
#define KNOWN_DAY 2.5f
/* Cost of each year away from what the context suggests. */
#define YEAR_AWAY 0.7f
#define YEAR_DIGITS 4
#define LEAST_FIGURES 2 /* of a year, damaged or not */
#define NUMBER_REACH 3  /* words before a numeral that may be of one date with it */

typedef struct word {
    uint32_t start, end;
    char mark;      /* 0 for letters and digits, else the mark of punctuation */
    uint8_t figure; /* it has a digit */
} word;

typedef struct words {
    const char *text;
    word items[MOST_WORDS];
    size_t count;
} words;

/* A month or season with the days beside it. */
typedef struct atom {
    size_t first, last; /* words */
    int month;          /* 1 to 12; 0 for a season or a bare year */
    int from_day, to_day;
    int year; /* 0: not beside it */
    float cost, margin, year_cost, day_margin;
    uint32_t end; /* byte */
} atom;

static int letters_around(const char *text, uint32_t from, uint32_t to) {
    while (from < to && is_letter(text[from])) from++;
    return from == to;
}

/* Whether letters meet digits at `i` as if a blank were lost: "6June", "April1934". */
static int torn_word(const char *text, uint32_t start, uint32_t i, size_t length) {
    if (i == start) return 0;
    if (is_digit(text[i - 1])) return i + 3 <= length && letters_around(text, i, i + 3);
    return is_digit(text[i]) && i >= start + 3 && letters_around(text, start, i);
}

/* Make room in the list of words of a text whose last ones matter. */
static void forget_half(words *out) {
    out->count = MOST_WORDS / 2;
    memmove(out->items, out->items + MOST_WORDS - out->count, out->count * sizeof *out->items);
}

/* Cut the head or the tail of a text into words: letters and digits together, other marks alone. */
static void cut_words(words *out, const char *text, size_t length, int head) {
    out->text = text;
    out->count = 0;
    for (uint32_t i = 0; i < length && (out->count < MOST_WORDS || !head);) {
        uint32_t start = i;
        if (text[i] == ' ' || text[i] == '\n' || text[i] == '\r' || text[i] == '\t') {
            i++;
            continue;
        }
        uint8_t figure = 0;
        for (int before = 0; i < length && (is_digit(text[i]) || is_letter(text[i])); i++) {
            int digit = is_digit(text[i]);
            if (digit != before && torn_word(text, start, i, length)) break;
            figure |= (uint8_t)digit;
            before = digit;
        }
        char mark = i == start ? text[i++] : 0;
        if (out->count == MOST_WORDS) forget_half(out);
        out->items[out->count++] = (word){start, i, mark, figure};
    }
}

/* A damaged name keeps its first letter or its last. */
static int may_be(const char *seen, size_t length, const char *name, size_t printed) {
    if (printed + 1 < length || length + 1 < printed) return 0;
    return (seen[0] | 0x20) == (name[0] | 0x20) || seen[length - 1] == name[printed - 1];
}

/* The months that some name of may_be() what is seen, as bits; others that share a letter and a length among them. */
static unsigned months_like(const opis_month_looks *looks, const char *seen, size_t length) {
    unsigned ends = looks->by_first[(unsigned char)seen[0] | 0x20] | looks->by_last[(unsigned char)seen[length - 1]];
    return ends & looks->by_length[length];
}

void opis_calendar_begin(opis_calendar *calendar, const opis_style *style, const opis_glyphs *glyphs) {
    opis_month_looks *looks = &calendar->looks;
    memset(calendar, 0, sizeof *calendar);
    calendar->style = style;
    calendar->glyphs = glyphs;
    for (int month = 0; month < 12; month++)
        for (size_t i = 0; i < style->months[month].count; i++) {
            const char *name = style->months[month].items[i];
            size_t length = strlen(name);
            uint16_t bit = (uint16_t)(1u << month);
            looks->by_first[(unsigned char)name[0] | 0x20] |= bit;
            looks->by_last[(unsigned char)name[length - 1]] |= bit;
            for (size_t seen = length - 1; seen <= length + 1 && seen < OPIS_MONTH_LENGTHS; seen++)
                looks->by_length[seen] |= bit;
        }
}

/* The month (1 to 12) that a word is nearest to, or 0. */
static int month_of(const opis_calendar *calendar, const char *text, const word *at, float *cost) {
    size_t length = at->end - at->start;
    int month = 0;
    *cost = MONTH_LIMIT;
    if (at->mark || length < 3 || length + 1 >= OPIS_MONTH_LENGTHS) return 0;
    for (unsigned like = months_like(&calendar->looks, text + at->start, length); like; like &= like - 1) {
        int i = __builtin_ctz(like);
        for (size_t j = 0; j < calendar->style->months[i].count; j++) {
            const char *name = calendar->style->months[i].items[j];
            size_t printed = strlen(name);
            if (!may_be(text + at->start, length, name, printed)) continue;
            float limit = printed < 4 ? SHORT_MONTH_LIMIT : *cost;
            float distance = opis_glyphs_distance(calendar->glyphs, text + at->start, length, name, printed, limit);
            if (distance >= *cost) continue;
            *cost = distance;
            month = i + 1;
        }
    }
    return month;
}

int opis_calendar_month(const opis_calendar *calendar, const char *text, size_t length, float *cost) {
    word whole = {0, (uint32_t)length, 0, 0};
    return month_of(calendar, text, &whole, cost);
}

static int is_season(const opis_calendar *calendar, const char *text, const word *at) {
    char lower[12];
    size_t length = at->end - at->start;
    if (at->mark || length >= sizeof lower) return 0;
    for (size_t i = 0; i < length; i++) lower[i] = (char)(text[at->start + i] | 0x20);
    return opis_words_have(&calendar->style->seasons, lower, length);
}

/* The day that a word reads as, or 0; `*margin` is lowered to how near the next reading is. */
static int day_of(const opis_calendar *calendar, const char *text, const word *at, float *cost, float *margin) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    size_t length = at->end - at->start;
    int day = 0;
    if (at->mark || length > 2) return 0;
    size_t count = opis_glyphs_numerals(calendar->glyphs, text + at->start, length, readings);
    float least = 0;
    for (size_t i = 0; i < count; i++) {
        if (readings[i].value < 1 || readings[i].value > 31 || readings[i].value == day) continue;
        if (day) {
            if (least > 0) *margin = fminf(*margin, readings[i].cost - least);
            break;
        }
        day = readings[i].value;
        least = readings[i].cost;
    }
    *cost += least;
    return day;
}

uint32_t opis_calendar_year_count(const opis_calendar *calendar, int year) {
    int at = year - OPIS_FIRST_YEAR;
    return at >= 0 && at < OPIS_YEAR_SPAN ? calendar->years[at] : 0;
}

/* Costs of each digit for one glyph of a year. */
static void digit_costs(const opis_calendar *calendar, char glyph, float costs[10]) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    size_t count = opis_glyphs_numerals(calendar->glyphs, &glyph, 1, readings);
    for (int i = 0; i < 10; i++) costs[i] = LOST_DIGIT;
    for (size_t i = 0; i < count; i++)
        if (readings[i].value < 10 && readings[i].digits[1] == 0 && readings[i].cost < costs[readings[i].value])
            costs[readings[i].value] = readings[i].cost;
}

static uint64_t day_key(int year, int month, int day) {
    return ((uint64_t)year << 16 | (uint64_t)month << 8 | (uint64_t)day) + 1;
}

/* What a book thinks of a year for this date: less is better. */
static float year_prior(const opis_calendar *calendar, const atom *at, int year, int near) {
    float cost = opis_calendar_year_count(calendar, year) ? 0 : KNOWN_YEAR;
    if (at->month && at->to_day && opis_lexicon_weight(&calendar->days, day_key(year, at->month, at->to_day)) <= 0)
        cost += KNOWN_DAY;
    if (near) cost += YEAR_AWAY * (float)(year > near ? year - near : near - year);
    return cost;
}

/* Four figures are taken as they are. */
static int read_clean_year(const char *glyphs, atom *at) {
    if (glyphs[0] != '1' || (glyphs[1] != '8' && glyphs[1] != '9')) return 0;
    at->cost = 0;
    at->margin = INFINITY;
    return (glyphs[1] == '9' ? 1900 : 1800) + (glyphs[2] - '0') * 10 + glyphs[3] - '0';
}

/*
 * Read four glyphs as a year.  In a damaged one, and one that the scan has torn apart, the book's own years and the
 * context choose among the readings of its last two digits.
 */
static int read_year(const opis_calendar *calendar, const char *glyphs, int spaced, int near, atom *at) {
    float costs[YEAR_DIGITS][10], best = INFINITY, second = INFINITY;
    int year = 0, clean = 0;
    for (int i = 0; i < YEAR_DIGITS; i++) clean += is_digit(glyphs[i]) != 0;
    if (clean < LEAST_FIGURES) return 0;
    if (clean == YEAR_DIGITS && !spaced) return read_clean_year(glyphs, at);
    for (int i = 0; i < YEAR_DIGITS; i++) digit_costs(calendar, glyphs[i], costs[i]);
    if (costs[0][1] >= LOST_DIGIT || (costs[1][9] >= LOST_DIGIT && costs[1][8] >= LOST_DIGIT)) return 0;
    int century = costs[1][9] <= costs[1][8] ? 1900 : 1800;
    for (int rest = 0; rest < 100; rest++) {
        float glyph_cost = costs[0][1] + costs[1][century == 1900 ? 9 : 8] + costs[2][rest / 10] + costs[3][rest % 10];
        float cost = glyph_cost + year_prior(calendar, at, century + rest, near);
        if (cost < best) {
            second = best;
            best = cost;
            year = century + rest;
            at->cost = glyph_cost;
        } else if (cost < second) {
            second = cost;
        }
    }
    at->margin = second - best;
    return isfinite(best) ? year : 0;
}

int opis_calendar_year(const opis_calendar *calendar, const char glyphs[4], int spaced, int near, opis_day day,
                       opis_year *year) {
    atom at = {.month = day.month, .to_day = day.day};
    year->year = read_year(calendar, glyphs, spaced, near, &at);
    year->cost = at.cost;
    year->margin = at.margin;
    return year->year != 0;
}

/* The glyphs from a word on, blanks and stray marks left out; `*end` is the byte behind the fourth. */
static int take_year(const opis_calendar *calendar, const words *w, size_t from, size_t length, int near, atom *at) {
    char glyphs[YEAR_DIGITS];
    int count = 0, spaced = 0;
    if (from >= w->count) return 0;
    uint32_t i = w->items[from].start;
    for (; i < length && count < YEAR_DIGITS; i++) {
        char c = w->text[i];
        if (c == ' ' || c == '\n' || c == '\r') {
            spaced = 1;
            continue;
        }
        if (count == 0 && !is_digit(c) && c != 'I' && c != 'l' && c != 'i' && c != 'r') return 0;
        glyphs[count++] = c;
    }
    if (count < YEAR_DIGITS) return 0;
    atom trial = *at;
    int year = read_year(calendar, glyphs, spaced, near, &trial);
    if (!year) return 0;
    at->year_cost = trial.cost + (spaced ? TORN_YEAR : 0);
    at->cost += at->year_cost;
    at->margin = trial.margin;
    at->year = year;
    at->end = i;
    while (at->last + 1 < w->count && w->items[at->last + 1].start < i) at->last++;
    return 1;
}

static int is_mark(const words *w, size_t at, char mark) {
    return at < w->count && w->items[at].mark == mark;
}

/* Whether a numeral before a comma is a day of a list ("31 March, 17, 20 May") and not what a word counts. */
static int lists_days(const words *w, size_t i) {
    return is_digit(w->text[w->items[i].start]) && (i == 0 || w->items[i - 1].mark);
}

/* "i r June": both glyphs of a day are damaged, and a blank stands between them. */
static void join_damaged_day(const opis_calendar *calendar, const words *w, atom *at) {
    char glyphs[2] = {w->text[w->items[at->first - 1].start], w->text[w->items[at->first].start]};
    const word whole = {0, 2, 0, 1};
    float cost = 0, margin = INFINITY;
    int day = day_of(calendar, glyphs, &whole, &cost, &margin);
    if (!day) return;
    at->from_day = at->to_day = day;
    at->day_margin = margin;
    at->cost += TORN_DAY;
    at->first--;
}

/* A blank that the scan set between the two digits of a day: "1 1 February". */
static void join_torn_day(const opis_calendar *calendar, const words *w, atom *at) {
    const word *last = &w->items[at->first], *first = last - 1;
    if (at->first == 0 || first->mark || last->end - last->start != 1 || first->end - first->start != 1) return;
    if (strchr("Iilrz", w->text[first->start]) && !is_digit(w->text[last->start])) {
        join_damaged_day(calendar, w, at);
        return;
    }
    if (!is_digit(w->text[first->start]) || !is_digit(w->text[last->start])) return;
    int day = (w->text[first->start] - '0') * 10 + at->to_day;
    if (day < 10 || day > 31) return;
    at->from_day = at->to_day = day;
    at->cost += TORN_DAY;
    at->first--;
}

/* "4 [?] December": where an editor's doubt begins that stands before a word, its bracket damaged or not. */
static size_t pass_doubt(const words *w, size_t at) {
    if (at < 4 || !is_mark(w, at - 2, '?') || !is_mark(w, at - 3, '[')) return at;
    const word *close = &w->items[at - 1];
    return close->end - close->start == 1 && strchr("]Il1", w->text[close->start]) ? at - 3 : at;
}

/* Days before a month: "3", "7-12", "31", "17, 20". */
static void take_days_before(const opis_calendar *calendar, const words *w, atom *at) {
    float cost = 0;
    at->first = pass_doubt(w, at->first);
    if (at->first == 0) return;
    int day = day_of(calendar, w->text, &w->items[at->first - 1], &cost, &at->day_margin);
    if (!day) return;
    at->from_day = at->to_day = day;
    at->cost += cost;
    at->first--;
    join_torn_day(calendar, w, at);
    while (at->first >= 2 && (is_mark(w, at->first - 1, '-') || is_mark(w, at->first - 1, ','))) {
        float more = 0;
        const word *day_word = &w->items[at->first - 2];
        if (is_mark(w, at->first - 1, ',') && !lists_days(w, at->first - 2)) break;
        int from = day_of(calendar, w->text, day_word, &more, &at->day_margin);
        if (!from || from >= at->from_day) break;
        at->from_day = from;
        at->cost += more;
        at->first -= 2;
    }
}

/* "June 4, 1992". */
static void take_day_after(const opis_calendar *calendar, const words *w, size_t length, int near, atom *at) {
    float cost = 0;
    atom trial = *at;
    if (at->from_day || at->last + 2 >= w->count || !is_mark(w, at->last + 2, ',')) return;
    trial.from_day = trial.to_day = day_of(calendar, w->text, &w->items[at->last + 1], &cost, &trial.day_margin);
    trial.cost += cost;
    if (trial.from_day && take_year(calendar, w, at->last + 3, length, near, &trial)) *at = trial;
}

/* The first word from one on that a numeral, damaged or not, stands near enough to for one date with it: before it, or
 * among the next few. */
static size_t next_beside_number(const words *w, size_t i) {
    size_t figure = i > 0 ? i - 1 : 0;
    while (figure < w->count && !w->items[figure].figure) figure++;
    if (figure == w->count) return figure;
    return figure > i + NUMBER_REACH ? figure - NUMBER_REACH : i;
}

static int take_atom(const opis_calendar *calendar, const words *w, size_t i, size_t length, int near, atom *at) {
    if (w->items[i].mark) return 0;
    memset(at, 0, sizeof *at);
    at->first = at->last = i;
    at->end = w->items[i].end;
    at->margin = at->day_margin = INFINITY;
    at->month = month_of(calendar, w->text, &w->items[i], &at->cost);
    if (!at->month) {
        at->cost = 0;
        if (is_season(calendar, w->text, &w->items[i]))
            return take_year(calendar, w, i + 1, length, near, at) || is_mark(w, i + 1, '-');
        return 0;
    }
    take_days_before(calendar, w, at);
    take_day_after(calendar, w, length, near, at);
    if (!at->year) {
        size_t next = i + 1 + (is_mark(w, i + 1, ',') || is_mark(w, i + 1, '.'));
        take_year(calendar, w, next, length, near, at);
    }
    return 1;
}

/* Whether one atom goes on from another: "31 March to 1 April", "31 March, 17, 20 May", "January 1935-June 1936". */
static int joins(const words *w, const atom *before, const atom *after) {
    size_t gap = before->last + 1;
    if (after->first < gap || after->first > gap + 1) return 0;
    if (after->first == gap) return before->year == 0;
    const word *link = &w->items[gap];
    if (link->mark) return link->mark == '-' || (link->mark == ',' && before->year == 0);
    return link->end - link->start == 2 && memcmp(w->text + link->start, "to", 2) == 0;
}

static opis_day day_from(const atom *at, int year, int day) {
    return (opis_day){(int16_t)year, (int8_t)at->month, (int8_t)day};
}

/* Whether a day and a word that may once have been a month stand before a year: "3 Mav 1931". */
static int follows_torn_month(const words *w, size_t year) {
    if (year < 2 || w->items[year - 1].mark || w->items[year - 2].mark) return 0;
    const word *day = &w->items[year - 2];
    char month = w->text[w->items[year - 1].start];
    return day->end - day->start <= 2 && is_digit(w->text[day->start]) && month >= 'A' && month <= 'Z';
}

/* A year that stands alone: "[end of 1935]", "1937". */
static int find_bare_year(const opis_calendar *calendar, const words *w, size_t length, int first, opis_date *date) {
    for (size_t k = 0; k < w->count; k++) {
        size_t i = first ? k : w->count - 1 - k;
        atom at = {.first = i, .last = i, .margin = INFINITY};
        const word *here = &w->items[i];
        if (here->mark || !is_digit(w->text[here->start]) || here->end - here->start < YEAR_DIGITS) continue;
        if (!take_year(calendar, w, i, length, 0, &at) || at.cost > 0 ||
            opis_calendar_year_count(calendar, at.year) == 0)
            continue;
        date->from = date->to = (opis_day){(int16_t)at.year, 0, 0};
        date->start = here->start;
        date->end = at.end;
        date->led = 0;
        date->cost = date->day_cost = follows_torn_month(w, i) ? MONTH_LIMIT : 0;
        date->margin = date->day_margin = INFINITY;
        return 1;
    }
    return 0;
}

/* A date in another language, if it stands before those in English, or behind them, as is asked. */
static int find_elsewhere(const opis_calendar *calendar, const char *text, size_t length, int first, int near,
                          int found, opis_date *date) {
    const opis_dating_text whole = {calendar, calendar->months, text, (uint32_t)length, near};
    opis_dating dating;
    if (!calendar->months || !opis_dating_find(&whole, first, &dating)) return 0;
    int overlaps = found && dating.start < date->end && date->start < dating.end;
    if (found && !overlaps && first != (dating.start < date->start)) return 0;
    float cost = dating.status == OPIS_CLEAN ? 0 : dating.status == OPIS_REPAIRED ? MENDED : MONTH_LIMIT;
    float margin = dating.status == OPIS_LIKELY ? 0 : INFINITY;
    float day_cost = dating.status == OPIS_LIKELY ? cost : 0;
    *date = (opis_date){dating.from, dating.to, dating.start, dating.end, cost, day_cost, margin, margin, dating.led};
    return 1;
}

/* Whether a text has as many figures as every year has, be it damaged or of another language. */
static int has_year(const char *text, size_t length) {
    int figures = 0;
    for (size_t i = 0; i < length && figures < LEAST_FIGURES; i++) figures += is_digit(text[i]) != 0;
    return figures == LEAST_FIGURES;
}

int opis_calendar_find(const opis_calendar *calendar, const char *text, size_t length, int first, int near,
                       opis_date *date) {
    words w;
    atom at, group[8];
    size_t group_size = 0;
    int found = 0;
    if (!has_year(text, length)) return 0;
    cut_words(&w, text, length, first);
    for (size_t i = next_beside_number(&w, 0); i < w.count && !(found && first); i = next_beside_number(&w, i + 1)) {
        if (!take_atom(calendar, &w, i, length, near, &at)) continue;
        if (group_size == 0 || group_size == 8 || !joins(&w, &group[group_size - 1], &at)) group_size = 0;
        group[group_size++] = at;
        if (i < at.last) i = at.last;
        if (!at.year) continue;
        int from_year = group[0].year ? group[0].year : at.year;
        found = 1;
        date->from = day_from(&group[0], from_year, group[0].from_day);
        date->to = day_from(&at, at.year, at.to_day);
        date->start = w.items[group[0].first].start;
        date->end = at.end;
        date->led = 0;
        date->cost = at.cost;
        date->margin = at.margin;
        date->day_margin = fminf(group[0].day_margin, at.day_margin);
        for (size_t j = 0; j + 1 < group_size; j++) date->cost += group[j].cost;
        date->day_cost = date->cost - at.year_cost;
    }
    found |= find_elsewhere(calendar, text, length, first, near, found, date);
    return found || find_bare_year(calendar, &w, length, first, date);
}

/* "1937-02-03", "1937-02", "1937"; a year has no more figures than there is room for. */
static size_t day_text(opis_day day, char out[OPIS_DATE_TEXT / 2]) {
    size_t length = put_digits(out, (uint32_t)day.year, YEAR_DIGITS);
    if (!day.month) return length;
    out[length++] = '-';
    length += put_digits(out + length, (uint32_t)day.month, 2);
    if (!day.day) return length;
    out[length++] = '-';
    return length + put_digits(out + length, (uint32_t)day.day, 2);
}

size_t opis_date_text(const opis_date *date, char out[OPIS_DATE_TEXT]) {
    size_t length = day_text(date->from, out);
    if (date->from.year != date->to.year || date->from.month != date->to.month || date->from.day != date->to.day) {
        out[length++] = '/';
        length += day_text(date->to, out + length);
    }
    out[length] = 0;
    return length;
}

/* Whether the token before a clean year is a month with a clean day before it, and which. */
static void count_day(opis_calendar *calendar, const char *bytes, const opis_token *tokens, size_t i, int year,
                      opis_error *error, opis_status *status) {
    if (i < 2 || tokens[i - 2].class_ != OPIS_NUMBER || tokens[i - 2].length > 2) return;
    const char *printed = bytes + tokens[i - 1].start;
    for (int month = 0; month < 12; month++) {
        const char *name = calendar->style->months[month].items[0];
        if (*name != *printed || strlen(name) != tokens[i - 1].length ||
            memcmp(printed, name, tokens[i - 1].length) != 0)
            continue;
        int day = bytes[tokens[i - 2].start] - '0';
        if (tokens[i - 2].length == 2) day = day * 10 + bytes[tokens[i - 2].start + 1] - '0';
        *status = opis_lexicon_add(&calendar->days, day_key(year, month + 1, day), 1, error);
        return;
    }
}

#define AHEAD 8 /* lines, or places of a year, that the next one asked for is ahead */

/* Count a clean year, and the day before it. */
static opis_status count_year(opis_calendar *calendar, const opis_book *book, size_t token, opis_error *error) {
    opis_status status = OPIS_OK;
    const char *digits = book->source.bytes + book->tokens[token].start;
    int year = (digits[0] - '0') * 1000 + (digits[1] - '0') * 100 + (digits[2] - '0') * 10 + digits[3] - '0';
    if (year < OPIS_FIRST_YEAR || year >= OPIS_FIRST_YEAR + OPIS_YEAR_SPAN) return OPIS_OK;
    calendar->years[year - OPIS_FIRST_YEAR]++;
    calendar->year_total++;
    count_day(calendar, book->source.bytes, book->tokens, token, year, error, &status);
    return status;
}

static int is_year(const opis_token *token) {
    return token->class_ == OPIS_NUMBER && token->length == YEAR_DIGITS;
}

/* The clean years of a book. */
static opis_status count_years(opis_calendar *calendar, const opis_book *book, opis_error *error) {
    opis_status status = OPIS_OK;
    for (const opis_line *at = book->layout.lines, *end = at + book->layout.line_count; at < end && !status; at++) {
        if (end - at > AHEAD && at[AHEAD].figured) {
            opis_soon(&book->tokens[at[AHEAD].first_token]);
            opis_soon(book->source.bytes + at[AHEAD].start);
        }
        for (size_t i = at->first_token; at->figured && i < at->end_token && status == OPIS_OK; i++)
            if (is_year(&book->tokens[i])) status = count_year(calendar, book, i, error);
    }
    return status;
}

/* The same by the concordance: the places of each are known. */
static opis_status count_year_words(opis_calendar *calendar, const opis_book *book, opis_error *error) {
    opis_status status = OPIS_OK;
    for (size_t row = 0; row < book->concordance.count; row++) {
        const opis_printed_word *word = &book->concordance.words[row];
        const uint32_t *places = opis_places(&book->concordance, word);
        for (uint32_t i = 0; is_year(&word->token) && i < word->count && status == OPIS_OK; i++) {
            if (i + AHEAD < word->count) opis_soon(&book->tokens[places[i + AHEAD]]);
            status = count_year(calendar, book, places[i], error);
        }
    }
    return status;
}

const opis_calendar *opis_book_calendar(opis_book *book, opis_error *error) {
    if (book->calendar) return book->calendar;
    opis_calendar *calendar = book->calendar = opis_resize(NULL, sizeof *book->calendar);
    if (!calendar) {
        opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory for the calendar of a book");
        return NULL;
    }
    opis_calendar_begin(calendar, book->style, book->glyphs);
    calendar->months = book->reader->months;
    opis_status status =
        book->concordance.count ? count_year_words(calendar, book, error) : count_years(calendar, book, error);
    if (status == OPIS_OK) return calendar;
    opis_book_calendar_free(book);
    return NULL;
}

void opis_book_calendar_free(opis_book *book) {
    if (!book->calendar) return;
    opis_lexicon_release(&book->calendar->days);
    opis_resize(book->calendar, 0);
    book->calendar = NULL;
}
