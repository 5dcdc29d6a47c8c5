/*
 * Pages: each leaf of the layout with its printed number.  Few leaves kept their folio; the order solver carries the
 * numbers from one that did to the next, and the book's own index says where pages are missing.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "extract/extract.h"
#include "extract/witness.h"
#include "memory.h"
#include "mend/sequence.h"

/* Cost of a number that the leaf's own folio does not read as. */
#define AGAINST_FOLIO 9.0f
/* No leaf's names weigh more than this against a number. */
#define AGAINST_INDEX 6.0f
/* Cost of each page missing from the scan: more where the text runs on over the break, for then only plates can be. */
#define MISSING_WITHIN 5.0f
#define MISSING_BETWEEN 2.0f
#define MISSING_BLANK 0.3f
/* The title of a part and what it is the title of stand on right-hand pages, which are odd; cost of an even number. */
#define ON_VERSO 2.5f
#define PART_TITLE_LINES 4
/* Cost of taking a break between two parts of a page for none, where a sentence runs over it. */
#define STRAY_BREAK -3.0f
/* What is added where notes stand before the break: they close a page.  So many lines are searched for them. */
#define STRAY_BREAK_AFTER_NOTES 5.0f
#define FOOT_LINES 8
/* What is added for each line that the two parts have beyond a full page, and how many they may. */
#define LINE_OVER 3.0f
#define MOST_OVER 2
/* One page in so many is torn, or read twice, and longer than a full one. */
#define OVERFULL_ONE_IN 20
#define LARGEST_SLACK 16
#define LONGEST_LEAF 256
/* Pages that may be missing in all, beyond those that folios show. */
#define SPARE_WINDOW 6
#define LARGEST_WINDOW 64
/* Rows times window may always come to so many. */
#define LEAST_ROOM 16384
#define NO_FOLIO INT64_MIN
/* So many folios at least must agree that the first page is not 1. */
#define FOLIOS_THAT_AGREE 3
#define SURE_MARGIN 5.5f

enum { WITHIN_TEXT, BETWEEN_TEXTS, BLANK_BEFORE }; /* kinds of gaps */

typedef struct folio {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    size_t count;
} folio;

typedef struct band { /* the numbers that folios before and behind a leaf leave it: places in its window */
    uint16_t low, high;
} band;

/* What the lines of a leaf show, so that they are looked through once. */
typedef struct sight {
    uint32_t folio;      /* the line that shows its number, or the sentinel */
    uint32_t text_lines; /* those that are not empty */
    float stray;         /* cost of taking the break before it for a stray one */
} sight;

typedef struct numbering {
    opis_book *book;
    sight *sights;       /* for each leaf */
    uint32_t first_leaf; /* of the arabic pages */
    uint32_t full_leaf;  /* lines of text on a full page */
    uint32_t first;      /* the number of the first of them, if no page is missing before it */
    uint32_t slack;      /* pages that stray breaks may have counted twice */
    uint32_t window;     /* numbers weighed for each leaf: from lowest_number() on */
    opis_witness witness;
    band *bands; /* for each leaf */
    opis_sequence_item *items;
    opis_candidate *candidates;
    opis_sequence_choice *choices;
} numbering;

static int roman_value(const char *bytes, uint32_t length) {
    static const char digits[] = "ivxlc";
    static const int values[] = {1, 5, 10, 50, 100};
    int total = 0, last = 0;
    for (uint32_t i = length; i-- > 0;) {
        const char *digit = strchr(digits, bytes[i]);
        if (!digit || !*digit) return 0;
        int value = values[digit - digits];
        total += value < last ? -value : value;
        last = value > last ? value : last;
    }
    return total;
}

static sight look_at(const opis_layout *layout, const opis_leaf *leaf) {
    sight seen = {.folio = layout->line_count, .stray = INFINITY};
    for (uint32_t i = leaf->end_line; i-- > leaf->first_line;) {
        uint8_t role = layout->lines[i].role;
        seen.text_lines += role != OPIS_LINE_EMPTY;
        if (role == OPIS_LINE_HEAD || role == OPIS_LINE_FOLIO) seen.folio = i;
    }
    return seen;
}

