/// \file
/// What a checkpoint keeps of each kind of object that a training loop changes.
#pragma once

#include <functional>
#include <vector>

#include "selfsame/core/random.hpp"
#include "selfsame/data/loader.hpp"
#include "selfsame/io/checkpoint.hpp"
#include "selfsame/nn/module.hpp"
#include "selfsame/optim/ema.hpp"
#include "selfsame/optim/optimizer.hpp"
#include "selfsame/ssl/distribution_alignment.hpp"

namespace selfsame::report {

/// Something that a training loop changes, by reference: a loop names all of them where it begins, and can then be
/// stopped and go on later: `log.steps(recipe.steps, recipe.batch, {encoder, head, sgd, loader})`.
class Stateful {
 public:
  /// Parameters and buffers.
  Stateful(nn::Module& module);  // NOLINT
  /// Momentum and the like.
  Stateful(optim::Optimizer& optimizer);  // NOLINT
  /// How often it was updated; its target is a module.
  Stateful(optim::Ema& ema);  // NOLINT
  /// Which batch comes next.
  Stateful(data::Loader& loader);  // NOLINT
  /// Its four words.
  Stateful(Generator& random);  // NOLINT
  /// The running mean.
  Stateful(ssl::DistributionAlignment& alignment);  // NOLINT
  /// Its values: a memory bank.
  Stateful(Array& array);  // NOLINT

  io::Checkpoint state() const { return state_(); }  ///< a copy of all that it needs to go on

  /// Goes on from such a copy. \throws Error if it was made of something else
  void load_state(const io::Checkpoint& state) const { load_(state); }

 private:
  std::function<io::Checkpoint()> state_;
  std::function<void(const io::Checkpoint&)> load_;
};

/// The states of all, and of this thread's `default_generator`, as one.
io::Checkpoint state_of(const std::vector<Stateful>& all);

/// Goes on from what `state_of` returned for the same objects. \throws Error if one of them does not fit
void load_state_of(const std::vector<Stateful>& all, const io::Checkpoint& state);

}  // namespace selfsame::report
