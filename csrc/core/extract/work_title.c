/*
 * The words of titles, mended by those that the book prints elsewhere.
 *
 * Titles are set in italics, which a scan reads worst, and the same titles come again and again.  A rare word that
 * looks like a damaged form of a much commoner one is taken for it; a title with a word that nothing vouches for stays
 * in doubt.
 */
#include <string.h>

#include "extract/printed.h"
#include "extract/work.h"
#include "memory.h"

/* What speaks for damage in a word that is printed once, or nowhere else. */
#define WORTH_OF_RARE 3.0f
/* A confusion or two; a word that is further from a known one is another word. */
#define DEAREST_MENDING 3.2f
#define DEAREST_RIVAL 2.5f
#define VOUCHED 2     /* printings that vouch for a word */
#define FREQUENT 6    /* printings of a word that a rare one may stand for */
#define TIMES_RARER 4 /* than that word */
#define SHORTEST_MENDED 5
#define YEAR_DIGITS 4
#define FIRST_YEAR 1500
#define LAST_YEAR 2030
#define DEAREST_YEAR 1.2f
#define SHORTEST_HALF 2

typedef struct mender {
    opis_works *works;
    const opis_vocabulary *words; /* of the book */
    opis_vocabulary titles;       /* the words of its titles */
    char *texts;                  /* all titles, one behind the other; owned */
    size_t length, capacity;
    char mended[OPIS_WORK_TITLE_LENGTH + 1];
    size_t used;
    int changed, doubtful;
} mender;

static int is_part_of_word(char c) {
    return is_letter(c) || is_digit(c) || strchr("'~]|;!$&%", c);
}

/* The word at `at` or behind it, marks at its end left out; its length, or 0 where the title ends. */
static size_t next_word(const char *title, size_t *at) {
    while (title[*at] && !is_letter(title[*at]) && !is_digit(title[*at])) ++*at;
    size_t end = *at;
    while (title[end] && is_part_of_word(title[end])) end++;
    while (end > *at && !is_letter(title[end - 1]) && !is_digit(title[end - 1])) end--;
    return end - *at;
}

static opis_status gather(mender *m) {
    opis_error *error = m->works->error;
    opis_status status = OPIS_OK;
    for (size_t i = 0; i < m->works->count && status == OPIS_OK; i++) {
        size_t length = strlen(m->works->items[i].title) + 1;
        status = opis_reserve(&m->texts, &m->capacity, m->length + length, 1, error);
        if (status != OPIS_OK) return status;
        memcpy(m->texts + m->length, m->works->items[i].title, length);
        m->length += length;
    }
    opis_vocabulary_make(&m->titles, m->texts);
    for (size_t at = 0; at < m->length && status == OPIS_OK; at++) {
        for (size_t length; status == OPIS_OK && (length = next_word(m->texts, &at)) > 0; at += length)
            status = opis_vocabulary_add(&m->titles, (uint32_t)at, (uint32_t)length, 1, error);
    }
    return status == OPIS_OK ? opis_vocabulary_sort(&m->titles, error) : status;
}

/* A year that letters damage, the "s" of a decade left out of it; 0 where it is none. */
static int32_t year_of(const mender *m, const char *word, size_t length) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    size_t digits = 0;
    for (size_t i = 0; i < length; i++) digits += is_digit(word[i]);
    if (length != YEAR_DIGITS || digits < 2 || digits == length) return 0;
    size_t count = opis_glyphs_numerals(m->works->book->glyphs, word, length, readings);
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

static void put(mender *m, const char *text, size_t length) {
    if (length > OPIS_WORK_TITLE_LENGTH - m->used) length = OPIS_WORK_TITLE_LENGTH - m->used;
    memcpy(m->mended + m->used, text, length);
    m->used += length;
}

static uint32_t count_of(const mender *m, const char *word, size_t length) {
    uint32_t book = opis_vocabulary_count(m->words, word, length);
    uint32_t titles = opis_vocabulary_count(&m->titles, word, length);
    return book > titles ? book : titles;
}

