/*
 * Settle: what a reference leaves open, other references to the same periodical tell; then the records.
 */
#include <string.h>

#include "extract/periodical.h"

#define MOST_COMPARED 512 /* references before one that it is compared with */
#define SURE_PLACE 2.4f
#define SURE_PAGES 2.0f

typedef struct settler {
    opis_periodical_catalog *catalog;
    opis_book *book;
    opis_error *error;
} settler;

/* A name that only dates speak for must be proved by another reference, stand twice or be all that its note says. */
static int settle_learned(const settler *s, opis_periodical_reference *r) {
    const opis_learned_title *learned = &s->catalog->titles.learned[r->learned];
    if (learned->stands_for != OPIS_NO_TITLE) {
        r->title_sure = learned->cost <= OPIS_SURE_TITLE_LETTER * (float)learned->length;
        r->learned = learned->stands_for;
        return 1;
    }
    r->title_clean = r->title_sure = learned->proofs + learned->hints >= 2;
    return learned->proofs > 0 || r->alone ||
           (learned->hints >= 2 && memchr(s->catalog->titles.pool + learned->start, ' ', learned->length));
}

static int may_read(const settler *s, const char *seen, int32_t year) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    size_t count = opis_glyphs_numerals(s->book->glyphs, seen, strlen(seen), readings);
    for (size_t i = 0; i < count; i++)
        if (readings[i].value == year) return 1;
    return 0;
}

static int same_title(const opis_periodical_reference *a, const opis_periodical_reference *b) {
    return a->listed == b->listed && a->learned == b->learned;
}

static int same_issue(const opis_periodical_reference *a, const opis_periodical_reference *b) {
    return same_title(a, b) && *a->place.issue && strcmp(a->place.issue, b->place.issue) == 0;
}

/* A damaged year is that of the nearest other reference to the same issue that can be read in it. */
static void settle_year(settler *s, size_t item) {
    opis_periodical_reference *r = &s->catalog->items[item];
    int32_t year = OPIS_UNKNOWN;
    size_t nearest = SIZE_MAX;
    if (!*r->place.year_seen) return;
    size_t first = item > MOST_COMPARED ? item - MOST_COMPARED : 0, end = item + MOST_COMPARED;
    for (size_t i = first; i < s->catalog->count && i < end; i++) {
        const opis_periodical_reference *other = &s->catalog->items[i];
        size_t away = i > item ? i - item : item - i;
        if (*other->place.year_seen || !same_issue(r, other) || away >= nearest) continue;
        if (!may_read(s, r->place.year_seen, other->place.year)) continue;
        nearest = away;
        year = other->place.year;
    }
    if (year != OPIS_UNKNOWN) r->place.year = year;
}

/* Whether two references name the same issue, or the same page in the same month. */
static int same_place(const opis_periodical_reference *a, const opis_periodical_reference *b) {
    if (!same_title(a, b) || a->place.year != b->place.year || strncmp(a->place.date, b->place.date, 7) != 0) return 0;
    if (*a->place.issue && strcmp(a->place.issue, b->place.issue) == 0) return 1;
    return a->place.pages.count && b->place.pages.count &&
           strcmp(a->place.pages.folios[0], b->place.pages.folios[0]) == 0;
}

/* A damaged day is that of another reference to the same place, if it can be read so. */
static void settle_day(settler *s, size_t item) {
    opis_periodical_reference *r = &s->catalog->items[item];
    if (!*r->place.day_seen) return;
    size_t first = item > MOST_COMPARED ? item - MOST_COMPARED : 0, end = item + MOST_COMPARED;
    for (size_t i = first; i < s->catalog->count && i < end; i++) {
        const opis_periodical_reference *other = &s->catalog->items[i];
        if (other->place.cost > 0 || !other->place.dated || strlen(other->place.date) != 10 || !same_place(r, other))
            continue;
        int32_t day = (other->place.date[8] - '0') * 10 + other->place.date[9] - '0';
        if (!may_read(s, r->place.day_seen, day)) continue;
        memcpy(r->place.date, other->place.date, sizeof r->place.date);
        r->place.margin = SURE_PLACE;
        return;
    }
}

