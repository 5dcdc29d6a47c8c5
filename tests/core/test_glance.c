/* Glances: what words look like. */
#include "text/glance.h"

#include <string.h>

#include "check.h"

static opis_glance look(const char *word) {
    return opis_glance_of(word, strlen(word));
}

static void test_equal_words_look_alike(void) {
    CHECK_EQUAL_INT(look("Archive"), look("Archive"));
    CHECK_EQUAL_INT(look("f"), look("f"));
    /* What stands behind a word is none of it. */
    CHECK_EQUAL_INT(opis_glance_of("op. 1", 2), opis_glance_of("op; 2", 2));
}

static void test_capitals_behind_the_first_letter_change_nothing(void) {
    CHECK_EQUAL_INT(look("FOND"), look("Fond"));
    CHECK_EQUAL_INT(look("ARCHIVE"), look("Archive"));
    CHECK_EQUAL_INT(look("ФОНД"), look("Фонд"));
}

static void test_other_words_mostly_look_otherwise(void) {
    CHECK(look("fond") != look("Fond"));
    CHECK(look("Archive") != look("Archives"));
    CHECK(look("Archives") != look("Archived"));
    CHECK(look("delo") != look("dela"));
}

static void test_what_stands_behind_a_word_is_passed_over(void) {
    static const char text[] = "RGASPI, f. 17, op. 120, d. 5 ob....";
    for (size_t start = 0; start + OPIS_GLANCE_HEAD < sizeof text; start++)
        for (size_t length = 1; start + length < sizeof text; length++)
            CHECK_EQUAL_INT(opis_glance_at(text + start, length), opis_glance_of(text + start, length));
}

int main(void) {
    CHECK_RUN(test_equal_words_look_alike);
    CHECK_RUN(test_capitals_behind_the_first_letter_change_nothing);
    CHECK_RUN(test_other_words_mostly_look_otherwise);
    CHECK_RUN(test_what_stands_behind_a_word_is_passed_over);
    return check_report();
}
