#include "selfsame/eval/linear_probe.hpp"

#include "selfsame/eval/logistic.hpp"
#include "selfsame/ops/linalg.hpp"

namespace selfsame::eval {

LinearProbe::LinearProbe(const Array& features, const Indices& labels, Index classes,
                         const LinearProbeOptions& options) {
  require(features.dimension() == 2 && features.shape()[0] == static_cast<Index>(labels.size()) && !labels.empty(),
          "linear_probe: features ", features.shape(), " for ", labels.size(), " labels; (labels, D) is expected");
  scale_ = feature_scale(features);
  const Examples examples{standardised(features, scale_), labels, classes};
  weight_decay_ = options.weight_decay ? *options.weight_decay : chosen_decay(examples);
  const std::vector<double> weights = fit_logistic(examples, weight_decay_).at;
  const Index width = features.shape()[1];
  weight_ = empty({width, classes});
  bias_ = empty({classes});
  for (Index c = 0; c < classes; ++c) {
    const double* its = weights.data() + c * (width + 1);
    for (Index d = 0; d < width; ++d) weight_(d, c) = static_cast<Scalar>(its[d]);
    bias_(c) = static_cast<Scalar>(its[width]);
  }
}

void LinearProbe::copy_to(nn::Linear& head) const {
  const Array& w = weight_;
  require(head.weight.shape() == w.shape(), "linear_probe: head ", head.weight.shape(), "; ", w.shape(),
          " is expected");
  Array& weight = head.weight.mutable_data();
  Array& bias = head.bias.mutable_data();
  bias = bias_;
  for (Index d = 0; d < w.shape()[0]; ++d) {
    for (Index c = 0; c < w.shape()[1]; ++c) {
      weight(d, c) = w(d, c) / scale_.stddev(d);
      bias(c) -= scale_.mean(d) * weight(d, c);
    }
  }
}

Array LinearProbe::operator()(const Array& features) const {
  return linear(Tensor(standardised(features, scale_)), Tensor(weight_), Tensor(bias_)).data();
}

}  // namespace selfsame::eval
