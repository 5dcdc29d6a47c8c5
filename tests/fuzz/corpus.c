/* A target over files by hand, where there is no libFuzzer: the corpus and old crashes as tests. */
#include "fuzz.h"

static int run_file(const char *path) {
    static uint8_t data[1 << 20];
    FILE *file = fopen(path, "rb");
    if (!file) {
        fprintf(stderr, "%s: cannot be opened\n", path);
        return 0;
    }
    size_t size = fread(data, 1, sizeof data, file);
    fclose(file);
    printf("%s\n", path);
    fflush(stdout); /* the last path is the one that crashes */
    LLVMFuzzerTestOneInput(data, size);
    return 1;
}

int main(int count, char **paths) {
    int read = 0;
    for (int i = 1; i < count; i++) read += run_file(paths[i]);
    return count > 1 && read == count - 1 ? EXIT_SUCCESS : EXIT_FAILURE;
}
