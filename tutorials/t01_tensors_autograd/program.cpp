// Gradients by hand, by a tape of forty lines and by the library; a network trained twice, on the tape and with
// tensors; and how wrong finite differences are.
#include <iostream>

#include "protocol/options.hpp"
#include "selfsame/data/planes.hpp"
#include "selfsame/debug/dot.hpp"
#include "selfsame/io/file.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/linalg.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/reduce.hpp"
#include "selfsame/report/graphviz.hpp"
#include "selfsame/report/text.hpp"
#include "t01_tensors_autograd/expression.hpp"
#include "t01_tensors_autograd/finite_differences.hpp"
#include "t01_tensors_autograd/two_layers.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// [t01 broadcasting]
void show_broadcasting() {
  const Tensor column = tensor({3, 1}, {10, 20, 30}, true);
  const Tensor row = tensor({4}, {1, 2, 3, 4}, true);
  const Tensor table = column + row;  // (3, 1) + (4) -> (3, 4): the column four times, the row three times
  sum(table).backward();              // a number that was used four times gets four gradients, added up
  std::cout << "broadcasting: " << to_string(column.shape()) << " + " << to_string(row.shape()) << " gives "
            << to_string(table.shape()) << "; gradient of the sum: " << column.grad()(0, 0)
            << " for each number of the column, " << row.grad()(0) << " for each of the row\n\n";
}
// [t01 broadcasting]

void show_gradients() {
  const ThreeGradients gradients = three_gradients(Scalar(0.7), Scalar(0.4), Scalar(-0.2));
  std::vector<std::vector<std::string>> rows = {{"gradient of", "by hand", "tape", "library"}};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto nine_digits = [](Scalar g) { return report::fixed(double{g}, 9); };
    rows.push_back({i == 0   ? "w"
                    : i == 1 ? "x"
                             : "y",
                    nine_digits(gradients.by_hand[i]), nine_digits(gradients.by_tape[i]),
                    nine_digits(gradients.by_library[i])});
  }
  std::cout << "f(w, x, y) = tanh(w x + y) e^x at (0.7, 0.4, -0.2)\n" << report::text_table(rows) << "\n";
}

// [t01 graph]
// The graph as NAME.dot, and on the page where Graphviz is there to draw it.
void add_graph(report::Report& report, const std::string& name, const std::string& title, const std::string& dot,
               const std::string& caption) {
  io::write_file(report.file(name + ".dot"), dot);
  if (report::have_graphviz()) {
    report.add(report::graph_figure(name, title, dot, caption, title + ": " + caption));
  } else {
    report.note(title + ": not drawn, because Graphviz is not there; " + name +
                ".dot beside this page holds the graph");
  }
}

void add_graphs(report::Report& report) {
  const Tensor w = tensor({}, {0.7}, true), x = tensor({}, {0.4}, true), y = tensor({}, {-0.2}, true);
  add_graph(report, "graph_expression", "The graph of tanh(w x + y) e^x",
            debug::to_dot(expression(w, x, y), {{"w", w}, {"x", x}, {"y", y}}),
            "Boxes are inputs, ellipses operations. Two arrows leave x, so two terms add up in its gradient.");

  const TwoLayers start = two_layers(16, 0);
  const Tensor w1(start.w1, true), b1(start.b1, true), w2(start.w2, true), b2(start.b2, true);
  const Tensor score = matmul(tanh(matmul(zeros({200, 2}), w1) + b1), w2) + b2;
  add_graph(report, "graph_network", "The graph of the two-layer network",
            debug::to_dot(bce_with_logits(score, zeros({200, 1})), {{"W1", w1}, {"b1", b1}, {"W2", w2}, {"b2", b2}}),
            "One ellipse for all 200 points at once. The points themselves are constants: nobody asks for their "
            "gradient, so they are not part of the graph.");
}
// [t01 graph]

void show_differences(report::Report& report) {
  const std::vector<DifferenceErrors> errors = difference_errors();
  const double of_backward = backward_error();
  const auto text = [](double number) { return report::compact(number, 2); };
  const auto row = [&](const std::string& name, double DifferenceErrors::*which) {
    const BestStep best = best_step(errors, which);
    return std::vector<std::string>{name, text(best.step), text(best.error)};
  };
  std::cout << "derivative of e^x tanh(x)\n"
            << report::text_table({{"how", "best step", "relative error"},
                                   row("central difference, float", &DifferenceErrors::float_central),
                                   row("forward difference, double", &DifferenceErrors::double_forward),
                                   row("central difference, double", &DifferenceErrors::double_central),
                                   {"backward, float", "-", text(of_backward)}})
            << "\n";
  io::write_file(report.file("finite_differences.csv"), errors_csv(errors));
  report.add(errors_figure(errors, of_backward));
}

// [t01 training]
void train_twice(const Options& options, report::Report& report) {
  const Index hidden = 16, steps = options.steps_or(100, 1000, 5000);
  const data::PlanePoints train_points = data::draw_plane("moons", 200, options.seed);
  const data::PlanePoints test_points = data::draw_plane("moons", 2000, named_seed(options.seed, "test points"));
  const TwoLayers start = two_layers(hidden, options.seed);

  const LossAndGradient tape = with_tape(start, train_points), library = with_library(start, train_points);
  std::cout << "first step of the network: loss " << tape.loss << " on the tape, " << library.loss
            << " by the library; gradients differ by "
            << report::compact(difference(tape.gradient, library.gradient), 2) << " of the largest\n\n";

  for (const auto& [name, gradient_of] : {std::pair("tape", &with_tape), std::pair("library", &with_library)}) {
    if (report.find(name, 200, 0, options.seed)) continue;  // done before a resume
    TwoLayers weights = start;
    report::Result result;
    result.train_seconds = train(weights, train_points, gradient_of, 0.5, steps, name, report);
    result.dataset = "moons";
    result.method = name;
    result.labels = 200;
    result.seed = options.seed;
    result.updates = steps;
    result.images_seen = 200 * steps;
    result.value = accuracy(weights, test_points);
    report.add(result);
  }
  report.add_curves("loss", "Loss of the two-layer network, trained twice", "loss", "loss",
                    "The same weights, points and rate, once on the tape and once with tensors: the curves lie on "
                    "each other.");
}
// [t01 training]

void run(const Options& options) {
  report::Report report(report_setup(options, "Tensors and gradients: what backward does",
                                     "One expression differentiated three ways, a network trained twice, and how "
                                     "wrong finite differences are."));
  show_broadcasting();
  show_gradients();
  show_differences(report);
  add_graphs(report);
  train_twice(options, report);
  report.finish();
}

}  // namespace

int main(int argc, char** argv) {
  Program program;
  program.name = "t01_tensors_autograd";
  program.description = "Gradients by hand, by a tape of forty lines and by the library: the same to the last digits.";
  program.datasets = {};
  program.checkpoints = false;
  program.threads = "1";
  program.example = "--profile quick";
  return run_program(argc, argv, program, run);
}
