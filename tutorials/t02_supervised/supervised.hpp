/// \file
/// Supervised training: the baseline of every comparison, and the fine-tuning of every pre-trained encoder.
#pragma once

#include "common/experiment.hpp"

namespace selfsame::tutorials {

/// What `train_supervised` can be told.
struct SupervisedSettings {
  Index steps = 1000;
  Index batch = 64;            ///< fewer labelled images than this are repeated, each time augmented anew
  double learning_rate = 0.3;  ///< of SGD with Nesterov momentum 0.9, with a cosine to 0
  double weight_decay = 5e-4;  ///< on weights, not on biases and norms
  bool adamw = false;          ///< AdamW in the place of SGD, as transformers need it
  Index warmup = 0;            ///< steps over which the rate grows to its full size
  data::Augment augment;       ///< what is done to each image each time
};

/// Trains a classifier on images whose classes it is told and on nothing else. It starts from the weights it has, so
/// training from scratch and fine-tuning are the same function; and it does not ask who told the classes.
/// \param taught  `true_labels`, or classes that something else has given to images
/// \param method  name of the row, for the progress bar and metrics.csv
Cost train_supervised(nn::Classifier& classifier, const Experiment& experiment, const Teaching& taught,
                      const SupervisedSettings& settings, const std::string& method);

/// What the validation images of each data set chose for training from scratch within the profile's time. --steps
/// replaces the number of steps. For `all_labels`, steps are given in passes over the images.
SupervisedSettings supervised_settings(const data::Dataset& data, Index labels, const Options& options);

/// The baseline row "supervised": a classifier trained from scratch, tested once. Returns it.
std::unique_ptr<nn::Classifier> run_supervised(const Experiment& experiment, const Options& options);

/// What the validation images chose for fine-tuning a pre-trained encoder within the profile's time.
SupervisedSettings fine_tuning_settings(const data::Dataset& data, Index labels, const Options& options);

/// The rows NAME_probe, a linear probe on the frozen encoder, and NAME, the whole network fine-tuned from there:
/// its head starts as the probe, because a random head would tear the features down before it fits. Each is tested once.
std::unique_ptr<nn::Classifier> run_fine_tuning(const Experiment& experiment, const Options& options,
                                                const Pretrained& pretrained);

/// The same with settings of one's own.
std::unique_ptr<nn::Classifier> run_fine_tuning(const Experiment& experiment, const SupervisedSettings& settings,
                                                const Pretrained& pretrained);

}  // namespace selfsame::tutorials
