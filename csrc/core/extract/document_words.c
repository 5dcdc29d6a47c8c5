#include <string.h>

#include "extract/document.h"
#include "extract/title_words.h"

static opis_status gather(const opis_book *book, opis_title_words *words, opis_error *error) {
    const opis_document *documents = OPIS_ROWS(book, OPIS_DOCUMENT);
    opis_status status = OPIS_OK;
    for (size_t i = 0; i < OPIS_ROW_COUNT(book, OPIS_DOCUMENT) && status == OPIS_OK; i++) {
        opis_text title = documents[i].title;
        status = opis_title_words_add(words, opis_book_text(book, title), title.length, error);
    }
    return status == OPIS_OK ? opis_title_words_sort(words, error) : status;
}

/* A title that is mended takes the place of the one that was read. */
static opis_status mend_title(opis_book *book, opis_title_words *words, opis_document *document, opis_error *error) {
    opis_mended_title mended;
    opis_title_words_mend(words, opis_book_text(book, document->title), document->title.length, &mended);
    const char *name = opis_title_status(mended.certainty);
    opis_status status = opis_records_text(&book->records, name, strlen(name), &document->title_status, error);
    if (status != OPIS_OK || !mended.changed) return status;
    return opis_records_text(&book->records, mended.text, mended.length, &document->title, error);
}

opis_status opis_documents_mend_titles(opis_book *book, opis_error *error) {
    opis_title_words words = {.book = book};
    opis_document *documents = OPIS_ROWS(book, OPIS_DOCUMENT);
    size_t count = OPIS_ROW_COUNT(book, OPIS_DOCUMENT);
    opis_status status = count ? gather(book, &words, error) : OPIS_OK;
    for (size_t i = 0; i < count && status == OPIS_OK; i++) status = mend_title(book, &words, &documents[i], error);
    opis_title_words_release(&words);
    return status;
}
