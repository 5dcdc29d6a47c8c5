/*
 * What a reference that is read by its style becomes: columns, parts, folios, and the text that equal sources share.
 */
#ifndef OPIS_ARCHIVE_RECORD_H
#define OPIS_ARCHIVE_RECORD_H

#include "extract/archive_parts.h"

#define OPIS_VALUE_LENGTH 255

/** \brief The text of a part as one line: blanks together, longer dashes as "-".  Gives its length. */
size_t opis_part_text(const char *bytes, const opis_part *part, char text[OPIS_VALUE_LENGTH + 1]);

/** \brief Fill columns, parts and folios of a row; `parent` is the row that it inherits from, or NULL. */
opis_status opis_styled_record(opis_book *book, const opis_styled *styled, size_t row, const opis_archive *parent,
                               opis_error *error);

/** \brief Set the id of a row from its columns and parts; `identity` is the archive's, or NULL where it is as printed.
 */
opis_status opis_archive_identify(opis_book *book, size_t row, const char *identity, opis_error *error);

#endif
