#include "extract/archive_alike.h"

#include "letters.h"
#include "text/fold.h"

#define LIKELY_FIGURE 0.6f /* a shape dearer than this is a letter */

/* Whether a character stands for one figure, most likely. */
static int may_be_figure(const opis_book *book, uint32_t at, size_t size) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    size_t count = opis_glyphs_numerals(book->glyphs, book->source.bytes + at, size, readings);
    return count > 0 && readings[0].cost <= LIKELY_FIGURE && readings[0].digits[1] == 0;
}

int opis_archive_looks_damaged(const opis_book *book, uint32_t start, uint32_t end) {
    const char *bytes = book->source.bytes;
    for (uint32_t at = start, size; at < end; at += size) {
        uint32_t code;
        size = (uint32_t)opis_fold_decode(bytes + at, end - at, &code);
        if (!is_letter(bytes[at])) continue;
        int before = at > start && is_digit(bytes[at - 1]), after = at + size < end && is_digit(bytes[at + size]);
        /* Small letters behind a number tell files apart; "R1061" and "П12" have letters that are no figures. */
        int touches = code >= 0x80 && opis_fold_is_capital(code) && (before || after);
        if (((before && after) || touches) && may_be_figure(book, at, size)) return 1;
    }
    return 0;
}
