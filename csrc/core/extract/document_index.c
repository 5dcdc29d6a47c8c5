/*
 * The list of documents: entries "187. Title, 26 March 1938", with pages in some editions.  Order settles the numbers;
 * the documents themselves tell what pages to expect.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "extract/back.h"
#include "extract/calendar.h"
#include "extract/extract.h"
#include "extract/joined.h"
#include "memory.h"
#include "mend/sequence.h"

/* A number is short, its letter set off by a blank at most. */
#define LONGEST_LABEL 7
#define DEAREST_NUMBER 8.0f
/* Costs of the order: leaving a line out, passing a number over, a letter that runs on from the number before. */
#define DROP 6.0f
#define DROP_BEHIND_OPEN_LINE 2.5f
#define GAP 0.8f
#define SURE_MARGIN 2.5f
/* A list prints pages where so many of its entries end with a number that is no year. */
#define PAGED_SHARE 2
#define LARGEST_PAGE 2000
#define AGAINST_DOCUMENT 4.0f
#define PAGE_TAIL 8
#define LABEL_TEXT 16

typedef struct listed {
    uint32_t line;               /* from 0 */
    uint32_t start, title_start; /* bytes */
    char suffix;                 /* 'a', 'b' ... or 0 */
    int32_t number;
    uint8_t status;
    uint32_t first_candidate, candidate_count;
    float drop;
    int32_t document; /* its row, or OPIS_UNKNOWN */
    int32_t page;
    uint8_t page_status;
} listed;

typedef struct list {
    const opis_book *book;
    opis_section section;
    listed *items; /* owned */
    size_t count, capacity;
    opis_candidate *candidates; /* owned */
    size_t candidate_count, candidate_capacity;
    int paged;
} list;

static int is_space(char c) {
    return c == ' ' || c == '\t';
}

/* Where the label of a line ends: at its point, or where a capital follows a blank; 0 where it has none. */
static uint32_t label_end(const char *bytes, const opis_line *line) {
    uint32_t end = line->start;
    while (end < line->end && end < line->start + LONGEST_LABEL && bytes[end] != '.' && bytes[end] != ',') end++;
    return end < line->end && end > line->start && (bytes[end] == '.' || bytes[end] == ',') ? end : 0;
}

static opis_status add_candidates(list *l, listed *at, uint32_t end, opis_error *error) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    const char *bytes = l->book->source.bytes;
    size_t count = opis_glyphs_numerals(l->book->glyphs, bytes + at->start, end - at->start, readings);
    opis_status status = opis_reserve(&l->candidates, &l->candidate_capacity, l->candidate_count + count + 1,
                                      sizeof *l->candidates, error);
    if (status != OPIS_OK) return status;
    for (size_t i = 0; i < count; i++)
        if (readings[i].cost < DEAREST_NUMBER && readings[i].value > 0)
            l->candidates[l->candidate_count++] = (opis_candidate){readings[i].value, readings[i].cost};
    at->candidate_count = (uint32_t)l->candidate_count - at->first_candidate;
    return OPIS_OK;
}

/* A line that may open an entry, with the readings of its number. */
static opis_status read_line(list *l, uint32_t line, int open, opis_error *error) {
    const opis_line *printed = &l->book->layout.lines[line];
    const char *bytes = l->book->source.bytes;
    uint32_t end = label_end(bytes, printed);
    listed at = {.line = line, .start = printed->start, .first_candidate = (uint32_t)l->candidate_count};
    if (end == 0) return OPIS_OK;
    at.title_start = end + 1;
    while (at.title_start < printed->end && is_space(bytes[at.title_start])) at.title_start++;
    if (at.title_start == printed->end || (bytes[at.title_start] >= 'a' && bytes[at.title_start] <= 'z'))
        return OPIS_OK;
    char last = bytes[end - 1];
    if (last >= 'a' && last <= 'e' && end - printed->start > 1) at.suffix = last;
    opis_status status = add_candidates(l, &at, at.suffix ? end - 1 : end, error);
    if (status != OPIS_OK || at.candidate_count == 0) return status;
    at.drop = open ? DROP_BEHIND_OPEN_LINE : DROP;
    status = opis_reserve(&l->items, &l->capacity, l->count + 1, sizeof at, error);
    if (status == OPIS_OK) l->items[l->count++] = at;
    return status;
}

/* Whether a line breaks off in the middle of an entry: with a comma or a hyphen. */
static int is_open(const list *l, uint32_t line) {
    const opis_line *printed = &l->book->layout.lines[line];
    return printed->end > printed->start && strchr(",-", l->book->source.bytes[printed->end - 1]) != NULL;
}

