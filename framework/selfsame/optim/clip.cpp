#include "selfsame/optim/clip.hpp"

#include <cmath>

#include "selfsame/kernels/elementwise.hpp"
#include "selfsame/optim/vector_norm.hpp"

namespace selfsame::optim {

double clip_grad_norm(std::vector<Tensor> parameters, double max_norm) {
  require<Error>(max_norm > 0, "clip_grad_norm: the largest norm is ", max_norm, " but must be above 0");
  double squares = 0;
  for (const Tensor& p : parameters) {
    if (p.has_grad()) squares += sum_of_squares(p.grad());
  }
  const double norm = std::sqrt(squares);
  require<Error>(std::isfinite(norm), "clip_grad_norm: the gradient's norm is ", norm,
                 "; put an AnomalyGuard around the step to find where that began");
  if (norm <= max_norm) return norm;
  const auto scale = Scalar(max_norm / norm);
  for (Tensor& p : parameters) {
    if (p.has_grad()) p.set_grad(kernels::map(p.grad(), [scale](Scalar g) { return scale * g; }));
  }
  return norm;
}

}  // namespace selfsame::optim
