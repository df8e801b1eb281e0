/// \file
/// A second network whose weights are the running average of a network in training.
#pragma once

#include "selfsame/nn/module.hpp"

namespace selfsame::optim {

/// Exponential moving average of parameters: target = d * target + (1 - d) * online at each update.
///
/// The averaged network is the one that FixMatch evaluates and that mean-teacher methods learn from (Tarvainen &
/// Valpola 2017). d = min(decay, (1 + t) / (10 + t)) after t updates, so that the random start is soon forgotten.
/// Buffers (running statistics of batch norm) are averages already: they are copied.
/// \code
/// ConvNet model(sizes), averaged(sizes);
/// optim::Ema ema(averaged, model, 0.999);
/// // in the loop, after sgd.step(...):
/// ema.update();
/// \endcode
class Ema {
 public:
  /// Starts with a copy of `online`; both modules must outlive this.
  /// \param decay  in [0, 1). \throws Error if it is not, or if the modules differ in names or shapes
  Ema(nn::Module& target, const nn::Module& online, double decay);

  /// Takes the present weights of `online` into the average.
  void update();

  /// Updates made so far: all that a checkpoint needs beside the target's own state.
  Index updates() const { return updates_; }
  /// Continues after this many updates, as a resume does.
  void set_updates(Index updates) { updates_ = updates; }

 private:
  nn::Module& target_;
  const nn::Module& online_;
  double decay_;
  Index updates_ = 0;
};

}  // namespace selfsame::optim
