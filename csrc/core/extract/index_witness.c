#include <math.h>
#include <string.h>

#include "extract/index.h"
#include "letters.h"
#include "memory.h"

#define SHORTEST_WORD 4
#define LONGEST_KEY 40
#define FIRST_SLOTS 1024
#define SMALL_LETTERS 0x2020202020202020u
/* How often a word of an entry stands on a page that the entry lists, and how rare a word may be at the least. */
#define HIT_CHANCE 0.65f
#define RAREST_CHANCE 0.004f
#define MOST_EVIDENCE 4.0f
/* What an absence counts where the word stands on the page before or behind; what a page counts that is lost. */
#define NEIGHBOUR_SHARE 0.5f
#define LOST_PAGE (-0.7f)
#define LARGEST_PAGE 65535
#define BLOCK 64     /* tokens */
#define ONE_BY_ONE 8 /* marks of leaves that stand in a row are taken back in the time of one that is sought */
#define NO_FORM UINT32_MAX
#define ROWS_AHEAD 4

static inline uint64_t mix(uint64_t key, uint64_t letters) {
    key = (key ^ (letters | SMALL_LETTERS)) * 0x9E3779B97F4A7C15u;
    return key ^ key >> 29;
}

/* The eight letters at `word`, or the four. */
static inline uint64_t eight_at(const char *word) {
    uint64_t letters;
    memcpy(&letters, word, sizeof letters);
    return letters;
}

static inline uint64_t four_at(const char *word) {
    uint32_t letters;
    memcpy(&letters, word, sizeof letters);
    return letters;
}

/*
 * The key of a word whatever its case, what follows an apostrophe left out; 0 where it is too short.  The last letters
 * are read with some of those before them: it takes no copy of them.
 */
static uint64_t key_of(const char *word, size_t length) {
    const char *mark = memchr(word, '\'', length);
    uint64_t key = 0;
    if (mark) length = (size_t)(mark - word);
    if (length < SHORTEST_WORD || length > LONGEST_KEY) return 0;
    if (length < sizeof key) {
        key = mix(key, four_at(word) << 32 | four_at(word + length - sizeof(uint32_t)));
    } else {
        for (size_t i = 0; i + sizeof key < length; i += sizeof key) key = mix(key, eight_at(word + i));
        key = mix(key, eight_at(word + length - sizeof key));
    }
    key = (key ^ length) * 0x9E3779B97F4A7C15u;
    return key ? key : 1;
}

static size_t slot_of(const opis_index_witness *w, uint64_t key) {
    size_t at = (size_t)(key >> 32) & (w->slot_count - 1);
    while (w->keys[at] && w->keys[at] != key) at = (at + 1) & (w->slot_count - 1);
    return at;
}

/* Twice as many slots as there were, with the keys that they held. */
static opis_status grow_slots(opis_index_witness *w, opis_error *error) {
    opis_index_witness grown = {.slot_count = w->slot_count ? w->slot_count * 2 : FIRST_SLOTS};
    size_t capacity = 0, row_capacity = 0;
    opis_status status = opis_reserve(&grown.keys, &capacity, grown.slot_count, sizeof *grown.keys, error);
    if (status == OPIS_OK)
        status = opis_reserve(&grown.rows, &row_capacity, grown.slot_count, sizeof *grown.rows, error);
    if (status != OPIS_OK) {
        opis_resize(grown.keys, 0);
        return status;
    }
    memset(grown.keys, 0, grown.slot_count * sizeof *grown.keys);
    for (size_t i = 0; i < w->slot_count; i++) {
        if (!w->keys[i]) continue;
        size_t slot = slot_of(&grown, w->keys[i]);
        grown.keys[slot] = w->keys[i];
        grown.rows[slot] = w->rows[i];
    }
    opis_resize(w->keys, 0);
    opis_resize(w->rows, 0);
    w->keys = grown.keys;
    w->rows = grown.rows;
    w->slot_count = grown.slot_count;
    return OPIS_OK;
}

static int is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\'' || (unsigned char)c >= 0x80;
}

/*
 * The place in the gate of a word of SHORTEST_WORD bytes at the least: words with the same key begin alike.  Most words
 * of a book are no words of its index, and nearly all of them are told by that look.
 */
