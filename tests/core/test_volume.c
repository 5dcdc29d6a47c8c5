/*
 * Where the volumes of a text begin: which of its lines, from 1, opens the second.
 */
#include "check.h"
#include "edition.h"

#include "book.h"
#include "extract/volume.h"

#define PAGES 14

static void print_pages(const char *first, int from) {
    edition_print("%s\n\n", first);
    for (int page = from; page < from + PAGES; page++) {
        edition_print("\n\n\n\nThe Upper Lock %d\n\n", page);
        edition_prose(12);
    }
}

static void print_documents(int from) {
    for (int number = from; number < from + PAGES; number++) {
        edition_print("\n\n\n\nDocument %d\nLetter to the mill, %d May 1931\n\n", number, number % 28 + 1);
        edition_prose(12);
    }
}

static void print_index(void) {
    static const char *const names[] = {"Anders", "Borg",  "Carlin", "Dorn",  "Fokin",
                                        "Gorev",  "Harms", "Jonas",  "Karpov"};
    edition_print("\n\n\n\nIndex\n\n");
    for (int i = 0; i < 9; i++) edition_print("%s, %d, %d-%d\n", names[i], i + 1, i + 7, i + 9);
}

static int lines_so_far(void) {
    int count = 0;
    for (size_t i = 0; i < edition_length; i++) count += edition_text[i] == '\n';
    return count;
}

/* The line that opens the second volume; 0 where there is none, -1 where there are more than two. */
static int second_volume(void) {
    opis_error error;
    if (!edition_reader) edition_reader = opis_reader_new(&error);
    opis_book *book = opis_book_begin(edition_reader, edition_text, edition_length, OPIS_ALL_KINDS, &error);
    int line = -1;
    if (CHECK(book && opis_book_run(book, &error) == OPIS_OK))
        line = book->volume_count > 1 ? -1 : book->volume_count ? (int)book->volumes[0] + 1 : 0;
    if (book) opis_book_end(book);
    opis_book_free(book);
    return line;
}

/* The same of a text whose tokens are not kept, by the title that comes again. */
static int second_volume_apart(void) {
    opis_error error;
    opis_book *book = opis_book_begin(edition_reader, edition_text, edition_length, OPIS_ALL_KINDS, &error);
    int line = -1;
    if (CHECK(book && opis_source_open(&book->source, edition_text, edition_length, &error) == OPIS_OK &&
              opis_layout_find_lines_apart(&book->layout, &book->source, &error) == OPIS_OK &&
              opis_volumes_find_titled(book, &error) == OPIS_OK))
        line = book->volume_count > 1 ? -1 : book->volume_count ? (int)book->volumes[0] + 1 : 0;
    if (book) opis_book_end(book);
    opis_book_free(book);
    return line;
}

static void test_the_title_comes_again(void) {
    edition_begin();
    print_pages("The River and Its Papers", 2);
    print_index();
    int opens = lines_so_far() + 1;
    print_pages("The River and Its Papers", 2);
    CHECK_EQUAL_INT(second_volume(), opens);
    CHECK_EQUAL_INT(second_volume_apart(), opens);
}

static void test_documents_are_counted_anew(void) {
    edition_begin();
    print_pages("The River and Its Papers", 2);
    print_documents(1);
    print_index();
    edition_print("\n\n\n\n");
    int opens = lines_so_far() + 1;
    print_pages("The Lock and Its Wardens", 2);
    print_documents(1);
    CHECK_EQUAL_INT(second_volume(), opens);
    CHECK_EQUAL_INT(second_volume_apart(), 0);
}

/* The page break between is lost. */
static void test_the_index_ends_on_the_leaf_of_the_next_title(void) {
    edition_begin();
    print_documents(1);
    print_index();
    edition_print("\n\n\n\nLetov, 12, 14\nMarin, 3, 5-7\n");
    int opens = lines_so_far() + 1;
    edition_print("THE LOCK AND ITS WARDENS\n");
    edition_prose(12);
    print_documents(1);
    CHECK_EQUAL_INT(second_volume(), opens);
}

static void test_what_goes_on_is_one_volume(void) {
    edition_begin();
    print_documents(1);
    print_index();
    print_documents(1 + PAGES);
    CHECK_EQUAL_INT(second_volume(), 0);
}

static void test_a_volume_has_a_length(void) {
    edition_begin();
    edition_print("The River and Its Papers\n");
    for (int page = 1; page < 10; page++) edition_print("\n\n\n\nPier\nboat\nboat\nboat\nboat\nboat\n");
    print_index();
    print_pages("The River and Its Papers", 2);
    CHECK_EQUAL_INT(second_volume(), 0);
}

int main(void) {
    CHECK_RUN(test_the_title_comes_again);
    CHECK_RUN(test_documents_are_counted_anew);
    CHECK_RUN(test_the_index_ends_on_the_leaf_of_the_next_title);
    CHECK_RUN(test_what_goes_on_is_one_volume);
    CHECK_RUN(test_a_volume_has_a_length);
    edition_end();
    return check_report();
}
