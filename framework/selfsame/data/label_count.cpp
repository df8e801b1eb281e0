#include "selfsame/data/label_count.hpp"

#include "selfsame/core/error.hpp"

namespace selfsame::data {

Index LabelCount::number() const {
  require<Error>(!all_, "labels: \"all\" is no number; ask for of(available)");
  return number_;
}

std::string to_string(LabelCount count) { return count.is_all() ? "all" : std::to_string(count.number()); }

}  // namespace selfsame::data
