/** \page t06_pirl PIRL: ignore what the pretext task does
\tableofcontents

| Goal | see why "predict the turn" and "ignore the turn" teach opposite things, and compare them at equal cost |
| --- | --- |
| <b>You need</b> | \ref t04_rotation "Rotation" (pretext, probe, fine-tuning), \ref t05_contrastive "SimCLR" (softmax over cosines, temperature) |
| <b>Time</b> | 25 minutes to read; the program's minutes stand under \ref t06_results |
| <b>Run</b> | `build/bin/t06_pirl --labels 100 --profile quick` |

\section t06_why Why

\ref t04_rotation "Rotation" turns a boot upside down and asks: by how much? To answer, the features must *contain* the
turn. But we throw the answer away afterwards. What we want is a vector that says "boot", and a boot that lies on its
side is a boot. Features that change when the boot is turned carry something that the classes do not need.

So turn the question round. Show the network the boot and the turned boot, and demand that both get the <b>same
vector</b>. This is PIRL, for *pretext-invariant* representation learning (Misra and van der Maaten 2020). The
transformation is that of the pretext task, the demand is the opposite:

| | rotation prediction | PIRL with rotation |
| --- | --- | --- |
| the network sees | the turned image | the image, and the turned image |
| it is asked | by how much was it turned? | is this the image you know? |
| the features must | <b>contain</b> the turn | <b>lose</b> the turn |
| a trivial answer | none: each turn needs its own | the same vector for *every* image |

The last line is the price of the demand. A network that answers every image with one vector ignores turns perfectly. So
PIRL is <b>contrastive</b>: the vector must be that of *this* image and of none among thousands of others, the
<b>negatives</b>. \ref t05_contrastive "SimCLR" takes its negatives from the batch, and for many negatives it needs large
batches. PIRL <b>remembers</b>: it keeps a vector of every image in a <b>memory bank</b>, updates the rows of a batch when
it sees them, and compares with thousands of rows without sending their images through the network.

Any transformation will do. The second one here cuts the image into four tiles and shuffles them: a <b>jigsaw</b> puzzle.
Predicting the order of the tiles would be the classic pretext task. Ignoring it means to give a heap of tiles the vector
of the whole image.

\section t06_maths The mathematics

Let \f$I\f$ be an image, \f$I^t\f$ the same image transformed, and \f$\theta\f$ the encoder. Two linear heads make
vectors of its features: \f$v = f(\theta(I))\f$ for images and \f$v^t = g(\theta(I^t))\f$ for transformed ones. With the
jigsaw, each tile goes through the encoder by itself, and \f$g\f$ takes the four feature vectors side by side, in the
shuffled order. Let \f$m_I\f$ be the image's row in the bank, \f$m_1, \dots, m_N\f$ the rows of other images, all of unit
length, and \f$\hat v = v / \lVert v \rVert\f$. How well a vector finds its image is measured by

\f[
\ell(v) = -\log \frac{\exp(\langle \hat v, m_I \rangle / \tau)}
                     {\exp(\langle \hat v, m_I \rangle / \tau) + \sum_{j=1}^{N} \exp(\langle \hat v, m_j \rangle / \tau)},
\f]

a cross-entropy over \f$N + 1\f$ candidates. Both vectors have to find the *same* row:

\f[
L = \lambda \, \ell(v^t) + (1 - \lambda) \, \ell(v), \qquad \lambda = \tfrac12 .
\f]

The two are never compared with each other. They meet in \f$m_I\f$, and that is what makes them agree. After the step,
and with no gradient, the bank moves towards the image's vector:

\f[
m_I \leftarrow \frac{\mu\, m_I + (1 - \mu)\, \hat v}{\lVert \mu\, m_I + (1 - \mu)\, \hat v \rVert}, \qquad \mu = \tfrac12 .
\f]

| name | shape | meaning |
| --- | --- | --- |
| `batch.views[0]`, `[1]` | (B, H, W, C) | two draws of the augmentation; the second is then transformed |
| tiles | (4B, H/2, W/2, C) | jigsaw: place by place, each in random order of its image's tiles |
| `image_vectors` | (B, P) | v, by the head f |
| `transformed_vectors` | (B, P) | v^t, by the head g; with the jigsaw, g takes (B, 4D) |
| `bank` | (n, P) | one unit row for each image that takes part |
| `rows` | B | the batch's rows in the bank |
| `strangers` | N | rows of other images, shared by the batch |
| `loss` | () | starts near ln(N + 1) |

<b>Two forms of the loss.</b> The paper prints \f$\ell\f$ plus a second sum, \f$-\sum_j \log(1 - h_j)\f$, with \f$h_j\f$
the share of negative \f$j\f$ in the same softmax. We train with \f$\ell\f$ alone, the form called <b>InfoNCE</b>. Both
push each negative away in proportion to its share; the second sum adds \f$N \ln(1 + 1/N)\f$, about 1, to a fresh loss.
But where one negative comes to hold the whole softmax, \f$1 - h_j\f$ rounds to 0 in single precision and the sum becomes
infinite. A cross-entropy cannot: it is computed from scores, not from probabilities. And with \f$\ell\f$ the only
differences from SimCLR are the ones this chapter is about.

<b>What to expect at the start.</b> A bank of random directions is equally far from everything: the loss is near
\f$\ln(N + 1)\f$, for N = 1,500 that is 7.31. It stays there while the first epoch lasts, as each image's row is still the
random one it started with. Only the second time around there is something to find.

\section t06_program The commented program

The bank is an array, not a tensor: no graph leads to it, so no gradient can reach it. Updating it is arithmetic:

\snippet ssl/memory_bank.cpp update bank

Negatives are drawn for the whole batch at once, among the rows of images that are not in the batch. So no image can be
its own negative, and the comparison is one product of (B, P) and (P, N).

\snippet ssl/memory_bank.cpp draw negatives

The loss of one kind of vectors, and of both. The bank's rows come in as arrays:

\snippet ssl/pirl.cpp bank nce

\snippet ssl/pirl.cpp pirl loss

The transformations. Rotation takes one of the four orientations of \ref t04_rotation "Rotation" for each image. The
jigsaw cuts, shuffles, encodes tile by tile and puts the features side by side:

\snippet ssl/jigsaw.cpp cut tiles

\snippet t06_pirl/pirl.cpp pirl transformations

And the loop:

\snippet t06_pirl/pirl.cpp pirl training

- <b>Which images.</b> Only `settings.images` of the unlabelled images take part, and only these have a row. With all
  59,000 and 1,200 steps of 32, a third of the images would never be seen, and every row would still be random noise when
  its image asks for it. The paper trains for 800 epochs. \ref t06_tried "What we tried" has the figures.
- <b>Two heads.</b> `f` and `g` may differ: the turned image need not have the same features as the image, only features
  from which a linear layer can make the same vector. This leaves the encoder room to keep the turn somewhere.
- <b>The bank last.</b> If the row were updated before the loss, the image would be compared with itself, find itself
  at once, and the gradient would teach nothing.
- <b>The bank remembers the image, not the transformed one.</b> So `v^t` has to come to where `v` was, an epoch ago.
- <b>Equal cost.</b> Rotation prediction sends images in four orientations through the network, PIRL twice as many in two
  forms: 64 a step either way in the `quick` profile (512 in `full`), in as many updates.

What happens to the encoders then is the same as in \ref t04_rotation "Rotation", by the same functions: a linear probe on
frozen features, then fine-tuning with the probe as the head. The program also asks something that no class label is
needed for: can a probe tell, from frozen features, by how much an image was turned?

\snippet t06_pirl/pirl.cpp turn accuracy
*/
#include <algorithm>

