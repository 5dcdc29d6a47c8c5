#include "extract/archive_openers.h"

#include <string.h>

#include "extract/archive.h"
#include "letters.h"
#include "memory.h"
#include "text/fold.h"

#define LOOK_AHEAD 6         /* tokens within which the number of a label stands */
#define LONGEST_SHELFMARK 12 /* bytes of its first token */

#define BY_GLYPHS (OPIS_LOOK_GLYPHS | OPIS_LOOK_MARKED | OPIS_LOOK_MIXED | OPIS_LOOK_CAPITALS)
/* Looks that hang on the first byte alone, not on the second. */
#define ANY_SECOND (BY_GLYPHS | OPIS_LOOK_SHELFMARK)

/* ---- Marking ------------------------------------------------------------------------------------------- */

opis_archive_openers *opis_archive_openers_new(opis_error *error) {
    opis_archive_openers *openers = opis_resize(NULL, sizeof *openers);
    if (!openers) {
        opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory: what references to archives begin with");
        return NULL;
    }
    memset(openers, 0, sizeof *openers);
    memset(openers->by_pair, ANY_SECOND, sizeof openers->by_pair);
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

static int has_bit(const uint8_t heads[8192], uint32_t head) {
    return heads[head / 8] >> head % 8 & 1;
}

/* A hash of the first two bytes of a token and its length. */
static inline uint16_t pair_of(const char *bytes, size_t length) {
    uint16_t pair;
    memcpy(&pair, bytes, sizeof pair);
    return (uint16_t)(pair + length * 0x9E37u);
}

static void mark_pair(opis_archive_openers *openers, char first, char second, size_t length, uint8_t look) {
    openers->by_pair[pair_of((char[]){first, second}, length)] |= look;
}

void opis_openers_mark(opis_archive_openers *openers, char first, size_t shortest, size_t longest, uint8_t look) {
    for (size_t length = shortest; length <= longest && length <= OPIS_LONGEST_OPENER; length++)
        openers->by_length[(unsigned char)first][length] |= look;
}

static void mark_head(opis_archive_openers *openers, char first, const char *word, size_t length,
                      opis_opener_kind kind) {
    uint32_t head = head_of(first, word, length);
    openers->heads[kind][head / 8] |= (uint8_t)(1u << head % 8);
    opis_openers_mark(openers, first, length, length, OPIS_LOOK_WORD);
    for (int second = 0; length == 1 && second < 256; second++)
        mark_pair(openers, first, (char)second, length, OPIS_LOOK_WORD);
    mark_pair(openers, first, (char)(word[1] | 0x20), length, OPIS_LOOK_WORD);
    mark_pair(openers, first, (char)(word[1] & ~0x20), length, OPIS_LOOK_WORD);
}

void opis_openers_mark_word(opis_archive_openers *openers, const char *word, size_t length, opis_opener_kind kind) {
    uint32_t code;
    if (length == 0 || length > OPIS_LONGEST_OPENER) return;
    opis_fold_decode(word, length, &code);
    code = opis_fold_capital(code);
    mark_head(openers, word[0], word, length, kind);
    if (code < 0x80) mark_head(openers, (char)code, word, length, kind);
}

void opis_openers_mark_acronym(opis_archive_openers *openers, const char *acronym, size_t shortest, size_t longest) {
    if (!acronym[0]) return;
    opis_openers_mark(openers, acronym[0], shortest, longest, OPIS_LOOK_ACRONYM);
    for (size_t length = shortest; length <= longest; length++)
        mark_pair(openers, acronym[0], acronym[1], length, OPIS_LOOK_ACRONYM);
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
    return token->class_ == OPIS_WORD && token->length > 1 && token->length <= OPIS_LONGEST_OPENER &&
           openers->by_pair[pair_of(bytes, token->length)] & OPIS_LOOK_ACRONYM;
}

/* Whether a word has the head of a name, or that of a label with a number in reach. */
static int is_listed(const opis_book *book, size_t at) {
    const opis_archive_openers *openers = book->reader->archive_openers;
    const opis_token *token = &book->tokens[at];
    const char *bytes = book->source.bytes + token->start;
    uint32_t head = head_of(*bytes, bytes, token->length);
    return has_bit(openers->heads[OPIS_OPENING_NAME], head) ||
           (has_bit(openers->heads[OPIS_OPENING_LABEL], head) && opis_openers_number_follows(book, at, LOOK_AHEAD));
}

static int may_open_by_style(const opis_book *book, size_t at, unsigned look) {
    const opis_token *token = &book->tokens[at];
    if (look & OPIS_LOOK_SHELFMARK && opis_openers_shelfmark(book, at)) return 1;
    if (token->class_ == OPIS_NUMBER) return 0;
    if (look & OPIS_LOOK_ACRONYM || (look & OPIS_LOOK_WORD && is_listed(book, at))) return 1;
    return look & OPIS_LOOK_BEYOND &&
           (token->shape & OPIS_UPPER_FIRST || opis_openers_number_follows(book, at, LOOK_AHEAD));
}

static int may_open_by_glyphs(const opis_book *book, size_t at, unsigned look) {
    const opis_token *token = &book->tokens[at];
    if (token->class_ == OPIS_NUMBER || at + 1 == book->token_count) return 0;
    if (look & OPIS_LOOK_CAPITALS && opis_archive_ends_in_capitals(book->source.bytes + token->start, token->length))
        return 1;
    int worth = look & OPIS_LOOK_GLYPHS || (look & OPIS_LOOK_MARKED && token[1].class_ == OPIS_PUNCTUATION) ||
                (look & OPIS_LOOK_MIXED && token->class_ == OPIS_MIXED);
    return worth && opis_archive_may_open(book, at);
}

/* ---- The first look ------------------------------------------------------------------------------------ */

typedef struct seen {
    uint32_t token, look;
} seen;

/* The tokens that are worth a second look.  No branch hangs on a token: no processor foresees what a text does. */
static size_t look_over(const opis_book *book, size_t from, size_t end, seen found[OPIS_OPENER_STRIDE]) {
    const opis_archive_openers *openers = book->reader->archive_openers;
    const opis_token *tokens = book->tokens;
    const char *text = book->source.bytes;
    size_t count = 0;
    /* A byte that ends the text opens nothing, and has no second. */
    if (end > from && tokens[end - 1].start + 1 == book->source.length) end--;
    for (size_t i = from; i < end; i++) {
        const char *bytes = text + tokens[i].start;
        size_t length = tokens[i].length & OPIS_LONGEST_OPENER;
        unsigned look = openers->by_length[(unsigned char)*bytes][length] & openers->by_pair[pair_of(bytes, length)];
        look |= tokens[i].shape & OPIS_LOOK_BEYOND;
        found[count] = (seen){(uint32_t)i, look};
        count += look != 0;
    }
    return count;
}

size_t opis_openers_find(const opis_book *book, size_t from, opis_opener openers[OPIS_OPENER_STRIDE]) {
    size_t end = book->token_count - from < OPIS_OPENER_STRIDE ? book->token_count : from + OPIS_OPENER_STRIDE;
    seen found[OPIS_OPENER_STRIDE];
    size_t worthy = look_over(book, from, end, found), count = 0;
    for (size_t i = 0; i < worthy; i++) {
        uint32_t at = found[i].token;
        if (book->tokens[at].class_ > OPIS_MIXED) continue;
        int by_glyphs = found[i].look & BY_GLYPHS && may_open_by_glyphs(book, at, found[i].look);
        int by_style = found[i].look & ~BY_GLYPHS && may_open_by_style(book, at, found[i].look);
        openers[count] = (opis_opener){at, (uint8_t)by_glyphs, (uint8_t)by_style};
        count += (size_t)(by_glyphs | by_style);
    }
    return count;
}
