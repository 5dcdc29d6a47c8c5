/*
 * A figure of the prose as the sum of a column over some years: it confirms the cells, or proves the one way to read
 * them that agrees with it.  All ways within a bound are found: the readings of all cells but one are tried, and what
 * is left for that one is priced by itself, be it among its cheapest readings or not.
 */
#include <math.h>
#include <string.h>

#include "extract/table_hear.h"

/* Cells that a figure may be the sum of while their readings are tried. */
#define MOST_TRIED 3
#define READING_LIMIT 9.0f
/* Ways to make a figure that are kept: the cheapest, and its rivals. */
#define MOST_WAYS 4
/* A figure whose cheapest reading has more other digits is not that value. */
#define MOST_OTHER_DIGITS 3

typedef struct way {
    float cost;
    int64_t values[MOST_TRIED];
} way;

typedef struct trial {
    const opis_hearing *h;
    uint32_t column;
    uint32_t last; /* the row whose value follows from the others */
    float most;    /* that a way may cost */
    way ways[MOST_WAYS];
    uint32_t count;
} trial;

static uint32_t cell_of(const trial *t, uint32_t i) {
    return opis_hearing_cell(t->h, t->h->rows[i], t->column);
}

static const opis_cell_reading *readings_of(const trial *t, uint32_t i) {
    const opis_settlement *settlement = t->h->settlement;
    return settlement->readings + settlement->cells[cell_of(t, i)].first_reading;
}

static int is_near(int64_t one, int64_t other) {
    uint32_t others = 0;
    if (one < 0 || other < 0) return 0;
    for (; one > 0 || other > 0; one /= 10, other /= 10) others += one % 10 != other % 10;
    return others <= MOST_OTHER_DIGITS;
}

/* What it costs that a cell has a value. */
static float cost_of_value(const trial *t, uint32_t i, int64_t value) {
    uint32_t cell = cell_of(t, i), count = t->h->settlement->cells[cell].reading_count;
    const opis_cell_reading *readings = readings_of(t, i);
    const opis_table_cell *printed = &t->h->sketch->cells[cell];
    for (uint32_t k = 0; k < count; k++)
        if (readings[k].value.units == value && readings[k].value.decimals == 0) return readings[k].cost;
    for (uint32_t k = 0; k < count; k++)
        if (readings[k].value.decimals == 0)
            return is_near(readings[k].value.units, value)
                       ? opis_figure_cost(t->h->book->glyphs, t->h->book->source.bytes + printed->start,
                                          printed->end - printed->start, value)
                       : INFINITY;
    return INFINITY;
}

/* Keep a way among the cheapest, unless it is known. */
static void keep_way(trial *t, const way *found) {
    uint32_t at = t->count < MOST_WAYS ? t->count : MOST_WAYS - 1;
    for (uint32_t i = 0; i < t->count; i++)
        if (memcmp(t->ways[i].values, found->values, sizeof found->values) == 0) return;
    if (t->count == MOST_WAYS && t->ways[at].cost <= found->cost) return;
    for (; at > 0 && t->ways[at - 1].cost > found->cost; at--) t->ways[at] = t->ways[at - 1];
    t->ways[at] = *found;
    if (t->count < MOST_WAYS) t->count++;
}

/* Try the readings of the rows from `i` on; the last is left for what they leave. */
static void try_rows(trial *t, uint32_t i, int64_t rest, way *made) {
    float before = made->cost;
    if (i == t->h->row_count || i == MOST_TRIED) { /* a hearing has no more rows */
        made->cost += cost_of_value(t, t->last, rest);
        made->values[t->last] = rest;
        if (made->cost <= t->most) keep_way(t, made);
    } else if (i == t->last) {
        try_rows(t, i + 1, rest, made);
    } else {
        const opis_cell_reading *readings = readings_of(t, i);
        uint32_t count = t->h->settlement->cells[cell_of(t, i)].reading_count;
        for (uint32_t k = 0; k < count && before + readings[k].cost <= t->most; k++) {
            if (readings[k].value.decimals) continue;
            made->cost = before + readings[k].cost;
            made->values[i] = readings[k].value.units;
            try_rows(t, i + 1, rest - readings[k].value.units, made);
        }
    }
    made->cost = before;
}

