#include "archives.h"

static void append_text(char *line, size_t room, const char *before, opis_text text) {
    const char *bytes = opis_book_text(book, text);
    size_t used = strlen(line);
    if (bytes)
        snprintf(line + used, room - used, "%s%.*s", before, (int)text.length, bytes);
    else
        snprintf(line + used, room - used, "%s-", before);
}

/* "GARF 17 2 5: 1-2 3ob", with " ibid" after it where anything is inherited. */
static const char *describe(const opis_archive *row) {
    static char line[400];
    line[0] = 0;
    append_text(line, sizeof line, "", row->archive);
    append_text(line, sizeof line, " ", row->fond);
    append_text(line, sizeof line, " ", row->opis);
    append_text(line, sizeof line, " ", row->delo);
    const opis_text *listy = opis_book_texts(book, row->listy);
    for (uint32_t i = 0; i < row->listy.count; i++) append_text(line, sizeof line, i ? " " : ": ", listy[i]);
    if (row->ibid) strcat(line, " ibid");
    return line;
}

static const opis_archive *expect_one(const char *text, const char *expected) {
    size_t count;
    const opis_archive *rows = read_archives(text, &count);
    if (!CHECK_EQUAL_INT(count, 1) || !CHECK_EQUAL_TEXT(describe(rows), expected)) {
        printf("    in: %s\n", text);
        return NULL;
    }
    return rows;
}

static void expect_two(const char *text, const char *first, const char *second) {
    size_t count;
    const opis_archive *rows = read_archives(text, &count);
    if (!CHECK_EQUAL_INT(count, 2)) {
        printf("    in: %s\n", text);
        return;
    }
    CHECK_EQUAL_TEXT(describe(&rows[0]), first);
    CHECK_EQUAL_TEXT(describe(&rows[1]), second);
}

static void test_a_clean_reference(void) {
    const char *text = "The report is in GARF, f. 5446, op. 3, d. 339, ll. 5-11, 14ob. It was never sent.\n";
    const opis_archive *row = expect_one(text, "GARF 5446 3 339: 5-11 14ob");
    if (!row) return;
    CHECK_EQUAL_INT(row->record.status, OPIS_CLEAN);
    CHECK_EQUAL_INT(row->record.start, 17);
    CHECK_EQUAL_BYTES(text + row->record.start, row->record.end - row->record.start,
                      "GARF, f. 5446, op. 3, d. 339, ll. 5-11, 14ob");
    CHECK_EQUAL_INT(row->record.line, 1);
}

static void test_damaged_labels(void) {
    static const char *const texts[] = {
        "GARF, f. 5446, op. 3, d. 339, 11. 60-65.\n",      "GARF, f. 5446, ap. 3, d. 339, Il. 60-65.\n",
        "GARF. f. 5446, OD. 3,d. 339,ll. 60-65.\n",        "GARF, f, 5446, op, 3. d. 339.11. 60-65.\n",
        "GARF, i. 5446,op. 3, d. 33911. 60-65.\n",         "GARFf. 5446, op. 3 ,  d. 3 3 9 , l l .  60-65.\n",
        "foundinGARF, f. 5446, Op. 3, d. 339, II.60-65.\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) expect_one(texts[i], "GARF 5446 3 339: 60-65");
}

static void test_damaged_numbers(void) {
    expect_one("GARF, f. S446, op. 3, d. 3j9, l. 6o.\n", "GARF 5446 3 339: 60");
    expect_one("GARF, f. 5446, op. 3, d. 339, ll. 6I-670b.\n", "GARF 5446 3 339: 61-67ob");
    expect_one("GARF, f. 5446, op. 3, d. 339, ll. 2.05-14.\n", "GARF 5446 3 339: 205-14");
    expect_one("GARF, f. 5446, op. 3, d. 339, ll. 12-rz.\n", "GARF 5446 3 339: 12-22");
    expect_one("GARF, f. 5446, op. 22a, d. 339, ll. 3,94, 100.\n", "GARF 5446 22a 339: 3 94 100");
    expect_one("GARF, f. 5446, op. 3, d. 339, ll. 38. 56, 57. Seven people came.\n", "GARF 5446 3 339: 38 56 57");
    expect_one("GARF, f. 5446, op. 3, d. 339, l. 38. 12 people came.\n", "GARF 5446 3 339: 38");
    expect_one("GARF, f. 5446, op. 3, d. 339, l. 29, by\nsubtracting the others.\n", "GARF 5446 3 339: 29");
    expect_one("GARF, f. 5446, op. 3, d. 339, ll. 3-8, 30-36, so-57.\n", "GARF 5446 3 339: 3-8 30-36 50-57");
    expect_one("GARF, f. 5446, op. 3, d. r a o j ,  11. 34-35.\n", "GARF 5446 3 1003: 34-35");
    expect_one("GARF, f. 5446, op. 3, d. 339, II., zoz, 203-5, for figures.\n", "GARF 5446 3 339: 202 203-5");
    expect_one("GARF, f. 5446, op. 3, d. 6,l .  I \n\n\n\nthe wardens went on counting barges.\n", "GARF 5446 3 6: 1");
}

static void test_damaged_names(void) {
    expect_one("RTrKhlDN1, f. 88, op. 5, d. 70, l. 8.\n", "RTsKhIDNI 88 5 70: 8");
    expect_one("TsKhSD), fond 88, opis' 5, delo 70\n", "TsKhSD 88 5 70");
    expect_one("The Tratsky Papers, 4782.\n", "Trotsky Papers - - 4782");
    expect_one("Smolensk Archive file 499.11. 308-9.\n", "Smolensk Archive - - 499: 308-9");
    expect_one("QRZXM (Museum of Mills), f. 88, op. 5, d. 70, l. 8.\n", "QRZXM 88 5 70: 8");
}

static void test_lines_are_crossed(void) {
    expect_one("It is in GARF, \n\nf. 5446, op. 3,\nd. 339, \n11. 60-\n65. It was lost.\n", "GARF 5446 3 339: 60-65");
}

static void test_one_record_for_each_delo(void) {
    expect_two("GARF, f. 88, op. 5, d. 70, l. 8; d. 71, ll. 9-10.\n", "GARF 88 5 70: 8", "GARF 88 5 71: 9-10 ibid");
    expect_two("GARF, f. 88, op. 5, d. 70, l. 8; f. 89, op. 6, d. 3.\n", "GARF 88 5 70: 8", "GARF 89 6 3 ibid");
    expect_two("GARF, f. 88, op. 5, d. 70, l. 8, and op. 6, d. 3, l. 2.\n", "GARF 88 5 70: 8", "GARF 88 6 3: 2 ibid");
    expect_two("GARF, f. 88, op. 5, d. 70, l. 8; RGAE, f. 89, op. 6, d. 3.\n", "GARF 88 5 70: 8", "RGAE 89 6 3");
}

static void test_no_reference(void) {
    static const char *const texts[] = {"The archives are closed.\n",
                                        "The NKVD came, and left.\n",
                                        "GARF is in Moscow.\n",
                                        "d. 5 is the fifth; Ibid., 45.\n",
                                        "Trotsky Papers were burned in the yard.\n",
                                        ""};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t count;
        read_archives(texts[i], &count);
        if (!CHECK_EQUAL_INT(count, 0)) printf("    in: %s\n", texts[i]);
    }
}

