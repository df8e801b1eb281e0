#include "selfsame/eval/logistic.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "selfsame/core/parallel.hpp"

namespace selfsame::eval {
namespace {

constexpr double strongest_decay = 1000;
constexpr double weakest_decay = 0.09;             // nine decays are at least that: the last is 0.1
constexpr double decay_step = 3.1622776601683795;  // the root of ten

// The inner product of n numbers and n others, in eight sums side by side that fit a vector.
double dot(const double* w, const Scalar* x, Index n) {
  std::array<double, 8> sums{};
  Index d = 0;
  for (; d + 8 <= n; d += 8) {
    for (std::size_t lane = 0; lane < 8; ++lane) sums[lane] += w[d + Index(lane)] * double{x[d + Index(lane)]};
  }
  for (; d < n; ++d) sums[0] += w[d] * double{x[d]};
  return std::accumulate(sums.begin(), sums.end(), 0.0);
}

// The cross-entropies of rows begin..end-1, summed; their gradient is added to `gradient`.
double rows_loss(const Examples& examples, const std::vector<double>& weights, Index begin, Index end,
                 std::vector<double>& gradient) {
  //! BEGIN SOLUTION a3.t5
  //! x is row i of examples.x (N, D), its class examples.labels[i], one of examples.classes. Of class c, the D weights
  //! begin at weights[c * (D + 1)], and behind them stands its bias; `gradient` has the same order. Add to it what each
  //! row adds, and return the rows' losses, summed. exp overflows beyond 709: take the largest score off first.
  const Index width = examples.x.shape()[1];
  std::vector<double> scores(static_cast<std::size_t>(examples.classes));  // of one row; then their slopes
  double total = 0;
  for (Index i = begin; i < end; ++i) {
    const Scalar* x = examples.x.data() + i * width;
    const auto label = static_cast<std::size_t>(examples.labels[static_cast<std::size_t>(i)]);
    const double* w = weights.data();
    for (double& score : scores) {
      score = dot(w, x, width) + w[width];
      w += width + 1;
    }
    const double largest = *std::max_element(scores.begin(), scores.end());
    double sum = 0;
    for (const double score : scores) sum += std::exp(score - largest);
    total += largest + std::log(sum) - scores[label];

    for (double& score : scores) score = std::exp(score - largest) / sum;
    scores[label] -= 1;
    double* g = gradient.data();
    for (const double slope : scores) {
      for (Index d = 0; d < width; ++d) g[d] += slope * double{x[d]};
      g[width] += slope;
      g += width + 1;
    }
  }
  return total;
  //! END SOLUTION
}

void check(const Examples& examples) {
  require(examples.x.dimension() == 2 && examples.x.shape()[0] == static_cast<Index>(examples.labels.size()) &&
              !examples.labels.empty(),
          "logistic regression: features ", examples.x.shape(), " for ", examples.labels.size(),
          " labels; (labels, D) is expected");
  for (const Index label : examples.labels) {
    require(0 <= label && label < examples.classes, "logistic regression: label ", label, " is not one of ",
            examples.classes, " classes");
  }
}

std::size_t weight_count(const Examples& examples) {
  return static_cast<std::size_t>((examples.x.shape()[1] + 1) * examples.classes);
}

Examples picked(const Examples& from, const Indices& rows) {
  const Index width = from.x.shape()[1];
  Examples result{empty({static_cast<Index>(rows.size()), width}), {}, from.classes};
  for (const Index row : rows) {
    std::copy_n(from.x.data() + row * width, width, result.x.data() + static_cast<Index>(result.labels.size()) * width);
    result.labels.push_back(from.labels[static_cast<std::size_t>(row)]);
  }
  return result;
}

// Rows ordered by class, so that every k-th of them holds every class's share. Rows alone in their class are left out.
Indices rows_by_class(const Examples& examples, Index& largest_class) {
  std::vector<Indices> of_class(static_cast<std::size_t>(examples.classes));
  for (std::size_t i = 0; i < examples.labels.size(); ++i) {
    of_class[static_cast<std::size_t>(examples.labels[i])].push_back(static_cast<Index>(i));
  }
  Indices rows;
  largest_class = 0;
  for (const Indices& its : of_class) {
    if (its.size() > 1) rows.insert(rows.end(), its.begin(), its.end());
    largest_class = std::max(largest_class, static_cast<Index>(its.size()));
  }
  return rows;
}

// One part of the examples, asked after the rest is known.
struct Fold {
  Examples known, asked;
  std::vector<double> weights = {};  // of the decay before: the next fit is not far
};

// The cross-entropy of all that is asked, summed over the folds.
double held_out_loss(std::vector<Fold>& folds, double decay) {
  std::vector<double> losses(folds.size());
  parallel_for(static_cast<Index>(folds.size()), 1, [&](Index begin, Index end) {
    for (auto f = static_cast<std::size_t>(begin); f < static_cast<std::size_t>(end); ++f) {
      Fold& fold = folds[f];
      fold.weights = fit_logistic(fold.known, decay, std::move(fold.weights), {1e-4}).at;
      std::vector<double> unused;
      losses[f] = logistic_loss(fold.asked, 0, fold.weights, unused) * static_cast<double>(fold.asked.labels.size());
    }
  });
  return std::accumulate(losses.begin(), losses.end(), 0.0);
}

}  // namespace

double logistic_loss(const Examples& examples, double decay, const std::vector<double>& weights,
                     std::vector<double>& gradient) {
  check(examples);
  require(weights.size() == weight_count(examples), "logistic regression: ", weights.size(), " weights; ",
          weight_count(examples), " are expected, of each class one a feature and a bias");
  const Index n = examples.x.shape()[0];
  const Index chunks = std::clamp<Index>(n / 64, 1, 16);  // by n alone: the same bits for any number of threads
  std::vector<double> losses(static_cast<std::size_t>(chunks));
  std::vector<std::vector<double>> parts(losses.size(), std::vector<double>(weights.size(), 0));
  parallel_chunks(n, chunks, [&](Index chunk, Index begin, Index end) {
    const auto at = static_cast<std::size_t>(chunk);
    losses[at] = rows_loss(examples, weights, begin, end, parts[at]);
  });
  double loss = 0;
  gradient.assign(weights.size(), 0);
  for (std::size_t chunk = 0; chunk < parts.size(); ++chunk) {
    loss += losses[chunk];
    for (std::size_t j = 0; j < weights.size(); ++j) gradient[j] += parts[chunk][j];
  }
  for (std::size_t j = 0; j < weights.size(); ++j) {
    if ((j + 1) % static_cast<std::size_t>(examples.x.shape()[1] + 1) == 0) continue;  // a bias
    loss += decay / 2 * weights[j] * weights[j];
    gradient[j] += decay * weights[j];
  }
  for (double& g : gradient) g /= static_cast<double>(n);
  return loss / static_cast<double>(n);
}

optim::Minimum fit_logistic(const Examples& examples, double decay, std::vector<double> start,
                            const optim::LbfgsOptions& options) {
  check(examples);
  require<Error>(decay >= 0, "logistic regression: weight decay ", decay, "; 0 or more is expected");
  if (start.empty()) start.resize(weight_count(examples), 0);
  return optim::lbfgs([&](const std::vector<double>& weights,
                          std::vector<double>& gradient) { return logistic_loss(examples, decay, weights, gradient); },
                      std::move(start), options);
}

double chosen_decay(const Examples& examples) {
  check(examples);
  Index largest_class = 0;
  Indices rows = rows_by_class(examples, largest_class);
  if (rows.empty()) return lone_decay;
  constexpr std::size_t voters = 2000;
  if (rows.size() > voters) {
    Indices some;
    for (std::size_t i = 0; i < voters; ++i) some.push_back(rows[i * rows.size() / voters]);
    rows = std::move(some);
  }
  std::vector<Fold> folds(static_cast<std::size_t>(std::min<Index>(5, largest_class)));
  for (std::size_t f = 0; f < folds.size(); ++f) {
    Indices rest, held;
    for (std::size_t i = 0; i < rows.size(); ++i) (i % folds.size() == f ? held : rest).push_back(rows[i]);
    folds[f].known = picked(examples, rest);
    folds[f].asked = picked(examples, held);
  }
  double best = strongest_decay;
  double best_loss = std::numeric_limits<double>::infinity();
  for (double decay = strongest_decay; decay >= weakest_decay; decay /= decay_step) {
    const double loss = held_out_loss(folds, decay);
    if (!(loss < best_loss)) break;
    best_loss = loss;
    best = decay;
  }
  return best;
}

}  // namespace selfsame::eval
