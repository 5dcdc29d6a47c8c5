/*
 * Archive: what the parts of the archive extractor share.
 *
 * archive.c walks the text; archive_openers passes over what begins no reference.
 *
 * A damaged reference is read by archive_glyphs: archive_name finds the archive's name; archive_slip lays out the
 * tokens after it; archive_levels cuts them into fond, opis and delo, whose numbers archive_values reads; archive_listy
 * reads the folios; archive_settle lets the book decide between readings.  One that is read by its style has headers of
 * its own: archive_styles, archive_styled, archive_named, archive_parts, archive_labels, archive_folios,
 * archive_record; and so has one that only words show: archive_words, archive_keys, archive_spans.  archive_judge says
 * how sure each reference is and makes the record.
 */
#ifndef OPIS_ARCHIVE_H
#define OPIS_ARCHIVE_H

#include "extract/extract.h"
#include "letters.h"

/* ---- Names --------------------------------------------------------------------------------------------- */

#define OPIS_UNLISTED_ARCHIVE (-1) /* an acronym that the style does not list, taken as it stands */

typedef struct opis_archive_name {
    int archive;         /* of the style, or OPIS_UNLISTED_ARCHIVE */
    float cost;          /* of reading it so */
    float next_cost;     /* of the second-best archive */
    uint32_t start, end; /* bytes */
    uint32_t last_token; /* the token that `end` lies in or ends with */
} opis_archive_name;

/** \brief Whether an archive's name begins at, or inside, a token.  Most tokens are passed over unread. */
int opis_archive_name_find(const opis_book *book, size_t token, opis_archive_name *name);

/* "Ibid", "lbid", "bid": what is left of it. */
#define OPIS_IBID_FIRSTS "IilLT1"
#define OPIS_SHORTEST_IBID 3
#define OPIS_LONGEST_IBID 5
#define OPIS_SHORTEST_ACRONYM 4 /* that is read through damage */
#define OPIS_LONGEST_NAME 48
/** \brief Whether a token has a capital near its end, as an acronym has and an ordinary word has not. */
static inline int opis_archive_ends_in_capitals(const char *bytes, uint32_t length) {
    return length >= OPIS_SHORTEST_ACRONYM && length <= OPIS_LONGEST_NAME &&
           (is_upper(bytes[length - 2]) || is_upper(bytes[length - 3]));
}
/** \brief Whether a token of letters may be a damaged name, "ibid" or label that begins a reference. */
int opis_archive_may_open(const opis_book *book, size_t token);
/** \brief Whether a label of a level may begin with a byte, damaged or not. */
int opis_archive_may_label(const struct opis_archive_patterns *patterns, opis_level level, char first);

/* ---- Slips --------------------------------------------------------------------------------------------- */

#define OPIS_SLIP_UNITS 120
#define OPIS_NOT_LOOKED_UP UINT32_MAX

typedef enum opis_gap { OPIS_GAP_NONE, OPIS_GAP_BLANK, OPIS_GAP_LINE, OPIS_GAP_PARAGRAPH } opis_gap;

/* The tokens from some place on, without blanks, breaks and furniture; as many as a citation may have. */
typedef struct opis_slip {
    const char *bytes;
    uint32_t count;
    struct opis_slip_unit {
        uint32_t start, end, token;
        uint8_t class_;                  /* an opis_token_class */
        uint8_t gap;                     /* an opis_gap: what stands before it */
        uint8_t looks;                   /* what archive_parts and archive_labels saw of it, whatever the style */
        uint32_t first_term, term_count; /* what its word means in the styles, once archive_parts has looked it up */
    } units[OPIS_SLIP_UNITS];
} opis_slip;

/** \brief Lay out the text from `byte`, which lies in `token`, up to `stop`. */
void opis_slip_fill(opis_slip *slip, const opis_book *book, size_t token, uint32_t byte, uint32_t stop);
/** \brief The same, no more than so many units of it. */
void opis_slip_begin(opis_slip *slip, const opis_book *book, size_t token, uint32_t byte, uint32_t stop, uint32_t most);

static inline char opis_slip_mark(const opis_slip *slip, uint32_t unit) {
    return unit < slip->count && slip->units[unit].class_ == OPIS_PUNCTUATION ? slip->bytes[slip->units[unit].start]
                                                                              : 0;
}

/* ---- Values -------------------------------------------------------------------------------------------- */

#define OPIS_READING_LENGTH 19
#define OPIS_READINGS 14

typedef struct opis_reading_of {
    char text[OPIS_READING_LENGTH + 1];
    float cost;
} opis_reading_of;

/* One level's value as it stands in the text. */
typedef struct opis_archive_value {
    uint32_t start, end; /* bytes */
    uint8_t present;
    uint8_t literal; /* the first reading is the text as it stands */
    uint8_t count;
    uint8_t chosen;
    opis_reading_of readings[OPIS_READINGS]; /* cheapest first */
} opis_archive_value;

/* How the numbers of references read, with a memory of those that were read before. */
typedef struct opis_archive_values opis_archive_values;
/** \brief NULL on failure.  The caller owns it and frees it. */
opis_archive_values *opis_archive_values_new(const opis_style *style, const opis_glyphs *glyphs, opis_error *error);
void opis_archive_values_free(opis_archive_values *values);

