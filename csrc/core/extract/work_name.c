/*
 * The names of authors and editors, as damaged as they come: "EdithCastell", "5. G. Osgood", "G e m".
 */
#include <string.h>

#include "extract/work.h"

#define NAME_WORDS 5

/* "G6bor": one figure among the letters of a name. */
static int is_damaged_letter(const opis_joined *text, size_t start, size_t end, size_t i) {
    if (!is_digit(text->text[i]) || i == start || i + 1 >= end) return 0;
    return is_letter(text->text[i - 1]) && is_lower(text->text[i + 1]);
}

/* "5. G. Osgood": a figure for the initial before the point. */
static int is_damaged_initial(const opis_joined *text, size_t start, size_t end) {
    return end == start + 2 && text->text[start + 1] == '.' && strchr("0568", text->text[start]);
}

static int is_name_word(const opis_joined *text, size_t start, size_t end, int first) {
    if (first && is_damaged_initial(text, start, end)) return 1;
    if (!is_upper(text->text[start]) && !strchr(first ? "l1I]([|" : "&", text->text[start])) return 0;
    for (size_t i = start; i < end; i++)
        if (!is_letter(text->text[i]) && !strchr(".'-~]&", text->text[i]) && !(first && i == start) &&
            !is_damaged_letter(text, start, end, i))
            return 0;
    return 1;
}

size_t opis_work_pass_and(const opis_joined *text, size_t start, size_t end) {
    if (end <= start + 4 || memcmp(text->text + start, "and", 3) != 0) return start;
    if (is_upper(text->text[start + 3])) return start + 3; /* "andV. P. Osgood" */
    return text->text[start + 3] == ' ' ? start + 4 : start;
}

size_t opis_work_last_word(const opis_joined *text, size_t start, size_t end) {
    while (end > start && text->text[end - 1] != ' ') end--;
    return end;
}

/* Where a surname begins, its glyphs set apart by the scan or not: "G e m". */
static size_t surname_start(const opis_joined *text, size_t start, size_t end) {
    size_t at = opis_work_last_word(text, start, end), stop = end;
    while (stop - at == 1 && at > start + 1 && !is_upper(text->text[at])) {
        stop = at - 1;
        at = opis_work_last_word(text, start, stop);
    }
    return at;
}

static void copy_name(const opis_joined *text, size_t start, size_t end, char out[OPIS_NAME_LENGTH + 1]) {
    size_t length = 0;
    for (size_t i = start; i < end && length < OPIS_NAME_LENGTH; i++)
        if (text->text[i] != ' ' && text->text[i] != '.') out[length++] = text->text[i];
    out[length] = 0;
}

/* A capital inside a surname parts it from given names that the scan glued to it: "EdithCastell", "EdithM.". */
static size_t glued_surname(const opis_joined *text, size_t start, size_t end) {
    if (end - start > 2 && (memcmp(text->text + start, "Mc", 2) == 0 || memcmp(text->text + start, "Mac", 3) == 0))
        return start;
    for (size_t i = end - 1; i > start + 1; i--)
        if (is_upper(text->text[i]) && (is_lower(text->text[i - 1]) || text->text[i - 1] == '.')) return i;
    return start;
}

static size_t drop_suffix(const opis_joined *text, size_t start, size_t end) {
    while (end > start && (text->text[end - 1] == ' ' || text->text[end - 1] == '.')) end--;
    if (end > start + 6 && memcmp(text->text + end - 6, " et al", 6) == 0) end -= 6;
    if (end > start + 3 && text->text[end - 3] == ' ' &&
        (memcmp(text->text + end - 2, "Jr", 2) == 0 || memcmp(text->text + end - 2, "Sr", 2) == 0))
        end -= 3;
    return end;
}

/* "lvanov", "1lin": no word begins with an l and a consonant; the scan took a capital I for it. */
static int is_capital_i(const char *surname) {
    return strchr("l1|", surname[0]) && is_lower(surname[1]) && !strchr("aeiouy", surname[1]);
}

/* Read [start, end) as one person's name; 0 where it is none.  A bare surname has no given names. */
int opis_work_name_read(const opis_joined *text, size_t start, size_t end, opis_work_name *name) {
    int words = 0, whole = 0;
    const char *gloss = memchr(text->text + start, '(', end - start);
    if (gloss && text->text[end - 1] != ')') return 0;
    if (gloss) end = (size_t)(gloss - text->text);
    end = drop_suffix(text, start, end);
    if (end < start + 3 || end - start > OPIS_NAME_LENGTH) return 0;
    for (size_t at = start; at < end; words++) {
        size_t stop = at;
        while (stop < end && text->text[stop] != ' ') stop++;
        int apart = stop - at == 1 && words > 0;
        whole += !apart;
        if (!apart && !is_name_word(text, at, stop, words == 0)) return 0;
        at = opis_pass_blanks(text, stop);
    }
    size_t surname = surname_start(text, start, end);
    if (words > NAME_WORDS + 2) return 0;
    if (whole > OPIS_PLAIN_NAME_WORDS && !memchr(text->text + start, '.', end - start)) return 0;
    surname = glued_surname(text, surname, end);
    memset(name, 0, sizeof *name);
    copy_name(text, surname, end, name->surname);
    copy_name(text, start, surname, name->given);
    if (end - surname < 2) return 0;
    if (!is_upper(text->text[surname]) && strlen(name->given) < 4 && !is_capital_i(text->text + surname)) return 0;
    if (is_capital_i(name->surname)) {
        name->surname[0] = 'I';
        name->repaired = 1;
    }
    return strlen(name->surname) >= 2 && text->text[end - 1] != '.';
}
