#include "selfsame/io/hostile.hpp"

#include <algorithm>
#include <limits>

namespace selfsame::io {

bool nested_too_deep(const std::string& json) {
  constexpr int deepest = 64;
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '"') quoted = !quoted;
    if (quoted) {
      if (c == '\\') ++i;  // what follows it is no end of the text
    } else if (c == '[' || c == '{') {
      if (++depth > deepest) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

double bytes_of_shape(const Shape& shape, double bytes_of_number) {
  double bytes = bytes_of_number, without_zeros = bytes_of_number;
  for (const Index size : shape) {
    bytes *= static_cast<double>(size);
    without_zeros *= static_cast<double>(std::max<Index>(size, 1));
  }
  return without_zeros < 9e18 ? bytes : std::numeric_limits<double>::infinity();
}

}  // namespace selfsame::io
