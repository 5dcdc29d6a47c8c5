#include <math.h>
#include <string.h>

#include "extract/index.h"
#include "letters.h"
#include "memory.h"

/* Costs of locators that do not ascend, and that say a page twice. */
#define DESCENDS 6.0f
#define REPEATS 4.0f
/* What it costs at the most that a subentry begins before the one above: as much as the index keeps that order. */
#define MOST_FOR_ORDER 3.5f
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

/* What is known of a reading while the entry of its locator is settled. */
typedef struct heard {
    float cost, before, behind; /* its own, and of the best way to it and from it */
    float evidence;             /* what the words say of its page */
    float forth, back;          /* of a first locator: the best way to it from the subentries before and behind */
} heard;

/*
 * The readings of a locator with what the best way through each costs so far.  A step costs nothing at the least, and
 * has a dearest: a way that costs no less than another with that is never the best one on.
 */
typedef struct ways {
    float costs[OPIS_LOCATOR_READINGS];
    const opis_locator_reading *readings[OPIS_LOCATOR_READINGS];
    size_t count;
    float least; /* of the costs */
} ways;

typedef struct settler {
    opis_index *index;
    opis_index_witness witness;
    heard *heard; /* of the readings of one entry; owned */
    size_t heard_capacity;
    ways ways;               /* through the locator that was looked at last */
    float order, last_order; /* costs of a subentry, and of the last of its entry, that begins before the one above */
    const opis_style *style;
    int32_t last_sketch;    /* page of the sketch that the entries above send to */
    opis_index_named words; /* that are asked: those of the head `asked`, and behind them those of a subentry */
    uint32_t asked;
    int is_asked;
} settler;

