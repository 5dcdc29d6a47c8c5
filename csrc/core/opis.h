/*
 * opis: an inventory of a scanned documentary edition.
 *
 * This is the whole public interface of the C library.  A reader is made once, from the citation styles and
 * edition profiles that are compiled in; it is immutable and may be shared between threads.  Reading gives a
 * book: rows of records, one vector for each kind, with every text kept in the book.
 *
 *     #include <stdio.h>
 *     #include <string.h>
 *     #include "opis.h"
 *     int main(void) {
 *         const char *text = "Document 1\nLetter to the mill, 3 May 1931\n\nNo flour has come.\n";
 *         opis_error error;
 *         opis_reader *reader = opis_reader_new(&error);
 *         opis_book *book = reader ? opis_read(reader, text, strlen(text), &error) : NULL;
 *         if (!book) return fprintf(stderr, "%s\n", error.message), opis_reader_free(reader), 1;
 *         printf("%zu documents\n", opis_book_rows(book, OPIS_DOCUMENT).count);
 *         return opis_book_free(book), opis_reader_free(reader), 0;
 *     }
 *
 * Every function that can fail returns a status (or NULL) and fills the error it is given; on success the error
 * is left untouched.  Nothing here prints, exits or keeps mutable global state.  Reading and mending take up to 300 KB
 * of stack, which matters to threads that are given less.
 */
#ifndef OPIS_H
#define OPIS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Errors -------------------------------------------------------------------------------------------- */

typedef enum opis_status {
    OPIS_OK,
    OPIS_OUT_OF_MEMORY,
    OPIS_NOT_TEXT,       /* the bytes are not UTF-8 text; `byte` says where */
    OPIS_OVER_LIMIT,     /* the source, a text or the match of a pattern takes more than a limit allows */
    OPIS_BAD_CORRECTION, /* a correction names no row or field, or gives what the field cannot hold */
    OPIS_BAD_STYLE,      /* a style that the caller brought does not hold; the message says why */
    OPIS_INTERNAL        /* a pattern or table that is compiled in does not hold: a defect of opis */
} opis_status;

#define OPIS_NO_BYTE UINT64_MAX

typedef struct opis_error {
    opis_status status;
    uint64_t byte; /* offset into the source, or OPIS_NO_BYTE */
    char message[232];
} opis_error;

/* ---- Limits -------------------------------------------------------------------------------------------- */

/** \brief Offsets are kept in 32 bits inside: a larger source is refused. */
#define OPIS_LARGEST_SOURCE ((uint64_t)UINT32_MAX - 1)
/** \brief A longer run of one class is given as several tokens. */
#define OPIS_LONGEST_TOKEN 65535
/** \brief Grids of more cells than this are not mended: every cell stays as it reads, and the solution is `bounded`. */
#define OPIS_LARGEST_GRID 4096
/** \brief A record whose text is longer is no record of a book. */
#define OPIS_LONGEST_TEXT ((uint64_t)1 << 20)
/** \brief Steps that one match of a shelfmark's pattern may take, and bytes that it may hold to go back to. */
#define OPIS_MATCH_STEPS 20000
#define OPIS_MATCH_BYTES ((uint32_t)1 << 20)
/** \brief Steps that all matches of a read may take, for each byte of the source and for any source. */
#define OPIS_READ_STEPS 200
#define OPIS_LEAST_READ_STEPS 10000000

/* What one read may take, or one table, for opis_read_within() and opis_mend_within(); 0 stands for the usual limit. */
typedef struct opis_limits {
    uint64_t source_bytes; /* of the source; passing it is OPIS_OVER_LIMIT */
    uint64_t text_bytes;   /* of one text of a record; passing it is OPIS_OVER_LIMIT */
    uint32_t table_cells;  /* of a table whose arithmetic is solved; a larger one stays as it reads */
    uint32_t match_steps;  /* of one match of a pattern; passing it is OPIS_OVER_LIMIT, at the byte of the match */
    uint32_t match_bytes;  /* that one match may hold; the same */
    uint32_t read_steps;   /* of all matches of a read, for each byte of the source; the same */
} opis_limits;

