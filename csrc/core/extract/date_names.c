#include <string.h>

#include "extract/date.h"

/* A damaged word of three letters is a month at this cost at most, and only between a day and a year. */
#define DEAREST_SHORT_MONTH 3.0f

void opis_month_names_make(opis_month_names *names, const opis_style *style) {
    memset(names, 0, sizeof *names);
    for (int month = 0; month < 12; month++) {
        const opis_words *forms = &style->months[month];
        for (size_t i = 0; i < forms->count && i < OPIS_MONTH_FORMS; i++) {
            const char *text = forms->items[i];
            names->forms[month][i] = (opis_month_name){text, strlen(text)};
            names->by_letter[(unsigned char)text[0]] |= (uint16_t)(1u << month);
            names->by_third[(unsigned char)text[2]] |= (uint16_t)(1u << month);
            names->by_third[(unsigned char)text[2] ^ 0x20] |= (uint16_t)(1u << month);
        }
    }
}

int opis_month_exact(const opis_month_names *names, const char *word, size_t length) {
    for (unsigned like = opis_months_like(names, word); like; like &= like - 1) {
        int month = __builtin_ctz(like);
        const opis_month_name *forms = names->forms[month];
        for (size_t i = 0; i < OPIS_MONTH_FORMS && forms[i].length; i++)
            if (forms[i].length == length && memcmp(word, forms[i].text, length) == 0) return month + 1;
    }
    return 0;
}

int opis_month_resembling(const opis_month_names *names, const char *word, size_t length) {
    size_t most = 0;
    int best = 0;
    for (int month = 0; month < 12; month++) {
        const opis_month_name *name = &names->forms[month][0];
        size_t same = 0, head = 0, tail = 0, common = length < name->length ? length : name->length;
        if (name->length + 1 < length || length + 1 < name->length) continue;
        for (size_t i = 0; i < common; i++) same += word[i] == name->text[i];
        while (head < common && word[head] == name->text[head]) head++;
        while (tail < common - head && word[length - 1 - tail] == name->text[name->length - 1 - tail]) tail++;
        if (head + tail > same) same = head + tail;
        if (same * 3 < common * 2 || same <= most) continue;
        most = same;
        best = month + 1;
    }
    return best;
}

int opis_month_short(const opis_month_names *names, const opis_glyphs *glyphs, const char *word) {
    for (int month = 0; month < 12; month++) {
        const opis_month_name *name = &names->forms[month][0];
        if (name->length == 3 &&
            opis_glyphs_distance(glyphs, word, 3, name->text, 3, DEAREST_SHORT_MONTH) <= DEAREST_SHORT_MONTH)
            return month + 1;
    }
    return 0;
}
