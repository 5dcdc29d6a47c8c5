#include "extract/archive_folios.h"

#include "extract/archive_units.h"

#define SHORT_MONTH 3 /* bytes of a month, or its abbreviation, at the least */
#define DEGREE 0xB0
#define LONGEST_ROMAN 8   /* letters */
#define ABBREVIATION 4    /* bytes of one with a point */
#define LARGEST_STEP 1200 /* a number that lies so far behind the one before is no folio of the list */

static int is_number(const opis_slip *slip, uint32_t unit) {
    return unit < slip->count && is_digit(slip->bytes[slip->units[unit].start]) &&
           (slip->units[unit].class_ == OPIS_NUMBER || slip->units[unit].class_ == OPIS_MIXED);
}

/* "f. XIVr": a Roman number of more than one letter, and "r" or "v" behind it. */
static int is_roman_folio(const opis_slip *slip, uint32_t unit) {
    if (unit >= slip->count || slip->units[unit].class_ != OPIS_WORD) return 0;
    const char *text = slip->bytes + slip->units[unit].start;
    size_t length = slip->units[unit].end - slip->units[unit].start;
    if (length > 2 && (text[length - 1] == 'r' || text[length - 1] == 'v') && is_upper(text[0])) length--;
    if (length < 2 || length > LONGEST_ROMAN) return 0;
    const char *letters = is_upper(text[0]) ? "IVXLC" : "ivx";
    return strspn(text, letters) >= length;
}

static uint32_t value_of(const opis_slip *slip, uint32_t unit) {
    uint32_t value = 0;
    for (uint32_t i = slip->units[unit].start; i < slip->units[unit].end && is_digit(slip->bytes[i]); i++)
        if (value < 1000000) value = value * 10 + (uint32_t)(slip->bytes[i] - '0');
    return value;
}

/* Whether a word marks the verso in this style. */
static int is_verso(const opis_style_parser *p, uint32_t unit) {
    const opis_slip *slip = p->slip;
    uint32_t count;
    if (unit >= slip->count || slip->units[unit].class_ != OPIS_WORD || slip->units[unit].gap > OPIS_GAP_LINE) return 0;
    const opis_term *terms = opis_parts_terms(p, unit, &count);
    for (uint32_t i = 0; i < count; i++)
        if (terms[i].kind == OPIS_TERM_VERSO && terms[i].style == p->style) return 1;
    return 0;
}

typedef struct folio_text {
    char text[OPIS_FOLIO_LENGTH + 1];
    size_t length;
} folio_text;

static void append(folio_text *folio, const char *bytes, size_t length) {
    if (folio->length + length > OPIS_FOLIO_LENGTH) return;
    memcpy(folio->text + folio->length, bytes, length);
    folio->length += length;
    folio->text[folio->length] = 0;
}

static void append_unit(folio_text *folio, const opis_slip *slip, uint32_t unit) {
    append(folio, slip->bytes + slip->units[unit].start, slip->units[unit].end - slip->units[unit].start);
}

/* Read a number and the verso's mark after it. */
static uint32_t read_folio(const opis_style_parser *p, uint32_t unit, folio_text *folio) {
    const opis_slip *slip = p->slip;
    append_unit(folio, slip, unit++);
    if (is_verso(p, unit)) {
        append_unit(folio, slip, unit++);
        if (mark_at(slip, unit) == DEGREE) append_unit(folio, slip, unit++); /* "12 r°" */
        if (mark_at(slip, unit) == '.' && mark_at(slip, unit + 1)) unit++;
    } else if (mark_at(slip, unit) == '.' && slip->units[unit - 1].class_ == OPIS_MIXED &&
               opis_is_dash(mark_at(slip, unit + 1)) && slip->units[unit + 1].gap == OPIS_GAP_NONE) {
        unit++; /* "12ob.-13" */
    }
    return unit;
}

