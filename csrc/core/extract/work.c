#include "extract/work.h"

#include <string.h>

#include "extract/extract.h"
#include "extract/title_words.h"
#include "memory.h"
#include "word_key.h"

#define SURE_PAGES 2.0f
#define SHORTEST_WORD 3
#define WHOLE_IN_KEY 16 /* bytes of a word that its key holds whole */
#define LISTED 0.5f     /* the weight of a surname that has not been counted yet */

static opis_certainty certainty_of(const opis_work_reference *r) {
    int literal = r->year_cost <= 0, known = r->author_count > 0;
    for (uint32_t i = 0; i < r->author_count; i++) {
        known &= r->authors[i].known && !r->authors[i].repaired;
        literal &= !r->authors[i].repaired;
    }
    if (!known || r->year_cost > 0 || !(r->full || r->refers_to != OPIS_UNKNOWN)) return OPIS_LIKELY;
    if (r->weak || r->doubtful || (r->pages.count && r->pages.margin < SURE_PAGES)) return OPIS_LIKELY;
    return literal && (r->pages.count == 0 || r->pages.literal) ? OPIS_CLEAN : OPIS_REPAIRED;
}

static opis_status add_record(opis_works *works, const opis_work_reference *r) {
    opis_records *records = &works->book->records;
    opis_work *row = opis_records_add(records, OPIS_WORK, works->error);
    if (!row) return works->error->status;
    row->record.start = r->start;
    row->record.end = r->end;
    row->record.line = (int32_t)opis_source_line(&works->book->source, r->start) + 1;
    row->record.status = (uint8_t)certainty_of(r);
    row->year = r->year;
    row->note = r->note;
    row->refers_to = r->refers_to;
    opis_status status = opis_records_text(records, r->title, strlen(r->title), &row->title, works->error);
    const char *sure = opis_title_status(r->title_certainty);
    if (status == OPIS_OK) status = opis_records_text(records, sure, strlen(sure), &row->title_status, works->error);
    for (uint32_t i = 0; i < r->author_count && status == OPIS_OK; i++) {
        const char *surname = r->authors[i].surname;
        status = opis_records_append_text(records, &row->authors, surname, strlen(surname), works->error);
    }
    for (uint32_t i = 0; i < r->pages.count && status == OPIS_OK; i++) {
        const char *page = r->pages.folios[i];
        status = opis_records_append_text(records, &row->pages, page, strlen(page), works->error);
    }
    return status;
}

static opis_status find_references(opis_works *works) {
    opis_book *book = works->book;
    const opis_note *notes = OPIS_ROWS(book, OPIS_NOTE);
    const opis_periodical *periodicals = OPIS_ROWS(book, OPIS_PERIODICAL);
    opis_status status = OPIS_OK;
    for (size_t i = 0; i < OPIS_ROW_COUNT(book, OPIS_NOTE) && status == OPIS_OK; i++) {
        while (works->periodical < OPIS_ROW_COUNT(book, OPIS_PERIODICAL) &&
               periodicals[works->periodical].record.start < notes[i].record.start)
            works->periodical++;
        works->note = (int32_t)i;
        status = opis_citation_lines(&works->text, book, (uint32_t)notes[i].record.line - 1,
                                     (uint32_t)notes[i].end_line, works->error);
        size_t found = works->count;
        if (status == OPIS_OK) status = opis_works_find(works);
        if (status == OPIS_OK && works->count == found) status = opis_works_find_ibid(works);
    }
    return status;
}

/* ---- Words --------------------------------------------------------------------------------------------- */

static opis_status list_word(opis_works *works, const char *word, size_t length) {
    uint64_t key = word_key(word, length);
    if (length <= WHOLE_IN_KEY || opis_lexicon_weight(&works->words, key) > 0) return OPIS_OK;
    return opis_lexicon_add(&works->words, key, LISTED, works->error);
}

/* Every long surname of an author is to be counted. */
static opis_status list_words(opis_works *works) {
    opis_status status = OPIS_OK;
    for (size_t i = 0; i < works->count; i++) {
        const opis_work_reference *r = &works->items[i];
        for (uint32_t j = 0; j < r->author_count && status == OPIS_OK; j++)
            status = list_word(works, r->authors[j].surname, strlen(r->authors[j].surname));
    }
    return status;
}

/* Long surnames that differ between their ends alone are counted as one: few books print any. */
static opis_status count_words(opis_works *works) {
    const opis_book *book = works->book;
    opis_status status = list_words(works);
    if (works->words.count == 0 || status != OPIS_OK) return status;
    const opis_concordance *printed = &book->concordance;
    for (size_t row = 0; row < printed->count && status == OPIS_OK; row++) {
        const opis_token *t = &printed->words[row].token;
        if (t->class_ != OPIS_WORD || t->length <= WHOLE_IN_KEY) continue;
        uint64_t key = word_key(book->source.bytes + t->start, t->length);
        if (opis_lexicon_weight(&works->words, key) <= 0) continue;
        status = opis_lexicon_add(&works->words, key, (float)printed->words[row].count, works->error);
    }
    return status;
}

uint32_t opis_work_word_count(const opis_works *works, const char *word, size_t length) {
    const opis_book *book = works->book;
    if (length > WHOLE_IN_KEY) return (uint32_t)opis_lexicon_weight(&works->words, word_key(word, length));
    const opis_printed_word *printed = opis_concordance_word(&book->concordance, book->source.bytes, word, length);
    return printed && printed->token.class_ == OPIS_WORD && length >= SHORTEST_WORD ? printed->count : 0;
}

opis_status opis_extract_works(opis_book *book, opis_error *error) {
    opis_works works = {.book = book, .error = error};
    for (size_t i = 0; i < book->style->leads.count; i++)
        works.may_lead[(unsigned char)*book->style->leads.items[i]] = 1;
    opis_status status = find_references(&works);
    if (status == OPIS_OK) status = count_words(&works);
    if (status == OPIS_OK) status = opis_works_settle(&works);
    if (status == OPIS_OK) status = opis_works_mend_titles(&works);
    for (size_t i = 0; i < works.count && status == OPIS_OK; i++) status = add_record(&works, &works.items[i]);
    opis_joined_release(&works.text);
    opis_lexicon_release(&works.words);
    opis_resize(works.items, 0);
    return status;
}
