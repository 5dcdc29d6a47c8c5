/* A reference read by its style: levels, labels, values, shelfmarks. */
#include "styled_text.h"

/* Every part as "level=text", glosses in brackets. */
static const char *print_parts(const char *text, const opis_styled *found) {
    static char out[1024];
    size_t used = 0;
    out[0] = 0;
    for (int i = 0; i < found->part_count; i++) {
        const opis_part *part = &found->parts[i];
        used += (size_t)snprintf(out + used, sizeof out - used, "%s%s%s=%.*s%s", i ? "; " : "", part->gloss ? "[" : "",
                                 styled_levels[part->level].name, (int)(part->end - part->start), text + part->start,
                                 part->gloss ? "]" : "");
    }
    return out;
}

static const char *parts(const char *text) {
    opis_styled found = styled_nothing();
    if (!styled_begin(text)) return "";
    opis_parts_read(&styled_parser, 0, &found);
    styled_end();
    return print_parts(text, &found);
}

static void test_labels_and_values(void) {
    CHECK_EQUAL_TEXT(parts("Box 12, Folder 3, leaf 5"), "box=12; folder=3; leaf=5");
    CHECK_EQUAL_TEXT(parts("BOX 12; folder 3"), "box=12; folder=3");
    CHECK_EQUAL_TEXT(parts("b. R-12, Folder 352-8/7"), "box=R-12; folder=352-8/7");
    CHECK_EQUAL_TEXT(parts("Box 12, file number 3"), "box=12; folder=3");
    CHECK_EQUAL_TEXT(parts("Box no. 12"), "box=12");
}

static void test_lists_under_a_label_of_many(void) {
    CHECK_EQUAL_TEXT(parts("Box 12, ff. 3, 4"), "box=12; folder=3");
    opis_styled found = styled_nothing();
    CHECK_OR_STOP(styled_begin("Box 12, ff. 3, 4"));
    CHECK(opis_parts_read(&styled_parser, 0, &found));
    CHECK_EQUAL_INT(found.parts[1].list, 1);
    CHECK_EQUAL_INT(found.end, strlen("Box 12, ff. 3, 4"));
    styled_end();
}

static void test_levels_descend(void) {
    CHECK_EQUAL_TEXT(parts("Folder 3, Box 12"), "folder=3");
    CHECK_EQUAL_TEXT(parts("Box 12, Box 13"), "box=12");
}

static void test_a_label_behind_its_value(void) {
    CHECK_EQUAL_TEXT(parts("Box 12, 1806 g., Folder 3"), "box=12; year=1806; folder=3");
}

static void test_a_label_without_a_value(void) {
    uint8_t level = OPIS_NO_LEVEL;
    CHECK_EQUAL_TEXT(parts("Box of letters"), "");
    CHECK_OR_STOP(styled_begin("Box 12"));
    CHECK_EQUAL_INT(opis_parts_label(&styled_parser, 0, &level), 1);
    CHECK_EQUAL_INT(level, STYLED_BOX);
    styled_end();
    CHECK_OR_STOP(styled_begin("Box of letters"));
    CHECK_EQUAL_INT(opis_parts_label(&styled_parser, 0, &level), 0);
    styled_end();
}

static void test_a_paragraph_ends_a_reference(void) {
    CHECK_EQUAL_TEXT(parts("Box 12,\nFolder 3"), "box=12; folder=3");
    CHECK_EQUAL_TEXT(parts("Box 12,\n\n\nFolder 3"), "box=12");
}

static int stands_alone(const char *text) {
    opis_styled found = styled_nothing();
    if (!styled_begin(text)) return -1;
    opis_parts_read(&styled_parser, 0, &found);
    int stands = opis_parts_stand_alone(&styled_parser, &found);
    styled_end();
    return stands;
}

static void test_what_stands_without_an_archive(void) {
    CHECK_EQUAL_INT(stands_alone("Box 12, Folder 3"), 1);
    CHECK_EQUAL_INT(stands_alone("Box 12"), 0);
    CHECK_EQUAL_INT(stands_alone("letters"), 0);
}

static int shelfmark(const char *text, int alone, opis_styled *found) {
    *found = styled_nothing();
    if (!styled_begin(text)) return -1;
    int matched = opis_parts_signature(&styled_parser, 0, alone, found);
    CHECK_EQUAL_INT(opis_scratch_status(styled_scratch), OPIS_OK);
    styled_end();
    return matched;
}

static void test_shelfmarks(void) {
    opis_styled found;
    CHECK_EQUAL_INT(shelfmark("AB 3/1061, leaf 4", 1, &found), 1);
    CHECK_EQUAL_TEXT(print_parts("AB 3/1061, leaf 4", &found), "box=AB; folder=3/1061");
    CHECK_EQUAL_INT(found.end, strlen("AB 3/1061"));
    CHECK_EQUAL_INT(shelfmark("7 x 8", 0, &found), 1);
    CHECK_EQUAL_INT(shelfmark("7 x 8", 1, &found), 0); /* needs an archive's name */
    CHECK_EQUAL_INT(shelfmark("See AB 3/1061", 1, &found), 0);
}

static void test_more_parts_than_a_record_holds(void) {
    char text[2000] = "Box 12";
    for (int i = 0; i < 60; i++) strcat(text, ", 1806 g. (kept)");
    const char *read = parts(text);
    CHECK(strncmp(read, "box=12", 6) == 0);
}

int main(void) {
    CHECK_RUN(test_labels_and_values);
    CHECK_RUN(test_lists_under_a_label_of_many);
    CHECK_RUN(test_levels_descend);
    CHECK_RUN(test_a_label_behind_its_value);
    CHECK_RUN(test_a_label_without_a_value);
    CHECK_RUN(test_a_paragraph_ends_a_reference);
    CHECK_RUN(test_what_stands_without_an_archive);
    CHECK_RUN(test_shelfmarks);
    CHECK_RUN(test_more_parts_than_a_record_holds);
    styled_release();
    return check_report();
}
