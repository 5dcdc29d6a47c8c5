/*
 * Links: on which page and in which document each record stands.
 */
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

opis_status opis_link_records(opis_book *book, opis_error *error) {
    const opis_page *pages = OPIS_ROWS(book, OPIS_PAGE);
    (void)error;
    for (int kind = 0; kind < OPIS_KIND_COUNT; kind++) {
        size_t size = opis_records_row_size((opis_kind)kind);
        for (size_t i = 0; i < OPIS_ROW_COUNT(book, kind); i++) {
            opis_record *row = (opis_record *)((char *)OPIS_ROWS(book, kind) + i * size);
            uint32_t leaf = opis_layout_leaf(&book->layout, (uint32_t)row->line - 1);
            if (kind != OPIS_DOCUMENT_INDEX) /* its page is what the list prints */
                row->page = leaf < OPIS_ROW_COUNT(book, OPIS_PAGE) ? pages[leaf].number : OPIS_UNKNOWN;
            row->document = document_at(book, row->line);
        }
    }
    return OPIS_OK;
}
