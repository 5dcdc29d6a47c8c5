/* Which number each page has, where most of them lost it. */
#include "edition.h"
#include "found.h"

/* The numbers found, with "!" for repaired and "?" for likely, "r" before roman ones and "-" where none is known. */
static const char *pages_found(const opis_book *book) {
    found_begin();
    for (size_t i = 0; i < edition_count(book, OPIS_PAGE); i++) {
        const opis_page *page = edition_page(book, i);
        found_part(" ");
        if (page->number == OPIS_UNKNOWN)
            found_add("-");
        else
            found_add("%s%d", page->roman ? "r" : "", page->number);
        found_add("%s", found_mark(page->record.status));
    }
    return found_text;
}

/* The same without what is said of their certainty. */
static const char *numbers_found(const opis_book *book) {
    pages_found(book);
    return found_without_marks();
}

#define CHECK_NUMBERS(expected)                                                                                        \
    do {                                                                                                               \
        opis_book *book = edition_read();                                                                              \
        CHECK_OR_STOP(book != NULL);                                                                                   \
        CHECK_EQUAL_TEXT(numbers_found(book), expected);                                                               \
        opis_book_free(book);                                                                                          \
    } while (0)

/* A full page whose text runs on from the one before and into the next; `head` stands above it. */
static void print_page(const char *head) {
    edition_print("\n\n\n\n%s%s", head, *head ? "\n\n" : "");
    edition_prose(24);
}

/* One that begins with a sentence of its own. */
static void print_fresh_page(const char *head) {
    edition_print("\n\n\n\n%s%sThe next spring was no better.\n", head, *head ? "\n\n" : "");
    edition_prose(23);
}

static void begin_chapter(void) {
    edition_begin();
    edition_print("Chapter One\n\n");
    edition_prose(22);
}

static void test_few_folios_number_all_pages(void) {
    begin_chapter();
    for (int page = 2; page <= 8; page++) print_page(page == 3 ? "The Mill 3" : page == 6 ? "6 The River" : "");
    opis_book *book = edition_read();
    CHECK_OR_STOP(book != NULL);
    CHECK_EQUAL_TEXT(numbers_found(book), "1 2 3 4 5 6 7 8");
    for (size_t i = 0; i < edition_count(book, OPIS_PAGE); i++)
        CHECK_EQUAL_INT(edition_page(book, i)->head, i == 2 || i == 5);
    CHECK_EQUAL_INT(edition_page(book, 2)->record.status, OPIS_CLEAN);
    CHECK(edition_page(book, 3)->record.status != OPIS_CLEAN); /* nothing is printed on it */
    CHECK_EQUAL_INT(edition_page(book, 2)->record.line, edition_line_of("The Mill 3"));
    opis_book_free(book);
}

static void test_folios_alone_at_head_and_foot(void) {
    begin_chapter();
    print_page("2");
    print_page("");
    edition_print("\n3\n");
    print_page("");
    print_page("5");
    opis_book *book = edition_read();
    CHECK_OR_STOP(book != NULL);
    CHECK_EQUAL_TEXT(numbers_found(book), "1 2 3 4 5");
    CHECK_EQUAL_INT(edition_page(book, 2)->head, 1);
    opis_book_free(book);
}

static void test_damaged_folios(void) {
    begin_chapter();
    for (int page = 2; page <= 12; page++)
        print_page(page == 9 ? "The Mill 9" : page == 10 ? "IO The River" : page == 11 ? "The Mill i1" : "");
    opis_book *book = edition_read();
    CHECK_OR_STOP(book != NULL);
    CHECK_EQUAL_TEXT(numbers_found(book), "1 2 3 4 5 6 7 8 9 10 11 12");
    CHECK(edition_page(book, 10)->head && edition_page(book, 10)->record.status != OPIS_CLEAN);
    opis_book_free(book);
}

