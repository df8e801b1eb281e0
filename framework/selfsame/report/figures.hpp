/// \file
/// Charts, drawn by gnuplot: what was measured, at a glance.
#pragma once

#include <string>
#include <vector>

#include "selfsame/io/image.hpp"
#include "selfsame/report/metrics.hpp"
#include "selfsame/report/results.hpp"

namespace selfsame::report {

/// A figure of the report: an SVG file and its place on the page.
struct Figure {
  std::string name;     ///< of the file, without .svg; also its anchor on the page
  std::string title;    ///< above it
  std::string caption;  ///< what to see in it and how to read it
  std::string alt;      ///< the same in a sentence for those who do not see it
  std::string svg;      ///< empty if it could not be drawn because there is no gnuplot

  /// The same as pixels, without its words, where it is made of pictures; else empty.
  io::Picture picture = {};
};

/// Writes the figure, which must have been drawn, as a file of its own. \throws Error if it cannot be written
void write_svg(const std::string& path, const Figure& figure);

/// A line of a chart.
struct NamedCurve {
  std::string name;  ///< in the key
  Curve curve;       ///< its points
};

/// Lines over training steps, or over whatever `across` says, thinned to what a figure can show.
/// \param axis    label of the vertical axis, with its unit: "accuracy (%)"
/// \param across  label of the horizontal axis
Figure curves_figure(const std::string& name, const std::string& title, const std::vector<NamedCurve>& curves,
                     const std::string& axis, const std::string& caption, const std::string& across = "training step");

/// Horizontal bars, one a method, with the standard deviation over splits and the number beside each. Starts at 0.
/// Meant for results at one number of labels.
/// \param axis  label of the horizontal axis, with its unit
Figure accuracy_bars(const std::string& name, const std::string& title, const std::vector<MethodSummary>& methods,
                     const std::string& caption, const std::string& axis = "test accuracy (%)");

/// Accuracy against the number of labels, logarithmic, a line a method with its standard deviation; "all" stands at the
/// right.
Figure accuracy_against_labels(const std::string& name, const std::string& title,
                               const std::vector<MethodSummary>& methods, const std::string& caption);

/// The figure that suits a table of results: lines where some method was measured at more than two numbers of labels;
/// otherwise bars, in which the rows at another number of labels than most (the all-labels ceiling) say so.
/// \param of  " of moons" where a report has several data sets, and this figure is about one of them; else empty
/// \throws Error  if there are no results
Figure accuracy_figure(std::vector<MethodSummary> summaries, const std::string& of = "");

/// What one method reached for what it cost, at several lengths of training.
struct CostCurve {
  /// One training run, or the mean of several.
  struct Point {
    double cost;      ///< above 0, in seconds or images
    double accuracy;  ///< in percent
  };
  std::string name;           ///< of the method
  std::vector<Point> points;  ///< in any order
};

/// What costs are, and what they are to be compared for.
struct CostAxis {
  std::string unit = "s";                      ///< of the costs
  std::string label = "seconds of training";   ///< of the horizontal axis
  std::string accuracy = "test accuracy (%)";  ///< label of the vertical axis
  bool front = true;                           ///< whether the front is drawn behind the lines
};

/// The best that so much buys: the points that no other is as cheap and as good as, cheapest first.
std::vector<CostCurve::Point> cost_front(const std::vector<CostCurve>& curves);

/// Accuracy against cost, logarithmic, a line a method, with the front as steps behind them.
Figure cost_accuracy(const std::string& name, const std::string& title, const std::vector<CostCurve>& curves,
                     const std::string& caption, const CostAxis& axis = {});

/// Which class is taken for which: rows are true classes, columns predicted ones, numbers are images, shades are the
/// share of the row.
/// \param counts       square, one row a true class
/// \param class_names  as many as rows
/// \throws ShapeError  if counts are not square or names are missing
Figure confusion_figure(const std::string& name, const std::string& title, const std::vector<Indices>& counts,
                        const std::vector<std::string>& class_names, const std::string& caption);

/// A field of a `heat_map`.
struct HeatCell {
  double value = 0;  ///< positive is blue, negative orange, the deeper the further from 0
  std::string text;  ///< written on it
};

/// A table in which colours show where values lie above and below 0: gains and losses over two choices.
/// \param cells         row by row, the first at the top
/// \param row_names     as many as rows
/// \param column_names  as many as each row has cells
/// \param row_axis, column_axis  what rows and columns are
/// \throws ShapeError   if names are missing or rows differ in length
Figure heat_map(const std::string& name, const std::string& title, const std::vector<std::vector<HeatCell>>& cells,
                const std::vector<std::string>& row_names, const std::vector<std::string>& column_names,
                const std::string& row_axis, const std::string& column_axis, const std::string& caption);

}  // namespace selfsame::report
