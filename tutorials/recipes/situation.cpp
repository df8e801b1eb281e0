#include "recipes/situation.hpp"

#include "selfsame/data/recipes.hpp"

namespace selfsame::tutorials {

keys::Data kind_of(const data::Dataset& data) {
  if (data.photographs) return keys::photographs;
  return data.mirrored_alike ? keys::things : keys::signs;
}

keys::Labels regime_of(data::LabelCount labels) {
  if (labels.is_all()) return keys::all;
  return labels.number() >= many_labels ? keys::many : keys::few;
}

data::Augment augment_of(Views views, const data::Dataset& data) {
  switch (views) {
    case Views::plain:
      return data::no_augment();
    case Views::mirrored: {
      data::WeakOptions mirrored;
      if (data.channels() == 1) mirrored.shift = 0;
      return data::weak_augment(data, mirrored);
    }
    case Views::weak:
      return data::weak_augment(data);
    case Views::crops: {
      data::ContrastiveOptions crops;
      crops.scale_low = 0.2;
      return data::contrastive_augment(data, crops);
    }
    default:
      return data::strong_augment(data);
  }
}

}  // namespace selfsame::tutorials
