#include <math.h>
#include <string.h>

#include "extract/archive.h"
#include "extract/archive_openers.h"
#include "memory.h"
#include "letters.h"

/* What a name may cost for each of its characters, and how much longer than a name a damaged one may be. */
#define COST_A_CHARACTER 0.75f
#define FAR_NAME 3.0f
#define LENGTH_SLACK 2
#define MOST_NAMES 64
#define GLOSS_TOKENS 20
#define LONGEST_LABEL 6
#define SHORTEST_GLUED 9 /* a word with a name glued to its end: "foundGARF" */
#define SHORTEST_WORD 6  /* a shorter first word of a name ends with a capital: "GA RF" */

typedef struct name_pattern {
    int archive;
    const char *text;
    uint8_t length, first_length; /* of the name, of its first word */
    uint8_t words, acronym;
} name_pattern;

struct opis_archive_patterns {
    name_pattern *names;
    size_t count;
    uint64_t words[256];        /* names, one bit each, that begin with a plain word, by its first byte ... */
    uint64_t word_lengths[256]; /* ... and the lengths, one bit each, that such a word may have */
    uint64_t acronyms[256];     /* names, one bit each, that a first byte may stand for */
    uint8_t ibid[256];          /* first bytes of "ibid", damaged or not */
    uint8_t labels[256];        /* levels, one bit each, whose labels a first byte may open */
};

static name_pattern describe(int archive, const char *text) {
    size_t length = strlen(text), first = strcspn(text, " ");
    name_pattern name = {archive, text, (uint8_t)length, (uint8_t)first, 1, 0};
    for (size_t i = 0; i < length; i++) name.words += text[i] == ' ';
    /* "RTsKhIDNI" has capitals inside its words, "Smolensk Archive" has not. */
    for (size_t i = 1; i < first; i++) name.acronym |= is_upper(text[i]);
    return name;
}

/* The bytes that the first character of a text may be seen as. */
static void first_bytes(const opis_style *style, const char *text, uint8_t bytes[256]) {
    memset(bytes, 0, 256);
    bytes[(unsigned char)text[0]] = 1;
    for (size_t i = 0; i < style->confusion_count; i++) {
        const opis_confusion *c = &style->confusions[i];
        size_t length = strlen(c->printed);
        if (length && *c->seen && strncmp(c->printed, text, length) == 0) bytes[(unsigned char)c->seen[0]] = 1;
    }
}

static void index_acronym(struct opis_archive_patterns *patterns, const opis_style *style, size_t name) {
    uint8_t bytes[256];
    first_bytes(style, patterns->names[name].text, bytes);
    for (size_t b = 0; b < 256; b++) patterns->acronyms[b] |= (uint64_t)bytes[b] << name;
}

static void index_ibid(struct opis_archive_patterns *patterns, const opis_style *style) {
    for (const char *first = OPIS_IBID_FIRSTS; *first; first++) patterns->ibid[(unsigned char)*first] = 1;
    for (size_t i = 0; i < style->ibid.count; i++)
        patterns->ibid[(unsigned char)style->ibid.items[i][1]] = 1; /* the first letter lost: "[bid" */
}

static void index_labels(struct opis_archive_patterns *patterns, const opis_style *style) {
    uint8_t bytes[256];
    for (size_t level = 0; level < OPIS_LEVEL_COUNT; level++)
        for (size_t i = 0; i < style->labels[level].count; i++) {
            first_bytes(style, style->labels[level].items[i], bytes);
            for (size_t b = 0; b < 256; b++) patterns->labels[b] |= (uint8_t)(bytes[b] << level);
        }
}

int opis_archive_may_label(const struct opis_archive_patterns *patterns, opis_level level, char first) {
    return patterns->labels[(unsigned char)first] >> level & 1;
}

