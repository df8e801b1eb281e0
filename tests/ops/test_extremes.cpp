// Every operation at 0, -0, denormal, large and infinite numbers and NaN: values and gradients against PyTorch's. What
// is left out of a comparison is a difference on purpose, and a row of the last table of docs/numbers.dox.
#include <limits>
#include <map>
#include <sstream>

#include "ops/check_gradients.hpp"
#include "selfsame/io/safetensors.hpp"
#include "selfsame/ops/attention.hpp"
#include "selfsame/ops/conv.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/linalg.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/norm.hpp"
#include "selfsame/ops/pool.hpp"
#include "selfsame/ops/reduce.hpp"
#include "selfsame/ops/shape.hpp"

using namespace selfsame;

namespace {

using Function = std::function<Tensor(const Tensor&)>;
using Skip = std::function<bool(Index)>;  // whether element i is left out

const Scalar infinity = std::numeric_limits<Scalar>::infinity();

const Array& theirs(const char* name) {
  static const std::map<std::string, Array> all = [] {
    const std::string precision = sizeof(Scalar) == 4 ? "float" : "double";
    std::map<std::string, Array> named;
    for (auto& [key, array] :
         io::load_safetensors(std::string(SELFSAME_FIXTURES) + "/extremes_" + precision + ".safetensors")) {
      named[key] = array;
    }
    return named;
  }();
  return all.at(name);
}

// NaN is NaN, infinity infinity, and the rest close, relative to the number or to `size`.
bool alike(Scalar found, Scalar expected, double size) {
  if (std::isnan(expected)) return std::isnan(found);
  if (std::isinf(expected)) return found == expected;
  return std::abs(double{found} - double{expected}) <= rounding * std::max(size, std::abs(double{expected}));
}

// Rounding is measured by the largest number of a line: terms as large may have been added up for the others.
void compare(const std::string& name, const Array& found, const Skip& skip = {}) {
  const Array& expected = theirs(name.c_str());
  REQUIRE_MESSAGE(found.shape() == expected.shape(), name);
  const Index width = expected.dimension() > 1 ? expected.shape().back() : 1;
  std::ostringstream differing;
  for (Index line = 0; line < count(expected); line += width) {
    double size = width > 1 ? 1 : 0.1;
    for (Index i = line; i < line + width; ++i) {
      const double one = std::abs(double{expected.data()[i]});
      if (std::isfinite(one)) size = std::max(size, one);
    }
    for (Index i = line; i < line + width; ++i) {
      if ((skip && skip(i)) || alike(found.data()[i], expected.data()[i], size)) continue;
      differing << " [" << i / width << ", " << i % width << "] " << found.data()[i] << " not " << expected.data()[i];
    }
  }
  CHECK_MESSAGE(differing.str().empty(), name, ":", differing.str());
}

void along(const std::string& name, const std::string& inputs, const Function& f, const Skip& skip = {},
           const Skip& skip_gradient = {}) {
  const Tensor x(theirs(inputs.c_str()), true);
  const Tensor y = f(x);
  compare(name, y.data(), skip);
  y.backward(filled(y.shape(), 1));
  compare(name + ".d0", x.grad(), skip_gradient);
}

// Each number alone, and five times in a longer array: in vectors and in what they leave behind.
void each(const std::string& name, Tensor (*f)(const Tensor&), const Skip& skip = {}) {
  const Array& numbers = theirs("x");
  const Index n = count(numbers);
  Array values = empty({n}), gradients = empty({n});
  for (Index i = 0; i < n; ++i) {
    const Tensor x(filled({1}, numbers(i)), true);
    const Tensor y = f(x);
    y.backward(filled({1}, 1));
    values(i) = y.data()(0);
    gradients(i) = x.grad()(0);
  }
  compare(name, values, skip);
  compare(name + ".d0", gradients, skip);
  const Tensor x(cat(std::vector<Tensor>(5, Tensor(numbers))).data(), true);
  const Tensor y = f(x);
  y.backward(filled({5 * n}, 1));
  for (Index copy = 0; copy < 5; ++copy) {
    compare(name, slice(y, 0, copy * n, copy * n + n).data(), skip);
    compare(name + ".d0", slice(Tensor(x.grad()), 0, copy * n, copy * n + n).data(), skip);
  }
}

void two(const std::string& name, const Array& a, const Array& b,
         const std::function<Tensor(const Tensor&, const Tensor&)>& f, const Skip& skip_d1 = {}) {
  const Tensor u(a, true), v(b, true);
  const Tensor y = f(u, v);
  compare(name, y.data());
  y.backward(filled(y.shape(), 1));
  compare(name + ".d0", u.grad());
  compare(name + ".d1", v.grad(), skip_d1);
}

bool denormal(Scalar v) { return std::fpclassify(v) == FP_SUBNORMAL; }

// The weights of make_extremes.py: whole numbers from -2 to 2.
Array small_numbers(const Shape& shape) {
  Array w = empty(shape);
  for (Index i = 0; i < count(w); ++i) w.data()[i] = static_cast<Scalar>(i * 7 % 5 - 2);
  return w;
}

}  // namespace

