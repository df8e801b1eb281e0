/// \file
/// What a damaged or a hostile file must not make a reader do.
/// Internal to io/, and to the readers in data/ and report/.
#pragma once

#include <string>

#include "selfsame/core/xt.hpp"

namespace selfsame::io {

/// Whether brackets and braces of a JSON text are nested deeper than any file of ours: what walks it by calling itself,
/// to print or to copy it, would run out of stack.
bool nested_too_deep(const std::string& json);

/// Bytes that an array of this shape takes, in floating point: a damaged shape may multiply beyond 64 bits. Infinite
/// where it does so even if it has a zero among its sizes, because then its strides cannot be computed.
double bytes_of_shape(const Shape& shape, double bytes_of_number);

}  // namespace selfsame::io
