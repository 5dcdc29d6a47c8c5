/*
 * Glances: what a word looks like, as a hash of 16 bits.
 *
 * Several look through all words of a text for a few: what may begin a reference, the words of quantities.  Whoever
 * does marks the glances of what is looked for, and passes over all words but those with a mark.  Equal words have
 * equal glances, and capitals behind the first letter change none; other words may share one.
 */
#ifndef OPIS_GLANCE_H
#define OPIS_GLANCE_H

#include <string.h>

#include "opis.h"

typedef uint16_t opis_glance;

enum {
    OPIS_GLANCES = 1 << 16,
    OPIS_GLANCE_HEAD = 4 /* bytes that are read from the start of a word on, be it shorter */
};

/*
 * The glance of a word that has no fewer than four bytes of text from its start on: a hash of the first four bytes,
 * those behind the first in either case, of the last one and of the length.  The last byte tells "Archives" from
 * "Archived" no less than the first four do; what its case may change is left out, beyond ASCII too.
 */
static inline opis_glance opis_glance_at(const char *word, size_t length) {
    static const unsigned char either_case[OPIS_GLANCE_HEAD] = {0, 0x20, 0x20, 0x20};
    static const unsigned char within[OPIS_GLANCE_HEAD + 1][OPIS_GLANCE_HEAD] = {
        {0}, {0xFF}, {0xFF, 0xFF}, {0xFF, 0xFF, 0xFF}, {0xFF, 0xFF, 0xFF, 0xFF}};
    unsigned char last = (unsigned char)word[length - 1];
    uint32_t head, folds, mask, end = last < 0x80 ? last | 0x20u : 0;
    memcpy(&head, word, sizeof head);
    memcpy(&folds, either_case, sizeof folds);
    memcpy(&mask, within[length < OPIS_GLANCE_HEAD ? length : OPIS_GLANCE_HEAD], sizeof mask);
    return (opis_glance)((((head | folds) & mask) + ((uint32_t)length << 5 ^ end) * 0x85EBCA6Bu) * 0x9E3779B1u >> 16);
}

/** \brief The glance of a word of one byte or more, whatever stands behind it. */
opis_glance opis_glance_of(const char *word, size_t length);

#endif
