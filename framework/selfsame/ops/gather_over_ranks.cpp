#include "selfsame/ops/gather_over_ranks.hpp"

#include <algorithm>
#include <numeric>

#include "selfsame/core/graph.hpp"
#include "selfsame/core/ranks.hpp"

namespace selfsame {

Index first_row_of_rank(Index rows) {
  const std::vector<Index> each = gathered(&rows, 1);
  return std::accumulate(each.begin(), each.begin() + transport().rank(), Index{0});
}

Tensor gather_over_ranks(const Tensor& x) {
  require(x.dim() >= 1 && x.size(0) > 0, "gather_over_ranks: shape ", x.shape(), " has no rows");
  if (!several_ranks()) return x;
  const Index own_rows = x.size(0), width = x.numel() / own_rows;
  const std::vector<Index> rows = gathered(&own_rows, 1);
  std::vector<Index> bytes;
  for (const Index n : rows) bytes.push_back(n * width * static_cast<Index>(sizeof(Scalar)));
  const Index first = std::accumulate(rows.begin(), rows.begin() + transport().rank(), Index{0});
  Shape shape = x.shape();
  shape[0] = std::accumulate(rows.begin(), rows.end(), Index{0});
  Array all = empty(shape);
  transport().gather(x.data().data(), all.data(), bytes);
  return make_op("gather_over_ranks", own(std::move(all)), {x},
                 [from = x.shape(), first, width](Array& g, GradSink& in) {
                   transport().sum(g.data(), count(g));
                   Array mine = empty(from);
                   std::copy_n(g.data() + first * width, mine.size(), mine.data());
                   in.add(0, std::move(mine));
                 });
}

}  // namespace selfsame
