#include "extract/archive_styled.h"

#include <string.h>

#include "extract/archive_before.h"
#include "extract/archive_named.h"
#include "extract/archive_titled.h"
#include "extract/archive_units.h"
#include "text/fold.h"

#define LABEL_REACH 5 /* tokens: a point, a letter and a dash, the number */
#define LOOK_AHEAD 6  /* tokens within which a label's number stands */
#define LONGEST_SHELFMARK 120
#define NAMES_AT_ONCE 3   /* "British Library, India Office Records, IOR" */
#define WORDS_OF_PLACE 5  /* units */
#define SHORT_ARTICLE 3   /* bytes of "du", "des" */
#define LONGEST_NAME 14   /* tokens */
#define SAME_SENTENCE 160 /* bytes */
#define FIRST_LOOK 16     /* units of a slip that tell whether the rest is worth it */

/* ---- Trying -------------------------------------------------------------------------------------------- */

static opis_style_parser parser_of(opis_styled_finder *f, uint16_t style) {
    return (opis_style_parser){f->styles, f->scratch, &f->slip, style, f->book->glyphs};
}

/* How many glosses of a reading hold figures, and so may be levels that it does not know. */
static int unexplained(const opis_styled_finder *f, const opis_styled *read) {
    int count = 0;
    for (uint8_t i = 0; i < read->part_count; i++) {
        const char *bytes = f->book->source.bytes;
        uint32_t at = read->parts[i].start;
        while (read->parts[i].gloss && at < read->parts[i].end && !is_digit(bytes[at])) at++;
        count += read->parts[i].gloss && at < read->parts[i].end;
    }
    return count;
}

/* Keep the better of two readings: the one with more parts, then that which explains more, then the longer one. */
static int is_better(const opis_styled_finder *f, const opis_styled *a, const opis_styled *b) {
    if (a->strong != b->strong) return a->strong > b->strong;
    int open_a = unexplained(f, a), open_b = unexplained(f, b);
    return open_a != open_b ? open_a < open_b : a->end > b->end;
}

/* Whether folios are all that was read: "Исторический архив. 1993. № 4. С. 22" is a journal. */
static int has_folios_alone(const opis_styled_finder *f, const opis_styled *found) {
    for (uint8_t i = 0; i < found->part_count; i++) {
        const opis_citation_level *level = &f->styles->styles[found->style].levels[found->parts[i].level];
        if (!found->parts[i].gloss && level->shape != OPIS_FOLIOED && !level->after) return 0;
    }
    return found->folio_count > 0;
}

/* Whether titles are all that was read: "the Runtime Library ... along with the files" is no source. */
static int has_titles_alone(const opis_styled_finder *f, const opis_styled *found) {
    for (uint8_t i = 0; i < found->part_count; i++)
        if (!found->parts[i].gloss && !f->styles->styles[found->style].levels[found->parts[i].level].after) return 0;
    return 1;
}

/* What the word of a token, or a name, may be. */
typedef struct meaning {
    const opis_term *terms;
    size_t count;
    unsigned kinds; /* of term, one bit each */
} meaning;

static meaning meaning_of_name(const opis_styled_finder *f, const opis_styled *named) {
    const char *name = f->book->source.bytes + named->name_start;
    meaning made = {NULL, 0, 0};
    if (named->repository < 0) return made;
    uint64_t hash = opis_fold_hash(OPIS_FOLD_START, name, named->name_end - named->name_start);
    made.terms = opis_archive_terms(f->styles, hash, &made.count);
    return made;
}

/* The archive of a style that has the same name as one of another, or NULL: "NA" is in The Hague and in Prague. */
static const opis_term *find_namesake(const opis_styled_finder *f, const meaning *name, uint16_t style,
                                      const opis_styled *named) {
    const char *bytes = f->book->source.bytes;
    for (size_t i = 0; i < name->count; i++) {
        const opis_term *term = &name->terms[i];
        if (term->kind != OPIS_TERM_NAME || term->style != style || strchr(term->text, ' ')) continue;
        if (!mixes_scripts(bytes, named->name_start, named->name_end, term->text)) return term;
    }
    return NULL;
}

/* The styles that have a label on the slip, one bit each; the 65th shares that of the first. */
static uint64_t labelled_styles(opis_styled_finder *f) {
    opis_style_parser p = parser_of(f, 0);
    uint64_t styles = 0;
    for (uint32_t unit = 0; unit < f->slip.count; unit++) {
        uint32_t count = 0;
        const opis_term *terms = f->slip.units[unit].class_ == OPIS_WORD ? opis_parts_terms(&p, unit, &count) : NULL;
        if (count) styles |= terms->labelled;
    }
    return styles;
}

