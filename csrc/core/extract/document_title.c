#include <math.h>
#include <string.h>

#include "extract/document.h"

#define TITLE_LINES 8
#define OPENING_LINES 6
/* Cost of a mark that is not there at all. */
#define LOST_MARK 7.0f

static void append(opis_title *title, const char *bytes, uint32_t start, uint32_t end) {
    size_t room = sizeof title->text - title->length, length = end - start;
    if (length > room) length = room;
    memcpy(title->text + title->length, bytes + start, length);
    title->length += length;
}

/* Join a line: a hyphen at the end before a small letter is the typesetter's. */
static void append_line(opis_title *title, const char *bytes, const opis_line *line) {
    int small = bytes[line->start] >= 'a' && bytes[line->start] <= 'z';
    if (title->length > 1 && title->text[title->length - 1] == '-' && small)
        title->length--;
    else if (title->length > 0 && title->length < sizeof title->text)
        title->text[title->length++] = ' ';
    append(title, bytes, line->start, line->end);
}

static size_t glyphs_after(const opis_title *title, size_t at) {
    size_t count = 0;
    for (size_t i = at; i < title->length; i++) count += title->text[i] != ' ';
    return count;
}

/* Whether a date closes the title, or commas or brackets set it off. */
static int stands_out(const opis_title *title) {
    uint32_t start = title->date.start, end = title->date.end;
    if (glyphs_after(title, end) <= OPIS_MARK_GLYPHS) return 1;
    int closed = title->text[end] == ',' || title->text[end] == ']';
    return closed && (title->date.to.day || (start >= 2 && title->text[start - 2] == ',') ||
                      (start >= 1 && title->text[start - 1] == '['));
}

/* Whether "of" stands before a full date within the title: "Decree of 8 May 1933 on ..." */
static int follows_of(const opis_title *title) {
    uint32_t start = title->date.start;
    return title->date.to.day && start >= 4 && memcmp(title->text + start - 4, " of ", 4) == 0;
}

void opis_title_read(opis_title *title, const opis_book *book, const opis_calendar *calendar, uint32_t line,
                     uint32_t limit, int near_year) {
    const opis_layout *layout = &book->layout;
    uint32_t first = line;
    memset(title, 0, sizeof *title);
    while (line < limit && line < first + TITLE_LINES && layout->lines[line].role == OPIS_LINE_TEXT)
        append_line(title, book->source.bytes, &layout->lines[line++]);
    title->end_line = line;
    title->printed_length = title->length;
    if (!opis_calendar_find(calendar, title->text, title->length, 0, near_year, &title->date)) return;
    title->date_stands_out = stands_out(title);
    title->dated = title->date_stands_out || follows_of(title);
}

void opis_opening_read(opis_title *opening, const opis_book *book, uint32_t line, uint32_t limit) {
    uint32_t seen = 0;
    memset(opening, 0, sizeof *opening);
    for (; line < limit && seen < OPENING_LINES; line++) {
        if (book->layout.lines[line].role != OPIS_LINE_TEXT || opis_in_note(book, line)) continue;
        append_line(opening, book->source.bytes, &book->layout.lines[line]);
        seen++;
    }
}

/* Where the glyphs that may be a mark begin, if the mark has `count` of them. */
static size_t mark_start(const opis_title *title, size_t count) {
    size_t at = title->length;
    while (count > 0 && at > 0) count -= title->text[--at] != ' ';
    return at;
}

void opis_title_read_marks(opis_title *title, const opis_book *book) {
    for (size_t count = 1; count <= OPIS_MARK_GLYPHS; count++) {
        size_t from = mark_start(title, count);
        title->marks[count - 1].start = from;
        title->marks[count - 1].count =
            title->dated && from < title->date.end
                ? 0
                : opis_glyphs_numerals(book->glyphs, title->text + from, title->length - from,
                                       title->marks[count - 1].readings);
    }
}

static float mark_reading(const opis_title *title, int32_t number, size_t *start) {
    float best = LOST_MARK;
    *start = title->length;
    for (size_t i = 0; i < OPIS_MARK_GLYPHS; i++)
        for (size_t j = 0; j < title->marks[i].count; j++)
            if (title->marks[i].readings[j].value == number && title->marks[i].readings[j].cost < best) {
                best = title->marks[i].readings[j].cost;
                *start = title->marks[i].start;
            }
    return best;
}

float opis_title_mark_cost(const opis_title *title, int32_t number) {
    size_t start;
    return mark_reading(title, number, &start);
}

void opis_title_trim(opis_title *title, int32_t number) {
    size_t start = title->length;
    if (number > 0) mark_reading(title, number, &start);
    if (title->dated && title->date.end < start && glyphs_after(title, title->date.end) <= OPIS_MARK_GLYPHS)
        start = title->date.end;
    while (start > 0 && title->text[start - 1] == ' ') start--;
    title->printed_length = start;
}

static int is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The genre that a word of a text names, or NULL. */
static const char *genre_of_word(const opis_style *style, const char *word, size_t length) {
    char lower[24];
    if (length >= sizeof lower) return NULL;
    for (size_t i = 0; i < length; i++) lower[i] = (char)(word[i] | 0x20);
    for (size_t g = 0; g < style->genre_count; g++)
        for (size_t i = 0; i < style->genres[g].words.count; i++) {
            const char *known = style->genres[g].words.items[i];
            if (strlen(known) == length && memcmp(lower, known, length) == 0) return style->genres[g].genre;
        }
    return NULL;
}

const char *opis_genre_of(const opis_style *style, const char *text, size_t length) {
    for (size_t i = 0; i < length;) {
        size_t start = i;
        while (i < length && is_letter(text[i])) i++;
        const char *genre = i > start ? genre_of_word(style, text + start, i - start) : NULL;
        if (genre) return genre;
        i += i == start;
    }
    return NULL;
}
