/*
 * Archive finder: what the walk along the text and the two ways to read a reference share.
 *
 * archive.c walks and reads by style; archive_glyphs reads damaged references, glyph by glyph.
 */
#ifndef OPIS_ARCHIVE_FINDER_H
#define OPIS_ARCHIVE_FINDER_H

#include "extract/archive.h"
#include "extract/archive_openers.h"
#include "extract/archive_spans.h"
#include "extract/archive_styled.h"

/* A reference in running text inherits from one that ended so many bytes before, or in the same note. */
#define OPIS_INHERITANCE_REACH 240
#define OPIS_IBID_REACH 8000 /* "Ibid., l. 5", when notes between are lost */

typedef struct opis_archive_finder {
    opis_book *book;
    opis_catalog *catalog;
    opis_error *error;
    opis_archive_values *values;
    opis_styled_finder styled;
    opis_slip slip;
    opis_words_opening opening;
    size_t note;     /* row of the next note that starts after the current place */
    uint32_t resume; /* byte where the last reference ended */
} opis_archive_finder;

/** \brief Where the next note starts. */
uint32_t opis_finder_next_note(const opis_archive_finder *f);
/** \brief The row of the note that a byte lies in, the byte being the current place. */
int32_t opis_finder_note_at(const opis_archive_finder *f, uint32_t byte);
/** \brief Make a byte the current place. */
void opis_finder_pass_notes(opis_archive_finder *f, uint32_t byte);

/** \brief An empty reference that starts at a byte. */
opis_reference opis_finder_begin(const opis_archive_finder *f, uint32_t start);
/** \brief Put a reference into the catalog. */
opis_status opis_finder_keep(opis_archive_finder *f, const opis_reference *r);
/** \brief Whether nothing but the last reference stands in the note before this place, so that "Ibid." means it. */
int opis_finder_means_last(const opis_archive_finder *f, uint32_t byte);

/** \brief Read the damaged reference that begins at a token, if one does, and those that go on from it. */
opis_status opis_finder_by_glyphs(opis_archive_finder *f, size_t token);

#endif
