/** \page t05_contrastive SimCLR: two views of one image are the same thing
\tableofcontents

| Goal | understand NT-Xent well enough to write it twice, as loops and as matrices, and train an encoder with it |
| --- | --- |
| <b>You need</b> | \ref t04_rotation "Rotation" (pretext, probe, fine-tuning), softmax, dot products of unit vectors |
| <b>Time</b> | 25 minutes to read; the program's minutes stand under \ref t05_results |
| <b>Run</b> | `build/bin/t05_contrastive --labels 100 --profile quick` |

\section t05_why Why

Cut two pieces out of one photograph of a boot, brighten one, mirror the other. They share hardly a pixel, and still
you would say: the same boot. Put them among five hundred other pieces, and you would find the partner. What do you go
by? Not the brightness, not the position, not the left or right of it, for these were changed. You go by what stayed:
the kind of thing it is.

SimCLR makes a game of this. Every image of a batch goes in as two random <b>views</b>. For each view the network must
pick out, among all other views of the batch, the one that shows the same image. The network answers with a vector for
each view, and the vectors of partners have to be closer to each other than to anybody else's.

\image html contrastive.svg "Views of one image attract each other, views of different images repel each other"

Rotation told the network a *question* (which way is up?). Here we tell it what does <b>not</b> matter: whatever the
augmentation changes. The choice of augmentation is therefore the choice of what the features ignore, and the most
important design decision of the method. If we never changed the brightness, the network could find partners by their
mean grey alone, and would have no reason to learn about boots.

Like rotation this is <b>self-supervised</b>: no class label takes part, and an encoder is handed over. It differs
from the semi-supervised \ref t09_fixmatch "FixMatch" in that, but uses the same raw material, two views of one image.
There the views must agree on a class; here they must agree on a vector.

\section t05_maths The mathematics

\f$N\f$ images give \f$2N\f$ views. Encoder \f$f\f$ and projection head \f$g\f$ turn them into vectors, which are
scaled to unit length: \f$z_i = g(f(v_i)) / \lVert g(f(v_i)) \rVert\f$. Views \f$i\f$ and \f$i+N\f$ show the same
image, so the partner of view \f$i\f$ is \f$p(i) = (i + N) \bmod 2N\f$. With similarities \f$s_{ik} = \langle z_i, z_k
\rangle\f$, which are cosines, and a temperature \f$\tau\f$, the loss is

\f[
L = \frac{1}{2N} \sum_{i=1}^{2N} -\log \frac{\exp(s_{i\,p(i)} / \tau)}{\sum_{k \neq i} \exp(s_{ik} / \tau)} .
\f]

It is called NT-Xent, for normalised temperature-scaled cross-entropy, and the name says how to read it. Row \f$i\f$
is a <b>classification problem with \f$2N - 1\f$ classes</b>: "which of the other views is my partner?". The scores
are cosines divided by \f$\tau\f$, the right class is \f$p(i)\f$, and the loss is the cross-entropy you know.

| name | shape | meaning |
| --- | --- | --- |
| `views[0]`, `views[1]` | (N, H, W, C) | two draws of the augmentation; row i of both shows image i |
| `cat(...)` | (2N, H, W, C) | one batch, so that batch norm sees both views together |
| `encoder(...)` | (2N, D) | features h; these are kept |
| `projector(...)` | (2N, P) | vectors that are compared; thrown away afterwards |
| `z` | (2N, P) | the same, unit rows |
| `similarity` | (2N, 2N) | cosines over tau; symmetric |
| `partner` | 2N | the right class of each row |
| loss | () | mean over 2N rows |

<b>What to expect at the start.</b> If the vectors point in random directions, all cosines are near 0 and all
\f$2N-1\f$ candidates are equally likely, so the loss is near \f$\ln(2N - 1)\f$; for N = 256 that is 6.24, for N = 64 it
is 4.84. It is also exactly the loss of a network that maps *every* image to the same point. A loss that stays there has
learnt nothing or has collapsed.

<b>What the gradient does.</b> With \f$q_{ik}\f$ for the softmax of row \f$i\f$, the derivative of that row's loss is

\f[
\frac{\partial \ell_i}{\partial s_{ik}} = \frac{1}{\tau} \bigl( q_{ik} - [k = p(i)] \bigr) .
\f]

The partner is pulled, everybody else is pushed, and each in proportion to how near it already is. A small \f$\tau\f$
makes the softmax sharp: only the nearest wrong neighbours are pushed, and hard. A large one pushes all of them about
equally.

\section t05_program The commented program

First the loss as the formula has it, in plain loops. It is slow, has no gradient, and nobody has to think to see that
it is right:

\snippet ssl/nt_xent.cpp nt_xent plain form

And the version that trains. Compare them line by line; a test demands that they agree.

\snippet ssl/nt_xent.cpp nt_xent matrix form

The double loop has become one matrix product, and the sum of logarithms a `cross_entropy`. Only the diagonal needs
care. Leaving a view to be compared with itself would offer it a partner with cosine 1. Setting the diagonal to minus
infinity gives it probability 0 in the value *and* in the gradient.

Now the loop:

\snippet t05_contrastive/simclr.cpp simclr training

- <b>Two augmentations, one loader.</b> The list `{settings.augment, settings.augment}` asks for two independent
  draws. Row b of both views comes from the same image: the loader promises it, so partners cannot get out of step.
- <b>The projector</b> is a small network with one hidden layer. The loss makes its output forget all that the
  augmentation changes: position, size, brightness. Some of that is useful for telling classes apart. One layer
  further back it is still there, which is why the encoder's own output serves better; in the paper by more than ten
  points.
- <b>One forward pass</b> for both views, then two slices. Two separate passes would give batch norm two different
  sets of statistics.
- <b>Warm-up.</b> For the first twentieth of the steps the rate grows in a straight line. Random vectors make random
  neighbours, and large first steps in their direction are best avoided.
- <b>SGD, not LARS.</b> The paper's LARS is made for batches of thousands. At a few hundred, plain SGD is as good and
  has less to tune; selfsame::optim::Lars is there if you want to compare.

What happens to the encoder then is the same as in \ref t04_rotation "Rotation", by the same functions: a linear probe
on frozen features (`simclr_probe`), then fine-tuning with the probe as the head (`simclr`).
*/
#include <optional>

