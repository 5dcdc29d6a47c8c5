#include <math.h>
#include <string.h>

#include "extract/index.h"
#include "letters.h"
#include "memory.h"

/* Costs of locators that do not ascend, that say a page twice, and of a subentry that begins before the one above. */
#define DESCENDS 6.0f
#define REPEATS 4.0f
#define SUB_DESCENDS 1.2f
/* What a person's name, the words of another head, and those of a subentry weigh as witnesses. */
#define NAME_WEIGHT 0.85f
#define TOPIC_WEIGHT 0.5f
#define SUB_WEIGHT 0.3f
#define MOST_AGAINST (-2.0f)
#define MOST_FOR 6.0f
/* Costs of a note that stands on its page, and of one that does not, though others do. */
#define NOTE_STANDS (-3.0f)
#define NOTE_MISSING 1.0f
/* Cost of a sketch that stands before that of the head above. */
#define SKETCH_DESCENDS 3.0f
/* Evidence below this leaves a locator in doubt, however clean it looks. */
#define DOUBTED (-0.3f)

typedef struct settler {
    opis_index *index;
    opis_index_witness witness;
    float *costs, *before, *behind; /* of each reading: its own, the best way to it and from it */
    const opis_style *style;
    int32_t last_sketch; /* page of the sketch that the entries above send to */
} settler;

/* The words of a part that are witnesses; of a person ("Surname, I.") the surname alone. */
static void add_words(opis_index_named *out, const settler *s, const opis_index_part *part, float weight) {
    const char *text = s->index->texts + part->text, *comma = memchr(text, ',', part->text_length);
    size_t end = comma ? (size_t)(comma - text) : part->text_length;
    for (size_t at = 0; at < end && out->count < OPIS_INDEX_NAMED;) {
        size_t start = at;
        while (at < end && is_letter(text[at])) at++;
        int64_t row = at > start ? opis_index_witness_row(&s->witness, text + start, at - start) : -1;
        if (at == start) at++;
        if (row < 0) continue;
        out->rows[out->count] = (uint32_t)row;
        out->weights[out->count++] = weight;
    }
}

static float weigh(const settler *s, const opis_index_named *words, int32_t page) {
    float sum = opis_index_witness_weigh(&s->witness, words, page);
    return sum < MOST_AGAINST ? MOST_AGAINST : sum > MOST_FOR ? MOST_FOR : sum;
}

static float step_cost(const opis_locator_reading *from, const opis_locator_reading *to) {
    if (to->sort == OPIS_LOCATES_NOTE && to->from >= from->from && !opis_locator_same(from, to)) return 0;
    if (to->from < from->to) return DESCENDS;
    return to->from > from->to ? 0 : REPEATS;
}

/* A locator of a note speaks for its page and number together: it stands there, or it does not. */
static float note_cost(const settler *s, const opis_locator_reading *reading) {
    if (reading->sort != OPIS_LOCATES_NOTE) return 0;
    int stands = opis_index_witness_note(&s->witness, reading->from, reading->behind);
    return stands > 0 ? NOTE_STANDS : stands == 0 ? NOTE_MISSING : 0;
}

/* Whether a subentry sends to the sketch of its head: its words are those of the title of the sketches. */
static int is_sketch(const settler *s, const opis_index_part *part) {
    const char *text = s->index->texts + part->text;
    for (size_t i = 0; i < s->style->profile.sketches.count; i++) {
        const char *title = s->style->profile.sketches.items[i];
        size_t length = strlen(title);
        if (part->text_length + 2 >= length && part->text_length <= length &&
            memcmp(text, title, part->text_length) == 0)
            return 1;
    }
    return 0;
}

/* Sketches ascend with their heads.  One that ends on a page stands on it as well as on the one where it begins. */
static float sketch_weight(const settler *s, const opis_index_named *words, int32_t page) {
    float here = weigh(s, words, page), next = weigh(s, words, page + 1);
    return (next > here ? next : here) - (page < s->last_sketch ? SKETCH_DESCENDS : 0);
}

/* The cost of each reading of a part by itself; its first locator should not stand before `above`. */
static void weigh_part(settler *s, const opis_index_part *part, const opis_index_named *words, int32_t above) {
    int sketch = is_sketch(s, part);
    for (uint32_t i = 0; i < part->locator_count; i++) {
        const opis_locator *at = &s->index->locators[part->first_locator + i];
        float before = 0;
        for (uint32_t j = at->first_reading; j < at->first_reading + at->reading_count; j++) {
            const opis_locator_reading *reading = &s->index->readings[j];
            float first = j > at->first_reading && reading->from == reading[-1].from ? before
                          : sketch ? sketch_weight(s, words, reading->from)
                                   : weigh(s, words, reading->from);
            before = first;
            float last = reading->to > reading->from ? weigh(s, words, reading->to) : first;
            s->costs[j] = reading->cost + note_cost(s, reading) - (first + last) / 2 +
                          (i == 0 && reading->from < above ? SUB_DESCENDS : 0);
        }
    }
}

