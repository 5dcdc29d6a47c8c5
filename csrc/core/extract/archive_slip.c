#include <math.h>
#include <stdio.h>
#include <string.h>

#include "extract/archive.h"

/* A citation may cross so many line ends at once: a blank line, a page break. */
#define MOST_BREAKS 5
#define LONGEST_VALUE 24
/* What a letter after a number costs ("22a"), and a dash inside one ("3966-4092"). */
#define LETTER_COST 0.9f
#define CLEAN_LETTER_COST 0.2f
#define RANGE_COST 0.5f

static int is_furniture(const opis_book *book, uint32_t line) {
    uint8_t role = line < book->layout.line_count ? book->layout.lines[line].role : OPIS_LINE_TEXT;
    return role == OPIS_LINE_HEAD || role == OPIS_LINE_FOLIO || role == OPIS_LINE_CONTINUED;
}

void opis_slip_fill(opis_slip *slip, const opis_book *book, size_t token, uint32_t byte, uint32_t stop) {
    uint32_t line = opis_source_line(&book->source, byte), breaks = 0;
    opis_gap gap = OPIS_GAP_NONE;
    slip->bytes = book->source.bytes;
    slip->count = 0;
    for (size_t i = token; i < book->token_count && slip->count < OPIS_SLIP_UNITS; i++) {
        const opis_token *t = &book->tokens[i];
        if (t->start >= stop || breaks > MOST_BREAKS) return;
        if (t->class_ == OPIS_BREAK) {
            line++;
            breaks++;
            gap = breaks > 1 ? OPIS_GAP_PARAGRAPH : OPIS_GAP_LINE;
        } else if (t->class_ == OPIS_BLANK) {
            if (gap == OPIS_GAP_NONE) gap = OPIS_GAP_BLANK;
        } else if (t->start + t->length > byte && !(breaks && is_furniture(book, line))) {
            struct opis_slip_unit *unit = &slip->units[slip->count++];
            unit->start = t->start > byte ? t->start : byte;
            unit->end = t->start + t->length;
            unit->token = (uint32_t)i;
            unit->class_ = t->class_;
            if (gap == OPIS_GAP_NONE && unit->start > byte && slip->bytes[unit->start - 1] == ' ') gap = OPIS_GAP_BLANK;
            unit->gap = (uint8_t)gap;
            gap = OPIS_GAP_NONE;
            breaks = 0;
        }
    }
}

/* ---- Values -------------------------------------------------------------------------------------------- */

void opis_archive_value_add(opis_archive_value *value, const char *text, float cost) {
    size_t at = value->count;
    for (size_t i = 0; i < value->count; i++)
        if (strcmp(value->readings[i].text, text) == 0) {
            if (value->readings[i].cost <= cost) return;
            at = i;
            break;
        }
    if (at == OPIS_READINGS) {
        if (value->readings[--at].cost <= cost) return;
    } else if (at == value->count) {
        value->count++;
    }
    for (; at > 0 && value->readings[at - 1].cost > cost; at--) value->readings[at] = value->readings[at - 1];
    memcpy(value->readings[at].text, text, strlen(text) + 1);
    value->readings[at].cost = cost;
}

/* Copy with line ends as blanks, for numerals know no lines.  0 where the text is too long for a value. */
static size_t flatten(char flat[LONGEST_VALUE], const char *bytes, uint32_t start, uint32_t end) {
    while (end > start && (bytes[end - 1] == ' ' || bytes[end - 1] == '\n')) end--;
    if (end - start > LONGEST_VALUE) return 0;
    for (uint32_t i = start; i < end; i++) flat[i - start] = bytes[i] == '\n' || bytes[i] == '\r' ? ' ' : bytes[i];
    return end - start;
}

static int all_digits(const char *text, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (text[i] < '0' || text[i] > '9') return 0;
    return length > 0;
}

