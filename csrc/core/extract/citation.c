#include "extract/citation.h"

#include <math.h>
#include <string.h>

#define FIRST_YEAR_OF_PRINT 1800
#define LAST_YEAR_OF_PRINT 2030
/* A damaged year is one of these, and costs no more. */
#define FIRST_LIKELY_YEAR 1860
#define LAST_LIKELY_YEAR 2005
#define YEAR_LIMIT 6.0f
#define LONGEST_YEAR 10
/* The number of a note and the marks after it lie within so many bytes. */
#define NUMBER_BYTES 8
#define PAGE_REACH 160
#define LONGEST_ROMAN 8
/* A range of pages in letters alone is no longer, and each letter costs no more on the whole. */
#define LONGEST_LETTERS 9
#define LETTER_COST 1.0f
/* So many lone marks in a row are no points of a quotation. */
#define LEAST_SPECKS 5
#define MOST_LOST 8 /* glyphs of pages that no one can read */

/* ---- The text of a note -------------------------------------------------------------------------------- */

static int is_tidied(char mark) {
    return mark == ',' || mark == '.' || mark == ';' || mark == ':' || mark == ')' || mark == ']';
}

/* Where a row of lone marks ends that are specks of the scan, ". . . . - ~ ."; `at` where none begins. */
static size_t pass_specks(const opis_joined *text, size_t at) {
    size_t end = at, marks = 0;
    if (at + 2 < text->length && text->text[at + 1] != ' ' && text->text[at + 2] != ' ') return at; /* a word follows */
    while (end + 1 < text->length && text->text[end] == ' ') {
        size_t mark = end;
        while (mark < text->length && text->text[mark] == ' ') mark++;
        if (mark + 1 < text->length && text->text[mark + 1] != ' ') break; /* most words have a second letter */
        if (mark == text->length || !is_any_of(text->text[mark], ".-~_*'")) break;
        marks++;
        end = mark + 1;
    }
    return marks >= LEAST_SPECKS ? end : at;
}

/* Let the bytes [first, end) follow the `length` that are kept; gives how many are now. */
static size_t keep_bytes(opis_joined *text, size_t first, size_t end, size_t length) {
    if (first != length) {
        memmove(text->text + length, text->text + first, end - first);
        memmove(text->at + length, text->at + first, (end - first) * sizeof *text->at);
    }
    return length + (end - first);
}

/* Whether a blank stands between two words, as nearly all do: of those behind `first`, it stays where it is. */
static inline int parts_words(const opis_joined *text, size_t at, size_t first) {
    char next = opis_byte_at(text, at + 1);
    return at > first && text->text[at - 1] != '(' && (is_letter(next) || is_digit(next));
}

/* Blanks that the scan set before marks go, and specks, in place.  What follows those that are kept begins at `first`,
 * and is moved once something behind it goes. */
static void tidy(opis_joined *text) {
    size_t length = 0, first = 0, at = 0;
    for (const char *blank; at < text->length; at++) {
        blank = memchr(text->text + at, ' ', text->length - at);
        if (!blank) break;
        at = (size_t)(blank - text->text);
        if (parts_words(text, at, first)) continue;
        size_t end = pass_specks(text, at);
        char before = at > first ? text->text[at - 1] : length ? text->text[length - 1] : 0;
        int goes = end < text->length && (before == '(' || is_tidied(opis_byte_at(text, end + 1)));
        if (end > at || goes) {
            length = keep_bytes(text, first, at, length);
            first = end + (size_t)goes;
        }
        at = end;
    }
    text->length = keep_bytes(text, first, text->length, length);
    if (text->text) text->text[text->length] = 0;
}

static int is_text(const opis_line *line) {
    return line->role != OPIS_LINE_EMPTY && line->role != OPIS_LINE_HEAD && line->role != OPIS_LINE_FOLIO &&
           line->role != OPIS_LINE_CONTINUED;
}

