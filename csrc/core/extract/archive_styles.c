#include "extract/archive_styles.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "text/fold.h"

#define BUCKET_BITS 13
#define BUCKETS (1u << BUCKET_BITS)
#define LONGEST_ACRONYM 24 /* bytes */

static uint32_t bucket_of(uint64_t hash) {
    return (uint32_t)(hash >> (64 - BUCKET_BITS));
}

static uint32_t bit_of(uint64_t hash) {
    return (uint32_t)(hash >> 48) % OPIS_TERM_BITS;
}

/* Hash of the first `words` words of a text, one blank between them; all of it where it has fewer. */
static uint64_t hash_words(const char *text, size_t words, uint8_t *count) {
    uint64_t hash = OPIS_FOLD_START;
    *count = 0;
    while (*text && *count < words) {
        size_t length = strcspn(text, " ");
        if (*count) hash = opis_fold_hash(hash, " ", 1);
        hash = opis_fold_hash(hash, text, length);
        text += length + (text[length] == ' ');
        ++*count;
    }
    return hash;
}

static opis_status add_term(opis_archive_styles *s, opis_term term, size_t words, opis_error *error) {
    opis_status status = opis_reserve(&s->terms, &s->term_capacity, s->term_count + 1, sizeof *s->terms, error);
    if (status != OPIS_OK) return status;
    term.hash = hash_words(term.text, words, &term.words);
    s->terms[s->term_count++] = term;
    if (term.words == 1 || (term.kind != OPIS_TERM_LABEL && term.kind != OPIS_TERM_IBID)) return OPIS_OK;
    term.kind = term.kind == OPIS_TERM_LABEL ? OPIS_TERM_FIRST : OPIS_TERM_FIRST_IBID;
    return add_term(s, term, 1, error);
}

static opis_status add_words(opis_archive_styles *s, const opis_words *words, opis_term_kind kind, size_t style,
                             uint8_t level, opis_error *error) {
    opis_status status = OPIS_OK;
    opis_term term = {.style = (uint16_t)style, .kind = (uint8_t)kind, .level = level};
    term.opens = kind == OPIS_TERM_LABEL && s->openers[style] >> level & 1 && !s->styles[style].levels[level].after;
    size_t most = kind == OPIS_TERM_INSTITUTION ? 1 : OPIS_LABEL_WORDS;
    for (size_t i = 0; i < words->count && status == OPIS_OK; i++) {
        term.text = words->items[i];
        status = add_term(s, term, most, error);
    }
    return status;
}

/* ---- Which tokens are worth a look --------------------------------------------------------------------- */

/* What a token of the word is: letters up to a blank, a dash or a point. */
static size_t first_token(const char *text) {
    return strcspn(text, " -./&");
}

static void mark_words(opis_archive_openers *openers, const opis_words *words, opis_opener_kind kind) {
    for (size_t i = 0; i < words->count; i++)
        opis_openers_mark_word(openers, words->items[i], first_token(words->items[i]), kind);
}

static void mark_style(const opis_archive_styles *s, size_t at, opis_archive_openers *openers) {
    const opis_citation_style *style = &s->styles[at];
    for (size_t i = 0; i < style->level_count; i++)
        if (s->openers[at] >> i & 1) mark_words(openers, &style->levels[i].labels, OPIS_OPENING_LABEL);
    mark_words(openers, &style->institutions, OPIS_OPENING_NAME);
    mark_words(openers, &style->ibid, OPIS_OPENING_NAME);
    /* An acronym that begins as those of the style do has a few letters more; those beyond ASCII are looked at anyway.
     */
    for (size_t i = 0; i < style->acronyms.count; i++)
        opis_openers_mark_acronym(openers, style->acronyms.items[i], 2, LONGEST_ACRONYM);
}

static opis_status add_alone(opis_archive_styles *s, size_t style, const opis_pattern *pattern, opis_error *error) {
    uint8_t *pairs = s->alone_pairs[s->alone_count];
    opis_status status = opis_pattern_pairs(pattern, pairs, error);
    s->alone_styles[s->alone_count] = (uint16_t)style;
    s->alone_patterns[s->alone_count++] = pattern;
    return status;
}

