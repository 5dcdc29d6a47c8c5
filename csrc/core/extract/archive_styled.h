/*
 * Where a reference that is read by its style may begin: at an archive's name, known or spelled out, at a label, at a
 * shelfmark, at "ibid".
 */
#ifndef OPIS_ARCHIVE_STYLED_H
#define OPIS_ARCHIVE_STYLED_H

#include "extract/archive_parts.h"

typedef struct opis_styled_finder {
    const opis_book *book;
    const opis_archive_styles *styles;
    opis_scratch *scratch;
    opis_slip slip;
    uint32_t reached; /* byte where the last reference ended: none begins before it */
} opis_styled_finder;

/**
 * \brief Read the reference that begins at a token, before `stop`.  1 if there is one.
 *
 * `style` is that of the reference before, which one without a name may go on, or OPIS_NO_STYLE.
 */
#define OPIS_NO_STYLE UINT16_MAX
int opis_styled_find(opis_styled_finder *f, size_t token, uint32_t stop, uint16_t style, opis_styled *found);
/** \brief Read the next file or folio of the archive of a reference, right behind it.  1 if there is one. */
int opis_styled_follow(opis_styled_finder *f, const opis_styled *before, uint32_t stop, opis_styled *found);

/** \brief Find the archive's name that begins at a token, of those that a list has.  1 if there is one. */
int opis_styled_name(const opis_styled_finder *f, size_t token, uint32_t stop, opis_styled *found);

/** \brief The token that a byte lies in or that follows it. */
size_t opis_styled_token(const opis_styled_finder *f, uint32_t byte);

#endif
