#include <doctest/doctest.h>

#include <cmath>

#include "selfsame/data/planes.hpp"
#include "t01_tensors_autograd/expression.hpp"
#include "t01_tensors_autograd/finite_differences.hpp"
#include "t01_tensors_autograd/two_layers.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;
using doctest::Approx;

TEST_CASE("the tape adds up the gradients of a number that is used twice") {
  Tape tape;
  const Var x = write(tape, 3);
  tape.backward((x * x + x).place);
  CHECK(x.grad() == 7);
}

TEST_CASE("hand, tape and library give one gradient to float's last digits") {
  const ThreeGradients gradients = three_gradients(Scalar(0.7), Scalar(0.4), Scalar(-0.2));
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(double{gradients.by_tape[i]} == Approx(double{gradients.by_hand[i]}).epsilon(1e-6));
    CHECK(double{gradients.by_library[i]} == Approx(double{gradients.by_hand[i]}).epsilon(1e-6));
  }
}

TEST_CASE("a network has the same loss and gradient on the tape and with tensors") {
  const data::PlanePoints points = data::draw_plane("moons", 31, 1);
  const TwoLayers weights = two_layers(5, 2);
  const LossAndGradient tape = with_tape(weights, points), library = with_library(weights, points);
  CHECK(double{tape.loss} == Approx(double{library.loss}).epsilon(1e-5));
  CHECK(difference(tape.gradient, library.gradient) < 1e-5);
}

TEST_CASE("the best step of a central difference is near the cube root of the rounding") {
  const auto errors = difference_errors();
  const BestStep in_float = best_step(errors, &DifferenceErrors::float_central);
  const BestStep in_double = best_step(errors, &DifferenceErrors::double_central);
  CHECK(std::abs(std::log10(in_float.step) - std::log10(std::cbrt(6e-8))) < 1);
  CHECK(std::abs(std::log10(in_double.step) - std::log10(std::cbrt(1.1e-16))) < 1);
  CHECK(in_double.error < 1e-9);
  CHECK(backward_error() < in_float.error / 10);
}