/*
 * Read what follows a name by its own style, and by the others: those must have an archive of the name, or bring
 * levels that stand alone where its own has nothing to say or the list does not have the name.
 */
static int read_after_name(opis_styled_finder *f, uint32_t unit, const opis_styled *named, opis_styled *found) {
    opis_styled best = *named;
    meaning name = meaning_of_name(f, named);
    uint64_t labelled = 0;
    int asked = 0, any = 0, unlisted = named->repository == OPIS_UNLISTED_ARCHIVE && named->guessed;
    for (size_t i = 0; i <= f->styles->style_count; i++) {
        uint16_t style = i == 0 ? named->style : (uint16_t)(i - 1);
        if (i > 0 && style == named->style) continue;
        /* Shelfmarks without labels mean something among the archives of their style only. */
        const opis_term *namesake = i == 0 ? NULL : find_namesake(f, &name, style, named);
        int listed = i == 0 || namesake;
        if (!listed && any && !unlisted && best.strong > 1) continue;
        if (!listed && !asked++) labelled = labelled_styles(f);
        if (!listed && !(labelled >> style % 64 & 1)) continue; /* no levels that stand alone */
        opis_style_parser p = parser_of(f, style);
        opis_styled tried = *named;
        tried.style = style;
        if (i > 0) tried.repository = namesake ? namesake->item : OPIS_NO_ARCHIVE;
        if (namesake) tried.kept = namesake->kept;
        if (!opis_parts_read(&p, unit, &tried)) continue;
        if (!listed && !opis_parts_stand_alone(&p, &tried)) continue;
        if (unlisted && (has_folios_alone(f, &tried) || has_titles_alone(f, &tried))) continue;
        if (tried.part_count == 1 && has_folios_alone(f, &tried)) continue; /* "Rhodes House Library), p. 3" */
        if (!listed) tried.repository = named->repository;
        if (!any || is_better(f, &tried, &best)) best = tried;
        any = 1;
    }
    if (any) *found = best;
    return any;
}

/* "Landesarchiv Baden-Württemberg, Staatsarchiv Freiburg": an institution of the same style within another. */
static int is_department(const opis_styled_finder *f, uint32_t unit, const opis_styled *outer,
                         const opis_styled *inner) {
    return inner->style == outer->style && opis_named_institution(f, f->slip.units[unit].token) == inner->style &&
           opis_named_institution(f, f->slip.units[0].token) == outer->style;
}

/* A name that another one follows: "Österreichisches Staatsarchiv, HHStA". */
static int find_inner(opis_styled_finder *f, uint32_t unit, uint32_t stop, opis_styled *found) {
    const opis_slip *slip = &f->slip;
    opis_styled inner = {0};
    char mark = opis_slip_mark(slip, unit);
    while (unit < slip->count && (opis_slip_mark(slip, unit) == ',' || opis_slip_mark(slip, unit) == '.' ||
                                  opis_slip_mark(slip, unit) == ':' || opis_slip_mark(slip, unit) == '('))
        unit++;
    if (unit >= slip->count || slip->units[unit].class_ != OPIS_WORD ||
        !opis_named_listed(f, slip->units[unit].token, stop, &inner) ||
        !(opis_named_is_acronym(f->book->source.bytes + inner.name_start) || is_department(f, unit, found, &inner)))
        return 0;
    inner.start = found->start;
    /* "TNA: PRO": what the second was is a part of the first. */
    if (mark == ':') found->name_end = found->end = inner.name_end;
    if (mark != ':') *found = inner;
    return 1;
}

/* Read what follows a name of the list, and the acronym that it may have behind it. */
static int read_named(opis_styled_finder *f, opis_styled named, opis_styled *found) {
    uint32_t unit = unit_at(&f->slip, named.name_end);
    int32_t repository = named.repository;
    uint32_t start = named.name_start, end = named.name_end;
    uint32_t after = opis_named_acronym(&f->slip, unit, &named);
    if (after != unit) named.repository = repository;
    if (after != unit && !named.kept) named.name_start = start, named.name_end = end;
    return read_after_name(f, after, &named, found);
}

