#include "extract/archive_openers.h"

#include <string.h>

#include "extract/archive.h"
#include "letters.h"
#include "memory.h"
#include "text/fold.h"

#define LOOK_AHEAD 6         /* tokens within which the number of a label stands */
#define LONGEST_SHELFMARK 12 /* bytes of its first token */

#define BY_GLYPHS (OPIS_LOOK_GLYPHS | OPIS_LOOK_MARKED | OPIS_LOOK_MIXED)
#define BY_STYLE (OPIS_LOOK_LABEL | OPIS_LOOK_NAME | OPIS_LOOK_ACRONYM | OPIS_LOOK_BEYOND)
/* Looks that hang on the first byte alone, not on the second. */
#define ANY_SECOND (BY_GLYPHS | OPIS_LOOK_SHELFMARK)

/* ---- Marking ------------------------------------------------------------------------------------------- */

/* The looks that a token of a kind is worth, by the kind of the next. */
static uint8_t looks_of(unsigned kind, unsigned next) {
    unsigned class_ = kind % 8, next_class = next % 8, looks = BY_STYLE | OPIS_LOOK_GLYPHS;
    if (class_ == OPIS_NUMBER) return OPIS_LOOK_SHELFMARK;
    if (class_ > OPIS_MIXED) return 0;
    if (class_ == OPIS_MIXED) looks |= OPIS_LOOK_MIXED | OPIS_LOOK_SHELFMARK;
    if (next_class == OPIS_PUNCTUATION) looks |= OPIS_LOOK_MARKED | OPIS_LOOK_SHELFMARK;
    if (next_class == OPIS_NUMBER || (next_class == OPIS_WORD && next >> 3 & OPIS_UPPER_ALL))
        looks |= OPIS_LOOK_SHELFMARK;
    return (uint8_t)looks;
}

opis_archive_openers *opis_archive_openers_new(opis_error *error) {
    opis_archive_openers *openers = opis_resize(NULL, sizeof *openers);
    if (!openers) {
        opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory: what references to archives begin with");
        return NULL;
    }
    memset(openers, 0, sizeof *openers);
    memset(openers->by_pair, ANY_SECOND, sizeof openers->by_pair);
    for (unsigned kind = 0; kind < OPIS_TOKEN_KINDS; kind++)
        for (unsigned next = 0; next < OPIS_TOKEN_KINDS; next++) openers->by_kind[kind][next] = looks_of(kind, next);
    return openers;
}

void opis_archive_openers_free(opis_archive_openers *openers) {
    opis_resize(openers, 0);
}

/* A hash of the first four bytes of a word, all but the first in either case, and of its length. */
static uint32_t head_of(char first, const char *word, size_t length) {
    uint32_t head = (unsigned char)first;
    for (size_t i = 1; i < length && i < sizeof head; i++) head = head << 8 | (unsigned char)word[i] | 0x20;
    return (head + (uint32_t)length) * 0x9E3779B1u >> 16;
}

static int has_head(const opis_archive_openers *openers, const char *word, size_t length) {
    uint32_t head = head_of(*word, word, length);
    return openers->heads[head / 8] >> head % 8 & 1;
}

static inline uint16_t pair_at(const char *bytes) {
    uint16_t pair;
    memcpy(&pair, bytes, sizeof pair);
    return pair;
}

static void mark_pair(opis_archive_openers *openers, char first, char second, uint8_t look) {
    openers->by_pair[pair_at((char[]){first, second})] |= look;
}

void opis_openers_mark(opis_archive_openers *openers, char first, size_t shortest, size_t longest, uint8_t look) {
    for (size_t length = shortest; length <= longest && length <= OPIS_LONGEST_OPENER; length++)
        openers->by_length[(unsigned char)first][length] |= look;
}

static void mark_head(opis_archive_openers *openers, char first, const char *word, size_t length, uint8_t look) {
    uint32_t head = head_of(first, word, length);
    openers->heads[head / 8] |= (uint8_t)(1u << head % 8);
    opis_openers_mark(openers, first, length, length, look);
    for (int second = 0; length == 1 && second < 256; second++) mark_pair(openers, first, (char)second, look);
    mark_pair(openers, first, (char)(word[1] | 0x20), look);
    mark_pair(openers, first, (char)(word[1] & ~0x20), look);
}

void opis_openers_mark_word(opis_archive_openers *openers, const char *word, size_t length, uint8_t look) {
    uint32_t code;
    if (length == 0 || length > OPIS_LONGEST_OPENER) return;
    opis_fold_decode(word, length, &code);
    code = opis_fold_capital(code);
    mark_head(openers, word[0], word, length, look);
    if (code < 0x80) mark_head(openers, (char)code, word, length, look);
}

void opis_openers_mark_acronym(opis_archive_openers *openers, const char *acronym, size_t shortest, size_t longest) {
    if (!acronym[0]) return;
    opis_openers_mark(openers, acronym[0], shortest, longest, OPIS_LOOK_ACRONYM);
    mark_pair(openers, acronym[0], acronym[1], OPIS_LOOK_ACRONYM);
}

/* ---- The second look ----------------------------------------------------------------------------------- */

