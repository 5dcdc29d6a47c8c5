#include "extract/archive_finder.h"

#include <string.h>

#include "extract/archive_alike.h"
#include "extract/archive_record.h"
#include "letters.h"
#include "memory.h"

/* ---- Notes --------------------------------------------------------------------------------------------- */

uint32_t opis_finder_next_note(const opis_archive_finder *f) {
    const opis_note *notes = OPIS_ROWS(f->book, OPIS_NOTE);
    return f->note < OPIS_ROW_COUNT(f->book, OPIS_NOTE) ? (uint32_t)notes[f->note].record.start : UINT32_MAX;
}

int32_t opis_finder_note_at(const opis_archive_finder *f, uint32_t byte) {
    const opis_note *notes = OPIS_ROWS(f->book, OPIS_NOTE);
    if (f->note == 0 || byte >= (uint64_t)notes[f->note - 1].record.end) return OPIS_UNKNOWN;
    return (int32_t)f->note - 1;
}

void opis_finder_pass_notes(opis_archive_finder *f, uint32_t byte) {
    while (opis_finder_next_note(f) <= byte) f->note++;
}

/* ---- Making references --------------------------------------------------------------------------------- */

opis_reference opis_finder_begin(const opis_archive_finder *f, uint32_t start) {
    opis_reference r;
    memset(&r, 0, sizeof r);
    r.start = start;
    r.archive = OPIS_NO_ARCHIVE;
    r.name_margin = OPIS_SURE_NAME;
    r.parent = OPIS_NO_PARENT;
    r.note = opis_finder_note_at(f, start);
    r.listy_literal = 1;
    r.listy_margin = OPIS_SURE_LISTY;
    return r;
}

opis_status opis_finder_keep(opis_archive_finder *f, const opis_reference *r) {
    opis_catalog *catalog = f->catalog;
    opis_status status =
        opis_reserve(&catalog->items, &catalog->capacity, catalog->count + 1, sizeof *catalog->items, f->error);
    if (status != OPIS_OK) return status;
    catalog->items[catalog->count++] = *r;
    f->resume = r->end;
    return OPIS_OK;
}

int opis_finder_means_last(const opis_archive_finder *f, uint32_t byte) {
    const opis_catalog *catalog = f->catalog;
    if (catalog->count == 0) return 0;
    const opis_reference *last = &catalog->items[catalog->count - 1];
    const opis_note *notes = OPIS_ROWS(f->book, OPIS_NOTE);
    int32_t note = opis_finder_note_at(f, byte);
    if (note == OPIS_UNKNOWN || last->note == OPIS_UNKNOWN) return 0;
    if (last->note == note) return byte < last->end + OPIS_INHERITANCE_REACH;
    if (last->note != note - 1) return 0;
    /* A year after the reference shows another work, which "Ibid." would mean. */
    int digits = 0;
    for (int64_t i = last->end; i < notes[last->note].record.end; i++) {
        digits = f->book->source.bytes[i] >= '0' && f->book->source.bytes[i] <= '9' ? digits + 1 : 0;
        if (digits == 4) return 0;
    }
    return 1;
}

/* ---- References that are read by their style ----------------------------------------------------------- */

