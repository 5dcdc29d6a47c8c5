/*
 * Encode: a str as UTF-8, eight characters or more at a time where they are ASCII.
 *
 * CPython copies a str that is ASCII throughout, and goes through any other character by character, though most
 * characters of most books are ASCII.  What it would refuse, and what lies beyond U+FFFF, is left to it.
 */
#include "types.h"

/* Characters that are looked at together. */
enum { TOGETHER = 8, MOST_TOGETHER = 64 };

#define HIGH_BITS UINT64_C(0x8080808080808080)
/* Bytes; no more than fit in one. */
#define COUNTED_AT_ONCE 128

/* How many of some bytes are beyond ASCII. */
static size_t count_beyond(const Py_UCS1 *text, size_t length) {
    size_t count = 0, at = 0;
    for (; at + COUNTED_AT_ONCE <= length; at += COUNTED_AT_ONCE) {
        uint8_t some = 0; /* a byte holds them, so that a register holds many such counts */
        for (size_t i = at; i < at + COUNTED_AT_ONCE; i++) some = (uint8_t)(some + (text[i] >> 7));
        count += some;
    }
    for (; at < length; at++) count += text[at] >> 7;
    return count;
}

static char *write_latin(char *out, Py_UCS1 character) {
    if (character < 0x80) {
        *out++ = (char)character;
        return out;
    }
    *out++ = (char)(0xC0 | character >> 6);
    *out++ = (char)(0x80 | (character & 0x3F));
    return out;
}

/* Whether some characters are ASCII: so many words of eight. */
static int are_ascii(const Py_UCS1 *text, size_t words) {
    uint64_t all = 0, bytes;
    for (size_t i = 0; i < words; i++) {
        memcpy(&bytes, text + i * sizeof bytes, sizeof bytes);
        all |= bytes;
    }
    return !(all & HIGH_BITS);
}

static void encode_latin(const Py_UCS1 *text, size_t length, char *out) {
    size_t at = 0;
    while (at + TOGETHER <= length) {
        size_t all = MOST_TOGETHER <= length - at && are_ascii(text + at, MOST_TOGETHER / TOGETHER) ? MOST_TOGETHER
                     : are_ascii(text + at, 1)                                                      ? TOGETHER
                                                                                                    : 0;
        if (all == MOST_TOGETHER)
            memcpy(out, text + at, MOST_TOGETHER);
        else if (all == TOGETHER)
            memcpy(out, text + at, TOGETHER);
        else
            for (size_t i = at; i < at + TOGETHER; i++) out = write_latin(out, text[i]);
        out += all;
        at += all ? all : TOGETHER;
    }
    for (; at < length; at++) out = write_latin(out, text[at]);
}

/* The bytes that some characters take; `*has_surrogates` tells whether one of them is half of a pair. */
static size_t count_wide(const Py_UCS2 *text, size_t length, int *has_surrogates) {
    size_t beyond = 0;
    int surrogates = 0;
    for (size_t i = 0; i < length; i++) {
        beyond += (size_t)(text[i] >= 0x80) + (text[i] >= 0x800);
        surrogates |= (text[i] & 0xF800) == 0xD800;
    }
    *has_surrogates = surrogates;
    return length + beyond;
}

static char *write_wide(char *out, Py_UCS2 character) {
    if (character < 0x800) {
        if (character < 0x80) {
            *out++ = (char)character;
            return out;
        }
        *out++ = (char)(0xC0 | character >> 6);
    } else {
        *out++ = (char)(0xE0 | character >> 12);
        *out++ = (char)(0x80 | (character >> 6 & 0x3F));
    }
    *out++ = (char)(0x80 | (character & 0x3F));
    return out;
}

static void encode_wide(const Py_UCS2 *text, size_t length, char *out) {
    size_t at = 0;
    for (; at + TOGETHER <= length; at += TOGETHER) {
        unsigned all = 0;
        for (size_t i = 0; i < TOGETHER; i++) all |= text[at + i];
        if (all < 0x80) {
            for (size_t i = 0; i < TOGETHER; i++) out[i] = (char)text[at + i];
            out += TOGETHER;
            continue;
        }
        for (size_t i = at; i < at + TOGETHER; i++) out = write_wide(out, text[i]);
    }
    for (; at < length; at++) out = write_wide(out, text[at]);
}

PyObject *encode_text(PyObject *Py_UNUSED(module), PyObject *text) {
    if (!PyUnicode_Check(text)) return PyErr_Format(PyExc_TypeError, "only a str is encoded");
#if PY_VERSION_HEX < 0x030C0000
    if (PyUnicode_READY(text) < 0) return NULL;
#endif
    size_t length = (size_t)PyUnicode_GET_LENGTH(text), bytes = 0;
    int kind = PyUnicode_KIND(text), is_refused = 0;
    if (PyUnicode_IS_ASCII(text) || length > PY_SSIZE_T_MAX / 4) return PyUnicode_AsUTF8String(text);
    if (kind == PyUnicode_1BYTE_KIND)
        bytes = length + count_beyond(PyUnicode_1BYTE_DATA(text), length);
    else if (kind == PyUnicode_2BYTE_KIND)
        bytes = count_wide(PyUnicode_2BYTE_DATA(text), length, &is_refused);
    if (!bytes || is_refused) return PyUnicode_AsUTF8String(text);
    PyObject *encoded = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)bytes);
    if (!encoded) return NULL;
    if (kind == PyUnicode_1BYTE_KIND)
        encode_latin(PyUnicode_1BYTE_DATA(text), length, PyBytes_AS_STRING(encoded));
    else
        encode_wide(PyUnicode_2BYTE_DATA(text), length, PyBytes_AS_STRING(encoded));
    return encoded;
}
