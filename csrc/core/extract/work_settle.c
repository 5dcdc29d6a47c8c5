/*
 * The references of a book correct one another: a surname that is printed otherwise elsewhere with the same given
 * names, a short title that repeats a full one.
 */
#include <math.h>
#include <string.h>

#include "extract/document.h"
#include "extract/work.h"
#include "memory.h"

#define REACH 512 /* references before one, and behind it, that it is compared with */
#define SURNAME_LETTER 1.0f
#define SAME_PERSON_LETTER 2.2f /* where the given names are the same */
#define TITLE_LETTER 1.1f
#define LEAST_SHORT_TITLE 4
#define LEAST_SAME_TITLE 12
#define LONGEST_SHORT_TITLE 40 /* no more of it is compared */
#define LEAST_SHARED 2         /* of the pairs of letters of a short title, one in so many stands in the full one */
#define RARE_SURNAME 8
#define WITHIN_LETTER 0.25f /* of a title within another */
#define LEAST_WITHIN 8
#define LEAST_GIVEN 4
#define SOUNDER 1.5f
#define ONE_GLYPH 1.3f
#define LEAST_MENDED 5
#define NAME_TOKENS 8 /* from a given name to its surname */
#define MOST_PLACES 64
#define ONE_CONFUSION 3.0f /* of two forms of a surname */
#define SURE_SURNAME 4     /* printings of a surname with "rn" in it, which may be an m */

/* The distance of two texts, or a negative number where it passes a limit for each letter. */
static float distance(const opis_works *works, const char *seen, size_t seen_length, const char *printed, size_t length,
                      float letter) {
    float limit = letter * (float)length;
    float cost = opis_glyphs_distance(works->book->glyphs, seen, seen_length, printed, length, limit);
    return cost <= limit ? cost : -1;
}

/* ---- Outlines ------------------------------------------------------------------------------------------ */

static uint64_t bucket_bit(char letter) {
    return (uint64_t)1 << ((unsigned char)letter & 63);
}

static uint32_t hash_of(const char *surname) {
    uint32_t hash = 2166136261u;
    for (; *surname; surname++) hash = (hash ^ (unsigned char)*surname) * 16777619u;
    return hash | 1;
}

/* The outline of a reference after its names were settled. */
static void outline_names(const opis_works *works, size_t item) {
    const opis_work_reference *r = &works->items[item];
    opis_work_outline *outline = &works->outlines[item];
    outline->initials = 0;
    outline->count = 0;
    for (uint32_t j = 0; j < r->author_count; j++) {
        outline->initials |= bucket_bit(r->authors[j].surname[0]);
        if (r->authors[j].count > outline->count) outline->count = r->authors[j].count;
    }
    outline->surname = r->author_count ? hash_of(r->authors[0].surname) : 0;
    outline->initial = (uint8_t)r->authors[0].surname[0];
}

/* ---- Titles -------------------------------------------------------------------------------------------- */

static const char *pass_article(const char *title) {
    if (strncmp(title, "The ", 4) == 0) return title + 4;
    return strncmp(title, "A ", 2) == 0 ? title + 2 : title;
}

static uint64_t pairs_of(const char *title) {
    uint64_t pairs = 0;
    for (; title[0] && title[1]; title++)
        pairs |= (uint64_t)1 << (((title[0] | 0x20) * 31 + (title[1] | 0x20) * 7) & 63);
    return pairs;
}

/* How near a short title is to the beginning of a full one; INFINITY where it does not repeat it for less than
 * `dearest`. */
static float repeats(const opis_works *works, const char *title, const char *full, float dearest) {
    title = pass_article(title);
    full = pass_article(full);
    size_t length = strlen(title), whole = strlen(full);
    float best = INFINITY;
    if (length < LEAST_SHORT_TITLE) return best;
    if (length > LONGEST_SHORT_TITLE) length = LONGEST_SHORT_TITLE;
    if (length <= whole && memcmp(title, full, length) == 0) return 0;
    for (size_t slack = 0; slack <= 2; slack++) {
        size_t part = length + slack < 1 + whole ? length + slack - 1 : whole;
        float limit = fminf(fminf(dearest, best), TITLE_LETTER * (float)part);
        float cost = opis_glyphs_distance(works->book->glyphs, title, length, full, part, limit);
        if (cost <= limit) best = cost;
    }
    return best;
}

