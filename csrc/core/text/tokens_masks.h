/*
 * How text is cut into tokens, 64 bytes at a time.
 *
 * An instruction set (tokens_avx2.c, tokens_avx512.c, tokens_neon.c, tokens_portable.c) tells which of 64 bytes are
 * letters, digits, blanks ...: a mask for each class, one bit a byte, the first byte lowest.  All else is arithmetic on
 * the masks, the same for each of them.
 *
 * Segments.  A run of letters and digits, a run of blanks, a line break and any other character are segments; they
 * tile the text.  A byte starts one unless it goes on with the byte before: `run & run << 1` are those that go on.
 *
 * Blocks.  A block starts where a segment starts, and the next block at the last such place that this one can be sure
 * of.  So no token lies across two blocks, and nothing is carried from block to block but whether a line starts there.
 * The price: some bytes are looked at twice, and a run of about 60 bytes or more, which fills its block, is read
 * character by character.
 *
 * Tokens.  Every segment is a token but single blanks within a line.  Starts and ends (an end is the first byte past a
 * token) are two masks with equally many bits: the n-th of one and the n-th of the other belong together.
 *
 * Kinds.  What a word is made of is known where it ends, for all words of a block at once.  Add the first bit of each
 * run to the mask of letters: a carry travels through a run's letters, and comes out past the run just when all of it
 * is letters.
 *
 *     text (lowest bit left)      a b c _ a b 1 _
 *     letters                     1 1 1 0 1 1 0 0
 *     first bits of the runs      1 0 0 0 1 0 0 0
 *     their sum                   0 0 0 1 0 0 1 0
 *     ends of the runs            0 0 0 1 0 0 0 1
 *     sum & ends: all letters     0 0 0 1 0 0 0 0
 *
 * Beyond ASCII.  Where a block holds such bytes they are decoded, and the masks of every byte of a character are set
 * to what the character is; further masks tell first bytes from those that follow.
 */
#ifndef OPIS_TOKENS_MASKS_H
#define OPIS_TOKENS_MASKS_H

#include <string.h>

#include "memory.h"
#include "opis.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define OPIS_HAS_X86
#elif defined(__aarch64__) && defined(__ARM_NEON) && !defined(__AARCH64EB__)
#define OPIS_HAS_NEON
#endif

/* Small functions that must become part of the loop of each instruction set, to be compiled for it. */
#define OPIS_INLINE static inline __attribute__((always_inline))

enum { OPIS_BLOCK = 64 };

typedef struct opis_token_list {
    opis_token *items;
    size_t count, capacity;
} opis_token_list;

/* One tokenizer: appends the tokens of valid UTF-8 text to a list. */
typedef opis_status opis_tokenizer(const unsigned char *bytes, uint32_t length, opis_token_list *list,
                                   opis_error *error);

opis_tokenizer opis_tokens_portable, opis_tokens_avx2, opis_tokens_avx512, opis_tokens_neon;

enum { OPIS_MOST_TOKENIZERS = 3 };
/** \brief Those that this machine can run, the fastest first; gives their number. */
size_t opis_tokenizers(opis_tokenizer *tokenizers[OPIS_MOST_TOKENIZERS]);

typedef struct opis_masks {
    uint64_t letter, upper, digit, newline, carriage_return, apostrophe;
    uint64_t blank;  /* all but LF */
    uint64_t beyond; /* ASCII: such bytes are in no other mask until they are decoded */
    /* Set by decoding alone. */
    uint64_t continuation;           /* bytes of a character that are not its first */
    uint64_t curly;                  /* first bytes of curly apostrophes, three bytes long */
    uint64_t two_bytes, three_bytes; /* first bytes of blanks that are so long */
} opis_masks;

/* What a block holds up to `next`, where the next block begins. */
typedef struct opis_cuts {
    uint64_t starts, ends;
    /* Bits at the ends. */
    uint64_t class_[3]; /* the bits of opis_token_class, lowest first */
    uint64_t shape[3];  /* the bits of OPIS_UPPER_FIRST ... */
    uint32_t next;
} opis_cuts;

/** \brief The cuts of a block that holds bytes beyond ASCII. */
opis_cuts opis_cut_beyond(opis_masks masks, const unsigned char *block, uint32_t limit, int line_start);
/** \brief Read the run at `*at`, too long for a block, and step past it; it is no single blank. */
opis_status opis_tokens_add_long(opis_token_list *list, const unsigned char *bytes, uint32_t *at, uint32_t length,
                                 opis_error *error);

/* Letters and digits, and the apostrophes between letters. */
OPIS_INLINE uint64_t opis_cut_words(const opis_masks *m) {
    uint64_t straight = m->apostrophe & m->letter << 1 & m->letter >> 1;
    uint64_t curly = m->curly & m->letter << 1 & m->letter >> 3;
    return m->letter | m->digit | straight | curly | curly << 1 | curly << 2;
}

