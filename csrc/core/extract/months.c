#include "extract/months.h"

#include <math.h>
#include <string.h>

#include "letters.h"
#include "memory.h"
#include "text/fold.h"

#define SLOT_BITS 10
#define SLOTS (1 << SLOT_BITS)
#define SPREAD 0x9E3779B97F4A7C15u
#define MOST_JOINTS 64
#define SHORTEST_DAMAGED 3
#define LONGEST_ROMAN 5

struct opis_months {
    const opis_style *style;
    opis_month_gate gate;
    size_t count;
    opis_month_form slots[SLOTS]; /* open addressing */
    struct {
        uint64_t hash;
        opis_date_joint joint;
    } joints[MOST_JOINTS];
    size_t joint_count;
};

static uint64_t hash_of(const char *word, size_t length) {
    return opis_fold_hash(OPIS_FOLD_START, word, length) | 1;
}

static size_t slot_of(const opis_months *months, uint64_t hash) {
    size_t at = (size_t)(hash * SPREAD >> (64 - SLOT_BITS));
    while (months->slots[at].hash && months->slots[at].hash != hash) at = (at + 1) % SLOTS;
    return at;
}

static int is_one_of(const opis_words *words, const char *word, size_t length) {
    for (size_t i = 0; i < words->count; i++)
        if (opis_fold_same(words->items[i], strlen(words->items[i]), word, length)) return 1;
    return 0;
}

/* Let words of the form through: a word beyond ASCII may have letters of both alphabets, and any length. */
static void open_gate(opis_month_gate *gate, const char *word, size_t length) {
    unsigned char first = (unsigned char)word[0];
    if (first >= 0x80 || length >= 64) return;
    gate->lengths[first] |= (uint64_t)1 << length;
    if (is_ascii_letter(word[0])) gate->lengths[first ^ 0x20] |= (uint64_t)1 << length;
}

static size_t letters_of(const char *text) {
    size_t length = strlen(text);
    return length - (text[length - 1] == '.');
}

static opis_status add_form(opis_months *months, size_t language, int month, const char *text, opis_error *error) {
    const opis_date_language *of = &months->style->languages[language];
    size_t length = letters_of(text);
    uint64_t hash = hash_of(text, length);
    opis_month_form *slot = &months->slots[slot_of(months, hash)];
    if (slot->hash && slot->month != month)
        return opis_fail(error, OPIS_INTERNAL, OPIS_NO_BYTE, "\"%s\" is two months", text);
    if (!slot->hash && ++months->count > SLOTS / 2)
        return opis_fail(error, OPIS_INTERNAL, OPIS_NO_BYTE, "more than %d names of months", SLOTS / 2);
    int abbreviation = text[length] == '.';
    /* A word that is written out in one language is no abbreviation. */
    slot->abbreviation = (uint8_t)(slot->hash ? slot->abbreviation && abbreviation : abbreviation);
    slot->doubtful |= (uint8_t)is_one_of(&of->doubtful, text, length);
    slot->hash = hash;
    slot->month = (uint8_t)month;
    slot->languages |= (uint16_t)(1u << language);
    open_gate(&months->gate, text, length);
    return OPIS_OK;
}

static void add_joints(opis_months *months, const opis_words *words, opis_date_joint joint) {
    for (size_t i = 0; i < words->count && months->joint_count < MOST_JOINTS; i++) {
        months->joints[months->joint_count].hash = hash_of(words->items[i], strlen(words->items[i]));
        months->joints[months->joint_count++].joint = joint;
    }
}

opis_date_joint opis_months_joint(const opis_months *months, const char *word, size_t length) {
    uint64_t hash = hash_of(word, length);
    for (size_t i = 0; i < months->joint_count; i++)
        if (months->joints[i].hash == hash) return months->joints[i].joint;
    return OPIS_NO_JOINT;
}

opis_months *opis_months_new(const opis_style *style, opis_error *error) {
    opis_months *months = opis_resize(NULL, sizeof *months);
    opis_status status = OPIS_OK;
    if (!months) {
        opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory for the names of months");
        return NULL;
    }
    memset(months, 0, sizeof *months);
    months->style = style;
    for (int first = 0x80; first < 0x100; first++) months->gate.lengths[first] = UINT64_MAX << 4;
    for (size_t i = 0; i < style->language_count; i++)
        add_joints(months, &style->languages[i].range_words, OPIS_DATE_RANGE);
    for (size_t i = 0; i < style->language_count; i++)
        add_joints(months, &style->languages[i].list_words, OPIS_DATE_LIST);
    for (size_t i = 0; i < style->language_count && status == OPIS_OK; i++)
        for (int month = 0; month < 12; month++)
            for (size_t j = 0; j < style->languages[i].months[month].count && status == OPIS_OK; j++)
                status = add_form(months, i, month + 1, style->languages[i].months[month].items[j], error);
    if (status == OPIS_OK) return months;
    opis_months_free(months);
    return NULL;
}