/* The references that one is compared with. */
static size_t first_near(size_t item) {
    return item > REACH ? item - REACH : 0;
}

static size_t end_near(const opis_works *works, size_t item) {
    return works->count - item > REACH ? item + REACH : works->count;
}

/* Whether a title stands whole within another, a glyph damaged or not: "Mill Town" in "Osgood and the Mill Town". */
static int stands_within(const opis_works *works, const char *title, size_t length, const char *whole) {
    for (const char *at = whole; strlen(at) >= length; at++) {
        if ((at > whole && at[-1] != ' ') || is_letter(at[length])) continue;
        if (distance(works, title, length, at, length, WITHIN_LETTER) >= 0) return 1;
    }
    return 0;
}

/* Whether a full reference bears the surname and holds the title of a short one, glyph by glyph. */
static int repeats_plainly(const opis_works *works, const opis_work_reference *r, const opis_work_reference *full) {
    if (strcmp(r->authors[0].surname, full->authors[0].surname) != 0) return 0;
    const char *title = pass_article(r->title), *whole = pass_article(full->title);
    size_t length = strlen(title);
    if (length < LEAST_SHORT_TITLE || !r->quoted != !full->quoted) return 0;
    return strncmp(title, whole, length < LONGEST_SHORT_TITLE ? length : LONGEST_SHORT_TITLE) == 0 ||
           (length >= LEAST_WITHIN && stands_within(works, title, length, whole));
}

static int32_t find_plain(const opis_works *works, size_t item) {
    const opis_work_reference *r = &works->items[item];
    for (size_t i = first_near(item), end = end_near(works, item); i < end; i++) {
        const opis_work_outline *outline = &works->outlines[i];
        if (!outline->full || i == item || outline->surname != works->outlines[item].surname) continue;
        if (repeats_plainly(works, r, &works->items[i])) return (int32_t)i;
    }
    return OPIS_UNKNOWN;
}

/* The full reference that a short one repeats: the nearest by surname and title, the first of them in the book. */
static int32_t find_full(const opis_works *works, size_t item) {
    const opis_work_reference *r = &works->items[item];
    int32_t best = find_plain(works, item);
    float least = INFINITY;
    const opis_work_outline *own = &works->outlines[item];
    int pairs = __builtin_popcountll(own->title_pairs);
    if (best != OPIS_UNKNOWN) return best;
    for (size_t i = first_near(item), end = end_near(works, item); i < end; i++) {
        const opis_work_outline *outline = &works->outlines[i];
        if (!outline->full || own->initial != outline->initial || i == item || !outline->surname) continue;
        if (!own->quoted != !outline->quoted) continue;
        if (LEAST_SHARED * __builtin_popcountll(own->title_pairs & outline->title_pairs) < pairs) continue;
        const opis_work_reference *full = &works->items[i];
        const char *surname = full->authors[0].surname, *seen = r->authors[0].surname;
        float name = distance(works, seen, strlen(seen), surname, strlen(surname), SAME_PERSON_LETTER);
        if (name < 0 || name >= least) continue;
        float title = repeats(works, r->title, full->title, least - name);
        if (name + title >= least) continue;
        best = (int32_t)i;
        least = name + title;
    }
    return best;
}

/* ---- Names --------------------------------------------------------------------------------------------- */

static int capitals(const char *given) {
    int count = 0;
    for (; *given; given++) count += *given >= 'A' && *given <= 'Z';
    return count;
}

/* Whether given names are the same, an initial before them lost or not, one glyph of longer ones damaged or not. */
static int same_given(const char *seen, const char *printed) {
    size_t length = strlen(seen), whole = strlen(printed), differ = 0;
    if (length == 0 || whole < length || (whole > length && length < LEAST_GIVEN)) return 0;
    for (size_t i = 0; i < length; i++) differ += printed[whole - length + i] != seen[i];
    return differ == 0 || (differ == 1 && whole == length && length > LEAST_GIVEN);
}

