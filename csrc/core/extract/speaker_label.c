#include <string.h>

#include "extract/speaker.h"
#include "letters.h"

/* Tokens of a label and of an aside in it. */
#define MOST_LABEL_TOKENS 14
#define MOST_ASIDE_TOKENS 16
#define MOST_POINTS 6
#define SHORTEST_BEFORE_POINT 4
/* A damaged word this near to one of the style's voices is it. */
#define VOICE_LIMIT 5.0f

typedef struct reader {
    const opis_book *book;
    const char *bytes;
    const opis_token *tokens;
    uint32_t count, at;
} reader;

static const opis_token *here(const reader *r) {
    return r->at < r->count ? &r->tokens[r->at] : NULL;
}

static int is_mark(const reader *r, const opis_token *token, const char *marks) {
    return token && token->class_ == OPIS_PUNCTUATION && token->length == 1 && is_any_of(r->bytes[token->start], marks);
}

static void skip_blanks(reader *r) {
    while (here(r) && here(r)->class_ == OPIS_BLANK) r->at++;
}

static int is_capital(const opis_token *token) {
    return token && token->class_ == OPIS_WORD && (token->shape & OPIS_UPPER_FIRST);
}

/* Whether a word is one of the style's, at most `limit` away from it; capitals are made small. */
static int is_near(const reader *r, const char *text, size_t length, const opis_words *words, float limit) {
    char small[OPIS_SPEAKER_NAME];
    if (length == 0 || length >= sizeof small) return 0;
    for (size_t i = 0; i < length; i++) small[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] + 32) : text[i];
    for (size_t i = 0; i < words->count; i++) {
        if (limit == 0 && words->items[i][0] != small[0]) continue;
        size_t printed = strlen(words->items[i]);
        if (printed + 1 < length || length + 1 < printed) continue;
        if (printed == length && memcmp(small, words->items[i], length) == 0) return 1;
        if (limit > 0 && opis_glyphs_distance(r->book->glyphs, small, length, words->items[i], printed, limit) <= limit)
            return 1;
    }
    return 0;
}

/* "A voice", "Avoice", "A, voice": the article, and that a blank or more is damaged. */
static size_t read_article(reader *r, opis_label *label) {
    const opis_token *first = here(r), *next;
    const char *text = r->bytes + first->start;
    const opis_words *voices = &r->book->style->voices;
    if (*text != 'A') return 0;
    if (first->length > 3 && is_near(r, text + 1, first->length - 1u, voices, VOICE_LIMIT)) {
        label->damaged = 1;
        return 1;
    }
    if (first->length != 1) return 0;
    uint32_t start = r->at++;
    if (is_mark(r, here(r), ",.'-")) label->damaged = r->at++ > 0;
    next = here(r);
    if (next && next->class_ == OPIS_WORD && next->length > 3) {
        label->voice = (uint8_t)is_near(r, r->bytes + next->start, next->length, voices, 0);
        if (!label->voice && is_near(r, r->bytes + next->start, next->length, voices, VOICE_LIMIT))
            label->voice = label->damaged = 1;
    }
    if (!label->voice) r->at = start;
    return 0;
}

/* Initials before a name: "N. I. ". */
static void skip_initials(reader *r) {
    while (r->at + 2 < r->count && is_capital(here(r)) && here(r)->length <= 2 && is_mark(r, here(r) + 1, ".") &&
           is_capital(here(r) + 2))
        r->at += 2;
}

/* Words in small letters behind a voice: "from the floor", "of approval". */
static void skip_words(reader *r, opis_label *label) {
    uint32_t from = r->at;
    while (here(r) && here(r)->class_ == OPIS_WORD && r->at < from + MOST_LABEL_TOKENS) r->at++;
    label->many_words = r->at > from;
}

/* The parts of a double name: "Glebov-Avilov". */
static void skip_double(reader *r, opis_label *label) {
    while (r->at + 1 < r->count && is_mark(r, here(r), "-") && is_capital(here(r) + 1) && label->name_length) {
        const opis_token *second = here(r) + 1;
        size_t length = second->start + second->length - label->name_start;
        if (length >= OPIS_SPEAKER_NAME) return;
        label->name_length = (uint8_t)length;
        r->at += 2;
    }
}

