#include <math.h>
#include <stdio.h>
#include <string.h>

#include "extract/work.h"

#define MOST_FIELDS 28
#define LONGEST_QUOTE 400
#define LONGEST_PLACE 24
#define PLACE_WORDS 3
#define LEAST_TITLE 3
#define LEAST_AUTHOR 6
#define LONGEST_STATE 6
#define SHORTEST_REFERENCE 6
#define CITY_LETTER 0.35f
#define LONGEST_ROMAN 7
/* Between an article's title and its journal. */
#define JOURNAL_REACH 12

typedef struct field {
    size_t start, end;
    uint8_t quoted;
} field;

typedef struct parser {
    const opis_works *works;
    const opis_joined *text;
    size_t stop;
    field fields[MOST_FIELDS];
    size_t count;
    size_t title; /* field where the title begins */
    size_t end;   /* of what belongs to the reference so far */
    opis_work_reference *made;
} parser;

static int is_word(const parser *p, size_t at, const opis_words *words) {
    return opis_citation_word(p->text, at, words) != 0;
}

/* ---- Fields -------------------------------------------------------------------------------------------- */

/* Where a quotation that opens here closes; 0 where none opens. */
static size_t quotation_end(const parser *p, size_t at) {
    char mark = opis_byte_at(p->text, at);
    if (mark != '"' && mark != '\'' && mark != '`') return 0;
    size_t limit = at + LONGEST_QUOTE < p->stop ? at + LONGEST_QUOTE : p->stop;
    for (size_t i = at + LEAST_TITLE; i < limit; i++)
        if (p->text->text[i] == '"' || (p->text->text[i] == '\'' && p->text->text[i - 1] == ',')) return i + 1;
    return 0;
}

/* "James C. Scott. Domination and ...": the scan made a point of the comma behind the author. */
static size_t point_behind_author(const parser *p, size_t start, size_t end) {
    opis_work_name name;
    for (size_t i = start + LEAST_AUTHOR; i + 2 < end; i++) {
        const char *at = p->text->text + i;
        if (at[0] != '.' || at[1] != ' ' || !is_upper(at[2])) continue;
        if (!is_lower(at[-1]) || !is_lower(at[-2]) || !is_lower(at[-3])) continue;
        return opis_work_name_read(p->text, start, i, &name) && *name.given ? i : 0;
    }
    return 0;
}

/* Whether the field before this one opens a quotation and does not close it. */
static int opens_quotation(const parser *p, size_t at) {
    int open = 0;
    if (at == 0) return 0;
    for (size_t i = p->fields[at - 1].start; i < p->fields[at - 1].end; i++) open ^= p->text->text[i] == '"';
    return open;
}

static void cut_fields(parser *p, size_t at) {
    p->count = 0;
    while (at < p->stop && p->count < MOST_FIELDS) {
        size_t start = opis_pass_blanks(p->text, at), end = quotation_end(p, start);
        field *f = &p->fields[p->count];
        if (start >= p->stop) return;
        f->quoted = end > 0;
        int depth = 0;
        for (end = end ? end : start; !f->quoted && end < p->stop; end++) {
            char c = p->text->text[end];
            if (c == '(') depth++;
            if (c == ')') depth -= depth > 0;
            if (c == ',' && !depth) break;
        }
        size_t point = p->count == 0 && !f->quoted ? point_behind_author(p, start, end) : 0;
        if (point) end = point;
        /* "... 'Bloc of Mills,' Moscow": the quotation closes behind the comma */
        if (!f->quoted && p->text->text[start] == '"' && opis_byte_at(p->text, start + 1) == ' ' &&
            opens_quotation(p, p->count))
            start = opis_pass_blanks(p->text, start + 1);
        f->start = start;
        f->end = end;
        p->count++;
        at = end < p->stop && (point || p->text->text[end] == ',') ? end + 1 : end;
    }
}

/* ---- Names --------------------------------------------------------------------------------------------- */

static int has_initial(const opis_joined *text, const field *f) {
    for (size_t i = f->start; i + 1 < f->end; i++)
        if (is_upper(text->text[i]) && text->text[i + 1] == '.') return 1;
    return 0;
}

