/// \file
/// The training steps that bench_steps times: the same networks, sizes and losses as torch_steps.py.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "selfsame/core/types.hpp"

/// One kind of training step.
struct Workload {
  selfsame::Index images;                            ///< that go through the network in a step, every view counted
  double flops;                                      ///< arithmetic of a step, see workloads.cpp for what is counted
  std::function<std::function<void()>()> make_step;  ///< builds network and data; each call of the result is one step
};

/// All of them by name.
const std::map<std::string, Workload>& workloads();
