#include "selfsame/report/embedding_map.hpp"

#include <algorithm>
#include <cmath>

#include "selfsame/core/error.hpp"
#include "selfsame/report/dots.hpp"
#include "selfsame/report/gnuplot.hpp"
#include "selfsame/report/image_figures.hpp"
#include "selfsame/report/text.hpp"

namespace selfsame::report {
namespace {

constexpr double width = 760, margin = 12, gap = 16, top = 70;
constexpr Index units = 10;  // coordinates are whole numbers, ten to the unit of the figure
constexpr double tile = 50, tile_gap = 8;

// Names on the dots have an edge in the colour of the page.
const char* const style = R"css(<style>
.selfsame .name { font-weight: 600; paint-order: stroke; stroke: #ffffff; stroke-width: 4px; stroke-linejoin: round }
.selfsame .live:focus { outline-offset: 2px }
@media (prefers-color-scheme: dark) {
  .selfsame .name { stroke: #171b22 }
}
</style>
)css";

// The dots are read back from the paths, a path a class, and the neighbours from `near`.
const char* const script = R"js(
((units, side, w, h, columns, k, shown, near) => {
  const svg = document.currentScript.closest("svg"), panels = [...svg.querySelectorAll(".panel")];
  const classOf = [], maps = panels.map((panel) => {
    classOf.length = 0;
    return [...panel.querySelectorAll(".dots path")].flatMap((path) => {
      const numbers = path.getAttribute("d").match(/\d+(?= \d)|\d+(?=h)/g).map(Number), dots = [];
      for (let i = 0; i < numbers.length; i += 2) {
        dots.push([numbers[i] / units, numbers[i + 1] / units]);
        classOf.push(path.dataset.class);
      }
      return dots;
    });
  });
  let last = 0;
  const show = (image) => {
    shown = image;
    panels.forEach((panel, p) => {
      const [rings, tiles, frames] = [".ring", ".tile", ".frame"].map((kind) => panel.querySelectorAll(kind));
      [image, ...near[p].slice(image * k, (image + 1) * k)].forEach((other, j) => {
        const [x, y] = maps[p][other];
        rings[j].setAttribute("cx", x);
        rings[j].setAttribute("cy", y);
        tiles[j].setAttribute("viewBox", [other % columns * w, Math.floor(other / columns) * h, w, h].join(" "));
        if (j > 0) frames[j - 1].setAttribute("visibility", classOf[other] === classOf[image] ? "hidden" : "visible");
      });
      panel.querySelector(".class").textContent = classOf[image];
    });
  };
  const best = (p, cost) => {
    let least = Infinity, found = shown;
    maps[p].forEach(([x, y], i) => { const c = cost(x, y); if (c < least) { least = c; found = i; } });
    return found;
  };
  const follow = (event) => panels.forEach((panel, p) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(panel.getScreenCTM().inverse());
    if (at.x < 0 || at.y < 0 || at.x > side || at.y > side) return;
    last = p;
    show(best(p, (x, y) => (x - at.x) ** 2 + (y - at.y) ** 2));
  });
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  svg.addEventListener("pointermove", follow);
  svg.addEventListener("pointerdown", follow);
  svg.addEventListener("keydown", (event) => {
    const way = ways[event.key];
    if (!way) return;
    event.preventDefault();
    const [x0, y0] = maps[last][shown];
    show(best(last, (x, y) => {  // the nearest dot in that quarter
      const along = (x - x0) * way[0] + (y - y0) * way[1];
      const aside = Math.abs((x - x0) * way[1]) + Math.abs((y - y0) * way[0]);
      return along > aside ? along + aside : Infinity;
    }));
  });
  svg.classList.add("live");
  svg.setAttribute("role", "group");
  svg.setAttribute("tabindex", "0");
  panels.forEach((panel) => panel.querySelector(".class").setAttribute("aria-live", "polite"));
}))js";

// Where a class's name stands: at the dot with most dots of its class around it.
Dot densest(const std::vector<Dot>& points, std::size_t begin, std::size_t end, double reach) {
  Dot best = points[begin];
  Index most = 0;
  for (std::size_t i = begin; i < end; ++i) {
    Index near = 0;
    for (std::size_t j = begin; j < end; ++j) {
      near += std::hypot(points[i].x - points[j].x, points[i].y - points[j].y) < reach ? 1 : 0;
    }
    if (near > most) most = near, best = points[i];
  }
  return best;
}

// Names that would lie on each other give way up and down.
void spread(std::vector<Dot>& names, const std::vector<double>& half_widths, double side) {
  constexpr double line = 16;
  for (int round = 0; round < 100; ++round) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const double overlap = line - std::abs(names[i].y - names[j].y);
        if (overlap <= 0 || std::abs(names[i].x - names[j].x) > half_widths[i] + half_widths[j]) continue;
        const double down = names[i].y >= names[j].y ? overlap / 2 : -overlap / 2;
        names[i].y += down;
        names[j].y -= down;
      }
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
      names[i].x = std::clamp(names[i].x, half_widths[i] + 4, side - half_widths[i] - 4);
      names[i].y = std::clamp(names[i].y, line, side - 6);
    }
  }
}

