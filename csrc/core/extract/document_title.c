#include <string.h>

#include "extract/document.h"
#include "letters.h"

#define TITLE_LINES 8
#define OPENING_LINES 6
/* Glyphs that may follow a title's date: a bracket and the mark of its note. */
#define MARK_GLYPHS 5
/* Cost of a mark that is not there at all. */
#define LOST_MARK 7.0f

static void append(opis_title *title, const char *bytes, uint32_t start, uint32_t end) {
    size_t room = sizeof title->text - title->length, length = end - start;
    if (length > room) length = room;
    memcpy(title->text + title->length, bytes + start, length);
    title->length += length;
}

/* Join a line from a byte on: a hyphen at the end before a small letter is the typesetter's. */
static void append_line(opis_title *title, const char *bytes, uint32_t start, const opis_line *line) {
    int small = is_lower(bytes[start]);
    if (title->length > 1 && title->text[title->length - 1] == '-' && small)
        title->length--;
    else if (title->length > 0 && title->length < sizeof title->text)
        title->text[title->length++] = ' ';
    append(title, bytes, start, line->end);
}

uint32_t opis_title_join(opis_title *title, const opis_book *book, const opis_heading *heading) {
    const opis_line *lines = book->layout.lines;
    uint32_t line = heading->title_line;
    title->length = 0;
    if (lines[line].role == OPIS_LINE_HEADING) {
        append_line(title, book->source.bytes, heading->title_start, &lines[line]);
        line++;
    }
    for (; line < heading->title_limit && line < heading->title_line + TITLE_LINES; line++) {
        if (lines[line].role != OPIS_LINE_TEXT) break;
        append_line(title, book->source.bytes, lines[line].start, &lines[line]);
    }
    return line;
}

void opis_opening_join(opis_title *opening, const opis_book *book, uint32_t line, uint32_t limit) {
    uint32_t seen = 0;
    opening->length = 0;
    for (; line < limit && seen < OPENING_LINES; line++) {
        if (book->layout.lines[line].role != OPIS_LINE_TEXT || opis_in_note(book, line)) continue;
        append_line(opening, book->source.bytes, book->layout.lines[line].start, &book->layout.lines[line]);
        seen++;
    }
}

static size_t glyphs_after(const opis_title *title, size_t at) {
    size_t count = 0;
    for (size_t i = at; i < title->length; i++) count += title->text[i] != ' ';
    return count;
}

static char glyph_at(const opis_title *title, size_t at) {
    return at < title->length ? title->text[at] : 0;
}

/* Whether a date closes the title, or commas or brackets set it off. */
static int stands_out(const opis_title *title, const opis_date *date) {
    uint32_t start = date->start, end = date->end;
    if (glyphs_after(title, end) <= MARK_GLYPHS) return 1;
    int closed = glyph_at(title, end) == ',' || glyph_at(title, end) == ']';
    return closed && (date->to.day || (start >= 2 && title->text[start - 2] == ',') ||
                      (start >= 1 && title->text[start - 1] == '['));
}

/* Whether "of" or its like stands before a full date within the title: "Decree of 8 May 1933 on ..." */
static int follows_of(const opis_title *title, const opis_date *date) {
    if (date->led) return date->to.day != 0;
    return date->to.day && date->start >= 4 && memcmp(title->text + date->start - 4, " of ", 4) == 0;
}

/* Where the glyphs that may be a mark begin, if the mark has `count` of them. */
static size_t mark_start(const opis_title *title, size_t count) {
    size_t at = title->length;
    while (count > 0 && at > 0) count -= title->text[--at] != ' ';
    return at;
}

/* Keep a reading if it is cheaper than the one of the same number, or among the cheapest. */
static void keep_mark(opis_heading *heading, int32_t number, float cost, size_t start) {
    size_t at = 0, dearest = 0;
    if (cost >= LOST_MARK) return;
    for (; at < heading->mark_count && heading->marks[at].number != number; at++)
        if (heading->marks[at].cost > heading->marks[dearest].cost) dearest = at;
    if (at == OPIS_MARKS) at = dearest;
    if (at < heading->mark_count && heading->marks[at].cost <= cost) return;
    if (at == heading->mark_count) heading->mark_count++;
    heading->marks[at] = (opis_mark){number, cost, (uint16_t)start};
}

static void read_marks(opis_heading *heading, const opis_title *title, const opis_book *book) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    for (size_t count = 1; count <= MARK_GLYPHS; count++) {
        size_t from = mark_start(title, count);
        if (heading->dated && from < heading->date.end) break;
        size_t found = opis_glyphs_numerals(book->glyphs, title->text + from, title->length - from, readings);
        for (size_t i = 0; i < found; i++) keep_mark(heading, readings[i].value, readings[i].cost, from);
    }
}

void opis_titles_read(opis_headings *headings, const opis_book *book, const opis_calendar *calendar) {
    opis_title title;
    int near_year = 0;
    for (size_t i = 0; i < headings->count; i++) {
        opis_heading *at = &headings->items[i];
        at->title_end = opis_title_join(&title, book, at);
        if (opis_calendar_find(calendar, title.text, title.length, 0, near_year, &at->date)) {
            at->date_stands_out = (uint8_t)stands_out(&title, &at->date);
            at->dated = at->date_stands_out || follows_of(&title, &at->date);
        }
        if (at->dated && at->date.cost == 0) near_year = at->date.to.year;
        read_marks(at, &title, book);
    }
}

static const opis_mark *find_mark(const opis_heading *heading, int32_t number) {
    for (size_t i = 0; i < heading->mark_count; i++)
        if (heading->marks[i].number == number) return &heading->marks[i];
    return NULL;
}

float opis_mark_cost(const opis_heading *heading, int32_t number) {
    const opis_mark *mark = find_mark(heading, number);
    return mark ? mark->cost : LOST_MARK;
}

/* Where a title ends that its date closes, with the bracket that was opened before the date. */
static size_t dated_end(const opis_title *title, const opis_date *date) {
    int bracket = date->end < title->length && title->text[date->end] == ']';
    return date->end + (bracket && memchr(title->text, '[', date->start) != NULL);
}

size_t opis_title_printed(const opis_title *title, const opis_heading *heading, int32_t number) {
    const opis_mark *mark = number > 0 ? find_mark(heading, number) : NULL;
    size_t length = mark && mark->start < title->length ? mark->start : title->length;
    if (heading->dated && heading->date.end < length && glyphs_after(title, heading->date.end) <= MARK_GLYPHS)
        length = dated_end(title, &heading->date);
    while (length > 0 && title->text[length - 1] == ' ') length--;
    return length;
}
