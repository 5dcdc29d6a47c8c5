/*
 * Folios that read as they stand: "5, 12ob", "60-65", "34r-v".
 */
#ifndef OPIS_ARCHIVE_FOLIOS_H
#define OPIS_ARCHIVE_FOLIOS_H

#include "extract/archive_parts.h"

/** \brief Read a list of folios from a unit on into a reference; gives one past it, or 0. */
uint32_t opis_folios_read(const opis_style_parser *p, uint32_t unit, opis_styled *found);

#endif