/* What a text costs as the label of a level; below 0: not reckoned yet. */
typedef struct opis_remembered_label {
    uint64_t key; /* 0: none */
    float cost;
} opis_remembered_label;
/** \brief Where the cost of a label is remembered; NULL for a text of more than seven bytes. */
opis_remembered_label *opis_archive_label(opis_archive_values *values, opis_level level, const char *text,
                                          size_t length);

/** \brief Fill the readings of a value from its bytes: a numeral, one with letters after it, or a range. */
void opis_archive_value_read(opis_archive_value *value, opis_archive_values *values, const char *bytes, uint32_t start,
                             uint32_t end);
/** \brief The cost of the cheapest reading, INFINITY if there is none. */
float opis_archive_value_cost(opis_archive_values *values, const char *bytes, uint32_t start, uint32_t end);
/** \brief Add a reading in its place, unless it is there already. */
void opis_archive_value_add(opis_archive_value *value, const char *text, float cost);

/* ---- References ---------------------------------------------------------------------------------------- */

#define OPIS_LISTY 40
#define OPIS_FOLIO_LENGTH 23

typedef struct opis_listy {
    uint32_t count;
    uint32_t end_unit; /* one past the last unit that belongs to it */
    uint8_t literal;   /* every folio reads as it stands */
    float margin;      /* cost of the second-best reading of the list less that of the best */
    char folios[OPIS_LISTY][OPIS_FOLIO_LENGTH + 1];
} opis_listy;

/** \brief Read folios from a unit on.  0 where there are none. */
int opis_listy_read(opis_listy *listy, const opis_style *style, const opis_glyphs *glyphs, const opis_slip *slip,
                    uint32_t unit);

/* Where the levels of a reference stand on a slip. */
typedef struct opis_levels {
    struct {
        uint32_t start, end; /* bytes of the value */
        uint8_t present;
    } values[OPIS_LIST];
    uint32_t listy_unit; /* where the folios begin; slip.count where there are none */
    uint8_t open;        /* more of it seems to follow, unreadable */
    float cost;
} opis_levels;

/**
 * \brief Cut the text from `unit` on into levels, the first of them from `from` to `upto`.
 *
 * `limit` bounds what the first label may cost: generous after an archive's name, strict in running text.
 */
int opis_levels_find(opis_levels *levels, const opis_book *book, opis_archive_values *values, const opis_slip *slip,
                     uint32_t unit, opis_level from, opis_level upto, float limit);

#define OPIS_NO_PARENT UINT32_MAX

typedef struct opis_reference {
    uint32_t start, end;
    int32_t archive; /* of the style; OPIS_UNLISTED_ARCHIVE: the text from name_start; OPIS_NO_ARCHIVE: none */
    uint32_t name_start, name_end;
    float name_margin;
    uint32_t parent;                      /* the reference that it inherits from, or OPIS_NO_PARENT */
    uint8_t inherits[OPIS_LIST];          /* the level's value is the parent's */
    uint8_t doubtful;                     /* it may mean something else, or a part of it was not read */
    uint8_t outlying;                     /* its delo lies far from all others of its inventory */
    opis_archive_value values[OPIS_LIST]; /* fond, opis, delo */
    uint32_t first_folio, folio_count;    /* into the folios of the catalog */
    uint8_t listy_literal;
    float listy_margin;
    float margin;                    /* cost of the second-best reading of fond, opis and delo less that of the best */
    float place_margin;              /* the same for its fond and opis alone */
    uint8_t known_place, known_delo; /* the settled reading stands clean elsewhere in the book */
    float weight;                    /* with which it is counted ... */
    uint64_t keys[5];                /* ... under its archive, fond, opis, delo and the block of its delo */
    uint8_t key_count;
    uint8_t sure, sure_place; /* its archive, fond, opis and delo; all but its delo */
    int32_t note;             /* row, or OPIS_UNKNOWN */
    uint64_t place;           /* lexicon key of the settled archive, fond and opis */
    uint32_t styled;          /* read by its style: one more than its place among those; 0: by its glyphs */
} opis_reference;

#define OPIS_NO_ARCHIVE (-2)

typedef struct opis_catalog {
    opis_reference *items; /* in text order; a parent stands before its children; owned */
    size_t count, capacity;
    char (*folios)[OPIS_FOLIO_LENGTH + 1]; /* owned */
    size_t folio_count, folio_capacity;
    struct opis_styled *styled; /* owned */
    size_t styled_count, styled_capacity;
} opis_catalog;

/** \brief Choose a reading for every value of every reference, with the margins. */
opis_status opis_catalog_settle(opis_catalog *catalog, const opis_book *book, opis_error *error);

/* Margins that make a reading sure. */
#define OPIS_SURE_NAME 1.5f
#define OPIS_SURE_LISTY 0.8f
/** \brief Judge a reference of the catalog, those before it judged already, and add its record. */
opis_status opis_reference_record(opis_book *book, const opis_catalog *catalog, opis_reference *reference,
                                  opis_error *error);

#endif
