#include "selfsame/eval/linear_probe.hpp"

#include <algorithm>
#include <cmath>

#include "selfsame/ops/linalg.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/optim/adam.hpp"
#include "selfsame/optim/schedule.hpp"

namespace selfsame::eval {

LinearProbe::LinearProbe(const Array& features, const Indices& labels, Index classes,
                         const LinearProbeOptions& options) {
  require(features.dimension() == 2 && features.shape()[0] == static_cast<Index>(labels.size()) && !labels.empty(),
          "linear_probe: features ", features.shape(), " for ", labels.size(), " labels; (labels, D) is expected");
  //! BEGIN SOLUTION a3.t5
  //! features (N, D), labels N classes. Set mean_ and stddev_ (D), of each feature over the N; add 1e-6 to a standard
  //! deviation, as a feature may be constant. Then train weight_ (D, classes) and bias_ (classes), from zeros, on
  //! standardised(features), all of them in every step: optim::AdamW({{{weight_}, options.weight_decay}, {{bias_}}}),
  //! options.steps steps, options.learning_rate with optim::cosine.
  const Index n = features.shape()[0];
  const Index width = features.shape()[1];
  mean_ = filled({width}, 0);
  stddev_ = filled({width}, 0);
  for (Index d = 0; d < width; ++d) {
    double sum = 0;
    double squares = 0;
    for (Index i = 0; i < n; ++i) sum += double{features(i, d)};
    const double mean = sum / static_cast<double>(n);
    for (Index i = 0; i < n; ++i) squares += (double{features(i, d)} - mean) * (double{features(i, d)} - mean);
    mean_(d) = static_cast<Scalar>(mean);
    stddev_(d) = static_cast<Scalar>(std::sqrt(squares / static_cast<double>(n)) + 1e-6);
  }
  weight_ = Tensor(filled({width, classes}, 0), true);
  bias_ = Tensor(filled({classes}, 0), true);

  const Tensor x(standardised(features));
  optim::AdamW adam({{{weight_}, options.weight_decay}, {{bias_}}});
  for (Index step = 0; step < options.steps; ++step) {
    const Tensor loss = cross_entropy(linear(x, weight_, bias_), labels);
    adam.zero_grad();
    loss.backward();
    adam.step(optim::cosine(options.learning_rate, step, options.steps));
  }
  //! END SOLUTION
}

Array LinearProbe::standardised(const Array& features) const {
  require(features.dimension() == 2 && features.shape()[1] == count(mean_), "linear_probe: features ", features.shape(),
          "; (images, ", count(mean_), ") is expected");
  Array x = empty(features.shape());
  for (Index i = 0; i < x.shape()[0]; ++i) {
    for (Index d = 0; d < x.shape()[1]; ++d) x(i, d) = (features(i, d) - mean_(d)) / stddev_(d);
  }
  return x;
}

void LinearProbe::copy_to(nn::Linear& head) const {
  const Array& w = weight_.data();
  require(head.weight.shape() == w.shape(), "linear_probe: head ", head.weight.shape(), "; ", w.shape(),
          " is expected");
  Array& weight = head.weight.mutable_data();
  Array& bias = head.bias.mutable_data();
  bias = bias_.data();
  for (Index d = 0; d < w.shape()[0]; ++d) {
    for (Index c = 0; c < w.shape()[1]; ++c) {
      weight(d, c) = w(d, c) / stddev_(d);
      bias(c) -= mean_(d) * weight(d, c);
    }
  }
}

Array LinearProbe::operator()(const Array& features) const {
  return linear(Tensor(standardised(features)), weight_.detach(), bias_.detach()).data();
}

}  // namespace selfsame::eval
