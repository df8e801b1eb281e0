#include "selfsame/optim/schedule.hpp"

#include <algorithm>
#include <cmath>

#include "selfsame/core/error.hpp"

namespace selfsame::optim {
namespace {

// How far `step` is on its way, in [0, 1].
double progress(const char* schedule, Index step, Index steps) {
  require<Error>(steps > 0, schedule, ": the number of steps is ", steps, " but must be above 0");
  return static_cast<double>(std::clamp<Index>(step, 0, steps)) / static_cast<double>(steps);
}

}  // namespace

double constant(double base) { return base; }

double step_decay(double base, Index step, Index every, double factor) {
  require<Error>(every > 0, "step_decay: steps between decays are ", every, " but must be above 0");
  return base * std::pow(factor, static_cast<double>(step / every));
}

double cosine(double base, Index step, Index steps) {
  //! BEGIN SOLUTION a2.t10
  //! progress("cosine", step, steps), above, is how far we are: 0 at the first step, 1 at `steps` and after it.
  return base * 0.5 * (1 + std::cos(M_PI * progress("cosine", step, steps)));
  //! END SOLUTION
}

double warmup_cosine(double base, Index step, Index steps, Index warmup) {
  require<Error>(0 <= warmup && warmup < steps, "warmup_cosine: ", warmup, " warm-up steps of ", steps,
                 " steps; there must be at least one after them");
  if (step < warmup) return base * static_cast<double>(step + 1) / static_cast<double>(warmup);
  return cosine(base, step - warmup, steps - warmup);
}

double fixmatch_cosine(double base, Index step, Index steps) {
  return base * std::cos(7.0 / 16 * M_PI * progress("fixmatch_cosine", step, steps));
}

}  // namespace selfsame::optim
