#include "text/glance.h"

#include <string.h>

#include "memory.h"

#define HEAD 4 /* bytes */
/* The last byte tells "Archives" from "Archived" no less than the first four do; beyond ASCII it hangs on the case. */
#define BEYOND_ASCII 0x80

/* A hash of the first four bytes, those behind the first in either case, of the last one and of the length. */
static inline opis_glance hash(const char head[HEAD], char last, size_t length) {
    static const unsigned char either_case[HEAD] = {0, 0x20, 0x20, 0x20};
    static const unsigned char within[HEAD + 1][HEAD] = {
        {0}, {0xFF}, {0xFF, 0xFF}, {0xFF, 0xFF, 0xFF}, {0xFF, 0xFF, 0xFF, 0xFF}};
    uint32_t bytes, folds, mask, end = (unsigned char)last < BEYOND_ASCII ? (unsigned char)last | 0x20u : 0;
    memcpy(&bytes, head, sizeof bytes);
    memcpy(&folds, either_case, sizeof folds);
    memcpy(&mask, within[length < HEAD ? length : HEAD], sizeof mask);
    return (opis_glance)((((bytes | folds) & mask) + ((uint32_t)length << 5 ^ end) * 0x85EBCA6Bu) * 0x9E3779B1u >> 16);
}

opis_glance opis_glance_of(const char *word, size_t length) {
    char head[HEAD] = {0};
    memcpy(head, word, length < HEAD ? length : HEAD);
    return hash(head, word[length - 1], length);
}

opis_status opis_glances_make(opis_glance **glances, const char *bytes, size_t length, const opis_token *tokens,
                              size_t token_count, opis_error *error) {
    size_t capacity = 0, whole = token_count;
    *glances = NULL;
    opis_status status = opis_reserve(glances, &capacity, token_count + 1, sizeof **glances, error);
    if (status != OPIS_OK) return status;
    while (whole > 0 && tokens[whole - 1].start + (size_t)HEAD > length) whole--; /* no whole head can be read there */
    opis_glance *at = *glances;
    for (size_t i = 0; i < whole; i++) {
        const char *word = bytes + tokens[i].start;
        at[i] = hash(word, word[tokens[i].length - 1], tokens[i].length);
    }
    for (size_t i = whole; i < token_count; i++) at[i] = opis_glance_of(bytes + tokens[i].start, tokens[i].length);
    return OPIS_OK;
}
