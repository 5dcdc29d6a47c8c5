#include "text/heading.h"

#include <string.h>

#include "letters.h"
#include "text/fold.h"
#include "text/resemble.h"

/* How far a damaged word may be from the style's word, for each of its letters; a short word has no letter to spare. */
#define NEAR_WORD 1.6f
#define NEAR_SHORT_WORD 0.5f
#define SHORT_WORD 5
#define FAR_WORD 3.0f
#define COLLAPSED_LENGTH 64
/* Tokens of a number that the scan has torn, and of the words before it. */
#define NUMBER_TOKENS 3
#define MOST_WORD_TOKENS 5

int opis_is_numeral_like(const opis_furniture *f, const opis_token *token) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    if (token->length > OPIS_FOLIO_DIGITS || is_any_of(f->bytes[token->start], "()[]")) return 0;
    if (token->class_ == OPIS_NUMBER) return 1;
    return opis_glyphs_numerals(f->glyphs, f->bytes + token->start, token->length, readings) > 0;
}

const opis_heading_form *opis_heading_form_of(const opis_furniture *f) {
    return &f->style->profile.forms[f->layout->heading_form];
}

int opis_heading_is_weak(const opis_heading_form *form) {
    return form->titled || form->before.count == 0 || strlen(form->before.items[0]) < SHORT_WORD;
}

/* The tokens that one of the words takes at the line's start, the scan having torn it once at the most; 0 if none. */
static uint32_t tokens_of_word(const opis_furniture *f, const char *word, const opis_token *tokens, uint32_t count) {
    char joined[COLLAPSED_LENGTH], whole[COLLAPSED_LENGTH];
    uint32_t most = 2;
    size_t printed = strlen(word);
    const char *wanted = word;
    if (tokens[0].length > printed + OPIS_RESEMBLES_WITHIN && printed < COLLAPSED_LENGTH / 2) return 0;
    if (strpbrk(word, " .")) {
        for (const char *c = word; *c; c++) most += *c == ' ';
        printed = opis_collapse(word, word + printed, whole, sizeof whole - 1);
        if (printed > 1 && whole[printed - 1] == '.') printed--;
        whole[printed] = 0;
        wanted = whole;
    }
    float per_letter = printed < SHORT_WORD ? NEAR_SHORT_WORD : NEAR_WORD;
    /* A word of several words takes as many tokens, unless the scan lost a blank. */
    for (uint32_t tried = 1; tried <= most; tried++) {
        uint32_t i = tried <= 2 ? most - 2 + tried : most - tried + 1;
        if (i == 0 || i >= count || i > MOST_WORD_TOKENS) continue;
        const opis_token *last = &tokens[i - 1];
        if (i > 1 && last->class_ != OPIS_WORD && last->class_ != OPIS_PUNCTUATION) continue;
        if (i > 1 && last->class_ == OPIS_PUNCTUATION && (unsigned char)f->bytes[last->start] < 0x80) continue;
        if (last->start + last->length - tokens[0].start + OPIS_RESEMBLES_WITHIN < printed) continue;
        size_t least = i == 1 ? tokens[0].length : (size_t)tokens[0].length + last->length;
        if (least < COLLAPSED_LENGTH && (i == 1 || least > printed) && !opis_may_resemble(least, printed)) continue;
        size_t length =
            opis_collapse(f->bytes + tokens[0].start, f->bytes + last->start + last->length, joined, sizeof joined);
        if (opis_resembles(f->glyphs, joined, length, wanted, printed, per_letter)) return i;
    }
    return 0;
}

static uint32_t tokens_of_words(const opis_furniture *f, opis_words words, const opis_token *tokens, uint32_t count) {
    for (size_t i = 0; i < words.count; i++) {
        uint32_t taken = tokens_of_word(f, words.items[i], tokens, count);
        if (taken) return taken;
    }
    return 0;
}

static int is_stray_mark(const opis_furniture *f, const opis_token *token) {
    return token->class_ == OPIS_BLANK ||
           (token->class_ == OPIS_PUNCTUATION && is_any_of(f->bytes[token->start], ".,:;'"));
}

/* Whether a token can belong to a heading's number; behind its beginning a word of letters does not. */
static int may_be_numeral(const opis_furniture *f, const opis_token *token, int behind) {
    if (token->class_ == OPIS_BLANK) return 1;
    return opis_is_numeral_like(f, token) && !(behind && token->class_ == OPIS_WORD && token->length > 1);
}

/* Whether a line may begin with a number alone and its mark, from its first tokens. */
static int begins_with_number(const opis_furniture *f, const opis_token *tokens, uint32_t count) {
    if (tokens[0].class_ == OPIS_PUNCTUATION || tokens[0].length > OPIS_FOLIO_DIGITS) return 0;
    for (uint32_t i = 1; i < count && i <= NUMBER_TOKENS + 1; i++)
        if (tokens[i].class_ == OPIS_PUNCTUATION) return is_any_of(f->bytes[tokens[i].start], ".,");
    return 0;
}