/* Whether two surnames have a third of their letters in common, at their heads and tails. */
static int resemble(const char *seen, const char *printed) {
    size_t seen_length = strlen(seen), length = strlen(printed), head = 0, tail = 0;
    size_t shorter = seen_length < length ? seen_length : length;
    while (head < shorter && seen[head] == printed[head]) head++;
    while (tail < shorter - head && seen[seen_length - 1 - tail] == printed[length - 1 - tail]) tail++;
    return 3 * (head + tail) >= length;
}

/* Whether one surname may be a damaged form of another, by likeness alone or with the same given names. */
static int may_stand_for(const opis_works *works, const opis_work_name *name, const opis_work_name *other) {
    int same = same_given(name->given, other->given);
    if (other->surname[0] != name->surname[0] && !(same && !is_upper(name->surname[0]))) return 0;
    if (same && capitals(other->given) > 1) return 1;
    if (!same && !resemble(name->surname, other->surname)) return 0;
    return distance(works, name->surname, strlen(name->surname), other->surname, strlen(other->surname),
                    same ? SAME_PERSON_LETTER : SURNAME_LETTER) >= 0;
}

static int ends_as_surname(const opis_works *works, const char *surname) {
    const opis_words *endings = &works->book->style->surname_endings;
    size_t length = strlen(surname);
    for (size_t i = 0; i < endings->count; i++) {
        size_t ending = strlen(endings->items[i]);
        if (length > ending + 1 && !memcmp(surname + length - ending, endings->items[i], ending)) return 1;
    }
    return 0;
}

/*
 * Whether one surname is a damaged form of another that is printed no oftener: its ending is none of a surname and that
 * of the other is, or a scan makes it of the other far more easily than the other of it.
 */
static int is_damaged_form(const opis_works *works, const opis_work_name *name, const opis_work_name *other) {
    size_t seen = strlen(name->surname), printed = strlen(other->surname);
    float cost = distance(works, name->surname, seen, other->surname, printed, SURNAME_LETTER);
    if (cost < 0 || cost > ONE_CONFUSION) return 0;
    if (ends_as_surname(works, name->surname) != ends_as_surname(works, other->surname))
        return ends_as_surname(works, other->surname) && other->count >= name->count;
    float back = distance(works, other->surname, printed, name->surname, seen, SURNAME_LETTER);
    return other->count > 1 && 2 * other->count > name->count && (back < 0 || back > 2 * cost);
}

/* The commoner form of a surname that an item prints so many times; NULL for none. */
static const opis_work_name *commoner(const opis_works *works, size_t item, const opis_work_name *name, size_t own) {
    const opis_work_name *best = NULL;
    size_t enough = own > 1 ? 2 * own : own, most = own / 2;
    uint64_t initials = is_upper(name->surname[0]) ? bucket_bit(name->surname[0]) : UINT64_MAX;
    for (size_t i = first_near(item), end = end_near(works, item); i < end; i++) {
        const opis_work_outline *outline = &works->outlines[i];
        /* one test: of two, neither branch could be foreseen */
        if ((outline->count <= most) | !(outline->initials & initials)) continue;
        for (uint32_t j = 0; j < works->items[i].author_count; j++) {
            const opis_work_name *other = &works->items[i].authors[j];
            if (other->count <= most || strcmp(other->surname, name->surname) == 0 ||
                (best && strcmp(other->surname, best->surname) == 0) || !may_stand_for(works, name, other) ||
                (other->count <= enough && !is_damaged_form(works, name, other)))
                continue;
            most = other->count;
            best = other;
        }
    }
    return best;
}

/* Whether the next word behind a given name, initials passed over, is nearly a surname: the text's own form of it. */
static int follows_given(const opis_works *works, size_t given, const opis_work_name *name, opis_token *found) {
    const opis_book *book = works->book;
    const char *bytes = book->source.bytes;
    size_t length = strlen(name->surname);
    for (size_t at = given + 1; at < book->token_count && at <= given + NAME_TOKENS; at++) {
        const opis_token *token = &book->tokens[at];
        if (token->class_ == OPIS_BLANK || bytes[token->start] == '.') continue;
        if (token->class_ != OPIS_WORD) return 0;
        if (token->length == 1 && is_upper(bytes[token->start])) continue;
        int owns = token->length > length && bytes[token->start + length] == '\''; /* "Osgood's" */
        if ((token->length != length && !owns) || bytes[token->start] != name->surname[0]) return 0;
        float cost = opis_glyphs_distance(book->glyphs, name->surname, length, bytes + token->start, length, ONE_GLYPH);
        if (!(cost > 0 && cost <= ONE_GLYPH)) return 0;
        *found = *token;
        return !opis_in_note(book, opis_source_line(&book->source, token->start));
    }
    return 0;
}