opis_status opis_citation_lines(opis_joined *text, const opis_book *book, uint32_t first, uint32_t end,
                                opis_error *error) {
    opis_status status = OPIS_OK;
    text->length = 0;
    for (uint32_t i = first; i < end && i < book->layout.line_count && status == OPIS_OK; i++) {
        const opis_line *line = &book->layout.lines[i];
        uint32_t stop = line->end - line->start > OPIS_CITATION_BYTES ? line->start + OPIS_CITATION_BYTES : line->end;
        if (text->length >= OPIS_CITATION_BYTES) break;
        if (is_text(line)) status = opis_joined_add(text, book, line->start, stop, error);
    }
    tidy(text);
    return status;
}

size_t opis_citation_words(const opis_joined *text) {
    size_t at = 0, i = 0;
    while (i < text->length && i < NUMBER_BYTES && text->text[i] != '.') i++;
    if (i < text->length && i < NUMBER_BYTES) {
        at = i;
    } else { /* the point is lost: numerals are short */
        for (i = 0; i < text->length && i < NUMBER_BYTES; i++)
            if (text->text[i] == ' ' && i - at <= 2)
                at = i + 1;
            else if (text->text[i] == ' ')
                break;
    }
    while (at < text->length && (text->text[at] == '.' || text->text[at] == ' ')) at++;
    return at;
}

size_t opis_citation_word(const opis_joined *text, size_t at, const opis_words *words) {
    if (at >= text->length || (at > 0 && is_letter(text->text[at - 1]))) return 0;
    char first = (char)(text->text[at] | 0x20);
    for (size_t i = 0; i < words->count; i++) {
        const char *word = words->items[i];
        size_t j = 1;
        if (*word != first) continue;
        while (word[j] && at + j < text->length && (text->text[at + j] | 0x20) == word[j]) j++;
        if (!word[j] && !is_letter(opis_byte_at(text, at + j))) return j;
    }
    return 0;
}

/* ---- Numbers ------------------------------------------------------------------------------------------- */

int opis_citation_number(const opis_glyphs *glyphs, const opis_joined *text, size_t start, size_t end, int32_t least,
                         int32_t most, opis_cited_number *number) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    while (start < end && text->text[start] == ' ') start++;
    while (end > start && text->text[end - 1] == ' ') end--;
    size_t count = opis_glyphs_numerals(glyphs, text->text + start, end - start, readings);
    int found = 0;
    number->margin = INFINITY;
    for (size_t i = 0; i < count; i++) {
        if (readings[i].value < least || readings[i].value > most) continue;
        if (found) {
            number->margin = readings[i].cost - number->cost;
            break;
        }
        number->value = readings[i].value;
        number->cost = readings[i].cost;
        found = 1;
    }
    return found;
}

/* Four digits that stand as they are; 0 where there are none. */
static int32_t plain_year(const opis_joined *text, size_t at) {
    int32_t year = 0;
    if (at + 4 > text->length || is_digit(opis_byte_at(text, at + 4))) return 0;
    for (size_t i = at; i < at + 4; i++) {
        if (!is_digit(text->text[i])) return 0;
        year = year * 10 + (text->text[i] - '0');
    }
    return year;
}

size_t opis_citation_year(const opis_glyphs *glyphs, const opis_joined *text, size_t at, opis_cited_number *year) {
    int32_t plain = plain_year(text, at);
    if (plain >= FIRST_YEAR_OF_PRINT && plain <= LAST_YEAR_OF_PRINT) {
        if (opis_byte_at(text, at + 4) == '-') return 0;
        *year = (opis_cited_number){plain, 0, INFINITY};
        return at + 4;
    }
    size_t end = at, solid = 0;
    int digits = 0;
    for (; end < text->length && end <= at + LONGEST_YEAR && !is_any_of(text->text[end], ",;:.()]\""); end++) {
        digits |= is_digit(text->text[end]);
        solid += text->text[end] != ' ';
        if (text->text[end] == '-') return 0;
    }
    /* "197% 34": the comma behind the year is lost */
    if (solid > 5 && digits && opis_byte_at(text, at + 4) == ' ') end = at + 4;
    if (end > at + LONGEST_YEAR || end - at < 3 || (end > at + 4 && solid > 6)) return 0;
    if (!opis_citation_number(glyphs, text, at, end, FIRST_LIKELY_YEAR, LAST_LIKELY_YEAR, year)) return 0;
    return year->cost <= (digits ? YEAR_LIMIT : YEAR_LIMIT / 2) ? end : 0;
}

