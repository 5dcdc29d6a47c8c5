#include "extract/archive_parts.h"

#include <string.h>

#include "extract/archive_folios.h"
#include "extract/archive_labels.h"
#include "extract/archive_units.h"
#include "letters.h"
#include "text/fold.h"

#define MOST_SEPARATORS 6
#define GLOSS_UNITS 30 /* in parentheses */
#define TITLE_UNITS 16
#define MOST_TITLES 6
#define SENTENCE_WORDS 3
#define LONGEST_PREPOSITION 4 /* letters */
#define SPELLED_OUT 8         /* bytes of a label */
#define LONGEST_NUMBER 5      /* digits of one that a title ends with */
#define WHOLE 3               /* levels of a reference without labels */
#define LEAST_ACRONYM 4       /* letters of one that ends a title */

static const opis_citation_style *style_of(const opis_style_parser *p) {
    return &p->styles->styles[p->style];
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
           code == '`' || code == '\'' || code == '"' || code == '[' || code == ']' || code == ')' || code == '|' ||
           code == '>' || code == '\\' || code == 0x2192 || opis_is_dash(code) || (code >= 0x2018 && code <= 0x201F) ||
           code == 0xAB || code == 0xBB;
}

/* Whether a dash begins an item of a list that no colon leads to: what it tells is another source. */
static int begins_item(const opis_slip *slip, uint32_t unit) {
    uint32_t mark = mark_at(slip, unit);
    if (slip->units[unit].gap != OPIS_GAP_LINE || mark != '-' || unit + 1 >= slip->count) return 0;
    if (slip->units[unit + 1].gap != OPIS_GAP_BLANK || unit == 0) return 0;
    uint32_t before = unit - 1;
    while (before > 0 && (mark_at(slip, before) == '*' || mark_at(slip, before) == '_')) before--;
    return mark_at(slip, before) != ':';
}

/* "'fond 5, ' + 'opis 3'": a sign between two pieces of one text. */
static int joins_quotations(const opis_slip *slip, uint32_t unit) {
    return mark_at(slip, unit) == '+' && unit > 0 && mark_at(slip, unit - 1) == '\'' && mark_at(slip, unit + 1) == '\'';
}

