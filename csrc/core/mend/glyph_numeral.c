/*
 * Readings of a damaged numeral: a beam of the cheapest is carried along the text.  A book prints the same few thousand
 * numerals over and over, and most begin as others do: what was read is remembered, and so are the beams of beginnings.
 * What is written by parts and read whole at once makes the processor wait, so readings are made where they stay.
 */
#include <string.h>

#include "letters.h"
#include "memory.h"
#include "mend/glyph_table.h"

/* A numeral that is spread over more bytes than this is none. */
#define LONGEST_NUMERAL 24
/* Printed numerals do not begin with a nought. */
#define LEADING_NOUGHT_COST 3.0f
/* So many texts are remembered, and so many beginnings of texts. */
#define REMEMBERED 2048
#define BEGINNINGS 1024
#define LONGEST_BEGINNING 7 /* bytes */

/*
 * Texts of digits are counted: the empty one is 0, those of one digit are 1 to 10, those of two 11 to 110, and so on.
 * One number tells a value and its noughts, so readings are compared in one word, and have room if their number is low.
 */
static const uint32_t first_text[OPIS_NUMERAL_DIGITS + 2] = {0,      1,       11,       111,       1111,      11111,
                                                             111111, 1111111, 11111111, 111111111, 1111111111};
static const uint32_t tens[OPIS_NUMERAL_DIGITS + 1] = {1,      10,      100,      1000,      10000,
                                                       100000, 1000000, 10000000, 100000000, 1000000000};
#define NO_TEXT UINT32_MAX

/* The cheapest readings of the text up to one position, cheapest first: a text each, and what it costs. */
typedef struct beam {
    uint32_t texts[OPIS_NUMERAL_READINGS];
    float costs[OPIS_NUMERAL_READINGS];
    size_t count;
} beam;

/* ---- One step of the text ------------------------------------------------------------------------------ */

/* A beam that ends where a shape begins, and the digits that the shape may stand for. */
typedef struct extension {
    const beam *from;
    size_t next;            /* the cheapest of its readings that is still to be taken */
    uint32_t power, digits; /* a text and the digits behind it: text * power + digits */
    uint32_t too_long;      /* the first text that has no room for the digits */
    float shape;
} extension;

/* Shapes of one, two and three bytes that end at the same place; no style confuses more. */
#define MOST_EXTENSIONS 64
#define AT_ONCE 4 /* ranks that are looked at */
#define NO_READING UINT64_MAX

typedef struct extensions {
    extension items[MOST_EXTENSIONS];          /* in the order of the text, then of the table */
    uint64_t ranks[MOST_EXTENSIONS + AT_ONCE]; /* of their next readings; NO_READING: none is left */
    size_t count;
} extensions;

/* The cost of an extension and its place in the text, in one number: no cost is below 0, so its bits ascend with it. */
static inline uint64_t rank_of(float cost, size_t place) {
    uint32_t bits;
    memcpy(&bits, &cost, sizeof bits);
    return (uint64_t)bits << 32 | place;
}

/* Rank an extension by its next reading that has room for the digits. */
static inline void rank_next(extensions *all, size_t place) {
    extension *at = &all->items[place];
    const beam *from = at->from;
    while (at->next < from->count && from->texts[at->next] >= at->too_long) at->next++;
    all->ranks[place] = at->next < from->count ? rank_of(from->costs[at->next] + at->shape, place) : NO_READING;
}

static void add_extension(extensions *all, const beam *from, uint32_t digits, size_t length, float shape) {
    if (all->count == MOST_EXTENSIONS || from->count == 0) return;
    all->items[all->count] = (extension){
        from, 0, tens[length], first_text[length] + digits, first_text[OPIS_NUMERAL_DIGITS + 1 - length], shape};
    rank_next(all, all->count++);
}

/* Shapes of `length` bytes at a place of the text. */
static void add_shapes(extensions *all, const glyph_table *table, const char *seen, size_t length, const beam *from) {
    const uint32_t *first = &table->first_digit[first_digit_of((unsigned char)*seen, length)];
    for (const digit_shape *at = table->digits + first[0], *end = table->digits + first[1]; at < end; at++)
        if (same_bytes(at->behind, seen + 1, length - 1)) add_extension(all, from, at->value, at->digits, at->cost);
}

/* One bit of 64 for a text: where it is not set, no text like it was taken. */
static inline uint64_t mark_of(uint32_t text) {
    return (uint64_t)1 << (text * 0x9E3779B1u >> 26);
}

/* Whether a beam has a text; always as many are looked at, for no processor foresees when it is found. */
static inline int holds(const beam *held, uint32_t text) {
    uint32_t found = 0;
    for (size_t i = 0; i < OPIS_NUMERAL_READINGS; i++) found |= held->texts[i] == text;
    return found != 0;
}

