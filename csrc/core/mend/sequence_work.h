/*
 * What the files of the order solver share: sequence finds the best solution, sequence_margin by how much the next best
 * is worse at each item.
 */
#ifndef OPIS_SEQUENCE_WORK_H
#define OPIS_SEQUENCE_WORK_H

#include "mend/sequence.h"

enum { GAP_KINDS = OPIS_GAP_KINDS };

/* What loops over the kinds of gap is compiled for each number of them: most orders have one or two. */
#define ALWAYS_INLINE static inline __attribute__((always_inline))

typedef struct order_state { /* of one value */
    double cost;             /* less the sum of drops so far */
    double repeat;           /* least cost from a member ahead that repeats this value to the end */
    uint32_t member;         /* the candidate that counted it, or NO_MEMBER */
} order_state;

typedef struct order_member {            /* one for each candidate */
    uint32_t leaf;                       /* of its value; NO_LEAF: it is passed over */
    uint32_t from;                       /* the member before it, or NO_MEMBER */
    double reach;                        /* from the start to here; INFINITY where that is of no use */
    double rest;                         /* from here to the end, its own cost left out */
    double hidden_onward, hidden_repeat; /* what the table held of its value before this member came into sight */
    uint8_t restarts, repeats;
} order_member;

#define NO_MEMBER UINT32_MAX
#define NO_LEAF 0 /* that of the state before the first member */

/* The least over a block of values that is as long as the lowest bit of its index: a binary indexed tree. */
typedef struct order_block {
    double onward[GAP_KINDS]; /* least cost from a member here to the end, with its share of the gap */
    double reach[GAP_KINDS];  /* least cost of a state here, less its share of the gap */
    uint16_t leaf[GAP_KINDS]; /* where `reach` comes from */
} order_block;

/* Of two halves of the values, what sequence_margin asks. */
typedef struct order_node {
    double reach[GAP_KINDS], onward[GAP_KINDS]; /* as in a block */
    double across;                              /* least cost of a step from a state here to a member ahead */
} order_node;

typedef struct order {
    const opis_sequence *sequence;
    int gap_kinds;     /* up to the last that an item has: no member ahead asks for the others */
    uint32_t *leaf_of; /* by value; 0 is the state before the first member */
    int32_t largest;
    uint32_t leaf_count; /* a power of two */
    void *room, *trees;  /* owned: all that follows lies in the one or the other */
    order_member *members;
    double *dropped;     /* [i]: cost of leaving out all items before i */
    double *any_after;   /* [i]: least cost of ending or counting anew, before item i and from any state */
    double *second;      /* [i]: the least total but one of solutions that differ in item i */
    order_state *states; /* by leaf */
    order_block *blocks; /* leaf_count; 0 is not used */
    order_node *nodes;   /* the root is 1; leaves start at leaf_count */
    uint32_t *touched;   /* nodes of one level that changed, ascending, and what hangs on them has not */
    size_t touched_count;
    double bound; /* what costs more than this is of no use */
    double least; /* over all states */
    double best;  /* the least total */
    uint32_t least_member;
} order;

static inline double lesser(double a, double b) {
    return b < a ? b : a;
}

/** \brief Fill `second`; all members have their reach and their rest. */
void opis_order_find_second(order *order);

#endif
