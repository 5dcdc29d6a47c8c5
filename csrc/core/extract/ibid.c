#include "extract/ibid.h"

/* So many bytes of marks, a stop and a blank, may stand behind a reference that ends its note. */
static int is_mark(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '.' || c == ',' || c == ';' || c == ')' || c == ']' || c == '"';
}

int opis_ibid_read(const opis_book *book, const opis_joined *text, opis_ibid *ibid) {
    size_t at = opis_citation_words(text), length = opis_citation_word(text, at, &book->style->ibid);
    if (length == 0) return 0;
    ibid->start = at;
    ibid->end = at + length;
    ibid->pages.count = 0;
    at = ibid->end;
    while (is_mark(opis_byte_at(text, at))) at++;
    if (at >= text->length) return 1;
    size_t end = opis_citation_pages(book, text, at, &ibid->pages);
    if (end == 0) return 0;
    ibid->end = end;
    return 1;
}

int opis_ibid_follows(const opis_book *book, int32_t note, int32_t before, int64_t end) {
    const opis_note *notes = OPIS_ROWS(book, OPIS_NOTE);
    if (before == OPIS_UNKNOWN || before != note - 1) return 0;
    uint32_t from = (uint32_t)notes[before].record.line - 1, to = (uint32_t)notes[note].record.line - 1;
    if (opis_layout_chapter(&book->layout, from) != opis_layout_chapter(&book->layout, to)) return 0;
    for (int64_t i = end; i < notes[before].record.end; i++)
        if (!is_mark(book->source.bytes[i])) return 0;
    return 1;
}
