/// \file
/// Events files, which TensorBoard and a dozen other programs draw: numbers and pictures along the steps of a run.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "selfsame/core/types.hpp"
#include "selfsame/io/file.hpp"
#include "selfsame/io/image.hpp"

namespace selfsame::io {

/// CRC-32C of the bytes, the checksum of Castagnoli (RFC 3720, B.4), not the one of zip files.
std::uint32_t crc32c(const std::string& bytes);

/// The bytes as a record of a TFRecord file: their length, its checksum, the bytes, their checksum
/// (https://www.tensorflow.org/tutorials/load_data/tfrecord, "TFRecords format details").
std::string tfrecord(const std::string& bytes);

/// An events file that grows: every call adds one record, which outlives the program as soon as the call returns.
/// Records are messages `Event` (tensorflow/core/util/event.proto), as file version "brain.Event:2".
/// \code
/// io::EventsFile events("run/events.out.tfevents.mine");  // TensorBoard looks for "tfevents" in names
/// events.scalars(100, {{"loss", 2.3}});
/// \endcode
class EventsFile {
 public:
  /// Makes the file, or goes on with it: behind its last whole record, whatever a killed program left after that.
  /// \throws Error  if it cannot be written, or is there and no events file
  explicit EventsFile(const std::string& path);

  /// Whether it held events before.
  bool continues() const { return continues_; }

  /// What the file holds from this step on counts no more: the run goes on from here.
  void restart(Index step);

  /// Numbers of one step, each under the name of its curve. They are stored in single precision.
  void scalars(Index step, const std::vector<std::pair<std::string, double>>& values);

  /// A picture.
  /// \param tag          tells it from other pictures
  /// \param title        above it
  /// \param description  below it; Markdown
  void image(Index step, const std::string& tag, const Picture& picture, const std::string& title = "",
             const std::string& description = "");

  void sync() { file_.sync(); }  ///< returns when what was added would outlive a power cut

 private:
  void add(Index step, const std::string& fields);
  AppendedFile file_;
  bool continues_ = false;
};

}  // namespace selfsame::io
