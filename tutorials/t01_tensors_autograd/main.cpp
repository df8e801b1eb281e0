/** \page t01_tensors_autograd Tensors and gradients: what backward does
\tableofcontents

| Goal | know what a tensor is, what `backward()` does, and how to find out whether a gradient is right |
| --- | --- |
| <b>You need</b> | NumPy, the chain rule; nothing of this library |
| <b>Time</b> | 30 minutes to read; the program takes seconds |
| <b>Run</b> | `build/bin/t01_tensors_autograd` |

\section t01_why Why

Training a network means: ask how the loss would change if this weight were a little larger, do so for each of a
hundred thousand weights, and move all of them a little. The first half of the sentence is a derivative for every
weight. Nobody works these out by hand, and nobody measures them one weight at a time: that would take a hundred
thousand evaluations for one step. <b>Reverse mode</b> gets all of them for the price of a few evaluations, however many
weights there are. It is the one algorithm under every page of this course.

It is also short. On this page we write it ourselves, in forty lines, on plain numbers, and hold the result against the
library's: same function, same gradients, to the last digits. After that `loss.backward()` is no magic word any more,
and the library's operations are what ours are, with arrays in place of numbers.

The last part is about trust. A wrong gradient does not crash. The network still learns, a little worse, and public
libraries have shipped such mistakes for years. There is a test that finds nearly all of them, the finite difference,
and it has a trap of its own, in the shape of a U.

\section t01_tensors Tensors and broadcasting

A selfsame::Tensor is an array of numbers with a <b>shape</b>. Images are (N, H, W, C), features (N, D), a loss is ():
no dimension, one number. Arithmetic works element by element, and where two shapes differ, NumPy's rule applies: line
them up at the right; where one of two sizes is 1 or missing, that array is used again and again along this dimension.
This is <b>broadcasting</b>, and it is how one row of biases meets a batch of rows.

| a | b | a + b | what for |
| --- | --- | --- | --- |
| (64, 128) | (128) | (64, 128) | a bias for each column |
| (3, 1) | (4) | (3, 4) | every pair: a table |
| (64, 28, 28, 3) | (3) | (64, 28, 28, 3) | a mean for each colour |
| (64, 10) | () | (64, 10) | one number for all |
| (64, 10) | (64) | error | 10 meets 64: the right ends do not fit |

Backward turns broadcasting round. A number that was used four times has an influence on four results, and its gradient
is the <b>sum</b> of what comes back from the four. So the gradient of a broadcast operand is summed over the dimensions
along which it was repeated, and has the operand's own shape again. In the library one function does it for all
operations (selfsame::GradSlot::accumulate), which is why no operation has to think of it.

\snippet t01_tensors_autograd/main.cpp t01 broadcasting

\section t01_maths The mathematics of reverse mode

A program that computes a loss is a list of small steps \f$v_1, v_2, \dots, v_n = L\f$, each made from earlier ones by
an operation whose derivative everybody knows. Write \f$\bar v_i = \partial L / \partial v_i\f$: how much the loss
changes with this number. For the last one, \f$\bar v_n = 1\f$. For every other, the chain rule says

\f[
\bar v_i = \sum_{k \,:\, v_k \text{ uses } v_i} \bar v_k \, \frac{\partial v_k}{\partial v_i} .
\f]

The sum runs over later steps. So go through the list *backwards*: when you arrive at \f$v_k\f$, its \f$\bar v_k\f$ is
complete, and you may hand on its share to the numbers it was made from. Each step is visited once, whatever the number
of inputs. Forwards, the same rule gives the derivatives with respect to *one* input in one walk; with one loss and many
weights, backwards wins by a factor of as many weights as there are.

With arrays nothing changes but the size of a step. A step \f$C = A B\f$ hands on \f$\bar A = \bar C B^\top\f$ and
\f$\bar B = A^\top \bar C\f$, in place of thousands of products of numbers:

| name | shape, for the network below | meaning |
| --- | --- | --- |
| `data.points` | (N, 2) | inputs; N = 200 |
| `w1`, `b1` | (2, 16), (16) | first layer; the bias is broadcast over N rows |
| `hidden` | (N, 16) | tanh(points w1 + b1) |
| `w2`, `b2` | (16, 1), (1) | second layer |
| `score` | (N, 1) | above 0: class 1 |
| `loss` | () | mean of ln(1 + e^(-score)) for class 1, ln(1 + e^score) for class 0 |
| `w1.grad()` | (2, 16) | a gradient has the shape of what it belongs to |

\section t01_program The commented program

\subsection t01_tape A tape

Every number that is computed is written on a tape, together with the places of the (at most two) numbers it came from
and its derivative with respect to each. That is all there is to record: the *numbers* of the chain rule are known while
going forward.

\snippet t01_tensors_autograd/tape.hpp tape

- <b>The tape is the list of the formula</b>, in the order of computation. A walk from the end meets every number after
  all that use it, and there is nothing to sort.
- <b>`+=`, not `=`.</b> A number that is used twice gets two terms. To write `=` is the classic mistake: everything
  works until somebody uses a weight twice.
- <b>`tanh` and `exp` use their result</b> for their slope, \f$1 - y^2\f$ and \f$y\f$. The library's operations do the
  same, and keep the output for backward in place of the input.

\subsection t01_three One expression, three gradients

\f$f(w, x, y) = \tanh(w x + y) \, e^x\f$, written once, for everything that can be added and multiplied:

\snippet t01_tensors_autograd/expression.hpp expression

\snippet t01_tensors_autograd/expression.cpp three gradients

This is the graph that the library recorded. Two arrows leave x, and there are two terms in the line that was worked out
by hand:

\image html graph_expression.svg "The graph of tanh(w x + y) e^x: boxes are inputs, ellipses operations"

\snippet t01_tensors_autograd/main.cpp t01 graph

\subsection t01_network A network, twice

Two layers, 200 points of the two moons, the logistic loss. First number by number:

\snippet t01_tensors_autograd/two_layers.cpp with tape

and then with tensors:

\snippet t01_tensors_autograd/two_layers.cpp with library

The tape holds 23,467 numbers for this. The library's graph has seven operations, each with an array: the same walk
backwards, in steps so large that the time goes into arithmetic and not into bookkeeping. Both gradients feed the same
loop:

\snippet t01_tensors_autograd/two_layers.cpp train

\subsection t01_differences Finite differences

Is a gradient right? Ask the function itself. The <b>central difference</b>

\f[
\frac{f(x + h) - f(x - h)}{2h} = f'(x) + \frac{h^2}{6} f^{(3)}(x) + \dots
\f]

needs nothing but values of \f$f\f$, so a mistake in a derivative cannot hide in it. Its error has two parts. The
formula's own error falls like \f$h^2\f$. But each value of \f$f\f$ is rounded, to \f$u \approx 6 \cdot 10^{-8}\f$ of
its size in float and \f$1.1 \cdot 10^{-16}\f$ in double, and the division by \f$2h\f$ blows that up to about \f$u /
h\f$. The sum

\f[
E(h) \approx \frac{h^2}{6} \, \bigl| f^{(3)} \bigr| + \frac{u}{h} \, | f |
\f]

is smallest near \f$h = u^{1/3}\f$, where it is about \f$u^{2/3}\f$. "The smaller the step, the better" is wrong: below
the best step it gets *worse*, and in float it gets bad soon. The program measures it, in float with the library's
tensors and in double with plain numbers:

\snippet t01_tensors_autograd/finite_differences.cpp difference errors

This is why selfsame::debug::gradcheck works in double only, with a step of 1e-6, and why the library can be built in
double from the same sources. Its operations are tested so.
*/
#include <iostream>

