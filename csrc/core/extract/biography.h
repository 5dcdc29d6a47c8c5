/*
 * Biography: what the parts of the extractor of sketches hand to one another.
 *
 * sketch_head reads the head of a sketch, biography finds the sketches and settles their names, career reads the dated
 * entries of one.
 */
#ifndef OPIS_BIOGRAPHY_H
#define OPIS_BIOGRAPHY_H

#include "extract/joined.h"

#define OPIS_NAME_LENGTH 96

typedef struct opis_sketch_head {
    uint32_t start, end;             /* bytes of the source: to the bracket that closes the years */
    uint32_t name_end;               /* where the surname ends */
    uint32_t alias_start, alias_end; /* equal: none */
    char given[OPIS_NAME_LENGTH];    /* "I. I." */
    size_t given_length;
    int32_t born, died; /* or OPIS_UNKNOWN */
    float cost;         /* 0 where every glyph reads as it is */
    uint8_t initials;
    uint8_t sends_on; /* no sketch, but who sends the reader to one: "Surname. See ..." */
} opis_sketch_head;

/** \brief Read the head of a sketch that begins at `start`; 0 if none does. */
int opis_sketch_head_read(opis_sketch_head *head, const opis_book *book, uint32_t start, uint32_t limit);

/** \brief Add the dated entries of a sketch, whose text is given, as rows. */
opis_status opis_careers_read(opis_book *book, const opis_joined *text, int32_t biography, opis_error *error);

#endif
