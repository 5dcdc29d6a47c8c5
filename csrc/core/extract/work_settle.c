/*
 * The references of a book correct one another: a surname that is printed otherwise elsewhere with the same given
 * names, a short title that repeats a full one.
 */
#include <math.h>
#include <string.h>

#include "extract/work.h"

#define REACH 512 /* references before one, and behind it, that it is compared with */
#define SURNAME_LETTER 1.0f
#define SAME_PERSON_LETTER 2.2f /* where the given names are the same */
#define TITLE_LETTER 1.1f
#define LEAST_SHORT_TITLE 4
#define LEAST_SAME_TITLE 12
#define LONGEST_SHORT_TITLE 40 /* no more of it is compared */
#define LEAST_SHARED 2         /* of the pairs of letters of a short title, one in so many stands in the full one */
#define RARE_SURNAME 8
#define LEAST_GIVEN 4
#define SURE_SURNAME 4 /* printings of a surname with "rn" in it, which may be an m */

/* The distance of two texts, or a negative number where it passes a limit for each letter. */
static float distance(const opis_works *works, const char *seen, size_t seen_length, const char *printed, size_t length,
                      float letter) {
    float limit = letter * (float)length;
    float cost = opis_glyphs_distance(works->book->glyphs, seen, seen_length, printed, length, limit);
    return cost <= limit ? cost : -1;
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

static int bits(uint64_t set) {
    int count = 0;
    for (; set; set &= set - 1) count++;
    return count;
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

/* Whether a title stands whole within another: "Kirov Murder" in "Stalin and the Kirov Murder". */
static int stands_within(const char *title, size_t length, const char *whole) {
    for (const char *at = strstr(whole, title); at; at = strstr(at + 1, title))
        if ((at == whole || at[-1] == ' ') && !is_letter(at[length])) return 1;
    return 0;
}

/* Whether a full reference bears the surname and holds the title of a short one, glyph by glyph. */
static int repeats_plainly(const opis_work_reference *r, const opis_work_reference *full) {
    if (strcmp(r->authors[0].surname, full->authors[0].surname) != 0) return 0;
    const char *title = pass_article(r->title), *whole = pass_article(full->title);
    size_t length = strlen(title);
    if (length < LEAST_SHORT_TITLE || !r->quoted != !full->quoted) return 0;
    return strncmp(title, whole, length < LONGEST_SHORT_TITLE ? length : LONGEST_SHORT_TITLE) == 0 ||
           stands_within(title, length, whole);
}

static int32_t find_plain(const opis_works *works, size_t item) {
    const opis_work_reference *r = &works->items[item];
    for (size_t i = first_near(item), end = end_near(works, item); i < end; i++) {
        const opis_work_reference *full = &works->items[i];
        if (full->full && full != r && full->author_count && repeats_plainly(r, full)) return (int32_t)i;
    }
    return OPIS_UNKNOWN;
}

/* The full reference that a short one repeats: the nearest by surname and title, the first of them in the book. */
static int32_t find_full(const opis_works *works, size_t item) {
    const opis_work_reference *r = &works->items[item];
    int32_t best = find_plain(works, item);
    float least = INFINITY;
    int pairs = bits(r->title_pairs);
    if (best != OPIS_UNKNOWN) return best;
    for (size_t i = first_near(item), end = end_near(works, item); i < end; i++) {
        const opis_work_reference *full = &works->items[i];
        const char *surname = full->authors[0].surname, *seen = r->authors[0].surname;
        if (!full->full || seen[0] != surname[0] || full == r || full->author_count == 0) continue;
        if (!r->quoted != !full->quoted) continue;
        if (LEAST_SHARED * bits(r->title_pairs & full->title_pairs) < pairs) continue;
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

/* The commoner form of a surname that an item prints so many times; NULL for none. */
static const opis_work_name *commoner(const opis_works *works, size_t item, const opis_work_name *name, size_t own) {
    const opis_work_name *best = NULL;
    size_t most = own > 1 ? 2 * own : 1;
    for (size_t i = first_near(item); i < end_near(works, item); i++)
        for (uint32_t j = 0; j < works->items[i].author_count; j++) {
            const opis_work_name *other = &works->items[i].authors[j];
            if (other->count <= most || strcmp(other->surname, name->surname) == 0 ||
                (best && strcmp(other->surname, best->surname) == 0) || !may_stand_for(works, name, other))
                continue;
            most = other->count;
            best = other;
        }
    return best;
}

static void settle_names(opis_works *works, size_t item) {
    opis_work_reference *r = &works->items[item];
    for (uint32_t j = 0; j < r->author_count; j++) {
        opis_work_name *name = &r->authors[j];
        size_t own = name->count;
        name->known = own > 1 && (own >= SURE_SURNAME || !strstr(name->surname, "rn"));
        if (own > RARE_SURNAME) continue;
        const opis_work_name *other = commoner(works, item, name, own);
        if (!other) continue;
        memcpy(name->surname, other->surname, sizeof name->surname);
        name->count = other->count;
        name->repaired = 1;
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
    for (size_t i = 0; i < works->count; i++)
        if (works->items[i].row != OPIS_UNKNOWN) works->items[full++] = works->items[i];
    works->count = kept;
}

static void compare_pages(opis_works *works) {
    for (size_t i = 0; i < works->count; i++) {
        opis_work_reference *a = &works->items[i];
        if (!a->quoted || a->author_count == 0 || a->pages.count == 0) continue;
        for (size_t j = first_near(i); j < i; j++) {
            opis_work_reference *b = &works->items[j];
            if (!b->quoted || a->year != b->year || b->author_count == 0) continue;
            if (strcmp(a->authors[0].surname, b->authors[0].surname) != 0) continue;
            if (opis_citation_pages_differ(&a->pages, &b->pages)) a->doubtful = b->doubtful = 1;
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
            opis_work_reference *b = &works->items[j];
            if (b->author_count == 0 || strcmp(a->authors[0].surname, b->authors[0].surname) != 0) continue;
            if (numerals_differ(a->title, b->title) || years_differ(a, b)) a->doubtful = b->doubtful = 1;
        }
    }
}

/* What comparisons ask of every reference again and again. */
static void prepare(opis_works *works) {
    for (size_t i = 0; i < works->count; i++) {
        opis_work_reference *r = &works->items[i];
        r->title_pairs = pairs_of(pass_article(r->title));
        for (uint32_t j = 0; j < r->author_count; j++)
            r->authors[j].count = opis_work_word_count(works, r->authors[j].surname, strlen(r->authors[j].surname));
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

void opis_works_settle(opis_works *works) {
    prepare(works);
    for (size_t i = 0; i < works->count; i++) {
        opis_work_reference *r = &works->items[i];
        if (r->ibid != OPIS_UNKNOWN) {
            repeat(works, r);
            continue;
        }
        settle_names(works, i);
        if (r->full || (r->quoted && !r->must_match) || r->author_count == 0) continue;
        r->refers_to = find_full(works, i);
        if (r->refers_to == OPIS_UNKNOWN) continue;
        const opis_work_name *full = &works->items[r->refers_to].authors[0];
        r->authors[0].repaired |= strcmp(full->surname, r->authors[0].surname) != 0;
        r->authors[0].known = 1;
        memcpy(r->authors[0].surname, full->surname, sizeof full->surname);
        r->authors[0].count = full->count;
    }
    drop_unmatched(works);
    compare_pages(works);
    compare_titles(works);
}
