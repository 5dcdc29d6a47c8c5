#include "text/genre.h"

#include <string.h>

#include "letters.h"
#include "text/fold.h"

#define LONGEST_WORD 40 /* bytes */

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
    for (size_t i = 0; i < length;) {
        size_t start = i;
        while (i < length && is_letter(text[i])) i++;
        const char *genre = i > start ? genre_of_word(style, text + start, i - start) : NULL;
        if (genre) return genre;
        i += i == start;
    }
    return NULL;
}
