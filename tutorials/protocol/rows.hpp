/// \file
/// Scores into the report: how a trained network becomes a row of the table, the same way for every method.
#pragma once

#include <memory>

#include "protocol/cell.hpp"
#include "protocol/pretrained.hpp"
#include "selfsame/eval/linear_probe.hpp"
#include "selfsame/nn/classifier.hpp"

namespace selfsame::tutorials {

using report::Cost;

/// Accuracy of a classifier on the validation images of the split, in percent: what choices are made by.
double validation_accuracy(nn::Module& classifier, const Cell& cell);

/// Adds a row: test and validation accuracy of class scores.
/// \param test, validation  (images, classes) scores of the test set and of the split's validation images
void add_row(const Cell& cell, const std::string& method, const Array& test, const Array& validation, const Cost& cost);

/// Adds the row of a trained classifier, tested once.
void add_row(const Cell& cell, const std::string& method, nn::Module& classifier, const Cost& cost);

/// A linear probe on the frozen encoder's features, fitted to the labelled images.
eval::LinearProbe fit_probe(const Cell& cell, nn::Encoder& encoder);

/// Fits such a probe and adds its row, unless it is there; the encoder's weights are hashed before and after.
/// \throws Error if the encoder did not stay frozen
eval::LinearProbe add_probe_row(const Cell& cell, const std::string& method, nn::Encoder& encoder, const Cost& cost);

/// The same with the row NAME_probe of a pre-trained encoder.
eval::LinearProbe add_probe_row(const Cell& cell, const Pretrained& pretrained);

/// Lets batch norm know plain images before a network is judged, where the recipes say so: `settles_batch_norm`.
/// \param rows  the images that the method may look at: the labelled ones for supervised training, all for the others
void settle_batch_norm(nn::Module& network, const Cell& cell, const Indices& rows);

/// Adds `transductive_accuracy`: accuracy on the split's unlabelled images that are not labelled. Nothing is added
/// where every image is labelled. Only this measurement sees their labels.
/// \param scores  (U, classes) in the order of split.unlabelled
void add_transductive(const Cell& cell, const std::string& method, const Array& scores, const Cost& cost);

}  // namespace selfsame::tutorials
