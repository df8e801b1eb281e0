#include "selfsame/data/subset.hpp"

#include <algorithm>
#include <numeric>

#include "selfsame/core/error.hpp"

namespace selfsame::data {
namespace {

// The images whose class gets a new number; -1 leaves a class out.
ImageSet renumbered(const ImageSet& set, const Indices& new_label) {
  ImageSet some;
  some.height = set.height, some.width = set.width, some.channels = set.channels;
  for (Index i = 0; i < set.count; ++i) {
    const Index label = new_label[static_cast<std::size_t>(set.labels[static_cast<std::size_t>(i)])];
    if (label < 0) continue;
    some.labels.push_back(label);
    some.pixels.insert(some.pixels.end(), set.image(i), set.image(i + 1));
  }
  some.count = static_cast<Index>(some.labels.size());
  return some;
}

}  // namespace

Dataset with_classes(const Dataset& dataset, const Indices& classes, const std::string& name) {
  require<UsageError>(!classes.empty(), "with_classes: no class of ", dataset.name, " is named");
  Indices new_label(static_cast<std::size_t>(dataset.classes()), -1);
  Dataset some;
  for (const Index old : classes) {
    require<UsageError>(old >= 0 && old < dataset.classes(), "with_classes: ", dataset.name, " has no class ", old,
                        "; there are ", dataset.classes());
    Index& label = new_label[static_cast<std::size_t>(old)];
    require<UsageError>(label < 0, "with_classes: class ", old, " is listed twice");
    label = some.classes();
    some.class_names.push_back(dataset.class_names[static_cast<std::size_t>(old)]);
  }
  some.name = name;
  some.train = renumbered(dataset.train, new_label);
  some.test = renumbered(dataset.test, new_label);
  some.background = dataset.background;
  some.photographs = dataset.photographs;
  some.mirrored_alike = dataset.mirrored_alike;
  for (Index c = 0; c < some.classes(); ++c) {
    require<UsageError>(std::count(some.train.labels.begin(), some.train.labels.end(), c) > 0, "with_classes: class \"",
                        some.class_names[static_cast<std::size_t>(c)], "\" has no training image");
  }
  measure_statistics(some);
  return some;
}

ClassHalves halves_by_class(const Dataset& dataset) {
  const Index classes = dataset.classes();
  require<UsageError>(classes >= 4, "halves_by_class: ", dataset.name, " has ", classes,
                      " classes; at least 4 are needed for two halves with something to tell apart");
  const auto part = [&](Index from, Index to) {
    Indices range(static_cast<std::size_t>(to - from));
    std::iota(range.begin(), range.end(), from);
    return with_classes(dataset, range, concat(dataset.name, "-", from, "-", to - 1));
  };
  const Index middle = (classes + 1) / 2;
  return {part(0, middle), part(middle, classes)};
}

}  // namespace selfsame::data
