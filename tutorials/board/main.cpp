/** \page board The board: every method under one protocol
\tableofcontents

| Goal | read, and make, a comparison of methods that another person has reason to believe |
| --- | --- |
| <b>You need</b> | the first sections of \ref t02_supervised "Supervised learning", \ref t04_rotation "Rotation", \ref t05_contrastive "SimCLR", \ref t09_fixmatch "FixMatch" |
| <b>Time</b> | 15 minutes to read; the program's minutes stand under \ref board_results |
| <b>Run</b> | `build/bin/board --dataset fashion-mnist --labels 100 --profile quick` |

\section board_why Why

Each lesson so far ended with its own table. Tables from different programs are hard to compare: another split,
another network, a rate that was tuned for one and not for the other, a baseline nobody looked after. Most of the
distance between two published numbers is of this kind.

The board has one rule: *whatever is not the method is the same*. The same images and the same labelled ones among
them, the same network from the same starting weights, one set of validation images for choices, one test set read
once at the end. What differs between two rows is then the method, and luck; and for luck there are several splits.
\ref protocol "The protocol" states the rules and their reasons.

It is also where the two families meet. Rotation and SimCLR are <b>self-supervised</b>: they look at unlabelled images
alone, make up labels of their own, and hand an encoder over to a second step that uses the few real labels. FixMatch
is <b>semi-supervised</b>: labelled and unlabelled images go through one loop, and what the network believes about the
unlabelled ones becomes part of its teaching. The row `fixmatch` chains the two: it starts from SimCLR's encoder. Same
images in, a classifier out; which way round is better depends on the number of labels, the time, and how well the views
suit the data. That is a question for a table.

\section board_rows What the rows are

| row | sees classes of | sees unlabelled | what is trained |
| --- | --- | --- | --- |
| `random_probe` | labelled images | no | a linear classifier on an encoder with random weights |
| `supervised` | labelled images | no | the whole network, from random weights |
| `rotation_probe` | labelled images | yes, by turns | encoder by rotation, then frozen; linear classifier on top |
| `rotation` | labelled images | yes, by turns | the same encoder, then everything fine-tuned |
| `simclr_probe`, `simclr` | labelled images | yes, in two views | the same with contrastive pre-training |
| `simclr_graph` | labelled images | yes, as neighbours | SimCLR's encoder and its probe, on labels that a graph carried |
| `fixmatch` | labelled images | yes, weak and strong | the same start and labels, and its own guesses on strong views |
| `pirl_rotation_probe`, `pirl_rotation` | labelled images | yes, by turns | PIRL's encoder, which ignores the turn, in the same two ways |
| `self_training` | labelled images | yes, by its own guesses | a new network each round, on labels and the surest guesses |
| `fixmatch_scratch` | labelled images | yes, weak and strong | FixMatch from random weights on the few labels alone |
| `vit_supervised` | labelled images | no | a small transformer, from random weights |
| `masked_probe`, `masked` | labelled images | yes, a quarter of their patches | the transformer that learnt to fill in patches, in the same two ways |
| `supervised`, all labels | all but validation | - | the ceiling for this network and this recipe |

The rows from `pirl_rotation_probe` to `masked` belong to other lessons and take several minutes more; `--all-methods` adds
them.

Two rows are there to keep the others honest. <b>`random_probe`</b> says how much a linear cut finds in features that
never learnt anything. It is surprisingly much, and a pre-training that does not beat it has learnt nothing of use.
<b>All labels</b> says what is left to gain. A gain of five points means one thing twenty points below the ceiling,
and another thing six below.

\section board_maths The arithmetic of a row

With test accuracies \f$a_s\f$ of a method and \f$b_s\f$ of the supervised baseline on splits \f$s = 1, \dots, S\f$,
the mean and the deviation are

\f[
\bar a = \frac{1}{S} \sum_s a_s, \qquad \sigma = \sqrt{\frac{1}{S - 1} \sum_s (a_s - \bar a)^2},
\qquad \text{gain} = \bar a - \bar b .
\f]

Because both were measured on the same splits, the gains \f$a_s - b_s\f$ may be looked at one by one. A lucky draw of
labelled images helps both methods, so the differences scatter less than the accuracies. If all five have the same
sign, that says more than two means with overlapping bars.

| column | meaning |
| --- | --- |
| accuracy | per cent of the test images, mean over splits, deviation where there are several |
| gain | over `supervised` with the same labels |
| updates | steps of the optimizer, pre-training included |
| images seen | images that went forward in training, every view counted |
| seconds | wall time of training, pre-training included |

No single measure of cost is right. Equal *updates* favour methods with large batches, equal *images* hide that a view
costs time to make, and equal <em>seconds</em> depend on the machine. `results.csv` has all three; say which one you
compare by.

\section board_program The commented program

One cell of the board is one number of labels and one split. Every line below calls the same function that the
method's own program calls:

*/
#include <CLI/CLI.hpp>
#include <optional>

