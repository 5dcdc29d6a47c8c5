#include "check.h"
#include "found.h"

#include "opis.h"

static opis_reader *reader;

/* What is counted in a text, one after another: "48 barge; 25-30 rubles; ~200000 person". */
static const char *counted_in(const char *text) {
    opis_error error;
    opis_book *book = opis_read(reader, text, strlen(text), &error);
    if (!book) return "not read";
    opis_rows rows = opis_book_rows(book, OPIS_STATISTIC);
    const opis_statistic *at = rows.rows;
    found_begin();
    for (size_t i = 0; i < rows.count; i++) {
        found_part("; ");
        found_add("%s%.10g", at[i].approx ? "~" : "", at[i].value);
        if (!isnan(at[i].value_to)) found_add("-%.10g", at[i].value_to);
        found_add_text(" ", book, at[i].unit);
    }
    opis_book_free(book);
    return found_text;
}

static void test_numbers_count_the_noun_behind_them(void) {
    CHECK_EQUAL_TEXT(counted_in("That spring 48 leaking grain barges lay at the pier.\n"), "48 barge");
    CHECK_EQUAL_TEXT(counted_in("They dismissed 1,184 persons and fined 37 senior pilots.\n"), "1184 person; 37 pilot");
    CHECK_EQUAL_TEXT(counted_in("The board has ten full (voting) members.\n"), "10 member");
    CHECK_EQUAL_TEXT(counted_in("The fleet lost 15 mem-\nbers of its union.\n"), "15 member");
}

/* A number in words that a line's end parts, behind one letter of it and behind more. */
static void test_numbers_parted_at_a_line_s_end(void) {
    CHECK_EQUAL_TEXT(counted_in("The fleet lost f-\nifteen members of its union.\n"), "15 member");
    CHECK_EQUAL_TEXT(counted_in("The fleet lost fif-\nteen members of its union.\n"), "15 member");
    CHECK_EQUAL_TEXT(counted_in("The fleet lost Fif-\nteen members of its union.\n"), "15 member");
    CHECK_EQUAL_TEXT(counted_in("The fleet lost Novem-\nber members of its union.\n"), "");
}

static void test_percentages_and_money(void) {
    CHECK_EQUAL_TEXT(counted_in("Of the flour 9.1 percent was lost, and 80% of the salt.\n"),
                     "9.1 percent; 80 percent");
    CHECK_EQUAL_TEXT(counted_in("Rope rose to 25-30 rub. and bread-6 kop. a kilogram.\n"), "25-30 rubles; 6 kopecks");
}

static void test_words_and_large_numbers(void) {
    CHECK_EQUAL_TEXT(counted_in("Then three hundred carriers struck.\n"), "300 carrier");
    CHECK_EQUAL_TEXT(counted_in("Then twenty-five pilots and one hundred sixty loaders struck.\n"),
                     "25 pilot; 160 loader");
    CHECK_EQUAL_TEXT(counted_in("The dredging cost 75 million rubles.\n"), "75000000 rubles");
    CHECK_EQUAL_TEXT(counted_in("It cost between 1.5 to 3.5 million rubles.\n"), "1500000-3500000 rubles");
}

static void test_fractions(void) {
    CHECK_EQUAL_TEXT(counted_in("The levee cost three-quarters of a million rubles.\n"), "750000 rubles");
    CHECK_EQUAL_TEXT(counted_in("In spring about one-half of one percent spoilt.\n"), "~0.5 percent");
    CHECK_EQUAL_TEXT(counted_in("They say that three quarters of the pilots struck.\n"), "0.75 pilot");
    CHECK_EQUAL_TEXT(counted_in("Nobody knew the third of the pilots.\n"), "");
}

static void test_the_year_is_that_of_the_sentence(void) {
    const char *text = "The wardens held 36 persons. In 1931 they held 40 persons. Now they hold 50 persons.\n";
    static const int years[] = {OPIS_UNKNOWN, 1931, OPIS_UNKNOWN};
    opis_error error;
    opis_book *book = opis_read(reader, text, strlen(text), &error);
    CHECK_OR_STOP(book != NULL);
    opis_rows rows = opis_book_rows(book, OPIS_STATISTIC);
    const opis_statistic *at = rows.rows;
    CHECK_EQUAL_INT(rows.count, 3);
    for (size_t i = 0; i < rows.count && i < 3; i++) CHECK_EQUAL_INT(at[i].year, years[i]);
    opis_book_free(book);
}

static void test_approximations(void) {
    CHECK_EQUAL_TEXT(counted_in("It cost about 40 rubles; more than 200 thousand carriers knew.\n"),
                     "~40 rubles; ~200000 carrier");
}

static void test_a_count_goes_on(void) {
    CHECK_EQUAL_TEXT(counted_in("The wardens held 36 persons, 12 of whom were pilots.\n"), "36 person; 12 person");
}

static void test_numbers_without_a_noun_count_what_was_counted_before(void) {
    CHECK_EQUAL_TEXT(counted_in("In spring 51 pilots were dismissed during the ice, another 38 during the flood,\n"
                                "and 4 after it.\n"),
                     "51 pilot; 38 pilot; 4 pilot");
    CHECK_EQUAL_TEXT(counted_in("Of thirty-six members of the board, six\nspoke for dredging.\n"),
                     "36 member; 6 member");
    CHECK_EQUAL_TEXT(counted_in("They fined 64 persons out of 200 at the pier.\n"), "64 person; 200 person");
    CHECK_EQUAL_TEXT(counted_in("The number of arrests was put at 3.5 million in that year.\n"), "3500000 arrest");
    CHECK_EQUAL_TEXT(counted_in("Of them 9,941 were fined; 1,344,923 were not.\n"), "9941 person; 1344923 person");
    CHECK_EQUAL_TEXT(counted_in("They say that 80 percent were late and 12 were not.\n"), "80 percent");
}

