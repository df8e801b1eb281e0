#include "traps/wrong_ways.hpp"

#include <algorithm>

#include "selfsame/core/grad_mode.hpp"
#include "selfsame/data/loader.hpp"
#include "selfsame/nn/linear.hpp"
#include "selfsame/nn/norm.hpp"
#include "selfsame/nn/sequential.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/linalg.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/shape.hpp"
#include "selfsame/optim/schedule.hpp"
#include "selfsame/optim/sgd.hpp"

namespace selfsame::tutorials {

// [unmasked diagonal]
Tensor nt_xent_unmasked(const Tensor& first, const Tensor& second, Scalar temperature) {
  const Index n = first.size(0);
  const Tensor z = l2_normalize(cat({first, second}));                    // (2N, D) unit rows
  const Tensor similarity = matmul(z, permute(z, {1, 0})) / temperature;  // (2N, 2N), its diagonal 1 / temperature

  Indices partner(static_cast<std::size_t>(2 * n));  // row i and row i + N show one image
  for (std::size_t i = 0; i < partner.size(); ++i) partner[i] = (static_cast<Index>(i) + n) % (2 * n);
  return cross_entropy(similarity, partner);  // wrong: the row's own view is one of the classes
}
// [unmasked diagonal]

// [loss over accepted]
Tensor loss_over_accepted(const Tensor& strong_logits, const ssl::PseudoLabels& guesses) {
  const auto accepted = guesses.accepted * static_cast<Scalar>(strong_logits.size(0));
  const Tensor sum = cross_entropy(strong_logits, guesses.classes, {guesses.mask, Reduction::sum});
  return sum / std::max(accepted, Scalar(1));  // wrong: expected / U, all images
}
// [loss over accepted]

Cost train_simclr_by(const PairLoss& loss_of, nn::Encoder& encoder, const data::Dataset& data,
                     const Indices& unlabelled, const SimclrRecipe& recipe, std::uint64_t seed,
                     const report::TrainingLog& log) {
  data::Loader loader(data, data.train, unlabelled, recipe.batch, {recipe.augment, recipe.augment},
                      named_seed(seed, "unlabelled"));
  Generator random(named_seed(seed, "projector"));
  nn::Sequential projector;
  projector.then<nn::Linear>(encoder.features(), recipe.hidden, false, random)
      .then<nn::BatchNorm1d>(recipe.hidden, Activation::relu())
      .then<nn::Linear>(recipe.hidden, recipe.projection, true, random);
  optim::Sgd sgd(optim::decay_groups(optim::parameters_of(encoder, projector), recipe.weight_decay), {0.9, true});

  encoder.train();
  auto progress = log.steps(recipe.steps, 2 * recipe.batch, {encoder, projector, sgd, loader});
  for (const Index step : progress) {
    const data::Batch batch = loader.next();
    const Tensor z = projector(encoder(cat({batch.views[0], batch.views[1]})));  // (2B, projection)
    const Tensor loss =
        loss_of(slice(z, 0, 0, recipe.batch), slice(z, 0, recipe.batch, 2 * recipe.batch), recipe.temperature);
    sgd.zero_grad();
    loss.backward();
    sgd.step(optim::warmup_cosine(recipe.learning_rate, step, recipe.steps, recipe.steps / 20));
    progress.log({{"loss", loss.item()}});
  }
  return progress.cost();
}

// [forgotten buffers]
void forget_buffers(nn::Module& averaged, const nn::Module& built) {
  nn::NamedTensors left = averaged.named_buffers();
  const nn::NamedTensors start = built.named_buffers();
  for (std::size_t i = 0; i < left.size(); ++i) left[i].second.mutable_data() = start[i].second.data();
}
// [forgotten buffers]

// [training mode]
Array outputs_in_training_mode(nn::Module& model, const data::Dataset& data, const data::ImageSet& set,
                               const Indices& rows, Index batch) {
  const NoGrad no_grad;
  const nn::StateDict before = model.state_dict();
  model.train();  // wrong: expected model.eval()
  std::vector<Tensor> outputs;
  for (auto begin = rows.begin(); begin != rows.end();) {
    const auto end = begin + std::min<std::ptrdiff_t>(batch, rows.end() - begin);
    outputs.push_back(model(Tensor(data::to_array(data, set, Indices(begin, end)))));
    begin = end;
  }
  model.load_state_dict(before);
  return cat(outputs).data();
}
// [training mode]

Indices class_by_class(const data::ImageSet& set) {
  Indices rows = data::all_rows(set);
  std::stable_sort(rows.begin(), rows.end(), [&set](Index a, Index b) {
    return set.labels[static_cast<std::size_t>(a)] < set.labels[static_cast<std::size_t>(b)];
  });
  return rows;
}

}  // namespace selfsame::tutorials
