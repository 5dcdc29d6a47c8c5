/*
 * Dating: dates in languages beside English, read from where they begin: "17 июля 1937 г.", "den 17. Juli 1937",
 * "1er août 1937", "17–20 luglio 1937", and those whose month is a number: "17/VII-37", "17.VII.1937", "17.07.1937".
 */
#ifndef OPIS_DATING_H
#define OPIS_DATING_H

#include "extract/calendar.h"
#include "extract/months.h"

typedef struct opis_dating {
    opis_day from, to;   /* their years are 0 where none is printed, or its century is not proved */
    uint32_t start, end; /* bytes */
    int8_t other_day;    /* the first of two days of one month, or 0: "17 и 20 июля" */
    uint32_t other_start, other_end;
    uint8_t led;    /* a word that tells a date stands before it: "от", "den", "le" */
    uint8_t status; /* an opis_certainty: clean, repaired or likely */
} opis_dating;

/* A text that dates are looked for in; `near` is a year that the context suggests, or 0. */
typedef struct opis_dating_text {
    const opis_calendar *calendar;
    const opis_months *months;
    const char *bytes;
    uint32_t length;
    int near;
} opis_dating_text;

/** \brief Read the date that begins with a day at a byte.  1 if there is one. */
int opis_dating_from_day(const opis_dating_text *text, uint32_t at, opis_dating *date);
/** \brief Read the date that begins with the name of a month at a byte. */
int opis_dating_from_month(const opis_dating_text *text, uint32_t at, opis_dating *date);

/**
 * \brief The first date of a text, or its last, as opis_calendar_find() gives it; 0 if none has a year.
 */
int opis_dating_find(const opis_dating_text *text, int first, opis_dating *date);

/* ---- What its parts share ------------------------------------------------------------------------------ */

/** \brief Read the year at a byte: four figures, damaged or not; gives one past it, or 0. */
uint32_t opis_dating_year(const opis_dating_text *text, uint32_t at, opis_day day, int *year, uint8_t *status);
/** \brief Read two figures at a byte as a year whose century the text proves; `*year` is 0 where it does not. */
uint32_t opis_dating_short_year(const opis_dating_text *text, uint32_t at, int *year);
/** \brief Whether four glyphs at a byte may be a year, by a look. */
int opis_dating_may_be_year(const opis_dating_text *text, uint32_t at);

/** \brief One past the letters at a byte. */
uint32_t opis_dating_word(const opis_dating_text *text, uint32_t at);
/** \brief One past the blanks at a byte, line ends among them, as many as a page break takes. */
uint32_t opis_dating_blanks(const opis_dating_text *text, uint32_t at);
/** \brief One past a dash at a byte, or the byte itself. */
uint32_t opis_dating_dash(const opis_dating_text *text, uint32_t at);

#endif
