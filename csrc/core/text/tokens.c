/*
 * Which tokenizer runs; and what they share: the characters beyond ASCII, and runs too long for a block.
 * tokens_masks.h explains the rest.
 *
 * Letters of any script (all that is not known as punctuation or blank) join words, so Cyrillic and accented words
 * are one token.  An apostrophe between two letters belongs to the word; digits that touch letters make one mixed
 * token ("193S6").
 */
#include "text/tokens.h"

#include "memory.h"
#include "text/source.h"
#include "text/tokens_masks.h"

/* ---- Characters ---------------------------------------------------------------------------------------- */

enum { MARK = 0, LETTER = 1, UPPER = 2, DIGIT = 4, BLANK = 8 };

typedef struct glyph {
    uint8_t class_;
    uint8_t length;
} glyph;

/* Ranges of Unicode 15 that are no letters, as far as printed books use them; in order. */
static const struct {
    uint32_t first, last;
    uint8_t class_;
} beyond_ranges[] = {
    {0x0080, 0x009F, MARK},  {0x00A0, 0x00A0, BLANK}, {0x00A1, 0x00A9, MARK},  {0x00AB, 0x00B4, MARK},
    {0x00B6, 0x00B9, MARK},  {0x00BB, 0x00BF, MARK},  {0x00D7, 0x00D7, MARK},  {0x00F7, 0x00F7, MARK},
    {0x2000, 0x200B, BLANK}, {0x2010, 0x2027, MARK},  {0x2028, 0x2029, BLANK}, {0x202F, 0x202F, BLANK},
    {0x2030, 0x205E, MARK},  {0x205F, 0x205F, BLANK}, {0x2070, 0x2BFF, MARK},  {0x2E00, 0x2E7F, MARK},
    {0x3000, 0x3000, BLANK}, {0x3001, 0x3003, MARK},  {0x3008, 0x3011, MARK},  {0xE000, 0xF8FF, MARK},
    {0xFE10, 0xFE6F, MARK},  {0xFEFF, 0xFEFF, BLANK}, {0xFFF0, 0xFFFF, MARK},  {0x1F000, 0x1FFFF, MARK},
};

/* The wide gaps between those ranges: most text beyond ASCII need not be looked up. */
static int surely_letter(uint32_t code) {
    return (code >= 0x0100 && code < 0x2000) || (code > 0x3011 && code < 0xE000);
}

static int upper_beyond(uint32_t code) {
    return (code >= 0x00C0 && code <= 0x00DE) || (code >= 0x0400 && code <= 0x042F);
}

