/** \page t04_rotation Rotation: learning from which way is up
\tableofcontents

| Goal | train an encoder without a single class label, then see what it is worth with few labels |
| --- | --- |
| <b>You need</b> | \ref t02_supervised "Supervised learning" (the training loop and the baseline), cross-entropy, what a convolution is |
| <b>Time</b> | 20 minutes to read; the program's minutes stand under \ref t04_results |
| <b>Run</b> | `build/bin/t04_rotation --labels 100 --profile quick` |

\section t04_why Why

Hold a photograph of a boot upside down and you notice at once. To notice, you must know what a boot looks like: where
its sole is, where the leg goes in, that soles point down. Nobody had to tell you the word "boot" for that.

This is the whole idea. We take images nobody has labelled, turn each by 0, 90, 180 or 270 degrees, and ask a network
by how much. The answer is known because *we* did the turning: a label that costs nothing, for as many images as there
are. A network that answers well must have found out about soles, collars, sleeves and handles, and these are the very
things that tell boots from shirts. So we keep the part that sees, the <b>encoder</b>, throw away the part that names
angles, the <b>head</b>, and let the few real labels we have finish the work.

\image html rotation.svg "Four labels made from one unlabelled image"

Such a made-up task is called a <b>pretext task</b>, and learning from labels that the data make themselves is
<b>self-supervised</b> learning. It hands over a *representation*: something that turns images into useful numbers.
What you then do with labels is a second, separate step. That is the difference from <b>semi-supervised</b> learning,
such as \ref t09_fixmatch "FixMatch", where labelled and unlabelled images go through one loop and the result is a
finished classifier. The two families meet in what they hope for, that the shape of unlabelled data says something
about the classes, and they can be joined: FixMatch may start from the encoder that this program makes.

Why four turns, and not any angle? Quarter turns of a square image are *exact*: every pixel moves to another pixel's
place, nothing is interpolated and no corner is left empty. A turn by 37 degrees would blur the image a little and cut
its corners off, and the network would read the angle off the blur and the corners. It would solve the task and learn
nothing about boots. A pretext task is only as good as the shortcuts it leaves closed.

\section t04_maths The mathematics

Let \f$\rho_r\f$ turn an image by \f$r\f$ quarter turns, \f$f_\theta\f$ be the encoder and \f$h_\phi\f$ a linear layer
with four outputs. For a batch of \f$B\f$ images \f$x_1,\dots,x_B\f$ the loss is the mean cross-entropy over all four
orientations of every image:

\f[
L(\theta, \phi) = -\frac{1}{4B} \sum_{i=1}^{B} \sum_{r=0}^{3} \log p_\phi\bigl(r \mid f_\theta(\rho_r(x_i))\bigr),
\qquad p_\phi(\cdot \mid z) = \mathrm{softmax}(h_\phi(z)).
\f]

Nothing in it is new: it is the loss of \ref t02_supervised "Supervised learning" with other labels. Two numbers are
known before the first step, and worth checking in every run. A network that knows nothing gives each turn the
probability 1/4, so its loss is \f$\ln 4 \approx 1.386\f$ and its accuracy 25 %.

| name | shape | meaning |
| --- | --- | --- |
| `views[0]` | (B, H, W, C) | unlabelled images, each shifted and perhaps mirrored |
| `images` | (4B, H, W, C) | all of them upright, then all turned once, twice, three times |
| `turns` | 4B | quarter turns, 0 to 3: the labels that cost nothing |
| `encoder(images)` | (4B, D) | features, D = 128 with the tutorials' ConvNet |
| `scores` | (4B, 4) | one score for each turn |
| `loss` | () | mean over 4B |

All four copies go into the same batch. Then every batch holds each turn equally often, and the image is the same in
all four: only the orientation can explain a difference in the answer. The price is a batch four times as large.

\section t04_program The commented program

First the turns themselves. A pixel that lands on row `y`, column `x` comes from a place that two lines of index
arithmetic give; turns are counter-clockwise, as in `numpy.rot90`. The images are stored channels last, so one pixel
is a run of `channels` neighbouring numbers and is copied in one go.

\snippet ssl/rotation.cpp rotate four ways

Next the pre-training loop, complete. Read it once as a whole; the remarks follow.

\snippet t04_rotation/rotation.cpp rotation training

- <b>Which images.</b> The loader draws from `split.unlabelled`, and no line of the loop looks at `batch.labels`. The
  loader yields forever, with every image once an epoch and its augmentation derived from (seed, epoch, index), so the
  same seed gives the same run whatever the number of threads.
- <b>Augment first, then turn.</b> `settings.augment` shifts and mirrors the upright image, and `rotate_four_ways`
  turns the result. The other way round, "up" would still be well defined, but an augmentation that is not symmetric,
  a crop for instance, would treat the four classes differently and could give them away. A mirror image of an upright
  shirt is upright, so the flip is harmless.
- <b>The head</b> is one linear layer on purpose. The less the head can work out by itself, the more the encoder has
  to.
- <b>Two groups of parameters.</b> selfsame::optim::decay_groups lets weights decay but not biases and batch-norm
  scales.
- <b>The rate</b> is a pure function of the step, half a cosine down to zero; there is no scheduler object to forget.
- <b>What is logged</b> is the pretext accuracy of the training batch. It tells whether the task is being learnt, and
  not whether anything useful is. Only the labels can tell that.

Two rows are then made from the encoder. `rotation_probe` freezes it, computes its features once and fits a linear
classifier to the labelled ones. The hash before and after proves that "frozen" means frozen, running statistics of
batch norm included:

\snippet common/experiment.cpp frozen probe

`rotation` goes on from there and trains everything on the labelled images. Its ten-way head starts as the probe: a
random head would send large, meaningless gradients into the features before it fits them. The training itself is the
supervised loop of \ref t02_supervised "Supervised learning", by the same function, so the comparison with training
from scratch is one of starting points:

\snippet t02_supervised/supervised.cpp fine-tuning
*/
#include <optional>

