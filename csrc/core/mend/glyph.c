/*
 * The confusions of a style, checked, sorted and indexed.
 */
#include "mend/glyph_table.h"

#include <string.h>

#include "letters.h"
#include "memory.h"

#define PLAIN_SHAPES 12 /* ten digits and two blanks */

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
    confusion made = {.cost = given->cost};
    made.printed_length = (uint8_t)strlen(given->printed);
    made.seen_length = (uint8_t)strlen(given->seen);
    memcpy(made.printed, given->printed, made.printed_length);
    memcpy(made.seen, given->seen, made.seen_length);
    return made;
}

/* A counting sort, which keeps the order of the data among confusions of one byte. */
static void sort_confusions(glyph_table *table, const opis_style *style) {
    uint32_t next[FIRST_BYTES + 1];
    for (size_t i = 0; i < style->confusion_count; i++) table->first[slot_of(style->confusions[i].seen) + 1]++;
    for (size_t b = 0; b <= FIRST_BYTES; b++) table->first[b + 1] += table->first[b];
    memcpy(next, table->first, sizeof next);
    for (size_t i = 0; i < style->confusion_count; i++)
        table->confusions[next[slot_of(style->confusions[i].seen)]++] = compile_confusion(&style->confusions[i]);
}

/* Rank of a confusion among those of one byte: 0 where nothing is printed. */
static size_t rank_by_print(const confusion *c) {
    return c->printed_length ? 1 + print_place((unsigned char)c->printed[0]) : 0;
}

static int prints_digits(const confusion *c) {
    for (size_t i = 0; i < c->printed_length; i++)
        if (!is_digit(c->printed[i])) return 0;
    return 1;
}

static digit_shape shape_of(const confusion *c) {
    digit_shape made = {.digits = c->printed_length, .cost = c->cost};
    memcpy(made.behind, c->seen + 1, LONGEST_SEEN - 1);
    for (size_t i = 0; i < c->printed_length; i++) made.value = (uint8_t)(made.value * 10 + (c->printed[i] - '0'));
    return made;
}

/* A reading of numerals meets the shapes of a byte side by side, what it is by itself before all others. */
static void pick_digits(glyph_table *table) {
    size_t count = 0;
    for (size_t byte = 0; byte < FIRST_BYTES; byte++)
        for (size_t length = 1; length <= LONGEST_SEEN; length++) {
            table->first_digit[first_digit_of((unsigned char)byte, length)] = (uint32_t)count;
            if (length == 1 && is_digit((char)byte))
                table->digits[count++] = (digit_shape){.digits = 1, .value = (uint8_t)(byte - '0')};
            if (length == 1 && (byte == ' ' || byte == '\t'))
                table->digits[count++] = (digit_shape){.cost = BLANK_COST};
            for (uint32_t k = table->first[byte]; k < table->first[byte + 1]; k++) {
                const confusion *c = &table->confusions[k];
                if (c->seen_length == length && prints_digits(c)) table->digits[count++] = shape_of(c);
            }
        }
    table->first_digit[FIRST_BYTES * LONGEST_SEEN] = (uint32_t)count;
}

/* Within the confusions of one byte, by what they print first: a walk finds those that it meets side by side. */
static void sort_by_print(glyph_table *table) {
    for (size_t slot = 0; slot <= NO_BYTE_SEEN; slot++) {
        uint32_t at, end = table->first[slot + 1];
        for (uint32_t k = table->first[slot] + 1; k < end; k++) {
            confusion moved = table->confusions[k];
            size_t rank = rank_by_print(&moved);
            for (at = k; at > table->first[slot] && rank_by_print(&table->confusions[at - 1]) > rank; at--)
                table->confusions[at] = table->confusions[at - 1];
            table->confusions[at] = moved;
        }
        at = table->first[slot];
        for (size_t place = 0; place <= PRINT_PLACES; place++) {
            while (at < end && rank_by_print(&table->confusions[at]) <= place) at++;
            table->first_printed[slot][place] = at;
        }
    }
}

/* Most pairs of bytes are never taken for one another: one look tells. */
static void mark_meetings(glyph_table *table) {
    for (size_t slot = 0; slot <= NO_BYTE_SEEN; slot++)
        for (uint32_t k = table->first[slot]; k < table->first[slot + 1]; k++) {
            const confusion *c = &table->confusions[k];
            unsigned char printed = (unsigned char)c->printed[0];
            if (c->printed_length == 0)
                memset(table->meets[slot], 0xFF, sizeof table->meets[slot]);
            else
                table->meets[slot][printed / 8] |= (uint8_t)(1u << printed % 8);
        }
}

/* A change may begin, or end, where a byte is seen and another printed; where none of either is named, it may be any.
 */
static void mark_pairs(uint8_t pairs[FIRST_BYTES][FIRST_BYTES / 8], const char *seen, const char *printed) {
    size_t byte = seen ? (unsigned char)*seen : 0, end = seen ? byte + 1 : FIRST_BYTES;
    for (; byte < end; byte++)
        if (printed)
            pairs[byte][(unsigned char)*printed / 8] |= (uint8_t)(1u << (unsigned char)*printed % 8);
        else
            memset(pairs[byte], 0xFF, sizeof pairs[byte]);
}

