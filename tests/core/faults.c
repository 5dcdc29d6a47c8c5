/*
 * Memory that runs out at the n-th request, for every n: each entry point of the core fails cleanly, with nothing
 * leaked, or gives what it gives with memory enough.
 *
 * usage: faults EDITION
 */
#include "book.h"
#include "check.h"

#include "digest.h"
#include "extract/volume.h"
#include "memory.h"
#include "styled_text.h"

/* ---- The allocator that fails ----------------------------------------------------------------------------- */

static long requests;        /* since the fault was set */
static long fault;           /* the request that fails; 0: none */
static int fails_thereafter; /* and every later one too */
static long blocks;          /* that are held */
static long injected;        /* faults, over all */

static int fails(void) {
    requests++;
    if (!fault || requests < fault || (requests > fault && !fails_thereafter)) return 0;
    injected += requests == fault;
    return 1;
}

void *opis_resize(void *memory, size_t size) {
    if (size == 0) {
        blocks -= memory != NULL;
        free(memory);
        return NULL;
    }
    if (fails()) return NULL;
    void *moved = realloc(memory, size);
    if (!moved) abort();
    blocks += memory == NULL;
    return moved;
}

static uint64_t digest; /* of what came of an attempt */

/* Else an extractor was not put to the test. */
static void check_every_kind(const opis_book *read) {
    for (int kind = 0; kind < OPIS_KIND_COUNT; kind++) CHECK(opis_book_rows(read, (opis_kind)kind).count > 0);
}

/* ---- Entry points ------------------------------------------------------------------------------------------ */

static char text[1 << 20];
static size_t text_length;
static opis_reader *reader; /* made with memory enough */
static opis_book *book;

/* All readers are made like this one; others come without a profile or styles. */
static opis_status make_reader(opis_error *error) {
    opis_reader *made = opis_reader_with_profile(&styled_added, opis_profile_named("frus"), error);
    if (!made) return error->status;
    opis_reader_free(made);
    return OPIS_OK;
}

static opis_status read_text(opis_error *error) {
    opis_book *read = opis_read(reader, text, text_length, error);
    if (!read) return error->status;
    check_every_kind(read);
    digest_book(&digest, read);
    opis_book_free(read);
    return OPIS_OK;
}

/* Two short volumes. */
static size_t print_volumes(char volumes[1 << 15]) {
    size_t length = 0;
    for (int volume = 0; volume < 2; volume++) {
        for (int line = 0; line < 140; line++)
            length += (size_t)sprintf(volumes + length,
                                      "%sthe barges lay at the upper pier all winter, and nobody counted them\n",
                                      line == 0        ? "\n\n\n\nIntroduction\n\nDocument 1\n"
                                      : line % 14 == 0 ? "\n\n\n\n"
                                                       : "");
        length += (size_t)sprintf(volumes + length, "\n\n\n\nIndex\n\n");
        for (char letter = 'A'; letter < 'M'; letter++)
            length += (size_t)sprintf(volumes + length, "%cnikeev, 2, 5-7\n", letter);
    }
    return length;
}

/* They are read apart and joined. */
static opis_status read_volumes_as(uint8_t without_tokens, opis_error *error) {
    static char volumes[1 << 15];
    opis_options options = {.kinds = OPIS_ALL_KINDS, .without_tokens = without_tokens};
    opis_book *read = opis_read_with(reader, volumes, print_volumes(volumes), &options, error);
    if (!read) return error->status;
    CHECK_EQUAL_INT(opis_book_rows(read, OPIS_INDEX_ENTRY).count, 24);
    digest_book(&digest, read);
    opis_book_free(read);
    return OPIS_OK;
}

static opis_status read_volumes(opis_error *error) {
    return read_volumes_as(0, error);
}

static opis_status read_volumes_without_tokens(opis_error *error) {
    return read_volumes_as(1, error);
}

/* Their lines, and where they part, without tokens that are kept. */
static opis_status part_volumes(opis_error *error) {
    static char volumes[1 << 15];
    opis_book *parted = opis_book_begin(reader, volumes, print_volumes(volumes), OPIS_ALL_KINDS, error);
    if (!parted) return error->status;
    opis_status status = opis_source_open(&parted->source, parted->bytes, parted->length, error);
    if (status == OPIS_OK) status = opis_layout_find_lines_apart(&parted->layout, &parted->source, error);
    if (status == OPIS_OK) status = opis_volumes_find_titled(parted, error);
    if (status == OPIS_OK) CHECK_EQUAL_INT(parted->volume_count, 1);
    opis_book_end(parted);
    opis_book_free(parted);
    return status;
}

static opis_status read_styled(opis_error *error) {
    static const char cited[] =
        "Document 1\n\nLetter to the mill, 3 May 1931\n\nSee Mill Archive, Box 12, Folder 3, and "
        "AB 3/1061; A1B2C3D4E5F6A1B2C3D4E5F6A1B2C3D4E5F6A1B2C3D4E5F6A1B2C3D4E5F6A1B2C3D4 % 7 x 8.\n";
    opis_book *read = opis_read(styled_reader, cited, sizeof cited - 1, error);
    if (!read) return error->status;
    CHECK(opis_book_rows(read, OPIS_ARCHIVE).count > 1);
    digest_book(&digest, read);
    opis_book_free(read);
    return OPIS_OK;
}

