/* Dates as editions print them, and as scans damage them. */
#include "check.h"

#include "book.h"
#include "extract/calendar.h"

/* What the rest of the book prints: its years, and a few of its days. */
static const char book[] =
    "The office wrote on 25 September 1936 and on 3 May 1931. In 1930, 1931, 1932, 1933, 1934, 1935\n"
    "and 1937 it did not. On 14 July 1937 it closed; 1936 and 1937 were bad years, as 1931 had been.\n";

static const opis_calendar *calendar;
static opis_date date;

/* ISO 8601 of the date of a text, or "none". */
static const char *find(const char *text, int first, int near) {
    static char iso[OPIS_DATE_TEXT + 1];
    if (!opis_calendar_find(calendar, text, strlen(text), first, near, &date)) return "none";
    iso[opis_date_text(&date, iso)] = '\0';
    return iso;
}

static void check_dates(size_t count, const char *const cases[][2]) {
    for (size_t i = 0; i < count; i++)
        if (!CHECK_EQUAL_TEXT(find(cases[i][0], 0, 0), cases[i][1])) printf("    in \"%s\"\n", cases[i][0]);
}

#define CHECK_DATES(cases) check_dates(sizeof cases / sizeof *cases, cases)

static void test_clean_dates(void) {
    static const char *const cases[][2] = {
        {"Letter to the mill, 3 May 1931", "1931-05-03"},
        {"Letter to the mill, June 4, 1992", "1992-06-04"},
        {"Decree of the office [25 September 1936]", "1936-09-25"},
        {"Letter to the mill, February 1936", "1936-02"},
        {"Letter to the mill, Sept. 1936", "1936-09"},
        {"Report for the spring, 1937", "1937"},
        {"Report, 14-16 March 1937", "1937-03-14/1937-03-16"},
        {"Report, 31 March to 1 April 1937", "1937-03-31/1937-04-01"},
        {"Report, 29 December 1936-2 January 1937", "1936-12-29/1937-01-02"},
        {"Report, January-June 1936", "1936-01/1936-06"},
        {"Report, 17, 20 May 1937", "1937-05-17/1937-05-20"},
        {"Minutes of 8 May 1933 and of 9 June 1934", "1934-06-09"},
        {"31 January 1937", "1937-01-31"},
    };
    CHECK_DATES(cases);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        find(cases[i][0], 0, 0);
        CHECK_EQUAL_REAL(date.cost, 0);
    }
}

static void test_texts_without_a_date(void) {
    static const char *const cases[][2] = {
        {"", "none"},
        {"Letter to the mill", "none"},
        {"Marching order no. 17", "none"},
        {"It may be that 8 boats sank", "none"},
        {"1,931 poods of flour in May", "none"},
        {"3 May", "none"}, /* no year, and nothing to take one from */
    };
    CHECK_DATES(cases);
}

static void test_damaged_dates(void) {
    static const char *const cases[][2] = {
        {"Letter to the mill, 25 September 193S", "1935-09-25"}, /* a known shape: S is 5 */
        {"Letter to the mill, 2S September 1936", "1936-09-25"},
        {"Letter to the mill, 3 May I93I", "1931-05-03"},
        {"Letter to the mill, 3 May l931", "1931-05-03"},
        {"Letter to the mill, z5 September 1936", "1936-09-25"},
        {"Letter to the mill, 6June 1936", "1936-06-06"},
        {"Letter to the mill, 6 June1936", "1936-06-06"},
        {"Letter to the mill, 1 4 July 1937", "1937-07-14"},
        {"Letter to the mill, 14 July 19 37", "1937-07-14"},
        {"Letter to the mill, 14 Jnly 1937", "1937-07-14"},
    };
    CHECK_DATES(cases);
}

