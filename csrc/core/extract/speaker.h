/*
 * Speaker: what the parts of the speaker extractor hand to one another.
 *
 * speaker_label finds the lines that open like a turn; speaker_name gathers the names of all labels, counts where else
 * the book has them and leads damaged forms back to clean ones; speaker decides and makes the records.
 */
#ifndef OPIS_SPEAKER_H
#define OPIS_SPEAKER_H

#include "book.h"
#include "mend/lexicon.h"

#define OPIS_SPEAKER_NAME 28 /* bytes; a longer name is none */

typedef struct opis_label {
    uint32_t line;           /* from 0 */
    uint32_t start, end;     /* bytes, the colon within */
    uint32_t name_start;     /* byte of the name proper, initials left out */
    uint8_t name_length;     /* bytes */
    uint8_t voice;           /* a speaker without a name */
    uint8_t damaged;         /* its colon or a blank is damaged */
    uint8_t colon;           /* what ends it: ':', ';' or '.' */
    uint8_t many_words;      /* more stands before the colon than a name */
    uint8_t opens_speech;    /* no small letter follows */
    uint8_t opens_paragraph; /* an empty line, or the end of a sentence stands before it */
    uint8_t omission;        /* points of omission follow */
    uint8_t ends_line;       /* nothing follows on its line */
    uint32_t name;           /* index of its name */
    float score;             /* log odds that it starts a turn */
} opis_label;

typedef struct opis_speaker_name {
    char text[OPIS_SPEAKER_NAME]; /* as the record gives it: "Voice" */
    uint8_t length;
    uint8_t voice;
    uint32_t labels;      /* well-formed labels */
    uint32_t occurrences; /* with a capital anywhere in the book, labels too */
    uint32_t small;       /* in small letters: then it is no name */
    uint32_t clean;       /* the name that it stands for: itself, or that of which it is a damaged form */
    uint8_t unique;       /* no other is nearly as near */
    uint8_t sketch;       /* a biographical sketch is headed by it */
    uint8_t other;        /* the style says that it opens something else: "Note:" */
} opis_speaker_name;

typedef struct opis_labels {
    opis_label *items; /* in text order; owned */
    size_t count, capacity;
    opis_speaker_name *names; /* owned */
    size_t name_count, name_capacity;
    opis_lexicon by_name; /* index + 1 of a name; owned */
} opis_labels;

/** \brief Read the label that a line opens with; 0 if it opens with none. */
int opis_label_read(const opis_book *book, uint32_t line, opis_label *label);
#define OPIS_NO_NAME UINT32_MAX
/** \brief Enter the name of the label among the names; a point behind it enters none (OPIS_NO_NAME) but the known. */
opis_status opis_labels_enter_name(opis_labels *labels, const opis_book *book, opis_label *label, opis_error *error);
/** \brief Enter the surnames that head biographical sketches: they are names for sure. */
opis_status opis_labels_enter_sketches(opis_labels *labels, const opis_book *book, opis_error *error);
/** \brief Count how often the words of the book have the names, and lead damaged forms back to clean ones. */
void opis_labels_settle_names(opis_labels *labels, const opis_book *book, const opis_vocabulary *words);
void opis_labels_release(opis_labels *labels);

#endif
