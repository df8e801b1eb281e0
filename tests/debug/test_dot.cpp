#include <doctest/doctest.h>

#include "selfsame/debug/dot.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/linalg.hpp"
#include "selfsame/ops/reduce.hpp"

using namespace selfsame;

TEST_CASE("to_dot draws operations, parameters with their names, and every edge once") {
  const Tensor x = tensor({1, 2}, {1, 2});
  const Tensor weight = tensor({2, 3}, {1, 2, 3, 4, 5, 6}, true);
  const Tensor other = tensor({3}, {1, 1, 1}, true);
  const Tensor hidden = matmul(x, weight);
  const Tensor loss = sum(hidden * hidden + other);
  CHECK(debug::to_dot(loss, {{"layer.\"weight\"", weight}}) ==
        "digraph graph_of_output {\n"
        "  rankdir=TB;\n"
        "  node [fontname=\"sans-serif\"];\n"
        "  n0 [shape=ellipse, label=\"sum ()\"];\n"
        "  n1 -> n0;\n"
        "  n1 [shape=ellipse, label=\"add (1, 3)\"];\n"
        "  n2 -> n1;\n"
        "  n3 -> n1;\n"
        "  n2 [shape=ellipse, label=\"mul (1, 3)\"];\n"
        "  n4 -> n2;\n"
        "  n4 -> n2;\n"
        "  n3 [shape=box, label=\"leaf (3,)\"];\n"
        "  n4 [shape=ellipse, label=\"matmul (1, 3)\"];\n"
        "  n5 -> n4;\n"
        "  n5 [shape=box, label=\"layer.\\\"weight\\\" (2, 3)\"];\n"
        "}\n");
}

TEST_CASE("a tensor outside any graph is drawn as a constant") {
  CHECK(debug::to_dot(zeros({2, 3})).find("n0 [shape=box, label=\"constant (2, 3)\"]") != std::string::npos);
}

TEST_CASE("a deep graph is drawn without recursion") {
  Tensor y = tensor({1}, {1}, true);
  for (int i = 0; i < 100000; ++i) y = y + Scalar(1);
  CHECK(debug::to_dot(y).find("n100000 [shape=box") != std::string::npos);
}
