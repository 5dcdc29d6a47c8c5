/*
 * Crossref: what the parts of the cross-reference extractor hand to one another.
 *
 * crossref finds the words that point ("Document", "Table") and makes the records; crossref_number reads the numbers
 * behind them and settles damaged ones by what exists.
 */
#ifndef OPIS_CROSSREF_H
#define OPIS_CROSSREF_H

#include "book.h"
#include "mend/lexicon.h"

#define OPIS_MOST_POINTED 24

typedef enum opis_target {
    OPIS_AT_DOCUMENT,
    OPIS_AT_TABLE,
    OPIS_AT_PAGE,
    OPIS_AT_NOTE,
    OPIS_AT_OTHER /* chapters, appendices, figures: nothing tells which exist */
} opis_target;

/* What the book has: rows + 1 by target, number and suffix. */
typedef struct opis_targets {
    const opis_book *book;
    opis_lexicon rows; /* owned */
    uint32_t counts[OPIS_AT_OTHER + 1];
    int32_t largest[OPIS_AT_OTHER + 1];
} opis_targets;

opis_status opis_targets_find(opis_targets *targets, const opis_book *book, opis_error *error);
void opis_targets_release(opis_targets *targets);
/** \brief The row of a target, or OPIS_UNKNOWN; a suffix of 0 finds any. */
int32_t opis_target_row(const opis_targets *targets, opis_target target, int32_t number, char suffix);

typedef struct opis_pointed {
    int32_t number, to; /* `to` is 0 but for a range */
    char suffix;
} opis_pointed;

/* A word that points, and what follows it. */
typedef struct opis_pointer {
    opis_target target;
    const char *name;    /* of the target, as the record gives it */
    uint8_t plural;      /* a list may follow */
    uint32_t start, end; /* bytes; `end` is set by opis_pointer_read() */
    size_t first, last;  /* tokens of the word */
    uint32_t tail;       /* byte where the word ends within its last token */
    uint8_t status;      /* an opis_certainty */
    size_t count;
    opis_pointed numbers[OPIS_MOST_POINTED]; /* `count` of them */
} opis_pointer;

/** \brief Read the numbers behind the word; 0 if there are none. */
int opis_pointer_read(const opis_targets *targets, opis_pointer *pointer);
/** \brief The next token that says something, over a few line ends, or the count of tokens. */
size_t opis_pointer_next(const opis_book *book, size_t token);

#endif
