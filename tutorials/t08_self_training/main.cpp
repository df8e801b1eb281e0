/** \page t08_self_training Self-training: the loop that improves a deployed model
\tableofcontents

| Goal | build the two loops by which a model in use gets better: it labels images for its successor, or it asks a person for the labels that help most |
| --- | --- |
| <b>You need</b> | \ref t02_supervised "Supervised learning" (its training loop is called here), softmax |
| <b>Time</b> | 25 minutes to read; the program's minutes stand under \ref t08_results |
| <b>Run</b> | `build/bin/t08_self_training --labels 100 --profile quick` |

\section t08_why Why

A shop has labelled a hundred photographs of clothes, trained a network, and put it to work. From then on images come
in by the thousand, without labels. Two things can be done with them.

The first costs nothing. Let the network label them itself, keep the guesses that it is surest of, and train its
<b>successor</b> on the hundred labels *and* these guesses. The successor labels the images again, a little better, and
so on. This is <b>self-training</b>, the oldest semi-supervised method there is (Scudder 1965, Yarowsky 1995). It can
work because the surest guesses are more often right than the others, and because a network that is trained on many
images with a few wrong labels is pulled by the right ones. It can fail because the network has no other source than
itself: what it is wrong *and* sure about, it teaches its successor. That is <b>confirmation bias</b>.

The second costs a little. Show a person a few images and ask. Labels are what is expensive, so the question is which
images to spend them on, and the network has an opinion about that. This is <b>active learning</b>, and the person, or
whoever answers, is called the <b>oracle</b>. In this program the oracle is the data set, which knows all labels and
reveals the ones that are asked for.

\image html self_training.svg "Two loops around a deployed model: it labels for its successor, or it asks"

The two fit together like the two ends of a list. Sort the images by how sure the network is. Self-training takes them
from the top: cheap labels that are mostly right, and tell it little that it did not know. Active learning takes them
from the bottom: labels that cost money, and say something new.

\section t08_maths The mathematics

Let \f$p_\theta(c \mid x)\f$ be the softmax of the network's scores, \f$\hat y(x) = \arg\max_c p_\theta(c \mid x)\f$ its
guess and \f$m(x) = \max_c p_\theta(c \mid x)\f$ its confidence. \f$L\f$ are the labelled images, \f$U\f$ the pool.

<b>Self-training.</b> Round \f$r = 1, \dots, R\f$ labels the pool with \f$\theta_{r-1}\f$ and keeps of each class \f$c\f$
the \f$s_r |U| / C\f$ most confident guesses,

\f[
K_r = \bigcup_{c=1}^{C} \operatorname{top}_{\, s_r |U| / C} \bigl\{ x \in U : \hat y_{r-1}(x) = c \bigr\}
\quad\text{by } m_{r-1}(x),
\qquad
\theta_r = \arg\min_\theta \sum_{(x, y) \in L} \ell_\theta(x, y) + \sum_{x \in K_r \setminus L} \ell_\theta\bigl(x,
\hat y_{r-1}(x)\bigr) ,
\f]

where \f$\ell\f$ is the cross-entropy on augmented images and each minimisation starts <b>from random weights</b>. The
share grows evenly from \f$s_1\f$ to \f$s_R\f$: first the surest, in the end nearly all.

Why a share of each class and not a threshold? A threshold lets through what the network finds *easy*: trousers and
bags by the thousand, shirts hardly at all, and the successor may find shirts rarer still. It also needs probabilities
that mean what they say, and a network trained on a hundred labels is overconfident: of the guesses that claim 95 % or
more, 88 % were right. A share uses only the *order* of the confidences and gives every class the same say. Its price
is an assumption: that the classes are about equally frequent in the pool. \ref t08_tried has both.

Two numbers describe what a round learns from: <b>coverage</b>, the part of the pool that has a kept guess, and
<b>precision</b>, the part of the kept guesses that is right. One buys the other. Only the monitor knows precision; in
life a sample has to be checked by hand.

<b>Active learning.</b> Each strategy maps the pool to the next images to be labelled:

| strategy | asks for | in one line |
| --- | --- | --- |
| `random` | any images | \f$x \sim U\f$ |
| `least_confident` | where the network does not know | \f$\arg\min_x m(x)\f$ |
| `diverse` | what is unlike all that is labelled | \f$\arg\max_x \min_{z \in L} \lVert f(x) - f(z) \rVert\f$, one at a time |

\f$f\f$ are the encoder's features. The third is the greedy solution of the <b>k-centre problem</b>: place \f$k\f$
centres so that the farthest image is as near to one as possible. Each new centre goes to the image that is worst off,
and the radius that results is at most twice the best possible (Gonzalez 1985).

| name | shape | meaning |
| --- | --- | --- |
| `pool` | U | rows of the training images that may be labelled or asked for |
| `guesses` | (U, C) | class probabilities of the pool |
| `kept.images`, `kept.classes` | K | rows of `guesses`, and the class of each |
| `taught.rows`, `.classes`, `.weights` | T, T, (T) | what `train_supervised` is told: labels and guesses together |
| features | (U, D) | of the encoder, D = 128 |
| `asked` | k | rows of the images the oracle is asked about |

\section t08_program The commented program

Which guesses are kept, and where a label would tell most, is a matter of sorting. None of these functions sees a
class, except as the network's guess:

\snippet ssl/self_training.cpp balanced guesses
\snippet ssl/active.cpp least confident
\snippet ssl/active.cpp farthest first

In the last one `distance` is all that is remembered. A new centre can only bring distances down, so one pass over the
pool a centre is enough. Ties go to the lower position everywhere: the same seed asks for the same images.

Labels and guesses become one list to train on. An image that has a label keeps it, and the labels are listed so often
that they are a quarter of what the network is shown; \ref t08_tried says what happens without that.

\snippet common/experiment.cpp blended

And the loop around it:

\snippet t08_self_training/self_training.cpp self-training

- <b>`train_supervised`</b> is the loop of \ref t02_supervised "Supervised learning", unchanged. It learns from images
  and classes and does not ask who named them.
- <b>Guesses come from plain images, training uses augmented ones.</b> That is where new information enters: the
  successor has to give the same answer for the sheared and half covered image. A network that was trained on its own
  guesses *without* augmentation would only be told what it says already.
- <b>Every network begins from random weights.</b> One that goes on from its own has its mistakes in its weights.
- <b>The last network is the result.</b> No round is picked by its accuracy.

The oracle is where a comparison of this kind can be spoilt, so it is a function of its own:

\snippet t08_self_training/active.cpp oracle

It answers for the unlabelled images of the split and for no other, and each answer is counted. Validation images and
test images cannot be asked for. The loop:

\snippet t08_self_training/active.cpp choose
\snippet t08_self_training/active.cpp active
*/
#include "selfsame/eval/predict.hpp"
#include "selfsame/report/image_figures.hpp"
#include "t08_self_training/active.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

