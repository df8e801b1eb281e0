/// \file
/// What every method is given and what it hands back: the same data, split, network and seed, and an account of its cost.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "common/options.hpp"
#include "selfsame/data/dataset.hpp"
#include "selfsame/data/loader.hpp"
#include "selfsame/data/split.hpp"
#include "selfsame/eval/linear_probe.hpp"
#include "selfsame/nn/classifier.hpp"
#include "selfsame/report/report.hpp"

namespace selfsame::tutorials {

/// One cell of a comparison: a data set, a choice of labelled images, a seed, and where results go.
struct Experiment {
  const data::Dataset& data;
  data::LabelSplit split;
  Index labels;  ///< as results.csv has it: `all_labels` for all of them
  std::uint64_t split_number;
  std::uint64_t seed;
  report::Report& report;

  /// The series of this cell in metrics.csv.
  report::Series series(const std::string& method) const { return {method, labels, split_number}; }
};

/// The cell for one number of labels and one split; the split is stored in the report's directory.
/// \throws UsageError if the data set has no such number of labels
Experiment experiment_for(const data::Dataset& data, Index labels, std::uint64_t split_number, std::uint64_t seed,
                          report::Report& report);

/// Images with the classes that a loop trains them on: the labelled ones with their labels, or many images with the
/// labels that something else has given them, each counting as much as that was sure.
struct Teaching {
  Indices rows;     ///< (T) positions in the training images, rising
  Indices classes;  ///< (T)
  Array weights;    ///< (T) 0 to 1

  /// Classes and weights of some of the rows, in their order. \throws Error if a row is not among them
  std::pair<Indices, Tensor> of(const Indices& some) const;
};

/// The labelled images of the split, each with weight 1.
Teaching true_labels(const Experiment& experiment);

/// Labels and what others say of many more images, as one list to train on. An image that has a label keeps it. A few
/// labels among thousands of guesses would hardly be seen, so each is listed as often as makes the labels `share` of the
/// list; at least once.
/// \param share  0 for once each, less than 1
Teaching blended(const Teaching& labels, const Teaching& others, double share);

/// What a training run took. Runs that build on each other add up.
struct Cost {
  Index updates = 0;      ///< steps of the optimizer
  Index images_seen = 0;  ///< images that went forward while training, every view counted
  double seconds = 0;     ///< wall time of the training loop
};

/// Figure by figure.
Cost operator+(const Cost& a, const Cost& b);

/// The network of every row: ConvNet with 32, 64, 128 channels. Its starting weights depend on the seed alone.
std::unique_ptr<nn::Encoder> make_encoder(const data::Dataset& data, std::uint64_t seed);

/// A function like `make_encoder`, for methods that need another kind of network.
using MakeEncoder = std::function<std::unique_ptr<nn::Encoder>(const data::Dataset& data, std::uint64_t seed)>;

/// The same with a linear head for the data set's classes.
std::unique_ptr<nn::Classifier> make_classifier(const data::Dataset& data, std::uint64_t seed,
                                                const MakeEncoder& make = make_encoder);

/// A pre-trained encoder and what it cost.
struct Pretrained {
  std::unique_ptr<nn::Encoder> encoder;
  Cost cost;
  std::string name;                 ///< of the method: "simclr"; rows begin with it
  MakeEncoder make = make_encoder;  ///< makes another encoder of this kind
};

/// Accuracy of a classifier on the validation images of the split, in percent: what choices are made by.
double validation_accuracy(nn::Module& classifier, const Experiment& experiment);

/// Adds test and validation accuracy of class scores to the report.
/// \param test, validation  (images, classes) scores of the test set and of the split's validation images
void report_scores(const Experiment& experiment, const std::string& method, const Array& test, const Array& validation,
                   const Cost& cost);

/// The same for a trained classifier; its scores on the test set are returned, for a confusion matrix.
Array report_classifier(const Experiment& experiment, const std::string& method, nn::Module& classifier,
                        const Cost& cost);

/// A linear probe on the frozen encoder's features, fitted to the labelled images.
eval::LinearProbe fit_probe(const Experiment& experiment, nn::Encoder& encoder);

/// The same, reported under `method`; the
/// encoder's weights are hashed before and after. \throws Error if the encoder did not stay frozen
eval::LinearProbe report_probe(const Experiment& experiment, const std::string& method, nn::Encoder& encoder,
                               const Cost& cost);

/// An encoder that `train` has taught without labels, and what that cost. Labels play no part in it, so one serves every
/// number of labels and every split. It is kept as NAME-encoder.safetensors in the report's directory, where a resumed
/// run finds it.
/// \param train  changes the encoder it is given and returns its cost
/// \param make   makes the encoder
Pretrained pretrain(const Experiment& experiment, const Options& options, const std::string& name,
                    const std::function<Cost(nn::Encoder&)>& train, const MakeEncoder& make = make_encoder);

/// From so many labels on, methods train as with many: longer, with less weight decay, and batch norm is left as it is.
/// `all_labels` lies below it and has a recipe of its own.
constexpr Index many_labels = 1000;

/// Whether methods train longer: with many labels, and on photographs however few labels there are.
bool much_to_learn(const data::Dataset& data, Index labels);

/// Lets batch norm know plain images before a network is judged: its running statistics come from augmented ones. Takes
/// at most 10,000 of the rows, evenly spread; no labels. See eval::update_bn. With 1,000 labels it does nothing: there the
/// statistics of training were 0.7 points better on validation images, in the mean of ten recipes.
/// \param rows  the images that the method may look at: the labelled ones for supervised training, all for the others
void settle_batch_norm(nn::Module& network, const Experiment& experiment, const Indices& rows);

/// A classifier that starts as a pre-trained encoder with the linear probe of its features as head: a random head would
/// tear the features down before it fits (Kumar et al. 2022, "LP-FT"). Adds the row NAME_probe, unless it is there.
std::unique_ptr<nn::Classifier> probed_classifier(const Experiment& experiment, const Pretrained& pretrained);

/// The row "random_probe": what a linear probe finds in the features of an encoder that never learnt anything.
void run_random_probe(const Experiment& experiment);

/// Adds the confusion matrix of a classifier on the test set to the report.
void report_mistakes(const Experiment& experiment, nn::Module& classifier);

/// Writes the weights to model.safetensors in the report's directory.
void save_model(const report::Report& report, const nn::Module& model);

/// Adds the filters of the encoder's first convolution to the report, if they can be drawn.
void report_filters(report::Report& report, const nn::Encoder& encoder, const std::string& method);

/// Adds a gallery to the report: training images in the first row, each column an image, and below it as an augmentation
/// changes it, one row a draw.
void report_views(const Experiment& experiment, const std::string& name, const std::string& title,
                  const std::vector<std::pair<std::string, data::Augment>>& rows, const std::string& caption);

/// Whether the loop should measure validation accuracy after this step: ten times in a run, in a short one every ten
/// steps.
bool time_to_validate(Index step, Index steps);

}  // namespace selfsame::tutorials
