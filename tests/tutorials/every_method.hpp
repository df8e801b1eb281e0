/// \file
/// Every training function of tutorials/methods under one call, small: for tests of what all of them promise.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "methods/fixmatch_variant.hpp"
#include "methods/masked.hpp"
#include "methods/own.hpp"
#include "methods/pirl.hpp"
#include "methods/rotation.hpp"
#include "methods/self_training.hpp"
#include "methods/simclr.hpp"
#include "methods/transfer.hpp"
#include "selfsame/nn/convnet.hpp"
#include "tutorials/cell_of_shapes.hpp"

namespace selfsame::tutorials {

/// Two hundred of the generated images, made once.
inline const data::Dataset& small_shapes() {
  static const data::Dataset data = few_shapes(200);
  return data;
}

/// What a small training works on, and how.
struct SmallTask {
  data::Dataset data = small_shapes();
  data::LabelSplit split = data::few_labels(data, 2 * data.classes(), 0, 50);
  Index steps = 3, batch = 8;
  double learning_rate = 0.05;
  Scalar threshold = Scalar(0.2);         ///< FixMatch's: some guesses of so young a network pass, some do not
  std::vector<Index> channels = {8, 16};  ///< of the ConvNet behind the images'
  std::uint64_t seed = 1;                 ///< of weights, batches, augmentation
  bool zero_features = false;             ///< the encoder's last norm has weight and bias 0: all embeddings are 0
  data::Augment augment = data::compose({data::shift(2), data::random_resized_crop()});

  /// The encoder of every method but masked patches.
  std::unique_ptr<nn::Encoder> encoder() const {
    std::vector<Index> widths = channels;
    widths.insert(widths.begin(), data.channels());
    Generator random(named_seed(seed, "encoder"));
    auto made = std::make_unique<nn::ConvNet>(widths, random);
    if (zero_features) silence(*made->children().back().second);
    return made;
  }

  std::unique_ptr<nn::Classifier> classifier() const {
    Generator random(named_seed(seed, "head"));
    return std::make_unique<nn::Classifier>(encoder(), data.classes(), random);
  }

  data::Targets targets() const { return data::true_labels(data.train, split.labelled); }

