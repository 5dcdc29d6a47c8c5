/* Dates in languages beside English: exact ones, damaged ones, and what only looks like one. */
#include "dates.h"

static void check_dates(size_t count, const char *const cases[][2]) {
    for (size_t i = 0; i < count; i++)
        if (!CHECK_EQUAL_TEXT(dates_in(cases[i][0]), cases[i][1])) printf("    in \"%s\"\n", cases[i][0]);
}

#define CHECK_DATES(cases) check_dates(sizeof cases / sizeof *cases, cases)

static void test_cyrillic(void) {
    static const char *const cases[][2] = {
        {"Паром отошёл 17 июля 1937 г. вечером.\n", "1937-07-17"},
        {"ПАРОМ ОТОШЁЛ 17 ИЮЛЯ 1937 ГОДА\n", "1937-07-17"},
        {"Июль 1937 г.\n", "1937-07"},
        {"Стояли с 17 по 20 июля 1937 г.\n", "1937-07-17/1937-07-20"},
        {"Стояли 17–20 июня 1936 г. и июль–август 1938 г.\n", "1936-06-17/1936-06-20 1938-07/1938-08"},
        {"с 30 декабря 1936 г. по 2 января 1937 г.\n", "1936-12-30/1937-01-02"},
        {"5 и 6 мая 1938 г.\n", "1938-05-05 1938-05-06"},
        {"1-го мая 1935 г., 2-е июня\n", "1935-05-01 --06-02"},
        {"Пором отійшов 17 липня 1937 р. та 3 серпня 1936 року.\n", "1937-07-17 1936-08-03"},
    };
    CHECK_DATES(cases);
}

static void test_german(void) {
    static const char *const cases[][2] = {
        {"Berlin, den 17. Juli 1937\n", "1937-07-17"},
        {"Die Fähre kam am 17. Juli und fuhr im März 1937.\n", "--07-17 1937-03"},
        {"vom 17. bis 20. August 1937 lag sie still\n", "1937-08-17/1937-08-20"},
        {"Bericht vom 3. Jänner 1936\n", "1936-01-03"},
    };
    CHECK_DATES(cases);
}

static void test_romance(void) {
    static const char *const cases[][2] = {
        {"Paris, le 17 juillet 1937\n", "1937-07-17"},
        {"Le bac coula le 1er août 1935, du 3 au 5 mars 1936.\n", "1935-08-01 1936-03-03/1936-03-05"},
        {"Juillet 1933\n", "1933-07"},
        {"5 déc. 1931\n", "1931-12-05"},
        {"Roma, 17 luglio 1937; il 1° maggio 1936\n", "1937-07-17 1936-05-01"},
        {"dal 3 al 5 marzo 1935, nel giugno 1934\n", "1935-03-03/1935-03-05 1934-06"},
    };
    CHECK_DATES(cases);
}

static void test_months_that_are_numbers(void) {
    static const char *const cases[][2] = {
        {"17.VII.1937\n", "1937-07-17"},
        {"5 X 1936, 12 VIII 1937\n", "1936-10-05 1937-08-12"},
        {"17.07.1937\n", "1937-07-17"},
        {"5.Ш.1938, 2.ХI.1936\n", "1938-03-05! 1936-11-02!"},
    };
    CHECK_DATES(cases);
}

/* A century that the text proves is filled in; one that it does not prove is left out. */
static void test_short_years(void) {
    CHECK_EQUAL_TEXT(dates_in("В 1936, 1937, 1937, 1938, 1935 и 1934. 17/VII-37 г.\n"), "1937-07-17!");
    CHECK_EQUAL_TEXT(dates_in("В 1936, 1937, 1937, 1938, 1935. 17 июля 37 г.\n"), "1937-07-17!");
    CHECK_EQUAL_TEXT(dates_in("17/VII-37 г.\n"), "--07-17");
    CHECK_EQUAL_TEXT(dates_in("В 1837, 1838, 1937, 1938 и 1939. 17/VII-37 г.\n"), "--07-17");
}

static void test_damage(void) {
    static const char *const cases[][2] = {
        {"З1 декабря 1936 г.\n", "1936-12-31!"},
        {"1О июля 1937 г.\n", "1937-07-10!"},
        {"17 июля 19З7 г. и снова 1937\n", "1937-07-17!"},
        {"17 мaртa 1937 г.\n", "1937-03-17!"},
        {"17 сентябрн 1937 г.\n", "1937-09-17!"},
        {"17 июпя 1937 г.\n", "1937-06-17?"},
        {"il 17 lugIio 1937\n", "1937-07-17!"},
        {"le 17 jui1let 1938\n", "1938-07-17!"},
    };
    CHECK_DATES(cases);
}

static void test_what_is_no_date(void) {
    static const char *const cases[][2] = {
        {"The planet Mars 3 was seen, and Mars 1976 too.\n", ""},
        {"It may 1937 times fail; they may be 12.\n", ""},
        {"Heinrich März 1937 und Karl Mai 1936 schrieben.\n", ""},
        {"März, H. (1937), 12 S.\n", ""},
        {"Non l'ho mai visto; 17 mai.\n", ""},
        {"17 mars bars and 12 juniper trees\n", ""},
        {"vol. 17, VII, 1937 pages\n", ""},
        {"Louis XIV, 12. The 17 I saw.\n", ""},
        {"ф. 17, оп. 120, д. 37\n", ""},
        {"1.17.07.1937 and 17.07.1937.2\n", ""},
        {"12 статей и 5 марок\n", ""},
    };
    CHECK_DATES(cases);
}

static opis_book *read_document(const char *title) {
    char text[512];
    opis_error error;
    snprintf(text, sizeof text, "Document 1\n%s\n\nПаром и лодка стояли у берега.\n", title);
    return opis_read(reader, text, strlen(text), &error);
}

static void check_document(const char *title, const char *date, const char *raw) {
    opis_book *book = read_document(title);
    CHECK_OR_STOP(book != NULL);
    opis_rows rows = opis_book_rows(book, OPIS_DOCUMENT);
    if (CHECK_EQUAL_INT(rows.count, 1)) {
        const opis_document *row = rows.rows;
        CHECK_EQUAL_BYTES(opis_book_text(book, row->date), row->date.length, date);
        CHECK_EQUAL_BYTES(opis_book_text(book, row->date_raw), row->date_raw.length, raw);
    }
    opis_book_free(book);
}

static void test_documents_are_dated(void) {
    check_document("Письмо паромщика, 17 июля 1937 г.", "1937-07-17", "17 июля 1937 г.");
    check_document("Brief des Fährmanns, 17. Juli 1937", "1937-07-17", "17. Juli 1937");
    check_document("Lettre du passeur, 1er août 1937", "1937-08-01", "1er août 1937");
    check_document("Постановление от 17.VII.1937 о паромах", "1937-07-17", "17.VII.1937");
}

int main(void) {
    opis_error error;
    reader = opis_reader_new(&error);
    if (!reader) return 1;
    CHECK_RUN(test_cyrillic);
    CHECK_RUN(test_german);
    CHECK_RUN(test_romance);
    CHECK_RUN(test_months_that_are_numbers);
    CHECK_RUN(test_short_years);
    CHECK_RUN(test_damage);
    CHECK_RUN(test_what_is_no_date);
    CHECK_RUN(test_documents_are_dated);
    opis_reader_free(reader);
    return check_report();
}
