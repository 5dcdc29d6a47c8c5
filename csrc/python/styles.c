/*
 * Styles: archival styles and the edition profile that the caller brings, from plain tuples to what the core reads, and
 * the reader made of it.
 *
 * The texts are those of the tuples, which the capsule keeps alive; arrays are freed with it.
 */
#include "types.h"

static const char capsule_name[] = "opis._core.styles";

typedef struct block {
    struct block *next;
    max_align_t items[]; /* what the core points at */
} block;

typedef struct compiled_styles {
    PyObject *description;
    block *blocks;
    opis_reader *reader;
} compiled_styles;

static void *take_block(compiled_styles *made, Py_ssize_t count, size_t size) {
    block *taken = PyMem_RawCalloc(1, sizeof *taken + ((size_t)count + 1) * size);
    if (!taken) return PyErr_NoMemory();
    taken->next = made->blocks;
    made->blocks = taken;
    return taken->items;
}

static void free_styles(compiled_styles *made) {
    opis_reader_free(made->reader);
    while (made->blocks) {
        block *next = made->blocks->next;
        PyMem_RawFree(made->blocks);
        made->blocks = next;
    }
    Py_XDECREF(made->description);
    PyMem_RawFree(made);
}

static void free_capsule(PyObject *capsule) {
    free_styles(PyCapsule_GetPointer(capsule, capsule_name));
}

static int words_of(compiled_styles *made, PyObject *texts, opis_words *words) {
    Py_ssize_t count = PyTuple_Size(texts);
    const char **items = count < 0 ? NULL : take_block(made, count, sizeof *items);
    for (Py_ssize_t i = 0; items && i < count; i++)
        if (!(items[i] = PyUnicode_AsUTF8(PyTuple_GET_ITEM(texts, i)))) return -1;
    *words = (opis_words){items, (size_t)count};
    return items ? 0 : -1;
}

static int level_of(compiled_styles *made, PyObject *given, opis_citation_level *level) {
    PyObject *labels;
    if (!PyArg_ParseTuple(given, "sO!bbbb", &level->name, &PyTuple_Type, &labels, &level->shape, &level->column,
                          &level->anywhere, &level->after))
        return -1;
    return words_of(made, labels, &level->labels);
}

static int signature_of(compiled_styles *made, PyObject *given, opis_signature *signature) {
    PyObject *levels;
    (void)made;
    if (!PyArg_ParseTuple(given, "sSb", &signature->pattern, &levels, &signature->alone)) return -1;
    signature->levels = (const uint8_t *)PyBytes_AS_STRING(levels);
    signature->level_count = (size_t)PyBytes_GET_SIZE(levels);
    return 0;
}

static int sets_of(compiled_styles *made, PyObject *given, opis_citation_style *style) {
    Py_ssize_t count = PyTuple_GET_SIZE(given);
    uint32_t *sets = take_block(made, count, sizeof *sets);
    for (Py_ssize_t i = 0; sets && i < count; i++) {
        sets[i] = (uint32_t)PyLong_AsUnsignedLong(PyTuple_GET_ITEM(given, i));
        if (PyErr_Occurred()) return -1;
    }
    style->alone = sets;
    style->alone_count = (size_t)count;
    return sets ? 0 : -1;
}

static int style_of(compiled_styles *made, PyObject *given, opis_citation_style *style) {
    PyObject *levels, *signatures, *sets, *words[4];
    opis_words *lists[] = {&style->institutions, &style->acronyms, &style->verso, &style->ibid};
    if (!PyArg_ParseTuple(given, "sO!O!O!O!O!O!O!bbb", &style->name, &PyTuple_Type, &levels, &PyTuple_Type, &signatures,
                          &PyTuple_Type, &sets, &PyTuple_Type, &words[0], &PyTuple_Type, &words[1], &PyTuple_Type,
                          &words[2], &PyTuple_Type, &words[3], &style->titles, &style->bare, &style->titled))
        return -1;
    opis_citation_level *made_levels = take_block(made, PyTuple_GET_SIZE(levels), sizeof *made_levels);
    opis_signature *made_signatures = take_block(made, PyTuple_GET_SIZE(signatures), sizeof *made_signatures);
    if (!made_levels || !made_signatures) return -1;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(levels); i++)
        if (level_of(made, PyTuple_GET_ITEM(levels, i), &made_levels[i]) < 0) return -1;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(signatures); i++)
        if (signature_of(made, PyTuple_GET_ITEM(signatures, i), &made_signatures[i]) < 0) return -1;
    for (size_t i = 0; i < 4; i++)
        if (words_of(made, words[i], lists[i]) < 0) return -1;
    style->levels = made_levels;
    style->level_count = (size_t)PyTuple_GET_SIZE(levels);
    style->signatures = made_signatures;
    style->signature_count = (size_t)PyTuple_GET_SIZE(signatures);
    return sets_of(made, sets, style);
}

