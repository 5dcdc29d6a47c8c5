/*
 * The book is its own lexicon.  A reference's fond, opis and delo are read together: each reading costs what its
 * glyphs cost and what it costs to believe in that fond of the archive, that opis of the fond, that delo of the opis,
 * given how often the rest of the book cites them (a Chinese restaurant process: what is cited often is cited again,
 * and a new number has the price of a guess).  After a first round, an opis that nothing but look-alike figures holds
 * apart from a larger one is folded into it, one delo after another: alone, none of its references could go over.
 */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "extract/archive.h"
#include "memory.h"
#include "mend/lexicon.h"

#define ROUNDS 2
#define FOLDINGS 2
#define WINDOW 9.0f         /* readings that cost more than the cheapest by so much are not looked at */
#define MARGIN 5.0f         /* larger margins are not told apart */
#define WITNESS_WEIGHT 0.1f /* the same when it is judged how sure readings are */
#define DAMAGED_WEIGHT 0.3f /* of a damaged reading beside a clean one */
#define BLOCK 16            /* dela are near when they lie in one block of so many or in neighboring ones */
#define NEAR_SHARE 0.5f
#define NEAR_WIDTH 48.0f
#define GROUP_SHARE 1.0f
#define DELO_SHARE 0.5f /* files are less telling than inventories: an editor may cite any of them */
#define NEW_FOND 0.25f  /* how much of what a book cites it cites once */
#define NEW_OPIS 0.2f
#define NEW_DELO 0.4f
#define FOND_SCALE 5.0f
#define OPIS_SCALE 5.0f
#define DELO_SCALE 4.0f
/* A fond or delo that reads as it stands is seldom another; an opis of one figure is more often misread. */
static const float literal_trust[OPIS_LIST] = {1.5f, 0.8f, 1.5f};
#define LARGEST_FOLD 64 /* references of an opis that may be folded into another */
#define MUCH_CITED 16   /* references that tell the range of an inventory's dela */
#define LEAST_APART 64  /* dela nearer than this are no wonder */
#define KNOWN_OPIS_LIMIT 9.0f
#define KNOWN_OPIS 40 /* so many of a fond are compared with a damaged one */

typedef struct inventory { /* an opis that the book cites */
    uint64_t fond, place;  /* lexicon keys */
    uint32_t first, count; /* into the order of the references by place */
    char opis[OPIS_READING_LENGTH + 1];
} inventory;

typedef struct settling {
    opis_catalog *catalog;
    const opis_book *book;
    opis_lexicon counts; /* of all references; clean are those that read as they stand */
    float damaged_weight;
    uint32_t *order;        /* references sorted by place; owned */
    inventory *inventories; /* sorted by fond; owned */
    size_t inventory_count;
} settling;

static const char *chosen_text(const opis_archive_value *value) {
    return value->present && value->count ? value->readings[value->chosen].text : "";
}

static uint64_t archive_key(const settling *s, const opis_reference *r) {
    if (r->archive != OPIS_UNLISTED_ARCHIVE) return opis_lexicon_key(0, (const char *)&r->archive, sizeof r->archive);
    return opis_lexicon_key(1, s->book->source.bytes + r->name_start, r->name_end - r->name_start);
}

/* The key of the block of dela that lies `step` blocks on from that of a delo. */
static uint64_t block_key(uint64_t place, long delo, int step) {
    uint64_t block = (uint64_t)(delo / BLOCK + step);
    return (place ^ (block + 1) * 0x9E3779B97F4A7C15u) * 0xFF51AFD7ED558CCDu;
}

/* The number that a reading begins with. */
static long leading_number(const char *text) {
    long number = 0;
    while (*text >= '0' && *text <= '9') number = number * 10 + (*text++ - '0');
    return number;
}

/* Numbers of inventories and files are met the more rarely the larger they are. */
static float guess_number(long number, float scale) {
    return 1.0f / (scale * ((float)number + scale));
}

static float guess(const char *text, float scale) {
    return guess_number(leading_number(text), scale);
}

/* The cost of meeting what was met `times` times among `of`, when a share of what is met is new. */
static float belief(float times, float of, float new_share, float guessed) {
    if (times < 0) times = 0;
    if (of < times) of = times;
    if (of < 1.0f) new_share = 1.0f - (1.0f - new_share) * of;
    return -logf((of > 0 ? (1.0f - new_share) * times / of : 0) + new_share * guessed);
}

