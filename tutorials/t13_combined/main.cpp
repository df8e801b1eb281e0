/** \page t13_combined Combining: what a start, a graph and a loop add to each other
\tableofcontents

| Goal | chain the methods of the course, and compare them at equal updates and at equal seconds |
| --- | --- |
| <b>You need</b> | \ref t04_rotation "Rotation", \ref t05_contrastive "SimCLR", \ref t09_fixmatch "FixMatch", \ref t10_transductive "Transductive learning" |
| <b>Time</b> | 15 minutes to read; the program's minutes stand under \ref t13_results |
| <b>Run</b> | `build/bin/t13_combined --labels 100 --profile quick` |

\section t13_why Why

The methods of this course answer different questions. Rotation and SimCLR ask what can be learnt before anybody has
named a class, and hand over an <b>encoder</b>. A graph asks which images belong together, and hands over <b>labels</b>.
FixMatch asks what a classifier may teach itself, and hands over a <b>classifier</b>. So they do not only compete: the
output of one is an input of the next.

Chaining is how such methods are used in practice, and it is also where comparisons go wrong most easily. A chain of
three methods has had three times the training. If it wins against a baseline that was trained for a third of the time,
what has won, the chain or the time? Two answers are possible, and they are not the same:

- <b>Equal updates.</b> Every row makes the same number of steps of the optimizer. That is fair to ideas, and unfair to
  the clock: a step of FixMatch carries 320 images, one of supervised training 32.
- <b>Equal seconds.</b> Every row gets the same time. That is what somebody with a deadline wants to know, and it depends
  on the machine and on how well each method was programmed.

This program does both at once. It runs every method at several lengths, each with its own schedule from warm-up to
zero, and draws accuracy against seconds. Points of one length are equal in updates; a vertical line through the figure
is equal in seconds.

\section t13_maths The arithmetic of a chain

A chain with \f$T\f$ updates spends \f$T_1 = \lfloor 3T/5 \rfloor\f$ on pre-training and \f$T_2 = T - T_1\f$ on what
follows. With \f$c_1, c_2\f$ seconds for an update of each, and \f$g\f$ for features, graph and spreading,

\f[
\text{seconds} = c_1 T_1 + g + c_2 T_2 .
\f]

The <b>front</b> of a set of points (seconds, accuracy) holds those that no other point beats in both: \f$(s, a)\f$ is on
it if every point with \f$s' \le s\f$ has \f$a' \le a\f$. Whoever is not on the front is not worth running, at that
length, on this machine, if accuracy and seconds are all that counts.

In the `quick` profile (`full` has larger batches):

| row | images a pre-training step | images a step afterwards | labels it trains on |
| --- | --- | --- | --- |
| `supervised` | - | 32 | the few |
| `fixmatch_scratch` | - | 32 + 2 * 128 | the few, and guesses |
| `rotation`, `simclr` | 4 * 16, 2 * 64 | 32 | the few |
| `rotation_fixmatch`, `simclr_fixmatch` | the same | 64 + 2 * 128 | the few, and guesses |
| `simclr_graph` | 2 * 64 | 64 | carried by the graph |
| `simclr_graph_fixmatch` | 2 * 64 | 64 + 2 * 128 | carried by the graph, and guesses |

\section t13_program The commented program

One function runs all eight at one length. It contains no new method: every call below is the function of another
lesson, with the number of steps replaced.

\snippet t13_combined/combined.cpp t13 combinations

- <b>One encoder, several rows.</b> `simclr@400` is pre-trained once; four rows start from it, and the seconds of each
  count it in full. That is what each row would have cost alone.
- <b>The head starts as the probe</b> in all of them: `probed_classifier` fits a linear classifier to the few labels on
  the frozen features first.
- <b>`simclr_graph` keeps the batch statistics it was trained with</b>, the others learn those of plain images; \ref
  board "the board" says why.

Around it are two loops, over splits and over lengths:
*/
#include "selfsame/data/recipes.hpp"
#include "t02_supervised/supervised.hpp"
#include "t13_combined/combined.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// [t13 program]
void run(const Options& options) {
  const data::Dataset data = data::load_dataset(options.dataset, options.data_dir);
  report::Report report(report_setup(options, "Combining: what a start, a graph and a loop add to each other",
                                     "Eight ways to spend the same number of updates, at several lengths. Rows are "
                                     "named METHOD@UPDATES; gains are over the tuned supervised baseline."));
  std::vector<Index> lengths = options.by_profile<std::vector<Index>>({6}, {100, 400}, {300, 1000, 3000});
  if (options.steps > 0) lengths = {options.steps};
  for (const std::uint64_t split : options.splits) {
    const Experiment experiment = experiment_for(data, options.labels(), split, options.seed + split, report);
    if (!report.find("supervised", experiment.labels, split, experiment.seed)) run_supervised(experiment, options);
    for (const Index updates : lengths) run_combinations(experiment, options, updates);
  }
  report_costs(report);
  report.add_curves("validation", "Validation accuracy during training", "validation_accuracy", "accuracy (%)",
                    "What follows the pre-training; each line begins where the probe of its start stands.");
  report.finish();
}
// [t13 program]

}  // namespace