/* The token of a running head or folio that is its number: the last, or the first. */
static const opis_token *folio_token(const opis_book *book, uint32_t line) {
    uint32_t count;
    const opis_token *tokens = opis_line_tokens(&book->layout, book->tokens, line, &count);
    if (count == 0) return NULL;
    return tokens[count - 1].class_ == OPIS_WORD && count > 1 && tokens[0].class_ != OPIS_WORD ? &tokens[0]
                                                                                               : &tokens[count - 1];
}

static void read_folio(const numbering *n, uint32_t leaf, folio *out) {
    const opis_book *book = n->book;
    out->count = 0;
    if (n->sights[leaf].folio == book->layout.line_count) return;
    const opis_token *token = folio_token(book, n->sights[leaf].folio);
    if (token)
        out->count =
            opis_glyphs_numerals(book->glyphs, book->source.bytes + token->start, token->length, out->readings);
}

/* Arabic numbers begin where the first chapter opens; what stands before it is front matter. */
static uint32_t first_arabic_leaf(const opis_layout *layout) {
    for (uint32_t i = 0; i < layout->leaf_count; i++)
        if (layout->leaves[i].opening == OPIS_OPENS_CHAPTER) return i;
    return 0;
}

/* How many pages are missing before a leaf by its own folio, where that reads clean, or NO_FOLIO. */
static int64_t pages_missing(const numbering *n, uint32_t row) {
    folio seen;
    read_folio(n, n->first_leaf + row, &seen);
    if (seen.count == 0 || seen.readings[0].cost > 0) return NO_FOLIO;
    return (int64_t)seen.readings[0].value - n->first - row;
}

/* The lowest number weighed for a leaf. */
static int32_t lowest_number(const numbering *n, uint32_t row) {
    return (int32_t)(n->first + row) - (int32_t)n->slack;
}

/* The pages missing by which most folios may be told, if any are: a vote of majority. */
static int64_t most_missing(const numbering *n, uint32_t rows) {
    int64_t winner = NO_FOLIO;
    uint32_t votes = 0;
    for (uint32_t row = 0; row < rows; row++) {
        int64_t missing = pages_missing(n, row);
        if (missing == NO_FOLIO) continue;
        if (votes == 0) winner = missing;
        if (llabs(missing - winner) < LARGEST_WINDOW / 2)
            votes++;
        else
            votes--;
    }
    return winner;
}

/*
 * The number of the first leaf: 1, but where a volume counts on from the one before, or the text is a part of a book.
 * Then most folios show far more pages missing than can be lost, and as many.
 */
static uint32_t find_first(const numbering *n) {
    uint32_t rows = n->book->layout.leaf_count - n->first_leaf, count = 0, agree = 0;
    int64_t most = most_missing(n, rows), lowest = most;
    if (most == NO_FOLIO || most < LARGEST_WINDOW) return 1;
    for (uint32_t row = 0; row < rows; row++) {
        int64_t missing = pages_missing(n, row);
        if (missing == NO_FOLIO) continue;
        count++;
        if (llabs(missing - most) >= LARGEST_WINDOW / 2) continue;
        agree++;
        if (missing < lowest) lowest = missing;
    }
    return agree >= FOLIOS_THAT_AGREE && agree * 2 > count ? (uint32_t)(1 + lowest) : 1;
}

/* How many numbers to weigh for each leaf: as many as folios show to be missing, and some. */
static uint32_t find_window(const numbering *n) {
    const opis_layout *layout = &n->book->layout;
    int64_t window = SPARE_WINDOW + n->slack, room;
    uint32_t leaves = layout->leaf_count - n->first_leaf;
    for (uint32_t row = 0; row < leaves; row++) {
        int64_t missing = pages_missing(n, row);
        if (missing > 0 && missing < LARGEST_WINDOW && missing + n->slack + SPARE_WINDOW > window)
            window = missing + n->slack + SPARE_WINDOW;
    }
    /* Memory stays in proportion to the source, however many breaks it has. */
    room = 1 + n->book->source.length / (16 * ((int64_t)leaves + 1));
    if (room < LEAST_ROOM / ((int64_t)leaves + 1)) room = LEAST_ROOM / ((int64_t)leaves + 1);
    return (uint32_t)(window < room ? window : room);
}

