#include "extract/periodical.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/ibid.h"
#include "memory.h"

#define TITLE_REACH 90 /* bytes from where a name may begin to what shows that it is one */
#define LONGEST_TITLE 70
#define TITLE_WORDS 8
#define VOLUME_BYTES 4
#define DAY_BYTES 12
#define GLOSS_BYTES 14 /* "(Smolensk)" after a name */
#define FOLLOWERS 24
#define MOST_DAYS 12
#define DATE_LENGTH 10 /* "1934-12-06" */

#define SURE_NEXT 3.0f

typedef struct finder {
    opis_book *book;
    opis_error *error;
    opis_calendar calendar;
    opis_periodical_catalog catalog;
    opis_joined text;
    int32_t note;          /* the one that the text is of, or OPIS_UNKNOWN */
    size_t first;          /* where the words of the text begin */
    size_t passed;         /* place in the text where the last reference ended */
    uint32_t resume;       /* the same in the source */
    opis_anchors openings; /* words that a reference in running text may begin with; owned */
    uint8_t opens[256];    /* the kinds of anchor that a byte may open, a bit for each */
    uint8_t allows[256];   /* those that may stand behind a byte */
} finder;

/* ---- What shows a reference ---------------------------------------------------------------------------- */

typedef enum anchor_kind { BY_ISSUE, BY_VOLUME, BY_DATE, BY_QUOTE } anchor_kind;

typedef struct anchor {
    anchor_kind kind;
    size_t at;   /* where the place begins; the name itself for BY_QUOTE */
    size_t next; /* where to look for the next */
} anchor;

static int may_be_digit(const finder *f, size_t at) {
    return is_digit(opis_byte_at(&f->text, at)) ||
           (opis_byte_at(&f->text, at) && strchr("IlirzZjgoOSsq", opis_byte_at(&f->text, at)));
}

static int at_issue(const finder *f, size_t i, anchor *found) {
    size_t label = opis_periodical_label(f->book, &f->text, i), at = i + label;
    if (!label) return 0;
    if (opis_byte_at(&f->text, at) == '.') at++;
    if (at == i + label && opis_byte_at(&f->text, at) != ' ') return 0;
    at = opis_pass_blanks(&f->text, at);
    *found = (anchor){BY_ISSUE, i, at};
    return may_be_digit(f, at) || opis_byte_at(&f->text, at) == 'n';
}

/* "46(3-4)": the volume's number stands before the parenthesis. */
static int at_volume(const finder *f, size_t i, anchor *found) {
    size_t start = i;
    while (start > 0 && i - start <= VOLUME_BYTES &&
           (is_letter(f->text.text[start - 1]) || is_digit(f->text.text[start - 1])))
        start--;
    if (start == i || i - start > VOLUME_BYTES || !may_be_digit(f, i + 1)) return 0;
    *found = (anchor){BY_VOLUME, start, i + 1};
    return 1;
}

static int is_month(const finder *f, size_t i) {
    for (int month = 0; month < 12; month++) {
        const char *name = f->book->style->months[month].items[0];
        if (name[0] != opis_byte_at(&f->text, i)) continue;
        size_t length = strlen(name) < 4 ? strlen(name) : 3;
        if (i + length < f->text.length && memcmp(f->text.text + i, name, length) == 0) return 1;
    }
    return 0;
}

/* "7-10 June": the days stand before the month. */
static int at_date(const finder *f, size_t i, anchor *found) {
    size_t start = i;
    if (!is_month(f, i)) return 0;
    while (start > 0 && i - start < DAY_BYTES && f->text.text[start - 1] != ',' && f->text.text[start - 1] != ';')
        start--;
    if (start == 0 || f->text.text[start - 1] != ',') return 0;
    *found = (anchor){BY_DATE, opis_pass_blanks(&f->text, start), i + 3};
    return 1;
}

/* The end of an article's title: what follows is the journal that it stands in. */
static int at_quote(const finder *f, size_t i, anchor *found) {
    if (i == 0 || !is_any_of(f->text.text[i - 1], ",?!.")) return 0;
    size_t at = opis_pass_blanks(&f->text, i + 1);
    *found = (anchor){BY_QUOTE, at, i + 1};
    return is_letter(opis_byte_at(&f->text, at)) || opis_byte_at(&f->text, at) == ']';
}

