#include "extract/archive_named.h"

#include <string.h>

#include "extract/archive_units.h"

#define WORDS_BEFORE 5 /* of a name spelled out, before the word that tells it */
#define WORDS_BEHIND 10
#define LONG_WORD 6 /* bytes; adjectives in small letters are longer, articles are not */
#define LONGEST_ACRONYM 24
#define SHELFMARK_LETTERS 4
#define LONGEST_POINTED 8      /* letters of an acronym with points ... */
#define LONGEST_POINTED_WORD 3 /* ... and of what stands before one of them */

/* ---- Names that a list has ----------------------------------------------------------------------------- */

int opis_named_is_word_byte(const char *bytes, uint32_t at, uint32_t end) {
    unsigned char c = (unsigned char)(at < end ? bytes[at] : ' ');
    return c >= 0xC3 || is_upper((char)c) || is_lower((char)c) || is_digit((char)c);
}

/* "ASM_FOR_X64" */
static int goes_on_as_identifier(const char *bytes, uint32_t at, uint32_t end) {
    return at < end && bytes[at] == '_' && opis_named_is_word_byte(bytes, at + 1, end);
}

/*
 * Where a name ends whose first word, found by its hash, ends at `at`; blanks and line ends are alike.  0 where it is
 * another.
 */
static uint32_t name_end(const char *bytes, uint32_t at, uint32_t end, const char *name) {
    size_t printed = strcspn(name, " ");
    if (at < end && bytes[at] == '.' && name[printed - 1] == '.') at++;
    while (*(name += printed)) {
        uint32_t word = at;
        while (word < end && (bytes[word] == ' ' || bytes[word] == '\n' || bytes[word] == '\r')) word++;
        if (word == at) return 0;
        printed = strcspn(++name, " ");
        size_t read = opis_fold_prefix(bytes + word, end - word, name, printed);
        if (!read) return 0;
        at = word + (uint32_t)read;
    }
    return opis_named_is_word_byte(bytes, at, end) || goes_on_as_identifier(bytes, at, end) ? 0 : at;
}

static size_t capitals_in(const char *text, size_t length) {
    size_t capitals = 0;
    for (size_t at = 0; at < length;) {
        uint32_t code;
        at += opis_fold_decode(text + at, length - at, &code);
        capitals += (size_t)opis_fold_is_capital(code);
    }
    return capitals;
}

int opis_named_is_acronym(const char *name) {
    return capitals_in(name, strcspn(name, " ")) > 1;
}

/* Whether the letters of a name stand as they should: acronyms in capitals, others with a capital first. */
static int has_its_case(const char *bytes, uint32_t start, uint32_t end, const char *name) {
    uint32_t code;
    opis_fold_decode(bytes + start, end - start, &code);
    if (!opis_fold_is_capital(code)) return 0;
    return !opis_named_is_acronym(name) || capitals_in(bytes + start, end - start) == capitals_in(name, strlen(name));
}

static void take_name(opis_styled *found, const opis_term *name, uint32_t start, uint32_t end) {
    found->repository = name->item;
    found->style = name->style;
    found->kept = name->kept;
    found->start = found->name_start = start;
    found->end = found->name_end = end;
}

/* Find a name whose first word goes from a token to a byte; look-alikes of another script are taken last. */
static int find_from(const opis_styled_finder *f, uint32_t start, uint32_t first_end, uint32_t stop,
                     opis_styled *found) {
    const char *bytes = f->book->source.bytes;
    size_t count;
    int any = 0;
    const opis_term *terms =
        opis_archive_terms(f->styles, opis_fold_hash(OPIS_FOLD_START, bytes + start, first_end - start), &count);
    for (size_t i = 0; i < count; i++) {
        if (terms[i].kind != OPIS_TERM_NAME) continue;
        uint32_t end = name_end(bytes, first_end, stop, terms[i].text);
        if (!end || !has_its_case(bytes, start, end, terms[i].text)) continue;
        int mixed = mixes_scripts(bytes, start, end, terms[i].text);
        if (any && mixed) continue;
        take_name(found, &terms[i], start, end);
        found->mended = (uint8_t)mixed;
        if (!mixed) return 1;
        any = 1;
    }
    return any;
}

