#include "extract/table_words.h"

#include <string.h>

#define LONGEST_LABEL 60
/* A sum names its parts where they are at most so many. */
#define MOST_PARTS 6
#define HUNDREDTHS 2

void opis_phrase_add_bytes(opis_phrase *phrase, const char *bytes, size_t length) {
    size_t room = OPIS_PHRASE_LENGTH - phrase->length;
    if (length > room) length = room;
    memcpy(phrase->text + phrase->length, bytes, length);
    phrase->length += length;
}

void opis_phrase_add(opis_phrase *phrase, const char *text) {
    opis_phrase_add_bytes(phrase, text, strlen(text));
}

void opis_phrase_add_value(opis_phrase *phrase, opis_value value) {
    char digits[24];
    int length = 0;
    uint64_t rest = value.units < 0 ? (uint64_t)0 - (uint64_t)value.units : (uint64_t)value.units;
    for (; (rest || length <= value.decimals) && length < 20; rest /= 10) digits[length++] = (char)('0' + rest % 10);
    if (value.units < 0) opis_phrase_add(phrase, "-");
    for (int i = length; i > 0; i--) {
        if (i == value.decimals) opis_phrase_add(phrase, ".");
        opis_phrase_add_bytes(phrase, &digits[i - 1], 1);
        int left = i - 1 - value.decimals;
        if (left > 0 && left % 3 == 0) opis_phrase_add(phrase, ",");
    }
}

/* Years and lines have no commas. */
void opis_phrase_add_integer(opis_phrase *phrase, int64_t value) {
    char digits[24];
    int at = 24;
    for (; value > 0 || at == 24; value /= 10) digits[--at] = (char)('0' + value % 10);
    opis_phrase_add_bytes(phrase, digits + at, (size_t)(24 - at));
}

void opis_phrase_add_label(opis_phrase *phrase, const opis_sketch *sketch, opis_text label) {
    size_t length = label.length < LONGEST_LABEL ? label.length : LONGEST_LABEL;
    const char *text = length ? sketch->texts + label.start : "";
    while (length > 0 && length < label.length && ((unsigned char)text[length] & 0xC0) == 0x80) length--;
    opis_phrase_add(phrase, "'");
    opis_phrase_add_bytes(phrase, text, length);
    opis_phrase_add(phrase, "'");
}

opis_status opis_table_note(opis_sketch *sketch, opis_verdict *verdict, const opis_phrase *phrase, opis_error *error) {
    opis_phrase whole = {.length = 0};
    if (verdict->evidence.length != OPIS_NULL_TEXT) {
        opis_phrase_add_bytes(&whole, sketch->texts + verdict->evidence.start, verdict->evidence.length);
        opis_phrase_add(&whole, "; ");
    }
    opis_phrase_add_bytes(&whole, phrase->text, phrase->length);
    while (whole.length == OPIS_PHRASE_LENGTH && (whole.text[whole.length - 1] & 0x80)) whole.length--;
    return opis_sketch_text(sketch, whole.text, whole.length, &verdict->evidence, error);
}

/* ---- Relations ------------------------------------------------------------------------------------------- */

static int in_one_column(const opis_sketch *sketch, const uint32_t *parts, uint32_t count) {
    for (uint32_t i = 1; i < count; i++)
        if (parts[i] % sketch->column_count != parts[0] % sketch->column_count) return 0;
    return 1;
}

static void add_row(opis_phrase *phrase, const opis_sketch *sketch, uint32_t cell) {
    opis_phrase_add_label(phrase, sketch, sketch->row_labels[cell / sketch->column_count]);
}

static void add_column(opis_phrase *phrase, const opis_sketch *sketch, uint32_t cell) {
    opis_phrase_add_label(phrase, sketch, sketch->columns[cell % sketch->column_count]);
}

/* "column 'Expelled'" or "row '1936'", with its parts where they are few and not the whole line. */
static void add_parts(opis_phrase *phrase, const opis_sketch *sketch, const uint32_t *parts, uint32_t count) {
    int column = in_one_column(sketch, parts, count);
    uint32_t all = column ? sketch->row_count : sketch->column_count;
    opis_phrase_add(phrase, column ? "column " : "row ");
    (column ? add_column : add_row)(phrase, sketch, parts[0]);
    for (uint32_t i = 0; i < count && count <= MOST_PARTS && count + 1 < all; i++) {
        opis_phrase_add(phrase, i ? " + " : ": ");
        (column ? add_row : add_column)(phrase, sketch, parts[i]);
    }
}

/* What the ratio of two cells is, in percent. */
static opis_value ratio(const opis_solution *solution, const uint32_t *parts) {
    const opis_value *part = &solution->cells[parts[0]].value, *all = &solution->cells[parts[1]].value;
    double share = all->units ? 100.0 * (double)part->units / (double)all->units : 0;
    for (int i = part->decimals; i > all->decimals; i--) share /= 10;
    for (int i = all->decimals; i > part->decimals; i--) share *= 10;
    if (share > 1e9 || share < -1e9) share = 0;
    return (opis_value){(int64_t)(share * 100 + (share < 0 ? -0.5 : 0.5)), HUNDREDTHS};
}

static void add_quotient(opis_phrase *phrase, const opis_solution *solution, const opis_relation *relation,
                         const uint32_t *parts) {
    opis_phrase_add_value(phrase, solution->cells[parts[0]].value);
    opis_phrase_add(phrase, relation->kind == OPIS_PERCENT ? " / " : " - ");
    opis_phrase_add_value(phrase, solution->cells[parts[1]].value);
    opis_phrase_add(phrase, " = ");
    if (relation->kind == OPIS_PERCENT) {
        opis_phrase_add_value(phrase, ratio(solution, parts));
        opis_phrase_add(phrase, "%, printed ");
    }
    opis_phrase_add_value(phrase, solution->cells[relation->whole].value);
}

opis_status opis_table_note_relation(opis_sketch *sketch, opis_verdict *verdict, const opis_solution *solution,
                                     const opis_relation *relation, const char *lead, opis_error *error) {
    const uint32_t *parts = solution->parts + relation->first_part;
    opis_phrase phrase = {.length = 0};
    opis_phrase_add(&phrase, lead);
    if (relation->kind == OPIS_PERCENT || relation->kind == OPIS_DIFFERENCE) {
        add_quotient(&phrase, solution, relation, parts);
        return opis_table_note(sketch, verdict, &phrase, error);
    }
    opis_phrase_add(&phrase, relation->kind == OPIS_SUM ? "sum of " : "");
    add_parts(&phrase, sketch, parts, relation->part_count);
    if (relation->kind == OPIS_HUNDRED) {
        opis_phrase_add(&phrase, relation->holds ? " adds up to 100" : " does not add up to 100");
    } else {
        int column = in_one_column(sketch, parts, relation->part_count);
        opis_phrase_add(&phrase, relation->holds ? " = " : " is not ");
        (column ? add_row : add_column)(&phrase, sketch, relation->whole);
    }
    return opis_table_note(sketch, verdict, &phrase, error);
}
