#include "selfsame/report/graph_steps.hpp"

#include <algorithm>
#include <cmath>

#include "selfsame/core/error.hpp"
#include "selfsame/report/dots.hpp"
#include "selfsame/report/gnuplot.hpp"
#include "selfsame/report/text.hpp"
#include "selfsame/ssl/propagation.hpp"

namespace selfsame::report {
namespace {

constexpr int width = 760, height = 540;
constexpr double top = 40, bottom = 44;  // beside the box of the points: for the title and for what is said

const char* const style = R"css(<style>
@media (prefers-color-scheme: dark) {
  .selfsame .edges { stroke: #3a424f }
  .selfsame .paper { stroke: #171b22 }
}
</style>
)css";

// `states` holds for each step what states_of returns, `texts` what is written below the points.
const char* const script = R"js(
((colors, labels, states, texts, shown) => {
  const svg = document.currentScript.closest("svg");
  if (!svg.parentElement) return;  // alone in its file: there is no place for a slider
  const dots = [...svg.querySelectorAll(".dots circle")], text = svg.querySelector(".count");
  const slider = document.createElement("input");
  const show = () => {
    let crosses = "";
    states[slider.value].forEach((state, i) => {
      const answer = Math.floor(state / 100), dot = dots[i];
      dot.setAttribute("fill", colors[answer]);
      dot.setAttribute("fill-opacity", state % 100 / 100);
      if (state && answer !== labels[i]) {
        crosses += "M" + dot.getAttribute("cx") + " " + dot.getAttribute("cy") + "m-2.5-2.5l5 5m0-5l-5 5";
      }
    });
    svg.querySelector(".crosses").setAttribute("d", crosses);
    text.textContent = texts[slider.value];
    slider.setAttribute("aria-valuetext", text.textContent);
  };
  Object.assign(slider, { type: "range", min: 0, max: texts.length - 1, value: shown });
  slider.setAttribute("aria-label", "step");
  slider.style.cssText = "display: block; width: 100%; max-width: 720px; height: 2rem; margin: 0 auto";
  slider.addEventListener("input", show);
  svg.after(slider);
  show();
}))js";

std::size_t at(Index i) { return static_cast<std::size_t>(i); }

void require_fitting(const PlaneGraph& points, const std::vector<StepShares>& steps, Index shown) {
  const Index n = points.graph.nodes();
  require(n > 0 && points.places.shape() == Shape{n, 2} && points.labels.size() == at(n), "graph_steps: places ",
          points.places.shape(), " and ", points.labels.size(), " labels for a graph of ", n,
          " nodes; (nodes, 2) and as many labels, at least one, are expected");
  for (const Index node : points.known) {
    require(0 <= node && node < n, "graph_steps: known point ", node, " is not one of ", n);
  }
  require(0 <= shown && at(shown) < steps.size(), "graph_steps: step number ", shown, " is to be shown, of ",
          steps.size());
  const Shape& first = steps[0].shares.shape();
  require(first.size() == 2 && first[0] == n && first[1] > 0, "graph_steps: shares ", first, "; (", n,
          ", classes) is expected");
  for (const StepShares& s : steps) {
    require(s.shares.shape() == first, "graph_steps: shares ", s.shares.shape(), " after step ", s.step,
            ", but the first are ", first);
  }
  for (const Index label : points.labels) {
    require(0 <= label && label < first[1], "graph_steps: label ", label, " is not one of ", first[1], " classes");
  }
}

// What is said of each point as one number, for the script, too: 100 * class + opacity in percent, 30 to 99; 0 where
// there is no answer.
Indices states_of(const Array& shares) {
  const Index classes = shares.shape()[1];
  const Array sure = ssl::confidence(shares);
  Indices states;
  for (Index i = 0; i < shares.shape()[0]; ++i) {
    const Scalar* row = shares.data() + i * classes;
    const Scalar* best = std::max_element(row, row + classes);
    const bool answered = std::count(row, row + classes, *best) == 1;
    states.push_back(answered ? 100 * (best - row) + std::lround(30 + 69 * sure(i)) : 0);
  }
  return states;
}

// "after 5 steps: 3 of 240 wrong, 96 without an answer"
std::string text_of(Index step, const Indices& states, const Indices& labels) {
  Index wrong = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) wrong += states[i] > 0 && states[i] / 100 != labels[i] ? 1 : 0;
  const Index silent = std::count(states.begin(), states.end(), 0);
  return concat("after ", step, step == 1 ? " step: " : " steps: ", wrong, " of ", labels.size(), " wrong",
                silent > 0 ? concat(", ", silent, " without an answer") : "");
}

std::string listed(const Indices& numbers) {
  std::string text = "[";
  for (const Index number : numbers) text += concat(text.size() > 1 ? "," : "", number);
  return text + "]";
}

}  // namespace