/* Whether "F7", "BB 18" or the like follows, by which "A.N." is no person. */
static int leads_to_shelfmark(const char *bytes, uint32_t at, uint32_t end) {
    uint32_t start;
    if (at < end && bytes[at] == ',') at++;
    while (at < end && is_blank(bytes[at])) at++;
    for (start = at; at < end && at < start + SHELFMARK_LETTERS && is_upper(bytes[at]);) at++;
    if (at > start && at < end && is_blank(bytes[at])) at++;
    /* "AF IV 1072" */
    for (start = at; at < end && strchr("IVXL", bytes[at]) && bytes[at];) at++;
    if (at > start && at < end && is_blank(bytes[at])) at++;
    return at < end && is_digit(bytes[at]);
}

/* "A.N.", "A.S.Ve.": the letters of an acronym with a point behind each; gives where they end, or 0. */
static uint32_t read_pointed(const char *bytes, uint32_t at, uint32_t end, char letters[LONGEST_POINTED + 1]) {
    size_t count = 0;
    uint32_t groups = 0, reached = 0;
    while (at < end && is_upper(bytes[at])) {
        uint32_t word = at;
        while (at < end && is_ascii_letter(bytes[at])) at++;
        if (at == end || bytes[at] != '.' || at - word > LONGEST_POINTED_WORD || count + at - word > LONGEST_POINTED)
            break;
        memcpy(letters + count, bytes + word, at - word);
        count += at - word;
        groups++;
        reached = ++at;
    }
    letters[count] = 0;
    return groups > 2 || (groups == 2 && leads_to_shelfmark(bytes, reached, end)) ? reached : 0;
}

static int find_pointed(const opis_styled_finder *f, uint32_t start, uint32_t stop, opis_styled *found) {
    char letters[LONGEST_POINTED + 1];
    uint32_t end = read_pointed(f->book->source.bytes, start, stop, letters);
    size_t count;
    if (!end) return 0;
    const opis_term *terms =
        opis_archive_terms(f->styles, opis_fold_hash(OPIS_FOLD_START, letters, strlen(letters)), &count);
    for (size_t i = 0; i < count; i++)
        if (terms[i].kind == OPIS_TERM_NAME && strcmp(terms[i].text, letters) == 0) {
            take_name(found, &terms[i], start, end);
            found->kept = 1;
            return 1;
        }
    return 0;
}

/* "Rigsarkivet", "LWL-Archivamt", "SAPMO-BArch": the first word of a name may be several tokens, which go first. */
int opis_named_listed(const opis_styled_finder *f, size_t at, uint32_t stop, opis_styled *found) {
    const opis_token *token = &f->book->tokens[at];
    uint32_t end = token->start + token->length;
    int joined = at + 2 < f->book->token_count && token[1].class_ == OPIS_PUNCTUATION && token[1].start == end;
    int pointed = joined && token->length == 1 && f->book->source.bytes[end] == '.';
    uint32_t second = joined ? token[2].start + token[2].length : end;
    if (pointed && find_pointed(f, token->start, stop, found)) return 1;
    /* "U.S. National Archives", but "A.N., Fomin" is no archive. */
    if (joined && find_from(f, token->start, second, stop, found)) return !pointed || found->end > second + 1;
    return find_from(f, token->start, end, stop, found);
}

/* ---- Names spelled out --------------------------------------------------------------------------------- */

int opis_named_has_capital(const opis_book *book, size_t at) {
    uint32_t code = 0;
    opis_fold_decode(book->source.bytes + book->tokens[at].start, book->tokens[at].length, &code);
    return opis_fold_is_capital(code);
}

/* The style whose names hold this word, or OPIS_NO_STYLE. */
uint16_t opis_named_institution(const opis_styled_finder *f, size_t at) {
    const opis_token *token = &f->book->tokens[at];
    size_t count;
    if (token->length < 5) return OPIS_NO_STYLE;
    uint64_t hash = opis_fold_hash(OPIS_FOLD_START, f->book->source.bytes + token->start, token->length);
    const opis_term *terms = opis_archive_terms(f->styles, hash, &count);
    uint32_t end = token->start + token->length;
    for (size_t i = 0; i < count; i++)
        if (terms[i].kind == OPIS_TERM_INSTITUTION &&
            (opis_named_has_capital(f->book, at) || !capitals_in(terms[i].text, strlen(terms[i].text))) &&
            name_end(f->book->source.bytes, end, f->book->source.length, terms[i].text))
            return terms[i].style;
    return OPIS_NO_STYLE;
}

