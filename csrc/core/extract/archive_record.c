#include "extract/archive_record.h"

#include <stdio.h>
#include <string.h>

#include "letters.h"
#include "text/fold.h"

/* ---- Texts --------------------------------------------------------------------------------------------- */

static int is_mark_around(char c) {
    return c == '*' || c == '_' || c == '`' || c == '"' || c == ':' || c == '/' || c == ',';
}

static size_t dash_length(const char *at, size_t left) {
    return left >= 3 && memcmp(at, "\xE2\x80", 2) == 0 && (unsigned char)at[2] >= 0x90 && (unsigned char)at[2] <= 0x95
               ? 3
               : *at == '-';
}

size_t opis_part_text(const char *bytes, const opis_part *part, char text[OPIS_VALUE_LENGTH + 1]) {
    size_t length = 0;
    uint32_t at = part->start, end = part->end;
    while (at < end && (is_blank(bytes[at]) || is_mark_around(bytes[at]))) at++;
    while (end > at && (is_blank(bytes[end - 1]) || is_mark_around(bytes[end - 1]))) end--;
    while (at < end && length < OPIS_VALUE_LENGTH) {
        size_t dash = part->gloss ? 0 : dash_length(bytes + at, end - at);
        if (dash) {
            if (length && text[length - 1] == ' ') length--;
            text[length++] = '-';
            at += (uint32_t)dash;
            while (at < end && is_blank(bytes[at])) at++;
        } else if (is_blank(bytes[at])) {
            if (length && text[length - 1] != ' ') text[length++] = ' ';
            at++;
        } else {
            text[length++] = bytes[at++];
        }
    }
    /* A text that was cut ends with a whole character. */
    while (at < end && length && ((unsigned char)bytes[at] & 0xC0) == 0x80) at--, length--;
    return length;
}

/* ---- Columns and parts --------------------------------------------------------------------------------- */

static opis_archive *row_at(opis_book *book, size_t row) {
    return (opis_archive *)OPIS_ROWS(book, OPIS_ARCHIVE) + row;
}

static opis_text *column_of(opis_archive *archive, int column) {
    return column == OPIS_FOND ? &archive->fond : column == OPIS_OPIS ? &archive->opis : &archive->delo;
}

static int is_column_name(const char *name) {
    return strcmp(name, "fond") == 0 || strcmp(name, "opis") == 0 || strcmp(name, "delo") == 0 ||
           strcmp(name, "list") == 0;
}

/* The first of several numbers under one label is the column's; all of them are a part. */
static size_t first_number(const char *text, size_t length, int list) {
    for (size_t i = 0; list && i < length; i++)
        if (text[i] == ',') return i;
    return length;
}

/*
 * Whether a part is the one that its column shows: that of the level which has the column's name, else of the highest
 * level: the box and not the folder, wherever they are printed.
 */
static int shows_in_column(const opis_styled *styled, const opis_citation_style *style, uint8_t at) {
    uint8_t level = styled->parts[at].level;
    int named = is_column_name(style->levels[level].name);
    for (uint8_t i = 0; i < styled->part_count; i++) {
        uint8_t other = styled->parts[i].level;
        if (i == at || styled->parts[i].gloss || style->levels[other].column != style->levels[level].column) continue;
        if (other == level ? i < at : is_column_name(style->levels[other].name) || (!named && other < level)) return 0;
    }
    return 1;
}

static opis_status set_columns(opis_book *book, const opis_styled *styled, const opis_citation_style *style, size_t row,
                               opis_error *error) {
    opis_status status = OPIS_OK;
    char text[OPIS_VALUE_LENGTH + 1];
    for (uint8_t i = 0; i < styled->part_count && status == OPIS_OK; i++) {
        const opis_part *part = &styled->parts[i];
        uint8_t column = style->levels[part->level].column;
        if (part->gloss || column >= OPIS_LIST || !shows_in_column(styled, style, i)) continue;
        size_t length = first_number(text, opis_part_text(book->source.bytes, part, text), part->list);
        opis_text value;
        status = opis_records_text(&book->records, text, length, &value, error);
        if (status == OPIS_OK) *column_of(row_at(book, row), column) = value;
    }
    return status;
}

static opis_status add_pair(opis_book *book, size_t row, const char *name, const char *ending, const char *text,
                            size_t length, opis_error *error) {
    char whole[64];
    snprintf(whole, sizeof whole, "%.48s%s", name, ending);
    opis_list list = row_at(book, row)->parts;
    opis_status status = opis_records_append_text(&book->records, &list, whole, strlen(whole), error);
    if (status == OPIS_OK) status = opis_records_append_text(&book->records, &list, text, length, error);
    if (status == OPIS_OK) row_at(book, row)->parts = list;
    return status;
}

