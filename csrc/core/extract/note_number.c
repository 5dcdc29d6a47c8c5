#include "extract/note.h"

#include <math.h>
#include <string.h>

#include "memory.h"
#include "mend/sequence.h"

/* A number passed over is a note that the scan lost: rarer in the middle of a page's notes than between pages. */
#define LOST_BETWEEN_LEAVES 2.0f
#define LOST_WITHIN_LEAF 3.0f
/* Counting anew: where a chapter opens, where one may open; dearer with each leaf and each likely note since. */
#define RESTART_AT_CHAPTER 0.5f
#define RESTART_AT_TITLE 4.0f
#define RESTART_LATER_BY 0.4f
#define RESTART_AFTER_NOTE 5.0f
#define RESTART_ANYWHERE 6.0f
#define RESTART_IN_DOCUMENT 0.5f
#define RESTART_WITHIN_DOCUMENT 8.0f
/* Notes that begin a count which begins anew in the same chapter are none, if they are no more than this. */
#define FALSE_START_NOTES 6
#define FALSE_START_LEAVES 1
#define NO_NOTE (-50.0f)

/* How far the next best solution must be behind for order to prove a reading. */
#define PROOF 3.0f

typedef struct numbering {
    opis_sequence_item *items;
    opis_sequence_choice *choices;
} numbering;

static void numbering_release(numbering *numbering) {
    opis_resize(numbering->items, 0);
    opis_resize(numbering->choices, 0);
}

static opis_status numbering_open(numbering *numbering, size_t count, opis_error *error) {
    size_t items = 0, choices = 0;
    memset(numbering, 0, sizeof *numbering);
    opis_status status = opis_reserve(&numbering->items, &items, count, sizeof *numbering->items, error);
    if (!status) status = opis_reserve(&numbering->choices, &choices, count, sizeof *numbering->choices, error);
    return status;
}

/* What it costs to count anew on a leaf, from what it cost on the leaf before. */
static float restart_on_leaf(float before, const opis_leaf *leaf) {
    float later = fminf(before + RESTART_LATER_BY, RESTART_ANYWHERE);
    if (leaf->opening == OPIS_OPENS_CHAPTER) return RESTART_AT_CHAPTER;
    return leaf->opening == OPIS_MAY_OPEN_CHAPTER ? fminf(later, RESTART_AT_TITLE) : later;
}

static float restart_after(float before, const opis_note_line *line) {
    return line->likeness >= OPIS_LIKELY_NOTE ? fminf(before + RESTART_AFTER_NOTE, RESTART_ANYWHERE) : before;
}

static void fill_items(numbering *numbering, const opis_note_lines *lines, const opis_book *book) {
    float restart = RESTART_AT_CHAPTER;
    uint32_t leaf = 0, leaf_of_notes = UINT32_MAX;
    for (size_t i = 0; i < lines->count; i++) {
        const opis_note_line *line = &lines->items[i];
        for (; leaf < line->leaf; leaf++) restart = restart_on_leaf(restart, &book->layout.leaves[leaf + 1]);
        numbering->items[i] = (opis_sequence_item){.first_candidate = line->first_reading,
                                                   .candidate_count = line->reading_count,
                                                   .drop = line->likeness,
                                                   .repeat = INFINITY,
                                                   .restart = restart,
                                                   .gap = leaf_of_notes == line->leaf};
        if (line->likeness >= OPIS_LIKELY_NOTE) leaf_of_notes = line->leaf;
        restart = restart_after(restart, line);
    }
}

/* Where documents count their notes anew, they do so from the leaf on that holds their heading. */
static void restart_in_documents(numbering *numbering, const opis_note_lines *lines, const opis_layout *layout) {
    uint32_t leaf = 0;
    for (size_t i = 0; i < lines->count; i++) {
        const opis_note_line *line = &lines->items[i];
        int begins = opis_notes_heading_before(layout, leaf, line->line);
        float restart = begins ? RESTART_IN_DOCUMENT : RESTART_WITHIN_DOCUMENT;
        if (begins || layout->leaves[line->leaf].opening != OPIS_OPENS_CHAPTER) numbering->items[i].restart = restart;
        if (line->likeness >= OPIS_LIKELY_NOTE) leaf = line->leaf;
    }
}

