#include "dates.h"

/* The year that the context gives to the last date. */
static const char *resolved_in(const char *text) {
    static char resolved[64];
    opis_error error;
    opis_book *book = opis_read(reader, text, strlen(text), &error);
    resolved[0] = '\0';
    if (!book) return "no book";
    opis_rows rows = opis_book_rows(book, OPIS_DATE);
    const opis_calendar_date *dates = rows.rows;
    const char *last = rows.count ? opis_book_text(book, dates[rows.count - 1].resolved) : NULL;
    if (last)
        snprintf(resolved, sizeof resolved, "%.*s", (int)dates[rows.count - 1].resolved.length, last);
    else
        snprintf(resolved, sizeof resolved, "none");
    opis_book_free(book);
    return resolved;
}

static void test_plain(void) {
    CHECK_EQUAL_TEXT(dates_in("The ferry sank on 3 May 1931.\n"), "1931-05-03");
    CHECK_EQUAL_TEXT(dates_in("The ferry sank in May 1931.\n"), "1931-05");
    CHECK_EQUAL_TEXT(dates_in("On 14 October of that year the ferry sank.\n"), "--10-14");
    CHECK_EQUAL_TEXT(dates_in("IN SEPTEMBER 1928 the ferry sank.\n"), "1928-09");
    CHECK_EQUAL_TEXT(dates_in("Pilot, 19 Dec. 1930, 4.\n"), "1930-12-19");
    CHECK_EQUAL_TEXT(dates_in("on the 29th of November 1930\n"), "1930-11-29");
}

static void test_american_order(void) {
    CHECK_EQUAL_TEXT(dates_in("Pilot, no. 88, June 4, 1931, 1.\n"), "1931-06-04");
    CHECK_EQUAL_TEXT(dates_in("On June 4 the ferry sank.\n"), "--06-04");
    CHECK_EQUAL_TEXT(dates_in("June 4-7, 1931\n"), "1931-06-04/1931-06-07");
}

static void test_ranges_and_pairs(void) {
    CHECK_EQUAL_TEXT(dates_in("from 14-16 March 1931\n"), "1931-03-14/1931-03-16");
    CHECK_EQUAL_TEXT(dates_in("31 March to 1 April 1931\n"), "1931-03-31/1931-04-01");
    CHECK_EQUAL_TEXT(dates_in("the February-March 1931 session\n"), "1931-02/1931-03");
    CHECK_EQUAL_TEXT(dates_in("the February-March session\n"), "");
    CHECK_EQUAL_TEXT(dates_in("January 1930-June \n1931\n"), "1930-01/1931-06");
    CHECK_EQUAL_TEXT(dates_in("December-January 1931\n"), "1930-12/1931-01");
    CHECK_EQUAL_TEXT(dates_in("between 23 and 30 January\n"), "--01-23/--01-30");
    CHECK_EQUAL_TEXT(dates_in("19 and 20 May 1931\n"), "1931-05-19 1931-05-20");
    CHECK_EQUAL_TEXT(dates_in("29 March and 1 April 1931\n"), "1931-03-29 1931-04-01");
    CHECK_EQUAL_TEXT(dates_in("29 March 1930 and 1 April 1931\n"), "1930-03-29 1931-04-01");
}

static void test_line_ends(void) {
    CHECK_EQUAL_TEXT(dates_in("It sank on 27 Novem- \n\nber 1931.\n"), "1931-11-27");
    CHECK_EQUAL_TEXT(dates_in("It sank on 27 Sep-\ntember 1931.\n"), "1931-09-27");
    CHECK_EQUAL_TEXT(dates_in("It sank on 27\nMay\n1931.\n"), "1931-05-27");
    CHECK_EQUAL_TEXT(dates_in("May 19"), "--05-19");
    CHECK_EQUAL_TEXT(dates_in("3 May"), "--05-03");
    CHECK_EQUAL_TEXT(dates_in("Sep-"), "");
}

static void test_damage(void) {
    CHECK_EQUAL_TEXT(dates_in("in 1931, on z9 June 1931\n"), "1931-06-29!");
    CHECK_EQUAL_TEXT(dates_in("in 1931, on 2 3  May 1931\n"), "1931-05-23!");
    CHECK_EQUAL_TEXT(dates_in("in 1931, on 7 May 1 931\n"), "1931-05-07!");
    CHECK_EQUAL_TEXT(dates_in("in 1931, on 7 May I931\n"), "1931-05-07!");
    CHECK_EQUAL_TEXT(dates_in("in 1931, on 7 Augusr 1931\n"), "1931-08-07!");
    CHECK_EQUAL_TEXT(dates_in("in 1931, on 7May 1931\n"), "1931-05-07");
    CHECK_EQUAL_TEXT(dates_in("in 1931, inMay 1931\n"), "1931-05");
    CHECK_EQUAL_TEXT(dates_in("in 1931, on 7 May 193145\n"), "1931-05-07!");
    CHECK_EQUAL_TEXT(dates_in("in 1931, on 31 June 1931\n"), "1931-06-31?");
    CHECK_EQUAL_TEXT(dates_in("in 1931, on Z I  August 1931\n"), "1931-08-21?");
    CHECK_EQUAL_TEXT(dates_in("in 1931, the plenum, 4 [?I December 1931\n"), "1931-12-04");
    CHECK_EQUAL_TEXT(dates_in("in 1931, the union (bl-20 June 1931\n"), "1931-06-20");
    CHECK_EQUAL_TEXT(dates_in("On z \nJanuary the ferry sank.\n"), "--01-02!");
}

static void test_what_is_no_date(void) {
    CHECK_EQUAL_TEXT(dates_in("You may go; the march to 1931 was long.\n"), "");
    CHECK_EQUAL_TEXT(dates_in("In May the ice went. Mayor 1931\n"), "");
    CHECK_EQUAL_TEXT(dates_in("Decree 58 of the board, Market 12\n"), "");
    CHECK_EQUAL_TEXT(dates_in("The port, in May, had 12 barges.\n"), "");
}

static void test_resolved(void) {
    CHECK_EQUAL_TEXT(resolved_in("It sank on 3 May 1931. On 7 June it rose.\n"), "1931-06-07");
    CHECK_EQUAL_TEXT(resolved_in("On 7 June it rose.\n"), "none");
    CHECK_EQUAL_TEXT(
        resolved_in("Document 1\nLetter to the mill, 3 January 1931\n\nThe book of 1920 of May 1920 is lost.\n"
                    "On 28 December the ferry sank.\n"),
        "1930-12-28");
}

static void test_other_dashes(void) {
    CHECK_EQUAL_TEXT(dates_in("May \xE2\x80\x93 3 May\xE2\x80\x93"
                              "4 June 1931 \xE2\x80\x93"),
                     "1931-05-03/1931-06-04");
}

int main(void) {
    opis_error error;
    reader = opis_reader_new(&error);
    if (!reader) return EXIT_FAILURE;
    CHECK_RUN(test_plain);
    CHECK_RUN(test_american_order);
    CHECK_RUN(test_ranges_and_pairs);
    CHECK_RUN(test_line_ends);
    CHECK_RUN(test_damage);
    CHECK_RUN(test_what_is_no_date);
    CHECK_RUN(test_resolved);
    CHECK_RUN(test_other_dashes);
    opis_reader_free(reader);
    return check_report();
}
