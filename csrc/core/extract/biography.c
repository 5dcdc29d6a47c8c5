#include "extract/biography.h"

#include <math.h>
#include <string.h>

#include "extract/back.h"
#include "extract/extract.h"
#include "extract/printed.h"
#include "letters.h"
#include "memory.h"

/* What speaks for a head: initials, an empty line or a new page before it; what letters out of order speak against. */
#define WORTH_OF_HEAD 1.0f
#define WORTH_OF_INITIALS 2.5f
#define WORTH_OF_BREAK 1.5f
#define OUT_OF_ORDER 3.0f
#define LETTERS 27
/* What speaks from the start for a surname being damaged; more where the book prints it nowhere else, or it breaks
   the order; and from which worth on another reading is a rival that leaves it in doubt. */
#define WORTH_OF_MENDING 1.0f
#define WORTH_OF_LONE_NAME 3.5f
#define WORTH_OF_MISPLACED 2.0f
#define WORTH_OF_RIVAL 3.0f
/* Marks that stand in a surname show where it is damaged: what each speaks for, and what it may cost more. */
#define WORTH_OF_MARK 4.5f
#define DEAREST_MARK 4.0f
/* Another form that occurs once says little against a surname in its place: no more than this. */
#define FEWEST 2
#define DEAREST_SINGLE 1.1f
/* Two letters read as one: what speaks for it, what it may cost, and how often the other form must occur. */
#define WORTH_OF_UNMERGED 3.5f
#define DEAREST_MERGING 1.6f
#define FEWEST_UNMERGED 3
#define FATE_DISTANCE 0.9f
#define SHORTEST_DAMAGED_FATE 7
#define FATE_APART 2 /* letters that a damaged one has more or less */
#define JUDGED_LETTERS 16
#define JUDGED 512

/* A word in small letters, all noughts behind them, and whether it is one of a fate. */
typedef struct judged_word {
    uint64_t letters[JUDGED_LETTERS / sizeof(uint64_t)];
    uint8_t is_fate;
} judged_word;

typedef struct sketch {
    opis_sketch_head head;
    uint32_t line;  /* from 0 */
    uint8_t letter; /* 1 to 26; 0 where it does not read */
    uint8_t after_break;
    float worth;
} sketch;

typedef struct sketches {
    sketch *items; /* owned */
    size_t count, capacity;
    opis_section section;
    const opis_vocabulary *names; /* the words of the book */
    uint32_t fate_lengths;        /* a bit for each length that a word of a fate may have, damaged or not */
    judged_word judged[JUDGED];   /* the words that were judged last: sketches are told in the same few */
} sketches;

static uint8_t letter_of(char c) {
    return is_ascii_letter(c) ? (uint8_t)((c | 0x20) - 'a' + 1) : 0;
}

static opis_status find_heads(sketches *found, const opis_book *book, opis_error *error) {
    const opis_layout *layout = &book->layout;
    uint32_t stop = found->section.end ? layout->lines[found->section.end - 1].end : 0;
    int after_break = 1;
    for (uint32_t line = found->section.first; line < found->section.end; line++) {
        sketch at = {.line = line};
        if (!opis_is_section_text(book, line)) {
            after_break = 1;
            continue;
        }
        at.after_break = (uint8_t)(after_break || layout->lines[line].indented);
        after_break = 0;
        if (!opis_sketch_head_read(&at.head, book, layout->lines[line].start, stop)) continue;
        at.letter = letter_of(book->source.bytes[at.head.start]);
        at.worth = WORTH_OF_HEAD + (at.head.initials ? WORTH_OF_INITIALS : 0) + (at.after_break ? WORTH_OF_BREAK : 0);
        opis_status status = opis_reserve(&found->items, &found->capacity, found->count + 1, sizeof at, error);
        if (status != OPIS_OK) return status;
        found->items[found->count++] = at;
    }
    return OPIS_OK;
}

/*
 * Heads ascend in the alphabet.  For each letter the best worth of a chain of heads that ends with it; the heads that
 * break the order at too high a price are left out: years in brackets that running text opens a line with.
 */
static opis_status keep_order(sketches *found, opis_error *error) {
    float best[LETTERS] = {0};
    uint8_t(*from)[LETTERS] = NULL;
    size_t capacity = 0, kept = 0;
    opis_status status = opis_reserve(&from, &capacity, found->count + 1, sizeof *from, error);
    if (status != OPIS_OK) return status;
    for (size_t i = 0; i < found->count; i++) {
        const sketch *at = &found->items[i];
        float gain = -INFINITY;
        uint8_t before = 0;
        for (uint8_t letter = 0; letter < LETTERS; letter++) {
            float worth = best[letter] + at->worth - (at->letter && letter > at->letter ? OUT_OF_ORDER : 0);
            from[i][letter] = LETTERS;
            if (worth <= gain) continue;
            gain = worth;
            before = letter;
        }
        uint8_t letter = at->letter ? at->letter : before;
        if (gain < best[letter]) continue;
        best[letter] = gain;
        from[i][letter] = before;
    }
    uint8_t letter = 0;
    for (uint8_t i = 1; i < LETTERS; i++)
        if (best[i] > best[letter]) letter = i;
    for (size_t i = found->count; i-- > 0;) {
        int in_chain = from[i][letter] < LETTERS;
        if (in_chain) letter = from[i][letter];
        found->items[i].worth = (float)in_chain;
    }
    for (size_t i = 0; i < found->count; i++)
        if (found->items[i].worth > 0) found->items[kept++] = found->items[i];
    found->count = kept;
    opis_resize(from, 0);
    return OPIS_OK;
}