static float fond_cost(float times, float of, const char *fond) {
    return belief(times, of, NEW_FOND, guess(fond, FOND_SCALE));
}

static float opis_cost(float times, float of, const char *opis) {
    return belief(times, of, NEW_OPIS, guess(opis, OPIS_SCALE));
}

/* What a delo costs in a place that is met `all` times. */
static float delo_cost(const settling *s, uint64_t place, float all, const char *delo, float share) {
    float times = 0, lent = 0;
    long number = leading_number(delo);
    if (all > 0) {
        float near = opis_lexicon_weight(&s->counts, block_key(place, number, 0)) +
                     opis_lexicon_weight(&s->counts, block_key(place, number, 1)) +
                     opis_lexicon_weight(&s->counts, block_key(place, number, -1));
        times = opis_lexicon_weight(&s->counts, opis_lexicon_text_key(place, delo));
        lent = near > 0 ? NEAR_SHARE * near / NEAR_WIDTH : 0;
    }
    return share * belief(times + lent, all * (1.0f + NEAR_SHARE), NEW_DELO, guess_number(number, DELO_SCALE));
}

static int is_literal(const opis_reference *r) {
    for (int level = 0; level < OPIS_LIST; level++)
        if (r->values[level].present && !(r->values[level].literal && r->values[level].chosen == 0)) return 0;
    return 1;
}

/* What a reference is counted under as it is read now, and with what weight. */
static void find_keys(const settling *s, opis_reference *r) {
    const char *delo = chosen_text(&r->values[OPIS_DELO]);
    r->weight = is_literal(r) ? 1.0f : s->damaged_weight;
    r->keys[0] = archive_key(s, r);
    r->keys[1] = opis_lexicon_text_key(r->keys[0], chosen_text(&r->values[OPIS_FOND]));
    r->keys[2] = opis_lexicon_text_key(r->keys[1], chosen_text(&r->values[OPIS_OPIS]));
    r->keys[3] = opis_lexicon_text_key(r->keys[2], delo);
    r->keys[4] = block_key(r->keys[2], leading_number(delo), 0);
    r->key_count = *delo ? 5 : 3;
}

/* Count a reference under the keys and with the weight that it has. */
static opis_status count_again(settling *s, const opis_reference *r, opis_error *error) {
    opis_status status = opis_lexicon_make_room(&s->counts, r->key_count, error);
    if (status != OPIS_OK) return status;
    for (uint8_t i = 0; i < r->key_count; i++)
        opis_lexicon_count(&s->counts, r->keys[i], r->weight, (float)(r->weight >= 1.0f));
    return OPIS_OK;
}

/* Count a reference as it is read now. */
static opis_status count_reference(settling *s, opis_reference *r, opis_error *error) {
    if (r->styled) return OPIS_OK;
    find_keys(s, r);
    return count_again(s, r, error);
}

/* Take a reference out of the counts, under the keys and with the weight that it was counted with. */
static void discount_reference(settling *s, const opis_reference *r) {
    if (r->styled) return;
    for (uint8_t i = 0; i < r->key_count; i++)
        opis_lexicon_count(&s->counts, r->keys[i], -r->weight, -(float)(r->weight >= 1.0f));
}

/* ---- One reference ------------------------------------------------------------------------------------- */

typedef struct joint {
    float best, second;
    float held;      /* what the reading costs that the reference had before */
    float elsewhere; /* the cheapest reading in another fond or opis than it had before */
    uint8_t chosen[OPIS_LIST];
} joint;

static void consider(joint *found, float cost, const uint8_t chosen[OPIS_LIST], const opis_archive_value *values) {
    int same_place = chosen[0] == values[0].chosen && chosen[1] == values[1].chosen;
    if (same_place && chosen[2] == values[2].chosen) found->held = cost;
    if (!same_place && cost < found->elsewhere) found->elsewhere = cost;
    if (cost < found->best) {
        found->second = found->best;
        found->best = cost;
        memcpy(found->chosen, chosen, sizeof found->chosen);
    } else if (cost < found->second) {
        found->second = cost;
    }
}

