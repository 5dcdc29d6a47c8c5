#include <math.h>
#include <string.h>

#include "extract/index.h"
#include "letters.h"
#include "memory.h"

#define SHORTEST_WORD 4
#define LONGEST_KEY 40
#define FIRST_SLOTS 256
#define FILTER_BITS 15
#define SMALL_LETTERS 0x2020202020202020u
/* How often a word of an entry stands on a page that the entry lists, and how rare a word may be at the least. */
#define HIT_CHANCE 0.65f
#define RAREST_CHANCE 0.004f
#define MOST_EVIDENCE 4.0f
/* What an absence counts where the word stands on the page before or behind; what a page counts that is lost. */
#define NEIGHBOUR_SHARE 0.5f
#define LOST_PAGE (-0.7f)
#define LARGEST_PAGE 65535

/* A bit for the first four letters of a word, whatever their case. */
static uint32_t filter_bit(const char *word) {
    uint32_t letters;
    memcpy(&letters, word, sizeof letters);
    return ((letters | 0x20202020u) * 0x9E3779B1u) >> (32 - FILTER_BITS);
}

/* The key of a word whatever its case, what follows an apostrophe left out; 0 where it is too short. */
static uint64_t key_of(const char *word, size_t length) {
    const char *mark = memchr(word, '\'', length);
    uint64_t key = 0;
    if (mark) length = (size_t)(mark - word);
    if (length < SHORTEST_WORD || length > LONGEST_KEY) return 0;
    for (size_t i = 0; i < length; i += sizeof key) {
        uint64_t letters = 0;
        memcpy(&letters, word + i, length - i < sizeof letters ? length - i : sizeof letters);
        key = (key ^ (letters | SMALL_LETTERS)) * 0x9E3779B97F4A7C15u;
        key ^= key >> 29;
    }
    key = (key ^ length) * 0x9E3779B97F4A7C15u;
    return key ? key : 1;
}

static size_t slot_of(const opis_index_witness *w, uint64_t key) {
    size_t at = (size_t)(key >> 32) & (w->slot_count - 1);
    while (w->keys[at] && w->keys[at] != key) at = (at + 1) & (w->slot_count - 1);
    return at;
}

static opis_status make_slots(opis_index_witness *w, size_t words, opis_error *error) {
    size_t capacity = 0, row_capacity = 0;
    w->slot_count = FIRST_SLOTS;
    while (w->slot_count < words * 2) w->slot_count *= 2;
    opis_status status = opis_reserve(&w->keys, &capacity, w->slot_count, sizeof *w->keys, error);
    if (status == OPIS_OK) status = opis_reserve(&w->rows, &row_capacity, w->slot_count, sizeof *w->rows, error);
    if (status == OPIS_OK) memset(w->keys, 0, w->slot_count * sizeof *w->keys);
    return status;
}

static int is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\'' || (unsigned char)c >= 0x80;
}

/* Give every word of the index a row. */
static void add_words(opis_index_witness *w, const opis_index *index) {
    for (size_t i = 0; i < index->part_count; i++) {
        const char *text = index->texts + index->parts[i].text;
        for (size_t at = 0; at < index->parts[i].text_length;) {
            size_t start = at;
            while (at < index->parts[i].text_length && is_word_byte(text[at])) at++;
            uint64_t key = at > start ? key_of(text + start, at - start) : 0;
            if (at == start) at++;
            if (!key) continue;
            uint32_t bit = filter_bit(text + start);
            w->filter[bit >> 3] |= (uint8_t)(1u << (bit & 7));
            size_t slot = slot_of(w, key);
            if (w->keys[slot]) continue;
            w->keys[slot] = key;
            w->rows[slot] = (uint32_t)w->key_count++;
        }
    }
}

int64_t opis_index_witness_row(const opis_index_witness *w, const char *word, size_t length) {
    uint64_t key = key_of(word, length);
    size_t slot = key ? slot_of(w, key) : 0;
    return key && w->keys[slot] ? (int64_t)w->rows[slot] : -1;
}

typedef struct sighting {
    uint32_t row, leaf;
} sighting;