/* What a byte opens and what the one before it allows is looked up: of most bytes that is all that need be known. */
static void list_openings(finder *f) {
    static const char issues[] = "nNvVi";
    for (size_t i = 0; issues[i]; i++) f->opens[(unsigned char)issues[i]] |= 1 << BY_ISSUE;
    for (int month = 0; month < 12; month++) {
        char first = f->book->style->months[month].items[0][0];
        if (is_upper(first)) f->opens[(unsigned char)first] |= 1 << BY_DATE;
    }
    f->opens['('] = 1 << BY_VOLUME;
    f->opens['"'] = 1 << BY_QUOTE;
    for (int byte = 0; byte < 256; byte++) {
        f->allows[byte] = 1 << BY_VOLUME | 1 << BY_QUOTE;
        if (!is_letter((char)byte)) f->allows[byte] |= 1 << BY_ISSUE;
        if (!is_upper((char)byte)) f->allows[byte] |= 1 << BY_DATE;
    }
}

static int next_anchor(const finder *f, size_t at, anchor *found) {
    const unsigned char *text = (const unsigned char *)f->text.text;
    for (size_t i = at; i < f->text.length; i++) {
        unsigned opens = f->opens[text[i]] & f->allows[i > 0 ? text[i - 1] : ' '];
        if (!opens) continue;
        if (opens & 1 << BY_ISSUE && at_issue(f, i, found)) return 1;
        if (opens & 1 << BY_DATE && at_date(f, i, found)) return 1;
        if (opens & 1 << BY_VOLUME && at_volume(f, i, found)) return 1;
        if (opens & 1 << BY_QUOTE && at_quote(f, i, found)) return 1;
    }
    return 0;
}

/* ---- Names --------------------------------------------------------------------------------------------- */

/* Back over the marks, and over the year, that stand between a name and its issue: "Kommunist, 1990, no. 8". */
static size_t name_end(const finder *f, size_t at) {
    const char *text = f->text.text;
    for (int years = 0; years < 2; years++) {
        while (at > f->passed && is_any_of(text[at - 1], " ,.:")) at--;
        if (at < f->passed + 6 || years) break;
        int digits = 0;
        for (size_t i = at - 4; i < at; i++) digits += is_digit(text[i]);
        if (digits < 4 || (text[at - 5] != ' ' && text[at - 5] != ',')) break;
        at -= 4;
    }
    return at;
}

/* How far back a name may begin. */
static size_t name_limit(const finder *f, size_t end) {
    const char *text = f->text.text;
    size_t at = end;
    while (at > f->passed && end - at < TITLE_REACH) {
        char c = text[at - 1];
        if (c == '(' && end - at < GLOSS_BYTES) {
            at--;
            continue;
        }
        if (is_any_of(c, ";\"([,:")) break;
        if (c == '.' && opis_byte_at(&f->text, at) == ' ' && at >= 3 && is_letter(text[at - 2]) &&
            is_letter(text[at - 3]))
            break;
        at--;
    }
    return opis_pass_blanks(&f->text, at);
}

static size_t word_end(const finder *f, size_t at, size_t end) {
    while (at < end && f->text.text[at] != ' ') at++;
    return at;
}

/* "Diary of ...", "Speech of ...": what a person wrote is dated like an issue. */
static int is_of_person(const finder *f, size_t start, size_t end) {
    for (size_t i = start; i + 4 < end; i++)
        if (memcmp(f->text.text + i, " of ", 4) == 0) return 1;
    return 0;
}

/* Whether every word is a capitalised one or a short one between two such. */
static int is_name(const finder *f, size_t start, size_t end) {
    int words = 0;
    if (end < start + 4 || end - start > LONGEST_TITLE || !is_upper(f->text.text[start])) return 0;
    for (size_t at = start; at < end;) {
        size_t stop = word_end(f, at, end);
        for (size_t i = at; i < stop; i++)
            if (is_digit(f->text.text[i]) || f->text.text[i] == '.') return 0;
        if (!is_upper(f->text.text[at]) && (stop - at > 4 || stop == end)) return 0;
        words++;
        at = opis_pass_blanks(&f->text, stop);
    }
    return words <= TITLE_WORDS && !is_month(f, start);
}

/* Words that lead to a reference go: "See also", "For the drafts see". */
static size_t pass_leads(const finder *f, size_t start, size_t end) {
    size_t name = start;
    for (size_t at = start; at < end; at = opis_pass_blanks(&f->text, word_end(f, at, end)))
        if (opis_citation_word(&f->text, at, &f->book->style->leads) && !(at > start && is_name(f, start, end)))
            name = opis_pass_blanks(&f->text, word_end(f, at, end));
    return name;
}

static int is_city(const finder *f, size_t start, size_t end) {
    return opis_words_have(&f->book->style->cities, f->text.text + start, end - start);
}