#include "selfsame/data/recipes.hpp"
#include "t02_supervised/supervised.hpp"
#include "t04_rotation/rotation.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// [t04 program]
void run(const Options& options) {
  const data::Dataset data = data::load_dataset(options.dataset, options.data_dir);
  report::Report report(
      report_setup(options, "Rotation: learning from which way is up",
                   "An encoder learns to tell by how many quarter turns an image was rotated, a label "
                   "that costs nothing. What it learnt is then tried on the classes, with few labels."));
  std::optional<Pretrained> pretrained;  // labels play no part in it: one for all splits
  for (const std::uint64_t split : options.splits) {
    const Experiment experiment = experiment_for(data, options.labels(), split, options.seed + split, report);
    if (report.find("rotation", experiment.labels, split, experiment.seed)) continue;  // done before a resume
    run_random_probe(experiment);
    run_supervised(experiment, options);
    if (!pretrained) pretrained = rotation_encoder(experiment, options);
    const auto classifier = run_fine_tuning(experiment, options, *pretrained);
    if (split != options.splits.front()) continue;
    report_filters(report, *pretrained->encoder, "rotation");
    save_model(report, *classifier);
  }
  report.add_curves("pretext", "Rotation told right", "pretext_accuracy", "accuracy (%)",
                    "Training batches; guessing gives 25 %.");
  report.add_curves("validation", "Validation accuracy during training", "validation_accuracy", "accuracy (%)",
                    "From scratch, and fine-tuned from the rotation encoder.");
  report.finish();
}
// [t04 program]

}  // namespace

/** \page t04_rotation
\tableofcontents
\subsection t04_around The program around it

The program puts the rows side by side: an encoder that never learnt anything with a probe, training from scratch, and
rotation in its two forms, all on the same split. With `--splits 5` it does so for five draws of labelled images. No
label takes part in the pre-training, so one encoder serves all five.

\snippet t04_rotation/main.cpp t04 program
*/

