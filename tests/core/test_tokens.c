/*
 * The tokenizer: its rules by hand, and every tokenizer that this machine can run against tokens_reference.c.
 *
 * Text files named as arguments are compared too.
 */
#include "check.h"

#include "allocator.h"
#include "text/tokens_masks.h"
#include "text/tokens.h"
#include "tokens_reference.c"

/* ---- Rules, by hand -------------------------------------------------------------------------------------- */

/* Tokens as text: "Op/word+F" for a word with OPIS_UPPER_FIRST, A for OPIS_UPPER_ALL, B for OPIS_BEYOND_ASCII. */
static char described[4096];

static void describe_token(const char *text, opis_token token) {
    static const char *const classes[] = {"word", "number", "mixed", "mark", "break", "blank"};
    char bytes[64];
    size_t length = 0;
    for (uint32_t i = token.start; i < token.start + (uint32_t)token.length; i++)
        bytes[length++] = text[i] == '\n' ? '$' : text[i] == '\r' ? '^' : text[i] == ' ' ? '_' : text[i];
    bytes[length] = 0;
    size_t used = strlen(described);
    snprintf(described + used, sizeof described - used, "%s%s/%s%s%s%s%s", used ? " " : "", bytes,
             token.class_ <= OPIS_BLANK ? classes[token.class_] : "?", token.shape ? "+" : "",
             token.shape & OPIS_UPPER_FIRST ? "F" : "", token.shape & OPIS_UPPER_ALL ? "A" : "",
             token.shape & OPIS_BEYOND_ASCII ? "B" : "");
}

static const char *tokens_of(const char *text) {
    opis_token *tokens = NULL;
    size_t count = 0;
    opis_error error;
    described[0] = 0;
    if (opis_tokenize(text, strlen(text), &tokens, &count, &error) != OPIS_OK) return "refused";
    for (size_t i = 0; i < count; i++) describe_token(text, tokens[i]);
    opis_tokens_free(tokens);
    return described;
}

static void test_classes(void) {
    CHECK_EQUAL_TEXT(tokens_of(""), "");
    CHECK_EQUAL_TEXT(tokens_of("op"), "op/word");
    CHECK_EQUAL_TEXT(tokens_of("fond 17, op. 162"), "fond/word 17/number ,/mark op/word ./mark 162/number");
    CHECK_EQUAL_TEXT(tokens_of("193S6 1x0 l7"), "193S6/mixed+A 1x0/mixed l7/mixed");
    CHECK_EQUAL_TEXT(tokens_of("--."), "-/mark -/mark ./mark");
    CHECK_EQUAL_TEXT(tokens_of("a\001b"), "a/word \001/mark b/word");
}

static void test_blanks(void) {
    CHECK_EQUAL_TEXT(tokens_of("a b"), "a/word b/word");
    CHECK_EQUAL_TEXT(tokens_of("a\tb"), "a/word b/word");
    CHECK_EQUAL_TEXT(tokens_of("a  b"), "a/word __/blank b/word");
    CHECK_EQUAL_TEXT(tokens_of(" a"), "_/blank a/word");
    CHECK_EQUAL_TEXT(tokens_of("a\n b"), "a/word $/break _/blank b/word");
    CHECK_EQUAL_TEXT(tokens_of("a \nb"), "a/word $/break b/word");
    CHECK_EQUAL_TEXT(tokens_of("a "), "a/word");
    CHECK_EQUAL_TEXT(tokens_of("a\302\240b"), "a/word b/word");
    CHECK_EQUAL_TEXT(tokens_of("a\342\200\203b"), "a/word b/word");
    CHECK_EQUAL_TEXT(tokens_of("a\302\240\302\240b"), "a/word \302\240\302\240/blank b/word");
    CHECK_EQUAL_TEXT(tokens_of("a \342\200\203b"), "a/word _\342\200\203/blank b/word");
    CHECK_EQUAL_TEXT(tokens_of("a\n\302\240b"), "a/word $/break \302\240/blank b/word");
}

