/// \file
/// Distribution alignment: no class is guessed ever more often.
#pragma once

#include "selfsame/core/tensor.hpp"

namespace selfsame::ssl {

/// Each of so many classes as often as any other: the prior of balanced classes, (classes).
Array equal_shares(Index classes);

/// Distribution alignment (ReMixMatch, Berthelot et al. 2020): rescales class probabilities by how often each class
/// should come up over how often it has come up lately, so that no class is guessed ever more often.
class DistributionAlignment {
 public:
  /// \param prior     (C) expected share of each class; the labelled set's shares
  /// \param momentum  weight of the past in the running mean of the model's probabilities
  explicit DistributionAlignment(Array prior, Scalar momentum = Scalar(0.99));

  /// Takes the batch, of several ranks all that they have of it, into the running mean and returns normalised
  /// p * prior / running mean. (U, C) -> (U, C).
  /// \throws ShapeError if C differs from the prior's
  Tensor operator()(const Tensor& probabilities);

  const Array& running_mean() const { return mean_; }  ///< (C), for checkpoints
  /// Continues from a stored mean, as a resume does.
  void set_running_mean(Array mean) { mean_ = std::move(mean); }

 private:
  Array prior_;
  Array mean_;
  Scalar momentum_;
};

}  // namespace selfsame::ssl