TEST_CASE("extreme numbers: functions of one number agree with PyTorch") {
  each("exp", [](const Tensor& x) { return exp(x); });
  each("sqrt", [](const Tensor& x) { return sqrt(x); });
  each("abs", [](const Tensor& x) { return abs(x); });
  each("tanh", [](const Tensor& x) { return tanh(x); });
  each("sigmoid", [](const Tensor& x) { return sigmoid(x); });
  each("relu", [](const Tensor& x) { return relu(x); });
  each("leaky_relu", [](const Tensor& x) { return leaky_relu(x); });
  each("gelu", [](const Tensor& x) { return gelu(x); });
  each("clamp", [](const Tensor& x) { return clamp(x, -1, 1); });
  each("pow_0", [](const Tensor& x) { return pow(x, 0); });
  each("pow_1", [](const Tensor& x) { return pow(x, 1); });
  each("pow_2", [](const Tensor& x) { return pow(x, 2); });
  each("pow_3", [](const Tensor& x) { return pow(x, 3); });
  each("pow_minus_1", [](const Tensor& x) { return pow(x, -1); });
  each("add_3", [](const Tensor& x) { return x + 3; });
  each("3_minus", [](const Tensor& x) { return 3 - x; });
  each("times_3", [](const Tensor& x) { return x * 3; });
  each("by_3", [](const Tensor& x) { return x / 3; });
  each("by_0", [](const Tensor& x) { return x / Scalar(0); });
  each("3_by", [](const Tensor& x) { return Scalar(3) / x; });
  each("negative", [](const Tensor& x) { return -x; });

  const Array& x = theirs("x");
  each(
      "log", [](const Tensor& t) { return log(t); }, [&](Index i) { return sizeof(Scalar) == 8 && denormal(x(i)); });
  each(
      "pow_half", [](const Tensor& t) { return pow(t, Scalar(0.5)); },
      [&](Index i) { return x(i) == -infinity || (x(i) == 0 && std::signbit(x(i))); });
  each(
      "0_by", [](const Tensor& t) { return Scalar(0) / t; }, [&](Index i) { return denormal(x(i)); });
  const Skip infinite = [&](Index i) { return std::isinf(x(i)); };
  each(
      "bce_0", [](const Tensor& t) { return bce_with_logits(t, full(t.shape(), 0), Reduction::none); }, infinite);
  each(
      "bce_1", [](const Tensor& t) { return bce_with_logits(t, full(t.shape(), 1), Reduction::none); }, infinite);
  each(
      "bce_half", [](const Tensor& t) { return bce_with_logits(t, full(t.shape(), Scalar(0.5)), Reduction::none); },
      infinite);
}

TEST_CASE(
    "extreme numbers: bce_with_logits of an infinite logit is 0 where it is right and infinite where it is wrong") {
  const Tensor sure = tensor({4}, {infinity, infinity, -infinity, -infinity}, true);
  const Tensor loss = bce_with_logits(sure, tensor({4}, {1, 0, 0, 1}), Reduction::none);
  CHECK(loss.data() == tensor({4}, {0, infinity, 0, infinity}).data());
  sum(loss).backward();
  CHECK(sure.grad() == tensor({4}, {0, 1, 0, -1}).data());
}

TEST_CASE("extreme numbers: functions of two numbers agree with PyTorch") {
  const Array& x = theirs("x");
  const Index n = count(x);
  Array a = empty({n * n}), b = empty({n * n}), positive = empty({n * n});
  for (Index i = 0; i < n * n; ++i) {
    a(i) = x(i / n);
    b(i) = x(i % n);
    positive(i) = a(i) > 0 ? 1 : 0;
  }
  two("add", a, b, [](const Tensor& u, const Tensor& v) { return u + v; });
  two("sub", a, b, [](const Tensor& u, const Tensor& v) { return u - v; });
  two("mul", a, b, [](const Tensor& u, const Tensor& v) { return u * v; });
  two(
      "div", a, b, [](const Tensor& u, const Tensor& v) { return u / v; },
      [&](Index i) { return a(i) == 0 && denormal(b(i)); });
  two("mse", a, b, [](const Tensor& u, const Tensor& v) { return mse_loss(u, v, Reduction::none); });
  two("where", a, b, [&](const Tensor& u, const Tensor& v) { return where(Tensor(positive), u, v); });
}