/* Every pair of a word of the index and a leaf that holds it, leaf by leaf. */
static opis_status see_words(opis_index_witness *w, const opis_book *book, sighting **seen, opis_error *error) {
    uint32_t *last = NULL;
    size_t last_capacity = 0, capacity = 0;
    opis_status status = opis_reserve(&last, &last_capacity, w->key_count + 1, sizeof *last, error);
    if (status != OPIS_OK) return status;
    memset(last, 0xFF, (w->key_count + 1) * sizeof *last);
    for (uint32_t leaf = 0; leaf < w->leaf_count && status == OPIS_OK; leaf++) {
        const opis_leaf *at = &book->layout.leaves[leaf];
        const opis_token *token = book->tokens + book->layout.lines[at->first_line].first_token;
        const opis_token *end = book->tokens + book->layout.lines[at->end_line].first_token;
        for (; token < end; token++) {
            if (token->class_ != OPIS_WORD || token->length < SHORTEST_WORD) continue;
            uint32_t bit = filter_bit(book->source.bytes + token->start);
            if (!(w->filter[bit >> 3] >> (bit & 7) & 1)) continue;
            int64_t row = opis_index_witness_row(w, book->source.bytes + token->start, token->length);
            if (row < 0 || last[row] == leaf) continue;
            last[row] = leaf;
            status = opis_reserve(seen, &capacity, w->sighting_count + 1, sizeof **seen, error);
            if (status != OPIS_OK) break;
            (*seen)[w->sighting_count++] = (sighting){(uint32_t)row, leaf};
        }
    }
    opis_resize(last, 0);
    return status;
}

/* Sort the sightings by word; within a word the leaves stay in order. */
static opis_status sort_sightings(opis_index_witness *w, const sighting *seen, opis_error *error) {
    size_t first_capacity = 0, leaf_capacity = 0;
    opis_status status = opis_reserve(&w->firsts, &first_capacity, w->key_count + 2, sizeof *w->firsts, error);
    if (status == OPIS_OK)
        status = opis_reserve(&w->leaves, &leaf_capacity, w->sighting_count + 1, sizeof *w->leaves, error);
    if (status != OPIS_OK) return status;
    memset(w->firsts, 0, (w->key_count + 2) * sizeof *w->firsts);
    for (size_t i = 0; seen && i < w->sighting_count; i++) w->firsts[seen[i].row + 2]++;
    for (size_t i = 2; i < w->key_count + 2; i++) w->firsts[i] += w->firsts[i - 1];
    for (size_t i = 0; seen && i < w->sighting_count; i++) w->leaves[w->firsts[seen[i].row + 1]++] = seen[i].leaf;
    return OPIS_OK;
}

static opis_status weigh_words(opis_index_witness *w, opis_error *error) {
    size_t present_capacity = 0, absent_capacity = 0;
    opis_status status = opis_reserve(&w->present, &present_capacity, w->key_count + 1, sizeof *w->present, error);
    if (status == OPIS_OK)
        status = opis_reserve(&w->absent, &absent_capacity, w->key_count + 1, sizeof *w->absent, error);
    for (size_t row = 0; row < w->key_count && status == OPIS_OK; row++) {
        float leaves = w->leaf_count ? (float)w->leaf_count : 1;
        float chance = (float)(w->firsts[row + 1] - w->firsts[row]) / leaves + RAREST_CHANCE;
        int tells = chance < HIT_CHANCE;
        w->present[row] = tells ? fminf(logf(HIT_CHANCE / chance), MOST_EVIDENCE) : 0;
        w->absent[row] = tells ? logf((1 - HIT_CHANCE) / (1 - chance)) : 0;
    }
    return status;
}

static opis_status map_pages(opis_index_witness *w, const opis_index *index, const opis_book *book, opis_error *error) {
    const opis_page *pages = OPIS_ROWS(book, OPIS_PAGE);
    size_t capacity = 0;
    w->page_count = index->largest_page < LARGEST_PAGE ? index->largest_page + 1 : LARGEST_PAGE + 1;
    opis_status status =
        opis_reserve(&w->leaf_of_page, &capacity, (size_t)w->page_count, sizeof *w->leaf_of_page, error);
    if (status != OPIS_OK) return status;
    for (int32_t i = 0; i < w->page_count; i++) w->leaf_of_page[i] = -1;
    for (uint32_t i = 0; i < w->leaf_count && i < OPIS_ROW_COUNT(book, OPIS_PAGE); i++)
        if (!pages[i].roman && pages[i].number > 0 && pages[i].number < w->page_count)
            w->leaf_of_page[pages[i].number] = (int32_t)i;
    return OPIS_OK;
}