/* ---- References ---------------------------------------------------------------------------------------- */

static opis_status keep(finder *f, opis_periodical_reference *r, size_t start, size_t end) {
    r->start = f->text.at[start];
    r->end = f->text.at[end - 1] + 1;
    f->passed = end;
    if (r->start < f->resume) return OPIS_OK;
    opis_status status =
        opis_reserve(&f->catalog.items, &f->catalog.capacity, f->catalog.count + 1, sizeof *f->catalog.items, f->error);
    if (status != OPIS_OK) return status;
    f->catalog.items[f->catalog.count++] = *r;
    f->resume = r->end;
    return OPIS_OK;
}

/* "; no. 9, 1989, 41" and "and 1 April 1937": further issues of the same periodical. */
static opis_status keep_followers(finder *f, const opis_periodical_reference *first) {
    opis_status status = OPIS_OK;
    opis_periodical_reference r = *first;
    static const char *const joint[] = {"and"};
    const opis_words and_word = {joint, 1};
    for (int i = 0; i < FOLLOWERS && status == OPIS_OK; i++) {
        size_t at = f->passed;
        while (is_any_of(opis_byte_at(&f->text, at), " ,.;")) at++;
        at = opis_pass_blanks(&f->text, at + opis_citation_word(&f->text, at, &and_word));
        int labelled = opis_periodical_label(f->book, &f->text, at) != 0;
        if (!labelled && !(r.place.dated && may_be_digit(f, at))) break;
        int dated = r.place.dated;
        if (!opis_periodical_place_read(&r.place, f->book, &f->calendar, &f->text, at, 0)) break;
        if (!labelled && !(dated && r.place.dated)) break;
        status = keep(f, &r, at, r.place.end);
    }
    return status;
}

static int locates(const opis_periodical_place *place) {
    return place->numbered || place->volume || place->date[0];
}

/* Whether nothing but a periodical is cited so. */
static int proves(const opis_periodical_place *place, anchor_kind kind) {
    if (kind == BY_QUOTE) return locates(place) && place->pages.count > 0;
    if (place->volume) return place->numbered && place->pages.count > 0;
    return place->numbered;
}

static opis_status try_listed(finder *f, const opis_periodical_title *title, size_t end, opis_periodical_reference *r) {
    size_t length = end - title->start;
    r->listed = title->row;
    r->title_clean = title->cost <= 0;
    r->title_sure = title->cost <= OPIS_SURE_TITLE_LETTER * (float)length && title->margin >= SURE_NEXT;
    opis_status status = keep(f, r, title->start, r->place.end);
    return status == OPIS_OK ? keep_followers(f, r) : status;
}

static opis_status try_unlisted(finder *f, anchor_kind kind, size_t from, size_t end, opis_periodical_reference *r) {
    size_t start = kind == BY_QUOTE ? from : pass_leads(f, from, end);
    int proof = proves(&r->place, kind);
    if (f->note == OPIS_UNKNOWN || end <= start || end - start > LONGEST_TITLE) return OPIS_OK;
    if (!proof && (!r->place.dated || !is_name(f, start, end) || is_city(f, start, end) || is_of_person(f, start, end)))
        return OPIS_OK;
    if (proof && !is_upper(f->text.text[start])) return OPIS_OK;
    for (size_t i = start; i < end; i++)
        if (is_digit(f->text.text[i]) && kind != BY_QUOTE) return OPIS_OK;
    opis_status status = opis_periodical_title_learn(&f->catalog.titles, f->text.text + start, end - start, proof,
                                                     &r->learned, f->error);
    if (status != OPIS_OK || r->learned == OPIS_NO_TITLE) return status;
    r->alone = start == pass_leads(f, f->first, end) && opis_byte_at(&f->text, r->place.end) == '.';
    status = keep(f, r, start, r->place.end);
    return status == OPIS_OK ? keep_followers(f, r) : status;
}

/* ---- Days of one month --------------------------------------------------------------------------------- */

/* "6, 8, 11 December 1934": the days before the one that stands by its month. */
typedef struct days {
    size_t starts[MOST_DAYS], ends[MOST_DAYS]; /* last first */
    int values[MOST_DAYS];
    int count;
} days;

