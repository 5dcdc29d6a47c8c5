#include "text/source.h"

#include <string.h>

#include "memory.h"

#define MARK_STRIDE 4096u

/* Length of the well-formed UTF-8 sequence at `at`, or 0 (RFC 3629, table in section 4). */
static size_t sequence_length(const unsigned char *at, size_t left) {
    unsigned char lead = at[0];
    if (lead < 0x80) return 1;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (left < length) return 0;
    for (size_t i = 1; i < length; i++)
        if ((at[i] & 0xC0) != 0x80) return 0;
    if (lead == 0xE0 && at[1] < 0xA0) return 0;
    if (lead == 0xED && at[1] > 0x9F) return 0;
    if (lead == 0xF0 && at[1] < 0x90) return 0;
    if (lead == 0xF4 && at[1] > 0x8F) return 0;
    return length;
}

/* Whether eight bytes hold neither NUL nor anything beyond ASCII. */
static int plain_word(const unsigned char *at) {
    uint64_t word;
    memcpy(&word, at, sizeof word);
    uint64_t zeros = (word - 0x0101010101010101u) & ~word;
    return ((word | zeros) & 0x8080808080808080u) == 0;
}

static opis_status check_text(const unsigned char *bytes, size_t length, int *ascii, opis_error *error) {
    *ascii = 1;
    for (size_t i = 0; i < length;) {
        if (i + 8 <= length && plain_word(bytes + i)) {
            i += 8;
            continue;
        }
        if (bytes[i] == 0)
            return opis_fail(error, OPIS_NOT_TEXT, i,
                             "byte %zu is NUL: this is not text; give the UTF-8 text that OCR left", i);
        size_t step = sequence_length(bytes + i, length - i);
        if (step == 0)
            return opis_fail(error, OPIS_NOT_TEXT, i,
                             "byte %zu (0x%02X) is not valid UTF-8; convert the file to UTF-8 first", i, bytes[i]);
        if (step > 1) *ascii = 0;
        i += step;
    }
    return OPIS_OK;
}

static opis_status find_lines(opis_source *source, opis_error *error) {
    size_t capacity = 0;
    const char *bytes = source->bytes;
    opis_status status =
        opis_reserve(&source->line_starts, &capacity, source->length / 40 + 2, sizeof(uint32_t), error);
    if (status != OPIS_OK) return status;
    uint32_t start = 0;
    while (start < source->length) {
        status = opis_reserve(&source->line_starts, &capacity, (size_t)source->line_count + 2, sizeof(uint32_t), error);
        if (status != OPIS_OK) return status;
        source->line_starts[source->line_count++] = start;
        const char *stop = memchr(bytes + start, '\n', source->length - start);
        start = stop ? (uint32_t)(stop - bytes) + 1 : source->length;
    }
    source->line_starts[source->line_count] = source->length;
    return OPIS_OK;
}

static uint32_t count_continuations(const char *bytes, uint32_t from, uint32_t to) {
    uint32_t count = 0;
    for (uint32_t i = from; i < to; i++) count += ((unsigned char)bytes[i] & 0xC0) == 0x80;
    return count;
}

static opis_status mark_continuations(opis_source *source, opis_error *error) {
    size_t capacity = 0;
    size_t marks = source->length / MARK_STRIDE + 1;
    opis_status status = opis_reserve(&source->continuation_marks, &capacity, marks, sizeof(uint32_t), error);
    if (status != OPIS_OK) return status;
    source->continuation_marks[0] = 0;
    for (size_t i = 1; i < marks; i++)
        source->continuation_marks[i] =
            source->continuation_marks[i - 1] +
            count_continuations(source->bytes, (uint32_t)(i - 1) * MARK_STRIDE, (uint32_t)i * MARK_STRIDE);
    return OPIS_OK;
}

opis_status opis_source_open(opis_source *source, const char *bytes, size_t length, opis_error *error) {
    int ascii = 1;
    memset(source, 0, sizeof *source);
    if (length > OPIS_LARGEST_SOURCE)
        return opis_fail(error, OPIS_OVER_LIMIT, OPIS_NO_BYTE,
                         "the source has %zu bytes and opis reads up to %llu; split it by volume", length,
                         (unsigned long long)OPIS_LARGEST_SOURCE);
    opis_status status = check_text((const unsigned char *)bytes, length, &ascii, error);
    if (status != OPIS_OK) return status;
    source->bytes = bytes;
    source->length = (uint32_t)length;
    status = find_lines(source, error);
    if (status == OPIS_OK && !ascii) status = mark_continuations(source, error);
    if (status != OPIS_OK) opis_source_close(source);
    return status;
}

void opis_source_close(opis_source *source) {
    opis_resize(source->line_starts, 0);
    opis_resize(source->continuation_marks, 0);
    memset(source, 0, sizeof *source);
}

uint32_t opis_source_line(const opis_source *source, uint32_t byte) {
    uint32_t low = 0, high = source->line_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (source->line_starts[middle] <= byte)
            low = middle;
        else
            high = middle;
    }
    return low;
}

uint32_t opis_source_width(const opis_source *source, uint32_t start, uint32_t end) {
    return end - start - (source->continuation_marks ? count_continuations(source->bytes, start, end) : 0);
}

uint32_t opis_source_characters(const opis_source *source, uint32_t byte) {
    if (!source->continuation_marks) return byte;
    uint32_t mark = byte / MARK_STRIDE;
    return byte - source->continuation_marks[mark] - count_continuations(source->bytes, mark * MARK_STRIDE, byte);
}
