#include <math.h>
#include <string.h>

#include "extract/biography.h"
#include "letters.h"

/* A head is short: bytes to the bracket that closes its years, and words that are no names. */
#define LONGEST_HEAD 140
#define LONGEST_YEARS 32
#define DEAREST_YEAR 6.0f
#define DEAREST_PHRASE 1.2f
#define FIRST_BIRTH 1700
#define LAST_DEATH 2040
#define LONGEST_LIFE 110
#define YOUNGEST 12
#define LONGEST_INITIAL 3
#define SHORTEST_ALIAS 3
#define YEAR_DIGITS 4
/* Years without brackets: bytes that hold them at the most, and what they cost. */
#define LONGEST_BARE 14
#define COST_OF_BARE 2.0f

typedef struct years {
    int32_t born, died;
    float cost;
} years;

/* Copy with blanks and breaks as single blanks. */
static size_t squeeze(const char *bytes, uint32_t start, uint32_t end, char *out, size_t room) {
    size_t length = 0;
    for (uint32_t i = start; i < end && length < room; i++) {
        int blank = is_blank(bytes[i]);
        if (blank && (length == 0 || out[length - 1] == ' ')) continue;
        out[length++] = blank ? ' ' : bytes[i];
    }
    while (length > 0 && out[length - 1] == ' ') length--;
    return length;
}

static int is_unknown_phrase(const opis_book *book, const char *text, size_t length) {
    for (size_t i = 0; i < book->style->dates_unknown.count; i++) {
        const char *phrase = book->style->dates_unknown.items[i];
        size_t printed = strlen(phrase);
        if (length + 2 >= printed && length <= printed + 2 &&
            isfinite(
                opis_glyphs_distance(book->glyphs, text, length, phrase, printed, DEAREST_PHRASE * (float)printed)))
            return 1;
    }
    return 0;
}

/* Readings of one side of the years; none for a question mark, which stands for an unknown year. */
static size_t read_side(const opis_book *book, const char *text, size_t length, int *unknown,
                        opis_numeral readings[OPIS_NUMERAL_READINGS]) {
    while (length > 0 && text[0] == ' ') text++, length--;
    while (length > 0 && text[length - 1] == ' ') length--;
    *unknown = length == 0 || (length == 1 && text[0] == '?');
    if (*unknown) return 0;
    if (length > 1 && text[length - 1] == '?') length--;
    return opis_glyphs_numerals(book->glyphs, text, length, readings);
}

/* The year of a death that is printed with its last two digits alone. */
static int32_t full_year(int32_t value, size_t digits, int32_t born) {
    if (digits != 2 || born == OPIS_UNKNOWN) return value;
    int32_t year = born / 100 * 100 + value;
    return year < born ? year + 100 : year;
}

static int is_life(int32_t born, int32_t died) {
    if (born != OPIS_UNKNOWN && (born < FIRST_BIRTH || born > LAST_DEATH)) return 0;
    if (died != OPIS_UNKNOWN && (died < FIRST_BIRTH || died > LAST_DEATH)) return 0;
    return born == OPIS_UNKNOWN || died == OPIS_UNKNOWN || (died >= born + YOUNGEST && died <= born + LONGEST_LIFE);
}

static void weigh(years *best, int32_t born, int32_t died, float cost) {
    if (cost < best->cost && is_life(born, died)) *best = (years){born, died, cost};
}

/* A side of nothing but digits, a year in full; gives its value, or OPIS_UNKNOWN. */
static int32_t clean_side(const char *text, size_t length) {
    int32_t value = 0;
    while (length > 0 && text[0] == ' ') text++, length--;
    while (length > 0 && text[length - 1] == ' ') length--;
    for (size_t i = 0; i < length; i++) {
        if (!is_digit(text[i])) return OPIS_UNKNOWN;
        value = value * 10 + (text[i] - '0');
    }
    return length == YEAR_DIGITS ? value : OPIS_UNKNOWN;
}

