#include "extract/witness.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "extract/back.h"
#include "memory.h"
#include "word_key.h"

#define LARGEST_LOCATOR 9999
#define LONGEST_RANGE 30
#define SHORTEST_HEADWORD 4
#define MOST_INSERTED 64 /* locators that are put in order one by one */
/* How often a name that stands on a page is listed for it. */
#define LISTED_CHANCE 0.5f
#define RAREST_CHANCE 0.004f

typedef struct headword {
    uint64_t key;                          /* of the word */
    uint32_t first;                        /* row of the first entry for the same word */
    uint32_t own_first, own_count;         /* its locators as they are read */
    uint32_t first_locator, locator_count; /* of the first entry: those of all entries for the word, ascending */
    uint32_t last_leaf;                    /* so that a name counts once a leaf */
    float gain;                            /* what a name on a leaf says for each page that is listed for it */
} headword;

typedef struct sighting {
    uint32_t head, leaf;
} sighting;

typedef struct index_table {
    headword *heads;
    size_t head_count, head_capacity;
    sighting *sightings;
    size_t sighting_count, sighting_capacity;
    uint16_t *locators;
    size_t locator_count, locator_capacity;
    uint32_t *slots; /* open addressing over head keys: row + 1, or 0 */
    size_t slot_count;
    opis_anchors names; /* where words of the index stand in the text */
} index_table;

static uint64_t key_of(const char *bytes, const opis_token *token) {
    return word_key(bytes + token->start, token->length);
}

static int is_locator(const opis_book *book, uint32_t i) {
    const opis_token *token = &book->tokens[i];
    return token->class_ == OPIS_NUMBER && token->length <= 4 && i > 0 && book->tokens[i - 1].class_ != OPIS_WORD;
}

/* The leaves at the end of the book that hold its index. */
static uint32_t find_index(const opis_book *book) {
    uint32_t leaf = book->layout.leaf_count;
    while (leaf > 0 && opis_is_index_leaf(book, &book->layout.leaves[leaf - 1])) leaf--;
    return leaf;
}

/*
 * Whether a line opens an entry: a capitalised word, in its place in the alphabet.  A name that merely begins a line
 * of another entry is out of order more often than not.
 */
static int opens_entry(const opis_book *book, uint32_t line, char *letter) {
    uint32_t count;
    const opis_token *tokens = opis_line_tokens(&book->layout, book->tokens, line, &count);
    int after_blank = line == 0 || book->layout.lines[line - 1].role == OPIS_LINE_EMPTY;
    if (count < 2 || tokens[0].class_ != OPIS_WORD || !(tokens[0].shape & OPIS_UPPER_FIRST)) return 0;
    char first = book->source.bytes[tokens[0].start];
    if (first < *letter || first > *letter + (after_blank ? 2 : 0)) return 0;
    if (!after_blank && !(tokens[1].class_ == OPIS_PUNCTUATION && strchr(",:(", book->source.bytes[tokens[1].start])))
        return 0;
    *letter = first;
    return 1;
}

static int number_of(const opis_book *book, uint32_t token) {
    int value = 0;
    for (uint32_t i = 0; i < book->tokens[token].length; i++)
        value = value * 10 + (book->source.bytes[book->tokens[token].start + i] - '0');
    return value;
}

static opis_status add_locators(index_table *table, int from, int to, opis_error *error) {
    if (from < 1 || to > LARGEST_LOCATOR || to < from || to - from > LONGEST_RANGE) to = from;
    if (from < 1) return OPIS_OK;
    opis_status status = opis_reserve(&table->locators, &table->locator_capacity,
                                      table->locator_count + (size_t)(to - from) + 1, sizeof *table->locators, error);
    if (status != OPIS_OK) return status;
    for (int page = from; page <= to; page++) table->locators[table->locator_count++] = (uint16_t)page;
    table->heads[table->head_count - 1].own_count += (uint32_t)(to - from + 1);
    return OPIS_OK;
}

/* "428-32" is 428 to 432. */
static int range_end(int from, int to) {
    int power = 10;
    if (to >= from) return to;
    while (power <= to) power *= 10;
    return from - from % power + to;
}

static opis_status read_locators(index_table *table, const opis_book *book, uint32_t line, opis_error *error) {
    const char *bytes = book->source.bytes;
    uint32_t last = book->layout.lines[line + 1].first_token;
    for (uint32_t i = book->layout.lines[line].first_token; i < last; i++) {
        if (!is_locator(book, i)) continue;
        int from = number_of(book, i), to = from;
        if (i + 2 < last && bytes[book->tokens[i + 1].start] == '-' && book->tokens[i + 2].class_ == OPIS_NUMBER &&
            book->tokens[i + 2].length <= 4) {
            to = range_end(from, number_of(book, i + 2));
            i += 2;
        }
        opis_status status = add_locators(table, from, to, error);
        if (status != OPIS_OK) return status;
    }
    return OPIS_OK;
}

