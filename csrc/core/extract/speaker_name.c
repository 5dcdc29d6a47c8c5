#include <math.h>
#include <string.h>

#include "extract/speaker.h"
#include "memory.h"
#include "letters.h"

/* Row numbers are kept in a float, exact so far. */
#define MOST_NAMES 8000000u
/* A rare name is compared with at most so many common ones. */
#define MOST_TARGETS 512
/* A name is common enough to be meant by a damaged one if it weighs so many times more. */
#define TARGET_RATIO 4
#define LABEL_WEIGHT 3
#define MOST_OCCURRENCES 20
#define SKETCH_WEIGHT 12
/* "rn" read as m: of two forms that are both well known the longer was printed. */
#define MERGED_LIMIT 1.0f
/* A form that the book has more often than this is damaged by cheap confusions only. */
#define FEW_OCCURRENCES 2
#define CHEAP_LIMIT 3.5f
/* Cost of reading one name as another: beyond the limit they differ; the next best must be so much dearer. */
#define NAME_LIMIT 9.0f
#define NAME_LIMIT_A_GLYPH 1.8f
#define UNIQUE_MARGIN 2.0f
#define SWAP_COST 4.0f

/* A name as the record gives it: capitals all through are set as a name is. */
static size_t fold_name(const char *text, size_t length, char out[OPIS_SPEAKER_NAME]) {
    int capitals = length > 1;
    for (size_t i = 0; i < length; i++)
        capitals &= is_upper(text[i]) || text[i] == '-' || (unsigned char)text[i] >= 0x80;
    for (size_t i = 0; i < length; i++)
        out[i] = capitals && i > 0 && text[i - 1] != '-' && is_upper(text[i]) ? (char)(text[i] + 32) : text[i];
    if (out[0] >= 'a' && out[0] <= 'z') out[0] = (char)(out[0] - 32);
    return length;
}

/* The row of a name, OPIS_NO_NAME if it is new and is not to be entered. */
static opis_status enter(opis_labels *labels, const char *folded, size_t length, int enters, uint32_t *row,
                         opis_error *error) {
    uint64_t key = opis_lexicon_key(0, folded, length);
    float known = opis_lexicon_weight(&labels->by_name, key);
    *row = known > 0 ? (uint32_t)known - 1 : OPIS_NO_NAME;
    if (known > 0 || !enters || labels->name_count >= MOST_NAMES) return OPIS_OK;
    opis_status status =
        opis_reserve(&labels->names, &labels->name_capacity, labels->name_count + 1, sizeof *labels->names, error);
    if (status == OPIS_OK) status = opis_lexicon_add(&labels->by_name, key, (float)(labels->name_count + 1), error);
    if (status != OPIS_OK) return status;
    opis_speaker_name *name = &labels->names[labels->name_count];
    memset(name, 0, sizeof *name);
    memcpy(name->text, folded, length);
    name->length = (uint8_t)length;
    name->clean = *row = (uint32_t)labels->name_count++;
    return OPIS_OK;
}

opis_status opis_labels_enter_name(opis_labels *labels, const opis_book *book, opis_label *label, opis_error *error) {
    char folded[OPIS_SPEAKER_NAME];
    size_t length = fold_name(book->source.bytes + label->name_start, label->name_length, folded);
    opis_status status = enter(labels, folded, length, label->colon != '.', &label->name, error);
    if (status != OPIS_OK || label->name == OPIS_NO_NAME) return status;
    opis_speaker_name *name = &labels->names[label->name];
    name->voice |= label->voice;
    if (label->colon == ':') name->labels += label->opens_speech && label->opens_paragraph;
    return OPIS_OK;
}