/* The names of a field, which an "and" may part. */
static uint32_t names_of(const parser *p, const field *f, opis_work_name names[2]) {
    size_t start = opis_work_pass_and(p->text, f->start, f->end);
    for (size_t i = start + 2; i + 5 < f->end; i++)
        if (memcmp(p->text->text + i, " and ", 5) == 0)
            return opis_work_name_read(p->text, start, i, &names[0]) &&
                           opis_work_name_read(p->text, i + 5, f->end, &names[1])
                       ? 2
                       : 0;
    return opis_work_name_read(p->text, start, f->end, &names[0]) ? 1 : 0;
}

static int says_editors(const parser *p, size_t at) {
    return at < p->count && is_word(p, p->fields[at].start, &p->works->book->style->editors);
}

/* How many fields hold names: up to the one that begins with "and", up to the editors' mark, or the first alone. */
static size_t name_fields(const parser *p) {
    opis_work_name names[2];
    size_t last = 0;
    for (size_t i = 0; i < p->count && i < OPIS_WORK_AUTHORS; i++) {
        const field *f = &p->fields[i];
        if (f->quoted) break;
        if (says_editors(p, i)) return i;
        if (!names_of(p, f, names)) break;
        if (i == 0 || (last == i && has_initial(p->text, f) && *names[0].given)) last = i + 1;
        if (opis_work_pass_and(p->text, f->start, f->end) > f->start && *names[0].given) return i + 1;
    }
    return last;
}

/* The authors; gives the field that follows them. */
static size_t read_authors(parser *p) {
    size_t count = name_fields(p), at = count;
    for (size_t i = 0; i < count; i++) {
        opis_work_name names[2];
        uint32_t found = names_of(p, &p->fields[i], names);
        for (uint32_t j = 0; j < found && p->made->author_count < OPIS_WORK_AUTHORS; j++)
            p->made->authors[p->made->author_count++] = names[j];
    }
    if (says_editors(p, at)) {
        /* "eds. The Great ...": the comma is lost */
        field *f = &p->fields[at];
        size_t mark = opis_citation_word(p->text, f->start, &p->works->book->style->editors), rest = f->start + mark;
        while (rest < f->end && strchr(". ", p->text->text[rest])) rest++;
        if (rest < f->end)
            f->start = rest;
        else
            at++;
    }
    return at;
}

/* ---- Place and year ------------------------------------------------------------------------------------ */

/* Whether two words have a third of their letters in common, at their heads and tails. */
static int resemble(const char *seen, size_t seen_length, const char *printed, size_t length) {
    size_t head = 0, tail = 0, shorter = seen_length < length ? seen_length : length;
    while (head < shorter && seen[head] == printed[head]) head++;
    while (tail < shorter - head && seen[seen_length - 1 - tail] == printed[length - 1 - tail]) tail++;
    return 3 * (head + tail) >= length;
}

int opis_work_is_city(const opis_works *works, size_t start, size_t end) {
    const opis_words *cities = &works->book->style->cities;
    for (size_t i = 0; i < cities->count; i++) {
        size_t length = strlen(cities->items[i]);
        if (length > end - start + 2 || end - start > length + 2 ||
            !resemble(works->text.text + start, end - start, cities->items[i], length))
            continue;
        float limit = CITY_LETTER * (float)length;
        if (opis_glyphs_distance(works->book->glyphs, works->text.text + start, end - start, cities->items[i], length,
                                 limit) <= limit)
            return 1;
    }
    return 0;
}

/* Whether a field reads like the name of a town, or of its state. */
static int is_place(const parser *p, const field *f) {
    int words = 1;
    if (f->quoted || f->end < f->start + 2 || f->end - f->start > LONGEST_PLACE) return 0;
    for (int month = 0; month < 12; month++) {
        const char *name = p->works->book->style->months[month].items[0];
        size_t same = 0;
        while (f->start + same < f->end && name[same] && p->text->text[f->start + same] == name[same]) same++;
        if (same >= 3 && (!name[same] || !is_letter(opis_byte_at(p->text, f->start + same)))) return 0;
    }
    if (is_word(p, f->start, &p->works->book->style->seasons)) return 0;
    if (!is_upper(p->text->text[f->start])) return opis_work_is_city(p->works, f->start, f->end);
    for (size_t i = f->start; i < f->end; i++) {
        char c = p->text->text[i];
        if (!is_letter(c) && !strchr(" .-'~", c)) return 0;
        words += c == ' ';
        if (c == ' ' && is_lower(opis_byte_at(p->text, i + 1))) return 0;
    }
    return words <= PLACE_WORDS;
}

