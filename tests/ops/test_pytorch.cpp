// Values and gradients of operations against those of PyTorch.
#include "fixtures/fixture.hpp"
#include "selfsame/ops/conv.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/norm.hpp"
#include "selfsame/ops/pool.hpp"

using namespace selfsame;

TEST_CASE("conv2d agrees with PyTorch: strides, borders, kernels that are not square, with and without a bias") {
  struct Case {
    std::string name;
    Conv2dOptions options;
    bool bias;
  };
  for (const Case& c : {Case{"conv2d_same", {1, 1}, true}, Case{"conv2d_stride2", {2, 1}, true},
                        Case{"conv2d_valid_3x2", {1, 0}, false}, Case{"conv2d_1x1_stride2", {2, 0}, false}}) {
    CAPTURE(c.name);
    const Fixture f(c.name);
    const Tensor x = f.leaf("x");
    const Tensor weight = f.leaf("weight");
    const Tensor bias = c.bias ? f.leaf("bias") : Tensor();
    const Tensor y = conv2d(x, weight, bias, c.options);
    CHECK(close(y.data(), f.array("y"), agreement));
    y.backward(f.array("dy"));
    CHECK(close(x.grad(), f.array("dx"), agreement));
    CHECK(close(weight.grad(), f.array("dweight"), agreement));
    if (c.bias) CHECK(close(bias.grad(), f.array("dbias"), agreement));
  }
}

TEST_CASE("max and average pooling agree with PyTorch") {
  const auto check = [](const std::string& name, Tensor (*pool)(const Tensor&)) {
    CAPTURE(name);
    const Fixture f(name);
    const Tensor x = f.leaf("x");
    const Tensor y = pool(x);
    CHECK(close(y.data(), f.array("y"), agreement));
    y.backward(f.array("dy"));
    CHECK(close(x.grad(), f.array("dx"), agreement));
  };
  check("max_pool_2", [](const Tensor& x) { return max_pool2d(x, 2, 2); });
  check("max_pool_3_stride2", [](const Tensor& x) { return max_pool2d(x, 3, 2, 1); });
  check("avg_pool_3_stride2", [](const Tensor& x) { return avg_pool2d(x, 3, 2, 1); });
}

TEST_CASE("batch_norm agrees with PyTorch in training and evaluation, and leaves the same running statistics") {
  const Fixture f("batch_norm");
  const Tensor x = f.leaf("x");
  const Tensor weight = f.leaf("weight");
  const Tensor bias = f.leaf("bias");
  Tensor mean = f.constant("mean");
  Tensor var = f.constant("var");
  const Tensor y = batch_norm(x, weight, bias, mean, var);
  CHECK(close(y.data(), f.array("y"), agreement));
  CHECK(close(mean.data(), f.array("mean_after"), agreement));
  CHECK(close(var.data(), f.array("var_after"), agreement));
  y.backward(f.array("dy"));
  CHECK(close(x.grad(), f.array("dx"), agreement));
  CHECK(close(weight.grad(), f.array("dweight"), 10 * agreement));  // sums over 60 values that cancel
  CHECK(close(bias.grad(), f.array("dbias"), 10 * agreement));
  BatchNormOptions evaluation;
  evaluation.training = false;
  CHECK(close(batch_norm(x, weight, bias, mean, var, evaluation).data(), f.array("evaluated"), agreement));
}

TEST_CASE("layer_norm agrees with PyTorch") {
  const Fixture f("layer_norm");
  const Tensor x = f.leaf("x");
  const Tensor weight = f.leaf("weight");
  const Tensor bias = f.leaf("bias");
  const Tensor y = layer_norm(x, weight, bias);
  CHECK(close(y.data(), f.array("y"), agreement));
  y.backward(f.array("dy"));
  CHECK(close(x.grad(), f.array("dx"), agreement));
  CHECK(close(weight.grad(), f.array("dweight"), agreement));
  CHECK(close(bias.grad(), f.array("dbias"), agreement));
}

TEST_CASE("gelu and log_softmax agree with PyTorch") {
  const auto check = [](const std::string& name, Tensor (*function)(const Tensor&)) {
    CAPTURE(name);
    const Fixture f(name);
    const Tensor x = f.leaf("x");
    const Tensor y = function(x);
    CHECK(close(y.data(), f.array("y"), agreement));
    y.backward(f.array("dy"));
    CHECK(close(x.grad(), f.array("dx"), agreement));
  };
  check("gelu", gelu);
  check("log_softmax", log_softmax);
}

TEST_CASE("cross_entropy agrees with PyTorch for indices and soft targets, weighted and not") {
  const Fixture f("cross_entropy");
  const Indices targets = f.indices("targets");
  const Tensor soft = f.constant("soft");
  const Tensor weights = f.constant("weights");
  const auto check = [&](const std::string& name,
                         Tensor (*loss_of)(const Tensor&, const Indices&, const Tensor&, const Tensor&)) {
    CAPTURE(name);
    const Tensor x = f.leaf("x");
    const Tensor loss = loss_of(x, targets, soft, weights);
    CHECK(close(loss.data(), f.array("loss_" + name), agreement));
    loss.backward();
    CHECK(close(x.grad(), f.array("dx_" + name), agreement));
  };
  check("mean", [](const Tensor& x, const Indices& t, const Tensor&, const Tensor&) { return cross_entropy(x, t); });
  check("sum", [](const Tensor& x, const Indices& t, const Tensor&, const Tensor&) {
    return cross_entropy(x, t, {{}, Reduction::sum});
  });
  check("weighted",
        [](const Tensor& x, const Indices& t, const Tensor&, const Tensor& w) { return cross_entropy(x, t, {w}); });
  check("soft", [](const Tensor& x, const Indices&, const Tensor& s, const Tensor&) { return cross_entropy(x, s); });
  check("soft_weighted",
        [](const Tensor& x, const Indices&, const Tensor& s, const Tensor& w) { return cross_entropy(x, s, {w}); });
  CHECK(close(cross_entropy(f.leaf("x"), targets, {{}, Reduction::none}).data(), f.array("none"), agreement));
}

TEST_CASE("bce_with_logits agrees with PyTorch") {
  const Fixture f("bce_with_logits");
  const Tensor x = f.leaf("x");
  const Tensor loss = bce_with_logits(x, f.constant("targets"));
  CHECK(close(loss.data(), f.array("loss"), agreement));
  loss.backward();
  CHECK(close(x.grad(), f.array("dx"), agreement));
}