/* ---- Tokens -------------------------------------------------------------------------------------------- */

typedef enum opis_token_class {
    OPIS_WORD,        /* letters of any script, with apostrophes inside */
    OPIS_NUMBER,      /* digits alone */
    OPIS_MIXED,       /* letters and digits in one run: what damage often makes of a number */
    OPIS_PUNCTUATION, /* one character */
    OPIS_BREAK,       /* one line break: LF or CR LF */
    OPIS_BLANK        /* two blanks or more, or blanks that open a line; one blank between words has no token */
} opis_token_class;

/* What the first bytes of a token look like, so that extractors can pass over most of them unread. */
enum { OPIS_UPPER_FIRST = 1, OPIS_UPPER_ALL = 2, OPIS_BEYOND_ASCII = 4 };

typedef struct opis_token {
    uint32_t start;
    uint16_t length;
    uint8_t class_; /* an opis_token_class */
    uint8_t shape;  /* OPIS_UPPER_FIRST ... */
} opis_token;

/**
 * \brief Cut UTF-8 text into tokens.
 *
 * The caller owns `*tokens` and gives it to opis_tokens_free().
 */
opis_status opis_tokenize(const char *bytes, size_t length, opis_token **tokens, size_t *count, opis_error *error);
void opis_tokens_free(opis_token *tokens);

/* ---- Records ------------------------------------------------------------------------------------------- */

typedef enum opis_kind {
    OPIS_PAGE,
    OPIS_DOCUMENT,
    OPIS_NOTE,
    OPIS_ARCHIVE,
    OPIS_TABLE,
    OPIS_CELL,
    OPIS_PERIODICAL,
    OPIS_WORK,
    OPIS_CROSSREF,
    OPIS_SPEAKER,
    OPIS_STATISTIC,
    OPIS_DATE,
    OPIS_BIOGRAPHY,
    OPIS_CAREER,
    OPIS_DOCUMENT_INDEX,
    OPIS_INDEX_ENTRY,
    OPIS_KIND_COUNT
} opis_kind;

typedef enum opis_certainty {
    OPIS_CLEAN,    /* the printed text reads as it is, and no order or relation that it stands in is broken */
    OPIS_REPAIRED, /* damaged, and order, arithmetic or a unique lexicon match proves the reading */
    OPIS_LIKELY,   /* best reading, unproved */
    OPIS_MISSING,  /* promised by the layout, lost by the OCR */
    OPIS_CONFLICT, /* well read, but the book contradicts itself */
    OPIS_CORRECTED /* somebody who knows better gave the value: opis_book_correct() */
} opis_certainty;

/* A text of the book: opis_book_text() gives its bytes.  A length of OPIS_NULL_TEXT means that there is none. */
#define OPIS_NULL_TEXT UINT32_MAX
typedef struct opis_text {
    uint32_t start, length;
} opis_text;

/* A list of texts or integers of the book: opis_book_texts() and opis_book_integers() give them. */
typedef struct opis_list {
    uint32_t first, count;
} opis_list;

/* Where a number is unknown or absent. */
#define OPIS_UNKNOWN (-1)

/* What every kind has.  Offsets are bytes of the source, half-open; lines are counted from 1. */
typedef struct opis_record {
    int64_t start, end;
    int32_t line;
    int32_t page;     /* printed number, or OPIS_UNKNOWN */
    int32_t document; /* row of the enclosing document, or OPIS_UNKNOWN */
    uint8_t status;   /* an opis_certainty */
} opis_record;

typedef struct opis_page {
    opis_record record;
    int32_t number; /* OPIS_UNKNOWN where nothing tells */
    uint8_t roman;
    uint8_t head; /* the running head or folio survived */
} opis_page;

typedef struct opis_document {
    opis_record record;
    int32_t number;
    opis_text suffix, title, date, date_raw, genre;
    opis_text title_status; /* of its words: "clean", "repaired", "likely"; the record's is of number and date */
    int32_t source_line, end_line;
    int32_t source;      /* row of the archive record that gives its source, or OPIS_UNKNOWN */
    opis_list continued; /* integers: lines of its "continued" furniture */
} opis_document;

