#include "extract/volume.h"

#include <string.h>

#include "extract/back.h"
#include "letters.h"
#include "memory.h"
#include "mend/lexicon.h"
#include "text/fold.h"
#include "text/furniture.h"
#include "text/tokens.h"

/* An index has ended where so many leaves in a row, and more than it has, look like none. */
#define FEWEST_OTHER_LEAVES 8
/* So many leaves of an index in a row may look like none: letters, cross-references. */
#define MOST_ODD_LEAVES 2
/* A table full of numbers may look like one; its lines do not begin with so many letters, so often in order. */
#define FEWEST_LETTERS 8
#define IN_ORDER 0.7
/* No volume is shorter, so that many of them take no longer than one of their length. */
#define SHORTEST_VOLUME 8192
/* A count begins anew where one in so many of its numbers, and so many at the least, have been before. */
#define SHARE_AGAIN 3
#define FEWEST_FOLIOS 3
/* A line that opens a volume is known again where it has so many letters. */
#define FEWEST_LETTERS_OF_TITLE 4
/* The last leaf of an index and the first of a volume may be one: so many of its lines may end without a locator. */
#define LINES_WITHOUT_LOCATOR 6
#define LOCATOR_DIGITS 3
#define LONGEST_NUMBER 5
#define KINDS_OF_LETTERS 64

/* Leaves that look like an index: the first and the last of them. */
typedef struct closing {
    uint32_t first_leaf, last_leaf;
} closing;

/* The numbers of one sort in a part of the text. */
typedef struct numbers {
    int32_t highest;
    uint32_t count, again; /* all, and those that are not above the highest of the part before */
} numbers;

/* What is counted in a part of the text. */
typedef struct part {
    numbers documents, folios;
    int chapters, chapter_again; /* whether chapters open here, and one that opened in the part before as well */
} part;

typedef struct finder {
    opis_book *book;
    closing *closings; /* owned */
    size_t closing_count, closing_capacity;
    opis_lexicon chapters; /* the lines that open a chapter of the volume; owned */
    uint32_t first_line;   /* of the volume that is not yet closed */
    int ends_with_index;   /* the text does, or soon behind it */
    opis_error *error;
} finder;

/* ---- Indexes with other text behind --------------------------------------------------------------------- */

/* The capitals that lines begin with. */
typedef struct alphabet {
    uint64_t letters;
    uint32_t last, pairs, ordered; /* lines behind another, and those of them not before it in the alphabet */
} alphabet;

/* Leaves of an index so far, and what stands behind the last of them. */
typedef struct run {
    closing at;
    alphabet alphabet;
    uint32_t own, other, again; /* leaves of the index; behind it, of another kind and again of its kind */
} run;

static void add_leaf(run *index, const opis_book *book, uint32_t leaf) {
    const opis_leaf *at = &book->layout.leaves[leaf];
    alphabet *seen = &index->alphabet;
    if (index->own == 0) index->at.first_leaf = leaf;
    index->at.last_leaf = leaf;
    index->own += index->again + 1;
    index->other = index->again = 0;
    for (uint32_t line = at->first_line; line < at->end_line; line++) {
        const opis_line *printed = &book->layout.lines[line];
        uint32_t code;
        if (printed->role == OPIS_LINE_EMPTY) continue;
        opis_fold_decode(book->source.bytes + printed->start, printed->end - printed->start, &code);
        if (!opis_fold_is_capital(code)) continue;
        seen->letters |= (uint64_t)1 << code % KINDS_OF_LETTERS;
        seen->pairs += seen->last != 0;
        seen->ordered += seen->last != 0 && code >= seen->last;
        seen->last = code;
    }
}

/* Whether the lines of an index go through the alphabet. */
static int is_alphabetical(const alphabet *seen) {
    return __builtin_popcountll(seen->letters) >= FEWEST_LETTERS && seen->ordered >= IN_ORDER * seen->pairs;
}