static int try_listed(opis_styled_finder *f, size_t token, uint32_t stop, opis_styled *found) {
    opis_styled named = {0};
    if (!opis_named_listed(f, token, stop, &named)) return 0;
    opis_slip_fill(&f->slip, f->book, token, named.start, stop);
    opis_styled names[NAMES_AT_ONCE] = {named};
    int count = 1;
    while (count < NAMES_AT_ONCE) {
        names[count] = names[count - 1];
        if (!find_inner(f, unit_at(&f->slip, names[count].name_end), stop, &names[count])) break;
        count++;
    }
    /* "APP, BA 1709": what looks like another name may be the shelfmark. */
    while (count > 0 && !read_named(f, names[count - 1], found)) count--;
    return count > 0;
}

/* "the archive RGADA": a telling word right before an acronym that a list has, which is the name. */
static int goes_before_acronym(const opis_styled_finder *f, uint32_t unit, uint32_t stop) {
    opis_styled inner = {0};
    unit++;
    if (unit >= f->slip.count || f->slip.units[unit].class_ != OPIS_WORD) return 0;
    return opis_named_listed(f, f->slip.units[unit].token, stop, &inner) &&
           opis_named_is_acronym(f->book->source.bytes + inner.name_start);
}

static int try_institution(opis_styled_finder *f, size_t token, uint32_t stop, opis_styled *found) {
    uint16_t style = opis_named_institution(f, token);
    size_t first = style == OPIS_NO_STYLE ? SIZE_MAX : opis_named_first(f->book, token);
    opis_styled named = {.style = style, .repository = OPIS_UNLISTED_ARCHIVE, .kept = 1, .guessed = 1};
    if (first == SIZE_MAX || f->book->tokens[first].start < f->reached) return 0;
    opis_slip_fill(&f->slip, f->book, first, f->book->tokens[first].start, stop);
    opis_style_parser p = parser_of(f, style);
    uint32_t at = unit_at(&f->slip, f->book->tokens[token].start), end = opis_named_end(&p, at);
    if (at >= f->slip.count || end == 0) return 0;
    char mark = opis_slip_mark(&f->slip, end);
    if (at == 0 && (mark == ':' || (mark == '|' && end == 1))) return 0; /* "Archive Location:" names a field */
    if (goes_before_acronym(f, at, stop)) return 0;
    named.start = named.name_start = f->slip.units[0].start;
    named.name_end = f->slip.units[end - 1].end;
    named.end = named.name_end;
    /* "Archivamt für Westfalen, Münster (Best. 661": the city belongs to the name. */
    if (opis_slip_mark(&f->slip, end) == ',' && opis_slip_mark(&f->slip, end + 2) == '(' &&
        f->slip.units[end + 1].class_ == OPIS_WORD) {
        named.end = named.name_end = f->slip.units[end + 1].end;
        end += 2;
    }
    if (find_inner(f, end, stop, &named)) end = unit_at(&f->slip, named.name_end);
    return read_after_name(f, opis_named_acronym(&f->slip, end, &named), &named, found);
}

/*
 * Whether a file without the levels above it is one: several under a label of many, or one more in the style of the
 * reference before, with its inventory or with a mark behind it.
 */
static int goes_on(const opis_styled_finder *f, const opis_style_parser *p, const opis_styled *tried, uint16_t before) {
    const opis_part *part = &tried->parts[0];
    uint8_t column = tried->part_count ? f->styles->styles[p->style].levels[part->level].column : OPIS_NO_LEVEL;
    if (column == OPIS_OPIS) return tried->strong > 1 && before == p->style;
    if (column != OPIS_DELO) return 0;
    if (part->list) return 1;
    if (before != p->style) return 0;
    if (opis_slip_mark(&f->slip, 1) != '.') return 0;
    if (tried->strong > 1) return 1;
    uint32_t unit = unit_at(&f->slip, tried->end);
    char mark = opis_slip_mark(&f->slip, unit);
    return tried->start < f->reached + SAME_SENTENCE &&
           (mark == ';' || mark == '.' || mark == ',' || mark == ')' || opis_is_dash(mark_at(&f->slip, unit)));
}

/* The next style, from one on, in which the word may be a label that begins a reference, or OPIS_NO_STYLE. */
static uint16_t next_style(const meaning *word, uint16_t from) {
    uint16_t next = OPIS_NO_STYLE;
    for (size_t i = 0; i < word->count; i++)
        if (word->terms[i].opens && word->terms[i].style >= from && word->terms[i].style < next)
            next = word->terms[i].style;
    return next;
}

