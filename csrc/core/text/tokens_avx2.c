/*
 * The tokenizer for x86-64 processors with AVX2 and BMI2.  tokens_masks.h explains all but how tokens are written.
 *
 * AMD made pext and pdep slow before Zen 3: there this file is still right, but gains less.
 */
#include "text/tokens_masks.h"

#ifdef OPIS_HAS_X86
#include <immintrin.h>

#define FOR_AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))

/* The highest bit of each byte of two halves. */
FOR_AVX2 static inline uint64_t gather(__m256i low, __m256i high) {
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

FOR_AVX2 static inline __m256i equal(__m256i bytes, char byte) {
    return _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(byte));
}

/* Bytes from `first` to `last`; those beyond ASCII count as negative, and so lie outside. */
FOR_AVX2 static inline __m256i within(__m256i bytes, char first, char last) {
    return _mm256_and_si256(_mm256_cmpgt_epi8(bytes, _mm256_set1_epi8((char)(first - 1))),
                            _mm256_cmpgt_epi8(_mm256_set1_epi8((char)(last + 1)), bytes));
}

FOR_AVX2 static inline __m256i letters(__m256i bytes) {
    return within(_mm256_or_si256(bytes, _mm256_set1_epi8('a' ^ 'A')), 'a', 'z');
}

FOR_AVX2 static inline __m256i blanks(__m256i bytes) {
    return _mm256_or_si256(equal(bytes, ' '), within(bytes, '\t', '\r'));
}

FOR_AVX2 static inline opis_masks classify(const unsigned char *block) {
    __m256i low = _mm256_loadu_si256((const void *)block);
    __m256i high = _mm256_loadu_si256((const void *)(block + 32));
    opis_masks masks = {0};
    masks.letter = gather(letters(low), letters(high));
    /* One bit tells small letters; a shift by two makes it the highest. */
    masks.upper = masks.letter & ~gather(_mm256_slli_epi16(low, 2), _mm256_slli_epi16(high, 2));
    masks.digit = gather(within(low, '0', '9'), within(high, '0', '9'));
    masks.newline = gather(equal(low, '\n'), equal(high, '\n'));
    masks.blank = gather(blanks(low), blanks(high)) & ~masks.newline;
    masks.carriage_return = gather(equal(low, '\r'), equal(high, '\r'));
    masks.apostrophe = gather(equal(low, '\''), equal(high, '\''));
    masks.beyond = gather(low, high);
    return masks;
}

/* The bits of eight tokens in three masks, as one byte a token. */
FOR_AVX2 static inline __m128i spread(const uint64_t masks[3], unsigned done) {
    const uint64_t first_bits = 0x0101010101010101u;
    return _mm_cvtsi64_si128((long long)(_pdep_u64(masks[0] >> done, first_bits) |
                                         _pdep_u64(masks[1] >> done, first_bits << 1) |
                                         _pdep_u64(masks[2] >> done, first_bits << 2)));
}

/* The positions of the eight lowest bits, one in each byte, which are taken away. */
FOR_AVX2 static inline __m128i take_positions(uint64_t *mask) {
    uint64_t positions = 0, rest = *mask;
    for (unsigned i = 0; i < 64; i += 8) {
        positions |= _tzcnt_u64(rest) << i;
        rest = _blsr_u64(rest);
    }
    *mask = rest;
    return _mm_cvtsi64_si128((long long)positions);
}

/*
 * Eight tokens at a time.  Their classes and shapes stand in masks at the tokens' ends: taken from there they follow
 * one another as the tokens do.  What is written past the last token is overwritten by the next block.
 */
FOR_AVX2 static inline void write_eights(const opis_cuts *cuts, uint32_t at, opis_token *tokens) {
    uint64_t starts = cuts->starts, ends = cuts->ends, classes[3], shapes[3];
    for (unsigned i = 0; i < 3; i++) {
        classes[i] = _pext_u64(cuts->class_[i], ends);
        shapes[i] = _pext_u64(cuts->shape[i], ends);
    }
    __m128i base = _mm_set1_epi32((int)at);
    __m128i *out = (void *)tokens;
    unsigned done = 0;
    do {
        __m128i start = take_positions(&starts), end = take_positions(&ends);
        __m128i length = _mm_cvtepu8_epi16(_mm_sub_epi8(end, start));
        __m128i kind = _mm_unpacklo_epi8(spread(classes, done), spread(shapes, done));
        __m128i first_starts = _mm_add_epi32(base, _mm_cvtepu8_epi32(start));
        __m128i last_starts = _mm_add_epi32(base, _mm_cvtepu8_epi32(_mm_srli_si128(start, 4)));
        __m128i first_rests = _mm_unpacklo_epi16(length, kind), last_rests = _mm_unpackhi_epi16(length, kind);
        _mm_storeu_si128(out++, _mm_unpacklo_epi32(first_starts, first_rests));
        _mm_storeu_si128(out++, _mm_unpackhi_epi32(first_starts, first_rests));
        _mm_storeu_si128(out++, _mm_unpacklo_epi32(last_starts, last_rests));
        _mm_storeu_si128(out++, _mm_unpackhi_epi32(last_starts, last_rests));
        done += 8;
    } while (ends);
}

FOR_AVX2 opis_status opis_tokens_avx2(const unsigned char *bytes, uint32_t length, opis_token_list *list,
                                      opis_error *error) {
    return opis_tokens_by_blocks(bytes, length, list, error, classify, write_eights);
}
#endif
