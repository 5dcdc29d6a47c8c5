/* Folios that read as they stand. */
#include "extract/archive_folios.h"
#include "styled_text.h"

/* The folios with commas between them, a bar, and the text that follows them. */
static const char *folios(const char *text) {
    static char out[1024];
    opis_styled found = styled_nothing();
    size_t used = 0;
    out[0] = 0;
    if (!styled_begin(text)) return out;
    uint32_t end = opis_folios_read(&styled_parser, 0, &found);
    for (int i = 0; i < found.folio_count; i++)
        used += (size_t)snprintf(out + used, sizeof out - used, "%s%s", i ? "," : "", found.folios[i]);
    snprintf(out + used, sizeof out - used, "|%s", end < styled_slip.count ? text + styled_slip.units[end].start : "");
    styled_end();
    return out;
}

static void test_lists_and_ranges(void) {
    CHECK_EQUAL_TEXT(folios("5"), "5|");
    CHECK_EQUAL_TEXT(folios("5, 12, 60-65"), "5,12,60-65|");
    CHECK_EQUAL_TEXT(folios("60\u201365"), "60-65|");
    CHECK_EQUAL_TEXT(folios("5 and 7."), "5,7|.");
}

static void test_versos(void) {
    CHECK_EQUAL_TEXT(folios("12 ob."), "12ob|.");
    CHECK_EQUAL_TEXT(folios("12ob., 13"), "12ob,13|");
    CHECK_EQUAL_TEXT(folios("34v-35"), "34v-35|");
    CHECK_EQUAL_TEXT(folios("12 recto"), "12|recto");
}

static void test_what_is_no_folio_of_the_list(void) {
    CHECK_EQUAL_TEXT(folios("5, 12 March"), "5|, 12 March");
    CHECK_EQUAL_TEXT(folios("5, 1931."), "5|, 1931.");
    CHECK_EQUAL_TEXT(folios("5, 90000."), "5|, 90000.");
    CHECK_EQUAL_TEXT(folios("leaf"), "|leaf");
}

static void test_more_than_a_record_holds(void) {
    char text[400] = "";
    size_t used = 0;
    for (int i = 1; i <= OPIS_STYLED_FOLIOS + 6; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%d", i > 1 ? ", " : "", i);
    const char *read = folios(text);
    CHECK(strstr(read, ",24|, 25") != NULL);
}

int main(void) {
    CHECK_RUN(test_lists_and_ranges);
    CHECK_RUN(test_versos);
    CHECK_RUN(test_what_is_no_folio_of_the_list);
    CHECK_RUN(test_more_than_a_record_holds);
    styled_release();
    return check_report();
}
