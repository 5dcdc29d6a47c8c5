/* Where documents begin and end, and what is printed of each: number, title, date, source. */
#include "edition.h"
#include "found.h"

static void begin_chapter(void) {
    edition_begin();
    edition_print("Chapter One\n\n");
    edition_prose(24);
}

static void print_break(void) {
    edition_print("\n\n\n\n");
}

/* A document on a page of its own, with its note. */
static void print_long_document(const char *heading, const char *title, int note, int lines) {
    print_break();
    edition_print("%s\n\n%s\n\n", heading, title);
    edition_body(lines);
    if (note) edition_print("\n%d. RGAE, f. 7486, op. 37, d. %d, l. 5.\n", note, 100 + note);
}

static void print_document(const char *heading, const char *title, int note) {
    print_long_document(heading, title, note, 8);
}

static const char *title_of(int number, int mark) {
    static char title[96];
    char numeral[8] = "";
    if (mark) snprintf(numeral, sizeof numeral, "%d", mark);
    snprintf(title, sizeof title, "Letter of the wardens to the mill, %d May 1931%s", number % 28 + 1, numeral);
    return title;
}

/* The numbers found, with "!" for repaired and "?" for likely. */
static const char *documents_found(const opis_book *book) {
    found_begin();
    for (size_t i = 0; i < edition_count(book, OPIS_DOCUMENT); i++) {
        const opis_document *row = edition_document(book, i);
        found_part(" ");
        found_add("%d", row->number);
        found_add_text("", book, row->suffix);
        found_add("%s", found_mark(row->record.status));
    }
    return found_text;
}

/* The same without what is said of their certainty. */
static const char *numbers_found(const opis_book *book) {
    documents_found(book);
    return found_without_marks();
}

#define CHECK_DOCUMENTS(expected)                                                                                      \
    do {                                                                                                               \
        opis_book *found_book = edition_read();                                                                        \
        CHECK_OR_STOP(found_book != NULL);                                                                             \
        CHECK_EQUAL_TEXT(documents_found(found_book), expected);                                                       \
        opis_book_free(found_book);                                                                                    \
    } while (0)

static void test_what_a_document_is(void) {
    begin_chapter();
    print_document("Document 1", "Letter of the wardens to the com-\nmissariat of the river, 3 May 1931.1", 1);
    print_document("Document 2", "Decree of the office on the supply of the mill, 14-16 June 1931.2", 2);
    opis_book *book = edition_read();
    CHECK_OR_STOP(book != NULL);
    CHECK_EQUAL_TEXT(documents_found(book), "1 2");
    CHECK_OR_STOP(edition_count(book, OPIS_DOCUMENT) == 2);
    const opis_document *letter = edition_document(book, 0), *decree = edition_document(book, 1);
    CHECK_BOOK_TEXT(book, letter->title, "Letter of the wardens to the commissariat of the river, 3 May 1931");
    CHECK_BOOK_TEXT(book, letter->date, "1931-05-03");
    CHECK_BOOK_TEXT(book, letter->date_raw, "3 May 1931");
    CHECK_BOOK_TEXT(book, letter->genre, "letter");
    CHECK_BOOK_TEXT(book, letter->suffix, "");
    CHECK_BOOK_TEXT(book, decree->date, "1931-06-14/1931-06-16");
    CHECK_BOOK_TEXT(book, decree->genre, "decree");
    CHECK_EQUAL_INT(letter->record.line, edition_line_of("Document 1"));
    CHECK_EQUAL_INT(letter->source_line, edition_line_of("1. RGAE"));
    CHECK_EQUAL_INT(decree->source_line, edition_line_of("2. RGAE"));
    CHECK_EQUAL_INT(letter->source, 0);
    CHECK_EQUAL_INT(decree->source, 1);
    opis_book_free(book);
}

