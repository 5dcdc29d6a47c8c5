/*
 * Figure: what the printed text of one cell of a table may say.
 *
 * A figure is a number as tables print it: "1,620", "8.8", "(8.8%)", "-12", with thousands parted by commas, in
 * brackets or with a percent sign, with a footnote's mark glued to it.  The confusion model tells what the scan may
 * have made of it; every reading has a cost, and the text as it stands costs nothing.
 */
#ifndef OPIS_FIGURE_H
#define OPIS_FIGURE_H

#include "mend/glyph.h"
#include "mend/sums.h"

#define OPIS_FIGURE_DIGITS 15  /* more are no figure, so that sums of any grid stay within 64 bits */
#define OPIS_LONGEST_FIGURE 32 /* bytes, blanks at both ends left out */

/**
 * \brief The readings of a printed cell, cheapest first, at most `capacity` (OPIS_FIGURE_READINGS serves).
 *
 * Gives 0 where the text cannot be a figure, as words and empty cells cannot.  The first reading costs 0 only where
 * every glyph reads as it is.  Where `capacity` are given, a value that is not among them costs no less than the last.
 */
size_t opis_figure_read(const opis_glyphs *glyphs, const char *text, size_t length, opis_cell_reading *readings,
                        size_t capacity);

/** \brief The least that it costs to read a cell as one whole number without noughts before it; INFINITY: it cannot. */
float opis_figure_cost(const opis_glyphs *glyphs, const char *text, size_t length, int64_t value);

/** \brief Whether a cell is printed empty: nothing but blanks, dashes and points. */
int opis_figure_is_blank(const char *text, size_t length);

/** \brief Whether a percent sign stands behind the figure. */
int opis_figure_is_percent(const char *text, size_t length);

#endif
