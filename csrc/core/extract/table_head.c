/*
 * The heads of columns.  Each is a block of a few words a line; the blocks stand side by side with their last lines
 * level, and the scan reads across them.  Of all ways to deal the words of each line to columns from left to right,
 * the one is taken in which heads begin with capitals, go on with small letters and fill their places evenly.
 */
#include <stddef.h>
#include <string.h>

#include "extract/table.h"
#include "memory.h"
#include "letters.h"

#define MOST_LINES 10
#define MOST_WORDS 24
/* More blocks than this are not told apart: time grows threefold with each. */
#define MOST_BLOCKS 7
#define MASKS (1u << MOST_BLOCKS)
#define BLOCK_PARTS 4
#define SEQUENCES (2 * MASKS)

#define SMALL_START 2.0f /* a head begins with a small letter */
#define CAPITAL_INSIDE 1.0f
#define CAPITAL_AGAIN 1.5f /* a head goes on with a capital */
#define ALL_CAPITALS 0.3f  /* an acronym is no beginning */
#define LETTER_INSIDE 6.0f /* "B:" begins a head and nothing else */
#define SIGN_INSIDE 0.6f   /* "% of col. A" opens a line */
#define TWICE 2.0f
#define ONCE 0.3f    /* a capital below a slash that no other head has */
#define HANGING 1.0f /* a head ends with a short word */
#define UNEVEN 0.01f
#define PAIR_GAIN 1.0f
#define STUB_COST 0.4f
#define NEVER 1e9f
#define TIE 1e-3f
#define SHORT_WORD 3

typedef struct head_word {
    uint32_t piece;
    uint16_t width;
    uint8_t small, capitals, lettered, opens, sign;
    uint8_t letter;       /* a capital alone: "col. A" */
    uint8_t stops;        /* it ends with a point, as what is cut short does */
    uint8_t after_letter; /* "B:" stands before it */
    uint8_t goes_on;      /* it ends with a slash or hyphen: the rest stands below it */
} head_word;

typedef struct head_line {
    head_word words[MOST_WORDS];
    uint32_t count;
} head_line;

typedef struct head_layout {
    const opis_table_body *body;
    head_line lines[MOST_LINES];
    uint32_t line_count, blocks;
    int stub; /* the first block is the head of the row labels */
    uint8_t block_of[MOST_LINES][MOST_WORDS];
    float reach[MOST_LINES + 1][MASKS]; /* cost of the lines so far, by the blocks that have begun */
    uint8_t from[MOST_LINES + 1][MASKS];
    float prices[MOST_LINES][BLOCK_PARTS][MOST_WORDS][MOST_WORDS + 1]; /* of words that are one block's */
    /* Of the line that is dealt, by the parts of the blocks that its first words were dealt to: see `costs_of`. */
    float costs[2][SEQUENCES][MOST_WORDS + 1];
    uint8_t is_priced[2][SEQUENCES];
} head_layout;

/* The scan takes a slash for a one: "Barges1" above "boats". */
static int ends_in_slash(const char *bytes, uint32_t length) {
    if (length <= SHORT_WORD || bytes[length - 1] != '1') return 0;
    for (uint32_t i = 1; i + 1 < length; i++)
        if (!is_lower(bytes[i])) return 0;
    return 1;
}

static head_word make_word(const opis_table_body *body, uint32_t piece, const head_word *before) {
    const char *bytes = body->book->source.bytes + body->pieces[piece].start;
    uint32_t length = body->pieces[piece].end - body->pieces[piece].start;
    head_word word = {.piece = piece, .width = (uint16_t)length};
    word.small = is_lower(bytes[0]);
    word.opens = is_upper(bytes[0]) || (length > 1 && strchr("\"'(", bytes[0]) && is_upper(bytes[1]));
    word.capitals = word.opens && length > 1;
    for (uint32_t i = 0; i < length; i++) word.capitals &= !is_lower(bytes[i]);
    word.lettered = length == 2 && is_upper(bytes[0]) && (bytes[1] == ':' || bytes[1] == '.');
    word.sign = bytes[0] == '%';
    word.letter = length == 1 && is_upper(bytes[0]);
    word.stops = bytes[length - 1] == '.';
    word.after_letter = before && before->lettered;
    word.goes_on = bytes[length - 1] == '/' || bytes[length - 1] == '-' || (word.opens && ends_in_slash(bytes, length));
    return word;
}

