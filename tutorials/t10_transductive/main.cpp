/** \page t10_transductive Transductive learning: labels that walk along a graph
\tableofcontents

| Goal | label thousands of images from a hundred with a graph and three linear systems, and know when that answer may be used for other images |
| --- | --- |
| <b>You need</b> | \ref t02_supervised "Supervised learning", \ref t05_contrastive "SimCLR" for its features; systems of linear equations |
| <b>Time</b> | 30 minutes to read; the program's minutes stand under \ref t10_results |
| <b>Run</b> | `build/bin/t10_transductive --labels 100 --profile quick` |

\section t10_why Why

A museum has sixty thousand photographs and wants each in its drawer. A curator has labelled a hundred. Nobody asks
for a rule that sorts photographs which have not been taken yet: the sixty thousand are on the table, and they are
all there is. This is <b>transductive</b> learning: label *just these points*. What the other lessons do is
<b>inductive</b>: learn a function, and answer for any image that may come.

Transduction is the easier problem, because the unlabelled images are more than practice material: they are the
question. Lay all of them out so that alike ones lie side by side, and put the hundred labels on theirs. Between two
labelled boots lies a chain of boots, each much like the next. No single step of the chain is hard, although its two
ends may share hardly a pixel. So let labels walk: every image asks its nearest neighbours, these ask theirs, until
all agree.

\image html transductive.svg "Two labels, a graph that carries them, and a function learnt from where they went"

Whoever wants to do this has two choices to make, and this lesson is about both. <b>What is alike?</b> Pixels can be
compared as they are, or what an encoder makes of them that has learnt from the images without labels, by
\ref t04_rotation "rotation" or by \ref t05_contrastive "two views". <b>How do labels walk?</b> There are three
classical answers, each one a linear system, and they differ most where labels are fewest.

At the end the two kinds of learning meet. The graph has put a guess, and how sure it is, on every image. A network
trained on these guesses is a function again, and answers for images that the graph has never seen.

\section t10_maths The mathematics

<b>The graph.</b> Each of \f$n\f$ images is a node with features \f$x_i\f$; \f$s_{ij}\f$ is the cosine of two of them.
\f$N(i)\f$ are the \f$k\f$ nodes of largest cosine with node \f$i\f$, itself left out. Weights and degrees are

\f[
W_{ij} = \tfrac{1}{2} \bigl( [j \in N(i)] + [i \in N(j)] \bigr) \max(s_{ij}, 0)^3, \qquad
d_i = \sum_j W_{ij}, \qquad D = \mathrm{diag}(d) .
\f]

"Is among the nearest of" is not symmetric, \f$W\f$ is. All three methods need that.

<b>Harmonic functions</b>, also called Laplace learning (Zhu, Ghahramani, Lafferty 2003). A labelled node keeps its
label, and every other node is the mean of its neighbours. With \f$L\f$ for the labelled nodes, \f$U\f$ for the
others, and one-hot rows \f$Y_L\f$,

\f[
u_i = \frac{1}{d_i} \sum_j W_{ij} u_j \quad (i \in U), \qquad\text{so}\qquad (D_{UU} - W_{UU}) \, u_U = W_{UL} Y_L .
\f]

\f$u_{ic}\f$ has a meaning: start at node \f$i\f$ and step to neighbours at random; it is the probability that the
first labelled node you meet is of class \f$c\f$. In a large graph with few labels this is also the method's
weakness. A walk that long forgets where it began, so \f$u\f$ is nearly the same everywhere except for spikes at the
labels, and whichever class is slightly ahead takes almost all.

<b>Label spreading</b> (Zhou et al. 2004) lets no walk grow too long: in each step it goes on with probability
\f$\alpha\f$ only. With \f$S = D^{-1/2} W D^{-1/2}\f$ and \f$Y\f$ zero in rows without a label,

\f[
F = (I - \alpha S)^{-1} Y = Y + \alpha S Y + \alpha^2 S^2 Y + \dots
\f]

A label counts through all paths that lead to it, longer ones less. Labels are not clamped: a labelled node may be
outvoted.

<b>Poisson learning</b> (Calder et al. 2020) was made for one label a class. It does not pin values at labelled nodes
but makes them sources and sinks of a flow, whose sum is nothing; \f$\bar y\f$ is the mean of the labels:

\f[
(D - W) \, u = \sum_{j \in L} (y_j - \bar y) \, e_j^\top, \qquad \sum_i d_i u_i = 0 .
\f]

What is pinned spikes; what flows has to go somewhere.

<b>One matrix, three right-hand sides.</b> Write \f$F = D^{1/2} G\f$, and label spreading becomes
\f$(D - \alpha W) \, G = D^{1/2} Y\f$. So all three solve a system with \f$D - \alpha W\f$, where \f$\alpha = 1\f$ for
two of them. The matrix is symmetric and sparse, and it has no negative eigenvalue: that is what <b>conjugate
gradients</b> ask for. One iteration walks the edges once; some hundred do.

<b>Shares.</b> Rows are scaled to sum 1; negative values, which only Poisson learning has, count as 0. <b>Class-mass
normalisation</b> then multiplies column \f$c\f$ by \f$q_c / \sum_i p_{ic}\f$ and scales the rows again, where \f$q\f$
are the shares that the classes ought to have, here those among the labelled images. How <b>sure</b> a node is,
follows from its entropy: \f$w_i = 1 + \sum_c p_{ic} \ln p_{ic} / \ln C\f$, 0 for a row of equal shares, 1 for a row
with one.

<b>New images.</b> The graph has no node for them. The rule of harmonic functions can be applied once more, to the new
image's nearest nodes: \f$p(x) = \sum_j s(x, x_j)^3 p_j / \sum_j s(x, x_j)^3\f$. Or a network learns from the shares,
each image counted by how sure its node is:

\f[
\ell(\theta) = \frac{1}{B} \sum_i - w_i \ln f_\theta(t(x_i))_{c(i)}, \qquad c(i) = \arg\max_c \, p_{ic} .
\f]

| name | shape, for Fashion-MNIST | meaning |
| --- | --- | --- |
| `split.unlabelled` | U = 59,000 | all training images but the validation images; the labelled ones are among them |
| `graph.features` | (U, 784) or (U, 128) | pixels, or what an encoder makes of them |
| `graph.graph` | about 440,000 edges for k = 10 | W, as a list of neighbours for each node |
| `graph.test.rows`, `.weights` | (10,000, k) | nearest nodes of the test images, which are no nodes themselves |
| `known.nodes`, `known.labels` | 100 | where in the graph the labelled images stand, and their classes |
| `shares` | (U, 10) | p; rows sum to 1 |
| `carried.classes`, `.weights` | U, (U) | c(i), and w |

\section t10_program The commented program

The graph. All pairs of 59,000 images are compared, 3.5 thousand million cosines. As a matrix product they come in
blocks that stay in the processor's cache, are looked through for anything better than the ten best so far, and are
forgotten; selfsame::kernels::nearest shows how.

\snippet ssl/neighbour_graph.cpp neighbour graph

Of encoder features and of pixels in the same way, with the nearest nodes of validation and test images beside it:

\snippet t10_transductive/graph.cpp t10 graph

- <b>No label takes part.</b> The graph belongs to the images, not to the split: it is made once and serves every
  choice of labelled images.
- <b>Test images are no nodes.</b> They could be; then the test would be transductive, and could not be compared with
  any other row of this course.
- <b>Standardising.</b> A channel with large values would decide the cosine alone.

The three methods differ in what they put on the right-hand side:

\snippet ssl/propagation.cpp harmonic
\snippet ssl/propagation.cpp label spreading
\snippet ssl/propagation.cpp poisson

- <b>What no label reaches</b> is left out of the system, in which it would make the matrix singular. Its row has the
  same share for every class. That is the honest answer, and its weight in training is 0.
- <b>`problem.component`</b> numbers the connected parts. Poisson learning needs them: sources and sinks have to
  cancel within each part, or there is no solution.

And the solver, ten classes in step:

\snippet ssl/propagation.cpp conjugate gradients

Then the rows of the table. The same shares are scored twice: on the graph's own images, and on new ones by their
nearest nodes.

\snippet t10_transductive/graph.cpp t10 propagation

The network that learns from the shares. It begins as a pre-trained encoder with a linear probe for a head, as in
fine-tuning.

\snippet t10_transductive/graph.cpp t10 inductive

- <b>One loop for both.</b> `train_supervised` is \ref t02_program "the loop of supervised training": it is told images
  and classes and does not ask who told them. `carried_labels` takes the class of the largest share.
- <b>`batch.labels` is not read.</b> The loader knows the true labels; what is learnt from comes from `taught`.
- <b>Weights.</b> Where the graph is not sure, the loss is multiplied by little. The mean is over all images, so a
  batch of doubtful ones takes a small step.
*/
#include <iostream>
#include <optional>