#include "selfsame/data/recipes.hpp"
#include "t02_supervised/supervised.hpp"
#include "t04_rotation/rotation.hpp"
#include "t05_contrastive/simclr.hpp"
#include "t06_pirl/pirl.hpp"
#include "t08_self_training/self_training.hpp"
#include "t09_fixmatch/fixmatch.hpp"
#include "t12_masked_attention/masked.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// [board cell]
// The encoders that learnt without labels: made when a cell first needs them, then shared by all cells.
struct Encoders {
  std::optional<Pretrained> rotation;
  std::optional<Pretrained> simclr;
  std::optional<ImageGraph> graph;  // of what SimCLR makes of the images
  std::optional<Pretrained> pirl;
  std::optional<Pretrained> masked;
};

// The methods that `board` compares unless it is told otherwise, on one cell. A row that an interrupted run has finished is not computed again.
void fill_cell(const Experiment& experiment, const Options& options, Encoders& encoders, bool draw) {
  report::Report& report = experiment.report;
  const auto missing = [&](const char* method) {
    return !report.find(method, experiment.labels, experiment.split_number, experiment.seed);
  };
  if (missing("random_probe")) run_random_probe(experiment);
  if (missing("supervised")) run_supervised(experiment, options);
  if (missing("rotation")) {
    if (!encoders.rotation) encoders.rotation = rotation_encoder(experiment, options);
    run_fine_tuning(experiment, options, *encoders.rotation);
  }
  if (!encoders.simclr && (missing("simclr") || missing("simclr_graph") || missing("fixmatch"))) {
    encoders.simclr = simclr_encoder(experiment, options);
    encoders.graph =
        encoder_graph(experiment, graph_settings(experiment.data, experiment.labels, options), *encoders.simclr);
  }
  if (missing("simclr")) {
    run_fine_tuning(experiment, options, *encoders.simclr);
    if (draw) report_filters(report, *encoders.simclr->encoder, "simclr");
  }
  if (missing("simclr_graph")) run_graph(experiment, options, *encoders.simclr, *encoders.graph, "simclr_graph");
  if (missing("fixmatch")) {
    const auto classifier = run_fixmatch(experiment, options, *encoders.simclr, *encoders.graph);
    if (draw) {
      report_mistakes(experiment, *classifier);
      save_model(report, *classifier);
    }
  }
}

// [board cell]

// [board more]
// The rows of the other lessons: --all-methods.
void fill_more(const Experiment& experiment, const Options& options, Encoders& encoders) {
  const auto missing = [&](const char* method) {
    return !experiment.report.find(method, experiment.labels, experiment.split_number, experiment.seed);
  };
  if (missing("pirl_rotation")) {
    if (!encoders.pirl) encoders.pirl = pirl_encoder(experiment, options, Pretext::rotation);
    run_fine_tuning(experiment, options, *encoders.pirl);
  }
  if (missing("self_training")) {
    const auto teacher = run_supervised(experiment, options);  // the row again: the same numbers, and its network
    run_self_training(experiment, options, *teacher);
  }
  if (missing("fixmatch_scratch")) run_fixmatch_from_scratch(experiment, options);
  if (missing("vit_supervised")) run_transformer_supervised(experiment, options);
  if (missing("masked")) {
    if (!encoders.masked) {
      encoders.masked = masked_encoder(experiment, options, masked_settings(experiment.data, options));
    }
    const SupervisedSettings settings = transformer_fine_tuning_settings(experiment.data, experiment.labels, options);
    run_fine_tuning(experiment, settings, *encoders.masked);
  }
}
// [board more]

