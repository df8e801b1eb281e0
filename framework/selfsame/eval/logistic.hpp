/// \file
/// Multinomial logistic regression, fitted to convergence.
#pragma once

#include "selfsame/core/tensor.hpp"
#include "selfsame/optim/lbfgs.hpp"

namespace selfsame::eval {

/// Labelled rows: what a logistic regression is fitted to.
struct Examples {
  Array x = {};         ///< (N, D)
  Indices labels = {};  ///< N classes, each in 0..classes-1
  Index classes = 0;    ///< C
};

/// The mean cross-entropy of scores x W + b, and (decay / 2N) |W|^2 beside it; b is not held back. A decay is therefore
/// what scikit-learn's `LogisticRegression` calls 1 / C: its weight against one example stays the same for any N.
///
/// \param weights   (C (D + 1)) of each class its D weights and then its bias
/// \param gradient  as many numbers, overwritten by the slopes of the result
/// \return          the loss; the same bits for any number of threads
/// \throws ShapeError if sizes do not fit or a label is not a class
double logistic_loss(const Examples& examples, double decay, const std::vector<double>& weights,
                     std::vector<double>& gradient);

/// The weights of the smallest `logistic_loss`, by L-BFGS. With a decay above 0 there is exactly one smallest (up to a
/// constant on b); without, classes that a plane divides let weights grow for ever, and it stops where the slope is
/// below the tolerance.
/// \param start  weights to set out from; empty for zeros
/// \throws ShapeError if sizes do not fit or a label is not a class; Error if x is not finite or decay is negative
optim::Minimum fit_logistic(const Examples& examples, double decay, std::vector<double> start = {},
                            const optim::LbfgsOptions& options = {});

/// A decay chosen by cross-validation among the examples alone; no other image is looked at.
///
/// Five folds (as many as the largest class has examples, if fewer), each with its share of every class; a row alone in
/// its class stays out. From 1,000 down to 0.1, each a root of ten weaker, decays are fitted to the rest of each fold,
/// from the weights of the one before, until the cross-entropy on the folds no longer falls: of equal ones the
/// strongest wins. Of more than 2,000 examples 2,000 vote, of each class its share.
///
/// \return `lone_decay` if no class has two examples
/// \throws ShapeError if sizes do not fit or a label is not a class; Error if x is not finite
double chosen_decay(const Examples& examples);

/// The decay where no class has two examples: with 10 labels of random features of Fashion-MNIST, decays of 1, 10, 100
/// and 1,000 give 33.4, 33.7, 31.6 and 27.1 % on validation images.
constexpr double lone_decay = 10;

}  // namespace selfsame::eval
