#include "extract/dating.h"

#include <string.h>

#include "letters.h"
#include "text/fold.h"

#define MOST_BREAKS 3
#define NEIGHBOURHOOD 240 /* bytes before and behind a date whose words tell the language */
#define LONGEST_LEAD 24
#define LONGEST_JOINT 8 /* bytes */
#define DEAREST_DAY 4.5f
#define SURE_DAY 2.0f
#define SURE_MONTH 5.0f
#define SURE_MARGIN 1.0f
#define NEAR_ENGLISH 1.0f
#define ALL_LANGUAGES 0xFFFFu

/* A day, a month and a year as they stand, before it is known whether they are a date. */
typedef struct parts {
    uint32_t start, end;
    uint32_t month_start, month_end;
    int day, first_day, month, year;
    int8_t other_day;
    uint32_t other_start, other_end;
    uint16_t languages;
    uint8_t pointed; /* a point stands behind the day */
    uint8_t abbreviated, doubtful, numbered, damaged, short_year;
    uint8_t status;
} parts;

typedef opis_dating_text text;

static void doubt(parts *p, uint8_t status) {
    if (status > p->status) p->status = status;
}

/* ---- Bytes and words ----------------------------------------------------------------------------------- */

static char byte_at(const text *t, uint32_t at) {
    return at < t->length ? t->bytes[at] : 0;
}

static uint32_t code_at(const text *t, uint32_t at, uint32_t *size) {
    uint32_t code = 0;
    *size = at < t->length ? (uint32_t)opis_fold_decode(t->bytes + at, t->length - at, &code) : 0;
    return code;
}

static int is_letter_code(uint32_t code) {
    return (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z') ||
           (code >= 0xC0 && code < 0x2000 && code != 0xD7 && code != 0xF7);
}

uint32_t opis_dating_word(const opis_dating_text *t, uint32_t at) {
    for (;;) {
        while (at < t->length && is_ascii_letter(t->bytes[at])) at++;
        uint32_t size, code = code_at(t, at, &size);
        if (!is_letter_code(code)) return at;
        at += size;
    }
}

uint32_t opis_dating_blanks(const opis_dating_text *t, uint32_t at) {
    for (int breaks = 0; at < t->length; at++) {
        if (t->bytes[at] == '\n' && ++breaks > MOST_BREAKS) break;
        if (byte_at(t, at) == '\xC2' && byte_at(t, at + 1) == '\xA0')
            at++;
        else if (!is_blank(t->bytes[at]))
            break;
    }
    return at;
}

uint32_t opis_dating_dash(const opis_dating_text *t, uint32_t at) {
    uint32_t size, code = code_at(t, at, &size);
    return code == '-' || (code >= 0x2010 && code <= 0x2015) ? at + size : at;
}

static int starts_with(const text *t, uint32_t at, const char *word) {
    size_t length = strlen(word);
    return length <= t->length - at && memcmp(t->bytes + at, word, length) == 0;
}

static int is_one_of(const opis_words *words, const char *word, size_t length) {
    for (size_t i = 0; length && i < words->count; i++)
        if (opis_fold_same(words->items[i], strlen(words->items[i]), word, length)) return 1;
    return 0;
}

static const opis_date_language *language_at(const text *t, size_t i) {
    return &t->calendar->style->languages[i];
}

static size_t language_count(const text *t) {
    return t->calendar->style->language_count;
}

/* Where the word before a byte begins, blanks between passed over; the byte itself where there is none. */
static uint32_t word_before(const text *t, uint32_t at, uint32_t *end) {
    uint32_t from = at > LONGEST_LEAD ? at - LONGEST_LEAD : 0;
    while (at > from && is_blank(t->bytes[at - 1])) at--;
    *end = at;
    while (at > from && is_letter(t->bytes[at - 1])) at--;
    return at;
}

/* ---- Days ---------------------------------------------------------------------------------------------- */

/* One past what is glued to a day ("-го", "er", "."), or the byte itself. */
static uint32_t pass_ordinal(const text *t, uint32_t at, uint8_t *pointed) {
    char c = byte_at(t, at);
    if (c != '.' && c != '-' && !is_letter(c)) return at;
    for (size_t i = 0; i < language_count(t); i++) {
        const opis_words *ordinals = &language_at(t, i)->ordinals;
        for (size_t j = 0; j < ordinals->count; j++) {
            if (ordinals->items[j][0] != c || !starts_with(t, at, ordinals->items[j])) continue;
            uint32_t end = at + (uint32_t)strlen(ordinals->items[j]), size;
            *pointed |= c == '.';
            if (c == '.' || !is_letter_code(code_at(t, end, &size))) return end;
        }
    }
    return at;
}

/* A day whose glyphs the scan took for others: "З1", "l7", "1О". */
static uint32_t read_damaged_day(const text *t, uint32_t at, int *day, uint8_t *status) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    uint32_t end = at, size, digits = 0;
    for (int glyphs = 0; glyphs < 3; glyphs++, end += size) {
        uint32_t code = code_at(t, end, &size);
        if (!is_letter_code(code) && !(code >= '0' && code <= '9')) break;
        if (glyphs == 2) return 0;
        digits += code >= '0' && code <= '9';
    }
    if (digits == 0) return 0;
    size_t count = opis_glyphs_numerals(t->calendar->glyphs, t->bytes + at, end - at, readings);
    float cost = 0;
    *day = 0;
    for (size_t i = 0; i < count && readings[i].cost <= DEAREST_DAY; i++) {
        if (readings[i].value < 1 || readings[i].value > 31 || readings[i].value == *day) continue;
        if (*day && readings[i].cost < cost + SURE_DAY) *status = OPIS_LIKELY;
        if (*day) break;
        *day = readings[i].value;
        cost = readings[i].cost;
        *status = OPIS_REPAIRED;
    }
    return *day ? end : 0;
}

