#include "extract/periodical.h"

#include <math.h>
#include <string.h>

#include "memory.h"

/* What reading a name may cost for each of its letters, and how far from it the next must be. */
#define COST_OF_LETTER 0.9f
#define SHORT_NAME 6
#define SHORT_COST 6.5f
#define NEXT_NAME 3.0f
/* A damaged form of another name is as near as this for each letter. */
#define DAMAGED_LETTER 0.5f
/* Names whose pairs of letters are less alike are not compared; nor are more than these. */
#define LEAST_LIKENESS 0.3f
#define MOST_GUESSES 8
#define LENGTH_APART 0.05f /* likeness lost with each letter more or less */
#define MOST_LEARNED 512

/* Sixty-four buckets of pairs of letters: names that share few of them are not alike. */
static uint64_t pairs_of(const char *name, size_t length) {
    uint64_t pairs = 0;
    for (size_t i = 0; i + 1 < length; i++) {
        unsigned a = (unsigned char)name[i] | 0x20, b = (unsigned char)name[i + 1] | 0x20;
        if (a != ' ' && b != ' ') pairs |= (uint64_t)1 << ((a * 31 + b * 7) & 63);
    }
    return pairs;
}

/* The bits of a set, added up in pairs, fours and bytes. */
static int bits(uint64_t set) {
    set -= set >> 1 & 0x5555555555555555u;
    set = (set & 0x3333333333333333u) + (set >> 2 & 0x3333333333333333u);
    set = (set + (set >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return (int)(set * 0x0101010101010101u >> 56);
}

/* How alike two names look by their pairs of letters: 1 for the same. */
static float likeness(uint64_t a, uint64_t b) {
    int all = bits(a) + bits(b);
    return all ? 2.0f * (float)bits(a & b) / (float)all : 0;
}

opis_status opis_periodical_titles_make(opis_periodical_titles *titles, const opis_book *book, opis_error *error) {
    memset(titles, 0, sizeof *titles);
    titles->book = book;
    for (size_t i = 0; i < book->style->periodical_count; i++)
        for (size_t j = 0; j < book->style->periodicals[i].count; j++) {
            const char *name = book->style->periodicals[i].items[j];
            opis_status status = opis_reserve(&titles->listed, &titles->listed_capacity, titles->listed_count + 1,
                                              sizeof *titles->listed, error);
            if (status != OPIS_OK) return status;
            size_t length = strlen(name), word = strcspn(name, " ");
            titles->openings[(unsigned char)*name] |= (uint32_t)1 << (word & 31);
            uint32_t *first = &titles->by_letter[(unsigned char)*name];
            titles->listed[titles->listed_count++] =
                (opis_listed_title){name, (uint32_t)length, (int32_t)i, *first, pairs_of(name, length)};
            *first = (uint32_t)titles->listed_count;
        }
    return OPIS_OK;
}

void opis_periodical_titles_release(opis_periodical_titles *titles) {
    opis_resize(titles->listed, 0);
    opis_resize(titles->learned, 0);
    opis_resize(titles->pool, 0);
}

/* Whether a name may begin here: a word does, or a capital that the scan glued to the word before. */
static int begins_word(const opis_joined *text, size_t at) {
    char c = text->text[at], before = at ? text->text[at - 1] : ' ';
    if (!opis_is_letter(c) && !opis_is_digit(c) && c != '~') return 0;
    return !(opis_is_letter(before) || opis_is_digit(before)) || (opis_is_upper(c) && opis_is_lower(before));
}

static float most_cost(size_t length) {
    float cost = COST_OF_LETTER * (float)length;
    return length <= SHORT_NAME && cost < SHORT_COST ? SHORT_COST : cost;
}

/* A place where a name may begin, and the name that it may be. */
typedef struct guess {
    const opis_listed_title *listed;
    size_t start;
    float likeness;
} guess;

typedef struct guesses {
    guess items[MOST_GUESSES]; /* likeliest first */
    size_t count;
} guesses;

static void keep_guess(guesses *kept, guess made) {
    size_t at = kept->count;
    if (at < MOST_GUESSES)
        kept->count++;
    else if (kept->items[--at].likeness >= made.likeness)
        return;
    for (; at > 0 && kept->items[at - 1].likeness < made.likeness; at--) kept->items[at] = kept->items[at - 1];
    kept->items[at] = made;
}

static void guess_names(const opis_periodical_titles *titles, const char *seen, size_t length, size_t start,
                        guesses *kept) {
    uint64_t pairs = pairs_of(seen, length);
    for (size_t i = 0; i < titles->listed_count; i++) {
        const opis_listed_title *listed = &titles->listed[i];
        size_t slack = 2 + listed->length / 6;
        if (length > listed->length + slack || length + slack < listed->length) continue;
        float alike = likeness(pairs, listed->pairs);
        if (alike < LEAST_LIKENESS && !(listed->length <= SHORT_NAME && alike > 0)) continue;
        size_t apart = length > listed->length ? length - listed->length : listed->length - length;
        keep_guess(kept, (guess){listed, start, alike - LENGTH_APART * (float)apart});
    }
}

static void weigh_guess(const opis_periodical_titles *titles, const opis_joined *text, size_t end, const guess *made,
                        opis_periodical_title *best, float *next) {
    const opis_listed_title *listed = made->listed;
    float limit = most_cost(listed->length);
    if (best->row != OPIS_NO_TITLE && limit > best->cost + NEXT_NAME) limit = best->cost + NEXT_NAME;
    float cost = opis_glyphs_distance(titles->book->glyphs, text->text + made->start, end - made->start, listed->name,
                                      listed->length, limit);
    if (!(cost <= limit)) return;
    if (best->row == OPIS_NO_TITLE || cost < best->cost) {
        if (best->row != OPIS_NO_TITLE && best->row != listed->row) *next = best->cost;
        *best = (opis_periodical_title){listed->row, made->start, cost, 0};
    } else if (listed->row != best->row && cost < *next) {
        *next = cost;
    }
}

int opis_periodical_title_find(const opis_periodical_titles *titles, const opis_joined *text, size_t from, size_t end,
                               opis_periodical_title *title) {
    float next = INFINITY;
    guesses kept = {.count = 0};
    *title = (opis_periodical_title){OPIS_NO_TITLE, end, INFINITY, INFINITY};
    for (size_t at = from; at + 3 <= end; at++)
        if (begins_word(text, at)) guess_names(titles, text->text + at, end - at, at, &kept);
    for (size_t i = 0; i < kept.count; i++) weigh_guess(titles, text, end, &kept.items[i], title, &next);
    title->margin = next - title->cost;
    return title->row != OPIS_NO_TITLE && title->margin >= NEXT_NAME / 2;
}

int opis_periodical_title_stands(const opis_periodical_titles *titles, uint32_t at, size_t word) {
    const opis_source *source = &titles->book->source;
    const char *bytes = source->bytes + at;
    if (!(titles->openings[(unsigned char)*bytes] >> (word & 31) & 1)) return 0;
    for (size_t i = titles->by_letter[(unsigned char)*bytes]; i; i = titles->listed[i - 1].next) {
        const opis_listed_title *listed = &titles->listed[i - 1];
        if (listed->name[1] == bytes[1] && listed->length < source->length - at && bytes[listed->length] == ',' &&
            memcmp(listed->name, bytes, listed->length) == 0)
            return 1;
    }
    return 0;
}

opis_status opis_periodical_title_learn(opis_periodical_titles *titles, const char *name, size_t length, int proof,
                                        int32_t *row, opis_error *error) {
    *row = OPIS_NO_TITLE;
    for (size_t i = 0; i < titles->learned_count; i++) {
        opis_learned_title *learned = &titles->learned[i];
        if (learned->length != length || memcmp(titles->pool + learned->start, name, length) != 0) continue;
        *(proof ? &learned->proofs : &learned->hints) += 1;
        *row = (int32_t)i;
        return OPIS_OK;
    }
    if (titles->learned_count == MOST_LEARNED) return OPIS_OK;
    opis_status status = opis_reserve(&titles->learned, &titles->learned_capacity, titles->learned_count + 1,
                                      sizeof *titles->learned, error);
    if (status == OPIS_OK)
        status = opis_reserve(&titles->pool, &titles->pool_capacity, titles->pool_length + length, 1, error);
    if (status != OPIS_OK) return status;
    memcpy(titles->pool + titles->pool_length, name, length);
    *row = (int32_t)titles->learned_count;
    titles->learned[titles->learned_count++] = (opis_learned_title){(uint32_t)titles->pool_length,
                                                                    (uint32_t)length,
                                                                    (uint32_t)(proof != 0),
                                                                    (uint32_t)(proof == 0),
                                                                    pairs_of(name, length),
                                                                    OPIS_NO_TITLE,
                                                                    0};
    titles->pool_length += length;
    return OPIS_OK;
}

void opis_periodical_titles_settle(opis_periodical_titles *titles) {
    for (size_t i = 0; i < titles->learned_count; i++) {
        opis_learned_title *rare = &titles->learned[i];
        rare->cost = INFINITY;
        for (size_t j = 0; j < titles->learned_count; j++) {
            const opis_learned_title *common = &titles->learned[j];
            if (common->proofs + common->hints <= rare->proofs + rare->hints || common->proofs == 0) continue;
            if (likeness(rare->pairs, common->pairs) < LEAST_LIKENESS) continue;
            float limit = DAMAGED_LETTER * (float)common->length;
            float cost = opis_glyphs_distance(titles->book->glyphs, titles->pool + rare->start, rare->length,
                                              titles->pool + common->start, common->length, limit);
            if (!(cost <= limit) || cost >= rare->cost) continue;
            rare->cost = cost;
            rare->stands_for = (int32_t)j;
        }
    }
}
