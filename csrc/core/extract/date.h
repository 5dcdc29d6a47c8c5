/*
 * Date: what the parts of the date extractor hand to one another.
 *
 * date finds months, joins ranges and makes the records; date_names knows the names of months; date_parts reads the
 * days and the year beside a month.
 */
#ifndef OPIS_DATE_H
#define OPIS_DATE_H

#include "book.h"
#include "extract/calendar.h"

/* A month read at more than this cost is likely only. */
#define OPIS_SURE_MONTH 5.0f

#define OPIS_MONTH_FORMS 4

typedef struct opis_month_name {
    const char *text;
    size_t length;
} opis_month_name;

typedef struct opis_month_names {
    uint16_t by_letter[256]; /* months, as bits, by the first letter of their names */
    uint16_t by_third[256];  /* by the third, in small and capital letters: few other words share both */
    opis_month_name forms[12][OPIS_MONTH_FORMS];
} opis_month_names;

/** \brief The names of months that a style has. */
void opis_month_names_make(opis_month_names *names, const opis_style *style);
/** \brief Months that begin like a word of three letters and more, as bits. */
static inline unsigned opis_months_like(const opis_month_names *names, const char *word) {
    return names->by_letter[(unsigned char)word[0]] & names->by_third[(unsigned char)word[2]];
}
/** \brief The month that a word of three letters and more is the name of, or 0. */
int opis_month_exact(const opis_month_names *names, const char *word, size_t length);
/** \brief The month that shares most letters with a word, two thirds at least: in their places, or at its head and its
 * tail; 0 where none does. */
int opis_month_resembling(const opis_month_names *names, const char *word, size_t length);
/** \brief The month of three letters that a damaged word of as many may be, "Moy", or 0. */
int opis_month_short(const opis_month_names *names, const opis_glyphs *glyphs, const char *word);

typedef struct opis_dated {
    opis_day from, to;               /* equal for one day or month; their years are 0 where none is printed */
    uint32_t month_start, month_end; /* bytes of the month's name */
    uint32_t start, end;             /* bytes of the whole */
    size_t first_token, last_token;
    int8_t other_day; /* the first of two days of one month, or 0 */
    uint32_t other_start, other_end;
    uint8_t month_damaged, month_doubtful;
    uint8_t status; /* an opis_certainty */
} opis_dated;

/**
 * \brief Read what stands beside a month that lies on tokens [first, last]: its days and year.
 *
 * 0 if neither day nor year stands there and the month is damaged or stands alone.
 */
int opis_date_complete(const opis_book *book, const opis_calendar *calendar, size_t first, size_t last, int near,
                       opis_dated *date);

/** \brief Whether a word is one of a style's, which are in lower case. */
int opis_date_word_in(const opis_words *words, const char *word, size_t length);
/** \brief Whether a mark joins two numbers to a range. */
int opis_date_is_dash(const char *mark, size_t length);

#endif
