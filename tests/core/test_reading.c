/* Reading text: what a person would read aloud, and where each letter of it came from. */
#include "edition.h"

static opis_book *book;
static opis_reading reading;

/* The reading text of the lines from that of one phrase to that of another. */
static int read_lines(const char *from, const char *to) {
    opis_error error;
    uint32_t first = (uint32_t)edition_line_of(from), last = (uint32_t)edition_line_of(to);
    return CHECK(opis_book_reading(book, first, last, &reading, &error) == OPIS_OK);
}

static int holds(const char *word) {
    size_t length = strlen(word);
    for (size_t i = 0; i + length <= reading.length; i++)
        if (memcmp(reading.text + i, word, length) == 0) return 1;
    return 0;
}

static void print_letter(void) {
    edition_begin();
    edition_print("Chapter One\n\n");
    edition_prose(20);
    edition_print("\n\n\n\nDocument 1\n\nLetter to the mill, 3 May 1931.1\n\n"
                  "Comrades! No flour has come down the river since the ice went. The sacks that\n"
                  "you promised us lie in the ware-\n"
                  "house of the railway, where the half-\n"
                  "Russian clerk sleeps.\n\n"
                  "I ask for one barge, and for eight men who can row, because the river will fall\n\n"
                  "before the month is out.\n\n"
                  "1. RGAE, f. 7486, op. 37, d. 184, ll. 60-65.\n\n\n\n\n"
                  "Document 1 continued\n\n"
                  "as it does in every year. Кто ответит?\n\n"
                  "The director\n");
}

static void test_what_one_reads_aloud(void) {
    print_letter();
    book = edition_read();
    CHECK_OR_STOP(book != NULL);
    if (read_lines("Comrades!", "The director")) {
        CHECK_EQUAL_BYTES(reading.text, reading.length,
                          "Comrades! No flour has come down the river since the ice went. The sacks that you promised "
                          "us lie in the warehouse of the railway, where the half- Russian clerk sleeps.\n\n"
                          "I ask for one barge, and for eight men who can row, because the river will fall before the "
                          "month is out. as it does in every year. Кто ответит?\n\nThe director");
        opis_reading_free(&reading);
    }
    opis_book_free(book);
}

/* Between two places where text and source part, they run side by side. */
static void test_every_letter_has_its_place(void) {
    print_letter();
    book = edition_read();
    CHECK_OR_STOP(book != NULL);
    if (read_lines("Comrades!", "The director")) {
        CHECK(reading.run_count >= 7);
        CHECK_EQUAL_INT(reading.runs[0], 0);
        for (size_t run = 0; run < reading.run_count; run++) {
            uint32_t from = reading.runs[2 * run], source = reading.runs[2 * run + 1];
            uint32_t to = run + 1 < reading.run_count ? reading.runs[2 * run + 2] : (uint32_t)reading.length;
            CHECK(run == 0 || (from >= reading.runs[2 * run - 2] && source > reading.runs[2 * run - 1]));
            while (to > from && (reading.text[to - 1] == ' ' || reading.text[to - 1] == '\n')) to--;
            CHECK(memcmp(reading.text + from, edition_text + source, to - from) == 0);
        }
        opis_reading_free(&reading);
    }
    opis_book_free(book);
}

static void test_lines_that_are_not_there(void) {
    opis_error error;
    print_letter();
    book = edition_read();
    CHECK_OR_STOP(book != NULL);
    size_t line_count;
    opis_book_lines(book, &line_count);
    CHECK_OR_STOP(opis_book_reading(book, 5, 4, &reading, &error) == OPIS_OK);
    CHECK_EQUAL_INT(reading.length, 0);
    opis_reading_free(&reading);
    CHECK_OR_STOP(opis_book_reading(book, (uint32_t)line_count + 1, UINT32_MAX, &reading, &error) == OPIS_OK);
    CHECK_EQUAL_INT(reading.length, 0);
    opis_reading_free(&reading);
    CHECK_OR_STOP(opis_book_reading(book, 0, UINT32_MAX, &reading, &error) == OPIS_OK);
    CHECK(reading.length > 1000 && reading.length < edition_length);
    CHECK(holds("sacks") && !holds("RGAE") && !holds("continued"));
    opis_reading_free(&reading);
    CHECK(reading.text == NULL && reading.length == 0);
    opis_book_free(book);
}

int main(void) {
    CHECK_RUN(test_what_one_reads_aloud);
    CHECK_RUN(test_every_letter_has_its_place);
    CHECK_RUN(test_lines_that_are_not_there);
    edition_end();
    return check_report();
}
