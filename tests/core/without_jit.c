/*
 * PCRE2 without its JIT, for valgrind: compiled patterns look at whole words of the processor, some of which reach past
 * what was set, and valgrind cannot know that what lies there decides nothing.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

int pcre2_jit_compile(pcre2_code *code, uint32_t options) {
    (void)code;
    (void)options;
    return PCRE2_ERROR_JIT_BADOPTION;
}
