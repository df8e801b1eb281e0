// What the tests of guesses share: random probabilities, and indices that check_close can compare.
#pragma once

#include "check.hpp"

namespace course {

inline selfsame::Array as_array(const selfsame::Indices& numbers) {
  selfsame::Array values = selfsame::empty({static_cast<selfsame::Index>(numbers.size())});
  for (std::size_t i = 0; i < numbers.size(); ++i) values(i) = static_cast<selfsame::Scalar>(numbers[i]);
  return values;
}

// Rows of positive numbers that sum to 1.
inline selfsame::Array random_probabilities(selfsame::Index rows, selfsame::Index classes) {
  selfsame::Generator random = generator();
  selfsame::Array p = selfsame::empty({rows, classes});
  for (selfsame::Index i = 0; i < rows; ++i) {
    std::vector<double> row;
    double sum = 0;
    for (selfsame::Index c = 0; c < classes; ++c) row.push_back(random.uniform(0.01, 1)), sum += row.back();
    for (selfsame::Index c = 0; c < classes; ++c) {
      p(i, c) = static_cast<selfsame::Scalar>(row[static_cast<std::size_t>(c)] / sum);
    }
  }
  return p;
}

}  // namespace course