static void test_the_book_is_its_own_lexicon(void) {
    size_t count;
    const opis_archive *rows =
        read_archives("GARF, f. 88, op. 120, d. 184, l. 1.\nGARF, f. 88, op. 120, d. 185, l. 1.\n"
                      "GARF, f. 88, op. 120, d. 186, l. 1.\nGARF, f. 88, op. 120, d. 184, l. 7.\n"
                      "GARF, f. 88, op. 1x0, d. 184, l. 3.\nGARF, f. 88, op. lo, d. 185, l. 4.\n"
                      "GARF, f. 88, op. 110, d. 184, l. 5.\n",
                      &count);
    CHECK_OR_STOP(CHECK_EQUAL_INT(count, 7));
    CHECK_EQUAL_TEXT(describe(&rows[4]), "GARF 88 120 184: 3");
    CHECK_EQUAL_INT(rows[4].record.status, OPIS_REPAIRED);
    CHECK_EQUAL_TEXT(describe(&rows[5]), "GARF 88 120 185: 4");
    CHECK_EQUAL_TEXT(describe(&rows[6]), "GARF 88 120 184: 5");
    CHECK(rows[6].record.status != OPIS_CLEAN);
}

/* The status of the first of references to one inventory: to this delo, so many times, and to twenty from 901 on. */
static opis_certainty status_beside_twenty(int delo, int times) {
    char text[32 * 64];
    size_t length = 0, count;
    for (int i = 0; i < times + 20; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "GARF, f. 88, op. 3, d. %d, l. %d.\n",
                                   i < times ? delo : 901 + 3 * (i - times), i + 1);
    const opis_archive *rows = read_archives(text, &count);
    return CHECK_EQUAL_INT(count, times + 20) ? (opis_certainty)rows[0].record.status : OPIS_LIKELY;
}

static void test_a_delo_far_from_all_others(void) {
    CHECK_EQUAL_INT(status_beside_twenty(312, 1), OPIS_LIKELY);
    CHECK_EQUAL_INT(status_beside_twenty(1312, 1), OPIS_LIKELY);
    CHECK_EQUAL_INT(status_beside_twenty(312, 2), OPIS_CLEAN);
    CHECK_EQUAL_INT(status_beside_twenty(912, 1), OPIS_CLEAN);
    CHECK_EQUAL_INT(status_beside_twenty(990, 1), OPIS_CLEAN);
}

static void test_doubt_is_told(void) {
    const opis_archive *row = expect_one("GARF, f. 88, op. r, d. 70, l. 8.\n", "GARF 88 1 70: 8");
    if (row) CHECK_EQUAL_INT(row->record.status, OPIS_LIKELY);
    /* clean figures that do not ascend are another's, of which no one can tell */
    row = expect_one("GARF, f. 88, op. 5, d. 70, ll. 50-15.\n", "GARF 88 5 70: 50-75");
    if (row) CHECK_EQUAL_INT(row->record.status, OPIS_LIKELY);
    row = expect_one("GARF, f. 88, op. 5, d. = o m, l. 8.\n", "GARF 88 5 -: 8");
    if (row) CHECK_EQUAL_INT(row->record.status, OPIS_LIKELY);
}

int main(void) {
    opis_error error = {OPIS_OK, 0, ""};
    reader = opis_reader_new(&error);
    if (!reader) return printf("%s\n", error.message), EXIT_FAILURE;
    CHECK_RUN(test_a_clean_reference);
    CHECK_RUN(test_damaged_labels);
    CHECK_RUN(test_damaged_numbers);
    CHECK_RUN(test_damaged_names);
    CHECK_RUN(test_lines_are_crossed);
    CHECK_RUN(test_one_record_for_each_delo);
    CHECK_RUN(test_no_reference);
    CHECK_RUN(test_the_book_is_its_own_lexicon);
    CHECK_RUN(test_a_delo_far_from_all_others);
    CHECK_RUN(test_doubt_is_told);
    opis_book_free(book);
    opis_reader_free(reader);
    return check_report();
}