/* Read a day with what is glued to it; gives one past it, or 0. */
static uint32_t read_day(const text *t, uint32_t at, parts *p, int *day) {
    uint32_t end = at, size;
    for (*day = 0; end < t->length && is_digit(t->bytes[end]); end++) {
        if (end - at == 2) return 0;
        *day = *day * 10 + (t->bytes[end] - '0');
    }
    uint32_t after = end > at ? pass_ordinal(t, end, &p->pointed) : at;
    int plain = end > at && (after > end || !is_letter_code(code_at(t, end, &size)));
    /* "17июля" has lost a blank. */
    if (!plain && end > at && opis_dating_word(t, end) > end + 4) plain = 1;
    if (plain) return *day >= 1 && *day <= 31 ? after : 0;
    uint8_t status = OPIS_CLEAN;
    end = read_damaged_day(t, at, day, &status);
    if (end) doubt(p, status);
    return end;
}

/* What joins two days or dates: a dash, or a word.  One past it, or 0; most words are too long. */
static uint32_t pass_joint(const text *t, uint32_t at, int *listed) {
    uint32_t from = opis_dating_blanks(t, at), end = opis_dating_dash(t, from);
    *listed = 0;
    if (end > from) return opis_dating_blanks(t, end);
    end = opis_dating_word(t, from);
    if (end == from || end - from > LONGEST_JOINT) return 0;
    opis_date_joint joint = opis_months_joint(t->months, t->bytes + from, end - from);
    *listed = joint == OPIS_DATE_LIST;
    return joint == OPIS_NO_JOINT ? 0 : opis_dating_blanks(t, end);
}

/* Whether a figure stands behind the next word or dash. */
static int day_follows(const text *t, uint32_t at) {
    at = opis_dating_blanks(t, at);
    uint32_t dash = opis_dating_dash(t, at);
    return is_digit(byte_at(t, opis_dating_blanks(t, dash > at ? dash : opis_dating_word(t, at))));
}

/* The days before a month: "17", "17-20", "17. bis 20.", "17 и 20". */
static uint32_t read_days(const text *t, uint32_t at, parts *p) {
    int listed, day;
    uint32_t end = read_day(t, at, p, &p->day), first_end = end;
    p->first_day = p->day;
    if (!end) return 0;
    uint32_t joint = day_follows(t, end) ? pass_joint(t, end, &listed) : 0;
    if (!joint || !is_digit(byte_at(t, joint))) return end;
    uint32_t next = read_day(t, joint, p, &day);
    if (!next || day <= p->day) return end;
    if (listed) {
        p->other_day = (int8_t)p->day;
        p->other_start = at;
        p->other_end = first_end;
        p->start = joint;
        p->first_day = day;
    }
    p->day = day;
    return next;
}