// [board program]
void run(const Options& options, bool all_methods) {
  const data::Dataset data = data::load_dataset(options.dataset, options.data_dir);
  report::Report report(report_setup(options, "The board: every method under one protocol",
                                     "The same images, splits, network and test set for every row. Gains are over "
                                     "supervised training from scratch on the same labels."));
  const auto cell = [&](Index labels, std::uint64_t split) {
    return experiment_for(data, labels, split, options.seed + split, report);
  };
  const Experiment first = cell(options.labels(), options.splits.front());
  report_views(first, "augmentations", "What the methods see of ten images",
               {{"image", data::no_augment()},
                {"weak", data::weak_augment(data)},
                {"SimCLR", simclr_settings(data, options).augment},
                {"strong", fixmatch_settings(data, first.labels, options).strong}},
               "Rows are augmentations: shift and flip, SimCLR's crops, FixMatch's strong view.");
  Encoders encoders;
  for (const Index labels : options.label_counts) {
    for (const std::uint64_t split : options.splits) {
      const Experiment experiment = cell(labels, split);
      fill_cell(experiment, options, encoders, labels == options.labels() && split == options.splits.front());
      if (all_methods) fill_more(experiment, options, encoders);
    }
  }
  const Experiment ceiling = cell(all_labels, options.splits.front());
  if (!report.find("supervised", all_labels, ceiling.split_number, ceiling.seed)) run_supervised(ceiling, options);

  report.add_curves("validation", "Validation accuracy during training", "validation_accuracy", "accuracy (%)",
                    "Ten measurements in each run, on images that no run was trained on.");
  report.add_curves("pretext", "Rotation told right", "pretext_accuracy", "accuracy (%)", "Guessing gives 25 %.");
  report.add_curves("accepted", "FixMatch: guesses that became labels", "accepted", "share of unlabelled images (%)",
                    "How many guesses passed the threshold.");
  report.add_curves("precision", "FixMatch: how many of them were right", "precision", "right (%)",
                    "Measured with labels that training does not see.");
  report.note(
      "Rotation and SimCLR learn once, without labels, and serve every split; their seconds count that in each row.");
  report.note("The row with all labels is the ceiling for this network and this many passes over the images.");
  report.finish();
}
// [board program]

}  // namespace

/** \page board
\tableofcontents
\snippet board/main.cpp board cell

`missing` asks the report whether the row is there already: with `--resume` an interrupted board goes on where it
stopped, on the splits that were stored, so a resumed run sees no label that the first one did not.

The rows of the other lessons, in the same way:

\snippet board/main.cpp board more

Around it are two loops, over numbers of labels and over splits, and the figures at the end:

\snippet board/main.cpp board program

The seed of a cell is `seed + split`. So the splits differ in starting weights and batches as well as in labelled
images, and the deviation covers all three kinds of luck. Rotation and SimCLR are the exception: no label takes part
in their pre-training, so one encoder serves all cells, and their deviation leaves the luck of pre-training out. The
gallery shows what each method gets to see; look at it first.
*/

int main(int argc, char** argv) {
  Program program;
  program.name = "board";
  program.description = "Supervised, rotation, SimCLR and FixMatch under one protocol: the table of who gains what.";
  program.several_labels = true;
  bool all_methods = false;
  program.more_options = [&all_methods](CLI::App& app) {
    app.add_flag("--all-methods", all_methods, "also PIRL, self-training, FixMatch alone, and masked patches");
  };
  return run_program(argc, argv, program, [&all_methods](const Options& options) { run(options, all_methods); });
}

