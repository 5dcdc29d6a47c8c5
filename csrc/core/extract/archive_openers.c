#include "extract/archive_openers.h"

#include <string.h>

#include "extract/archive.h"
#include "extract/archive_keys.h"
#include "letters.h"
#include "memory.h"
#include "text/fold.h"

#define PLACES_AHEAD 8       /* of which the tokens, far from one another, are asked for */
#define LOOK_AHEAD 6         /* tokens within which the number of a label stands */
#define LONGEST_SHELFMARK 12 /* bytes of its first token ... */
#define LONGEST_MIXED 24     /* ... where figures are among its letters: "ф487оп1спр545" */
#define SHORT 4              /* bytes */
#define CAPITALS (OPIS_UPPER_ALL | OPIS_UPPER_FIRST)
#define LONE_NAME 0x80 /* of a glance: that of a name which has one word, or goes on as nothing foretells */

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

/* Mark the first two bytes of a word, the second in either case: a glance does not tell them apart. */
static void mark_pair(opis_archive_openers *openers, const char *word) {
    const char other[2] = {word[0], (char)(word[1] ^ 0x20)};
    openers->by_pair[opis_pair(word)] |= OPIS_LOOK_WORD;
    openers->by_pair[opis_pair(other)] |= OPIS_LOOK_WORD;
}

