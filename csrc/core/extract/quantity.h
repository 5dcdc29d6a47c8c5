/*
 * Quantity: numbers of running text, in digits or words, with the words that tell what they count.
 *
 * quantity_words makes one table of the style's words; quantity_tokens walks the tokens around a number; quantity reads
 * the number, quantity_counted what it counts, quantity_alone what shows it where no noun follows; statistic makes the
 * records.
 */
#ifndef OPIS_QUANTITY_H
#define OPIS_QUANTITY_H

#include <string.h>

#include "book.h"

/* ---- Words --------------------------------------------------------------------------------------------- */

/* What a word is good for, as bits. */
enum {
    OPIS_IS_NUMBER = 1,
    OPIS_IS_APPROXIMATE = 2,
    OPIS_IS_NAMING = 8,
    OPIS_IS_UNCOUNTED = 16, /* spans of time and their like */
    OPIS_ENDS_PHRASE = 32,
    OPIS_IS_PLURAL = 64,
    OPIS_IS_PERSON = 128,
    OPIS_IS_SMALL = 256,
    OPIS_IS_UNIT = 512,
    OPIS_IS_VAGUE = 1024,
    OPIS_IS_COUNT_VERB = 2048, /* "48 were ..." */
    OPIS_IS_COUNT_TIME = 4096,
    OPIS_IS_COUNT_LEAD = 8192,
    OPIS_IS_COUNT_ARTICLE = 16384,
    OPIS_IS_FRACTION = 32768
};

typedef struct opis_quantity_word {
    const char *word;
    uint32_t length;
    uint16_t uses;
    uint16_t unit; /* row of the style's units */
    double value;
} opis_quantity_word;

#define OPIS_QUANTITY_SLOTS 1024u /* the style has a few hundred words; a fuller table is refused */
#define OPIS_NUMBER_GLANCES 16384u

typedef struct opis_quantity_words {
    opis_quantity_word slots[OPIS_QUANTITY_SLOTS];
    size_t count;
    uint64_t glances[OPIS_NUMBER_GLANCES / 64]; /* a bit for what each number word looks like */
    uint8_t begin_units[256];                   /* whether a unit begins with a letter */
} opis_quantity_words;

/** \brief Make the table of a style.  NULL when memory is out; the caller owns it; immutable once made. */
opis_quantity_words *opis_quantity_words_new(const opis_style *style, opis_error *error);
void opis_quantity_words_free(opis_quantity_words *words);
/** \brief What the style knows of a word, be it in capitals, or NULL. */
const opis_quantity_word *opis_quantity_word_find(const opis_quantity_words *words, const char *word, size_t length);
/** \brief Whether two words are one of the style's pairs: "more than". */
int opis_quantity_pair(const opis_style *style, const char *first, size_t first_length, const char *second,
                       size_t second_length);

/* What a word of three letters and more looks like at a glance: its first letters in whatever case, and its length. */
static inline uint32_t opis_quantity_glance(const char *word, size_t length) {
    uint16_t first;
    memcpy(&first, word, sizeof first);
    uint32_t letters = (first | (uint32_t)(unsigned char)word[2] << 16) | 0x202020u;
    return (letters * 2654435761u >> 18 ^ (uint32_t)length) % OPIS_NUMBER_GLANCES;
}

/** \brief Whether a word of three letters and more may be a number's: most are told from it at a glance. */
static inline int opis_quantity_may_be_number(const opis_quantity_words *words, const char *word, size_t length) {
    uint32_t bit = opis_quantity_glance(word, length);
    return words->glances[bit / 64] >> bit % 64 & 1;
}

/* ---- Tokens -------------------------------------------------------------------------------------------- */

#define OPIS_PHRASE_LENGTH 48

/** \brief A token, or NULL behind the last. */
static inline const opis_token *opis_token_at(const opis_book *book, uint32_t token) {
    return token < book->token_count ? &book->tokens[token] : NULL;
}

/** \brief The mark that a token is, or 0. */
static inline char opis_token_mark(const opis_book *book, uint32_t token) {
    const opis_token *at = opis_token_at(book, token);
    return at && at->class_ == OPIS_PUNCTUATION ? book->source.bytes[at->start] : 0;
}