TEST_CASE("extreme numbers: operations along rows agree with PyTorch, wherever in the row the number stands") {
  const Array& rows = theirs("rows");
  const Index lines = rows.shape()[0], width = rows.shape()[1];
  const auto least_of = [&](Index line) {  // in size; NaN counts as 0
    Scalar least = infinity;
    for (Index i = 0; i < width; ++i) least = std::min(least, std::isnan(rows(line, i)) ? 0 : std::abs(rows(line, i)));
    return least;
  };
  const auto top_of = [&](Index line) { return max(Tensor(rows), 1).data()(line); };
  const Skip rounded_sum = [&](Index i) { return top_of(i / width) >= 1e4 || least_of(i / width) >= 1e4; };
  const Skip rounded_mean = [&](Index i) { return least_of(i / width) >= 1e4; };
  const auto transposed = [](const Tensor& x) { return permute(x, {1, 0}); };
  along("sum", "rows", [](const Tensor& x) { return sum(x, {1}); });
  along("mean", "rows", [](const Tensor& x) { return mean(x, {1}); });
  along("var", "rows", [](const Tensor& x) { return var(x, {1}); });
  along("max", "rows", [](const Tensor& x) { return max(x, 1); });
  along(
      "logsumexp", "rows", [](const Tensor& x) { return logsumexp(x, 1); }, {}, rounded_sum);
  along("sum", "rows", [&](const Tensor& x) { return sum(transposed(x), {0}); });
  along("mean", "rows", [&](const Tensor& x) { return mean(transposed(x), {0}); });
  along("var", "rows", [&](const Tensor& x) { return var(transposed(x), {0}); });
  along("max", "rows", [&](const Tensor& x) { return max(transposed(x), 0); });
  along(
      "logsumexp", "rows", [&](const Tensor& x) { return logsumexp(transposed(x), 0); }, {}, rounded_sum);
  along("log_softmax", "rows", log_softmax);
  along("softmax", "rows", softmax);
  along("entropy", "rows", [](const Tensor& x) { return sum(softmax(x) * -log_softmax(x), {1}); });
  along("l2_normalize", "rows", [](const Tensor& x) { return l2_normalize(x); });

  Array ramp = empty({width});  // what goes into backward differs from place to place
  for (Index i = 0; i < width; ++i) ramp(i) = static_cast<Scalar>(-1 + 2.0 * static_cast<double>(i) / 18);
  along("weighted_softmax", "rows", [&](const Tensor& x) { return softmax(x) * Tensor(ramp); });
  along(
      "layer_norm", "rows",
      [&](const Tensor& x) { return layer_norm(x, full({width}, 1), full({width}, 0)) * Tensor(ramp); }, rounded_mean,
      rounded_mean);

  Indices targets;
  for (Index i = 0; i < lines; ++i) targets.push_back(i % width);
  along("cross_entropy", "rows", [&](const Tensor& x) { return cross_entropy(x, targets, {{}, Reduction::none}); });
  const Tensor soft = full({lines, width}, Scalar(1) / static_cast<Scalar>(width));
  along("cross_entropy_soft", "rows", [&](const Tensor& x) { return cross_entropy(x, soft, {{}, Reduction::none}); });

  const Indices found = argmax(Tensor(rows), 1);
  for (Index i = 0; i < lines; ++i) {
    CAPTURE(i);
    CHECK(found[static_cast<std::size_t>(i)] == static_cast<Index>(theirs("argmax")(i)));
  }
}

TEST_CASE("extreme numbers: products, convolution and attention agree with PyTorch") {
  Array bias = empty({21});
  for (Index i = 0; i < 21; ++i) bias(i) = static_cast<Scalar>(i);
  two("matmul", theirs("rows"), small_numbers({19, 21}), matmul);
  two("linear", theirs("rows"), small_numbers({19, 21}),
      [&](const Tensor& x, const Tensor& w) { return linear(x, w, Tensor(bias)); });
  two("conv2d", theirs("images"), small_numbers({3, 3, 19, 21}), [](const Tensor& x, const Tensor& w) {
    return conv2d(x, w, Tensor(), {2, 1});
  });
  along("attention", "qkv", [](const Tensor& x) { return self_attention(x, 1); });
}

TEST_CASE("extreme numbers: what is not finite reaches no other image of a convolution by tiles, and its own") {
  const Array& x = theirs("images");
  const Array y = conv2d(Tensor(x), Tensor(small_numbers({3, 3, 19, 21})), Tensor(), {1, 1}).data();
  for (Index image = 0; image < 15; ++image) {
    const bool finite = std::isfinite(theirs("x")(image));
    for (Index i = 0; i < 4 * 4 * 21; ++i) CHECK(std::isfinite(y.data()[image * 4 * 4 * 21 + i]) == finite);
  }
}

