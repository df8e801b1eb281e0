#include <doctest/doctest.h>

#include <cmath>

#include "ops/check_gradients.hpp"
#include "selfsame/ssl/memory_bank.hpp"
#include "selfsame/ssl/pirl.hpp"

using namespace selfsame;
using doctest::Approx;

namespace {

const double tolerance = sizeof(Scalar) == 8 ? 1e-10 : 1e-4;

const Indices rows{4, 0, 7};
const Indices negatives{1, 2, 3, 5, 6, 8};

Array some_bank() {
  Generator random(11);
  return ssl::random_bank(9, 5, random);
}

}  // namespace

TEST_CASE("pirl_loss agrees with its formula in plain loops") {
  Generator random(1);
  const Array bank = some_bank();
  const Tensor images = randn({3, 5}, random);
  const Tensor turned = randn({3, 5}, random);
  for (const double weight : {0.0, 0.3, 1.0}) {
    for (const double temperature : {0.1, 1.0}) {
      const ssl::PirlOptions options{static_cast<Scalar>(weight), static_cast<Scalar>(temperature)};
      CHECK(double{ssl::pirl_loss(images, turned, bank, rows, negatives, options).item()} ==
            Approx(ssl::pirl_loss_plain(images, turned, bank, rows, negatives, options)).epsilon(tolerance));
    }
  }
}

TEST_CASE("pirl_loss of vectors that are all alike is ln(N + 1), whatever the temperature") {
  const Array bank = filled({9, 4}, Scalar(0.5));
  for (const double temperature : {0.07, 0.5}) {
    const ssl::PirlOptions options{Scalar(0.5), static_cast<Scalar>(temperature)};
    CHECK(double{ssl::pirl_loss(ones({3, 4}), ones({3, 4}), bank, rows, negatives, options).item()} ==
          Approx(std::log(7.0)).epsilon(tolerance));
  }
}

TEST_CASE("bank_nce of an image that is remembered and two negatives at right angles, worked by hand") {
  // Cosines 1, 0, 0: -ln(e^2 / (e^2 + 1 + 1)) at temperature 0.5.
  const Tensor loss = ssl::bank_nce(tensor({1, 3}, {7, 0, 0}), tensor({1, 3}, {1, 0, 0}).data(),
                                    tensor({2, 3}, {0, 1, 0, 0, 0, -1}).data(), Scalar(0.5));
  CHECK(double{loss.item()} == Approx(std::log(1 + 2 * std::exp(-2.0))).epsilon(tolerance));
}

TEST_CASE("lambda is the share of the transformed images") {
  Generator random(2);
  const Array bank = some_bank();
  const Tensor images = randn({3, 5}, random);
  const Tensor turned = randn({3, 5}, random);
  const auto loss = [&](double weight) {
    return double{
        ssl::pirl_loss(images, turned, bank, rows, negatives, {static_cast<Scalar>(weight), Scalar(0.2)}).item()};
  };
  CHECK(loss(0.25) == Approx(0.25 * loss(1) + 0.75 * loss(0)).epsilon(tolerance));
  CHECK(loss(1) != Approx(loss(0)));
}

TEST_CASE("pirl_loss is blind to the length of the vectors") {
  Generator random(3);
  const Array bank = some_bank();
  const Tensor images = randn({3, 5}, random);
  const Tensor turned = randn({3, 5}, random);
  Array longer = turned.data();
  longer *= Scalar(9);
  CHECK(double{ssl::pirl_loss(images, Tensor(longer), bank, rows, negatives).item()} ==
        Approx(double{ssl::pirl_loss(images, turned, bank, rows, negatives).item()}).epsilon(tolerance));
}

TEST_CASE("the loss and its gradient leave the bank as it was; only update_bank changes it") {
  Generator random(4);
  Array bank = some_bank();
  const Array before = bank;
  const Tensor images(randn({3, 5}, random).data(), true);
  const Tensor turned(randn({3, 5}, random).data(), true);
  ssl::pirl_loss(images, turned, bank, rows, negatives).backward();
  CHECK(images.has_grad());
  CHECK(turned.has_grad());
  CHECK(bank == before);
  ssl::update_bank(bank, rows, images.data(), Scalar(0.5));
  CHECK(bank != before);
}

TEST_CASE("a step against the gradient brings both vectors nearer to what is remembered of their image") {
  Generator random(5);
  const Array bank = some_bank();
  const auto cosine_to_own = [&](const Tensor& vectors) {
    double dot = 0, squares = 0;
    for (Index d = 0; d < 5; ++d) {
      dot += double{vectors.data()(0, d)} * double{bank(rows[0], d)};
      squares += double{vectors.data()(0, d)} * double{vectors.data()(0, d)};
    }
    return dot / std::sqrt(squares);
  };
  const Tensor images(randn({3, 5}, random).data(), true);
  const Tensor turned(randn({3, 5}, random).data(), true);
  ssl::pirl_loss(images, turned, bank, rows, negatives, {Scalar(0.5), Scalar(0.5)}).backward();
  for (const Tensor& vectors : {images, turned}) {
    Array moved = vectors.data();
    moved -= vectors.grad() * Scalar(0.1);
    CHECK(cosine_to_own(Tensor(moved)) > cosine_to_own(vectors));
  }
}

TEST_CASE("pirl_loss: gradients agree with finite differences") {
  const Array bank = some_bank();
  const auto loss = [&](const std::vector<Tensor>& in) {
    return ssl::pirl_loss(in[0], in[1], bank, rows, negatives, {Scalar(0.3), Scalar(0.2)});
  };
  check_gradients(loss, {leaf({3, 5}, 1), leaf({3, 5}, 2)});
}

TEST_CASE("pirl_loss names what does not fit") {
  const Array bank = some_bank();
  CHECK_THROWS_WITH_AS(ssl::pirl_loss(ones({3, 5}), ones({2, 5}), bank, rows, negatives),
                       "bank_nce: vectors (2, 5), own (3, 5), negatives (6, 5); (B, P), (B, P) and (N, P) are expected",
                       ShapeError);
  CHECK_THROWS_WITH_AS(ssl::pirl_loss(ones({3, 5}), ones({3, 5}), bank, {4, 0, 9}, negatives),
                       "pirl_loss: row 9 is not in the bank (9, 5)", ShapeError);
  CHECK_THROWS_WITH_AS(ssl::pirl_loss(ones({3, 5}), ones({3, 5}), bank, rows, negatives, {Scalar(0.5), 0}),
                       "bank_nce: temperature 0 must be above 0", UsageError);
  CHECK_THROWS_WITH_AS(ssl::pirl_loss(ones({3, 5}), ones({3, 5}), bank, rows, negatives, {Scalar(1.5), 1}),
                       "pirl_loss: weight 1.5 must be in [0, 1]", UsageError);
}
