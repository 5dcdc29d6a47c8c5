/*
 * Folios.  The marks between them are as damaged as they are, so a beam of readings of the whole list is kept, and
 * the list is chosen that ascends: "12-rz" is 12-22, "2.05-14" is 205-14, "41.4%" is 41 and 42.
 */
#include <math.h>
#include <string.h>

#include "extract/archive.h"
#include "letters.h"

#define BEAM 10
#define MOST_READINGS 5       /* of one number in the list */
#define MOST_READINGS_CLEAN 3 /* the same where it reads as it stands */
#define NUMBER_UNITS 5        /* one number may lie in so many pieces */
#define NUMBER_BYTES 20
#define POOL 1200
#define QUOTATION 400 /* bytes within which one opens that closes */

#define FALLS 6.0f /* a folio that does not lie after the one before */
#define POINT_FOR_COMMA 0.8f
#define GLUED_POINT 4.3f
#define VERSO_LIMIT 2.2f
#define LETTER_COST 0.2f
#define USUAL_FOLIO 400
#define GOES_ON 4.0f /* what a list gains by each further number, so that it does not end early */

enum { NOTHING, VERSO, LETTER_A }; /* behind the figures of a folio */

typedef struct number {
    int32_t value;
    float cost;
    uint8_t after; /* what stands behind its figures */
    uint8_t literal;
    uint8_t guessed; /* the print is clean and says another */
    char digits[OPIS_NUMERAL_DIGITS + 1];
} number;

typedef struct node { /* a list that ends with this folio */
    int32_t before;   /* the node before, or -1 */
    int32_t last;     /* its last number */
    uint8_t last_after, literal;
    float cost;
    uint32_t end; /* unit */
    uint8_t depth;
    uint8_t is_range;
    number from, to; /* the folio or the range that the list ends with */
} node;

typedef struct reading_of_list {
    const opis_style *style;
    const opis_glyphs *glyphs;
    const opis_slip *slip;
    node nodes[POOL];
    uint32_t node_count;
    struct frontier {
        int32_t nodes[BEAM];
        uint32_t count;
    } frontiers[OPIS_SLIP_UNITS + 2]; /* by the unit that follows */
} reading_of_list;

/* The length of the verso's mark at the end of a text, or 0. */
static size_t verso_length(const reading_of_list *r, const char *text, size_t length, float *cost) {
    for (size_t i = 0; i < r->style->verso.count; i++) {
        const char *verso = r->style->verso.items[i];
        size_t printed = strlen(verso);
        if (length <= printed || is_digit(text[length - 1])) continue;
        *cost = opis_glyphs_distance(r->glyphs, text + length - printed, printed, verso, printed, VERSO_LIMIT);
        if (*cost <= VERSO_LIMIT) return printed;
    }
    *cost = 0;
    return 0;
}

/* "17a": clean figures and the letter that a folio put in later has; it is hardly ever a figure itself. */
static uint32_t read_lettered(const reading_of_list *r, const char *text, size_t length, number *lettered) {
    opis_numeral numerals[OPIS_NUMERAL_READINGS];
    if (length < 2 || text[length - 1] != 'a' || strspn(text, "0123456789") + 1 < length) return 0;
    if (!opis_glyphs_numerals(r->glyphs, text, length - 1, numerals) || numerals[0].value == 0) return 0;
    *lettered = (number){numerals[0].value, numerals[0].cost + LETTER_COST, LETTER_A, numerals[0].cost == 0, 0, {0}};
    memcpy(lettered->digits, numerals[0].digits, sizeof lettered->digits);
    return 1;
}

/* The readings of a number that may have the verso's mark after it. */
static uint32_t read_number(const reading_of_list *r, const char *text, size_t length, number numbers[MOST_READINGS]) {
    opis_numeral numerals[OPIS_NUMERAL_READINGS];
    float cost = 0;
    uint32_t count = read_lettered(r, text, length, numbers);
    size_t verso = verso_length(r, text, length, &cost), stem = length - verso;
    while (verso && stem > 1 && text[stem - 1] == ' ') stem--;
    size_t found = opis_glyphs_numerals(r->glyphs, text, stem, numerals);
    uint32_t most = found && numerals[0].cost == 0 ? MOST_READINGS_CLEAN : MOST_READINGS;
    for (size_t i = 0; i < found && count < most; i++) {
        if (numerals[i].value == 0) continue;
        number *n = &numbers[count++];
        *n = (number){numerals[i].value,
                      numerals[i].cost + cost,
                      verso ? VERSO : NOTHING,
                      numerals[i].cost == 0 && cost<0.8f, i> 0 && numerals[0].cost == 0,
                      {0}};
        memcpy(n->digits, numerals[i].digits, sizeof n->digits);
    }
    return count;
}

