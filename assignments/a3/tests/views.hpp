// What the tests of both forms of NT-Xent share.
#pragma once

#include <cmath>
#include <vector>

#include "check.hpp"
#include "selfsame/ssl/nt_xent.hpp"

namespace course {

using selfsame::Array;
using selfsame::Index;
using selfsame::Tensor;
using selfsame::tensor;

// The page's two images in two views each, temperature 1: all views of image 1 point right, all of image 2 upwards.
inline const Array page_first = tensor({2, 2}, {1, 0, 0, 2}).data(), page_second = tensor({2, 2}, {3, 0, 0, 1}).data();
inline const double page_loss = std::log(std::exp(1.0) + 2) - 1;

// What NT-Xent of the page's views becomes by mistakes that are often made.
inline const std::vector<std::pair<double, std::string>> page_mistakes = {
    {std::log(2 * std::exp(1.0) + 2) - 1, "a view is compared with itself: leave k = i out of the sum"},
    {std::log(std::exp(1.0) + 3) - 1,
     "a view is compared with itself: an entry of 0 is exp(0) = 1 in the sum; the "
     "diagonal must become minus infinity"},
    {std::log(2.0) - 1, "the partner is missing in the sum; only the view itself is left out"},
    {2 * (std::log(std::exp(1.0) + 2) - 1), "divided by N; there are 2 N views"},
    {4 * (std::log(std::exp(1.0) + 2) - 1), "this is the sum over the views; take the mean over all 2 N"},
    {0.5 * (std::log(std::exp(1.0) + 2) - 1),
     "only the first N views were counted; every one of the 2 N has a partner"},
    {1 - std::log(std::exp(1.0) + 2), "the sign: the loss is minus the logarithm"},
    {std::log(std::exp(1.0) + 2),
     "the partner is wrong, or its similarity is missing in front: -s_ip / tau + log(sum), "
     "and views i and i + N show one image"}};

// The loss in another way, with a mistake on request: every view as a softmax with its partner in front.
inline double nt_xent_of(const Array& first, const Array& second, double temperature) {
  const Index n = first.shape()[0], width = first.shape()[1];
  const auto cosine = [&](Index i, Index j) {
    const Array &a = i < n ? first : second, &b = j < n ? first : second;
    double dot = 0, aa = 0, bb = 0;
    for (Index d = 0; d < width; ++d) {
      dot += double{a(i % n, d)} * double{b(j % n, d)};
      aa += std::pow(double{a(i % n, d)}, 2);
      bb += std::pow(double{b(j % n, d)}, 2);
    }
    return dot / std::sqrt(aa * bb);
  };
  double loss = 0;
  for (Index image = 0; image < n; ++image) {
    for (const Index i : {image, image + n}) {
      const Index own = i < n ? i + n : i - n;
      double ratio = 1;  // 1 / the partner's share of the softmax
      for (Index view = 0; view < 2 * n; ++view) {
        if (view != i && view != own) ratio += std::exp((cosine(i, view) - cosine(i, own)) / temperature);
      }
      loss += std::log(ratio) / double(2 * n);
    }
  }
  return loss;
}

}  // namespace course
