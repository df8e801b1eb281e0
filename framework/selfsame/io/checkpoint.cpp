#include "selfsame/io/checkpoint.hpp"

#include <zlib.h>

#include <nlohmann/json.hpp>

#include "selfsame/io/file.hpp"
#include "selfsame/io/safetensors.hpp"

namespace selfsame::io {
namespace {

// The checksum stands at a fixed place, the first entry of the header, and counts as zeros for itself.
const std::string opening = R"({"__metadata__":{"!crc32":")";
constexpr std::size_t header_at = 8;  // behind the header's length
constexpr std::size_t digits = 8;
const std::string no_checksum(digits, '0');
constexpr const char* own_type = sizeof(Scalar) == 4 ? "F32" : "F64";

std::string checksum_of(const std::string& bytes) {
  std::uint64_t crc = ::crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  std::string text = no_checksum;
  for (std::size_t i = digits; i-- > 0; crc >>= 4) text[i] = "0123456789abcdef"[crc & 15];
  return text;
}

}  // namespace

const std::string& Checkpoint::fact(const std::string& name) const {
  const auto at = facts.find(name);
  require<Error>(at != facts.end(), "checkpoint: \"", name, "\" is missing; was it saved from something else?");
  return at->second;
}

std::string checkpoint_bytes(const Checkpoint& checkpoint) {
  std::map<std::string, std::string> metadata = checkpoint.facts;
  metadata["!crc32"] = no_checksum;  // '!' comes first in the order of a map
  metadata["!type"] = own_type;
  std::string bytes = safetensors_bytes(checkpoint.arrays, metadata);
  bytes.replace(header_at + opening.size(), digits, checksum_of(bytes));
  return bytes;
}

void save_checkpoint(const std::string& path, const Checkpoint& checkpoint) {
  write_file(path, checkpoint_bytes(checkpoint));
}

Checkpoint load_checkpoint(const std::string& path) {
  std::string bytes = read_file(path);
  const std::size_t at = header_at + opening.size();
  require<DamagedFile>(bytes.size() >= at + digits && bytes.compare(header_at, opening.size(), opening) == 0, path,
                       ": is cut short or no checkpoint");
  const std::string written = bytes.substr(at, digits);
  bytes.replace(at, digits, no_checksum);
  require<DamagedFile>(checksum_of(bytes) == written, path, ": is damaged: its checksum is ", checksum_of(bytes),
                       ", written was ", written);

  std::size_t length = 0;
  for (std::size_t i = 0; i < header_at; ++i) length |= std::size_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  Checkpoint checkpoint;
  try {
    const auto header = nlohmann::json::parse(bytes.substr(header_at, length));
    checkpoint.facts = header.at("__metadata__").get<std::map<std::string, std::string>>();
  } catch (const nlohmann::json::exception&) {
    throw DamagedFile(concat(path, ": has a damaged header"));
  }
  const std::string type = checkpoint.fact("!type");
  require<Error>(type == own_type, path, ": holds numbers of type ", type, ", this program computes in ", own_type,
                 "; go on with the program that wrote it");
  checkpoint.facts.erase("!crc32");
  checkpoint.facts.erase("!type");
  checkpoint.arrays = load_safetensors(path);
  return checkpoint;
}

}  // namespace selfsame::io