/* Numbers of a list without the blanks between them. */
static size_t without_blanks(char *text, size_t length) {
    size_t kept = 0;
    for (size_t i = 0; i < length; i++)
        if (text[i] != ' ') text[kept++] = text[i];
    return kept;
}

static opis_status set_parts(opis_book *book, const opis_styled *styled, const opis_citation_style *style, size_t row,
                             opis_error *error) {
    opis_status status = OPIS_OK;
    uint32_t named = 0;
    char text[OPIS_VALUE_LENGTH + 1];
    for (uint8_t i = 0; i < styled->part_count && status == OPIS_OK; i++) {
        const opis_part *part = &styled->parts[i];
        const opis_citation_level *level = &style->levels[part->level];
        if (level->column == OPIS_LIST || (!part->gloss && !part->list && is_column_name(level->name))) continue;
        if (part->gloss && named >> part->level & 1) continue;
        if (part->gloss) named |= 1u << part->level;
        size_t length = opis_part_text(book->source.bytes, part, text);
        if (part->list) length = without_blanks(text, length);
        if (length)
            status = add_pair(book, row, level->name,
                              part->gloss  ? "_name"
                              : part->list ? "_list"
                                           : "",
                              text, length, error);
    }
    return status;
}

/* What a reference leaves out above its first level, the one before it has. */
static void inherit(opis_archive *row, const opis_archive *parent) {
    if (row->archive.length == OPIS_NULL_TEXT) row->archive = parent->archive;
    for (int column = OPIS_FOND; column < OPIS_LIST; column++) {
        if (column_of(row, column)->length != OPIS_NULL_TEXT) return;
        *column_of(row, column) = *column_of((opis_archive *)parent, column);
    }
}

/* The level of a style that a part of another reference names; its level count where it has none. */
static size_t level_of(const opis_citation_style *style, const char *name, size_t length) {
    size_t level = 0;
    while (level < style->level_count &&
           (strlen(style->levels[level].name) != length || memcmp(style->levels[level].name, name, length) != 0))
        level++;
    return level;
}

/* The highest level that a reference gives itself; the level count where it gives none. */
static size_t first_level(const opis_styled *styled, const opis_citation_style *style) {
    size_t first = style->level_count;
    for (uint8_t i = 0; i < styled->part_count; i++)
        if (!styled->parts[i].gloss && styled->parts[i].level < first) first = styled->parts[i].level;
    return first;
}

/*
 * The parts of the reference before that stand above the first level of this one: "Ibid., folder 4" has their box.  A
 * level that may stand anywhere is above it where it was printed before the same level.
 */
static opis_status inherit_parts(opis_book *book, const opis_styled *styled, const opis_citation_style *style,
                                 size_t row, const opis_archive *parent, opis_error *error) {
    opis_status status = OPIS_OK;
    size_t first = first_level(styled, style);
    int by_columns = first < style->level_count && is_column_name(style->levels[first].name);
    for (uint32_t i = 0; i + 1 < parent->parts.count && status == OPIS_OK; i += 2) {
        const opis_text *pair = opis_book_texts(book, parent->parts) + i;
        char value[OPIS_VALUE_LENGTH + 1];
        size_t length = pair[1].length;
        size_t level = level_of(style, opis_book_text(book, pair[0]), pair[0].length);
        if (level == first && !by_columns) break;
        if (level >= first || length > OPIS_VALUE_LENGTH) continue;
        int year = style->levels[level].after && style->levels[level].shape == OPIS_NUMBERED;
        if (year || (by_columns && style->levels[level].anywhere)) continue;
        memcpy(value, opis_book_text(book, pair[1]), length);
        status = add_pair(book, row, style->levels[level].name, "", value, length, error);
    }
    return status;
}

opis_status opis_styled_record(opis_book *book, const opis_styled *styled, size_t row, const opis_archive *parent,
                               opis_error *error) {
    const opis_citation_style *style = &book->reader->archive_styles->styles[styled->style];
    opis_status status = set_columns(book, styled, style, row, error);
    if (parent && status == OPIS_OK) status = inherit_parts(book, styled, style, row, parent, error);
    if (status == OPIS_OK) status = set_parts(book, styled, style, row, error);
    for (uint8_t i = 0; i < styled->folio_count && status == OPIS_OK; i++) {
        opis_list list = row_at(book, row)->listy;
        status = opis_records_append_text(&book->records, &list, styled->folios[i], strlen(styled->folios[i]), error);
        row_at(book, row)->listy = list;
    }
    if (parent && status == OPIS_OK) inherit(row_at(book, row), parent);
    return status;
}

/* ---- What equal sources share -------------------------------------------------------------------------- */

typedef struct id_text {
    char text[512];
    size_t length;
} id_text;