#include "selfsame/eval/predict.hpp"
#include "selfsame/ops/shape.hpp"
#include "selfsame/report/image_figures.hpp"
#include "t02_supervised/supervised.hpp"
#include "t04_rotation/rotation.hpp"
#include "t05_contrastive/simclr.hpp"
#include "t10_transductive/graph.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// What no label takes part in: made for the first split, then shared by all.
struct Graphs {
  std::optional<Pretrained> rotation, simclr;
  std::optional<ImageGraph> of_pixels, of_rotation, of_simclr;
};

// A gallery: eight test images, one a row, and the seven training images nearest to each.
void report_neighbours(const Experiment& experiment, const ImageGraph& graph, const std::string& features) {
  const data::Dataset& data = experiment.data;
  const Index shown = std::min<Index>(8, data.test.count);
  const Index k = graph.test.weights.shape()[1];
  const Index columns = std::min<Index>(7, k);
  std::vector<Tensor> pictures;
  std::vector<std::string> names;
  for (Index i = 0; i < shown; ++i) {
    const Index image = i * data.test.count / shown;
    Indices nearest;
    for (Index j = 0; j < columns; ++j) {
      const Index node = graph.test.rows[static_cast<std::size_t>(image * k + j)];
      nearest.push_back(experiment.split.unlabelled[static_cast<std::size_t>(node)]);
    }
    pictures.emplace_back(data::to_array(data, data.test, {image}));
    pictures.emplace_back(data::to_array(data, data.train, nearest));
    const Index label = data.test.labels[static_cast<std::size_t>(image)];
    names.push_back(data.class_names[static_cast<std::size_t>(label)]);
  }
  experiment.report.add(report::image_grid(
      "neighbours_" + features, "Nearest neighbours by " + features, cat(pictures).data(), columns + 1, names, {},
      "The first image of a row is a test image, beside it its class; then its nearest training images, as the graph "
      "has them. A label goes from image to image along such rows."));
}

