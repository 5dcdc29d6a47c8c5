#include "check.h"
#include "found.h"

#include "opis.h"

static opis_reader *reader;

/* A book whose back matter holds these sketches. */
static opis_book *read_sketches(const char *sketches) {
    static char text[1 << 14];
    opis_error error;
    int length = snprintf(text, sizeof text,
                          "Introduction\n\nThe wardens of the upper locks met in the spring of 1931 and wrote to the "
                          "board.\n\n\n\nBiographical Sketches\n\n%s\n",
                          sketches);
    opis_book *book = opis_read(reader, text, (size_t)length, &error);
    if (!book) printf("    error: %s\n", error.message);
    return book;
}

/* "Surname, I. (alias) born-died" of each sketch, with a cross where it tells of a violent end. */
static const char *sketches_found(const opis_book *book) {
    opis_rows rows = opis_book_rows(book, OPIS_BIOGRAPHY);
    const opis_biography *at = rows.rows;
    found_begin();
    for (size_t i = 0; i < rows.count; i++) {
        found_part("; ");
        found_add_text("", book, at[i].name);
        found_add_text(" (", book, at[i].alias);
        found_add("%s %d-%d%s", opis_book_text(book, at[i].alias) ? ")" : "", (int)at[i].born, (int)at[i].died,
                  at[i].repressed ? "+" : "");
    }
    return found_text;
}

#define CHECK_SKETCHES(text, expected)                                                                                 \
    do {                                                                                                               \
        opis_book *book = read_sketches(text);                                                                         \
        CHECK_OR_STOP(book != NULL);                                                                                   \
        CHECK_EQUAL_TEXT(sketches_found(book), expected);                                                              \
        opis_book_free(book);                                                                                          \
    } while (0)

static void test_heads(void) {
    CHECK_SKETCHES("Anders, P. V. (1880-1937). From 1929 to 1930, master of a lock. Repressed.\n\n"
                   "Borg, Ernst (1870-1944). Bargeman.\n\n"
                   "Carlin (dates unknown). Pilot.\n\n"
                   "Dorn, Ya. A. (?-1936). Died of a fall.\n\n"
                   "Ehlert, S. Sh. (1896-?). Weigher.\n",
                   "Anders, P. V. 1880-1937+; Borg, Ernst 1870-1944; Carlin -1--1; Dorn, Ya. A. -1-1936; "
                   "Ehlert, S. Sh. 1896--1");
}

static void test_aliases(void) {
    CHECK_SKETCHES("Anders (Borg), P. V. (1880-1937). Weigher.\n\nCarlin, M. R. [also Karlin] (1881-1940). Pilot.\n\n"
                   "Dorn, Ya. (A. B. Ehlert) (1882-1941). Stoker.\n\nFokke (Ganz) L. M. (1883-1942). Cook.\n",
                   "Anders, P. V. (Borg) 1880-1937; Carlin, M. R. (Karlin) 1881-1940; "
                   "Dorn, Ya. (A. B. Ehlert) 1882-1941; Fokke, L. M. (Ganz) 1883-1942");
}

static void test_damaged_years(void) {
    CHECK_SKETCHES("Anders, P. ( I 834-1919). Weigher.\n\nBorg, T. (1901-39). Shot in 1939.\n\n"
                   "Carlin, M.R. (1895-1gj7). Pilot.\n",
                   "Anders, P. 1834-1919; Borg, T. 1901-1939+; Carlin, M. R. 1895-1937");
}

static void test_years_in_running_text(void) {
    CHECK_SKETCHES("Anders, P. V. (1880-1937). Stoker. Left the board of wardens for that of\n"
                   "Zander (1923-24). Came back in the year of the flood.\n"
                   "Borg, T. (1901-1939). Weigher.\nBrandt, O. (1902-1940). Pilot.\n",
                   "Anders, P. V. 1880-1937; Borg, T. 1901-1939; Brandt, O. 1902-1940");
}

static void test_lost_brackets_and_points(void) {
    CHECK_SKETCHES(
        "Anders, P. V. (1880-1937). Master of a lock.\n\nBorg, T. I. ,1886-I 93-, From 1921 stoker.\n\n"
        "Carlin, Anna. (1841-1910). Pilot.\n\nDorn, Ya. 0. [alsoDorin] (1882-1939). Cook.\n",
        "Anders, P. V. 1880-1937; Borg, T. I. 1886--1; Carlin, Anna 1841-1910; Dorn, Ya. O. (Dorin) 1882-1939");
}

