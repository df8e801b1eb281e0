// An operation the library does not have, with its gradient, and the check that finds a wrong one.
#include <cmath>
#include <iostream>
#include <selfsame/selfsame.hpp>

using namespace selfsame;

// softsign(x) = x / (1 + |x|), and its derivative 1 / (1 + |x|)^2.
Tensor softsign(const Tensor& x) {
  const Saved y = own(kernels::map(x.data(), [](Scalar v) { return v / (1 + std::abs(v)); }));
  return make_op("softsign", y, {x}, [x = Saved(x)](Array& g, GradSink& in) {
    in.add(0, kernels::map_into(*x, std::move(g),
                                [](Scalar v, Scalar d) { return d / ((1 + std::abs(v)) * (1 + std::abs(v))); }));
  });
}

// The same with a slip: the square is forgotten.
Tensor softsign_with_a_slip(const Tensor& x) {
  const Saved y = own(kernels::map(x.data(), [](Scalar v) { return v / (1 + std::abs(v)); }));
  return make_op("softsign", y, {x}, [x = Saved(x)](Array& g, GradSink& in) {
    in.add(0, kernels::map_into(*x, std::move(g), [](Scalar v, Scalar d) { return d / (1 + std::abs(v)); }));
  });
}

int main() {
  const Tensor x = tensor({2, 3}, {-2, -0.5, -0.1, 0.3, 1, 4}, /*requires_grad*/ true);
  const auto right = debug::gradcheck([](const auto& in) { return softsign(in[0]); }, {x});
  const auto wrong = debug::gradcheck([](const auto& in) { return softsign_with_a_slip(in[0]); }, {x});
  std::cout << "softsign: " << right.message() << "\nwith a slip: " << wrong.message() << "\n";
  return right.ok && !wrong.ok ? 0 : 1;
}