/* How a token that may be a name or "ibid" is to be looked at: "ibid" and other short words have a mark after them. */
static uint8_t look_by_glyphs(unsigned char first, size_t length) {
    if (is_upper((char)first) || first >= 0x80 || length >= SHORTEST_GLUED) return OPIS_LOOK_GLYPHS;
    return length == 3 || length == 4 ? OPIS_LOOK_MARKED | OPIS_LOOK_MIXED : OPIS_LOOK_MIXED;
}

static void mark_openers(const struct opis_archive_patterns *patterns, opis_archive_openers *openers) {
    opis_openers_mark(openers, 'f', 1, 1, OPIS_LOOK_MARKED);
    opis_openers_mark(openers, 'd', 1, 1, OPIS_LOOK_MARKED);
    for (int first = 0; first < 256; first++) {
        for (size_t length = 1; length <= OPIS_LONGEST_NAME; length++)
            if (patterns->word_lengths[first] >> length & 1 ||
                (patterns->ibid[first] && length >= OPIS_SHORTEST_IBID && length <= OPIS_LONGEST_IBID))
                opis_openers_mark(openers, (char)first, length, length, look_by_glyphs((unsigned char)first, length));
        /* An acronym may be glued to the end of a word, but not of a short one. */
        size_t shortest = is_lower((char)first) ? SHORTEST_GLUED : OPIS_SHORTEST_ACRONYM;
        if (is_letter((char)first))
            opis_openers_mark(openers, (char)first, shortest, OPIS_LONGEST_NAME, OPIS_LOOK_CAPITALS);
    }
}

static void index_name(struct opis_archive_patterns *patterns, const opis_style *style, size_t at) {
    const name_pattern *name = &patterns->names[at];
    unsigned char first = (unsigned char)name->text[0];
    if (name->acronym && name->words == 1) {
        index_acronym(patterns, style, at);
        return;
    }
    patterns->words[first] |= (uint64_t)1 << at;
    for (int length = name->first_length - 1; length <= name->first_length + 1; length++)
        if (length <= OPIS_LONGEST_NAME) patterns->word_lengths[first] |= (uint64_t)1 << length;
}

static opis_status add_names(struct opis_archive_patterns *patterns, const opis_style *style, size_t archive,
                             size_t *capacity, opis_error *error) {
    const opis_words *names = &style->archives[archive].names;
    opis_status status =
        opis_reserve(&patterns->names, capacity, patterns->count + names->count, sizeof(name_pattern), error);
    if (status != OPIS_OK) return status;
    if (patterns->count + names->count > MOST_NAMES)
        return opis_fail(error, OPIS_INTERNAL, OPIS_NO_BYTE, "more than %d names of archives", MOST_NAMES);
    for (size_t i = 0; i < names->count; i++) {
        patterns->names[patterns->count] = describe((int)archive, names->items[i]);
        index_name(patterns, style, patterns->count++);
    }
    return OPIS_OK;
}

struct opis_archive_patterns *opis_archive_patterns_new(const opis_style *style, opis_archive_openers *openers,
                                                        opis_error *error) {
    struct opis_archive_patterns *patterns = opis_resize(NULL, sizeof *patterns);
    if (!patterns) {
        opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory: the archives' names");
        return NULL;
    }
    memset(patterns, 0, sizeof *patterns);
    size_t capacity = 0;
    opis_status status = OPIS_OK;
    index_labels(patterns, style);
    index_ibid(patterns, style);
    for (size_t i = 0; i < style->archive_count && status == OPIS_OK; i++)
        status = add_names(patterns, style, i, &capacity, error);
    if (status != OPIS_OK) {
        opis_archive_patterns_free(patterns);
        return NULL;
    }
    mark_openers(patterns, openers);
    return patterns;
}

void opis_archive_patterns_free(struct opis_archive_patterns *patterns) {
    if (!patterns) return;
    opis_resize(patterns->names, 0);
    opis_resize(patterns, 0);
}