/* The token before, a line end passed over; SIZE_MAX where a mark or an empty line stands there. */
static size_t word_before(const opis_book *book, size_t at) {
    size_t i = at;
    for (int breaks = 0; i > 0; breaks += book->tokens[i].class_ == OPIS_BREAK) {
        i--;
        if (breaks > 1) return SIZE_MAX;
        if (book->tokens[i].class_ == OPIS_WORD) return i;
        /* "LWL-Archivamt" */
        if (book->source.bytes[book->tokens[i].start] == '-' && i > 0 && book->tokens[i - 1].class_ == OPIS_WORD &&
            book->tokens[i].start + 1 == book->tokens[at].start)
            return i - 1;
        if (book->tokens[i].class_ != OPIS_BREAK && book->tokens[i].class_ != OPIS_BLANK) return SIZE_MAX;
    }
    return SIZE_MAX;
}

/* "In the State Archive": a word of one or two letters, no acronym, leads in to a name and is none of it. */
static int is_lead_in(const opis_book *book, size_t at) {
    const opis_token *token = &book->tokens[at];
    return opis_source_width(&book->source, token->start, token->start + token->length) <= 2 &&
           capitals_in(book->source.bytes + token->start, token->length) < 2;
}

/* The first word of the name that a telling word belongs to. */
size_t opis_named_first(const opis_book *book, size_t at) {
    size_t first = opis_named_has_capital(book, at) ? at : SIZE_MAX, i = at;
    for (int words = 0; words < WORDS_BEFORE; words++) {
        size_t before = word_before(book, i);
        if (before == SIZE_MAX) break;
        if (opis_named_has_capital(book, before) && !is_lead_in(book, before))
            first = before;
        else if (book->tokens[before].length < LONG_WORD)
            break;
        i = before;
    }
    return first;
}

/* The unit after a name spelled out: at a mark, or at the first label. */
uint32_t opis_named_end(const opis_style_parser *p, uint32_t unit) {
    uint32_t end = unit;
    uint8_t level;
    for (; end < p->slip->count && end < unit + WORDS_BEHIND; end++) {
        const struct opis_slip_unit *u = &p->slip->units[end];
        if (u->gap == OPIS_GAP_PARAGRAPH || (u->class_ != OPIS_WORD && u->gap != OPIS_GAP_NONE)) break;
        if (u->class_ == OPIS_PUNCTUATION && (p->slip->bytes[u->start] != '-' && p->slip->bytes[u->start] != '\'' &&
                                              (unsigned char)p->slip->bytes[u->start] < 0x80))
            break;
        if (u->class_ == OPIS_NUMBER || u->class_ == OPIS_MIXED) break;
        if (end > unit && opis_parts_label(p, end, &level)) break;
    }
    while (end > unit + 1 && p->slip->units[end - 1].class_ != OPIS_WORD) end--;
    return end;
}

/*
 * "(RGIA)", "(hereafter ANC)", ", Moscow (GARF)" after a name: the acronym is what it is called.  "(México)" is a
 * place.
 */
uint32_t opis_named_acronym(const opis_slip *slip, uint32_t unit, opis_styled *found) {
    uint32_t open = unit, start = 0;
    if (opis_slip_mark(slip, open) == ',' && opis_slip_mark(slip, open + 2) == '(') open += 2;
    if (opis_slip_mark(slip, open) != '(') return unit;
    for (uint32_t i = open + 1; i < slip->count && i < open + 5; i++) {
        const struct opis_slip_unit *u = &slip->units[i];
        int dash = opis_slip_mark(slip, i) == '-' && u->gap == OPIS_GAP_NONE;
        if (u->class_ != OPIS_WORD && !dash) return unit;
        if (!dash && (i == open + 1 || opis_slip_mark(slip, i - 1) != '-')) start = u->start;
        if (opis_slip_mark(slip, i + 1) != ')' || u->end - start > LONGEST_ACRONYM) continue;
        if (i == open + 1 && capitals_in(slip->bytes + start, u->end - start) < 2) return unit;
        found->name_start = start;
        found->name_end = u->end;
        found->repository = OPIS_UNLISTED_ARCHIVE;
        return i + 2;
    }
    return unit;
}
