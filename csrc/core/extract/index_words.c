#include <string.h>

#include "extract/index.h"
#include "memory.h"
#include "letters.h"
#include "mend/lexicon.h"

/* What speaks for damage in a word, by how often the book prints it as it is seen. */
#define WORTH_OF_UNKNOWN 3.5f
#define WORTH_OF_RARE 2.5f
#define WORTH_OF_COMMON 1.5f
#define WORTH_OF_FREQUENT 0.0f
#define RARE 3
#define COMMON 12
#define WORTH_AT_EDGE 2.0f
/* How often the two words must occur that a lost blank made one. */
#define FREQUENT 6
/* A rare word may be glued to a very frequent one: "removalof". */
#define VERY_FREQUENT 100
#define SHORTEST_GLUED 7
/* Compounds and whole subentries are long: a common one is found through heavier damage. */
#define WORTH_OF_COMPOUND 12.0f
#define DEAREST_COMPOUND 15.0f
#define WORTH_OF_PHRASE 12.0f
#define PHRASE_GLYPH 0.9f
#define SHORTEST_PHRASE 7
/* A name is in doubt where another one, as common, costs no more. */
#define WORTH_OF_RIVAL 3.0f
#define DEAREST_RIVAL 2.5f
#define WORTH_OF_TORN 5.0f
/* How far a head may be from a surname of a sketch that shares its initial. */
#define WORTH_OF_SKETCH 5.0f
#define SHORTEST_SURNAME 3
#define SEAM_RATIO 8
#define MOST_GLUED 6
#define EDGE_LETTERS 2
#define SHORTEST_HALF 2
#define LONGEST_WORD 48
#define YEAR_DIGITS 4
#define FIRST_YEAR 1800
#define LAST_YEAR 2030
#define LAST_DAY 31
#define DEAREST_DAY 1.2f
#define VERDICTS 2048

/* What becomes of a word: it is a year, another word, two words, or left as it is. */
typedef struct verdict {
    uint64_t key; /* of the word; 0: nothing is kept */
    const opis_vocabulary *from;
    const opis_word *known;
    size_t seam;
    int32_t year;
    uint8_t doubtful;
    uint8_t hyphened; /* the book prints the two words with a hyphen */
} verdict;

typedef struct mender {
    opis_index *index;
    const opis_book *book;
    const opis_vocabulary *words; /* of the book */
    opis_vocabulary edges;        /* the words that open and close subentries */
    opis_vocabulary compounds;    /* of the book: "Upper-Lower" */
    opis_vocabulary phrases;      /* whole subentries */
    opis_vocabulary sketches;     /* the surnames that head biographical sketches */
    verdict *verdicts;            /* VERDICTS of them; owned */
    opis_index_texts mended;      /* owned until they take the place of those of the index */
    opis_error *error;
} mender;

static int parts_words(char c) {
    return is_any_of(c, " ,.;:()[]\"-");
}

/* Two words with a hyphen between and no blank. */
static opis_status add_compound(mender *m, size_t hyphen) {
    const opis_token *at = m->book->tokens + hyphen, *left = at - 1, *right = at + 1;
    if (hyphen < 1 || hyphen + 1 >= m->book->token_count) return OPIS_OK;
    if (left->class_ != OPIS_WORD || right->class_ != OPIS_WORD) return OPIS_OK;
    if (left->start + left->length != at->start || at->start + 1 != right->start) return OPIS_OK;
    return opis_vocabulary_add(&m->compounds, left->start, right->start + right->length - left->start, 1, m->error);
}

static opis_status read_compounds(mender *m) {
    const opis_concordance *printed = &m->book->concordance;
    const opis_printed_word *hyphen = opis_concordance_find(printed, m->book->source.bytes, "-");
    opis_status status = OPIS_OK;
    for (uint32_t i = 0; hyphen && i < hyphen->count && status == OPIS_OK; i++)
        status = add_compound(m, opis_places(printed, hyphen)[i]);
    return status == OPIS_OK ? opis_vocabulary_sort(&m->compounds, m->error) : status;
}

