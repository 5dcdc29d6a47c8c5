#include "text/furniture.h"

#include <math.h>
#include <string.h>

/* Headings and furniture are short; a longer line that begins like one is a sentence. */
#define HEADING_TOKENS 8
#define HEADING_WIDTH 60
#define FOLIO_DIGITS 4
/* How far a damaged word may be from the style's word, for each of its letters. */
#define NEAR_WORD 1.6f
#define FAR_WORD 3.0f
#define NEAR_OPENING 1.0f
#define COLLAPSED_LENGTH 48

static int is_empty(const opis_layout *layout, uint32_t line) {
    return layout->lines[line].role == OPIS_LINE_EMPTY;
}

/* Whether empty lines, or the ends of the text, stand on both sides. */
static int stands_alone(const opis_layout *layout, uint32_t line) {
    return (line == 0 || is_empty(layout, line - 1)) && is_empty(layout, line + 1);
}

/* A cheap look before the distance is measured: at least half the word's letters stand in their order. */
static int shares_letters(const char *seen, size_t length, const char *word, size_t printed) {
    size_t shared = 0, at = 0;
    for (size_t i = 0; i < printed && at < length; i++)
        for (size_t j = at; j < length && j < at + 3; j++)
            if ((seen[j] | 0x20) == (word[i] | 0x20)) {
                shared++;
                at = j + 1;
                break;
            }
    return 2 * shared >= printed;
}

static int resembles(const opis_furniture *f, const char *seen, size_t length, const char *word, float per_letter) {
    size_t printed = strlen(word);
    if (length + 3 < printed || printed + 3 < length || !shares_letters(seen, length, word, printed)) return 0;
    return isfinite(opis_glyphs_distance(f->glyphs, seen, length, word, printed, per_letter * (float)printed));
}

static int resembles_any(const opis_furniture *f, const char *seen, size_t length, opis_words words, float per_letter) {
    for (size_t i = 0; i < words.count; i++)
        if (resembles(f, seen, length, words.items[i], per_letter)) return 1;
    return 0;
}

/* Whether a token can be a numeral or a torn piece of one. */
static int numeral_like(const opis_furniture *f, const opis_token *token) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    if (token->length > FOLIO_DIGITS || strchr("()[]", f->bytes[token->start])) return 0;
    if (token->class_ == OPIS_NUMBER) return 1;
    return opis_glyphs_numerals(f->glyphs, f->bytes + token->start, token->length, readings) > 0;
}

/* Copy without blanks: scans set blanks between letters. */
static size_t collapse(const char *from, const char *to, char *out, size_t room) {
    size_t length = 0;
    for (; from < to && length < room; from++)
        if (*from != ' ' && *from != '\t') out[length++] = *from;
    return length;
}

/* How many tokens the heading word takes at the line's start: one, or two where the scan has torn it; 0 if none. */
static uint32_t heading_word(const opis_furniture *f, const opis_token *tokens, uint32_t count) {
    char joined[COLLAPSED_LENGTH];
    const char *first = f->bytes + tokens[0].start;
    if (resembles_any(f, first, tokens[0].length, f->style->headings, NEAR_WORD)) return 1;
    if (count < 3 || tokens[1].class_ != OPIS_WORD) return 0;
    size_t length = collapse(first, f->bytes + tokens[1].start + tokens[1].length, joined, sizeof joined);
    return resembles_any(f, joined, length, f->style->headings, NEAR_WORD) ? 2 : 0;
}

static int is_stray_mark(const opis_furniture *f, const opis_token *token) {
    return token->class_ == OPIS_BLANK ||
           (token->class_ == OPIS_PUNCTUATION && strchr(".,:;'", f->bytes[token->start]));
}

/* Whether a token can belong to a heading's number; behind its beginning a word of letters does not. */
static int may_be_numeral(const opis_furniture *f, const opis_token *token, int behind) {
    if (token->class_ == OPIS_BLANK) return 1;
    return numeral_like(f, token) && !(behind && token->class_ == OPIS_WORD && token->length > 1);
}

int opis_furniture_heading(const opis_furniture *f, uint32_t line, uint32_t *start, uint32_t *end, uint32_t *rest) {
    uint32_t count;
    const opis_token *tokens = opis_line_tokens(f->layout, f->tokens, line, &count);
    if (count < 2 || count > 4 * HEADING_TOKENS || f->layout->lines[line].width > HEADING_WIDTH) return 0;
    if (!(tokens[0].shape & OPIS_UPPER_FIRST)) return 0;
    uint32_t first = heading_word(f, tokens, count);
    if (first == 0) return 0;
    while (first < count && is_stray_mark(f, &tokens[first])) first++;
    uint32_t i = first;
    while (i < count && i < first + 3 && may_be_numeral(f, &tokens[i], i > first)) i++;
    while (i > first && tokens[i - 1].class_ == OPIS_BLANK) i--;
    if (i == first) return 0;
    *start = tokens[first].start;
    *end = tokens[i - 1].start + tokens[i - 1].length;
    *rest = i < count ? tokens[i].start : f->layout->lines[line].end;
    return 1;
}