static int same_word(const head_layout *h, const head_word *a, const head_word *b) {
    const char *bytes = h->body->book->source.bytes;
    return a->width == b->width && a->width > SHORT_WORD &&
           memcmp(bytes + h->body->pieces[a->piece].start, bytes + h->body->pieces[b->piece].start, a->width) == 0;
}

/* Whether a word of the line above goes on below it. */
static int goes_on_above(const head_layout *h, uint32_t line) {
    for (uint32_t i = 0; line > 0 && i < h->lines[line - 1].count; i++)
        if (h->lines[line - 1].words[i].goes_on) return 1;
    return 0;
}

/* Whether the heads have a word twice: what goes on alike in two of them. */
static int comes_again(const head_layout *h, const head_word *word) {
    uint32_t count = 0;
    for (uint32_t line = 0; line < h->line_count; line++)
        for (uint32_t i = 0; i < h->lines[line].count; i++) count += same_word(h, &h->lines[line].words[i], word);
    return count > 1;
}

/* "as % of", "in %" */
static int is_particle(const head_word *word) {
    return word->small && word->width <= SHORT_WORD;
}

/* Whether a word stands in the line above but for its last byte, which says that it goes on: "Barges/", "Barges1". */
static int repeats_above(const head_layout *h, uint32_t line, const head_word *word) {
    const char *bytes = h->body->book->source.bytes;
    for (uint32_t i = 0; line > 0 && i < h->lines[line - 1].count; i++) {
        const head_word *above = &h->lines[line - 1].words[i];
        if (above->goes_on && above->width == word->width && word->width > SHORT_WORD &&
            memcmp(bytes + h->body->pieces[above->piece].start, bytes + h->body->pieces[word->piece].start,
                   word->width - 1u) == 0)
            return 1;
    }
    return 0;
}

/* What a word costs that goes on with the one before it in a block's line. */
static float word_cost(const head_layout *h, const head_word *words, uint32_t i) {
    const head_word *word = &words[i];
    float cost = 0;
    if (word->lettered) cost += LETTER_INSIDE;
    if (word->sign && !word->after_letter && !is_particle(&words[i - 1])) cost += SIGN_INSIDE;
    if (words[i - 1].goes_on) cost += CAPITAL_INSIDE;
    if (word->letter && words[i - 1].stops) return cost;
    if (word->opens && !word->after_letter) cost += word->capitals ? ALL_CAPITALS : CAPITAL_INSIDE;
    return same_word(h, word, &words[i - 1]) ? cost + TWICE : cost;
}

/* What it costs that a block's line opens with a word, if the block begins with it or goes on. */
static float opening_cost(const head_layout *h, uint32_t line, const head_word *word, int begins, int is_stub) {
    float cost = is_stub && word->lettered ? LETTER_INSIDE : 0;
    if (begins) return word->small ? cost + SMALL_START : cost;
    if (word->lettered) return cost + LETTER_INSIDE;
    if (repeats_above(h, line, word)) return cost + TWICE;
    if (word->sign && goes_on_above(h, line)) return cost + ONCE;
    if (!word->opens || word->letter) return cost;
    if (goes_on_above(h, line)) return comes_again(h, word) ? cost : cost + ONCE;
    return cost + (word->capitals ? ALL_CAPITALS : CAPITAL_AGAIN);
}

