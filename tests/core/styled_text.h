/*
 * A citation style of a caller's, and a text cut into the units that its parser reads.
 *
 *     styled_begin("Box 12, Folder 3");
 *     opis_styled found = styled_nothing();
 *     opis_parts_read(&styled_parser, 0, &found);
 *     styled_end();
 */
#ifndef OPIS_TEST_STYLED_TEXT_H
#define OPIS_TEST_STYLED_TEXT_H

#include "check.h"

#include "book.h"
#include "extract/archive_parts.h"

enum { STYLED_BOX, STYLED_FOLDER, STYLED_LEAF, STYLED_YEAR, STYLED_LEVELS };

static const char *const styled_boxes[] = {"Box", "b."};
static const char *const styled_folders[] = {"Folder", "ff.", "file number"};
static const char *const styled_leaves[] = {"leaf", "leaves"};
static const char *const styled_years[] = {"g."};
static const char *const styled_verso[] = {"ob", "v"};
static const char *const styled_ibid[] = {"in the same place"};
static const char *const styled_institutions[] = {"Athenaeum"};
static const char *const styled_acronyms[] = {"GX"};

static const opis_citation_level styled_levels[STYLED_LEVELS] = {
    {"box", {styled_boxes, 2}, OPIS_NUMBERED, OPIS_FOND, 0, 0},
    {"folder", {styled_folders, 3}, OPIS_NUMBERED, OPIS_DELO, 0, 0},
    {"leaf", {styled_leaves, 2}, OPIS_FOLIOED, OPIS_LIST, 0, 0},
    {"year", {styled_years, 1}, OPIS_NUMBERED, OPIS_NO_LEVEL, 1, 1},
};
static const uint8_t styled_marked[] = {STYLED_BOX, STYLED_FOLDER};
static const opis_signature styled_signatures[] = {
    {"([A-Z]{2,3}) \\s ([0-9]+/[0-9]+)", styled_marked, 2, 1},
    {"([0-9]+) \\s x \\s ([0-9]+)", styled_marked, 2, 0},
    {"(*NO_JIT) (?:([A-Z])|([0-9]))+ %", styled_marked, 2, 1}, /* which wants memory for every turn */
};
static const uint32_t styled_alone[] = {1u << STYLED_BOX | 1u << STYLED_FOLDER};
static const opis_citation_style styled_style = {
    .name = "boxes",
    .levels = styled_levels,
    .level_count = STYLED_LEVELS,
    .signatures = styled_signatures,
    .signature_count = 3,
    .alone = styled_alone,
    .alone_count = 1,
    .institutions = {styled_institutions, 1},
    .acronyms = {styled_acronyms, 1},
    .verso = {styled_verso, 2},
    .ibid = {styled_ibid, 1},
    .bare = OPIS_NO_LEVEL,
    .titled = OPIS_NO_LEVEL,
};
static const char *const styled_names[] = {"Mill Archive", "Archive of the Mill"};
static const char *const styled_others[] = {"Old Mill Archive"};
static const opis_repository styled_repository = {
    "Mill Archive", {styled_names, 2}, {styled_others, 1}, "mill-archive", 0};
static const opis_added_styles styled_added = {&styled_style, 1, &styled_repository, 1};

static opis_reader *styled_reader; /* made with the first text; styled_release() frees it */
static opis_book *styled_book;
static opis_scratch *styled_scratch;
static opis_error styled_error;
static opis_slip styled_slip;
static opis_style_parser styled_parser;

/* 0, with the error told, where the text is not read. */
static inline int styled_begin(const char *text) {
    const opis_limits limits = opis_limits_within(NULL);
    if (!styled_reader) styled_reader = opis_reader_with_styles(&styled_added, &styled_error);
    styled_book = styled_reader ? opis_read(styled_reader, text, strlen(text), &styled_error) : NULL;
    styled_scratch = styled_book ? opis_scratch_new(&limits, styled_book->source.length, &styled_error) : NULL;
    if (!CHECK(styled_scratch != NULL)) return printf("    error: %s\n", styled_error.message), 0;
    opis_slip_fill(&styled_slip, styled_book, 0, 0, (uint32_t)strlen(text));
    styled_parser = (opis_style_parser){styled_reader->archive_styles, styled_scratch, &styled_slip, 0, NULL};
    return 1;
}

static inline void styled_end(void) {
    opis_scratch_free(styled_scratch);
    opis_book_free(styled_book);
}

static inline void styled_release(void) {
    opis_reader_free(styled_reader);
}

static inline opis_styled styled_nothing(void) {
    return (opis_styled){.repository = OPIS_NO_ARCHIVE};
}

#endif
