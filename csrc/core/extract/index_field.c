#include "extract/index_field.h"

#include <math.h>
#include <string.h>

#define LONGEST_BRACKET 90
#define SCATTERED_COST 1.0f
/* A locator costs no more than this for each of its glyphs; a word in small letters less. */
#define DEAREST_GLYPH 2.2f
#define DEAREST_LETTER 1.2f
#define DEAREST_PAIR 1.7f
#define MOST_PLAIN 100000
#define MOST_LETTERS 6
#define COMMON 100

/* Whether a word of four letters or more has two in a row in common with another, at the same place. */
static int shares_bytes(const char *word, const char *other) {
    for (size_t i = 0; i < 3; i++)
        if (word[i] == other[i] && word[i + 1] == other[i + 1]) return 1;
    return 0;
}

/* "on A": a small word before initials, one that the book prints often or before a letter that is like no figure. */
static int opens_with_word(const opis_index_parser *p, size_t start, size_t end) {
    const char *text = p->text->text;
    size_t stop = start;
    while (stop < end && is_lower(text[stop])) stop++;
    if (stop < start + 2 || stop + 1 >= end || text[stop] != ' ' || !is_upper(text[stop + 1])) return 0;
    return (stop + 2 == end && !is_any_of(text[stop + 1], "BIOSZ")) ||
           opis_vocabulary_count(p->index->words, text + start, stop - start) >= COMMON;
}

int opis_index_is_locator(const opis_index_parser *p, size_t start, size_t end) {
    const char *text = p->text->text;
    size_t digits = 0, letters = 0;
    int32_t value = 0;
    if (end - start > OPIS_LOCATOR_TEXT) return 0;
    for (size_t i = start; i < end; i++) {
        digits += is_digit(text[i]);
        letters += is_letter(text[i]);
        if (is_digit(text[i]) && value < MOST_PLAIN) value = value * 10 + (text[i] - '0');
    }
    if (letters > MOST_LETTERS || (digits == 0 && opens_with_word(p, start, end))) return 0;
    if (letters == end - start && letters >= OPIS_INDEX_SHORTEST_WORD &&
        opis_vocabulary_count(p->index->words, text + start, letters) >= OPIS_INDEX_FREQUENT)
        return 0;
    /* A plain number beyond the book is a year, or a part of one; one within it needs no reading. */
    if (digits == end - start && digits <= OPIS_INDEX_YEAR_DIGITS && digits > 0) {
        if (value > p->index->largest_page) return 0;
        if (text[start] != '0') return 1;
    }
    opis_locator_recalled found =
        opis_locator_recall(p->index->cache, p->book->glyphs, text + start, end - start, p->index->largest_page);
    if (found.count == 0) return 0;
    float most = digits > 0 || letters < end - start ? DEAREST_GLYPH : letters > 2 ? DEAREST_LETTER : DEAREST_PAIR;
    return found.readings[0].cost <= most * (float)(end - start);
}

static size_t blanks_before(const char *text, size_t start, size_t at) {
    while (at > start && text[at - 1] == ' ') at--;
    return at;
}

/* "306-30 pasclm": small letters that begin as the word does, and nothing but a range before them. */
static int is_scattered_behind_locator(const opis_index_parser *p, size_t start, size_t word, size_t end,
                                       const char *scattered) {
    const char *text = p->text->text;
    size_t length = strlen(scattered), stop = blanks_before(text, start, word), letters = 0;
    if (stop <= start || end - word + 2 < length || end - word > length + 2) return 0;
    if (memcmp(text + word, scattered, 2) != 0 || !memchr(text + start, '-', stop - start)) return 0;
    for (size_t i = word; i < end; i++) letters += is_lower(text[i]);
    return letters == end - word && opis_index_is_locator(p, start, stop);
}

