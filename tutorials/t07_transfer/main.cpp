/** \page t07_transfer Transfer: what other classes teach
\tableofcontents

| Goal | move an encoder to classes it has never seen, and find out how much of it should go on learning |
| --- | --- |
| <b>You need</b> | \ref t02_supervised "Supervised learning", \ref t05_contrastive "SimCLR", the linear probe of \ref t04_rotation "Rotation" |
| <b>Time</b> | 20 minutes to read; the program's minutes stand under \ref t07_results |
| <b>Run</b> | `build/bin/t07_transfer --labels 10,50,250 --profile quick` |

\section t07_why Why

So far an encoder learnt from unlabelled images of the very classes it was for. Life is seldom so kind. There is a large
set with labels, of other things, and a small one of the things you care about. You have thirty thousand pictures of
shirts, trousers and dresses, and fifty of sneakers, bags and boots. Is anything that a network learnt about shirts of
use for boots?

Something must be. Edges are edges, and a seam looks like a strap. But a network that was taught the *labels* of shirts
and dresses was also taught what does <em>not</em> matter for telling these two apart, and that may be just what tells a
sneaker from a boot. A network that learnt without labels, by \ref t05_contrastive "SimCLR" on the same images, was never
told what to throw away. Which of the two is the better start is a question for an experiment. This chapter is the
experiment.

It has a second question. A network's first layers see edges and spots, its last ones see what their task was about. If
the first are general and the last are special, the last should learn anew and the first should stay. With ten labels
there is little to learn anew *from*: each weight that may move is a weight that can be wrong. With thousands, let
everything move. Somewhere between the two the best depth changes, and this chapter draws where.

\section t07_maths The mathematics

There is none that is new, only a choice of what may change. An encoder of \f$K\f$ blocks is a chain
\f$f = f_K \circ \dots \circ f_1\f$ with weights \f$\theta_1, \dots, \theta_K\f$, pre-trained on the <b>source</b>. On the
\f$n\f$ labelled images of the <b>target</b> we minimise, for a depth \f$k\f$ from 0 to \f$K\f$,

\f[
L_k(\theta_{K-k+1}, \dots, \theta_K, \phi) = -\frac{1}{n} \sum_{i=1}^{n} \log p_\phi\bigl(y_i \mid f(x_i)\bigr),
\f]

over the last \f$k\f$ blocks and the head \f$\phi\f$. The others are constants. \f$k = 0\f$ is the <b>linear probe</b>,
\f$k = K\f$ is <b>fine-tuning</b> in full.

| row | source of the weights | blocks that learn | numbers to train, for five classes |
| --- | --- | --- | --- |
| `supervised` | none | all, from scratch | 93,541 |
| `random_probe`, `_last1`, `_last2` | random | 0, 1, 2 | 645; 74,629; 93,189 |
| `labelled_probe`, ..., `_all` | the source's classes, with labels | 0, 1, 2, 3 | 645; 74,629; 93,189; 93,541 |
| `simclr_probe`, ..., `_all` | the source's images, without labels | 0, 1, 2, 3 | the same |

The random rows are the control. If they gained as much, the shape of the network would be the reason and not what it
learnt.

Three blocks is few: nearly all weights are in the last one, so "last1" already moves four fifths of them.

\section t07_program The commented program

<b>Source and target.</b> By default a data set is cut in two by its classes: the lower half is the source, the upper half
the target, and no image of the target's classes takes part in pre-training. Labels are renumbered from 0, names stay.
With `--target` the source is all of one set and the target all of another, for instance `--dataset fashion-mnist --target
mnist`: from clothes to digits.

\snippet t07_transfer/transfer.cpp source and target

Each set is normalised by its own mean and deviation, so the encoder meets images of the brightness it is used to.

<b>The two sources.</b> The unlabelled one is the encoder of \ref t05_contrastive "SimCLR", by the same function, on the
source's images. The labelled one is the loop of \ref t02_supervised "Supervised learning" with all labels of the source.
Its head is thrown away: it knows the names of shirts.

\snippet t07_transfer/transfer.cpp labelled source

<b>Freezing.</b> A frozen block must not change, and there are two ways in which it does. One is the gradient. The other
is batch norm, which moves its running statistics whenever it is in training mode, and a training loop puts the whole
network into training mode. selfsame::nn::Module::freeze closes both: no gradient, and `train` does not wake the module.
A hash of the frozen blocks before and after turns any slip into an error.

\snippet t07_transfer/transfer.cpp freeze

<b>A row.</b> The head begins as the linear probe on the frozen encoder, because a random head would tear the features
down before it fits (\ref t04_rotation "Rotation" shows by how much). What follows is the supervised loop. Only the rate
depends on where the weights come from.

\snippet t07_transfer/transfer.cpp transfer
*/
#include <CLI/CLI.hpp>
#include <algorithm>