static opis_status read_lines(list *l, opis_error *error) {
    opis_status status = OPIS_OK;
    int open = 0;
    for (uint32_t line = l->section.first; line < l->section.end && status == OPIS_OK; line++) {
        if (!opis_is_section_text(l->book, line)) continue;
        status = read_line(l, line, open, error);
        open = is_open(l, line);
    }
    return status;
}

static void settle_item(listed *at, const list *l, const opis_sequence_choice *choice) {
    at->number = 0;
    if (choice->candidate < 0) return;
    const opis_candidate *taken = &l->candidates[choice->candidate];
    at->number = taken->value;
    at->status = taken->cost == 0 ? OPIS_CLEAN : choice->margin >= SURE_MARGIN ? OPIS_REPAIRED : OPIS_LIKELY;
    if (taken->cost == 0 && choice->margin < SURE_MARGIN) at->status = OPIS_LIKELY;
}

/* Settle all numbers by order; a letter lets a number stand twice. */
static opis_status settle_numbers(list *l, opis_error *error) {
    opis_sequence_item *items = NULL;
    opis_sequence_choice *choices = NULL;
    size_t item_capacity = 0, choice_capacity = 0;
    opis_status status = opis_reserve(&items, &item_capacity, l->count + 1, sizeof *items, error);
    if (status == OPIS_OK) status = opis_reserve(&choices, &choice_capacity, l->count + 1, sizeof *choices, error);
    for (size_t i = 0; i < l->count && status == OPIS_OK; i++)
        items[i] = (opis_sequence_item){.first_candidate = l->items[i].first_candidate,
                                        .candidate_count = l->items[i].candidate_count,
                                        .drop = l->items[i].drop,
                                        .repeat = l->items[i].suffix > 'a' ? 0 : INFINITY,
                                        .restart = INFINITY,
                                        .gap = i == 0};
    opis_sequence order = {items, l->count, l->candidates, l->candidate_count, {GAP, 0, 0}};
    if (status == OPIS_OK) status = opis_sequence_solve(&order, choices, error);
    size_t kept = 0;
    for (size_t i = 0; i < l->count && status == OPIS_OK; i++) {
        settle_item(&l->items[i], l, &choices[i]);
        if (l->items[i].number) l->items[kept++] = l->items[i];
    }
    l->count = kept;
    opis_resize(items, 0);
    opis_resize(choices, 0);
    return status;
}

/* The document of an entry's number and letter, or OPIS_UNKNOWN. */
static int32_t find_document(const opis_book *book, const listed *at) {
    const opis_document *documents = OPIS_ROWS(book, OPIS_DOCUMENT);
    size_t low = 0, high = OPIS_ROW_COUNT(book, OPIS_DOCUMENT);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (documents[middle].number < at->number)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < OPIS_ROW_COUNT(book, OPIS_DOCUMENT) && documents[low].number == at->number; low++) {
        const char *suffix = opis_book_text(book, documents[low].suffix);
        char letter = suffix && documents[low].suffix.length > 0 ? suffix[0] : 0;
        if (letter == at->suffix) return (int32_t)low;
    }
    return OPIS_UNKNOWN;
}

static opis_status join_entry(opis_joined *text, const list *l, size_t i, opis_error *error) {
    uint32_t limit = i + 1 < l->count ? l->items[i + 1].line : l->section.end;
    opis_status status = OPIS_OK;
    text->length = 0;
    for (uint32_t line = l->items[i].line; line < limit && status == OPIS_OK; line++) {
        const opis_line *printed = &l->book->layout.lines[line];
        if (!opis_is_section_text(l->book, line)) continue;
        uint32_t start = line == l->items[i].line ? l->items[i].title_start : printed->start;
        status = opis_joined_add(text, l->book, start, printed->end, error);
    }
    return status;
}

/* Where the number that ends an entry begins, behind its last comma or blank; the length where there is none. */
static size_t tail_start(const opis_joined *text) {
    size_t at = text->length;
    while (at > 0 && text->length - at < PAGE_TAIL && text->text[at - 1] != ',') at--;
    if (at == 0 || text->text[at - 1] != ',') return text->length;
    while (at < text->length && text->text[at] == ' ') at++;
    return at;
}

/* Readings of the page at the end of an entry. */
static size_t page_readings(const list *l, const opis_joined *text, size_t *start,
                            opis_numeral readings[OPIS_NUMERAL_READINGS]) {
    *start = tail_start(text);
    if (*start >= text->length) return 0;
    size_t count = opis_glyphs_numerals(l->book->glyphs, text->text + *start, text->length - *start, readings),
           kept = 0;
    for (size_t i = 0; i < count; i++)
        if (readings[i].value > 0 && readings[i].value < LARGEST_PAGE && strlen(readings[i].digits) < 4)
            readings[kept++] = readings[i];
    return kept;
}

