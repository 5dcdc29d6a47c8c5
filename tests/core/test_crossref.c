#include "check.h"
#include "found.h"

#include "memory.h"

static opis_reader *reader;

/* An edition of documents 1 to 12 and 15a, 15b, with a table, before and behind some text. */
static char text[1 << 16];

static void print_edition(const char *commentary) {
    size_t used = 0;
    used += (size_t)snprintf(text + used, sizeof text - used, "Introduction\n\nThe ferry lay at the pier. %s\n",
                             commentary);
    for (int i = 1; i <= 12; i++)
        used += (size_t)snprintf(text + used, sizeof text - used,
                                 "\n\n\n\nDocument %d\nLetter to the pilot, %d May 1931\n\nComrade pilot! The buoys "
                                 "are gone, and the barges lie\nat the upper pier until they come back again.\n",
                                 i, i);
    snprintf(text + used, sizeof text - used,
             "\n\n\n\nDocument 13(a)\nLetter to the pilot, 13 May 1931\n\nThe buoys are gone, and nobody knows where.\n"
             "\n\n\n\nDocument 13(b)\nLetter to the pilot, 14 May 1931\n\nThe buoys are back, and nobody knows why.\n");
}

/* The pointers found: "document 2,3 table 4!", with a mark for the status of each. */
static const char *pointers_found(void) {
    opis_error error;
    opis_book *book = opis_read(reader, text, strlen(text), &error);
    if (!book) return "no book";
    opis_rows rows = opis_book_rows(book, OPIS_CROSSREF);
    const opis_crossref *pointers = rows.rows;
    found_begin();
    for (size_t i = 0; i < rows.count; i++) {
        found_part("; ");
        found_add_text("", book, pointers[i].target);
        found_add(" ");
        found_add_list(book, pointers[i].numbers);
        found_add("%s", found_mark(pointers[i].record.status));
    }
    opis_book_free(book);
    return found_text;
}

static const char *pointers_in(const char *commentary) {
    print_edition(commentary);
    return pointers_found();
}

static void test_specks_behind_a_hyphen(void) {
    CHECK_EQUAL_TEXT(pointers_in("It sank. (See Docu- - -\nment 7.)"), "document 7");
}

static void test_plain(void) {
    CHECK_EQUAL_TEXT(pointers_in("(See Document 7.)"), "document 7");
    CHECK_EQUAL_TEXT(pointers_in("It sank (see Document 12), as Document 3 shows."), "document 12; document 3");
    CHECK_EQUAL_TEXT(pointers_in("(see Appendix II)"), "appendix 2");
    CHECK_EQUAL_TEXT(pointers_in("as we saw in Chapter Two"), "chapter 2");
    CHECK_EQUAL_TEXT(pointers_in("see note 4 and see p. 7"), "note 4; page 7");
}

static void test_lists(void) {
    CHECK_EQUAL_TEXT(pointers_in("See Documents 2, 5 and 12."), "document 2,5,12");
    CHECK_EQUAL_TEXT(pointers_in("See Documents 2, 5, and 12 for more."), "document 2,5,12");
    CHECK_EQUAL_TEXT(pointers_in("See Documents 2-5, below."), "document 2-5");
    CHECK_EQUAL_TEXT(pointers_in("See Document 2, 5 barges."), "document 2");
    CHECK_EQUAL_TEXT(pointers_in("See Documents 13[a] and 13[b]."), "document 13a,13b");
    CHECK_EQUAL_TEXT(pointers_in("See Document 2 [A]."), "document 2");
}

static void test_line_ends(void) {
    CHECK_EQUAL_TEXT(pointers_in("(See Docu- \nment 7.)"), "document 7");
    CHECK_EQUAL_TEXT(pointers_in("(See Docu- \n\nments 7 and \n\n8.)"), "document 7,8");
    CHECK_EQUAL_TEXT(pointers_in("(See Document \n7.)"), "document 7");
}

static void test_damage_is_settled_by_what_exists(void) {
    CHECK_EQUAL_TEXT(pointers_in("(see Document z)"), "document 2!");
    CHECK_EQUAL_TEXT(pointers_in("(see Document lo)"), "document 10!");
    CHECK_EQUAL_TEXT(pointers_in("(see Document 1 2)"), "document 12!");
    CHECK_EQUAL_TEXT(pointers_in("[See Document 71."), "document 7!");
    CHECK_EQUAL_TEXT(pointers_in("(see Document 71)"), "document 7?");
    CHECK_EQUAL_TEXT(pointers_in("(see Document 99)"), "document 99?");
    CHECK_EQUAL_TEXT(pointers_in("(seeDocument 7)"), "document 7");
    CHECK_EQUAL_TEXT(pointers_in("(see Document7)"), "document 7");
    CHECK_EQUAL_TEXT(pointers_in("(see Documenr 7)"), "document 7!");
}

static void test_what_is_no_pointer(void) {
    CHECK_EQUAL_TEXT(pointers_in("Documents and letters, the documents of 1931, Document the first."), "");
    CHECK_EQUAL_TEXT(pointers_in("A Pilot's Life, New York, 1991, chapter 6, 12 pages."), "");
    CHECK_EQUAL_TEXT(pointers_in("A Pilot's Life, Chapter 6; page 14; notes 3 and 4."), "");
    print_edition("Nothing.");
    CHECK_EQUAL_TEXT(pointers_found(), "");
    CHECK_EQUAL_TEXT(pointers_in("A letter.\n\n\n\nDocument 4 ~ o ~ t i n u ed\n\nThe barges lie at the pier."), "");
    CHECK_EQUAL_TEXT(pointers_in("A letter.\n\n\n\nDocument 4 continued\n\nThe barges lie at the pier."), "");
}

static void test_the_row_it_refers_to(void) {
    opis_error error;
    print_edition("See Documents 5 and 7.");
    opis_book *book = opis_read(reader, text, strlen(text), &error);
    CHECK_OR_STOP(book != NULL);
    opis_rows rows = opis_book_rows(book, OPIS_CROSSREF), documents = opis_book_rows(book, OPIS_DOCUMENT);
    CHECK_EQUAL_INT(rows.count, 1);
    const opis_crossref *pointer = rows.rows;
    CHECK(rows.count && pointer->refers_to >= 0 && (size_t)pointer->refers_to < documents.count);
    if (rows.count && pointer->refers_to >= 0)
        CHECK_EQUAL_INT(((const opis_document *)documents.rows)[pointer->refers_to].number, 5);
    opis_book_free(book);
}

static void test_ends_of_texts(void) {
    const char *ends[] = {"Document", "Document 7",   "see Documents 7,", "Docu-",
                          "Docu-\n",  "Document '98", "see p.",           "p"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        snprintf(text, sizeof text, "%s", ends[i]);
        CHECK(strcmp(pointers_found(), "no book") != 0);
    }
}

int main(void) {
    opis_error error;
    reader = opis_reader_new(&error);
    if (!reader) return EXIT_FAILURE;
    CHECK_RUN(test_plain);
    CHECK_RUN(test_specks_behind_a_hyphen);
    CHECK_RUN(test_lists);
    CHECK_RUN(test_line_ends);
    CHECK_RUN(test_damage_is_settled_by_what_exists);
    CHECK_RUN(test_what_is_no_pointer);
    CHECK_RUN(test_the_row_it_refers_to);
    CHECK_RUN(test_ends_of_texts);
    opis_reader_free(reader);
    return check_report();
}
