#include <doctest/doctest.h>

#include <cmath>

#include "report/searched_text.hpp"
#include "selfsame/core/error.hpp"
#include "selfsame/report/figures.hpp"
#include "selfsame/report/gnuplot.hpp"
#include "selfsame/report/image_figures.hpp"

using namespace selfsame;
using namespace selfsame::report;

namespace {

MethodSummary method(const std::string& name, data::LabelCount labels, double mean) {
  return {"shapes", name, labels, {mean, 1, 3}, false, {}, 1};
}

// Drawn, told to those who do not see it, and with ids that do not clash on a page.
void check_svg(const Figure& figure) {
  CHECK(contains(figure.svg, "<svg"));
  CHECK(contains(figure.svg, "</svg>"));
  CHECK(contains(figure.svg, "role=\"img\""));
  CHECK(contains(figure.svg, "prefers-color-scheme: dark"));
  CHECK_FALSE(contains(figure.svg, "id=\"gnuplot_"));
  CHECK_FALSE(figure.alt.empty());
}

}  // namespace

TEST_CASE("gnuplot strings cannot end early") { CHECK(gnuplot_string("it's\nhere") == "'it''s here'"); }

TEST_CASE("gnuplot's complaint is part of the error" * doctest::skip(!have_gnuplot())) {
  CHECK_THROWS_AS(gnuplot_svg("plot nonsense nonsense\n", 100, 100, "broken", ""), Error);
}

TEST_CASE("learning curves show each name and cope with values that are not numbers" * doctest::skip(!have_gnuplot())) {
  const Figure figure = curves_figure("loss", "It's <loss>",
                                      {{"rotation", {{0, 1.0}, {1, NAN}, {2, 0.5}}}, {"sim_clr", {{0, 2.0}, {5, 1.0}}}},
                                      "loss (nats)", "");
  check_svg(figure);
  for (const char* text : {"rotation", "sim_clr", "loss (nats)", "training step"})
    CHECK_MESSAGE(contains(figure.svg, text), text);
  CHECK(contains(figure.alt, "sim_clr goes from 2 to 1 at training step 5."));
}

TEST_CASE("curves may run over something else than training steps" * doctest::skip(!have_gnuplot())) {
  const Figure figure = curves_figure("rounds", "Rounds", {{"right", {{1, 80}, {3, 90}}}}, "%", "", "round");
  CHECK(contains(figure.svg, ">round<"));
  CHECK(contains(figure.alt, "right goes from 80 to 90 at round 3."));
}

TEST_CASE("the front holds what nothing cheaper reaches") {
  const std::vector<CostCurve::Point> front =
      cost_front({{"a", {{10, 70}, {40, 72}}}, {"b", {{20, 69}, {30, 75}}}, {"c", {{10, 60}, {50, 75}}}});
  REQUIRE(front.size() == 2);
  CHECK(front[0].cost == 10);
  CHECK(front[0].accuracy == 70);
  CHECK(front[1].cost == 30);
  CHECK(front[1].accuracy == 75);
  CHECK(cost_front({}).empty());
}

TEST_CASE("cost and accuracy are drawn a line a method, with the front" * doctest::skip(!have_gnuplot())) {
  const Figure figure =
      cost_accuracy("cost", "Cost", {{"rotation", {{40, 72}, {10, 70}}}, {"sim_clr", {{30, 75}}}}, "");
  check_svg(figure);
  for (const char* text : {"rotation", "sim_clr", "front", "seconds of training"})
    CHECK_MESSAGE(contains(figure.svg, text), text);
  CHECK(contains(figure.alt, "rotation: 70 % after 10 s, 72 % after 40 s."));
  const Figure images = cost_accuracy("cost", "Cost", {{"rotation", {{4e6, 72}, {2e5, 70}}}}, "",
                                      {"images", "images seen", "validation accuracy (%)", false});
  for (const char* text : {"images seen (logarithmic)", "validation accuracy (%)", "1M"})
    CHECK_MESSAGE(contains(images.svg, text), text);
  CHECK(!contains(images.svg, "front"));
  CHECK(contains(images.alt, "rotation: 70 % after 200,000 images, 72 % after 4,000,000 images."));
}

TEST_CASE("bars carry the method's name and its number" * doctest::skip(!have_gnuplot())) {
  const Figure figure =
      accuracy_bars("accuracy", "Accuracy", {method("supervised", 60, 70), method("rotation", 60, 75)}, "");
  check_svg(figure);
  CHECK(contains(figure.svg, "rotation"));
  CHECK(contains(figure.svg, "75.0 ± 1.0"));
}

TEST_CASE("accuracy against labels names every number of labels, and all" * doctest::skip(!have_gnuplot())) {
  const Figure figure = accuracy_against_labels(
      "labels", "Accuracy", {method("s", 40, 50), method("s", 1000, 70), method("s", data::all_labels, 90)}, "");
  check_svg(figure);
  for (const char* text : {">40<", "1,000", "all"}) CHECK_MESSAGE(contains(figure.svg, text), text);
}

TEST_CASE("curves that get a colour for the second time are dashed" * doctest::skip(!have_gnuplot())) {
  std::vector<MethodSummary> methods;
  std::vector<NamedCurve> curves;
  for (std::size_t i = 0; i < series_color_count; ++i) {
    methods.push_back(method(concat("m", i), 40, 50));
    curves.push_back({concat("m", i), {{0, 1.0}, {1, 2.0}}});
  }
  CHECK_FALSE(contains(accuracy_against_labels("labels", "Accuracy", methods, "").svg, "stroke-dasharray"));
  CHECK_FALSE(contains(curves_figure("loss", "Loss", curves, "nats", "").svg, "stroke-dasharray"));
  methods.push_back(method("once more", 40, 60));
  curves.push_back({"once more", {{0, 2.0}, {1, 1.0}}});
  CHECK(contains(accuracy_against_labels("labels", "Accuracy", methods, "").svg, "stroke-dasharray"));
  CHECK(contains(curves_figure("loss", "Loss", curves, "nats", "").svg, "stroke-dasharray"));
}

