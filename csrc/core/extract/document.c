#include "extract/document.h"

#include <string.h>

#include "extract/extract.h"
#include "memory.h"

/* Where a date stands in a document whose title has none. */
#define DATELINE_LINES 14
#define LINES_BELOW 3
#define SIGNATURE_LINES 6
#define DATELINE_EXTRA 24
#define DATELINE_TAIL 3
#define SURE_YEAR 4.0f

typedef struct extraction {
    opis_book *book;
    const opis_calendar *calendar;
    opis_headings headings;
    opis_measures measures;
    int last_year;
} extraction;

/* One document while it is read. */
typedef struct reading {
    const opis_heading *heading;
    opis_title title;
    size_t printed_length; /* of the title, without the mark of its note */
    uint32_t end_line;     /* its last */
    int dated;
    int date_stands_out; /* in the title, or on a line of its own */
    opis_date date;
    char date_raw[96];
    size_t date_raw_length;
} reading;

static void take_date(reading *r, const opis_date *date, const char *text, int stands_out) {
    size_t length = date->end - date->start;
    r->dated = 1;
    r->date_stands_out = stands_out;
    r->date = *date;
    r->date_raw_length = length < sizeof r->date_raw ? length : sizeof r->date_raw;
    memcpy(r->date_raw, text + date->start, r->date_raw_length);
}

/* Whether a line goes on in the middle of a paragraph of three lines or more: its date may be of something else. */
static int goes_on(const opis_layout *layout, const char *text, uint32_t line) {
    return line > 1 && text[0] >= 'a' && text[0] <= 'z' && layout->lines[line - 1].role == OPIS_LINE_TEXT &&
           layout->lines[line - 2].role == OPIS_LINE_TEXT;
}

/* A line that is a date, or has one and little else, or closes with one. */
static int take_dateline(extraction *x, reading *r, uint32_t line) {
    const opis_line *at = &x->book->layout.lines[line];
    const char *text = x->book->source.bytes + at->start;
    size_t length = at->end - at->start;
    opis_date date;
    if (at->role != OPIS_LINE_TEXT || !at->figured || opis_in_note(x->book, line)) return 0;
    if (!opis_calendar_find(x->calendar, text, length, 1, x->last_year, &date) || !date.to.day) return 0;
    if (length > date.end - date.start + DATELINE_EXTRA && length > date.end + DATELINE_TAIL) return 0;
    int alone = length <= date.end - date.start + DATELINE_EXTRA && !goes_on(&x->book->layout, text, line);
    take_date(r, &date, text, alone);
    return 1;
}

/* Whether a dateline gives a span of days: "27 October-25 November 1938", or the beginning of one. */
static int is_span(const reading *r, const char *text, const opis_line *line) {
    const opis_day *from = &r->date.from, *to = &r->date.to;
    if (from->year != to->year || from->month != to->month || from->day != to->day) return 1;
    return r->date.end < line->end - line->start && text[r->date.end] == '-';
}

/* A protocol gives the span of its sessions, and the line below the day of the decision. */
static void take_day_of_span(extraction *x, reading *r, uint32_t line, uint32_t last) {
    const opis_line *at = &x->book->layout.lines[line];
    if (!r->date_stands_out || !is_span(r, x->book->source.bytes + at->start, at)) return;
    for (line++; line <= last && x->book->layout.lines[line].role == OPIS_LINE_EMPTY; line++) {
    }
    if (line > last) return;
    reading below = *r;
    if (take_dateline(x, &below, line) && below.date_stands_out &&
        !is_span(&below, x->book->source.bytes + x->book->layout.lines[line].start, &x->book->layout.lines[line]))
        *r = below;
}

/* The first date in the running text of the document's first lines. */
static void take_first_date(extraction *x, reading *r) {
    opis_title opening;
    opis_date date;
    opis_opening_join(&opening, x->book, r->heading->title_end, r->end_line + 1);
    if (opis_calendar_find(x->calendar, opening.text, opening.length, 1, x->last_year, &date) && date.to.month)
        take_date(r, &date, opening.text, 0);
}

/* The dateline of a book that has them below its titles: the first of the next lines that is one, damaged or not. */
static void take_line_below(extraction *x, reading *r, uint32_t from, uint32_t last) {
    for (uint32_t line = from, seen = 0; line <= last && seen < LINES_BELOW && !r->dated; line++) {
        opis_date date;
        if (x->book->layout.lines[line].role != OPIS_LINE_TEXT || opis_in_note(x->book, line)) continue;
        seen++;
        if (opis_dateline_read(x->book, x->calendar, line, x->last_year, &date))
            take_date(r, &date, x->book->source.bytes + x->book->layout.lines[line].start, 1);
    }
}

/* A date in the title, else at the head of the document, else under it, else in its first sentences. */
static void find_date(extraction *x, reading *r) {
    uint32_t from = r->heading->title_end, last = r->end_line, seen = 0;
    if (r->heading->dated) take_date(r, &r->heading->date, r->title.text, r->heading->date_stands_out);
    if (x->headings.datelines) take_line_below(x, r, from, last);
    for (uint32_t line = from; line <= last && seen < DATELINE_LINES && !r->dated; line++) {
        if (take_dateline(x, r, line)) take_day_of_span(x, r, line, last);
        seen += x->book->layout.lines[line].role == OPIS_LINE_TEXT;
    }
    for (uint32_t i = 0; i < SIGNATURE_LINES && last >= from + i && !r->dated; i++) take_dateline(x, r, last - i);
    if (!r->dated) take_first_date(x, r);
}

