#include "selfsame/eval/update_bn.hpp"

#include <algorithm>

#include "selfsame/core/grad_mode.hpp"
#include "selfsame/core/ranks.hpp"
#include "selfsame/nn/norm.hpp"

namespace selfsame::eval {
namespace {

void collect(nn::Module& module, std::vector<nn::BatchNorm*>& into) {
  if (auto* norm = dynamic_cast<nn::BatchNorm*>(&module)) into.push_back(norm);
  for (const auto& [name, child] : module.children()) collect(*child, into);
}

// At most 10,000 of the rows, evenly spread.
Indices thinned(const Indices& rows) {
  const std::size_t step = 1 + (rows.size() - 1) / 10000;
  Indices some;
  for (std::size_t i = 0; i < rows.size(); i += step) some.push_back(rows[i]);
  return some;
}

}  // namespace

void update_bn(nn::Module& model, const data::Dataset& dataset, const data::ImageSet& set, const Indices& rows,
               Index batch) {
  require<UsageError>(!rows.empty() && batch > 0, "update_bn: needs images and a positive batch size, found ",
                      rows.size(), " images, batch size ", batch);
  std::vector<nn::BatchNorm*> norms;
  collect(model, norms);
  if (norms.empty()) return;
  std::vector<Scalar> momentum;
  for (const nn::BatchNorm* norm : norms) momentum.push_back(norm->momentum());

  const NoGrad no_grad;
  const Alone alone;  // every rank sees all of these images
  const bool was_training = model.training();
  model.train();
  const Indices taken = thinned(rows);
  const auto size = static_cast<std::ptrdiff_t>(std::min(batch, static_cast<Index>(taken.size())));
  Index seen = 0;
  for (auto begin = taken.begin(); taken.end() - begin >= size; begin += size) {
    // With a share of 1 / k for the k-th batch, the running statistics are the mean over all batches so far.
    ++seen;
    for (nn::BatchNorm* norm : norms) norm->set_momentum(1 / static_cast<Scalar>(seen));
    model(Tensor(data::to_array(dataset, set, Indices(begin, begin + size))));
  }
  model.train(was_training);
  for (std::size_t i = 0; i < norms.size(); ++i) norms[i]->set_momentum(momentum[i]);
}

}  // namespace selfsame::eval
