/*
 * Speaker: the turns of transcripts, from the labels that start them.
 *
 * A label is a name and a colon at the head of a line.  Whether it starts a turn or a list, an address or a heading
 * shows in the company that it keeps: other labels near it, the same name at many places, a document that is a
 * transcript, and that no one writes a name in small letters.
 */
#include "extract/speaker.h"

#include <math.h>
#include <string.h>

#include "extract/document.h"
#include "extract/extract.h"
#include "extract/printed.h"
#include "letters.h"
#include "memory.h"

/* Log odds, tuned on generated editions. */
#define PRIOR -1.5f
#define MOST_OFTEN 4.0f
#define VOICE_SAYS 1.0f
#define SPEECH_SAYS 0.5f
#define SMALL_LETTER_SAYS -3.0f
#define KNOWN_SMALL_LETTER_SAYS -1.5f
#define MIDDLE_SAYS -2.0f
#define SENTENCE_SAYS -6.0f /* a sentence runs over the line and ends with a name and a colon */
#define OMISSION_SAYS 1.5f
#define SEMICOLON_SAYS -2.0f
#define POINT_SAYS -4.5f
#define COMMON_WORD_SAYS -4.0f
#define OTHER_WORD_SAYS -12.0f
#define TRANSCRIPT_SAYS 1.5f
#define OTHER_GENRE_SAYS -0.5f
#define TITLE_SAYS 1.5f
#define NOTE_SAYS -1.5f
#define BACK_SAYS -4.0f
#define COMPANY_SAYS 1.25f
#define NEXT_SAYS 2.0f
/* Another label so near keeps company, and one so near answers. */
#define NEAR_LINES 60
#define NEXT_LINES 15
#define OFTEN 5
#define SURE_SCORE 1.0f
#define AHEAD 12 /* lines that the next one asked for is ahead */

typedef struct turns {
    opis_book *book;
    opis_labels labels;
    int32_t document; /* row of the document that holds the label, or OPIS_UNKNOWN */
    int32_t next_document;
    int back;           /* in the back matter */
    uint32_t role_line; /* the first line whose role is not seen yet */
} turns;

static const opis_speaker_name *name_of(const turns *t, const opis_label *label) {
    return &t->labels.names[t->labels.names[label->name].clean];
}

static opis_status find_labels(turns *t, opis_error *error) {
    opis_labels *labels = &t->labels;
    opis_label label;
    opis_status status = OPIS_OK;
    for (uint32_t line = 0; line < t->book->layout.line_count && status == OPIS_OK; line++) {
        const opis_line *at = &t->book->layout.lines[line];
        if (line + AHEAD < t->book->layout.line_count) {
            opis_soon(&t->book->tokens[at[AHEAD].first_token]);
            opis_soon(t->book->source.bytes + at[AHEAD].start);
        }
        int may_open = is_upper(at->first) || at->first == '.' || (unsigned char)at->first >= 0x80;
        if (at->role != OPIS_LINE_TEXT || !may_open) continue;
        if (!opis_label_read(t->book, line, &label)) continue;
        status = opis_labels_enter_name(labels, t->book, &label, error);
        if (status == OPIS_OK)
            status = opis_reserve(&labels->items, &labels->capacity, labels->count + 1, sizeof label, error);
        if (status == OPIS_OK) labels->items[labels->count++] = label;
    }
    return status;
}

/* A point for a colon counts behind a name alone that stands before colons elsewhere. */
static opis_status drop_nameless(turns *t, opis_error *error) {
    opis_labels *labels = &t->labels;
    opis_status status = OPIS_OK;
    size_t kept = 0;
    for (size_t i = 0; i < labels->count && status == OPIS_OK; i++) {
        if (labels->items[i].name == OPIS_NO_NAME)
            status = opis_labels_enter_name(labels, t->book, &labels->items[i], error);
        if (labels->items[i].name != OPIS_NO_NAME) labels->items[kept++] = labels->items[i];
    }
    labels->count = kept;
    return status;
}

/* ---- Which labels start a turn ------------------------------------------------------------------------- */