/* A line that looks like a running head but bears no number of this place is text, and stays in it. */
static void test_numbers_that_are_no_folios(void) {
    begin_chapter();
    for (int page = 2; page <= 8; page++)
        print_page(page == 3 ? "The Mill 3" : page == 5 ? "The Mill in 1931" : page == 7 ? "The Mill 7" : "");
    opis_book *book = edition_read();
    CHECK_OR_STOP(book != NULL);
    CHECK_EQUAL_TEXT(numbers_found(book), "1 2 3 4 5 6 7 8");
    CHECK_EQUAL_INT(edition_page(book, 4)->head, 0);
    int line = edition_line_of("The Mill in 1931");
    opis_reading reading;
    opis_error error;
    CHECK_OR_STOP(opis_book_reading(book, (uint32_t)line, (uint32_t)line, &reading, &error) == OPIS_OK);
    CHECK_EQUAL_BYTES(reading.text, reading.length, "The Mill in 1931");
    opis_reading_free(&reading);
    opis_book_free(book);
}

/* A page is missing where a sentence breaks off, not where it runs on. */
static void test_missing_pages(void) {
    begin_chapter();
    print_page("2");
    print_page("3");
    print_page("");
    print_fresh_page("The Mill 6");
    print_page("");
    CHECK_NUMBERS("1 2 3 4 6 7");
}

static void test_stray_breaks_part_no_page(void) {
    begin_chapter();
    print_page("2");
    edition_print("\n\n\n\n");
    edition_prose(14);
    edition_print("\n\n\n ");
    edition_prose(10);
    for (int page = 4; page <= 7; page++) print_page(page == 4 ? "4" : page == 7 ? "The Mill 7" : "");
    opis_book *book = edition_read();
    CHECK_OR_STOP(book != NULL);
    CHECK_EQUAL_TEXT(numbers_found(book), "1 2 3 4 5 6 7");
    opis_book_free(book);
}

/* Short pages on which the text runs on: each break between two of them may be a stray one, and no folio says so. */
static void test_more_breaks_that_may_be_stray_than_are_lost(void) {
    char expected[1024] = "1", *end = expected + 1;
    begin_chapter();
    for (int page = 2; page <= 150; page++) {
        edition_print("\n\n\n\n");
        edition_prose(page < 60 ? 24 : 9);
        edition_print("\n%d\n", page);
        end += sprintf(end, " %d", page);
    }
    print_fresh_page("");
    sprintf(end, " 151");
    CHECK_NUMBERS(expected);
}

/* Notes close a page: the break below them is no stray one, however little stands on the next page. */
static void test_a_short_last_page(void) {
    begin_chapter();
    print_page("2");
    edition_print("\n\n\n\n");
    edition_prose(14);
    edition_print("\n7. Letter of the wardens, 3 May 1931.\n\n\n\n late in that year.\n\n\n\n\nChapter Two\n\n");
    edition_prose(22);
    print_page("6");
    CHECK_NUMBERS("1 2 3 4 5 6");
}

/* Titles of parts stand on right-hand pages, and so does what they are the title of. */
static void test_part_titles_are_odd(void) {
    begin_chapter();
    for (int page = 2; page <= 5; page++) print_page("");
    edition_print("\n\n\n\nII\nThe Narrows\n");
    for (int i = 0; i < 3; i++) edition_print("\n");
    edition_print("\nChapter Two\n\n");
    edition_prose(22);
    print_page("");
    CHECK_NUMBERS("1 2 3 4 5 7 9 10");
}

static void test_roman_front_matter(void) {
    edition_begin();
    edition_print("Papers of the River\n");
    edition_prose(20);
    print_page("Preface xii");
    print_page("");
    print_page("xiv Preface");
    edition_print("\n\n\n\nChapter One\n\n");
    edition_prose(22);
    print_page("2");
    opis_book *book = edition_read();
    CHECK_OR_STOP(book != NULL);
    CHECK_EQUAL_TEXT(numbers_found(book), "r11 r12 r13 r14 1 2");
    CHECK_EQUAL_INT(edition_page(book, 1)->record.status, OPIS_CLEAN);
    CHECK_EQUAL_INT(edition_page(book, 2)->record.status, OPIS_LIKELY);
    opis_book_free(book);
}