/* A leaf that looks like one of an index: one table does so, too, and one of the text behind an index may. */
static void take_leaf(run *index, const opis_book *book, uint32_t leaf) {
    int goes_on = index->other <= MOST_ODD_LEAVES || index->again + 1 >= index->other;
    if (!goes_on && is_alphabetical(&index->alphabet)) {
        index->again++;
        return;
    }
    if (!goes_on) *index = (run){.own = 0};
    add_leaf(index, book, leaf);
}

/* Whether a leaf looks like a page of an index; its tokens are found where they are not kept. */
static opis_status is_index_leaf(const finder *f, const opis_leaf *leaf, int *is) {
    uint32_t lines;
    if (!f->book->layout.apart) {
        *is = opis_is_index_leaf(f->book, leaf);
        return OPIS_OK;
    }
    *is = opis_is_narrow_leaf(f->book, leaf, &lines);
    if (!*is) return OPIS_OK;
    const opis_source *source = &f->book->source;
    uint32_t start = source->line_starts[leaf->first_line], end = source->line_starts[leaf->end_line];
    opis_token *tokens;
    size_t count;
    opis_status status = opis_tokens_find(source->bytes + start, end - start, &tokens, &count, f->error);
    if (status != OPIS_OK) return status;
    *is = opis_has_locators(tokens, count, lines);
    opis_tokens_free(tokens);
    return OPIS_OK;
}

static opis_status find_closings(finder *f) {
    const run none = {.own = 0};
    run index = none;
    opis_status status = OPIS_OK;
    for (uint32_t leaf = 0; leaf < f->book->layout.leaf_count && status == OPIS_OK; leaf++) {
        int is_index;
        status = is_index_leaf(f, &f->book->layout.leaves[leaf], &is_index);
        if (status != OPIS_OK) return status;
        if (is_index) {
            take_leaf(&index, f->book, leaf);
            continue;
        }
        index.other += index.own > 0;
        if (index.other < index.again + FEWEST_OTHER_LEAVES || index.other <= index.own) continue;
        if (is_alphabetical(&index.alphabet)) {
            status =
                opis_reserve(&f->closings, &f->closing_capacity, f->closing_count + 1, sizeof *f->closings, f->error);
            if (status == OPIS_OK) f->closings[f->closing_count++] = index.at;
        }
        index = none;
    }
    f->ends_with_index = is_alphabetical(&index.alphabet);
    return status;
}

/* ---- Where the next volume begins ----------------------------------------------------------------------- */

/* Whether a line is the one that opens the volume. */
static int opens_volume(const finder *f, uint32_t line) {
    const opis_line *title = &f->book->layout.lines[f->first_line], *at = &f->book->layout.lines[line];
    const char *bytes = f->book->source.bytes;
    uint32_t length = title->end - title->start, letters = 0;
    if (at->end - at->start != length || memcmp(bytes + at->start, bytes + title->start, length) != 0) return 0;
    for (uint32_t i = title->start; i < title->end; i++) letters += is_letter(bytes[i]) || (bytes[i] & 0x80);
    return letters >= FEWEST_LETTERS_OF_TITLE;
}

/* The line within an index, or on the leaf behind, that opened the volume before; the end of the text where none is. */
static uint32_t find_title(const finder *f, closing at) {
    const opis_layout *layout = &f->book->layout;
    for (uint32_t line = layout->leaves[at.first_leaf].first_line; line < layout->leaves[at.last_leaf + 1].end_line;
         line++)
        if (layout->lines[line].role != OPIS_LINE_EMPTY && opens_volume(f, line)) return line;
    return layout->line_count;
}

static int ends_with_locator(const opis_book *book, uint32_t line) {
    uint32_t count;
    const opis_token *tokens = opis_line_tokens(&book->layout, book->tokens, line, &count);
    return count > 0 && tokens[count - 1].class_ == OPIS_NUMBER && tokens[count - 1].length <= LOCATOR_DIGITS;
}

