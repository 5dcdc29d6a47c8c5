#include "extract/note.h"

#include <math.h>
#include <string.h>

#include "digits.h"
#include "memory.h"
#include "letters.h"

/* Bytes within which the point after a number must stand, and glyphs that the number may have. */
#define LONGEST_NUMBER 8
#define MOST_GLYPHS OPIS_SHORT_OPENING
/* What the want of a point adds to the cost of a reading. */
#define BARE 3.0f
/* A line shorter than this ends its paragraph and tells nothing of the measure. */
#define LEAST_MEASURE 40
/* The last line of a note falls short of the measure by as much at least, mostly. */
#define SHORT_BY 10
/* What a place in a list of the text takes from the likeness, and what a word of the text in place of a number does. */
#define LISTED 4.0f
#define WORDY 4.0f
/* Tokens that tell the commonest words, and one in how many makes a word common. */
#define SAMPLE_TOKENS 65536
#define COMMON_ONE_IN 2000
#define LEAST_COMMON 4
/* Log odds that a line which begins with a number opens a note; what the back matter takes from them. */
#define PRIOR (-0.6f)
#define WORTH_OF_BACK_MATTER (-4.0f)
/* No order can make a note of a line less likely than this. */
#define LEAST_LIKENESS (-5.0f)
/* No order is worth a reading dearer than the likeness by more. */
#define MOST_TO_MEND 3.0f
/* Readings further down the list are never right often enough to pay for. */
#define MOST_READINGS 8
/* One figure of a number may be spoilt past reading, where a mark above or the next note tells it: what that costs. */
#define SPOILT 4.5f
#define SPOILT_ALONE 5.0f
#define SPOILT_BEFORE_NEXT 4.5f
#define MOST_SPOILT 4

typedef struct leaf_view {
    const opis_book *book;
    opis_note_marks *marks;
    uint32_t unmarked;         /* the line up to which marks have been read */
    uint32_t leaf, first, end; /* lines */
    uint32_t text_lines;       /* not empty */
    uint32_t below;            /* of these, below the line that is looked at */
    float measure;             /* mean width of its full lines */
    int goes_on;               /* the next leaf goes on in the middle of a sentence */
    int in_back_matter;        /* where lists are numbered, and notes are few */
    int in_notes;              /* a likely note stands above the line that is looked at */
} leaf_view;

static int is_text(const opis_line *line) {
    return line->role == OPIS_LINE_TEXT;
}

void opis_note_lines_release(opis_note_lines *lines) {
    opis_resize(lines->items, 0);
    opis_resize(lines->readings, 0);
    opis_resize(lines->markers, 0);
    memset(lines, 0, sizeof *lines);
}

/* Whether a word of two small letters is common in the first part of the book: "it." at the beginning of a line is no
 * 17. */
static int is_common_word(const opis_book *book, const char *word, uint32_t length) {
    if (length != 2 || !is_lower(word[0]) || !is_lower(word[1])) return 0;
    const opis_printed_word *printed = opis_concordance_word(&book->concordance, book->source.bytes, word, length);
    size_t sample = book->token_count < SAMPLE_TOKENS ? book->token_count : SAMPLE_TOKENS;
    size_t common = LEAST_COMMON + sample / COMMON_ONE_IN;
    return printed && printed->count >= common && opis_places(&book->concordance, printed)[common - 1] < sample;
}

/* ---- The number at the beginning of a line ---- */

static uint32_t skip_blanks(const char *bytes, uint32_t at, uint32_t end) {
    while (at < end && bytes[at] == ' ') at++;
    return at;
}

/* Where the point after a number stands: the first that no figure follows, for "2." and the like may stand for a
 * figure. */
static uint32_t find_point(const char *bytes, uint32_t start, uint32_t end) {
    uint32_t limit = end - start > LONGEST_NUMBER ? start + LONGEST_NUMBER : end, glyphs = 0;
    for (uint32_t at = start; at < limit && glyphs <= MOST_GLYPHS; at++) {
        if (bytes[at] == ',' || bytes[at] == '-') return end;
        if (bytes[at] == '.' && (at + 1 == end || !is_digit(bytes[at + 1]))) return glyphs > 0 ? at : end;
        glyphs += bytes[at] != ' ' && bytes[at] != '.';
    }
    return end;
}

