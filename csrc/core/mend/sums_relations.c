/*
 * All sorts of relations are looked for, one after the other; and which relations a cell stands in.
 */
#include <math.h>
#include <string.h>

#include "memory.h"
#include "mend/sums_find.h"

/* Positions of one class after the other. */
static opis_status find_by_class(sums_finder *finder, int axis) {
    const uint32_t *following = finder->following[!axis];
    uint32_t count = sums_lines_along(finder->work, !axis);
    for (uint32_t k = 0; k < finder->leader_count[!axis]; k++) {
        finder->position_count = 0;
        for (uint32_t i = finder->leaders[!axis][k]; i < count; i = following[i])
            finder->positions[finder->position_count++] = i;
        if (finder->position_count < 2) continue;
        opis_status status = sums_find_totals(finder, axis);
        if (status) return status;
    }
    return OPIS_OK;
}

static void look_at_cells(sums_finder *finder) {
    const sums_work *work = finder->work;
    for (uint32_t at = 0; at < work->cell_count; at++) {
        int is_quiet = sums_is_quiet(work, at);
        finder->values[at] = is_quiet ? sums_options(work, at)->value : 0;
        finder->looks[at] = is_quiet ? SUMS_LOOKS_QUIET : 0;
        if (work->cells[at].state == OPIS_CELL_BLANK) finder->looks[at] |= SUMS_LOOKS_BLANK;
    }
}

void sums_look_at_lines(sums_finder *finder, int axis) {
    uint8_t *classes = finder->classes[axis];
    uint32_t lines = sums_lines_along(finder->work, axis), *following = finder->following[axis];
    finder->leader_count[axis] = 0;
    for (uint32_t line = lines; line-- > 0;) {
        classes[line] = sums_class_of(finder->work, axis, line);
        const uint8_t *next = memchr(classes + line + 1, classes[line], lines - line - 1);
        following[line] = next ? (uint32_t)(next - classes) : lines;
    }
    for (uint32_t line = 0; line < lines; line++) {
        if (memchr(classes, classes[line], line)) continue;
        uint32_t leader = finder->leader_count[axis]++, size = 0;
        for (uint32_t at = line; at < lines; at = following[at]) size++;
        finder->leaders[axis][leader] = line;
        finder->sizes[axis][leader] = size;
    }
}

/* One room holds all that a finder writes down, the largest items first. */
static opis_status finder_open(sums_finder *finder) {
    sums_work *work = finder->work;
    size_t rows = work->grid->row_count, columns = work->grid->column_count, cells = work->cell_count;
    size_t longest = rows > columns ? rows : columns, sums = rows * columns + longest;
    size_t long_items = sums + cells, items = sums + 9 * longest, bytes = cells + 8 * longest;
    opis_status status =
        opis_reserve(&work->finder_room, &work->finder_capacity,
                     long_items * sizeof *finder->sums + items * sizeof *finder->unquiet + bytes + 1, 1, work->error);
    if (status) return status;
    finder->sums = work->finder_room;
    finder->values = finder->sums + sums;
    finder->unquiet = (uint32_t *)(finder->values + cells);
    finder->positions = finder->unquiet + sums;
    finder->chosen = finder->positions + longest;
    finder->telling = finder->chosen + longest;
    finder->leaders[0] = finder->telling + longest;
    finder->leaders[1] = finder->leaders[0] + longest;
    finder->sizes[0] = finder->leaders[1] + longest;
    finder->sizes[1] = finder->sizes[0] + longest;
    finder->following[0] = finder->sizes[1] + longest;
    finder->following[1] = finder->following[0] + longest;
    finder->looks = (uint8_t *)(finder->following[1] + longest);
    finder->is_total[0] = finder->looks + cells;
    finder->is_total[1] = finder->is_total[0] + longest;
    finder->ends_block[0] = finder->is_total[1] + longest;
    finder->ends_block[1] = finder->ends_block[0] + longest;
    finder->in_block[0] = finder->ends_block[1] + longest;
    finder->in_block[1] = finder->in_block[0] + longest;
    finder->classes[0] = finder->in_block[1] + longest;
    finder->classes[1] = finder->classes[0] + longest;
    memset(finder->is_total[0], 0, 6 * longest);
    look_at_cells(finder);
    for (int axis = 0; axis < 2; axis++) sums_look_at_lines(finder, axis);
    return OPIS_OK;
}

static opis_status find_all(sums_finder *finder) {
    opis_status status = finder_open(finder);
    for (int axis = 0; axis < 2 && !status; axis++) status = sums_find_percents(finder, axis);
    for (int axis = 0; axis < 2 && !status; axis++) status = find_by_class(finder, axis);
    return status;
}