/* The commoner word, of other titles or else of the book, that one looks like. */
static const char *resembles(const mender *m, const char *word, size_t length, float dearest, size_t *known_length) {
    const opis_vocabulary *from[] = {&m->titles, m->words};
    for (int i = 0; i < 2; i++) {
        const opis_word *known =
            opis_vocabulary_mend(from[i], m->works->book->glyphs, word, length, WORTH_OF_RARE, dearest, VOUCHED);
        const char *printed = known ? from[i]->bytes + known->start : NULL;
        if (!known || same_letters(printed, known->length, word, length)) continue;
        *known_length = known->length;
        return printed;
    }
    return NULL;
}

/* The word that the book proves a rare one to stand for, or NULL. */
static const char *find_known(const mender *m, const char *word, size_t length, size_t *known_length) {
    if (length < SHORTEST_MENDED) return NULL;
    const char *known = resembles(m, word, length, DEAREST_MENDING, known_length);
    if (!known || !is_upper(known[0]) != !is_upper(word[0])) return NULL;
    uint32_t count = count_of(m, known, *known_length);
    return count >= FREQUENT && count >= TIMES_RARER * count_of(m, word, length) ? known : NULL;
}

/* Whether a rare word falls into two common ones: the scan may have lost the blank between them. */
static int is_glued(const mender *m, const char *word, size_t length) {
    uint32_t least = TIMES_RARER * count_of(m, word, length);
    if (least < FREQUENT) least = FREQUENT;
    for (size_t half = SHORTEST_HALF; half + SHORTEST_HALF <= length; half++)
        if (count_of(m, word, half) >= least && count_of(m, word + half, length - half) >= least) return 1;
    return 0;
}

/* Whether a word that is left as it is may still be damaged. */
static int is_doubtful(const mender *m, const char *word, size_t length) {
    size_t known_length;
    if (length == 1) return !is_digit(word[0]) && !strchr("aAIiv", word[0]);
    if (is_digit(word[0]) && is_digit(word[length - 1])) return 0;
    if (!is_plain(word, length) || count_of(m, word, length) < VOUCHED || is_glued(m, word, length)) return 1;
    return resembles(m, word, length, DEAREST_RIVAL, &known_length) != NULL;
}

static void put_year(mender *m, int32_t year) {
    char digits[YEAR_DIGITS] = {(char)('0' + year / 1000), (char)('0' + year / 100 % 10), (char)('0' + year / 10 % 10),
                                (char)('0' + year % 10)};
    put(m, digits, YEAR_DIGITS);
}

static void mend_word(mender *m, const char *word, size_t length) {
    size_t decade = length == YEAR_DIGITS + 1 && word[length - 1] == 's', known_length;
    int32_t year = year_of(m, word, length - decade);
    const char *known = year ? NULL : find_known(m, word, length, &known_length);
    m->changed |= year || known;
    if (year) {
        put_year(m, year);
        put(m, "s", decade);
        m->doubtful = 1; /* no other year of the title contradicts a misread figure */
    } else if (known) {
        put(m, known, known_length);
    } else {
        put(m, word, length);
        m->doubtful |= is_doubtful(m, word, length);
    }
}

static void mend_title(mender *m, opis_work_reference *r) {
    size_t at = 0, before = 0;
    m->used = 0;
    m->changed = m->doubtful = 0;
    for (size_t length; (length = next_word(r->title, &at)) > 0; before = at) {
        put(m, r->title + before, at - before);
        mend_word(m, r->title + at, length);
        at += length;
    }
    put(m, r->title + before, strlen(r->title + before));
    m->mended[m->used] = 0;
    memcpy(r->title, m->mended, m->used + 1);
    r->title_repaired = (uint8_t)m->changed;
    r->title_known = !m->doubtful;
}

opis_status opis_works_mend_titles(opis_works *works) {
    mender m = {.works = works};
    m.words = works->count ? opis_printed_words(works->book, works->error) : NULL;
    if (!m.words) return works->count ? works->error->status : OPIS_OK;
    opis_status status = gather(&m);
    for (size_t i = 0; i < works->count && status == OPIS_OK; i++) mend_title(&m, &works->items[i]);
    opis_vocabulary_release(&m.titles);
    opis_resize(m.texts, 0);
    return status;
}
