/*
 * Reading text: a document as one reads it aloud, with a map back to the bytes it came from.
 */
#include <string.h>

#include "book.h"
#include "extract/document.h"
#include "memory.h"

/* A line this much narrower than the one before it was the last of its paragraph. */
#define SHORT_OF_MEASURE 8

typedef struct writer {
    const opis_book *book;
    opis_reading *out;
    size_t room, run_room;
} writer;

static opis_status add_run(writer *w, uint32_t source, opis_error *error) {
    opis_status status =
        opis_reserve(&w->out->runs, &w->run_room, 2 * (w->out->run_count + 1), sizeof *w->out->runs, error);
    if (status != OPIS_OK) return status;
    w->out->runs[2 * w->out->run_count] = (uint32_t)w->out->length;
    w->out->runs[2 * w->out->run_count++ + 1] = source;
    return OPIS_OK;
}

static opis_status add_bytes(writer *w, const char *bytes, size_t length, opis_error *error) {
    opis_status status = opis_reserve(&w->out->text, &w->room, w->out->length + length + 1, 1, error);
    if (status != OPIS_OK) return status;
    memcpy(w->out->text + w->out->length, bytes, length);
    w->out->length += length;
    return OPIS_OK;
}

/* What stands between a line and the one before it in the reading text. */
enum { NOTHING, MENDED_HYPHEN, BLANK, PARAGRAPH };

/*
 * A hyphen before a small letter is the typesetter's.  An empty line ends a paragraph only where the line above it did
 * not fill its measure, or closed a sentence.
 */
static int joint(const opis_book *book, const opis_line *above, const opis_line *below, int apart) {
    const char *bytes = book->source.bytes;
    char last = bytes[above->end - 1], first = bytes[below->start];
    int small = first >= 'a' && first <= 'z';
    if (small) return last == '-' ? MENDED_HYPHEN : BLANK;
    int closed = strchr(".!?:\")]", last) != NULL || above->width + SHORT_OF_MEASURE < below->width;
    return apart && closed ? PARAGRAPH : BLANK;
}

static opis_status add_line(writer *w, const opis_line *line, int between, opis_error *error) {
    opis_status status = OPIS_OK;
    if (between == MENDED_HYPHEN) w->out->length--;
    if (between == BLANK) status = add_bytes(w, " ", 1, error);
    if (between == PARAGRAPH) status = add_bytes(w, "\n\n", 2, error);
    if (status == OPIS_OK) status = add_run(w, line->start, error);
    if (status == OPIS_OK) status = add_bytes(w, w->book->source.bytes + line->start, line->end - line->start, error);
    return status;
}

opis_status opis_book_reading(const opis_book *book, uint32_t first, uint32_t last, opis_reading *reading,
                              opis_error *error) {
    writer w = {.book = book, .out = reading};
    const opis_line *above = NULL;
    opis_line title; /* the part of a heading's line that is one */
    int apart = 0, in_title = first > 0 && first <= book->layout.line_count &&
                              book->layout.lines[first - 1].role == OPIS_LINE_HEADING;
    opis_status status = OPIS_OK;
    memset(reading, 0, sizeof *reading);
    if (last > book->layout.line_count) last = book->layout.line_count;
    for (uint32_t i = first > 0 ? first - 1 : 0; i < last && status == OPIS_OK; i++) {
        const opis_line *line = &book->layout.lines[i];
        if (line->role == OPIS_LINE_HEADING && opis_layout_title(&book->layout, i) < line->end) {
            title = *line;
            title.start = opis_layout_title(&book->layout, i);
            line = &title;
        } else if (line->role != OPIS_LINE_TEXT || opis_in_note(book, i)) {
            apart |= line->role == OPIS_LINE_EMPTY;
            continue;
        }
        int between = !above ? NOTHING : apart && in_title ? PARAGRAPH : joint(book, above, line, apart);
        status = add_line(&w, line, between, error);
        in_title &= !(above && apart);
        above = line;
        apart = 0;
    }
    if (status != OPIS_OK) opis_reading_free(reading);
    return status;
}

void opis_reading_free(opis_reading *reading) {
    opis_resize(reading->text, 0);
    opis_resize(reading->runs, 0);
    memset(reading, 0, sizeof *reading);
}