/* What it costs that words [first, end) of a line are one block's, for each of its four parts: see `part_of`. */
static void price_line(head_layout *h, uint32_t line) {
    const head_word *words = h->lines[line].words;
    uint32_t count = h->lines[line].count;
    for (uint32_t first = 0; first < count; first++) {
        float inside = 0, width = -1;
        for (uint32_t end = first + 1; end <= count; end++) {
            const head_word *last = &words[end - 1];
            width += (float)last->width + 1;
            if (end > first + 1) inside += word_cost(h, words, end - 1);
            int hangs = line + 1 == h->line_count && is_particle(last) && end - first > 1;
            for (int part = 0; part < BLOCK_PARTS; part++)
                h->prices[line][part][first][end] = inside + (hangs ? HANGING : 0) + UNEVEN * width * width +
                                                    opening_cost(h, line, &words[first], part & 1, part & 2);
        }
    }
}

/* The last lines that have words; of a wider line, what fits.  What is dealt is written before it is read. */
static void read_lines(head_layout *h, const opis_table_body *body, opis_head head) {
    size_t first = head.count, seen = 0;
    memset(h, 0, offsetof(head_layout, reach));
    h->body = body;
    while (first > 0 && seen < MOST_LINES) seen += head.lines[--first].count > 0;
    for (size_t i = first; i < head.count && h->line_count < MOST_LINES; i++) {
        head_line *line = &h->lines[h->line_count];
        for (uint32_t k = 0; k < head.lines[i].count && line->count < MOST_WORDS; k++) {
            const head_word *before = line->count ? &line->words[line->count - 1] : NULL;
            if (h->body->pieces[head.lines[i].first + k].kind == OPIS_PIECE_DASH) continue;
            line->words[line->count] = make_word(h->body, head.lines[i].first + k, before);
            line->count++;
        }
        h->line_count += line->count > 0;
    }
    for (uint32_t line = 0; line < h->line_count; line++) price_line(h, line);
}

/* Whether a block begins with this line, and whether it is the head of the row labels. */
static int part_of(const head_layout *h, uint32_t block, uint32_t begun) {
    return !(begun >> block & 1) + (h->stub && block == 0 ? 2 : 0);
}

/* What is still to be paid where the squares of widths are: their distance to the even width, squared. */
static float evening(const head_layout *h, uint32_t line, uint32_t count) {
    float width = -1;
    for (uint32_t i = 0; i < h->lines[line].count; i++) width += (float)h->lines[line].words[i].width + 1;
    float even = width / (float)count;
    return UNEVEN * ((float)count * even * even - 2 * even * (width + 1 - (float)count));
}

/* The least costs of words [0, end) if the block that is the `taken`-th of its line goes on from those before it. */
static void take_block(const head_layout *h, uint32_t line, int part, uint32_t taken, const float *before, float *costs,
                       uint8_t *starts) {
    uint32_t words = h->lines[line].count;
    for (uint32_t end = 0; end <= words; end++) costs[end] = NEVER;
    for (uint32_t end = taken; end <= words; end++)
        for (uint32_t first = taken - 1; first < end; first++) {
            float cost = before[first] + h->prices[line][part][first][end];
            /* Of two even ways, a word goes with those before it: "sent by" ends a line more often than it opens one.
             */
            if (cost >= costs[end] + TIE || cost >= NEVER) continue;
            costs[end] = cost;
            if (starts) starts[end] = (uint8_t)first;
        }
}

/* Deal a line's words to the blocks of `mask`, from left to right: `deal` takes the best way. */
static void deal_line(const head_layout *h, uint32_t line, uint32_t mask, uint32_t begun, uint8_t *deal) {
    float costs[MOST_BLOCKS + 1][MOST_WORDS + 1];
    uint8_t starts[MOST_BLOCKS + 1][MOST_WORDS + 1] = {{0}};
    uint32_t blocks[MOST_BLOCKS], count = 0, words = h->lines[line].count;
    for (uint32_t i = 0; i <= words; i++) costs[0][i] = i ? NEVER : 0;
    for (uint32_t b = 0; b < h->blocks; b++) {
        if (!(mask >> b & 1)) continue;
        take_block(h, line, part_of(h, b, begun), count + 1, costs[count], costs[count + 1], starts[count + 1]);
        blocks[count++] = b;
    }
    if (costs[count][words] >= NEVER) return;
    for (uint32_t s = count, end = words; s > 0; end = starts[s][end], s--)
        for (uint32_t i = starts[s][end]; i < end; i++) deal[i] = (uint8_t)blocks[s - 1];
}

