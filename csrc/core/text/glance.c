#include "text/glance.h"

opis_glance opis_glance_of(const char *word, size_t length) {
    char head[OPIS_GLANCE_HEAD] = {0};
    if (length >= sizeof head) return opis_glance_at(word, length);
    memcpy(head, word, length);
    return opis_glance_at(head, length);
}
