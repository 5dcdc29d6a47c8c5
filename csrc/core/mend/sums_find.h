/*
 * What the files that look for relations share: a family says the same of every line of a table.
 */
#ifndef OPIS_SUMS_FIND_H
#define OPIS_SUMS_FIND_H

#include "mend/sums_work.h"

#define SUMS_FEWEST_LINES 2
/* What a first look gives up is broken by so many lines more than keep it: the first few may all be damaged. */
#define SUMS_MOST_AT_FIRST 3
/* Sums of two, and percentages, are looked for among no more positions than this. */
#define SUMS_MOST_FOR_TRIPLES 48

/* Lines go along an axis: rows (0) or columns (1).  A position tells a line's cells from one another. */
typedef struct sums_family {
    opis_relation_kind kind;
    int axis;              /* of the lines that keep it */
    uint32_t whole;        /* position in the line, or OPIS_NO_CELL */
    const uint32_t *parts; /* positions */
    uint32_t part_count;
    uint32_t fixed_line; /* the line that the second part of a percentage stands in, or OPIS_NO_CELL: its own */
    uint32_t leader;     /* the first line of the class that keeps it, among the leaders; set by sums_try() */
    uint8_t truncates;
    uint32_t slack; /* units of the last decimal by which a hundred may be missed */
} sums_family;

/* What families that say the same of other positions have in common. */
typedef struct sums_shape {
    opis_relation_kind kind;
    int axis;
    int64_t offset, step; /* from the first part to the whole, and to the second part */
    uint32_t part_count, fixed_line;
} sums_shape;

#define SUMS_MOST_SHAPES 32

/* Where a position stands in a block that is believed. */
#define SUMS_BLOCK_PART 1
#define SUMS_BLOCK_TOTAL 2

/* What a cell looks like before its readings are weighed; neither: no quiet figure stands there. */
#define SUMS_LOOKS_QUIET 1 /* all options but the first are dear */
#define SUMS_LOOKS_BLANK 2

typedef struct sums_finder {
    sums_work *work;
    size_t found;
    int64_t *values;     /* of cells: what a quiet one reads, else 0; all lists stand in the room of the work */
    uint8_t *looks;      /* of cells: SUMS_LOOKS_QUIET ... */
    uint8_t *classes[2]; /* of rows and of columns: see sums_class_of() */
    uint32_t *leaders[2], leader_count[2]; /* rows and columns: the first of each class */
    uint32_t *sizes[2];                    /* rows and columns in the class of each leader */
    uint32_t *following[2];                /* the next row or column of the same class; behind the last: their number */
    uint32_t *positions;                   /* of one class, along the axis that is searched */
    uint32_t position_count;
    uint32_t *chosen;                    /* parts of the family that is tried */
    int64_t *sums;                       /* for each line that is telling, running sums along `positions` */
    uint32_t *unquiet;                   /* the same: running counts of cells that are not quiet */
    uint32_t *telling, telling_count;    /* the lines that these are of; the rest are alike at all positions: */
    uint32_t blank_lines, open_lines;    /* so many are blank, so many may hold anything */
    uint8_t *ends_block[2];              /* positions that a block with its total before it ends with */
    uint8_t *in_block[2];                /* positions of blocks that are believed */
    uint8_t *is_total[2];                /* positions that are wholes of a family already */
    sums_shape shapes[SUMS_MOST_SHAPES]; /* of the families that are believed */
    uint32_t shape_count;
    int tiles;             /* families of less evidence are wanted, for it is seen whether they fit together */
    int suspects;          /* families of less evidence are wanted, and of them the lines that fail */
    int is_likely;         /* some family had as much evidence as suspects and tiles want */
    uint64_t tiling_steps; /* that were spent on tiles */
} sums_finder;

static inline int sums_looks(const sums_finder *finder, uint32_t cell, uint8_t look) {
    return (finder->looks[cell] & look) != 0;
}

static inline uint32_t sums_lines_along(const sums_work *work, int axis) {
    return axis ? work->grid->column_count : work->grid->row_count;
}

static inline uint32_t sums_cell_at(const sums_work *work, int axis, uint32_t line, uint32_t position) {
    return axis ? position * work->grid->column_count + line : line * work->grid->column_count + position;
}

/**
 * \brief Try a family, for each class of lines; what is believed is added to the relations.
 *
 * `sort` is the logarithm of the number of families of its sort.
 */
opis_status sums_try(sums_finder *finder, sums_family family, double sort, int *is_believed);

/** \brief Find sums, and shares that make a hundred, among the positions of one class (sums_totals.c). */
opis_status sums_find_totals(sums_finder *finder, int axis);
/** \brief Find sums of any two of the positions, whose running sums are known (sums_pairs.c). */
opis_status sums_find_pairs(sums_finder *finder, int axis);
/** \brief Find percentages (sums_percents.c). */
opis_status sums_find_percents(sums_finder *finder, int axis);
/** \brief Note the classes of all rows or columns anew, where they have changed. */
void sums_look_at_lines(sums_finder *finder, int axis);
/** \brief Rows and columns of one class are added up and compared. */
uint8_t sums_class_of(const sums_work *work, int axis, uint32_t line);

#endif
