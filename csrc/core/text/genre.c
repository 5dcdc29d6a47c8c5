#include "text/genre.h"

#include <string.h>

#include "letters.h"
#include "text/fold.h"

#define LONGEST_WORD 40 /* bytes, and no more than a word of bits */

/* Of either case, as far as ASCII goes. */
static unsigned beginning_of(const char *word, size_t length) {
    unsigned first = (unsigned char)word[0] | 0x20u, second = length > 1 ? (unsigned char)word[1] | 0x20u : 0;
    return (first * 31 + second) & 0xFF;
}

/* The same for either case. */
static unsigned letter_of(const char *word, size_t length) {
    uint32_t code;
    opis_fold_decode(word, length, &code);
    return (code < 0x80 ? code : opis_fold_capital(code)) & 0x1F;
}

opis_genre_words opis_genre_words_of(const opis_style *style) {
    opis_genre_words all = {.style = style};
    for (size_t g = 0; g < style->genre_count; g++)
        for (size_t i = 0; i < style->genres[g].words.count; i++) {
            const char *word = style->genres[g].words.items[i];
            size_t length = strlen(word);
            unsigned bit = beginning_of(word, length);
            all.beginnings[bit / 64] |= (uint64_t)1 << bit % 64;
            if (length < LONGEST_WORD) all.lengths[letter_of(word, length)] |= (uint64_t)1 << length;
        }
    return all;
}

static int may_be_known(const opis_genre_words *all, const char *word, size_t length) {
    if (length >= LONGEST_WORD || !(all->lengths[letter_of(word, length)] >> length & 1)) return 0;
    unsigned bit = beginning_of(word, length);
    return (unsigned char)word[0] >= 0x80 || all->beginnings[bit / 64] >> bit % 64 & 1;
}

/* The genre that a word of a text names, or NULL.  Small letters are as long as their capitals. */
static const char *genre_of_word(const opis_style *style, const char *word, size_t length) {
    char lower[LONGEST_WORD];
    length = opis_fold_small(word, length, lower, sizeof lower);
    for (size_t g = 0; g < style->genre_count; g++)
        for (size_t i = 0; i < style->genres[g].words.count; i++) {
            const char *known = style->genres[g].words.items[i];
            if (known[0] == lower[0] && strlen(known) == length && memcmp(lower, known, length) == 0)
                return style->genres[g].genre;
        }
    return NULL;
}

const char *opis_genre_of(const opis_genre_words *words, const char *text, size_t length) {
    for (size_t i = 0; i < length;) {
        size_t start = i;
        while (i < length && is_letter(text[i])) i++;
        const char *genre = NULL;
        if (i > start && may_be_known(words, text + start, i - start))
            genre = genre_of_word(words->style, text + start, i - start);
        if (genre) return genre;
        i += i == start;
    }
    return NULL;
}
