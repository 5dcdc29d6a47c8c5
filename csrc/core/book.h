/*
 * Book: everything that is known of one text while it is read, and what is kept of it afterwards.
 *
 * Data flows one way: source, tokens, layout, extractors, records.  book.c lists in which order extractors run and
 * what each may read.
 */
#ifndef OPIS_BOOK_H
#define OPIS_BOOK_H

#include "mend/glyph.h"
#include "mend/pattern.h"
#include "mend/vocabulary.h"
#include "records.h"
#include "style.h"
#include "text/concordance.h"
#include "text/layout.h"
#include "text/source.h"

struct opis_reader {
    const opis_style *style; /* that is compiled in, or `own` */
    opis_style own;          /* the same with another profile */
    opis_glyphs *glyphs;
    struct opis_archive_openers *archive_openers;   /* made and freed by extract/archive_openers */
    struct opis_archive_patterns *archive_patterns; /* made and freed by extract/archive */
    struct opis_archive_styles *archive_styles;     /* made and freed by extract/archive_styles */
    struct opis_quantity_words *quantity_words;     /* made and freed by extract/quantity_words */
    struct opis_months *months;                     /* made and freed by extract/months */
};

/* The relations and witnesses of the tables, one table after the other. */
typedef struct opis_relation_store {
    opis_relation *relations; /* owned */
    size_t count, capacity;
    uint32_t *parts; /* owned */
    size_t part_count, part_capacity;
    opis_table_witness *witnesses; /* owned */
    size_t witness_count, witness_capacity;
    struct opis_relation_ends {
        size_t relations, witnesses;
    } * ends; /* of each table's; owned */
    size_t end_count, end_capacity;
} opis_relation_store;

void opis_relation_store_release(opis_relation_store *store);

typedef struct opis_section {
    uint32_t first, end; /* lines from 0, half-open; equal where the book has none */
} opis_section;

/* Where the sketches, the list of documents and the index of a book stand: see extract/back. */
typedef struct opis_back_matter {
    opis_section sketches, documents, index;
    int found; /* they were looked for */
} opis_back_matter;

struct opis_book {
    const char *bytes; /* as given, and not yet checked */
    size_t length;
    const opis_style *style;
    opis_glyphs *glyphs;       /* those of the reader, with a memory; of a volume the whole's; while reading only */
    const opis_reader *reader; /* while reading only */
    struct opis_calendar *calendar; /* made by the first that asks opis_book_calendar(); while reading only */
    uint32_t kinds;                 /* that are read: a set */
    int without_tokens;             /* they are let go of when nothing needs them */
    opis_limits limits;
    opis_source source;
    opis_token *tokens;
    size_t token_count;
    struct opis_opener *openers; /* made by extract/archive_openers; while reading only, up to the archives */
    size_t opener_count;
    opis_concordance concordance; /* of the tokens; while reading only */
    opis_layout layout;
    opis_records records;
    opis_relation_store relations;
    opis_back_matter back;
    opis_vocabulary words; /* counted by extract/printed when first asked for; released once the index or the book is */
    uint32_t *volumes;     /* lines at which the second and later volumes of the text begin; while reading only */
    uint32_t volume_count; /* of them */
    size_t volume_capacity;
    const struct opis_book *whole; /* what this is a volume of, or NULL; while reading only */
    uint32_t first_line;           /* of it there */
};

/* A step of reading: the kinds that it makes, and those of the steps before it that it reads. */
typedef struct opis_stage {
    const char *name;
    opis_status (*run)(opis_book *book, opis_error *error);
    uint32_t makes, reads; /* sets of kinds; what makes all of them runs whichever are asked for */
} opis_stage;

/* The steps in order: this is how data flows. */
extern const opis_stage opis_stages[];
extern const size_t opis_stage_count;

/** \brief Limits with the usual one in the place of each that is 0; all of them for NULL. */
opis_limits opis_limits_within(const opis_limits *limits);

/** \brief A book before its first step, within the usual limits.  NULL on failure; opis_book_end() comes after the
 * last. */
opis_book *opis_book_begin(const opis_reader *reader, const char *bytes, size_t length, uint32_t kinds,
                           opis_error *error);
/** \brief The same for the lines [first, end) of a book whose lines are known; it shares what that remembers. */
opis_book *opis_book_begin_volume(const opis_book *whole, uint32_t first, uint32_t end, opis_error *error);
/** \brief Go through the steps; a text of several volumes stops where they are known. */
opis_status opis_book_run(opis_book *book, opis_error *error);
/** \brief Let go of the tokens: those of its lines are then found anew by whoever needs them. */
void opis_book_forget_tokens(opis_book *book);
/** \brief Let go of what is needed while reading only. */
void opis_book_end(opis_book *book);

/* Rows of a kind, typed: `opis_note *notes = OPIS_ROWS(book, OPIS_NOTE);` */
#define OPIS_ROWS(book, kind) ((void *)(book)->records.kinds[kind].rows)
#define OPIS_ROW_COUNT(book, kind) ((book)->records.kinds[kind].count)

#endif
