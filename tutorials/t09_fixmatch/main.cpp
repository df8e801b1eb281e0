/** \page t09_fixmatch FixMatch: sure of the easy view, so right about the hard one
\tableofcontents

| Goal | train one classifier on few labelled and many unlabelled images at once, and watch it teach itself |
| --- | --- |
| <b>You need</b> | \ref t02_supervised "Supervised learning"; \ref t05_contrastive "SimCLR" helps with views |
| <b>Time</b> | 25 minutes to read; the program's minutes stand under \ref t09_results |
| <b>Run</b> | `build/bin/t09_fixmatch --labels 100 --profile quick` |

\section t09_why Why

A child who knows ten boots meets an eleventh in good light and is sure: a boot. Then the light goes, the boot lies on
its side, half under a coat. It is still the same boot. So whatever this dim shape is, it must be called a boot as
well. Nobody gave a new label, and yet something new was learnt: what boots look like under bad conditions.

FixMatch does this with every unlabelled image. It makes an easy, <b>weak</b> view (a small shift, perhaps a mirror)
and a hard, <b>strong</b> one (sheared, rotated, brightened, a square cut out). The network guesses the class of the
weak view. If it is sure enough, the guess becomes the label of the strong view, and the network is trained on it as
if a teacher had said so. Labelled images are trained on in the same step, as usual.

\image html fixmatch.svg "The guess on the weak view becomes the label of the strong view, if it is sure enough"

Two old ideas meet here. *Pseudo-labelling* believes confident guesses, which pushes the boundaries between classes
into regions where few images lie. *Consistency* demands one answer for all views of an image, which carries a label
along from each image to its neighbours. Both are bets that images of one class hang together. Where the bet is wrong,
unlabelled data do harm.

This is <b>semi-supervised</b> learning: labelled and unlabelled images are used *at once*, the classes take part from
the first step, and what comes out is a finished classifier. Rotation and SimCLR are <b>self-supervised</b>: they make
their own labels, never hear of classes, and hand over a representation that needs a second step. The two can be
chained, since FixMatch may start from a pre-trained encoder instead of random weights. Its guesses are then better
from the beginning, and that matters, as the next paragraph shows.

So this program trains FixMatch twice. `fixmatch_scratch` is the method as published: random weights, a hundred labels.
`fixmatch` is what we would do with a hundred labels: the network starts as SimCLR's encoder with its linear probe as
head, and the labelled half of the loss trains on the labels that \ref t10_transductive "a graph of neighbours" carried
to all images, each weighted by how sure the graph is. The loss, the threshold and
the views of unlabelled images are the same.

The danger has a name, <b>confirmation bias</b>. A wrong guess that passes the threshold becomes a label; training on
it makes the network surer of it; so it passes again, and takes its neighbours with it. With ten labels a class, the
first few hundred steps decide much. All the pieces of the method (threshold, strong views, dividing by all images,
averaged weights) are there to keep this in check.

\section t09_maths The mathematics

\f$B\f$ labelled images \f$(x_i, y_i)\f$ and \f$\mu B\f$ unlabelled ones \f$u_j\f$ make one step. Weak views are
\f$a(\cdot)\f$, strong ones \f$A(\cdot)\f$, and \f$q_j = p_\theta(\cdot \mid a(u_j))\f$ is the guess, a vector of
class probabilities through which <b>no gradient flows</b>:

\f[
L = \underbrace{\frac{1}{B} \sum_{i=1}^{B} H\bigl(y_i, p_\theta(a(x_i))\bigr)}_{\text{supervised}}
  + \lambda \, \underbrace{\frac{1}{\mu B} \sum_{j=1}^{\mu B} \bigl[\max_c q_{jc} \ge \tau\bigr] \,
    H\bigl(\arg\max_c q_{jc},\ p_\theta(A(u_j))\bigr)}_{\text{consistency}} .
\f]

\f$H\f$ is the cross-entropy, \f$\tau\f$ the threshold and \f$\lambda\f$ a weight. Note the divisor \f$\mu B\f$: all
unlabelled images, not only the accepted ones. At first few pass and the second term is small; it grows as the network
becomes sure. No schedule is needed for that.

| name | shape | meaning |
| --- | --- | --- |
| `known.views[0]` | (B, H, W, C) | images whose class is told, augmented |
| `classes`, `weights` | B, (B) | what they are told to be, and how much each counts |
| `unknown.views[0]`, `[1]` | (mu B, H, W, C) | weak and strong views; row b of both shows one image |
| `scores` | (B + 2 mu B, classes) | one joint forward pass |
| `guess` | (mu B, classes) | probabilities of the weak views, constants |
| `labels.classes` | mu B | most probable class of each |
| `labels.mask` | (mu B) | 1 where its probability reaches tau, else 0 |
| `supervised`, `consistency`, `loss` | () | the two terms and their sum |

The weights that are *evaluated* are not those that are trained but their running average, \f$\bar\theta \leftarrow d
\, \bar\theta + (1 - d) \, \theta\f$ after every step. It averages out the last steps' jitter. At the start \f$d =
\min(d_{\max}, \frac{1+t}{10+t})\f$, otherwise a short run would be an average of its own random beginning.

\section t09_program The commented program

The guess, the threshold and the mask are a few lines, and a `PseudoLabels` holds plain numbers, so that no gradient
<em>can</em> flow through it:

\snippet ssl/fixmatch.cpp pseudo labels

The mask goes into cross-entropy as a weight for each sample, and its mean divides by all samples, masked or not:

\snippet ssl/fixmatch.cpp consistency loss

Now the loop, complete:

\snippet t09_fixmatch/fixmatch.cpp fixmatch training

- <b>Two loaders.</b> The first repeats the images whose class is told for ever, each time augmented anew. The second
  runs over `split.unlabelled`, which contains the labelled images as well: they too should be seen in their strong
  form.
- <b>One joint pass.</b> Labelled, weak and strong images go through the network as one batch, so batch norm
  normalises all three with the same statistics. Three separate passes would show it three different worlds.
- <b>`detach`</b> takes the weak scores out of the graph: a label is not to be argued with. An arg max has no gradient
  anyway, so here it states the intent and spares work; with soft labels, a network that could change its label
  instead of its answer would do so.
- <b>The live network guesses</b>, in training mode; the averaged one is for evaluation. (Letting the average guess is
  another method, mean teacher, and one of \ref t09_switches "the switches".)
- <b>Distribution alignment</b>, where `settings.distribution_alignment` is on, rescales the guesses so that no class
  is guessed ever more often (ReMixMatch). It knows the shares of the classes in advance: here, that they are equal.
- <b>The schedule</b> is \f$\eta \cos(7 \pi t / 16 T)\f$, which ends at a fifth of the rate and not at 0, as in the
  paper.
- <b>The monitor.</b> `accepted` is the share of guesses above the threshold, `precision` the share of those that are
  right. Precision needs the true labels of unlabelled images. They exist on this data set, they are used to *look*,
  and no line above the monitor reads them.

What comes in as `taught`, and where the network starts, is what the two rows differ by (and, with that, in rate, decay
and how many told images a step has):

\snippet t09_fixmatch/fixmatch.cpp fixmatch with a start

`true_labels` gives the scratch row its hundred images with weight 1, and `carried_labels` gives 59,000 with the graph's
classes and weights. The graph was made without labels; see \ref t10_transductive "Transductive learning" for how it
carries them. Before a network is judged, `settle_batch_norm` gives its batch norms the statistics of plain images:
training has shown them half covered ones.

The average copies batch norm's running statistics instead of averaging them, since they are averages already:

\snippet optim/ema.cpp ema update
*/
#include <CLI/CLI.hpp>
#include <optional>

