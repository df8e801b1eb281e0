#include "t01_tensors_autograd/finite_differences.hpp"

#include <algorithm>
#include <cmath>

#include "selfsame/core/error.hpp"
#include "selfsame/core/tensor.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/reduce.hpp"
#include "selfsame/report/csv.hpp"
#include "selfsame/report/gnuplot.hpp"
#include "selfsame/report/text.hpp"

namespace selfsame::tutorials {
namespace {

constexpr Index points = 256;

// Exact in float and in double, so that both are judged at the same places.
double point(Index i) { return 0.5 + (static_cast<double>(i) + 0.5) / points; }

// For doubles and for tensors.
template <class T>
T function(const T& x) {
  using std::exp;
  using std::tanh;
  return exp(x) * tanh(x);
}

// Worked out by hand, in double: what the others are compared with.
double derivative(double x) { return std::exp(x) * (std::tanh(x) + 1 - std::tanh(x) * std::tanh(x)); }

// Root mean square over the points of (found - f') / f'.
template <class Found>
double relative_error(const Found& found_at) {
  double squares = 0;
  for (Index i = 0; i < points; ++i) {
    const double exact = derivative(point(i)), error = (found_at(i) - exact) / exact;
    squares += error * error;
  }
  return std::sqrt(squares / points);
}

Tensor all_points(bool requires_grad) {
  std::vector<double> values;
  for (Index i = 0; i < points; ++i) values.push_back(point(i));
  return tensor({points}, values, requires_grad);
}

// The points of one curve with logarithmic axes in mind: no zeros.
std::string curve_block(const std::string& name, const std::vector<DifferenceErrors>& errors,
                        double DifferenceErrors::*which) {
  std::string block = name + " << EOD\n";
  for (const DifferenceErrors& e : errors) {
    if (e.*which > 0) block += concat(report::exact(e.step), " ", report::exact(e.*which), "\n");
  }
  return block + "EOD\n";
}

}  // namespace

// [difference errors]
std::vector<DifferenceErrors> difference_errors() {
  std::vector<DifferenceErrors> errors;
  const Tensor x = all_points(false);  // (256), float
  for (int k = 1; k <= 45; ++k) {
    const double h = std::ldexp(1.0, -k);
    const auto step = static_cast<Scalar>(h);
    const Tensor slopes = (function(x + step) - function(x - step)) / (2 * step);

    DifferenceErrors at_h{};
    at_h.step = h;
    at_h.float_central = relative_error([&](Index i) { return double{slopes.data()(i)}; });
    at_h.double_central =
        relative_error([&](Index i) { return (function(point(i) + h) - function(point(i) - h)) / (2 * h); });
    at_h.double_forward = relative_error([&](Index i) { return (function(point(i) + h) - function(point(i))) / h; });
    errors.push_back(at_h);
  }
  return errors;
}

double backward_error() {
  const Tensor x = all_points(true);
  sum(function(x)).backward();  // each point's own derivative, since the others' terms do not depend on it
  return relative_error([&](Index i) { return double{x.grad()(i)}; });
}
// [difference errors]

BestStep best_step(const std::vector<DifferenceErrors>& errors, double DifferenceErrors::*which) {
  const auto best = std::min_element(errors.begin(), errors.end(),
                                     [which](const auto& a, const auto& b) { return a.*which < b.*which; });
  return {best->step, (*best).*which};
}

std::string errors_csv(const std::vector<DifferenceErrors>& errors) {
  std::string text = report::csv_line({"h", "float_central", "double_central", "double_forward"});
  for (const DifferenceErrors& e : errors) {
    text += report::csv_line({report::exact(e.step), report::exact(e.float_central), report::exact(e.double_central),
                              report::exact(e.double_forward)});
  }
  return text;
}

report::Figure errors_figure(const std::vector<DifferenceErrors>& errors, double of_backward) {
  const BestStep in_float = best_step(errors, &DifferenceErrors::float_central);
  const BestStep in_double = best_step(errors, &DifferenceErrors::double_central);
  const auto text = [](double number) { return report::compact(number, 2); };
  report::Figure figure;
  figure.name = "u_curve";
  figure.title = "The error of a finite difference against its step";
  figure.caption = concat(
      "Right arms: the formula's own error, which falls like h squared (central) or h (forward). Left arms: rounding, "
      "which grows like u / h, with u = 6e-08 in float and 1.1e-16 in double. Between them lies the best step: ",
      text(in_float.step), " in float with an error of ", text(in_float.error), ", ", text(in_double.step),
      " in double with ", text(in_double.error),
      ". Flat at 1: the step is so small that x + h is x. The dashed line is the error of backward in float.");
  figure.alt = figure.title + ", logarithmic axes: three V-shaped curves. The lowest point of float is " +
               text(in_float.error) + ", that of double " + text(in_double.error) + ".";
  if (!report::have_gnuplot()) return figure;

  const auto line = [](const std::string& what, int color, const std::string& title) {
    return concat(what, " using 1:2 with linespoints linewidth 2 pointtype 7 pointsize 0.35 linecolor rgb '",
                  report::series_colors[color], "' title ", report::gnuplot_string(title));
  };
  const auto law = [](const std::string& formula, const std::string& title) {
    return concat(formula, " with lines linewidth 1 dashtype 3 linecolor rgb '#64748b' ",
                  title.empty() ? "notitle" : "title " + report::gnuplot_string(title));
  };
  const std::string script = concat(
      "set title ", report::gnuplot_string(figure.title), "\n",
      curve_block("$float", errors, &DifferenceErrors::float_central),
      curve_block("$double", errors, &DifferenceErrors::double_central),
      curve_block("$forward", errors, &DifferenceErrors::double_forward),
      "set logscale xy\nset xrange [2e-14:1]\nset yrange [1e-12:10]\nset format '1e%T'\nset xtics 1e-14,100,1\n"
      "set ytics 1e-12,100,1\nset xlabel 'step h'\nset ylabel 'relative error of the derivative'\nset key below\n"
      "set samples 400\nplot ",
      line("$float", 0, "central, float (the library)"), ", ", line("$double", 1, "central, double"), ", ",
      line("$forward", 2, "forward, double"), ", ", of_backward, " with lines linewidth 1.5 dashtype 2 linecolor rgb '",
      report::series_colors[3], "' title 'backward, float', ", law("0.1*x**2", "h^2 / 10 and u / h"), ", ",
      law("6e-8/x", ""), ", ", law("1.1e-16/x", ""), "\n");
  figure.svg = report::gnuplot_svg(script, 760, 460, figure.name, figure.alt);
  return figure;
}

}  // namespace selfsame::tutorials
