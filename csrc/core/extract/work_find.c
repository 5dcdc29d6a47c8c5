#include <string.h>

#include "extract/ibid.h"
#include "extract/work.h"
#include "memory.h"

#define SHORT_WORD 2
#define LONGEST_CITY 22
#define LONGEST_GLOSS 18
#define NAME_WORDS 4
#define JOURNAL_REACH 4 /* "The" before its name */

/* ---- Where references end ------------------------------------------------------------------------------ */

/* "5. G. Osgood": a figure for an initial, with another one behind it. */
static int is_spoilt_initial(const opis_joined *text, size_t point) {
    return point > 1 && strchr("0568", text->text[point - 1]) && text->text[point - 2] == ' ' &&
           is_upper(opis_byte_at(text, point + 2)) && opis_byte_at(text, point + 3) == '.';
}

/* Whether the word before a point is shortened, so that no sentence ends there. */
static int is_shortened(const opis_works *works, size_t point) {
    const opis_style *style = works->book->style;
    const opis_joined *text = &works->text;
    size_t start = point;
    while (start > 0 && is_letter(text->text[start - 1])) start--;
    if (start == point) return is_spoilt_initial(text, point);
    /* "andV. P.": an initial that the scan glued to the word before */
    if (is_upper(text->text[point - 1]) && point - start > 1 && is_lower(text->text[point - 2])) return 1;
    return point - start <= SHORT_WORD || opis_citation_word(text, start, &style->editors) ||
           opis_citation_word(text, start, &style->volumes) || opis_citation_word(text, start, &style->parts) ||
           opis_citation_word(text, start, &style->shortened);
}

/* "..., 1933-1938. New York, 1991": place and year belong to what stands before the point. */
static int begins_imprint(const opis_works *works, size_t at) {
    const opis_joined *text = &works->text;
    opis_cited_number year;
    size_t end = at;
    while (end < text->length && end < at + LONGEST_CITY && !strchr(",;.", text->text[end])) end++;
    if (opis_byte_at(text, end) != ',') return 0;
    return opis_citation_year(works->book->glyphs, text, opis_pass_blanks(text, end + 1), &year) != 0;
}

/* The quotation that ends before a point or with it began as an article's title does, behind an author. */
static int closes_article(const opis_joined *text, size_t quote) {
    size_t at = quote;
    while (at > 0 && text->text[at - 1] != '"') at--;
    return at >= 3 && text->text[at - 2] == ' ' && text->text[at - 3] == ',';
}

/* Whether a parenthesis closes soon: no sentence ends inside. */
static int is_gloss(const opis_joined *text, size_t at) {
    for (size_t i = at; i < text->length && i < at + LONGEST_GLOSS && text->text[i] != '('; i++)
        if (text->text[i] == ')') return 1;
    return 0;
}

/* "Mass., 1981: Edith ...": a colon that stands for the semicolon behind a year of print. */
static int follows_imprint(const opis_works *works, size_t colon) {
    const opis_joined *text = &works->text;
    if (colon < 8 || text->text[colon - 5] != ' ' || text->text[colon - 6] != ',') return 0;
    for (size_t i = colon - 4; i < colon; i++)
        if (!is_digit(text->text[i])) return 0;
    size_t end = colon - 6, start = end;
    while (start > 0 && end - start < LONGEST_CITY && text->text[start - 1] != ',') start--;
    return text->text[end - 1] == '.' || opis_work_is_city(works, opis_pass_blanks(text, start), end);
}

/* Whether a periodical begins at a place in the text. */
static int begins_journal(const opis_works *works, size_t at) {
    const opis_periodical *rows = OPIS_ROWS(works->book, OPIS_PERIODICAL);
    for (size_t i = works->periodical; i < OPIS_ROW_COUNT(works->book, OPIS_PERIODICAL); i++) {
        if (rows[i].record.start > works->text.at[at] + JOURNAL_REACH) return 0;
        if (rows[i].record.start >= works->text.at[at]) return 1;
    }
    return 0;
}

/* Whether a reference may end with a byte: few do, and of the others nothing more is asked. */
static inline int may_end(char byte) {
    static const char ends[256] = {[';'] = 1, [':'] = 1, ['.'] = 1, ['"'] = 1, [')'] = 1};
    return ends[(unsigned char)byte];
}

