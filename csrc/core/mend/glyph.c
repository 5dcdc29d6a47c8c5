/*
 * The confusions are sorted by the first byte of what is seen and indexed by it, so that a walk along a damaged text
 * meets only the confusions that can begin where it stands.  Readings and distances are both such walks: states
 * are pushed forward from each position, and a position is done before the next is looked at.
 */
#include "mend/glyph.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "memory.h"
#include "letters.h"

#define LONGEST_PRINTED 2
#define LONGEST_SEEN 3
#define FIRST_BYTES 256
#define NO_BYTE_SEEN FIRST_BYTES /* confusions of shapes that the scan lost */

/* A numeral that is spread over more bytes than this is none. */
#define LONGEST_NUMERAL 24
#define BLANK_COST 0.6f
/* Printed numerals do not begin with a nought. */
#define LEADING_NOUGHT_COST 3.0f

typedef struct confusion {
    char printed[LONGEST_PRINTED], seen[LONGEST_SEEN];
    uint8_t printed_length, seen_length;
    uint8_t numeral; /* nothing but digits is printed, or nothing at all ... */
    uint8_t value;   /* ... and these are their value */
    float cost;
} confusion;

struct opis_glyphs {
    confusion *confusions; /* sorted by the first byte seen */
    size_t count;
    uint32_t first[FIRST_BYTES + 2];                 /* confusions of byte b: first[b] up to first[b + 1] */
    uint8_t meets[FIRST_BYTES + 1][FIRST_BYTES / 8]; /* bit p of byte b: a confusion prints p first, or nothing */
};

/* memcmp() for two or three bytes, which a call would cost more than. */
static inline int same_bytes(const char *a, const char *b, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (a[i] != b[i]) return 0;
    return 1;
}

static size_t slot_of(const char *seen) {
    return *seen ? (unsigned char)*seen : NO_BYTE_SEEN;
}

static opis_status check_confusion(const opis_confusion *given, opis_error *error) {
    size_t printed = strlen(given->printed), seen = strlen(given->seen);
    if (printed > LONGEST_PRINTED || seen > LONGEST_SEEN || printed + seen == 0 || !(given->cost >= 0) ||
        strcmp(given->printed, given->seen) == 0)
        return opis_fail(error, OPIS_INTERNAL, OPIS_NO_BYTE, "the confusion of \"%s\" with \"%s\" does not hold",
                         given->printed, given->seen);
    return OPIS_OK;
}

static confusion compile_confusion(const opis_confusion *given) {
    confusion made = {.numeral = 1, .cost = given->cost};
    made.printed_length = (uint8_t)strlen(given->printed);
    made.seen_length = (uint8_t)strlen(given->seen);
    memcpy(made.printed, given->printed, made.printed_length);
    memcpy(made.seen, given->seen, made.seen_length);
    for (size_t i = 0; i < made.printed_length; i++) {
        made.numeral &= is_digit(made.printed[i]);
        made.value = (uint8_t)(made.value * 10 + (made.printed[i] - '0'));
    }
    return made;
}

/* A counting sort, which keeps the order of the data among confusions of one byte. */
static void sort_confusions(opis_glyphs *glyphs, const opis_style *style) {
    uint32_t next[FIRST_BYTES + 1];
    for (size_t i = 0; i < style->confusion_count; i++) glyphs->first[slot_of(style->confusions[i].seen) + 1]++;
    for (size_t b = 0; b <= FIRST_BYTES; b++) glyphs->first[b + 1] += glyphs->first[b];
    memcpy(next, glyphs->first, sizeof next);
    for (size_t i = 0; i < style->confusion_count; i++)
        glyphs->confusions[next[slot_of(style->confusions[i].seen)]++] = compile_confusion(&style->confusions[i]);
}

/* Most pairs of bytes are never taken for one another: one look tells. */
static void mark_meetings(opis_glyphs *glyphs) {
    for (size_t slot = 0; slot <= NO_BYTE_SEEN; slot++)
        for (uint32_t k = glyphs->first[slot]; k < glyphs->first[slot + 1]; k++) {
            const confusion *c = &glyphs->confusions[k];
            unsigned char printed = (unsigned char)c->printed[0];
            if (c->printed_length == 0)
                memset(glyphs->meets[slot], 0xFF, sizeof glyphs->meets[slot]);
            else
                glyphs->meets[slot][printed / 8] |= (uint8_t)(1u << printed % 8);
        }
}

