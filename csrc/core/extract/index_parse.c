#include "extract/index_field.h"

#include <string.h>

#include "memory.h"

#define FIRST_YEAR 1800
#define LAST_YEAR 2030

static opis_status keep_text(opis_index_parser *p, size_t start, size_t end, uint32_t *at, uint32_t *length) {
    *at = (uint32_t)p->index->texts.length;
    *length = (uint32_t)(end - start);
    return opis_index_put(&p->index->texts, p->text->text + start, end - start, p->error);
}

static opis_status add_part(opis_index_parser *p, size_t start, size_t end) {
    opis_index *index = p->index;
    opis_status status =
        opis_reserve(&index->parts, &index->part_capacity, index->part_count + 1, sizeof *index->parts, p->error);
    if (status != OPIS_OK) return status;
    opis_index_part part = {.first_locator = (uint32_t)index->locator_count};
    part.start = p->text->at[start];
    part.end = p->text->at[end > start ? end - 1 : start] + 1;
    status = keep_text(p, start, end, &part.text, &part.text_length);
    if (status != OPIS_OK) return status;
    p->row = (uint32_t)index->part_count;
    index->parts[index->part_count++] = part;
    return OPIS_OK;
}

/* A subentry with the words [start, end) of the entry whose head or subhead is the part `above`. */
static opis_status add_sub(opis_index_parser *p, uint32_t above, size_t start, size_t end) {
    opis_status status = add_part(p, start, end);
    if (status != OPIS_OK) return status;
    opis_index_part *part = &p->index->parts[p->row];
    part->head = p->index->parts[above].head;
    part->above = part->head == above ? p->row : above;
    return OPIS_OK;
}

/* More words for a subentry whose locators have not come yet. */
static opis_status extend_sub(opis_index_parser *p, size_t start, size_t end) {
    opis_index_part *part = &p->index->parts[p->row];
    size_t from = start;
    while (from > 0 && p->text->at[from] > part->end) from--;
    uint32_t more, length;
    size_t first = p->text->text[from] == ',' ? from : from + 1;
    opis_status status = keep_text(p, first < start ? first : start, end, &more, &length);
    if (status != OPIS_OK) return status;
    part = &p->index->parts[p->row];
    if (more != part->text + part->text_length) return OPIS_OK;
    part->text_length += length;
    part->end = p->text->at[end - 1] + 1;
    return OPIS_OK;
}

/* Keep the readings of a text, which equal texts share. */
static opis_status keep_readings(opis_index *index, const opis_locator_recalled *found, opis_locator *made,
                                 opis_error *error) {
    made->reading_count = (uint32_t)found->count;
    if (!found->kept) return OPIS_OK;
    if (!*found->kept) {
        opis_status status = opis_reserve(&index->readings, &index->reading_capacity,
                                          index->reading_count + found->count, sizeof *index->readings, error);
        if (status != OPIS_OK) return status;
        memcpy(index->readings + index->reading_count, found->readings, found->count * sizeof *found->readings);
        *found->kept = (uint32_t)index->reading_count + 1;
        index->reading_count += found->count;
    }
    made->first_reading = *found->kept - 1;
    return OPIS_OK;
}

static opis_status add_locator(opis_index_parser *p, size_t start, size_t end) {
    opis_index *index = p->index;
    opis_index_part *part = &index->parts[p->row];
    opis_status status = opis_reserve(&index->locators, &index->locator_capacity, index->locator_count + 1,
                                      sizeof *index->locators, p->error);
    if (status != OPIS_OK) return status;
    opis_locator_recalled found =
        opis_locator_recall(index->cache, p->book->glyphs, p->text->text + start, end - start, index->largest_page);
    opis_locator made = {.chosen = -1};
    status = keep_readings(index, &found, &made, p->error);
    if (status != OPIS_OK) return status;
    index->locators[index->locator_count++] = made;
    part->locator_count++;
    part->doubtful |= (uint8_t)opis_index_is_lost_figure(p->text->text, start, end);
    part->end = p->text->at[end - 1] + 1;
    return OPIS_OK;
}

/* Where glyphs that blanks part make a locator at the end of words: "on r j j"; `end` where none do. */
static size_t spread_locator(const opis_index_parser *p, size_t start, size_t end) {
    const char *text = p->text->text;
    size_t first = end;
    while (first >= start + 2 && text[first - 1] != ' ' && text[first - 2] == ' ') first -= first == end ? 1 : 2;
    if (first >= end || text[first] == ' ') first++;
    return first + 4 < end && first > start && opis_index_is_locator(p, first, end) ? first : end;
}

