/// \file
/// Errors are part of the interface: one line that names the thing, what was expected, what was found, what to do.
#pragma once

#include <locale>
#include <sstream>
#include <stdexcept>
#include <string>

#include "selfsame/core/xt.hpp"

namespace selfsame {

/// Something went wrong while running: a damaged file, a full disk, a value that cannot be used. Programs exit with 1.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The request itself is wrong: an unknown option, data set or value. Programs exit with 2.
class UsageError : public Error {
 public:
  using Error::Error;
};

/// Shapes that do not fit an operation. Modules put their own path in front while the error travels outwards:
/// `encoder.conv2 (Conv2d): conv2d: input has 32 channels ...`.
class ShapeError : public Error {
 public:
  using Error::Error;
};

/// The arguments written one after another, as a stream would print them; shapes print as "(2, 3)".
template <class... Parts>
std::string concat(const Parts&... parts) {
  std::ostringstream text;
  text.imbue(std::locale::classic());  // file names and messages are the same in every country
  const auto write = [&text](const auto& part) {
    if constexpr (std::is_convertible_v<const decltype(part)&, const Shape&>) {
      text << to_string(part);
    } else {
      text << part;
    }
  };
  (write(parts), ...);
  return text.str();
}

/// Throws `E` with the parts written one after another, unless `condition` holds. Always on, in every build.
template <class E = ShapeError, class... Parts>
void require(bool condition, const Parts&... parts) {
  if (!condition) throw E(concat(parts...));
}

/// The index of dimension `dim` of an array of `rank` dimensions; negative values count from the end.
/// \throws ShapeError if there is no such dimension; `op` names the operation in its message
Index checked_dim(const char* op, int dim, const Shape& shape);

}  // namespace selfsame
