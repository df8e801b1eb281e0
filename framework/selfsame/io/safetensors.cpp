#include "selfsame/io/safetensors.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <nlohmann/json.hpp>

#include "selfsame/core/error.hpp"
#include "selfsame/io/file.hpp"
#include "selfsame/io/hostile.hpp"

namespace selfsame::io {
namespace {

using Json = nlohmann::ordered_json;
constexpr const char* own_type = sizeof(Scalar) == 4 ? "F32" : "F64";

// The file begins with the header's length: eight bytes, least significant first.
std::string length_bytes(std::uint64_t length) {
  std::string bytes;
  for (int i = 0; i < 8; ++i) bytes += static_cast<char>((length >> (8 * i)) & 0xff);
  return bytes;
}

std::uint64_t length_of(const std::string& bytes) {
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < 8; ++i) length |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  return length;
}

template <class Stored>
Array array_from(const char* bytes, const Shape& shape) {
  Array array = empty(shape);
  for (Scalar& value : array) {
    Stored stored;
    std::memcpy(&stored, bytes, sizeof stored);
    value = static_cast<Scalar>(stored);
    bytes += sizeof stored;
  }
  return array;
}

void whole(const std::string& path, bool condition, const std::string& problem) {
  require<Error>(condition, "safetensors: ", path, " ", problem, "; save it again");
}

// The file's bytes, its header, and where the numbers begin.
struct Opened {
  std::string bytes;
  Json header;
  std::size_t start;
};

Opened opened(const std::string& path) {
  Opened file{read_file(path), {}, 0};
  const std::string& bytes = file.bytes;
  whole(path, bytes.size() >= 8 && length_of(bytes) <= bytes.size() - 8, "is cut short or no safetensors file");
  file.start = 8 + length_of(bytes);
  const std::string header = bytes.substr(8, length_of(bytes));
  if (!nested_too_deep(header)) file.header = Json::parse(header, nullptr, false);
  whole(path, file.header.is_object(), "has no readable header");
  return file;
}

}  // namespace

std::string safetensors_bytes(const std::vector<std::pair<std::string, Array>>& arrays, const Metadata& metadata) {
  Json header = Json::object();
  if (!metadata.empty()) header["__metadata__"] = metadata;
  std::string data;
  for (const auto& [name, array] : arrays) {
    require<Error>(!header.contains(name), "safetensors: the name \"", name,
                   "\" occurs twice; give each array its own");
    const std::size_t begin = data.size();
    data.append(reinterpret_cast<const char*>(array.data()), array.size() * sizeof(Scalar));
    header[name] = {{"dtype", own_type},
                    {"shape", std::vector<Index>(array.shape().begin(), array.shape().end())},
                    {"data_offsets", {begin, data.size()}}};
  }
  std::string text = header.dump(-1, ' ', false, Json::error_handler_t::replace);
  text.append((8 - text.size() % 8) % 8, ' ');  // the numbers start at a multiple of eight bytes
  return length_bytes(text.size()) + text + data;
}

void save_safetensors(const std::string& path, const std::vector<std::pair<std::string, Array>>& arrays,
                      const Metadata& metadata) {
  write_file(path, safetensors_bytes(arrays, metadata));
}

std::vector<std::pair<std::string, Array>> load_safetensors(const std::string& path) {
  const auto [bytes, header, start] = opened(path);
  const auto whole = [&path](bool condition, const std::string& problem) { io::whole(path, condition, problem); };
  std::vector<std::pair<std::string, Array>> arrays;
  try {
    for (const auto& [name, entry] : header.items()) {
      if (name == "__metadata__") continue;
      const std::string type = entry.at("dtype");
      whole(type == "F32" || type == "F64", "holds \"" + name + "\" as " + type + "; F32 and F64 are read");
      Shape shape;
      for (const auto& size : entry.at("shape")) {
        whole(size.is_number_unsigned(), "gives \"" + name + "\" the size " + size.dump() + "; sizes are counts");
        shape.push_back(size.get<Index>());
        whole(shape.back() >= 0, "gives \"" + name + "\" the size " + size.dump() + "; no array is that large");
      }
      const auto begin = entry.at("data_offsets").at(0).get<std::size_t>();
      const auto end = entry.at("data_offsets").at(1).get<std::size_t>();
      whole(begin <= end && end <= bytes.size() - start, "is cut short: \"" + name + "\" ends outside the file");
      const double promised = bytes_of_shape(shape, type == "F32" ? 4 : 8);
      whole(static_cast<double>(end - begin) == promised,
            concat("gives \"", name, "\" ", end - begin, " bytes; its shape ", shape, " needs ", promised));
      const char* data = bytes.data() + start + begin;
      arrays.emplace_back(name, type == "F32" ? array_from<float>(data, shape) : array_from<double>(data, shape));
    }
  } catch (const nlohmann::json::exception&) {
    whole(false, "has a damaged header");
  }
  return arrays;
}

Metadata load_safetensors_metadata(const std::string& path) {
  Metadata metadata;
  const Json header = opened(path).header;
  if (!header.contains("__metadata__")) return metadata;
  const Json& said = header["__metadata__"];
  whole(path, said.is_object(), "has metadata that are no object of texts");
  for (const auto& [name, text] : said.items()) {
    whole(path, text.is_string(), concat("has metadata \"", name, "\" that are no text"));
    metadata[name] = text.get<std::string>();
  }
  return metadata;
}

}  // namespace selfsame::io
