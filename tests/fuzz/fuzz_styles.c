/*
 * Any bytes as a citation style and an edition profile that a caller brings, and a text to read with them.
 *
 * Lines up to one that is "==" describe both, each after the sign that it begins with; the rest is the text:
 *   L name|label|label   a level; a digit and a letter before the name give its shape and its flags: "L1a box|box"
 *   S pattern            a shelfmark: its groups are the levels in order; "S!pattern" needs no archive's name
 *   R name|name          an archive
 *   A I C V B words|...  levels that are enough alone (bits as letters), institutions, acronyms, verso, ibid
 *   F letters            flags of the style
 *   H.1Document|No.      a form of headings: the mark behind the number ("-": none), whether a title goes on, words
 *   K W T D X words|...  "continued", words of sources, titles of chapters and of the list of documents, running heads
 *   P letters            places of sources; N letter: where notes begin anew
 */
#include "fuzz.h"

#define MOST_LEVELS 8
#define MOST_SIGNATURES 4
#define MOST_REPOSITORIES 4
#define MOST_WORDS 6
#define MOST_ALONE 4
#define MOST_FORMS 4
#define MOST_PLACES 4
#define LONGEST_WORDS 60 /* of a profile: what the binding lets through */

typedef struct word_list {
    const char *items[MOST_WORDS];
    size_t count;
} word_list;

typedef struct described {
    opis_citation_style style;
    opis_citation_level levels[MOST_LEVELS];
    opis_signature signatures[MOST_SIGNATURES];
    opis_repository repositories[MOST_REPOSITORIES];
    size_t repository_count;
    uint32_t alone[MOST_ALONE];
    word_list labels[MOST_LEVELS], names[MOST_REPOSITORIES], institutions, acronyms, verso, ibid;
    opis_profile profile;
    opis_heading_form forms[MOST_FORMS];
    char marks[MOST_FORMS][2];
    uint8_t places[MOST_PLACES];
    word_list headings[MOST_FORMS], continued, sources, chapters, documents, heads;
    int has_profile;
} described;

static const uint8_t levels_in_order[OPIS_MOST_LEVELS] = {0, 1, 2, 3, 4, 5, 6, 7};

/* The parts between bars that are not empty; each is ended in place. */
static opis_words take_words(word_list *list, char *text) {
    for (char *at = text; at && list->count < MOST_WORDS;) {
        char *bar = strchr(at, '|');
        if (bar) *bar++ = '\0';
        if (*at) list->items[list->count++] = at;
        at = bar;
    }
    return (opis_words){list->items, list->count};
}

static void take_level(described *d, char *text) {
    size_t at = d->style.level_count;
    if (at == MOST_LEVELS || strlen(text) < 3) return;
    unsigned flags = (unsigned char)text[1];
    opis_citation_level *level = &d->levels[at];
    *level = (opis_citation_level){.name = "level",
                                   .shape = (uint8_t)((unsigned char)text[0] % 3),
                                   .column = flags & 4 ? OPIS_NO_LEVEL : (uint8_t)(at % OPIS_LEVEL_COUNT),
                                   .anywhere = flags >> 3 & 1,
                                   .after = flags >> 4 & 1};
    level->labels = take_words(&d->labels[at], text + 2);
    d->style.level_count++;
}

static void take_signature(described *d, const char *text) {
    if (d->style.signature_count == MOST_SIGNATURES) return;
    opis_signature *signature = &d->signatures[d->style.signature_count++];
    *signature = (opis_signature){.pattern = text + (*text == '!'), .levels = levels_in_order, .alone = *text == '!'};
    for (const char *c = text; *c; c++) signature->level_count += *c == '(' && c[1] != '?';
    if (signature->level_count > MOST_LEVELS) signature->level_count = MOST_LEVELS;
}

static void take_repository(described *d, char *text) {
    if (d->repository_count == MOST_REPOSITORIES || !*text) return;
    word_list *names = &d->names[d->repository_count];
    opis_words words = take_words(names, text);
    if (!words.count) return;
    d->repositories[d->repository_count++] =
        (opis_repository){.canonical = names->items[0], .names = words, .identity = names->items[0]};
}

static void take_alone(described *d, const char *text) {
    for (; *text && d->style.alone_count < MOST_ALONE; text++) d->alone[d->style.alone_count++] = (uint8_t)*text;
}

static void take_flags(described *d, const char *text) {
    unsigned flags = (unsigned char)*text;
    d->style.titles = flags & 1;
    d->style.tolerant = flags >> 1 & 1;
    if (flags & 4) d->style.bare = 0;
    if (flags & 8) d->style.titled = 0;
}

static opis_words take_titles(word_list *list, char *text) {
    opis_words words = take_words(list, text);
    for (size_t i = 0; i < words.count; i++)
        if (strlen(words.items[i]) > LONGEST_WORDS) return (opis_words){NULL, 0};
    return words;
}

static void take_form(described *d, char *text) {
    size_t at = d->profile.form_count;
    if (at == MOST_FORMS || strlen(text) < 2) return;
    d->marks[at][0] = text[0] == '-' || (unsigned char)text[0] >= 0x80 ? '\0' : text[0];
    opis_words before = take_titles(&d->headings[at], text + 2);
    if (!before.count && !d->marks[at][0]) return;
    d->forms[at] = (opis_heading_form){before, d->marks[at], text[1] & 1};
    d->profile.form_count++;
}

