#include "extract/archive_titled.h"

#include "extract/archive_named.h"
#include "letters.h"
#include "text/fold.h"

#define TITLE_WORDS 8
#define SMALL_WORD 3 /* bytes of "of", "the", "de" */
#define INITIAL 2    /* bytes */

static char first_byte(const opis_book *book, size_t at) {
    return book->source.bytes[book->tokens[at].start];
}

/* Go back over blanks and one line end; 0 where nothing stands before. */
static int step_back(const opis_book *book, size_t *at) {
    int breaks = 0;
    while (*at > 0) {
        const opis_token *before = &book->tokens[--*at];
        if (before->class_ == OPIS_BREAK && breaks++) return 0;
        if (before->class_ != OPIS_BLANK && before->class_ != OPIS_BREAK) return 1;
    }
    return 0;
}

/* The level of the style whose label follows its words, that a word labels, or OPIS_NO_LEVEL. */
static uint8_t level_behind(const opis_style_parser *p, const opis_token *word, const char *bytes) {
    size_t count;
    uint64_t hash = opis_fold_hash(OPIS_FOLD_START, bytes + word->start, word->length);
    const opis_term *terms = opis_archive_terms(p->styles, hash, &count);
    for (size_t i = 0; i < count; i++) {
        if (terms[i].kind != OPIS_TERM_LABEL || terms[i].style != p->style || terms[i].words != 1) continue;
        const opis_citation_level *level = &p->styles->styles[p->style].levels[terms[i].level];
        if (level->after && level->shape == OPIS_WORDED) return terms[i].level;
    }
    return OPIS_NO_LEVEL;
}

/* Whether a mark stands within a title: the point of an initial, a dash, an apostrophe, "&", the stroke of "S/S". */
static int joins_words(const opis_book *book, size_t mark) {
    const opis_token *t = &book->tokens[mark];
    char c = book->source.bytes[t->start];
    if (c == '&') return 1;
    if (mark == 0 || book->tokens[mark - 1].class_ != OPIS_WORD) return 0;
    if (c == '.') return book->tokens[mark - 1].length <= INITIAL && opis_named_has_capital(book, mark - 1);
    uint32_t end = t->start + t->length;
    return (c == '-' || c == '/' || c == '\'' || t->length > 1) && book->tokens[mark + 1].start == end &&
           book->tokens[mark + 1].class_ == OPIS_WORD;
}

/* The first word of the title that ends with a word, itself where no other belongs to it. */
static size_t first_word(const opis_book *book, size_t last) {
    size_t first = last, at = last;
    for (int words = 0; words < TITLE_WORDS && step_back(book, &at); words++) {
        uint8_t class_ = book->tokens[at].class_;
        if (class_ == OPIS_PUNCTUATION && joins_words(book, at)) continue;
        if (class_ != OPIS_WORD) break;
        if (opis_named_has_capital(book, at))
            first = at;
        else if (book->tokens[at].length > SMALL_WORD)
            break;
    }
    return first;
}

void opis_titled_before(const opis_styled_finder *f, const opis_style_parser *p, size_t label, opis_styled *found) {
    const opis_book *book = f->book;
    size_t at = label;
    if (found->part_count == 0 || found->part_count == OPIS_MOST_PARTS || !step_back(book, &at)) return;
    if ((first_byte(book, at) == ',' || first_byte(book, at) == ':') && !step_back(book, &at)) return;
    if (book->tokens[at].class_ != OPIS_WORD || book->tokens[at].start < f->reached) return;
    uint8_t level = level_behind(p, &book->tokens[at], book->source.bytes);
    size_t first = level == OPIS_NO_LEVEL || found->levels >> level & 1 ? at : first_word(book, at);
    if (first == at || book->tokens[first].start < f->reached) return;
    uint32_t start = book->tokens[first].start, end = book->tokens[at].start + book->tokens[at].length;
    opis_parts_begin_with(found, start, end, level);
}