/* Values that a reader gives are put into a book that was just read. */
static opis_status correct(opis_error *error) {
    static const char printed[] = "Document 1\n\nLetter to the mill, 3 May 1931\n\nBread.\n";
    static const opis_printed title[] = {{"Letter of the director to the mill", 34}};
    static const opis_correction corrections[] = {
        {.kind = OPIS_DOCUMENT, .row = 0, .field = "title", .texts = title, .text_count = 1},
        {.kind = OPIS_DOCUMENT, .row = 0, .field = "number", .number = 2},
    };
    opis_book *read = opis_read(reader, printed, sizeof printed - 1, error);
    opis_status status = read ? OPIS_OK : error->status;
    for (int i = 0; i < 2 && status == OPIS_OK; i++) status = opis_book_correct(read, &corrections[i], error);
    if (status == OPIS_OK) digest_book(&digest, read);
    opis_book_free(read);
    return status;
}

static opis_status tokenize(opis_error *error) {
    opis_token *tokens;
    size_t count;
    opis_status status = opis_tokenize(text, text_length, &tokens, &count, error);
    if (status) return status;
    digest_bytes(&digest, tokens, count * sizeof *tokens);
    opis_tokens_free(tokens);
    return OPIS_OK;
}

static opis_status make_reading(opis_error *error) {
    opis_reading reading;
    opis_status status = opis_book_reading(book, 1, 400, &reading, error);
    if (status) return status;
    digest_bytes(&digest, reading.text, reading.length);
    opis_reading_free(&reading);
    return OPIS_OK;
}

static opis_status mend(opis_error *error) {
    static const char *const figures[] = {"12", "3O", "42", "2O", "l5", "35", NULL, "45", "77", "50.0", "33.3", "I00"};
    static const opis_relation given[] = {{.kind = OPIS_SUM, .whole = 2, .first_part = 0, .part_count = 2}};
    static const uint32_t parts[] = {0, 1};
    opis_printed cells[12];
    opis_solution solution;
    for (int i = 0; i < 12; i++) cells[i] = (opis_printed){figures[i], figures[i] ? strlen(figures[i]) : 0};
    opis_status status = opis_mend(reader, cells, 4, 3, given, 1, parts, 2, &solution, error);
    for (int i = 0; !status && i < 12; i++) {
        digest_bytes(&digest, &solution.cells[i].value.units, sizeof solution.cells[i].value.units);
        digest_bytes(&digest, &solution.cells[i].status, 1);
    }
    if (status) CHECK(!solution.cells && !solution.relations && !solution.parts);
    opis_solution_release(&solution);
    return status;
}

/* ---- Every fault ------------------------------------------------------------------------------------------- */

typedef opis_status (*entry_point)(opis_error *error);

static opis_status attempt(entry_point entry, long failing, opis_error *error) {
    *error = (opis_error){OPIS_OK, 0, ""};
    digest = DIGEST_START;
    requests = 0;
    fault = failing;
    opis_status status = entry(error);
    fault = 0;
    return status;
}

static void check_fault(entry_point entry, long failing, uint64_t expected) {
    opis_error error;
    long held = blocks;
    opis_status status = attempt(entry, failing, &error);
    if (!CHECK(blocks == held)) printf("    request %ld failed: %ld blocks leaked\n", failing, blocks - held);
    int is_clean = status == OPIS_OUT_OF_MEMORY && error.status == status && strstr(error.message, "memory");
    int is_same = status == OPIS_OK && digest == expected;
    if (!CHECK(is_clean || is_same)) printf("    request %ld failed: status %d, %s\n", failing, status, error.message);
    blocks = held;
}

static void check_faults(entry_point entry) {
    opis_error error;
    CHECK_OR_STOP(attempt(entry, 0, &error) == OPIS_OK);
    long wanted = requests;
    uint64_t expected = digest;
    CHECK(wanted > 0);
    for (fails_thereafter = 0; fails_thereafter < 2; fails_thereafter++)
        for (long failing = 1; failing <= wanted; failing++) check_fault(entry, failing, expected);
}

static void test_making_a_reader(void) {
    check_faults(make_reader);
}

static void test_reading(void) {
    check_faults(read_text);
    check_faults(read_volumes);
    check_faults(read_volumes_without_tokens);
    check_faults(part_volumes);
}

static void test_styles_of_a_caller(void) {
    check_faults(read_styled);
}

static void test_correcting(void) {
    check_faults(correct);
}

static void test_tokenizing(void) {
    check_faults(tokenize);
}

static void test_reading_text(void) {
    check_faults(make_reading);
}

static void test_mending(void) {
    check_faults(mend);
}

static int open_edition(const char *path) {
    opis_error error;
    FILE *file = path ? fopen(path, "rb") : NULL;
    if (!file) return 0;
    text_length = fread(text, 1, sizeof text, file);
    fclose(file);
    reader = opis_reader_new(&error);
    styled_reader = opis_reader_with_styles(&styled_added, &error);
    book = reader ? opis_read(reader, text, text_length, &error) : NULL;
    return book != NULL && styled_reader != NULL;
}

int main(int count, char **arguments) {
    if (!open_edition(count > 1 ? arguments[1] : NULL)) {
        puts("usage: faults EDITION");
        return EXIT_FAILURE;
    }
    CHECK_RUN(test_making_a_reader);
    CHECK_RUN(test_reading);
    CHECK_RUN(test_styles_of_a_caller);
    CHECK_RUN(test_correcting);
    CHECK_RUN(test_tokenizing);
    CHECK_RUN(test_reading_text);
    CHECK_RUN(test_mending);
    opis_book_free(book);
    opis_reader_free(reader);
    styled_release();
    printf("%ld faults, %ld blocks left\n", injected, blocks);
    return blocks ? EXIT_FAILURE : check_report();
}
