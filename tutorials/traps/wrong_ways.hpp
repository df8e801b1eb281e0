/// \file
/// The wrong ways: each is a function of the library or a method's loop, changed in the line where programs go wrong.
#pragma once

#include <functional>

#include "methods/fixmatch.hpp"
#include "methods/simclr.hpp"

namespace selfsame::tutorials {

/// NT-Xent of which nobody masked the diagonal: every view is among its own negatives, at similarity 1, which no other
/// view can pass. Arguments as `ssl::nt_xent`.
Tensor nt_xent_unmasked(const Tensor& first, const Tensor& second, Scalar temperature);

/// FixMatch's unlabelled loss divided by the accepted images in the place of all mu B: one accepted image weighs as
/// much as a whole accepted batch. Arguments as `ssl::consistency_loss`; 0 where none is accepted.
Tensor loss_over_accepted(const Tensor& strong_logits, const ssl::PseudoLabels& guesses);

/// A loss of SimCLR: (N, D) projections of two views, and the temperature.
using PairLoss = std::function<Tensor(const Tensor& first, const Tensor& second, Scalar temperature)>;

/// `train_simclr` with this loss: with `ssl::nt_xent` the same weights, to the bit.
Cost train_simclr_by(const PairLoss& loss, nn::Encoder& encoder, const data::Dataset& data, const Indices& unlabelled,
                     const SimclrRecipe& recipe, std::uint64_t seed, const report::TrainingLog& log);

/// What an average over `parameters()` leaves behind: averaged weights, and buffers as the network was built with them,
/// mean 0 and variance 1 in every batch norm.
/// \param built  a network of the same kind that nobody has trained
void forget_buffers(nn::Module& averaged, const nn::Module& built);

/// `eval::outputs` without `eval()`: batch norm takes its statistics from the images that happen to be in a batch. The
/// running statistics, which a pass in training mode moves, are put back.
Array outputs_in_training_mode(nn::Module& model, const data::Dataset& data, const data::ImageSet& set,
                               const Indices& rows, Index batch);

/// The rows of a set class by class, as folders of images are read.
Indices class_by_class(const data::ImageSet& set);

}  // namespace selfsame::tutorials
