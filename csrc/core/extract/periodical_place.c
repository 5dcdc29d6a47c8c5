#include "extract/periodical.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define LARGEST_ISSUE 400
#define LARGEST_VOLUME 200
#define LONGEST_NUMBER 8
#define DATE_REACH 40
#define LONGEST_MONTH 12
#define DAY_AHEAD 1.0f /* a day has so few readings that the next may be nearer */
#define LOST_PARENTHESIS 1.5f
#define LOST_PAGES 1.0f
#define MOST_DATE_COST 6.0f

typedef struct place_reader {
    opis_periodical_place *place;
    const opis_book *book;
    const opis_calendar *calendar;
    const opis_joined *text;
    size_t at; /* where the next part begins */
    uint8_t volumes;
} place_reader;

static char byte_at(const place_reader *r, size_t at) {
    return at < r->text->length ? r->text->text[at] : 0;
}

static void weigh(opis_periodical_place *place, float cost, float margin) {
    place->cost += cost;
    if (margin < place->margin) place->margin = margin;
}

/* ---- Issues -------------------------------------------------------------------------------------------- */

size_t opis_periodical_label(const opis_book *book, const opis_joined *text, size_t at) {
    size_t length = opis_citation_word(text, at, &book->style->issues);
    if (length) return length;
    /* "na. 8": two letters, a point and a number. */
    if ((opis_byte_at(text, at) | 0x20) != 'n' || opis_byte_at(text, at + 2) != '.') return 0;
    if (!strchr("ac0eu", opis_byte_at(text, at + 1)) || (at > 0 && is_letter(text->text[at - 1]))) return 0;
    return is_digit(opis_byte_at(text, opis_pass_blanks(text, at + 3))) ? 2 : 0;
}

/* The end of a number: a mark that no number holds. */
static size_t number_end(const place_reader *r, size_t at) {
    size_t end = at;
    while (end < r->text->length && end < at + LONGEST_NUMBER && !is_any_of(r->text->text[end], ",;:.-()[]\"")) end++;
    return end;
}

/* "5", "5-6", damaged or not. */
static size_t read_numbers(place_reader *r, size_t at, int32_t most, char out[OPIS_ISSUE_LENGTH]) {
    opis_cited_number first, second;
    size_t end = number_end(r, at);
    if (!opis_citation_number(r->book->glyphs, r->text, at, end, 1, most, &first)) return 0;
    size_t next = opis_pass_blanks(r->text, end + 1), last = number_end(r, next);
    if (byte_at(r, end) == '-' && last > next &&
        opis_citation_number(r->book->glyphs, r->text, next, last, first.value + 1, most, &second)) {
        snprintf(out, OPIS_ISSUE_LENGTH, "%d-%d", (int)first.value, (int)second.value);
        /* double issues are two that follow each other: order proves the second */
        float margin = second.value == first.value + 1 ? INFINITY : second.margin;
        weigh(r->place, first.cost + second.cost, fminf(first.margin, margin));
        return last;
    }
    snprintf(out, OPIS_ISSUE_LENGTH, "%d", (int)first.value);
    weigh(r->place, first.cost, first.margin);
    return end;
}

/* "no. 7", "nos. 5-6"; after a volume it is the number in it. */
static int read_labelled(place_reader *r) {
    char numbers[OPIS_ISSUE_LENGTH];
    size_t label = opis_periodical_label(r->book, r->text, r->at);
    if (!label) return 0;
    size_t at = r->at + label;
    if (byte_at(r, at) == '.') at++;
    at = opis_pass_blanks(r->text, at);
    size_t end = read_numbers(r, at, LARGEST_ISSUE, numbers);
    if (!end || r->place->numbered) return 0;
    r->place->year_first = r->place->year != OPIS_UNKNOWN && !r->place->date[0] && !r->place->volume;
    if (r->place->volume) {
        char volume[OPIS_ISSUE_LENGTH];
        memcpy(volume, r->place->issue, sizeof volume);
        snprintf(r->place->issue, OPIS_ISSUE_LENGTH, "%.8s(%.12s)", volume, numbers);
    } else {
        memcpy(r->place->issue, numbers, sizeof numbers);
    }
    r->place->numbered = 1;
    r->at = end;
    return 1;
}

