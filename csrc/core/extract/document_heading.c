#include <math.h>
#include <string.h>

#include "extract/document.h"
#include "letters.h"
#include "memory.h"
#include "mend/sequence.h"
#include "text/fold.h"
#include "text/furniture.h"
#include "text/heading.h"

/* Costs of the order: a heading that is none, one number printed twice, a heading that the scan lost. */
#define FALSE_HEADING 7.0f
#define TWICE_AT_TOP 1.5f
#define TWICE_WITHIN 5.0f
#define LOST_HEADING 2.0f
/* Cost of taking the last letter of a number for its suffix. */
#define GLUED_SUFFIX 0.5f
#define LAST_SUFFIX 'f'
/* A title whose heading is lost takes so many lines at the most, and looks so much like one at the least. */
#define LEAST_TITLE 3
#define TITLE_LINES 5
#define NARROWEST_TITLE 25
#define NARROWEST_DATELINE 10
#define WIDEST_DATELINE 44
#define YEAR_FROM_END 10 /* bytes */
#define LEAST_YEAR_FIGURES 3

typedef struct found_line {
    uint32_t line;
    char suffix;
    char glued;          /* a suffix if the number is read without its last letter: "41a" */
    uint32_t glued_from; /* the candidates from this one on are read so */
    uint8_t continued;
} found_line;

typedef struct heading_order {
    const opis_book *book;
    found_line *lines;
    opis_sequence_item *items;
    opis_candidate *candidates;
    opis_sequence_choice *choices;
    size_t count, candidate_count;
    size_t line_room, item_room, candidate_room, choice_room;
} heading_order;

static opis_furniture furniture_of(const opis_book *book) {
    /* Roles are settled; the furniture is only asked where numbers stand. */
    return (opis_furniture){(opis_layout *)&book->layout, book->source.bytes, book->tokens, book->style, book->glyphs};
}

static char suffix_of(const opis_book *book, uint32_t at, uint32_t end) {
    for (uint32_t i = at; i < end; i++) {
        char c = book->source.bytes[i];
        if (c >= 'a' && c <= 'z') return c;
        if (c >= 'A' && c <= 'Z') return (char)(c - 'A' + 'a');
    }
    return 0;
}

static int opens_leaf(const opis_layout *layout, uint32_t line) {
    return layout->leaf_count && layout->leaves[opis_layout_leaf(layout, line)].first_line == line;
}

static opis_status reserve_line(heading_order *order, opis_error *error) {
    size_t next = order->count + 1;
    opis_status status = opis_reserve(&order->lines, &order->line_room, next, sizeof *order->lines, error);
    if (status == OPIS_OK) status = opis_reserve(&order->items, &order->item_room, next, sizeof *order->items, error);
    if (status == OPIS_OK)
        status = opis_reserve(&order->candidates, &order->candidate_room,
                              order->candidate_count + 2 * OPIS_NUMERAL_READINGS, sizeof *order->candidates, error);
    return status;
}

/* The letter that closes a number ("41a", "41 A") and may be its suffix, or 0. */
static char glued_suffix(const char *glyphs, size_t length) {
    char last = length > 1 ? glyphs[length - 1] : 0;
    if (last >= 'A' && last <= 'Z') last = (char)(last - 'A' + 'a');
    return last >= 'a' && last <= LAST_SUFFIX ? last : 0;
}

/* Readings of a number whose last letter is its suffix, behind the `count` readings that take it for a digit. */
static size_t add_glued(heading_order *order, const char *glyphs, size_t length, size_t count) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    size_t found = opis_glyphs_numerals(order->book->glyphs, glyphs, length, readings);
    for (size_t i = 0; i < found; i++)
        order->candidates[order->candidate_count + count + i] =
            (opis_candidate){readings[i].value, readings[i].cost + GLUED_SUFFIX};
    return found;
}