static opis_status read_edges(mender *m) {
    opis_status status = OPIS_OK;
    for (size_t i = 0; i < m->index->part_count && status == OPIS_OK; i++) {
        const opis_index_part *part = &m->index->parts[i];
        const char *text = m->index->texts.bytes;
        if (part->head == i) continue;
        uint32_t end = part->text + part->text_length, first = part->text, last = end;
        while (first < end && is_letter(text[first])) first++;
        while (last > part->text && is_letter(text[last - 1])) last--;
        if (first > part->text) status = opis_vocabulary_add(&m->edges, part->text, first - part->text, 1, m->error);
        if (last < end && last > first && status == OPIS_OK)
            status = opis_vocabulary_add(&m->edges, last, end - last, 1, m->error);
    }
    return status == OPIS_OK ? opis_vocabulary_sort(&m->edges, m->error) : status;
}

static opis_status read_phrases(mender *m) {
    opis_status status = OPIS_OK;
    for (size_t i = 0; i < m->index->part_count && status == OPIS_OK; i++)
        if (m->index->parts[i].head != i && m->index->parts[i].text_length > 0)
            status =
                opis_vocabulary_add(&m->phrases, m->index->parts[i].text, m->index->parts[i].text_length, 1, m->error);
    return status == OPIS_OK ? opis_vocabulary_sort(&m->phrases, m->error) : status;
}

/* A sketch is headed "Surname, I. I.". */
static opis_status read_sketches(mender *m) {
    const opis_biography *sketches = OPIS_ROWS(m->book, OPIS_BIOGRAPHY);
    opis_status status = OPIS_OK;
    for (size_t i = 0; i < OPIS_ROW_COUNT(m->book, OPIS_BIOGRAPHY) && status == OPIS_OK; i++) {
        const char *name = opis_book_text(m->book, sketches[i].name);
        const char *comma = name ? memchr(name, ',', sketches[i].name.length) : NULL;
        if (comma && comma - name >= SHORTEST_SURNAME)
            status = opis_vocabulary_add(&m->sketches, sketches[i].name.start, (uint32_t)(comma - name), 1, m->error);
    }
    return status == OPIS_OK ? opis_vocabulary_sort(&m->sketches, m->error) : status;
}

static opis_status put(mender *m, const char *text, size_t length) {
    return opis_index_put(&m->mended, text, length, m->error);
}

/* "I938" is a year; gives it, or 0. */
static int32_t year_of(const mender *m, const char *word, size_t length) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    size_t digits = 0;
    for (size_t i = 0; i < length; i++) digits += is_digit(word[i]);
    if (length < YEAR_DIGITS || length > YEAR_DIGITS + 1 || digits < 2 || digits == length) return 0;
    size_t count = opis_glyphs_numerals(m->book->glyphs, word, length, readings);
    return count > 0 && readings[0].value >= FIRST_YEAR && readings[0].value <= LAST_YEAR ? readings[0].value : 0;
}

/* Where a word that occurs nowhere falls into two that occur often, or 0. */
static size_t find_seam(const mender *m, const char *word, size_t length, uint32_t most) {
    size_t best = 0;
    for (size_t i = SHORTEST_HALF; i + SHORTEST_HALF <= length; i++) {
        uint32_t left = opis_vocabulary_count(m->words, word, i);
        if (left < RARE - 1) continue; /* as most are */
        uint32_t right = opis_vocabulary_count(m->words, word + i, length - i);
        uint32_t least = left < right ? left : right, greatest = left < right ? right : left;
        int plain_small = !is_upper(word[0]) && greatest >= VERY_FREQUENT && length >= SHORTEST_GLUED;
        if (least < (plain_small ? RARE - 1 : FREQUENT) || least <= most) continue;
        most = least;
        best = i;
    }
    return best;
}