#include "selfsame/report/text.hpp"
#include "t02_supervised/supervised.hpp"
#include "t05_contrastive/simclr.hpp"
#include "t07_transfer/transfer.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// [gain map]
// A row of the map for each source and depth, a column for each number of labels: accuracy, and the gain over training
// from scratch on the same labels.
void report_gain_map(report::Report& report, const Options& options, const std::vector<std::string>& rows) {
  const auto summaries = report::summarize_methods(report.results());
  std::vector<std::vector<report::HeatCell>> cells;
  std::vector<std::string> columns;
  for (const Index labels : options.label_counts) columns.push_back(labels_text(labels));
  for (const std::string& row : rows) {
    cells.emplace_back();
    for (const Index labels : options.label_counts) {
      for (const report::MethodSummary& summary : summaries) {
        if (summary.method != row || summary.labels != labels) continue;
        const double gain = summary.gain.mean;  // 0 for "supervised" itself
        std::string text = report::fixed(summary.value.mean, 1);
        if (summary.has_gain) text += concat(" (", gain < 0 ? "" : "+", report::fixed(gain, 1), ")");
        cells.back().push_back({gain, text});
      }
    }
  }
  report.add(report::heat_map("depth", "Where it was learnt, how deep it goes on learning", cells, rows, columns,
                              "source and depth", "labels of the target",
                              "Test accuracy, and in brackets the gain over training from scratch on the same labels. "
                              "probe: nothing of the encoder learns; last1, last2: the last one or two blocks; all."));
}
// [gain map]

// [t07 program]
void run(const Options& options, const std::string& target_name) {
  const SourceAndTarget data = source_and_target(options, target_name);
  report::Report report(report_setup(options, "Transfer: what other classes teach",
                                     "An encoder learns from " + data.source.name +
                                         ", with labels and without, and is then tried on " + data.target.name +
                                         " with few labels: frozen, in part or as a whole."));
  std::vector<Experiment> targets;  // every request is checked before any training
  for (const Index labels : options.label_counts) {
    for (const std::uint64_t split : options.splits) {
      targets.push_back(experiment_for(data.target, labels, split, options.seed + split, report));
    }
  }
  const Experiment source = experiment_for(data.source, all_labels, 0, options.seed, report);
  const Pretrained labelled = labelled_encoder(source, options);
  const Pretrained simclr = simclr_encoder(source, options);
  const Index blocks = block_count(*simclr.encoder);

  std::vector<std::string> rows{"supervised"};
  for (const Experiment& target : targets) {
    const Pretrained random{make_encoder(data.target, target.seed), {}, "random"};
    const auto missing = [&](const std::string& row) {  // not done before a resume
      return report.find(row, target.labels, target.split_number, target.seed) == nullptr;
    };
    if (missing("supervised")) run_supervised(target, options);
    for (const Pretrained* from : {&random, &labelled, &simclr}) {
      // All blocks of a random encoder is training from scratch, the row that is there already.
      for (Index trained = 0; trained <= (from == &random ? blocks - 1 : blocks); ++trained) {
        const std::string row = transfer_row(from->name, trained, blocks);
        if (std::find(rows.begin(), rows.end(), row) == rows.end()) rows.push_back(row);
        if (!missing(row)) continue;
        if (trained == 0) {
          report_probe(target, row, *from->encoder, from->cost);
        } else {
          const auto classifier = run_transfer(target, options, *from, trained);
          if (row == "simclr_all" && &target == &targets.back()) save_model(report, *classifier);
        }
      }
    }
  }
  report_gain_map(report, options, rows);
  report.finish();
}
// [t07 program]

}  // namespace

/** \page t07_transfer
\tableofcontents
\subsection t07_around The program around it

Both encoders are made once. Then every number of labels and every split gets its rows; what has been measured before a
`--resume` is not measured again.

\snippet t07_transfer/main.cpp t07 program

The map that the program draws puts accuracies and gains side by side, one row for each source and depth:

\snippet t07_transfer/main.cpp gain map
*/

