/*
 * Scope: whether an edition counts its notes anew in each document.
 *
 * A profile says so.  Without one the book shows it: then many notes are numbered 1, where else there are as many of
 * these as there are chapters.
 */
#include "extract/note.h"

/* So many notes numbered 1 for each chapter, and one for so many headings, show that documents count anew. */
#define ONES_A_CHAPTER 3
#define HEADINGS_A_ONE 3

static size_t count_ones(const opis_note_lines *lines, const opis_book *book) {
    size_t ones = 0;
    for (size_t i = 0; i < lines->count; i++)
        ones += lines->items[i].likeness >= OPIS_LIKELY_NOTE && opis_note_line_printed(&lines->items[i], book) == 1;
    return ones;
}

static size_t count_headings(const opis_layout *layout) {
    size_t headings = 0;
    for (uint32_t line = 0; line < layout->line_count; line++)
        headings += layout->lines[line].role == OPIS_LINE_HEADING;
    return headings;
}

opis_notes_begin opis_notes_scope(const opis_note_lines *lines, const opis_book *book) {
    opis_notes_begin given = (opis_notes_begin)book->style->profile.notes;
    if (given != OPIS_NOTES_ANYWHERE) return given;
    size_t ones = count_ones(lines, book);
    if (ones <= ONES_A_CHAPTER * ((size_t)book->layout.chapter_count + 1)) return OPIS_NOTES_ANYWHERE;
    return ones * HEADINGS_A_ONE >= count_headings(&book->layout) ? OPIS_NOTES_BY_DOCUMENT : OPIS_NOTES_ANYWHERE;
}

int opis_notes_heading_before(const opis_layout *layout, uint32_t leaf, uint32_t line) {
    for (uint32_t at = layout->leaves[leaf].first_line; at < line; at++)
        if (layout->lines[at].role == OPIS_LINE_HEADING) return 1;
    return 0;
}
