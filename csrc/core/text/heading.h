/*
 * Heading: the lines that head a document, in the form that the edition gives them: "Document 12", "12. Telegram".
 *
 * heading reads a line in a form, heading_vote finds the form of a book, heading_settle tells headings from whatever
 * else begins like one where the form has little of its own.
 */
#ifndef OPIS_HEADING_H
#define OPIS_HEADING_H

#include "text/furniture.h"

#define OPIS_HEADING_WIDTH 60
#define OPIS_HEADING_TOKENS 8
#define OPIS_FOLIO_DIGITS 4

/* What it costs to pass over a number before the first of a volume that goes on counting from another. */
#define OPIS_BEFORE_FIRST_HEADING 0.01f

/* A line read in a form. */
typedef struct opis_heading_line {
    uint32_t start, end; /* bytes of the number */
    uint32_t rest;       /* what is behind it: a suffix, "continued" or, in a form with one, the title */
} opis_heading_line;

/** \brief The form of the headings of this book. */
const opis_heading_form *opis_heading_form_of(const opis_furniture *furniture);
/** \brief Whether a form is so short that numbers, lists and notes look like it. */
int opis_heading_is_weak(const opis_heading_form *form);
/** \brief Read a line in a form, damaged or not; 0 if it cannot be one. */
int opis_heading_read(const opis_furniture *furniture, const opis_heading_form *form, uint32_t line,
                      opis_heading_line *heading);
/** \brief Whether a line that was read in a form has nothing behind its number that a heading has not. */
int opis_heading_ends_well(const opis_furniture *furniture, const opis_heading_form *form, uint32_t line,
                           const opis_heading_line *heading);

/** \brief Find the form whose numbers ascend the longest. */
opis_status opis_heading_vote(const opis_furniture *furniture, opis_error *error);
/** \brief Give the headings and continued lines of the book's form their roles. */
opis_status opis_headings_mark(const opis_furniture *furniture, opis_error *error);
/** \brief The same for a weak form: order and likeness choose among all lines that begin so. */
opis_status opis_headings_settle(const opis_furniture *furniture, opis_error *error);

/** \brief Whether a token can be a numeral or a torn piece of one. */
int opis_is_numeral_like(const opis_furniture *furniture, const opis_token *token);

#endif