/* How many readings of a value are worth a look: those within the window; one, empty, where there is none. */
static uint8_t reading_count(const opis_archive_value *value) {
    uint8_t count = 0;
    if (!value->present || value->count == 0) return 1;
    while (count < value->count && value->readings[count].cost <= value->readings[0].cost + WINDOW) count++;
    return count;
}

static const char *text_of(const opis_archive_value *values, opis_level level, uint8_t reading, float *cost) {
    const opis_archive_value *value = &values[level];
    if (!value->present || value->count == 0) return *cost = 0, "";
    *cost = value->readings[reading].cost + (value->literal && reading > 0 ? literal_trust[level] : 0);
    return value->readings[reading].text;
}

/* Try every delo of a place, which is met so many times. */
static void join_dela(const settling *s, const opis_archive_value *values, uint8_t at[OPIS_LIST], uint64_t place,
                      float times, float cost, float margin, joint *found) {
    uint8_t count = reading_count(&values[OPIS_DELO]);
    for (at[OPIS_DELO] = 0; at[OPIS_DELO] < count; at[OPIS_DELO]++) {
        float glyphs;
        const char *delo = text_of(values, OPIS_DELO, at[OPIS_DELO], &glyphs);
        if (cost + glyphs >= found->best + margin) return; /* the next ones cost more */
        consider(found, cost + glyphs + (*delo ? delo_cost(s, place, times, delo, DELO_SHARE) : 0), at, values);
    }
}

/* The best joint reading, and those that cost up to `margin` more than it: none where only the best matters. */
static joint join_levels(const settling *s, const opis_reference *r, float margin) {
    joint found = {INFINITY, INFINITY, INFINITY, INFINITY, {0}};
    const opis_archive_value *v = r->values;
    uint64_t archive = archive_key(s, r);
    float all = opis_lexicon_weight(&s->counts, archive), glyphs;
    uint8_t at[OPIS_LIST], fonds = reading_count(&v[OPIS_FOND]), opisy = reading_count(&v[OPIS_OPIS]);
    for (at[OPIS_FOND] = 0; at[OPIS_FOND] < fonds; at[OPIS_FOND]++) {
        const char *fond = text_of(v, OPIS_FOND, at[OPIS_FOND], &glyphs);
        if (glyphs >= found.best + margin) break; /* the next ones cost more */
        uint64_t fond_key = opis_lexicon_text_key(archive, fond);
        float in_fond = opis_lexicon_weight(&s->counts, fond_key);
        float so_far = glyphs + (*fond ? fond_cost(in_fond, all, fond) : 0);
        if (so_far >= found.best + margin) continue;
        for (at[OPIS_OPIS] = 0; at[OPIS_OPIS] < opisy; at[OPIS_OPIS]++) {
            const char *opis = text_of(v, OPIS_OPIS, at[OPIS_OPIS], &glyphs);
            if (so_far + glyphs >= found.best + margin) break; /* the next ones cost more */
            uint64_t place = opis_lexicon_text_key(fond_key, opis);
            float with_opis = so_far + glyphs, times = opis_lexicon_weight(&s->counts, place);
            if (*opis) with_opis += opis_cost(times, in_fond, opis);
            if (with_opis < found.best + margin) join_dela(s, v, at, place, times, with_opis, margin, &found);
        }
    }
    return found;
}

/* A level that is left out is the parent's, and no longer open. */
static void inherit(settling *s, opis_reference *r) {
    if (r->parent == OPIS_NO_PARENT || r->styled) return;
    const opis_reference *parent = &s->catalog->items[r->parent];
    for (int level = 0; level < OPIS_LIST; level++) {
        if (!r->inherits[level]) continue;
        opis_archive_value *value = &r->values[level];
        value->present = parent->values[level].present;
        value->literal = parent->values[level].literal && parent->values[level].chosen == 0;
        value->count = 0;
        value->chosen = 0;
        if (*chosen_text(&parent->values[level])) opis_archive_value_add(value, chosen_text(&parent->values[level]), 0);
    }
}

static opis_status settle_reference(settling *s, opis_reference *r, opis_error *error) {
    if (r->styled) return OPIS_OK; /* it reads as it stands */
    discount_reference(s, r);
    inherit(s, r);
    joint found = join_levels(s, r, 0);
    for (int level = 0; level < OPIS_LIST; level++) r->values[level].chosen = found.chosen[level];
    find_keys(s, r);
    r->place = r->keys[2];
    r->known_place = opis_lexicon_clean(&s->counts, r->place) > 0.5f;
    return count_again(s, r, error);
}