/* The style of the last reference, if one that starts at a byte may go on with it. */
static uint16_t style_before(const opis_archive_finder *f, uint32_t byte) {
    const opis_catalog *catalog = f->catalog;
    if (catalog->count == 0) return OPIS_NO_STYLE;
    const opis_reference *last = &catalog->items[catalog->count - 1];
    if (byte > last->end + OPIS_IBID_REACH) return OPIS_NO_STYLE;
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
static void keep_values(const opis_archive_finder *f, opis_reference *r, const opis_styled *found) {
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

static uint32_t chapter_of(const opis_archive_finder *f, uint32_t byte) {
    return opis_layout_chapter(&f->book->layout, opis_source_line(&f->book->source, byte));
}

/* Whether nothing but marks and numbers stands between the last reference and this place. */
static int stands_behind_last(const opis_archive_finder *f, uint32_t byte) {
    const opis_reference *last = &f->catalog->items[f->catalog->count - 1];
    if (byte > last->end + OPIS_INHERITANCE_REACH) return 0;
    for (uint32_t i = last->end; i < byte; i++)
        if (is_letter(f->book->source.bytes[i])) return 0;
    return 1;
}

/* Whether a reference may go on from the one before: in its style, and in its chapter. */
static int may_go_on(const opis_archive_finder *f, const opis_reference *r, uint16_t style) {
    if (style_before(f, r->start) != style) return 0;
    return chapter_of(f, r->start) == chapter_of(f, f->catalog->items[f->catalog->count - 1].end);
}

/* Whether what a reference leaves out is surely that of the one before. */
static int goes_on_surely(const opis_archive_finder *f, const opis_reference *r) {
    const opis_reference *last = &f->catalog->items[f->catalog->count - 1];
    int same_note = r->note != OPIS_UNKNOWN && r->note == last->note;
    return same_note || stands_behind_last(f, r->start) || opis_finder_means_last(f, r->start);
}

/* `follows`: it stands behind the last reference and goes on with its archive, though it may have a fond of its own. */
static opis_status add_styled(opis_archive_finder *f, const opis_styled *found, int follows) {
    opis_catalog *catalog = f->catalog;
    opis_status status = opis_reserve(&catalog->styled, &catalog->styled_capacity, catalog->styled_count + 1,
                                      sizeof *catalog->styled, f->error);
    if (status != OPIS_OK) return status;
    catalog->styled[catalog->styled_count++] = *found;
    opis_reference r = opis_finder_begin(f, found->start);
    r.styled = (uint32_t)catalog->styled_count;
    r.end = found->end;
    r.doubtful = found->guessed;
    for (uint8_t i = 0; i < found->part_count && !r.doubtful; i++)
        r.doubtful = (uint8_t)(!found->parts[i].gloss &&
                               opis_archive_looks_damaged(f->book, found->parts[i].start, found->parts[i].end));
    keep_values(f, &r, found);
    const opis_citation_style *style = &f->styled.styles->styles[found->style];
    int goes_on = found->ibid || follows || lacks_head(style, found);
    if (catalog->count && goes_on && may_go_on(f, &r, found->style)) {
        r.parent = (uint32_t)catalog->count - 1;
        r.archive = catalog->items[r.parent].archive;
        r.doubtful |= (uint8_t)!goes_on_surely(f, &r);
    } else if (found->repository != OPIS_NO_ARCHIVE) {
        r.archive = OPIS_UNLISTED_ARCHIVE;
        r.name_start = found->name_start;
        r.name_end = found->name_end;
    }
    r.doubtful |= (uint8_t)(found->ibid && r.parent == OPIS_NO_PARENT);
    status = opis_finder_keep(f, &r);
    f->styled.reached = f->resume;
    return status;
}

/* "...; Д. 9. Л. 2" goes on with the next file of the same archive.  1 when one was added. */
static int add_styled_follower(opis_archive_finder *f, opis_status *status) {
    const opis_styled last = f->catalog->styled[f->catalog->styled_count - 1];
    opis_styled found;
    if (!opis_styled_follow(&f->styled, &last, opis_finder_next_note(f), &found)) return 0;
    *status = add_styled(f, &found, 1);
    return *status == OPIS_OK;
}

/* The columns that a reference fills, one bit each. */
static unsigned columns_by_style(const opis_archive_finder *f, const opis_styled *found, int *more) {
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

static int is_quoted(const opis_archive_finder *f, uint32_t start) {
    return start > 0 && f->book->source.bytes[start - 1] == '"';
}

/* Whether the numbers of a reference are of figures with a stroke between them, as no scan leaves them by chance. */
static int has_stroked_numbers(const opis_archive_finder *f, const opis_styled *found) {
    int strokes = 0;
    for (uint8_t i = 0; i < found->part_count; i++) {
        const opis_part *part = &found->parts[i];
        for (uint32_t at = part->start; at < part->end && !part->gloss; at++) {
            const char *c = f->book->source.bytes + at;
            int stroke = *c == '/' && at > part->start && at + 1 < part->end && is_digit(c[-1]) && is_digit(c[1]);
            if (!is_digit(*c) && !stroke) return 0;
            strokes += stroke;
        }
    }
    return strokes > 0;
}

/* Whether a reference is better read by its style than it was by its glyphs: it has all that they have, and more. */
static int prefers_style(const opis_archive_finder *f, const opis_styled *found, const opis_reference *r) {
    int more = 0, literal = 1;
    unsigned by_style = columns_by_style(f, found, &more), by_glyphs = columns_by_glyphs(r);
    for (int level = 0; level < OPIS_LIST; level++) literal &= !r->values[level].present || r->values[level].literal;
    if (by_glyphs & ~by_style) return 0;
    if (by_style != by_glyphs || more) return 1;
    if (!literal && found->end >= r->end && has_stroked_numbers(f, found)) return 1;
    if (literal && r->listy_literal && found->end > r->end && found->folio_count > r->folio_count) return 1;
    /* A quotation mark that closes what one before the reference opened is no damaged figure. */
    return !literal && is_quoted(f, found->start) && found->end < r->end;
}

static void forget_from(opis_archive_finder *f, size_t count, size_t folios, uint32_t resume) {
    f->catalog->count = count;
    f->catalog->folio_count = folios;
    f->resume = resume;
}

/* Try a token both ways; the reading by style gives way to that by glyphs where it knows no more. */
static opis_status try_token(opis_archive_finder *f, size_t i, int glyphs, int styled) {
    const opis_token *token = &f->book->tokens[i];
    opis_styled found;
    size_t count = f->catalog->count, folios = f->catalog->folio_count;
    uint32_t resume = f->resume;
    if (token->start < f->resume) return OPIS_OK;
    f->styled.reached = f->resume;
    opis_finder_pass_notes(f, token->start);
    int any =
        styled && opis_styled_find(&f->styled, i, opis_finder_next_note(f), style_before(f, token->start), &found);
    /* "Gosudarstvennyi arkhiv (GARF), f. 17": glyphs are read from the acronym on. */
    if (any && found.style == f->styled.styles->tolerant && found.name_start > found.start)
        glyphs = 1, i = opis_styled_token(&f->styled, found.name_start);
    if (glyphs && !(any && found.style != f->styled.styles->tolerant)) {
        opis_status status = opis_finder_by_glyphs(f, i);
        if (status != OPIS_OK) return status;
        if (f->catalog->count > count && !(any && prefers_style(f, &found, &f->catalog->items[count]))) return OPIS_OK;
        forget_from(f, count, folios, resume);
    }
    if (!any) return OPIS_OK;
    opis_status status = add_styled(f, &found, 0);
    while (status == OPIS_OK && add_styled_follower(f, &status)) {
    }
    return status;
}

static opis_status keep_opening(opis_archive_finder *f, uint32_t token) {
    opis_words_opening *words = &f->opening;
    opis_status status =
        opis_reserve(&words->tokens, &words->capacity, words->count + 1, sizeof *words->tokens, f->error);
    if (status == OPIS_OK) words->tokens[words->count++] = token;
    return status;
}

static opis_status find_references(opis_archive_finder *f) {
    opis_status status = OPIS_OK;
    for (size_t i = 0; i < f->book->opener_count && status == OPIS_OK; i++) {
        const opis_opener *opener = &f->book->openers[i];
        if (opener->of_holdings) status = keep_opening(f, opener->token);
        if (status != OPIS_OK || !(opener->by_glyphs | opener->by_style)) continue;
        status = try_token(f, opener->token, opener->by_glyphs, opener->by_style);
        if (status == OPIS_OK) status = opis_scratch_status(f->styled.scratch);
    }
    return status;
}

opis_status opis_extract_archives(opis_book *book, opis_error *error) {
    opis_catalog catalog = {NULL, 0, 0, NULL, 0, 0, NULL, 0, 0};
    opis_archive_finder f = {.book = book, .catalog = &catalog, .error = error};
    f.values = opis_archive_values_new(book->style, book->glyphs, error);
    f.styled.book = book;
    f.styled.styles = book->reader->archive_styles;
    f.styled.scratch = f.values ? opis_scratch_new(&book->limits, book->source.length, error) : NULL;
    opis_status status = f.styled.scratch ? find_references(&f) : error->status;
    if (status == OPIS_OK) status = opis_spans_add(&catalog, book, &f.opening, &f.styled, error);
    if (status == OPIS_OK) status = opis_catalog_settle(&catalog, book, error);
    for (size_t i = 0; i < catalog.count && status == OPIS_OK; i++)
        status = opis_reference_record(book, &catalog, &catalog.items[i], error);
    book->openers = opis_resize(book->openers, 0); /* none asks for them later */
    opis_resize(catalog.items, 0);
    opis_resize(catalog.folios, 0);
    opis_resize(catalog.styled, 0);
    opis_resize(f.opening.tokens, 0);
    opis_archive_values_free(f.values);
    opis_scratch_free(f.styled.scratch);
    return status;
}
