#include "check.h"

#include "mend/glyph.h"

static opis_glyphs *glyphs;

static int rank_of(const char *seen, const char *digits, float *cost) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    size_t count = opis_glyphs_numerals(glyphs, seen, strlen(seen), readings);
    for (size_t i = 0; i < count; i++)
        if (strcmp(readings[i].digits, digits) == 0) return *cost = readings[i].cost, (int)i;
    return -1;
}

static float distance(const char *seen, const char *printed, float limit) {
    return opis_glyphs_distance(glyphs, seen, strlen(seen), printed, strlen(printed), limit);
}

static void test_the_data_hold(void) {
    const opis_style *style = opis_style_default();
    for (size_t i = 0; i < style->confusion_count; i++) {
        const opis_confusion *c = &style->confusions[i];
        CHECK(strlen(c->printed) <= 2 && strlen(c->seen) <= 3 && c->cost > 0 && c->cost < OPIS_STRANGE_GLYPH);
        for (size_t j = 0; j < i; j++)
            if (!CHECK(strcmp(c->printed, style->confusions[j].printed) || strcmp(c->seen, style->confusions[j].seen)))
                printf("    twice: %s %s\n", c->printed, c->seen);
    }
}

static void test_every_figure_has_letters_for_it(void) {
    const opis_style *style = opis_style_default();
    for (char digit = '0'; digit <= '9'; digit++) {
        int letters = 0;
        for (size_t i = 0; i < style->confusion_count; i++) {
            const opis_confusion *c = &style->confusions[i];
            letters += c->printed[0] == digit && !c->printed[1] && (c->seen[0] < '0' || c->seen[0] > '9');
        }
        CHECK(letters >= 3);
    }
}

static void test_data_that_do_not_hold_are_refused(void) {
    const opis_confusion wrong[] = {{"abc", "d", 1}, {"a", "bcde", 1}, {"a", "a", 1}, {"", "", 1}, {"a", "b", -1}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        opis_style style = {.confusions = &wrong[i], .confusion_count = 1};
        opis_error error = {OPIS_OK, 0, ""};
        CHECK(opis_glyphs_new(&style, &error) == NULL);
        CHECK_EQUAL_INT(error.status, OPIS_INTERNAL);
    }
}

static void test_clean_numerals_cost_nothing(void) {
    float cost = 1;
    CHECK_EQUAL_INT(rank_of("0", "0", &cost), 0);
    CHECK_EQUAL_REAL(cost, 0);
    CHECK_EQUAL_INT(rank_of("999999999", "999999999", &cost), 0);
    CHECK_EQUAL_REAL(cost, 0);
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    CHECK(opis_glyphs_numerals(glyphs, "104", 3, readings) > 1);
    CHECK_EQUAL_INT(readings[0].value, 104);
}

static void test_damaged_numerals_come_first_or_near(void) {
    static const struct {
        const char *seen, *printed;
        int worst_rank;
    } cases[] = {{"IZO", "120", 0}, {"1x0", "120", 0},   {"z9", "29", 0},    {"ioz", "102", 0},  {"loo", "100", 0},
                 {"ig", "19", 0},   {"1 8 3", "183", 0}, {"2.71", "271", 0}, {"571.", "572", 1}, {"11.0", "120", 1},
                 {"n o", "120", 1}, {"Ira", "120", 1},   {"Bs", "85", 0},    {"lb", "16", 0},    {"10%", "102", 0},
                 {"5\"", "511", 0}, {"13", "23", 3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        float cost = 0;
        int rank = rank_of(cases[i].seen, cases[i].printed, &cost);
        if (!CHECK(rank >= 0 && rank <= cases[i].worst_rank))
            printf("    %s as %s: rank %d\n", cases[i].seen, cases[i].printed, rank);
        CHECK(cost > 0);
    }
}

static void test_readings_are_sorted_and_differ(void) {
    static const char *const seen[] = {"rrr", "~~~", "l1Iri", "o.o,o", "\"\"", "1 1 1 1 1"};
    for (size_t s = 0; s < sizeof seen / sizeof *seen; s++) {
        opis_numeral readings[OPIS_NUMERAL_READINGS];
        size_t count = opis_glyphs_numerals(glyphs, seen[s], strlen(seen[s]), readings);
        CHECK(count > 0 && count <= OPIS_NUMERAL_READINGS);
        for (size_t i = 0; i < count; i++) {
            CHECK_EQUAL_INT(readings[i].value, atoi(readings[i].digits));
            if (i) CHECK(readings[i].cost >= readings[i - 1].cost);
            for (size_t j = 0; j < i; j++) CHECK(strcmp(readings[i].digits, readings[j].digits) != 0);
        }
    }
}

static void test_what_is_no_numeral(void) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    CHECK_EQUAL_INT(opis_glyphs_numerals(glyphs, "", 0, readings), 0);
    CHECK_EQUAL_INT(opis_glyphs_numerals(glyphs, "Vest", 4, readings), 0);
    CHECK_EQUAL_INT(opis_glyphs_numerals(glyphs, "1234567890", 10, readings), 0);
    CHECK_EQUAL_INT(opis_glyphs_numerals(glyphs, ".", 1, readings), 0);
    CHECK_EQUAL_INT(opis_glyphs_numerals(glyphs, "1                        2", 26, readings), 0);
}

