#include "protocol/rows.hpp"

#include <algorithm>

#include "recipes/supervised.hpp"
#include "selfsame/eval/accuracy.hpp"
#include "selfsame/eval/predict.hpp"
#include "selfsame/eval/update_bn.hpp"
#include "selfsame/ops/reduce.hpp"

namespace selfsame::tutorials {

double validation_accuracy(nn::Module& classifier, const Cell& cell) {
  const Indices& rows = cell.split.validation;
  return eval::accuracy(eval::outputs(classifier, cell.data, cell.data.train, rows),
                        eval::labels_of(cell.data.train, rows));
}

void add_row(const Cell& cell, const std::string& method, const Array& test, const Array& validation,
             const Cost& cost) {
  const data::Dataset& data = cell.data;
  report::Result result = cell.result(method, "validation_accuracy", cost);
  result.value = eval::accuracy(validation, eval::labels_of(data.train, cell.split.validation));
  cell.report.add(result);
  result.metric = "test_accuracy";
  result.value = eval::accuracy(test, data.test.labels);
  cell.report.add(result);
}

void add_row(const Cell& cell, const std::string& method, nn::Module& classifier, const Cost& cost) {
  const data::Dataset& data = cell.data;
  const Array test = eval::outputs(classifier, data, data.test);
  add_row(cell, method, test, eval::outputs(classifier, data, data.train, cell.split.validation), cost);
}

// [frozen probe]
eval::LinearProbe fit_probe(const Cell& cell, nn::Encoder& encoder) {
  const data::Dataset& data = cell.data;
  const Indices& labelled = cell.split.labelled;
  return eval::LinearProbe(eval::outputs(encoder, data, data.train, labelled), eval::labels_of(data.train, labelled),
                           data.classes());
}

eval::LinearProbe add_probe_row(const Cell& cell, const std::string& method, nn::Encoder& encoder, const Cost& cost) {
  const data::Dataset& data = cell.data;
  const std::uint64_t before = eval::weights_hash(encoder);
  eval::LinearProbe probe = fit_probe(cell, encoder);
  if (cell.misses(method)) {
    add_row(cell, method, probe(eval::outputs(encoder, data, data.test)),
            probe(eval::outputs(encoder, data, data.train, cell.split.validation)), cost);
  }
  require<Error>(eval::weights_hash(encoder) == before, method, ": the probe changed the frozen encoder");
  return probe;
}
// [frozen probe]

eval::LinearProbe add_probe_row(const Cell& cell, const Pretrained& pretrained) {
  return add_probe_row(cell, pretrained.name + "_probe", *pretrained.encoder, pretrained.cost);
}

void settle_batch_norm(nn::Module& network, const Cell& cell, const Indices& rows) {
  if (settles_batch_norm(cell.labels)) eval::update_bn(network, cell.data, cell.data.train, rows);
}

void add_transductive(const Cell& cell, const std::string& method, const Array& scores, const Cost& cost) {
  const data::LabelSplit& split = cell.split;
  const Indices guesses = argmax(Tensor(scores), 1);
  Indices answers, truth;  // of the images without a label
  for (std::size_t i = 0; i < split.unlabelled.size(); ++i) {
    if (std::binary_search(split.labelled.begin(), split.labelled.end(), split.unlabelled[i])) continue;
    answers.push_back(guesses[i]);
    truth.push_back(cell.data.train.labels[static_cast<std::size_t>(split.unlabelled[i])]);
  }
  if (answers.empty()) return;
  report::Result result = cell.result(method, "transductive_accuracy", cost);
  result.value = eval::accuracy(answers, truth);
  cell.report.add(result);
}

}  // namespace selfsame::tutorials
