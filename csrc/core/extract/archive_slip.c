#include <string.h>

#include "extract/archive.h"
#include "letters.h"

/* A citation may cross so many line ends at once: a blank line, a page break. */
#define MOST_BREAKS 5

static int is_furniture(const opis_book *book, uint32_t line) {
    uint8_t role = line < book->layout.line_count ? book->layout.lines[line].role : OPIS_LINE_TEXT;
    return role == OPIS_LINE_HEAD || role == OPIS_LINE_FOLIO || role == OPIS_LINE_CONTINUED;
}

static int is_heading(const opis_book *book, uint32_t line) {
    return line < book->layout.line_count && book->layout.lines[line].role == OPIS_LINE_HEADING;
}

/* ---- Markup -------------------------------------------------------------------------------------------- */

/* The mark that a token is, directly behind the one before; 0 for any other token. */
static char joined_mark(const opis_book *book, size_t at) {
    const opis_token *token = &book->tokens[at];
    if (at == 0 || at >= book->token_count || token->class_ != OPIS_PUNCTUATION) return 0;
    return token[-1].start + token[-1].length == token->start ? book->source.bytes[token->start] : 0;
}

static int is_word_at(const opis_book *book, size_t at) {
    return at < book->token_count && book->tokens[at].class_ <= OPIS_MIXED;
}

/* "f.~17": a tie between a word and what follows, no damaged figure. */
static int is_tie(const opis_book *book, size_t at) {
    const char *bytes = book->source.bytes + book->tokens[at].start;
    char before = book->tokens[at].start ? bytes[-1] : ' ';
    if (!is_word_at(book, at + 1) || bytes[1] == ' ') return 0;
    return (before == '.' || before == '}' || is_letter(before)) &&
           (is_digit(bytes[1]) || is_upper(bytes[1]) || (unsigned char)bytes[1] >= 0x80);
}

/* "&nbsp;", "&thinsp;" */
static int is_entity_of_blank(const opis_book *book, size_t at) {
    static const char *const names[] = {"nbsp", "thinsp", "ensp"};
    const opis_token *name = &book->tokens[at + 1];
    if (joined_mark(book, at + 2) != ';') return 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == name->length && memcmp(names[i], book->source.bytes + name->start, name->length) == 0)
            return 1;
    return 0;
}

/*
 * How many tokens from one on are markup of TeX or HTML that prints as a blank or as nothing: "~", "\,", "\emph{",
 * "&nbsp;", the second half of a dash "--".  `open` counts the braces that are to be closed.
 */
static size_t markup_at(const opis_book *book, size_t at, uint32_t *open) {
    char mark = book->source.bytes[book->tokens[at].start];
    if (mark == ',' || mark == '.') return 0; /* as most marks are */
    if (mark == '~') return (size_t)is_tie(book, at);
    if (mark == '-') return joined_mark(book, at) == '-' && joined_mark(book, at - 1) == '-' ? 1 : 0;
    if (mark == '&') return at + 2 < book->token_count && is_entity_of_blank(book, at) ? 3 : 0;
    if (mark == '}' && *open) return (*open)--, 1;
    if (mark != '\\') return 0;
    char next = joined_mark(book, at + 1);
    if (next == ',' || next == ';') return 2;
    uint32_t end = book->tokens[at].start + 1;
    if (end < book->source.length && book->source.bytes[end] == ' ') return 1;
    if (!is_word_at(book, at + 1) || joined_mark(book, at + 2) != '{') return 0;
    return ++*open, 3;
}

/* ---- Units --------------------------------------------------------------------------------------------- */

void opis_slip_fill(opis_slip *slip, const opis_book *book, size_t token, uint32_t byte, uint32_t stop) {
    opis_slip_begin(slip, book, token, byte, stop, OPIS_SLIP_UNITS);
}

void opis_slip_begin(opis_slip *slip, const opis_book *book, size_t token, uint32_t byte, uint32_t stop,
                     uint32_t most) {
    uint32_t line = 0, breaks = 0, open = 0; /* the line is asked for at the first break: many a slip has none */
    int line_known = 0;
    opis_gap gap = OPIS_GAP_NONE;
    size_t passed, token_count = book->token_count;
    const opis_token *tokens = book->tokens;
    const char *bytes = book->source.bytes;
    struct opis_slip_unit *unit = slip->units, *end = unit + most;
    for (size_t i = token; i < token_count && unit < end; i++) {
        const opis_token *t = &tokens[i];
        if (t->start >= stop || breaks > MOST_BREAKS) break;
        if (t->class_ == OPIS_BREAK) {
            if (!line_known) line = opis_source_line(&book->source, t->start);
            line_known = 1;
            if (is_heading(book, line)) break; /* "Nr. 12" is no shelfmark of what stands below it */
            line++;
            breaks++;
            gap = breaks > 1 ? OPIS_GAP_PARAGRAPH : OPIS_GAP_LINE;
        } else if (t->class_ == OPIS_BLANK) {
            if (gap == OPIS_GAP_NONE) gap = OPIS_GAP_BLANK;
        } else if (t->class_ == OPIS_PUNCTUATION && (passed = markup_at(book, i, &open)) > 0) {
            if (gap == OPIS_GAP_NONE && bytes[t->start] != '-') gap = OPIS_GAP_BLANK;
            i += passed - 1;
        } else if (t->start + t->length > byte && !(breaks && is_furniture(book, line))) {
            uint32_t start = t->start > byte ? t->start : byte;
            if (gap == OPIS_GAP_NONE && start > byte && bytes[start - 1] == ' ') gap = OPIS_GAP_BLANK;
            *unit++ = (struct opis_slip_unit){.start = start,
                                              .end = t->start + t->length,
                                              .token = (uint32_t)i,
                                              .class_ = t->class_,
                                              .gap = (uint8_t)gap,
                                              .first_term = OPIS_NOT_LOOKED_UP};
            gap = OPIS_GAP_NONE;
            breaks = 0;
        }
    }
    slip->bytes = bytes;
    slip->count = (uint32_t)(unit - slip->units);
}
