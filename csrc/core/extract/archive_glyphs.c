#include "extract/archive_finder.h"

#include <string.h>

#include "extract/archive_units.h"
#include "memory.h"

/* What the first label may cost: after a name that the style lists; after another; in running text. */
#define LABEL_AFTER_NAME 5.0f
#define LABEL_AFTER_UNLISTED 1.2f
#define LABEL_ALONE 1.2f
#define LABEL_AFTER_REFERENCE 2.0f
#define DOUBTFUL_DELO 1.3f
#define GLOSS_UNITS 16   /* in parentheses after a name */
#define IMPRINT_UNITS 10 /* "Houghton Library, Harvard University," */

/* ---- Keeping a reference ------------------------------------------------------------------------------- */

static opis_status keep_listy(opis_archive_finder *f, opis_reference *r, uint32_t unit) {
    opis_listy listy;
    const opis_slip *slip = &f->slip;
    if (!opis_listy_read(&listy, f->book->style, f->book->glyphs, slip, unit)) return OPIS_OK;
    opis_catalog *catalog = f->catalog;
    opis_status status = opis_reserve(&catalog->folios, &catalog->folio_capacity, catalog->folio_count + listy.count,
                                      sizeof *catalog->folios, f->error);
    if (status != OPIS_OK) return status;
    memcpy(catalog->folios + catalog->folio_count, listy.folios, listy.count * sizeof *listy.folios);
    r->first_folio = (uint32_t)catalog->folio_count;
    r->folio_count = listy.count;
    r->listy_literal = listy.literal;
    r->listy_margin = listy.margin;
    catalog->folio_count += listy.count;
    r->end = slip->units[listy.end_unit - 1].end;
    return OPIS_OK;
}

static void set_parent(const opis_archive_finder *f, opis_reference *r, uint32_t parent, opis_level first) {
    const opis_reference *before = &f->catalog->items[parent];
    r->parent = parent;
    r->archive = before->archive;
    r->name_start = before->name_start;
    r->name_end = before->name_end;
    r->name_margin = before->name_margin;
    for (int level = 0; level < (int)first && level < OPIS_LIST; level++) r->inherits[level] = 1;
}

/* The last reference, if one that starts here may inherit from it. */
static uint32_t parent_at(const opis_archive_finder *f, uint32_t byte) {
    if (f->catalog->count == 0) return OPIS_NO_PARENT;
    const opis_reference *last = &f->catalog->items[f->catalog->count - 1];
    int32_t note = opis_finder_note_at(f, byte);
    if (last->note != note) return OPIS_NO_PARENT;
    if (note == OPIS_UNKNOWN && byte > last->end + OPIS_INHERITANCE_REACH) return OPIS_NO_PARENT;
    return (uint32_t)f->catalog->count - 1;
}

/* Read the values and folios that the levels point at, and keep the reference. */
static opis_status add_levels(opis_archive_finder *f, opis_reference *r, const opis_levels *levels) {
    const opis_slip *slip = &f->slip;
    for (int level = 0; level < OPIS_LIST; level++)
        if (levels->values[level].present) {
            opis_archive_value_read(&r->values[level], f->values, slip->bytes, levels->values[level].start,
                                    levels->values[level].end);
            r->end = levels->values[level].end;
        }
    r->doubtful |= levels->open;
    if (levels->listy_unit < slip->count) {
        r->end = slip->units[levels->listy_unit - 1].end;
        opis_status status = keep_listy(f, r, levels->listy_unit);
        if (status != OPIS_OK) return status;
    }
    return opis_finder_keep(f, r);
}

/* ---- What follows a reference -------------------------------------------------------------------------- */

static int is_word(const opis_slip *slip, uint32_t unit, const char *word) {
    size_t length = strlen(word);
    return unit < slip->count && slip->units[unit].end - slip->units[unit].start == length &&
           memcmp(slip->bytes + slip->units[unit].start, word, length) == 0;
}

static int any_digit(const char *bytes, uint32_t start, uint32_t end) {
    for (uint32_t i = start; i < end; i++)
        if (bytes[i] >= '0' && bytes[i] <= '9') return 1;
    return 0;
}

