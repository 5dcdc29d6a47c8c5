/*
 * People: the sketch that a speaker's name or a headword of the index stands for.
 *
 * A name is linked where one sketch alone answers to it: by surname or alias, with no given name that speaks against
 * it.  Damaged surnames are mended before, by the extractors that read them.
 */
#include <string.h>

#include "extract/links.h"
#include "letters.h"
#include "memory.h"
#include "mend/lexicon.h"

#define LONGEST_SURNAME 40
#define MOST_INITIALS 3
/* A name is compared with so many of its namesakes. */
#define MOST_COMPARED 64
/* What it may cost to read one given name as another where no sketch agrees as it stands: "Yc." as "Ye.". */
#define DAMAGED_INITIAL 1.5f
#define NO_ENTRY UINT32_MAX

/* Bytes of a text: a given name, or as much of it as is printed. */
typedef struct initial {
    const char *text;
    uint8_t length;
} initial;

typedef struct person_name {
    const char *surname;
    uint8_t length;
    char folded[LONGEST_SURNAME]; /* small letters alone */
    uint8_t folded_length;
    initial initials[MOST_INITIALS];
    uint8_t initial_count;
} person_name;

/* A name that a sketch goes by. */
typedef struct entry {
    person_name name;
    int32_t biography;
    uint8_t alias;
    uint32_t next;  /* entry of the same surname, or NO_ENTRY */
    uint8_t shared; /* of the first of a surname: the index knows namesakes without a sketch */
} entry;

typedef struct people {
    const opis_book *book;
    entry *entries; /* owned */
    size_t count, capacity;
    opis_lexicon by_surname; /* row + 1 of the first entry of a surname; owned */
} people;

static void fold_surname(person_name *name) {
    name->folded_length = 0;
    for (uint8_t i = 0; i < name->length; i++)
        if (is_letter(name->surname[i]))
            name->folded[name->folded_length++] = (char)(name->surname[i] | (is_upper(name->surname[i]) ? 0x20 : 0));
}

static void add_initial(person_name *name, const char *text, size_t length) {
    if (name->initial_count < MOST_INITIALS && length < UINT8_MAX)
        name->initials[name->initial_count++] = (initial){text, (uint8_t)length};
}

/* Given names behind a surname, "I. I." or "Lev"; what stands in brackets or quotes is none. */
static void read_initials(person_name *name, const char *text, size_t length, size_t at) {
    while (at < length && text[at] != '"') {
        size_t start = at;
        if (text[at] == '(') {
            const char *close = memchr(text + at, ')', length - at);
            at = close ? (size_t)(close - text) : length;
            continue;
        }
        while (at < length && is_letter(text[at])) at++;
        if (at > start && is_upper(text[start])) add_initial(name, text + start, at - start);
        if (at == start) at++;
    }
}

/* "Surname, I. I.", "Surname (Alias), I.", "Surname"; 0 where it is no name that may be looked up. */
static int read_name(person_name *name, const char *text, size_t length) {
    size_t end = 0;
    while (end < length && !is_any_of(text[end], ",.(")) end++;
    size_t behind = end;
    while (end > 0 && text[end - 1] == ' ') end--;
    memset(name, 0, sizeof *name);
    if (end < 2 || end > LONGEST_SURNAME) return 0;
    name->surname = text;
    name->length = (uint8_t)end;
    fold_surname(name);
    read_initials(name, text, length, behind);
    return name->folded_length >= 2;
}

/* ---- The names of the sketches ------------------------------------------------------------------------- */

static uint64_t key_of(const person_name *name) {
    return opis_lexicon_key(0, name->folded, name->folded_length);
}

static uint32_t find_surname(const people *p, const person_name *name) {
    float known = opis_lexicon_weight(&p->by_surname, key_of(name));
    return p->entries && known > 0 ? (uint32_t)known - 1 : NO_ENTRY;
}

