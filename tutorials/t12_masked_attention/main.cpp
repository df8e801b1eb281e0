/** \page t12_masked_attention Masked attention: learning from what is hidden
\tableofcontents

| Goal | understand self-attention number by number, and train it without labels by hiding most of each image |
| --- | --- |
| <b>You need</b> | \ref t02_supervised "Supervised learning"; \ref t04_rotation "Rotation" for what a pretext task and a probe are |
| <b>Time</b> | 35 minutes to read; the program's minutes stand under \ref t12_results |
| <b>Run</b> | `build/bin/t12_masked_attention --labels 100 --profile quick` |

\section t12_why Why

Lay paper squares over a photograph of a boot until only a quarter of it can be seen. You can still say roughly what
lies below most of them: here the sole goes on, there the shaft ends, that corner is background. To say so you must
know what boots are like, and that what is at one place follows from what is at others. Nobody told you the word
"boot" for that.

So this is a <b>pretext task</b>, as \ref t04_rotation "rotation" is one: hide patches, ask a network for their
pixels, and compare with the pixels, which we had all the time. The label costs nothing, and there is far more of it
than four turns give: a few hundred numbers an image instead of two bits. What we want is not the filled-in picture.
We want the part of the network that read the visible patches, the <b>encoder</b>, to have learnt what goes with what.
It is kept, the part that paints, the <b>decoder</b>, is thrown away, and the few labels finish the work.

\image html masked.svg "The encoder sees a quarter of the patches; the decoder must say what the others show"

The task fits one kind of network better than any other. A convolution slides over *all* places of an image; it has no
way to leave some out, and a grey square is to it just another picture. A <b>vision transformer</b> cuts the image
into patches and treats them as a *set* of tokens. Patches that are hidden are simply not in the set. Nothing stands
in for them, and nothing is computed for them, so that an image with three quarters hidden costs a quarter of the
work. What makes a set of tokens into more than a heap is <b>self-attention</b>, and that is the other half of this
chapter.

\section t12_attention Self-attention from the ground

<b>Tokens.</b> A 28 x 28 image is cut into 7 x 7 patches of 4 x 4 pixels. Each patch, 16 numbers, goes through one
linear layer and becomes a *token* of D = 64 numbers. To it a vector is added that says where the patch was, made of
sines and cosines of its row and column: what follows treats tokens as a set, and without this addition a boot with
its patches shuffled would be the same boot.

<b>Mixing.</b> So far each token knows its own patch. To learn about the others it has to take something over from
them. The simplest way is a weighted sum, \f$y_i = \sum_j a_{ij} \, x_j\f$. Who decides about the weights
\f$a_{ij}\f$?

| layer | the weight of token j for token i | is the same for all images? |
| --- | --- | --- |
| linear layer over places | a learnt number for each pair (i, j) | yes |
| convolution | a learnt number for each distance i - j, 0 beyond the kernel | yes |
| self-attention | computed from what tokens i and j contain | no |

That is the whole novelty: <b>attention is a linear layer whose weights are computed from its input</b>. Sole patches
can look for other sole patches wherever they are, in one step, at any distance, and in another image the same token
at the same place looks elsewhere. What is learnt is not whom to look at, but how to tell.

<b>Queries, keys, values.</b> Each token is turned into three vectors by three linear layers: a *query* q (what am I
looking for?), a *key* k (what do I offer to be found by?), and a *value* v (what do I hand over if I am found?). How
well a query and a key fit is their dot product. A softmax over all j makes positive weights of the fits that sum to
1, and the weights mix the values:

\f[
q_i = W_q^\top x_i, \quad k_j = W_k^\top x_j, \quad v_j = W_v^\top x_j, \qquad
a_{ij} = \frac{e^{\,q_i \cdot k_j / \sqrt d}}{\sum_{j'} e^{\,q_i \cdot k_{j'} / \sqrt d}}, \qquad
y_i = \sum_j a_{ij} \, v_j .
\f]

By hand, with two tokens and d = 1: let \f$q_1 = 1\f$, keys 1 and 0, values 10 and 20. The fits are 1 and 0, the
weights \f$e / (e + 1) = 0.731\f$ and 0.269, and \f$y_1 = 7.31 + 5.38 = 12.69\f$. A larger query, \f$q_1 = 5\f$, makes
the weights 0.993 and 0.007 and \f$y_1 = 10.07\f$: attention slides from averaging everything to picking one. As both
are reached smoothly, there is a gradient everywhere, and looking at the right place can be learnt.

<b>Why divide by the root of d?</b> If the numbers in q and k have deviation 1, their product over d numbers has
deviation \f$\sqrt d\f$. For d = 16 that is 4, and a softmax of such numbers has picked its winner before anything was
learnt.

<b>Heads.</b> One set of weights can look for one kind of thing. So the D numbers are shared out among h heads, here 4
of d = 16, which each attend by themselves; their results stand side by side and one more linear layer mixes them.

| name | shape | meaning |
| --- | --- | --- |
| images | (N, 28, 28, 1) | N images |
| patches | (N, T, P) | T = 49 patches of P = 16 pixels |
| tokens x | (N, T, D) | after `embed` and with positions, D = 64 |
| `qkv(x)` | (N, T, 3 D) | queries, keys and values of all heads, from one linear layer |
| q, k, v of a head | (N, T, d) | d = D / h = 16 numbers |
| fits, weights a | (N, h, T, T) | row i: how much token i takes of each token; sums to 1 |
| y of all heads | (N, T, D) | side by side, then `proj` |
| features | (N, D) | after 4 blocks and a LayerNorm, the mean of the tokens |

The row of T x T is the price: attention costs the square of the number of tokens. With 49 that is little, with the
3,136 of a photograph it is everything.

<b>The block.</b> Attention only mixes, and mixing values is linear. So each attention is followed by a small network
that works on every token by itself, D to 4 D to D with a GELU between. Both are *added* to what was there, so that a
token is carried through all blocks and each block changes it a little; and both read a LayerNorm of it, which keeps
the sizes of numbers where training likes them. selfsame::nn::TransformerBlock says this in two lines:

\snippet nn/attention.cpp block

\section t12_maths The mathematics of masking

For each image a set \f$M\f$ of its T patches is hidden, chosen at random, the same number in each. The encoder
\f$f\f$ gets the visible patches \f$V\f$ with their positions. In front of the decoder \f$g\f$ all T places are filled
again: with the encoder's tokens where something was seen, and elsewhere with one and the same learnt <b>mask
token</b>. Positions are added anew, since a mask token without them would not know what it is asked for. With patches
\f$x_p\f$ and predictions \f$\hat x = g(f(x_V), M)\f$ the loss is

\f[
L = \frac{1}{|M| \, P} \sum_{p \in M} \bigl\| \hat x_p - x_p \bigr\|^2 .
\f]

<b>Only hidden patches count.</b> A network that has just been shown a patch can learn to hand it through, and that
lesson teaches nothing about boots. A quarter of the loss would be about that.

<b>Most is hidden.</b> With one patch missing out of nine, its neighbours' edges go on across it, and drawing them on
needs no idea of the object. With three quarters hidden, the next visible patch is often two places away. The share is
the main dial of the task: `--mask-share`.

<b>The decoder is small.</b> Here it is one block of 32 numbers a token. It cannot be less than a block: a mask token
knows nothing but its place, and what the visible patches say about that place can come to it only through attention;
behind a linear layer alone, every mask token would predict the average patch of its place, whatever the image. It
should not be much more: what the decoder works out by itself the encoder need not know, and the decoder is what we
throw away.

<b>The target is plain pixels</b>, scaled by the data set's mean and deviation as everywhere here. The paper also has
targets of which each patch is scaled to mean 0 and deviation 1 by itself, which ask for what is drawn and not for how
bright it is. Here they gained less than the noise (see \ref t12_tried "below"), and an answer in plain pixels can be
looked at.

| name | shape, 75 % hidden | meaning |
| --- | --- | --- |
| `images` | (B, 28, 28, 1) | unlabelled, each shifted and perhaps mirrored |
| `patches` | (B, 49, 16) | their pixels, patch by patch: the target |
| `mask.visible`, `mask.masked` | B x 12, B x 37 | numbers of patches, other ones for each image |
| `tokens` | (B, 12, 64) | what the encoder makes of the visible patches |
| with mask tokens | (B, 49, 32) | narrowed to the decoder's width, all in their places |
| `predicted` | (B, 49, 16) | pixels of all patches |
| `loss` | () | mean over the 37 hidden patches of each image |

A check that costs nothing: pixels are scaled to mean 0 and deviation 1 over the data set, so whoever always answers 0
has a loss of about 1. A fresh network starts a little above; anything below 1 was learnt.

\section t12_program The commented program

Hiding is shuffling and cutting:

\snippet ssl/masked.cpp random mask

The encoder embeds patches, adds positions, and only then drops the hidden ones. `select_tokens` copies the tokens
that are kept; its backward adds gradients where they came from:

\snippet nn/vision_transformer.cpp tokens

Filling the places again is the same operation. One mask token is appended to the tokens of each image, and every
place takes either its own token or that one; `select_tokens` sums the gradient of a token that is taken many times,
which is just what a shared mask token needs:

\snippet ssl/masked.cpp mask tokens

The decoder and the loss:

\snippet ssl/masked.cpp decoder
\snippet ssl/masked.cpp masked loss

And the loop, complete:

\snippet t12_masked_attention/masked.cpp masked training

- <b>No line looks at `batch.labels`</b>, as in every pretext task. The loader draws from `split.unlabelled`.
- <b>A mask for each image and each step</b>, from a generator of its own: the run can be repeated, and no image is
  ever hidden in the same way twice.
- <b>Weak augmentation.</b> Contrastive learning lives on strong views; here the mask does the work, and shift and
  flip only stretch the data a little. The paper, too, uses crops and flips and nothing more.
- <b>AdamW with a warm-up</b>, as all transformers are trained. Adam divides each weight's gradient by the size it has
  had lately. At the beginning that is a guess from few steps, so the rate starts small.
- <b>The second half of Adam's memory</b> is 0.95 and not 0.999, as in the paper: what is asked for changes with each
  mask, and gradients of long ago say little.

What comes after is what all self-supervised chapters do. The classifiers are trained by the loop of
\ref t02_supervised "Supervised learning"; `settings.adamw` is the only thing a transformer needs to have changed
there:

\snippet t02_supervised/supervised.cpp supervised training

To look at attention, the weights of the last block are averaged over heads and over the patches that look. What is
left is one number a patch: how much it is looked at.

\snippet t12_masked_attention/masked.cpp attention maps
*/
#include <CLI/CLI.hpp>
#include <optional>