/*
 * The least costs of a line's first words, [0, end), if they are dealt to so many blocks.  Which blocks these are does
 * not matter, only which of them begin here: that is a bit for each behind a first one, and whether the first of all is
 * the stub's.  So of the many ways to choose blocks that may have begun, and others that begin here, few are priced.
 */
static const float *costs_of(head_layout *h, uint32_t line, int of_stub, uint32_t sequence) {
    float *costs = h->costs[of_stub][sequence];
    if (h->is_priced[of_stub][sequence]) return costs;
    uint32_t taken = 0;
    while (sequence >> taken > 1) taken++;
    if (taken) {
        const float *before = costs_of(h, line, of_stub, sequence >> 1);
        int part = (int)(sequence & 1) + (of_stub && taken == 1 ? 2 : 0);
        take_block(h, line, part, taken, before, costs, NULL);
    } else {
        for (uint32_t end = 0; end <= h->lines[line].count; end++) costs[end] = end ? NEVER : 0;
    }
    h->is_priced[of_stub][sequence] = 1;
    return costs;
}

/* One line that is dealt to every set of blocks that may have begun with it. */
typedef struct dealing {
    uint32_t line, begun;
    float evening[MOST_BLOCKS + 1]; /* by the number of blocks */
} dealing;

/* Deal to the blocks from `block` on; `taken` before it are in `mask`, and `sequence` says which of them begin here. */
static void deal_sets(head_layout *h, const dealing *d, uint32_t block, uint32_t mask, uint32_t taken,
                      uint32_t sequence) {
    uint32_t words = h->lines[d->line].count, has_begun = d->begun >> block & 1;
    if (block < h->blocks) {
        if (!has_begun) deal_sets(h, d, block + 1, mask, taken, sequence);
        if (taken < words) deal_sets(h, d, block + 1, mask | 1u << block, taken + 1, 2 * sequence + !has_begun);
        return;
    }
    if (taken == 0) return;
    float cost =
        h->reach[d->line][d->begun] + costs_of(h, d->line, h->stub && (mask & 1), sequence)[words] + d->evening[taken];
    if (cost >= h->reach[d->line + 1][mask]) return;
    h->reach[d->line + 1][mask] = cost;
    h->from[d->line + 1][mask] = (uint8_t)d->begun;
}

/* The cost of the best way to deal all lines to so many blocks, if it is less than `limit`; every block reaches down
 * to the last line. */
static float deal_head(head_layout *h, uint32_t blocks, float limit) {
    uint32_t full = (1u << blocks) - 1;
    h->blocks = blocks;
    for (uint32_t mask = 0; mask <= full; mask++) h->reach[0][mask] = mask ? NEVER : 0;
    for (uint32_t line = 0; line < h->line_count; line++) {
        dealing d = {.line = line};
        for (uint32_t count = 1; count <= blocks; count++) d.evening[count] = evening(h, line, count);
        for (uint32_t mask = 0; mask <= full; mask++) h->reach[line + 1][mask] = NEVER;
        memset(h->is_priced, 0, sizeof h->is_priced);
        /* No line lowers the cost. */
        for (d.begun = 0; d.begun <= full; d.begun++)
            if (h->reach[line][d.begun] < limit) deal_sets(h, &d, 0, 0, 0, 1);
    }
    return h->reach[h->line_count][full];
}

static void trace(head_layout *h) {
    uint32_t mask = (1u << h->blocks) - 1;
    for (uint32_t line = h->line_count; line > 0; line--) {
        uint32_t begun = h->from[line][mask];
        deal_line(h, line - 1, mask, begun, h->block_of[line - 1]);
        mask = begun;
    }
}

/* ---- Labels ---------------------------------------------------------------------------------------------- */