static opis_status add_entry(people *p, const person_name *name, int32_t biography, int alias, opis_error *error) {
    uint32_t row = (uint32_t)p->count, first = find_surname(p, name);
    opis_status status = opis_reserve(&p->entries, &p->capacity, p->count + 1, sizeof *p->entries, error);
    if (status == OPIS_OK && first == NO_ENTRY)
        status = opis_lexicon_add(&p->by_surname, key_of(name), (float)(row + 1), error);
    if (status != OPIS_OK) return status;
    entry *made = &p->entries[p->count++];
    *made = (entry){.name = *name, .biography = biography, .alias = (uint8_t)alias, .next = NO_ENTRY};
    if (first == NO_ENTRY) return OPIS_OK;
    made->next = p->entries[first].next;
    p->entries[first].next = row;
    return OPIS_OK;
}

/* An alias may have initials before it, "V. V. Obolensky": its last word is the surname. */
static opis_status add_alias(people *p, const opis_biography *sketch, int32_t row, opis_error *error) {
    const char *text = opis_book_text(p->book, sketch->alias);
    size_t end = text ? sketch->alias.length : 0, start = end;
    person_name name;
    while (start > 0 && text[start - 1] != ' ') start--;
    if (!text || !read_name(&name, text + start, end - start)) return OPIS_OK;
    read_initials(&name, text, start, 0);
    return add_entry(p, &name, row, 1, error);
}

static opis_status find_people(people *p, opis_error *error) {
    const opis_biography *sketches = OPIS_ROWS(p->book, OPIS_BIOGRAPHY);
    opis_status status = OPIS_OK;
    person_name name;
    for (size_t i = 0; i < OPIS_ROW_COUNT(p->book, OPIS_BIOGRAPHY) && status == OPIS_OK; i++) {
        if (read_name(&name, opis_book_text(p->book, sketches[i].name), sketches[i].name.length))
            status = add_entry(p, &name, (int32_t)i, 0, error);
        if (status == OPIS_OK) status = add_alias(p, &sketches[i], (int32_t)i, error);
    }
    return status;
}

/* ---- Whom a name means --------------------------------------------------------------------------------- */

/* Whether two given names may be the same: one is cut off where the other goes on, or one is damaged. */
static int same_initial(const people *p, initial a, initial b, int damaged) {
    uint8_t common = a.length < b.length ? a.length : b.length;
    if (memcmp(a.text, b.text, common) == 0) return 1;
    return damaged && a.length == b.length && a.length > 1 && a.text[0] == b.text[0] &&
           (opis_glyphs_distance(p->book->glyphs, a.text, a.length, b.text, b.length, DAMAGED_INITIAL) <=
                DAMAGED_INITIAL ||
            opis_glyphs_distance(p->book->glyphs, b.text, b.length, a.text, a.length, DAMAGED_INITIAL) <=
                DAMAGED_INITIAL);
}

/* Whether no given name of one speaks against the other: "Ya." agrees with "Yakov", and with nothing. */
static int initials_agree(const people *p, const person_name *a, const person_name *b, int damaged) {
    for (uint8_t i = 0; i < a->initial_count && i < b->initial_count; i++)
        if (!same_initial(p, a->initials[i], b->initials[i], damaged)) return 0;
    return 1;
}

typedef struct manner {
    uint8_t alias, damaged;
} manner;

/* The only sketch among those of a surname that agrees in a certain manner, or OPIS_UNKNOWN. */
static int32_t only_one(const people *p, uint32_t first, const person_name *name, manner how, size_t *count) {
    int32_t found = OPIS_UNKNOWN;
    uint32_t i = first;
    *count = 0;
    for (int compared = 0; i != NO_ENTRY && *count < 2 && compared < MOST_COMPARED; compared++) {
        const entry *known = &p->entries[i];
        i = known->next;
        if (known->alias != how.alias || known->biography == found) continue;
        if (!initials_agree(p, &known->name, name, how.damaged)) continue;
        found = known->biography;
        ++*count;
    }
    return *count == 1 ? found : OPIS_UNKNOWN;
}

/* People are named by their surnames, and by an alias only where nobody's surname it is. */
static int32_t only_namesake(const people *p, uint32_t first, const person_name *name) {
    static const manner manners[] = {{0, 0}, {1, 0}, {0, 1}};
    size_t count = 0;
    int32_t found = OPIS_UNKNOWN;
    for (size_t i = 0; i < sizeof manners / sizeof *manners && count == 0; i++)
        found = only_one(p, first, name, manners[i], &count);
    return found;
}

/* ---- The index ----------------------------------------------------------------------------------------- */

