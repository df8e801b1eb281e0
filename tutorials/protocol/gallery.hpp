/// \file
/// Pictures for the report: what a network saw, took for something else, or learnt to look for.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "protocol/cell.hpp"
#include "selfsame/data/augment.hpp"
#include "selfsame/nn/encoder.hpp"

namespace selfsame::tutorials {

/// Adds a gallery to the report: training images in the first row, each column an image, and below it as an
/// augmentation changes it, one row a draw.
void draw_views(const Cell& cell, const std::string& name, const std::string& title,
                const std::vector<std::pair<std::string, data::Augment>>& rows, const std::string& caption);

/// Adds a gallery of labelled images: a column a class, of the first ten, and below its name up to four images.
void draw_labelled(const Cell& cell);

/// Adds the confusion matrix of a classifier on the test set.
void draw_confusion(const Cell& cell, nn::Module& classifier);

/// Adds the filters of the encoder's first convolution, if they can be drawn.
void draw_filters(report::Report& report, const nn::Encoder& encoder, const std::string& method);

/// Writes the network to model.safetensors in the report's directory, with what it takes to use it: the program
/// `classify` names pictures by such a file. TensorBoard gets the features of a thousand test images.
void save_model(const Cell& cell, nn::Module& model);

}  // namespace selfsame::tutorials