static int ends_reference(const opis_works *works, size_t at) {
    const opis_joined *text = &works->text;
    char c = text->text[at], before = at > 0 ? text->text[at - 1] : ' ';
    if (c == ';') return !(is_letter(before) && is_lower(opis_byte_at(text, at + 1)));
    if (opis_byte_at(text, at + 1) != ' ') return 0;
    size_t next = opis_pass_blanks(text, at + 1);
    char after = opis_byte_at(text, next);
    int opens = is_upper(after) || after == '"' || after == '(' || after == ']';
    if (!opens) return 0;
    if (c == ':') return follows_imprint(works, at);
    if (c == '"') return before == '.' && !(closes_article(text, at) && begins_journal(works, next));
    if (c == ')') return before == '.';
    return c == '.' && !is_shortened(works, at) && !is_gloss(text, at) && !begins_imprint(works, next);
}

/* ---- Where references begin ---------------------------------------------------------------------------- */

static int is_lead(const opis_works *works, size_t at) {
    char small = (char)(opis_byte_at(&works->text, at) | 0x20);
    return works->may_lead[(unsigned char)small] && opis_citation_word(&works->text, at, &works->book->style->leads);
}

static size_t next_word(const opis_joined *text, size_t at, size_t stop) {
    while (at < stop && text->text[at] != ' ') at++;
    return opis_pass_blanks(text, at);
}

/* Pass words that lead to a reference: "See also", "see, for example,". */
static size_t pass_leads(const opis_works *works, size_t at, size_t stop) {
    while (at < stop && is_lead(works, at)) at = next_word(&works->text, at, stop);
    return at;
}

/* The next place after `at` where a reference may begin: behind a lead or a mark, or a name in running text. */
static size_t next_beginning(const opis_works *works, size_t at, size_t stop, int *strong) {
    const opis_joined *text = &works->text;
    for (size_t i = next_word(text, at, stop); i < stop; i = next_word(text, i, stop)) {
        char mark = i >= 2 ? text->text[i - 2] : 0;
        size_t start = pass_leads(works, i, stop);
        *strong = start > i || mark == ':' || mark == ')';
        if (*strong) return start;
        if (is_upper(text->text[i]) && is_lower(mark)) return i;
    }
    return stop;
}

static opis_status keep(opis_works *works, const opis_work_reference *reference) {
    opis_status status =
        opis_reserve(&works->items, &works->capacity, works->count + 1, sizeof *works->items, works->error);
    if (status == OPIS_OK) works->items[works->count++] = *reference;
    return status;
}

/* Where a periodical ends that a place in the text lies in; the place itself where there is none. */
static size_t pass_periodical(const opis_works *works, size_t at) {
    const opis_periodical *rows = OPIS_ROWS(works->book, OPIS_PERIODICAL);
    const opis_joined *text = &works->text;
    for (size_t i = works->periodical; i < OPIS_ROW_COUNT(works->book, OPIS_PERIODICAL); i++) {
        if (at >= text->length || rows[i].record.start > text->at[at]) break;
        while (at < text->length && text->at[at] < rows[i].record.end) at++;
    }
    return at;
}

/* Read the reference at `at`, or one with an author that begins inside what would be one without. */
static size_t read_reference(const opis_works *works, size_t at, size_t stop, opis_work_reference *reference) {
    size_t end = opis_work_parse(works, at, stop, reference);
    int strong;
    if (end == 0 || reference->author_count > 0 || (reference->quoted && reference->full)) return end;
    for (size_t i = next_beginning(works, at, end, &strong); i < end; i = next_beginning(works, i, end, &strong)) {
        opis_work_reference inner;
        size_t inner_end = opis_work_parse(works, i, stop, &inner);
        if (inner_end == 0 || inner.author_count == 0 || !inner.full) continue;
        *reference = inner;
        reference->weak |= !strong;
        return inner_end;
    }
    return end;
}

static opis_status find_between(opis_works *works, size_t at, size_t stop) {
    opis_status status = OPIS_OK;
    int strong = 1;
    while (at < stop && strchr(" .,)", works->text.text[at])) at++;
    at = pass_leads(works, at, stop);
    while (at < stop && status == OPIS_OK) {
        opis_work_reference reference;
        size_t start = pass_periodical(works, at), end = 0;
        if (start == at) end = read_reference(works, at, stop, &reference);
        if (end && !strong && (!reference.full || reference.author_count == 0)) end = 0;
        if (end) {
            reference.weak |= !strong;
            status = keep(works, &reference);
            while (end < stop && strchr(",. ", works->text.text[end])) end++;
            at = pass_leads(works, end, stop);
            strong = 1;
        } else if (start > at) {
            at = start;
        } else {
            at = next_beginning(works, at, stop, &strong);
        }
    }
    return status;
}

