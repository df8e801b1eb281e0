#include "selfsame/nn/sequential.hpp"

namespace selfsame::nn {

Tensor Sequential::forward(const Tensor& x) {
  Tensor y = x;
  for (const auto& [name, module] : children()) y = (*module)(y);
  return y;
}

}  // namespace selfsame::nn
