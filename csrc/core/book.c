#include "book.h"

#include <string.h>

#include "extract/archive_openers.h"
#include "extract/archive_styles.h"
#include "extract/calendar.h"
#include "extract/extract.h"
#include "extract/months.h"
#include "extract/quantity.h"
#include "extract/volume.h"
#include "memory.h"
#include "text/tokens.h"
#include "volumes.h"

#ifndef OPIS_VERSION
#define OPIS_VERSION "unversioned"
#endif

const char *opis_version(void) {
    return OPIS_VERSION;
}

opis_reader *opis_reader_new(opis_error *error) {
    return opis_reader_with_styles(NULL, error);
}

opis_reader *opis_reader_with_styles(const opis_added_styles *added, opis_error *error) {
    return opis_reader_with_profile(added, NULL, error);
}

opis_reader *opis_reader_with_profile(const opis_added_styles *added, const opis_profile *profile, opis_error *error) {
    opis_reader *reader = opis_resize(NULL, sizeof *reader);
    if (!reader) {
        opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory for a reader");
        return NULL;
    }
    memset(reader, 0, sizeof *reader);
    reader->style = opis_style_default();
    if (profile) {
        reader->own = *reader->style;
        opis_profile_fill(&reader->own.profile, profile);
        reader->style = &reader->own;
    }
    reader->glyphs = opis_glyphs_new(reader->style, error);
    if (reader->glyphs) reader->archive_openers = opis_archive_openers_new(reader->style, error);
    opis_archive_openers *openers = reader->archive_openers;
    if (openers) reader->archive_patterns = opis_archive_patterns_new(reader->style, openers, error);
    if (reader->archive_patterns)
        reader->archive_styles = opis_archive_styles_new(reader->style, added, openers, error);
    if (reader->archive_styles) reader->quantity_words = opis_quantity_words_new(reader->style, error);
    if (reader->quantity_words) reader->months = opis_months_new(reader->style, error);
    if (!reader->months) {
        opis_reader_free(reader);
        return NULL;
    }
    return reader;
}

void opis_reader_free(opis_reader *reader) {
    if (!reader) return;
    opis_months_free(reader->months);
    opis_quantity_words_free(reader->quantity_words);
    opis_archive_styles_free(reader->archive_styles);
    opis_archive_patterns_free(reader->archive_patterns);
    opis_archive_openers_free(reader->archive_openers);
    opis_glyphs_free(reader->glyphs);
    opis_resize(reader, 0);
}

static opis_status open_source(opis_book *book, opis_error *error) {
    if (book->whole) return opis_volume_take_source(book, error);
    return opis_source_open(&book->source, book->bytes, book->length, error);
}

static opis_status find_all_tokens(opis_book *book, opis_error *error) {
    return opis_tokens_find(book->bytes, book->source.length, &book->tokens, &book->token_count, error);
}

/*
 * The tokens of a long text that are not to be kept: were it several volumes, as it most likely is, those of all of
 * them would take more room than anything else does.  Its lines are found first, and volumes among them.
 */
#define LONG_TEXT (4u << 20)

static opis_status find_tokens(opis_book *book, opis_error *error) {
    if (book->whole) return opis_volume_take_tokens(book, error);
    book->layout.apart = book->without_tokens && book->source.length >= LONG_TEXT;
    return book->layout.apart ? OPIS_OK : find_all_tokens(book, error);
}

static opis_status find_words(opis_book *book, opis_error *error) {
    opis_status status = opis_concordance_make(&book->concordance, book->bytes, book->source.length, book->tokens,
                                               book->token_count, error);
    return status == OPIS_OK ? opis_openers_find(book, error) : status;
}

static opis_status find_lines(opis_book *book, opis_error *error) {
    const opis_book *whole = book->whole;
    if (book->layout.apart) return opis_layout_find_lines_apart(&book->layout, &book->source, error);
    if (!whole || whole->layout.apart)
        return opis_layout_find_lines(&book->layout, &book->source, book->tokens, book->token_count, error);
    uint32_t line = book->first_line;
    return opis_layout_take_lines(&book->layout, &book->source, &whole->layout, line, whole->source.line_starts[line],
                                  error);
}

/* A text that is one volume after all has its tokens like any other. */
static opis_status join_apart(opis_book *book, opis_error *error) {
    opis_layout_release(&book->layout);
    opis_status status = find_all_tokens(book, error);
    return status == OPIS_OK ? find_lines(book, error) : status;
}

static opis_status find_pages(opis_book *book, opis_error *error) {
    opis_status status = book->layout.apart ? join_apart(book, error) : OPIS_OK;
    if (status != OPIS_OK) return status;
    return opis_layout_find_pages(&book->layout, &book->source, book->tokens, book->style, book->glyphs, error);
}

