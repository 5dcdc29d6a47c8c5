#include <math.h>
#include <string.h>

#include "extract/index.h"
#include "memory.h"
#include "letters.h"

/* Log odds that a line opens an entry, from its own shape and from how the line before ends. */
#define WORTH_OF_LINE (-1.0f)
#define AFTER_LOCATOR 2.0f
#define AFTER_TARGET 1.5f
#define AFTER_DAMAGE 1.0f
#define AFTER_WORD (-1.5f)
#define AFTER_OPEN_LINE (-4.0f)
#define AFTER_EMPTY_LINE 1.5f
#define HAS_INITIALS 2.0f
#define HAS_MARK 1.0f
#define OUT_OF_ORDER 5.0f
#define SKIPPED_LETTERS 0.4f
#define LETTERS 27
/* From this worth on a line opens an entry even out of order. */
#define WORTH_WITHOUT_ORDER 3.0f
#define HEAD_REACH 48
#define CONTINUED_COST 9.0f

typedef struct opening {
    uint32_t line;
    uint8_t letter, in_chain;
    float worth;
} opening;

/* Whether "(continued)" stands at the end of a line: the head is repeated at the top of a column. */
static int is_continued(const opis_book *book, const opis_line *line) {
    const char *bytes = book->source.bytes;
    uint32_t open = line->end;
    if (!memchr(bytes + line->start, '(', line->end - line->start)) return 0;
    while (open > line->start && bytes[open - 1] != '(') open--;
    if (open == line->start || open - 1 == line->start) return 0;
    uint32_t end = line->end;
    while (end > open && !is_letter(bytes[end - 1])) end--;
    while (open < end && bytes[open] == ' ') open++;
    const char *word = "continued";
    return isfinite(opis_glyphs_distance(book->glyphs, bytes + open, end - open, word, strlen(word), CONTINUED_COST));
}

static int is_see(const opis_book *book, const char *word, size_t length) {
    return opis_words_have(&book->style->see_words, word, length);
}

static int holds_see(const opis_book *book, uint32_t line) {
    uint32_t count;
    const opis_token *tokens = opis_line_tokens(&book->layout, book->tokens, line, &count);
    for (uint32_t i = 0; i < count; i++)
        if ((tokens[i].shape & OPIS_UPPER_FIRST) &&
            is_see(book, book->source.bytes + tokens[i].start, tokens[i].length))
            return 1;
    return 0;
}

/* Whether a line breaks off behind "See" or "See also", before its target. */
static int ends_with_see(const opis_book *book, uint32_t line) {
    uint32_t count;
    const opis_token *tokens = opis_line_tokens(&book->layout, book->tokens, line, &count);
    while (count > 0 && tokens[count - 1].class_ == OPIS_BLANK) count--;
    if (count == 0) return 0;
    const char *word = book->source.bytes + tokens[count - 1].start;
    size_t length = tokens[count - 1].length;
    return is_see(book, word, length) || (holds_see(book, line) && length == 4 && memcmp(word, "also", 4) == 0);
}

/* Whether a word may be one, and no damaged numeral. */
static int may_be_word(const char *bytes, uint32_t start, uint32_t end) {
    uint32_t digits = 0;
    for (uint32_t i = start; i < end; i++) digits += (uint32_t)is_digit(bytes[i]);
    if (digits > 1) return 0;
    for (uint32_t i = start; i < end; i++)
        if (is_any_of(bytes[i], "aeiouyAEIOUY")) return 1;
    return end - start > 4;
}

/* What the end of a line tells of the next one; noise marks behind the last letter or digit are passed over. */
static float worth_of_end(const opis_book *book, uint32_t line, int after_see) {
    const opis_line *at = &book->layout.lines[line];
    const char *bytes = book->source.bytes;
    char last = at->end > at->start ? bytes[at->end - 1] : 0;
    if (last == ',' || last == ';' || last == ':' || last == '-') {
        int noise = at->end - at->start > 2 && bytes[at->end - 2] == ' ';
        if (!noise) return AFTER_OPEN_LINE;
    }
    uint32_t end = at->end, blanks = 0;
    while (end > at->start && !is_letter(bytes[end - 1]) && !is_digit(bytes[end - 1]) && bytes[end - 1] != ')')
        blanks += bytes[--end] == ' ';
    if (end == at->start) return 0;
    if (ends_with_see(book, line)) return AFTER_OPEN_LINE;
    if (after_see) return AFTER_TARGET;
    if (is_digit(bytes[end - 1]) || bytes[end - 1] == ')' || blanks > 1) return AFTER_LOCATOR;
    uint32_t word = end;
    while (word > at->start && (is_letter(bytes[word - 1]) || is_digit(bytes[word - 1]))) word--;
    for (size_t i = 0; i < book->style->scattered.count; i++) {
        const char *scattered = book->style->scattered.items[i];
        size_t length = strlen(scattered), tail = end - word < length ? end - word : length;
        if (tail > 2 && isfinite(opis_glyphs_distance(book->glyphs, bytes + end - tail, tail, scattered + length - tail,
                                                      tail, (float)tail)))
            return AFTER_LOCATOR;
    }
    return may_be_word(bytes, word, end) ? AFTER_WORD : AFTER_DAMAGE;
}

