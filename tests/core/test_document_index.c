#include "check.h"

#include "opis.h"

static opis_reader *reader;

/* "number title [page]" of each entry of a list that stands behind a few documents. */
static const char *list_found(const char *list) {
    static char text[1 << 14], found[2048];
    opis_error error;
    size_t used = 0;
    int length = snprintf(text, sizeof text,
                          "Introduction\n\nThe wardens of the upper locks met in the spring of 1931.\n\n\n\n"
                          "List of Documents\n\n%s\n",
                          list);
    opis_book *book = opis_read(reader, text, (size_t)length, &error);
    if (!book) return "no book";
    opis_rows rows = opis_book_rows(book, OPIS_DOCUMENT_INDEX);
    const opis_document_index *at = rows.rows;
    found[0] = '\0';
    for (size_t i = 0; i < rows.count && used < sizeof found - 300; i++) {
        used += (size_t)snprintf(found + used, sizeof found - used, "%s%.*s %.*s", used ? "; " : "",
                                 (int)at[i].number.length, opis_book_text(book, at[i].number), (int)at[i].title.length,
                                 opis_book_text(book, at[i].title));
        if (at[i].record.page != OPIS_UNKNOWN)
            used += (size_t)snprintf(found + used, sizeof found - used, " [%d]", (int)at[i].record.page);
    }
    opis_book_free(book);
    return found;
}

static void test_numbers_by_order(void) {
    CHECK_EQUAL_TEXT(
        list_found("1. Order on tolls, 3 May 1931\nz. Letter of a pilot, 4 May 1931\n3. Report\nq. Protocol\n"
                   "S. Decree\n"),
        "1 Order on tolls, 3 May 1931; 2 Letter of a pilot, 4 May 1931; 3 Report; 4 Protocol; 5 Decree");
}

static void test_wrapped_titles(void) {
    CHECK_EQUAL_TEXT(list_found("1. Order of the board on the dredg-\ning of the channel\n\n2. Letter\n"
                                "3. Report on the flood of\n1931. With tables\n4. Protocol\n"),
                     "1 Order of the board on the dredging of the channel; 2 Letter; "
                     "3 Report on the flood of 1931. With tables; 4 Protocol");
}

static void test_letters(void) {
    CHECK_EQUAL_TEXT(list_found("1. Order\n2a. Letter, version 1\n2b. Letter, version 2\n3. Report\n"),
                     "1 Order; 2a Letter, version 1; 2b Letter, version 2; 3 Report");
}

static void test_pages(void) {
    CHECK_EQUAL_TEXT(list_found("1. Order, 3 May 1931, 6\n2. Letter, 12 May 1931, 8\n3. Report, 1o\n4. Protocol, 12\n"),
                     "1 Order, 3 May 1931 [6]; 2 Letter, 12 May 1931 [8]; 3 Report [10]; 4 Protocol [12]");
}

static void test_dates(void) {
    static const char text[] = "Introduction\n\nThe wardens met.\n\n\n\nList of Documents\n\n1. Order, 3 May 1931\n"
                               "2. Letter\n3. Report, 14-16 June 1931\n";
    opis_error error;
    opis_book *book = opis_read(reader, text, sizeof text - 1, &error);
    CHECK_OR_STOP(book != NULL);
    const opis_document_index *at = opis_book_rows(book, OPIS_DOCUMENT_INDEX).rows;
    CHECK_OR_STOP(opis_book_rows(book, OPIS_DOCUMENT_INDEX).count == 3);
    CHECK_EQUAL_BYTES(opis_book_text(book, at[0].date), at[0].date.length, "1931-05-03");
    CHECK(opis_book_text(book, at[1].date) == NULL);
    CHECK_EQUAL_BYTES(opis_book_text(book, at[2].date), at[2].date.length, "1931-06-14/1931-06-16");
    CHECK_EQUAL_INT(at[0].refers_to, OPIS_UNKNOWN);
    opis_book_free(book);
}

int main(void) {
    opis_error error;
    reader = opis_reader_new(&error);
    if (!reader) return printf("%s\n", error.message), EXIT_FAILURE;
    CHECK_RUN(test_numbers_by_order);
    CHECK_RUN(test_wrapped_titles);
    CHECK_RUN(test_letters);
    CHECK_RUN(test_pages);
    CHECK_RUN(test_dates);
    opis_reader_free(reader);
    return check_report();
}