/* A surname that notes, in small print, bear but once, as the text prints it behind the same given name. */
static void take_from_text(const opis_works *works, opis_work_name *name) {
    const opis_concordance *printed = &works->book->concordance;
    char given[OPIS_NAME_LENGTH + 1];
    size_t length = 0;
    opis_token found;
    while (is_letter(name->given[length]) && (length == 0 || is_lower(name->given[length]))) length++;
    if (name->count > 1 || length < LEAST_GIVEN || strlen(name->surname) < LEAST_MENDED) return;
    memcpy(given, name->given, length);
    given[length] = 0;
    const opis_printed_word *word = opis_concordance_find(printed, works->book->source.bytes, given);
    for (uint32_t i = 0; word && i < word->count && i < MOST_PLACES; i++)
        if (follows_given(works, opis_places(printed, word)[i], name, &found)) {
            memcpy(name->surname, works->book->source.bytes + found.start, strlen(name->surname));
            name->repaired = 1;
            return;
        }
}

static void settle_names(opis_works *works, size_t item) {
    opis_work_reference *r = &works->items[item];
    for (uint32_t j = 0; j < r->author_count; j++) {
        opis_work_name *name = &r->authors[j];
        size_t own = name->count;
        name->known = own > 1 && (own >= SURE_SURNAME || !strstr(name->surname, "rn"));
        if (own > RARE_SURNAME) continue;
        const opis_work_name *other = commoner(works, item, name, own);
        if (!other) {
            take_from_text(works, name);
            outline_names(works, item);
            continue;
        }
        memcpy(name->surname, other->surname, sizeof name->surname);
        name->count = other->count;
        name->repaired = 1;
        outline_names(works, item);
    }
}

/* What must repeat another reference and does not is none; rows that others point at move up. */
static void drop_unmatched(opis_works *works) {
    size_t kept = 0, full = 0;
    for (size_t i = 0; i < works->count; i++) {
        opis_work_reference *r = &works->items[i];
        r->row = r->must_match && r->refers_to == OPIS_UNKNOWN ? OPIS_UNKNOWN : (int32_t)kept++;
    }
    for (size_t i = 0; i < works->count; i++) {
        opis_work_reference *r = &works->items[i];
        if (r->refers_to != OPIS_UNKNOWN) r->refers_to = works->items[r->refers_to].row;
    }
    for (size_t i = 0; i < works->count; i++) {
        if (works->items[i].row == OPIS_UNKNOWN) continue;
        works->outlines[full] = works->outlines[i];
        if (full++ != i) works->items[full - 1] = works->items[i];
    }
    works->count = kept;
}

/* Of two forms of the same pages, the one that a scan makes of the other far more easily than the other of it goes. */
static void take_sounder_pages(const opis_works *works, opis_work_reference *a, opis_work_reference *b) {
    const char *first = a->pages.folios[0], *second = b->pages.folios[0];
    if (a->pages.count != 1 || b->pages.count != 1 || strlen(first) != strlen(second)) return;
    float there = distance(works, first, strlen(first), second, strlen(second), SURNAME_LETTER);
    float back = distance(works, second, strlen(second), first, strlen(first), SURNAME_LETTER);
    if (there >= 0 && (back < 0 || there + SOUNDER < back))
        a->pages = b->pages;
    else if (back >= 0 && (there < 0 || back + SOUNDER < there))
        b->pages = a->pages;
}

static void compare_pages(opis_works *works) {
    for (size_t i = 0; i < works->count; i++) {
        opis_work_reference *a = &works->items[i];
        if (!a->quoted || a->author_count == 0 || a->pages.count == 0) continue;
        for (size_t j = first_near(i); j < i; j++) {
            const opis_work_outline *outline = &works->outlines[j];
            if (outline->surname != works->outlines[i].surname || !outline->quoted || a->year != outline->year)
                continue;
            opis_work_reference *b = &works->items[j];
            if (strcmp(a->authors[0].surname, b->authors[0].surname) != 0) continue;
            if (!opis_citation_pages_differ(&a->pages, &b->pages)) continue;
            a->doubtful = b->doubtful = 1;
            take_sounder_pages(works, a, b);
        }
    }
}

