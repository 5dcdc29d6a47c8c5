#include "extract/title_words.h"

#include <string.h>

#include "letters.h"
#include "memory.h"

/* What speaks for damage in a word that is printed once, or nowhere else. */
#define WORTH_OF_RARE 3.0f
/* A confusion or two; a word that is further from a known one is another word. */
#define DEAREST_MENDING 3.2f
#define DEAREST_RIVAL 2.5f
#define COMMON 50     /* printings that leave no doubt */
#define VOUCHED 2     /* printings that vouch for a word */
#define FREQUENT 6    /* printings of a word that a rare one may stand for */
#define TIMES_RARER 4 /* than that word */
#define SHORTEST_MENDED 5
#define SHORTEST_HALF 2
#define YEAR_DIGITS 4
#define FIRST_YEAR 1500
#define LAST_YEAR 2030
#define DEAREST_YEAR 1.2f
#define MOST_COUNTED 64

/* What becomes of a word. */
typedef struct opis_title_verdict {
    const char *known; /* the word that it stands for, or NULL */
    uint32_t known_length;
    int32_t year; /* that letters damage, or 0 */
    uint8_t judged, doubtful;
} verdict;

/* Letters, figures and the marks that a scan makes of letters. */
static inline int is_part_of_word(char c) {
    return is_letter(c) || is_digit(c) || is_any_of(c, "'~]|;!$&%");
}

/* The word at `at` or behind it, marks at its end left out; its length, or 0 where the title ends. */
static size_t next_word(const char *title, size_t length, size_t *at) {
    while (*at < length && !is_letter(title[*at]) && !is_digit(title[*at])) ++*at;
    size_t end = *at;
    while (end < length && is_part_of_word(title[end])) end++;
    while (end > *at && !is_letter(title[end - 1]) && !is_digit(title[end - 1])) end--;
    return end - *at;
}

opis_status opis_title_words_add(opis_title_words *words, const char *title, size_t length, opis_error *error) {
    opis_status status = opis_reserve(&words->texts, &words->capacity, words->length + length + 1, 1, error);
    if (status != OPIS_OK) return status;
    memcpy(words->texts + words->length, title, length);
    words->texts[words->length + length] = '\n';
    words->length += length + 1;
    return OPIS_OK;
}

/* ---- Counting ------------------------------------------------------------------------------------------ */

/* How often the book prints each word of the titles, which are far fewer than its own. */
static void count_in_book(opis_title_words *words) {
    const opis_book *book = words->book;
    for (size_t i = 0; i < words->titles.count; i++) {
        opis_word *word = &words->titles.words[i];
        const opis_printed_word *printed = opis_concordance_word(&book->concordance, book->source.bytes,
                                                                 words->titles.bytes + word->start, word->length);
        int counts = printed && printed->token.class_ == OPIS_WORD && word->length > 1;
        word->count = !counts ? 0 : printed->count < MOST_COUNTED ? printed->count : MOST_COUNTED;
    }
}

opis_status opis_title_words_sort(opis_title_words *words, opis_error *error) {
    opis_status status = OPIS_OK;
    size_t at = 0, capacity = 0;
    opis_vocabulary_make(&words->titles, words->texts);
    for (size_t length; status == OPIS_OK && (length = next_word(words->texts, words->length, &at)) > 0; at += length)
        status = opis_vocabulary_add(&words->titles, (uint32_t)at, (uint32_t)length, 1, error);
    if (status == OPIS_OK && !words->words) count_in_book(words);
    if (status == OPIS_OK) status = opis_vocabulary_sort(&words->titles, error);
    if (status == OPIS_OK)
        status = opis_reserve(&words->verdicts, &capacity, words->titles.count + 1, sizeof(verdict), error);
    if (status == OPIS_OK) memset(words->verdicts, 0, (words->titles.count + 1) * sizeof(verdict));
    return status;
}

const char *opis_title_status(opis_certainty certainty) {
    return certainty == OPIS_CLEAN ? "clean" : certainty == OPIS_REPAIRED ? "repaired" : "likely";
}

void opis_title_words_release(opis_title_words *words) {
    opis_vocabulary_release(&words->titles);
    opis_resize(words->verdicts, 0);
    opis_resize(words->texts, 0);
}

/* ---- Mending ------------------------------------------------------------------------------------------- */

/* A year that letters damage; 0 where it is none. */
static int32_t year_of(const opis_title_words *words, const char *word, size_t length) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    size_t digits = 0;
    for (size_t i = 0; i < length; i++) digits += is_digit(word[i]);
    if (length != YEAR_DIGITS || digits < 2 || digits == length) return 0;
    size_t count = opis_glyphs_numerals(words->book->glyphs, word, length, readings);
    if (count == 0 || readings[0].cost > DEAREST_YEAR) return 0;
    return readings[0].value >= FIRST_YEAR && readings[0].value <= LAST_YEAR ? readings[0].value : 0;
}

/* Whether two words differ in nothing but small and capital letters. */
static int same_letters(const char *a, size_t a_length, const char *b, size_t b_length) {
    if (a_length != b_length) return 0;
    for (size_t i = 0; i < a_length; i++)
        if ((a[i] | 0x20) != (b[i] | 0x20)) return 0;
    return 1;
}

static int is_plain(const char *word, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (!is_letter(word[i]) && word[i] != '\'') return 0;
    return 1;
}

static uint32_t count_of(const opis_title_words *words, const char *word, size_t length) {
    uint32_t titles = opis_vocabulary_count(&words->titles, word, length);
    uint32_t book = words->words ? opis_vocabulary_count(words->words, word, length) : 0;
    return book > titles ? book : titles;
}

