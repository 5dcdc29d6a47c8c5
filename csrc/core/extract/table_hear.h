/*
 * What the files share that hear the prose: table_witness takes its figures one by one, table_stated for sums of some
 * years, table_lost for what the table lost, table_contradict for what the table has otherwise; table_names tells what
 * a sentence names.
 */
#ifndef OPIS_EXTRACT_TABLE_HEAR_H
#define OPIS_EXTRACT_TABLE_HEAR_H

#include "extract/table_prose.h"

/* A reading this much dearer doubts a figure that reads well. */
#define OPIS_DOUBTS_A_FIGURE 5.0f
#define OPIS_MOST_LOST_PAIRS 8

/* The sum that the prose gives for two lost cells of a column. */
typedef struct opis_lost_pair {
    uint32_t rows[2], column;
    int64_t sum;
} opis_lost_pair;

typedef struct opis_hearing {
    opis_settlement *settlement;
    opis_sketch *sketch;
    const opis_book *book;
    uint32_t first_token; /* of the table */
    opis_prose prose;     /* read last; owned */
    uint32_t
        prose_around; /* the line that it was read around far from the table, and one more; 0: it is not of there */
    const opis_prose_figure *figure;
    uint32_t rows[64], row_count; /* that the figure's years name */
    opis_lost_pair pairs[OPIS_MOST_LOST_PAIRS];
    uint32_t pair_count;
} opis_hearing;

static inline uint32_t opis_hearing_cell(const opis_hearing *h, uint32_t row, uint32_t column) {
    return row * h->sketch->column_count + column;
}

/** \brief Keep the figure as a witness of a cell. */
opis_status opis_hearing_testify(opis_hearing *h, uint32_t cell, opis_testimony testimony, opis_error *error);
/** \brief Keep the witness, and say in the cell's evidence what it says. */
opis_status opis_hearing_note(opis_hearing *h, uint32_t cell, opis_testimony testimony, const char *what,
                              const opis_year_span *years, opis_error *error);

/** \brief Take the figure for the sum of a column over the rows of some years; `*taken` where it is. */
opis_status opis_hear_of_sum(opis_hearing *h, const opis_year_span *years, int *taken, opis_error *error);

/** \brief A figure for years whose cells are lost: one cell is filled by it, several are told their sum. */
opis_status opis_hear_of_lost(opis_hearing *h, const opis_year_span *years, opis_error *error);
/** \brief Look in the whole book for the two parts of sums that are known. */
opis_status opis_hear_pairs(opis_hearing *h, opis_error *error);
/** \brief Whether the figure's sentence has every word of a column's name, and no other column has that name. */
int opis_hearing_names(const opis_hearing *h, uint32_t column);
/** \brief Whether it names a row: every longer word of its label, or its year. */
int opis_hearing_names_row(const opis_hearing *h, uint32_t row);

/** \brief Take the figure for one that contradicts a cell, if its sentence names that cell and it looks alike. */
opis_status opis_hear_otherwise(opis_hearing *h, opis_error *error);

#endif
