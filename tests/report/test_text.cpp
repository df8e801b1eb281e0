#include <doctest/doctest.h>

#include <cmath>

#include "selfsame/report/text.hpp"

using namespace selfsame::report;

TEST_CASE("thousands groups by three and keeps the sign") {
  CHECK(thousands(0) == "0");
  CHECK(thousands(999) == "999");
  CHECK(thousands(1000) == "1,000");
  CHECK(thousands(-1234567) == "-1,234,567");
  CHECK(thousands(-123) == "-123");
}

TEST_CASE("fixed never prints a minus in front of zero") {
  CHECK(fixed(71.25, 1) == "71.2");
  CHECK(fixed(-0.04, 1) == "0.0");
  CHECK(fixed(-0.06, 1) == "-0.1");
  CHECK(fixed(std::nan(""), 1) == "-");
}

TEST_CASE("duration shows minutes and seconds, and hours where there are any") {
  CHECK(duration(0) == "0:00");
  CHECK(duration(59.6) == "1:00");
  CHECK(duration(3599) == "59:59");
  CHECK(duration(3723) == "1:02:03");
  CHECK(duration(-1) == "-:--");
  CHECK(duration(INFINITY) == "-:--");
}

TEST_CASE("alignment counts characters, not bytes") {
  CHECK(display_width("71.2 ± 0.8") == 10);
  CHECK(left_aligned("±", 3) == "±  ");
  CHECK(right_aligned("±", 3) == "  ±");
  CHECK(left_aligned("longer", 3) == "longer");
}

TEST_CASE("text_table puts names to the left and numbers to the right") {
  CHECK(text_table({{"method", "accuracy"}, {"supervised", "9.5"}, {"x", "71.2 ± 0.8"}}) ==
        "method        accuracy\nsupervised         9.5\nx           71.2 ± 0.8\n");
  CHECK(text_table({}) == "");
}

TEST_CASE("escaped text cannot open a tag or leave an attribute") {
  CHECK(escaped("<a href=\"x\">&'") == "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
}
