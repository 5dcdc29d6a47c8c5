/*
 * Note: from lines that may open a footnote to note records.
 *
 * note_find gathers the lines and weighs how note-like each is from its place on the page; note_number settles all
 * their numbers by order; note_mark looks for the reference marks in the text; note.c makes the records.
 */
#ifndef OPIS_NOTE_H
#define OPIS_NOTE_H

#include "book.h"
#include "mend/sequence.h"

#define OPIS_LARGEST_NOTE 999
/* The likeness from which on a line is taken for a note whatever its number. */
#define OPIS_LIKELY_NOTE 2.0f

typedef struct opis_note_line {
    uint32_t line, leaf;               /* both from 0 */
    uint32_t number_start, number_end; /* bytes of the printed number, its point left out */
    uint32_t text_start;               /* where the note's own words begin */
    uint32_t first_reading, reading_count;
    float likeness; /* log odds that the line opens a note, its number unread */
    int32_t number; /* the one settled, or 0: the line opens no note */
    uint8_t status; /* an opis_certainty */
} opis_note_line;

typedef struct opis_note_lines {
    opis_note_line *items; /* in text order; owned */
    size_t count, capacity;
    opis_candidate *readings; /* of all items; owned */
    size_t reading_count, reading_capacity;
} opis_note_lines;

void opis_note_lines_release(opis_note_lines *lines);

/** \brief The lines that may open a note, with their likeness. */
opis_status opis_note_lines_find(opis_note_lines *lines, const opis_book *book, opis_error *error);
/** \brief Settle the number and status of every line. */
opis_status opis_note_lines_number(opis_note_lines *lines, const opis_book *book, opis_error *error);

#endif