/* Mark what any of the shelfmarks that need no name begins with, and find by its first byte which of them it may be. */
static void mark_alone(opis_archive_styles *s, opis_archive_openers *openers) {
    uint8_t pairs[OPIS_PAIR_BYTES] = {0};
    for (size_t i = 0; i < s->alone_count; i++)
        for (size_t k = 0; k < sizeof pairs; k++) pairs[k] |= s->alone_pairs[i][k];
    /* Where NUL stands second, the first byte alone tells. */
    for (size_t i = 0; i < s->alone_count && i < OPIS_TOLD_ALONE; i++)
        for (uint32_t first = 0; first < 256; first++)
            s->alone_firsts[first] |= (uint64_t)opis_pairs_have(s->alone_pairs[i], first) << i;
    opis_openers_mark_shelfmark(openers, pairs);
}

/* ---- Compiling ----------------------------------------------------------------------------------------- */

static opis_status compile_signatures(opis_archive_styles *s, size_t at, opis_error *error) {
    const opis_citation_style *style = &s->styles[at];
    s->first_pattern[at] = (uint32_t)s->pattern_count;
    for (size_t i = 0; i < style->signature_count; i++) {
        opis_pattern *pattern = opis_pattern_new(style->signatures[i].pattern, error);
        if (!pattern && error->status == OPIS_INTERNAL) error->status = OPIS_BAD_STYLE;
        if (!pattern) return error->status;
        s->patterns[s->pattern_count++] = pattern;
        opis_status status = style->signatures[i].alone ? add_alone(s, at, pattern, error) : OPIS_OK;
        if (status != OPIS_OK) return status;
        if (style->signatures[i].level_count >= OPIS_PATTERN_GROUPS)
            return opis_fail(error, OPIS_BAD_STYLE, OPIS_NO_BYTE, "style %s: a signature has more than %d groups",
                             style->name, OPIS_PATTERN_GROUPS - 1);
    }
    return OPIS_OK;
}

static opis_status compile_style(opis_archive_styles *s, size_t at, opis_archive_openers *openers, opis_error *error) {
    const opis_citation_style *style = &s->styles[at];
    opis_status status = OPIS_OK;
    if (style->level_count > OPIS_MOST_LEVELS)
        return opis_fail(error, OPIS_BAD_STYLE, OPIS_NO_BYTE, "style %s: more than %d levels", style->name,
                         OPIS_MOST_LEVELS);
    if (style->signature_count > OPIS_MOST_SIGNATURES)
        return opis_fail(error, OPIS_BAD_STYLE, OPIS_NO_BYTE, "style %s: more than %d signatures", style->name,
                         OPIS_MOST_SIGNATURES);
    s->openers[at] = 0;
    for (size_t i = 0; i < style->alone_count; i++) s->openers[at] |= style->alone[i];
    for (size_t i = 0; i < style->level_count && status == OPIS_OK; i++)
        status = add_words(s, &style->levels[i].labels, OPIS_TERM_LABEL, at, (uint8_t)i, error);
    if (status == OPIS_OK) status = add_words(s, &style->institutions, OPIS_TERM_INSTITUTION, at, 0, error);
    if (status == OPIS_OK) status = add_words(s, &style->ibid, OPIS_TERM_IBID, at, 0, error);
    if (status == OPIS_OK) status = add_words(s, &style->verso, OPIS_TERM_VERSO, at, 0, error);
    if (status == OPIS_OK) status = compile_signatures(s, at, error);
    mark_style(s, at, openers);
    return status;
}

static opis_status compile_names(opis_archive_styles *s, size_t at, const opis_words *names, uint8_t kept,
                                 opis_archive_openers *openers, opis_error *error) {
    opis_status status = OPIS_OK;
    for (size_t i = 0; i < names->count && status == OPIS_OK; i++) {
        opis_term term = {.text = names->items[i],
                          .item = (uint16_t)at,
                          .style = s->repositories[at].style,
                          .kind = OPIS_TERM_NAME,
                          .kept = kept};
        status = add_term(s, term, 1, error);
    }
    mark_words(openers, names, OPIS_OPENING_NAME);
    for (size_t i = 0; i < names->count; i++) /* with points: "A.N." */
        opis_openers_mark(openers, names->items[i][0], 1, 1, OPIS_LOOK_SHELFMARK);
    return status;
}

/* Of terms in one array; those that nothing else tells apart stay in their order. */
static int compare_terms(const void *a, const void *b) {
    const opis_term *x = *(const opis_term *const *)a, *y = *(const opis_term *const *)b;
    if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
    /* A longer name goes before a shorter one that it begins with. */
    size_t x_length = strlen(x->text), y_length = strlen(y->text);
    if (x_length != y_length) return x_length > y_length ? -1 : 1;
    if (x->style != y->style) return x->style < y->style ? -1 : 1;
    if (x->level != y->level) return x->level < y->level ? -1 : 1;
    return x < y ? -1 : x > y;
}

