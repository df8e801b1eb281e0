/** \page t02_supervised Supervised learning: how far do labels alone go?
\tableofcontents

| Goal | the training loop that everything else builds on, and a baseline that deserves to be beaten |
| --- | --- |
| <b>You need</b> | NumPy, a little PyTorch; nothing of this library |
| <b>Time</b> | 20 minutes to read; the program's minutes stand under \ref t02_results |
| <b>Run</b> | `build/bin/t02_supervised --labels 40,100,1000 --profile quick` |

\section t02_why Why

Sixty thousand labelled images are rare. A biologist with a microscope, a farmer with a camera, a workshop with a
sensor have many images and an afternoon to label some. How many are enough? The answer is a curve, accuracy against
the number of labels, and this program draws it. On the left there are four labels a class, on the right all of them.

The curve is also the yardstick of this course. Every later method claims to get more out of few labels, and "more"
means: more than a *good* supervised training gets from the same ones. A weak baseline makes any method shine. A
well-known course compared its self-supervised encoder with a baseline whose encoder was random and frozen, and found
a gain of dozens of points; most of that was the baseline's. So we look after this one: its own learning rate, enough
steps, and every augmentation that the other methods may use.

Augmentation deserves the attention. A shirt moved by two pixels is a shirt, and so is its mirror image. You know
that, the network does not, and telling it is like handing it more labels: not new objects, but new views of the ones
it has. The program therefore draws two curves, without augmentation (`supervised_plain`) and with it (`supervised`).
What lies between them is what your knowledge of images is worth, before any clever method starts.

\section t02_maths The mathematics

The network is an <b>encoder</b> \f$f_\theta\f$, which turns an image into \f$D\f$ numbers, and a linear <b>head</b>,
which turns these into one score (logit) for each class. With random augmentation \f$t \sim T\f$ and \f$n\f$ labelled
images we minimise

\f[
L(\theta, W, b) = \frac{1}{n} \sum_{i=1}^{n} \mathbb{E}_{t \sim T} \bigl[ -\log p(y_i \mid t(x_i)) \bigr],
\qquad p(\cdot \mid x) = \mathrm{softmax}\bigl(W^\top f_\theta(x) + b\bigr),
\f]

by stochastic gradient descent with Nesterov momentum \f$m\f$, weight decay \f$w\f$ and a rate that falls along half a
cosine:

\f[
d = g + w \, p, \qquad v \leftarrow m \, v + d, \qquad p \leftarrow p - \eta_k \, (d + m \, v),
\qquad \eta_k = \tfrac{1}{2} \, \eta_0 \, \bigl(1 + \cos(\pi k / K)\bigr) .
\f]

Here \f$p\f$ is a parameter, \f$g\f$ its gradient on the batch and \f$k\f$ the step. The expectation over \f$T\f$ is
never computed: each time an image comes up, it is augmented anew, and the steps do the averaging.

| name | shape, for Fashion-MNIST | meaning |
| --- | --- | --- |
| `batch.views[0]` | (B, 28, 28, 1) | augmented, normalised images; channels last, see \ref layout_conventions "Layouts" |
| after block 1 | (B, 14, 14, 32) | 3x3 convolution, batch norm, ReLU, 2x2 max-pool |
| after block 2 | (B, 7, 7, 64) | the same |
| after block 3 | (B, 7, 7, 128) | the same, without pooling |
| `encoder(...)` | (B, 128) | mean over the 7 x 7 places: D = 128 features |
| `classifier(...)` | (B, 10) | logits |
| `classes`, `weights` | B, (B) | class indices, 0 to 9, and how much each image counts: here 1 |
| `loss` | () | mean cross-entropy |

A check that costs nothing: equal scores for C classes give a loss of \f$\ln C\f$, 2.303 for ten. A fresh network
should start near it.

\section t02_program The commented program

This is the training loop, complete. There is no trainer class and no callback; what happens in a step is what you
see.

\snippet t02_supervised/supervised.cpp supervised training

- <b>The loader</b> yields batches for ever. With 40 labels and a batch of 64, images repeat within a batch, each with
  its own augmentation. What is drawn depends on (seed, epoch, index) only, so a run gives the same result on one
  thread and on eight.
- <b>`taught`</b> says which images are trained on, with which classes. Here it is `true_labels`: the labelled images of
  the split, each with weight 1. Where a graph gives the classes, in \ref t10_transductive "Transductive learning", this
  same loop learns from them.
- <b>Parameter groups.</b> Weights decay, biases and the scales of batch norm do not.
- <b>The optimizer</b> is SGD. A transformer needs another, AdamW, and a rate that grows over the first steps: \ref
  t12_masked_attention "Masked attention" asks for both through `settings`. With `warmup` 0 the schedule is the half
  cosine of the formula.
- <b>`classifier(...)`</b> calls the module, which checks shapes; an error names the layer, both shapes and what was
  expected.
- <b>`cross_entropy`</b> takes logits, not probabilities, and class indices. It is a log-softmax and a pick, made in
  one piece so that nothing overflows.
- <b>Three lines</b> do the learning: forget old gradients, compute new ones, take a step with the rate of this
  moment. The rate is an argument, the schedule a plain function of the step: there is nothing to save, and nothing to
  call in the wrong order.
- <b>Validation</b> happens ten times, on images set aside for it, in evaluation mode. It is for looking and for
  choosing. The test set is read once, by `report_classifier`, after the last step.

Fine-tuning a pre-trained encoder is this same function with another starting point. That is why there is no second
loop for it:

\snippet t02_supervised/supervised.cpp fine-tuning
*/
#include "selfsame/data/recipes.hpp"
#include "t02_supervised/supervised.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// [t02 program]
void run(const Options& options) {
  const data::Dataset data = data::load_dataset(options.dataset, options.data_dir);
  report::Report report(
      report_setup(options, "Supervised learning: how far do labels alone go?",
                   "The same network, trained on more and more labels, with and without augmentation."));
  for (const Index labels : options.label_counts) {
    for (const std::uint64_t split : options.splits) {
      const Experiment experiment = experiment_for(data, labels, split, options.seed + split, report);
      if (!report.find("supervised_plain", labels, split, experiment.seed)) {
        SupervisedSettings plain = supervised_settings(data, labels, options);
        plain.augment = data::no_augment();
        const auto classifier = make_classifier(data, experiment.seed);
        const Cost cost = train_supervised(*classifier, experiment, true_labels(experiment), plain, "supervised_plain");
        report_classifier(experiment, "supervised_plain", *classifier, cost);
      }
      if (!report.find("supervised", labels, split, experiment.seed)) {
        const auto classifier = run_supervised(experiment, options);
        if (labels == options.label_counts.front() && split == options.splits.front()) {
          report_mistakes(experiment, *classifier);
          save_model(report, *classifier);
        }
      }
    }
  }
  report.add_curves("validation", "Validation accuracy during training", "validation_accuracy", "accuracy (%)",
                    "Measured ten times in each run on images that no run was trained on.");
  report.finish();
}
// [t02 program]

}  // namespace

