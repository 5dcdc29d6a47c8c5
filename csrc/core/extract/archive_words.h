/*
 * Words of holdings: where a text cites archives by the words that it uses, learned from annotated footnotes.
 *
 * A linear-chain model tells for each word whether it stands in a reference.  It is asked only where the text shows
 * that it cites such holdings at all.
 */
#ifndef OPIS_ARCHIVE_WORDS_H
#define OPIS_ARCHIVE_WORDS_H

#include "extract/extract.h"

typedef struct opis_span {
    uint32_t start, end; /* bytes */
} opis_span;

typedef struct opis_spans {
    opis_span *items; /* in text order; owned */
    size_t count, capacity;
} opis_spans;

/* The tokens of the words that open a text. */
typedef struct opis_words_opening {
    uint32_t *tokens; /* ascending; owned */
    size_t count, capacity;
} opis_words_opening;

/** \brief Find what the words of a text show to be references, and the stretches of it that were read for them. */
opis_status opis_words_find(const opis_book *book, const opis_words_opening *opening, opis_spans *found,
                            opis_spans *read, opis_error *error);
void opis_spans_release(opis_spans *spans);
/** \brief The citation style that reads them, or OPIS_NO_STYLE. */
uint16_t opis_words_style(const opis_book *book);

#endif
