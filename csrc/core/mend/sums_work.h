/*
 * What the files of the arithmetic solver share.
 *
 * Costs are those of the glyph model, less the cost of a cell's cheapest reading: the world in which every cell reads
 * as it most readily does costs nothing, and every other world costs what would have to have gone wrong.
 */
#ifndef OPIS_SUMS_WORK_H
#define OPIS_SUMS_WORK_H

#include "mend/sums.h"

/* Values are kept in ten-thousandths, so that figures with different decimals add up. */
#define SUMS_DECIMALS 4
#define SUMS_ONE INT64_C(10000)
/* Ten-thousandths; OPIS_LARGEST_GRID of them still fit in 64 bits. */
#define SUMS_LARGEST_VALUE INT64_C(1000000000000000)

#define SUMS_LARGEST_PERCENT (1000 * SUMS_ONE)

/* A relation that the table keeps elsewhere and does not keep here: a misprint, or a damage that no reading tells. */
#define SUMS_BROKEN 9.0f
/* The same where the line may not belong to its family: enough to doubt a cell, too little to prove one. */
#define SUMS_DOUBTFUL_BROKEN 4.0f
/* The same of a relation that the caller gave. */
#define SUMS_GIVEN_BROKEN 14.0f
/* A cell whose readings but the first all cost this is quiet; of two quiet cells that both misread, one relation has
 * nothing to say, for a misprint costs no more. */
#define SUMS_QUIET (SUMS_BROKEN / 2)
/* A value is found when every other that its own relations allow costs this much more ... */
#define SUMS_PROOF 3.5f
/* ... and proved when all worlds with another value of the cell are together as much less likely as this tells ... */
#define SUMS_CERTAIN 5.6f
/* ... both the more the more of the cells beyond a quarter are damaged, for then what looks clean is misread more
 * often, too
 * ... */
#define SUMS_PROOF_OF_RUINS 10.0f
/* ... and so much of it is owed to relations. */
#define SUMS_EVIDENCE 3.0f
/* A reading that costs this much more than the best is struck off. */
#define SUMS_PRUNED 8.0f

/* Of the values that one relation would have a cell be, so many are weighed. */
#define SUMS_MOST_IMPLIED 16

typedef struct sums_option {
    int64_t value;
    float cost; /* above that of the cell's cheapest */
    int32_t reading;
    uint8_t decimals;
} sums_option;

typedef struct sums_odds {
    float margin;   /* the logarithm of the odds that a cell is what it was found to be */
    uint32_t rival; /* the likeliest other of the readings as read, or OPIS_NO_CELL */
    int is_spent;   /* even those in which no more than two cells read otherwise are too many to be listed */
} sums_odds;

typedef struct sums_cell {
    uint32_t first, count;           /* options, cheapest first */
    uint32_t first_read, read_count; /* the same as they were read, before any was struck off */
    float beyond;                    /* what a value costs that is no option */
    uint8_t state;                   /* an opis_cell_state */
    uint8_t clean;                   /* its cheapest reading is the text as it stands */
    uint8_t settled;                 /* proved: it has one option */
    uint8_t changed;                 /* since its beliefs were last weighed */
    uint32_t first_link, link_count;
    int32_t relation;  /* that proved it, or -1 */
    float doubt;       /* what keeping the cheapest option costs its relations */
    sums_option rival; /* the second best, where `has_rival` */
    uint8_t has_rival;
    uint8_t is_weighed; /* against all worlds: its odds are known */
    sums_odds odds;
} sums_cell;

typedef struct sums_relation {
    opis_relation_kind kind;
    uint32_t whole; /* a cell, or OPIS_NO_CELL */
    uint32_t first_part, part_count;
    int64_t tolerance; /* of a hundred: rounding of its parts */
    float broken;      /* what breaking it costs */
    uint8_t truncates, given;
    uint8_t suspected; /* too weak to be believed: it fails here, and casts doubt, but proves nothing */
    uint8_t stands;    /* all its cells are quiet, and it holds */
    int64_t off;       /* all its cells are quiet, and add up to so much too little; else 0 */
    uint32_t place;    /* once those are dropped that are denied; OPIS_NO_CELL: it is one of them */
    uint32_t weighed;  /* the cell that is being weighed, if it is one of its own */
} sums_relation;

