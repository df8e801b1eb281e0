#include <doctest/doctest.h>

#include <cstdlib>
#include <limits>
#include <thread>

#include "selfsame/core/graph.hpp"
#include "selfsame/core/memory.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/linalg.hpp"
#include "selfsame/ops/reduce.hpp"

using namespace selfsame;

TEST_CASE("a hand-worked gradient: f = sum(a * b + a) with a used twice") {
  const Tensor a = tensor({3}, {1, 2, 3}, true);
  const Tensor b = tensor({3}, {4, 5, 6}, true);
  sum(a * b + a).backward();
  CHECK(a.grad() == tensor({3}, {5, 6, 7}).data());
  CHECK(b.grad() == tensor({3}, {1, 2, 3}).data());
}

TEST_CASE("one tensor on both sides of an operation gets both gradients") {
  const Tensor x = tensor({2}, {3, -4}, true);
  sum(x * x).backward();
  CHECK(x.grad() == tensor({2}, {6, -8}).data());
}

TEST_CASE("a diamond is walked once: x reaches the end by two ways that share a beginning") {
  const Tensor x = tensor({1}, {2}, true);
  const Tensor square = x * x;                  // 4
  const Tensor end = square * square + square;  // x^4 + x^2
  end.backward();
  CHECK(x.grad()(0) == 4 * 8 + 2 * 2);
}

TEST_CASE("gradients add up over backward calls until zero_grad") {
  Tensor x = tensor({2}, {1, 2}, true);
  sum(x * 3).backward();
  sum(x * x).backward();
  CHECK(x.grad() == tensor({2}, {5, 7}).data());
  x.zero_grad();
  sum(x * 3).backward();
  CHECK(x.grad() == tensor({2}, {3, 3}).data());
}

TEST_CASE("gradients of broadcast operands are summed back to their shapes") {
  const Tensor row = tensor({1, 3}, {1, 2, 3}, true);
  const Tensor column = tensor({2, 1}, {10, 20}, true);
  const Tensor scalar = tensor({}, {5}, true);
  sum(row * column + scalar).backward();
  CHECK(row.grad() == tensor({1, 3}, {30, 30, 30}).data());
  CHECK(column.grad() == tensor({2, 1}, {6, 6}).data());
  CHECK(scalar.grad() == tensor({}, {6}).data());
}

TEST_CASE("backward with a seed is a vector-Jacobian product") {
  const Tensor x = tensor({2}, {1, 2}, true);
  (x * x).backward(tensor({2}, {10, 100}).data());
  CHECK(x.grad() == tensor({2}, {20, 400}).data());
}

TEST_CASE("tensors on the way do not keep their gradients, and constants get none") {
  const Tensor x = tensor({2}, {1, 2}, true);
  const Tensor constant = tensor({2}, {3, 4});
  const Tensor y = x * constant;
  sum(y).backward();
  CHECK(!y.has_grad());
  CHECK(!constant.has_grad());
  CHECK(x.has_grad());
}

TEST_CASE("backward refuses what it cannot do, and says why") {
  const Tensor x = tensor({2}, {1, 2}, true);
  CHECK_THROWS_WITH_AS((x * 2).backward(),
                       "backward: shape (2,) is not a single number; reduce it with mean() or sum() first", ShapeError);
  CHECK_THROWS_WITH_AS(sum(tensor({2}, {1, 2})).backward(),
                       "backward: nothing this tensor depends on requires a gradient", Error);
  CHECK_THROWS_WITH_AS((x * 2).backward(filled({3}, 1)), "backward: seed (3,) for a tensor of shape (2,)", ShapeError);
}

TEST_CASE("backward frees the graph: a second call on it is an error that names the operation") {
  const Tensor x = tensor({2}, {1, 2}, true);
  const Tensor loss = sum(x * x);
  loss.backward();
  CHECK_THROWS_WITH_AS(loss.backward(),
                       "backward: the graph of sum was freed by an earlier backward(); run the forward pass again",
                       Error);
}

TEST_CASE("backward gives back the memory that the operations had saved") {
  const Tensor x(filled({1000}, Scalar(0.5)), true);
  const Tensor loss = mean(exp(x * x));
  const std::size_t recorded = memory_use().in_use;
  loss.backward();
  const std::size_t one_array = 1000 * sizeof(Scalar);
  CHECK(memory_use().in_use < recorded);  // exp's output is gone, the gradient of x has come
  Tensor(x).zero_grad();
  CHECK(memory_use().in_use + one_array <= recorded);
}

