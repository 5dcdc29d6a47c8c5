/*
 * Links: on which page and in which document each record stands, and which document a note belongs to.
 */
#include "extract/links.h"

#include "extract/extract.h"

/* How many documents begin at a line (from 1) or before. */
static size_t documents_up_to(const opis_book *book, int32_t line) {
    const opis_document *documents = OPIS_ROWS(book, OPIS_DOCUMENT);
    size_t low = 0, high = OPIS_ROW_COUNT(book, OPIS_DOCUMENT);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (documents[middle].record.line <= line)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The document whose lines hold `line` (from 1), or OPIS_UNKNOWN; `begun` documents begin up to it. */
static int32_t document_of(const opis_book *book, size_t begun, int32_t line) {
    const opis_document *documents = OPIS_ROWS(book, OPIS_DOCUMENT);
    return begun > 0 && documents[begun - 1].end_line >= line ? (int32_t)begun - 1 : OPIS_UNKNOWN;
}

static int32_t document_at(const opis_book *book, int32_t line) {
    return document_of(book, documents_up_to(book, line), line);
}

/* Where a record stands. */
typedef struct place {
    uint32_t leaf;
    size_t begun; /* documents that begin up to its line */
} place;

static int is_on_leaf(const opis_layout *layout, uint32_t leaf, uint32_t line) {
    return leaf < layout->leaf_count && layout->leaves[leaf].first_line <= line &&
           (leaf + 1 == layout->leaf_count || line < layout->leaves[leaf + 1].first_line);
}

static int is_behind(const opis_book *book, size_t begun, int32_t line) {
    const opis_document *documents = OPIS_ROWS(book, OPIS_DOCUMENT);
    return (begun == 0 || documents[begun - 1].record.line <= line) &&
           (begun == OPIS_ROW_COUNT(book, OPIS_DOCUMENT) || line < documents[begun].record.line);
}

/* Go on to a line (from 1): mostly it is on the same leaf and in the same document as the one before. */
static void go_on(place *at, const opis_book *book, int32_t line) {
    if (!is_on_leaf(&book->layout, at->leaf, (uint32_t)line - 1))
        at->leaf = opis_layout_leaf(&book->layout, (uint32_t)line - 1);
    if (!is_behind(book, at->begun, line)) at->begun = documents_up_to(book, line);
}

/* Records of a kind stand in the order of the text, or nearly: most share the place of the record before. */
static void place_records(opis_book *book, opis_kind kind) {
    const opis_page *pages = OPIS_ROWS(book, OPIS_PAGE);
    size_t size = opis_records_row_size(kind);
    char *rows = OPIS_ROWS(book, kind);
    int32_t line = OPIS_UNKNOWN, page = OPIS_UNKNOWN, document = OPIS_UNKNOWN;
    place at = {0, 0};
    for (size_t i = 0; i < OPIS_ROW_COUNT(book, kind); i++) {
        opis_record *row = (opis_record *)(rows + i * size);
        if (row->line != line) {
            line = row->line;
            go_on(&at, book, line);
            page = at.leaf < OPIS_ROW_COUNT(book, OPIS_PAGE) ? pages[at.leaf].number : OPIS_UNKNOWN;
            document = document_of(book, at.begun, line);
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