/* Of two ranges that begin alike, "414-28" and "414-18", one at least is damaged. */
static void compare_pages(settler *s) {
    for (size_t i = 0; i < s->catalog->count; i++)
        for (size_t j = i > MOST_COMPARED ? i - MOST_COMPARED : 0; j < i; j++) {
            opis_periodical_reference *a = &s->catalog->items[i], *b = &s->catalog->items[j];
            if (a->ibid != OPIS_UNKNOWN || a->place.year != b->place.year || !same_issue(a, b)) continue;
            if (opis_citation_pages_differ(&a->place.pages, &b->place.pages)) a->doubtful = b->doubtful = 1;
        }
}

static opis_certainty certainty_of(const opis_periodical_reference *r) {
    const opis_periodical_place *place = &r->place;
    int literal = r->title_clean && place->cost <= 0;
    if (!r->title_sure || (place->cost > 0 && place->margin < SURE_PLACE)) return OPIS_LIKELY;
    if (r->doubtful || place->year_first || (place->pages.count && place->pages.margin < SURE_PAGES))
        return OPIS_LIKELY;
    if (place->pages.count) literal &= place->pages.literal;
    return literal ? OPIS_CLEAN : OPIS_REPAIRED;
}

static opis_status set_text(settler *s, const char *text, opis_text *field) {
    return *text ? opis_records_text(&s->book->records, text, strlen(text), field, s->error) : OPIS_OK;
}

static opis_status set_title(settler *s, const opis_periodical_reference *r, opis_text *field) {
    if (r->listed != OPIS_NO_TITLE) return set_text(s, s->book->style->periodicals[r->listed].items[0], field);
    const opis_learned_title *learned = &s->catalog->titles.learned[r->learned];
    return opis_records_text(&s->book->records, s->catalog->titles.pool + learned->start, learned->length, field,
                             s->error);
}

static opis_status add_record(settler *s, const opis_periodical_reference *r) {
    opis_periodical *row = opis_records_add(&s->book->records, OPIS_PERIODICAL, s->error);
    if (!row) return s->error->status;
    row->record.start = r->start;
    row->record.end = r->end;
    row->record.line = (int32_t)opis_source_line(&s->book->source, r->start) + 1;
    row->record.status = (uint8_t)certainty_of(r);
    row->year = r->place.year;
    row->note = r->note;
    if (r->ibid != OPIS_UNKNOWN) row->refers_to = s->catalog->items[r->ibid].row;
    opis_status status = set_title(s, r, &row->title);
    if (status == OPIS_OK) status = set_text(s, r->place.date, &row->date);
    if (status == OPIS_OK) status = set_text(s, r->place.issue, &row->issue);
    for (uint32_t i = 0; i < r->place.pages.count && status == OPIS_OK; i++) {
        const char *page = r->place.pages.folios[i];
        status = opis_records_append_text(&s->book->records, &row->pages, page, strlen(page), s->error);
    }
    return status;
}

static opis_status add_records(settler *s) {
    opis_status status = OPIS_OK;
    for (size_t i = 0; i < s->catalog->count && status == OPIS_OK; i++) {
        opis_periodical_reference *r = &s->catalog->items[i];
        int kept = r->listed != OPIS_NO_TITLE || settle_learned(s, r);
        if (r->ibid != OPIS_UNKNOWN) kept &= s->catalog->items[r->ibid].row != OPIS_UNKNOWN;
        r->row = kept ? (int32_t)OPIS_ROW_COUNT(s->book, OPIS_PERIODICAL) : OPIS_UNKNOWN;
        if (kept) status = add_record(s, r);
    }
    return status;
}

opis_status opis_periodicals_settle(opis_periodical_catalog *catalog, opis_book *book, opis_error *error) {
    settler s = {catalog, book, error};
    opis_periodical_titles_settle(&catalog->titles);
    for (size_t i = 0; i < catalog->count; i++) {
        settle_year(&s, i);
        settle_day(&s, i);
    }
    compare_pages(&s);
    return add_records(&s);
}