/* Whether two titles begin with the same word and bear other numerals of as many figures. */
static int numerals_differ(const char *a, const char *b) {
    size_t same = 0;
    while (a[same] && a[same] == b[same]) same++;
    if (same < LEAST_SHORT_TITLE) return 0;
    int differ = 0;
    for (;; a++, b++) {
        while (*a && !is_digit(*a)) a++;
        while (*b && !is_digit(*b)) b++;
        if (!*a || !*b) return differ && *a == *b;
        differ |= *a != *b;
    }
}

/* Whether two full references to one title give two years of print. */
static int years_differ(const opis_work_reference *a, const opis_work_reference *b) {
    return a->full && b->full && a->year != b->year && strncmp(a->title, b->title, LEAST_SAME_TITLE) == 0;
}

/* One author's titles that tell of other years may be one title. */
static void compare_titles(opis_works *works) {
    for (size_t i = 0; i < works->count; i++) {
        opis_work_reference *a = &works->items[i];
        if (a->author_count == 0) continue;
        for (size_t j = first_near(i); j < i; j++) {
            if (works->outlines[j].surname != works->outlines[i].surname) continue;
            opis_work_reference *b = &works->items[j];
            if (strcmp(a->authors[0].surname, b->authors[0].surname) != 0) continue;
            if (numerals_differ(a->title, b->title) || years_differ(a, b)) a->doubtful = b->doubtful = 1;
        }
    }
}

static void outline(const opis_works *works, size_t item) {
    const opis_work_reference *r = &works->items[item];
    works->outlines[item] = (opis_work_outline){
        .title_pairs = pairs_of(pass_article(r->title)), .year = r->year, .full = r->full, .quoted = r->quoted};
    outline_names(works, item);
}

/* What comparisons ask of every reference again and again. */
static void prepare(opis_works *works) {
    for (size_t i = 0; i < works->count; i++) {
        opis_work_reference *r = &works->items[i];
        for (uint32_t j = 0; j < r->author_count; j++)
            r->authors[j].count = opis_work_word_count(works, r->authors[j].surname, strlen(r->authors[j].surname));
        outline(works, i);
    }
}

/* "Ibid." is the reference before, settled already, with pages of its own. */
static void repeat(const opis_works *works, opis_work_reference *r) {
    const opis_work_reference *before = &works->items[r->ibid];
    opis_work_reference made = *before;
    made.start = r->start;
    made.end = r->end;
    made.note = r->note;
    made.pages = r->pages;
    made.ibid = r->ibid;
    made.refers_to = before->refers_to != OPIS_UNKNOWN ? before->refers_to : r->ibid;
    *r = made;
}

/* One reference after the other, by those that are settled and those that are not yet. */
static void settle_reference(opis_works *works, size_t item) {
    opis_work_reference *r = &works->items[item];
    if (r->ibid != OPIS_UNKNOWN) {
        repeat(works, r);
        outline(works, item);
        return;
    }
    settle_names(works, item);
    if (r->full || (r->quoted && !r->must_match) || r->author_count == 0) return;
    r->refers_to = find_full(works, item);
    if (r->refers_to == OPIS_UNKNOWN) return;
    const opis_work_name *full = &works->items[r->refers_to].authors[0];
    r->authors[0].repaired |= strcmp(full->surname, r->authors[0].surname) != 0;
    r->authors[0].known = 1;
    memcpy(r->authors[0].surname, full->surname, sizeof full->surname);
    r->authors[0].count = full->count;
    outline_names(works, item);
}

opis_status opis_works_settle(opis_works *works) {
    size_t capacity = 0;
    opis_status status =
        opis_reserve(&works->outlines, &capacity, works->count + 1, sizeof *works->outlines, works->error);
    if (status != OPIS_OK) return status;
    prepare(works);
    for (size_t i = 0; i < works->count; i++) settle_reference(works, i);
    drop_unmatched(works);
    compare_pages(works);
    compare_titles(works);
    opis_resize(works->outlines, 0);
    works->outlines = NULL;
    return OPIS_OK;
}
