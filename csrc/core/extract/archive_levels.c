/*
 * A reference is cut into labels and values by the cheapest path: each step reads a value, passes the marks after it
 * and reads the label of a lower level.  What a label looks like after damage is the glyphs' business, so "184.11. 60"
 * and "184, ll. 60" take the same path at different costs.
 */
#include <math.h>
#include <string.h>

#include "extract/archive.h"

#define HEAD_UNITS 48    /* fond, opis and delo stand within so many units, fewer than 64 */
#define VALUE_UNITS 7    /* of which a value takes up so many at most */
#define LONGEST_LABEL 10 /* bytes */
#define LABEL_LIMIT 4.5f
#define DEAREST_LABEL 5.0f /* no caller takes one that costs more */
#define OPEN_LABEL 1.5f

/* Costs beside those of glyphs. */
#define SKIPPED_LEVEL 5.0f
#define NO_SEPARATOR 1.5f /* a blank alone between a value and the next label */
#define GLUED 2.5f        /* nothing at all */
#define GLUED_LABEL 1.5f
#define SINGLE_GLUED 1.0f /* one glyph of a number is more often its own than two are */
#define STRAY_POINT 1.8f  /* a point and a comma: the point belongs to the number */
#define TORN_VALUE 3.0f
#define OTHER_SEPARATOR 0.3f   /* a point for a comma */
#define STRANGE_SEPARATOR 2.0f /* a semicolon or colon for a comma */
#define UNREADABLE 5.5f        /* a value that is no numeral in any reading ... */
#define UNREADABLE_UNIT 0.7f   /* ... for each of its units */
#define LONE_LABEL 0.4f
#define AFTER_POINT 1.5f
#define POINTLESS_FIGURES 3.0f                                   /* "11" without a point is a number */
static const float unfinished[OPIS_LIST] = {10.0f, 10.0f, 4.0f}; /* nothing after the fond, the opis, the delo */

typedef struct step {
    float cost;
    int8_t from_level; /* -1: the start */
    uint8_t from_unit;
    uint32_t value_end; /* byte where the value before this label ends */
} step;

typedef struct search {
    const opis_style *style;
    const opis_glyphs *glyphs;
    const struct opis_archive_patterns *patterns;
    opis_archive_values *values;
    const opis_slip *slip;
    step steps[OPIS_LEVEL_COUNT][HEAD_UNITS + 1]; /* by level and by the unit that follows its label */
    uint64_t reached[OPIS_LEVEL_COUNT];           /* the units of each level that have a step, one bit each */
} search;

static int is_point(char mark) {
    return mark == '.' || mark == ',' || mark == ':' || mark == '\'';
}

/* The cheapest label of a level for this text, which is not one as it stands. */
static float damaged_label_cost(const search *s, opis_level level, const char *text, size_t length) {
    float best = INFINITY;
    const opis_words *labels = &s->style->labels[level];
    for (size_t i = 0; i < labels->count; i++) {
        size_t printed = strlen(labels->items[i]);
        if (length + 2 < printed || printed + 2 < length) continue;
        float cost = opis_glyphs_distance(s->glyphs, text, length, labels->items[i], printed, DEAREST_LABEL);
        if (cost < best) best = cost;
    }
    return best;
}

static float label_cost(const search *s, opis_level level, const char *text, size_t length) {
    const opis_words *labels = &s->style->labels[level];
    for (size_t i = 0; i < labels->count; i++)
        if (strncmp(labels->items[i], text, length) == 0 && !labels->items[i][length]) return 0;
    opis_remembered_label *slot = opis_archive_label(s->values, level, text, length);
    if (!slot) return damaged_label_cost(s, level, text, length);
    if (slot->cost < 0) slot->cost = damaged_label_cost(s, level, text, length);
    return slot->cost;
}

/* Append a unit's bytes to the text of a label. */
static int append_unit(char text[LONGEST_LABEL], size_t *length, const opis_slip *slip, uint32_t unit) {
    const struct opis_slip_unit *u = &slip->units[unit];
    if (*length + (u->end - u->start) > LONGEST_LABEL) return 0;
    memcpy(text + *length, slip->bytes + u->start, u->end - u->start);
    *length += u->end - u->start;
    return 1;
}

typedef struct label_span {
    float cost;
    uint32_t end; /* one past its last unit */
} label_span;

/*
 * The cheapest label that starts at a unit: one unit, or two or three single glyphs ("l l"), with a point or without.
 */