/* A name of the style's list at a token, or one spelled out that ends at a mark with a word that tells it. */
static int name_behind(opis_styled_finder *f, size_t at, uint32_t stop, uint16_t style, opis_styled *named) {
    const opis_book *book = f->book;
    if (at >= book->token_count || book->tokens[at].start >= stop || !opis_named_has_capital(book, at)) return 0;
    if (opis_named_listed(f, at, stop, named)) return named->style == style;
    int told = 0;
    size_t end = at;
    for (size_t i = at; i < book->token_count && i < at + LONGEST_NAME && book->tokens[i].start < stop; i++) {
        if (book->tokens[i].class_ == OPIS_BLANK) continue;
        if (book->tokens[i].class_ != OPIS_WORD) break;
        told |= i > at && opis_named_institution(f, i) != OPIS_NO_STYLE;
        end = i;
    }
    *named = (opis_styled){.style = style, .repository = OPIS_UNLISTED_ARCHIVE, .kept = 1, .guessed = 1};
    named->name_start = book->tokens[at].start;
    named->name_end = book->tokens[end].start + book->tokens[end].length;
    char mark = named->name_end < book->source.length ? book->source.bytes[named->name_end] : '.';
    return told && (mark == '.' || mark == ',' || mark == ';' || mark == ')' || mark == '"');
}

/*
 * "RG 59, Entry 12, NARA": an archive of the same style that is named behind its levels, and has none of its own
 * behind it.
 */
static void take_name_behind(opis_styled_finder *f, uint32_t stop, opis_styled *found) {
    size_t at = opis_styled_token(f, found->end);
    const char *bytes = f->book->source.bytes;
    if (found->repository != OPIS_NO_ARCHIVE || found->ibid || found->style == f->styles->tolerant) return;
    if (at + 1 >= f->book->token_count || bytes[f->book->tokens[at].start] != ',') return;
    at += f->book->tokens[at + 1].class_ == OPIS_WORD ? 1 : 2;
    opis_styled named = {0}, own;
    if (!name_behind(f, at, stop, found->style, &named)) return;
    /* What stands behind a point is another's. */
    if (bytes[named.name_end] != '.' && try_listed(f, at, stop, &own)) return;
    found->repository = named.repository;
    found->guessed |= named.guessed;
    found->kept = named.kept;
    found->name_start = named.name_start;
    found->name_end = found->end = named.name_end;
}

/* Labels alone, in every style that has the first of them. */
static int try_labels(opis_styled_finder *f, size_t token, const meaning *word, uint32_t stop, uint16_t before,
                      opis_styled *found) {
    int any = 0, filled = 0;
    uint32_t start = f->book->tokens[token].start;
    opis_slip_begin(&f->slip, f->book, token, start, stop, FIRST_LOOK);
    for (uint16_t style = 0; (style = next_style(word, style)) != OPIS_NO_STYLE; style++) {
        opis_style_parser p = parser_of(f, style);
        uint8_t level;
        if (!opis_parts_label(&p, 0, &level) || !(f->styles->openers[style] >> level & 1)) continue;
        opis_styled tried = {.style = style, .repository = OPIS_NO_ARCHIVE, .start = start, .end = start};
        if (!filled++) opis_slip_fill(&f->slip, f->book, token, start, stop);
        if (!opis_parts_read(&p, 0, &tried)) continue;
        opis_before_take_number(f, &p, token, &tried);
        opis_titled_before(f, &p, token, &tried);
        opis_styled lone = tried; /* "CDF, RG 59, USNA": its archive may stand behind it */
        opis_before_take_acronym(f, token, &tried);
        int stands = opis_parts_stand_alone(&p, &tried) || goes_on(f, &p, &tried, before);
        /* An acronym right before the highest level is an archive. */
        if (!stands && tried.repository == OPIS_UNLISTED_ARCHIVE)
            stands = level == 0 && tried.strong >= (f->book->tokens[token].length > 2 ? 1 : 2);
        if (!stands && level == 0 && tried.strong == 1) {
            tried = lone;
            take_name_behind(f, stop, &tried);
            stands = tried.repository != OPIS_NO_ARCHIVE;
            filled = 0;
        }
        if (stands && (!any || is_better(f, &tried, found))) *found = tried, any = 1;
    }
    return any;
}

