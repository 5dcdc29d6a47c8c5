/* Lines that belong to the printed page and not to its text. */
#include "laid_out.h"

#include "text/furniture.h"

/* The role of a line that stands alone in the middle of a page. */
static const char *role_of(const char *line) {
    static const char *const roles[] = {"text", "empty", "head", "folio", "continued", "heading", "chapter", "back"};
    char text[512];
    snprintf(text, sizeof text, "%s\n%s\n\n%s", FIVE_LINES, line, FIVE_LINES);
    if (!lay_out(text)) return "";
    uint8_t role = layout.lines[6].role;
    release();
    return roles[role];
}

/* The role of the first line of the second leaf, and of the last line of the first. */
static void check_ends(const char *last, const char *first, int last_role, int first_role) {
    char text[512];
    snprintf(text, sizeof text, "%s\n%s\n\n\n\n%s\n\n%s", FIVE_LINES, last, first, FIVE_LINES);
    CHECK_OR_STOP(lay_out(text));
    CHECK_EQUAL_INT(layout.leaf_count, 2);
    int right = CHECK_EQUAL_INT(layout.lines[6].role, last_role);
    right &= CHECK_EQUAL_INT(layout.lines[10].role, first_role);
    if (!right) printf("    \"%s\" | \"%s\"\n", last, first);
    release();
}

static void test_headings(void) {
    static const char *const headings[] = {"Document 12",   "Document lO",  "Document I2",     "Docurnent 12",
                                           "Documcnt 12",   "Document 12a", "Document 12 (a)", "Docu ment 12",
                                           "Document . 12", "Document 12."};
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        if (!CHECK(strcmp(role_of(headings[i]), "heading") == 0)) printf("    %s\n", headings[i]);
}

static void test_no_headings(void) {
    static const char *const texts[] = {"Document",
                                        "Documents 12 and 13",
                                        "document 12",
                                        "Document 12 was found in the drawer of the office clerk.",
                                        "Document twelve",
                                        "Decree 12",
                                        "12"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!CHECK(strcmp(role_of(texts[i]), "text") == 0)) printf("    %s is %s\n", texts[i], role_of(texts[i]));
}

static void test_continued(void) {
    static const char *const lines[] = {"Document 54 continued",  "Document 54 (continued)", "Document 54 (cont.)",
                                        "Document 54 contin ued", "Document 54 continned",   "Docurnent S4 continued",
                                        "Document 54 contimted"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (!CHECK(strcmp(role_of(lines[i]), "continued") == 0)) printf("    %s is %s\n", lines[i], role_of(lines[i]));
}

static void test_heads_and_folios(void) {
    check_ends("ice in the night", "The Mill 95", OPIS_LINE_TEXT, OPIS_LINE_HEAD);
    check_ends("ice in the night", "96 The River", OPIS_LINE_TEXT, OPIS_LINE_HEAD);
    check_ends("ice in the night", "97", OPIS_LINE_TEXT, OPIS_LINE_FOLIO);
    check_ends("98", "Boats and Men", OPIS_LINE_FOLIO, OPIS_LINE_TEXT);
    check_ends("IO2", "boats and men", OPIS_LINE_FOLIO, OPIS_LINE_TEXT);
    check_ends("in 1931", "went out in 1931 and", OPIS_LINE_TEXT, OPIS_LINE_TEXT);
    CHECK_EQUAL_TEXT(role_of("The Mill 95"), "text"); /* in the middle of a page a number may count anything */
    CHECK_EQUAL_TEXT(role_of("97"), "text");
    CHECK_EQUAL_TEXT(role_of("Preface xii"), "head"); /* roman folios count nothing else */
    CHECK_EQUAL_TEXT(role_of("the barge xii"), "text");
}

static void test_openings(void) {
    static const struct {
        const char *line;
        int role;
    } openings[] = {{"Chapter Two", OPIS_LINE_CHAPTER},
                    {"CHAPTER 2", OPIS_LINE_CHAPTER},
                    {"C H A P T E R  T W O", OPIS_LINE_CHAPTER},
                    {"Introduction", OPIS_LINE_CHAPTER},
                    {"I N T R O D U C T I O N", OPIS_LINE_CHAPTER},
                    {"Chaptcr Two", OPIS_LINE_CHAPTER},
                    {"Conclusion", OPIS_LINE_CHAPTER},
                    {"Index", OPIS_LINE_BACK},
                    {"Biographical Sketches", OPIS_LINE_BACK},
                    {"lndex of Documents", OPIS_LINE_BACK},
                    {"The pier", OPIS_LINE_TEXT},
                    {"Partly Flooded", OPIS_LINE_TEXT},
                    {"The Chapter of Accidents", OPIS_LINE_TEXT}};
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
        check_ends("ice in the night", openings[i].line, OPIS_LINE_TEXT, openings[i].role);
    CHECK_EQUAL_TEXT(role_of("Chapter Two"), "text"); /* in the middle of a page it is named, not opened */
}

static void test_where_the_number_stands(void) {
    static const struct {
        const char *line, *number, *rest;
    } cases[] = {{"Document lO1 (a)", "lO1", "(a)"},
                 {"Document 12", "12", ""},
                 {"Docu ment 1 2", "1 2", ""},
                 {"Document 54 continued", "54", "continued"},
                 {"Document . 7", "7", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t start, end, rest;
        CHECK_OR_STOP(lay_out(cases[i].line));
        opis_furniture furniture = {&layout, source.bytes, tokens, opis_style_default(), glyphs};
        if (CHECK(opis_furniture_heading(&furniture, 0, &start, &end, &rest))) {
            CHECK_EQUAL_BYTES(source.bytes + start, end - start, cases[i].number);
            CHECK_EQUAL_BYTES(source.bytes + rest, layout.lines[0].end - rest, cases[i].rest);
        }
        release();
    }
}

int main(void) {
    opis_error error;
    glyphs = opis_glyphs_new(opis_style_default(), &error);
    if (!glyphs) return EXIT_FAILURE;
    CHECK_RUN(test_headings);
    CHECK_RUN(test_no_headings);
    CHECK_RUN(test_continued);
    CHECK_RUN(test_heads_and_folios);
    CHECK_RUN(test_openings);
    CHECK_RUN(test_where_the_number_stands);
    opis_glyphs_free(glyphs);
    return check_report();
}
