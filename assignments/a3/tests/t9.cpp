// a3.t9: which of the remembered vectors is mine?
#include <cmath>

#include "check.hpp"
#include "selfsame/ssl/pirl.hpp"

using course::check;
using course::check_close;
using course::random_array;
using course::random_size;
using selfsame::Array;
using selfsame::concat;
using selfsame::Index;
using selfsame::Scalar;
using selfsame::Tensor;
using selfsame::tensor;
using selfsame::ssl::bank_nce;

namespace {

// The page's batch of two vectors, [2, 0] and [0, 1]; both are remembered as [1, 0]; one negative, [0, 1].
const Array page_vectors = tensor({2, 2}, {2, 0, 0, 1}).data(), page_own = tensor({2, 2}, {1, 0, 1, 0}).data(),
            page_negatives = tensor({1, 2}, {0, 1}).data();

Array unit_rows(Array rows) {
  for (Index i = 0; i < rows.shape()[0]; ++i) {
    double squares = 0;
    for (Index d = 0; d < rows.shape()[1]; ++d) squares += double{rows(i, d)} * double{rows(i, d)};
    for (Index d = 0; d < rows.shape()[1]; ++d)
      rows(i, d) = static_cast<Scalar>(double{rows(i, d)} / std::sqrt(squares));
  }
  return rows;
}

// The loss in another way: minus the logarithm of the own vector's share, for unit rows of `vectors`.
double by_loops(const Array& vectors, const Array& own, const Array& negatives, double temperature) {
  const Array v = unit_rows(vectors);
  double loss = 0;
  for (Index i = 0; i < v.shape()[0]; ++i) {
    double ratio = 1;
    for (Index j = 0; j < negatives.shape()[0]; ++j) {
      double difference = 0;
      for (Index d = 0; d < v.shape()[1]; ++d) difference += double{v(i, d)} * double{negatives(j, d) - own(i, d)};
      ratio += std::exp(difference / temperature);
    }
    loss += std::log(ratio) / double(v.shape()[0]);
  }
  return loss;
}

double loss_of(const Array& vectors, const Array& own, const Array& negatives, double temperature) {
  return double{bank_nce(Tensor(vectors), own, negatives, static_cast<Scalar>(temperature)).item()};
}

}  // namespace

TEST_CASE("one negative: the page's numbers") {
  const double e = std::exp(1.0), page = (std::log(1 + 1 / e) + std::log(1 + e)) / 2;
  check_close("the loss of [[2, 0], [0, 1]], own [1, 0], negative [0, 1], tau = 1",
              loss_of(page_vectors, page_own, page_negatives, 1), page,
              {{(std::log(1 + std::exp(-2.0)) + std::log(1 + e)) / 2, "the vectors were not normalised"},
               {2 * page, "this is the sum over the batch; take the mean"},
               {(-1 + 1) / 2.0, "the own vector is missing in the sum: exp(own) / (exp(own) + sum exp(negatives))"},
               {-page, "the sign: the loss is minus the logarithm"}});
}

TEST_CASE("the own vector is the right answer, not a negative") {
  const Array negatives = tensor({2, 2}, {0, 1, -1, 0}).data();
  const Array vectors = tensor({1, 2}, {1, 0}).data(), own = vectors;
  const double e = std::exp(1.0), sum = e + 1 + 1 / e;
  check_close("the loss of [1, 0], remembered as [1, 0], negatives [0, 1] and [-1, 0]",
              loss_of(vectors, own, negatives, 1), std::log(sum) - 1,
              {{std::log(sum), "class 1 or a wrong column is taken for the answer; the own vector's column is"},
               {std::log(sum) + 1, "the last column is taken for the answer; the own vector's column is"}});
}

TEST_CASE("the temperature divides the scores") {
  const double e2 = std::exp(2.0);
  check_close("the page's loss with tau = 0.5", loss_of(page_vectors, page_own, page_negatives, 0.5),
              (std::log(1 + 1 / e2) + std::log(1 + e2)) / 2,
              {{(std::log(1 + std::exp(-0.5)) + std::log(1 + std::exp(0.5))) / 2,
                "you multiplied by the temperature; divide by it"},
               {(std::log(1 + std::exp(-1.0)) + std::log(1 + std::exp(1.0))) / 2, "the temperature has no effect"}});
}

TEST_CASE("a batch against loops") {
  const Index n = random_size(4, 5), width = random_size(2, 3), others = random_size(6, 7);
  const Array v = random_array({n, width}, 1), own = unit_rows(random_array({n, width}, 2));
  const Array negatives = unit_rows(random_array({others, width}, 3));
  check_close(concat(n, " vectors, ", others, " negatives, tau = 0.1"), loss_of(v, own, negatives, 0.1),
              by_loops(v, own, negatives, 0.1), {}, 1e-4);
}

TEST_CASE("all alike: ln(N + 1)") {
  const Array same = unit_rows(selfsame::filled({3, 2}, 1));
  check_close("three negatives that are like the own vector", loss_of(same, same, same, 0.1), std::log(4.0),
              {{std::log(3.0), "the own vector is missing in the sum"}});
}

TEST_CASE("its gradient, against finite differences") {
  const Index n = random_size(4, 5), width = random_size(6, 7), others = random_size(2, 3);
  const Array v = random_array({n, width}, 1), own = unit_rows(random_array({n, width}, 2));
  const Array negatives = unit_rows(random_array({others, width}, 3)), one = selfsame::filled({}, 1);
  Tensor vectors(v, true);
  const Tensor loss = bank_nce(vectors, own, negatives, Scalar(0.5));
  check(loss.requires_grad(), "the loss is cut off from the vectors: compute with tensors, not with their data()");
  loss.backward();
  const auto of_v = [&](const Array& x) {
    return selfsame::filled({}, static_cast<Scalar>(by_loops(x, own, negatives, 0.5)));
  };
  check_close(concat("gradient of the vectors ", v.shape()), vectors.grad(), course::differences(of_v, v, one), {},
              1e-4);
}
