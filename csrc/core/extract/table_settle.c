/*
 * From print to values.  Every cell is read, the solver finds what the table's relations prove, and a line with fewer
 * figures than places is tried in every way: the one in which more relations hold than in any other is proved.
 */
#include <string.h>

#include "extract/table_solve.h"
#include "extract/table_words.h"
#include "memory.h"

/* Ways to place the figures of short lines that are tried, and the largest grid in which they are. */
#define MOST_WAYS 64
#define MOST_CELLS 512
#define MOST_SHORTS 8
/* In a grid that is too large to be solved every cell stays as it reads. */
#define FEW_READINGS 2

typedef struct settling {
    opis_settlement *out;
    opis_sketch *sketch;
    const opis_book *book;
    opis_puzzler puzzler; /* owned */
    uint32_t cell_count;
} settling;

static opis_status read_cell(settling *s, uint32_t cell, opis_error *error) {
    const opis_table_cell *printed = &s->sketch->cells[cell];
    opis_settlement *out = s->out;
    opis_verdict *verdict = &out->cells[cell];
    *verdict = (opis_verdict){.status = OPIS_MISSING, .evidence = {0, OPIS_NULL_TEXT}};
    verdict->first_reading = (uint32_t)out->reading_count;
    if (printed->state != OPIS_PRINTED) return OPIS_OK;
    size_t most = s->cell_count > s->book->limits.table_cells ? FEW_READINGS : OPIS_FIGURE_READINGS;
    opis_status status =
        opis_reserve(&out->readings, &out->reading_capacity, out->reading_count + most, sizeof *out->readings, error);
    if (status != OPIS_OK) return status;
    verdict->reading_count =
        (uint32_t)opis_figure_read(s->book->glyphs, s->book->source.bytes + printed->start,
                                   printed->end - printed->start, out->readings + out->reading_count, most);
    out->reading_count += verdict->reading_count;
    return OPIS_OK;
}

static opis_status read_cells(settling *s, opis_error *error) {
    size_t capacity = 0;
    opis_status status = opis_reserve(&s->out->cells, &capacity, s->cell_count, sizeof *s->out->cells, error);
    for (uint32_t i = 0; i < s->cell_count && status == OPIS_OK; i++) status = read_cell(s, i, error);
    return status;
}

static int has_percent(const opis_book *book, const opis_table_cell *cell) {
    return opis_figure_is_percent(book->source.bytes + cell->start, cell->end - cell->start);
}

/* ---- Short lines ----------------------------------------------------------------------------------------- */

typedef struct ways {
    settling *s;
    opis_table_cell *cells; /* of the way that is tried; owned */
    uint32_t *source;       /* the cell whose readings each cell of it has; owned */
    size_t cell_capacity, source_capacity;
    uint32_t places[MOST_SHORTS], figures[MOST_SHORTS];
    uint32_t counts[MOST_SHORTS];           /* ways of each short line */
    uint64_t masks[MOST_SHORTS][MOST_WAYS]; /* which of its places have figures; the first is as it was laid out */
    uint8_t is_barred[MOST_SHORTS];         /* the first of them cannot be */
    uint32_t chosen[MOST_SHORTS];
    struct {
        uint32_t chosen[MOST_SHORTS];
        int score;
    } extremes[2];         /* the first way and the last */
    uint8_t has_relations; /* some way that was tried shows any that a short line has part in */
} ways;

#define NO_TOTAL UINT32_MAX
/* So many rows must show that a total is no less than its parts. */
#define FEWEST_BELOW 3

static uint32_t count_bits(uint64_t set) {
    uint32_t count = 0;
    for (; set; set &= set - 1) count++;
    return count;
}

static int whole_reading(const settling *s, uint32_t cell, int64_t *value) {
    const opis_verdict *read = &s->out->cells[cell];
    if (s->sketch->cells[cell].state != OPIS_PRINTED || read->reading_count == 0) return 0;
    const opis_value *first = &s->out->readings[read->first_reading].value;
    *value = first->units;
    return first->decimals == 0;
}