static opis_certainty certainty_of(const opis_note_line *line, const opis_book *book, float margin) {
    if (margin < PROOF) return OPIS_LIKELY;
    return opis_note_line_printed(line, book) == line->number ? OPIS_CLEAN : OPIS_REPAIRED;
}

static void take_choices(opis_note_lines *lines, const opis_book *book, const opis_sequence_choice *choices) {
    for (size_t i = 0; i < lines->count; i++) {
        opis_note_line *line = &lines->items[i];
        line->number = 0;
        if (choices[i].candidate < 0) continue;
        line->number = lines->readings[choices[i].candidate].value;
        line->marker = lines->markers[choices[i].candidate];
        line->status = (uint8_t)certainty_of(line, book, choices[i].margin);
        if ((uint32_t)choices[i].candidate >= line->first_spoilt) line->status = OPIS_LIKELY;
    }
}

/* Whether the notes from `first` on, `count` of them, begin a count that `next` begins again in the same chapter. */
static int is_false_start(const opis_note_line *first, size_t count, const opis_note_line *next,
                          const opis_layout *layout) {
    return count <= FALSE_START_NOTES && next->leaf <= first->leaf + FALSE_START_LEAVES &&
           opis_layout_chapter(layout, first->line) == opis_layout_chapter(layout, next->line);
}

static void leave_out(opis_note_lines *lines, const opis_sequence_choice *choices, size_t first, size_t end) {
    for (size_t i = first; i < end; i++)
        if (choices[i].candidate >= 0) lines->items[i].likeness = NO_NOTE;
}

/* Items of a list near the foot of a page may pass for the first notes of a chapter, but a chapter counts once. */
static int drop_false_starts(opis_note_lines *lines, const opis_book *book, const opis_sequence_choice *choices) {
    size_t first = SIZE_MAX, count = 0;
    int dropped = 0;
    for (size_t i = 0; i < lines->count; i++) {
        if (choices[i].candidate < 0) continue;
        opis_note_line *line = &lines->items[i];
        int begins = first == SIZE_MAX || choices[i].restarts;
        if (first != SIZE_MAX && begins && is_false_start(&lines->items[first], count, line, &book->layout)) {
            dropped = 1;
            begins = lines->items[first].likeness < line->likeness;
            leave_out(lines, choices, begins ? first : i, begins ? i : i + 1);
        }
        if (begins) first = i;
        count = begins ? 1 : count + 1;
    }
    return dropped;
}

static opis_status solve(numbering *numbering, const opis_note_lines *lines, const opis_book *book,
                         opis_notes_begin scope, opis_error *error) {
    fill_items(numbering, lines, book);
    if (scope == OPIS_NOTES_BY_DOCUMENT) restart_in_documents(numbering, lines, &book->layout);
    for (size_t i = 0; scope == OPIS_NOTES_ONCE && i < lines->count; i++) numbering->items[i].restart = INFINITY;
    opis_sequence sequence = {.items = numbering->items,
                              .item_count = lines->count,
                              .candidates = lines->readings,
                              .candidate_count = lines->reading_count,
                              .gap = {LOST_BETWEEN_LEAVES, LOST_WITHIN_LEAF}};
    return opis_sequence_prove(&sequence, PROOF, numbering->choices, error);
}

opis_status opis_note_lines_number(opis_note_lines *lines, const opis_book *book, opis_error *error) {
    numbering numbering;
    opis_status status = numbering_open(&numbering, lines->count, error);
    opis_notes_begin scope = opis_notes_scope(lines, book);
    if (!status) status = solve(&numbering, lines, book, scope, error);
    if (!status && scope != OPIS_NOTES_BY_DOCUMENT && drop_false_starts(lines, book, numbering.choices))
        status = solve(&numbering, lines, book, scope, error);
    if (!status) take_choices(lines, book, numbering.choices);
    numbering_release(&numbering);
    return status;
}
