#include <doctest/doctest.h>

#include "selfsame/report/figures.hpp"
#include "selfsame/report/gnuplot.hpp"
#include "selfsame/report/series_style.hpp"

using namespace selfsame;
using namespace selfsame::report;

namespace {

// "a" and what begins with it are purple, "b" is green.
SeriesStyle style_of(const std::string& name) {
  if (name.rfind('a', 0) == 0) return {"#8b5cf6", name == "a" ? 1 : 2};
  return name == "b" ? SeriesStyle{"#16a34a", 1} : SeriesStyle{};
}

// For the length of a test; afterwards figures number their curves again.
struct Styled {
  Styled() { set_series_styles(style_of); }
  ~Styled() { set_series_styles({}); }
};

}  // namespace

TEST_CASE("without a look of their own, series get the colours in order, and then the same ones dashed") {
  const std::vector<SeriesStyle> styles = series_styles({"a", "b", "c", "d", "e", "f", "g", "h", "the ninth"});
  CHECK(styles[0].color == series_colors[0]);
  CHECK(styles[7].color == series_colors[7]);
  CHECK(styles[7].dash == 1);
  CHECK(styles[8].color == series_colors[0]);
  CHECK(styles[8].dash == 2);
}

TEST_CASE("a method has its colour wherever it stands, and no other series of the figure gets it") {
  const Styled styled;
  const std::vector<SeriesStyle> first = series_styles({"a", "b", "x"}), second = series_styles({"y", "x", "b", "a"});
  CHECK(first[0].color == "#8b5cf6");
  CHECK(second[3].color == "#8b5cf6");
  CHECK(first[1].color == second[2].color);
  CHECK(first[2].color == series_colors[0]);  // the first that is left
  CHECK(second[0].color == series_colors[0]);
  CHECK(second[1].color == series_colors[1]);
}

TEST_CASE("series of one colour differ in their lines") {
  const Styled styled;
  const std::vector<SeriesStyle> styles = series_styles({"a_probe", "a", "a_graph"});
  CHECK(styles[0].dash == 2);
  CHECK(styles[1].dash == 1);
  CHECK(styles[2].dash == 3);
  CHECK(styles[2].color == styles[1].color);
}

TEST_CASE("curves and bars of a method are drawn in one colour" * doctest::skip(!have_gnuplot())) {
  const std::vector<NamedCurve> curves = {{"empty", {}}, {"b", {{0, 1.0}, {9, 2.0}}}, {"a", {{0, 2.0}, {9, 3.0}}}};
  const std::vector<MethodSummary> rows = {{"shapes", "a", 40, {50, 1, 3}, false, {}, 1}};
  const std::string purple = "rgb(139,  92, 246)";
  const auto shows = [&purple](const Figure& figure) { return figure.svg.find(purple) != std::string::npos; };
  CHECK_FALSE(shows(curves_figure("loss", "Loss", curves, "nats", "")));
  const Styled styled;
  CHECK(shows(curves_figure("loss", "Loss", curves, "nats", "")));
  CHECK(shows(accuracy_bars("accuracy", "Accuracy", rows, "")));
  CHECK(shows(accuracy_against_labels("labels", "Accuracy", rows, "")));
  CHECK(shows(cost_accuracy("cost", "Cost", {{"a", {{40, 72}, {10, 70}}}}, "")));
}
