/*
 * Where the time of a read goes: nanoseconds for each byte of the book, by stage.
 *
 * usage: stages BOOK [REPEATS]
 *
 * Each stage is timed within a whole read, and its least time over all repeats stands in the table.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "book.h"

#define MOST_STAGES 64

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static char *read_file(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    long size = -1;
    if (file && fseek(file, 0, SEEK_END) == 0) size = ftell(file);
    if (size >= 0) bytes = malloc((size_t)size + 1);
    if (bytes && (fseek(file, 0, SEEK_SET) != 0 || fread(bytes, 1, (size_t)size, file) != (size_t)size)) {
        free(bytes);
        bytes = NULL;
    }
    if (file) fclose(file);
    *length = size < 0 ? 0 : (size_t)size;
    return bytes;
}

/* One read; keeps the least time of every stage. */
static int time_stages(const opis_reader *reader, const char *bytes, size_t length, double *least, opis_error *error) {
    opis_book *book = opis_book_begin(reader, bytes, length, OPIS_ALL_KINDS, error);
    opis_status status = book ? OPIS_OK : OPIS_OUT_OF_MEMORY;
    for (size_t i = 0; i < opis_stage_count && status == OPIS_OK; i++) {
        double start = seconds();
        status = opis_stages[i].run(book, error);
        double took = seconds() - start;
        if (least[i] < 0 || took < least[i]) least[i] = took;
    }
    if (book) opis_book_end(book);
    opis_book_free(book);
    return status == OPIS_OK;
}

static void print_table(const double *least, size_t length) {
    double all = 0;
    for (size_t i = 0; i < opis_stage_count; i++) all += least[i];
    printf("| stage          | ns a byte |     ms | share |\n|----------------|----------:|-------:|------:|\n");
    for (size_t i = 0; i < opis_stage_count; i++)
        printf("| %-14s | %9.3f | %6.2f | %4.1f%% |\n", opis_stages[i].name, least[i] * 1e9 / (double)length,
               least[i] * 1e3, 100 * least[i] / all);
    printf("| all            | %9.3f | %6.2f |       |\n", all * 1e9 / (double)length, all * 1e3);
    printf("\n%.0f MB/s\n", (double)length / all / 1e6);
}

int main(int count, char **arguments) {
    double least[MOST_STAGES];
    size_t length = 0;
    int repeats = count > 2 ? atoi(arguments[2]) : 20, good = 1;
    opis_error error = {.message = "cannot be read"};
    char *bytes = count > 1 ? read_file(arguments[1], &length) : NULL;
    opis_reader *reader = bytes && opis_stage_count <= MOST_STAGES ? opis_reader_new(&error) : NULL;
    for (size_t i = 0; i < MOST_STAGES; i++) least[i] = -1;
    for (int i = 0; i < repeats && reader && good; i++) good = time_stages(reader, bytes, length, least, &error);
    if (reader && good && length > 0)
        print_table(least, length);
    else
        fprintf(stderr, "%s: %s\n", count > 1 ? arguments[1] : "stages", error.message);
    opis_reader_free(reader);
    free(bytes);
    return !reader || !good;
}