/* A name that no other page has: "Bakelov" ... */
static const char *name_of(int number) {
    static const char *const heads[] = {"Ba", "Da", "Fo", "Gu", "Ie", "Ki", "Mo", "Oa", "Pu", "Re"};
    static const char *const middles[] = {"kel", "rim", "zhan", "tov", "lub"};
    static char name[4][16];
    static int next = 0;
    next = (next + 1) % 4;
    snprintf(name[next], sizeof name[next], "%s%s%s", heads[number / 5 % 10], middles[number % 5],
             number / 50 ? "enko" : "ov");
    return name[next];
}

/* Thirty leaves without a folio, two pages missing behind the twelfth; the index tells which. */
static void test_the_index_knows_where_pages_are_missing(void) {
    int printed[30], listed = 0;
    begin_chapter();
    for (int leaf = 0; leaf < 30; leaf++) {
        printed[leaf] = leaf < 12 ? leaf + 1 : leaf + 3;
        if (leaf > 0) print_fresh_page("");
        edition_print("here %s and %s and %s lay\n", name_of(leaf * 3), name_of(leaf * 3 + 1), name_of(leaf * 3 + 2));
    }
    edition_print("\n\n\n\nIndex\n\n");
    for (int entry = 0; entry < 100; entry++) { /* by the alphabet of their first letters */
        int name = entry / 10 * 5 + entry % 5 + (entry % 10 < 5 ? 0 : 50);
        if (name >= 90) continue;
        edition_print("%s, A. B., %d, %d\n\n", name_of(name), printed[name / 3],
                      listed++ % 7 ? printed[name / 3] : 400);
    }
    opis_book *book = edition_read();
    CHECK_OR_STOP(book != NULL);
    CHECK(edition_count(book, OPIS_PAGE) >= 30);
    for (size_t i = 0; i < 30 && i < edition_count(book, OPIS_PAGE); i++)
        CHECK_EQUAL_INT(edition_page(book, i)->number, printed[i]);
    CHECK(edition_is_sure(&edition_page(book, 20)->record));
    opis_book_free(book);
}

/* Where nothing tells, numbers are counted, and said to be no more than likely. */
static void test_nothing_tells(void) {
    edition_begin();
    edition_prose(24);
    for (int page = 2; page <= 5; page++) print_fresh_page("");
    opis_book *book = edition_read();
    CHECK_OR_STOP(book != NULL);
    CHECK_EQUAL_INT(edition_count(book, OPIS_PAGE), 5);
    for (size_t i = 0; i < 5; i++) CHECK(edition_page(book, i)->record.status != OPIS_CLEAN);
    opis_book_free(book);
}

static void test_pages_cover_the_text(void) {
    begin_chapter();
    for (int page = 2; page <= 6; page++) print_page(page == 3 ? "3" : "");
    opis_book *book = edition_read();
    CHECK_OR_STOP(book != NULL);
    size_t count = edition_count(book, OPIS_PAGE);
    for (size_t i = 1; i < count; i++)
        CHECK_EQUAL_INT(edition_page(book, i - 1)->record.end, edition_page(book, i)->record.start);
    CHECK_EQUAL_INT(edition_page(book, count - 1)->record.end, edition_length);
    opis_book_free(book);
}

int main(void) {
    CHECK_RUN(test_few_folios_number_all_pages);
    CHECK_RUN(test_folios_alone_at_head_and_foot);
    CHECK_RUN(test_damaged_folios);
    CHECK_RUN(test_numbers_that_are_no_folios);
    CHECK_RUN(test_missing_pages);
    CHECK_RUN(test_stray_breaks_part_no_page);
    CHECK_RUN(test_more_breaks_that_may_be_stray_than_are_lost);
    CHECK_RUN(test_a_short_last_page);
    CHECK_RUN(test_part_titles_are_odd);
    CHECK_RUN(test_roman_front_matter);
    CHECK_RUN(test_the_index_knows_where_pages_are_missing);
    CHECK_RUN(test_nothing_tells);
    CHECK_RUN(test_pages_cover_the_text);
    edition_end();
    return check_report();
}
