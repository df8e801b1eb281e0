/// \file
/// Activations that are worth a kernel of their own.
#pragma once

#include "selfsame/core/types.hpp"

namespace selfsame::kernels {

/// y_i = x_i Phi(x_i) with the normal distribution function Phi (Hendrycks & Gimpel 2016), and its derivative
/// Phi(x_i) + x_i phi(x_i).
///
/// \param slope  receives the derivatives; null where nobody wants them
///
/// In float, Phi is off by at most 1e-7 (Abramowitz & Stegun 1964, formula 7.1.26): its exponential is the one that the
/// derivative needs as well.
void gelu(Index n, const Scalar* x, Scalar* y, Scalar* slope);

/// The definition, with the standard library's functions.
void gelu_plain(Index n, const Scalar* x, Scalar* y, Scalar* slope);

}  // namespace selfsame::kernels
