#include <doctest/doctest.h>

#include "protocol/method_colors.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

TEST_CASE("a row has the colour of the longest method it begins with; what is built on one is dashed") {
  const report::SeriesStyle simclr = method_style("simclr"), graph = method_style("simclr_graph");
  CHECK(simclr.dash == 1);
  CHECK(simclr.color != graph.color);
  CHECK(method_style("simclr_probe").color == simclr.color);
  CHECK(method_style("simclr_probe").dash == 2);
  CHECK(method_style("simclr pretext").color == simclr.color);
  CHECK(method_style("simclr pretext").dash == 1);
  CHECK(method_style("simclr, 40").color == simclr.color);
  CHECK(method_style("simclr_graph@400").color == graph.color);
  CHECK(method_style("simclr_graph_fixmatch").color == method_style("simclr_graph_fixmatch, all labels").color);
  CHECK(method_style("simclr_pixels_graph").color != simclr.color);
  CHECK(method_style("simclr_graph_fixmatch").color != method_style("fixmatch").color);
  CHECK(method_style("pirl_rotation_probe").color == method_style("pirl").color);
  CHECK_FALSE(method_style("vit_supervised").color.empty());
  for (const char* unknown : {"own", "simclrs", "supervise", "vit", ""}) {
    CHECK(method_style(unknown).color.empty());
  }
}
