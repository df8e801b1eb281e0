#include "selfsame/core/error.hpp"

namespace selfsame {

Index checked_dim(const char* op, int dim, const Shape& shape) {
  const auto rank = static_cast<Index>(shape.size());
  const Index index = dim < 0 ? dim + rank : dim;
  require(index >= 0 && index < rank, op, ": dim ", dim, " is out of range for shape ", shape, " of ", rank,
          rank == 1 ? " dimension" : " dimensions");
  return index;
}

}  // namespace selfsame