/* What the line's own beginning tells: initials behind a name, a mark that ends a head. */
static float worth_of_shape(const opis_book *book, const opis_line *line) {
    const char *bytes = book->source.bytes;
    uint32_t end = line->start + HEAD_REACH < line->end ? line->start + HEAD_REACH : line->end, at = line->start;
    while (at < end && !is_any_of(bytes[at], ",:.")) at++;
    if (at == end) return 0;
    uint32_t next = at + 1;
    while (next < end && bytes[next] == ' ') next++;
    if (bytes[at] == ',' && next + 1 < end && is_upper(bytes[next]) &&
        (is_any_of(bytes[next + 1], ".,") || (next + 2 < end && bytes[next + 2] == '.')))
        return HAS_INITIALS;
    return HAS_MARK;
}

/* "~etrov, A.: ..." */
static int has_lost_capital(const opis_book *book, const opis_line *line) {
    char first = book->source.bytes[line->start];
    return !is_letter(first) && !is_digit(first) && is_letter(book->source.bytes[line->start + 1]) &&
           worth_of_shape(book, line) == HAS_INITIALS;
}

static uint8_t letter_of(char c) {
    return is_upper(c) ? (uint8_t)(c - 'A' + 1) : 0;
}

/* A head that hangs on the one above: "-Unity: ...". */
static int is_subhead(const opis_book *book, const opis_line *line) {
    const char *bytes = book->source.bytes;
    return line->end > line->start + 3 && bytes[line->start] == '-' && is_upper(bytes[line->start + 1]) &&
           bytes[line->start + 2] >= 'a' && bytes[line->start + 2] <= 'z';
}

/* Whether the line holds a head's colon near its beginning. */
static int has_colon(const opis_book *book, const opis_line *line) {
    uint32_t reach = line->start + HEAD_REACH < line->end ? HEAD_REACH : line->end - line->start;
    char first = book->source.bytes[line->start];
    return !is_digit(first) && first != '-' && memchr(book->source.bytes + line->start, ':', reach) != NULL;
}

/* Marks alone, with a letter or digit at the most among them. */
static int is_dirt(const opis_book *book, const opis_line *line) {
    uint32_t letters = 0;
    for (uint32_t i = line->start; i < line->end && letters < 2; i++)
        letters += is_letter(book->source.bytes[i]) || is_digit(book->source.bytes[i]);
    return letters == 0 || (letters == 1 && line->end - line->start > 2);
}

typedef struct finder {
    const opis_book *book;
    opis_section section;
    uint8_t *openings;
    opening *items; /* owned */
    size_t count, capacity;
} finder;

static opis_status find_candidates(finder *f, opis_error *error) {
    int empty = 1, after_see = 0;
    uint32_t before = UINT32_MAX;
    for (uint32_t line = f->section.first; line < f->section.end; line++) {
        const opis_line *at = &f->book->layout.lines[line];
        uint8_t *out = &f->openings[line - f->section.first];
        *out = OPIS_INDEX_RUNS_ON;
        if (!opis_is_section_text(f->book, line) || is_continued(f->book, at)) {
            *out = OPIS_INDEX_SKIP;
            empty = 1;
            continue;
        }
        if (is_dirt(f->book, at)) {
            *out = OPIS_INDEX_SKIP;
            continue;
        }
        float worth = before == UINT32_MAX ? AFTER_LOCATOR : worth_of_end(f->book, before, after_see);
        before = line;
        if (is_subhead(f->book, at) && worth > AFTER_OPEN_LINE) *out = OPIS_INDEX_SUBHEAD;
        const char *first = f->book->source.bytes + at->start;
        int broken = at->end > at->start + 2 && opis_index_is_broken_p(first);
        opening found = {line, letter_of(broken ? 'P' : *first), 0,
                         WORTH_OF_LINE + worth + worth_of_shape(f->book, at) + (empty ? AFTER_EMPTY_LINE : 0)};
        if (!found.letter && !(empty && worth >= AFTER_LOCATOR && has_colon(f->book, at)) &&
            !(worth >= AFTER_DAMAGE && has_lost_capital(f->book, at)))
            found.worth = 0;
        empty = 0;
        int goes_on = found.worth <= AFTER_LOCATOR && *out != OPIS_INDEX_SUBHEAD;
        after_see = holds_see(f->book, line) || (after_see && goes_on);
        if (found.worth <= 0) continue;
        opis_status status = opis_reserve(&f->items, &f->capacity, f->count + 1, sizeof found, error);
        if (status != OPIS_OK) return status;
        f->items[f->count++] = found;
    }
    return OPIS_OK;
}

