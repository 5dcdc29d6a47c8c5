#include <math.h>
#include <string.h>

#include "extract/crossref.h"
#include "extract/date.h"

#define MOST_BREAKS 3
/* Glyphs of a number that the scan has torn apart, and tokens that they lie on. */
#define MOST_GLYPHS 6
#define MOST_TORN 3
#define LONGEST_NUMBER 4
/* Costs of a reading: beyond the first it is none; the next best must be so much dearer for the best to be sure. */
#define DEAREST_READING 6.0f
#define SURE_MARGIN 1.5f
/* Words are glyphs of a number at this cost at most. */
#define DEAREST_WORD 0.5f
#define DEAREST_WORD_GLYPH 0.6f
/* Cost of a number that lies beyond all that exist, and of one in a gap between them: a heading may be lost. */
#define NOWHERE_COST 8.0f
#define GAP_COST 1.5f
#define DESCENDS_COST 3.0f
#define ROMAN_COST 0.4f
#define BRACKET_REACH 12
/* A stroke before digits is a 1 at this cost, and a speck at the other. */
#define STROKE_COST 0.5f
#define SPECK_COST 1.5f

static uint64_t target_key(opis_target target, int32_t number, char suffix) {
    return (uint64_t)target << 48 | (uint64_t)(uint32_t)number << 8 | (unsigned char)suffix;
}

static opis_status add_target(opis_targets *targets, opis_target target, int32_t number, char suffix, size_t row,
                              opis_error *error) {
    uint64_t key = target_key(target, number, suffix);
    if (number < 0 || opis_lexicon_weight(&targets->rows, key) > 0) return OPIS_OK;
    targets->counts[target]++;
    if (number > targets->largest[target]) targets->largest[target] = number;
    return opis_lexicon_add(&targets->rows, key, (float)(row + 1), error);
}

opis_status opis_targets_find(opis_targets *targets, const opis_book *book, opis_error *error) {
    const opis_document *documents = OPIS_ROWS(book, OPIS_DOCUMENT);
    const opis_table *tables = OPIS_ROWS(book, OPIS_TABLE);
    const opis_page *pages = OPIS_ROWS(book, OPIS_PAGE);
    opis_status status = OPIS_OK;
    memset(targets, 0, sizeof *targets);
    targets->book = book;
    for (size_t i = 0; i < OPIS_ROW_COUNT(book, OPIS_DOCUMENT) && status == OPIS_OK; i++) {
        const char *suffix = opis_book_text(book, documents[i].suffix);
        status = add_target(targets, OPIS_AT_DOCUMENT, documents[i].number, 0, i, error);
        if (status == OPIS_OK && suffix && documents[i].suffix.length)
            status = add_target(targets, OPIS_AT_DOCUMENT, documents[i].number, suffix[0], i, error);
    }
    for (size_t i = 0; i < OPIS_ROW_COUNT(book, OPIS_TABLE) && status == OPIS_OK; i++)
        status = add_target(targets, OPIS_AT_TABLE, tables[i].number, 0, i, error);
    for (size_t i = 0; i < OPIS_ROW_COUNT(book, OPIS_PAGE) && status == OPIS_OK; i++)
        if (!pages[i].roman) status = add_target(targets, OPIS_AT_PAGE, pages[i].number, 0, i, error);
    if (status != OPIS_OK) opis_targets_release(targets);
    return status;
}

void opis_targets_release(opis_targets *targets) {
    opis_lexicon_release(&targets->rows);
}

int32_t opis_target_row(const opis_targets *targets, opis_target target, int32_t number, char suffix) {
    float row = opis_lexicon_weight(&targets->rows, target_key(target, number, suffix));
    return row > 0 ? (int32_t)row - 1 : OPIS_UNKNOWN;
}

/* What speaks against a number by what exists, as far as the book tells. */
static float absence_cost(const opis_targets *targets, opis_target target, int32_t number) {
    if (targets->counts[target] == 0 || opis_target_row(targets, target, number, 0) != OPIS_UNKNOWN) return 0;
    return number < targets->largest[target] ? GAP_COST : NOWHERE_COST;
}

size_t opis_pointer_next(const opis_book *book, size_t token) {
    int breaks = 0;
    for (token++; token < book->token_count && breaks <= MOST_BREAKS; token++) {
        if (book->tokens[token].class_ == OPIS_BREAK)
            breaks++;
        else if (book->tokens[token].class_ != OPIS_BLANK)
            return token;
    }
    return book->token_count;
}

/* ---- One number ---------------------------------------------------------------------------------------- */