/* Whether a surname keeps its place between its neighbours. */
static int keeps_place(const sketches *found, const opis_book *book, size_t i, const char *name, size_t length) {
    const char *bytes = book->source.bytes;
    for (int side = -1; side <= 1; side += 2) {
        if ((side < 0 && i == 0) || (side > 0 && i + 1 == found->count)) continue;
        const opis_sketch_head *next = &found->items[side < 0 ? i - 1 : i + 1].head;
        size_t other = next->name_end - next->start, shorter = other < length ? other : length;
        int order = memcmp(name, bytes + next->start, shorter);
        if (order * side > 0) return 0;
    }
    return 1;
}

/* "rn" taken for m: of two forms that are both well known the longer was printed. */
static const opis_word *find_unmerged(const opis_vocabulary *names, const opis_book *book, const char *name,
                                      size_t length, uint32_t count) {
    const opis_word *longer =
        opis_vocabulary_mend(names, book->glyphs, name, length, WORTH_OF_UNMERGED, DEAREST_MERGING, FEWEST_UNMERGED);
    return longer && longer->length == length + 1 && longer->count * 2 >= count ? longer : NULL;
}

/* How many marks no name holds stand in a surname. */
static float marks_in(const char *name, size_t length) {
    float marks = 0;
    for (size_t i = 0; i < length; i++) marks += !letter_of(name[i]) && !strchr("-'.", name[i]) && !(name[i] & 0x80);
    return marks;
}

/* The surname as it was printed most likely, and what speaks for it. */
static size_t settle_name(const sketches *found, const opis_book *book, size_t i, char name[OPIS_NAME_LENGTH],
                          uint8_t *status) {
    const opis_sketch_head *head = &found->items[i].head;
    const char *bytes = book->source.bytes;
    size_t length = 0;
    for (uint32_t j = head->start; j < head->name_end && length < OPIS_NAME_LENGTH; j++)
        if (bytes[j] != ' ') name[length++] = bytes[j];
    int placed = keeps_place(found, book, i, name, length);
    uint32_t count = opis_vocabulary_count(found->names, name, length);
    float marks = marks_in(name, length);
    float worth = WORTH_OF_MENDING + (placed ? 0 : WORTH_OF_MISPLACED) + (count > 1 ? 0 : WORTH_OF_LONE_NAME);
    const opis_word *known =
        opis_vocabulary_mend(found->names, book->glyphs, name, length, worth + WORTH_OF_MARK * marks,
                             OPIS_DEAREST_MENDING + DEAREST_MARK * marks, placed ? FEWEST : 1);
    /* Unless marks spoke for them, what was found wanting is so at a lower price; what occurs once is no better than a
       name in its place that occurs more often. */
    if (!known && (marks > 0 || (placed && count <= 1)))
        known = opis_vocabulary_mend(found->names, book->glyphs, name, length, worth, DEAREST_SINGLE, 1);
    int sure = head->cost == 0 && count > 1 && placed &&
               !opis_vocabulary_mend(found->names, book->glyphs, name, length, WORTH_OF_RIVAL, OPIS_DEAREST_MENDING, 1);
    *status = sure ? OPIS_CLEAN : OPIS_LIKELY;
    if (!known) known = find_unmerged(found->names, book, name, length, count);
    if (!known || known->length >= OPIS_NAME_LENGTH ||
        !keeps_place(found, book, i, found->names->bytes + known->start, known->length))
        return length;
    memcpy(name, found->names->bytes + known->start, known->length);
    *status = OPIS_LIKELY;
    return known->length;
}

/* A bit for each letter of a word. */
static uint32_t letters_of(const char *word, size_t length) {
    uint32_t letters = 0;
    for (size_t i = 0; i < length; i++) letters |= 1u << (word[i] & 31);
    return letters;
}

/* Whether a word in small letters is one that says how a life was ended, damaged or not. */
static int is_fate(const opis_book *book, const char *word, size_t length) {
    uint32_t of_word = letters_of(word, length);
    for (size_t k = 0; k < book->style->fates.count; k++) {
        const char *fate = book->style->fates.items[k];
        size_t printed = strlen(fate);
        if (length + FATE_APART < printed || length > printed + FATE_APART) continue;
        if (length == printed && memcmp(word, fate, length) == 0) return 1;
        if (printed < SHORTEST_DAMAGED_FATE) continue;
        uint32_t letters = letters_of(fate, printed);
        if (__builtin_popcount(letters & of_word) * 2 < __builtin_popcount(letters)) continue;
        float limit = FATE_DISTANCE * (float)printed;
        if (isfinite(opis_glyphs_distance(book->glyphs, word, length, fate, printed, limit))) return 1;
    }
    return 0;
}