/* "(a)", "a", ".": what may stand behind the number of a heading. */
static int is_suffix(const opis_furniture *f, uint32_t at, uint32_t end) {
    size_t letters = 0;
    for (uint32_t i = at; i < end; i++) {
        char c = f->bytes[i];
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
            letters++;
        else if (!strchr("().[]:' ", c))
            return 0;
    }
    return letters <= 1;
}

static void find_heading(const opis_furniture *f, uint32_t line) {
    uint32_t start, end, rest, stop = f->layout->lines[line].end;
    char word[COLLAPSED_LENGTH];
    if (!opis_furniture_heading(f, line, &start, &end, &rest)) return;
    if (rest == stop || is_suffix(f, rest, stop)) {
        f->layout->lines[line].role = OPIS_LINE_HEADING;
        return;
    }
    size_t length = collapse(f->bytes + rest, f->bytes + stop, word, sizeof word);
    if (resembles_any(f, word, length, f->style->continued, FAR_WORD))
        f->layout->lines[line].role = OPIS_LINE_CONTINUED;
}

static int is_roman(const char *bytes, size_t length) {
    if (length < 2) return 0;
    for (size_t i = 0; i < length; i++)
        if (!strchr("ivxlc", bytes[i])) return 0;
    return 1;
}

/* A running head whose folio is roman is known even where no break shows; numbers are too common for that. */
static void find_roman_head(const opis_furniture *f, uint32_t line) {
    uint32_t count;
    const opis_token *tokens = opis_line_tokens(f->layout, f->tokens, line, &count);
    if (count < 2 || count > HEADING_TOKENS || !(tokens[0].shape & OPIS_UPPER_FIRST)) return;
    if (is_roman(f->bytes + tokens[count - 1].start, tokens[count - 1].length) && stands_alone(f->layout, line))
        f->layout->lines[line].role = OPIS_LINE_HEAD;
}

void opis_furniture_find_lines(const opis_furniture *f) {
    for (uint32_t line = 0; line < f->layout->line_count; line++) {
        const opis_line *at = &f->layout->lines[line];
        if (at->role != OPIS_LINE_TEXT || at->width > HEADING_WIDTH) continue;
        find_heading(f, line);
        if (at->role == OPIS_LINE_TEXT) find_roman_head(f, line);
    }
}

/* A running head with its folio before or behind it: "The Mill 95", "96 The River". */
static int is_head(const opis_furniture *f, uint32_t line) {
    uint32_t count;
    const opis_token *tokens = opis_line_tokens(f->layout, f->tokens, line, &count);
    if (count < 2 || count > HEADING_TOKENS + 2 || f->layout->lines[line].width > HEADING_WIDTH) return 0;
    const opis_token *first = &tokens[0], *last = &tokens[count - 1];
    if (last->length <= FOLIO_DIGITS && (last->class_ == OPIS_NUMBER || last->class_ == OPIS_MIXED))
        return first->class_ == OPIS_WORD && (first->shape & OPIS_UPPER_FIRST) &&
               tokens[count - 2].class_ != OPIS_PUNCTUATION;
    return first->length <= FOLIO_DIGITS && first->class_ == OPIS_NUMBER && tokens[1].class_ == OPIS_WORD &&
           (tokens[1].shape & OPIS_UPPER_FIRST) && last->class_ == OPIS_WORD && count <= HEADING_TOKENS;
}

static int is_folio(const opis_furniture *f, uint32_t line) {
    uint32_t count;
    const opis_token *tokens = opis_line_tokens(f->layout, f->tokens, line, &count);
    return count == 1 && tokens[0].class_ != OPIS_PUNCTUATION && numeral_like(f, &tokens[0]) &&
           stands_alone(f->layout, line);
}

