#include "check.h"

#include "mend/lexicon.h"

static uint64_t word(const char *text) {
    return opis_lexicon_key(0, text, strlen(text));
}

static void test_an_empty_lexicon_knows_nothing(void) {
    opis_lexicon lexicon = OPIS_LEXICON_EMPTY;
    CHECK_EQUAL_REAL(opis_lexicon_weight(&lexicon, word("flour")), 0);
    opis_lexicon_release(&lexicon);
}

static void test_weights_add_up(void) {
    opis_lexicon lexicon = OPIS_LEXICON_EMPTY;
    opis_error error = {OPIS_OK, 0, ""};
    CHECK_OK(opis_lexicon_add(&lexicon, word("flour"), 1, &error), error);
    CHECK_OK(opis_lexicon_add(&lexicon, word("mill"), 1, &error), error);
    CHECK_OK(opis_lexicon_add(&lexicon, word("flour"), 0.5f, &error), error);
    CHECK_EQUAL_INT(lexicon.count, 2);
    CHECK_EQUAL_REAL(opis_lexicon_weight(&lexicon, word("flour")), 1.5);
    CHECK_EQUAL_REAL(opis_lexicon_weight(&lexicon, word("mill")), 1);
    CHECK_EQUAL_REAL(opis_lexicon_weight(&lexicon, word("rye")), 0);
    opis_lexicon_release(&lexicon);
    CHECK_EQUAL_REAL(opis_lexicon_weight(&lexicon, word("flour")), 0);
}

static void test_what_is_clean_is_counted_apart(void) {
    opis_lexicon lexicon = OPIS_LEXICON_EMPTY;
    opis_error error = {OPIS_OK, 0, ""};
    CHECK_EQUAL_REAL(opis_lexicon_clean(&lexicon, word("flour")), 0);
    CHECK_OK(opis_lexicon_make_room(&lexicon, 1, &error), error);
    opis_lexicon_count(&lexicon, word("flour"), 1, 1);
    CHECK_OK(opis_lexicon_add(&lexicon, word("flour"), 0.5f, &error), error);
    CHECK_EQUAL_REAL(opis_lexicon_weight(&lexicon, word("flour")), 1.5);
    CHECK_EQUAL_REAL(opis_lexicon_clean(&lexicon, word("flour")), 1);
    opis_lexicon_count(&lexicon, word("flour"), -1, -1);
    CHECK_EQUAL_REAL(opis_lexicon_weight(&lexicon, word("flour")), 0.5);
    CHECK_EQUAL_REAL(opis_lexicon_clean(&lexicon, word("flour")), 0);
    CHECK_EQUAL_REAL(opis_lexicon_clean(&lexicon, word("rye")), 0);
    CHECK_EQUAL_INT(lexicon.count, 1);
    opis_lexicon_release(&lexicon);
}

static void test_room_is_made_for_many_at_once(void) {
    opis_lexicon lexicon = OPIS_LEXICON_EMPTY;
    opis_error error = {OPIS_OK, 0, ""};
    CHECK_OK(opis_lexicon_make_room(&lexicon, 3000, &error), error);
    size_t capacity = lexicon.capacity;
    for (uint64_t key = 0; key < 3000; key++) opis_lexicon_count(&lexicon, key * 2, 1, 1);
    CHECK_EQUAL_INT(lexicon.count, 3000);
    CHECK(lexicon.capacity == capacity && capacity > 3000);
    CHECK_OK(opis_lexicon_make_room(&lexicon, capacity, &error), error);
    CHECK(lexicon.capacity > capacity);
    for (uint64_t key = 0; key < 3000; key++) {
        CHECK_EQUAL_REAL(opis_lexicon_weight(&lexicon, key * 2), 1);
        CHECK_EQUAL_REAL(opis_lexicon_clean(&lexicon, key * 2), 1);
    }
    opis_lexicon_release(&lexicon);
}

static void test_key_nought_is_a_key(void) {
    opis_lexicon lexicon = OPIS_LEXICON_EMPTY;
    opis_error error = {OPIS_OK, 0, ""};
    CHECK_OK(opis_lexicon_add(&lexicon, 0, 2, &error), error);
    CHECK_EQUAL_REAL(opis_lexicon_weight(&lexicon, 0), 2);
    CHECK_EQUAL_INT(lexicon.count, 1);
    opis_lexicon_release(&lexicon);
}

static void test_it_grows(void) {
    opis_lexicon lexicon = OPIS_LEXICON_EMPTY;
    opis_error error = {OPIS_OK, 0, ""};
    for (uint32_t i = 0; i < 5000; i++) {
        uint64_t key = opis_lexicon_key(7, (const char *)&i, sizeof i);
        if (!CHECK(opis_lexicon_add(&lexicon, key, (float)i, &error) == OPIS_OK)) break;
    }
    CHECK_EQUAL_INT(lexicon.count, 5000);
    for (uint32_t i = 0; i < 5000; i++)
        CHECK_EQUAL_REAL(opis_lexicon_weight(&lexicon, opis_lexicon_key(7, (const char *)&i, sizeof i)), i);
    opis_lexicon_release(&lexicon);
}

static void test_chained_keys_keep_their_parts_apart(void) {
    CHECK(opis_lexicon_key(word("a"), "bc", 2) != opis_lexicon_key(word("ab"), "c", 1));
    CHECK(opis_lexicon_key(word("17"), "2", 1) != opis_lexicon_key(word("2"), "17", 2));
    CHECK(opis_lexicon_key(word(""), "", 0) != word(""));
}

static void test_a_text_has_the_key_of_its_bytes(void) {
    static const char *const texts[] = {"", "a", "17", "\xD0\xBE\xD0\xBF", "inventory"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        CHECK(opis_lexicon_text_key(0, texts[i]) == word(texts[i]));
        CHECK(opis_lexicon_text_key(7, texts[i]) == opis_lexicon_key(7, texts[i], strlen(texts[i])));
    }
}

int main(void) {
    CHECK_RUN(test_an_empty_lexicon_knows_nothing);
    CHECK_RUN(test_weights_add_up);
    CHECK_RUN(test_what_is_clean_is_counted_apart);
    CHECK_RUN(test_room_is_made_for_many_at_once);
    CHECK_RUN(test_key_nought_is_a_key);
    CHECK_RUN(test_it_grows);
    CHECK_RUN(test_chained_keys_keep_their_parts_apart);
    CHECK_RUN(test_a_text_has_the_key_of_its_bytes);
    return check_report();
}
