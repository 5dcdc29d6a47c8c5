/* What the printed page left in the text: lines, leaves, chapters. */
#include "laid_out.h"

#include "random.h"

/* The first lines, counted from 1, of the leaves. */
static const char *leaves_of(const char *text) {
    static char found[256];
    size_t used = 0;
    found[0] = '\0';
    if (!lay_out(text)) return found;
    for (uint32_t i = 0; i < layout.leaf_count && used < sizeof found - 12; i++)
        used +=
            (size_t)snprintf(found + used, sizeof found - used, "%s%u", i ? " " : "", layout.leaves[i].first_line + 1);
    release();
    return found;
}

static void test_lines_without_the_blanks_around_them(void) {
    CHECK_OR_STOP(lay_out("The pier\n  boats lay \n\n   \nна реке\r\nlast"));
    static const struct {
        const char *text;
        int width, indented, role;
    } expected[] = {{"The pier", 8, 0, OPIS_LINE_TEXT}, {"boats lay", 9, 1, OPIS_LINE_TEXT},
                    {"", 0, 0, OPIS_LINE_EMPTY},        {"", 0, 1, OPIS_LINE_EMPTY},
                    {"на реке", 7, 0, OPIS_LINE_TEXT},  {"last", 4, 0, OPIS_LINE_TEXT}};
    CHECK_EQUAL_INT(layout.line_count, 6);
    for (uint32_t i = 0; i < layout.line_count; i++) {
        const opis_line *line = &layout.lines[i];
        CHECK_EQUAL_BYTES(source.bytes + line->start, line->end - line->start, expected[i].text);
        CHECK_EQUAL_INT(line->width, expected[i].width);
        CHECK_EQUAL_INT(line->role, expected[i].role);
        CHECK(!line->indented == !expected[i].indented);
    }
    release();
}

static void test_tokens_of_a_line(void) {
    uint32_t count;
    CHECK_OR_STOP(lay_out("One boat, two\n\n  three  \nfour"));
    const opis_token *line = opis_line_tokens(&layout, tokens, 0, &count);
    CHECK_EQUAL_INT(count, 4);
    CHECK_EQUAL_BYTES(source.bytes + line[3].start, line[3].length, "two");
    opis_line_tokens(&layout, tokens, 1, &count);
    CHECK_EQUAL_INT(count, 0);
    line = opis_line_tokens(&layout, tokens, 2, &count);
    CHECK_EQUAL_INT(count, 1);
    CHECK_EQUAL_BYTES(source.bytes + line[0].start, line[0].length, "three");
    opis_line_tokens(&layout, tokens, 3, &count);
    CHECK_EQUAL_INT(count, 1);
    release();
}

static void test_where_pages_break(void) {
    CHECK_EQUAL_TEXT(leaves_of(FIVE_LINES FIVE_LINES), "1");
    CHECK_EQUAL_TEXT(leaves_of(FIVE_LINES "\n" FIVE_LINES), "1");   /* a blank line stands inside paragraphs */
    CHECK_EQUAL_TEXT(leaves_of(FIVE_LINES "\n\n" FIVE_LINES), "1"); /* and so do two */
    CHECK_EQUAL_TEXT(leaves_of(FIVE_LINES "\n\n\n" FIVE_LINES), "1 9");
    CHECK_EQUAL_TEXT(leaves_of(FIVE_LINES "\n\n\n\n\n" FIVE_LINES), "1 11");
    CHECK_EQUAL_TEXT(leaves_of(FIVE_LINES " " FIVE_LINES), "1 6"); /* a blank that opens a line */
    CHECK_EQUAL_TEXT(leaves_of("\n\n\n" FIVE_LINES), "4");
    CHECK_EQUAL_TEXT(leaves_of(""), "");
    CHECK_EQUAL_TEXT(leaves_of("\n \n\n"), "");
}

static void test_a_running_head_opens_a_page(void) {
    CHECK_EQUAL_TEXT(leaves_of(FIVE_LINES "\nPreface xii\n\n" FIVE_LINES), "1 7");
}

/* What stands between two breaks and is shorter than any page is the torn end of something. */
static void test_breaks_near_one_another_are_one(void) {
    CHECK_EQUAL_TEXT(leaves_of(FIVE_LINES "\n\n\nlate.\n\n\n " FIVE_LINES), "1 12");
    CHECK_EQUAL_TEXT(leaves_of(FIVE_LINES "\n\n\nDocument 2\n\n\n\nLetter to the mill\n" FIVE_LINES), "1 9");
}

static void test_the_last_page_of_a_chapter_may_be_short(void) {
    CHECK_EQUAL_TEXT(leaves_of(FIVE_LINES " of a cold spring.\n\n\n\n\nChapter Two\n\n" FIVE_LINES), "1 6 11");
    CHECK_EQUAL_TEXT(leaves_of(FIVE_LINES " of a cold spring.\n\n\n\n\nIndex\n\n" FIVE_LINES), "1 6 11");
}

static void test_columns_of_a_list_are_no_pages(void) {
    static const char list[] = "Anikeev\nBarkhatov\nDalmatov\nEgerin\n";
    char text[256];
    snprintf(text, sizeof text, "%s\n\n\n%s\n\n\n\n%s", list, list, list);
    CHECK_EQUAL_TEXT(leaves_of(text), "1");
}

