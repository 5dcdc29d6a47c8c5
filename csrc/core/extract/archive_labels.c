#include "extract/archive_labels.h"

#include <math.h>

#include "extract/archive_units.h"

#define WORDED_UNITS 14
#define LONGEST_LABEL 16
#define LONGEST_CAPITALS 5 /* letters of those that stand for a number */
#define LEAST_DAMAGED 3    /* letters of a label that is read through damage */
#define DEAREST_DAMAGE 3.0f

static const opis_citation_style *style_of(const opis_style_parser *p) {
    return &p->styles->styles[p->style];
}

/* Whether a word means that a number follows: "No", "Nr".  It is asked once. */
static int is_sign(const opis_style_parser *p, uint32_t unit) {
    const opis_words *signs = &p->styles->edition->number_signs;
    struct opis_slip_unit *u = &p->slip->units[unit];
    if (u->looks & OPIS_LOOKED_FOR_SIGN) return (u->looks & OPIS_IS_SIGN) != 0;
    u->looks |= OPIS_LOOKED_FOR_SIGN;
    for (size_t i = 0; i < signs->count && !(u->looks & OPIS_IS_SIGN); i++)
        if (opis_fold_same(p->slip->bytes + u->start, u->end - u->start, signs->items[i], strlen(signs->items[i])))
            u->looks |= OPIS_IS_SIGN;
    return (u->looks & OPIS_IS_SIGN) != 0;
}

uint32_t opis_level_pass_sign(const opis_style_parser *p, uint32_t unit) {
    const opis_slip *slip = p->slip;
    uint32_t mark = mark_at(slip, unit);
    if (mark == 0x2116 || mark == '#') return unit + 1;
    if (class_at(slip, unit) != OPIS_WORD || !is_sign(p, unit)) return unit;
    return mark_at(slip, unit + 1) == '.' || mark_at(slip, unit + 1) == 0xB0 ? unit + 2 : unit + 1;
}

/* ---- Labels -------------------------------------------------------------------------------------------- */

const opis_term *opis_parts_terms(const opis_style_parser *p, uint32_t unit, uint32_t *count) {
    struct opis_slip_unit *u = &p->slip->units[unit];
    if (u->first_term == OPIS_NOT_LOOKED_UP) {
        size_t found;
        uint64_t hash = opis_fold_hash(OPIS_FOLD_START, p->slip->bytes + u->start, u->end - u->start);
        u->first_term = (uint32_t)(opis_archive_terms(p->styles, hash, &found) - p->styles->terms);
        u->term_count = (uint32_t)found;
    }
    *count = u->term_count;
    return p->styles->terms + u->first_term;
}

/* Whether a level may follow those that were read: a lower one, or one that may stand anywhere. */
int opis_level_may_follow(const opis_style_parser *p, const opis_styled *found, uint8_t level) {
    const opis_citation_style *style = style_of(p);
    if (found->levels >> level & 1) return 0;
    if (style->levels[level].anywhere) return 1;
    for (size_t i = level + 1u; i < style->level_count; i++)
        if (found->levels >> i & 1 && !style->levels[i].anywhere) return 0;
    return 1;
}

/* Whether a word of more than one letter stands in capitals alone. */
static int is_shouted(const opis_slip *slip, uint32_t unit) {
    return letters_of(slip, unit) > 1 && all_capitals(slip, unit);
}

static int ends_in_point(const char *text) {
    return text[strlen(text) - 1] == '.';
}

/*
 * Take the label of the style among the meanings of so many words from `at` to before `end`.  Where levels share
 * one ("f." is fond and folio), it is of the first that may follow what was read.
 */