/* An aside or a role in brackets, whichever bracket closes it. */
static void skip_aside(reader *r) {
    uint32_t from = r->at;
    skip_blanks(r);
    if (!is_mark(r, here(r), "[(")) {
        r->at = from;
        return;
    }
    for (uint32_t i = r->at + 1; i < r->count && i < r->at + MOST_ASIDE_TOKENS; i++)
        if (is_mark(r, &r->tokens[i], "])}")) {
            r->at = i + 1;
            return;
        }
    r->at = from;
}

static int read_name(reader *r, opis_label *label) {
    size_t article = 0;
    if (!is_capital(here(r))) return 0;
    article = read_article(r, label);
    if (!label->voice && !article) skip_initials(r);
    const opis_token *name = here(r);
    size_t length = name->length - article;
    if (length >= OPIS_SPEAKER_NAME || length < 2) return 0;
    label->name_start = name->start + (uint32_t)article;
    label->name_length = (uint8_t)length;
    label->voice |= article || is_near(r, r->bytes + name->start, length, &r->book->style->voices, 0);
    r->at++;
    if (label->voice)
        skip_words(r, label);
    else
        skip_double(r, label);
    return 1;
}

/* What follows the colon, on its line or the next: speech begins with no small letter. */
static void read_speech(const reader *r, opis_label *label) {
    const opis_book *book = r->book;
    size_t i = (size_t)(r->tokens - book->tokens) + r->at, end = i + MOST_POINTS;
    label->ends_line = r->at >= r->count || (r->at + 1 == r->count && here(r)->class_ == OPIS_BLANK);
    while (i < book->token_count && i < end && book->tokens[i].class_ >= OPIS_BREAK) i++;
    if (i >= book->token_count) return;
    const opis_token *next = &book->tokens[i];
    label->opens_speech = next->class_ != OPIS_WORD || (next->shape & OPIS_UPPER_FIRST);
    label->omission = is_mark(r, next, ".") && i + 1 < book->token_count && is_mark(r, next + 1, ".");
}

/* Whether the text before a line is at an end: nothing, an empty line, or a line that closes a sentence. */
static int opens_paragraph(const opis_book *book, uint32_t line) {
    const opis_line *lines = book->layout.lines;
    if (line == 0 || lines[line].indented || lines[line - 1].role != OPIS_LINE_TEXT) return 1;
    return is_any_of(book->source.bytes[lines[line - 1].end - 1], ".!?:\")]");
}

/*
 * Whether a line begins with a capital or with points, and has a colon near its head, or a point behind its first
 * word: most do not.
 */
static int may_be_label(const reader *r) {
    if (!is_capital(&r->tokens[0]) && r->bytes[r->tokens[0].start] != '.') return 0;
    for (uint32_t i = 1; i < r->count && i < MOST_LABEL_TOKENS; i++) {
        if (r->tokens[i].class_ != OPIS_PUNCTUATION) continue;
        char mark = r->bytes[r->tokens[i].start];
        if (mark == ':' || mark == ';') return 1;
        if (mark == '.' && i == 1 && r->tokens[0].length >= SHORTEST_BEFORE_POINT) return 1;
    }
    return 0;
}

int opis_label_read(const opis_book *book, uint32_t line, opis_label *label) {
    reader r = {.book = book, .bytes = book->source.bytes};
    r.tokens = opis_line_tokens(&book->layout, book->tokens, line, &r.count);
    if (r.count < 2 || !may_be_label(&r)) return 0;
    while (r.at < MOST_POINTS && is_mark(&r, here(&r), ".")) {
        r.at++;
        skip_blanks(&r);
    }
    if (r.at + 1 >= r.count || !is_capital(here(&r))) return 0;
    memset(label, 0, sizeof *label);
    label->line = line;
    label->start = here(&r)->start;
    if (!read_name(&r, label)) return 0;
    skip_aside(&r);
    if (is_mark(&r, here(&r), "'-,") && r.at + 1 < r.count && is_mark(&r, here(&r) + 1, ":"))
        label->damaged = r.at++ > 0;
    const opis_token *colon = here(&r);
    if (!is_mark(&r, colon, ":;.")) return 0;
    label->colon = (uint8_t)r.bytes[colon->start];
    label->end = colon->start + 1;
    label->damaged |= label->colon != ':';
    r.at++;
    read_speech(&r, label);
    label->opens_paragraph = (uint8_t)opens_paragraph(book, line);
    return 1;
}
