/*
 * A map from sums to their least costs: open addressing, emptied at a stroke.
 */
#ifndef OPIS_SUMS_MAP_H
#define OPIS_SUMS_MAP_H

#include <string.h>

#include "mend/sums_work.h"

static inline void sums_map_clear(sums_map *map) {
    map->count = 0;
    if (++map->stamp == 0) {
        memset(map->entries, 0, ((size_t)map->mask + 1) * sizeof *map->entries);
        map->stamp = 1;
    }
}

/** \brief Where a sum stands, or would. */
static inline uint32_t sums_map_place(const sums_map *map, int64_t sum) {
    uint64_t hash = (uint64_t)sum * UINT64_C(0x9E3779B97F4A7C15);
    uint32_t at = (uint32_t)(hash >> 32) & map->mask;
    while (map->entries[at].stamp == map->stamp && map->entries[at].sum != sum) at = (at + 1) & map->mask;
    return at;
}

/** \brief Keep the lesser cost of a sum; 0 where the map is full. */
int sums_map_add(sums_map *map, int64_t sum, float cost);

#endif