opis_glyphs *opis_glyphs_new(const opis_style *style, opis_error *error) {
    for (size_t i = 0; i < style->confusion_count; i++)
        if (check_confusion(&style->confusions[i], error) != OPIS_OK) return NULL;
    opis_glyphs *glyphs = opis_resize(NULL, sizeof *glyphs);
    if (!glyphs) {
        opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory: the confusions");
        return NULL;
    }
    size_t capacity = 0;
    memset(glyphs, 0, sizeof *glyphs);
    glyphs->count = style->confusion_count;
    if (opis_reserve(&glyphs->confusions, &capacity, glyphs->count + 1, sizeof(confusion), error) != OPIS_OK) {
        opis_glyphs_free(glyphs);
        return NULL;
    }
    sort_confusions(glyphs, style);
    mark_meetings(glyphs);
    return glyphs;
}

void opis_glyphs_free(opis_glyphs *glyphs) {
    if (!glyphs) return;
    opis_resize(glyphs->confusions, 0);
    opis_resize(glyphs, 0);
}

/* ---- Readings of a numeral ----------------------------------------------------------------------------- */

/* The cheapest readings of the text up to one position.  A reading is its value and its number of digits. */
typedef struct partial {
    uint32_t value;
    uint32_t length;
    float cost;
} partial;

typedef struct beam {
    partial partials[OPIS_NUMERAL_READINGS]; /* cheapest first */
    size_t count;
} beam;

static inline int same_reading(const partial *a, const partial *b) {
    return a->value == b->value && a->length == b->length;
}

/* Keep a partial reading if it is among the cheapest; of two that read alike, the cheaper. */
static inline void keep_partial(beam *at, partial candidate) {
    size_t rank = 0, last;
    while (rank < at->count && at->partials[rank].cost <= candidate.cost)
        if (same_reading(&at->partials[rank++], &candidate)) return;
    for (last = rank; last < at->count && !same_reading(&at->partials[last], &candidate);) last++;
    if (last == at->count) {
        if (rank == OPIS_NUMERAL_READINGS) return;
        if (at->count == OPIS_NUMERAL_READINGS)
            last--;
        else
            at->count++;
    }
    for (; last > rank; last--) at->partials[last] = at->partials[last - 1];
    at->partials[rank] = candidate;
}

static const uint32_t tens[LONGEST_PRINTED + 1] = {1, 10, 100};

/* Extend every reading of `from` by digits and hand it to `to`; both are sorted, so the first too dear ends it. */
static void extend_beam(const beam *from, beam *to, uint32_t digits, size_t length, float cost) {
    for (size_t i = 0; i < from->count; i++) {
        const partial *shorter = &from->partials[i];
        partial longer = {shorter->value * tens[length] + digits, shorter->length + (uint32_t)length,
                          shorter->cost + cost};
        if (to->count == OPIS_NUMERAL_READINGS && to->partials[to->count - 1].cost <= longer.cost) return;
        if (longer.length <= OPIS_NUMERAL_DIGITS) keep_partial(to, longer);
    }
}

static void step_numeral(const opis_glyphs *glyphs, const char *seen, size_t length, size_t at, beam *beams) {
    unsigned char byte = (unsigned char)seen[at];
    if (is_digit(seen[at])) extend_beam(&beams[at], &beams[at + 1], (uint32_t)(seen[at] - '0'), 1, 0);
    if (byte == ' ' || byte == '\t') extend_beam(&beams[at], &beams[at + 1], 0, 0, BLANK_COST);
    for (uint32_t i = glyphs->first[byte]; i < glyphs->first[byte + 1]; i++) {
        const confusion *c = &glyphs->confusions[i];
        if (c->numeral && at + c->seen_length <= length && same_bytes(c->seen, seen + at, c->seen_length))
            extend_beam(&beams[at], &beams[at + c->seen_length], c->value, c->printed_length, c->cost);
    }
}

static opis_numeral finish_numeral(const partial *whole) {
    opis_numeral numeral = {(int32_t)whole->value, whole->cost, {0}};
    uint32_t value = whole->value;
    for (size_t i = whole->length; i > 0; i--, value /= 10) numeral.digits[i - 1] = (char)('0' + value % 10);
    return numeral;
}

static int has_leading_nought(const partial *whole) {
    uint32_t least = 1;
    for (uint32_t i = 1; i < whole->length; i++) least *= 10;
    return whole->length > 1 && whole->value < least;
}

size_t opis_glyphs_numerals(const opis_glyphs *glyphs, const char *seen, size_t length,
                            opis_numeral readings[OPIS_NUMERAL_READINGS]) {
    beam beams[LONGEST_NUMERAL + 1];
    if (length == 0 || length > LONGEST_NUMERAL) return 0;
    for (size_t i = 0; i <= length; i++) beams[i].count = 0;
    beams[0].partials[0] = (partial){0, 0, 0};
    beams[0].count = 1;
    for (size_t at = 0; at < length; at++)
        if (beams[at].count) step_numeral(glyphs, seen, length, at, beams);
    beam ranked = {.count = 0};
    for (size_t i = 0; i < beams[length].count; i++) {
        partial whole = beams[length].partials[i];
        if (whole.length == 0) continue;
        if (has_leading_nought(&whole)) whole.cost += LEADING_NOUGHT_COST;
        keep_partial(&ranked, whole);
    }
    for (size_t i = 0; i < ranked.count; i++) readings[i] = finish_numeral(&ranked.partials[i]);
    return ranked.count;
}

