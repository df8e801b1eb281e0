/** \page t03_map_of_ssl The map: what can unlabelled data tell?
\tableofcontents

| Goal | see how the ways of learning from few labels differ, what each bets on, and where the bet is lost |
| --- | --- |
| <b>You need</b> | \ref t02_supervised "Supervised learning" (loss, baseline) |
| <b>Time</b> | 25 minutes to read; the program takes about two minutes on one core |
| <b>Run</b> | `build/bin/t03_map_of_ssl`, then `--dataset moons --labels 2,6,10,all --splits 10` |

\section t03_why Why

Images live in hundreds of dimensions, where nobody can see what a method does. So, before the images, a plane: a few
hundred points, of which two or ten have a label. Everything can be drawn: the points, the labelled ones among them, and
what a network says at *every* place.

On the plane one question comes to the front that tables of accuracies hide. Labels are what is wanted. Unlabelled
points say only *where points are*. Why should where the points are tell anything about what they are called? It need
not. Each method on this page, and each chapter of this course, is a bet that it does, and this program also shows
planes on which the bet is lost.

\section t03_kinds Two families, and how they meet

<b>Self-supervised</b> learning asks the unlabelled data questions whose answers are known, because *we* made them: by
how much was this turned, which two views show one thing, what stood in the hidden place? No class takes part. It hands
over a <b>representation</b>, and a second step with few labels makes a classifier of it: a linear probe on frozen
features, or fine-tuning.

<b>Semi-supervised</b> learning trains *one* classifier on labelled and unlabelled data at once. Its loss has two
parts: a cross-entropy where labels are, and a second term everywhere, which rewards some good behaviour that needs no
label: be sure, believe yourself, say the same of neighbours.

So they differ in *when* the unlabelled data are used, and *for what*: before the labels and for features, or beside
the labels and for the border between the classes. A third way uses them *as targets*: a trained classifier labels
them, and the next one learns from its labels. The ways meet in practice, since a representation from the first is a
good start for the others, and in what they assume:

- <b>Smoothness</b>: near points tend to have one class. Every classifier assumes as much.
- <b>Cluster assumption</b>: points in one cluster tend to have one class. Put as its negative, <b>low-density
  separation</b>: the border runs where there are few points.
- <b>Manifold assumption</b>: the data lie near a sheet of few dimensions, bent through many, and "near" should be
  measured along the sheet. Walk along a moon and you stay in its class, however far you get.

What "near" means for images is the hard part, and the reason why <b>augmentation</b> runs through all chapters: a
turned or cropped copy is near *by decree*. On this page it is a little noise, the jitter.

<b>Inductive or transductive?</b> If the answer is wanted for the given unlabelled points only, the problem is
transductive, and a graph of neighbours may be all that is needed. A function that also answers for new points is
inductive. All methods here are inductive, and are scored on points that none has seen.

\subsection t03_book The chapters on the map

| chapter | unlabelled data are used | to learn | what it bets on |
| --- | --- | --- | --- |
| \ref t02_supervised "t02 supervised" | not at all | - | smoothness |
| \ref t04_rotation "t04 rotation" | before the labels | features | who can tell up from down has seen what matters for classes |
| \ref t05_contrastive "t05 SimCLR" | before | features | views of one image have one class |
| t06 PIRL | before | features | what a transform changes does not matter: ignore it, where rotation predicts it |
| t07 transfer | another data set, before | features | what serves one task serves the next |
| t08 self-training | as targets, in rounds | a classifier | sure guesses are right |
| \ref t09_fixmatch "t09 FixMatch" | beside the labels | a classifier | sure guesses on easy views are right on hard ones |
| t10 transductive | as nodes of a graph | labels of these points | neighbours have one class: the cluster and manifold assumptions at their plainest |
| t11 cross-sensor | labelled by another sensor | a classifier | the other sensor is right often enough |
| t12 masked attention | before | features | who can fill a gap has understood the rest |
| \ref board "the board" | all of them | - | measure, on the same labels |

\section t03_maths The mathematics

A network \f$f\f$ with parameters \f$\theta\f$ gives probabilities \f$p_\theta(x)\f$ of \f$C = 2\f$ classes. With
\f$L\f$ labelled points and \f$U\f$ points in all, the methods with a term minimise

\f[
\frac{1}{L} \sum_{i=1}^{L} -\log p_\theta(y_i \mid x_i + \varepsilon)
 \; + \; \lambda(k) \, \frac{1}{U} \sum_{j=1}^{U} r_\theta(x_j),
\qquad \varepsilon \sim N(0, \sigma^2 I),
\f]

and differ in \f$r\f$:

| method | \f$r_\theta(x)\f$ | says |
| --- | --- | --- |
| `supervised` | 0 | |
| `entropy` | \f$-\sum_c p_c \log p_c\f$ at x | be sure of something |
| `pseudo_labels` | \f$[\max_c p_c \ge \tau] \cdot (-\log p_{\hat y})\f$ with \f$\hat y\f$ the likeliest class, a constant | believe what you are sure of |
| `consistency` | \f$\frac{1}{C} \lVert p_\theta(x + \varepsilon) - p_\theta(x + \varepsilon') \rVert^2\f$, the second one a constant | say the same of neighbours |

\f$\lambda(k)\f$ grows in a straight line over the first half of the steps. The entropy of equal probabilities is
\f$\ln 2\f$, and a network that has learnt nothing starts near it. The first two terms look at *one* point at a time:
all they can do is to push the border away from where points are, wherever it stands. Only the third compares *two*
places, and so can carry an answer from a labelled point to its neighbour, from there to the next, and along a moon.

The probes look at features: the 64 numbers before the head of a network that was trained on a <b>pretext</b>.

| method | pretext |
| --- | --- |
| `random_probe` | none: starting weights |
| `rotation_probe` | the whole plane was turned about its origin by 0, 90, 180 or 270 degrees: by how much? Loss at the start \f$\ln 4\f$ |
| `contrast_probe` | which of 255 points is the other jittered view of this one? NT-Xent, as in \ref t05_contrastive "SimCLR" |

| name | shape | meaning |
| --- | --- | --- |
| `task.labelled` | (L, 2) | labelled points, as many of each class |
| `task.unlabelled` | (U, 2) | all 400 training points, the labelled ones among them |
| `net.features(x)` | (N, 64) | features, for the probes |
| `net(x)` | (N, 2) | scores; (N, 4) for turns, (N, 16) as projector |
| `term(...)` | () | mean over U |

\section t03_program The commented program

Which points, which labels. `draw_plane` gives classes in turn, so the first L points are a balanced draw, and 2 labels
are a subset of 10:

\snippet t03_map_of_ssl/methods.cpp plane task

One loop serves the supervised baseline and all three terms. The baseline sees jittered points as the others do:

\snippet t03_map_of_ssl/methods.cpp train points

The terms are two lines each; `ssl::pseudo_labels` and `ssl::consistency_loss` are those of \ref t09_fixmatch
"FixMatch", with one view in place of two.

\snippet t03_map_of_ssl/methods.cpp terms

\snippet ssl/entropy.cpp prediction entropy

- <b>No gradient through a target.</b> Pseudo-labels are class indices, and `said` is detached. Otherwise the network
  could make target and answer meet half-way, and the target would stop being one.
- <b>The entropy has a gradient through everything.</b> There is no target in it, only a quantity that shall be small.

The two pretexts, small versions of two chapters:

\snippet t03_map_of_ssl/methods.cpp pretexts
*/
#include <CLI/CLI.hpp>
#include <optional>