static opis_status read_index(index_table *table, const opis_book *book, uint32_t first_line, opis_error *error) {
    opis_status status = OPIS_OK;
    char letter = 'A';
    for (uint32_t line = first_line; line < book->layout.line_count && status == OPIS_OK; line++) {
        if (book->layout.lines[line].role == OPIS_LINE_EMPTY) continue;
        if (opens_entry(book, line, &letter)) {
            status =
                opis_reserve(&table->heads, &table->head_capacity, table->head_count + 1, sizeof *table->heads, error);
            if (status != OPIS_OK) break;
            const opis_token *word = &book->tokens[book->layout.lines[line].first_token];
            table->heads[table->head_count++] = (headword){.key = key_of(book->source.bytes, word),
                                                           .own_first = (uint32_t)table->locator_count,
                                                           .last_leaf = UINT32_MAX};
        }
        if (table->head_count > 0) status = read_locators(table, book, line, error);
    }
    return status;
}

static opis_status hash_heads(index_table *table, opis_error *error) {
    size_t capacity = 0, wanted = 64;
    while (wanted < table->head_count * 4) wanted *= 2;
    opis_status status = opis_reserve(&table->slots, &capacity, wanted, sizeof *table->slots, error);
    if (status != OPIS_OK) return status;
    memset(table->slots, 0, wanted * sizeof *table->slots);
    table->slot_count = wanted;
    for (size_t i = 0; i < table->head_count; i++) {
        size_t at = table->heads[i].key & (wanted - 1);
        while (table->slots[at] && table->heads[table->slots[at] - 1].key != table->heads[i].key)
            at = (at + 1) & (wanted - 1);
        if (!table->slots[at]) table->slots[at] = (uint32_t)i + 1;
        table->heads[i].first = table->slots[at] - 1;
    }
    return OPIS_OK;
}

static int compare_locators(const void *left, const void *right) {
    return (int)*(const uint16_t *)left - (int)*(const uint16_t *)right;
}

/* Put the locators of a word in order; most stand in order already, and few are many. */
static void sort_locators(uint16_t *locators, uint32_t count) {
    for (uint32_t i = 1; i < count; i++) {
        uint16_t moved = locators[i];
        uint32_t at = i;
        if (moved >= locators[i - 1]) continue;
        if (count > MOST_INSERTED) {
            qsort(locators, count, sizeof *locators, compare_locators);
            return;
        }
        for (; at > 0 && locators[at - 1] > moved; at--) locators[at] = locators[at - 1];
        locators[at] = moved;
    }
}

/* Move the locators of all entries for a word to the first of them, in ascending order. */
static opis_status gather_locators(index_table *table, opis_error *error) {
    uint16_t *gathered = NULL;
    size_t room = 0;
    opis_status status = opis_reserve(&gathered, &room, table->locator_count + 1, sizeof *gathered, error);
    if (status != OPIS_OK) return status;
    uint32_t next = 0;
    for (size_t i = 0; i < table->head_count; i++)
        table->heads[table->heads[i].first].locator_count += table->heads[i].own_count;
    for (size_t i = 0; i < table->head_count; i++) {
        headword *head = &table->heads[i], *first = &table->heads[head->first];
        if (head == first) {
            head->first_locator = next;
            next += head->locator_count;
            head->locator_count = 0; /* counted again as they are moved */
        }
        if (!head->own_count) continue; /* of an index that names no page there is nothing to add to */
        memcpy(gathered + first->first_locator + first->locator_count, table->locators + head->own_first,
               head->own_count * sizeof *gathered);
        first->locator_count += head->own_count;
    }
    for (size_t i = 0; i < table->head_count; i++)
        if (table->heads[i].first == i)
            sort_locators(gathered + table->heads[i].first_locator, table->heads[i].locator_count);
    opis_resize(table->locators, 0);
    table->locators = gathered;
    return OPIS_OK;
}

static headword *find_head(const index_table *table, uint64_t key) {
    size_t at = key & (table->slot_count - 1);
    while (table->slots[at]) {
        headword *head = &table->heads[table->slots[at] - 1];
        if (head->key == key) return head;
        at = (at + 1) & (table->slot_count - 1);
    }
    return NULL;
}

static int may_be_name(const opis_token *token) {
    return token->class_ == OPIS_WORD && token->shape & OPIS_UPPER_FIRST && token->length >= SHORTEST_HEADWORD;
}

/* Each word of the book is looked up once. */
static opis_status find_names(index_table *table, const opis_book *book, opis_error *error) {
    const opis_concordance *printed = &book->concordance;
    opis_status status = opis_anchors_make(&table->names, printed, error);
    for (size_t i = 0; i < printed->count && status == OPIS_OK; i++)
        if (may_be_name(&printed->words[i].token) &&
            find_head(table, key_of(book->source.bytes, &printed->words[i].token)))
            opis_anchors_add(&table->names, printed, &printed->words[i]);
    return status;
}