/* Whether the text right after a number shows that it belongs to a sentence: "12 people". */
static int is_counted(const opis_slip *slip, uint32_t unit) {
    if (unit >= slip->count) return 0;
    const struct opis_slip_unit *u = &slip->units[unit];
    return u->class_ == OPIS_WORD && u->gap == OPIS_GAP_BLANK && u->end - u->start > 2;
}

static int has_digits(const opis_slip *slip, uint32_t unit) {
    return slip->units[unit].class_ == OPIS_NUMBER || slip->units[unit].class_ == OPIS_MIXED;
}

/* Whether a quotation mark closes what one before a word of the same line opened: then it is no damaged figure. */
static int closes_quotation(const opis_slip *slip, uint32_t unit) {
    const char *bytes = slip->bytes;
    uint32_t at = slip->units[unit].start;
    for (uint32_t looked = 0; at > 0 && looked < QUOTATION && bytes[at - 1] != '\n'; looked++)
        if (bytes[--at] == '"')
            return is_letter(bytes[at + 1]) && (at == 0 || !(is_letter(bytes[at - 1]) || is_digit(bytes[at - 1])));
    return 0;
}

/*
 * Whether the units may be one number, read after `mark`: 0 for the label, '-' or a separator.  Letters alone are
 * one only where a number must stand, or before a mark or a line's end.
 */
static int may_be_number(const opis_slip *slip, uint32_t from, uint32_t to, char mark) {
    int digits = 0;
    for (uint32_t i = from; i < to; i++) {
        const struct opis_slip_unit *u = &slip->units[i];
        char sign = opis_slip_mark(slip, i);
        if (i > from && u->gap >= OPIS_GAP_LINE) return 0;
        if (u->class_ == OPIS_WORD && u->end - u->start > 5) return 0;
        if (sign == ',' && (i == from || u->gap || i + 1 == to || slip->units[i + 1].gap)) return 0;
        if (sign == '-' || sign == ';' || sign == '(' || sign == ')' || sign == '[' || sign == ']') return 0;
        if (sign == '.' && (u->gap || i == from)) return 0;
        if (sign == '"' && closes_quotation(slip, i)) return 0;
        if (i > from && u->gap && opis_slip_mark(slip, i - 1) == '.') return 0;
        if (i > from && u->gap && u->end - u->start > 2 && slip->units[from].end - slip->units[from].start > 1)
            return 0;
        /* "63-66 f. 17": a letter with a point is the next reference's label. */
        if (i > from && u->gap && u->class_ == OPIS_WORD && opis_slip_mark(slip, i + 1) == '.' && i + 2 < slip->count &&
            slip->units[i + 2].gap == OPIS_GAP_BLANK && has_digits(slip, i + 2))
            return 0;
        digits |= has_digits(slip, i);
    }
    if (mark == 0 || mark == '-') return 1;
    if (is_counted(slip, to)) return 0;
    if (digits) return 1;
    if (mark != ',' || slip->units[to - 1].end - slip->units[from].start > 6) return 0;
    return to >= slip->count || slip->units[to].class_ == OPIS_PUNCTUATION || slip->units[to].gap >= OPIS_GAP_LINE;
}

static size_t number_text(const opis_slip *slip, uint32_t from, uint32_t to, char text[NUMBER_BYTES]) {
    size_t length = slip->units[to - 1].end - slip->units[from].start;
    if (length > NUMBER_BYTES) return 0;
    memcpy(text, slip->bytes + slip->units[from].start, length);
    return length;
}

/* ---- The beam ------------------------------------------------------------------------------------------ */

/* Whether a list of this cost that ends before a unit is among the best: most are not, and need not be made. */
static int is_worth_keeping(const reading_of_list *r, uint32_t end, float cost) {
    if (end > r->slip->count || r->node_count == POOL) return 0;
    const struct frontier *f = &r->frontiers[end];
    return f->count < BEAM || r->nodes[f->nodes[BEAM - 1]].cost > cost;
}