/* Where one quotation ends and another begins, so does what it quotes. */
static uint32_t pass_separators(const opis_slip *slip, uint32_t unit) {
    int quotes = 0;
    for (uint32_t passed = 0; passed < MOST_SEPARATORS && unit < slip->count; passed++) {
        if (slip->units[unit].gap == OPIS_GAP_PARAGRAPH || begins_item(slip, unit)) return slip->count;
        uint32_t after = pass_markup(slip, unit);
        if (after == unit && (is_separator(mark_at(slip, unit)) || joins_quotations(slip, unit))) after = unit + 1;
        quotes += mark_at(slip, unit) == '"';
        if (quotes > 1) return slip->count;
        if (after == unit) break;
        unit = after;
    }
    return unit;
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

/* Read the value of a level; gives one past it, or 0. */
static uint32_t read_level(const opis_style_parser *p, uint32_t value, uint8_t number, opis_styled *found) {
    const opis_slip *slip = p->slip;
    const opis_citation_level *level = &style_of(p)->levels[number];
    if (value >= slip->count) return 0;
    uint8_t folios = found->folio_count;
    uint32_t end =
        level->shape == OPIS_FOLIOED ? opis_folios_read(p, value, found) : opis_level_value_read(p, value, level);
    if (level->column != OPIS_LIST) found->folio_count = folios;
    found->guessed |= end && level->shape == OPIS_NUMBERED && looks_damaged(slip, value, end);
    if (!end || !add_part(found, number, slip->units[value].start, slip->units[end - 1].end)) return 0;
    return end;
}

/*
 * "Fond 201/4a/123": all levels behind the label of the highest.  One past them, or 0: "fund No. 24-18-00665" is that
 * of a grant.
 */
static uint32_t read_whole(const opis_style_parser *p, uint32_t value, uint8_t level, opis_styled *found) {
    const opis_slip *slip = p->slip;
    if (level != style_of(p)->bare || found->strong || !has_digits(slip, value)) return 0;
    if (value == 0 || mark_at(slip, value - 1) == 0x2116) return 0;
    for (uint32_t joint = value + 1; joint <= value + 3; joint += 2)
        if (!(opis_is_dash(mark_at(slip, joint)) || mark_at(slip, joint) == '/') || !has_digits(slip, joint + 1))
            return 0;
    opis_styled tried = *found;
    if (!opis_parts_signature(p, value, 0, &tried) || tried.strong < WHOLE) return 0;
    *found = tried;
    return unit_at(slip, found->end);
}

/* Read a label and its value; gives one past them, or 0. */
static uint32_t read_labelled(const opis_style_parser *p, uint32_t unit, opis_styled *found) {
    const opis_slip *slip = p->slip;
    opis_level_label label = opis_level_label_behind(p, unit, found);
    if (!label.end || !opis_level_may_follow(p, found, label.level) || style_of(p)->levels[label.level].after) return 0;
    uint32_t value = opis_level_pass_label(p, label.end, label.level);
    uint32_t end = read_whole(p, value, label.level, found);
    if (!end) end = read_level(p, value, label.level, found);
    if (!end) return 0;
    found->mended |= mixes_scripts(slip->bytes, slip->units[unit].start, slip->units[label.end - 1].end, label.text);
    return is_plural(label.text) ? read_list(slip, end, found) : end;
}

/* "1806 g.": a number, and its label behind it.  A year needs none. */
static uint32_t read_dated(const opis_style_parser *p, uint32_t unit, opis_styled *found) {
    const opis_citation_style *style = style_of(p);
    const opis_slip *slip = p->slip;
    const char *text;
    uint8_t level;
    if (!is_year(slip, unit)) return 0;
    uint32_t next = pass_markup(slip, unit + 1), after = opis_level_label_at(p, next, &level, &text);
    int labelled = after && style->levels[level].after && style->levels[level].shape == OPIS_NUMBERED;
    for (level = 0; !labelled && level < style->level_count; level++)
        if (style->levels[level].after && style->levels[level].shape == OPIS_NUMBERED) break;
    if (labelled) opis_level_label_at(p, next, &level, &text);
    if (level >= style->level_count || found->part_count == OPIS_MOST_PARTS || !opis_level_may_follow(p, found, level))
        return 0;
    uint32_t mark = mark_at(slip, unit + 1);
    if (!labelled && mark != ',' && mark != '.' && mark != ')') return 0;
    found->parts[found->part_count++] = (opis_part){slip->units[unit].start, slip->units[unit].end, level, 0, 0};
    return labelled ? after : unit + 1;
}

/* ---- Names of series ----------------------------------------------------------------------------------- */

/* Whether a word ends an abbreviation when a point follows it. */
static int is_abbreviation(const opis_slip *slip, uint32_t unit) {
    return class_at(slip, unit) == OPIS_WORD && letters_of(slip, unit) <= OPIS_SHORT_WORD;
}

/* Whether a word, of which these are the meanings, is the acronym of an archive, with which the next reference begins.
 */
static int is_acronym_of_archive(const opis_slip *slip, uint32_t unit, const opis_term *terms, uint32_t count) {
    uint32_t length = unit_length(slip, unit);
    uint32_t code, first;
    if (letters_of(slip, unit) < LEAST_ACRONYM) return 0;
    first = (uint32_t)opis_fold_decode(slip->bytes + slip->units[unit].start, length, &code);
    for (uint32_t i = 0; i < count; i++)
        if (terms[i].kind == OPIS_TERM_NAME && strlen(terms[i].text) == length &&
            memcmp(terms[i].text, slip->bytes + slip->units[unit].start, length) == 0 &&
            opis_fold_begins_small(terms[i].text + first, length - first) == 0)
            return 1;
    return 0;
}

static int begins_with_acronym(const opis_style_parser *p, uint32_t unit) {
    uint32_t count;
    if (class_at(p->slip, unit) != OPIS_WORD) return 0;
    const opis_term *terms = opis_parts_terms(p, unit, &count);
    return is_acronym_of_archive(p->slip, unit, terms, count);
}

/* Whether a mark ends the name of a series that begins at `unit`. */
static int mark_ends_title(const opis_slip *slip, uint32_t unit, uint32_t at) {
    uint32_t mark = mark_at(slip, at);
    if (mark == '.') return !is_abbreviation(slip, at - (at > unit)) && !glued(slip, at + 1);
    if (begins_item(slip, at)) return 1;
    return mark == ',' || mark == ';' || mark == ':' || mark == '(' || mark == ')' || mark == '|' || mark == '>' ||
           mark == '<' || mark == '"' || mark == '&' || mark == '=' || mark == ']' || mark == 0xBB || mark == 0x201D;
}

/* Whether a word ends the name of a series that begins at `unit`, or is a label behind such names: then `*level`. */
static int word_ends_title(const opis_style_parser *p, uint32_t unit, uint32_t at, uint8_t *level) {
    const opis_citation_style *style = style_of(p);
    uint32_t count;
    uint8_t found = 0;
    const char *text;
    const opis_term *terms = opis_parts_terms(p, at, &count);
    if (count == 0) return 0; /* as most words */
    uint32_t end = opis_level_label_at(p, at, &found, &text);
    int after = end && style->levels[found].after;
    if (at > unit && end && !after && opis_level_value_behind(p, end, found)) return 1;
    if (at > unit && is_acronym_of_archive(p->slip, at, terms, count)) return 1;
    if (after && style->levels[found].shape == OPIS_WORDED) *level = found;
    return 0;
}

/* "Foreign Office FO 371/12" */
static int is_shelfmark(const opis_slip *slip, uint32_t unit) {
    return letters_of(slip, unit) > 1 && all_capitals(slip, unit) && class_at(slip, unit + 1) == OPIS_NUMBER &&
           mark_at(slip, unit + 2) == '/' && glued(slip, unit + 2) && has_digits(slip, unit + 3);
}

/* What a unit is to titles, in any style.  Many walk along the same text: it is looked at once. */
static unsigned look_for_title(opis_slip *slip, uint32_t at) {
    struct opis_slip_unit *u = &slip->units[at];
    if (u->looks & OPIS_LOOKED_FOR_TITLE) return u->looks;
    u->looks |= OPIS_LOOKED_FOR_TITLE;
    if (at > 0 && (u->class_ == OPIS_PUNCTUATION ? mark_ends_title(slip, at - 1, at)
                                                 : u->class_ == OPIS_WORD && is_shelfmark(slip, at)))
        u->looks |= OPIS_ENDS_TITLE;
    if (begins_with_capital(slip, at) || has_digits(slip, at)) u->looks |= OPIS_IN_TITLES;
    return u->looks;
}

/*
 * One past the name of a series or section: words up to a mark, of which one has a capital.  A word that labels such
 * names ("Papers") is told by `level`.
 */
static uint32_t read_title(const opis_style_parser *p, uint32_t unit, uint8_t *level) {
    opis_slip *slip = p->slip;
    uint32_t end = unit;
    unsigned seen = 0;
    *level = OPIS_NO_LEVEL;
    if (class_at(slip, unit) == OPIS_PUNCTUATION && mark_ends_title(slip, unit, unit)) return 0;
    for (; end < slip->count && end < unit + TITLE_UNITS; end++) {
        if (end > unit && slip->units[end].gap == OPIS_GAP_PARAGRAPH) break;
        if (slip->units[end].class_ == OPIS_WORD && word_ends_title(p, unit, end, level)) break;
        unsigned look = look_for_title(slip, end);
        if (end > unit && look & OPIS_ENDS_TITLE) break;
        seen |= look;
    }
    return seen & OPIS_IN_TITLES && end > unit ? end : 0;
}

/* One past what stands in parentheses, or 0. */
static uint32_t pass_parentheses(const opis_slip *slip, uint32_t unit) {
    for (uint32_t end = unit + 1; end < slip->count && end < unit + GLOSS_UNITS; end++)
        if (mark_at(slip, end) == ')') return end + 1;
    return 0;
}

/* ---- Shelfmarks ---------------------------------------------------------------------------------------- */

/* What a group of a shelfmark's pattern matched; its folios are read like those behind a label. */
static void add_group(const opis_style_parser *p, uint8_t level, uint32_t start, uint32_t end, opis_styled *found) {
    add_part(found, level, start, end);
    if (style_of(p)->levels[level].column == OPIS_LIST) opis_folios_read(p, unit_at(p->slip, start), found);
}

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
                                slip->units[unit].start, &match))
            continue;
        for (size_t group = 0; group < signature->level_count; group++)
            if (match.start[group + 1] != UINT32_MAX && match.end[group + 1] > match.start[group + 1])
                add_group(p, signature->levels[group], match.start[group + 1], match.end[group + 1], found);
        if (match.end[0] > found->end) found->end = match.end[0];
        found->shape = (uint8_t)(i + 1);
        return 1;
    }
    return 0;
}