#include "selfsame/data/recipes.hpp"
#include "t02_supervised/supervised.hpp"
#include "t05_contrastive/simclr.hpp"
#include "t09_fixmatch/fixmatch.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// [t09 program]
void run(const Options& options, const FixMatchSwitches& switches) {
  require<UsageError>(switches.temperature > 0 && switches.temperature <= 1, "--temperature: ", switches.temperature,
                      " is not above 0 and at most 1");
  const data::Dataset data = data::load_dataset(options.dataset, options.data_dir);
  report::Report report(
      report_setup(options, "FixMatch: sure of the easy view, so right about the hard one",
                   "One loop over few labelled and many unlabelled images: what the network is sure of "
                   "in a weakly augmented image it must also say of a strongly augmented one."));
  std::optional<Pretrained> pretrained;  // labels play no part in these two: one of each for all splits
  std::optional<ImageGraph> graph;
  for (const std::uint64_t split : options.splits) {
    const Experiment experiment = experiment_for(data, options.labels(), split, options.seed + split, report);
    if (report.find("fixmatch", experiment.labels, split, experiment.seed)) continue;  // done before a resume
    const FixMatchSettings settings = fixmatch_settings(data, options.labels(), options, switches);
    if (split == options.splits.front()) {
      report_views(experiment, "views", "Weak and strong views of ten images",
                   {{"image", data::no_augment()},
                    {"weak", settings.weak},
                    {"strong", settings.strong},
                    {"strong", settings.strong}},
                   "The guess on the weak view becomes the label of the strong one.");
    }
    run_supervised(experiment, options);
    run_fixmatch_from_scratch(experiment, options, switches);
    if (!pretrained) {
      pretrained = simclr_encoder(experiment, options);
      graph = encoder_graph(experiment, graph_settings(data, options.labels(), options), *pretrained);
    }
    const auto classifier = run_fixmatch(experiment, options, *pretrained, *graph, switches);
    if (split != options.splits.front()) continue;
    report_mistakes(experiment, *classifier);
    save_model(report, *classifier);
  }
  report.add_curves("pseudo_labels", "Guesses that became labels", "accepted", "share of unlabelled images (%)",
                    "How many guesses passed the threshold.");
  report.add_curves("precision", "How many of them were right", "precision", "right (%)",
                    "Measured with labels that training does not see. Where it falls while more is accepted, the "
                    "network has begun to teach itself its own mistakes.");
  report.add_curves("validation", "Validation accuracy during training", "validation_accuracy", "accuracy (%)",
                    "Supervised alone, and FixMatch's averaged weights.");
  report.finish();
}
// [t09 program]

}  // namespace

