/*
 * Locators: which rows of the pages "12", "45-48", "353-60" and "34n12" name.
 */

#include "extract/links.h"
#include "letters.h"
#include "memory.h"

#define LARGEST_PAGE 65535
#define MOST_DIGITS 6
/* Of a range that is longer only the first and the last page are linked. */
#define LONGEST_RANGE 64

typedef struct page_rows {
    int32_t *rows; /* by printed number; OPIS_UNKNOWN where no page has it; owned */
    int32_t count;
} page_rows;

static opis_status find_page_rows(page_rows *found, const opis_book *book, opis_error *error) {
    const opis_page *pages = OPIS_ROWS(book, OPIS_PAGE);
    size_t count = OPIS_ROW_COUNT(book, OPIS_PAGE), capacity = 0;
    for (size_t i = 0; i < count; i++)
        if (!pages[i].roman && pages[i].number >= found->count && pages[i].number <= LARGEST_PAGE)
            found->count = pages[i].number + 1;
    opis_status status = opis_reserve(&found->rows, &capacity, (size_t)found->count + 1, sizeof *found->rows, error);
    if (status != OPIS_OK) return status;
    for (int32_t i = 0; i < found->count; i++) found->rows[i] = OPIS_UNKNOWN;
    for (size_t i = count; i-- > 0;) /* of two pages of a number the first */
        if (!pages[i].roman && pages[i].number >= 0 && pages[i].number < found->count)
            found->rows[pages[i].number] = (int32_t)i;
    return OPIS_OK;
}

/* The digits at `*at`; how many they are. */
static size_t read_number(const char *text, size_t length, size_t *at, int32_t *value) {
    size_t start = *at;
    *value = 0;
    while (*at < length && *at < start + MOST_DIGITS && is_digit(text[*at]))
        *value = *value * 10 + (text[(*at)++] - '0');
    return *at - start;
}

/* First and last page of a locator; the last may be cut to its last digits, "353-60". */
static int read_locator(const char *text, size_t length, int32_t *from, int32_t *to) {
    size_t at = 0, digits = read_number(text, length, &at, from);
    int32_t whole = 10;
    *to = *from;
    if (digits == 0) return 0;
    if (at == length || text[at] != '-') return 1;
    at++;
    size_t last = read_number(text, length, &at, to);
    if (last == 0) *to = *from;
    for (size_t i = 1; i < last; i++) whole *= 10;
    if (*to < *from) *to += *from / whole * whole;
    if (*to < *from) *to = *from;
    return 1;
}

/* "476n3, 476n4" names a page once. */
static opis_status add_page(opis_book *book, opis_index_entry *entry, const page_rows *pages, int32_t number,
                            opis_error *error) {
    const int32_t *before = opis_book_integers(book, entry->page_rows);
    if (number < 0 || number >= pages->count || pages->rows[number] == OPIS_UNKNOWN) return OPIS_OK;
    if (before && before[entry->page_rows.count - 1] == pages->rows[number]) return OPIS_OK;
    return opis_records_append_integer(&book->records, &entry->page_rows, pages->rows[number], error);
}

static opis_status link_entry(opis_book *book, opis_index_entry *entry, const page_rows *pages, opis_error *error) {
    const opis_text *locators = opis_book_texts(book, entry->locators);
    opis_status status = OPIS_OK;
    for (uint32_t i = 0; i < entry->locators.count && status == OPIS_OK; i++) {
        int32_t from, to;
        if (!read_locator(opis_book_text(book, locators[i]), locators[i].length, &from, &to)) continue;
        int32_t step = to - from > LONGEST_RANGE ? to - from : 1;
        for (int32_t page = from; page <= to && status == OPIS_OK; page += step)
            status = add_page(book, entry, pages, page, error);
    }
    return status;
}

opis_status opis_link_locators(opis_book *book, opis_error *error) {
    page_rows pages = {NULL, 0};
    opis_index_entry *entries = OPIS_ROWS(book, OPIS_INDEX_ENTRY);
    opis_status status = find_page_rows(&pages, book, error);
    for (size_t i = 0; i < OPIS_ROW_COUNT(book, OPIS_INDEX_ENTRY) && status == OPIS_OK; i++)
        status = link_entry(book, &entries[i], &pages, error);
    opis_resize(pages.rows, 0);
    return status;
}