/* Whether a plain number of three figures at the most, which may be a page, is all that stands at `start`. */
static int is_plain_locator(const opis_index_parser *p, size_t start) {
    const char *text = p->text->text;
    size_t stop;
    while (start < p->end && text[start] == ' ') start++;
    for (stop = start; stop < p->end && is_digit(text[stop]);) stop++;
    return stop > start && stop - start < OPIS_INDEX_YEAR_DIGITS && (stop == p->end || strchr(",;.", text[stop])) &&
           opis_index_is_locator(p, start, stop);
}

/* Where a locator without a comma before it begins at the end of words: "problems of 40"; `end` where none does. */
static size_t trailing_locator(const opis_index_parser *p, size_t start, size_t end) {
    const char *text = p->text->text;
    size_t word = spread_locator(p, start, end), before;
    if (word < end) return word;
    while (word > start && text[word - 1] != ' ') word--;
    if (word <= start + 1 || opis_index_digits(text, word, end) == 0 || !opis_index_is_locator(p, word, end))
        return end;
    size_t digits = 0;
    for (size_t i = word; i < end; i++) digits += is_digit(text[i]);
    for (before = word - 1; before > start && text[before - 1] != ' ';) before--;
    int range = digits > 2 && memchr(text + word, '-', end - word) != NULL;
    int followed = end < p->end && text[end] == ',' && is_plain_locator(p, end + 1);
    int last = followed || end == p->end || text[end] == ';';
    int behind_name = last && before > start && word - before > OPIS_INDEX_SHORTEST_WORD && digits > 1 &&
                      (end - word == 3 || (followed && end - word == 2));
    return digits == 0 || (is_upper(text[before]) && !range && !behind_name) ? end : word;
}

/* Where a locator that lost the semicolon behind it ends: "58% and the court"; `start` where none stands. */
static size_t leading_locator(const opis_index_parser *p, size_t start, size_t end) {
    const char *text = p->text->text;
    size_t stop = start, digits = 0;
    for (; stop < end && text[stop] != ' '; stop++) digits += is_digit(text[stop]);
    while (stop + 2 < end && is_digit(text[stop - 1]) && is_digit(text[stop + 1]) && text[stop + 2] == ' ') stop += 2;
    if (stop >= end || digits == 0 || !is_letter(text[stop + 1]) || !opis_index_is_locator(p, start, stop))
        return start;
    return stop;
}

/* Whether a field of letters holds a word: one that the book prints, or of letters alone and not short. */
static int holds_word(const opis_index_parser *p, const opis_index_field *found) {
    const char *text = p->text->text;
    for (size_t i = found->start; i < found->end;) {
        size_t word = i;
        while (i < found->end && is_letter(text[i])) i++;
        if (i - word >= OPIS_INDEX_SHORTEST_WORD ||
            (i - word > 1 && opis_vocabulary_count(p->index->words, text + word, i - word) >= OPIS_INDEX_FREQUENT))
            return 1;
        i += i == word;
    }
    return 0;
}

/* "Article 58", or a locator that lost the comma before it. */
static int ends_with_number(const opis_index_parser *p, size_t start, size_t end) {
    size_t word = end;
    while (word > start && is_digit(p->text->text[word - 1])) word--;
    return word < end && word > start && opis_index_is_locator(p, word, end);
}

static opis_status take_words(opis_index_parser *p, const opis_index_field *found, uint32_t above, int fresh,
                              char mark_before) {
    opis_status status = OPIS_OK;
    if (!fresh && p->index->parts[p->row].locator_count > 0 && !holds_word(p, found)) {
        p->index->parts[p->row].doubtful = 1; /* a locator that does not read */
        return OPIS_OK;
    }
    size_t start = found->start;
    size_t lead = mark_before == ',' || mark_before == '.' ? leading_locator(p, start, found->end) : start;
    if (lead > start) {
        status = add_locator(p, start, lead);
        start = lead + 1;
        fresh = 1;
    }
    size_t tail = trailing_locator(p, start, found->end), end = tail;
    while (end > start && p->text->text[end - 1] == ' ') end--;
    if (status != OPIS_OK || end == start) return status;
    if (fresh || p->row == above || p->index->parts[p->row].locator_count > 0)
        status = add_sub(p, above, start, end);
    else
        status = extend_sub(p, start, end);
    p->index->parts[p->row].scattered = (uint8_t)found->scattered;
    if (status == OPIS_OK && ends_with_number(p, start, end)) p->index->parts[p->row].doubtful = 1;
    return status == OPIS_OK && tail < found->end ? add_locator(p, tail, found->end) : status;
}

/* Words open a subentry, and letters alone are words there. */
static int are_letters(const opis_index_parser *p, const opis_index_field *found) {
    for (size_t i = found->start; i < found->end; i++)
        if (!is_lower(p->text->text[i])) return 0;
    return 1;
}