/* The best way through the locators up to each reading (or, backwards, from it). */
static void walk(const settler *s, const opis_index_part *part, int backwards) {
    float *best = backwards ? s->behind : s->before;
    for (uint32_t n = 0; n < part->locator_count; n++) {
        uint32_t i = part->first_locator + (backwards ? part->locator_count - 1 - n : n);
        const opis_locator *at = &s->index->locators[i];
        for (uint32_t j = at->first_reading; j < at->first_reading + at->reading_count; j++) {
            float least = n == 0 ? 0 : INFINITY;
            const opis_locator *next = n == 0 ? at : backwards ? at + 1 : at - 1;
            for (uint32_t k = next->first_reading; n > 0 && k < next->first_reading + next->reading_count; k++) {
                const opis_locator_reading *a = &s->index->readings[backwards ? j : k];
                const opis_locator_reading *b = &s->index->readings[backwards ? k : j];
                float cost = best[k] + s->costs[k] + step_cost(a, b);
                if (cost < least) least = cost;
            }
            best[j] = least;
        }
    }
}

static void choose(const settler *s, opis_locator *at) {
    float best = INFINITY, second = INFINITY;
    at->chosen = -1;
    for (uint32_t j = at->first_reading; j < at->first_reading + at->reading_count; j++) {
        float cost = s->costs[j] + s->before[j] + s->behind[j];
        if (cost < best) {
            second = best;
            best = cost;
            at->chosen = (int32_t)j;
        } else if (cost < second) {
            second = cost;
        }
    }
    at->margin = second - best;
}

static void settle_part(settler *s, const opis_index_part *part, int32_t *above) {
    const opis_index_part *head = &s->index->parts[part->head];
    opis_index_named words = {.count = 0};
    if (part->locator_count == 0) return;
    add_words(&words, s, head,
              memchr(s->index->texts + head->text, ',', head->text_length) ? NAME_WEIGHT : TOPIC_WEIGHT);
    if (part != head) add_words(&words, s, part, SUB_WEIGHT);
    opis_index_witness_ask(&s->witness, &words);
    weigh_part(s, part, &words, *above);
    int sketch = is_sketch(s, part);
    walk(s, part, 0);
    walk(s, part, 1);
    for (uint32_t i = 0; i < part->locator_count; i++) {
        opis_locator *at = &s->index->locators[part->first_locator + i];
        choose(s, at);
        int32_t page = at->chosen < 0 ? 0 : s->index->readings[at->chosen].from;
        at->doubted = at->chosen < 0 || (sketch ? sketch_weight(s, &words, page) : weigh(s, &words, page)) < DOUBTED;
    }
    opis_index_witness_dismiss(&s->witness, &words);
    const opis_locator *first = &s->index->locators[part->first_locator];
    if (sketch && first->chosen >= 0) s->last_sketch = s->index->readings[first->chosen].from;
    if (first->chosen >= 0) *above = s->index->readings[first->chosen].from;
}

opis_status opis_index_settle(opis_index *index, opis_book *book, opis_error *error) {
    settler s = {.index = index, .style = book->style};
    size_t capacities[3] = {0, 0, 0}, room = index->reading_count + 1;
    int32_t above = 0;
    opis_status status = opis_index_witness_make(&s.witness, index, book, error);
    opis_concordance_release(&book->concordance); /* nothing behind asks for words, and a book takes most memory here */
    if (status == OPIS_OK) status = opis_reserve(&s.costs, &capacities[0], room, sizeof *s.costs, error);
    if (status == OPIS_OK) status = opis_reserve(&s.before, &capacities[1], room, sizeof *s.before, error);
    if (status == OPIS_OK) status = opis_reserve(&s.behind, &capacities[2], room, sizeof *s.behind, error);
    for (size_t i = 0; i < index->part_count && status == OPIS_OK; i++) {
        const opis_index_part *part = &index->parts[i];
        if (part->head == i || part->above == i) above = part->head == i ? 0 : above;
        settle_part(&s, part, &above);
    }
    opis_resize(s.costs, 0);
    opis_resize(s.before, 0);
    opis_resize(s.behind, 0);
    opis_index_witness_release(&s.witness);
    return status;
}
