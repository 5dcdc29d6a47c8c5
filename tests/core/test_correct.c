/* Corrections of a book that was read: what they change, and what they refuse and leave as it was. */
#include "edition.h"

static opis_error error;

static opis_book *read_edition(void) {
    edition_begin();
    edition_print("Document 1\n\nLetter to the mill, 3 May 1931.1\n\n");
    edition_body(8);
    edition_print("\n1. RGAE, f. 7486, op. 37, d. 184, ll. 60-65.\n\n\n\n\n");
    return edition_read();
}

static const opis_archive *first_archive(const opis_book *book) {
    return opis_book_rows(book, OPIS_ARCHIVE).rows;
}

static void test_a_text(void) {
    opis_book *book = read_edition();
    opis_printed fond = {"7468", 4};
    CHECK_OR_STOP(book && opis_book_rows(book, OPIS_ARCHIVE).count == 1);
    CHECK_OK(opis_book_correct(book, &(opis_correction){OPIS_ARCHIVE, 0, "fond", NAN, &fond, 1}, &error), error);
    opis_text text = first_archive(book)->fond;
    CHECK_EQUAL_BYTES(opis_book_text(book, text), text.length, "7468");
    CHECK_EQUAL_INT(first_archive(book)->record.status, OPIS_CORRECTED);
    CHECK_BOOK_TEXT(book, first_archive(book)->id, "RGAE/7468/37/184");
    opis_printed archive = {"GARF", 4};
    CHECK_OK(opis_book_correct(book, &(opis_correction){OPIS_ARCHIVE, 0, "archive", NAN, &archive, 1}, &error), error);
    CHECK_BOOK_TEXT(book, first_archive(book)->id, "GARF/7468/37/184");
    CHECK_OK(opis_book_correct(book, &(opis_correction){OPIS_ARCHIVE, 0, "archive", NAN, NULL, 0}, &error), error);
    CHECK(opis_book_text(book, first_archive(book)->id) == NULL);
    CHECK_OK(opis_book_correct(book, &(opis_correction){OPIS_ARCHIVE, 0, "fond", NAN, NULL, 0}, &error), error);
    CHECK(opis_book_text(book, first_archive(book)->fond) == NULL);
    opis_book_free(book);
}

static void test_a_list(void) {
    opis_book *book = read_edition();
    opis_printed listy[] = {{"60", 2}, {"66ob", 4}};
    CHECK_OR_STOP(book && opis_book_rows(book, OPIS_ARCHIVE).count == 1);
    CHECK_OK(opis_book_correct(book, &(opis_correction){OPIS_ARCHIVE, 0, "listy", NAN, listy, 2}, &error), error);
    opis_list list = first_archive(book)->listy;
    CHECK_EQUAL_INT(list.count, 2);
    opis_text second = opis_book_texts(book, list)[1];
    CHECK_EQUAL_BYTES(opis_book_text(book, second), second.length, "66ob");
    opis_book_free(book);
}

static void test_a_number_and_a_flag(void) {
    opis_book *book = read_edition();
    CHECK_OR_STOP(book != NULL);
    CHECK_OK(opis_book_correct(book, &(opis_correction){OPIS_DOCUMENT, 0, "number", 7, NULL, 0}, &error), error);
    CHECK_EQUAL_INT(((const opis_document *)opis_book_rows(book, OPIS_DOCUMENT).rows)->number, 7);
    CHECK_OK(opis_book_correct(book, &(opis_correction){OPIS_ARCHIVE, 0, "ibid", 1, NULL, 0}, &error), error);
    CHECK_EQUAL_INT(first_archive(book)->ibid, 1);
    opis_book_free(book);
}

static void test_what_is_refused(void) {
    opis_printed two[] = {{"1", 1}, {"2", 1}};
    const opis_correction refused[] = {
        {OPIS_ARCHIVE, 9, "fond", NAN, two, 1},     /* no such row */
        {OPIS_ARCHIVE, 0, "colour", NAN, two, 1},   /* no such field */
        {OPIS_KIND_COUNT, 0, "fond", NAN, two, 1},  /* no such kind */
        {OPIS_ARCHIVE, 0, "id", NAN, two, 1},       /* what follows from other fields */
        {OPIS_ARCHIVE, 0, "start", 1, NULL, 0},     /* a place */
        {OPIS_ARCHIVE, 0, "status", 1, NULL, 0},    /* what opis thinks */
        {OPIS_ARCHIVE, 0, "note", 0, NULL, 0},      /* a link */
        {OPIS_ARCHIVE, 0, "fond", NAN, two, 2},     /* a list for a text */
        {OPIS_ARCHIVE, 0, "ibid", 2, NULL, 0},      /* no flag */
        {OPIS_DOCUMENT, 0, "number", 1.5, NULL, 0}, /* no whole number */
        {OPIS_DOCUMENT, 0, "number", 1e12, NULL, 0}, {OPIS_DOCUMENT, 0, "continued", 1, NULL, 0},
    };
    opis_book *book = read_edition();
    CHECK_OR_STOP(book != NULL);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        CHECK_EQUAL_INT(opis_book_correct(book, &refused[i], &error), OPIS_BAD_CORRECTION);
        CHECK(error.message[0] != '\0');
    }
    CHECK_EQUAL_INT(first_archive(book)->record.status, OPIS_CLEAN);
    opis_book_free(book);
}

int main(void) {
    CHECK_RUN(test_a_text);
    CHECK_RUN(test_a_list);
    CHECK_RUN(test_a_number_and_a_flag);
    CHECK_RUN(test_what_is_refused);
    edition_end();
    return check_report();
}
