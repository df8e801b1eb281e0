/// \file
/// How wrong finite differences are, against their step: the U-curve.
#pragma once

#include <string>
#include <vector>

#include "selfsame/report/figures.hpp"

namespace selfsame::tutorials {

/// Errors at one step h: of f(x) = e^x tanh(x), relative, root mean square over 256 points in [0.5, 1.5].
struct DifferenceErrors {
  double step;            ///< h, a power of two, so that h itself is exact
  double float_central;   ///< (f(x + h) - f(x - h)) / 2h, in the library's float
  double double_central;  ///< the same in double
  double double_forward;  ///< (f(x + h) - f(x)) / h in double
};

/// The errors for h = 1/2, 1/4, ..., 2^-45.
std::vector<DifferenceErrors> difference_errors();

/// The error of the library's backward on the same function and points: no step, no U.
double backward_error();

/// The step with the smallest error and that error.
struct BestStep {
  double step;   ///< h
  double error;  ///< relative, root mean square
};

/// \param which  a column: `&DifferenceErrors::float_central`
BestStep best_step(const std::vector<DifferenceErrors>& errors, double DifferenceErrors::*which);

/// `h,float_central,double_central,double_forward` with a line for each step.
std::string errors_csv(const std::vector<DifferenceErrors>& errors);

/// The U-curves on logarithmic axes, with the two laws they follow.
report::Figure errors_figure(const std::vector<DifferenceErrors>& errors, double of_backward);

}  // namespace selfsame::tutorials
