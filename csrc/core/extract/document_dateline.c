/*
 * Dateline: in some editions place and date stand right below the title, without an empty line between: "London, 3 May
 * 1938".  The book shows whether it is one of these: where many documents have such a line, it ends the title.
 */
#include <string.h>

#include "extract/document.h"
#include "letters.h"

/* What a dateline has beside its date: a place before, the hour behind. */
#define PLACE_ROOM 28
#define HOUR_ROOM 16
#define LONGEST_DATELINE 64 /* bytes */
#define TITLE_LINES 8
/* So many documents with a dateline, and one in so many of all, show that the title ends there. */
#define LEAST_DATELINES 3
#define LEAST_SHARE 4

static int has_year(const char *text, size_t length) {
    for (size_t i = 0; i + 4 <= length; i++)
        if (text[i] == '1' && is_digit(text[i + 1]) && is_digit(text[i + 2]) && is_digit(text[i + 3])) return 1;
    return 0;
}

/* Whether a day begins with a figure that the scan has torn off: "1 7 August". */
static int is_torn(const char *text, const opis_date *date) {
    uint32_t at = date->start;
    return at >= 2 && text[at - 1] == ' ' && is_digit(text[at - 2]) && (at == 2 || text[at - 3] == ' ') &&
           date->to.day < 10;
}

int opis_dateline_read(const opis_book *book, const opis_calendar *calendar, uint32_t line, int near, opis_date *date) {
    const opis_line *at = &book->layout.lines[line];
    const char *text = book->source.bytes + at->start;
    size_t length = at->end - at->start;
    if (length > LONGEST_DATELINE) return 0;
    int plain = has_year(text, length) && opis_calendar_find(calendar, text, length, 1, near, date) && date->to.day &&
                !is_torn(text, date);
    if (!plain && !opis_dateline_mend(book, calendar, line, near, date)) return 0;
    return date->start <= PLACE_ROOM && length <= date->end + HOUR_ROOM;
}

/* Whether a line is a date, with its place before it, and goes on from no sentence of the line above. */
static int is_dateline(const opis_book *book, const opis_calendar *calendar, uint32_t line, int mended) {
    const opis_line *at = &book->layout.lines[line], *above = at - 1;
    const char *text = book->source.bytes + at->start;
    size_t length = at->end - at->start;
    opis_date date;
    if (strchr(",-", book->source.bytes[above->end - 1]) || length > LONGEST_DATELINE) return 0;
    if (mended) return opis_dateline_read(book, calendar, line, 0, &date);
    if (is_lower(text[0]) || !has_year(text, length)) return 0;
    if (!opis_calendar_find(calendar, text, length, 1, 0, &date) || !date.to.day) return 0;
    return date.start <= PLACE_ROOM && length <= date.end + HOUR_ROOM;
}

/* The line below a title that is its dateline, or OPIS_NO_LINE. */
static uint32_t dateline_of(const opis_book *book, const opis_calendar *calendar, const opis_heading *heading,
                            int mended) {
    const opis_layout *layout = &book->layout;
    uint32_t line = heading->title_line + 1;
    for (; line < heading->title_limit && line < heading->title_line + TITLE_LINES; line++) {
        if (layout->lines[line].role != OPIS_LINE_TEXT) return OPIS_NO_LINE;
        if (is_dateline(book, calendar, line, mended)) return line;
    }
    return OPIS_NO_LINE;
}

void opis_datelines_part(opis_headings *headings, const opis_book *book, const opis_calendar *calendar) {
    size_t count = 0;
    for (size_t i = 0; i < headings->count; i++)
        count += dateline_of(book, calendar, &headings->items[i], 0) != OPIS_NO_LINE;
    if (count < LEAST_DATELINES || count * LEAST_SHARE < headings->count) return;
    headings->datelines = 1;
    for (size_t i = 0; i < headings->count; i++) {
        uint32_t line = dateline_of(book, calendar, &headings->items[i], 1);
        if (line != OPIS_NO_LINE) headings->items[i].title_limit = line;
    }
}
