/// \file
/// Learning rates as pure functions of the step, counted from 0: nothing to save, nothing to get out of step.
#pragma once

#include "selfsame/core/types.hpp"

namespace selfsame::optim {

/// The same rate at every step.
double constant(double base);

/// base * factor^(step / every), rounded down: a staircase. \throws Error unless every > 0
double step_decay(double base, Index step, Index every, double factor = 0.1);

/// Half a cosine from `base` at step 0 to 0 at `steps`, and 0 after it (Loshchilov & Hutter 2017).
/// \throws Error unless steps > 0
double cosine(double base, Index step, Index steps);

/// A straight line up to `base` over the first `warmup` steps (base / warmup at step 0), then `cosine` over the rest.
/// \throws Error unless 0 <= warmup < steps
double warmup_cosine(double base, Index step, Index steps, Index warmup);

/// FixMatch's schedule, base * cos(7 pi t / (16 T)): it ends at 0.195 * base (Sohn et al. 2020, section 2.3).
/// \throws Error unless steps > 0
double fixmatch_cosine(double base, Index step, Index steps);

}  // namespace selfsame::optim