static void test_counts_among_others(void) {
    CHECK_EQUAL_TEXT(counted_in("It was said that eight of the oldest pilots had been drowned.\n"), "8 pilot");
    CHECK_EQUAL_TEXT(counted_in("It was said that one of the pilots had been drowned.\n"), "");
}

static void test_what_the_scan_glued(void) {
    CHECK_EQUAL_TEXT(counted_in("They sold 84barges and paid 23,776rubles, and 56 percentof it was lent.\n"),
                     "84 barge; 23776 rubles; 56 percent");
    CHECK_EQUAL_TEXT(counted_in("The cost rose to 400,000.29 The board knew of it.\n"), "400000 person");
}

static void test_torn_and_damaged_numbers(void) {
    CHECK_EQUAL_TEXT(counted_in("The trust paid 7 1,849 rubles and 10, 695 rubles.\n"), "71849 rubles; 10695 rubles");
    CHECK_EQUAL_TEXT(counted_in("There were 15,z18 arrests.\n"), "15218 arrest");
    CHECK_EQUAL_TEXT(counted_in("The pier was IOO percent sure of its 1.500 ruhles.\n"), "100 percent; 1500 rubles");
}

static void test_what_is_no_count(void) {
    CHECK_EQUAL_TEXT(counted_in("On 4 May 1931 Order No. 17 named the 3rd dredgers.\n"), "");
    CHECK_EQUAL_TEXT(counted_in("For ten years and 16 months the two reports lay there.\n"), "");
    CHECK_EQUAL_TEXT(counted_in("1. Pilots are hired in spring.\n2) Pilots are paid in autumn.\n"), "");
    CHECK_EQUAL_TEXT(counted_in("Several thousand carriers came; Article 58 barges did not.\n"), "");
    CHECK_EQUAL_TEXT(counted_in("The 12-barge convoys left, and the 1930s barges stayed.\n"), "");
}

static void test_lists_count_what_their_labels_name(void) {
    CHECK_EQUAL_TEXT(counted_in("Pilots without papers 48\nPilots with false papers 5\nTotal dismissed 53\n"),
                     "48 person; 5 person; 53 person");
}

static void test_ranges_between_scales(void) {
    CHECK_EQUAL_TEXT(counted_in("The estimates vary from 500,000 to 7 million barges.\n"), "500000-7000000 barge");
}

/* What is counted may stand before the number: a label, the subject of the sentence, a share behind it. */
static void test_what_stands_before_a_number(void) {
    CHECK_EQUAL_TEXT(counted_in("The union has grown (members: 20,000; candidate members: 1,200).\n"),
                     "20000 member; 1200 member");
    CHECK_EQUAL_TEXT(counted_in("The number of pilots elected that spring was 669.\n"), "669 pilot");
    CHECK_EQUAL_TEXT(counted_in("They tried 75,259 pilots; 44,923, or 85 percent, in winter.\n"),
                     "75259 pilot; 44923 pilot; 85 percent");
}

static void test_nouns_behind_what_parts_them(void) {
    CHECK_EQUAL_TEXT(counted_in("We have over 3,000 stoker and carter correspondents.\n"), "~3000 correspondent");
    CHECK_EQUAL_TEXT(counted_in("That winter the board gave bread to 600 former\n\nFederalists and others.\n"),
                     "600 federalist");
    CHECK_EQUAL_TEXT(counted_in("The floods led to nearly 1.5 - . -\nmillion losses in these years.\n"),
                     "~1500000 loss");
}

static void test_torn_years_count_nothing(void) {
    CHECK_EQUAL_TEXT(counted_in("The 193 3 and 193 4 rules moored the barges far apart.\n"), "");
}

static void test_every_value_has_its_place(void) {
    opis_error error;
    const char *text = "In all some 48 barges lay at the pier in 1931.\n";
    opis_book *book = opis_read(reader, text, strlen(text), &error);
    CHECK_OR_STOP(book != NULL);
    opis_rows rows = opis_book_rows(book, OPIS_STATISTIC);
    const opis_statistic *at = rows.rows;
    CHECK_EQUAL_INT(rows.count, 1);
    CHECK_EQUAL_BYTES(text + at->record.start, at->record.end - at->record.start, "some 48 barges");
    CHECK_EQUAL_INT(at->year, 1931);
    opis_book_free(book);
}

int main(void) {
    opis_error error;
    reader = opis_reader_new(&error);
    if (!reader) return 1;
    CHECK_RUN(test_numbers_count_the_noun_behind_them);
    CHECK_RUN(test_numbers_parted_at_a_line_s_end);
    CHECK_RUN(test_percentages_and_money);
    CHECK_RUN(test_words_and_large_numbers);
    CHECK_RUN(test_fractions);
    CHECK_RUN(test_the_year_is_that_of_the_sentence);
    CHECK_RUN(test_approximations);
    CHECK_RUN(test_a_count_goes_on);
    CHECK_RUN(test_numbers_without_a_noun_count_what_was_counted_before);
    CHECK_RUN(test_counts_among_others);
    CHECK_RUN(test_what_the_scan_glued);
    CHECK_RUN(test_torn_and_damaged_numbers);
    CHECK_RUN(test_what_is_no_count);
    CHECK_RUN(test_lists_count_what_their_labels_name);
    CHECK_RUN(test_ranges_between_scales);
    CHECK_RUN(test_what_stands_before_a_number);
    CHECK_RUN(test_nouns_behind_what_parts_them);
    CHECK_RUN(test_torn_years_count_nothing);
    CHECK_RUN(test_every_value_has_its_place);
    opis_reader_free(reader);
    return check_report();
}
