#include "text/layout.h"

#include <string.h>

#include "memory.h"
#include "text/furniture.h"
#include "text/tokens.h"

/* Empty lines that show a break of the page; fewer stand inside paragraphs. */
#define BREAK_LINES 3
/* Two breaks nearer than this are one: the lines between them are the torn end of a note or title. */
#define SHORTEST_LEAF 5
/* Lists in columns come apart column by column; so many lines so narrow on both sides of a gap show one. */
#define COLUMN_LINES 4
#define COLUMN_WIDTH 30

/* The tokens of a text, or of a piece of it, and how many of them stand before the end of the last break. */
typedef struct token_run {
    const opis_token *tokens;
    uint32_t count, broken;
} token_run;

static token_run run_of(const opis_token *tokens, size_t count) {
    token_run run = {tokens, (uint32_t)count, (uint32_t)count};
    while (run.broken > 0 && tokens[run.broken - 1].class_ != OPIS_BREAK) run.broken--;
    return run;
}

/* Where the line ends that begins with a token, and the classes of its tokens, one bit each. */
static inline uint32_t find_end(const token_run *run, uint32_t token, unsigned *classes) {
    const opis_token *tokens = run->tokens;
    unsigned seen = 0;
    if (token < run->broken)
        for (; tokens[token].class_ != OPIS_BREAK; token++) seen |= 1u << tokens[token].class_;
    else
        for (; token < run->count; token++) seen |= 1u << tokens[token].class_;
    *classes = seen;
    return token;
}

/* A line of the text, from its first token on; gives the first token of the next.  Every line ends with a break. */
static inline uint32_t lay_line(opis_line *line, const opis_source *source, const token_run *run, uint32_t token,
                                uint32_t start) {
    const opis_token *tokens = run->tokens;
    unsigned classes;
    int indented = token < run->count && tokens[token].class_ == OPIS_BLANK;
    uint32_t first = token + (uint32_t)indented, end = find_end(run, first, &classes), last = end;
    while (last > first && tokens[last - 1].class_ == OPIS_BLANK) last--;
    *line = (opis_line){start, start, first, last, .role = OPIS_LINE_EMPTY};
    line->indented = indented & 1;
    line->figured = (classes & (1u << OPIS_NUMBER | 1u << OPIS_MIXED)) != 0;
    if (last > first) {
        line->role = OPIS_LINE_TEXT;
        line->start = tokens[first].start;
        line->end = tokens[last - 1].start + tokens[last - 1].length;
        line->first = source->bytes[line->start];
        line->worded = tokens[first].class_ == OPIS_WORD && tokens[first].length > OPIS_SHORT_OPENING;
        uint32_t width = opis_source_width(source, line->start, line->end);
        line->width = width > UINT16_MAX ? UINT16_MAX : (uint16_t)width;
    }
    return end + (end < run->count);
}

opis_status opis_layout_find_lines(opis_layout *layout, const opis_source *source, const opis_token *tokens,
                                   size_t token_count, opis_error *error) {
    size_t capacity = 0;
    uint32_t count = source->line_count, token = 0;
    memset(layout, 0, sizeof *layout);
    opis_status status = opis_reserve(&layout->lines, &capacity, (size_t)count + 1, sizeof *layout->lines, error);
    if (status != OPIS_OK) return status;
    token_run run = run_of(tokens, token_count);
    for (uint32_t i = 0; i < count; i++)
        token = lay_line(&layout->lines[i], source, &run, token, source->line_starts[i]);
    layout->line_count = count;
    token = (uint32_t)token_count;
    layout->lines[count] = (opis_line){source->length, source->length, token, token, .role = OPIS_LINE_EMPTY};
    return OPIS_OK;
}

/* Bytes whose tokens are found at once where they are not kept. */
#define PIECE (1u << 20)

