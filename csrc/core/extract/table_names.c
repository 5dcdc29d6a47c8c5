/*
 * Which rows and columns does a sentence name?
 */
#include <ctype.h>
#include <string.h>

#include "extract/table_hear.h"

#define SHORTEST_NAME 4

static int sentence_has(const opis_hearing *h, const char *word, size_t length) {
    const opis_prose_figure *figure = h->figure;
    for (uint32_t i = figure->sentence_first; i < figure->sentence_end; i++) {
        const opis_token *token = &h->book->tokens[i];
        const char *text = h->book->source.bytes + token->start;
        size_t same = 0;
        if (token->class_ != OPIS_WORD || token->length != length) continue;
        while (same < length && tolower((unsigned char)text[same]) == tolower((unsigned char)word[same])) same++;
        if (same == length) return 1;
    }
    return 0;
}

/* A column's own name: its label behind the head that spans it. */
static const char *own_name(const opis_hearing *h, uint32_t column, size_t *length) {
    opis_text label = h->sketch->columns[column];
    const char *text = label.length ? h->sketch->texts + label.start : "";
    *length = label.length;
    for (size_t i = 0; i + 1 < label.length; i++)
        if (text[i] == ':' && text[i + 1] == ' ') *length = label.length - i - 2;
    return text + label.length - *length;
}

/* Whether the sentence has every longer word of a name. */
static int has_words(const opis_hearing *h, const char *name, size_t length) {
    size_t words = 0;
    for (size_t start = 0, end; start < length; start = end + 1) {
        for (end = start; end < length && isalpha((unsigned char)name[end]); end++) continue;
        if (end - start < SHORTEST_NAME) continue;
        if (!sentence_has(h, name + start, end - start)) return 0;
        words++;
    }
    return words > 0;
}

int opis_hearing_names(const opis_hearing *h, uint32_t column) {
    size_t length, other;
    const char *name = own_name(h, column, &length);
    for (uint32_t c = 0; c < h->sketch->column_count; c++) {
        const char *text = own_name(h, c, &other);
        if (c != column && other == length && memcmp(text, name, length) == 0) return 0;
    }
    return has_words(h, name, length);
}

/* Rows of years are named by the year that stands nearest to the figure. */
int opis_hearing_names_row(const opis_hearing *h, uint32_t row) {
    const opis_year_span *years = h->figure->near ? &h->figure->after : &h->figure->before;
    opis_text label = h->sketch->row_labels[row];
    if (h->sketch->years)
        return h->sketch->years[row] && years->first == h->sketch->years[row] && years->last == years->first;
    return label.length && has_words(h, h->sketch->texts + label.start, label.length);
}