/* Say how sure a reading is in the light of the clean references: damaged ones that agree may be wrong together. */
static opis_status judge_reference(settling *s, opis_reference *r, opis_error *error) {
    if (r->styled) return OPIS_OK;
    discount_reference(s, r);
    joint found = join_levels(s, r, MARGIN);
    r->margin = found.held > found.best ? found.best - found.held : found.second - found.best;
    r->place_margin = found.elsewhere - found.held;
    r->known_place = opis_lexicon_clean(&s->counts, r->place) > 0.5f;
    r->known_delo = opis_lexicon_clean(&s->counts, r->keys[3]) > 0.5f;
    return count_again(s, r, error);
}

/* ---- Inventories --------------------------------------------------------------------------------------- */

typedef struct place_of {
    uint64_t fond, place, delo;
    uint32_t reference;
} place_of;

static int compare_places(const void *a, const void *b) {
    const place_of *x = a, *y = b;
    if (x->fond != y->fond) return x->fond < y->fond ? -1 : 1;
    if (x->place != y->place) return x->place < y->place ? -1 : 1;
    if (x->delo != y->delo) return x->delo < y->delo ? -1 : 1;
    return x->reference < y->reference ? -1 : x->reference > y->reference;
}

/* List the inventories that the references, as they are read now, stand in. */
static opis_status list_inventories(settling *s, opis_error *error) {
    size_t count = s->catalog->count, places_capacity = 0, order_capacity = 0, inventories_capacity = 0;
    place_of *places = NULL;
    opis_status status = opis_reserve(&places, &places_capacity, count, sizeof *places, error);
    if (status == OPIS_OK) status = opis_reserve(&s->order, &order_capacity, count, sizeof *s->order, error);
    if (status == OPIS_OK)
        status = opis_reserve(&s->inventories, &inventories_capacity, count, sizeof *s->inventories, error);
    if (status == OPIS_OK) {
        size_t all = count;
        count = 0;
        for (size_t i = 0; i < all; i++) {
            const opis_reference *r = &s->catalog->items[i];
            if (r->styled) continue;
            places[count].fond = opis_lexicon_text_key(archive_key(s, r), chosen_text(&r->values[OPIS_FOND]));
            places[count].place = r->place;
            places[count].delo = opis_lexicon_text_key(0, chosen_text(&r->values[OPIS_DELO]));
            places[count++].reference = (uint32_t)i;
        }
        qsort(places, count, sizeof *places, compare_places);
        for (size_t i = 0; i < count; i++) {
            const opis_reference *r = &s->catalog->items[places[i].reference];
            s->order[i] = places[i].reference;
            if (i == 0 || places[i].place != places[i - 1].place) {
                inventory *opened = &s->inventories[s->inventory_count++];
                *opened = (inventory){places[i].fond, places[i].place, (uint32_t)i, 0, ""};
                strcpy(opened->opis, chosen_text(&r->values[OPIS_OPIS]));
            }
            s->inventories[s->inventory_count - 1].count++;
        }
    }
    opis_resize(places, 0);
    return status;
}

/* The reading of an opis by its text, or -1. */
static int find_reading(const opis_archive_value *value, const char *text) {
    for (int i = 0; i < value->count; i++)
        if (value->readings[i].text[0] == *text && strcmp(value->readings[i].text, text) == 0) return i;
    return -1;
}

/* An opis that its fond has, and that a damaged or lone one may stand for. */
static void offer_known(const settling *s, opis_reference *r, size_t first, size_t end) {
    opis_archive_value *value = &r->values[OPIS_OPIS];
    const char *seen = s->book->source.bytes + value->start;
    char chosen[OPIS_READING_LENGTH + 1];
    if (r->styled || r->known_place || !value->present || r->inherits[OPIS_OPIS] || value->count == 0) return;
    strcpy(chosen, chosen_text(value));
    for (size_t i = first; i < end && i < first + KNOWN_OPIS; i++) {
        const char *known = s->inventories[i].opis;
        if (s->inventories[i].count < 3) continue;
        float cost = opis_glyphs_distance(s->book->glyphs, seen, value->end - value->start, known, strlen(known),
                                          KNOWN_OPIS_LIMIT);
        if (cost < INFINITY && value->count < OPIS_READINGS) opis_archive_value_add(value, known, cost);
    }
    value->chosen = (uint8_t)find_reading(value, chosen);
}