/* Whether two words differ in nothing but small and capital letters, and apostrophes. */
static int same_letters(const char *a, size_t a_length, const char *b, size_t b_length) {
    size_t i = 0, j = 0;
    for (;; i++, j++) {
        while (i < a_length && a[i] == '\'') i++;
        while (j < b_length && b[j] == '\'') j++;
        if (i == a_length || j == b_length) return i == a_length && j == b_length;
        if ((a[i] | 0x20) != (b[j] | 0x20)) return 0;
    }
}

static int is_number(const char *word, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (!is_digit(word[i])) return 0;
    return 1;
}

static int is_plain(const char *word, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (!is_letter(word[i]) && word[i] != '\'') return 0;
    return 1;
}

static opis_status put_known(mender *m, opis_index_part *part, const opis_vocabulary *from, const opis_word *known) {
    part->mended = 1;
    return put(m, from->bytes + known->start, known->length);
}

/* Whether a word that is left as it is may still be damaged: it is rare, or a name that looks like another. */
static int is_doubtful(const mender *m, const char *word, size_t length, uint32_t count) {
    if (length == 1) return word[0] != 'a' && (word[0] < 'A' || word[0] > 'Z');
    if (count < RARE) return 1;
    if (length <= EDGE_LETTERS || word[0] < 'A' || word[0] > 'Z') return 0;
    const opis_word *rival =
        opis_vocabulary_mend(m->words, m->book->glyphs, word, length, WORTH_OF_RIVAL, DEAREST_RIVAL, 1);
    return rival && !same_letters(m->words->bytes + rival->start, rival->length, word, length);
}

/* Whether the book prints two words that lost what stood between them with a hyphen. */
static int is_compound(const mender *m, const char *word, size_t seam, size_t length) {
    char joined[LONGEST_WORD + 1];
    if (length >= sizeof joined) return 0;
    memcpy(joined, word, seam);
    joined[seam] = '-';
    memcpy(joined + seam + 1, word + seam, length - seam);
    return opis_vocabulary_count(&m->compounds, joined, length + 1) > 1;
}

/* What is known of a word in the same place. */
static verdict judge_word(const mender *m, const char *word, size_t length, int edge) {
    verdict found = {.year = year_of(m, word, length)};
    if (found.year) return found;
    if (length > LONGEST_WORD || (is_digit(word[0]) && is_digit(word[length - 1]))) {
        int year = length == YEAR_DIGITS && is_number(word, length);
        found.from = m->words;
        if (year && opis_vocabulary_count(m->words, word, length) < RARE)
            found.known = opis_vocabulary_mend(m->words, m->book->glyphs, word, length, WORTH_OF_UNKNOWN,
                                               OPIS_DEAREST_MENDING, FREQUENT);
        found.doubtful = length < YEAR_DIGITS - 2 || !is_number(word, length);
        return found;
    }
    found.from = &m->edges;
    if (edge && length <= EDGE_LETTERS)
        found.known =
            opis_vocabulary_mend(&m->edges, m->book->glyphs, word, length, WORTH_AT_EDGE, OPIS_DEAREST_MENDING, 1);
    if (found.known) return found;
    uint32_t count = opis_vocabulary_count(m->words, word, length);
    int plain = is_plain(word, length);
    float worth = count == 0 || !plain ? WORTH_OF_UNKNOWN
                  : count < RARE       ? WORTH_OF_RARE
                  : count < COMMON     ? WORTH_OF_COMMON
                                       : WORTH_OF_FREQUENT;
    found.from = m->words;
    found.seam = count <= MOST_GLUED && plain ? find_seam(m, word, length, SEAM_RATIO * count) : 0;
    found.hyphened = found.seam && is_compound(m, word, found.seam, length);
    if (found.seam) return found;
    if (length > 2)
        found.known = opis_vocabulary_mend(m->words, m->book->glyphs, word, length, worth, OPIS_DEAREST_MENDING, 1);
    if (found.known && same_letters(m->words->bytes + found.known->start, found.known->length, word, length))
        found.known = NULL;
    if (!found.known) found.doubtful = (uint8_t)is_doubtful(m, word, length, count);
    return found;
}

