#include "selfsame/eval/predict.hpp"

#include <algorithm>
#include <cmath>

#include "selfsame/core/grad_mode.hpp"
#include "selfsame/core/hash.hpp"

namespace selfsame::eval {
namespace {

void require_finite(const Array& values, const std::string& model, const std::string& dataset, const Indices& rows) {
  const auto wrong = std::find_if(values.begin(), values.end(), [](Scalar v) { return !std::isfinite(v); });
  if (wrong == values.end()) return;
  const auto at = static_cast<std::size_t>((wrong - values.begin()) / values.shape()[1]);
  throw Error(concat("outputs: ", model, " gives ", std::abs(*wrong), " for image ", rows[at], " of ", dataset,
                     "; finite numbers are expected: training has diverged, or a weight is damaged"));
}

}  // namespace

Array outputs(nn::Module& model, const data::Dataset& dataset, const data::ImageSet& set, const Indices& rows,
              Index batch) {
  const NoGrad no_grad;
  const EvalMode eval_mode(model);
  const auto n = static_cast<Index>(rows.size());
  require<Error>(n > 0, "outputs: no image of ", dataset.name, " to look at; at least one is expected");
  Array all;
  for (Index begin = 0; begin < n; begin += batch) {
    const Indices part(rows.begin() + begin, rows.begin() + std::min(begin + batch, n));
    const Tensor y = model(Tensor(data::to_array(dataset, set, part)));
    require(y.dim() == 2, "outputs: ", model.type(), " returned ", y.shape(), "; (images, values) is expected");
    if (begin == 0) all = empty({n, y.size(1)});
    std::copy_n(y.data().data(), y.numel(), all.data() + begin * y.size(1));
  }
  require_finite(all, model.type(), dataset.name, rows);
  return all;
}

Array outputs(nn::Module& model, const data::Dataset& dataset, const data::ImageSet& set, Index batch) {
  return outputs(model, dataset, set, data::all_rows(set), batch);
}

std::uint64_t weights_hash(const nn::Module& module) {
  std::uint64_t hash = hash_of(nullptr, 0);
  for (const auto& [name, values] : module.state_dict())
    hash = hash_of(values.data(), values.size() * sizeof(Scalar), hash);
  return hash;
}

Indices labels_of(const data::ImageSet& set, const Indices& rows) {
  Indices labels;
  labels.reserve(rows.size());
  for (const Index row : rows) labels.push_back(set.labels.at(static_cast<std::size_t>(row)));
  return labels;
}

}  // namespace selfsame::eval
