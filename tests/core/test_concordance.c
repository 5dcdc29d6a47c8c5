#include "check.h"

#include "memory.h"
#include "text/concordance.h"
#include "text/tokens.h"

typedef struct fixture {
    const char *text;
    opis_token *tokens;
    size_t count;
    opis_concordance printed;
    opis_error error;
} fixture;

static int make(fixture *f, const char *text) {
    memset(f, 0, sizeof *f);
    f->text = text;
    return opis_tokens_find(text, (uint32_t)strlen(text), &f->tokens, &f->count, &f->error) == OPIS_OK &&
           opis_concordance_make(&f->printed, text, strlen(text), f->tokens, f->count, &f->error) == OPIS_OK;
}

static void release(fixture *f) {
    opis_concordance_release(&f->printed);
    opis_tokens_free(f->tokens);
}

/* The bytes at which a word stands. */
static void write_places(const fixture *f, const char *word, char *out) {
    const opis_printed_word *found = opis_concordance_find(&f->printed, f->text, word);
    *out = 0;
    for (uint32_t i = 0; found && i < found->count; i++)
        out += sprintf(out, "%u ", f->tokens[opis_places(&f->printed, found)[i]].start);
}

static void test_every_place_of_a_word(void) {
    fixture f;
    char places[64];
    CHECK_OR_STOP(make(&f, "the fond, the opis; The fond"));
    write_places(&f, "the", places);
    CHECK_EQUAL_TEXT(places, "0 10 ");
    write_places(&f, "fond", places);
    CHECK_EQUAL_TEXT(places, "4 24 ");
    write_places(&f, "The", places);
    CHECK_EQUAL_TEXT(places, "20 ");
    CHECK(!opis_concordance_find(&f.printed, f.text, "delo"));
    release(&f);
}

static void test_words_stand_in_order_with_their_counts(void) {
    fixture f;
    CHECK_OR_STOP(make(&f, "delo 12, delo 12, delo 7"));
    CHECK_EQUAL_INT(f.printed.count, 4);
    CHECK_EQUAL_INT(f.printed.words[0].count, 3);
    CHECK_EQUAL_INT(f.printed.words[1].count, 2);
    CHECK_EQUAL_INT(f.printed.words[1].token.class_, OPIS_NUMBER);
    CHECK_EQUAL_INT(f.printed.words[3].count, 1);
    release(&f);
}

/* Words that share their first seven bytes, or all but one of many, are words apart. */
static void test_long_words_are_told_apart(void) {
    fixture f;
    CHECK_OR_STOP(make(&f, "industr industry industries industrialization industrialisation industry"));
    CHECK_EQUAL_INT(f.printed.count, 5);
    CHECK_EQUAL_INT(opis_concordance_find(&f.printed, f.text, "industry")->count, 2);
    CHECK_EQUAL_INT(opis_concordance_find(&f.printed, f.text, "industrialisation")->count, 1);
    release(&f);
}

/* Two words with one key, met again among words that are known, and where a new word follows. */
static void test_words_of_one_key_are_told_apart(void) {
    static const char *one = "pFEaAaAamrfgpwvo", *other = "39Z7D6b6jmikngwu";
    static char text[20000];
    fixture f;
    size_t length = 0;
    for (int i = 0; i < 300; i++)
        length += (size_t)sprintf(text + length, "fond %s, opis;\n  list %s and%d\n", one, other, i / 100);
    CHECK_OR_STOP(make(&f, text));
    CHECK_EQUAL_INT(f.printed.count, 10);
    CHECK_EQUAL_INT(opis_concordance_find(&f.printed, f.text, one)->count, 300);
    CHECK_EQUAL_INT(opis_concordance_find(&f.printed, f.text, other)->count, 300);
    CHECK_EQUAL_INT(opis_concordance_find(&f.printed, f.text, "and2")->count, 100);
    int in_order = 1;
    for (size_t i = 1; i < f.printed.count; i++)
        in_order &= f.printed.words[i - 1].token.start < f.printed.words[i].token.start;
    CHECK(in_order);
    release(&f);
}