/* Go on to a line: the document that holds it, and whether it lies in the back matter. */
static void enter_line(turns *t, uint32_t line) {
    const opis_document *documents = OPIS_ROWS(t->book, OPIS_DOCUMENT);
    int32_t count = (int32_t)OPIS_ROW_COUNT(t->book, OPIS_DOCUMENT);
    while (t->next_document < count && documents[t->next_document].record.line <= (int32_t)line + 1) t->next_document++;
    int32_t row = t->next_document - 1;
    t->document = row >= 0 && documents[row].end_line > (int32_t)line ? row : OPIS_UNKNOWN;
    for (; t->role_line <= line; t->role_line++) {
        uint8_t role = t->book->layout.lines[t->role_line].role;
        if (role == OPIS_LINE_BACK) t->back = 1;
        if (role == OPIS_LINE_CHAPTER || role == OPIS_LINE_HEADING) t->back = 0;
    }
}

static int holds(const char *text, size_t length, const char *part, size_t part_length) {
    for (size_t i = 0; i + part_length <= length; i++)
        if (text[i] == *part && memcmp(text + i, part, part_length) == 0) return 1;
    return 0;
}

static int text_is_one_of(const opis_book *book, opis_text text, const opis_words *words) {
    const char *bytes = opis_book_text(book, text);
    return bytes && opis_words_have(words, bytes, text.length);
}

static float document_says(const turns *t, const opis_speaker_name *name) {
    if (t->document == OPIS_UNKNOWN) return t->back ? BACK_SAYS : 0;
    const opis_document *document = (const opis_document *)OPIS_ROWS(t->book, OPIS_DOCUMENT) + t->document;
    float score =
        text_is_one_of(t->book, document->genre, &t->book->style->transcripts) ? TRANSCRIPT_SAYS : OTHER_GENRE_SAYS;
    const char *title = opis_book_text(t->book, document->title);
    if (title && name->labels < OFTEN && holds(title, document->title.length, name->text, name->length))
        score += TITLE_SAYS;
    return score;
}

static int is_other_word(const opis_book *book, const opis_speaker_name *name) {
    const opis_words *words = &book->style->no_speakers;
    char first = name->length > 0 ? (char)(name->text[0] | 0x20) : 0;
    for (size_t i = 0; i < words->count; i++) {
        const char *word = words->items[i];
        size_t at = 0;
        if (word[0] != first) continue;
        while (at < name->length && word[at] && (name->text[at] | 0x20) == word[at]) at++;
        if (at == name->length && !word[at]) return 1;
    }
    return 0;
}

static float own_score(const turns *t, const opis_label *label) {
    const opis_speaker_name *name = name_of(t, label), *printed = &t->labels.names[label->name];
    float often = name->labels > 1 ? log2f((float)name->labels) : 0;
    float score = PRIOR + (often < MOST_OFTEN ? often : MOST_OFTEN) + document_says(t, name);
    if (label->voice) score += VOICE_SAYS;
    if (label->opens_speech)
        score += SPEECH_SAYS;
    else
        score += name->labels >= OFTEN ? KNOWN_SMALL_LETTER_SAYS : SMALL_LETTER_SAYS;
    if (!label->opens_paragraph) score += label->colon == '.' ? OTHER_WORD_SAYS : MIDDLE_SAYS;
    if (!label->opens_paragraph && label->ends_line) score += SENTENCE_SAYS;
    if (label->omission) score += OMISSION_SAYS;
    if (label->colon == ';') score += SEMICOLON_SAYS;
    if (label->colon == '.') score += POINT_SAYS;
    if (name->small && !label->voice) score += COMMON_WORD_SAYS;
    if ((printed->other || name->other) && !label->voice) score += OTHER_WORD_SAYS;
    if (opis_in_note(t->book, label->line)) score += NOTE_SAYS;
    return score;
}

/* What a label says of one beside it: that people speak here, if its name comes back. */
static float company_says(const turns *t, const opis_label *label, const opis_label *other) {
    uint32_t apart = label->line > other->line ? label->line - other->line : other->line - label->line;
    if (apart > NEAR_LINES || other->score <= PRIOR || name_of(t, other)->labels < 2) return 0;
    return apart <= NEXT_LINES ? NEXT_SAYS : COMPANY_SAYS;
}