/* ---- Pages --------------------------------------------------------------------------------------------- */

static size_t digits_at(const opis_joined *text, size_t at) {
    size_t end = at;
    while (is_digit(opis_byte_at(text, end))) end++;
    return end - at;
}

static size_t roman_at(const opis_joined *text, size_t at) {
    size_t end = at;
    while (end < text->length && is_any_of(text->text[end], "ivxlc")) end++;
    return end - at;
}

/* Whether a range ends behind its beginning; a second number that is shorter leaves out what the two share. */
static int ascends(const opis_joined *text, size_t at, size_t from, size_t to) {
    size_t shared = from > to ? from - to : 0;
    return to > from || memcmp(text->text + at + shared, text->text + at + from + 1, from - shared) < 0;
}

/* "2.11-21": a 2 whose foot the scan took for a point. */
static size_t point_of_two(const opis_joined *text, size_t at) {
    return opis_byte_at(text, at) == '2' && opis_byte_at(text, at + 1) == '.' && digits_at(text, at + 2) == 2;
}

/* "58-6486-90": the comma between two ranges is lost. */
static int loses_comma(const opis_joined *text, size_t at, size_t from, size_t to) {
    size_t end = at + from + 1 + to;
    return to == 2 * from && opis_byte_at(text, end) == '-' && is_digit(opis_byte_at(text, end + 1));
}

/* One page or range that reads as it is: its length, or 0. */
static size_t plain_page(const opis_joined *text, size_t at) {
    size_t from = digits_at(text, at), to;
    if (from == 0 || from > 4) {
        from = roman_at(text, at);
        if (from == 0 || from > LONGEST_ROMAN || opis_byte_at(text, at + from) != '-') return 0;
        to = roman_at(text, at + from + 1);
        return to && to <= LONGEST_ROMAN && !is_letter(opis_byte_at(text, at + from + 1 + to)) ? from + 1 + to : 0;
    }
    if (opis_byte_at(text, at + from) != '-') return from;
    to = digits_at(text, at + from + 1);
    if (loses_comma(text, at, from, to)) to = from;
    return to && to <= 4 && ascends(text, at, from, to) ? from + 1 + to : 0;
}

static int opens_word(const opis_joined *text, size_t at) {
    return is_letter(opis_byte_at(text, at)) && is_letter(opis_byte_at(text, at + 1)) &&
           is_letter(opis_byte_at(text, at + 2));
}

/* What may stand behind a list that is read to its end. */
static int closes_list(const opis_joined *text, size_t at) {
    char c = opis_byte_at(text, at), next = opis_byte_at(text, at + 1);
    if (!c || c == ';' || c == ')' || c == ']' || c == ':') return 1;
    if (c == '.') return !is_digit(next) && !(next == ' ' && is_digit(opis_byte_at(text, at + 2)));
    return c == ' ' && opens_word(text, at + 1);
}

/* Take one page of a list; where it ends, or 0. */
static size_t take_page(const opis_joined *text, size_t at, opis_listy *pages, int32_t *value) {
    char *folio = pages->folios[pages->count];
    int pointed = point_of_two(text, at);
    if (pointed) {
        pages->margin = 0;
        *folio++ = '2';
        at += 2;
    }
    size_t length = plain_page(text, at);
    if (length == 0 || length + (size_t)pointed > OPIS_FOLIO_LENGTH) return 0;
    memcpy(folio, text->text + at, length);
    folio[length] = 0;
    pages->count++;
    *value = 2 * pointed;
    for (size_t i = at; is_digit(opis_byte_at(text, i)); i++) *value = *value * 10 + (text->text[i] - '0');
    return at + length;
}

