#include "mend/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

#include "letters.h"
#include "memory.h"

/* A longer pattern is a mistake: that of a shelfmark has some dozens. */
#define LONGEST_PATTERN 4096
#define KIBIBYTE 1024
/*
 * PCRE2 does not tell how many steps a match took.  So each is given few, which are nearly always enough, and more of
 * them as long as it asks for more: what it was given counts as taken.
 */
#define FIRST_STEPS 50
#define STEPS_GROWTH 4
#define NO_STEPS_LEFT (-1000) /* beside the errors of PCRE2 */

struct opis_pattern {
    pcre2_code *code; /* of a match that begins where it is asked for */
    int jit;          /* it is machine code: PCRE2 need not ask each time */
    const char *text;
};

struct opis_scratch {
    pcre2_match_context *context;
    pcre2_match_data *match;
    opis_limits limits;
    uint64_t steps_left; /* of the read */
    opis_error *error;
    opis_status status;
};

/* PCRE2 allocates through the core's one door too. */
static void *allocate(PCRE2_SIZE size, void *unused) {
    (void)unused;
    return opis_resize(NULL, size);
}

static void release(void *memory, void *unused) {
    (void)unused;
    opis_resize(memory, 0);
}

static opis_status out_of_memory(opis_error *error) {
    return opis_fail(error, OPIS_OUT_OF_MEMORY, OPIS_NO_BYTE, "out of memory in a pattern");
}

static pcre2_code *compile(const char *pattern, uint32_t options, opis_error *error) {
    pcre2_general_context *general = pcre2_general_context_create(allocate, release, NULL);
    pcre2_compile_context *context = general ? pcre2_compile_context_create(general) : NULL;
    pcre2_code *code = NULL;
    if (!context) {
        out_of_memory(error);
    } else {
        int number = 0;
        PCRE2_SIZE place = 0;
        pcre2_set_max_pattern_length(context, LONGEST_PATTERN);
        /* \C would end a match in the middle of a character. */
        code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
                             PCRE2_UTF | PCRE2_EXTENDED | PCRE2_NEVER_BACKSLASH_C | options, &number, &place, context);
        if (!code) {
            char reason[120];
            pcre2_get_error_message(number, (PCRE2_UCHAR *)reason, sizeof reason);
            opis_fail(error, number == PCRE2_ERROR_HEAP_FAILED ? OPIS_OUT_OF_MEMORY : OPIS_INTERNAL, OPIS_NO_BYTE,
                      "pattern, character %zu: %s: %.60s", (size_t)place, reason, pattern);
        }
    }
    pcre2_compile_context_free(context);
    pcre2_general_context_free(general);
    return code;
}

/* Where JIT is not to be had, PCRE2 interprets: slower, with the same answers. */
static int make_jit(pcre2_code *code, uint32_t matches) {
    size_t size = 0;
    pcre2_jit_compile(code, matches);
    return pcre2_pattern_info(code, PCRE2_INFO_JITSIZE, &size) == 0 && size > 0;
}

opis_pattern *opis_pattern_new(const char *pattern, opis_error *error) {
    opis_pattern *made = opis_resize(NULL, sizeof *made);
    if (!made) {
        out_of_memory(error);
        return NULL;
    }
    made->text = pattern;
    made->code = compile(pattern, PCRE2_ANCHORED, error);
    if (!made->code) {
        opis_pattern_free(made);
        return NULL;
    }
    made->jit = make_jit(made->code, PCRE2_JIT_COMPLETE);
    return made;
}

void opis_pattern_free(opis_pattern *pattern) {
    if (!pattern) return;
    pcre2_code_free(pattern->code);
    opis_resize(pattern, 0);
}

/* ---- What a match may begin with ----------------------------------------------------------------------- */

/*
 * The bytes that a match may begin with, one bit each: all of them where PCRE2 cannot tell.  It tells of patterns only
 * that may match anywhere.
 */
static opis_status find_first(const opis_pattern *pattern, uint8_t bytes[32], opis_error *error) {
    const uint8_t *bitmap = NULL;
    uint32_t kind = 0, unit = 0;
    pcre2_code *anywhere = compile(pattern->text, 0, error);
    memset(bytes, 0xFF, 32);
    if (!anywhere) return error->status;
    pcre2_pattern_info(anywhere, PCRE2_INFO_FIRSTBITMAP, (void *)&bitmap);
    pcre2_pattern_info(anywhere, PCRE2_INFO_FIRSTCODETYPE, &kind);
    if (bitmap) {
        memcpy(bytes, bitmap, 32);
    } else if (kind == 1) {
        pcre2_pattern_info(anywhere, PCRE2_INFO_FIRSTCODEUNIT, &unit);
        memset(bytes, 0, 32);
        bytes[unit / 8 & 31] |= (uint8_t)(1u << unit % 8);
    }
    pcre2_code_free(anywhere);
    return OPIS_OK;
}

