#include <doctest/doctest.h>

#include "selfsame/ops/shape.hpp"
#include "t04_rotation/turns.hpp"
#include "tutorials/cell_of_shapes.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// Its features are the four corners of an image: all that it takes to see where a mark in a corner has gone.
class Corners : public nn::Encoder {
 public:
  std::string type() const override { return "Corners"; }
  Index features() const override { return 4; }
  Tensor forward(const Tensor& x) override {
    const Index n = x.size(0), side = x.size(1);
    const Tensor grey = reshape(slice(x, 3, 0, 1), {n, side * side});
    std::vector<Tensor> corners;
    for (const Index at : {Index(0), side - 1, (side - 1) * side, side * side - 1}) {
      corners.push_back(slice(grey, 1, at, at + 1));
    }
    return cat(corners, 1);
  }
};

// Images of class 0 have a mark in the upper left corner, those of class 1 in two opposite ones, all others in none.
data::Dataset marked_images() {
  data::Dataset data = few_shapes(60);
  for (data::ImageSet* set : {&data.train, &data.test}) {
    std::fill(set->pixels.begin(), set->pixels.end(), std::uint8_t{0});
    for (Index i = 0; i < set->count; ++i) {
      set->labels[static_cast<std::size_t>(i)] = i % data.classes();
      const auto first = set->pixels.begin() + i * set->image_size();
      if (i % data.classes() < 2) std::fill_n(first, set->channels, std::uint8_t{255});
      if (i % data.classes() == 1)
        std::fill_n(first + set->image_size() - set->channels, set->channels, std::uint8_t{255});
    }
  }
  data::measure_statistics(data);
  return data;
}

}  // namespace

TEST_CASE(
    "a class with an up is told, one that looks the same upside down is half a turn off, a blank one is guessed") {
  const data::Dataset data = marked_images();
  Corners encoder;
  const auto errors = turn_errors(data, encoder, data::all_rows(data.train), 1000);
  REQUIRE(errors.size() == std::size_t(data.classes() + 1));
  CHECK(errors[0] == TurnErrors{100, 0, 0, 0});
  CHECK(errors[1] == TurnErrors{50, 0, 50, 0});
  CHECK(errors[2] == TurnErrors{25, 25, 25, 25});
  for (const auto& [right, far, half, little] : errors) CHECK(right + far + half + little == doctest::Approx(100));
}