/* ---- Months -------------------------------------------------------------------------------------------- */

static void set_form(parts *p, const opis_month_form *form) {
    p->month = form->month;
    p->languages = form->languages;
    p->abbreviated = form->abbreviation;
    p->doubtful = form->doubtful;
}

/* The letters at a byte, those behind a hyphen at a line's end too; gives one past them. */
static uint32_t gather_word(const text *t, uint32_t at, char word[OPIS_LONGEST_MONTH], uint32_t *length) {
    uint32_t end = opis_dating_word(t, at);
    *length = end - at;
    if (*length == 0 || *length > OPIS_LONGEST_MONTH) return 0;
    memcpy(word, t->bytes + at, *length);
    uint32_t rest = opis_dating_blanks(t, end + 1);
    if (byte_at(t, end) != '-' || (byte_at(t, end + 1) != '\n' && byte_at(t, end + 1) != '\r')) return end;
    uint32_t rest_end = opis_dating_word(t, rest), more = rest_end - rest;
    if (*length + more > OPIS_LONGEST_MONTH) return end;
    memcpy(word + *length, t->bytes + rest, more);
    if (!opis_months_find(t->months, word, *length + more)) return end;
    *length += more;
    return rest_end;
}

/* Whether the month is one that English prints too. */
static int is_english(const text *t, const parts *p) {
    uint32_t length = p->month_end - p->month_start;
    for (int month = 0; month < 12; month++)
        if (opis_words_have(&t->calendar->style->months[month], t->bytes + p->month_start, length)) return 1;
    return 0;
}

static uint32_t pass_point(const text *t, uint32_t at) {
    return at + (byte_at(t, at) == '.');
}

/* The letters and figures at a byte; gives one past them, or 0. */
static uint32_t gather_damaged(const text *t, uint32_t at, char word[OPIS_LONGEST_MONTH], uint32_t *length) {
    uint32_t end = opis_dating_word(t, at);
    while (is_digit(byte_at(t, end))) end = opis_dating_word(t, end + 1);
    *length = end - at;
    if (*length > OPIS_LONGEST_MONTH) return 0;
    memcpy(word, t->bytes + at, *length);
    return end;
}

/* The name of a month at a byte, damaged where a day stands before it and a year behind. */
static uint32_t read_name(const text *t, uint32_t at, parts *p) {
    char word[OPIS_LONGEST_MONTH];
    uint32_t length, end = gather_word(t, at, word, &length);
    float cost, margin;
    if (!end) return 0;
    p->month_start = at;
    p->month_end = end;
    if (opis_month_may_be(opis_months_gate(t->months), word, length) || end - at != length) {
        const opis_month_form *form = opis_months_find(t->months, word, length);
        if (form) set_form(p, form);
        /* What English prints too is the other reader's, but for a day with a point. */
        if (form && !p->pointed && is_english(t, p)) return 0;
        if (form && !opis_months_prints(t->months, form, word, length)) doubt(p, OPIS_REPAIRED);
        if (form) return end;
    }
    if (!p->day || p->status == OPIS_LIKELY) return 0;
    end = gather_damaged(t, at, word, &length);
    if (!end || length < 4) return 0;
    p->month_end = end;
    if (is_english(t, p)) return 0;
    if (!opis_dating_may_be_year(t, opis_dating_blanks(t, pass_point(t, end)))) return 0;
    float english;
    if (opis_calendar_month(t->calendar, word, length, &english) && english <= NEAR_ENGLISH) return 0;
    p->month = opis_months_nearest(t->months, t->calendar->glyphs, word, length, &cost, &margin, &p->languages);
    if (!p->month || english <= cost) return 0;
    p->damaged = 1;
    doubt(p, cost <= SURE_MONTH && margin >= SURE_MARGIN ? OPIS_REPAIRED : OPIS_LIKELY);
    return end;
}

/* ---- Years --------------------------------------------------------------------------------------------- */

