#include "selfsame/eval/tsne.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "selfsame/core/error.hpp"
#include "selfsame/core/parallel.hpp"
#include "selfsame/core/random.hpp"

namespace selfsame::eval {
namespace {

using Numbers = std::vector<double>;

constexpr Index rows_worth_a_thread = 16;

std::size_t at(Index i) { return static_cast<std::size_t>(i); }

void require_good(const Array& features, double perplexity) {
  require(features.dimension() == 2, "tsne: features ", features.shape(), "; (N, D) is expected");
  const Index n = features.shape()[0];
  require<UsageError>(perplexity >= 1 && perplexity < static_cast<double>(n - 1), "tsne: perplexity ", perplexity,
                      " for ", n, " points; at least 1 and less than ", n - 1,
                      ", the number of other points, is expected");
  require<Error>(std::all_of(features.begin(), features.end(), [](Scalar x) { return std::isfinite(x); }),
                 "tsne: a feature is not a finite number");
}

double squared_distance(const Array& x, Index i, Index j) {
  const Index width = x.shape()[1];
  const Scalar* a = x.data() + i * width;
  const Scalar* b = x.data() + j * width;
  double sum = 0;
  for (Index d = 0; d < width; ++d) sum += double{a[d] - b[d]} * double{a[d] - b[d]};
  return sum;
}

double weight_of(const Numbers& places, Index i, Index j) {
  const double dx = places[at(2 * i)] - places[at(2 * j)], dy = places[at(2 * i + 1)] - places[at(2 * j + 1)];
  return 1 / (1 + dx * dx + dy * dy);
}

Index points_of(const Numbers& probabilities, const Numbers& places) {
  const Index n = static_cast<Index>(places.size()) / 2;
  require(places.size() == at(2 * n) && probabilities.size() == at(n * n), "tsne: ", probabilities.size(),
          " probabilities for ", places.size(), " coordinates; N * N for 2 * N are expected");
  return n;
}

// Turns squared distances of the other points to point i, `row`, into probabilities of the wanted entropy. With
// p_j = exp(-beta d_j) / Z the entropy is ln Z + beta * mean d; it falls as beta grows, so beta is found by halving.
void gaussian_row(double* row, Index n, Index i, double wanted_entropy) {
  double nearest = HUGE_VAL;
  for (Index j = 0; j < n; ++j) {
    if (j != i) nearest = std::min(nearest, row[j]);
  }
  const Numbers distance(row, row + n);
  double beta = 1, low = 0, high = HUGE_VAL;
  for (int halving = 0; halving < 100; ++halving) {
    double sum = 0, weighted = 0;
    for (Index j = 0; j < n; ++j) {
      const double further = distance[at(j)] - nearest;  // taking the same from all changes nothing, and keeps Z >= 1
      row[j] = j == i ? 0 : std::exp(-beta * further);
      sum += row[j];
      weighted += row[j] * further;
    }
    for (Index j = 0; j < n; ++j) row[j] /= sum;
    const double excess = std::log(sum) + beta * weighted / sum - wanted_entropy;
    if (std::abs(excess) < 1e-6) return;
    (excess > 0 ? low : high) = beta;
    beta = high == HUGE_VAL ? 2 * beta : (low + high) / 2;
  }
}

// The first two principal components of centred features, (N, 2), by power iteration: multiply both directions by
// X^T X, make the second orthogonal to the first, repeat.
Numbers principal_start(const Array& features, std::uint64_t seed) {
  const Index n = features.shape()[0], width = features.shape()[1];
  Numbers x(features.begin(), features.end());
  for (Index d = 0; d < width; ++d) {
    double mean = 0;
    for (Index i = 0; i < n; ++i) mean += x[at(i * width + d)] / static_cast<double>(n);
    for (Index i = 0; i < n; ++i) x[at(i * width + d)] -= mean;
  }
  Generator random(named_seed(seed, "tsne"));
  Numbers places(at(2 * n)), previous(at(width));
  for (Index component = 0; component < 2; ++component) {
    Numbers direction(at(width));
    for (double& v : direction) v = random.normal();
    for (int repetition = 0; repetition < 100; ++repetition) {
      const auto scale_to = [&direction](double length) {
        double squares = 0;
        for (const double v : direction) squares += v * v;
        for (double& v : direction) v *= squares > 0 ? length / std::sqrt(squares) : 0;
      };
      double shared = 0;
      for (Index d = 0; d < width; ++d) shared += direction[at(d)] * previous[at(d)];
      for (Index d = 0; d < width; ++d) direction[at(d)] -= shared * previous[at(d)];
      scale_to(1);
      Numbers next(at(width), 0);
      for (Index i = 0; i < n; ++i) {
        double along = 0;
        for (Index d = 0; d < width; ++d) along += x[at(i * width + d)] * direction[at(d)];
        for (Index d = 0; d < width; ++d) next[at(d)] += along * x[at(i * width + d)];
        places[at(2 * i + component)] = along;
      }
      if (repetition < 99) direction = next;
    }
    previous = direction;
  }
  for (Index component = 0; component < 2; ++component) {
    double squares = 0;
    for (Index i = 0; i < n; ++i) squares += std::pow(places[at(2 * i + component)], 2);
    const double stddev = std::sqrt(squares / static_cast<double>(n));
    for (Index i = 0; i < n; ++i) places[at(2 * i + component)] *= stddev > 0 ? 1e-4 / stddev : 0;
  }
  return places;
}

}  // namespace

// [tsne probabilities]
std::vector<double> tsne_probabilities(const Array& features, double perplexity) {
  require_good(features, perplexity);
  const Index n = features.shape()[0];
  Numbers conditional(at(n * n));
  parallel_for(n, rows_worth_a_thread, [&](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) {
      double* row = conditional.data() + i * n;
      for (Index j = 0; j < n; ++j) row[j] = squared_distance(features, i, j);
      gaussian_row(row, n, i, std::log(perplexity));
    }
  });
  Numbers joint(at(n * n));
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j < n; ++j) {
      joint[at(i * n + j)] = (conditional[at(i * n + j)] + conditional[at(j * n + i)]) / (2 * static_cast<double>(n));
    }
  }
  return joint;
}
// [tsne probabilities]

