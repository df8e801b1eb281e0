#include "selfsame/kernels/reduce.hpp"

#include <algorithm>
#include <vector>

#include "selfsame/kernels/channels.hpp"
#include "selfsame/kernels/row_sums.hpp"

namespace selfsame::kernels {

using namespace detail;

void sum_of_rows(Index rows, Index channels, const Scalar* x, Scalar* sum) {
  const std::vector<double> total = sum_over_rows(rows, channels, 1, [&](Index begin, Index end, Scalar* sums) {
    for_channels(channels, [&](Index c, auto kind) {
      using T = decltype(kind);
      T s = load<T>(sums + c);
      for (Index at = begin * channels + c; at < end * channels; at += channels) s += load<T>(x + at);
      store(s, sums + c);
    });
  });
  std::transform(total.begin(), total.end(), sum, [](double v) { return static_cast<Scalar>(v); });
}

}  // namespace selfsame::kernels