/* Pass the marks and the "and" between two references; tells whether there was any. */
static int pass_joint(const opis_slip *slip, uint32_t *unit) {
    uint32_t at = *unit;
    for (int marks = 0; marks < 2; marks++) {
        char mark = opis_slip_mark(slip, at);
        if (mark == ';' || mark == ',' || mark == '.') at++;
    }
    if (is_word(slip, at, "and") || is_word(slip, at, "also")) at++;
    int passed = at > *unit;
    *unit = at;
    return passed;
}

/* "..., ll. 60-65; d. 5, l. 1" goes on: the next delo, opis or fond of the same archive.  1 when one was added. */
static int add_follower(opis_archive_finder *f, opis_status *status) {
    const opis_slip *slip = &f->slip;
    uint32_t unit = unit_at(slip, f->resume), joint = unit;
    if (!pass_joint(slip, &joint) && (joint >= slip->count || slip->units[joint].gap == OPIS_GAP_NONE)) return 0;
    if (joint >= slip->count || slip->units[joint].end - slip->units[joint].start > 8) return 0;
    int joined = joint > unit && opis_slip_mark(slip, unit) != '.';
    for (opis_level level = OPIS_FOND; level < OPIS_LIST; level++) {
        opis_levels levels;
        float limit = joined ? LABEL_AFTER_REFERENCE : LABEL_ALONE;
        if (joint == unit && level != OPIS_FOND) break;
        if (!opis_levels_find(&levels, f->book, f->values, slip, joint, level, level, limit)) continue;
        if (!levels.values[OPIS_DELO].present || levels.cost > limit + 6.0f) continue;
        uint32_t delo = levels.values[OPIS_DELO].start, delo_end = levels.values[OPIS_DELO].end;
        if (!any_digit(slip->bytes, delo, delo_end) &&
            opis_archive_value_cost(f->values, slip->bytes, delo, delo_end) > DOUBTFUL_DELO)
            continue;
        opis_reference r = opis_finder_begin(f, slip->units[joint].start);
        set_parent(f, &r, (uint32_t)f->catalog->count - 1, level);
        *status = add_levels(f, &r, &levels);
        return *status == OPIS_OK;
    }
    return 0;
}

static opis_status add_followers(opis_archive_finder *f) {
    opis_status status = OPIS_OK;
    while (status == OPIS_OK && add_follower(f, &status)) {
    }
    return status;
}

/* ---- References that begin with a name ----------------------------------------------------------------- */

/* Pass what may stand between an archive's name and its first label: marks, and a gloss in parentheses. */
static uint32_t pass_gloss(const opis_slip *slip) {
    uint32_t unit = 0;
    for (int marks = 0; marks < 4 && unit < slip->count; marks++) {
        char mark = opis_slip_mark(slip, unit);
        if (mark == '(') {
            uint32_t close = unit;
            while (close < slip->count && close < unit + GLOSS_UNITS && opis_slip_mark(slip, close) != ')') close++;
            if (opis_slip_mark(slip, close) != ')') return unit;
            unit = close + 1;
        } else if (mark && strchr(",.:;)]'", mark)) {
            unit++;
        } else {
            break;
        }
    }
    return unit;
}

static int has_digit(const opis_slip *slip, uint32_t unit) {
    const struct opis_slip_unit *u = &slip->units[unit];
    return u->class_ == OPIS_NUMBER ||
           (u->class_ == OPIS_MIXED && slip->bytes[u->start] >= '0' && slip->bytes[u->start] <= '9');
}

/* One past the units of an item's number: glyphs that touch or that a blank parts. */
static uint32_t item_end(const opis_slip *slip, uint32_t unit) {
    uint32_t end = unit + 1;
    while (end < slip->count && end < unit + 7) {
        const struct opis_slip_unit *u = &slip->units[end];
        char mark = opis_slip_mark(slip, end);
        if (u->gap == OPIS_GAP_LINE || u->end - u->start > 5 || (mark && strchr(",.;:()[]", mark))) break;
        if (u->gap == OPIS_GAP_BLANK &&
            (u->end - u->start > 1 || slip->units[end - 1].end - slip->units[end - 1].start > 1))
            break;
        end++;
    }
    return end;
}