double tsne_divergence(const std::vector<double>& probabilities, const std::vector<double>& places) {
  const Index n = points_of(probabilities, places);
  double z = 0, divergence = 0;
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j < n; ++j) z += i == j ? 0 : weight_of(places, i, j);
  }
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j < n; ++j) {
      const double p = probabilities[at(i * n + j)];
      if (i != j && p > 0) divergence += p * std::log(p * z / weight_of(places, i, j));
    }
  }
  return divergence;
}

// [tsne gradient]
// With w_ij = 1 / (1 + |y_i - y_j|^2), Z the sum of all w and q_ij = w_ij / Z, the gradient by y_i is
// 4 sum_j (p_ij - q_ij) w_ij (y_i - y_j): its first part pulls; its second, which waits for Z, pushes.
std::vector<double> tsne_gradient(const std::vector<double>& probabilities, const std::vector<double>& places,
                                  double attraction) {
  const Index n = points_of(probabilities, places);
  Numbers pull(at(2 * n)), push(at(2 * n)), weight(at(n));
  parallel_for(n, rows_worth_a_thread, [&](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) {
      const double* p = probabilities.data() + i * n;
      const double x = places[at(2 * i)], y = places[at(2 * i + 1)];
      double pull_x = 0, pull_y = 0, push_x = 0, push_y = 0, sum = 0;
      for (Index j = 0; j < n; ++j) {
        const double dx = x - places[at(2 * j)], dy = y - places[at(2 * j + 1)];
        const double w = 1 / (1 + dx * dx + dy * dy);
        pull_x += p[j] * w * dx;
        pull_y += p[j] * w * dy;
        push_x += w * w * dx;
        push_y += w * w * dy;
        sum += w;
      }
      pull[at(2 * i)] = pull_x, pull[at(2 * i + 1)] = pull_y;
      push[at(2 * i)] = push_x, push[at(2 * i + 1)] = push_y;
      weight[at(i)] = sum - 1;  // without the point itself, whose w is 1
    }
  });
  const double z = std::accumulate(weight.begin(), weight.end(), 0.0);
  Numbers gradient(at(2 * n));
  for (std::size_t i = 0; i < gradient.size(); ++i) gradient[i] = 4 * (attraction * pull[i] - push[i] / z);
  return gradient;
}
// [tsne gradient]

// [tsne]
Array tsne(const Array& features, const TsneOptions& options) {
  require_good(features, options.perplexity);
  require<UsageError>(options.steps >= 1, "tsne: ", options.steps, " steps; 1 or more are expected");
  const Index n = features.shape()[0];
  const Numbers p = tsne_probabilities(features, options.perplexity);
  Numbers y = principal_start(features, options.seed);
  Numbers velocity(y.size(), 0), gain(y.size(), 1);
  const double rate = std::max(static_cast<double>(n) / 12, 50.0);
  for (Index step = 0; step < options.steps; ++step) {
    const bool early = step < options.steps / 3;
    const Numbers gradient = tsne_gradient(p, y, early ? 12 : 1);
    for (std::size_t i = 0; i < y.size(); ++i) {  // a place that goes on in one direction goes faster
      const bool turns = (gradient[i] > 0) == (velocity[i] > 0);
      gain[i] = turns ? std::max(gain[i] * 0.8, 0.01) : gain[i] + 0.2;
      velocity[i] = (early ? 0.5 : 0.8) * velocity[i] - rate * gain[i] * gradient[i];
      y[i] += velocity[i];
    }
    for (std::size_t component = 0; component < 2; ++component) {
      double mean = 0;
      for (Index i = 0; i < n; ++i) mean += y[at(2 * i) + component] / static_cast<double>(n);
      for (Index i = 0; i < n; ++i) y[at(2 * i) + component] -= mean;
    }
  }
  Array places = empty({n, 2});
  std::transform(y.begin(), y.end(), places.begin(), [](double v) { return static_cast<Scalar>(v); });
  return places;
}
// [tsne]

}  // namespace selfsame::eval