#include "selfsame/data/recipes.hpp"
#include "t02_supervised/supervised.hpp"
#include "t05_contrastive/simclr.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// [t05 program]
void run(const Options& options) {
  const data::Dataset data = data::load_dataset(options.dataset, options.data_dir);
  report::Report report(
      report_setup(options, "SimCLR: two views of one image are the same thing",
                   "An encoder learns to find the other view of each image among all images of a batch. "
                   "What it learnt is then tried on the classes, with few labels."));
  std::optional<Pretrained> pretrained;  // labels play no part in it: one for all splits
  for (const std::uint64_t split : options.splits) {
    const Experiment experiment = experiment_for(data, options.labels(), split, options.seed + split, report);
    if (report.find("simclr", experiment.labels, split, experiment.seed)) continue;  // done before a resume
    if (split == options.splits.front()) {
      const data::Augment view = simclr_settings(data, options).augment;
      report_views(experiment, "views", "Views of ten images",
                   {{"image", data::no_augment()}, {"view", view}, {"view", view}, {"view", view}},
                   "The views of one column should lie close together, those of different columns far apart.");
    }
    run_random_probe(experiment);
    run_supervised(experiment, options);
    if (!pretrained) pretrained = simclr_encoder(experiment, options);
    const auto classifier = run_fine_tuning(experiment, options, *pretrained);
    if (split != options.splits.front()) continue;
    report_filters(report, *pretrained->encoder, "simclr");
    save_model(report, *classifier);
  }
  report.add_curves("loss", "NT-Xent loss", "loss", "loss",
                    "Pre-training starts near ln(2N - 1) and falls; the other "
                    "curves are cross-entropies.");
  report.add_curves("validation", "Validation accuracy during training", "validation_accuracy", "accuracy (%)",
                    "From scratch, and fine-tuned from the SimCLR encoder.");
  report.finish();
}
// [t05 program]

}  // namespace

/** \page t05_contrastive
\tableofcontents
\subsection t05_around The program around it

The program shows a gallery of views first. Look at it in `report.html` before you look at any number: if *you* cannot
tell which views belong together, the network is being asked for the impossible, and if it is too easy, it will find a
shortcut.

\snippet t05_contrastive/main.cpp t05 program
*/

int main(int argc, char** argv) {
  Program program;
  program.name = "t05_contrastive";
  program.description =
      "An encoder learns to recognise two views of one image, then learns the classes from few labels.";
  return run_program(argc, argv, program, run);
}