typedef struct opis_note {
    opis_record record;
    opis_text number;
    int32_t end_line;
    int64_t marker;    /* byte offset of its reference mark, or OPIS_UNKNOWN */
    int32_t marked_in; /* row of the document that holds its mark; the mark lost, whose source it gives */
} opis_note;

typedef struct opis_archive {
    opis_record record;
    opis_text archive, fond, opis, delo;
    opis_list listy; /* texts */
    uint8_t ibid;
    opis_list parts; /* texts: name and value of every other level in turn */
    opis_text id;    /* equal for equal sources, however they are spelled */
    int32_t note;    /* row of the note that it stands in, or OPIS_UNKNOWN */
} opis_archive;

typedef struct opis_table {
    opis_record record;
    int32_t number;
    opis_text title;
    int32_t end_line;
    int32_t row_count, column_count; /* of the grid of data cells */
} opis_table;

/* A cell of a table's grid; one that the layout promises and the scan lost has an empty span and no value. */
typedef struct opis_cell {
    opis_record record;
    int32_t table; /* number of its table */
    opis_text row, col;
    double value;       /* NAN: none */
    opis_text evidence; /* the relation that proves or contradicts it */
    int32_t table_row;  /* row of its table record */
    int32_t row_index, column_index;
} opis_cell;

typedef struct opis_periodical {
    opis_record record;
    opis_text title, date, issue;
    int32_t year;
    opis_list pages;   /* texts */
    int32_t refers_to; /* row of the reference that "Ibid." repeats */
    int32_t note;      /* row of the note that it stands in */
} opis_periodical;

typedef struct opis_work {
    opis_record record;
    opis_list authors;             /* texts: surnames */
    opis_text title, title_status; /* as of a document */
    int32_t year;
    opis_list pages;   /* texts */
    int32_t refers_to; /* row of the full reference that a short title, or "Ibid.", repeats */
    int32_t note;
} opis_work;

typedef struct opis_crossref {
    opis_record record;
    opis_text target;  /* "document", "table" ... */
    opis_list numbers; /* texts */
    int32_t refers_to; /* row of the first record that it points at, of the kind that `target` names */
} opis_crossref;

typedef struct opis_speaker {
    opis_record record;
    opis_text name;
    int32_t end_line;
    int32_t biography; /* row of the sketch of this name */
} opis_speaker;

typedef struct opis_statistic {
    opis_record record;
    double value, value_to; /* NAN: none */
    opis_text unit;
    uint8_t approx;
    int32_t year;
    opis_text about;
} opis_statistic;

typedef struct opis_calendar_date {
    opis_record record;
    opis_text date;     /* ISO 8601; "--09-25" where the year is absent */
    opis_text resolved; /* with the year that the context gives */
} opis_calendar_date;

typedef struct opis_biography {
    opis_record record;
    opis_text name, alias;
    int32_t born, died;
    uint8_t repressed;
    int32_t end_line;
} opis_biography;

/* A dated entry of a sketch: "From 1929 to 1930, first secretary ...". */
typedef struct opis_career {
    opis_record record;
    int32_t biography; /* row of its sketch */
    opis_text from, to, post;
} opis_career;

typedef struct opis_document_index {
    opis_record record;            /* its page is the one that the list gives */
    opis_text number, title, date; /* the number with its suffix: "15a" */
    int32_t refers_to;             /* row of the document */
} opis_document_index;

typedef struct opis_index_entry {
    opis_record record;
    opis_text head, sub;
    opis_list locators, see; /* texts */
    opis_list page_rows;     /* integers: rows of the pages that the locators name */
    int32_t biography;       /* row of the sketch of this headword */
} opis_index_entry;

typedef struct opis_rows {
    const void *rows; /* opis_page, opis_document ...: valid as long as the book */
    size_t count;
    size_t row_size;
} opis_rows;