/** \brief Whether nothing stands between a token and the one before it. */
static inline int opis_token_touches(const opis_book *book, uint32_t token) {
    return token > 0 && token < book->token_count &&
           book->tokens[token - 1].start + book->tokens[token - 1].length == book->tokens[token].start;
}

/** \brief The token before, blanks and breaks passed over; the token itself where there is none. */
uint32_t opis_token_before(const opis_book *book, uint32_t token);
/**
 * \brief The token itself, or the next that says something within the sentence.
 *
 * Blanks, a line break and, before a small letter, the empty lines that scans leave are passed over.
 */
uint32_t opis_token_behind(const opis_book *book, uint32_t token);
/** \brief Whether a token is a word as it stands. */
int opis_token_is(const opis_book *book, uint32_t token, const char *word);
/** \brief Whether a token is one of a few short words, in any case. */
int opis_token_is_one_of(const opis_book *book, opis_words words, uint32_t token);
/** \brief A word token in lower case, joined over a hyphen at the line's end; gives the next token. */
uint32_t opis_word_lower(const opis_book *book, uint32_t token, char out[OPIS_PHRASE_LENGTH], size_t *length);
/** \brief What the style knows of a word token, or NULL; `*next` is the token behind it. */
const opis_quantity_word *opis_quantity_word_at(const opis_book *book, uint32_t token, uint32_t *next);
/** \brief What a word token is good for, as bits; 0 where it is none or unknown. */
uint16_t opis_token_uses(const opis_book *book, uint32_t token);

/* ---- Numbers ------------------------------------------------------------------------------------------- */

typedef struct opis_quantity {
    uint32_t first_token, end_token;    /* of the number, and of the unit with it */
    double value, value_to;             /* NAN: no range */
    uint8_t in_words, damaged, grouped; /* "12,000": a comma parts its thousands */
    uint8_t scaled;                     /* "170 million" */
    uint8_t torn;                       /* a blank stands within its digits */
    uint8_t fraction;                   /* "three-quarters" */
} opis_quantity;

/** \brief Whether a short word may be the damaged first group of a number: "I,170". */
int opis_quantity_may_be_group(const opis_book *book, uint32_t token);
/** \brief Whether a short token is made of letters that are taken for figures: "IOO". */
int opis_quantity_looks_like_figures(const opis_book *book, const opis_token *token);
/** \brief Digits that a token begins with where a word is glued to them, "84barges"; 0 where none is. */
uint32_t opis_quantity_glued_digits(const opis_book *book, const opis_token *token);
/** \brief Read the number that begins at a token; 0 if none does. */
int opis_quantity_read(opis_quantity *quantity, const opis_book *book, uint32_t token);

/* ---- What they count ------------------------------------------------------------------------------------ */

typedef struct opis_counted {
    char unit[OPIS_PHRASE_LENGTH]; /* singular, or the style's name of the unit */
    size_t unit_length;
    uint32_t about_start, about_end; /* bytes of the phrase */
    uint32_t end_token;
    uint16_t uses;    /* of the word that gives the unit */
    uint8_t of_them;  /* "of whom", "of them": it counts what was counted before */
    uint8_t mended;   /* the name of the unit is damaged */
    uint8_t indirect; /* "eight of the pilots" */
} opis_counted;

/** \brief Read what is counted behind a number; 0 if no noun says so (`of_them` may still be set). */
int opis_counted_read(opis_counted *counted, const opis_book *book, const opis_quantity *quantity);

/* Where a number stands that no noun follows. */
typedef struct opis_alone {
    uint8_t continues; /* something was counted shortly before */
    uint8_t in_note;
} opis_alone;

/** \brief Whether a number that no noun follows counts what was counted before, or persons. */
int opis_quantity_counts_alone(const opis_book *book, const opis_quantity *quantity, opis_alone alone);
/** \brief Read what "the number of ..." before a number names, in its sentence; 0 if nothing does. */
int opis_quantity_number_of(opis_counted *counted, const opis_book *book, const opis_quantity *quantity);

/** \brief Read the plural that a colon parts from a number behind it ("members: 12,000"); 0 if none does. */
int opis_quantity_label(opis_counted *counted, const opis_book *book, const opis_quantity *quantity);

#endif
