/// \file
/// Batch norm's running statistics, taken afresh.
#pragma once

#include "selfsame/data/dataset.hpp"
#include "selfsame/nn/module.hpp"

namespace selfsame::eval {

/// Replaces the running statistics of every batch norm by their average over these images as they are.
///
/// Running statistics describe what training saw: sheared, darkened, half covered images. Evaluation shows plain ones,
/// and where the two differ batch norm shifts and scales by the wrong numbers: worth about two points of accuracy to a
/// network that was trained on strong views alone. No label takes part, and no weight changes. The same as PyTorch's
/// `torch.optim.swa_utils.update_bn` (Izmailov et al. 2018, section 3.2); see also Li et al. 2016, "AdaBN".
///
/// \param set    `dataset.train`, `.test` or `.unlabelled`
/// \param rows   positions in `set`, of which at most 10,000 are taken, evenly spread: more change nothing; every batch
///               of them weighs the same
/// \param batch  images that go forward at a time; the last ones are left out where they fill no batch
/// \throws UsageError  if there are no rows
void update_bn(nn::Module& model, const data::Dataset& dataset, const data::ImageSet& set, const Indices& rows,
               Index batch = 500);

}  // namespace selfsame::eval