/* "Papers, 13095": one number after the name, or after the words that tell where the papers lie. */
static int find_item(const opis_slip *slip, opis_levels *levels) {
    uint32_t unit = pass_gloss(slip);
    int found = 0;
    for (uint32_t words = 0; words < IMPRINT_UNITS && unit < slip->count; words++, unit++) {
        char mark = opis_slip_mark(slip, unit);
        int lettered = slip->units[unit].end - slip->units[unit].start == 1 && opis_slip_mark(slip, unit + 1) == '-';
        found = has_digit(slip, unit) || lettered;
        if (found) break;
        if (mark && mark != ',') return 0;
    }
    if (!found) return 0;
    uint32_t end = item_end(slip, unit);
    memset(levels, 0, sizeof *levels);
    levels->listy_unit = slip->count;
    levels->values[OPIS_DELO].present = 1;
    levels->values[OPIS_DELO].start = slip->units[unit].start;
    levels->values[OPIS_DELO].end = slip->units[end - 1].end;
    return slip->units[unit].class_ != OPIS_NUMBER ||
           levels->values[OPIS_DELO].end - levels->values[OPIS_DELO].start > 1;
}

static int find_after_name(const opis_archive_finder *f, const opis_archive_name *name, opis_levels *levels) {
    const opis_style *style = f->book->style;
    uint32_t unit = pass_gloss(&f->slip);
    opis_reference_form form = name->archive < 0 ? OPIS_BY_LEVELS : style->archives[name->archive].form;
    if (form == OPIS_BY_ITEM) return find_item(&f->slip, levels);
    if (form == OPIS_BY_FILE)
        return opis_levels_find(levels, f->book, f->values, &f->slip, unit, OPIS_DELO, OPIS_DELO, LABEL_AFTER_NAME);
    if (name->archive == OPIS_UNLISTED_ARCHIVE)
        return opis_levels_find(levels, f->book, f->values, &f->slip, unit, OPIS_FOND, OPIS_FOND,
                                LABEL_AFTER_UNLISTED) &&
               levels->values[OPIS_OPIS].present;
    return opis_levels_find(levels, f->book, f->values, &f->slip, unit, OPIS_FOND, OPIS_DELO, LABEL_AFTER_NAME);
}

static opis_status try_name(opis_archive_finder *f, const opis_archive_name *name) {
    opis_levels levels;
    opis_finder_pass_notes(f, name->start);
    opis_slip_fill(&f->slip, f->book, name->last_token, name->end, opis_finder_next_note(f));
    if (!find_after_name(f, name, &levels)) return OPIS_OK;
    opis_reference r = opis_finder_begin(f, name->start);
    r.archive = name->archive;
    r.name_start = name->start;
    r.name_end = name->end;
    r.name_margin = name->next_cost - name->cost;
    opis_status status = add_levels(f, &r, &levels);
    return status == OPIS_OK ? add_followers(f) : status;
}

/* ---- References that begin without one ----------------------------------------------------------------- */

/* "f. 17, op. 2, d. 5" in running text: the archive is that of the reference before, where one is near. */
static opis_status try_label(opis_archive_finder *f, size_t token) {
    opis_levels levels;
    uint32_t start = f->book->tokens[token].start;
    opis_finder_pass_notes(f, start);
    uint32_t parent = parent_at(f, start);
    opis_level from = f->book->source.bytes[start] == 'f' ? OPIS_FOND : OPIS_DELO;
    if (from != OPIS_FOND && parent == OPIS_NO_PARENT) return OPIS_OK;
    opis_slip_fill(&f->slip, f->book, token, start, opis_finder_next_note(f));
    if (!opis_levels_find(&levels, f->book, f->values, &f->slip, 0, from, from, LABEL_ALONE)) return OPIS_OK;
    if (!levels.values[OPIS_DELO].present || (from == OPIS_FOND && !levels.values[OPIS_OPIS].present)) return OPIS_OK;
    if (from != OPIS_FOND && levels.listy_unit == f->slip.count) return OPIS_OK;
    opis_reference r = opis_finder_begin(f, start);
    if (parent != OPIS_NO_PARENT) set_parent(f, &r, parent, from);
    opis_status status = add_levels(f, &r, &levels);
    return status == OPIS_OK ? add_followers(f) : status;
}

