#include "check.h"

#include "random.h"

#include "memory.h"
#include "mend/figure.h"

static opis_glyphs *glyphs;

static size_t read_figure(const char *text, opis_cell_reading readings[OPIS_FIGURE_READINGS]) {
    return opis_figure_read(glyphs, text, strlen(text), readings, OPIS_FIGURE_READINGS);
}

static int rank_of(const char *text, int64_t units, int decimals, float *cost) {
    opis_cell_reading readings[OPIS_FIGURE_READINGS];
    size_t count = read_figure(text, readings);
    for (size_t i = 0; i < count; i++)
        if (readings[i].value.units == units && readings[i].value.decimals == decimals)
            return *cost = readings[i].cost, (int)i;
    return -1;
}

static void test_clean_figures_cost_nothing(void) {
    static const struct {
        const char *text;
        int64_t units;
        int decimals;
    } cases[] = {{"0", 0, 0},
                 {"35", 35, 0},
                 {"1,620", 1620, 0},
                 {"1620", 1620, 0},
                 {"1,575,259", 1575259, 0},
                 {"8.8", 88, 1},
                 {"(8.8%)", 88, 1},
                 {"38%", 38, 0},
                 {"-12", -12, 0},
                 {"\xE2\x88\x92"
                  "4.50",
                  -450, 2},
                 {"\xC2\xA3"
                  "1,200",
                  1200, 0},
                 {" 398 ", 398, 0},
                 {"0.6", 6, 1},
                 {"100.0", 1000, 1},
                 {"1,234.5", 12345, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        float cost = 1;
        if (!CHECK(rank_of(cases[i].text, cases[i].units, cases[i].decimals, &cost) == 0) || !CHECK(cost == 0))
            printf("    %s\n", cases[i].text);
    }
}

static void test_damaged_figures_keep_their_value_in_reach(void) {
    static const struct {
        const char *text;
        int64_t units;
        int decimals, worst_rank;
    } cases[] = {{"III", 111, 0, 0},
                 {"(3l%)", 31, 0, 0},
                 {"3 1 2", 312, 0, 0},
                 {"l,6zo", 1620, 0, 0},
                 {"1,62o%", 1620, 0, 8},
                 {"505.256", 505256, 0, 0},
                 {"3.2'2", 3212, 0, 40},
                 {"8,8", 88, 1, 2},
                 {"1,62oa", 1620, 0, 1},
                 {"1,620*", 1620, 0, 0},
                 {"1;620", 1620, 0, 2},
                 {"4.9%.", 49, 1, 6},
                 {"S8", 58, 0, 0},
                 {"2,0\xC2\xB0"
                  "1",
                  2001, 0, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        float cost = 0;
        int rank = rank_of(cases[i].text, cases[i].units, cases[i].decimals, &cost);
        if (!CHECK(rank >= 0 && rank <= cases[i].worst_rank) || !CHECK(cost > 0))
            printf("    %s: rank %d, cost %g\n", cases[i].text, rank, (double)cost);
    }
}

static void test_readings_ascend_and_differ(void) {
    static const char *const texts[] = {"1,6zo", "n9", "8.8", "I I I", "505.256", "12,3l4,5b7", "(z%)", "~~~"};
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        opis_cell_reading readings[OPIS_FIGURE_READINGS];
        size_t count = read_figure(texts[t], readings);
        CHECK(count > 1);
        for (size_t i = 1; i < count; i++) {
            CHECK(readings[i].cost >= readings[i - 1].cost);
            for (size_t j = 0; j < i; j++)
                CHECK(readings[i].value.units != readings[j].value.units ||
                      readings[i].value.decimals != readings[j].value.decimals);
        }
    }
}

static void test_what_is_no_figure(void) {
    static const char *const texts[] = {"",
                                        "  ",
                                        "-",
                                        ". . .",
                                        "Kharkov",
                                        "and",
                                        "\xE2\x80\x94",

                                        "123456789012345678",
                                        "12345678901234567890123456789012345"};
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        opis_cell_reading readings[OPIS_FIGURE_READINGS];
        if (!CHECK_EQUAL_INT(read_figure(texts[t], readings), 0))
            printf("    \"%s\" as %lld, %g\n", texts[t], (long long)readings[0].value.units, (double)readings[0].cost);
    }
}

static void test_no_more_than_asked_for(void) {
    opis_cell_reading readings[3];
    CHECK_EQUAL_INT(opis_figure_read(glyphs, "1,6zo", 5, readings, 3), 3);
    CHECK_EQUAL_INT(readings[0].value.units, 1620);
}

/* What one value costs is found also where it is not among the cheapest readings. */
static void test_the_cost_of_one_value(void) {
    static const char *const texts[] = {"1,6zo", "936.750", "638,507", "III", "\"9,329", "(41%)"};
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        opis_cell_reading readings[OPIS_FIGURE_READINGS];
        CHECK_OR_STOP(read_figure(texts[t], readings) > 0);
        CHECK(opis_figure_cost(glyphs, texts[t], strlen(texts[t]), readings[0].value.units) == readings[0].cost);
    }
    CHECK(opis_figure_cost(glyphs, "936.750", 7, 936752) < 9);
    CHECK(isinf(opis_figure_cost(glyphs, "936.750", 7, 936752000111)));
    CHECK(isinf(opis_figure_cost(glyphs, "-", 1, 1)));
    CHECK(isinf(opis_figure_cost(glyphs, "7", 1, -7)));
}

static void test_blanks_and_percents(void) {
    CHECK(opis_figure_is_blank("", 0) && opis_figure_is_blank(" - ", 3) && opis_figure_is_blank("...", 3));
    CHECK(opis_figure_is_blank("\xE2\x80\x94", 3) && !opis_figure_is_blank("0", 1));
    CHECK(opis_figure_is_percent("(8.8%)", 6) && opis_figure_is_percent("38%", 3));
    CHECK(!opis_figure_is_percent("38", 2) && !opis_figure_is_percent("%", 1) && !opis_figure_is_percent("", 0));
}

static void test_any_bytes(void) {
    random_state = 7;
    for (int turn = 0; turn < 2000; turn++) {
        char text[40];
        opis_cell_reading readings[OPIS_FIGURE_READINGS];
        size_t length = random_next() >> 27;
        for (size_t i = 0; i < length; i++)
            text[i] = turn % 2 ? (char)(random_next() >> 24) : "0123456789lIoOzS.,%-() *'n"[random_below(26)];
        CHECK(opis_figure_read(glyphs, text, length, readings, OPIS_FIGURE_READINGS) <= OPIS_FIGURE_READINGS);
    }
}

int main(void) {
    opis_error error = {OPIS_OK, 0, ""};
    glyphs = opis_glyphs_new(opis_style_default(), &error);
    if (!glyphs) return EXIT_FAILURE;
    CHECK_RUN(test_clean_figures_cost_nothing);
    CHECK_RUN(test_damaged_figures_keep_their_value_in_reach);
    CHECK_RUN(test_readings_ascend_and_differ);
    CHECK_RUN(test_what_is_no_figure);
    CHECK_RUN(test_no_more_than_asked_for);
    CHECK_RUN(test_the_cost_of_one_value);
    CHECK_RUN(test_blanks_and_percents);
    CHECK_RUN(test_any_bytes);
    opis_glyphs_free(glyphs);
    return check_report();
}