/** \page t13_combined
\tableofcontents
\snippet t13_combined/main.cpp t13 program
*/

int main(int argc, char** argv) {
  Program program;
  program.name = "t13_combined";
  program.description =
      "Pre-training, graph labels and FixMatch, alone and chained, at equal updates and equal seconds.";
  return run_program(argc, argv, program, run);
}

/** \page t13_combined
\tableofcontents
\section t13_results Results
The `quick` profile, Fashion-MNIST, 100 labels, one split (seed 0), two cores, four minutes; test images, read once:

\verbatim
method                     accuracy   gain  seconds
supervised                     73.3      -       14
supervised@100                 60.8  -12.5      2.2
fixmatch_scratch@100           64.9   -8.4      9.4
rotation@100_probe             62.1  -11.1      1.1
rotation@100                   64.6   -8.7      1.8
rotation_fixmatch@100          59.1  -14.2      5.6
simclr@100_probe               65.7   -7.6      2.0
simclr@100                     69.0   -4.3      2.8
simclr_fixmatch@100            63.9   -9.4      6.4
simclr_graph@100               67.2   -6.1       20
simclr_graph_fixmatch@100      68.0   -5.3       23
supervised@400                 69.1   -4.1      6.0
fixmatch_scratch@400           70.0   -3.3       38
rotation@400_probe             64.7   -8.6      5.1
rotation@400                   69.3   -4.0      7.8
rotation_fixmatch@400          67.2   -6.1       24
simclr@400_probe               68.7   -4.6       11
simclr@400                     72.6   -0.7       14
simclr_fixmatch@400            72.4   -0.8       30
simclr_graph@400               72.2   -1.1       34
simclr_graph_fixmatch@400      70.8   -2.5       45
\endverbatim

\image html cost.svg "Accuracy against seconds, each method at both lengths; the grey steps are the front"

<b>At equal updates the start counts.</b> With 100 updates each, SimCLR's rows lead `supervised@100` by 3 to 8 points, with
400 by 1.7 to 3.5. A loop on top of so short a pre-training takes from it: after 60 steps of SimCLR the gentle
fine-tuning is best, after 240 it is level with FixMatch and the graph.

<b>At equal seconds the baseline does.</b> The row `supervised` with its 1,000 updates has 73.3 after 14 seconds; the best of
the chains, `simclr@400`, has 72.6 after as many, and none reaches 73.3 after 45.

<b>Longer chains turn the order.</b> The same split with 800 updates and the batches of `full` (`--profile full --steps 800`),
on two cores with AVX-512: `supervised@800` 73.0 after 9 seconds, `simclr@800` 73.4 after 42, `simclr_graph@800` 74.0 after 54,
`simclr_fixmatch@800` 75.0 after 69, `simclr_graph_fixmatch@800` 74.2 after 76. Only from about a minute on are the chains
ahead, by a point, and one split cannot order them among themselves; \ref board_results "the board's" five splits of longer
runs put the graph 2.9 points ahead.

<b>A bad start is not mended by a loop.</b> `rotation_fixmatch` lies 5 points below `simclr_fixmatch`, and 2 to 5 below
fine-tuning the same encoder: FixMatch believes what the features suggest.

\section t13_wrong What can go wrong

<b>Comparing a chain with the links it is made of.</b> `simclr_fixmatch@400` has had 240 steps of SimCLR and 160 of
FixMatch, not 400 of each. If it loses to `simclr@400`, that says something about the mixture, not about FixMatch.

<b>Counting a shared encoder once.</b> A program may train it once for four rows. A person who wants one of the four
still has to train it. Here the seconds count it in every row.

<b>Cutting a long run instead of running a short one.</b> The accuracy of a run of 800 steps after 200 of them is not
what a run of 200 steps reaches: its rate has not come down yet. Every point of the figure is a run of its own.

<b>Guesses that confirm a bad start.</b> FixMatch believes what the network is sure of. A start that is sure of wrong
things, for instance a graph that has given all coats to the shirts, is confirmed rather than mended. Look at the
curve of precision in \ref t09_fixmatch "FixMatch".

<b>Seconds from a busy machine.</b> They are wall time. Run the program alone, or compare by updates only.

\section t13_more Possibilities for extensions

- <b>Another share.</b> Three fifths for pre-training is a guess. Try one fifth and four fifths.
- <b>Graph first, then pre-train.</b> Carry labels along the graph of pixels, train on them, and use *that* encoder's
  features for a second graph.
- <b>A longer chain.</b> Take the features of `simclr_graph_fixmatch`, build the graph anew, carry the labels again.
  When does it stop helping?
- <b>More labels.</b> At `--labels 1000` the baseline grows faster than the rest. Where do the lines cross?

\section t13_exercises Exercises

1. <em>(check)</em> Four points: (10 s, 70 %), (20 s, 69 %), (30 s, 75 %), (50 s, 75 %). Which are on the front?
   <details><summary>Answer</summary>(10, 70) and (30, 75). The second is beaten by the first in both, the fourth by the
   third: equal accuracy, more seconds.</details>
2. <em>(check)</em> A step of SimCLR takes 60 ms, one of FixMatch 70 ms, one of supervised training 8 ms; graph and
   spreading take 8 s. What do `supervised@800`, `simclr@800` and `simclr_graph_fixmatch@800` cost?
   <details><summary>Answer</summary>6.4 s; 480 * 0.06 + 320 * 0.008 = 31.4 s; 28.8 + 8 + 320 * 0.07 = 59.2 s.</details>
3. <em>(check)</em> Why does each length have its own pre-training, instead of stopping one run at several places?
   <details><summary>Answer</summary>Its rate follows a cosine to zero over its own length. An encoder taken from the
   middle of a longer run has been trained at high rates only.</details>
4. <em>(change)</em> Add `rotation_graph`: the graph of rotation's features. Predict where it lies before you run.
5. <em>(change)</em> Let `supervised` use as many seconds as `simclr_graph_fixmatch`. Does it still gain from them?
   <details><summary>Hint</summary>`--steps` sets one length for all rows; `supervised@UPDATES` is trained for just
   that.</details>
6. <em>(open)</em> You have ten seconds, or ten minutes, or ten hours on this machine. Which row do you run, and how sure
   are you after one split?

\section t13_refs References

- X. Zhai, A. Oliver, A. Kolesnikov, L. Beyer, *S4L: Self-Supervised Semi-Supervised Learning*, ICCV 2019.
- T. Chen et al., *Big Self-Supervised Models are Strong Semi-Supervised Learners*, NeurIPS 2020.
- K. Sohn et al., *FixMatch*, NeurIPS 2020.
- A. Oliver et al., *Realistic Evaluation of Deep Semi-Supervised Learning Algorithms*, NeurIPS 2018.

All sources are listed under \ref literature "Literature". Next: \ref board "The board", all methods under one protocol.
*/
