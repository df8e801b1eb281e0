#include "t03_map_of_ssl/point_methods.hpp"

#include <algorithm>
#include <chrono>

#include "selfsame/core/grad_mode.hpp"
#include "selfsame/eval/linear_probe.hpp"
#include "selfsame/nn/init.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/linalg.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/shape.hpp"
#include "selfsame/optim/adam.hpp"
#include "selfsame/optim/schedule.hpp"
#include "selfsame/ssl/entropy.hpp"
#include "selfsame/ssl/fixmatch.hpp"
#include "selfsame/ssl/nt_xent.hpp"

namespace selfsame::tutorials {
namespace {

constexpr Index train_count = 400, test_count = 2000;

class Stopwatch {
 public:
  double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count(); }

 private:
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

// A view of every point: the point and a little noise.
Tensor jittered(const Tensor& points, double jitter, Generator& random) {
  return points + static_cast<Scalar>(jitter) * randn(points.shape(), random);
}

void update(optim::Optimizer& optimizer, const Tensor& loss, double rate) {
  optimizer.zero_grad();
  loss.backward();
  optimizer.step(rate);
}

}  // namespace

// [plane task]
PlaneTask plane_task(const std::string& plane, data::LabelCount labels, std::uint64_t split) {
  const Index count = labels.of(train_count);
  require<UsageError>(count <= train_count && count % data::plane_classes == 0, "--labels: ", count,
                      " labels, expected an even number up to ", train_count, ", as many of each of the 2 classes");
  PlaneTask task;
  task.train = data::draw_plane(plane, train_count, 2 * split);
  task.test = data::draw_plane(plane, test_count, 2 * split + 1);
  task.unlabelled = Tensor(task.train.points);
  task.labelled = slice(task.unlabelled, 0, 0, count);  // classes come in turn: balanced, and at random places
  task.classes.assign(task.train.labels.begin(), task.train.labels.begin() + count);
  return task;
}
// [plane task]

PointNet::PointNet(Index outputs, Generator& random) : head(add<nn::Linear>("head", 64, outputs)) {
  for (nn::Linear* layer : {&first, &second, &head}) {
    layer->weight.mutable_data() = nn::init::kaiming_normal(layer->weight.shape(), random);
  }
  // Spread over the plane: with biases of 0 every unit of the first layer would have its kink at the origin.
  for (Scalar& bias : first.bias.mutable_data()) bias = static_cast<Scalar>(random.uniform(-1, 1));
}

Tensor PointNet::features(const Tensor& x) { return relu(second(relu(first(x)))); }

// [train points]
Trained train_points(const PlaneTask& task, const PointRecipe& recipe, const UnlabelledTerm& term, double weight,
                     std::uint64_t seed) {
  Generator random(named_seed(seed, "points"));
  const auto net = std::make_shared<PointNet>(data::plane_classes, random);
  optim::Adam adam(optim::decay_groups(optim::parameters_of(*net), 0));
  const Stopwatch stopwatch;
  Cost cost;
  for (Index step = 0; step < recipe.steps; ++step) {
    Tensor loss = cross_entropy((*net)(jittered(task.labelled, recipe.jitter, random)), task.classes);
    if (term) {
      const double grown = std::min(1.0, 2.0 * static_cast<double>(step) / static_cast<double>(recipe.steps));
      loss = loss + static_cast<Scalar>(weight * grown) * term(*net, task.unlabelled, random);
      cost.images_seen += task.unlabelled.size(0);
    }
    update(adam, loss, optim::cosine(recipe.learning_rate, step, recipe.steps));
    cost.images_seen += task.labelled.size(0);
  }
  cost.updates = recipe.steps;
  cost.seconds = stopwatch.seconds();
  return {[net](const Array& points) {
            const NoGrad no_grad;
            return (*net)(Tensor(points)).data();
          },
          cost};
}
// [train points]

// [terms]
UnlabelledTerm entropy_term() {
  return [](PointNet& net, const Tensor& points, Generator&) { return ssl::prediction_entropy(net(points)); };
}

UnlabelledTerm pseudo_label_term(double threshold) {
  return [threshold](PointNet& net, const Tensor& points, Generator&) {
    const Tensor scores = net(points);
    return ssl::consistency_loss(scores, ssl::pseudo_labels(softmax(scores), static_cast<Scalar>(threshold)));
  };
}

UnlabelledTerm consistency_term(double jitter) {
  return [jitter](PointNet& net, const Tensor& points, Generator& random) {
    const Tensor said = softmax(net(jittered(points, jitter, random))).detach();
    return mse_loss(softmax(net(jittered(points, jitter, random))), said);
  };
}
// [terms]

PretrainedPoints random_points(std::uint64_t seed) {
  Generator random(named_seed(seed, "points"));
  return {std::make_shared<PointNet>(data::plane_classes, random), {}};
}

// [pretexts]
PretrainedPoints rotation_pretext(const PlaneTask& task, const PointRecipe& recipe, std::uint64_t seed) {
  Generator random(named_seed(seed, "points"));
  const auto net = std::make_shared<PointNet>(4, random);
  optim::Adam adam(optim::decay_groups(optim::parameters_of(*net), 0));
  const Tensor quarter_turn = tensor({2, 2}, {0, 1, -1, 0});  // (x, y) -> (-y, x), for points as rows
  std::vector<Tensor> rotated = {task.unlabelled};
  Indices rotations;
  for (Index turn = 0; turn < 4; ++turn) {
    if (turn > 0) rotated.push_back(matmul(rotated.back(), quarter_turn));
    rotations.insert(rotations.end(), static_cast<std::size_t>(task.unlabelled.size(0)), turn);
  }
  const Tensor all = cat(rotated);  // (4U, 2)
  const Stopwatch stopwatch;
  for (Index step = 0; step < recipe.steps; ++step) {
    update(adam, cross_entropy((*net)(jittered(all, recipe.jitter, random)), rotations),
           optim::cosine(recipe.learning_rate, step, recipe.steps));
  }
  return {net, {recipe.steps, recipe.steps * all.size(0), stopwatch.seconds()}};
}

PretrainedPoints contrastive_pretext(const PlaneTask& task, const PointRecipe& recipe, std::uint64_t seed) {
  const Index batch = 128;
  Generator random(named_seed(seed, "points"));
  const auto net = std::make_shared<PointNet>(16, random);  // the head is the projector
  optim::Adam adam(optim::decay_groups(optim::parameters_of(*net), 0));
  const Stopwatch stopwatch;
  for (Index step = 0; step < recipe.steps; ++step) {
    Indices rows = random.permutation(task.unlabelled.size(0));
    rows.resize(static_cast<std::size_t>(batch));
    const Tensor points = index_select(task.unlabelled, 0, rows);
    const Tensor one = (*net)(jittered(points, recipe.jitter, random));
    const Tensor other = (*net)(jittered(points, recipe.jitter, random));
    update(adam, ssl::nt_xent(one, other, static_cast<Scalar>(recipe.temperature)),
           optim::cosine(recipe.learning_rate, step, recipe.steps));
  }
  return {net, {recipe.steps, 2 * recipe.steps * batch, stopwatch.seconds()}};
}
// [pretexts]

// [probe points]
Trained probe_points(const PretrainedPoints& pretrained, const PlaneTask& task) {
  const auto features = [net = pretrained.net](const Array& points) {
    const NoGrad no_grad;
    return net->features(Tensor(points)).data();
  };
  const eval::LinearProbe probe(features(task.labelled.data()), task.classes, data::plane_classes);
  return {[features, probe](const Array& points) { return probe(features(points)); }, pretrained.cost};
}
// [probe points]

}  // namespace selfsame::tutorials
