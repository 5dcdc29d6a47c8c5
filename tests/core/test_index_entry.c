#include "check.h"
#include "found.h"

#include "opis.h"

#define PAGES 40

static opis_reader *reader;
static char text[1 << 16];
static size_t text_length;

static void print_text(const char *more) {
    size_t length = strlen(more);
    if (text_length + length >= sizeof text) abort();
    memcpy(text + text_length, more, length + 1);
    text_length += length;
}

/* A book of numbered pages, on some of which the name Anders stands, and its index. */
static const char *index_found(const char *index) {
    char line[128];
    opis_error error;
    text_length = 0;
    for (int page = 1; page <= PAGES; page++) {
        snprintf(line, sizeof line, page == 1 ? "Introduction\n\n" : "\n\n\n\nThe Upper Lock %d\n\n", page);
        print_text(line);
        print_text(page % 14 == 12 ? "here the warden Anders counted barges at the upper pier and wrote to\n"
                                   : "here nobody counted any barges at the upper pier and none wrote to\n");
        if (page == 20) print_text("the ferryman, who would not moor there, and then, and to\n");
        for (int i = 0; i < 10; i++) print_text("the board of the river, which met once a month and not in winter,\n");
    }
    print_text("\n\n\n\nIndex\n\n");
    print_text(index);
    opis_book *book = opis_read(reader, text, text_length, &error);
    if (!book) return "no book";
    opis_rows rows = opis_book_rows(book, OPIS_INDEX_ENTRY);
    const opis_index_entry *at = rows.rows;
    found_begin();
    for (size_t i = 0; i < rows.count; i++) {
        found_part("; ");
        found_add_text("", book, at[i].head);
        found_add_text(" / ", book, at[i].sub);
        found_add_texts(" ", book, at[i].locators);
        found_add_texts(" -> ", book, at[i].see);
    }
    opis_book_free(book);
    return found_text;
}

static void test_heads_and_subentries(void) {
    CHECK_EQUAL_TEXT(index_found("Anders, P.: at the pier, 5, 12; letters\nof, 19-20; mentioned, 26, 33\n\n"
                                 "Borg, T. V., 8, 11-13, 30n2\n"),
                     "Anders, P.; Anders, P. / at the pier 5 12; Anders, P. / letters of 19-20; "
                     "Anders, P. / mentioned 26 33; Borg, T. V. 8 11-13 30n2");
}

static void test_glued_entries(void) {
    CHECK_EQUAL_TEXT(index_found("Anders, P., 5, 12\nBoard of the River, 11, 13, 14\nBorg, T., 8, 9\nCarlin, M., 30,\n"
                                 "31\nDorn, Ya., 22\n"),
                     "Anders, P. 5 12; Board of the River 11 13 14; Borg, T. 8 9; Carlin, M. 30 31; Dorn, Ya. 22");
}

static void test_damaged_locators(void) {
    CHECK_EQUAL_TEXT(index_found("Anders, P., S, 12, z6\n\nBorg, T., 8-rr, 3o\n\nCarlin, M., 7, 11, 19\n"),
                     "Anders, P. 5 12 26; Borg, T. 8-11 30; Carlin, M. 7 11 19");
}

static void test_clean_locator_without_its_name(void) {
    CHECK_EQUAL_TEXT(index_found("Anders, P., 12, 16, 30\n\nBorg, T., 8, 11, 30\n\nCarlin, M., 7, 11, 19\n"),
                     "Anders, P. 12 26 30; Borg, T. 8 11 30; Carlin, M. 7 11 19");
}

static void test_see(void) {
    CHECK_EQUAL_TEXT(index_found("Anders, P., 5, 12, 19, 26. See also Wardens\n\nBarges. See Boats; Tugs\n"
                                 "Borg, T.: on tolls, 8, 9, 10; mentioned passim\n\nCarlin, M., 7, 11, 19\n"),
                     "Anders, P. 5 12 19 26 -> Wardens; Barges -> Boats -> Tugs; Borg, T.; Borg, T. / on tolls 8 9 10; "
                     "Borg, T. / mentioned; Carlin, M. 7 11 19");
}

/* Notes that stand on pages of the book settle locators of notes. */
static void test_locators_of_notes(void) {
    CHECK_EQUAL_TEXT(index_found("Anders, P., 5, 12\n\nBorg, T., 14-16, 15n3, 2onr\n"),
                     "Anders, P. 5 12; Borg, T. 14-16 15n3 20n1");
}