static void test_damaged_numbers(void) {
    static const char *const headings[] = {"Document 1", "Document z",  "Document 3",  "Document 4",
                                           "Document S", "Document 6",  "Docurnent 7", "Document 8",
                                           "Document g", "Document lo", "Document ii", "Document 12"};
    begin_chapter();
    for (int i = 0; i < 12; i++) print_document(headings[i], title_of(i, 0), 0);
    CHECK_DOCUMENTS("1 2! 3 4 5! 6 7 8 9! 10! 11! 12");
}

/* A number that reads well and is wrong: order tells, and does not call it clean. */
static void test_wrong_numbers_that_look_clean(void) {
    begin_chapter();
    for (int i = 1; i <= 12; i++) {
        char heading[32];
        snprintf(heading, sizeof heading, "Document %d", i == 5 ? 8 : i);
        print_document(heading, title_of(i, 0), 0);
    }
    opis_book *book = edition_read();
    CHECK_OR_STOP(book != NULL);
    CHECK_EQUAL_INT(edition_count(book, OPIS_DOCUMENT), 12);
    for (size_t i = 0; i < edition_count(book, OPIS_DOCUMENT); i++)
        CHECK_EQUAL_INT(edition_document(book, i)->number, i + 1);
    CHECK(edition_document(book, 4)->record.status != OPIS_CLEAN);
    opis_book_free(book);
}

/* "Document 9" on a line of its own, in the middle of the commentary between 2 and 3. */
static void test_a_number_out_of_order_is_no_heading(void) {
    begin_chapter();
    print_document("Document 1", title_of(1, 0), 0);
    print_document("Document 2", title_of(2, 0), 0);
    print_break();
    edition_prose(9);
    edition_print("as is said below in the answer that the board gave, which is our\n\nDocument 9.\n\n");
    edition_prose(9);
    print_document("Document 3", title_of(3, 0), 0);
    print_document("Document 4", title_of(4, 0), 0);
    opis_book *book = edition_read();
    CHECK_OR_STOP(book != NULL);
    CHECK_EQUAL_TEXT(numbers_found(book), "1 2 3 4");
    opis_book_free(book);
}

static void test_suffixes(void) {
    begin_chapter();
    print_document("Document 1", title_of(1, 0), 0);
    print_document("Document 2a", title_of(2, 0), 0);
    print_document("Document 2b", title_of(3, 0), 0);
    print_document("Document 3 (a)", title_of(4, 0), 0);
    print_document("Document 3 (b)", title_of(5, 0), 0);
    print_document("Document 4 A", title_of(6, 0), 0);
    print_document("Document 5", title_of(7, 0), 0);
    opis_book *book = edition_read();
    CHECK_OR_STOP(book != NULL);
    CHECK_EQUAL_TEXT(numbers_found(book), "1 2a 2b 3a 3b 4a 5");
    opis_book_free(book);
}

/* A heading is lost where a number is passed over; its title shows where, and nothing proves it. */
static void test_a_lost_heading(void) {
    begin_chapter();
    print_document("Document 1", title_of(1, 0), 0);
    print_document("Document 2", title_of(2, 0), 0);
    print_break();
    edition_print("Telegram of the board to all wardens, 7 June 1931\n\n");
    edition_body(8);
    for (int i = 4; i <= 6; i++) {
        char heading[32];
        snprintf(heading, sizeof heading, "Document %d", i);
        print_document(heading, title_of(i, 0), 0);
    }
    opis_book *book = edition_read();
    CHECK_OR_STOP(book != NULL);
    CHECK_EQUAL_TEXT(numbers_found(book), "1 2 3 4 5 6");
    if (edition_count(book, OPIS_DOCUMENT) == 6) {
        const opis_document *lost = edition_document(book, 2);
        CHECK(!edition_is_sure(&lost->record));
        CHECK_EQUAL_INT(lost->record.line, edition_line_of("Telegram of"));
        CHECK_BOOK_TEXT(book, lost->date, "1931-06-07");
        CHECK_BOOK_TEXT(book, lost->genre, "telegram");
        CHECK_EQUAL_INT(edition_document(book, 1)->end_line, edition_line_of("Telegram of") - 5);
        CHECK_EQUAL_INT(edition_document(book, 5)->record.status, OPIS_CLEAN);
    }
    opis_book_free(book);
}

