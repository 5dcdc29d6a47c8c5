#include <math.h>
#include <string.h>

#include "extract/archive.h"
#include "memory.h"
#include "letters.h"

/* What a name may cost for each of its characters, and how much longer than a name a damaged one may be. */
#define COST_A_CHARACTER 0.75f
#define FAR_NAME 3.0f
#define LENGTH_SLACK 2
#define SHORTEST_TOLERANT 4
#define LONGEST_NAME 48
#define MOST_ACRONYMS 64
#define GLOSS_TOKENS 20
#define LONGEST_LABEL 6
#define LONGEST_IBID 5
#define SHORTEST_GLUED 9 /* a word with a name glued to its end: "foundGARF" */
#define SHORTEST_WORD 6  /* a shorter first word of a name ends with a capital: "GA RF" */

enum { NOT_WORTH = 0, WORTH = 1, WORTH_BEFORE_A_MARK = 2 };

typedef struct name_pattern {
    int archive;
    const char *text;
    uint8_t length, first_length; /* of the name, of its first word */
    uint8_t words, acronym;
} name_pattern;

struct opis_archive_patterns {
    name_pattern *names;
    size_t count;
    uint8_t first_words[256]; /* first bytes of names that begin with a plain word */
    uint8_t shortest[256];    /* length of the shortest such word */
    uint64_t acronyms[256];   /* names, one bit each, that a first byte may stand for */
    uint8_t ibid[256];        /* first bytes of "ibid", damaged or not */
    uint8_t worth[OPIS_BLANK + 1][OPIS_UPPER_FIRST + 1][LONGEST_NAME + 1]; /* a look: by class, shape, length */
    uint8_t labels[256]; /* levels, one bit each, whose labels a first byte may open */
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
    uint8_t bytes[256];
    for (size_t i = 0; i < style->ibid.count; i++) {
        first_bytes(style, style->ibid.items[i], bytes);
        bytes[(unsigned char)style->ibid.items[i][1]] = 1; /* the first letter lost: "[bid" */
        for (size_t b = 0; b < 256; b++) patterns->ibid[b] |= bytes[b];
    }
}

static void index_labels(struct opis_archive_patterns *patterns, const opis_style *style) {
    uint8_t bytes[256];
    for (size_t level = 0; level < OPIS_LEVEL_COUNT; level++)
        for (size_t i = 0; i < style->labels[level].count; i++) {
            first_bytes(style, style->labels[level].items[i], bytes);
            for (size_t b = 0; b < 256; b++) patterns->labels[b] |= (uint8_t)(bytes[b] << level);
        }
}

/* Whether a token may begin a reference, as far as its class, shape and length tell; "ibid" has a mark after it. */
static uint8_t worth_of(uint8_t class_, int upper, size_t length) {
    if (class_ != OPIS_WORD && class_ != OPIS_MIXED) return NOT_WORTH;
    if (length == 1) return upper ? NOT_WORTH : WORTH_BEFORE_A_MARK;
    if (upper || class_ == OPIS_MIXED || length >= SHORTEST_GLUED) return WORTH;
    return length == 3 || length == 4 ? WORTH_BEFORE_A_MARK : NOT_WORTH;
}

static void index_worth(struct opis_archive_patterns *patterns) {
    for (int class_ = 0; class_ <= OPIS_BLANK; class_++)
        for (int upper = 0; upper <= OPIS_UPPER_FIRST; upper++)
            for (size_t length = 0; length <= LONGEST_NAME; length++)
                patterns->worth[class_][upper][length] = worth_of((uint8_t)class_, upper, length);
}

int opis_archive_may_label(const struct opis_archive_patterns *patterns, opis_level level, char first) {
    return patterns->labels[(unsigned char)first] >> level & 1;
}

struct opis_archive_patterns *opis_archive_patterns_new(const opis_style *style, const opis_glyphs *glyphs,
                                                        opis_error *error) {
    (void)glyphs;
    struct opis_archive_patterns *patterns = opis_resize(NULL, sizeof *patterns);
    if (!patterns) {
        opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory: the archives' names");
        return NULL;
    }
    memset(patterns, 0, sizeof *patterns);
    size_t capacity = 0;
    index_labels(patterns, style);
    index_ibid(patterns, style);
    index_worth(patterns);
    for (size_t i = 0; i < style->archive_count; i++) {
        const opis_words *names = &style->archives[i].names;
        opis_status status =
            opis_reserve(&patterns->names, &capacity, patterns->count + names->count, sizeof(name_pattern), error);
        if (status != OPIS_OK) {
            opis_archive_patterns_free(patterns);
            return NULL;
        }
        for (size_t j = 0; j < names->count; j++) {
            name_pattern name = describe((int)i, names->items[j]);
            unsigned char first = (unsigned char)name.text[0];
            patterns->names[patterns->count++] = name;
            if (name.acronym && name.words == 1) {
                if (patterns->count > MOST_ACRONYMS) {
                    opis_fail(error, OPIS_INTERNAL, OPIS_NO_BYTE, "more than %d names of archives", MOST_ACRONYMS);
                    opis_archive_patterns_free(patterns);
                    return NULL;
                }
                index_acronym(patterns, style, patterns->count - 1);
                continue;
            }
            patterns->first_words[first] = 1;
            if (!patterns->shortest[first] || name.first_length < patterns->shortest[first])
                patterns->shortest[first] = name.first_length;
        }
    }
    return patterns;
}