/* The first from one on of the shelfmarks that need no name which may begin with a byte, or one past all. */
static size_t next_alone(const opis_archive_styles *styles, char first, size_t from) {
    if (from >= OPIS_TOLD_ALONE) return from;
    uint64_t left = styles->alone_firsts[(unsigned char)first] >> from;
    return left ? from + (size_t)__builtin_ctzll(left) : OPIS_TOLD_ALONE;
}

/* Whether a shelfmark that needs no name begins at a byte; `style` is its style. */
static int match_alone(const opis_styled_finder *f, uint32_t start, uint32_t stop, uint16_t *style) {
    const opis_archive_styles *styles = f->styles;
    const char *bytes = f->book->source.bytes;
    uint32_t end = f->book->source.length;
    opis_match match;
    if (end > stop) end = stop;
    if (end - start > LONGEST_SHELFMARK) end = start + LONGEST_SHELFMARK;
    while (end > start && end < f->book->source.length && ((unsigned char)bytes[end] & 0xC0) == 0x80) end--;
    int paired = end - start >= 2;
    for (size_t i = 0; (i = next_alone(styles, bytes[start], i)) < styles->alone_count; i++) {
        *style = styles->alone_styles[i];
        if (paired && !opis_pairs_have(styles->alone_pairs[i], opis_pair(bytes + start))) continue;
        if (opis_pattern_match(styles->alone_patterns[i], f->scratch, bytes, end, start, &match)) return 1;
    }
    return 0;
}

static int try_signature(opis_styled_finder *f, size_t token, uint32_t stop, opis_styled *found) {
    uint32_t start = f->book->tokens[token].start;
    uint16_t style;
    if (start > 0 && opis_named_is_word_byte(f->book->source.bytes, start - 1, start)) return 0;
    if (!match_alone(f, start, stop, &style)) return 0;
    opis_slip_fill(&f->slip, f->book, token, start, stop);
    opis_style_parser p = parser_of(f, style);
    *found = (opis_styled){.style = style, .repository = OPIS_NO_ARCHIVE, .start = start, .end = start};
    if (f->slip.count == 0 || !opis_parts_signature(&p, 0, 1, found)) return 0;
    /* "ECL MS 260", but "see FO 371/12". */
    if (f->book->source.bytes[start] == 'M') opis_before_take_acronym(f, token, found);
    opis_parts_read(&p, unit_at(&f->slip, found->end), found);
    return 1;
}

/* Whether the acronyms of a style begin as a word does. */
static int begins_as_acronym(const opis_citation_style *style, const char *bytes, uint32_t length) {
    for (size_t i = 0; i < style->acronyms.count; i++) {
        const char *acronym = style->acronyms.items[i];
        if (acronym[0] != bytes[0]) continue;
        size_t beginning = strlen(acronym);
        if (beginning <= length && memcmp(bytes, acronym, beginning) == 0) return 1;
    }
    return 0;
}

/*
 * One past the place that an acronym has behind it: "StA Nürnberg", "AD Seine-Maritime", "ГА Одесской области": words
 * up to a mark, the first with a capital.
 */
static uint32_t end_of_place(const opis_styled_finder *f, const opis_style_parser *p, uint32_t unit) {
    const opis_slip *slip = &f->slip;
    uint32_t end = unit;
    uint8_t level;
    if (end >= slip->count || slip->units[end].class_ != OPIS_WORD) return unit;
    /* "AD du Rhône" */
    uint32_t first = end + (slip->units[end].end - slip->units[end].start <= SHORT_ARTICLE && end + 1 < slip->count);
    if (slip->units[first].class_ != OPIS_WORD || !opis_named_has_capital(f->book, slip->units[first].token))
        return unit;
    for (; end < slip->count && end < unit + WORDS_OF_PLACE; end++) {
        int joins = opis_slip_mark(slip, end) == '-' && slip->units[end].gap == OPIS_GAP_NONE;
        if (slip->units[end].gap > OPIS_GAP_LINE || (slip->units[end].class_ != OPIS_WORD && !joins)) break;
        if (opis_parts_label(p, end, &level)) break;
    }
    char mark = opis_slip_mark(slip, end);
    return mark == ',' || (mark == '.' && end > unit) ? end : unit;
}