/* Where one byte is seen and another printed, mostly nothing can happen but a match or a strange glyph. */
static void mark_ends(glyph_table *table) {
    for (size_t i = 0; i < table->count; i++) {
        const confusion *c = &table->confusions[i];
        const char *seen = c->seen_length ? c->seen : NULL, *printed = c->printed_length ? c->printed : NULL;
        mark_pairs(table->heads, seen, printed);
        mark_pairs(table->tails, seen ? seen + c->seen_length - 1 : NULL,
                   printed ? printed + c->printed_length - 1 : NULL);
    }
    mark_pairs(table->heads, " ", NULL);
    mark_pairs(table->heads, NULL, " ");
    mark_pairs(table->tails, " ", NULL);
    mark_pairs(table->tails, NULL, " ");
}

/* A confusion of `bytes` with `others`: what the one word has of them, the other may have instead. */
static void add_needs(glyph_need *needs, const char *bytes, size_t length, const char *others, size_t other_length,
                      float cost) {
    uint64_t set = other_length ? 0 : UINT64_MAX;
    for (size_t i = 0; i < other_length; i++) set |= byte_set((unsigned char)others[i]);
    for (size_t i = 0; i < length; i++) {
        glyph_need *need = &needs[(unsigned char)bytes[i]];
        need->bytes |= set;
        if (cost / (float)length < need->share) need->share = cost / (float)length;
    }
}

static int is_ascii(const char *bytes, size_t length) {
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)bytes[i] >= 0x80) return 0;
    return 1;
}

/* What bytes need of words of ASCII: the confusions of other alphabets are left out. */
static void find_needs(const glyph_table *table, glyph_need seen[FIRST_BYTES], glyph_need printed[FIRST_BYTES]) {
    for (size_t byte = 0; byte < FIRST_BYTES; byte++) seen[byte] = printed[byte] = (glyph_need){0, OPIS_STRANGE_GLYPH};
    for (size_t i = 0; i < table->count; i++) {
        const confusion *c = &table->confusions[i];
        if (!is_ascii(c->seen, c->seen_length) || !is_ascii(c->printed, c->printed_length)) continue;
        add_needs(seen, c->seen, c->seen_length, c->printed, c->printed_length, c->cost);
        add_needs(printed, c->printed, c->printed_length, c->seen, c->seen_length, c->cost);
    }
    add_needs(seen, " ", 1, "", 0, BLANK_COST);
    add_needs(printed, " ", 1, "", 0, BLANK_COST);
}

/* What the byte of a set needs at the least, whichever of those that share its place it is. */
static void find_places(glyph_need *places, const glyph_need *needs) {
    for (size_t i = 0; i < BYTE_SET; i++) places[i] = (glyph_need){0, OPIS_STRANGE_GLYPH};
    for (size_t byte = 0; byte < 2 * BYTE_SET; byte++) {
        glyph_need *place = &places[byte % BYTE_SET];
        place->bytes |= needs[byte].bytes;
        if (needs[byte].share < place->share) place->share = needs[byte].share;
    }
}

static void table_free(glyph_table *table) {
    if (!table) return;
    opis_resize(table->confusions, 0);
    opis_resize(table->digits, 0);
    opis_resize(table, 0);
}

static glyph_table *table_new(const opis_style *style, opis_error *error) {
    glyph_table *table = opis_resize(NULL, sizeof *table);
    size_t room = 0, digit_room = 0;
    glyph_need seen[FIRST_BYTES], printed[FIRST_BYTES];
    if (!table) {
        opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory for the confusions of a style");
        return NULL;
    }
    memset(table, 0, sizeof *table);
    table->count = style->confusion_count;
    if (opis_reserve(&table->confusions, &room, table->count + 1, sizeof(confusion), error) != OPIS_OK ||
        opis_reserve(&table->digits, &digit_room, table->count + PLAIN_SHAPES, sizeof(digit_shape), error) != OPIS_OK) {
        table_free(table);
        return NULL;
    }
    sort_confusions(table, style);
    pick_digits(table);
    sort_by_print(table);
    mark_meetings(table);
    mark_ends(table);
    find_needs(table, seen, printed);
    find_places(table->seen_places, seen);
    find_places(table->printed_places, printed);
    return table;
}

static opis_glyphs *glyphs_over(glyph_table *table, int owns_table, opis_error *error) {
    opis_glyphs *glyphs = NULL;
    size_t capacity = 0;
    if (opis_reserve(&glyphs, &capacity, 1, sizeof *glyphs, error) != OPIS_OK) return NULL;
    *glyphs = (opis_glyphs){table, NULL, owns_table != 0};
    return glyphs;
}

opis_glyphs *opis_glyphs_new(const opis_style *style, opis_error *error) {
    for (size_t i = 0; i < style->confusion_count; i++)
        if (check_confusion(&style->confusions[i], error) != OPIS_OK) return NULL;
    glyph_table *table = table_new(style, error);
    opis_glyphs *glyphs = table ? glyphs_over(table, 1, error) : NULL;
    if (!glyphs) table_free(table);
    return glyphs;
}

opis_glyphs *opis_glyphs_remembering(const opis_glyphs *shared, opis_error *error) {
    opis_glyphs *glyphs = glyphs_over(shared->table, 0, error);
    if (glyphs) glyphs->memory = numeral_memory_new(error);
    if (glyphs && glyphs->memory) return glyphs;
    opis_glyphs_free(glyphs);
    return NULL;
}

void opis_glyphs_free(opis_glyphs *glyphs) {
    if (!glyphs) return;
    if (glyphs->owns_table) table_free(glyphs->table);
    numeral_memory_free(glyphs->memory);
    opis_resize(glyphs, 0);
}