/* The leaf behind an index may begin with the end of it: behind its last locator, there. */
static uint32_t behind_index(const opis_book *book, closing at) {
    const opis_layout *layout = &book->layout;
    const opis_leaf *next = &layout->leaves[at.last_leaf + 1];
    uint32_t begin = next->first_line, without = 0;
    for (uint32_t line = next->first_line; line < next->end_line && without < LINES_WITHOUT_LOCATOR; line++) {
        if (layout->lines[line].role == OPIS_LINE_EMPTY) continue;
        without = ends_with_locator(book, line) ? 0 : without + 1;
        if (!without) begin = line + 1;
    }
    while (begin < next->end_line && layout->lines[begin].role == OPIS_LINE_EMPTY) begin++;
    return begin < next->end_line ? begin : next->first_line;
}

/* ---- What is counted anew ------------------------------------------------------------------------------- */

static void count(numbers *counted, const opis_book *book, uint32_t start, uint32_t end, const numbers *before) {
    int32_t number = 0;
    if (end - start > LONGEST_NUMBER || end == start) return;
    for (uint32_t i = start; i < end; i++) {
        if (!is_digit(book->source.bytes[i])) return;
        number = number * 10 + (book->source.bytes[i] - '0');
    }
    counted->count++;
    counted->again += number <= before->highest;
    if (number > counted->highest) counted->highest = number;
}

static void count_line(part *counted, const finder *f, uint32_t line, const part *before) {
    const opis_book *book = f->book;
    const opis_line *at = &book->layout.lines[line];
    opis_furniture furniture = {&f->book->layout, book->source.bytes, book->tokens, book->style, book->glyphs};
    uint32_t start, end, rest, tokens;
    if (at->role == OPIS_LINE_HEADING && opis_furniture_heading(&furniture, line, &start, &end, &rest))
        count(&counted->documents, book, start, end, &before->documents);
    if (at->role != OPIS_LINE_HEAD && at->role != OPIS_LINE_FOLIO) return;
    const opis_token *first = opis_line_tokens(&book->layout, book->tokens, line, &tokens);
    const opis_token *folio = first->class_ == OPIS_NUMBER ? first : first + tokens - 1;
    count(&counted->folios, book, folio->start, folio->start + folio->length, &before->folios);
}

static uint64_t key_of_line(const opis_book *book, uint32_t line) {
    const opis_line *at = &book->layout.lines[line];
    return opis_fold_hash(OPIS_FOLD_START, book->source.bytes + at->start, at->end - at->start);
}

/* Count the lines [first, end), against what was counted of the volume before. */
static part count_part(const finder *f, uint32_t first, uint32_t end, const part *before) {
    part counted = {{0, 0, 0}, {0, 0, 0}, 0, 0};
    for (uint32_t line = first; line < end; line++) {
        count_line(&counted, f, line, before);
        if (f->book->layout.lines[line].role != OPIS_LINE_CHAPTER) continue;
        counted.chapters = 1;
        counted.chapter_again |= opis_lexicon_weight(&f->chapters, key_of_line(f->book, line)) > 0;
    }
    return counted;
}

static opis_status keep_chapters(finder *f, uint32_t first, uint32_t end) {
    opis_status status = OPIS_OK;
    for (uint32_t line = first; line < end && status == OPIS_OK; line++)
        if (f->book->layout.lines[line].role == OPIS_LINE_CHAPTER)
            status = opis_lexicon_add(&f->chapters, key_of_line(f->book, line), 1, f->error);
    return status;
}

static int begins_anew(const numbers *counted, const numbers *before, uint32_t fewest) {
    return before->count >= fewest && counted->again >= fewest && counted->again * SHARE_AGAIN >= counted->count;
}

static void add_numbers(numbers *to, const numbers *from) {
    if (from->highest > to->highest) to->highest = from->highest;
    to->count += from->count;
}

