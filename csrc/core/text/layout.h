/*
 * Layout: what the printed page left in the text.  Lines with their tokens and measure, page breaks without form
 * feeds, furniture (running heads, folios, "continued" lines), chapter openings.
 *
 * Everything here is found from shape alone; numbers are settled by the extractors.
 */
#ifndef OPIS_LAYOUT_H
#define OPIS_LAYOUT_H

#include "mend/glyph.h"
#include "style.h"
#include "text/source.h"

typedef enum opis_line_role {
    OPIS_LINE_TEXT,
    OPIS_LINE_EMPTY,
    OPIS_LINE_HEAD,      /* running head with its folio */
    OPIS_LINE_FOLIO,     /* a page number alone */
    OPIS_LINE_CONTINUED, /* "Document 54 continued" */
    OPIS_LINE_HEADING,   /* "Document 54" */
    OPIS_LINE_CHAPTER,   /* a line that opens a chapter: "Chapter Two", "Introduction" */
    OPIS_LINE_BACK       /* a line that opens a part of the back matter: "Index" */
} opis_line_role;

typedef struct opis_line {
    uint32_t start, end;  /* bytes, blanks at both ends left out; equal for an empty line */
    uint32_t first_token; /* its first token that is not blank; the next line's first_token ends it (breaks included) */
    uint32_t end_token;   /* one past its last token that is neither blank nor a break */
    uint16_t width;       /* characters from start to end */
    uint8_t role : 4;     /* an opis_line_role */
    uint8_t indented : 1; /* at least one blank stands before it */
    uint8_t figured : 1;  /* it has a number, or a mixed token */
    uint8_t worded : 1;   /* it begins with a word of more than OPIS_SHORT_OPENING bytes */
    char first;           /* its first byte, so that many a line need not be looked at; 0 for an empty one */
} opis_line;

#define OPIS_SHORT_OPENING 3

typedef enum opis_opening {
    OPIS_OPENS_NOTHING,
    OPIS_MAY_OPEN_CHAPTER, /* the leaf begins with a line that looks like a title */
    OPIS_OPENS_CHAPTER     /* it begins with one of the style's chapter words */
} opis_opening;

typedef struct opis_leaf { /* one side of a printed sheet: the lines between two breaks */
    uint32_t first_line;   /* counted from 0, not empty */
    uint32_t end_line;     /* one past its last line */
    uint8_t opening;       /* an opis_opening */
    uint8_t fed;           /* a form feed stands before it: the break is sure */
} opis_leaf;

/* Where the title begins in a line that heads a document. */
typedef struct opis_heading_title {
    uint32_t line, byte;
} opis_heading_title;

typedef struct opis_layout {
    opis_line *lines; /* line_count + 1 entries: the last is a sentinel that ends the tokens; owned */
    uint32_t line_count;
    uint8_t apart;     /* the tokens of each line count from its own beginning: those of the text were not kept */
    opis_leaf *leaves; /* owned */
    uint32_t leaf_count;
    uint32_t *chapters; /* lines of the leaves that open a chapter for sure, ascending; owned */
    uint32_t chapter_count;
    uint8_t heading_form;       /* of the profile's, the one that heads the documents of this book */
    uint32_t first_heading;     /* the line of the first in their longest chain, where it is no low number */
    opis_heading_title *titles; /* of the headings whose title stands in their line, ascending; owned */
    uint32_t title_count;
    size_t title_capacity;
} opis_layout;

/** \brief Lay out the text: its lines, then its pages.  Release with opis_layout_release(). */
opis_status opis_layout_find(opis_layout *layout, const opis_source *source, const opis_token *tokens,
                             size_t token_count, const opis_style *style, const opis_glyphs *glyphs, opis_error *error);
/** \brief The lines alone, none of them with a role but those that are empty. */
opis_status opis_layout_find_lines(opis_layout *layout, const opis_source *source, const opis_token *tokens,
                                   size_t token_count, opis_error *error);
/** \brief The same for a text whose tokens are not kept: they are found for some lines at a time. */
opis_status opis_layout_find_lines_apart(opis_layout *layout, const opis_source *source, opis_error *error);
/** \brief The same for a part of a text whose lines are known: its first is `line` there, at the byte `start`. */
opis_status opis_layout_take_lines(opis_layout *layout, const opis_source *source, const opis_layout *whole,
                                   uint32_t line, uint32_t start, opis_error *error);
/** \brief The leaves between lines that were found, from blanks and empty lines alone; NULL for tokens that were not
 * kept. */
opis_status opis_layout_find_leaves(opis_layout *layout, const opis_source *source, const opis_token *tokens,
                                    const opis_style *style, const opis_glyphs *glyphs, opis_error *error);
/** \brief What the lines that were found are, and the leaves, chapters and titles among them. */
opis_status opis_layout_find_pages(opis_layout *layout, const opis_source *source, const opis_token *tokens,
                                   const opis_style *style, const opis_glyphs *glyphs, opis_error *error);
void opis_layout_release(opis_layout *layout);
/** \brief Let go of all but the lines: leaves, chapters and titles, which the volumes of a text have of their own. */
void opis_layout_forget_pages(opis_layout *layout);

/** \brief The leaf that a line (from 0) stands on; 0 for lines before the first leaf. */
uint32_t opis_layout_leaf(const opis_layout *layout, uint32_t line);
/** \brief The first token of a line, the blank that opens it included. */
static inline uint32_t opis_line_first_token(const opis_layout *layout, uint32_t line) {
    return layout->lines[line].first_token - layout->lines[line].indented;
}
/** \brief How many chapters have opened at or before a line (from 0). */
uint32_t opis_layout_chapter(const opis_layout *layout, uint32_t line);

/** \brief Where the title begins in a line that heads a document; its end where the title stands below. */
uint32_t opis_layout_title(const opis_layout *layout, uint32_t line);

/** \brief Tokens of a line, its break left out; `*count` of them. */
static inline const opis_token *opis_line_tokens(const opis_layout *layout, const opis_token *tokens, uint32_t line,
                                                 uint32_t *count) {
    const opis_line *at = &layout->lines[line];
    *count = at->end_token - at->first_token;
    return tokens + at->first_token;
}

#endif