static uint32_t lengths_of_fates(const opis_style *style) {
    uint32_t lengths = 0;
    for (size_t k = 0; k < style->fates.count; k++) {
        size_t length = strlen(style->fates.items[k]), apart = length < SHORTEST_DAMAGED_FATE ? 0 : FATE_APART;
        for (size_t i = length - apart; i <= length + apart && i < JUDGED_LETTERS; i++) lengths |= 1u << i;
    }
    return lengths;
}

/* The same of a word as it is printed, which may have been judged before. */
static int recall_fate(sketches *found, const opis_book *book, const char *printed, size_t length) {
    char word[JUDGED_LETTERS] = {0};
    uint64_t letters[2];
    for (size_t i = 0; i < length; i++) word[i] = (char)(printed[i] | 0x20);
    memcpy(letters, word, sizeof letters);
    uint64_t mixed = (letters[0] ^ letters[1] * 0x9E3779B97F4A7C15u) * 0x9E3779B97F4A7C15u;
    judged_word *kept = &found->judged[mixed >> 32 & (JUDGED - 1)];
    if (kept->letters[0] != letters[0] || kept->letters[1] != letters[1])
        *kept = (judged_word){{letters[0], letters[1]}, (uint8_t)is_fate(book, word, length)};
    return kept->is_fate;
}

/* Whether the entry says how a life was ended. */
static int tells_fate(sketches *found, const opis_book *book, const opis_joined *text) {
    for (size_t i = 0; i < text->length; i++) {
        size_t start = i;
        while (i < text->length && is_ascii_letter(text->text[i])) i++;
        size_t length = i - start;
        if (length < JUDGED_LETTERS && found->fate_lengths >> length & 1 &&
            recall_fate(found, book, text->text + start, length))
            return 1;
    }
    return 0;
}

static opis_status read_entry(opis_joined *text, const opis_book *book, const sketch *at, uint32_t limit,
                              uint32_t *last, opis_error *error) {
    opis_status status = OPIS_OK;
    text->length = 0;
    *last = at->line;
    for (uint32_t line = at->line; line < limit && status == OPIS_OK; line++) {
        const opis_line *printed = &book->layout.lines[line];
        if (!opis_is_section_text(book, line) || printed->end <= at->head.end) continue;
        uint32_t start = printed->start < at->head.end ? at->head.end : printed->start;
        status = opis_joined_add(text, book, start, printed->end, error);
        *last = line;
    }
    return status;
}

static opis_status add_sketch(opis_book *book, sketches *found, size_t i, opis_joined *text, opis_error *error) {
    const opis_sketch_head *head = &found->items[i].head;
    uint32_t limit = i + 1 < found->count ? found->items[i + 1].line : found->section.end, last;
    char name[2 * OPIS_NAME_LENGTH + 2];
    opis_status status = read_entry(text, book, &found->items[i], limit, &last, error);
    opis_biography *row = status == OPIS_OK ? opis_records_add(&book->records, OPIS_BIOGRAPHY, error) : NULL;
    if (!row) return status == OPIS_OK ? error->status : status;
    size_t length = settle_name(found, book, i, name, &row->record.status);
    if (head->given_length) {
        name[length] = ',';
        name[length + 1] = ' ';
        memcpy(name + length + 2, head->given, head->given_length);
        length += head->given_length + 2;
    }
    row->record.start = head->start;
    row->record.end = head->end;
    row->record.line = (int32_t)found->items[i].line + 1;
    row->end_line = (int32_t)last + 1;
    row->born = head->born;
    row->died = head->died;
    row->repressed = (uint8_t)tells_fate(found, book, text);
    status = opis_records_text(&book->records, name, length, &row->name, error);
    if (status == OPIS_OK && head->alias_end > head->alias_start)
        status = opis_records_text(&book->records, book->source.bytes + head->alias_start,
                                   head->alias_end - head->alias_start, &row->alias, error);
    int32_t number = (int32_t)OPIS_ROW_COUNT(book, OPIS_BIOGRAPHY) - 1;
    return status == OPIS_OK ? opis_careers_read(book, text, number, error) : status;
}

opis_status opis_extract_biographies(opis_book *book, opis_error *error) {
    sketches found;
    opis_joined text = {.length = 0};
    memset(&found, 0, sizeof found);
    found.section = opis_back_matter_find(book).sketches;
    found.fate_lengths = lengths_of_fates(book->style);
    if (found.section.first == found.section.end) return OPIS_OK;
    opis_status status = find_heads(&found, book, error);
    if (status == OPIS_OK) status = keep_order(&found, error);
    found.names = status == OPIS_OK ? opis_printed_words(book, error) : NULL;
    if (!found.names) status = error->status;
    for (size_t i = 0; found.names && i < found.count && status == OPIS_OK; i++)
        if (!found.items[i].head.sends_on) status = add_sketch(book, &found, i, &text, error);
    opis_joined_release(&text);
    opis_resize(found.items, 0);
    return status;
}
