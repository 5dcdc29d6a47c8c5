/* Whole reads: of the sample edition, of parts of it, of noise, and with no memory left.  The sanitizers look on. */
#include "check.h"

#include "allocator.h"
#include "random.h"

#include <limits.h>

#include "opis.h"

static char *sample;
static size_t sample_length;

static int load_sample(void) {
    FILE *file = fopen(OPIS_SAMPLE, "rb");
    if (!file) return 0;
    fseek(file, 0, SEEK_END);
    sample_length = (size_t)ftell(file);
    rewind(file);
    sample = malloc(sample_length + 1);
    int whole = sample && fread(sample, 1, sample_length, file) == sample_length;
    fclose(file);
    return whole;
}

/* A copy of a part, whole characters only, in memory that ends where the part ends. */
static char *part_of_sample(size_t from, size_t *length) {
    while (from > 0 && from < sample_length && ((unsigned char)sample[from] & 0xC0) == 0x80) from--;
    size_t end = from + *length < sample_length ? from + *length : sample_length;
    while (end > from && end < sample_length && ((unsigned char)sample[end] & 0xC0) == 0x80) end--;
    *length = end - from;
    char *part = malloc(*length ? *length : 1);
    if (part) memcpy(part, sample + from, *length);
    return part;
}

static int32_t integer_at(const char *row, const opis_field *field) {
    int32_t value;
    memcpy(&value, row + field->offset, sizeof value);
    return value;
}

static size_t texts_size(const opis_book *book, const char *row, const opis_field *field) {
    size_t size = 0;
    if (field->type == OPIS_TEXT) {
        const opis_text *text = (const void *)(row + field->offset);
        const char *bytes = opis_book_text(book, *text);
        for (uint32_t i = 0; bytes && i < text->length; i++) size += bytes[i] != '\0';
    } else if (field->type == OPIS_TEXTS) {
        const opis_list *list = (const void *)(row + field->offset);
        const opis_text *texts = opis_book_texts(book, *list);
        for (uint32_t i = 0; i < list->count; i++) size += opis_book_text(book, texts[i]) ? texts[i].length : 0;
    } else if (field->type == OPIS_INTEGERS) {
        const opis_list *list = (const void *)(row + field->offset);
        const int32_t *integers = opis_book_integers(book, *list);
        for (uint32_t i = 0; i < list->count; i++) size += integers[i] > 0;
    }
    return size;
}

/* Every row lies within the text, in order, and every text that it names can be read. */
static size_t check_rows(const opis_book *book, size_t length) {
    size_t rows_seen = 0, line_count, field_count, documents = opis_book_rows(book, OPIS_DOCUMENT).count;
    opis_book_lines(book, &line_count);
    for (int kind = 0; kind < OPIS_KIND_COUNT; kind++) {
        opis_rows rows = opis_book_rows(book, (opis_kind)kind);
        const opis_field *fields = opis_kind_fields((opis_kind)kind, &field_count);
        int64_t last = 0;
        for (size_t i = 0; i < rows.count; i++, rows_seen++) {
            const char *row = (const char *)rows.rows + i * rows.row_size;
            const opis_record *record = (const void *)row;
            CHECK(record->start >= last && record->end >= record->start && record->end <= (int64_t)length);
            CHECK(record->line >= 1 && (size_t)record->line <= line_count);
            CHECK(record->document >= OPIS_UNKNOWN && record->document < (int64_t)documents);
            CHECK(opis_certainty_name(record->status) != NULL);
            for (size_t f = 0; f < field_count; f++) {
                texts_size(book, row, &fields[f]);
                if (strcmp(fields[f].name, "end_line") == 0) {
                    int32_t end_line = integer_at(row, &fields[f]);
                    CHECK(end_line >= record->line && (size_t)end_line <= line_count);
                }
            }
            last = record->start;
        }
    }
    return rows_seen;
}

static size_t read_and_check(const opis_reader *reader, const char *bytes, size_t length) {
    opis_error error = {OPIS_OK, 0, ""};
    opis_book *book = opis_read(reader, bytes, length, &error);
    if (!book) {
        CHECK_EQUAL_TEXT(error.message, "a book");
        return 0;
    }
    size_t rows = check_rows(book, length), line_count;
    opis_book_lines(book, &line_count);
    opis_reading reading;
    CHECK_OK(opis_book_reading(book, 1, (uint32_t)line_count, &reading, &error), error);
    opis_reading_free(&reading);
    opis_book_free(book);
    return rows;
}

static void test_whole_and_parts(void) {
    opis_error error;
    opis_reader *reader = opis_reader_new(&error);
    CHECK_OR_STOP(reader != NULL);
    CHECK(read_and_check(reader, sample, sample_length) > 100);
    for (size_t i = 0; i < 48; i++) {
        size_t length = i % 2 ? 4000 + i * 7 : i * 61;
        char *part = part_of_sample(sample_length / 48 * i, &length);
        CHECK_OR_STOP(part != NULL);
        read_and_check(reader, part, length);
        free(part);
    }
    opis_reader_free(reader);
}

