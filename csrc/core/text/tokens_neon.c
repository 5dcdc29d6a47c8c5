/* The tokenizer for 64-bit ARM processors.  tokens_masks.h explains all of it. */
#include "text/tokens_masks.h"

#ifdef OPIS_HAS_NEON
#include <arm_neon.h>

/* A block, or for each of its bytes all ones or all zeros. */
typedef struct quarters {
    uint8x16_t part[4];
} quarters;

/* One bit of each byte: each keeps the bit of its place among eight, and sums of neighbours bring them together. */
static inline uint64_t gather(quarters chosen) {
    static const uint8_t places[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t bits = vld1q_u8(places);
    for (int i = 0; i < 4; i++) chosen.part[i] = vandq_u8(chosen.part[i], bits);
    uint8x16_t first = vpaddq_u8(chosen.part[0], chosen.part[1]), last = vpaddq_u8(chosen.part[2], chosen.part[3]);
    uint8x16_t sums = vpaddq_u8(first, last);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sums, sums)), 0);
}

/* Bytes from `first` to `last`. */
static inline uint64_t within(quarters bytes, uint8_t first, uint8_t last) {
    for (int i = 0; i < 4; i++)
        bytes.part[i] = vcleq_u8(vsubq_u8(bytes.part[i], vdupq_n_u8(first)), vdupq_n_u8((uint8_t)(last - first)));
    return gather(bytes);
}

static inline opis_masks classify(const unsigned char *block) {
    quarters bytes;
    for (int i = 0; i < 4; i++) bytes.part[i] = vld1q_u8(block + 16 * i);
    opis_masks masks = {0};
    masks.upper = within(bytes, 'A', 'Z');
    masks.letter = masks.upper | within(bytes, 'a', 'z');
    masks.digit = within(bytes, '0', '9');
    masks.newline = within(bytes, '\n', '\n');
    masks.blank = within(bytes, ' ', ' ') | (within(bytes, '\t', '\r') & ~masks.newline);
    masks.carriage_return = within(bytes, '\r', '\r');
    masks.apostrophe = within(bytes, '\'', '\'');
    masks.beyond = within(bytes, 0x80, 0xFF);
    return masks;
}

opis_status opis_tokens_neon(const unsigned char *bytes, uint32_t length, opis_token_list *list, opis_error *error) {
    return opis_tokens_by_blocks(bytes, length, list, error, classify, opis_write_each);
}
#endif
