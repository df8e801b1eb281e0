/// \file
/// Running a trained model over many images.
#pragma once

#include "selfsame/data/dataset.hpp"
#include "selfsame/nn/module.hpp"

/// Measuring what was learnt.
namespace selfsame::eval {

/// What the model returns for the given images, in evaluation mode and without a graph; the mode is restored after.
/// \param set    `dataset.train`, `.test` or `.unlabelled`
/// \param rows   (B) positions in `set`
/// \param batch  images that go forward at a time
/// \return       (B, D): features of an encoder, class scores of a classifier. \throws Error if one is not finite
Array outputs(nn::Module& model, const data::Dataset& dataset, const data::ImageSet& set, const Indices& rows,
              Index batch = 500);

/// The same for a whole set.
Array outputs(nn::Module& model, const data::Dataset& dataset, const data::ImageSet& set, Index batch = 500);

/// Puts a module into evaluation mode for a scope, and back into the mode it had.
class EvalMode {
 public:
  /// Switches to evaluation now, and back to what it was when destroyed.
  explicit EvalMode(nn::Module& module) : module_(module), was_training_(module.training()) { module.eval(); }
  ~EvalMode() { module_.train(was_training_); }
  EvalMode(const EvalMode&) = delete;
  EvalMode& operator=(const EvalMode&) = delete;

 private:
  nn::Module& module_;
  bool was_training_;
};

/// A hash of all parameters and buffers: equal before and after a probe proves that a frozen encoder stayed frozen,
/// running statistics included (FNV-1a over the bytes).
std::uint64_t weights_hash(const nn::Module& module);

/// The labels of the given rows.
Indices labels_of(const data::ImageSet& set, const Indices& rows);

}  // namespace selfsame::eval