/* ---- The walk along a reference ------------------------------------------------------------------------ */

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
    uint32_t end = opis_level_number(p->slip, unit);
    if (!end || mark_at(p->slip, end) == ')') return 0;
    uint32_t next = pass_separators(p->slip, end);
    if (!opis_parts_label(p, next, &level) || level <= style->bare) return 0;
    add_part(found, style->bare, p->slip->units[unit].start, p->slip->units[end - 1].end);
    return end;
}

/* A level whose label a scan has damaged, behind the name of an archive.  It is a guess. */
static uint32_t read_damaged(const opis_style_parser *p, uint32_t unit, opis_styled *found) {
    uint8_t class_ = class_at(p->slip, unit);
    if (!p->glyphs || found->repository == OPIS_NO_ARCHIVE || p->style == p->styles->tolerant) return 0;
    if (class_ != OPIS_WORD && class_ != OPIS_MIXED) return 0;
    opis_level_label label = opis_level_damaged_label(p, unit, found);
    uint32_t end = label.end ? read_level(p, label.end, label.level, found) : 0;
    found->guessed |= end > 0;
    return end;
}

/* "Оп. 3. № 452", "inventory 2, no. 184": the sign alone labels the file. */
static uint32_t read_signed(const opis_style_parser *p, uint32_t unit, opis_styled *found) {
    const opis_citation_style *style = style_of(p);
    if (!found->strong || (mark_at(p->slip, unit) != 0x2116 && class_at(p->slip, unit) != OPIS_WORD)) return 0;
    if (!has_digits(p->slip, unit + 1) && !has_digits(p->slip, unit + 2)) return 0; /* as most words */
    uint32_t number = opis_level_pass_sign(p, unit);
    if (number == unit || !has_digits(p->slip, number)) return 0;
    uint8_t level = 0;
    while (level < style->level_count && strcmp(style->levels[level].name, "delo") != 0) level++;
    if (level == style->level_count || !opis_level_may_follow(p, found, level)) return 0;
    return read_level(p, number, level, found);
}