static void score_labels(turns *t) {
    opis_labels *labels = &t->labels;
    for (size_t i = 0; i < labels->name_count; i++)
        labels->names[i].other = (uint8_t)is_other_word(t->book, &labels->names[i]);
    for (size_t i = 0; i < labels->count; i++) {
        enter_line(t, labels->items[i].line);
        labels->items[i].score = own_score(t, &labels->items[i]);
    }
    float before = 0; /* the score of the label before, its company left out */
    for (size_t i = 0; i < labels->count; i++) {
        opis_label *label = &labels->items[i], last;
        float own = label->score;
        if (i > 0) {
            last = labels->items[i - 1];
            last.score = before;
            label->score += company_says(t, label, &last);
        }
        if (i + 1 < labels->count) label->score += company_says(t, label, label + 1);
        before = own;
    }
}

/* ---- Records ------------------------------------------------------------------------------------------- */

static opis_certainty certainty(const turns *t, const opis_label *label) {
    const opis_speaker_name *printed = &t->labels.names[label->name];
    int other_form = printed->clean != label->name;
    if (label->score < SURE_SCORE || (other_form && !printed->unique)) return OPIS_LIKELY;
    if (other_form || label->damaged) return OPIS_REPAIRED;
    return printed->voice || printed->labels > 1 || printed->occurrences > 1 ? OPIS_CLEAN : OPIS_LIKELY;
}

/* The last line of text from behind a line on and before another that is in no note, or that line itself. */
static uint32_t last_text(const opis_book *book, uint32_t line, uint32_t end) {
    while (end > line + 1 && (book->layout.lines[end - 1].role != OPIS_LINE_TEXT || opis_in_note(book, end - 1))) end--;
    return end > line + 1 ? end - 1 : line;
}

/* The last line of a turn: in a document it runs to the next label or the document's end, else to a gap. */
static uint32_t last_line(const turns *t, const opis_label *label, uint32_t next) {
    const opis_line *lines = t->book->layout.lines;
    const opis_document *documents = OPIS_ROWS(t->book, OPIS_DOCUMENT);
    uint32_t end = t->book->layout.line_count, line = label->line + 1;
    int has_text = 0;
    if (t->document != OPIS_UNKNOWN) end = (uint32_t)documents[t->document].end_line;
    if (next < end) end = next;
    for (; line < end; line++) {
        uint8_t role = lines[line].role;
        if (role == OPIS_LINE_HEADING || role == OPIS_LINE_CHAPTER || role == OPIS_LINE_BACK) break;
        if (t->document != OPIS_UNKNOWN) continue;
        if (role == OPIS_LINE_EMPTY && has_text) break;
        has_text = has_text || (role == OPIS_LINE_TEXT && !opis_in_note(t->book, line));
    }
    return last_text(t->book, label->line, line);
}

static opis_status add_speaker(turns *t, const opis_label *label, uint32_t next, opis_error *error) {
    const opis_speaker_name *name = name_of(t, label);
    opis_speaker *row = opis_records_add(&t->book->records, OPIS_SPEAKER, error);
    if (!row) return error->status;
    row->record.start = label->start;
    row->record.end = label->end;
    row->record.line = (int32_t)label->line + 1;
    row->record.status = (uint8_t)certainty(t, label);
    row->end_line = (int32_t)last_line(t, label, next) + 1;
    return opis_records_text(&t->book->records, name->text, name->length, &row->name, error);
}

static opis_status add_speakers(turns *t, opis_error *error) {
    const opis_labels *labels = &t->labels;
    opis_status status = OPIS_OK;
    t->next_document = 0;
    for (size_t i = 0; i < labels->count && status == OPIS_OK;) {
        size_t next = i + 1;
        while (next < labels->count && labels->items[next].score <= 0) next++;
        enter_line(t, labels->items[i].line);
        if (labels->items[i].score > 0)
            status =
                add_speaker(t, &labels->items[i], next < labels->count ? labels->items[next].line : UINT32_MAX, error);
        i = next;
    }
    return status;
}

opis_status opis_extract_speakers(opis_book *book, opis_error *error) {
    turns t = {.book = book};
    opis_status status = find_labels(&t, error);
    if (status == OPIS_OK) status = drop_nameless(&t, error);
    if (status == OPIS_OK) status = opis_labels_enter_sketches(&t.labels, book, error);
    const opis_vocabulary *words = status == OPIS_OK ? opis_printed_words(book, error) : NULL;
    if (status == OPIS_OK && !words) status = error->status;
    if (status == OPIS_OK) {
        opis_labels_settle_names(&t.labels, book, words);
        score_labels(&t);
        status = add_speakers(&t, error);
    }
    opis_labels_release(&t.labels);
    return status;
}
