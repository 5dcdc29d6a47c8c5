/*
 * Crossref: the places where the book points at another part of itself: "see Document 12", "Documents 118, 120 and
 * 125", "Table 3".  Headings, furniture and the chapters and pages of other works are no pointers.
 */
#include "extract/crossref.h"

#include <stdio.h>
#include <string.h>

#include "extract/date.h"
#include "extract/extract.h"

#define LONGEST_WORD 16
#define MOST_SPECKS 8
#define MOST_WORDS 64
#define LONGEST_ABBREVIATION 2
/* "Document 187 ~ o ~ t i n u e d" */
#define FURNITURE_WIDTH 40
#define LEAST_GARBLED 5
#define SHORTEST_DAMAGED 5
#define SHORTEST_CAPITAL (SHORTEST_DAMAGED - 1) /* of a word with a capital, damaged or not */
/* What has lost a blank is longer. */
#define SHORTEST_GLUED_WORD 6
#define SHORTEST_GLUED_NUMBER 5
#define DAMAGED_LIMIT_A_GLYPH 0.55f
/* Tokens between a word in small letters and its number. */
#define TOKENS_BEFORE 4
/* Rows of notes around a pointer in which the note that it means is looked for. */
#define NOTES_AROUND 400

/* A word that points. */
typedef struct pointing_word {
    const char *text;
    size_t length;
    uint16_t style, word; /* which of the style's pointers, and of its words */
    uint16_t next;        /* the next that begins with the same letter, counted from 1, or 0 */
} pointing_word;

typedef struct finder {
    opis_book *book;
    const char *bytes;
    opis_targets targets;
    pointing_word words[MOST_WORDS]; /* in the order of the style */
    size_t word_count;
    uint16_t by_letter[256];       /* the first word of each letter, counted from 1, or 0 */
    uint32_t damaged_lengths[256]; /* that a damaged form of such a word may have, a bit for each */
    uint32_t last_end;             /* of the pointer before */
} finder;

static opis_target target_named(const char *name) {
    static const struct {
        const char *name;
        opis_target target;
    } known[] = {
        {"document", OPIS_AT_DOCUMENT}, {"table", OPIS_AT_TABLE}, {"page", OPIS_AT_PAGE}, {"note", OPIS_AT_NOTE}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].name, name) == 0) return known[i].target;
    return OPIS_AT_OTHER;
}

static int same_word(const char *seen, size_t length, const char *word) {
    return strlen(word) == length && memcmp(seen, word, length) == 0;
}

/* Which of the style's words letters are, as they stand or, where `damaged` is set, nearly. */
static int match_word(const finder *f, const char *seen, size_t length, int damaged, opis_pointer *pointer) {
    float limit = DAMAGED_LIMIT_A_GLYPH * (float)length;
    for (size_t i = f->by_letter[(unsigned char)seen[0]]; i; i = f->words[i - 1].next) {
        const pointing_word *word = &f->words[i - 1];
        int same = word->length == length && memcmp(seen, word->text, length) == 0;
        if (!same && damaged && word->length >= SHORTEST_DAMAGED && word->length <= length + 1 &&
            length <= word->length + 1)
            same = opis_glyphs_distance(f->book->glyphs, seen, length, word->text, word->length, limit) <= limit;
        if (!same) continue;
        pointer->name = f->book->style->pointers[word->style].target;
        pointer->target = target_named(pointer->name);
        pointer->plural = word->word > 0 && word->text[word->length - 1] == 's';
        if (damaged) pointer->status = OPIS_REPAIRED;
        return 1;
    }
    return 0;
}

static void index_words(finder *f) {
    const opis_style *style = f->book->style;
    uint16_t last[256] = {0};
    for (size_t i = 0; i < style->pointer_count; i++)
        for (size_t j = 0; j < style->pointers[i].words.count && f->word_count < MOST_WORDS; j++) {
            const char *text = style->pointers[i].words.items[j];
            unsigned char letter = (unsigned char)text[0];
            f->words[f->word_count++] = (pointing_word){text, strlen(text), (uint16_t)i, (uint16_t)j, 0};
            if (last[letter])
                f->words[last[letter] - 1].next = (uint16_t)f->word_count;
            else
                f->by_letter[letter] = (uint16_t)f->word_count;
            last[letter] = (uint16_t)f->word_count;
            for (size_t length = strlen(text) - 1; length <= strlen(text) + 1; length++)
                if (strlen(text) >= SHORTEST_DAMAGED && length <= LONGEST_WORD)
                    f->damaged_lengths[letter] |= (uint32_t)1 << length;
        }
}