/* The column of totals that a column stands beside under one head; other whole columns must show that it is one. */
static uint32_t total_beside(const settling *s, uint32_t column) {
    const opis_sketch *sketch = s->sketch;
    uint32_t total = NO_TOTAL, below = 0;
    for (uint32_t c = 0; c < sketch->column_count; c++) {
        if (c == column || !opis_table_is_total(sketch, s->book, c) || !opis_table_same_span(sketch, c, column))
            continue;
        if (total != NO_TOTAL) return NO_TOTAL;
        total = c;
    }
    for (uint32_t c = 0; c < sketch->column_count && total != NO_TOTAL; c++) {
        if (c == column || c == total || sketch->percent[c] || !opis_table_same_span(sketch, c, total)) continue;
        for (uint32_t row = 0; row < sketch->row_count; row++) {
            int64_t part, whole;
            uint32_t first = row * sketch->column_count;
            if (sketch->cells[first + c].doubtful || !whole_reading(s, first + c, &part)) continue;
            if (!whole_reading(s, first + total, &whole)) continue;
            if (part > whole) return NO_TOTAL;
            below++;
        }
    }
    return below >= FEWEST_BELOW ? total : NO_TOTAL;
}

static uint32_t cell_index(const opis_sketch *sketch, const opis_short_line *line, uint32_t place) {
    return line->is_column ? place * sketch->column_count + line->index : line->index * sketch->column_count + place;
}

/* Whether figures of a column may stand in these rows: none is larger than the total of its row. */
static int is_within_totals(const ways *w, uint32_t which, uint64_t mask, uint32_t total) {
    const opis_sketch *sketch = w->s->sketch;
    const opis_short_line *line = &sketch->shorts[which];
    uint32_t next = 0;
    for (uint32_t place = 0; place < w->places[which]; place++) {
        int64_t figure, whole;
        if (!(mask >> place & 1)) continue;
        while (!(w->masks[which][0] >> next & 1)) next++;
        uint32_t cell = cell_index(sketch, line, next++);
        if (!whole_reading(w->s, cell, &figure)) continue;
        if (whole_reading(w->s, place * sketch->column_count + total, &whole) && figure > whole) return 0;
    }
    return 1;
}

/* Whether a row's figures may stand at these places: those with a percent sign in columns of percentages. */
static int has_its_signs(const ways *w, uint32_t which, uint64_t mask) {
    const opis_sketch *sketch = w->s->sketch;
    const opis_short_line *line = &sketch->shorts[which];
    uint32_t next = 0;
    for (uint32_t place = 0; place < w->places[which]; place++) {
        if (!(mask >> place & 1)) continue;
        while (!(w->masks[which][0] >> next & 1)) next++;
        const opis_table_cell *figure = &sketch->cells[cell_index(sketch, line, next++)];
        if (has_percent(w->s->book, figure) != (sketch->percent[place] != 0)) return 0;
    }
    return 1;
}

static int may_stand(const ways *w, uint32_t which, uint64_t mask, uint32_t total) {
    if (!w->s->sketch->shorts[which].is_column) return has_its_signs(w, which, mask);
    return total == NO_TOTAL || is_within_totals(w, which, mask, total);
}

/* Gaps that no empty line shows. */
static uint32_t unseen_gaps(const ways *w, uint32_t which, uint64_t mask) {
    const opis_sketch *sketch = w->s->sketch;
    const opis_short_line *line = &sketch->shorts[which];
    const opis_table_cell *before = NULL;
    uint32_t next = 0, unseen = 0, gaps = 0;
    for (uint32_t place = 0; place < w->places[which]; place++) {
        if (!(mask >> place & 1)) {
            gaps++;
            continue;
        }
        while (!(w->masks[which][0] >> next & 1)) next++;
        const opis_table_cell *figure = &sketch->cells[cell_index(sketch, line, next++)];
        uint32_t lines = 0;
        for (uint32_t at = before ? before->end : figure->start; at < figure->start; at++)
            lines += w->s->book->source.bytes[at] == '\n';
        if (gaps && (!before || lines < 2)) unseen += gaps;
        before = figure;
        gaps = 0;
    }
    return unseen + gaps;
}

/* Where the way that was laid out cannot be, the one with the earliest gaps that empty lines show comes next. */
static void prefer_seen_gaps(ways *w, uint32_t which) {
    uint32_t best = 1;
    for (uint32_t i = 2; i < w->counts[which]; i++)
        if (unseen_gaps(w, which, w->masks[which][i]) <= unseen_gaps(w, which, w->masks[which][best])) best = i;
    uint64_t mask = w->masks[which][best];
    w->masks[which][best] = w->masks[which][1];
    w->masks[which][1] = mask;
}