/* What it costs to believe that so many references, which are not counted now, cite one delo of this inventory. */
static float group_cost(const settling *s, const inventory *place, const char *delo, uint32_t references) {
    float in_fond = opis_lexicon_weight(&s->counts, place->fond), times = opis_lexicon_weight(&s->counts, place->place);
    float first = opis_cost(times, in_fond, place->opis);
    float half = 0.5f * (float)references, later = opis_cost(times + half, in_fond + half, place->opis);
    return first + later * (float)(references - 1) + (*delo ? delo_cost(s, place->place, times, delo, GROUP_SHARE) : 0);
}

/* What the glyphs say of reading a group's opis as that of another inventory; INFINITY where one cannot be read so. */
static float group_glyphs(const settling *s, uint32_t first, uint32_t end, const char *opis) {
    float cost = 0;
    for (uint32_t i = first; i < end; i++) {
        const opis_reference *r = &s->catalog->items[s->order[i]];
        const opis_archive_value *value = &r->values[OPIS_OPIS];
        int reading = r->inherits[OPIS_OPIS] ? value->chosen : find_reading(value, opis);
        if (reading < 0) return INFINITY;
        if (!r->inherits[OPIS_OPIS]) cost += value->readings[reading].cost - value->readings[value->chosen].cost;
    }
    return cost;
}

/* Whether a group can be read as of another inventory that is large enough: most cannot, and are not taken out. */
static int may_move(const settling *s, const inventory *from, uint32_t first, uint32_t end, size_t first_place,
                    size_t end_place, uint32_t least) {
    for (size_t i = first_place; i < end_place && i < first_place + KNOWN_OPIS; i++) {
        const inventory *to = &s->inventories[i];
        if (to == from || !*to->opis || to->count < least) continue;
        if (group_glyphs(s, first, end, to->opis) < INFINITY) return 1;
    }
    return 0;
}

static void move_group(const settling *s, uint32_t first, uint32_t end, const inventory *to) {
    for (uint32_t i = first; i < end; i++) {
        opis_reference *r = &s->catalog->items[s->order[i]];
        if (!r->inherits[OPIS_OPIS])
            r->values[OPIS_OPIS].chosen = (uint8_t)find_reading(&r->values[OPIS_OPIS], to->opis);
    }
}

/* Read the references to one delo together as of the inventory of the fond that explains them best. */
static opis_status fold_group(settling *s, const inventory *from, uint32_t first, uint32_t end, size_t first_place,
                              size_t end_place, opis_error *error) {
    const char *delo = chosen_text(&s->catalog->items[s->order[first]].values[OPIS_DELO]);
    const inventory *best = NULL;
    opis_status status = OPIS_OK;
    if (!may_move(s, from, first, end, first_place, end_place, 0)) return OPIS_OK;
    for (uint32_t i = first; i < end; i++) discount_reference(s, &s->catalog->items[s->order[i]]);
    float stay = group_cost(s, from, delo, end - first);
    for (size_t i = first_place; i < end_place && i < first_place + KNOWN_OPIS; i++) {
        const inventory *to = &s->inventories[i];
        if (to == from || !*to->opis) continue;
        float glyphs = group_glyphs(s, first, end, to->opis);
        if (glyphs == INFINITY) continue;
        float cost = glyphs + group_cost(s, to, delo, end - first);
        if (cost < stay) stay = cost, best = to;
    }
    if (best) move_group(s, first, end, best);
    for (uint32_t i = first; i < end && status == OPIS_OK; i++)
        status = count_reference(s, &s->catalog->items[s->order[i]], error);
    return status;
}

static const char *delo_at(const settling *s, uint32_t at) {
    return chosen_text(&s->catalog->items[s->order[at]].values[OPIS_DELO]);
}

/*
 * What it costs to read every reference of an inventory as of `to`, one delo after another.  None of them is counted
 * before or after; their readings are left as they were.
 */