/* Furniture on the next pages, whole, damaged, or without its word, is no new document. */
static void test_continued_pages(void) {
    static const char *const furniture[] = {"Document 1 continued", "Document I contin ued", "Document 1 (cont.)",
                                            "Document 1"};
    begin_chapter();
    print_document("Document 1", title_of(1, 0), 0);
    for (int i = 0; i < 4; i++) {
        print_break();
        edition_print("%s\n\n", furniture[i]);
        edition_body(10);
    }
    print_document("Document 2", title_of(2, 0), 0);
    opis_book *book = edition_read();
    CHECK_OR_STOP(book != NULL);
    CHECK_EQUAL_TEXT(documents_found(book), "1 2");
    const opis_document *document = edition_document(book, 0);
    CHECK_EQUAL_INT(document->continued.count, 4);
    const int32_t *lines = opis_book_integers(book, document->continued);
    for (uint32_t i = 0; i < document->continued.count; i++)
        CHECK_EQUAL_INT(lines[i], document->record.line + 16 + 16 * (int)i);
    CHECK(document->end_line > lines[3]);
    opis_book_free(book);
}

/* The first pages of the second document are missing from the scan. */
static void test_a_torn_document(void) {
    begin_chapter();
    print_document("Document 1", title_of(1, 0), 0);
    print_break();
    edition_print("Document 2 continued\n\n");
    edition_body(10);
    print_document("Document 3", title_of(3, 0), 0);
    CHECK_DOCUMENTS("1 2? 3");
}

/* The date of a document that has none in its title. */
static void check_date(const char *before, const char *after, const char *date, int sure) {
    begin_chapter();
    print_document("Document 1", title_of(1, 0), 0);
    print_break();
    edition_print("Document 2\n\nOrder on the barges at the upper pier\n\n%s", before);
    edition_body(8);
    edition_print("%s", after);
    print_document("Document 3", title_of(3, 0), 0);
    opis_book *book = edition_read();
    CHECK_OR_STOP(book != NULL && edition_count(book, OPIS_DOCUMENT) == 3);
    const opis_document *document = edition_document(book, 1);
    CHECK_BOOK_TEXT(book, document->date, date);
    if (!CHECK_EQUAL_INT(edition_is_sure(&document->record), sure)) printf("    %s|%s\n", before, after);
    opis_book_free(book);
}

static void test_dates_outside_of_titles(void) {
    check_date("Sosnovka, 8 May 1931\n\n", "", "1931-05-08", 1);
    check_date("", "\nThe board\n8 May 1931\n", "1931-05-08", 1);
    check_date("On 8 May 1931 the wardens counted the barges, and found that there were fewer\n", "", "1931-05-08", 0);
    check_date("", "", NULL, 0);
    /* A protocol gives the span of its sessions, and then the day of the decision. */
    check_date("From the protocol of the board\n2 May-9 June 1931\n8 May 1931\n\n", "", "1931-05-08", 1);
    check_date("From the protocol of the board\n2 May-9 June 1931\n\n", "", "1931-05-02/1931-06-09", 1);
    /* The end of a paragraph is no dateline, though it closes with a date. */
    check_date("The wardens are to count the barges and to say how many of them there are, and\n"
               "the clerk is to write their number into the book, which will be closed for good\n"
               "on 8 May 1931.\n\n",
               "", "1931-05-08", 0);
}

