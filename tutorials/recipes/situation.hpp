/// \file
/// What decides a recipe: the kind of data, how many labels there are, and how much time. Each method has one table
/// from these three to its settings; nothing else decides a setting.
#pragma once

#include <vector>

#include "selfsame/core/error.hpp"
#include "selfsame/data/augment.hpp"
#include "selfsame/data/dataset.hpp"
#include "selfsame/data/label_count.hpp"

namespace selfsame::tutorials {

/// How much work a run does.
enum class Profile : unsigned {
  smoke = 1,  ///< seconds: does it run at all
  quick = 2,  ///< minutes: for a reader
  full = 4,   ///< as long as it takes: the numbers that the pages print
  hour = 8    ///< "long" on the command line: about an hour on two cores for what learns without labels
};

/// From so many labels on, methods train as with many: longer, with less weight decay, and batch norm is left as it is.
constexpr Index many_labels = 1000;

/// What a recipe is asked for.
struct Situation {
  const data::Dataset& data;         ///< what kind of images, and how many
  data::LabelCount labels = 0;       ///< 0 where they play no part
  Profile profile = Profile::quick;  ///< the time there is
  Index steps = 0;                   ///< 0: as many as the table says
};

/// The columns by which a table's rows are found: sets, so that one row may stand for several cases.
namespace keys {

/// Kinds of data: cut-out things, which a mirror leaves what they are, such as clothes; signs, which it does not, such
/// as digits; both of them; photographs.
enum Data : unsigned {
  things = 1,
  signs = 2,
  drawings = things | signs,
  photographs = 4,
  any_data = drawings | photographs
};
/// Label regimes: fewer than `many_labels`; as many or more, but not all; all.
enum Labels : unsigned { few = 1, many = 2, all = 4, any_labels = 7 };
/// Profiles.
enum Time : unsigned { smoke = 1, quick = 2, full = 4, hour = 8, any_time = 15 };

}  // namespace keys

/// Which kind of data it is.
keys::Data kind_of(const data::Dataset& data);

/// Which regime it is.
keys::Labels regime_of(data::LabelCount labels);

/// How images are augmented, where a table chooses among them.
enum class Views {
  plain,     ///< as they are
  mirrored,  ///< weak; grey images, whose clothes and digits stand in the middle, are not shifted
  weak,      ///< shift and flip
  crops,     ///< SimCLR's, of at least a fifth of the image
  strong     ///< weak, RandAugment and cutout
};

/// The augmentation that suits the data set.
data::Augment augment_of(Views views, const data::Dataset& data);

/// --steps where it was given, else what the table says.
inline Index steps_or(const Situation& situation, Index of_table) {
  return situation.steps > 0 ? situation.steps : of_table;
}

/// The row of a table that fits: every situation has exactly one.
/// \tparam Row  has the members `data`, `labels` and `time`
/// \throws Error  where none or several fit: the table is wrong
template <class Row>
const Row& row_for(const std::vector<Row>& table, const Situation& situation) {
  const Row* found = nullptr;
  for (const Row& row : table) {
    const bool fits = (row.data & kind_of(situation.data)) && (row.labels & regime_of(situation.labels)) &&
                      (row.time & static_cast<unsigned>(situation.profile));
    if (!fits) continue;
    require<Error>(!found, "recipe: several rows fit ", situation.data.name, " with ", to_string(situation.labels),
                   " labels");
    found = &row;
  }
  require<Error>(found != nullptr, "recipe: no row fits ", situation.data.name, " with ", to_string(situation.labels),
                 " labels");
  return *found;
}

}  // namespace selfsame::tutorials