/* Whether a leaf goes on in the middle of a sentence, as far as its first letter tells. */
static int runs_on(const opis_book *book, const opis_leaf *leaf) {
    const opis_token *first = &book->tokens[book->layout.lines[leaf->first_line].first_token];
    uint8_t role = book->layout.lines[leaf->first_line].role;
    if (role == OPIS_LINE_CONTINUED) return 1;
    return leaf->opening == OPIS_OPENS_NOTHING && role == OPIS_LINE_TEXT && !(first->shape & OPIS_UPPER_FIRST);
}

static float folio_cost(const folio *seen, int32_t number) {
    if (seen->count == 0) return 0;
    for (size_t i = 0; i < seen->count; i++)
        if (seen->readings[i].value == number && seen->readings[i].cost < AGAINST_FOLIO) return seen->readings[i].cost;
    return AGAINST_FOLIO;
}

/* The lines of text that the fullest pages have, the overfull left out. */
static uint32_t find_full_leaf(const numbering *n) {
    uint32_t leaves = n->book->layout.leaf_count;
    uint32_t counts[LONGEST_LEAF] = {0}, overfull = leaves / OVERFULL_ONE_IN, full = LONGEST_LEAF - 1;
    for (uint32_t i = 0; i < leaves; i++) {
        uint32_t lines = n->sights[i].text_lines;
        counts[lines < LONGEST_LEAF ? lines : LONGEST_LEAF - 1]++;
    }
    while (full > 0 && counts[full] <= overfull) overfull -= counts[full--];
    return full;
}

/* Whether a line begins as a note does: with a number and a point. */
static int begins_with_number(const opis_book *book, uint32_t line) {
    uint32_t count;
    const opis_token *tokens = opis_line_tokens(&book->layout, book->tokens, line, &count);
    return count > 2 && tokens[0].class_ == OPIS_NUMBER && tokens[0].length <= 3 &&
           book->source.bytes[tokens[1].start] == '.';
}

/* Whether the foot of a leaf looks like notes: set off by an empty line, and the first of them numbered. */
static int ends_with_notes(const opis_book *book, const opis_leaf *leaf) {
    const opis_line *lines = book->layout.lines;
    uint32_t seen = 0;
    for (uint32_t line = leaf->end_line; line-- > leaf->first_line + 1 && seen < FOOT_LINES;) {
        if (lines[line].role == OPIS_LINE_EMPTY) continue;
        seen++;
        if (lines[line - 1].role == OPIS_LINE_EMPTY && begins_with_number(book, line)) return 1;
    }
    return 0;
}

/*
 * Cost of taking the break before a leaf for a stray one, so that the page before goes on.  A page on which the text
 * runs on is full; where two parts make one page together, the break between them is more likely stray than not.
 */
static float stray_break_cost(const numbering *n, uint32_t leaf) {
    const opis_layout *layout = &n->book->layout;
    const opis_leaf *at = &layout->leaves[leaf];
    if (leaf == 0 || at->fed || layout->lines[at->first_line].role != OPIS_LINE_TEXT || !runs_on(n->book, at))
        return INFINITY;
    uint32_t together = n->sights[leaf].text_lines + n->sights[leaf - 1].text_lines;
    uint32_t over = together > n->full_leaf ? together - n->full_leaf : 0;
    if (over > MOST_OVER) return INFINITY;
    return STRAY_BREAK + LINE_OVER * (float)over + (ends_with_notes(n->book, at - 1) ? STRAY_BREAK_AFTER_NOTES : 0);
}

static opis_status look_at_leaves(numbering *n, opis_error *error) {
    const opis_layout *layout = &n->book->layout;
    size_t room = 0;
    opis_status status = opis_reserve(&n->sights, &room, layout->leaf_count, sizeof *n->sights, error);
    if (status != OPIS_OK) return status;
    for (uint32_t leaf = 0; leaf < layout->leaf_count; leaf++) n->sights[leaf] = look_at(layout, &layout->leaves[leaf]);
    n->full_leaf = find_full_leaf(n);
    for (uint32_t leaf = n->first_leaf; leaf < layout->leaf_count; leaf++)
        n->sights[leaf].stray = stray_break_cost(n, leaf);
    return OPIS_OK;
}

