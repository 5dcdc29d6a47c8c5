#include "extract/archive_spans.h"

#include <string.h>

#include "letters.h"
#include "memory.h"

#define STRONG 3 /* parts of a reference that speak for themselves */

typedef struct merging {
    const opis_book *book;
    opis_styled_finder *finder;
    opis_catalog *catalog; /* of the references that were found before */
    opis_error *error;
    uint16_t style;         /* that reads what words show */
    opis_spans found, read; /* owned */
    size_t stretch;         /* of those that were read: the current one */
    size_t next;            /* of those references */
    size_t note;            /* row of the next note that starts after the current place */
    opis_reference *merged; /* owned until it is the catalog's */
    size_t count, capacity;
    uint32_t *rows; /* of the references that were found before, among the merged; OPIS_NO_PARENT: gone; owned */
} merging;

/* ---- Merging ------------------------------------------------------------------------------------------- */

static opis_status add(merging *m, const opis_reference *r) {
    opis_status status = opis_reserve(&m->merged, &m->capacity, m->count + 1, sizeof *m->merged, m->error);
    if (status == OPIS_OK) m->merged[m->count++] = *r;
    return status;
}

/* Take the next of the references that were found before. */
static opis_status take(merging *m) {
    opis_reference r = m->catalog->items[m->next];
    if (r.parent != OPIS_NO_PARENT) {
        r.parent = m->rows[r.parent];
        r.doubtful |= r.parent == OPIS_NO_PARENT;
    }
    m->rows[m->next++] = (uint32_t)m->count;
    return add(m, &r);
}

/* Whether a byte lies in a stretch that was read for its words; the bytes asked for ascending. */
static int was_read(merging *m, uint32_t byte) {
    while (m->stretch < m->read.count && m->read.items[m->stretch].end <= byte) m->stretch++;
    return m->stretch < m->read.count && m->read.items[m->stretch].start <= byte;
}

static int is_named_file(const merging *m, const opis_styled *styled) {
    const opis_archive_styles *styles = m->finder->styles;
    if (styled->repository < 0 || styled->ibid) return 0;
    for (uint8_t i = 0; i < styled->part_count; i++)
        if (!styled->parts[i].gloss && styles->styles[styled->style].levels[styled->parts[i].level].column == OPIS_DELO)
            return 1;
    return 0;
}

/* The words that tell references from printed works are Latin. */
static int is_cyrillic(const char *bytes) {
    unsigned char first = (unsigned char)bytes[0];
    return first >= 0xD0 && first <= 0xD3;
}

/*
 * Whether words overrule a reference: it was read by their style, or has little to show for itself.  In a text whose
 * words tell references from printed works, "Ivi, p. 20" and a bare number may be either.
 */
static int is_overruled(merging *m, const opis_reference *r) {
    if (!r->styled || !was_read(m, r->start) || is_cyrillic(m->book->source.bytes + r->start)) return 0;
    const opis_styled *styled = &m->catalog->styled[r->styled - 1];
    if (styled->style == m->style && is_named_file(m, styled)) return 0;
    return styled->style == m->style || (styled->repository < 0 && styled->strong < STRONG);
}

/* ---- Pieces -------------------------------------------------------------------------------------------- */

static int is_word_byte(char c) {
    return is_letter(c) || is_digit(c);
}

/* Cut off marks and blanks on both sides; gives whether anything is left. */
static int trim(const merging *m, opis_span *piece) {
    const char *bytes = m->book->source.bytes;
    while (piece->start < piece->end && !is_word_byte(bytes[piece->start])) piece->start++;
    while (piece->end > piece->start && !is_word_byte(bytes[piece->end - 1])) piece->end--;
    return piece->start < piece->end;
}

/* Whether a bracket is open at the end of a piece. */
static int is_bracket_open(const char *bytes, opis_span piece) {
    while (piece.end-- > piece.start) {
        if (bytes[piece.end] == ')') return 0;
        if (bytes[piece.end] == '(') return 1;
    }
    return 0;
}

/* Where the marks end that close a piece: a bracket that it opened, and the point. */
static uint32_t closing_end(const merging *m, opis_span piece) {
    const char *bytes = m->book->source.bytes;
    uint32_t size = (uint32_t)m->book->source.length, end = piece.end;
    uint32_t at = end < size && bytes[end] == ' ' ? end + 1 : end;
    if (at < size && bytes[at] == ')' && is_bracket_open(bytes, piece)) end = ++at;
    int points = at < size && bytes[at] == '.' && (at + 1 == size || !is_word_byte(bytes[at + 1]));
    return points ? at + 1 : end;
}