static void read_days_before(const finder *f, size_t at, int day, days *list) {
    const char *text = f->text.text;
    list->count = 0;
    while (list->count < MOST_DAYS) {
        size_t end = at;
        while (end > f->passed && text[end - 1] == ' ') end--;
        if (end <= f->passed || text[end - 1] != ',') return;
        end--;
        while (end > f->passed && text[end - 1] == ' ') end--;
        size_t start = end;
        int value = 0;
        while (start > f->passed && end - start < 2 && is_digit(text[start - 1])) start--;
        for (size_t i = start; i < end; i++) value = value * 10 + text[i] - '0';
        if (start == end || value < 1 || value >= day || start == 0 ||
            (text[start - 1] != ' ' && text[start - 1] != ','))
            return;
        list->starts[list->count] = at = start;
        list->ends[list->count] = end;
        list->values[list->count++] = day = value;
    }
}

static int day_of(const opis_periodical_place *place) {
    return place->dated && strlen(place->date) == DATE_LENGTH ? (int)strtol(place->date + DATE_LENGTH - 2, NULL, 10)
                                                              : 0;
}

/* Each day of the list is an issue; the first has the name before it. */
static opis_status keep_days(finder *f, const opis_periodical_title *title, const days *list, size_t last,
                             opis_periodical_reference *r) {
    opis_periodical_place whole = r->place;
    opis_status status = OPIS_OK;
    r->listed = title->row;
    r->title_clean = title->cost <= 0;
    r->title_sure = title->cost <= OPIS_SURE_TITLE_LETTER * (float)(list->starts[list->count - 1] - title->start) &&
                    title->margin >= SURE_NEXT;
    r->place.pages.count = 0;
    for (int i = list->count - 1; i >= 0 && status == OPIS_OK; i--) {
        snprintf(r->place.date + DATE_LENGTH - 2, 3, "%02d", list->values[i]);
        status = keep(f, r, i == list->count - 1 ? title->start : list->starts[i], list->ends[i]);
    }
    r->place = whole;
    return status == OPIS_OK ? keep(f, r, last, whole.end) : status;
}

/* Whether days before the one at hand are issues of a listed periodical that stands before them. */
static int are_days(finder *f, const days *list, opis_periodical_title *title) {
    if (list->count == 0) return 0;
    size_t end = name_end(f, list->starts[list->count - 1]), from = name_limit(f, end);
    return end >= from + 3 && opis_periodical_title_find(&f->catalog.titles, &f->text, from, end, 1, title);
}

/* The name of a journal ends with the comma before its volume. */
static size_t quoted_name_end(const finder *f, size_t at) {
    size_t end = at;
    while (end < f->text.length && end - at < TITLE_REACH && !is_any_of(f->text.text[end], ",;(")) end++;
    return opis_byte_at(&f->text, end) == ',' ? end : at;
}

static opis_status try_anchor(finder *f, const anchor *found) {
    opis_periodical_reference r = {
        .note = f->note, .listed = OPIS_NO_TITLE, .learned = OPIS_NO_TITLE, .ibid = OPIS_UNKNOWN};
    opis_periodical_title title;
    int quoted = found->kind == BY_QUOTE;
    if (found->at < f->passed) return OPIS_OK;
    if (found->kind == BY_DATE && found->at > 0 &&
        opis_periodical_place_read(&r.place, f->book, &f->calendar, &f->text, found->at, 0)) {
        days list;
        read_days_before(f, found->at, day_of(&r.place), &list);
        if (are_days(f, &list, &title)) return keep_days(f, &title, &list, found->at, &r);
    }
    size_t end = quoted ? quoted_name_end(f, found->at) : name_end(f, found->at);
    size_t from = quoted ? found->at : name_limit(f, end);
    if (end < from + 3) return OPIS_OK;
    if (!opis_periodical_place_read(&r.place, f->book, &f->calendar, &f->text, end, quoted) || !locates(&r.place))
        return OPIS_OK;
    if (opis_periodical_title_find(&f->catalog.titles, &f->text, from, end, proves(&r.place, found->kind), &title))
        return try_listed(f, &title, end, &r);
    return try_unlisted(f, found->kind, from, end, &r);
}

static opis_status read_text(finder *f, size_t from) {
    opis_status status = OPIS_OK;
    anchor found = {BY_ISSUE, 0, from};
    f->first = f->passed = from;
    while (status == OPIS_OK && next_anchor(f, found.next > f->passed ? found.next : f->passed, &found))
        status = try_anchor(f, &found);
    return status;
}

/* ---- Where to look ------------------------------------------------------------------------------------- */

