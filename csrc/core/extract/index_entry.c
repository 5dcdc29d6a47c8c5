#include <string.h>

#include "extract/extract.h"
#include "extract/index.h"
#include "extract/printed.h"
#include "letters.h"
#include "memory.h"

/* A locator is sure where the next best costs so much more; one that takes a clean digit for another, more still. */
#define SURE_MARGIN 2.0f
#define SURE_COST 2.3f
#define PAGES_UNKNOWN 999
#define PROVED_MARGIN 5.0f

/* The largest number of a page; where hardly any is known, what three digits can say. */
static int32_t largest_page(const opis_book *book) {
    const opis_page *pages = OPIS_ROWS(book, OPIS_PAGE);
    int32_t largest = 0;
    for (size_t i = 0; i < OPIS_ROW_COUNT(book, OPIS_PAGE); i++)
        if (!pages[i].roman && pages[i].number > largest) largest = pages[i].number;
    return (uint32_t)largest * 2 < book->layout.leaf_count ? PAGES_UNKNOWN : largest;
}

static int is_letter_or_digit(char c) {
    return is_letter(c) || is_digit(c);
}

/* Where a line ends without the marks that a blank parts from its last word: dirt in the gutter. */
static uint32_t clean_end(const opis_book *book, const opis_line *line) {
    const char *bytes = book->source.bytes;
    uint32_t end = line->end, letters = 0;
    for (uint32_t i = line->start; i < line->end; i++) letters += is_letter_or_digit(bytes[i]);
    if (letters == 0 || (letters == 1 && line->end - line->start > 2)) return line->start;
    while (end > line->start && !is_letter_or_digit(bytes[end - 1])) end--;
    while (end < line->end && bytes[end] != ' ') end++;
    int one_mark = end + 2 == line->end && (bytes[end + 1] == ',' || bytes[end + 1] == ';');
    return one_mark ? line->end : end;
}

/* ",936" is a year: no page has such a number, and the scan took its first figure for a comma. */
static void mend_years(opis_joined *text, int32_t largest_page) {
    if (text->length == 0) return;
    for (char *at = text->text, *end = at + text->length; end - at > 4;) {
        at = memchr(at + 1, ',', (size_t)(end - at) - 4);
        if (!at) return;
        if (at[1] != '9' || !is_digit(at[2]) || !is_digit(at[3]) || is_digit(at[4])) continue;
        if (!is_digit(at[-1]) && 900 + (at[2] - '0') * 10 + (at[3] - '0') > largest_page) *at = '1';
    }
}

static opis_status parse_text(opis_index *index, const opis_book *book, opis_joined *text, int subhead,
                              opis_error *error) {
    mend_years(text, index->largest_page);
    return opis_index_parse(index, book, text, subhead, error);
}

static opis_status parse_all(opis_index *index, const opis_book *book, const uint8_t *openings, opis_error *error) {
    opis_joined text = {.length = 0};
    opis_status status = OPIS_OK;
    uint32_t first = index->section.first;
    int subhead = 0, open = 0;
    for (uint32_t line = first; line < index->section.end && status == OPIS_OK; line++) {
        uint8_t opening = openings[line - first];
        if (opening == OPIS_INDEX_SKIP) continue;
        if (opening != OPIS_INDEX_RUNS_ON) {
            if (open) status = parse_text(index, book, &text, subhead, error);
            text.length = 0;
            open = 1;
            subhead = opening == OPIS_INDEX_SUBHEAD;
        }
        const opis_line *at = &book->layout.lines[line];
        if (open && status == OPIS_OK) status = opis_joined_add(&text, book, at->start, clean_end(book, at), error);
    }
    if (open && status == OPIS_OK) status = parse_text(index, book, &text, subhead, error);
    opis_joined_release(&text);
    return status;
}

/* The words of a subentry, behind those of its subhead. */
static opis_status add_words(opis_book *book, const opis_index *index, const opis_index_part *part, opis_text *out,
                             opis_error *error) {
    const opis_index_part *above = &index->parts[part->above];
    if (above == part)
        return opis_records_text(&book->records, index->texts.bytes + part->text, part->text_length, out, error);
    opis_text rest;
    opis_status status =
        opis_records_text(&book->records, index->texts.bytes + above->text, above->text_length, out, error);
    if (status == OPIS_OK) status = opis_records_text(&book->records, ": ", 2, &rest, error);
    if (status == OPIS_OK)
        status = opis_records_text(&book->records, index->texts.bytes + part->text, part->text_length, &rest, error);
    if (status == OPIS_OK) out->length = rest.start + rest.length - out->start;
    return status;
}