#define FEW_FIRSTS 4 /* for which it is cheaper to interpret a pattern than to make machine code of it */

/* What is needed to ask how matches of a pattern begin. */
typedef struct asking {
    pcre2_code *code; /* of its own */
    int jit;          /* it is machine code for matches in part */
    pcre2_match_data *match;
    pcre2_match_context *context;
} asking;

/* Whether a match may begin with two characters of ASCII: as PCRE2 says, who would have to see what follows them. */
static int may_begin(const asking *ask, const char bytes[2]) {
    int outcome =
        ask->jit ? pcre2_jit_match(ask->code, (PCRE2_SPTR)bytes, 2, 0, PCRE2_PARTIAL_HARD, ask->match, ask->context)
                 : pcre2_match(ask->code, (PCRE2_SPTR)bytes, 2, 0, PCRE2_PARTIAL_HARD | PCRE2_NO_UTF_CHECK, ask->match,
                               ask->context);
    return outcome != PCRE2_ERROR_NOMATCH;
}

/* Whether it is worth asking: other bytes seldom stand second, and asking for all would double the time of a reader. */
static int is_common_second(char byte) {
    return is_ascii_letter(byte) || is_digit(byte) || byte == ' ' || byte == '.' || byte == ',';
}

static void fill_pairs(asking *ask, const uint8_t first[32], uint8_t pairs[OPIS_PAIR_BYTES]) {
    uint32_t behind = 0;
    unsigned char firsts[0x80];
    size_t count = 0;
    for (unsigned a = 0; a < 0x80; a++)
        if (first[a / 8] >> a % 8 & 1) firsts[count++] = (unsigned char)a;
    /* Two bytes alone do not show what a pattern sees before them. */
    pcre2_pattern_info(ask->code, PCRE2_INFO_MAXLOOKBEHIND, &behind);
    ask->jit = count > FEW_FIRSTS && !behind && make_jit(ask->code, PCRE2_JIT_PARTIAL_HARD);
    for (unsigned b = 0; b < 0x80; b++) {
        uint8_t *row = pairs + 32 * b;
        memcpy(row, first, 32);
        for (size_t i = 0; i < count && !behind && is_common_second((char)b); i++) {
            const char bytes[2] = {(char)firsts[i], (char)b};
            if (!may_begin(ask, bytes)) row[firsts[i] / 8] &= (uint8_t) ~(1u << firsts[i] % 8);
        }
    }
}

opis_status opis_pattern_pairs(const opis_pattern *pattern, uint8_t pairs[OPIS_PAIR_BYTES], opis_error *error) {
    uint8_t first[32];
    pcre2_general_context *general = pcre2_general_context_create(allocate, release, NULL);
    asking ask = {.code = pcre2_code_copy(pattern->code)};
    if (general) ask.context = pcre2_match_context_create(general);
    if (ask.context) ask.match = pcre2_match_data_create(1, general);
    opis_status status = ask.code && ask.match ? find_first(pattern, first, error) : out_of_memory(error);
    if (status == OPIS_OK) {
        pcre2_set_match_limit(ask.context, OPIS_MATCH_STEPS); /* passing it is an answer: there may be a match */
        fill_pairs(&ask, first, pairs);
    }
    pcre2_code_free(ask.code);
    pcre2_match_data_free(ask.match);
    pcre2_match_context_free(ask.context);
    pcre2_general_context_free(general);
    return status;
}

/* ---- Matching ------------------------------------------------------------------------------------------ */

opis_scratch *opis_scratch_new(const opis_limits *limits, uint32_t source_length, opis_error *error) {
    opis_scratch *scratch = opis_resize(NULL, sizeof *scratch);
    pcre2_general_context *general = pcre2_general_context_create(allocate, release, NULL);
    if (scratch) {
        *scratch = (opis_scratch){.limits = *limits, .error = error};
        scratch->steps_left = OPIS_LEAST_READ_STEPS + (uint64_t)limits->read_steps * source_length;
        scratch->context = general ? pcre2_match_context_create(general) : NULL;
        scratch->match = general ? pcre2_match_data_create(OPIS_PATTERN_GROUPS, general) : NULL;
    }
    pcre2_general_context_free(general);
    if (!scratch || !scratch->context || !scratch->match) {
        opis_scratch_free(scratch);
        out_of_memory(error);
        return NULL;
    }
    pcre2_set_heap_limit(scratch->context, 1 + (scratch->limits.match_bytes - 1) / KIBIBYTE);
    return scratch;
}

opis_status opis_scratch_status(const opis_scratch *scratch) {
    return scratch->status;
}

