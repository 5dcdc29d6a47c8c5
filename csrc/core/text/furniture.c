#include "text/furniture.h"

#include <string.h>

#include "text/fold.h"
#include "text/heading.h"
#include "text/resemble.h"

#define NEAR_OPENING 1.0f
#define TITLE_LENGTH 64
#define NUMBER_LENGTH 16 /* bytes behind the word of a title, and one more */

static int is_empty(const opis_layout *layout, uint32_t line) {
    return layout->lines[line].role == OPIS_LINE_EMPTY;
}

/* Whether empty lines, or the ends of the text, stand on both sides. */
static int stands_alone(const opis_layout *layout, uint32_t line) {
    return (line == 0 || is_empty(layout, line - 1)) && is_empty(layout, line + 1);
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
    if (count < 2 || count > OPIS_HEADING_TOKENS || !stands_alone(f->layout, line)) return;
    if (tokens[0].shape & OPIS_UPPER_FIRST && is_roman(f->bytes + tokens[count - 1].start, tokens[count - 1].length))
        f->layout->lines[line].role = OPIS_LINE_HEAD;
}

/* A running head that the profile names, with its folio before or behind it. */
static void find_named_head(const opis_furniture *f, uint32_t line) {
    uint32_t count;
    const opis_token *tokens = opis_line_tokens(f->layout, f->tokens, line, &count);
    const opis_words *heads = &f->style->profile.running_heads;
    if (count < 2) return;
    const opis_token *first = tokens, *last = tokens + count - 1;
    if (first->class_ == OPIS_NUMBER && first->length <= OPIS_FOLIO_DIGITS)
        first++;
    else if (last->class_ == OPIS_NUMBER && last->length <= OPIS_FOLIO_DIGITS)
        last--;
    size_t length = last->start + last->length - first->start;
    if (!opis_resembles_any(f->glyphs, f->bytes + first->start, length, *heads, NEAR_OPENING)) return;
    if (stands_alone(f->layout, line)) f->layout->lines[line].role = OPIS_LINE_HEAD;
}

opis_status opis_furniture_find_lines(const opis_furniture *f, opis_error *error) {
    int named = f->style->profile.running_heads.count > 0;
    opis_status status = opis_heading_vote(f, error);
    if (status == OPIS_OK) status = opis_headings_mark(f, error);
    for (uint32_t line = 0; line < f->layout->line_count && status == OPIS_OK; line++) {
        const opis_line *at = &f->layout->lines[line];
        if (at->role != OPIS_LINE_TEXT) continue;
        if (at->width <= OPIS_HEADING_WIDTH) find_roman_head(f, line);
        if (named && at->role == OPIS_LINE_TEXT) find_named_head(f, line);
    }
    return status;
}

/* A running head with its folio before or behind it: "The Mill 95", "96 The River". */
static int is_head(const opis_furniture *f, uint32_t line) {
    uint32_t count;
    const opis_token *tokens = opis_line_tokens(f->layout, f->tokens, line, &count);
    if (count < 2 || count > OPIS_HEADING_TOKENS + 2 || f->layout->lines[line].width > OPIS_HEADING_WIDTH) return 0;
    const opis_token *first = &tokens[0], *last = &tokens[count - 1];
    if (last->length <= OPIS_FOLIO_DIGITS && (last->class_ == OPIS_NUMBER || last->class_ == OPIS_MIXED))
        return first->class_ == OPIS_WORD && (first->shape & OPIS_UPPER_FIRST) &&
               tokens[count - 2].class_ != OPIS_PUNCTUATION;
    return first->length <= OPIS_FOLIO_DIGITS && first->class_ == OPIS_NUMBER && tokens[1].class_ == OPIS_WORD &&
           (tokens[1].shape & OPIS_UPPER_FIRST) && last->class_ == OPIS_WORD && count <= OPIS_HEADING_TOKENS;
}

/* Whether empty lines or form feeds part a line of a leaf from what stands before and behind it. */
static int stands_apart(const opis_layout *layout, const opis_leaf *leaf, uint32_t line) {
    const opis_leaf *next = leaf + 1 < layout->leaves + layout->leaf_count ? leaf + 1 : NULL;
    int before = line == leaf->first_line && leaf->fed;
    int behind = line + 1 == leaf->end_line && next && next->fed;
    return (before || line == 0 || is_empty(layout, line - 1)) && (behind || is_empty(layout, line + 1));
}

static int is_folio(const opis_furniture *f, const opis_leaf *leaf, uint32_t line) {
    uint32_t count;
    const opis_token *tokens = opis_line_tokens(f->layout, f->tokens, line, &count);
    return count == 1 && tokens[0].class_ != OPIS_PUNCTUATION && opis_is_numeral_like(f, &tokens[0]) &&
           stands_apart(f->layout, leaf, line);
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
        length += opis_fold_small(f->bytes + tokens[i].start, tokens[i].length, out + length, room - length);
    }
    while (length > 0 && out[length - 1] == ' ') length--;
    return length;
}