/** \page t05_contrastive
\tableofcontents
\section t05_results Results
Five splits of the `full` profile, Fashion-MNIST, 100 labels, two cores, as `board` measured them (mean and deviation; the
gain is the mean of the five differences); test images, read once:

\verbatim
method          labels    accuracy        gain  seconds
random_probe       100  62.1 ± 2.5  -10.4 ± 2.1        0
supervised         100  72.5 ± 1.2           -       37
simclr_probe       100  71.5 ± 1.8  -1.0 ± 0.7      340
simclr             100  72.6 ± 1.1  +0.1 ± 0.5      351
simclr_graph       100  75.5 ± 1.8  +2.9 ± 1.9      363
\endverbatim

A linear probe of SimCLR's features lies a point below training from scratch, and fine-tuning draws level: a hundred images
are too few to find the way through 128 features. What the features are good for is their *neighbourhoods*. The same
encoder, taught with the labels that a graph of its features carried to all images (`simclr_graph`), gains three points;
see \ref t10_transductive "Transductive learning".

\section t05_tried What we tried
Fashion-MNIST, 100 labels, split 0. Pre-training with batches of 256 images; accuracy of a linear probe, of 10 nearest
neighbours and of fine-tuning on validation images. Two sets of labelled images appear, because the number of validation
images changed on the way: compare within a block. One split a cell, so differences below about 1.5 points mean little.

| steps | temperature | smallest crop | validation images | probe | k-NN | what came after | accuracy (%) |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 400 | 0.3 | 0.3 | 1,000 | 69.5 to 70.3 | 68.5 | random head, rate 0.03, encoder at a tenth, 600 steps | 67.6 |
| | | | | | | random head, rate 0.01, 600 steps | 63.5 |
| | | | | | | from the probe, rate 0.003, strong views, 300 steps | 72.6 |
| | | | | | | from the probe, rate 0.003, weak views, 300 steps | 71.8 |
| 400 | 0.2 | 0.2 | 1,000 | 71.9 to 72.3 | 68.2 | | |
| 400 | 0.1 | 0.2 | 1,000 | 71.1 to 72.0 | 67.9 | from the probe, rate 0.003, 300 steps | 70.9 |
| 800 of 128 images | 0.2 | 0.1 | 1,000 | 71.9 | | from the probe, rate 0.003, 300 steps | 70.9 |
| 400 | 0.3 | 0.3 | 5,000 | 70.6 to 71.3 | 61.8 | from the probe, rate 0.1, 1,000 steps | 70.3 |
| | | | | | | from the probe, rate 0.03, 1,000 steps | 72.7 |
| 900 | 0.2 | 0.2 | 5,000 | 71.3 to 71.9 | 60.6 | from the probe, rate 0.01, 500 steps | 70.7 |

On three more splits with 5,000 validation images, 2,500 steps at temperature 0.2 and smallest crop 0.2 gave probes of
70.5, 71.2 and 72.9; with the batch statistics of plain images instead of crops, 70.8, 70.8 and 73.1. Fine-tuned from the
probe on the second of them, 500 steps gave 72.9 at rate 0.003 and 72.4 at 0.03, and the graph of these features carried
the hundred labels to 75.2 % of the images rightly: \ref t10_transductive "Transductive learning" goes on from there.

How large a batch should be in little time, on three more splits (100, 101 and 102) with 5,000 validation images each; rate
0.12, temperature 0.2, smallest crop 0.2, statistics of plain images. "Carried" is how many of all images label spreading on
a graph of the features names rightly:

| images a batch | steps | images seen, twice each | probe | carried |
| --- | --- | --- | --- | --- |
| 256 | 600 | 153,600 | 68.4, 70.9, 69.0 | 75.5, 72.9, 72.0 |
| 256 | 400 | 102,400 | 68.7, 69.2, 67.0 | |
| 128 | 600 | 76,800 | 70.0, 69.3, 67.4 | 74.9, 73.0, 71.7 |
| 128 | 450 | 57,600 | 68.7, 69.6, 67.6 | |
| 64 | 1,200 | 76,800 | <b>71.7, 71.4, 69.5</b> | <b>76.2, 73.6, 72.4</b> |
| 64 | 800 | 51,200 | 69.3, 69.9, 68.3 | 74.6, 72.1, 70.9 |
| 64, rate 0.06 | 800 | 51,200 | 69.4, 69.6, 68.2 | 75.0, 72.4, 72.1 |
| 32 | 1,600 | 51,200 | 68.4, 69.0, 68.3 | 75.0, 73.2, 71.2 |

A loss over 127 candidates instead of 511 is an easier question, and yet twice the steps on half of the images teach more.
So the `quick` profile compares 64 images; `full`, which has the time, keeps the 256 that its other settings were chosen with.

What decided was the start of the head: a random one sends large, senseless gradients into the encoder and costs what
pre-training gained; a fitted one keeps it. Smaller crops and a lower temperature make the pretext harder and the features
a little better. Augmenting the labelled images for the probe (20 copies) gained 1.5 points on one set of labelled images
and lost 3 on the other, so the probe sees plain images.

\section t05_wrong What can go wrong

<b>The diagonal handled by subtraction.</b> Computing the full sum and taking \f$e^{1/\tau}\f$ away gives the right
value and a wrong gradient, and a public library lost more than three points of CIFAR-10 accuracy to it. Finite
differences find it at once; `gradcheck` runs on our loss in double precision.

<b>Partners in the wrong places.</b> [a1..aN, b1..bN] and [a1, b1, a2, b2, ...] are both in use. Mix them up and every
image is asked to match a stranger. Nothing crashes. We keep the first layout everywhere, and tests compare with the
plain loops and with an example worked by hand.

<b>A last batch that is smaller.</b> If partners are computed from the nominal batch size, the last batch of an epoch
is wrong. Ours come from the tensor's own shape, and the loader's batches are always full.

<b>"The loss has stopped falling, so training is done."</b> The value of NT-Xent depends on N and tau, flattens early,
and says little about the features, which often go on improving. Decide by a probe on validation images. For the same
reason, losses at different batch sizes cannot be compared.

<b>Judging with the projector on.</b> Features after the head are worse, sometimes much worse. `report_probe` is given
the encoder, which has never contained the projector.

<b>Views that leave a shortcut, or nothing at all.</b> On photographs, two crops share their colours, so without
colour jitter the network compares histograms. On grey 28 x 28 images it can be the mean brightness. The other way
round, a crop of 8 % of a Fashion-MNIST image may be an empty corner; that is why selfsame::data::ContrastiveOptions
starts at a larger crop than the paper. Mirrors are left out where a mirror image is another class, as with digits.

<b>Friends among the strangers.</b> With ten classes about one in ten "strangers" is of the same class and is pushed
away all the same. The loss cannot know. It is one reason why contrastive learning wants many images and many steps,
and why its gain on a set with few, alike classes can be small.

\section t05_more Possibilities for extensions

- <b>Ablate the views.</b> Make a recipe with only crops, only jitter, crops and jitter. Draw the probe's accuracy as
  bars. Predict the order first.
- <b>Watch alignment and uniformity</b> (Wang and Isola 2020): log the mean squared distance of partners, and the
  logarithm of the mean of exp(-2 distance^2) over all pairs. Temperature trades one for the other.
- <b>Use the few labels in the loss</b>: let all views of labelled images of one class be partners. This is supervised
  contrastive learning, and makes the method semi-supervised.
- <b>k-NN instead of a probe</b>: selfsame::eval::knn_scores has nothing to train. Do the two agree on which run is
  best?
- <b>More time.</b> Contrastive learning gains from long training more than the other methods here. Draw accuracy
  against seconds with `--steps`.

\section t05_exercises Exercises

1. <em>(check)</em> Two images, two views, perfect features: z = (e1, e2, e1, e2), tau = 1. What is the loss?
   <details><summary>Answer</summary>Each row sees its partner with cosine 1 and two strangers with cosine 0: -ln(e /
   (e + 2)) = ln(1 + 2/e), about 0.551. With tau = 0.1 it is about 0.00009.</details>
2. <em>(check)</em> Show that the gradients of a row sum to zero over k. What does this mean for a constant added to
   all scores of that row?
   <details><summary>Answer</summary>The softmax sums to 1 and so does the one-hot vector, so their difference sums to
   0. A constant added to a row changes nothing, as with any softmax.</details>
3. <em>(check)</em> The loss of a fresh run with N = 256 is 6.24 and still is after 500 steps. Name two possible
   causes.
   <details><summary>Answer</summary>A collapse to one point (look at the spread of z), a rate of 0 or a detached z,
   or partners that do not belong together. All give ln 511.</details>
4. <em>(change)</em> Replace minus infinity on the diagonal by 0. Which inequality does the loss now violate, and what
   does training do?
   <details><summary>Answer</summary>A cosine of 0 puts one more "stranger" into every row: the loss can no longer go
   below ln(1 + e^(-1/tau)), even with all others infinitely far. Here the damage is small; had the cosine of 1 been
   left in, it could not go below ln 2.</details>
5. <em>(change)</em> Sweep tau over 0.05, 0.1, 0.3, 1 with five splits, and choose on validation accuracy.
6. <em>(change)</em> Make the batch four times smaller at the same number of images seen. Which part of the loss of
   accuracy comes from fewer strangers, which from the rate? Design the third run that tells them apart.
7. <em>(open)</em> Give the projector no hidden layer, or leave it out, and probe the encoder each time. Explain the
   order that you find.

\section t05_refs References

- T. Chen, S. Kornblith, M. Norouzi, G. Hinton, *A Simple Framework for Contrastive Learning of Visual
  Representations*, ICML 2020.
- A. van den Oord, Y. Li, O. Vinyals, *Representation Learning with Contrastive Predictive Coding*, 2018.
- Z. Wu, Y. Xiong, S. Yu, D. Lin, *Unsupervised Feature Learning via Non-Parametric Instance Discrimination*, CVPR
  2018.
- T. Wang, P. Isola, *Understanding Contrastive Representation Learning through Alignment and Uniformity on the
  Hypersphere*, ICML 2020.

All sources are listed under \ref literature "Literature". Next: \ref t06_pirl "PIRL", where the strangers
come out of a memory.
*/
