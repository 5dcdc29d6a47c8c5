#include <math.h>
#include <string.h>

#include "extract/index.h"
#include "letters.h"
#include "memory.h"

/* What a pair that the index prints again and again speaks for damage in one of its words: for each letter of it. */
#define WORTH_OF_LETTER 1.5f
#define MOST_WORTH 14.0f
#define SHORTEST_WORD 4
#define LENGTH_APART 3
/* A pair that the index prints so often is known. */
#define FEWEST_PAIRS 4
#define LONGEST_PAIR 60
#define SHORTEST_TAIL 2
#define LONGEST_TAIL 4
#define VERY_FREQUENT 100
/* So many of the known pairs are compared with a strange word, and so often a sound word is printed at the least. */
#define MOST_KNOWN 512
#define SOUND 2
/* So many words and distances are kept. */
#define WORTHS 4096
#define MEASURED 1024

/* What speaks for damage in a word. */
typedef struct kept_worth {
    uint64_t key; /* of the word; 0: nothing is kept */
    float worth;
} kept_worth;

/* What it costs to read a strange word as a known one: INFINITY where that is more than the limit. */
typedef struct kept_distance {
    uint64_t key; /* of both words; 0: nothing is kept */
    float limit, cost;
} kept_distance;

/*
 * The pairs that the index prints often: two words with one blank between.  Whoever seeks those with a word looks at
 * its key alone, which nearly always tells.
 */
typedef struct known_pairs {
    const opis_word *pairs[MOST_KNOWN];
    uint32_t first_keys[MOST_KNOWN], second_keys[MOST_KNOWN]; /* of each word with the blank */
    size_t count;
} known_pairs;

/* The words of an index come again and again, and all of them twice: what is found out of them is kept. */
typedef struct pairs {
    opis_index *index;
    const opis_book *book;
    opis_vocabulary all; /* two words of the index with a blank between */
    known_pairs known;
    kept_worth *worths;       /* WORTHS of them; owned */
    kept_distance *distances; /* MEASURED of them; owned */
    opis_index_texts mended;  /* owned until they take the place of those of the index */
    int has_mended;
    opis_error *error;
} pairs;

/* The word at `at`: up to a blank; `*bare` is its length without the marks behind it. */
static size_t word_end(const char *text, size_t length, size_t at, size_t *bare) {
    size_t end = at;
    while (end < length && text[end] != ' ') end++;
    for (*bare = end; *bare > at && !is_letter(text[*bare - 1]) && strchr(",.;:)\"'", text[*bare - 1]);) --*bare;
    return end;
}

static opis_status put(pairs *p, const char *text, size_t length) {
    return opis_index_put(&p->mended, text, length, p->error);
}

/* How often the book prints a word before its index; no more than SOUND are counted. */
static int times_printed(const pairs *p, const char *word, size_t length) {
    if (length > LONGEST_PAIR) return SOUND;
    const opis_printed_word *found = opis_concordance_word(&p->book->concordance, p->book->source.bytes, word, length);
    const uint32_t *places = found ? opis_places(&p->book->concordance, found) : NULL;
    uint32_t end = p->book->layout.lines[p->index->section.first].first_token;
    int times = 0;
    while (found && (uint32_t)times < found->count && times < SOUND && places[times] < end) times++;
    return times;
}

/* What speaks for damage in a word: that the book does not print it, or once alone; nothing for numbers. */
static float find_worth(const pairs *p, const char *word, size_t length) {
    size_t digits = 0;
    int least = SOUND;
    for (size_t i = 0; i < length; i++) digits += is_digit(word[i]);
    if (digits * 2 >= length) return 0;
    for (size_t at = 0, end; at < length; at = end + 1) {
        for (end = at; end < length && word[end] != '-';) end++;
        int times = end > at ? times_printed(p, word + at, end - at) : SOUND;
        if (times < least) least = times;
    }
    float worth = WORTH_OF_LETTER * (float)length;
    if (worth > MOST_WORTH) worth = MOST_WORTH;
    return least == SOUND ? 0 : least > 0 ? worth / 2 : worth;
}

static float worth_of(const pairs *p, const char *word, size_t length) {
    if (length < SHORTEST_WORD) return 0;
    uint64_t key = opis_lexicon_key(1, word, length);
    kept_worth *kept = &p->worths[(key ^ key >> 32) & (WORTHS - 1)];
    if (kept->key != key) *kept = (kept_worth){key, find_worth(p, word, length)};
    return kept->worth;
}

