#include "extract/quantity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "extract/date.h"
#include "letters.h"

#define LONGEST_NUMERAL 24
#define EXACT_DIGITS 15
/* Letters alone that may be a numeral. */
#define LONGEST_DAMAGED 3
/* A word glued to the number before it has so many letters: "84barges". */
#define LEAST_GLUED 4
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

/* Whether a mixed token is a damaged numeral, and neither an ordinal ("4th"), a decade ("1930s") nor a marked word. */
static int is_numeral(const char *glyphs, size_t length) {
    size_t digits = 0;
    for (size_t i = 0; i < length; i++) digits += glyphs[i] >= '0' && glyphs[i] <= '9';
    char last = glyphs[length - 1];
    if (length > 2 && strchr("hdt", last) && digits + 2 == length) return 0;
    return 2 * digits >= length && !(last == 's' && digits + 1 == length && digits > 1);
}

uint32_t opis_quantity_glued_digits(const opis_book *book, const opis_token *token) {
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
    uint32_t glued = opis_quantity_glued_digits(book, token);
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
    const opis_token *torn = opis_token_at(book, n->next), *more = opis_token_at(book, n->next + 1);
    *piece = n->next;
    if (torn && torn->class_ == OPIS_NUMBER && one_blank_before(book, n->next) && group + torn->length <= 3 &&
        (!n->grouped || group + torn->length == 3))
        return TORN;
    char mark = opis_token_mark(book, n->next);
    *piece = n->next + 1;
    if (!more || !opis_token_touches(book, n->next) || (mark != ',' && mark != '.')) return NO_PIECE;
    int touches = opis_token_touches(book, n->next + 1), blank = one_blank_before(book, n->next + 1);
    int digits = more->class_ == OPIS_NUMBER || (touches && more->class_ == OPIS_MIXED);
    if (touches && opis_quantity_glued_digits(book, more) &&
        opis_quantity_glued_digits(book, more) == (mark == ',' ? 3u : 1u))
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
    const opis_quantity_word *word = opis_quantity_word_at(book, opis_token_behind(book, i), &next);
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
    while (kind != FRACTION && !opis_quantity_glued_digits(book, &book->tokens[out->next - 1]) &&
           (kind = next_piece(book, out, group, &piece)) != NO_PIECE) {
        size_t before = length;
        if (kind == FRACTION && out->grouped && !measure_follows(book, piece + 1)) break; /* the mark of a note */
        if (kind == FRACTION) numeral[length++] = '.';
        if (!take_digits(book, &book->tokens[piece], numeral, &length, &out->damaged)) {
            length = before;
            break;
        }
        group = kind == TORN ? group + book->tokens[piece].length : book->tokens[piece].length;
        out->torn |= kind == TORN || !opis_token_touches(book, piece);
        out->damaged |= out->torn || (kind == GROUP && opis_token_mark(book, piece - 1) == '.');
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
        if (book->tokens[i].class_ != OPIS_PUNCTUATION || opis_token_touches(book, i)) return from;
        marks++;
    }
    return from;
}

/* "thousand", "million" behind a number. */
static void take_scale(const opis_book *book, number *n) {
    uint32_t next, at = opis_token_behind(book, pass_dirt(book, n->next));
    const opis_quantity_word *word = opis_quantity_word_at(book, at, &next);
    while (word && (word->uses & OPIS_IS_NUMBER) && word->value >= 100) {
        n->value *= word->value;
        n->scaled = 1;
        n->next = next;
        word = opis_quantity_word_at(book, opis_token_behind(book, next), &next);
    }
}

/* "three hundred", "twenty-five", "one hundred sixty". */
static int read_number_words(const opis_book *book, uint32_t i, number *out) {
    double total = 0, current = 0;
    uint32_t at = i, next;
    *out = (number){.in_words = 1};
    for (;;) {
        const opis_quantity_word *word = opis_quantity_word_at(book, at, &next);
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
        at = opis_token_behind(book, next);
        if (opis_token_mark(book, at) == '-' && opis_token_touches(book, at)) at = opis_token_behind(book, at + 1);
    }
    out->value = total + current;
    return out->next > i && out->value > 0;
}

/* "of a million", "of one percent" behind a fraction: it is a part of these. */
static void take_whole(const opis_book *book, number *n) {
    uint32_t next, of = opis_token_behind(book, n->next), one = opis_token_behind(book, of + 1);
    const opis_token *token = opis_token_at(book, one);
    if (!opis_token_is(book, of, "of") || !token) return;
    const opis_quantity_word *word = opis_quantity_word_at(book, one, &next);
    int article = token->length == 1 && book->source.bytes[token->start] == 'a';
    if (!article && !(word && (word->uses & OPIS_IS_NUMBER) && word->value == 1)) return;
    const opis_quantity_word *whole = opis_quantity_word_at(book, opis_token_behind(book, one + 1), &next);
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
    uint32_t next, at = opis_token_behind(book, n->next);
    if (n->value > LARGEST_NUMERATOR) return;
    if (opis_token_mark(book, at) == '-' && opis_token_touches(book, at)) at = opis_token_behind(book, at + 1);
    const opis_quantity_word *word = opis_quantity_word_at(book, at, &next);
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
    const opis_quantity_word *word = opis_quantity_word_at(book, opis_token_behind(book, i + 1), &next);
    if (!word || (word->uses & OPIS_IS_PERSON)) return 0;
    int scale = (word->uses & OPIS_IS_NUMBER) && word->value >= 1000;
    if (book->tokens[i].length <= 2 && (word->uses & OPIS_IS_UNIT)) return 1;
    return (scale || (word->uses & OPIS_IS_UNIT)) && opis_quantity_looks_like_figures(book, &book->tokens[i]);
}

int opis_quantity_may_be_group(const opis_book *book, uint32_t i) {
    if (!opis_token_touches(book, i + 1) || opis_token_mark(book, i + 1) != ',' || !opis_token_touches(book, i + 2))
        return 0;
    if (book->tokens[i + 2].length != 3) return 0;
    if (book->tokens[i + 2].class_ == OPIS_NUMBER)
        return book->tokens[i].length <= 2 || opis_quantity_looks_like_figures(book, &book->tokens[i]);
    return book->tokens[i + 2].class_ <= OPIS_MIXED && opis_quantity_looks_like_figures(book, &book->tokens[i]) &&
           opis_quantity_looks_like_figures(book, &book->tokens[i + 2]);
}

static int read_number(const opis_book *book, uint32_t i, number *out) {
    const opis_token *token = opis_token_at(book, i);
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

/* The second number of a range: "25-30", "two to four", "5 or 6". */
static void take_range(const opis_book *book, opis_quantity *q, number *n) {
    uint32_t at = opis_token_behind(book, n->next), from = at;
    int hyphen = opis_token_mark(book, at) == '-' && opis_token_touches(book, at);
    number to;
    if (hyphen || opis_token_is_one_of(book, book->style->range_words, at) ||
        opis_token_is_one_of(book, book->style->list_words, at))
        from = opis_token_behind(book, at + 1);
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