TEST_CASE("extreme numbers: pooling and batch norm agree with PyTorch") {
  along("max_pool_2", "images", [](const Tensor& x) { return max_pool2d(x, 2, 2); });
  along("max_pool_3", "images", [](const Tensor& x) { return max_pool2d(x, 3, 2, 1); });
  along("avg_pool_2", "images", [](const Tensor& x) { return avg_pool2d(x, 2, 2); });
  along("global_avg_pool", "images", global_avg_pool);

  const Tensor weight = full({19}, 1), bias = full({19}, 0);
  Tensor mean = full({19}, 0), var = full({19}, 0);
  for (Index i = 0; i < 19; ++i) {
    mean.mutable_data()(i) = static_cast<Scalar>(-0.5 + static_cast<double>(i) / 18);
    var.mutable_data()(i) = static_cast<Scalar>(0.5 + static_cast<double>(i) / 18);
  }
  const auto options = [](Activation activation) {
    return BatchNormOptions{false, Scalar(0.1), Scalar(1e-5), activation};
  };
  const auto norm = [&](Activation activation) {
    return [&, activation](const Tensor& x) { return batch_norm(x, weight, bias, mean, var, options(activation)); };
  };
  const Array& images = theirs("images");
  const Skip not_finite = [&](Index i) { return !std::isfinite(images.data()[i]); };
  const Skip minus_infinity = [&](Index i) { return images.data()[i] == -infinity; };
  along("batch_norm", "images", norm(Activation::none()), {}, not_finite);
  along("batch_norm_relu", "images", norm(Activation::relu()), minus_infinity, not_finite);
  along("batch_norm_leaky", "images", norm(Activation::leaky_relu(Scalar(0.1))), {}, not_finite);

  const Index in_size = 4 * 4 * 19, out_size = 2 * 2 * 19, image_of_minus_infinity = 13;
  along(
      "batch_norm_pool", "images",
      [&](const Tensor& x) { return batch_norm_max_pool2d(x, weight, bias, mean, var, options(Activation::relu())); },
      [&](Index i) { return i / out_size == image_of_minus_infinity; },
      [&](Index i) { return i / in_size == image_of_minus_infinity || not_finite(i); });
}

TEST_CASE("extreme numbers: NaN does not leave the running statistics of batch norm looking healthy") {
  const Tensor x = tensor({3, 2}, {1, 2, std::nan(""), 4, 5, 6});
  Tensor mean = full({2}, 0), var = full({2}, 1);
  const Tensor y = batch_norm(x, full({2}, 1), full({2}, 0), mean, var);
  CHECK(std::isnan(y.data()(0, 0)));
  CHECK(std::isnan(mean.data()(0)));
  CHECK(std::isnan(var.data()(0)));
  CHECK(var.data()(1) == doctest::Approx(0.9 + 0.1 * 4));
}

TEST_CASE("nothing, and one element, in every operation that has an answer") {
  const Tensor none = zeros({0}), rows = zeros({0, 3}), images = zeros({0, 4, 4, 3});
  for (const Tensor& y : {none + none, none * 2, exp(none), pow(none, 0), relu(none), gelu(none), clamp(none, 0, 1)}) {
    CHECK(y.shape() == Shape{0});
  }
  CHECK(sum(none).item() == 0);
  CHECK(std::isnan(mean(none).item()));
  for (const Tensor& y : {softmax(rows), log_softmax(rows), l2_normalize(rows)}) CHECK(y.shape() == Shape{0, 3});
  CHECK(std::isnan(cross_entropy(rows, Indices{}).item()));
  CHECK(cross_entropy(rows, Indices{}, {{}, Reduction::sum}).item() == 0);
  CHECK(matmul(zeros({2, 0}), zeros({0, 3})).data() == filled({2, 3}, 0));
  CHECK(linear(rows, zeros({3, 5}), zeros({5})).shape() == Shape{0, 5});
  CHECK(conv2d(images, zeros({3, 3, 3, 5}), Tensor()).shape() == Shape{0, 2, 2, 5});
  CHECK(max_pool2d(images, 2, 2).shape() == Shape{0, 2, 2, 3});
  CHECK(global_avg_pool(images).shape() == Shape{0, 3});

  const Tensor one = full({1, 1}, 7);
  for (const Tensor& y : {sum(one), mean(one), max(one, 1), logsumexp(one, 1)}) CHECK(y.data().data()[0] == 7);
  for (const Tensor& y : {softmax(one), l2_normalize(one)}) CHECK(y.data()(0, 0) == 1);
  CHECK(layer_norm(one, full({1}, 1), full({1}, 3)).data()(0, 0) == 3);
  CHECK(var(one, {}, false).item() == 0);
}
