#include "protocol/gallery.hpp"

#include <algorithm>

#include "selfsame/core/ranks.hpp"
#include "selfsame/data/loader.hpp"
#include "selfsame/data/saved_classifier.hpp"
#include "selfsame/eval/accuracy.hpp"
#include "selfsame/eval/predict.hpp"
#include "selfsame/nn/classifier.hpp"
#include "selfsame/ops/reduce.hpp"
#include "selfsame/ops/shape.hpp"
#include "selfsame/report/figures.hpp"
#include "selfsame/report/image_figures.hpp"
#include "selfsame/report/results.hpp"

namespace selfsame::tutorials {

void draw_views(const Cell& cell, const std::string& name, const std::string& title,
                const std::vector<std::pair<std::string, data::Augment>>& rows, const std::string& caption) {
  const Indices& labelled = cell.split.labelled;
  const Index columns = std::min<Index>(10, static_cast<Index>(labelled.size()));
  const Indices shown(labelled.begin(), labelled.begin() + columns);
  std::vector<Tensor> pictures;
  std::vector<std::string> labels;
  const Alone alone;  // each process loads all of them
  for (const auto& [label, augment] : rows) {
    // A loader over the shown images alone; the images of a batch come in its own order, so they are put back.
    data::Loader loader(cell.data, cell.data.train, shown, columns, {augment}, cell.seed + labels.size(), {0, 1});
    const data::Batch batch = loader.next();
    Indices back;
    for (const Index row : shown) {
      back.push_back(std::find(batch.rows.begin(), batch.rows.end(), row) - batch.rows.begin());
    }
    pictures.push_back(index_select(batch.views[0], 0, back));
    labels.push_back(label);
  }
  cell.report.add(report::image_grid(name, title, cat(pictures).data(), columns, labels, {}, caption));
}

void draw_labelled(const Cell& cell) {
  const data::Dataset& data = cell.data;
  const Index columns = std::min<Index>(10, data.classes());
  std::vector<Indices> of_class(static_cast<std::size_t>(columns));
  for (const Index row : cell.split.labelled) {
    const Index label = data.train.labels[static_cast<std::size_t>(row)];
    if (label < columns) of_class[static_cast<std::size_t>(label)].push_back(row);
  }
  std::size_t rows = 4;
  for (const Indices& images : of_class) rows = std::min(rows, images.size());
  Indices shown;
  for (std::size_t r = 0; r < rows; ++r) {
    for (const Indices& images : of_class) shown.push_back(images[r]);
  }
  if (shown.empty()) return;
  const std::vector<std::string> names(data.class_names.begin(), data.class_names.begin() + columns);
  cell.report.add(report::image_grid(
      "labelled", "What has labels", data::to_array(data, data.train, shown), columns, {}, names,
      concat("Up to four images of each class, of ", report::labels_text(cell.labels), " labelled ones.")));
}

void draw_confusion(const Cell& cell, nn::Module& classifier) {
  const data::Dataset& data = cell.data;
  const Indices guesses = argmax(Tensor(eval::outputs(classifier, data, data.test)), 1);
  cell.report.add(report::confusion_figure(
      "confusion", "Which class is taken for which", eval::confusion_matrix(guesses, data.test.labels, data.classes()),
      data.class_names, "Test images; a row is a true class, a column what the network said."));
}

void draw_filters(report::Report& report, const nn::Encoder& encoder, const std::string& method) {
  const Tensor weight = encoder.named_parameters().front().second;  // (kh, kw, in, out)
  if (weight.dim() != 4 || (weight.size(2) != 1 && weight.size(2) != 3)) return;
  report.add(report::filters_figure("filters_" + method, "First-layer filters after " + method, weight.data(),
                                    "Each tile is one 3 x 3 filter; mid-grey is zero. Edges and spots are what "
                                    "learning from images makes of random numbers."));
}

namespace {

void show_embedding(const Cell& cell, nn::Classifier& classifier, report::TensorBoard& board) {
  const data::ImageSet& test = cell.data.test;
  const Indices shown = data::evenly_spread(data::all_rows(test), 1000);
  std::vector<std::string> names;
  for (const Index label : eval::labels_of(test, shown)) {
    names.push_back(cell.data.class_names[static_cast<std::size_t>(label)]);
  }
  board.embedding("features of test images", eval::outputs(classifier.encoder, cell.data, test, shown), names,
                  data::to_array(cell.data, test, shown));
}

}  // namespace

void save_model(const Cell& cell, nn::Module& model) {
  const std::string path = cell.report.file("model.safetensors");
  if (!path.empty()) data::save_classifier(path, model, cell.data);
  auto* classifier = dynamic_cast<nn::Classifier*>(&model);
  if (classifier && cell.report.tensorboard()) show_embedding(cell, *classifier, *cell.report.tensorboard());
}

}  // namespace selfsame::tutorials