/* The same few words stand in an index again and again: those judged last are kept, each in one of two places. */
static const verdict *recall_word(const mender *m, const char *word, size_t length, int edge) {
    int tells = edge && length <= EDGE_LETTERS; /* longer words are judged alike wherever they stand */
    uint64_t key = opis_lexicon_key((uint64_t)tells << 8 | 1, word, length);
    verdict *kept = &m->verdicts[(key ^ key >> 32) & (VERDICTS - 2)];
    if (kept->key && kept->key != key) kept++;
    if (kept->key != key) {
        *kept = judge_word(m, word, length, edge);
        kept->key = key;
    }
    return kept;
}

/* One word as it was printed most likely. */
static opis_status mend_word(mender *m, opis_index_part *part, const char *word, size_t length, int edge) {
    const verdict *found = recall_word(m, word, length, edge);
    part->doubtful |= found->doubtful;
    if (found->known) return put_known(m, part, found->from, found->known);
    part->mended |= found->year || found->seam;
    if (found->year) {
        char digits[YEAR_DIGITS] = {(char)('0' + found->year / 1000), (char)('0' + found->year / 100 % 10),
                                    (char)('0' + found->year / 10 % 10), (char)('0' + found->year % 10)};
        return put(m, digits, YEAR_DIGITS);
    }
    if (!found->seam) return put(m, word, length);
    opis_status status = put(m, word, found->seam);
    if (status == OPIS_OK) status = put(m, found->hyphened ? "-" : " ", 1);
    return status == OPIS_OK ? put(m, word + found->seam, length - found->seam) : status;
}

/* A letter that a blank parts from the rest of its word: "a t". */
static int is_torn(const mender *m, const char *text, size_t at, size_t end) {
    if (at + 2 >= end || text[at + 1] != ' ' || !is_letter(text[at]) || !is_letter(text[at + 2])) return 0;
    char joined[2] = {text[at], text[at + 2]};
    return (at + 3 == end || parts_words(text[at + 3])) && opis_vocabulary_count(m->words, joined, 2) >= FREQUENT;
}

/* The common compound that a rare one shares a half with and looks like, at `at`; its end goes to `*end`. */
static const opis_word *find_compound(const mender *m, const char *text, size_t at, size_t length, size_t *end) {
    size_t hyphen = at, stop;
    while (hyphen < length && !parts_words(text[hyphen])) hyphen++;
    if (hyphen == at || hyphen + 1 >= length || text[hyphen] != '-') return NULL;
    for (stop = hyphen + 1; stop < length && !parts_words(text[stop]);) stop++;
    if (stop == hyphen + 1 || opis_vocabulary_count(&m->compounds, text + at, stop - at) >= RARE) return NULL;
    const opis_word *known = opis_vocabulary_mend(&m->compounds, m->book->glyphs, text + at, stop - at,
                                                  WORTH_OF_COMPOUND, DEAREST_COMPOUND, FREQUENT);
    if (!known) return NULL;
    const char *printed = m->compounds.bytes + known->start;
    size_t left = hyphen - at + 1, right = stop - hyphen;
    int shares = (known->length > left && memcmp(printed, text + at, left) == 0) ||
                 (known->length > right && memcmp(printed + known->length - right, text + hyphen, right) == 0);
    *end = stop;
    return shares ? known : NULL;
}

/* The common subentry that a rare one stands for. */
static const opis_word *find_phrase(const mender *m, const char *text, size_t length) {
    int damaged = 0;
    for (size_t at = 0; at < length && !damaged;) {
        size_t start = at;
        while (at < length && is_letter(text[at])) at++;
        damaged = at > start + 2 && opis_vocabulary_count(m->words, text + start, at - start) < COMMON;
        at += at == start;
    }
    if (!damaged) return NULL;
    if (length < SHORTEST_PHRASE || opis_vocabulary_count(&m->phrases, text, length) >= RARE) return NULL;
    return opis_vocabulary_mend(&m->phrases, m->book->glyphs, text, length, WORTH_OF_PHRASE,
                                PHRASE_GLYPH * (float)length, FREQUENT);
}