/* "1890-1937", "1901-39", "?-1936", "1896-?", damaged or not. */
static int read_years(const opis_book *book, const char *text, size_t length, years *found) {
    opis_numeral left[OPIS_NUMERAL_READINGS], right[OPIS_NUMERAL_READINGS];
    int no_birth, no_death;
    *found = (years){OPIS_UNKNOWN, OPIS_UNKNOWN, DEAREST_YEAR};
    if (is_unknown_phrase(book, text, length) || (length == 1 && text[0] == '?')) {
        found->cost = 0;
        return 1;
    }
    const char *dash = memchr(text, '-', length);
    if (!dash) return 0;
    int32_t left_year = clean_side(text, (size_t)(dash - text));
    int32_t right_year = clean_side(dash + 1, length - (size_t)(dash + 1 - text));
    if (left_year != OPIS_UNKNOWN && right_year != OPIS_UNKNOWN && is_life(left_year, right_year)) {
        *found = (years){left_year, right_year, 0};
        return 1;
    }
    size_t births = read_side(book, text, (size_t)(dash - text), &no_birth, left);
    size_t deaths = read_side(book, dash + 1, length - (size_t)(dash + 1 - text), &no_death, right);
    if ((births == 0 && !no_birth) || (deaths == 0 && !no_death) || (births == 0 && deaths == 0)) return 0;
    for (size_t i = 0; i < births + no_birth; i++)
        for (size_t j = 0; j < deaths + no_death; j++) {
            int32_t born = no_birth ? OPIS_UNKNOWN : left[i].value;
            int32_t died = no_death ? OPIS_UNKNOWN : full_year(right[j].value, strlen(right[j].digits), born);
            weigh(found, born, died, (no_birth ? 0 : left[i].cost) + (no_death ? 0 : right[j].cost));
        }
    return found->born != OPIS_UNKNOWN || found->died != OPIS_UNKNOWN;
}

static int is_alias_word(const opis_book *book, const char *word, size_t length) {
    return opis_words_have(&book->style->alias_words, word, length);
}

/* "alsoVoinov": such a word that lost the blank behind it. */
static int is_glued_alias(const opis_book *book, const char *word, size_t length) {
    for (size_t i = 1; i < length; i++)
        if (is_upper(word[i])) return is_alias_word(book, word, i);
    return 0;
}

/* Whether nothing but the years follows a given name with a point: "Surname, Anna. (1841-1910)". */
static int is_last_given(const char *bytes, uint32_t start, uint32_t at, uint32_t end) {
    uint32_t next = at + 1;
    while (next < end && is_blank(bytes[next])) next++;
    return next == end && memchr(bytes + start, ',', at - start) != NULL;
}

/* "Tu!&achenko": small letters that hang on marks within a word are the rest of it. */
static int goes_on_behind_marks(const char *bytes, uint32_t start, uint32_t word) {
    uint32_t i = word;
    while (i > start && strchr("!&%$#*~^=+<>|\\/@{}_", bytes[i - 1])) i--;
    return i < word && i > start && is_letter(bytes[i - 1]);
}

/* Whether the text is made of names, initials and the words that introduce an alias. */
static int is_name_text(const opis_book *book, uint32_t start, uint32_t end) {
    const char *bytes = book->source.bytes;
    for (uint32_t i = start; i < end;) {
        uint32_t word = i;
        while (i < end && (is_letter(bytes[i]) || is_digit(bytes[i]) || bytes[i] == '\'')) i++;
        if (i - word > 1 && is_lower(bytes[word]) && !is_alias_word(book, bytes + word, i - word) &&
            !is_glued_alias(book, bytes + word, i - word) && !goes_on_behind_marks(bytes, start, word))
            return 0;
        if (i - word > LONGEST_INITIAL && i + 1 < end && bytes[i] == '.' && is_blank(bytes[i + 1]) &&
            !is_last_given(bytes, start, i, end))
            return 0;
        if (i - word > 1 && is_digit(bytes[word]) && is_digit(bytes[word + 1])) return 0;
        if (i == word && is_any_of(bytes[i], ";:\"")) return 0;
        i += i == word;
    }
    return 1;
}