/** \page board
\tableofcontents
\section board_results Results
Five splits of the `full` profile, Fashion-MNIST, two cores: mean and deviation over the splits, on test images. They were
read once; for 1,000 labels twice, the second time after settings had been chosen anew on validation images. Table and
figure are made from `tutorials/results/board/results.csv` whenever these pages are built; `run.json` beside it says with
which options, commit and machine.

\verbinclude board_grid.txt

\image html board_accuracy.svg "The fewer the labels, the more the unlabelled images are worth"

<b>With 40 and 100 labels the graph is worth 6 and 3 points</b>, on every split. `fixmatch`, which starts from the same
encoder and the same carried labels, is level with `simclr_graph`: the carried labels are the gain. Rotation and fine-tuned
SimCLR do not pass a baseline whose rate, decay and batch statistics were tuned as carefully.

<b>With 250 labels half a point is left</b>, and not on every split: `simclr_graph` gains on four of five (1.3, 0.2, 0.5, 1.6 and
-1.5), `fixmatch` on three. Nothing was chosen for this column; it runs with the settings of 100 labels.

<b>With 1,000 labels nothing beats the labels.</b> Fine-tuned SimCLR, the graph's network and FixMatch come within a point
of `supervised`, from below. The first run of this column kept the settings that 100 labels had
chosen, and `supervised` led `simclr_graph` by 2.6 points and `fixmatch` by 3.2: 1,000 true labels were one in sixty among
labels that a graph had carried 81 % right. With longer training, less decay, and the true labels repeated, all chosen on
validation images, every row gained two to five points, the baseline two of them.

<b>Not reached</b> is what we had hoped for when we began: 75, 81 and 88 % at 40, 100 and 1,000 labels, 8, 8 and 3 points
over the baseline.

With gains, split by split against `supervised`, and seconds. They contain the pre-training, although it ran once for all
splits and all numbers of labels; a part of the run with 100 labels shared its two cores with other work, so its seconds
are too long rather than too short. The column of 250 labels, with encoders of its own, ran on two cores of a Zen 3 without
AVX-512, which take about twice the seconds of the others.

\verbinclude board_table.txt

One row is judged as it was trained: `simclr_graph` keeps the batch statistics of its strong views, where all other trained
rows take those of plain images. In three trials on validation images that left it 0.4 to 0.7 points higher.

\section board_cifar Photographs: CIFAR-10 with 250 labels
CIFAR-10's images from a folder of JPEG files, two splits of the `full` profile, test images, on two cores of an older
processor without AVX-512, a third as fast as that of the table above:

    build/bin/board --dataset folder --data-dir cifar10-images --labels 250 --splits 2 --profile full

\verbinclude board_cifar10_table.txt

\image html board_cifar10_accuracy.svg "CIFAR-10, 250 labels: what unlabelled photographs are worth"

<b>On photographs every way of training with unlabelled images gains</b>: fine-tuned SimCLR 5.4 points over supervised
training, the graph's network 5.8, FixMatch 9.2 (7.8 and 10.5), turns 1.1. FixMatch adds to what SimCLR and the graph
found, as it does not on Fashion-MNIST; twice the graph network's steps have a part in that. We had hoped for 10 by FixMatch
and 5 by SimCLR or rotation. No row trains for an hour: FixMatch takes 49 minutes, of which SimCLR's pre-training, on one of
the two cores, is 35. Two splits are few; what both of them say is the order of the rows.

These JPEG files are a little blurred beside the original images, and the network is small, so the figures are not to be
compared with published ones. Test images were read once for the table; a first run of \ref t02_supervised with the recipe
of clothes had printed 46.0 for `supervised` on the first split before, and nothing was chosen by it.

What was tried, accuracy on 5,000 validation images of splits 100 and 101 with the statistics of plain images, one run a
cell. Encoders: rotation of 3,000 steps, SimCLR of 5,000, whose probes reach 43.6 and 44.3; most of these validation images
were among those that the encoders had seen, without labels. Fine-tuned rotation got SimCLR's rate in the end, untried:

| method | told | rate | weight decay | steps | accuracy (%) |
| --- | --- | --- | --- | --- | --- |
| supervised | 250 labels | 0.3 | 0.002 | 2,000 | 44.3, 42.4 |
| | | 0.3 | 0.0005 | 2,000 | 44.5, 42.7 |
| | | 0.3 | 0.002 | 4,000 | <b>45.5, 43.3</b> |
| rotation, fine-tuned | 250 labels | 0.03 | 0.002 | 2,000 | 42.3, 40.1 |
| | | 0.1 | 0.002 | 2,000 | 42.7, 40.5 |
| SimCLR, fine-tuned | 250 labels | 0.003 | 0.002 | 1,000 | 49.0, 48.2 |
| | | 0.003 | 0.002 | 4,000 | <b>50.4</b> |
| | | 0.01 | 0.002 | 2,000 | 49.0 |
| graph of SimCLR's features | 250 labels | - | - | - | 46.8, 47.4 of all images right |
| FixMatch from SimCLR | 250 labels | 0.03 | 0.0005 | 1,000 of 64 + 2 x 256 images | 49.9 |
| | 250 labels | 0.1 | 0.001 | 2,000 of 64 + 2 x 256 | 43.9 |
| | carried labels, 0.3 true ones | 0.03 | 0.0005 | 600 of 128 + 2 x 256 | 51.7 |
| | carried labels, 0.3 true ones | 0.015 | 0.0005 | 1,000 of 128 + 2 x 256 | 52.5 |
| | carried labels, half true ones | 0.05 | 0.0005 | 1,500 of 128 + 2 x 256 | <b>54.3</b> |

Photographs ask for more steps than clothes in every row. In single batches of the best trial's last third, 63 to 78 of 100
guesses that pass FixMatch's threshold are right. The row has twice the steps of that trial; so many
were not tried on validation images beforehand.

\section board_tried What we tried
The board calls the functions of the lessons with their settings; what was tried for each stands on its page. The board's
own choice is the minutes each method gets. In `quick`, SimCLR with 900 steps of 256 images instead of 600 gained half a
point in the probe and cost a minute; 1,200 steps of 64 images gained a point and a half over those 600 and took half of
their time, so it has these. Small batches gained in rotation and SimCLR and cost supervised training nothing
(\ref t04_tried, \ref t05_tried, \ref t02_tried).

\section board_wrong What can go wrong when reading a table

<b>Transductive numbers beside inductive ones.</b> Label propagation is usually scored on the unlabelled images it was
given (transductive). All rows here are scored on test images that no method has seen, labelled or not (inductive).
The two kinds of number do not belong in one column.

<b>The best of many checkpoints.</b> Some public tables report the best test accuracy over all checkpoints, some the
median of the last twenty. We report the last one.

<b>One split.</b> At four labels a class, one seed can lie eight points from another. The quick profile runs one split
by default, for the sake of your time; what it prints is an example, not evidence.

<b>Unequal care.</b> A method tuned for a week beats one that was tuned for an hour. Each row's settings live in one
function (`supervised_settings`, `rotation_settings`, ...) and were chosen on validation images; \ref board_tried says
by which trials. If you improve a row, improve the baseline with the same trials.

<b>The wrong moral.</b> A ranking on 28 x 28 grey images, with a small network and minutes of time, is about just
that. Contrastive learning wants long training and varied images; where it loses here, it may win there. A method that
loses is shown losing, with the reason as far as we know it.

\section board_more Possibilities for extensions

- <b>More of the curve</b>: `--labels 4000 --resume` adds columns to a finished board; what is there is not computed
  again.
- <b>Chain other links</b>: the graph of rotation features, or FixMatch from SimCLR without the graph. Count every cost.
- <b>Another data set</b>: `--dataset mnist`, `cifar10`, or a folder of your own images. Predict the order before you
  run.
- <b>A row of your own.</b> Write one function with the signature of `run_fixmatch`, call it in the cell. The report
  does the rest.
- <b>Equal seconds.</b> Use `--steps` so that all rows take the same time. Does the order change?

\section board_exercises Exercises

1. <em>(check)</em> A method has 78.0 with deviation 1.5 over five splits, the baseline 75.5 with 1.8. Is the method
   better?
   <details><summary>Answer</summary>The bars overlap, which settles nothing. Take the five differences: their mean is
   2.5; with a deviation of 0.8, the standard error of the mean is 0.8 / sqrt(5) = 0.36 and the case is clear; with 3,
   it is 1.3 and it is not.</details>
2. <em>(check)</em> Why is the supervised row with all labels not trained on exactly all training images?
   <details><summary>Answer</summary>The validation images are set aside in every split, so that choices never touch
   test images.</details>
3. <em>(check)</em> How large is the standard error of a test accuracy near 80 % on 10,000 images, and why can the
   deviation over splits be larger?
   <details><summary>Answer</summary>sqrt(0.8 * 0.2 / 10000) = 0.4 points, from the choice of test images alone.
   Splits add the choice of labelled images and the seed; the test images are the same for all, so the two are
   different kinds of uncertainty.</details>
4. <em>(change)</em> Add the row `raw_knn`: selfsame::eval::knn_scores on pixels. Which methods does it beat at 40
   labels?
5. <em>(change)</em> Change the seed and keep the split (`--seed 100`). How much of the deviation is the draw of
   labels, how much the weights?
6. <em>(open)</em> Write the paragraph that a competitor would write about the same table. Then decide which of the
   two paragraphs the numbers support.

\section board_refs References

- A. Oliver et al., *Realistic Evaluation of Deep Semi-Supervised Learning Algorithms*, NeurIPS 2018.
- A. Kolesnikov, X. Zhai, L. Beyer, *Revisiting Self-Supervised Visual Representation Learning*, CVPR 2019.
- J. Calder, B. Cook, M. Thorpe, D. Slepcev, *Poisson Learning: Graph Based Semi-Supervised Learning at Very Low Label
  Rates*, ICML 2020.

All sources are listed under \ref literature "Literature".
*/