opis_status opis_labels_enter_sketches(opis_labels *labels, const opis_book *book, opis_error *error) {
    const opis_biography *sketches = OPIS_ROWS(book, OPIS_BIOGRAPHY);
    opis_status status = OPIS_OK;
    for (size_t i = 0; i < OPIS_ROW_COUNT(book, OPIS_BIOGRAPHY) && status == OPIS_OK; i++) {
        char folded[OPIS_SPEAKER_NAME];
        const char *text = opis_book_text(book, sketches[i].name);
        size_t length = 0;
        uint32_t row;
        while (text && length < sketches[i].name.length && text[length] != ',' && text[length] != ' ') length++;
        if (length < 2 || length >= OPIS_SPEAKER_NAME) continue;
        fold_name(text, length, folded);
        status = enter(labels, folded, length, 1, &row, error);
        if (status == OPIS_OK && row != OPIS_NO_NAME) labels->names[row].sketch = 1;
    }
    return status;
}

/* ---- Where else the book has a name -------------------------------------------------------------------- */

/* How often the book prints a name with a capital and in small letters. */
static void count_name(opis_speaker_name *name, const opis_vocabulary *words) {
    char small[OPIS_SPEAKER_NAME], capitals[OPIS_SPEAKER_NAME];
    for (size_t i = 0; i < name->length; i++) {
        small[i] = is_upper(name->text[i]) ? (char)(name->text[i] + 32) : name->text[i];
        capitals[i] = is_lower(name->text[i]) ? (char)(name->text[i] - 32) : name->text[i];
    }
    name->small = opis_vocabulary_count(words, small, name->length);
    name->occurrences = opis_vocabulary_count(words, name->text, name->length);
    if (name->length > 1) name->occurrences += opis_vocabulary_count(words, capitals, name->length);
}

/* ---- Damaged forms -------------------------------------------------------------------------------------- */

static uint32_t weight(const opis_speaker_name *name) {
    return name->labels * LABEL_WEIGHT + (name->sketch ? SKETCH_WEIGHT : 0) +
           (name->occurrences < MOST_OCCURRENCES ? name->occurrences : MOST_OCCURRENCES);
}

/* Whether half of the letters of two names are the same, from both ends. */
static int resemble(const opis_speaker_name *a, const opis_speaker_name *b) {
    size_t common = a->length < b->length ? a->length : b->length, head = 0, tail = 0;
    if (a->length > b->length + 2 || b->length > a->length + 2) return 0;
    if (a->text[0] != b->text[0] && a->text[a->length - 1] != b->text[b->length - 1]) return 0;
    while (head < common && a->text[head] == b->text[head]) head++;
    while (tail < common - head && a->text[a->length - 1 - tail] == b->text[b->length - 1 - tail]) tail++;
    if ((head + tail) * 2 >= common) return 1;
    size_t same = 0;
    for (size_t i = 0; i < common; i++) same += a->text[i] == b->text[i];
    return same * 2 >= common;
}

/* Two letters that the printer swapped. */
static int is_swapped(const opis_speaker_name *a, const opis_speaker_name *b) {
    size_t at = 0;
    if (a->length != b->length) return 0;
    while (at < a->length && a->text[at] == b->text[at]) at++;
    return at + 1 < a->length && a->text[at] == b->text[at + 1] && a->text[at + 1] == b->text[at] &&
           memcmp(a->text + at + 2, b->text + at + 2, a->length - at - 2u) == 0;
}

static void to_capitals(const opis_speaker_name *name, char out[OPIS_SPEAKER_NAME]) {
    for (size_t i = 0; i < name->length; i++)
        out[i] = name->text[i] >= 'a' && name->text[i] <= 'z' ? (char)(name->text[i] - 32) : name->text[i];
}

