/*
 * Document: what the parts of the document extractor hand to one another.
 *
 * document_heading finds where documents begin and settles their numbers, document_title reads title, date and genre,
 * document_dateline ends titles at the datelines below them, and document_mend reads damaged ones,
 * document_source finds the notes that give their sources and document_place the lines that do,
 * document_extent finds where their own text ends, and document joins them with notes and citations to records.
 */
#ifndef OPIS_DOCUMENT_H
#define OPIS_DOCUMENT_H

#include "book.h"
#include "extract/calendar.h"
#include "text/genre.h"

/* Lines are counted from 0 here. */
/* A reading of a title's last glyphs as the reference mark of its note. */
typedef struct opis_mark {
    int32_t number;
    float cost;
    uint16_t start; /* where in the title the mark begins */
} opis_mark;

/* The margin of the order that makes a document's number sure. */
#define OPIS_SURE_HEADING 3.0f
/* Readings that are kept for each title: the cheapest. */
#define OPIS_MARKS 8

typedef struct opis_heading {
    uint32_t line;        /* of the heading, or of the title where the heading is lost */
    uint32_t title_line;  /* first line of the title */
    uint32_t title_start; /* byte where it begins */
    uint32_t title_limit; /* it ends before this line */
    uint32_t limit;       /* the document ends before this line: that of the next heading, chapter or back matter */
    int32_t number;
    char suffix;                               /* 'a', 'b' ... or 0 */
    uint8_t lost;                              /* no heading: the title alone shows it */
    uint8_t clean;                             /* the number reads as it is */
    float margin;                              /* of the order solver */
    int32_t note;                              /* row of the note that gives its source, or OPIS_UNKNOWN */
    uint32_t source_line;                      /* that gives it where no note does, or OPIS_NO_LINE */
    uint32_t first_continued, continued_count; /* rows of `continued` */
    uint32_t title_end;                        /* one past the last line of the title */
    uint8_t dated;                             /* `date` is in the title and says when the document was made */
    uint8_t date_stands_out;                   /* it closes the title, or commas or brackets set it off */
    uint8_t mark_count;
    opis_date date;
    opis_mark marks[OPIS_MARKS];
} opis_heading;

typedef struct opis_headings {
    opis_heading *items;
    size_t count;
    uint32_t *continued; /* lines */
    size_t continued_count;
    uint8_t datelines; /* place and date stand below the titles of this book */
    opis_genre_words genres;
} opis_headings;

/** \brief Find the documents and settle their numbers.  Release with opis_headings_release(). */
opis_status opis_headings_find(opis_headings *headings, const opis_book *book, opis_error *error);
void opis_headings_release(opis_headings *headings);

#define OPIS_TITLE_LENGTH 900

typedef struct opis_title {
    char text[OPIS_TITLE_LENGTH]; /* lines joined, hyphens mended; the note's mark is still on it */
    size_t length;
} opis_title;

/** \brief Join the lines of a title; gives the line behind it, an empty one or its limit. */
uint32_t opis_title_join(opis_title *title, const opis_book *book, const opis_heading *heading);
/** \brief Join the first lines of a document's text, over empty lines. */
void opis_opening_join(opis_title *opening, const opis_book *book, uint32_t line, uint32_t limit);
/**
 * \brief Read the date of a line that is known to be a dateline, whatever the scan made of it; 0 if it cannot be one.
 *
 * `near` is a year that the context suggests, or 0.  A date that reads as it is costs nothing.
 */
int opis_dateline_read(const opis_book *book, const opis_calendar *calendar, uint32_t line, int near, opis_date *date);
/** \brief The same for one that does not read as it is. */
int opis_dateline_mend(const opis_book *book, const opis_calendar *calendar, uint32_t line, int near, opis_date *date);
/** \brief End the titles at the datelines below them, if the book has such. */
void opis_datelines_part(opis_headings *headings, const opis_book *book, const opis_calendar *calendar);
/** \brief Read the date and the reference mark of every title. */
void opis_titles_read(opis_headings *headings, const opis_book *book, const opis_calendar *calendar);
/** \brief What it costs to read the title's last glyphs as a reference mark of this number. */
float opis_mark_cost(const opis_heading *heading, int32_t number);
/** \brief How much of the title was printed: the mark of note `number` (0: none is known) is left out. */
size_t opis_title_printed(const opis_title *title, const opis_heading *heading, int32_t number);

/** \brief Mend the words of the titles by one another and by the book, once the documents are there. */
opis_status opis_documents_mend_titles(opis_book *book, opis_error *error);
/** \brief Settle the note of every heading; the titles have been read. */
void opis_sources_find(opis_headings *headings, const opis_book *book);
#define OPIS_NO_LINE UINT32_MAX
/**
 * \brief Find the sources that stand elsewhere than in notes, as the profile or the book itself has them.
 *
 * 1 if there are any: what the titles are has changed then, and they are to be read again.
 */
int opis_places_find(opis_headings *headings, const opis_book *book, const opis_calendar *calendar);
/** \brief Whether a note begins with one of the words that open a source: "Source:". */
int opis_note_opens_source(const opis_book *book, const opis_note *note);
/** \brief The row of the first note that begins behind a line, or the count of notes. */
size_t opis_note_behind(const opis_book *book, uint32_t line);
/** \brief The first citation on a line, or NULL. */
const opis_archive *opis_citation_on(const opis_book *book, uint32_t line);
/** \brief The number of a note, or 0 where it is no plain number. */
int32_t opis_note_value(const opis_book *book, const opis_note *note);
/** \brief The first citation in a note, or NULL. */
const opis_archive *opis_first_citation(const opis_book *book, const opis_note *note);

/* Widths of full lines, as the book itself shows them. */
typedef struct opis_measures {
    uint16_t commentary, document; /* 0 where the two cannot be told apart */
    opis_anchors capitals;         /* words of capitals, where they can; owned */
} opis_measures;

/** \brief Measure the lines of a book.  Release with opis_measures_release(). */
opis_status opis_measures_find(opis_measures *measures, const opis_book *book, const opis_headings *headings,
                               opis_error *error);
void opis_measures_release(opis_measures *measures);
/** \brief The last line of a document's own text, notes and furniture left out. */
uint32_t opis_document_end(const opis_book *book, const opis_measures *measures, const opis_heading *heading,
                           uint32_t text_line);

/** \brief Whether a line heads a numbered table; such a table belongs to the commentary. */
int opis_opens_table(const opis_book *book, uint32_t line);
/** \brief Whether a line belongs to a note's text. */
int opis_in_note(const opis_book *book, uint32_t line);

#endif
