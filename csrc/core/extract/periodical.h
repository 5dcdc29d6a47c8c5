/*
 * Periodical: what the parts of the periodical extractor share.
 *
 * periodical_title knows the names, those of the style and those that the book itself prints; periodical_place reads
 * what follows a name: issue, date, year, pages; periodical.c walks the notes and finds the references;
 * periodical_settle lets them speak for one another and makes the records.
 */
#ifndef OPIS_PERIODICAL_H
#define OPIS_PERIODICAL_H

#include "extract/calendar.h"
#include "extract/citation.h"

/* ---- Names --------------------------------------------------------------------------------------------- */

#define OPIS_NO_TITLE (-1)

/* A name that the style lists, with what finds it quickly. */
typedef struct opis_listed_title {
    const char *name;
    uint32_t length;
    int32_t row;      /* of the style's periodicals */
    uint32_t next;    /* another that begins with the same byte, counted from 1, or 0 */
    uint32_t as_long; /* another that is as long, the same */
    uint64_t pairs;
    int pair_count;
    uint32_t shortest, longest; /* that it may look, damaged */
    opis_byte_set bytes;
} opis_listed_title;

#define OPIS_TITLE_LENGTHS 128 /* longer names are taken together */

/* A name that the style does not list, as the book prints it. */
typedef struct opis_learned_title {
    uint32_t start, length; /* in the pool */
    uint32_t proofs;        /* references that only a periodical can have */
    uint32_t hints;         /* others */
    uint64_t pairs;
    int32_t stands_for; /* a commoner name that this one is a damaged form of, or OPIS_NO_TITLE */
    float cost;         /* of reading it so */
} opis_learned_title;

typedef struct opis_periodical_titles {
    const opis_book *book;
    opis_listed_title *listed; /* owned */
    size_t listed_count, listed_capacity;
    uint32_t by_letter[256];                /* a listed name that begins with a byte, counted from 1, or 0 */
    uint32_t by_length[OPIS_TITLE_LENGTHS]; /* one that is so long, the same */
    opis_learned_title *learned;            /* owned */
    size_t learned_count, learned_capacity;
    char *pool; /* owned */
    size_t pool_length, pool_capacity;
    uint32_t looked_up; /* words that were looked for in the whole book */
} opis_periodical_titles;

opis_status opis_periodical_titles_make(opis_periodical_titles *titles, const opis_book *book, opis_error *error);
void opis_periodical_titles_release(opis_periodical_titles *titles);

/* A listed name found in a text. */
typedef struct opis_periodical_title {
    int32_t row;
    size_t start;
    float cost, margin; /* margin: cost of the next best name, less this one's */
} opis_periodical_title;

/**
 * \brief The listed name that ends at `end` and begins at `from` or later; 0 where none is near enough.
 *
 * `proved` says that what follows can only follow a periodical: the name may then be damaged more.
 */
int opis_periodical_title_find(opis_periodical_titles *titles, const opis_joined *text, size_t from, size_t end,
                               int proved, opis_periodical_title *title);
/** \brief Add all places of words that listed names begin with. */
void opis_periodical_titles_anchor(const opis_periodical_titles *titles, opis_anchors *anchors);
/** \brief Whether a listed name, with a comma behind it, stands as it is at a byte. */
int opis_periodical_title_stands(const opis_periodical_titles *titles, uint32_t at);
/** \brief Count an unlisted name; `*row` is where it stands among the learned. */
opis_status opis_periodical_title_learn(opis_periodical_titles *titles, const char *name, size_t length, int proof,
                                        int32_t *row, opis_error *error);
/** \brief Find for each learned name the commoner one that it may stand for. */
void opis_periodical_titles_settle(opis_periodical_titles *titles);

/* ---- Places -------------------------------------------------------------------------------------------- */

#define OPIS_ISSUE_LENGTH 24
#define OPIS_YEAR_SEEN 12
#define OPIS_DAY_SEEN 4

/** \brief The length of the label of an issue that stands at a place, or 0. */
size_t opis_periodical_label(const opis_book *book, const opis_joined *text, size_t at);

/* What follows a name. */
typedef struct opis_periodical_place {
    char issue[OPIS_ISSUE_LENGTH];  /* "": none */
    char date[OPIS_DATE_TEXT];      /* "": none */
    int32_t year;                   /* OPIS_UNKNOWN: none */
    char year_seen[OPIS_YEAR_SEEN]; /* what stands for a damaged year, else "" */
    char day_seen[OPIS_DAY_SEEN];   /* what stands for a damaged day, else "" */
    uint8_t numbered;               /* an issue stands behind its label */
    uint8_t volume;                 /* a volume's number stands alone or with the issue's */
    uint8_t dated;                  /* to the day */
    uint8_t year_first;             /* "1990, no. 8": the year may be meant as a date or as a volume */
    float cost;                     /* of issue, date and year; 0 where every glyph reads as it is */
    float margin;                   /* the least among them */
    opis_listy pages;               /* count 0: none */
    size_t end;
} opis_periodical_place;

/**
 * \brief Read from a place on; 0 where nothing follows that locates something.
 *
 * `volumes` says that a number may stand for a volume though no label tells.
 */
int opis_periodical_place_read(opis_periodical_place *place, const opis_book *book, const opis_calendar *calendar,
                               const opis_joined *text, size_t at, int volumes);

/* ---- References ---------------------------------------------------------------------------------------- */

/* A reference that was found, before the others tell what it leaves open. */
typedef struct opis_periodical_reference {
    uint32_t start, end; /* bytes of the source */
    int32_t note;        /* row, or OPIS_UNKNOWN */
    int32_t listed;      /* row of the style's periodicals, or OPIS_NO_TITLE */
    int32_t learned;     /* of the titles, or OPIS_NO_TITLE */
    uint8_t title_clean, title_sure;
    uint8_t doubtful; /* another reference to the same pages prints them otherwise */
    uint8_t alone;    /* the note holds nothing else */
    int32_t ibid;     /* item that "Ibid." repeats, or OPIS_UNKNOWN */
    int32_t row;      /* of its record, or OPIS_UNKNOWN */
    opis_periodical_place place;
} opis_periodical_reference;

typedef struct opis_periodical_catalog {
    opis_periodical_reference *items; /* in text order; owned */
    size_t count, capacity;
    opis_periodical_titles titles;
} opis_periodical_catalog;

/* A name that costs more for each of its letters is no sure match. */
#define OPIS_SURE_TITLE_LETTER 0.4f

/** \brief Settle each reference by the others, and add the records. */
opis_status opis_periodicals_settle(opis_periodical_catalog *catalog, opis_book *book, opis_error *error);

#endif
