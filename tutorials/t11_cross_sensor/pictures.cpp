#include "t11_cross_sensor/pictures.hpp"

#include <algorithm>

#include "selfsame/report/gnuplot.hpp"
#include "selfsame/report/image_figures.hpp"

namespace selfsame::tutorials {
namespace {

constexpr const char* ground_colors[] = {"#9ca3af", "#86c06c", "#b08968", "#f2d98d"};  // asphalt, grass, gravel, sand
constexpr double step = 0.4;                                                           // metres between drawn points

}  // namespace

report::Figure drive_figure(const DriveTask& task, const data::Targets& propagated) {
  const data::Drive& drive = task.drive;
  const auto shown = static_cast<std::size_t>(std::min<Index>(drive.frames(), 130));
  double left = 1e9, right = -1e9, bottom = 1e9, top = -1e9;
  for (std::size_t t = 0; t < shown; ++t) {
    left = std::min(left, drive.poses[t].x), right = std::max(right, drive.poses[t].x);
    bottom = std::min(bottom, drive.poses[t].y), top = std::max(top, drive.poses[t].y);
  }
  const double half = std::max(right - left, top - bottom) / 2 + 6;  // a square around the way
  left = (left + right) / 2 - half, right = left + 2 * half;
  bottom = (bottom + top) / 2 - half, top = bottom + 2 * half;
  std::string ground = "$ground << EOD\n", way = "$way << EOD\n", dots = "$dots << EOD\n", wrong = "$wrong << EOD\n";
  for (double y = bottom; y < top; y += step) {
    for (double x = left; x < right; x += step) ground += concat(x, " ", y, " ", drive.map.at(x, y).type, "\n");
  }
  for (std::size_t t = 0; t < shown; ++t) way += concat(drive.poses[t].x, " ", drive.poses[t].y, "\n");
  Index mistaken = 0, total = 0;
  for (std::size_t i = 0; i < propagated.rows.size(); ++i) {
    const auto t = static_cast<std::size_t>(propagated.rows[i]);
    if (t >= shown) continue;
    const std::string place = concat(drive.seen[t][0], " ", drive.seen[t][1], " ");
    dots += concat(place, propagated.classes[i], "\n");
    ++total;
    if (propagated.classes[i] == task.data.train.labels[t]) continue;
    wrong += place + "\n";
    ++mistaken;
  }
  report::Figure figure;
  figure.name = "drive";
  figure.title = "The drive from above, and the labels that were propagated to the images";
  figure.caption =
      "Areas: the ground. Line: the way of the wheels. Dots: where the camera looked, in the colour of the class that "
      "the wheels' teacher said of it later; a red ring where that was wrong.";
  figure.alt = concat(figure.title, ". ", total, " images got a label, ", mistaken, " of them a wrong one.");
  if (!report::have_gnuplot()) return figure;

  std::string palette, key;
  for (std::size_t c = 0; c < 4; ++c) {
    palette += concat(c ? ", " : "", c, " '", ground_colors[c], "'");
    key += concat(", NaN with points pointtype 5 pointsize 1.6 linecolor rgb '", ground_colors[c], "' title '",
                  data::ground_names()[c], "'");
  }
  const std::string script = concat(
      ground, "EOD\n", way, "EOD\n", dots, "EOD\n", wrong, "EOD\nset palette defined (", palette,
      ")\nset cbrange [0:3]\nunset colorbox\nset size ratio -1\nset xrange [", left, ":", right, "]\nset yrange [",
      bottom, ":", top, "]\nset xlabel 'metres'\nset ylabel 'metres'\nunset grid\nset key below\n",
      "plot $ground using 1:2:3 with image notitle, $way using 1:2 with lines linewidth 1.2 linecolor rgb '#374151' "
      "title 'way of the wheels', $dots using 1:2 with points pointtype 7 pointsize 0.95 linecolor rgb '#1f2937' "
      "notitle, $dots using 1:2:3 with points pointtype 7 pointsize 0.7 linecolor palette notitle, "
      "$wrong using 1:2 with points pointtype 6 pointsize 1.3 linewidth 2 linecolor rgb '#dc2626' title 'wrong label'",
      key, "\n");
  figure.svg = report::gnuplot_svg(script, 760, 720, figure.name, figure.alt);
  return figure;
}

void draw_patches(const DriveTask& task, report::Report& report) {
  constexpr Index columns = 10;
  Indices shown;
  for (Index type = 0; type < task.data.classes(); ++type) {
    Index left = columns;
    for (Index t = 0; t < task.drive.frames() && left > 0; t += 5) {
      if (task.data.train.labels[static_cast<std::size_t>(t)] != type) continue;
      shown.push_back(t);
      --left;
    }
    if (left > 0) return;  // too short a drive
  }
  report.add(report::image_grid("patches", "What the camera sees", data::to_array(task.data, task.data.train, shown),
                                columns, data::ground_names(), {},
                                "Ground 0.8 m wide under changing light. No pixel tells the type, the texture does."));
}

void draw_spectra(const DriveTask& task, report::Report& report) {
  const Index bands = task.heard.shape()[1] - 1;
  std::vector<report::NamedCurve> curves;
  for (Index type = 0; type < task.data.classes(); ++type) {
    report::Curve curve;
    for (Index b = 0; b < bands; ++b) {
      double sum = 0, windows = 0;
      for (Index t = 0; t < task.drive.frames(); ++t) {
        if (task.drive.felt[static_cast<std::size_t>(t)] != type) continue;
        sum += double{task.heard(t, b)};
        windows += 1;
      }
      if (windows > 0) curve.emplace_back(5 * b + 4, sum / windows);
    }
    curves.push_back({data::ground_names()[static_cast<std::size_t>(type)], curve});
  }
  report.add(report::curves_figure("spectra", "What the wheels feel", curves, "mean log power",
                                   "Each type of ground shakes the wheels in its own way, at all speeds together.",
                                   "frequency (Hz)"));
}

}  // namespace selfsame::tutorials