/*
 * Whether a unit begins a sentence of its own: a point, behind no abbreviation, stands before it, and words follow that
 * lead to no lower level.
 */
static int begins_sentence(const opis_style_parser *p, uint32_t unit, const opis_styled *found) {
    const opis_slip *slip = p->slip;
    uint8_t level;
    if (unit < 2 || mark_at(slip, unit - 1) != '.' || is_abbreviation(slip, unit - 2)) return 0;
    for (uint32_t i = unit; i < unit + SENTENCE_WORDS; i++)
        if (class_at(slip, i) != OPIS_WORD) return 0;
    uint32_t end = read_title(p, unit, &level), next = end ? pass_separators(slip, end) : 0;
    return !end || mark_at(slip, end) != '.' || !opis_parts_label(p, next, &level) ||
           !opis_level_may_follow(p, found, level);
}

/* The unit of the number that a title ends with, "Spagna 423", or that a comma divides from it; 0: there is none. */
static uint32_t number_of_title(const opis_slip *slip, uint32_t unit, uint32_t end) {
    while (end > unit + 1 && (mark_at(slip, end - 1) == '*' || mark_at(slip, end - 1) == '_')) end--;
    uint32_t mark = mark_at(slip, end + 2);
    int apart = mark_at(slip, end) == ',' && (mark == ',' || mark == ';' || mark == ')');
    uint32_t number = apart ? end + 1 : end - 1;
    if (class_at(slip, number) != OPIS_NUMBER || is_year(slip, number) || unit_length(slip, number) > LONGEST_NUMBER)
        return 0;
    if (apart) return class_at(slip, unit) == OPIS_WORD && !glued(slip, number) ? number : 0;
    return number > unit && class_at(slip, number - 1) == OPIS_WORD && slip->units[number].gap == OPIS_GAP_BLANK
               ? number
               : 0;
}

