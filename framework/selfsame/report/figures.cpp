#include "selfsame/report/figures.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "selfsame/core/error.hpp"
#include "selfsame/io/file.hpp"
#include "selfsame/report/csv.hpp"
#include "selfsame/report/gnuplot.hpp"
#include "selfsame/report/series_style.hpp"
#include "selfsame/report/text.hpp"

namespace selfsame::report {

namespace {

constexpr int width = 760;

// Points of dashed lines are hollow.
std::string line_of(const SeriesStyle& style) {
  return concat(" linewidth 2 dashtype ", style.dash, " linecolor rgb '", style.color, "'");
}
const char* point_of(const SeriesStyle& style) { return style.dash == 1 ? " pointtype 7" : " pointtype 6"; }

// As gnuplot's "rgb variable" wants it, alpha first; bars of what would be a dashed line are paler.
std::string bar_color_of(const SeriesStyle& style) { return (style.dash == 1 ? "0x" : "0x73") + style.color.substr(1); }

// The styles of things by their names; `name_of` gives the name of one.
template <class Things, class NameOf>
std::vector<SeriesStyle> styles_of(const Things& things, const NameOf& name_of) {
  std::vector<std::string> names;
  for (const auto& thing : things) names.push_back(name_of(thing));
  return series_styles(names);
}

// Draws unless there is no gnuplot, in which case the figure stays without its SVG.
Figure drawn(Figure figure, const std::string& script, int figure_width, int height) {
  if (have_gnuplot()) {
    figure.svg = gnuplot_svg("set title " + gnuplot_string(figure.title) + "\n" + script, figure_width, height,
                             figure.name, figure.alt);
  }
  return figure;
}

std::string tic(const std::string& label, double at) { return concat(gnuplot_string(label), " ", at); }

std::string joined(const std::vector<std::string>& parts, const std::string& between) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

// A cell's colour for gnuplot, 0xAARRGGBB: blue or else orange, the deeper the larger `share`, from 0 to 1. Opacity
// instead of a colour scale: the shade fits both backgrounds and the number stays readable on it.
unsigned cell_color(bool blue, double share) {
  const auto transparency = static_cast<unsigned>(std::lround(255 * (1 - 0.72 * std::sqrt(share))));
  const char* const hexadecimal = series_colors[blue ? 0 : 1] + 1;
  return (transparency << 24U) | static_cast<unsigned>(std::stoul(hexadecimal, nullptr, 16));
}

}  // namespace

void write_svg(const std::string& path, const Figure& figure) {
  io::write_file(path, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + figure.svg);
}

Figure curves_figure(const std::string& name, const std::string& title, const std::vector<NamedCurve>& curves,
                     const std::string& axis, const std::string& caption, const std::string& across) {
  std::string data, alt = title + ".";
  std::vector<std::string> plots;
  Index last = 0;
  std::vector<NamedCurve> drawn_curves;
  std::copy_if(curves.begin(), curves.end(), std::back_inserter(drawn_curves),
               [](const NamedCurve& named) { return !named.curve.empty(); });
  const auto styles = styles_of(drawn_curves, [](const NamedCurve& named) { return named.name; });
  for (const NamedCurve& named : drawn_curves) {
    const Curve points = thinned(named.curve, 300);
    const std::string block = concat("$curve", plots.size());
    data += block + " << EOD\n";
    for (const auto& [step, value] : points)
      data += concat(step, " ", std::isfinite(value) ? exact(value) : "NaN", "\n");
    data += "EOD\n";
    last = std::max(last, points.back().first);
    plots.push_back(
        concat(block, " using 1:2 with lines", line_of(styles[plots.size()]), " title ", gnuplot_string(named.name)));
    alt += " " + named.name + " goes from " + compact(points.front().second) + " to " + compact(points.back().second) +
           " at " + across + " " + thousands(points.back().first) + ".";
  }
  Figure figure{name, title, caption, alt, ""};
  if (plots.empty()) return figure;
  return drawn(figure,
               concat(data, "set xlabel ", gnuplot_string(across), "\nset ylabel ", gnuplot_string(axis),
                      "\nset format x \"%'.0f\"\n", last <= 10 ? "set xtics 1\n" : "",
                      "set key below\n"
                      "set grid ytics noxtics\nplot ",
                      joined(plots, ", "), "\n"),
               width, 380);
}

Figure accuracy_bars(const std::string& name, const std::string& title, const std::vector<MethodSummary>& methods,
                     const std::string& caption, const std::string& axis) {
  std::string data = "$bars << EOD\n", alt = title + ".";
  std::vector<std::string> tics;
  const auto n = static_cast<double>(methods.size());
  const auto styles = styles_of(methods, [](const MethodSummary& m) { return m.method; });
  for (std::size_t i = 0; i < methods.size(); ++i) {
    const MethodSummary& m = methods[i];
    const double y = n - static_cast<double>(i);
    const std::string text = summary_text(m.value);
    data += concat(y, " ", exact(m.value.mean), " ", exact(m.value.stddev), " ", bar_color_of(styles[i]), " \"", text,
                   "\"\n");
    tics.push_back(tic(m.method, y));
    alt += " " + m.method + " " + text + " %.";
  }
  data += "EOD\n";
  Figure figure{name, title, caption, alt, ""};
  if (methods.empty()) return figure;
  return drawn(figure,
               concat(data, "set xrange [0:108]\nset xtics 0,20,100\nset yrange [0.4:", n + 0.6, "]\nset xlabel ",
                      gnuplot_string(axis), "\nset ytics (", joined(tics, ", "),
                      ") scale 0\nset grid xtics noytics back\nunset key\nset style fill solid 1 noborder\n"
                      "plot $bars using (0):1:(0):2:($1-0.33):($1+0.33):4 with boxxyerror linecolor rgb variable, "
                      "$bars using 2:1:3 with xerrorbars pointtype -1 linewidth 1.5 linecolor rgb '",
                      ink,
                      "', "
                      "$bars using ($2+$3+1):1:5 with labels left textcolor rgb '",
                      ink, "'\n"),
               width, static_cast<int>(110 + 40 * methods.size()));
}

Figure accuracy_against_labels(const std::string& name, const std::string& title,
                               const std::vector<MethodSummary>& methods, const std::string& caption) {
  std::set<Index> counts;
  std::vector<std::string> names;
  bool any_all = false;
  for (const MethodSummary& m : methods) {
    if (std::find(names.begin(), names.end(), m.method) == names.end()) names.push_back(m.method);
    if (m.labels.is_all())
      any_all = true;
    else
      counts.insert(m.labels.number());
  }
  const Index right = counts.empty() ? 1 : *counts.rbegin() * 5;  // where "all" stands
  std::vector<std::string> tics, plots;
  for (const Index count : counts) tics.push_back(tic(thousands(count), static_cast<double>(count)));
  if (any_all) tics.push_back(tic("all", static_cast<double>(right)));

  std::string data, alt = title + ".";
  const std::vector<SeriesStyle> styles = series_styles(names);
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::vector<std::pair<Index, const MethodSummary*>> points;
    for (const MethodSummary& m : methods) {
      if (m.method == names[i]) points.emplace_back(m.labels.of(right), &m);
    }
    std::sort(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    data += concat("$method", i, " << EOD\n");
    alt += " " + names[i] + ":";
    for (const auto& [at, m] : points) {
      data += concat(at, " ", exact(m->value.mean), " ", exact(m->value.stddev), "\n");
      alt += " " + labels_text(m->labels) + " labels " + summary_text(m->value) + " %,";
    }
    alt.back() = '.';
    data += "EOD\n";
    plots.push_back(concat("$method", i, " using 1:2:3 with yerrorlines", line_of(styles[i]), point_of(styles[i]),
                           " pointsize 0.6 title ", gnuplot_string(names[i])));
  }
  Figure figure{name, title, caption, alt, ""};
  if (plots.empty()) return figure;
  const double lowest = counts.empty() ? 0.5 : static_cast<double>(*counts.begin()) / 1.6;
  const std::size_t rows_of_key = (names.size() + 2) / 3;  // three names fit beside each other
  return drawn(
      figure,
      concat(data, "set logscale x\nset xrange [", lowest, ":", static_cast<double>(any_all ? right : right / 5) * 1.6,
             "]\nset xlabel 'labels (logarithmic)'\nset ylabel 'test accuracy (%)'\nset xtics (", joined(tics, ", "),
             ")\nset offsets 0,0,2,2\nset key below\nset grid xtics ytics\nplot ", joined(plots, ", "), "\n"),
      width, static_cast<int>(370 + 23 * rows_of_key));
}

Figure accuracy_figure(std::vector<MethodSummary> summaries, const std::string& of) {
  require<Error>(!summaries.empty(), "accuracy_figure: there are no results to draw");
  const std::string suffix = of.empty() ? "" : "_" + summaries[0].dataset;
  std::map<std::string, Index> counts_of_method;
  std::map<data::LabelCount, Index, data::FewerLabels> methods_at;
  for (const MethodSummary& s : summaries) ++counts_of_method[s.method], ++methods_at[s.labels];
  const auto by_second = [](const auto& a, const auto& b) { return a.second < b.second; };
  if (std::max_element(counts_of_method.begin(), counts_of_method.end(), by_second)->second > 2) {
    return accuracy_against_labels("accuracy_against_labels" + suffix,
                                   "Test accuracy" + of + " against the number of labels", summaries,
                                   "Each point is the mean over the splits; its bar is one standard deviation.");
  }
  const data::LabelCount usual = std::max_element(methods_at.begin(), methods_at.end(), by_second)->first;
  for (MethodSummary& s : summaries) {
    if (s.labels != usual) s.method += ", " + labels_text(s.labels) + " labels";
  }
  return accuracy_bars(
      "accuracy" + suffix, "Test accuracy" + of + " by method", summaries,
      "The mean over the splits; the thin line is one standard deviation. The bars start at zero, so their "
      "lengths compare honestly.");
}

std::vector<CostCurve::Point> cost_front(const std::vector<CostCurve>& curves) {
  std::vector<CostCurve::Point> points;
  for (const CostCurve& curve : curves) points.insert(points.end(), curve.points.begin(), curve.points.end());
  std::sort(points.begin(), points.end(),
            [](const auto& a, const auto& b) { return a.cost != b.cost ? a.cost < b.cost : a.accuracy > b.accuracy; });
  std::vector<CostCurve::Point> front;
  for (const CostCurve::Point& point : points) {
    if (front.empty() || point.accuracy > front.back().accuracy) front.push_back(point);
  }
  return front;
}

Figure cost_accuracy(const std::string& name, const std::string& title, const std::vector<CostCurve>& curves,
                     const std::string& caption, const CostAxis& axis) {
  std::string data, alt = title + ".";
  const auto add_points = [&data](const std::string& block, const std::vector<CostCurve::Point>& points) {
    data += block + " << EOD\n";
    for (const auto& [cost, accuracy] : points) data += concat(exact(cost), " ", exact(accuracy), "\n");
    data += "EOD\n";
  };
  std::vector<CostCurve::Point> front = cost_front(curves);
  Figure figure{name, title, caption, alt, ""};
  if (front.empty()) return figure;
  double longest = 0;
  for (const CostCurve& curve : curves) {
    for (const CostCurve::Point& point : curve.points) longest = std::max(longest, point.cost);
  }
  std::vector<std::string> plots;
  if (axis.front) {
    front.push_back({longest, front.back().accuracy});  // the last step goes on to the right
    add_points("$front", front);
    plots.emplace_back("$front using 1:2 with steps linewidth 6 linecolor rgb '#40808080' title 'front'");
  }
  const auto styles = styles_of(curves, [](const CostCurve& curve) { return curve.name; });
  for (std::size_t i = 0; i < curves.size(); ++i) {
    std::vector<CostCurve::Point> points = curves[i].points;
    std::sort(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.cost < b.cost; });
    add_points(concat("$method", i), points);
    alt += " " + curves[i].name + ":";
    for (const auto& [cost, accuracy] : points) {
      const std::string amount = cost < 1000 ? compact(cost) : thousands(std::llround(cost));
      alt += concat(" ", compact(accuracy), " % after ", amount, " ", axis.unit, ",");
    }
    alt.back() = '.';
    plots.push_back(concat("$method", i, " using 1:2 with linespoints", line_of(styles[i]), point_of(styles[i]),
                           " pointsize 0.7 title ", gnuplot_string(curves[i].name)));
  }
  figure.alt = alt;
  return drawn(figure,
               concat(data, "set logscale x\nset xlabel ", gnuplot_string(axis.label + " (logarithmic)"),
                      "\nset ylabel ", gnuplot_string(axis.accuracy), longest < 1e5 ? "" : "\nset format x '%.0s%c'",
                      "\nset offsets 0,0,2,2\nset key below\nset grid xtics ytics\nplot ", joined(plots, ", "), "\n"),
               width, 440);
}