/* How a binding finds its way in a row without knowing the kinds. */
typedef enum opis_field_type {
    OPIS_INT32,
    OPIS_INT64,
    OPIS_REAL,      /* double; NAN stands for null */
    OPIS_FLAG,      /* uint8_t, 0 or 1 */
    OPIS_CERTAINTY, /* uint8_t */
    OPIS_TEXT,      /* opis_text */
    OPIS_TEXTS,     /* opis_list */
    OPIS_PAIRS,     /* opis_list of texts: name, value, name, value ... */
    OPIS_INTEGERS   /* opis_list */
} opis_field_type;

typedef struct opis_field {
    const char *name;
    opis_field_type type;
    size_t offset;
    int nullable; /* OPIS_UNKNOWN stands for null */
    int link;     /* a row number of another kind: in the arrays, not in JSON */
} opis_field;

/** \brief Name of a kind ("page"), or NULL past the last. */
const char *opis_kind_name(opis_kind kind);
/** \brief The fields of a kind; static, `*count` of them. */
const opis_field *opis_kind_fields(opis_kind kind, size_t *count);
/** \brief "clean", "repaired", ... */
const char *opis_certainty_name(opis_certainty certainty);

/* ---- Styles of archival references --------------------------------------------------------------------- */

typedef struct opis_words {
    const char *const *items;
    size_t count;
} opis_words;

typedef enum opis_level { OPIS_FOND, OPIS_OPIS, OPIS_DELO, OPIS_LIST, OPIS_LEVEL_COUNT } opis_level;

/* What the value of a level looks like. */
typedef enum opis_value_shape {
    OPIS_NUMBERED, /* one number, with letters before or after it: 17, R-1061, 352-8/7, 61-D */
    OPIS_WORDED,   /* everything up to the next mark: 330 76 0197 */
    OPIS_FOLIOED   /* a list of folios: 5, 12ob, 60-65 */
} opis_value_shape;

#define OPIS_MOST_LEVELS 32
#define OPIS_MOST_SIGNATURES 64  /* of a style */
#define OPIS_MOST_NAMESAKES 2048 /* names and labels, of all styles, that begin with the same word */
#define OPIS_NO_LEVEL 255

typedef struct opis_citation_level {
    const char *name;  /* in `parts`; fond, opis, delo and list are columns only */
    opis_words labels; /* in any case, with or without their points */
    uint8_t shape;     /* an opis_value_shape */
    uint8_t column;    /* the opis_level whose column shows it, or OPIS_NO_LEVEL */
    uint8_t anywhere;  /* it may stand among the others in any place: a year, a part */
    uint8_t after;     /* its label follows the number: "1806 g." */
} opis_citation_level;

/* A shelfmark without labels, as a PCRE2 pattern: each of its groups is a level, in the order of `levels`. */
typedef struct opis_signature {
    const char *pattern;
    const uint8_t *levels;
    size_t level_count;
    uint8_t alone; /* it needs no archive's name before it */
} opis_signature;

/* A family of references: its levels from the highest to the lowest. */
typedef struct opis_citation_style {
    const char *name;
    const opis_citation_level *levels;
    size_t level_count;
    const opis_signature *signatures;
    size_t signature_count;
    const uint32_t *alone; /* sets of levels, one bit each, that make a reference without an archive's name */
    size_t alone_count;
    opis_words institutions; /* words that a name spelled out holds: "archivio", "Staatsarchiv" */
    opis_words acronyms;     /* how acronyms of this style that no list names begin: "GA" */
    opis_words verso;        /* after a folio: "ob", "v" */
    opis_words ibid;
    uint8_t titles;   /* series may be named between the archive and the first number */
    uint8_t bare;     /* the level of a number that has no label, right before the first label, or OPIS_NO_LEVEL */
    uint8_t titled;   /* the level that the first name of a series without a label gives, or OPIS_NO_LEVEL */
    uint8_t tolerant; /* damaged references of this style are read by glyphs as well */
} opis_citation_style;

