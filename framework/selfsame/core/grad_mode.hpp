/// \file
/// Switches that hold for a scope of the current thread.
#pragma once

namespace selfsame {

/// Whether operations record the graph in this thread.
bool grad_enabled();

/// While it lives, operations in this thread record no graph: for evaluation and for pseudo-labels.
/// \code
/// NoGrad no_grad;
/// Tensor logits = model(images);   // holds no activations
/// \endcode
class NoGrad {
 public:
  NoGrad();
  ~NoGrad();
  NoGrad(const NoGrad&) = delete;
  NoGrad& operator=(const NoGrad&) = delete;

 private:
  bool before_;
};

/// Whether every output and gradient of this thread is searched for NaN and infinity, as SELFSAME_ANOMALY=1 also asks.
bool anomaly_checked();

/// While it lives, the first operation that makes a NaN or infinity, forward or back, throws an Error that names it.
/// Infinities that an operation is given may pass it. Slows training down a little; put it around what went wrong.
class AnomalyGuard {
 public:
  AnomalyGuard();
  ~AnomalyGuard();
  AnomalyGuard(const AnomalyGuard&) = delete;
  AnomalyGuard& operator=(const AnomalyGuard&) = delete;

 private:
  bool before_;
};

}  // namespace selfsame