/* "p. 12", "pp. 12-14": the point belongs to the word. */
static int match_abbreviation(const finder *f, size_t i, opis_pointer *pointer) {
    const opis_token *token = &f->book->tokens[i];
    char word[LONGEST_ABBREVIATION + 1];
    if (token->length > LONGEST_ABBREVIATION || i + 1 >= f->book->token_count || f->bytes[token[1].start] != '.')
        return 0;
    memcpy(word, f->bytes + token->start, token->length);
    word[token->length] = '.';
    if (!match_word(f, word, token->length + 1u, 0, pointer)) return 0;
    pointer->plural = token->length == 2;
    pointer->last = i + 1;
    pointer->tail = token[1].start + 1;
    return 1;
}

/* Whether a line ends behind a hyphen, specks between them or not: "Docu- - -". */
static int ends_line(const finder *f, size_t hyphen) {
    const opis_token *tokens = f->book->tokens;
    for (size_t i = hyphen + 1; i < f->book->token_count && i <= hyphen + MOST_SPECKS; i++) {
        if (tokens[i].class_ == OPIS_BREAK) return 1;
        if (tokens[i].class_ != OPIS_BLANK && f->bytes[tokens[i].start] != '-') return 0;
    }
    return 0;
}

/* A word that a hyphen parts at a line's end: "Docu-", "ment". */
static int match_parted(const finder *f, size_t i, opis_pointer *pointer) {
    const opis_token *tokens = f->book->tokens;
    char word[LONGEST_WORD];
    if (i + 3 >= f->book->token_count || f->bytes[tokens[i + 1].start] != '-' || !ends_line(f, i + 1)) return 0;
    size_t second = opis_pointer_next(f->book, i + 1), head = tokens[i].length, tail = 0;
    while (second < f->book->token_count && f->bytes[tokens[second].start] == '-') /* specks under the line */
        second = opis_pointer_next(f->book, second);
    if (second >= f->book->token_count) return 0;
    const char *rest = f->bytes + tokens[second].start;
    while (tail < tokens[second].length && rest[tail] >= 'a' && rest[tail] <= 'z') tail++;
    if (tail == 0 || head + tail > sizeof word) return 0;
    memcpy(word, f->bytes + tokens[i].start, head);
    memcpy(word + head, rest, tail);
    if (!match_word(f, word, head + tail, 0, pointer) && !match_word(f, word, head + tail, 1, pointer)) return 0;
    pointer->last = second;
    pointer->tail = tokens[second].start + (uint32_t)tail;
    return 1;
}

/* A word that has lost a blank before or behind it: "seeDocument", "Document145". */
static int match_glued(const finder *f, const opis_token *token, opis_pointer *pointer) {
    const char *text = f->bytes + token->start;
    uint32_t from = 0, to;
    while (from < token->length && !(text[from] >= 'A' && text[from] <= 'Z')) from++;
    for (to = from; to < token->length && (text[to] < '0' || text[to] > '9');) to++;
    if (to <= from + 1 || !match_word(f, text + from, to - from, 0, pointer)) return 0;
    pointer->start = token->start + from;
    pointer->tail = token->start + to;
    return 1;
}

static int is_numeral_token(const opis_token *token) {
    return token->class_ == OPIS_NUMBER || token->class_ == OPIS_MIXED;
}

static int find_word(const finder *f, size_t i, opis_pointer *pointer) {
    const opis_token *token = &f->book->tokens[i];
    const char *text = f->bytes + token->start;
    memset(pointer, 0, offsetof(opis_pointer, numbers));
    pointer->first = pointer->last = i;
    pointer->start = token->start;
    pointer->tail = token->start + token->length;
    if (token->class_ == OPIS_MIXED) return match_glued(f, token, pointer);
    if (match_word(f, text, token->length, 0, pointer)) return 1;
    if (!(token->shape & OPIS_UPPER_FIRST))
        return match_abbreviation(f, i, pointer) ||
               (token->length > SHORTEST_GLUED_WORD && match_glued(f, token, pointer));
    if (match_parted(f, i, pointer)) return 1;
    return token->length >= SHORTEST_CAPITAL && i + 1 < f->book->token_count && is_numeral_token(token + 1) &&
           match_word(f, text, token->length, 1, pointer);
}

/* ---- What is no pointer -------------------------------------------------------------------------------- */