static inline size_t gate_of(const char *word) {
    uint32_t head;
    memcpy(&head, word, sizeof head);
    return ((head | (uint32_t)SMALL_LETTERS) * 0x9E3779B1u) >> (32 - OPIS_INDEX_GATE_BITS);
}

static inline int passes_gate(const opis_index_witness *w, const char *word) {
    size_t at = gate_of(word);
    return w->gate[at / 64] >> at % 64 & 1;
}

/* Give a word of the index a row, if it has none. */
static opis_status add_word(opis_index_witness *w, const char *word, size_t length, opis_error *error) {
    uint64_t key = key_of(word, length);
    if (!key) return OPIS_OK;
    size_t slot = slot_of(w, key), gate = gate_of(word);
    if (w->keys[slot]) return OPIS_OK;
    w->gate[gate / 64] |= (uint64_t)1 << gate % 64;
    w->keys[slot] = key;
    w->rows[slot] = (uint32_t)w->key_count++;
    return w->key_count < w->slot_count / 2 ? OPIS_OK : grow_slots(w, error);
}

static opis_status add_words(opis_index_witness *w, const opis_index *index, opis_error *error) {
    opis_status status = grow_slots(w, error);
    for (size_t i = 0; i < index->part_count; i++) {
        const char *text = index->texts.bytes + index->parts[i].text;
        for (size_t at = 0; at < index->parts[i].text_length && status == OPIS_OK;) {
            size_t start = at;
            while (at < index->parts[i].text_length && is_word_byte(text[at])) at++;
            if (at > start) status = add_word(w, text + start, at - start, error);
            at += at == start;
        }
    }
    return status;
}

int64_t opis_index_witness_row(const opis_index_witness *w, const char *word, size_t length) {
    uint64_t key = key_of(word, length);
    size_t slot = key ? slot_of(w, key) : 0;
    return key && w->keys[slot] ? (int64_t)w->rows[slot] : -1;
}

/* On which leaf a token stands. */
typedef struct leaf_finder {
    uint32_t *firsts;    /* the first token of each leaf, and the end of the last; owned */
    uint32_t *of_blocks; /* the leaf of each BLOCK-th token; owned */
    uint32_t leaf_count;
} leaf_finder;

static opis_status find_leaves(leaf_finder *finder, const opis_book *book, uint32_t leaf_count, opis_error *error) {
    size_t first_capacity = 0, block_capacity = 0;
    *finder = (leaf_finder){.leaf_count = leaf_count};
    opis_status status =
        opis_reserve(&finder->firsts, &first_capacity, (size_t)leaf_count + 1, sizeof *finder->firsts, error);
    if (status != OPIS_OK) return status;
    for (uint32_t leaf = 0; leaf < leaf_count; leaf++)
        finder->firsts[leaf] = book->layout.lines[book->layout.leaves[leaf].first_line].first_token;
    uint32_t end = leaf_count ? book->layout.lines[book->layout.leaves[leaf_count - 1].end_line].first_token : 0;
    finder->firsts[leaf_count] = end;
    status = opis_reserve(&finder->of_blocks, &block_capacity, end / BLOCK + 1, sizeof *finder->of_blocks, error);
    if (status != OPIS_OK) return status;
    for (uint32_t block = 0, leaf = 0; block * BLOCK < end; block++) {
        while (finder->firsts[leaf + 1] <= block * BLOCK) leaf++;
        finder->of_blocks[block] = leaf;
    }
    return OPIS_OK;
}

/* The leaf of a token, or `leaf_count` behind the last. */
static uint32_t leaf_of(const leaf_finder *finder, uint32_t token) {
    if (token >= finder->firsts[finder->leaf_count]) return finder->leaf_count;
    uint32_t leaf = finder->of_blocks[token / BLOCK];
    while (finder->firsts[leaf + 1] <= token) leaf++;
    return leaf;
}

/* A form ("Upper", "UPPER") in which the book prints a word of the index, and the next one of the same word. */
typedef struct form {
    const uint32_t *places;
    uint32_t count;
    uint32_t next; /* or NO_FORM */
} form;

