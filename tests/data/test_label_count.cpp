#include <doctest/doctest.h>

#include <algorithm>
#include <type_traits>
#include <vector>

#include "selfsame/core/error.hpp"
#include "selfsame/data/label_count.hpp"

using namespace selfsame;
using namespace selfsame::data;

namespace {

template <class T, class = void>
struct HasLess : std::false_type {};
template <class T>
struct HasLess<T, std::void_t<decltype(std::declval<T>() < std::declval<T>())>> : std::true_type {};

}  // namespace

TEST_CASE("all labels is no number and cannot be compared with one by size") {
  CHECK(all_labels == LabelCount::all());
  CHECK(all_labels != 0);
  CHECK(all_labels != -1);
  CHECK(LabelCount(40) == 40);
  CHECK(LabelCount(40).number() == 40);
  CHECK_THROWS_AS(all_labels.number(), Error);
  CHECK_FALSE(HasLess<LabelCount>::value);
}

TEST_CASE("all stands for what there is, as text for all, and comes last") {
  CHECK(all_labels.of(60000) == 60000);
  CHECK(LabelCount(40).of(60000) == 40);
  CHECK(to_string(all_labels) == "all");
  CHECK(to_string(LabelCount(1000)) == "1000");
  std::vector<LabelCount> counts{all_labels, 1000, 40, all_labels};
  std::sort(counts.begin(), counts.end(), FewerLabels());
  CHECK(counts == std::vector<LabelCount>{40, 1000, all_labels, all_labels});
}
