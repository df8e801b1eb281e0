// NT-Xent where each rank has a share of the batch: its views are compared with those of all ranks.
#include <limits>

#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/gather_over_ranks.hpp"
#include "selfsame/ops/linalg.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/shape.hpp"
#include "selfsame/ssl/nt_xent.hpp"

namespace selfsame::ssl {

Tensor detail::nt_xent_over_ranks(const Tensor& first, const Tensor& second, Scalar temperature) {
  const Tensor own = l2_normalize(cat({first, second}));  // (2n, D) unit rows
  const Index n = first.size(0), begin = first_row_of_rank(n);
  const Tensor all =
      cat({gather_over_ranks(slice(own, 0, 0, n)), gather_over_ranks(slice(own, 0, n, 2 * n))});  // (2N, D)
  const Index images = all.size(0) / 2;
  const Tensor similarity = matmul(own, permute(all, {1, 0})) / temperature;  // (2n, 2N)

  Array itself = filled({2 * n, 2 * images}, 0);  // a view is not compared with itself
  Indices partner(static_cast<std::size_t>(2 * n));
  for (Index i = 0; i < n; ++i) {
    itself(i, begin + i) = itself(n + i, images + begin + i) = 1;
    partner[static_cast<std::size_t>(i)] = images + begin + i;
    partner[static_cast<std::size_t>(n + i)] = begin + i;
  }
  return cross_entropy(where(Tensor(itself), full({1}, -std::numeric_limits<Scalar>::infinity()), similarity), partner);
}

}  // namespace selfsame::ssl