/* One initial or given name; a figure in place of a letter is the letter that looks like it. */
static void add_given(opis_sketch_head *head, const char *bytes, uint32_t start, uint32_t end) {
    size_t length = end - start, used = head->given_length;
    if (used + length + 3 > sizeof head->given) return;
    if (used > 0) head->given[used++] = ' ';
    memcpy(head->given + used, bytes + start, length);
    if (length == 1 && (bytes[start] == '1' || bytes[start] == 'l' || bytes[start] == '|')) head->given[used] = 'I';
    if (length == 1 && bytes[start] == '0') head->given[used] = 'O';
    if (head->given[used] != bytes[start] || is_digit(head->given[used])) head->cost += 1;
    used += length;
    if (length <= LONGEST_INITIAL) head->given[used++] = '.';
    head->given_length = used;
    head->initials |= length <= LONGEST_INITIAL;
}

/* Initials and given names between the surname and the years; brackets hold an alias. */
static void read_given(opis_sketch_head *head, const opis_book *book, uint32_t end) {
    const char *bytes = book->source.bytes;
    for (uint32_t i = head->name_end; i < end;) {
        uint32_t word = i;
        if (bytes[i] == '(' || bytes[i] == '[') {
            char close = bytes[i] == '(' ? ')' : ']';
            while (i < end && bytes[i] != close) i++;
            if (head->alias_start == head->alias_end) {
                head->alias_start = word + 1;
                head->alias_end = i;
            }
            continue;
        }
        while (i < end && (is_letter(bytes[i]) || is_digit(bytes[i]) || bytes[i] == '-' || bytes[i] == '\'')) i++;
        if (i > word) add_given(head, bytes, word, i);
        i += i == word;
    }
}

/* "[also Voinov]": the words before the name are none of it. */
static void trim_alias(opis_sketch_head *head, const opis_book *book) {
    const char *bytes = book->source.bytes;
    while (head->alias_start < head->alias_end) {
        uint32_t end = head->alias_start;
        while (end < head->alias_end && is_letter(bytes[end])) end++;
        size_t length = end - head->alias_start;
        if (length > 4 && memcmp(bytes + head->alias_start, "also", 4) == 0 && !is_lower(bytes[head->alias_start + 4]))
            head->alias_start += 4;
        else if (is_blank(bytes[head->alias_start]))
            head->alias_start++;
        else if (length > 0 && is_alias_word(book, bytes + head->alias_start, length))
            head->alias_start = end;
        else
            return;
    }
}

/* The surname runs to the first comma or bracket, or to a point where the comma should be. */
static uint32_t surname_end(const char *bytes, uint32_t start, uint32_t end) {
    uint32_t i = start;
    while (i < end && !is_any_of(bytes[i], ",([.;")) i++;
    while (i > start && is_blank(bytes[i - 1])) i--;
    return i;
}

static int finish(opis_sketch_head *head, const opis_book *book, uint32_t start, uint32_t years_start,
                  uint32_t years_end, const years *found) {
    const char *bytes = book->source.bytes;
    memset(head, 0, sizeof *head);
    if (!is_name_text(book, start, years_start)) return 0;
    head->start = start;
    head->end = years_end;
    head->name_end = surname_end(bytes, start, years_start);
    if (head->name_end < start + 1) return 0;
    head->born = found->born;
    head->died = found->died;
    head->cost = found->cost;
    read_given(head, book, years_start);
    trim_alias(head, book);
    return head->alias_start == head->alias_end || head->alias_end - head->alias_start >= SHORTEST_ALIAS;
}

