/*
 * The tokenizer byte by byte, plain and slow: what the tokenizers of the core give must equal what this gives.
 *
 * Each byte has a class; a token is a run of one class.  Bytes beyond ASCII are decoded: letters of any script
 * (all that is not known as punctuation or blank) join words, so Cyrillic and accented words are one token.
 * An apostrophe between two letters belongs to the word; digits that touch letters make one mixed token ("193S6").
 */
#include "text/tokens.h"

#include "memory.h"

/* Bits, so that a run's classes add up: letters and digits together are OPIS_MIXED. */
enum { LETTER = 1, DIGIT = 2, BLANK = 4, NEWLINE = 8, MARK = 16, BEYOND = 32, UPPER = 64, LOWER = 128 };

#define L LETTER | LOWER
#define U LETTER | UPPER
#define D DIGIT
#define B BLANK
#define N NEWLINE
#define M MARK
#define X BEYOND
/* clang-format off */
static const uint8_t byte_class[256] = {
    M, M, M, M, M, M, M, M, M, B, N, B, B, B, M, M,
    M, M, M, M, M, M, M, M, M, M, M, M, M, M, M, M,
    B, M, M, M, M, M, M, M, M, M, M, M, M, M, M, M,
    D, D, D, D, D, D, D, D, D, D, M, M, M, M, M, M,
    M, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
    U, U, U, U, U, U, U, U, U, U, U, M, M, M, M, M,
    M, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, M, M, M, M, M,
    X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
    X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
    X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
    X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
    X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
    X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
    X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
    X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
};
/* clang-format on */
#undef L
#undef U
#undef D
#undef B
#undef N
#undef M
#undef X

typedef struct glyph {
    uint8_t class_;
    uint8_t length;
} glyph;

/* Ranges of Unicode 15 that are no letters, as far as printed books use them. */
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

static int upper_beyond(uint32_t code) {
    return (code >= 0x00C0 && code <= 0x00DE) || (code >= 0x0400 && code <= 0x042F);
}

static glyph decode_beyond(const unsigned char *at) {
    uint8_t length = at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
    uint32_t code = at[0] & (0xFF >> (length + 1));
    for (uint8_t i = 1; i < length; i++) code = code << 6 | (at[i] & 0x3F);
    for (size_t i = 0; i < sizeof beyond_ranges / sizeof *beyond_ranges; i++)
        if (code >= beyond_ranges[i].first && code <= beyond_ranges[i].last)
            return (glyph){beyond_ranges[i].class_ | BEYOND, length};
    return (glyph){LETTER | BEYOND | (upper_beyond(code) ? UPPER : LOWER), length};
}

static inline glyph glyph_at(const unsigned char *bytes, uint32_t at) {
    uint8_t class_ = byte_class[bytes[at]];
    if (class_ & BEYOND) return decode_beyond(bytes + at);
    return (glyph){class_, 1};
}

/* Length of an apostrophe at `at`, straight or curly, or 0. */
static uint32_t apostrophe(const unsigned char *bytes, uint32_t at, uint32_t end) {
    if (bytes[at] == '\'') return 1;
    return at + 3 <= end && bytes[at] == 0xE2 && bytes[at + 1] == 0x80 && bytes[at + 2] == 0x99 ? 3 : 0;
}

typedef struct run {
    uint32_t end;
    uint8_t class_, shape;
} run;

/* Whether a letter follows at `at`: an apostrophe before it belongs to the word. */
static int letter_at(const unsigned char *bytes, uint32_t at, uint32_t end) {
    return at < end && (glyph_at(bytes, at).class_ & LETTER);
}

/* What a run of ASCII letters and digits holds, and where it ends: most words are nothing else. */
static inline uint32_t plain_end(const unsigned char *bytes, uint32_t at, uint32_t end, unsigned *seen) {
    unsigned all = *seen, class_;
    for (; at < end && ((class_ = byte_class[bytes[at]]) & (LETTER | DIGIT)); at++) all |= class_;
    *seen = all;
    return at;
}

