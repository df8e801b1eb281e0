// NT-Xent from its formula. The matrix form is tested against these loops.
#include <cmath>

#include "selfsame/ops/shape.hpp"
#include "selfsame/ssl/cosine.hpp"
#include "selfsame/ssl/nt_xent.hpp"

namespace selfsame::ssl {

// [nt_xent plain form]
double nt_xent_plain(const Tensor& first, const Tensor& second, double temperature) {
  detail::check_views(first, second, temperature);
  //! BEGIN SOLUTION a3.t3
  //! first, second (N, D): row i of both shows image i. cat({first, second}).data() is the array (2N, D) of all views,
  //! and cosine_similarities_plain(a, b), your t2, compares every row of a with every row of b. Sum in double.
  const Index n = first.size(0);
  const Array views = cat({first.detach(), second.detach()}).data();  // (2N, D): views i and i + N show one image
  const Array cosines = cosine_similarities_plain(views, views);      // (2N, 2N)
  double total = 0;
  for (Index i = 0; i < 2 * n; ++i) {
    double sum = 0;
    for (Index k = 0; k < 2 * n; ++k) {
      if (k != i) sum += std::exp(double{cosines(i, k)} / temperature);
    }
    const Index partner = (i + n) % (2 * n);
    total -= double{cosines(i, partner)} / temperature - std::log(sum);
  }
  return total / static_cast<double>(2 * n);
  //! END SOLUTION
}
// [nt_xent plain form]

}  // namespace selfsame::ssl
