/*
 * Words for what speaks for a cell: "sum of column 'Expelled' = 'Total'".
 */
#ifndef OPIS_EXTRACT_TABLE_WORDS_H
#define OPIS_EXTRACT_TABLE_WORDS_H

#include "extract/table.h"

#define OPIS_PHRASE_LENGTH 400

typedef struct opis_phrase {
    char text[OPIS_PHRASE_LENGTH];
    size_t length;
} opis_phrase;

/** \brief Add to a phrase; what passes its length is cut. */
void opis_phrase_add(opis_phrase *phrase, const char *text);
void opis_phrase_add_bytes(opis_phrase *phrase, const char *bytes, size_t length);
/** \brief Add a value as tables print it: "1,620", "8.8". */
void opis_phrase_add_value(opis_phrase *phrase, opis_value value);
void opis_phrase_add_integer(opis_phrase *phrase, int64_t value);
/** \brief Add a label of the sketch in quotes, cut where it is long. */
void opis_phrase_add_label(opis_phrase *phrase, const opis_sketch *sketch, opis_text label);

/** \brief Add a phrase to what speaks for or against a cell. */
opis_status opis_table_note(opis_sketch *sketch, opis_verdict *verdict, const opis_phrase *phrase, opis_error *error);
/** \brief Add a relation, in words, to the evidence of a cell, behind `lead`. */
opis_status opis_table_note_relation(opis_sketch *sketch, opis_verdict *verdict, const opis_solution *solution,
                                     const opis_relation *relation, const char *lead, opis_error *error);

#endif