/* ---- Distance of two words ----------------------------------------------------------------------------- */

/* Costs by how much of `seen` is used up; three rows roll, for no confusion prints more than two characters. */
#define DISTANCE_ROWS (LONGEST_PRINTED + 1)

typedef struct distance_walk {
    const char *seen, *printed;
    size_t seen_length, printed_length;
    float rows[DISTANCE_ROWS][OPIS_LONGEST_WORD + 1];
} distance_walk;

static void reach(distance_walk *walk, size_t printed_at, size_t seen_at, float cost) {
    if (printed_at > walk->printed_length || seen_at > walk->seen_length) return;
    float *cell = &walk->rows[printed_at % DISTANCE_ROWS][seen_at];
    if (cost < *cell) *cell = cost;
}

static void confuse(distance_walk *walk, const opis_glyphs *glyphs, size_t slot, size_t i, size_t j, float cost) {
    unsigned char next = i < walk->printed_length ? (unsigned char)walk->printed[i] : 0;
    if (!(glyphs->meets[slot][next / 8] >> next % 8 & 1)) return;
    for (uint32_t k = glyphs->first[slot]; k < glyphs->first[slot + 1]; k++) {
        const confusion *c = &glyphs->confusions[k];
        if (i + c->printed_length <= walk->printed_length && j + c->seen_length <= walk->seen_length &&
            same_bytes(c->printed, walk->printed + i, c->printed_length) &&
            same_bytes(c->seen, walk->seen + j, c->seen_length))
            reach(walk, i + c->printed_length, j + c->seen_length, cost + c->cost);
    }
}

static void step_distance(distance_walk *walk, const opis_glyphs *glyphs, size_t i, size_t j, float cost) {
    int printed_left = i < walk->printed_length, seen_left = j < walk->seen_length;
    if (printed_left && seen_left)
        reach(walk, i + 1, j + 1, cost + (walk->printed[i] == walk->seen[j] ? 0 : OPIS_STRANGE_GLYPH));
    if (printed_left) {
        reach(walk, i + 1, j, cost + (walk->printed[i] == ' ' ? BLANK_COST : OPIS_STRANGE_GLYPH));
        confuse(walk, glyphs, NO_BYTE_SEEN, i, j, cost);
    }
    if (seen_left) {
        reach(walk, i, j + 1, cost + (walk->seen[j] == ' ' ? BLANK_COST : OPIS_STRANGE_GLYPH));
        confuse(walk, glyphs, (unsigned char)walk->seen[j], i, j, cost);
    }
}

float opis_glyphs_distance(const opis_glyphs *glyphs, const char *seen, size_t seen_length, const char *printed,
                           size_t printed_length, float limit) {
    if (seen_length == printed_length && memcmp(seen, printed, seen_length) == 0) return 0;
    if (seen_length > OPIS_LONGEST_WORD || printed_length > OPIS_LONGEST_WORD) return INFINITY;
    distance_walk walk = {
        .seen = seen, .printed = printed, .seen_length = seen_length, .printed_length = printed_length};
    for (size_t row = 0; row < DISTANCE_ROWS; row++)
        for (size_t j = 0; j <= seen_length; j++) walk.rows[row][j] = INFINITY;
    walk.rows[0][0] = 0;
    int rows_in_reach = 1;
    for (size_t i = 0; i <= printed_length && rows_in_reach; i++) {
        float *row = walk.rows[i % DISTANCE_ROWS];
        for (size_t j = 0; j <= seen_length; j++)
            if (row[j] <= limit) step_distance(&walk, glyphs, i, j, row[j]);
        if (i == printed_length) return row[seen_length] <= limit ? row[seen_length] : INFINITY;
        for (size_t j = 0; j <= seen_length; j++) row[j] = INFINITY;
        rows_in_reach = 0;
        for (size_t ahead = 0; ahead < DISTANCE_ROWS; ahead++)
            for (size_t j = 0; j <= seen_length; j++) rows_in_reach |= walk.rows[ahead][j] <= limit;
    }
    return INFINITY;
}

/* ---- Tolerant patterns --------------------------------------------------------------------------------- */

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
    for (size_t i = 0; i < glyphs->count; i++) {
        const confusion *c = &glyphs->confusions[i];
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
    for (size_t i = 0; i < glyphs->count; i++)
        if (glyphs->confusions[i].printed_length == length &&
            memcmp(glyphs->confusions[i].printed, printed, length) == 0)
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
