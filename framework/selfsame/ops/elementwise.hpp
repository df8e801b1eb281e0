/// \file
/// Operations that work element by element. Two tensors are broadcast to a common shape by NumPy's rule.
#pragma once

#include "selfsame/core/tensor.hpp"

namespace selfsame {

/// \name Arithmetic, with broadcasting
/// \{

/// Shapes are aligned at the right; sizes must be equal or 1. A plain number on either side stands for a tensor of that
/// value.
/// \throws ShapeError  naming both shapes, where sizes differ and neither is 1
Tensor operator+(const Tensor& a, const Tensor& b);
Tensor operator-(const Tensor& a, const Tensor& b);
Tensor operator*(const Tensor& a, const Tensor& b);
Tensor operator/(const Tensor& a, const Tensor& b);
Tensor operator+(const Tensor& a, Scalar b);
Tensor operator-(const Tensor& a, Scalar b);
Tensor operator*(const Tensor& a, Scalar b);
Tensor operator/(const Tensor& a, Scalar b);
Tensor operator+(Scalar a, const Tensor& b);
Tensor operator-(Scalar a, const Tensor& b);
Tensor operator*(Scalar a, const Tensor& b);
Tensor operator/(Scalar a, const Tensor& b);
Tensor operator-(const Tensor& x);
/// \}

/// \name Functions of one tensor, in its shape
/// \{
Tensor exp(const Tensor& x);                                      ///< e^x
Tensor log(const Tensor& x);                                      ///< natural logarithm; -infinity at 0, NaN below
Tensor sqrt(const Tensor& x);                                     ///< square root; NaN below 0
Tensor pow(const Tensor& x, Scalar exponent);                     ///< x^exponent
Tensor abs(const Tensor& x);                                      ///< |x|; the gradient at 0 is 0
Tensor clamp(const Tensor& x, Scalar low, Scalar high);           ///< x held within [low, high]; no gradient outside
Tensor relu(const Tensor& x);                                     ///< max(x, 0), NaN of NaN; the gradient at 0 is 0
Tensor leaky_relu(const Tensor& x, Scalar slope = Scalar(0.01));  ///< x where x > 0, slope * x elsewhere
Tensor gelu(const Tensor& x);     ///< x * Phi(x), with the error function, not its tanh form (Hendrycks & Gimpel 2016)
Tensor tanh(const Tensor& x);     ///< hyperbolic tangent
Tensor sigmoid(const Tensor& x);  ///< 1 / (1 + e^-x), without overflow
/// \}

/// `a` where `condition` is not 0, `b` elsewhere; the three are broadcast to a common shape. The condition gets no
/// gradient. \throws ShapeError if the shapes do not fit
Tensor where(const Tensor& condition, const Tensor& a, const Tensor& b);

/// In training, each element is set to 0 with probability `p` and the others are scaled by 1 / (1 - p); otherwise `x`
/// itself (Srivastava et al. 2014). \throws UsageError unless 0 <= p < 1
Tensor dropout(const Tensor& x, Scalar p, bool training, Generator& generator = default_generator());

}  // namespace selfsame