/* Where the title begins behind the number: past the marks between, at anything but a small letter; `count` if not. */
static uint32_t title_token(const opis_furniture *f, const opis_heading_form *form, const opis_token *tokens,
                            uint32_t at, uint32_t count) {
    uint32_t first = at;
    while (at < count && is_stray_mark(f, &tokens[at])) at++;
    if (at == count || (at == first && form->after[0] && form->before.count == 0)) return count;
    return opis_fold_begins_small(f->bytes + tokens[at].start, tokens[at].length) ? count : at;
}

int opis_heading_read(const opis_furniture *f, const opis_heading_form *form, uint32_t line,
                      opis_heading_line *heading) {
    const opis_line *at = &f->layout->lines[line];
    uint32_t count, first = 0;
    const opis_token *tokens = opis_line_tokens(f->layout, f->tokens, line, &count);
    if (count < 2 || (!form->titled && (count > 4 * OPIS_HEADING_TOKENS || at->width > OPIS_HEADING_WIDTH))) return 0;
    if (form->before.count) {
        if ((unsigned char)at->first < 0x80 && !(is_upper(at->first) && tokens[0].shape & OPIS_UPPER_FIRST)) return 0;
        first = tokens_of_words(f, form->before, tokens, count);
        if (first == 0) return 0;
        while (first < count && is_stray_mark(f, &tokens[first])) first++;
    } else if (!begins_with_number(f, tokens, count)) {
        return 0;
    }
    uint32_t i = first;
    while (i < count && i < first + NUMBER_TOKENS && may_be_numeral(f, &tokens[i], i > first) &&
           (form->before.count || tokens[i].class_ != OPIS_PUNCTUATION))
        i++;
    while (i > first && tokens[i - 1].class_ == OPIS_BLANK) i--;
    if (i == first) return 0;
    heading->start = tokens[first].start;
    heading->end = tokens[i - 1].start + tokens[i - 1].length;
    if (form->titled && (i = title_token(f, form, tokens, i, count)) == count) return 0;
    heading->rest = i < count ? tokens[i].start : at->end;
    return 1;
}

int opis_furniture_heading(const opis_furniture *f, uint32_t line, uint32_t *start, uint32_t *end, uint32_t *rest) {
    opis_heading_line heading;
    if (!opis_heading_read(f, opis_heading_form_of(f), line, &heading)) return 0;
    *start = heading.start;
    *end = heading.end;
    *rest = heading.rest;
    return 1;
}

/* "(a)", "a", ".": what may stand behind the number of a heading. */
static int is_suffix(const opis_furniture *f, uint32_t at, uint32_t end) {
    size_t letters = 0;
    for (uint32_t i = at; i < end; i++) {
        char c = f->bytes[i];
        if (is_ascii_letter(c))
            letters++;
        else if (!is_any_of(c, "().[]:' "))
            return 0;
    }
    return letters <= 1;
}

int opis_heading_ends_well(const opis_furniture *f, const opis_heading_form *form, uint32_t line,
                           const opis_heading_line *heading) {
    uint32_t end = f->layout->lines[line].end;
    return form->titled || heading->rest == end || is_suffix(f, heading->rest, end);
}

static void mark_line(const opis_furniture *f, const opis_heading_form *form, int weak, uint32_t line) {
    opis_heading_line heading;
    char word[COLLAPSED_LENGTH];
    opis_line *at = &f->layout->lines[line];
    if (!opis_heading_read(f, form, line, &heading)) return;
    if (opis_heading_ends_well(f, form, line, &heading)) {
        if (!weak) at->role = OPIS_LINE_HEADING;
        return;
    }
    size_t length = opis_collapse(f->bytes + heading.rest, f->bytes + at->end, word, sizeof word);
    if (opis_resembles_any(f->glyphs, word, length, f->style->profile.continued, FAR_WORD))
        at->role = OPIS_LINE_CONTINUED;
}

opis_status opis_headings_mark(const opis_furniture *f, opis_error *error) {
    const opis_heading_form *form = opis_heading_form_of(f);
    int weak = opis_heading_is_weak(form);
    for (uint32_t line = 0; line < f->layout->line_count && !form->titled; line++) {
        const opis_line *at = &f->layout->lines[line];
        if (at->role == OPIS_LINE_TEXT && at->width <= OPIS_HEADING_WIDTH) mark_line(f, form, weak, line);
    }
    return weak ? opis_headings_settle(f, error) : OPIS_OK;
}