/* Where an acronym starts in a token that it is glued to the end of: "seeGARF". */
static uint32_t glued_start(const char *bytes, uint32_t length) {
    for (uint32_t i = 2; i + OPIS_SHORTEST_ACRONYM <= length; i++)
        if (is_upper(bytes[i]) && is_lower(bytes[i - 1])) return i;
    return 0;
}

static void consider(opis_archive_name *best, const name_pattern *name, float cost, uint32_t start, uint32_t end) {
    if (best->archive == name->archive ? cost >= best->cost : cost >= best->next_cost) return;
    if (cost >= best->cost) {
        best->next_cost = cost;
        return;
    }
    if (best->archive != name->archive) best->next_cost = best->cost;
    best->archive = name->archive;
    best->cost = cost;
    best->start = start;
    best->end = end;
}

static void try_name(const opis_book *book, const name_pattern *name, uint32_t start, uint32_t end,
                     opis_archive_name *best) {
    uint32_t length = end - start;
    if (length + LENGTH_SLACK < name->length || length > name->length + (uint32_t)LENGTH_SLACK) return;
    float limit = name->length < OPIS_SHORTEST_ACRONYM ? 0 : COST_A_CHARACTER * (float)name->length;
    /* Farther names do not make this one less sure. */
    if (limit > best->cost + FAR_NAME) limit = best->cost + FAR_NAME;
    float cost =
        opis_glyphs_distance(book->glyphs, book->source.bytes + start, length, name->text, name->length, limit);
    if (cost <= limit) consider(best, name, cost, start, end);
}

static void try_acronyms(const opis_book *book, uint32_t start, uint32_t end, opis_archive_name *best) {
    const struct opis_archive_patterns *patterns = book->reader->archive_patterns;
    uint64_t names = patterns->acronyms[(unsigned char)book->source.bytes[start]];
    for (; names; names &= names - 1) try_name(book, &patterns->names[__builtin_ctzll(names)], start, end, best);
}

/* An acronym that the style does not list: letters alone, most of them capitals. */
static int is_unlisted(const opis_token *token, const char *bytes) {
    if (token->class_ != OPIS_WORD || !(token->shape & OPIS_UPPER_FIRST)) return 0;
    uint32_t upper = 0;
    for (uint32_t i = 0; i < token->length; i++) upper += is_upper(bytes[i]);
    return upper >= 3 && upper * 2 >= token->length;
}

/* The token after a name, marks and a gloss in parentheses passed over, or NULL. */
static const opis_token *after_name(const opis_book *book, size_t at) {
    int open = 0;
    for (size_t i = at + 1; i < book->token_count && i < at + GLOSS_TOKENS; i++) {
        const opis_token *token = &book->tokens[i];
        char c = book->source.bytes[token->start];
        if (token->class_ == OPIS_PUNCTUATION) open = c == '(' || (open && c != ')');
        if (!open && token->class_ <= OPIS_MIXED) return token;
    }
    return NULL;
}

/* Whether the label of a fond, an opis or a delo may come next; a clean one, where only that makes an archive of it. */
static int leads_to_label(const opis_book *book, size_t at, int clean) {
    const opis_token *next = after_name(book, at);
    if (!next) return 0;
    char c = book->source.bytes[next->start];
    if (clean) return c == 'f' && (next->length == 1 || next->length == 4);
    if (next->class_ != OPIS_WORD) return 1;
    return next->length <= LONGEST_LABEL && book->reader->archive_patterns->labels[(unsigned char)c];
}

