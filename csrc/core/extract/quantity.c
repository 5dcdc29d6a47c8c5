#include "extract/quantity.h"
#include "extract/date.h"
#include "letters.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST_NUMERAL 24
#define EXACT_DIGITS 15
/* Letters alone that may be a numeral. */
#define LONGEST_DAMAGED 3
#define LEAST_MENDED 4
#define SHORTEST_OES 5 /* "cargoes", but "canoe" and "shoe" */
/* A word glued to the number before it has so many letters: "84barges". */
#define LEAST_GLUED 4
#define DEAREST_UNIT 3.0f
#define SHORTEST_UNIT 6
#define PHRASE_TOKENS 16
#define PHRASE_WORDS 6
#define SHORTEST_GLUED 7
#define MOST_DIRT 8
#define WIDEST_RANGE 10
#define WIDEST_SCALED 100
#define FIRST_YEAR 1500
#define LARGEST_NUMERATOR 9
#define FRACTION_DIGITS 1e6 /* two thirds of a million are 666,667 */
#define LAST_YEAR 2100

/* A number on its way: what was read up to `next`. */
typedef struct number {
    double value;
    uint32_t next;
    uint8_t in_words, damaged, grouped, scaled, torn, fraction;
} number;

static const opis_token *token_at(const opis_book *book, uint32_t i) {
    return i < book->token_count ? &book->tokens[i] : NULL;
}

static char mark_at(const opis_book *book, uint32_t i) {
    const opis_token *token = token_at(book, i);
    return token && token->class_ == OPIS_PUNCTUATION ? book->source.bytes[token->start] : 0;
}

/* Whether nothing stands between a token and the one before it. */
static int touches_last(const opis_book *book, uint32_t i) {
    return i > 0 && i < book->token_count &&
           book->tokens[i - 1].start + book->tokens[i - 1].length == book->tokens[i].start;
}

/* Pass blanks, a line break and, within a sentence, the empty lines that scans leave there; else stay at `from`. */
static uint32_t pass_gaps(const opis_book *book, uint32_t from) {
    uint32_t breaks = 0, i = from;
    while (i < book->token_count && breaks < 3 &&
           (book->tokens[i].class_ == OPIS_BREAK || book->tokens[i].class_ == OPIS_BLANK))
        breaks += book->tokens[i++].class_ == OPIS_BREAK;
    int small =
        i < book->token_count && book->tokens[i].class_ == OPIS_WORD && !(book->tokens[i].shape & OPIS_UPPER_FIRST);
    return breaks > 1 && !small ? from : i;
}

