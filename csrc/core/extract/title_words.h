/*
 * Words of titles: mended by one another, and by how often the book prints them.
 *
 * Titles are set in italics or in bold, which a scan reads worst, and the same words come again and again.  A rare word
 * that looks like a damaged form of a much commoner one is taken for it; what nothing vouches for stays in doubt.
 */
#ifndef OPIS_TITLE_WORDS_H
#define OPIS_TITLE_WORDS_H

#include "book.h"

#define OPIS_MENDED_TITLE 1023 /* bytes of a mended title; more are left as they are */

typedef struct opis_title_words {
    const opis_book *book;
    opis_vocabulary titles;              /* the words of the titles */
    const opis_vocabulary *words;        /* of the whole book, which titles are mended by too, or NULL */
    struct opis_title_verdict *verdicts; /* one for each word of the titles; owned */
    char *texts;                         /* all titles, one behind the other; owned */
    size_t length, capacity;
} opis_title_words;

typedef struct opis_mended_title {
    char text[OPIS_MENDED_TITLE + 1];
    size_t length;
    opis_certainty certainty; /* clean, repaired or likely */
    int changed;
} opis_mended_title;

/** \brief Add a title; all are added before any is mended. */
opis_status opis_title_words_add(opis_title_words *words, const char *title, size_t length, opis_error *error);
/** \brief Make ready for opis_title_words_mend(); how often the book prints each word is counted. */
opis_status opis_title_words_sort(opis_title_words *words, opis_error *error);
/** \brief Mend one of the titles that were added. */
void opis_title_words_mend(opis_title_words *words, const char *title, size_t length, opis_mended_title *mended);
/** \brief The name of a title's certainty. */
const char *opis_title_status(opis_certainty certainty);
void opis_title_words_release(opis_title_words *words);

#endif
