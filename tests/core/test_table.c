#include "check.h"

#include "opis.h"

static char *text;
static size_t text_length, text_capacity;

static void print_text(const char *more) {
    size_t length = strlen(more);
    if (text_length + length + 1 > text_capacity) {
        text_capacity = (text_length + length + 1) * 2;
        text = realloc(text, text_capacity);
        if (!text) abort();
    }
    memcpy(text + text_length, more, length + 1);
    text_length += length;
}

static opis_reader *reader;
static opis_book *book;

static void begin(void) {
    text_length = 0;
    print_text("The wardens counted what the scales had shown, and the clerks of the board\n");
    print_text("wrote it down in a fair hand.\n\n");
}

static int read_text(void) {
    opis_error error;
    opis_book_free(book);
    book = opis_read(reader, text, text_length, &error);
    if (!book) printf("    error: %s\n", error.message);
    return book != NULL;
}

static const opis_cell *cell_at(int row, int column) {
    opis_rows rows = opis_book_rows(book, OPIS_CELL);
    const opis_cell *cells = rows.rows;
    for (size_t i = 0; i < rows.count; i++)
        if (cells[i].row_index == row && cells[i].column_index == column) return &cells[i];
    return NULL;
}

static const char *title_found(void) {
    static char found[256];
    opis_rows rows = opis_book_rows(book, OPIS_TABLE);
    const opis_table *table = rows.count == 1 ? rows.rows : NULL;
    snprintf(found, sizeof found, "%.*s", table ? (int)table->title.length : 0,
             table ? opis_book_text(book, table->title) : "");
    return found;
}

/* A row of the grid: label, then each value with a mark for its status: "1921: 5 7! 9? - 3x". */
static const char *row_found(int row) {
    static char found[512];
    size_t used = 0;
    found[0] = '\0';
    for (int column = 0; used < sizeof found - 64; column++) {
        const opis_cell *cell = cell_at(row, column);
        if (!cell) break;
        if (column == 0)
            used +=
                (size_t)snprintf(found, sizeof found, "%.*s:", (int)cell->row.length, opis_book_text(book, cell->row));
        static const char *const marks[] = {"", "!", "?", "-", "x"};
        if (isnan(cell->value))
            used += (size_t)snprintf(found + used, sizeof found - used, " -");
        else
            used +=
                (size_t)snprintf(found + used, sizeof found - used, " %g%s", cell->value, marks[cell->record.status]);
    }
    return found;
}

static const char *column_found(int column) {
    static char found[256];
    const opis_cell *cell = cell_at(0, column);
    snprintf(found, sizeof found, "%.*s", cell ? (int)cell->col.length : 0,
             cell ? opis_book_text(book, cell->col) : "");
    return found;
}

static const opis_table *only_table(void) {
    opis_rows rows = opis_book_rows(book, OPIS_TABLE);
    return rows.count == 1 ? rows.rows : NULL;
}

static void test_row_by_row(void) {
    begin();
    print_text("Table I .  Barges laid up and mended, 193 1-34\n\n");
    print_text("Barges laid\nup Barges mended All cases\n\n");
    print_text("1931 412 1,305 1,717\ni932 288 2,410 2,698\n1 933 97 1,181 1,278\n1934 530 64 594\n");
    print_text("Total 1,327 4,960 6,287\n\nSource: TsGA, f. 2, op. 1, d. 5.\n\nThe winter was long.\n");
    CHECK_OR_STOP(read_text());
    const opis_table *table = only_table();
    CHECK_OR_STOP(table != NULL);
    CHECK_EQUAL_INT(table->number, 1);
    CHECK_EQUAL_BYTES(opis_book_text(book, table->title), table->title.length, "Barges laid up and mended, 1931-34");
    CHECK_EQUAL_INT(table->end_line, 15);
    CHECK_EQUAL_INT(table->row_count, 5);
    CHECK_EQUAL_TEXT(column_found(0), "Barges laid up");
    CHECK_EQUAL_TEXT(column_found(2), "All cases");
    CHECK_EQUAL_TEXT(row_found(1), "1932: 288 2410 2698");
    CHECK_EQUAL_TEXT(row_found(2), "1933: 97 1181 1278");
}

