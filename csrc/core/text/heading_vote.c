/*
 * The vote: the form of heading whose numbers ascend the longest in a book is the one that heads its documents.
 *
 * Only lines that read as they are count.  A profile with several forms lists the surest first: it is kept unless
 * another has a chain of numbers that is longer, and long enough to be no accident.  Forms of a number alone look like
 * notes and lists; they are asked where no other has a chain, and then their lines must look like titles too.
 */
#include <string.h>

#include "letters.h"
#include "memory.h"
#include "text/heading.h"
#include "text/heading_likeness.h"

#define LARGEST_NUMBER 9999
/* So many numbers may be passed over in a chain. */
#define LARGEST_STEP 3
#define LEAST_CHAIN 3
#define LEAST_BARE_CHAIN 5
/* A volume that begins with a larger number goes on from another. */
#define LARGEST_FIRST 10

typedef struct ballot {
    uint32_t line;
    uint16_t form, number;
} ballot;

typedef struct ballots {
    ballot *items; /* owned */
    size_t count, capacity;
    opis_genre_words genres;
} ballots;

/* The number behind the words of a form, both as they are printed, or 0. */
static int32_t plain_number(const char *text, size_t length, const opis_heading_form *form, const char *word) {
    size_t at = strlen(word), digits = 0;
    int32_t number = 0;
    if (at >= length || memcmp(text, word, at) != 0) return 0;
    while (at < length && text[at] == ' ' && *word) at++;
    for (; at < length && is_digit(text[at]) && digits < 4; at++, digits++) number = number * 10 + text[at] - '0';
    if (digits == 0 || (at < length && is_digit(text[at]))) return 0;
    if (form->after[0] && (at >= length || text[at] != form->after[0])) return 0;
    return number;
}

static int32_t number_of(const ballots *cast, const opis_furniture *f, const opis_heading_form *form, uint32_t line) {
    const opis_line *at = &f->layout->lines[line];
    const char *text = f->bytes + at->start;
    size_t length = at->end - at->start;
    int32_t number = form->before.count ? 0 : plain_number(text, length, form, "");
    for (size_t i = 0; i < form->before.count && !number && length > 1; i++) {
        const char *word = form->before.items[i];
        if (word[0] == text[0] && (!word[1] || word[1] == text[1])) number = plain_number(text, length, form, word);
    }
    if (!number) return 0;
    opis_heading_line heading;
    if (!opis_heading_read(f, form, line, &heading) || !opis_heading_ends_well(f, form, line, &heading)) return 0;
    return !form->before.count && opis_heading_likeness(f, &cast->genres, form, line, &heading) < OPIS_LIKELY_HEADING
               ? 0
               : number;
}

/* The bytes that a line of one of the forms can begin with: a figure in bare forms, the words of the others. */
static void mark_first_bytes(const opis_profile *profile, int bare, uint8_t first[256]) {
    memset(first, 0, 256);
    for (size_t i = 0; i < profile->form_count; i++) {
        const opis_words *before = &profile->forms[i].before;
        for (size_t j = 0; j < before->count && !bare; j++) first[(unsigned char)before->items[j][0]] = 1;
    }
    for (int digit = '0'; digit <= '9' && bare; digit++) first[digit] = 1;
}

static opis_status take_line(ballots *cast, const opis_furniture *f, int bare, uint32_t line, opis_error *error) {
    const opis_profile *profile = &f->style->profile;
    for (size_t i = 0; i < profile->form_count; i++) {
        if ((profile->forms[i].before.count == 0) != bare) continue;
        int32_t number = number_of(cast, f, &profile->forms[i], line);
        if (!number) continue;
        opis_status status = opis_reserve(&cast->items, &cast->capacity, cast->count + 1, sizeof *cast->items, error);
        if (status != OPIS_OK) return status;
        cast->items[cast->count++] = (ballot){line, (uint16_t)i, (uint16_t)number};
    }
    return OPIS_OK;
}

/* Numbers that ascend, up to one of them. */
typedef struct chain {
    uint32_t length;
    uint32_t first; /* the ballot that begins it */
} chain;

/* The longest chain of ascending numbers among the ballots for a form; `ends` has room for every number. */
static chain longest_chain(const ballots *cast, size_t form, chain *ends) {
    chain longest = {0, 0};
    size_t cast_for = 0;
    for (size_t i = 0; i < cast->count; i++) cast_for += cast->items[i].form == form;
    if (cast_for == 0) return longest;
    memset(ends, 0, (LARGEST_NUMBER + 1) * sizeof *ends);
    for (size_t i = 0; i < cast->count; i++) {
        uint16_t number = cast->items[i].number;
        chain here = {1, (uint32_t)i};
        if (cast->items[i].form != form) continue;
        for (uint16_t step = 1; step <= LARGEST_STEP && step <= number; step++)
            if (ends[number - step].length >= here.length)
                here = (chain){ends[number - step].length + 1, ends[number - step].first};
        if (here.length > ends[number].length) ends[number] = here;
        if (here.length > longest.length) longest = here;
    }
    return longest;
}

/* Whether a chain begins a later volume: with a large number, and no lower one before it. */
static int goes_on_counting(const ballots *cast, size_t form, uint32_t first) {
    for (uint32_t i = 0; i < first; i++)
        if (cast->items[i].form == form && cast->items[i].number < cast->items[first].number) return 0;
    return cast->items[first].number > LARGEST_FIRST;
}

/* The ballots for the forms of a number alone, or for those with words before it. */
static opis_status collect(ballots *cast, const opis_furniture *f, int bare, opis_error *error) {
    uint8_t first[256];
    opis_status status = OPIS_OK;
    mark_first_bytes(&f->style->profile, bare, first);
    for (uint32_t line = 0; line < f->layout->line_count && status == OPIS_OK; line++) {
        const opis_line *at = &f->layout->lines[line];
        if (first[(unsigned char)at->first] && at->role == OPIS_LINE_TEXT)
            status = take_line(cast, f, bare, line, error);
    }
    return status;
}

/* Whether any form won, of a number alone or of those with words before it; the layout says which. */
static int count_votes(const ballots *cast, const opis_furniture *f, int bare, chain *ends) {
    const opis_profile *profile = &f->style->profile;
    size_t chosen = 0;
    chain best = {0, 0};
    for (size_t i = 0; i < profile->form_count; i++) {
        if ((profile->forms[i].before.count == 0) != bare) continue;
        chain next = longest_chain(cast, i, ends);
        uint32_t least = i == 0 ? 1 : bare ? LEAST_BARE_CHAIN : LEAST_CHAIN;
        if (next.length < least || next.length <= best.length) continue;
        best = next;
        chosen = i;
    }
    if (best.length == 0) return 0;
    f->layout->heading_form = (uint8_t)chosen;
    if (goes_on_counting(cast, chosen, best.first)) f->layout->first_heading = cast->items[best.first].line;
    return 1;
}

opis_status opis_heading_vote(const opis_furniture *f, opis_error *error) {
    ballots cast = {.genres = opis_genre_words_of(f->style)};
    chain *ends = NULL;
    size_t room = 0;
    opis_status status = OPIS_OK;
    for (int bare = 0, won = 0; bare < 2 && !won && status == OPIS_OK; bare++) {
        cast.count = 0;
        status = collect(&cast, f, bare, error);
        if (status == OPIS_OK && cast.count) {
            status = opis_reserve(&ends, &room, LARGEST_NUMBER + 1, sizeof *ends, error);
            won = status == OPIS_OK && count_votes(&cast, f, bare, ends);
        }
    }
    opis_resize(ends, 0);
    opis_resize(cast.items, 0);
    return status;
}