/* The start of a town that ends a field behind a point, "otchet. Moscow"; the field's end where there is none. */
static size_t place_in(const parser *p, const field *f) {
    for (size_t i = f->end; i > f->start + 1 && f->end - i < LONGEST_PLACE; i--)
        if (p->text->text[i - 1] == ' ' && strchr(".!?:", p->text->text[i - 2]))
            return opis_work_is_city(p->works, i, f->end) ? i - 1 : f->end;
    return f->end;
}

/* "Mass.", "England": what may stand between a town and the year. */
static int is_state(const parser *p, const field *f) {
    const opis_words *regions = &p->works->book->style->regions;
    size_t length = f->end - f->start;
    return length <= LONGEST_STATE || opis_words_have(regions, p->text->text + f->start, length);
}

/* "Moscow, 1951, XIII, 71": the volume in Roman figures, with pages behind it; its length, or 0. */
static size_t roman_volume(const opis_joined *text, size_t at) {
    size_t end = at;
    while (opis_byte_at(text, end) && strchr("IVXLC", text->text[end])) end++;
    if (end - at < 2 || end - at > LONGEST_ROMAN || opis_byte_at(text, end) != ',') return 0;
    return is_digit(opis_byte_at(text, opis_pass_blanks(text, end + 1))) ? end - at : 0;
}

/* Behind the year: a further year of print, the number of the volume, the pages. */
static void read_pages(parser *p, size_t at) {
    opis_cited_number year;
    for (int parts = 0; parts < 3; parts++) {
        while (at < p->stop && strchr(" ,.)]", p->text->text[at])) at++;
        size_t volume = opis_citation_word(p->text, at, &p->works->book->style->volumes);
        size_t roman = roman_volume(p->text, at);
        size_t again = parts == 0 ? opis_citation_year(p->works->book->glyphs, p->text, at, &year) : 0;
        if (again && year.cost <= 0 && year.value >= p->made->year && again - at == 4) {
            at = again;
        } else if (roman) {
            at += roman;
        } else if (volume) {
            at += volume;
            while (at < p->stop && p->text->text[at] != ',') at++;
        } else {
            break;
        }
    }
    if (at >= p->stop) return;
    size_t end = opis_citation_pages(p->works->book, p->text, at, &p->made->pages);
    if (end && end <= p->stop) {
        p->end = end;
        return;
    }
    p->made->pages.count = 0;
    p->made->doubtful |= opis_citation_pages_lost(p->works->book, p->text, at, p->stop) != 0;
}

static void set_title(parser *p, size_t start, size_t end) {
    size_t length = 0;
    while (start < end && strchr("\"'` ", p->text->text[start])) start++;
    while (end > start && strchr("\"'` ,.", p->text->text[end - 1])) end--;
    for (size_t i = start; i < end && length < OPIS_WORK_TITLE_LENGTH; i++) p->made->title[length++] = p->text->text[i];
    p->made->title[length] = 0;
}

static int take_imprint(parser *p, size_t year_at, const opis_cited_number *year, size_t year_end, size_t title_end) {
    size_t start = p->fields[p->title].start;
    if (title_end < start + LEAST_TITLE && !p->fields[p->title].quoted) return 0;
    p->made->full = 1;
    p->made->year = year->value;
    p->made->year_cost = year->cost;
    p->made->year_margin = year->margin;
    if (!p->made->quoted) set_title(p, start, title_end);
    p->end = year_end > year_at ? year_end : year_at;
    read_pages(p, p->end);
    return 1;
}

