/*
 * Tolerant patterns: what a scan makes of a literal, as a PCRE2 pattern.
 */
#include <string.h>

#include "letters.h"
#include "memory.h"
#include "mend/glyph_table.h"

typedef struct text_builder {
    char *text;
    size_t length, capacity;
    opis_error *error;
    opis_status status;
} text_builder;

static void append(text_builder *out, const char *text, size_t length) {
    if (out->status == OPIS_OK)
        out->status = opis_reserve(&out->text, &out->capacity, out->length + length + 1, 1, out->error);
    if (out->status != OPIS_OK) return;
    memcpy(out->text + out->length, text, length);
    out->length += length;
    out->text[out->length] = 0;
}

/* Text that stands for itself in a pattern, in the extended syntax too. */
static void append_literal(text_builder *out, const char *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < 0x80 && !is_digit(text[i]) && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z')) append(out, "\\", 1);
        append(out, text + i, 1);
    }
}

/* The confusions of a shape, as further branches; tells whether the scan may have lost it. */
static int append_confusions(text_builder *out, const opis_glyphs *glyphs, const char *printed, size_t length) {
    int may_be_lost = 0;
    for (size_t i = 0; i < glyphs->table->count; i++) {
        const confusion *c = &glyphs->table->confusions[i];
        if (c->printed_length != length || memcmp(c->printed, printed, length) != 0) continue;
        may_be_lost |= c->seen_length == 0;
        if (c->seen_length) append(out, "|", 1);
        append_literal(out, c->seen, c->seen_length);
    }
    return may_be_lost;
}

/* Bytes of the UTF-8 character that starts at `at`. */
static size_t character_length(const char *at) {
    size_t length = 1;
    while (((unsigned char)at[length] & 0xC0) == 0x80) length++;
    return length;
}

static size_t append_glyph(text_builder *out, const opis_glyphs *glyphs, const char *printed) {
    size_t length = character_length(printed);
    append(out, "(?:", 3);
    append_literal(out, printed, length);
    int may_be_lost = append_confusions(out, glyphs, printed, length);
    append(out, ")?", may_be_lost ? 2 : 1);
    return length;
}

static int has_confusions(const opis_glyphs *glyphs, const char *printed, size_t length) {
    for (size_t i = 0; i < glyphs->table->count; i++)
        if (glyphs->table->confusions[i].printed_length == length &&
            memcmp(glyphs->table->confusions[i].printed, printed, length) == 0)
            return 1;
    return 0;
}

/* Two characters that the scan may take for one shape: "rn" for m. */
static size_t append_pair(text_builder *out, const opis_glyphs *glyphs, const char *printed) {
    append(out, "(?:", 3);
    append_glyph(out, glyphs, printed);
    append(out, "\\ ?", 3);
    append_glyph(out, glyphs, printed + 1);
    append_confusions(out, glyphs, printed, 2);
    append(out, ")", 1);
    return 2;
}

opis_status opis_glyphs_pattern(const opis_glyphs *glyphs, const char *printed, char **pattern, opis_error *error) {
    text_builder out = {.error = error, .status = OPIS_OK};
    append(&out, "", 0);
    for (size_t i = 0; printed[i];) {
        if (printed[i] == ' ') {
            append(&out, "\\s*", 3);
            i++;
            continue;
        }
        if (i > 0 && printed[i - 1] != ' ') append(&out, "\\ ?", 3);
        int pair = printed[i + 1] && has_confusions(glyphs, printed + i, 2) && character_length(printed + i) == 1;
        i += pair ? append_pair(&out, glyphs, printed + i) : append_glyph(&out, glyphs, printed + i);
    }
    if (out.status != OPIS_OK) {
        opis_resize(out.text, 0);
        return out.status;
    }
    *pattern = out.text;
    return OPIS_OK;
}