static void test_marks_that_the_scan_lost(void) {
    CHECK_EQUAL_TEXT(index_found("Anders, P.: at the pier, 5, 1% 19; letters of, 26, 3% on the flood, 39\n\n"
                                 "Borg, T.: in 1933~11~13; of 7 May, 1931, 30\n"),
                     "Anders, P.; Anders, P. / at the pier 5 12 19; Anders, P. / letters of 26 32; "
                     "Anders, P. / on the flood 39; Borg, T.; Borg, T. / in 1933 11 13; Borg, T. / of 7 May, 1931 30");
}

static void test_years_in_subentries(void) {
    CHECK_EQUAL_TEXT(index_found("Anders, P.: in May ,931, 5, 12; on I June 1931, 19\n\nBorg, T., 8, 9\n"),
                     "Anders, P.; Anders, P. / in May 1931 5 12; Anders, P. / on 1 June 1931 19; Borg, T. 8 9");
}

/* A locator that does not read is left out, and is no subentry. */
static void test_locators_beyond_reading(void) {
    CHECK_EQUAL_TEXT(index_found("Anders, P.: at the pier, 5, Z ~ LXK, 19; letters of, 26\n\nBorg, T., 8, 9\n"),
                     "Anders, P.; Anders, P. / at the pier 5 19; Anders, P. / letters of 26; Borg, T. 8 9");
}

static void test_lost_capitals(void) {
    CHECK_EQUAL_TEXT(index_found("Anders, P., 5, 12\nBorg, T., 8, 9\n~arlin, M.: on tolls, 22\nDorn, Ya., 30\n"),
                     "Anders, P. 5 12; Borg, T. 8 9; ~arlin, M.; ~arlin, M. / on tolls 22; Dorn, Ya. 30");
}

static void test_column_tops_and_subheads(void) {
    CHECK_EQUAL_TEXT(
        index_found("Anders, P.: at the pier, 5, 12; on the\nAnders, P. (continued)\nflood, 19, 26\n"
                    "-Letters: to the board, 26; to Borg, 33\n\nBorg, T., 8, 11, 30\n"),
        "Anders, P.; Anders, P. / at the pier 5 12; Anders, P. / on the flood 19 26; Anders, P. / Letters; "
        "Anders, P. / Letters: to the board 26; Anders, P. / Letters: to Borg 33; Borg, T. 8 11 30");
}

/* What follows an index for many pages is another volume, however its lines begin. */
static void test_volume_behind_the_index(void) {
    static char index[1 << 14];
    size_t length = (size_t)snprintf(index, sizeof index, "Anders, P., 5, 12\n\nBorg, T., 8, 9\nCarlin, M., 7, 11\n");
    for (int page = 41; page < 61; page++) {
        length += (size_t)snprintf(index + length, sizeof index - length, "\n\n\n\nThe Upper Lock %d\n\n", page);
        for (int i = 0; i < 5; i++)
            length += (size_t)snprintf(index + length, sizeof index - length,
                                       "Dorn the warden: he counted barges at the upper pier in winter,\n"
                                       "as Egger, who wrote to the board of the river, knew before him.\n");
    }
    CHECK_EQUAL_TEXT(index_found(index), "Anders, P. 5 12; Borg, T. 8 9; Carlin, M. 7 11");
}

/* Initials in a subentry are no locators, however much they look like damaged figures. */
static void test_initials_in_subentries(void) {
    CHECK_EQUAL_TEXT(index_found("Anders, P.: at the pier, 5; and Borg, A. A., 12; on A. N. Dorn's case, 19, 26\n\n"
                                 "Borg, T., 8, 11, 30\n"),
                     "Anders, P.; Anders, P. / at the pier 5; Anders, P. / and Borg, A. A. 12; "
                     "Anders, P. / on A. N. Dorn's case 19 26; Borg, T. 8 11 30");
}

/* "passim" behind a range is left out, though only its beginning is whole; a name may have lost its comma. */
static void test_ranges_and_names_without_marks(void) {
    CHECK_EQUAL_TEXT(index_found("Anders, P.: on tolls, 5-11 pasclm; and Dorn 12, 26\n\nBorg, T., 8, 11, 30\n"),
                     "Anders, P.; Anders, P. / on tolls 5-11; Anders, P. / and Dorn 12 26; Borg, T. 8 11 30");
}