/* Sums and their least costs. */
typedef struct sums_entry {
    int64_t sum;
    float cost;
    uint32_t stamp;
} sums_entry;

typedef struct sums_map {
    sums_entry *all;     /* places for every size that the map may have, and room for `filled`; owned */
    sums_entry *entries; /* those of its size: open addressing */
    uint32_t *filled;    /* places of `entries` in use, in order of their coming */
    size_t capacity;     /* bytes of `all` */
    uint32_t mask, count, limit, stamp;
} sums_map;

/* What a solve knows; all that it allocates stays for the next one. */
typedef struct opis_sums_room {
    const opis_grid *grid;
    void *room; /* of the cells, marks, customs, classes and percents; owned */
    size_t room_capacity;
    sums_cell *cells;
    uint32_t cell_count;
    sums_option *options;
    size_t option_count, option_capacity;
    sums_option *read; /* all options as they were read; owned */
    size_t read_capacity;
    sums_relation *relations;
    size_t relation_count, relation_capacity;
    uint32_t *parts;
    size_t part_count, part_capacity;
    uint32_t *links; /* relations by cell */
    size_t link_capacity;
    sums_map loose, spare, quiet; /* scratch of the costs */
    void *finder_room;            /* scratch of those that look for relations; owned */
    size_t finder_capacity;
    struct pair_sums *pairs;   /* scratch of sums_pairs; owned */
    struct weighing *weighing; /* scratch of sums_search; owned */
    opis_solution solution;    /* of the last solve, but its parts, which are those above; owned */
    size_t settled_capacity, told_capacity;
    uint32_t *marks; /* scratch: one for each cell */
    uint32_t mark;
    uint8_t *customs[2];         /* of rows and of columns: decimals that most of their figures have */
    uint8_t *classes[2];         /* of rows and of columns: figures of one class add up */
    uint8_t *percents[2];        /* rows and columns that hold percentages of others */
    uint8_t goes_below;          /* figures below nought are printed clean */
    float misread;               /* what a clean cell that is misread costs beyond its readings */
    float proof, certain;        /* the margins that find a value in this grid, and that prove it */
    uint64_t work, work_allowed; /* steps of the search, so that time stays bounded */
    uint64_t suspicion; /* steps that it takes to look for suspects, where the last look showed that there are none */
    uint8_t unsuspected;
    opis_error *error;
} sums_work;

/* ---- Cells (sums_cells.c) ------------------------------------------------------------------------------ */

/** \brief Begin a solve in a room that is all zeros, or that another solve was in. */
opis_status sums_open(sums_work *work, const opis_grid *grid, opis_error *error);
void sums_release(sums_work *work);

static inline const sums_option *sums_options(const sums_work *work, uint32_t cell) {
    return work->options + work->cells[cell].first;
}

/** \brief Leave the cell at `at` one option. */
void sums_settle(sums_work *work, uint32_t at, uint32_t option, int32_t relation);
/** \brief Give a lost cell its one option. */
opis_status sums_settle_lost(sums_work *work, uint32_t cell, int64_t value, int32_t relation);
/** \brief Strike off the options that are marked by an infinite cost. */
void sums_strike(sums_work *work, uint32_t cell);
/** \brief To how many decimals a share is rounded: a damaged figure with fewer than are the custom has lost some. */
uint8_t sums_decimals_wanted(const sums_work *work, uint32_t cell, uint8_t decimals);
/** \brief Whether all options but the first are dear. */
static inline int sums_is_quiet(const sums_work *work, uint32_t at) {
    const sums_cell *cell = &work->cells[at];
    if (cell->state == OPIS_CELL_LOST || !cell->count) return 0;
    if (cell->settled) return 1;
    return cell->beyond >= SUMS_QUIET && (cell->count == 1 || work->options[cell->first + 1].cost >= SUMS_QUIET);
}

/* ---- Costs (sums_costs.c, sums_map.c) ----------------------------------------------------------------- */