/* The next larger set with as many members. */
static uint64_t next_set(uint64_t set) {
    uint64_t low = set & (~set + 1), high = set + low;
    return high ? (((set ^ high) >> 2) / low) | high : 0;
}

/* All ways to place a short line's figures in order; 0: too many. */
static int list_ways(ways *w, uint32_t which) {
    const opis_sketch *sketch = w->s->sketch;
    const opis_short_line *line = &sketch->shorts[which];
    uint32_t places = line->places, figures = 0, total = NO_TOTAL;
    uint64_t first = 0;
    if (places > 40) return 0;
    for (uint32_t place = 0; place < places; place++) {
        if (sketch->cells[cell_index(sketch, line, place)].state != OPIS_PRINTED) continue;
        first |= (uint64_t)1 << place;
        figures++;
    }
    w->places[which] = places;
    w->figures[which] = figures;
    w->masks[which][0] = first;
    w->counts[which] = 1;
    if (figures == 0 || figures == places) return 1;
    uint32_t looked = 0;
    if (line->is_column) total = total_beside(w->s, line->index);
    for (uint64_t set = ((uint64_t)1 << figures) - 1; set && set < (uint64_t)1 << places; set = next_set(set)) {
        if (set == first || !may_stand(w, which, set, total)) continue;
        if (w->counts[which] == MOST_WAYS || looked++ > MOST_WAYS * MOST_WAYS) return 0;
        w->masks[which][w->counts[which]++] = set;
    }
    w->is_barred[which] = w->counts[which] > 1 && !may_stand(w, which, first, total);
    if (w->is_barred[which]) prefer_seen_gaps(w, which);
    return 1;
}

static void place_line(ways *w, uint32_t which, uint64_t mask) {
    const opis_sketch *sketch = w->s->sketch;
    const opis_short_line *line = &sketch->shorts[which];
    uint32_t next = 0;
    for (uint32_t place = 0; place < w->places[which]; place++) {
        uint32_t cell = cell_index(sketch, line, place);
        w->source[cell] = cell;
        if (!(mask >> place & 1)) {
            w->cells[cell] = sketch->cells[cell];
            if (w->cells[cell].state == OPIS_PRINTED) w->cells[cell].end = w->cells[cell].start;
            w->cells[cell].state = OPIS_PRINT_LOST;
            continue;
        }
        while (!(w->masks[which][0] >> next & 1)) next++;
        w->source[cell] = cell_index(sketch, line, next++);
        w->cells[cell] = sketch->cells[w->source[cell]];
    }
}

/* How many relations hold less those that do not: what a way is worth. */
static int worth(const opis_solution *solution) {
    int sum = 0;
    for (size_t i = 0; i < solution->relation_count; i++) sum += solution->relations[i].holds ? 1 : -1;
    return sum;
}

/* Whether a cell is among the places of a short line. */
static int is_of_short_line(const opis_sketch *sketch, uint32_t cell) {
    uint32_t row = cell / sketch->column_count, column = cell % sketch->column_count;
    for (size_t i = 0; i < sketch->short_count; i++) {
        const opis_short_line *line = &sketch->shorts[i];
        uint32_t place = line->is_column ? row : column;
        if (line->index == (line->is_column ? column : row) && place < line->places) return 1;
    }
    return 0;
}

/* Whether a relation tells one way from another: those that no short line has part in are the same in all. */
static int tells_ways_apart(const opis_sketch *sketch, const opis_solution *solution) {
    for (size_t i = 0; i < solution->relation_count; i++) {
        const opis_relation *relation = &solution->relations[i];
        if (relation->whole != OPIS_NO_CELL && is_of_short_line(sketch, relation->whole)) return 1;
        for (uint32_t k = 0; k < relation->part_count; k++)
            if (is_of_short_line(sketch, solution->parts[relation->first_part + k])) return 1;
    }
    return 0;
}

/* Lay out the cells in the way that is chosen. */
static void place_lines(ways *w) {
    const opis_sketch *sketch = w->s->sketch;
    for (uint32_t i = 0; i < w->s->cell_count; i++) {
        w->cells[i] = sketch->cells[i];
        w->source[i] = i;
    }
    for (uint32_t i = 0; i < sketch->short_count; i++) place_line(w, i, w->masks[i][w->chosen[i]]);
}