/* "New York, 1990": the first year that stands behind a place. */
static int read_imprint(parser *p) {
    const opis_glyphs *glyphs = p->works->book->glyphs;
    for (size_t i = p->title + (p->made->quoted ? 1 : 0); i < p->count; i++) {
        const field *f = &p->fields[i], *before = i > p->title ? f - 1 : NULL;
        opis_cited_number year;
        size_t blank = f->start;
        while (blank < f->end && p->text->text[blank] != ' ') blank++;
        /* "Moscow 1991" */
        if (i > p->title && blank < f->end && is_digit(opis_byte_at(p->text, blank + 1))) {
            size_t end = opis_citation_year(glyphs, p->text, blank + 1, &year);
            if (end && year.cost <= 0 && opis_work_is_city(p->works, f->start, blank))
                return take_imprint(p, blank + 1, &year, end, before->end);
        }
        size_t end = before ? opis_citation_year(glyphs, p->text, f->start, &year) : 0;
        if (!end) continue;
        if (i > p->title + 1 && is_place(p, before)) {
            const field *title = before - 1;
            if (is_state(p, before) && i > p->title + 2 && is_place(p, title) && title - 1 >= &p->fields[p->title])
                title--;
            return take_imprint(p, f->start, &year, end, title->end);
        }
        size_t place = place_in(p, before);
        if (place < before->end) return take_imprint(p, f->start, &year, end, place);
    }
    return 0;
}

/* Whether a month is the last word before a place: "98141% October" of a journal that no one can read. */
static int ends_with_month(const parser *p, size_t start, size_t end) {
    size_t at = opis_work_last_word(p->text, start, end);
    for (int month = 0; month < 12; month++)
        if (opis_words_have(&p->works->book->style->months[month], p->text->text + at, end - at)) return 1;
    return 0;
}

/* "A Mill Town (vol. 2 of Weirs, Moscow, 1990, 12)": place and year of print in parentheses behind the title. */
static int read_imprint_within(parser *p) {
    const field *title = &p->fields[p->title];
    const char *text = p->text->text, *open = memchr(text + title->start, '(', title->end - title->start);
    if (!open) return 0;
    size_t first = (size_t)(open - text), at = first + 1;
    for (size_t i = at; i < title->end && text[i] != ')'; i++) {
        opis_cited_number year;
        if (text[i] != ',') continue;
        size_t next = opis_pass_blanks(p->text, i + 1);
        size_t end = opis_citation_year(p->works->book->glyphs, p->text, next, &year);
        if (end && opis_work_is_city(p->works, at, i)) return take_imprint(p, next, &year, end, first);
        at = next;
    }
    return 0;
}

/* "University of Birmingham (England), 1977": behind an article's title a clean year closes what it stands in. */
static int read_year_of_article(parser *p) {
    for (size_t i = p->title + 2; i < p->count && i <= p->title + 4; i++) {
        const field *f = &p->fields[i];
        opis_cited_number year;
        size_t stop = f->end > f->start && p->text->text[f->end - 1] == '.' ? f->end - 1 : f->end;
        size_t at = opis_work_last_word(p->text, f->start, stop);
        if (at > f->start && !ends_with_month(p, f->start, at - 1)) continue;
        size_t end = opis_citation_year(p->works->book->glyphs, p->text, at, &year);
        if (!end || end != stop || year.cost > 0) continue;
        p->made->doubtful |= at > f->start;
        return take_imprint(p, at, &year, end, end);
    }
    return 0;
}

/* ---- Articles ------------------------------------------------------------------------------------------ */

/* The row of the journal that begins at `from` or up to `reach` bytes behind, or OPIS_UNKNOWN. */
static int32_t journal_at(const parser *p, uint32_t from, uint32_t reach) {
    const opis_periodical *rows = OPIS_ROWS(p->works->book, OPIS_PERIODICAL);
    size_t count = OPIS_ROW_COUNT(p->works->book, OPIS_PERIODICAL);
    for (size_t i = p->works->periodical; i < count && rows[i].record.start <= (int64_t)from + reach; i++)
        if (rows[i].record.start >= from) return (int32_t)i;
    return OPIS_UNKNOWN;
}