/* "Law of August 7, 1932" */
static int is_year(const opis_index_parser *p, const opis_index_field *found) {
    int32_t value = 0;
    if (found->end - found->start != OPIS_INDEX_YEAR_DIGITS) return 0;
    for (size_t i = found->start; i < found->end; i++) {
        if (!is_digit(p->text->text[i])) return 0;
        value = value * 10 + (p->text->text[i] - '0');
    }
    return value >= FIRST_YEAR && value <= LAST_YEAR;
}

/* "also" behind "See", damaged or not: what a reader is sent to begins with a capital. */
static int is_also(const opis_index_parser *p, const char *word, size_t length) {
    const opis_words *also = &p->book->style->see_also;
    if (opis_words_have(also, word, length)) return 1;
    for (size_t i = 0; i < also->count && length > 0 && is_lower(word[0]); i++)
        if (strlen(also->items[i]) == length) return 1;
    return 0;
}

/* "Seealso": the two words without their blank. */
static int is_glued_see(const opis_index_parser *p, const char *word, size_t length) {
    const opis_words *see = &p->book->style->see_words, *also = &p->book->style->see_also;
    for (size_t i = 0; i < see->count; i++) {
        size_t first = strlen(see->items[i]);
        if (first < length && memcmp(word, see->items[i], first) == 0 &&
            opis_words_have(also, word + first, length - first))
            return 1;
    }
    return 0;
}

/* Where "See" or "See also" sends the reader on, behind a point, a locator or nothing; the end where nothing does. */
static size_t find_see(const opis_index_parser *p, size_t *targets) {
    const char *text = p->text->text;
    for (size_t i = 0; i < p->text->length; i++) {
        size_t word = i, before = i;
        while (i < p->text->length && is_letter(text[i])) i++;
        if (i == word || !is_upper(text[word])) continue;
        int glued = is_glued_see(p, text + word, i - word);
        if (!glued && !opis_words_have(&p->book->style->see_words, text + word, i - word)) continue;
        while (before > 0 && text[before - 1] == ' ') before--;
        if (before == 0 || !(strchr(".,;)", text[before - 1]) || is_digit(text[before - 1]))) continue;
        *targets = i;
        while (*targets < p->text->length && text[*targets] == ' ') ++*targets;
        size_t end = *targets;
        while (end < p->text->length && is_letter(text[end])) end++;
        if (!glued && is_also(p, text + *targets, end - *targets)) *targets = end;
        return before;
    }
    return p->text->length;
}

/*
 * Whether a field holds the initials of a person: capitals with points, or right behind a surname a capital alone.
 */
static int is_initials(const opis_index_parser *p, const opis_index_field *found, int behind_surname) {
    const char *text = p->text->text;
    size_t length = found->end - found->start, capitals = 0;
    int point = found->mark == '.' || text[found->end] == '.';
    for (size_t i = found->start; i < found->end; i++) {
        if (is_digit(text[i]) && text[i] != '1') return 0;
        capitals += is_upper(text[i]) || text[i] == '1';
        point |= text[i] == '.';
    }
    if (!is_upper(text[found->start])) return text[found->start] == '1' && text[found->start + 1] == '.';
    return (behind_surname && length == 1) || (point && length <= 3 * capitals + 3);
}

/* "and Ivanov, A. A., 12": initials behind the surname that a subentry ends with. */
static int is_initials_of_sub(const opis_index_parser *p, const opis_index_field *found, uint32_t head,
                              char mark_before) {
    const char *text = p->text->text;
    const opis_index_part *part = &p->index->parts[p->row];
    const char *words = p->index->texts.bytes + part->text;
    size_t word = part->text_length, plain = 0;
    if (mark_before != ',' || p->row == head || part->locator_count > 0 || found->mark != ',') return 0;
    while (word > 0 && words[word - 1] != ' ') word--;
    if (part->text_length - word < OPIS_INDEX_SHORTEST_WORD - 1 || !is_upper(words[word])) return 0;
    for (size_t i = found->start; i < found->end; i++) {
        if (is_upper(text[i]) ? text[i + 1] != '.' : text[i] != '.' && text[i] != ' ') return 0;
        plain += is_upper(text[i]) && !strchr("IOZS", text[i]);
    }
    return plain > 0;
}

/* What stands behind a comma may be the end of the subentry: initials that look like a locator, or a year. */
static int belongs_to_sub(const opis_index_parser *p, const opis_index_field *found, uint32_t head, char mark_before) {
    if (found->kind == OPIS_INDEX_LOCATOR) return is_initials_of_sub(p, found, head, mark_before);
    return found->kind != OPIS_INDEX_WORDS && mark_before == ',' && p->row != head &&
           p->index->parts[p->row].locator_count == 0 && is_year(p, found);
}