static int has_row_at(const opis_book *book, opis_kind kind, int32_t line) {
    const char *rows = OPIS_ROWS(book, kind);
    size_t low = 0, high = OPIS_ROW_COUNT(book, kind), size = opis_records_row_size(kind);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const opis_record *row = (const opis_record *)(rows + middle * size);
        if (row->line == line) return 1;
        if (row->line < line)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

/* Whether letters that the scan tore apart end a line: what is left of "continued". */
static int is_garbled(const finder *f, uint32_t from, uint32_t to) {
    uint32_t glyphs = 0, apart = 0;
    for (uint32_t i = from; i < to; i++) {
        if (f->bytes[i] == '.' || f->bytes[i] == ',') return 0;
        if (f->bytes[i] == ' ') continue;
        glyphs++;
        apart += (i == from || f->bytes[i - 1] == ' ') && (i + 1 == to || f->bytes[i + 1] == ' ');
    }
    return glyphs >= LEAST_GARBLED && 2 * apart >= glyphs;
}

/* Whether a line that begins with the pointer is a heading: of a document, of a table, or furniture. */
static int heads_line(const finder *f, const opis_pointer *pointer, uint32_t line) {
    const opis_line *lines = f->book->layout.lines, *at = &lines[line];
    if (at->role == OPIS_LINE_BACK || at->role == OPIS_LINE_CHAPTER || at->role == OPIS_LINE_HEAD ||
        at->role == OPIS_LINE_FOLIO)
        return 1;
    if (at->start != pointer->start) return 0;
    if (has_row_at(f->book, OPIS_DOCUMENT, (int32_t)line + 1) || has_row_at(f->book, OPIS_TABLE, (int32_t)line + 1))
        return 1;
    if (at->role == OPIS_LINE_HEADING || at->role == OPIS_LINE_CONTINUED)
        return pointer->end >= at->end || !strchr(").,;", f->bytes[pointer->end]);
    int apart = line == 0 || lines[line - 1].role != OPIS_LINE_TEXT || at->indented;
    uint32_t behind = pointer->end;
    while (behind < at->end && f->bytes[behind] == ' ') behind++;
    if (apart && at->width <= FURNITURE_WIDTH && is_garbled(f, behind, at->end)) return 1;
    return apart && (behind >= at->end || f->bytes[behind] == '.' || f->bytes[behind] == ':');
}

/* Whether the word before a pointer sends the reader on: "see". */
static int is_pointed_at(const finder *f, const opis_pointer *pointer) {
    size_t i = pointer->first;
    for (int breaks = 0; i > 0 && breaks < 2;) {
        const opis_token *token = &f->book->tokens[--i];
        if (token->class_ == OPIS_BREAK) {
            breaks++;
        } else if (token->class_ != OPIS_BLANK) {
            return token->class_ == OPIS_WORD &&
                   opis_date_word_in(&f->book->style->pointing, f->bytes + token->start, token->length);
        }
    }
    return 0;
}

/* Whether a word behind the numbers says that they are in this book: "above". */
static int is_placed(const finder *f, const opis_pointer *pointer) {
    size_t i = pointer->last;
    while (i < f->book->token_count && f->book->tokens[i].start < pointer->end) i = opis_pointer_next(f->book, i);
    if (i >= f->book->token_count || f->book->tokens[i].class_ != OPIS_WORD) return 0;
    return opis_date_word_in(&f->book->style->places, f->bytes + f->book->tokens[i].start, f->book->tokens[i].length);
}

static uint32_t blanks_before(const finder *f, uint32_t i) {
    while (i > 0 && (f->bytes[i - 1] == ' ' || f->bytes[i - 1] == '\n' || f->bytes[i - 1] == '\r')) i--;
    return i;
}

/* Whether a comma parts the pointer from something that is none. */
static int follows_comma(const finder *f, const opis_pointer *pointer) {
    uint32_t i = blanks_before(f, pointer->start);
    return i > 0 && f->bytes[i - 1] == ',' && blanks_before(f, i - 1) != f->last_end;
}

/*
 * A chapter, page or note of another work stands behind a comma; in small letters all of them need a sign.  One number
 * behind a plural is a page, below the title of a list.
 */
static int is_of_this_book(const finder *f, const opis_pointer *pointer) {
    int small = f->bytes[pointer->start] >= 'a';
    if (small && !is_pointed_at(f, pointer) && !is_placed(f, pointer)) return 0;
    if (pointer->plural && pointer->count == 1 && !pointer->numbers[0].to && !is_pointed_at(f, pointer)) return 0;
    return pointer->target != OPIS_AT_OTHER || !follows_comma(f, pointer);
}

/* ---- Records ------------------------------------------------------------------------------------------- */

static int note_has_number(const opis_book *book, const opis_note *note, int32_t number) {
    char digits[16];
    int length = snprintf(digits, sizeof digits, "%d", (int)number);
    const char *text = opis_book_text(book, note->number);
    return text && length > 0 && same_word(text, note->number.length, digits);
}

/* The nearest note of a number. */
static int32_t find_note(const opis_book *book, uint32_t byte, int32_t number) {
    const opis_note *notes = OPIS_ROWS(book, OPIS_NOTE);
    size_t count = OPIS_ROW_COUNT(book, OPIS_NOTE), low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (notes[middle].record.start <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t away = 0; away < NOTES_AROUND; away++) {
        if (away < low && note_has_number(book, &notes[low - 1 - away], number)) return (int32_t)(low - 1 - away);
        if (low + away < count && note_has_number(book, &notes[low + away], number)) return (int32_t)(low + away);
    }
    return OPIS_UNKNOWN;
}

static opis_status add_number(finder *f, opis_crossref *row, const opis_pointed *pointed, opis_error *error) {
    char text[32];
    int length = snprintf(text, sizeof text, "%d%.1s", (int)pointed->number, pointed->suffix ? &pointed->suffix : "");
    if (pointed->to && length > 0)
        length += snprintf(text + length, sizeof text - (size_t)length, "-%d", (int)pointed->to);
    return opis_records_append_text(&f->book->records, &row->numbers, text, (size_t)length, error);
}

static opis_status add_crossref(finder *f, const opis_pointer *pointer, uint32_t line, opis_error *error) {
    opis_crossref *row = opis_records_add(&f->book->records, OPIS_CROSSREF, error);
    if (!row) return error->status;
    row->record.start = pointer->start;
    row->record.end = pointer->end;
    row->record.line = (int32_t)line + 1;
    row->record.status = pointer->status;
    const opis_pointed *first = &pointer->numbers[0];
    row->refers_to = pointer->target == OPIS_AT_NOTE
                         ? find_note(f->book, pointer->start, first->number)
                         : opis_target_row(&f->targets, pointer->target, first->number, first->suffix);
    opis_status status =
        opis_records_text(&f->book->records, pointer->name, strlen(pointer->name), &row->target, error);
    for (size_t i = 0; i < pointer->count && status == OPIS_OK; i++)
        status = add_number(f, row, &pointer->numbers[i], error);
    return status;
}

/* Read the pointer whose word stands at a token, if one does. */
static opis_status try_token(finder *f, size_t i, opis_error *error) {
    opis_pointer pointer;
    if (f->book->tokens[i].start < f->last_end || f->book->tokens[i].length > LONGEST_WORD) return OPIS_OK;
    if (!find_word(f, i, &pointer) || !opis_pointer_read(&f->targets, &pointer)) return OPIS_OK;
    uint32_t line = opis_source_line(&f->book->source, pointer.start);
    if (heads_line(f, &pointer, line) || !is_of_this_book(f, &pointer)) return OPIS_OK;
    f->last_end = pointer.end;
    return add_crossref(f, &pointer, line, error);
}

/* ---- Where to look ------------------------------------------------------------------------------------- */

/*
 * Whether a word points is asked once for all its places, and few words are asked at all: those of the style are looked
 * up, and a damaged or glued form of one shows in its length and its capitals.  Small words that point count before a
 * number alone, so that hardly a place of a book is looked at.
 */

/* Whether a number stands behind a word, with blanks and points between them at most. */
static int is_before_number(const finder *f, size_t i) {
    const opis_token *tokens = f->book->tokens;
    for (size_t at = i + 1; at < f->book->token_count && at <= i + TOKENS_BEFORE; at++) {
        if (is_numeral_token(&tokens[at])) return 1;
        if (tokens[at].class_ < OPIS_BREAK && f->bytes[tokens[at].start] != '.') return 0;
    }
    return 0;
}

static int is_capital(const opis_token *token) {
    return token->class_ == OPIS_WORD && (token->shape & OPIS_UPPER_FIRST);
}

/* Words of the style as they stand, and those that a point belongs to without it. */
static void open_known(const finder *f, opis_anchors *openings) {
    const opis_concordance *printed = &f->book->concordance;
    for (size_t i = 0; i < f->word_count; i++) {
        const char *text = f->words[i].text;
        size_t length = f->words[i].length, whole = length;
        int pointed = length > 1 && length <= LONGEST_ABBREVIATION + 1 && text[length - 1] == '.';
        if (pointed) whole--;
        const opis_printed_word *word = opis_concordance_word(printed, f->bytes, text, whole);
        if (!word || word->token.class_ != OPIS_WORD || whole > LONGEST_WORD) continue;
        if (!is_capital(&word->token) || (!pointed && whole >= SHORTEST_CAPITAL))
            opis_anchors_add(openings, printed, word);
    }
}

/* What begins like a word that points and is parted at a line's end. */
static void open_parted(const finder *f, opis_anchors *openings) {
    const opis_concordance *printed = &f->book->concordance;
    const opis_printed_word *hyphen = opis_concordance_find(printed, f->bytes, "-");
    for (uint32_t i = 0; hyphen && i < hyphen->count; i++) {
        size_t at = opis_places(printed, hyphen)[i];
        if (at == 0) continue;
        const opis_token *word = &f->book->tokens[at - 1];
        if (is_capital(word) && word->length >= SHORTEST_CAPITAL &&
            f->by_letter[(unsigned char)f->bytes[word->start]] && ends_line(f, at))
            opis_anchors_put(openings, at - 1);
    }
}

/* A word with a capital that is a damaged form of one that points, before a number. */
static void open_damaged(const finder *f, const opis_printed_word *word, opis_anchors *openings) {
    const uint32_t *places = opis_places(&f->book->concordance, word);
    opis_pointer pointer;
    if (!match_word(f, f->bytes + word->token.start, word->token.length, 1, &pointer)) return;
    for (uint32_t i = 0; i < word->count; i++)
        if (places[i] + 1 < f->book->token_count && is_numeral_token(&f->book->tokens[places[i] + 1]))
            opis_anchors_put(openings, places[i]);
}

/* Whether there may be a capital among the bytes of a word, eight of them at either end at once. */
static int may_have_capital(const char *word, size_t length) {
    const uint64_t sixth = 0x4040404040404040u; /* of capitals it is set, and the fifth is not */
    uint64_t head, tail;
    if (length < sizeof head || length > 2 * sizeof head) return 1;
    memcpy(&head, word, sizeof head);
    memcpy(&tail, word + length - sizeof tail, sizeof tail);
    return (((head & ~(head << 1)) | (tail & ~(tail << 1))) & sixth) != 0;
}

/* Whether a word with a small letter first, or a number with letters, has a word in it that points. */
static int is_glued(const finder *f, const opis_token *word) {
    opis_pointer pointer;
    if (word->class_ == OPIS_MIXED) return word->length > SHORTEST_GLUED_NUMBER && match_glued(f, word, &pointer);
    return word->length > SHORTEST_GLUED_WORD && may_have_capital(f->bytes + word->start, word->length) &&
           match_glued(f, word, &pointer);
}

static opis_status find_openings(const finder *f, opis_anchors *openings, opis_error *error) {
    const opis_concordance *printed = &f->book->concordance;
    opis_status status = opis_anchors_make(openings, printed, error);
    if (status != OPIS_OK) return status;
    open_known(f, openings);
    open_parted(f, openings);
    for (size_t row = 0; row < printed->count; row++) {
        const opis_token *token = &printed->words[row].token;
        if (token->length > LONGEST_WORD || (token->class_ != OPIS_WORD && token->class_ != OPIS_MIXED)) continue;
        if (is_capital(token)) {
            if (f->damaged_lengths[(unsigned char)f->bytes[token->start]] >> token->length & 1)
                open_damaged(f, &printed->words[row], openings);
        } else if (is_glued(f, token)) {
            opis_anchors_add(openings, printed, &printed->words[row]);
        }
    }
    return OPIS_OK;
}

static opis_status find_pointers(finder *f, opis_error *error) {
    const opis_book *book = f->book;
    opis_anchors openings;
    opis_status status = find_openings(f, &openings, error);
    if (status != OPIS_OK) return status;
    for (size_t i = opis_anchors_next(&openings, 0); i < book->token_count && status == OPIS_OK;
         i = opis_anchors_next(&openings, i + 1)) {
        const opis_token *token = &book->tokens[i];
        if (token->class_ != OPIS_WORD || is_capital(token) || is_before_number(f, i)) status = try_token(f, i, error);
    }
    opis_anchors_release(&openings);
    return status;
}

opis_status opis_extract_crossrefs(opis_book *book, opis_error *error) {
    finder f = {.book = book, .bytes = book->source.bytes};
    opis_status status = opis_targets_find(&f.targets, book, error);
    if (status != OPIS_OK) return status;
    index_words(&f);
    status = find_pointers(&f, error);
    opis_targets_release(&f.targets);
    return status;
}