constexpr Strategy strategies[] = {Strategy::random, Strategy::least_confident, Strategy::most_diverse};

// The first images that each strategy asked for.
void report_asked(const Experiment& experiment, const std::vector<Indices>& asked) {
  const data::Dataset& data = experiment.data;
  const Index columns = std::min<Index>(10, static_cast<Index>(asked.front().size()));
  if (columns == 0) return;
  Indices shown;
  std::vector<std::string> names;
  for (std::size_t s = 0; s < asked.size(); ++s) {
    shown.insert(shown.end(), asked[s].begin(), asked[s].begin() + columns);
    names.push_back(name_of(strategies[s]).substr(7));
  }
  experiment.report.add(report::image_grid(
      "asked", "The first images that each strategy asked for", data::to_array(data, data.train, shown), columns, names,
      {}, "A person has to name the class of each. Which row would you rather be given?"));
}

// One of the metrics that each round of self-training logged, over rounds counted from 1.
report::NamedCurve by_round(const Experiment& experiment, const std::string& name, const std::string& metric) {
  report::Curve curve = experiment.report.metrics().curve(experiment.series("self_training"), metric);
  for (auto& [round, value] : curve) ++round;
  return {name, curve};
}

// [t08 program]
void run(const Options& options) {
  const data::Dataset data = data::load_dataset(options.dataset, options.data_dir);
  require<UsageError>(options.labels() != all_labels, "--labels: \"all\" leaves no image to be labelled by a network");
  report::Report report(report_setup(options, "Self-training: the loop that improves a deployed model",
                                     "A network labels images for the next one; or it asks a person for the labels "
                                     "of a few, and how it chooses them is put to the test."));
  const Indices budgets = budgets_of(options.labels(), data.classes(), options.by_profile<Index>(1, 2, 3));
  for (const std::uint64_t split : options.splits) {
    const auto with = [&](Index labels) { return experiment_for(data, labels, split, options.seed + split, report); };
    const Experiment experiment = with(options.labels());
    if (report.find("self_training", experiment.labels, split, experiment.seed)) continue;  // done before a resume

    // As many labels at once, for comparison. The first of these networks asks the first questions.
    std::vector<std::unique_ptr<nn::Classifier>> supervised;
    for (const Index budget : budgets) supervised.push_back(run_supervised(with(budget), options));

    const Experiment start = with(budgets.front());
    std::vector<Indices> asked;
    for (const Strategy strategy : strategies) {
      asked.push_back(run_active(start, options, *supervised.front(), budgets, strategy));
    }
    const auto student = run_self_training(experiment, options, *supervised.back());
    if (split != options.splits.front()) continue;
    report_asked(start, asked);
    report.add(report::curves_figure(
        "rounds", "Guesses that became labels",
        {by_round(experiment, "images with a guess", "coverage"),
         by_round(experiment, "guesses that are right", "precision"),
         by_round(experiment, "validation accuracy", "round_accuracy")},
        "%", "Each round keeps more of the network's guesses. Training never sees which of them are right.", "round"));
    report_mistakes(experiment, *student);
    save_model(report, *student);
  }
  report.finish();
}
// [t08 program]

}  // namespace

