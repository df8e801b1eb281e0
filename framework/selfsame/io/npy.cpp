// The format: "\x93NUMPY", version bytes 1 and 0, a 16-bit length, a Python dictionary of that length in ASCII, padded
// so that the values after it start at a multiple of 64 (numpy.lib.format). Numbers are little-endian, as on every
// machine this library is built for.
#include "selfsame/io/npy.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>

#include "selfsame/core/error.hpp"
#include "selfsame/io/file.hpp"
#include "selfsame/io/hostile.hpp"

namespace selfsame::io {
namespace {

constexpr char magic[] = "\x93NUMPY\x01";  // with its final zero, the version's second byte
constexpr std::size_t magic_size = sizeof magic;

struct Npy {
  std::string type;  // as NumPy writes it: "<f4", "<f8", "<i8"
  Shape shape;
  std::string values;  // as they stand in the file
};

// The value of an entry of the dictionary: what stands between `open` and `close`, of `allowed` characters, or of any
// where none are given. No regular expression, because the standard library's call themselves for each character and
// run out of stack.
std::string field(const std::string& path, const std::string& header, const std::string& name, const std::string& open,
                  const std::string& close, const std::string& allowed = "") {
  const std::string key = "'" + name + "':";
  const std::size_t at = header.find(key);
  const std::size_t start = at == std::string::npos ? at : header.find_first_not_of(' ', at + key.size());
  const bool opened = start != std::string::npos && header.compare(start, open.size(), open) == 0;
  const std::size_t begin = opened ? start + open.size() : std::string::npos;
  const std::size_t end = opened ? header.find(close, begin) : std::string::npos;
  std::string value = end == std::string::npos ? "" : header.substr(begin, end - begin);
  const bool valid = allowed.empty() || value.find_first_not_of(allowed) == std::string::npos;
  require<Error>(end != std::string::npos && valid, path, ": damaged .npy file: the header has no valid \"", name,
                 "\"");
  return value;
}

Shape parse_shape(const std::string& path, const std::string& text) {
  const std::string digits = "0123456789";
  Shape shape;
  for (std::size_t at = text.find_first_of(digits); at != std::string::npos;) {
    const std::size_t end = std::min(text.find_first_not_of(digits, at), text.size());
    const std::string size = text.substr(at, end - at);
    require<Error>(size.size() <= 12, path, ": damaged .npy file: a size of ", size, " in its shape");
    shape.push_back(std::stoll(size));
    at = text.find_first_of(digits, end);
  }
  return shape;
}

std::size_t width_of(const std::string& path, const std::string& type) {
  if (type == "<f4") return 4;
  if (type == "<f8" || type == "<i8") return 8;
  throw Error(
      concat(path, ": holds values of type ", type, "; float32 (<f4), float64 (<f8) or int64 (<i8) is expected"));
}

Npy read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  require<Error>(file.is_open(), path, ": cannot be opened: ", std::strerror(errno));
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  require<Error>(bytes.compare(0, magic_size, magic, magic_size) == 0, path, ": is not a .npy file of version 1.0");
  const auto byte = [&bytes](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(bytes[i])); };
  require<Error>(bytes.size() >= magic_size + 2, path, ": damaged .npy file: it ends inside its header");
  const std::size_t start = magic_size + 2 + byte(magic_size) + 256 * byte(magic_size + 1);
  require<Error>(bytes.size() >= start, path, ": damaged .npy file: it ends inside its header");
  const std::string header = bytes.substr(magic_size + 2, start - magic_size - 2);

  Npy npy;
  npy.type = field(path, header, "descr", "'", "'");
  const std::size_t width = width_of(path, npy.type);
  require<Error>(field(path, header, "fortran_order", "", "e", "FTalrsu") == "Fals", path,  // up to its e
                 ": is in Fortran order; save numpy.ascontiguousarray(x) instead");
  npy.shape = parse_shape(path, field(path, header, "shape", "(", ")", "0123456789, "));
  npy.values = bytes.substr(start);
  const double promised = bytes_of_shape(npy.shape, static_cast<double>(width));
  require<Error>(promised == static_cast<double>(npy.values.size()), path, ": damaged .npy file: shape ", npy.shape,
                 " of ", npy.type, " does not fit the ", npy.values.size(), " bytes of values in the file");
  return npy;
}

template <class T, class Out>
void convert(const std::string& values, Out out) {
  for (std::size_t i = 0; i < values.size(); i += sizeof(T), ++out) {
    T value;
    std::memcpy(&value, values.data() + i, sizeof value);
    *out = static_cast<std::decay_t<decltype(*out)>>(value);
  }
}

void write(const std::string& path, const char* type, const Shape& shape, const void* values, std::size_t size) {
  std::string header = concat("{'descr': '", type, "', 'fortran_order': False, 'shape': ", shape, ", }");
  header.append(63 - (magic_size + 2 + header.size()) % 64, ' ');
  header += '\n';
  std::string bytes(magic, magic_size);
  bytes += static_cast<char>(header.size() % 256);
  bytes += static_cast<char>(header.size() / 256);
  write_file(path, bytes + header + std::string(static_cast<const char*>(values), size));
}

}  // namespace

Array read_npy(const std::string& path) {
  const Npy npy = read(path);
  Array array = empty(npy.shape);
  if (npy.type == "<f4") convert<float>(npy.values, array.data());
  if (npy.type == "<f8") convert<double>(npy.values, array.data());
  if (npy.type == "<i8") convert<std::int64_t>(npy.values, array.data());
  return array;
}

Indices read_npy_indices(const std::string& path) {
  const Npy npy = read(path);
  require<Error>(npy.type == "<i8" && npy.shape.size() == 1, path, ": holds ", npy.type, " of shape ", npy.shape,
                 "; int64 (<i8) in one dimension is expected");
  Indices values(static_cast<std::size_t>(npy.shape[0]));
  convert<std::int64_t>(npy.values, values.data());
  return values;
}

void write_npy(const std::string& path, const Array& array) {
  write(path, sizeof(Scalar) == 4 ? "<f4" : "<f8", array.shape(), array.data(), array.size() * sizeof(Scalar));
}

void write_npy(const std::string& path, const Indices& values) {
  static_assert(sizeof(Index) == 8, "indices are written as int64");
  write(path, "<i8", {static_cast<Index>(values.size())}, values.data(), values.size() * sizeof(Index));
}

}  // namespace selfsame::io
