#include <math.h>

#include "extract/document.h"
#include "memory.h"

/* On which of the next leaves the note of a title may stand, and what speaks against one there. */
#define SOURCE_LEAVES 2
#define LEAF_AWAY 1.5f
#define NO_CITATION 2.0f
#define CALLED_SOURCE (-2.0f)
/* A mark that reads this well is sure, one that reads not at all costs so much, and no more than the limit may be. */
#define SURE_MARK 2.0f
#define UNREAD_MARK 4.0f
#define SOURCE_LIMIT 6.0f
#define MARKED_HERE 3.0f
#define MARKED_ELSEWHERE 5.0f
/* How far to look for the next document whose note is known. */
#define NEAR_DOCUMENTS 8

int32_t opis_note_value(const opis_book *book, const opis_note *note) {
    const char *digits = opis_book_text(book, note->number);
    int32_t value = 0;
    for (uint32_t i = 0; digits && i < note->number.length && digits[i] >= '0' && digits[i] <= '9' && i < 6; i++)
        value = value * 10 + digits[i] - '0';
    return value;
}

const opis_archive *opis_first_citation(const opis_book *book, const opis_note *note) {
    const opis_archive *rows = OPIS_ROWS(book, OPIS_ARCHIVE);
    size_t low = 0, count = OPIS_ROW_COUNT(book, OPIS_ARCHIVE), high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rows[middle].record.start < note->record.start)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && rows[low].record.start < note->record.end ? &rows[low] : NULL;
}

size_t opis_note_behind(const opis_book *book, uint32_t line) {
    const opis_note *notes = OPIS_ROWS(book, OPIS_NOTE);
    size_t low = 0, high = OPIS_ROW_COUNT(book, OPIS_NOTE);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if ((uint32_t)notes[middle].record.line <= line + 1)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* What the place of a note's own mark says, where it is known: in the title, or in the text before or behind it. */
static float marker_cost(const opis_book *book, const opis_heading *heading, const opis_note *note) {
    const opis_line *lines = book->layout.lines;
    if (note->marker == OPIS_UNKNOWN) return 0;
    if (note->marker < lines[heading->title_line].start || note->marker >= lines[heading->title_end].start)
        return MARKED_ELSEWHERE;
    return -MARKED_HERE;
}

static float note_cost(const opis_book *book, const opis_heading *heading, const opis_note *note, uint32_t away) {
    float mark = opis_mark_cost(heading, opis_note_value(book, note));
    return fminf(mark, UNREAD_MARK) + marker_cost(book, heading, note) + LEAF_AWAY * (float)away +
           (opis_note_opens_source(book, note) ? CALLED_SOURCE
            : opis_first_citation(book, note)  ? 0
                                               : NO_CITATION);
}

/* The cheapest note from row `from` up to `to` that the title's mark may point at; its cost must be below `limit`. */
static int32_t cheapest_note(const opis_book *book, const opis_heading *heading, size_t from, size_t to, float limit) {
    const opis_layout *layout = &book->layout;
    const opis_note *notes = OPIS_ROWS(book, OPIS_NOTE);
    uint32_t leaf = opis_layout_leaf(layout, heading->line), chapter = opis_layout_chapter(layout, heading->line);
    int32_t best = OPIS_UNKNOWN;
    for (size_t i = from; i < to; i++) {
        uint32_t line = (uint32_t)notes[i].record.line - 1;
        uint32_t away = opis_layout_leaf(layout, line) - leaf;
        if (away > SOURCE_LEAVES || opis_layout_chapter(layout, line) != chapter) break;
        float cost = note_cost(book, heading, &notes[i], away);
        if (cost >= limit) continue;
        limit = cost;
        best = (int32_t)i;
    }
    return best;
}

/* The note of the next document that has one, or the end of the notes. */
static size_t next_source(const opis_headings *headings, size_t heading, size_t note_count) {
    for (size_t i = heading + 1; i < headings->count && i <= heading + NEAR_DOCUMENTS; i++)
        if (headings->items[i].note != OPIS_UNKNOWN) return (size_t)headings->items[i].note;
    return note_count;
}

/* Point every title that has no note yet at one that costs less than `limit`, behind that of the document before. */
static void point_titles(opis_headings *headings, const opis_book *book, float limit) {
    size_t from = 0, count = OPIS_ROW_COUNT(book, OPIS_NOTE);
    for (size_t i = 0; i < headings->count; i++) {
        opis_heading *at = &headings->items[i];
        if (at->note == OPIS_UNKNOWN) {
            size_t behind = opis_note_behind(book, at->line);
            at->note = cheapest_note(book, at, behind > from ? behind : from, next_source(headings, i, count), limit);
        }
        if (at->note != OPIS_UNKNOWN) from = (size_t)at->note + 1;
    }
}

/*
 * Notes ascend as their documents do.  The marks that read well are settled first; each of the others then points at
 * a note between those of its neighbours.
 */
void opis_sources_find(opis_headings *headings, const opis_book *book) {
    for (size_t i = 0; i < headings->count; i++) {
        headings->items[i].note = OPIS_UNKNOWN;
        headings->items[i].source_line = OPIS_NO_LINE;
    }
    point_titles(headings, book, SURE_MARK);
    point_titles(headings, book, SOURCE_LIMIT);
}