void opis_scratch_free(opis_scratch *scratch) {
    if (!scratch) return;
    pcre2_match_context_free(scratch->context);
    pcre2_match_data_free(scratch->match);
    opis_resize(scratch, 0);
}

static opis_status tell_limit(const opis_pattern *pattern, const opis_scratch *scratch, int outcome, uint32_t at) {
    const opis_limits *limits = &scratch->limits;
    const char *name = "match_bytes";
    uint32_t limit = limits->match_bytes;
    if (outcome == PCRE2_ERROR_MATCHLIMIT) name = "match_steps", limit = limits->match_steps;
    if (outcome == NO_STEPS_LEFT) name = "read_steps", limit = limits->read_steps;
    return opis_fail(
        scratch->error, OPIS_OVER_LIMIT, at,
        "byte %lu: a pattern passes the limit %s of %lu; make it simpler, raise the limit, or leave its style "
        "out: %.60s",
        (unsigned long)at, name, (unsigned long)limit, pattern->text);
}

static opis_status tell_reason(const opis_pattern *pattern, const opis_scratch *scratch, int outcome, uint32_t at) {
    char reason[120];
    pcre2_get_error_message(outcome, (PCRE2_UCHAR *)reason, sizeof reason);
    return opis_fail(scratch->error, OPIS_BAD_STYLE, at, "byte %lu: a pattern cannot be matched: %s: %.60s",
                     (unsigned long)at, reason, pattern->text);
}

/* The first match that has no answer is told; those after it say nothing new. */
static void tell(const opis_pattern *pattern, opis_scratch *scratch, int outcome, uint32_t at) {
    if (scratch->status || outcome == PCRE2_ERROR_NOMATCH) return;
    if (outcome == PCRE2_ERROR_NOMEMORY)
        scratch->status = out_of_memory(scratch->error);
    else if (outcome == PCRE2_ERROR_MATCHLIMIT || outcome == PCRE2_ERROR_HEAPLIMIT || outcome == NO_STEPS_LEFT)
        scratch->status = tell_limit(pattern, scratch, outcome, at);
    else
        scratch->status = tell_reason(pattern, scratch, outcome, at);
}

/* What PCRE2 says of one match within the steps that are set. */
static int run(const opis_pattern *pattern, const opis_scratch *scratch, const char *bytes, uint32_t end, uint32_t at) {
    /* The source has been checked, and offsets are token boundaries: PCRE2 need not check UTF-8 again. */
    const pcre2_code *code = pattern->code;
    int groups = pattern->jit ? pcre2_jit_match(code, (PCRE2_SPTR)bytes, end, at, 0, scratch->match, scratch->context)
                              : pcre2_match(code, (PCRE2_SPTR)bytes, end, at, PCRE2_NO_UTF_CHECK, scratch->match,
                                            scratch->context);
    /* The stack that JIT has is small and cannot be bounded by the caller; the interpreter's memory can. */
    if (groups == PCRE2_ERROR_JIT_STACKLIMIT)
        groups = pcre2_match(code, (PCRE2_SPTR)bytes, end, at, PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, scratch->match,
                             scratch->context);
    return groups;
}

static int run_within_limits(const opis_pattern *pattern, opis_scratch *scratch, const char *bytes, uint32_t end,
                             uint32_t at) {
    uint64_t most = scratch->limits.match_steps;
    for (uint64_t steps = FIRST_STEPS;; steps *= STEPS_GROWTH) {
        if (steps > most) steps = most;
        if (steps > scratch->steps_left) return NO_STEPS_LEFT;
        scratch->steps_left -= steps;
        pcre2_set_match_limit(scratch->context, (uint32_t)steps);
        int groups = run(pattern, scratch, bytes, end, at);
        if (groups != PCRE2_ERROR_MATCHLIMIT || steps == most) return groups;
    }
}

int opis_pattern_match(const opis_pattern *pattern, opis_scratch *scratch, const char *bytes, uint32_t end, uint32_t at,
                       opis_match *match) {
    int groups = run_within_limits(pattern, scratch, bytes, end, at);
    if (groups < 0) {
        tell(pattern, scratch, groups, at);
        return 0;
    }
    const PCRE2_SIZE *offsets = pcre2_get_ovector_pointer(scratch->match);
    int set = groups == 0 ? OPIS_PATTERN_GROUPS : groups;
    for (int i = 0; i < OPIS_PATTERN_GROUPS; i++) {
        int unset = i >= set || offsets[2 * i] == PCRE2_UNSET;
        match->start[i] = unset ? UINT32_MAX : (uint32_t)offsets[2 * i];
        match->end[i] = unset ? UINT32_MAX : (uint32_t)offsets[2 * i + 1];
    }
    return 1;
}