Figure confusion_figure(const std::string& name, const std::string& title, const std::vector<Indices>& counts,
                        const std::vector<std::string>& class_names, const std::string& caption) {
  const std::size_t n = counts.size();
  require(class_names.size() == n, "confusion_figure: ", n, " classes, ", class_names.size(), " names");
  std::string data = "$cells << EOD\n";
  std::vector<std::string> columns, rows;
  Index right = 0, total = 0, most = 0;
  std::size_t worst_row = 0, worst_column = 0;
  for (std::size_t i = 0; i < n; ++i) {
    require(counts[i].size() == n, "confusion_figure: row ", i, " has ", counts[i].size(), " entries, expected ", n);
    Index row_total = 0;
    for (const Index count : counts[i]) row_total += count;
    total += row_total;
    right += counts[i][i];
    for (std::size_t j = 0; j < n; ++j) {
      if (i != j && counts[i][j] > most) most = counts[i][j], worst_row = i, worst_column = j;
      const double share = row_total > 0 ? static_cast<double>(counts[i][j]) / static_cast<double>(row_total) : 0;
      data += concat(j, " ", n - 1 - i, " ", cell_color(i == j, share), " \"",
                     counts[i][j] > 0 ? thousands(counts[i][j]) : "", "\"\n");
    }
    columns.push_back(tic(class_names[i], static_cast<double>(i)));
    rows.push_back(tic(class_names[i], static_cast<double>(n - 1 - i)));
  }
  data += "EOD\n";
  std::string alt = title + ". " + thousands(right) + " of " + thousands(total) + " images are on the diagonal.";
  if (most > 0) {
    alt += " The most frequent mistake: " + thousands(most) + " images of " + class_names[worst_row] + " taken for " +
           class_names[worst_column] + ".";
  }
  Figure figure{name, title, caption, alt, ""};
  if (n == 0) return figure;
  const double edge = static_cast<double>(n) - 0.5;
  return drawn(
      figure,
      concat(data, "set xrange [-0.5:", edge, "]\nset yrange [-0.5:", edge, "]\nset xtics (", joined(columns, ", "),
             ") rotate by -40 scale 0\nset ytics (", joined(rows, ", "),
             ") scale 0\nset xlabel 'predicted class'\nset ylabel 'true class'\nunset grid\nunset key\nunset border\n"
             "set style fill transparent solid 1 noborder\n"
             "plot $cells using 1:2:(0.48):(0.48):3 with boxxyerror linecolor rgb variable, "
             "$cells using 1:2:4 with labels font ',11' textcolor rgb '",
             ink, "'\n"),
      width, static_cast<int>(190 + 40 * n));
}

