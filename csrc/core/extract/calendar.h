/*
 * Calendar: dates as editions print them, damaged or not: "3 May 1931", "14-16 March 1937", "31 March to 1 April 1937",
 * "June 4, 1992", "February 1936", "Spring-Summer 1932", "end of 1935".
 */
#ifndef OPIS_CALENDAR_H
#define OPIS_CALENDAR_H

#include "mend/glyph.h"
#include "mend/lexicon.h"
#include "style.h"

#define OPIS_FIRST_YEAR 1000
#define OPIS_YEAR_SPAN 1100

typedef struct opis_day {
    int16_t year;      /* 0: unknown */
    int8_t month, day; /* 0: unknown */
} opis_day;

typedef struct opis_date {
    opis_day from, to;   /* equal for a single day, month or year */
    uint32_t start, end; /* bytes of the text that was read */
    float cost;          /* 0 where every glyph reads as it is */
    float day_cost;      /* the part of it that the days and months bear */
    float margin;        /* cost of the next best year, less that of the one taken */
    float day_margin;    /* the same of the days */
    uint8_t led;         /* a word of another language that tells a date stands before it: "от" */
} opis_date;

#define OPIS_MONTH_LENGTHS 12 /* bytes of a word that may be a month, and one more: it is shorter */

/* Months, as bits, that a word may be one of: by its first letter, by its last one, by how long it is. */
typedef struct opis_month_looks {
    uint16_t by_first[256], by_last[256], by_length[OPIS_MONTH_LENGTHS];
} opis_month_looks;

/* What a book knows of dates: how often each year is printed clean, and which clean days. */
typedef struct opis_calendar {
    const opis_style *style;
    const opis_glyphs *glyphs;
    const struct opis_months *months; /* of other languages than English; NULL: none are read */
    opis_month_looks looks;
    uint32_t years[OPIS_YEAR_SPAN];
    uint32_t year_total;
    opis_lexicon days; /* keys of opis_day_key(); owned */
} opis_calendar;

/** \brief A calendar that knows of no dates yet, and of months in English alone. */
void opis_calendar_begin(opis_calendar *calendar, const opis_style *style, const opis_glyphs *glyphs);

struct opis_book;
/** \brief The calendar of a book, counted when it is first asked for; NULL when memory is out.  The book owns it. */
const opis_calendar *opis_book_calendar(struct opis_book *book, opis_error *error);
void opis_book_calendar_free(struct opis_book *book);

/**
 * \brief The last date of a text, or the first where `first` is set; 0 if it holds none with a year.
 *
 * `near` is a year that the context suggests, or 0.  A year that runs into other glyphs ("193145") ends after four.
 */
int opis_calendar_find(const opis_calendar *calendar, const char *text, size_t length, int first, int near,
                       opis_date *date);

/** \brief The month (1 to 12) that a word is nearest to, or 0; `*cost` says how near. */
int opis_calendar_month(const opis_calendar *calendar, const char *word, size_t length, float *cost);

/* One year read from four glyphs. */
typedef struct opis_year {
    int year;
    float cost;   /* 0 where every glyph reads as it is */
    float margin; /* cost of the next best year, less that of the one taken */
} opis_year;

/**
 * \brief Read four glyphs as the year of a day; 0 if they cannot be one.
 *
 * `day` gives month and day, as far as they are known; `near` is a year that the context suggests, or 0; `spaced` says
 * that the scan has torn the glyphs apart.
 */
int opis_calendar_year(const opis_calendar *calendar, const char glyphs[4], int spaced, int near, opis_day day,
                       opis_year *year);
/** \brief How often the book prints a year clean. */
uint32_t opis_calendar_year_count(const opis_calendar *calendar, int year);

#define OPIS_DATE_TEXT 32
/** \brief ISO 8601: "1931-05-03", "1931-05", "1931" or two of them with a slash. Gives the length. */
size_t opis_date_text(const opis_date *date, char out[OPIS_DATE_TEXT]);

#endif