/*
 * The commoner word, of other titles or else of the book, that one looks like.  `*alone` says that none is near, be it
 * the same but for its capitals.
 */
static const char *resembles(const opis_title_words *words, const char *word, size_t length, float dearest,
                             uint32_t *known_length, int *alone) {
    const opis_vocabulary *from[] = {&words->titles, words->words};
    *alone = 1;
    for (int i = 0; i < 2 && from[i]; i++) {
        const opis_word *known =
            opis_vocabulary_mend(from[i], words->book->glyphs, word, length, WORTH_OF_RARE, dearest, VOUCHED);
        *alone &= !known;
        const char *printed = known ? from[i]->bytes + known->start : NULL;
        if (!known || same_letters(printed, known->length, word, length)) continue;
        *known_length = known->length;
        return printed;
    }
    return NULL;
}

/* The word that the book proves a rare one to stand for, or NULL. */
static const char *find_known(const opis_title_words *words, const char *word, size_t length, uint32_t *known_length,
                              int *alone) {
    if (length < SHORTEST_MENDED) return NULL;
    uint32_t own = count_of(words, word, length);
    const char *known = resembles(words, word, length, DEAREST_MENDING, known_length, alone);
    if (!known || !is_upper(known[0]) != !is_upper(word[0])) return NULL;
    uint32_t count = count_of(words, known, *known_length);
    return count >= FREQUENT && count >= TIMES_RARER * own ? known : NULL;
}

/* Whether a rare word falls into two common ones: the scan may have lost the blank between them. */
static int is_glued(const opis_title_words *words, const char *word, size_t length, uint32_t own) {
    uint32_t least = TIMES_RARER * own > FREQUENT ? TIMES_RARER * own : FREQUENT;
    for (size_t half = SHORTEST_HALF; half + SHORTEST_HALF <= length; half++)
        if (count_of(words, word, half) >= least && count_of(words, word + half, length - half) >= least) return 1;
    return 0;
}

/* Whether a word that is left as it is may still be damaged; none that is alone has a rival. */
static int is_doubtful(const opis_title_words *words, const char *word, size_t length, int alone) {
    uint32_t known_length, own = count_of(words, word, length);
    if (length == 1) return !is_digit(word[0]) && !is_upper(word[0]) && !strchr("aiv", word[0]);
    if (is_digit(word[0]) && is_digit(word[length - 1])) return 0;
    if (!is_plain(word, length) || own < VOUCHED || is_glued(words, word, length, own)) return 1;
    return own < COMMON && !alone && resembles(words, word, length, DEAREST_RIVAL, &known_length, &alone) != NULL;
}

static verdict judge(const opis_title_words *words, const char *word, size_t length) {
    size_t decade = length == YEAR_DIGITS + 1 && word[length - 1] == 's';
    verdict made = {.judged = 1, .year = year_of(words, word, length - decade)};
    int alone = 0;
    if (!made.year) made.known = find_known(words, word, length, &made.known_length, &alone);
    /* no other year of the title would contradict a misread figure */
    made.doubtful = made.year || (!made.known && is_doubtful(words, word, length, alone));
    return made;
}

static void put(opis_mended_title *mended, const char *text, size_t length) {
    if (length > OPIS_MENDED_TITLE - mended->length) length = OPIS_MENDED_TITLE - mended->length;
    memcpy(mended->text + mended->length, text, length);
    mended->length += length;
}

static void put_year(opis_mended_title *mended, int32_t year) {
    char digits[YEAR_DIGITS] = {(char)('0' + year / 1000), (char)('0' + year / 100 % 10), (char)('0' + year / 10 % 10),
                                (char)('0' + year % 10)};
    put(mended, digits, YEAR_DIGITS);
}

/* The word as it was printed most likely; whether it is another one than is seen. */
static int put_word(opis_mended_title *mended, const char *word, size_t length, const verdict *found) {
    if (found->year) {
        put_year(mended, found->year);
        put(mended, word + YEAR_DIGITS, length - YEAR_DIGITS);
    } else if (found->known) {
        put(mended, found->known, found->known_length);
    } else {
        put(mended, word, length);
    }
    return found->year || found->known;
}

/* Whether a title ends with a mark that none closes with, or opens more quotations than it closes. */
static int ends_oddly(const char *title, size_t length) {
    size_t quotes = 0;
    for (size_t i = 0; i < length; i++) quotes += title[i] == '"';
    return quotes % 2 || (length && strchr("'^*~=`", title[length - 1]));
}

void opis_title_words_mend(opis_title_words *words, const char *title, size_t length, opis_mended_title *mended) {
    size_t at = 0, before = 0;
    int doubtful = ends_oddly(title, length);
    mended->length = 0;
    mended->changed = 0;
    for (size_t word; (word = next_word(title, length, &at)) > 0; before = at) {
        uint32_t row = opis_vocabulary_row(&words->titles, title + at, word);
        verdict *found = &words->verdicts[row == OPIS_NO_WORD ? words->titles.count : row];
        if (!found->judged || row == OPIS_NO_WORD) *found = judge(words, title + at, word);
        put(mended, title + before, at - before);
        mended->changed |= put_word(mended, title + at, word, found);
        doubtful |= found->doubtful;
        at += word;
    }
    put(mended, title + before, length - before);
    mended->text[mended->length] = 0;
    mended->certainty = doubtful ? OPIS_LIKELY : mended->changed ? OPIS_REPAIRED : OPIS_CLEAN;
}
