/*
 * What a number counts: the unit or the noun behind it, in the singular.
 */
#include <string.h>

#include "extract/quantity.h"

#define LEAST_MENDED 4
#define SHORTEST_OES 5 /* "cargoes", but "canoe" and "shoe" */
#define DEAREST_UNIT 3.0f
#define SHORTEST_UNIT 6
#define PHRASE_TOKENS 16
#define PHRASE_WORDS 6
#define SHORTEST_GLUED 7

static int ends_with(const char *word, size_t length, const char *ending) {
    size_t tail = strlen(ending);
    return length > tail && memcmp(word + length - tail, ending, tail) == 0;
}

static int looks_plural(const char *word, size_t length) {
    return length > 3 && word[length - 1] == 's' && !ends_with(word, length, "ss") && !ends_with(word, length, "us") &&
           !ends_with(word, length, "is") && !ends_with(word, length, "'s") && !ends_with(word, length, "ous");
}

static size_t to_singular(char *word, size_t length) {
    if (ends_with(word, length, "ies") && length > 4) {
        word[length - 3] = 'y';
        return length - 2;
    }
    if (ends_with(word, length, "oes") && length > SHORTEST_OES) return length - 2;
    if (ends_with(word, length, "ches") || ends_with(word, length, "shes") || ends_with(word, length, "sses") ||
        ends_with(word, length, "xes"))
        return length - 2;
    return word[length - 1] == 's' ? length - 1 : length;
}

static void set_unit(opis_counted *counted, const char *word, size_t length) {
    memcpy(counted->unit, word, length);
    counted->unit_length = length;
}

/* "votingmembers": where a blank is lost, what is counted is the noun at the end. */
static size_t without_lost_blank(const opis_style *style, char **word, size_t length, uint16_t *uses) {
    for (size_t i = 0; i < style->person_nouns.count; i++) {
        size_t noun = strlen(style->person_nouns.items[i]);
        if (noun < SHORTEST_GLUED || !ends_with(*word, length, style->person_nouns.items[i])) continue;
        *word += length - noun;
        *uses = OPIS_IS_PERSON;
        return noun;
    }
    return length;
}

/* The unit that a damaged word names: "ruhles"; -1 for none. */
static int mend_unit(const opis_book *book, const char *word, size_t length) {
    const opis_style *style = book->style;
    if (length < LEAST_MENDED || memchr(word, '\'', length)) return -1;
    for (size_t i = 0; i < style->unit_count; i++)
        for (size_t j = 0; j < style->units[i].words.count; j++) {
            const char *unit = style->units[i].words.items[j];
            if (*unit != *word) continue;
            size_t printed = strlen(unit);
            if (printed < LEAST_MENDED || printed + 1 < length || length + 1 < printed) continue;
            if (opis_glyphs_distance(book->glyphs, word, length, unit, printed, DEAREST_UNIT) <= DEAREST_UNIT)
                return (int)i;
        }
    return -1;
}

/* The unit that a word begins with where the next word is glued to it: "percentof"; -1 for none. */
static int unit_before_glued(const opis_book *book, const char *word, size_t length) {
    const opis_style *style = book->style;
    for (size_t i = 0; i < style->unit_count; i++)
        for (size_t j = 0; j < style->units[i].words.count; j++) {
            const char *unit = style->units[i].words.items[j];
            if (*unit != *word) continue;
            size_t printed = strlen(unit);
            if (printed < SHORTEST_UNIT || length <= printed || memcmp(word, unit, printed) != 0) continue;
            const opis_quantity_word *rest =
                opis_quantity_word_find(book->reader->quantity_words, word + printed, length - printed);
            if (rest && (rest->uses & OPIS_ENDS_PHRASE)) return (int)i;
        }
    return -1;
}

/* One word of the phrase behind a number: 1 if it is what is counted, -1 if the phrase ends before it. */
static int weigh_word(opis_counted *counted, const opis_book *book, char *word, size_t length) {
    const opis_quantity_word *known = opis_quantity_word_find(book->reader->quantity_words, word, length);
    uint16_t uses = known ? known->uses : 0;
    if (uses & OPIS_IS_UNIT) {
        const char *name = book->style->units[known->unit].name;
        counted->uses = uses;
        set_unit(counted, name, strlen(name));
        return 1;
    }
    if (uses & OPIS_ENDS_PHRASE) return -1;
    int may_be_unit = !known && book->reader->quantity_words->begin_units[(unsigned char)*word];
    int unit = may_be_unit ? mend_unit(book, word, length) : -1;
    if (unit < 0 && may_be_unit) unit = unit_before_glued(book, word, length);
    if (unit >= 0) {
        const char *name = book->style->units[unit].name;
        counted->uses = OPIS_IS_UNIT;
        counted->mended = 1;
        set_unit(counted, name, strlen(name));
        return 1;
    }
    if (!(uses & (OPIS_IS_UNCOUNTED | OPIS_IS_PLURAL)) && !looks_plural(word, length)) return 0;
    if (!uses) length = without_lost_blank(book->style, &word, length, &uses);
    counted->uses = uses;
    set_unit(counted, word, uses & OPIS_IS_PLURAL ? length : to_singular(word, length));
    return 1;
}

