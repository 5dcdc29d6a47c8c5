#include <string.h>

#include "found.h"
#include "noted_page.h"

/* Every record as "authors|title|year|pages|row of the work that it repeats". */
static const char *found(const opis_book *book) {
    opis_rows rows = opis_book_rows(book, OPIS_WORK);
    const opis_work *works = rows.rows;
    found_begin();
    for (size_t i = 0; i < rows.count; i++) {
        found_part("; ");
        found_add_list(book, works[i].authors);
        found_add_text("|", book, works[i].title);
        found_add("|%d|", (int)works[i].year);
        found_add_list(book, works[i].pages);
        if (works[i].refers_to >= 0) found_add("|%d", (int)works[i].refers_to);
    }
    return found_text;
}

static void test_books(void) {
    CHECK_FOUND("Edith Castell, Paper Ships: Planning, Reading, England, 1986, 12.",
                "Castell|Paper Ships: Planning|1986|12");
    CHECK_FOUND("See Edith Castell, Paper Ships: Planning on the Waterways, London, 1986, 12-34.",
                "Castell|Paper Ships: Planning on the Waterways|1986|12-34");
    CHECK_FOUND("For an example, see P. K. Tarrant, Locks and Ledgers, 1880-1910, Cambridge, Mass., 1972, ch. 2.",
                "Tarrant|Locks and Ledgers, 1880-1910|1972|");
    CHECK_FOUND("L. A. Tarrant, Zakonnost' na shliuzakh, Novosibirsk, 1933, 4-16.",
                "Tarrant|Zakonnost' na shliuzakh|1933|4-16");
    CHECK_FOUND("Sbornik materialov po delu o shliuzakh, Moscow, 1929, 7.",
                "|Sbornik materialov po delu o shliuzakh|1929|7");
}

static void test_authors(void) {
    CHECK_FOUND("Ann B. Pellow, Ilse Brandauer, and Tom Osgood, Counting the Grain, Oxford, 1990, 5.",
                "Pellow,Brandauer,Osgood|Counting the Grain|1990|5");
    CHECK_FOUND("Ann Pellow and Tom Osgood, eds., Counting the Grain, New York, 1990.",
                "Pellow,Osgood|Counting the Grain|1990|");
    CHECK_FOUND("Ann Pellow and Tom Osgood, eds., Counting the Grain. From the Weir Books, New York, 1990.",
                "Pellow,Osgood|Counting the Grain. From the Weir Books|1990|");
    CHECK_FOUND("P. N. Tarrant et al., Istoriia shliuzov, tom. 4, Moscow, 1971, 283.",
                "Tarrant|Istoriia shliuzov, tom. 4|1971|283");
    CHECK_FOUND("First described by Edith Castell in Paper Ships of the North, Cambridge Mass., 1958, 181-88.",
                "Castell|Paper Ships of the North|1958|181-88");
    CHECK_FOUND("James Osgood. The Towpath State, Boston, 1975, 8.", "Osgood|The Towpath State|1975|8");
    CHECK_FOUND("E. N. Quennell, M. Ashdown, The Towpath State, Boston, 1975, 8.",
                "Quennell,Ashdown|The Towpath State|1975|8");
}

static void test_articles_and_chapters(void) {
    CHECK_FOUND("Walter Osgood, \"Who Weighed the Rye?\" Slavic Review, 41(2), 1982, 56-70.",
                "Osgood|Who Weighed the Rye?|1982|56-70");
    CHECK_FOUND("Agnes Pellow, \"Bargemen at Court,\" in Tom Osgood, ed., A Mill Town, London, 1979, 30-52.",
                "Pellow|Bargemen at Court|1979|30-52");
    CHECK_FOUND("Agnes Pellow, \"Bargemen at Court,\" in Osgood, A Mill Town, 35.", "Pellow|Bargemen at Court|-1|35");
}

static void test_several_in_a_note(void) {
    CHECK_FOUND("Edith Castell, Paper Ships, London, 1986; and Tom Osgood, A Mill Town, Leiden, 1979, 4. See also Ilse "
                "Brandauer, Counting the Grain, Toronto, 1990.",
                "Castell|Paper Ships|1986|; Osgood|A Mill Town|1979|4; Brandauer|Counting the Grain|1990|");
}

