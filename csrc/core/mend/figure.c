/*
 * The cheapest readings of the text up to each place are those up to places before it, with what the shape between may
 * stand for.  They are drawn one by one, and only as they are asked for: a place draws its next reading from the
 * cheapest of its shapes, and that shape asks the place before it for one reading more.  So of the places before the
 * last few readings are made.
 */
#include "mend/figure.h"
#include "letters.h"
#include "mend/figure_form.h"

#include <math.h>
#include <string.h>

#define LONGEST_SHAPE 3

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

#define SEEN_BITS 1024

typedef struct beam {
    partial partials[OPIS_FIGURE_READINGS]; /* cheapest first */
    size_t count;
    uint64_t seen[SEEN_BITS / 64]; /* a bit for each state that was kept: where it is not set, the state is new */
} beam;

/* What a shape may stand for, and the next of the readings before it that is to be drawn on. */
typedef struct extension {
    struct place *from;
    float cost;
    uint32_t value;        /* of its digits */
    uint8_t digits;        /* 0: it is a mark */
    uint8_t mark;          /* a mark_kind */
    uint8_t order;         /* of its coming: of two readings that cost as much, that of the earlier shape is first */
    uint8_t commas, owner; /* a straggler's: see `fall_behind` */
    uint8_t next;
    uint8_t is_idle;
} extension;

/* Each of three shapes that end at a place stands for so many numerals, marks and strange figures at the most, and each
 * but a mark may have a straggler. */
#define MOST_EXTENSIONS 160
#define NO_OWNER UINT8_MAX
#define ORDER_SHIFT 24
#define NEXT_SHIFT 16

typedef struct place {
    beam read;
    extension extensions[MOST_EXTENSIONS];
    size_t extension_count;
    uint64_t queue[MOST_EXTENSIONS]; /* a heap of those that have a next reading: see `rank_of` */
    size_t queued;
} place;

typedef struct walk {
    const opis_glyphs *glyphs;
    const char *text;
    size_t length;
    const char *wanted; /* digits of the one value that is asked for; NULL: all */
    float comma_lost;   /* what that costs */
    int is_percent;     /* a percent sign stands behind it */
    uint8_t order;
    place places[OPIS_LONGEST_FIGURE + 1];
} walk;