static label_span read_label(const search *s, opis_level level, uint32_t unit) {
    label_span best = {INFINITY, unit};
    char text[LONGEST_LABEL];
    size_t length = 0;
    /* Figures stand for the folios' label alone. */
    if (level != OPIS_LIST && s->slip->units[unit].class_ == OPIS_NUMBER) return best;
    if (!opis_archive_may_label(s->patterns, level, s->slip->bytes[s->slip->units[unit].start])) return best;
    for (uint32_t i = unit; i < s->slip->count && i < unit + 2; i++) {
        const struct opis_slip_unit *u = &s->slip->units[i];
        if (u->class_ == OPIS_PUNCTUATION && (i > unit || is_point(opis_slip_mark(s->slip, i)))) break;
        if (i > unit && (u->end - u->start > 1 || length > 1 || u->gap >= OPIS_GAP_LINE)) break;
        if (!append_unit(text, &length, s->slip, i)) break;
        size_t bare = length;
        uint32_t end = i + 1;
        if (is_point(opis_slip_mark(s->slip, end)) && append_unit(text, &length, s->slip, end)) end++;
        float cost = label_cost(s, level, text, length);
        if (end == i + 1 && u->class_ == OPIS_NUMBER) cost += POINTLESS_FIGURES;
        /* "II., 202": a comma behind the label */
        if (end > i + 1 && end + 1 < s->slip->count && opis_slip_mark(s->slip, end) == ',' && level == OPIS_LIST) end++;
        if (cost < best.cost) best = (label_span){cost, end};
        if (cost == 0) break;
        length = bare;
    }
    return best;
}

/* Whether a unit may belong to a value that has begun before it. */
static int continues_value(const opis_slip *slip, uint32_t first, uint32_t unit) {
    const struct opis_slip_unit *u = &slip->units[unit], *before = u - 1;
    char mark = opis_slip_mark(slip, unit), mark_before = opis_slip_mark(slip, unit - 1);
    if (u->gap >= OPIS_GAP_LINE) return mark_before == '-';
    if (mark == '(' || mark == ')' || mark == ';' || mark == '[' || mark == ']') return 0;
    if (u->class_ == OPIS_WORD && u->end - u->start > 4) return 0;
    if (u->gap == OPIS_GAP_NONE) return 1;
    /* Blanks stand only between single glyphs. */
    if (mark_before == '.' || mark_before == ',') return 0;
    if (mark == ',' || mark == '.') return 0;
    if (u->class_ == OPIS_NUMBER && u->end - u->start <= 4 && before->end - before->start == 1) return 1;
    return mark_before == '-' || u->end - u->start <= 2 || (unit == first + 1 && before->end - before->start <= 2);
}

/* Pass the marks between a value and the next label; tells what they cost. */
static float pass_separators(const opis_slip *slip, uint32_t *unit) {
    float cost = 0;
    uint32_t at = *unit;
    for (; at < slip->count && at < *unit + 2; at++) {
        char mark = opis_slip_mark(slip, at);
        if (mark == ';' || mark == ':' || mark == ')')
            cost += STRANGE_SEPARATOR;
        else if (mark == '.')
            cost += OTHER_SEPARATOR;
        else if (mark != ',')
            break;
    }
    if (at == *unit + 2 && opis_slip_mark(slip, *unit) == '.') cost += STRAY_POINT;
    if (at == *unit && at < slip->count) cost += slip->units[at].gap == OPIS_GAP_NONE ? GLUED : NO_SEPARATOR;
    *unit = at;
    return cost;
}

static void relax(search *s, int level, uint32_t unit, step candidate) {
    if (unit > HEAD_UNITS || unit >= s->slip->count) return;
    step *held = &s->steps[level][unit];
    uint64_t bit = (uint64_t)1 << unit;
    if (!(s->reached[level] & bit) || candidate.cost < held->cost) *held = candidate;
    s->reached[level] |= bit;
}

/* A label that opens a line may be a numbered item, the more so after an empty line or a point. */
static float line_cost(const opis_slip *slip, uint32_t unit) {
    float cost = LONE_LABEL;
    if (slip->units[unit].gap == OPIS_GAP_PARAGRAPH) cost += LONE_LABEL;
    return opis_slip_mark(slip, unit - 1) == ',' ? cost : cost + AFTER_POINT;
}

/* What may be the value of a level. */
typedef struct span {
    uint32_t first, end; /* units */
    float cost;          /* below 0: not reckoned yet */
} span;

