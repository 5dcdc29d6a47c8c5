/*
 * The map of sums keeps places for each size that it may grow to, so that it never fails once it is open.
 */
#include "mend/sums_map.h"

#include <string.h>

#include "memory.h"

#define SMALLEST_MAP 128
#define MAP_GROWTH 4

opis_status sums_map_open(sums_map *map, uint32_t limit, opis_error *error) {
    size_t places = 2 * (size_t)limit;
    /* Every size that the map may grow to has its own places, so that growing cannot fail. */
    for (size_t size = SMALLEST_MAP; size < 2 * limit; size *= MAP_GROWTH) places += size;
    size_t bytes = places * sizeof *map->all + limit * sizeof *map->filled;
    opis_status status = opis_reserve(&map->all, &map->capacity, bytes, 1, error);
    if (status) return status;
    map->filled = (uint32_t *)(map->all + places);
    map->entries = map->all;
    map->mask = SMALLEST_MAP - 1;
    map->limit = limit;
    map->count = 0;
    map->stamp = 1;
    memset(map->entries, 0, SMALLEST_MAP * sizeof *map->entries);
    return OPIS_OK;
}

void sums_map_release(sums_map *map) {
    opis_resize(map->all, 0);
}

static void grow(sums_map *map) {
    const sums_entry *before = map->entries;
    uint32_t size = (map->mask + 1) * MAP_GROWTH;
    map->entries += map->mask + 1;
    map->mask = (size < 2 * map->limit ? size : 2 * map->limit) - 1;
    memset(map->entries, 0, ((size_t)map->mask + 1) * sizeof *map->entries);
    for (uint32_t i = 0; i < map->count; i++) {
        uint32_t place = sums_map_place(map, before[map->filled[i]].sum);
        map->entries[place] = before[map->filled[i]];
        map->filled[i] = place;
    }
}

int sums_map_add(sums_map *map, int64_t sum, float cost) {
    sums_entry *entry = &map->entries[sums_map_place(map, sum)];
    if (entry->stamp == map->stamp) {
        if (cost < entry->cost) entry->cost = cost;
        return 1;
    }
    if (map->count == map->limit) return 0;
    if (2 * map->count > map->mask) {
        grow(map);
        entry = &map->entries[sums_map_place(map, sum)];
    }
    *entry = (sums_entry){sum, cost, map->stamp};
    map->filled[map->count++] = (uint32_t)(entry - map->entries);
    return 1;
}