/* "12.", "r r .", "' 5 .", "72..": glyphs, then a point. */
static int find_pointed(const char *bytes, uint32_t start, uint32_t end, opis_note_line *found) {
    uint32_t at = find_point(bytes, start, end);
    if (at == end) return 0;
    found->number_start = start;
    found->number_end = at;
    while (found->number_end > start && bytes[found->number_end - 1] == ' ') found->number_end--;
    while (at < end && bytes[at] == '.') at++;
    found->text_start = skip_blanks(bytes, at, end);
    return found->text_start < end;
}

/* "18 Here", "3 5  Archive", "12, See": the point is lost, or read as another mark. */
static int find_bare(const char *bytes, uint32_t start, uint32_t end, opis_note_line *found) {
    uint32_t at = start, digits = 0, number_end = start;
    for (; at < end && (is_digit(bytes[at]) || bytes[at] == ' '); at++) {
        if (!is_digit(bytes[at])) continue;
        digits++;
        number_end = at + 1;
    }
    /* "5" RTs": two strokes glued to the figures are one */
    if (at < end && digits == 1 && at == number_end && bytes[at] == '"') number_end = ++at;
    int marked = at < end && is_any_of(bytes[at], ",:;");
    uint32_t text_start = skip_blanks(bytes, at + (uint32_t)marked, end);
    if (digits == 0 || digits > 3 || text_start >= end || text_start == number_end + (uint32_t)marked) return 0;
    if (marked ? !is_upper(bytes[text_start]) : is_lower(bytes[text_start])) return 0;
    found->number_start = start;
    found->number_end = number_end;
    found->text_start = text_start;
    return 1;
}

static int begins_with_any(const char *bytes, uint32_t at, uint32_t end, const opis_words *words) {
    for (size_t i = 0; i < words->count; i++) {
        size_t length = strlen(words->items[i]);
        if (length <= end - at && memcmp(bytes + at, words->items[i], length) == 0) return 1;
    }
    return 0;
}

/* "3 September 1933" */
static int is_date(const opis_style *style, const char *bytes, uint32_t at, uint32_t end) {
    for (int month = 0; month < 12; month++)
        if (begins_with_any(bytes, at, end, &style->months[month])) return 1;
    return 0;
}

/* Whether a line begins with a number; `bareness` is what its readings cost for want of a point. */
static int find_number(const opis_book *book, const opis_line *line, opis_note_line *found, float *bareness) {
    const char *bytes = book->source.bytes;
    if (line->worded) return 0;
    *bareness = 0;
    if (find_pointed(bytes, line->start, line->end, found)) return 1;
    *bareness = BARE;
    return is_digit(line->first) && find_bare(bytes, line->start, line->end, found) &&
           !is_date(book->style, bytes, found->text_start, line->end);
}

/* Whether a number is printed with as many glyphs as figures, all but one of them right; a figure alone reads as it is,
 * and a capital alone is an initial. */
static int is_spoilt(const char *seen, size_t length, int32_t number) {
    char digits[OPIS_MOST_DIGITS];
    size_t count = put_digits(digits, (uint32_t)number, 1), at = 0, wrong = 0;
    for (size_t i = 0; i < length; i++) {
        if (seen[i] == ' ') continue;
        if (at == count) return 0;
        wrong += seen[i] != digits[at++];
    }
    return at == count && wrong == 1 && !(count == 1 && (is_digit(seen[0]) || is_upper(seen[0])));
}

static int is_read(const opis_note_lines *lines, uint32_t first, int32_t number) {
    for (size_t i = first; i < lines->reading_count; i++)
        if (lines->readings[i].value == number) return 1;
    return 0;
}

/* Numbers of marks on the leaf that the line may print with one figure spoilt; one reading more is left for what the
 * next note tells. */
static void read_spoilt(opis_note_lines *lines, const leaf_view *view, const opis_note_line *found, float bareness,
                        float *least) {
    const char *seen = view->book->source.bytes + found->number_start;
    for (uint32_t i = 0, taken = 0; i < view->marks->listed_count && taken < MOST_SPOILT; i++) {
        int32_t number = view->marks->listed[i];
        if (!is_spoilt(seen, found->number_end - found->number_start, number) ||
            is_read(lines, found->first_reading, number))
            continue;
        opis_candidate reading = {number, (number < 10 ? SPOILT_ALONE : SPOILT) + bareness};
        *least = fminf(*least, reading.cost);
        reading.cost -= opis_note_marks_worth(view->marks, number, &lines->markers[lines->reading_count]);
        lines->readings[lines->reading_count++] = reading;
        taken++;
    }
    lines->markers[lines->reading_count] = OPIS_NO_MARK;
    lines->readings[lines->reading_count++] = (opis_candidate){1, INFINITY};
}

