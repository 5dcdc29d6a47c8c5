/* "Ibid." of works and periodicals: the reference before, with pages of its own. */
#include "edition.h"
#include "found.h"

/* A chapter whose text has a mark for each of the notes. */
static opis_book *read_notes(const char *notes) {
    edition_begin();
    edition_print("Chapter One\n\n");
    edition_prose(8);
    edition_print("It was so.1 And so.2 And again.3 And then.4 And ever.5\n");
    edition_prose(4);
    edition_print("\n%s", notes);
    return edition_read();
}

/* "Title pages>row" of each work and periodical, the row that it repeats; a point for none. */
static const char *references_found(const opis_book *book) {
    const opis_kind kinds[] = {OPIS_WORK, OPIS_PERIODICAL};
    found_begin();
    for (int k = 0; k < 2; k++)
        for (size_t i = 0; i < edition_count(book, kinds[k]); i++) {
            const opis_work *work = (const opis_work *)opis_book_rows(book, OPIS_WORK).rows + i;
            const opis_periodical *issue = (const opis_periodical *)opis_book_rows(book, OPIS_PERIODICAL).rows + i;
            int32_t row = k ? issue->refers_to : work->refers_to;
            found_part("; ");
            found_add_text("", book, k ? issue->title : work->title);
            found_add_texts(" ", book, k ? issue->pages : work->pages);
            if (row != OPIS_UNKNOWN) found_add(">%d", (int)row);
        }
    return found_text;
}

#define CHECK_REFERENCES(notes, expected)                                                                              \
    do {                                                                                                               \
        opis_book *book = read_notes(notes);                                                                           \
        CHECK_OR_STOP(book != NULL);                                                                                   \
        CHECK_EQUAL_TEXT(references_found(book), expected);                                                            \
        opis_book_free(book);                                                                                          \
    } while (0)

#define BOOK "1. Anna Anders, The Making of the Upper Locks, New York, 1985, 12-15.\n"

static void test_a_book_again(void) {
    CHECK_REFERENCES(BOOK "2. Ibid., 45-46.\n3. Ibid.\n",
                     "The Making of the Upper Locks 12-15; The Making of the Upper Locks 45-46>0; "
                     "The Making of the Upper Locks>0");
}

static void test_a_short_title_again(void) {
    CHECK_REFERENCES(BOOK "2. Pravda, 25 September 1937, 3.\n3. Anders, The Making of the Upper Locks, 17.\n"
                          "4. Ibid., 19.\n",
                     "The Making of the Upper Locks 12-15; The Making of the Upper Locks 17>0; "
                     "The Making of the Upper Locks 19>0; Pravda 3");
}

static void test_a_newspaper_again(void) {
    CHECK_REFERENCES("1. Pravda, 25 September 1937, 3.\n2. Ibid., 4.\n", "Pravda 3; Pravda 4>0");
}

static void test_what_stands_between(void) {
    /* The archive is the reference before. */
    CHECK_REFERENCES(BOOK "2. RGAE, f. 7486, op. 37, d. 184, ll. 60-65.\n3. Ibid., l. 66.\n",
                     "The Making of the Upper Locks 12-15");
    /* A note is lost between. */
    CHECK_REFERENCES(BOOK "2. The locks were never built.\n3. Ibid., 46.\n", "The Making of the Upper Locks 12-15");
    /* Words follow the reference: nobody knows what is meant. */
    CHECK_REFERENCES("1. Anna Anders, The Making of the Upper Locks, New York, 1985, 12-15. The barges burnt.\n"
                     "2. Ibid., 45.\n",
                     "The Making of the Upper Locks 12-15");
    CHECK_REFERENCES(BOOK "2. Ibid. The barges burnt.\n", "The Making of the Upper Locks 12-15");
}

int main(void) {
    CHECK_RUN(test_a_book_again);
    CHECK_RUN(test_a_short_title_again);
    CHECK_RUN(test_a_newspaper_again);
    CHECK_RUN(test_what_stands_between);
    edition_end();
    return check_report();
}