static int repository_of(compiled_styles *made, PyObject *given, opis_repository *repository) {
    PyObject *names, *others;
    if (!PyArg_ParseTuple(given, "sO!O!sH", &repository->canonical, &PyTuple_Type, &names, &PyTuple_Type, &others,
                          &repository->identity, &repository->style))
        return -1;
    return words_of(made, names, &repository->names) < 0 ? -1 : words_of(made, others, &repository->others);
}

static int forms_of(compiled_styles *made, PyObject *given, opis_profile *profile) {
    Py_ssize_t count = PyTuple_GET_SIZE(given);
    opis_heading_form *forms = take_block(made, count, sizeof *forms);
    for (Py_ssize_t i = 0; forms && i < count; i++) {
        PyObject *before;
        if (!PyArg_ParseTuple(PyTuple_GET_ITEM(given, i), "O!sb", &PyTuple_Type, &before, &forms[i].after,
                              &forms[i].titled) ||
            words_of(made, before, &forms[i].before) < 0)
            return -1;
    }
    profile->forms = forms;
    profile->form_count = (size_t)count;
    return forms ? 0 : -1;
}

/* A profile, of which NULL is given where there is none. */
static int profile_of(compiled_styles *made, PyObject *given, opis_profile **result) {
    PyObject *forms, *places, *words[8];
    *result = NULL;
    if (given == Py_None) return 0;
    opis_profile *profile = take_block(made, 1, sizeof *profile);
    if (!profile) return -1;
    opis_words *lists[] = {&profile->continued, &profile->sources, &profile->chapters, &profile->sketches,
                           &profile->documents, &profile->indexes, &profile->others,   &profile->running_heads};
    if (!PyArg_ParseTuple(given, "sO!O!SO!bO!O!O!O!O!O!", &profile->name, &PyTuple_Type, &forms, &PyTuple_Type,
                          &words[0], &places, &PyTuple_Type, &words[1], &profile->notes, &PyTuple_Type, &words[2],
                          &PyTuple_Type, &words[3], &PyTuple_Type, &words[4], &PyTuple_Type, &words[5], &PyTuple_Type,
                          &words[6], &PyTuple_Type, &words[7]))
        return -1;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (words_of(made, words[i], lists[i]) < 0) return -1;
    profile->places = (const uint8_t *)PyBytes_AS_STRING(places);
    profile->place_count = (size_t)PyBytes_GET_SIZE(places);
    *result = profile;
    return forms_of(made, forms, profile);
}

static int compile(compiled_styles *made, PyObject *styles, PyObject *repositories, PyObject *given,
                   const core_state *state) {
    opis_profile *profile;
    Py_ssize_t style_count = PyTuple_GET_SIZE(styles), repository_count = PyTuple_GET_SIZE(repositories);
    opis_citation_style *citations = take_block(made, style_count, sizeof *citations);
    opis_repository *archives = take_block(made, repository_count, sizeof *archives);
    opis_error error;
    if (!citations || !archives) return -1;
    for (Py_ssize_t i = 0; i < style_count; i++)
        if (style_of(made, PyTuple_GET_ITEM(styles, i), &citations[i]) < 0) return -1;
    for (Py_ssize_t i = 0; i < repository_count; i++)
        if (repository_of(made, PyTuple_GET_ITEM(repositories, i), &archives[i]) < 0) return -1;
    const opis_added_styles added = {citations, (size_t)style_count, archives, (size_t)repository_count};
    if (profile_of(made, given, &profile) < 0) return -1;
    made->reader = opis_reader_with_profile(&added, profile, &error);
    if (!made->reader) raise_error(state, &error, Py_None);
    return made->reader ? 0 : -1;
}

PyObject *compile_styles(PyObject *module, PyObject *args) {
    PyObject *styles, *repositories, *profile = Py_None;
    if (!PyArg_ParseTuple(args, "O!O!|O:compile_styles", &PyTuple_Type, &styles, &PyTuple_Type, &repositories,
                          &profile))
        return NULL;
    compiled_styles *made = PyMem_RawCalloc(1, sizeof *made);
    if (!made) return PyErr_NoMemory();
    made->description = Py_NewRef(args);
    PyObject *capsule = compile(made, styles, repositories, profile, PyModule_GetState(module)) < 0
                            ? NULL
                            : PyCapsule_New(made, capsule_name, free_capsule);
    if (!capsule) free_styles(made);
    return capsule;
}

int reader_of_styles(PyObject *capsule, void *reader) {
    compiled_styles *made = PyCapsule_GetPointer(capsule, capsule_name);
    if (made) *(const opis_reader **)reader = made->reader;
    return made != NULL;
}