/* What a journal's record says is so of the article in it. */
static int take_journal(parser *p, int32_t row) {
    const opis_periodical *journal = (const opis_periodical *)OPIS_ROWS(p->works->book, OPIS_PERIODICAL) + row;
    const opis_text *pages = opis_book_texts(p->works->book, journal->pages);
    int sure = journal->record.status == OPIS_CLEAN || journal->record.status == OPIS_REPAIRED;
    p->made->full = 1;
    p->made->year = journal->year;
    p->made->year_margin = INFINITY;
    p->made->pages.literal = journal->record.status == OPIS_CLEAN;
    p->made->pages.margin = INFINITY;
    p->made->doubtful = !sure;
    for (uint32_t i = 0; i < journal->pages.count && i < OPIS_LISTY; i++) {
        snprintf(p->made->pages.folios[i], OPIS_FOLIO_LENGTH + 1, "%.*s", (int)pages[i].length,
                 opis_book_text(p->works->book, pages[i]));
        p->made->pages.count = i + 1;
    }
    while (p->end < p->text->length && p->text->at[p->end] < journal->record.end) p->end++;
    return 1;
}

/* The journal that follows an article's title gives its year and pages. */
static int read_journal(parser *p) {
    const field *title = &p->fields[p->title];
    p->end = title->end;
    if (title->quoted) {
        int32_t row = journal_at(p, p->text->at[title->end - 1] + 1, JOURNAL_REACH);
        return row != OPIS_UNKNOWN && take_journal(p, row);
    }
    for (size_t i = p->title + 1; i < p->count && i <= p->title + 2; i++) {
        int32_t row = journal_at(p, p->text->at[p->fields[i].start], 0);
        if (row == OPIS_UNKNOWN) continue;
        set_title(p, title->start, p->fields[i - 1].end);
        return take_journal(p, row);
    }
    return 0;
}

/* ---- Short forms --------------------------------------------------------------------------------------- */

static int begins_title(const parser *p, const field *f) {
    size_t letters = 0;
    for (size_t i = f->start; i < f->end; i++) letters += is_letter(p->text->text[i]) != 0;
    if (is_digit(p->text->text[f->start]) && !memchr(p->text->text + f->start, ':', f->end - f->start)) letters = 0;
    return f->quoted || letters >= LEAST_TITLE;
}

/* "2 vols." tells how many there are. */
static int counts_volumes(const parser *p, size_t end) {
    size_t next = opis_pass_blanks(p->text, end);
    return next > end && is_word(p, next, &p->works->book->style->volumes);
}

/* "1933-1938" ends a title. */
static int is_span_of_years(const opis_listy *pages) {
    const char *page = pages->folios[0];
    return strlen(page) >= 4 && page[0] == '1' && page[1] >= '7' && (page[4] == '-' || page[4] == 0);
}

/* "Castell, Paper Ships, 18": the pages are the first field that reads as such. */
static int read_short(parser *p) {
    size_t title_end = p->fields[p->title].end, container = p->title;
    if (p->made->quoted) {
        /* "in Osgood, A Mill Town, 15": the title of the container comes first */
        static const char *const within[] = {"in"};
        const opis_words in_word = {within, 1};
        if (p->title + 1 < p->count && is_word(p, p->fields[p->title + 1].start, &in_word)) container = p->title + 1;
    } else {
        if (!is_upper(p->text->text[p->fields[p->title].start])) return 0;
        set_title(p, p->fields[p->title].start, title_end);
    }
    p->end = title_end;
    for (size_t i = container + 1; i < p->count && i < container + 4; i++) {
        size_t at = p->fields[i].start;
        while (at < p->fields[i].end && strchr("\"'` ", p->text->text[at])) at++;
        size_t end = opis_citation_pages(p->works->book, p->text, at, &p->made->pages);
        if (end && end <= p->stop && !is_span_of_years(&p->made->pages) && !counts_volumes(p, end)) {
            if (!p->made->quoted) set_title(p, p->fields[p->title].start, p->fields[i - 1].end);
            p->end = end;
            return 1;
        }
        p->made->pages.count = 0;
        if (is_word(p, at, &p->works->book->style->parts)) break;
    }
    p->made->must_match = 1;
    return 1;
}