static void test_distances(void) {
    CHECK_EQUAL_REAL(distance("Fondarkhiv", "Fondarkhiv", 0), 0);
    CHECK(distance("RTrKhlDNI", "RTsKhIDNI", 9) < 3);
    CHECK(distance("comrnittee", "committee", 9) < 2);
    CHECK(distance("Tlie", "The", 9) < 2.5f);
    CHECK(distance("mi ll", "mill", 9) < 1);
    CHECK_EQUAL_REAL(distance("mixl", "mill", 9), OPIS_STRANGE_GLYPH);
    CHECK_EQUAL_REAL(distance("mil", "mill", 9), OPIS_STRANGE_GLYPH);
    CHECK_EQUAL_REAL(distance("mill", "flour", 9), INFINITY);
    CHECK_EQUAL_REAL(distance("", "flour", 9), INFINITY);
    CHECK_EQUAL_REAL(distance("", "", 0), 0);
}

/* The same by all ways of reading the rest of two words, the plain way: slow, and for short words alone. */
static float plain_distance(const char *seen, const char *printed) {
    const opis_style *style = opis_style_default();
    float best = INFINITY;
    if (!*seen && !*printed) return 0;
    if (*seen && *seen == *printed) best = plain_distance(seen + 1, printed + 1);
    if (*seen && *printed) best = fminf(best, OPIS_STRANGE_GLYPH + plain_distance(seen + 1, printed + 1));
    if (*seen) best = fminf(best, (*seen == ' ' ? 0.6f : OPIS_STRANGE_GLYPH) + plain_distance(seen + 1, printed));
    if (*printed) best = fminf(best, (*printed == ' ' ? 0.6f : OPIS_STRANGE_GLYPH) + plain_distance(seen, printed + 1));
    for (size_t i = 0; i < style->confusion_count; i++) {
        const opis_confusion *c = &style->confusions[i];
        size_t from = strlen(c->seen), to = strlen(c->printed);
        if (strncmp(seen, c->seen, from) == 0 && strncmp(printed, c->printed, to) == 0)
            best = fminf(best, c->cost + plain_distance(seen + from, printed + to));
    }
    return best;
}

/* What is left out at the ends of two words, and what parts them there, changes no distance, whatever the limit. */
static void test_distances_are_the_least(void) {
    static const char *const words[] = {"rn",  "m",   "rnm", "l1", "Il",  "h b", "hb", "u",  "n.",
                                        "nl.", "2.1", "21",  "cl", "d",   "dd",  "ii", "u-", "'a'",
                                        "a",   "aa",  "a a", "ba", "ab ", "o0o", "O.", "nn", "x"};
    size_t count = sizeof words / sizeof *words;
    for (size_t i = 0; i < count * count; i++) {
        const char *seen = words[i / count], *printed = words[i % count];
        float least = plain_distance(seen, printed);
        for (float limit = 0.25f; limit < 20; limit += 0.5f) {
            float found = distance(seen, printed, limit);
            if (least > limit) CHECK_EQUAL_REAL(found, INFINITY);
            if (least <= limit) CHECK(fabsf(found - least) < 0.001f);
        }
    }
}

static void test_long_words_are_far(void) {
    char longest[OPIS_LONGEST_WORD + 2];
    memset(longest, 'a', sizeof longest);
    CHECK(opis_glyphs_distance(glyphs, longest, OPIS_LONGEST_WORD, longest, OPIS_LONGEST_WORD - 1, 99) < 99);
    CHECK_EQUAL_REAL(opis_glyphs_distance(glyphs, longest, OPIS_LONGEST_WORD + 1, longest, OPIS_LONGEST_WORD, 99),
                     INFINITY);
}

/* What is told apart at a glance is apart; and most words are. */
static void test_a_glance_tells_most_words_apart(void) {
    static const char *const words[] = {"RTsKhIDNI", "RTrKhlDNI", "committee", "comrnittee", "cornmittee",
                                        "The",       "Tlie",      "mill",      "mi ll",      "flour",
                                        "IZO",       "120",       "bam",       "barn",       "\xD0\xBE\xD0\xBF",
                                        "op",        "a",         "Politburo"};
    size_t count = sizeof words / sizeof *words, apart = 0;
    for (float limit = 0.5f; limit < 9; limit += 0.5f)
        for (size_t i = 0; i < count * count; i++) {
            const char *seen = words[i / count], *printed = words[i % count];
            opis_byte_set a = opis_byte_set_of(seen, strlen(seen)), b = opis_byte_set_of(printed, strlen(printed));
            if (!opis_glyphs_apart(glyphs, a, b, limit)) continue;
            apart += limit < 3;
            CHECK_EQUAL_REAL(distance(seen, printed, limit), INFINITY);
        }
    CHECK(apart > 5 * count * count / 2);
}

int main(void) {
    opis_error error = {OPIS_OK, 0, ""};
    glyphs = opis_glyphs_new(opis_style_default(), &error);
    if (!glyphs) return printf("%s\n", error.message), EXIT_FAILURE;
    CHECK_RUN(test_the_data_hold);
    CHECK_RUN(test_every_figure_has_letters_for_it);
    CHECK_RUN(test_data_that_do_not_hold_are_refused);
    CHECK_RUN(test_clean_numerals_cost_nothing);
    CHECK_RUN(test_damaged_numerals_come_first_or_near);
    CHECK_RUN(test_readings_are_sorted_and_differ);
    CHECK_RUN(test_what_is_no_numeral);
    CHECK_RUN(test_distances);
    CHECK_RUN(test_distances_are_the_least);
    CHECK_RUN(test_long_words_are_far);
    CHECK_RUN(test_a_glance_tells_most_words_apart);
    opis_glyphs_free(glyphs);
    return check_report();
}