static opis_status add_targets(opis_book *book, const opis_index *index, const opis_index_part *part, opis_list *see,
                               opis_error *error) {
    const char *text = index->texts.bytes + part->see, *end = text + part->see_length;
    opis_status status = OPIS_OK;
    while (text < end && status == OPIS_OK) {
        const char *stop = memchr(text, ';', (size_t)(end - text));
        if (!stop) stop = end;
        while (text < stop && *text == ' ') text++;
        if (stop > text) status = opis_records_append_text(&book->records, see, text, (size_t)(stop - text), error);
        text = stop + 1;
    }
    return status;
}

static uint8_t status_of(const opis_index *index, const opis_index_part *part) {
    if (part->locator_count == 0 && !part->scattered) return OPIS_LIKELY;
    uint8_t status = part->mended || part->doubtful || part->astray ? OPIS_LIKELY : OPIS_CLEAN;
    for (uint32_t i = 0; i < part->locator_count; i++) {
        const opis_locator *at = &index->locators[part->first_locator + i];
        if (at->chosen < 0 || at->margin < SURE_MARGIN || at->doubted) return OPIS_LIKELY;
        if (index->readings[at->chosen].cost > SURE_COST && at->margin < PROVED_MARGIN) return OPIS_LIKELY;
        if (index->readings[at->chosen].cost > 0 && status < OPIS_REPAIRED) status = OPIS_REPAIRED;
    }
    return status;
}

static opis_status add_entry(opis_book *book, const opis_index *index, const opis_index_part *part, opis_error *error) {
    const opis_index_part *head = &index->parts[part->head];
    opis_index_entry *row = opis_records_add(&book->records, OPIS_INDEX_ENTRY, error);
    if (!row) return error->status;
    row->record.start = part->start;
    row->record.end = part->end;
    row->record.line = (int32_t)opis_source_line(&book->source, part->start) + 1;
    row->record.status = status_of(index, part);
    if (head->mended || head->doubtful) row->record.status = OPIS_LIKELY;
    opis_status status =
        opis_records_text(&book->records, index->texts.bytes + head->text, head->text_length, &row->head, error);
    if (status == OPIS_OK && part != head) status = add_words(book, index, part, &row->sub, error);
    for (uint32_t i = 0; i < part->locator_count && status == OPIS_OK; i++) {
        const opis_locator *at = &index->locators[part->first_locator + i];
        if (at->chosen < 0) continue;
        char text[OPIS_LOCATOR_TEXT];
        size_t length = opis_locator_print(&index->readings[at->chosen], text);
        status = opis_records_append_text(&book->records, &row->locators, text, length, error);
    }
    return status == OPIS_OK ? add_targets(book, index, part, &row->see, error) : status;
}

/* Nothing behind this reads locators, and a book takes most memory where its index is mended. */
static void let_locators_go(opis_index *index) {
    index->cache = opis_resize(index->cache, 0);
    if (!index->reading_count) return;
    opis_locator_reading *fitting = opis_resize(index->readings, index->reading_count * sizeof *fitting);
    if (!fitting) return;
    index->readings = fitting;
    index->reading_capacity = index->reading_count;
}

/* Nothing behind this asks for words. */
static void let_words_go(opis_index *index, opis_book *book) {
    opis_vocabulary_release(&book->words);
    index->words = NULL;
}

opis_status opis_extract_index(opis_book *book, opis_error *error) {
    opis_index index;
    uint8_t *openings = NULL;
    memset(&index, 0, sizeof index);
    index.section = opis_back_matter_find(book).index;
    index.largest_page = largest_page(book);
    if (index.section.first == index.section.end) return OPIS_OK;
    index.cache = opis_locator_cache_new(error);
    index.words = index.cache ? opis_printed_words(book, error) : NULL;
    opis_status status = index.words ? opis_index_find(book, index.section, &openings, error) : error->status;
    if (status == OPIS_OK && openings) status = parse_all(&index, book, openings, error);
    let_locators_go(&index);
    if (status == OPIS_OK) status = opis_index_mend(&index, book, error);
    if (status == OPIS_OK) status = opis_index_mend_pairs(&index, book, error);
    let_words_go(&index, book);
    if (status == OPIS_OK) status = opis_index_settle(&index, book, error);
    for (size_t i = 0; i < index.part_count && status == OPIS_OK; i++)
        status = add_entry(book, &index, &index.parts[i], error);
    opis_resize(openings, 0);
    opis_index_release(&index);
    return status;
}