/* "46(3-4)", "58:1". */
static int read_volume_and_number(place_reader *r) {
    opis_cited_number volume;
    char numbers[OPIS_ISSUE_LENGTH];
    size_t end = number_end(r, r->at);
    char mark = byte_at(r, end);
    if (r->place->issue[0] || (mark != '(' && mark != ':') || end == r->at) return 0;
    if (!opis_citation_number(r->book->glyphs, r->text, r->at, end, 1, LARGEST_VOLUME, &volume)) return 0;
    size_t inner = opis_pass_blanks(r->text, end + 1), last = read_numbers(r, inner, LARGEST_ISSUE, numbers);
    if (!last || (mark == '(' && byte_at(r, last) != ')')) return 0;
    snprintf(r->place->issue, OPIS_ISSUE_LENGTH, mark == '(' ? "%d(%.12s)" : "%d:%.12s", (int)volume.value, numbers);
    weigh(r->place, volume.cost, volume.margin);
    r->place->volume = r->place->numbered = 1;
    r->at = last + (mark == '(');
    return 1;
}

/* A volume's number alone: "44, 1996". */
static int read_volume(place_reader *r) {
    opis_cited_number volume, year;
    size_t end = number_end(r, r->at);
    if (!r->volumes || r->place->issue[0] || r->place->year != OPIS_UNKNOWN || byte_at(r, end) != ',') return 0;
    if (!opis_citation_number(r->book->glyphs, r->text, r->at, end, 1, 99999, &volume)) return 0;
    size_t after = opis_pass_blanks(r->text, end + 1);
    int labelled = opis_periodical_label(r->book, r->text, after) != 0;
    if (!labelled && !is_upper(byte_at(r, after)) && !opis_citation_year(r->book->glyphs, r->text, after, &year))
        return 0;
    if (volume.value > 9999 && volume.value / 100 % 10 == 1 && volume.value % 10 == 1) { /* "48(4)" as "48141" */
        snprintf(r->place->issue, OPIS_ISSUE_LENGTH, "%d(%d)", (int)volume.value / 1000, (int)volume.value / 10 % 10);
        weigh(r->place, 2 * LOST_PARENTHESIS, 0);
    } else {
        snprintf(r->place->issue, OPIS_ISSUE_LENGTH, "%d", (int)volume.value);
    }
    weigh(r->place, volume.cost, volume.margin);
    r->place->volume = 1;
    r->at = end;
    return 1;
}

/* ---- Dates --------------------------------------------------------------------------------------------- */

/* The year after a season: "Fall-Winter 1987". */
static int read_season(place_reader *r) {
    opis_cited_number year;
    size_t season = opis_citation_word(r->text, r->at, &r->book->style->seasons), at = r->at + season;
    if (!season || r->place->year != OPIS_UNKNOWN) return 0;
    if (byte_at(r, at) == '-') at += 1 + opis_citation_word(r->text, at + 1, &r->book->style->seasons);
    at = opis_pass_blanks(r->text, byte_at(r, at) == ',' ? at + 1 : at);
    size_t end = opis_citation_year(r->book->glyphs, r->text, at, &year);
    if (!end) return 0;
    r->place->year = year.value;
    weigh(r->place, year.cost, year.margin);
    r->at = end;
    return 1;
}