/* How many breaks may be stray: a leaf's number may be so much lower than its place. */
static uint32_t find_slack(const numbering *n) {
    uint32_t count = 0;
    for (uint32_t leaf = n->first_leaf + 1; leaf < n->book->layout.leaf_count && count < LARGEST_SLACK; leaf++)
        count += isfinite(n->sights[leaf].stray) != 0;
    return count;
}

/* A leaf that holds a title and nothing else: the opening of a part. */
static int is_part_title(const numbering *n, uint32_t leaf) {
    return n->sights[leaf].text_lines <= PART_TITLE_LINES && !runs_on(n->book, &n->book->layout.leaves[leaf]);
}

/* A leaf whose folio reads clean, and its place in the window with the stray breaks up to it added. */
typedef struct anchor {
    uint32_t row, stray;
    int32_t key;
    uint32_t before; /* the anchor that goes before it in the longest chain that ends here */
} anchor;

/* All such leaves; `*all_stray` is how many breaks of the book may be stray. */
static opis_status find_anchors(const numbering *n, anchor **anchors, size_t *count, uint32_t *all_stray,
                                opis_error *error) {
    const opis_layout *layout = &n->book->layout;
    size_t room = 0;
    uint32_t stray = 0;
    for (uint32_t row = 0; row < layout->leaf_count - n->first_leaf; row++) {
        stray += row > 0 && isfinite(n->sights[n->first_leaf + row].stray);
        int64_t place = pages_missing(n, row) + n->slack; /* below 0 where no folio is */
        if (place < 0 || place >= n->window) continue;
        opis_status status = opis_reserve(anchors, &room, *count + 1, sizeof **anchors, error);
        if (status != OPIS_OK) return status;
        (*anchors)[(*count)++] = (anchor){row, stray, (int32_t)place + (int32_t)stray, UINT32_MAX};
    }
    *all_stray = stray;
    return OPIS_OK;
}

/* The longest chain of anchors that do not contradict one another; gives its last one.  Patience sorting. */
static opis_status chain_anchors(anchor *anchors, size_t count, uint32_t *last, opis_error *error) {
    uint32_t *ends = NULL; /* ends[i]: the anchor of least key that ends a chain of i + 1 */
    size_t room = 0, longest = 0;
    opis_status status = opis_reserve(&ends, &room, count + 1, sizeof *ends, error);
    if (status != OPIS_OK) return status;
    for (uint32_t i = 0; i < count; i++) {
        size_t low = 0, high = longest;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (anchors[ends[middle]].key <= anchors[i].key)
                low = middle + 1;
            else
                high = middle;
        }
        anchors[i].before = low > 0 ? ends[low - 1] : UINT32_MAX;
        ends[low] = i;
        if (low == longest) longest++;
    }
    *last = longest > 0 ? ends[longest - 1] : UINT32_MAX;
    opis_resize(ends, 0);
    return OPIS_OK;
}

/*
 * Between two anchors of the chain a leaf's place in the window can only rise, by pages missing, and fall by stray
 * breaks: the solver need not weigh what lies beyond.
 */
static opis_status find_bands(numbering *n, uint32_t rows, opis_error *error) {
    anchor *anchors = NULL;
    size_t count = 0, room = 0;
    uint32_t next = UINT32_MAX, stray = 0; /* up to the anchor behind the row, or to the end */
    opis_status status = opis_reserve(&n->bands, &room, rows, sizeof *n->bands, error);
    if (status == OPIS_OK) status = find_anchors(n, &anchors, &count, &stray, error);
    if (status == OPIS_OK) status = chain_anchors(anchors, count, &next, error);
    if (!anchors) next = UINT32_MAX;
    uint32_t ahead = UINT32_MAX; /* the anchor behind the row, while `next` is at or before it */
    for (uint32_t row = rows; row-- > 0 && status == OPIS_OK;) {
        while (anchors && next != UINT32_MAX && anchors[next].row > row) {
            ahead = next;
            next = anchors[next].before;
        }
        if (ahead != UINT32_MAX) stray = anchors[ahead].stray;
        int64_t low = next == UINT32_MAX ? 0 : (int64_t)anchors[next].key - stray;
        int64_t high = ahead == UINT32_MAX
                           ? n->window - 1
                           : (int64_t)anchors[ahead].key - (next == UINT32_MAX ? 0 : anchors[next].stray);
        if (low < 0) low = 0;
        if (high >= n->window) high = n->window - 1;
        n->bands[row] = (band){(uint16_t)low, (uint16_t)(high < low ? low : high)};
    }
    opis_resize(anchors, 0);
    return status;
}