/* "Ibid., 4" behind a note that ends with a periodical: the same issue, with pages of its own. */
static opis_status read_ibid(finder *f) {
    const opis_periodical_reference *before = f->catalog.count ? &f->catalog.items[f->catalog.count - 1] : NULL;
    opis_ibid ibid;
    if (!before || !opis_ibid_follows(f->book, f->note, before->note, before->end) ||
        !opis_ibid_read(f->book, &f->text, &ibid))
        return OPIS_OK;
    opis_periodical_reference r = *before;
    r.ibid = (int32_t)f->catalog.count - 1;
    r.note = f->note;
    r.place.pages = ibid.pages;
    return keep(f, &r, ibid.start, ibid.end);
}

static opis_status read_note(finder *f, int32_t row) {
    const opis_note *note = (const opis_note *)OPIS_ROWS(f->book, OPIS_NOTE) + row;
    size_t found = f->catalog.count;
    f->note = row;
    opis_status status =
        opis_citation_lines(&f->text, f->book, (uint32_t)note->record.line - 1, (uint32_t)note->end_line, f->error);
    if (status == OPIS_OK) status = read_text(f, opis_citation_words(&f->text));
    return status == OPIS_OK && f->catalog.count == found ? read_ibid(f) : status;
}

/* In running text, an issue's label and the clean beginning of a listed name show where to look. */
static opis_status find_openings(finder *f) {
    const opis_concordance *printed = &f->book->concordance;
    opis_status status = opis_anchors_make(&f->openings, printed, f->error);
    if (status != OPIS_OK) return status;
    const opis_printed_word *label = opis_concordance_find(printed, f->book->source.bytes, "no");
    if (label) opis_anchors_add(&f->openings, printed, label);
    opis_periodical_titles_anchor(&f->catalog.titles, &f->openings);
    return OPIS_OK;
}

static int may_refer(const finder *f, const opis_token *word) {
    const opis_source *source = &f->book->source;
    if (word->length == 2) return word->start + 2 < source->length && source->bytes[word->start + 2] == '.';
    return opis_periodical_title_stands(&f->catalog.titles, word->start);
}

static opis_status read_lines_around(finder *f, uint32_t line) {
    f->note = OPIS_UNKNOWN;
    opis_status status = opis_citation_lines(&f->text, f->book, line > 0 ? line - 1 : 0, line + 2, f->error);
    return status == OPIS_OK && f->text.length ? read_text(f, 0) : status;
}

static opis_status read_around(finder *f, size_t token, uint32_t *passed) {
    uint32_t line = opis_source_line(&f->book->source, f->book->tokens[token].start);
    *passed = f->book->layout.lines[line].end;
    return read_lines_around(f, line);
}

/* Running text before a byte, from the opening at `*next` on; what is before `*passed` was read. */
static opis_status read_running(finder *f, size_t *next, uint32_t *passed, uint32_t end) {
    const opis_book *book = f->book;
    opis_status status = OPIS_OK;
    for (; *next < book->token_count && book->tokens[*next].start < end && status == OPIS_OK;
         *next = opis_anchors_next(&f->openings, *next + 1)) {
        const opis_token *token = &book->tokens[*next];
        if (token->start >= *passed && may_refer(f, token)) status = read_around(f, *next, passed);
    }
    return status;
}

static opis_status read_book(finder *f) {
    const opis_note *notes = OPIS_ROWS(f->book, OPIS_NOTE);
    size_t note_count = OPIS_ROW_COUNT(f->book, OPIS_NOTE);
    uint32_t passed = 0;
    opis_status status = find_openings(f);
    size_t next = status == OPIS_OK ? opis_anchors_next(&f->openings, 0) : 0;
    for (size_t row = 0; row < note_count && status == OPIS_OK; row++) {
        status = read_running(f, &next, &passed, (uint32_t)notes[row].record.start);
        if (passed < notes[row].record.end) passed = (uint32_t)notes[row].record.end;
        if (status == OPIS_OK) status = read_note(f, (int32_t)row);
    }
    return status == OPIS_OK ? read_running(f, &next, &passed, UINT32_MAX) : status;
}

opis_status opis_extract_periodicals(opis_book *book, opis_error *error) {
    finder f = {.book = book, .error = error};
    opis_calendar_begin(&f.calendar, book->style, book->glyphs);
    list_openings(&f);
    opis_status status = opis_periodical_titles_make(&f.catalog.titles, book, error);
    if (status == OPIS_OK) status = read_book(&f);
    if (status == OPIS_OK) status = opis_periodicals_settle(&f.catalog, book, error);
    opis_periodical_titles_release(&f.catalog.titles);
    opis_joined_release(&f.text);
    opis_resize(f.catalog.items, 0);
    opis_anchors_release(&f.openings);
    return status;
}
