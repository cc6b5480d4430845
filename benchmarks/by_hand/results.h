/* The columns of a sweep, one entry a point. */
#include <math.h>
#include <stdint.h>
#define TOL 1e-7
#define PICK(c, a, b) ((c) ? (a) : (b))
typedef struct {
  double *us, *ussr, *out[8];
  uint64_t *play, *answer;
  int32_t *count;
  uint8_t *tied, *status;
} Results;
