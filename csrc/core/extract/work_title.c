#include <string.h>

#include "extract/printed.h"
#include "extract/title_words.h"
#include "extract/work.h"

static opis_status gather(const opis_works *works, opis_title_words *words) {
    opis_status status = OPIS_OK;
    for (size_t i = 0; i < works->count && status == OPIS_OK; i++)
        status = opis_title_words_add(words, works->items[i].title, strlen(works->items[i].title), works->error);
    return status == OPIS_OK ? opis_title_words_sort(words, works->error) : status;
}

opis_status opis_works_mend_titles(opis_works *works) {
    opis_title_words words = {.book = works->book};
    if (works->count == 0) return OPIS_OK;
    words.words = opis_printed_words(works->book, works->error);
    opis_status status = words.words ? gather(works, &words) : works->error->status;
    for (size_t i = 0; i < works->count && status == OPIS_OK; i++) {
        opis_work_reference *r = &works->items[i];
        opis_mended_title mended;
        opis_title_words_mend(&words, r->title, strlen(r->title), &mended);
        r->title_certainty = mended.certainty;
        if (mended.length <= OPIS_WORK_TITLE_LENGTH) memcpy(r->title, mended.text, mended.length + 1);
    }
    opis_title_words_release(&words);
    return status;
}
