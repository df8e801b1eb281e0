// a4.t5: which guesses self-training keeps, the surest of each class.
#include <algorithm>
#include <cmath>

#include "guesses.hpp"
#include "selfsame/ssl/self_training.hpp"

using course::as_array;
using course::check_close;
using selfsame::Array;
using selfsame::Index;
using selfsame::Indices;
using selfsame::Scalar;
using selfsame::tensor;
using selfsame::ssl::balanced_guesses;
using selfsame::ssl::KeptGuesses;

namespace {

// Four images guessed class 0, two class 1.
const Array six =
    tensor({6, 2}, {0.75, 0.25, 0.625, 0.375, 0.875, 0.125, 0.25, 0.75, 0.6875, 0.3125, 0.375, 0.625}).data();

}  // namespace

TEST_CASE("six images, a third of them a class: the page's numbers") {
  const KeptGuesses kept = balanced_guesses(six, 2.0 / 3);  // round(2/3 * 6 / 2) = 2 of each class
  check_close("images", as_array(kept.images), tensor({4}, {0, 2, 3, 5}).data(),
              {{tensor({4}, {0, 2, 3, 4}).data(), "you kept the surest of all; each class has its own quota"},
               {tensor({4}, {2, 0, 3, 5}).data(), "images come in rising order, not by confidence or class"},
               {tensor({4}, {0, 1, 3, 5}).data(), "you kept the first of each class, not the surest"},
               {tensor({4}, {1, 3, 4, 5}).data(), "you kept the least sure; sort by falling confidence"},
               {as_array({0, 1, 2, 3, 4, 5}), "all were kept; a class may give share * U / C at most"}});
  check_close("classes", as_array(kept.classes), tensor({4}, {0, 0, 1, 1}).data());
}

TEST_CASE("a class that is guessed less often than its quota gives all it has") {
  const KeptGuesses kept = balanced_guesses(six, 1);  // 3 of each class; class 1 has two
  check_close("images", as_array(kept.images), tensor({5}, {0, 2, 3, 4, 5}).data(),
              {{as_array({0, 1, 2, 3, 4, 5}), "class 0 took what class 1 left; its quota is 3"}});
}

TEST_CASE("of equally sure guesses the lower row is kept") {
  const Array equal = tensor({4, 2}, {0.75, 0.25, 0.75, 0.25, 0.75, 0.25, 0.75, 0.25}).data();
  check_close("images", as_array(balanced_guesses(equal, 1).images), tensor({2}, {0, 1}).data(),
              {{tensor({2}, {2, 3}).data(), "of equals you kept the later ones; sort stably"}});
}

TEST_CASE("the quota is rounded to the nearest whole number") {
  // 0.9 * 6 / 2 = 2.7, and 0.8 * 6 / 2 = 2.4
  check_close("how many of class 0 at share 0.9", double(balanced_guesses(six, 0.9).images.size()), 5,
              {{4, "2.7 was cut to 2; round it (std::lround)"}});
  check_close("how many at share 0.8", double(balanced_guesses(six, 0.8).images.size()), 4,
              {{5, "2.4 was rounded up; round it to the nearest"}});
}

TEST_CASE("nothing is kept where nothing may be") {
  check_close("kept at share 0", double(balanced_guesses(six, 0).images.size()), 0);
  check_close("kept of no images", double(balanced_guesses(selfsame::empty({0, 2}), 1).images.size()), 0);
}

TEST_CASE("random guesses, against a search") {
  const Index quota = course::random_size(4, 8), n = 6 * quota;  // 0.5 * n / 3
  const Array p = course::random_probabilities(n, 3);
  const auto guess = [&p](Index i) {
    return p(i, 0) >= p(i, 1) ? (p(i, 0) >= p(i, 2) ? 0 : 2) : p(i, 1) >= p(i, 2) ? 1 : 2;
  };
  Indices images, classes;
  for (Index i = 0; i < n; ++i) {
    Index surer = 0;  // images of the same guess that come first
    for (Index j = 0; j < n; ++j) {
      if (guess(j) == guess(i) && (p(j, guess(j)) > p(i, guess(i)) || (p(j, guess(j)) == p(i, guess(i)) && j < i)))
        ++surer;
    }
    if (surer < quota) images.push_back(i), classes.push_back(guess(i));
  }
  const KeptGuesses kept = balanced_guesses(p, 0.5);
  check_close(selfsame::concat("images of ", p.shape(), " at share 0.5"), as_array(kept.images), as_array(images));
  check_close("their classes", as_array(kept.classes), as_array(classes));
}
