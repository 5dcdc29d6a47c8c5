#include "check.h"
#include "found.h"

#include "allocator.h"

#include "extract/note.h"

static char text[1 << 20];
static size_t text_length;

static void print_text(const char *more) {
    size_t length = strlen(more);
    if (text_length + length >= sizeof text) abort();
    memcpy(text + text_length, more, length + 1);
    text_length += length;
}

/* A page: lines of text that break off in the middle of a sentence, then its notes. */
static void print_page(const char *first_line, const char *notes) {
    print_text("\n\n\n");
    print_text(first_line);
    print_text("\n");
    for (int i = 0; i < 12; i++) print_text("barges lay at the upper pier all winter and the wardens counted\n");
    print_text("them twice a day, once for the board and once for the insurers who\n\n");
    print_text(notes);
}

static opis_reader *reader;

static opis_book *read_text(void) {
    opis_error error;
    opis_book *book = opis_read(reader, text, text_length, &error);
    if (!book) printf("    error: %s\n", error.message);
    return book;
}

/* The numbers of the notes found, with a mark for the status of each: "1 2! 3?". */
static const char *notes_found(const opis_book *book) {
    opis_rows rows = opis_book_rows(book, OPIS_NOTE);
    const opis_note *notes = rows.rows;
    found_begin();
    for (size_t i = 0; i < rows.count; i++) {
        found_part(" ");
        found_add_text("", book, notes[i].number);
        found_add("%s", found_mark(notes[i].record.status));
    }
    return found_text;
}

#define CHECK_NOTES(expected)                                                                                          \
    do {                                                                                                               \
        opis_book *book = read_text();                                                                                 \
        CHECK_OR_STOP(book != NULL);                                                                                   \
        CHECK_EQUAL_TEXT(notes_found(book), expected);                                                                 \
        opis_book_free(book);                                                                                          \
    } while (0)

static void begin(void) {
    text_length = 0;
    print_text("Introduction\n");
}

static void test_notes_at_the_foot(void) {
    begin();
    print_page("The first page tells of the flood,1 of the\n", "1. Archive of the Locks, f. 3, op. 1, d. 44, l. 5.\n");
    print_page("river board2 and of its wardens;3 the\n",
               "2. See the minutes of 1931, 12-14.\n3. Archive of the Locks, f. 3, op. 1, d. 45, ll. 6-7, with the\n"
               "signature of the warden on each leaf.\n");
    print_page("ice.4 When the\n", "4. Ibid., 19.\n");
    CHECK_NOTES("1 2 3 4");
}

static void test_damaged_numbers(void) {
    begin();
    print_page("one1 of the\n", "I . Archive of the Locks, f. 3, op. 1, d. 44, l. 5.\n");
    print_page(
        "two2 and three3 of the\n",
        "z. Archive of the Locks, f. 3, op. 1, d. 45, l. 6.\nj. Archive of the Locks, f. 3, op. 1, d. 46, l. 7.\n");
    print_page("four4 of the\n", "4. Archive of the Locks, f. 3, op. 1, d. 47, l. 8.\n");
    print_page("five5 of the\n", "S. Archive of the Locks, f. 3, op. 1, d. 48, l. 9.\n");
    print_page("six6 of the\n", "6. Archive of the Locks, f. 3, op. 1, d. 49, l. 9.\n");
    CHECK_NOTES("1! 2! 3! 4 5! 6");
}

static void test_order_unmasks_numbers_that_look_clean(void) {
    begin();
    char notes[128], first[64];
    for (int n = 1; n <= 30; n++) {
        snprintf(first, sizeof first, "mark%d of the\n", n);
        int seen = n >= 21 && n <= 29 ? n - 10 : n;
        snprintf(notes, sizeof notes, "%d. Archive of the Locks, f. 3, op. 1, d. %d, l. 5.\n", seen, 40 + n);
        print_page(first, notes);
    }
    CHECK_NOTES("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21! 22! 23! 24! 25! 26! 27! 28! 29! 30");
}

static void test_a_spoilt_figure(void) {
    begin();
    char notes[160], first[64];
    for (int n = 1; n <= 14; n++) {
        snprintf(first, sizeof first, "mark%d of the\n", n);
        snprintf(notes, sizeof notes, "%d. Archive of the Locks, f. 3, op. 1, d. %d, l. 5.\n", n, 40 + n);
        print_page(first, notes);
    }
    print_page("the mark15 above tells the\n", "95. Archive of the Locks, f. 3, op. 1, d. 44, l. 5.\n");
    print_page("next16 of the\n", "' 6 . Archive of the Locks, f. 3, op. 1, d. 46, l. 5.\n");
    print_page("some of the\n", "87. Archive of the Locks, f. 3, op. 1, d. 45, l. 5.\n"
                                "18. Archive of the Locks, f. 3, op. 1, d. 47, l. 5.\n");
    CHECK_NOTES("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15? 16! 17? 18");
}

static void test_lists_and_wrapped_citations_are_no_notes(void) {
    begin();
    print_page("one1 of the\n", "1. Archive of the Locks, f. 3, op. 1, d. 44,\n11. 90-91.\n");
    print_text("\n\n\nThe board resolved:\n1. To count the barges at the upper pier.\n2. To pay the wardens in full.\n"
               "3. To close the lower gate for the winter.\n");
    for (int i = 0; i < 14; i++) print_text("barges lay at the upper pier all winter and the wardens counted\n");
    print_text("them twice2 a day, once for the board and once for the insurers who\n\n");
    print_text("2. Archive of the Locks, f. 3, op. 1, d. 45, l. 6.\n");
    print_page("three3 of the\n", "3. Archive of the Locks, f. 3, op. 1, d. 46, l. 6.\n");
    CHECK_NOTES("1 2 3");
}

