#include "extract/back.h"

#include <math.h>
#include <string.h>

#include "text/fold.h"

/* Index columns are narrow and full of numbers. */
#define INDEX_WIDTH 56
#define INDEX_NUMBERS_PER_LINE 0.6
/* How far a damaged title may be from the style's, for each of its letters. */
#define NEAR_TITLE 1.0f
#define TITLE_ROOM 64
#define LONGEST_FOLIO 6
#define TITLE_LINES 3
/* A list of documents opens an entry at least once in so many lines; a page of sketches heads so many. */
#define LIST_LINES_PER_ENTRY 4
#define FEWEST_ENTRIES 3
#define HEAD_WINDOW 64
/* Bytes behind a bracket up to the dash of a year that begins with it, and on: "(1890-1". */
#define YEARS_WIDTH 6
/* An index has ended where so many leaves in a row, and more than it has so far, look like none. */
#define FEWEST_OTHER_LEAVES 8

typedef enum section_kind { NO_SECTION, SKETCHES, DOCUMENTS, INDEX } section_kind;

int opis_is_narrow_leaf(const opis_book *book, const opis_leaf *leaf, uint32_t *line_count) {
    uint32_t lines = 0, wide = 0, most_wide = (leaf->end_line - leaf->first_line) / 10;
    for (uint32_t i = leaf->first_line; i < leaf->end_line; i++) {
        if (book->layout.lines[i].role == OPIS_LINE_EMPTY) continue;
        lines++;
        wide += book->layout.lines[i].width > INDEX_WIDTH;
        if (wide > most_wide) return 0; /* whatever the rest is */
    }
    *line_count = lines;
    return wide * 10 <= lines;
}

int opis_has_locators(const opis_token *tokens, size_t count, uint32_t line_count) {
    uint32_t numbers = 0;
    for (size_t i = 0; i < count; i++) numbers += tokens[i].class_ == OPIS_NUMBER && tokens[i].length <= 3;
    return numbers >= line_count * INDEX_NUMBERS_PER_LINE;
}

int opis_is_index_leaf(const opis_book *book, const opis_leaf *leaf) {
    uint32_t lines, first = book->layout.lines[leaf->first_line].first_token;
    return opis_is_narrow_leaf(book, leaf, &lines) &&
           opis_has_locators(book->tokens + first, book->layout.lines[leaf->end_line].first_token - first, lines);
}

/* The letters and digits of a line in lower case, with single blanks between words. */
static size_t lower_line(const opis_book *book, const opis_line *line, char out[TITLE_ROOM]) {
    size_t length = 0;
    for (uint32_t i = line->start; i < line->end && length < TITLE_ROOM; i++) {
        char c = book->source.bytes[i];
        if (c == ' ' && (length == 0 || out[length - 1] == ' ')) continue;
        out[length++] = c;
    }
    return opis_fold_small(out, length, out, length);
}

/* Whether the letters are one of the titles, alone or with a folio behind. */
static int is_title(const opis_book *book, const char *letters, size_t length, opis_words titles) {
    for (size_t i = 0; i < titles.count; i++) {
        size_t title = strlen(titles.items[i]);
        float limit = NEAR_TITLE * (float)title;
        if (length + 3 >= title && length <= title + 3 &&
            isfinite(opis_glyphs_distance(book->glyphs, letters, length, titles.items[i], title, limit)))
            return 1;
        if (length > title && length <= title + LONGEST_FOLIO && letters[title] == ' ' &&
            isfinite(opis_glyphs_distance(book->glyphs, letters, title, titles.items[i], title, limit)))
            return 1;
    }
    return 0;
}

static section_kind title_kind(const opis_book *book, const opis_line *line) {
    char letters[TITLE_ROOM];
    uint32_t first;
    if (line->end == line->start) return NO_SECTION;
    opis_fold_decode(book->source.bytes + line->start, line->end - line->start, &first);
    if (!opis_fold_is_capital(first)) return NO_SECTION;
    size_t length = lower_line(book, line, letters);
    if (is_title(book, letters, length, book->style->profile.documents)) return DOCUMENTS;
    if (is_title(book, letters, length, book->style->profile.sketches)) return SKETCHES;
    return is_title(book, letters, length, book->style->profile.indexes) ? INDEX : NO_SECTION;
}

int opis_is_section_text(const opis_book *book, uint32_t line) {
    const opis_line *at = &book->layout.lines[line];
    if (at->role == OPIS_LINE_BACK) return title_kind(book, at) == NO_SECTION;
    return at->role != OPIS_LINE_EMPTY && at->role != OPIS_LINE_HEAD && at->role != OPIS_LINE_FOLIO;
}

/* Whether a line begins like an entry of the list of documents: "187. Title". */
static int opens_listed(const opis_book *book, uint32_t line) {
    uint32_t count;
    const opis_token *tokens = opis_line_tokens(&book->layout, book->tokens, line, &count);
    if (count < 3 || tokens[0].length > 4 || tokens[0].class_ == OPIS_PUNCTUATION) return 0;
    if (book->source.bytes[tokens[1].start] != '.') return 0;
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    return tokens[0].class_ == OPIS_NUMBER ||
           opis_glyphs_numerals(book->glyphs, book->source.bytes + tokens[0].start, tokens[0].length, readings) > 0;
}

