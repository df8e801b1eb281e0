/// \file
/// A drawing of the graph that backward will walk.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "selfsame/core/tensor.hpp"

namespace selfsame::debug {

/// The graph behind `output` in Graphviz's DOT language: an ellipse for each operation with the shape of its result, a
/// box for each parameter or input that requires a gradient. Constants are not part of the graph.
///
/// \param names  names for the boxes, for example `model.named_parameters()`
/// \code
/// std::ofstream("graph.dot") << debug::to_dot(loss, model.named_parameters());   // then: dot -Tsvg graph.dot
/// \endcode
std::string to_dot(const Tensor& output, const std::vector<std::pair<std::string, Tensor>>& names = {});

}  // namespace selfsame::debug