/* Read the levels of a piece, and tell whether it has any; if not, all of it names what the style numbers. */
static int read_piece(merging *m, opis_span piece, opis_styled *found) {
    opis_styled_finder *f = m->finder;
    const opis_citation_style *style = &f->styles->styles[m->style];
    size_t token = opis_styled_token(f, piece.start);
    uint32_t unit = 0, start = piece.start;
    *found = (opis_styled){.style = m->style, .repository = OPIS_UNLISTED_ARCHIVE, .guessed = 1};
    found->start = found->end = piece.start;
    int named = opis_styled_name(f, token, piece.end, found);
    opis_slip_fill(&f->slip, f->book, token, piece.start, piece.end);
    if (named) {
        start = found->name_end;
        found->style = m->style;
        while (unit < f->slip.count && f->slip.units[unit].start < start) unit++;
    }
    opis_style_parser parser = {f->styles, f->scratch, &f->slip, m->style, NULL};
    int read = opis_parts_read(&parser, unit, found);
    if (!named) found->repository = OPIS_NO_ARCHIVE;
    opis_span rest = {start, piece.end};
    if (!read && style->titled != OPIS_NO_LEVEL && trim(m, &rest)) {
        found->parts[0] = (opis_part){rest.start, rest.end, style->titled, 0, 0};
        found->part_count = 1;
        found->levels = 1u << style->titled;
    }
    found->end = piece.end;
    return read || named;
}

/* The row of the note that a byte lies in, the bytes asked for ascending. */
static int32_t note_at(merging *m, uint32_t byte) {
    const opis_note *notes = OPIS_ROWS(m->book, OPIS_NOTE);
    while (m->note < OPIS_ROW_COUNT(m->book, OPIS_NOTE) && (uint64_t)notes[m->note].record.start <= byte) m->note++;
    return m->note && byte < (uint64_t)notes[m->note - 1].record.end ? (int32_t)m->note - 1 : OPIS_UNKNOWN;
}

/* Whether a piece holds a bar, which no footnote has, or is one word in small letters: it is of a table or program. */
static int is_of_table(const merging *m, opis_span piece) {
    const char *bytes = m->book->source.bytes;
    if (memchr(bytes + piece.start, '|', piece.end - piece.start)) return 1;
    while (piece.start < piece.end && (is_lower(bytes[piece.start]) || bytes[piece.start] == '_')) piece.start++;
    return piece.start == piece.end;
}

/*
 * Add a piece that nothing else covers; `parent` is the reference that it goes on, or OPIS_NO_PARENT.  One without any
 * level, a date or a name, ends that reference.
 */
static opis_status add_piece(merging *m, opis_span piece, uint32_t parent) {
    opis_catalog *catalog = m->catalog;
    if (!trim(m, &piece) || is_of_table(m, piece)) return OPIS_OK;
    opis_status status = opis_reserve(&catalog->styled, &catalog->styled_capacity, catalog->styled_count + 1,
                                      sizeof *catalog->styled, m->error);
    if (status != OPIS_OK) return status;
    opis_styled *found = &catalog->styled[catalog->styled_count++];
    if (!read_piece(m, piece, found) && parent != OPIS_NO_PARENT) {
        m->merged[parent].end = closing_end(m, piece);
        catalog->styled_count--;
        return OPIS_OK;
    }
    opis_reference r;
    memset(&r, 0, sizeof r);
    r.start = piece.start;
    r.end = closing_end(m, piece);
    r.styled = (uint32_t)catalog->styled_count;
    r.doubtful = 1;
    r.note = note_at(m, piece.start);
    r.parent = found->repository == OPIS_NO_ARCHIVE ? parent : OPIS_NO_PARENT;
    r.archive = OPIS_NO_ARCHIVE;
    if (r.parent != OPIS_NO_PARENT) {
        r.archive = m->merged[parent].archive;
    } else if (found->repository != OPIS_NO_ARCHIVE) {
        r.archive = OPIS_UNLISTED_ARCHIVE;
        r.name_start = found->name_start;
        r.name_end = found->name_end;
    }
    return add(m, &r);
}

/* Read a reference again, up to where the words end it; what follows is left to them.  0 where nothing is left. */
static int read_again(merging *m, const opis_reference *r, uint32_t stop, opis_styled *found) {
    opis_styled_finder *f = m->finder;
    const opis_styled *styled = &m->catalog->styled[r->styled - 1];
    if (r->end <= stop) {
        *found = *styled;
        return 1;
    }
    f->reached = r->start;
    return opis_styled_find(f, opis_styled_token(f, r->start), stop, styled->style, found) && found->end <= stop;
}

