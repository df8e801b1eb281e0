/// \file
/// Ways of learning from few labelled and many unlabelled points of a plane, all with the same small network.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "selfsame/data/label_count.hpp"
#include "selfsame/data/planes.hpp"
#include "selfsame/nn/linear.hpp"
#include "selfsame/report/cost.hpp"

namespace selfsame::tutorials {

using report::Cost;

/// The settings of all methods here; what each can do with few labels depends on them.
struct PointRecipe {
  Index steps = 1000;              ///< of Adam, with a cosine to 0
  double learning_rate = 0.01;     ///< at the first step
  double jitter = 0.15;            ///< standard deviation of the noise that makes one view of a point from another
  double entropy_weight = 0.3;     ///< of the entropy term
  double threshold = 0.95;         ///< probability from which a guess becomes a pseudo-label
  double pseudo_weight = 1;        ///< of the loss on pseudo-labels
  double consistency_weight = 30;  ///< of the squared difference of two views' predictions
  double temperature = 0.5;        ///< of the contrastive pretext
};

/// What is known while learning, and the points that tell how well it went.
struct PlaneTask {
  Tensor labelled;          ///< (L, 2)
  Indices classes;          ///< L
  Tensor unlabelled;        ///< (U, 2): all training points, the labelled ones among them
  data::PlanePoints train;  ///< the same points with the classes of all of them: for figures and `all` labels
  data::PlanePoints test;   ///< new points
};

/// Draws 400 training and 2,000 test points and shows the classes of the first `labels`, as many of each class; fewer
/// labels are a subset of more.
/// \throws UsageError if there are not so many points or the classes do not divide the number
PlaneTask plane_task(const std::string& plane, data::LabelCount labels, std::uint64_t split);

/// 2 -> 64 -> 64 -> outputs with ReLU. The first two layers are the encoder, the last is the head.
class PointNet : public nn::Module {
 public:
  /// \param outputs  scores a point
  /// \param random   source of the starting weights
  PointNet(Index outputs, Generator& random);
  Tensor forward(const Tensor& x) override { return head(features(x)); }
  Tensor features(const Tensor& x);  ///< (N, 2) -> (N, 64)
  std::string type() const override { return "PointNet"; }

  nn::Linear& first = add<nn::Linear>("first", 2, 64);     ///< points to numbers
  nn::Linear& second = add<nn::Linear>("second", 64, 64);  ///< numbers to features
  nn::Linear& head;                                        ///< features to outputs
};

/// Something that scores points, and what it cost to make.
struct Trained {
  std::function<Array(const Array&)> scores;  ///< (N, 2) points -> (N, 2) scores of the two classes
  Cost cost;                                  ///< of training it
};

/// What the loss says about unlabelled points: a scalar, added to the cross-entropy of the labelled ones.
using UnlabelledTerm = std::function<Tensor(PointNet& net, const Tensor& points, Generator& random)>;

/// Trains a classifier on the labelled points and, where there is one, on a term for all points, whose weight grows in
/// a straight line over the first half: guesses should be worth something before they are believed.
Trained train_points(const PlaneTask& task, const PointRecipe& recipe, const UnlabelledTerm& term, double weight,
                     std::uint64_t seed);

/// \name Terms
/// \{
UnlabelledTerm entropy_term();                       ///< be sure: mean entropy of the predictions
UnlabelledTerm pseudo_label_term(double threshold);  ///< believe yourself where you are sure
UnlabelledTerm consistency_term(double jitter);      ///< say the same of a point and of its neighbour
/// \}

/// A pre-trained encoder of points and its cost.
struct PretrainedPoints {
  std::shared_ptr<PointNet> net;  ///< its head is the pretext's, of no further use
  Cost cost;                      ///< of training it
};

/// An encoder that never learnt anything.
PretrainedPoints random_points(std::uint64_t seed);

/// The pretext of the rotation chapter: the plane was turned about its origin by 0, 90, 180 or 270 degrees; by how
/// much?
PretrainedPoints rotation_pretext(const PlaneTask& task, const PointRecipe& recipe, std::uint64_t seed);

/// The pretext of the SimCLR chapter: which of the jittered points of a batch is the other view of this one?
PretrainedPoints contrastive_pretext(const PlaneTask& task, const PointRecipe& recipe, std::uint64_t seed);

/// A linear probe on the encoder's frozen features, fitted to the labelled points.
Trained probe_points(const PretrainedPoints& pretrained, const PlaneTask& task);

}  // namespace selfsame::tutorials