static void count_alike(opis_archive_styles *s) {
    for (size_t first = 0, end; first < s->term_count; first = end) {
        for (end = first; end < s->term_count && s->terms[end].hash == s->terms[first].hash;) end++;
        s->terms[first].alike = (uint32_t)(end - first);
        s->terms[first].labelled = 0;
        for (size_t i = first; i < end; i++)
            if (s->terms[i].kind == OPIS_TERM_LABEL || s->terms[i].kind == OPIS_TERM_FIRST)
                s->terms[first].labelled |= (uint64_t)1 << s->terms[i].style % 64;
        s->term_hashes[bit_of(s->terms[first].hash) / 64] |= (uint64_t)1 << bit_of(s->terms[first].hash) % 64;
    }
}

/* Deal the terms out to their buckets, and sort within each: nearly all have one or none. */
static void deal_terms(const opis_archive_styles *s, const opis_term **dealt) {
    memset(s->buckets, 0, (BUCKETS + 1) * sizeof *s->buckets);
    for (size_t i = 0; i < s->term_count; i++) s->buckets[bucket_of(s->terms[i].hash)]++;
    for (uint32_t b = 1; b <= BUCKETS; b++) s->buckets[b] += s->buckets[b - 1];
    /* Where each bucket ends becomes where it begins, as it fills. */
    for (size_t i = s->term_count; i-- > 0;) dealt[--s->buckets[bucket_of(s->terms[i].hash)]] = &s->terms[i];
    for (uint32_t b = 0; b < BUCKETS; b++)
        if (s->buckets[b + 1] - s->buckets[b] > 1)
            qsort(dealt + s->buckets[b], s->buckets[b + 1] - s->buckets[b], sizeof *dealt, compare_terms);
}

/* Move each term to its place, without room for a second array: where one leaves, the one that belongs there comes. */
static void move_terms(opis_term *terms, size_t count, const opis_term **dealt) {
    for (size_t i = 0; i < count; i++) {
        const opis_term first = terms[i];
        size_t to = i;
        for (size_t from; (from = (size_t)(dealt[to] - terms)) != i; to = from) {
            terms[to] = terms[from];
            dealt[to] = &terms[to];
        }
        terms[to] = first;
        dealt[to] = &terms[to];
    }
}

static opis_status fill_buckets(opis_archive_styles *s, opis_error *error) {
    const opis_term **dealt = NULL;
    size_t capacity = 0;
    opis_status status = opis_reserve(&dealt, &capacity, s->term_count + 1, sizeof *dealt, error);
    if (status != OPIS_OK) return status;
    deal_terms(s, dealt);
    move_terms(s->terms, s->term_count, dealt);
    count_alike(s);
    opis_resize((void *)dealt, 0);
    return OPIS_OK;
}

/* Every name that begins with a word is tried wherever the word stands. */
static opis_status check_namesakes(const opis_archive_styles *s, opis_error *error) {
    for (size_t i = OPIS_MOST_NAMESAKES; i < s->term_count; i++)
        if (s->terms[i].hash == s->terms[i - OPIS_MOST_NAMESAKES].hash)
            return opis_fail(error, OPIS_BAD_STYLE, OPIS_NO_BYTE,
                             "more than %d names or labels of styles begin as this one: %.60s; leave out those that "
                             "the book does not have",
                             OPIS_MOST_NAMESAKES, s->terms[i].text);
    return OPIS_OK;
}

static opis_status reserve_one(void *items, size_t count, size_t size, opis_error *error) {
    size_t capacity = 0;
    return opis_reserve(items, &capacity, count, size, error);
}

static opis_status reserve_all(opis_archive_styles *s, size_t signatures, size_t alone, opis_error *error) {
    opis_status status = reserve_one(&s->patterns, signatures + 1, sizeof *s->patterns, error);
    if (status == OPIS_OK) status = reserve_one(&s->alone_patterns, alone + 1, sizeof *s->alone_patterns, error);
    if (status == OPIS_OK) status = reserve_one(&s->alone_styles, alone + 1, sizeof *s->alone_styles, error);
    if (status == OPIS_OK) status = reserve_one(&s->alone_pairs, alone + 1, sizeof *s->alone_pairs, error);
    if (status == OPIS_OK) status = reserve_one(&s->openers, s->style_count + 1, sizeof *s->openers, error);
    if (status == OPIS_OK) status = reserve_one(&s->first_pattern, s->style_count + 1, sizeof *s->first_pattern, error);
    return status == OPIS_OK ? reserve_one(&s->buckets, BUCKETS + 1, sizeof *s->buckets, error) : status;
}

