#include "selfsame/io/events.hpp"

#include <array>
#include <chrono>
#include <cstring>
#include <filesystem>

#include "selfsame/core/error.hpp"
#include "selfsame/io/protobuf.hpp"

namespace selfsame::io {
namespace {

using protobuf::real;
using protobuf::single;
using protobuf::text;
using protobuf::whole;

constexpr std::size_t frame = 16;  // bytes of a record around its data: 8 + 4 in front, 4 behind

template <class Number>
std::string little_endian(Number number) {
  std::string bytes;
  for (std::size_t i = 0; i < sizeof number; ++i) bytes += static_cast<char>(number >> (8 * i) & 0xff);
  return bytes;
}

// Checksums of data that hold checksums would be weak: what is stored is turned by 15 bits, plus a constant.
std::string masked_checksum(const std::string& bytes) {
  const std::uint32_t crc = crc32c(bytes);
  return little_endian<std::uint32_t>((crc >> 15 | crc << 17) + 0xa282ead8U);
}

std::uint64_t length_at(const std::string& bytes, std::size_t at) {
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < 8; ++i) length |= std::uint64_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return length;
}

// Where the last whole record of the file ends.
std::size_t end_of_records(const std::string& bytes) {
  std::size_t end = 0;
  while (bytes.size() - end >= frame) {
    const std::uint64_t length = length_at(bytes, end);
    if (length > bytes.size() - end - frame) break;
    const std::string data = bytes.substr(end + 12, length);
    if (bytes.compare(end, frame + length, tfrecord(data)) != 0) break;
    end += frame + length;
  }
  return end;
}

// Event: wall_time = 1, step = 2, file_version = 3, summary = 5, session_log = 7.
std::string event(Index step, const std::string& fields) {
  const std::chrono::duration<double> now = std::chrono::system_clock::now().time_since_epoch();
  return tfrecord(real(1, now.count()) + whole(2, step) + fields);
}

}  // namespace

std::uint32_t crc32c(const std::string& bytes) {
  static const std::array<std::uint32_t, 256> table = [] {
    std::array<std::uint32_t, 256> rests{};
    for (std::uint32_t i = 0; i < 256; ++i) {
      std::uint32_t rest = i;
      for (int bit = 0; bit < 8; ++bit) rest = rest >> 1 ^ ((rest & 1) != 0 ? 0x82f63b78U : 0U);
      rests[i] = rest;
    }
    return rests;
  }();
  std::uint32_t crc = 0xffffffffU;
  for (const char c : bytes) crc = crc >> 8 ^ table[(crc ^ static_cast<unsigned char>(c)) & 0xff];
  return ~crc;
}

std::string tfrecord(const std::string& bytes) {
  const std::string length = little_endian<std::uint64_t>(bytes.size());
  return length + masked_checksum(length) + bytes + masked_checksum(bytes);
}

EventsFile::EventsFile(const std::string& path) {
  if (std::filesystem::exists(path)) {
    const std::string bytes = read_file(path);
    const std::size_t end = end_of_records(bytes);
    require<Error>(end > 0 || bytes.size() < frame + 32, path,
                   ": is no events file; remove it or choose another place");
    if (end < bytes.size()) std::filesystem::resize_file(path, end);
    continues_ = end > 0;
  }
  file_.open(path, event(0, text(3, "brain.Event:2")));
}

void EventsFile::add(Index step, const std::string& fields) { file_.write(event(step, fields)); }

void EventsFile::restart(Index step) { add(step, text(7, whole(1, 1))); }  // SessionLog: status = 1, which is START = 1

// Summary: value = 1. Its Value: tag = 1, simple_value = 2, image = 4, metadata = 9.
void EventsFile::scalars(Index step, const std::vector<std::pair<std::string, double>>& values) {
  std::string summary;
  for (const auto& [tag, value] : values) {
    summary += text(1, text(1, tag) + single(2, static_cast<float>(value)));
  }
  add(step, text(5, summary));
}

// Image: height = 1, width = 2, colorspace = 3 (channels), encoded_image_string = 4.
// SummaryMetadata: display_name = 2, summary_description = 3.
void EventsFile::image(Index step, const std::string& tag, const Picture& picture, const std::string& title,
                       const std::string& description) {
  const auto png = png_bytes(picture.pixels.data(), picture.height, picture.width, picture.channels);
  const std::string image = whole(1, picture.height) + whole(2, picture.width) + whole(3, picture.channels) +
                            text(4, std::string(png.begin(), png.end()));
  const std::string metadata = text(2, title) + text(3, description);
  add(step, text(5, text(1, text(1, tag) + text(4, image) + text(9, metadata))));
}

}  // namespace selfsame::io