/* One past a word that follows a year, and its point: "г.", "року"; the byte itself where none does. */
static uint32_t pass_year_word(const text *t, uint32_t at, uint16_t languages) {
    uint32_t from = opis_dating_blanks(t, at), end = opis_dating_word(t, from);
    for (size_t i = 0; end > from && i < language_count(t); i++)
        if (languages >> i & 1 && is_one_of(&language_at(t, i)->years, t->bytes + from, end - from))
            return end - from <= 4 ? pass_point(t, end) : end;
    return at;
}

/* The year behind a month, over a point and a comma. */
static void read_year(const text *t, parts *p) {
    uint32_t at = opis_dating_blanks(t, pass_point(t, p->end)), size;
    uint8_t status = OPIS_CLEAN;
    if (byte_at(t, at) == ',') at = opis_dating_blanks(t, at + 1);
    opis_day day = {0, (int8_t)p->month, (int8_t)p->day};
    uint32_t end = opis_dating_year(t, at, day, &p->year, &status);
    if (end) {
        doubt(p, status);
        p->end = pass_year_word(t, end, p->languages);
        return;
    }
    int apostrophe = byte_at(t, at) == '\'';
    end = p->day ? opis_dating_short_year(t, at + (uint32_t)apostrophe, &p->year) : 0;
    if (!end) return;
    uint32_t after = pass_year_word(t, end, p->languages);
    if (!apostrophe && (after == end || is_letter_code(code_at(t, after, &size)))) {
        p->year = 0;
        return;
    }
    p->short_year = 1;
    p->end = after;
}

/* ---- Months that are numbers --------------------------------------------------------------------------- */

static int is_parting(char c) {
    return c == '.' || c == '/' || c == '-';
}

/* The month at a byte: roman figures, or two plain ones. */
static uint32_t read_number(const text *t, uint32_t at, parts *p, int *roman) {
    uint32_t end = at, size;
    int damaged;
    for (uint32_t code = code_at(t, end, &size); is_letter_code(code) || (code >= '0' && code <= '9') || code == '|';
         code = code_at(t, end, &size))
        end += size;
    *roman = 1;
    p->month = end > at ? opis_months_roman(t->months, t->bytes + at, end - at, &damaged) : 0;
    if (p->month && damaged) doubt(p, OPIS_REPAIRED);
    if (p->month) return end;
    *roman = 0;
    if (end - at != 2 || !is_digit(t->bytes[at]) || !is_digit(t->bytes[at + 1])) return 0;
    p->month = (t->bytes[at] - '0') * 10 + (t->bytes[at + 1] - '0');
    return p->month >= 1 && p->month <= 12 ? end : 0;
}

static int stands_apart(const text *t, uint32_t at) {
    return at == 0 || !(is_digit(t->bytes[at - 1]) || is_parting(t->bytes[at - 1]) || is_letter(t->bytes[at - 1]));
}

/* "17/VII-37", "17.VII.1937", "17 VII 1937", "17.07.1937": one past the day is `at`. */
static int read_numbered(const text *t, uint32_t at, parts *p) {
    char first = byte_at(t, at);
    uint8_t status = OPIS_CLEAN;
    int roman;
    if (p->pointed && byte_at(t, at - 1) == '.') first = '.', at--;
    int spaced = first == ' ';
    if (spaced ? !strchr("IVX", byte_at(t, at + 1)) : !is_parting(first)) return 0;
    uint32_t end = read_number(t, at + 1, p, &roman);
    if (!end || (!roman && first != '.') || (spaced && p->status != OPIS_CLEAN)) return 0;
    uint32_t size, code = code_at(t, end, &size), dash = opis_dating_dash(t, end);
    uint32_t year = dash > end ? dash : end + size, after;
    if (spaced ? code != ' ' : !(dash > end || code == '.' || code == '/' || code == ' ')) return 0;
    if (!roman && code != '.') return 0;
    if (code == '.') year = opis_dating_blanks(t, year);
    opis_day day = {0, (int8_t)p->month, (int8_t)p->day};
    if (code == '.' && year > end + 1 && !roman) return 0;
    after = opis_dating_year(t, year, day, &p->year, &status);
    if (!after) {
        if (!roman || spaced) return 0;
        after = opis_dating_short_year(t, year, &p->year);
        p->short_year = 1;
    }
    if (!after || is_digit(byte_at(t, after)) || (is_parting(byte_at(t, after)) && is_digit(byte_at(t, after + 1))))
        return 0;
    doubt(p, status);
    p->numbered = 1;
    p->languages = ALL_LANGUAGES;
    p->month_start = at + 1;
    p->month_end = end;
    p->end = pass_year_word(t, after, ALL_LANGUAGES);
    return 1;
}