/* A heading or continued line becomes an item of the order with the readings of its number. */
static opis_status add_line(heading_order *order, uint32_t line, opis_error *error) {
    uint32_t start, end, rest;
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    opis_furniture furniture = furniture_of(order->book);
    const opis_line *at = &order->book->layout.lines[line];
    int continued = at->role == OPIS_LINE_CONTINUED;
    if (!opis_furniture_heading(&furniture, line, &start, &end, &rest)) return OPIS_OK;
    opis_status status = reserve_line(order, error);
    if (status != OPIS_OK) return status;
    size_t count = opis_glyphs_numerals(order->book->glyphs, furniture.bytes + start, end - start, readings);
    found_line found = {.line = line, .continued = (uint8_t)continued};
    int titled = opis_layout_title(&order->book->layout, line) < at->end;
    if (!continued && !titled) found.suffix = suffix_of(order->book, rest, at->end);
    found.glued = !continued && !found.suffix ? glued_suffix(furniture.bytes + start, end - start) : 0;
    for (size_t i = 0; i < count; i++)
        order->candidates[order->candidate_count + i] = (opis_candidate){readings[i].value, readings[i].cost};
    found.glued_from = (uint32_t)(order->candidate_count + count);
    if (found.glued) count += add_glued(order, furniture.bytes + start, end - start - 1, count);
    order->lines[order->count] = found;
    order->items[order->count++] = (opis_sequence_item){
        .first_candidate = (uint32_t)order->candidate_count,
        .candidate_count = (uint32_t)count,
        .drop = FALSE_HEADING,
        .repeat = continued || found.suffix || found.glued ? 0
                  : opens_leaf(&order->book->layout, line) ? TWICE_AT_TOP
                                                           : TWICE_WITHIN,
        .restart = INFINITY,
        .gap = line <= order->book->layout.first_heading && order->book->layout.first_heading,
    };
    order->candidate_count += count;
    return OPIS_OK;
}

static opis_status solve(heading_order *order, opis_error *error) {
    opis_status status = OPIS_OK;
    for (uint32_t line = 0; line < order->book->layout.line_count && status == OPIS_OK; line++) {
        uint8_t role = order->book->layout.lines[line].role;
        if (role == OPIS_LINE_HEADING || role == OPIS_LINE_CONTINUED) status = add_line(order, line, error);
    }
    if (status == OPIS_OK)
        status = opis_reserve(&order->choices, &order->choice_room, order->count + 1, sizeof *order->choices, error);
    if (status != OPIS_OK) return status;
    opis_sequence sequence = {order->items,
                              order->count,
                              order->candidates,
                              order->candidate_count,
                              {LOST_HEADING, OPIS_BEFORE_FIRST_HEADING}};
    return opis_sequence_prove(&sequence, OPIS_SURE_HEADING, order->choices, error);
}

/* The last line, one past it, of the block of text that begins at `line`. */
static uint32_t block_end(const opis_layout *layout, uint32_t line) {
    while (line < layout->line_count && layout->lines[line].role == OPIS_LINE_TEXT) line++;
    return line;
}

/*
 * How much a block of text looks like a title whose heading is lost: it stands alone, starts with a capital, is short,
 * ends without a stop, names its genre, closes with a date or the mark of a note, and stands at the top of a page.
 */
static int title_likeness(const opis_book *book, const opis_genre_words *genres, uint32_t line) {
    const opis_layout *layout = &book->layout;
    const opis_token *first = &book->tokens[layout->lines[line].first_token];
    uint32_t end = block_end(layout, line);
    if (end - line > TITLE_LINES || !(first->shape & OPIS_UPPER_FIRST) || opis_in_note(book, line)) return 0;
    if (layout->lines[line].width < NARROWEST_TITLE || opis_opens_table(book, line)) return 0;
    const char *start = book->source.bytes + layout->lines[line].start;
    const char *stop = book->source.bytes + layout->lines[end - 1].end;
    if (strchr(".-:,;)", stop[-1]) || memchr(start, ':', (size_t)(stop - start))) return 0;
    int named = opis_genre_of(genres, start, (size_t)(stop - start)) != NULL;
    int closed = (stop[-1] >= '0' && stop[-1] <= '9') || strchr("'\"", stop[-1]) != NULL;
    return named + 2 * closed + 2 * opens_leaf(layout, line);
}