static opis_status try_way(ways *w, int *score, opis_error *error) {
    const opis_setting setting = {w->cells, w->source, OPIS_CELL_BLANK, 1};
    opis_solution solution;
    place_lines(w);
    opis_status status = opis_puzzle_solve(&w->s->puzzler, &setting, &solution, error);
    if (status != OPIS_OK) return status;
    *score = worth(&solution);
    w->has_relations |= (uint8_t)tells_ways_apart(w->s->sketch, &solution);
    return OPIS_OK;
}

/* The next choice of ways, as a number with a digit for each line counts up; 0 after the last. */
static int next_choice(ways *w) {
    for (uint32_t i = 0; i < w->s->sketch->short_count; i++) {
        if (++w->chosen[i] < w->counts[i]) return 1;
        w->chosen[i] = 0;
    }
    return 0;
}

/* Move the figures of short lines, and their readings, to where they belong. */
static opis_status apply_ways(ways *w, opis_error *error) {
    settling *s = w->s;
    opis_verdict *moved = NULL;
    size_t capacity = 0;
    opis_status status = opis_reserve(&moved, &capacity, s->cell_count, sizeof *moved, error);
    if (status == OPIS_OK) {
        place_lines(w);
        for (uint32_t i = 0; i < s->cell_count; i++) {
            moved[i] = s->out->cells[w->source[i]];
            if (w->cells[i].state == OPIS_PRINT_LOST) moved[i].reading_count = 0;
        }
        memcpy(s->out->cells, moved, s->cell_count * sizeof *moved);
        memcpy(s->sketch->cells, w->cells, s->cell_count * sizeof *w->cells);
    }
    opis_resize(moved, 0);
    return status;
}

/* Whether another figure, or none, stands at a place in some way that can be. */
static int is_open(const ways *w, uint32_t which, uint32_t place) {
    const uint64_t *masks = w->masks[which], below = ((uint64_t)1 << place) - 1;
    uint32_t first = w->is_barred[which] ? 1 : 0;
    for (uint32_t i = first + 1; i < w->counts[which]; i++) {
        if ((masks[i] ^ masks[first]) >> place & 1) return 1;
        if (count_bits(masks[i] & below) != count_bits(masks[first] & below)) return 1;
    }
    return 0;
}

static void mark_doubtful(opis_sketch *sketch, const ways *w) {
    for (size_t i = 0; i < sketch->short_count; i++) {
        const opis_short_line *line = &sketch->shorts[i];
        uint32_t figures = 0;
        for (uint32_t place = 0; place < line->places; place++)
            figures += sketch->cells[cell_index(sketch, line, place)].state == OPIS_PRINTED;
        for (uint32_t place = 0; place < line->places && figures < line->places; place++)
            if (!w || is_open(w, (uint32_t)i, place)) sketch->cells[cell_index(sketch, line, place)].doubtful = 1;
    }
}

static int is_possible(const ways *w) {
    for (uint32_t i = 0; i < w->s->sketch->short_count; i++)
        if (w->chosen[i] == 0 && w->is_barred[i]) return 0;
    return 1;
}

/*
 * The last way and the first: in one of them at least half the figures stand right.  The first is tried last, for it is
 * often the one that is settled.  Where neither has a relation ...
 */
static opis_status try_extremes(ways *w, opis_error *error) {
    for (uint32_t i = 0; i < w->s->sketch->short_count; i++) {
        w->extremes[0].chosen[i] = w->is_barred[i];
        w->extremes[1].chosen[i] = w->counts[i] - 1;
    }
    opis_status status = OPIS_OK;
    for (int i = 1; i >= 0 && status == OPIS_OK; i--) {
        memcpy(w->chosen, w->extremes[i].chosen, sizeof w->chosen);
        status = try_way(w, &w->extremes[i].score, error);
    }
    return status;
}

/* The score of the way that is chosen; that of the first and of the last is known. */
static opis_status score_way(ways *w, int *score, opis_error *error) {
    for (int i = 0; i < 2; i++)
        if (memcmp(w->chosen, w->extremes[i].chosen, sizeof w->chosen) == 0) {
            *score = w->extremes[i].score;
            return OPIS_OK;
        }
    return try_way(w, score, error);
}

typedef struct best_way {
    uint32_t chosen[MOST_SHORTS];
    int score, ties, is_first;
} best_way;