/* The number's readings; `*least` is the cost of the cheapest, INFINITY where there is none. */
static opis_status read_number(opis_note_lines *lines, const leaf_view *view, opis_note_line *found, float bareness,
                               float *least, opis_error *error) {
    const opis_book *book = view->book;
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    size_t count = opis_glyphs_numerals(book->glyphs, book->source.bytes + found->number_start,
                                        found->number_end - found->number_start, readings);
    size_t needed = lines->reading_count + count + MOST_SPOILT + 1;
    opis_status status =
        opis_reserve(&lines->readings, &lines->reading_capacity, needed, sizeof *lines->readings, error);
    if (!status) status = opis_reserve(&lines->markers, &lines->marker_capacity, needed, sizeof *lines->markers, error);
    if (status) return status;
    float limit = fmaxf(found->likeness, 0) + MOST_TO_MEND;
    found->first_reading = (uint32_t)lines->reading_count;
    *least = INFINITY;
    for (size_t i = 0; i < count && i < MOST_READINGS; i++) {
        opis_candidate reading = {readings[i].value, readings[i].cost + bareness};
        if (reading.value < 1 || reading.value > OPIS_LARGEST_NOTE || reading.cost > limit) continue;
        *least = fminf(*least, reading.cost);
        reading.cost -= opis_note_marks_worth(view->marks, reading.value, &lines->markers[lines->reading_count]);
        lines->readings[lines->reading_count++] = reading;
    }
    found->first_spoilt = (uint32_t)lines->reading_count;
    if (found->likeness >= OPIS_LIKELY_NOTE) read_spoilt(lines, view, found, bareness, least);
    found->reading_count = (uint32_t)lines->reading_count - found->first_reading;
    return OPIS_OK;
}

/* ---- How note-like a line is ---- */

/* Whether a line ends where a sentence or an entry of a list ends. */
static int ends_sentence(const char *bytes, const opis_line *line) {
    uint32_t end = line->end;
    while (end > line->start && is_any_of(bytes[end - 1], "\"')]}0123456789")) end--;
    return end == line->start || is_any_of(bytes[end - 1], ".!?:;");
}

/* Notes stand at the foot: what a distance to the end of the leaf, in lines of text, is worth. */
static float worth_of_place(uint32_t below, uint32_t text_lines) {
    static const struct {
        uint32_t below;
        float worth;
    } steps[] = {{2, 2.5f}, {5, 2.0f}, {9, 1.0f}, {13, 0.0f}, {18, -1.0f}, {26, -2.5f}};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (below <= steps[i].below && below < text_lines) return steps[i].worth;
    return -6;
}

/* References are full of numbers. */
static float worth_of_numbers(const leaf_view *view, const opis_note_line *found) {
    uint32_t count, numbers = 0;
    const opis_token *tokens = opis_line_tokens(&view->book->layout, view->book->tokens, found->line, &count);
    for (uint32_t i = 0; i < count; i++)
        numbers +=
            tokens[i].start >= found->text_start && (tokens[i].class_ == OPIS_NUMBER || tokens[i].class_ == OPIS_MIXED);
    return numbers >= 3 ? 2.5f : numbers == 2 ? 1.0f : numbers == 1 ? 0.3f : -0.8f;
}

/*
 * Where the page's text breaks off in a sentence, what stands below it is no part of it; but where a note breaks off
 * in a sentence, what stands below is.
 */
static float worth_of_line_before(const leaf_view *view, uint32_t line) {
    const char *bytes = view->book->source.bytes;
    const opis_line *lines = view->book->layout.lines;
    uint32_t before = line;
    while (before > view->first && lines[before - 1].role == OPIS_LINE_EMPTY) before--;
    if (before == view->first) return 0;
    if (!is_text(&lines[before - 1])) return 0.5f;
    int ends = ends_sentence(bytes, &lines[before - 1]);
    if (view->in_notes) return ends ? 0.5f : lines[before - 1].width < view->measure - SHORT_BY ? 0 : -0.7f;
    float worth = before < line ? 0.5f : 0;
    if (ends) return worth - (bytes[lines[before - 1].end - 1] == ':' ? 2.0f : 1.0f);
    return worth + (view->goes_on ? 2.5f : 1.5f);
}