/* Both lists, one after the other; the styles of added repositories count from the first added style. */
static opis_status gather(opis_archive_styles *s, const opis_style *style, const opis_added_styles *added,
                          opis_error *error) {
    size_t capacity = 0, signatures = 0, alone = 0, more = added ? added->citation_count : 0;
    opis_citation_style *styles = NULL;
    opis_repository *repositories = NULL;
    s->style_count = style->citation_count + more;
    s->repository_count = style->repository_count + (added ? added->repository_count : 0);
    if (s->style_count > UINT16_MAX || s->repository_count > UINT16_MAX)
        return opis_fail(error, OPIS_BAD_STYLE, OPIS_NO_BYTE, "more than %d styles or archives", UINT16_MAX);
    opis_status status = opis_reserve(&styles, &capacity, s->style_count + 1, sizeof *styles, error);
    s->styles = styles;
    capacity = 0;
    if (status == OPIS_OK)
        status = opis_reserve(&repositories, &capacity, s->repository_count + 1, sizeof *repositories, error);
    s->repositories = repositories;
    if (status != OPIS_OK) return status;
    for (size_t i = 0; i < s->style_count; i++) {
        styles[i] = i < more ? added->citations[i] : style->citations[i - more];
        signatures += styles[i].signature_count;
        for (size_t k = 0; k < styles[i].signature_count; k++) alone += styles[i].signatures[k].alone != 0;
        if (styles[i].tolerant) s->tolerant = (uint16_t)i;
    }
    for (size_t i = 0, own = s->repository_count - style->repository_count; i < s->repository_count; i++) {
        repositories[i] = i < own ? added->repositories[i] : style->repositories[i - own];
        if (i >= own) repositories[i].style = (uint16_t)(repositories[i].style + more);
        if (repositories[i].style >= s->style_count)
            return opis_fail(error, OPIS_BAD_STYLE, OPIS_NO_BYTE, "archive %s: there is no style %d",
                             repositories[i].canonical, (int)repositories[i].style);
    }
    return reserve_all(s, signatures, alone, error);
}

opis_archive_styles *opis_archive_styles_new(const opis_style *style, const opis_added_styles *added,
                                             opis_archive_openers *openers, opis_error *error) {
    opis_archive_styles *made = opis_resize(NULL, sizeof *made);
    if (!made) {
        opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory: the styles of archives");
        return NULL;
    }
    memset(made, 0, sizeof *made);
    made->tolerant = UINT16_MAX;
    made->edition = style;
    opis_status status = gather(made, style, added, error);
    for (size_t i = 0; i < made->style_count && status == OPIS_OK; i++) status = compile_style(made, i, openers, error);
    for (size_t i = 0; i < made->repository_count && status == OPIS_OK; i++) {
        status = compile_names(made, i, &made->repositories[i].names, 0, openers, error);
        if (status == OPIS_OK) status = compile_names(made, i, &made->repositories[i].others, 1, openers, error);
    }
    if (status == OPIS_OK) mark_alone(made, openers);
    if (status == OPIS_OK) status = fill_buckets(made, error);
    if (status == OPIS_OK) status = check_namesakes(made, error);
    if (status == OPIS_OK) return made;
    opis_archive_styles_free(made);
    return NULL;
}

void opis_archive_styles_free(opis_archive_styles *styles) {
    if (!styles) return;
    for (size_t i = 0; i < styles->pattern_count; i++) opis_pattern_free(styles->patterns[i]);
    opis_resize(styles->patterns, 0);
    opis_resize(styles->first_pattern, 0);
    opis_resize((void *)styles->alone_patterns, 0);
    opis_resize(styles->alone_styles, 0);
    opis_resize(styles->alone_pairs, 0);
    opis_resize(styles->buckets, 0);
    opis_resize(styles->openers, 0);
    opis_resize(styles->terms, 0);
    opis_resize((void *)styles->styles, 0);
    opis_resize((void *)styles->repositories, 0);
    opis_resize(styles, 0);
}

const opis_term *opis_archive_terms(const opis_archive_styles *styles, uint64_t hash, size_t *count) {
    uint32_t bit = bit_of(hash), bucket = bucket_of(hash);
    *count = 0;
    if (!(styles->term_hashes[bit / 64] >> bit % 64 & 1)) return styles->terms;
    uint32_t first = styles->buckets[bucket], end = styles->buckets[bucket + 1];
    while (first < end && styles->terms[first].hash != hash) first += styles->terms[first].alike;
    *count = first < end ? styles->terms[first].alike : 0;
    return styles->terms + first;
}
