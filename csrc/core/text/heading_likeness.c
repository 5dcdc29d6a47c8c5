#include "text/heading_likeness.h"

#include <string.h>

#include "letters.h"
#include "text/fold.h"
#include "text/genre.h"

/* What each sign is worth, in log odds. */
#define PRIOR_OF_NUMBERS (-1.0f)
#define PRIOR_OF_WORDS 1.0f
#define APART 1.5f
#define NOT_APART (-3.5f)
#define NAMES_GENRE 2.5f
#define GIVES_YEAR 0.5f
#define SHORT 0.5f
#define LONG (-2.5f)
#define STOPS (-2.5f)
#define ENDS_OPEN 1.0f
#define GOES_ON_SMALL (-3.0f)
#define IN_LIST (-3.0f)
#define BEGINS_WITH_INITIAL (-3.0f)
#define BEGINS_WITH_SOURCE (-5.0f)
#define AFTER_COLON (-2.0f)
/* A title takes so many lines at the most; entries of a list stand so near to one another. */
#define TITLE_LINES 5
#define LIST_LINES 4

/* The block of text that holds the title: from the line of the number, or below it, to an empty line. */
typedef struct title_block {
    uint32_t first, end;  /* lines */
    uint32_t start, stop; /* bytes */
} title_block;

static int is_text(const opis_furniture *f, uint32_t line) {
    return line < f->layout->line_count && f->layout->lines[line].role == OPIS_LINE_TEXT;
}

static title_block find_block(const opis_furniture *f, const opis_heading_form *form, uint32_t line,
                              const opis_heading_line *heading) {
    const opis_layout *layout = f->layout;
    title_block block = {.first = line, .start = heading->rest};
    if (!form->titled) {
        block.first = line + 1;
        while (block.first < layout->line_count && layout->lines[block.first].role == OPIS_LINE_EMPTY) block.first++;
        block.start = layout->lines[block.first].start;
    }
    block.end = block.first;
    while (is_text(f, block.end) && block.end <= block.first + TITLE_LINES) block.end++;
    block.stop = block.end > block.first ? layout->lines[block.end - 1].end : block.start;
    return block;
}

static float worth_of_place(const opis_furniture *f, uint32_t line) {
    const opis_line *lines = f->layout->lines;
    uint32_t before = line;
    while (before > 0 && lines[before - 1].role == OPIS_LINE_EMPTY) before--;
    if (before == line && line > 0 && !lines[line].indented) return NOT_APART;
    return before > 0 && f->bytes[lines[before - 1].end - 1] == ':' ? AFTER_COLON : APART;
}

/* Whether a line begins with a number and a point whose value follows or precedes that of another by one. */
static int32_t leading_number(const opis_furniture *f, uint32_t line) {
    const opis_line *at = &f->layout->lines[line];
    int32_t number = 0;
    uint32_t i = at->start;
    for (; i < at->end && i < at->start + 4 && is_digit(f->bytes[i]); i++) number = number * 10 + f->bytes[i] - '0';
    return i > at->start && i < at->end && f->bytes[i] == '.' ? number : 0;
}

/* Entries of a list follow one another closely, each with the next number. */
static float worth_of_list(const opis_furniture *f, uint32_t line) {
    int32_t number = leading_number(f, line);
    float worth = 0;
    for (uint32_t by = 1; by <= LIST_LINES && number; by++) {
        if (line >= by && leading_number(f, line - by) == number - 1 && number > 1) worth = IN_LIST;
        if (line + by < f->layout->line_count && leading_number(f, line + by) == number + 1) worth = IN_LIST;
    }
    return worth;
}

static int begins_with_any(const char *bytes, size_t length, const opis_words *words) {
    for (size_t i = 0; i < words->count; i++) {
        size_t printed = strlen(words->items[i]);
        if (printed <= length && memcmp(bytes, words->items[i], printed) == 0) return 1;
    }
    return 0;
}

static int gives_year(const char *bytes, const title_block *block) {
    for (uint32_t i = block->start; i + 4 <= block->stop; i++)
        if (bytes[i] == '1' && (bytes[i + 1] == '8' || bytes[i + 1] == '9') && is_digit(bytes[i + 2]) &&
            is_digit(bytes[i + 3]))
            return 1;
    return 0;
}

static float worth_of_title(const opis_furniture *f, const opis_genre_words *genres, const title_block *block,
                            int bare) {
    const char *title = f->bytes + block->start;
    size_t length = block->stop - block->start;
    if (length < 2 || opis_fold_begins_small(title, length)) return LONG;
    if (begins_with_any(title, length, &f->style->profile.sources)) return BEGINS_WITH_SOURCE;
    float worth = bare && is_upper(title[0]) && title[1] == '.' ? BEGINS_WITH_INITIAL : 0;
    worth += block->end - block->first <= TITLE_LINES ? SHORT : LONG;
    if (opis_genre_of(genres, title, length)) worth += NAMES_GENRE;
    if (gives_year(f->bytes, block)) worth += GIVES_YEAR;
    return worth + (strchr(".;:", title[length - 1]) ? STOPS : ENDS_OPEN);
}

/* A blank line that the scan has set within a paragraph shows by what follows. */
static float worth_of_what_follows(const opis_furniture *f, const title_block *block) {
    uint32_t next = block->end;
    while (next < f->layout->line_count && f->layout->lines[next].role == OPIS_LINE_EMPTY) next++;
    if (!is_text(f, next)) return 0;
    const opis_line *line = &f->layout->lines[next];
    return opis_fold_begins_small(f->bytes + line->start, line->end - line->start) ? GOES_ON_SMALL : 0;
}

float opis_heading_likeness(const opis_furniture *f, const opis_genre_words *genres, const opis_heading_form *form,
                            uint32_t line, const opis_heading_line *heading) {
    title_block block = find_block(f, form, line, heading);
    int bare = form->before.count == 0;
    float worth = bare ? PRIOR_OF_NUMBERS + worth_of_list(f, line) : PRIOR_OF_WORDS;
    return worth + worth_of_place(f, line) + worth_of_title(f, genres, &block, bare) + worth_of_what_follows(f, &block);
}
