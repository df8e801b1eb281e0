#include <doctest/doctest.h>

#include "ops/check_gradients.hpp"
#include "selfsame/core/graph.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/reduce.hpp"

using namespace selfsame;
using debug::gradcheck;

namespace {

using Inputs = std::vector<Tensor>;

// x^2 with a backward that is wrong by a factor at one place.
Tensor square_with_error(const Tensor& x, Index wrong_at, Scalar factor) {
  Array y = x.data();
  for (Scalar& v : y) v *= v;
  return make_op("square", own(y), {x}, [=, sx = Saved(x)](Array& g, GradSink& in) {
    for (Index i = 0; i < count(g); ++i) g.data()[i] *= 2 * sx->array.data()[i] * (i == wrong_at ? factor : 1);
    in.add(0, std::move(g));
  });
}

}  // namespace

TEST_CASE("gradcheck needs double precision and says what to link") {
  if (sizeof(Scalar) == sizeof(double)) return;
  CHECK_THROWS_WITH_AS(gradcheck([](const Inputs& in) { return in[0]; }, {leaf({2})}),
                       "gradcheck: finite differences need double precision; link selfsame_f64 instead of selfsame",
                       Error);
}

TEST_CASE("gradcheck passes a right gradient and finds a wrong one, with its place and both values") {
  if (sizeof(Scalar) != sizeof(double)) return;
  const Tensor constant = tensor({2}, {1, 1});
  const Tensor x = tensor({2, 2}, {1, 2, 3, 4}, true);
  CHECK(gradcheck([](const Inputs& in) { return square_with_error(in[0], -1, 1); }, {x}));
  CHECK(gradcheck([](const Inputs& in) { return square_with_error(in[0], -1, 1); }, {x}).message() == "ok");
  const auto result =
      gradcheck([](const Inputs& in) { return sum(square_with_error(in[1], 2, Scalar(1.001))); }, {constant, x});
  CHECK(!result);
  CHECK(result.input == 1);
  CHECK(result.position == Shape{1, 0});
  CHECK(result.got / result.expected == doctest::Approx(1.001));
  CHECK(result.message().rfind("gradcheck: backward against finite differences: input 1 at (1, 0): backward gives ",
                               0) == 0);
}

TEST_CASE("gradcheck finds errors of a hundredth of a percent and more, but not rounding") {
  if (sizeof(Scalar) != sizeof(double)) return;
  const Tensor x = leaf({3, 5});
  CHECK(!gradcheck([](const Inputs& in) { return square_with_error(in[0], 7, Scalar(1.0002)); }, {x}));
  CHECK(gradcheck([](const Inputs& in) { return square_with_error(in[0], 7, Scalar(1.00001)); }, {x}));
}

TEST_CASE("gradcheck finds a gradient that is missing and one that should not be there") {
  if (sizeof(Scalar) != sizeof(double)) return;
  const Tensor x = leaf({3});
  CHECK(!gradcheck([](const Inputs& in) { return in[0].detach() * in[0]; }, {x}));
  CHECK(!gradcheck([](const Inputs& in) { return exp(in[0].detach()); }, {x}));
  const auto too_much = [](const Inputs& in) {
    return make_op("constant", own(filled({3}, 1)), {in[0]}, [](Array& g, GradSink& sink) { sink.add(0, g); });
  };
  CHECK(!gradcheck(too_much, {x}));
}

TEST_CASE("gradcheck finds a backward that is right once and wrong the second time") {
  if (sizeof(Scalar) != sizeof(double)) return;
  int calls = 0;
  const auto forgetful = [&calls](const Inputs& in) {
    const Array values = in[0].data();
    return make_op("forgetful", own(values), {in[0]}, [&calls, slot = in[0].slot()](Array& g, GradSink& sink) {
      if (slot->has_grad) return;  // as an operation would that overwrites instead of adding
      ++calls;
      sink.add(0, g);
    });
  };
  const auto result = gradcheck(forgetful, {leaf({3})});
  CHECK(!result);
  CHECK(result.what == "two backward calls against twice one");
  CHECK(calls > 0);
}

TEST_CASE("gradcheck leaves its inputs as they were and refuses inputs without gradients") {
  if (sizeof(Scalar) != sizeof(double)) return;
  const Tensor x = leaf({3});
  const Array before = x.data();
  gradcheck([](const Inputs& in) { return in[0] * in[0]; }, {x});
  CHECK(x.data() == before);
  CHECK(!x.has_grad());
  CHECK_THROWS_WITH_AS(gradcheck([](const Inputs& in) { return in[0]; }, {x.detach()}),
                       "gradcheck: none of the 1 inputs requires a gradient; there is nothing to check", Error);
}