#include "selfsame/core/error.hpp"
#include "selfsame/eval/accuracy.hpp"
#include "selfsame/report/text.hpp"
#include "t03_map_of_ssl/boundaries.hpp"
#include "t03_map_of_ssl/methods.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// [t03 cell]
// One plane, one number of labels, one split: where results go, and panels if they are to be drawn.
struct Cell {
  std::string plane;
  Index labels;
  std::uint64_t split;
  std::uint64_t seed;
  const PlaneTask& task;
  report::Report& report;
  report::Progress& progress;
  std::vector<Panel>* panels;  // null: nothing is drawn

  // Trains and measures. What a resumed run finds measured is trained again only to be drawn.
  void add(const std::string& method, const std::function<Trained()>& train) const {
    const bool measured = report.find(method, labels, split, seed, "test_accuracy", plane) != nullptr;
    if (measured && !panels) return;
    const Trained trained = train();
    const double accuracy = eval::accuracy(trained.scores(task.test.points), task.test.labels);
    if (!measured) {
      report.add({plane, method, labels, split, seed, "test_accuracy", accuracy, trained.cost.updates,
                  trained.cost.images_seen, trained.cost.seconds});
    }
    if (panels) panels->push_back(panel_of(method + "  " + report::fixed(accuracy, 0) + " %", trained));
    progress.log({{method, accuracy}});
  }
};
// [t03 cell]

