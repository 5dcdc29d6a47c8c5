#include <math.h>

#include "extract/document.h"
#include "letters.h"

/* On which of the next leaves the note of a title may stand, and what speaks against one there. */
#define SOURCE_LEAVES 2
#define LEAF_AWAY 1.5f
#define NO_CITATION 2.0f
#define IN_PRINT 1.0f
#define LONGEST_REFERENCE 160 /* bytes of a note that gives nothing but a source in print */
#define CALLED_SOURCE (-2.0f)
#define PASSED_SOURCE 3.0f /* a note before it that is called a source, and that no document before has */
/* A mark that reads this well is sure, one that reads not at all costs so much, and no more than the limit may be. */
#define SURE_MARK 2.0f
#define UNREAD_MARK 4.0f
#define SOURCE_LIMIT 6.0f
#define MARKED_HERE 3.0f
#define MARKED_ELSEWHERE 5.0f
/* How far to look for the next document whose note is known. */
#define NEAR_DOCUMENTS 8
/* Titles in a row that are settled together, and notes that each may point at. */
#define MOST_TITLES 16
#define MOST_NOTES 16

int32_t opis_note_value(const opis_book *book, const opis_note *note) {
    const char *digits = opis_book_text(book, note->number);
    int32_t value = 0;
    for (uint32_t i = 0; digits && i < note->number.length && digits[i] >= '0' && digits[i] <= '9' && i < 6; i++)
        value = value * 10 + digits[i] - '0';
    return value;
}

const opis_archive *opis_first_citation(const opis_book *book, const opis_note *note) {
    const opis_archive *rows = OPIS_ROWS(book, OPIS_ARCHIVE);
    size_t low = 0, count = OPIS_ROW_COUNT(book, OPIS_ARCHIVE), high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rows[middle].record.start < note->record.start)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && rows[low].record.start < note->record.end ? &rows[low] : NULL;
}

size_t opis_note_behind(const opis_book *book, uint32_t line) {
    const opis_note *notes = OPIS_ROWS(book, OPIS_NOTE);
    size_t behind = 0;
    for (size_t count = OPIS_ROW_COUNT(book, OPIS_NOTE), half; count > 0; count -= half) {
        half = (count + 1) / 2;
        behind += (uint32_t)notes[behind + half - 1].record.line <= line + 1 ? half : 0; /* no branch to foresee */
    }
    return behind;
}

/* What the place of a note's own mark says, where it is known: in the title, or in the text before or behind it. */
static float marker_cost(const opis_book *book, const opis_heading *heading, const opis_note *note) {
    const opis_line *lines = book->layout.lines;
    if (note->marker == OPIS_UNKNOWN) return 0;
    if (note->marker < lines[heading->title_line].start || note->marker >= lines[heading->title_end].start)
        return MARKED_ELSEWHERE;
    return -MARKED_HERE;
}

/* Whether a note is short and gives a year behind a comma, as references to print do: "Trud, no. 4, 1992, 19". */
static int cites_print(const opis_book *book, const opis_note *note) {
    const char *text = book->source.bytes;
    if (note->record.end - note->record.start > LONGEST_REFERENCE) return 0;
    for (uint32_t i = note->record.start; i + 6 <= note->record.end; i++)
        if (text[i] == ',' && text[i + 1] == ' ' && text[i + 2] == '1' && is_digit(text[i + 3]) &&
            is_digit(text[i + 4]) && is_digit(text[i + 5]))
            return 1;
    return 0;
}

static float note_cost(const opis_book *book, const opis_heading *heading, const opis_note *note, uint32_t away) {
    float mark = opis_mark_cost(heading, opis_note_value(book, note));
    return fminf(mark, UNREAD_MARK) + marker_cost(book, heading, note) + LEAF_AWAY * (float)away +
           (opis_note_opens_source(book, note) ? CALLED_SOURCE
            : opis_first_citation(book, note)  ? 0
            : cites_print(book, note)          ? IN_PRINT
                                               : NO_CITATION);
}

/* The cheapest note from row `from` up to `to` that the title's mark may point at; its cost must be below `limit`. */
static int32_t cheapest_note(const opis_book *book, const opis_heading *heading, size_t from, size_t to, float limit) {
    const opis_layout *layout = &book->layout;
    const opis_note *notes = OPIS_ROWS(book, OPIS_NOTE);
    uint32_t leaf = opis_layout_leaf(layout, heading->line), chapter = opis_layout_chapter(layout, heading->line);
    int32_t best = OPIS_UNKNOWN;
    float passed = 0;
    for (size_t i = from; i < to; i++) {
        uint32_t line = (uint32_t)notes[i].record.line - 1;
        uint32_t away = opis_layout_leaf(layout, line) - leaf;
        if (away > SOURCE_LEAVES || opis_layout_chapter(layout, line) != chapter) break;
        float cost = note_cost(book, heading, &notes[i], away) + passed;
        if (opis_note_opens_source(book, &notes[i])) passed += PASSED_SOURCE;
        if (cost >= limit) continue;
        limit = cost;
        best = (int32_t)i;
    }
    return best;
}

/* The note of the next document that has one, or the end of the notes. */
static size_t next_source(const opis_headings *headings, size_t heading, size_t note_count) {
    for (size_t i = heading + 1; i < headings->count && i <= heading + NEAR_DOCUMENTS; i++)
        if (headings->items[i].note != OPIS_UNKNOWN) return (size_t)headings->items[i].note;
    return note_count;
}

