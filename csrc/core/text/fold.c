#include "text/fold.h"

#include <string.h>

#include "letters.h"
#include "style.h"

#define PRIME 0x100000001B3u

size_t opis_fold_decode_any(const char *bytes, size_t length, uint32_t *code) {
    unsigned char lead = (unsigned char)bytes[0];
    size_t count = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (count > length) count = length;
    *code = count == 1 ? lead : lead & (0xFFu >> (count + 1));
    for (size_t i = 1; i < count; i++) *code = *code << 6 | ((unsigned char)bytes[i] & 0x3F);
    return count;
}

/* The blocks in which a capital stands right before its small letter, and whether its code is odd there. */
static int is_paired(uint32_t code, uint32_t *odd) {
    *odd = (code >= 0x0139 && code <= 0x0148) || (code >= 0x0179 && code <= 0x017E);
    return (code >= 0x0100 && code <= 0x017E && code != 0x0138 && code != 0x0149 && code != 0x0178) ||
           (code >= 0x0460 && code <= 0x0481) || (code >= 0x048A && code <= 0x04BF);
}

int opis_fold_is_capital(uint32_t code) {
    uint32_t odd;
    if (code < 0x80) return code >= 'A' && code <= 'Z';
    if (is_paired(code, &odd)) return (code & 1) == odd;
    return (code >= 0xC0 && code <= 0xDE && code != 0xD7) || (code >= 0x0400 && code <= 0x042F);
}

static uint32_t small_letter(uint32_t code) {
    if (!opis_fold_is_capital(code)) return code;
    if (code < 0x0100 || (code >= 0x0410 && code <= 0x042F)) return code + 0x20;
    return code >= 0x0400 && code <= 0x040F ? code + 0x50 : code + 1;
}

size_t opis_fold_small(const char *bytes, size_t length, char *out, size_t room) {
    size_t made = 0;
    for (size_t at = 0; at < length && made < room;) {
        uint32_t code;
        if ((unsigned char)bytes[at] < 0x80) {
            out[made++] = is_upper(bytes[at]) ? (char)(bytes[at] + 'a' - 'A') : bytes[at];
            at++;
            continue;
        }
        size_t taken = opis_fold_decode(bytes + at, length - at, &code), start = made;
        uint32_t small = small_letter(code);
        if (made + taken > room) break;
        if (small == code || taken > 2) {
            memmove(out + made, bytes + at, taken);
        } else if (taken == 1) {
            out[made] = (char)small;
        } else {
            out[made] = (char)(0xC0 | small >> 6);
            out[made + 1] = (char)(0x80 | (small & 0x3F));
        }
        at += taken;
        made = start + taken;
    }
    return made;
}

uint32_t opis_fold_capital(uint32_t code) {
    uint32_t odd;
    if (code >= 'a' && code <= 'z') return code - 0x20;
    if ((code >= 0xE0 && code <= 0xFE && code != 0xF7) || (code >= 0x0430 && code <= 0x044F)) return code - 0x20;
    if (code >= 0x0450 && code <= 0x045F) return code - 0x50;
    return is_paired(code, &odd) && (code & 1) != odd ? code - 1 : code;
}

int opis_fold_begins_small(const char *bytes, size_t length) {
    uint32_t code;
    if (length == 0) return 0;
    opis_fold_decode(bytes, length, &code);
    return opis_fold_capital(code) != code;
}

/* The small Latin letter that a small Cyrillic one looks like; 0 where there is none. */
static uint32_t look_alike(uint32_t code) {
    return code - 0x0400 < OPIS_LOOK_ALIKES ? opis_look_alikes[code - 0x0400] : 0;
}

/* The folded character, or 0 for one that goes. */
static uint32_t folded(uint32_t code) {
    if (code == '\'' || code == '.' || code == '`' || code == 0x2019 || code == 0x02BC || code == 0x02B9) return 0;
    code = small_letter(code);
    uint32_t latin = look_alike(code);
    return latin ? latin : code;
}

uint64_t opis_fold_hash(uint64_t hash, const char *bytes, size_t length) {
    for (size_t at = 0; at < length;) {
        uint32_t code = (unsigned char)bytes[at];
        if (code >= 'a' && code <= 'z') {
            at++;
        } else {
            at += opis_fold_decode(bytes + at, length - at, &code);
            code = folded(code);
        }
        if (code) hash = (hash ^ code) * PRIME;
    }
    return hash;
}

/* The next folded character from `*at` on; 0 at the end. */
static uint32_t next_folded(const char *bytes, size_t length, size_t *at) {
    uint32_t code = 0;
    while (*at < length && !code) {
        *at += opis_fold_decode(bytes + *at, length - *at, &code);
        code = folded(code);
    }
    return code;
}

int opis_fold_same(const char *a, size_t a_length, const char *b, size_t b_length) {
    size_t i = 0, j = 0;
    for (;;) {
        uint32_t x = next_folded(a, a_length, &i), y = next_folded(b, b_length, &j);
        if (x != y) return 0;
        if (!x) return 1;
    }
}

size_t opis_fold_prefix(const char *bytes, size_t length, const char *text, size_t text_length) {
    size_t i = 0, j = 0;
    for (;;) {
        uint32_t y = next_folded(text, text_length, &j);
        if (!y) break;
        if (next_folded(bytes, length, &i) != y) return 0;
    }
    /* A point that ends the text is part of what was read. */
    if (i < length && bytes[i] == '.' && text_length && text[text_length - 1] == '.') i++;
    return i;
}