#define SET OPIS_SET_OF

const opis_stage opis_stages[] = {
    {"source", open_source, OPIS_ALL_KINDS, 0},
    {"tokens", find_tokens, OPIS_ALL_KINDS, 0},
    {"lines", find_lines, OPIS_ALL_KINDS, 0},
    {"volumes", opis_volumes_find_titled, OPIS_ALL_KINDS, 0},
    {"layout", find_pages, OPIS_ALL_KINDS, 0},
    {"other volumes", opis_volumes_find_counted, OPIS_ALL_KINDS, 0},
    {"words", find_words, OPIS_ALL_KINDS, 0},
    {"pages", opis_extract_pages, SET(OPIS_PAGE), 0},
    {"notes", opis_extract_notes, SET(OPIS_NOTE), 0},
    {"archives", opis_extract_archives, SET(OPIS_ARCHIVE), SET(OPIS_NOTE)},
    {"periodicals", opis_extract_periodicals, SET(OPIS_PERIODICAL), SET(OPIS_NOTE)},
    {"works", opis_extract_works, SET(OPIS_WORK), SET(OPIS_NOTE) | SET(OPIS_ARCHIVE) | SET(OPIS_PERIODICAL)},
    {"tables", opis_extract_tables, SET(OPIS_TABLE) | SET(OPIS_CELL), 0},
    {"documents", opis_extract_documents, SET(OPIS_DOCUMENT), SET(OPIS_NOTE) | SET(OPIS_ARCHIVE)},
    {"dates", opis_extract_dates, SET(OPIS_DATE), SET(OPIS_DOCUMENT)},
    {"biographies", opis_extract_biographies, SET(OPIS_BIOGRAPHY) | SET(OPIS_CAREER), 0},
    {"document index", opis_extract_document_index, SET(OPIS_DOCUMENT_INDEX), SET(OPIS_DOCUMENT)},
    {"crossrefs", opis_extract_crossrefs, SET(OPIS_CROSSREF),
     SET(OPIS_PAGE) | SET(OPIS_NOTE) | SET(OPIS_DOCUMENT) | SET(OPIS_TABLE)},
    {"statistics", opis_extract_statistics, SET(OPIS_STATISTIC),
     SET(OPIS_NOTE) | SET(OPIS_ARCHIVE) | SET(OPIS_CELL) | SET(OPIS_PERIODICAL) | SET(OPIS_WORK) | SET(OPIS_DATE) |
         SET(OPIS_CROSSREF)},
    {"speakers", opis_extract_speakers, SET(OPIS_SPEAKER), SET(OPIS_NOTE) | SET(OPIS_DOCUMENT) | SET(OPIS_BIOGRAPHY)},
    {"index", opis_extract_index, SET(OPIS_INDEX_ENTRY), SET(OPIS_PAGE) | SET(OPIS_NOTE) | SET(OPIS_BIOGRAPHY)},
    {"links", opis_link_records, OPIS_ALL_KINDS, SET(OPIS_PAGE) | SET(OPIS_DOCUMENT)},
};
const size_t opis_stage_count = sizeof opis_stages / sizeof *opis_stages;

/* The kinds asked for, and all that they rest on: every row names its page and document, whatever its kind. */
static uint32_t with_what_they_read(uint32_t kinds) {
    kinds = (kinds & OPIS_ALL_KINDS) | SET(OPIS_PAGE) | SET(OPIS_DOCUMENT);
    if (kinds & SET(OPIS_SPEAKER)) kinds |= SET(OPIS_INDEX_ENTRY); /* its heads tell namesakes apart */
    for (size_t i = opis_stage_count; i-- > 0;)
        if (opis_stages[i].makes != OPIS_ALL_KINDS && (opis_stages[i].makes & kinds))
            kinds |= opis_stages[i].makes | opis_stages[i].reads;
    return kinds;
}

opis_limits opis_limits_within(const opis_limits *limits) {
    opis_limits own = limits ? *limits : (opis_limits){0};
    if (!own.source_bytes) own.source_bytes = OPIS_LARGEST_SOURCE;
    if (!own.text_bytes) own.text_bytes = OPIS_LONGEST_TEXT;
    if (!own.table_cells || own.table_cells > OPIS_LARGEST_GRID) own.table_cells = OPIS_LARGEST_GRID;
    if (!own.match_steps) own.match_steps = OPIS_MATCH_STEPS;
    if (!own.match_bytes) own.match_bytes = OPIS_MATCH_BYTES;
    if (!own.read_steps) own.read_steps = OPIS_READ_STEPS;
    return own;
}