/* Try all ways; of equals the first is kept, and that they are equal. */
static opis_status weigh_ways(ways *w, best_way *best, opis_error *error) {
    memset(w->chosen, 0, sizeof w->chosen);
    do {
        int score;
        if (!is_possible(w)) continue;
        opis_status status = score_way(w, &score, error);
        if (status != OPIS_OK) return status;
        if (!best->is_first && score == best->score) best->ties++;
        if (!best->is_first && score <= best->score) continue;
        *best = (best_way){.score = score};
        memcpy(best->chosen, w->chosen, sizeof w->chosen);
    } while (next_choice(w));
    return OPIS_OK;
}

/* ... no way is better than another. */
static opis_status try_ways(ways *w, opis_error *error) {
    best_way best = {.is_first = 1};
    int moves = 0;
    opis_status status = try_extremes(w, error);
    for (uint32_t i = 0; i < w->s->sketch->short_count; i++) {
        best.chosen[i] = w->is_barred[i];
        moves |= w->is_barred[i];
    }
    if (status == OPIS_OK && w->has_relations) status = weigh_ways(w, &best, error);
    if (status != OPIS_OK) return status;
    memcpy(w->chosen, best.chosen, sizeof w->chosen);
    if (best.score > 0 || moves) status = apply_ways(w, error);
    for (uint32_t i = 0; i < w->s->cell_count; i++) w->s->sketch->cells[i].doubtful = 0;
    if (best.ties || best.score <= 0) mark_doubtful(w->s->sketch, w);
    return status;
}

/* Place the figures of short lines where the relations prove them to stand. */
static opis_status place_short_lines(settling *s, opis_error *error) {
    uint64_t total = 1;
    size_t count = s->sketch->short_count;
    if (count == 0) return OPIS_OK;
    ways *w = opis_resize(NULL, sizeof *w);
    if (!w) return opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory: a table");
    memset(w, 0, sizeof *w);
    w->s = s;
    int few = count <= MOST_SHORTS && s->cell_count <= MOST_CELLS;
    for (uint32_t i = 0; i < count && few; i++) {
        few = list_ways(w, i);
        total *= w->counts[i] ? w->counts[i] : 1;
        few = few && total <= MOST_WAYS;
    }
    opis_status status = OPIS_OK;
    if (few) {
        status = opis_reserve(&w->cells, &w->cell_capacity, s->cell_count, sizeof *w->cells, error);
        if (status == OPIS_OK)
            status = opis_reserve(&w->source, &w->source_capacity, s->cell_count, sizeof *w->source, error);
        if (status == OPIS_OK) status = try_ways(w, error);
    } else {
        mark_doubtful(s->sketch, NULL);
    }
    opis_resize(w->cells, 0);
    opis_resize(w->source, 0);
    opis_resize(w, 0);
    return status;
}

/* ---- Verdicts -------------------------------------------------------------------------------------------- */

/* An empty cell in a column whose other cells keep a relation without it was printed empty. */
static opis_status settle_blanks(settling *s, opis_error *error) {
    const opis_sketch *sketch = s->sketch;
    const opis_setting setting = {sketch->cells, NULL, OPIS_CELL_BLANK, 0};
    opis_solution solution;
    if (sketch->short_count == 0) return OPIS_OK;
    opis_status status = opis_puzzle_solve(&s->puzzler, &setting, &solution, error);
    if (status != OPIS_OK) return status;
    for (size_t i = 0; i < solution.relation_count; i++) {
        const opis_relation *relation = &solution.relations[i];
        if (!relation->holds || relation->part_count < 2) continue;
        const uint32_t *parts = solution.parts + relation->first_part;
        uint32_t column = parts[0] % sketch->column_count;
        if (parts[1] % sketch->column_count != column) continue;
        for (size_t k = 0; k < sketch->short_count; k++) {
            uint32_t row = sketch->shorts[k].index, cell = row * sketch->column_count + column;
            if (sketch->shorts[k].is_column || sketch->cells[cell].state != OPIS_PRINT_LOST) continue;
            sketch->cells[cell].state = OPIS_PRINTED_BLANK;
        }
    }
    return OPIS_OK;
}