/* Add the candidates of a leaf: what its folio and its names say against each number. */
static void weigh_leaf(const numbering *n, uint32_t row, size_t *candidates) {
    const opis_layout *layout = &n->book->layout;
    uint32_t leaf = n->first_leaf + row;
    const float *scores = n->witness.scores + (size_t)row * n->window;
    float best = 0;
    folio seen;
    read_folio(n, leaf, &seen);
    for (uint32_t i = 0; i < n->window; i++) best = scores[i] > best ? scores[i] : best;
    int recto = is_part_title(n, leaf) || (row > 0 && is_part_title(n, leaf - 1));
    n->items[row] = (opis_sequence_item){.first_candidate = (uint32_t)*candidates,
                                         .drop = INFINITY,
                                         .repeat = row ? n->sights[leaf].stray : INFINITY,
                                         .restart = INFINITY,
                                         .gap = recto                                     ? BLANK_BEFORE
                                                : runs_on(n->book, &layout->leaves[leaf]) ? WITHIN_TEXT
                                                                                          : BETWEEN_TEXTS};
    for (uint32_t i = n->bands[row].low; i <= n->bands[row].high; i++) {
        int32_t number = lowest_number(n, row) + (int32_t)i;
        float cost = folio_cost(&seen, number) + fminf(best - scores[i], AGAINST_INDEX) +
                     (recto && number % 2 == 0 ? ON_VERSO : 0);
        n->candidates[(*candidates)++] = (opis_candidate){number, cost};
    }
    n->items[row].candidate_count = (uint32_t)*candidates - n->items[row].first_candidate;
}

static opis_status solve(numbering *n, opis_error *error) {
    n->slack = find_slack(n);
    n->first = find_first(n);
    n->window = find_window(n);
    uint32_t rows = n->book->layout.leaf_count - n->first_leaf;
    size_t room[3] = {0, 0, 0}, count = 0, candidates = 0;
    opis_status status = opis_witness_read(&n->witness, n->book, n->first_leaf, lowest_number(n, 0), n->window, error);
    if (status == OPIS_OK) status = find_bands(n, rows, error);
    if (status != OPIS_OK) return status;
    for (uint32_t row = 0; row < rows; row++) count += (size_t)(n->bands[row].high - n->bands[row].low) + 1;
    status = opis_reserve(&n->items, &room[0], rows, sizeof *n->items, error);
    if (status == OPIS_OK) status = opis_reserve(&n->candidates, &room[1], count, sizeof *n->candidates, error);
    if (status == OPIS_OK) status = opis_reserve(&n->choices, &room[2], rows, sizeof *n->choices, error);
    if (status != OPIS_OK) return status;
    for (uint32_t row = 0; row < rows; row++) weigh_leaf(n, row, &candidates);
    opis_sequence sequence = {
        n->items, rows, n->candidates, candidates, {MISSING_WITHIN, MISSING_BETWEEN, MISSING_BLANK}};
    return opis_sequence_prove(&sequence, SURE_MARGIN, n->choices, error);
}

/* The record of a leaf; its line is that of its head or furniture, else of its first line of text. */
static opis_page *add_page(opis_book *book, uint32_t leaf, opis_error *error) {
    const opis_layout *layout = &book->layout;
    const opis_leaf *at = &layout->leaves[leaf];
    opis_page *page = opis_records_add(&book->records, OPIS_PAGE, error);
    if (!page) return NULL;
    page->record.line = (int32_t)at->first_line + 1;
    page->record.start = layout->lines[at->first_line].start;
    page->record.end = at->end_line < layout->line_count ? layout->lines[at->end_line].start : book->source.length;
    page->record.status = OPIS_LIKELY;
    return page;
}

/* The roman number that a leaf's running head shows, or 0. */
static int roman_folio(const numbering *n, uint32_t leaf) {
    const opis_book *book = n->book;
    uint32_t line = n->sights[leaf].folio;
    const opis_token *token = line < book->layout.line_count ? folio_token(book, line) : NULL;
    return token ? roman_value(book->source.bytes + token->start, token->length) : 0;
}