static opis_status add_volume(finder *f, uint32_t line) {
    opis_book *book = f->book;
    size_t next = (size_t)book->volume_count + 1;
    opis_status status = opis_reserve(&book->volumes, &book->volume_capacity, next, sizeof *book->volumes, f->error);
    if (status == OPIS_OK) book->volumes[book->volume_count++] = line;
    f->first_line = line;
    opis_lexicon_release(&f->chapters);
    return status;
}

/* Whether the volume that goes up to a line is long enough, and what is left behind it. */
static int is_long(const finder *f, uint32_t line) {
    const opis_source *source = &f->book->source;
    return source->line_starts[line] - source->line_starts[f->first_line] >= SHORTEST_VOLUME &&
           source->length - source->line_starts[line] >= SHORTEST_VOLUME;
}

/* Behind each index either another volume begins, or the same one goes on. */
static opis_status part_by_numbers(finder *f) {
    const opis_layout *layout = &f->book->layout;
    uint32_t end = layout->leaves[f->closings[0].first_leaf].first_line;
    part volume = count_part(f, f->first_line, end, &(part){{0, 0, 0}, {0, 0, 0}, 0, 0});
    opis_status status = keep_chapters(f, f->first_line, end);
    for (size_t i = 0; i < f->closing_count && status == OPIS_OK; i++) {
        closing at = f->closings[i];
        uint32_t title = find_title(f, at), first = title < layout->line_count ? title : behind_index(f->book, at);
        end = i + 1 < f->closing_count ? layout->leaves[f->closings[i + 1].first_leaf].first_line : layout->line_count;
        part next = count_part(f, first, end, &volume);
        int has_index = i + 1 < f->closing_count || f->ends_with_index;
        int is_other = title < layout->line_count || next.chapter_again || (next.chapters && has_index) ||
                       begins_anew(&next.documents, &volume.documents, 1) ||
                       begins_anew(&next.folios, &volume.folios, FEWEST_FOLIOS);
        if (is_other && is_long(f, first)) {
            status = add_volume(f, first);
            volume = next;
        } else {
            add_numbers(&volume.documents, &next.documents);
            add_numbers(&volume.folios, &next.folios);
        }
        if (status == OPIS_OK) status = keep_chapters(f, first, end);
    }
    return status;
}

/* The same where the title of the first volume comes again behind every index; else there is none. */
static opis_status part_by_titles(finder *f) {
    opis_status status = OPIS_OK;
    for (size_t i = 0; i < f->closing_count && status == OPIS_OK; i++) {
        uint32_t title = find_title(f, f->closings[i]);
        if (title == f->book->layout.line_count || !is_long(f, title)) {
            f->book->volume_count = 0;
            return OPIS_OK;
        }
        status = add_volume(f, title);
    }
    return status;
}

static opis_status find_volumes(opis_book *book, opis_status (*part)(finder *f), opis_error *error) {
    finder f = {.book = book, .error = error};
    while (f.first_line < book->layout.line_count && book->layout.lines[f.first_line].role == OPIS_LINE_EMPTY)
        f.first_line++;
    opis_status status = find_closings(&f);
    if (status == OPIS_OK && f.closing_count) status = part(&f);
    opis_lexicon_release(&f.chapters);
    opis_resize(f.closings, 0);
    return status;
}

opis_status opis_volumes_find_titled(opis_book *book, opis_error *error) {
    if (book->whole) return OPIS_OK;
    opis_status status =
        opis_layout_find_leaves(&book->layout, &book->source, book->tokens, book->style, book->glyphs, error);
    if (status == OPIS_OK) status = find_volumes(book, part_by_titles, error);
    opis_layout_forget_pages(&book->layout);
    return status;
}

opis_status opis_volumes_find_counted(opis_book *book, opis_error *error) {
    return book->whole ? OPIS_OK : find_volumes(book, part_by_numbers, error);
}
