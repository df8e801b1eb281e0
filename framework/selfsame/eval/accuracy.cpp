#include "selfsame/eval/accuracy.hpp"

#include "selfsame/ops/reduce.hpp"

namespace selfsame::eval {

double accuracy(const Indices& guesses, const Indices& labels) {
  require(guesses.size() == labels.size() && !labels.empty(), "accuracy: ", guesses.size(), " guesses for ",
          labels.size(), " labels; needs the same number, at least one");
  std::size_t right = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) right += guesses[i] == labels[i] ? 1 : 0;
  return 100.0 * static_cast<double>(right) / static_cast<double>(labels.size());
}

double accuracy(const Array& scores, const Indices& labels) { return accuracy(argmax(Tensor(scores), 1), labels); }

std::vector<std::vector<Index>> confusion_matrix(const Indices& guesses, const Indices& labels, Index classes) {
  require(guesses.size() == labels.size(), "confusion_matrix: ", guesses.size(), " guesses for ", labels.size(),
          " labels");
  const auto size = static_cast<std::size_t>(classes);
  std::vector<std::vector<Index>> counts(size, std::vector<Index>(size, 0));
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const bool known = 0 <= labels[i] && labels[i] < classes && 0 <= guesses[i] && guesses[i] < classes;
    require(known, "confusion_matrix: label ", labels[i], " or guess ", guesses[i], " is not one of ", classes,
            " classes");
    ++counts[static_cast<std::size_t>(labels[i])][static_cast<std::size_t>(guesses[i])];
  }
  return counts;
}

}  // namespace selfsame::eval