static float worth_of_measure(const leaf_view *view, uint32_t at) {
    const opis_line *line = &view->book->layout.lines[at];
    if (line->width < LEAST_MEASURE || view->measure == 0) return line->width < 15 ? -2.0f : 0;
    float wider = (float)line->width - view->measure;
    return wider > 12 ? 1.5f : wider > 5 ? 1.0f : wider < -12 ? -0.3f : 0;
}

static int is_initial(const char *bytes, uint32_t at, uint32_t end) {
    return at + 1 < end && is_upper(bytes[at]) && bytes[at + 1] == '.';
}

/* Notes begin with a capital, mostly; names begin with initials, which may look like a number, and words do. */
static float worth_of_first_words(const leaf_view *view, const opis_note_line *found) {
    const char *bytes = view->book->source.bytes;
    char first = bytes[found->text_start], seen = bytes[found->number_start];
    uint32_t length = found->number_end - found->number_start;
    if (is_common_word(view->book, bytes + found->number_start, length)) return -WORDY;
    if (length == 1 && is_upper(seen) && seen != 'I') {
        uint32_t end = view->book->layout.lines[found->line].end;
        return is_initial(bytes, found->text_start, end) ? -4.0f : -2.5f;
    }
    return is_upper(first) ? 0.5f : is_digit(first) ? -2.5f : is_lower(first) ? -0.5f : 0;
}

static float weigh(const leaf_view *view, const opis_note_line *found) {
    return PRIOR + worth_of_place(view->below, view->text_lines) + worth_of_numbers(view, found) +
           (view->in_back_matter ? WORTH_OF_BACK_MATTER : 0) + worth_of_line_before(view, found->line) +
           worth_of_measure(view, found->line) + worth_of_first_words(view, found);
}

int32_t opis_note_line_printed(const opis_note_line *line, const opis_book *book) {
    int32_t number = 0;
    for (uint32_t at = line->number_start; at < line->number_end; at++) {
        if (!is_digit(book->source.bytes[at])) return 0;
        number = number * 10 + book->source.bytes[at] - '0';
    }
    return number;
}

/* Items of a list in the text are numbered too; one that follows an unlikely note in number follows it in the list. */
static int follows_in_list(const opis_note_lines *lines, const opis_book *book, const opis_note_line *found) {
    if (lines->count == 0) return 0;
    const opis_note_line *last = &lines->items[lines->count - 1];
    int32_t number = opis_note_line_printed(found, book);
    return number > 1 && last->likeness < 0 && last->leaf + 1 >= found->leaf &&
           opis_note_line_printed(last, book) + 1 == number;
}

/* ---- Leaf by leaf ---- */

static int begins_within_sentence(const opis_book *book, uint32_t leaf) {
    const opis_layout *layout = &book->layout;
    if (leaf >= layout->leaf_count) return 0;
    for (uint32_t i = layout->leaves[leaf].first_line; i < layout->leaves[leaf].end_line; i++)
        if (is_text(&layout->lines[i])) return is_lower(book->source.bytes[layout->lines[i].start]);
    return 0;
}

/* Whether a leaf stands in the back matter, from whether the leaf before did. */
static int is_back_matter(const opis_layout *layout, uint32_t leaf, int before) {
    uint8_t role = layout->lines[layout->leaves[leaf].first_line].role;
    return role == OPIS_LINE_BACK || (before && role != OPIS_LINE_CHAPTER);
}

static leaf_view view_leaf(const opis_book *book, opis_note_marks *marks, uint32_t leaf) {
    const opis_leaf *given = &book->layout.leaves[leaf];
    leaf_view view = {.book = book,
                      .marks = marks,
                      .leaf = leaf,
                      .first = given->first_line,
                      .unmarked = given->first_line,
                      .end = given->end_line,
                      .goes_on = begins_within_sentence(book, leaf + 1)};
    opis_note_marks_open(marks, leaf);
    uint32_t full = 0;
    for (uint32_t i = view.first; i < view.end; i++) {
        const opis_line *line = &book->layout.lines[i];
        view.text_lines += is_text(line);
        if (!is_text(line) || line->width < LEAST_MEASURE) continue;
        full++;
        view.measure += line->width;
    }
    if (full) view.measure /= (float)full;
    return view;
}

