/*
 * Style: how a family of editions prints what it prints, as data.
 *
 * The TOML files of python/opis/styles are the source; csrc/core/embed_styles.py turns them into the constant tables
 * declared here when the library is built.  Nothing in the core knows the name of an archive or of a month.
 */
#ifndef OPIS_STYLE_H
#define OPIS_STYLE_H

#include <string.h>

#include "opis.h"

/* How a reference to an archive goes on after its name. */
typedef enum opis_reference_form {
    OPIS_BY_LEVELS, /* f. 17, op. 2, d. 5, ll. 1-2 */
    OPIS_BY_FILE,   /* file 499, ll. 308-9 */
    OPIS_BY_ITEM    /* 13095: one number, a delo */
} opis_reference_form;

/* An archive whose references are read through damage: glyph by glyph, in the light of the rest of the book. */
typedef struct opis_archive_style {
    const char *canonical;
    opis_words names; /* the acronym and other names, as printed clean */
    const char *identity;
    opis_reference_form form;
} opis_archive_style;

typedef struct opis_genre_style {
    const char *genre;
    opis_words words; /* lower case; the earliest in a title decides */
} opis_genre_style;

typedef struct opis_pointer_style {
    const char *target; /* the kind pointed at */
    opis_words words;   /* as printed */
} opis_pointer_style;

/* A unit of measure and how it is printed. */
typedef struct opis_unit_style {
    const char *name;
    opis_words words;
} opis_unit_style;

/* A word for a number: "seven", "hundred". */
typedef struct opis_number_style {
    const char *word;
    double value;
} opis_number_style;

/* What a scan makes of a printed shape, and at what cost (about -ln of its frequency). */
typedef struct opis_confusion {
    const char *printed;
    const char *seen;
    float cost;
} opis_confusion;

/* A language beside English whose dates are read. */
typedef struct opis_date_language {
    const char *name;
    opis_words months[12];              /* the plain form first; one with a point is an abbreviation */
    int capital;                        /* months have a capital */
    opis_words leads;                   /* before a date */
    opis_words range_words, list_words; /* between two days or dates */
    opis_words ordinals;                /* glued to a day */
    opis_words years;                   /* behind a year: "г" */
    opis_words doubtful;                /* months that are other words too */
    opis_words common;                  /* little words that tell the language */
} opis_date_language;

/* What stands for figures of a roman month. */
typedef struct opis_roman_shape {
    const char *seen, *printed;
} opis_roman_shape;

/* Letters that look alike, as UTF-8. */
typedef struct opis_look_alike {
    const char *cyrillic, *latin;
} opis_look_alike;

/* States of a word in the chain of extract/archive_words. */
#define OPIS_WORD_STATES 11 /* those of references first, the beginning of one at their head; see holdings.toml */
#define OPIS_REFERENCE_STATES 5
#define OPIS_WORD_REACH 2 /* words on either side that tell */
#define OPIS_HOLDING_BUCKET_BITS 10

/* What a key adds to a state of the word that stands so far before it. */
typedef struct opis_holding_weight {
    uint8_t offset; /* less OPIS_WORD_REACH */
    uint8_t state;
    int8_t weight;
} opis_holding_weight;

typedef struct opis_holding_key {
    uint64_t hash;
    uint32_t first; /* of its weights */
    uint16_t count;
    uint8_t opens; /* a text is looked at where such a word stands */
} opis_holding_key;

/* The words of references to holdings, learned; see holdings.toml. */
typedef struct opis_holdings {
    const char *style;            /* that reads what was found */
    const opis_holding_key *keys; /* sorted by hash */
    const uint32_t *buckets;      /* the first key of each, by the top bits of its hash, and the end */
    const opis_holding_weight *weights;
    int8_t steps[OPIS_WORD_STATES][OPIS_WORD_STATES];
    opis_words opening; /* that open a text, in either case */
} opis_holdings;