// [t10 program]
void run(const Options& options) {
  const data::Dataset data = data::load_dataset(options.dataset, options.data_dir);
  report::Report report(report_setup(options, "Transductive learning: labels that walk along a graph",
                                     "Labels are carried from image to image along nearest neighbours, by pixels and "
                                     "by learnt features. Then a network learns from the carried labels."));
  const GraphSettings settings = graph_settings(data, options.labels(), options);
  Graphs graphs;
  for (const std::uint64_t split : options.splits) {
    const bool first = split == options.splits.front();
    const Experiment experiment = experiment_for(data, options.labels(), split, options.seed + split, report);
    if (report.find("simclr_graph", experiment.labels, split, experiment.seed)) continue;  // done before a resume

    run_random_probe(experiment);
    const auto supervised = run_supervised(experiment, options);
    const report::Result* row = report.find("supervised", experiment.labels, split, experiment.seed);
    report_transductive(experiment, "supervised",
                        eval::outputs(*supervised, data, data.train, experiment.split.unlabelled),
                        {row->updates, row->images_seen, row->train_seconds});

    if (!graphs.of_pixels) graphs.of_pixels = pixel_graph(experiment, settings);
    run_propagation(experiment, *graphs.of_pixels, settings, "pixels");

    if (!graphs.rotation) graphs.rotation = rotation_encoder(experiment, options);
    if (!graphs.of_rotation) graphs.of_rotation = encoder_graph(experiment, settings, *graphs.rotation);
    report_probe(experiment, "rotation_probe", *graphs.rotation->encoder, graphs.rotation->cost);
    run_propagation(experiment, *graphs.of_rotation, settings, "rotation");

    if (!graphs.simclr) graphs.simclr = simclr_encoder(experiment, options);
    if (!graphs.of_simclr) graphs.of_simclr = encoder_graph(experiment, settings, *graphs.simclr);
    report_probe(experiment, "simclr_probe", *graphs.simclr->encoder, graphs.simclr->cost);
    run_propagation(experiment, *graphs.of_simclr, settings, "simclr");

    const auto classifier = run_graph(experiment, options, *graphs.simclr, *graphs.of_simclr, "simclr_graph");
    if (!first) continue;
    report_neighbours(experiment, *graphs.of_pixels, "pixels");
    report_neighbours(experiment, *graphs.of_simclr, "simclr");
    report_mistakes(experiment, *classifier);
    save_model(report, *classifier);
  }
  const auto transductive = report::summarize_methods(report.results(), "transductive_accuracy");
  report.add(report::accuracy_bars("transductive", "Accuracy on the unlabelled images themselves", transductive,
                                   "Transductive: on the images of the graph that have no label.",
                                   "transductive accuracy (%)"));
  report.add_curves("validation", "Validation accuracy during training", "validation_accuracy", "accuracy (%)",
                    "From scratch on the labels, and from the SimCLR encoder on carried labels.");
  report.note(
      "The table is about new images (inductive). Rows of harmonic, spreading and poisson answer them by their "
      "nearest neighbours in the graph; what they say of the graph's own images is the second figure.");
  std::cout << "on the unlabelled images themselves (transductive):\n"
            << report::results_table(report.results(), "transductive_accuracy") << "on new images (inductive):\n";
  report.finish();
}
// [t10 program]

}  // namespace