/* The words of a part that are witnesses; of a person ("Surname, I.") the surname alone. */
static void add_words(opis_index_named *out, const settler *s, const opis_index_part *part, float weight) {
    const char *text = s->index->texts.bytes + part->text, *comma = memchr(text, ',', part->text_length);
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

/* No branch hangs on costs or on pages where that can be: what a book prints no processor foresees. */
static inline float lesser(float a, float b) {
    return b < a ? b : a;
}

static inline float greater(float a, float b) {
    return b > a ? b : a;
}

static float weigh(const settler *s, const opis_index_named *words, int32_t page) {
    float sum = opis_index_witness_weigh(&s->witness, words, page);
    return lesser(greater(sum, MOST_AGAINST), MOST_FOR);
}

static inline float step_cost(const opis_locator_reading *from, const opis_locator_reading *to) {
    if (to->sort == OPIS_LOCATES_NOTE && to->from >= from->from && !opis_locator_same(from, to)) return 0;
    static const float costs[] = {0, REPEATS, DESCENDS};
    return costs[(to->from <= from->to) + (to->from < from->to)];
}

/* A locator of a note speaks for its page and number together: it stands there, or it does not. */
static float note_cost(const settler *s, const opis_locator_reading *reading) {
    if (reading->sort != OPIS_LOCATES_NOTE) return 0;
    int stands = opis_index_witness_note(&s->witness, reading->from, reading->behind);
    return stands > 0 ? NOTE_STANDS : stands == 0 ? NOTE_MISSING : 0;
}

/* Whether a subentry sends to the sketch of its head: its words are those of the title of the sketches. */
static int is_of_sketch(const settler *s, const opis_index_part *part) {
    const char *text = s->index->texts.bytes + part->text;
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

static const opis_locator_reading *readings_of(const settler *s, const opis_locator *at) {
    return s->index->readings + at->first_reading;
}

/* The cost of each reading of a locator by itself. */
static void weigh_locator(settler *s, const opis_locator *at, int is_sketch) {
    const opis_locator_reading *reading = readings_of(s, at), *before = NULL;
    heard *of = s->heard + at->first_heard;
    for (uint32_t j = 0; j < at->reading_count; j++, before = reading++) {
        int same = before && before->from == reading->from;
        float first = same        ? of[j - 1].evidence
                      : is_sketch ? sketch_weight(s, &s->words, reading->from)
                                  : weigh(s, &s->words, reading->from);
        float last = reading->to > reading->from ? weigh(s, &s->words, reading->to) : first;
        of[j] = (heard){.cost = reading->cost + note_cost(s, reading) - (first + last) / 2, .evidence = first};
    }
}

static inline ways *no_ways(settler *s) {
    s->ways.count = 0;
    s->ways.least = INFINITY;
    return &s->ways;
}

/* A way that is too dear is written all the same, and the next one over it: no branch hangs on a cost. */
static inline void add_way(ways *all, const opis_locator_reading *reading, float cost, float dearest_step) {
    all->costs[all->count] = cost;
    all->readings[all->count] = reading;
    all->count += cost < all->least + dearest_step;
    all->least = lesser(all->least, cost);
}

/* The cheapest step to a reading (or, backwards, from it) with the way before it. */
static float best_step(const ways *all, const opis_locator_reading *at, int backwards) {
    float least = INFINITY;
    for (size_t i = 0; i < all->count; i++) {
        const opis_locator_reading *other = all->readings[i];
        float cost = all->costs[i] + (backwards ? step_cost(at, other) : step_cost(other, at));
        least = lesser(least, cost);
    }
    return least;
}

/* The best way through the locators up to each reading (or, backwards, from it): for the first ones it costs nothing.
 */
static void walk(settler *s, const opis_index_part *part, int backwards) {
    const opis_locator *at = &s->index->locators[part->first_locator];
    if (backwards) at += part->locator_count - 1;
    for (uint32_t n = 1; n < part->locator_count; n++) {
        ways *all = no_ways(s);
        const heard *before = s->heard + at->first_heard;
        for (uint32_t j = 0; j < at->reading_count; j++)
            add_way(all, readings_of(s, at) + j, (backwards ? before[j].behind : before[j].before) + before[j].cost,
                    DESCENDS);
        at += backwards ? -1 : 1;
        heard *of = s->heard + at->first_heard;
        for (uint32_t j = 0; j < at->reading_count; j++)
            *(backwards ? &of[j].behind : &of[j].before) = best_step(all, readings_of(s, at) + j, backwards);
    }
}

static void choose(const settler *s, opis_locator *at) {
    const heard *of = s->heard + at->first_heard;
    float best = INFINITY, second = INFINITY;
    uint32_t chosen = 0;
    for (uint32_t j = 0; j < at->reading_count; j++) {
        float cost = of[j].cost + of[j].before + of[j].behind;
        chosen = cost < best ? j : chosen;
        second = lesser(second, greater(best, cost));
        best = lesser(best, cost);
    }
    at->chosen = isinf(best) ? -1 : (int32_t)(at->first_reading + chosen);
    at->doubted = at->chosen < 0 || of[chosen].evidence < DOUBTED;
    at->margin = second - best;
}

/* Ask the words of a head, if they are not those that were asked last: its subentries follow one another. */
static void ask_head(settler *s, uint32_t row) {
    const opis_index_part *head = &s->index->parts[row];
    if (s->is_asked && s->asked == row) return;
    opis_index_witness_dismiss(&s->witness, &s->words, 0);
    s->words.count = 0;
    add_words(&s->words, s, head,
              memchr(s->index->texts.bytes + head->text, ',', head->text_length) ? NAME_WEIGHT : TOPIC_WEIGHT);
    opis_index_witness_ask(&s->witness, &s->words, 0);
    s->asked = row;
    s->is_asked = 1;
}

/* Find what the words of a part say of its locators. */
static void hear_part(settler *s, const opis_index_part *part) {
    ask_head(s, part->head);
    size_t of_head = s->words.count;
    if (part != &s->index->parts[part->head]) add_words(&s->words, s, part, SUB_WEIGHT);
    opis_index_witness_ask(&s->witness, &s->words, of_head);
    for (uint32_t i = 0; i < part->locator_count; i++)
        weigh_locator(s, &s->index->locators[part->first_locator + i], part->sketch);
    opis_index_witness_dismiss(&s->witness, &s->words, of_head);
    s->words.count = of_head;
    walk(s, part, 1);
}

static const opis_locator *first_locator(const settler *s, size_t part) {
    return &s->index->locators[s->index->parts[part].first_locator];
}

/*
 * The subentry with locators behind the part `i`, of the same head or subhead; `part_count` where none is.
 * `*is_last` says whether it is the last of its entry.
 */
static size_t next_in_order(const settler *s, size_t i, int *is_last) {
    const opis_index *index = s->index;
    size_t group = index->parts[i].above == i ? index->parts[i].head : index->parts[i].above, next = i + 1;
    if (index->parts[i].head == i) return index->part_count;
    while (next < index->part_count && index->parts[next].head == index->parts[i].head &&
           index->parts[next].locator_count == 0)
        next++;
    if (next == index->part_count || index->parts[next].head != index->parts[i].head) return index->part_count;
    const opis_index_part *part = &index->parts[next];
    *is_last = next + 1 == index->part_count || index->parts[next + 1].head != part->head;
    return (part->above == next ? part->head : part->above) == group ? next : index->part_count;
}

/* How much an index keeps subentries in the order of their pages: what it costs that one does not. */
static float cost_of_order(size_t ascends, size_t descends) {
    float cost = logf(((float)ascends + 1) / ((float)descends + 1));
    return cost < 0 ? 0 : cost > MOST_FOR_ORDER ? MOST_FOR_ORDER : cost;
}

/* The subentries whose first locators are clean say how the index orders them. */
static void learn_order(settler *s) {
    size_t counts[2][2] = {{0, 0}, {0, 0}};
    for (size_t i = 0; i < s->index->part_count; i++) {
        int is_last = 0;
        if (s->index->parts[i].locator_count == 0 || s->index->parts[i].sketch) continue;
        size_t next = next_in_order(s, i, &is_last);
        if (next == s->index->part_count || s->index->parts[next].sketch) continue;
        const opis_locator *a = first_locator(s, i), *b = first_locator(s, next);
        if (a->reading_count == 0 || b->reading_count == 0) continue;
        const opis_locator_reading *from = &s->index->readings[a->first_reading],
                                   *to = &s->index->readings[b->first_reading];
        if (from->cost == 0 && to->cost == 0) counts[is_last][to->from < from->from]++;
    }
    s->order = cost_of_order(counts[0][0], counts[0][1]);
    s->last_order = cost_of_order(counts[1][0], counts[1][1]);
}

/* Add to each first reading of `to` the best way to it from those of `from`, or the other way round. */
static void pass_order(settler *s, size_t from, size_t to, float cost) {
    const opis_locator *a = first_locator(s, from), *b = first_locator(s, to);
    const opis_locator_reading *readings = readings_of(s, a), *next = readings_of(s, b);
    const heard *before = s->heard + a->first_heard;
    heard *of = s->heard + b->first_heard;
    int backwards = from > to;
    ways *all = no_ways(s);
    for (uint32_t k = 0; k < a->reading_count; k++)
        add_way(all, &readings[k], before[k].cost + before[k].behind + (backwards ? before[k].back : before[k].forth),
                cost);
    for (uint32_t j = 0; j < b->reading_count; j++) {
        float least = a->reading_count ? INFINITY : 0;
        for (size_t i = 0; i < all->count; i++) {
            int32_t other = all->readings[i]->from;
            int descends = backwards ? other < next[j].from : next[j].from < other;
            least = lesser(least, all->costs[i] + (float)descends * cost);
        }
        *(backwards ? &of[j].back : &of[j].forth) = least;
    }
}

/* Let the first locators of the subentries [first, end) of an entry speak for one another. */
static void hear_order(settler *s, size_t first, size_t end) {
    for (int backwards = 0; backwards < 2; backwards++) {
        for (size_t n = first; n < end; n++) {
            size_t i = backwards ? first + end - 1 - n : n;
            int is_last = 0;
            size_t next = s->index->parts[i].locator_count ? next_in_order(s, i, &is_last) : s->index->part_count;
            if (next == s->index->part_count || s->index->parts[i].sketch || s->index->parts[next].sketch) continue;
            pass_order(s, backwards ? next : i, backwards ? i : next, is_last ? s->last_order : s->order);
        }
    }
}

static void settle_part(settler *s, const opis_index_part *part) {
    const opis_locator *first = &s->index->locators[part->first_locator];
    heard *of = s->heard + first->first_heard;
    for (uint32_t j = 0; j < first->reading_count; j++) of[j].cost += of[j].forth + of[j].back;
    walk(s, part, 0); /* the way from each is known: no first locator stands on it */
    for (uint32_t i = 0; i < part->locator_count; i++) choose(s, &s->index->locators[part->first_locator + i]);
    if (part->sketch && first->chosen >= 0) s->last_sketch = s->index->readings[first->chosen].from;
}

/* Room for what is heard of the readings of the parts [first, end), of which nothing is heard yet. */
static opis_status make_room(settler *s, size_t first, size_t end, opis_error *error) {
    size_t count = 0;
    for (size_t i = first; i < end; i++)
        for (uint32_t j = 0; j < s->index->parts[i].locator_count; j++) {
            opis_locator *at = &s->index->locators[s->index->parts[i].first_locator + j];
            at->first_heard = (uint32_t)count;
            count += at->reading_count;
        }
    return opis_reserve(&s->heard, &s->heard_capacity, count + 1, sizeof *s->heard, error);
}

/* The parts [first, end) of an entry. */
static opis_status settle_entry(settler *s, size_t first, size_t end, opis_error *error) {
    opis_status status = make_room(s, first, end, error);
    if (status != OPIS_OK) return status;
    for (size_t i = first; i < end; i++)
        if (s->index->parts[i].locator_count) hear_part(s, &s->index->parts[i]);
    hear_order(s, first, end);
    for (size_t i = first; i < end; i++)
        if (s->index->parts[i].locator_count) settle_part(s, &s->index->parts[i]);
    return OPIS_OK;
}

opis_status opis_index_settle(opis_index *index, opis_book *book, opis_error *error) {
    settler s = {.index = index, .style = book->style};
    opis_status status = opis_index_witness_make(&s.witness, index, book, error);
    opis_concordance_release(&book->concordance); /* nothing behind asks for words, and a book takes most memory here */
    for (size_t i = 0; i < index->part_count && status == OPIS_OK; i++)
        index->parts[i].sketch = (uint8_t)is_of_sketch(&s, &index->parts[i]);
    if (status == OPIS_OK) learn_order(&s);
    for (size_t i = 0, end; i < index->part_count && status == OPIS_OK; i = end) {
        for (end = i + 1; end < index->part_count && index->parts[end].head == i;) end++;
        status = settle_entry(&s, i, end, error);
    }
    opis_resize(s.heard, 0);
    opis_index_witness_release(&s.witness);
    return status;
}