/* Keep a list that is worth it. */
static void keep_node(reading_of_list *r, const node *candidate) {
    struct frontier *f = &r->frontiers[candidate->end];
    uint32_t at = f->count < BEAM ? f->count++ : BEAM - 1;
    for (; at > 0 && r->nodes[f->nodes[at - 1]].cost > candidate->cost; at--) f->nodes[at] = f->nodes[at - 1];
    f->nodes[at] = (int32_t)r->node_count;
    r->nodes[r->node_count++] = *candidate;
}

/* How plausible it is that a folio of this number follows the list so far. */
static float order_cost(const node *before, const number *n) {
    float cost = n->value > USUAL_FOLIO ? logf((float)n->value / USUAL_FOLIO) : 0;
    if (!before) return cost;
    int32_t rise = n->value - before->last;
    if (rise < 0 || (rise == 0 && (before->last_after || !n->after))) return cost + FALLS;
    return cost + 0.6f * logf(1.0f + (float)rise / 30.0f);
}

/* What the second number of a range stands for: "205-14" ends with 214. */
static int32_t range_end(const number *from, const number *to) {
    int32_t scale = 1;
    size_t given = 0;
    for (; to->digits[given] && from->digits[given]; given++) scale *= 10;
    return from->digits[given] ? from->value / scale * scale + to->value : to->value;
}

static float range_cost(const number *from, const number *to) {
    int32_t rise = range_end(from, to) - from->value;
    if (rise < 0 || (rise == 0 && !(to->after && !from->after))) return FALLS;
    return 0.4f * logf(1.0f + (float)rise / 20.0f);
}

/* What each of some lists costs with one of some numbers more, apart from what stands before that. */
typedef float costs_of_lists[BEAM][MOST_READINGS];

/* The lists that a folio may be added to; none but the empty one at the start. */
typedef struct lists {
    const int32_t *nodes;
    uint32_t count;
} lists;

static void find_costs(const reading_of_list *r, lists before, const number *from, uint32_t from_count,
                       costs_of_lists costs) {
    for (uint32_t k = 0; k < before.count; k++) {
        const node *last = before.nodes[k] < 0 ? NULL : &r->nodes[before.nodes[k]];
        for (uint32_t i = 0; i < from_count; i++) {
            float cost = from[i].cost + order_cost(last, &from[i]);
            costs[k][i] = last ? cost + (last->cost - GOES_ON) : cost;
        }
    }
}

/* The list with one folio more, at this cost. */
static node longer_list(const reading_of_list *r, int32_t before, uint32_t end, float cost, const number *from) {
    node made = {.before = before, .end = end, .from = *from, .depth = 1, .literal = from->literal, .cost = cost};
    if (before < 0) return made;
    made.depth = (uint8_t)(r->nodes[before].depth + 1);
    made.literal &= r->nodes[before].literal;
    return made;
}

static void add_single(reading_of_list *r, int32_t before, uint32_t end, float cost, const number *n) {
    if (!is_worth_keeping(r, end, cost)) return;
    node made = longer_list(r, before, end, cost, n);
    made.last = n->value;
    made.last_after = n->after;
    if (made.depth <= OPIS_LISTY) keep_node(r, &made);
}

static void add_range(reading_of_list *r, int32_t before, uint32_t end, float cost, const number *from,
                      const number *to) {
    if (!is_worth_keeping(r, end, cost)) return;
    node made = longer_list(r, before, end, cost, from);
    made.is_range = 1;
    made.to = *to;
    made.last = range_end(from, to);
    made.last_after = to->after;
    made.literal &= to->literal;
    if (made.depth <= OPIS_LISTY) keep_node(r, &made);
}