static int find_acronym(const opis_book *book, size_t at, opis_archive_name *name) {
    const opis_token *token = &book->tokens[at];
    const char *bytes = book->source.bytes + token->start;
    uint32_t length = token->length;
    if (!opis_archive_ends_in_capitals(bytes, length) || !leads_to_label(book, at, 0)) return 0;
    uint32_t start = token->start, end = start + length, skipped = glued_start(bytes, length);
    name->archive = OPIS_UNLISTED_ARCHIVE;
    name->cost = name->next_cost = INFINITY;
    name->last_token = (uint32_t)at;
    try_acronyms(book, start, end, name);
    /* The fond's label is glued to the name: "RGAEf. 7". */
    if (name->archive == OPIS_UNLISTED_ARCHIVE || name->cost > OPIS_STRANGE_GLYPH)
        try_acronyms(book, start, end - 1, name);
    if (name->archive == OPIS_UNLISTED_ARCHIVE && skipped) try_acronyms(book, start + skipped, end, name);
    if (name->archive != OPIS_UNLISTED_ARCHIVE) return 1;
    if (!is_unlisted(token, bytes) || !leads_to_label(book, at, 1)) return 0;
    name->start = token->start;
    name->end = end;
    name->cost = 0;
    return 1;
}

/* The end of the last of `words` tokens on from one, blanks passed over; 0 where they do not stand together. */
static uint32_t words_end(const opis_book *book, size_t at, uint32_t words, uint32_t *last_token) {
    for (size_t i = at; i < book->token_count; i++) {
        const opis_token *token = &book->tokens[i];
        if (token->class_ == OPIS_BLANK || token->class_ == OPIS_BREAK) continue;
        if (token->class_ == OPIS_PUNCTUATION || token->class_ == OPIS_NUMBER || i > at + 6) return 0;
        *last_token = (uint32_t)i;
        if (--words == 0) return token->start + token->length;
    }
    return 0;
}

/* A name of several words, or of one plain word. */
static int find_words(const opis_book *book, size_t at, opis_archive_name *name) {
    const struct opis_archive_patterns *patterns = book->reader->archive_patterns;
    const opis_token *token = &book->tokens[at];
    name->archive = OPIS_UNLISTED_ARCHIVE;
    name->cost = name->next_cost = INFINITY;
    uint64_t names = patterns->words[(unsigned char)book->source.bytes[token->start]];
    for (; names; names &= names - 1) {
        const name_pattern *pattern = &patterns->names[__builtin_ctzll(names)];
        uint32_t last = 0;
        if (token->length + 1u < pattern->first_length || token->length > pattern->first_length + 1u) continue;
        uint32_t end = words_end(book, at, pattern->words, &last);
        float before = name->cost;
        if (end && end - token->start <= OPIS_LONGEST_NAME) try_name(book, pattern, token->start, end, name);
        if (name->cost < before) name->last_token = last;
    }
    return name->archive != OPIS_UNLISTED_ARCHIVE;
}

/* Whether a token has the first letter and the length of the first word of a name. */
static int is_first_word(const struct opis_archive_patterns *patterns, const opis_token *token, const char *bytes) {
    return token->length <= OPIS_LONGEST_NAME && patterns->word_lengths[(unsigned char)bytes[0]] >> token->length & 1;
}

int opis_archive_name_find(const opis_book *book, size_t at, opis_archive_name *name) {
    const opis_token *token = &book->tokens[at];
    const char *bytes = book->source.bytes + token->start;
    const struct opis_archive_patterns *patterns = book->reader->archive_patterns;
    if (token->class_ != OPIS_WORD && token->class_ != OPIS_MIXED) return 0;
    if (is_digit(bytes[0])) return 0;
    if (is_first_word(patterns, token, bytes) && find_words(book, at, name)) return 1;
    return find_acronym(book, at, name);
}

int opis_archive_may_open(const opis_book *book, size_t at) {
    const struct opis_archive_patterns *patterns = book->reader->archive_patterns;
    const opis_token *token = &book->tokens[at];
    const char *bytes = book->source.bytes + token->start;
    char last = bytes[token->length - 1];
    if (token->length == 1) return bytes[0] == 'f' || bytes[0] == 'd';
    if (token->length <= OPIS_LONGEST_IBID && last == 'd' && patterns->ibid[(unsigned char)bytes[0]]) return 1;
    if (is_first_word(patterns, token, bytes) && (token->length >= SHORTEST_WORD || is_upper(last))) return 1;
    return opis_archive_ends_in_capitals(bytes, token->length);
}
