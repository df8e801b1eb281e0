#include "selfsame/ssl/active.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "selfsame/core/parallel.hpp"

namespace selfsame::ssl {
namespace {

// The positions of a pool that have no label, rising.
Indices candidates(const char* name, Index pool, const Indices& labelled, Index count) {
  std::vector<bool> known(static_cast<std::size_t>(pool), false);
  for (const Index position : labelled) {
    require(0 <= position && position < pool, name, ": labelled position ", position, " is not in the pool of ", pool);
    known[static_cast<std::size_t>(position)] = true;
  }
  Indices free;
  for (Index i = 0; i < pool; ++i) {
    if (!known[static_cast<std::size_t>(i)]) free.push_back(i);
  }
  require<UsageError>(count >= 0 && count <= static_cast<Index>(free.size()), name, ": asked for ", count,
                      " images, but ", free.size(), " are without a label");
  return free;
}

Index rows_of(const char* name, const char* what, const Array& array) {
  require(array.dimension() == 2, name, ": ", what, " ", array.shape(), " must be two-dimensional");
  return array.shape()[0];
}

}  // namespace

Indices choose_at_random(Index pool, const Indices& labelled, Index count, Generator& random) {
  const Indices free = candidates("choose_at_random", pool, labelled, count);
  Indices chosen = random.permutation(static_cast<Index>(free.size()));
  chosen.resize(static_cast<std::size_t>(count));
  for (Index& position : chosen) position = free[static_cast<std::size_t>(position)];
  return chosen;
}

// [least confident]
Indices least_confident(const Array& probabilities, const Indices& labelled, Index count) {
  const Index n = rows_of("least_confident", "probabilities", probabilities), classes = probabilities.shape()[1];
  Indices chosen = candidates("least_confident", n, labelled, count);
  const auto confidence = [&](Index i) {
    const Scalar* row = probabilities.data() + i * classes;
    return *std::max_element(row, row + classes);
  };
  std::stable_sort(chosen.begin(), chosen.end(), [&](Index a, Index b) { return confidence(a) < confidence(b); });
  chosen.resize(static_cast<std::size_t>(count));
  return chosen;
}
// [least confident]

// [farthest first]
Indices farthest_first(const Array& features, const Indices& labelled, Index count) {
  const Index n = rows_of("farthest_first", "features", features), width = features.shape()[1];
  const Indices free = candidates("farthest_first", n, labelled, count);
  require<Error>(std::all_of(features.begin(), features.end(), [](Scalar x) { return std::isfinite(x); }),
                 "farthest_first: a feature is not a finite number");

  // How far each image is from the nearest centre so far, squared. A new centre can only bring it down.
  std::vector<Scalar> distance(static_cast<std::size_t>(n), std::numeric_limits<Scalar>::infinity());
  const auto add_centre = [&](Index centre) {
    const Scalar* c = features.data() + centre * width;
    parallel_for(n, 1000, [&](Index begin, Index end) {
      for (Index i = begin; i < end; ++i) {
        const Scalar* x = features.data() + i * width;
        Scalar sum = 0;
        for (Index d = 0; d < width; ++d) sum += (x[d] - c[d]) * (x[d] - c[d]);
        Scalar& nearest = distance[static_cast<std::size_t>(i)];
        nearest = std::min(nearest, sum);
      }
    });
    distance[static_cast<std::size_t>(centre)] = -1;  // below every twin's 0: never chosen again
  };
  for (const Index position : labelled) add_centre(position);

  Indices chosen;
  while (static_cast<Index>(chosen.size()) < count) {
    chosen.push_back(std::max_element(distance.begin(), distance.end()) - distance.begin());  // the first of equal ones
    add_centre(chosen.back());
  }
  return chosen;
}
// [farthest first]

}  // namespace selfsame::ssl
