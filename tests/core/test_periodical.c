#include "found.h"
#include "noted_page.h"

/* Every record as "title|date|issue|year|pages|status". */
static const char *found(const opis_book *book) {
    opis_rows rows = opis_book_rows(book, OPIS_PERIODICAL);
    const opis_periodical *at = rows.rows;
    found_begin();
    for (size_t i = 0; i < rows.count; i++) {
        found_part("; ");
        found_add_text("", book, at[i].title);
        found_add("|");
        found_add_text("", book, at[i].date);
        found_add("|");
        found_add_text("", book, at[i].issue);
        found_add("|%d|", (int)at[i].year);
        found_add_list(book, at[i].pages);
        found_add("|%s", opis_certainty_name(at[i].record.status));
    }
    return found_text;
}

static void test_issues(void) {
    CHECK_FOUND("See Voprosy istorii, no. 5, 1991, 12-14.", "Voprosy istorii||5|1991|12-14|clean");
    CHECK_FOUND("Kommunist, 1988, no. 8, 103.", "Kommunist||8|1988|103|likely"); /* the year may be meant as a date */
    CHECK_FOUND("Slavic Review, 41(2-3), Spring 1983, 7, 19.", "Slavic Review||41(2-3)|1983|7,19|clean");
    CHECK_FOUND("Soviet Studies, 31(4), October 1982, 61-75.", "Soviet Studies|1982-10|31(4)|1982|61-75|clean");
}

static void test_dates(void) {
    CHECK_FOUND("Pravda, 3 May 1934.", "Pravda|1934-05-03||1934||clean");
    CHECK_FOUND("Trud, no. 61, July 9, 1991, 3.", "Trud|1991-07-09|61|1991|3|clean");
    CHECK_FOUND("Krasnaia zvezda, 11 March 1933.", "Krasnaia zvezda|1933-03-11||1933||clean");
    CHECK_FOUND("Izvestiia, 11-13 March 1933.", "Izvestiia|1933-03-11/1933-03-13||1933||clean");
}

static void test_several_issues(void) {
    CHECK_FOUND("Istochnik, no. 3, 1993, 5; no. 4, 1993, 17-18.",
                "Istochnik||3|1993|5|clean; Istochnik||4|1993|17-18|clean");
    CHECK_FOUND("Pravda, 29 April and 2 May 1934.", "Pravda|1934-04-29||1934||clean; Pravda|1934-05-02||1934||clean");
}

static void test_days_of_a_month(void) {
    CHECK_FOUND("See Pravda, 6, 8, 11 December 1934, for reports.",
                "Pravda|1934-12-06||1934||clean; Pravda|1934-12-08||1934||clean; Pravda|1934-12-11||1934||clean");
}

static void test_damaged_years(void) {
    CHECK_FOUND(
        "Kommunist, no. 8, 1995, 3; Kommunist, no. 8, 1 g g ~, 4; Trud, no. 9, 1993, 5; Kommunist, no. 8, 1992, 7.",
        "Kommunist||8|1995|3|clean; Kommunist||8|1995|4|likely; Trud||9|1993|5|clean; "
        "Kommunist||8|1992|7|clean");
}

static void test_lost_pages_leave_doubt(void) {
    CHECK_FOUND("Voprosy istorii, no. 5, 1991, ,a", "Voprosy istorii||5|1991||likely");
    CHECK_FOUND("Voprosy istorii, no. 5, 1991, for the drafts.", "Voprosy istorii||5|1991||clean");
}

static void test_damage(void) {
    CHECK_FOUND("Voprory irtorii, no. 5, 1991, 12-14.", "Voprosy istorii||5|1991|12-14|repaired");
    CHECK_FOUND("Voprosyistorii, no. z,1991.9.", "Voprosy istorii||2|1991|9|repaired");
    CHECK_FOUND("Rurrinn Revieto, 58(1), 1999, 47-70.", "Russian Review||58(1)|1999|47-70|likely");
    CHECK_FOUND("kwestiia TsK KPSS, no. 7, 1989, 65.", "Izvestiia TsK KPSS||7|1989|65|likely");
    CHECK_FOUND("Moskovskie novosti, no. 5, jojanuary 1994.", "Moskovskie novosti|1994-01-30|5|1994||likely");
    CHECK_FOUND("Trud, ir June 1992, 19.", "Trud|1992-06-11||1992|19|likely");
    CHECK_FOUND("Trud, ir June 1992, 19; Trud, 21 June 1992, 19.",
                "Trud|1992-06-21||1992|19|repaired; Trud|1992-06-21||1992|19|clean");
    CHECK_FOUND("See Prauda, 3 May 1934.", "Pravda|1934-05-03||1934||repaired");
}

static void test_names_of_the_book(void) {
    CHECK_FOUND(
        "Past Harbors, no. 4, 1971, 12; Post Harbors, no. 5, 1971, 30; Past Harbors, 2 May 1972.",
        "Past Harbors||4|1971|12|clean; Past Harbors||5|1971|30|repaired; Past Harbors|1972-05-02||1972||clean");
    CHECK_FOUND("A. Miller, \"Wages and Weirs,\" Journal of Locks, 12(3), 1964, 141-63.",
                "Journal of Locks||12(3)|1964|141-63|likely");
}

static void test_what_is_none(void) {
    CHECK_FOUND("He carried party card no. 517, and on 3 May 1934 he left.", "");
    CHECK_FOUND("Copy no. 1. A letter of the warden, 3 May 1934, is lost.", "");
    CHECK_FOUND("Archive of the Locks, f. 3, op. 1, d. 44, l. 5.", "");
}

int main(void) {
    opis_error error;
    reader = opis_reader_new(&error);
    if (!reader) return printf("%s\n", error.message), EXIT_FAILURE;
    CHECK_RUN(test_issues);
    CHECK_RUN(test_dates);
    CHECK_RUN(test_several_issues);
    CHECK_RUN(test_days_of_a_month);
    CHECK_RUN(test_damaged_years);
    CHECK_RUN(test_lost_pages_leave_doubt);
    CHECK_RUN(test_damage);
    CHECK_RUN(test_names_of_the_book);
    CHECK_RUN(test_what_is_none);
    opis_reader_free(reader);
    return check_report();
}