/* The surname at the beginning of a head that blanks tear: "~al inin , M."; gives where it ends, or 0. */
static size_t find_torn_name(const mender *m, const char *text, size_t length, const opis_word **known) {
    char joined[LONGEST_WORD];
    size_t used = 0, at = 0, blanks = 0;
    for (; at < length && text[at] != ',' && used < sizeof joined; at++) {
        if (text[at] == ' ')
            blanks++;
        else
            joined[used++] = text[at];
    }
    if (at == length || at == 0 || text[at] != ',' || used < SHORTEST_PHRASE - 2) return 0;
    while (at > 0 && text[at - 1] == ' ') at--, blanks--;
    if (blanks == 0) return 0;
    *known = opis_vocabulary_mend(m->words, m->book->glyphs, joined, used, WORTH_OF_TORN, OPIS_DEAREST_MENDING, RARE);
    return *known ? at : 0;
}

/*
 * The surname of a head "Surname, I." that is the surname of a sketch, or looks like that of one with the same
 * initial; gives where it ends, or 0.  A rare surname without a sketch is vouched for by nothing.
 */
static size_t find_sketch_name(const mender *m, const char *text, size_t length, const opis_word **known,
                               uint8_t *unvouched) {
    size_t end = 0, initial;
    while (end < length && (is_letter(text[end]) || text[end] == '-')) end++;
    if (end < SHORTEST_SURNAME || end + 1 >= length || !is_any_of(text[end], ",.")) return 0;
    for (initial = end + 1; initial < length && text[initial] == ' ';) initial++;
    if (initial == length || !is_upper(text[initial])) return 0;
    *known = NULL;
    if (opis_vocabulary_count(&m->sketches, text, end) > 0) return end;
    *unvouched = opis_vocabulary_count(m->words, text, end) < FREQUENT;
    *known = opis_vocabulary_mend(&m->sketches, m->book->glyphs, text, end, WORTH_OF_SKETCH, OPIS_DEAREST_MENDING, 1);
    return *known && m->sketches.bytes[(*known)->start + (*known)->length + 2] == text[initial] ? end : 0;
}

/* Whether one of the words, short ones left out, is hardly printed elsewhere. */
static int holds_unknown_word(const mender *m, const char *text, size_t length) {
    for (size_t at = 0; at < length;) {
        size_t start = at;
        while (at < length && is_letter(text[at])) at++;
        if (at - start > SHORTEST_SURNAME && opis_vocabulary_count(m->words, text + start, at - start) < RARE) return 1;
        at += at == start;
    }
    return 0;
}

static int is_month(const mender *m, const char *word, size_t length) {
    for (int month = 0; month < 12; month++)
        if (opis_words_have(&m->book->style->months[month], word, length)) return 1;
    return 0;
}

/* "I December": a damaged day of a month; 0 where none stands at [start, stop). */
static int32_t day_before_month(const mender *m, const char *text, size_t start, size_t stop, size_t end) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    size_t month = stop + 1;
    if (stop - start > 2 || is_number(text + start, stop - start) || month >= end || !is_upper(text[month])) return 0;
    while (stop + 1 < end && is_letter(text[stop + 1])) stop++;
    if (!is_month(m, text + month, stop + 1 - month)) return 0;
    size_t count = opis_glyphs_numerals(m->book->glyphs, text + start, month - 1 - start, readings);
    return count && readings[0].cost < DEAREST_DAY && readings[0].value <= LAST_DAY ? readings[0].value : 0;
}