/* Count the pairs of a part, and note whether any of its words is strange, if that is not known. */
static opis_status read_pairs_of(pairs *p, opis_index_part *part) {
    const char *text = p->index->texts.bytes + part->text;
    opis_status status = OPIS_OK;
    size_t before = part->text_length, bare;
    int strange = part->judged && part->strange;
    for (size_t at = 0; at < part->text_length && status == OPIS_OK;) {
        size_t end = word_end(text, part->text_length, at, &bare);
        if (before < at && bare > at && bare - before <= LONGEST_PAIR)
            status =
                opis_vocabulary_add(&p->all, part->text + (uint32_t)before, (uint32_t)(bare - before), 1, p->error);
        strange = strange || (!part->judged && worth_of(p, text + at, bare - at) > 0);
        before = bare == end ? at : part->text_length;
        at = end + 1;
    }
    part->strange = (uint8_t)strange;
    part->judged = 1;
    return status;
}

static uint32_t key_of(const char *half, size_t length) {
    return (uint32_t)opis_lexicon_key(0, half, length);
}

static void add_known(known_pairs *known, const opis_word *pair, const char *bytes) {
    const char *text = bytes + pair->start;
    size_t blank = 0;
    while (blank + 1 < pair->length && text[blank] != ' ') blank++;
    known->first_keys[known->count] = key_of(text, blank + 1);
    known->second_keys[known->count] = key_of(text + blank, pair->length - blank);
    known->pairs[known->count++] = pair;
}

static opis_status read_pairs(pairs *p) {
    opis_status status = OPIS_OK;
    for (size_t i = 0; i < p->index->part_count && status == OPIS_OK; i++)
        status = read_pairs_of(p, &p->index->parts[i]);
    for (size_t i = 0; i < p->all.count && p->known.count < MOST_KNOWN; i++)
        if (p->all.words[i].count >= FEWEST_PAIRS) add_known(&p->known, &p->all.words[i], p->all.bytes);
    return status;
}

/* What it costs to read a strange word as a known one; more than the limit may be given as INFINITY. */
static float distance(const pairs *p, const char *strange, size_t length, const char *known, size_t other, float most) {
    uint64_t key = opis_lexicon_key(opis_lexicon_key(1, strange, length), known, other);
    kept_distance *kept = &p->distances[(key ^ key >> 32) & (MEASURED - 1)];
    if (kept->key == key && !(isinf(kept->cost) && kept->limit < most)) return kept->cost;
    const opis_glyphs *glyphs = p->book->glyphs;
    *kept = (kept_distance){key, most, INFINITY};
    if (!opis_glyphs_apart(glyphs, opis_byte_set_of(strange, length), opis_byte_set_of(known, other), most))
        kept->cost = opis_glyphs_distance(glyphs, strange, length, known, other, most);
    return kept->cost;
}

/*
 * The other half of the known pair that has the word `beside` first, or last, and is most like the strange one;
 * NULL where none is like it, or the two stand together often.
 */
static const char *find_half(const pairs *p, const char *strange, size_t length, float worth, const char *beside,
                             size_t shared, int is_first, size_t *half) {
    const uint32_t *keys = is_first ? p->known.first_keys : p->known.second_keys, key = key_of(beside, shared);
    const char *best = NULL;
    float best_gain = 0;
    for (size_t i = 0; i < p->known.count; i++) {
        if (keys[i] != key) continue;
        const opis_word *known = p->known.pairs[i];
        const char *printed = p->all.bytes + known->start;
        size_t other = known->length - shared;
        if (known->length <= shared || other + LENGTH_APART < length || other > length + LENGTH_APART) continue;
        const char *second = is_first ? printed : printed + other;
        if (memcmp(second, beside, shared) != 0) continue;
        if (is_first) printed += shared;
        if (other == length && memcmp(printed, strange, length) == 0) return NULL;
        float most = logf((float)known->count) + worth - best_gain;
        float cost = distance(p, strange, length, printed, other, most);
        if (cost >= most) continue;
        best_gain += most - cost;
        best = printed;
        *half = other;
    }
    return best;
}

