#include "text/source.h"

#include <string.h>

#include "memory.h"

#define COUNTED_AT_ONCE 128 /* bytes; no more than fit in one */
#define MARK_STRIDE 4096u
#define LINE_STRIDE 1024u

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

#define HIGHEST_BITS 0x8080808080808080u

/* Highest bits, some of them set when eight bytes hold NUL or anything beyond ASCII. */
static inline uint64_t not_plain(const unsigned char *at) {
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return (word | ((word - 0x0101010101010101u) & ~word)) & HIGHEST_BITS;
}

/* Bytes of plain text from `at`: most of it in steps of 64, which compilers turn into vector instructions. */
static size_t plain_length(const unsigned char *at, size_t length) {
    size_t plain = 0;
    for (; plain + 64 <= length; plain += 64) {
        uint64_t found = 0;
        for (size_t i = 0; i < 64; i += 8) found |= not_plain(at + plain + i);
        if (found) break;
    }
    while (plain + 8 <= length && !not_plain(at + plain)) plain += 8;
    while (plain < length && at[plain] != 0 && at[plain] < 0x80) plain++;
    return plain;
}

/*
 * Bytes of words in well-formed pairs from `at`, Cyrillic and the like, with the ASCII among them: eight at a time, and
 * up to the end of a character.  The highest bit of a byte tells what it is, once the others are moved there in turn.
 */
static size_t pairs_length(const unsigned char *at, size_t length) {
    size_t known = 0;
    uint64_t open = 0; /* whether the last byte is the first of a pair */
    for (; known + 8 <= length; known += 8) {
        uint64_t bytes = opis_eight_bytes(at + known), beyond = bytes & HIGHEST_BITS;
        uint64_t firsts = beyond & bytes << 1, seconds = beyond & ~firsts;
        uint64_t of_more = firsts & bytes << 2;
        uint64_t overlong = firsts & ~(bytes << 3 | bytes << 4 | bytes << 5 | bytes << 6);
        uint64_t nul = (bytes - 0x0101010101010101u) & ~bytes & HIGHEST_BITS;
        if (!beyond || of_more | overlong | nul | (seconds ^ (firsts << 8 | open))) break;
        open = firsts >> 56;
    }
    return known - (open != 0);
}

static opis_status check_text(const unsigned char *bytes, size_t length, int *ascii, opis_error *error) {
    *ascii = 1;
    for (size_t i = 0; i < length;) {
        if (i + 8 <= length && !not_plain(bytes + i)) i += plain_length(bytes + i, length - i);
        size_t pairs = pairs_length(bytes + i, length - i);
        if (pairs) *ascii = 0;
        i += pairs;
        if (i == length) break;
        if (bytes[i] == 0)
            return opis_fail(error, OPIS_NOT_TEXT, i,
                             "byte %zu is NUL: this is not text; give the UTF-8 text that OCR left", i);
        size_t step = sequence_length(bytes + i, length - i);
        if (step == 0)
            return opis_fail(error, OPIS_NOT_TEXT, i,
                             "byte %zu (0x%02X) is not valid UTF-8; give the encoding that the text has", i, bytes[i]);
        if (step > 1) *ascii = 0;
        i += step;
    }
    return OPIS_OK;
}

opis_status opis_source_check(const char *bytes, size_t length, int *ascii, opis_error *error) {
    if (length > OPIS_LARGEST_SOURCE)
        return opis_fail(error, OPIS_OVER_LIMIT, OPIS_NO_BYTE,
                         "the source has %zu bytes and opis reads up to %llu; split it by volume", length,
                         (unsigned long long)OPIS_LARGEST_SOURCE);
    return check_text((const unsigned char *)bytes, length, ascii, error);
}

static opis_status find_lines(opis_source *source, opis_error *error) {
    size_t capacity = 0;
    const char *bytes = source->bytes;
    opis_status status =
        opis_reserve(&source->line_starts, &capacity, source->length / 40 + 2, sizeof(uint32_t), error);
    if (status != OPIS_OK) return status;
    uint32_t start = 0;
    while (start < source->length) {
        size_t needed = (size_t)source->line_count + 2;
        if (needed > capacity) status = opis_reserve(&source->line_starts, &capacity, needed, sizeof(uint32_t), error);
        if (status != OPIS_OK) return status;
        source->line_starts[source->line_count++] = start;
        const char *stop = memchr(bytes + start, '\n', source->length - start);
        start = stop ? (uint32_t)(stop - bytes) + 1 : source->length;
    }
    source->line_starts[source->line_count] = source->length;
    return OPIS_OK;
}