/* A token, or the rest of one that a word is glued to. */
typedef struct piece {
    size_t token;
    uint32_t start, end;
    uint8_t class_;
} piece;

typedef struct cursor {
    const opis_targets *targets;
    const opis_book *book;
    const char *bytes;
    opis_pointer *pointer;
    piece at; /* its token is the count of tokens at the end */
} cursor;

typedef struct reading {
    int32_t number;
    float cost, margin;
    uint8_t clean;
    piece last;
    uint32_t end; /* byte behind it */
} reading;

static piece piece_at(const opis_book *book, size_t token) {
    if (token >= book->token_count) return (piece){book->token_count, 0, 0, OPIS_BREAK};
    const opis_token *at = &book->tokens[token];
    return (piece){token, at->start, at->start + at->length, at->class_};
}

static piece piece_after(const cursor *c, const piece *before) {
    return piece_at(c->book, opis_pointer_next(c->book, before->token));
}

static int is_mark(const cursor *c, const piece *at, const char *marks) {
    return at->class_ == OPIS_PUNCTUATION && at->end - at->start == 1 && strchr(marks, c->bytes[at->start]);
}

static int is_word(const cursor *c, const piece *at, const opis_words *words) {
    return at->class_ == OPIS_WORD && opis_date_word_in(words, c->bytes + at->start, at->end - at->start);
}

/* Whether a piece may be glyphs of a number. */
static int may_be_numeral(const cursor *c, const piece *at) {
    uint32_t length = at->end - at->start;
    if (at->class_ == OPIS_NUMBER) return length <= LONGEST_NUMBER;
    if (at->class_ == OPIS_MIXED) return length <= LONGEST_NUMBER;
    if (at->class_ == OPIS_WORD) return length <= 3 && !is_word(c, at, &c->book->style->no_numerals);
    if (is_mark(c, at, "'")) { /* the head of a number: "'98" */
        piece next = piece_at(c->book, at->token + 1);
        return at->token == c->at.token && next.start == at->end && next.class_ == OPIS_NUMBER &&
               next.end - next.start < LONGEST_NUMBER;
    }
    return is_mark(c, at, "~");
}

static int32_t roman_value(const char *text, size_t length) {
    int32_t value = 0, last = 0;
    for (size_t i = length; i-- > 0;) {
        int32_t digit = text[i] == 'I' ? 1 : text[i] == 'V' ? 5 : text[i] == 'X' ? 10 : 0;
        if (!digit) return 0;
        value += digit < last ? -digit : digit;
        if (digit > last) last = digit;
    }
    return value;
}

/* The number that a word names: "Two". */
static int32_t named_value(const cursor *c, const piece *at) {
    const opis_style *style = c->book->style;
    uint32_t length = at->end - at->start;
    for (size_t i = 0; at->class_ == OPIS_WORD && i < style->number_count; i++)
        if (opis_date_word_in(&(opis_words){&style->numbers[i].word, 1}, c->bytes + at->start, length))
            return (int32_t)style->numbers[i].value;
    return 0;
}

static void consider(const cursor *c, int32_t number, float cost, int32_t above, reading *best) {
    if (number <= 0 || cost > DEAREST_READING) return;
    cost += absence_cost(c->targets, c->pointer->target, number);
    if (above && number <= above) cost += DESCENDS_COST;
    if (number == best->number) {
        if (cost < best->cost) best->cost = cost;
    } else if (cost < best->cost) {
        best->margin = best->cost - cost;
        best->number = number;
        best->cost = cost;
    } else if (cost - best->cost < best->margin) {
        best->margin = cost - best->cost;
    }
}

/* Weigh the readings of some glyphs. */
static void consider_text(const cursor *c, const char *text, size_t length, float dearest, int32_t above,
                          reading *best) {
    opis_numeral readings[OPIS_NUMERAL_READINGS];
    size_t count = opis_glyphs_numerals(c->book->glyphs, text, length, readings);
    for (size_t i = 0; i < count; i++)
        if (readings[i].cost <= dearest) consider(c, readings[i].value, readings[i].cost, above, best);
    consider(c, roman_value(text, length), ROMAN_COST, above, best);
}

/* Whether a bracket opens before the pointer and none closes: it may be taken for a 1, "[See Document 211." */
static int opens_bracket(const cursor *c) {
    piece next = piece_after(c, &c->at);
    if (is_mark(c, &next, "])")) return 0;
    uint32_t start = c->pointer->start, from = start > BRACKET_REACH ? start - BRACKET_REACH : 0;
    for (uint32_t i = start; i > from && c->bytes[i - 1] != '\n'; i--)
        if (c->bytes[i - 1] == '[' || c->bytes[i - 1] == '(') return 1;
    return 0;
}