Figure heat_map(const std::string& name, const std::string& title, const std::vector<std::vector<HeatCell>>& cells,
                const std::vector<std::string>& row_names, const std::vector<std::string>& column_names,
                const std::string& row_axis, const std::string& column_axis, const std::string& caption) {
  require(row_names.size() == cells.size(), "heat_map: ", cells.size(), " rows, ", row_names.size(), " names");
  double furthest = 0;
  for (const auto& row : cells) {
    require(row.size() == column_names.size(), "heat_map: a row of ", row.size(), " cells, ", column_names.size(),
            " column names");
    for (const HeatCell& cell : row) furthest = std::max(furthest, std::abs(cell.value));
  }
  std::string data = "$cells << EOD\n", alt = title + ".";
  std::vector<std::string> columns, rows;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::size_t height = cells.size() - 1 - i;
    rows.push_back(tic(row_names[i], static_cast<double>(height)));
    alt += " " + row_names[i] + ":";
    for (std::size_t j = 0; j < cells[i].size(); ++j) {
      const HeatCell& cell = cells[i][j];
      const double share = furthest > 0 ? std::abs(cell.value) / furthest : 0;
      data += concat(j, " ", height, " ", cell_color(cell.value > 0, share), " \"", cell.text, "\"\n");
      alt += " " + column_names[j] + " " + cell.text + (j + 1 < cells[i].size() ? "," : ".");
    }
  }
  for (std::size_t j = 0; j < column_names.size(); ++j) columns.push_back(tic(column_names[j], static_cast<double>(j)));
  data += "EOD\n";
  Figure figure{name, title, caption, alt, ""};
  if (cells.empty() || column_names.empty()) return figure;
  return drawn(figure,
               concat(data, "set xrange [-0.5:", static_cast<double>(column_names.size()) - 0.5,
                      "]\nset yrange [-0.5:", static_cast<double>(cells.size()) - 0.5, "]\nset xtics (",
                      joined(columns, ", "), ") scale 0\nset ytics (", joined(rows, ", "), ") scale 0\nset xlabel ",
                      gnuplot_string(column_axis), "\nset ylabel ", gnuplot_string(row_axis),
                      "\nunset grid\nunset key\nunset border\nset style fill transparent solid 1 noborder\n"
                      "plot $cells using 1:2:(0.48):(0.45):3 with boxxyerror linecolor rgb variable, "
                      "$cells using 1:2:4 with labels font ',11' textcolor rgb '",
                      ink, "'\n"),
               width, static_cast<int>(130 + 34 * cells.size()));
}

}  // namespace selfsame::report
