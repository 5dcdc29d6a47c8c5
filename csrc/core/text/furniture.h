/*
 * Furniture: the lines that belong to the printed page and not to its text: running heads, folios, headings of
 * documents and their "continued" lines, openings of chapters and of the back matter.
 */
#ifndef OPIS_FURNITURE_H
#define OPIS_FURNITURE_H

#include "text/layout.h"

typedef struct opis_furniture {
    opis_layout *layout;
    const char *bytes;
    const opis_token *tokens;
    const opis_style *style;
    const opis_glyphs *glyphs;
} opis_furniture;

/** \brief Give headings, continued lines and running heads with roman folios their roles; needs lines alone. */
opis_status opis_furniture_find_lines(const opis_furniture *furniture, opis_error *error);
/** \brief Give the first and last lines of each leaf their roles and say which leaves open a chapter. */
void opis_furniture_find_openings(const opis_furniture *furniture);

/** \brief Whether a line is one of the words that open a chapter or the back matter, alone or with its number. */
int opis_furniture_opens_part(const opis_furniture *furniture, uint32_t line);

/**
 * \brief Where the number of a document's heading or continued line stands.
 *
 * 1 if the line has the form of the book's headings; then `[*start, *end)` is the number's span and `*rest` is what
 * follows it, up to the line's end.
 */
int opis_furniture_heading(const opis_furniture *furniture, uint32_t line, uint32_t *start, uint32_t *end,
                           uint32_t *rest);

#endif