/** \page t09_fixmatch
\tableofcontents
\subsection t09_around The program around it

The program trains the supervised baseline on the same split and then FixMatch, and draws what the monitor saw. Read
the two curves "accepted" and "right" together: they show confirmation bias as it happens.

\snippet t09_fixmatch/main.cpp t09 program
*/

int main(int argc, char** argv) {
  Program program;
  program.name = "t09_fixmatch";
  program.description = "Few labelled and many unlabelled images in one loop, against the labels alone.";
  FixMatchSwitches switches;
  program.more_options = [&switches](CLI::App& app) {
    app.add_flag("--no-threshold", switches.no_threshold, "every guess counts, however unsure");
    CLI::Option* soft = app.add_flag("--soft-labels", switches.soft_labels,
                                     "the guess itself is the target, not its most probable class");
    app.add_option("--temperature", switches.temperature, "sharpens soft labels; 1 leaves them as they are [1]")
        ->option_text("T")
        ->needs(soft)
        ->capture_default_str();
    app.add_flag("--weak-only", switches.weak_only, "a second weak view takes the place of the strong one");
    app.add_flag("--ema-teacher", switches.ema_teacher, "the averaged weights guess, not those in training");
    app.add_flag("--distribution-alignment,!--no-distribution-alignment", switches.distribution_alignment,
                 "rescale guesses so that classes come up equally often [yes]")
        ->default_str("true");
  };
  return run_program(argc, argv, program, [&switches](const Options& options) { run(options, switches); });
}