/* ---- Whether it is a date ------------------------------------------------------------------------------ */

/* Whether little words of a language stand near. */
static int has_words_near(const text *t, const parts *p, const opis_date_language *language) {
    uint32_t from = p->start > NEIGHBOURHOOD ? p->start - NEIGHBOURHOOD : 0, to = p->end + NEIGHBOURHOOD;
    if (to > t->length) to = t->length;
    while (from < to && ((unsigned char)t->bytes[from] & 0xC0) == 0x80) from++;
    while (from < to) {
        uint32_t end = opis_dating_word(t, from), size;
        int beside = from >= p->end || end <= p->start;
        if (end > from && beside && is_one_of(&language->common, t->bytes + from, end - from)) return 1;
        if (end == from) code_at(t, from, &size), end = from + (size ? size : 1);
        from = end;
    }
    return 0;
}

static int is_led(const text *t, uint32_t at, const opis_date_language *language) {
    uint32_t end, from = word_before(t, at, &end);
    return is_one_of(&language->leads, t->bytes + from, end - from);
}

enum { SMALL, CAPITAL, CAPITALS };

static int case_of(const text *t, const parts *p) {
    uint32_t first, second, size, next;
    first = code_at(t, p->month_start, &size);
    second = code_at(t, p->month_start + size, &next);
    if (!opis_fold_is_capital(first)) return SMALL;
    return opis_fold_is_capital(second) ? CAPITALS : CAPITAL;
}

/* A name before a month and a year is an author's, and the month his surname: "Heinrich März 1937". */
static int follows_name(const text *t, uint32_t at) {
    uint32_t end, size, from = word_before(t, at, &end);
    return from < end && opis_fold_is_capital(code_at(t, from, &size));
}

/* Whether day, month and year are a date of a language; a doubtful one lowers the status. */
static int is_date_in(const text *t, parts *p, const opis_date_language *language) {
    int letters = case_of(t, p), own = letters == CAPITALS || letters == (language->capital ? CAPITAL : SMALL);
    int whole = p->day && p->year, led = is_led(t, p->start, language);
    if (is_english(t, p) && !(p->day && p->pointed && (led || has_words_near(t, p, language)))) return 0;
    /* Another word may look like a damaged month; letters of Cyrillic tell the language by themselves. */
    if (p->damaged && !led && (unsigned char)byte_at(t, p->month_end - 1) < 0x80 && !has_words_near(t, p, language))
        return 0;
    if (whole) return 1;
    if (p->abbreviated || (!p->day && !p->year)) return 0;
    if (!p->doubtful) return own || (!language->capital && p->year);
    if (!own) return 0;
    if (led || (p->day && p->pointed && has_words_near(t, p, language))) return 1;
    if (p->day || follows_name(t, p->start) || !has_words_near(t, p, language)) return 0;
    doubt(p, OPIS_LIKELY);
    return 1;
}

static int is_date(const text *t, parts *p) {
    if (p->numbered) return 1;
    for (size_t i = 0; i < language_count(t); i++)
        if (p->languages >> i & 1 && is_date_in(t, p, language_at(t, i))) return 1;
    return 0;
}

/* ---- The whole ----------------------------------------------------------------------------------------- */

/* A day, if one stands there, a month and a year. */
static int read_parts(const text *t, uint32_t at, parts *p) {
    memset(p, 0, sizeof *p);
    p->start = at;
    if (is_digit(byte_at(t, at)) || strchr("Il", byte_at(t, at)) || (unsigned char)byte_at(t, at) >= 0x80) {
        uint32_t after = read_days(t, at, p);
        if (after && read_numbered(t, after, p)) return 1;
        if (!after && is_digit(byte_at(t, at))) return 0;
        if (after) at = opis_dating_blanks(t, after);
    }
    uint32_t end = read_name(t, at, p);
    if (!end) return 0;
    p->end = end;
    read_year(t, p);
    if (p->abbreviated && p->end == end) p->end = pass_point(t, end);
    return 1;
}