/* What it costs to read a name as another, in small letters or in capitals. */
static float name_distance(const opis_book *book, const opis_speaker_name *seen, const opis_speaker_name *printed) {
    char seen_capitals[OPIS_SPEAKER_NAME], capitals[OPIS_SPEAKER_NAME];
    float limit = NAME_LIMIT_A_GLYPH * (float)printed->length;
    if (limit > NAME_LIMIT) limit = NAME_LIMIT;
    if (seen->occurrences > FEW_OCCURRENCES) limit = CHEAP_LIMIT;
    if (limit >= SWAP_COST && is_swapped(seen, printed)) return SWAP_COST;
    float cost = opis_glyphs_distance(book->glyphs, seen->text, seen->length, printed->text, printed->length, limit);
    to_capitals(seen, seen_capitals);
    to_capitals(printed, capitals);
    float other = opis_glyphs_distance(book->glyphs, seen_capitals, seen->length, capitals, printed->length, limit);
    return other < cost ? other : cost;
}

/* Whether one name may be the clean form of another: it is much commoner, or known while the other is found nowhere. */
static int outweighs(const opis_speaker_name *target, const opis_speaker_name *name) {
    if (name->voice || weight(target) >= weight(name) * TARGET_RATIO) return 1;
    return target->sketch && !name->sketch && name->occurrences <= name->labels && name->labels <= FEW_OCCURRENCES;
}

static void find_clean_form(opis_labels *labels, const opis_book *book, size_t at, const uint32_t *targets,
                            size_t target_count) {
    opis_speaker_name *name = &labels->names[at];
    float best = INFINITY, second = INFINITY;
    uint32_t clean = (uint32_t)at;
    for (size_t i = 0; i < target_count; i++) {
        const opis_speaker_name *target = &labels->names[targets[i]];
        if (targets[i] == at || target->voice != name->voice || !resemble(name, target)) continue;
        int merged = target->length == name->length + 1 && target->occurrences * 2 >= name->occurrences;
        if (!merged && !outweighs(target, name)) continue;
        float cost = name_distance(book, name, target);
        if (merged && !outweighs(target, name) && cost > MERGED_LIMIT) continue;
        if (cost < best) {
            second = best;
            best = cost;
            clean = targets[i];
        } else if (cost < second) {
            second = cost;
        }
    }
    name->unique = best + UNIQUE_MARGIN <= second;
    if (isfinite(best)) name->clean = clean;
}

/* Whether a name is one of the style's voices as it stands. */
static int is_clean_voice(const opis_book *book, const opis_speaker_name *name) {
    for (size_t i = 0; i < book->style->voices.count; i++) {
        const char *voice = book->style->voices.items[i];
        size_t length = strlen(voice);
        if (length == name->length && memcmp(voice + 1, name->text + 1, length - 1) == 0 &&
            voice[0] == (name->text[0] | 0x20))
            return 1;
    }
    return 0;
}

/* Whether a name's own form needs no other to explain it. */
static int stands_for_itself(const opis_book *book, const opis_speaker_name *name) {
    return name->voice ? is_clean_voice(book, name) : name->small > 0;
}

void opis_labels_settle_names(opis_labels *labels, const opis_book *book, const opis_vocabulary *words) {
    uint32_t targets[MOST_TARGETS];
    size_t target_count = 0;
    for (size_t i = 0; i < labels->name_count; i++) count_name(&labels->names[i], words);
    for (size_t i = 0; i < labels->name_count && target_count < MOST_TARGETS; i++) {
        const opis_speaker_name *name = &labels->names[i];
        int known = name->sketch || name->labels >= 2 || (name->labels && name->occurrences > FEW_OCCURRENCES);
        if (name->voice ? is_clean_voice(book, name) : name->small == 0 && known) targets[target_count++] = (uint32_t)i;
    }
    for (size_t i = 0; i < labels->name_count; i++)
        if (labels->names[i].labels > 0 && !stands_for_itself(book, &labels->names[i]))
            find_clean_form(labels, book, i, targets, target_count);
}

void opis_labels_release(opis_labels *labels) {
    opis_resize(labels->items, 0);
    opis_resize(labels->names, 0);
    opis_lexicon_release(&labels->by_name);
}