/* The lines from `first` on that make a piece of the text; gives the one behind them. */
static opis_status lay_piece(opis_layout *layout, const opis_source *source, uint32_t *first, opis_error *error) {
    opis_token *tokens;
    size_t count;
    uint32_t end = *first, start = source->line_starts[end];
    while (end < source->line_count && source->line_starts[end] - start < PIECE) end++;
    opis_status status =
        opis_tokens_find(source->bytes + start, source->line_starts[end] - start, &tokens, &count, error);
    if (status != OPIS_OK) return status;
    for (size_t i = 0; i < count; i++) tokens[i].start += start;
    token_run left = run_of(tokens, count);
    for (uint32_t i = *first; i < end; i++) {
        uint32_t laid = lay_line(&layout->lines[i], source, &left, 0, source->line_starts[i]);
        left = (token_run){left.tokens + laid, left.count - laid, left.broken > laid ? left.broken - laid : 0};
    }
    opis_tokens_free(tokens);
    *first = end;
    return OPIS_OK;
}

opis_status opis_layout_find_lines_apart(opis_layout *layout, const opis_source *source, opis_error *error) {
    size_t capacity = 0;
    uint32_t count = source->line_count, line = 0;
    *layout = (opis_layout){.apart = 1};
    opis_status status = opis_reserve(&layout->lines, &capacity, (size_t)count + 1, sizeof *layout->lines, error);
    while (line < count && status == OPIS_OK) status = lay_piece(layout, source, &line, error);
    if (status != OPIS_OK) return status;
    layout->line_count = count;
    layout->lines[count] = (opis_line){source->length, source->length, 0, 0, .role = OPIS_LINE_EMPTY};
    return OPIS_OK;
}

opis_status opis_layout_take_lines(opis_layout *layout, const opis_source *source, const opis_layout *whole,
                                   uint32_t line, uint32_t start, opis_error *error) {
    size_t capacity = 0;
    uint32_t count = source->line_count, token = opis_line_first_token(whole, line);
    memset(layout, 0, sizeof *layout);
    opis_status status = opis_reserve(&layout->lines, &capacity, (size_t)count + 1, sizeof *layout->lines, error);
    if (status != OPIS_OK) return status;
    for (uint32_t i = 0; i < count; i++) {
        opis_line *taken = &layout->lines[i];
        *taken = whole->lines[line + i];
        taken->start -= start;
        taken->end -= start;
        taken->first_token -= token;
        taken->end_token -= token;
        taken->role = taken->end > taken->start ? OPIS_LINE_TEXT : OPIS_LINE_EMPTY;
    }
    layout->line_count = count;
    token = opis_line_first_token(whole, line + count) - token;
    layout->lines[count] = (opis_line){source->length, source->length, token, token, .role = OPIS_LINE_EMPTY};
    return OPIS_OK;
}

static opis_status add_leaf(opis_layout *layout, size_t *capacity, uint32_t line, int fed, opis_error *error) {
    opis_status status =
        opis_reserve(&layout->leaves, capacity, (size_t)layout->leaf_count + 1, sizeof *layout->leaves, error);
    if (status == OPIS_OK)
        layout->leaves[layout->leaf_count++] = (opis_leaf){line, line, OPIS_OPENS_NOTHING, (uint8_t)fed};
    return status;
}

/* Whether a line is of a kind that stands at the top of a page of its own. */
static int stands_at_top(const opis_line *line) {
    return line->role != OPIS_LINE_TEXT;
}

/* Whether a line opens a part of the book; its tokens are found where they are not kept. */
static opis_status opens_part(const opis_furniture *furniture, const opis_source *source, uint32_t line, int *opens,
                              opis_error *error) {
    if (!furniture->layout->apart) {
        *opens = opis_furniture_opens_part(furniture, line);
        return OPIS_OK;
    }
    opis_furniture own = *furniture;
    opis_token *tokens;
    size_t count;
    uint32_t start = source->line_starts[line], end = source->line_starts[line + 1];
    opis_status status = opis_tokens_find(source->bytes + start, end - start, &tokens, &count, error);
    if (status != OPIS_OK) return status;
    own.bytes += start;
    own.tokens = tokens;
    *opens = opis_furniture_opens_part(&own, line);
    opis_tokens_free(tokens);
    return OPIS_OK;
}

