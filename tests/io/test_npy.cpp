#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "data/temporary_files.hpp"
#include "selfsame/core/tensor.hpp"
#include "selfsame/io/npy.hpp"

using namespace selfsame;
using data::TemporaryDirectory;

namespace {

// A .npy file as NumPy writes it.
data::Bytes npy_bytes(const std::string& header, std::size_t value_bytes) {
  std::string text = "\x93NUMPY\x01";
  text += '\0';
  text += static_cast<char>(header.size());
  text += '\0';
  text += header;
  data::Bytes bytes(text.begin(), text.end());
  bytes.resize(bytes.size() + value_bytes, 0);
  return bytes;
}

std::string error_of(const data::Bytes& bytes) {
  const TemporaryDirectory folder;
  const std::string path = folder / "x.npy";
  data::write_bytes(path, bytes);
  try {
    io::read_npy(path);
  } catch (const Error& error) {
    const std::string message = error.what();
    CHECK(message.rfind(path + ": ", 0) == 0);
    return message.substr(path.size() + 2);
  }
  return "no error";
}

}  // namespace

TEST_CASE("what is written to a .npy file is read back, whatever its shape") {
  const TemporaryDirectory folder;
  for (const Shape& shape : {Shape{}, Shape{3}, Shape{2, 5}, Shape{0, 4}, Shape{2, 3, 4, 5}}) {
    Generator generator(1);
    const Array x = randn(shape, generator).data();
    io::write_npy(folder / "x.npy", x);
    CHECK(io::read_npy(folder / "x.npy") == x);
    CHECK(data::read_bytes(folder / "x.npy").size() % 64 ==
          static_cast<std::size_t>(numel(shape)) * sizeof(Scalar) % 64);
  }
  const Indices indices{3, -1, Index{1} << 40};
  io::write_npy(folder / "i.npy", indices);
  CHECK(io::read_npy_indices(folder / "i.npy") == indices);
  CHECK(!std::filesystem::exists(folder / "x.npy.part"));
}

TEST_CASE("files as NumPy writes them are read: float64 and int64 are converted") {
  const TemporaryDirectory folder;
  data::Bytes bytes = npy_bytes("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }\n", 0);
  for (const int b : {0, 0, 0, 0, 0, 0, 0xf8, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0xc0}) {
    bytes.push_back(static_cast<std::uint8_t>(b));
  }
  data::write_bytes(folder / "x.npy", bytes);
  CHECK(io::read_npy(folder / "x.npy") == tensor({2}, {1.5, -2}).data());
}

TEST_CASE("a damaged or foreign .npy file is refused by name, with what is wrong") {
  const std::string good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n";
  CHECK(error_of(npy_bytes(good, 24)) == "no error");
  CHECK(error_of({}) == "is not a .npy file of version 1.0");
  CHECK(error_of({'P', 'K', 3, 4, 0, 0, 0, 0, 0, 0, 0}) == "is not a .npy file of version 1.0");
  CHECK(error_of(npy_bytes(good, 20)) ==
        "damaged .npy file: shape (2, 3) of <f4 does not fit the 20 bytes of values in the file");
  CHECK(error_of(npy_bytes(good, 28)) ==
        "damaged .npy file: shape (2, 3) of <f4 does not fit the 28 bytes of values in the file");
  data::Bytes cut = npy_bytes(good, 0);
  cut.resize(30);
  CHECK(error_of(cut) == "damaged .npy file: it ends inside its header");
  cut.resize(8);
  CHECK(error_of(cut) == "damaged .npy file: it ends inside its header");
  CHECK(error_of(npy_bytes("{'descr': '<f2', 'fortran_order': False, 'shape': (2,), }", 4)) ==
        "holds values of type <f2; float32 (<f4), float64 (<f8) or int64 (<i8) is expected");
  CHECK(error_of(npy_bytes("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }", 24)) ==
        "is in Fortran order; save numpy.ascontiguousarray(x) instead");
  CHECK(error_of(npy_bytes("{'descr': '<f4', 'shape': (2,), }", 8)) ==
        "damaged .npy file: the header has no valid \"fortran_order\"");
  CHECK(error_of(npy_bytes("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }", 8)) ==
        "damaged .npy file: the header has no valid \"shape\"");
  CHECK(error_of(npy_bytes(
                     "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 99999999999, 99999999999), }", 8))
            .rfind("damaged .npy file: shape (", 0) == 0);
  CHECK(error_of(npy_bytes("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 99999999999, 99999999999), }", 0))
            .rfind("damaged .npy file: shape (", 0) == 0);
}

TEST_CASE("a .npy header may be as long as the format allows, and full of blanks") {
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + std::string(65000, ' ') + "2), }\n";
  data::Bytes bytes = npy_bytes(header, 8);
  bytes[8] = static_cast<std::uint8_t>(header.size() % 256);
  bytes[9] = static_cast<std::uint8_t>(header.size() / 256);
  CHECK(error_of(bytes) == "no error");
}

TEST_CASE("a file that is missing, of another kind, or in a folder that does not exist is an error") {
  const TemporaryDirectory folder;
  CHECK_THROWS_WITH_AS(io::read_npy(folder / "none.npy"),
                       (folder / "none.npy: cannot be opened: No such file or directory").c_str(), Error);
  CHECK_THROWS_WITH_AS(
      io::write_npy(folder / "no/x.npy", filled({1}, 0)),
      (folder / "no/x.npy: cannot be written: No such file or directory; make room or choose another place").c_str(),
      Error);
  io::write_npy(folder / "x.npy", filled({2}, 0));
  CHECK_THROWS_AS(io::read_npy_indices(folder / "x.npy"), Error);
}
