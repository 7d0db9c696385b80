/* The simplified pipeline as close to the machine as plain C goes: the limit that engines are measured by.
   Columns are int32, in the order of INPUTS; bonuses are scaled by 10, scores by 100. */

#include <stdint.h>

typedef const int32_t *restrict column;

static inline int32_t positive(int32_t gain) { return gain > 0 ? gain : 0; }
static inline int32_t least(int32_t a, int32_t b) { return a < b ? a : b; }

#define BONUS(i)                                                                                              \
    (least(50, 50 * in[5][i] + 20 * in[6][i]) + 10 * in[7][i] +                                               \
     least(100, least(30, 5 * (positive(in[8][i]) + positive(in[9][i]) + positive(in[10][i]) +                \
                               positive(in[11][i]) + positive(in[12][i]))) +                                  \
                    15 * (in[13][i] + in[14][i] + in[15][i] + in[16][i] + in[17][i])) -                       \
     50 * in[18][i] - 20 * in[19][i] - 10 * in[20][i])

/* Bonus, score and grade; eligible units have their seat. */
void tables(const int32_t *const *columns, int64_t n, int32_t *restrict bonus, int32_t *restrict score,
            int8_t *restrict grade) {
    column in[21];
    for (int c = 0; c < 21; c++) in[c] = columns[c];
    for (int64_t i = 0; i < n; i++) {
        int32_t b = BONUS(i), s = in[0][i] + in[1][i] + in[2][i] + 10 * b;
        int32_t good = s >= 70000, fair = s >= 60000;
        bonus[i] = b;
        score[i] = s;
        grade[i] = (int8_t)((fair + good + (good & in[4][i])) * (1 - in[3][i]));
    }
}

/* The same with seats by rank: sizes[k] units of series k follow each other, places[k] of them have a seat. */
void pipeline(const int32_t *const *columns, int64_t populations, const int32_t *sizes, const int32_t *places,
              int32_t series, int32_t *restrict bonus, int32_t *restrict score, int8_t *restrict grade) {
    column in[21];
    int64_t first = 0;
    for (int c = 0; c < 21; c++) in[c] = columns[c];
    for (int64_t p = 0; p < populations; p++) {
        for (int32_t k = 0; k < series; k++) {
            int32_t running[64], size = sizes[k];
            for (int32_t u = 0; u < size; u++) {
                int64_t i = first + u;
                int32_t b = BONUS(i), s = in[0][i] + in[1][i] + in[2][i] + 10 * b;
                bonus[i] = b;
                score[i] = s;
                running[u] = (s >= 70000) & in[4][i] & (1 - in[3][i]) ? s : 0;
            }
            for (int32_t u = 0; u < size; u++) {
                int64_t i = first + u;
                int32_t ahead = 0, s = score[i];
                for (int32_t other = 0; other < size; other++) ahead += running[other] > s;
                int32_t seat = (running[u] > 0) & (ahead < places[k]), good = s >= 70000, fair = s >= 60000;
                grade[i] = (int8_t)((fair + good + seat) * (1 - in[3][i]));
            }
            first += size;
        }
    }
}
