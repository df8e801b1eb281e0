#include "common/experiment.hpp"

#include <algorithm>
#include <filesystem>

#include "selfsame/core/random.hpp"
#include "selfsame/eval/accuracy.hpp"
#include "selfsame/eval/predict.hpp"
#include "selfsame/eval/update_bn.hpp"
#include "selfsame/io/safetensors.hpp"
#include "selfsame/nn/convnet.hpp"
#include "selfsame/ops/reduce.hpp"
#include "selfsame/ops/shape.hpp"
#include "selfsame/report/figures.hpp"
#include "selfsame/report/image_figures.hpp"

namespace selfsame::tutorials {
namespace {

const char* const cost_entry = "training.cost";  // (3): updates, images seen, seconds

// Takes batch norm's statistics anew, from at most 10,000 of the rows, evenly spread.
void see_plain_images(nn::Module& network, const data::Dataset& data, const Indices& rows) {
  const std::size_t step = 1 + (rows.size() - 1) / 10000;
  Indices some;
  for (std::size_t i = 0; i < rows.size(); i += step) some.push_back(rows[i]);
  eval::update_bn(network, data, data.train, some);
}

}  // namespace

Experiment experiment_for(const data::Dataset& data, Index labels, std::uint64_t split_number, std::uint64_t seed,
                          report::Report& report) {
  const Index count = labels == all_labels ? data.train.count : labels;
  const std::string directory = report.file("");
  data::LabelSplit split = directory.empty() ? data::few_labels(data, count, split_number)
                                             : data::split_for(data, count, split_number, directory);
  return {data, std::move(split), labels, split_number, seed, report};
}

std::pair<Indices, Tensor> Teaching::of(const Indices& some) const {
  Indices their_classes;
  Array their_weights = empty({static_cast<Index>(some.size())});
  for (std::size_t i = 0; i < some.size(); ++i) {
    const auto at = std::lower_bound(rows.begin(), rows.end(), some[i]);
    require<Error>(at != rows.end() && *at == some[i], "teaching: image ", some[i], " has no class");
    their_classes.push_back(classes[static_cast<std::size_t>(at - rows.begin())]);
    their_weights(static_cast<Index>(i)) = weights(at - rows.begin());
  }
  return {std::move(their_classes), Tensor(std::move(their_weights))};
}

Teaching true_labels(const Experiment& experiment) {
  const Indices& labelled = experiment.split.labelled;
  return {labelled, eval::labels_of(experiment.data.train, labelled), filled({static_cast<Index>(labelled.size())}, 1)};
}

// [blended]
Teaching blended(const Teaching& labels, const Teaching& others, double share) {
  struct Entry {
    Index row, its_class;
    Scalar weight;
  };
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < others.rows.size(); ++i) {
    if (std::binary_search(labels.rows.begin(), labels.rows.end(), others.rows[i])) continue;
    entries.push_back({others.rows[i], others.classes[i], others.weights(static_cast<Index>(i))});
  }
  const double wanted = share / (1 - share) * static_cast<double>(entries.size());
  const auto copies =
      std::max<std::size_t>(1, static_cast<std::size_t>(wanted) / std::max<std::size_t>(1, labels.rows.size()));
  for (std::size_t i = 0; i < labels.rows.size(); ++i) {
    entries.insert(entries.end(), copies,
                   Entry{labels.rows[i], labels.classes[i], labels.weights(static_cast<Index>(i))});
  }
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.row < b.row; });
  Teaching all{{}, {}, empty({static_cast<Index>(entries.size())})};
  for (const Entry& entry : entries) {
    all.weights(static_cast<Index>(all.rows.size())) = entry.weight;
    all.rows.push_back(entry.row);
    all.classes.push_back(entry.its_class);
  }
  return all;
}
// [blended]

Cost operator+(const Cost& a, const Cost& b) {
  return {a.updates + b.updates, a.images_seen + b.images_seen, a.seconds + b.seconds};
}