/* Whether a line is one of the words, alone or followed by its number ("chapter two"). */
static int opens_with(const opis_furniture *f, const char *letters, size_t length, opis_words words) {
    for (size_t i = 0; i < words.count && length; i++) {
        if ((words.items[i][0] ^ letters[0]) & 0x80) continue; /* of another script */
        size_t word = strlen(words.items[i]);
        if (opis_may_resemble(length, word) &&
            opis_resembles(f->glyphs, letters, length, words.items[i], word, NEAR_OPENING))
            return 1;
        if (length > word && length < word + NUMBER_LENGTH && letters[word] == ' ' &&
            opis_resembles(f->glyphs, letters, word, words.items[i], word, NEAR_OPENING))
            return 1;
    }
    return 0;
}

/* A short line of its own that begins with a capital and ends without a stop. */
static int looks_like_title(const opis_furniture *f, uint32_t line) {
    uint32_t count;
    const opis_token *tokens = opis_line_tokens(f->layout, f->tokens, line, &count);
    if (count < 1 || f->layout->lines[line].width > OPIS_HEADING_WIDTH || !is_empty(f->layout, line + 1)) return 0;
    return (tokens[0].shape & OPIS_UPPER_FIRST) && tokens[0].class_ == OPIS_WORD &&
           tokens[count - 1].class_ != OPIS_PUNCTUATION;
}

/* How long a line may be that is one of the words, a bit for each length: most lines need not be compared. */
typedef struct opening_lengths {
    uint64_t alone;    /* of the whole line */
    uint64_t numbered; /* of the word, where its number follows */
} opening_lengths;

static uint64_t length_bit(size_t length) {
    return (uint64_t)1 << (length < 63 ? length : 63);
}

static void add_lengths(opening_lengths *lengths, opis_words words) {
    for (size_t i = 0; i < words.count; i++) {
        size_t word = strlen(words.items[i]);
        size_t least = word < OPIS_RESEMBLES_WITHIN ? 0 : word - OPIS_RESEMBLES_WITHIN;
        for (size_t length = least; length <= word + OPIS_RESEMBLES_WITHIN; length++)
            lengths->alone |= length_bit(length);
        lengths->numbered |= length_bit(word);
    }
}

static opening_lengths find_lengths(const opis_profile *profile) {
    opening_lengths lengths = {0, 0};
    add_lengths(&lengths, profile->sketches);
    add_lengths(&lengths, profile->documents);
    add_lengths(&lengths, profile->indexes);
    add_lengths(&lengths, profile->others);
    add_lengths(&lengths, profile->chapters);
    return lengths;
}

static int may_open(const opening_lengths *lengths, const char *letters, size_t length) {
    if (lengths->alone & length_bit(length)) return 1;
    for (size_t word = length < NUMBER_LENGTH ? 0 : length - NUMBER_LENGTH + 1; word < length; word++)
        if (letters[word] == ' ' && lengths->numbered & length_bit(word)) return 1;
    return 0;
}

/* The role of a line that opens a chapter or a part of the back matter, or that of a line of text. */
static opis_line_role opening_role(const opis_furniture *f, const opening_lengths *lengths, uint32_t line) {
    char letters[TITLE_LENGTH];
    if (f->layout->lines[line].role != OPIS_LINE_TEXT || f->layout->lines[line].width > OPIS_HEADING_WIDTH)
        return OPIS_LINE_TEXT;
    size_t length = letters_of(f, line, letters, sizeof letters);
    const opis_profile *profile = &f->style->profile;
    if (!may_open(lengths, letters, length)) return OPIS_LINE_TEXT;
    if (opens_with(f, letters, length, profile->sketches) || opens_with(f, letters, length, profile->documents) ||
        opens_with(f, letters, length, profile->indexes) || opens_with(f, letters, length, profile->others))
        return OPIS_LINE_BACK;
    return opens_with(f, letters, length, profile->chapters) ? OPIS_LINE_CHAPTER : OPIS_LINE_TEXT;
}

int opis_furniture_opens_part(const opis_furniture *f, uint32_t line) {
    opening_lengths lengths = find_lengths(&f->style->profile);
    return opening_role(f, &lengths, line) != OPIS_LINE_TEXT;
}

static opis_opening find_opening(const opis_furniture *f, const opening_lengths *lengths, const opis_leaf *leaf) {
    uint32_t seen = 0;
    for (uint32_t line = leaf->first_line; line < leaf->end_line && seen < 3; line++) {
        opis_line *at = &f->layout->lines[line];
        if (at->role == OPIS_LINE_EMPTY) continue;
        seen++;
        opis_line_role role = opening_role(f, lengths, line);
        if (role == OPIS_LINE_TEXT) continue;
        at->role = role & 0xF;
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
        if (is_folio(f, leaf, ends[i])) lines[ends[i]].role = OPIS_LINE_FOLIO;
        if (i == 0 && is_empty(f->layout, ends[i] + 1) && is_head(f, ends[i])) lines[ends[i]].role = OPIS_LINE_HEAD;
    }
}

void opis_furniture_find_openings(const opis_furniture *f) {
    opening_lengths lengths = find_lengths(&f->style->profile);
    for (uint32_t i = 0; i < f->layout->leaf_count; i++) {
        opis_leaf *leaf = &f->layout->leaves[i];
        leaf->opening = find_opening(f, &lengths, leaf);
        if (leaf->opening != OPIS_OPENS_CHAPTER) find_heads(f, leaf);
    }
}
