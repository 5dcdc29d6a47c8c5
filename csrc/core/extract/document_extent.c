#include <string.h>

#include "extract/document.h"

/* Lines narrower than this are ends of paragraphs, lists and headings, in any measure. */
#define NARROWEST_FULL 45
#define WIDEST_FULL 120
/* Lines after a heading that are surely the document's own. */
#define SAMPLE_LINES 25
/* Two measures nearer than this cannot be told apart. */
#define MEASURES_APART 5
/* Letters differ in width: a full line may have so many fewer than its measure. */
#define RAGGED 9
/* How much a full line of either measure says of where it belongs. */
#define NARROW_SAYS 1
#define WIDE_SAYS 2
#define CAPITALS_SAY 1
#define TABLE_SAYS 6
#define TABLE_NUMBER 2
/* A line of capitals has so many words of them, see is_capitals(). */
#define LEAST_CAPITALS 3

/* What opis_in_note() says of lines that ascend: the same of all up to `end`, so that notes are looked at once each. */
typedef struct note_walk {
    const opis_book *book;
    size_t behind; /* the first note that begins behind */
    uint32_t end;
    int inside;
} note_walk;

static note_walk walk_notes(const opis_book *book, uint32_t line) {
    return (note_walk){.book = book, .behind = opis_note_behind(book, line)};
}

static int look_at_notes(note_walk *walk, uint32_t line) {
    const opis_note *notes = OPIS_ROWS(walk->book, OPIS_NOTE);
    size_t count = OPIS_ROW_COUNT(walk->book, OPIS_NOTE);
    while (walk->behind < count && (uint32_t)notes[walk->behind].record.line <= line + 1) walk->behind++;
    uint32_t last = walk->behind > 0 ? (uint32_t)notes[walk->behind - 1].end_line : 0;
    walk->inside = last >= line + 1;
    walk->end = walk->behind < count ? (uint32_t)notes[walk->behind].record.line - 1 : UINT32_MAX;
    if (walk->inside && last < walk->end) walk->end = last;
    return walk->inside;
}

static inline int in_note_onward(note_walk *walk, uint32_t line) {
    return line < walk->end ? walk->inside : look_at_notes(walk, line);
}

int opis_in_note(const opis_book *book, uint32_t line) {
    const opis_note *notes = OPIS_ROWS(book, OPIS_NOTE);
    size_t behind = opis_note_behind(book, line);
    return behind > 0 && (uint32_t)notes[behind - 1].end_line >= line + 1;
}

/* Whether a line fills its measure: another line of the paragraph follows it. */
static int is_full(const opis_layout *layout, uint32_t line) {
    const opis_line *at = &layout->lines[line];
    return at->role == OPIS_LINE_TEXT && at->width >= NARROWEST_FULL && at->width < WIDEST_FULL &&
           at[1].role == OPIS_LINE_TEXT && !at[1].indented;
}

/* The commonest width, each counted with its neighbours. */
static uint16_t commonest(const uint32_t counts[WIDEST_FULL]) {
    uint32_t best = 0;
    uint16_t width = 0;
    for (int i = NARROWEST_FULL + 2; i < WIDEST_FULL - 2; i++) {
        uint32_t sum = counts[i - 2] + counts[i - 1] + counts[i] + counts[i + 1] + counts[i + 2];
        if (sum <= best) continue;
        best = sum;
        width = (uint16_t)i;
    }
    return width;
}

static int is_capital_word(const opis_token *token) {
    return token->class_ == OPIS_WORD && token->length >= 2 && (token->shape & OPIS_UPPER_ALL);
}

/* Where words of capitals stand: lines without them, nearly all, are not looked at for them. */
static opis_status find_capitals(opis_measures *measures, const opis_book *book, opis_error *error) {
    const opis_concordance *printed = &book->concordance;
    opis_status status = opis_anchors_make(&measures->capitals, printed, error);
    for (size_t row = 0; row < printed->count && status == OPIS_OK; row++)
        if (is_capital_word(&printed->words[row].token))
            opis_anchors_add(&measures->capitals, printed, &printed->words[row]);
    return status;
}

opis_status opis_measures_find(opis_measures *measures, const opis_book *book, const opis_headings *headings,
                               opis_error *error) {
    const opis_layout *layout = &book->layout;
    uint32_t document[WIDEST_FULL] = {0}, commentary[WIDEST_FULL] = {0};
    memset(measures, 0, sizeof *measures);
    for (size_t i = 0; i < headings->count; i++) {
        const opis_heading *at = &headings->items[i];
        note_walk notes = walk_notes(book, at->title_line);
        for (uint32_t line = at->title_line; line < at->limit && line < at->title_line + SAMPLE_LINES; line++)
            if (is_full(layout, line) && !in_note_onward(&notes, line)) document[layout->lines[line].width]++;
    }
    /* Commentary is sampled where no document can be: between a chapter's opening and its first heading. */
    size_t next = 0;
    for (uint32_t i = 0; i < layout->chapter_count; i++) {
        uint32_t line = layout->chapters[i];
        uint32_t end = i + 1 < layout->chapter_count ? layout->chapters[i + 1] : layout->line_count;
        while (next < headings->count && headings->items[next].line < line) next++;
        if (next < headings->count && headings->items[next].line < end) end = headings->items[next].line;
        note_walk notes = walk_notes(book, line);
        for (; line < end && layout->lines[line].role != OPIS_LINE_BACK; line++)
            if (is_full(layout, line) && !in_note_onward(&notes, line)) commentary[layout->lines[line].width]++;
    }
    uint16_t wide = commonest(document), narrow = commonest(commentary);
    if (wide < narrow + MEASURES_APART || narrow == 0) return OPIS_OK;
    measures->commentary = narrow;
    measures->document = wide;
    return find_capitals(measures, book, error);
}

