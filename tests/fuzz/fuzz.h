/*
 * What the fuzz targets share.  A target is one function over any bytes: it reads them, looks at everything that came
 * of them, and stops the program where what the public header promises does not hold.
 */
#ifndef OPIS_FUZZ_H
#define OPIS_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "opis.h"

/* The name by which libFuzzer calls a target; corpus.c calls it by hand. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A promise that does not hold is a crash, so that the fuzzer keeps the input. */
#define PROMISED(...)                                                                                                  \
    do {                                                                                                               \
        if (!(__VA_ARGS__)) {                                                                                          \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #__VA_ARGS__);                           \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

/* The reader that all inputs share, made with the first. */
static inline const opis_reader *fuzz_reader(void) {
    static opis_reader *reader;
    opis_error error;
    if (!reader) reader = opis_reader_new(&error);
    PROMISED(reader != NULL);
    return reader;
}

#endif
