#include "selfsame/data/split.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "selfsame/core/error.hpp"
#include "selfsame/core/random.hpp"
#include "selfsame/io/file.hpp"

namespace selfsame::data {
namespace {

const char* const split_format = "selfsame label split 1";

std::string hexadecimal(std::uint64_t number) {
  char digits[16];
  const auto end = std::to_chars(digits, digits + sizeof digits, number, 16).ptr;  // whatever the locale
  return {digits, end};
}

// Rows of each class, in the order of the set.
std::vector<Indices> rows_by_class(const ImageSet& train, Index classes) {
  std::vector<Indices> rows(static_cast<std::size_t>(classes));
  for (std::size_t i = 0; i < train.labels.size(); ++i) {
    const Index label = train.labels[i];
    require<UsageError>(label >= 0 && label < classes, "labels: image ", i, " has label ", label, ", but there are ",
                        classes, " classes");
    rows[static_cast<std::size_t>(label)].push_back(static_cast<Index>(i));
  }
  return rows;
}

Indices shuffled(const Indices& rows, Generator random) {
  Indices mixed;
  for (const Index i : random.permutation(static_cast<Index>(rows.size())))
    mixed.push_back(rows[static_cast<std::size_t>(i)]);
  return mixed;
}

Indices everything_but(const Indices& excluded, Index count) {
  std::vector<bool> keep(static_cast<std::size_t>(count), true);
  for (const Index row : excluded) keep[static_cast<std::size_t>(row)] = false;
  Indices rows;
  for (Index i = 0; i < count; ++i) {
    if (keep[static_cast<std::size_t>(i)]) rows.push_back(i);
  }
  return rows;
}

// \throws std::exception if the rows are outside the set, repeated, or in both lists
void check_rows(const LabelSplit& split, Index count) {
  std::vector<bool> seen(static_cast<std::size_t>(count), false);
  for (const Indices* rows : {&split.labelled, &split.validation}) {
    for (const Index row : *rows) {
      require<Error>(row >= 0 && row < count, "row ", row, " is outside the set");
      require<Error>(!seen[static_cast<std::size_t>(row)], "row ", row, " is listed twice");
      seen[static_cast<std::size_t>(row)] = true;
    }
  }
  require<Error>(!split.labelled.empty(), "it lists no labelled image");
}

}  // namespace

LabelSplit few_labels(const ImageSet& train, Index classes, Index labels, std::uint64_t seed, Index validation) {
  require<UsageError>(static_cast<Index>(train.labels.size()) == train.count && train.count > 0,
                      "labels: a split needs a label for each training image, there are ", train.labels.size(),
                      " labels for ", train.count, " images");
  require<UsageError>(labels > 0, "labels: expected a positive number, found ", labels);
  require<UsageError>(labels <= train.count, "labels: asked for ", labels, ", but there are only ", train.count,
                      " training images");
  require<UsageError>(validation >= 0, "validation: expected a number of images, found ", validation);
  const bool all = labels == train.count;
  require<UsageError>(all || labels % classes == 0, "labels: ", labels, " cannot be shared equally among ", classes,
                      " classes; take a multiple of ", classes);

  LabelSplit split;
  const auto rows = rows_by_class(train, classes);
  for (std::size_t c = 0; c < rows.size(); ++c) {
    const auto size = static_cast<Index>(rows[c].size());
    const Index held_out = std::min(validation / classes, size / 5);
    const Index wanted = all ? size - held_out : labels / classes;
    require<UsageError>(held_out + wanted <= size, "labels: ", labels, " means ", wanted, " a class, but class ", c,
                        " has ", size, " images and ", held_out, " are set aside for validation; ask for at most ",
                        classes * (size - held_out), ", or for all ", train.count);
    // The validation images do not depend on the seed, so that every split of a set leaves the same images unlabelled
    // and one pre-training serves them all.
    Indices order = shuffled(rows[c], Generator({0x76616c6964U, c}));  // "valid"
    split.validation.insert(split.validation.end(), order.begin(), order.begin() + held_out);
    order.erase(order.begin(), order.begin() + held_out);
    order = shuffled(order, Generator({seed, 0x73706c6974U, c}));  // "split"
    split.labelled.insert(split.labelled.end(), order.begin(), order.begin() + wanted);
  }
  std::sort(split.validation.begin(), split.validation.end());
  std::sort(split.labelled.begin(), split.labelled.end());
  split.unlabelled = everything_but(split.validation, train.count);
  return split;
}

LabelSplit few_labels(const Dataset& dataset, Index labels, std::uint64_t seed, Index validation) {
  return few_labels(dataset.train, dataset.classes(), labels, seed, validation);
}

void save_split(const std::string& path, const LabelSplit& split, const Dataset& dataset) {
  nlohmann::ordered_json json;
  json["format"] = split_format;
  json["dataset"] = dataset.name;
  json["images"] = dataset.train.count;
  json["label_checksum"] = hexadecimal(label_checksum(dataset.train.labels));
  json["labelled"] = split.labelled;
  json["validation"] = split.validation;
  json["unlabelled"] = "all but validation";
  std::error_code failure;
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, failure);
  io::write_file(path, json.dump() + "\n");
}

LabelSplit load_split(const std::string& path, const Dataset& dataset) {
  std::ifstream file(path);
  require<Error>(file.good(), path, ": the label split cannot be opened");
  LabelSplit split;
  std::string name, checksum;
  Index images = 0;
  try {
    const auto json = nlohmann::json::parse(file);
    require<Error>(json.at("format") == split_format, "expected format '", split_format, "'");
    name = json.at("dataset").get<std::string>();
    images = json.at("images").get<Index>();
    checksum = json.at("label_checksum").get<std::string>();
    split.labelled = json.at("labelled").get<Indices>();
    split.validation = json.at("validation").get<Indices>();
    if (images == dataset.train.count) check_rows(split, images);
  } catch (const std::exception& problem) {
    throw Error(concat(path, ": is no whole label split (", problem.what(), "); remove it to draw a new one"));
  }
  const std::string expected = hexadecimal(label_checksum(dataset.train.labels));
  require<Error>(name == dataset.name && images == dataset.train.count && checksum == expected, path,
                 ": this split belongs to other data: it was drawn from ", name, " (", images, " images, labels ",
                 checksum, "), this is ", dataset.name, " (", dataset.train.count, " images, labels ", expected,
                 "); choose another --out or remove the file");
  split.unlabelled = everything_but(split.validation, images);
  return split;
}

LabelSplit split_for(const Dataset& dataset, Index labels, std::uint64_t seed, const std::string& directory,
                     Index validation) {
  const std::string path = concat(directory, "/split-", dataset.name, "-", labels, "-", seed, ".json");
  LabelSplit split = few_labels(dataset, labels, seed, validation);  // also checks the request
  if (!std::filesystem::exists(path)) {
    save_split(path, split, dataset);
    return split;
  }
  LabelSplit stored = load_split(path, dataset);
  require<Error>(stored.labelled.size() == split.labelled.size() && stored.validation.size() == split.validation.size(),
                 path, ": lists ", stored.labelled.size(), " labelled and ", stored.validation.size(),
                 " validation images, expected ", split.labelled.size(), " and ", split.validation.size(),
                 "; choose another --out or remove the file");
  return stored;
}

std::uint64_t label_checksum(const Indices& labels) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const Index label : labels) hash = (hash ^ static_cast<std::uint64_t>(label)) * 0x100000001b3U;
  return hash;
}

}  // namespace selfsame::data
