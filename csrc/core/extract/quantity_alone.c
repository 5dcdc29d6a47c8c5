/*
 * Numbers that no noun follows: "12 of whom", "another 38", "Eight voted", "1,344,923 were convicted".  They count what
 * was counted before, or persons; what shows it stands beside them.
 */
#include <string.h>

#include "extract/quantity.h"

/* Tokens of a sentence in which "the number of ..." is looked for. */
#define NUMBER_OF_TOKENS 48
#define LEAST_SCALED 1000
#define LEAST_SURE_WORDS 10000
#define LEAST_WORD 4
#define MOST_PERCENT 100

static int in_sentence(const opis_book *book, uint32_t previous) {
    return book->tokens[previous].class_ == OPIS_WORD && !(book->tokens[previous].shape & OPIS_UPPER_FIRST);
}

static int is_approximate(const opis_book *book, uint32_t previous) {
    if (opis_token_uses(book, previous) & OPIS_IS_APPROXIMATE) return 1;
    return opis_token_is(book, previous, "than") || opis_token_is(book, previous, "least") ||
           opis_token_is(book, previous, "most");
}

/* "Eight, including": a comma may part the two. */
static uint16_t uses_behind(const opis_book *book, const opis_quantity *q) {
    uint32_t behind = opis_token_behind(book, q->end_token);
    if (opis_token_mark(book, behind) == ',') behind = opis_token_behind(book, behind + 1);
    return opis_token_uses(book, behind);
}

/* "1,344,923, or 85 percent": a share of what was counted. */
static int share_follows(const opis_book *book, const opis_quantity *q) {
    opis_quantity share;
    opis_counted counted;
    uint32_t comma = opis_token_behind(book, q->end_token), or = opis_token_behind(book, comma + 1);
    if (opis_token_mark(book, comma) != ',' || !opis_token_is(book, or, "or")) return 0;
    if (!opis_quantity_read(&share, book, opis_token_behind(book, or +1)) || share.value > MOST_PERCENT) return 0;
    return opis_counted_read(&counted, book, &share) && (counted.uses & OPIS_IS_UNIT) != 0;
}

/* "1,344,923": its commas make a count of it, if it goes on from a word or from another count. */
static int grouped_counts(const opis_book *book, const opis_quantity *q, opis_alone alone, uint32_t previous) {
    char mark = opis_token_mark(book, previous);
    opis_counted named;
    if (q->torn) return 0;
    if (!alone.in_note && opis_quantity_label(&named, book, q)) return 1;
    if (in_sentence(book, previous)) return alone.continues || !alone.in_note;
    if (alone.in_note || !mark) return 0;
    int predicate = (uses_behind(book, q) & (OPIS_IS_COUNT_VERB | OPIS_IS_COUNT_TIME)) || share_follows(book, q);
    if (mark == ',') return predicate;
    return strchr("(;:", mark) && (predicate || alone.continues);
}

/* "The number of pilots elected was 669." */
static int is_predicate(const opis_book *book, const opis_quantity *q, uint32_t previous) {
    opis_counted named;
    return (opis_token_is(book, previous, "is") || opis_token_is(book, previous, "was")) &&
           opis_quantity_number_of(&named, book, q);
}

static int words_count(const opis_book *book, const opis_quantity *q, opis_alone alone, uint32_t previous) {
    int verb = (uses_behind(book, q) & OPIS_IS_COUNT_VERB) != 0;
    if (q->scaled) return q->value >= LEAST_SURE_WORDS || verb || is_approximate(book, previous);
    int opens = book->tokens[q->first_token].shape & OPIS_UPPER_FIRST;
    return q->value >= LEAST_WORD && verb && (alone.continues || opens) && !alone.in_note;
}

int opis_quantity_counts_alone(const opis_book *book, const opis_quantity *q, opis_alone alone) {
    uint32_t previous = opis_token_before(book, q->first_token);
    if (previous == q->first_token) return 0;
    if (q->in_words) return words_count(book, q, alone, previous);
    if (q->scaled && q->value >= LEAST_SCALED) return 1;
    if (q->grouped) return grouped_counts(book, q, alone, previous);
    if (q->torn || q->damaged || alone.in_note) return 0;
    if (is_predicate(book, q, previous)) return 1;
    if (!alone.continues) return 0;
    if (uses_behind(book, q) & (OPIS_IS_COUNT_VERB | OPIS_IS_COUNT_TIME)) return opis_token_mark(book, previous) != ':';
    if (opis_token_uses(book, previous) & OPIS_IS_COUNT_LEAD) return 1;
    uint32_t one_more = opis_token_before(book, previous);
    return (opis_token_is(book, previous, "of") && opis_token_is(book, one_more, "out")) ||
           (opis_token_is(book, previous, "than") && is_approximate(book, previous));
}

/* Whether a point ends a sentence: a capital follows. */
static int ends_sentence(const opis_book *book, uint32_t token) {
    if (opis_token_mark(book, token) != '.') return 0;
    uint32_t behind = opis_token_behind(book, token + 1);
    return behind < book->token_count && (book->tokens[behind].shape & OPIS_UPPER_FIRST);
}

int opis_quantity_number_of(opis_counted *counted, const opis_book *book, const opis_quantity *q) {
    uint32_t at = q->first_token;
    for (int i = 0; i < NUMBER_OF_TOKENS && at > 0; i++) {
        uint32_t before = opis_token_before(book, at);
        if (before == at || ends_sentence(book, before)) return 0;
        at = before;
        if (!opis_token_is(book, at, "number")) continue;
        uint32_t of = opis_token_behind(book, at + 1);
        if (!opis_token_is(book, of, "of")) continue;
        const opis_quantity named = {.first_token = at, .end_token = of + 1};
        return opis_counted_read(counted, book, &named);
    }
    return 0;
}

int opis_quantity_label(opis_counted *counted, const opis_book *book, const opis_quantity *q) {
    uint32_t colon = opis_token_before(book, q->first_token), label = opis_token_before(book, colon);
    if (colon == q->first_token || label == colon || opis_token_mark(book, colon) != ':') return 0;
    const opis_quantity before = {.first_token = label, .end_token = label};
    return (opis_token_uses(book, label) & OPIS_IS_PERSON) && opis_counted_read(counted, book, &before);
}