/* A run of letters and digits from `at`, which is one. */
static run read_word(const unsigned char *bytes, uint32_t at, uint32_t end) {
    unsigned first = glyph_at(bytes, at).class_, seen = 0;
    for (;;) {
        at = plain_end(bytes, at, end, &seen);
        if (at >= end || (byte_class[bytes[at]] != BEYOND && bytes[at] != '\'')) break;
        glyph next = glyph_at(bytes, at);
        uint32_t mark = next.class_ & (LETTER | DIGIT) ? 0 : apostrophe(bytes, at, end);
        if (mark && (byte_class[bytes[at - 1]] & DIGIT || !letter_at(bytes, at + mark, end))) break;
        if (!mark && !(next.class_ & (LETTER | DIGIT))) break;
        seen |= next.class_ & (LETTER | BEYOND | UPPER | LOWER);
        at += next.length;
    }
    unsigned kind = seen & (LETTER | DIGIT);
    int capitals = (seen & UPPER) && !(seen & LOWER);
    return (run){at,
                 kind == LETTER  ? OPIS_WORD
                 : kind == DIGIT ? OPIS_NUMBER
                                 : OPIS_MIXED,
                 (first & UPPER ? OPIS_UPPER_FIRST : 0) | (capitals ? OPIS_UPPER_ALL : 0) |
                     (seen & BEYOND ? OPIS_BEYOND_ASCII : 0)};
}

static uint32_t blank_end(const unsigned char *bytes, uint32_t at, uint32_t end) {
    while (at < end) {
        glyph next = glyph_at(bytes, at);
        if (!(next.class_ & BLANK) || (bytes[at] == '\r' && at + 1 < end && bytes[at + 1] == '\n')) break;
        at += next.length;
    }
    return at;
}

typedef struct output {
    opis_token *tokens;
    size_t count, capacity;
} output;

/* Append a run, cut where it is longer than a token may be; a cut never falls inside a character. */
static opis_status emit(output *out, const unsigned char *bytes, uint32_t start, run piece, opis_error *error) {
    while (start < piece.end) {
        uint32_t length = piece.end - start;
        if (length > OPIS_LONGEST_TOKEN) {
            length = OPIS_LONGEST_TOKEN;
            while ((bytes[start + length] & 0xC0) == 0x80) length--;
        }
        if (out->count == out->capacity) {
            opis_status status = opis_reserve(&out->tokens, &out->capacity, out->count + 1, sizeof *out->tokens, error);
            if (status != OPIS_OK) return status;
        }
        out->tokens[out->count++] = (opis_token){start, (uint16_t)length, piece.class_, piece.shape};
        start += length;
    }
    return OPIS_OK;
}

static opis_status tokens_reference(const char *text, uint32_t length, opis_token **tokens, size_t *count,
                                    opis_error *error) {
    const unsigned char *bytes = (const unsigned char *)text;
    output out = {NULL, 0, 0};
    int line_start = 1;
    opis_status status = opis_reserve(&out.tokens, &out.capacity, (size_t)length / 4 + 16, sizeof *out.tokens, error);
    for (uint32_t at = 0; at < length && status == OPIS_OK;) {
        glyph next = glyph_at(bytes, at);
        uint32_t start = at;
        run piece = {at + next.length, OPIS_PUNCTUATION, next.class_ & BEYOND ? OPIS_BEYOND_ASCII : 0};
        if (next.class_ & (LETTER | DIGIT)) {
            piece = read_word(bytes, at, length);
        } else if (next.class_ & NEWLINE) {
            piece.class_ = OPIS_BREAK;
        } else if (bytes[at] == '\r' && at + 1 < length && bytes[at + 1] == '\n') {
            piece = (run){at + 2, OPIS_BREAK, 0};
        } else if (next.class_ & BLANK) {
            piece = (run){blank_end(bytes, at, length), OPIS_BLANK, 0};
            at = piece.end;
            if (!line_start && piece.end == start + next.length) continue;
        }
        status = emit(&out, bytes, start, piece, error);
        line_start = piece.class_ == OPIS_BREAK;
        at = piece.end;
    }
    if (status != OPIS_OK) {
        opis_resize(out.tokens, 0);
        return status;
    }
    *tokens = out.tokens;
    *count = out.count;
    return OPIS_OK;
}
