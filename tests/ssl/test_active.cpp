#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "selfsame/ssl/active.hpp"

using namespace selfsame;

TEST_CASE("the least confident image is the one whose largest probability is lowest") {
  // Largest of each row: 0.5, 0.9, 0.4, 0.8. A small entry (0.05, row 1) is not a lack of confidence.
  const Array p = tensor({4, 3}, {0.5, 0.3, 0.2, 0.05, 0.9, 0.05, 0.3, 0.3, 0.4, 0.1, 0.1, 0.8}).data();
  CHECK(ssl::least_confident(p, {}, 3) == Indices{2, 0, 3});
  CHECK(ssl::least_confident(p, {2}, 2) == Indices{0, 3});
}

TEST_CASE("of equally unsure images the lower position is asked for first") {
  CHECK(ssl::least_confident(filled({5, 2}, Scalar(0.5)), {0, 2}, 3) == Indices{1, 3, 4});
}

TEST_CASE("farthest first on a line by hand") {
  // Labelled: 0. The farthest is 10. Then 6 and 4 are both 4 away from a centre, and 6 stands first. Then 4, 1, 9.
  const Array line = tensor({6, 1}, {0, 1, 6, 4, 10, 9}).data();
  CHECK(ssl::farthest_first(line, {0}, 5) == Indices{4, 2, 3, 1, 5});
}

TEST_CASE("farthest first uses all coordinates and every labelled image") {
  const Array square = tensor({5, 2}, {0, 0, 3, 0, 0, 4, 3, 4, 1, 1}).data();
  CHECK(ssl::farthest_first(square, {0}, 1) == Indices{3});        // 5 away
  CHECK(ssl::farthest_first(square, {0, 3}, 2) == Indices{1, 2});  // both 3 away: the lower, and then the other
}

TEST_CASE("farthest first takes twins of labelled images last, and begins at 0 where nothing is labelled") {
  const Array twins = tensor({4, 1}, {7, 7, 7, 8}).data();
  CHECK(ssl::farthest_first(twins, {1}, 3) == Indices{3, 0, 2});
  CHECK(ssl::farthest_first(twins, {}, 2) == Indices{0, 3});
}

TEST_CASE("random choices are distinct, never labelled, reproducible, and reach every image") {
  std::set<Index> seen;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Generator random(seed), again(seed);
    const Indices chosen = ssl::choose_at_random(6, {1, 4}, 3, random);
    CHECK(chosen == ssl::choose_at_random(6, {1, 4}, 3, again));
    CHECK(std::set<Index>(chosen.begin(), chosen.end()).size() == 3);
    seen.insert(chosen.begin(), chosen.end());
  }
  CHECK(seen == std::set<Index>{0, 2, 3, 5});
}

TEST_CASE("no strategy asks for a labelled image, even for the last one") {
  Generator random(1);
  const Indices labelled{0, 2, 3};
  const Indices rest{1, 4};
  const Array features = randn({5, 3}, random).data();
  for (Indices chosen : {ssl::choose_at_random(5, labelled, 2, random), ssl::least_confident(features, labelled, 2),
                         ssl::farthest_first(features, labelled, 2)}) {
    std::sort(chosen.begin(), chosen.end());
    CHECK(chosen == rest);
  }
}

TEST_CASE("strategies say what is wrong with a request") {
  CHECK_THROWS_WITH_AS(ssl::least_confident(filled({3, 2}, 0), {1}, 3),
                       "least_confident: asked for 3 images, but 2 are without a label", UsageError);
  CHECK_THROWS_WITH_AS(ssl::farthest_first(filled({3, 2}, 0), {3}, 1),
                       "farthest_first: labelled position 3 is not in the pool of 3", ShapeError);
  CHECK_THROWS_WITH_AS(ssl::farthest_first(filled({3}, 0), {}, 1),
                       "farthest_first: features (3,) must be two-dimensional", ShapeError);
  CHECK_THROWS_WITH_AS(ssl::farthest_first(filled({3, 1}, Scalar(NAN)), {}, 1),
                       "farthest_first: a feature is not a finite number", Error);
}