/* Copy what may be a date, a point after a short month left out; `places` tells where each byte stood. */
static size_t copy_date(const place_reader *r, char copy[DATE_REACH], uint32_t places[DATE_REACH]) {
    size_t length = 0;
    for (size_t i = r->at; i < r->text->length && i < r->at + DATE_REACH && !is_any_of(r->text->text[i], ";()"); i++) {
        if (r->text->text[i] == '.' && i > r->at && is_letter(r->text->text[i - 1])) continue;
        places[length] = (uint32_t)i;
        copy[length++] = r->text->text[i];
    }
    return length;
}

/* Whether letters that a month could be stand near: most numbers are no dates. */
static int has_month(const place_reader *r) {
    size_t letters = 0, capital = 0;
    for (size_t i = r->at; i < r->text->length && i < r->at + 12 && r->text->text[i] != ';'; i++) {
        char c = r->text->text[i];
        if (is_upper(c)) capital = 1;
        letters = is_letter(c) ? letters + 1 : 0;
        if (letters >= 3 && capital) return 1;
    }
    return 0;
}

/* "29 April and 2 May 1934": the first day has the year of the second.  Gives the length of the first. */
static size_t read_first_day(const place_reader *r, const char *copy, size_t and_end, opis_date *date) {
    char alone[DATE_REACH + 8];
    size_t length = and_end;
    if (length < 5 || memcmp(copy + length - 4, "and ", 4) != 0) return 0;
    for (length -= 4; length > 0 && copy[length - 1] == ' ';) length--;
    int whole = snprintf(alone, sizeof alone, "%.*s %d", (int)length, copy, (int)date->from.year);
    if (!opis_calendar_find(r->calendar, alone, (size_t)whole, 1, 0, date) || !date->from.day || date->start > 0)
        return 0;
    return length;
}

/* What stands for the day in a date: the word of one glyph or two, or two such. */
static void see_day(opis_periodical_place *place, const char *date, size_t length) {
    size_t seen = 0;
    for (size_t i = 0; i < length;) {
        size_t start = i;
        while (i < length && date[i] != ' ' && date[i] != ',') i++;
        if (i - start <= 2 && seen + (i - start) <= 2)
            for (size_t j = start; j < i; j++) place->day_seen[seen++] = date[j];
        else if (seen)
            break;
        while (i < length && (date[i] == ' ' || date[i] == ',')) i++;
    }
    place->day_seen[seen] = 0;
}

static int read_date(place_reader *r) {
    char copy[DATE_REACH];
    uint32_t places[DATE_REACH];
    opis_date date;
    if (r->place->year != OPIS_UNKNOWN || r->place->date[0] || !has_month(r)) return 0;
    size_t length = copy_date(r, copy, places);
    if (!opis_calendar_find(r->calendar, copy, length, 1, 0, &date) || !date.from.month) return 0;
    size_t end = date.start > 0 ? read_first_day(r, copy, date.start, &date) : date.end;
    if (date.cost > MOST_DATE_COST || end == 0 || end > length) return 0;
    opis_date_text(&date, r->place->date);
    r->place->year = date.from.year;
    r->place->dated = date.from.day != 0;
    weigh(r->place, date.cost, date.cost > 0 ? fminf(date.margin, date.day_margin + DAY_AHEAD) : INFINITY);
    if (date.cost > 0) see_day(r->place, copy + date.start, end > date.start ? end - date.start : 0);
    r->at = places[end - 1] + 1;
    return 1;
}

static int read_year(place_reader *r) {
    opis_cited_number year;
    if (r->place->year != OPIS_UNKNOWN) return 0;
    size_t end = opis_citation_year(r->book->glyphs, r->text, r->at, &year);
    if (!end) return 0;
    r->place->year = year.value;
    if (year.cost > 0 && end - r->at < OPIS_YEAR_SEEN) memcpy(r->place->year_seen, r->text->text + r->at, end - r->at);
    weigh(r->place, year.cost, year.margin);
    r->at = end;
    return 1;
}