/* Whether a short line ends with a year, and maybe its word: a dateline, seen from afar. */
static int may_be_dateline(const opis_book *book, uint32_t line) {
    const opis_line *at = &book->layout.lines[line];
    uint32_t last = at->end - at->start > YEAR_FROM_END ? at->end - YEAR_FROM_END : at->start, figures = 0;
    if (at->role != OPIS_LINE_TEXT || at->width > WIDEST_DATELINE || at->width < NARROWEST_DATELINE) return 0;
    for (uint32_t i = last; i < at->end; i++) figures += is_digit(book->source.bytes[i]);
    return figures >= LEAST_YEAR_FIGURES;
}

/* The same where datelines stand below the titles: one follows a short block that begins with a capital. */
static int dated_likeness(const opis_book *book, const opis_genre_words *genres, uint32_t line) {
    const opis_layout *layout = &book->layout;
    const opis_line *at = &layout->lines[line];
    uint32_t end = block_end(layout, line), next = end;
    if (end - line > TITLE_LINES || opis_in_note(book, line) || at->width < NARROWEST_DATELINE) return 0;
    if (opis_fold_begins_small(book->source.bytes + at->start, at->end - at->start)) return 0;
    int named = opis_genre_of(genres, book->source.bytes + at->start, at->end - at->start) != NULL;
    while (next < layout->line_count && layout->lines[next].role == OPIS_LINE_EMPTY && next < end + 2) next++;
    int dated = may_be_dateline(book, next) || (end > line + 1 && may_be_dateline(book, end - 1));
    return dated ? LEAST_TITLE + named : 0;
}

static opis_status add_heading(opis_headings *headings, size_t *room, opis_heading heading, opis_error *error) {
    opis_status status = opis_reserve(&headings->items, room, headings->count + 1, sizeof *headings->items, error);
    if (status == OPIS_OK) headings->items[headings->count++] = heading;
    return status;
}

/* The block between two lines that looks most like a title without its heading, or `to`. */
static uint32_t best_title(const opis_book *book, const opis_genre_words *genres, uint32_t from, uint32_t to) {
    const opis_line *lines = book->layout.lines;
    int best = LEAST_TITLE - 1, weak = opis_heading_is_weak(&book->style->profile.forms[book->layout.heading_form]);
    uint32_t found = to;
    for (uint32_t line = from; line < to; line++) {
        if (lines[line].role != OPIS_LINE_TEXT || (lines[line - 1].role == OPIS_LINE_TEXT && !lines[line].indented))
            continue;
        int likeness = weak ? dated_likeness(book, genres, line) : title_likeness(book, genres, line);
        if (likeness <= best) continue;
        best = likeness;
        found = line;
    }
    return found;
}

/* Look for the titles of documents from `number` up to, not including, `next` between two lines. */
static opis_status add_lost(opis_headings *headings, size_t *room, const opis_book *book, int32_t number, int32_t next,
                            uint32_t from, uint32_t to, opis_error *error) {
    opis_status status = OPIS_OK;
    while (number < next && status == OPIS_OK) {
        uint32_t line = best_title(book, &headings->genres, from, to);
        if (line == to) break;
        opis_heading found = {.line = line, .title_line = line, .number = number, .lost = 1};
        status = add_heading(headings, room, found, error);
        number++;
        from = block_end(&book->layout, line);
    }
    return status;
}

static uint32_t first_text(const opis_layout *layout, uint32_t line) {
    while (line < layout->line_count && layout->lines[line].role != OPIS_LINE_TEXT) line++;
    return line;
}

static int is_last(const opis_headings *headings, int32_t number) {
    return headings->count > 0 && headings->items[headings->count - 1].number == number;
}

/* A document whose first pages are lost: its "continued" line is the first that is left of it. */
static opis_heading torn_document(uint32_t line, int32_t number) {
    return (opis_heading){.line = line, .title_line = line, .number = number, .lost = 1};
}

static opis_status add_continued(opis_headings *headings, size_t *room, uint32_t line, opis_error *error) {
    opis_status status =
        opis_reserve(&headings->continued, room, headings->continued_count + 1, sizeof *headings->continued, error);
    if (status == OPIS_OK) headings->continued[headings->continued_count++] = line;
    return status;
}

static char chosen_suffix(const found_line *at, const opis_sequence_choice *choice) {
    return at->glued && (uint32_t)choice->candidate >= at->glued_from ? at->glued : at->suffix;
}