#include "selfsame/ops/shape.hpp"
#include "selfsame/report/image_figures.hpp"
#include "selfsame/ssl/jigsaw.hpp"
#include "selfsame/ssl/rotation.hpp"
#include "t02_supervised/supervised.hpp"
#include "t04_rotation/rotation.hpp"
#include "t06_pirl/pirl.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// What the two transformations make of ten images.
void report_transformations(const Experiment& experiment) {
  const data::Dataset& data = experiment.data;
  const auto columns = std::min<Index>(10, static_cast<Index>(experiment.split.labelled.size()));
  const Indices shown(experiment.split.labelled.begin(), experiment.split.labelled.begin() + columns);
  const Tensor images(data::to_array(data, data.train, shown));
  const Tensor turned = slice(ssl::rotate_four_ways(images).images, 0, columns, 2 * columns);  // all by one quarter
  Generator random(1);
  const Tensor puzzles = ssl::join_tiles(ssl::shuffle_tiles(ssl::cut_tiles(images), random).tiles);
  experiment.report.add(
      report::image_grid("transformations", "What shall make no difference", cat({images, turned, puzzles}).data(),
                         columns, {"image", "turned", "jigsaw"}, {},
                         "Prediction asks how the lower images were made. PIRL asks for the vector of the upper one."));
}

