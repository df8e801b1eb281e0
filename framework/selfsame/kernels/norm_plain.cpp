// What normalisation is, in double throughout. The fast kernels are tested against these loops.
#include <cmath>

#include "selfsame/kernels/norm.hpp"

namespace selfsame::kernels {
namespace {

double affine(const BatchNormParts& s, Index channel, double x) {
  return (x - s.mean[channel]) * s.inv_std[channel] * s.weight[channel] + s.bias[channel];
}

Scalar round_to_scalar(double value) { return static_cast<Scalar>(value); }

}  // namespace

void batch_norm_statistics_plain(Index rows, Index channels, const Scalar* x, Scalar* mean, Scalar* variance) {
  const double n = static_cast<double>(rows);
  for (Index c = 0; c < channels; ++c) {
    double sum = 0, squares = 0;
    for (Index r = 0; r < rows; ++r) sum += x[r * channels + c];
    for (Index r = 0; r < rows; ++r) squares += std::pow(x[r * channels + c] - sum / n, 2);
    mean[c] = round_to_scalar(sum / n);
    variance[c] = round_to_scalar(squares / n);
  }
}

void batch_norm_plain(const BatchNormParts& s, const Scalar* x, Scalar* y) {
  for (Index i = 0; i < s.rows * s.channels; ++i) {
    const double z = affine(s, i % s.channels, x[i]);
    y[i] = round_to_scalar(z > 0 ? z : s.slope * z);
  }
}

void batch_norm_backward_plain(const BatchNormParts& s, bool batch_statistics, const Scalar* x, const Scalar* dy,
                               Scalar* dx, Scalar* dweight, Scalar* dbias) {
  //! BEGIN SOLUTION a2.t3
  //! x and dy are (s.rows, s.channels): element (r, c) is x[r * s.channels + c]. s.mean, s.inv_std, s.weight and s.bias
  //! are (channels). y = f(z) was computed, with z = affine(s, c, x), above, and f(z) = z for z > 0, s.slope * z
  //! otherwise. Write dweight and dbias (channels), and dx, in the shape of x, unless it is null. Unless
  //! batch_statistics, mean and inv_std are constants. Sum in double, and round_to_scalar at the end.
  const double n = static_cast<double>(s.rows);
  for (Index c = 0; c < s.channels; ++c) {
    const auto normalized = [&](Index i) { return (static_cast<double>(x[i]) - s.mean[c]) * s.inv_std[c]; };
    const auto gradient = [&](Index i) { return dy[i] * (affine(s, c, x[i]) > 0 ? 1.0 : s.slope); };
    double sum = 0, products = 0;
    for (Index i = c; i < s.rows * s.channels; i += s.channels) {
      sum += gradient(i);
      products += gradient(i) * normalized(i);
    }
    dweight[c] = round_to_scalar(products);
    dbias[c] = round_to_scalar(sum);
    for (Index i = c; dx && i < s.rows * s.channels; i += s.channels) {
      const double through_statistics = batch_statistics ? (sum + normalized(i) * products) / n : 0.0;
      dx[i] = round_to_scalar(s.weight[c] * s.inv_std[c] * (gradient(i) - through_statistics));
    }
  }
  //! END SOLUTION
}

void layer_norm_plain(Index rows, Index channels, const Scalar* x, const Scalar* weight, const Scalar* bias, Scalar eps,
                      Scalar* y, Scalar* mean, Scalar* inv_std) {
  const double n = static_cast<double>(channels);
  for (Index r = 0; r < rows; ++r, x += channels, y += channels) {
    double sum = 0, squares = 0;
    for (Index c = 0; c < channels; ++c) sum += x[c];
    for (Index c = 0; c < channels; ++c) squares += std::pow(x[c] - sum / n, 2);
    mean[r] = round_to_scalar(sum / n);
    inv_std[r] = round_to_scalar(1 / std::sqrt(squares / n + eps));
    for (Index c = 0; c < channels; ++c) y[c] = round_to_scalar((x[c] - sum / n) * inv_std[r] * weight[c] + bias[c]);
  }
}

void layer_norm_backward_plain(Index rows, Index channels, const Scalar* x, const Scalar* weight, const Scalar* mean,
                               const Scalar* inv_std, const Scalar* dy, Scalar* dx, Scalar* dweight, Scalar* dbias) {
  const double n = static_cast<double>(channels);
  const auto normalized = [&](Index r, Index c) { return (double(x[r * channels + c]) - mean[r]) * inv_std[r]; };
  for (Index c = 0; c < channels; ++c) {
    double sum = 0, products = 0;
    for (Index r = 0; r < rows; ++r) {
      sum += dy[r * channels + c];
      products += dy[r * channels + c] * normalized(r, c);
    }
    dweight[c] = round_to_scalar(products);
    dbias[c] = round_to_scalar(sum);
  }
  for (Index r = 0; dx && r < rows; ++r) {
    double sum = 0, products = 0;
    for (Index c = 0; c < channels; ++c) {
      sum += double(dy[r * channels + c]) * weight[c];
      products += double(dy[r * channels + c]) * weight[c] * normalized(r, c);
    }
    for (Index c = 0; c < channels; ++c) {
      const double g = double(dy[r * channels + c]) * weight[c];
      dx[r * channels + c] = round_to_scalar(inv_std[r] * (g - (sum + normalized(r, c) * products) / n));
    }
  }
}

}  // namespace selfsame::kernels