typedef struct opis_repository {
    const char *canonical; /* how the record names it, if it is printed by one of `names` */
    opis_words names;
    opis_words others;    /* names that are kept as they are printed: in another language or script, former ones */
    const char *identity; /* what references by any name, and those to its successor, have in common */
    uint16_t style;       /* of the citations */
} opis_repository;

/* ---- Edition profiles ---------------------------------------------------------------------------------- */

/* What the heading of a document looks like: "Document 12", "No. 12", "12. Memorandum of Conversation". */
typedef struct opis_heading_form {
    opis_words before; /* what is printed before the number, in any of these ways; none: the number opens the line */
    const char *after; /* the mark behind the number, or "" */
    uint8_t titled;    /* the title goes on in the line of the number */
} opis_heading_form;

/* Where an edition says where a document lies. */
typedef enum opis_source_place {
    OPIS_SOURCE_IN_NOTE,  /* in the note of its title */
    OPIS_SOURCE_BELOW,    /* on a line of its own below the heading */
    OPIS_SOURCE_BRACKETS, /* the same, in brackets */
    OPIS_SOURCE_AT_END,   /* on its last line */
    OPIS_SOURCE_PLACE_COUNT
} opis_source_place;

typedef enum opis_notes_begin {
    OPIS_NOTES_ANYWHERE, /* the book tells where its notes are counted anew */
    OPIS_NOTES_BY_CHAPTER,
    OPIS_NOTES_BY_DOCUMENT,
    OPIS_NOTES_ONCE
} opis_notes_begin;

/*
 * How a series of editions is laid out.  What is left empty is as in the default profile, which finds out by itself.
 * Titles are in small letters, but running heads are as they are printed.
 */
typedef struct opis_profile {
    const char *name;
    const opis_heading_form *forms; /* the one whose numbers ascend the longest in a book is read there */
    size_t form_count;
    opis_words continued;  /* behind a heading that is printed again: "continued", "(cont.)" */
    const uint8_t *places; /* opis_source_place, the likeliest first; none: where most documents of the book have it */
    size_t place_count;
    opis_words sources;                              /* what may open the line of a source: "Source" */
    uint8_t notes;                                   /* an opis_notes_begin */
    opis_words chapters;                             /* open a chapter */
    opis_words sketches, documents, indexes, others; /* open the parts of the back matter */
    opis_words running_heads;
} opis_profile;

/** \brief A profile that is compiled in, such as "frus"; NULL if there is none of that name. */
const opis_profile *opis_profile_named(const char *name);

/* ---- Reading ------------------------------------------------------------------------------------------- */

typedef struct opis_reader opis_reader;
typedef struct opis_book opis_book;

/** \brief Compile the styles.  NULL on failure.  The caller owns the reader; free it after its last opis_read(). */
opis_reader *opis_reader_new(opis_error *error);

/* Styles beside those that are compiled in.  Everything is borrowed, and must outlive the reader. */
typedef struct opis_added_styles {
    const opis_citation_style *citations;
    size_t citation_count;
    const opis_repository *repositories; /* `style` counts in `citations` */
    size_t repository_count;
} opis_added_styles;

/** \brief A reader that knows other styles too.  NULL on failure, with what is wrong in the message. */
opis_reader *opis_reader_with_styles(const opis_added_styles *added, opis_error *error);
/** \brief The same for editions of one profile, which is borrowed as well; either may be NULL. */
opis_reader *opis_reader_with_profile(const opis_added_styles *added, const opis_profile *profile, opis_error *error);
void opis_reader_free(opis_reader *reader);

/** \brief Read a book.  NULL on failure.  The bytes are borrowed and must outlive the book; the reader need not. */
opis_book *opis_read(const opis_reader *reader, const char *bytes, size_t length, opis_error *error);

/* A set of kinds: OPIS_SET_OF(OPIS_NOTE) | OPIS_SET_OF(OPIS_DATE). */
#define OPIS_SET_OF(kind) ((uint32_t)1 << (kind))
#define OPIS_ALL_KINDS (OPIS_SET_OF(OPIS_KIND_COUNT) - 1)

