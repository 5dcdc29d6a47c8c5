#include <math.h>
#include <string.h>

#include "extract/archive.h"
#include "extract/archive_record.h"
#include "extract/archive_styled.h"
#include "text/fold.h"

#define SURE_DAMAGED_LISTY 1.2f /* the margin that makes it sure */

static int reads_as_it_stands(const opis_archive_value *value) {
    return !value->present || (value->literal && value->chosen == 0);
}

/* Whether what a reference takes from its parent, which has been judged before, is beyond doubt. */
static int inherits_surely(const opis_catalog *catalog, const opis_reference *r) {
    if (r->parent == OPIS_NO_PARENT || !r->inherits[OPIS_FOND]) return 1;
    const opis_reference *parent = &catalog->items[r->parent];
    return r->inherits[OPIS_DELO] ? parent->sure : parent->sure_place;
}

/* How much the glyphs alone prefer the chosen reading of a value to the next. */
static float glyph_margin(const opis_archive_value *value) {
    if (value->count < 2 || value->chosen != 0) return value->count == 1 ? INFINITY : 0;
    return value->readings[1].cost - value->readings[0].cost;
}

/* The margin that makes a reading of fond and opis, and of the delo, sure; found on generated editions. */
static float margin_needed(const opis_reference *r, int place_literal, int delo_literal) {
    if (place_literal && delo_literal) return r->known_place ? 1.2f : 1.8f;
    if (place_literal) return r->known_delo ? 0.8f : r->known_place ? 2.2f : 3.0f;
    if (r->known_place) return r->known_delo ? 1.8f : 2.2f;
    /* A damaged opis that stands clean nowhere may be any, unless its glyphs leave no doubt. */
    return glyph_margin(&r->values[OPIS_OPIS]) >= 2.5f && glyph_margin(&r->values[OPIS_FOND]) >= 2.5f ? 2.2f : INFINITY;
}

/* Judge whether the archive, fond, opis and delo of a reference are beyond doubt. */
static void judge(const opis_catalog *catalog, opis_reference *r) {
    if (r->styled) {
        r->sure = r->sure_place = !r->doubtful;
        return;
    }
    int read = 1,
        place_literal = reads_as_it_stands(&r->values[OPIS_FOND]) && reads_as_it_stands(&r->values[OPIS_OPIS]);
    int base = r->archive != OPIS_NO_ARCHIVE && r->name_margin >= OPIS_SURE_NAME && inherits_surely(catalog, r);
    for (int level = 0; level < OPIS_LIST; level++) read &= !r->values[level].present || r->values[level].count > 0;
    r->sure_place = base && r->place_margin >= margin_needed(r, place_literal, 1);
    r->sure = base && read && !r->outlying &&
              r->margin >= margin_needed(r, place_literal, reads_as_it_stands(&r->values[OPIS_DELO]));
}

static opis_certainty certainty_of(const opis_catalog *catalog, const opis_reference *r) {
    if (r->styled) {
        if (r->doubtful || (r->parent != OPIS_NO_PARENT && !catalog->items[r->parent].sure)) return OPIS_LIKELY;
        return catalog->styled[r->styled - 1].mended ? OPIS_REPAIRED : OPIS_CLEAN;
    }
    int literal = r->listy_literal;
    for (int level = 0; level < OPIS_LIST; level++) literal &= reads_as_it_stands(&r->values[level]);
    if (r->doubtful || !r->sure) return OPIS_LIKELY;
    if (r->listy_margin < (r->listy_literal ? OPIS_SURE_LISTY : SURE_DAMAGED_LISTY)) return OPIS_LIKELY;
    return literal ? OPIS_CLEAN : OPIS_REPAIRED;
}

static opis_status set_value(opis_book *book, const opis_archive_value *value, opis_text *text, opis_error *error) {
    if (!value->present || value->count == 0) return OPIS_OK;
    const char *chosen = value->readings[value->chosen].text;
    return opis_records_text(&book->records, chosen, strlen(chosen), text, error);
}

/* A name as one line. */
static opis_status set_name(opis_book *book, uint32_t start, uint32_t end, opis_text *text, opis_error *error) {
    char name[OPIS_VALUE_LENGTH + 1];
    size_t length = opis_part_text(book->source.bytes, &(opis_part){start, end, 0, 1, 0}, name);
    return opis_records_text(&book->records, name, length, text, error);
}