/* All forms of the words of the index. */
typedef struct forms {
    form *items; /* owned */
    size_t count, capacity;
    uint32_t *first_of; /* of each row, or NO_FORM; owned */
} forms;

/*
 * Whether a token may be a word of the index.  Of what a book prints some is and some is not, and no processor foresees
 * which: there is one branch for all that tells, and the gate is asked for `other` where it has nothing to say.
 */
static inline int may_be_form(const opis_index_witness *w, const opis_token *token, const char *bytes,
                              const char *other) {
    int is_word = (token->class_ == OPIS_WORD) & (token->length >= SHORTEST_WORD);
    return is_word & passes_gate(w, is_word ? bytes + token->start : other);
}

static opis_status find_forms(forms *found, const opis_index_witness *w, const opis_book *book, opis_error *error) {
    const opis_concordance *printed = &book->concordance;
    const char other[SHORTEST_WORD] = {0};
    size_t capacity = 0;
    opis_status status = opis_reserve(&found->first_of, &capacity, w->key_count + 1, sizeof *found->first_of, error);
    for (size_t i = 0; i < w->key_count && status == OPIS_OK; i++) found->first_of[i] = NO_FORM;
    for (size_t i = 0; i < printed->count && status == OPIS_OK; i++) {
        const opis_token *token = &printed->words[i].token;
        if (!may_be_form(w, token, book->source.bytes, other)) continue;
        int64_t row = opis_index_witness_row(w, book->source.bytes + token->start, token->length);
        if (row < 0) continue;
        status = opis_reserve(&found->items, &found->capacity, found->count + 1, sizeof *found->items, error);
        if (status != OPIS_OK) break;
        found->items[found->count] =
            (form){opis_places(printed, &printed->words[i]), printed->words[i].count, found->first_of[row]};
        found->first_of[row] = (uint32_t)found->count++;
    }
    return status;
}

/* Add the leaves on which a form of a word stands; where another form stands as well, that counts once. */
static void see_form(opis_index_witness *w, const leaf_finder *finder, const form *at, uint32_t row, uint32_t *seen) {
    uint32_t kept = w->firsts[row + 1];
    for (uint32_t i = 0; i < at->count; i++) {
        uint32_t leaf = leaf_of(finder, at->places[i]);
        if (leaf == finder->leaf_count) break;
        w->leaves[kept] = leaf;
        kept += seen[leaf] != row + 1;
        seen[leaf] = row + 1;
    }
    w->firsts[row + 1] = kept;
}

/* Send for the first places of a row, which lie anywhere in the concordance. */
static inline void send_for(const forms *found, size_t row, size_t rows) {
    if (row < rows && found->first_of[row] != NO_FORM) opis_soon(found->items[found->first_of[row]].places);
}

/* The leaves on which each word of the index stands. */
static opis_status see_forms(opis_index_witness *w, const forms *found, const leaf_finder *finder, opis_error *error) {
    uint32_t *seen = NULL; /* of each leaf: the last row that was seen on it, and 1 */
    size_t seen_capacity = 0, first_capacity = 0, capacity = 0;
    opis_status status = opis_reserve(&seen, &seen_capacity, (size_t)w->leaf_count + 1, sizeof *seen, error);
    if (status == OPIS_OK)
        status = opis_reserve(&w->firsts, &first_capacity, w->key_count + 1, sizeof *w->firsts, error);
    if (status == OPIS_OK) memset(seen, 0, ((size_t)w->leaf_count + 1) * sizeof *seen);
    if (status == OPIS_OK) w->firsts[0] = 0;
    for (uint32_t row = 0; row < w->key_count && status == OPIS_OK; row++) {
        w->firsts[row + 1] = w->firsts[row];
        send_for(found, row + ROWS_AHEAD, w->key_count);
        for (uint32_t i = found->first_of[row]; i != NO_FORM && status == OPIS_OK; i = found->items[i].next) {
            const form *at = &found->items[i];
            status =
                opis_reserve(&w->leaves, &capacity, (size_t)w->firsts[row + 1] + at->count, sizeof *w->leaves, error);
            if (status == OPIS_OK) see_form(w, finder, at, row, seen);
        }
    }
    opis_resize(seen, 0);
    return status;
}

