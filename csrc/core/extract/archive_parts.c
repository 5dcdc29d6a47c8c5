#include "extract/archive_parts.h"

#include <stdio.h>
#include <string.h>

#include "extract/archive_folios.h"
#include "letters.h"
#include "text/fold.h"

#define MOST_SEPARATORS 6
#define GLOSS_UNITS 30 /* in parentheses */
#define TITLE_UNITS 16
#define MOST_TITLES 6
#define WORDED_UNITS 14
#define SENTENCE_WORDS 3
#define SHORT_WORD 4 /* letters of a prefix, of an abbreviation */

static const opis_citation_style *style_of(const opis_style_parser *p) {
    return &p->styles->styles[p->style];
}

static uint32_t unit_length(const opis_slip *slip, uint32_t unit) {
    return slip->units[unit].end - slip->units[unit].start;
}

static uint8_t class_at(const opis_slip *slip, uint32_t unit) {
    return unit < slip->count ? slip->units[unit].class_ : OPIS_BREAK;
}

static int has_digits(const opis_slip *slip, uint32_t unit) {
    uint8_t class_ = class_at(slip, unit);
    return class_ == OPIS_NUMBER || class_ == OPIS_MIXED;
}

static int glued(const opis_slip *slip, uint32_t unit) {
    return unit < slip->count && slip->units[unit].gap == OPIS_GAP_NONE;
}

/* The code of a mark, 0 for any other unit. */
static uint32_t mark_at(const opis_slip *slip, uint32_t unit) {
    uint32_t code = 0;
    if (class_at(slip, unit) != OPIS_PUNCTUATION) return 0;
    opis_fold_decode(slip->bytes + slip->units[unit].start, unit_length(slip, unit), &code);
    return code;
}

static uint32_t letters_of(const opis_slip *slip, uint32_t unit) {
    uint32_t count = 0;
    for (uint32_t i = slip->units[unit].start; i < slip->units[unit].end; i++)
        count += ((unsigned char)slip->bytes[i] & 0xC0) != 0x80;
    return count;
}

static int begins_with_capital(const opis_slip *slip, uint32_t unit) {
    uint32_t code = 0;
    if (unit >= slip->count) return 0;
    opis_fold_decode(slip->bytes + slip->units[unit].start, unit_length(slip, unit), &code);
    return opis_fold_is_capital(code);
}

static int all_capitals(const opis_slip *slip, uint32_t unit) {
    for (uint32_t i = slip->units[unit].start; i < slip->units[unit].end;) {
        uint32_t code;
        i += (uint32_t)opis_fold_decode(slip->bytes + i, slip->units[unit].end - i, &code);
        if (!opis_fold_is_capital(code)) return 0;
    }
    return 1;
}

static int is_roman(const opis_slip *slip, uint32_t unit) {
    if (class_at(slip, unit) != OPIS_WORD) return 0;
    for (uint32_t i = slip->units[unit].start; i < slip->units[unit].end; i++)
        if (!strchr("IVXLCDM", slip->bytes[i])) return 0;
    return 1;
}

static int is_year(const opis_slip *slip, uint32_t unit) {
    if (class_at(slip, unit) != OPIS_NUMBER || unit_length(slip, unit) != 4) return 0;
    const char *digits = slip->bytes + slip->units[unit].start;
    return digits[0] == '1' ? digits[1] >= '3' : digits[0] == '2' && digits[1] == '0';
}

/* ---- Marks and markup ---------------------------------------------------------------------------------- */

/* One past "#emph[" or a tag in angle brackets that begins at a unit; the unit itself where there is neither. */
static uint32_t pass_markup(const opis_slip *slip, uint32_t unit) {
    if (mark_at(slip, unit) == '#' && class_at(slip, unit + 1) == OPIS_WORD && mark_at(slip, unit + 2) == '[')
        return unit + 3;
    if (mark_at(slip, unit) != '<') return unit;
    for (uint32_t end = unit + 1; end < slip->count && end < unit + 8; end++)
        if (mark_at(slip, end) == '>') return end + 1;
    return unit;
}

static int is_separator(uint32_t code) {
    return code == ',' || code == '.' || code == ';' || code == ':' || code == '/' || code == '*' || code == '_' ||
           code == '`' || code == '\'' || code == '"' || code == ']' || code == ')' || code == '|' ||
           opis_is_dash(code) || (code >= 0x2018 && code <= 0x201F) || code == 0xAB || code == 0xBB;
}