typedef struct head_words {
    uint32_t pieces[MOST_LINES * MOST_WORDS];
    size_t count;
} head_words;

static void collect(const head_layout *h, uint32_t block, head_words *words) {
    size_t count = 0;
    for (uint32_t line = 0; line < h->line_count; line++)
        for (uint32_t i = 0; i < h->lines[line].count; i++) {
            if (h->block_of[line][i] != block) continue;
            words->pieces[count++] = h->lines[line].words[i].piece;
        }
    words->count = count;
}

static char byte_of(const opis_table_body *body, uint32_t piece, uint32_t at) {
    const opis_piece *p = &body->pieces[piece];
    return p->start + at < p->end ? body->book->source.bytes[p->start + at] : 0;
}

/* A label of two parts, the second set off by a comma. */
static opis_status join_parts(opis_sketch *sketch, const opis_table_body *body, const head_words *rest,
                              const head_words *own, opis_text *label, opis_error *error) {
    opis_text tail;
    opis_status status = opis_table_join(sketch, body, rest->pieces, rest->count, label, error);
    if (status != OPIS_OK || own->count == 0) return status;
    status = opis_sketch_text(sketch, ", ", label->length ? 2 : 0, &tail, error);
    label->length += tail.length;
    if (status == OPIS_OK) status = opis_table_join(sketch, body, own->pieces, own->count, &tail, error);
    label->length += tail.length;
    return status;
}

/*
 * One head over a count and its share: "B: Number and / % of col. A / ..." or "Expelled (%)".  The share's words are
 * the line that opens with the sign, the count's those before it; the rest names them both.
 */
typedef struct head_pair {
    head_words rest, count, share; /* the share's own, and all words where the sign parts nothing */
} head_pair;

static void push(head_words *words, uint32_t piece) {
    words->pieces[words->count++] = piece;
}

/* Words that join the count to its share: "and". */
static int is_short(const opis_table_body *body, uint32_t piece) {
    return body->pieces[piece].end - body->pieces[piece].start <= SHORT_WORD;
}

static void part_pair(const opis_table_body *body, const head_words *all, size_t sign, head_pair *pair) {
    size_t first = byte_of(body, all->pieces[0], 1) == ':' ? 1 : 0, last = sign, end = sign;
    const opis_source *source = &body->book->source;
    uint32_t line = opis_source_line(source, body->pieces[all->pieces[sign]].start);
    while (end < all->count && opis_source_line(source, body->pieces[all->pieces[end]].start) == line)
        push(&pair->share, all->pieces[end++]);
    while (last > first + 1 && is_short(body, all->pieces[last - 1])) last--;
    for (size_t i = first; i < last; i++) push(&pair->count, all->pieces[i]);
    for (size_t i = 0; i < all->count; i++)
        if (i < first || i >= end) push(&pair->rest, all->pieces[i]);
}

static opis_status label_pair(opis_sketch *sketch, const opis_table_body *body, const head_words *all, uint32_t column,
                              opis_error *error) {
    opis_text *labels = &sketch->columns[column];
    size_t sign = 0;
    while (sign < all->count && byte_of(body, all->pieces[sign], 0) != '%') sign++;
    head_pair *pair = opis_resize(NULL, sizeof *pair);
    if (!pair) return opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory: a table");
    memset(pair, 0, sizeof *pair);
    opis_status status;
    if (sign == 0 || sign == all->count) {
        for (size_t i = 0; i < all->count; i++)
            if (!body->pieces[all->pieces[i]].percent) push(&pair->rest, all->pieces[i]);
        status = join_parts(sketch, body, &pair->rest, &pair->count, &labels[0], error);
        if (status == OPIS_OK) status = join_parts(sketch, body, all, &pair->count, &labels[1], error);
    } else {
        part_pair(body, all, sign, pair);
        status = join_parts(sketch, body, &pair->rest, &pair->count, &labels[0], error);
        if (status == OPIS_OK) status = join_parts(sketch, body, &pair->rest, &pair->share, &labels[1], error);
    }
    opis_resize(pair, 0);
    return status;
}

