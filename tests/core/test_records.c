/* The rows that extractors fill, their texts and lists, and the description that a binding reads them by. */
#include "check.h"

#include "records.h"

static opis_records records;
static opis_error error;

static void test_every_kind_is_described(void) {
    for (int kind = 0; kind < OPIS_KIND_COUNT; kind++) {
        size_t count = 0;
        const opis_field *fields = opis_kind_fields((opis_kind)kind, &count);
        static const size_t sizes[] = {sizeof(int32_t),   sizeof(int64_t),   sizeof(double),
                                       sizeof(uint8_t),   sizeof(uint8_t),   sizeof(opis_text),
                                       sizeof(opis_list), sizeof(opis_list), sizeof(opis_list)};
        CHECK_OR_STOP(opis_kind_name((opis_kind)kind) != NULL && fields != NULL);
        for (size_t i = 0; i < count; i++) {
            CHECK(fields[i].offset + sizes[fields[i].type] <= opis_records_row_size((opis_kind)kind));
            for (size_t j = 0; j < i; j++) {
                CHECK(strcmp(fields[i].name, fields[j].name) != 0);
                CHECK(fields[i].offset >= fields[j].offset + sizes[fields[j].type] ||
                      fields[j].offset >= fields[i].offset + sizes[fields[i].type]);
            }
        }
        for (int other = 0; other < kind; other++)
            CHECK(strcmp(opis_kind_name((opis_kind)kind), opis_kind_name((opis_kind)other)) != 0);
    }
    size_t count;
    CHECK(opis_kind_name(OPIS_KIND_COUNT) == NULL);
    CHECK(opis_kind_fields(OPIS_KIND_COUNT, &count) == NULL);
}

static void test_names_of_certainties(void) {
    static const char *const names[] = {"clean", "repaired", "likely", "missing", "conflict", "corrected"};
    for (int i = 0; i < 6; i++) CHECK_EQUAL_TEXT(opis_certainty_name((opis_certainty)i), names[i]);
    CHECK(opis_certainty_name((opis_certainty)6) == NULL);
}

/* What a new row does not know, it says that it does not know. */
static void test_a_new_row_knows_nothing(void) {
    const opis_document *document = opis_records_add(&records, OPIS_DOCUMENT, &error);
    CHECK_OR_STOP(document != NULL);
    CHECK_EQUAL_INT(document->record.page, OPIS_UNKNOWN);
    CHECK_EQUAL_INT(document->record.document, OPIS_UNKNOWN);
    CHECK_EQUAL_INT(document->number, OPIS_UNKNOWN);
    CHECK_EQUAL_INT(document->source_line, OPIS_UNKNOWN);
    CHECK_EQUAL_INT(document->source, OPIS_UNKNOWN);
    CHECK(document->date.length == OPIS_NULL_TEXT && document->date_raw.length == OPIS_NULL_TEXT);
    CHECK_EQUAL_INT(document->title.length, 0); /* a title may be empty, but there is one */
    CHECK_EQUAL_INT(document->continued.count, 0);
    const opis_note *note = opis_records_add(&records, OPIS_NOTE, &error);
    CHECK_OR_STOP(note != NULL);
    CHECK_EQUAL_INT(note->marker, OPIS_UNKNOWN);
    const opis_cell *cell = opis_records_add(&records, OPIS_CELL, &error);
    CHECK_OR_STOP(cell != NULL);
    CHECK(isnan(cell->value));
    opis_records_release(&records);
}

static void test_rows_keep_what_they_hold(void) {
    for (int i = 0; i < 5000; i++) {
        opis_page *page = opis_records_add(&records, OPIS_PAGE, &error);
        CHECK_OR_STOP(page != NULL);
        page->number = i;
    }
    const opis_page *pages = records.kinds[OPIS_PAGE].rows;
    CHECK_EQUAL_INT(records.kinds[OPIS_PAGE].count, 5000);
    for (int i = 0; i < 5000; i++) CHECK_OR_STOP(pages[i].number == i);
    opis_records_release(&records);
    CHECK_EQUAL_INT(records.kinds[OPIS_PAGE].count, 0);
}

static void test_texts_and_lists(void) {
    char word[24];
    opis_text texts[300];
    opis_list listy = {0, 0}, lines = {0, 0}, more = {0, 0};
    for (int i = 0; i < 300; i++) {
        snprintf(word, sizeof word, "delo %d", i);
        CHECK_OR_STOP(opis_records_text(&records, word, strlen(word), &texts[i], &error) == OPIS_OK);
    }
    for (int i = 0; i < 300; i++) {
        snprintf(word, sizeof word, "delo %d", i);
        CHECK_EQUAL_BYTES(records.texts + texts[i].start, texts[i].length, word);
    }
    CHECK_OK(opis_records_append_text(&records, &listy, "60-65", 5, &error), error);
    CHECK_OK(opis_records_append_text(&records, &listy, "12ob", 4, &error), error);
    CHECK_OK(opis_records_append_integer(&records, &lines, 7, &error), error);
    CHECK_OK(opis_records_append_integer(&records, &lines, 9, &error), error);
    CHECK_OK(opis_records_append_integer(&records, &more, 11, &error), error);
    CHECK_EQUAL_INT(listy.count, 2);
    const opis_text *folio = records.text_items + listy.first;
    CHECK_EQUAL_BYTES(records.texts + folio[0].start, folio[0].length, "60-65");
    CHECK_EQUAL_BYTES(records.texts + folio[1].start, folio[1].length, "12ob");
    CHECK(lines.count == 2 && records.integer_items[lines.first + 1] == 9);
    CHECK(more.count == 1 && records.integer_items[more.first] == 11);
    opis_text empty;
    CHECK_OK(opis_records_text(&records, NULL, 0, &empty, &error), error);
    CHECK_EQUAL_INT(empty.length, 0);
    opis_records_release(&records);
}

int main(void) {
    CHECK_RUN(test_every_kind_is_described);
    CHECK_RUN(test_names_of_certainties);
    CHECK_RUN(test_a_new_row_knows_nothing);
    CHECK_RUN(test_rows_keep_what_they_hold);
    CHECK_RUN(test_texts_and_lists);
    return check_report();
}