// What to look for on each plane.
std::string caption_of(const std::string& plane) {
  const std::string how =
      " Large points are labelled; small grey ones are not (every second is drawn). Blue and orange are the two "
      "answers, pale where unsure.";
  if (plane == "blobs") {
    return "The valley between the clouds is slanted, the line half way between two labelled points need not be." + how;
  }
  if (plane == "moons") return "Each class is one long bent cloud: walk along it and the class stays the same." + how;
  if (plane == "circles") return "A ring around a disc: no straight cut tells them apart." + how;
  if (plane == "flat") {
    return "Nothing in the points says where the classes meet: unlabelled points have nothing to give." + how;
  }
  return "Two clouds, and classes that cut through both. The gap that the methods find is real, and wrong." + how;
}

// [t03 plane]
void run_plane(const std::string& plane, const Options& options, const Dials& dials, report::Report& report) {
  auto progress = report.progress(plane, static_cast<Index>(options.splits.size()));
  std::vector<Panel> panels;
  std::optional<PlaneTask> drawn;
  for (const Index step : progress) {
    const std::uint64_t split = options.splits[static_cast<std::size_t>(step)], seed = options.seed + split;
    std::optional<PretrainedPoints> rotation, contrastive;  // labels play no part in them: one for all counts
    for (const Index labels : options.label_counts) {
      const PlaneTask task = plane_task(plane, labels, split);
      const bool draw = split == options.splits.front() && labels == options.label_counts.front();
      const Cell cell{plane, labels, split, seed, task, report, progress, draw ? &panels : nullptr};
      cell.add("supervised", [&] { return train_points(task, dials, {}, 0, seed); });
      if (labels == all_labels) continue;  // the ceiling
      cell.add("random_probe", [&] { return probe_points(random_points(seed), task); });
      cell.add("rotation_probe", [&] {
        if (!rotation) rotation = rotation_pretext(task, dials, seed);
        return probe_points(*rotation, task);
      });
      cell.add("contrast_probe", [&] {
        if (!contrastive) contrastive = contrastive_pretext(task, dials, seed);
        return probe_points(*contrastive, task);
      });
      cell.add("entropy", [&] { return train_points(task, dials, entropy_term(), dials.entropy_weight, seed); });
      cell.add("pseudo_labels", [&] {
        return train_points(task, dials, pseudo_label_term(dials.threshold), dials.pseudo_weight, seed);
      });
      cell.add("consistency", [&] {
        return train_points(task, dials, consistency_term(dials.jitter), dials.consistency_weight, seed);
      });
      if (draw) drawn = task;
    }
  }
  if (!drawn) return;
  report.add(boundaries_figure(plane, *drawn, panels, caption_of(plane)));
}
// [t03 plane]

void run(const Options& options, Dials dials) {
  dials.steps = options.steps_or(30, 1000, 2000);
  report::Report report(report_setup(options, "The map: what unlabelled points can and cannot tell",
                                     "The same small network learns planes from few labelled points, alone and with "
                                     "the help of unlabelled ones in five ways."));
  for (const std::string& plane : data::plane_names()) {
    if (options.dataset == "all" || options.dataset == plane) run_plane(plane, options, dials, report);
  }
  report.finish();
}

}  // namespace

/** \page t03_map_of_ssl
\tableofcontents
\subsection t03_around The program around it

For each plane, split and number of labels the same seven rows, and with all 400 labels the ceiling. A split is a new
draw of points and labels; the pretexts do not look at labels and are trained once a split.

\snippet t03_map_of_ssl/main.cpp t03 plane
*/