typedef struct opis_style {
    const opis_archive_style *archives;
    size_t archive_count;
    const opis_citation_style *citations;
    size_t citation_count;
    const opis_repository *repositories;
    size_t repository_count;
    const opis_holdings *holdings;
    opis_words labels[OPIS_LEVEL_COUNT]; /* "f.", "fond": singular and plural */
    opis_words verso;                    /* "ob" */
    opis_words letters;                  /* after a number, to tell inventories and files apart: "22a" */
    opis_words ibid;
    opis_profile profile;         /* how the edition is laid out */
    const opis_profile *profiles; /* that are compiled in, the default one first */
    size_t profile_count;
    opis_words dates_unknown;                                /* "dates unknown", in place of a sketch's years */
    opis_words fates;                                        /* "repressed", "shot" ... */
    opis_words alias_words;                                  /* "also" ... */
    opis_words career_words, career_beginnings, career_ends; /* "In", "From", "Until" open a dated entry */
    opis_words career_ranges;                                /* "to" */
    opis_words see_words, see_also;                          /* "See", "also" */
    opis_words scattered;                                    /* "passim" */
    opis_words months[12];
    opis_words tables;          /* "Table" */
    opis_words table_sources;   /* "Source", "Note": open the lines below a table */
    opis_words totals;          /* "Total", "All": label the row or column of sums */
    opis_words unknown_figures; /* "n.a.": printed in place of a figure that is not known */
    opis_words seasons;
    opis_words no_numerals;             /* short words that only look like damaged numerals */
    opis_words range_words, list_words; /* "to"; "and" */
    opis_words between;
    opis_words pointing, places;               /* "see"; "above" */
    opis_words folio_joints, number_signs;     /* "and"; "no": in a reference to an archive */
    opis_words transcripts;                    /* genres */
    opis_words voices;                         /* speakers without a name, lower case */
    opis_words no_speakers;                    /* words that open a line like a label, lower case */
    opis_words approximate, approximate_pairs; /* "about"; "more than" */
    opis_words naming_words;                   /* "No.", "Article": the number behind counts nothing */
    opis_words uncounted, phrase_ends;
    opis_words plural_nouns, person_nouns, small_numbers, vague_words;
    opis_words person_unit;                                           /* the name of the unit that counts persons */
    opis_words count_verbs, count_times, count_leads, count_articles; /* beside a number that no noun follows */
    opis_words count_pronouns;                                        /* "of whom", "of them" */
    const opis_unit_style *units;
    size_t unit_count;
    const opis_number_style *numbers;
    size_t number_count;
    const opis_number_style *fractions; /* "half", "quarters" */
    size_t fraction_count;
    const opis_pointer_style *pointers;
    size_t pointer_count;
    const opis_genre_style *genres;
    size_t genre_count;
    opis_words issues;             /* "no": before the number of an issue */
    const opis_words *periodicals; /* names; the first of each is the canonical one */
    size_t periodical_count;
    opis_words leads;     /* "see": before a reference */
    opis_words editors;   /* "eds" */
    opis_words parts;     /* "ch": what locates by parts and not by pages */
    opis_words volumes;   /* "vol" */
    opis_words shortened; /* "univ": other words whose point ends no sentence */
    opis_words cities;    /* where books are published */
    opis_words regions;   /* what stands behind the name of a town to tell where it lies */
    opis_words surname_endings;
    const opis_confusion *confusions;
    size_t confusion_count;
    const opis_date_language *languages; /* at most OPIS_MOST_LANGUAGES */
    size_t language_count;
    const opis_look_alike *look_alikes;
    size_t look_alike_count;
    const opis_roman_shape *roman_shapes;
    size_t roman_shape_count;
} opis_style;

#define OPIS_MOST_LANGUAGES 16

/* The small Latin letter that a small Cyrillic one looks like, by its code from U+0400 on; 0: none. */
#define OPIS_LOOK_ALIKES 256
extern const unsigned char opis_look_alikes[OPIS_LOOK_ALIKES];

/** \brief Whether a word is one of a list, as it is printed there. */
static inline int opis_words_have(const opis_words *words, const char *word, size_t length) {
    for (size_t i = 0; i < words->count; i++)
        if (strlen(words->items[i]) == length && memcmp(words->items[i], word, length) == 0) return 1;
    return 0;
}

/** \brief The style that is compiled in. */
const opis_style *opis_style_default(void);
/** \brief Take over what a profile says; what it leaves empty stays as it is. */
void opis_profile_fill(opis_profile *profile, const opis_profile *given);

#endif
