#include "selfsame/ssl/nt_xent.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/linalg.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/shape.hpp"

namespace selfsame::ssl {
namespace {

void check(const Tensor& first, const Tensor& second, double temperature) {
  require(first.dim() == 2 && first.shape() == second.shape() && first.size(0) >= 1, "nt_xent: views ", first.shape(),
          " and ", second.shape(), " must have one shape (N, D)");
  require<UsageError>(temperature > 0, "nt_xent: temperature ", temperature, " must be above 0");
}

}  // namespace

// [nt_xent matrix form]
Tensor nt_xent(const Tensor& first, const Tensor& second, Scalar temperature) {
  check(first, second, double{temperature});
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
}
// [nt_xent matrix form]

// [nt_xent plain form]
double nt_xent_plain(const Tensor& first, const Tensor& second, double temperature) {
  check(first, second, temperature);
  const Index n = first.size(0);
  const Index width = first.size(1);
  std::vector<std::vector<double>> z;
  for (const Tensor* view : {&first, &second}) {
    for (Index i = 0; i < n; ++i) {
      std::vector<double> row;
      double squares = 0;
      for (Index d = 0; d < width; ++d) {
        row.push_back(double{view->data()(i, d)});
        squares += row.back() * row.back();
      }
      for (double& value : row) value /= std::sqrt(squares);
      z.push_back(row);
    }
  }
  const auto similarity = [&](std::size_t i, std::size_t j) {
    double dot = 0;
    for (std::size_t d = 0; d < z[i].size(); ++d) dot += z[i][d] * z[j][d];
    return dot / temperature;
  };
  const auto half = static_cast<std::size_t>(n);
  double total = 0;
  for (std::size_t i = 0; i < 2 * half; ++i) {
    const std::size_t partner = (i + half) % (2 * half);
    double sum = 0;
    for (std::size_t k = 0; k < 2 * half; ++k) {
      if (k != i) sum += std::exp(similarity(i, k));
    }
    total -= similarity(i, partner) - std::log(sum);
  }
  return total / static_cast<double>(2 * half);
}
// [nt_xent plain form]

}  // namespace selfsame::ssl
