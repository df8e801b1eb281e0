#include <doctest/doctest.h>

#include <cmath>

#include "selfsame/core/error.hpp"
#include "selfsame/optim/schedule.hpp"

using namespace selfsame;
using namespace selfsame::optim;

TEST_CASE("a constant rate stays, a staircase drops every so many steps") {
  CHECK(constant(0.3) == 0.3);
  CHECK(step_decay(1, 0, 10) == 1);
  CHECK(step_decay(1, 9, 10) == 1);
  CHECK(step_decay(1, 10, 10) == doctest::Approx(0.1));
  CHECK(step_decay(2, 35, 10, 0.5) == doctest::Approx(0.25));
  CHECK_THROWS_WITH_AS(step_decay(1, 0, 0), "step_decay: steps between decays are 0 but must be above 0", Error);
}

TEST_CASE("cosine goes from the base by its half to 0, and stays there") {
  CHECK(cosine(0.4, 0, 100) == doctest::Approx(0.4));
  CHECK(cosine(0.4, 25, 100) == doctest::Approx(0.2 * (1 + std::sqrt(0.5))));
  CHECK(cosine(0.4, 50, 100) == doctest::Approx(0.2));
  CHECK(cosine(0.4, 100, 100) == doctest::Approx(0));
  CHECK(cosine(0.4, 150, 100) == doctest::Approx(0));
  CHECK_THROWS_WITH_AS(cosine(0.4, 0, 0), "cosine: the number of steps is 0 but must be above 0", Error);
}

TEST_CASE("warm-up climbs in equal steps to the base, then the cosine takes over") {
  CHECK(warmup_cosine(1, 0, 100, 10) == doctest::Approx(0.1));
  CHECK(warmup_cosine(1, 4, 100, 10) == doctest::Approx(0.5));
  CHECK(warmup_cosine(1, 9, 100, 10) == doctest::Approx(1));
  CHECK(warmup_cosine(1, 10, 100, 10) == doctest::Approx(1));
  CHECK(warmup_cosine(1, 55, 100, 10) == doctest::Approx(0.5));
  CHECK(warmup_cosine(1, 100, 100, 10) == doctest::Approx(0));
  CHECK(warmup_cosine(1, 30, 100, 0) == cosine(1, 30, 100));
  CHECK_THROWS_WITH_AS(warmup_cosine(1, 0, 10, 10),
                       "warmup_cosine: 10 warm-up steps of 10 steps; there must be at least one after them", Error);
}

TEST_CASE("FixMatch's cosine ends at cos(7 pi / 16) of the base") {
  CHECK(fixmatch_cosine(0.03, 0, 1000) == doctest::Approx(0.03));
  CHECK(fixmatch_cosine(0.03, 1000, 1000) == doctest::Approx(0.03 * 0.19509032201612825));
  CHECK(fixmatch_cosine(1, 500, 1000) == doctest::Approx(std::cos(7 * M_PI / 32)));
}