/* Most spans end where none may, and what they cost is not asked for. */
static float span_cost(const search *s, span *value) {
    if (value->cost >= 0) return value->cost;
    const struct opis_slip_unit *units = s->slip->units;
    float cost =
        opis_archive_value_cost(s->values, s->slip->bytes, units[value->first].start, units[value->end - 1].end);
    if (cost == INFINITY) cost = UNREADABLE + UNREADABLE_UNIT * (float)(value->end - value->first);
    return value->cost = cost;
}

/* Read the labels of every lower level behind a value and the marks after it. */
static void step_labels(search *s, int level, span *value, float cost) {
    uint32_t unit = value->end, value_end = s->slip->units[value->end - 1].end;
    float separators = pass_separators(s->slip, &unit);
    for (int next = level + 1; next < OPIS_LEVEL_COUNT && unit < s->slip->count; next++) {
        label_span label = read_label(s, (opis_level)next, unit);
        if (label.cost > LABEL_LIMIT) continue;
        float skipped = SKIPPED_LEVEL * (float)(next - level - 1);
        float line = s->slip->units[unit].gap >= OPIS_GAP_LINE ? line_cost(s->slip, unit) : 0;
        float so_far = cost + span_cost(s, value) + separators;
        relax(s, next, label.end,
              (step){so_far + label.cost + skipped + line, (int8_t)level, (uint8_t)value->first, value_end});
        if (label.cost == 0) break; /* it reads as it stands */
    }
}

/* The folios' label is glued to the delo: "18411. 64" is 184, ll. 64. */
static void step_glued(search *s, int level, uint32_t at, uint32_t unit, float cost) {
    const struct opis_slip_unit *u = &s->slip->units[unit];
    if (level != OPIS_DELO || !is_point(opis_slip_mark(s->slip, unit + 1))) return;
    if (unit + 2 >= s->slip->count || s->slip->units[unit + 2].gap > OPIS_GAP_BLANK) return;
    for (uint32_t cut = 1; cut <= 2 && u->end - u->start > cut; cut++) {
        char text[LONGEST_LABEL];
        memcpy(text, s->slip->bytes + u->end - cut, cut);
        text[cut] = s->slip->bytes[s->slip->units[unit + 1].start];
        float label = label_cost(s, OPIS_LIST, text, cut + 1);
        if (cut == 1) label += SINGLE_GLUED;
        if (label > LABEL_LIMIT) continue;
        float value = opis_archive_value_cost(s->values, s->slip->bytes, s->slip->units[at].start, u->end - cut);
        if (value == INFINITY) continue;
        relax(s, OPIS_LIST, unit + 2,
              (step){cost + value + label + GLUED_LABEL, (int8_t)level, (uint8_t)at, u->end - cut});
    }
}

typedef struct ending {
    float cost;
    int level;
    uint32_t unit, end; /* the last value runs from `unit` to `end` */
} ending;

static void consider_ending(ending *best, float cost, int level, uint32_t unit, uint32_t end) {
    if (cost < best->cost) *best = (ending){cost, level, unit, end};
}

/* Whether a value that ends here leaves a piece of itself behind: a dash, a figure after a blank. */
static int is_torn(const opis_slip *slip, uint32_t end) {
    if (end >= slip->count) return 0;
    const struct opis_slip_unit *u = &slip->units[end];
    char mark = opis_slip_mark(slip, end);
    if (u->class_ == OPIS_PUNCTUATION)
        return mark == '-' || (u->gap == OPIS_GAP_NONE && mark && !strchr(".,;:)]", mark));
    /* "r a o j": glyphs set apart */
    if (u->class_ == OPIS_WORD && u->end - u->start == 1 && u->gap == OPIS_GAP_BLANK && u[-1].end - u[-1].start == 1 &&
        opis_slip_mark(slip, end + 1) != '.')
        return 1;
    return u->class_ == OPIS_NUMBER && u->gap <= OPIS_GAP_BLANK;
}