/* A list in which every glyph reads as it is; one that does not ascend is doubtful. */
static size_t plain_pages(const opis_joined *text, size_t at, opis_listy *pages) {
    int32_t before = 0, value;
    pages->count = 0;
    pages->literal = 1;
    pages->margin = INFINITY;
    for (;;) {
        if (pages->count == OPIS_LISTY) return 0;
        at = take_page(text, at, pages, &value);
        if (!at) return 0;
        if (value < before) pages->margin = 0;
        before = value;
        if (closes_list(text, at)) return at;
        if (is_digit(opis_byte_at(text, at))) {
            pages->margin = 0;
            continue;
        }
        if (opis_byte_at(text, at) != ',') return 0;
        size_t next = opis_pass_blanks(text, at + 1);
        if (next >= text->length || opens_word(text, next)) return at;
        at = next;
    }
}

static opis_token_class class_at(const opis_joined *text, size_t at, size_t *end) {
    int letters = 0, digits = 0;
    size_t i = at;
    for (; is_letter(opis_byte_at(text, i)) || is_digit(opis_byte_at(text, i)); i++)
        if (is_digit(text->text[i]))
            digits = 1;
        else
            letters = 1;
    *end = i > at ? i : at + 1;
    return i == at ? OPIS_PUNCTUATION : !letters ? OPIS_NUMBER : digits ? OPIS_MIXED : OPIS_WORD;
}

static void fill_slip(opis_slip *slip, const opis_joined *text, size_t at) {
    size_t stop = text->length < at + PAGE_REACH ? text->length : at + PAGE_REACH;
    slip->bytes = text->text;
    slip->count = 0;
    while (at < stop && slip->count < OPIS_SLIP_UNITS) {
        size_t start = opis_pass_blanks(text, at), end;
        if (start >= stop || text->text[start] == ';') return;
        opis_token_class class_ = class_at(text, start, &end);
        opis_gap gap = start > at ? OPIS_GAP_BLANK : OPIS_GAP_NONE;
        slip->units[slip->count++] = (struct opis_slip_unit){
            .start = (uint32_t)start, .end = (uint32_t)end, .class_ = (uint8_t)class_, .gap = (uint8_t)gap};
        at = end;
    }
}

/* "Ioo-IrS": letters that all look like figures, on both sides of a dash. */
static int reads_as_range(const opis_book *book, const opis_joined *text, size_t at, size_t end) {
    opis_cited_number from, to;
    const char *dash = memchr(text->text + at, '-', end - at);
    if (!dash) return 0;
    size_t middle = (size_t)(dash - text->text);
    return opis_citation_number(book->glyphs, text, at, middle, 1, 9999, &from) &&
           from.cost <= LETTER_COST * (float)(middle - at) &&
           opis_citation_number(book->glyphs, text, middle + 1, end, 1, 9999, &to) &&
           to.cost <= LETTER_COST * (float)(end - middle - 1);
}

/* "as in" are words, "ch. 2" and "~ h. 2" begin with a label. */
static int is_label(const opis_joined *text, size_t at) {
    size_t end = at;
    while (end < text->length && end < at + 5 && !is_any_of(text->text[end], ",;:.-) ")) end++;
    if (opis_byte_at(text, end) == ' ' && is_letter(opis_byte_at(text, end + 1))) {
        if (is_letter(opis_byte_at(text, end + 2))) return 1;
        end += 2;
    }
    return opis_byte_at(text, end) == '.' && is_digit(opis_byte_at(text, opis_pass_blanks(text, end + 1)));
}

/* Letters that are taken for figures; "Mos" has one that is not. */
static int looks_like_figures(const opis_joined *text, size_t at, size_t end) {
    for (; at < end; at++)
        if (!strchr("IlOoSsZzirjJgqtTbBuxXLD~%|!?/", text->text[at])) return 0;
    return 1;
}

