#include "check.h"
#include "found.h"

#include "memory.h"

static opis_reader *reader;

#define TRANSCRIPT                                                                                                     \
    "Document 1\nStenogram of the pilots' meeting, 3 May 1931\n\n"                                                     \
    "Ozerov: The buoys are gone. Who has seen them?\nA voice: Nobody.\n"                                               \
    "Panin: I have counted them twice, once for\nthe board and once for the insurers.\n"                               \
    "Ozerov: And what did you find?\nPanin: That they are gone.\nOzerov: So they are. I thank the pilot.\n"            \
    "Panin: There is no need.\nOzerov: Sit down, then.\n"

/* The names found, with a mark for the status of each: "Ozerov Voice Panin!". */
static const char *speakers_in(const char *text) {
    opis_error error;
    opis_book *book = opis_read(reader, text, strlen(text), &error);
    if (!book) return "no book";
    opis_rows rows = opis_book_rows(book, OPIS_SPEAKER);
    const opis_speaker *speakers = rows.rows;
    found_begin();
    for (size_t i = 0; i < rows.count; i++) {
        found_part(" ");
        found_add_text("", book, speakers[i].name);
        found_add("%s", found_mark(speakers[i].record.status));
    }
    opis_book_free(book);
    return found_text;
}

#define BEFORE "Ozerov Voice Panin Ozerov Panin Ozerov Panin Ozerov"

static void test_turns(void) {
    CHECK_EQUAL_TEXT(speakers_in(TRANSCRIPT), BEFORE);
}

static void test_asides_and_roles(void) {
    CHECK_EQUAL_TEXT(speakers_in(TRANSCRIPT "Panin [ironically]: Thank you.\n"), BEFORE " Panin");
    CHECK_EQUAL_TEXT(speakers_in(TRANSCRIPT "Panin (in the chair): Thank you.\n"), BEFORE " Panin");
    CHECK_EQUAL_TEXT(speakers_in(TRANSCRIPT ". . . Panin: Thank you.\n"), BEFORE " Panin");
    CHECK_EQUAL_TEXT(speakers_in(TRANSCRIPT "PANIN: Thank you.\n"), BEFORE " Panin");
    CHECK_EQUAL_TEXT(speakers_in(TRANSCRIPT "Voices from the pier: Right!\n"), BEFORE " Voices");
}

static void test_damaged_labels(void) {
    CHECK_EQUAL_TEXT(speakers_in(TRANSCRIPT "Avoice: Thank you.\n"), BEFORE " Voice!");
    CHECK_EQUAL_TEXT(speakers_in(TRANSCRIPT "A yoice: Thank you.\n"), BEFORE " Voice!");
    CHECK_EQUAL_TEXT(speakers_in(TRANSCRIPT "Ozeroy: Thank you.\n"), BEFORE " Ozerov!");
    CHECK_EQUAL_TEXT(speakers_in(TRANSCRIPT "Ozcrov: Thank you.\n"), BEFORE " Ozerov!");
}

static void test_what_is_no_label(void) {
    CHECK_EQUAL_TEXT(speakers_in(TRANSCRIPT "Source: The board.\nRe: Buoys.\nTo: Comrade Panin\n"), BEFORE);
    CHECK_EQUAL_TEXT(speakers_in(TRANSCRIPT "He went to see the pilot and\nPanin. That was in May.\n"), BEFORE);
    CHECK_EQUAL_TEXT(speakers_in("The Locks: A History. The board, in the end, said so.\nMoscow: Nauka, 1931.\n"), "");
    CHECK_EQUAL_TEXT(speakers_in("Grain: what came down the river.\nThe grain was wet.\nGrain: What was left.\n"), "");
}

static void test_end_of_a_sentence(void) {
    CHECK_EQUAL_TEXT(speakers_in(TRANSCRIPT "The board had the same from the pilot\nPanin:\n\nThere is no need.\n"),
                     BEFORE);
}

static void test_extent(void) {
    opis_error error;
    const char *text = TRANSCRIPT;
    opis_book *book = opis_read(reader, text, strlen(text), &error);
    CHECK_OR_STOP(book != NULL);
    opis_rows rows = opis_book_rows(book, OPIS_SPEAKER);
    const opis_speaker *speakers = rows.rows;
    CHECK_EQUAL_INT(rows.count, 8);
    if (rows.count == 8) {
        CHECK_EQUAL_INT(speakers[0].end_line, speakers[0].record.line);
        CHECK_EQUAL_INT(speakers[2].end_line, speakers[2].record.line + 1);
        CHECK_EQUAL_INT(speakers[7].end_line, speakers[7].record.line);
    }
    opis_book_free(book);
}

static void test_ends_of_texts(void) {
    const char *ends[] = {"A", "A voice", "Ozerov:", "Ozerov", ". . .", "A,", "Ozerov [", "Ozerov [aside"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) CHECK(strcmp(speakers_in(ends[i]), "no book") != 0);
}

int main(void) {
    opis_error error;
    reader = opis_reader_new(&error);
    if (!reader) return EXIT_FAILURE;
    CHECK_RUN(test_turns);
    CHECK_RUN(test_asides_and_roles);
    CHECK_RUN(test_damaged_labels);
    CHECK_RUN(test_what_is_no_label);
    CHECK_RUN(test_end_of_a_sentence);
    CHECK_RUN(test_extent);
    CHECK_RUN(test_ends_of_texts);
    opis_reader_free(reader);
    return check_report();
}
