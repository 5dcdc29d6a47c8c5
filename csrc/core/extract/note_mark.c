#include "extract/note.h"
#include "letters.h"

#include <string.h>

/* What a mark of the same number on the page is worth, or its want, and the costs of marks that do not stand as they
 * should. */
#define MARK_WORTH 2.5f
#define NO_MARK_WORTH (-0.7f)
#define FUSED_WITH_WORD 0.5f
#define FUSED_WITH_YEAR 0.3f
#define QUOTE_FOR_FIGURE 0.7f

#define LONGEST_MARK 3
#define YEAR_DIGITS 4
#define SHORTEST_WORD 3

void opis_note_marks_clear(opis_note_marks *marks) {
    marks->leaf = marks->listed_count = 0;
    for (size_t i = 0; i <= OPIS_LARGEST_NOTE; i++) marks->of[i].leaf = UINT32_MAX;
}

void opis_note_marks_open(opis_note_marks *marks, uint32_t leaf) {
    marks->leaf = leaf;
    marks->listed_count = 0;
}

float opis_note_marks_worth(const opis_note_marks *marks, int32_t number, uint32_t *byte) {
    *byte = OPIS_NO_MARK;
    if (marks->of[number].leaf != marks->leaf) return NO_MARK_WORTH;
    *byte = marks->of[number].byte;
    return MARK_WORTH - marks->of[number].cost;
}

static void see_mark(opis_note_marks *marks, int32_t number, uint32_t byte, float cost) {
    if (number < 1 || number > OPIS_LARGEST_NOTE) return;
    if (marks->of[number].leaf == marks->leaf && marks->of[number].cost <= cost) return;
    if (marks->of[number].leaf != marks->leaf && marks->listed_count < OPIS_MARKS_LISTED)
        marks->listed[marks->listed_count++] = number;
    marks->of[number].leaf = marks->leaf;
    marks->of[number].byte = byte;
    marks->of[number].cost = cost;
}

static int32_t value_of(const char *digits, size_t length) {
    int32_t value = 0;
    for (size_t i = 0; i < length; i++) value = value * 10 + digits[i] - '0';
    return value;
}

static size_t digits_at(const char *bytes, size_t length) {
    size_t count = 0;
    while (count < length && is_digit(bytes[count])) count++;
    return count;
}

static int adjoins(const opis_token *left, const opis_token *right) {
    return left->start + left->length == right->start;
}

/* "power25" */
static void read_after_word(opis_note_marks *marks, const char *bytes, const opis_token *token) {
    size_t letters = token->length;
    while (letters > 0 && is_digit(bytes[token->start + letters - 1])) letters--;
    size_t digits = token->length - letters;
    if (letters < SHORTEST_WORD || digits == 0 || digits > LONGEST_MARK) return;
    for (size_t i = 0; i < letters; i++)
        if (is_digit(bytes[token->start + i])) return;
    uint32_t byte = token->start + (uint32_t)letters;
    see_mark(marks, value_of(bytes + byte, digits), byte, FUSED_WITH_WORD);
}

/* "193014": a year and its mark */
static void read_after_year(opis_note_marks *marks, const char *bytes, const opis_token *token) {
    const char *digits = bytes + token->start;
    size_t length = token->length;
    if (length <= YEAR_DIGITS || length > YEAR_DIGITS + LONGEST_MARK || digits[0] != '1' || digits[1] < '5') return;
    see_mark(marks, value_of(digits + YEAR_DIGITS, length - YEAR_DIGITS), token->start + YEAR_DIGITS, FUSED_WITH_YEAR);
}

/* Whether what stands before a token, from `first` on, ends a clause or a word, so that a mark may follow. */
static int may_precede(const char *bytes, const opis_token *first, const opis_token *token) {
    const opis_token *before = token - 1;
    if (token == first || !adjoins(before, token)) return 0;
    if (before->class_ != OPIS_PUNCTUATION) return before->class_ == OPIS_WORD;
    if (before == first || !adjoins(before - 1, before) || !is_any_of(bytes[before->start], ".,\"')]?!;:")) return 0;
    return before[-1].class_ != OPIS_NUMBER || before[-1].length == YEAR_DIGITS;
}

/* "over.12", "over.2These", "over.'2" */
static void read_after_point(opis_note_marks *marks, const char *bytes, const opis_token *token) {
    const char *text = bytes + token->start;
    size_t digits = digits_at(text, token->length);
    if (digits == 0 || digits > LONGEST_MARK || (digits < token->length && !is_upper(text[digits]))) return;
    int32_t value = value_of(text, digits);
    int quoted = text[-1] == '\'';
    see_mark(marks, value, token->start, quoted ? QUOTE_FOR_FIGURE : 0);
    if (quoted && digits == 1) see_mark(marks, 10 + value, token->start - 1, QUOTE_FOR_FIGURE);
}

/* "19,800", "11.26": figures that go on behind a point are no mark. */
static int goes_on(const opis_token *token, const opis_token *end) {
    return token + 2 < end && adjoins(token, token + 1) && token[1].class_ == OPIS_PUNCTUATION &&
           adjoins(token + 1, token + 2) && (token[2].class_ == OPIS_NUMBER || token[2].class_ == OPIS_MIXED);
}

void opis_note_marks_read(opis_note_marks *marks, const opis_book *book, uint32_t line) {
    const char *bytes = book->source.bytes;
    uint32_t count;
    const opis_token *first = opis_line_tokens(&book->layout, book->tokens, line, &count);
    for (const opis_token *token = first; token < first + count; token++) {
        if ((token->class_ != OPIS_NUMBER && token->class_ != OPIS_MIXED) || goes_on(token, first + count)) continue;
        if (may_precede(bytes, first, token))
            read_after_point(marks, bytes, token);
        else if (token->class_ == OPIS_MIXED)
            read_after_word(marks, bytes, token);
        else
            read_after_year(marks, bytes, token);
    }
}
