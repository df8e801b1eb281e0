// The definition of attention: one loop for each index of each formula.
#include <algorithm>
#include <cmath>
#include <vector>

#include "selfsame/kernels/attention.hpp"

namespace selfsame::kernels {
namespace {

// Where number d of token t's query (part 0), key (1) or value (2) stands in qkv.
Index at(const AttentionShape& s, Index image, Index t, Index part, Index head, Index d) {
  return (((image * s.tokens + t) * 3 + part) * s.heads + head) * s.width + d;
}

// Where number d of token t's output stands.
Index out(const AttentionShape& s, Index image, Index t, Index head, Index d) {
  return ((image * s.tokens + t) * s.heads + head) * s.width + d;
}

// The weight that query i gives to key j is weights[row(i) + j].
Index row(const AttentionShape& s, Index image, Index head, Index i) {
  return ((image * s.heads + head) * s.tokens + i) * s.tokens;
}

template <class F>
void for_each_head(const AttentionShape& s, F f) {
  for (Index image = 0; image < s.images; ++image) {
    for (Index head = 0; head < s.heads; ++head) f(image, head);
  }
}

double scale(const AttentionShape& s) { return 1 / std::sqrt(static_cast<double>(s.width)); }

}  // namespace

void attention_weights_plain(const AttentionShape& s, const Scalar* qkv, Scalar* weights) {
  for_each_head(s, [&](Index image, Index head) {
    for (Index i = 0; i < s.tokens; ++i) {
      std::vector<double> scores;
      for (Index j = 0; j < s.tokens; ++j) {
        double dot = 0;
        for (Index d = 0; d < s.width; ++d) {
          dot += double{qkv[at(s, image, i, 0, head, d)]} * double{qkv[at(s, image, j, 1, head, d)]};
        }
        scores.push_back(dot * scale(s));
      }
      const double top = *std::max_element(scores.begin(), scores.end());
      double total = 0;
      for (double& score : scores) total += score = std::exp(score - top);
      for (Index j = 0; j < s.tokens; ++j) {
        weights[row(s, image, head, i) + j] = static_cast<Scalar>(scores[static_cast<std::size_t>(j)] / total);
      }
    }
  });
}

void attention_plain(const AttentionShape& s, const Scalar* qkv, const Scalar* weights, Scalar* y) {
  for_each_head(s, [&](Index image, Index head) {
    for (Index i = 0; i < s.tokens; ++i) {
      for (Index d = 0; d < s.width; ++d) {
        double sum = 0;
        for (Index j = 0; j < s.tokens; ++j) {
          sum += double{weights[row(s, image, head, i) + j]} * double{qkv[at(s, image, j, 2, head, d)]};
        }
        y[out(s, image, i, head, d)] = static_cast<Scalar>(sum);
      }
    }
  });
}

void attention_backward_plain(const AttentionShape& s, const Scalar* qkv, const Scalar* weights, const Scalar* dy,
                              Scalar* dqkv) {
  std::fill_n(dqkv, s.images * s.tokens * 3 * s.features(), Scalar(0));
  for_each_head(s, [&](Index image, Index head) {
    for (Index i = 0; i < s.tokens; ++i) {
      const Scalar* w = weights + row(s, image, head, i);
      std::vector<double> dw(static_cast<std::size_t>(s.tokens), 0.0);  // of the loss with respect to query i's weights
      double mean = 0;
      for (Index j = 0; j < s.tokens; ++j) {
        double& g = dw[static_cast<std::size_t>(j)];
        for (Index d = 0; d < s.width; ++d) {
          g += double{dy[out(s, image, i, head, d)]} * double{qkv[at(s, image, j, 2, head, d)]};
        }
        mean += g * double{w[j]};
      }
      for (Index j = 0; j < s.tokens; ++j) {
        const double dscore = double{w[j]} * (dw[static_cast<std::size_t>(j)] - mean) * scale(s);
        for (Index d = 0; d < s.width; ++d) {
          const Index q = at(s, image, i, 0, head, d), k = at(s, image, j, 1, head, d), v = at(s, image, j, 2, head, d);
          dqkv[q] += static_cast<Scalar>(dscore * double{qkv[k]});
          dqkv[k] += static_cast<Scalar>(dscore * double{qkv[q]});
          dqkv[v] += static_cast<Scalar>(double{w[j]} * double{dy[out(s, image, i, head, d)]});
        }
      }
    }
  });
}

}  // namespace selfsame::kernels