static void test_breaks(void) {
    CHECK_EQUAL_TEXT(tokens_of("\n\n"), "$/break $/break");
    CHECK_EQUAL_TEXT(tokens_of("a\r\nb"), "a/word ^$/break b/word");
    CHECK_EQUAL_TEXT(tokens_of("a\r\n b"), "a/word ^$/break _/blank b/word");
    CHECK_EQUAL_TEXT(tokens_of("a \r\nb"), "a/word ^$/break b/word");
    CHECK_EQUAL_TEXT(tokens_of("\r\r\n"), "^/blank ^$/break");
    CHECK_EQUAL_TEXT(tokens_of("a\rb"), "a/word b/word");
    CHECK_EQUAL_TEXT(tokens_of("a\r"), "a/word");
    CHECK_EQUAL_TEXT(tokens_of("a\n\rb"), "a/word $/break ^/blank b/word");
}

static void test_apostrophes(void) {
    CHECK_EQUAL_TEXT(tokens_of("don't"), "don't/word");
    CHECK_EQUAL_TEXT(tokens_of("o'n'e"), "o'n'e/word");
    CHECK_EQUAL_TEXT(tokens_of("'tis'"), "'/mark tis/word '/mark");
    CHECK_EQUAL_TEXT(tokens_of("a''b"), "a/word '/mark '/mark b/word");
    CHECK_EQUAL_TEXT(tokens_of("1'a a'1"), "1/number '/mark a/word a/word '/mark 1/number");
    CHECK_EQUAL_TEXT(tokens_of("a1b'c"), "a1b'c/mixed");
    CHECK_EQUAL_TEXT(tokens_of("don\342\200\231t"), "don\342\200\231t/word+B");
    CHECK_EQUAL_TEXT(tokens_of("a\342\200\231"), "a/word \342\200\231/mark+B");
    CHECK_EQUAL_TEXT(tokens_of("1\342\200\231a"), "1/number \342\200\231/mark+B a/word");
    CHECK_EQUAL_TEXT(tokens_of("\320\277'\321\217"), "\320\277'\321\217/word+B");
}

static void test_shapes(void) {
    CHECK_EQUAL_TEXT(tokens_of("mill Mill MILL mILL"), "mill/word Mill/word+F MILL/word+FA mILL/word");
    CHECK_EQUAL_TEXT(tokens_of("A1 1A 1a 11"), "A1/mixed+FA 1A/mixed+A 1a/mixed 11/number");
    CHECK_EQUAL_TEXT(tokens_of("O'N O'n"), "O'N/word+FA O'n/word+F");
    CHECK_EQUAL_TEXT(tokens_of("\320\234\320\273 \320\234\320\234 \320\273"),
                     "\320\234\320\273/word+FB \320\234\320\234/word+FAB \320\273/word+B");
    CHECK_EQUAL_TEXT(tokens_of("Z\303\266 \303\226Z"), "Z\303\266/word+FB \303\226Z/word+FAB");
    CHECK_EQUAL_TEXT(tokens_of("\342\200\224\360\237\202\241"), "\342\200\224/mark+B \360\237\202\241/mark+B");
    CHECK_EQUAL_TEXT(tokens_of("a\360\220\215\210b"), "a\360\220\215\210b/word+B");
}

/* ---- Every tokenizer against the reference ---------------------------------------------------------------- */

static void say_where(const opis_token *expected, size_t expected_count, const opis_token *got, size_t count) {
    size_t at = 0;
    while (at < expected_count && at < count && memcmp(expected + at, got + at, sizeof *got) == 0) at++;
    printf("    %zu tokens, expected %zu; the first that differs is %zu", count, expected_count, at);
    if (at < expected_count)
        printf(", expected %u+%u of class %d, shape %d", expected[at].start, expected[at].length, expected[at].class_,
               expected[at].shape);
    printf("\n");
}