static void take_label(const opis_style_parser *p, const opis_term *terms, size_t count, uint8_t words, uint32_t at,
                       uint32_t end, opis_level_label *label) {
    int taken = 0;
    for (size_t i = 0; i < count; i++) {
        if (terms[i].style != p->style || terms[i].kind != OPIS_TERM_LABEL || terms[i].words != words) continue;
        if (end == at + 1 && is_shouted(p->slip, at) && ends_in_point(terms[i].text)) continue; /* "FO 371" */
        int follows = !label->read || opis_level_may_follow(p, label->read, terms[i].level);
        if (!taken++ || follows) label->end = end, label->level = terms[i].level, label->text = terms[i].text;
        if (follows) return;
    }
}

static uint32_t pass_point(const opis_slip *slip, uint32_t unit) {
    return mark_at(slip, unit) == '.' ? unit + 1 : unit;
}

/* Look for labels of several words, the first of which ends before a unit. */
static void read_longer_label(const opis_style_parser *p, uint32_t unit, uint32_t at, opis_level_label *label) {
    const opis_slip *slip = p->slip;
    uint64_t hash = opis_fold_hash(OPIS_FOLD_START, slip->bytes + slip->units[unit].start, unit_length(slip, unit));
    for (uint8_t words = 2; words <= OPIS_LABEL_WORDS && class_at(slip, at) == OPIS_WORD; words++) {
        size_t count;
        if (slip->units[at].gap > OPIS_GAP_LINE) return;
        hash = opis_fold_hash(hash, " ", 1);
        hash = opis_fold_hash(hash, slip->bytes + slip->units[at].start, unit_length(slip, at));
        at = pass_point(slip, at + 1);
        const opis_term *terms = opis_archive_terms(p->styles, hash, &count);
        take_label(p, terms, count, words, unit, at, label);
    }
}

/* The longest label of the style at a unit, behind what was read, whatever follows it. */
opis_level_label opis_level_label_behind(const opis_style_parser *p, uint32_t unit, const opis_styled *read) {
    uint32_t count, longer = 0;
    opis_level_label label = {read, 0, 0, NULL};
    if (class_at(p->slip, unit) != OPIS_WORD) return label;
    const opis_term *terms = opis_parts_terms(p, unit, &count);
    if (count == 0 || !(terms->labelled >> p->style % 64 & 1)) return label; /* as most words */
    for (uint32_t i = 0; i < count; i++) longer |= terms[i].style == p->style && terms[i].kind == OPIS_TERM_FIRST;
    uint32_t end = pass_point(p->slip, unit + 1);
    take_label(p, terms, count, 1, unit, end, &label);
    if (longer) read_longer_label(p, unit, end, &label);
    return label;
}

/* One past the longest label of the style at a unit, whatever stands before and behind it; 0 where there is none. */
uint32_t opis_level_label_at(const opis_style_parser *p, uint32_t unit, uint8_t *level, const char **text) {
    opis_level_label label = opis_level_label_behind(p, unit, NULL);
    if (label.end) *level = label.level, *text = label.text;
    return label.end;
}

static int is_label_mark(uint32_t mark) {
    return mark == '.' || mark == ':' || mark == '\'' || mark == 0xB0 || mark == '[' || mark == ']' || mark == ')' ||
           mark == '*' || mark == '`' || mark == 0x2019;
}

static int begins_in_cyrillic(const opis_slip *slip, uint32_t unit) {
    uint32_t code = 0;
    opis_fold_decode(slip->bytes + slip->units[unit].start, unit_length(slip, unit), &code);
    return is_cyrillic(code);
}

/* "RG-59", "Ф-487" */
static int joins_number_to_acronym(const opis_slip *slip, uint32_t unit) {
    return opis_is_dash(mark_at(slip, unit)) && glued(slip, unit) && glued(slip, unit + 1) &&
           has_digits(slip, unit + 1) && all_capitals(slip, unit - 1) &&
           (letters_of(slip, unit - 1) > 1 || begins_in_cyrillic(slip, unit - 1));
}

