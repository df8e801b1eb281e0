#include "t04_rotation/turns.hpp"

#include <algorithm>
#include <cmath>

#include "selfsame/core/grad_mode.hpp"
#include "selfsame/eval/linear_probe.hpp"
#include "selfsame/eval/predict.hpp"
#include "selfsame/ops/reduce.hpp"
#include "selfsame/ops/shape.hpp"
#include "selfsame/report/figures.hpp"
#include "selfsame/report/text.hpp"
#include "selfsame/ssl/rotation.hpp"

namespace selfsame::tutorials {
namespace {

// Images in their four orientations, as the encoder sees them, and what was done to them.
struct Turned {
  Array features;     // (4 B, D)
  Indices rotations;  // 4 B
  Indices images;     // 4 B: the row of the set
};

Turned turned_features(const data::Dataset& data, const data::ImageSet& set, nn::Encoder& encoder,
                       const Indices& rows) {
  const NoGrad no_grad;
  const eval::EvalMode eval_mode(encoder);
  constexpr std::size_t batch = 250;
  Turned turned;
  std::vector<Tensor> features;
  for (std::size_t begin = 0; begin < rows.size(); begin += batch) {
    const std::size_t end = std::min(begin + batch, rows.size());
    const Indices some(rows.data() + begin, rows.data() + end);
    const auto [images, rotations] = ssl::rotate_four_ways(Tensor(data::to_array(data, set, some)));
    features.push_back(encoder(images));
    turned.rotations.insert(turned.rotations.end(), rotations.begin(), rotations.end());
    for (int turn = 0; turn < 4; ++turn) turned.images.insert(turned.images.end(), some.begin(), some.end());
  }
  turned.features = cat(features).data();
  return turned;
}

}  // namespace

// [turn errors]
std::vector<TurnErrors> turn_errors(const data::Dataset& data, nn::Encoder& encoder, const Indices& unlabelled,
                                    Index images) {
  const Turned known = turned_features(data, data.train, encoder, data::evenly_spread(unlabelled, images));
  const eval::LinearProbe probe(known.features, known.rotations, 4);

  const Turned asked =
      turned_features(data, data.test, encoder, data::evenly_spread(data::all_rows(data.test), images));
  const Indices answers = argmax(Tensor(probe(asked.features)), 1);
  std::vector<TurnErrors> errors(static_cast<std::size_t>(data.classes() + 1), TurnErrors{});
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const Index label = data.test.labels[static_cast<std::size_t>(asked.images[i])];
    const auto off = static_cast<std::size_t>((answers[i] - asked.rotations[i] + 4) % 4);
    ++errors[static_cast<std::size_t>(label)][off];
    ++errors.back()[off];
  }
  for (TurnErrors& of_class : errors) {
    const double sum = of_class[0] + of_class[1] + of_class[2] + of_class[3];
    for (double& count : of_class) count *= sum > 0 ? 100 / sum : 0;
  }
  return errors;
}
// [turn errors]

void draw_turns(const Cell& cell, nn::Encoder& encoder) {
  const Index images = cell.profile == Profile::smoke ? 200 : 2000;
  std::vector<std::vector<report::HeatCell>> cells;
  for (const auto& [right, far, half, little] : turn_errors(cell.data, encoder, cell.split.unlabelled, images)) {
    cells.emplace_back();
    for (const double share : {right, -half, -far, -little}) {  // coloured by the root: a few percent are to be seen
      cells.back().push_back({std::copysign(std::sqrt(std::abs(share)), share), report::fixed(std::abs(share), 1)});
    }
  }
  std::vector<std::string> names = cell.data.class_names;
  names.emplace_back("all");
  cell.report.add(report::heat_map(
      "turns", "Which way is up, class by class: answers in percent", cells, names,
      {"right", "half a turn off", "a quarter too far", "a quarter short"}, "class of the test image",
      "what a linear layer on the encoder's features answered",
      "Each row sums to 100, over the four orientations of test images. Blue is right, orange wrong, the deeper the "
      "more. A class that looks much the same upside down is often half a turn off."));
}

}  // namespace selfsame::tutorials