/* Compares on a copy of just the text's size, so that a sanitizer sees a read beyond it. */
static int all_agree(const char *text, size_t length) {
    opis_tokenizer *tokenizers[OPIS_MOST_TOKENIZERS];
    size_t tokenizer_count = opis_tokenizers(tokenizers), count;
    opis_token *expected;
    opis_error error;
    unsigned char *copy = malloc(length ? length : 1);
    if (!copy || tokens_reference(text, (uint32_t)length, &expected, &count, &error) != OPIS_OK) abort();
    memcpy(copy, text, length);
    int agree = 1;
    for (size_t i = 0; i < tokenizer_count; i++) {
        opis_token_list list = {NULL, 0, 0};
        if (tokenizers[i](copy, (uint32_t)length, &list, &error) != OPIS_OK) abort();
        int same = list.count == count && (!count || memcmp(list.items, expected, count * sizeof *expected) == 0);
        if (!same) say_where(expected, count, list.items, list.count);
        agree &= same;
        opis_tokens_free(list.items);
    }
    opis_tokens_free(expected);
    free(copy);
    return agree;
}

/* Linear congruence after Knuth: the same texts on every machine. */
static uint64_t random_state = 1;

static unsigned random_below(unsigned limit) {
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((random_state >> 33) % limit);
}

static const char *const pieces[] = {
    "a",
    "Z",
    "7",
    " ",
    "\n",
    "\r",
    "\r\n",
    "'",
    ".",
    "\t",
    "\f",
    "\001",
    "\177",
    "\342\200\231", /* curly apostrophe */
    "\302\240",
    "\342\200\203",
    "\343\200\200", /* blanks of two and three bytes */
    "\320\234",
    "\321\217",
    "\303\226",
    "\303\266",
    "\320\257", /* letters of two bytes */
    "\340\244\205",
    "\344\270\200",
    "\342\200\224",
    "\357\277\277", /* letters and marks of three */
    "\360\220\215\210",
    "\360\237\202\241",
    "\302\253",
    "\302\265", /* letters and marks of four and two */
};
enum { PIECES = sizeof pieces / sizeof *pieces, PLAIN_PIECES = 13 };

static size_t put(char *text, size_t length, const char *piece) {
    size_t more = strlen(piece);
    memcpy(text + length, piece, more);
    return length + more;
}

/* Every pair and triple of pieces, at every place in a block and over its end. */
static void test_all_agree_at_every_offset(void) {
    static const char *const fillings[] = {"x", ".", " ", "\321\217"};
    char text[512];
    for (size_t offset = 0; offset <= 130; offset++)
        for (size_t filling = 0; filling < sizeof fillings / sizeof *fillings; filling++)
            for (size_t first = 0; first < PIECES; first++) {
                const char *second = pieces[random_below(PIECES)], *third = pieces[random_below(PIECES)];
                size_t length = 0;
                while (length < offset) length = put(text, length, fillings[filling]);
                length = put(text, put(text, put(text, length, pieces[first]), second), third);
                CHECK_OR_STOP(all_agree(text, length));
                for (size_t i = 0; i < 70; i++) length = put(text, length, "b");
                CHECK_OR_STOP(all_agree(text, length));
            }
}

static void test_all_agree_on_alternating_classes(void) {
    char text[2048];
    for (size_t first = 0; first < PIECES; first++)
        for (size_t second = 0; second < PIECES; second++) {
            size_t length = 0;
            while (length < 200) length = put(text, put(text, length, pieces[first]), pieces[second]);
            CHECK_OR_STOP(all_agree(text, length));
        }
}

/* Pieces by chance; `kinds` of them, and each repeated up to `repeat` times. */
static int agree_on_random(unsigned kinds, unsigned repeat) {
    char text[4096];
    size_t length = 0, wanted = random_below(400);
    while (length < wanted) {
        const char *piece = pieces[random_below(kinds)];
        for (unsigned times = random_below(repeat) + 1; times && length < wanted; times--)
            length = put(text, length, piece);
    }
    return all_agree(text, length);
}

