/// \file
/// Gradient clipping.
#pragma once

#include <vector>

#include "selfsame/core/tensor.hpp"

namespace selfsame::optim {

/// Scales all gradients by one factor so that their common Euclidean length is at most `max_norm` (Pascanu et al.
/// 2013). Call it between `backward` and `step`. Parameters without a gradient are passed over.
///
/// \param max_norm  above 0
/// \return          the length before
/// \throws Error    if max_norm is not above 0, or the length is not finite: then the gradients are left as they are
double clip_grad_norm(std::vector<Tensor> parameters, double max_norm);

}  // namespace selfsame::optim
