/// \file
/// Protocol buffers, as far as we write them: https://protobuf.dev/programming-guides/encoding. A message is a sequence
/// of fields, each its number and kind in one varint, then its value; messages are put together with `+`.
/// Internal to io/.
#pragma once

#include <cstdint>
#include <string>

#include "selfsame/core/types.hpp"

/// Fields of protocol buffers, as bytes.
namespace selfsame::io::protobuf {

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
std::string varint(std::uint64_t value);

/// A field with a whole number.
std::string whole(int field, Index value);

/// A field with a number of 32 bits.
std::string single(int field, float value);

/// A field with a number of 64 bits.
std::string real(int field, double value);

/// A field with a text, or with a message inside of this one.
std::string text(int field, const std::string& bytes);

}  // namespace selfsame::io::protobuf