void opis_archive_patterns_free(struct opis_archive_patterns *patterns) {
    if (!patterns) return;
    opis_resize(patterns->names, 0);
    opis_resize(patterns, 0);
}

/* Whether a token has a capital near its end, as an acronym has and an ordinary word has not. */
static int looks_like_acronym(const char *bytes, uint32_t length) {
    return length >= SHORTEST_TOLERANT && length <= LONGEST_NAME &&
           (is_upper(bytes[length - 2]) || is_upper(bytes[length - 3]));
}

/* Where an acronym starts in a token that it is glued to the end of: "seeGARF". */
static uint32_t glued_start(const char *bytes, uint32_t length) {
    for (uint32_t i = 2; i + SHORTEST_TOLERANT <= length; i++)
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
    float limit = name->length < SHORTEST_TOLERANT ? 0 : COST_A_CHARACTER * (float)name->length;
    /* Farther names do not make this one less sure. */
    if (limit > best->cost + FAR_NAME) limit = best->cost + FAR_NAME;
    float cost =
        opis_glyphs_distance(book->glyphs, book->source.bytes + start, length, name->text, name->length, limit);
    if (cost <= limit) consider(best, name, cost, start, end);
}

static void try_acronyms(const opis_book *book, uint32_t start, uint32_t end, opis_archive_name *best) {
    const struct opis_archive_patterns *patterns = book->reader->archive_patterns;
    uint64_t names = patterns->acronyms[(unsigned char)book->source.bytes[start]];
    for (size_t i = 0; names; i++, names >>= 1)
        if (names & 1) try_name(book, &patterns->names[i], start, end, best);
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
    if (!looks_like_acronym(bytes, length) || !leads_to_label(book, at, 0)) return 0;
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
    for (size_t i = 0; i < patterns->count; i++) {
        const name_pattern *pattern = &patterns->names[i];
        uint32_t last = 0;
        if (pattern->acronym && pattern->words == 1) continue;
        if (pattern->text[0] != book->source.bytes[token->start] || token->length + 1u < pattern->first_length ||
            token->length > pattern->first_length + 1u)
            continue;
        uint32_t end = words_end(book, at, pattern->words, &last);
        float before = name->cost;
        if (end && end - token->start <= LONGEST_NAME) try_name(book, pattern, token->start, end, name);
        if (name->cost < before) name->last_token = last;
    }
    return name->archive != OPIS_UNLISTED_ARCHIVE;
}

int opis_archive_name_find(const opis_book *book, size_t at, opis_archive_name *name) {
    const opis_token *token = &book->tokens[at];
    const char *bytes = book->source.bytes + token->start;
    const struct opis_archive_patterns *patterns = book->reader->archive_patterns;
    if (token->class_ != OPIS_WORD && token->class_ != OPIS_MIXED) return 0;
    if (is_digit(bytes[0])) return 0;
    unsigned char first = (unsigned char)bytes[0];
    if (patterns->first_words[first] && token->length + 1u >= patterns->shortest[first] && find_words(book, at, name))
        return 1;
    return find_acronym(book, at, name);
}

/* Whether a name of several words, or of a plain one, may begin with a token. */
static int may_be_first_word(const struct opis_archive_patterns *patterns, const opis_token *token, const char *bytes) {
    unsigned char first = (unsigned char)bytes[0];
    if (!patterns->first_words[first] || token->length + 1u < patterns->shortest[first]) return 0;
    return token->length >= SHORTEST_WORD || is_upper(bytes[token->length - 1]);
}

/* Whether a token that is worth a look by its class, shape and length may begin a reference. */
static inline int may_begin(const struct opis_archive_patterns *patterns, const opis_token *token, const char *source) {
    const char *bytes = source + token->start;
    if (token->length == 1) return bytes[0] == 'f' || bytes[0] == 'd';
    if (token->length <= LONGEST_IBID && bytes[token->length - 1] == 'd' && patterns->ibid[(unsigned char)bytes[0]])
        return 1;
    return may_be_first_word(patterns, token, bytes) || looks_like_acronym(bytes, token->length);
}

size_t opis_archive_candidates(const opis_book *book, size_t from, uint32_t candidates[OPIS_ARCHIVE_STRIDE]) {
    const struct opis_archive_patterns *patterns = book->reader->archive_patterns;
    const opis_token *tokens = book->tokens;
    size_t last = book->token_count - 1; /* nothing follows it, so it begins nothing */
    size_t end = last - from < OPIS_ARCHIVE_STRIDE ? last : from + OPIS_ARCHIVE_STRIDE;
    size_t worthy = 0, count = 0;
    /* No branch hangs on a token here: in a text they follow no pattern that a processor could foresee. */
    for (size_t i = from; i < end; i++) {
        uint32_t length = tokens[i].length < LONGEST_NAME ? tokens[i].length : LONGEST_NAME;
        uint8_t worth = patterns->worth[tokens[i].class_][tokens[i].shape & OPIS_UPPER_FIRST][length];
        uint8_t marked = tokens[i + 1].class_ == OPIS_PUNCTUATION ? WORTH_BEFORE_A_MARK : 0;
        candidates[worthy] = (uint32_t)i;
        worthy += (worth & (WORTH | marked)) != 0;
    }
    for (size_t k = 0; k < worthy; k++)
        if (may_begin(patterns, &tokens[candidates[k]], book->source.bytes)) candidates[count++] = candidates[k];
    return count;
}