/* A number with letters after it.  A single letter is more often the figure that it looks like, but for an "a". */
static void read_lettered(opis_archive_value *value, const opis_glyphs *glyphs, const opis_words *letters,
                          const char *flat, size_t length) {
    opis_numeral numerals[OPIS_NUMERAL_READINGS];
    for (size_t k = 0; k < letters->count; k++) {
        size_t tail = strlen(letters->items[k]), stem = length - tail;
        if (length <= tail || memcmp(flat + stem, letters->items[k], tail) != 0) continue;
        float cost = all_digits(flat, stem) ? CLEAN_LETTER_COST : LETTER_COST;
        if (tail == 1 && flat[stem] != 'a') cost += LETTER_COST;
        size_t count = opis_glyphs_numerals(glyphs, flat, stem, numerals);
        for (size_t i = 0; i < count && i < 3; i++) {
            char text[OPIS_READING_LENGTH + 1];
            snprintf(text, sizeof text, "%s%s", numerals[i].digits, letters->items[k]);
            opis_archive_value_add(value, text, numerals[i].cost + cost);
        }
    }
}

static void read_range(opis_archive_value *value, const opis_glyphs *glyphs, const char *flat, size_t length) {
    const char *dash = memchr(flat, '-', length);
    opis_numeral from[OPIS_NUMERAL_READINGS], to[OPIS_NUMERAL_READINGS];
    if (!dash) return;
    const char *after = dash + 1;
    while (after < flat + length && *after == ' ') after++;
    size_t from_count = opis_glyphs_numerals(glyphs, flat, (size_t)(dash - flat), from);
    size_t to_count = opis_glyphs_numerals(glyphs, after, (size_t)(flat + length - after), to);
    for (size_t i = 0; i < from_count && i < 2; i++)
        for (size_t j = 0; j < to_count && j < 2; j++) {
            char text[OPIS_READING_LENGTH + 1];
            snprintf(text, sizeof text, "%s-%s", from[i].digits, to[j].digits);
            opis_archive_value_add(value, text, from[i].cost + to[j].cost + RANGE_COST);
        }
}

/* Items of personal papers have a letter before the number: "T-3522". */
static void read_prefixed(opis_archive_value *value, const opis_glyphs *glyphs, const char *flat, size_t length) {
    opis_numeral numerals[OPIS_NUMERAL_READINGS];
    size_t at = 1;
    if (flat[0] < 'A' || flat[0] > 'Z') return;
    while (at < length && (flat[at] == ' ' || flat[at] == '-')) at++;
    if (at == 1 || at == length || !memchr(flat, '-', at)) return;
    size_t count = opis_glyphs_numerals(glyphs, flat + at, length - at, numerals);
    for (size_t i = 0; i < count && i < 4; i++) {
        char text[OPIS_READING_LENGTH + 1];
        snprintf(text, sizeof text, "%c-%s", flat[0], numerals[i].digits);
        opis_archive_value_add(value, text, numerals[i].cost + CLEAN_LETTER_COST);
    }
}

void opis_archive_value_read(opis_archive_value *value, const opis_style *style, const opis_glyphs *glyphs,
                             const char *bytes, uint32_t start, uint32_t end) {
    char flat[LONGEST_VALUE];
    opis_numeral numerals[OPIS_NUMERAL_READINGS];
    memset(value, 0, offsetof(opis_archive_value, readings));
    value->start = start;
    value->end = end;
    value->present = 1;
    size_t length = flatten(flat, bytes, start, end);
    if (length == 0) return;
    size_t count = opis_glyphs_numerals(glyphs, flat, length, numerals);
    for (size_t i = 0; i < count; i++) opis_archive_value_add(value, numerals[i].digits, numerals[i].cost);
    read_lettered(value, glyphs, &style->letters, flat, length);
    read_range(value, glyphs, flat, length);
    read_prefixed(value, glyphs, flat, length);
    if (value->count == 0) return;
    const char *first = value->readings[0].text;
    value->literal =
        value->readings[0].cost <= RANGE_COST && strlen(first) == length && memcmp(first, flat, length) == 0;
}

float opis_archive_value_cost(const opis_style *style, const opis_glyphs *glyphs, const char *bytes, uint32_t start,
                              uint32_t end) {
    opis_archive_value value;
    if (all_digits(bytes + start, end - start) && end - start <= OPIS_NUMERAL_DIGITS) return 0;
    opis_archive_value_read(&value, style, glyphs, bytes, start, end);
    return value.count ? value.readings[0].cost : INFINITY;
}