/*
 * Whether a break before `line` is the same as the one before the last leaf, and which of the two it is.  The last page
 * of a chapter may be as short as it likes.
 */
static opis_status joins_last_leaf(opis_layout *layout, const opis_furniture *furniture, const opis_source *source,
                                   uint32_t line, int *joins, opis_error *error) {
    int opens;
    *joins = 0;
    if (layout->leaf_count == 0) return OPIS_OK;
    opis_leaf *last = &layout->leaves[layout->leaf_count - 1];
    if (line - last->first_line >= SHORTEST_LEAF) return OPIS_OK;
    opis_status status = opens_part(furniture, source, line, &opens, error);
    if (status != OPIS_OK || opens) return status;
    if (layout->leaf_count > 1 && !last->fed && !stands_at_top(&layout->lines[last->first_line]))
        last->first_line = line;
    *joins = 1;
    return OPIS_OK;
}

/* Whether the text lines next to `line`, going by `step`, are all as narrow as the entries of a list set in columns. */
static int narrow_beside(const opis_layout *layout, uint32_t line, int step) {
    int seen = 0;
    for (int64_t i = line; i >= 0 && i < layout->line_count && seen < COLUMN_LINES; i += step) {
        if (layout->lines[i].role == OPIS_LINE_EMPTY) continue;
        if (layout->lines[i].width > COLUMN_WIDTH || layout->lines[i].role != OPIS_LINE_TEXT) return 0;
        seen++;
    }
    return seen == COLUMN_LINES;
}

/* Empty lines between two columns of a list are no break of the page. */
static int is_column_gap(const opis_layout *layout, uint32_t line) {
    return !layout->lines[line].indented && line > 0 && narrow_beside(layout, line, 1) &&
           narrow_beside(layout, line - 1, -1);
}

/* Whether a form feed stands among the blanks that open a line: in their first token. */
static int opens_with_form_feed(const opis_layout *layout, const opis_source *source, uint32_t line) {
    const opis_line *at = &layout->lines[line];
    if (!at->indented) return 0;
    uint32_t start = source->line_starts[line], end = source->line_starts[line + 1];
    uint32_t blanks = (at->role == OPIS_LINE_EMPTY ? end : at->start) - start;
    return memchr(source->bytes + start, '\f', blanks < OPIS_LONGEST_TOKEN ? blanks : OPIS_LONGEST_TOKEN) != NULL;
}

/*
 * A break shows as a blank that opens a line, as empty lines, or as a running head; each of these may be a freak of the
 * scan.  A form feed is none.
 */
static opis_status find_leaves(opis_layout *layout, const opis_furniture *furniture, const opis_source *source,
                               opis_error *error) {
    size_t capacity = 0;
    uint32_t empty = BREAK_LINES;
    int fed = 0;
    for (uint32_t i = 0; i < layout->line_count; i++) {
        const opis_line *line = &layout->lines[i];
        if (line->role == OPIS_LINE_TEXT && !line->indented && empty == 0 && !fed) continue; /* most lines */
        fed |= opens_with_form_feed(layout, source, i);
        if (line->role == OPIS_LINE_EMPTY) {
            empty++;
            continue;
        }
        int breaks = line->indented || empty >= BREAK_LINES || line->role == OPIS_LINE_HEAD;
        int apart = fed || (breaks && !is_column_gap(layout, i)), joins = 0;
        opis_status status = apart && !fed ? joins_last_leaf(layout, furniture, source, i, &joins, error) : OPIS_OK;
        if (status == OPIS_OK && apart && !joins) status = add_leaf(layout, &capacity, i, fed, error);
        if (status != OPIS_OK) return status;
        empty = 0;
        fed = 0;
    }
    for (uint32_t i = 0; i < layout->leaf_count; i++)
        layout->leaves[i].end_line = i + 1 < layout->leaf_count ? layout->leaves[i + 1].first_line : layout->line_count;
    return OPIS_OK;
}

