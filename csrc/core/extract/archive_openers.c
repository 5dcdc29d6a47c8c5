#include "extract/archive_openers.h"

#include <string.h>

#include "extract/archive.h"
#include "extract/archive_keys.h"
#include "letters.h"
#include "memory.h"
#include "text/fold.h"

#define LOOK_AHEAD 6         /* tokens within which the number of a label stands */
#define LONGEST_SHELFMARK 12 /* bytes of its first token ... */
#define LONGEST_MIXED 24     /* ... where figures are among its letters: "ф487оп1спр545" */
#define STRIDE 512           /* tokens that are looked at together */
#define LONE_NAME 0x80       /* of a glance: that of a name which has one word, or goes on as nothing foretells */

#define BY_GLYPHS (OPIS_LOOK_GLYPHS | OPIS_LOOK_MARKED | OPIS_LOOK_MIXED | OPIS_LOOK_CAPITALS)
#define BY_STYLE (OPIS_LOOK_BEYOND | OPIS_LOOK_WORD | OPIS_LOOK_ACRONYM | OPIS_LOOK_SHELFMARK)

/* ---- Marking ------------------------------------------------------------------------------------------- */

void opis_openers_mark(opis_archive_openers *openers, char first, size_t shortest, size_t longest, uint8_t look) {
    for (size_t length = shortest; length <= longest && length <= OPIS_LONGEST_OPENER; length++)
        openers->by_length[(unsigned char)first][length] |= look;
}

/* A glance and the first letter of the word behind it, in either case. */
static uint32_t pair_with(opis_glance glance, char letter) {
    return (glance ^ ((unsigned char)letter | 0x20u) * 0x9E5u) & 0xFFFF;
}

/* The letter of ASCII that the second word of a text begins with, or 0. */
static char second_letter(const char *text, size_t first_length) {
    const char *at = text + first_length;
    while (*at && !is_letter(*at) && !is_digit(*at)) at++;
    return is_ascii_letter(*at) ? *at : 0;
}

static void mark_first(opis_archive_openers *openers, const char *first, size_t length, char second,
                       opis_opener_kind kind) {
    opis_glance glance = opis_glance_of(first, length);
    openers->words[glance] |= (uint8_t)(1u << kind);
    openers->looks[glance] = UINT8_MAX;
    if (kind == OPIS_OPENING_NAME && second) opis_pairs_add(openers->pairs, pair_with(glance, second));
    if (kind == OPIS_OPENING_NAME && !second) openers->words[glance] |= LONE_NAME;
    opis_openers_mark(openers, first[0], length, length, OPIS_LOOK_WORD);
}

void opis_openers_mark_word(opis_archive_openers *openers, const char *text, size_t length, opis_opener_kind kind) {
    uint32_t code;
    char second, first[OPIS_LONGEST_OPENER];
    if (length == 0 || length > OPIS_LONGEST_OPENER) return;
    second = second_letter(text, length);
    opis_fold_decode(text, length, &code);
    code = opis_fold_capital(code);
    mark_first(openers, text, length, second, kind);
    if (code >= 0x80) return;
    memcpy(first, text, length);
    first[0] = (char)code;
    mark_first(openers, first, length, second, kind);
}

void opis_openers_mark_acronym(opis_archive_openers *openers, const char *acronym, size_t shortest, size_t longest) {
    if (!acronym[0]) return;
    opis_openers_mark(openers, acronym[0], shortest, longest, OPIS_LOOK_ACRONYM);
    openers->by_pair[opis_pair(acronym)] |= OPIS_LOOK_ACRONYM;
}

void opis_openers_mark_shelfmark(opis_archive_openers *openers, const uint8_t pairs[OPIS_PAIR_BYTES]) {
    uint8_t begins[256] = {0};
    for (uint32_t pair = 0; pair < OPIS_GLANCES; pair++) {
        if (pair % 8 == 0 && !pairs[pair / 8]) pair += 7; /* as most sets of eight are empty */
        if (!opis_pairs_have(pairs, pair)) continue;
        openers->by_pair[pair] |= OPIS_LOOK_SHELFMARK;
        begins[pair & 0xFF] = 1;
    }
    for (int first = 0; first < 256; first++)
        if (begins[first]) opis_openers_mark(openers, (char)first, 1, OPIS_LONGEST_OPENER, OPIS_LOOK_SHELFMARK);
}