// [turns told]
void report_turns(const Experiment& experiment, const std::string& name, nn::Encoder& encoder) {
  report::Result result;
  result.dataset = experiment.data.name;
  result.method = name;
  result.labels = experiment.labels;
  result.split = experiment.split_number;
  result.seed = experiment.seed;
  result.metric = "turn_accuracy";
  result.value = turn_accuracy(encoder, experiment);
  experiment.report.add(result);
}
// [turns told]

// [t06 program]
void run(const Options& options) {
  const data::Dataset data = data::load_dataset(options.dataset, options.data_dir);
  report::Report report(
      report_setup(options, "PIRL: ignore what the pretext task does",
                   "One encoder learns to predict by how much an image was turned, two others learn that a turn or a "
                   "shuffling of tiles makes no difference. What each learnt is then tried on the classes."));
  std::vector<Pretrained> encoders;  // labels play no part in them: one set for all splits
  for (const std::uint64_t split : options.splits) {
    const Experiment experiment = experiment_for(data, options.labels(), split, options.seed + split, report);
    if (report.find("pirl_jigsaw", experiment.labels, split, experiment.seed)) continue;  // done before a resume
    run_random_probe(experiment);
    run_supervised(experiment, options);
    report_turns(experiment, "random", *make_encoder(data, experiment.seed));
    if (encoders.empty()) {
      report_transformations(experiment);
      encoders.push_back(rotation_encoder(experiment, options));
      encoders.push_back(pirl_encoder(experiment, options, Pretext::rotation));
      encoders.push_back(pirl_encoder(experiment, options, Pretext::jigsaw));
    }
    for (const Pretrained& pretrained : encoders) {
      report_turns(experiment, pretrained.name, *pretrained.encoder);
      const auto classifier = run_fine_tuning(experiment, options, pretrained);
      if (split == options.splits.front()) save_model(report, *classifier);  // the last one stays
    }
  }
  report.add(report::accuracy_bars("turns", "Can a probe tell the turn from frozen features?",
                                   report::summarize_methods(report.results(), "turn_accuracy"),
                                   "Guessing gives 25 %. Prediction has to keep the turn in the features, PIRL has to "
                                   "lose it; jigsaw PIRL was never asked.",
                                   "turns told right (%)"));
  report.add_curves("loss", "Loss of pre-training and training", "loss", "loss",
                    "Rotation starts near ln 4, PIRL near ln(N + 1). The losses have different scales; none of them "
                    "says how good the features are.");
  report.add_curves("validation", "Validation accuracy during training", "validation_accuracy", "accuracy (%)",
                    "From scratch, and fine-tuned from each encoder.");
  report.finish();
}
// [t06 program]

}  // namespace

/** \page t06_pirl
\tableofcontents
\subsection t06_around The program around it

One split after the other: the two baselines, then each of the three encoders, probed and fine-tuned. They were
pre-trained once, since no label takes part.

\snippet t06_pirl/main.cpp t06 program
*/

int main(int argc, char** argv) {
  Program program;
  program.name = "t06_pirl";
  program.description =
      "An encoder learns that a turned or shuffled image is still the same, beside one that learns to tell the turn.";
  return run_program(argc, argv, program, run);
}