/**
 * \brief Read some kinds of a book, and what they rest on: pages and documents always, for every row names its own.
 *
 * Rows are those that opis_read() gives, except that links to a kind that was not read are OPIS_UNKNOWN, and those of
 * speakers to their sketches where the index was not.
 */
opis_book *opis_read_kinds(const opis_reader *reader, const char *bytes, size_t length, uint32_t kinds,
                           opis_error *error);
/** \brief The same within limits of one's own; NULL stands for the usual ones. */
opis_book *opis_read_within(const opis_reader *reader, const char *bytes, size_t length, uint32_t kinds,
                            const opis_limits *limits, opis_error *error);

/* How a book is read. */
typedef struct opis_options {
    uint32_t kinds;         /* a set, as for opis_read_kinds() */
    opis_limits limits;     /* 0 stands for the usual ones */
    uint8_t without_tokens; /* they go as soon as nothing needs them, and opis_book_tokens() gives none */
} opis_options;

/**
 * \brief Read a book as the options say.
 *
 * The records are those that opis_read_within() gives.  Tokens take more room than all that is kept beside them.
 */
opis_book *opis_read_with(const opis_reader *reader, const char *bytes, size_t length, const opis_options *options,
                          opis_error *error);
/** \brief The kinds that were read: a set. */
uint32_t opis_book_kinds(const opis_book *book);
void opis_book_free(opis_book *book);

/* What a book holds; every pointer is valid as long as the book. */
opis_rows opis_book_rows(const opis_book *book, opis_kind kind);
const char *opis_book_text(const opis_book *book, opis_text text); /* not NUL-terminated; NULL for a null text */
const opis_text *opis_book_texts(const opis_book *book, opis_list list);
const int32_t *opis_book_integers(const opis_book *book, opis_list list);
const opis_token *opis_book_tokens(const opis_book *book, size_t *count);
/** \brief Byte offset of each line's start; `*count` lines. */
const uint32_t *opis_book_lines(const opis_book *book, size_t *count);
/** \brief Characters before a byte offset, for callers who count characters. */
uint64_t opis_book_characters(const opis_book *book, uint64_t byte);

/* A value that somebody gives who knows better than the scan. */
typedef struct opis_correction {
    opis_kind kind;
    size_t row;
    const char *field;                /* its name; not one of the record's place, nor its status, nor a link */
    double number;                    /* of a number or flag; NAN: none */
    const struct opis_printed *texts; /* of a text or a list of texts */
    size_t text_count;                /* of a text 1, or 0: none */
} opis_correction;

/**
 * \brief Put a correction into a record, whose status becomes OPIS_CORRECTED.
 *
 * For whoever has just read the book and shares it with nobody yet: pointers to its rows and texts taken before the
 * call are no longer valid.  What follows from other records is left as it is.
 */
opis_status opis_book_correct(opis_book *book, const opis_correction *correction, opis_error *error);

/* The reading text of lines [first, last], counted from 1: furniture and notes left out, hyphens joined. */
typedef struct opis_reading {
    char *text;
    size_t length;
    uint32_t *runs; /* pairs: offset in `text`, offset in the source, at each place where the two part */
    size_t run_count;
} opis_reading;

/** \brief Make the reading text of a span of lines.  The caller owns it; release it with opis_reading_free(). */
opis_status opis_book_reading(const opis_book *book, uint32_t first, uint32_t last, opis_reading *reading,
                              opis_error *error);
void opis_reading_free(opis_reading *reading);

/* ---- Tables of one's own ------------------------------------------------------------------------------- */

typedef struct opis_value {
    int64_t units;    /* the value times ten to the `decimals` */
    uint8_t decimals; /* digits printed behind the point */
} opis_value;

typedef enum opis_relation_kind {
    OPIS_SUM,        /* the parts add up to the whole */
    OPIS_PERCENT,    /* whole = 100 * parts[0] / parts[1], rounded or cut off as printed */
    OPIS_DIFFERENCE, /* whole = parts[0] - parts[1] */
    OPIS_HUNDRED     /* the parts add up to 100 within rounding; no whole */
} opis_relation_kind;