#include "common/options.hpp"
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
  const data::PlanePoints test_points = data::draw_plane("moons", 2000, options.seed + 1);
  const TwoLayers start = two_layers(hidden, options.seed);

  const LossAndGradient tape = with_tape(start, train_points), library = with_library(start, train_points);
  std::cout << "first step of the network: loss " << tape.loss << " on the tape, " << library.loss
            << " by the library; gradients differ by "
            << report::compact(difference(tape.gradient, library.gradient), 2) << " of the largest\n\n";

  for (const auto& [name, gradient_of] : {std::pair("tape", with_tape), std::pair("library", with_library)}) {
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

/** \page t01_tensors_autograd
\tableofcontents
\subsection t01_around The program around it

The losses of both trainings go into `metrics.csv`, the U-curve's numbers into `finite_differences.csv`. A second run
with `--resume` trains nothing again.

\snippet t01_tensors_autograd/main.cpp t01 training
*/

int main(int argc, char** argv) {
  Program program;
  program.name = "t01_tensors_autograd";
  program.description = "Gradients by hand, by a tape of forty lines and by the library: the same to the last digits.";
  program.datasets = {};
  program.threads = "1";
  program.example = "--profile quick";
  return run_program(argc, argv, program, run);
}

/** \page t01_tensors_autograd
\tableofcontents
\section t01_results Results

\verbatim
broadcasting: (3, 1) + (4,) gives (3, 4); gradient of the sum: 4 for each number of the column, 3 for each of the row

f(w, x, y) = tanh(w x + y) e^x at (0.7, 0.4, -0.2)
gradient of      by hand         tape      library
w            0.592927098  0.592927098  0.592927098
x            1.156714320  1.156714320  1.156714320
y            1.482317686  1.482317686  1.482317686

derivative of e^x tanh(x)
how                         best step  relative error
central difference, float      0.0039         5.4e-06
forward difference, double    1.5e-08         8.2e-09
central difference, double    7.6e-06         8.2e-12
backward, float                     -         4.5e-08

first step of the network: loss 0.701214 on the tape, 0.701214 by the library; gradients differ by 4e-07 of the largest

method   accuracy  seconds
tape         99.9      0.9
library      99.9      0.0
\endverbatim

- <b>Three gradients, nine digits.</b> The tape, the library and the formula agree to the last digit that float holds.
- <b>A network, trained twice.</b> The gradients of the first step differ by a few units of float's last digit, because
  sums are taken in another order. After 1,000 steps both networks tell the same share of the test points right. A step
  takes the tape 0.9 ms and the library about 0.02 ms: what a tensor is for.
- <b>The best steps</b> are where theory puts them: \f$u^{1/3}\f$ is 4e-3 in float and 5e-6 in double. For the forward
  difference, whose own error falls like \f$h\f$ only, it is \f$u^{1/2}\f$ = 1e-8.
- <b>Backward has no step</b> and so no U. In float it is a hundred times more exact than the best central difference.

\image html u_curve.svg "The error of a finite difference against its step"

\section t01_tried What we tried

| what | what it gave |
| --- | --- |
| points at odd multiples of 1/400 | not exact in float, so the float curve is judged at places where it was not measured; odd multiples of 1/512 are exact |
| steps that are powers of ten | not exact either; powers of two are, so h itself carries no rounding |
| a tape that starts small and grows at every step | 8.5 ms a step, half of it in the system, fetching new memory; reserved in one piece: 0.9 ms |

\section t01_wrong What can go wrong

<b>A gradient that is overwritten.</b> See above: `=` in place of `+=`. The check that finds it uses one input twice;
`gradcheck` does so on purpose.

<b>Gradients that add up over steps.</b> `backward` *adds* to `grad()`. Without `zero_grad` before it, a step follows
the sum of all earlier gradients. It looks like a rate that is far too high.

<b>Changing a value that backward still needs.</b> `tanh` keeps its result. Who overwrites it before backward would get
the gradient of another function. Here a tensor counts its changes, and backward refuses with a message.

<b>A graph that never ends.</b> `total = total + loss` over an epoch keeps the graphs of all its batches in memory. Use
`loss.item()` where a number is meant, and `detach()` where a value shall stop being followed.

<b>Broadcasting by accident.</b> (N, 1) minus (N) is (N, N): every prediction against every target. No error, and a loss
that falls, towards the mean of the targets. selfsame::mse_loss refuses shapes that differ.

<b>A finite difference at a kink.</b> At 0, ReLU has two slopes; a central difference gives their mean, 1/2, and
backward gives 0. Neither is wrong. Check away from kinks and from ties of a maximum.

<b>An exponential that overflows.</b> ln(1 + e^s), as the tape has it, is infinite in float from s = 89 on. The
library's `bce_with_logits` computes max(s, 0) + ln(1 + e^-|s|), which is the same number and stays finite.

\section t01_more Possibilities for extensions

- <b>Subtraction, division, ReLU</b> for the tape, a line or two each. Check them with a finite difference.
- <b>Forward mode.</b> Give every number its derivative with respect to *one* input and carry it along. When is that
  cheaper?
- <b>Gradients of gradients.</b> Make `backward` write its own operations on the tape. The library does not do this: its
  backward works on plain arrays, which keeps it fast and readable.
- <b>Richardson extrapolation.</b> \f$(4 D(h/2) - D(h)) / 3\f$ has an error of \f$h^4\f$. Draw its curve into the
  figure.

\section t01_exercises Exercises

1. <em>(check)</em> Shapes: (5, 1, 3) + (4, 1)? (2, 3) + (3, 2)? (1) + (7, 1)?
   <details><summary>Answer</summary>(5, 4, 3); an error, 3 meets 2; (7, 1).</details>
2. <em>(check)</em> a has shape (3, 1), b has (4). The loss is the sum of a * b. What is the gradient of a, and its
   shape? <details><summary>Answer</summary>(3, 1), each entry the sum of b: every a was multiplied with all four
   b.</details>
3. <em>(check)</em> x * x on the tape: which two edges does the entry have, and what does backward do with them?
   <details><summary>Answer</summary>Both lead to x, each with slope x. The two terms add up to 2x; with `=` it would be
   x.</details>
4. <em>(check)</em> Why does a walk through the tape from its end never meet a number whose gradient is incomplete?
   <details><summary>Answer</summary>What uses a number is computed after it, so it stands behind it on the tape and has
   been visited already.</details>
5. <em>(check)</em> Minimise c h^2 + u / h over h. Which step and which error come out?
   <details><summary>Answer</summary>2 c h = u / h^2, so h = (u / 2c)^(1/3), and the error is a constant times u^(2/3):
   1.5e-5 in float, 2.3e-11 in double, up to that constant.</details>
6. <em>(check)</em> Forward difference: which step is best, and which error is left?
   <details><summary>Answer</summary>The error is c h + u / h: h near u^(1/2), and the error near u^(1/2) too. In double
   1e-8: the price of saving one evaluation.</details>
7. <em>(change)</em> Write `=` for `+=` in `Tape::backward`. Which of the three gradients is wrong? Does the network
   still learn?
8. <em>(change)</em> Put e^(5x) for e^x into the function of the U-curve, and its derivative by hand. Where does the
   lowest point move? Predict it first.
9. <em>(open)</em> Make the tape process arrays: what is an entry then, what an edge, and what becomes of a slope?

\section t01_refs References

- A. Baydin, B. Pearlmutter, A. Radul, J. Siskind, *Automatic Differentiation in Machine Learning: a Survey*, JMLR 2018.
- A. Griewank, A. Walther, *Evaluating Derivatives: Principles and Techniques of Algorithmic Differentiation*, SIAM
  2008.
- N. Higham, *Accuracy and Stability of Numerical Algorithms*, SIAM 2002.
- S. Linnainmaa, *Taylor Expansion of the Accumulated Rounding Error*, BIT 1976.
- D. Rumelhart, G. Hinton, R. Williams, *Learning Representations by Back-Propagating Errors*, Nature 1986.

All sources are listed under \ref literature "Literature". Next: \ref t02_supervised "Supervised learning", where
gradients meet images.
*/