/* Whom a headword means; one that no sketch of its surname agrees with tells that the surname is shared. */
static int32_t find_head(people *p, const char *text, size_t length) {
    person_name name;
    if (!read_name(&name, text, length)) return OPIS_UNKNOWN;
    uint32_t first = find_surname(p, &name);
    if (first == NO_ENTRY) return OPIS_UNKNOWN;
    int32_t found = only_namesake(p, first, &name);
    if (found == OPIS_UNKNOWN) p->entries[first].shared = 1;
    return found;
}

static void link_heads(people *p) {
    opis_index_entry *rows = OPIS_ROWS(p->book, OPIS_INDEX_ENTRY);
    opis_text last = {0, OPIS_NULL_TEXT};
    int32_t found = OPIS_UNKNOWN;
    for (size_t i = 0; i < OPIS_ROW_COUNT(p->book, OPIS_INDEX_ENTRY); i++) {
        const char *text = opis_book_text(p->book, rows[i].head), *before = opis_book_text(p->book, last);
        int same = text && before && rows[i].head.length == last.length && memcmp(text, before, last.length) == 0;
        if (!same) found = text ? find_head(p, text, rows[i].head.length) : OPIS_UNKNOWN;
        last = rows[i].head;
        rows[i].biography = found;
    }
}

/* ---- The speakers -------------------------------------------------------------------------------------- */

/* Given names that stand before `at`, "Ya. S. Agranov": put into the name in their order. */
static void read_initials_before(person_name *name, const char *text, size_t at) {
    size_t start = at;
    for (int words = 0; words < MOST_INITIALS; words++) {
        size_t end = start;
        while (end > 0 && text[end - 1] == ' ') end--;
        if (end == 0 || text[end - 1] != '.') break;
        size_t word = end - 1;
        while (word > 0 && is_lower(text[word - 1])) word--;
        if (word == 0 || !is_upper(text[word - 1]) || end - word > 2) break;
        start = word - 1;
    }
    read_initials(name, text, at, start);
}

/* Where a surname stands whole in a text; its length where it does not. */
static size_t find_word(const char *text, size_t length, const char *word, size_t word_length) {
    for (size_t at = 0; at + word_length <= length; at++) {
        const char *next = memchr(text + at, word[0], length - word_length - at + 1);
        if (!next) return length;
        at = (size_t)(next - text);
        int whole =
            (at == 0 || !is_letter(text[at - 1])) && (at + word_length == length || !is_letter(text[at + word_length]));
        if (whole && memcmp(next, word, word_length) == 0) return at;
    }
    return length;
}

/* Whom a speaker's surname means; of namesakes the one whose initials the title of the document gives. */
static int32_t find_speaker(const people *p, const opis_speaker *row) {
    const opis_document *documents = OPIS_ROWS(p->book, OPIS_DOCUMENT);
    const char *text = opis_book_text(p->book, row->name);
    person_name name;
    if (!text || !read_name(&name, text, row->name.length)) return OPIS_UNKNOWN;
    uint32_t first = find_surname(p, &name);
    if (first == NO_ENTRY) return OPIS_UNKNOWN;
    if (row->record.document != OPIS_UNKNOWN && name.initial_count == 0) {
        opis_text title = documents[row->record.document].title;
        const char *words = opis_book_text(p->book, title);
        size_t at = words ? find_word(words, title.length, name.surname, name.length) : title.length;
        if (words && at < title.length) read_initials_before(&name, words, at);
    }
    return p->entries[first].shared && name.initial_count == 0 ? OPIS_UNKNOWN : only_namesake(p, first, &name);
}

static void link_speakers(people *p) {
    opis_speaker *rows = OPIS_ROWS(p->book, OPIS_SPEAKER);
    for (size_t i = 0; i < OPIS_ROW_COUNT(p->book, OPIS_SPEAKER); i++) rows[i].biography = find_speaker(p, &rows[i]);
}

opis_status opis_link_people(opis_book *book, opis_error *error) {
    people p = {.book = book};
    opis_status status = find_people(&p, error);
    if (status == OPIS_OK) {
        link_heads(&p);
        link_speakers(&p);
    }
    opis_resize(p.entries, 0);
    opis_lexicon_release(&p.by_surname);
    return status;
}