/* The pieces that a torn number may lie on: those on one line with single blanks between. */
static size_t gather_torn(const cursor *c, piece pieces[MOST_TORN]) {
    size_t count = 1;
    pieces[0] = c->at;
    while (count < MOST_TORN) {
        const piece *last = &pieces[count - 1];
        piece next = piece_at(c->book, last->token + 1);
        if (next.token >= c->book->token_count || next.start > last->end + 1 || !may_be_numeral(c, &next)) break;
        if (next.end - pieces[0].start > MOST_GLYPHS || next.end - next.start > 2) break;
        pieces[count++] = next;
    }
    return count;
}

static int all_numbers(const piece *pieces, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (pieces[i].class_ != OPIS_NUMBER) return 0;
    return 1;
}

/* A number that reads as it is, but for the bracket that may be taken for its last digit. */
static void read_plain(const cursor *c, reading *best) {
    for (uint32_t i = c->at.start; i < c->at.end; i++) best->number = best->number * 10 + (c->bytes[i] - '0');
    best->cost = absence_cost(c->targets, c->pointer->target, best->number);
    best->clean = 1;
    if (best->cost < NOWHERE_COST || c->bytes[c->at.end - 1] != '1') return;
    int32_t shorter = best->number / 10;
    if (absence_cost(c->targets, c->pointer->target, shorter) > 0) return;
    float margin = opens_bracket(c) ? INFINITY : 0;
    *best = (reading){.number = shorter, .margin = margin, .last = c->at, .end = c->at.end - 1};
}

/* The digits behind a stroke, with it for a 1 or without. */
static void read_stroke(const cursor *c, const piece *digits, int32_t above, reading *best) {
    int32_t number = 0, power = 1;
    for (uint32_t i = digits->start; i < digits->end; i++, power *= 10) number = number * 10 + (c->bytes[i] - '0');
    *best = (reading){.cost = INFINITY, .margin = INFINITY, .last = *digits, .end = digits->end};
    consider(c, number + power, STROKE_COST, above, best);
    consider(c, number, SPECK_COST, above, best);
}

/* Read the glyphs on the first of some pieces, as many as make a number that exists. */
static size_t read_damaged(const cursor *c, const piece *pieces, size_t count, int32_t above, reading *best) {
    for (; count > 0; count--) {
        const piece *last = &pieces[count - 1];
        uint32_t length = last->end - c->at.start;
        float dearest = count == 1 && c->at.class_ == OPIS_WORD ? DEAREST_WORD + DEAREST_WORD_GLYPH * (float)length
                                                                : DEAREST_READING;
        *best = (reading){.cost = INFINITY, .margin = INFINITY, .last = *last, .end = last->end};
        consider_text(c, c->bytes + c->at.start, length, dearest, above, best);
        if (best->number && best->cost < NOWHERE_COST) return count;
    }
    return 0;
}

/* Read the number at the cursor, which must be greater than `above` to be at its place in a list. */
static int read_number(const cursor *c, int32_t above, reading *best) {
    piece pieces[MOST_TORN];
    *best = (reading){.margin = INFINITY, .last = c->at, .end = c->at.end};
    if (c->pointer->target == OPIS_AT_OTHER) {
        best->number = named_value(c, &c->at);
        if (!best->number && c->at.class_ == OPIS_WORD)
            best->number = roman_value(c->bytes + c->at.start, c->at.end - c->at.start);
        best->clean = 1;
        if (best->number) return 1;
    }
    if (!may_be_numeral(c, &c->at) || is_mark(c, &c->at, "~")) return 0;
    size_t count = gather_torn(c, pieces);
    if (is_mark(c, &c->at, "'")) {
        piece digits = piece_at(c->book, c->at.token + 1);
        read_stroke(c, &digits, above, best);
        return best->number > 0;
    }
    if (count == 1 && c->at.class_ == OPIS_NUMBER) {
        read_plain(c, best);
        return best->number > 0;
    }
    count = read_damaged(c, pieces, count, above, best);
    if (count == 1 && c->at.class_ == OPIS_NUMBER) best->clean = 1;
    if (count > 1 && all_numbers(pieces, count)) best->margin = INFINITY;
    return count > 0;
}

/* ---- Lists --------------------------------------------------------------------------------------------- */