TEST_CASE("a table's figure has lines for three numbers of labels and bars for fewer" *
          doctest::skip(!have_gnuplot())) {
  const Figure bars = accuracy_figure({method("s", 250, 50), method("t", 250, 60), method("s", data::all_labels, 90)});
  check_svg(bars);
  CHECK(bars.name == "accuracy");
  CHECK(contains(bars.svg, "s, all labels"));
  const Figure lines =
      accuracy_figure({method("s", 40, 50), method("s", 250, 70), method("s", data::all_labels, 90)}, " of moons");
  check_svg(lines);
  CHECK(lines.name == "accuracy_against_labels_shapes");
  CHECK(contains(lines.title, "Test accuracy of moons"));
  CHECK_THROWS_WITH_AS(accuracy_figure({}), "accuracy_figure: there are no results to draw", Error);
}

TEST_CASE("one method at one number of labels can be drawn" * doctest::skip(!have_gnuplot())) {
  check_svg(accuracy_against_labels("labels", "Accuracy", {method("s", data::all_labels, 50)}, ""));
  check_svg(accuracy_bars("bars", "Accuracy", {method("s", 40, 50)}, ""));
}

TEST_CASE("the confusion matrix tells the most frequent mistake" * doctest::skip(!have_gnuplot())) {
  const Figure figure = confusion_figure("confusion", "Confusion", {{8, 2}, {0, 10}}, {"Shirt", "T-shirt/top"}, "");
  check_svg(figure);
  CHECK(figure.alt ==
        "Confusion. 18 of 20 images are on the diagonal. The most frequent mistake: 2 images of Shirt taken for "
        "T-shirt/top.");
}

TEST_CASE("a confusion matrix that is not square or not named is refused") {
  CHECK_THROWS_WITH_AS(confusion_figure("c", "C", {{1, 2}, {3}}, {"a", "b"}, ""),
                       "confusion_figure: row 1 has 1 entries, expected 2", ShapeError);
  CHECK_THROWS_WITH_AS(confusion_figure("c", "C", {{1}}, {}, ""), "confusion_figure: 1 classes, 0 names", ShapeError);
}

TEST_CASE("a heat map writes every cell, blue above 0 and orange below" * doctest::skip(!have_gnuplot())) {
  const Figure figure = heat_map("map", "Gain", {{{2, "+2"}, {-1, "-1"}}, {{0, "same"}, {4, "+4"}}}, {"probe", "all"},
                                 {"10", "50"}, "depth", "labels", "");
  check_svg(figure);
  for (const char* text : {"+2", "-1", "same", "+4", "probe", "all", "depth", "labels"}) {
    CHECK_MESSAGE(contains(figure.svg, text), text);
  }
  CHECK(figure.alt == "Gain. probe: 10 +2, 50 -1. all: 10 same, 50 +4.");
}

TEST_CASE("a heat map names what does not fit") {
  CHECK_THROWS_WITH_AS(heat_map("m", "M", {{{1, ""}}}, {}, {"a"}, "", "", ""), "heat_map: 1 rows, 0 names", ShapeError);
  CHECK_THROWS_WITH_AS(heat_map("m", "M", {{{1, ""}}}, {"r"}, {"a", "b"}, "", "", ""),
                       "heat_map: a row of 1 cells, 2 column names", ShapeError);
}

TEST_CASE("an image grid embeds one picture an image") {
  const Figure figure =
      image_grid("grid", "Grid", filled({6, 4, 5, 3}, Scalar(0.5)), 3, {"weak", "strong"}, {"a", "b", "c"}, "");
  check_svg(figure);
  CHECK(occurrences(figure.svg, "data:image/png;base64,") == 6);
  CHECK(contains(figure.svg, "strong"));
}

TEST_CASE("an image grid frames the images it is told to") {
  const Array images = filled({6, 4, 5, 3}, Scalar(0.5));
  CHECK(occurrences(image_grid("g", "G", images, 3, {}, {}, "").svg, "fill=\"none\"") == 0);
  CHECK(occurrences(image_grid("g", "G", images, 3, {}, {}, "", 0, 0, {1, 5}).svg, "fill=\"none\"") == 2);
}

TEST_CASE("an image grid names what does not fit") {
  CHECK_THROWS_WITH_AS(image_grid("g", "G", empty({5, 4, 4, 1}), 3, {}, {}, ""),
                       "image_grid: 5 images do not fill rows of 3", ShapeError);
  CHECK_THROWS_WITH_AS(image_grid("g", "G", empty({4, 4, 4}), 2, {}, {}, ""),
                       "image_grid: images (N, H, W, 1 or 3) expected, found (4, 4, 4)", ShapeError);
  CHECK_THROWS_AS(image_grid("g", "G", empty({4, 4, 4, 1}), 2, {"one"}, {}, ""), ShapeError);
}

TEST_CASE("filters are drawn one tile each") {
  CHECK(occurrences(filters_figure("f", "F", filled({3, 3, 1, 32}, 0), "").svg, "data:image/png") == 32);
  CHECK(occurrences(filters_figure("f", "F", filled({3, 3, 3, 7}, 1), "").svg, "data:image/png") == 7);
  CHECK_THROWS_AS(filters_figure("f", "F", empty({3, 3, 2, 7}), ""), ShapeError);
}
