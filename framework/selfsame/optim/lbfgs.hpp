/// \file
/// L-BFGS: the minimum of a smooth function of many numbers, without a rate to choose.
#pragma once

#include <functional>
#include <vector>

#include "selfsame/core/types.hpp"

namespace selfsame::optim {

/// A function to be minimised: returns its value at a point, and writes its gradient there into the second argument,
/// which has as many numbers as the point.
using Objective = std::function<double(const std::vector<double>& at, std::vector<double>& gradient)>;

/// Options of `lbfgs`.
struct LbfgsOptions {
  double tolerance = 1e-5;  ///< done when no element of the gradient is larger
  Index steps = 1000;       ///< at most; a function without a minimum would go on for ever
  std::size_t memory = 20;  ///< pairs of moves and changes of the gradient that stand for the curvature
};

/// Where `lbfgs` arrived.
struct Minimum {
  std::vector<double> at;  ///< the point
  double value = 0;        ///< of the function there
  double gradient = 0;     ///< the largest element of the gradient, without its sign
  Index steps = 0;         ///< moves that were made
};

/// Walks from `start` downhill until the gradient vanishes: quasi-Newton steps (Nocedal & Wright 2006, algorithm 7.4),
/// each as long as the weak Wolfe conditions ask for, found by doubling and bisection (Lewis & Overton 2013). In double
/// whatever `Scalar` is, and in the calling thread: the same bits whenever the function's are.
///
/// It stops early where rounding hides any further descent, which `gradient` then tells.
/// \throws Error if the function or its gradient is not finite at `start`
Minimum lbfgs(const Objective& function, std::vector<double> start, const LbfgsOptions& options = {});

}  // namespace selfsame::optim
