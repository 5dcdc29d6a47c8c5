/* The tokenizer for any machine: a table of classes, eight bytes at a time.  tokens_masks.h explains the rest. */
#include "text/tokens_masks.h"

enum { LETTER = 1, UPPER = 2, DIGIT = 4, BLANK = 8, NEWLINE = 16, RETURN = 32, APOSTROPHE = 64, BEYOND = 128 };

#define L LETTER
#define U LETTER | UPPER
#define D DIGIT
#define B BLANK
#define N NEWLINE
#define R BLANK | RETURN
#define A APOSTROPHE
#define X BEYOND
/* clang-format off */
static const uint8_t byte_class[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, B, N, B, B, R, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    B, 0, 0, 0, 0, 0, 0, A, 0, 0, 0, 0, 0, 0, 0, 0,
    D, D, D, D, D, D, D, D, D, D, 0, 0, 0, 0, 0, 0,
    0, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
    U, U, U, U, U, U, U, U, U, U, U, 0, 0, 0, 0, 0,
    0, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, 0, 0, 0, 0, 0,
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

/* Which of eight bytes hold the bit `class_`: a product brings one bit of each byte together in the highest. */
static inline uint64_t gather(uint64_t bytes, unsigned class_) {
    return (bytes / class_ & 0x0101010101010101u) * 0x0102040810204080u >> 56;
}

static inline opis_masks classify(const unsigned char *block) {
    opis_masks masks = {0};
    for (unsigned i = 0; i < OPIS_BLOCK; i += 8) {
        uint64_t classes = 0;
        for (unsigned j = 0; j < 8; j++) classes |= (uint64_t)byte_class[block[i + j]] << 8 * j;
        masks.letter |= gather(classes, LETTER) << i;
        masks.upper |= gather(classes, UPPER) << i;
        masks.digit |= gather(classes, DIGIT) << i;
        masks.blank |= gather(classes, BLANK) << i;
        masks.newline |= gather(classes, NEWLINE) << i;
        masks.carriage_return |= gather(classes, RETURN) << i;
        masks.apostrophe |= gather(classes, APOSTROPHE) << i;
        masks.beyond |= gather(classes, BEYOND) << i;
    }
    return masks;
}

opis_status opis_tokens_portable(const unsigned char *bytes, uint32_t length, opis_token_list *list,
                                 opis_error *error) {
    return opis_tokens_by_blocks(bytes, length, list, error, classify, opis_write_each);
}