int main(int argc, char** argv) {
  Program program;
  program.name = "t04_rotation";
  program.description =
      "An encoder learns from rotated images which way is up, then learns the classes from few labels.";
  return run_program(argc, argv, program, run);
}

/** \page t04_rotation
\tableofcontents
\section t04_results Results
Five splits of the `full` profile, Fashion-MNIST, 100 labels, two cores, as `board` measured them (mean and deviation; the
gain is the mean of the five differences); test images, read once:

\verbatim
method          labels    accuracy        gain  seconds
random_probe       100  62.1 ± 2.5  -10.4 ± 2.1        0
supervised         100  72.5 ± 1.2           -       37
rotation_probe     100  66.7 ± 2.2  -5.8 ± 1.6      199
rotation           100  72.3 ± 1.2  -0.3 ± 0.7      218
\endverbatim

Rotation loses here. Its features are better than random ones, and fine-tuned they come within a point of training from
scratch with a well tuned rate, but they do not pass it: a garment's outline is enough to tell which way is up, and the
sleeves, collars and seams that tell a shirt from a coat are not needed for that.

\section t04_tried What we tried
Fashion-MNIST, 100 labels, split 0, accuracy on 1,000 validation images (differences below about 1.5 points mean little).

| pre-training | what came after | accuracy (%) |
| --- | --- | --- |
| none: random weights | linear probe | 67.8 to 68.8, by its weight decay |
| 300 steps of 128 images, shift and flip | linear probe | 64.3 to 65.2 |
| the same | 10 nearest neighbours | 58.1 (random weights: 45.6) |
| the same | fine-tuned, random head, encoder at a tenth of rate 0.03, 300 steps | 59.3 |
| the same | fine-tuned from the probe, rate 0.01, 400 steps | 71.1 |
| the same | fine-tuned from the probe, rate 0.003, 400 steps | 73.3 |
| 300 steps, SimCLR's crops before the turn | fine-tuned from the probe, rate 0.003, 400 steps | 71.1 (probe 66.2) |

Two surprises. Random weights are a strong row on these images: one straight cut through the features of a network that
never learnt anything told 68 % right on these labelled images, more than the features that learnt rotation; on the
board's split, above, the order is the other way round. Random features and rotation features are that close, and which
images are labelled decides. But the trained ones are a better place to start from: fine-tuned gently, they passed the
random probe by several points, provided that the head started as the probe. With a random head the same fine-tuning lost
six points instead. The gentlest rate was the best one tried, and the default, 0.03, is not gentle: there is room here.

The `quick` profile makes more of its seconds with small batches. Splits 100, 101 and 102, 5,000 validation images each;
fine-tuned from the probe at rate 0.003 for 500 steps, of 64 images in the first row, of 32 in the last:

| images a batch, in four orientations each | steps | images seen | probe | fine-tuned |
| --- | --- | --- | --- | --- |
| 128 | 300 | 38,400 | 64.1, 65.1, 64.3 | 71.1, 69.9, 69.6 |
| 32 | 600 | 19,200 | 62.8, 65.0, 66.6 | |
| 32 | 900 | 28,800 | 63.1, 65.9, 66.8 | |
| 16 | 1,200 | 19,200 | <b>64.9, 66.3, 66.5</b> | <b>72.6, 71.9, 70.1</b> |

\section t04_wrong What can go wrong

<b>Some images have no "up".</b> A bag with its handle cut off, a plain square jumper, the digits 0, 1 and 8: turned
by half, they look the same. On these the pretext task is ill-posed, its accuracy cannot reach 100 %, and what the
network learns by heart to tell them apart anyway is noise. Look at the pretext accuracy class by class (an exercise
below) before you blame the optimizer.

<b>The last layer knows too much about rotation.</b> An encoder's late features serve the task they were trained for.
In the paper's network the second of four blocks gave the best CIFAR-10 features and the last one lost many points.
Our ConvNet has three blocks, and only the average of the last is probed. Fine-tuning suffers less, because the last
block may change.

<b>A "linear probe" that quietly trains the encoder.</b> It happens when the encoder is left in training mode: no
gradient flows, but batch norm moves its running statistics. selfsame::eval::outputs switches to evaluation mode and
builds no graph, the probe receives arrays instead of the network, and the hash above turns any slip into an error.

<b>Judging by nearest neighbours.</b> Rotation features can be well separated by a plane and yet lie badly for
distances: published k-NN figures on ImageNet are a quarter of the linear ones. Use the probe, or report both.

<b>Augmentation that gives the answer away.</b> Interpolated rotation, a border of another grey, a date stamp in the
corner, a strong vertical light: any of these is an easier clue than a boot. Exact turns after the augmentation close
the first two.

<b>A rate taken from another batch size.</b> The optimizer sees 4B images a step. The paper keeps the rate it used for
B; if you compare with a version that turns each image once, at random, tune the rate anew.

\section t04_more Possibilities for extensions

- <b>Probe every block.</b> Let `ConvNet::forward` stop after block 1, 2 or 3, average there, and fit a
  selfsame::eval::LinearProbe to each. Expect a curve that does not simply rise.
- <b>Other puzzles.</b> Cut an image into 2 x 2 tiles, shuffle them, and predict which of the 24 orders it is. Only
  `rotate_four_ways` and the 4 in the head change. Find the shortcut this task leaves open (think of lines that go
  across the cut).
- <b>Be invariant instead.</b> Rotation asks the features to *contain* the angle. \ref t06_pirl "PIRL" asks them to
  *ignore* it.
- <b>Semi-supervised on top.</b> Start FixMatch from this encoder: `train_fixmatch` begins with the weights it is given.

\section t04_exercises Exercises

1. <em>(check)</em> Write the four images of [[1, 2], [3, 4]] in the order that `rotate_four_ways` makes them.
   <details><summary>Answer</summary>[[1, 2], [3, 4]], then [[2, 4], [1, 3]], then [[4, 3], [2, 1]], then [[3, 1], [4,
   2]]: counter-clockwise, the top right corner moves to the top left.</details>
2. <em>(check)</em> The loss starts at 2.3 instead of 1.39. What happened?
   <details><summary>Answer</summary>2.303 is ln 10: the head has ten outputs, so someone passed the class count. A
   loss that starts well above ln 4 with four outputs means scores that are too large at the start.</details>
3. <em>(check)</em> Why is it no cheating that the labelled images are also among the unlabelled ones here?
   <details><summary>Answer</summary>The pretext task never sees their class. Test images, which would be a real leak
   in an inductive comparison, are not in `split.unlabelled`.</details>
4. <em>(change)</em> Turn each image once, at random, instead of four ways, with four times as many images in a batch.
   Compare the pretext accuracy at equal numbers of images seen.
   <details><summary>Answer</summary>Same expected loss, more variety of images, more noise in the gradient. Published
   comparisons find the difference small. Tell us what five splits say.</details>
5. <em>(change)</em> Log the pretext accuracy of each class on the validation images. Which class is worst, and why?
   <details><summary>Hint</summary>`batch.labels` exists; using it to *look* is allowed, using it in the loss is
   not.</details>
6. <em>(open)</em> Run `--dataset mnist`. Which digits does rotation help, which not at all? Predict before you run.
7. <em>(open)</em> Design a shortcut on purpose: one grey pixel in the top left corner before turning. Show that the
   pretext accuracy becomes perfect, and the probe as bad as a random encoder.

\section t04_refs References

- S. Gidaris, P. Singh, N. Komodakis, *Unsupervised Representation Learning by Predicting Image Rotations*, ICLR 2018.
- A. Kolesnikov, X. Zhai, L. Beyer, *Revisiting Self-Supervised Visual Representation Learning*, CVPR 2019.
- G. Alain, Y. Bengio, *Understanding Intermediate Layers Using Linear Classifier Probes*, 2016.
- I. Misra, L. van der Maaten, *Self-Supervised Learning of Pretext-Invariant Representations*, CVPR 2020.

All sources are listed under \ref literature "Literature". Next: \ref t05_contrastive "SimCLR", where the task is to
find one's own other view.
*/