/* Who sends the reader on has no sketch, and ends the one above. */
static void test_see(void) {
    opis_book *book = read_sketches("Anders, P. V. (1880-1937). Master of a lock.\n\nBorg, T. See Carlin, T.\n"
                                    "Carlin, T. (1882-1939). Cook.\n\nDorn, Ya. (1883-1940). Pilot.\n");
    CHECK_OR_STOP(book != NULL);
    CHECK_EQUAL_TEXT(sketches_found(book), "Anders, P. V. 1880-1937; Carlin, T. 1882-1939; Dorn, Ya. 1883-1940");
    const opis_biography *at = opis_book_rows(book, OPIS_BIOGRAPHY).rows;
    CHECK_EQUAL_INT(at[0].end_line, at[0].record.line);
    opis_book_free(book);
}

/* Marks within a surname show where it is damaged; another form that occurs once outweighs no clean one. */
static void test_marks_in_surnames(void) {
    CHECK_SKETCHES(
        "Anders, P. (1880-1937). Pilot.\n\nBo!&enberg, T. (1881-1940). Cook, unlike Bolkenberg and Bolkenberg "
        "of the board. Repressed.\n\nCarlsk~, M. (1882-1941). Weigher, Carlsky to all: to Carlsky no man spoke.\n\n"
        "Dormian, L. (1883-1942). Not to be taken for Dorimian.\n",
        "Anders, P. 1880-1937; Bolkenberg, T. 1881-1940+; Carlsky, M. 1882-1941; Dormian, L. 1883-1942");
}

static void test_decades(void) {
    opis_book *book = read_sketches("Anders, P. V. (1880-1937). During the 1920s, pilot.\n\n"
                                    "Borg, T. (1881-1938). Stoker.\n\nCarlin, V. (1882-1939). Cook.\n");
    CHECK_OR_STOP(book != NULL);
    opis_rows rows = opis_book_rows(book, OPIS_CAREER);
    const opis_career *at = rows.rows;
    CHECK_OR_STOP(rows.count == 1);
    CHECK_EQUAL_BYTES(opis_book_text(book, at[0].from), at[0].from.length, "1920");
    CHECK_EQUAL_BYTES(opis_book_text(book, at[0].to), at[0].to.length, "1929");
    opis_book_free(book);
}

static void test_careers(void) {
    opis_book *book = read_sketches("Anders, P. V. (1880-1937). From 1929 to 1930, master of the upper lock. In March "
                                    "193 5 weigher. Until 1936, pilot. Liked tea.\n\n"
                                    "Borg, T. (1881-1938). Stoker.\n\nCarlin, V. (1882-1939). Cook.\n");
    CHECK_OR_STOP(book != NULL);
    opis_rows rows = opis_book_rows(book, OPIS_CAREER);
    const opis_career *at = rows.rows;
    CHECK_OR_STOP(rows.count == 3);
    CHECK_EQUAL_INT(at[0].biography, 0);
    CHECK_EQUAL_BYTES(opis_book_text(book, at[0].from), at[0].from.length, "1929");
    CHECK_EQUAL_BYTES(opis_book_text(book, at[0].to), at[0].to.length, "1930");
    CHECK_EQUAL_BYTES(opis_book_text(book, at[0].post), at[0].post.length, "master of the upper lock");
    CHECK_EQUAL_BYTES(opis_book_text(book, at[1].from), at[1].from.length, "1935-03");
    CHECK(opis_book_text(book, at[2].from) == NULL);
    CHECK_EQUAL_BYTES(opis_book_text(book, at[2].to), at[2].to.length, "1936");
    opis_book_free(book);
}

int main(void) {
    opis_error error;
    reader = opis_reader_new(&error);
    if (!reader) return printf("%s\n", error.message), EXIT_FAILURE;
    CHECK_RUN(test_heads);
    CHECK_RUN(test_aliases);
    CHECK_RUN(test_damaged_years);
    CHECK_RUN(test_years_in_running_text);
    CHECK_RUN(test_lost_brackets_and_points);
    CHECK_RUN(test_see);
    CHECK_RUN(test_marks_in_surnames);
    CHECK_RUN(test_decades);
    CHECK_RUN(test_careers);
    opis_reader_free(reader);
    return check_report();
}