/* Heads ascend in the alphabet: the chain of most worth, letters that fall and letters passed over taken off. */
static opis_status keep_order(finder *f, opis_error *error) {
    float best[LETTERS] = {0};
    uint8_t(*from)[LETTERS] = NULL, letter = 0;
    size_t capacity = 0;
    opis_status status = opis_reserve(&from, &capacity, f->count + 1, sizeof *from, error);
    if (status != OPIS_OK) return status;
    for (uint8_t i = 1; i < LETTERS; i++) best[i] = -INFINITY;
    for (size_t i = 0; i < f->count; i++) {
        const opening *at = &f->items[i];
        float gain = -INFINITY;
        uint8_t before = 0;
        memset(from[i], LETTERS, sizeof from[i]);
        for (uint8_t other = 0; other < LETTERS; other++) {
            float step = !at->letter          ? 0
                         : other > at->letter ? OUT_OF_ORDER
                                              : SKIPPED_LETTERS * (float)(at->letter - other);
            if (best[other] + at->worth - step <= gain) continue;
            gain = best[other] + at->worth - step;
            before = other;
        }
        uint8_t letter_now = at->letter ? at->letter : before;
        if (gain <= best[letter_now]) continue;
        best[letter_now] = gain;
        from[i][letter_now] = before;
    }
    for (uint8_t i = 1; i < LETTERS; i++)
        if (best[i] > best[letter]) letter = i;
    for (size_t i = f->count; i-- > 0;) {
        if (from[i][letter] == LETTERS) continue;
        f->openings[f->items[i].line - f->section.first] = OPIS_INDEX_OPENS;
        letter = from[i][letter];
    }
    opis_resize(from, 0);
    return OPIS_OK;
}

#define KEY_LETTERS 6

/* The first letters of a line, in small ones. */
static void read_key(const opis_book *book, uint32_t line, char key[KEY_LETTERS + 1]) {
    const opis_line *at = &book->layout.lines[line];
    size_t length = 0;
    memset(key, 0, KEY_LETTERS + 1);
    for (uint32_t i = at->start; i < at->end && length < KEY_LETTERS; i++)
        if (is_letter(book->source.bytes[i])) key[length++] = (char)(book->source.bytes[i] | 0x20);
}

/* A line of little worth whose neighbours keep the order without it, but not with it, opens nothing. */
static void keep_neighbours(finder *f) {
    const opening *chain[3] = {NULL, NULL, NULL};
    char keys[3][KEY_LETTERS + 1];
    for (size_t i = 0; i < f->count; i++) {
        if (f->openings[f->items[i].line - f->section.first] != OPIS_INDEX_OPENS) continue;
        chain[0] = chain[1];
        chain[1] = chain[2];
        chain[2] = &f->items[i];
        if (!chain[0]) continue;
        for (int k = 0; k < 3; k++) read_key(f->book, chain[k]->line, keys[k]);
        int ordered = strcmp(keys[0], keys[1]) <= 0 && strcmp(keys[1], keys[2]) <= 0;
        if (ordered || strcmp(keys[0], keys[2]) > 0 || chain[1]->worth >= WORTH_WITHOUT_ORDER) continue;
        f->openings[chain[1]->line - f->section.first] = OPIS_INDEX_RUNS_ON;
        chain[1] = chain[0];
    }
}

opis_status opis_index_find(const opis_book *book, opis_section section, uint8_t **openings, opis_error *error) {
    finder f = {.book = book, .section = section};
    size_t capacity = 0;
    *openings = NULL;
    opis_status status = opis_reserve(openings, &capacity, section.end - section.first + 1, 1, error);
    f.openings = *openings;
    if (status == OPIS_OK) status = find_candidates(&f, error);
    if (status == OPIS_OK) status = keep_order(&f, error);
    if (status == OPIS_OK) keep_neighbours(&f);
    opis_resize(f.items, 0);
    return status;
}
