#include "selfsame/eval/knn.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "selfsame/core/grad_mode.hpp"
#include "selfsame/core/parallel.hpp"
#include "selfsame/kernels/gemm.hpp"
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
  const NoGrad no_grad;
  const Array q = l2_normalize(Tensor(queries)).data();
  const Array l = l2_normalize(Tensor(known)).data();
  const Index m = q.shape()[0];
  const Index n = l.shape()[0];
  const Index width = q.shape()[1];
  const Index k = std::min(options.neighbours, n);
  Array scores = filled({m, classes}, 0);
  constexpr Index block = 256;  // queries at a time: block * N similarities are held
  for (Index begin = 0; begin < m; begin += block) {
    const Index rows = std::min(block, m - begin);
    Array cosine = empty({rows, n});
    kernels::gemm(false, true, rows, n, width, 1, q.data() + begin * width, width, l.data(), width, 0, cosine.data(),
                  n);
    parallel_for(rows, 16, [&](Index from, Index to) {
      Indices order(static_cast<std::size_t>(n));
      for (Index row = from; row < to; ++row) {
        const Scalar* s = cosine.data() + row * n;
        std::iota(order.begin(), order.end(), Index{0});
        std::nth_element(order.begin(), order.begin() + (k - 1), order.end(),
                         [s](Index a, Index b) { return s[a] > s[b] || (s[a] == s[b] && a < b); });
        Scalar total = 0;
        Scalar* score = scores.data() + (begin + row) * classes;
        for (Index i = 0; i < k; ++i) {
          const Index neighbour = order[static_cast<std::size_t>(i)];
          const Scalar vote = std::exp((s[neighbour] - 1) / options.temperature);
          score[labels[static_cast<std::size_t>(neighbour)]] += vote;
          total += vote;
        }
        for (Index c = 0; c < classes; ++c) score[c] /= total;
      }
    });
  }
  return scores;
}

}  // namespace selfsame::eval