void opis_measures_release(opis_measures *measures) {
    opis_anchors_release(&measures->capitals);
}

/* Whether a line has words of capitals enough to be one of capitals. */
static int has_capitals(const opis_measures *measures, const opis_layout *layout, uint32_t line) {
    const opis_line *at = &layout->lines[line];
    uint32_t count = 0;
    for (uint32_t token = at->first_token; token < at->end_token;) {
        uint64_t bits = measures->capitals.bits[token / OPIS_ANCHORS_A_WORD] >> token % OPIS_ANCHORS_A_WORD;
        uint32_t taken = OPIS_ANCHORS_A_WORD - token % OPIS_ANCHORS_A_WORD, left = at->end_token - token;
        if (left < taken) bits &= ((uint64_t)1 << left) - 1;
        for (; bits; bits &= bits - 1) count++;
        token += taken;
    }
    return count >= LEAST_CAPITALS;
}

/* Capitals are wider than small letters, so a line of them says nothing by its width; commentary has none. */
static int is_capitals(const opis_book *book, uint32_t line) {
    uint32_t count, others = 0, capitals = 0;
    const opis_token *tokens = opis_line_tokens(&book->layout, book->tokens, line, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (tokens[i].class_ != OPIS_WORD || tokens[i].length < 2) continue;
        if (is_capital_word(&tokens[i]))
            capitals++;
        else if (++others * 3 >= count)
            return 0; /* whatever the rest is */
    }
    return capitals + others > 2 && capitals > others * 2;
}

static inline int opens_table(const opis_book *book, uint32_t line) {
    const opis_words *tables = &book->style->tables;
    uint32_t count;
    int may_open = 0;
    for (size_t i = 0; i < tables->count; i++) may_open |= tables->items[i][0] == book->layout.lines[line].first;
    if (!may_open) return 0; /* its tokens are not looked at */
    const opis_token *tokens = opis_line_tokens(&book->layout, book->tokens, line, &count);
    if (count < 2 || (tokens[1].class_ == OPIS_WORD && tokens[1].length > TABLE_NUMBER)) return 0;
    return opis_words_have(tables, book->source.bytes + tokens[0].start, tokens[0].length);
}

int opis_opens_table(const opis_book *book, uint32_t line) {
    return opens_table(book, line);
}

static int is_narrow(const opis_measures *measures, const opis_layout *layout, uint32_t line) {
    int middle = (measures->commentary + measures->document + 1) / 2, width = layout->lines[line].width;
    return is_full(layout, line) && width + RAGGED >= measures->commentary && width <= middle;
}

/*
 * Where a line's width says it belongs: above 0 to the document, below to the commentary.  One narrow line may be a
 * document's, two in a row are not.
 */
static int says(const opis_measures *measures, const opis_book *book, uint32_t line) {
    const opis_layout *layout = &book->layout;
    int middle = (measures->commentary + measures->document + 1) / 2;
    if (layout->lines[line].role != OPIS_LINE_TEXT) return 0;
    if (layout->lines[line].width > middle) return WIDE_SAYS;
    if (has_capitals(measures, layout, line) && is_capitals(book, line)) return CAPITALS_SAY;
    if (opens_table(book, line)) return -TABLE_SAYS;
    int pair = is_narrow(measures, layout, line) &&
               ((line > 0 && is_narrow(measures, layout, line - 1)) || is_narrow(measures, layout, line + 1));
    return pair ? -NARROW_SAYS : 0;
}

static int begins_paragraph(const opis_layout *layout, uint32_t line) {
    return layout->lines[line].role == OPIS_LINE_TEXT &&
           (line == 0 || layout->lines[line - 1].role != OPIS_LINE_TEXT || layout->lines[line].indented);
}

/*
 * The commentary after a document is set in a narrower measure.  Of all places where a paragraph begins, the document
 * ends at the one with the most wide lines before it and the most narrow ones behind it.
 */
static uint32_t find_change(const opis_book *book, const opis_measures *measures, uint32_t from, uint32_t limit) {
    const opis_layout *layout = &book->layout;
    int sum = 0, best = 0;
    uint32_t change = from;
    note_walk notes = walk_notes(book, from);
    for (uint32_t line = from; line < limit; line++) {
        if (in_note_onward(&notes, line)) continue;
        if (begins_paragraph(layout, line) && sum >= best) {
            best = sum;
            change = line;
        }
        sum += says(measures, book, line);
    }
    return sum >= best ? limit : change;
}

uint32_t opis_document_end(const opis_book *book, const opis_measures *measures, const opis_heading *heading,
                           uint32_t text_line) {
    const opis_layout *layout = &book->layout;
    uint32_t end = heading->limit;
    if (measures->commentary && text_line < end) end = find_change(book, measures, text_line, end);
    while (end > text_line + 1 && (layout->lines[end - 1].role != OPIS_LINE_TEXT || opis_in_note(book, end - 1))) end--;
    return end > heading->line ? end - 1 : heading->line;
}
