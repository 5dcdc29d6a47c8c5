/*
 * Sequence: the order solver.
 *
 * Things that a book numbers run 1, 2, 3 ...; the scan damages the numbers, loses some things and shows others that
 * are none.  Given the candidate readings of each item with their costs, the solver picks, over all items at once,
 * the readings of least total cost that ascend, and says by how much the next best solution is worse at each item.
 * Time is O(n log m) for n candidates of values up to m.
 */
#ifndef OPIS_SEQUENCE_H
#define OPIS_SEQUENCE_H

#include "opis.h"

#define OPIS_LARGEST_ORDINAL 65535
/* Numbers are passed over more easily in some places than in others. */
#define OPIS_GAP_KINDS 3
/** \brief A drop cost beyond this counts as this: what is never to be left out still is where nothing else is possible.
 */
#define OPIS_DEAREST_DROP 10000.0f

typedef struct opis_candidate {
    int32_t value; /* 1 to OPIS_LARGEST_ORDINAL; others are passed over */
    float cost;    /* one that is not finite is passed over; may be negative */
} opis_candidate;

typedef struct opis_sequence_item {
    uint32_t first_candidate, candidate_count; /* no two items share a candidate */
    float drop;    /* cost of leaving the item out: it is no member, or nothing can be read; never NaN */
    float repeat;  /* cost of taking the same number as the member before; INFINITY: never */
    float restart; /* cost of counting anew from this item on; INFINITY: never */
    uint8_t gap;   /* which of the gap costs holds for numbers passed over just before this item */
} opis_sequence_item;

typedef struct opis_sequence {
    const opis_sequence_item *items;
    size_t item_count;
    const opis_candidate *candidates;
    size_t candidate_count;
    float gap[OPIS_GAP_KINDS]; /* cost for each number that is passed over; never below 0 */
} opis_sequence;

typedef struct opis_sequence_choice {
    int32_t candidate; /* index into the candidates, or -1: left out */
    float margin;      /* cost of the best solution with another value for this item, or without it, less the best */
    uint8_t restarts, repeats;
} opis_sequence_choice;

/**
 * \brief Solve; `choices` has room for item_count.  OPIS_OUT_OF_MEMORY is the only failure.
 *
 * Counting begins at 1: numbers passed over before the first member, or after a restart, cost their gap.
 */
opis_status opis_sequence_solve(const opis_sequence *sequence, opis_sequence_choice *choices, opis_error *error);
/**
 * \brief The same, several times as fast, where a margin of `proof` proves: those beyond are not told apart, and may be
 * told as any that is not less, INFINITY among them.
 */
opis_status opis_sequence_prove(const opis_sequence *sequence, float proof, opis_sequence_choice *choices,
                                opis_error *error);

#endif