int main(int argc, char** argv) {
  std::string target;
  Program program;
  program.name = "t07_transfer";
  program.description = "An encoder learns from some classes and is moved to others, frozen, in part or as a whole.";
  program.labels = "10,50,250";
  program.several_labels = true;
  program.more_options = [&target](CLI::App& app) {
    app.add_option("--target", target, "another data set to move to [the upper half of the classes of --dataset]")
        ->option_text("NAME");
  };
  program.example = "--dataset fashion-mnist --labels 10,50,250 --profile quick";
  return run_program(argc, argv, program, [&target](const Options& options) { run(options, target); });
}

/** \page t07_transfer
\tableofcontents
\section t07_results Results
The `quick` profile, Fashion-MNIST, from the lower five classes to the upper five, one split (seed 0), two cores, four
minutes; test images of the target, read once:

\verbatim
method          labels  accuracy   gain  seconds
supervised          10      77.2      -       10
random_probe        10      61.0  -16.2        0
random_last1        10      75.9   -1.2      3.2
random_last2        10      70.8   -6.4      4.7
labelled_probe      10      67.3   -9.9       19
labelled_last1      10      76.7   -0.4       23
labelled_last2      10      75.0   -2.2       24
labelled_all        10      75.7   -1.4       26
simclr_probe        10      71.1   -6.0       43
simclr_last1        10      77.6   +0.5       47
simclr_last2        10      75.2   -2.0       49
simclr_all          10      75.9   -1.2       50
supervised          50      89.2      -       12
random_probe        50      81.4   -7.8        0
random_last1        50      83.8   -5.4      3.4
random_last2        50      68.8  -20.4      4.1
labelled_probe      50      78.2  -11.0       19
labelled_last1      50      87.7   -1.5       22
labelled_last2      50      85.2   -4.0       24
labelled_all        50      85.3   -3.8       26
simclr_probe        50      79.5   -9.7       43
simclr_last1        50      87.5   -1.7       47
simclr_last2        50      88.0   -1.1       49
simclr_all          50      87.8   -1.4       49
supervised         250      93.6      -       13
random_probe       250      88.3   -5.3        0
random_last1       250      82.5  -11.1      3.5
random_last2       250      75.7  -17.9      4.7
labelled_probe     250      89.8   -3.8       19
labelled_last1     250      90.5   -3.1       22
labelled_last2     250      91.3   -2.3       25
labelled_all       250      90.1   -3.5       25
simclr_probe       250      90.1   -3.5       43
simclr_last1       250      91.3   -2.3       46
simclr_last2       250      92.4   -1.2       48
simclr_all         250      92.3   -1.3       50
\endverbatim

\image html depth.svg "Accuracy, and the gain over training from scratch, by source, depth and number of labels"

<b>The baseline holds.</b> Trained from scratch with its own rate and strong augmentation, the small network is not beaten
by more than half a point anywhere, and with 50 and 250 labels by nobody. The upper half of Fashion-MNIST is shoes, bags
and shirts, and 50 labels of them say more than thirty thousand images of the other clothes.

<b>A frozen encoder is a poor one.</b> With 10 and 50 labels every probe gains 2 to 15 points when its last block may learn.
With 250 the two encoders that have learnt something gain one point, and random weights lose six: a first and a second
block that never learnt are no ground to build on. The first and general layers may stay; the last one has to be told what
the new task is.

<b>Labels or none.</b> With 10 labels the two sources come within a point of each other at best (76.7 and 77.6). With 50 and
250 SimCLR's leads when all of it goes on learning, by 2.5 and 2.2 points: the encoder that was never told what to throw
away. The labelled one is better with its first blocks held. That is one split; the order is a hint, not a result.

\section t07_tried What we tried
Fashion-MNIST, upper half of the classes, one split (100), validation images. The rate of what follows the probe:

| start, labels, blocks that learn | 0.003 | 0.03 | 0.1 | 0.3 | from scratch |
| --- | --- | --- | --- | --- | --- |
| SimCLR, 50, the last one | 85.4 | 86.9 | 87.4 | 88.0 | 88.8 |
| SimCLR, 50, all | 86.7 | 89.0 | 87.9 | 87.3 | 88.8 |
| labelled, 250, the last one | 92.9 | 92.5 | 91.1 | 91.6 | 95.1 |
| labelled, 250, all | 91.5 | 91.8 | 89.1 | 91.4 | 95.1 |

For the same classes fine-tuning wants 0.003 (\ref t04_rotation "Rotation"); for other classes 0.03 is better in three of
the four rows, and is what all of them run at. On one split that is a choice, not a finding.

\section t07_wrong What can go wrong

<b>"Frozen" blocks that move.</b> With gradients off and the network in training mode, batch norm replaces the source's
statistics by those of a few augmented target images. The weights are the same, the features are not. It looks like
fine-tuning that helps a little, or hurts a little, and nobody knows why. Hash the blocks.

<b>Source and target that overlap.</b> Names differ, images do not: two sets collected from the same place share images.
The gain is then memory. Halves of one set by class cannot overlap; for two sets, look for equal images first.

<b>A tuned transfer against an untuned baseline.</b> Training from scratch with 50 labels wants its own rate and strong
augmentation. Ours has both (\ref t02_supervised "Supervised learning"); beside a careless baseline every transfer gains.

<b>The wrong rate.</b> A rate that is right from scratch wipes out in the first steps what was brought along. A rate that
is right for a pre-trained encoder hardly moves a random one. Rows with one rate for both compare nothing.

<b>Negative transfer.</b> A source can be worse than none: if it taught the network to ignore what the target needs. It is
seen as an orange field in the map, and it is a result.

<b>Forgetting.</b> After fine-tuning the encoder serves the target, and the source's classes are lost. Whoever needs both
keeps both encoders, or freezes.

\section t07_more Possibilities for extensions

- <b>From clothes to digits.</b> `--dataset fashion-mnist --target mnist`, and back. Is the road as good both ways?
- <b>Statistics of the target.</b> Take batch norm's statistics of the frozen encoder anew from unlabelled target images
  (selfsame::eval::update_bn). No weight changes and no label is used: "AdaBN" (Li et al. 2016). Does the probe gain?
- <b>Other halves.</b> The lower half of Fashion-MNIST is tops, trousers and dresses; the upper has three kinds of shoes.
  Alternate the classes with selfsame::data::with_classes, so that each half has both. What happens to the gain?
- <b>A rate for each depth.</b> selfsame::optim::ParamGroup has `lr_scale`: let the first block learn at a hundredth of
  the rate instead of freezing it.

\section t07_exercises Exercises

1. <em>(check)</em> The target has five classes. What accuracy has a classifier that guesses, and which row must not be
   below it?
   <details><summary>Answer</summary>20 %. None should be: even the probe on random features sees brightness and
   outline.</details>
2. <em>(check)</em> Count the numbers that `last1` trains: a 3 x 3 convolution from 64 to 128 channels, its batch norm, and
   a head for five classes.
   <details><summary>Answer</summary>9 * 64 * 128 = 73,728, plus 2 * 128 = 256, plus 128 * 5 + 5 = 645: 74,629.</details>
3. <em>(check)</em> Blocks 1 and 2 are frozen. May their output be computed once for each image and kept?
   <details><summary>Answer</summary>Only without augmentation. Here each image is changed anew each time, and so is
   their output.</details>
4. <em>(check)</em> Why is there no row `random_all`?
   <details><summary>Answer</summary>A random encoder of which everything learns is training from scratch: the row
   `supervised`.</details>
5. <em>(change)</em> Leave out the call of `freeze` but turn gradients off by `requires_grad(false)`. Which test fails, and
   by how much does accuracy change?
   <details><summary>Hint</summary>Look at which names of the state the test prints.</details>
6. <em>(change)</em> Add 1,000 labels as a fourth column. Does training from scratch catch up?
7. <em>(open)</em> Take one class of the source away at a time. Whose absence costs the target most? Predict before you
   run.

\section t07_refs References

- J. Yosinski, J. Clune, Y. Bengio, H. Lipson, *How Transferable Are Features in Deep Neural Networks?*, NIPS 2014.
- S. Kornblith, J. Shlens, Q. Le, *Do Better ImageNet Models Transfer Better?*, CVPR 2019.
- A. Kumar, A. Raghunathan, R. Jones, T. Ma, P. Liang, *Fine-Tuning can Distort Pretrained Features and Underperform
  Out-of-Distribution*, ICLR 2022.
- Y. Li, N. Wang, J. Shi, J. Liu, X. Hou, *Revisiting Batch Normalization for Practical Domain Adaptation*, 2016.
- T. Chen, S. Kornblith, M. Norouzi, G. Hinton, *A Simple Framework for Contrastive Learning of Visual
  Representations*, ICML 2020.

All sources are listed under \ref literature "Literature". Next: \ref t09_fixmatch "FixMatch", where labelled and
unlabelled images share one loop.
*/
