#include "text/resemble.h"

#include <math.h>
#include <string.h>

/* A cheap look before the distance is measured: at least half the word's letters stand in their order. */
static int shares_letters(const char *seen, size_t length, const char *word, size_t printed) {
    size_t shared = 0, at = 0;
    for (size_t i = 0; i < printed && at < length && 2 * (shared + printed - i) >= printed; i++) {
        size_t end = at + 3 < length ? at + 3 : length, j = at;
        while (j < end && (seen[j] | 0x20) != (word[i] | 0x20)) j++;
        if (j == end) continue;
        at = j + 1;
        if (2 * ++shared >= printed) return 1;
    }
    return printed == 0;
}

int opis_resembles(const opis_glyphs *glyphs, const char *seen, size_t length, const char *word, size_t printed,
                   float per_letter) {
    if (!opis_may_resemble(length, printed) || !shares_letters(seen, length, word, printed)) return 0;
    return isfinite(opis_glyphs_distance(glyphs, seen, length, word, printed, per_letter * (float)printed));
}

int opis_resembles_any(const opis_glyphs *glyphs, const char *seen, size_t length, opis_words words, float per_letter) {
    for (size_t i = 0; i < words.count; i++)
        if (opis_resembles(glyphs, seen, length, words.items[i], strlen(words.items[i]), per_letter)) return 1;
    return 0;
}

size_t opis_collapse(const char *from, const char *to, char *out, size_t room) {
    size_t length = 0;
    for (; from < to && length < room; from++)
        if (*from != ' ' && *from != '\t') out[length++] = *from;
    return length;
}