static opis_status take_verdict(settling *s, const opis_solution *solution, uint32_t cell, opis_error *error) {
    const opis_settled *settled = &solution->cells[cell];
    const opis_table_cell *printed = &s->sketch->cells[cell];
    opis_verdict *verdict = &s->out->cells[cell];
    opis_status status = OPIS_OK;
    verdict->status = settled->status;
    verdict->has_value = settled->has_value;
    verdict->value = settled->value;
    if (!verdict->has_value) verdict->status = printed->state == OPIS_PRINTED ? OPIS_LIKELY : OPIS_MISSING;
    if (settled->relation >= 0)
        status = opis_table_note_relation(s->sketch, verdict, solution, &solution->relations[settled->relation],
                                          verdict->status == OPIS_CONFLICT ? "contradicted: " : "", error);
    if (status == OPIS_OK && settled->has_other) {
        opis_phrase phrase = {.length = 0};
        opis_phrase_add_value(&phrase, settled->other);
        opis_phrase_add(&phrase, " is possible too");
        status = opis_table_note(s->sketch, verdict, &phrase, error);
    }
    if (status != OPIS_OK || !printed->doubtful) return status;
    if (verdict->status != OPIS_MISSING) verdict->status = OPIS_LIKELY;
    opis_phrase phrase = {.length = 0};
    opis_phrase_add(&phrase, "its line has fewer figures than places: it may belong to the place beside");
    return opis_table_note(s->sketch, verdict, &phrase, error);
}

/*
 * What the table states and its well-read figures do not keep.  A share that its own row contradicts is in conflict; of
 * a sum any part may be misread.
 */
static opis_status mark_conflicts(settling *s, const opis_solution *solution, opis_error *error) {
    opis_given *given = &s->out->stated;
    opis_status status = opis_table_state(given, s->out, s->sketch, s->book, s->sketch->cells, NULL, 0, error);
    if (status != OPIS_OK) return status;
    opis_solution stated = *solution;
    stated.parts = given->parts;
    for (size_t i = 0; i < given->conflict_count && status == OPIS_OK; i++) {
        const opis_relation *conflict = &given->conflicts[i];
        if (conflict->kind == OPIS_PERCENT) {
            s->out->cells[conflict->whole].status = OPIS_CONFLICT;
            status = opis_table_note_relation(s->sketch, &s->out->cells[conflict->whole], &stated, conflict,
                                              "contradicted: ", error);
            continue;
        }
        for (uint32_t k = 0; k <= conflict->part_count && status == OPIS_OK; k++) {
            uint32_t cell = k < conflict->part_count ? given->parts[conflict->first_part + k] : conflict->whole;
            if (cell == OPIS_NO_CELL || s->out->cells[cell].status != OPIS_CLEAN) continue;
            s->out->cells[cell].status = OPIS_LIKELY;
            status = opis_table_note_relation(s->sketch, &s->out->cells[cell], &stated, conflict, "", error);
        }
    }
    return status;
}

opis_status opis_table_settle(opis_settlement *settlement, opis_sketch *sketch, const opis_book *book,
                              opis_sums_room *room, opis_error *error) {
    settling s = {.out = settlement,
                  .sketch = sketch,
                  .book = book,
                  .puzzler = {.read = settlement, .sketch = sketch, .book = book, .room = room}};
    const opis_setting setting = {sketch->cells, NULL, OPIS_CELL_LOST, 0};
    opis_solution solution;
    memset(settlement, 0, sizeof *settlement);
    s.cell_count = sketch->row_count * sketch->column_count;
    opis_status status = read_cells(&s, error);
    if (status == OPIS_OK) status = place_short_lines(&s, error);
    if (status == OPIS_OK) status = settle_blanks(&s, error);
    if (status == OPIS_OK) status = opis_puzzle_solve(&s.puzzler, &setting, &solution, error);
    if (status == OPIS_OK) {
        for (uint32_t i = 0; i < s.cell_count && status == OPIS_OK; i++) status = take_verdict(&s, &solution, i, error);
        settlement->solution = solution;
        if (status == OPIS_OK) status = mark_conflicts(&s, &solution, error);
    }
    opis_puzzler_release(&s.puzzler);
    if (status != OPIS_OK) opis_settlement_release(settlement);
    return status;
}

void opis_settlement_release(opis_settlement *settlement) {
    opis_resize(settlement->cells, 0);
    opis_resize(settlement->readings, 0);
    opis_given_release(&settlement->stated);
    opis_resize(settlement->witnesses, 0);
    memset(settlement, 0, sizeof *settlement);
}
