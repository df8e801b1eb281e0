/// \file
/// A network of two layers, trained twice from the same weights: number by number on the tape, and with tensors.
#pragma once

#include <vector>

#include "selfsame/data/planes.hpp"
#include "selfsame/report/report.hpp"

namespace selfsame::tutorials {

/// The weights of score(x) = tanh(x W1 + b1) W2 + b2: two inputs, `hidden` units, one score; above 0 is class 1.
struct TwoLayers {
  Array w1;  ///< (2, hidden)
  Array b1;  ///< (hidden)
  Array w2;  ///< (hidden, 1)
  Array b2;  ///< (1)
};

/// Starting weights: normal, standard deviation 1 / sqrt(inputs).
TwoLayers two_layers(Index hidden, std::uint64_t seed);

/// Mean logistic loss of the network on the points and, in the shapes of the weights, its gradient.
struct LossAndGradient {
  Scalar loss;         ///< mean over the points
  TwoLayers gradient;  ///< in the shapes of the weights
};

/// The same function twice: on the tape.
LossAndGradient with_tape(const TwoLayers& weights, const data::PlanePoints& data);

/// With the library's tensors.
LossAndGradient with_library(const TwoLayers& weights, const data::PlanePoints& data);

/// Either of the two above.
using GradientOf = LossAndGradient (*)(const TwoLayers& weights, const data::PlanePoints& data);

/// Plain gradient descent on all points at each step; the loss goes into metrics.csv.
/// \return  seconds that it took
double train(TwoLayers& weights, const data::PlanePoints& data, GradientOf gradient_of, double rate, Index steps,
             const std::string& name, report::Report& report);

/// Share of points on the right side of the border, in percent.
double accuracy(const TwoLayers& weights, const data::PlanePoints& data);

/// The largest difference of two gradients, divided by the largest number in the first.
double difference(const TwoLayers& a, const TwoLayers& b);

}  // namespace selfsame::tutorials
