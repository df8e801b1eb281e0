// a2.t10: the cosine schedule.
#include <cmath>

#include "check.hpp"
#include "selfsame/core/error.hpp"
#include "selfsame/optim/schedule.hpp"

using course::check;
using course::check_close;
using selfsame::optim::cosine;
using selfsame::optim::warmup_cosine;

TEST_CASE("beginning, middle and end: the page's numbers") {
  check_close("cosine(0.4, 0, 4)", cosine(0.4, 0, 4), 0.4,
              {{0.8, "twice too large: a half belongs in front of 1 + cos"},
               {0, "upside down: it begins at base; the sign before the cosine?"}});
  check_close("cosine(0.4, 2, 4)", cosine(0.4, 2, 4), 0.2,
              {{0.4 * std::cos(M_PI / 4), "this is a quarter of a cosine; half a wave is 0.5 * (1 + cos(pi t / T))"},
               {0, "the cosine itself goes from 1 to -1; 0.5 * (1 + cos) goes from 1 to 0"}});
  check_close("cosine(0.4, 4, 4)", cosine(0.4, 4, 4), 0,
              {{-0.4, "the cosine itself goes from 1 to -1; 0.5 * (1 + cos) goes from 1 to 0"}});
}

TEST_CASE("in between it is a cosine and no line") {
  check_close("cosine(0.4, 1, 4)", cosine(0.4, 1, 4), 0.2 * (1 + std::sqrt(0.5)),
              {{0.3, "this is a straight line"},
               {0.4 * std::cos(M_PI / 8), "this is a quarter of a cosine; half a wave is 0.5 * (1 + cos(pi t / T))"},
               {0.4, "steps were divided as whole numbers; or degrees and radians were exchanged"}});
  check_close("cosine(0.4, 3, 4)", cosine(0.4, 3, 4), 0.2 * (1 - std::sqrt(0.5)));
}

TEST_CASE("after the end it stays at 0") {
  check_close("cosine(0.4, 6, 4)", cosine(0.4, 6, 4), 0,
              {{0.2, "behind the last step the cosine rises again; progress() stops at 1"}});
}

TEST_CASE("after a warm-up") {
  check_close("warmup_cosine(0.4, 2, 6, 2)", warmup_cosine(0.4, 2, 6, 2), 0.4);
  check_close("warmup_cosine(0.4, 4, 6, 2)", warmup_cosine(0.4, 4, 6, 2), 0.2);
}

TEST_CASE("no steps are an error that says so") {
  bool threw = false;
  try {
    cosine(0.4, 0, 0);
  } catch (const selfsame::Error&) {
    threw = true;
  }
  check(threw, "cosine(0.4, 0, 0): expected an Error, got a number; progress() checks");
}