/* Take the next reference as far as the words go along with it; gives where it ends now, or its start. */
static opis_status take_again(merging *m, uint32_t stop, uint32_t *end) {
    opis_reference r = m->catalog->items[m->next];
    opis_styled found;
    *end = r.start;
    if (!read_again(m, &r, stop, &found)) {
        m->rows[m->next++] = OPIS_NO_PARENT;
        return OPIS_OK;
    }
    m->catalog->styled[r.styled - 1] = found;
    r.end = *end = found.end;
    if (r.parent != OPIS_NO_PARENT) {
        r.parent = m->count ? (uint32_t)m->count - 1 : OPIS_NO_PARENT;
        r.doubtful |= r.parent == OPIS_NO_PARENT;
    }
    m->rows[m->next++] = (uint32_t)m->count;
    return add(m, &r);
}

/* Take the references that begin before a byte; those that words overrule are gone where no span holds them. */
static opis_status take_before(merging *m, uint32_t byte) {
    const opis_catalog *catalog = m->catalog;
    opis_status status = OPIS_OK;
    while (m->next < catalog->count && status == OPIS_OK) {
        const opis_reference *r = &catalog->items[m->next];
        if (r->start >= byte || r->end > byte) break;
        if (is_overruled(m, r))
            m->rows[m->next++] = OPIS_NO_PARENT;
        else
            status = take(m);
    }
    return status;
}

/* Add what a span has between the references that were found before. */
static opis_status add_span(merging *m, opis_span span) {
    const opis_catalog *catalog = m->catalog;
    uint32_t parent = OPIS_NO_PARENT;
    opis_status status = take_before(m, span.start);
    while (status == OPIS_OK && m->next < catalog->count && catalog->items[m->next].start < span.end) {
        const opis_reference *r = &catalog->items[m->next];
        const opis_styled *styled = r->styled ? &catalog->styled[r->styled - 1] : NULL;
        uint32_t start = r->start, end = r->end;
        int overruled = is_overruled(m, r), same_style = styled && styled->style == m->style;
        if (overruled && styled && start > span.start && styled->repository == OPIS_NO_ARCHIVE && !styled->ibid) {
            m->rows[m->next++] = OPIS_NO_PARENT; /* the end of what the words show */
            continue;
        }
        if (start > span.start) status = add_piece(m, (opis_span){span.start, start}, parent);
        parent = same_style ? (uint32_t)m->count : OPIS_NO_PARENT;
        if (status == OPIS_OK) status = overruled ? take_again(m, span.end, &end) : take(m);
        if (parent >= m->count) parent = OPIS_NO_PARENT;
        if (end > span.start) span.start = end;
    }
    return status == OPIS_OK && span.start < span.end ? add_piece(m, span, parent) : status;
}

/* ---- All of them --------------------------------------------------------------------------------------- */

static opis_status prepare(merging *m) {
    size_t count = m->catalog->count;
    if (count == 0) return OPIS_OK;
    m->rows = opis_resize(NULL, count * sizeof *m->rows);
    if (m->rows) return OPIS_OK;
    return opis_fail(m->error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory for %zu references", count);
}

static opis_status merge(merging *m) {
    opis_catalog *catalog = m->catalog;
    opis_status status = prepare(m);
    for (size_t i = 0; i < m->found.count && status == OPIS_OK; i++) {
        status = add_span(m, m->found.items[i]);
        if (status == OPIS_OK) status = opis_scratch_status(m->finder->scratch);
    }
    if (status == OPIS_OK) status = take_before(m, UINT32_MAX);
    if (status == OPIS_OK) {
        opis_resize(catalog->items, 0);
        catalog->items = m->merged;
        catalog->count = m->count;
        catalog->capacity = m->capacity;
        m->merged = NULL;
    }
    opis_resize(m->merged, 0);
    opis_resize(m->rows, 0);
    return status;
}

opis_status opis_spans_add(opis_catalog *catalog, const opis_book *book, const opis_words_opening *opening,
                           opis_styled_finder *finder, opis_error *error) {
    merging m = {.book = book, .finder = finder, .catalog = catalog, .error = error, .style = opis_words_style(book)};
    opis_status status = opis_words_find(book, opening, &m.found, &m.read, error);
    if (status == OPIS_OK && m.read.count) status = merge(&m);
    opis_spans_release(&m.found);
    opis_spans_release(&m.read);
    return status;
}
