/// \file
/// Thresholds that follow how far a network has come, as a whole and with each class.
#pragma once

#include "selfsame/core/tensor.hpp"
#include "selfsame/ssl/pseudo_labels.hpp"

namespace selfsame::ssl {

/// Self-adaptive thresholds (FreeMatch, Wang et al. 2023): as high as the network has been sure lately, and lower for a
/// class that comes up seldom, \f$\tau_c = \tau \, \tilde p_c / \max_k \tilde p_k\f$. Running means, \f$\tau\f$ of each
/// guess's largest probability and \f$\tilde p\f$ of all of them; both begin at \f$1 / C\f$.
class ClassThresholds {
 public:
  /// \param momentum  weight of the past in the running means; the paper's 0.999 is for a million steps
  explicit ClassThresholds(Index classes, Scalar momentum = Scalar(0.99));

  /// Takes the batch, of several ranks all that they have of it, into the running means, and decides again which
  /// guesses are accepted: those whose probability reaches the threshold of their class.
  /// \param guesses        made of these probabilities, by any threshold
  /// \param probabilities  (U, C), rows sum to 1
  /// \throws ShapeError if C is another number of classes, or U another number of guesses
  void operator()(PseudoLabels& guesses, const Tensor& probabilities);

  Scalar of(Index c) const;  ///< the threshold of class c

  /// (C + 1): the mean probability of each class, then that of the largest; for checkpoints.
  Array& running_means() { return means_; }

 private:
  Array means_;
  Scalar momentum_;
};

}  // namespace selfsame::ssl
