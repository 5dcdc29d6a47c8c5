/*
 * The tokenizer for x86-64 processors with AVX-512, its bytes and words, and VBMI2: Ice Lake, Zen 4 and later.
 * tokens_masks.h explains all but how tokens are written.
 */
#include "text/tokens_masks.h"

#ifdef OPIS_HAS_X86
#include <immintrin.h>

#define FOR_AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,bmi,bmi2,popcnt")))

FOR_AVX512 static inline uint64_t equal(__m512i bytes, char byte) {
    return _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(byte));
}

/* Bytes from `first` to `last`. */
FOR_AVX512 static inline uint64_t within(__m512i bytes, char first, char last) {
    return _mm512_cmple_epu8_mask(_mm512_sub_epi8(bytes, _mm512_set1_epi8(first)),
                                  _mm512_set1_epi8((char)(last - first)));
}

FOR_AVX512 static inline opis_masks classify(const unsigned char *block) {
    const __m512i small = _mm512_set1_epi8('a' ^ 'A');
    __m512i bytes = _mm512_loadu_si512(block);
    opis_masks masks = {0};
    masks.letter = within(_mm512_or_si512(bytes, small), 'a', 'z');
    masks.upper = masks.letter & ~_mm512_test_epi8_mask(bytes, small);
    masks.digit = within(bytes, '0', '9');
    masks.newline = equal(bytes, '\n');
    masks.blank = (equal(bytes, ' ') | within(bytes, '\t', '\r')) & ~masks.newline;
    masks.carriage_return = equal(bytes, '\r');
    masks.apostrophe = equal(bytes, '\'');
    masks.beyond = _mm512_movepi8_mask(bytes);
    return masks;
}

/* Three masks as one number a byte, those at `ends` moved together at the front. */
FOR_AVX512 static inline __m512i numbers_at(const uint64_t masks[3], uint64_t ends) {
    __m512i numbers = _mm512_maskz_set1_epi8(masks[0], 1);
    numbers = _mm512_or_si512(numbers, _mm512_maskz_set1_epi8(masks[1], 2));
    numbers = _mm512_or_si512(numbers, _mm512_maskz_set1_epi8(masks[2], 4));
    return _mm512_maskz_compress_epi8(ends, numbers);
}

/* Sixteen bytes as the lowest bytes of as many words. */
FOR_AVX512 static inline __m512i widen(__m512i bytes) {
    return _mm512_cvtepu8_epi32(_mm512_castsi512_si128(bytes));
}

/* The next sixteen bytes. */
FOR_AVX512 static inline __m512i step(__m512i bytes) {
    return _mm512_shuffle_i64x2(bytes, bytes, 0x39);
}

static const unsigned char positions[OPIS_BLOCK] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                                    16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
                                                    32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
                                                    48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};

/*
 * Sixteen tokens at a time: "compress" moves what stands at the bits of a mask to the front, in order, and does so for
 * the positions of starts and of ends, for classes and for shapes.  What is written past the last token is overwritten
 * by the next block.
 */
FOR_AVX512 static inline void write_sixteens(const opis_cuts *cuts, uint32_t at, opis_token *tokens) {
    const __m512i position = _mm512_loadu_si512(positions);
    const __m512i first_eight = _mm512_set_epi32(23, 7, 22, 6, 21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
    const __m512i last_eight = _mm512_set_epi32(31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8);
    const __m512i base = _mm512_set1_epi32((int)at);
    __m512i start = _mm512_maskz_compress_epi8(cuts->starts, position);
    __m512i length = _mm512_sub_epi8(_mm512_maskz_compress_epi8(cuts->ends, position), start);
    __m512i class_ = numbers_at(cuts->class_, cuts->ends), shape = numbers_at(cuts->shape, cuts->ends);
    int left = __builtin_popcountll(cuts->ends);
    for (__m512i *out = (void *)tokens;; out += 2) {
        __m512i starts = _mm512_add_epi32(base, widen(start));
        __m512i kinds = _mm512_or_si512(_mm512_slli_epi32(widen(class_), 16), _mm512_slli_epi32(widen(shape), 24));
        __m512i rests = _mm512_or_si512(widen(length), kinds);
        _mm512_storeu_si512(out, _mm512_permutex2var_epi32(starts, first_eight, rests));
        _mm512_storeu_si512(out + 1, _mm512_permutex2var_epi32(starts, last_eight, rests));
        left -= 16;
        if (left <= 0) return;
        start = step(start);
        length = step(length);
        class_ = step(class_);
        shape = step(shape);
    }
}

FOR_AVX512 opis_status opis_tokens_avx512(const unsigned char *bytes, uint32_t length, opis_token_list *list,
                                          opis_error *error) {
    return opis_tokens_by_blocks(bytes, length, list, error, classify, write_sixteens);
}
#endif