static inline uint8_t length_beyond(unsigned char first) {
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

static inline glyph decode_beyond(const unsigned char *at) {
    uint8_t length = length_beyond(*at);
    uint32_t code = *at & (0xFF >> (length + 1));
    for (uint8_t i = 1; i < length; i++) code = code << 6 | (at[i] & 0x3F);
    if (!surely_letter(code))
        for (size_t i = 0; i < sizeof beyond_ranges / sizeof *beyond_ranges && code >= beyond_ranges[i].first; i++)
            if (code <= beyond_ranges[i].last) return (glyph){beyond_ranges[i].class_, length};
    return (glyph){upper_beyond(code) ? LETTER | UPPER : LETTER, length};
}

static inline glyph glyph_at(const unsigned char *at) {
    if (*at >= 0x80) return decode_beyond(at);
    if (*at >= 'a' && *at <= 'z') return (glyph){LETTER, 1};
    if (*at >= 'A' && *at <= 'Z') return (glyph){LETTER | UPPER, 1};
    if (*at >= '0' && *at <= '9') return (glyph){DIGIT, 1};
    return (glyph){*at == ' ' || (*at >= '\t' && *at <= '\r' && *at != '\n') ? BLANK : MARK, 1};
}

static int is_curly(const unsigned char *at) {
    return at[0] == 0xE2 && at[1] == 0x80 && at[2] == 0x99;
}

/* ---- Blocks with bytes beyond ASCII -------------------------------------------------------------------- */

/* Put a character into the masks. */
static void add_glyph(opis_masks *masks, const unsigned char *at, uint64_t first) {
    glyph next = decode_beyond(at);
    uint64_t all = (first << next.length) - first;
    masks->continuation |= all & ~first;
    if (next.class_ & LETTER) masks->letter |= all;
    if (next.class_ & UPPER) masks->upper |= all;
    if (is_curly(at)) masks->curly |= first;
    if (!(next.class_ & BLANK)) return;
    masks->blank |= all;
    *(next.length == 2 ? &masks->two_bytes : &masks->three_bytes) |= first;
}

/* The highest bits of eight bytes, the first lowest: a product brings them together. */
static inline uint64_t highest_bits(uint64_t bytes) {
    return (bytes >> 7 & 0x0101010101010101u) * 0x0102040810204080u >> 56;
}

/* The first bytes of pairs from U+0100 to U+07FF, which are letters all, and of Cyrillic capitals, those to U+042F. */
static uint64_t find_pairs(const unsigned char *block, uint64_t *capitals) {
    uint64_t pairs = 0, d0 = 0, to_af = 0;
    for (unsigned i = 0; i < OPIS_BLOCK; i += 8) {
        uint64_t bytes = opis_eight_bytes(block + i), firsts = bytes & bytes << 1 & ~(bytes << 2);
        uint64_t from_c4 = bytes << 3 | bytes << 4 | bytes << 5;
        uint64_t is_d0 = bytes << 3 & ~(bytes << 4 | bytes << 5 | bytes << 6 | bytes << 7);
        pairs |= highest_bits(firsts & from_c4) << i;
        d0 |= highest_bits(firsts & is_d0) << i;
        to_af |= highest_bits(~(bytes << 2 & bytes << 3)) << i;
    }
    *capitals = d0 & to_af >> 1;
    return pairs;
}

/* Put the characters beyond ASCII into the masks; gives how many bytes are known: the block may end within one. */
static uint32_t decode_block(opis_masks *masks, const unsigned char *block) {
    const uint64_t last = (uint64_t)1 << (OPIS_BLOCK - 1);
    uint64_t capitals, letters = find_pairs(block, &capitals) & ~last;
    masks->letter |= letters | letters << 1;
    masks->upper |= capitals | capitals << 1;
    masks->continuation |= letters << 1;
    for (uint64_t rest = masks->beyond & ~(letters | letters << 1); rest;) {
        uint32_t at = (uint32_t)__builtin_ctzll(rest), length = length_beyond(block[at]);
        uint64_t first = rest & -rest;
        if (at + length > OPIS_BLOCK) return at;
        add_glyph(masks, block + at, first);
        rest &= ~((first << length) - first);
    }
    return OPIS_BLOCK;
}

opis_cuts opis_cut_beyond(opis_masks masks, const unsigned char *block, uint32_t limit, int line_start) {
    /* Past the end of a word, a curly apostrophe and the first byte of what follows it must be known. */
    uint32_t sure = decode_block(&masks, block) - 4;
    return opis_cut(&masks, limit < sure ? limit : sure, line_start);
}

/* ---- Runs too long for a block ------------------------------------------------------------------------- */

static uint32_t apostrophe_length(const unsigned char *at, uint32_t left) {
    if (*at == '\'') return 1;
    return left >= 3 && is_curly(at) ? 3 : 0;
}

/* A run of letters and digits, and the apostrophes between letters. */
static uint32_t word_length(const unsigned char *bytes, uint32_t left, opis_token *token) {
    unsigned seen = 0, last = 0;
    uint32_t at = 0;
    int lower = 0, beyond = 0;
    token->shape = glyph_at(bytes).class_ & UPPER ? OPIS_UPPER_FIRST : 0;
    while (at < left) {
        glyph next = glyph_at(bytes + at);
        if (!(next.class_ & (LETTER | DIGIT))) {
            uint32_t mark = last & LETTER ? apostrophe_length(bytes + at, left - at) : 0;
            if (!mark || at + mark == left || !(glyph_at(bytes + at + mark).class_ & LETTER)) break;
            next = (glyph){0, (uint8_t)mark};
        }
        seen |= next.class_;
        last = next.class_;
        lower |= last == LETTER;
        beyond |= bytes[at] >= 0x80;
        at += next.length;
    }
    token->class_ = !(seen & DIGIT) ? OPIS_WORD : seen & LETTER ? OPIS_MIXED : OPIS_NUMBER;
    if ((seen & UPPER) && !lower) token->shape |= OPIS_UPPER_ALL;
    if (beyond) token->shape |= OPIS_BEYOND_ASCII;
    return at;
}

static uint32_t blank_length(const unsigned char *bytes, uint32_t left) {
    uint32_t at = 0;
    while (at < left) {
        glyph next = glyph_at(bytes + at);
        if (!(next.class_ & BLANK) || (bytes[at] == '\r' && at + 1 < left && bytes[at + 1] == '\n')) break;
        at += next.length;
    }
    return at;
}

opis_status opis_tokens_add_long(opis_token_list *list, const unsigned char *bytes, uint32_t *at, uint32_t length,
                                 opis_error *error) {
    opis_token token = {.class_ = OPIS_BLANK};
    uint32_t left = glyph_at(bytes + *at).class_ & BLANK ? blank_length(bytes + *at, length - *at)
                                                         : word_length(bytes + *at, length - *at, &token);
    while (left > 0) {
        uint32_t piece = left;
        if (piece > OPIS_LONGEST_TOKEN) {
            piece = OPIS_LONGEST_TOKEN;
            while ((bytes[*at + piece] & 0xC0) == 0x80) piece--;
        }
        opis_status status = opis_reserve(&list->items, &list->capacity, list->count + 1, sizeof *list->items, error);
        if (status != OPIS_OK) return status;
        token.start = *at;
        token.length = (uint16_t)piece;
        list->items[list->count++] = token;
        *at += piece;
        left -= piece;
    }
    return OPIS_OK;
}

/* ---- Tokenizing ---------------------------------------------------------------------------------------- */

size_t opis_tokenizers(opis_tokenizer *tokenizers[OPIS_MOST_TOKENIZERS]) {
    size_t count = 0;
#ifdef OPIS_HAS_X86
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt"))
        tokenizers[count++] = opis_tokens_avx512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
        __builtin_cpu_supports("popcnt"))
        tokenizers[count++] = opis_tokens_avx2;
#endif
#ifdef OPIS_HAS_NEON
    tokenizers[count++] = opis_tokens_neon;
#endif
    tokenizers[count++] = opis_tokens_portable;
    return count;
}

