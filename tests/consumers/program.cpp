#include <iostream>
#include <selfsame/selfsame.hpp>
using namespace selfsame;
int main() {
  manual_seed(1);
  nn::ConvNet encoder({1, 8, 16});
  nn::Linear head(encoder.features(), 3);
  const Tensor loss = cross_entropy(head(encoder(randn({4, 12, 12, 1}))), {0, 1, 2, 0});
  loss.backward();
  std::cout << "loss " << loss.item() << ", gradient " << optim::vector_norm(head.weight.grad()) << "\n";
}
