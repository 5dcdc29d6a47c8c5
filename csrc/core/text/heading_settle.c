/*
 * Weak forms: lists, notes and references begin with "12." and "No. 12" too.  Every line that begins so is weighed, and
 * the order of the numbers chooses among all of them at once.
 */
#include <math.h>

#include "memory.h"
#include "mend/sequence.h"
#include "text/heading.h"
#include "text/heading_likeness.h"

/* Costs of the order: a heading that the scan lost, one number printed twice; a line less likely is not looked at. */
#define LOST_HEADING 1.0f
#define TWICE 6.0f
#define LEAST_LIKENESS (-2.0f)
#define GLUED_SUFFIX 0.5f

typedef struct settling {
    opis_genre_words genres;
    uint32_t *lines, *titles; /* owned, as all of these */
    opis_sequence_item *items;
    opis_candidate *candidates;
    opis_sequence_choice *choices;
    size_t count, candidate_count;
    size_t line_room, title_room, item_room, candidate_room, choice_room;
} settling;

static opis_status add_line(settling *s, const opis_furniture *f, uint32_t line, opis_error *error) {
    const opis_heading_form *form = opis_heading_form_of(f);
    opis_heading_line heading;
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    if (!opis_heading_read(f, form, line, &heading) || !opis_heading_ends_well(f, form, line, &heading)) return OPIS_OK;
    float likeness = opis_heading_likeness(f, &s->genres, form, line, &heading);
    if (likeness < LEAST_LIKENESS) return OPIS_OK;
    size_t next = s->count + 1;
    opis_status status = opis_reserve(&s->lines, &s->line_room, next, sizeof *s->lines, error);
    if (status == OPIS_OK) status = opis_reserve(&s->titles, &s->title_room, next, sizeof *s->titles, error);
    if (status == OPIS_OK) status = opis_reserve(&s->items, &s->item_room, next, sizeof *s->items, error);
    if (status == OPIS_OK)
        status = opis_reserve(&s->candidates, &s->candidate_room, s->candidate_count + 2 * OPIS_NUMERAL_READINGS,
                              sizeof *s->candidates, error);
    if (status != OPIS_OK) return status;
    size_t first = s->candidate_count, length = heading.end - heading.start;
    int lettered = !form->titled && heading.rest < f->layout->lines[line].end; /* "12 a": twice, with letters */
    for (int glued = 0; glued < 2 && length > (size_t)glued; glued++) {
        char last = f->bytes[heading.end - 1];
        if (glued && !(last >= 'a' && last <= 'f')) break;
        lettered |= glued;
        size_t count = opis_glyphs_numerals(f->glyphs, f->bytes + heading.start, length - (size_t)glued, readings);
        for (size_t i = 0; i < count; i++)
            s->candidates[s->candidate_count++] =
                (opis_candidate){readings[i].value, readings[i].cost + (glued ? GLUED_SUFFIX : 0)};
    }
    s->lines[s->count] = line;
    s->titles[s->count] = heading.rest;
    s->items[s->count++] = (opis_sequence_item){.first_candidate = (uint32_t)first,
                                                .candidate_count = (uint32_t)(s->candidate_count - first),
                                                .drop = likeness,
                                                .repeat = lettered ? 0 : TWICE,
                                                .restart = INFINITY,
                                                .gap = line <= f->layout->first_heading && f->layout->first_heading};
    return OPIS_OK;
}

static opis_status solve(settling *s, opis_error *error) {
    opis_status status = opis_reserve(&s->choices, &s->choice_room, s->count + 1, sizeof *s->choices, error);
    if (status != OPIS_OK) return status;
    opis_sequence sequence = {
        s->items, s->count, s->candidates, s->candidate_count, {LOST_HEADING, OPIS_BEFORE_FIRST_HEADING}};
    return opis_sequence_prove(&sequence, 0, s->choices, error); /* no margin is asked for */
}

/* The lines that were chosen head documents, and those with a title on them say where it begins. */
static opis_status take_headings(const settling *s, const opis_furniture *f, opis_error *error) {
    opis_layout *layout = f->layout;
    opis_status status = OPIS_OK;
    for (size_t i = 0; i < s->count && status == OPIS_OK; i++) {
        if (s->choices[i].candidate < 0) continue;
        layout->lines[s->lines[i]].role = OPIS_LINE_HEADING;
        if (!opis_heading_form_of(f)->titled) continue;
        status = opis_reserve(&layout->titles, &layout->title_capacity, (size_t)layout->title_count + 1,
                              sizeof *layout->titles, error);
        if (status == OPIS_OK) layout->titles[layout->title_count++] = (opis_heading_title){s->lines[i], s->titles[i]};
    }
    return status;
}

opis_status opis_headings_settle(const opis_furniture *f, opis_error *error) {
    settling s = {.genres = opis_genre_words_of(f->style)};
    opis_status status = OPIS_OK;
    for (uint32_t line = 0; line < f->layout->line_count && status == OPIS_OK; line++)
        if (f->layout->lines[line].role == OPIS_LINE_TEXT) status = add_line(&s, f, line, error);
    if (status == OPIS_OK) status = solve(&s, error);
    if (status == OPIS_OK) status = take_headings(&s, f, error);
    opis_resize(s.lines, 0);
    opis_resize(s.titles, 0);
    opis_resize(s.items, 0);
    opis_resize(s.candidates, 0);
    opis_resize(s.choices, 0);
    return status;
}