void require_fitting(const std::vector<MapPanel>& panels, const Array& images, const Indices& labels, Index classes,
                     Index shown) {
  const auto n = static_cast<Index>(labels.size());
  require(images.dimension() == 4 && images.shape()[0] == n && n > 0, "embedding_map: images ", images.shape(), " for ",
          n, " labels; (labels, H, W, channels), at least one, is expected");
  require(std::is_sorted(labels.begin(), labels.end()) && labels.front() >= 0 && labels.back() < classes,
          "embedding_map: labels must ascend and lie between 0 and ", classes - 1);
  require(0 <= shown && shown < n, "embedding_map: image ", shown, " is to be shown, of ", n);
  require(!panels.empty(), "embedding_map: no map; at least one is expected");
  for (const MapPanel& panel : panels) {
    require(panel.places.shape() == Shape{n, 2}, "embedding_map: ", panel.title, ": places ", panel.places.shape(),
            "; (", n, ", 2) is expected");
    require(
        panel.neighbours.size() == panels[0].neighbours.size() && static_cast<Index>(panel.neighbours.size()) % n == 0,
        "embedding_map: ", panel.title, ": ", panel.neighbours.size(), " neighbours of ", n,
        " images; as many of each, and in each map, are expected");
    for (const Index other : panel.neighbours) {
      require(0 <= other && other < n, "embedding_map: ", panel.title, ": neighbour ", other, " is not one of ", n);
    }
  }
}

}  // namespace