/* Marks of notes run into dates; a year has four digits. */
static void test_marks_on_dates(void) {
    static const struct {
        const char *title, *date, *printed;
    } cases[] = {
        {"Letter to the mill, 3 May 19311", "1931-05-03", "Letter to the mill, 3 May 1931"},
        {"Letter to the mill, 3 May 1931'", "1931-05-03", "Letter to the mill, 3 May 1931"},
        {"Letter to the mill, 3 May 1931.l", "1931-05-03", "Letter to the mill, 3 May 1931"},
        {"Letter to the mill [3 May 1931]1", "1931-05-03", "Letter to the mill [3 May 1931]"},
        {"Letter to the mill, 3 [?I May 19311", "1931-05-03", "Letter to the mill, 3 [?I May 1931"},
        {"Letter of 3 May 1931 to the mill on its barges1", "1931-05-03",
         "Letter of 3 May 1931 to the mill on its barges"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        begin_chapter();
        print_document("Document 1", cases[i].title, 1);
        print_document("Document 2", title_of(8, 2), 2);
        opis_book *book = edition_read();
        CHECK_OR_STOP(book != NULL && edition_count(book, OPIS_DOCUMENT) == 2);
        const opis_document *document = edition_document(book, 0);
        CHECK_BOOK_TEXT(book, document->date, cases[i].date);
        CHECK_BOOK_TEXT(book, document->title, cases[i].printed);
        if (!CHECK_EQUAL_INT(document->source, 0)) printf("    %s\n", cases[i].title);
        opis_book_free(book);
    }
}

/* A damaged year that the book cannot settle is never called sure. */
static void test_a_year_that_nothing_settles(void) {
    begin_chapter();
    print_document("Document 1", "Letter to the mill, 3 May 1931", 0);
    print_document("Document 2", "Letter to the mill, 4 May 19*5", 0);
    print_document("Document 3", "Letter to the mill, 5 Nlzy 1931", 0);
    opis_book *book = edition_read();
    CHECK_OR_STOP(book != NULL && edition_count(book, OPIS_DOCUMENT) == 3);
    CHECK(!edition_is_sure(&edition_document(book, 1)->record));
    CHECK(!edition_is_sure(&edition_document(book, 2)->record));
    opis_book_free(book);
}

/* Where no mark of a title reads, a lost note moves no other; what stands in print is a source too. */
static void test_sources_without_marks(void) {
    begin_chapter();
    print_document("Document 1", title_of(1, 1), 1);
    print_document("Document 2", "Letter of the wardens to the mill, 3 May 1931~;", 0);
    print_document("Document 3", "Letter of the wardens to the mill, 4 May 1931~;", 3);
    print_break();
    edition_print("Document 4\n\nLetter of the wardens to the mill, 5 May 1931~;\n\n");
    edition_body(8);
    edition_print("\n4. Moskovskie novosti, no. 25, June 21, 1992, 19.\n");
    print_document("Document 5", title_of(5, 5), 5);
    opis_book *book = edition_read();
    CHECK_OR_STOP(book != NULL && edition_count(book, OPIS_DOCUMENT) == 5);
    CHECK_EQUAL_INT(edition_document(book, 1)->source_line, OPIS_UNKNOWN);
    CHECK_EQUAL_INT(edition_document(book, 2)->source_line, edition_line_of("3. RGAE"));
    CHECK_EQUAL_INT(edition_document(book, 3)->source_line, edition_line_of("4. Mosk"));
    CHECK_EQUAL_INT(edition_document(book, 4)->source_line, edition_line_of("5. RGAE"));
    opis_book_free(book);
}

/* A note on the next page gives the source too; one that is lost gives none, and nobody else's is taken. */
static void test_sources(void) {
    begin_chapter();
    print_document("Document 1", title_of(1, 1), 1);
    print_document("Document 2", title_of(2, 2), 0);
    print_break();
    edition_print("Document 2 continued\n\n");
    edition_body(8);
    edition_print("\n2. RGAE, f. 7486, op. 37, d. 102, l. 5.\n");
    print_document("Document 3", title_of(3, 3), 0);
    print_document("Document 4", title_of(4, 4), 4);
    opis_book *book = edition_read();
    CHECK_OR_STOP(book != NULL && edition_count(book, OPIS_DOCUMENT) == 4);
    CHECK_EQUAL_INT(edition_document(book, 0)->source_line, edition_line_of("1. RGAE"));
    CHECK_EQUAL_INT(edition_document(book, 1)->source_line, edition_line_of("2. RGAE"));
    CHECK_EQUAL_INT(edition_document(book, 2)->source_line, OPIS_UNKNOWN);
    CHECK_EQUAL_INT(edition_document(book, 2)->source, OPIS_UNKNOWN);
    CHECK_EQUAL_INT(edition_document(book, 3)->source_line, edition_line_of("4. RGAE"));
    opis_book_free(book);
}

/* Commentary is set in a narrower measure: the document ends where it begins. */
static void test_the_measure_tells_where_a_document_ends(void) {
    begin_chapter();
    print_long_document("Document 1", title_of(1, 0), 0, 30);
    edition_print("The wardens\n\n");
    edition_prose(14);
    print_long_document("Document 2", title_of(2, 0), 0, 30);
    edition_print("\n");
    edition_prose(14);
    edition_print("\n\n\n\nChapter Two\n\n");
    edition_prose(20);
    opis_book *book = edition_read();
    CHECK_OR_STOP(book != NULL && edition_count(book, OPIS_DOCUMENT) == 2);
    CHECK_EQUAL_INT(edition_document(book, 0)->end_line, edition_line_of("The wardens\n"));
    CHECK_EQUAL_INT(edition_document(book, 1)->end_line, edition_document(book, 1)->record.line + 33);
    opis_book_free(book);
}

static void test_chapters_and_back_matter_end_documents(void) {
    static const char *const endings[] = {"Chapter Two", "Biographical Sketches", "Index"};
    for (size_t i = 0; i < 3; i++) {
        begin_chapter();
        print_document("Document 1", title_of(1, 0), 0);
        print_break();
        edition_print("%s\n\n", endings[i]);
        edition_body(12);
        opis_book *book = edition_read();
        CHECK_OR_STOP(book != NULL && edition_count(book, OPIS_DOCUMENT) == 1);
        CHECK_EQUAL_INT(edition_document(book, 0)->end_line, edition_document(book, 0)->record.line + 11);
        opis_book_free(book);
    }
}

static void test_words_of_titles(void) {
    begin_chapter();
    print_document("Document 1", "Letter of the Wardens to the mill, 3 May 1931", 1);
    print_document("Document 2", "Decree of the Wardens on the sacks, 4 May 1931", 2);
    print_document("Document 3", "Letter of the Wardcns to the office, 5 May 1931", 3);
    print_document("Document 4", "Letter of the W a rdens to the office, 6 May 1931", 4);
    edition_print("\n");
    for (int i = 0; i < 8; i++) edition_print("the Wardens left the mill, the Letter went, and the Decree stood\n");
    opis_book *book = edition_read();
    CHECK_OR_STOP(book != NULL && edition_count(book, OPIS_DOCUMENT) == 4);
    CHECK_BOOK_TEXT(book, edition_document(book, 0)->title_status, "clean");
    CHECK_BOOK_TEXT(book, edition_document(book, 2)->title, "Letter of the Wardens to the office, 5 May 1931");
    CHECK_BOOK_TEXT(book, edition_document(book, 2)->title_status, "repaired");
    CHECK_BOOK_TEXT(book, edition_document(book, 3)->title_status, "likely");
    opis_book_free(book);
}

int main(void) {
    CHECK_RUN(test_what_a_document_is);
    CHECK_RUN(test_damaged_numbers);
    CHECK_RUN(test_wrong_numbers_that_look_clean);
    CHECK_RUN(test_a_number_out_of_order_is_no_heading);
    CHECK_RUN(test_suffixes);
    CHECK_RUN(test_a_lost_heading);
    CHECK_RUN(test_continued_pages);
    CHECK_RUN(test_a_torn_document);
    CHECK_RUN(test_dates_outside_of_titles);
    CHECK_RUN(test_words_of_titles);
    CHECK_RUN(test_marks_on_dates);
    CHECK_RUN(test_a_year_that_nothing_settles);
    CHECK_RUN(test_sources);
    CHECK_RUN(test_sources_without_marks);
    CHECK_RUN(test_the_measure_tells_where_a_document_ends);
    CHECK_RUN(test_chapters_and_back_matter_end_documents);
    edition_end();
    return check_report();
}
