#include "check.h"

#include "opis.h"

/* "number title" of each document of a book that is read with a profile. */
static const char *documents_found(const opis_profile *profile, const char *heading) {
    static const char *const titles[] = {"Report on the mill", "Letter to the bakers", "Telegram on flour",
                                         "Order to the ferry", "Report on the lock",   "Letter to the miller"};
    static char text[4096], found[1024];
    opis_error error;
    size_t used = 0, length = 1;
    text[0] = '\n';
    found[0] = '\0';
    for (int i = 0; i < 6; i++) {
        length += (size_t)snprintf(text + length, sizeof text - length, heading, 213 + i);
        length += (size_t)snprintf(text + length, sizeof text - length,
                                   "%s\n\nThe mill stands still.  No flour has come.\nNobody works.\n\n", titles[i]);
    }
    opis_reader *reader = opis_reader_with_profile(NULL, profile, &error);
    opis_book *book = reader ? opis_read_kinds(reader, text, length, OPIS_SET_OF(OPIS_DOCUMENT), &error) : NULL;
    opis_reader_free(reader); /* a book does not need it */
    if (!book) return "no book";
    opis_rows rows = opis_book_rows(book, OPIS_DOCUMENT);
    const opis_document *at = rows.rows;
    for (size_t i = 0; i < rows.count && i < 2; i++)
        used += (size_t)snprintf(found + used, sizeof found - used, "%s%d %.*s", used ? "; " : "", (int)at[i].number,
                                 (int)at[i].title.length, opis_book_text(book, at[i].title));
    opis_book_free(book);
    return found;
}

#define FIRST_TWO "213 Report on the mill; 214 Letter to the bakers"

static void test_the_default_profile_votes(void) {
    CHECK_EQUAL_TEXT(documents_found(NULL, "Document %d\n"), FIRST_TWO);
    CHECK_EQUAL_TEXT(documents_found(NULL, "Nr. %d\n"), FIRST_TWO);
    CHECK_EQUAL_TEXT(documents_found(NULL, "%d. "), FIRST_TWO);
    CHECK_EQUAL_TEXT(documents_found(NULL, "Akt %d\n"), "");
}

static void test_profiles_by_name(void) {
    CHECK_OR_STOP(opis_profile_named("frus") != NULL);
    CHECK_EQUAL_TEXT(documents_found(opis_profile_named("frus"), "%d. "), FIRST_TWO);
    CHECK_EQUAL_TEXT(documents_found(opis_profile_named("frus"), "Nr. %d\n"), "");
    CHECK(opis_profile_named("nothing") == NULL);
}

static void test_a_profile_of_ones_own(void) {
    static const char *const words[] = {"Akt"};
    const opis_heading_form form = {{words, 1}, "", 0};
    const opis_profile mine = {.name = "mine", .forms = &form, .form_count = 1};
    CHECK_EQUAL_TEXT(documents_found(&mine, "Akt %d\n"), FIRST_TWO);
    CHECK_EQUAL_TEXT(documents_found(&mine, "Document %d\n"), "");
}

int main(void) {
    CHECK_RUN(test_the_default_profile_votes);
    CHECK_RUN(test_profiles_by_name);
    CHECK_RUN(test_a_profile_of_ones_own);
    return check_report();
}