/* Leave out a last word that says no more than that the locators are scattered. */
static size_t without_scattered(const opis_index_parser *p, size_t start, size_t end) {
    const char *text = p->text->text;
    size_t word = end;
    while (word > start && text[word - 1] != ' ' && text[word - 1] != ',') word--;
    for (size_t i = 0; i < p->book->style->scattered.count; i++) {
        const char *scattered = p->book->style->scattered.items[i];
        size_t length = strlen(scattered);
        if (is_scattered_behind_locator(p, start, word, end, scattered)) return blanks_before(text, start, word);
        if (end - word + 1 < length || end - word > length + 1 || !shares_bytes(text + word, scattered)) continue;
        if (isfinite(opis_glyphs_distance(p->book->glyphs, text + word, end - word, scattered, length,
                                          SCATTERED_COST * (float)length))) {
            return blanks_before(text, start, word);
        }
    }
    return end;
}

void opis_index_trim(const char *text, size_t *start, size_t *end) {
    while (*start < *end && is_any_of(text[*start], " .,;:'*") && !opis_index_is_lost_figure(text, *start, *end))
        ++*start;
    while (*end > *start && text[*end - 1] == ' ') --*end;
}

size_t opis_index_digits(const char *text, size_t start, size_t end) {
    size_t count = 0;
    for (size_t i = start; i < end; i++) count += is_digit(text[i]) || is_any_of(text[i], "zZoOgIlrj");
    return count;
}

/* "12.8" is 128 where the scan set a point behind a 2, and "45.46" two pages. */
static int point_in_number(const char *text, size_t start, size_t at, size_t end) {
    if (at == start || at + 1 >= end || text[at + 1] == ' ' || !is_any_of(text[at - 1], "2zZ1Ilrx")) return 0;
    size_t stop = at + 1;
    while (stop < end && (is_digit(text[stop]) || is_letter(text[stop]))) stop++;
    return stop > at + 1 && opis_index_digits(text, start, at) + opis_index_digits(text, at + 1, stop) == 3;
}

/* Whether four figures end at `at`, the first of which the scan may have taken for a letter. */
static int ends_with_year(const char *text, size_t at) {
    for (size_t i = at - OPIS_INDEX_YEAR_DIGITS + 1; i < at; i++)
        if (!is_digit(text[i])) return 0;
    return is_digit(text[at - OPIS_INDEX_YEAR_DIGITS]) ||
           (is_any_of(text[at - OPIS_INDEX_YEAR_DIGITS], "rIliz") && text[at - 3] == '9');
}

/* "33% 40": the scan made one sign of a figure and the mark behind it. */
static int swallows_mark(const char *text, size_t start, size_t at, size_t end) {
    return text[at] == '%' && at > start && is_digit(text[at - 1]) && at + 1 < end && text[at + 1] == ' ';
}

/* "39o2 397": a comma read as the figure 2 makes too long a number of the one before it. */
static int is_comma_read_as_figure(const opis_index_parser *p, size_t start, size_t at) {
    const char *text = p->text->text;
    if (text[at] != '2' || at < start + 3 || at + 2 >= p->end || text[at + 1] != ' ' || !is_digit(text[at + 2]))
        return 0;
    size_t first = start;
    while (first < at && text[first] == ' ') first++;
    return opis_index_digits(text, first, at) == at - first && opis_index_is_locator(p, first, at) &&
           !opis_index_is_locator(p, first, at + 1);
}

/* "1933~74~75": a mark between figures that are too many for one number. */
static int is_lost_mark(const opis_index_parser *p, size_t start, size_t at) {
    const char *text = p->text->text;
    size_t digits = 0, stop = at + 1;
    if (text[at] != '~' || at < start + 2 || !is_digit(text[at - 1]) || !is_digit(text[at - 2])) return 0;
    while (stop < p->end && is_digit(text[stop])) stop++;
    for (size_t i = at; i > start && is_digit(text[i - 1]); i--) digits++;
    return stop >= at + 3 && (digits == OPIS_INDEX_YEAR_DIGITS || digits + stop - at > OPIS_INDEX_YEAR_DIGITS);
}

