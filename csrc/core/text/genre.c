#include "text/genre.h"

#include <string.h>

#include "letters.h"
#include "text/fold.h"

#define LONGEST_WORD 40 /* bytes */

/* The first two bytes of the words of all genres, a bit each: few words of a text begin as one of them does. */
typedef struct beginnings {
    uint64_t bits[4];
} beginnings;

/* Of either case, as far as ASCII goes. */
static unsigned beginning_of(const char *word, size_t length) {
    unsigned first = (unsigned char)word[0] | 0x20u, second = length > 1 ? (unsigned char)word[1] | 0x20u : 0;
    return (first * 31 + second) & 0xFF;
}

static beginnings list_beginnings(const opis_style *style) {
    beginnings all = {{0}};
    for (size_t g = 0; g < style->genre_count; g++)
        for (size_t i = 0; i < style->genres[g].words.count; i++) {
            const char *word = style->genres[g].words.items[i];
            unsigned bit = beginning_of(word, word[0] && word[1] ? 2 : 1);
            all.bits[bit / 64] |= (uint64_t)1 << bit % 64;
        }
    return all;
}

static int may_be_known(const beginnings *all, const char *word, size_t length) {
    unsigned bit = beginning_of(word, length);
    return (unsigned char)word[0] >= 0x80 || all->bits[bit / 64] >> bit % 64 & 1;
}

/* The genre that a word of a text names, or NULL. */
static const char *genre_of_word(const opis_style *style, const char *word, size_t length) {
    char lower[LONGEST_WORD];
    if (length >= sizeof lower) return NULL;
    length = opis_fold_small(word, length, lower, sizeof lower);
    for (size_t g = 0; g < style->genre_count; g++)
        for (size_t i = 0; i < style->genres[g].words.count; i++) {
            const char *known = style->genres[g].words.items[i];
            if (known[0] == lower[0] && strlen(known) == length && memcmp(lower, known, length) == 0)
                return style->genres[g].genre;
        }
    return NULL;
}

const char *opis_genre_of(const opis_style *style, const char *text, size_t length) {
    beginnings all = list_beginnings(style);
    for (size_t i = 0; i < length;) {
        size_t start = i;
        while (i < length && is_letter(text[i])) i++;
        const char *genre = NULL;
        if (i > start && may_be_known(&all, text + start, i - start))
            genre = genre_of_word(style, text + start, i - start);
        if (genre) return genre;
        i += i == start;
    }
    return NULL;
}
