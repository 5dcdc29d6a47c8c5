#include "extract/note.h"

#include "digits.h"
#include "extract/extract.h"

/* The last line of a note's text: it runs to the next note or to the end of its leaf. */
static uint32_t last_line(const opis_book *book, const opis_note_line *note, uint32_t limit) {
    const opis_layout *layout = &book->layout;
    uint32_t end = layout->leaves[note->leaf].end_line;
    if (limit < end) end = limit;
    uint32_t last = note->line;
    for (uint32_t i = note->line + 1; i < end; i++)
        if (layout->lines[i].role == OPIS_LINE_TEXT) last = i;
    return last;
}

static opis_status add_note(opis_book *book, const opis_note_line *found, uint32_t limit, opis_error *error) {
    char number[OPIS_MOST_DIGITS];
    size_t length = put_digits(number, (uint32_t)found->number, 1);
    opis_note *note = opis_records_add(&book->records, OPIS_NOTE, error);
    if (!note) return error->status;
    uint32_t last = last_line(book, found, limit);
    note->record.start = found->number_start;
    note->record.end = book->layout.lines[last].end;
    note->record.line = (int32_t)found->line + 1;
    note->record.status = found->status;
    note->end_line = (int32_t)last + 1;
    if (found->marker != OPIS_NO_MARK) note->marker = found->marker;
    return opis_records_text(&book->records, number, length, &note->number, error);
}

opis_status opis_extract_notes(opis_book *book, opis_error *error) {
    opis_note_lines lines;
    opis_status status = opis_note_lines_find(&lines, book, error);
    if (status) return status;
    status = opis_note_lines_number(&lines, book, error);
    for (size_t i = 0; i < lines.count && !status;) {
        size_t next = i + 1;
        while (next < lines.count && lines.items[next].number == 0) next++;
        if (lines.items[i].number)
            status = add_note(book, &lines.items[i], next < lines.count ? lines.items[next].line : UINT32_MAX, error);
        i = next;
    }
    opis_note_lines_release(&lines);
    return status;
}