/* Scans break what they like: letters become other signs, and the core must stay on its feet. */
static void test_noise(void) {
    static const char signs[] = "0123456789.,;:-()[]'\" \n\nIlrozDd";
    random_state = 20;
    opis_error error;
    opis_reader *reader = opis_reader_new(&error);
    CHECK_OR_STOP(reader != NULL);
    for (int share = 2; share <= 64; share *= 2) {
        size_t length = 40000;
        char *part = part_of_sample(0, &length);
        CHECK_OR_STOP(part != NULL);
        for (size_t i = 0; i < length; i++) {
            random_next();
            if ((unsigned char)part[i] < 0x80 && (random_state >> 8) % (uint32_t)share == 0)
                part[i] = signs[(random_state >> 16) % (sizeof signs - 1)];
        }
        read_and_check(reader, part, length);
        free(part);
    }
    opis_reader_free(reader);
}

/* Rows are the same whether tokens are kept or not. */
static void test_without_tokens(void) {
    opis_error error;
    opis_reader *reader = opis_reader_new(&error);
    opis_options options = {.kinds = OPIS_ALL_KINDS, .without_tokens = 1};
    opis_book *kept = reader ? opis_read(reader, sample, sample_length, &error) : NULL;
    opis_book *book = kept ? opis_read_with(reader, sample, sample_length, &options, &error) : NULL;
    CHECK_OR_STOP(book != NULL);
    check_rows(book, sample_length);
    for (int kind = 0; kind < OPIS_KIND_COUNT; kind++) {
        opis_rows rows = opis_book_rows(book, (opis_kind)kind), others = opis_book_rows(kept, (opis_kind)kind);
        CHECK(rows.count == others.count && memcmp(rows.rows, others.rows, rows.count * rows.row_size) == 0);
    }
    size_t count;
    CHECK(opis_book_tokens(kept, &count) && count > 0);
    CHECK(!opis_book_tokens(book, &count) && count == 0);
    opis_book_free(book);
    opis_book_free(kept);
    opis_reader_free(reader);
}

/* An edition of so many documents, each with a speech, a date, a count and a note that cites an archive. */
static char *print_documents(int count, size_t *length) {
    size_t room = (size_t)count * 512;
    char *text = malloc(room);
    *length = 0;
    for (int i = 1; i <= count && text; i++)
        *length += (size_t)snprintf(text + *length, room - *length,
                                    "Document %d\n\nReport on the barges of the upper pier, %d May 1931.%d\n\n"
                                    "The wardens counted %d sacks on %d June 1931, and the board was told of them;\n"
                                    "what became of the others nobody who was asked could say.\n\n"
                                    "Ostrov: We wait for %d boats.\n\n%d. RTsKhIDNI, f. 82, op. 3, d. %d, ll. 5-9.\n\n",
                                    i, i % 28 + 1, i, i + 100, i % 28 + 1, i + 20, i, i + 200);
    return text;
}

static long allocations_of_read(const opis_reader *reader, int documents, size_t *records) {
    opis_error error;
    size_t length;
    char *text = print_documents(documents, &length);
    allocations_left = LONG_MAX;
    opis_book *book = text ? opis_read(reader, text, length, &error) : NULL;
    long made = LONG_MAX - allocations_left;
    allocations_left = -1;
    *records = 0;
    for (int kind = 0; CHECK(book) && kind < OPIS_KIND_COUNT; kind++)
        *records += opis_book_rows(book, (opis_kind)kind).count;
    opis_book_free(book);
    free(text);
    return made;
}

static void test_no_record_has_room_of_its_own(void) {
    opis_error error;
    opis_reader *reader = opis_reader_new(&error);
    size_t few, many;
    CHECK_OR_STOP(reader);
    long for_few = allocations_of_read(reader, 50, &few), for_many = allocations_of_read(reader, 600, &many);
    CHECK(many > few + 2000);
    CHECK(for_many < for_few + 100); /* arrays grow, and the larger the seldomer */
    if (check_failures) printf("    %ld for %zu records, %ld for %zu\n", for_few, few, for_many, many);
    opis_reader_free(reader);
}

/* Each allocation fails once: an error comes back and nothing leaks. */
static void test_no_memory(void) {
    size_t length = 12000;
    char *part = part_of_sample(sample_length / 2, &length);
    CHECK_OR_STOP(part != NULL);
    int done = 0;
    for (long n = 0; !done && n < 100000; n++) {
        opis_error error = {OPIS_OK, 0, ""};
        allocations_left = n;
        opis_reader *reader = opis_reader_new(&error);
        opis_book *book = reader ? opis_read(reader, part, length, &error) : NULL;
        done = book != NULL;
        if (!done && !CHECK(error.status == OPIS_OUT_OF_MEMORY)) printf("    allocation %ld: %s\n", n, error.message);
        allocations_left = -1;
        opis_book_free(book);
        opis_reader_free(reader);
    }
    CHECK(done);
    free(part);
}

int main(void) {
    if (!load_sample()) {
        printf("%s cannot be read\n", OPIS_SAMPLE);
        return EXIT_FAILURE;
    }
    CHECK_RUN(test_whole_and_parts);
    CHECK_RUN(test_noise);
    CHECK_RUN(test_without_tokens);
    CHECK_RUN(test_no_record_has_room_of_its_own);
    CHECK_RUN(test_no_memory);
    free(sample);
    return check_report();
}