/* Read what may follow the dash after a number, with which the lists before it cost so much. */
static void extend_range(reading_of_list *r, lists before, uint32_t unit, float cost, const number *from,
                         uint32_t from_count, costs_of_lists costs_before) {
    for (uint32_t to = unit + 1; to <= r->slip->count && to <= unit + NUMBER_UNITS; to++) {
        char text[NUMBER_BYTES];
        number numbers[MOST_READINGS];
        if (!may_be_number(r->slip, unit, to, '-')) continue;
        size_t length = number_text(r->slip, unit, to, text);
        uint32_t count = length ? read_number(r, text, length, numbers) : 0;
        float costs[MOST_READINGS][MOST_READINGS];
        for (uint32_t i = 0; i < from_count; i++)
            for (uint32_t j = 0; j < count; j++)
                costs[i][j] = cost + numbers[j].cost + range_cost(&from[i], &numbers[j]) - GOES_ON;
        for (uint32_t k = 0; k < before.count; k++)
            for (uint32_t i = 0; i < from_count; i++)
                for (uint32_t j = 0; j < count; j++)
                    add_range(r, before.nodes[k], to, costs[i][j] + costs_before[k][i], &from[i], &numbers[j]);
    }
}

/* The unit after a dash at `unit`, a stray mark before it passed over; 0 where there is none. */
static uint32_t after_dash(const opis_slip *slip, uint32_t unit) {
    char mark = opis_slip_mark(slip, unit);
    if ((mark == '.' || mark == ',') && opis_slip_mark(slip, unit + 1) == '-') mark = opis_slip_mark(slip, ++unit);
    if (mark == '-') return unit + 1 < slip->count ? unit + 1 : 0;
    if (unit + 1 < slip->count && slip->units[unit].class_ == OPIS_PUNCTUATION &&
        slip->units[unit].end - slip->units[unit].start == 3 &&
        memcmp(slip->bytes + slip->units[unit].start, "\xE2\x80", 2) == 0) /* a longer dash */
        return unit + 1;
    return 0;
}

/* "29, by": a short word that only looks like figures. */
static int is_word(const reading_of_list *r, uint32_t unit) {
    const struct opis_slip_unit *u = &r->slip->units[unit];
    return u->class_ == OPIS_WORD &&
           opis_words_have(&r->style->no_numerals, r->slip->bytes + u->start, u->end - u->start);
}

/* Read a folio or a range from a unit on, after each of the lists. */
static void extend_lists(reading_of_list *r, lists before, uint32_t unit, char mark, float cost) {
    for (uint32_t to = unit + 1; to <= r->slip->count && to <= unit + NUMBER_UNITS; to++) {
        char text[NUMBER_BYTES];
        number numbers[MOST_READINGS];
        uint32_t after = after_dash(r->slip, to);
        if (mark == ',' && to == unit + 1 && !after && is_word(r, unit)) return;
        if (!may_be_number(r->slip, unit, to, after ? '-' : mark)) continue;
        size_t length = number_text(r->slip, unit, to, text);
        uint32_t count = length ? read_number(r, text, length, numbers) : 0;
        costs_of_lists costs;
        find_costs(r, before, numbers, count, costs);
        for (uint32_t k = 0; k < before.count; k++)
            for (uint32_t i = 0; i < count; i++) add_single(r, before.nodes[k], to, cost + costs[k][i], &numbers[i]);
        if (count && after) extend_range(r, before, after, cost, numbers, count, costs);
    }
}

/* What lies between a folio and the next. */
static char read_separator(const opis_slip *slip, uint32_t *unit, float *cost) {
    char mark = opis_slip_mark(slip, *unit);
    uint32_t next = *unit + 1;
    if (next >= slip->count) return 0;
    int glued = slip->units[next].gap == OPIS_GAP_NONE;
    *cost = 0;
    if (mark == ',') {
        *unit = next;
        return ',';
    }
    if (mark == '.' && slip->units[next].gap < OPIS_GAP_LINE) {
        *unit = next;
        *cost = glued ? GLUED_POINT : POINT_FOR_COMMA;
        /* "93. 96-98" goes on, "58. The" and "58. 12 people" do not. */
        return has_digits(slip, next) ? '.' : 0;
    }
    return 0;
}

/* What it costs to end a list before this unit, which may be half of a number. */
static float ending_cost(const opis_slip *slip, uint32_t unit) {
    if (unit >= slip->count) return 0;
    const struct opis_slip_unit *u = &slip->units[unit];
    char mark = opis_slip_mark(slip, unit);
    if (mark == '-' || mark == '~' || mark == '%' || mark == '"' || mark == '?') return 2.5f;
    if (mark == '.' || mark == ',') {
        const struct opis_slip_unit *next = u + 1;
        if (unit + 1 >= slip->count || next->class_ != OPIS_NUMBER) return 0;
        if (mark == ',') return 3.0f;
        return next->gap == OPIS_GAP_NONE ? 4.0f : next->gap == OPIS_GAP_BLANK ? 1.0f : 0;
    }
    if (u->class_ == OPIS_PUNCTUATION || u->gap >= OPIS_GAP_LINE) return 0;
    if (u->gap == OPIS_GAP_NONE) return 4.0f;
    return u->class_ == OPIS_NUMBER ? 2.5f : u->end - u->start <= 2 ? 1.2f : 0;
}

