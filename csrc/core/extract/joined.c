#include "extract/joined.h"

#include <string.h>

#include "memory.h"
#include "letters.h"

void opis_joined_release(opis_joined *joined) {
    opis_resize(joined->text, 0);
    opis_resize(joined->at, 0);
    memset(joined, 0, sizeof *joined);
}

static void put(opis_joined *joined, char byte, uint32_t at) {
    joined->text[joined->length] = byte;
    joined->at[joined->length++] = at;
}

/* What stands between two lines: nothing behind a hyphen, which itself goes before a small letter. */
static void join(opis_joined *joined, char next, uint32_t at) {
    size_t length = joined->length;
    if (length == 0) return;
    if (length < 2 || joined->text[length - 1] != '-' || joined->text[length - 2] == ' ') {
        put(joined, ' ', at);
        return;
    }
    if (next >= 'a' && next <= 'z' && is_letter(joined->text[length - 2]))
        joined->length--;
    else if (!is_letter(next) && !is_digit(next) && !is_digit(joined->text[length - 2]))
        put(joined, ' ', at);
}

/* A bit pattern in each of eight bytes. */
#define IN_EACH(bits) ((uint64_t)(bits)*0x0101010101010101u)

/*
 * How many bytes at the start stand as they are: there is no blank but ' ' among them, and none behind another.  They
 * are looked at eight at a time, the last few not at all; the highest bit of each byte is for what is true of it.
 */
static uint32_t plain_bytes(const char *bytes, uint32_t length, int behind_blank) {
    uint32_t plain = 0;
    uint64_t eight, before = behind_blank ? 0x80 : 0;
    while (opis_is_little_endian() && length - plain >= sizeof eight) {
        memcpy(&eight, bytes + plain, sizeof eight);
        uint64_t apart = eight ^ IN_EACH(' ');
        uint64_t blanks = ~(((apart & IN_EACH(0x7F)) + IN_EACH(0x7F)) | apart) & IN_EACH(0x80);
        uint64_t controls = ~(((eight & IN_EACH(0x7F)) + IN_EACH(0x80 - ' ')) | eight) & IN_EACH(0x80);
        uint64_t stops = controls | (blanks & (blanks << 8 | before));
        if (stops) return plain + (uint32_t)__builtin_ctzll(stops) / 8;
        before = blanks >> 56;
        plain += sizeof eight;
    }
    return plain;
}

static void put_plain(opis_joined *joined, const char *bytes, uint32_t count, uint32_t at) {
    uint32_t *places = joined->at + joined->length;
    memcpy(joined->text + joined->length, bytes, count);
    for (uint32_t i = 0; i < count; i++) places[i] = at + i;
    joined->length += count;
}

opis_status opis_joined_add(opis_joined *joined, const opis_book *book, uint32_t start, uint32_t end,
                            opis_error *error) {
    const char *bytes = book->source.bytes;
    size_t needed = joined->length + (end - start) + 2;
    if (start >= end) return OPIS_OK;
    opis_status status = opis_reserve(&joined->text, &joined->text_capacity, needed, 1, error);
    if (status == OPIS_OK) status = opis_reserve(&joined->at, &joined->at_capacity, needed, sizeof *joined->at, error);
    if (status != OPIS_OK) return status;
    join(joined, bytes[start], start);
    int behind_blank = joined->length == 0 || joined->text[joined->length - 1] == ' ';
    for (uint32_t i = start; i < end; i++) {
        uint32_t plain = plain_bytes(bytes + i, end - i, behind_blank);
        put_plain(joined, bytes + i, plain, i);
        if (plain > 0) behind_blank = bytes[i + plain - 1] == ' ';
        i += plain;
        if (i == end) break;
        if (!is_blank(bytes[i]) || !behind_blank) put(joined, is_blank(bytes[i]) ? ' ' : bytes[i], i);
        behind_blank = is_blank(bytes[i]);
    }
    joined->text[joined->length] = 0;
    return OPIS_OK;
}