static void test_all_agree_on_random_pieces(void) {
    for (int i = 0; i < 4000; i++) {
        CHECK_OR_STOP(agree_on_random(3, 12));
        CHECK_OR_STOP(agree_on_random(PLAIN_PIECES, 1));
        CHECK_OR_STOP(agree_on_random(PLAIN_PIECES, 9));
        CHECK_OR_STOP(agree_on_random(PIECES, 1));
        CHECK_OR_STOP(agree_on_random(PIECES, 30));
    }
}

/* Any character, or one of the Cyrillic letters, or ASCII but for a few. */
static uint32_t random_character(int manner) {
    if (manner == 0) return 1 + random_below(127);
    if (manner == 1 && random_below(50)) return 1 + random_below(127);
    if (manner == 2) return random_below(4) ? 0x400 + random_below(256) : 1 + random_below(127);
    if (manner == 3) return 0x80 + random_below(0x3000);
    uint32_t code = 1 + random_below(0x10FFFF);
    return code >= 0xD800 && code < 0xE000 ? 'a' : code;
}

static size_t put_character(char *text, size_t length, uint32_t code) {
    if (code < 0x80) {
        text[length++] = (char)code;
        return length;
    }
    int bytes = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    text[length++] = (char)((0xF00 >> bytes & 0xFF) | code >> 6 * (bytes - 1));
    for (int left = bytes - 2; left >= 0; left--) text[length++] = (char)(0x80 | (code >> 6 * left & 0x3F));
    return length;
}

static void test_all_agree_on_random_characters(void) {
    char text[1024];
    for (int i = 0; i < 20000; i++) {
        size_t length = 0, wanted = random_below(500);
        while (length < wanted) length = put_character(text, length, random_character(i % 5));
        CHECK_OR_STOP(all_agree(text, length));
    }
}

/* Every character there is, within a word and alone. */
static void test_all_agree_on_every_character(void) {
    char *text = malloc((size_t)0x110000 * 14);
    size_t length = 0;
    CHECK_OR_STOP(text != NULL);
    for (uint32_t code = 1; code < 0x110000; code++) {
        if (code >= 0xD800 && code < 0xE000) continue;
        length = put(text, put_character(text, put(text, length, "a"), code), "b. ");
        length = put(text, put_character(text, length, code), ".");
    }
    CHECK(all_agree(text, length));
    free(text);
}

/* Runs about the longest token and its double, which are cut, never within a character. */
static void test_all_agree_on_long_runs(void) {
    static const char *const runs[] = {
        "a",        "A", "7",   "a7", " ", "\r", "a'", "\321\217", "\344\270\200", "\360\220\215\210", "a\342\200\231",
        "\302\240", ".", "\r\n"};
    enum { ROOM = 2 * OPIS_LONGEST_TOKEN + 100 };
    char *text = malloc(ROOM + 16);
    CHECK_OR_STOP(text != NULL);
    for (size_t run = 0; run < sizeof runs / sizeof *runs; run++)
        for (size_t before = 0; before < 4; before++)
            for (int past = -3; past < 8; past++) {
                size_t length = before, wanted = before + (size_t)((past & 1 ? 1 : 2) * OPIS_LONGEST_TOKEN + past);
                memset(text, '-', before);
                while (length < wanted) length = put(text, length, runs[run]);
                CHECK_OR_STOP(all_agree(text, length));
            }
    free(text);
}

/* ---- What is no text, and failures ------------------------------------------------------------------------ */

static uint64_t refused_at(const unsigned char *bytes, size_t length) {
    opis_token *tokens = NULL;
    size_t count;
    opis_error error = {OPIS_OK, OPIS_NO_BYTE, ""};
    if (opis_tokenize((const char *)bytes, length, &tokens, &count, &error) == OPIS_OK) opis_tokens_free(tokens);
    return error.byte;
}