  static void silence(nn::Module& norm) {
    for (auto& [name, parameter] : norm.named_parameters()) parameter.mutable_data().fill(0);
  }
};

/// A training function, which returns all that the training has changed.
struct Method {
  std::string name;  ///< "supervised" of `train_supervised`; a variant of it behind a comma
  std::function<nn::StateDict(const SmallTask& task, const report::TrainingLog& log)> train;
};

/// The settings that every method has; the others stay as their struct says.
template <class Recipe>
Recipe recipe_of(const SmallTask& task) {
  Recipe recipe;
  recipe.steps = task.steps;
  recipe.batch = task.batch;
  recipe.learning_rate = task.learning_rate;
  recipe.augment = task.augment;
  return recipe;
}

inline FixMatchRecipe fixmatch_of(const SmallTask& task) {
  FixMatchRecipe recipe;
  recipe.steps = task.steps;
  recipe.batch = task.batch;
  recipe.learning_rate = task.learning_rate;
  recipe.threshold = task.threshold;
  recipe.labelled = recipe.weak = recipe.strong = task.augment;
  return recipe;
}

/// Each `train_x` at least once; a test compares their names with those of tutorials/methods.
inline const std::vector<Method>& every_method() {
  using Log = report::TrainingLog;
  const auto supervised = [](bool adamw) {
    return [adamw](const SmallTask& task, const Log& log) {
      const auto classifier = task.classifier();
      SupervisedRecipe recipe = recipe_of<SupervisedRecipe>(task);
      recipe.adamw = adamw;
      train_supervised(*classifier, task.data, task.targets(), recipe, task.seed, log);
      return classifier->state_dict();
    };
  };
  const auto pirl = [](Pretext pretext) {
    return [pretext](const SmallTask& task, const Log& log) {
      const auto encoder = task.encoder();
      auto recipe = recipe_of<PirlRecipe>(task);
      recipe.pretext = pretext;
      recipe.negatives = 40;
      train_pirl(*encoder, task.data, task.split.unlabelled, recipe, task.seed, log);
      return encoder->state_dict();
    };
  };
  const auto variant = [](const FixMatchVariant& with) {
    return [with](const SmallTask& task, const Log& log) {
      const auto classifier = task.classifier(), averaged = task.classifier();
      train_fixmatch_variant(*classifier, *averaged, task.data, task.targets(), task.split.unlabelled,
                             fixmatch_of(task), with, task.seed, log);
      return classifier->state_dict();
    };
  };
  static const std::vector<Method> methods{
      {"supervised", supervised(false)},
      {"supervised, AdamW", supervised(true)},
      {"rotation",
       [](const SmallTask& task, const Log& log) {
         const auto encoder = task.encoder();
         train_rotation(*encoder, task.data, task.split.unlabelled, recipe_of<RotationRecipe>(task), task.seed, log);
         return encoder->state_dict();
       }},
      {"simclr",
       [](const SmallTask& task, const Log& log) {
         const auto encoder = task.encoder();
         train_simclr(*encoder, task.data, task.split.unlabelled, recipe_of<SimclrRecipe>(task), task.seed, log);
         return encoder->state_dict();
       }},
      {"pirl, rotation", pirl(Pretext::rotation)},
      {"pirl, jigsaw", pirl(Pretext::jigsaw)},
      {"masked",
       [](const SmallTask& task, const Log& log) {
         nn::VisionTransformerOptions sizes;
         sizes.height = task.data.height(), sizes.width = task.data.width(), sizes.channels = task.data.channels();
         sizes.features = 16, sizes.depth = 2, sizes.heads = 2;
         Generator random(named_seed(task.seed, "encoder"));
         nn::VisionTransformer encoder(sizes, random);
         if (task.zero_features) SmallTask::silence(encoder);
         const auto decoder = make_decoder(encoder, task.seed);
         train_masked(encoder, *decoder, task.data, task.split.unlabelled, recipe_of<MaskedRecipe>(task), task.seed,
                      log);
         return encoder.state_dict();
       }},
      {"fixmatch",
       [](const SmallTask& task, const Log& log) {
         const auto classifier = task.classifier(), averaged = task.classifier();
         train_fixmatch(*classifier, *averaged, task.data, task.targets(), task.split.unlabelled, fixmatch_of(task),
                        task.seed, log);
         return classifier->state_dict();
       }},
      {"fixmatch_variant, mean teacher", variant({true, Scalar(0.5), false, true})},
      {"fixmatch_variant, class thresholds", variant({false, 1, true, false, true})},
      {"own",
       [](const SmallTask& task, const Log& log) {
         const auto classifier = task.classifier();
         train_own(*classifier, task.data, task.targets(), task.split.unlabelled, recipe_of<SupervisedRecipe>(task),
                   task.seed, log);
         return classifier->state_dict();
       }},
      {"self_training",
       [](const SmallTask& task, const Log& log) {
         SelfTrainingRecipe recipe;
         recipe.rounds = 2;
         recipe.training = recipe_of<SupervisedRecipe>(task);
         const auto teacher = task.classifier();
         const auto make = [&task] { return task.classifier(); };
         return train_self_training(*teacher, make, task.data, task.split, recipe, task.seed, log)
             .classifier->state_dict();
       }},
      {"transfer",
       [](const SmallTask& task, const Log& log) {
         const auto classifier = task.classifier();
         train_transfer(*classifier, 1, task.data, task.targets(), recipe_of<SupervisedRecipe>(task), task.seed, log);
         return classifier->state_dict();
       }},
  };
  return methods;
}

/// What a method leaves behind: weights, and all it has logged as metrics.csv holds it.
struct Left {
  nn::StateDict weights;
  std::string metrics;
  bool operator==(const Left& other) const { return weights == other.weights && metrics == other.metrics; }
};

/// One training of a method, with the accuracy on validation images where the method asks for it.
inline Left left_by(const Method& method, const SmallTask& task) {
  report::Report report;
  const Cell cell{task.data, task.split, 0, 0, task.seed, report, Profile::smoke, task.steps};
  nn::StateDict weights = method.train(task, cell.log("test"));
  return {std::move(weights), report.metrics().csv()};
}

}  // namespace selfsame::tutorials
