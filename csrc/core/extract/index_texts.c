#include <string.h>

#include "extract/index.h"
#include "memory.h"

opis_status opis_index_put(opis_index_texts *texts, const char *text, size_t length, opis_error *error) {
    if (length >= texts->capacity - texts->length) {
        opis_status status = opis_reserve(&texts->bytes, &texts->capacity, texts->length + length + 1, 1, error);
        if (status != OPIS_OK) return status;
    }
    memcpy(texts->bytes + texts->length, text, length);
    texts->length += length;
    return OPIS_OK;
}

opis_status opis_index_reword(opis_index *index, opis_index_part *part, opis_index_texts *mended, size_t first,
                              opis_error *error) {
    part->text = (uint32_t)first;
    part->text_length = (uint32_t)(mended->length - first);
    if (part->see_length == 0) return OPIS_OK;
    uint32_t targets = (uint32_t)mended->length;
    opis_status status = opis_index_put(mended, index->texts.bytes + part->see, part->see_length, error);
    part->see = targets;
    return status;
}

void opis_index_exchange(opis_index *index, opis_index_texts mended) {
    opis_resize(index->texts.bytes, 0);
    index->texts = mended;
}
