#include <string.h>

#include "extract/quantity.h"
#include "letters.h"
#include "memory.h"

#define SHORTEST_GLANCED 3

/* Of the first letter, one in the middle and the last, in whatever case, and the length: that tells most words apart.
 */
static uint32_t hash(const char *word, size_t length) {
    uint32_t first = (unsigned char)word[0], middle = (unsigned char)word[length / 2];
    uint32_t letters = (first | middle << 8 | (uint32_t)(unsigned char)word[length - 1] << 16) | 0x202020u;
    return (letters * 2654435761u >> 16) + (uint32_t)length;
}

/* Whether a word is one in small letters but for capitals. */
static int is_same(const opis_quantity_word *known, const char *word, size_t length) {
    if (known->length != length) return 0;
    for (size_t i = 0; i < length; i++)
        if (known->word[i] != (is_upper(word[i]) ? word[i] | 0x20 : word[i])) return 0;
    return 1;
}

static opis_quantity_word *slot_of(const opis_quantity_words *words, const char *word, size_t length) {
    uint32_t at = hash(word, length) % OPIS_QUANTITY_SLOTS;
    const opis_quantity_word *slots = words->slots;
    while (slots[at].word && !is_same(&slots[at], word, length)) at = (at + 1) % OPIS_QUANTITY_SLOTS;
    return (opis_quantity_word *)&slots[at];
}

static opis_quantity_word *add_word(opis_quantity_words *words, const char *word, uint16_t use) {
    opis_quantity_word *slot = slot_of(words, word, strlen(word));
    if (!slot->word && words->count < OPIS_QUANTITY_SLOTS / 2) {
        slot->word = word;
        slot->length = (uint32_t)strlen(word);
        words->count++;
    }
    slot->uses |= use;
    return slot;
}

static void add_words(opis_quantity_words *words, opis_words list, uint16_t use) {
    for (size_t i = 0; i < list.count; i++) add_word(words, list.items[i], use);
}

static void add_numbers(opis_quantity_words *words, const opis_style *style) {
    for (size_t i = 0; i < style->number_count; i++) {
        const char *word = style->numbers[i].word;
        add_word(words, word, OPIS_IS_NUMBER)->value = style->numbers[i].value;
        size_t length = strlen(word);
        if (length < SHORTEST_GLANCED) continue;
        uint32_t bit = opis_quantity_glance(word, length);
        words->glances[bit / 64] |= (uint64_t)1 << bit % 64;
    }
}

static void add_fractions(opis_quantity_words *words, const opis_style *style) {
    for (size_t i = 0; i < style->fraction_count; i++)
        add_word(words, style->fractions[i].word, OPIS_IS_FRACTION)->value = style->fractions[i].value;
}

opis_quantity_words *opis_quantity_words_new(const opis_style *style, opis_error *error) {
    opis_quantity_words *words = opis_resize(NULL, sizeof *words);
    if (!words) {
        opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory for the words of quantities");
        return NULL;
    }
    memset(words, 0, sizeof *words);
    add_words(words, style->approximate, OPIS_IS_APPROXIMATE);
    add_words(words, style->naming_words, OPIS_IS_NAMING);
    add_words(words, style->uncounted, OPIS_IS_UNCOUNTED);
    add_words(words, style->phrase_ends, OPIS_ENDS_PHRASE);
    add_words(words, style->plural_nouns, OPIS_IS_PLURAL);
    add_words(words, style->person_nouns, OPIS_IS_PERSON);
    add_words(words, style->small_numbers, OPIS_IS_SMALL);
    add_words(words, style->vague_words, OPIS_IS_VAGUE);
    add_words(words, style->count_verbs, OPIS_IS_COUNT_VERB);
    add_words(words, style->count_times, OPIS_IS_COUNT_TIME);
    add_words(words, style->count_leads, OPIS_IS_COUNT_LEAD);
    add_words(words, style->count_articles, OPIS_IS_COUNT_ARTICLE);
    for (size_t i = 0; i < style->unit_count; i++)
        for (size_t j = 0; j < style->units[i].words.count; j++) {
            const char *word = style->units[i].words.items[j];
            add_word(words, word, OPIS_IS_UNIT)->unit = (uint16_t)i;
            words->begin_units[(unsigned char)*word] = 1;
        }
    add_numbers(words, style);
    add_fractions(words, style);
    return words;
}

void opis_quantity_words_free(opis_quantity_words *words) {
    opis_resize(words, 0);
}

const opis_quantity_word *opis_quantity_word_find(const opis_quantity_words *words, const char *word, size_t length) {
    const opis_quantity_word *slot = length ? slot_of(words, word, length) : NULL;
    return slot && slot->word ? slot : NULL;
}

int opis_quantity_pair(const opis_style *style, const char *first, size_t first_length, const char *second,
                       size_t second_length) {
    for (size_t i = 0; i < style->approximate_pairs.count; i++) {
        const char *pair = style->approximate_pairs.items[i];
        if (strlen(pair) == first_length + 1 + second_length && memcmp(pair, first, first_length) == 0 &&
            pair[first_length] == ' ' && memcmp(pair + first_length + 1, second, second_length) == 0)
            return 1;
    }
    return 0;
}