/* 412 + 288 + 97 + 530 = 1,327 and 97 + 1,181 = 1,278. */
static void test_sums_prove_a_damaged_cell(void) {
    begin();
    print_text("Table 1. Barges laid up and mended, 1931-34\n\nBarges laid\nup Barges mended All cases\n\n");
    print_text("1931 412 1,305 1,717\n1932 288 2,410 2,698\n1933 g7 1,181 1,278\n1934 530 64 594\n");
    print_text("Total 1,327 4,960 6,287\n\nSource: TsGA, f. 2, op. 1, d. 5.\n\nThe winter was long.\n");
    CHECK_OR_STOP(read_text());
    CHECK_EQUAL_TEXT(row_found(2), "1933: 97! 1181 1278");
    CHECK(cell_at(2, 0)->evidence.length != OPIS_NULL_TEXT);
}

/* Both columns add up to 100.0, so the single figures are of the second. */
static void test_shares_place_single_figures(void) {
    begin();
    print_text("Table 1. Losses by cause, 1931 (% of all losses)\n\nTrust report Board report\n\n");
    print_text("Damp 10.5 30.0\nFire 9.5 20.0\nRats, mice,  20.0 19.5\nand so on\nTheft 16.5\nNeglect 4.0\n");
    print_text("Unexplained 60.0 10.0\n\nSource: TsGA, f. 2, op. 1, d. 5.\n\nThe winter was long.\n");
    CHECK_OR_STOP(read_text());
    CHECK_EQUAL_TEXT(row_found(2), "Rats, mice, and so on: 20 19.5");
    CHECK(!cell_at(3, 0) && !cell_at(4, 0)); /* printed empty */
    CHECK_OR_STOP(cell_at(3, 1) && cell_at(4, 1));
    CHECK(cell_at(3, 1)->value == 16.5 && cell_at(4, 1)->value == 4);
}

/* 300 of 1,000 are 30 percent, 90 of 600 are 15, and 200 of 800 are 25, not 71. */
static void test_a_share_that_its_row_contradicts(void) {
    begin();
    print_text("Table 1. Cargoes weighed, 1931\n\nB: Number and\n% of col. A\nA: Cargoes found\nweighed short\n\n");
    print_text("Pier 1,000 300 (30%)\nMill 600 90 (15%)\nLock 800 200 (71%)\n\n");
    print_text("Source: TsGA, f. 2, op. 1, d. 5.\n\nThe winter was long.\n");
    CHECK_OR_STOP(read_text());
    CHECK_EQUAL_TEXT(column_found(0), "A: Cargoes weighed");
    CHECK_EQUAL_TEXT(column_found(2), "B: found short, % of col. A");
    CHECK_EQUAL_TEXT(row_found(2), "Lock: 800 200 71x");
}

static void test_column_by_column(void) {
    begin();
    print_text("Table 2. Barges laid up and mended, 1931-34\n\nBarges laid\nup Barges mended\n\n");
    print_text("1931\n193z\n1933\n\n'934\nTotal\n\n412\n288\n\n97\n530\n1,327\n\n1,305\n2,410\n1,181\n64\n4,960\n\n");
    print_text("Source: TsGA, f. 2, op. 1, d. 5.\n\nThe winter was long.\n");
    CHECK_OR_STOP(read_text());
    CHECK_EQUAL_INT(only_table()->column_count, 2);
    CHECK_EQUAL_TEXT(row_found(1), "1932: 288 2410");
    CHECK_EQUAL_TEXT(row_found(3), "1934: 530 64");
    CHECK_EQUAL_TEXT(row_found(4), "Total: 1327 4960");
}