static int precedes(const parts *a, const parts *b) {
    if (a->year && a->year != b->year) return a->year < b->year;
    return a->month != b->month ? a->month < b->month : a->day < b->day;
}

static opis_day day_of(const parts *p, int day) {
    return (opis_day){(int16_t)p->year, (int8_t)p->month, (int8_t)day};
}

static void give(const text *t, const parts *p, opis_dating *date) {
    memset(date, 0, sizeof *date);
    date->from = day_of(p, p->first_day);
    date->to = day_of(p, p->day);
    date->start = p->start;
    date->end = p->end;
    date->other_day = p->other_day;
    date->other_start = p->other_start;
    date->other_end = p->other_end;
    date->status = p->status;
    if (p->short_year && p->year && p->status < OPIS_REPAIRED) date->status = OPIS_REPAIRED;
    uint32_t start = p->other_day ? p->other_start : p->start;
    for (size_t i = 0; i < language_count(t) && !date->led; i++)
        date->led = (uint8_t)(p->languages >> i & 1 && is_led(t, start, language_at(t, i)));
}

/* The date behind a joint: "17 июля - 3 августа 1937 г.", "17 июля и 3 августа 1937 г.", "июль-август 1937 г." */
static void join_next(const text *t, parts *p, opis_dating *date) {
    parts next;
    int listed;
    uint32_t joint = pass_joint(t, p->end, &listed);
    if (!joint || !read_parts(t, joint, &next) || next.first_day != next.day) return;
    if (!next.day != !p->day || !next.year || p->first_day != p->day) return;
    if (!is_date(t, &next)) return;
    if (listed) {
        if (p->year) return;
        p->year = next.year;
        doubt(p, next.status);
        give(t, p, date);
        return;
    }
    if (!precedes(p, &next) && (p->year || p->month <= next.month)) return;
    if (!p->year) p->year = next.year - (p->month > next.month);
    doubt(p, next.status);
    p->short_year |= next.short_year;
    give(t, p, date);
    date->to = day_of(&next, next.day);
    date->end = next.end;
}

static int read_date(const text *t, uint32_t at, opis_dating *date) {
    parts p;
    if (!read_parts(t, at, &p)) return 0;
    date->start = UINT32_MAX;
    join_next(t, &p, date);
    if (!is_date(t, &p)) return 0;
    if (date->start == UINT32_MAX) give(t, &p, date);
    return 1;
}

int opis_dating_from_day(const opis_dating_text *t, uint32_t at, opis_dating *date) {
    return stands_apart(t, at) && read_date(t, at, date);
}

int opis_dating_from_month(const opis_dating_text *t, uint32_t at, opis_dating *date) {
    return read_date(t, at, date);
}

/* Whether a date may begin at a byte that begins a word or a number. */
static int may_begin(const text *t, uint32_t at, uint32_t *end) {
    *end = at + 1;
    if (is_digit(t->bytes[at])) {
        while (*end < t->length && is_digit(t->bytes[*end])) ++*end;
        return *end - at <= 2;
    }
    *end = opis_dating_word(t, at);
    if (*end == at) {
        uint32_t size;
        code_at(t, at, &size);
        *end = at + (size ? size : 1);
        return 0;
    }
    return opis_month_may_be(opis_months_gate(t->months), t->bytes + at, *end - at);
}

int opis_dating_find(const opis_dating_text *t, int first, opis_dating *date) {
    opis_dating found;
    int any = 0;
    for (uint32_t at = 0, end; at < t->length; at = end) {
        if (!may_begin(t, at, &end)) continue;
        int day = is_digit(t->bytes[at]);
        if (!(day ? opis_dating_from_day(t, at, &found) : opis_dating_from_month(t, at, &found))) continue;
        end = found.end > at ? found.end : end;
        if (!found.to.year) continue;
        *date = found;
        any = 1;
        if (first) break;
    }
    return any;
}
