#include "extract/archive_before.h"

#include "extract/archive_named.h"
#include "extract/archive_units.h"
#include "text/fold.h"

#define LONGEST_ACRONYM 24

int opis_before_is_acronym(const opis_book *book, size_t at) {
    const opis_token *token = &book->tokens[at];
    uint32_t capitals = 0, letters = 0;
    if (token->class_ != OPIS_WORD || token->length > LONGEST_ACRONYM) return 0;
    for (uint32_t i = token->start; i < token->start + token->length; letters++) {
        uint32_t code;
        i += (uint32_t)opis_fold_decode(book->source.bytes + i, token->start + token->length - i, &code);
        capitals += (uint32_t)opis_fold_is_capital(code);
    }
    return capitals >= 2 && capitals * 2 >= letters;
}

void opis_before_take_acronym(const opis_styled_finder *f, size_t label, opis_styled *found) {
    const opis_book *book = f->book;
    size_t at = label, last = SIZE_MAX;
    int marks = 0;
    while (at > 0) {
        const opis_token *token = &book->tokens[--at];
        char c = book->source.bytes[token->start];
        if (token->class_ == OPIS_BLANK) continue;
        if (token->class_ == OPIS_BREAK && marks++ < 2) continue;
        if (token->class_ == OPIS_PUNCTUATION && (c == ',' || c == '.' || c == '(' || c == ':') && last == SIZE_MAX &&
            marks++ < 2)
            continue;
        if (token->class_ != OPIS_WORD || token->start < f->reached) return;
        if (last == SIZE_MAX) last = at;
        if (opis_before_is_acronym(book, at)) {
            found->repository = OPIS_UNLISTED_ARCHIVE;
            found->kept = found->guessed = 1;
            found->start = found->name_start = token->start;
            found->name_end = book->tokens[last].start + book->tokens[last].length;
            return;
        }
        if (last != at || !opis_named_has_capital(book, at)) return;
    }
}

/* Whether a token is a dash, with nothing between it and the next. */
static int ends_with_dash(const opis_book *book, size_t at) {
    const opis_token *dash = &book->tokens[at];
    uint32_t code = 0;
    opis_fold_decode(book->source.bytes + dash->start, dash->length, &code);
    return dash->class_ == OPIS_PUNCTUATION && opis_is_dash(code) && dash->start + dash->length == dash[1].start;
}

void opis_before_take_number(const opis_styled_finder *f, const opis_style_parser *p, size_t label,
                             opis_styled *found) {
    const opis_book *book = f->book;
    const opis_citation_style *style = &f->styles->styles[p->style];
    if (style->bare == OPIS_NO_LEVEL || found->levels & ((2u << style->bare) - 1) || label < 2) return;
    if (found->strong < 2) return; /* "F-150, Series 2" */
    size_t at = label - 1;
    char mark = book->source.bytes[book->tokens[at].start];
    if (mark != ',' && mark != '.') return;
    const opis_token *number = &book->tokens[--at];
    uint32_t end = number->start + number->length, start = number->start;
    if (number->class_ != OPIS_NUMBER && number->class_ != OPIS_MIXED) return;
    if (at >= 2 && ends_with_dash(book, at - 1) && book->tokens[at - 2].class_ == OPIS_WORD &&
        book->tokens[at - 2].length <= 4)
        start = book->tokens[at - 2].start;
    if (start == number->start || start < f->reached || found->part_count == OPIS_MOST_PARTS) return;
    opis_parts_begin_with(found, start, end, style->bare);
}
