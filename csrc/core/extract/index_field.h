/*
 * Index field: the text of an index entry cut at its marks, into words and locators.
 *
 * The scan loses marks, doubles them and takes them for figures, so that what may be a locator tells where one stood.
 */
#ifndef OPIS_INDEX_FIELD_H
#define OPIS_INDEX_FIELD_H

#include "extract/index.h"
#include "letters.h"

#define OPIS_INDEX_YEAR_DIGITS 4
/* A word has so many letters; one that the book prints so often is no damaged locator. */
#define OPIS_INDEX_SHORTEST_WORD 4
#define OPIS_INDEX_FREQUENT 6

/* The entry that is parsed.  All is borrowed. */
typedef struct opis_index_parser {
    opis_index *index;
    const opis_book *book;
    const opis_joined *text;
    size_t end;   /* of what is parsed: targets behind "See" are not */
    uint32_t row; /* of the part that the next locator belongs to */
    opis_error *error;
} opis_index_parser;

typedef enum opis_index_field_kind { OPIS_INDEX_NOISE, OPIS_INDEX_WORDS, OPIS_INDEX_LOCATOR } opis_index_field_kind;

typedef struct opis_index_field {
    size_t start, end; /* bytes of the joined text, blanks at both ends left out */
    size_t next;       /* where the next field begins */
    char mark;         /* what ends it: one of ",;:." or 0 */
    opis_index_field_kind kind;
    int scattered; /* its last word, left out, says that locators are scattered */
} opis_index_field;

/** \brief The field that begins at a byte; brackets hold their commas together. */
opis_index_field opis_index_field_read(const opis_index_parser *p, size_t at);
/** \brief Whether a stretch of text may be a locator: cheap enough for its length, and no word. */
int opis_index_is_locator(const opis_index_parser *p, size_t start, size_t end);
/** \brief How many figures a stretch of text has, and letters that are taken for figures. */
size_t opis_index_digits(const char *text, size_t start, size_t end);
/** \brief Leave out blanks at both ends of a stretch of text, and marks before it. */
void opis_index_trim(const char *text, size_t *start, size_t *end);

/* "'55" is 155 as often as not. */
static inline int opis_index_is_lost_figure(const char *text, size_t at, size_t end) {
    return text[at] == '\'' && at + 1 < end && is_digit(text[at + 1]);
}

#endif