/* "F., 1" */
static int is_comma_for_point(const opis_slip *slip, uint32_t unit) {
    return mark_at(slip, unit) == ',' && mark_at(slip, unit - 1) == '.' && class_at(slip, unit + 1) == OPIS_NUMBER;
}

/* Pass what may stand between a label and its value: marks, and the label once more in brackets: "fond (f.) 102". */
uint32_t opis_level_pass_label(const opis_style_parser *p, uint32_t unit, uint8_t level) {
    const opis_slip *slip = p->slip;
    for (int passed = 0; passed < 5 && unit < slip->count; passed++) {
        uint32_t mark = mark_at(slip, unit);
        const char *text;
        uint8_t other;
        uint32_t again = mark == '(' ? opis_level_label_at(p, unit + 1, &other, &text) : 0;
        if (again && other == level && mark_at(slip, again) == ')')
            unit = again + 1;
        else if (is_label_mark(mark) || joins_number_to_acronym(slip, unit) ||
                 (passed == 0 && is_comma_for_point(slip, unit)))
            unit++;
        else
            break;
    }
    return opis_level_pass_sign(p, unit);
}

/* ---- Values -------------------------------------------------------------------------------------------- */

static uint32_t letters_before_digit(const opis_slip *slip, uint32_t unit) {
    uint32_t letters = 0;
    for (uint32_t i = slip->units[unit].start; i < slip->units[unit].end && !is_digit(slip->bytes[i]); i++)
        letters += ((unsigned char)slip->bytes[i] & 0xC0) != 0x80;
    return letters;
}

/* "AT/W/12": one past the first figures behind strokes and capitals, or 0. */
static uint32_t lettered_head(const opis_slip *slip, uint32_t stroke) {
    while (mark_at(slip, stroke) == '/' && glued(slip, stroke) && glued(slip, stroke + 1)) {
        if (has_digits(slip, stroke + 1)) return stroke + 2;
        if (class_at(slip, stroke + 1) != OPIS_WORD || !all_capitals(slip, stroke + 1)) return 0;
        stroke += 2;
    }
    return 0;
}

/* One past the head of a number: digits, or a few letters that lead to them. */
static uint32_t number_head(const opis_slip *slip, uint32_t unit) {
    const char *bytes = slip->bytes + (unit < slip->count ? slip->units[unit].start : 0);
    if (class_at(slip, unit) == OPIS_MIXED && bytes[0] == '0' && bytes[1] == 'x') return 0; /* of a program: "0xE0" */
    if (has_digits(slip, unit)) return letters_before_digit(slip, unit) <= OPIS_SHORT_WORD ? unit + 1 : 0;
    if (class_at(slip, unit) != OPIS_WORD || slip->units[unit].gap > OPIS_GAP_LINE) return 0;
    uint32_t letters = letters_of(slip, unit), next = unit + 1;
    int prefix = letters <= OPIS_SHORT_WORD && (all_capitals(slip, unit) || letters == 1);
    if (prefix && opis_is_dash(mark_at(slip, next)) && has_digits(slip, next + 1)) return next + 2;
    if (all_capitals(slip, unit) && mark_at(slip, next) == '/' && glued(slip, next)) return lettered_head(slip, next);
    if (prefix && letters <= 2 && all_capitals(slip, unit) && class_at(slip, next) == OPIS_NUMBER &&
        slip->units[next].gap <= OPIS_GAP_BLANK)
        return next + 1;
    if (is_roman(slip, unit) && letters > 1) return next;
    return 0;
}

/* One past a number with whatever is joined to it: "352-8/7", "61-D", "2.24.01.05". */
uint32_t opis_level_number(const opis_slip *slip, uint32_t unit) {
    uint32_t end = number_head(slip, unit);
    while (end && end < slip->count && glued(slip, end)) {
        uint32_t mark = mark_at(slip, end);
        if (has_digits(slip, end)) {
            end++;
            continue;
        }
        int joins = opis_is_dash(mark) || mark == '/' || mark == '_';
        int short_word = class_at(slip, end + 1) == OPIS_WORD && letters_of(slip, end + 1) <= OPIS_SHORT_WORD;
        int goes_on = has_digits(slip, end + 1) ? joins || mark == '.' : joins && short_word;
        if (!goes_on || !glued(slip, end + 1)) break;
        end += 2;
    }
    return end;
}

