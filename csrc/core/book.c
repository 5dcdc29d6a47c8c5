#include "book.h"

#include <string.h>

#include "extract/extract.h"
#include "extract/quantity.h"
#include "memory.h"
#include "text/tokens.h"

#ifndef OPIS_VERSION
#define OPIS_VERSION "unversioned"
#endif

const char *opis_version(void) {
    return OPIS_VERSION;
}

opis_reader *opis_reader_new(opis_error *error) {
    opis_reader *reader = opis_resize(NULL, sizeof *reader);
    if (!reader) {
        opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory for a reader");
        return NULL;
    }
    memset(reader, 0, sizeof *reader);
    reader->style = opis_style_default();
    reader->glyphs = opis_glyphs_new(reader->style, error);
    if (reader->glyphs) reader->archive_patterns = opis_archive_patterns_new(reader->style, reader->glyphs, error);
    if (reader->archive_patterns) reader->quantity_words = opis_quantity_words_new(reader->style, error);
    if (!reader->quantity_words) {
        opis_reader_free(reader);
        return NULL;
    }
    return reader;
}

void opis_reader_free(opis_reader *reader) {
    if (!reader) return;
    opis_quantity_words_free(reader->quantity_words);
    opis_archive_patterns_free(reader->archive_patterns);
    opis_glyphs_free(reader->glyphs);
    opis_resize(reader, 0);
}

/* The extractors in order.  Each reads the layout and the records of those above it, as extract.h says. */
static opis_status (*const extractors[])(opis_book *, opis_error *) = {
    opis_extract_pages,       opis_extract_notes,          opis_extract_archives,   opis_extract_periodicals,
    opis_extract_works,       opis_extract_tables,         opis_extract_documents,  opis_extract_dates,
    opis_extract_biographies, opis_extract_document_index, opis_extract_statistics, opis_extract_speakers,
    opis_extract_crossrefs,   opis_extract_index,          opis_link_records,
};

static opis_status read_book(opis_book *book, const char *bytes, size_t length, opis_error *error) {
    opis_status status = opis_source_open(&book->source, bytes, length, error);
    if (status == OPIS_OK)
        status = opis_tokens_find(bytes, book->source.length, &book->tokens, &book->token_count, error);
    if (status == OPIS_OK)
        status = opis_layout_find(&book->layout, &book->source, book->tokens, book->token_count, book->style,
                                  book->glyphs, error);
    for (size_t i = 0; i < sizeof extractors / sizeof *extractors && status == OPIS_OK; i++)
        status = extractors[i](book, error);
    return status;
}

opis_book *opis_read(const opis_reader *reader, const char *bytes, size_t length, opis_error *error) {
    opis_book *book = opis_resize(NULL, sizeof *book);
    if (!book) {
        opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory for a book");
        return NULL;
    }
    memset(book, 0, sizeof *book);
    book->reader = reader;
    book->style = reader->style;
    book->glyphs = reader->glyphs;
    if (read_book(book, bytes, length, error) != OPIS_OK) {
        opis_book_free(book);
        return NULL;
    }
    book->reader = NULL;
    book->glyphs = NULL;
    return book;
}

void opis_book_free(opis_book *book) {
    if (!book) return;
    opis_relation_store_release(&book->relations);
    opis_records_release(&book->records);
    opis_layout_release(&book->layout);
    opis_tokens_free(book->tokens);
    opis_source_close(&book->source);
    opis_resize(book, 0);
}

opis_rows opis_book_rows(const opis_book *book, opis_kind kind) {
    if ((unsigned)kind >= OPIS_KIND_COUNT) return (opis_rows){NULL, 0, 0};
    return (opis_rows){book->records.kinds[kind].rows, book->records.kinds[kind].count, opis_records_row_size(kind)};
}

const char *opis_book_text(const opis_book *book, opis_text text) {
    return text.length == OPIS_NULL_TEXT ? NULL : book->records.texts ? book->records.texts + text.start : "";
}

const opis_text *opis_book_texts(const opis_book *book, opis_list list) {
    return list.count ? book->records.text_items + list.first : NULL;
}

const int32_t *opis_book_integers(const opis_book *book, opis_list list) {
    return list.count ? book->records.integer_items + list.first : NULL;
}

const opis_token *opis_book_tokens(const opis_book *book, size_t *count) {
    *count = book->token_count;
    return book->tokens;
}

const uint32_t *opis_book_lines(const opis_book *book, size_t *count) {
    *count = book->source.line_count;
    return book->source.line_starts;
}

uint64_t opis_book_characters(const opis_book *book, uint64_t byte) {
    if (byte > book->source.length) byte = book->source.length;
    return opis_source_characters(&book->source, (uint32_t)byte);
}