/* The head: words up to a colon, a locator or the end; `*at` is where the subentries or locators begin. */
static size_t find_head(const opis_index_parser *p, size_t start, size_t *at, char *mark) {
    const char *text = p->text->text;
    size_t end = start;
    int surname = 0;
    *mark = 0;
    for (*at = start; *at < p->end;) {
        opis_index_field found = opis_index_field_read(p, *at);
        if (found.kind == OPIS_INDEX_LOCATOR && end > start && !is_initials(p, &found, surname)) break;
        surname = end == start && found.kind == OPIS_INDEX_WORDS &&
                  memchr(text + found.start, ' ', found.end - found.start) == NULL;
        if (found.end > found.start) end = found.end;
        if (found.kind == OPIS_INDEX_WORDS && end > start) {
            size_t tail = trailing_locator(p, found.start, found.end);
            if (tail < found.end) {
                *at = tail;
                for (end = tail; end > start && text[end - 1] == ' ';) end--;
                break;
            }
        }
        *at = found.next;
        *mark = found.mark;
        if (found.mark == ':' || found.mark == ';') break;
    }
    if (end > start + 3 && text[end - 1] == '.' && is_lower(text[end - 2]) && is_lower(text[end - 3])) end--;
    return end;
}

static opis_status keep_targets(opis_index_parser *p, uint32_t row, size_t targets) {
    size_t start = targets, end = p->text->length;
    opis_index_trim(p->text->text, &start, &end);
    while (end > start && strchr(". ", p->text->text[end - 1])) end--;
    uint32_t at = 0, length = 0;
    opis_status status = start < end ? keep_text(p, start, end, &at, &length) : OPIS_OK;
    if (status != OPIS_OK || start >= end) return status;
    p->index->parts[row].see = at;
    p->index->parts[row].see_length = length;
    return OPIS_OK;
}

/* Letters of a head that the scan broke or took for figures: "I'etrov", "Ivanov, 0.". */
static void mend_letters_of_head(opis_index *index, uint32_t row) {
    opis_index_part *part = &index->parts[row];
    char *text = index->texts.bytes + part->text;
    for (uint32_t i = 2; i + 1 < part->text_length; i++)
        if (text[i] == '0' && text[i + 1] == '.' && text[i - 1] == ' ' && strchr(",.", text[i - 2])) {
            text[i] = 'O';
            part->mended = 1;
        }
    if (part->text_length > 3 && opis_index_is_broken_p(text)) {
        text[1] = 'P';
        part->text++;
        part->text_length--;
        part->mended = 1;
    }
}

opis_status opis_index_parse(opis_index *index, const opis_book *book, const opis_joined *text, int subhead,
                             opis_error *error) {
    opis_index_parser p = {.index = index, .book = book, .text = text, .error = error};
    size_t targets = text->length, at, start = subhead ? 1 : 0;
    char mark;
    uint32_t above = index->part_count ? index->parts[index->part_count - 1].head : 0;
    p.end = find_see(&p, &targets);
    size_t head_end = find_head(&p, start, &at, &mark);
    if (head_end <= start || (subhead && index->part_count == 0)) return OPIS_OK;
    opis_status status = add_part(&p, start, head_end);
    if (status != OPIS_OK) return status;
    uint32_t head = p.row;
    mend_letters_of_head(index, head);
    index->parts[head].head = subhead ? above : head;
    index->parts[head].above = head;
    index->parts[head].scattered = 1; /* its pages stand with its subentries */
    int fresh = 1;
    for (mark = ':'; at < p.end && status == OPIS_OK;) {
        opis_index_field found = opis_index_field_read(&p, at);
        if (found.kind == OPIS_INDEX_LOCATOR && mark == ';' && are_letters(&p, &found)) found.kind = OPIS_INDEX_WORDS;
        if (belongs_to_sub(&p, &found, head, mark))
            status = extend_sub(&p, found.start, found.end);
        else if (found.kind == OPIS_INDEX_LOCATOR)
            status = add_locator(&p, found.start, found.end);
        else if (found.kind == OPIS_INDEX_WORDS)
            status = take_words(&p, &found, head, fresh, mark);
        if (found.kind != OPIS_INDEX_NOISE || found.mark == ';') fresh = found.mark == ';' || found.mark == ':';
        if (found.kind != OPIS_INDEX_NOISE || found.mark == ';') mark = found.mark;
        at = found.next;
    }
    return status == OPIS_OK && targets < text->length ? keep_targets(&p, head, targets) : status;
}

void opis_index_release(opis_index *index) {
    opis_resize(index->cache, 0);
    opis_resize(index->parts, 0);
    opis_resize(index->locators, 0);
    opis_resize(index->readings, 0);
    opis_resize(index->texts.bytes, 0);
    memset(index, 0, sizeof *index);
}