/* A letter behind a number, in brackets or glued to it: it counts if a document bears it. */
static void take_suffix(cursor *c, opis_pointed *pointed, uint32_t *end) {
    piece bracket = piece_after(c, &c->at), letter, close;
    if (!is_mark(c, &bracket, "[(") || bracket.start > *end + 1) return;
    letter = piece_after(c, &bracket);
    if ((letter.class_ != OPIS_WORD && letter.class_ != OPIS_MIXED) || letter.end - letter.start > 2) return;
    close = piece_after(c, &letter);
    int closed = is_mark(c, &close, "])}");
    if (!closed && letter.end - letter.start < 2) return;
    char suffix = c->bytes[letter.start];
    if (opis_target_row(c->targets, c->pointer->target, pointed->number, suffix) != OPIS_UNKNOWN)
        pointed->suffix = suffix;
    c->at = closed ? close : letter;
    *end = c->at.end;
}

/* A letter glued to the digits: "148a". */
static int take_glued_suffix(cursor *c, opis_pointed *pointed) {
    uint32_t length = c->at.end - c->at.start;
    int32_t number = 0;
    if (c->at.class_ != OPIS_MIXED || length > LONGEST_NUMBER) return 0;
    for (uint32_t i = c->at.start; i + 1 < c->at.end; i++) {
        if (c->bytes[i] < '0' || c->bytes[i] > '9') return 0;
        number = number * 10 + (c->bytes[i] - '0');
    }
    char suffix = c->bytes[c->at.end - 1];
    if (opis_target_row(c->targets, c->pointer->target, number, suffix) == OPIS_UNKNOWN) return 0;
    *pointed = (opis_pointed){number, 0, suffix};
    return 1;
}

static void doubt(opis_pointer *pointer, uint8_t status) {
    if (status > pointer->status) pointer->status = status;
}

/* Take one number with its suffix; the cursor is left on its last piece. */
static int take_number(cursor *c, int32_t above, opis_pointed *pointed, uint32_t *end) {
    reading found;
    *pointed = (opis_pointed){0};
    if (take_glued_suffix(c, pointed)) {
        *end = c->at.end;
        return 1;
    }
    if (!read_number(c, above, &found)) return 0;
    pointed->number = found.number;
    c->at = found.last;
    *end = found.end;
    if (found.cost >= GAP_COST && found.clean)
        doubt(c->pointer, OPIS_LIKELY);
    else if (!found.clean)
        doubt(c->pointer,
              found.margin >= SURE_MARGIN && c->targets->counts[c->pointer->target] ? OPIS_REPAIRED : OPIS_LIKELY);
    take_suffix(c, pointed, end);
    return 1;
}

/* Step over what joins two numbers; tells whether it is a range (2), a list (1) or nothing (0). */
static int step_over_joint(cursor *c) {
    const opis_style *style = c->book->style;
    piece joint = piece_after(c, &c->at);
    int range = joint.class_ == OPIS_PUNCTUATION && opis_date_is_dash(c->bytes + joint.start, joint.end - joint.start);
    range |= is_word(c, &joint, &style->range_words);
    if (range) {
        c->at = piece_after(c, &joint);
        return 2;
    }
    int comma = is_mark(c, &joint, ",&");
    if (comma) joint = piece_after(c, &joint);
    int word = is_word(c, &joint, &style->list_words);
    if (!comma && !word) return 0;
    c->at = word ? piece_after(c, &joint) : joint;
    return 1;
}

int opis_pointer_read(const opis_targets *targets, opis_pointer *pointer) {
    const opis_book *book = targets->book;
    cursor c = {.targets = targets, .book = book, .bytes = book->source.bytes, .pointer = pointer};
    const opis_token *last = &book->tokens[pointer->last];
    c.at = piece_at(book, pointer->last);
    if (pointer->tail < last->start + last->length) {
        c.at.start = pointer->tail;
        c.at.class_ = OPIS_NUMBER;
        for (uint32_t i = c.at.start; i < c.at.end; i++)
            if (c.bytes[i] < '0' || c.bytes[i] > '9') c.at.class_ = OPIS_MIXED;
    } else {
        c.at = piece_after(&c, &c.at);
    }
    opis_pointed next;
    int32_t above = 0;
    int joint = 1;
    uint32_t end;
    while (pointer->count < OPIS_MOST_POINTED && joint && take_number(&c, above, &next, &end)) {
        if (joint == 2 && next.number > above)
            pointer->numbers[pointer->count - 1].to = next.number;
        else
            pointer->numbers[pointer->count++] = next;
        above = next.number;
        pointer->end = end;
        joint = pointer->plural ? step_over_joint(&c) : 0;
    }
    return pointer->count > 0;
}