/* "Archivio Segreto Vaticano, Segretario di Stato, Spagna 423": right behind an archive's name, a title's number is
 * that of a file.  Gives one past it, or 0. */
static uint32_t add_numbered_title(const opis_style_parser *p, uint32_t unit, uint32_t end, opis_styled *found) {
    const opis_citation_style *style = style_of(p);
    const opis_slip *slip = p->slip;
    uint32_t number = style->titles ? number_of_title(slip, unit, end) : 0, last = number < end ? number : end;
    uint8_t level = 0;
    if ((number >= end && found->part_count) || class_at(slip, unit) != OPIS_WORD) return 0;
    /* "GEN MSS 109, box 2": the file has a label of its own. */
    if (number && opis_parts_label(p, pass_separators(slip, number + 1), &level) &&
        style->levels[level].column == OPIS_DELO)
        return 0;
    if (!number) return 0;
    level = 0;
    while (level < style->level_count && style->levels[level].column != OPIS_DELO) level++;
    if (level == style->level_count || !opis_level_may_follow(p, found, level)) return 0;
    if (style->titled != OPIS_NO_LEVEL && found->part_count == 0)
        found->parts[found->part_count++] =
            (opis_part){slip->units[unit].start, slip->units[last - 1].end, style->titled, 0, 0};
    return add_part(found, level, slip->units[number].start, slip->units[number].end) ? number + 1 : 0;
}

/* "b. 7457: Moreno 1987, p. 350": words that end with a year are a printed work. */
static int is_author_and_year(const opis_slip *slip, uint32_t unit, uint32_t end) {
    return end >= unit + 2 && is_year(slip, end - 1) && class_at(slip, end - 2) == OPIS_WORD &&
           begins_with_capital(slip, end - 2) && !all_capitals(slip, end - 2) && letters_of(slip, end - 2) > 3 &&
           mark_at(slip, end) == ',';
}

/* "the British Library identifies it": a word in small letters, longer than "in" or "at", right behind a name. */
static int goes_on_as_prose(const opis_slip *slip, uint32_t unit, const opis_styled *found) {
    return found->part_count == 0 && found->name_end > found->name_start && class_at(slip, unit) == OPIS_WORD &&
           class_at(slip, unit - 1) == OPIS_WORD && letters_of(slip, unit) > LONGEST_PREPOSITION &&
           !begins_with_capital(slip, unit);
}