static void take_places(described *d, const char *text) {
    for (; *text && d->profile.place_count < MOST_PLACES; text++)
        d->places[d->profile.place_count++] = (unsigned char)*text % OPIS_SOURCE_PLACE_COUNT;
}

/* 0 where the line is none of a profile. */
static int take_profile_line(described *d, char sign, char *text) {
    opis_profile *profile = &d->profile;
    switch (sign) {
    case 'H':
        take_form(d, text);
        break;
    case 'K':
        profile->continued = take_titles(&d->continued, text);
        break;
    case 'W':
        profile->sources = take_titles(&d->sources, text);
        break;
    case 'T':
        profile->chapters = take_titles(&d->chapters, text);
        break;
    case 'D':
        profile->documents = take_titles(&d->documents, text);
        break;
    case 'X':
        profile->running_heads = take_titles(&d->heads, text);
        break;
    case 'P':
        take_places(d, text);
        break;
    case 'N':
        profile->notes = (unsigned char)*text & 3;
        break;
    default:
        return 0;
    }
    return d->has_profile = 1;
}

static void take_line(described *d, char *line) {
    if (take_profile_line(d, *line, line + 1)) return;
    switch (*line++) {
    case 'L':
        take_level(d, line);
        break;
    case 'S':
        take_signature(d, line);
        break;
    case 'R':
        take_repository(d, line);
        break;
    case 'A':
        take_alone(d, line);
        break;
    case 'I':
        d->style.institutions = take_words(&d->institutions, line);
        break;
    case 'C':
        d->style.acronyms = take_words(&d->acronyms, line);
        break;
    case 'V':
        d->style.verso = take_words(&d->verso, line);
        break;
    case 'B':
        d->style.ibid = take_words(&d->ibid, line);
        break;
    case 'F':
        take_flags(d, line);
        break;
    }
}

/* What the levels of signatures and flags point at must be there: the binding sees to that. */
static void keep_promises(described *d) {
    opis_citation_style *style = &d->style;
    style->levels = d->levels;
    style->signatures = d->signatures;
    style->alone = d->alone;
    for (size_t i = 0; i < style->signature_count; i++)
        if (d->signatures[i].level_count > style->level_count) d->signatures[i].level_count = style->level_count;
    for (size_t i = 0; i < style->alone_count; i++) d->alone[i] &= (1u << style->level_count) - 1;
    if (!style->level_count) style->bare = style->titled = OPIS_NO_LEVEL;
    d->profile.forms = d->forms;
    d->profile.places = d->places;
}

/* Gives where the text begins. */
static char *take_style(described *d, char *text) {
    while (text && *text) {
        char *line = text;
        text = strchr(line, '\n');
        if (text) *text++ = '\0';
        if (strcmp(line, "==") == 0) break;
        if (*line) take_line(d, line);
    }
    keep_promises(d);
    return text;
}

static size_t looked_at;

static void read_with(const opis_reader *reader, const char *text, uint32_t kinds) {
    opis_error error;
    opis_book *book = opis_read_kinds(reader, text, strlen(text), kinds, &error);
    PROMISED(book || error.status == OPIS_OVER_LIMIT || error.status == OPIS_BAD_STYLE);
    opis_rows rows = book ? opis_book_rows(book, OPIS_ARCHIVE) : (opis_rows){NULL, 0, 0};
    for (size_t i = 0; i < rows.count; i++) {
        const opis_archive *archive = (const opis_archive *)rows.rows + i;
        PROMISED(archive->record.start <= archive->record.end && (size_t)archive->record.end <= strlen(text));
        PROMISED(archive->parts.count % 2 == 0);
        for (uint32_t p = 0; p < archive->parts.count; p++)
            looked_at += opis_book_texts(book, archive->parts)[p].length;
        for (uint32_t p = 0; p < archive->listy.count; p++)
            looked_at += opis_book_texts(book, archive->listy)[p].length;
    }
    opis_book_free(book);
}

/* A style is UTF-8 without NUL, and so is a text: what is beyond ASCII here stands for a Cyrillic letter. */
static char *as_text(const uint8_t *data, size_t size) {
    char *text = malloc(2 * size + 1), *end = text;
    for (size_t i = 0; text && i < size; i++) {
        if (data[i] >= 0x80) *end++ = (char)0xD0;
        *end++ = (char)(data[i] >= 0x80 ? 0x90 + data[i] % 0x30 : data[i] ? data[i] : 'l');
    }
    if (text) *end = '\0';
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    described d = {.style = {.name = "fuzz", .bare = OPIS_NO_LEVEL, .titled = OPIS_NO_LEVEL}};
    d.profile.name = "fuzz";
    opis_error error = {OPIS_OK, 0, ""};
    char *bytes = as_text(data, size);
    if (!bytes) return 0;
    char *text = take_style(&d, bytes);
    opis_added_styles added = {&d.style, 1, d.repositories, d.repository_count};
    opis_reader *reader = opis_reader_with_profile(&added, d.has_profile ? &d.profile : NULL, &error);
    PROMISED(reader || error.status == OPIS_BAD_STYLE);
    PROMISED(reader || error.message[0]);
    if (reader && text) read_with(reader, text, d.has_profile ? OPIS_ALL_KINDS : OPIS_SET_OF(OPIS_ARCHIVE));
    opis_reader_free(reader);
    free(bytes);
    return 0;
}