/* Cyrillic letters by the Latin ones that transliterated references print. */
static const char *latin_of(uint32_t code) {
    static const char *const capitals[] = {"A",  "B",  "V",  "G",    "D", "E", "Zh", "Z", "I",  "I", "K",
                                           "L",  "M",  "N",  "O",    "P", "R", "S",  "T", "U",  "F", "Kh",
                                           "Ts", "Ch", "Sh", "Shch", "",  "Y", "",   "E", "Iu", "Ia"};
    if (code >= 0x0410 && code <= 0x042F) return capitals[code - 0x0410];
    return code == 0x0401 ? "E" : code == 0x0404 ? "Ie" : code == 0x0406 ? "I" : code == 0x0407 ? "I" : NULL;
}

static void append(id_text *id, const char *bytes, size_t length) {
    if (id->length + length >= sizeof id->text) return;
    memcpy(id->text + id->length, bytes, length);
    id->length += length;
}

/* Letters as capitals and in Latin; blanks, points and dashes as one dash at most. */
static void append_folded(id_text *id, const char *bytes, size_t length) {
    int pending = 0;
    size_t first = id->length;
    for (size_t at = 0; at < length;) {
        uint32_t code;
        size_t size = opis_fold_decode(bytes + at, length - at, &code);
        const char *latin = latin_of(opis_fold_capital(code));
        int letter = (code >= '0' && code <= '9') || code == '/' || code >= 0xC0 || opis_fold_capital(code) != code ||
                     opis_fold_is_capital(code);
        if (letter && !(code >= 0x2000 && code <= 0x206F)) {
            if (pending && id->length > first) append(id, "-", 1);
            pending = 0;
            char c = (char)opis_fold_capital(code);
            if (latin)
                append(id, latin, strlen(latin));
            else if (code < 0x80)
                append(id, &c, 1);
            else
                append(id, bytes + at, size);
        } else {
            pending = 1;
        }
        at += size;
    }
}

static void append_text(const opis_book *book, id_text *id, opis_text text) {
    append(id, "/", 1);
    if (text.length != OPIS_NULL_TEXT) append_folded(id, opis_book_text(book, text), text.length);
}

static int is_same(const opis_book *book, opis_text a, opis_text b) {
    return a.length == b.length && b.length != OPIS_NULL_TEXT &&
           memcmp(opis_book_text(book, a), opis_book_text(book, b), a.length) == 0;
}

/* Whether a part tells sources apart: no name, no year, and not in a column already. */
static int tells_apart(const opis_book *book, const opis_archive *archive, const opis_text *pair) {
    const char *name = opis_book_text(book, pair[0]);
    size_t length = pair[0].length;
    if (length > 5 && memcmp(name + length - 5, "_name", 5) == 0) return 0;
    if (length == 4 && memcmp(name, "year", 4) == 0) return 0;
    return !is_same(book, pair[1], archive->fond) && !is_same(book, pair[1], archive->opis) &&
           !is_same(book, pair[1], archive->delo);
}

static int precedes(const opis_book *book, opis_text a, opis_text b) {
    int order = memcmp(opis_book_text(book, a), opis_book_text(book, b), a.length < b.length ? a.length : b.length);
    return order ? order < 0 : a.length < b.length;
}

/* Parts by the names of their levels, in whatever order they are printed. */
static void append_parts(const opis_book *book, id_text *id, const opis_archive *archive) {
    const opis_text *parts = opis_book_texts(book, archive->parts), *told[OPIS_MOST_PARTS];
    size_t count = 0, at;
    for (uint32_t i = 0; i + 1 < archive->parts.count && count < OPIS_MOST_PARTS; i += 2) {
        if (!tells_apart(book, archive, parts + i)) continue;
        for (at = count++; at > 0 && precedes(book, parts[i], *told[at - 1]); at--) told[at] = told[at - 1];
        told[at] = parts + i;
    }
    for (at = 0; at < count; at++) {
        append(id, "/", 1);
        append(id, opis_book_text(book, told[at][0]), told[at][0].length);
        append(id, "=", 1);
        append_folded(id, opis_book_text(book, told[at][1]), told[at][1].length);
    }
}

opis_status opis_archive_identify(opis_book *book, size_t row, const char *identity, opis_error *error) {
    const opis_archive *archive = row_at(book, row);
    id_text id = {{0}, 0};
    if (archive->archive.length == OPIS_NULL_TEXT) return OPIS_OK;
    if (identity)
        append(&id, identity, strlen(identity));
    else
        append_folded(&id, opis_book_text(book, archive->archive), archive->archive.length);
    append_text(book, &id, archive->fond);
    append_text(book, &id, archive->opis);
    append_text(book, &id, archive->delo);
    append_parts(book, &id, archive);
    opis_text text;
    opis_status status = opis_records_text(&book->records, id.text, id.length, &text, error);
    if (status == OPIS_OK) row_at(book, row)->id = text;
    return status;
}