static opis_status price_inventory(settling *s, const inventory *from, const inventory *to, float *cost,
                                   opis_error *error) {
    uint8_t chosen[LARGEST_FOLD];
    uint32_t last = from->first + from->count;
    opis_status status = OPIS_OK;
    for (uint32_t i = from->first; i < last; i++)
        chosen[i - from->first] = s->catalog->items[s->order[i]].values[OPIS_OPIS].chosen;
    *cost = group_glyphs(s, from->first, last, to->opis);
    if (*cost == INFINITY) return OPIS_OK;
    move_group(s, from->first, last, to);
    for (uint32_t first = from->first, end; first < last; first = end) {
        for (end = first + 1; end < last && strcmp(delo_at(s, first), delo_at(s, end)) == 0;) end++;
        *cost += group_cost(s, to, delo_at(s, first), end - first);
        for (uint32_t i = first; i < end && status == OPIS_OK; i++) {
            inherit(s, &s->catalog->items[s->order[i]]);
            status = count_reference(s, &s->catalog->items[s->order[i]], error);
        }
    }
    for (uint32_t i = from->first; i < last && status == OPIS_OK; i++) {
        opis_reference *r = &s->catalog->items[s->order[i]];
        discount_reference(s, r);
        r->values[OPIS_OPIS].chosen = chosen[i - from->first];
    }
    return status;
}

/* Whether every reference is still read as of the inventory that it was listed under. */
static int is_unmoved(const settling *s, const inventory *place) {
    for (uint32_t i = place->first; i < place->first + place->count; i++) {
        const opis_reference *r = &s->catalog->items[s->order[i]];
        if (strcmp(chosen_text(&r->values[OPIS_OPIS]), place->opis) != 0) return 0;
    }
    return 1;
}

/* Fold a whole inventory into another of the fond, where none of its dela would go over alone. */
static opis_status fold_inventory(settling *s, const inventory *from, size_t first_place, size_t end_place,
                                  opis_error *error) {
    const inventory *best = NULL;
    uint32_t last = from->first + from->count, least = 2 * from->count;
    float stay = 0;
    opis_status status = OPIS_OK;
    if (!is_unmoved(s, from)) return OPIS_OK;
    if (!may_move(s, from, from->first, last, first_place, end_place, least)) return OPIS_OK;
    for (uint32_t i = from->first; i < last; i++) discount_reference(s, &s->catalog->items[s->order[i]]);
    status = price_inventory(s, from, from, &stay, error);
    for (size_t i = first_place; i < end_place && i < first_place + KNOWN_OPIS && status == OPIS_OK; i++) {
        const inventory *to = &s->inventories[i];
        float cost = INFINITY;
        if (to == from || !*to->opis || to->count < least) continue;
        status = price_inventory(s, from, to, &cost, error);
        if (cost < stay) stay = cost, best = to;
    }
    if (best) move_group(s, from->first, last, best);
    for (uint32_t i = from->first; i < last && status == OPIS_OK; i++) {
        inherit(s, &s->catalog->items[s->order[i]]);
        status = count_reference(s, &s->catalog->items[s->order[i]], error);
    }
    return status;
}

static opis_status fold_fond(settling *s, size_t first_place, size_t end_place, opis_error *error) {
    for (size_t i = first_place; i < end_place; i++) {
        const inventory *from = &s->inventories[i];
        uint32_t last = from->first + from->count;
        if (from->count > LARGEST_FOLD || !*from->opis) continue;
        for (uint32_t first = from->first, end; first < last; first = end) {
            for (end = first + 1; end < last && strcmp(delo_at(s, first), delo_at(s, end)) == 0;) end++;
            opis_status status = fold_group(s, from, first, end, first_place, end_place, error);
            if (status != OPIS_OK) return status;
        }
        opis_status status = fold_inventory(s, from, first_place, end_place, error);
        if (status != OPIS_OK) return status;
    }
    return OPIS_OK;
}

/* References that inherit follow those that were moved. */
static opis_status follow_parents(settling *s, opis_error *error) {
    opis_status status = OPIS_OK;
    for (size_t i = 0; i < s->catalog->count && status == OPIS_OK; i++) {
        opis_reference *r = &s->catalog->items[i];
        if (r->parent == OPIS_NO_PARENT) continue;
        discount_reference(s, r);
        inherit(s, r);
        status = count_reference(s, r, error);
    }
    return status;
}

static opis_status fold_inventories(settling *s, opis_error *error) {
    for (size_t first = 0, end; first < s->inventory_count; first = end) {
        for (end = first; end < s->inventory_count && s->inventories[end].fond == s->inventories[first].fond;) end++;
        opis_status status = fold_fond(s, first, end, error);
        if (status != OPIS_OK) return status;
    }
    return follow_parents(s, error);
}