static opis_book *make_book(const opis_reader *reader, const char *bytes, size_t length, uint32_t kinds,
                            opis_error *error) {
    opis_book *book = opis_resize(NULL, sizeof *book);
    if (!book) {
        opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory for a book");
        return NULL;
    }
    memset(book, 0, sizeof *book);
    book->reader = reader;
    book->style = reader->style;
    book->bytes = bytes;
    book->length = length;
    book->kinds = with_what_they_read(kinds);
    book->limits = opis_limits_within(NULL);
    return book;
}

opis_book *opis_book_begin(const opis_reader *reader, const char *bytes, size_t length, uint32_t kinds,
                           opis_error *error) {
    opis_book *book = make_book(reader, bytes, length, kinds, error);
    if (book) book->glyphs = opis_glyphs_remembering(reader->glyphs, error);
    if (!book || book->glyphs) return book;
    opis_book_free(book);
    return NULL;
}

opis_book *opis_book_begin_volume(const opis_book *whole, uint32_t first, uint32_t end, opis_error *error) {
    uint32_t start = whole->source.line_starts[first], stop = whole->source.line_starts[end];
    opis_book *book = make_book(whole->reader, whole->bytes + start, stop - start, whole->kinds, error);
    if (!book) return NULL;
    book->whole = whole;
    book->first_line = first;
    book->glyphs = whole->glyphs;
    book->limits = whole->limits;
    book->records.longest_text = whole->records.longest_text;
    return book;
}

void opis_book_forget_tokens(opis_book *book) {
    opis_tokens_free(book->tokens);
    book->tokens = NULL;
    book->token_count = 0;
    book->layout.apart = 1;
}

void opis_book_end(opis_book *book) {
    if (book->without_tokens) opis_book_forget_tokens(book);
    if (!book->whole) opis_records_fit(&book->records);
    opis_book_calendar_free(book);
    if (!book->whole) opis_glyphs_free(book->glyphs);
    opis_vocabulary_release(&book->words);
    opis_concordance_release(&book->concordance);
    book->volumes = opis_resize(book->volumes, 0);
    book->whole = NULL;
    book->openers = opis_resize(book->openers, 0);
    book->glyphs = NULL;
    book->reader = NULL;
    book->style = opis_style_default(); /* that of the reader may go with it */
}

opis_book *opis_read(const opis_reader *reader, const char *bytes, size_t length, opis_error *error) {
    return opis_read_kinds(reader, bytes, length, OPIS_ALL_KINDS, error);
}

opis_book *opis_read_kinds(const opis_reader *reader, const char *bytes, size_t length, uint32_t kinds,
                           opis_error *error) {
    return opis_read_within(reader, bytes, length, kinds, NULL, error);
}

static opis_status set_limits(opis_book *book, const opis_limits *limits, opis_error *error) {
    book->limits = opis_limits_within(limits);
    book->records.longest_text = book->limits.text_bytes;
    /* What passes the most that can be set is told where the source is opened. */
    if (book->length <= book->limits.source_bytes || book->length > OPIS_LARGEST_SOURCE) return OPIS_OK;
    return opis_fail(
        error, OPIS_OVER_LIMIT, OPIS_NO_BYTE,
        "the source has %zu bytes and the limit source_bytes is %llu; split it by volume, or raise the limit",
        book->length, (unsigned long long)book->limits.source_bytes);
}

opis_status opis_book_run(opis_book *book, opis_error *error) {
    opis_status status = OPIS_OK;
    for (size_t i = 0; i < opis_stage_count && status == OPIS_OK && book->volume_count == 0; i++)
        if (opis_stages[i].makes & book->kinds) status = opis_stages[i].run(book, error);
    return status;
}

opis_book *opis_read_within(const opis_reader *reader, const char *bytes, size_t length, uint32_t kinds,
                            const opis_limits *limits, opis_error *error) {
    opis_options options = {kinds, limits ? *limits : (opis_limits){0}, 0};
    return opis_read_with(reader, bytes, length, &options, error);
}

opis_book *opis_read_with(const opis_reader *reader, const char *bytes, size_t length, const opis_options *options,
                          opis_error *error) {
    opis_book *book = opis_book_begin(reader, bytes, length, options->kinds, error);
    opis_status status = book ? set_limits(book, &options->limits, error) : OPIS_OUT_OF_MEMORY;
    if (book) book->without_tokens = options->without_tokens;
    if (status == OPIS_OK) status = opis_book_run(book, error);
    if (status == OPIS_OK && book->volume_count) status = opis_volumes_read(book, error);
    if (book) opis_book_end(book);
    if (status == OPIS_OK) return book;
    opis_book_free(book);
    return NULL;
}

uint32_t opis_book_kinds(const opis_book *book) {
    return book->kinds;
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