/* A folio or a range of them; gives one past it. */
static uint32_t read_range(const opis_style_parser *p, uint32_t unit, folio_text *folio) {
    const opis_slip *slip = p->slip;
    uint32_t end = read_folio(p, unit, folio);
    if (!opis_is_dash(mark_at(slip, end))) return end;
    if (is_number(slip, end + 1) || (!is_digit(folio->text[0]) && is_roman_folio(slip, end + 1))) {
        append(folio, "-", 1);
        return read_folio(p, end + 1, folio);
    }
    if (is_verso(p, end + 1)) {
        append(folio, "-", 1);
        append_unit(folio, slip, end + 1);
        return end + 2;
    }
    return end;
}

/* Whether a number is the day of a date: "16 mar. 1684", "16 mar.", the month without its point where a year follows.
 */
static int is_day(const opis_style_parser *p, uint32_t unit) {
    const opis_slip *slip = p->slip;
    uint32_t word = unit + 1;
    if (word >= slip->count || slip->units[word].class_ != OPIS_WORD || is_verso(p, word)) return 0;
    int point = mark_at(slip, word + 1) == '.';
    uint32_t year = word + 1 + (uint32_t)point, length = slip->units[word].end - slip->units[word].start;
    if (year < slip->count && slip->units[year].class_ == OPIS_NUMBER && length >= SHORT_MONTH)
        return slip->units[year].end - slip->units[year].start == 4;
    return point && length >= SHORT_MONTH && length <= ABBREVIATION && slip->units[word].gap < OPIS_GAP_LINE;
}

/* "04.03.1937": a date, or the number of something else. */
static int is_joined_by_point(const opis_slip *slip, uint32_t unit) {
    return mark_at(slip, unit + 1) == '.' && is_number(slip, unit + 2) && slip->units[unit + 1].gap == OPIS_GAP_NONE &&
           slip->units[unit + 2].gap == OPIS_GAP_NONE;
}

/* Whether a number after a comma goes on with the list: it is near, no year, and no day. */
static int goes_on(const opis_style_parser *p, uint32_t unit, uint32_t before) {
    const opis_slip *slip = p->slip;
    if (!is_number(slip, unit) || is_day(p, unit) || is_joined_by_point(slip, unit)) return 0;
    uint32_t value = value_of(slip, unit), length = slip->units[unit].end - slip->units[unit].start;
    if (value > before + LARGEST_STEP || (length == 4 && value > 1400 && value < 2030 && before < 1000)) return 0;
    if (unit + 1 >= slip->count) return 1;
    /* "5, 12 March": a word after the number tells that it is none. */
    return slip->units[unit + 1].class_ == OPIS_PUNCTUATION || slip->units[unit + 1].class_ == OPIS_NUMBER ||
           slip->units[unit + 1].gap >= OPIS_GAP_LINE || slip->units[unit + 1].end - slip->units[unit + 1].start <= 4;
}

static int is_and(const opis_slip *slip, uint32_t unit, const opis_words *joints) {
    if (unit >= slip->count) return 0;
    return mark_at(slip, unit) == '&' || opis_words_have(joints, slip->bytes + slip->units[unit].start,
                                                         slip->units[unit].end - slip->units[unit].start);
}

uint32_t opis_folios_read(const opis_style_parser *p, uint32_t unit, opis_styled *found) {
    const opis_slip *slip = p->slip;
    uint32_t end = 0;
    if (!is_number(slip, unit) && (p->style == p->styles->tolerant || !is_roman_folio(slip, unit))) return 0;
    while (found->folio_count < OPIS_STYLED_FOLIOS) {
        folio_text folio = {{0}, 0};
        uint32_t before = value_of(slip, unit);
        end = read_range(p, unit, &folio);
        memcpy(found->folios[found->folio_count++], folio.text, sizeof folio.text);
        uint32_t next = end;
        if (mark_at(slip, next) == '.' && next > 0 && mark_at(slip, next + 1) == ',') next++; /* "89 ob., 90" */
        if (mark_at(slip, next) == ',' || is_and(slip, next, &p->styles->edition->folio_joints))
            next++;
        else
            break;
        if (!goes_on(p, next, before)) break;
        unit = next;
    }
    return end;
}