static opis_status set_archive(opis_book *book, const opis_catalog *catalog, const opis_reference *r, opis_text *text,
                               opis_error *error) {
    const opis_styled *styled = r->styled ? &catalog->styled[r->styled - 1] : NULL;
    const char *canonical = NULL;
    if (r->archive == OPIS_NO_ARCHIVE || (styled && r->parent != OPIS_NO_PARENT)) return OPIS_OK;
    if (styled && styled->repository >= 0 && !styled->kept)
        canonical = book->reader->archive_styles->repositories[styled->repository].canonical;
    else if (!styled && r->archive >= 0)
        canonical = book->style->archives[r->archive].canonical;
    if (canonical) return opis_records_text(&book->records, canonical, strlen(canonical), text, error);
    return set_name(book, r->name_start, r->name_end, text, error);
}

/* That of an archive which a list has by the name that a reference prints, though its damage is not read. */
static const char *identity_by_name(const opis_book *book, const opis_reference *r) {
    const opis_archive_styles *styles = book->reader->archive_styles;
    const char *name = book->source.bytes + r->name_start;
    size_t length = r->name_end - r->name_start, first = 0, count;
    while (first < length && name[first] != ' ') first++;
    const opis_term *terms = opis_archive_terms(styles, opis_fold_hash(OPIS_FOLD_START, name, first), &count);
    for (size_t i = 0; i < count; i++)
        if (terms[i].kind == OPIS_TERM_NAME && strlen(terms[i].text) == length &&
            memcmp(terms[i].text, name, length) == 0)
            return styles->repositories[terms[i].item].identity;
    return NULL;
}

/* What all names of the archive of a reference have in common; NULL for one that no list has. */
static const char *identity_of(const opis_book *book, const opis_catalog *catalog, const opis_reference *r) {
    while (r->styled && r->parent != OPIS_NO_PARENT) r = &catalog->items[r->parent];
    if (!r->styled && r->archive == OPIS_UNLISTED_ARCHIVE) return identity_by_name(book, r);
    if (!r->styled) return r->archive >= 0 ? book->style->archives[r->archive].identity : NULL;
    const opis_styled *styled = &catalog->styled[r->styled - 1];
    return styled->repository >= 0 ? book->reader->archive_styles->repositories[styled->repository].identity : NULL;
}

static opis_status set_values(opis_book *book, const opis_catalog *catalog, const opis_reference *r, size_t at,
                              opis_error *error) {
    opis_archive *row = (opis_archive *)OPIS_ROWS(book, OPIS_ARCHIVE) + at;
    opis_status status = set_value(book, &r->values[OPIS_FOND], &row->fond, error);
    if (status == OPIS_OK) status = set_value(book, &r->values[OPIS_OPIS], &row->opis, error);
    if (status == OPIS_OK) status = set_value(book, &r->values[OPIS_DELO], &row->delo, error);
    for (uint32_t i = 0; i < r->folio_count && status == OPIS_OK; i++) {
        const char *folio = catalog->folios[r->first_folio + i];
        status = opis_records_append_text(&book->records, &row->listy, folio, strlen(folio), error);
    }
    return status;
}

static opis_status add_row(opis_book *book, const opis_catalog *catalog, const opis_reference *r, opis_error *error) {
    opis_archive *row = opis_records_add(&book->records, OPIS_ARCHIVE, error), parent;
    size_t at = OPIS_ROW_COUNT(book, OPIS_ARCHIVE) - 1;
    if (!row) return error->status;
    row->record.start = r->start;
    row->record.end = r->end;
    row->record.line = (int32_t)opis_source_line(&book->source, r->start) + 1;
    row->record.status = (uint8_t)certainty_of(catalog, r);
    row->ibid = r->parent != OPIS_NO_PARENT;
    row->note = r->note;
    if (r->parent != OPIS_NO_PARENT) parent = ((opis_archive *)OPIS_ROWS(book, OPIS_ARCHIVE))[r->parent];
    opis_status status = set_archive(book, catalog, r, &row->archive, error);
    if (status == OPIS_OK)
        status = r->styled ? opis_styled_record(book, &catalog->styled[r->styled - 1], at,
                                                r->parent != OPIS_NO_PARENT ? &parent : NULL, error)
                           : set_values(book, catalog, r, at, error);
    return status == OPIS_OK ? opis_archive_identify(book, at, identity_of(book, catalog, r), error) : status;
}

opis_status opis_reference_record(opis_book *book, const opis_catalog *catalog, opis_reference *r, opis_error *error) {
    judge(catalog, r);
    return add_row(book, catalog, r, error);
}
