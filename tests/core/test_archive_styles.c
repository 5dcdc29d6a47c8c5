/* The styles of references, compiled: what a word may be, and what is refused. */
#include "styled_text.h"
#include "text/fold.h"

static int has_term(const char *word, opis_term_kind kind) {
    size_t count;
    const opis_term *terms =
        opis_archive_terms(styled_parser.styles, opis_fold_hash(OPIS_FOLD_START, word, strlen(word)), &count);
    for (size_t i = 0; i < count; i++)
        if (terms[i].kind == kind && terms[i].style == 0) return 1;
    return 0;
}

static void test_what_a_word_may_be(void) {
    CHECK_OR_STOP(styled_begin("text"));
    CHECK(has_term("BOX", OPIS_TERM_LABEL) && has_term("b", OPIS_TERM_LABEL));
    CHECK(has_term("file", OPIS_TERM_FIRST) && has_term("file number", OPIS_TERM_LABEL));
    CHECK(!has_term("file", OPIS_TERM_LABEL));
    CHECK(has_term("in", OPIS_TERM_FIRST_IBID) && has_term("in the same", OPIS_TERM_IBID));
    CHECK(has_term("ob.", OPIS_TERM_VERSO) && has_term("athenaeum", OPIS_TERM_INSTITUTION));
    CHECK(has_term("Mill", OPIS_TERM_NAME) && has_term("old", OPIS_TERM_NAME));
    CHECK(!has_term("barge", OPIS_TERM_LABEL) && !has_term("barge", OPIS_TERM_NAME));
    styled_end();
}

static void test_added_styles_stand_beside_those_compiled_in(void) {
    CHECK_OR_STOP(styled_begin("text"));
    const opis_archive_styles *styles = styled_parser.styles;
    CHECK_EQUAL_INT(styles->style_count, 1 + opis_style_default()->citation_count);
    CHECK_EQUAL_INT(styles->repository_count, 1 + opis_style_default()->repository_count);
    CHECK_EQUAL_TEXT(styles->styles[0].name, "boxes");
    for (size_t i = 0; i < styles->repository_count; i++) CHECK(styles->repositories[i].style < styles->style_count);
    styled_end();
}

static void check_refused(const opis_citation_style *style, const opis_repository *repository, const char *said) {
    const opis_added_styles added = {style, 1, repository, 1};
    opis_error error = {OPIS_OK, 0, ""};
    opis_reader *reader = opis_reader_with_styles(&added, &error);
    CHECK(reader == NULL);
    CHECK_EQUAL_INT(error.status, OPIS_BAD_STYLE);
    if (!CHECK(strstr(error.message, said) != NULL)) printf("    error: %s\n", error.message);
    opis_reader_free(reader);
}

static void test_what_is_refused(void) {
    static opis_citation_level many[OPIS_MOST_LEVELS + 1];
    static uint8_t groups[OPIS_PATTERN_GROUPS];
    opis_citation_style style = styled_style;
    opis_repository repository = styled_repository;
    const opis_signature open = {"([0-9]+", styled_marked, 1, 0}, wide = {"(a)", groups, OPIS_PATTERN_GROUPS, 0};
    for (size_t i = 0; i <= OPIS_MOST_LEVELS; i++) many[i] = styled_levels[0];
    style.levels = many;
    style.level_count = OPIS_MOST_LEVELS + 1;
    check_refused(&style, &repository, "style boxes: more than 32 levels");
    style = styled_style;
    style.signatures = &open;
    style.signature_count = 1;
    check_refused(&style, &repository, "([0-9]+");
    style.signatures = &wide;
    check_refused(&style, &repository, "more than 15 groups");
    repository.style = 1000;
    check_refused(&styled_style, &repository, "archive Mill Archive: there is no style");
}

/* What a hostile style would have compiled, or tried at every place, for hours. */
static void test_styles_that_are_too_large(void) {
    static opis_signature patterns[OPIS_MOST_SIGNATURES + 1];
    static const char *names[OPIS_MOST_NAMESAKES + 1];
    opis_citation_style style = styled_style;
    opis_repository repository = styled_repository;
    opis_error error = {OPIS_OK, 0, ""};
    for (size_t i = 0; i <= OPIS_MOST_SIGNATURES; i++) patterns[i] = styled_signatures[0];
    style.signatures = patterns;
    style.signature_count = OPIS_MOST_SIGNATURES + 1;
    check_refused(&style, &repository, "style boxes: more than 64 signatures");
    for (size_t i = 0; i <= OPIS_MOST_NAMESAKES; i++) names[i] = "Millers Guild";
    repository.names = (opis_words){names, OPIS_MOST_NAMESAKES + 1};
    check_refused(&styled_style, &repository, "more than 2048 names or labels of styles begin as this one: Millers");
    repository.names.count = OPIS_MOST_NAMESAKES;
    const opis_added_styles added = {&styled_style, 1, &repository, 1};
    opis_reader *reader = opis_reader_with_styles(&added, &error);
    CHECK(reader != NULL);
    opis_reader_free(reader);
}

static void test_references_of_the_style(void) {
    static const char *const texts[] = {
        "Document 1\n\nLetter to the mill, 3 May 1931\n\nBread. Mill Archive, Box 12, Folder 3.\n",
        "Document 1\n\nLetter to the mill, 3 May 1931\n\nBread. Archive of the Mill, Box 12, Folder 3.\n",
    };
    for (int i = 0; i < 2; i++) {
        CHECK_OR_STOP(styled_begin(texts[i]));
        opis_rows rows = opis_book_rows(styled_book, OPIS_ARCHIVE);
        const opis_archive *archive = rows.rows;
        if (CHECK_EQUAL_INT(rows.count, 1)) {
            CHECK_EQUAL_BYTES(opis_book_text(styled_book, archive->archive), archive->archive.length, "Mill Archive");
            CHECK_EQUAL_BYTES(opis_book_text(styled_book, archive->delo), archive->delo.length, "3");
        }
        styled_end();
    }
}

int main(void) {
    CHECK_RUN(test_what_a_word_may_be);
    CHECK_RUN(test_added_styles_stand_beside_those_compiled_in);
    CHECK_RUN(test_what_is_refused);
    CHECK_RUN(test_styles_that_are_too_large);
    CHECK_RUN(test_references_of_the_style);
    styled_release();
    return check_report();
}