static opis_status mark_lines(opis_source *source, opis_error *error) {
    size_t capacity = 0, strides = source->length / LINE_STRIDE + 1;
    uint32_t line = 0;
    opis_status status = opis_reserve(&source->line_marks, &capacity, strides + 1, sizeof(uint32_t), error);
    if (status != OPIS_OK) return status;
    for (size_t i = 0; i < strides; i++) {
        while (line + 1 < source->line_count && source->line_starts[line + 1] <= i * LINE_STRIDE) line++;
        source->line_marks[i] = line;
    }
    source->line_marks[strides] = source->line_count > 0 ? source->line_count - 1 : 0;
    return OPIS_OK;
}

/* Bytes that go on a character: as signed numbers, those from -128 to -65. */
static uint32_t count_continuations(const char *bytes, uint32_t from, uint32_t to) {
    const signed char *at = (const signed char *)bytes + from, *end = (const signed char *)bytes + to;
    uint32_t count = 0;
    for (; end - at >= COUNTED_AT_ONCE; at += COUNTED_AT_ONCE) {
        uint8_t some = 0; /* a byte holds them, so that a register holds many such counts */
        for (int i = 0; i < COUNTED_AT_ONCE; i++) some = (uint8_t)(some + (at[i] < -64));
        count += some;
    }
    for (; at < end; at++) count += *at < -64;
    return count;
}

static opis_status mark_continuations(opis_source *source, opis_error *error) {
    size_t capacity = 0;
    uint32_t strides = source->length / MARK_STRIDE + 1;
    opis_status status =
        opis_reserve(&source->continuation_marks, &capacity, (size_t)strides + 1, sizeof(uint32_t), error);
    if (status != OPIS_OK) return status;
    source->continuation_marks[0] = 0;
    for (uint32_t i = 0; i < strides; i++) {
        uint32_t end = i + 1 < strides ? (i + 1) * MARK_STRIDE : source->length;
        source->continuation_marks[i + 1] =
            source->continuation_marks[i] + count_continuations(source->bytes, i * MARK_STRIDE, end);
    }
    return OPIS_OK;
}

opis_status opis_source_open(opis_source *source, const char *bytes, size_t length, opis_error *error) {
    int ascii = 1;
    memset(source, 0, sizeof *source);
    opis_status status = opis_source_check(bytes, length, &ascii, error);
    if (status != OPIS_OK) return status;
    source->bytes = bytes;
    source->length = (uint32_t)length;
    status = find_lines(source, error);
    if (status == OPIS_OK) status = mark_lines(source, error);
    if (status == OPIS_OK && !ascii) status = mark_continuations(source, error);
    if (status != OPIS_OK) opis_source_close(source);
    return status;
}

opis_status opis_source_part(opis_source *part, const opis_source *whole, uint32_t first, uint32_t end,
                             opis_error *error) {
    uint32_t start = whole->line_starts[first];
    size_t capacity = 0;
    *part = (opis_source){.bytes = whole->bytes + start, .length = whole->line_starts[end] - start};
    opis_status status =
        opis_reserve(&part->line_starts, &capacity, (size_t)(end - first) + 1, sizeof *part->line_starts, error);
    if (status != OPIS_OK) return status;
    part->line_count = end - first;
    for (uint32_t i = 0; i <= part->line_count; i++) part->line_starts[i] = whole->line_starts[first + i] - start;
    status = mark_lines(part, error);
    return status == OPIS_OK && whole->continuation_marks ? mark_continuations(part, error) : status;
}

void opis_source_close(opis_source *source) {
    opis_resize(source->line_starts, 0);
    opis_resize(source->line_marks, 0);
    opis_resize(source->continuation_marks, 0);
    memset(source, 0, sizeof *source);
}

uint32_t opis_source_line(const opis_source *source, uint32_t byte) {
    if (byte > source->length) byte = source->length;
    const uint32_t *mark = source->line_marks + byte / LINE_STRIDE, *start = source->line_starts + *mark;
    for (uint32_t count = mark[1] - *mark + 1, half; count > 1; count -= half) {
        half = count / 2;
        start += start[half] <= byte ? half : 0; /* no branch: none could be foreseen */
    }
    return (uint32_t)(start - source->line_starts);
}

uint32_t opis_source_continuations(const opis_source *source, uint32_t start, uint32_t end) {
    const uint32_t *marks = source->continuation_marks;
    return marks[start / MARK_STRIDE] == marks[end / MARK_STRIDE + 1] ? 0
                                                                      : count_continuations(source->bytes, start, end);
}

uint32_t opis_source_characters(const opis_source *source, uint32_t byte) {
    if (!source->continuation_marks) return byte;
    uint32_t mark = byte / MARK_STRIDE;
    return byte - source->continuation_marks[mark] - count_continuations(source->bytes, mark * MARK_STRIDE, byte);
}
