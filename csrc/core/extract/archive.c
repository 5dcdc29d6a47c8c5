#include "extract/archive.h"

#include <string.h>

#include "extract/archive_openers.h"
#include "extract/archive_alike.h"
#include "extract/archive_record.h"
#include "extract/archive_spans.h"
#include "extract/archive_styled.h"
#include "letters.h"
#include "memory.h"

/* What the first label may cost: after a name that the style lists; after another; in running text. */
#define LABEL_AFTER_NAME 5.0f
#define LABEL_AFTER_UNLISTED 1.2f
#define LABEL_ALONE 1.2f
#define LABEL_AFTER_REFERENCE 2.0f
/* A reference in running text inherits from one that ended so many bytes before, or in the same note. */
#define INHERITANCE_REACH 240
#define IBID_REACH 8000 /* "Ibid., l. 5", when notes between are lost */
#define DOUBTFUL_DELO 1.3f
#define GLOSS_UNITS 16   /* in parentheses after a name */
#define IMPRINT_UNITS 10 /* "Houghton Library, Harvard University," */

typedef struct finder {
    opis_book *book;
    opis_catalog *catalog;
    opis_error *error;
    opis_archive_values *values;
    opis_styled_finder styled;
    opis_slip slip;
    opis_words_opening opening;
    size_t note;     /* row of the next note that starts after the current place */
    uint32_t resume; /* byte where the last reference ended */
} finder;

/* ---- Notes --------------------------------------------------------------------------------------------- */

static uint32_t next_note_start(const finder *f) {
    const opis_note *notes = OPIS_ROWS(f->book, OPIS_NOTE);
    return f->note < OPIS_ROW_COUNT(f->book, OPIS_NOTE) ? (uint32_t)notes[f->note].record.start : UINT32_MAX;
}

/* The row of the note that a byte lies in, the byte being the current place. */
static int32_t note_at(const finder *f, uint32_t byte) {
    const opis_note *notes = OPIS_ROWS(f->book, OPIS_NOTE);
    if (f->note == 0 || byte >= (uint64_t)notes[f->note - 1].record.end) return OPIS_UNKNOWN;
    return (int32_t)f->note - 1;
}

static void pass_notes(finder *f, uint32_t byte) {
    while (next_note_start(f) <= byte) f->note++;
}

/* The last reference, if one that starts here may inherit from it. */
static uint32_t parent_at(const finder *f, uint32_t byte) {
    if (f->catalog->count == 0) return OPIS_NO_PARENT;
    const opis_reference *last = &f->catalog->items[f->catalog->count - 1];
    int32_t note = note_at(f, byte);
    if (last->note != note) return OPIS_NO_PARENT;
    if (note == OPIS_UNKNOWN && byte > last->end + INHERITANCE_REACH) return OPIS_NO_PARENT;
    return (uint32_t)f->catalog->count - 1;
}

/* ---- Making references --------------------------------------------------------------------------------- */

static opis_status keep_listy(finder *f, opis_reference *r, uint32_t unit) {
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

static opis_reference start_reference(const finder *f, uint32_t start) {
    opis_reference r;
    memset(&r, 0, sizeof r);
    r.start = start;
    r.archive = OPIS_NO_ARCHIVE;
    r.name_margin = OPIS_SURE_NAME;
    r.parent = OPIS_NO_PARENT;
    r.note = note_at(f, start);
    r.listy_literal = 1;
    r.listy_margin = OPIS_SURE_LISTY;
    return r;
}

static void set_parent(const finder *f, opis_reference *r, uint32_t parent, opis_level first) {
    const opis_reference *before = &f->catalog->items[parent];
    r->parent = parent;
    r->archive = before->archive;
    r->name_start = before->name_start;
    r->name_end = before->name_end;
    r->name_margin = before->name_margin;
    for (int level = 0; level < (int)first && level < OPIS_LIST; level++) r->inherits[level] = 1;
}

static opis_status add_reference(finder *f, const opis_reference *r) {
    opis_catalog *catalog = f->catalog;
    opis_status status =
        opis_reserve(&catalog->items, &catalog->capacity, catalog->count + 1, sizeof *catalog->items, f->error);
    if (status != OPIS_OK) return status;
    catalog->items[catalog->count++] = *r;
    f->resume = r->end;
    return OPIS_OK;
}

/* Read the values and folios that the levels point at, and keep the reference. */
static opis_status add_levels(finder *f, opis_reference *r, const opis_levels *levels) {
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
    return add_reference(f, r);
}

/* ---- What follows a reference -------------------------------------------------------------------------- */

static uint32_t first_unit_after(const opis_slip *slip, uint32_t byte) {
    uint32_t unit = 0;
    while (unit < slip->count && slip->units[unit].start < byte) unit++;
    return unit;
}

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
static int add_follower(finder *f, opis_status *status) {
    const opis_slip *slip = &f->slip;
    uint32_t unit = first_unit_after(slip, f->resume), joint = unit;
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
        opis_reference r = start_reference(f, slip->units[joint].start);
        set_parent(f, &r, (uint32_t)f->catalog->count - 1, level);
        *status = add_levels(f, &r, &levels);
        return *status == OPIS_OK;
    }
    return 0;
}