/* The heads behind the last figures promise columns that the scan lost. */
static void test_lost_columns_are_missing(void) {
    begin();
    print_text("Table 2. Barges laid up, 1931-35\n\nBarges\n\nYear\n1931\n1932\n1933\n1934\n\nTotal\n\n");
    print_text("412\n288\n97\n530\n\nLaid up\nfor repair\n\n40\n28\n7\n53\n\nSunk Sold\n\n1935 12 8\n\n");
    print_text("Source: TsGA, f. 2, op. 1, d. 5.\n\nThe winter was long.\n");
    CHECK_OR_STOP(read_text());
    CHECK_EQUAL_INT(only_table()->column_count, 4);
    CHECK_EQUAL_TEXT(column_found(1), "Barges: Laid up for repair");
    CHECK_EQUAL_TEXT(column_found(3), "Sold");
    CHECK_EQUAL_TEXT(row_found(3), "1934: 530 53 - -");
    CHECK_EQUAL_TEXT(row_found(4), "1935: - - 12 8");
    CHECK_EQUAL_INT(cell_at(3, 2)->record.status, OPIS_MISSING);
    CHECK_EQUAL_INT(cell_at(3, 2)->record.start, cell_at(3, 2)->record.end);
}

/* 612 is more than all cases of 1933, and so is of 1934 and 88 of 1935; where the gap above them is stays open. */
static void test_totals_place_a_short_column(void) {
    begin();
    print_text("Table 1. Barges, 1931-35\n\nBarges\n\nYear\n1931\n1932\n1933\n1934\n1935\n\nTotal\n\n");
    print_text("412\n388\n297\n930\n614\n\nLaid up\n\n305\n211\n118\n53\n307\n\nMended\n\n90\n\n64\n612\n88\n\n");
    print_text("Source: TsGA, f. 2, op. 1, d. 5.\n\nThe winter was long.\n");
    CHECK_OR_STOP(read_text());
    CHECK_EQUAL_INT(only_table()->column_count, 3);
    CHECK_EQUAL_TEXT(row_found(0), "1931: 412 305 90?");
    CHECK_EQUAL_TEXT(row_found(1), "1932: 388 211 -");
    CHECK_EQUAL_TEXT(row_found(2), "1933: 297 118 64?");
    CHECK_EQUAL_TEXT(row_found(3), "1934: 930 53 612");
    CHECK_EQUAL_TEXT(row_found(4), "1935: 614 307 88");
}

/* The prose has 60,110 for both lost years; far away it has 41,015 for the one and, damaged, 19,095 for the other. */
static void test_two_distant_figures_fill_lost_cells(void) {
    begin();
    print_text("Table 1. Barges, 1931-34\n\nBarges\n\nYear\n1931\n1932\n1933\n1934\n\nTotal\n\n412\n288\n297\n530\n\n");
    print_text("Laid up\n\n305\n241\n118\n53\n\nMended Sunk\n\n1935 12 8\n\n");
    print_text("Source: TsGA, f. 2, op. 1, d. 5.\n\n");
    print_text("In all, 60,110 barges were sunk in 1933-34. The board said nothing of it.\n\n");
    for (int i = 0; i < 500; i++) print_text("The winter was long, and the board met once a month.\n");
    print_text("The numbers of 1934 (41,015) were no worse than those of 1933 (19,0951, said the clerk.\n");
    CHECK_OR_STOP(read_text());
    CHECK_EQUAL_INT(only_table()->column_count, 4);
    CHECK_EQUAL_TEXT(row_found(2), "1933: 297 118 - 19095!");
    CHECK_EQUAL_TEXT(row_found(3), "1934: 530 53 - 41015!");
}

/* 12,410 + 30,288 = 42,698: the prose proves the figure of 1932 that lost its first digit to a letter. */
static void test_the_prose_proves_a_damaged_cell(void) {
    begin();
    print_text("Table 1. Barges laid up, 1931-33\n\nBarges laid up Crews dismissed\n\n");
    print_text("1931 12,410 305\n1932 3o,288 77\n1933 91,181 64\n\nSource: TsGA, f. 2, op. 1, d. 5.\n\n");
    print_text("The board laid up 42,698 barges in the course of 1931-32, and the crews went home\nwithout pay.\n");
    CHECK_OR_STOP(read_text());
    CHECK_EQUAL_TEXT(row_found(1), "1932: 30288! 77");
}

