/* Whom a speaker and a headword of the index mean, and which pages a locator names. */
#include "edition.h"
#include "found.h"

#define PAGES 36

static const char *const sketches = "Anders, P. V. (1880-1937). Master of a lock.\n\n"
                                    "Borg, A. I. (1870-1944). Bargeman.\n\n"
                                    "Borg, M. D. (1875-1950). Weigher.\n\n"
                                    "Carlin (Dorn), Ya. A. (1881-1940). Pilot.\n\n"
                                    "Ehlerstein, S. Sh. (1896-1955). Stoker.\n\n"
                                    "Fokke, G. L. (1883-1942). Cook.\n\n"
                                    "Ganz, Ye. A. (1884-1941). Clerk.\n";

/* Numbered pages; a transcript whose title is given; the sketches; an index. */
static opis_book *read_edition(const char *title, const char *turns, const char *index) {
    edition_begin();
    for (int page = 1; page <= PAGES; page++) {
        edition_print(page == 1 ? "Chapter One\n\n" : "\n\n\n\nThe Mill %d\n\n", page);
        if (page == 2) edition_print("Document 1\n\n%s, 3 May 1931\n\n%s\n", title, turns);
        edition_body(10);
    }
    edition_print("\n\n\n\nBiographical Sketches\n\n%s\n\n\n\nIndex\n\n%s", sketches, index);
    return edition_read();
}

/* "name>sketch" of each row that has a name, the link left empty where there is none. */
static const char *links_of(const opis_book *book, opis_kind kind) {
    const opis_biography *people = opis_book_rows(book, OPIS_BIOGRAPHY).rows;
    found_begin();
    for (size_t i = 0; i < edition_count(book, kind); i++) {
        const opis_index_entry *entry = (const opis_index_entry *)opis_book_rows(book, OPIS_INDEX_ENTRY).rows + i;
        const opis_speaker *speaker = (const opis_speaker *)opis_book_rows(book, OPIS_SPEAKER).rows + i;
        int32_t link = kind == OPIS_SPEAKER ? speaker->biography : entry->biography;
        found_part("; ");
        found_add_text("", book, kind == OPIS_SPEAKER ? speaker->name : entry->head);
        found_add(">");
        if (link != OPIS_UNKNOWN) found_add_text("", book, people[link].name);
    }
    return found_text;
}

static const char *const plain_index = "Anders, P., 2, 12\n\nBorg, M., 20\n\nFokke, G., 30\n";

static void check_heads(const char *index, const char *expected) {
    opis_book *book = read_edition("Letter to the mill", "No flour has come.\n", index);
    CHECK_OR_STOP(book != NULL);
    CHECK_EQUAL_TEXT(links_of(book, OPIS_INDEX_ENTRY), expected);
    opis_book_free(book);
}

static void test_heads_by_surname_and_initials(void) {
    check_heads(plain_index, "Anders, P.>Anders, P. V.; Borg, M.>Borg, M. D.; Fokke, G.>Fokke, G. L.");
    check_heads("Carlin, Yakov, 4\n\nDorn, Ya., 8\n", "Carlin, Yakov>Carlin, Ya. A.; Dorn, Ya.>Carlin, Ya. A.");
}

static void test_a_namesake_is_somebody_else(void) {
    check_heads("Anders, T., 2, 12\n\nBorg, 20\n\nHagen, F., 30\n", "Anders, T.>; Borg>; Hagen, F.>");
}

static void test_a_damaged_given_name(void) {
    check_heads("Anders, P., 2, 12\n\nGanz, Yc., 20\n", "Anders, P.>Anders, P. V.; Ganz, Yc.>Ganz, Ye. A.");
    check_heads("Anders, P., 2, 12\n\nGanz, Ya., 20\n", "Anders, P.>Anders, P. V.; Ganz, Ya.>");
}

static void check_speakers(const char *title, const char *turns, const char *index, const char *expected) {
    opis_book *book = read_edition(title, turns, index);
    CHECK_OR_STOP(book != NULL);
    CHECK_EQUAL_TEXT(links_of(book, OPIS_SPEAKER), expected);
    opis_book_free(book);
}

static void test_speakers(void) {
    const char *turns = "Anders: There is no flour.\n\nBorg: There was none last year.\n\nAnders: So it is.\n\n"
                        "Borg: So it was.\n\nVoice: Shame!\n\n";
    check_speakers("Stenogram of the plenum of the mill", turns, plain_index,
                   "Anders>Anders, P. V.; Borg>; Anders>Anders, P. V.; Borg>; Voice>");
    check_speakers("M. D. Borg's speech at the plenum of the mill", turns, plain_index,
                   "Anders>Anders, P. V.; Borg>Borg, M. D.; Anders>Anders, P. V.; Borg>Borg, M. D.; Voice>");
}

/* The index knows an Anders who has no sketch: only a title can say which of the two speaks. */
static void test_a_speaker_with_a_namesake_in_the_index(void) {
    const char *turns = "Anders: There is no flour.\n\nAnders: There was none.\n\nAnders: There will be none.\n\n";
    const char *index = "Anders, P., 2, 12\n\nAnders, T., 20\n\nFokke, G., 30\n";
    check_speakers("Stenogram of the plenum of the mill", turns, index, "Anders>; Anders>; Anders>");
    check_speakers("P. V. Anders's speech at the plenum", turns, index,
                   "Anders>Anders, P. V.; Anders>Anders, P. V.; Anders>Anders, P. V.");
    check_speakers("T. Anders's speech at the plenum", turns, index, "Anders>; Anders>; Anders>");
}

static void test_pages_of_locators(void) {
    opis_book *book = read_edition("Letter to the mill", "No flour has come.\n",
                                   "Anders, P., 2, 12-14\n\nBorg, M., 22n3, 22n4, 31-3\n\nFokke, G., 30\n");
    CHECK_OR_STOP(book != NULL);
    const opis_index_entry *entries = opis_book_rows(book, OPIS_INDEX_ENTRY).rows;
    CHECK_OR_STOP(edition_count(book, OPIS_INDEX_ENTRY) == 3);
    static const int expected[2][4] = {{2, 12, 13, 14}, {22, 31, 32, 33}};
    for (int i = 0; i < 2; i++) {
        const int32_t *rows = opis_book_integers(book, entries[i].page_rows);
        if (!CHECK_EQUAL_INT(entries[i].page_rows.count, 4)) continue;
        for (int j = 0; j < 4; j++) CHECK_EQUAL_INT(edition_page(book, (size_t)rows[j])->number, expected[i][j]);
    }
    opis_book_free(book);
}

int main(void) {
    CHECK_RUN(test_heads_by_surname_and_initials);
    CHECK_RUN(test_a_namesake_is_somebody_else);
    CHECK_RUN(test_a_damaged_given_name);
    CHECK_RUN(test_speakers);
    CHECK_RUN(test_a_speaker_with_a_namesake_in_the_index);
    CHECK_RUN(test_pages_of_locators);
    edition_end();
    return check_report();
}