/** \page t09_fixmatch
\tableofcontents
\section t09_switches The switches: which part does what

FixMatch came after ten years of methods that differ from it in one or two decisions. Each decision is a switch here, in
both rows, so that a part can be taken out to see what it was for:

| switch | what it changes | in the loop |
| --- | --- | --- |
| `--no-threshold` | every guess counts, sure or not: tau = 0 | `labels.mask` is all ones |
| `--soft-labels` | the target is the guess itself, not its most probable class | `labels.soft` is \f$q_j\f$ |
| `--temperature T` | soft labels are sharpened: \f$q_c^{1/T}\f$, scaled to sum to 1; towards T = 0 this is the arg max again | `ssl::sharpen` |
| `--weak-only` | a second weak view takes the place of the strong one | `settings.strong = settings.weak` |
| `--ema-teacher` | the averaged weights guess, not those in training | `teacher_scores` come from `averaged` |
| `--no-distribution-alignment` | guesses are taken as they are | `align` is not called |

\snippet t09_fixmatch/fixmatch.cpp switches
\snippet ssl/fixmatch.cpp soft pseudo labels

<b>Hard or soft</b> is the deepest of them. With target \f$q\f$ and answer \f$p\f$, the gradient of the cross-entropy
with respect to the scores is \f$p - q\f$. A soft target that the network gives already is therefore no lesson at all:
gradient 0. Soft labels ask for the *same* answer to both views and nothing else. An arg max is a target that no
answer reaches, so it also asks for a *surer* answer each time, which drives class borders out of regions with many
images (and a wrong guess into them). Soft labels are consistency; arg max is consistency and self-training. The
threshold closes most of the gap: a guess of 0.95 or more is almost an arg max.

<b>The teacher</b> goes through the same joint batch as the network, so both are normalised by the same statistics; a
test holds us to it that a teacher without memory (decay 0) is the network itself. It costs a second pass forward.

With the switches, older methods are settings of this one loop:

| method | switches | what its paper does besides |
| --- | --- | --- |
| pseudo-label (Lee 2013) | `--weak-only --no-threshold --no-distribution-alignment` | guess and answer on one and the same view; lambda grows from 0 |
| pseudo-label with a threshold, as later comparisons have it (Oliver et al. 2018) | `--weak-only --no-distribution-alignment` | the same view |
| Pi-model (Laine and Aila 2017) | `--weak-only --no-threshold --soft-labels --no-distribution-alignment` | squared error; lambda grows from 0 |
| mean teacher (Tarvainen and Valpola 2017) | the same with `--ema-teacher` | squared error; lambda grows from 0 |
| UDA (Xie et al. 2020) | `--soft-labels --temperature 0.4 --no-distribution-alignment` | tau = 0.8; labelled images that are learnt already are left out |
| FixMatch (Sohn et al. 2020) | `--no-distribution-alignment` | mu = 7, 2^20 steps |
| FixMatch with the alignment of ReMixMatch | none | the same |

What was measured: Fashion-MNIST, 100 labels, split 0, one thread, 400 steps of 64 + 2 * 256 images from random weights and
of 128 + 2 * 256 from SimCLR of 600 steps, accuracy on the 1,000 validation images; supervised training has 72.4 there.
"Accepted" and "right" are means of the last 40 steps. The
deviation of one such accuracy is 1.4 points, and though all rows share images and starting weights, a difference
below one point says nothing.

| switches | scratch: accuracy (%) | accepted | right | `fixmatch`: accuracy (%) | accepted | right |
| --- | --- | --- | --- | --- | --- | --- |
| none | 68.2 | 55 % | 85 % | 74.5 | 68 % | 86 % |
| `--no-threshold` | 69.0 | 100 % | 70 % | 73.1 | 100 % | 74 % |
| `--soft-labels` | 68.1 | 52 % | 86 % | 74.7 | 66 % | 86 % |
| `--weak-only` | 66.5 | 58 % | 82 % | 73.9 | 67 % | 87 % |
| `--ema-teacher` | 68.4 | 55 % | 86 % | 74.4 | 70 % | 85 % |
| `--no-distribution-alignment` (FixMatch as published) | 68.5 | 56 % | 85 % | 74.6 | 69 % | 85 % |
| pseudo-label with a threshold | 66.8 | 59 % | 82 % | 74.0 | 69 % | 85 % |
| pseudo-label (Lee) | 66.4 | 100 % | 67 % | 73.5 | 100 % | 74 % |
| mean teacher | 65.0 | 100 % | 67 % | 72.8 | 100 % | 74 % |

Two things can be read from this and no more. <b>The strong view is what pays</b>: all four rows without it are last
from random weights, by one and a half to three points. Without it the second view says little that the first did not.
<b>The threshold matters where the start is good</b>: from SimCLR's encoder, accepting everything costs more than a
point, since a quarter of the guesses are wrong and the labels next to them are better than that. From random weights
it costs nothing here, even though three guesses in ten are wrong: in 400 steps, guesses that come early help as much
as wrong ones harm, and alignment keeps them from running to one class. Soft or hard, which network guesses, and
alignment decide nothing at this length; the threshold lets pass only what would be nearly hard in any case, and the
average of 400 steps with decay 0.99 is not far from the network.

No row from random weights reaches supervised training with its well tuned rate and strong views. That is not an
argument against the papers, whose runs are a thousand times longer; it is one for looking at the baseline.
*/