/* One past the words up to the next mark that ends them. */
static uint32_t read_words(const opis_slip *slip, uint32_t unit) {
    uint32_t end = unit;
    if (!has_digits(slip, unit) && !begins_with_capital(slip, unit)) return 0;
    while (end < slip->count && end < unit + WORDED_UNITS) {
        uint32_t mark = mark_at(slip, end);
        if (slip->units[end].gap == OPIS_GAP_PARAGRAPH && end > unit) break;
        if (mark == ',' || mark == ';' || mark == '(' || mark == ')' || mark == ']' || mark == '"' || mark == '|')
            break;
        if (mark == '.' && !(glued(slip, end) && glued(slip, end + 1))) break;
        end++;
    }
    return end > unit ? end : 0;
}

/* One past what stands in quotation marks, or 0. */
static uint32_t read_quoted(const opis_slip *slip, uint32_t unit) {
    uint32_t mark = mark_at(slip, unit);
    if (mark != '"' && mark != 0x201C && mark != 0x201E && mark != 0xAB) return 0;
    for (uint32_t end = unit + 1; end < slip->count && end < unit + WORDED_UNITS; end++) {
        mark = mark_at(slip, end);
        if (mark == '"' || mark == 0x201C || mark == 0x201D || mark == 0xBB) return end + 1;
        if (mark && mark != '.' && mark != '-' && mark != '/') return 0;
    }
    return 0;
}

/* Whether a word tells what stands before it: "Files" is no number of a lot in "Lot Files". */
static int names_level(const opis_style_parser *p, uint32_t unit) {
    opis_level_label label = opis_level_label_behind(p, unit, NULL);
    return label.end && style_of(p)->levels[label.level].after;
}

/* "I", "V", "X" of either script. */
static int is_roman_digit(const opis_slip *slip, uint32_t unit) {
    uint32_t code = 0;
    opis_fold_decode(slip->bytes + slip->units[unit].start, unit_length(slip, unit), &code);
    return letters_of(slip, unit) == 1 &&
           (code == 'I' || code == 'V' || code == 'X' || code == 0x0406 || code == 0x0425);
}

/* "f. VUA, d. 12", "ф. I, № 5": capitals that stand for the number of a fond, the number of a lower level behind. */
static uint32_t read_capitals(const opis_style_parser *p, uint32_t unit, const opis_citation_level *level) {
    const opis_slip *slip = p->slip;
    if (level->column != OPIS_FOND || class_at(slip, unit) != OPIS_WORD || slip->units[unit].gap > OPIS_GAP_LINE)
        return 0;
    if (!is_shouted(slip, unit) && !is_roman_digit(slip, unit)) return 0;
    uint32_t mark = mark_at(slip, unit + 1), next = unit + 2;
    if (letters_of(slip, unit) > LONGEST_CAPITALS || (mark != ',' && mark != '.')) return 0;
    if (mark_at(slip, next) == 0x2116) return has_digits(slip, next + 1) ? unit + 1 : 0;
    opis_level_label label = opis_level_label_behind(p, next, NULL);
    if (!label.end || style_of(p)->levels[label.level].column == OPIS_FOND) return 0;
    return opis_level_number(slip, opis_level_pass_label(p, label.end, label.level)) ? unit + 1 : 0;
}

uint32_t opis_level_value_read(const opis_style_parser *p, uint32_t unit, const opis_citation_level *level) {
    if (unit >= p->slip->count || p->slip->units[unit].gap == OPIS_GAP_PARAGRAPH) return 0;
    if (level->shape == OPIS_WORDED) return names_level(p, unit) ? 0 : read_words(p->slip, unit);
    uint32_t end = opis_level_number(p->slip, unit);
    if (!end) end = read_quoted(p->slip, unit);
    return end ? end : read_capitals(p, unit, level);
}

