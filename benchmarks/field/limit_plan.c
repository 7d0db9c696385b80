/* The whole plan of 2013 as close to the machine as plain C goes: the limit that engines are measured by.
   One pass over the units of each population; the rows of a ledger stand in the order of units, those of
   unit u are offsets[u] to offsets[u + 1] - 1. Columns in and out are in the order of plan_native.py.
   What is missing is the least number of its type. The adopted readings are built in. */

#include <stdint.h>

enum { POPULATION = 106 };
enum { NONE8 = INT8_MIN, NONE16 = INT16_MIN, NONE32 = INT32_MIN };
static const int32_t NEW_YEAR = 15706, NEXT_YEAR = 16071; /* days since 1970 of 1 January 2013 and 2014 */
static const int8_t POINTS[7] = {0, 50, 20, 10, 20, 10, 5};

#define IN(kind, number) ((const kind *)in[number])
#define OUT(kind, number) (((kind *)out[number]))
#define ROWS(r, number) for (int64_t r = IN(int64_t, number)[u]; r < IN(int64_t, number)[u + 1]; r++)

static inline int8_t year_row(int32_t day) { return day < NEW_YEAR ? 3 : day < NEXT_YEAR ? 1 : 2; }
static inline int32_t above(int32_t value, int32_t limit) { return value > limit ? value - limit : 0; }

/* Awards: whether that of row a counts rather than that of row b, both of one project and of this year. */
static inline int better(const void *const *in, const int8_t *row, int64_t a, int64_t b) {
    if (POINTS[row[a]] != POINTS[row[b]]) return POINTS[row[a]] > POINTS[row[b]];
    if (row[a] != row[b]) return row[a] > row[b]; /* the district's */
    if (IN(int32_t, 17)[a] != IN(int32_t, 17)[b]) return IN(int32_t, 17)[a] < IN(int32_t, 17)[b];
    return a < b;
}

typedef struct {
    int32_t own, city, host, national, cut_awards, forward, first, cut_indicators, passed, blamed, blames, taken;
    int32_t vetoes, polls, breaches, decisions, kinds, count, score;
    int8_t past;
} Sums;

static void awards(const void *const *in, void *const *out, int64_t u, Sums *s) {
    int8_t *year = OUT(int8_t, 39), *row = OUT(int8_t, 40);
    int16_t *winner = OUT(int16_t, 41);
    ROWS(r, 12) {
        year[r] = year_row(IN(int32_t, 17)[r]);
        row[r] = year[r] == 1 ? (int8_t)(1 + IN(int8_t, 16)[r] * 3 + IN(int8_t, 15)[r]) : NONE8;
    }
    ROWS(r, 12) {
        int64_t best = r;
        winner[r] = NONE16;
        if (year[r] != 1) continue;
        ROWS(other, 12) {
            if (year[other] == 1 && IN(int16_t, 14)[other] == IN(int16_t, 14)[r] && better(in, row, other, best))
                best = other;
        }
        winner[r] = IN(int16_t, 13)[best];
        s->national += row[r] == 1;
        if (best != r) continue;
        s->own += row[r] <= 2 ? POINTS[row[r]] / 10 : 0;
        s->city += row[r] == 3;
        s->host += row[r] >= 4 ? POINTS[row[r]] : 0;
    }
}

