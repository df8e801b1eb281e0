/// \file
/// What stands in a text that a report has written, and how often.
#pragma once

#include <string>

#include "selfsame/core/types.hpp"

namespace selfsame {

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

inline Index occurrences(const std::string& text, const std::string& part) {
  Index n = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; ++at) ++n;
  return n;
}

}  // namespace selfsame