static inline uint64_t lesser_rank(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

/*
 * The rank of the cheapest reading.  No branch hangs on a cost: no processor foresees which it is.  Every step of a
 * merge waits for this one, so several leasts are sought at once; behind the last rank are as many that say nothing.
 */
static inline uint64_t least_rank(const extensions *all) {
    uint64_t least[AT_ONCE] = {NO_READING, NO_READING, NO_READING, NO_READING};
    for (size_t i = 0; i < all->count; i += AT_ONCE)
        for (size_t k = 0; k < AT_ONCE; k++) least[k] = lesser_rank(least[k], all->ranks[i + k]);
    return lesser_rank(lesser_rank(least[0], least[1]), lesser_rank(least[2], least[3]));
}

/* Merge the extensions into their cheapest readings: each comes sorted, and of two that read alike the first stays. */
static void merge(extensions *all, beam *to) {
    uint64_t least, marks = 0;
    to->count = 0;
    for (size_t i = 0; i < OPIS_NUMERAL_READINGS; i++) to->texts[i] = NO_TEXT;
    for (size_t i = 0; i < AT_ONCE; i++) all->ranks[all->count + i] = NO_READING;
    while (to->count < OPIS_NUMERAL_READINGS && (least = least_rank(all)) != NO_READING) {
        size_t place = (uint32_t)least;
        extension *best = &all->items[place];
        uint32_t text = best->from->texts[best->next] * best->power + best->digits;
        size_t taken = !(marks & mark_of(text)) || !holds(to, text);
        marks |= mark_of(text);
        to->texts[to->count] = text; /* where it is held already, it stands there no longer than up to the next */
        to->costs[to->count] = best->from->costs[best->next++] + best->shape;
        to->count += taken;
        rank_next(all, place);
    }
}

/* ---- What is remembered ------------------------------------------------------------------------------- */

/* A text and its length in 16 bytes; all zero where nothing is remembered. */
typedef struct numeral_key {
    uint64_t words[2];
} numeral_key;

struct numeral_memory {
    numeral_key *keys;
    struct numeral_readings {
        opis_numeral readings[OPIS_NUMERAL_READINGS];
        size_t count;
    } * readings;         /* by place of the key */
    uint64_t *beginnings; /* of texts, with their length; 0 where none is remembered */
    beam *beams;          /* behind them */
};

/* ---- The whole text ------------------------------------------------------------------------------------ */

static size_t digits_of(uint32_t text) {
    size_t length = 0;
    while (text >= first_text[length + 1]) length++;
    return length;
}

static void finish_numeral(uint32_t text, float cost, opis_numeral *numeral) {
    size_t length = digits_of(text);
    uint32_t value = text - first_text[length];
    numeral->value = (int32_t)value;
    numeral->cost = length > 1 && value < tens[length - 1] ? cost + LEADING_NOUGHT_COST : cost;
    memset(numeral->digits, 0, sizeof numeral->digits);
    for (size_t i = length; i > 0; i--, value /= 10) numeral->digits[i - 1] = (char)('0' + value % 10);
}

/* Put the last of some readings in its place among those that cost no more: most stand there already. */
static void rank_last(opis_numeral *readings, size_t last) {
    if (last == 0 || readings[last - 1].cost <= readings[last].cost) return;
    opis_numeral reading = readings[last];
    for (; last > 0 && readings[last - 1].cost > reading.cost; last--) readings[last] = readings[last - 1];
    readings[last] = reading;
}

/* The readings of a text by the beam behind it. */
static size_t finish_numerals(const beam *whole, opis_numeral *readings) {
    size_t count = 0;
    for (size_t i = 0; i < whole->count; i++) {
        if (whole->texts[i] == 0) continue;
        finish_numeral(whole->texts[i], whole->costs[i], &readings[count]);
        rank_last(readings, count++);
    }
    return count;
}

/* The beams behind the last few bytes of a text, by where they end: no shape is longer. */
#define LAST_BEAMS (LONGEST_SEEN + 1)
typedef struct last_beams {
    const beam *at[LAST_BEAMS];
    beam own[LAST_BEAMS]; /* room for those that are not remembered */
} last_beams;

/* The beam behind a text that ends at `end`, from those before. */
static void extend(const glyph_table *table, const char *seen, size_t end, const last_beams *beams, beam *to) {
    extensions all;
    all.count = 0;
    for (size_t shape = end < LONGEST_SEEN ? end : LONGEST_SEEN; shape > 0; shape--)
        add_shapes(&all, table, seen + end - shape, shape, beams->at[(end - shape) % LAST_BEAMS]);
    merge(&all, to);
}

static int is_in_use(const last_beams *beams, const beam *known) {
    for (size_t i = 0; i < LAST_BEAMS; i++)
        if (beams->at[i] == known) return 1;
    return 0;
}

/*
 * The same, remembered if the text is short; `key` holds the bytes before its last, and takes that in.  What shares its
 * place with a beam that the text still needs is not remembered.
 */
static const beam *recall_or_extend(const opis_glyphs *glyphs, const char *seen, size_t end, last_beams *beams,
                                    uint64_t *key) {
    *key |= (uint64_t)(unsigned char)seen[end - 1] << 8 * (end - 1);
    uint64_t marked = *key | (uint64_t)end << 8 * LONGEST_BEGINNING;
    size_t place = (size_t)(marked * 0x9E3779B97F4A7C15u >> 40) % BEGINNINGS;
    beam *known = &glyphs->memory->beams[place];
    if (glyphs->memory->beginnings[place] == marked) return known;
    if (is_in_use(beams, known))
        known = &beams->own[end % LAST_BEAMS];
    else
        glyphs->memory->beginnings[place] = marked;
    extend(glyphs->table, seen, end, beams, known);
    return known;
}

static size_t read_numeral(const opis_glyphs *glyphs, const char *seen, size_t length, opis_numeral *readings) {
    last_beams beams;
    uint64_t key = 0;
    memset(beams.at, 0, sizeof beams.at);
    beams.at[0] = &beams.own[0];
    beams.own[0].texts[0] = 0;
    beams.own[0].costs[0] = 0;
    beams.own[0].count = 1;
    for (size_t end = 1; end <= length; end++) {
        beam *own = &beams.own[end % LAST_BEAMS];
        if (glyphs->memory && end <= LONGEST_BEGINNING) {
            beams.at[end % LAST_BEAMS] = recall_or_extend(glyphs, seen, end, &beams, &key);
            continue;
        }
        extend(glyphs->table, seen, end, &beams, own);
        beams.at[end % LAST_BEAMS] = own;
    }
    return finish_numerals(beams.at[length % LAST_BEAMS], readings);
}

/* ---- What was read before ------------------------------------------------------------------------------ */

struct numeral_memory *numeral_memory_new(opis_error *error) {
    struct numeral_memory *memory = NULL;
    size_t capacity = 0, key_room = 0, room = 0, beginning_room = 0, beam_room = 0;
    if (opis_reserve(&memory, &capacity, 1, sizeof *memory, error) != OPIS_OK) return NULL;
    memset(memory, 0, sizeof *memory);
    if (opis_reserve(&memory->keys, &key_room, REMEMBERED, sizeof *memory->keys, error) != OPIS_OK ||
        opis_reserve(&memory->readings, &room, REMEMBERED, sizeof *memory->readings, error) != OPIS_OK ||
        opis_reserve(&memory->beginnings, &beginning_room, BEGINNINGS, sizeof *memory->beginnings, error) != OPIS_OK ||
        opis_reserve(&memory->beams, &beam_room, BEGINNINGS, sizeof *memory->beams, error) != OPIS_OK) {
        numeral_memory_free(memory);
        return NULL;
    }
    memset(memory->keys, 0, REMEMBERED * sizeof *memory->keys);
    memset(memory->beginnings, 0, BEGINNINGS * sizeof *memory->beginnings);
    return memory;
}

void numeral_memory_free(struct numeral_memory *memory) {
    if (!memory) return;
    opis_resize(memory->keys, 0);
    opis_resize(memory->readings, 0);
    opis_resize(memory->beginnings, 0);
    opis_resize(memory->beams, 0);
    opis_resize(memory, 0);
}

static numeral_key key_of(const char *seen, size_t length) {
    uint64_t first = 0, second = (uint64_t)length << 56;
    for (size_t i = 0; i < length && i < 8; i++) first |= (uint64_t)(unsigned char)seen[i] << 8 * i;
    for (size_t i = 8; i < length; i++) second |= (uint64_t)(unsigned char)seen[i] << 8 * (i - 8);
    return (numeral_key){{first, second}};
}

/* Of two texts that share a place, the later stays. */
static size_t place_of(numeral_key key) {
    uint64_t mixed = (key.words[0] ^ key.words[1]) * 0x9E3779B97F4A7C15u;
    return (size_t)(mixed >> 40) % REMEMBERED;
}

static size_t read_or_remember(const opis_glyphs *glyphs, const char *seen, size_t length, opis_numeral *readings) {
    numeral_key key = key_of(seen, length), *held = &glyphs->memory->keys[place_of(key)];
    struct numeral_readings *known = &glyphs->memory->readings[place_of(key)];
    if (held->words[0] != key.words[0] || held->words[1] != key.words[1]) {
        known->count = read_numeral(glyphs, seen, length, known->readings);
        *held = key;
    }
    memcpy(readings, known->readings, known->count * sizeof *readings);
    return known->count;
}

size_t opis_glyphs_numerals(const opis_glyphs *glyphs, const char *seen, size_t length,
                            opis_numeral readings[OPIS_NUMERAL_READINGS]) {
    if (length == 0 || length > LONGEST_NUMERAL) return 0;
    if (glyphs->memory && length < sizeof(numeral_key)) return read_or_remember(glyphs, seen, length, readings);
    return read_numeral(glyphs, seen, length, readings);
}
