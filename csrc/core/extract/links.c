/*
 * Links: on which page and in which document each record stands, and which document a note belongs to.
 */
#include "extract/links.h"

#include "extract/extract.h"

/* The document whose lines hold `line` (from 1), or OPIS_UNKNOWN. */
static int32_t document_at(const opis_book *book, int32_t line) {
    const opis_document *documents = OPIS_ROWS(book, OPIS_DOCUMENT);
    size_t low = 0, high = OPIS_ROW_COUNT(book, OPIS_DOCUMENT);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (documents[middle].record.line <= line)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && documents[low - 1].end_line >= line ? (int32_t)low - 1 : OPIS_UNKNOWN;
}

/* Records of a kind stand in the order of the text, or nearly: most share the place of the record before. */
static void place_records(opis_book *book, opis_kind kind) {
    const opis_page *pages = OPIS_ROWS(book, OPIS_PAGE);
    size_t size = opis_records_row_size(kind);
    char *rows = OPIS_ROWS(book, kind);
    int32_t line = OPIS_UNKNOWN, page = OPIS_UNKNOWN, document = OPIS_UNKNOWN;
    for (size_t i = 0; i < OPIS_ROW_COUNT(book, kind); i++) {
        opis_record *row = (opis_record *)(rows + i * size);
        if (row->line != line) {
            line = row->line;
            uint32_t leaf = opis_layout_leaf(&book->layout, (uint32_t)line - 1);
            page = leaf < OPIS_ROW_COUNT(book, OPIS_PAGE) ? pages[leaf].number : OPIS_UNKNOWN;
            document = document_at(book, line);
        }
        if (kind != OPIS_DOCUMENT_INDEX) row->page = page; /* its page is what the list prints */
        row->document = document;
    }
}

/* A note belongs to the document that holds its mark; one whose mark is lost, to the document whose source it gives. */
static void link_notes(opis_book *book) {
    const opis_document *documents = OPIS_ROWS(book, OPIS_DOCUMENT);
    const opis_archive *archives = OPIS_ROWS(book, OPIS_ARCHIVE);
    opis_note *notes = OPIS_ROWS(book, OPIS_NOTE);
    for (size_t i = 0; i < OPIS_ROW_COUNT(book, OPIS_NOTE); i++)
        if (notes[i].marker != OPIS_UNKNOWN)
            notes[i].marked_in =
                document_at(book, (int32_t)opis_source_line(&book->source, (uint32_t)notes[i].marker) + 1);
    for (size_t i = 0; i < OPIS_ROW_COUNT(book, OPIS_DOCUMENT); i++) {
        int32_t source = documents[i].source, note = source == OPIS_UNKNOWN ? source : archives[source].note;
        if (note != OPIS_UNKNOWN && notes[note].marker == OPIS_UNKNOWN && notes[note].marked_in == OPIS_UNKNOWN)
            notes[note].marked_in = (int32_t)i;
    }
}

opis_status opis_link_records(opis_book *book, opis_error *error) {
    for (int kind = 0; kind < OPIS_KIND_COUNT; kind++) place_records(book, (opis_kind)kind);
    link_notes(book);
    opis_status status = opis_link_locators(book, error);
    return status == OPIS_OK ? opis_link_people(book, error) : status;
}
