/* Glances: what all tokens look like. */
#include "text/glance.h"

#include <string.h>

#include "check.h"
#include "memory.h"
#include "text/tokens.h"

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

/* Also where fewer than four bytes of the text are left. */
static void test_tokens_look_like_their_words(void) {
    static const char text[] = "RGASPI, f. 17, op. 120, d. 5 ob";
    opis_token *tokens = NULL;
    opis_glance *glances = NULL;
    opis_error error;
    size_t count = 0;
    CHECK_EQUAL_INT(opis_tokens_find(text, sizeof text - 1, &tokens, &count, &error), OPIS_OK);
    CHECK_EQUAL_INT(opis_glances_make(&glances, text, sizeof text - 1, tokens, count, &error), OPIS_OK);
    for (size_t i = 0; i < count; i++)
        CHECK_EQUAL_INT(glances[i], opis_glance_of(text + tokens[i].start, tokens[i].length));
    opis_resize(glances, 0);
    opis_tokens_free(tokens);
}

int main(void) {
    CHECK_RUN(test_equal_words_look_alike);
    CHECK_RUN(test_capitals_behind_the_first_letter_change_nothing);
    CHECK_RUN(test_other_words_mostly_look_otherwise);
    CHECK_RUN(test_tokens_look_like_their_words);
    return check_report();
}
