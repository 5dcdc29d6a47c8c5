/* Growing arrays, and what becomes of them when memory is out. */
#include "check.h"

#include "memory.h"

static int broken = 0; /* no memory is given any more */

void *opis_resize(void *memory, size_t size) {
    if (size == 0) {
        free(memory);
        return NULL;
    }
    return broken ? NULL : realloc(memory, size);
}

static void test_arrays_grow_and_keep_what_they_hold(void) {
    uint32_t *items = NULL;
    size_t capacity = 0, moves = 0;
    opis_error error;
    for (uint32_t i = 0; i < 100000; i++) {
        size_t before = capacity;
        CHECK_OR_STOP(opis_reserve(&items, &capacity, (size_t)i + 1, sizeof *items, &error) == OPIS_OK);
        CHECK_OR_STOP(capacity > i);
        moves += capacity != before;
        items[i] = i;
    }
    for (uint32_t i = 0; i < 100000; i++) CHECK_OR_STOP(items[i] == i);
    CHECK(moves < 40); /* else appending would not be linear */
    opis_resize(items, 0);
}

static void test_room_enough_moves_nothing(void) {
    char *items = NULL;
    size_t capacity = 0;
    opis_error error;
    CHECK_OR_STOP(opis_reserve(&items, &capacity, 1000, 1, &error) == OPIS_OK);
    const char *before = items;
    size_t room = capacity;
    CHECK(room >= 1000);
    for (size_t needed = 0; needed <= room; needed += 50) {
        CHECK(opis_reserve(&items, &capacity, needed, 1, &error) == OPIS_OK);
        CHECK(items == before && capacity == room);
    }
    opis_resize(items, 0);
}

static void test_a_failure_leaves_the_array_alone(void) {
    char *items = NULL;
    size_t capacity = 0;
    opis_error error = {OPIS_OK, 7, ""};
    CHECK_OR_STOP(opis_reserve(&items, &capacity, 4, 1, &error) == OPIS_OK);
    CHECK_EQUAL_INT(error.byte, 7); /* success leaves the error untouched */
    memcpy(items, "barge", 4);
    size_t room = capacity;
    broken = 1;
    CHECK_EQUAL_INT(opis_reserve(&items, &capacity, 1 << 20, 1, &error), OPIS_OUT_OF_MEMORY);
    broken = 0;
    CHECK_EQUAL_INT(error.status, OPIS_OUT_OF_MEMORY);
    CHECK(error.byte == OPIS_NO_BYTE);
    CHECK(strstr(error.message, "out of memory") != NULL);
    CHECK_EQUAL_INT(capacity, room);
    CHECK(memcmp(items, "barg", 4) == 0);
    opis_resize(items, 0);
}

static void test_sizes_that_no_machine_has(void) {
    uint64_t *items = NULL;
    size_t capacity = 0;
    opis_error error;
    CHECK_EQUAL_INT(opis_reserve(&items, &capacity, SIZE_MAX / 4, sizeof *items, &error), OPIS_OUT_OF_MEMORY);
    CHECK_EQUAL_INT(opis_reserve(&items, &capacity, SIZE_MAX, sizeof *items, &error), OPIS_OUT_OF_MEMORY);
    CHECK(items == NULL);
    CHECK_EQUAL_INT(capacity, 0);
}

static void test_messages_are_cut_to_their_room(void) {
    char long_name[400];
    opis_error error;
    memset(long_name, 'x', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    CHECK_EQUAL_INT(opis_fail(&error, OPIS_NOT_TEXT, 12, "byte %d: %s", 12, long_name), OPIS_NOT_TEXT);
    CHECK_EQUAL_INT(error.byte, 12);
    CHECK_EQUAL_INT(strlen(error.message), sizeof error.message - 1);
    CHECK(memcmp(error.message, "byte 12: xxx", 12) == 0);
}

int main(void) {
    CHECK_RUN(test_arrays_grow_and_keep_what_they_hold);
    CHECK_RUN(test_room_enough_moves_nothing);
    CHECK_RUN(test_a_failure_leaves_the_array_alone);
    CHECK_RUN(test_sizes_that_no_machine_has);
    CHECK_RUN(test_messages_are_cut_to_their_room);
    return check_report();
}