int main(int argc, char** argv) {
  Dials dials;
  Program program;
  program.name = "t03_map_of_ssl";
  program.description = "Ways of learning from few labels on two moons and other planes: what each says everywhere.";
  program.labels = "2,10,all";
  program.several_labels = true;
  program.example = "--dataset moons --labels 2,6,10,all --splits 10";
  program.datasets = {"all"};
  program.things = "labelled points";
  for (const std::string& plane : data::plane_names()) program.datasets.push_back(plane);
  program.splits = "5";
  program.threads = "1";  // a step takes a fraction of a millisecond: two threads would wait for each other
  program.more_options = [&dials](CLI::App& app) {
    const auto dial = [&app](const std::string& name, double& value, const std::string& meaning) {
      app.add_option(name, value, meaning + " [" + report::compact(value) + "]")
          ->option_text("X")
          ->check(CLI::NonNegativeNumber)
          ->capture_default_str();
    };
    dial("--jitter", dials.jitter, "deviation of the noise between two views of a point");
    dial("--entropy-weight", dials.entropy_weight, "of the entropy term");
    dial("--threshold", dials.threshold, "probability from which a guess is a pseudo-label");
    dial("--pseudo-weight", dials.pseudo_weight, "of the loss on pseudo-labels");
    dial("--consistency-weight", dials.consistency_weight, "of the consistency term");
    dial("--temperature", dials.temperature, "of the contrastive pretext");
    dial("--rate", dials.learning_rate, "learning rate at the first step");
  };
  return run_program(argc, argv, program, [&dials](const Options& options) { run(options, dials); });
}

