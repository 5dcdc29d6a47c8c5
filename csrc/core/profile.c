#include <string.h>

#include "style.h"

const opis_profile *opis_profile_named(const char *name) {
    const opis_style *style = opis_style_default();
    for (size_t i = 0; i < style->profile_count; i++)
        if (strcmp(style->profiles[i].name, name) == 0) return &style->profiles[i];
    return NULL;
}

static void take_words(opis_words *words, opis_words given) {
    if (given.count) *words = given;
}

void opis_profile_fill(opis_profile *profile, const opis_profile *given) {
    profile->name = given->name;
    if (given->form_count) {
        profile->forms = given->forms;
        profile->form_count = given->form_count;
    }
    if (given->place_count) {
        profile->places = given->places;
        profile->place_count = given->place_count;
    }
    if (given->notes) profile->notes = given->notes;
    take_words(&profile->continued, given->continued);
    take_words(&profile->sources, given->sources);
    take_words(&profile->chapters, given->chapters);
    take_words(&profile->sketches, given->sketches);
    take_words(&profile->documents, given->documents);
    take_words(&profile->indexes, given->indexes);
    take_words(&profile->others, given->others);
    take_words(&profile->running_heads, given->running_heads);
}