/* Pass a gloss in parentheses or brackets: "ten full (voting) members". */
static uint32_t pass_gloss(const opis_book *book, uint32_t i) {
    char open = opis_token_mark(book, i);
    if (open != '(' && open != '[') return i;
    for (uint32_t j = i + 1; j < book->token_count && j < i + 6; j++)
        if (strchr(")]", opis_token_mark(book, j)) && opis_token_mark(book, j)) return opis_token_behind(book, j + 1);
    return i;
}

static int is_of_them(const opis_book *book, uint32_t i) {
    char word[OPIS_PHRASE_LENGTH];
    size_t length;
    const opis_token *token = opis_token_at(book, i);
    if (!token || token->class_ != OPIS_WORD) return 0;
    opis_word_lower(book, i, word, &length);
    return opis_words_have(&book->style->count_pronouns, word, length);
}

/* Pass gaps, and where a small word leaves the phrase open, an empty line before a name: "600 former", "Socialists". */
static uint32_t pass_empty_line(const opis_book *book, uint32_t next) {
    uint32_t at = opis_token_behind(book, next), breaks = 0, i = next;
    if (at != next || (book->tokens[next - 1].shape & OPIS_UPPER_FIRST)) return at;
    for (; i < book->token_count && book->tokens[i].class_ == OPIS_BREAK; i++) breaks++;
    return breaks == 2 ? i : at;
}

/* "worker and peasant correspondents": "and" between two words that are no plurals, with a plural right behind. */
static int joins_epithets(const opis_book *book, uint32_t and, uint32_t next) {
    char word[OPIS_PHRASE_LENGTH];
    opis_counted counted;
    size_t length;
    if (!opis_token_is_one_of(book, book->style->list_words, and)) return 0;
    uint32_t epithet = opis_token_behind(book, next), noun;
    const opis_token *token = opis_token_at(book, epithet);
    if (!token || token->class_ != OPIS_WORD) return 0;
    noun = opis_word_lower(book, epithet, word, &length);
    if (weigh_word(&counted, book, word, length) != 0) return 0;
    token = opis_token_at(book, noun = opis_token_behind(book, noun));
    if (!token || token->class_ != OPIS_WORD) return 0;
    opis_word_lower(book, noun, word, &length);
    return weigh_word(&counted, book, word, length) > 0;
}

/* The phrase that names what is counted, from a token on; 1 if it does. */
static int read_phrase(opis_counted *counted, const opis_book *book, uint32_t at) {
    char word[OPIS_PHRASE_LENGTH];
    size_t length;
    uint32_t words = 0;
    for (uint32_t limit = at + PHRASE_TOKENS; at < limit && at < book->token_count && words < PHRASE_WORDS;) {
        at = pass_gloss(book, at);
        char mark = opis_token_mark(book, at);
        if (mark == '"' || mark == '-' || mark == '\'') {
            at = opis_token_behind(book, at + 1);
            continue;
        }
        if (at >= book->token_count || book->tokens[at].class_ != OPIS_WORD) return 0;
        uint32_t next = opis_word_lower(book, at, word, &length);
        int verdict = weigh_word(counted, book, word, length);
        if (verdict < 0 && !(words > 0 && joins_epithets(book, at, next))) return 0;
        if (words++ == 0) counted->about_start = book->tokens[at].start;
        counted->about_end = book->tokens[next - 1].start + book->tokens[next - 1].length;
        counted->end_token = next;
        if (verdict > 0) return 1;
        at = pass_empty_line(book, next);
    }
    return 0;
}

/* The word that is glued to the last digits of a number: 1 if it names what is counted, -1 if it ends the phrase. */
static int weigh_glued(opis_counted *counted, const opis_book *book, const opis_token *last, uint32_t digits) {
    char word[OPIS_PHRASE_LENGTH];
    size_t length = last->length - digits < sizeof word ? last->length - digits : sizeof word;
    memcpy(word, book->source.bytes + last->start + digits, length);
    counted->about_start = last->start + digits;
    counted->about_end = last->start + last->length;
    return weigh_word(counted, book, word, length);
}

int opis_counted_read(opis_counted *counted, const opis_book *book, const opis_quantity *q) {
    uint32_t at = opis_token_behind(book, q->end_token);
    memset(counted, 0, sizeof *counted);
    counted->end_token = q->end_token;
    uint32_t glued = opis_quantity_glued_digits(book, &book->tokens[q->end_token - 1]);
    if (glued) {
        int verdict = weigh_glued(counted, book, &book->tokens[q->end_token - 1], glued);
        return verdict > 0 || (verdict == 0 && read_phrase(counted, book, at));
    }
    if (opis_token_mark(book, q->end_token) == '-' && opis_token_touches(book, q->end_token)) return 0;
    if (opis_token_mark(book, at) && weigh_word(counted, book, (char[]){opis_token_mark(book, at), 0}, 1) > 0) {
        counted->end_token = at + 1;
        return 1;
    }
    if (!opis_token_is(book, at, "of")) return read_phrase(counted, book, at);
    uint32_t article = opis_token_behind(book, at + 1), next;
    counted->of_them = (uint8_t)is_of_them(book, article);
    const opis_quantity_word *word = opis_quantity_word_at(book, article, &next);
    if (counted->of_them || !word || !(word->uses & OPIS_IS_COUNT_ARTICLE)) return 0;
    counted->indirect = 1;
    return read_phrase(counted, book, opis_token_behind(book, next));
}