static void set_roman(opis_page *page, int number, opis_certainty status) {
    if (number < 1) return;
    page->number = number;
    page->roman = 1;
    page->record.status = (uint8_t)status;
}

/* Roman numbers are counted on from the running head before that kept its own, and back from the first that did. */
static void number_front(const numbering *n) {
    opis_page *pages = OPIS_ROWS(n->book, OPIS_PAGE);
    uint32_t first_leaf = n->first_leaf, known = first_leaf; /* the first page with a head */
    int number = 0;
    for (uint32_t i = 0; i < first_leaf; i++) {
        int value = roman_folio(n, i);
        pages[i].head = value > 0;
        if (value > 0 && known == first_leaf) known = i;
        number = value > 0 ? value : number > 0 ? number + 1 : 0;
        set_roman(&pages[i], number, value > 0 ? OPIS_CLEAN : OPIS_LIKELY);
    }
    for (uint32_t i = known < first_leaf ? known : 0; i-- > 0;)
        set_roman(&pages[i], pages[known].number - (int)(known - i), OPIS_LIKELY);
}

/* Leaves that a stray break parted become one. */
static void join_leaves(const numbering *n) {
    opis_layout *layout = &n->book->layout;
    uint32_t kept = n->first_leaf;
    for (uint32_t leaf = n->first_leaf; leaf < layout->leaf_count; leaf++) {
        if (n->choices[leaf - n->first_leaf].repeats) {
            layout->leaves[kept - 1].end_line = layout->leaves[leaf].end_line;
            if (n->sights[kept - 1].folio == layout->line_count) n->sights[kept - 1].folio = n->sights[leaf].folio;
            continue;
        }
        n->choices[kept - n->first_leaf] = n->choices[leaf - n->first_leaf];
        n->sights[kept] = n->sights[leaf];
        layout->leaves[kept++] = layout->leaves[leaf];
    }
    layout->leaf_count = kept;
}

static void settle_page(const numbering *n, uint32_t row, opis_page *page) {
    opis_layout *layout = &n->book->layout;
    const opis_sequence_choice *choice = &n->choices[row];
    uint32_t line = n->sights[n->first_leaf + row].folio;
    if (choice->candidate < 0) return;
    page->number = n->candidates[choice->candidate].value;
    /* A window of one number weighs nothing: no other could have been found. */
    page->record.status = choice->margin >= SURE_MARGIN && n->window > 1 ? OPIS_REPAIRED : OPIS_LIKELY;
    if (line == layout->line_count) return;
    folio seen;
    read_folio(n, n->first_leaf + row, &seen);
    float cost = folio_cost(&seen, page->number);
    page->head = cost < AGAINST_FOLIO;
    if (!page->head) {
        layout->lines[line].role = OPIS_LINE_TEXT;
        /* It may be a number of the text; it may be the folio after all. */
        if (seen.count > 0 && seen.readings[0].cost == 0) page->record.status = OPIS_LIKELY;
    }
    if (cost == 0 && choice->margin >= SURE_MARGIN) page->record.status = OPIS_CLEAN;
}

static void numbering_release(numbering *n) {
    opis_witness_release(&n->witness);
    opis_resize(n->sights, 0);
    opis_resize(n->bands, 0);
    opis_resize(n->items, 0);
    opis_resize(n->candidates, 0);
    opis_resize(n->choices, 0);
}

opis_status opis_extract_pages(opis_book *book, opis_error *error) {
    opis_layout *layout = &book->layout;
    numbering n = {.book = book, .first = 1};
    if (layout->leaf_count == 0) return OPIS_OK;
    n.first_leaf = first_arabic_leaf(layout);
    opis_status status = look_at_leaves(&n, error);
    if (status == OPIS_OK) status = solve(&n, error);
    if (status == OPIS_OK) join_leaves(&n);
    for (uint32_t i = 0; i < layout->leaf_count && status == OPIS_OK; i++)
        if (!add_page(book, i, error)) status = error->status;
    if (status == OPIS_OK) {
        opis_page *pages = OPIS_ROWS(book, OPIS_PAGE);
        number_front(&n);
        for (uint32_t i = n.first_leaf; i < layout->leaf_count; i++) settle_page(&n, i - n.first_leaf, &pages[i]);
    }
    numbering_release(&n);
    return status;
}
