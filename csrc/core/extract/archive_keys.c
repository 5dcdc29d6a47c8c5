#include "extract/archive_keys.h"

#include <string.h>

#include "letters.h"
#include "text/fold.h"

#define PRIME 0x100000001B3u
#define HEAD 4 /* characters that begin a word */
#define TAIL 3 /* and that end it */
#define MANY_DIGITS 5
#define SHORT_WORD 3
#define LONG_CAPITALS 6

/* ---- Shapes -------------------------------------------------------------------------------------------- */

enum shape {
    NUMBERS,
    YEARS = NUMBERS + MANY_DIGITS,
    FOLIO = YEARS + 10,
    DIGITS,
    MIXED,
    ROMAN_ONE,
    ROMAN,
    LETTER,
    SMALL_LETTER,
    CAPITALS,
    MANY_CAPITALS,
    TITLE,
    CAMEL,
    SMALL,
    SMALL_LONG,
    SHAPES
};

static const char *const shape_names[SHAPES] = {
    "D1", "D2",    "D3",     "D4",    "D5", "Y0",    "Y1", "Y2", "Y3", "Y4",  "Y5", "Y6",  "Y7", "Y8",
    "Y9", "Folio", "Digits", "Mixed", "R",  "Roman", "A",  "a",  "AA", "AAA", "Aa", "AaA", "aa", "aaa"};

_Static_assert(SHAPES <= OPIS_WORD_SHAPES, "room for every shape");

static int is_folio_side(const char *text, uint32_t length) {
    static const char *const sides[] = {"v", "r", "t", "rv", "ro", "vo"};
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
        if (strlen(sides[i]) == length && memcmp(text, sides[i], length) == 0) return 1;
    return 0;
}

static uint8_t shape_of_digits(const char *text, uint32_t length, uint32_t digits) {
    if (digits < length) return is_folio_side(text + digits, length - digits) ? FOLIO : DIGITS;
    if (length == 4 && text[0] == '1') return (uint8_t)(YEARS + text[1] - '0');
    return (uint8_t)(NUMBERS + (length < MANY_DIGITS ? length : MANY_DIGITS) - 1);
}

static uint8_t shape_of_letters(const char *text, uint32_t length) {
    uint32_t letters = 0, capitals = 0, roman = 0;
    int first = 0;
    for (uint32_t at = 0; at < length; letters++) {
        uint32_t code;
        at += (uint32_t)opis_fold_decode(text + at, length - at, &code);
        int capital = opis_fold_is_capital(code);
        if (letters == 0) first = capital;
        capitals += (uint32_t)capital;
        roman += code < 0x80 && strchr("IVXLCDM", (int)code) != NULL;
    }
    if (roman == letters) return letters > 1 ? ROMAN : ROMAN_ONE;
    if (letters == 1) return capitals ? LETTER : SMALL_LETTER;
    if (capitals == letters) return letters < LONG_CAPITALS ? CAPITALS : MANY_CAPITALS;
    if (first) return capitals == 1 ? TITLE : CAMEL;
    return letters <= SHORT_WORD ? SMALL : SMALL_LONG;
}

uint8_t opis_word_shape(const char *bytes, uint32_t start, uint32_t end) {
    const char *text = bytes + start;
    uint32_t length = end - start, digits = 0;
    while (digits < length && is_digit(text[digits])) digits++;
    if (digits) return shape_of_digits(text, length, digits);
    for (uint32_t i = 0; i < length; i++)
        if (is_digit(text[i])) return MIXED;
    return shape_of_letters(text, length);
}

/* ---- Joints -------------------------------------------------------------------------------------------- */

enum joint {
    NOTHING,
    POINT,
    COMMA,
    POINT_COMMA,
    SEMICOLON,
    COLON,
    OPENING,
    CLOSING,
    SLASH,
    EQUALS,
    QUOTE,
    APOSTROPHE,
    DASH,
    OTHER,
    JOINTS
};

static const char *const joint_names[JOINTS] = {"_", ".", ",", ".,", ";", ":", "(", ")", "/", "=", "\"", "'", "-", "#"};

_Static_assert(2 * JOINTS <= OPIS_WORD_JOINTS, "room for every joint, with a line end and without");

static enum joint joint_of_mark(uint32_t code) {
    static const char marks[] = ".,;:([)]/=\"<>'`-";
    static const enum joint joints[] = {POINT, COMMA,  SEMICOLON, COLON, OPENING, OPENING,    CLOSING,    CLOSING,
                                        SLASH, EQUALS, QUOTE,     QUOTE, QUOTE,   APOSTROPHE, APOSTROPHE, DASH};
    if (code < 0x80) {
        const char *at = code ? strchr(marks, (int)code) : NULL;
        return at ? joints[at - marks] : OTHER;
    }
    if (code == 0x2018 || code == 0x2019) return APOSTROPHE;
    if (code == 0xAB || code == 0xBB || (code >= 0x201C && code <= 0x201F)) return QUOTE;
    return code == 0x2013 || code == 0x2014 ? DASH : OTHER;
}