std::unique_ptr<nn::Encoder> make_encoder(const data::Dataset& data, std::uint64_t seed) {
  manual_seed(seed);
  return std::make_unique<nn::ConvNet>(std::vector<Index>{data.channels(), 32, 64, 128});
}

std::unique_ptr<nn::Classifier> make_classifier(const data::Dataset& data, std::uint64_t seed,
                                                const MakeEncoder& make) {
  return std::make_unique<nn::Classifier>(make(data, seed), data.classes());
}

double validation_accuracy(nn::Module& classifier, const Experiment& experiment) {
  const auto& [data, split, labels, split_number, seed, report] = experiment;
  return eval::accuracy(eval::outputs(classifier, data, data.train, split.validation),
                        eval::labels_of(data.train, split.validation));
}

void report_scores(const Experiment& experiment, const std::string& method, const Array& test, const Array& validation,
                   const Cost& cost) {
  const data::Dataset& data = experiment.data;
  report::Result result;
  result.dataset = data.name;
  result.method = method;
  result.labels = experiment.labels;
  result.split = experiment.split_number;
  result.seed = experiment.seed;
  result.updates = cost.updates;
  result.images_seen = cost.images_seen;
  result.train_seconds = cost.seconds;
  result.metric = "validation_accuracy";
  result.value = eval::accuracy(validation, eval::labels_of(data.train, experiment.split.validation));
  experiment.report.add(result);
  result.metric = "test_accuracy";
  result.value = eval::accuracy(test, data.test.labels);
  experiment.report.add(result);
}

Array report_classifier(const Experiment& experiment, const std::string& method, nn::Module& classifier,
                        const Cost& cost) {
  const data::Dataset& data = experiment.data;
  Array test = eval::outputs(classifier, data, data.test);
  report_scores(experiment, method, test, eval::outputs(classifier, data, data.train, experiment.split.validation),
                cost);
  return test;
}

// [frozen probe]
eval::LinearProbe fit_probe(const Experiment& experiment, nn::Encoder& encoder) {
  const data::Dataset& data = experiment.data;
  const Indices& labelled = experiment.split.labelled;
  return eval::LinearProbe(eval::outputs(encoder, data, data.train, labelled), eval::labels_of(data.train, labelled),
                           data.classes());
}

eval::LinearProbe report_probe(const Experiment& experiment, const std::string& method, nn::Encoder& encoder,
                               const Cost& cost) {
  const data::Dataset& data = experiment.data;
  const std::uint64_t before = eval::weights_hash(encoder);
  eval::LinearProbe probe = fit_probe(experiment, encoder);
  report_scores(experiment, method, probe(eval::outputs(encoder, data, data.test)),
                probe(eval::outputs(encoder, data, data.train, experiment.split.validation)), cost);
  require<Error>(eval::weights_hash(encoder) == before, method, ": the probe changed the frozen encoder");
  return probe;
}
// [frozen probe]

bool much_to_learn(const data::Dataset& data, Index labels) { return labels >= many_labels || data.photographs; }

void settle_batch_norm(nn::Module& network, const Experiment& experiment, const Indices& rows) {
  if (experiment.labels < many_labels) see_plain_images(network, experiment.data, rows);
}

std::unique_ptr<nn::Classifier> probed_classifier(const Experiment& experiment, const Pretrained& pretrained) {
  const std::string method = pretrained.name + "_probe";
  const bool reported =
      experiment.report.find(method, experiment.labels, experiment.split_number, experiment.seed) != nullptr;
  const eval::LinearProbe probe = reported ? fit_probe(experiment, *pretrained.encoder)
                                           : report_probe(experiment, method, *pretrained.encoder, pretrained.cost);
  auto classifier = make_classifier(experiment.data, experiment.seed, pretrained.make);
  classifier->encoder.load_state_dict(pretrained.encoder->state_dict());
  probe.copy_to(classifier->head);
  return classifier;
}

