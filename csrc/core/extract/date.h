/*
 * Date: what the parts of the date extractor hand to one another.
 *
 * date finds months, joins ranges and makes the records; date_parts reads the days and the year beside a month.
 */
#ifndef OPIS_DATE_H
#define OPIS_DATE_H

#include "book.h"
#include "extract/calendar.h"

/* A month read at more than this cost is likely only. */
#define OPIS_SURE_MONTH 5.0f

typedef struct opis_month_name {
    const char *text;
    size_t length;
} opis_month_name;

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