static opis_status label_columns(opis_sketch *sketch, head_layout *h, const uint8_t *bracketed, int pairs, int stub,
                                 opis_error *error) {
    opis_status status = OPIS_OK;
    trace(h);
    uint32_t block = stub ? 1 : 0;
    for (uint32_t c = 0; c < sketch->column_count && status == OPIS_OK; c++, block++) {
        head_words words = {.count = 0};
        collect(h, block, &words);
        int pair = pairs && c + 1 < sketch->column_count && bracketed[c + 1] && !bracketed[c];
        status = pair ? label_pair(sketch, h->body, &words, c, error)
                      : opis_table_join(sketch, h->body, words.pieces, words.count, &sketch->columns[c], error);
        c += (uint32_t)pair;
    }
    return status;
}

static opis_status number_columns(opis_sketch *sketch, opis_error *error) {
    opis_status status = OPIS_OK;
    for (uint32_t c = 0; c < sketch->column_count && status == OPIS_OK; c++) {
        char label[] = "column 00";
        label[7] = (char)('0' + (c + 1) / 10);
        label[8] = (char)('0' + (c + 1) % 10);
        if (c < 9) label[7] = label[8];
        status = opis_sketch_text(sketch, label, c < 9 ? 8 : 9, &sketch->columns[c], error);
    }
    return status;
}

opis_status opis_table_read_blocks(opis_sketch *sketch, const opis_table_body *body, opis_head head, uint32_t blocks,
                                   opis_text *labels, opis_error *error) {
    opis_status status = OPIS_OK;
    for (uint32_t b = 0; b < blocks; b++) labels[b] = (opis_text){0, 0};
    if (blocks == 0 || blocks > MOST_BLOCKS) return OPIS_OK;
    head_layout *h = opis_resize(NULL, sizeof *h);
    if (!h) return opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory: a table");
    read_lines(h, body, head);
    if (h->line_count && deal_head(h, blocks, NEVER) < NEVER / 2) {
        trace(h);
        for (uint32_t b = 0; b < blocks && status == OPIS_OK; b++) {
            head_words words = {.count = 0};
            collect(h, b, &words);
            status = opis_table_join(sketch, body, words.pieces, words.count, &labels[b], error);
        }
    }
    opis_resize(h, 0);
    return status;
}

opis_status opis_table_read_head(opis_sketch *sketch, const opis_table_body *body, opis_head head,
                                 const uint8_t *bracketed, opis_error *error) {
    uint32_t columns = sketch->column_count, pairs = 0;
    float best = NEVER;
    int best_pairs = 0, best_stub = 0;
    for (uint32_t c = 1; c < columns; c++) pairs += bracketed[c] && !bracketed[c - 1];
    opis_status status = number_columns(sketch, error);
    head_layout *h = status == OPIS_OK ? opis_resize(NULL, sizeof *h) : NULL;
    if (status == OPIS_OK && !h) return opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory: a table");
    if (status != OPIS_OK) return status;
    read_lines(h, body, head);
    /* Fewer blocks take less time, and what they cost bounds the search for more. */
    for (int paired = pairs > 0; paired >= 0; paired--)
        for (int stub = 0; stub <= 1; stub++) {
            uint32_t blocks = columns - (paired ? pairs : 0) + (uint32_t)stub;
            if (blocks > MOST_BLOCKS || h->line_count == 0) continue;
            h->stub = stub;
            float extra = (stub ? STUB_COST : 0) - (paired ? PAIR_GAIN : 0), cost = deal_head(h, blocks, best - extra);
            if (cost + extra >= best) continue;
            cost += extra;
            best = cost;
            best_pairs = paired;
            best_stub = stub;
        }
    if (best < NEVER / 2) {
        h->stub = best_stub;
        deal_head(h, columns - (best_pairs ? pairs : 0) + (uint32_t)best_stub, NEVER);
        status = label_columns(sketch, h, bracketed, best_pairs, best_stub, error);
    }
    opis_resize(h, 0);
    return status;
}