static const char *evidence_of(int row, int column) {
    static char found[512];
    const opis_cell *cell = cell_at(row, column);
    int length = cell && cell->evidence.length != OPIS_NULL_TEXT ? (int)cell->evidence.length : 0;
    snprintf(found, sizeof found, "%.*s", length, length ? opis_book_text(book, cell->evidence) : "");
    return found;
}

/* 12,410 + 30,287 is two less than 42,699: a nought may be a two, or a seven a nine. */
static void test_of_two_figures_either_may_be_misread(void) {
    begin();
    print_text("Table 1. Barges laid up, 1931-33\n\nBarges laid up Crews dismissed\n\n");
    print_text("1931 12,410 305\n1932 30,287 77\n1933 91,181 64\n\nSource: TsGA, f. 2, op. 1, d. 5.\n\n");
    print_text("The board laid up 42,699 barges in the course of 1931-32, and the crews went home\nwithout pay.\n");
    CHECK_OR_STOP(read_text());
    CHECK_EQUAL_TEXT(row_found(0), "1931: 12410? 305");
    CHECK_EQUAL_TEXT(row_found(1), "1932: 30289? 77");
    CHECK(strstr(evidence_of(0, 0), "which is open: 12,410 + 30,289 or 12,412 + 30,287") != NULL);
}

static opis_testimony testimony_of_only_witness(void) {
    size_t count;
    const opis_table_witness *witnesses = opis_book_witnesses(book, 0, &count);
    CHECK_EQUAL_INT(count, 1);
    return count == 1 ? (opis_testimony)witnesses[0].testimony : OPIS_CONFIRMS;
}

/* No scan takes 30 for 47; that a seven is a one in print, it may make. */
static void test_the_prose_contradicts_a_cell(void) {
    static const char *const figures[][2] = {{"30,288", "1932: 47288x 77"}, {"41,288", "1932: 47288? 77"}};
    for (size_t i = 0; i < 2; i++) {
        begin();
        print_text("Table 1. Barges laid up, 1931-33\n\nBarges laid up Crews dismissed\n\n");
        print_text("1931 12,410 305\n1932 47,288 77\n1933 91,181 64\n\nSource: TsGA, f. 2, op. 1, d. 5.\n\n");
        print_text("The barges that the board laid up in 1932 were ");
        print_text(figures[i][0]);
        print_text(" and the crews went home\nwithout pay.\n");
        CHECK_OR_STOP(read_text());
        CHECK_EQUAL_TEXT(row_found(1), figures[i][1]);
        CHECK_EQUAL_INT(testimony_of_only_witness(), OPIS_CONTRADICTS);
    }
}

/* A figure of both columns, of no row, or unlike the cell's is one of something else. */
static void test_other_figures_contradict_nothing(void) {
    static const char *const sentences[] = {
        "The barges laid up in 1932, and the crews dismissed, were 30,288 in all.\n",
        "The barges that the board laid up were 30,288 that year.\n",
        "The barges that the board laid up in 1932 were 19,564 at the end.\n",
    };
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        size_t count;
        begin();
        print_text("Table 1. Barges laid up, 1931-33\n\nBarges laid up Crews dismissed\n\n");
        print_text("1931 12,410 305\n1932 47,288 77\n1933 91,181 64\n\nSource: TsGA, f. 2, op. 1, d. 5.\n\n");
        print_text(sentences[i]);
        CHECK_OR_STOP(read_text());
        CHECK_EQUAL_TEXT(row_found(1), "1932: 47288 77");
        opis_book_witnesses(book, 0, &count);
        CHECK_EQUAL_INT(count, 0);
    }
}

