/* Any bytes as a book: every kind is extracted, and every record, text, list and relation is looked at. */
#include "fuzz.h"

static size_t looked_at; /* sums what is read, so that the compiler cannot leave the reading out */

static void look_at_text(const opis_book *book, opis_text text) {
    const char *bytes = opis_book_text(book, text);
    PROMISED((bytes == NULL) == (text.length == OPIS_NULL_TEXT));
    for (uint32_t i = 0; bytes && i < text.length; i++) looked_at += (unsigned char)bytes[i];
}

static void look_at_list(const opis_book *book, const opis_field *field, opis_list list) {
    if (field->type != OPIS_INTEGERS)
        for (uint32_t i = 0; i < list.count; i++) look_at_text(book, opis_book_texts(book, list)[i]);
    else
        for (uint32_t i = 0; i < list.count; i++) looked_at += (size_t)opis_book_integers(book, list)[i];
}

static void look_at_field(const opis_book *book, const opis_field *field, const char *row) {
    const void *value = row + field->offset;
    switch (field->type) {
    case OPIS_CERTAINTY:
        PROMISED(*(const uint8_t *)value <= OPIS_CONFLICT);
        break;
    case OPIS_FLAG:
        PROMISED(*(const uint8_t *)value <= 1);
        break;
    case OPIS_TEXT:
        look_at_text(book, *(const opis_text *)value);
        break;
    case OPIS_TEXTS:
    case OPIS_PAIRS:
    case OPIS_INTEGERS:
        look_at_list(book, field, *(const opis_list *)value);
        break;
    case OPIS_INT32:
        if (!field->link) PROMISED(*(const int32_t *)value >= OPIS_UNKNOWN);
        break;
    case OPIS_INT64:
    case OPIS_REAL:
        break;
    }
}

/* Rows stand in the order of the text, inside it, on lines that it has. */
static void look_at_place(const opis_book *book, const opis_record *record, size_t length) {
    size_t lines, documents = opis_book_rows(book, OPIS_DOCUMENT).count;
    opis_book_lines(book, &lines);
    PROMISED(record->start >= 0 && record->start <= record->end && (uint64_t)record->end <= length);
    PROMISED(record->line >= 1 && (size_t)record->line <= (lines ? lines : 1));
    PROMISED(record->document >= OPIS_UNKNOWN && record->document < (int64_t)documents);
}

static void look_at_kind(const opis_book *book, opis_kind kind, size_t length) {
    size_t field_count;
    const opis_field *fields = opis_kind_fields(kind, &field_count);
    opis_rows rows = opis_book_rows(book, kind);
    for (size_t i = 0; i < rows.count; i++) {
        const char *row = (const char *)rows.rows + i * rows.row_size;
        look_at_place(book, (const void *)row, length);
        for (size_t f = 0; f < field_count; f++) look_at_field(book, &fields[f], row);
    }
}

static void look_at_tables(const opis_book *book) {
    size_t tables = opis_book_rows(book, OPIS_TABLE).count;
    for (size_t table = 0; table < tables; table++) {
        size_t count;
        const uint32_t *parts;
        const opis_relation *relations = opis_book_relations(book, table, &count, &parts);
        for (size_t i = 0; i < count; i++)
            for (uint32_t p = 0; p < relations[i].part_count; p++) looked_at += parts[relations[i].first_part + p];
        const opis_table_witness *witnesses = opis_book_witnesses(book, table, &count);
        for (size_t i = 0; i < count; i++) PROMISED(witnesses[i].testimony <= OPIS_CONTRADICTS);
    }
}

static void look_at_reading(const opis_book *book, uint32_t first, uint32_t last) {
    opis_reading reading;
    opis_error error;
    if (opis_book_reading(book, first, last, &reading, &error) != OPIS_OK) return;
    for (size_t i = 0; i < reading.length; i++) looked_at += (unsigned char)reading.text[i];
    for (size_t i = 0; i < reading.run_count; i++) PROMISED(reading.runs[2 * i] <= reading.length);
    opis_reading_free(&reading);
}

static void look_at_tokens(const opis_book *book, size_t length) {
    size_t count;
    uint64_t end = 0;
    const opis_token *tokens = opis_book_tokens(book, &count);
    for (size_t i = 0; i < count; i++) {
        PROMISED(tokens[i].length > 0 && tokens[i].start >= end && tokens[i].class_ <= OPIS_BLANK);
        end = (uint64_t)tokens[i].start + tokens[i].length;
    }
    PROMISED(end <= length);
}

/* Most inputs are read for all kinds, one in eight for some alone. */
static uint32_t kinds_of(const char *bytes, size_t length) {
    uint32_t sum = (uint32_t)length;
    for (size_t i = 0; i < length; i++) sum = sum * 31 + (unsigned char)bytes[i];
    return sum & 7 ? OPIS_ALL_KINDS : sum >> 3 & OPIS_ALL_KINDS;
}

static opis_status read_all(const char *bytes, size_t length, opis_error *error) {
    opis_book *book = opis_read_kinds(fuzz_reader(), bytes, length, kinds_of(bytes, length), error);
    if (!book) return error->status;
    size_t lines;
    opis_book_lines(book, &lines);
    for (int kind = 0; kind < OPIS_KIND_COUNT; kind++) look_at_kind(book, (opis_kind)kind, length);
    look_at_tables(book);
    look_at_tokens(book, length);
    look_at_reading(book, 1, (uint32_t)lines);
    PROMISED(opis_book_characters(book, length) <= length);
    opis_book_free(book);
    return OPIS_OK;
}

/* Bytes that are no text are refused; with those made letters the rest of the input is read after all. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    opis_error error = {OPIS_OK, 0, ""};
    char *bytes = malloc(size ? size : 1); /* no byte more than the core may touch */
    if (!bytes) return 0;
    memcpy(bytes, data, size);
    while (read_all(bytes, size, &error) == OPIS_NOT_TEXT) {
        PROMISED(error.byte < size);
        for (size_t i = (size_t)error.byte; i < size; i++)
            if (bytes[i] == 0 || (unsigned char)bytes[i] >= 0x80) bytes[i] = 'l';
    }
    PROMISED(error.status == OPIS_OK || error.status == OPIS_NOT_TEXT);
    free(bytes);
    return 0;
}