#include "t02_supervised/supervised.hpp"
#include "t12_masked_attention/masked.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// [t12 program]
void run(const Options& options, double mask_share) {
  require<UsageError>(mask_share > 0 && mask_share < 1, "--mask-share: ", mask_share, " is not above 0 and below 1");
  const data::Dataset data = data::load_dataset(options.dataset, options.data_dir);
  report::Report report(
      report_setup(options, "Masked attention: learning from what is hidden",
                   "A vision transformer is shown a quarter of each image and fills in the rest. What it learnt is "
                   "then tried on the classes, with few labels."));
  std::optional<Pretrained> pretrained;  // labels play no part in it: one for all splits
  for (const std::uint64_t split : options.splits) {
    const Experiment experiment = experiment_for(data, options.labels(), split, options.seed + split, report);
    if (report.find("masked", experiment.labels, split, experiment.seed)) continue;  // done before a resume
    const auto untrained = make_transformer(data, experiment.seed);
    report_probe(experiment, "random_probe", *untrained, {});
    run_supervised(experiment, options);  // the ConvNet of all other lessons
    run_transformer_supervised(experiment, options);
    if (!pretrained) pretrained = masked_encoder(experiment, options, masked_settings(data, options, mask_share));
    const auto settings = transformer_fine_tuning_settings(data, experiment.labels, options);
    const auto classifier = run_fine_tuning(experiment, settings, *pretrained);
    if (split != options.splits.front()) continue;
    const auto transformer = [](nn::Encoder & encoder) -> auto& {
      return dynamic_cast<nn::VisionTransformer&>(encoder);
    };
    report_attention(experiment, transformer(*untrained), transformer(*pretrained->encoder),
                     transformer(classifier->encoder));
    save_model(report, *classifier);
  }
  report.add_curves("pretext", "Error of the hidden pixels", "reconstruction_loss", "mean squared error",
                    "Training batches; pixels are scaled to deviation 1 over the data set.");
  report.add_curves("validation", "Validation accuracy during training", "validation_accuracy", "accuracy (%)",
                    "From scratch, ConvNet and transformer, and fine-tuned from the masked encoder.");
  report.finish();
}
// [t12 program]

}  // namespace

