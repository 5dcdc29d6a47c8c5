/*
 * A walk along the text with a beam: the cheapest readings of the text up to each position are pushed on by every shape
 * that may begin there.  No shape is wider than LONGEST_SHAPE bytes, so a ring of beams is enough.
 */
#include "mend/figure.h"
#include "letters.h"

#include <math.h>
#include <string.h>

#define LONGEST_SHAPE 3
#define RING (LONGEST_SHAPE + 1)

/* In the columns of a table what looks clean passes for another figure more rarely than in running text. */
#define FIGURE_FOR_FIGURE 2.5f
#define SIGN_FOR_FIGURE 5.0f
/* A shape that no confusion explains. */
#define STRANGE_FIGURE 7.5f
/* "505.256": thousands whose comma was taken for a point, or three decimals? */
#define THREE_DECIMALS 1.5f
#define FOOTNOTE_MARK 1.6f
#define FOOTNOTE_FIGURE 5.0f
#define LEADING_NOUGHT 3.0f
/* A dollar, or a five? */
#define CURRENCY 0.3f
/* A thousand percent and more: its point is lost. */
#define LARGE_PERCENT 2.0f
#define BRACKET_LOST 1.5f
/* A text whose cheapest reading costs more than this for each of its bytes is a word. */
#define DEAREST_BYTE 1.6f
#define DEAREST_FIGURE 12.0f
#define DEAREST_GLYPH 3.3f /* that stands alone */

typedef enum part { BEFORE, INSIDE, BEHIND } part;

typedef struct partial {
    float cost;
    int64_t units;
    union {
        struct {
            uint8_t digits;
            uint8_t group;    /* digits since the last comma, or since the start */
            uint8_t decimals; /* digits behind the point */
            uint8_t commas, point, negative;
            uint8_t part; /* of the figure */
            uint8_t nothing;
        };
        uint64_t form; /* all of them, to be compared at a stroke */
    };
} partial;

#define SEEN_BITS 1024

typedef struct beam {
    partial partials[OPIS_FIGURE_READINGS]; /* cheapest first */
    size_t count;
    uint64_t seen[SEEN_BITS / 64]; /* a bit for each state that was kept: where it is not set, the state is new */
} beam;

typedef struct walk {
    const opis_glyphs *glyphs;
    const char *text;
    size_t length;
    const char *wanted; /* digits of the one value that is asked for; NULL: all */
    beam ring[RING];
} walk;

static int same_state(const partial *a, const partial *b) {
    return a->units == b->units && a->form == b->form;
}

static int is_too_dear(const beam *at, float cost) {
    return at->count == OPIS_FIGURE_READINGS && cost >= at->partials[at->count - 1].cost;
}

/* Note a state; whether it may have been noted before. */
static int note_state(beam *at, const partial *candidate) {
    uint64_t hash =
        ((uint64_t)candidate->units * UINT64_C(0x9E3779B97F4A7C15)) ^ (candidate->form * UINT64_C(0xC2B2AE3D27D4EB4F));
    uint64_t *word = &at->seen[(hash >> 32) % (SEEN_BITS / 64)], bit = (uint64_t)1 << (hash >> 58);
    int was = (*word & bit) != 0;
    *word |= bit;
    return was;
}

