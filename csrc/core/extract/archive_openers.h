/*
 * Openers: the tokens that a reference to an archive may begin with, be it read by glyphs or by its style.
 *
 * The names, labels and shelfmarks of a reader mark what is worth a look.  Each word that a book prints is asked once:
 * its first bytes, its length and its glance pass over most of them.  Of those that are left the places are looked at,
 * where what follows passes over nearly all.
 */
#ifndef OPIS_ARCHIVE_OPENERS_H
#define OPIS_ARCHIVE_OPENERS_H

#include "book.h"
#include "mend/pattern.h"
#include "text/glance.h"

/* Why a token is worth a second look. */
enum {
    OPIS_LOOK_GLYPHS = 1,                 /* it may be a name or "ibid", damaged ... */
    OPIS_LOOK_MARKED = 2,                 /* ... if a mark follows ... */
    OPIS_LOOK_BEYOND = OPIS_BEYOND_ASCII, /* (its first bytes tell nothing) */
    OPIS_LOOK_MIXED = 8,                  /* ... if figures are among the letters */
    OPIS_LOOK_CAPITALS = 16,              /* it may be an acronym, if there are capitals near its end */
    OPIS_LOOK_WORD = 32,      /* it may be a label of a style, one of its names, or a word that opens a text */
    OPIS_LOOK_ACRONYM = 64,   /* it may begin as the acronyms of a style do */
    OPIS_LOOK_SHELFMARK = 128 /* it may begin a shelfmark that needs no name */
};

#define OPIS_LONGEST_OPENER 63 /* bytes */

typedef enum opis_opener_kind {
    OPIS_OPENING_LABEL,
    OPIS_OPENING_NAME,
    OPIS_OPENING_HOLDING, /* a word that opens a text; see archive_words */
    OPIS_OPENER_KINDS
} opis_opener_kind;

typedef struct opis_archive_openers {
    uint8_t by_length[256][OPIS_LONGEST_OPENER + 1]; /* looks, by first byte and length, longer ones folded in */
    uint8_t
        by_pair[OPIS_BYTE_PAIRS]; /* by opis_pair() of its first two bytes: all looks but those that are marked so */
    uint8_t words[OPIS_GLANCES];  /* by glance: the kinds of opener that have a word of it, one bit each */
    uint8_t pairs[8192]; /* one bit for the glance of each name that has more words, and the first letter of the next */
} opis_archive_openers;

/** \brief NULL on failure.  The caller owns it. */
opis_archive_openers *opis_archive_openers_new(const opis_style *style, opis_error *error);
void opis_archive_openers_free(opis_archive_openers *openers);

/** \brief Mark tokens of a first byte and of `shortest` to `longest` bytes for a look that hangs on no second byte. */
void opis_openers_mark(opis_archive_openers *openers, char first, size_t shortest, size_t longest, uint8_t look);
/** \brief Mark the first `length` bytes of a text, its first word, as it is and with its first letter as a capital. */
void opis_openers_mark_word(opis_archive_openers *openers, const char *text, size_t length, opis_opener_kind kind);
/** \brief Mark words of so many bytes that begin with the first two of an acronym. */
void opis_openers_mark_acronym(opis_archive_openers *openers, const char *acronym, size_t shortest, size_t longest);
/** \brief Mark tokens that begin with pairs of bytes that a shelfmark begins with. */
void opis_openers_mark_shelfmark(opis_archive_openers *openers, const uint8_t pairs[OPIS_PAIR_BYTES]);

typedef struct opis_opener {
    uint32_t token;
    uint8_t by_glyphs, by_style; /* how a reference may begin here */
    uint8_t of_holdings;         /* see archive_words */
} opis_opener;

/** \brief Find the openers of a book among the places of its words. */
opis_status opis_openers_find(opis_book *book, opis_error *error);
/** \brief Whether a token and the next may begin a shelfmark: "FO 371", "Add MS", "Vat. lat.", "400AP". */
int opis_openers_shelfmark(const opis_book *book, size_t token);
/** \brief Whether a word may begin as the acronyms of a style do. */
int opis_openers_acronym(const opis_book *book, size_t token);
/** \brief Whether a number stands within so many tokens behind one. */
int opis_openers_number_follows(const opis_book *book, size_t token, size_t reach);

#endif
