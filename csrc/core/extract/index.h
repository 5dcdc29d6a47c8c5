/*
 * Index: what the parts of the extractor of the back-of-book index hand to one another.
 *
 * index_find finds the lines that open entries; index_field cuts an entry at its marks and index_parse into its head
 * and subentries; index_locator reads what a locator may say; index_words mends their words and index_pairs those that
 * only the word beside them tells, and index_texts keeps what they write; index_witness knows on which pages names
 * stand; index_settle picks the locators; index_entry makes the records.
 */
#ifndef OPIS_INDEX_H
#define OPIS_INDEX_H

#include "extract/back.h"
#include "extract/joined.h"
#include "mend/lexicon.h"
#include "mend/vocabulary.h"

#define OPIS_LOCATOR_READINGS 12
#define OPIS_LOCATOR_TEXT 24
/* A note's number stands behind its page: "34n12". */
#define OPIS_LARGEST_LOCATOR_NOTE 199

typedef enum opis_locator_sort { OPIS_LOCATES_PAGE, OPIS_LOCATES_RANGE, OPIS_LOCATES_NOTE } opis_locator_sort;

typedef struct opis_locator_reading {
    int32_t from, to;      /* equal for a single page */
    int32_t behind;        /* what is printed behind the dash of a range, or the n of a note */
    float cost;            /* 0 where every glyph reads as it is */
    uint8_t behind_digits; /* noughts that lead it count */
    uint8_t sort;          /* an opis_locator_sort */
} opis_locator_reading;

/* The same few numbers stand in an index again and again, and each is asked for twice: those read last are kept. */
typedef struct opis_locator_cache opis_locator_cache;

typedef struct opis_locator {
    uint32_t first_reading, reading_count; /* cheapest first; those of equal texts are the same */
    uint32_t first_heard;                  /* while its entry is settled: where what is known of them begins */
    int32_t chosen;                        /* its row, or -1 */
    float margin;                          /* what the next best costs more */
    uint8_t doubted;                       /* the words of the entry do not stand on its page */
} opis_locator;

/* A head with its own locators, or a subentry. */
typedef struct opis_index_part {
    uint32_t start, end;        /* bytes of the source */
    uint32_t text, text_length; /* its words, in `texts` */
    uint32_t see, see_length;   /* targets, in `texts`, with semicolons between */
    uint32_t first_locator, locator_count;
    uint32_t head;     /* the part that is its head; itself for a head */
    uint32_t above;    /* for a subentry of a subhead ("-Unity"): that subhead; else itself */
    uint8_t scattered; /* no page need be named */
    uint8_t mended;    /* a word was */
    uint8_t doubtful;  /* a word is not known */
    uint8_t astray;    /* a word of its targets is not known */
    uint8_t sketch;    /* it sends to the sketch of its head; while locators are settled */
    uint8_t strange;   /* the book hardly prints a word of it; while pairs are mended */
    uint8_t judged;    /* `strange` was said of its words as they are; while pairs are mended */
} opis_index_part;

/* Bytes that grow at their end.  Owned. */
typedef struct opis_index_texts {
    char *bytes;
    size_t length, capacity;
} opis_index_texts;

typedef struct opis_index {
    opis_section section;
    int32_t largest_page;
    opis_locator_cache *cache;    /* owned */
    const opis_vocabulary *words; /* of the book; borrowed */
    opis_index_part *parts;
    size_t part_count, part_capacity;
    opis_locator *locators;
    size_t locator_count, locator_capacity;
    opis_locator_reading *readings;
    size_t reading_count, reading_capacity;
    opis_index_texts texts;
} opis_index;

void opis_index_release(opis_index *index);

typedef enum opis_index_opening {
    OPIS_INDEX_RUNS_ON,
    OPIS_INDEX_OPENS,
    OPIS_INDEX_SUBHEAD,
    OPIS_INDEX_SKIP
} opis_index_opening;

/** \brief For each line of the section what it opens; the caller owns `*openings` (opis_resize(openings, 0)). */
opis_status opis_index_find(const opis_book *book, opis_section section, uint8_t **openings, opis_error *error);

/* "I'etrov": the scan broke a P in two. */
static inline int opis_index_is_broken_p(const char *text) {
    return text[0] == 'I' && text[1] == '\'' && text[2] >= 'a' && text[2] <= 'z';
}

/** \brief Add the parts of one entry, whose text is given. */
opis_status opis_index_parse(opis_index *index, const opis_book *book, const opis_joined *text, int subhead,
                             opis_error *error);

/** \brief Read a locator, damaged or not; gives how many readings there are, none where it cannot be one. */
size_t opis_locator_read(const opis_glyphs *glyphs, const char *text, size_t length, int32_t largest_page,
                         opis_locator_reading readings[OPIS_LOCATOR_READINGS]);