/* Where an index keeps its subentries in the order of their pages, the one behind speaks for the one before. */
static void test_subentries_in_order(void) {
    static const char *const heads[] = {"Abel, P.", "Anders, P.", "Berg, O.",  "Borg, T.",  "Carlin, M.",
                                        "Dahl, K.", "Dorn, Ya.",  "Egger, F.", "Eklund, G."};
    char index[2048];
    size_t length = 0;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        length +=
            (size_t)snprintf(index + length, sizeof index - length,
                             "%s: on tolls, 3; of boats, 8; of tugs, 13; of ropes, 19; of piers, 30\n\n", heads[i]);
    snprintf(index + length, sizeof index - length, "Falk, L.: on tolls, 4; of boats, 20; of tugs, 14; of ropes, 25\n");
    const char *found = strstr(index_found(index), "Falk");
    CHECK_EQUAL_TEXT(found ? found : "",
                     "Falk, L.; Falk, L. / on tolls 4; Falk, L. / of boats 20; Falk, L. / of tugs 24; "
                     "Falk, L. / of ropes 25");
}

/* A word that is damaged beyond knowing is told by the one beside it, where the index prints the two again and again.
 */
static void test_words_told_by_their_neighbours(void) {
    CHECK_EQUAL_TEXT(index_found("Anders, P.: biographical sketch, 30\n\nBorg, T.: biographical sketch, 30\n\n"
                                 "Carlin, M.: biographical sketch, 31\n\nDorn, Ya.: biographical sketch, 31\n\n"
                                 "Egger, F.: blographjcol sketch, 32\n"),
                     "Anders, P.; Anders, P. / biographical sketch 30; Borg, T.; Borg, T. / biographical sketch 30; "
                     "Carlin, M.; Carlin, M. / biographical sketch 31; Dorn, Ya.; Dorn, Ya. / biographical sketch 31; "
                     "Egger, F.; Egger, F. / biographical sketch 32");
}

static void test_broken_letters_of_heads(void) {
    CHECK_EQUAL_TEXT(index_found("Anders, P., 5, 12\n\nOrlan, 0.: on tolls, 8, 9\nI'atek, T., 22\nQuist, Ya., 30\n"),
                     "Anders, P. 5 12; Orlan, O.; Orlan, O. / on tolls 8 9; Patek, T. 22; Quist, Ya. 30");
}

static void test_see_also_without_its_blank(void) {
    CHECK_EQUAL_TEXT(index_found("Anders, P.: on tolls, 5, 12; mentioned, 19, 26. Seealso Wardens\n\nBorg, T., 8, 9\n"),
                     "Anders, P. -> Wardens; Anders, P. / on tolls 5 12; Anders, P. / mentioned 19 26; Borg, T. 8 9");
}

/* A small word that the book prints on every page, glued to one that it prints. */
static void test_words_that_lost_the_blank_between_them(void) {
    CHECK_EQUAL_TEXT(index_found("Anders, P.: ferrymanof, 5, 12; at piers, 19\n\nBorg, T., 8, 9\n"),
                     "Anders, P.; Anders, P. / ferryman of 5 12; Anders, P. / at piers 19; Borg, T. 8 9");
}

/* What is known of the last word of one subentry says nothing of a damaged word within another. */
static void test_damaged_words_beside_sound_ones(void) {
    CHECK_EQUAL_TEXT(index_found("Anders, P.: once a month, 5, 12; on nonth and toll, 19, 26\n\nBorg, T., 8, 9\n"),
                     "Anders, P.; Anders, P. / once a month 5 12; Anders, P. / on month and toll 19 26; "
                     "Borg, T. 8 9");
}

int main(void) {
    opis_error error;
    reader = opis_reader_new(&error);
    if (!reader) return printf("%s\n", error.message), EXIT_FAILURE;
    CHECK_RUN(test_heads_and_subentries);
    CHECK_RUN(test_glued_entries);
    CHECK_RUN(test_damaged_locators);
    CHECK_RUN(test_clean_locator_without_its_name);
    CHECK_RUN(test_see);
    CHECK_RUN(test_locators_of_notes);
    CHECK_RUN(test_marks_that_the_scan_lost);
    CHECK_RUN(test_years_in_subentries);
    CHECK_RUN(test_locators_beyond_reading);
    CHECK_RUN(test_lost_capitals);
    CHECK_RUN(test_column_tops_and_subheads);
    CHECK_RUN(test_volume_behind_the_index);
    CHECK_RUN(test_initials_in_subentries);
    CHECK_RUN(test_ranges_and_names_without_marks);
    CHECK_RUN(test_subentries_in_order);
    CHECK_RUN(test_words_told_by_their_neighbours);
    CHECK_RUN(test_broken_letters_of_heads);
    CHECK_RUN(test_see_also_without_its_blank);
    CHECK_RUN(test_words_that_lost_the_blank_between_them);
    CHECK_RUN(test_damaged_words_beside_sound_ones);
    opis_reader_free(reader);
    return check_report();
}