static float least_cost(const trial *t) {
    float least = 0;
    for (uint32_t i = 0; i < t->h->row_count; i++) least += readings_of(t, i)->cost;
    return least;
}

/* All ways to read a column's cells so that they make the figure. */
static void find_ways(trial *t) {
    const opis_hearing *h = t->h;
    t->count = 0;
    t->most = READING_LIMIT;
    for (uint32_t i = 0; i < h->row_count; i++) {
        const opis_table_cell *cell = &h->sketch->cells[cell_of(t, i)];
        if (cell->state != OPIS_PRINTED || cell->doubtful) return;
        if (h->settlement->cells[cell_of(t, i)].reading_count == 0) return;
    }
    /* A cell alone may be a figure by chance: only what is damaged in it is read anew. */
    if (h->row_count == 1) t->most = least_cost(t) + OPIS_DOUBTS_A_FIGURE;
    if (h->row_count == 1 && h->settlement->cells[cell_of(t, 0)].status != OPIS_LIKELY) t->most = 0;
    for (t->last = 0; t->last < h->row_count; t->last++) {
        way made = {.cost = 0};
        try_rows(t, 0, h->figure->value, &made);
    }
}

/* Whether one way is the only one, and reads only damaged figures anew: one that doubts a figure that reads well might
 * doubt another. */
static int is_proved(const trial *t) {
    const way *best = &t->ways[0];
    if (best->cost >= least_cost(t) + OPIS_DOUBTS_A_FIGURE) return 0;
    return t->count == 1 || t->ways[1].cost >= best->cost + OPIS_DOUBTS_A_FIGURE;
}

static void add_way(opis_phrase *phrase, const trial *t, const way *way) {
    for (uint32_t i = 0; i < t->h->row_count; i++) {
        opis_phrase_add(phrase, i ? " + " : "");
        opis_phrase_add_value(phrase, (opis_value){way->values[i], 0});
    }
}

/* One of the cells is misread; the other ways that were found say what it may have been. */
static opis_status note_dispute(opis_hearing *h, const trial *t, opis_verdict *cell, opis_error *error) {
    opis_phrase phrase = {.length = 0};
    opis_phrase_add(&phrase, "one of its figures is misread, and which is open: ");
    for (uint32_t i = 0; i < t->count; i++) {
        opis_phrase_add(&phrase, i ? " or " : "");
        add_way(&phrase, t, &t->ways[i]);
    }
    return opis_table_note(h->sketch, cell, &phrase, error);
}

/* The readings that make the figure; one way alone proves them, of several none. */
static opis_status take_way(opis_hearing *h, const trial *t, const opis_year_span *years, opis_error *error) {
    opis_status status = OPIS_OK;
    int proved = is_proved(t);
    for (uint32_t i = 0; i < h->row_count && status == OPIS_OK; i++) {
        opis_verdict *cell = &h->settlement->cells[cell_of(t, i)];
        const opis_cell_reading *first = readings_of(t, i);
        int64_t value = t->ways[0].values[i];
        int anew = first->value.units != value || first->value.decimals;
        if (anew || first->cost > 0 || !proved) cell->status = proved ? OPIS_REPAIRED : OPIS_LIKELY;
        cell->disputed = (uint8_t)!proved;
        cell->value = (opis_value){value, 0};
        opis_testimony testimony = anew || cell->status == OPIS_REPAIRED ? OPIS_REPAIRS : OPIS_CONFIRMS;
        status = opis_hearing_note(h, cell_of(t, i), testimony, "the sum that the prose gives: ", years, error);
        if (status == OPIS_OK && !proved) status = note_dispute(h, t, cell, error);
    }
    return status;
}

/* The figure is the sum of the one column whose cells of these years make it, in some reading. */
opis_status opis_hear_of_sum(opis_hearing *h, const opis_year_span *years, int *taken, opis_error *error) {
    trial found = {.count = 0}, tried = {.h = h};
    *taken = 0;
    if (h->row_count > MOST_TRIED) return OPIS_OK;
    for (tried.column = 0; tried.column < h->sketch->column_count; tried.column++) {
        find_ways(&tried);
        if (tried.count && found.count) return OPIS_OK;
        if (tried.count) found = tried;
    }
    if (found.count == 0) return OPIS_OK;
    *taken = 1;
    return take_way(h, &found, years, error);
}
