#include "selfsame/optim/vector_norm.hpp"

#include <cmath>
#include <numeric>
#include <vector>

#include "selfsame/core/parallel.hpp"

namespace selfsame::optim {

double sum_of_squares(const Array& array) {
  const Scalar* x = array.data();
  const Index chunks = count(array) / (1 << 16) + 1;
  std::vector<double> sums(static_cast<std::size_t>(chunks), 0.0);
  parallel_chunks(count(array), chunks, [&](Index chunk, Index begin, Index end) {
    double sum = 0;
    for (Index i = begin; i < end; ++i) sum += double{x[i]} * double{x[i]};
    sums[static_cast<std::size_t>(chunk)] = sum;
  });
  return std::accumulate(sums.begin(), sums.end(), 0.0);
}

double vector_norm(const Array& array) { return std::sqrt(sum_of_squares(array)); }

}  // namespace selfsame::optim