static opis_heading heading_of(const found_line *at, const opis_sequence_choice *choice, const opis_candidate *read,
                               uint32_t title) {
    char suffix = chosen_suffix(at, choice);
    return (opis_heading){.line = at->line,
                          .title_line = title,
                          .number = read->value,
                          .suffix = suffix,
                          .clean = read->cost == 0 || (suffix == at->glued && read->cost == GLUED_SUFFIX),
                          .margin = choice->margin};
}

/*
 * Walk the settled order: a number that is passed over is a lost heading, to be looked for before the line that
 * shows the next number or, where its own "continued" line survives, before that.
 */
static opis_status collect(opis_headings *headings, const heading_order *order, opis_error *error) {
    const opis_layout *layout = &order->book->layout;
    size_t room = 0, continued_room = 0;
    int32_t last = 0;
    uint32_t title = 0, title_end = 0; /* the block of text behind the line last walked over */
    uint32_t behind = 0;               /* the line behind the last title */
    opis_status status = OPIS_OK;
    for (size_t i = 0; i < order->count && status == OPIS_OK; i++) {
        const found_line *at = &order->lines[i];
        const opis_sequence_choice *choice = &order->choices[i];
        if (choice->candidate < 0) continue;
        const opis_candidate *read = &order->candidates[choice->candidate];
        if (opis_layout_title(layout, at->line) < layout->lines[at->line].end) {
            title = at->line;
            title_end = block_end(layout, title + 1);
        } else if (title <= at->line) {
            title = first_text(layout, at->line + 1);
            title_end = block_end(layout, title);
        }
        int again = read->value == last && !chosen_suffix(at, choice);
        int32_t until = at->continued && !again ? read->value + 1 : read->value;
        if (last > 0 && until > last + 1)
            status = add_lost(headings, &room, order->book, last + 1, until, behind, at->line, error);
        if (status == OPIS_OK && at->continued && !again && !is_last(headings, read->value))
            status = add_heading(headings, &room, torn_document(at->line, read->value), error);
        if (status != OPIS_OK) break;
        if (again || at->continued) {
            status = add_continued(headings, &continued_room, at->line, error);
        } else {
            opis_heading found = heading_of(at, choice, read, title);
            status = add_heading(headings, &room, found, error);
        }
        last = read->value;
        behind = title_end;
    }
    return status;
}

/* A document ends where the next one, a chapter or the back matter begins. */
static void set_limits(opis_headings *headings, const opis_layout *layout) {
    size_t continued = 0;
    for (size_t i = 0; i < headings->count; i++) {
        opis_heading *at = &headings->items[i];
        at->limit = i + 1 < headings->count ? headings->items[i + 1].line : layout->line_count;
        uint32_t chapter = opis_layout_chapter(layout, at->line);
        if (chapter < layout->chapter_count && layout->chapters[chapter] < at->limit)
            at->limit = layout->chapters[chapter];
        uint32_t title = opis_layout_title(layout, at->title_line), end = layout->lines[at->title_line].end;
        at->title_start = title < end ? title : layout->lines[at->title_line].start;
        at->title_limit = at->limit;
        while (continued < headings->continued_count && headings->continued[continued] < at->line) continued++;
        at->first_continued = (uint32_t)continued;
        while (continued < headings->continued_count && headings->continued[continued] < at->limit) continued++;
        at->continued_count = (uint32_t)continued - at->first_continued;
    }
}

opis_status opis_headings_find(opis_headings *headings, const opis_book *book, opis_error *error) {
    heading_order order = {.book = book};
    memset(headings, 0, sizeof *headings);
    headings->genres = opis_genre_words_of(book->style);
    opis_status status = solve(&order, error);
    if (status == OPIS_OK) status = collect(headings, &order, error);
    if (status == OPIS_OK) set_limits(headings, &book->layout);
    opis_resize(order.lines, 0);
    opis_resize(order.items, 0);
    opis_resize(order.candidates, 0);
    opis_resize(order.choices, 0);
    if (status != OPIS_OK) opis_headings_release(headings);
    return status;
}

void opis_headings_release(opis_headings *headings) {
    opis_resize(headings->items, 0);
    opis_resize(headings->continued, 0);
    memset(headings, 0, sizeof *headings);
}
