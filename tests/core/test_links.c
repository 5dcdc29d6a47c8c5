/* On which page, and in which document, each record stands. */
#include "edition.h"

static void print_document(int number, const char *date) {
    edition_print("Document %d\n\nLetter no. %d to the mill, %s.%d\n\n", number, number, date, number);
    edition_body(8);
}

static void print_note(int number) {
    edition_print("\n%d. RGAE, f. 7486, op. 37, d. %d, l. 5.\n", number, 100 + number);
}

/* Page 1 opens the chapter, 2 has a document, 3 goes on with it, 4 has another; then commentary. */
static opis_book *read_edition(void) {
    edition_begin();
    edition_print("Chapter One\n\n");
    edition_prose(12);
    edition_print("\n\n\n\nThe Mill 2\n\n");
    print_document(1, "3 May 1931");
    print_note(1);
    edition_print("\n\n\n\nDocument 1 continued\n\n");
    edition_body(8);
    edition_print("\n\n\n\nThe Mill 4\n\n");
    print_document(2, "9 June 1931");
    edition_print("No flour.\n");
    print_note(2);
    edition_print("\n\n\n\n");
    edition_prose(12);
    edition_print("It was the last.3 The ice\n\n");
    edition_print("3. RGAE, f. 7486, op. 37, d. 103, l. 5.\n");
    return edition_read();
}

static void check_places(const opis_book *book, opis_kind kind, const int pages[], const int documents[]) {
    opis_rows rows = opis_book_rows(book, kind);
    if (!CHECK_EQUAL_INT(rows.count, 3)) return;
    for (size_t i = 0; i < rows.count; i++) {
        const opis_record *record = (const void *)((const char *)rows.rows + i * rows.row_size);
        CHECK_EQUAL_INT(record->page, pages[i]);
        CHECK_EQUAL_INT(record->document, documents[i]);
    }
}

static void test_pages_and_documents_of_records(void) {
    opis_book *book = read_edition();
    CHECK_OR_STOP(book != NULL);
    CHECK_OR_STOP(edition_count(book, OPIS_DOCUMENT) == 2);
    /* The first note stands between the pages of its document, the second below the last line of its own. */
    check_places(book, OPIS_NOTE, (const int[]){2, 4, 5}, (const int[]){0, OPIS_UNKNOWN, OPIS_UNKNOWN});
    const opis_note *notes = opis_book_rows(book, OPIS_NOTE).rows;
    for (int i = 0; i < 3; i++) CHECK_EQUAL_INT(notes[i].marked_in, i < 2 ? i : OPIS_UNKNOWN);
    check_places(book, OPIS_ARCHIVE, (const int[]){2, 4, 5}, (const int[]){0, OPIS_UNKNOWN, OPIS_UNKNOWN});
    for (int i = 0; i < 2; i++) {
        CHECK_EQUAL_INT(edition_document(book, (size_t)i)->record.document, i);
        CHECK_EQUAL_INT(edition_document(book, (size_t)i)->record.page, 2 + 2 * i);
        CHECK_EQUAL_INT(edition_document(book, (size_t)i)->source, i);
    }
    for (size_t i = 0; i < edition_count(book, OPIS_PAGE); i++)
        CHECK_EQUAL_INT(edition_page(book, i)->record.page, edition_page(book, i)->number);
    opis_book_free(book);
}

static void test_a_text_without_pages_and_documents(void) {
    edition_begin();
    edition_print("The office keeps its papers in RGAE, f. 7486, op. 37, d. 184, l. 5.\n");
    opis_book *book = edition_read();
    CHECK_OR_STOP(book != NULL);
    opis_rows rows = opis_book_rows(book, OPIS_ARCHIVE);
    if (CHECK_EQUAL_INT(rows.count, 1)) {
        const opis_archive *archive = rows.rows;
        CHECK_EQUAL_INT(archive->record.document, OPIS_UNKNOWN);
        CHECK_EQUAL_INT(archive->note, OPIS_UNKNOWN);
    }
    opis_book_free(book);
}

int main(void) {
    CHECK_RUN(test_pages_and_documents_of_records);
    CHECK_RUN(test_a_text_without_pages_and_documents);
    edition_end();
    return check_report();
}