/* An acronym that begins as those of some styles do, and levels or a shelfmark behind it: the style that reads most. */
static int try_acronym(opis_styled_finder *f, size_t token, uint32_t stop, opis_styled *found) {
    const opis_token *t = &f->book->tokens[token];
    int any = 0;
    if (!opis_before_is_acronym(f->book, token)) return 0;
    for (size_t at = 0; at < f->styles->style_count; at++) {
        const char *bytes = f->book->source.bytes + t->start;
        if (!begins_as_acronym(&f->styles->styles[at], bytes, t->length)) continue;
        opis_style_parser p = parser_of(f, (uint16_t)at);
        opis_styled named = {
            .style = (uint16_t)at, .repository = OPIS_UNLISTED_ARCHIVE, .kept = 1, .guessed = 1, .start = t->start};
        opis_slip_fill(&f->slip, f->book, token, t->start, stop);
        uint32_t end = end_of_place(f, &p, 1);
        named.name_start = t->start;
        named.end = named.name_end = f->slip.units[end - 1].end;
        if (!opis_parts_read(&p, end, &named)) continue;
        if (!any || is_better(f, &named, found)) *found = named;
        any = 1;
    }
    return any;
}

/* One past the words of "ibid", "там же" at a unit, in any style; 0 where there are none. */
static uint32_t ibid_end(const opis_styled_finder *f) {
    uint64_t hash = OPIS_FOLD_START;
    for (uint32_t unit = 0; unit < f->slip.count && unit < OPIS_LABEL_WORDS; unit++) {
        const struct opis_slip_unit *u = &f->slip.units[unit];
        size_t count;
        if (u->class_ != OPIS_WORD) return 0;
        if (unit) hash = opis_fold_hash(hash, " ", 1);
        hash = opis_fold_hash(hash, f->slip.bytes + u->start, u->end - u->start);
        const opis_term *terms = opis_archive_terms(f->styles, hash, &count);
        for (size_t i = 0; i < count; i++)
            if (terms[i].kind == OPIS_TERM_IBID) return unit + 1;
    }
    return 0;
}

static int try_ibid(opis_styled_finder *f, size_t token, uint32_t stop, uint16_t style, opis_styled *found) {
    if (style == OPIS_NO_STYLE) return 0;
    uint32_t start = f->book->tokens[token].start;
    opis_slip_begin(&f->slip, f->book, token, start, stop, OPIS_LABEL_WORDS);
    uint32_t unit = ibid_end(f);
    if (!unit) return 0;
    opis_slip_fill(&f->slip, f->book, token, start, stop);
    opis_style_parser p = parser_of(f, style);
    /* As if the archive's name stood there: shelfmarks may follow too. */
    opis_styled tried = {.style = style, .repository = OPIS_UNLISTED_ARCHIVE, .ibid = 1, .start = start, .end = start};
    if (!opis_parts_read(&p, unit, &tried)) return 0;
    tried.repository = OPIS_NO_ARCHIVE;
    *found = tried;
    return 1;
}

/* Whether the value of a label is in reach. */
static int value_follows(const opis_styled_finder *f, const opis_term *label, size_t token) {
    const opis_citation_level *level = &f->styles->styles[label->style].levels[label->level];
    return opis_openers_number_follows(f->book, token, level->shape == OPIS_WORDED ? LOOK_AHEAD : LABEL_REACH);
}

static meaning meaning_of(const opis_styled_finder *f, size_t token) {
    const opis_token *t = &f->book->tokens[token];
    meaning word = {NULL, 0, 0};
    uint64_t hash = opis_fold_hash(OPIS_FOLD_START, f->book->source.bytes + t->start, t->length);
    word.terms = opis_archive_terms(f->styles, hash, &word.count);
    for (size_t i = 0; i < word.count; i++) {
        const opis_term *term = &word.terms[i];
        int label = term->kind == OPIS_TERM_LABEL || term->kind == OPIS_TERM_FIRST;
        if (!label || (term->opens && value_follows(f, term, token))) word.kinds |= 1u << term->kind;
    }
    return word;
}

#define MAY_BE(word, kind) ((word).kinds >> OPIS_TERM_##kind & 1)

/* "U.S. National Archives", "A.N.": whether a point and a capital follow the first letter of a name. */
static int begins_with_initials(const opis_book *book, uint32_t point) {
    const char *bytes = book->source.bytes + point;
    return point + 2 < book->source.length && bytes[0] == '.' && is_upper(bytes[1]) &&
           (bytes[2] == '.' || is_ascii_letter(bytes[2]));
}