/** \brief What a cache holds of a text, until the next is asked for. */
typedef struct opis_locator_recalled {
    const opis_locator_reading *readings;
    size_t count;
    uint32_t *kept; /* where whoever asks keeps these readings, and 1; 0 at first; NULL where there are none */
} opis_locator_recalled;

/** \brief The same, from the cache where it is there. */
opis_locator_recalled opis_locator_recall(opis_locator_cache *cache, const opis_glyphs *glyphs, const char *text,
                                          size_t length, int32_t largest_page);
/** \brief NULL where there is no memory; the caller owns the result (opis_resize(cache, 0)). */
opis_locator_cache *opis_locator_cache_new(opis_error *error);
/** \brief Whether two readings say the same. */
int opis_locator_same(const opis_locator_reading *a, const opis_locator_reading *b);
/** \brief Write a reading as it is printed: "12", "45-48", "34n12". */
size_t opis_locator_print(const opis_locator_reading *reading, char text[OPIS_LOCATOR_TEXT]);

/** \brief Add to the end of texts. */
opis_status opis_index_put(opis_index_texts *texts, const char *text, size_t length, opis_error *error);
/** \brief Give a part the words that were mended, from `first` on, and behind them its targets as they are. */
opis_status opis_index_reword(opis_index *index, opis_index_part *part, opis_index_texts *mended, size_t first,
                              opis_error *error);
/** \brief Put mended texts, which hold the words of all parts, in the place of the index's, which owns them then. */
void opis_index_exchange(opis_index *index, opis_index_texts mended);

/** \brief Mend the words of all parts. */
opis_status opis_index_mend(opis_index *index, const opis_book *book, opis_error *error);

/** \brief Mend words that the book hardly prints by the word beside them: of the pairs that the index prints often. */
opis_status opis_index_mend_pairs(opis_index *index, const opis_book *book, opis_error *error);

/** \brief Choose a reading for every locator. */
opis_status opis_index_settle(opis_index *index, opis_book *book, opis_error *error);

/* Where words stand: each key with the leaves that hold it. */
#define OPIS_INDEX_GATE_BITS 14
typedef struct opis_index_witness {
    uint64_t *keys; /* open addressing; 0 is empty */
    uint32_t *rows; /* of each slot */
    size_t slot_count, key_count;
    uint64_t gate[(1 << OPIS_INDEX_GATE_BITS) / 64]; /* bits of how the words begin */
    uint32_t *firsts;                                /* of each row: its sightings, one more at the end */
    uint32_t *leaves;                                /* in no order */
    float *present;        /* of each row: what the word speaks for a page that holds it; 0: it says nothing */
    float *absent;         /* and against one that does not */
    uint32_t leaf_count;   /* leaves that were looked at */
    uint16_t *marks;       /* of each leaf, from 1 on: a bit for each of the words that are asked and stand on it */
    int32_t *leaf_of_page; /* or -1 */
    int32_t page_count;
    opis_lexicon notes; /* pages with the numbers of their notes */
} opis_index_witness;

/* The words of an entry that are witnesses. */
#define OPIS_INDEX_NAMED 12
typedef struct opis_index_named {
    uint32_t rows[OPIS_INDEX_NAMED];
    float weights[OPIS_INDEX_NAMED];
    float says[OPIS_INDEX_NAMED][4]; /* what each that was asked says, with its weight: of a page without it, of one
                                        beside a page that holds it, and twice of one that does */
    size_t count;
} opis_index_named;

opis_status opis_index_witness_make(opis_index_witness *witness, const opis_index *index, const opis_book *book,
                                    opis_error *error);
void opis_index_witness_release(opis_index_witness *witness);
/** \brief Row of a word, or -1 where it is none of the index. */
int64_t opis_index_witness_row(const opis_index_witness *witness, const char *word, size_t length);
/** \brief Mark the leaves on which words stand, from the `first` on, for opis_index_witness_weigh(). */
void opis_index_witness_ask(opis_index_witness *witness, opis_index_named *words, size_t first);
/** \brief Take back the marks of words from the `first` on, which were the last to be asked. */
void opis_index_witness_dismiss(opis_index_witness *witness, const opis_index_named *words, size_t first);
/** \brief What the words that were asked say of a page: log odds that it is listed there, for and against. */
float opis_index_witness_weigh(const opis_index_witness *witness, const opis_index_named *words, int32_t page);
/** \brief Whether a note of this number begins on a page; -1 where no note does at all. */
int opis_index_witness_note(const opis_index_witness *witness, int32_t page, int32_t note);

#endif
