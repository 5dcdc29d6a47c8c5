/*
 * Eight threads with one reader: they read, tokenize and mend at once, and each gets what one alone gets.
 *
 * usage: threads EDITION
 */
#include "check.h"

#include <pthread.h>

#include "digest.h"

#define THREADS 8
#define TURNS 4

static char text[1 << 20];
static size_t text_length;
static const opis_reader *reader;

static void digest_reading(uint64_t *digest, const opis_book *book) {
    opis_reading reading;
    opis_error error;
    if (opis_book_reading(book, 1, 200, &reading, &error)) return;
    digest_bytes(digest, reading.text, reading.length);
    opis_reading_free(&reading);
}

static void digest_mended(uint64_t *digest) {
    static const char *const figures[] = {"12", "3O", "42", "2O", "l5", "35", "32", "45", "77"};
    opis_printed cells[9];
    opis_solution solution;
    opis_error error;
    for (int i = 0; i < 9; i++) cells[i] = (opis_printed){figures[i], strlen(figures[i])};
    if (opis_mend(reader, cells, 3, 3, NULL, 0, NULL, 0, &solution, &error)) return;
    for (int i = 0; i < 9; i++) digest_bytes(digest, &solution.cells[i].value.units, sizeof(int64_t));
    opis_solution_release(&solution);
}

static void digest_tokens(uint64_t *digest) {
    opis_token *tokens;
    size_t count;
    opis_error error;
    if (opis_tokenize(text, text_length, &tokens, &count, &error)) return;
    digest_bytes(digest, tokens, count * sizeof *tokens);
    opis_tokens_free(tokens);
}

/* The address of a digest, in which all that a thread does is summed up. */
static void *work(void *result) {
    uint64_t *digest = result;
    *digest = DIGEST_START;
    opis_error error;
    for (int turn = 0; turn < TURNS; turn++) {
        opis_book *book = opis_read(reader, text, text_length, &error);
        if (!book) return NULL;
        digest_book(digest, book);
        digest_reading(digest, book);
        opis_book_free(book);
        digest_mended(digest);
        digest_tokens(digest);
    }
    return result;
}

static void test_eight_threads(void) {
    pthread_t threads[THREADS];
    uint64_t alone, digests[THREADS];
    CHECK_OR_STOP(work(&alone) != NULL);
    for (int i = 0; i < THREADS; i++) CHECK_OR_STOP(pthread_create(&threads[i], NULL, work, &digests[i]) == 0);
    for (int i = 0; i < THREADS; i++) {
        void *result;
        CHECK(pthread_join(threads[i], &result) == 0 && result != NULL);
        CHECK(digests[i] == alone);
    }
}

/* One book that all threads look at. */
static const opis_book *shared;

static void *look(void *result) {
    uint64_t *digest = result;
    *digest = DIGEST_START;
    for (int turn = 0; turn < TURNS; turn++) {
        digest_book(digest, shared);
        digest_reading(digest, shared);
    }
    return result;
}

static void test_one_book_in_eight_threads(void) {
    pthread_t threads[THREADS];
    uint64_t alone, digests[THREADS];
    opis_error error;
    opis_book *book = opis_read(reader, text, text_length, &error);
    CHECK_OR_STOP(book != NULL);
    shared = book;
    look(&alone);
    for (int i = 0; i < THREADS; i++) CHECK_OR_STOP(pthread_create(&threads[i], NULL, look, &digests[i]) == 0);
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
        CHECK(digests[i] == alone);
    }
    opis_book_free(book);
}

int main(int count, char **arguments) {
    opis_error error;
    FILE *file = count > 1 ? fopen(arguments[1], "rb") : NULL;
    if (!file) {
        puts("usage: threads EDITION");
        return EXIT_FAILURE;
    }
    text_length = fread(text, 1, sizeof text, file);
    fclose(file);
    opis_reader *made = opis_reader_new(&error);
    if (!made) return EXIT_FAILURE;
    reader = made;
    CHECK_RUN(test_eight_threads);
    CHECK_RUN(test_one_book_in_eight_threads);
    opis_reader_free(made);
    return check_report();
}