/** \page t02_supervised
\tableofcontents
\subsection t02_around The program around it

The program goes through numbers of labels and splits. For one split, 40 labels are a subset of 100, and these of 250:
a point of the curve differs from its neighbour by labels that were *added*. The rows without and with augmentation
share split, seed and starting weights.

\snippet t02_supervised/main.cpp t02 program
*/

int main(int argc, char** argv) {
  Program program;
  program.name = "t02_supervised";
  program.description = "Accuracy against the number of labels, with and without augmentation: the baseline to beat.";
  program.labels = "40,100,250,1000,4000,all";
  program.several_labels = true;
  program.example = "--dataset fashion-mnist --labels 100,1000 --profile quick";
  return run_program(argc, argv, program, run);
}

/** \page t02_supervised
\tableofcontents
\section t02_results Results
Five splits of the `full` profile, Fashion-MNIST, 100 labels, two cores, as `board` measured them (mean and deviation; the
gain is the mean of the five differences); test images, read once:

\verbatim
method          labels    accuracy        gain  seconds
random_probe       100  62.1 ± 2.5  -10.4 ± 2.1        0
supervised         100  72.5 ± 1.2           -       37
\endverbatim

The ceiling of every row is the same network with all 59,000 labels (`--labels all --profile full`): in 30 passes over
mirrored images it told 92.8 % of the test images right, and 92.4 % without augmentation (one split, seed 0). Its recipe was
chosen on validation images, below; the one before it, 15 passes without augmentation, had stopped at 92.4.

\section t02_tried What we tried
Fashion-MNIST, 100 labels, ConvNet, batches of 64 images, accuracy on validation images; one split a cell, so differences
below about 1.5 points mean little with 1,000 validation images and below about 0.7 with 5,000.

| augmentation | rate | steps | validation images | accuracy (%) |
| --- | --- | --- | --- | --- |
| strong | 0.01 | 1,000 | 1,000 | 64.5, 64.7 (two splits) |
| strong | 0.03 | 600 | 1,000 | 69.3, 67.2 (two splits) |
| SimCLR's crops | 0.03 | 600 | 1,000 | 68.3, 67.0 (two splits) |
| strong | 0.1 | 1,000 | 1,000 | 73.5 |
| strong | 0.1 | 1,000 | 5,000 | 70.2 |
| strong | 0.3 | 1,000 | 5,000 | 72.1 |

The rate mattered more than anything else: a baseline left at 0.03 would have made every other method look three points
better than it is. That is why the baseline of this page runs at 0.3.

Next to it came something that is not training at all. Strong views teach batch norm the statistics of strong views, and
then it is asked about plain images. `settle_batch_norm` takes the statistics afresh, from the labelled images alone or
from all of them. Two other splits, 5,000 validation images, strong views:

| rate | weight decay | steps | statistics as trained | of the 100 labelled images | of 12,000 images |
| --- | --- | --- | --- | --- | --- |
| 0.1 | 0.0005 | 1,000 | 71.5, 68.3 | | 71.9, 70.5 |
| 0.3 | 0.0005 | 1,000 | 71.7 | | 72.2 |
| 0.3 | 0.0005 | 2,000 | 72.2 | | 73.6 |
| 0.3 | 0.002 | 1,000 | 72.5, 70.3 | -, 72.1 | 73.9, 72.5 |
| 0.3 | 0.002 | 2,000 | -, 70.0 | -, 72.1 | -, 71.7 |
| 0.3 | 0.005 | 1,000 | -, 68.6 | -, 70.9 | -, 71.4 |

The size of the batch, on splits 100, 101 and 102 with 5,000 validation images each, rate 0.3, weight decay 0.002,
statistics of the labelled images:

| images a batch | steps | accuracy |
| --- | --- | --- |
| 64 | 1,000 | 72.9, 71.3, 72.2 |
| 32 | 1,000 | <b>73.3, 73.0, 72.5</b> |
| 32 | 1,500 | 73.2, 72.4, 72.7 |

Half the batch is better on each of these splits and takes two thirds of the time, so it is what the `quick` profile has;
`full` has 64 and twice the steps. On splits 0 to 4 and test images, where nothing was chosen, it was the other way round:
71.8 ± 1.6 with 32 images, 72.4 ± 0.9 with 64. So there is no difference but the time.

With 1,000 labels there is more to learn before it is learnt by heart: more steps, less decay, and the statistics of
training are the better ones. Two splits, 5,000 validation images; below, the same network from SimCLR's encoder:

| start | rate | weight decay | steps | statistics as trained | of 10,000 plain images |
| --- | --- | --- | --- | --- | --- |
| random | 0.3 | 0.002 | 2,000 | 84.5, 83.5 | 83.4, 83.4 |
| random | 0.3 | 0.002 | 4,000 | 85.3, 84.6 | 84.5, 84.5 |
| random | 0.3 | 0.002 | 8,000 | 85.7, 85.0 | 84.4, 85.0 |
| random | 0.3 | 0.0005 | 4,000 | 85.9, 85.3 | 85.1, 85.4 |
| random | 0.1 | 0.0005 | 4,000 | 85.6, 85.0 | 84.5, 84.6 |
| SimCLR | 0.03 | 0.002 | 1,000 | 83.6, 84.4 | 82.3, 83.7 |
| SimCLR | 0.03 | 0.002 | 2,000 | 85.0, 84.2 | 84.0, 83.3 |
| SimCLR | 0.1 | 0.002 | 2,000 | 83.0, 82.6 | 81.6, 82.3 |
| SimCLR | 0.03 | 0.002 | 4,000 | 86.0, 84.8 | 84.7, 84.8 |
| SimCLR | 0.03 | 0.0005 | 4,000 | 85.4, 84.8 | 84.3, 84.6 |

All labels, batch 128, rate 0.1, 55,000 training and 5,000 validation images:

| augmentation | weight decay | passes | accuracy (%) |
| --- | --- | --- | --- |
| none | 0.0005 | 2 | 89.4 |
| flip | 0.001 | 2 | 88.9 |
| none | 0.0005 | 15 | 93.0 |
| flip | 0.0005 | 15 | 93.0 |
| flip and shifts of one pixel | 0.0005 | 15 | 92.3 |
| flip | 0.001 | 15 | 93.3 |
| flip | 0.002 | 15 | 93.0 |
| flip, and cutout of 8 pixels | 0.001 | 15 | 92.8 |
| flip | 0.001 | 30 | 93.7 |

With few weights and many labels there is more to learn from the images as they are: shifts of up to four pixels, which
help at 100 labels, cost more than a point here (91.8), because every image, tested ones too, stands in the middle.

So the baseline decays its weights by 0.002 and takes the statistics of its labelled images, since it may not look at
others. Pre-trained, fine-tuned and FixMatch rows are given the same treatment with all unlabelled images. `simclr_graph`
is not, nor is `random_probe`, whose statistics never saw an image.

\section t02_wrong What can go wrong

<b>Choosing on the test set.</b> Reporting the best of ten measurements on the test set uses its labels ten times. The
effect is largest where the curve is noisy, with few labels. Here the test images are scored once, after the last
step; choices see validation images only.

<b>A difference that is noise.</b> Accuracy \f$a\f$ on \f$n\f$ images has a standard error of \f$\sqrt{a (1 - a) /
n}\f$: at 80 % about 0.4 points on 10,000 test images and 1.3 points on 1,000 validation images. The draw of the
labelled images adds more, a lot more at four a class. Five splits, mean and deviation, or no claim.

<b>Labels that leak in on a resume.</b> If a restarted run draws its split again, with other code or another
generator, it has seen more labels than it reports. Splits are stored next to the results, and read back; a file that
belongs to other data is refused.

<b>Somebody else's mean and deviation.</b> MNIST's 0.1307 and 0.3081 are found in many a Fashion-MNIST program. Each
set is measured here from its own training images, when it is loaded.

<b>Augmentation that changes the class.</b> A mirrored shirt is a shirt, a mirrored 2 is nothing.
selfsame::data::Dataset knows whether its classes survive a mirror and what colour lies outside an image.

<b>A network left in the wrong mode.</b> Batch norm behaves differently in training and evaluation. `eval::outputs`
switches and switches back, whatever happens in between, so a measurement in mid-training leaves no trace.

<b>A metric that is wrong and looks right.</b> A public benchmark page reports 90 % on Fashion-MNIST for a network
that learnt nothing: it scored "is it class 1?", and nine in ten are not. Ask what a constant answer scores. On
balanced ten classes it must be 10 %.

\section t02_more Possibilities for extensions

- <b>A wider or deeper network.</b> Replace `ConvNet` by selfsame::nn::WideResNet in `make_encoder`. Does the curve
  move on the left, on the right, or both?
- <b>No deep learning at all.</b> selfsame::eval::knn_scores on raw pixels is a floor that embarrasses many a network
  at 40 labels.
- <b>One augmentation at a time.</b> Shift only, flip only, RandAugment only, cutout only; bars at 100 labels. Which
  knowledge is worth most?
- <b>Which images to label?</b> The split is random. Cluster the features of an untrained or pre-trained encoder and
  label the images nearest to the centres.

\section t02_exercises Exercises

1. <em>(check)</em> How many parameters has the network of the table, with a ten-way head? Convolutions have no bias,
   batch norm has two numbers a channel.
   <details><summary>Answer</summary>Convolutions 9 * 1 * 32 + 9 * 32 * 64 + 9 * 64 * 128 = 92,448, batch norm twice
   224 = 448, head 128 * 10 + 10 = 1,290: together 94,186.</details>
2. <em>(check)</em> What is the rate at the first step, half way, and at the last?
   <details><summary>Answer</summary>eta_0, half of it, and nearly 0: k counts from 0, so the last step is one short
   of K.</details>
3. <em>(check)</em> Why are the convolutions without bias?
   <details><summary>Answer</summary>Batch norm subtracts the mean of each channel, and with it any constant that was
   added before.</details>
4. <em>(change)</em> Train with 100 labels and ten times the steps. Does the baseline improve, stay, or get worse?
   Decide by validation accuracy.
5. <em>(change)</em> Break the protocol on purpose: report the best of the ten validation points *measured on the test
   set*. How many points do you gain at 40 labels, how many at 4000?
6. <em>(change)</em> Draw 20 splits at 40 labels with `--splits 20 --labels 40` and make a histogram of the
   accuracies. What could you have claimed from one?
7. <em>(open)</em> From the curve: if labelling an image takes five seconds, what is the price of one more point at
   100 labels, and at 4000?

\section t02_refs References

- H. Xiao, K. Rasul, R. Vollgraf, *Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning Algorithms*,
  2017.
- S. Ioffe, C. Szegedy, *Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate
  Shift*, ICML 2015.
- I. Sutskever, J. Martens, G. Dahl, G. Hinton, *On the Importance of Initialization and Momentum in Deep Learning*,
  ICML 2013.
- E. Cubuk, B. Zoph, J. Shlens, Q. Le, *RandAugment: Practical Automated Data Augmentation with a Reduced Search
  Space*, 2020.
- A. Oliver et al., *Realistic Evaluation of Deep Semi-Supervised Learning Algorithms*, NeurIPS 2018.

All sources are listed under \ref literature "Literature". Next: \ref t04_rotation "Rotation", where labels are made
instead of bought.
*/