static void test_lost_notes(void) {
    begin();
    print_page("one1 of the\n", "1. Archive of the Locks, f. 3, op. 1, d. 44, l. 5.\n");
    print_page("two2 of the\n", "");
    print_page("three3 of the\n", "3. Archive of the Locks, f. 3, op. 1, d. 46, l. 5.\n");
    print_page("four4 of the\n", "4. Archive of the Locks, f. 3, op. 1, d. 47, l. 5.\n");
    CHECK_NOTES("1 3 4");
}

static void print_chapter(const char *heading, int first, int last) {
    char notes[128], line[64];
    print_text("\n\n\n");
    print_text(heading);
    for (int n = first; n <= last; n++) {
        snprintf(line, sizeof line, "mark%d of the\n", n);
        snprintf(notes, sizeof notes, "%d. Archive of the Locks, f. 3, op. 1, d. %d, l. 5.\n", n, 40 + n);
        print_page(line, notes);
    }
}

static void test_chapters_count_anew(void) {
    text_length = 0;
    print_chapter("Introduction\n", 1, 4);
    print_chapter("Chapter One\n", 1, 3);
    print_chapter("Chapter Two\n", 1, 4);
    CHECK_NOTES("1 2 3 4 1 2 3 1 2 3 4");
}

static void test_an_edition_may_count_through(void) {
    text_length = 0;
    print_chapter("Introduction\n", 1, 4);
    print_chapter("Chapter One\n", 5, 7);
    print_chapter("Chapter Two\n", 8, 9);
    CHECK_NOTES("1 2 3 4 5 6 7 8 9");
}

static void test_extent_and_marker(void) {
    begin();
    print_page("The flood.1 In the\n", "1. Archive of the Locks, f. 3, op. 1, d. 44, with the signature of\n"
                                       "the warden on each leaf.\n2. See the minutes of 1931, 12-14.\n");
    opis_book *book = read_text();
    CHECK_OR_STOP(book != NULL);
    opis_rows rows = opis_book_rows(book, OPIS_NOTE);
    const opis_note *notes = rows.rows;
    CHECK_EQUAL_INT(rows.count, 2);
    if (rows.count == 2) {
        CHECK_EQUAL_INT(notes[0].end_line, notes[0].record.line + 1);
        CHECK_EQUAL_BYTES(text + notes[0].record.start, 11, "1. Archive ");
        CHECK_EQUAL_BYTES(text + notes[0].record.end - 5, 5, "leaf.");
        CHECK_EQUAL_INT(notes[0].marker, strstr(text, ".1 In") - text + 1);
        CHECK_EQUAL_INT(notes[1].marker, OPIS_UNKNOWN);
    }
    opis_book_free(book);
}

static void test_texts_without_notes(void) {
    text_length = 0;
    print_text("");
    CHECK_NOTES("");
    print_text("1");
    CHECK_NOTES("");
    print_text(".\n2.\n. .\n");
    CHECK_NOTES("");
}

/* What no order can settle must not take more than its time either. */
static void test_all_numbered_one(void) {
    text_length = 0;
    for (int i = 0; i < 30000; i++) print_text("1. Locks, f. 3, op. 1, d. 5.\n");
    opis_book *book = read_text();
    CHECK(book != NULL);
    opis_book_free(book);
}

static void test_out_of_memory(void) {
    begin();
    print_page("one1 of the\n", "1. Archive of the Locks, f. 3, op. 1, d. 44, l. 5.\n");
    opis_book *book = read_text();
    CHECK_OR_STOP(book != NULL);
    book->glyphs = reader->glyphs;
    int limit = 0;
    for (opis_status status = OPIS_OUT_OF_MEMORY; status == OPIS_OUT_OF_MEMORY && limit < 100; limit++) {
        opis_note_lines lines;
        opis_error error;
        allocations_left = limit;
        status = opis_note_lines_find(&lines, book, &error);
        if (status == OPIS_OK) status = opis_note_lines_number(&lines, book, &error);
        allocations_left = -1;
        opis_note_lines_release(&lines);
    }
    CHECK(limit > 5 && limit < 100);
    book->glyphs = NULL;
    opis_book_free(book);
}

int main(void) {
    opis_error error;
    reader = opis_reader_new(&error);
    if (!reader) return EXIT_FAILURE;
    CHECK_RUN(test_notes_at_the_foot);
    CHECK_RUN(test_damaged_numbers);
    CHECK_RUN(test_order_unmasks_numbers_that_look_clean);
    CHECK_RUN(test_a_spoilt_figure);
    CHECK_RUN(test_lists_and_wrapped_citations_are_no_notes);
    CHECK_RUN(test_lost_notes);
    CHECK_RUN(test_chapters_count_anew);
    CHECK_RUN(test_an_edition_may_count_through);
    CHECK_RUN(test_extent_and_marker);
    CHECK_RUN(test_texts_without_notes);
    CHECK_RUN(test_all_numbered_one);
    CHECK_RUN(test_out_of_memory);
    opis_reader_free(reader);
    return check_report();
}