/* Whether the list prints pages. */
static opis_status find_pages(list *l, opis_joined *text, opis_error *error) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    opis_status status = OPIS_OK;
    size_t paged = 0, start;
    for (size_t i = 0; i < l->count && status == OPIS_OK; i++) {
        status = join_entry(text, l, i, error);
        paged += status == OPIS_OK && page_readings(l, text, &start, readings) > 0;
    }
    l->paged = paged * PAGED_SHARE > l->count;
    return status;
}

/* The page of an entry: not before that of the entry above, most likely that of the document itself. */
static void settle_page(listed *at, const list *l, const opis_joined *text, int32_t before, size_t *title_end) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    const opis_document *documents = OPIS_ROWS(l->book, OPIS_DOCUMENT);
    int32_t expected = at->document == OPIS_UNKNOWN ? OPIS_UNKNOWN : documents[at->document].record.page;
    size_t start, count = page_readings(l, text, &start, readings);
    float best = INFINITY;
    at->page = OPIS_UNKNOWN;
    for (size_t i = 0; i < count; i++) {
        float cost = readings[i].cost +
                     (expected != OPIS_UNKNOWN && readings[i].value != expected ? AGAINST_DOCUMENT : 0) +
                     (readings[i].value < before ? AGAINST_DOCUMENT : 0);
        if (cost >= best) continue;
        best = cost;
        at->page = readings[i].value;
        at->page_status = readings[i].value == expected ? (readings[i].cost == 0 ? OPIS_CLEAN : OPIS_REPAIRED)
                          : readings[i].cost == 0 && best < AGAINST_DOCUMENT ? OPIS_CLEAN
                                                                             : OPIS_LIKELY;
    }
    if (at->page == OPIS_UNKNOWN) {
        at->page_status = OPIS_LIKELY;
        return;
    }
    while (start > 0 && (text->text[start - 1] == ' ' || text->text[start - 1] == ',')) start--;
    *title_end = start;
}

static opis_status add_row(opis_book *book, const listed *at, const opis_joined *text, size_t title_end,
                           const opis_calendar *calendar, opis_error *error) {
    char label[LABEL_TEXT], iso[OPIS_DATE_TEXT];
    opis_date date;
    opis_document_index *row = opis_records_add(&book->records, OPIS_DOCUMENT_INDEX, error);
    if (!row) return error->status;
    row->record.start = at->start;
    row->record.end = (int64_t)text->at[text->length - 1] + 1;
    row->record.line = (int32_t)at->line + 1;
    row->record.page = at->page;
    row->record.status = at->status > at->page_status ? at->status : at->page_status;
    row->refers_to = at->document;
    int length = snprintf(label, sizeof label, "%d%c", (int)at->number, at->suffix);
    opis_status status =
        opis_records_text(&book->records, label, (size_t)length - (at->suffix ? 0 : 1), &row->number, error);
    if (status == OPIS_OK) status = opis_records_text(&book->records, text->text, title_end, &row->title, error);
    if (status == OPIS_OK && opis_calendar_find(calendar, text->text, title_end, 0, 0, &date)) {
        size_t written = opis_date_text(&date, iso);
        status = opis_records_text(&book->records, iso, written, &row->date, error);
    }
    return status;
}

static opis_status add_rows(list *l, opis_book *book, opis_joined *text, opis_error *error) {
    opis_status status = OPIS_OK;
    const opis_calendar *calendar = opis_book_calendar(book, error);
    if (!calendar) return error->status;
    int32_t before = 0;
    for (size_t i = 0; i < l->count && status == OPIS_OK; i++) {
        listed *at = &l->items[i];
        status = join_entry(text, l, i, error);
        if (status != OPIS_OK || text->length == 0) continue;
        size_t title_end = text->length;
        at->document = find_document(book, at);
        at->page = OPIS_UNKNOWN;
        at->page_status = OPIS_CLEAN;
        if (l->paged) settle_page(at, l, text, before, &title_end);
        if (at->page != OPIS_UNKNOWN) before = at->page;
        status = add_row(book, at, text, title_end, calendar, error);
    }
    return status;
}

opis_status opis_extract_document_index(opis_book *book, opis_error *error) {
    list l = {.book = book};
    opis_joined text = {.length = 0};
    l.section = opis_back_matter_find(book).documents;
    if (l.section.first == l.section.end) return OPIS_OK;
    opis_status status = read_lines(&l, error);
    if (status == OPIS_OK) status = settle_numbers(&l, error);
    if (status == OPIS_OK) status = find_pages(&l, &text, error);
    if (status == OPIS_OK && l.count > 0) status = add_rows(&l, book, &text, error);
    opis_joined_release(&text);
    opis_resize(l.items, 0);
    opis_resize(l.candidates, 0);
    return status;
}
