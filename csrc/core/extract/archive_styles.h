/*
 * The styles of references, compiled: which words name archives and levels, found by the hash of their folded form.
 */
#ifndef OPIS_ARCHIVE_STYLES_H
#define OPIS_ARCHIVE_STYLES_H

#include "extract/archive_openers.h"
#include "mend/pattern.h"
#include "style.h"

#define OPIS_LABEL_WORDS 3
#define OPIS_NAME_WORDS 8
#define OPIS_TERM_BITS (1u << 16)
#define OPIS_TOLD_ALONE 64 /* shelfmarks that need no name, of which the first byte tells */

/* What a folded word may be; one entry for each meaning, those of one hash side by side. */
typedef enum opis_term_kind {
    OPIS_TERM_LABEL,       /* `style`, `level`; all words of the label are in the hash */
    OPIS_TERM_NAME,        /* `item` a repository, `name` of its names and others: the hash is of the first word */
    OPIS_TERM_INSTITUTION, /* `style`; the hash is of the first word */
    OPIS_TERM_IBID,        /* `style`; all words */
    OPIS_TERM_VERSO,       /* `style` */
    OPIS_TERM_FIRST,       /* the first word of a longer label */
    OPIS_TERM_FIRST_IBID   /* the first word of a longer "ibid" */
} opis_term_kind;

typedef struct opis_term {
    uint64_t hash;
    const char *text;
    uint16_t item, style;
    uint8_t kind, level;
    uint8_t kept;  /* a name that is kept as printed */
    uint8_t opens; /* a label, or its first word, that may begin a reference without a name */
    uint8_t words;
    uint32_t alike;    /* of the first term of a hash: how many have it ... */
    uint64_t labelled; /* ... and the styles of which one is a label or begins one, a bit each; the 65th shares that
                          of the first */
} opis_term;

typedef struct opis_archive_styles {
    const opis_citation_style *styles;   /* owned: those compiled in and those added */
    const opis_repository *repositories; /* owned likewise */
    size_t style_count, repository_count;
    const opis_style *edition; /* of the words that they have in common; borrowed from the reader */
    uint16_t tolerant;         /* the style of references that are read by glyphs */
    opis_term *terms;          /* sorted by hash; owned */
    size_t term_count, term_capacity;
    uint32_t *buckets;                         /* first term of each run of hashes by their top bits; owned */
    uint64_t term_hashes[OPIS_TERM_BITS / 64]; /* a bit for the top bits of each hash: most words are no term */
    opis_pattern **patterns;                   /* of the signatures, style by style; owned */
    uint32_t *first_pattern;                   /* of each style; owned */
    size_t pattern_count;
    const opis_pattern **alone_patterns;     /* of shelfmarks that need no name; owned, not what it points at */
    uint8_t (*alone_pairs)[OPIS_PAIR_BYTES]; /* what each of them may begin with; owned */
    uint16_t *alone_styles;                  /* owned */
    uint64_t alone_firsts[256];              /* by first byte: which of the first of them may begin so, one bit each */
    size_t alone_count;
    uint32_t *openers; /* the levels of each style, one bit each, whose labels may begin a reference; owned */
} opis_archive_styles;

/** \brief NULL on failure.  The caller owns it.  What references begin with is marked among the openers. */
opis_archive_styles *opis_archive_styles_new(const opis_style *style, const opis_added_styles *added,
                                             opis_archive_openers *openers, opis_error *error);
void opis_archive_styles_free(opis_archive_styles *styles);

/** \brief The first term of a hash and how many there are. */
const opis_term *opis_archive_terms(const opis_archive_styles *styles, uint64_t hash, size_t *count);

#endif