/** \page t12_masked_attention
\tableofcontents
\subsection t12_around The program around it

The rows on one split: an untrained transformer with a probe, the ConvNet and the transformer trained from scratch,
and the masked encoder with a probe and fine-tuned, its head starting as that probe. No label takes part in the
pre-training, so one encoder serves all splits.

\snippet t12_masked_attention/main.cpp t12 program
*/

int main(int argc, char** argv) {
  Program program;
  program.name = "t12_masked_attention";
  program.description = "A vision transformer learns from hidden patches, then learns the classes from few labels.";
  double mask_share = 0.75;
  program.more_options = [&mask_share](CLI::App& app) {
    app.add_option("--mask-share", mask_share, "of the patches to hide [0.75]")
        ->option_text("X")
        ->capture_default_str();
  };
  return run_program(argc, argv, program, [&mask_share](const Options& options) { run(options, mask_share); });
}

/** \page t12_masked_attention
\tableofcontents
\section t12_results Results
Five splits of the `quick` profile, Fashion-MNIST, 100 labels, two cores (`--splits 5`); test images, read once. One encoder
serves all five; its 68 seconds are in both of its rows, as they would be for one split:

\verbatim
method            accuracy         gain  seconds
random_probe    48.3 ± 2.3  -23.5 ± 1.9        0
supervised      71.8 ± 1.6            -       11
vit_supervised  63.3 ± 2.9   -8.5 ± 1.9       37
masked_probe    64.3 ± 1.7   -7.5 ± 1.4       68
masked          69.3 ± 1.9   -2.5 ± 2.3       94
\endverbatim

One split takes two and a half minutes. `supervised` is the ConvNet of all lessons, all other rows are
the transformer.

<b>Masking makes the transformer six points better</b> (6.0 ± 2.1 over `vit_supervised`, on every split, from 4.8 to
9.7). Frozen, with a linear classifier of a hundred labels on top, it is level with the same network trained on them from
its first to its last weight, ahead on three splits of five. The task is a good one.

<b>The transformer loses to the ConvNet all the same</b>, by two and a half points with pre-training and nine
without. The first row says why: with random weights, a linear cut through the features of a ConvNet tells 62 % of these
images right (see \ref t02_results "there"), through those of a transformer 48 %. That near pixels belong together, and
that a sleeve is a sleeve wherever it lies, is built into one and has to be learnt by the other. Masking teaches part of
it, and three thousand steps of 64 images, three passes, are not many: the paper takes eight hundred passes over a
million images. (Two thousand steps of 256 images, nine passes, took two and a half times as long on the same machine and
gave, on the same splits, 69.4 ± 1.6 fine-tuned and 65.5 ± 2.8 for the probe.)

\image html reconstructions.svg "Hidden patches of validation images, filled in by the decoder after 3,000 steps"

The error of hidden pixels fell from 1.20 to 0.27, so the network explains three quarters of their variance. It knows
the silhouette: a corner of a check pattern is continued into a whole shirt, two white patches into a coat, a heel
into a boot. It does not know what nothing shown tells, and paints that grey and soft. The sandal becomes a closed
shoe, the more frequent thing with such a sole.

\image html attention.svg "What is looked at in the last block; dark grey is an even share, white three times that"

The untrained network pays every patch about the same attention. After masking, shoes are looked at by their toes and
soles, bags by their edges, and tops still nearly evenly; perhaps because an inner patch is much like its neighbours and
an outline is not. The fourth row shows what a query does: the patch in the middle of the image, which lies on the
garment, looks at other patches of the garment and hardly at the background, and nobody told it what belongs to the
garment. Fine-tuning keeps the pattern and makes it sharper.

\section t12_tried What we tried
Choices were made on another split than those above (number 100), Fashion-MNIST, 100 labels, 5,000 validation images,
one run a cell: differences below about one point say nothing. First, the transformer from random weights, 600 steps:

| augmentation | rate 0.001 | rate 0.003 | rate 0.01 |
| --- | --- | --- | --- |
| strong (RandAugment and cutout, as the ConvNet has) | 60.4 | 64.1 | |
| weak (shift and flip) | 64.6 | 66.7 | 65.5 |

What is best for the ConvNet is worst here. Then 1,000 steps of masking, a probe, and 300 steps of fine-tuning:

| target | hidden | rate | error at the end | probe | fine-tuned with strong views | with weak views |
| --- | --- | --- | --- | --- | --- | --- |
| (untrained) | | | | 47.7 | | |
| pixels | 75 % | 0.002 | 0.303 | 63.0 | 58.3, 61.8, 64.6 (rates 0.0001, 0.0003, 0.001) | 67.5 (0.002) |
| pixels | 50 % | 0.002 | 0.213 | 62.2 | | 66.5, 66.6 (0.001, 0.002) |
| each patch scaled by itself | 75 % | 0.002 | 0.378 | 63.0 | 63.8 (0.002) | 67.9, 68.2 (0.001, 0.002) |
| each patch scaled by itself | 75 % | 0.004 | 0.367 | 62.2 | | 67.9 (0.002) |

The augmentation of the fine-tuning weighs more than anything about the masking. A gentle rate, the best for
\ref t04_rotation "rotation" and \ref t05_contrastive "SimCLR", is the worst one here: at 0.0001 fine-tuning ended
below the probe that it began as. Errors of different targets or shares cannot be compared with one another. On this
split, after half the steps, masking gained one point over the transformer from scratch, 67.5 against 66.7, and not
the six points of the table above: pre-training pays by its length.

\section t12_wrong What can go wrong

<b>A loss over all patches.</b> An easy slip, and the curve looks better for it, as visible patches are handed
through. In the paper the features lose half a point. A test changes what visible patches show and finds the loss the
same.

<b>Hidden patches that are not hidden.</b> Setting pixels to grey instead of leaving tokens out makes "grey" a thing
that the encoder sees at three places of four in pre-training and never afterwards. Leaving positions off the mask
tokens makes all of them the same token, and the decoder answers everywhere with one average patch. A test holds us to
the first: the prediction does not change when hidden pixels do.

<b>Blurred pictures taken for failure.</b> Many continuations fit what is visible, and squared error is smallest for
their mean. A blurred sleeve is the right answer to an unanswerable question. Sharp reconstructions are another
research topic, and not a sign of better features.

<b>Reading attention as an explanation.</b> A bright patch is one whose value is taken over by many. It may carry
"there is nothing here", a constant that all use as a place to put unneeded weight. Before you say that the network
looks at the collar, look at the untrained network's map, too: it is in the figure for that reason.

<b>Expecting a transformer to win.</b> Convolutions know before the first step that neighbouring pixels belong
together and that a thing means the same wherever it lies. Attention has to learn both from examples. From a hundred
labels it cannot, and a few minutes of masking make up for a part of it only.

<b>A probe without scaling.</b> Features of masked training differ in size by dimension much more than contrastive
ones do, and public implementations lost ten points by a linear probe that did not standardise them.
selfsame::eval::LinearProbe always does.

<b>A share that rounds to nothing.</b> `--mask-share 0.01` of 49 patches hides none of them, and the mean over no
patches is not a number. `random_mask` refuses it.

\section t12_more Possibilities for extensions

- <b>Another decoder.</b> Take the block out and let `predict` follow `norm`: what do the pictures look like, and what
  is the probe worth? Then give it three blocks. (See \ref t12_maths "the decoder is small".)
- <b>Blocks of patches.</b> Hide one large square instead of scattered patches. The task gets harder: does the probe
  get better?
- <b>Predict features instead of pixels.</b> Let the average of the encoder's weights (selfsame::optim::Ema) look at
  the whole image and make its tokens the targets (data2vec, I-JEPA). What keeps it from answering everything with one
  constant?
- <b>Probe single tokens.</b> Replace the mean over tokens by the token with the most attention. Better or worse?
- <b>Hide for the ConvNet as well.</b> Fill hidden patches with 0 and let a ConvNet predict them. Where does it lose
  against the transformer, in the task or in the features?

\section t12_exercises Exercises

1. <em>(check)</em> How many numbers are in the attention weights of one block for a batch of 256 whole images, 4
   heads? And for the 12 visible patches?
   <details><summary>Answer</summary>256 * 4 * 49 * 49 = 2,458,624, and 256 * 4 * 12 * 12 = 147,456: a sixteenth, as a
   quarter squared says. (selfsame::self_attention does not even store them.)</details>
2. <em>(check)</em> Three tokens, all queries 0. What does the attention layer compute?
   <details><summary>Answer</summary>All fits are 0, all weights 1/3: every token gets the mean of the
   values.</details>
3. <em>(check)</em> With what queries and keys would attention be a convolution?
   <details><summary>Answer</summary>If they depended on positions alone, with a large fit for one distance. One head
   gives one offset of the kernel, so a 3 x 3 convolution takes nine heads.</details>
4. <em>(check)</em> Targets are normalised to deviation 1 and the loss on hidden patches is 0.3. What share of the
   variance of hidden pixels does the network explain?
   <details><summary>Answer</summary>About 70 %, as answering the mean always would cost 1.</details>
5. <em>(check)</em> Why is it enough to append *one* mask token to the tokens of an image, although 37 places need
   one?
   <details><summary>Answer</summary>`select_tokens` may take a token more than once; the places differ by the
   positions that are added afterwards.</details>
6. <em>(change)</em> Run `--mask-share` 0.25, 0.5, 0.75 and 0.9. Plot the loss and the accuracy of `masked_probe`
   against the share. Why does the loss say nothing about which is best?
   <details><summary>Hint</summary>It is the error of another task each time.</details>
7. <em>(change)</em> Leave `+ positions_` out of the encoder. By how much does the probe fall? And out of the
   decoder?
8. <em>(open)</em> Find ten images whose attention map after fine-tuning you can explain, and ten where you cannot.
   What would convince you that your explanation is right?

\section t12_refs References

- K. He et al., *Masked Autoencoders Are Scalable Vision Learners*, CVPR 2022.
- A. Dosovitskiy et al., *An Image is Worth 16x16 Words*, ICLR 2021.
- A. Vaswani et al., *Attention Is All You Need*, NIPS 2017.
- L. Beyer, X. Zhai, A. Kolesnikov, *Better Plain ViT Baselines for ImageNet-1k*, 2022.
- I. Loshchilov, F. Hutter, *Decoupled Weight Decay Regularization*, ICLR 2019.

All sources are listed under \ref literature "Literature".
*/