/** \page t10_transductive
\tableofcontents
\subsection t10_around The program around it

Features do not depend on the split, so the three graphs are made for the first split and kept. Everything else runs
once a split.

\snippet t10_transductive/main.cpp t10 program

Look at the two galleries in `report.html` first. Where the nearest images of a shirt are coats, no method of this
page will keep the two apart.
*/

int main(int argc, char** argv) {
  Program program;
  program.name = "t10_transductive";
  program.description = "Labels walk from image to image along a graph of neighbours; then a network learns from them.";
  return run_program(argc, argv, program, run);
}

/** \page t10_transductive
\tableofcontents
\section t10_results Results
The `quick` profile with `--splits 2`, Fashion-MNIST, 100 labels, two cores: under four minutes for one split, under six for
both. First on the graph's own 58,900 images without a label, then on the 10,000 test images, which were read once:

\verbatim
on the unlabelled images themselves (transductive):
method                accuracy        gain  seconds
supervised          73.0 ± 0.4           -       10
pixels_harmonic     72.0 ± 2.3  -1.0 ± 1.9       48
pixels_spreading    74.5 ± 2.2  +1.5 ± 1.8       47
pixels_poisson      71.3 ± 2.7  -1.7 ± 2.3       48
rotation_harmonic   71.0 ± 0.1  -2.0 ± 0.4       46
rotation_spreading  71.9 ± 0.4  -1.1 ± 0.8       45
rotation_poisson    69.9 ± 0.7  -3.1 ± 0.3       46
simclr_harmonic     73.9 ± 3.1  +0.9 ± 2.7       75
simclr_spreading    74.8 ± 2.0  +1.8 ± 1.6       75
simclr_poisson      74.0 ± 1.8  +1.0 ± 1.4       75
simclr_graph        73.9 ± 1.8  +0.9 ± 1.5       85
on new images (inductive):
method                accuracy        gain  seconds
random_probe        63.8 ± 2.3  -9.1 ± 3.0        0
supervised          72.8 ± 0.6           -       10
pixels_harmonic     71.7 ± 2.2  -1.1 ± 1.6       48
pixels_spreading    73.9 ± 2.1  +1.1 ± 1.5       47
pixels_poisson      70.9 ± 2.6  -1.9 ± 1.9       48
rotation_probe      68.2 ± 1.3  -4.7 ± 1.9       27
rotation_harmonic   70.7 ± 0.5  -2.1 ± 1.1       46
rotation_spreading  71.6 ± 0.8  -1.2 ± 1.4       45
rotation_poisson    69.7 ± 0.5  -3.2 ± 0.2       46
simclr_probe        70.3 ± 0.1  -2.5 ± 0.5       58
simclr_harmonic     73.9 ± 2.9  +1.1 ± 2.2       75
simclr_spreading    74.8 ± 1.9  +2.0 ± 1.3       75
simclr_poisson      74.0 ± 1.5  +1.2 ± 0.8       75
simclr_graph        73.8 ± 1.7  +0.9 ± 1.1       85
\endverbatim

What there is to see, with the caution that two splits deserve:

- <b>Spreading on SimCLR's features is the best row of both tables</b>, 2.0 points over supervised training on new images. The
  network of `simclr_graph`, which was taught the labels that spread, keeps 0.9 of them, and is 3.5 points above the probe
  that it began as. It answers for an image from its pixels alone and needs no graph any more. With longer pre-training it
  gains more: \ref board_results "the board" has it 2.9 points ahead, on five splits.
- <b>Raw pixels are good neighbours here.</b> Clothes are centred and of one size, so that pixels can be compared
  place by place; label spreading on them comes within a point of SimCLR's features, in two thirds of the time. Rotation
  features are worse than pixels: the encoder was asked which way is up, which is much the same question for a shirt
  and for a coat.
- <b>Transductive and inductive numbers differ by half a point or less</b> in nearly every row. For these images, having the
  nearest nodes is about as good as being a node. On fewer images, or stranger ones, it need not be.
- <b>The split matters as much as the method.</b> On pixels and SimCLR features split 0 is two to four points better
  than split 1, while supervised training moves by less than one. A graph carries few labels far, well placed ones
  and badly placed ones alike.

\section t10_tried What we tried
Fashion-MNIST, 100 labels, the mean and deviation over splits 0 to 4, all on one SimCLR encoder of 600 steps and k =
10. "New" are 1,000 validation images by their nearest nodes, which chose the settings; "graph" the 58,900 images of
the graph without a label.

| method | shares as they come: new | graph | class-mass normalised: new | graph |
| --- | --- | --- | --- | --- |
| harmonic | 64.7 +- 2.3 | 66.0 +- 2.7 | 71.0 +- 2.7 | 71.8 +- 2.1 |
| Poisson | 69.6 +- 3.3 | 70.5 +- 2.7 | 70.3 +- 3.1 | 71.7 +- 2.4 |
| spreading, alpha 0.9 | 70.1 +- 2.5 | 70.9 +- 2.1 | 70.5 +- 2.8 | 71.1 +- 2.1 |
| spreading, alpha 0.99 | 71.2 +- 1.6 | 72.5 +- 1.6 | <b>71.4 +- 2.2</b> | 72.8 +- 1.7 |
| spreading, alpha 0.999 | 67.2 +- 0.8 | 69.0 +- 0.9 | 70.6 +- 2.8 | 71.7 +- 2.2 |

Harmonic functions gain six points by class-mass normalisation: their classes were where the walk of a label happens
to lead, and 10 labels a class are few. After it the methods lie within two points of each other, less than their
deviation over splits. The 1,000 validation images come out about one point harder than the
graph's images; on the 10,000 test images above the difference is smaller.

How many neighbours, and how much the nearer of them count for: label spreading, normalised, splits 0 to 2.

| k | weight of an edge | edges | new | graph |
| --- | --- | --- | --- | --- |
| 3 | cos^3 | 140,047 | 72.5 +- 2.1 | 73.1 +- 1.3 |
| 5 | cos^3 | 229,922 | 72.8 +- 2.3 | 73.4 +- 1.3 |
| 10 | cos^3 | 452,837 | 72.0 +- 2.5 | 73.4 +- 1.7 |
| 10 | cos^8 | 452,837 | 72.1 +- 2.7 | 73.4 +- 1.8 |
| 20 | cos^3 | 893,788 | 71.6 +- 2.5 | 72.9 +- 1.9 |

Nothing here is worth a claim: 1,000 validation images have a standard error of 1.4 points. We stayed at k = 10 and
cos^3, from where we began.

The network of `simclr_graph`, the same encoder with a linear probe for a head, 500 steps of 128 images, accuracy on
validation images, splits 0 and 1. Spreading itself had 72.9 +- 2.7 there by nearest nodes, the probe 67.9 +- 0.4.

| learns from | weights | augmentation | rate | accuracy |
| --- | --- | --- | --- | --- |
| shares | how sure | shift and flip | 0.03 | 70.3 +- 2.5 |
| class of the largest share | how sure | shift and flip | 0.03 | 72.9 +- 0.9 |
| class of the largest share | all 1 | shift and flip | 0.03 | 72.9 +- 1.3 |
| class of the largest share | how sure | shift and flip | 0.01 | 72.2 +- 0.8 |
| class of the largest share | how sure | strong | 0.03 | <b>73.2 +- 1.4</b> |

Half the batch, 64 images, costs next to nothing: on splits 100, 101 and 102 with 5,000 validation images 74.8, 73.0 and
70.7, where 128 images gave 75.2, 73.4 and 70.6. The `quick` profile has 64, `full` 128.

The labelled images are a hundred among 59,000. Repeating them until they are a larger part of what the network sees, on
two other splits, SimCLR of 3,000 steps, 5,000 validation images, statistics of batch norm as trained:

| labels | part of the labelled images | steps | accuracy |
| --- | --- | --- | --- |
| 100 | as they come | 500 | 77.5, 74.9 |
| 100 | 0.1 | 500 | 77.4, 75.1 |
| 100 | 0.3 | 500 | 76.8, 75.0 |
| 1,000 | 0.5 | 500 | 83.0, 83.2 |
| 1,000 | 0.7 | 500 | 83.4, 82.7 |
| 1,000 | 0.7 | 1,500 | 85.0, 84.3 |
| 1,000 | 0.7 | 4,000 | 85.0, 84.9 |
| 1,000 | all: supervised training, from random weights | 4,000 | 85.9, 85.3 |

With 100 labels it makes no difference. With 1,000 the true labels know more than the graph, which carries them 81 % right:
there they are 0.7 of what is seen. That brings the graph's network within a point of the labels alone, from below.

Shares teach the network to be as undecided as the graph. With alpha 0.99 rows are flat, so that even where the right
class is clearly ahead, a good deal of the target points elsewhere. A decision, weighed, does better; that is also
how Iscen et al. do it. The weights, on the other hand, changed nothing that two splits could show.

\section t10_wrong What can go wrong

<b>A transductive number beside an inductive one.</b> "Label propagation: 75 %" on the images of the graph and
"network: 74 %" on test images cannot be compared: other images, and one of the methods had seen them. The program
prints two tables. The second one is the only one that belongs beside other lessons.

<b>Every image is its own nearest neighbour.</b> Its cosine with itself is 1. Left in, each node has an edge to
itself, which costs a neighbour and holds every label back. selfsame::kernels::nearest leaves the own row out when
asked to, *by its number*: leaving out whatever has cosine 1 would also drop true twins, which a data set may well
have.

<b>A graph that is not symmetric.</b> Forget the transposed half of \f$W\f$, and conjugate gradients still return
something. It solves no system.

<b>Islands.</b> A component without a label makes \f$D_{UU} - W_{UU}\f$ singular, and the solver divides 0 by 0. A
common cure adds a small number to the diagonal, after which an island gets a class, from rounding errors. Ours gets
equal shares, and tests say so.

<b>One class takes all.</b> With 10 or 20 labels, harmonic functions give nearly every node to the class whose labels
happen to be best connected. Class-mass normalisation repairs much of it, as long as the shares that it is told are
true. On data whose classes are not equally frequent, telling it that they are does harm. Poisson learning needs it
less.

<b>Hubs.</b> In many dimensions some nodes are among the nearest of hundreds of others. A wrong label on a hub spreads
far. \f$D^{-1/2}\f$ on both sides of \f$W\f$ damps them.

<b>Sure and wrong.</b> Shares of a node deep inside a wrong region are as sharp as those of one deep inside a right
one. The entropy knows about borders between regions, not about a region that got the wrong name. Measure how many of
the sure nodes are right before you trust a weight; with true labels of a few validation images, which are none of
the graph's labels.

<b>Choosing k, alpha or the features by transductive accuracy.</b> It is computed from the labels that the method is
not supposed to have. Every choice on this page was made on validation images.

\section t10_more Possibilities for extensions

- <b>Refresh the graph</b> (Iscen et al. 2019): train the network on the shares for an epoch, make the graph of its
  own features, spread again, repeat.
- <b>Graph labels as FixMatch's start</b>: give \ref t09_fixmatch "FixMatch" the network of `simclr_graph` instead of
  random weights.
- <b>Class sizes as constraints.</b> Where they are known, Poisson learning can be made to meet them exactly
  ("PoissonMBO" in the paper). Compare with class-mass normalisation.
- <b>A larger graph.</b> Exact search costs the square of the number of images: 60,000 take seconds, a million would
  take a quarter of an hour. Replace it by cells of a k-means clustering, and measure how many true neighbours are
  lost.
- <b>Which images should be labelled?</b> Label the nodes that most walks pass through instead of random ones.

\section t10_exercises Exercises

1. <em>(check)</em> Four nodes on a path, all weights 1; the ends are labelled, class A on the left, B on the right.
   What does each method say of the two inner nodes?
   <details><summary>Answer</summary>Harmonic: shares of A are 2/3 and 1/3. Poisson: u of A falls by 1/2 along each
   edge and its weighted sum is 0, so it is 3/4, 1/4, -1/4, -3/4. Spreading with alpha near 1 comes close to equal
   shares, with A ahead on the left by symmetry. All agree on the classes.</details>
2. <em>(check)</em> Put a third label in: class B on the second node of that path. What becomes of node 3 under
   harmonic functions?
   <details><summary>Answer</summary>Both of its neighbours are labelled B: it is B for certain, and the label A on
   the left can no longer reach it. In a harmonic function labels are walls.</details>
3. <em>(check)</em> Why does a row of Poisson learning's u sum to 0, and what follows for its largest entry?
   <details><summary>Answer</summary>Each row of y - mean y sums to 0, the system is linear, so the sum over classes
   solves a system with nothing on the right, with weighted mean 0: it is 0. Hence the largest is not negative, and
   setting negative entries to 0 changes no decision.</details>
4. <em>(check)</em> The matrix of cosines of 59,000 images has how many bytes in single precision? How many does the
   graph need?
   <details><summary>Answer</summary>59,000^2 * 4 = 14 GB. The graph stores about 880,000 directed edges with an
   index and a weight of 8 bytes each: 14 MB.</details>
5. <em>(change)</em> Run with `--labels 10`, `40`, `1000`. Where do harmonic functions overtake Poisson learning?
6. <em>(change)</em> Give selfsame::tutorials::GraphSettings k = 3, 10, 30, 100 neighbours. Choose by validation
   accuracy, then look at the transductive one: would it have chosen the same?
7. <em>(change)</em> Turn class-mass normalisation off, and count how many nodes each class gets.
8. <em>(open)</em> Test images could be nodes of the graph; their labels would still be hidden. Write down in which
   situations of life that is allowed, and whether the row may then stand in the board's table.

\section t10_refs References

- X. Zhu, Z. Ghahramani, J. Lafferty, *Semi-Supervised Learning Using Gaussian Fields and Harmonic Functions*, ICML
  2003.
- D. Zhou, O. Bousquet, T. Lal, J. Weston, B. Schoelkopf, *Learning with Local and Global Consistency*, NIPS 2004.
- O. Delalleau, Y. Bengio, N. Le Roux, *Efficient Non-Parametric Function Induction in Semi-Supervised Learning*,
  AISTATS 2005.
- A. Iscen, G. Tolias, Y. Avrithis, O. Chum, *Label Propagation for Deep Semi-Supervised Learning*, CVPR 2019.
- J. Calder, B. Cook, M. Thorpe, D. Slepcev, *Poisson Learning: Graph Based Semi-Supervised Learning at Very Low Label
  Rates*, ICML 2020.

All sources are listed under \ref literature "Literature". Next: \ref board "the board", where all methods meet.
*/