static void test_short_titles(void) {
    CHECK_FOUND(
        "Edith Castell, Paper Ships: Planning on the Waterways, London, 1986, 12. See Castell, Paper Ships, 18.",
        "Castell|Paper Ships: Planning on the Waterways|1986|12; Castell|Paper Ships|-1|18|0");
    CHECK_FOUND("Edith Castell, Ink and the Paper Ships, London, 1986. See also Castell, Paper Ships.",
                "Castell|Ink and the Paper Ships|1986|; Castell|Paper Ships|-1||0");
    CHECK_FOUND("Edith Castell, \"Bargemen at Court,\" Slavic Review, 41(2), 1982, 56. See Castell, \"Bargemen.\" For "
                "another view, see Tom Osgood, A Mill Town, Leiden, 1979, 4.",
                "Castell|Bargemen at Court|1982|56; Castell|Bargemen|-1||0; Osgood|A Mill Town|1979|4");
    CHECK_FOUND("Edith Castell, Paper Ships, London, 1986; Castcll, Poper Ships, 18-19.",
                "Castell|Paper Ships|1986|; Castell|Poper Ships|-1|18-19|0");
}

static void test_damage(void) {
    CHECK_FOUND("Edith Castell, Paper Ships, Lon- \ndon, 1g86, 1z.", "Castell|Paper Ships|1986|12");
    CHECK_FOUND("Edith Castell, Paper Ships, London, 1986, 413-14, 399.", "Castell|Paper Ships|1986|413-14,399");
    CHECK_FOUND("Edith Castell, Paper Ships, London, 1986, 2.23.", "Castell|Paper Ships|1986|223");
    CHECK_FOUND("EdithCastell, Paper Ships. New York, 1986.45.", "Castell|Paper Ships|1986|45");
    CHECK_FOUND("J. Arch Castell, Paper Ships, London, 1986; J. Arch Castell, The Rye, London, 1987; J. Arch Carrell, "
                "Locks, London, 1988.",
                "Castell|Paper Ships|1986|; Castell|The Rye|1987|; Castell|Locks|1988|");
}

static void test_damaged_names(void) {
    CHECK_FOUND("Ilse M. Mattern, Paper Ships, London, 1986; Ilse M. Manern, The Barges, London, 1987; Mattern, The "
                "Barges, 8; Mattern, The Barges, 9.",
                "Mattern|Paper Ships|1986|; Mattern|The Barges|1987|; Mattern|The Barges|-1|8|1; Mattern|The "
                "Barges|-1|9|1");
    CHECK_FOUND("I. V. Tarrantava, Locks, London, 1986; I. V. Tarrantova, Ledgers, London, 1987.",
                "Tarrantova|Locks|1986|; Tarrantova|Ledgers|1987|");
    CHECK_FOUND("R. W. Pellow and 5. G. Osgood, Counting the Grain, London, 1986, 5.",
                "Pellow,Osgood|Counting the Grain|1986|5");
    CHECK_FOUND(
        "V. P. Pellow and N. A. Ivnin, eds., Counting the Grain, London, 1986. See also the notes in Pellow and "
        "lvnin, Counting the Grain, 41-42.",
        "Pellow,Ivnin|Counting the Grain|1986|; Pellow,Ivnin|Counting the Grain|-1|41-42|0");
    CHECK_FOUND("Ann Pellow, Tom Osgood, andV. N. Tarrant, \"Weights of Rye,\" Slavic Review, 41(2), 1982, 56-70.",
                "Pellow,Osgood,Tarrant|Weights of Rye|1982|56-70");
}

/* The text, in larger print, names an author with the same given name. */
static void test_names_of_the_text(void) {
    static const char *const text =
        "Introduction\n\n\n\nBarges lay at the pier, as Arthur Roemer's novel tells,1 and nobody\ncounted them "
        "twice a day, once for the board and\n\n1. Arthur Raemer, Paper Ships, London, 1986, 12.\n";
    opis_error error;
    opis_book *book = opis_read(reader, text, strlen(text), &error);
    CHECK_OR_STOP(book != NULL);
    CHECK_EQUAL_TEXT(found(book), "Roemer|Paper Ships|1986|12");
    opis_book_free(book);
}

static void test_pages_of_one_article(void) {
    CHECK_FOUND("Tom Osgood, \"Weights of Rye,\" Slavic Review, 41(2), 1982, 414-18; Tom Osgood, \"Weights of Rye,\" "
                "Slavic Review, 41(2), 1982, 414-28.",
                "Osgood|Weights of Rye|1982|414-28; Osgood|Weights of Rye|1982|414-28");
}