Figure embedding_map(const std::string& name, const std::string& title, const std::vector<MapPanel>& panels,
                     const Array& images, const Indices& labels, const std::vector<std::string>& class_names,
                     Index shown, const std::string& caption) {
  require_fitting(panels, images, labels, static_cast<Index>(class_names.size()), shown);
  const Index n = images.shape()[0], h = images.shape()[1], w = images.shape()[2];
  const Index k = static_cast<Index>(panels[0].neighbours.size()) / n;
  const auto count = static_cast<double>(panels.size());
  const double side = (width - 2 * margin - (count - 1) * gap) / count;
  const double picture_size = std::min(tile, side / static_cast<double>(k + 1) - tile_gap);
  const double height = top + side + 40 + picture_size + 14;

  // All images as one picture.
  const auto columns = static_cast<Index>(std::ceil(std::sqrt(static_cast<double>(n))));
  const auto [low, high] = std::minmax_element(images.begin(), images.end());
  io::Picture sheet = tiled(images, columns, 0, *low, *high);
  for (std::uint8_t& v : sheet.pixels) v = static_cast<std::uint8_t>((v + 8) / 17 * 17);  // half the bytes of 256 greys
  const std::string sheet_id = name + "-images";

  Figure figure{name, title, caption, "", ""};
  figure.alt = concat(title, ". ", thousands(n), " dots, one an image, coloured by class, in ", panels.size(),
                      panels.size() == 1 ? " map." : " maps:");
  std::string body, near;
  for (std::size_t p = 0; p < panels.size(); ++p) {
    const MapPanel& panel = panels[p];
    const std::vector<Dot> points = in_box(panel.places, side, side);
    body += concat("<g class=\"panel\" transform=\"translate(", margin + static_cast<double>(p) * (side + gap), " ",
                   top, ")\">\n", svg_text(panel.title, side / 2, -10, "middle", 13), "<rect width=\"", side,
                   "\" height=\"", side, "\" fill=\"none\" stroke=\"#9ca3af\"/>\n<g class=\"dots\" transform=\"scale(",
                   1 / static_cast<double>(units), ")\" fill=\"none\" stroke-width=\"", 5 * units,
                   "\" stroke-linecap=\"round\" stroke-opacity=\"0.8\">\n");
    std::vector<Dot> names;
    std::vector<double> half_widths;
    std::vector<std::string> named;
    for (std::size_t begin = 0, end = 0; begin < labels.size(); begin = end) {
      while (end < labels.size() && labels[end] == labels[begin]) ++end;
      const std::string& class_name = class_names[static_cast<std::size_t>(labels[begin])];
      body += concat("<path data-class=\"", escaped(class_name), "\" stroke=\"", class_color(labels[begin]), "\" d=\"");
      for (std::size_t i = begin; i < end; ++i) {
        body += concat("M", std::lround(points[i].x * units), " ", std::lround(points[i].y * units), "h0");
      }
      body += "\"/>\n";
      names.push_back(densest(points, begin, end, side / 12));
      named.push_back(class_name);
      half_widths.push_back(3.7 * static_cast<double>(display_width(class_name)));
    }
    body += "</g>\n";
    spread(names, half_widths, side);

    // The image that is shown and its neighbours: rings in the map, tiles below it.
    std::string tiles;
    Index same = 0;
    const double first = (side - static_cast<double>(k + 1) * (picture_size + tile_gap) + tile_gap) / 2;
    for (Index j = 0; j <= k; ++j) {
      const Index other = j == 0 ? shown : panel.neighbours[static_cast<std::size_t>(shown * k + j - 1)];
      const bool alike = labels[static_cast<std::size_t>(other)] == labels[static_cast<std::size_t>(shown)];
      same += alike && j > 0 ? 1 : 0;
      const Dot at = points[static_cast<std::size_t>(other)];
      body += concat("<circle class=\"ring\" cx=\"", at.x, "\" cy=\"", at.y, "\" r=\"", j == 0 ? 7 : 5,
                     "\" fill=\"none\" stroke=\"", ink, "\" stroke-width=\"", j == 0 ? 3 : 1.5, "\"/>\n");
      const std::string box =
          concat(" x=\"", first + static_cast<double>(j) * (picture_size + tile_gap) + (j ? 0 : -6), "\" y=\"",
                 side + 34, "\" width=\"", picture_size, "\" height=\"", picture_size, "\"");
      tiles += concat("<svg class=\"tile\"", box, " viewBox=\"", other % columns * w, " ", other / columns * h, " ", w,
                      " ", h, "\" preserveAspectRatio=\"none\"><use xlink:href=\"#", sheet_id, "\"/></svg>");
      if (j > 0) {
        tiles += concat("<rect class=\"frame\"", box, " fill=\"none\" stroke=\"", wrong_color,
                        "\" stroke-width=\"4\" visibility=\"", alike ? "hidden" : "visible", "\"/>");
      }
      tiles += "\n";
    }
    for (std::size_t c = 0; c < names.size(); ++c) {
      body += svg_text(named[c], names[c].x, names[c].y, "middle", 12, " class=\"name\"");
    }
    const std::string& shown_class = class_names[static_cast<std::size_t>(labels[static_cast<std::size_t>(shown)])];
    body += svg_text(shown_class, first - 6, side + 24, "start", 12, " class=\"class\"") +
            svg_text("its nearest, framed if of another class", side - first, side + 24, "end", 12) + tiles + "</g>\n";
    figure.alt += concat(" ", panel.title, "; of the ", k, " nearest to one ", shown_class, " ", same,
                         " are of its class", p + 1 < panels.size() ? ";" : ".");
    near += concat(p ? "," : "", "[");
    for (std::size_t i = 0; i < panel.neighbours.size(); ++i) near += concat(i ? "," : "", panel.neighbours[i]);
    near += "]";
  }

  figure.svg = svg_head(static_cast<int>(width), static_cast<int>(height), figure.alt) + style +
               concat("<defs><image id=\"", sheet_id, "\" width=\"", sheet.width, "\" height=\"", sheet.height,
                      "\" style=\"image-rendering:pixelated\" xlink:href=\"data:image/png;base64,",
                      io::base64(io::png_bytes(sheet.pixels.data(), sheet.height, sheet.width, sheet.channels)),
                      "\"/></defs>\n") +
               svg_text(title, width / 2, 26, "middle", 15) + body +
               concat("<script><![CDATA[", script, "(", units, ", ", side, ", ", w, ", ", h, ", ", columns, ", ", k,
                      ", ", shown, ", [", near, "]);\n]]></script>\n</svg>\n");
  return figure;
}

}  // namespace selfsame::report