/* The first byte that begins no character, by the definition of UTF-8. */
static uint64_t not_text_at(const unsigned char *bytes, size_t length) {
    static const uint32_t least[] = {1, 0x80, 0x800, 0x10000};
    for (size_t at = 0; at < length;) {
        unsigned char lead = bytes[at];
        size_t more = lead < 0x80 ? 0 : lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
        if ((lead >= 0x80 && lead < 0xC0) || lead >= 0xF8 || at + more >= length) return at;
        uint32_t code = lead < 0x80 ? lead : lead & (0x3Fu >> more);
        for (size_t i = 1; i <= more; i++) {
            if (bytes[at + i] >> 6 != 2) return at;
            code = code << 6 | (bytes[at + i] & 0x3Fu);
        }
        if (code < least[more] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return at;
        at += more + 1;
    }
    return OPIS_NO_BYTE;
}

static void test_what_is_no_text_is_refused_where_it_begins(void) {
    unsigned char *copy = malloc(256);
    CHECK_OR_STOP(copy != NULL);
    for (int i = 0; i < 40000; i++) {
        char text[256];
        size_t length = 0, wanted = 1 + random_below(200);
        while (length < wanted) length = put_character(text, length, random_character(i % 5));
        /* A byte or two by chance, and an end within a character. */
        for (int wrong = i % 3; wrong; wrong--) text[random_below((unsigned)length)] = (char)random_below(256);
        length = i % 7 ? length : wanted;
        unsigned char *end = copy + 256 - length;
        memcpy(end, text, length);
        CHECK_OR_STOP(refused_at(end, length) == not_text_at(end, length));
    }
    free(copy);
}

static void test_memory_that_cannot_be_had(void) {
    char text[4096];
    opis_token *tokens;
    size_t count;
    opis_error error;
    memset(text, '.', sizeof text); /* more tokens than there is room for at first */
    size_t failures = 0;
    for (opis_status status = OPIS_OUT_OF_MEMORY; status != OPIS_OK; failures++) {
        allocations_left = failures;
        status = opis_tokenize(text, sizeof text, &tokens, &count, &error);
        if (status != OPIS_OK) CHECK_EQUAL_INT(status, OPIS_OUT_OF_MEMORY);
    }
    allocations_left = -1;
    CHECK(failures > 2);
    opis_tokens_free(tokens);
}

/* ---- Files ------------------------------------------------------------------------------------------------ */

static const char *file_name;

static void test_all_agree_on_file(void) {
    FILE *file = fopen(file_name, "rb");
    CHECK_OR_STOP(file != NULL);
    fseek(file, 0, SEEK_END);
    size_t length = (size_t)ftell(file);
    rewind(file);
    char *text = malloc(length + 1);
    CHECK(text && fread(text, 1, length, file) == length && all_agree(text, length));
    free(text);
    fclose(file);
}

int main(int argument_count, char **arguments) {
    CHECK_RUN(test_classes);
    CHECK_RUN(test_blanks);
    CHECK_RUN(test_breaks);
    CHECK_RUN(test_apostrophes);
    CHECK_RUN(test_shapes);
    CHECK_RUN(test_all_agree_at_every_offset);
    CHECK_RUN(test_all_agree_on_alternating_classes);
    CHECK_RUN(test_all_agree_on_random_pieces);
    CHECK_RUN(test_all_agree_on_random_characters);
    CHECK_RUN(test_all_agree_on_every_character);
    CHECK_RUN(test_all_agree_on_long_runs);
    CHECK_RUN(test_what_is_no_text_is_refused_where_it_begins);
    CHECK_RUN(test_memory_that_cannot_be_had);
    for (int i = 1; i < argument_count; i++) {
        file_name = arguments[i];
        CHECK_RUN(test_all_agree_on_file);
    }
    return check_report();
}
