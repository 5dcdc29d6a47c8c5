/*
 * Place: where the sources of documents stand if not in the notes of their titles: on a line of their own below the
 * heading, with brackets or without, or on the last line of the document.
 *
 * A profile says where to look.  Without one the book shows it: the place where most of its documents have a source.
 */
#include <string.h>

#include "extract/document.h"
#include "letters.h"

/* Lines of text in which a source may stand, from the heading or from the end of the document. */
#define LINES_BELOW 6
#define LINES_FROM_END 14
/* Sources elsewhere than in notes are no accident where so many documents have them, and one in so many of all. */
#define LEAST_SOURCES 3
#define LEAST_SHARE 3
#define LEAST_FIGURES 3

static const opis_archive *citation_in(const opis_book *book, const opis_line *line) {
    const opis_archive *rows = OPIS_ROWS(book, OPIS_ARCHIVE);
    size_t low = 0, count = OPIS_ROW_COUNT(book, OPIS_ARCHIVE), high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rows[middle].record.start < line->start)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && rows[low].record.start < line->end ? &rows[low] : NULL;
}

/* Whether a line begins with one of the words that open a source, and something behind it. */
static int opens_source(const opis_book *book, uint32_t start, uint32_t end) {
    const opis_words *words = &book->style->profile.sources;
    const char *bytes = book->source.bytes;
    for (size_t i = 0; i < words->count && start + 1 < end; i++) {
        if (words->items[i][0] && words->items[i][0] != bytes[start]) continue;
        size_t length = strlen(words->items[i]);
        if (start + length + 1 < end && memcmp(bytes + start, words->items[i], length) == 0 &&
            strchr(":. ", bytes[start + length]))
            return 1;
    }
    return 0;
}

int opis_note_opens_source(const opis_book *book, const opis_note *note) {
    const char *bytes = book->source.bytes;
    uint32_t at = (uint32_t)note->record.start, end = (uint32_t)note->record.end;
    while (at < end && bytes[at] != ' ') at++; /* the number */
    while (at < end && (bytes[at] == ' ' || bytes[at] == '.')) at++;
    return opens_source(book, at, end);
}

static int is_bracketed(const char *bytes, const opis_line *line) {
    return line->end > line->start + 2 && bytes[line->start] == '[' && strchr("])", bytes[line->end - 1]);
}

/* A shelfmark that no style knows: figures and no date. */
static int looks_like_shelfmark(const opis_book *book, const opis_calendar *calendar, const opis_line *line) {
    const char *text = book->source.bytes + line->start;
    size_t length = line->end - line->start, figures = 0;
    opis_date date;
    for (size_t i = 0; i < length; i++) figures += is_digit(text[i]);
    return figures >= LEAST_FIGURES && !(opis_calendar_find(calendar, text, length, 1, 0, &date) && date.to.month);
}

static int gives_source(const opis_book *book, const opis_calendar *calendar, uint32_t at, opis_source_place place) {
    const opis_line *line = &book->layout.lines[at];
    const char *bytes = book->source.bytes;
    if (line->role != OPIS_LINE_TEXT || opis_in_note(book, at)) return 0;
    const opis_archive *citation = citation_in(book, line);
    if (place == OPIS_SOURCE_BRACKETS)
        return is_bracketed(bytes, line) && (citation || opens_source(book, line->start + 1, line->end) ||
                                             looks_like_shelfmark(book, calendar, line));
    return (citation && citation->record.start == line->start) || opens_source(book, line->start, line->end);
}

