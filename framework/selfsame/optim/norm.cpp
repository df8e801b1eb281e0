#include "selfsame/optim/norm.hpp"

#include <numeric>
#include <vector>

#include "selfsame/core/parallel.hpp"

namespace selfsame::optim {

double squared_norm(const Array& array) {
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

}  // namespace selfsame::optim