opis_status sums_find(sums_work *work, size_t *found) {
    sums_finder finder = {.work = work};
    const uint64_t steps = work->work;
    opis_status status = find_all(&finder);
    *found = finder.found;
    work->unsuspected = !finder.is_likely;
    work->suspicion = work->work - steps - finder.tiling_steps;
    return status;
}

/*
 * Where nothing is related, no cell has changed since relations were looked for last; and where no family had as much
 * evidence then as a suspect needs, none has now: the look is spared, and only its steps are counted.
 */
opis_status sums_suspect(sums_work *work) {
    sums_finder finder = {.work = work, .suspects = 1};
    if (!work->unsuspected || work->relation_count || work->work + work->suspicion > work->work_allowed)
        return find_all(&finder);
    work->work += work->suspicion;
    return OPIS_OK;
}

opis_status sums_link(sums_work *work) {
    size_t links = 0;
    for (size_t i = 0; i < work->relation_count; i++) links += sums_size(&work->relations[i]);
    opis_status status = opis_reserve(&work->links, &work->link_capacity, links + 1, sizeof *work->links, work->error);
    if (status) return status;
    for (uint32_t at = 0; at < work->cell_count; at++) work->cells[at].link_count = 0;
    for (size_t i = 0; i < work->relation_count; i++)
        for (uint32_t k = 0; k < sums_size(&work->relations[i]); k++)
            work->cells[sums_member(work, &work->relations[i], k)].link_count++;
    uint32_t first = 0;
    for (uint32_t at = 0; at < work->cell_count; at++) {
        work->cells[at].first_link = first;
        first += work->cells[at].link_count;
        work->cells[at].link_count = 0;
        work->cells[at].changed = 1;
    }
    for (size_t i = 0; i < work->relation_count; i++)
        for (uint32_t k = 0; k < sums_size(&work->relations[i]); k++) {
            sums_cell *cell = &work->cells[sums_member(work, &work->relations[i], k)];
            work->links[cell->first_link + cell->link_count++] = (uint32_t)i;
        }
    return OPIS_OK;
}

/* Whether all parts of one sum are parts of another; the parts of each ascend. */
static int is_within(const sums_work *work, const sums_relation *inner, const sums_relation *outer) {
    const uint32_t *wanted = work->parts + inner->first_part, *given = work->parts + outer->first_part;
    uint32_t found = 0;
    for (uint32_t i = 0; i < outer->part_count && found < inner->part_count; i++) found += given[i] == wanted[found];
    return found == inner->part_count;
}

/* Shares of several wholes do not add up. */
static int adds_shares(const sums_work *work, const sums_relation *relation) {
    uint32_t columns = work->grid->column_count, part = work->parts[relation->first_part], whole = relation->whole;
    return (whole % columns == part % columns && work->percents[1][whole % columns]) ||
           (whole / columns == part / columns && work->percents[0][whole / columns]);
}

/* Whether a broken sum is another that holds, but for some parts, or one of shares: then it is no sum of this line. */
static int is_denied(sums_work *work, const sums_relation *relation) {
    if (relation->kind != OPIS_SUM || relation->given || isnan(sums_residual(work, relation)) ||
        sums_holds(work, relation))
        return 0;
    if (adds_shares(work, relation)) return 1;
    const sums_cell *whole = &work->cells[relation->whole];
    for (uint32_t i = 0; i < whole->link_count; i++) {
        const sums_relation *other = &work->relations[work->links[whole->first_link + i]];
        if (other == relation || other->kind != OPIS_SUM || other->whole != relation->whole) continue;
        work->work += sums_size(other);
        int is_one = relation->part_count < other->part_count ? is_within(work, relation, other)
                                                              : is_within(work, other, relation);
        if (is_one && sums_holds(work, other)) return 1;
    }
    return 0;
}

opis_status sums_drop_denied(sums_work *work) {
    uint32_t kept = 0;
    for (size_t i = 0; i < work->relation_count; i++) {
        sums_relation *relation = &work->relations[i];
        relation->place = is_denied(work, relation) ? OPIS_NO_CELL : kept++;
    }
    if (kept == work->relation_count) return OPIS_OK;
    for (uint32_t at = 0; at < work->cell_count; at++) {
        int32_t *proof = &work->cells[at].relation;
        if (*proof >= 0) *proof = (int32_t)work->relations[*proof].place; /* OPIS_NO_CELL is -1 */
    }
    for (size_t i = 0; i < work->relation_count; i++)
        if (work->relations[i].place != OPIS_NO_CELL) work->relations[work->relations[i].place] = work->relations[i];
    work->relation_count = kept;
    return sums_link(work);
}