/* What is known of a part as a whole: a common subentry, the name that opens a head; gives where it ends. */
static opis_status mend_opening(mender *m, opis_index_part *part, int is_sub, size_t *end) {
    const char *text = m->index->texts.bytes + part->text;
    size_t length = part->text_length;
    const opis_word *known = is_sub ? find_phrase(m, text, length) : NULL;
    *end = known ? length : 0;
    if (is_sub) return known ? put_known(m, part, &m->phrases, known) : OPIS_OK;
    *end = find_torn_name(m, text, length, &known);
    if (*end) return put_known(m, part, m->words, known);
    *end = find_sketch_name(m, text, length, &known, &part->doubtful);
    if (!*end) return OPIS_OK;
    return known ? put_known(m, part, &m->sketches, known) : put(m, text, *end);
}

static opis_status put_day(mender *m, opis_index_part *part, int32_t day) {
    char digits[2] = {(char)('0' + day / 10), (char)('0' + day % 10)};
    part->mended = 1;
    return day > 9 ? put(m, digits, 2) : put(m, digits + 1, 1);
}

/* The word, or the mark, at `*at` of a part. */
static opis_status mend_at(mender *m, opis_index_part *part, int is_sub, size_t *at) {
    const char *text = m->index->texts.bytes + part->text;
    size_t start = *at, end = part->text_length;
    const opis_word *compound = find_compound(m, text, start, end, at);
    if (compound) return put_known(m, part, &m->compounds, compound);
    for (*at = start; *at < end && !parts_words(text[*at]);) ++*at;
    if (*at == start) return put(m, text + (*at)++, 1);
    int32_t day = day_before_month(m, text, start, *at, end);
    if (day > 0) return put_day(m, part, day);
    if (*at > start + 1 || !is_torn(m, text, start, end))
        return mend_word(m, part, text + start, *at - start, is_sub && (start == 0 || *at == end));
    char joined[2] = {text[start], text[start + 2]};
    part->mended = 1;
    *at = start + 3;
    return mend_word(m, part, joined, 2, is_sub && (start == 0 || *at == end));
}

static opis_status mend_part(mender *m, opis_index_part *part, int is_sub) {
    size_t first = m->mended.length, at;
    opis_status status = mend_opening(m, part, is_sub, &at);
    while (at < part->text_length && status == OPIS_OK) status = mend_at(m, part, is_sub, &at);
    if (status != OPIS_OK) return status;
    if (part->see_length)
        part->astray = (uint8_t)holds_unknown_word(m, m->index->texts.bytes + part->see, part->see_length);
    return opis_index_reword(m->index, part, &m->mended, first, m->error);
}

opis_status opis_index_mend(opis_index *index, const opis_book *book, opis_error *error) {
    mender m = {.index = index, .book = book, .words = index->words, .error = error};
    opis_vocabulary_make(&m.edges, index->texts.bytes);
    opis_vocabulary_make(&m.compounds, book->source.bytes);
    opis_vocabulary_make(&m.phrases, index->texts.bytes);
    opis_vocabulary_make(&m.sketches, book->records.texts);
    size_t verdict_capacity = 0;
    opis_status status = opis_reserve(&m.verdicts, &verdict_capacity, VERDICTS, sizeof *m.verdicts, error);
    if (status == OPIS_OK) memset(m.verdicts, 0, VERDICTS * sizeof *m.verdicts);
    if (status == OPIS_OK) status = read_compounds(&m);
    if (status == OPIS_OK) status = read_edges(&m);
    if (status == OPIS_OK) status = read_phrases(&m);
    if (status == OPIS_OK) status = read_sketches(&m);
    for (size_t i = 0; i < index->part_count && status == OPIS_OK; i++)
        status = mend_part(&m, &index->parts[i], index->parts[i].head != i);
    if (status == OPIS_OK)
        opis_index_exchange(index, m.mended);
    else
        opis_resize(m.mended.bytes, 0);
    opis_resize(m.verdicts, 0);
    opis_vocabulary_release(&m.edges);
    opis_vocabulary_release(&m.compounds);
    opis_vocabulary_release(&m.phrases);
    opis_vocabulary_release(&m.sketches);
    return status;
}
