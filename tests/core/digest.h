/*
 * Digest: all that a book holds as one number, to tell whether two readings are the same.
 */
#ifndef OPIS_TEST_DIGEST_H
#define OPIS_TEST_DIGEST_H

#include "opis.h"

#define DIGEST_START 0xCBF29CE484222325u

static inline void digest_bytes(uint64_t *digest, const void *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) *digest = (*digest ^ ((const unsigned char *)bytes)[i]) * 0x100000001B3u;
}

static inline void digest_text(uint64_t *digest, const opis_book *book, opis_text text) {
    const char *bytes = opis_book_text(book, text);
    digest_bytes(digest, &text.length, sizeof text.length);
    if (bytes) digest_bytes(digest, bytes, text.length);
}

static inline void digest_field(uint64_t *digest, const opis_book *book, const opis_field *field, const char *value) {
    const opis_list *list = (const void *)value;
    if (field->type == OPIS_TEXT) {
        digest_text(digest, book, *(const opis_text *)(const void *)value);
    } else if (field->type == OPIS_TEXTS || field->type == OPIS_PAIRS) {
        for (uint32_t i = 0; i < list->count; i++) digest_text(digest, book, opis_book_texts(book, *list)[i]);
    } else if (field->type == OPIS_INTEGERS) {
        digest_bytes(digest, opis_book_integers(book, *list), list->count * sizeof(int32_t));
    } else {
        int is_long = field->type == OPIS_INT64 || field->type == OPIS_REAL;
        digest_bytes(digest, value, is_long ? 8 : field->type == OPIS_INT32 ? 4 : 1);
    }
}

static inline void digest_book(uint64_t *digest, const opis_book *book) {
    for (int kind = 0; kind < OPIS_KIND_COUNT; kind++) {
        size_t field_count;
        const opis_field *fields = opis_kind_fields((opis_kind)kind, &field_count);
        opis_rows rows = opis_book_rows(book, (opis_kind)kind);
        for (size_t i = 0; i < rows.count; i++)
            for (size_t f = 0; f < field_count; f++)
                digest_field(digest, book, &fields[f], (const char *)rows.rows + i * rows.row_size + fields[f].offset);
    }
    for (size_t table = 0; table < opis_book_rows(book, OPIS_TABLE).count; table++) {
        size_t relations, witnesses;
        const uint32_t *parts;
        opis_book_relations(book, table, &relations, &parts);
        opis_book_witnesses(book, table, &witnesses);
        digest_bytes(digest, &relations, sizeof relations);
        digest_bytes(digest, &witnesses, sizeof witnesses);
    }
}

#endif