static void ledgers(const void *const *in, void *const *out, int64_t u, Sums *s) {
    ROWS(r, 18) {
        int8_t level = IN(int8_t, 19)[r], year = year_row(IN(int32_t, 21)[r]), counts = year == 1;
        int8_t fired = counts && IN(uint8_t, 20)[r] ? (int8_t)(level + 1) : NONE8;
        OUT(int8_t, 42)[r] = year;
        OUT(int8_t, 43)[r] = fired;
        s->blames += counts;
        s->blamed += fired == 1 ? 5 : fired == 2 ? 2 : fired == 3 ? 1 : 0;
    }
    ROWS(r, 22) {
        int16_t before = IN(int16_t, 23)[r], after = IN(int16_t, 24)[r], gain = (int16_t)(before - after);
        OUT(int8_t, 44)[r] = gain >= 6 ? 2 : gain >= 1 ? 1 : NONE8;
        OUT(int8_t, 45)[r] = before == 1 && after == 1 ? 1 : NONE8;
        OUT(int16_t, 46)[r] = gain;
        s->forward += gain >= 6 ? 30 : gain >= 1 ? gain * 5 : 0;
        s->first += before == 1 && after == 1 ? 15 : 0;
    }
    ROWS(r, 25) {
        int8_t year = year_row(IN(int32_t, 28)[r]), passed = (int8_t)IN(uint8_t, 26)[r];
        OUT(int8_t, 47)[r] = year;
        OUT(int8_t, 48)[r] = year == 1 ? (int8_t)(2 - passed) : NONE8;
        s->passed += year == 1 && passed;
        s->taken += year == 1 && !passed ? IN(int32_t, 27)[r] : 0;
    }
    ROWS(r, 29) s->vetoes += (OUT(int8_t, 49)[r] = year_row(IN(int32_t, 30)[r])) == 1;
    ROWS(r, 31) {
        int16_t place = (int16_t)(IN(int16_t, 33)[r] - IN(int16_t, 32)[r] + 1);
        OUT(int8_t, 50)[r] = place <= 10 ? 1 : NONE8;
        OUT(int16_t, 51)[r] = place;
        s->polls += place <= 10;
    }
    ROWS(r, 34) {
        int8_t year = year_row(IN(int32_t, 38)[r]);
        int8_t picked = year == 1 && IN(uint8_t, 35)[r] && IN(uint8_t, 36)[r] && IN(uint8_t, 37)[r];
        OUT(int8_t, 52)[r] = year;
        OUT(int8_t, 53)[r] = picked ? 1 : NONE8;
        s->breaches += picked;
    }
    ROWS(r, 39) if (IN(int16_t, 40)[r] == 2012) s->past = IN(int8_t, 41)[r];
    s->decisions = (int32_t)(IN(int64_t, 42)[u + 1] - IN(int64_t, 42)[u]);
}

static void points(const void *const *in, void *const *out, int64_t u, Sums *s) {
    int32_t town = IN(int8_t, 0)[u] == 0, a = IN(int32_t, 9)[u], b = IN(int32_t, 10)[u], c = IN(int32_t, 11)[u];
    int32_t given, indicators, taken, change;
    if (!town) s->forward = s->first = 0;
    s->cut_awards = above(s->own * 10, 50);
    s->cut_indicators = above(s->forward + s->first, 100);
    s->kinds = (s->vetoes > 0) | (town && s->polls > 0) << 1 | (s->breaches > 0) << 2 | (s->blames > 0) << 3;
    s->count = __builtin_popcount((unsigned)s->kinds);
    given = s->own * 10 + s->city * 10 + s->host - s->cut_awards;
    indicators = s->forward + s->first - s->cut_indicators;
    taken = -(s->blamed * 10000 + s->taken);
    change = (given + indicators) * 1000 + s->passed * 10000 + taken;
    s->score = a == NONE32 ? NONE32 : a + b + c + change;
    OUT(int16_t, 0)[u] = (int16_t)given;
    OUT(int16_t, 1)[u] = (int16_t)indicators;
    OUT(int16_t, 2)[u] = (int16_t)s->passed;
    OUT(int32_t, 3)[u] = taken;
    OUT(int32_t, 4)[u] = change;
    OUT(int32_t, 5)[u] = s->score;
    OUT(int8_t, 7)[u] = (int8_t)s->kinds;
}

static void traces(void *const *out, int64_t u, const Sums *s) {
    const int32_t amounts[16] = {s->own,     s->city,   s->host,   -s->cut_awards, s->forward,  s->first,
                                 -s->cut_indicators, -s->blamed, s->vetoes, s->polls, s->breaches, s->blames,
                                 s->national, s->decisions, s->count, 0};
    for (int column = 0; column < 15; column++) OUT(int16_t, 16 + column)[u] = (int16_t)amounts[column];
    OUT(int32_t, 31)[u] = -s->taken;
    OUT(int8_t, 33)[u] = s->past;
}

