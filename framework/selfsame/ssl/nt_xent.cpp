#include "selfsame/ssl/nt_xent.hpp"

#include <limits>

#include "selfsame/core/ranks.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/linalg.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/shape.hpp"

namespace selfsame::ssl {

void detail::check_views(const Tensor& first, const Tensor& second, double temperature) {
  require(first.dim() == 2 && first.shape() == second.shape() && first.size(0) >= 1, "nt_xent: views ", first.shape(),
          " and ", second.shape(), " must have one shape (N, D)");
  require<UsageError>(temperature > 0, "nt_xent: temperature ", temperature, " must be above 0");
}

// [nt_xent matrix form]
Tensor nt_xent(const Tensor& first, const Tensor& second, Scalar temperature) {
  detail::check_views(first, second, double{temperature});
  if (several_ranks()) return detail::nt_xent_over_ranks(first, second, temperature);
  //! BEGIN SOLUTION a3.t4
  //! first, second (N, D). Operations: l2_normalize, cat({a, b}), permute(z, {1, 0}), matmul, where(condition, a, b)
  //! with a condition of ones and zeros, full(shape, value), cross_entropy(scores, classes). The gradient comes by
  //! itself.
  const Index n = first.size(0);
  const Tensor z = l2_normalize(cat({first, second}));                    // (2N, D) unit rows
  const Tensor similarity = matmul(z, permute(z, {1, 0})) / temperature;  // (2N, 2N)

  // A view must not be compared with itself. Setting the diagonal to -infinity takes it out of value and gradient;
  // subtracting exp(1 / temperature) from the sum instead would leave a wrong gradient behind.
  Array diagonal = filled({2 * n, 2 * n}, 0);
  for (Index i = 0; i < 2 * n; ++i) diagonal(i, i) = 1;
  const Tensor others = where(Tensor(diagonal), full({1}, -std::numeric_limits<Scalar>::infinity()), similarity);

  Indices partner(static_cast<std::size_t>(2 * n));  // row i and row i + N show one image
  for (std::size_t i = 0; i < partner.size(); ++i) partner[i] = (static_cast<Index>(i) + n) % (2 * n);
  return cross_entropy(others, partner);
  //! END SOLUTION
}
// [nt_xent matrix form]

}  // namespace selfsame::ssl