TEST_CASE("a value that backward needs and that was changed in place is found out") {
  Tensor x = tensor({2}, {1, 2}, true);
  const Tensor loss = sum(x * x);
  x.mutable_data()(0) = 9;
  CHECK_THROWS_WITH_AS(loss.backward(),
                       "backward: a value of shape (2,) that it needs was changed in place after the forward pass; "
                       "change it after backward()",
                       Error);
}

TEST_CASE("a value that backward does not need may be changed in place") {
  Tensor x = tensor({2}, {1, 2}, true);
  const Tensor loss = sum(x * 3);
  x.mutable_data()(0) = 9;
  loss.backward();
  CHECK(x.grad() == tensor({2}, {3, 3}).data());
}

TEST_CASE("NoGrad records nothing while it lives, and scopes nest") {
  const Tensor x = tensor({2}, {1, 2}, true);
  {
    const NoGrad outer;
    {
      const NoGrad inner;
      CHECK(!(x * x).requires_grad());
    }
    CHECK(!grad_enabled());
    CHECK(!(x * x).requires_grad());
  }
  CHECK(grad_enabled());
  CHECK((x * x).requires_grad());
}

TEST_CASE("a chain of 200,000 operations neither overflows the stack in backward nor when it is destroyed") {
  const Tensor x = tensor({1}, {1}, true);
  {
    Tensor y = x;
    for (int i = 0; i < 200000; ++i) y = y + Scalar(1);
    y.backward();
    CHECK(x.grad()(0) == 1);
  }
  Tensor y = x;
  for (int i = 0; i < 200000; ++i) y = y * x;  // never walked backwards: destroyed with everything saved
  CHECK(y.item() == 1);
}

TEST_CASE("only what is wanted is computed: a backward function sees which inputs need a gradient") {
  const Tensor a = tensor({1}, {2}, true);
  const Tensor b = tensor({1}, {3});
  bool wants_a = false;
  bool wants_b = true;
  make_op("probe", own(filled({1}, 6)), {a, b}, [&](Array& g, GradSink& in) {
    wants_a = in.wants(0);
    wants_b = in.wants(1);
    in.add(0, g);
    in.add(1, g);  // passed over
  }).backward();
  CHECK(wants_a);
  CHECK(!wants_b);
  CHECK(a.has_grad());
  CHECK(!b.has_grad());
}

TEST_CASE("AnomalyGuard names the operation whose output is not finite") {
  const AnomalyGuard guard;
  const Tensor x = tensor({2}, {-1, 4}, true);
  CHECK_THROWS_WITH_AS(
      exp(log(x)), "log: output of shape (2,) holds a NaN or an infinity; every operation before it was finite", Error);
  CHECK_NOTHROW(exp(x));
}

TEST_CASE("AnomalyGuard lets an infinity pass that was given, and says where a NaN was given") {
  const AnomalyGuard guard;
  const Scalar infinity = std::numeric_limits<Scalar>::infinity();
  const Tensor given = tensor({2}, {-infinity, 1});
  CHECK(exp(given * 2).data() == exp(tensor({2}, {-infinity, 2})).data());
  CHECK_THROWS_WITH_AS(given - given,
                       "sub: output of shape (2,) holds a NaN; input 0 of shape (2,) held a NaN or an infinity that no "
                       "operation has made: look at weights and data",
                       Error);
}

TEST_CASE("SELFSAME_ANOMALY=1 has the operations of every thread checked that begins after it") {
  const auto checked_in_new_thread = [] {
    bool checked = false;
    std::thread([&checked] { checked = anomaly_checked(); }).join();
    return checked;
  };
  CHECK(!checked_in_new_thread());
  for (const char* value : {"1", "0", ""}) {
    ::setenv("SELFSAME_ANOMALY", value, 1);
    CHECK(checked_in_new_thread() == (value[0] == '1'));
  }
  ::unsetenv("SELFSAME_ANOMALY");
}

TEST_CASE("AnomalyGuard names the operation whose gradient is not finite though its output was") {
  const Tensor x = tensor({2}, {0, 4}, true);
  {
    const AnomalyGuard guard;
    const Tensor loss = sum(sqrt(x * 1) * 2);  // the slope of the root at 0 is infinite
    CHECK_THROWS_WITH_AS(loss.backward(),
                         "sqrt: gradient of shape (2,) holds a NaN or an infinity; every gradient before it was finite",
                         Error);
  }
  CHECK(!anomaly_checked());
  CHECK_NOTHROW(sum(sqrt(x)).backward());
}