/* "Surname. See Other, I. I." sends the reader on; gives whether the word at `at` does so. */
static int sends_on(const opis_book *book, uint32_t start, uint32_t at, uint32_t end) {
    const char *bytes = book->source.bytes;
    if (at < start + 3 || !is_upper(bytes[at]) || bytes[at - 1] != ' ') return 0;
    for (size_t i = 0; i < book->style->see_words.count; i++) {
        const char *word = book->style->see_words.items[i];
        if (*word != bytes[at]) continue;
        size_t length = strlen(word);
        if (at + length + 1 < end && memcmp(bytes + at, word, length) == 0 && bytes[at + length] == ' ' &&
            is_upper(bytes[at + length + 1]))
            return is_any_of(bytes[at - 2], ".,") && is_name_text(book, start, at - 2);
    }
    return 0;
}

static int read_sender(opis_sketch_head *head, const opis_book *book, uint32_t start, uint32_t end) {
    memset(head, 0, sizeof *head);
    head->start = start;
    head->end = end;
    head->name_end = surname_end(book->source.bytes, start, end);
    head->born = head->died = OPIS_UNKNOWN;
    head->initials = head->sends_on = 1;
    return 1;
}

/* Years behind initials that lost their brackets: "Surname, I. I. ,1886-193-,"; gives where they end, or 0. */
static uint32_t bare_years(const opis_book *book, uint32_t at, uint32_t end, years *found) {
    const char *bytes = book->source.bytes;
    uint32_t before = at, stop = at + YEAR_DIGITS + 1;
    if (stop + 1 >= end || bytes[at] != '1' || bytes[at + YEAR_DIGITS] != '-') return 0;
    while (before > 0 && (is_blank(bytes[before - 1]) || bytes[before - 1] == ',')) before--;
    int32_t born = clean_side(bytes + at, YEAR_DIGITS);
    if (before == at || bytes[before - 1] != '.' || born == OPIS_UNKNOWN || !is_life(born, OPIS_UNKNOWN)) return 0;
    while (stop < end && stop < at + LONGEST_BARE && bytes[stop] != ',' && bytes[stop] != '\n') stop++;
    if (stop >= end || bytes[stop] != ',') return 0;
    if (!read_years(book, bytes + at, stop - at, found)) *found = (years){born, OPIS_UNKNOWN, 0};
    found->cost += COST_OF_BARE;
    return stop;
}

/* Whether a byte may end a head, or open its years or what sends the reader on: most do neither. */
static inline int may_tell(char c) {
    return is_upper(c) || c == '(' || c == '1' || c == '\n';
}

int opis_sketch_head_read(opis_sketch_head *head, const opis_book *book, uint32_t start, uint32_t limit) {
    const char *bytes = book->source.bytes;
    uint32_t end = limit - start > LONGEST_HEAD ? start + LONGEST_HEAD : limit;
    char text[LONGEST_YEARS];
    years found;
    if (start >= end || !is_letter(bytes[start]) || is_lower(bytes[start])) {
        if (start >= end || bytes[start] != '~') return 0;
    }
    for (uint32_t i = start; i < end; i++) {
        if (!may_tell(bytes[i])) continue;
        if (bytes[i] == '\n' && (i + 1 == end || is_blank(bytes[i + 1]) || bytes[i - 1] == '.')) return 0;
        if (sends_on(book, start, i, end)) return read_sender(head, book, start, i);
        uint32_t bare = bare_years(book, i, end, &found);
        if (bare) return finish(head, book, start, i, bare, &found) && head->initials;
        if (bytes[i] != '(') continue;
        uint32_t close = i + 1;
        while (close < end && close < i + LONGEST_YEARS && bytes[close] != ')') close++;
        if (close == end || bytes[close] != ')') continue;
        size_t length = squeeze(bytes, i + 1, close, text, sizeof text);
        if (!read_years(book, text, length, &found)) continue;
        return finish(head, book, start, i, close + 1, &found);
    }
    return 0;
}