static opis_status try_ibid(opis_archive_finder *f, size_t token) {
    const opis_token *t = &f->book->tokens[token];
    opis_finder_pass_notes(f, t->start);
    if (f->catalog->count == 0) return OPIS_OK;
    opis_slip_fill(&f->slip, f->book, token, t->start, opis_finder_next_note(f));
    uint32_t unit = 1;
    while (unit < f->slip.count && unit < 4 && opis_slip_mark(&f->slip, unit) &&
           strchr(".,;:", opis_slip_mark(&f->slip, unit)))
        unit++;
    uint32_t start = t->start;
    if (start > 0 && f->book->source.bytes[start - 1] == '[') start--;
    opis_reference r = opis_finder_begin(f, start);
    int means_last = opis_finder_means_last(f, t->start);
    r.doubtful = !means_last;
    const opis_reference *before = &f->catalog->items[f->catalog->count - 1];
    for (opis_level level = OPIS_FOND; level <= OPIS_LIST; level++) {
        opis_levels levels;
        if (!opis_levels_find(&levels, f->book, f->values, &f->slip, unit, level, level, LABEL_AFTER_REFERENCE))
            continue;
        if (levels.cost > LABEL_AFTER_REFERENCE + 6.0f || (!means_last && t->start > before->end + OPIS_IBID_REACH))
            continue;
        set_parent(f, &r, (uint32_t)f->catalog->count - 1, level);
        opis_status status = add_levels(f, &r, &levels);
        return status == OPIS_OK ? add_followers(f) : status;
    }
    /* "Ibid., 45" is a page of a book. */
    if (!means_last || before->note == r.note || (unit < f->slip.count && has_digit(&f->slip, unit))) return OPIS_OK;
    set_parent(f, &r, (uint32_t)f->catalog->count - 1, OPIS_LIST);
    r.doubtful = 1;
    r.end = t->start + t->length;
    r.first_folio = before->first_folio;
    r.folio_count = before->folio_count;
    return opis_finder_keep(f, &r);
}

/* Whether a token is a form of "ibid" that its scan may have left. */
static int is_ibid(const opis_book *book, const opis_token *token) {
    const char *text = book->source.bytes + token->start;
    if (token->length < OPIS_SHORTEST_IBID || token->length > OPIS_LONGEST_IBID || text[token->length - 1] != 'd')
        return 0;
    for (size_t i = 0; i < book->style->ibid.count; i++) {
        const char *word = book->style->ibid.items[i];
        size_t length = strlen(word);
        /* The first letter is of either case, or lost as a bracket. */
        if (token->length == length - 1 && memcmp(text, word + 1, length - 1) == 0)
            return token->start > 0 && text[-1] == '[';
        if (token->length == length &&
            opis_glyphs_distance(book->glyphs, text + 1, length - 1, word + 1, length - 1, 2.0f) <= 2.0f &&
            strchr(OPIS_IBID_FIRSTS, text[0]))
            return 1;
    }
    return 0;
}

/* ---- Any of them --------------------------------------------------------------------------------------- */

static int opens_label(const opis_book *book, size_t at) {
    const opis_token *token = &book->tokens[at];
    char c = book->source.bytes[token->start];
    if (token->length != 1 || (c != 'f' && c != 'd') || at + 2 >= book->token_count) return 0;
    char mark = book->source.bytes[token[1].start];
    return token[1].class_ == OPIS_PUNCTUATION && (mark == '.' || mark == ',');
}

opis_status opis_finder_by_glyphs(opis_archive_finder *f, size_t i) {
    const opis_book *book = f->book;
    const opis_token *token = &book->tokens[i];
    opis_archive_name name;
    if (token->length == 1) return opens_label(book, i) ? try_label(f, i) : OPIS_OK;
    if (is_ibid(book, token)) return try_ibid(f, i);
    return opis_archive_name_find(book, i, &name) ? try_name(f, &name) : OPIS_OK;
}