/* Bonuses and what else follows from a grade; money in yuan, its floors scaled by 100 and 10. */
static void follow(const void *const *in, void *const *out, int64_t u, int8_t grade, int8_t past) {
    int32_t category = IN(int8_t, 0)[u], home = category <= 1, heads = IN(int32_t, 3)[u], moved = IN(uint8_t, 6)[u];
    static const int8_t RATE[4] = {20, 15, 10, 5}, HOME_ROW[4] = {1, 3, 6, 7}, SEAT_ROW[4] = {2, 4, 8, 8};
    int32_t total = NONE32, chief = NONE32, others = NONE32, then = 0;
    int8_t row = NONE8, floor = NONE8;
    if (category == 3) total = heads * 1000, row = 5;
    if (grade != NONE8) {
        total = home ? (grade == 0 ? 2000 : grade == 1 ? 1000 : 0) * heads : grade == 0 ? 40000 : grade == 1 ? 20000 : 0;
        row = home ? HOME_ROW[grade] : SEAT_ROW[grade];
        chief = total == 0 ? 0 : home ? (grade == 0 ? 300000 : 150000) * IN(int32_t, 4)[u] : total * 25;
        others = total == 0 ? 0 : home ? (grade == 0 ? 24000 : 12000) * IN(int32_t, 5)[u] : total * 5;
        floor = (int8_t)(total == 0 ? 1 : grade * 2 + (home ? 2 : 3));
        if (grade == 0) then = 1;
        if (grade == 2) then = 2 + (past != 2 ? 0 : home ? (moved ? 12 : 28) : moved ? 0 : 32);
        if (grade == 3 && home) then = 28 + (past != 3 ? 0 : moved ? 640 : 896);
        if (grade == 3 && !home) then = 64 + (past != 3 ? 0 : moved ? 5120 : 7168);
    }
    OUT(int8_t, 10)[u] = grade == NONE8 ? NONE8 : RATE[grade];
    OUT(int32_t, 11)[u] = total;
    OUT(int32_t, 12)[u] = chief;
    OUT(int32_t, 13)[u] = others;
    OUT(int8_t, 14)[u] = grade == NONE8 || !home ? NONE8 : grade < 3;
    OUT(int16_t, 15)[u] = (int16_t)then;
    OUT(int8_t, 37)[u] = row;
    OUT(int8_t, 38)[u] = floor;
}

static void grade(const void *const *in, void *const *out, int64_t first, const Sums *sums, int own) {
    const Sums *s = sums + own;
    int64_t u = first + own;
    int8_t series = IN(int8_t, 1)[u], by_score = NONE8, row = NONE8, found = NONE8, pending = NONE8, seat = NONE8;
    int16_t rank = NONE16;
    if (series >= 0) {
        int32_t ahead = 0, eligible_ahead = 0;
        int low = own, high = own + 1; /* the units of a series stand together */
        while (low > 0 && IN(int8_t, 1)[first + low - 1] == series) low--;
        while (high < POPULATION && IN(int8_t, 1)[first + high] == series) high++;
        for (int other = low; other < high; other++) {
            int is_ahead = sums[other].score > s->score;
            ahead += is_ahead;
            eligible_ahead += is_ahead && sums[other].count == 0;
        }
        rank = (int16_t)(ahead + 1);
        seat = s->count == 0 && eligible_ahead < IN(int8_t, 2)[u];
        by_score = s->score >= 7000000 ? 1 : s->score >= 6000000 ? 2 : 3;
        row = s->count >= 2 && s->decisions > 0 ? 1
              : seat                            ? 2
              : s->count == 0 && by_score == 1 && s->national > 0 && IN(uint8_t, 7)[u] && IN(uint8_t, 8)[u]
                  ? 3
                  : (int8_t)(by_score + 3);
        found = row == 1 ? 3 : row <= 3 ? 0 : (int8_t)(row - 3);
        pending = s->count >= 2 && s->decisions == 0;
    }
    OUT(int16_t, 6)[u] = rank;
    OUT(int8_t, 8)[u] = found;
    OUT(int8_t, 9)[u] = pending;
    OUT(int8_t, 32)[u] = seat;
    OUT(int8_t, 34)[u] = by_score;
    OUT(int8_t, 35)[u] = row;
    OUT(int8_t, 36)[u] = pending == NONE8 ? NONE8 : (int8_t)(2 - pending);
    follow(in, out, u, found, s->past);
}

void plan(const void *const *in, void *const *out, int64_t populations) {
    for (int64_t p = 0; p < populations; p++) {
        Sums sums[POPULATION] = {0};
        int64_t first = p * POPULATION;
        for (int own = 0; own < POPULATION; own++) {
            sums[own].past = NONE8;
            awards(in, out, first + own, sums + own);
            ledgers(in, out, first + own, sums + own);
            points(in, out, first + own, sums + own);
            traces(out, first + own, sums + own);
        }
        for (int own = 0; own < POPULATION; own++) grade(in, out, first, sums, own);
    }
}