Figure graph_steps(const std::string& name, const std::string& title, const PlaneGraph& points,
                   const std::vector<StepShares>& steps, Index shown, const std::string& caption) {
  require_fitting(points, steps, shown);
  const Index n = points.graph.nodes(), classes = steps[0].shares.shape()[1];
  std::vector<Indices> states;
  std::vector<std::string> texts;
  for (const StepShares& s : steps) {
    states.push_back(states_of(s.shares));
    texts.push_back(text_of(s.step, states.back(), points.labels));
  }

  // Whole numbers are fine enough, and short.
  std::vector<std::string> place;
  Indices xs, ys;
  for (const Dot& dot : in_box(points.places, width, height - top - bottom)) {
    xs.push_back(std::lround(dot.x));
    ys.push_back(std::lround(height - bottom - dot.y));
    place.push_back(concat(xs.back(), " ", ys.back()));
  }
  std::string edges, paper, rings, dots, crosses;
  for (Index i = 0; i < n; ++i) {
    for (Index e = points.graph.first[at(i)]; e < points.graph.first[at(i + 1)]; ++e) {
      const Index other = points.graph.neighbours[at(e)];
      if (other > i) edges += "M" + place[at(i)] + "L" + place[at(other)];
    }
    paper += "M" + place[at(i)] + "h0";
    const Index state = states[at(shown)][at(i)];
    dots += concat("<circle cx=\"", xs[at(i)], "\" cy=\"", ys[at(i)], "\" r=\"6\" fill=\"", class_color(state / 100),
                   "\" fill-opacity=\"", static_cast<double>(state % 100) / 100, "\"/>\n");
    if (state > 0 && state / 100 != points.labels[at(i)]) crosses += "M" + place[at(i)] + "m-2.5-2.5l5 5m0-5l-5 5";
  }
  for (const Index node : points.known) rings += "M" + place[at(node)] + "m-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0";

  std::string colors, all_states, all_texts;
  for (Index c = 0; c < classes; ++c) colors += concat(c > 0 ? "," : "", "\"", class_color(c), "\"");
  for (std::size_t s = 0; s < steps.size(); ++s) {
    all_states += (s > 0 ? ",\n" : "") + listed(states[s]);
    all_texts += (s > 0 ? ",\n\"" : "\"") + texts[s] + "\"";
  }

  Figure figure{name, title, caption, "", ""};
  figure.alt = concat(title, ". ", n, " points in the plane, joined to their neighbours, ", points.known.size(),
                      " of them labelled; ", texts[at(shown)], "; ", texts.back(), ".");
  figure.svg =
      svg_head(width, height, figure.alt) + style + svg_text(title, width / 2.0, 26, "middle", 15) +
      concat(
          "<path class=\"edges\" fill=\"none\" stroke=\"", grid_gray, "\" d=\"", edges,
          "\"/>\n<path class=\"paper\" fill=\"none\" stroke=\"#ffffff\" stroke-width=\"12\" stroke-linecap=\"round\" "
          "d=\"",
          paper, "\"/>\n<g class=\"dots\" stroke=\"#9ca3af\">\n", dots,
          "</g>\n<path class=\"crosses\" fill=\"none\" stroke=\"", ink, "\" stroke-width=\"1.5\" d=\"", crosses,
          "\"/>\n<path class=\"rings\" fill=\"none\" stroke=\"", ink, "\" stroke-width=\"3\" d=\"", rings, "\"/>\n") +
      svg_text(texts[at(shown)], width / 2.0, height - 14, "middle", 15, " class=\"count\"") +
      concat("<script><![CDATA[", script, "([", colors, "], ", listed(points.labels), ", [", all_states, "], [",
             all_texts, "], ", shown, ");\n]]></script>\n</svg>\n");
  return figure;
}

}  // namespace selfsame::report