static opis_status find_chapters(opis_layout *layout, opis_error *error) {
    size_t capacity = 0;
    for (uint32_t i = 0; i < layout->leaf_count; i++) {
        if (layout->leaves[i].opening != OPIS_OPENS_CHAPTER) continue;
        opis_status status = opis_reserve(&layout->chapters, &capacity, (size_t)layout->chapter_count + 1,
                                          sizeof *layout->chapters, error);
        if (status != OPIS_OK) return status;
        layout->chapters[layout->chapter_count++] = layout->leaves[i].first_line;
    }
    return OPIS_OK;
}

opis_status opis_layout_find_leaves(opis_layout *layout, const opis_source *source, const opis_token *tokens,
                                    const opis_style *style, const opis_glyphs *glyphs, opis_error *error) {
    opis_furniture furniture = {layout, source->bytes, tokens, style, glyphs};
    return find_leaves(layout, &furniture, source, error);
}

opis_status opis_layout_find_pages(opis_layout *layout, const opis_source *source, const opis_token *tokens,
                                   const opis_style *style, const opis_glyphs *glyphs, opis_error *error) {
    opis_furniture furniture = {layout, source->bytes, tokens, style, glyphs};
    opis_status status = opis_furniture_find_lines(&furniture, error);
    if (status == OPIS_OK) status = find_leaves(layout, &furniture, source, error);
    if (status == OPIS_OK) opis_furniture_find_openings(&furniture);
    return status == OPIS_OK ? find_chapters(layout, error) : status;
}

opis_status opis_layout_find(opis_layout *layout, const opis_source *source, const opis_token *tokens,
                             size_t token_count, const opis_style *style, const opis_glyphs *glyphs,
                             opis_error *error) {
    opis_status status = opis_layout_find_lines(layout, source, tokens, token_count, error);
    if (status == OPIS_OK) status = opis_layout_find_pages(layout, source, tokens, style, glyphs, error);
    if (status != OPIS_OK) opis_layout_release(layout);
    return status;
}

void opis_layout_forget_pages(opis_layout *layout) {
    layout->leaves = opis_resize(layout->leaves, 0);
    layout->chapters = opis_resize(layout->chapters, 0);
    layout->titles = opis_resize(layout->titles, 0);
    layout->leaf_count = layout->chapter_count = layout->title_count = 0;
    layout->title_capacity = 0;
}

void opis_layout_release(opis_layout *layout) {
    opis_layout_forget_pages(layout);
    opis_resize(layout->lines, 0);
    memset(layout, 0, sizeof *layout);
}

uint32_t opis_layout_leaf(const opis_layout *layout, uint32_t line) {
    const opis_leaf *leaf = layout->leaves;
    for (uint32_t count = layout->leaf_count, half; count > 1; count -= half) {
        half = count / 2;
        leaf += leaf[half].first_line <= line ? half : 0; /* no branch: none could be foreseen */
    }
    return (uint32_t)(leaf - layout->leaves);
}

uint32_t opis_layout_chapter(const opis_layout *layout, uint32_t line) {
    uint32_t low = 0, high = layout->chapter_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (layout->chapters[middle] <= line)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t opis_layout_title(const opis_layout *layout, uint32_t line) {
    uint32_t low = 0, high = layout->title_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (layout->titles[middle].line < line)
            low = middle + 1;
        else
            high = middle;
    }
    return low < layout->title_count && layout->titles[low].line == line ? layout->titles[low].byte
                                                                         : layout->lines[line].end;
}