Pretrained pretrain(const Experiment& experiment, const Options& options, const std::string& name,
                    const std::function<Cost(nn::Encoder&)>& train, const MakeEncoder& make) {
  Pretrained result{make(experiment.data, experiment.seed), {}, name, make};
  const std::string path = experiment.report.file(name + "-encoder.safetensors");
  if (options.resume && !path.empty() && std::filesystem::exists(path)) {
    nn::StateDict state = io::load_safetensors(path);
    const auto cost =
        std::find_if(state.begin(), state.end(), [](const auto& entry) { return entry.first == cost_entry; });
    require<Error>(cost != state.end() && count(cost->second) == 3, path,
                   ": holds no cost of training; start without --resume");
    result.cost = {static_cast<Index>(cost->second(0)), static_cast<Index>(cost->second(1)), double{cost->second(2)}};
    state.erase(cost);
    result.encoder->load_state_dict(state);
    return result;
  }
  result.cost = train(*result.encoder);
  see_plain_images(*result.encoder, experiment.data, experiment.split.unlabelled);
  if (!path.empty()) {
    nn::StateDict state = result.encoder->state_dict();
    state.emplace_back(cost_entry, tensor({3}, {static_cast<double>(result.cost.updates),
                                                static_cast<double>(result.cost.images_seen), result.cost.seconds})
                                       .data());
    io::save_safetensors(path, state);
  }
  return result;
}

void run_random_probe(const Experiment& experiment) {
  report_probe(experiment, "random_probe", *make_encoder(experiment.data, experiment.seed), {});
}

void report_mistakes(const Experiment& experiment, nn::Module& classifier) {
  const data::Dataset& data = experiment.data;
  const Indices guesses = argmax(Tensor(eval::outputs(classifier, data, data.test)), 1);
  experiment.report.add(report::confusion_figure(
      "confusion", "Which class is taken for which", eval::confusion_matrix(guesses, data.test.labels, data.classes()),
      data.class_names, "Test images; a row is a true class, a column what the network said."));
}

void save_model(const report::Report& report, const nn::Module& model) {
  const std::string path = report.file("model.safetensors");
  if (!path.empty()) io::save_safetensors(path, model.state_dict());
}

void report_filters(report::Report& report, const nn::Encoder& encoder, const std::string& method) {
  const Tensor weight = encoder.named_parameters().front().second;  // (kh, kw, in, out)
  if (weight.dim() != 4 || (weight.size(2) != 1 && weight.size(2) != 3)) return;
  report.add(report::filters_figure("filters_" + method, "First-layer filters after " + method, weight.data(),
                                    "Each tile is one 3 x 3 filter; mid-grey is zero. Edges and spots are what "
                                    "learning from images makes of random numbers."));
}

void report_views(const Experiment& experiment, const std::string& name, const std::string& title,
                  const std::vector<std::pair<std::string, data::Augment>>& rows, const std::string& caption) {
  const data::Dataset& data = experiment.data;
  const Index columns = std::min<Index>(10, static_cast<Index>(experiment.split.labelled.size()));
  const Indices shown(experiment.split.labelled.begin(), experiment.split.labelled.begin() + columns);
  std::vector<Tensor> pictures;
  std::vector<std::string> labels;
  for (const auto& [label, augment] : rows) {
    // A loader over the shown images alone; the images of a batch come in its own order, so they are put back.
    data::Loader loader(data, data.train, shown, columns, {augment}, experiment.seed + labels.size(), {0, 1});
    const data::Batch batch = loader.next();
    Indices back;
    for (const Index row : shown)
      back.push_back(std::find(batch.rows.begin(), batch.rows.end(), row) - batch.rows.begin());
    pictures.push_back(index_select(batch.views[0], 0, back));
    labels.push_back(label);
  }
  experiment.report.add(report::image_grid(name, title, cat(pictures).data(), columns, labels, {}, caption));
}

bool time_to_validate(Index step, Index steps) { return (step + 1) % std::max<Index>(steps / 10, 10) == 0; }

}  // namespace selfsame::tutorials