/* Whether a line begins like a sketch: "Surname, I. I. (1890-19", with damage anywhere but in comma and bracket. */
static int opens_sketch(const opis_book *book, uint32_t line) {
    const opis_line *at = &book->layout.lines[line];
    const char *bytes = book->source.bytes;
    const char *start = bytes + at->start, *end = bytes + at->end;
    if (end - start > HEAD_WINDOW) end = start + HEAD_WINDOW;
    if (start == end || *start < 'A' || *start > 'Z') return 0;
    const char *bracket = memchr(start, '(', (size_t)(end - start));
    while (bracket && end - bracket > YEARS_WIDTH) {
        if (memchr(start, ',', (size_t)(bracket - start)) && memchr(bracket + 3, '-', YEARS_WIDTH - 2)) return 1;
        bracket = memchr(bracket + 1, '(', (size_t)(end - bracket) - 1);
    }
    return 0;
}

static section_kind shape_kind(const opis_book *book, const opis_leaf *leaf, section_kind before) {
    uint32_t lines = 0, listed = 0, sketched = 0;
    if (before == INDEX) return INDEX;
    if (before != NO_SECTION && opis_is_index_leaf(book, leaf)) return INDEX;
    for (uint32_t i = leaf->first_line; i < leaf->end_line; i++) {
        if (book->layout.lines[i].role == OPIS_LINE_EMPTY) continue;
        lines++;
        listed += opens_listed(book, i);
        sketched += opens_sketch(book, i);
    }
    if (before != NO_SECTION && listed >= FEWEST_ENTRIES && listed * LIST_LINES_PER_ENTRY >= lines) return DOCUMENTS;
    return sketched >= FEWEST_ENTRIES ? SKETCHES : before;
}

/* A list of documents may begin in the middle of a leaf whose break is lost: at its first plain number. */
static uint32_t first_listed(const opis_book *book, const opis_leaf *leaf) {
    for (uint32_t i = leaf->first_line; i < leaf->end_line; i++)
        if (opens_listed(book, i) && book->tokens[book->layout.lines[i].first_token].class_ == OPIS_NUMBER) return i;
    return leaf->first_line;
}

/* The title of a section among the first lines of a leaf, and its line. */
static section_kind find_title(const opis_book *book, const opis_leaf *leaf, uint32_t *line) {
    uint32_t seen = 0;
    for (uint32_t i = leaf->first_line; i < leaf->end_line && seen < TITLE_LINES; i++) {
        if (book->layout.lines[i].role == OPIS_LINE_EMPTY) continue;
        seen++;
        section_kind kind =
            book->layout.lines[i].role == OPIS_LINE_BACK ? title_kind(book, &book->layout.lines[i]) : NO_SECTION;
        if (kind == NO_SECTION) continue;
        *line = i;
        return kind;
    }
    return NO_SECTION;
}

/* Whether a leaf opens another part of the book than these; an index is the last, and its lines may look like titles.
 */
static int opens_other(const opis_leaf *leaf, section_kind before) {
    return leaf->opening == OPIS_OPENS_CHAPTER && before != INDEX;
}

/* The leaves at the end of the book that hold an index whose title is lost. */
static uint32_t trailing_index(const opis_book *book) {
    uint32_t leaf = book->layout.leaf_count;
    while (leaf > 0 && opis_is_index_leaf(book, &book->layout.leaves[leaf - 1])) leaf--;
    return leaf;
}

static void extend(opis_back_matter *back, section_kind kind, uint32_t first, uint32_t end) {
    opis_section *section = kind == SKETCHES ? &back->sketches : kind == DOCUMENTS ? &back->documents : &back->index;
    if (kind == NO_SECTION || (section->end > section->first && section->end != first)) return;
    if (section->end == section->first) section->first = first;
    section->end = end;
}

/* What follows an index is another volume, or a reading that began too soon: the index ends with its last own leaf. */
static void end_index(const opis_book *book, opis_section *index) {
    const opis_layout *layout = &book->layout;
    uint32_t own = 0, other = 0;
    if (index->first == index->end) return;
    for (uint32_t i = opis_layout_leaf(layout, index->first); i < layout->leaf_count; i++) {
        const opis_leaf *leaf = &layout->leaves[i];
        if (leaf->first_line >= index->end) return;
        int is_own = opis_is_index_leaf(book, leaf);
        own += (uint32_t)is_own;
        other = is_own ? 0 : other + 1;
        if (own == 0 || other < FEWEST_OTHER_LEAVES || other <= own) continue;
        index->end = layout->leaves[i + 1 - other].first_line;
        return;
    }
}

static opis_back_matter find_sections(const opis_book *book) {
    opis_back_matter back = {.found = 1};
    const opis_layout *layout = &book->layout;
    section_kind kind = NO_SECTION;
    uint32_t trailing = trailing_index(book);
    for (uint32_t i = 0; i < layout->leaf_count; i++) {
        const opis_leaf *leaf = &layout->leaves[i];
        uint32_t first = leaf->first_line, line;
        section_kind before = kind, titled = find_title(book, leaf, &line);
        if (titled != NO_SECTION)
            kind = titled;
        else if (opens_other(leaf, kind))
            kind = NO_SECTION;
        else if (i >= trailing && kind == NO_SECTION)
            kind = INDEX;
        else if (kind != NO_SECTION || i >= layout->leaf_count / 2)
            kind = shape_kind(book, leaf, kind);
        if (kind == DOCUMENTS && before == SKETCHES && titled == NO_SECTION) {
            first = first_listed(book, leaf);
            extend(&back, before, leaf->first_line, first);
        }
        extend(&back, kind, first, i + 1 < layout->leaf_count ? layout->leaves[i + 1].first_line : layout->line_count);
    }
    end_index(book, &back.index);
    return back;
}

opis_back_matter opis_back_matter_find(opis_book *book) {
    if (!book->back.found) book->back = find_sections(book);
    return book->back;
}