/** \page t08_self_training
\tableofcontents
\subsection t08_around The program around it

Supervised training at every budget comes first: it is what each strategy is compared with, and the network with the
fewest labels asks the first questions. All rows share split, seed, network, augmentation and steps; the network that
has learnt from all labels is the teacher of self-training's first round.

\snippet t08_self_training/main.cpp t08 program

Every network of the active rows is tested once, when its budget is spent. What was asked for stands in
`labels-STRATEGY-N-SPLIT.json`, in the form of a split, so that another person can check it or train on it.
*/

int main(int argc, char** argv) {
  Program program;
  program.name = "t08_self_training";
  program.description = "A network labels images for the next one, or asks a person for the labels that help it most.";
  return run_program(argc, argv, program, run);
}

/** \page t08_self_training
\tableofcontents
\section t08_results Results
Three splits of the `quick` profile (`--splits 3`), Fashion-MNIST, 100 labels, two cores, under 4 minutes each. Mean and
deviation over the splits; the gain is the mean of the three differences. Each network was tested once.

\verbatim
method                  labels    accuracy        gain  seconds
supervised                  40  64.4 ± 2.6           -      9.9
supervised                  70  70.2 ± 0.6           -       11
active_random               70  68.2 ± 2.4  -2.0 ± 2.0       21
active_least_confident      70  69.3 ± 2.2  -0.9 ± 1.5       22
active_diverse              70  66.3 ± 1.6  -3.9 ± 1.0       21
supervised                 100  72.5 ± 0.7           -       12
active_random              100  70.9 ± 1.1  -1.7 ± 0.8       32
active_least_confident     100  71.6 ± 2.5  -0.9 ± 2.4       34
active_diverse             100  67.4 ± 2.3  -5.1 ± 1.8       33
self_training              100  73.9 ± 0.3  +1.4 ± 0.6       70
\endverbatim

<b>Self-training gains on every split</b>, by 0.7, 1.8 and 1.7 points. About 0.3 of that is the batch statistics, which
it may take from unlabelled images and the baseline may not (measured on other splits, see below). Compare 1.4 with the
2.9 of `simclr_graph` on \ref board "the board": guesses of a network that knows a hundred labels are a weaker source
than a graph of features learnt from all images.

\image html rounds.svg "Split 0: each round keeps more guesses, and fewer of them are right"

Coverage rises to 95 % and not to 100, because a class that is guessed more often than one time in ten gives only its
quota: the surplus, mostly doubtful, is left out. Precision falls from 83 to 76 %, as it must when doubtful guesses are
let in; all guesses of the first network together are right in 73 cases of 100. The accuracy of the rounds hardly
moves on this split, and rises by a point and a half in three rounds on the two others.

<b>None of the active rows reaches as many labels drawn at once</b>, and the reason is instructive. The `supervised` row
draws the same number of images *of each class*, and to do so somebody must know the classes beforehand. The honest
comparison for a strategy is `active_random`. Asking where the network is least sure gains 1.1 points over it with 70 labels
and 0.8 with 100, in the mean; on one of the three splits it loses each time. Thirty questions at once, asked by a network
that has seen four images a class, are about as good as drawing at random.

<b>Diversity hurts</b>, and a look at the images says why:

\image html asked.svg "Split 0: the first ten images that each strategy asked for"

Farthest-first asks for the strangest images: dots, hearts, checks, stripes. Of the 60 answers 21 are bags, the
class with the most ways to look, and one in all the splits together goes to a sneaker. A label of an exception teaches
little about the rule. The middle row shows another vice. A network that has not understood bags is unsure about *all*
bags, and four of the first ten questions go to one and the same gap.

| asked for, of 60, mean over splits | shirt, T-shirt, pullover, coat | bag | sneaker, boot | others |
| --- | --- | --- | --- | --- |
| `random` | 25.3 | 4.7 | 13.0 | 17.0 |
| `least_confident` | 36.0 | 9.7 | 3.7 | 10.7 |
| `diverse` | 29.7 | 21.0 | 0.7 | 8.7 |

\section t08_tried What we tried
Fashion-MNIST, 100 labels, split 100, accuracy on 5,000 validation images (standard error 0.6), 1,000 steps a round. The
teacher had 72.8, and 73.1 with batch statistics of unlabelled images. In each cell: precision of the kept guesses, then
accuracy of the network that learnt from them.

| guesses kept, by round | labels are | round 1 | round 2 | round 3 | round 4 |
| --- | --- | --- | --- | --- | --- |
| 20, 40, ... 100 % | once each | 89.5, 71.4 | 83.7, 69.8 | | |
| 20, 40, 60, 80 % | a quarter | 89.5, 73.0 | 85.0, 72.5 | 81.5, 73.2 | 79.8, 74.0 |
| all | once each | 76.4, 74.1 | | | |
| all | a quarter | 76.4, 74.2 | 78.7, 74.0 | | |
| all, 2,000 steps | a quarter | 76.4, 74.8 | | | |
| <b>60, 80, 100 %</b> | a quarter | 84.6, <b>75.0</b> | 84.1, 75.0 | 78.8, 74.7 | |
| from 0.95 on, any class | a quarter | 87.6, 74.2 | 87.9, 73.1 | | |

Where cells are empty the run ended, some of them at a time limit. The first row is the surprise: with 90 % of the
guesses right, the successor is *worse* than its teacher. The surest fifth are the easy images, which the teacher
needs no successor for, and the hundred labels, one in a hundred of what is shown, no longer count. Showing the labels
as a quarter of every batch repairs most of it, and a larger first share the rest. On split 101 (teacher 71.9; 72.2
with unlabelled statistics), all guesses and a quarter of labels gave 73.8 and 74.8 in two rounds.

A threshold of 0.95 keeps as many guesses as the balanced 60 %, 58 % of the pool, and more of them are right. Its
successor is nevertheless the worse one, and the next is worse again, presumably because the easy classes have taken
the places of the hard ones. Precision is not all that counts.

The strategies have nothing to tune. Besides the run above they ran with three rounds of 20 questions in place of two of 30
and 64 images a step, on the same three splits: random 71.0 ± 1.5, least confident 72.6 ± 1.9, diverse 67.6 ± 1.6 at 100
labels. There the least confident were ahead of random on all three splits. On split 0 alone, the same strategy in four
such runs ended anywhere from 71.8 to 74.7: that is what one split is worth.

Self-training with 32 images a step and two rounds, on split 0, ended a point below its teacher: thousands of guesses want
to be looked at more than a hundred labels do, so it kept 64 and three rounds.

\section t08_wrong What can go wrong

<b>Confirmation bias.</b> The network is the only source of its pseudo-labels. What it takes for a coat with confidence
becomes a coat for all successors; look at the confusion matrix, whose large entries off the diagonal are larger after
self-training than before. Fresh starts, augmentation and a share below 1 slow it down; only new labels stop it.

<b>The rich get richer.</b> Without balance, a class that is easy gets more pseudo-labels, is guessed more often, and
gets still more. Within a few rounds a rare class may be gone.

<b>Balance that is not true.</b> With a pool of nine shirts to one bag, `balanced_guesses` fills the bags up with
shirts. Where the frequencies are known, quotas should be proportional to them; where they are not, a threshold is
honest.

<b>Judging the loop by its own confidence.</b> Mean confidence rises in every round, also when precision falls. Keep
labels aside that never take part in training.

<b>Outliers.</b> Farthest-first asks for what is unlike everything else: on clean data for rare styles, on real data
for broken images, thumbs in front of the lens and screenshots. The least confident images are often ambiguous to
people, too, and then the oracle errs; a data set's label hides that.

<b>Twins.</b> The least confident images of one round resemble each other: the network does not know one kind of
image, and a batch of ten asks ten times about it. With one question at a time this cannot happen, but nobody trains a
network for each label.

<b>A baseline without the balance.</b> Our `supervised` rows draw as many images of each class. An `active_random` row
cannot: to draw by class is to know the class. In life `active_random` is the baseline that is really available.

<b>Peeking.</b> If a strategy is chosen because it was best on *this* test set, the labels of the test set took part.
So did those of all the images that were not asked for, if the number of rounds or of questions was tuned on the very
pool. Here all settings were fixed on other splits.

\section t08_more Possibilities for extensions

- <b>Both loops together.</b> Ask for the least confident, keep the most confident guesses, in one round. The two lists
  do not overlap.
- <b>Soft labels</b>: keep the whole distribution instead of the class, and weigh each guess by its confidence.
  `Teaching::weights` is there for it.
- <b>A better start</b>: let the first teacher be fine-tuned from \ref t05_contrastive "SimCLR", and choose diverse
  images in *its* features, which know the images before a label is there.
- <b>Margins and committees</b>: ask where the first and the second class are nearly equal, or where three networks
  with other seeds disagree.
- <b>Stop in time</b>: stop self-training when two rounds disagree on fewer than one in a hundred images.

\section t08_exercises Exercises

1. <em>(check)</em> Points on a line at 0, 1, 4, 6, 9 and 10; 0 is labelled. In which order does farthest-first ask for
   the others?
   <details><summary>Answer</summary>10 (distance 10). Then 4 and 6 are both 4 away from a centre: the one that stands
   first in the pool, say 4. Then 6 is 2 away from 4, and 1 and 9 are 1 away: 6, 1, 9.</details>
2. <em>(check)</em> A pool of 50,000 images, 10 classes, a share of 0.2; 400 images are guessed to be bags. How many
   guesses does a round keep at most, and how many bags?
   <details><summary>Answer</summary>The quota is 0.2 * 50,000 / 10 = 1,000 a class. There are 400 bags, so at most
   9 * 1,000 + 400 = 9,400.</details>
3. <em>(check)</em> 40 % of the pool is kept with a precision of 90 %, then all of it with 78 %. How many right and how
   many wrong labels does each give of 50,000?
   <details><summary>Answer</summary>18,000 right and 2,000 wrong; 39,000 right and 11,000 wrong. Of the 30,000 that
   came in addition, 70 % were right.</details>
4. <em>(check)</em> Why does a network that is asked for guesses on *augmented* images, and trained on the same
   augmented images with them, learn next to nothing?
   <details><summary>Answer</summary>The loss on its own hard guess is small where it is sure, and the gradient with
   it. New information comes from the difference between the view that was labelled and the view that is
   learnt.</details>
5. <em>(change)</em> Replace `balanced_guesses` by `guesses_above` with 0.95. Print how many guesses of each class are
   kept in each round.
6. <em>(change)</em> Let the successor start from its teacher's weights instead of random ones. What happens to
   precision over the rounds?
7. <em>(change)</em> Ask for one image a class of the *guesses* in each round. Does balance help `least_confident`?
8. <em>(open)</em> An answer of the oracle costs 5 cents, a training run on a rented machine 20. Draw accuracy against
   *money* for one, three and ten rounds.

\section t08_refs References

- H. Scudder, *Probability of Error of Some Adaptive Pattern-Recognition Machines*, IEEE Transactions on Information
  Theory 1965.
- D. Yarowsky, *Unsupervised Word Sense Disambiguation Rivaling Supervised Methods*, ACL 1995.
- D.-H. Lee, *Pseudo-Label: The Simple and Efficient Semi-Supervised Learning Method for Deep Neural Networks*, ICML
  workshop 2013.
- Y. Zou, Z. Yu, B. Vijaya Kumar, J. Wang, *Unsupervised Domain Adaptation for Semantic Segmentation via Class-Balanced
  Self-Training*, ECCV 2018.
- P. Cascante-Bonilla, F. Tan, Y. Qi, V. Ordonez, *Curriculum Labeling: Revisiting Pseudo-Labeling for Semi-Supervised
  Learning*, AAAI 2021.
- Q. Xie, M.-T. Luong, E. Hovy, Q. Le, *Self-Training with Noisy Student Improves ImageNet Classification*, CVPR 2020.
- D. Lewis, W. Gale, *A Sequential Algorithm for Training Text Classifiers*, SIGIR 1994.
- T. Gonzalez, *Clustering to Minimize the Maximum Intercluster Distance*, Theoretical Computer Science 1985.
- O. Sener, S. Savarese, *Active Learning for Convolutional Neural Networks: A Core-Set Approach*, ICLR 2018.

All sources are listed under \ref literature "Literature". Next: \ref t09_fixmatch "FixMatch", where the rounds shrink
to single steps.
*/
