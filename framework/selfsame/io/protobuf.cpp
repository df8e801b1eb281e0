#include "selfsame/io/protobuf.hpp"

#include <cstring>

namespace selfsame::io::protobuf {
namespace {

// What stands in front of a field's value.
std::string key(int field, std::uint64_t kind) { return varint(static_cast<std::uint64_t>(field) << 3 | kind); }

// Little-endian, as every machine is that this library is built for.
template <class Number>
std::string bytes_of(Number value) {
  std::string bytes(sizeof value, '\0');
  std::memcpy(bytes.data(), &value, sizeof value);
  return bytes;
}

}  // namespace

std::string varint(std::uint64_t value) {
  std::string bytes;
  for (; value > 127; value >>= 7) bytes += static_cast<char>((value & 127) | 128);
  return bytes + static_cast<char>(value);
}

std::string whole(int field, Index value) { return key(field, 0) + varint(static_cast<std::uint64_t>(value)); }

std::string real(int field, double value) { return key(field, 1) + bytes_of(value); }

std::string text(int field, const std::string& bytes) { return key(field, 2) + varint(bytes.size()) + bytes; }

std::string single(int field, float value) { return key(field, 5) + bytes_of(value); }

}  // namespace selfsame::io::protobuf