static uint64_t note_key(int32_t page, int32_t note) {
    return ((uint64_t)(uint32_t)page << 32 | (uint32_t)note) + 1;
}

/* The notes of each page, and under 0 that it has any. */
static opis_status read_notes(opis_index_witness *w, const opis_book *book, opis_error *error) {
    const opis_note *notes = OPIS_ROWS(book, OPIS_NOTE);
    const opis_page *pages = OPIS_ROWS(book, OPIS_PAGE);
    opis_status status = OPIS_OK;
    for (size_t i = 0; i < OPIS_ROW_COUNT(book, OPIS_NOTE) && status == OPIS_OK; i++) {
        uint32_t leaf = opis_layout_leaf(&book->layout, (uint32_t)notes[i].record.line - 1);
        const char *digits = opis_book_text(book, notes[i].number);
        int32_t number = 0;
        if (leaf >= OPIS_ROW_COUNT(book, OPIS_PAGE) || pages[leaf].roman || !digits) continue;
        for (uint32_t j = 0; j < notes[i].number.length && is_digit(digits[j]) && number < LARGEST_PAGE; j++)
            number = number * 10 + (digits[j] - '0');
        status = opis_lexicon_add(&w->notes, note_key(pages[leaf].number, number), 1, error);
        if (status == OPIS_OK) status = opis_lexicon_add(&w->notes, note_key(pages[leaf].number, 0), 1, error);
    }
    return status;
}

int opis_index_witness_note(const opis_index_witness *w, int32_t page, int32_t note) {
    if (opis_lexicon_weight(&w->notes, note_key(page, note)) > 0) return 1;
    return opis_lexicon_weight(&w->notes, note_key(page, 0)) > 0 ? 0 : -1;
}

opis_status opis_index_witness_make(opis_index_witness *w, const opis_index *index, const opis_book *book,
                                    opis_error *error) {
    sighting *seen = NULL;
    memset(w, 0, sizeof *w);
    w->leaf_count = opis_layout_leaf(&book->layout, index->section.first);
    opis_status status = make_slots(w, index->texts_length / SHORTEST_WORD, error);
    if (status == OPIS_OK) {
        add_words(w, index);
        status = see_words(w, book, &seen, error);
    }
    if (status == OPIS_OK) status = sort_sightings(w, seen, error);
    if (status == OPIS_OK) status = weigh_words(w, error);
    if (status == OPIS_OK) status = map_pages(w, index, book, error);
    if (status == OPIS_OK) status = read_notes(w, book, error);
    opis_resize(seen, 0);
    if (status != OPIS_OK) opis_index_witness_release(w);
    return status;
}

void opis_index_witness_release(opis_index_witness *w) {
    opis_resize(w->keys, 0);
    opis_resize(w->rows, 0);
    opis_resize(w->firsts, 0);
    opis_resize(w->leaves, 0);
    opis_resize(w->leaf_of_page, 0);
    opis_lexicon_release(&w->notes);
    opis_resize(w->present, 0);
    opis_resize(w->absent, 0);
    memset(w, 0, sizeof *w);
}

/* The first sighting of a word that is not before a leaf. */
static uint32_t lowest_sighting(const opis_index_witness *w, int64_t row, int64_t leaf) {
    uint32_t low = w->firsts[row], high = w->firsts[row + 1];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (w->leaves[middle] < leaf)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

float opis_index_witness_weigh(const opis_index_witness *w, int64_t row, int32_t page) {
    if (row < 0 || w->leaf_count == 0) return 0;
    int32_t leaf = page < w->page_count ? w->leaf_of_page[page] : -1;
    if (leaf < 0) return LOST_PAGE;
    if (w->present[row] == 0) return 0;
    uint32_t at = lowest_sighting(w, row, (int64_t)leaf - 1), end = w->firsts[row + 1];
    if (at == end || w->leaves[at] > (uint32_t)leaf + 1) return w->absent[row];
    if (w->leaves[at] < (uint32_t)leaf && at + 1 < end && w->leaves[at + 1] == (uint32_t)leaf) at++;
    return w->leaves[at] == (uint32_t)leaf ? w->present[row] : w->absent[row] * NEIGHBOUR_SHARE;
}