/* Offer the references that nothing supports the inventories of their fond. */
static void offer_inventories(settling *s) {
    for (size_t first = 0, end; first < s->inventory_count; first = end) {
        for (end = first; end < s->inventory_count && s->inventories[end].fond == s->inventories[first].fond;) end++;
        uint32_t last = s->inventories[end - 1].first + s->inventories[end - 1].count;
        for (uint32_t i = s->inventories[first].first; i < last; i++)
            offer_known(s, &s->catalog->items[s->order[i]], first, end);
    }
}

/* A delo of its own that lies further from all others of a much cited inventory than these lie apart. */
static void find_outlying_delo(const settling *s, const inventory *place) {
    long low[2] = {LONG_MAX, LONG_MAX}, high[2] = {0, 0};
    opis_reference *lowest = NULL, *highest = NULL;
    for (uint32_t i = place->first; i < place->first + place->count; i++) {
        opis_reference *r = &s->catalog->items[s->order[i]];
        long delo = leading_number(chosen_text(&r->values[OPIS_DELO]));
        if (delo == 0 || r->place != place->place) continue;
        if (delo <= low[0])
            low[1] = low[0], low[0] = delo, lowest = r;
        else if (delo < low[1])
            low[1] = delo;
        if (delo >= high[0])
            high[1] = high[0], high[0] = delo, highest = r;
        else if (delo > high[1])
            high[1] = delo;
    }
    if (lowest && low[1] - low[0] > LEAST_APART && low[1] - low[0] > high[0] - low[1]) lowest->outlying = 1;
    if (highest && high[0] - high[1] > LEAST_APART && high[0] - high[1] > high[1] - low[0]) highest->outlying = 1;
}

static void find_outlying_dela(const settling *s) {
    for (size_t i = 0; i < s->inventory_count; i++)
        if (s->inventories[i].count >= MUCH_CITED) find_outlying_delo(s, &s->inventories[i]);
}

static opis_status settle_all(settling *s, opis_error *error) {
    for (size_t i = 0; i < s->catalog->count; i++) {
        opis_status status = settle_reference(s, &s->catalog->items[i], error);
        if (status != OPIS_OK) return status;
    }
    return OPIS_OK;
}

static opis_status judge_all(settling *s, opis_error *error) {
    opis_status status = OPIS_OK;
    s->damaged_weight = WITNESS_WEIGHT;
    for (size_t i = 0; i < s->catalog->count && status == OPIS_OK; i++) {
        discount_reference(s, &s->catalog->items[i]);
        status = count_reference(s, &s->catalog->items[i], error);
    }
    for (size_t i = 0; i < s->catalog->count && status == OPIS_OK; i++)
        status = judge_reference(s, &s->catalog->items[i], error);
    return status;
}

static opis_status count_all(settling *s, opis_error *error) {
    for (size_t i = 0; i < s->catalog->count; i++) {
        opis_reference *r = &s->catalog->items[i];
        inherit(s, r);
        opis_status status = count_reference(s, r, error);
        if (status != OPIS_OK) return status;
    }
    return OPIS_OK;
}

opis_status opis_catalog_settle(opis_catalog *catalog, const opis_book *book, opis_error *error) {
    settling s = {.catalog = catalog, .book = book, .counts = OPIS_LEXICON_EMPTY, .damaged_weight = DAMAGED_WEIGHT};
    if (catalog->count == 0) return OPIS_OK;
    opis_status status = count_all(&s, error);
    if (status == OPIS_OK) status = settle_all(&s, error);
    if (status == OPIS_OK) status = list_inventories(&s, error);
    for (int round = 0; round < FOLDINGS && status == OPIS_OK; round++) status = fold_inventories(&s, error);
    if (status == OPIS_OK) offer_inventories(&s);
    for (int round = 1; round < ROUNDS && status == OPIS_OK; round++) status = settle_all(&s, error);
    if (status == OPIS_OK) find_outlying_dela(&s);
    if (status == OPIS_OK) status = judge_all(&s, error);
    opis_lexicon_release(&s.counts);
    opis_resize(s.order, 0);
    opis_resize(s.inventories, 0);
    return status;
}
