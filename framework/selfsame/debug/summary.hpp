/// \file
/// A table of what a network consists of.
#pragma once

#include <string>

#include "selfsame/nn/module.hpp"

namespace selfsame::debug {

/// One line for each module: path, type, shapes of its own parameters, how many numbers those are and, with an example
/// input, the shape it returned. Totals below: numbers that are trained, frozen, and held in buffers.
///
/// \param module         left as it was; the example passes through it in evaluation mode, without gradients
/// \param example_input  shape of a batch of zeros to pass through, or empty for none
/// \throws ShapeError    from the module if it does not accept the example
/// \code
/// std::cout << debug::summary(model, {1, 28, 28, 1});
/// \endcode
std::string summary(nn::Module& module, const Shape& example_input = {});

}  // namespace selfsame::debug
