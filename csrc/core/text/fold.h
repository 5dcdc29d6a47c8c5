/*
 * Fold: words as one compares them.  Case goes, points and apostrophes go, and Cyrillic letters that look like Latin
 * ones become them, for a scan or a typist takes one for the other.
 */
#ifndef OPIS_FOLD_H
#define OPIS_FOLD_H

#include <stddef.h>
#include <stdint.h>

#define OPIS_FOLD_START 0xCBF29CE484222325u

/** \brief Add the folded characters of some well-formed UTF-8 to a hash that began with OPIS_FOLD_START. */
uint64_t opis_fold_hash(uint64_t hash, const char *bytes, size_t length);
/** \brief Whether two texts fold into the same. */
int opis_fold_same(const char *a, size_t a_length, const char *b, size_t b_length);
/** \brief How many bytes at the start of one text fold into another whole; 0 where they do not. */
size_t opis_fold_prefix(const char *bytes, size_t length, const char *text, size_t text_length);
/** \brief Decode the character at `bytes`, any; gives its length in bytes. */
size_t opis_fold_decode_any(const char *bytes, size_t length, uint32_t *code);
/** \brief The same; most characters are of one byte, and not worth a call. */
static inline size_t opis_fold_decode(const char *bytes, size_t length, uint32_t *code) {
    if (length == 0 || (unsigned char)*bytes >= 0x80) return opis_fold_decode_any(bytes, length, code);
    *code = (unsigned char)*bytes;
    return 1;
}
/** \brief Copy with small letters, at most `room` bytes, no character in part; gives the length. */
size_t opis_fold_small(const char *bytes, size_t length, char *out, size_t room);
/** \brief Whether a character is a capital letter of a script that has them. */
int opis_fold_is_capital(uint32_t code);
/** \brief Whether a text begins with a small letter. */
int opis_fold_begins_small(const char *bytes, size_t length);
/** \brief The capital of a letter; any other character as it is. */
uint32_t opis_fold_capital(uint32_t code);

#endif