static opis_status see_words(opis_index_witness *w, const opis_book *book, opis_error *error) {
    leaf_finder finder;
    forms found = {NULL, 0, 0, NULL};
    opis_status status = find_leaves(&finder, book, w->leaf_count, error);
    if (status == OPIS_OK) status = find_forms(&found, w, book, error);
    if (status == OPIS_OK) status = see_forms(w, &found, &finder, error);
    opis_resize(found.items, 0);
    opis_resize(found.first_of, 0);
    opis_resize(finder.firsts, 0);
    opis_resize(finder.of_blocks, 0);
    return status;
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

static opis_status make_marks(opis_index_witness *w, opis_error *error) {
    size_t capacity = 0, count = (size_t)w->leaf_count + 2;
    opis_status status = opis_reserve(&w->marks, &capacity, count, sizeof *w->marks, error);
    if (status == OPIS_OK) memset(w->marks, 0, count * sizeof *w->marks);
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
    memset(w, 0, sizeof *w);
    w->leaf_count = opis_layout_leaf(&book->layout, index->section.first);
    opis_status status = add_words(w, index, error);
    if (status == OPIS_OK) status = see_words(w, book, error);
    if (status == OPIS_OK) status = weigh_words(w, error);
    if (status == OPIS_OK) status = make_marks(w, error);
    if (status == OPIS_OK) status = map_pages(w, index, book, error);
    if (status == OPIS_OK) status = read_notes(w, book, error);
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
    opis_resize(w->marks, 0);
    memset(w, 0, sizeof *w);
}

/* ---- What words say of a page -------------------------------------------------------------------------- */

void opis_index_witness_ask(opis_index_witness *w, opis_index_named *words, size_t first) {
    for (size_t i = first; i < words->count; i++) {
        uint32_t row = words->rows[i], end = w->firsts[row + 1];
        words->says[i][0] = words->weights[i] * w->absent[row];
        words->says[i][1] = words->weights[i] * (w->absent[row] * NEIGHBOUR_SHARE);
        words->says[i][2] = words->says[i][3] = words->weights[i] * w->present[row];
        if (w->present[row] == 0) continue;
        for (uint32_t at = w->firsts[row]; at < end; at++) w->marks[w->leaves[at] + 1] |= (uint16_t)(1u << i);
    }
}

/* Where words stand on many leaves, all leaves are gone over in their order, which takes less than one by one. */
void opis_index_witness_dismiss(opis_index_witness *w, const opis_index_named *words, size_t first) {
    uint16_t kept = (uint16_t)((1u << first) - 1);
    size_t marked = 0;
    for (size_t i = first; i < words->count; i++) marked += w->firsts[words->rows[i] + 1] - w->firsts[words->rows[i]];
    if (marked > w->leaf_count / ONE_BY_ONE) {
        for (uint32_t leaf = 1; leaf <= w->leaf_count; leaf++) w->marks[leaf] &= kept;
        return;
    }
    for (size_t i = first; i < words->count; i++) {
        uint32_t row = words->rows[i], end = w->firsts[row + 1];
        if (w->present[row] == 0) continue;
        for (uint32_t at = w->firsts[row]; at < end; at++) w->marks[w->leaves[at] + 1] &= kept;
    }
}

float opis_index_witness_weigh(const opis_index_witness *w, const opis_index_named *words, int32_t page) {
    float sum = 0;
    if (w->leaf_count == 0) return 0;
    int32_t leaf = page < w->page_count ? w->leaf_of_page[page] : -1;
    if (leaf < 0) {
        for (size_t i = 0; i < words->count; i++) sum += words->weights[i] * LOST_PAGE;
        return sum;
    }
    const uint16_t *marks = &w->marks[leaf + 1];
    unsigned here = marks[0], beside = (unsigned)(marks[-1] | marks[1]);
    for (size_t i = 0; i < words->count; i++, here >>= 1, beside >>= 1)
        sum += words->says[i][(here & 1) * 2 + (beside & 1)]; /* no processor foresees where words stand */
    return sum;
}