#define OPIS_NO_CELL UINT32_MAX

/* A cell of a grid is known by its place, row by row. */
typedef struct opis_relation {
    opis_relation_kind kind;
    uint32_t whole;                  /* a cell, or OPIS_NO_CELL */
    uint32_t first_part, part_count; /* into `parts` of the solution, or of the relations given */
    uint8_t truncates;               /* the table cuts percentages off where others round */
    uint8_t holds;                   /* the settled values keep it */
    uint8_t given;                   /* by the caller, not found */
    double residual;                 /* what the whole is printed over what follows, in the whole's own units */
} opis_relation;

typedef struct opis_settled {
    opis_value value;
    int32_t reading; /* which one, or -1: the value follows from the relations alone, or there is none */
    uint8_t status;  /* an opis_certainty */
    uint8_t has_value;
    int32_t relation; /* the relation that proves or contradicts it, or -1 */
    opis_value other; /* a second possible value, where `has_other` */
    uint8_t has_other;
} opis_settled;

typedef struct opis_solution {
    opis_settled *cells;      /* row by row; owned */
    opis_relation *relations; /* owned */
    size_t relation_count;
    uint32_t *parts; /* owned */
    size_t part_count;
    uint8_t bounded; /* the search came to its bound: what it could not prove is left `likely` */
} opis_solution;

/* One cell as it was printed, UTF-8.  A NULL text stands for a cell that was lost. */
typedef struct opis_printed {
    const char *text;
    size_t length;
} opis_printed;

/**
 * \brief Mend the data cells of a table by its arithmetic.
 *
 * `given` relations, whose parts stand in `parts`, are taken as true; others are found.  The caller owns the solution;
 * release it with opis_solution_release().  On failure it is empty.
 */
opis_status opis_mend(const opis_reader *reader, const opis_printed *cells, uint32_t row_count, uint32_t column_count,
                      const opis_relation *given, size_t given_count, const uint32_t *parts, size_t part_count,
                      opis_solution *solution, opis_error *error);
/**
 * \brief The same within limits of one's own; NULL stands for the usual ones.
 *
 * A cell with more text than `text_bytes` is OPIS_OVER_LIMIT; a grid with more cells than `table_cells` stays as it
 * reads, and the solution is `bounded`.
 */
opis_status opis_mend_within(const opis_reader *reader, const opis_printed *cells, uint32_t row_count,
                             uint32_t column_count, const opis_relation *given, size_t given_count,
                             const uint32_t *parts, size_t part_count, const opis_limits *limits,
                             opis_solution *solution, opis_error *error);
void opis_solution_release(opis_solution *solution);

/**
 * \brief The relations of a table of the book, which its figures keep or break: `*count` of them.
 *
 * Cells are counted row by row; `first_part` counts in `*parts`.  Both are valid as long as the book.
 */
const opis_relation *opis_book_relations(const opis_book *book, size_t table_row, size_t *count,
                                         const uint32_t **parts);

typedef enum opis_testimony {
    OPIS_CONFIRMS,   /* the cell has it, alone or in a sum with others */
    OPIS_REPAIRS,    /* it proves one reading of a damaged cell */
    OPIS_FILLS,      /* the cell is lost, and the prose states it, or a sum that it is part of */
    OPIS_CONTRADICTS /* no likely reading agrees with it */
} opis_testimony;

/* A figure of the prose that speaks of a cell; one that speaks of several stands here once for each. */
typedef struct opis_table_witness {
    uint32_t cell;  /* row by row */
    uint32_t start; /* of the figure, in bytes of the source */
    int32_t line;
    double value;
    uint8_t percent;   /* it is a percentage, of which the cell is part or whole */
    uint8_t testimony; /* an opis_testimony */
} opis_table_witness;

/** \brief What the prose says of the cells of a table: `*count` witnesses, valid as long as the book. */
const opis_table_witness *opis_book_witnesses(const opis_book *book, size_t table_row, size_t *count);

const char *opis_version(void);

#ifdef __cplusplus
}
#endif
#endif