/* Whether a range stands before a point, at the end of words, and a locator behind it. */
static int is_between_locators(const opis_index_parser *p, size_t start, size_t at) {
    const char *text = p->text->text;
    size_t word = at, stop = at + 1;
    while (word > start && text[word - 1] != ' ') word--;
    while (stop < p->end && !is_any_of(text[stop], ",;:. ")) stop++;
    return word > start && memchr(text + word, '-', at - word) && opis_index_digits(text, word, at) > 2 &&
           opis_index_digits(text, at + 1, stop) > 1 && opis_index_is_locator(p, word, at) &&
           opis_index_is_locator(p, at + 1, stop);
}

/* Whether a point stands where a comma should: behind a locator, or between words and a locator. */
static int is_lost_comma(const opis_index_parser *p, size_t start, size_t at) {
    const char *text = p->text->text;
    size_t first = start, last = at;
    opis_index_trim(text, &first, &last);
    if (first < last && last - first <= OPIS_LOCATOR_TEXT && opis_index_digits(text, first, last) > 0 &&
        opis_index_is_locator(p, first, last))
        return !point_in_number(text, first, at, p->end);
    if (is_between_locators(p, start, at)) return 1;
    if (at < start + 2 || p->end <= at + 1) return 0;
    int word = is_lower(text[at - 1]) && is_lower(text[at - 2]), bracket = text[at - 1] == ')';
    int year = at >= start + OPIS_INDEX_YEAR_DIGITS && ends_with_year(text, at) && is_digit(text[at + 1]);
    if (!word && !bracket && !year) return 0;
    size_t next = at + 1, stop;
    while (next < p->end && text[next] == ' ') next++;
    for (stop = next; stop < p->end && !is_any_of(text[stop], ",;:. ");) stop++;
    return stop > next && opis_index_is_locator(p, next, stop);
}

/* The mark that ends a field, and what stands for it. */
static char mark_at(const char *text, size_t at) {
    if (text[at] == '%') return is_digit(text[at + 2]) ? ',' : ';';
    return text[at] == '~' || text[at] == '2' ? ',' : text[at];
}

opis_index_field opis_index_field_read(const opis_index_parser *p, size_t at) {
    const char *text = p->text->text;
    opis_index_field found = {at, at, p->end, 0, OPIS_INDEX_NOISE, 0};
    size_t i = at;
    for (; i < p->end; i++) {
        if (is_letter(text[i]) || text[i] == ' ') continue; /* no mark, nor taken for one */
        if (text[i] == '(') {
            const char *close = memchr(text + i, ')', p->end - i < LONGEST_BRACKET ? p->end - i : LONGEST_BRACKET);
            if (close) i = (size_t)(close - text);
            continue;
        }
        if (text[i] == ',' || text[i] == ';' || text[i] == ':' || (text[i] == '.' && is_lost_comma(p, at, i))) break;
        if (swallows_mark(text, at, i, p->end) || is_lost_mark(p, at, i) || is_comma_read_as_figure(p, at, i)) break;
    }
    found.end = i < p->end && text[i] == '%' ? i + 1 : i;
    found.mark = i == p->end ? 0 : mark_at(text, i);
    found.next = i < p->end ? i + 1 : p->end;
    opis_index_trim(text, &found.start, &found.end);
    size_t whole = found.end;
    found.end = without_scattered(p, found.start, found.end);
    found.scattered = found.end < whole;
    if (found.start >= found.end) return found;
    size_t letters = 0;
    for (i = found.start; i < found.end; i++) letters += is_letter(text[i]);
    if (opis_index_is_locator(p, found.start, found.end))
        found.kind = OPIS_INDEX_LOCATOR;
    else if (letters >= 2)
        found.kind = OPIS_INDEX_WORDS;
    return found;
}
