/* Words as one compares them. */
#include "check.h"

#include "text/fold.h"

static int same(const char *a, const char *b) {
    int are = opis_fold_same(a, strlen(a), b, strlen(b));
    uint64_t x = opis_fold_hash(OPIS_FOLD_START, a, strlen(a)), y = opis_fold_hash(OPIS_FOLD_START, b, strlen(b));
    CHECK_EQUAL_INT(x == y, are);
    return are;
}

static void test_what_is_the_same(void) {
    CHECK(same("Fond", "FOND"));
    CHECK(same("f.", "F"));
    CHECK(same("d'Arras", "D\u2019ARRAS"));
    CHECK(same("Фонд", "ФОНД"));
    CHECK(same("Ђура", "ђура"));
    CHECK(same("Łódź", "łódź"));
    CHECK(same("Šťáhlav", "ŠŤÁHLAV"));
    CHECK(same("", "..."));
}

/* A typist takes one for the other, and so does a scan. */
static void test_letters_that_look_alike(void) {
    CHECK(same("оп.", "on.") == 0); /* п is no n */
    CHECK(same("ор", "op"));        /* both Cyrillic, both Latin */
    CHECK(same("ТАСС", "TACC"));
    CHECK(same("Київ", "Kиiв"));
}

static void test_what_differs(void) {
    CHECK(!same("fond", "fonds"));
    CHECK(!same("fond", "font"));
    CHECK(!same("f d", "fd"));
    CHECK(!same("é", "e"));
}

static size_t prefix(const char *bytes, const char *text) {
    return opis_fold_prefix(bytes, strlen(bytes), text, strlen(text));
}

static void test_how_much_of_a_text_is_another(void) {
    CHECK_EQUAL_INT(prefix("FOND 17", "fond"), 4);
    CHECK_EQUAL_INT(prefix("f. 17", "F."), 2);
    CHECK_EQUAL_INT(prefix("f. 17", "F"), 1);
    CHECK_EQUAL_INT(prefix("фонд 17", "Фонд"), 8);
    CHECK_EQUAL_INT(prefix("fon", "fond"), 0);
    CHECK_EQUAL_INT(prefix("opis", "fond"), 0);
}

static void test_characters(void) {
    static const struct {
        const char *text;
        uint32_t code;
    } letters[] = {{"a", 'a'}, {"é", 0xE9}, {"ж", 0x0436}, {"’", 0x2019}, {"𐍈", 0x10348}};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        uint32_t code = 0;
        CHECK_EQUAL_INT(opis_fold_decode(letters[i].text, strlen(letters[i].text), &code), strlen(letters[i].text));
        CHECK_EQUAL_INT(code, letters[i].code);
    }
}

/* Where the bytes end within a character, what is there is passed, and not a byte more. */
static void test_a_character_that_is_cut_off(void) {
    char *half = malloc(1);
    uint32_t code;
    CHECK_OR_STOP(half != NULL);
    half[0] = (char)0xD0;
    CHECK_EQUAL_INT(opis_fold_decode(half, 1, &code), 1);
    opis_fold_hash(OPIS_FOLD_START, half, 1);
    free(half);
}

static void test_capitals(void) {
    CHECK(opis_fold_is_capital('A') && opis_fold_is_capital(0xC9) && opis_fold_is_capital(0x0416));
    CHECK(opis_fold_is_capital(0x0141) && opis_fold_is_capital(0x0404));
    CHECK(!opis_fold_is_capital('a') && !opis_fold_is_capital(0xE9) && !opis_fold_is_capital(0x0436));
    CHECK(!opis_fold_is_capital('1') && !opis_fold_is_capital(0xD7) && !opis_fold_is_capital(0x0142));
    CHECK_EQUAL_INT(opis_fold_capital('z'), 'Z');
    CHECK_EQUAL_INT(opis_fold_capital(0x0451), 0x0401);
    CHECK_EQUAL_INT(opis_fold_capital(0x0142), 0x0141);
    CHECK_EQUAL_INT(opis_fold_capital(0xF7), 0xF7);
    for (uint32_t code = 0; code < 0x0500; code++)
        if (opis_fold_capital(code) != code) CHECK(opis_fold_is_capital(opis_fold_capital(code)));
}

int main(void) {
    CHECK_RUN(test_what_is_the_same);
    CHECK_RUN(test_letters_that_look_alike);
    CHECK_RUN(test_what_differs);
    CHECK_RUN(test_how_much_of_a_text_is_another);
    CHECK_RUN(test_characters);
    CHECK_RUN(test_a_character_that_is_cut_off);
    CHECK_RUN(test_capitals);
    return check_report();
}
