/*
 * Work: what the parts of the work extractor share.
 *
 * work_find cuts a note into places where a reference may begin; work_parse reads one, and work_name its names;
 * work_settle lets the book decide between readings of names and finds what a short title repeats; work.c makes the
 * records.
 */
#ifndef OPIS_WORK_H
#define OPIS_WORK_H

#include "extract/citation.h"
#include "mend/lexicon.h"

#define OPIS_WORK_AUTHORS 8
#define OPIS_NAME_LENGTH 40
#define OPIS_PLAIN_NAME_WORDS 3 /* of a name without initials, at most */
#define OPIS_WORK_TITLE_LENGTH 200

typedef struct opis_work_name {
    char surname[OPIS_NAME_LENGTH + 1];
    char given[OPIS_NAME_LENGTH + 1]; /* blanks and points left out; "" in short titles */
    uint8_t repaired, known;          /* another reference prints it so */
    uint32_t count;                   /* how often the book prints the surname, once its words are counted */
} opis_work_name;

typedef struct opis_work_reference {
    uint32_t start, end; /* bytes of the source */
    int32_t note;
    opis_work_name authors[OPIS_WORK_AUTHORS];
    uint32_t author_count;
    char title[OPIS_WORK_TITLE_LENGTH + 1];
    int32_t year; /* OPIS_UNKNOWN: none */
    float year_cost, year_margin;
    opis_listy pages; /* count 0: none */
    uint8_t full;     /* place and year of print, or a journal, stand behind the title */
    uint8_t quoted;   /* an article or a chapter */
    opis_certainty title_certainty;
    uint8_t weak;       /* nothing but a name shows where it begins */
    uint8_t doubtful;   /* another reference to the same pages prints them otherwise */
    uint8_t must_match; /* is a reference only if it repeats another */
    int32_t row;        /* of its record, or OPIS_UNKNOWN */
    int32_t refers_to;  /* item that a short title repeats, or OPIS_UNKNOWN */
    int32_t ibid;       /* item that "Ibid." repeats, or OPIS_UNKNOWN */
} opis_work_reference;

/* What comparisons ask first of each of many references: most are told from one another by it. */
typedef struct opis_work_outline {
    uint64_t title_pairs; /* of letters, in buckets: titles that share few are not compared */
    uint64_t initials;    /* of the surnames, in buckets */
    uint32_t surname;     /* of the first author: its hash, never 0; 0: no author */
    uint32_t count;       /* how often the book prints the commonest surname of its authors */
    int32_t year;
    uint8_t full, quoted, initial; /* initial: of the first surname */
} opis_work_outline;

typedef struct opis_works {
    opis_book *book;
    opis_error *error;
    opis_joined text;           /* of the note at hand; owned */
    int32_t note;               /* its row */
    opis_work_reference *items; /* in text order; owned */
    size_t count, capacity;
    opis_work_outline *outlines; /* of the items, while they are settled */
    opis_lexicon words;          /* how often the book prints each long surname; owned */
    size_t archive, periodical;  /* rows of the next such records */
    uint8_t may_lead[256];       /* whether a lead of the style begins with a letter */
} opis_works;

/** \brief Find the references of the note at hand. */
opis_status opis_works_find(opis_works *works);
/** \brief The reference of the note at hand, where it says "Ibid." of the work before. */
opis_status opis_works_find_ibid(opis_works *works);
/** \brief Read [start, end) as one person's name; 0 where it is none.  A bare surname has no given names. */
int opis_work_name_read(const opis_joined *text, size_t start, size_t end, opis_work_name *name);
/** \brief Where a name begins behind an "and"; `start` where none stands there. */
size_t opis_work_pass_and(const opis_joined *text, size_t start, size_t end);
/** \brief Where the last word of [start, end) begins. */
size_t opis_work_last_word(const opis_joined *text, size_t start, size_t end);
/** \brief Read a reference that begins at `start` and ends before `stop`; where it ends, or 0. */
size_t opis_work_parse(const opis_works *works, size_t start, size_t stop, opis_work_reference *reference);
/** \brief Let the references decide about one another; those that must match and do not are dropped. */
opis_status opis_works_settle(opis_works *works);

/** \brief Mend the words of titles by those that the book prints elsewhere, once the references are settled. */
opis_status opis_works_mend_titles(opis_works *works);

/** \brief How often the book prints a word that a reference holds. */
uint32_t opis_work_word_count(const opis_works *works, const char *word, size_t length);
/** \brief Whether one of the style's cities, or nearly so, stands whole at [start, end). */
int opis_work_is_city(const opis_works *works, size_t start, size_t end);

#endif
