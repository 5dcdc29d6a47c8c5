/* The bytes as they came: which are text, where their lines begin, and how many characters they are. */
#include "check.h"

#include "random.h"

#include "text/source.h"

static opis_source source;
static opis_error error;

static opis_status open_text(const char *text) {
    return opis_source_open(&source, text, strlen(text), &error);
}

static void check_lines(const char *text, const char *starts) {
    char found[128] = "";
    size_t used = 0;
    CHECK_OR_STOP(open_text(text) == OPIS_OK);
    for (uint32_t i = 0; i <= source.line_count; i++)
        used += (size_t)snprintf(found + used, sizeof found - used, "%s%u", i ? " " : "", source.line_starts[i]);
    CHECK_EQUAL_TEXT(found, starts);
    opis_source_close(&source);
}

static void test_lines(void) {
    check_lines("", "0");
    check_lines("one", "0 3");
    check_lines("one\n", "0 4");
    check_lines("one\ntwo", "0 4 7");
    check_lines("one\r\ntwo\r\n", "0 5 10");
    check_lines("\n\n\n", "0 1 2 3");
    check_lines("one\rtwo\fthree\vfour", "0 18");
}

static void test_line_of_a_byte(void) {
    const char *text = "\nfirst\n\nthird line\nlast";
    uint32_t line = 0;
    CHECK_OR_STOP(open_text(text) == OPIS_OK);
    for (uint32_t byte = 0; byte < source.length; byte++) {
        CHECK_EQUAL_INT(opis_source_line(&source, byte), line);
        line += text[byte] == '\n';
    }
    CHECK_EQUAL_INT(opis_source_line(&source, source.length), 4);
    opis_source_close(&source);
}

/* Lines of all lengths, over several of the marks that the line of a byte is sought between, and none in the last. */
static void test_lines_between_marks(void) {
    static char text[30001];
    size_t length = 0;
    random_state = 7;
    memset(text, 'a', sizeof text - 1);
    while ((length += random_next() >> 20) < 20000) {
        for (uint32_t lines = (random_next() >> 20) % 8 * 40; lines > 0 && length < 20000; lines--)
            text[length++] = '\n';
    }
    uint32_t line = 0;
    CHECK_OR_STOP(open_text(text) == OPIS_OK);
    for (uint32_t byte = 0; byte < source.length; byte++) {
        CHECK_EQUAL_INT(opis_source_line(&source, byte), line);
        line += text[byte] == '\n';
    }
    CHECK_EQUAL_INT(opis_source_line(&source, source.length), line);
    CHECK_EQUAL_INT(opis_source_line(&source, UINT32_MAX), line);
    opis_source_close(&source);
}

/* Letters of one to four bytes, over several of the marks that the count of characters rests on. */
static void test_characters(void) {
    static const char *const letters[] = {"a", "\xC3\xA9", "\xD0\xB6", "\xE2\x80\x99", "\xF0\x90\x8D\x88", "\n"};
    static char text[40000];
    static uint32_t expected[40001];
    uint32_t length = 0, characters = 0;
    random_state = 5;
    while (length + 4 < sizeof text) {
        const char *letter = letters[(random_next() >> 20) % 6];
        for (size_t i = 0; letter[i]; i++) {
            expected[length] = characters + (i > 0);
            text[length++] = letter[i];
        }
        characters++;
    }
    CHECK_OR_STOP(opis_source_open(&source, text, length, &error) == OPIS_OK);
    CHECK_EQUAL_INT(opis_source_characters(&source, length), characters);
    int wrong = 0;
    for (uint32_t byte = 0; byte < length; byte += 1 + byte % 7)
        if (((unsigned char)text[byte] & 0xC0) != 0x80)
            wrong += opis_source_characters(&source, byte) != expected[byte];
    CHECK_EQUAL_INT(wrong, 0);
    CHECK_EQUAL_INT(opis_source_width(&source, 0, length), characters);
    opis_source_close(&source);
}

static void test_ascii_has_as_many_characters_as_bytes(void) {
    CHECK_OR_STOP(open_text("one\ntwo") == OPIS_OK);
    for (uint32_t byte = 0; byte <= source.length; byte++) CHECK_EQUAL_INT(opis_source_characters(&source, byte), byte);
    CHECK_EQUAL_INT(opis_source_width(&source, 1, 6), 5);
    opis_source_close(&source);
}