/* The years of the title are those of the first and the last row. */
static void test_a_title_has_the_years_of_its_rows(void) {
    begin();
    print_text("Table 1. Barges laid up, 1q+1-33\n\nBarges laid up Crews dismissed\n\n");
    print_text("1931 12,410 305\n1932 30,287 77\n1933 91,181 64\n\nSource: TsGA, f. 2, op. 1, d. 5.\n");
    CHECK_OR_STOP(read_text());
    CHECK_EQUAL_TEXT(title_found(), "Barges laid up, 1931-33");
    begin();
    print_text("Table 1. Barges laid up, 1q+1-35\n\nBarges laid up Crews dismissed\n\n");
    print_text("1931 12,410 305\n1932 30,287 77\n1933 91,181 64\n\nSource: TsGA, f. 2, op. 1, d. 5.\n");
    CHECK_OR_STOP(read_text());
    CHECK_EQUAL_TEXT(title_found(), "Barges laid up, 1q+1-35");
}

/* The mark of a footnote was read as a letter: the book has the word without it. */
static void test_the_head_of_a_column_loses_its_footnote_mark(void) {
    for (int times = 1; times <= 3; times += 2) {
        begin();
        for (int i = 0; i < times; i++) print_text("The board sent a memo, and the mill sent none.\n");
        print_text("\nTable 1. Reasons for delay\n\nBoard memoL Mill letter\n\n");
        print_text("Ice 12,410 305\nFog 30,287 77\nWind 91,181 64\n\nSource: TsGA, f. 2, op. 1, d. 5.\n");
        CHECK_OR_STOP(read_text());
        CHECK_EQUAL_TEXT(column_found(0), times == 3 ? "Board memo" : "Board memoL");
    }
}

static void test_sentences_are_no_tables(void) {
    begin();
    print_text("Table 3 shows what the wardens counted in the first year. The figures are given in\n");
    print_text("Table 4. The winter was long, and the board met once a month to hear of it and to\n");
    print_text("write letters.\n");
    CHECK_OR_STOP(read_text());
    CHECK_EQUAL_INT(opis_book_rows(book, OPIS_TABLE).count, 0);
    CHECK_EQUAL_INT(opis_book_rows(book, OPIS_CELL).count, 0);
}

static void test_a_table_of_many_rows(void) {
    begin();
    print_text("Table 1. Barges by number\n\nLaid up Mended\n\n");
    for (int i = 0; i < 100000; i++) print_text("Barge 12 17\n");
    print_text("\nSource: TsGA, f. 2, op. 1, d. 5.\n");
    CHECK_OR_STOP(read_text());
    CHECK_EQUAL_INT(opis_book_rows(book, OPIS_CELL).count, 200000);
}

int main(void) {
    opis_error error;
    reader = opis_reader_new(&error);
    if (!reader) return printf("error: %s\n", error.message), 1;
    CHECK_RUN(test_row_by_row);
    CHECK_RUN(test_sums_prove_a_damaged_cell);
    CHECK_RUN(test_shares_place_single_figures);
    CHECK_RUN(test_a_share_that_its_row_contradicts);
    CHECK_RUN(test_column_by_column);
    CHECK_RUN(test_lost_columns_are_missing);
    CHECK_RUN(test_totals_place_a_short_column);
    CHECK_RUN(test_two_distant_figures_fill_lost_cells);
    CHECK_RUN(test_the_prose_proves_a_damaged_cell);
    CHECK_RUN(test_of_two_figures_either_may_be_misread);
    CHECK_RUN(test_the_prose_contradicts_a_cell);
    CHECK_RUN(test_other_figures_contradict_nothing);
    CHECK_RUN(test_a_title_has_the_years_of_its_rows);
    CHECK_RUN(test_the_head_of_a_column_loses_its_footnote_mark);
    CHECK_RUN(test_sentences_are_no_tables);
    CHECK_RUN(test_a_table_of_many_rows);
    opis_book_free(book);
    opis_reader_free(reader);
    free(text);
    return check_report();
}