/* The starts and ends of tokens that end at `limit` or before. */
OPIS_INLINE void opis_cut_spans(opis_cuts *cuts, const opis_masks *m, uint64_t word, uint64_t blank, uint32_t limit,
                                int line_start) {
    uint64_t second_of_break = m->carriage_return << 1 & m->newline;
    uint64_t segments = ~((word & word << 1) | (blank & blank << 1) | second_of_break | m->continuation);
    uint64_t first_blank = blank & ~(blank << 1) & ~(m->newline << 1 | (uint64_t)line_start);
    uint64_t one = first_blank & ~(m->two_bytes | m->three_bytes) & ~(blank >> 1);
    uint64_t two = first_blank & m->two_bytes & ~(blank >> 2);
    uint64_t three = first_blank & m->three_bytes & ~(blank >> 3);
    cuts->next = 63 - (uint32_t)__builtin_clzll(segments & UINT64_MAX >> (63 - limit));
    uint64_t before = ((uint64_t)1 << cuts->next) - 1;
    cuts->starts = segments & ~(one | two | three) & before;
    cuts->ends = segments & ~(one << 1 | two << 2 | three << 3) & before << 1;
}

/* The ends of those runs that lie in `within` from the first byte to the last. */
OPIS_INLINE uint64_t opis_cut_all(uint64_t firsts, uint64_t within, uint64_t ends) {
    return (firsts + within) & ends;
}

OPIS_INLINE void opis_cut_kinds(opis_cuts *cuts, const opis_masks *m, uint64_t word, uint64_t blank) {
    uint64_t firsts = word & ~(word << 1), ends = ~word & word << 1;
    uint64_t numbers = opis_cut_all(firsts, m->digit, ends);
    uint64_t words = opis_cut_all(firsts, word & ~m->digit, ends);
    uint64_t lower = m->letter & ~m->upper;
    uint64_t blanks = ~blank & blank << 1;
    uint64_t breaks = m->newline << 1;
    uint64_t marks = ~(ends | blanks | breaks);
    /* OPIS_WORD is no bit, OPIS_NUMBER the first, OPIS_MIXED the second, OPIS_PUNCTUATION both, OPIS_BREAK the third,
       OPIS_BLANK the first and third. */
    cuts->class_[0] = numbers | marks | blanks;
    cuts->class_[1] = (ends & ~numbers & ~words) | marks;
    cuts->class_[2] = breaks | blanks;
    cuts->shape[0] = opis_cut_all(firsts & m->upper, word, ends);
    cuts->shape[1] = opis_cut_all(firsts, word & ~lower, ends) & ~numbers;
    cuts->shape[2] = (ends & ~opis_cut_all(firsts, word & ~m->beyond, ends)) | (marks & m->beyond << 1);
}

/* What ends at `limit` or before is known from the block alone; `line_start`: a line begins with it. */
OPIS_INLINE opis_cuts opis_cut(const opis_masks *masks, uint32_t limit, int line_start) {
    uint64_t word = opis_cut_words(masks);
    uint64_t blank = masks->blank & ~(masks->carriage_return & masks->newline >> 1);
    opis_cuts cuts;
    opis_cut_spans(&cuts, masks, word, blank, limit, line_start);
    opis_cut_kinds(&cuts, masks, word, blank);
    return cuts;
}

/* How an instruction set sees a block, and how it writes a block's tokens; it may write OPIS_BLOCK tokens at most. */
typedef opis_masks opis_classify(const unsigned char *block);
typedef void opis_write(const opis_cuts *cuts, uint32_t at, opis_token *tokens);

/* The plain way to write tokens. */
OPIS_INLINE void opis_write_each(const opis_cuts *cuts, uint32_t at, opis_token *token) {
    uint64_t starts = cuts->starts;
    for (uint64_t ends = cuts->ends; ends; ends &= ends - 1, starts &= starts - 1, token++) {
        unsigned start = (unsigned)__builtin_ctzll(starts), end = (unsigned)__builtin_ctzll(ends);
        unsigned class_ = 0, shape = 0;
        for (unsigned i = 0; i < 3; i++) {
            class_ |= (unsigned)(cuts->class_[i] >> end & 1) << i;
            shape |= (unsigned)(cuts->shape[i] >> end & 1) << i;
        }
        *token = (opis_token){at + start, (uint16_t)(end - start), (uint8_t)class_, (uint8_t)shape};
    }
}

/* The loop over blocks: a tokenizer is this, given its two functions. */
OPIS_INLINE opis_status opis_tokens_by_blocks(const unsigned char *bytes, uint32_t length, opis_token_list *list,
                                              opis_error *error, opis_classify *classify, opis_write *write) {
    int line_start = 1;
    for (uint32_t at = 0; at < length;) {
        unsigned char tail[OPIS_BLOCK];
        const unsigned char *block = bytes + at;
        /* A word that ends before the last byte but one could go on after an apostrophe that is last. */
        uint32_t limit = OPIS_BLOCK - 2;
        if (length - at < OPIS_BLOCK) {
            limit = length - at;
            memset(tail, 0, sizeof tail);
            block = memcpy(tail, block, limit);
        }
        opis_status status = OPIS_OK;
        size_t needed = list->count + OPIS_BLOCK;
        if (needed > list->capacity)
            status = opis_reserve(&list->items, &list->capacity, needed, sizeof *list->items, error);
        if (status != OPIS_OK) return status;
        opis_masks masks = classify(block);
        opis_cuts cuts =
            masks.beyond ? opis_cut_beyond(masks, block, limit, line_start) : opis_cut(&masks, limit, line_start);
        write(&cuts, at, list->items + list->count);
        list->count += (size_t)__builtin_popcountll(cuts.ends);
        at += cuts.next;
        if (cuts.next == 0) status = opis_tokens_add_long(list, bytes, &at, length, error);
        if (status != OPIS_OK) return status;
        line_start = bytes[at - 1] == '\n';
    }
    return OPIS_OK;
}

#endif
