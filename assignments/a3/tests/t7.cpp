// a3.t7: the loss of masked patches.
#include "check.hpp"
#include "selfsame/ssl/masked.hpp"

using course::check;
using course::check_close;
using course::random_array;
using selfsame::Array;
using selfsame::Index;
using selfsame::Scalar;
using selfsame::Tensor;
using selfsame::tensor;
using selfsame::ssl::masked_reconstruction_loss;
using selfsame::ssl::PatchMask;

namespace {

// The page's image of two patches with two pixels each; patch 0 is seen, patch 1 is hidden.
const Array page_predicted = tensor({1, 2, 2}, {1, 2, 3, 4}).data(),
            page_target = tensor({1, 2, 2}, {5, 5, 2, 6}).data();
const PatchMask page_mask{2, {0}, {1}};

double loss_of(const Array& predicted, const Array& target, const PatchMask& mask) {
  return double{masked_reconstruction_loss(Tensor(predicted), Tensor(target), mask).item()};
}

}  // namespace

TEST_CASE("one hidden patch: the page's numbers") {
  check_close("the loss of [[1, 2], [3, 4]] against [[5, 5], [2, 6]]", loss_of(page_predicted, page_target, page_mask),
              2.5,
              {{7.5, "visible patches count, too; only hidden ones may"},
               {12.5, "the visible patches count instead of the hidden ones"},
               {1.25, "you divided by all patches; divide by the hidden pixels only"},
               {5, "this is the sum over the pixels of a patch; take the mean over them as well"},
               {1.5, "this is the absolute difference; square it"},
               {2.5 * 2.5, "squared twice"}});
}

TEST_CASE("what is seen counts nothing") {
  Array other = page_predicted;
  other(0, 0, 0) = 100;
  check_close("the loss with another prediction of the visible patch", loss_of(other, page_target, page_mask),
              loss_of(page_predicted, page_target, page_mask));
}

TEST_CASE("every image has its own mask") {
  const Index pixels = course::random_size(4, 6);
  const Array predicted = random_array({2, 3, pixels}, 1), target = random_array({2, 3, pixels}, 2);
  const PatchMask mask{3, {0, 2}, {1, 2, 0, 1}};
  double sum = 0, first_mask = 0;
  for (Index e = 0; e < pixels; ++e) {
    const auto square = [&](Index image, Index patch) {
      const double d = double{predicted(image, patch, e)} - double{target(image, patch, e)};
      return d * d;
    };
    sum += square(0, 1) + square(0, 2) + square(1, 0) + square(1, 1);
    first_mask += square(0, 1) + square(0, 2) + square(1, 1) + square(1, 2);
  }
  const double patch = double(pixels);
  check_close("two images, of each two of three patches hidden", loss_of(predicted, target, mask), sum / (4 * patch),
              {{first_mask / (4 * patch), "the first image's mask was used for both"},
               {sum / (6 * patch), "you divided by all pixels; divide by the hidden ones"},
               {sum / (2 * patch), "you summed over the images; take the mean"}});
}

TEST_CASE("a gradient reaches hidden patches only, and never the target") {
  Tensor predicted(page_predicted, true), target(page_target, true);
  masked_reconstruction_loss(predicted, target, page_mask).backward();
  check_close("gradient of the prediction", predicted.grad(), tensor({1, 2, 2}, {0, 0, 1, -2}).data(),
              {{tensor({1, 2, 2}, {-2, -1.5, 0.5, -1}).data(), "visible patches count, too; only hidden ones may"}});
  check(!target.has_grad(), "the target got a gradient; it is what the image is: detach() it");
}