/*
 * Give room back that was not needed, where it is a great part of what is kept.  A little is left alone: what was never
 * written to costs no memory, and a piece of another size would be had anew from the system for the next text.
 */
static void fit(opis_token_list *list) {
    if (list->capacity - list->count <= list->count / 4) return;
    opis_token *fitting = opis_resize(list->items, (list->count + 1) * sizeof *fitting);
    if (fitting) list->items = fitting;
}

opis_status opis_tokens_find(const char *bytes, uint32_t length, opis_token **tokens, size_t *count,
                             opis_error *error) {
    opis_tokenizer *tokenizers[OPIS_MOST_TOKENIZERS];
    opis_tokenizers(tokenizers);
    opis_token_list list = {NULL, 0, 0};
    /* Prose has a token for five bytes or so: the room most often lasts. */
    opis_status status =
        opis_reserve(&list.items, &list.capacity, (size_t)length / 4 + OPIS_BLOCK, sizeof *list.items, error);
    if (status == OPIS_OK) status = tokenizers[0]((const unsigned char *)bytes, length, &list, error);
    if (status != OPIS_OK) {
        opis_resize(list.items, 0);
        return status;
    }
    fit(&list);
    *tokens = list.items;
    *count = list.count;
    return OPIS_OK;
}

opis_status opis_tokenize(const char *bytes, size_t length, opis_token **tokens, size_t *count, opis_error *error) {
    int ascii;
    opis_status status = opis_source_check(bytes, length, &ascii, error);
    if (status != OPIS_OK) return status;
    return opis_tokens_find(bytes, (uint32_t)length, tokens, count, error);
}

void opis_tokens_free(opis_token *tokens) {
    opis_resize(tokens, 0);
}
