#include "selfsame/eval/knn.hpp"

#include <algorithm>
#include <cmath>

#include "selfsame/core/grad_mode.hpp"
#include "selfsame/kernels/nearest.hpp"
#include "selfsame/ops/linalg.hpp"

namespace selfsame::eval {

Array knn_scores(const Array& queries, const Array& known, const Indices& labels, Index classes,
                 const KnnOptions& options) {
  require(queries.dimension() == 2 && known.dimension() == 2 && queries.shape()[1] == known.shape()[1] &&
              known.shape()[0] == static_cast<Index>(labels.size()) && !labels.empty(),
          "knn_scores: queries ", queries.shape(), ", labelled features ", known.shape(), " and ", labels.size(),
          " labels do not fit together");
  for (const Index label : labels) {
    require(0 <= label && label < classes, "knn_scores: label ", label, " is not one of ", classes, " classes");
  }
  require<Error>(options.neighbours > 0, "knn_scores: ", options.neighbours,
                 " neighbours to vote; 1 or more are expected (more than there are means all)");
  const NoGrad no_grad;
  const Array q = l2_normalize(Tensor(queries)).data();
  const Array l = l2_normalize(Tensor(known)).data();
  const Index m = q.shape()[0];
  const Index n = l.shape()[0];
  const Index width = q.shape()[1];
  const Index k = std::min(options.neighbours, n);
  Indices rows(static_cast<std::size_t>(m * k));
  Array cosines = empty({m, k});
  kernels::nearest(m, n, width, q.data(), l.data(), k, rows.data(), cosines.data());
  Array scores = filled({m, classes}, 0);
  for (Index i = 0; i < m; ++i) {
    Scalar total = 0;
    for (Index j = i * k; j < (i + 1) * k; ++j) {
      const Index neighbour = rows[static_cast<std::size_t>(j)];
      require<Error>(neighbour >= 0, "knn_scores: the features of query ", i, " or of a labelled image are not finite");
      const Scalar vote = std::exp((cosines.data()[j] - 1) / options.temperature);
      scores(i, labels[static_cast<std::size_t>(neighbour)]) += vote;
      total += vote;
    }
    for (Index c = 0; c < classes; ++c) scores(i, c) /= total;
  }
  return scores;
}

}  // namespace selfsame::eval