/* The outermost code points of every length are text. */
static void test_all_of_unicode_is_text(void) {
    CHECK_OR_STOP(open_text("\x01\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF\xF0\x90\x80\x80"
                            "\xF4\x8F\xBF\xBF") == OPIS_OK);
    CHECK_EQUAL_INT(opis_source_characters(&source, source.length), 10);
    opis_source_close(&source);
}

static const struct {
    const char *bytes;
    size_t length;
} bad[] = {{"\0", 1},
           {"\x80", 1},
           {"\xC3", 1},
           {"\xC3(", 2},
           {"\xC0\xAF", 2},
           {"\xE2\x80", 2},
           {"\xE2\x28\xA1", 3},
           {"\xE0\x80\xAF", 3},
           {"\xED\xA0\x80", 3},
           {"\xED\xBF\xBF", 3},
           {"\xF0\x90\x8D", 3},
           {"\xF0\x80\x80\xAF", 4},
           {"\xF4\x90\x80\x80", 4},
           {"\xF5\x80\x80\x80", 4},
           {"\xFF", 1},
           {"\xFE", 1}};

/* Letters of one byte, or of two where there is room for them. */
static void fill(char *text, size_t length, int in_pairs) {
    memset(text, 'x', length);
    for (size_t at = length % 2; at < length && in_pairs; at += 2) memcpy(text + at, "\xD0\xB6", 2);
}

/* Wherever it stands in the words that the check reads at once, the first bad byte is named. */
static void check_what_is_not_text(int in_pairs) {
    char text[64], place[32];
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        for (size_t before = 0; before < 20; before++)
            for (size_t after = 0; after < 20; after += 19) {
                fill(text, before, in_pairs);
                memcpy(text + before, bad[i].bytes, bad[i].length);
                fill(text + before + bad[i].length, after, in_pairs);
                opis_status status = opis_source_open(&source, text, before + bad[i].length + after, &error);
                snprintf(place, sizeof place, "byte %zu ", before);
                if (CHECK(status == OPIS_NOT_TEXT) && CHECK(error.byte == before) &&
                    CHECK(strncmp(error.message, place, strlen(place)) == 0))
                    continue;
                printf("    bad[%zu] after %zu bytes, before %zu\n", i, before, after);
                if (status == OPIS_OK) opis_source_close(&source);
            }
}

static void test_what_is_not_text(void) {
    check_what_is_not_text(0);
    check_what_is_not_text(1);
}

static void test_text_may_begin_anywhere_in_memory(void) {
    static const char text[] = "0123456789 caf\xC3\xA9 on the river\n";
    char room[sizeof text + 8];
    for (size_t shift = 0; shift < 8; shift++) {
        memcpy(room + shift, text, sizeof text);
        CHECK_OR_STOP(opis_source_open(&source, room + shift, sizeof text - 1, &error) == OPIS_OK);
        CHECK_EQUAL_INT(opis_source_characters(&source, source.length), sizeof text - 2);
        opis_source_close(&source);
    }
}

/* What offsets of 32 bits cannot hold is refused unread. */
static void test_too_long(void) {
    CHECK_EQUAL_INT(opis_source_open(&source, "", (size_t)OPIS_LARGEST_SOURCE + 1, &error), OPIS_OVER_LIMIT);
    CHECK(error.byte == OPIS_NO_BYTE);
    CHECK(strstr(error.message, "4294967294") != NULL);
}

int main(void) {
    CHECK_RUN(test_lines);
    CHECK_RUN(test_line_of_a_byte);
    CHECK_RUN(test_lines_between_marks);
    CHECK_RUN(test_characters);
    CHECK_RUN(test_ascii_has_as_many_characters_as_bytes);
    CHECK_RUN(test_all_of_unicode_is_text);
    CHECK_RUN(test_what_is_not_text);
    CHECK_RUN(test_text_may_begin_anywhere_in_memory);
    CHECK_RUN(test_too_long);
    return check_report();
}
