#include "selfsame/ssl/pirl.hpp"

#include <algorithm>
#include <cmath>

#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/linalg.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/reduce.hpp"
#include "selfsame/ops/shape.hpp"

namespace selfsame::ssl {
namespace {

Array rows_of(const Array& bank, const Indices& rows) {
  require(bank.dimension() == 2, "pirl_loss: bank ", bank.shape(), "; (n, P) is expected");
  const Index width = bank.shape()[1];
  Array some = empty({static_cast<Index>(rows.size()), width});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    require(0 <= rows[i] && rows[i] < bank.shape()[0], "pirl_loss: row ", rows[i], " is not in the bank ",
            bank.shape());
    std::copy_n(bank.data() + rows[i] * width, width, some.data() + static_cast<Index>(i) * width);
  }
  return some;
}

}  // namespace

// [bank nce]
Tensor bank_nce(const Tensor& vectors, const Array& own, const Array& negatives, Scalar temperature) {
  require(vectors.dim() == 2 && vectors.shape() == own.shape() && negatives.dimension() == 2 &&
              negatives.shape()[0] >= 1 && negatives.shape()[1] == vectors.size(1),
          "bank_nce: vectors ", vectors.shape(), ", own ", own.shape(), ", negatives ", negatives.shape(),
          "; (B, P), (B, P) and (N, P) are expected");
  require<UsageError>(temperature > 0, "bank_nce: temperature ", temperature, " must be above 0");
  //! BEGIN SOLUTION a3.t9
  //! vectors (B, P), own (B, P), negatives (N, P). Operations: l2_normalize, sum(x, {1}, true), matmul,
  //! permute(x, {1, 0}), cat({a, b}, 1), cross_entropy(scores, classes). Tensor(array) is a constant.
  const Tensor v = l2_normalize(vectors);                                         // (B, P)
  const Tensor to_own = sum(v * Tensor(own), {1}, true);                          // (B, 1) cosines
  const Tensor to_others = matmul(v, permute(Tensor(negatives), {1, 0}));         // (B, N)
  const Tensor scores = cat({to_own, to_others}, 1) / temperature;                // (B, 1 + N)
  return cross_entropy(scores, Indices(static_cast<std::size_t>(v.size(0)), 0));  // the right answer is column 0
  //! END SOLUTION
}
// [bank nce]

// [pirl loss]
Tensor pirl_loss(const Tensor& images, const Tensor& transformed, const Array& bank, const Indices& rows,
                 const Indices& negatives, const PirlOptions& options) {
  require<UsageError>(options.weight >= 0 && options.weight <= 1, "pirl_loss: weight ", options.weight,
                      " must be in [0, 1]");
  const Array own = rows_of(bank, rows);          // (B, P)
  const Array others = rows_of(bank, negatives);  // (N, P)
  return options.weight * bank_nce(transformed, own, others, options.temperature) +
         (1 - options.weight) * bank_nce(images, own, others, options.temperature);
}
// [pirl loss]

// [pirl plain form]
double pirl_loss_plain(const Tensor& images, const Tensor& transformed, const Array& bank, const Indices& rows,
                       const Indices& negatives, const PirlOptions& options) {
  const auto score = [&](const Tensor& vectors, Index i, Index row) {  // cosine / tau of a vector and a bank row
    double dot = 0, squares = 0;
    for (Index d = 0; d < vectors.size(1); ++d) {
      const double value{vectors.data()(i, d)};
      dot += value * double{bank(row, d)};
      squares += value * value;
    }
    return dot / std::sqrt(squares) / double{options.temperature};
  };
  double total = 0;
  for (Index i = 0; i < images.size(0); ++i) {
    for (const Tensor* vectors : {&transformed, &images}) {
      const double own = std::exp(score(*vectors, i, rows[static_cast<std::size_t>(i)]));
      double sum = own;
      for (const Index j : negatives) sum += std::exp(score(*vectors, i, j));
      const double share = vectors == &transformed ? double{options.weight} : 1 - double{options.weight};
      total -= share * std::log(own / sum);
    }
  }
  return total / static_cast<double>(images.size(0));
}
// [pirl plain form]

}  // namespace selfsame::ssl
