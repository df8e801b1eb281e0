// a1.t2: the backward of matmul. Only its own backward is called, so that no other task of yours takes part.
#include "check.hpp"
#include "selfsame/ops/linalg.hpp"

using course::backward_of_op;
using course::check;
using course::check_close;
using course::random_array;
using course::random_size;
using selfsame::Array;
using selfsame::concat;
using selfsame::Index;
using selfsame::matmul;
using selfsame::Tensor;
using selfsame::tensor;

namespace {

// dA and dB of one pair of matrices as the sums that the page derives.
Array grad_a_by_loops(const Array& g, const Array& b) {
  const Index m = g.shape()[0], n = g.shape()[1], k = b.shape()[0];
  Array da = selfsame::filled({m, k}, 0);
  for (Index i = 0; i < m; ++i) {
    for (Index p = 0; p < k; ++p) {
      for (Index j = 0; j < n; ++j) da(i, p) += g(i, j) * b(p, j);
    }
  }
  return da;
}

Array grad_b_by_loops(const Array& g, const Array& a) {
  const Index m = g.shape()[0], n = g.shape()[1], k = a.shape()[1];
  Array db = selfsame::filled({k, n}, 0);
  for (Index p = 0; p < k; ++p) {
    for (Index j = 0; j < n; ++j) {
      for (Index i = 0; i < m; ++i) db(p, j) += a(i, p) * g(i, j);
    }
  }
  return db;
}

Tensor leaf(const Array& values) { return Tensor(values, true); }

// Matrix `i` of a batch.
Array pair_of(const Array& batch, Index i) {
  const Index rows = batch.shape()[1], columns = batch.shape()[2];
  Array one = selfsame::empty({rows, columns});
  for (Index e = 0; e < rows * columns; ++e) one.data()[e] = batch.data()[i * rows * columns + e];
  return one;
}

}  // namespace

TEST_CASE("two by two: the page's numbers") {
  const Tensor a = tensor({2, 2}, {1, 2, 3, 4}, true);
  const Tensor b = tensor({2, 2}, {5, 6, 7, 8}, true);
  const auto gradients = backward_of_op(matmul(a, b), tensor({2, 2}, {1, 0, 0, 2}).data());
  check_close(
      "dA", gradients.at(0), tensor({2, 2}, {5, 7, 12, 16}).data(),
      {{tensor({2, 2}, {5, 6, 14, 16}).data(), "you used B where the formula has its transpose: dA = dC B^T"},
       {tensor({2, 2}, {5, 12, 7, 16}).data(), "this is B dC, or dA transposed; the order matters: dA = dC B^T"},
       {tensor({2, 2}, {6, 13, 14, 24}).data(), "both were added to input 0; B is input 1"},
       {tensor({2, 2}, {1, 6, 2, 8}).data(), "this is the gradient of B; input 0 of the operation is A"}});
  check_close("dB", gradients.at(1), tensor({2, 2}, {1, 6, 2, 8}).data(),
              {{tensor({2, 2}, {1, 4, 3, 8}).data(), "you used A where the formula has its transpose: dB = A^T dC"},
               {tensor({2, 2}, {1, 3, 4, 8}).data(), "this is dC A^T; the order matters: dB = A^T dC"},
               {tensor({2, 2}, {5, 7, 12, 16}).data(), "this is the gradient of A; input 1 of the operation is B"}});
}

TEST_CASE("sizes that are all different, against loops") {
  const Index m = random_size(2, 3), k = random_size(4, 5), n = random_size(6, 7);
  const Array a = random_array({m, k}, 1), b = random_array({k, n}, 2), g = random_array({m, n}, 3);
  const auto gradients = backward_of_op(matmul(leaf(a), leaf(b)), g);
  check_close(concat("dA of ", a.shape(), " x ", b.shape()), gradients.at(0), grad_a_by_loops(g, b));
  check_close(concat("dB of ", a.shape(), " x ", b.shape()), gradients.at(1), grad_b_by_loops(g, a));
}

TEST_CASE("a batch of pairs: every pair by itself") {
  const Index pairs = random_size(2, 3), m = random_size(4, 5), k = random_size(6, 7), n = random_size(8, 9);
  const Array a = random_array({pairs, m, k}, 1), b = random_array({pairs, k, n}, 2);
  const Array g = random_array({pairs, m, n}, 3);
  const auto gradients = backward_of_op(matmul(leaf(a), leaf(b)), g);
  check(gradients.at(0).shape() == a.shape() && gradients.at(1).shape() == b.shape(),
        concat("a batch ", a.shape(), " x ", b.shape(), ": gradients have the shapes ", gradients[0].shape(), " and ",
               gradients[1].shape(), ", expected those of A and B"));
  for (Index i = 0; i < pairs; ++i) {
    check_close("dA of pair " + std::to_string(i), pair_of(gradients[0], i),
                grad_a_by_loops(pair_of(g, i), pair_of(b, i)));
    check_close("dB of pair " + std::to_string(i), pair_of(gradients[1], i),
                grad_b_by_loops(pair_of(g, i), pair_of(a, i)));
  }
}

TEST_CASE("one B for a whole batch of A: its gradient is the sum over the batch") {
  const Index batch = random_size(2, 3), m = random_size(4, 5), k = random_size(6, 7), n = random_size(8, 9);
  const Array a = random_array({batch, m, k}, 1), b = random_array({k, n}, 2), g = random_array({batch, m, n}, 3);
  const auto gradients = backward_of_op(matmul(leaf(a), leaf(b)), g);
  Array sum = selfsame::filled({k, n}, 0);
  for (Index i = 0; i < batch; ++i) {
    const Array one = grad_b_by_loops(pair_of(g, i), pair_of(a, i));
    for (Index e = 0; e < k * n; ++e) sum.data()[e] += one.data()[e];
  }
  check_close(concat("dB of ", a.shape(), " x ", b.shape()), gradients.at(1), sum,
              {{grad_b_by_loops(pair_of(g, 0), pair_of(a, 0)), "only the first of the batch reached B's gradient"}});
}

TEST_CASE("only what is wanted is computed") {
  const Tensor a = tensor({2, 2}, {1, 2, 3, 4}, true);
  const Tensor constant = tensor({2, 2}, {5, 6, 7, 8});
  const auto of_a = backward_of_op(matmul(a, constant), selfsame::filled({2, 2}, 1));
  check_close("dA where B is a constant", of_a.at(0), tensor({2, 2}, {11, 15, 11, 15}).data());
  const auto of_b = backward_of_op(matmul(constant, a), selfsame::filled({2, 2}, 1));
  check_close("dB where A is a constant", of_b.at(1), tensor({2, 2}, {12, 12, 14, 14}).data());
}