void opis_months_free(opis_months *months) {
    opis_resize(months, 0);
}

const opis_month_gate *opis_months_gate(const opis_months *months) {
    return &months->gate;
}

const opis_month_form *opis_months_find(const opis_months *months, const char *word, size_t length) {
    if (length == 0 || length > OPIS_LONGEST_MONTH) return NULL;
    const opis_month_form *slot = &months->slots[slot_of(months, hash_of(word, length))];
    return slot->hash ? slot : NULL;
}

static int same_but_case(const char *form, size_t printed, const char *word, size_t length) {
    char a[OPIS_LONGEST_MONTH], b[OPIS_LONGEST_MONTH];
    size_t a_length = opis_fold_small(form, printed, a, sizeof a),
           b_length = opis_fold_small(word, length, b, sizeof b);
    return a_length == b_length && memcmp(a, b, a_length) == 0;
}

int opis_months_prints(const opis_months *months, const opis_month_form *form, const char *word, size_t length) {
    for (size_t i = 0; i < months->style->language_count; i++) {
        const opis_words *forms = &months->style->languages[i].months[form->month - 1];
        for (size_t j = 0; (form->languages >> i & 1) && j < forms->count; j++)
            if (same_but_case(forms->items[j], letters_of(forms->items[j]), word, length)) return 1;
    }
    return 0;
}

/* A damaged name keeps its first byte or its last, and its length but for a letter. */
static int may_be(const char *word, size_t length, const char *form) {
    size_t printed = letters_of(form);
    if (printed + 2 < length || length + 2 < printed) return 0;
    return (word[0] | 0x20) == (form[0] | 0x20) || word[length - 1] == form[printed - 1];
}

int opis_months_nearest(const opis_months *months, const opis_glyphs *glyphs, const char *word, size_t length,
                        float *cost, float *margin, uint16_t *languages) {
    char small[OPIS_LONGEST_MONTH];
    int best = 0;
    float next = OPIS_MONTH_LIMIT;
    *cost = OPIS_MONTH_LIMIT;
    if (length < SHORTEST_DAMAGED || length > OPIS_LONGEST_MONTH) return 0;
    size_t seen = opis_fold_small(word, length, small, sizeof small);
    for (size_t i = 0; i < months->style->language_count; i++)
        for (int month = 0; month < 12; month++) {
            const opis_words *forms = &months->style->languages[i].months[month];
            for (size_t j = 0; j < forms->count; j++) {
                if (!may_be(word, length, forms->items[j])) continue;
                char form[OPIS_LONGEST_MONTH];
                size_t letters = letters_of(forms->items[j]);
                if (forms->items[j][letters] == '.' || letters <= SHORTEST_DAMAGED) continue;
                size_t printed = opis_fold_small(forms->items[j], letters, form, sizeof form);
                float distance = opis_glyphs_distance(glyphs, small, seen, form, printed, OPIS_MONTH_LIMIT);
                if (best == month + 1 && distance == *cost) *languages |= (uint16_t)(1u << i);
                if (distance >= *cost) {
                    if (best != month + 1) next = fminf(next, distance);
                    continue;
                }
                if (best && best != month + 1) next = *cost;
                best = month + 1;
                *cost = distance;
                *languages = (uint16_t)(1u << i);
            }
        }
    *margin = next - *cost;
    return best;
}

int opis_months_roman(const opis_months *months, const char *word, size_t length, int *damaged) {
    static const char *const roman[] = {"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"};
    const opis_style *style = months->style;
    char figures[LONGEST_ROMAN * 3 + 1] = "";
    size_t count = 0;
    int telling = 0; /* a figure that is no stroke, or a capital I */
    *damaged = 0;
    for (size_t at = 0; at < length;) {
        const opis_roman_shape *shape = NULL;
        for (size_t i = 0; i < style->roman_shape_count && !shape; i++) {
            size_t seen = strlen(style->roman_shapes[i].seen);
            if (seen <= length - at && memcmp(word + at, style->roman_shapes[i].seen, seen) == 0)
                shape = &style->roman_shapes[i];
        }
        if (!shape || count > LONGEST_ROMAN) return 0;
        *damaged |= strcmp(shape->seen, shape->printed) != 0;
        telling |= (unsigned char)shape->seen[0] >= 0x80 || is_upper(shape->seen[0]);
        at += strlen(shape->seen);
        for (size_t i = 0; shape->printed[i]; i++) figures[count++] = shape->printed[i];
        figures[count] = 0;
    }
    for (int month = 0; telling && month < 12; month++)
        if (strcmp(figures, roman[month]) == 0) return month + 1;
    return 0;
}