/* Read every value that may start at a unit, and what may follow it. */
static void step_values(search *s, int level, uint32_t at, float cost, ending *best) {
    const opis_slip *slip = s->slip;
    for (uint32_t end = at + 1; end <= slip->count && end <= at + VALUE_UNITS; end++) {
        if (end > at + 1 && !continues_value(slip, at, end - 1)) break;
        if (end == at + 1 && (slip->units[at].class_ == OPIS_WORD && slip->units[at].end - slip->units[at].start > 6))
            break;
        if (opis_slip_mark(slip, end - 1) == ',') continue;
        span value = {at, end, -1};
        float torn = is_torn(slip, end) ? TORN_VALUE : 0;
        if (cost + torn + unfinished[level] < best->cost)
            consider_ending(best, cost + span_cost(s, &value) + torn + unfinished[level], level, at, end);
        step_labels(s, level, &value, cost);
        step_glued(s, level, at, end - 1, cost);
    }
}

/* Whether letters are a word of the text rather than a damaged number: long, or followed by other words. */
static int is_prose(const opis_slip *slip, uint32_t unit) {
    const struct opis_slip_unit *u = &slip->units[unit], *next = u + 1;
    if (u->end - u->start > 6) return 1;
    /* a glyph alone at the end of a line is no word that the next line goes on from */
    if (u->end - u->start == 1 && unit + 1 < slip->count && next->gap >= OPIS_GAP_LINE) return 0;
    return unit + 1 < slip->count && next->class_ == OPIS_WORD && next->gap >= OPIS_GAP_BLANK &&
           next->end - next->start > 1;
}

/* The folios must begin with something that can be one. */
static int can_be_folio(const search *s, uint32_t unit) {
    const struct opis_slip_unit *u = &s->slip->units[unit];
    if (u->class_ == OPIS_NUMBER) return 1;
    if (u->class_ == OPIS_WORD && is_prose(s->slip, unit)) return 0;
    return opis_archive_value_cost(s->values, s->slip->bytes, u->start, u->end) < INFINITY ||
           (opis_slip_mark(s->slip, unit) && !is_point(opis_slip_mark(s->slip, unit)));
}

/* Whether the last value is torn, or a label that nothing could be read after follows it. */
static int ends_open(const search *s, const ending *best) {
    uint32_t unit = best->end;
    if (best->level == OPIS_LIST) return 0;
    if (is_torn(s->slip, unit)) return 1;
    pass_separators(s->slip, &unit);
    return unit > best->end && unit < s->slip->count && read_label(s, OPIS_LIST, unit).cost <= OPEN_LABEL;
}

static void trace(const search *s, const ending *best, opis_levels *levels) {
    int level = best->level;
    uint32_t unit = best->unit;
    memset(levels, 0, sizeof *levels);
    levels->cost = best->cost;
    levels->listy_unit = level == OPIS_LIST ? unit : s->slip->count;
    levels->open = (uint8_t)ends_open(s, best);
    uint32_t value_end = level == OPIS_LIST ? 0 : s->slip->units[best->end - 1].end;
    while (level >= 0) {
        const step *last = &s->steps[level][unit];
        if (level < OPIS_LIST) {
            levels->values[level].present = 1;
            levels->values[level].start = s->slip->units[unit].start;
            levels->values[level].end = value_end;
        }
        value_end = last->value_end;
        level = last->from_level;
        unit = last->from_unit;
    }
}

int opis_levels_find(opis_levels *levels, const opis_book *book, opis_archive_values *values, const opis_slip *slip,
                     uint32_t unit, opis_level from, opis_level upto, float limit) {
    search s;
    s.style = book->style;
    s.glyphs = book->glyphs;
    s.patterns = book->reader->archive_patterns;
    s.values = values;
    s.slip = slip;
    ending best = {INFINITY, -1, 0, 0};
    if (unit >= slip->count || unit > HEAD_UNITS) return 0;
    memset(s.reached, 0, sizeof s.reached);
    for (opis_level level = from; level <= upto; level++) {
        label_span label = read_label(&s, level, unit);
        if (label.cost <= limit)
            relax(&s, (int)level, label.end, (step){label.cost + SKIPPED_LEVEL * (float)(level - from), -1, 0, 0});
    }
    /* Each step leads to lower levels alone. */
    for (int level = 0; level < OPIS_LEVEL_COUNT; level++)
        for (uint64_t left = s.reached[level]; left; left &= left - 1) {
            uint32_t i = (uint32_t)__builtin_ctzll(left);
            float cost = s.steps[level][i].cost;
            if (cost >= best.cost) continue;
            if (level < OPIS_LIST)
                step_values(&s, level, i, cost, &best);
            else if (can_be_folio(&s, i))
                consider_ending(&best, cost, level, i, i);
        }
    if (best.level < 0) return 0;
    trace(&s, &best, levels);
    return 1;
}
