/*
 * Note: from lines that may open a footnote to note records.
 *
 * note_find gathers the lines and weighs how note-like each is from its place on the page, with note_mark, which reads
 * the reference marks in the text above; note_scope says where they begin anew; note_number settles all their numbers
 * by order; note.c makes the records.
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
    uint32_t first_spoilt; /* from this reading on a figure is read that is not seen */
    float likeness;        /* log odds that the line opens a note, its number unread */
    int32_t number;        /* the one settled, or 0: the line opens no note */
    uint32_t marker;       /* byte of its reference mark, or OPIS_NO_MARK */
    uint8_t status;        /* an opis_certainty */
} opis_note_line;

#define OPIS_NO_MARK UINT32_MAX

typedef struct opis_note_lines {
    opis_note_line *items; /* in text order; owned */
    size_t count, capacity;
    opis_candidate *readings; /* of all items; a mark on the same leaf makes one cheaper; owned */
    uint32_t *markers;        /* for each reading, the byte of that mark, or OPIS_NO_MARK; owned */
    size_t reading_count, reading_capacity, marker_capacity;
} opis_note_lines;

#define OPIS_MARKS_LISTED 32

/* The reference marks seen on a leaf so far, by number; a number from another leaf counts as unseen. */
typedef struct opis_note_marks {
    uint32_t leaf;
    uint32_t listed_count;
    int32_t listed[OPIS_MARKS_LISTED]; /* the numbers seen, no more than there is room for */
    struct {
        uint32_t leaf, byte;
        float cost; /* of reading the number so */
    } of[OPIS_LARGEST_NOTE + 1];
} opis_note_marks;

void opis_note_lines_release(opis_note_lines *lines);

void opis_note_marks_clear(opis_note_marks *marks);
/** \brief No mark is seen on this leaf yet. */
void opis_note_marks_open(opis_note_marks *marks, uint32_t leaf);
/** \brief Take in the reference marks of a line of the text. */
void opis_note_marks_read(opis_note_marks *marks, const opis_book *book, uint32_t line);
/** \brief What a mark for the number on this leaf takes from the cost of a reading, 0 for none; `*byte` is its place.
 */
float opis_note_marks_worth(const opis_note_marks *marks, int32_t number, uint32_t *byte);

/** \brief The number that a line prints, or 0 where it does not read as it is. */
int32_t opis_note_line_printed(const opis_note_line *line, const opis_book *book);

/** \brief The lines that may open a note, with their likeness. */
opis_status opis_note_lines_find(opis_note_lines *lines, const opis_book *book, opis_error *error);
/** \brief Where the notes of this book are counted anew. */
opis_notes_begin opis_notes_scope(const opis_note_lines *lines, const opis_book *book);
/** \brief Whether a document begins on a leaf, or on one after it, before a line. */
int opis_notes_heading_before(const opis_layout *layout, uint32_t leaf, uint32_t line);
/** \brief Settle the number and status of every line. */
opis_status opis_note_lines_number(opis_note_lines *lines, const opis_book *book, opis_error *error);

#endif
