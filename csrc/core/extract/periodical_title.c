#include "extract/periodical.h"

#include <math.h>
#include <string.h>

#include "memory.h"

/* What reading a name may cost for each of its letters, and how far from it the next must be. */
#define COST_OF_LETTER 0.9f
#define COST_WHERE_PROVED 1.2f /* an issue behind it shows that a name stands there */
/* What a letter speaks for a name: of two that end together the longer explains more. */
#define WORTH_OF_LETTER 0.4f
#define SHORT_SEEN 4
/* A word of so many letters that the book prints so often is no damaged one; so many are looked for in a book. */
#define LEAST_TELLING 4
#define COMMON_WORD 3
#define MOST_LOOKED_UP 32
#define SHORT_NAME 6
#define SHORT_COST 6.5f
#define NEXT_NAME 3.0f
#define LITTLE_DAMAGE (0.9f * OPIS_STRANGE_GLYPH)
/* A damaged form of another name is as near as this for each letter. */
#define DAMAGED_LETTER 0.5f
/* Names whose pairs of letters are less alike are not compared; nor are more than these. */
#define LEAST_LIKENESS 0.3f
#define MOST_GUESSES 8
#define LENGTH_APART 0.05f /* likeness lost with each letter more or less */
#define MOST_LEARNED 512
/* Of the words that names begin with, those that show where to look. */
#define SHORTEST_OPENING 4
#define LONGEST_OPENING 16

/* Sixty-four buckets of pairs of letters: names that share few of them are not alike. */
static uint64_t pair_of(char first, char second) {
    unsigned a = (unsigned char)first | 0x20, b = (unsigned char)second | 0x20;
    return a != ' ' && b != ' ' ? (uint64_t)1 << ((a * 31 + b * 7) & 63) : 0;
}

static uint64_t pairs_of(const char *name, size_t length) {
    uint64_t pairs = 0;
    for (size_t i = 0; i + 1 < length; i++) pairs |= pair_of(name[i], name[i + 1]);
    return pairs;
}

