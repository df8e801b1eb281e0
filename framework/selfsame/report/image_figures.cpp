#include "selfsame/report/image_figures.hpp"

#include <algorithm>
#include <cmath>

#include "selfsame/core/error.hpp"
#include "selfsame/report/gnuplot.hpp"
#include "selfsame/report/text.hpp"

namespace selfsame::report {

namespace {

constexpr int width = 760;
constexpr int title_height = 46;
constexpr int grid_gap = 6;

// One image of the array as 8-bit pixels, black at `low`, white at `high`.
std::vector<std::uint8_t> pixels_of(const Array& images, Index i, Scalar low, Scalar high) {
  const Index size = images.shape()[1] * images.shape()[2] * images.shape()[3];
  const Scalar* values = images.data() + i * size;
  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(size));
  for (std::size_t p = 0; p < pixels.size(); ++p) {
    const Scalar share = high > low ? (values[p] - low) / (high - low) : Scalar(0.5);
    pixels[p] = static_cast<std::uint8_t>(std::lround(255 * std::clamp(share, Scalar(0), Scalar(1))));
  }
  return pixels;
}

std::string data_url(const Array& images, Index i, Scalar low, Scalar high) {
  const Index h = images.shape()[1], w = images.shape()[2], c = images.shape()[3];
  const std::vector<std::uint8_t> pixels = pixels_of(images, i, low, high);
  return "data:image/png;base64," + io::base64(io::png_bytes(pixels.data(), h, w, c));
}

}  // namespace

io::Picture tiled(const Array& images, Index columns, Index gap, Scalar low, Scalar high, Index rows) {
  const Index n = images.shape()[0], h = images.shape()[1], w = images.shape()[2], c = images.shape()[3];
  if (rows == 0) rows = (n + columns - 1) / columns;
  io::Picture picture{rows * (h + gap) - gap, columns * (w + gap) - gap, c, {}};
  picture.pixels.assign(static_cast<std::size_t>(picture.height * picture.width * c), 255);
  for (Index i = 0; i < n; ++i) {
    const std::vector<std::uint8_t> pixels = pixels_of(images, i, low, high);
    const Index top = i / columns * (h + gap), left = i % columns * (w + gap);
    for (Index y = 0; y < h; ++y) {
      std::copy_n(pixels.begin() + y * w * c, w * c, picture.pixels.begin() + ((top + y) * picture.width + left) * c);
    }
  }
  return picture;
}

Figure image_grid(const std::string& name, const std::string& title, const Array& images, Index columns,
                  const std::vector<std::string>& row_labels, const std::vector<std::string>& column_labels,
                  const std::string& caption, Scalar low, Scalar high, const Indices& framed) {
  const Shape& shape = images.shape();
  require(shape.size() == 4 && (shape[3] == 1 || shape[3] == 3),
          "image_grid: images (N, H, W, 1 or 3) expected, found ", shape);
  require(columns > 0 && shape[0] > 0 && shape[0] % columns == 0, "image_grid: ", shape[0],
          " images do not fill rows of ", columns);
  const Index rows = shape[0] / columns;
  require(row_labels.empty() || static_cast<Index>(row_labels.size()) == rows, "image_grid: ", rows, " rows, ",
          row_labels.size(), " row labels");
  require(column_labels.empty() || static_cast<Index>(column_labels.size()) == columns, "image_grid: ", columns,
          " columns, ", column_labels.size(), " column labels");
  if (low == 0 && high == 0) {
    low = *std::min_element(images.begin(), images.end());
    high = *std::max_element(images.begin(), images.end());
  }

  Index longest = 0;
  for (const std::string& text : row_labels) longest = std::max(longest, display_width(text));
  const int left = row_labels.empty() ? 16 : static_cast<int>(24 + 7.2 * static_cast<double>(longest));
  const int top = title_height + (column_labels.empty() ? 0 : 20);
  const double tile = std::min(96.0, static_cast<double>(width - left - 16) / static_cast<double>(columns) - grid_gap);
  const double tile_height = tile * static_cast<double>(shape[1]) / static_cast<double>(shape[2]);
  const int height = static_cast<int>(top + static_cast<double>(rows) * (tile_height + grid_gap) + 12);
  // A grid narrower than the figure stands in its middle, under the title.
  const double begin = left + std::max(0.0, (width - left - 16 - static_cast<double>(columns) * (tile + grid_gap)) / 2);

  Figure figure{name, title, caption, "", ""};
  figure.alt =
      concat(title, ". ", rows, rows == 1 ? " row" : " rows", " of ", columns, columns == 1 ? " image." : " images.");
  figure.picture = tiled(images, columns, 2, low, high);
  std::string& svg = figure.svg;
  svg = svg_head(width, height, figure.alt) + svg_text(title, width / 2.0, 26, "middle", 15);
  for (std::size_t c = 0; c < column_labels.size(); ++c) {
    svg += svg_text(column_labels[c], begin + static_cast<double>(c) * (tile + grid_gap) + tile / 2, top - 6, "middle",
                    12);
  }
  for (Index r = 0; r < rows; ++r) {
    const double y = top + static_cast<double>(r) * (tile_height + grid_gap);
    if (!row_labels.empty())
      svg += svg_text(row_labels[static_cast<std::size_t>(r)], begin - 10, y + tile_height / 2 + 4, "end", 12);
    for (Index c = 0; c < columns; ++c) {
      svg += concat("<image x=\"", begin + static_cast<double>(c) * (tile + grid_gap), "\" y=\"", y, "\" width=\"",
                    tile, "\" height=\"", tile_height,
                    "\" preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" xlink:href=\"",
                    data_url(images, r * columns + c, low, high), "\"/>\n");
      if (std::find(framed.begin(), framed.end(), r * columns + c) != framed.end()) {
        svg +=
            concat("<rect x=\"", begin + static_cast<double>(c) * (tile + grid_gap), "\" y=\"", y, "\" width=\"", tile,
                   "\" height=\"", tile_height, "\" fill=\"none\" stroke=\"", wrong_color, "\" stroke-width=\"4\"/>\n");
      }
    }
  }
  svg += "</svg>\n";
  return figure;
}

Figure filters_figure(const std::string& name, const std::string& title, const Array& weight,
                      const std::string& caption) {
  const Shape& shape = weight.shape();
  require(shape.size() == 4 && (shape[2] == 1 || shape[2] == 3),
          "filters_figure: weight (kh, kw, 1 or 3, out) expected, found ", shape);
  const Index area = shape[0] * shape[1] * shape[2], out = shape[3];
  Index columns = std::min<Index>(16, out);
  while (out % columns != 0) --columns;
  Array tiles = empty({out, shape[0], shape[1], shape[2]});
  Scalar largest = 0;
  for (Index o = 0; o < out; ++o) {
    for (Index i = 0; i < area; ++i) {
      const Scalar value = weight.data()[i * out + o];
      tiles.data()[o * area + i] = value;
      largest = std::max(largest, std::abs(value));
    }
  }
  if (largest == 0) largest = 1;
  Figure figure = image_grid(name, title, tiles, columns, {}, {}, caption, -largest, largest);
  figure.alt = concat(title, ". ", out, " filters of ", shape[0], " x ", shape[1],
                      "; grey is zero, the strongest weight is ", compact(static_cast<double>(largest)), ".");
  return figure;
}

}  // namespace selfsame::report