/* Where a candidate belongs: behind all that are as cheap. */
static size_t rank_of(const beam *at, float cost) {
    size_t low = 0, high = at->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (at->partials[middle].cost <= cost)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Keep a partial reading if it is among the cheapest; of two that read alike, the cheaper. */
static void keep(beam *at, partial candidate) {
    if (is_too_dear(at, candidate.cost)) return;
    size_t rank = rank_of(at, candidate.cost), last = at->count;
    if (note_state(at, &candidate)) {
        for (size_t i = 0; i < rank; i++)
            if (same_state(&at->partials[i], &candidate)) return;
        for (last = rank; last < at->count; last++)
            if (same_state(&at->partials[last], &candidate)) break;
    }
    if (last == at->count && at->count == OPIS_FIGURE_READINGS)
        last--;
    else if (last == at->count)
        at->count++;
    memmove(&at->partials[rank + 1], &at->partials[rank], (last - rank) * sizeof candidate);
    at->partials[rank] = candidate;
}

static void clear(beam *at) {
    at->count = 0;
    memset(at->seen, 0, sizeof at->seen);
}

/* ---- What a shape does to a reading -------------------------------------------------------------------- */

/* A digit after a full group of three asks for a comma, which the scan then lost. */
static int add_digit(const walk *walk, partial *reading, char digit) {
    if (reading->part == BEHIND || reading->digits == OPIS_FIGURE_DIGITS) return 0;
    if (walk->wanted && walk->wanted[reading->digits] != digit) return 0;
    if (reading->commas && !reading->point && reading->group == 3) {
        reading->cost += opis_glyphs_distance(walk->glyphs, "", 0, ",", 1, OPIS_STRANGE_GLYPH);
        reading->group = 0;
    }
    reading->part = INSIDE;
    reading->units = reading->units * 10 + (digit - '0');
    reading->digits++;
    if (reading->point)
        reading->decimals++;
    else
        reading->group++;
    return 1;
}

static int add_comma(partial *reading) {
    if (reading->part != INSIDE || reading->point || reading->group > 3 || (reading->commas && reading->group != 3))
        return 0;
    reading->commas = 1;
    reading->group = 0;
    return 1;
}

static int add_point(partial *reading) {
    if (reading->part != INSIDE || reading->point || (reading->commas && reading->group != 3)) return 0;
    reading->point = 1;
    return 1;
}

static void push_digits(walk *walk, size_t at, size_t seen, const char *digits, float cost) {
    const beam *from = &walk->ring[at % RING];
    beam *to = &walk->ring[(at + seen) % RING];
    for (size_t i = 0; i < from->count && !is_too_dear(to, from->partials[i].cost + cost); i++) {
        partial next = from->partials[i];
        int fits = 1;
        next.cost += cost;
        for (const char *digit = digits; *digit && fits; digit++) fits = add_digit(walk, &next, *digit);
        if (fits) keep(to, next);
    }
}

static void push_mark(walk *walk, size_t at, size_t seen, int (*add)(partial *), float cost) {
    const beam *from = &walk->ring[at % RING];
    beam *to = &walk->ring[(at + seen) % RING];
    for (size_t i = 0; i < from->count && !is_too_dear(to, from->partials[i].cost + cost); i++) {
        partial next = from->partials[i];
        next.cost += cost;
        if (add(&next)) keep(to, next);
    }
}

static int pass_over(partial *reading) {
    (void)reading;
    return 1;
}

static int open_figure(partial *reading) {
    return reading->part == BEFORE;
}

static int negate(partial *reading) {
    if (reading->part != BEFORE || reading->negative) return 0;
    reading->negative = 1;
    return 1;
}

static int is_whole(const partial *reading) {
    return reading->digits > 0 && (!reading->commas || reading->group == 3) && (!reading->point || reading->decimals);
}

static int close_figure(partial *reading) {
    if (!is_whole(reading)) return 0;
    reading->part = BEHIND;
    return 1;
}

/* ---- Which shapes may begin at a byte ------------------------------------------------------------------ */

static size_t character_length(const walk *walk, size_t at) {
    size_t length = 1;
    while (at + length < walk->length && ((unsigned char)walk->text[at + length] & 0xC0) == 0x80) length++;
    return length;
}

static int is_dash(const char *at, size_t length) {
    return (length == 1 && *at == '-') || (length == 3 && (memcmp(at, "\xE2\x80\x93", 3) == 0 || /* en dash */
                                                           memcmp(at, "\xE2\x80\x94", 3) == 0 || /* em dash */
                                                           memcmp(at, "\xE2\x88\x92", 3) == 0)); /* minus */
}

/* Daggers, raised figures, an asterisk, a letter: what points to a note below the table. */
static int is_footnote_mark(const char *at, size_t length) {
    return length > 1 || (*at >= 'a' && *at <= 'h') || strchr("*^'\"`", *at) != NULL;
}

/* A bracket without its fellow is damage. */
static float bracket_cost(const walk *walk, char bracket) {
    const char pairs[] = "()[]";
    const char *fellow = strchr(pairs, bracket);
    char wanted = fellow == NULL || *fellow == 0 ? 0 : pairs[(fellow - pairs) ^ 1];
    for (size_t i = 0; i < walk->length; i++)
        if (walk->text[i] == wanted) return 0;
    return BRACKET_LOST;
}

/* What stands before and behind a figure in clean print, or is a footnote's mark glued to it. */
static void step_ends(walk *walk, size_t at, size_t seen) {
    const char *text = walk->text + at;
    if (seen == 1 && strchr("([", *text)) push_mark(walk, at, 1, open_figure, bracket_cost(walk, *text));
    if (seen == 1 && *text == '$') push_mark(walk, at, 1, open_figure, CURRENCY);
    if (seen == 2 && memcmp(text, "\xC2\xA3", 2) == 0) push_mark(walk, at, 2, open_figure, 0);
    if (is_dash(text, seen)) push_mark(walk, at, seen, negate, 0);
    if (seen == 1 && *text == '%') push_mark(walk, at, 1, close_figure, 0);
    if (seen == 1 && strchr(")]", *text)) push_mark(walk, at, 1, close_figure, bracket_cost(walk, *text));
    if (is_digit(*text) && at + 1 == walk->length) push_mark(walk, at, 1, close_figure, FOOTNOTE_FIGURE);
    if (is_footnote_mark(text, seen)) push_mark(walk, at, seen, close_figure, FOOTNOTE_MARK);
}

/* A point or comma between figures is no speck, unless the comma has too few behind it to part thousands. */
static int is_between_figures(const walk *walk, size_t at) {
    const char *text = walk->text + at;
    size_t fewest = *text == ',' ? 3 : 1;
    return (*text == '.' || *text == ',') && at > 0 && at + fewest < walk->length && is_digit(text[-1]) &&
           is_digit(text[1]);
}

static float stray_cost(const walk *walk, size_t at, size_t seen) {
    const char *text = walk->text + at;
    if (is_digit(*text)) return OPIS_STRANGE_GLYPH;
    float cost = opis_glyphs_distance(walk->glyphs, text, seen, "", 0, OPIS_STRANGE_GLYPH);
    return is_between_figures(walk, at) ? cost + SIGN_FOR_FIGURE : cost;
}

static void step_marks(walk *walk, size_t at, size_t seen) {
    const char *text = walk->text + at;
    float comma = opis_glyphs_distance(walk->glyphs, text, seen, ",", 1, OPIS_STRANGE_GLYPH - 1);
    float point = opis_glyphs_distance(walk->glyphs, text, seen, ".", 1, OPIS_STRANGE_GLYPH - 1);
    if (isfinite(comma)) push_mark(walk, at, seen, add_comma, comma);
    if (isfinite(point)) push_mark(walk, at, seen, add_point, point);
    push_mark(walk, at, seen, pass_over, stray_cost(walk, at, seen));
}

/* Brackets around the figure and a percent sign behind it stand where print has them. */
static int is_in_place(const walk *walk, size_t at) {
    size_t next = at + 1;
    if (walk->text[at] == '(') return at == 0;
    if (walk->text[at] == '%' && at > 0 && strchr(".,", walk->text[at - 1])) return 0;
    if (walk->text[at] == '%' && next < walk->length && strchr(")]*", walk->text[next])) return 1;
    return (walk->text[at] == '%' || (walk->text[at] == ')' && walk->text[0] == '(')) && next == walk->length;
}

/* The digits that one shape of up to three bytes may stand for. */
static void step_digits(walk *walk, size_t at, size_t seen) {
    const char *text = walk->text + at;
    opis_numeral numerals[OPIS_NUMERAL_READINGS];
    size_t count = opis_glyphs_numerals(walk->glyphs, text, seen, numerals);
    for (size_t i = 0; i < count; i++) {
        float cost = numerals[i].cost;
        if (cost > 0 && is_digit(*text)) cost += FIGURE_FOR_FIGURE;
        if (is_in_place(walk, at)) cost += SIGN_FOR_FIGURE;
        push_digits(walk, at, seen, numerals[i].digits, cost);
    }
}

/* A shape that no confusion explains may be any figure. */
static void step_strange(walk *walk, size_t at, size_t seen) {
    char digit[2] = "0";
    for (; *digit <= '9'; ++*digit) push_digits(walk, at, seen, digit, STRANGE_FIGURE);
}

/* Several bytes may be one shape, unless all are figures or one of them stands where print has it. */
static int is_one_shape(const walk *walk, size_t at, size_t length) {
    int is_plain = 1;
    for (size_t i = at; i < at + length; i++) {
        if (is_between_figures(walk, i) || (length > 1 && is_in_place(walk, i))) return 0;
        is_plain &= is_digit(walk->text[i]);
    }
    return length == 1 || !is_plain;
}

static void step(walk *walk, size_t at) {
    size_t character = character_length(walk, at);
    for (size_t seen = 1; seen <= LONGEST_SHAPE && at + seen <= walk->length; seen++)
        if (is_one_shape(walk, at, seen)) step_digits(walk, at, seen);
    if (character > LONGEST_SHAPE) return;
    step_ends(walk, at, character);
    step_marks(walk, at, character);
    if (!is_digit(walk->text[at]) && walk->text[at] != ' ') step_strange(walk, at, character);
}

/* ---- Whole readings ------------------------------------------------------------------------------------ */

static float last_touch(const partial *reading) {
    float cost = 0;
    int64_t leading = reading->units;
    size_t digits = reading->digits;
    if (reading->point && reading->decimals == 3 && !reading->commas && reading->digits <= 6) cost += THREE_DECIMALS;
    for (size_t i = 1; i < digits; i++) leading /= 10;
    if (leading == 0 && digits > 1u + reading->decimals) cost += LEADING_NOUGHT;
    return cost;
}

static int is_large_percent(const walk *walk, const partial *whole) {
    int64_t least = 1000;
    for (uint8_t i = 0; i < whole->decimals; i++) least *= 10;
    return whole->units >= least && opis_figure_is_percent(walk->text, walk->length);
}

static size_t finish(const walk *walk, opis_cell_reading *readings, size_t capacity) {
    const beam *last = &walk->ring[walk->length % RING];
    beam ranked = {.count = 0};
    size_t count = 0;
    for (size_t i = 0; i < last->count; i++) {
        partial whole = last->partials[i];
        if (!is_whole(&whole)) continue;
        whole.cost += last_touch(&whole);
        if (is_large_percent(walk, &whole)) whole.cost += LARGE_PERCENT;
        if (whole.negative) whole.units = -whole.units;
        keep(&ranked, (partial){.cost = whole.cost, .units = whole.units, .decimals = whole.decimals});
    }
    for (; count < ranked.count && count < capacity; count++) {
        const partial *whole = &ranked.partials[count];
        readings[count] = (opis_cell_reading){{whole->units, whole->decimals}, whole->cost};
    }
    return count;
}

static void trim(const char **text, size_t *length) {
    while (*length && (**text == ' ' || **text == '\t')) ++*text, --*length;
    while (*length && ((*text)[*length - 1] == ' ' || (*text)[*length - 1] == '\t')) --*length;
}

/* Push all partial readings through the text; those of the whole stand in the last beam. */
static void read_through(walk *walk) {
    walk->ring[0].partials[0] = (partial){.part = BEFORE};
    walk->ring[0].count = 1;
    for (size_t at = 0; at < walk->length; at++) {
        if (walk->ring[at % RING].count) step(walk, at);
        clear(&walk->ring[at % RING]);
    }
}

static size_t digits_of(int64_t value) {
    size_t count = 1;
    for (value /= 10; value > 0; value /= 10) count++;
    return count;
}

size_t opis_figure_read(const opis_glyphs *glyphs, const char *text, size_t length, opis_cell_reading *readings,
                        size_t capacity) {
    trim(&text, &length);
    if (length > OPIS_LONGEST_FIGURE || opis_figure_is_blank(text, length)) return 0;
    walk walk = {.glyphs = glyphs, .text = text, .length = length};
    read_through(&walk);
    size_t count = finish(&walk, readings, capacity);
    if (!count || readings[0].cost > DEAREST_FIGURE) return 0;
    float dearest = length > 1 ? DEAREST_BYTE * (float)length : DEAREST_GLYPH;
    return readings[0].cost <= dearest ? count : 0;
}

float opis_figure_cost(const opis_glyphs *glyphs, const char *text, size_t length, int64_t value) {
    char digits[OPIS_FIGURE_DIGITS + 1] = {0};
    opis_cell_reading readings[OPIS_FIGURE_READINGS];
    size_t count = digits_of(value);
    if (value < 0 || count > OPIS_FIGURE_DIGITS) return INFINITY;
    for (size_t at = count; at > 0; value /= 10) digits[--at] = (char)('0' + value % 10);
    trim(&text, &length);
    if (length > OPIS_LONGEST_FIGURE || opis_figure_is_blank(text, length)) return INFINITY;
    walk walk = {.glyphs = glyphs, .text = text, .length = length, .wanted = digits};
    read_through(&walk);
    size_t whole = finish(&walk, readings, OPIS_FIGURE_READINGS);
    for (size_t i = 0; i < whole; i++)
        if (readings[i].value.decimals == 0 && digits_of(readings[i].value.units) == count) return readings[i].cost;
    return INFINITY;
}

int opis_figure_is_blank(const char *text, size_t length) {
    for (size_t at = 0; at < length;) {
        if (length - at >= 3 && is_dash(text + at, 3))
            at += 3;
        else if (strchr(" \t.-_", text[at]) && text[at])
            at++;
        else
            return 0;
    }
    return 1;
}

int opis_figure_is_percent(const char *text, size_t length) {
    trim(&text, &length);
    while (length && strchr(")]* ", text[length - 1])) length--;
    return length > 1 && text[length - 1] == '%';
}