/** \brief An empty map, in the place of one that was used, or of zeros. */
opis_status sums_map_open(sums_map *map, uint32_t limit, opis_error *error);
void sums_map_release(sums_map *map);

static inline uint32_t sums_size(const sums_relation *relation) {
    return relation->part_count + (relation->whole != OPIS_NO_CELL);
}

/** \brief The cells of a relation: its parts, then its whole. */
static inline uint32_t sums_member(const sums_work *work, const sums_relation *relation, uint32_t i) {
    return i < relation->part_count ? work->parts[relation->first_part + i] : relation->whole;
}

/**
 * \brief What the other cells of a relation cost at least, for each value that one cell may take.
 *
 * Exact, but that no cost is more than that of breaking the relation; and where so many readings are loose that
 * they fit anything, every cost is 0.  Gives the least that any value costs which sums_implied() does not tell of.
 */
float sums_rest(sums_work *work, const sums_relation *relation, uint32_t cell, const int64_t *values,
                const uint8_t *decimals, uint32_t count, float *costs);

/** \brief The values of a cell that a relation allows most readily: `*count` of them, at most `capacity`. */
uint32_t sums_implied(sums_work *work, const sums_relation *relation, uint32_t cell, int64_t *values,
                      uint32_t capacity);

/* How well a relation fits the cells as they read. */
typedef struct sums_fit {
    float cost;    /* of the cheapest readings that keep it; INFINITY: none do */
    uint32_t ways; /* sums that cost no more */
    uint8_t loose; /* too many ways: nothing can be said */
} sums_fit;

sums_fit sums_fit_of(sums_work *work, const sums_relation *relation);
/** \brief Whether one quiet cell misread would explain that a relation breaks. */
int sums_is_explained(sums_work *work, const sums_relation *relation);

/** \brief Whether percentage, part and whole, in ten-thousandths, agree as print rounds: 1, or as it cuts off: 2. */
unsigned sums_percent_roundings(int64_t percent, unsigned decimals, int64_t part, int64_t whole);

/** \brief What a relation leaves over with the cheapest options, in ten-thousandths. */
double sums_residual(const sums_work *work, const sums_relation *relation);
int sums_holds(const sums_work *work, const sums_relation *relation);
/** \brief By how much one member of a sum would have to change to make it hold. */
int64_t sums_wanted(const sums_work *work, const sums_relation *relation, uint32_t member);
/** \brief See which relations stand, and which are off by how much. */
void sums_take_stock(sums_work *work);

/* ---- Relations (sums_relations.c, sums_family.c, sums_totals.c, sums_pairs.c, sums_percents.c) --------- */

/** \brief Find relations that the cells support and that are not yet known; `*found` tells how many. */
opis_status sums_find(sums_work *work, size_t *found);
/** \brief Add relations that are likely but not sure to be meant, where they fail as one misread cell would make them.
 */
opis_status sums_suspect(sums_work *work);
/** \brief Drop broken sums of which others that hold say that they are none. */
opis_status sums_drop_denied(sums_work *work);
/** \brief Link cells to the relations that they stand in. */
opis_status sums_link(sums_work *work);

/* ---- Search (sums_search.c) ---------------------------------------------------------------------------- */

/** \brief Settle what the relations prove. */
opis_status sums_search(sums_work *work);

/* ---- Worlds (sums_worlds.c) ---------------------------------------------------------------------------- */

/** \brief Weigh all worlds that cost less than a bound: those in which a cell is what it was found to be, and others.
 */
sums_odds sums_weigh_worlds(sums_work *work, uint32_t cell, float bound);
/** \brief What the value of a cell costs, among its readings as read. */
float sums_reading_cost(const sums_work *work, uint32_t cell);

/* ---- Verification (sums_verify.c) ---------------------------------------------------------------------- */

/** \brief Take back what the settled cells together do not prove. */
void sums_verify(sums_work *work);

/* ---- Doubt (sums_doubt.c) ------------------------------------------------------------------------------ */

/** \brief Doubt shares that miss a hundred by more than rounding makes credible. */
void sums_doubt(sums_work *work);

#endif
