/* The clock, with its constants written in. */
#include "results.h"
#define T 4
void solve(long n, const double *restrict *x, const Results *r) {
  const double *restrict pi = x[0], *restrict sigma = x[1], *restrict cost = x[2];
  double *restrict us = r->us, *restrict ussr = r->ussr;
  double *restrict o0 = r->out[0], *restrict o1 = r->out[1], *restrict o2 = r->out[2];
  double *restrict o3 = r->out[3], *restrict o4 = r->out[4], *restrict o5 = r->out[5];
  double *restrict o6 = r->out[6];
  uint64_t *restrict play = r->play, *restrict answer = r->answer;
  int32_t *restrict count = r->count;
  uint8_t *restrict tied = r->tied, *restrict status = r->status;
  const double turkey = 6 * pow(0.98, 4.5);
  const double give[3] = {-2, -3, -15}, take[3] = {-26, -26 + turkey, -16};
  const double war_u = 0.6 * (-8 - 100) + 0.4 * (-8 - 25), war_v = 0.6 * -100 + 0.4 * -25;
  const double respond = war_v >= -85, even = fabs(war_v + 85) <= TOL;
  const double hit_u = PICK(respond > 0, war_u, -8.0), hit_v = PICK(respond > 0, war_v, -85.0);
  for (long i = 0; i < n; i++) {
    double c = cost[i], h = sigma[i] * 0.8 * 0.3, lost = (1 - h) * pi[i], on = 1 - h - lost;
    double u = 0, v = 0, day = 0, number = 0, set = 0, name = 0, any = 0;
#pragma GCC unroll 8
    for (int o = 0; o < 3; o++) {
      /* Moscow accepts on day k, or stalls; on day T it accepts or lets the missiles stand */
      double a = -25 - c * T, b = 6 - c * T, when = T + 1, plays = 1, sum = 1 << (T + 1), ties = 0;
#pragma GCC unroll 8
      for (int k = T; k >= 0; k--) {
        if (k < T) {
          a = h * (-100 - c * (k + 1)) + lost * (hit_u - c * (k + 1)) + on * a;
          b = h * (-100 - c * (k + 1)) + lost * (hit_v - c * (k + 1)) + on * b;
          plays = plays * (1 + even);
          ties = PICK(even > 0, 1.0, ties);
        }
        double gap = take[o] - c * k - b, tie = PICK(fabs(gap) <= TOL, 1.0, 0.0);
        ties = PICK(tie > 0, 1.0, PICK(gap >= 0, 0.0, ties));
        sum = PICK(tie > 0, sum + (1 << k), PICK(gap >= 0, (double)(1 << k), sum));
        plays = PICK(tie > 0, plays + 1, PICK(gap >= 0, 1.0, plays));
        when = PICK(gap >= 0, (double)k, when);
        a = PICK(gap >= 0, give[o] - c * k, a);
        b = PICK(gap >= 0, take[o] - c * k, b);
      }
      double gap = a - u, same = PICK(o > 0 && fabs(gap) <= TOL, 1.0, 0.0);
      double better = PICK(o == 0 || gap > 0, 1.0, 0.0), own = 64 * o + sum;
      any = PICK(same > 0, 1.0, PICK(better > 0, ties, any));
      set = PICK(same > 0, set + own, PICK(better > 0, own, set));
      number = PICK(same > 0, number + plays, PICK(better > 0, plays, number));
      u = PICK(better > 0, a, u);
      v = PICK(better > 0, b, v);
      name = PICK(better > 0, 8 * o + when, name);
      day = PICK(better > 0, when, day);
    }
    double reach = 1, war = 0, strike = 0;
#pragma GCC unroll 8
    for (int k = 0; k < T; k++) {
      double goes = PICK(day > k, reach, 0.0);
      war += goes * h;
      strike += goes * lost;
      reach = PICK(day > k, reach * on, reach);
    }
    us[i] = u;
    ussr[i] = v;
    o0[i] = PICK(day == 0, 1.0, 0.0);
    o1[i] = PICK(day > 0, PICK(day <= T, reach, 0.0), 0.0);
    o2[i] = PICK(day > T, reach, 0.0);
    o3[i] = PICK(respond > 0, 0.0, strike);
    o4[i] = PICK(respond > 0, 0.4 * strike, 0.0);
    o5[i] = PICK(respond > 0, 0.6 * strike, 0.0);
    o6[i] = war;
    play[i] = (uint64_t)name;
    answer[i] = (uint64_t)set;
    count[i] = (int32_t)number;
    tied[i] = any > 0;
    status[i] = 0;
  }
}