typedef struct endings {
    float best, second;
    int32_t node;
} endings;

static int same_number(const number *a, const number *b) {
    return a->after == b->after && strcmp(a->digits, b->digits) == 0;
}

static int same_folio(const node *a, const node *b) {
    if (a->is_range != b->is_range || !same_number(&a->from, &b->from)) return 0;
    return !a->is_range || same_number(&a->to, &b->to);
}

static int same_list(const reading_of_list *r, int32_t a, int32_t b) {
    for (; a >= 0 && b >= 0; a = r->nodes[a].before, b = r->nodes[b].before)
        if (a == b)
            return 1;
        else if (!same_folio(&r->nodes[a], &r->nodes[b]))
            return 0;
    return a == b;
}

static void consider_end(const reading_of_list *r, endings *e, int32_t candidate) {
    float cost = r->nodes[candidate].cost + ending_cost(r->slip, r->nodes[candidate].end);
    if (e->node >= 0 && same_list(r, e->node, candidate)) {
        if (cost < e->best) e->best = cost, e->node = candidate;
    } else if (cost < e->best) {
        e->second = e->best;
        e->best = cost;
        e->node = candidate;
    } else if (cost < e->second) {
        e->second = cost;
    }
}

static const char *print_after(const opis_style *style, const number *n) {
    return n->after == LETTER_A ? "a" : n->after == VERSO && style->verso.count ? style->verso.items[0] : "";
}

static char *append(char *at, const char *end, const char *text) {
    while (*text && at < end) *at++ = *text++;
    return at;
}

/* As the edition prints it: "60-65", "12ob", "17a". */
static void print_folio(const opis_style *style, const node *n, char text[OPIS_FOLIO_LENGTH + 1]) {
    const char *end = text + OPIS_FOLIO_LENGTH;
    char *at = append(append(text, end, n->from.digits), end, print_after(style, &n->from));
    if (n->is_range) at = append(append(append(at, end, "-"), end, n->to.digits), end, print_after(style, &n->to));
    *at = 0;
}

static void collect(const reading_of_list *r, int32_t last, opis_listy *listy) {
    listy->count = r->nodes[last].depth;
    listy->end_unit = r->nodes[last].end;
    listy->literal = r->nodes[last].literal;
    for (uint32_t i = listy->count; i > 0; i--, last = r->nodes[last].before) {
        const node *n = &r->nodes[last];
        print_folio(r->style, n, listy->folios[i - 1]);
        if (n->from.guessed || (n->is_range && n->to.guessed)) listy->margin = 0;
    }
}

int opis_listy_read(opis_listy *listy, const opis_style *style, const opis_glyphs *glyphs, const opis_slip *slip,
                    uint32_t unit) {
    reading_of_list r;
    endings e = {INFINITY, INFINITY, -1};
    r.style = style;
    r.glyphs = glyphs;
    r.slip = slip;
    r.node_count = 0;
    for (uint32_t i = 0; i <= slip->count; i++) r.frontiers[i].count = 0;
    if (unit >= slip->count) return 0;
    const int32_t none = -1;
    extend_lists(&r, (lists){&none, 1}, unit, 0, 0);
    for (uint32_t at = unit + 1; at <= slip->count; at++) {
        const struct frontier *f = &r.frontiers[at];
        uint32_t next = at;
        float cost = 0;
        if (f->count == 0) continue;
        char mark = read_separator(slip, &next, &cost);
        for (uint32_t i = 0; i < f->count; i++) consider_end(&r, &e, f->nodes[i]);
        if (mark) extend_lists(&r, (lists){f->nodes, f->count}, next, mark, cost);
    }
    if (e.node < 0) return 0;
    listy->margin = e.second - e.best;
    collect(&r, e.node, listy);
    return 1;
}