/* Where one quotation ends and another begins, so does what it quotes. */
static uint32_t pass_separators(const opis_slip *slip, uint32_t unit) {
    int quotes = 0;
    for (uint32_t passed = 0; passed < MOST_SEPARATORS && unit < slip->count; passed++) {
        if (slip->units[unit].gap == OPIS_GAP_PARAGRAPH) return slip->count;
        uint32_t after = pass_markup(slip, unit);
        if (after == unit && is_separator(mark_at(slip, unit))) after = unit + 1;
        quotes += mark_at(slip, unit) == '"';
        if (quotes > 1) return slip->count;
        if (after == unit) break;
        unit = after;
    }
    return unit;
}

/* "№", "No.", "Nr." before a number. */
static uint32_t pass_number_sign(const opis_slip *slip, uint32_t unit) {
    static const char *const words[] = {"no", "nr", "num", "number", "numb"};
    uint32_t mark = mark_at(slip, unit);
    if (mark == 0x2116 || mark == '#') return unit + 1;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (class_at(slip, unit) == OPIS_WORD &&
            opis_fold_same(slip->bytes + slip->units[unit].start, unit_length(slip, unit), words[i], strlen(words[i])))
            return mark_at(slip, unit + 1) == '.' || mark_at(slip, unit + 1) == 0xB0 ? unit + 2 : unit + 1;
    return unit;
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

typedef struct label_found {
    uint32_t end; /* one past its last unit; 0: none */
    uint8_t level;
    const char *text;
} label_found;

/* Take the label of the style among the meanings of so many words, the last of them before `end`. */
static void take_label(const opis_style_parser *p, const opis_term *terms, size_t count, uint8_t words, uint32_t end,
                       label_found *label) {
    for (size_t i = 0; i < count; i++) {
        if (terms[i].style != p->style || terms[i].kind != OPIS_TERM_LABEL || terms[i].words != words) continue;
        *label = (label_found){end, terms[i].level, terms[i].text};
        return;
    }
}

static uint32_t pass_point(const opis_slip *slip, uint32_t unit) {
    return mark_at(slip, unit) == '.' ? unit + 1 : unit;
}

/* Look for labels of several words, the first of which ends before a unit. */
static void read_longer_label(const opis_style_parser *p, uint32_t unit, uint32_t at, label_found *label) {
    const opis_slip *slip = p->slip;
    uint64_t hash = opis_fold_hash(OPIS_FOLD_START, slip->bytes + slip->units[unit].start, unit_length(slip, unit));
    for (uint8_t words = 2; words <= OPIS_LABEL_WORDS && class_at(slip, at) == OPIS_WORD; words++) {
        size_t count;
        if (slip->units[at].gap > OPIS_GAP_LINE) return;
        hash = opis_fold_hash(hash, " ", 1);
        hash = opis_fold_hash(hash, slip->bytes + slip->units[at].start, unit_length(slip, at));
        at = pass_point(slip, at + 1);
        const opis_term *terms = opis_archive_terms(p->styles, hash, &count);
        take_label(p, terms, count, words, at, label);
    }
}

/* One past the longest label of the style at a unit, whatever follows it; 0 where there is none. */
static uint32_t read_label(const opis_style_parser *p, uint32_t unit, uint8_t *level, const char **text) {
    uint32_t count, longer = 0;
    if (class_at(p->slip, unit) != OPIS_WORD) return 0;
    const opis_term *terms = opis_parts_terms(p, unit, &count);
    for (uint32_t i = 0; i < count; i++) longer |= terms[i].style == p->style && terms[i].kind == OPIS_TERM_FIRST;
    if (count == 0) return 0;
    label_found label = {0, 0, NULL};
    uint32_t end = pass_point(p->slip, unit + 1);
    take_label(p, terms, count, 1, end, &label);
    if (longer) read_longer_label(p, unit, end, &label);
    if (label.end) *level = label.level, *text = label.text;
    return label.end;
}

/* Pass what may stand between a label and its value: marks, and the label once more in brackets: "fond (f.) 102". */
static uint32_t pass_after_label(const opis_style_parser *p, uint32_t unit, uint8_t level) {
    const opis_slip *slip = p->slip;
    for (int passed = 0; passed < 5 && unit < slip->count; passed++) {
        uint32_t mark = mark_at(slip, unit);
        const char *text;
        uint8_t other;
        uint32_t again = mark == '(' ? read_label(p, unit + 1, &other, &text) : 0;
        if (again && other == level && mark_at(slip, again) == ')')
            unit = again + 1;
        else if (mark == '.' || mark == ':' || mark == '\'' || mark == ']' || mark == ')' || mark == '*' ||
                 mark == 0x2019)
            unit++;
        else
            break;
    }
    return pass_number_sign(slip, unit);
}

/* ---- Values -------------------------------------------------------------------------------------------- */

static uint32_t letters_before_digit(const opis_slip *slip, uint32_t unit) {
    uint32_t letters = 0;
    for (uint32_t i = slip->units[unit].start; i < slip->units[unit].end && !is_digit(slip->bytes[i]); i++)
        letters += ((unsigned char)slip->bytes[i] & 0xC0) != 0x80;
    return letters;
}

/* One past the head of a number: digits, or a few letters that lead to them. */
static uint32_t number_head(const opis_slip *slip, uint32_t unit) {
    if (has_digits(slip, unit)) return letters_before_digit(slip, unit) <= SHORT_WORD ? unit + 1 : 0;
    if (class_at(slip, unit) != OPIS_WORD || slip->units[unit].gap > OPIS_GAP_LINE) return 0;
    uint32_t letters = letters_of(slip, unit), next = unit + 1;
    int prefix = letters <= SHORT_WORD && (all_capitals(slip, unit) || letters == 1);
    if (prefix && opis_is_dash(mark_at(slip, next)) && has_digits(slip, next + 1)) return next + 2;
    if (prefix && letters <= 2 && all_capitals(slip, unit) && class_at(slip, next) == OPIS_NUMBER &&
        slip->units[next].gap <= OPIS_GAP_BLANK)
        return next + 1;
    if (is_roman(slip, unit) && letters > 1) return next;
    return 0;
}

/* One past a number with whatever is joined to it: "352-8/7", "61-D", "2.24.01.05". */
static uint32_t read_number(const opis_slip *slip, uint32_t unit) {
    uint32_t end = number_head(slip, unit);
    while (end && end < slip->count && glued(slip, end)) {
        uint32_t mark = mark_at(slip, end);
        if (has_digits(slip, end)) {
            end++;
            continue;
        }
        int joins = opis_is_dash(mark) || mark == '/' || mark == '_';
        int short_word = class_at(slip, end + 1) == OPIS_WORD && letters_of(slip, end + 1) <= SHORT_WORD;
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

static uint32_t read_value(const opis_style_parser *p, uint32_t unit, const opis_citation_level *level) {
    if (unit >= p->slip->count || p->slip->units[unit].gap == OPIS_GAP_PARAGRAPH) return 0;
    if (level->shape == OPIS_WORDED) return read_words(p->slip, unit);
    uint32_t end = read_number(p->slip, unit);
    return end ? end : read_quoted(p->slip, unit);
}

uint32_t opis_parts_label(const opis_style_parser *p, uint32_t unit, uint8_t *level) {
    const char *text;
    uint32_t end = read_label(p, unit, level, &text);
    if (!end || style_of(p)->levels[*level].after) return 0;
    uint32_t value = pass_after_label(p, end, *level);
    return read_value(p, value, &style_of(p)->levels[*level]) ? value : 0;
}

/* ---- Parts --------------------------------------------------------------------------------------------- */

static int add_part(opis_styled *found, uint8_t level, uint32_t start, uint32_t end) {
    if (found->part_count == OPIS_MOST_PARTS) return 0;
    found->parts[found->part_count++] = (opis_part){start, end, level, 0, 0};
    found->levels |= 1u << level;
    found->strong++;
    if (end > found->end) found->end = end;
    return 1;
}

static void add_gloss(opis_styled *found, uint8_t level, const opis_slip *slip, uint32_t from, uint32_t to) {
    if (found->part_count == OPIS_MOST_PARTS || from >= to) return;
    found->parts[found->part_count++] = (opis_part){slip->units[from].start, slip->units[to - 1].end, level, 1, 0};
}

/* Whether a level may follow those that were read: a lower one, or one that may stand anywhere. */
static int may_follow(const opis_style_parser *p, const opis_styled *found, uint8_t level) {
    const opis_citation_style *style = style_of(p);
    if (found->levels >> level & 1) return 0;
    if (style->levels[level].anywhere) return 1;
    for (size_t i = level + 1u; i < style->level_count; i++)
        if (found->levels >> i & 1 && !style->levels[i].anywhere) return 0;
    return 1;
}

/* "dela 4537, 5474": the numbers that follow under a label of many. */
static uint32_t read_list(const opis_slip *slip, uint32_t end, opis_styled *found) {
    while (mark_at(slip, end) == ',' && class_at(slip, end + 1) == OPIS_NUMBER && !is_year(slip, end + 1)) {
        end += 2;
        found->parts[found->part_count - 1].list = 1;
        found->end = slip->units[end - 1].end;
    }
    return end;
}

/* Labels of many double their letter: "dd.", "ll.". */
static int is_plural(const char *label) {
    uint32_t first, second;
    size_t length = opis_fold_decode(label, strlen(label), &first);
    opis_fold_decode(label + length, strlen(label + length), &second);
    return label[length] && first == second;
}

/* Whether letters that a scan makes of figures stand beside figures: "l2", "1O4" may be other numbers. */
static int looks_damaged(const opis_slip *slip, uint32_t from, uint32_t to) {
    for (uint32_t unit = from; unit < to; unit++)
        for (uint32_t i = slip->units[unit].start; i < slip->units[unit].end; i++) {
            if (slip->units[unit].class_ != OPIS_MIXED || !strchr("lIO", slip->bytes[i])) continue;
            if (i > slip->units[unit].start && is_digit(slip->bytes[i - 1])) return 1;
            if (i + 1 < slip->units[unit].end && is_digit(slip->bytes[i + 1])) return 1;
        }
    return 0;
}

/* Read a label and its value; gives one past them, or 0. */
static uint32_t read_labelled(const opis_style_parser *p, uint32_t unit, opis_styled *found) {
    const opis_slip *slip = p->slip;
    const char *text;
    uint8_t number;
    uint32_t after = read_label(p, unit, &number, &text);
    if (!after || !may_follow(p, found, number)) return 0;
    const opis_citation_level *level = &style_of(p)->levels[number];
    if (level->after) return 0;
    uint32_t value = pass_after_label(p, after, number);
    if (value >= slip->count) return 0;
    if (level->shape == OPIS_FOLIOED) {
        uint8_t folios = found->folio_count;
        uint32_t end = opis_folios_read(p, value, found);
        if (level->column != OPIS_LIST) found->folio_count = folios;
        if (end && !add_part(found, number, slip->units[value].start, slip->units[end - 1].end)) return 0;
        return end;
    }
    uint32_t end = read_value(p, value, level);
    found->guessed |= end && level->shape == OPIS_NUMBERED && looks_damaged(slip, value, end);
    if (!end || !add_part(found, number, slip->units[value].start, slip->units[end - 1].end)) return 0;
    return is_plural(text) ? read_list(slip, end, found) : end;
}

/* "1806 g.": a number, and its label behind it.  A year needs none. */
static uint32_t read_dated(const opis_style_parser *p, uint32_t unit, opis_styled *found) {
    const opis_citation_style *style = style_of(p);
    const opis_slip *slip = p->slip;
    const char *text;
    uint8_t level;
    if (!is_year(slip, unit)) return 0;
    uint32_t next = pass_markup(slip, unit + 1), after = read_label(p, next, &level, &text);
    int labelled = after && style->levels[level].after && style->levels[level].shape == OPIS_NUMBERED;
    for (level = 0; !labelled && level < style->level_count; level++)
        if (style->levels[level].after && style->levels[level].shape == OPIS_NUMBERED) break;
    if (labelled) read_label(p, next, &level, &text);
    if (level >= style->level_count || found->part_count == OPIS_MOST_PARTS || !may_follow(p, found, level)) return 0;
    uint32_t mark = mark_at(slip, unit + 1);
    if (!labelled && mark != ',' && mark != '.' && mark != ')') return 0;
    found->parts[found->part_count++] = (opis_part){slip->units[unit].start, slip->units[unit].end, level, 0, 0};
    return labelled ? after : unit + 1;
}

/* ---- Names of series ----------------------------------------------------------------------------------- */

/* Whether a word ends an abbreviation when a point follows it. */
static int is_abbreviation(const opis_slip *slip, uint32_t unit) {
    return class_at(slip, unit) == OPIS_WORD && letters_of(slip, unit) <= SHORT_WORD;
}

/*
 * One past the name of a series or section: words up to a mark, of which one has a capital.  A word that labels such
 * names ("Papers") is told by `level`.
 */
static uint32_t read_title(const opis_style_parser *p, uint32_t unit, uint8_t *level) {
    const opis_slip *slip = p->slip;
    const opis_citation_style *style = style_of(p);
    uint32_t end = unit;
    uint8_t found;
    const char *text;
    int capital = 0;
    *level = OPIS_NO_LEVEL;
    for (; end < slip->count && end < unit + TITLE_UNITS; end++) {
        uint32_t mark = mark_at(slip, end);
        if (end > unit && slip->units[end].gap == OPIS_GAP_PARAGRAPH) break;
        if (mark == ',' || mark == ';' || mark == ':' || mark == '(' || mark == ')' || mark == '|' || mark == '>' ||
            mark == '<' || mark == '"' || mark == '&' || mark == '=' || mark == ']' || mark == 0xBB || mark == 0x201D)
            break;
        if (mark == '.' && !is_abbreviation(slip, end - (end > unit)) && !glued(slip, end + 1)) break;
        if (end > unit && opis_parts_label(p, end, &found) && may_follow(p, &(opis_styled){0}, found)) break;
        capital |= begins_with_capital(slip, end) || has_digits(slip, end);
        if (class_at(slip, end) == OPIS_WORD && read_label(p, end, &found, &text) && style->levels[found].after &&
            style->levels[found].shape == OPIS_WORDED)
            *level = found;
    }
    return capital && end > unit ? end : 0;
}

/* One past what stands in parentheses, or 0. */
static uint32_t pass_parentheses(const opis_slip *slip, uint32_t unit) {
    for (uint32_t end = unit + 1; end < slip->count && end < unit + GLOSS_UNITS; end++)
        if (mark_at(slip, end) == ')') return end + 1;
    return 0;
}

/* ---- Shelfmarks ---------------------------------------------------------------------------------------- */

int opis_parts_signature(const opis_style_parser *p, uint32_t unit, int alone, opis_styled *found) {
    const opis_citation_style *style = style_of(p);
    const opis_slip *slip = p->slip;
    if (unit >= slip->count || slip->units[unit].gap == OPIS_GAP_PARAGRAPH) return 0;
    for (size_t i = 0; i < style->signature_count; i++) {
        const opis_signature *signature = &style->signatures[i];
        const opis_pattern *pattern = p->styles->patterns[p->styles->first_pattern[p->style] + i];
        opis_match match;
        if (alone && !signature->alone) continue;
        if (!opis_pattern_match(pattern, p->scratch, slip->bytes, slip->units[slip->count - 1].end,
                                slip->units[unit].start, 1, &match))
            continue;
        for (size_t group = 0; group < signature->level_count; group++)
            if (match.start[group + 1] != UINT32_MAX && match.end[group + 1] > match.start[group + 1])
                add_part(found, signature->levels[group], match.start[group + 1], match.end[group + 1]);
        if (match.end[0] > found->end) found->end = match.end[0];
        return 1;
    }
    return 0;
}

/* ---- The walk along a reference ------------------------------------------------------------------------ */

static uint32_t unit_at(const opis_slip *slip, uint32_t byte) {
    uint32_t unit = 0;
    while (unit < slip->count && slip->units[unit].start < byte) unit++;
    return unit;
}

static uint8_t last_level(const opis_styled *found) {
    for (uint8_t i = found->part_count; i > 0; i--)
        if (!found->parts[i - 1].gloss) return found->parts[i - 1].level;
    return OPIS_NO_LEVEL;
}

/* A number that has no label where the style expects one: "R-274. Op. 3" */
static uint32_t read_bare(const opis_style_parser *p, uint32_t unit, opis_styled *found) {
    const opis_citation_style *style = style_of(p);
    uint8_t level;
    if (style->bare == OPIS_NO_LEVEL || found->levels & ((2u << style->bare) - 1)) return 0;
    uint32_t end = read_number(p->slip, unit);
    if (!end || mark_at(p->slip, end) == ')') return 0;
    uint32_t next = pass_separators(p->slip, end);
    if (!opis_parts_label(p, next, &level) || level <= style->bare) return 0;
    add_part(found, style->bare, p->slip->units[unit].start, p->slip->units[end - 1].end);
    return end;
}

/* Whether a unit begins a sentence of its own: a point, behind no abbreviation, stands before it, and words follow. */
static int begins_sentence(const opis_slip *slip, uint32_t unit) {
    if (unit < 2 || mark_at(slip, unit - 1) != '.' || is_abbreviation(slip, unit - 2)) return 0;
    for (uint32_t i = unit; i < unit + SENTENCE_WORDS; i++)
        if (class_at(slip, i) != OPIS_WORD) return 0;
    return 1;
}

/* What may stand between two numbered levels: a year, a gloss, the name of a series.  One past it, or 0. */
static uint32_t read_between(const opis_style_parser *p, uint32_t unit, opis_styled *found, int *titles) {
    const opis_slip *slip = p->slip;
    uint8_t level = last_level(found), inner;
    uint32_t end = read_dated(p, unit, found);
    if (end) return end;
    if (mark_at(slip, unit) == '(') {
        uint32_t first = unit + 1;
        if (opis_parts_label(p, first, &inner) && may_follow(p, found, inner)) return first;
        end = read_number(slip, first);
        if (end && !found->strong && found->part_count == 1 && found->parts[0].level == style_of(p)->titled) {
            found->parts[0].gloss = 1;
            return add_part(found, style_of(p)->titled, slip->units[first].start, slip->units[end - 1].end) ? end : 0;
        }
        if (style_of(p)->titles && (!found->strong || (read_number(slip, first) && !is_year(slip, first))))
            return first;
        end = pass_parentheses(slip, unit);
        if (end && level != OPIS_NO_LEVEL) add_gloss(found, level, slip, first, end - 1);
        if (end || !style_of(p)->titles) return end;
        return first;
    }
    if (++*titles > MOST_TITLES || (found->strong && begins_sentence(slip, unit))) return 0;
    if (!style_of(p)->titles && level == OPIS_NO_LEVEL) return 0;
    end = read_title(p, unit, &inner);
    if (!end) return 0;
    if (inner != OPIS_NO_LEVEL && may_follow(p, found, inner))
        add_part(found, inner, slip->units[unit].start, slip->units[end - 1].end);
    else if (level != OPIS_NO_LEVEL)
        add_gloss(found, level, slip, unit, end);
    else if (style_of(p)->titled != OPIS_NO_LEVEL && found->part_count == 0)
        found->parts[found->part_count++] =
            (opis_part){slip->units[unit].start, slip->units[end - 1].end, style_of(p)->titled, 0, 0};
    return end;
}

/* Drop what was taken for a part of the reference after its last certain one. */
static void drop_rest(opis_styled *found) {
    while (found->part_count && found->parts[found->part_count - 1].start >= found->end) {
        const opis_part *last = &found->parts[--found->part_count];
        if (!last->gloss) found->levels &= ~(1u << last->level);
    }
}

int opis_parts_read(const opis_style_parser *p, uint32_t unit, opis_styled *found) {
    int titles = 0, before = found->strong;
    for (;;) {
        unit = pass_separators(p->slip, unit);
        if (unit >= p->slip->count) break;
        uint32_t end = 0;
        if (found->repository != OPIS_NO_ARCHIVE && found->strong == before && opis_parts_signature(p, unit, 0, found))
            end = unit_at(p->slip, found->end);
        if (!end) end = read_labelled(p, unit, found);
        if (!end) end = read_bare(p, unit, found);
        uint8_t level;
        if (end)
            titles = 0;
        else if (opis_parts_label(p, unit, &level))
            break; /* the next reference begins */
        else
            end = read_between(p, unit, found, &titles);
        if (!end || end <= unit) break;
        unit = end;
    }
    drop_rest(found);
    return found->strong > before;
}

int opis_parts_stand_alone(const opis_style_parser *p, const opis_styled *found) {
    const opis_citation_style *style = style_of(p);
    for (size_t i = 0; i < style->alone_count; i++)
        if ((found->levels & style->alone[i]) == style->alone[i]) return 1;
    return 0;
}