/* "opis 12 os, delo 5": letters behind the number of an inventory, with a blank between them; another label follows. */
static uint32_t pass_suffix(const opis_style_parser *p, uint32_t unit, const opis_styled *found) {
    const opis_slip *slip = p->slip;
    uint8_t level;
    if (!found->strong || unit == 0 || class_at(slip, unit) != OPIS_WORD || letters_of(slip, unit) > OPIS_SHORT_WORD ||
        begins_with_capital(slip, unit) || !has_digits(slip, unit - 1) || mark_at(slip, unit + 1) != ',')
        return 0;
    return opis_parts_label(p, unit + 2, &level) && opis_level_may_follow(p, found, level) ? unit + 1 : 0;
}

/* Whether a unit is a word of "ibid", with which the next reference begins. */
static int says_ibid(const opis_style_parser *p, uint32_t unit) {
    uint32_t count;
    if (class_at(p->slip, unit) != OPIS_WORD) return 0;
    const opis_term *terms = opis_parts_terms(p, unit, &count);
    for (uint32_t i = 0; i < count; i++)
        if (terms[i].kind == OPIS_TERM_IBID && terms[i].style == p->style) return 1;
    return 0;
}

/* What may stand between two numbered levels: a year, a gloss, the name of a series.  One past it, or 0. */
static uint32_t read_between(const opis_style_parser *p, uint32_t unit, opis_styled *found, int *titles) {
    const opis_slip *slip = p->slip;
    uint8_t level = last_level(found), inner;
    uint32_t end = read_dated(p, unit, found);
    if (end) return end;
    if (found->strong && says_ibid(p, unit)) return 0;
    if (mark_at(slip, unit) == '(') {
        uint32_t first = unit + 1;
        if (opis_parts_label(p, first, &inner) && opis_level_may_follow(p, found, inner)) return first;
        end = opis_level_number(slip, first);
        if (end && !found->strong && found->part_count == 1 && found->parts[0].level == style_of(p)->titled) {
            found->parts[0].gloss = 1;
            return add_part(found, style_of(p)->titled, slip->units[first].start, slip->units[end - 1].end) ? end : 0;
        }
        if (style_of(p)->titles && (!found->strong || (opis_level_number(slip, first) && !is_year(slip, first))))
            return first;
        end = pass_parentheses(slip, unit);
        if (end && level != OPIS_NO_LEVEL) add_gloss(found, level, slip, first, end - 1);
        if (end || !style_of(p)->titles) return end;
        return first;
    }
    if (++*titles > MOST_TITLES || (found->strong && begins_sentence(p, unit, found))) return 0;
    /* What follows a semicolon is another source. */
    if (unit > 0 && mark_at(slip, unit - 1) == ';') return 0;
    if (!style_of(p)->titles && level == OPIS_NO_LEVEL) return 0;
    if (unit > 0 && goes_on_as_prose(slip, unit, found)) return 0;
    if (found->repository != OPIS_NO_ARCHIVE && !found->strong && mark_at(slip, unit - (unit > 0)) != ',' &&
        begins_with_acronym(p, unit))
        return 0;
    end = read_title(p, unit, &inner);
    if (!end) return 0;
    if (found->strong && is_author_and_year(slip, unit, end)) return 0;
    uint32_t numbered = found->repository >= 0 && !found->strong ? add_numbered_title(p, unit, end, found) : 0;
    if (numbered) return numbered;
    if (inner != OPIS_NO_LEVEL && opis_level_may_follow(p, found, inner))
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

/* Whether a part is more than one of its level, "12-13", and none of them has parts of its own. */
static int is_several(const opis_slip *slip, const opis_part *part) {
    for (uint32_t at = part->start + 1; at + 1 < part->end; at++)
        if (slip->bytes[at] == '-' && is_digit(slip->bytes[at - 1]) && is_digit(slip->bytes[at + 1])) return 1;
    return part->list;
}

/* Whether a semicolon divides what follows from a name without numbers, or from numbers without a name that no label
 * goes on from. */
static int is_cut_off(const opis_style_parser *p, uint32_t unit, const opis_styled *found) {
    uint8_t level;
    if (unit == 0 || mark_at(p->slip, unit - 1) != ';') return 0;
    if (found->repository != OPIS_NO_ARCHIVE) return found->strong == 0;
    if (found->strong == 0) return 0;
    if (found->part_count && is_several(p->slip, &found->parts[found->part_count - 1])) return 1;
    return !opis_parts_label(p, unit, &level) || !opis_level_may_follow(p, found, level);
}

int opis_parts_read(const opis_style_parser *p, uint32_t unit, opis_styled *found) {
    int titles = 0, before = found->strong;
    for (;;) {
        unit = pass_separators(p->slip, unit);
        if (unit >= p->slip->count || is_cut_off(p, unit, found)) break;
        uint32_t end = 0;
        if (found->repository != OPIS_NO_ARCHIVE && found->strong == before && opis_parts_signature(p, unit, 0, found))
            end = unit_at(p->slip, found->end);
        if (!end) end = read_labelled(p, unit, found);
        if (!end) end = read_signed(p, unit, found);
        if (!end) end = read_bare(p, unit, found);
        if (!end) end = read_damaged(p, unit, found);
        if (!end) end = pass_suffix(p, unit, found);
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

/* Whether a part is a year: "b. 1902, c. 1950" tells of a life. */
static int is_year_part(const opis_slip *slip, const opis_part *part) {
    return part->end - part->start == 4 && slip->bytes[part->start] == '1' && is_digit(slip->bytes[part->start + 3]);
}

/* Whether one letter without a point stands before a part: "B 12, C 14", "'b': 3, 'c': 2". */
static int has_pointless_letter(const opis_slip *slip, const opis_part *part) {
    const char *bytes = slip->bytes;
    uint32_t at = part->start, first = slip->units[0].start;
    while (at > first && is_blank(bytes[at - 1])) at--;
    if (at == part->start || at == first) return 0;
    if (bytes[at - 1] == ':' && at > first + 1 && (bytes[at - 2] == '\'' || bytes[at - 2] == '"'))
        return at == first + 3 || (at > first + 3 && bytes[at - 4] == bytes[at - 2]);
    return is_upper(bytes[at - 1]) && (at == first + 1 || is_blank(bytes[at - 2]));
}

/* Whether two parts are years, or numbers behind bare capitals, and no levels of a reference. */
static int means_others(const opis_slip *slip, const opis_styled *found) {
    int years = 1, letters = 1;
    for (uint8_t i = 0; i < found->part_count; i++) {
        if (found->parts[i].gloss) continue;
        years &= is_year_part(slip, &found->parts[i]);
        letters &= has_pointless_letter(slip, &found->parts[i]);
    }
    return years || letters;
}

/* Whether the first label stands there in full: "Record Group 59" says by itself what "RG 59" may not. */
static int is_spelled_out(const opis_styled *found) {
    return found->part_count > 0 && found->name_end == found->name_start &&
           found->parts[0].start >= found->start + SPELLED_OUT;
}

int opis_parts_stand_alone(const opis_style_parser *p, const opis_styled *found) {
    const opis_citation_style *style = style_of(p);
    if (found->strong == 2 && means_others(p->slip, found)) return 0;
    for (size_t i = 0; i < style->alone_count; i++)
        if ((found->levels & style->alone[i]) == style->alone[i] &&
            (style->alone[i] & (style->alone[i] - 1) || is_spelled_out(found)))
            return 1;
    return 0;
}

void opis_parts_begin_with(opis_styled *found, uint32_t start, uint32_t end, uint8_t level) {
    memmove(found->parts + 1, found->parts, found->part_count * sizeof *found->parts);
    found->parts[0] = (opis_part){start, end, level, 0, 0};
    found->part_count++;
    found->strong++;
    found->levels |= 1u << level;
    found->start = start;
}
