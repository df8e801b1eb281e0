#include "t03_map_of_ssl/boundaries.hpp"

#include "selfsame/core/error.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/report/gnuplot.hpp"
#include "selfsame/report/text.hpp"

namespace selfsame::tutorials {
namespace {

constexpr Index columns = 72, rows = 60;
constexpr double right = 1.9, top = 1.6;  // of the part of the plane that is drawn; it is symmetric

constexpr const char* class_colors[] = {"#1d4ed8", "#c2410c"};

// Points of one class; for class -1 half of the points of both, two and two because classes come in turn.
std::string points_block(const std::string& name, const Array& points, const Indices& labels, Index of_class) {
  std::string block = name + " << EOD\n";
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (of_class >= 0 ? labels[i] != of_class : (i / 2) % 2 == 1) continue;
    const auto row = static_cast<Index>(i);
    block += concat(points(row, 0), " ", points(row, 1), "\n");
  }
  return block + "EOD\n";
}

}  // namespace

Array grid_points() {
  Array points = empty({columns * rows, 2});
  for (Index i = 0; i < columns * rows; ++i) {
    const Index column = i % columns, row = i / columns;
    points(i, 0) = static_cast<Scalar>(-right + 2 * right * (static_cast<double>(column) + 0.5) / columns);
    points(i, 1) = static_cast<Scalar>(-top + 2 * top * (static_cast<double>(row) + 0.5) / rows);
  }
  return points;
}

Panel panel_of(const std::string& title, const Trained& trained) {
  const Tensor shares = softmax(Tensor(trained.scores(grid_points())));  // (columns * rows, 2)
  Array of_one = empty({columns * rows});
  for (Index i = 0; i < columns * rows; ++i) of_one(i) = shares.data()(i, 1);
  return {title, of_one};
}

report::Figure boundaries_figure(const std::string& plane, const PlaneTask& task, const std::vector<Panel>& panels,
                                 const std::string& caption) {
  report::Figure figure;
  figure.name = "boundaries_" + plane;
  figure.title = "What each method says on the plane: " + plane;
  figure.caption = caption;
  figure.alt = figure.title + ", " + std::to_string(task.classes.size()) + " labelled points.";
  for (const Panel& panel : panels) figure.alt += " " + panel.title + ".";
  if (!report::have_gnuplot()) return figure;

  const Array grid = grid_points();
  std::string script = points_block("$points", task.train.points, task.train.labels, -1);
  for (Index c = 0; c < data::plane_classes; ++c) {
    script += points_block(concat("$true", c), task.train.points, task.train.labels, c);
    script += points_block(concat("$known", c), task.labelled.data(), task.classes, c);
  }
  for (std::size_t p = 0; p < panels.size(); ++p) {
    script += concat("$panel", p, " << EOD\n");
    for (Index i = 0; i < columns * rows; ++i) {
      script += concat(grid(i, 0), " ", grid(i, 1), " ", report::compact(double{panels[p].shares(i)}, 3), "\n");
    }
    script += "EOD\n";
  }
  const auto known = [](Index c) {  // labelled points: large, with a white rim
    return concat("$known", c, " using 1:2 with points pointtype 7 pointsize 0.95 linecolor rgb '#fefefe', $known", c,
                  " using 1:2 with points pointtype 7 pointsize 0.7 linecolor rgb '", class_colors[c], "'");
  };
  const auto panel_rows = static_cast<int>((panels.size() + 4) / 4);
  script +=
      concat("set xrange [", -right, ":", right, "]\nset yrange [", -top, ":", top,
             "]\nset cbrange [0:1]\nset palette defined (0 '#8db8f5', 0.49 '#dbe9fc', 0.51 '#fdebd9', 1 '#f6b26b')\n"
             "unset colorbox\nunset key\nunset tics\nunset grid\nset border 15 linecolor rgb '#9ca3af'\n"
             "set title font ',12' offset 0,-0.6\nset multiplot layout ",
             panel_rows, ",4 margins 0.01,0.99,0.02,0.93 spacing 0.012,0.09\n");
  script +=
      concat("set title 'the classes'\nplot $true0 using 1:2 with points pointtype 7 pointsize 0.22 linecolor rgb '",
             class_colors[0], "', $true1 using 1:2 with points pointtype 7 pointsize 0.22 linecolor rgb '",
             class_colors[1], "', ", known(0), ", ", known(1), "\n");
  for (std::size_t p = 0; p < panels.size(); ++p) {
    script += concat("set title ", report::gnuplot_string(panels[p].title), "\nplot $panel", p,
                     " using 1:2:3 with image, $points using 1:2 with points pointtype 7 pointsize 0.16 linecolor "
                     "rgb '#6b7280', ",
                     known(0), ", ", known(1), "\n");
  }
  script += "unset multiplot\n";
  figure.svg = report::gnuplot_svg(script, 760, 190 * panel_rows, figure.name, figure.alt);
  return figure;
}

}  // namespace selfsame::tutorials
