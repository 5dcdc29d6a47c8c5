#include "mend/lexicon.h"

#include <stdint.h>
#include <string.h>

#include "memory.h"

#define FIRST_CAPACITY 1024
/* Of so many entries one is taken at the most: what is sought mostly stands, or is missing, where it is sought first.
 */
#define ENTRIES_PER_WORD 4

void opis_lexicon_release(opis_lexicon *lexicon) {
    opis_resize(lexicon->entries, 0);
    *lexicon = (opis_lexicon)OPIS_LEXICON_EMPTY;
}

/* Key 0 marks an empty entry; the one text that folds into it shares the key next to it. */
static uint64_t stored_key(uint64_t key) {
    return key ? key : 1;
}

/* Every bit of the key takes part in the low ones, which choose an entry. */
static uint64_t spread(uint64_t key) {
    return (key ^ key >> 32) * 0x9E3779B97F4A7C15u >> 32;
}

/* The entry of a key, or the empty one where it belongs.  There is always an empty one. */
static struct opis_lexicon_entry *find_entry(struct opis_lexicon_entry *entries, size_t capacity, uint64_t key) {
    size_t at = (size_t)spread(key) & (capacity - 1);
    /* One branch for both: which of the two ends it, no processor foresees. */
    while ((entries[at].key != 0) & (entries[at].key != key)) at = (at + 1) & (capacity - 1);
    return &entries[at];
}

static opis_status grow(opis_lexicon *lexicon, opis_error *error) {
    size_t capacity = lexicon->capacity ? lexicon->capacity * 2 : FIRST_CAPACITY;
    if (capacity < lexicon->capacity || capacity > SIZE_MAX / sizeof *lexicon->entries)
        return opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory: a lexicon of %zu words", capacity);
    struct opis_lexicon_entry *entries = opis_resize(NULL, capacity * sizeof *entries);
    if (!entries)
        return opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory: a lexicon of %zu words", capacity);
    memset(entries, 0, capacity * sizeof *entries);
    for (size_t i = 0; i < lexicon->capacity; i++)
        if (lexicon->entries[i].key) *find_entry(entries, capacity, lexicon->entries[i].key) = lexicon->entries[i];
    opis_resize(lexicon->entries, 0);
    lexicon->entries = entries;
    lexicon->capacity = capacity;
    return OPIS_OK;
}

opis_status opis_lexicon_make_room(opis_lexicon *lexicon, size_t more, opis_error *error) {
    opis_status status = OPIS_OK;
    while (lexicon->capacity / ENTRIES_PER_WORD - lexicon->count < more && status == OPIS_OK)
        status = grow(lexicon, error);
    return status;
}

void opis_lexicon_count(opis_lexicon *lexicon, uint64_t key, float weight, float clean) {
    struct opis_lexicon_entry *entry = find_entry(lexicon->entries, lexicon->capacity, stored_key(key));
    lexicon->count += entry->key == 0;
    entry->key = stored_key(key);
    entry->weight += weight;
    entry->clean += clean;
}

opis_status opis_lexicon_add(opis_lexicon *lexicon, uint64_t key, float weight, opis_error *error) {
    opis_status status = opis_lexicon_make_room(lexicon, 1, error);
    if (status == OPIS_OK) opis_lexicon_count(lexicon, key, weight, 0);
    return status;
}

float opis_lexicon_weight(const opis_lexicon *lexicon, uint64_t key) {
    if (!lexicon->capacity) return 0;
    return find_entry(lexicon->entries, lexicon->capacity, stored_key(key))->weight;
}

float opis_lexicon_clean(const opis_lexicon *lexicon, uint64_t key) {
    if (!lexicon->capacity) return 0;
    return find_entry(lexicon->entries, lexicon->capacity, stored_key(key))->clean;
}

uint64_t opis_lexicon_key(uint64_t key, const char *bytes, size_t length) {
    /* FNV-1a; the length goes in as well, so that ("a", "bc") and ("ab", "c") part. */
    key ^= OPIS_LEXICON_START;
    for (size_t i = 0; i < length; i++) key = (key ^ (unsigned char)bytes[i]) * OPIS_LEXICON_PRIME;
    return (key ^ length) * OPIS_LEXICON_PRIME;
}
