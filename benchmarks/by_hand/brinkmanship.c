/* Brinkmanship, the kind drawn after the threat. */
#include "results.h"
void solve(long n, const double *restrict *x, const Results *r) {
  const double *restrict hard = x[0], *restrict risk = x[1];
  double *restrict us = r->us, *restrict ussr = r->ussr;
  double *restrict o0 = r->out[0], *restrict o1 = r->out[1], *restrict o2 = r->out[2];
  double *restrict o3 = r->out[3];
  uint64_t *restrict play = r->play, *restrict answer = r->answer;
  int32_t *restrict count = r->count;
  uint8_t *restrict tied = r->tied, *restrict status = r->status;
  for (long i = 0; i < n; i++) {
    double p = hard[i], q = risk[i];
    double defy_u = q * -10 + (1 - q) * -2;
    double soft = q * -8 + (1 - q) * 2, stern = q * -4 + (1 - q) * 2;
    double soft_gap = -4 - soft, stern_gap = -8 - stern;
    double a = PICK(soft_gap >= 0, 1.0, 0.0), b = PICK(stern_gap >= 0, 1.0, 0.0);
    double soft_tie = PICK(fabs(soft_gap) <= TOL, 1.0, 0.0);
    double stern_tie = PICK(fabs(stern_gap) <= TOL, 1.0, 0.0);
    double u = (1 - p) * PICK(a > 0, 1.0, defy_u) + p * PICK(b > 0, 1.0, defy_u);
    double v = (1 - p) * PICK(a > 0, -4.0, soft) + p * PICK(b > 0, -8.0, stern);
    double gap = u + 2, tie = PICK(fabs(gap) <= TOL, 1.0, 0.0), go = PICK(gap >= 0, 1.0, 0.0);
    double plays = (1 + soft_tie) * (1 + stern_tie), name = 1 + 2 * a + 4 * b;
    double defied = (1 - p) * (1 - a) + p * (1 - b);
    us[i] = PICK(go > 0, u, -2.0);
    ussr[i] = PICK(go > 0, v, 2.0);
    o0[i] = PICK(go > 0, (1 - p) * a + p * b, 0.0);
    o1[i] = 1 - go;
    o2[i] = PICK(go > 0, defied * (1 - q), 0.0);
    o3[i] = PICK(go > 0, defied * q, 0.0);
    play[i] = (uint64_t)PICK(go > 0, name, 0.0);
    answer[i] = (uint64_t)PICK(tie > 0, 8 + name + soft_tie, PICK(go > 0, name + 16 * soft_tie, 0));
    count[i] = (int32_t)PICK(tie > 0, plays + 1, PICK(go > 0, plays, 1.0));
    tied[i] = PICK(tie > 0, 1.0, PICK(go > 0, soft_tie + stern_tie, 0.0)) > 0;
    status[i] = 0;
  }
}
