// Draws a folder of pictures that are easy to tell apart, one folder a kind: draw_pictures FOLDER PICTURES_A_KIND SEED
#include <array>
#include <filesystem>
#include <iostream>

#include "selfsame/core/random.hpp"
#include "selfsame/io/image.hpp"

using selfsame::Index;

// Stripes or checks of a random phase in a random colour, on noise.
std::vector<std::uint8_t> drawn(bool along_x, bool along_y, Index size, selfsame::Generator& random) {
  const Index phase_x = random.integer(8), phase_y = random.integer(8);
  const std::array<Index, 3> colour = {100 + random.integer(100), 100 + random.integer(100), 100 + random.integer(100)};
  std::vector<std::uint8_t> pixels;
  for (Index y = 0; y < size; ++y) {
    for (Index x = 0; x < size; ++x) {
      const bool light = (along_x && (x + phase_x) % 8 < 4) != (along_y && (y + phase_y) % 8 < 4);
      for (const Index value : colour) pixels.push_back(static_cast<std::uint8_t>(random.integer(50) + light * value));
    }
  }
  return pixels;
}

int main(int argc, char** argv) try {
  if (argc != 4) {
    std::cerr << "usage: draw_pictures FOLDER PICTURES_A_KIND SEED\n";
    return 2;
  }
  constexpr Index size = 16;
  selfsame::Generator random(std::stoul(argv[3]));
  for (const std::string kind : {"columns", "rows", "checks"}) {
    const std::string folder = std::string(argv[1]) + "/" + kind;
    std::filesystem::create_directories(folder);
    for (Index i = 0; i < std::stol(argv[2]); ++i) {
      const auto pixels = drawn(kind != "rows", kind != "columns", size, random);
      selfsame::io::write_png(folder + "/" + std::to_string(i) + ".png", pixels.data(), size, size, 3);
    }
  }
} catch (const std::exception& error) {
  std::cerr << "draw_pictures: " << error.what() << "\n";
  return 1;
}
