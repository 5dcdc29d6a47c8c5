/*
 * The relations and witnesses of the tables, kept with the book: what figures were proved by, and what they break.
 */
#include <string.h>

#include "extract/table.h"
#include "memory.h"

static opis_status keep_relation(opis_relation_store *store, const opis_relation *relation, const uint32_t *parts,
                                 opis_error *error) {
    opis_status status =
        opis_reserve(&store->relations, &store->capacity, store->count + 1, sizeof *store->relations, error);
    if (status == OPIS_OK)
        status = opis_reserve(&store->parts, &store->part_capacity, store->part_count + relation->part_count,
                              sizeof *store->parts, error);
    if (status != OPIS_OK) return status;
    opis_relation *kept = &store->relations[store->count++];
    *kept = *relation;
    kept->first_part = (uint32_t)store->part_count;
    if (relation->part_count)
        memcpy(store->parts + store->part_count, parts + relation->first_part, relation->part_count * sizeof *parts);
    store->part_count += relation->part_count;
    return OPIS_OK;
}

/* What the solver was not given because well-read figures break it may yet be found by it. */
static int is_found(const opis_solution *solution, const opis_relation *conflict) {
    for (size_t i = 0; i < solution->relation_count; i++) {
        const opis_relation *relation = &solution->relations[i];
        if (relation->kind == conflict->kind && relation->whole == conflict->whole &&
            relation->part_count == conflict->part_count)
            return 1;
    }
    return 0;
}

static opis_status keep_witnesses(opis_relation_store *store, const opis_settlement *settlement, opis_error *error) {
    size_t count = settlement->witness_count;
    opis_status status = opis_reserve(&store->witnesses, &store->witness_capacity, store->witness_count + count,
                                      sizeof *store->witnesses, error);
    if (status == OPIS_OK && count)
        memcpy(store->witnesses + store->witness_count, settlement->witnesses, count * sizeof *store->witnesses);
    if (status == OPIS_OK) store->witness_count += count;
    return status;
}

opis_status opis_table_keep_relations(opis_book *book, const opis_settlement *settlement, opis_error *error) {
    opis_relation_store *store = &book->relations;
    const opis_solution *solution = &settlement->solution;
    const opis_given *stated = &settlement->stated;
    opis_status status = OPIS_OK;
    for (size_t i = 0; i < solution->relation_count && status == OPIS_OK; i++)
        status = keep_relation(store, &solution->relations[i], solution->parts, error);
    for (size_t i = 0; i < stated->conflict_count && status == OPIS_OK; i++)
        if (!is_found(solution, &stated->conflicts[i]))
            status = keep_relation(store, &stated->conflicts[i], stated->parts, error);
    if (status == OPIS_OK) status = keep_witnesses(store, settlement, error);
    if (status == OPIS_OK)
        status = opis_reserve(&store->ends, &store->end_capacity, store->end_count + 1, sizeof *store->ends, error);
    if (status == OPIS_OK)
        store->ends[store->end_count++] = (struct opis_relation_ends){store->count, store->witness_count};
    return status;
}

void opis_relation_store_release(opis_relation_store *store) {
    opis_resize(store->relations, 0);
    opis_resize(store->parts, 0);
    opis_resize(store->witnesses, 0);
    opis_resize(store->ends, 0);
    memset(store, 0, sizeof *store);
}

const opis_relation *opis_book_relations(const opis_book *book, size_t table_row, size_t *count,
                                         const uint32_t **parts) {
    const opis_relation_store *store = &book->relations;
    *count = 0;
    *parts = store->parts;
    if (table_row >= store->end_count) return NULL;
    size_t first = table_row ? store->ends[table_row - 1].relations : 0;
    *count = store->ends[table_row].relations - first;
    return *count ? store->relations + first : NULL;
}

const opis_table_witness *opis_book_witnesses(const opis_book *book, size_t table_row, size_t *count) {
    const opis_relation_store *store = &book->relations;
    *count = 0;
    if (table_row >= store->end_count) return NULL;
    size_t first = table_row ? store->ends[table_row - 1].witnesses : 0;
    *count = store->ends[table_row].witnesses - first;
    return *count ? store->witnesses + first : NULL;
}
