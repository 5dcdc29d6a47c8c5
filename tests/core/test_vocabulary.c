#include "check.h"

#include "mend/vocabulary.h"
#include "random.h"

static opis_glyphs *glyphs;
static char bytes[4096];
static size_t used;
static opis_vocabulary words;

static void begin(void) {
    used = 0;
    opis_vocabulary_make(&words, bytes);
}

static void add(const char *word, uint32_t count) {
    opis_error error = {OPIS_OK, 0, ""};
    size_t length = strlen(word);
    memcpy(bytes + used, word, length);
    CHECK_OK(opis_vocabulary_add(&words, (uint32_t)used, (uint32_t)length, count, &error), error);
    used += length;
}

static uint32_t count_of(const char *word) {
    return opis_vocabulary_count(&words, word, strlen(word));
}

static const opis_word *mended(const char *word, float worth) {
    return opis_vocabulary_mend(&words, glyphs, word, strlen(word), worth, OPIS_DEAREST_MENDING, 1);
}

static void test_words_are_counted(void) {
    static const char *const alike[] = {"f",           "fl",          "flo",
                                        "flou",        "flour",       "flourmi",
                                        "flourmil",    "flourmill",   "flourmills flour",
                                        "flourmilt",   "glourmill",   "flourmills rye flourmill",
                                        "flourmills",  "flourmills_", "flourmills oat flourmill",
                                        "floouurrmill"};
    size_t count = sizeof alike / sizeof *alike;
    begin();
    CHECK_EQUAL_INT(count_of("flour"), 0);
    for (size_t twice = 0; twice < 2; twice++)
        for (uint32_t i = 0; i < count; i++) add(alike[i], i + 1);
    CHECK_EQUAL_INT(words.count, count);
    for (uint32_t i = 0; i < count; i++) CHECK_EQUAL_INT(count_of(alike[i]), 2 * (i + 1));
    CHECK_EQUAL_INT(count_of("flourmills bad flourmill"), 0);
    CHECK_EQUAL_INT(count_of(""), 0);
    opis_vocabulary_release(&words);
}

static void test_a_vocabulary_grows(void) {
    char word[12];
    begin();
    for (int i = 0; i < 1000; i++) add((snprintf(word, sizeof word, "%d", i), word), 1);
    for (int i = 0; i < 1000; i++) CHECK_EQUAL_INT(count_of((snprintf(word, sizeof word, "%d", i), word)), 1);
    CHECK_EQUAL_INT(words.count, 1000);
    opis_vocabulary_release(&words);
}

/* Some word of letters that a scan confuses. */
static void invent(char *word, size_t length) {
    for (size_t i = 0; i < length; i++) word[i] = "mnrlitceo"[random_below(9)];
    word[length] = 0;
}

/* Another word, damaged in a place, or two and more. */
static void damage(const char *word, char *damaged) {
    strcpy(damaged, word);
    char *place = strpbrk(damaged + random_below((uint32_t)strlen(word)), "lic");
    if (place) *place = *place == 'l' ? 'i' : *place == 'i' ? 'l' : 'e';
    if (!place || random_below(4) == 0) damaged[random_below((uint32_t)strlen(word))] = 'c';
}

/* Whether two words stand together by one end, and have all but six bytes in common at both. */
static int may_stand_for(const char *a, const char *b) {
    size_t first = strlen(a), second = strlen(b), longer = first > second ? first : second, head = 0, tail = 0;
    if (first + 2 < second || second + 2 < first) return 0;
    while (a[head] && a[head] == b[head]) head++;
    while (tail < first && tail < second && a[first - 1 - tail] == b[second - 1 - tail]) tail++;
    return (head > 1 || tail > 1) && head + tail + 6 >= longer;
}

/* What is gained by reading one word as another that is printed so often; no more than 0 where it is not to be. */
static float gain_of(const char *seen, const char *printed, uint32_t count, float worth) {
    float cost = opis_glyphs_distance(glyphs, seen, strlen(seen), printed, strlen(printed), OPIS_DEAREST_MENDING);
    return cost > 0 && may_stand_for(seen, printed) ? logf((float)count) + worth - cost : 0;
}

#define WORDS 24

/* Whatever passes words over, the one that is found gains as much as any. */
static void test_the_best_word_is_found(void) {
    opis_error error = {OPIS_OK, 0, ""};
    char texts[WORDS][32], seen[32];
    size_t found_any = 0;
    for (int round = 0; round < 4000; round++) {
        const float worth = (float)random_below(5);
        size_t length = 4 + random_below(20);
        begin();
        for (size_t i = 0; i < WORDS; i++) {
            if (i % 4)
                damage(texts[i - 1], texts[i]);
            else
                invent(texts[i], length + random_below(2));
            add(texts[i], 1 + random_below(400));
        }
        CHECK_OK(opis_vocabulary_sort(&words, &error), error);
        damage(texts[random_below(WORDS)], seen);
        uint32_t own = count_of(seen);
        float best = own ? 1.5f * logf(1 + (float)own) : 0, least = best;
        for (size_t i = 0; i < WORDS; i++) best = fmaxf(best, gain_of(seen, texts[i], count_of(texts[i]), worth));
        const opis_word *found = mended(seen, worth);
        char *text = texts[0];
        if (found) text = memcpy(texts[0], bytes + found->start, found->length), text[found->length] = 0;
        CHECK_EQUAL_REAL(found ? gain_of(seen, text, found->count, worth) : least, best);
        found_any += found != NULL;
        opis_vocabulary_release(&words);
    }
    CHECK(found_any > 1000);
}

int main(void) {
    opis_error error = {OPIS_OK, 0, ""};
    glyphs = opis_glyphs_new(opis_style_default(), &error);
    if (!glyphs) return printf("%s\n", error.message), EXIT_FAILURE;
    CHECK_RUN(test_words_are_counted);
    CHECK_RUN(test_a_vocabulary_grows);
    CHECK_RUN(test_the_best_word_is_found);
    opis_glyphs_free(glyphs);
    return check_report();
}
