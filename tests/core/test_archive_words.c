#include "archives.h"

/* The record that covers some words, or NULL. */
static const opis_archive *find(const char *text, const char *words) {
    size_t count, start = (size_t)(strstr(text, words) - text);
    const opis_archive *rows = read_archives(text, &count);
    for (size_t i = 0; i < count; i++)
        if ((size_t)rows[i].record.start <= start && start + strlen(words) <= (size_t)rows[i].record.end)
            return &rows[i];
    return NULL;
}

#define NOTES                                                                                                          \
    "12. Senato, Dispacci Costantinopoli, filza 7, c. 31v, 4 marzo 1601.\n"                                            \
    "13. M. Bianchi, Storia dei mulini veneti, Padova 1961, pp. 12-15.\n"                                              \
    "14. Avogaria di Comun, Misti, busta 42, fasc. 3.\n"

static void test_series_without_an_archive_are_likely(void) {
    const opis_archive *row = find(NOTES, "Dispacci Costantinopoli, filza 7");
    if (!CHECK(row != NULL)) return;
    CHECK_EQUAL_INT(row->record.status, OPIS_LIKELY);
    CHECK_EQUAL_BYTES(opis_book_text(book, row->delo), row->delo.length, "7");
    CHECK(find(NOTES, "Avogaria di Comun") != NULL);
}

static void test_marks_may_stand_apart(void) {
    const char *text = "12 . Senato , Dispacci Costantinopoli , filza 7 , c . 31v .\n"
                       "14 . Avogaria di Comun , Misti , busta 42 , fasc . 3 .\n";
    CHECK(find(text, "Dispacci Costantinopoli") != NULL);
    CHECK(find(text, "Avogaria di Comun") != NULL);
}

static void test_a_book_is_none(void) {
    CHECK(find(NOTES, "Bianchi") == NULL);
    CHECK(find(NOTES, "mulini") == NULL);
    CHECK(find(NOTES, "12-15") == NULL);
}

/* After a book, "Ivi, p. 13" is a page of it. */
static void test_ivi_after_a_book_is_none(void) {
    const char *text = NOTES "15. M. Bianchi, Storia dei mulini veneti, cit., p. 12.\n16. Ivi, p. 13.\n";
    CHECK(find(text, "Ivi") == NULL);
}

static void test_a_name_stays_as_sure_as_it_was(void) {
    const char *text = NOTES "15. ASVe, Senato, Mar, reg. 12, c. 40v.\n";
    const opis_archive *row = find(text, "ASVe");
    if (!CHECK(row != NULL)) return;
    CHECK_EQUAL_INT(row->record.status, OPIS_CLEAN);
    CHECK_EQUAL_BYTES(opis_book_text(book, row->delo), row->delo.length, "12");
}

static void test_a_day_is_no_folio(void) {
    static const char *const texts[] = {"ASVe, Senato, Mar, reg. 12, c. 40v, 16 mar. 1684.\n",
                                        "ASVe, Senato, Mar, reg. 12, c. 40v, 16\nmarzo 1684.\n",
                                        "ASVe, Senato, Mar, reg. 12, c. 40v, 16 dic.\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t count;
        const opis_archive *rows = read_archives(texts[i], &count);
        CHECK_EQUAL_INT(count, 1);
        if (count) CHECK_EQUAL_INT(rows->listy.count, 1);
    }
}

/* A letter that may be a figure leaves a number in doubt. */
static void test_a_damaged_number_is_not_sure(void) {
    size_t count;
    const opis_archive *rows = read_archives("NARA, RG 59, Entry 12, Box l2, Folder 3.\n", &count);
    if (!CHECK_EQUAL_INT(count, 1)) return;
    CHECK_EQUAL_INT(rows->record.status, OPIS_LIKELY);
    rows = read_archives("NARA, RG 59, Entry 12, Box 12, Folder 3.\n", &count);
    CHECK_EQUAL_INT(rows->record.status, OPIS_CLEAN);
}

/* The point that closes a reference belongs to it, a bracket that it did not open does not. */
static void test_a_reference_ends_with_its_point(void) {
    CHECK(find(NOTES, "Avogaria di Comun, Misti, busta 42, fasc. 3.\n") == NULL);
    CHECK(find(NOTES, "Avogaria di Comun, Misti, busta 42, fasc. 3.") != NULL);
    CHECK(find(NOTES "15. (Avogaria di Comun, Misti, busta 43).\n", "busta 43") != NULL);
    CHECK(find(NOTES "15. (Avogaria di Comun, Misti, busta 43).\n", "busta 43)") == NULL);
}

/* One word of such holdings does not make a text one that cites them. */
static void test_other_texts_are_not_looked_at(void) {
    size_t count;
    read_archives("The Senato met, and the clerks wrote it down in a book, c. 1630. See p. 12, n. 3.\n", &count);
    CHECK_EQUAL_INT(count, 0);
    read_archives("Prove it, said the clerk: the sum in reg. 3 is wrong. See the Proceedings.\n", &count);
    CHECK_EQUAL_INT(count, 0);
}

/* More words than are read at once, and a token of many apostrophes. */
static void test_long_texts(void) {
    enum { TIMES = 3000, RUN = 30000 };
    size_t length = strlen(NOTES), count;
    char *text = malloc(TIMES * length + RUN + 2);
    CHECK_OR_STOP(text != NULL);
    for (int i = 0; i < TIMES; i++) memcpy(text + i * length, NOTES, length);
    for (size_t i = 0; i < RUN; i++) text[TIMES * length + i] = i % 2 ? '\'' : 'a';
    strcpy(text + TIMES * length + RUN, "\n");
    read_archives(text, &count);
    CHECK_EQUAL_INT(count, 2 * TIMES);
    free(text);
}

int main(void) {
    opis_error error;
    reader = opis_reader_new(&error);
    CHECK_RUN(test_series_without_an_archive_are_likely);
    CHECK_RUN(test_marks_may_stand_apart);
    CHECK_RUN(test_a_book_is_none);
    CHECK_RUN(test_ivi_after_a_book_is_none);
    CHECK_RUN(test_a_name_stays_as_sure_as_it_was);
    CHECK_RUN(test_a_day_is_no_folio);
    CHECK_RUN(test_a_damaged_number_is_not_sure);
    CHECK_RUN(test_a_reference_ends_with_its_point);
    CHECK_RUN(test_other_texts_are_not_looked_at);
    CHECK_RUN(test_long_texts);
    opis_book_free(book);
    opis_reader_free(reader);
    return check_report();
}