static int ends_with_month(const place_reader *r, size_t start, size_t end, const char *name) {
    size_t length = strlen(name);
    if (end - start < length + 1 || end - start > length + 2) return 0;
    for (size_t i = 0; i < length; i++)
        if ((r->text->text[end - length + i] | 0x20) != (name[i] | 0x20)) return 0;
    return 1;
}

/* "jojanuary": a day glued to its month; the month, or 0. */
static int read_glued_day(place_reader *r, size_t start, size_t end, opis_cited_number *day) {
    for (int month = 1; month <= 12; month++) {
        const char *name = r->book->style->months[month - 1].items[0];
        if (!ends_with_month(r, start, end, name)) continue;
        return opis_citation_number(r->book->glyphs, r->text, start, end - strlen(name), 1, 31, day) ? month : 0;
    }
    return 0;
}

/* "no. 5, jojanuary 1994": the year behind a month that no one can read. */
static int read_year_behind(place_reader *r) {
    size_t word = r->at, blank = word;
    opis_cited_number year;
    if (!r->place->numbered || r->place->year != OPIS_UNKNOWN) return 0;
    while (blank < r->text->length && blank < word + LONGEST_MONTH && is_letter(r->text->text[blank])) blank++;
    if (blank < word + 3 || byte_at(r, blank) != ' ' || !is_digit(byte_at(r, blank + 1))) return 0;
    size_t end = opis_citation_year(r->book->glyphs, r->text, blank + 1, &year);
    if (!end || year.cost > 0) return 0;
    opis_cited_number day;
    int month = read_glued_day(r, word, blank, &day);
    r->place->year = year.value;
    r->place->dated = month != 0;
    if (month) snprintf(r->place->date, OPIS_DATE_TEXT, "%04d-%02d-%02d", (int)year.value, month, (int)day.value);
    weigh(r->place, month ? day.cost : MOST_DATE_COST, month ? day.margin : 0);
    r->at = end;
    return 1;
}

/* ---- The whole ----------------------------------------------------------------------------------------- */

/* Pass the marks between two parts; 0 where what follows belongs to something else. */
static int pass_marks(place_reader *r) {
    size_t at = r->at;
    for (int marks = 0; marks < 2 && is_any_of(byte_at(r, at), ",.:"); marks++) at = opis_pass_blanks(r->text, at + 1);
    at = opis_pass_blanks(r->text, at);
    if (at >= r->text->length) return 0;
    r->at = at;
    return 1;
}

/* "14 July 1932. 760 barges": what follows a point and a blank may be text. */
static int opens_sentence(const place_reader *r, size_t at, size_t end) {
    if (byte_at(r, at) != '.' || byte_at(r, at + 1) != ' ') return 0;
    return r->place->dated || is_letter(byte_at(r, opis_pass_blanks(r->text, end)));
}

int opis_periodical_place_read(opis_periodical_place *place, const opis_book *book, const opis_calendar *calendar,
                               const opis_joined *text, size_t at, int volumes) {
    place_reader r = {place, book, calendar, text, at, (uint8_t)(volumes != 0)};
    memset(place, 0, offsetof(opis_periodical_place, pages));
    place->year = OPIS_UNKNOWN;
    place->margin = INFINITY;
    place->pages.count = 0;
    place->end = at;
    while (pass_marks(&r)) {
        if (!read_labelled(&r) && !read_volume_and_number(&r) && !read_season(&r) && !read_date(&r) &&
            !read_volume(&r) && !read_year(&r) && !read_year_behind(&r))
            break;
        place->end = r.at;
    }
    if (place->year == OPIS_UNKNOWN) return 0;
    size_t end = r.at > place->end && r.at < text->length ? opis_citation_pages(book, text, r.at, &place->pages) : 0;
    if (end && !opens_sentence(&r, place->end, end))
        place->end = end;
    else
        place->pages.count = 0;
    if (place->pages.count == 0 && opis_citation_pages_lost(book, text, place->end, text->length))
        weigh(place, LOST_PAGES, 0);
    return 1;
}
