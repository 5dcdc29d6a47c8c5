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
#define RESTART_ANYWHERE 12.0f
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
    }
}

opis_status opis_note_lines_number(opis_note_lines *lines, const opis_book *book, opis_error *error) {
    numbering numbering;
    opis_status status = numbering_open(&numbering, lines->count, error);
    if (!status) {
        fill_items(&numbering, lines, book);
        opis_sequence sequence = {.items = numbering.items,
                                  .item_count = lines->count,
                                  .candidates = lines->readings,
                                  .candidate_count = lines->reading_count,
                                  .gap = {LOST_BETWEEN_LEAVES, LOST_WITHIN_LEAF}};
        status = opis_sequence_solve(&sequence, numbering.choices, error);
    }
    if (!status) take_choices(lines, book, numbering.choices);
    numbering_release(&numbering);
    return status;
}