int opis_openers_number_follows(const opis_book *book, size_t at, size_t reach) {
    for (size_t i = at + 1; i < book->token_count && i <= at + reach; i++)
        if (book->tokens[i].class_ == OPIS_NUMBER || book->tokens[i].class_ == OPIS_MIXED) return 1;
    return 0;
}

static int is_letter_or_digit(char c) {
    return is_letter(c) || is_digit(c);
}

/* Whether a number goes on as a shelfmark does: joined to what follows, or with a capital behind a blank. */
static int number_goes_on(const opis_book *book, uint32_t end) {
    const char *bytes = book->source.bytes;
    if (end + 1 >= book->source.length) return 0;
    return is_blank(bytes[end]) ? is_letter_or_digit(bytes[end + 1]) && !is_lower(bytes[end + 1])
                                : is_letter_or_digit(bytes[end]) || is_letter_or_digit(bytes[end + 1]);
}

int opis_openers_shelfmark(const opis_book *book, size_t at) {
    const opis_token *token = &book->tokens[at], *next = token + 1;
    if (token->length > LONGEST_SHELFMARK) return 0;
    if (token->class_ == OPIS_MIXED) return 1;
    if (token->class_ == OPIS_NUMBER) return number_goes_on(book, token->start + token->length);
    if (at + 1 >= book->token_count || token->class_ != OPIS_WORD) return 0;
    if (next->class_ == OPIS_NUMBER) return 1;
    if (next->class_ == OPIS_WORD) return next->length <= 4 && next->shape & OPIS_UPPER_ALL;
    return next->class_ == OPIS_PUNCTUATION && token->length > 1 && token->length <= 4 &&
           book->source.bytes[next->start] == '.';
}

int opis_openers_acronym(const opis_book *book, size_t at) {
    const opis_archive_openers *openers = book->reader->archive_openers;
    const opis_token *token = &book->tokens[at];
    const char *bytes = book->source.bytes + token->start;
    return token->class_ == OPIS_WORD && token->length > 1 && openers->by_pair[pair_at(bytes)] & OPIS_LOOK_ACRONYM;
}

static int may_open_by_style(const opis_book *book, size_t at, unsigned look) {
    const opis_token *token = &book->tokens[at];
    if (look & OPIS_LOOK_ACRONYM) return 1;
    if (look & (OPIS_LOOK_LABEL | OPIS_LOOK_NAME) &&
        has_head(book->reader->archive_openers, book->source.bytes + token->start, token->length) &&
        (look & OPIS_LOOK_NAME || opis_openers_number_follows(book, at, LOOK_AHEAD)))
        return 1;
    if (look & OPIS_LOOK_BEYOND)
        return token->shape & OPIS_UPPER_FIRST || opis_openers_number_follows(book, at, LOOK_AHEAD);
    return look & OPIS_LOOK_SHELFMARK && opis_openers_shelfmark(book, at);
}

/* ---- The first look ------------------------------------------------------------------------------------ */

typedef struct seen {
    uint32_t token, look;
} seen;

/*
 * The tokens that are worth a second look, the last of them first at the end of `found`; gives where they begin there.
 * No branch hangs on a token: no processor foresees what a text does.
 */
static size_t look_over(const opis_book *book, size_t from, size_t end, seen found[OPIS_OPENER_STRIDE]) {
    const opis_archive_openers *openers = book->reader->archive_openers;
    const opis_token *tokens = book->tokens;
    const char *text = book->source.bytes;
    size_t first_found = OPIS_OPENER_STRIDE;
    /* A byte that ends the text opens nothing, and has no second. */
    if (end > from && tokens[end - 1].start + 1 == book->source.length) end--;
    unsigned next = end < book->token_count ? opis_token_kind(&tokens[end]) : OPIS_BREAK;
    for (size_t i = end; i-- > from;) {
        const char *bytes = text + tokens[i].start;
        unsigned kind = opis_token_kind(&tokens[i]), length = tokens[i].length & OPIS_LONGEST_OPENER;
        unsigned look = openers->by_length[(unsigned char)*bytes][length] & openers->by_pair[pair_at(bytes)];
        look = (look | (kind >> 3 & OPIS_LOOK_BEYOND)) & openers->by_kind[kind][next];
        found[first_found - 1] = (seen){(uint32_t)i, look};
        first_found -= look != 0;
        next = kind;
    }
    return first_found;
}

size_t opis_openers_find(const opis_book *book, size_t from, opis_opener openers[OPIS_OPENER_STRIDE]) {
    size_t end = book->token_count - from < OPIS_OPENER_STRIDE ? book->token_count : from + OPIS_OPENER_STRIDE;
    seen found[OPIS_OPENER_STRIDE];
    size_t count = 0;
    for (size_t i = look_over(book, from, end, found); i < OPIS_OPENER_STRIDE; i++) {
        opis_opener *opener = &openers[count];
        opener->token = found[i].token;
        opener->by_glyphs = found[i].look & BY_GLYPHS && opis_archive_may_open(book, opener->token);
        opener->by_style = found[i].look & ~BY_GLYPHS && may_open_by_style(book, opener->token, found[i].look);
        count += opener->by_glyphs | opener->by_style;
    }
    return count;
}