/** \page t06_pirl
\tableofcontents
\section t06_results Results
The `quick` profile, Fashion-MNIST, 100 labels, one split (seed 0), two cores, two minutes; test images, read once:

\verbatim
method               accuracy   gain  seconds
random_probe             62.1  -11.2        0
supervised               73.3      -       12
rotation_probe           67.3   -6.0       23
rotation                 72.7   -0.6       30
pirl_rotation_probe      69.0   -4.2       27
pirl_rotation            72.7   -0.6       34
pirl_jigsaw_probe        67.4   -5.9       30
pirl_jigsaw              72.4   -0.8       36
\endverbatim

A linear probe of the same features for the *turn*, which guessing tells in 25 % of images, says of random weights 72.5 %,
of rotation prediction 95.1 %, of PIRL with rotation 81.4 % and of PIRL with the jigsaw 78.9 %.

<b>Ignoring beats predicting, if at all, by little.</b> At the same number of updates and images, the probe of PIRL with
rotation lies 1.7 points above that of predicted rotation, that of the jigsaw level with it; fine-tuned, the three end
within 0.3 points. On one split that is a hint; the three splits under \ref t06_tried point the same way for two of three.
Features that were asked to ignore the turn still hold more of it than random ones: the encoder sits before the head, and
the head does the ignoring.

<b>None of them beats the baseline.</b> Supervised training with a tuned rate, 73.3, stays ahead of every row, as it does in
\ref t04_rotation "Rotation". In 1,200 steps of 64 images nothing here has learnt more about clothes than a hundred labels
tell.

\section t06_tried What we tried
Fashion-MNIST, 150 updates of 256 images, then a linear probe on 100 labels; 1,000 validation images of splits 100, 101
and 102, chosen on these alone. "Turns" is how well a linear probe of the same features tells the turn (split 100).

| pre-training | images in the bank | negatives | tau | probe (%) | turns (%) |
| --- | --- | --- | --- | --- | --- |
| none: random weights | - | - | - | 56.5, 60.1, 62.6 | 69.1 |
| rotation, predicted | - | - | - | 61.6, 67.0, 65.8 | 80.3 |
| PIRL, rotation | 4,096 | 3,000 | 0.1 | 57.6, 64.5, 65.9 | 74.4 |
| PIRL, rotation | 4,096 | 3,000 | 0.2 | 62.3, 66.1, 66.6 | 72.3 |
| PIRL, rotation | 2,048 | 1,500 | 0.2 | 63.2, 66.1, 68.4 | 76.5 |
| PIRL, rotation | 1,024 | 700 | 0.2 | 63.0, 66.5, 69.2 | 78.7 |
| PIRL, rotation, linear heads as in the paper | 4,096 | 3,000 | 0.2 | 59.0, 62.9, 64.1 | 72.5 |
| PIRL, rotation, bank without momentum | 2,048 | 1,500 | 0.2 | 58.8, 64.9, 67.6 | 77.0 |
| PIRL, jigsaw | 2,048 | 1,500 | 0.2 | 63.2, 65.9, 66.5 | 73.3 |

The fewer images the bank holds, the more often each comes round in so few updates; 1,024 and 2,048 cannot be told apart,
and the longer `full` profile wants more of them, so the default is 2,048. Fewer than a thousand images were not tried.

\section t06_wrong What can go wrong

<b>A bank that is older than the network.</b> A row is what the network thought of its image one epoch ago. If that is
hundreds of steps, the network chases its own past, and in the first epoch it chases random noise. Few images and many
epochs, or a second network that makes fresh vectors (MoCo), are the two ways out. A loss that stays at ln(N + 1) for a
whole epoch and only then begins to fall is no mistake.

<b>Updating the bank before the loss.</b> Then the positive is the vector itself, the cosine is near 1, the loss falls at
once and the features learn nothing. A test demands that the loss leaves the bank alone.

<b>An image among its own negatives.</b> It would be pulled and pushed at once. With 1,500 of 2,048 rows drawn blindly it
would happen to three images in four. Public code often lets it pass, since with a million images it is rare.

<b>A momentum too high.</b> With momentum 0.99 a row still is mostly its random start after fifty epochs. At a few epochs,
0.5 is already slow.

<b>One head for both.</b> Works, but asks for more: the encoder itself must then drop the turn, also where it helps to
tell classes apart.

<b>Jigsaw tiles that give themselves away.</b> For *predicting* the order of the tiles, lines that go across a cut are a
shortcut, and so is any change of brightness from the centre outwards; the usual answer is to leave gaps. *Ignoring* the
order has no such shortcut, but another: if the tiles of one image share a mean grey that no other image has, that alone
finds the image. Here all four tiles come from one draw of the augmentation, while the bank remembers another draw.

<b>Invariance where the class depends on it.</b> A turned 6 is a 9. On `--dataset mnist`, an encoder that ignores turns has
been told to mix them up. What the transformation changes must not be what the classes differ in.

\section t06_more Possibilities for extensions

- <b>Both at once.</b> Add the rotation head's cross-entropy to PIRL's loss: the encoder then has to contain the turn, and
  `g` has to remove it. Does the probe gain?
- <b>More tiles.</b> 3 x 3 with gaps is the paper's. A 28 x 28 image has tiles of 9 x 9; is that enough for three blocks?
- <b>A bank for SimCLR.</b> Give `bank_nce` two views and no transformation. This is instance discrimination (Wu et al.
  2018). What does the transformation add?
- <b>Soft memory.</b> Replace the bank by a queue of the last 4,096 vectors, made by an averaged copy of the network
  (selfsame::optim::Ema): momentum contrast.

\section t06_exercises Exercises

1. <em>(check)</em> The bank has 2,048 rows and the batch 256 images. How many steps old is the row of an image when it is
   asked for, and what is in it at step 5?
   <details><summary>Answer</summary>About 8 steps, one epoch. At step 5 no image has been seen twice: all rows that are
   asked for are still random.</details>
2. <em>(check)</em> All vectors of the network and all rows of the bank are the same. What is the loss, and why does it not
   depend on tau or lambda?
   <details><summary>Answer</summary>ln(N + 1): all N + 1 scores are equal, whatever they are divided by, and both terms
   have the same value.</details>
3. <em>(check)</em> m = (1, 0), the fresh vector is (0, 5), momentum 0.75. What is the new row?
   <details><summary>Answer</summary>The direction (0, 1) counts a quarter: (0.75, 0.25), divided by its length 0.79, is
   (0.95, 0.32). The length 5 plays no part.</details>
4. <em>(check)</em> A row that is replaced by random directions at each update: does its length stay 1 without the
   division?
   <details><summary>Answer</summary>No. The mean of two unit vectors at right angles has length 0.71, so rows would
   shrink, and with them all scores: a temperature that nobody chose.</details>
5. <em>(change)</em> Set lambda to 0. What is left, and which row of the table should it be compared with?
   <details><summary>Answer</summary>Instance discrimination with a memory bank: no transformation at all. Against it one
   sees what the pretext adds, at half the images.</details>
6. <em>(change)</em> Let every image be its own negative once, by drawing blindly. Does the validation accuracy tell?
   Explain by how much each row's softmax changes.
7. <em>(open)</em> Run `--dataset shapes`, where left and right, up and down matter for no class. Predict the order of the
   rows and of the turns told.

\section t06_refs References

- I. Misra, L. van der Maaten, *Self-Supervised Learning of Pretext-Invariant Representations*, CVPR 2020.
- S. Gidaris, P. Singh, N. Komodakis, *Unsupervised Representation Learning by Predicting Image Rotations*, ICLR 2018.
- M. Noroozi, P. Favaro, *Unsupervised Learning of Visual Representations by Solving Jigsaw Puzzles*, ECCV 2016.
- Z. Wu, Y. Xiong, S. Yu, D. Lin, *Unsupervised Feature Learning via Non-Parametric Instance Discrimination*, CVPR 2018.
- A. van den Oord, Y. Li, O. Vinyals, *Representation Learning with Contrastive Predictive Coding*, 2018.
- K. He, H. Fan, Y. Wu, S. Xie, R. Girshick, *Momentum Contrast for Unsupervised Visual Representation Learning*, CVPR
  2020.

All sources are listed under \ref literature "Literature". Next: \ref t07_transfer "Transfer", where the images that an
encoder learns from have other classes than those it is for.
*/