/** \page t09_fixmatch
\tableofcontents
\section t09_results Results
Five splits of the `full` profile, Fashion-MNIST, 100 labels, two cores, as `board` measured them (mean and deviation;
the gain is the mean of the five differences); test images, read once:

\verbatim
method          labels    accuracy        gain  seconds
supervised         100  72.5 ± 1.2           -       37
simclr_probe       100  71.5 ± 1.8  -1.0 ± 0.7      340
simclr             100  72.6 ± 1.1  +0.1 ± 0.5      351
simclr_graph       100  75.5 ± 1.8  +2.9 ± 1.9      363
fixmatch           100  75.6 ± 2.1  +3.0 ± 2.2      425
\endverbatim

The chain from SimCLR over the graph gains three points, on all five splits, from 0.04 to 5.4: which hundred images
are labelled decides more than the method. What it does not show is that FixMatch's own guesses add to the carried
labels: `simclr_graph`, the same start and the same labels without the consistency term, is as good and costs a minute
less. On the split that chose the settings the term was worth a point; five others say no. `fixmatch_scratch` is not
on the board; what it gave stands in the next section, and `t09_fixmatch` prints it.

\section t09_tried What we tried
First, from random weights: Fashion-MNIST, 100 labels, split 0, 400 steps of 64 labelled and 256 unlabelled images,
distribution alignment on, averaged weights with decay 0.99. With 1,000 validation images, differences below about 1.5
points mean little.

| rate | threshold | start | validation images | accuracy (%) |
| --- | --- | --- | --- | --- |
| 0.03 | 0.95 | random | 1,000 | 70.3 |
| 0.03 | 0.8 | random | 1,000 | 71.3 |
| 0.1 | 0.95 | random | 5,000 | 69.0 |
| 0.01 | 0.95 | SimCLR of 400 steps, probe as head (300 steps) | 1,000 | 73.1 |

Then on another split, with 5,000 validation images, 2,500 steps of SimCLR where it is the start, and batch statistics
of plain images at the end; supervised training has 72.1 there. "Accepted" and "right" are of the last steps:

| start | told | rate | threshold | steps | accepted | right | accuracy (%) |
| --- | --- | --- | --- | --- | --- | --- | --- |
| random | 100 labels | 0.1 | 0.95 | 1,000 | 59 % | 86 % | 71.5 |
| SimCLR + probe | 100 labels | 0.01 | 0.8 | 800 | 86 % | 78 % | 73.4 |
| SimCLR + probe | 100 labels | 0.03 | 0.95 | 800 | 67 % | 86 % | 74.5 |
| SimCLR + probe | 100 labels, strong views | 0.1 | 0.95 | 800 | 56 % | 89 % | 70.4 (as trained) |
| SimCLR + probe of carried labels | 100 labels | 0.01 | 0.95 | 200 | 66 % | 81 % | 72.0 (as trained) |
| SimCLR + probe of carried labels | carried labels, strong views | 0.03 | 0.95 | 600 | 72 % | 86 % | 76.0 |
| the same | carried labels and 32 labelled images, no consistency term | 0.05 | - | 800 | - | - | 75.8 (as trained) |

The threshold has to be high: at 0.8 the network accepts more than it knows. A good start alone is worth three points
over random weights, since it decides which guesses are the first to pass. The largest step is what the labelled half
trains on. A hundred images are learnt by heart in a few hundred steps and then hold nothing against the network's own
mistakes; 59,000 carried labels, a quarter of them wrong and most of those with little weight, go on holding. Next to
that, the consistency term is worth little: 76.0 against 75.8 here, and as little on the board's five splits.

Smaller batches, for the `quick` profile: splits 100 and 101, 5,000 validation images, an encoder of the profile's SimCLR, whose
graph carries 76.2 and 73.6 % rightly; from random weights the rate is 0.1. Statistics of plain images:

| start, told | images a step: told, and unlabelled in two views | steps | accuracy (%) |
| --- | --- | --- | --- |
| SimCLR + probe, carried labels | 128 + 2 * 256 | 400 | <b>75.4, 74.0</b> |
| | 64 + 2 * 128 | 400 | 75.2, 72.8 |
| | 64 + 2 * 128 | 600 | 75.5, 73.0 |
| | 32 + 2 * 64 | 800 | 74.6, 71.5 |
| random, 100 labels | 32 + 2 * 128 | 400 | 72.8, 69.6 |

Half the batch loses up to a point at equal steps; the profile has 500 steps of it, two thirds of the time of 400 whole ones.

1,000 labels, two more splits, 5,000 validation images, SimCLR of 3,000 steps; supervised training, tuned for 1,000 labels,
has 85.9 and 85.3 there. Batch norm as trained:

| start | told | rate | steps | accuracy (%) |
| --- | --- | --- | --- | --- |
| random | labels | 0.1 | 600 | 80.1, 83.0 |
| SimCLR + probe | labels | 0.03 | 600 | 83.6, 84.8 |
| SimCLR + probe | labels, strong views | 0.03 | 1,500 | 83.9, 84.5 |
| SimCLR, fine-tuned: 84.4, 84.1 | labels, strong views | 0.01 | 800 | 84.9, 84.8 |
| SimCLR + probe | carried labels, half of the images with true ones, strong views | 0.03 | 600 | 83.3, 84.4 |
| SimCLR + probe | carried labels, 0.7 of the images with true ones, strong views | 0.03 | 1,500 | 86.0, 85.6 |

Here, too, what the labelled half trains on decides. With true labels alone FixMatch stays below the baseline; with carried
ones among them it draws level. The same with 100 labels, 0.3 of the images with true ones, gave 77.9 and 75.3 where carried
labels alone gave 77.6 and 74.7: too little to tell on two splits, and left as it was.

In minutes instead of days FixMatch has little time to become sure of anything, so a lower threshold lets it begin
earlier; distribution alignment keeps it from becoming sure of one class only. The schedule of the paper, a decay of
0.999 for the averaged weights, would here still remember the first steps: 0.99 fits a run of a few hundred.

\section t09_wrong What can go wrong

<b>The baseline gets weaker augmentation.</b> If FixMatch sees strong views and the supervised row only shifts, part
of the "gain" is augmentation. The baseline here may use the strong recipe too, and for few labels it does.

<b>The luck of the draw.</b> With four labels a class, two seeds of the same published code differ by more than eight
points. One run proves nothing. Use `--splits 5` and read the deviation.

<b>Dividing by the accepted images.</b> Then three lucky guesses of the first step weigh as much as the whole labelled
batch. A test holds us to the division by \f$\mu B\f$.

<b>Averaged weights, wrong statistics.</b> Averaging the running variances with everything else, or leaving them as
they were at the start, gives a good network bad numbers. And with a decay of 0.999 and a few hundred steps, an
average without warm-up is mostly random weights.

<b>`eval()` for the guesses.</b> Switching to evaluation mode for the weak view and forgetting to switch back trains
the rest of the run without batch statistics. There is no switch in the loop above.

<b>Fewer labelled images than a batch.</b> A loader that drops incomplete batches is then empty. Ours repeats the
images until the batch is full.

<b>A strong view that changes the class.</b> Solarize turns a grey boot inside out, a mirrored 2 is no 2, and grey
fill around a black drawing is a frame that the network can recognise. `strong_augment` chooses its pool of
operations, its fill and its flips by the data set. Look at the gallery in the report.

<b>Sharpening a label that is hard already.</b> A temperature on the guesses changes no arg max; in this loss it only
moves the threshold. Code that carries one along "for FixMatch" usually does not use it.

<b>Expecting wonders from pseudo-labels alone.</b> Without a strong view, a network that is trained on its own
confident answers learns what it already says. In a large public comparison with 40 CIFAR-10 labels, that gained about
one point over supervised training.

\section t09_more Possibilities for extensions

- <b>Which half of the start matters?</b> Call `train_fixmatch` on SimCLR's encoder with `true_labels`, and on a random
  network with `carried_labels`. Compare `precision` over the first hundred steps.
- <b>A threshold for each class</b> (FlexMatch): classes that are hard to learn get a lower one. Watch the shares of
  the guessed classes.
- <b>More unlabelled images a step</b>: mu = 1, 2, 4, 7 at the same number of images seen. Where does the gain end?
- <b>Let the consistency weight grow</b> from 0 over the first steps, as Lee (2013) and mean teacher do, and repeat
  their rows of \ref t09_switches "the table". Is a clock as good as a threshold?
- <b>Foreign images.</b> Mix another data set into the unlabelled images (Oliver et al. 2018 asked for this). How many
  does it take to fall below the baseline?
- <b>Carry the labels again</b>: build the graph on the trained network's features and repeat. Does a second round help?

\section t09_exercises Exercises

1. <em>(check)</em> B = 64, mu = 4: how many images go forward in a step, and how many backward?
   <details><summary>Answer</summary>64 + 2 * 256 = 576 forward, all in one batch. Gradients flow from 64 + 256 rows
   at most; the weak rows take part only through the batch statistics that they share.</details>
2. <em>(check)</em> Ten classes, tau = 0.8. What is the consistency term in the very first step?
   <details><summary>Answer</summary>Very likely 0: an untrained network's largest probability is far from 0.8, so
   the mask is empty.</details>
3. <em>(check)</em> The precision is 0.94 at 40 % accepted and 0.80 at 90 %. How many wrong labels a step is that with
   mu B = 256, before and after?
   <details><summary>Answer</summary>256 * 0.4 * 0.06 = 6 of 102, then 256 * 0.9 * 0.2 = 46 of 230.</details>
4. <em>(check)</em> Remove `.detach()` and train with the same seed. What changes in the results, and why?
   <details><summary>Answer</summary>Nothing. Classes and mask are plain numbers computed from values, so no gradient
   path exists. It would be different with soft targets in a library that lets gradients flow into them.</details>
5. <em>(change)</em> Sweep tau over 0, 0.7, 0.95, 0.99 and plot accepted share, precision and validation accuracy. tau
   = 0 is `--no-threshold`.
6. <em>(change)</em> Give the supervised baseline the same *number of images seen*. Is the comparison at equal
   updates, equal images or equal seconds the fair one? Argue for each.
7. <em>(open)</em> Make the labelled set unbalanced (nine of one class for one of another) and let distribution
   alignment keep its equal prior. Who is hurt, who is helped?

\section t09_refs References

- K. Sohn et al., *FixMatch: Simplifying Semi-Supervised Learning with Consistency and Confidence*, NeurIPS 2020.
- D. Berthelot et al., *ReMixMatch: Semi-Supervised Learning with Distribution Matching and Augmentation Anchoring*,
  ICLR 2020.
- D.-H. Lee, *Pseudo-Label: The Simple and Efficient Semi-Supervised Learning Method for Deep Neural Networks*, ICML
  workshop 2013.
- A. Tarvainen, H. Valpola, *Mean Teachers Are Better Role Models*, NeurIPS 2017.
- S. Laine, T. Aila, *Temporal Ensembling for Semi-Supervised Learning*, ICLR 2017.
- Q. Xie et al., *Unsupervised Data Augmentation for Consistency Training*, NeurIPS 2020.
- E. Arazo et al., *Pseudo-Labeling and Confirmation Bias in Deep Semi-Supervised Learning*, IJCNN 2020.
- A. Oliver et al., *Realistic Evaluation of Deep Semi-Supervised Learning Algorithms*, NeurIPS 2018.

All sources are listed under \ref literature "Literature". Next: \ref t10_transductive
"Transductive learning", where the unlabelled images are the question itself.
*/
