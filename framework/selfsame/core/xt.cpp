#include "selfsame/core/xt.hpp"

#include <functional>
#include <numeric>

namespace selfsame {

Index numel(const Shape& shape) {
  //! BEGIN SOLUTION a0.t1
  //! shape: a list of sizes. Returns their product.
  return std::accumulate(shape.begin(), shape.end(), Index{1}, std::multiplies<>{});
  //! END SOLUTION
}

std::string to_string(const Shape& shape) {
  std::string text = "(";
  for (std::size_t i = 0; i < shape.size(); ++i) text += (i ? ", " : "") + std::to_string(shape[i]);
  return text + (shape.size() == 1 ? ",)" : ")");
}

}  // namespace selfsame