/* Point every title that has no note yet at one that costs less than `limit`, behind that of the document before. */
static void point_titles(opis_headings *headings, const opis_book *book, float limit) {
    size_t from = 0, count = OPIS_ROW_COUNT(book, OPIS_NOTE);
    for (size_t i = 0; i < headings->count; i++) {
        opis_heading *at = &headings->items[i];
        if (at->note == OPIS_UNKNOWN) {
            size_t behind = opis_note_behind(book, at->line);
            at->note = cheapest_note(book, at, behind > from ? behind : from, next_source(headings, i, count), limit);
        }
        if (at->note != OPIS_UNKNOWN) from = (size_t)at->note + 1;
    }
}

/* ---- Titles whose marks no one can read ---------------------------------------------------------------- */

/* Titles in a row, and the notes that each may point at. */
typedef struct choices {
    size_t titles[MOST_TITLES];
    struct {
        int32_t note;
        float cost, total;    /* total: of the cheapest way to settle all titles up to this one so */
        int8_t title, choice; /* the one before on that way, or -1 */
    } of[MOST_TITLES][MOST_NOTES];
    int counts[MOST_TITLES];
    int count;
} choices;

static void list_notes(choices *all, const opis_book *book, const opis_heading *heading, size_t from, size_t to) {
    const opis_layout *layout = &book->layout;
    const opis_note *notes = OPIS_ROWS(book, OPIS_NOTE);
    uint32_t leaf = opis_layout_leaf(layout, heading->line), chapter = opis_layout_chapter(layout, heading->line);
    int title = all->count++;
    all->counts[title] = 0;
    for (size_t i = from; i < to && all->counts[title] < MOST_NOTES; i++) {
        uint32_t line = (uint32_t)notes[i].record.line - 1;
        uint32_t away = opis_layout_leaf(layout, line) - leaf;
        if (away > SOURCE_LEAVES || opis_layout_chapter(layout, line) != chapter) return;
        float cost = note_cost(book, heading, &notes[i], away);
        if (cost >= SOURCE_LIMIT) continue;
        all->of[title][all->counts[title]].note = (int32_t)i;
        all->of[title][all->counts[title]++].cost = cost;
    }
}

/* The cheapest way to a choice: through one of a title before with a lower note, or with no note for any of them. */
static void weigh_choice(choices *all, int title, int choice) {
    float cost = all->of[title][choice].cost;
    all->of[title][choice].total = cost + SOURCE_LIMIT * (float)title;
    all->of[title][choice].title = -1;
    for (int t = 0; t < title; t++)
        for (int c = 0; c < all->counts[t]; c++) {
            float total = all->of[t][c].total + SOURCE_LIMIT * (float)(title - t - 1) + cost;
            if (all->of[t][c].note >= all->of[title][choice].note || total >= all->of[title][choice].total) continue;
            all->of[title][choice].total = total;
            all->of[title][choice].title = (int8_t)t;
            all->of[title][choice].choice = (int8_t)c;
        }
}

static void settle_choices(choices *all, opis_headings *headings) {
    float least = SOURCE_LIMIT * (float)all->count;
    int title = -1, choice = 0;
    for (int t = 0; t < all->count; t++)
        for (int c = 0; c < all->counts[t]; c++) {
            weigh_choice(all, t, c);
            float total = all->of[t][c].total + SOURCE_LIMIT * (float)(all->count - t - 1);
            if (total >= least) continue;
            least = total;
            title = t;
            choice = c;
        }
    while (title >= 0) {
        headings->items[all->titles[title]].note = all->of[title][choice].note;
        int before = all->of[title][choice].title;
        choice = all->of[title][choice].choice;
        title = before;
    }
}

/* Point the titles that are left, row by row, at notes between those of their neighbours. */
static void point_rows(opis_headings *headings, const opis_book *book) {
    size_t from = 0, count = OPIS_ROW_COUNT(book, OPIS_NOTE);
    for (size_t i = 0; i < headings->count;) {
        choices all = {.count = 0};
        size_t to = next_source(headings, i, count);
        for (; i < headings->count && headings->items[i].note == OPIS_UNKNOWN && all.count < MOST_TITLES; i++) {
            size_t behind = opis_note_behind(book, headings->items[i].line);
            all.titles[all.count] = i;
            list_notes(&all, book, &headings->items[i], behind > from ? behind : from, to);
        }
        settle_choices(&all, headings);
        for (int t = 0; t < all.count; t++)
            if (headings->items[all.titles[t]].note != OPIS_UNKNOWN)
                from = (size_t)headings->items[all.titles[t]].note + 1;
        for (; i < headings->count && headings->items[i].note != OPIS_UNKNOWN; i++)
            from = (size_t)headings->items[i].note + 1;
    }
}

/*
 * Notes ascend as their documents do.  The marks that read well are settled first; the others then point at notes
 * between those of their neighbours, as is cheapest for all titles in a row.
 */
void opis_sources_find(opis_headings *headings, const opis_book *book) {
    for (size_t i = 0; i < headings->count; i++) {
        headings->items[i].note = OPIS_UNKNOWN;
        headings->items[i].source_line = OPIS_NO_LINE;
    }
    point_titles(headings, book, SURE_MARK);
    point_rows(headings, book);
}