/* Where a small and very frequent word is glued to the end of one that the book prints: "demotionof"; 0 for nowhere. */
static size_t find_seam(const pairs *p, const char *word, size_t length) {
    if (!is_lower(word[0])) return 0;
    for (size_t tail = SHORTEST_TAIL; tail <= LONGEST_TAIL && tail + SHORTEST_WORD <= length; tail++) {
        size_t seam = length - tail;
        if (opis_vocabulary_count(p->index->words, word + seam, tail) >= VERY_FREQUENT &&
            times_printed(p, word, seam) > 0)
            return seam;
    }
    return 0;
}

static void note_mended(pairs *p, opis_index_part *part) {
    part->mended = 1;
    part->judged = 0;
    p->has_mended = 1;
}

/* The word [at, bare) of a part as the pairs have it, with the word before it or the one behind. */
static opis_status mend_word(pairs *p, opis_index_part *part, const char *text, size_t before, size_t at, size_t bare) {
    size_t next, half = 0;
    float worth = worth_of(p, text + at, bare - at);
    if (worth == 0) return put(p, text + at, bare - at);
    const char *known =
        before < at ? find_half(p, text + at, bare - at, worth, text + before, at - before, 1, &half) : NULL;
    if (!known && bare + 1 < part->text_length && text[bare] == ' ') {
        word_end(text, part->text_length, bare + 1, &next);
        if (next > bare + 1) known = find_half(p, text + at, bare - at, worth, text + bare, next - bare, 0, &half);
    }
    size_t seam = known ? 0 : find_seam(p, text + at, bare - at);
    if (seam) {
        opis_status status = put(p, text + at, seam);
        if (status == OPIS_OK) status = put(p, " ", 1);
        note_mended(p, part);
        return status == OPIS_OK ? put(p, text + at + seam, bare - at - seam) : status;
    }
    if (!known) return put(p, text + at, bare - at);
    note_mended(p, part);
    return put(p, known, half);
}

static opis_status mend_part(pairs *p, opis_index_part *part) {
    const char *text = p->index->texts.bytes + part->text;
    size_t first = p->mended.length, before = part->text_length, bare;
    opis_status status = part->strange ? OPIS_OK : put(p, text, part->text_length);
    for (size_t at = 0; part->strange && at < part->text_length && status == OPIS_OK;) {
        size_t end = word_end(text, part->text_length, at, &bare);
        status = mend_word(p, part, text, before, at, bare);
        if (status == OPIS_OK) status = put(p, text + bare, (end < part->text_length ? end + 1 : end) - bare);
        before = bare == end ? at : part->text_length;
        at = end + 1;
    }
    return status == OPIS_OK ? opis_index_reword(p->index, part, &p->mended, first, p->error) : status;
}

/* Once over all parts. */
static opis_status mend_once(pairs *p) {
    p->known.count = 0;
    p->has_mended = 0;
    p->mended = (opis_index_texts){NULL, 0, 0};
    opis_vocabulary_make(&p->all, p->index->texts.bytes);
    opis_status status = read_pairs(p);
    for (size_t i = 0; i < p->index->part_count && status == OPIS_OK; i++) status = mend_part(p, &p->index->parts[i]);
    if (status == OPIS_OK)
        opis_index_exchange(p->index, p->mended);
    else
        opis_resize(p->mended.bytes, 0);
    opis_vocabulary_release(&p->all);
    return status;
}

/* A word that was mended may tell the one beside it: twice. */
opis_status opis_index_mend_pairs(opis_index *index, const opis_book *book, opis_error *error) {
    pairs p = {.index = index, .book = book, .error = error};
    size_t worth_room = 0, distance_room = 0;
    opis_status status = opis_reserve(&p.worths, &worth_room, WORTHS, sizeof *p.worths, error);
    if (status == OPIS_OK) status = opis_reserve(&p.distances, &distance_room, MEASURED, sizeof *p.distances, error);
    if (status == OPIS_OK) {
        memset(p.worths, 0, WORTHS * sizeof *p.worths);
        memset(p.distances, 0, MEASURED * sizeof *p.distances);
        status = mend_once(&p);
    }
    if (status == OPIS_OK && p.has_mended) status = mend_once(&p);
    opis_resize(p.worths, 0);
    opis_resize(p.distances, 0);
    return status;
}