/* Words of all lengths at either end of a text, where eight bytes cannot be read at once. */
static void test_words_at_the_ends_of_a_text(void) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    for (int length = 1; length < 26; length++) {
        fixture f;
        char text[200], word[27], places[64], wanted[64];
        sprintf(word, "%.*s", length, letters);
        size_t last = (size_t)sprintf(text, "%s, not %szz and not z%s; but ", word, word, word);
        sprintf(text + last, "%s", word);
        sprintf(wanted, "0 %zu ", last);
        CHECK_OR_STOP(make(&f, text));
        write_places(&f, word, places);
        CHECK_EQUAL_TEXT(places, wanted);
        release(&f);
    }
}

/* Eight bytes, the last of them beyond ASCII. */
static void test_words_of_eight_bytes(void) {
    fixture f;
    CHECK_OR_STOP(make(&f, "the fond, \u0434\u0435\u043b\u043e then \u0434\u0435\u043b\u0430 lists12 "
                           "\u0434\u0435\u043b\u043e lists123 lists124 lists123 and more"));
    CHECK_EQUAL_INT(opis_concordance_find(&f.printed, f.text, "\u0434\u0435\u043b\u043e")->count, 2);
    CHECK_EQUAL_INT(opis_concordance_find(&f.printed, f.text, "\u0434\u0435\u043b\u0430")->count, 1);
    CHECK_EQUAL_INT(opis_concordance_find(&f.printed, f.text, "lists123")->count, 2);
    CHECK_EQUAL_INT(opis_concordance_find(&f.printed, f.text, "lists12")->count, 1);
    release(&f);
}

static void test_breaks_and_blanks_are_no_words(void) {
    fixture f;
    CHECK_OR_STOP(make(&f, "   \n\n  \n"));
    CHECK_EQUAL_INT(f.printed.count, 0);
    release(&f);
    CHECK_OR_STOP(make(&f, ""));
    CHECK_EQUAL_INT(f.printed.count, 0);
    release(&f);
}

/* More words than the first table has room for. */
static void test_many_words(void) {
    static char text[60000];
    fixture f;
    size_t length = 0;
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 4000; i++) length += (size_t)sprintf(text + length, "w%d ", i);
    CHECK_OR_STOP(make(&f, text));
    CHECK_EQUAL_INT(f.printed.count, 4000);
    int twice = 1;
    for (size_t i = 0; i < f.printed.count; i++) twice &= f.printed.words[i].count == 2;
    CHECK(twice);
    release(&f);
}

static void test_anchors(void) {
    fixture f;
    opis_anchors anchors;
    static char text[2000];
    for (size_t i = 0; i < 300; i++) strcat(text, i % 100 == 7 ? "here " : "no ");
    CHECK_OR_STOP(make(&f, text));
    CHECK_OK(opis_anchors_make(&anchors, &f.printed, &f.error), f.error);
    CHECK_EQUAL_INT(opis_anchors_next(&anchors, 0), f.count);
    opis_anchors_add(&anchors, &f.printed, opis_concordance_find(&f.printed, f.text, "here"));
    CHECK_EQUAL_INT(opis_anchors_next(&anchors, 0), 7);
    CHECK_EQUAL_INT(opis_anchors_next(&anchors, 7), 7);
    CHECK_EQUAL_INT(opis_anchors_next(&anchors, 8), 107);
    CHECK_EQUAL_INT(opis_anchors_next(&anchors, 208), f.count);
    CHECK(opis_anchors_has(&anchors, 207));
    CHECK(!opis_anchors_has(&anchors, 208));
    opis_anchors_release(&anchors);
    release(&f);
}

int main(void) {
    CHECK_RUN(test_every_place_of_a_word);
    CHECK_RUN(test_words_stand_in_order_with_their_counts);
    CHECK_RUN(test_long_words_are_told_apart);
    CHECK_RUN(test_words_of_one_key_are_told_apart);
    CHECK_RUN(test_words_at_the_ends_of_a_text);
    CHECK_RUN(test_words_of_eight_bytes);
    CHECK_RUN(test_breaks_and_blanks_are_no_words);
    CHECK_RUN(test_many_words);
    CHECK_RUN(test_anchors);
    return check_report();
}