/* The letters of a line in lower case, letter-spaced words joined ("C H A P T E R  O N E" is "chapter one"). */
static size_t letters_of(const opis_furniture *f, uint32_t line, char *out, size_t room) {
    uint32_t count;
    size_t length = 0;
    const opis_token *tokens = opis_line_tokens(f->layout, f->tokens, line, &count);
    for (uint32_t i = 0; i < count && length + 2 < room; i++) {
        int joins = i > 0 && tokens[i].length == 1 && tokens[i - 1].length == 1 && tokens[i].class_ != OPIS_BLANK &&
                    tokens[i - 1].class_ != OPIS_BLANK;
        if (length > 0 && !joins && out[length - 1] != ' ') out[length++] = ' ';
        if (tokens[i].class_ == OPIS_BLANK) continue;
        for (uint32_t j = 0; j < tokens[i].length && length < room; j++) {
            char c = f->bytes[tokens[i].start + j];
            out[length++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        }
    }
    while (length > 0 && out[length - 1] == ' ') length--;
    return length;
}

/* Whether a line is one of the words, alone or followed by its number ("chapter two"). */
static int opens_with(const opis_furniture *f, const char *letters, size_t length, opis_words words) {
    for (size_t i = 0; i < words.count; i++) {
        size_t word = strlen(words.items[i]);
        if (resembles(f, letters, length, words.items[i], NEAR_OPENING)) return 1;
        if (length > word && length < word + 16 && letters[word] == ' ' &&
            resembles(f, letters, word, words.items[i], NEAR_OPENING))
            return 1;
    }
    return 0;
}

/* A short line of its own that begins with a capital and ends without a stop. */
static int looks_like_title(const opis_furniture *f, uint32_t line) {
    uint32_t count;
    const opis_token *tokens = opis_line_tokens(f->layout, f->tokens, line, &count);
    if (count < 1 || f->layout->lines[line].width > HEADING_WIDTH || !is_empty(f->layout, line + 1)) return 0;
    return (tokens[0].shape & OPIS_UPPER_FIRST) && tokens[0].class_ == OPIS_WORD &&
           tokens[count - 1].class_ != OPIS_PUNCTUATION;
}

/* The role of a line that opens a chapter or a part of the back matter, or that of a line of text. */
static opis_line_role opening_role(const opis_furniture *f, uint32_t line) {
    char letters[COLLAPSED_LENGTH];
    if (f->layout->lines[line].role != OPIS_LINE_TEXT || f->layout->lines[line].width > HEADING_WIDTH)
        return OPIS_LINE_TEXT;
    size_t length = letters_of(f, line, letters, sizeof letters);
    if (opens_with(f, letters, length, f->style->back_matter)) return OPIS_LINE_BACK;
    return opens_with(f, letters, length, f->style->chapters) ? OPIS_LINE_CHAPTER : OPIS_LINE_TEXT;
}

int opis_furniture_opens_part(const opis_furniture *f, uint32_t line) {
    return opening_role(f, line) != OPIS_LINE_TEXT;
}

static opis_opening find_opening(const opis_furniture *f, const opis_leaf *leaf) {
    uint32_t seen = 0;
    for (uint32_t line = leaf->first_line; line < leaf->end_line && seen < 3; line++) {
        opis_line *at = &f->layout->lines[line];
        if (at->role == OPIS_LINE_EMPTY) continue;
        seen++;
        opis_line_role role = opening_role(f, line);
        if (role == OPIS_LINE_TEXT) continue;
        at->role = (uint8_t)role;
        return OPIS_OPENS_CHAPTER;
    }
    int title = f->layout->lines[leaf->first_line].role == OPIS_LINE_TEXT && looks_like_title(f, leaf->first_line);
    return title ? OPIS_MAY_OPEN_CHAPTER : OPIS_OPENS_NOTHING;
}

static void find_heads(const opis_furniture *f, const opis_leaf *leaf) {
    opis_line *lines = f->layout->lines;
    uint32_t last = leaf->end_line;
    while (last > leaf->first_line && is_empty(f->layout, last - 1)) last--;
    uint32_t ends[] = {leaf->first_line, last - 1};
    for (int i = 0; i < 2; i++) {
        if (lines[ends[i]].role != OPIS_LINE_TEXT) continue;
        if (is_folio(f, ends[i])) lines[ends[i]].role = OPIS_LINE_FOLIO;
        if (i == 0 && is_empty(f->layout, ends[i] + 1) && is_head(f, ends[i])) lines[ends[i]].role = OPIS_LINE_HEAD;
    }
}

void opis_furniture_find_openings(const opis_furniture *f) {
    for (uint32_t i = 0; i < f->layout->leaf_count; i++) {
        opis_leaf *leaf = &f->layout->leaves[i];
        leaf->opening = find_opening(f, leaf);
        if (leaf->opening != OPIS_OPENS_CHAPTER) find_heads(f, leaf);
    }
}