static const char *find_genre(const extraction *x, const reading *r) {
    const char *genre = opis_genre_of(&x->headings.genres, r->title.text, r->printed_length);
    const opis_line *lines = x->book->layout.lines;
    for (uint32_t line = r->heading->title_end;
         !genre && line <= r->end_line && line < r->heading->title_end + DATELINE_LINES; line++)
        if (lines[line].role == OPIS_LINE_TEXT)
            genre = opis_genre_of(&x->headings.genres, x->book->source.bytes + lines[line].start,
                                  lines[line].end - lines[line].start);
    return genre ? genre : "other";
}

/*
 * A number is sure when the order leaves no other.  A date is sure in the title or on a line of its own, when every
 * glyph of its year reads one way; one from a sentence may be of something else.
 */
static opis_certainty certainty(const reading *r) {
    int date_clean = r->dated && r->date.cost == 0;
    int date_sure = r->date_stands_out && (date_clean || (r->date.day_cost == 0 && r->date.margin >= SURE_YEAR));
    if (r->heading->lost || r->heading->margin < OPIS_SURE_HEADING || !date_sure) return OPIS_LIKELY;
    return r->heading->clean && date_clean ? OPIS_CLEAN : OPIS_REPAIRED;
}

static opis_status add_texts(extraction *x, const reading *r, opis_document *row, opis_error *error) {
    opis_records *records = &x->book->records;
    const char *genre = find_genre(x, r);
    char iso[OPIS_DATE_TEXT];
    opis_status status =
        opis_records_text(records, &r->heading->suffix, r->heading->suffix ? 1 : 0, &row->suffix, error);
    if (status == OPIS_OK) status = opis_records_text(records, r->title.text, r->printed_length, &row->title, error);
    if (status == OPIS_OK) status = opis_records_text(records, genre, strlen(genre), &row->genre, error);
    if (status != OPIS_OK || !r->dated) return status;
    size_t length = opis_date_text(&r->date, iso);
    status = opis_records_text(records, iso, length, &row->date, error);
    if (status == OPIS_OK) status = opis_records_text(records, r->date_raw, r->date_raw_length, &row->date_raw, error);
    return status;
}

/* Fill in where the source stands: the citation's own line, or that of its note. */
static void set_source(const opis_book *book, const opis_heading *heading, opis_document *row) {
    const opis_archive *citation;
    if (heading->source_line != OPIS_NO_LINE) {
        citation = opis_citation_on(book, heading->source_line);
        row->source_line = (int32_t)heading->source_line + 1;
    } else if (heading->note != OPIS_UNKNOWN) {
        const opis_note *note = (const opis_note *)OPIS_ROWS(book, OPIS_NOTE) + heading->note;
        citation = opis_first_citation(book, note);
        row->source_line = citation ? citation->record.line : note->record.line;
    } else {
        return;
    }
    if (citation) row->source = (int32_t)(citation - (const opis_archive *)OPIS_ROWS(book, OPIS_ARCHIVE));
}

static opis_status add_document(extraction *x, const reading *r, opis_error *error) {
    opis_book *book = x->book;
    const opis_heading *heading = r->heading;
    opis_document *row = opis_records_add(&book->records, OPIS_DOCUMENT, error);
    if (!row) return error->status;
    row->record.start = book->layout.lines[heading->line].start;
    row->record.end = book->layout.lines[r->end_line].end;
    row->record.line = (int32_t)heading->line + 1;
    row->record.status = (uint8_t)certainty(r);
    row->number = heading->number;
    row->end_line = (int32_t)r->end_line + 1;
    set_source(book, heading, row);
    opis_status status = add_texts(x, r, row, error);
    for (uint32_t i = 0; i < heading->continued_count && status == OPIS_OK; i++)
        status = opis_records_append_integer(&book->records, &row->continued,
                                             (int32_t)x->headings.continued[heading->first_continued + i] + 1, error);
    return status;
}

static opis_status read_document(extraction *x, const opis_heading *heading, opis_error *error) {
    reading r = {.heading = heading};
    const opis_note *notes = OPIS_ROWS(x->book, OPIS_NOTE);
    opis_title_join(&r.title, x->book, heading);
    r.printed_length =
        opis_title_printed(&r.title, heading, heading->note < 0 ? 0 : opis_note_value(x->book, &notes[heading->note]));
    r.end_line = opis_document_end(x->book, &x->measures, heading, heading->title_end);
    find_date(x, &r);
    if (r.dated && r.date.cost == 0) x->last_year = r.date.to.year;
    return add_document(x, &r, error);
}

opis_status opis_extract_documents(opis_book *book, opis_error *error) {
    extraction x = {.book = book, .calendar = opis_book_calendar(book, error)};
    if (!x.calendar) return error->status;
    opis_status status = opis_headings_find(&x.headings, book, error);
    if (status == OPIS_OK) status = opis_measures_find(&x.measures, book, &x.headings, error);
    if (status == OPIS_OK) {
        opis_datelines_part(&x.headings, book, x.calendar);
        opis_titles_read(&x.headings, book, x.calendar);
        opis_sources_find(&x.headings, book);
        if (opis_places_find(&x.headings, book, x.calendar)) {
            opis_datelines_part(&x.headings, book, x.calendar);
            opis_titles_read(&x.headings, book, x.calendar);
        }
    }
    for (size_t i = 0; i < x.headings.count && status == OPIS_OK; i++)
        status = read_document(&x, &x.headings.items[i], error);
    opis_headings_release(&x.headings);
    opis_measures_release(&x.measures);
    if (status == OPIS_OK) status = opis_documents_mend_titles(book, error);
    return status;
}