static int is_blank_code(uint32_t code) {
    return code <= ' ' || code == 0xA0 || (code >= 0x2000 && code <= 0x200B) || code == 0x2028 || code == 0x2029 ||
           code == 0x202F || code == 0x205F || code == 0x3000 || code == 0xFEFF;
}

uint8_t opis_word_joint(const char *bytes, uint32_t start, uint32_t end) {
    unsigned seen = 0;
    enum joint first = NOTHING, joint;
    int line_end = 0;
    for (uint32_t at = start; at < end;) {
        uint32_t code;
        at += (uint32_t)opis_fold_decode(bytes + at, end - at, &code);
        line_end |= code == '\n';
        if (is_blank_code(code)) continue;
        enum joint mark = joint_of_mark(code);
        if (first == NOTHING) first = mark;
        seen |= 1u << mark;
    }
    joint = first;
    if (seen >> OPENING & 1)
        joint = OPENING;
    else if (seen >> CLOSING & 1)
        joint = CLOSING;
    else if (seen >> SEMICOLON & 1)
        joint = SEMICOLON;
    else if (seen >> QUOTE & 1)
        joint = QUOTE;
    else if (seen >> POINT & 1 && seen >> COMMA & 1)
        joint = POINT_COMMA;
    return (uint8_t)(line_end ? JOINTS + (int)joint : (int)joint);
}

/* ---- Looking up ---------------------------------------------------------------------------------------- */

static uint64_t hash_name(uint64_t hash, char kind, const char *name) {
    hash = (hash ^ (unsigned char)kind) * PRIME;
    for (; *name; name++) hash = (hash ^ (unsigned char)*name) * PRIME;
    return hash;
}

static uint64_t hash_joint(uint64_t hash, uint8_t joint) {
    hash = hash_name(hash, '@', joint_names[joint % JOINTS]);
    return joint >= JOINTS ? (hash ^ '|') * PRIME : hash;
}

static const opis_holding_key *look_up(const opis_holdings *holdings, uint64_t hash) {
    uint32_t bucket = (uint32_t)(hash >> (64 - OPIS_HOLDING_BUCKET_BITS));
    for (uint32_t i = holdings->buckets[bucket]; i < holdings->buckets[bucket + 1]; i++)
        if (holdings->keys[i].hash == hash) return &holdings->keys[i];
    return NULL;
}

const opis_holding_key *opis_keys_word(const opis_holdings *holdings, const char *bytes, size_t length) {
    return look_up(holdings, opis_fold_hash(OPIS_FOLD_START, bytes, length));
}

void opis_keys_begin(opis_key_reader *reader, const opis_holdings *holdings, const char *bytes) {
    reader->holdings = holdings;
    reader->bytes = bytes;
    for (int i = 0; i < SHAPES; i++) {
        reader->hashes[i] = hash_name(OPIS_FOLD_START, '#', shape_names[i]);
        reader->shapes[i] = look_up(holdings, reader->hashes[i]);
    }
    for (int i = 0; i < 2 * JOINTS; i++) reader->joints[i] = look_up(holdings, hash_joint(OPIS_FOLD_START, (uint8_t)i));
}

/* Where so many characters from the end of a word begin; its start where it has no more. */
static uint32_t tail_of(const char *bytes, uint32_t start, uint32_t end, int characters) {
    while (characters > 0 && end > start) {
        end--;
        characters -= ((unsigned char)bytes[end] & 0xC0) != 0x80;
    }
    return end;
}

static uint32_t head_of(const char *bytes, uint32_t start, uint32_t end, int characters) {
    while (start < end && (characters > 0 || ((unsigned char)bytes[start] & 0xC0) == 0x80)) {
        characters -= ((unsigned char)bytes[start] & 0xC0) != 0x80;
        start++;
    }
    return start;
}

static const opis_holding_key *look_up_part(const opis_key_reader *reader, const char *kind, uint32_t start,
                                            uint32_t end) {
    uint64_t hash = opis_fold_hash(OPIS_FOLD_START, kind, 1);
    return look_up(reader->holdings, opis_fold_hash(hash, reader->bytes + start, end - start));
}

size_t opis_keys_of(const opis_key_reader *reader, const opis_seen_word *word, const opis_seen_word *before,
                    const opis_holding_key *keys[OPIS_WORD_KEYS]) {
    size_t count = 0;
    keys[count++] = reader->shapes[word->shape];
    keys[count++] = reader->joints[word->joint];
    if (before) {
        uint64_t hash = hash_joint(reader->hashes[before->shape], word->joint);
        keys[count++] = look_up(reader->holdings, hash_name(hash, '#', shape_names[word->shape]));
    }
    if (word->shape < ROMAN_ONE) return count;
    keys[count++] = opis_keys_word(reader->holdings, reader->bytes + word->start, word->end - word->start);
    uint32_t head = head_of(reader->bytes, word->start, word->end, HEAD);
    if (head < word->end) keys[count++] = look_up_part(reader, "^", word->start, head);
    if (head_of(reader->bytes, word->start, word->end, HEAD + 1) < word->end)
        keys[count++] = look_up_part(reader, "$", tail_of(reader->bytes, word->start, word->end, TAIL), word->end);
    return count;
}
