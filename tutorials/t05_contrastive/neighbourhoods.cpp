#include "t05_contrastive/neighbourhoods.hpp"

#include <algorithm>

#include "selfsame/core/grad_mode.hpp"
#include "selfsame/core/ranks.hpp"
#include "selfsame/eval/predict.hpp"
#include "selfsame/eval/standardise.hpp"
#include "selfsame/eval/tsne.hpp"
#include "selfsame/kernels/nearest.hpp"
#include "selfsame/ops/linalg.hpp"
#include "selfsame/report/embedding_map.hpp"
#include "selfsame/report/image_figures.hpp"
#include "selfsame/report/text.hpp"

namespace selfsame::tutorials {
namespace {

constexpr Index neighbours = 5;

std::size_t at(Index i) { return static_cast<std::size_t>(i); }

// Test images that are shown, sorted by class.
Indices shown_images(const Cell& cell) {
  const data::ImageSet& test = cell.data.test;
  const Index most = cell.profile == Profile::smoke ? 200 : 2000;
  const Index bytes = 6'000'000;  // of all images together: they are part of the page
  Indices rows = data::evenly_spread(data::all_rows(test), std::min(most, 1 + bytes / test.image_size()));
  std::stable_sort(rows.begin(), rows.end(), [&](Index a, Index b) { return test.labels[at(a)] < test.labels[at(b)]; });
  return rows;
}

// An encoder's features of the images as rows of length 1, so that the nearest are those of largest cosine: no channel
// counts more because it is larger.
Array unit_features(const Cell& cell, nn::Encoder& encoder, const Indices& rows) {
  const NoGrad no_grad;
  const Array features = eval::outputs(encoder, cell.data, cell.data.test, rows);
  return l2_normalize(Tensor(eval::standardised(features, eval::feature_scale(features)))).data();
}

// (images, neighbours), nearest first, without the image itself.
Indices nearest_images(const Array& features) {
  const Index n = features.shape()[0];
  Indices rows(at(n * neighbours));
  Array cosines = empty({n, neighbours});
  kernels::nearest(n, n, features.shape()[1], features.data(), features.data(), neighbours, rows.data(), cosines.data(),
                   kernels::OwnRow::skipped);
  return rows;
}

// Of all neighbours of all images, percent that are of the image's own class.
double of_own_class(const Indices& nearest, const Indices& labels) {
  double same = 0;
  for (std::size_t i = 0; i < nearest.size(); ++i) {
    same += labels[at(nearest[i])] == labels[i / at(neighbours)] ? 1 : 0;
  }
  return 100 * same / static_cast<double>(nearest.size());
}

// The first image of each class, at most ten, and its neighbours by both encoders.
void draw_nearest(const Cell& cell, const Indices& rows, const Indices& labels, const Indices& before,
                  const Indices& after) {
  Indices pictures, framed;
  std::vector<std::string> names;
  for (Index i = 0; i < static_cast<Index>(labels.size()) && names.size() < 10; ++i) {
    const Index label = labels[at(i)];
    if (i > 0 && labels[at(i - 1)] == label) continue;
    names.push_back(cell.data.class_names[at(label)]);
    pictures.push_back(rows[at(i)]);
    for (const Indices* nearest : {&before, &after}) {
      for (Index j = i * neighbours; j < (i + 1) * neighbours; ++j) {
        const Index other = (*nearest)[at(j)];
        if (labels[at(other)] != label) framed.push_back(static_cast<Index>(pictures.size()));
        pictures.push_back(rows[at(other)]);
      }
    }
  }
  cell.report.add(report::image_grid(
      "nearest", "Nearest by features, before and after", data::to_array(cell.data, cell.data.test, pictures),
      1 + 2 * neighbours, names, {"image", "", "", "random weights", "", "", "", "", "SimCLR", "", ""},
      "The first test image of each class, and the five whose features are nearest to its own: left of an encoder that "
      "has learnt nothing, right of the same encoder after SimCLR. A frame means another class.",
      0, 0, framed));
}

}  // namespace

void draw_neighbourhoods(const Cell& cell, nn::Encoder& before, nn::Encoder& after) {
  if (!is_first_rank()) return;  // it alone has a report to show them in
  const Indices rows = shown_images(cell);
  const Indices labels = eval::labels_of(cell.data.test, rows);
  const auto n = static_cast<Index>(rows.size());
  if (n <= neighbours) return;

  std::vector<report::MapPanel> panels;
  for (auto& [title, encoder] : {std::pair<std::string, nn::Encoder&>{"random weights", before}, {"SimCLR", after}}) {
    const Array features = unit_features(cell, encoder, rows);
    eval::TsneOptions options;
    options.perplexity = std::min(options.perplexity, static_cast<double>(n) / 4);
    const Indices nearest = nearest_images(features);
    const std::string share = report::fixed(of_own_class(nearest, labels), 0);
    panels.push_back(
        {title + ": " + share + " % of neighbours share the class", eval::tsne(features, options), nearest});
  }
  draw_nearest(cell, rows, labels, panels[0].neighbours, panels[1].neighbours);
  cell.report.add(report::embedding_map(
      "map", "The same images by their features, before and after", panels,
      data::to_array(cell.data, cell.data.test, rows), labels, cell.data.class_names, n - n / 10,
      "Each dot is a test image; those with like features lie together (t-SNE, perplexity 30). Colours and names are "
      "the classes, which took no part. Point at a dot to see its image and the five nearest in each of the two. Only "
      "who is near whom means something: neither the place nor the size of a group does."));
}

}  // namespace selfsame::tutorials