static size_t put_lower(const opis_book *book, const opis_token *token, char *out, size_t room) {
    size_t length = token->length < room ? token->length : room;
    for (size_t i = 0; i < length; i++) {
        char c = book->source.bytes[token->start + i];
        out[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return length;
}

uint32_t opis_word_lower(const opis_book *book, uint32_t i, char out[OPIS_PHRASE_LENGTH], size_t *length) {
    *length = put_lower(book, &book->tokens[i], out, OPIS_PHRASE_LENGTH);
    uint32_t next = i + 1;
    if (mark_at(book, next) != '-' || !touches_last(book, next)) return next;
    uint32_t after = pass_gaps(book, next + 1);
    const opis_token *rest = token_at(book, after);
    if (after == next + 1 || !rest || rest->class_ != OPIS_WORD || (rest->shape & OPIS_UPPER_FIRST)) return next;
    *length += put_lower(book, rest, out + *length, OPIS_PHRASE_LENGTH - *length);
    return after + 1;
}

static const opis_quantity_word *word_at(const opis_book *book, uint32_t i, uint32_t *next) {
    char lower[OPIS_PHRASE_LENGTH];
    size_t length;
    const opis_token *token = token_at(book, i);
    if (!token || token->class_ != OPIS_WORD || token->length >= OPIS_PHRASE_LENGTH) return NULL;
    *next = opis_word_lower(book, i, lower, &length);
    return opis_quantity_word_find(book->reader->quantity_words, lower, length);
}

/* ---- Numbers ------------------------------------------------------------------------------------------- */

/* Whether a mixed token is a damaged numeral, and neither an ordinal ("4th"), a decade ("1930s") nor a marked word. */
static int is_numeral(const char *glyphs, size_t length) {
    size_t digits = 0;
    for (size_t i = 0; i < length; i++) digits += glyphs[i] >= '0' && glyphs[i] <= '9';
    char last = glyphs[length - 1];
    if (length > 2 && strchr("hdt", last) && digits + 2 == length) return 0;
    return 2 * digits >= length && !(last == 's' && digits + 1 == length && digits > 1);
}

/* Digits that a token begins with where a word is glued to them, "84barges"; 0 where none is. */
static uint32_t digits_glued(const opis_book *book, const opis_token *token) {
    const char *text = book->source.bytes + token->start;
    uint32_t digits = 0;
    if (token->class_ != OPIS_MIXED) return 0;
    while (digits < token->length && is_digit(text[digits])) digits++;
    for (uint32_t i = digits; i < token->length; i++)
        if (!is_lower(text[i])) return 0;
    return token->length >= digits + LEAST_GLUED ? digits : 0;
}

/* Take one run of glyphs into the numeral; a damaged one gives its cheapest reading of as many digits. */
static int take_digits(const opis_book *book, const opis_token *token, char *numeral, size_t *length,
                       uint8_t *damaged) {
    const char *seen = book->source.bytes + token->start;
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    if (*length + token->length >= LONGEST_NUMERAL) return 0;
    if (token->class_ == OPIS_NUMBER) {
        memcpy(numeral + *length, seen, token->length);
        *length += token->length;
        return 1;
    }
    uint32_t glued = digits_glued(book, token);
    if (glued) {
        memcpy(numeral + *length, seen, glued);
        *length += glued;
        return 1;
    }
    if (token->class_ == OPIS_MIXED && !is_numeral(seen, token->length)) return 0;
    size_t count = opis_glyphs_numerals(book->glyphs, seen, token->length, readings);
    for (size_t i = 0; i < count; i++) {
        size_t digits = strlen(readings[i].digits);
        if (digits != token->length) continue;
        memcpy(numeral + *length, readings[i].digits, digits);
        *length += digits;
        *damaged = 1;
        return 1;
    }
    return 0;
}

/* Whether one blank, and nothing else, stands between a token and the one before it. */
static int one_blank_before(const opis_book *book, uint32_t i) {
    return i > 0 && i < book->token_count &&
           book->tokens[i - 1].start + book->tokens[i - 1].length + 1 == book->tokens[i].start &&
           book->source.bytes[book->tokens[i].start - 1] == ' ';
}

/* How the next piece of a numeral is joined to what was read. */
typedef enum piece_kind { NO_PIECE, GROUP, FRACTION, TORN } piece_kind;

/*
 * "15,218" and "9.1" go on without a blank; where the scan set one, "15, 218", "7 1,849" and "1,9 33" go on only if
 * that makes whole groups of three.
 */
static piece_kind next_piece(const opis_book *book, const number *n, size_t group, uint32_t *piece) {
    const opis_token *torn = token_at(book, n->next), *more = token_at(book, n->next + 1);
    *piece = n->next;
    if (torn && torn->class_ == OPIS_NUMBER && one_blank_before(book, n->next) && group + torn->length <= 3 &&
        (!n->grouped || group + torn->length == 3))
        return TORN;
    char mark = mark_at(book, n->next);
    *piece = n->next + 1;
    if (!more || !touches_last(book, n->next) || (mark != ',' && mark != '.')) return NO_PIECE;
    int touches = touches_last(book, n->next + 1), blank = one_blank_before(book, n->next + 1);
    int digits = more->class_ == OPIS_NUMBER || (touches && more->class_ == OPIS_MIXED);
    if (touches && digits_glued(book, more) && digits_glued(book, more) == (mark == ',' ? 3u : 1u))
        return mark == ',' && group <= 3 && (!n->grouped || group == 3) ? GROUP : mark == '.' ? FRACTION : NO_PIECE;
    if (mark == ',' && more->length == 3 && group <= 3 && (!n->grouped || group == 3) &&
        ((touches && (digits || more->class_ == OPIS_WORD)) || (blank && more->class_ == OPIS_NUMBER)))
        return GROUP;
    if (mark == ',' && touches && more->class_ == OPIS_NUMBER && more->length < 3 && group <= 3 &&
        one_blank_before(book, n->next + 2) && book->tokens[n->next + 2].class_ == OPIS_NUMBER &&
        more->length + book->tokens[n->next + 2].length == 3)
        return GROUP;
    if (mark == '.' && touches && more->class_ == OPIS_NUMBER && more->length == 3 && group <= 3 && !n->grouped)
        return GROUP;
    return mark == '.' && digits && more->length <= 2 && (touches || (blank && more->length == 1)) ? FRACTION
                                                                                                   : NO_PIECE;
}

/* Whether the name of a measure, or a scale, stands behind a number. */
static int measure_follows(const opis_book *book, uint32_t i) {
    uint32_t next;
    const opis_quantity_word *word = word_at(book, pass_gaps(book, i), &next);
    return word && ((word->uses & OPIS_IS_UNIT) || ((word->uses & OPIS_IS_NUMBER) && word->value >= 100));
}

/* The value of digits with a point among them; so few of them need no library. */
static double value_of(const char *numeral, size_t length) {
    int64_t digits = 0, power = 1;
    int behind = 0;
    if (length > EXACT_DIGITS) return strtod(numeral, NULL);
    for (size_t i = 0; i < length; i++) {
        if (numeral[i] == '.') {
            behind = 1;
            continue;
        }
        digits = digits * 10 + (numeral[i] - '0');
        if (behind) power *= 10;
    }
    return (double)digits / (double)power;
}

/* A numeral with its groups and decimals: "15,218", "9.1". */
static int read_numeral(const opis_book *book, uint32_t i, number *out) {
    char numeral[LONGEST_NUMERAL];
    size_t length = 0, group;
    uint32_t piece;
    piece_kind kind = NO_PIECE;
    *out = (number){.next = i + 1};
    if (!take_digits(book, &book->tokens[i], numeral, &length, &out->damaged)) return 0;
    group = length;
    while (kind != FRACTION && !digits_glued(book, &book->tokens[out->next - 1]) &&
           (kind = next_piece(book, out, group, &piece)) != NO_PIECE) {
        size_t before = length;
        if (kind == FRACTION && out->grouped && !measure_follows(book, piece + 1)) break; /* the mark of a note */
        if (kind == FRACTION) numeral[length++] = '.';
        if (!take_digits(book, &book->tokens[piece], numeral, &length, &out->damaged)) {
            length = before;
            break;
        }
        group = kind == TORN ? group + book->tokens[piece].length : book->tokens[piece].length;
        out->torn |= kind == TORN || !touches_last(book, piece);
        out->damaged |= out->torn || (kind == GROUP && mark_at(book, piece - 1) == '.');
        out->grouped |= kind == GROUP;
        out->next = piece + 1;
    }
    numeral[length] = 0;
    out->value = value_of(numeral, length);
    return 1;
}

/* Pass marks that blanks part, at the end of a line: dirt in the gutter. */
static uint32_t pass_dirt(const opis_book *book, uint32_t from) {
    uint32_t i = from, marks = 0;
    for (; i < book->token_count && marks <= MOST_DIRT; i++) {
        if (book->tokens[i].class_ == OPIS_BREAK) return marks > 1 ? i : from;
        if (book->tokens[i].class_ != OPIS_PUNCTUATION || touches_last(book, i)) return from;
        marks++;
    }
    return from;
}

/* "thousand", "million" behind a number. */
static void take_scale(const opis_book *book, number *n) {
    uint32_t next, at = pass_gaps(book, pass_dirt(book, n->next));
    const opis_quantity_word *word = word_at(book, at, &next);
    while (word && (word->uses & OPIS_IS_NUMBER) && word->value >= 100) {
        n->value *= word->value;
        n->scaled = 1;
        n->next = next;
        word = word_at(book, pass_gaps(book, next), &next);
    }
}

/* "three hundred", "twenty-five", "one hundred sixty". */
static int read_number_words(const opis_book *book, uint32_t i, number *out) {
    double total = 0, current = 0;
    uint32_t at = i, next;
    *out = (number){.in_words = 1};
    for (;;) {
        const opis_quantity_word *word = word_at(book, at, &next);
        if (!word || !(word->uses & OPIS_IS_NUMBER)) break;
        out->scaled |= word->value >= 100;
        if (word->value >= 1000) {
            total += (current > 0 ? current : 1) * word->value;
            current = 0;
        } else if (word->value == 100) {
            current = (current > 0 ? current : 1) * 100;
        } else if (current > 0 && (word->value >= current || (current < 20 && current != 0)) && current < 100) {
            break;
        } else {
            current += word->value;
        }
        out->next = next;
        at = pass_gaps(book, next);
        if (mark_at(book, at) == '-' && touches_last(book, at)) at = pass_gaps(book, at + 1);
    }
    out->value = total + current;
    return out->next > i && out->value > 0;
}

static int is_of(const opis_book *book, uint32_t i) {
    const opis_token *token = token_at(book, i);
    return token && token->class_ == OPIS_WORD && token->length == 2 &&
           memcmp(book->source.bytes + token->start, "of", 2) == 0;
}

/* "of a million", "of one percent" behind a fraction: it is a part of these. */
static void take_whole(const opis_book *book, number *n) {
    uint32_t next, of = pass_gaps(book, n->next), one = pass_gaps(book, of + 1);
    const opis_token *token = token_at(book, one);
    if (!is_of(book, of) || !token) return;
    const opis_quantity_word *word = word_at(book, one, &next);
    int article = token->length == 1 && book->source.bytes[token->start] == 'a';
    if (!article && !(word && (word->uses & OPIS_IS_NUMBER) && word->value == 1)) return;
    const opis_quantity_word *whole = word_at(book, pass_gaps(book, one + 1), &next);
    if (!whole) return;
    if ((whole->uses & OPIS_IS_NUMBER) && whole->value >= 100) {
        n->value *= whole->value;
        n->scaled = 1;
        n->next = next;
    } else if (whole->uses & OPIS_IS_UNIT) {
        n->next = one + 1;
    }
}

/* "quarters" behind "three", with a hyphen or a blank between. */
static void take_fraction(const opis_book *book, number *n) {
    uint32_t next, at = pass_gaps(book, n->next);
    if (n->value > LARGEST_NUMERATOR) return;
    if (mark_at(book, at) == '-' && touches_last(book, at)) at = pass_gaps(book, at + 1);
    const opis_quantity_word *word = word_at(book, at, &next);
    if (!word || !(word->uses & OPIS_IS_FRACTION)) return;
    n->value = round(n->value * word->value * FRACTION_DIGITS) / FRACTION_DIGITS;
    n->fraction = 1;
    n->next = next;
    take_whole(book, n);
}

/* Whether a word is made of letters that are taken for figures: "IOO", "ooo". */
int opis_quantity_looks_like_figures(const opis_book *book, const opis_token *token) {
    const char *text = book->source.bytes + token->start;
    for (uint32_t j = 0; j < token->length; j++)
        if (!strchr("IlOoZzSrij0123456789", text[j])) return 0;
    return token->length <= LONGEST_DAMAGED && !opis_date_word_in(&book->style->no_numerals, text, token->length);
}

/* Whether a short word that may be a damaged numeral stands before a measure or a scale: "z percent", "IOO thousand".
 */
static int before_measure(const opis_book *book, uint32_t i) {
    uint32_t next;
    const opis_quantity_word *word = word_at(book, pass_gaps(book, i + 1), &next);
    if (!word || (word->uses & OPIS_IS_PERSON)) return 0;
    int scale = (word->uses & OPIS_IS_NUMBER) && word->value >= 1000;
    if (book->tokens[i].length <= 2 && (word->uses & OPIS_IS_UNIT)) return 1;
    return (scale || (word->uses & OPIS_IS_UNIT)) && opis_quantity_looks_like_figures(book, &book->tokens[i]);
}

int opis_quantity_may_be_group(const opis_book *book, uint32_t i) {
    if (!touches_last(book, i + 1) || mark_at(book, i + 1) != ',' || !touches_last(book, i + 2)) return 0;
    if (book->tokens[i + 2].length != 3) return 0;
    if (book->tokens[i + 2].class_ == OPIS_NUMBER)
        return book->tokens[i].length <= 2 || opis_quantity_looks_like_figures(book, &book->tokens[i]);
    return book->tokens[i + 2].class_ <= OPIS_MIXED && opis_quantity_looks_like_figures(book, &book->tokens[i]) &&
           opis_quantity_looks_like_figures(book, &book->tokens[i + 2]);
}

static int read_number(const opis_book *book, uint32_t i, number *out) {
    const opis_token *token = token_at(book, i);
    if (!token) return 0;
    if (token->class_ == OPIS_WORD && read_number_words(book, i, out)) {
        take_fraction(book, out);
        return 1;
    }
    if (token->class_ == OPIS_WORD && !before_measure(book, i) && !opis_quantity_may_be_group(book, i)) return 0;
    if (token->class_ != OPIS_WORD && token->class_ != OPIS_NUMBER && token->class_ != OPIS_MIXED) return 0;
    if (!read_numeral(book, i, out)) return 0;
    take_scale(book, out);
    return 1;
}

/* "110-20" is 110 to 120. */
static double range_end(double from, double to) {
    double power = 10;
    if (to >= from || from != floor(from)) return to;
    while (power <= to) power *= 10;
    return from - fmod(from, power) + to;
}

static int is_joiner(const opis_book *book, opis_words list, uint32_t i) {
    char lower[OPIS_PHRASE_LENGTH];
    const opis_token *token = token_at(book, i);
    if (!token || token->class_ != OPIS_WORD || token->length > 8) return 0;
    size_t length = put_lower(book, token, lower, sizeof lower);
    for (size_t j = 0; j < list.count; j++)
        if (strlen(list.items[j]) == length && memcmp(list.items[j], lower, length) == 0) return 1;
    return 0;
}

/* The second number of a range: "25-30", "two to four", "5 or 6". */
static void take_range(const opis_book *book, opis_quantity *q, number *n) {
    uint32_t at = pass_gaps(book, n->next), from = at;
    int hyphen = mark_at(book, at) == '-' && touches_last(book, at);
    number to;
    if (hyphen || is_joiner(book, book->style->range_words, at) || is_joiner(book, book->style->list_words, at))
        from = pass_gaps(book, at + 1);
    if (from == at || !read_number(book, from, &to)) return;
    if (to.scaled && !n->scaled && to.value > 0 && n->value < to.value / 100) {
        number unscaled;
        if (to.in_words || !read_numeral(book, from, &unscaled) || unscaled.value <= 0) return;
        n->value *= to.value / unscaled.value;
        n->scaled = 1;
    }
    double end = hyphen ? range_end(n->value, to.value) : to.value;
    int scales = n->grouped && to.scaled; /* "500,000 to 7 million" */
    if (end <= n->value || (!hyphen && end > (scales ? WIDEST_SCALED : WIDEST_RANGE) * n->value)) return;
    q->value_to = end;
    q->damaged |= to.damaged;
    n->next = to.next;
}

static int is_year(const opis_book *book, uint32_t i, const number *n) {
    return !n->grouped && !n->scaled && !n->in_words && book->tokens[i].length == 4 && n->value >= FIRST_YEAR &&
           n->value < LAST_YEAR;
}

int opis_quantity_read(opis_quantity *q, const opis_book *book, uint32_t i) {
    number n;
    if (!read_number(book, i, &n) || is_year(book, i, &n)) return 0;
    *q = (opis_quantity){.first_token = i, .value_to = (double)NAN, .damaged = n.damaged};
    take_range(book, q, &n);
    q->value = n.value;
    q->grouped = n.grouped;
    q->scaled = n.scaled;
    q->torn = n.torn;
    q->fraction = n.fraction;
    q->in_words = n.in_words;
    q->end_token = n.next;
    return 1;
}

/* ---- What is counted ----------------------------------------------------------------------------------- */

static int ends_with(const char *word, size_t length, const char *ending) {
    size_t tail = strlen(ending);
    return length > tail && memcmp(word + length - tail, ending, tail) == 0;
}

static int looks_plural(const char *word, size_t length) {
    return length > 3 && word[length - 1] == 's' && !ends_with(word, length, "ss") && !ends_with(word, length, "us") &&
           !ends_with(word, length, "is") && !ends_with(word, length, "'s") && !ends_with(word, length, "ous");
}

static size_t to_singular(char *word, size_t length) {
    if (ends_with(word, length, "ies") && length > 4) {
        word[length - 3] = 'y';
        return length - 2;
    }
    if (ends_with(word, length, "oes") && length > SHORTEST_OES) return length - 2;
    if (ends_with(word, length, "ches") || ends_with(word, length, "shes") || ends_with(word, length, "sses") ||
        ends_with(word, length, "xes"))
        return length - 2;
    return word[length - 1] == 's' ? length - 1 : length;
}

static void set_unit(opis_counted *counted, const char *word, size_t length) {
    memcpy(counted->unit, word, length);
    counted->unit_length = length;
}

/* "votingmembers": where a blank is lost, what is counted is the noun at the end. */
static size_t without_lost_blank(const opis_style *style, char **word, size_t length, uint16_t *uses) {
    for (size_t i = 0; i < style->person_nouns.count; i++) {
        size_t noun = strlen(style->person_nouns.items[i]);
        if (noun < SHORTEST_GLUED || !ends_with(*word, length, style->person_nouns.items[i])) continue;
        *word += length - noun;
        *uses = OPIS_IS_PERSON;
        return noun;
    }
    return length;
}

/* The unit that a damaged word names: "ruhles"; -1 for none. */
static int mend_unit(const opis_book *book, const char *word, size_t length) {
    const opis_style *style = book->style;
    if (length < LEAST_MENDED || memchr(word, '\'', length)) return -1;
    for (size_t i = 0; i < style->unit_count; i++)
        for (size_t j = 0; j < style->units[i].words.count; j++) {
            const char *unit = style->units[i].words.items[j];
            size_t printed = strlen(unit);
            if (printed < LEAST_MENDED || printed + 1 < length || length + 1 < printed || *unit != *word) continue;
            if (opis_glyphs_distance(book->glyphs, word, length, unit, printed, DEAREST_UNIT) <= DEAREST_UNIT)
                return (int)i;
        }
    return -1;
}

/* The unit that a word begins with where the next word is glued to it: "percentof"; -1 for none. */
static int unit_before_glued(const opis_book *book, const char *word, size_t length) {
    const opis_style *style = book->style;
    for (size_t i = 0; i < style->unit_count; i++)
        for (size_t j = 0; j < style->units[i].words.count; j++) {
            const char *unit = style->units[i].words.items[j];
            size_t printed = strlen(unit);
            if (printed < SHORTEST_UNIT || length <= printed || memcmp(word, unit, printed) != 0) continue;
            const opis_quantity_word *rest =
                opis_quantity_word_find(book->reader->quantity_words, word + printed, length - printed);
            if (rest && (rest->uses & OPIS_ENDS_PHRASE)) return (int)i;
        }
    return -1;
}

/* One word of the phrase behind a number: 1 if it is what is counted, -1 if the phrase ends before it. */
static int weigh_word(opis_counted *counted, const opis_book *book, char *word, size_t length) {
    const opis_quantity_word *known = opis_quantity_word_find(book->reader->quantity_words, word, length);
    uint16_t uses = known ? known->uses : 0;
    if (uses & OPIS_IS_UNIT) {
        const char *name = book->style->units[known->unit].name;
        counted->uses = uses;
        set_unit(counted, name, strlen(name));
        return 1;
    }
    if (uses & OPIS_ENDS_PHRASE) return -1;
    int unit = known ? -1 : mend_unit(book, word, length);
    if (unit < 0 && !known) unit = unit_before_glued(book, word, length);
    if (unit >= 0) {
        const char *name = book->style->units[unit].name;
        counted->uses = OPIS_IS_UNIT;
        counted->mended = 1;
        set_unit(counted, name, strlen(name));
        return 1;
    }
    if (!(uses & (OPIS_IS_UNCOUNTED | OPIS_IS_PLURAL)) && !looks_plural(word, length)) return 0;
    if (!uses) length = without_lost_blank(book->style, &word, length, &uses);
    counted->uses = uses;
    set_unit(counted, word, uses & OPIS_IS_PLURAL ? length : to_singular(word, length));
    return 1;
}

/* Pass a gloss in parentheses or brackets: "ten full (voting) members". */
static uint32_t pass_gloss(const opis_book *book, uint32_t i) {
    char open = mark_at(book, i);
    if (open != '(' && open != '[') return i;
    for (uint32_t j = i + 1; j < book->token_count && j < i + 6; j++)
        if (strchr(")]", mark_at(book, j)) && mark_at(book, j)) return pass_gaps(book, j + 1);
    return i;
}

static int is_of_them(const opis_book *book, uint32_t i) {
    char word[OPIS_PHRASE_LENGTH];
    size_t length;
    const opis_token *token = token_at(book, i);
    if (!token || token->class_ != OPIS_WORD) return 0;
    opis_word_lower(book, i, word, &length);
    return (length == 4 && memcmp(word, "them", 4) == 0) || (length == 4 && memcmp(word, "whom", 4) == 0) ||
           (length == 5 && memcmp(word, "these", 5) == 0) || (length == 5 && memcmp(word, "those", 5) == 0);
}

/* Pass gaps, and where a small word leaves the phrase open, an empty line before a name: "600 former", "Socialists". */
static uint32_t pass_empty_line(const opis_book *book, uint32_t next) {
    uint32_t at = pass_gaps(book, next), breaks = 0, i = next;
    if (at != next || (book->tokens[next - 1].shape & OPIS_UPPER_FIRST)) return at;
    for (; i < book->token_count && book->tokens[i].class_ == OPIS_BREAK; i++) breaks++;
    return breaks == 2 ? i : at;
}

/* "worker and peasant correspondents": "and" between two words that are no plurals, with a plural right behind. */
static int joins_epithets(const opis_book *book, uint32_t and, uint32_t next) {
    char word[OPIS_PHRASE_LENGTH];
    opis_counted counted;
    size_t length;
    if (!is_joiner(book, book->style->list_words, and)) return 0;
    uint32_t epithet = pass_gaps(book, next), noun;
    const opis_token *token = token_at(book, epithet);
    if (!token || token->class_ != OPIS_WORD) return 0;
    noun = opis_word_lower(book, epithet, word, &length);
    if (weigh_word(&counted, book, word, length) != 0) return 0;
    token = token_at(book, noun = pass_gaps(book, noun));
    if (!token || token->class_ != OPIS_WORD) return 0;
    opis_word_lower(book, noun, word, &length);
    return weigh_word(&counted, book, word, length) > 0;
}

/* The phrase that names what is counted, from a token on; 1 if it does. */
static int read_phrase(opis_counted *counted, const opis_book *book, uint32_t at) {
    char word[OPIS_PHRASE_LENGTH];
    size_t length;
    uint32_t words = 0;
    for (uint32_t limit = at + PHRASE_TOKENS; at < limit && at < book->token_count && words < PHRASE_WORDS;) {
        at = pass_gloss(book, at);
        char mark = mark_at(book, at);
        if (mark == '"' || mark == '-' || mark == '\'') {
            at = pass_gaps(book, at + 1);
            continue;
        }
        if (at >= book->token_count || book->tokens[at].class_ != OPIS_WORD) return 0;
        uint32_t next = opis_word_lower(book, at, word, &length);
        int verdict = weigh_word(counted, book, word, length);
        if (verdict < 0 && !(words > 0 && joins_epithets(book, at, next))) return 0;
        if (words++ == 0) counted->about_start = book->tokens[at].start;
        counted->about_end = book->tokens[next - 1].start + book->tokens[next - 1].length;
        counted->end_token = next;
        if (verdict > 0) return 1;
        at = pass_empty_line(book, next);
    }
    return 0;
}

/* The word that is glued to the last digits of a number: 1 if it names what is counted, -1 if it ends the phrase. */
static int weigh_glued(opis_counted *counted, const opis_book *book, const opis_token *last, uint32_t digits) {
    char word[OPIS_PHRASE_LENGTH];
    size_t length = last->length - digits < sizeof word ? last->length - digits : sizeof word;
    memcpy(word, book->source.bytes + last->start + digits, length);
    counted->about_start = last->start + digits;
    counted->about_end = last->start + last->length;
    return weigh_word(counted, book, word, length);
}

int opis_counted_read(opis_counted *counted, const opis_book *book, const opis_quantity *q) {
    uint32_t at = pass_gaps(book, q->end_token);
    memset(counted, 0, sizeof *counted);
    counted->end_token = q->end_token;
    uint32_t glued = digits_glued(book, &book->tokens[q->end_token - 1]);
    if (glued) {
        int verdict = weigh_glued(counted, book, &book->tokens[q->end_token - 1], glued);
        return verdict > 0 || (verdict == 0 && read_phrase(counted, book, at));
    }
    if (mark_at(book, q->end_token) == '-' && touches_last(book, q->end_token)) return 0;
    if (mark_at(book, at) && weigh_word(counted, book, (char[]){mark_at(book, at), 0}, 1) > 0) {
        counted->end_token = at + 1;
        return 1;
    }
    if (!is_of(book, at)) return read_phrase(counted, book, at);
    uint32_t article = pass_gaps(book, at + 1), next;
    counted->of_them = (uint8_t)is_of_them(book, article);
    const opis_quantity_word *word = word_at(book, article, &next);
    if (counted->of_them || !word || !(word->uses & OPIS_IS_COUNT_ARTICLE)) return 0;
    counted->indirect = 1;
    return read_phrase(counted, book, pass_gaps(book, next));
}

uint32_t opis_token_behind(const opis_book *book, uint32_t token) {
    return pass_gaps(book, token);
}