static void test_finding_the_leaf_and_the_chapter_of_a_line(void) {
    CHECK_OR_STOP(
        lay_out("A title\n" FIVE_LINES "\n\n\nChapter One\n\n" FIVE_LINES "\n\n\nC H A P T E R  T W O\n\n" FIVE_LINES));
    CHECK_EQUAL_INT(layout.leaf_count, 3);
    CHECK_EQUAL_INT(layout.chapter_count, 2);
    CHECK_EQUAL_INT(layout.leaves[0].opening, OPIS_OPENS_NOTHING);
    CHECK_EQUAL_INT(layout.leaves[1].opening, OPIS_OPENS_CHAPTER);
    for (uint32_t line = 0; line < layout.line_count; line++) {
        uint32_t leaf = line < layout.leaves[1].first_line ? 0 : line < layout.leaves[2].first_line ? 1 : 2;
        CHECK_EQUAL_INT(opis_layout_leaf(&layout, line), leaf);
        CHECK_EQUAL_INT(opis_layout_chapter(&layout, line), leaf);
    }
    CHECK_EQUAL_INT(layout.leaves[2].end_line, layout.line_count);
    release();
}

#define WIDE_BLANK 70000 /* more than one token takes */

/* Lines of all sorts, one behind the other. */
static size_t print_lines(char *out, size_t room) {
    static const char *const sorts[] = {"the barges lay at the upper pier until\n",
                                        "Chapter Two\n",
                                        "\n",
                                        "\n",
                                        "\r\n",
                                        "  \f \n",
                                        "\fIndex\n",
                                        "Borg, 12, 14-18\r\n",
                                        " и воды \n",
                                        "\xC2\xA0\fa quay\n",
                                        "Dorn\n",
                                        "1\n"};
    size_t used = 0;
    while (used + 64 < room) {
        const char *sort = sorts[random_below(sizeof sorts / sizeof *sorts)];
        memcpy(out + used, sort, strlen(sort));
        used += strlen(sort);
    }
    return used;
}

static int same_lines(const opis_layout *a, const opis_layout *b) {
    if (!CHECK(a->line_count == b->line_count)) return 0;
    for (uint32_t i = 0; i < a->line_count; i++) {
        const opis_line *one = &a->lines[i], *other = &b->lines[i];
        CHECK_EQUAL_INT(one->end_token - one->first_token, other->end_token - other->first_token);
        if (!CHECK(one->start == other->start && one->end == other->end && one->width == other->width &&
                   one->role == other->role && one->indented == other->indented && one->figured == other->figured &&
                   one->worded == other->worded && one->first == other->first))
            return 0;
    }
    return 1;
}

static int same_leaf(const opis_leaf *a, const opis_leaf *b) {
    return a->first_line == b->first_line && a->end_line == b->end_line && a->fed == b->fed;
}

/* The leaves of a text are the same whether its tokens are kept or found line by line. */
static void check_apart(const char *text, size_t length) {
    opis_error error = {OPIS_OK, 0, ""};
    opis_layout apart;
    CHECK_OK(opis_source_open(&source, text, length, &error), error);
    CHECK_OK(opis_tokens_find(text, source.length, &tokens, &token_count, &error), error);
    CHECK_OK(opis_layout_find_lines(&layout, &source, tokens, token_count, &error), error);
    CHECK_OK(opis_layout_find_lines_apart(&apart, &source, &error), error);
    same_lines(&layout, &apart);
    const opis_style *style = opis_style_default();
    CHECK_OK(opis_layout_find_leaves(&layout, &source, tokens, style, glyphs, &error), error);
    CHECK_OK(opis_layout_find_leaves(&apart, &source, NULL, style, glyphs, &error), error);
    CHECK(layout.leaf_count > 1 && layout.leaf_count == apart.leaf_count);
    for (uint32_t i = 0; i < layout.leaf_count && i < apart.leaf_count; i++)
        CHECK(same_leaf(&layout.leaves[i], &apart.leaves[i]));
    opis_layout_release(&apart);
    release();
}

static void test_leaves_of_lines_whose_tokens_are_not_kept(void) {
    static char text[3u << 19]; /* of more than one piece */
    random_state = 7;
    for (size_t room = 2000; room <= sizeof text; room *= 6) check_apart(text, print_lines(text, room));
    for (size_t feed = 0; feed < 2; feed++) { /* a form feed, then too far into the blanks to be seen */
        size_t used = print_lines(text, 4000);
        memset(text + used, ' ', WIDE_BLANK);
        text[used + (feed ? WIDE_BLANK - 2 : 100)] = '\f';
        memcpy(text + used + WIDE_BLANK, "a quay\n", 8);
        check_apart(text, used + WIDE_BLANK + 7);
    }
}

int main(void) {
    opis_error error;
    glyphs = opis_glyphs_new(opis_style_default(), &error);
    if (!glyphs) return EXIT_FAILURE;
    CHECK_RUN(test_lines_without_the_blanks_around_them);
    CHECK_RUN(test_tokens_of_a_line);
    CHECK_RUN(test_where_pages_break);
    CHECK_RUN(test_a_running_head_opens_a_page);
    CHECK_RUN(test_breaks_near_one_another_are_one);
    CHECK_RUN(test_the_last_page_of_a_chapter_may_be_short);
    CHECK_RUN(test_columns_of_a_list_are_no_pages);
    CHECK_RUN(test_finding_the_leaf_and_the_chapter_of_a_line);
    CHECK_RUN(test_leaves_of_lines_whose_tokens_are_not_kept);
    opis_glyphs_free(glyphs);
    return check_report();
}
