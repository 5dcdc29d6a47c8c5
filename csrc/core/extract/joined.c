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

opis_status opis_joined_add(opis_joined *joined, const opis_book *book, uint32_t start, uint32_t end,
                            opis_error *error) {
    const char *bytes = book->source.bytes;
    size_t needed = joined->length + (end - start) + 2;
    if (start >= end) return OPIS_OK;
    opis_status status = opis_reserve(&joined->text, &joined->text_capacity, needed, 1, error);
    if (status == OPIS_OK) status = opis_reserve(&joined->at, &joined->at_capacity, needed, sizeof *joined->at, error);
    if (status != OPIS_OK) return status;
    join(joined, bytes[start], start);
    char *text = joined->text, before = joined->length ? text[joined->length - 1] : ' ';
    uint32_t *at = joined->at;
    size_t length = joined->length;
    for (uint32_t i = start; i < end; i++) {
        char c = bytes[i] == '\t' || bytes[i] == '\n' || bytes[i] == '\r' ? ' ' : bytes[i];
        text[length] = c;
        at[length] = i;
        length += !(c == ' ' && before == ' ');
        before = c;
    }
    text[length] = 0;
    joined->length = length;
    return OPIS_OK;
}
