#include <doctest/doctest.h>

#include "selfsame/ssl/self_training.hpp"

using namespace selfsame;

namespace {

// Six images, two classes: the guesses are 0 0 0 0 1 1.
Array six_guesses() { return tensor({6, 2}, {0.6, 0.4, 0.9, 0.1, 0.8, 0.2, 0.8, 0.2, 0.3, 0.7, 0.45, 0.55}).data(); }

}  // namespace

TEST_CASE("a threshold keeps every guess that reaches it, whatever its class") {
  const ssl::KeptGuesses kept = ssl::guesses_above(six_guesses(), Scalar(0.7));
  CHECK(kept.images == Indices{1, 2, 3, 4});
  CHECK(kept.classes == Indices{0, 0, 0, 1});
}

TEST_CASE("balanced guesses are the surest of each class, as many of one as of the other") {
  const ssl::KeptGuesses kept = ssl::balanced_guesses(six_guesses(), 1.0 / 3);  // one of each class
  CHECK(kept.images == Indices{1, 4});
  CHECK(kept.classes == Indices{0, 1});
}

TEST_CASE("of equally sure guesses the lower row is kept") {
  const ssl::KeptGuesses kept = ssl::balanced_guesses(six_guesses(), 2.0 / 3);  // two of each class
  CHECK(kept.images == Indices{1, 2, 4, 5});
}

TEST_CASE("a class that is guessed less often than its share gives all it has") {
  const ssl::KeptGuesses kept = ssl::balanced_guesses(six_guesses(), 1);  // three of each class, but only two are 1
  CHECK(kept.images == Indices{1, 2, 3, 4, 5});
  CHECK(kept.classes == Indices{0, 0, 0, 1, 1});
}

TEST_CASE("a share of 0 and an empty pool keep nothing") {
  CHECK(ssl::balanced_guesses(six_guesses(), 0).images.empty());
  CHECK(ssl::balanced_guesses(empty({0, 3}), 1).images.empty());
}

TEST_CASE("self-training's choices name what does not fit") {
  CHECK_THROWS_WITH_AS(ssl::guesses_above(filled({3}, 0), 1),
                       "guesses_above: probabilities (3,) must be (images, classes)", ShapeError);
  CHECK_THROWS_WITH_AS(ssl::balanced_guesses(six_guesses(), 1.5), "balanced_guesses: share 1.5 is not between 0 and 1",
                       UsageError);
}