static int same_state(const partial *a, const partial *b) {
    return a->units == b->units && a->form == b->form;
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

static size_t find_state(const beam *at, const partial *reading) {
    size_t i = 0;
    while (i < at->count && !same_state(&at->partials[i], reading)) i++;
    return i;
}

static void clear(beam *at) {
    at->count = 0;
    memset(at->seen, 0, sizeof at->seen);
}

/* ---- What a shape does to a reading -------------------------------------------------------------------- */

static int is_wanted(const char *wanted, uint32_t value, uint32_t digits) {
    for (uint32_t i = 0; i < digits; i++)
        if (wanted[i] != (char)('0' + value / tens[digits - 1 - i] % 10)) return 0;
    return 1;
}

static int takes_digits(const walk *walk, const partial *reading, const extension *by) {
    uint32_t digits = field_of(reading, DIGITS);
    if (field_of(reading, PART) == BEHIND || digits + by->digits > OPIS_FIGURE_DIGITS) return 0;
    return !walk->wanted || is_wanted(walk->wanted + digits, by->value, by->digits);
}

static void add_digits(partial *reading, const extension *by) {
    set_field(reading, PART, INSIDE);
    reading->units = reading->units * tens[by->digits] + by->value;
    add_to_field(reading, DIGITS, by->digits);
    if (field_of(reading, HAS_POINT))
        add_to_field(reading, DECIMALS, by->digits);
    else
        set_field(reading, GROUP, field_of(reading, GROUP) + by->digits - 3u * by->commas);
}

/* ---- Drawing readings ---------------------------------------------------------------------------------- */

static int reach(const walk *walk, place *at, size_t which);

/* By cost, order and next reading; then its number.  No cost is below 0, so its bits ascend with it. */
static uint64_t rank_of(const walk *walk, const extension *by, size_t number) {
    float cost = by->from->read.partials[by->next].cost + by->cost;
    for (uint8_t i = 0; i < by->commas; i++) cost += walk->comma_lost;
    uint32_t bits;
    memcpy(&bits, &cost, sizeof bits);
    return (uint64_t)bits << 32 | (uint64_t)by->order << ORDER_SHIFT | (uint64_t)by->next << NEXT_SHIFT | number;
}

static void enqueue(place *at, uint64_t rank) {
    size_t hole = at->queued++;
    for (; hole > 0 && at->queue[(hole - 1) / 2] > rank; hole = (hole - 1) / 2)
        at->queue[hole] = at->queue[(hole - 1) / 2];
    at->queue[hole] = rank;
}

/* Put another rank in the place of the first. */
static void replace_first(place *at, uint64_t rank) {
    size_t hole = 0;
    for (size_t child; (child = 2 * hole + 1) < at->queued; hole = child) {
        child += child + 1 < at->queued && at->queue[child + 1] < at->queue[child];
        if (at->queue[child] >= rank) break;
        at->queue[hole] = at->queue[child];
    }
    at->queue[hole] = rank;
}

static void add_extension(walk *walk, size_t end, extension extension) {
    place *at = &walk->places[end];
    if (at->extension_count == MOST_EXTENSIONS || !reach(walk, extension.from, 0)) return;
    extension.order = walk->order++;
    at->extensions[at->extension_count] = extension;
    enqueue(at, rank_of(walk, &extension, at->extension_count++));
}

/*
 * The readings that an extension draws on come sorted, but what lost a comma more costs more.  Such readings fall
 * behind: a straggler of the extension takes them up in its own turn.
 */
static void fall_behind(const walk *walk, place *at, size_t owner, uint32_t commas, uint8_t reading) {
    size_t number = 0;
    while (number < at->extension_count &&
           (at->extensions[number].owner != owner || at->extensions[number].commas != commas))
        number++;
    if (number == MOST_EXTENSIONS) return;
    extension *straggler = &at->extensions[number];
    if (number == at->extension_count) {
        at->extension_count++;
        *straggler = at->extensions[owner];
        straggler->commas = (uint8_t)commas;
        straggler->owner = (uint8_t)owner;
        straggler->is_idle = 1;
    }
    if (!straggler->is_idle) return;
    straggler->is_idle = 0;
    straggler->next = reading;
    enqueue(at, rank_of(walk, straggler, number));
}

/* Whether an extension has another reading to draw on. */
static int has_next(const walk *walk, const place *at, extension *by) {
    by->next++;
    if (!by->commas) return by->next < by->from->read.count || reach(walk, by->from, by->next);
    for (; by->next < at->extensions[by->owner].next; by->next++) {
        const partial *reading = &by->from->read.partials[by->next];
        if (takes_digits(walk, reading, by) && commas_lost(reading, by->digits) == by->commas) return 1;
    }
    by->is_idle = 1;
    return 0;
}

static float cost_of_rank(uint64_t rank) {
    uint32_t bits = (uint32_t)(rank >> 32);
    float cost;
    memcpy(&cost, &bits, sizeof cost);
    return cost;
}

/* Draw on the first in the queue: nothing comes of it where its reading cannot be, or was drawn already, or falls
 * behind. */
static void draw_first(const walk *walk, place *at) {
    const uint64_t first = at->queue[0];
    size_t number = first % (1u << NEXT_SHIFT);
    extension *by = &at->extensions[number];
    const uint8_t which = by->next;
    partial reading = by->from->read.partials[which];
    int can_be = by->digits ? takes_digits(walk, &reading, by) : add_mark(&reading, by->mark);
    uint32_t commas = by->digits && can_be ? commas_lost(&reading, by->digits) : 0;
    if (has_next(walk, at, by))
        replace_first(at, rank_of(walk, by, number));
    else
        replace_first(at, at->queue[--at->queued]);
    if (!can_be) return;
    if (commas != by->commas) {
        fall_behind(walk, at, number, commas, which);
        return;
    }
    reading.cost = cost_of_rank(first);
    if (by->digits) add_digits(&reading, by);
    if (note_state(&at->read, &reading) && find_state(&at->read, &reading) < at->read.count) return;
    at->read.partials[at->read.count++] = reading;
}

/* Draw the readings of the text up to a place until that one is known; 0: there are fewer. */
static int reach(const walk *walk, place *at, size_t which) {
    while (at->read.count <= which) {
        if (at->queued == 0 || at->read.count == OPIS_FIGURE_READINGS) return 0;
        draw_first(walk, at);
    }
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

/* Digits that the wanted value has nowhere are of no use to it. */
static int may_be_wanted(const walk *walk, uint32_t value, uint32_t digits) {
    for (const char *from = walk->wanted; *from; from++)
        if (is_wanted(from, value, digits)) return 1;
    return 0;
}

static void add_numeral(walk *walk, size_t at, size_t seen, uint32_t value, size_t digits, float cost) {
    if (walk->wanted && !may_be_wanted(walk, value, (uint32_t)digits)) return;
    add_extension(
        walk, at + seen,
        (extension){
            .from = &walk->places[at], .cost = cost, .value = value, .digits = (uint8_t)digits, .owner = NO_OWNER});
}

static void push_mark(walk *walk, size_t at, size_t seen, mark_kind mark, float cost) {
    add_extension(walk, at + seen,
                  (extension){.from = &walk->places[at], .cost = cost, .mark = (uint8_t)mark, .owner = NO_OWNER});
}

/* What stands before and behind a figure in clean print, or is a footnote's mark glued to it. */
static void step_ends(walk *walk, size_t at, size_t seen) {
    const char *text = walk->text + at;
    if (seen == 1 && strchr("([", *text)) push_mark(walk, at, 1, OPENING, bracket_cost(walk, *text));
    if (seen == 1 && *text == '$') push_mark(walk, at, 1, OPENING, CURRENCY);
    if (seen == 2 && memcmp(text, "\xC2\xA3", 2) == 0) push_mark(walk, at, 2, OPENING, 0);
    if (is_dash(text, seen)) push_mark(walk, at, seen, SIGN, 0);
    if (seen == 1 && *text == '%') push_mark(walk, at, 1, CLOSING, 0);
    if (seen == 1 && strchr(")]", *text)) push_mark(walk, at, 1, CLOSING, bracket_cost(walk, *text));
    if (is_digit(*text) && at + 1 == walk->length) push_mark(walk, at, 1, CLOSING, FOOTNOTE_FIGURE);
    if (is_footnote_mark(text, seen)) push_mark(walk, at, seen, CLOSING, FOOTNOTE_MARK);
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
    if (isfinite(comma)) push_mark(walk, at, seen, COMMA, comma);
    if (isfinite(point)) push_mark(walk, at, seen, POINT, point);
    push_mark(walk, at, seen, NOTHING, stray_cost(walk, at, seen));
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
    int is_misplaced = is_in_place(walk, at);
    for (size_t i = 0; i < count; i++) {
        float cost = numerals[i].cost;
        if (cost > 0 && is_digit(*text)) cost += FIGURE_FOR_FIGURE;
        if (is_misplaced) cost += SIGN_FOR_FIGURE;
        add_numeral(walk, at, seen, (uint32_t)numerals[i].value, strlen(numerals[i].digits), cost);
    }
}

/* A shape that no confusion explains may be any figure. */
static void step_strange(walk *walk, size_t at, size_t seen) {
    for (uint32_t digit = 0; digit < 10; digit++) add_numeral(walk, at, seen, digit, 1, STRANGE_FIGURE);
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

/* The shapes that end at a place, those that begin first before others. */
static void open_place(walk *walk, size_t end) {
    place *at = &walk->places[end];
    clear(&at->read);
    at->extension_count = at->queued = walk->order = 0;
    for (size_t seen = end < LONGEST_SHAPE ? end : LONGEST_SHAPE; seen > 0; seen--) {
        size_t start = end - seen;
        if (is_one_shape(walk, start, seen)) step_digits(walk, start, seen);
        if (character_length(walk, start) != seen) continue;
        step_ends(walk, start, seen);
        step_marks(walk, start, seen);
        if (!is_digit(walk->text[start]) && walk->text[start] != ' ') step_strange(walk, start, seen);
    }
}

/* ---- Whole readings ------------------------------------------------------------------------------------ */

static float last_touch(const partial *reading) {
    float cost = 0;
    uint32_t digits = field_of(reading, DIGITS), decimals = field_of(reading, DECIMALS);
    if (field_of(reading, HAS_POINT) && decimals == 3 && !field_of(reading, HAS_COMMAS) && digits <= 6)
        cost += THREE_DECIMALS;
    if (digits > 1u + decimals && reading->units < power_of_ten(digits - 1)) cost += LEADING_NOUGHT;
    return cost;
}

static int is_large(const partial *whole) {
    return whole->units >= 1000 * power_of_ten(field_of(whole, DECIMALS));
}

/* Put a whole reading behind those that cost as much; of two that read alike, the cheaper stays. */
static void rank_whole(beam *ranked, partial whole) {
    size_t rank = note_state(ranked, &whole) ? find_state(ranked, &whole) : ranked->count;
    if (rank < ranked->count && ranked->partials[rank].cost <= whole.cost) return;
    ranked->count += rank == ranked->count;
    for (; rank > 0 && ranked->partials[rank - 1].cost > whole.cost; rank--)
        ranked->partials[rank] = ranked->partials[rank - 1];
    ranked->partials[rank] = whole;
}

/* What a reading of the whole text says; 0: it is none. */
static int finish(const walk *walk, partial *whole) {
    if (!is_whole(whole)) return 0;
    whole->cost += last_touch(whole);
    if (walk->is_percent && is_large(whole)) whole->cost += LARGE_PERCENT;
    if (field_of(whole, IS_NEGATIVE)) whole->units = -whole->units;
    return 1;
}

static size_t read_all(walk *walk, opis_cell_reading *readings, size_t capacity) {
    beam ranked;
    size_t count = 0;
    clear(&ranked);
    for (size_t i = 0; i < OPIS_FIGURE_READINGS && reach(walk, &walk->places[walk->length], i); i++) {
        partial whole = walk->places[walk->length].read.partials[i];
        if (!finish(walk, &whole)) continue;
        whole.form = field_of(&whole, DECIMALS); /* no more of it is asked of a whole reading */
        rank_whole(&ranked, whole);
    }
    for (; count < ranked.count && count < capacity; count++) {
        const partial *whole = &ranked.partials[count];
        readings[count] = (opis_cell_reading){{whole->units, (uint8_t)whole->form}, whole->cost};
    }
    return count;
}

static void trim(const char **text, size_t *length) {
    while (*length && (**text == ' ' || **text == '\t')) ++*text, --*length;
    while (*length && ((*text)[*length - 1] == ' ' || (*text)[*length - 1] == '\t')) --*length;
}

/* All places but the first take their readings from those before them. */
static void begin(walk *walk, const opis_glyphs *glyphs, const char *text, size_t length, const char *wanted) {
    place *first = &walk->places[0];
    walk->glyphs = glyphs;
    walk->text = text;
    walk->length = length;
    walk->wanted = wanted;
    walk->is_percent = opis_figure_is_percent(text, length);
    walk->comma_lost = opis_glyphs_distance(glyphs, "", 0, ",", 1, OPIS_STRANGE_GLYPH);
    clear(&first->read);
    first->read.partials[first->read.count++] = (partial){.form = (uint64_t)BEFORE << PART};
    first->extension_count = first->queued = 0;
    for (size_t end = 1; end <= length; end++) open_place(walk, end);
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
    walk walk;
    begin(&walk, glyphs, text, length, NULL);
    size_t count = read_all(&walk, readings, capacity);
    if (!count || readings[0].cost > DEAREST_FIGURE) return 0;
    float dearest = length > 1 ? DEAREST_BYTE * (float)length : DEAREST_GLYPH;
    return readings[0].cost <= dearest ? count : 0;
}

float opis_figure_cost(const opis_glyphs *glyphs, const char *text, size_t length, int64_t value) {
    char digits[OPIS_FIGURE_DIGITS + 1] = {0};
    size_t count = digits_of(value);
    float least = INFINITY;
    if (value < 0 || count > OPIS_FIGURE_DIGITS) return INFINITY;
    for (size_t at = count; at > 0; value /= 10) digits[--at] = (char)('0' + value % 10);
    trim(&text, &length);
    if (length > OPIS_LONGEST_FIGURE || opis_figure_is_blank(text, length)) return INFINITY;
    walk walk;
    begin(&walk, glyphs, text, length, digits);
    for (size_t i = 0; i < OPIS_FIGURE_READINGS && reach(&walk, &walk.places[length], i); i++) {
        partial whole = walk.places[length].read.partials[i];
        if (whole.cost >= least) break;
        if (!finish(&walk, &whole) || field_of(&whole, DECIMALS) || digits_of(whole.units) != count) continue;
        if (whole.cost < least) least = whole.cost;
    }
    return least;
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