static opis_status add_followers(finder *f) {
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

static int find_after_name(const finder *f, const opis_archive_name *name, opis_levels *levels) {
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

static opis_status try_name(finder *f, const opis_archive_name *name) {
    opis_levels levels;
    pass_notes(f, name->start);
    opis_slip_fill(&f->slip, f->book, name->last_token, name->end, next_note_start(f));
    if (!find_after_name(f, name, &levels)) return OPIS_OK;
    opis_reference r = start_reference(f, name->start);
    r.archive = name->archive;
    r.name_start = name->start;
    r.name_end = name->end;
    r.name_margin = name->next_cost - name->cost;
    opis_status status = add_levels(f, &r, &levels);
    return status == OPIS_OK ? add_followers(f) : status;
}

/* ---- References that begin without one ----------------------------------------------------------------- */

/* "f. 17, op. 2, d. 5" in running text: the archive is that of the reference before, where one is near. */
static opis_status try_label(finder *f, size_t token) {
    opis_levels levels;
    uint32_t start = f->book->tokens[token].start;
    pass_notes(f, start);
    uint32_t parent = parent_at(f, start);
    opis_level from = f->book->source.bytes[start] == 'f' ? OPIS_FOND : OPIS_DELO;
    if (from != OPIS_FOND && parent == OPIS_NO_PARENT) return OPIS_OK;
    opis_slip_fill(&f->slip, f->book, token, start, next_note_start(f));
    if (!opis_levels_find(&levels, f->book, f->values, &f->slip, 0, from, from, LABEL_ALONE)) return OPIS_OK;
    if (!levels.values[OPIS_DELO].present || (from == OPIS_FOND && !levels.values[OPIS_OPIS].present)) return OPIS_OK;
    if (from != OPIS_FOND && levels.listy_unit == f->slip.count) return OPIS_OK;
    opis_reference r = start_reference(f, start);
    if (parent != OPIS_NO_PARENT) set_parent(f, &r, parent, from);
    opis_status status = add_levels(f, &r, &levels);
    return status == OPIS_OK ? add_followers(f) : status;
}

/* Whether nothing but the last reference stands in the note before this place, so that "Ibid." means it. */
static int last_means_archive(const finder *f, uint32_t byte) {
    const opis_catalog *catalog = f->catalog;
    if (catalog->count == 0) return 0;
    const opis_reference *last = &catalog->items[catalog->count - 1];
    const opis_note *notes = OPIS_ROWS(f->book, OPIS_NOTE);
    int32_t note = note_at(f, byte);
    if (note == OPIS_UNKNOWN || last->note == OPIS_UNKNOWN) return 0;
    if (last->note == note) return byte < last->end + INHERITANCE_REACH;
    if (last->note != note - 1) return 0;
    /* A year after the reference shows another work, which "Ibid." would mean. */
    int digits = 0;
    for (int64_t i = last->end; i < notes[last->note].record.end; i++) {
        digits = f->book->source.bytes[i] >= '0' && f->book->source.bytes[i] <= '9' ? digits + 1 : 0;
        if (digits == 4) return 0;
    }
    return 1;
}

static opis_status try_ibid(finder *f, size_t token) {
    const opis_token *t = &f->book->tokens[token];
    pass_notes(f, t->start);
    if (f->catalog->count == 0) return OPIS_OK;
    opis_slip_fill(&f->slip, f->book, token, t->start, next_note_start(f));
    uint32_t unit = 1;
    while (unit < f->slip.count && unit < 4 && opis_slip_mark(&f->slip, unit) &&
           strchr(".,;:", opis_slip_mark(&f->slip, unit)))
        unit++;
    uint32_t start = t->start;
    if (start > 0 && f->book->source.bytes[start - 1] == '[') start--;
    opis_reference r = start_reference(f, start);
    int means_last = last_means_archive(f, t->start);
    r.doubtful = !means_last;
    const opis_reference *before = &f->catalog->items[f->catalog->count - 1];
    for (opis_level level = OPIS_FOND; level <= OPIS_LIST; level++) {
        opis_levels levels;
        if (!opis_levels_find(&levels, f->book, f->values, &f->slip, unit, level, level, LABEL_AFTER_REFERENCE))
            continue;
        if (levels.cost > LABEL_AFTER_REFERENCE + 6.0f || (!means_last && t->start > before->end + IBID_REACH))
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
    return add_reference(f, &r);
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

/* ---- The walk ------------------------------------------------------------------------------------------ */

static int opens_label(const opis_book *book, size_t at) {
    const opis_token *token = &book->tokens[at];
    char c = book->source.bytes[token->start];
    if (token->length != 1 || (c != 'f' && c != 'd') || at + 2 >= book->token_count) return 0;
    char mark = book->source.bytes[token[1].start];
    return token[1].class_ == OPIS_PUNCTUATION && (mark == '.' || mark == ',');
}

/* Read damaged references, glyph by glyph. */
static opis_status try_glyphs(finder *f, size_t i) {
    const opis_book *book = f->book;
    const opis_token *token = &book->tokens[i];
    opis_archive_name name;
    if (token->length == 1) return opens_label(book, i) ? try_label(f, i) : OPIS_OK;
    if (is_ibid(book, token)) return try_ibid(f, i);
    return opis_archive_name_find(book, i, &name) ? try_name(f, &name) : OPIS_OK;
}

/* ---- References that are read by their style ----------------------------------------------------------- */

/* The style of the last reference, if one that starts at a byte may go on with it. */
static uint16_t style_before(const finder *f, uint32_t byte) {
    const opis_catalog *catalog = f->catalog;
    if (catalog->count == 0) return OPIS_NO_STYLE;
    const opis_reference *last = &catalog->items[catalog->count - 1];
    if (byte > last->end + IBID_REACH) return OPIS_NO_STYLE;
    return last->styled ? catalog->styled[last->styled - 1].style : f->styled.styles->tolerant;
}

/* Whether the levels above the first of a reference are missing, so that the one before must have them. */
static int lacks_head(const opis_citation_style *style, const opis_styled *found) {
    for (size_t i = 0; i < style->level_count; i++) {
        if (style->levels[i].column != OPIS_FOND) continue;
        if (found->levels >> i & 1) return 0;
    }
    return found->repository == OPIS_NO_ARCHIVE;
}

/* Keep the texts of the columns as readings, for references that inherit them. */
static void keep_values(const finder *f, opis_reference *r, const opis_styled *found) {
    const opis_citation_style *style = &f->styled.styles->styles[found->style];
    char text[OPIS_VALUE_LENGTH + 1];
    for (uint8_t i = 0; i < found->part_count; i++) {
        uint8_t column = style->levels[found->parts[i].level].column;
        if (found->parts[i].gloss || column >= OPIS_LIST || r->values[column].present) continue;
        size_t length = opis_part_text(f->book->source.bytes, &found->parts[i], text);
        if (length > OPIS_READING_LENGTH) continue;
        text[length] = 0;
        r->values[column].present = r->values[column].literal = 1;
        opis_archive_value_add(&r->values[column], text, 0);
    }
}

static uint32_t chapter_of(const finder *f, uint32_t byte) {
    return opis_layout_chapter(&f->book->layout, opis_source_line(&f->book->source, byte));
}

/* Whether nothing but marks and numbers stands between the last reference and this place. */
static int stands_behind_last(const finder *f, uint32_t byte) {
    const opis_reference *last = &f->catalog->items[f->catalog->count - 1];
    if (byte > last->end + INHERITANCE_REACH) return 0;
    for (uint32_t i = last->end; i < byte; i++)
        if (is_letter(f->book->source.bytes[i])) return 0;
    return 1;
}

/* Whether a reference may go on from the one before: in its style, and in its chapter. */
static int may_go_on(const finder *f, const opis_reference *r, uint16_t style) {
    if (style_before(f, r->start) != style) return 0;
    return chapter_of(f, r->start) == chapter_of(f, f->catalog->items[f->catalog->count - 1].end);
}

/* Whether what a reference leaves out is surely that of the one before. */
static int goes_on_surely(const finder *f, const opis_reference *r) {
    const opis_reference *last = &f->catalog->items[f->catalog->count - 1];
    int same_note = r->note != OPIS_UNKNOWN && r->note == last->note;
    return same_note || stands_behind_last(f, r->start) || last_means_archive(f, r->start);
}

static opis_status add_styled(finder *f, const opis_styled *found) {
    opis_catalog *catalog = f->catalog;
    opis_status status = opis_reserve(&catalog->styled, &catalog->styled_capacity, catalog->styled_count + 1,
                                      sizeof *catalog->styled, f->error);
    if (status != OPIS_OK) return status;
    catalog->styled[catalog->styled_count++] = *found;
    opis_reference r = start_reference(f, found->start);
    r.styled = (uint32_t)catalog->styled_count;
    r.end = found->end;
    r.doubtful = found->guessed;
    for (uint8_t i = 0; i < found->part_count && !r.doubtful; i++)
        r.doubtful = (uint8_t)(!found->parts[i].gloss &&
                               opis_archive_looks_damaged(f->book, found->parts[i].start, found->parts[i].end));
    keep_values(f, &r, found);
    const opis_citation_style *style = &f->styled.styles->styles[found->style];
    if (catalog->count && (found->ibid || lacks_head(style, found)) && may_go_on(f, &r, found->style)) {
        r.parent = (uint32_t)catalog->count - 1;
        r.archive = catalog->items[r.parent].archive;
        r.doubtful |= (uint8_t)!goes_on_surely(f, &r);
    } else if (found->repository != OPIS_NO_ARCHIVE) {
        r.archive = OPIS_UNLISTED_ARCHIVE;
        r.name_start = found->name_start;
        r.name_end = found->name_end;
    }
    r.doubtful |= (uint8_t)(found->ibid && r.parent == OPIS_NO_PARENT);
    status = add_reference(f, &r);
    f->styled.reached = f->resume;
    return status;
}

/* "...; Д. 9. Л. 2" goes on with the next file of the same archive.  1 when one was added. */
static int add_styled_follower(finder *f, opis_status *status) {
    const opis_styled last = f->catalog->styled[f->catalog->styled_count - 1];
    opis_styled found;
    if (!opis_styled_follow(&f->styled, &last, next_note_start(f), &found)) return 0;
    *status = add_styled(f, &found);
    return *status == OPIS_OK;
}

/* The columns that a reference fills, one bit each. */
static unsigned columns_by_style(const finder *f, const opis_styled *found, int *more) {
    const opis_citation_style *style = &f->styled.styles->styles[found->style];
    unsigned columns = 0;
    for (uint8_t i = 0; i < found->part_count; i++) {
        uint8_t column = style->levels[found->parts[i].level].column;
        if (found->parts[i].gloss) continue;
        if (column < OPIS_LEVEL_COUNT) columns |= 1u << column;
        *more |= column >= OPIS_LEVEL_COUNT || found->parts[i].list;
    }
    return columns;
}

static unsigned columns_by_glyphs(const opis_reference *r) {
    unsigned columns = r->folio_count ? 1u << OPIS_LIST : 0;
    for (int level = 0; level < OPIS_LIST; level++)
        if (r->values[level].present && !r->inherits[level]) columns |= 1u << level;
    return columns;
}

static int is_quoted(const finder *f, uint32_t start) {
    return start > 0 && f->book->source.bytes[start - 1] == '"';
}

/* Whether a reference is better read by its style than it was by its glyphs: it has all that they have, and more. */
static int prefers_style(const finder *f, const opis_styled *found, const opis_reference *r) {
    int more = 0, literal = 1;
    unsigned by_style = columns_by_style(f, found, &more), by_glyphs = columns_by_glyphs(r);
    for (int level = 0; level < OPIS_LIST; level++) literal &= !r->values[level].present || r->values[level].literal;
    if (by_glyphs & ~by_style) return 0;
    if (by_style != by_glyphs || more) return 1;
    /* A quotation mark that closes what one before the reference opened is no damaged figure. */
    return !literal && is_quoted(f, found->start) && found->end < r->end;
}

static void forget_from(finder *f, size_t count, size_t folios, uint32_t resume) {
    f->catalog->count = count;
    f->catalog->folio_count = folios;
    f->resume = resume;
}

/* Try a token both ways; the reading by style gives way to that by glyphs where it knows no more. */
static opis_status try_token(finder *f, size_t i, int glyphs, int styled) {
    const opis_token *token = &f->book->tokens[i];
    opis_styled found;
    size_t count = f->catalog->count, folios = f->catalog->folio_count;
    uint32_t resume = f->resume;
    if (token->start < f->resume) return OPIS_OK;
    f->styled.reached = f->resume;
    pass_notes(f, token->start);
    int any = styled && opis_styled_find(&f->styled, i, next_note_start(f), style_before(f, token->start), &found);
    /* "Gosudarstvennyi arkhiv (GARF), f. 17": glyphs are read from the acronym on. */
    if (any && found.style == f->styled.styles->tolerant && found.name_start > found.start)
        glyphs = 1, i = opis_styled_token(&f->styled, found.name_start);
    if (glyphs && !(any && found.style != f->styled.styles->tolerant)) {
        opis_status status = try_glyphs(f, i);
        if (status != OPIS_OK) return status;
        if (f->catalog->count > count && !(any && prefers_style(f, &found, &f->catalog->items[count]))) return OPIS_OK;
        forget_from(f, count, folios, resume);
    }
    if (!any) return OPIS_OK;
    opis_status status = add_styled(f, &found);
    while (status == OPIS_OK && add_styled_follower(f, &status)) {
    }
    return status;
}

static opis_status keep_opening(finder *f, uint32_t token) {
    opis_words_opening *words = &f->opening;
    opis_status status =
        opis_reserve(&words->tokens, &words->capacity, words->count + 1, sizeof *words->tokens, f->error);
    if (status == OPIS_OK) words->tokens[words->count++] = token;
    return status;
}

static opis_status find_references(finder *f) {
    opis_opener openers[OPIS_OPENER_STRIDE];
    opis_status status = OPIS_OK;
    for (size_t from = 0; from < f->book->token_count && status == OPIS_OK; from += OPIS_OPENER_STRIDE) {
        size_t count = opis_openers_find(f->book, from, openers);
        for (size_t i = 0; i < count && status == OPIS_OK; i++) {
            if (openers[i].of_holdings) status = keep_opening(f, openers[i].token);
            if (status != OPIS_OK || !(openers[i].by_glyphs | openers[i].by_style)) continue;
            status = try_token(f, openers[i].token, openers[i].by_glyphs, openers[i].by_style);
            if (status == OPIS_OK) status = opis_scratch_status(f->styled.scratch);
        }
    }
    return status;
}

opis_status opis_extract_archives(opis_book *book, opis_error *error) {
    opis_catalog catalog = {NULL, 0, 0, NULL, 0, 0, NULL, 0, 0};
    finder f = {.book = book, .catalog = &catalog, .error = error};
    f.values = opis_archive_values_new(book->style, book->glyphs, error);
    f.styled.book = book;
    f.styled.styles = book->reader->archive_styles;
    f.styled.scratch = f.values ? opis_scratch_new(&book->limits, book->source.length, error) : NULL;
    opis_status status = f.styled.scratch ? find_references(&f) : error->status;
    if (status == OPIS_OK) status = opis_spans_add(&catalog, book, &f.opening, &f.styled, error);
    if (status == OPIS_OK) status = opis_catalog_settle(&catalog, book, error);
    for (size_t i = 0; i < catalog.count && status == OPIS_OK; i++)
        status = opis_reference_record(book, &catalog, &catalog.items[i], error);
    opis_resize(catalog.items, 0);
    opis_resize(catalog.folios, 0);
    opis_resize(catalog.styled, 0);
    opis_resize(f.opening.tokens, 0);
    opis_archive_values_free(f.values);
    opis_scratch_free(f.styled.scratch);
    return status;
}