/* Whether a damaged list of pages may begin here: a word does not. */
static int may_begin_pages(const opis_book *book, const opis_joined *text, size_t at) {
    size_t end = at, digits = 0;
    opis_cited_number number;
    if (opis_citation_word(text, at, &book->style->parts) || opis_citation_word(text, at, &book->style->volumes))
        return 0;
    for (; end < text->length && !is_any_of(text->text[end], ",;:.) "); end++) digits += is_digit(text->text[end]) != 0;
    if (digits > 0) return 1;
    if (is_label(text, at)) return 0;
    if (end > at && end - at <= 3 && looks_like_figures(text, at, end))
        return opis_citation_number(book->glyphs, text, at, end, 1, 9999, &number) &&
               number.cost <= LETTER_COST * (float)(end - at) + 0.6f;
    return end - at <= LONGEST_LETTERS && reads_as_range(book, text, at, end);
}

/* "p. 5", "pp. 5-6". */
static size_t pass_label(const opis_joined *text, size_t at) {
    size_t end = at;
    while (opis_byte_at(text, end) == 'p' && end < at + 2) end++;
    if (end == at || (opis_byte_at(text, end) != '.' && opis_byte_at(text, end) != ' ')) return at;
    return opis_pass_blanks(text, end + 1);
}

/* Whether a point stands within figures, or what follows seems to belong to them: "2.23", "110-XI". */
static int is_spoilt(const opis_joined *text, size_t at, size_t end) {
    char next = opis_byte_at(text, end);
    if (next == '-' || is_letter(next) || is_digit(next)) return 1;
    for (size_t i = at + 1; i + 1 < end; i++)
        if (text->text[i] == '.' && is_digit(text->text[i - 1]) && is_digit(text->text[i + 1])) return 1;
    return 0;
}

/* Whether letters alone were read as figures, and what goes on behind them is no list: "I ' n v d", "i d January". */
static int is_cut_off(const opis_joined *text, size_t at, size_t end) {
    for (size_t i = at; i < end; i++)
        if (is_digit(text->text[i])) return 0;
    size_t next = opis_pass_blanks(text, end);
    if (opis_byte_at(text, next) == '\'' || opis_byte_at(text, next) == '`') return 1;
    return is_letter(opis_byte_at(text, next)) && opis_byte_at(text, next + 1) == ' ' && opens_word(text, next + 2);
}

size_t opis_citation_pages(const opis_book *book, const opis_joined *text, size_t at, opis_listy *pages) {
    opis_slip slip;
    size_t end;
    at = pass_label(text, at);
    if (at >= text->length) return 0;
    end = plain_pages(text, at, pages);
    if (end) return end;
    if (!may_begin_pages(book, text, at)) return 0;
    fill_slip(&slip, text, at);
    if (!opis_listy_read(pages, book->style, book->glyphs, &slip, 0)) return 0;
    end = slip.units[pages->end_unit - 1].end;
    if (is_cut_off(text, at, end)) return 0;
    if (is_spoilt(text, at, end)) pages->margin = 0;
    return end;
}

int opis_citation_pages_lost(const opis_book *book, const opis_joined *text, size_t at, size_t stop) {
    size_t glyphs = 0, letters = 0;
    if (stop > text->length) stop = text->length;
    while (at < stop && is_any_of(text->text[at], " ,.)]")) at++;
    if (opis_citation_word(text, at, &book->style->parts) || opis_citation_word(text, at, &book->style->volumes))
        return 0;
    for (; at < stop && !is_any_of(text->text[at], ";)"); at++) {
        if (text->text[at] == '.' && at + 1 < stop) break;
        glyphs += text->text[at] != ' ' && text->text[at] != '.';
        letters = is_letter(text->text[at]) ? letters + 1 : 0;
        if (letters > 2 || glyphs > MOST_LOST) return 0;
    }
    return glyphs > 0;
}

int opis_citation_pages_differ(const opis_listy *a, const opis_listy *b) {
    if (a->count == 0 || b->count == 0) return 0;
    const char *dash = strchr(a->folios[0], '-');
    size_t shared = dash ? (size_t)(dash - a->folios[0]) + 1 : 0;
    return shared && strncmp(a->folios[0], b->folios[0], shared) == 0 && strcmp(a->folios[0], b->folios[0]) != 0;
}