/* What is damaged never costs nothing, so that nobody takes it for clean. */
static void test_damage_has_its_price(void) {
    static const char *const texts[] = {"25 September 193S", "2S September 1936", "3 May I93I",   "z5 September 1936",
                                        "14 Jnly 1937",      "14 July 19 37",     "1 4 July 1937"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        find(texts[i], 0, 0);
        if (!CHECK(date.cost > 0)) printf("    %s\n", texts[i]);
    }
    CHECK_EQUAL_TEXT(find("Letter to the mill, 3 Nlzy 1931", 0, 0), "1931"); /* the month is lost: */
    CHECK(date.cost > 0); /* the year alone is not what was printed */
    CHECK_EQUAL_TEXT(find("Report for the year 1931", 0, 0), "1931");
    CHECK_EQUAL_REAL(date.cost, 0);
}

/* The number of a title's note runs into its year: a year has four digits. */
static void test_years_with_the_mark_of_a_note(void) {
    static const char *const cases[][2] = {
        {"Letter to the mill, 3 May 193114", "1931-05-03"},
        {"Letter to the mill, 25 September 19366", "1936-09-25"},
        {"Letter to the mill, 3 May 1931'", "1931-05-03"},
        {"Report, 14 July 1937'O", "1937-07-14"},
    };
    CHECK_DATES(cases);
    find(cases[0][0], 0, 0);
    CHECK_EQUAL_INT(date.end, strlen("Letter to the mill, 3 May 1931"));
    CHECK_EQUAL_INT(date.start, strlen("Letter to the mill, "));
}

/* A day that the book prints clean elsewhere outweighs a shape that is as likely. */
static void test_the_book_knows_its_days(void) {
    CHECK_EQUAL_TEXT(find("Letter to the mill, 25 September 193V6", 0, 0), "1936-09-25");
    CHECK_EQUAL_TEXT(find("Letter to the mill, 14 July 193?", 0, 0), "1937-07-14");
}

static void test_the_context_suggests_a_year(void) {
    CHECK_EQUAL_TEXT(find("Letter to the mill, 8 March 193*", 0, 1933), "1933-03-08");
    CHECK_EQUAL_TEXT(find("Letter to the mill, 8 March 193*", 0, 1936), "1936-03-08");
    CHECK_EQUAL_TEXT(find("Letter to the mill, 8 March 1934", 0, 1936), "1934-03-08"); /* a clean one needs no advice */
}

static void test_first_and_last(void) {
    static const char text[] = "On 3 May 1931 the office wrote, and on 14 July 1937 it closed.";
    CHECK_EQUAL_TEXT(find(text, 1, 0), "1931-05-03");
    CHECK_EQUAL_TEXT(find(text, 0, 0), "1937-07-14");
}

/* Far more words than a date may have on either side. */
static void test_long_texts(void) {
    char text[8192] = "";
    size_t length = 0;
    for (int i = 0; i < 300; i++) length += (size_t)snprintf(text + length, sizeof text - length, "the boat lay ");
    snprintf(text + length, sizeof text - length, "until 3 May 1931");
    CHECK_EQUAL_TEXT(find(text, 0, 0), "1931-05-03");
    CHECK_EQUAL_BYTES(text + date.start, date.end - date.start, "3 May 1931");
}

int main(void) {
    opis_error error;
    opis_reader *reader = opis_reader_new(&error);
    opis_book *read = reader ? opis_book_begin(reader, book, strlen(book), OPIS_ALL_KINDS, &error) : NULL;
    if (!read) return printf("%s\n", error.message), EXIT_FAILURE;
    opis_status status = OPIS_OK;
    for (size_t i = 0; status == OPIS_OK && !read->layout.lines; i++) status = opis_stages[i].run(read, &error);
    calendar = status == OPIS_OK ? opis_book_calendar(read, &error) : NULL;
    if (!calendar) return printf("%s\n", error.message), EXIT_FAILURE;
    CHECK_RUN(test_clean_dates);
    CHECK_RUN(test_texts_without_a_date);
    CHECK_RUN(test_damaged_dates);
    CHECK_RUN(test_damage_has_its_price);
    CHECK_RUN(test_years_with_the_mark_of_a_note);
    CHECK_RUN(test_the_book_knows_its_days);
    CHECK_RUN(test_the_context_suggests_a_year);
    CHECK_RUN(test_first_and_last);
    CHECK_RUN(test_long_texts);
    opis_book_end(read);
    opis_book_free(read);
    opis_reader_free(reader);
    return check_report();
}
