#include "selfsame/ssl/self_training.hpp"

#include <algorithm>
#include <cmath>

#include "selfsame/ops/reduce.hpp"

namespace selfsame::ssl {
namespace {

// The most probable class of each row.
Indices guesses_of(const char* name, const Array& probabilities) {
  require(probabilities.dimension() == 2 && probabilities.shape()[1] >= 1, name, ": probabilities ",
          probabilities.shape(), " must be (images, classes)");
  return argmax(Tensor(probabilities), 1);
}

}  // namespace

KeptGuesses guesses_above(const Array& probabilities, Scalar threshold) {
  const Indices guesses = guesses_of("guesses_above", probabilities);
  KeptGuesses kept;
  for (std::size_t i = 0; i < guesses.size(); ++i) {
    const auto row = static_cast<Index>(i);
    if (probabilities(row, guesses[i]) < threshold) continue;
    kept.images.push_back(row);
    kept.classes.push_back(guesses[i]);
  }
  return kept;
}

// [balanced guesses]
KeptGuesses balanced_guesses(const Array& probabilities, double share) {
  require<UsageError>(share >= 0 && share <= 1, "balanced_guesses: share ", share, " is not between 0 and 1");
  const Indices guesses = guesses_of("balanced_guesses", probabilities);
  const auto confidence = [&](Index row) { return probabilities(row, guesses[static_cast<std::size_t>(row)]); };

  std::vector<Indices> guessed(
      static_cast<std::size_t>(probabilities.shape()[1]));  // rows, by the class they are given
  for (std::size_t i = 0; i < guesses.size(); ++i) {
    guessed[static_cast<std::size_t>(guesses[i])].push_back(static_cast<Index>(i));
  }
  //! BEGIN SOLUTION a4.t5
  //! guessed[c]: the rows whose guess is class c, rising. guesses[i]: the guess of row i. confidence(i): its
  //! probability.
  //! Returns KeptGuesses: images, the kept rows, rising; classes, the guess of each. Of each class at most
  //! round(share * U / C) rows are kept, the most confident ones; of equally confident rows the lower.
  //! U = guesses.size(), C = guessed.size().
  const auto most = static_cast<std::size_t>(
      std::lround(share * static_cast<double>(guesses.size()) / static_cast<double>(guessed.size())));
  KeptGuesses kept;
  for (Indices& rows : guessed) {
    std::stable_sort(rows.begin(), rows.end(), [&](Index a, Index b) { return confidence(a) > confidence(b); });
    rows.resize(std::min(rows.size(), most));
    kept.images.insert(kept.images.end(), rows.begin(), rows.end());
  }
  std::sort(kept.images.begin(), kept.images.end());
  for (const Index row : kept.images) kept.classes.push_back(guesses[static_cast<std::size_t>(row)]);
  return kept;
  //! END SOLUTION
}
// [balanced guesses]

}  // namespace selfsame::ssl
