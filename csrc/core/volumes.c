#include "volumes.h"

#include <string.h>

#include "join.h"
#include "memory.h"
#include "text/tokens.h"

opis_status opis_volume_take_source(opis_book *volume, opis_error *error) {
    const opis_source *whole = &volume->whole->source;
    uint32_t start = whole->line_starts[volume->first_line];
    uint32_t end = opis_source_line(whole, start + (uint32_t)volume->length - 1) + 1;
    return opis_source_part(&volume->source, whole, volume->first_line, end, error);
}

opis_status opis_volume_take_tokens(opis_book *volume, opis_error *error) {
    const opis_book *whole = volume->whole;
    if (whole->layout.apart)
        return opis_tokens_find(volume->bytes, volume->source.length, &volume->tokens, &volume->token_count, error);
    uint32_t line = volume->first_line, start = whole->source.line_starts[line];
    uint32_t first = opis_line_first_token(&whole->layout, line);
    size_t count = opis_line_first_token(&whole->layout, line + volume->source.line_count) - first, capacity = 0;
    opis_status status = opis_reserve(&volume->tokens, &capacity, count + 1, sizeof *volume->tokens, error);
    if (status != OPIS_OK) return status;
    if (count) memcpy(volume->tokens, whole->tokens + first, count * sizeof *volume->tokens);
    for (size_t i = 0; i < count; i++) volume->tokens[i].start -= start;
    volume->token_count = count;
    return OPIS_OK;
}

/* The error of a volume, as one of the whole text: its message may begin with the byte. */
static void tell_of_volume(opis_error *error, uint32_t start) {
    static const char opening[] = "byte ";
    char message[sizeof error->message];
    size_t said = sizeof opening - 1;
    if (error->byte == OPIS_NO_BYTE) return;
    memcpy(message, error->message, sizeof message);
    error->byte += start;
    if (memcmp(message, opening, said) != 0) return;
    said += strspn(message + said, "0123456789");
    opis_fail(error, error->status, error->byte, "byte %llu%s", (unsigned long long)error->byte, message + said);
}

/* The lines [first, end) of a book, read as a volume and joined to it. */
static opis_status read_volume(opis_book *book, uint32_t first, uint32_t end, opis_error *error) {
    opis_book *volume = opis_book_begin_volume(book, first, end, error);
    if (!volume) return error->status;
    opis_status status = opis_book_run(volume, error);
    opis_book_end(volume);
    if (status == OPIS_OK)
        status = opis_book_join(book, volume, first, error);
    else
        tell_of_volume(error, book->source.line_starts[first]);
    opis_book_free(volume);
    return status;
}

opis_status opis_volumes_read(opis_book *book, opis_error *error) {
    opis_status status = OPIS_OK;
    uint32_t first = 0;
    opis_layout_forget_pages(&book->layout);
    if (book->without_tokens) opis_book_forget_tokens(book);
    for (uint32_t i = 0; i <= book->volume_count && status == OPIS_OK; i++) {
        uint32_t end = i < book->volume_count ? book->volumes[i] : book->source.line_count;
        status = read_volume(book, first, end, error);
        first = end;
    }
    return status;
}