/* The line that gives a document's source in a place, or OPIS_NO_LINE. */
static uint32_t source_line(const opis_book *book, const opis_calendar *calendar, const opis_heading *heading,
                            opis_source_place place) {
    const opis_line *lines = book->layout.lines;
    uint32_t seen = 0;
    if (place == OPIS_SOURCE_AT_END) {
        for (uint32_t line = heading->limit; line > heading->line + 1 && seen < LINES_FROM_END; line--) {
            if (gives_source(book, calendar, line - 1, place)) return line - 1;
            seen += lines[line - 1].role == OPIS_LINE_TEXT && !opis_in_note(book, line - 1);
        }
        return OPIS_NO_LINE;
    }
    for (uint32_t line = heading->line + 1; line < heading->limit && seen < LINES_BELOW; line++) {
        if (gives_source(book, calendar, line, place)) return line;
        seen += lines[line].role == OPIS_LINE_TEXT;
    }
    return OPIS_NO_LINE;
}

/* How many documents have a source in a place; counted no further where they cannot be more than `most`. */
static size_t count_sources(const opis_book *book, const opis_calendar *calendar, const opis_headings *headings,
                            opis_source_place place, size_t most) {
    size_t count = 0;
    for (size_t i = 0; i < headings->count && count + headings->count - i > most; i++) {
        const opis_heading *at = &headings->items[i];
        count += place == OPIS_SOURCE_IN_NOTE ? at->note != OPIS_UNKNOWN
                                              : source_line(book, calendar, at, place) != OPIS_NO_LINE;
    }
    return count;
}

static opis_source_place likeliest_place(const opis_book *book, const opis_calendar *calendar,
                                         const opis_headings *headings) {
    opis_source_place found = OPIS_SOURCE_IN_NOTE;
    size_t most = count_sources(book, calendar, headings, OPIS_SOURCE_IN_NOTE, 0);
    for (int place = OPIS_SOURCE_BELOW; place < OPIS_SOURCE_PLACE_COUNT; place++) {
        size_t count = count_sources(book, calendar, headings, (opis_source_place)place, most);
        if (count < LEAST_SOURCES || count * LEAST_SHARE < headings->count || count <= most) continue;
        most = count;
        found = (opis_source_place)place;
    }
    return found;
}

/* A line below the heading is no part of the title: that ends before it, or begins behind it. */
static void part_from_title(opis_heading *heading, const opis_layout *layout, uint32_t line) {
    if (line > heading->title_line) {
        if (line < heading->title_limit) heading->title_limit = line;
        return;
    }
    uint32_t next = line + 1;
    while (next + 1 < heading->limit && layout->lines[next].role != OPIS_LINE_TEXT) next++;
    heading->title_line = next;
    heading->title_start = layout->lines[next].start;
}

static void settle(opis_heading *heading, const opis_book *book, const opis_calendar *calendar, const uint8_t *places,
                   size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (places[i] == OPIS_SOURCE_IN_NOTE) {
            if (heading->note != OPIS_UNKNOWN) return;
            continue;
        }
        uint32_t line = source_line(book, calendar, heading, (opis_source_place)places[i]);
        if (line == OPIS_NO_LINE) continue;
        heading->source_line = line;
        heading->note = OPIS_UNKNOWN;
        if (places[i] != OPIS_SOURCE_AT_END) part_from_title(heading, &book->layout, line);
        return;
    }
    heading->note = OPIS_UNKNOWN;
}

int opis_places_find(opis_headings *headings, const opis_book *book, const opis_calendar *calendar) {
    const opis_profile *profile = &book->style->profile;
    uint8_t likeliest = OPIS_SOURCE_IN_NOTE;
    if (!profile->place_count) likeliest = (uint8_t)likeliest_place(book, calendar, headings);
    const uint8_t *places = profile->place_count ? profile->places : &likeliest;
    size_t count = profile->place_count ? profile->place_count : 1;
    if (count == 1 && places[0] == OPIS_SOURCE_IN_NOTE) return 0;
    for (size_t i = 0; i < headings->count; i++) settle(&headings->items[i], book, calendar, places, count);
    return 1;
}

const opis_archive *opis_citation_on(const opis_book *book, uint32_t line) {
    return citation_in(book, &book->layout.lines[line]);
}
