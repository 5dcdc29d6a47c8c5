#include "extract/archive.h"

/* A citation may cross so many line ends at once: a blank line, a page break. */
#define MOST_BREAKS 5

static int is_furniture(const opis_book *book, uint32_t line) {
    uint8_t role = line < book->layout.line_count ? book->layout.lines[line].role : OPIS_LINE_TEXT;
    return role == OPIS_LINE_HEAD || role == OPIS_LINE_FOLIO || role == OPIS_LINE_CONTINUED;
}

static int is_heading(const opis_book *book, uint32_t line) {
    return line < book->layout.line_count && book->layout.lines[line].role == OPIS_LINE_HEADING;
}

void opis_slip_fill(opis_slip *slip, const opis_book *book, size_t token, uint32_t byte, uint32_t stop) {
    opis_slip_begin(slip, book, token, byte, stop, OPIS_SLIP_UNITS);
}

void opis_slip_begin(opis_slip *slip, const opis_book *book, size_t token, uint32_t byte, uint32_t stop,
                     uint32_t most) {
    uint32_t line = 0, breaks = 0; /* the line is asked for at the first break: many a slip has none */
    int line_known = 0;
    opis_gap gap = OPIS_GAP_NONE;
    slip->bytes = book->source.bytes;
    slip->count = 0;
    for (size_t i = token; i < book->token_count && slip->count < most; i++) {
        const opis_token *t = &book->tokens[i];
        if (t->start >= stop || breaks > MOST_BREAKS) return;
        if (t->class_ == OPIS_BREAK) {
            if (!line_known) line = opis_source_line(&book->source, t->start);
            line_known = 1;
            if (is_heading(book, line)) return; /* "Nr. 12" is no shelfmark of what stands below it */
            line++;
            breaks++;
            gap = breaks > 1 ? OPIS_GAP_PARAGRAPH : OPIS_GAP_LINE;
        } else if (t->class_ == OPIS_BLANK) {
            if (gap == OPIS_GAP_NONE) gap = OPIS_GAP_BLANK;
        } else if (t->start + t->length > byte && !(breaks && is_furniture(book, line))) {
            struct opis_slip_unit *unit = &slip->units[slip->count++];
            unit->start = t->start > byte ? t->start : byte;
            unit->end = t->start + t->length;
            unit->token = (uint32_t)i;
            unit->class_ = t->class_;
            if (gap == OPIS_GAP_NONE && unit->start > byte && slip->bytes[unit->start - 1] == ' ') gap = OPIS_GAP_BLANK;
            unit->gap = (uint8_t)gap;
            unit->first_term = OPIS_NOT_LOOKED_UP;
            gap = OPIS_GAP_NONE;
            breaks = 0;
        }
    }
}
