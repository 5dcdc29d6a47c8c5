/*
 * The readings of fonds, inventories and files.  A book cites the same numbers again and again, and one that is tried
 * as a value is read again as a part of another: what was read is remembered.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "extract/archive.h"
#include "memory.h"

#define LONGEST_VALUE 24
/* What a letter after a number costs ("22a"), and a dash inside one ("3966-4092"). */
#define LETTER_COST 0.9f
#define CLEAN_LETTER_COST 0.2f
#define RANGE_COST 0.5f
#define REMEMBERED 256 /* a power of two */

struct opis_archive_values {
    const opis_style *style;
    const opis_glyphs *glyphs;
    struct remembered {
        char text[LONGEST_VALUE];
        uint8_t length; /* 0: none */
        opis_archive_value value;
    } values[REMEMBERED];                     /* by a hash of the text; of two that meet, the later stays */
    opis_remembered_label labels[REMEMBERED]; /* likewise */
};

opis_archive_values *opis_archive_values_new(const opis_style *style, const opis_glyphs *glyphs, opis_error *error) {
    opis_archive_values *values = opis_resize(NULL, sizeof *values);
    if (!values) {
        opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory: readings of archival references");
        return NULL;
    }
    values->style = style;
    values->glyphs = glyphs;
    memset(values->labels, 0, sizeof values->labels);
    for (size_t i = 0; i < REMEMBERED; i++) values->values[i].length = 0;
    return values;
}

void opis_archive_values_free(opis_archive_values *values) {
    opis_resize(values, 0);
}

void opis_archive_value_add(opis_archive_value *value, const char *text, float cost) {
    size_t at = value->count;
    for (size_t i = 0; i < value->count; i++)
        if (value->readings[i].text[0] == *text && strcmp(value->readings[i].text, text) == 0) {
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

opis_remembered_label *opis_archive_label(opis_archive_values *values, opis_level level, const char *text,
                                          size_t length) {
    char key[8] = {0};
    uint64_t packed;
    if (length >= sizeof key) return NULL;
    memcpy(key, text, length);
    key[7] = (char)(level + 1);
    memcpy(&packed, key, sizeof packed);
    opis_remembered_label *slot = &values->labels[(packed * 0x9E3779B97F4A7C15u >> 40) % REMEMBERED];
    if (slot->key != packed) *slot = (opis_remembered_label){packed, -1};
    return slot;
}

_Static_assert(OPIS_NUMERAL_READINGS <= OPIS_READINGS, "a value has room for all readings of a number");

static void read_value(opis_archive_value *value, const opis_archive_values *values, const char *flat, size_t length) {
    const opis_glyphs *glyphs = values->glyphs;
    opis_numeral numerals[OPIS_NUMERAL_READINGS];
    memset(value, 0, offsetof(opis_archive_value, readings));
    value->present = 1;
    size_t count = opis_glyphs_numerals(glyphs, flat, length, numerals);
    for (size_t i = 0; i < count; i++) { /* no two are alike, and they ascend in cost */
        opis_reading_of *reading = &value->readings[value->count++];
        memcpy(reading->text, numerals[i].digits, sizeof numerals[i].digits);
        reading->cost = numerals[i].cost;
    }
    read_lettered(value, glyphs, &values->style->letters, flat, length);
    read_range(value, glyphs, flat, length);
    read_prefixed(value, glyphs, flat, length);
    if (value->count == 0) return;
    const char *first = value->readings[0].text;
    value->literal =
        value->readings[0].cost <= RANGE_COST && strlen(first) == length && memcmp(first, flat, length) == 0;
}

/* The readings of a text, remembered or read now.  NULL where it is too long for a value. */
static const opis_archive_value *find_value(opis_archive_values *values, const char *bytes, uint32_t start,
                                            uint32_t end) {
    char flat[LONGEST_VALUE] = {0};
    uint64_t low, middle, high;
    size_t length = flatten(flat, bytes, start, end);
    if (length == 0) return NULL;
    memcpy(&low, flat, 8);
    memcpy(&middle, flat + 8, 8);
    memcpy(&high, flat + 16, 8);
    uint64_t hash = (low ^ middle * 0xFF51AFD7ED558CCDu ^ high * 0xC4CEB9FE1A85EC53u) * 0x9E3779B97F4A7C15u;
    struct remembered *slot = &values->values[(hash >> 40) % REMEMBERED];
    if (slot->length != length || memcmp(slot->text, flat, length) != 0) {
        memcpy(slot->text, flat, sizeof flat);
        slot->length = (uint8_t)length;
        read_value(&slot->value, values, flat, length);
    }
    return &slot->value;
}

void opis_archive_value_read(opis_archive_value *value, opis_archive_values *values, const char *bytes, uint32_t start,
                             uint32_t end) {
    const opis_archive_value *found = find_value(values, bytes, start, end);
    memset(value, 0, offsetof(opis_archive_value, readings));
    if (found) memcpy(value, found, offsetof(opis_archive_value, readings) + found->count * sizeof *found->readings);
    value->start = start;
    value->end = end;
    value->present = 1;
}

float opis_archive_value_cost(opis_archive_values *values, const char *bytes, uint32_t start, uint32_t end) {
    if (all_digits(bytes + start, end - start) && end - start <= OPIS_NUMERAL_DIGITS) return 0;
    const opis_archive_value *found = find_value(values, bytes, start, end);
    return found && found->count ? found->readings[0].cost : INFINITY;
}