uint32_t opis_level_value_behind(const opis_style_parser *p, uint32_t end, uint8_t level) {
    uint32_t value = opis_level_pass_label(p, end, level);
    return opis_level_value_read(p, value, &style_of(p)->levels[level]) ? value : 0;
}

uint32_t opis_parts_label(const opis_style_parser *p, uint32_t unit, uint8_t *level) {
    const char *text;
    uint32_t end = opis_level_label_at(p, unit, level, &text);
    return end && !style_of(p)->levels[*level].after ? opis_level_value_behind(p, end, *level) : 0;
}

/* ---- Damage -------------------------------------------------------------------------------------------- */

/* The letters of a word, torn in two by a blank or whole, as small letters: "bust a", "B0x".  One past it. */
static uint32_t gather_word(const opis_slip *slip, uint32_t unit, int torn, char text[LONGEST_LABEL + 1],
                            size_t *length) {
    uint32_t end = unit + 1 + (uint32_t)torn;
    *length = 0;
    if (end > slip->count) return 0;
    for (uint32_t i = unit; i < end; i++) {
        if (class_at(slip, i) == OPIS_PUNCTUATION || *length + unit_length(slip, i) > LONGEST_LABEL) return 0;
        if (i > unit && (slip->units[i].gap != OPIS_GAP_BLANK || letters_of(slip, i) > 1)) return 0;
        memcpy(text + *length, slip->bytes + slip->units[i].start, unit_length(slip, i));
        *length += unit_length(slip, i);
    }
    return end;
}

/* What a word costs as a label: in capitals both, or in small letters both. */
static float damaged_cost(const opis_style_parser *p, const char *text, size_t length, const char *label) {
    char small[LONGEST_LABEL + 1], printed[LONGEST_LABEL + 1];
    size_t size = strcspn(label, ".");
    if (size > LONGEST_LABEL || size + 1 < length || length + 1 < size) return INFINITY;
    int capitals = size > 1 && is_upper(label[0]) && is_upper(label[1]);
    if (size < LEAST_DAMAGED && !capitals) return INFINITY;
    if (capitals) return opis_glyphs_distance(p->glyphs, text, length, label, size, DEAREST_DAMAGE);
    length = opis_fold_small(text, length, small, LONGEST_LABEL);
    size = opis_fold_small(label, size, printed, LONGEST_LABEL);
    return opis_glyphs_distance(p->glyphs, small, length, printed, size, DEAREST_DAMAGE);
}

opis_level_label opis_level_damaged_label(const opis_style_parser *p, uint32_t unit, const opis_styled *read) {
    const opis_citation_style *style = &p->styles->styles[p->style];
    opis_level_label best = {read, 0, 0, NULL};
    float cheapest = DEAREST_DAMAGE;
    for (int torn = 0; torn < 2; torn++) {
        char text[LONGEST_LABEL + 1];
        size_t length;
        uint32_t end = gather_word(p->slip, unit, torn, text, &length);
        if (!end || length < 2) continue;
        uint32_t value = pass_point(p->slip, end);
        if (value >= p->slip->count || !has_digits(p->slip, value)) continue;
        for (size_t i = 0; i < style->level_count; i++) {
            uint8_t level = (uint8_t)i;
            const opis_words *labels = &style->levels[level].labels;
            if (style->levels[level].after || !opis_level_may_follow(p, read, level)) continue;
            for (size_t k = 0; k < labels->count; k++) {
                float cost = damaged_cost(p, text, length, labels->items[k]);
                if (cost >= cheapest) continue;
                cheapest = cost;
                best = (opis_level_label){read, value, level, labels->items[k]};
            }
        }
    }
    return best;
}