/** \page t03_map_of_ssl
\tableofcontents
\section t03_results Results

The `quick` profile on one thread: accuracy in percent on 2,000 new points, mean and deviation over 5 splits. The
program prints the same as a longer table, with the gain over `supervised` taken split by split, and the seconds.

| 2 labels | blobs | moons | circles | flat | crossed |
| --- | --- | --- | --- | --- | --- |
| `supervised` | 86.7 ± 15.6 | 80.7 ± 3.8 | 63.8 ± 3.8 | 80.3 ± 9.6 | 59.1 ± 10.6 |
| `random_probe` | 75.3 ± 15.2 | 76.1 ± 5.3 | 54.0 ± 16.1 | 72.3 ± 10.3 | 56.6 ± 14.2 |
| `rotation_probe` | 77.6 ± 21.4 | 73.1 ± 10.9 | 68.5 ± 10.7 | 63.4 ± 22.2 | 56.8 ± 13.0 |
| `contrast_probe` | 88.8 ± 16.2 | 77.2 ± 7.1 | 77.7 ± 13.7 | 79.0 ± 3.5 | 52.1 ± 3.9 |
| `entropy` | 90.5 ± 11.2 | 80.9 ± 5.5 | 61.4 ± 5.4 | 77.8 ± 15.7 | 56.0 ± 12.4 |
| `pseudo_labels` | 89.4 ± 19.4 | 81.9 ± 4.8 | 62.4 ± 4.9 | 77.6 ± 17.1 | 55.8 ± 9.7 |
| `consistency` | 100.0 ± 0.0 | 88.5 ± 4.8 | 66.6 ± 4.0 | 79.6 ± 6.3 | 50.9 ± 2.3 |

| 10 labels | blobs | moons | circles | flat | crossed |
| --- | --- | --- | --- | --- | --- |
| `supervised` | 99.9 ± 0.1 | 90.7 ± 3.2 | 93.5 ± 5.9 | 90.2 ± 4.8 | 80.4 ± 8.1 |
| `random_probe` | 99.0 ± 1.7 | 86.8 ± 4.6 | 91.0 ± 8.0 | 88.8 ± 6.2 | 82.7 ± 11.2 |
| `rotation_probe` | 99.8 ± 0.1 | 88.4 ± 4.5 | 96.7 ± 4.1 | 88.1 ± 3.4 | 80.7 ± 8.6 |
| `contrast_probe` | 99.8 ± 0.2 | 95.6 ± 4.8 | 94.5 ± 4.9 | 89.5 ± 3.8 | 76.1 ± 11.0 |
| `entropy` | 100.0 ± 0.0 | 89.2 ± 5.6 | 92.2 ± 8.0 | 89.9 ± 5.3 | 80.9 ± 9.4 |
| `pseudo_labels` | 100.0 ± 0.0 | 90.1 ± 4.1 | 92.7 ± 7.1 | 89.9 ± 5.6 | 80.0 ± 9.3 |
| `consistency` | 100.0 ± 0.0 | 97.0 ± 3.5 | 98.5 ± 3.3 | 89.1 ± 4.5 | 62.7 ± 6.2 |

With all 400 labels, supervised, in the same order: 100.0 ± 0.0, 100.0 ± 0.0, 100.0 ± 0.0, 97.8 ± 0.5, 98.6 ± 0.5.

<b>Where classes are clusters, two labels are enough, if the method can walk.</b> On the blobs the consistency term
finds the valley from one label a class, in every split: 100 %, where the labels alone give 86.7 ± 15.6. On the moons
it carries the answer a good part of the way along each moon, 88.5 %; with five labels a class there is nearly always
one near enough, 97.0 %. Around the ring, from one label, the way is too long for 1,000 steps: the far side stays
pale, and 66.6 % is what comes of it.

\image html boundaries_moons.svg "Two moons, one label a class, split 0"

<b>Entropy and pseudo-labels change little.</b> They look at one point at a time. The network is sure almost
everywhere after a few steps, and where it is sure there is nothing left to minimise, and every guess is accepted as
it is: the border moves to the nearest gap and stays. This is confirmation bias in its purest form, and it is why \ref
t09_fixmatch "FixMatch" asks for the guess on one view and trains on another.

<b>A pretext helps as far as its answer has to do with the classes.</b> The rotation pretext knows where the plane is
not symmetric. The circles look the same after every turn: no network can do better than chance there, and the
features owe what they have to the distance from the origin and to luck. The contrastive pretext knows which points
hang together, and is the best of all on the circles with two labels. Neither is better than training from scratch
everywhere. A random encoder is worse than training from scratch in nine of the ten columns, by less than its
deviation in most.

\image html boundaries_circles.svg "Circles, one label a class, split 0"

<b>On the flat plane nothing gains.</b> There is no cluster and no gap, so unlabelled points have nothing to say about
the border. All rows lie below the baseline.

\section t03_hurts When unlabelled data hurt

On the crossed plane there are clusters, as clear as on the blobs, but the classes cut through both. Labels alone get
80.4 % from five a class. With the consistency term, the same labels give 62.7 %: a loss of 17.7 ± 7.6 points, split by
split, from *adding* data. With one label a class it falls to 50.9 %, a coin's share.

\image html boundaries_crossed.svg "Crossed: the gap between the clouds is found, and has nothing to do with the classes"

The method has not failed. It found the gap it was built to find, and no number it can see tells it that this gap is
the wrong one: the labelled points are on their right sides, and neighbours agree. What helps is more labels, or another idea of "near": if the jitter were large from left to right and small from below to above,
the two clouds would be one. That is what choosing an augmentation means, and why the wrong one (mirroring digits,
removing the colour of what is told apart by colour) does harm that no amount of data repairs.

In general there is no free lunch: for every plane on which a method gains there is another way to name its points on
which it loses as much (Ben-David et al. 2008). The planes of the world, photographs of things, tend to be kind.
Whether *yours* is can only be found out with labels that were set aside.

\section t03_tried What we tried
Accuracy with 2 and 10 labels, four splits that the table above does not use (100 to 103), 1,000 steps. Choices were
made on moons.

| plane | what | 2 labels | 10 labels |
| --- | --- | --- | --- |
| moons | supervised | 72.5 | 91.2 |
| | entropy, weight 0.1 / 0.3 / 1 | 74.1 / 72.3 / 71.7 | 91.5 / 91.4 / 89.9 |
| | pseudo-labels, threshold 0.8 / 0.95 / 0.95 with weight 0.3 | 75.2 / 70.7 / 68.6 | 91.4 / 91.6 / 89.8 |
| | consistency, jitter 0.15, weight 10 | 86.5 | 98.3 |
| | consistency, jitter 0.1, weight 30 | 91.3 | 99.9 |
| | consistency, jitter 0.2, weight 30 | 82.5 | 94.8 |
| | contrastive, temperature 0.1 / 0.2 / 0.5 | 61.1 / 56.9 / 70.0 | 89.2 / 90.0 / 95.4 |
| | rotation, jitter 0.1 / 0.15 / 0.2 | 69.7 / 76.5 / 77.8 | 90.8 / 90.0 / 88.4 |
| circles | consistency, jitter 0.15, weight 30 | 67.7 (supervised 64.8) | 91.3 (88.5) |
| flat | consistency, jitter 0.15, weight 30 | 65.1 (62.8) | 87.6 (89.2) |

The smaller jitter is better on the moons, whose arms lie close, and would be too short a step on sparser planes; 0.15
is kept for all of them. With four splits and deviations of 10 to 20 points at 2 labels, only the consistency rows are
more than luck there.

\section t03_wrong What can go wrong

<b>The wrong idea of near.</b> See above. It is the first thing to ask of any method with augmentation.

<b>A jitter wider than the gap.</b> With `--jitter 0.5` neighbours of one moon reach the other, and the consistency
term asks for one answer everywhere. It gets it.

<b>Believing too early.</b> With a full weight from the first step, the term makes the network sure of whatever its
random start says, and the few labels cannot turn it round. Hence the weight that grows.

<b>All points in one class.</b> It has entropy 0 and is consistent. With 2 of 400 points labelled, only the
cross-entropy on these two speaks against it. \ref t09_fixmatch "FixMatch" has distribution alignment for this.

<b>One split, one seed.</b> At 2 labels the deviation is 5 to 15 points: where the labelled points happen to lie
decides. A figure of one split, such as those above, is an illustration and no evidence. The rotation row shows how
little it takes: on two threads, where sums are taken in another order and last digits differ, the same command gave
88.7 ± 16.0 on the blobs with two labels, in place of 77.6 ± 21.4.

<b>Tuning on what is not there.</b> With two labels there is no validation set. We chose on the moons, on other splits
with all their labels, and used the choice on every plane. In real life even that is a luxury.

\section t03_more Possibilities for extensions

- <b>An anisotropic jitter</b>: one deviation for x, another for y, as options. Repair the crossed plane, and break
  the moons.
- <b>Another mix of classes</b> among the unlabelled points than among the labelled: nine in ten of class 0. Which
  method suffers most?
- <b>Virtual adversarial training</b>: jitter in the direction in which the prediction changes fastest. The gradient
  with respect to the *input* is what `backward` gives if the points require one.
- <b>A graph in place of a network</b>: label propagation on the ten nearest neighbours of each point is transductive
  and exact on moons. Compare its answer with the consistency term's.
- <b>Chain them</b>: start the consistency run from the contrastive encoder.

\section t03_exercises Exercises

1. <em>(check)</em> What is the entropy term's value for p = (0.5, 0.5), and its gradient with respect to the scores?
   <details><summary>Answer</summary>ln 2, and 0: an exactly undecided network is at a maximum and is not told which
   way to go.</details>
2. <em>(check)</em> A network says (1, 0) for every point. What are the three terms?
   <details><summary>Answer</summary>All 0. None of them prevents it; the cross-entropy of the labelled points
   does.</details>
3. <em>(check)</em> Which of the methods are inductive? How would you make a transductive method answer for a new
   point? <details><summary>Answer</summary>All of them are. A graph needs an out-of-sample rule, such as the weighted
   vote of the new point's neighbours, or a network trained on its answers.</details>
4. <em>(check)</em> Why can the rotation pretext not beat chance on the circles, and what is its loss then?
   <details><summary>Answer</summary>Turned or not, the points have one distribution, so nothing tells the turns apart
   but luck; the loss stays near ln 4.</details>
5. <em>(change)</em> `--dataset moons --labels 2 --jitter X` for X = 0.05, 0.1, 0.2, 0.4. Explain both ends of the
   curve.
6. <em>(change)</em> Remove `detach()` from the consistency term. What does it change, and what not?
   <details><summary>Answer</summary>The gradient flows into both views and is twice as large on average: a factor on
   the weight. Both views are alike here. Between a teacher and its student, as in FixMatch, it would be a
   mistake.</details>
7. <em>(change)</em> `--dataset crossed --labels 2,10,40,100 --splits 10`: how many labels does it take until the
   consistency term costs nothing any more?
8. <em>(open)</em> Invent a plane on which pseudo-labels lose more than ten points and consistency does not.

\section t03_refs References

- O. Chapelle, B. Schoelkopf, A. Zien (eds.), *Semi-Supervised Learning*, MIT Press 2006. The assumptions, and much
  more.
- Y. Grandvalet, Y. Bengio, *Semi-Supervised Learning by Entropy Minimization*, NIPS 2004.
- D.-H. Lee, *Pseudo-Label: The Simple and Efficient Semi-Supervised Learning Method for Deep Neural Networks*, ICML
  workshop 2013.
- S. Laine, T. Aila, *Temporal Ensembling for Semi-Supervised Learning*, ICLR 2017: the consistency term is their
  Pi-model.
- S. Ben-David, T. Lu, D. Pal, *Does Unlabeled Data Provably Help?*, COLT 2008.
- A. Oliver et al., *Realistic Evaluation of Deep Semi-Supervised Learning Algorithms*, NeurIPS 2018.

All sources are listed under \ref literature "Literature". Next: \ref t04_rotation "Rotation", the first pretext on
images.
*/