static void mark_first(opis_archive_openers *openers, const char *first, size_t length, char second,
                       opis_opener_kind kind) {
    opis_glance glance = opis_glance_of(first, length);
    openers->words[glance] |= (uint8_t)(1u << kind);
    if (kind == OPIS_OPENING_NAME && second) opis_pairs_add(openers->pairs, pair_with(glance, second));
    if (kind == OPIS_OPENING_NAME && !second) openers->words[glance] |= LONE_NAME;
    opis_openers_mark(openers, first[0], length, length, OPIS_LOOK_WORD);
    if (length > 1) mark_pair(openers, first);
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
    for (uint32_t eight = 0; eight < OPIS_PAIR_BYTES; eight++)
        for (unsigned left = pairs[eight]; left; left &= left - 1) { /* most are empty */
            uint32_t pair = 8 * eight + (uint32_t)__builtin_ctz(left);
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
    memset(openers->by_pair, UINT8_MAX & ~(OPIS_LOOK_WORD | OPIS_LOOK_ACRONYM | OPIS_LOOK_SHELFMARK),
           sizeof openers->by_pair);
    const opis_words *opening = &style->holdings->opening;
    for (size_t i = 0; i < opening->count; i++)
        opis_openers_mark_word(openers, opening->items[i], strlen(opening->items[i]), OPIS_OPENING_HOLDING);
    return openers;
}

void opis_archive_openers_free(opis_archive_openers *openers) {
    opis_resize(openers, 0);
}

/* ---- What stands around a token ------------------------------------------------------------------------ */

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
    int goes_on = is_letter_or_digit(bytes[end + 1]);
    return is_blank(bytes[end]) ? goes_on & !is_lower(bytes[end + 1]) : goes_on | is_letter_or_digit(bytes[end]);
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

static int ends_in_capital(const opis_book *book, const opis_token *word) {
    return word->length > 1 && is_upper(book->source.bytes[word->start + word->length - 1]);
}

int opis_openers_shelfmark(const opis_book *book, size_t at) {
    const opis_token *token = &book->tokens[at], *next = token + 1;
    if (token->class_ == OPIS_MIXED) return token->length <= LONGEST_MIXED;
    if (token->length > LONGEST_SHELFMARK) return 0;
    if (token->class_ == OPIS_NUMBER) return number_goes_on(book, token->start + token->length);
    if (at + 1 >= book->token_count || token->class_ != OPIS_WORD) return 0;
    /* One branch for what few have behind them: which class a token has, no processor foresees. */
    int in_capitals = (next->class_ == OPIS_WORD) & (next->length <= SHORT) & ((next->shape & CAPITALS) != 0);
    if (in_capitals | (next->class_ == OPIS_NUMBER))
        return !in_capitals || next->shape & OPIS_UPPER_ALL || ends_in_capital(book, token); /* "MS Russ 13" */
    if (token->length > SHORT || next->class_ != OPIS_PUNCTUATION) return 0;
    char mark = book->source.bytes[next->start];
    if (token->length == 1) return mark == '.' && is_pointed(book, next->start);
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

/* ---- What a word says, wherever it stands -------------------------------------------------------------- */

typedef enum opening { OPENS_BY_GLYPHS, OPENS_BY_STYLE, OPENS_A_TEXT, WAYS_TO_OPEN } opening;

/* The ways to open something that a word has at all of its places, and what the others hang on. */
typedef struct outlook {
    opis_glance glance;
    uint8_t kinds; /* of opener that its glance is marked for, one bit each */
    uint8_t ways;  /* one bit each */
    uint8_t by_mark, by_number, by_shelfmark, by_word;
} outlook;

/* Whether a capital may stand behind the first letter of a word, as one does in every acronym. */
static int has_more_capitals(const char *bytes, const opis_token *token) {
    if (token->shape & (OPIS_UPPER_ALL | OPIS_BEYOND_ASCII)) return 1;
    for (uint32_t i = 1; i < token->length; i++)
        if (is_upper(bytes[i])) return 1;
    return 0;
}

/* Whether a word is one of those of holdings that open a text. */
static int opens_a_text(const opis_book *book, const opis_token *token) {
    if (token->class_ != OPIS_WORD) return 0;
    const opis_holding_key *key =
        opis_keys_word(book->style->holdings, book->source.bytes + token->start, token->length);
    return key && key->opens;
}

/* Why a word is worth a look.  What stands behind one of a single byte is of its place, not of the word. */
static unsigned look_at(const opis_archive_openers *openers, const opis_token *word, const char *bytes) {
    unsigned look = openers->by_length[(unsigned char)*bytes][word->length & OPIS_LONGEST_OPENER];
    if (word->length > 1) look &= openers->by_pair[opis_pair(bytes)];
    return look | (word->shape & OPIS_LOOK_BEYOND);
}

static void find_glyphs(const opis_book *book, const opis_token *word, size_t place, unsigned look, outlook *found) {
    if (look & OPIS_LOOK_CAPITALS && opis_archive_ends_in_capitals(book->source.bytes + word->start, word->length))
        found->ways |= 1u << OPENS_BY_GLYPHS;
    int worth = look & OPIS_LOOK_GLYPHS || (look & OPIS_LOOK_MIXED && word->class_ == OPIS_MIXED);
    if (found->ways || !(worth || look & OPIS_LOOK_MARKED) || !opis_archive_may_open(book, place)) return;
    if (worth)
        found->ways |= 1u << OPENS_BY_GLYPHS;
    else
        found->by_mark = 1;
}

static outlook outlook_of(const opis_book *book, const opis_token *word, size_t place) {
    const opis_archive_openers *openers = book->reader->archive_openers;
    const char *bytes = book->source.bytes + word->start;
    unsigned look = look_at(openers, word, bytes);
    outlook found = {.by_shelfmark = (look & OPIS_LOOK_SHELFMARK) != 0};
    if (!look || word->class_ == OPIS_NUMBER) return found;
    find_glyphs(book, word, place, look, &found);
    if (look & OPIS_LOOK_WORD) {
        found.glance = opis_glance_of(bytes, word->length);
        found.kinds = openers->words[found.glance];
        if (found.kinds >> OPIS_OPENING_HOLDING & 1 && opens_a_text(book, word)) found.ways |= 1u << OPENS_A_TEXT;
        found.by_word = found.kinds >> OPIS_OPENING_NAME & 1;
    }
    found.by_number = look & OPIS_LOOK_BEYOND || found.kinds >> OPIS_OPENING_LABEL & 1;
    if ((look & OPIS_LOOK_ACRONYM && word->class_ == OPIS_WORD && has_more_capitals(bytes, word)) ||
        (look & OPIS_LOOK_BEYOND && word->shape & OPIS_UPPER_FIRST) || (found.by_word && found.kinds & LONE_NAME))
        found.ways |= 1u << OPENS_BY_STYLE;
    return found;
}

/* ---- What the places of a word say --------------------------------------------------------------------- */

/* Whether the token behind the first word of a name may go on with it: a word must, what is none need not. */
static int name_goes_on(const opis_book *book, size_t at, opis_glance glance) {
    if (at + 1 >= book->token_count) return 1;
    const opis_token *next = &book->tokens[at + 1];
    char letter = book->source.bytes[next->start];
    return next->class_ != OPIS_WORD || !is_ascii_letter(letter) ||
           opis_pairs_have(book->reader->archive_openers->pairs, pair_with(glance, letter));
}

/* Whether a token of one byte, and what stands behind that, begin as shelfmarks do. */
static int begins_as_shelfmark(const opis_book *book, const opis_token *token) {
    if (token->length > 1 || token->start + 2u > book->source.length) return 1;
    uint32_t pair = opis_pair(book->source.bytes + token->start);
    return book->reader->archive_openers->by_pair[pair] & OPIS_LOOK_SHELFMARK;
}

static int opens_by_style(const opis_book *book, size_t at, const outlook *word) {
    if (word->by_word && name_goes_on(book, at, word->glance)) return 1;
    if (word->by_number && opis_openers_number_follows(book, at, LOOK_AHEAD)) return 1;
    return word->by_shelfmark && begins_as_shelfmark(book, &book->tokens[at]) && opis_openers_shelfmark(book, at);
}

/* The ways to open something that a word has at one of its places. */
static unsigned ways_at(const opis_book *book, size_t at, const outlook *word) {
    unsigned ways = word->ways;
    if (at + 1 == book->token_count)
        ways &= ~(1u << OPENS_BY_GLYPHS);
    else if (word->by_mark && book->tokens[at + 1].class_ == OPIS_PUNCTUATION)
        ways |= 1u << OPENS_BY_GLYPHS;
    if (!(ways >> OPENS_BY_STYLE & 1) && opens_by_style(book, at, word)) ways |= 1u << OPENS_BY_STYLE;
    return ways;
}

/* ---- Finding ------------------------------------------------------------------------------------------- */

static void mark_places(const opis_book *book, const opis_printed_word *printed, opis_anchors sets[WAYS_TO_OPEN]) {
    const uint32_t *places = opis_places(&book->concordance, printed);
    if (printed->token.class_ > OPIS_MIXED) return;
    const outlook word = outlook_of(book, &printed->token, places[0]);
    if (!(word.ways | word.by_mark | word.by_number | word.by_shelfmark | word.by_word)) return; /* as most words */
    for (uint32_t i = 0; i < printed->count; i++) {
        if (i + PLACES_AHEAD < printed->count) opis_soon(&book->tokens[places[i + PLACES_AHEAD]]);
        unsigned ways = ways_at(book, places[i], &word);
        for (int way = 0; ways >> way; way++)
            if (ways >> way & 1) opis_anchors_put(&sets[way], places[i]);
    }
}

static uint64_t any_of(const opis_anchors sets[WAYS_TO_OPEN], size_t at) {
    return sets[OPENS_BY_GLYPHS].bits[at] | sets[OPENS_BY_STYLE].bits[at] | sets[OPENS_A_TEXT].bits[at];
}

/* List the tokens of the sets in the order of the text. */
static opis_status list_openers(opis_book *book, const opis_anchors sets[WAYS_TO_OPEN], opis_error *error) {
    size_t words = book->token_count / OPIS_ANCHORS_A_WORD + 1, capacity = 0, count = 0;
    for (size_t at = 0; at < words; at++) count += (size_t)__builtin_popcountll(any_of(sets, at));
    opis_status status = opis_reserve(&book->openers, &capacity, count + 1, sizeof *book->openers, error);
    for (size_t at = 0; at < words && status == OPIS_OK; at++)
        for (uint64_t left = any_of(sets, at); left; left &= left - 1) {
            size_t token = at * OPIS_ANCHORS_A_WORD + (size_t)__builtin_ctzll(left);
            book->openers[book->opener_count++] =
                (opis_opener){(uint32_t)token, (uint8_t)opis_anchors_has(&sets[OPENS_BY_GLYPHS], token),
                              (uint8_t)opis_anchors_has(&sets[OPENS_BY_STYLE], token),
                              (uint8_t)opis_anchors_has(&sets[OPENS_A_TEXT], token)};
        }
    return status;
}

opis_status opis_openers_find(opis_book *book, opis_error *error) {
    opis_anchors sets[WAYS_TO_OPEN] = {{NULL, 0}};
    opis_status status = OPIS_OK;
    for (int way = 0; way < WAYS_TO_OPEN && status == OPIS_OK; way++)
        status = opis_anchors_make(&sets[way], &book->concordance, error);
    for (size_t i = 0; i < book->concordance.count && status == OPIS_OK; i++)
        mark_places(book, &book->concordance.words[i], sets);
    if (status == OPIS_OK) status = list_openers(book, sets, error);
    for (int way = 0; way < WAYS_TO_OPEN; way++) opis_anchors_release(&sets[way]);
    return status;
}