/* Whether a line heads a document, with its title. */
static int is_title(const opis_layout *layout, uint32_t line) {
    return layout->title_count && layout->lines[line].role == OPIS_LINE_HEADING &&
           opis_layout_title(layout, line) < layout->lines[line].end;
}

/* Many leaves have no line that is worth it. */
static void read_marks_above(leaf_view *view, uint32_t line) {
    const opis_layout *layout = &view->book->layout;
    for (; view->unmarked < line; view->unmarked++) {
        const opis_line *at = &layout->lines[view->unmarked];
        if (at->figured && (is_text(at) || is_title(layout, view->unmarked)))
            opis_note_marks_read(view->marks, view->book, view->unmarked);
    }
}

/* A line too unlikely to be a note is kept without readings, for what follows it in a list. */
static opis_status add_line(opis_note_lines *lines, leaf_view *view, opis_note_line found, float bareness,
                            opis_error *error) {
    float least = INFINITY;
    opis_status status = opis_reserve(&lines->items, &lines->capacity, lines->count + 1, sizeof found, error);
    if (status) return status;
    found.likeness = weigh(view, &found);
    if (!view->in_notes && follows_in_list(lines, view->book, &found)) found.likeness -= LISTED;
    if (found.likeness >= LEAST_LIKENESS) {
        read_marks_above(view, found.line);
        status = read_number(lines, view, &found, bareness, &least, error);
        if (status || least == INFINITY) return status;
        if (found.likeness - least >= OPIS_LIKELY_NOTE) view->in_notes = 1;
    } else if (opis_note_line_printed(&found, view->book) == 0) {
        return OPIS_OK;
    }
    lines->items[lines->count++] = found;
    return OPIS_OK;
}

static opis_status find_on_leaf(opis_note_lines *lines, leaf_view *view, opis_error *error) {
    opis_status status = OPIS_OK;
    view->below = view->text_lines;
    for (uint32_t i = view->first; i < view->end && !status; i++) {
        const opis_line *line = &view->book->layout.lines[i];
        if (!is_text(line)) continue;
        view->below--;
        opis_note_line found = {.line = i, .leaf = view->leaf};
        float bareness;
        if (find_number(view->book, line, &found, &bareness)) status = add_line(lines, view, found, bareness, error);
    }
    return status;
}

/* A plain number of the next note on the leaf tells that of one with a spoilt figure: the one before. */
static void ask_next_notes(opis_note_lines *lines, const opis_book *book) {
    for (size_t i = 0; i + 1 < lines->count; i++) {
        opis_note_line *line = &lines->items[i], *next = line + 1;
        int32_t number = opis_note_line_printed(next, book) - 1;
        if (line->leaf != next->leaf || line->likeness < OPIS_LIKELY_NOTE || next->likeness < OPIS_LIKELY_NOTE ||
            number < 1 || line->first_spoilt >= line->first_reading + line->reading_count)
            continue;
        opis_candidate *spare = &lines->readings[line->first_reading + line->reading_count - 1];
        const char *seen = book->source.bytes + line->number_start;
        int known = 0;
        for (const opis_candidate *c = &lines->readings[line->first_reading]; c < spare; c++)
            known |= c->value == number;
        if (!known && is_spoilt(seen, line->number_end - line->number_start, number))
            *spare = (opis_candidate){number, SPOILT_BEFORE_NEXT};
    }
}

opis_status opis_note_lines_find(opis_note_lines *lines, const opis_book *book, opis_error *error) {
    opis_note_marks marks;
    opis_status status = OPIS_OK;
    memset(lines, 0, sizeof *lines);
    opis_note_marks_clear(&marks);
    int in_back_matter = 0;
    for (uint32_t leaf = 0; leaf < book->layout.leaf_count && !status; leaf++) {
        leaf_view view = view_leaf(book, &marks, leaf);
        view.in_back_matter = in_back_matter = is_back_matter(&book->layout, leaf, in_back_matter);
        status = find_on_leaf(lines, &view, error);
    }
    if (status)
        opis_note_lines_release(lines);
    else
        ask_next_notes(lines, book);
    return status;
}