/* ---- The whole ----------------------------------------------------------------------------------------- */

/* A work without an author is told by a town that is known. */
static int is_authorless(const parser *p) {
    const field *f = &p->fields[0];
    char c = p->text->text[f->start];
    if (f->quoted) return 1;
    if (!is_upper(c) && !is_digit(c) && c != 'z') return 0;
    return f->end - f->start >= 10 && memchr(p->text->text + f->start, ' ', f->end - f->start) != NULL;
}

/* "Cambridge Mass.": a town with its state behind it. */
static int is_city_of_state(const parser *p, const field *f) {
    size_t blank = opis_work_last_word(p->text, f->start, f->end);
    return blank > f->start + 2 && f->end - blank <= LONGEST_STATE && opis_work_is_city(p->works, f->start, blank - 1);
}

static int has_known_city(const parser *p) {
    for (size_t i = p->title; i < p->count; i++)
        if (opis_work_is_city(p->works, p->fields[i].start, p->fields[i].end) || is_city_of_state(p, &p->fields[i]) ||
            place_in(p, &p->fields[i]) < p->fields[i].end)
            return 1;
    return 0;
}

static int parse_behind_authors(parser *p) {
    const field *title = &p->fields[p->title];
    p->made->quoted = title->quoted;
    if (title->quoted) {
        set_title(p, title->start, title->end);
        return read_journal(p) ||
               (p->made->author_count && (read_imprint(p) || read_year_of_article(p) || read_short(p)));
    }
    if (p->made->author_count && *p->made->authors[0].given && read_journal(p)) return 1;
    if (read_imprint(p)) return p->made->author_count || has_known_city(p);
    if (p->made->author_count == 0) return 0;
    if (read_imprint_within(p)) return 1;
    if (!read_short(p)) return 0;
    return 1;
}

/* "described by Edith Castell in Paper Ships": the author's full name stands before the title. */
static void take_author_before(parser *p, size_t start) {
    const char *text = p->text->text;
    opis_work_name name;
    if (start < LEAST_AUTHOR + 4 || memcmp(text + start - 4, " in ", 4) != 0) return;
    size_t end = start - 4, at = end;
    for (int words = 0; words < OPIS_PLAIN_NAME_WORDS && at > 0; words++) {
        size_t word = opis_work_last_word(p->text, 0, at);
        if (!is_upper(text[word])) break;
        at = word > 0 ? word - 1 : 0;
    }
    at = opis_pass_blanks(p->text, at);
    if (at + LEAST_AUTHOR > end || !opis_work_name_read(p->text, at, end, &name) || !*name.given) return;
    p->made->authors[p->made->author_count++] = name;
    p->made->weak = 1;
}

size_t opis_work_parse(const opis_works *works, size_t start, size_t stop, opis_work_reference *reference) {
    char c = opis_byte_at(&works->text, start);
    if (start + SHORTEST_REFERENCE > stop || (is_lower(c) && c != 'l' && c != 'z')) return 0;
    parser p = {.works = works, .text = &works->text, .stop = stop, .made = reference};
    memset(reference, 0, offsetof(opis_work_reference, pages));
    memset((char *)reference + offsetof(opis_work_reference, full), 0,
           sizeof *reference - offsetof(opis_work_reference, full));
    reference->pages.count = 0;
    reference->year = reference->refers_to = reference->ibid = OPIS_UNKNOWN;
    reference->note = works->note;
    cut_fields(&p, start);
    if (p.count == 0) return 0;
    p.title = read_authors(&p);
    if (reference->author_count == 0 && !is_authorless(&p)) return 0;
    if (p.title >= p.count || !begins_title(&p, &p.fields[p.title])) return 0;
    if (!parse_behind_authors(&p)) return 0;
    if (reference->author_count == 0 && !reference->quoted) take_author_before(&p, start);
    reference->start = works->text.at[start];
    reference->end = works->text.at[p.end - 1] + 1;
    return p.end;
}
