/// \file
/// What the tests of models share.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>

#include "selfsame/nn/module.hpp"

/// After a backward: each parameter has a gradient that is not all zeros.
inline void check_every_parameter_learns(const selfsame::nn::Module& model) {
  for (const auto& [name, p] : model.named_parameters()) {
    CAPTURE(name);
    REQUIRE(p.has_grad());
    CHECK(std::any_of(p.grad().begin(), p.grad().end(), [](auto g) { return g != 0; }));
  }
}