static opis_status add_sighting(index_table *table, const opis_book *book, uint32_t token, uint32_t leaf,
                                opis_error *error) {
    headword *head = find_head(table, key_of(book->source.bytes, &book->tokens[token]));
    if (!head || head->last_leaf == leaf) return OPIS_OK;
    opis_status status = opis_reserve(&table->sightings, &table->sighting_capacity, table->sighting_count + 1,
                                      sizeof *table->sightings, error);
    if (status != OPIS_OK) return status;
    table->sightings[table->sighting_count++] = (sighting){(uint32_t)(head - table->heads), leaf};
    head->last_leaf = leaf;
    return OPIS_OK;
}

/* Every pair of a headword and a leaf that its name stands on. */
static opis_status find_sightings(index_table *table, const opis_book *book, uint32_t first_leaf, uint32_t end_leaf,
                                  opis_error *error) {
    opis_status status = find_names(table, book, error);
    for (uint32_t leaf = first_leaf; leaf < end_leaf; leaf++) {
        const opis_leaf *at = &book->layout.leaves[leaf];
        uint32_t last = book->layout.lines[at->end_line].first_token;
        size_t token = book->layout.lines[at->first_line].first_token;
        while (status == OPIS_OK && (token = opis_anchors_next(&table->names, token)) < last)
            status = add_sighting(table, book, (uint32_t)token++, leaf, error);
    }
    return status;
}

/* A name on a leaf speaks for the numbers that its entries list, the more so the fewer they are; 0: for none. */
static void weigh_heads(index_table *table, uint32_t row_count) {
    for (size_t i = 0; i < table->head_count; i++) {
        headword *head = &table->heads[i];
        float chance = (float)head->locator_count / (float)row_count;
        if (chance < LISTED_CHANCE)
            head->gain = logf(LISTED_CHANCE / (chance + RAREST_CHANCE)) + logf((1 - chance) / (1 - LISTED_CHANCE));
    }
}

/* The first locator of a word that is not below a page. */
static uint32_t lowest_locator(const uint16_t *locators, uint32_t count, int64_t page) {
    uint32_t low = 0;
    while (low < count) {
        uint32_t middle = low + (count - low) / 2;
        if (locators[middle] < page)
            low = middle + 1;
        else
            count = middle;
    }
    return low;
}

static void count_sighting(opis_witness *witness, const index_table *table, const sighting *seen) {
    const headword *head = &table->heads[seen->head];
    const uint16_t *locators = table->locators + head->first_locator;
    uint32_t row = seen->leaf - witness->first_leaf;
    int64_t lowest = (int64_t)witness->lowest + row, end = lowest + witness->window;
    float *scores = witness->scores + (size_t)row * witness->window;
    for (uint32_t i = lowest_locator(locators, head->locator_count, lowest);
         i < head->locator_count && locators[i] < end; i++)
        scores[locators[i] - lowest] += head->gain;
}

opis_status opis_witness_read(opis_witness *witness, const opis_book *book, uint32_t first_leaf, int32_t lowest,
                              uint32_t window, opis_error *error) {
    index_table table;
    size_t capacity = 0, size = (size_t)(book->layout.leaf_count - first_leaf) * window;
    memset(&table, 0, sizeof table);
    *witness = (opis_witness){first_leaf, lowest, window, NULL};
    opis_status status = opis_reserve(&witness->scores, &capacity, size + 1, sizeof *witness->scores, error);
    if (status != OPIS_OK) return status;
    memset(witness->scores, 0, size * sizeof *witness->scores);
    uint32_t index = find_index(book);
    if (index > first_leaf && index < book->layout.leaf_count) {
        status = read_index(&table, book, book->layout.leaves[index].first_line, error);
        if (status == OPIS_OK) status = hash_heads(&table, error);
        if (status == OPIS_OK) status = gather_locators(&table, error);
        if (status == OPIS_OK) status = find_sightings(&table, book, first_leaf, index, error);
        if (status == OPIS_OK) weigh_heads(&table, index - first_leaf);
        for (size_t i = 0; i < table.sighting_count && status == OPIS_OK; i++)
            count_sighting(witness, &table, &table.sightings[i]);
    }
    opis_resize(table.heads, 0);
    opis_resize(table.sightings, 0);
    opis_resize(table.locators, 0);
    opis_resize(table.slots, 0);
    opis_anchors_release(&table.names);
    if (status != OPIS_OK) opis_witness_release(witness);
    return status;
}

void opis_witness_release(opis_witness *witness) {
    opis_resize(witness->scores, 0);
    witness->scores = NULL;
}