opis_archive_openers *opis_archive_openers_new(const opis_style *style, opis_error *error) {
    opis_archive_openers *openers = opis_resize(NULL, sizeof *openers);
    if (!openers) {
        opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory: what references to archives begin with");
        return NULL;
    }
    memset(openers, 0, sizeof *openers);
    memset(openers->looks, UINT8_MAX & ~OPIS_LOOK_WORD, sizeof openers->looks);
    memset(openers->by_pair, UINT8_MAX & ~(OPIS_LOOK_ACRONYM | OPIS_LOOK_SHELFMARK), sizeof openers->by_pair);
    const opis_words *opening = &style->holdings->opening;
    for (size_t i = 0; i < opening->count; i++)
        opis_openers_mark_word(openers, opening->items[i], strlen(opening->items[i]), OPIS_OPENING_HOLDING);
    return openers;
}

void opis_archive_openers_free(opis_archive_openers *openers) {
    opis_resize(openers, 0);
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

static inline int is_beyond_ascii(char c) {
    return (unsigned char)c >= 0x80;
}

/* Whether a number goes on as a shelfmark does: joined to what follows, or with a capital behind a blank. */
static int number_goes_on(const opis_book *book, uint32_t end) {
    const char *bytes = book->source.bytes;
    if (end + 1 >= book->source.length) return 0;
    return is_blank(bytes[end]) ? is_letter_or_digit(bytes[end + 1]) && !is_lower(bytes[end + 1])
                                : is_letter_or_digit(bytes[end]) || is_letter_or_digit(bytes[end + 1]);
}

/*
 * "A.N.", "A.S.Ve.": whether a capital stands right behind a point, and a point behind it or one letter more.  In
 * "I. HA" there are two behind a blank.
 */
static int is_pointed(const opis_book *book, uint32_t point) {
    const char *bytes = book->source.bytes + point;
    if (point + 3 >= book->source.length) return 0;
    if (is_blank(bytes[1])) return is_upper(bytes[2]) && is_upper(bytes[3]);
    if (!is_upper(bytes[1])) return 0;
    return bytes[2] == '.' || (is_lower(bytes[2]) && bytes[3] == '.');
}

int opis_openers_shelfmark(const opis_book *book, size_t at) {
    const opis_token *token = &book->tokens[at], *next = token + 1;
    if (token->class_ == OPIS_MIXED) return token->length <= LONGEST_MIXED;
    if (token->length > LONGEST_SHELFMARK) return 0;
    if (token->class_ == OPIS_NUMBER) return number_goes_on(book, token->start + token->length);
    if (at + 1 >= book->token_count || token->class_ != OPIS_WORD) return 0;
    if (next->class_ == OPIS_NUMBER) return 1;
    /* "MS Russ 13" */
    int capitals = token->length > 1 && is_upper(book->source.bytes[token->start + token->length - 1]);
    if (next->class_ == OPIS_WORD)
        return next->length <= 4 && next->shape & (capitals ? OPIS_UPPER_ALL | OPIS_UPPER_FIRST : OPIS_UPPER_ALL);
    char mark = book->source.bytes[next->start];
    if (next->class_ == OPIS_PUNCTUATION && mark == '.' && token->length == 1) return is_pointed(book, next->start);
    if (next->class_ != OPIS_PUNCTUATION || token->length < 2 || token->length > 4) return 0;
    return mark == '.' || mark == '/' || (mark == '-' && is_beyond_ascii(book->source.bytes[token->start]));
}

int opis_openers_acronym(const opis_book *book, size_t at) {
    const opis_archive_openers *openers = book->reader->archive_openers;
    const opis_token *token = &book->tokens[at];
    const char *bytes = book->source.bytes + token->start;
    return token->class_ == OPIS_WORD && token->length > 1 && token->length <= OPIS_LONGEST_OPENER &&
           openers->by_length[(unsigned char)*bytes][token->length] & OPIS_LOOK_ACRONYM &&
           openers->by_pair[opis_pair(bytes)] & OPIS_LOOK_ACRONYM;
}

/* Whether the token behind the first word of a name may go on with it: a word must, what is none need not. */
static int name_goes_on(const opis_book *book, size_t at) {
    const opis_archive_openers *openers = book->reader->archive_openers;
    opis_glance glance = book->glances[at];
    if (openers->words[glance] & LONE_NAME || at + 1 >= book->token_count) return 1;
    const opis_token *next = &book->tokens[at + 1];
    char letter = book->source.bytes[next->start];
    return next->class_ != OPIS_WORD || !is_ascii_letter(letter) ||
           opis_pairs_have(openers->pairs, pair_with(glance, letter));
}

static int looks_like(const opis_book *book, size_t at, opis_opener_kind kind) {
    return book->reader->archive_openers->words[book->glances[at]] >> kind & 1;
}

/* Whether a word looks like that of a name, or like a label with a number in reach. */
static int is_listed(const opis_book *book, size_t at) {
    return (looks_like(book, at, OPIS_OPENING_NAME) && name_goes_on(book, at)) ||
           (looks_like(book, at, OPIS_OPENING_LABEL) && opis_openers_number_follows(book, at, LOOK_AHEAD));
}

/* Whether a capital may stand behind the first letter of a word, as one does in every acronym. */
static int has_more_capitals(const opis_book *book, const opis_token *token) {
    const char *bytes = book->source.bytes + token->start;
    if (token->shape & (OPIS_UPPER_ALL | OPIS_BEYOND_ASCII)) return 1;
    for (uint32_t i = 1; i < token->length; i++)
        if (is_upper(bytes[i])) return 1;
    return 0;
}

static int may_open_by_style(const opis_book *book, size_t at, unsigned look) {
    const opis_token *token = &book->tokens[at];
    if (look & OPIS_LOOK_SHELFMARK && opis_openers_shelfmark(book, at)) return 1;
    if (token->class_ == OPIS_NUMBER) return 0;
    if ((look & OPIS_LOOK_ACRONYM && has_more_capitals(book, token)) || (look & OPIS_LOOK_WORD && is_listed(book, at)))
        return 1;
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

/* Whether a word is one of those of holdings that open a text. */
static int opens_a_text(const opis_book *book, size_t at) {
    const opis_token *token = &book->tokens[at];
    const char *bytes = book->source.bytes + token->start;
    if (token->class_ != OPIS_WORD) return 0;
    if (!looks_like(book, at, OPIS_OPENING_HOLDING)) return 0;
    const opis_holding_key *key = opis_keys_word(book->style->holdings, bytes, token->length);
    return key && key->opens;
}

/* ---- The first look ------------------------------------------------------------------------------------ */

typedef struct seen {
    uint32_t token, look;
} seen;

static inline unsigned look_at(const opis_archive_openers *openers, const opis_token *token, const char *bytes,
                               opis_glance glance, unsigned by_pair) {
    unsigned look = openers->by_length[(unsigned char)*bytes][token->length & OPIS_LONGEST_OPENER];
    return (look & openers->looks[glance] & by_pair) | (token->shape & OPIS_LOOK_BEYOND);
}

/*
 * Take the glances of tokens, and find those that are worth more than a glance.  No branch hangs on a token: no
 * processor foresees what a text does.
 */
static size_t look_over(const opis_book *book, size_t from, size_t end, seen found[STRIDE]) {
    const opis_archive_openers *openers = book->reader->archive_openers;
    const opis_token *tokens = book->tokens;
    const char *text = book->source.bytes;
    opis_glance *glances = book->glances;
    size_t count = 0;
    for (size_t i = from; i < end; i++) {
        const char *bytes = text + tokens[i].start;
        opis_glance glance = glances[i] = opis_glance_at(bytes, tokens[i].length);
        unsigned look = look_at(openers, &tokens[i], bytes, glance, openers->by_pair[opis_pair(bytes)]);
        found[count] = (seen){(uint32_t)i, look};
        count += look != 0;
    }
    return count;
}

/* The same for the last tokens, which have too little behind them to be looked at so. */
static size_t look_over_last(const opis_book *book, size_t from, seen found[STRIDE]) {
    const opis_archive_openers *openers = book->reader->archive_openers;
    size_t count = 0;
    for (size_t i = from; i < book->token_count; i++) {
        const opis_token *token = &book->tokens[i];
        const char *bytes = book->source.bytes + token->start;
        book->glances[i] = opis_glance_of(bytes, token->length);
        found[count] = (seen){(uint32_t)i, look_at(openers, token, bytes, book->glances[i], UINT8_MAX)};
        count += found[count].look != 0;
    }
    return count;
}

/* A number, or 0: no compiler makes a branch of it. */
static inline unsigned when(unsigned condition, unsigned number) {
    return number & (0u - condition);
}

/* Whether a token behind one of `length` bytes may go on a shelfmark. */
static inline unsigned goes_on(const opis_token *next, char first, const char *own, size_t length) {
    unsigned number = next->class_ == OPIS_NUMBER;
    unsigned joins = (next->shape & OPIS_UPPER_ALL) != 0; /* "MSS EUR", and "bMS Russ" */
    joins |= (unsigned)((length > 1) & is_upper(own[length - 1]) & ((next->shape & OPIS_UPPER_FIRST) != 0));
    unsigned capitals = (next->class_ == OPIS_WORD) & (next->length <= 4) & joins;
    unsigned point =
        (unsigned)((first == '.') | (first == '/') | ((first == '-') & is_beyond_ascii(*own))) & (length <= 4);
    return number | capitals | point;
}

/* Of a look at a token, what capitals near its end leave: most long words of a text have none there. */
static inline unsigned narrow_by_capitals(const char *text, const opis_token *token, unsigned look) {
    uint32_t before = when(token->length > 3, token->length - 3u);
    const char *last = text + token->start + before;
    unsigned capitals = (unsigned)(is_upper(last[0]) | is_upper(last[1]));
    return look & ~when(!capitals, OPIS_LOOK_CAPITALS);
}

/* Of a look at a token, what its kind, its length and the token behind it leave; again without a branch. */
static inline unsigned narrow(const char *text, const opis_token *token, unsigned look) {
    size_t length = token->length;
    unsigned word = token->class_ == OPIS_WORD, mixed = token->class_ == OPIS_MIXED;
    unsigned shelfmark = (length <= (mixed ? LONGEST_MIXED : LONGEST_SHELFMARK)) &
                         ((word ^ 1u) | goes_on(&token[1], text[token[1].start], text + token->start, length));
    unsigned gone = when(!mixed, OPIS_LOOK_MIXED) | when(!shelfmark, OPIS_LOOK_SHELFMARK) |
                    when(token[1].class_ != OPIS_PUNCTUATION, OPIS_LOOK_MARKED) | when(!word, OPIS_LOOK_ACRONYM);
    return look & ~gone & when(token->class_ <= OPIS_MIXED, UINT8_MAX);
}

/* Keep of the tokens found, none of which is the last of the text, those that are worth a second look. */
static size_t narrow_down(const opis_book *book, seen found[STRIDE], size_t count) {
    const opis_token *tokens = book->tokens;
    const char *text = book->source.bytes;
    size_t first = 0, kept = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t token = found[i].token;
        found[first] = (seen){token, narrow_by_capitals(text, &tokens[token], found[i].look)};
        first += found[first].look != 0;
    }
    for (size_t i = 0; i < first; i++) {
        uint32_t token = found[i].token;
        found[kept] = (seen){token, narrow(text, &tokens[token], found[i].look)};
        kept += found[kept].look != 0;
    }
    return kept;
}

/* ---- Finding ------------------------------------------------------------------------------------------- */

/* Give the tokens found a second look, and keep the openers among them. */
static opis_status keep_openers(opis_book *book, const seen *found, size_t count, size_t *capacity, opis_error *error) {
    opis_status status =
        opis_reserve(&book->openers, capacity, book->opener_count + count + 1, sizeof *book->openers, error);
    if (status != OPIS_OK) return status;
    opis_opener *next = book->openers + book->opener_count;
    for (size_t i = 0; i < count; i++) {
        uint32_t at = found[i].token;
        if (book->tokens[at].class_ > OPIS_MIXED) continue;
        int by_glyphs = found[i].look & BY_GLYPHS && may_open_by_glyphs(book, at, found[i].look);
        int by_style = found[i].look & BY_STYLE && may_open_by_style(book, at, found[i].look);
        int of_holdings = found[i].look & OPIS_LOOK_WORD && opens_a_text(book, at);
        *next = (opis_opener){at, (uint8_t)by_glyphs, (uint8_t)by_style, (uint8_t)of_holdings};
        next += by_glyphs | by_style | of_holdings;
    }
    book->opener_count = (size_t)(next - book->openers);
    return OPIS_OK;
}

opis_status opis_openers_find(opis_book *book, opis_error *error) {
    size_t capacity = 0, openers = 0, last = book->token_count;
    seen found[STRIDE] = {{0, 0}};
    opis_status status = opis_reserve(&book->glances, &capacity, last + 1, sizeof *book->glances, error);
    while (last > 0 &&
           (last == book->token_count || book->tokens[last - 1].start + (size_t)OPIS_GLANCE_HEAD > book->source.length))
        last--;
    for (size_t from = 0; from < last && status == OPIS_OK; from += STRIDE) {
        size_t count = look_over(book, from, last - from < STRIDE ? last : from + STRIDE, found);
        status = keep_openers(book, found, narrow_down(book, found, count), &openers, error);
    }
    if (status != OPIS_OK) return status;
    return keep_openers(book, found, look_over_last(book, last, found), &openers, error);
}