static void test_damaged_places(void) {
    CHECK_FOUND("I. V. Osgood, Sochineniia, Moscow, 1951, XIII, 71.", "Osgood|Sochineniia|1951|71");
    CHECK_FOUND("Edith Castell, Paper Ships, London, 1986, 58-6486-90.", "Castell|Paper Ships|1986|58-64,86-90");
    CHECK_FOUND("E. M. Castell, L. Osgood, Istoriia shliuzov (vypusk 3-5 of Zapiski, Moscow, 1990, 31, 37).",
                "Castell,Osgood|Istoriia shliuzov|1990|31,37");
    CHECK_FOUND("Report of the Board in the Case of the \"Bloc of Wardens,\" Moscow, 1938.",
                "|Report of the Board in the Case of the \"Bloc of Wardens|1938|");
    CHECK_FOUND("Tom Osgood, \"Weights of Rye,\" Soviet - .  . . . . . .\nStudies, July 1983.",
                "Osgood|Weights of Rye|1983|");
    CHECK_FOUND("Edith Castell , Paper Ships . - ~ . . . ( the first ) , London , 1986 , 58 , ( see below ) .",
                "Castell|Paper Ships (the first)|1986|58");
    CHECK_FOUND("Tom Osgood, \"Weights of Rye,\" Joumul qf Mrlls, 98141% October 1993, 17-49.",
                "Osgood|Weights of Rye|1993|17-49");
    CHECK_FOUND("Tom Osgood, Wardens and the Riuer Mill, London, 1986. See Osgood, River Mill.",
                "Osgood|Wardens and the Riuer Mill|1986|; Osgood|River Mill|-1||0");
}

/* The status of the first work in a note. */
static opis_certainty first_status(const char *note) {
    opis_book *book = read_note(note);
    if (!book) return OPIS_MISSING;
    opis_rows rows = opis_book_rows(book, OPIS_WORK);
    opis_certainty status = rows.count ? ((const opis_work *)rows.rows)->record.status : OPIS_MISSING;
    opis_book_free(book);
    return status;
}

static void test_lost_pages_leave_doubt(void) {
    CHECK(first_status("Edith Castell, The Barges, London, 1986; Castell, The Barges, 14.") == OPIS_CLEAN);
    CHECK(first_status("Edith Castell, The Barges, London, 1986, ch. 2; Castell, The Barges, 14.") == OPIS_CLEAN);
    CHECK(first_status("Edith Castell, The Barges, London, 1986, ,~; Castell, The Barges, 14.") == OPIS_LIKELY);
}

/* Whether the words of the first title in a note are as sure as that. */
static int has_title_status(const char *note, const char *expected) {
    opis_book *book = read_note(note);
    if (!book) return 0;
    opis_rows rows = opis_book_rows(book, OPIS_WORK);
    opis_text status = rows.count ? ((const opis_work *)rows.rows)->title_status : (opis_text){0};
    int same = status.length == strlen(expected) && !memcmp(opis_book_text(book, status), expected, status.length);
    opis_book_free(book);
    return same;
}

static void test_words_of_titles(void) {
    CHECK_FOUND(
        "Edith Castell, Paper Ships and warderis, London, 1986; Tom Osgood, Ships Before wardens, Leiden, 1979.",
        "Castell|Paper Ships and wardens|1986|; Osgood|Ships Before wardens|1979|");
    CHECK_FOUND("Edith Castell, Paper Ships in the 193os, London, 1986.", "Castell|Paper Ships in the 1930s|1986|");
    CHECK_FOUND("Edith Castell, The 17th Ship, London, 1986.", "Castell|The 17th Ship|1986|");
    CHECK(has_title_status(
        "Edith Castell, The Barges, London, 1986. See Castell, The Barges, 12; Castell, The Barges, 14.", "clean"));
    CHECK(has_title_status(
        "Edith Castell, The B a r ges, London, 1986. See Castell, The Barges, 12; Castell, The Barges.", "likely"));
    CHECK(has_title_status(
        "Edith Castell, The Barges, r928, London, 1986. See Castell, The Barges, 12; Castell, The Barges.", "likely"));
}

static void test_what_is_none(void) {
    CHECK_FOUND("The chairman, the clerk, and the master of the lock left Moscow in 1934.", "");
    CHECK_FOUND("Archive of the Locks, f. 3, op. 1, d. 44, l. 5.", "");
    CHECK_FOUND("Pravda, 3 May 1934, 5.", "");
}

int main(void) {
    opis_error error;
    reader = opis_reader_new(&error);
    if (!reader) return printf("%s\n", error.message), EXIT_FAILURE;
    CHECK_RUN(test_books);
    CHECK_RUN(test_authors);
    CHECK_RUN(test_articles_and_chapters);
    CHECK_RUN(test_several_in_a_note);
    CHECK_RUN(test_short_titles);
    CHECK_RUN(test_damage);
    CHECK_RUN(test_damaged_names);
    CHECK_RUN(test_names_of_the_text);
    CHECK_RUN(test_pages_of_one_article);
    CHECK_RUN(test_damaged_places);
    CHECK_RUN(test_lost_pages_leave_doubt);
    CHECK_RUN(test_words_of_titles);
    CHECK_RUN(test_what_is_none);
    opis_reader_free(reader);
    return check_report();
}