/* The place in the text of a byte of the source, or its length. */
static size_t place_of(const opis_joined *text, size_t from, int64_t byte) {
    if (text->length > 0 && text->at[text->length - 1] < byte) return text->length > from ? text->length : from;
    while (from < text->length && text->at[from] < byte) from++;
    return from;
}

/* The next archival reference of this note as [*start, *end) of the text. */
static void next_archive(opis_works *works, size_t from, size_t *start, size_t *end) {
    const opis_archive *archives = OPIS_ROWS(works->book, OPIS_ARCHIVE);
    size_t count = OPIS_ROW_COUNT(works->book, OPIS_ARCHIVE);
    *start = *end = works->text.length;
    while (works->archive < count && from < works->text.length &&
           archives[works->archive].record.end <= works->text.at[from])
        works->archive++;
    if (works->archive == count || from >= works->text.length) return;
    *start = place_of(&works->text, from, archives[works->archive].record.start);
    *end = place_of(&works->text, *start, archives[works->archive].record.end);
}

/* Whether nothing but one person's full name stands there: the scan made a point of the comma behind it. */
static int is_bare_name(const opis_works *works, size_t at, size_t end) {
    const opis_joined *text = &works->text;
    int words = 0;
    while (at < end && strchr(" .,)", text->text[at])) at++;
    for (at = pass_leads(works, at, end); at < end; at = next_word(text, at, end), words++) {
        if (!is_upper(text->text[at])) return 0;
        for (size_t i = at; i < end && text->text[i] != ' '; i++)
            if (!is_letter(text->text[i]) && text->text[i] != '.' && text->text[i] != '-') return 0;
    }
    return words >= 2 && words <= NAME_WORDS;
}

/* Whether editors are named and no figure follows them. */
static int has_editors(const opis_works *works, size_t at, size_t end) {
    const opis_joined *text = &works->text;
    int edited = 0;
    for (size_t i = at; i < end; i++) {
        if (is_digit(text->text[i])) return 0;
        if (text->text[i] == ',' &&
            opis_citation_word(text, opis_pass_blanks(text, i + 1), &works->book->style->editors))
            edited = 1;
    }
    return edited;
}

/* Whether a reference goes on behind what seems to end it, to its year of print. */
static int is_unfinished(const opis_works *works, size_t at, size_t end) {
    char mark = works->text.text[end];
    if (mark != '.' && mark != '"') return 0;
    return has_editors(works, at, end) || (mark == '.' && is_bare_name(works, at, end));
}

opis_status opis_works_find(opis_works *works) {
    const opis_joined *text = &works->text;
    size_t at = opis_citation_words(text), archive_start, archive_end;
    opis_status status = OPIS_OK;
    next_archive(works, at, &archive_start, &archive_end);
    for (size_t i = at; i <= text->length && status == OPIS_OK; i++) {
        if (i < text->length && i != archive_start &&
            (!may_end(text->text[i]) || !ends_reference(works, i) || is_unfinished(works, at, i)))
            continue;
        status = find_between(works, at, i + (opis_byte_at(text, i) == '"'));
        at = i + 1;
        if (i == archive_start && i < text->length) {
            i = at = archive_end > i ? archive_end : i + 1;
            next_archive(works, at, &archive_start, &archive_end);
        }
    }
    return status;
}

opis_status opis_works_find_ibid(opis_works *works) {
    const opis_work_reference *before = works->count ? &works->items[works->count - 1] : NULL;
    opis_ibid ibid;
    if (!before || before->must_match || !opis_ibid_follows(works->book, works->note, before->note, before->end) ||
        !opis_ibid_read(works->book, &works->text, &ibid))
        return OPIS_OK;
    opis_work_reference reference = {.note = works->note, .ibid = (int32_t)works->count - 1};
    reference.year = reference.refers_to = OPIS_UNKNOWN;
    reference.start = works->text.at[ibid.start];
    reference.end = works->text.at[ibid.end - 1] + 1;
    reference.pages = ibid.pages;
    return keep(works, &reference);
}