/* The bits of a set, added up in pairs, fours and bytes. */
static inline int bits(uint64_t set) {
    set -= set >> 1 & 0x5555555555555555u;
    set = (set & 0x3333333333333333u) + (set >> 2 & 0x3333333333333333u);
    set = (set + (set >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return (int)(set * 0x0101010101010101u >> 56);
}

/* How alike two names look by their pairs of letters, so many in all: 1 for the same. */
static inline float likeness(uint64_t a, uint64_t b, int all) {
    return all ? 2.0f * (float)bits(a & b) / (float)all : 0;
}

/* Names of one length stand together for those who look for names about as long as something. */
static uint32_t *first_as_long(opis_periodical_titles *titles, size_t length) {
    return &titles->by_length[length < OPIS_TITLE_LENGTHS ? length : OPIS_TITLE_LENGTHS - 1];
}

static opis_status add_listed(opis_periodical_titles *titles, const char *name, int32_t row, opis_error *error) {
    opis_status status = opis_reserve(&titles->listed, &titles->listed_capacity, titles->listed_count + 1,
                                      sizeof *titles->listed, error);
    if (status != OPIS_OK) return status;
    uint32_t length = (uint32_t)strlen(name), slack = 2 + length / 6;
    uint32_t *first = &titles->by_letter[(unsigned char)*name], *as_long = first_as_long(titles, length);
    uint64_t pairs = pairs_of(name, length);
    titles->listed[titles->listed_count++] = (opis_listed_title){.name = name,
                                                                 .length = length,
                                                                 .shortest = length > slack ? length - slack : 0,
                                                                 .longest = length + slack,
                                                                 .row = row,
                                                                 .next = *first,
                                                                 .as_long = *as_long,
                                                                 .pairs = pairs,
                                                                 .pair_count = bits(pairs),
                                                                 .bytes = opis_byte_set_of(name, length)};
    *first = *as_long = (uint32_t)titles->listed_count;
    return OPIS_OK;
}

opis_status opis_periodical_titles_make(opis_periodical_titles *titles, const opis_book *book, opis_error *error) {
    opis_status status = OPIS_OK;
    memset(titles, 0, sizeof *titles);
    titles->book = book;
    for (size_t i = 0; i < book->style->periodical_count; i++)
        for (size_t j = 0; j < book->style->periodicals[i].count && status == OPIS_OK; j++)
            status = add_listed(titles, book->style->periodicals[i].items[j], (int32_t)i, error);
    return status;
}

void opis_periodical_titles_release(opis_periodical_titles *titles) {
    opis_resize(titles->listed, 0);
    opis_resize(titles->learned, 0);
    opis_resize(titles->pool, 0);
}

/* Whether a name may begin here: a word does, or a capital that the scan glued to the word before. */
static int begins_word(const opis_joined *text, size_t at) {
    char c = text->text[at], before = at ? text->text[at - 1] : ' ';
    if (!is_letter(c) && !is_digit(c) && c != '~' && c != ']') return 0;
    return !(is_letter(before) || is_digit(before)) || (is_upper(c) && is_lower(before));
}

static float most_cost(size_t length, int proved) {
    float cost = (proved ? COST_WHERE_PROVED : COST_OF_LETTER) * (float)length;
    return length <= SHORT_NAME && cost < SHORT_COST ? SHORT_COST : cost;
}

/* A place where a name may begin, and the name that it may be. */
typedef struct guess {
    const opis_listed_title *listed;
    size_t start;
    float likeness;
} guess;

typedef struct guesses {
    guess items[MOST_GUESSES]; /* likeliest first */
    size_t count;
} guesses;

/* Of two that are as likely, the one that begins sooner or is listed before goes first. */
static int goes_before(const guess *a, const guess *b) {
    if (a->likeness > b->likeness || a->likeness < b->likeness) return a->likeness > b->likeness;
    return a->start < b->start || (a->start == b->start && a->listed < b->listed);
}

static void keep_guess(guesses *kept, guess made) {
    size_t at = kept->count;
    if (at < MOST_GUESSES)
        kept->count++;
    else if (!goes_before(&made, &kept->items[--at]))
        return;
    for (; at > 0 && goes_before(&made, &kept->items[at - 1]); at--) kept->items[at] = kept->items[at - 1];
    kept->items[at] = made;
}

/* Whether a name looks enough like the pairs of letters that are seen; `*alike` tells how much. */
static int may_be(const opis_listed_title *listed, const char *seen, size_t length, uint64_t pairs, int pair_count,
                  float *alike) {
    if (length > listed->longest || length < listed->shortest) return 0;
    *alike = likeness(pairs, listed->pairs, pair_count + listed->pair_count);
    if (*alike >= LEAST_LIKENESS) return 1;
    return listed->length <= SHORT_NAME && (*alike > 0 || (length <= SHORT_SEEN && *seen == *listed->name));
}

/* Names that are far longer or shorter than what is seen are not looked at: a damaged one is so by a sixth and two. */
static void guess_names(const opis_periodical_titles *titles, const char *seen, size_t length, size_t start,
                        uint64_t pairs, guesses *kept) {
    int pair_count = bits(pairs);
    size_t least = length > 2 ? (length - 2) * 6 / 7 : 0, most = length + length / 5 + 4;
    if (least >= OPIS_TITLE_LENGTHS) least = OPIS_TITLE_LENGTHS - 1;
    if (most >= OPIS_TITLE_LENGTHS) most = OPIS_TITLE_LENGTHS - 1;
    for (size_t near = least; near <= most; near++)
        for (size_t i = titles->by_length[near]; i; i = titles->listed[i - 1].as_long) {
            const opis_listed_title *listed = &titles->listed[i - 1];
            float alike;
            if (!may_be(listed, seen, length, pairs, pair_count, &alike)) continue;
            size_t apart = length > listed->length ? length - listed->length : listed->length - length;
            keep_guess(kept, (guess){listed, start, alike - LENGTH_APART * (float)apart});
        }
}

/* The best of the guesses so far, and how near the next comes. */
typedef struct ranking {
    opis_periodical_title best;
    float rank, next;
    int proved;
} ranking;

/* Most names that stand there are little damaged, which is soon told; the others are worth a longer look. */
static float name_distance(const opis_periodical_titles *titles, const char *seen, size_t length,
                           const opis_listed_title *listed, float limit) {
    const opis_glyphs *glyphs = titles->book->glyphs;
    float near = fminf(limit, LITTLE_DAMAGE);
    float cost = opis_glyphs_distance(glyphs, seen, length, listed->name, listed->length, near);
    if (cost <= near || near >= limit) return cost;
    if (opis_glyphs_apart(glyphs, opis_byte_set_of(seen, length), listed->bytes, limit)) return INFINITY;
    return opis_glyphs_distance(glyphs, seen, length, listed->name, listed->length, limit);
}

static void weigh_guess(const opis_periodical_titles *titles, const opis_joined *text, size_t end, const guess *made,
                        ranking *ranked) {
    const opis_listed_title *listed = made->listed;
    float worth = WORTH_OF_LETTER * (float)listed->length;
    float limit = fminf(most_cost(listed->length, ranked->proved), ranked->rank + NEXT_NAME + worth);
    float cost = name_distance(titles, text->text + made->start, end - made->start, listed, limit);
    if (!(cost <= limit)) return;
    float rank = cost - worth;
    if (rank < ranked->rank) {
        if (ranked->best.row != OPIS_NO_TITLE && ranked->best.row != listed->row) ranked->next = ranked->rank;
        ranked->best = (opis_periodical_title){listed->row, made->start, cost, 0};
        ranked->rank = rank;
    } else if (listed->row != ranked->best.row && rank < ranked->next) {
        ranked->next = rank;
    }
}

static size_t word_length(const char *text, size_t length) {
    size_t end = 0;
    while (end < length && text[end] != ' ') end++;
    return end;
}

/* Whether a word is one of a name's, damaged or not. */
static int is_of_name(const opis_periodical_titles *titles, const char *seen, size_t length, const char *name) {
    while (*name) {
        size_t printed = word_length(name, strlen(name));
        float limit = COST_OF_LETTER * (float)printed;
        if (opis_glyphs_distance(titles->book->glyphs, seen, length, name, printed, limit) <= limit) return 1;
        name += printed;
        while (*name == ' ') name++;
    }
    return 0;
}

/* The place of a word's letter that texts print least: what is looked for is found sooner by it. */
static size_t rarest_letter(const char *word, size_t length) {
    static const char often[] = "etaoinshrdlcumwfgypbvk"; /* the rarer the later */
    size_t best = 0, most = 0;
    for (size_t i = 0; i < length; i++) {
        const char *known = word[i] ? strchr(often, word[i]) : NULL;
        size_t rank = known ? (size_t)(known - often) : sizeof often;
        if (rank <= most && i > 0) continue;
        most = rank;
        best = i;
    }
    return best;
}

/* Whether the book prints a word often enough to be one, with marks in it or without. */
static int is_common(const opis_book *book, const char *word, size_t length) {
    size_t letters = 0;
    while (letters < length && is_letter(word[letters])) letters++;
    if (letters == length) {
        const opis_printed_word *printed = opis_concordance_word(&book->concordance, book->source.bytes, word, length);
        return printed && printed->count >= COMMON_WORD;
    }
    const char *bytes = book->source.bytes, *end = bytes + book->source.length;
    size_t letter = rarest_letter(word, length);
    int count = 0;
    const char *at = (size_t)(end - bytes) > letter ? bytes + letter : end;
    for (; count < COMMON_WORD && (at = memchr(at, word[letter], (size_t)(end - at))) != NULL; at++) {
        const char *start = at - letter;
        if ((size_t)(end - start) < length || memcmp(start, word, length) != 0) continue;
        count += (start == bytes || !is_letter(start[-1])) && (start + length == end || !is_letter(start[length]));
    }
    return count == COMMON_WORD;
}

/* Whether a word that the book knows makes another name of it: "Journal of River History". */
static int is_another(opis_periodical_titles *titles, const char *seen, size_t length, const char *name) {
    for (size_t at = 0; at < length;) {
        size_t word = word_length(seen + at, length - at);
        if (word >= LEAST_TELLING && !is_of_name(titles, seen + at, word, name)) {
            if (titles->looked_up == MOST_LOOKED_UP) return 1;
            titles->looked_up++;
            if (is_common(titles->book, seen + at, word)) return 1;
        }
        at += word + 1;
    }
    return 0;
}

/* All places up to `end` where a name may begin, with the names that it may be. */
static void guess_all(const opis_periodical_titles *titles, const opis_joined *text, size_t from, size_t end,
                      guesses *kept) {
    const char *bytes = text->text;
    uint64_t pairs = 0;
    for (size_t at = end; at-- > from;) {
        if (at + 1 < end) pairs |= pair_of(bytes[at], bytes[at + 1]);
        if (at + 3 <= end && begins_word(text, at)) guess_names(titles, bytes + at, end - at, at, pairs, kept);
    }
}

int opis_periodical_title_find(opis_periodical_titles *titles, const opis_joined *text, size_t from, size_t end,
                               int proved, opis_periodical_title *title) {
    guesses kept = {.count = 0};
    ranking ranked = {{OPIS_NO_TITLE, end, INFINITY, INFINITY}, INFINITY, INFINITY, proved};
    guess_all(titles, text, from, end, &kept);
    for (size_t i = 0; i < kept.count; i++) weigh_guess(titles, text, end, &kept.items[i], &ranked);
    *title = ranked.best;
    title->margin = ranked.next - ranked.rank;
    if (title->row == OPIS_NO_TITLE) return 0;
    const char *name = titles->book->style->periodicals[title->row].items[0];
    if (title->cost > most_cost(strlen(name), 0) &&
        is_another(titles, text->text + title->start, end - title->start, name))
        return 0;
    return title->margin >= NEXT_NAME / 2;
}

void opis_periodical_titles_anchor(const opis_periodical_titles *titles, opis_anchors *anchors) {
    const opis_concordance *printed = &titles->book->concordance;
    for (size_t i = 0; i < titles->listed_count; i++) {
        const opis_listed_title *listed = &titles->listed[i];
        size_t length = word_length(listed->name, listed->length);
        if (length < SHORTEST_OPENING || length > LONGEST_OPENING) continue;
        const opis_printed_word *word =
            opis_concordance_word(printed, titles->book->source.bytes, listed->name, length);
        if (word && word->token.class_ == OPIS_WORD && word->token.shape & OPIS_UPPER_FIRST)
            opis_anchors_add(anchors, printed, word);
    }
}

int opis_periodical_title_stands(const opis_periodical_titles *titles, uint32_t at) {
    const opis_source *source = &titles->book->source;
    const char *bytes = source->bytes + at;
    for (size_t i = titles->by_letter[(unsigned char)*bytes]; i; i = titles->listed[i - 1].next) {
        const opis_listed_title *listed = &titles->listed[i - 1];
        if (listed->length < source->length - at && bytes[listed->length] == ',' &&
            memcmp(listed->name, bytes, listed->length) == 0)
            return 1;
    }
    return 0;
}

opis_status opis_periodical_title_learn(opis_periodical_titles *titles, const char *name, size_t length, int proof,
                                        int32_t *row, opis_error *error) {
    *row = OPIS_NO_TITLE;
    for (size_t i = 0; i < titles->learned_count; i++) {
        opis_learned_title *learned = &titles->learned[i];
        if (learned->length != length || memcmp(titles->pool + learned->start, name, length) != 0) continue;
        *(proof ? &learned->proofs : &learned->hints) += 1;
        *row = (int32_t)i;
        return OPIS_OK;
    }
    if (titles->learned_count == MOST_LEARNED) return OPIS_OK;
    opis_status status = opis_reserve(&titles->learned, &titles->learned_capacity, titles->learned_count + 1,
                                      sizeof *titles->learned, error);
    if (status == OPIS_OK)
        status = opis_reserve(&titles->pool, &titles->pool_capacity, titles->pool_length + length, 1, error);
    if (status != OPIS_OK) return status;
    memcpy(titles->pool + titles->pool_length, name, length);
    *row = (int32_t)titles->learned_count;
    titles->learned[titles->learned_count++] = (opis_learned_title){(uint32_t)titles->pool_length,
                                                                    (uint32_t)length,
                                                                    (uint32_t)(proof != 0),
                                                                    (uint32_t)(proof == 0),
                                                                    pairs_of(name, length),
                                                                    OPIS_NO_TITLE,
                                                                    0};
    titles->pool_length += length;
    return OPIS_OK;
}

void opis_periodical_titles_settle(opis_periodical_titles *titles) {
    for (size_t i = 0; i < titles->learned_count; i++) {
        opis_learned_title *rare = &titles->learned[i];
        rare->cost = INFINITY;
        for (size_t j = 0; j < titles->learned_count; j++) {
            const opis_learned_title *common = &titles->learned[j];
            if (common->proofs + common->hints <= rare->proofs + rare->hints || common->proofs == 0) continue;
            if (likeness(rare->pairs, common->pairs, bits(rare->pairs) + bits(common->pairs)) < LEAST_LIKENESS)
                continue;
            float limit = DAMAGED_LETTER * (float)common->length;
            float cost = opis_glyphs_distance(titles->book->glyphs, titles->pool + rare->start, rare->length,
                                              titles->pool + common->start, common->length, limit);
            if (!(cost <= limit) || cost >= rare->cost) continue;
            rare->cost = cost;
            rare->stands_for = (int32_t)j;
        }
    }
}
