/// \file
/// A classifier in a file that says what its images must be like, so that the file is all it takes to use it.
#pragma once

#include <memory>
#include <string>

#include "selfsame/data/dataset.hpp"
#include "selfsame/nn/classifier.hpp"

namespace selfsame::data {

/// What `load_classifier` returns.
struct SavedClassifier {
  std::unique_ptr<nn::Classifier> network;  ///< in evaluation mode
  Dataset images;  ///< those it was trained on, without a single one: their size, mean, stddev and class names
};

/// Writes the weights as safetensors. The metadata hold one text, `classifier`: a JSON object with `network` (ConvNet,
/// WideResNet or VisionTransformer) and its sizes, `image` (height, width, channels), `mean`, `stddev` and `classes`.
/// Weights of any other network are written without it.
///
/// \param path        the file appears under this name only when it is whole
/// \param classifier  a `nn::Classifier` of one of those three encoders
/// \param images      those it was trained on
/// \throws Error  if the file cannot be written
void save_classifier(const std::string& path, const nn::Module& classifier, const Dataset& images);

/// Reads what `save_classifier` wrote, and what PyTorch wrote by the table of the page "Other tools".
/// \throws Error  that names the file if it is missing or damaged, says nothing of a classifier, or contradicts itself;
///                no more is allocated than weights of the file's size take
SavedClassifier load_classifier(const std::string& path);

/// Writes the network as an ONNX model, as it is in evaluation, its weights transposed to ONNX's layouts.
///
/// The input `images` (N, C, H, W) holds pixel / 255, channels first as everywhere in ONNX; normalising is the model's
/// own first step. The output `scores` is (N, classes); softmax makes probabilities of them. The metadata `classes` are
/// the names, as a JSON array.
///
/// \param path        the file appears under this name only when it is whole
/// \param classifier  its encoder is a ConvNet, a WideResNet or a VisionTransformer
/// \param images      those it was trained on
/// \throws UsageError if the encoder is another one
/// \throws Error      if the file cannot be written
void export_onnx(const std::string& path, const nn::Classifier& classifier, const Dataset& images);

}  // namespace selfsame::data