static int find_reference(opis_styled_finder *f, size_t token, uint32_t stop, uint16_t style, opis_styled *found) {
    const opis_token *t = &f->book->tokens[token];
    const char *bytes = f->book->source.bytes;
    uint32_t after = t->start + t->length;
    if (t->start < f->reached) return 0;
    meaning word = {NULL, 0, 0};
    if (t->class_ != OPIS_NUMBER) word = meaning_of(f, token);
    int joined = t->shape & OPIS_UPPER_FIRST && after < f->book->source.length &&
                 (bytes[after] == '-' || begins_with_initials(f->book, after));
    if ((MAY_BE(word, NAME) || joined) && try_listed(f, token, stop, found)) return 1;
    if (MAY_BE(word, INSTITUTION) && try_institution(f, token, stop, found)) return 1;
    if (opis_openers_acronym(f->book, token) && try_acronym(f, token, stop, found)) return 1;
    if ((MAY_BE(word, IBID) || MAY_BE(word, FIRST_IBID)) && try_ibid(f, token, stop, style, found)) return 1;
    if ((MAY_BE(word, LABEL) || MAY_BE(word, FIRST)) && try_labels(f, token, &word, stop, style, found)) return 1;
    return opis_openers_shelfmark(f->book, token) && try_signature(f, token, stop, found);
}

int opis_styled_find(opis_styled_finder *f, size_t token, uint32_t stop, uint16_t style, opis_styled *found) {
    if (stop > f->book->source.length) stop = f->book->source.length; /* no note follows */
    if (!find_reference(f, token, stop, style, found)) return 0;
    take_name_behind(f, stop, found);
    return 1;
}

int opis_styled_name(const opis_styled_finder *f, size_t token, uint32_t stop, opis_styled *found) {
    return opis_named_listed(f, token, stop, found);
}

size_t opis_styled_token(const opis_styled_finder *f, uint32_t byte) {
    const opis_book *book = f->book;
    size_t low = 0, high = book->token_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (book->tokens[middle].start + book->tokens[middle].length <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* "BArch, R 2, R 2501", "REQ 2/27 and REQ 2/158": one more shelfmark of the shape of the last. */
static int follow_shelfmark(const opis_style_parser *p, uint32_t unit, const opis_styled *before, opis_styled *found) {
    if (!before->shape || !opis_parts_signature(p, unit, 0, found) || found->shape != before->shape) return 0;
    opis_parts_read(p, unit_at(p->slip, found->end), found);
    return 1;
}

static int is_joint(const opis_styled_finder *f, const struct opis_slip_unit *unit) {
    return unit->class_ == OPIS_WORD &&
           opis_words_have(&f->styles->edition->folio_joints, f->slip.bytes + unit->start, unit->end - unit->start);
}

int opis_styled_follow(opis_styled_finder *f, const opis_styled *before, uint32_t stop, opis_styled *found) {
    const opis_slip *slip = &f->slip;
    size_t token = opis_styled_token(f, before->end);
    uint32_t unit = 0;
    uint8_t level;
    if (token >= f->book->token_count) return 0;
    if (stop > f->book->source.length) stop = f->book->source.length;
    opis_slip_fill(&f->slip, f->book, token, f->book->tokens[token].start, stop);
    opis_style_parser p = parser_of(f, before->style);
    for (int marks = 0; marks < 2; marks++) {
        char mark = opis_slip_mark(slip, unit);
        if (mark == ';' || mark == ',' || mark == '.') unit++;
    }
    int joined = unit + 1 < slip->count && is_joint(f, &slip->units[unit]);
    unit += (uint32_t)joined;
    if (unit == 0 || unit >= slip->count || slip->units[unit].gap == OPIS_GAP_PARAGRAPH) return 0;
    uint32_t start = slip->units[unit].start;
    *found = (opis_styled){.style = before->style, .repository = OPIS_NO_ARCHIVE, .start = start, .end = start};
    if (follow_shelfmark(&p, unit, before, found)) return 1;
    *found = (opis_styled){.style = before->style, .repository = OPIS_NO_ARCHIVE, .start = start, .end = start};
    if (!opis_parts_label(&p, unit, &level) || !opis_parts_read(&p, unit, found)) return 0;
    uint8_t column = f->styles->styles[before->style].levels[level].column;
    if (column == OPIS_FOND) return found->strong > 1 && opis_slip_mark(slip, 0) == ';';
    return column == OPIS_DELO || (!joined && column == OPIS_OPIS && found->strong > 1);
}
